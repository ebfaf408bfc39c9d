/* Expressions that some texts can keep busy without end. */
#include "text/regex.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The part that is told; "" when none is. */
static void risk_is(const char *pattern, const char *part)
{
	uint64_t steps = 10000000;
	struct span at = { 0, 0 };
	const bool found = regex_find_risk(str_from(pattern), 0, &steps, &at);
	const struct str got = found ? str_span(str_from(pattern), at) : STR("");

	if (!str_is(got, part))
		fail_msg("%s: got '%.*s', wanted '%s'", pattern, STR_ARG(got), part);
}

static void a_repetition_of_a_repetition_is_a_risk(void **state)
{
	(void)state;
	risk_is("(a+)+$", "(a+)+");
	risk_is("^(a*)*b", "(a*)*");
	risk_is("x(?:[a-z]+ ?)+!", "(?:[a-z]+ ?)+");
	risk_is("^(\\w+\\s?)+$", "(\\w+\\s?)+");
	risk_is("key: ((?:a+){2,})=", "(?:a+){2,}");
	risk_is("(?<name>[0-9]+)+;", "(?<name>[0-9]+)+");
}

static void alternatives_that_overlap_are_a_risk(void **state)
{
	(void)state;
	risk_is("(a|aa)+$", "(a|aa)+");
	risk_is("(?:x|[xy])*z$", "(?:x|[xy])*");
	risk_is("(foo|\\w|\\d)+!", "(foo|\\w|\\d)+");
}

static void what_can_only_be_read_in_one_way_is_none(void **state)
{
	(void)state;
	risk_is("(a+b)+$", "");
	risk_is("(?:[a-z]+-)+x", "");
	risk_is("(cat|dog)+!", "");
	risk_is("a+b+c+", "");
	risk_is("(a+){1,3}", "");
	risk_is("[a-z]+@[a-z]+\\.(com|org)", "");
	risk_is("(?:[0-9A-Za-z]+-){1,4}[0-9A-Za-z]{10,}", "");
}

static void what_gives_nothing_back_is_none(void **state)
{
	(void)state;
	risk_is("(a++)+$", "");
	risk_is("(?>a+)+$", "");
	risk_is("(a+)++$", "");
	risk_is("(?=(a+)+)b", "");
}

static void what_is_not_understood_is_let_be(void **state)
{
	(void)state;
	risk_is("(?i)(a+)+$", "");
	risk_is("\\Q(a+)+\\E", "");
	risk_is("(a+", "");
	risk_is("a)+", "");
	risk_is("[", "");
	risk_is("\\", "");
	risk_is("", "");
	risk_is("(?", "");
	risk_is("{1,", "");
}

static void deep_and_long_expressions_end(void **state)
{
	char text[2000];

	(void)state;
	memset(text, '(', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	risk_is(text, "");
	memset(text, 'a', sizeof(text) - 1);
	risk_is(text, "");
	for (size_t i = 0; i + 4 < sizeof(text); i += 4)
		memcpy(text + i, "(a)*", 4);
	text[1996] = '\0';
	risk_is(text, "");
}

static void without_steps_nothing_is_said(void **state)
{
	uint64_t steps = 10;
	struct span at;

	(void)state;
	assert_false(regex_find_risk(STR("(a+)+$"), 0, &steps, &at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_repetition_of_a_repetition_is_a_risk),
		cmocka_unit_test(alternatives_that_overlap_are_a_risk),
		cmocka_unit_test(what_can_only_be_read_in_one_way_is_none),
		cmocka_unit_test(what_gives_nothing_back_is_none),
		cmocka_unit_test(what_is_not_understood_is_let_be),
		cmocka_unit_test(deep_and_long_expressions_end),
		cmocka_unit_test(without_steps_nothing_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
