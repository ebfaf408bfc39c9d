/* Marks in patterns that hardly mean what they were meant to. */
#include "policy_test.h"

#define FIND(pattern) CLAUSE(RULE("    find: '" pattern "'\n" EXAMPLES))

/* What is told of a pattern, and at which bytes of it; once. */
static const struct told {
	const char *policy, *says, *at;
} all[] = {
	{ FIND("pay $#NUMBER now"), "this is no class, since a blank is missing",
	  "#NUMBER" },
	{ FIND("\"{zorg} you\""), "between quotation marks nothing has a meaning", "{" },
	{ FIND("\"a #MONEY\""), "between quotation marks nothing has a meaning",
	  "#MONEY" },
	{ FIND("you \"want|plan\""), "between quotation marks nothing has a meaning",
	  "|" },
	{ FIND("\"a ...3 b\""), "between quotation marks nothing has a meaning", "...3" },
	{ FIND("^you are"), "a pattern is found anywhere in a text", "^" },
	{ FIND("you are$"), "a pattern is found anywhere in a text", "$" },
	{ FIND("you.*bad"), "for up to three words between write \"...3\"", ".*" },
	{ FIND("so .+ bad"), "for up to three words between write \"...3\"", ".+" },
	{ FIND("so [a-z]+ bad"), "patterns have no sets of letters", "[" },
	{ FIND("bad OR awful"), "alternatives are written a|b", "OR" },
	{ FIND("bad AND awful"), "what stands in a row is found in a row", "AND" },
	{ FIND("!good"), "does not mean \"not\"", "!" },
	{ FIND("a|-free"), "only found with a blank before", "-" },
	{ FIND("self- made"), "only found with a blank behind", "-" },
	{ FIND("we ca n''t do"), "\"can't\" is \"can not\"", "ca" },
	{ FIND("dear @ #WORD"), "write #MENTION", "@ #WORD" },
	{ FIND("see \\# #WORD"), "write #HASHTAG", "\\# #WORD" },
	{ FIND("for $ #NUMBER"), "write #MONEY", "$ #NUMBER" },
	{ FIND("#NUMBER % off"), "write #PERCENT", "#NUMBER %" },
	{ FIND("no! {zorg}"), "a sentence ends at this mark", "!" },
	{ FIND("stop . now"), "a sentence ends at this mark", "." },
	{ FIND("who\\? me"), "a sentence ends at this mark", "?" },
	{ CLAUSE(RULE("    find: zorg\n    unless: 'near a- b'\n" EXAMPLES)),
	  "only found with a blank behind", "-" },
};

static void marks_of_other_notations_are_told_at_their_place(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		load(w, "policy.md", all[i].policy, "lexicons/zorg.yaml",
		     "terms: [zorg, borg]\n", NULL);
		said(w, "policy/advice", all[i].says, all[i].at);
		said_once(w);
	}
}

static void terms_of_lists_are_looked_at_too(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    terms: zorg\n" EXAMPLES)),
	     "lexicons/zorg.yaml", "terms:\n  - zorg\n  - term: -free\n", NULL);
	said(w, "policy/advice", "only found with a blank before", "-");
	said_once(w);
}

static void marks_that_are_meant_are_left_alone(void **state)
{
	static const char *const fine[] = {
		FIND("pay \\#NUMBER"),   FIND("\"a\\|b\" \"(c)\" \"{\""),
		FIND("\\^you \\!good"),  FIND("^AB"),
		FIND("A$ap and US$"),    FIND("the [name] here"),
		FIND("rock or roll"),    FIND("so|OR|AND|x y"),
		FIND("well-known - so"), FIND("Mr. Smith"),
		FIND("e.g. {zorg}"),     FIND("stop."),
		FIND("stop. (so)?"),     FIND("{zorg}!"),
		FIND("(so)? you"),       FIND("a :-\\) b"),
		FIND("#MONEY \"#1\""),   FIND("x /[a-z]+.*$/"),
		FIND("can''t|won''t"),   FIND("R&D and/or C++ 24/7"),
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(fine); i++) {
		load(w, "policy.md", fine[i], "lexicons/zorg.yaml",
		     "terms: [zorg, borg]\n", NULL);
		said_nothing(w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(marks_of_other_notations_are_told_at_their_place),
		TEST(terms_of_lists_are_looked_at_too),
		TEST(marks_that_are_meant_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
