/* A policy may come from a stranger's pull request: nothing of it may run, in a browser
 * or in a terminal. */
#include "render_test.h"

static void headings_cannot_hold_markup(void **state)
{
	const struct str page = html_of(
		*state, HEAD "# <script>alert(1)</script> \"onload=x\" &lt;img&gt;\n");

	assert_lacks(page, "<script");
	assert_lacks(page, "<img");
	assert_holds(page, "&lt;script&gt;alert(1)&lt;/script&gt; &quot;onload=x&quot; "
			   "&lt;img&gt;");
}

static void raw_html_is_shown_not_passed_on(void **state)
{
	const struct str page = html_of(
		*state, HEAD "<iframe src=x></iframe>\n\nInline <b onclick=x>b</b>.\n\n"
			     "<!-- a note\nto myself -->\n\nEnd<!-- note -->.\n");

	assert_lacks(page, "<iframe");
	assert_lacks(page, "<b ");
	assert_holds(page, "&lt;iframe src=x&gt;");
	assert_holds(page, "Inline &lt;b onclick=x&gt;b&lt;/b&gt;.");
	assert_lacks(page, "myself");
	assert_holds(page, "<p>End.</p>");
}

static void words_behind_a_comment_are_shown(void **state)
{
	struct world *w = *state;
	static const char policy[] =
		HEAD "<!-- c --> Be kind.\n\n<!-- a\nb --> Be fair.\n";

	assert_holds(html_of(w, policy), "Be kind.");
	assert_holds(html_of(w, policy), "Be fair.");
	assert_holds(text_of(w, policy), "Be kind.");
	assert_holds(text_of(w, policy), "Be fair.");
	assert_lacks(html_of(w, HEAD "<!-- a --> <!-- secret -->\n"), "secret");
}

static void only_harmless_links_are_links(void **state)
{
	static const char *const bad[] = {
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#9;script:alert(1)",
		"data:text/html,x",    "vbscript:x",          "//evil.example/x",
		"/absolute",           "relative.html",       "file:///etc/passwd",
		"&#1;javascript:x",    "http:evil",           "https:",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		char policy[200];

		(void)snprintf(policy, sizeof(policy), HEAD "a [word](%s) b\n", bad[i]);
		assert_holds(html_of(w, policy), "<p>a word b</p>");
	}
}

static void harmless_links_stay(void **state)
{
	static const char *const good[] = { "https://example.com/a", "HTTP://example.com",
					    "mailto:a@example.com", "#clause-kind" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		char policy[200], href[100];

		(void)snprintf(policy, sizeof(policy), HEAD "a [word](%s) b\n", good[i]);
		(void)snprintf(href, sizeof(href), "<a href=\"%s\"", good[i]);
		assert_holds(html_of(w, policy), href);
	}
}

static void links_cannot_leave_their_attribute(void **state)
{
	const struct str page =
		html_of(*state, HEAD
			"[x](<https://a.example/\" onclick=\"x> \"t\\\" o=\\\"\")\n");

	assert_lacks(page, "\" onclick");
	assert_lacks(page, "\" o=");
	assert_holds(page, "https://a.example/&quot; onclick=&quot;x");
}

static void code_is_escaped(void **state)
{
	const struct str page = html_of(
		*state, HEAD
		"`</code><script>`\n\n```html\n</code></pre><script>x</script>\n```\n");

	assert_lacks(page, "<script");
	assert_holds(page, "<code>&lt;/code&gt;&lt;script&gt;</code>");
	assert_holds(page, "&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;");
}

static void the_head_is_escaped_everywhere(void **state)
{
	const struct str page = html_of(
		*state,
		"---\ntitle: \"</title><script>1</script>\"\nlicence: "
		"\"<script>2</script>\"\n"
		"attribution: \"<script>3</script>\"\nchanges: \"<script>4</script>\"\n"
		"lang: \"en\\\"><script>5</script>\"\n---\nText.\n");

	assert_lacks(page, "<script");
	assert_holds(page, "<html lang=\"en&quot;&gt;&lt;script&gt;5");
	for (char digit = '1'; digit <= '5'; digit++) {
		const char text[] = { '&', 'g', 't', ';', digit, '&', 0 };

		assert_holds(page, text);
	}
}

static void everything_in_a_box_is_escaped(void **state)
{
	struct world *w = *state;
	const struct policy_file files[] = {
		{ STR("policy.md"),
		  STR(HEAD
		      "K.\n\n```decorum\nclause: \"<x>\"\nkept_by: rule\nrules:\n"
		      "  - {id: \"<x>\", level: ask, say: \"<x>\", suggest: \"<x>\", "
		      "role: \"<x>\", from: \"<x>\", until: \"<x>\", find: [\"<x>\"], "
		      "unless: [\"near <x>\"], examples: {fail: [\"<x> «<x>»\"], "
		      "pass: [\"<x>\"]}}\n"
		      "  - {id: b, level: ask, say: x, terms: \"<x>\"}\n```\n") },
		{ STR("lexicons/<x>.yaml"),
		  STR("about: <x>\nlicence: <x>\nterms: [a]\n") },
		{ STR("networks.yaml"), STR("networks:\n  x:\n    title: <x>\n    "
					    "limits:\n      - {unit: byte, value: "
					    "1, source: <x>, verified_on: <x>}\n") },
	};

	load_files(w, files, 3);
	render_html(&w->p, &options, &w->page);
	assert_lacks(buf_view(&w->page), "<x>");
	assert_true(count_of(buf_view(&w->page), "&lt;x&gt;") >= 15);
}

static void control_characters_do_not_reach_the_reader(void **state)
{
	struct world *w = *state;
	const char *const policy =
		HEAD "# A&#27;[31m\n\nB&#x9b;2J &#7; C&#x202e;D &#127;\n";
	const struct str page = html_of(w, policy);
	struct str text;

	assert_lacks(page, "\x1b");
	assert_lacks(page, "\xC2\x9B");
	assert_lacks(page, "\xE2\x80\xAE");
	assert_holds(page, "C&lt;U+202E&gt;D");
	text = text_of(w, policy);
	assert_lacks(text, "\x1b");
	assert_lacks(text, "\x07");
	assert_lacks(text, "\x7f");
	assert_lacks(text, "\xC2\x9B");
	assert_holds(text, "C<U+202E>D");
}

static void images_are_words(void **state)
{
	const struct str page =
		html_of(*state, HEAD "![a\"b](https://evil.example/x.png)\n");

	assert_lacks(page, "<img");
	assert_lacks(page, "evil.example");
	assert_holds(page, "[image: a&quot;b]");
}

static void ids_are_unique_whatever_they_are_called(void **state)
{
	struct world *w = *state;
	const struct str page = html_of(
		w,
		HEAD "# Main\n\n# Contents\n\n# Main 2\n\n# Main\n\n# !\n\n# ?\n\nK.\n\n"
		     "```decorum\nclause: a\nkept_by: guard\n```\n\n"
		     "```decorum\nclause: a\nkept_by: guard\n```\n\n# Clause a\n");
	size_t at = 0, n = 0;

	while ((at = str_find(page, STR(" id=\""), at)) != SIZE_MAX) {
		const size_t end = str_chr(page, '"', at + 5);
		const struct str id = str_slice(page, at, end + 1);

		assert_int_equal(str_find(page, id, 0), at);
		assert_int_equal(str_find(page, id, end), SIZE_MAX);
		at = end;
		n++;
	}
	assert_true(n >= 12);
}

static void many_headings_of_one_name_take_no_time(void **state)
{
	struct world *w = *state;
	struct buf policy;

	buf_init(&policy, 0);
	buf_cstr(&policy, HEAD);
	for (int i = 0; i < 20000; i++)
		buf_cstr(&policy, "# Same\n\n");
	(void)html_of(w, buf_text(&policy));
	assert_holds(buf_view(&w->page), "id=\"same-20000\"");
	buf_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(headings_cannot_hold_markup),
		TEST(raw_html_is_shown_not_passed_on),
		TEST(words_behind_a_comment_are_shown),
		TEST(only_harmless_links_are_links),
		TEST(harmless_links_stay),
		TEST(links_cannot_leave_their_attribute),
		TEST(code_is_escaped),
		TEST(the_head_is_escaped_everywhere),
		TEST(everything_in_a_box_is_escaped),
		TEST(control_characters_do_not_reach_the_reader),
		TEST(images_are_words),
		TEST(ids_are_unique_whatever_they_are_called),
		TEST(many_headings_of_one_name_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
