#include "policy_test.h"

/* The only rule of a document that must be without a fault. */
static const struct policy_rule *the_rule(struct world *w, const char *keys)
{
	char text[2048];

	(void)snprintf(text, sizeof(text),
		       "---\ntitle: T\n---\n\nBe good.\n\n```decorum\nclause: good\n"
		       "kept_by: %s\nrules:\n  - id: style/x\n    level: advise\n"
		       "    say: Do not.\n%s```\n",
		       strstr(keys, "guard:") ? "guard" : "rule", keys);
	load(w, "policy.md", text, NULL);
	print_findings(w);
	return w->p.n_rules ? &w->p.rules[0] : NULL;
}

#undef EXAMPLES
#define EXAMPLES                                                                         \
	"    examples:\n      fail: [\"\xC2\xABone\xC2\xBB\", "                          \
	"\"\xC2\xABtwo\xC2\xBB\"]\n"                                                     \
	"      pass: [three, four]\n"

static void a_count_has_patterns_a_place_and_bounds(void **state)
{
	struct world *w = *state;
	const struct policy_rule *r = the_rule(
		w, "    count: {of: [very, quite], max: 3, in: sentence}\n" EXAMPLES);

	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->kind, RULE_COUNT);
	assert_int_equal(r->n_patterns, 2);
	assert_int_equal(r->n_bounds, 1);
	assert_string_equal(bound_name(RULE_COUNT, r->bounds[0].what), "sentence");
	assert_true(r->bounds[0].has_max && !r->bounds[0].has_min);
	assert_int_equal(r->bounds[0].max, 3000);
}

static void a_count_needs_a_bound(void **state)
{
	struct world *w = *state;

	(void)the_rule(w, "    count: {of: very}\n" EXAMPLES);
	assert_int_equal(w->f.v.n, 1);
	(void)said(w, "policy/rule", "how many are fine?", "count");
}

static void sets_and_moves_are_groups_of_patterns(void **state)
{
	struct world *w = *state;
	const struct policy_rule *r = the_rule(
		w, "    consistency: [[e-mail, email], [one, a, the]]\n" EXAMPLES);

	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->n_patterns, 5);
	assert_int_equal(r->patterns[1].group, 0);
	assert_int_equal(r->patterns[4].group, 1);
	r = the_rule(w, "    moves:\n      thank: thank you\n      route: [write us, "
			"call us]\n" EXAMPLES);
	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->n_bounds, 2);
	assert_true(str_is(r->bounds[1].text, "route"));
	assert_int_equal(r->patterns[0].group, 0);
	assert_int_equal(r->patterns[2].group, 1);
}

static void a_set_of_one_and_a_move_of_none_are_refused(void **state)
{
	struct world *w = *state;

	(void)the_rule(w, "    consistency: [[email]]\n" EXAMPLES);
	(void)said(w, "policy/rule", "at least two patterns", "[email]");
	(void)the_rule(w, "    moves: {thank: [], route: call us}\n" EXAMPLES);
	(void)said(w, "policy/rule", "this move has no patterns", "thank");
	(void)the_rule(w, "    moves: [thank]\n" EXAMPLES);
	(void)said(w, "policy/rule", "write each move as a name", "moves");
}

static void bounds_are_decimals_in_thousandths(void **state)
{
	struct world *w = *state;
	const struct policy_rule *r =
		the_rule(w, "    readability: {fkgl: {min: -3, max: 10.5}, lix: {max: "
			    "0.125}}\n" EXAMPLES);

	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->n_bounds, 2);
	assert_int_equal(r->bounds[0].min, -3000);
	assert_int_equal(r->bounds[0].max, 10500);
	assert_string_equal(bound_name(RULE_READABILITY, r->bounds[1].what), "lix");
	assert_int_equal(r->bounds[1].max, 125);
}

static void bounds_that_are_no_numbers_are_refused(void **state)
{
	static const char *const bad[] = {
		"x",   "1.", ".5", "1e3", "1.0001", "2000001", "99999999999999999999",
		"--1", "-"
	};
	struct world *w = *state;
	char keys[256];

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		(void)snprintf(keys, sizeof(keys),
			       "    metric: {words: {max: '%s'}}\n" EXAMPLES, bad[i]);
		(void)the_rule(w, keys);
		assert_true(w->f.v.n >= 1);
		(void)finding_fingerprint(&w->f.v.p[0], &w->a);
	}
	(void)the_rule(w, "    metric: {words: {min: 3, max: 2}}\n" EXAMPLES);
	(void)said(w, "policy/rule", "nothing fits between", "words");
	(void)the_rule(w, "    metric: {wrods: {max: 2}}\n" EXAMPLES);
	(void)said(w, "policy/rule", "did you mean \"words\"", "wrods");
}

static void what_repeats_is_named_with_or_without_a_bound(void **state)
{
	struct world *w = *state;
	const struct policy_rule *r = the_rule(w, "    repeat: [word, emoji]\n" EXAMPLES);

	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->n_bounds, 2);
	r = the_rule(w, "    repeat: {mark: {max: 2}}\n" EXAMPLES);
	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->bounds[0].max, 2000);
	(void)the_rule(w, "    repeat: wrod\n" EXAMPLES);
	(void)said(w, "policy/rule", "what is repeated?", "wrod");
}

static void names_of_a_closed_list_come_once(void **state)
{
	struct world *w = *state;

	(void)the_rule(w, "    hidden: [bidi, tags, bidi]\n" EXAMPLES);
	assert_int_equal(w->f.v.n, 1);
	(void)said(w, "policy/rule", "there already", "bidi");
	(void)the_rule(w, "    grammar: artcle\n" EXAMPLES);
	(void)said(w, "policy/rule", "did you mean \"article\"", "artcle");
}

#define WHOLE(id) "      - |\n        ---\n        " id "\n        ---\n        Tea.\n"
#define WHOLES                                                                           \
	"    examples:\n      fail:\n" WHOLE("«id»: a")                                  \
		WHOLE("«id»: b") "      pass:\n" WHOLE("id: c") WHOLE("id: d")

static void rules_about_posts_have_whole_posts_as_examples(void **state)
{
	struct world *w = *state;
	const struct policy_rule *r = the_rule(
		w, "    fields: [products, {field: media.alt, with: media}]\n" WHOLES);

	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->n_bounds, 2);
	assert_true(str_is(r->bounds[1].text, "media"));
	assert_true(r->fail[0].whole);
	assert_true(str_is(r->fail[0].text, "---\nid: a\n---\nTea.\n"));
	r = the_rule(
		w,
		"    window: {of: posts, days: 7, max: 20, except: [social]}\n" WHOLES);
	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->bounds[0].days, 7);
	assert_int_equal(r->bounds[0].max, 20000);
	assert_true(str_is(r->bounds[0].text, "social"));
	r = the_rule(w, "    relation: two-factor\n    max_age: 365\n" WHOLES);
	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(r->bounds[0].max, 365000);
	(void)the_rule(w, "    guard: unassociated\n");
	assert_int_equal(w->f.v.n, 0);
	(void)the_rule(w, "    fields: [products]\n");
	(void)said(w, "policy/example", "at least 2 examples under \"fail\"", "id");
}

static void a_whole_post_begins_with_its_head(void **state)
{
	struct world *w = *state;

	(void)the_rule(w, "    fields: [products]\n    examples:\n"
			  "      fail: [\"«a»\", \"«b»\"]\n      pass:\n" WHOLE("id: c")
				  WHOLE("id: d"));
	(void)said(w, "policy/example", "begins with a line of ---", "\"«a»\"");
	(void)the_rule(w, "    find: a\n    examples:\n"
			  "      fail: [{text: \"«a»\", file: posts/x.md}, \"b «a»\"]\n"
			  "      pass: [c, d]\n");
	(void)said(w, "policy/example", "go with the rules about posts", "\"«a»\"");
}

static void around_a_whole_post_are_files_of_a_repository(void **state)
{
	struct world *w = *state;
	const struct policy_rule *r = the_rule(
		w,
		"    relation: owner\n    examples:\n      fail:\n"
		"      - {file: accounts/a.yaml, text: «a»}\n"
		"      - {file: ../a.yaml, text: «a» b}\n      pass:\n"
		"      - {file: accounts/a.yaml, text: c, with: {people.yaml: d}}\n"
		"      - {file: accounts/a.yaml, text: c, with: {secret.txt: d}}\n"
		"      - {file: accounts/a.yaml, text: d, with: [a]}\n"
		"      - {file: accounts/a.yaml, text: e, with: {people.yaml: [a]}}\n");

	assert_true(str_is(r->fail[0].file, "accounts/a.yaml"));
	assert_int_equal(r->pass[0].n_with, 1);
	assert_true(str_is(r->pass[0].with[0].path, "people.yaml"));
	(void)said(w, "policy/example", "around an example there are", "../a.yaml");
	(void)said(w, "policy/example", "around an example there are", "secret.txt");
	(void)said(w, "policy/example", "at most 32 files", "[a]");
	(void)said(w, "policy/example", "starts with |", "[a]");
}

static void keys_of_other_kinds_are_refused(void **state)
{
	struct world *w = *state;

	(void)the_rule(w, "    hidden: bidi\n    unless: quoted\n    instead: x\n"
			  "    max_age: 3\n" EXAMPLES);
	assert_int_equal(w->f.v.n, 3);
	(void)said(w, "policy/rule", "goes with \"find\" and \"regex\"", "instead");
	(void)said(w, "policy/rule", "nothing excuses", "unless");
	(void)said(w, "policy/rule", "\"relation\" only", "max_age");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_count_has_patterns_a_place_and_bounds),
		TEST(a_count_needs_a_bound),
		TEST(sets_and_moves_are_groups_of_patterns),
		TEST(a_set_of_one_and_a_move_of_none_are_refused),
		TEST(bounds_are_decimals_in_thousandths),
		TEST(bounds_that_are_no_numbers_are_refused),
		TEST(what_repeats_is_named_with_or_without_a_bound),
		TEST(names_of_a_closed_list_come_once),
		TEST(rules_about_posts_have_whole_posts_as_examples),
		TEST(a_whole_post_begins_with_its_head),
		TEST(around_a_whole_post_are_files_of_a_repository),
		TEST(keys_of_other_kinds_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
