/* Words that are looked for twice, or that excuse themselves. */
#include "policy_test.h"

#define PAIR(one, other)                                                                 \
	CLAUSE("  - id: tone/zorg\n    say: Say it nicely\n" one EXAMPLES                \
	       "  - id: tone/borg\n    say: Say it nicely\n" other EXAMPLES)

#define TWO_LISTS(first, second)                                                         \
	"lexicons/one.yaml", "terms:\n" first, "lexicons/two.yaml", "terms:\n" second,   \
		NULL

static void a_term_in_lists_of_two_rules_is_told_with_both_places(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     PAIR("    level: ask\n    terms: one\n",
		  "    level: advise\n    terms: two\n"),
	     TWO_LISTS("  - zorg\n  - borg\n  - gorg\n",
		       "  - fool\n  - {term: borg, instead: x}\n  - gorg\n"));
	said(w, "policy/advice",
	     "this stands in {one}, at lexicons/one.yaml:3:5, too: both \"tone/zorg\" "
	     "(ask) "
	     "and \"tone/borg\" (advise) find it, so one use gives two findings; take it "
	     "out of one of them; the same goes for line 4",
	     "borg");
	said_once(w);
}

static void rules_that_never_hold_together_may_share_terms(void **state)
{
	struct world *w = *state;
	static const char *const apart[][2] = {
		{ "    level: ask\n    when: reply\n",
		  "    level: ask\n    when: original\n" },
		{ "    level: ask\n    who: company\n",
		  "    level: ask\n    who: associated\n" },
		{ "    level: ask\n    until: 2026-10-31\n",
		  "    level: ask\n    from: 2026-11-01\n" },
		{ "    level: ask\n    shadow: true\n", "    level: ask\n" },
	};

	for (size_t i = 0; i < ARRAY_LEN(apart); i++) {
		char text[2048];

		(void)snprintf(text, sizeof(text),
			       HEAD
			       "Be kind.\n\n```decorum\nclause: kind\nkept_by: rule\n"
			       "rules:\n  - id: tone/zorg\n    say: No\n%s    terms: "
			       "one\n" EXAMPLES "  - id: tone/borg\n    say: No\n%s"
			       "    terms: two\n" EXAMPLES "```\n",
			       apart[i][0], apart[i][1]);
		load(w, "policy.md", text, TWO_LISTS("  - zorg\n", "  - zorg\n"));
		said_nothing(w);
	}
}

static void terms_in_two_lists_of_a_rule_are_told_with_both_places(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    terms: [one, two]\n" EXAMPLES)),
	     "lexicons/one.yaml", "terms: [zorg, borg]\n", "lexicons/two.yaml",
	     "terms:\n  - fool\n  - borg\n  - zorg\n", NULL);
	said(w, "policy/advice",
	     "this stands in {one}, at lexicons/one.yaml:1:15, too, which \"tone/zorg\" "
	     "(ask) looks for as well; take it out of one of them; the same goes for "
	     "line "
	     "4",
	     "borg");
	said_once(w);
}

static void a_term_that_is_part_of_another_makes_it_idle(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     PAIR("    level: ask\n    terms: one\n", "    level: ask\n    terms: two\n"),
	     TWO_LISTS("  - zorg\n", "  - fool\n  - total zorg today\n"));
	said(w, "policy/advice",
	     "\"zorg\" of {one}, at lexicons/one.yaml:2:5, is in this, and \"tone/zorg\" "
	     "(ask) finds that anyway: \"tone/borg\" (ask) adds a second finding and no "
	     "more",
	     "total zorg today");
	said_once(w);
	load(w, "policy.md", CLAUSE(RULE("    terms: one\n" EXAMPLES)),
	     "lexicons/one.yaml", "terms: [total zorg, zorg]\n", NULL);
	said(w, "policy/advice",
	     "is in this, and \"tone/zorg\" (ask) looks for both: this only makes "
	     "the mark longer",
	     "total zorg");
	said_once(w);
}

static void a_longer_term_that_adds_something_is_left_alone(void **state)
{
	struct world *w = *state;

	/* a stronger level */
	load(w, "policy.md",
	     PAIR("    level: advise\n    terms: one\n",
		  "    level: ask\n    terms: two\n"),
	     TWO_LISTS("  - zorg\n", "  - total zorg\n"));
	said_nothing(w);
	/* nothing excuses it */
	load(w, "policy.md",
	     PAIR("    level: ask\n    terms: one\n    unless: quoted\n",
		  "    level: ask\n    terms: two\n"),
	     TWO_LISTS("  - zorg\n", "  - total zorg\n"));
	said_nothing(w);
	/* somebody else signs it off */
	load(w, "policy.md",
	     PAIR("    level: ask\n    terms: one\n",
		  "    level: ask\n    role: finance\n    terms: two\n"),
	     TWO_LISTS("  - zorg\n", "  - total zorg\n"));
	said_nothing(w);
	/* better words; forms and cases that the short one does not find */
	load(w, "policy.md",
	     PAIR("    level: ask\n    terms: one\n", "    level: ask\n    terms: two\n"),
	     TWO_LISTS("  - zorg\n  - '\"borgs\"'\n  - '=Gorg'\n",
		       "  - {term: total zorg, instead: x}\n  - total borgs\n"
		       "  - a gorg\n  - zorg-like\n"));
	said_nothing(w);
	/* parts of patterns are not found by themselves */
	load(w, "policy.md",
	     PAIR("    level: ask\n    find: '{one} {two}'\n",
		  "    level: ask\n    find: 'you {one}'\n"),
	     TWO_LISTS("  - zorg\n", "  - total zorg\n"));
	said_nothing(w);
}

static void patterns_that_hold_what_is_found_anyway_are_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     PAIR("    level: ask\n    terms: one\n",
		  "    level: advise\n    find: ['you zorg|borg', 'you {one}', a zorg "
		  "...2 "
		  "'!']\n"),
	     "lexicons/one.yaml", "terms:\n  - zorg\n", NULL);
	said(w, "policy/advice",
	     "a term of {one}, which \"tone/zorg\" (ask) looks for anyway", "{one}");
	load(w, "policy.md",
	     PAIR("    level: ask\n    terms: one\n",
		  "    level: advise\n    find: ['you zorg|borg', 'a zorg ...2 now', "
		  "zorg]\n"),
	     "lexicons/one.yaml", "terms:\n  - zorg\n", NULL);
	said(w, "policy/advice",
	     "\"zorg\" of a pattern, at policy.md:20:48, is in this, and \"tone/borg\" "
	     "(advise) "
	     "looks for both: this only makes the mark longer",
	     "'a zorg ...2 now'");
	said(w, "policy/advice", "in a pattern, at policy.md:20:48, too", "zorg");
	assert_int_equal(w->f.v.n, 2);
}

static void a_term_that_excuses_itself_is_told_with_both_places(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    terms: one\n    unless: ['near {two}', near the "
			 "state]\n" EXAMPLES)),
	     TWO_LISTS("  - zorg\n  - zorg state\n  - borg\n", "  - state\n  - fool\n"));
	said(w, "policy/advice",
	     "\"zorg state\" of {one}, at lexicons/one.yaml:3:5, always has this excuse "
	     "in "
	     "it (at lexicons/two.yaml:2:5): \"tone/zorg\" never finds it",
	     "{two}");
	load(w, "policy.md",
	     CLAUSE(RULE(
		     "    find: 'you {one}'\n    unless: 'near \"so\"|zorg'\n" EXAMPLES)),
	     "lexicons/one.yaml", "terms: [so so, total zorg, zorg, borg, fool]\n", NULL);
	said(w, "policy/advice",
	     "\"total zorg\" of {one}, at lexicons/one.yaml:1:16, and 1 more of its "
	     "terms "
	     "always have this excuse in them: \"tone/zorg\" never finds them",
	     "\"so\"|zorg");
}

static void the_default_policy_needs_no_advice(void **state)
{
	struct world *w = *state;
	size_t n;
	const struct policy_file *files = policy_default(&n);

	findings_init(&w->f, &w->a);
	policy_load(files, n, &w->a, &w->p, &w->f);
	said_nothing(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_term_in_lists_of_two_rules_is_told_with_both_places),
		TEST(rules_that_never_hold_together_may_share_terms),
		TEST(terms_in_two_lists_of_a_rule_are_told_with_both_places),
		TEST(a_term_that_is_part_of_another_makes_it_idle),
		TEST(a_longer_term_that_adds_something_is_left_alone),
		TEST(patterns_that_hold_what_is_found_anyway_are_told),
		TEST(a_term_that_excuses_itself_is_told_with_both_places),
		TEST(the_default_policy_needs_no_advice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
