/* One slip, one finding: a value that the schema refuses is not refused again for what
 * follows from that. */
#include "policy_test.h"

#define ONLY(keys)                                                                       \
	HEAD "Be kind.\n\n```decorum\nclause: kind\nkept_by: rule\nrules:\n" keys
#define POST_RULE(keys) "  - id: posts/zorg\n    level: ask\n    say: Say it\n" keys
#define POSTS                                                                            \
	"    examples:\n      fail: [\"---\\nid: «a»\\n---\\n\", \"---\\nid: "         \
	"«b»\\n---\\n\"]\n"                                                            \
	"      pass: [\"---\\nid: c\\n---\\n\", \"---\\nid: d\\n---\\n\"]\n"

static void load_rule_with(struct world *w, const char *keys)
{
	struct str text = arena_printf(&w->a, "%s%s%s```\n",
				       ONLY("  - id: tone/zorg\n    level: ask\n"
					    "    say: Say it nicely\n"),
				       keys, EXAMPLES);

	load(w, "policy.md", text.p, NULL);
}

static void one_set_without_its_list_is_said_once(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    consistency: [e-mail, email]\n");
	said_once(w);
	said(w, "policy/rule", "write [[e-mail, email]]", "[e-mail, email]");
}

static void a_set_that_is_no_list_is_said_once(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    consistency: [[e-mail, email], zorg]\n");
	said_once(w);
	said(w, "policy/rule", "a set is a list", "zorg");
}

static void a_bound_without_max_shows_the_way_out(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    readability: {fkgl: 12}\n");
	said_once(w);
	said(w, "policy/rule", "\"fkgl: {max: 12}\" or", "fkgl");
}

static void a_bound_of_a_metric_and_of_repeat_does_too(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    metric: {emoji: 4}\n");
	said_once(w);
	said(w, "policy/rule", "\"emoji: {max: 4}\" or", "emoji");
	load_rule_with(w, "    repeat: {word: 3}\n");
	said_once(w);
	said(w, "policy/rule", "\"word: {max: 3}\" or", "word");
}

static void a_slip_in_the_name_of_a_bound_is_said_once(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    metric: {emoji: {mx: 4}}\n");
	said_once(w);
	said(w, "policy/rule", "did you mean \"max\"?", "mx");
	load_rule_with(w, "    count: {of: zorg, mx: 4}\n");
	said_once(w);
	said(w, "policy/rule", "did you mean \"max\"?", "mx");
}

static void an_empty_pattern_is_said_once(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    find: \"\"\n");
	said_once(w);
	load_rule_with(w, "    regex: \"\"\n");
	said_once(w);
	load_rule_with(w, "    find: zorg\n    unless: [{near: \"\"}]\n");
	said_once(w);
}

static void another_slip_in_another_entry_is_said_too(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    find: [\"\", \"(zorg\"]\n");
	assert_int_equal(w->f.v.n, 2);
	said(w, "policy/pattern", "", "(");
}

static void a_last_day_before_the_first_is_said_once(void **state)
{
	struct world *w = *state;

	load_rule_with(w,
		       "    find: zorg\n    from: 2026-11-10\n    until: 2026-11-01\n");
	policy_advise_dates(&w->p, STR("2026-11-25"), &w->f);
	said_once(w);
	said(w, "policy/rule", "the last day is before the first", "until");
}

static void a_slip_in_the_name_of_a_kind_is_said_once(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    fnid: zorg\n");
	said_once(w);
	said(w, "policy/rule", "did you mean \"find\"?", "fnid");
}

static void a_rule_without_a_kind_is_said_beside_another_slip(void **state)
{
	struct world *w = *state;

	load_rule_with(w, "    colour: red\n");
	assert_int_equal(w->f.v.n, 2);
	said(w, "policy/rule", "nothing to look for", "id");
}

static void texts_where_whole_posts_are_wanted_are_said_once(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", ONLY(POST_RULE("    fields: [lang]\n" EXAMPLES "```\n")),
	     NULL);
	said_once(w);
	said(w, "policy/example", "an example of this rule is a whole post",
	     "\"a «zorg»\"");
}

static void a_slip_in_a_relation_is_said_once(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", ONLY(POST_RULE("    relation: ownr\n" POSTS "```\n")), NULL);
	said_once(w);
	said(w, "policy/rule", "did you mean \"owner\"?", "ownr");
}

static void a_slip_in_a_window_is_said_once(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     ONLY(POST_RULE("    window: {of: post, max: 2, days: 3}\n" POSTS "```\n")),
	     NULL);
	said_once(w);
	said(w, "policy/rule", "did you mean \"posts\"?", "post");
}

/* ---- what is not there, and what goes round ---- */

#define ON(network)                                                                       \
	CLAUSE(RULE("    find: zorg\n    examples:\n      fail: [{text: \"a «zorg»\", " \
		    "network: " network "}, \"two «zorgs»\"]\n      pass: [a, b]\n"))
static const char networks[] =
	"networks:\n  threads: {title: Threads, limits: [{unit: code-point, value: 500, "
	"source: \"https://example.com\", verified_on: 2026-08-31}]}\n";

static void an_example_on_a_network_that_is_not_there_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "networks.yaml", networks, "policy.md", ON("thread"), NULL);
	said_once(w);
	said(w, "policy/example", "no network \"thread\"; did you mean \"threads\"?",
	     "thread");
	load(w, "networks.yaml", networks, "policy.md", ON("threads"), NULL);
	said_nothing(w);
}

static void load_words_with(struct world *w, const char *words)
{
	load(w, "policy.md", CLAUSE(RULE("    find: zorg\n" EXAMPLES)), "words.txt",
	     words, NULL);
}

static void a_word_that_goes_round_in_a_circle_is_refused(void **state)
{
	struct world *w = *state;

	load_words_with(w, "gorp -> zarf\nzarf -> gorp\n");
	said_once(w);
	said(w, "policy/words", "\"gorp\" is not to be used itself: line 1", "gorp");
	load_words_with(w, "!zarf\ngorp -> zarf\n");
	said_once(w);
	load_words_with(w, "zarf\ngorp -> zarf\n");
	said_nothing(w);
}

static void another_arrow_is_explained(void **state)
{
	struct world *w = *state;

	load_words_with(w, "gorp => zarf\n");
	said_once(w);
	said(w, "policy/words", "what to write instead stands \"->\"", "=>");
	load_words_with(w, "gorp \xE2\x86\x92 zarf\n");
	said_once(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_set_without_its_list_is_said_once),
		TEST(a_set_that_is_no_list_is_said_once),
		TEST(a_bound_without_max_shows_the_way_out),
		TEST(a_bound_of_a_metric_and_of_repeat_does_too),
		TEST(a_slip_in_the_name_of_a_bound_is_said_once),
		TEST(an_empty_pattern_is_said_once),
		TEST(another_slip_in_another_entry_is_said_too),
		TEST(a_last_day_before_the_first_is_said_once),
		TEST(a_slip_in_the_name_of_a_kind_is_said_once),
		TEST(a_rule_without_a_kind_is_said_beside_another_slip),
		TEST(texts_where_whole_posts_are_wanted_are_said_once),
		TEST(a_slip_in_a_relation_is_said_once),
		TEST(a_slip_in_a_window_is_said_once),
		TEST(an_example_on_a_network_that_is_not_there_is_refused),
		TEST(a_word_that_goes_round_in_a_circle_is_refused),
		TEST(another_arrow_is_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
