#include "render_test.h"
#include "core/digest.h"

static void the_title_is_said_once(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_holds(page, "<html lang=\"en-GB\">");
	assert_holds(page, "<title>House rules</title>");
	assert_holds(page, "<h1>House rules</h1>");
	assert_int_equal(count_of(page, "<h1"), 1);
	assert_int_equal(count_of(page, ">House rules<"), 2);
}

static void headings_are_numbered_and_have_their_own_anchors(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_holds(page, "<h2 id=\"how-we-speak\"><span class=\"number\">1</span> "
			   "How we speak</h2>");
	assert_holds(page, "<h3 id=\"details\"><span class=\"number\">1.1</span> "
			   "Details</h3>");
	assert_holds(page, "<h2 id=\"how-we-speak-2\"><span class=\"number\">2</span> "
			   "How we speak</h2>");
}

static void contents_are_nested_like_the_headings(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_holds(
		page,
		"<ul>\n"
		"<li><a href=\"#how-we-speak\"><span class=\"number\">1</span> How we "
		"speak</a><ul>\n"
		"<li><a href=\"#details\"><span class=\"number\">1.1</span> "
		"Details</a></li>\n"
		"</ul>\n"
		"</li>\n"
		"<li><a href=\"#how-we-speak-2\"><span class=\"number\">2</span> How we "
		"speak</a></li>\n"
		"</ul>\n");
}

static void headings_numbered_by_hand_get_no_second_number(void **state)
{
	const struct str page = html_of(*state, HEAD "## 1. Scope\n\n## 2. Rules\n");

	assert_holds(page, "<h2 id=\"1-scope\">1. Scope</h2>");
	assert_lacks(page, "class=\"number\"");
}

static void no_heading_level_is_skipped(void **state)
{
	const struct str page = html_of(*state, HEAD "### A\n\n###### B\n\n### C\n");

	assert_holds(page, "<h2 id=\"a\">");
	assert_holds(page, "<h3 id=\"b\">");
	assert_holds(page, "<span class=\"number\">1.1</span> B");
	assert_holds(page, "<h2 id=\"c\">");
}

static void the_anchor_of_a_clause_is_at_its_sentence(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_holds(page, "<p><span class=\"anchor\" id=\"clause-kind\"></span>Be "
			   "<em>kind</em> to <strong>people</strong>. Ask.</p>");
	assert_holds(page, "<p><span class=\"anchor\" id=\"clause-ask.us\"></span>Ask "
			   "<code>us</code>.</p>");
}

static void the_anchor_does_not_change_with_the_heading(void **state)
{
	struct world *w = *state;

	assert_holds(html_of(w, HEAD
			     "# Clause kind\n\nBe kind.\n\n```decorum\nclause: kind\n"
			     "kept_by: guard\n```\n"),
		     "id=\"clause-kind\"></span>Be kind.");
	assert_holds(buf_view(&w->page), "<h2 id=\"clause-kind-2\">");
}

static void the_box_says_how_the_rule_works(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_holds(page,
		     "<details class=\"box rule\" open>\n<summary>How this is checked: "
		     "<span class=\"tag\">checked by the program</span></summary>");
	assert_holds(page, "<blockquote class=\"meant\">Be kind to people.</blockquote>");
	assert_holds(page, "<code>tone/zorg</code> <span class=\"tag "
			   "ask\">sign-off</span>");
	assert_holds(page, "<dd>The post needs a sign-off by somebody with the role "
			   "&quot;policy-owner&quot;</dd>");
	assert_holds(page, "<dd>Posts on company accounts; only replies</dd>");
	assert_holds(page, "<li><code>you are a zorg &amp; &lt;fool&gt;</code></li>"
			   "<li><code>shut up</code></li>");
	assert_holds(page, "<dd>words in quotation marks; near one of these<ul "
			   "class=\"patterns\"><li><code>friend</code></li></ul></dd>");
	assert_holds(page, "<dd>until 2026-12-31; on trial: it is reported and stops "
			   "nothing</dd>");
	assert_holds(page, "<dd>Say it &quot;nicely&quot;</dd>");
	assert_holds(page, "<dd>Let us talk</dd>");
	assert_holds(page, "<dd>oh, <mark>you are a zorg &amp; &lt;fool&gt;</mark> "
			   "again</dd>");
	assert_holds(page, "<dd>you are &lt;kind&gt;</dd>");
}

static void what_people_keep_says_so(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_holds(page, "<details class=\"box judgement\" open>");
	assert_holds(page, "Clause <a href=\"#clause-ask.us\">ask.us</a>. People decide "
			   "this. The program does not.");
	assert_holds(page,
		     "2 clauses: 1 kept by the program, 1 kept by people's judgement.");
}

static void the_block_itself_is_not_shown(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_lacks(page, "kept_by");
	assert_lacks(page, "```");
}

static void words_of_masked_lists_are_not_shown(void **state)
{
	struct world *w = *state;
	const struct policy_file files[] = {
		{ STR("policy.md"),
		  STR(HEAD
		      "Be kind.\n\n```decorum\nclause: kind\nkept_by: rule\nrules:\n"
		      "  - id: tone/a\n    level: ask\n    say: No\n    terms: zorgs\n"
		      "    examples: {fail: [«borgle», a «borgle»], pass: [a, b]}\n"
		      "  - id: tone/b\n    level: block\n    say: No\n"
		      "    find: \"secret {zorgs}\"\n"
		      "    examples: {fail: [«secret borgle», «b»], pass: [c, d]}\n"
		      "```\n") },
		{ STR("lexicons/zorgs.yaml"),
		  STR("about: Invented\nlicence: own\nmask: true\nterms: [borgle, old "
		      "borgle]\n") },
	};
	struct str page;

	load_files(w, files, 2);
	assert_int_equal(w->f.v.n, 0);
	render_html(&w->p, &options, &w->page);
	page = buf_view(&w->page);
	assert_lacks(page, "borgle");
	assert_lacks(page, "secret");
	assert_int_equal(count_of(page, "<a href=\"#word-lists\">zorgs</a>"), 2);
	assert_int_equal(count_of(page, "not shown: the words are masked"), 2);
	assert_holds(page, "<tr><th scope=\"row\">zorgs</th><td>Invented</td><td "
			   "class=\"count\">2</td><td>own</td></tr>");
	buf_reset(&w->page);
	render_text(&w->p, &options, &w->page);
	page = buf_view(&w->page);
	assert_lacks(page, "borgle");
	assert_lacks(page, "secret");
	assert_holds(page, "- zorgs (2): Invented Licence: own\n");
}

static void limits_are_shown_with_their_source(void **state)
{
	struct world *w = *state;
	const struct policy_file files[] = {
		{ STR("policy.md"), STR(HEAD "Text.\n") },
		{ STR("networks.yaml"),
		  STR("networks:\n  x:\n    title: X\n    limits: [{unit: grapheme, "
		      "value: 300, "
		      "source: docs, verified_on: 2026-11-01}]\n") },
	};

	load_files(w, files, 2);
	render_html(&w->p, &options, &w->page);
	assert_holds(buf_view(&w->page),
		     "<tr><th scope=\"row\">X</th><td class=\"count\">300</td>"
		     "<td>characters</td><td>docs</td><td>2026-11-01</td></tr>");
}

static void licence_attribution_and_digest_are_in_the_footer(void **state)
{
	const struct str page = html_of(
		*state, "---\ntitle: T\nlicence: CC-BY-SA-4.0\nattribution: After A & B\n"
			"changes: shortened\n---\nText.\n");

	assert_holds(
		page,
		"<footer>\n<p>After A &amp; B</p>\n<p>Changes: shortened</p>\n"
		"<p>Licence: <a rel=\"license\" "
		"href=\"https://creativecommons.org/licenses/by-sa/4.0/\">Creative "
		"Commons "
		"Attribution-ShareAlike 4.0 International</a> (CC-BY-SA-4.0)</p>\n"
		"<p>Verdicts under this version cite the policy bundle "
		"<code>00ff00ff</code></p>\n<p>Written by decorum 0.1.0</p>\n</footer>");
}

static void the_style_is_the_one_the_policy_names(void **state)
{
	struct world *w = *state;
	const struct str page = html_of(w, kind_policy);
	const size_t start = str_find(page, STR("<style>"), 0) + 7;
	const size_t end = str_find(page, STR("</style>"), start);
	const struct digest d = digest_of(str_slice(page, start, end));
	const size_t at = str_find(page, STR("'sha256-"), 0) + 8;
	unsigned value = 0;

	/* The first three bytes of the digest are the first four digits. */
	for (size_t i = 0; i < 4; i++) {
		const char c = page.p[at + i];

		value = value << 6 |
			(unsigned)(ascii_is_upper((unsigned char)c)   ? c - 'A'
				   : ascii_is_lower((unsigned char)c) ? c - 'a' + 26
				   : ascii_is_digit((unsigned char)c) ? c - '0' + 52
				   : c == '+'                         ? 62
								      : 63);
	}
	assert_int_equal(value >> 16, d.bytes[0]);
	assert_int_equal(value >> 8 & 255, d.bytes[1]);
	assert_int_equal(value & 255, d.bytes[2]);
	assert_holds(page, "default-src 'none'");
	assert_int_equal(page.p[at + 43], '=');
	assert_int_equal(page.p[at + 44], '\'');
}

static void nothing_is_fetched_and_nothing_runs(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_lacks(page, "<script");
	assert_lacks(page, "<link");
	assert_lacks(page, "<img");
	assert_lacks(page, "@import");
	assert_lacks(page, "url(");
	assert_lacks(page, " style=");
}

static void shuffled_files_give_the_same_bytes(void **state)
{
	struct world *w = *state;
	struct policy_file files[] = {
		{ STR("policy.md"), str_from(kind_policy) },
		{ STR("b.md"),
		  STR("# More\n\nText.\n\n```decorum\nclause: b\nkept_by: guard\n"
		      "```\n") },
		{ STR("a.md"), STR("# Less\n\nText.\n") },
		{ STR("lexicons/z.yaml"), STR("terms: [z]\n") },
		{ STR("lexicons/y.yaml"), STR("terms: [y]\n") },
	};
	struct str first;

	load_files(w, files, 5);
	render_html(&w->p, &options, &w->page);
	first = arena_str(&w->a, buf_view(&w->page));
	assert_true(str_find(first, STR("House rules"), 0) <
		    str_find(first, STR("<h3 id=\"less\""), 0));
	for (size_t turn = 1; turn < 5; turn++) {
		struct policy_file turned[5];

		for (size_t i = 0; i < 5; i++)
			turned[i] = files[(i * 3 + turn) % 5];
		load_files(w, turned, 5);
		render_html(&w->p, &options, &w->page);
		assert_true(str_eq(first, buf_view(&w->page)));
	}
}

static void markdown_becomes_html(void **state)
{
	const struct str page = html_of(
		*state, HEAD "3. three\n4. four\n\n> said\n\n    code <b>\n\n---\n\n"
			     "a  \nb [link](https://example.com/?a=1&b=2 \"T\") "
			     "![Alt](pic.png)\n");

	assert_holds(page,
		     "<ol start=\"3\">\n<li><p>three</p>\n</li>\n<li><p>four</p>\n</li>\n"
		     "</ol>\n");
	assert_holds(page, "<blockquote>\n<p>said</p>\n</blockquote>");
	assert_holds(page, "<pre tabindex=\"0\"><code>code &lt;b&gt;\n</code></pre>");
	assert_holds(page, "<hr>\n");
	assert_holds(page,
		     "a<br>\nb <a href=\"https://example.com/?a=1&amp;b=2\" title=\"T\" "
		     "rel=\"noopener noreferrer\">link</a> [image: Alt]");
}

static void a_broken_clause_is_said_in_its_place(void **state)
{
	const struct str page =
		html_of(*state, HEAD "Kind.\n\n```decorum\nclause: [\n```\n\nFair.\n\n"
				     "```decorum\nclause: fair\nkept_by: guard\n```\n");

	assert_int_equal(count_of(page, "This clause could not be read"), 1);
	assert_holds(page, "id=\"clause-fair\"></span>Fair.");
	assert_holds(page, "<details class=\"box guard\" open>");
}

static void an_empty_policy_is_a_page(void **state)
{
	struct world *w = *state;

	load_files(w, NULL, 0);
	render_html(&w->p, &options, &w->page);
	assert_holds(buf_view(&w->page), "<h1>Policy</h1>");
	assert_holds(buf_view(&w->page), "</html>\n");
}

static void bounds_are_told(void **state)
{
	const struct str page =
		html_of(*state, HEAD
			"Write little.\n\n```decorum\nclause: little\nkept_by: rule\n"
			"rules:\n  - id: style/tags\n    level: ask\n"
			"    metric: {sentence-words: {max: 35}}\n    say: So.\n```\n");

	assert_holds(page, "Texts outside these bounds<ul class=\"patterns\">"
			   "<li>at most 35 words in a sentence</li></ul></dd>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_title_is_said_once),
		TEST(headings_are_numbered_and_have_their_own_anchors),
		TEST(contents_are_nested_like_the_headings),
		TEST(headings_numbered_by_hand_get_no_second_number),
		TEST(no_heading_level_is_skipped),
		TEST(the_anchor_of_a_clause_is_at_its_sentence),
		TEST(the_anchor_does_not_change_with_the_heading),
		TEST(the_box_says_how_the_rule_works),
		TEST(what_people_keep_says_so),
		TEST(the_block_itself_is_not_shown),
		TEST(words_of_masked_lists_are_not_shown),
		TEST(limits_are_shown_with_their_source),
		TEST(licence_attribution_and_digest_are_in_the_footer),
		TEST(the_style_is_the_one_the_policy_names),
		TEST(nothing_is_fetched_and_nothing_runs),
		TEST(shuffled_files_give_the_same_bytes),
		TEST(markdown_becomes_html),
		TEST(a_broken_clause_is_said_in_its_place),
		TEST(an_empty_policy_is_a_page),
		TEST(bounds_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
