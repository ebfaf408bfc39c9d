#include "policy_test.h"
#include "core/digest.h"

static const char whole[] =
	"---\n"
	"title: House rules\n"
	"licence: CC-BY-SA-4.0\n"
	"attribution: After the rules of the house next door\n"
	"changes: all of it\n"
	"lang: en-GB\n"
	"---\n"
	"# House rules\n"
	"\n"
	"Be kind to\n"
	"*people*.\n"
	"\n"
	"```decorum\n"
	"clause: kind\n"
	"kept_by: rule\n"
	"rules:\n"
	"  - id: tone/zorg\n"
	"    level: ask\n"
	"    role: policy-owner\n"
	"    who: [company]\n"
	"    when: reply-to-hostile\n"
	"    find:\n"
	"      - \"you are ...2 {zorgs}\"\n"
	"      - shut up\n"
	"    unless: [quoted, negated, \"near {friends}\"]\n"
	"    fold: strict\n"
	"    from: 2026-01-01\n"
	"    until: 2026-12-31\n"
	"    overridable: true\n"
	"    say: Say it nicely\n"
	"    suggest: Let us talk\n"
	"    examples:\n"
	"      fail: [\"oh, «you are a zorg» and «shut up»\", \"«you're such a zorg»\"]\n"
	"      pass: [you are kind, the zorg is gone]\n"
	"  - id: tone/words\n"
	"    level: block\n"
	"    terms: [zorgs, friends]\n"
	"    shadow: true\n"
	"    say: No\n"
	"    examples:\n"
	"      fail: [«zorg», «pal»]\n"
	"      pass: [a, b]\n"
	"```\n";
static const char zorgs[] =
	"about: Invented insults\nmask: true\nterms: [zorg, \"old zorg\"]\n";
static const char friends[] =
	"terms:\n  - term: pal\n    instead: [friend, mate]\n    note: mild\n";
static const char networks[] =
	"networks:\n"
	"  x:\n"
	"    title: X\n"
	"    limits: [{unit: weighted, value: 280, source: docs, verified_on: "
	"2026-11-01}]\n"
	"    weights: {default: 200, scale: 100, ranges: [[0, 4351, 100], [8192, 8205, "
	"100]]}\n"
	"    emoji: 200\n"
	"    url: {count: 23, bare_domains: true}\n"
	"    normalise: nfc\n"
	"  bluesky:\n"
	"    title: Bluesky\n"
	"    limits:\n"
	"      - {unit: grapheme, value: 300, source: lexicon, verified_on: 2026-11-01}\n"
	"      - {unit: byte, value: 3000, source: lexicon, verified_on: 2026-11-01}\n"
	"    emoji: bytes\n"
	"    mention: local-part\n"
	"    max_links: 5\n";
static const char words[] =
	"# ours\nReadable\n=iOS # exact\ne-mail -> email\n!synergy\r\n";

static void load_whole(struct world *w)
{
	load(w, "words.txt", words, "policy.md", whole, "networks.yaml", networks,
	     "lexicons/zorgs.yaml", zorgs, "lexicons/friends.yaml", friends, NULL);
}

static void a_whole_policy_loads_without_a_word(void **state)
{
	struct world *w = *state;

	load_whole(w);
	said_nothing(w);
	assert_str(w->p.title, "House rules");
	assert_str(w->p.licence, "CC-BY-SA-4.0");
	assert_str(w->p.attribution, "After the rules of the house next door");
	assert_str(w->p.changes, "all of it");
	assert_str(w->p.lang, "en-GB");
	assert_int_equal(w->p.n_sources, 5);
	assert_str(w->p.sources[w->p.first]->path, "policy.md");
	for (size_t i = 0; i < w->p.n_sources; i++)
		assert_int_equal(w->p.documents[i] != NULL, i == w->p.first);
}

static void clause_quotes_the_paragraph_above(void **state)
{
	struct world *w = *state;
	const struct policy_clause *c;

	load_whole(w);
	assert_int_equal(w->p.n_clauses, 1);
	c = &w->p.clauses[0];
	assert_str(c->id, "kind");
	assert_int_equal(c->kept_by, KEPT_RULE);
	assert_str(c->sentence, "Be kind to people.");
	assert_str(str_span(c->source->bytes, c->sentence_at), "Be kind to\n*people*.");
	assert_int_equal(c->first_rule, 0);
	assert_int_equal(c->n_rules, 2);
	assert_false(c->part);
	assert_true(str_starts(str_span(c->source->bytes, c->at), "```decorum\n"));
}

static void find_rule_keeps_all_its_keys(void **state)
{
	struct world *w = *state;
	const struct policy_rule *r;

	load_whole(w);
	r = &w->p.rules[0];
	assert_str(r->id, "tone/zorg");
	assert_int_equal(r->kind, RULE_FIND);
	assert_int_equal(r->level, LEVEL_ASK);
	assert_str(r->role, "policy-owner");
	assert_int_equal(r->who, WHO_COMPANY);
	assert_int_equal(r->when, WHEN_HOSTILE);
	assert_int_equal(r->unless, UNLESS_QUOTED | UNLESS_NEGATED);
	assert_int_equal(r->n_near, 1);
	assert_str(r->near[0].text, "{friends}");
	assert_str(str_span(r->source->bytes, r->near[0].at), "{friends}");
	assert_int_equal(r->near[0].tree->kind, PATTERN_LIST);
	assert_true(r->strict);
	assert_true(r->overridable);
	assert_false(r->shadow);
	assert_str(r->from, "2026-01-01");
	assert_str(r->until, "2026-12-31");
	assert_str(r->say, "Say it nicely");
	assert_str(r->suggest, "Let us talk");
	assert_int_equal(r->n_patterns, 2);
	assert_str(r->patterns[0].text, "you are ...2 {zorgs}");
	assert_str(str_span(r->source->bytes, r->patterns[1].at), "shut up");
}

static void a_masked_list_hides_the_examples_of_its_rules(void **state)
{
	struct world *w = *state;

	load_whole(w);
	assert_true(w->p.rules[0].hides); /* through {zorgs} */
	assert_true(w->p.rules[1].hides); /* through terms */
	assert_false(w->p.rules[0].mask); /* hits are masked one by one */
}

static void marks_are_taken_out_of_examples(void **state)
{
	struct world *w = *state;
	const struct policy_example *x;

	load_whole(w);
	x = &w->p.rules[0].fail[0];
	assert_str(x->text, "oh, you are a zorg and shut up");
	assert_int_equal(x->n_marks, 2);
	assert_str(str_span(x->text, x->marks[0]), "you are a zorg");
	assert_str(str_span(x->text, x->marks[1]), "shut up");
	assert_int_equal(w->p.rules[0].n_fail, 2);
	assert_int_equal(w->p.rules[0].n_pass, 2);
	assert_int_equal(w->p.rules[0].pass[0].n_marks, 0);
}

static void terms_rule_has_one_pattern_per_entry(void **state)
{
	struct world *w = *state;
	const struct policy_rule *r;

	load_whole(w);
	r = &w->p.rules[1];
	assert_int_equal(r->kind, RULE_TERMS);
	assert_true(r->shadow);
	assert_int_equal(r->who, WHO_ALL);
	assert_int_equal(r->when, 0);
	assert_int_equal(r->n_lists, 2);
	assert_int_equal(r->n_patterns, 3);
	assert_str(r->patterns[0].text, "zorg");
	assert_str(r->patterns[1].text, "old zorg");
	assert_str(r->patterns[2].text, "pal");
}

static void word_lists_are_sorted_and_complete(void **state)
{
	struct world *w = *state;

	load_whole(w);
	assert_int_equal(w->p.n_lists, 2);
	assert_str(w->p.lists[0].name, "friends");
	assert_str(w->p.lists[1].name, "zorgs");
	assert_str(w->p.lists[1].about, "Invented insults");
	assert_true(w->p.lists[1].mask);
	assert_int_equal(w->p.lists[0].n_terms, 1);
	assert_int_equal(w->p.lists[0].terms[0].n_instead, 2);
	assert_str(w->p.lists[0].terms[0].instead[1], "mate");
	assert_str(w->p.lists[0].terms[0].note, "mild");
}

static void networks_are_sorted_and_complete(void **state)
{
	struct world *w = *state;
	const struct policy_network *x, *b;

	load_whole(w);
	assert_int_equal(w->p.n_networks, 2);
	b = &w->p.networks[0];
	x = &w->p.networks[1];
	assert_str(x->title, "X");
	assert_int_equal(x->limits[0].unit, UNIT_WEIGHTED);
	assert_int_equal(x->limits[0].limit, 280);
	assert_str(x->limits[0].verified_on, "2026-11-01");
	assert_int_equal(x->weight_default, 200);
	assert_int_equal(x->weight_scale, 100);
	assert_int_equal(x->emoji_weight, 200);
	assert_int_equal(x->n_ranges, 2);
	assert_int_equal(x->ranges[1].last, 8205);
	assert_int_equal(x->url_count, 23);
	assert_true(x->bare_domains);
	assert_true(x->nfc);
	assert_int_equal(b->n_limits, 2);
	assert_int_equal(b->limits[1].unit, UNIT_BYTE);
	assert_true(b->emoji_bytes);
	assert_true(b->mention_local);
	assert_int_equal(b->max_links, 5);
	assert_int_equal(b->emoji_weight, 0);
}

static void house_words_have_their_modes(void **state)
{
	struct world *w = *state;

	load_whole(w);
	assert_int_equal(w->p.n_words, 4);
	assert_str(w->p.words[0].text, "Readable");
	assert_int_equal(w->p.words[0].mode, WORD_ACCEPT);
	assert_str(w->p.words[1].text, "iOS");
	assert_int_equal(w->p.words[1].mode, WORD_EXACT);
	assert_str(w->p.words[2].text, "e-mail");
	assert_str(w->p.words[2].instead, "email");
	assert_int_equal(w->p.words[2].mode, WORD_PREFER);
	assert_str(w->p.words[3].text, "synergy");
	assert_int_equal(w->p.words[3].mode, WORD_FORBID);
	assert_str(str_span(w->p.words[3].source->bytes, w->p.words[3].at), "synergy");
}

static void the_order_of_files_does_not_matter(void **state)
{
	struct world *w = *state;
	struct policy_file files[] = {
		{ STR("policy.md"), STR("# A\n") },
		{ STR("words.txt"), STR("zorg\n") },
		{ STR("more/extra.md"), STR("# B\n") },
	};
	struct policy_file turned[] = { files[2], files[0], files[1] };
	struct policy q;
	uint8_t digest[32];

	findings_init(&w->f, &w->a);
	policy_load(files, 3, &w->a, &w->p, &w->f);
	policy_load(turned, 3, &w->a, &q, &w->f);
	assert_memory_equal(w->p.input.bytes, q.input.bytes, 32);
	policy_input_digest(turned, 3, &w->a, digest);
	assert_memory_equal(w->p.input.bytes, digest, 32);
	for (size_t i = 0; i < 3; i++)
		assert_true(str_eq(w->p.sources[i]->path, q.sources[i]->path));
	assert_str(q.sources[q.first]->path, "policy.md");
}

static void every_byte_of_every_file_counts(void **state)
{
	struct world *w = *state;
	struct policy_file one[] = { { STR("policy.md"), STR("# A\n") } };
	struct policy_file other[] = { { STR("policy.md"), STR("# B\n") } };
	struct policy_file moved[] = { { STR("policx.md"), STR("# A\n") } };
	uint8_t a[32], b[32], c[32];

	policy_input_digest(one, 1, &w->a, a);
	policy_input_digest(other, 1, &w->a, b);
	policy_input_digest(moved, 1, &w->a, c);
	assert_memory_not_equal(a, b, 32);
	assert_memory_not_equal(a, c, 32);
}

static void clauses_of_many_documents_follow_their_names(void **state)
{
	struct world *w = *state;

	load(w, "z.md", "Last.\n\n```decorum\nclause: z\nkept_by: guard\n```\n",
	     "policy.md",
	     HEAD "First.\n\n```decorum\nclause: p\nkept_by: procedure\n```\n",
	     "sub/folder/a.md",
	     "Deep.\n\n```decorum\nclause: s\nkept_by: judgement\n```\n", NULL);
	said_nothing(w);
	assert_int_equal(w->p.n_clauses, 3);
	assert_str(w->p.clauses[0].id, "p");
	assert_str(w->p.clauses[1].id, "s");
	assert_int_equal(w->p.clauses[1].kept_by, KEPT_JUDGEMENT);
	assert_str(w->p.clauses[2].id, "z");
	assert_int_equal(w->p.clauses[2].kept_by, KEPT_GUARD);
	assert_str(w->p.clauses[2].source->path, "z.md");
}

static void a_file_that_nobody_reads_is_said(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    length: true\n")), "lexicons/zorgs.yml",
	     "terms: [zorg]\n", NULL);
	said_once(w);
	assert_int_equal(said(w, "policy/file", "is not read", "")->level, LEVEL_ADVISE);
}

static void a_policy_without_a_document_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "words.txt", "zorg\n", NULL);
	assert_int_equal(said(w, "policy/file", "write policy.md", "")->level,
			 LEVEL_BLOCK);
	assert_int_equal(w->p.first, w->p.n_sources);
}

static void no_files_at_all_is_no_crash(void **state)
{
	struct world *w = *state;

	findings_init(&w->f, &w->a);
	policy_load(NULL, 0, &w->a, &w->p, &w->f);
	said(w, "policy/file", "no document", "");
}

static void a_policy_without_clauses_is_said(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Be kind.\n", NULL);
	said_once(w);
	assert_int_equal(said(w, "policy/clause", "nothing will be checked", "")->level,
			 LEVEL_ADVISE);
}

static void bytes_that_are_no_text_are_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    length: true\n")), "words.txt",
	     "zo\xFFrg\n", NULL);
	assert_int_equal(findings_worst(&w->f), LEVEL_BLOCK);
	assert_str(w->f.v.p[0].rule, "policy/text");
	assert_int_equal(w->f.v.p[0].at.start, 2);
}

static void the_same_path_twice_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "A\n", "policy.md", HEAD "B\n", NULL);
	assert_int_equal(said(w, "policy/file", "there twice", "")->level, LEVEL_BLOCK);
}

static void the_default_policy_compiles(void **state)
{
	struct world *w = *state;
	const struct policy_file *files;
	size_t n, again;

	files = policy_default(&n);
	assert_ptr_equal(files, policy_default(&again));
	assert_int_equal(n, again);
	if (!n)
		skip();
	findings_init(&w->f, &w->a);
	policy_load(files, n, &w->a, &w->p, &w->f);
	print_findings(w);
	assert_int_equal(findings_worst(&w->f), LEVEL_NONE);
	assert_true(w->p.n_clauses > 0);
}

/* ---- several files ---- */

static void load_in(struct world *w, const struct policy_folder *from)
{
	findings_init(&w->f, &w->a);
	policy_load_folder(from, &w->a, &w->p, &w->f);
}

static void a_second_head_before_the_first_document_is_said(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	load(w, "extra.md", "---\ntitle: x\n---\n\nHello.\n", "policy.md",
	     CLAUSE(RULE("    length: true\n")), NULL);
	said_once(w);
	f = said(w, "policy/front-matter", "only the first document, policy.md",
		 "title: x\n");
	assert_str(f->source->path, "extra.md");
}

/* The first document's ids stand, whatever the names of the others. */
static void the_same_id_is_said_outside_of_the_first_document(void **state)
{
	const char *const others[] = { "extra.md", "zz.md" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct world w = { 0 };
		const struct finding *f;

		load(&w, others[i],
		     "Be nice.\n\n```decorum\nclause: kind\nkept_by: rule\nrules:\n" RULE(
			     "    length: true\n") "```\n",
		     "policy.md", CLAUSE(RULE("    length: true\n")), NULL);
		assert_int_equal(w.f.v.n, 2);
		f = said(&w, "policy/clause", "already, at policy.md:7", "kind");
		assert_str(f->source->path, others[i]);
		f = said(&w, "policy/rule", "already, at policy.md:10", "tone/zorg");
		assert_str(f->source->path, others[i]);
		arena_release(&w.a);
	}
}

static void findings_name_files_as_the_user_knows_them(void **state)
{
	struct world *w = *state;
	const struct policy_file files[] = {
		{ STR("policy.md"), STR(CLAUSE(RULE("    length: true\n"))) },
		{ STR("zz.md"), STR("Be.\n\n```decorum\nclause: kind\n"
				    "kept_by: guard\n```\n") },
	};
	const struct policy_folder from = { .name = STR("docs/policy"),
					    .files = files,
					    .n_files = 2 };
	const struct finding *f;

	load_in(w, &from);
	said_once(w);
	f = said(w, "policy/clause", "already, at docs/policy/policy.md:7", "kind");
	assert_str(f->source->path, "docs/policy/zz.md");
}

static void files_that_are_no_part_of_the_policy_are_said(void **state)
{
	struct world *w = *state;
	const struct policy_file files[] = {
		{ STR("policy.md"),
		  STR(CLAUSE(RULE("    find: \"{competitor}\"\n" EXAMPLES))) },
	};
	const struct str others[] = { STR("lexicons/competitor.yml"), STR("notes.txt"),
				      STR("network.yaml"), STR("insult.yaml") };
	const struct policy_folder from = { .name = STR("policy"),
					    .files = files,
					    .n_files = 1,
					    .others = others,
					    .n_others = 4 };

	load_in(w, &from);
	assert_int_equal(w->f.v.n, 5);
	assert_str(said(w, "policy/file", "rename it, so that it ends in .yaml", "")
			   ->source->path,
		   "policy/lexicons/competitor.yml");
	assert_int_equal(said(w, "policy/file",
			      "this file is not read: a policy is made of *.md, "
			      "lexicons/NAME.yaml, overlays/NAME.yaml, "
			      "examples/NAME.yaml, networks.yaml, "
			      "choices.yaml and words.txt",
			      "")
				 ->level,
			 LEVEL_ADVISE);
	for (size_t i = 0; i < w->f.v.n; i++)
		if (str_is(w->f.v.p[i].rule, "policy/file"))
			assert_true(str_find(w->f.v.p[i].msg, STR("\"words.txt\""), 0) ==
				    SIZE_MAX);
	said(w, "policy/file", "did you mean \"networks.yaml\"?", "");
	said(w, "policy/file", "word lists stand in lexicons/", "");
	said(w, "policy/list",
	     "no word list \"competitor\"; lexicons/competitor.yml is there, but word "
	     "lists end in .yaml",
	     "{competitor}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_whole_policy_loads_without_a_word),
		TEST(clause_quotes_the_paragraph_above),
		TEST(find_rule_keeps_all_its_keys),
		TEST(a_masked_list_hides_the_examples_of_its_rules),
		TEST(marks_are_taken_out_of_examples),
		TEST(terms_rule_has_one_pattern_per_entry),
		TEST(word_lists_are_sorted_and_complete),
		TEST(networks_are_sorted_and_complete),
		TEST(house_words_have_their_modes),
		TEST(the_order_of_files_does_not_matter),
		TEST(every_byte_of_every_file_counts),
		TEST(clauses_of_many_documents_follow_their_names),
		TEST(a_file_that_nobody_reads_is_said),
		TEST(a_policy_without_a_document_is_refused),
		TEST(no_files_at_all_is_no_crash),
		TEST(a_policy_without_clauses_is_said),
		TEST(bytes_that_are_no_text_are_refused),
		TEST(the_same_path_twice_is_refused),
		TEST(the_default_policy_compiles),
		TEST(a_second_head_before_the_first_document_is_said),
		TEST(the_same_id_is_said_outside_of_the_first_document),
		TEST(findings_name_files_as_the_user_knows_them),
		TEST(files_that_are_no_part_of_the_policy_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
