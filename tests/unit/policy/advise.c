/* What works, but hardly as it was meant. */
#include "policy_test.h"

#define FIND(patterns) CLAUSE(RULE("    find: [" patterns "]\n" EXAMPLES))
#define REGEX(text) CLAUSE(RULE("    regex: '" text "'\n" EXAMPLES))

static void a_policy_as_it_should_be_gets_no_advice(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     FIND("'is|was|(is on)|needs x', 'are|''re ...2 {zorg}', '#MONEY \"=B\" "
		  "=Bob', "
		  "'don''t', 'well-known', '{zorg}!', 'e.g.', "
		  "\"\\U0001F468\\u200D\\U0001F9BD\""),
	     "lexicons/zorg.yaml", "terms: [zorg, Node.js, 24/7]\n", NULL);
	said_nothing(w);
}

static void a_rule_that_excuses_all_it_finds_is_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: ['you ...2 {zorg}', '{zorg} (you)?']\n"
			 "    unless: ['near {zorg}']\n" EXAMPLES)),
	     "lexicons/zorg.yaml", "terms: [zorg, borg]\n", NULL);
	said(w, "policy/advice", "the rule never fires", "{zorg}");
	load(w, "policy.md",
	     CLAUSE(RULE("    terms: zorg\n    unless: ['near {zorg}']\n" EXAMPLES)),
	     "lexicons/zorg.yaml", "terms: [zorg, borg]\n", NULL);
	said(w, "policy/advice", "the rule never fires", "{zorg}");
	load(w, "policy.md",
	     CLAUSE(RULE("    find: ['you ...2 {zorg}', 'you know him|her']\n"
			 "    unless: ['near {zorg}', 'near so|(you know)']\n" EXAMPLES)),
	     "lexicons/zorg.yaml", "terms: [zorg, borg]\n", NULL);
	said(w, "policy/advice", "holds what excuses it, at policy.md:14:20",
	     "you ...2 {zorg}");
	said(w, "policy/advice", "holds what excuses it, at policy.md:14:35",
	     "you know him|her");
	load(w, "policy.md",
	     CLAUSE(RULE("    find: ['you ...2 {zorg}', 'you fool|{zorg}']\n"
			 "    unless: ['near {zorg}:noun', near you know]\n" EXAMPLES)),
	     "lexicons/zorg.yaml", "terms: [zorg, borg]\n", NULL);
	said_nothing(w);
}

static void alternatives_that_end_at_a_blank_are_shown_as_read(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", FIND("'he is|was|is on|needs drugs'"), NULL);
	said(w, "policy/advice", "read as he (is|was|is) (on|needs) drugs", "is");
	said(w, "policy/advice", "a blank ends the alternatives", "on|needs");
}

static void a_particle_behind_a_blank_belongs_to_what_stands_before(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", FIND("'burn|blow up|destroy churches'"), NULL);
	said(w, "policy/advice", "read as (burn|blow) (up|destroy) churches",
	     "up|destroy");
	said_once(w);
	load(w, "policy.md",
	     FIND("'look|search for|after us', 'burn|(blow up)|destroy churches', "
		  "'want|plan to go', 'want|plan we|you'"),
	     NULL);
	said_nothing(w);
}

static void an_alternative_that_is_there_already_is_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", FIND("'he cannot|(can not) see', 'you are|''re in'"), NULL);
	said_nothing(w);
	load(w, "policy.md", FIND("'he (can not)|never|(can not)'"), NULL);
	said(w, "policy/advice", "this alternative is there already", "(can not)");
}

static void the_same_pattern_twice_is_told_with_both_places(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", FIND("'a b', 'c d', 'a b'"), NULL);
	said(w, "policy/advice",
	     "\"tone/zorg\" looks for the same already, at policy.md:13:12", "'a b'");
	said_once(w);
}

static void an_expression_without_a_literal_costs(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", REGEX("[^ ] [^ ]"), NULL);
	said(w, "policy/cost", "every post is searched for it", "'[^ ] [^ ]'");
	load(w, "policy.md", REGEX("zorg[aeiou]+"), NULL);
	said_nothing(w);
	load(w, "policy.md", REGEX("\\A[^ ] [^ ]"), NULL);
	said_nothing(w);
}

static void an_expression_without_an_end_is_told_with_the_part(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", REGEX("zorg(?:[a-z]+ ?)+!"), NULL);
	said(w, "policy/cost", "in very many ways", "(?:[a-z]+ ?)+");
	assert_int_equal(findings_worst(&w->f), LEVEL_ADVISE);
}

static void a_part_of_an_expression_that_is_never_met_is_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", REGEX("zorg(?: ^borg)"), NULL);
	said(w, "policy/advice",
	     "this is only true at the start of a text, and something stands before it: "
	     "this part can never match",
	     "^");
	load(w, "policy.md", REGEX("zorg$|borg\\b\\w"), NULL);
	said(w, "policy/advice", "no word begins or ends between these two characters",
	     "\\b");
	load(w, "policy.md", FIND("'zorg /[A-Z]+\\s\\d/'"), NULL);
	said(w, "policy/advice", "this takes a blank, which no word holds", "\\s");
	said_once(w);
}

static void names_of_clauses_that_nearly_are_there_are_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE("  - id: tone/zorg\n    level: ask\n"
		    "    say: See clause \"kin\", or clause kind, and rule tone/zork\n"
		    "    find: zorg\n" EXAMPLES) "See [there](#knid) and "
						 "[here](#other).\n",
	     NULL);
	said(w, "policy/advice", "there is no clause \"knid\"; did you mean \"kind\"?",
	     "[there](#knid)");
	assert_int_equal(w->f.v.n, 2);
	assert_non_null(strstr(w->f.v.p[1].msg.p, "rule \"tone/zork\"; did you mean"));
}

static void a_last_day_that_is_over_is_told_on_the_day(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: zorg\n    until: 2026-10-31\n" EXAMPLES)), NULL);
	said_nothing(w);
	policy_advise_dates(&w->p, STR("2026-10-31"), &w->f);
	said_nothing(w);
	policy_advise_dates(&w->p, STR("2026-11-01"), &w->f);
	said(w, "policy/advice", "the last day of \"tone/zorg\" is over", "until:");
}

/* ---- clauses that are none ---- */

static void a_clause_in_another_block_is_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: zorg\n" EXAMPLES)) "\nBe nice.\n\n```yaml\n"
						       "clause: nice\nkept_by: "
						       "judgement\n```\n",
	     NULL);
	said_once(w);
	said(w, "policy/advice", "this looks like a clause",
	     "```yaml\nclause: nice\nkept_by: judgement\n```");
}

static void an_indented_clause_is_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: zorg\n" EXAMPLES)) "\nBe nice.\n\n    clause: nice\n"
						       "    kept_by: judgement\n",
	     NULL);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "policy/advice");
}

static void other_code_is_code(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: zorg\n" EXAMPLES)) "\nBe nice.\n\n```yaml\n"
						       "id: clause\n```\n\n    x: y\n",
	     NULL);
	said_nothing(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_policy_as_it_should_be_gets_no_advice),
		TEST(a_rule_that_excuses_all_it_finds_is_told),
		TEST(alternatives_that_end_at_a_blank_are_shown_as_read),
		TEST(a_particle_behind_a_blank_belongs_to_what_stands_before),
		TEST(an_alternative_that_is_there_already_is_told),
		TEST(the_same_pattern_twice_is_told_with_both_places),
		TEST(an_expression_without_a_literal_costs),
		TEST(an_expression_without_an_end_is_told_with_the_part),
		TEST(a_part_of_an_expression_that_is_never_met_is_told),
		TEST(names_of_clauses_that_nearly_are_there_are_told),
		TEST(a_last_day_that_is_over_is_told_on_the_day),
		TEST(a_clause_in_another_block_is_told),
		TEST(an_indented_clause_is_told),
		TEST(other_code_is_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
