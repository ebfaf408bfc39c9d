/* Figures that are equal however they are written. */
#include "text/figure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena a;

static struct figure read_figure(const char *text)
{
	struct view v;
	struct tokens t;
	struct figure f;

	view_plain(str_from(text), &a, &v);
	tokens_of(&v, &a, &t);
	if (!t.n || !figure_at(&v, &t, 0, &f))
		fail_msg("no figure in '%s'", text);
	if (f.known && f.end != t.n)
		fail_msg("'%s' does not end with its figure", text);
	return f;
}

static void equal(const char *one, const char *other)
{
	const struct figure x = read_figure(one), y = read_figure(other);

	if (!x.known || !y.known || figure_compare(&x, &y))
		fail_msg("'%s' is not '%s'", one, other);
}

static void different(const char *one, const char *other)
{
	const struct figure x = read_figure(one), y = read_figure(other);

	if (!x.known || !y.known || !figure_compare(&x, &y))
		fail_msg("'%s' and '%s'", one, other);
	assert_true((figure_compare(&x, &y) < 0) == (figure_compare(&y, &x) > 0));
}

static void unknown(const char *text)
{
	if (read_figure(text).known)
		fail_msg("'%s' is known", text);
}

static void amounts_are_equal_however_they_are_written(void **state)
{
	(void)state;
	equal("\xc2\xa3" "1,000,000", "\xc2\xa3" "1m");
	equal("\xc2\xa3" "1,000,000", "1 million pounds");
	equal("\xc2\xa3" "1.50m", "GBP 1,500,000");
	equal("$84k", "84,000 dollars");
	equal("$84k", "84,000 US dollars");
	equal("\xe2\x82\xac" "2bn", "2,000 million euros");
	equal("5-million-dollar", "$5m");
	different("$84k", "\xc2\xa3" "84k");
	different("$84k", "$84");
	different("$1.5m", "$1.6m");
	different("$0", "\xc2\xa3" "0");
}

static void percentages_and_numbers_too(void **state)
{
	(void)state;
	equal("12%", "12 per cent");
	equal("12.0 %", "12 percent");
	equal("+12%", "12%");
	different("12%", "12");
	different("12%", "1.2%");
	equal("1,200", "1200");
	equal("1.2k", "1200");
	equal("3 million", "3,000,000");
	equal("0", "0.00");
}

static void what_cannot_be_told_is_unknown(void **state)
{
	(void)state;
	unknown("half a million dollars");
	unknown("$5-10m");
	unknown("5-10%");
	unknown("84 shekels");
	unknown("1,00,000 pounds");
	unknown("1.2.3");
	unknown("123456789012345678901234567890");
	unknown("1 trillion trillion trillion trillion trillion");
}

static void other_tokens_are_no_figures(void **state)
{
	static const char *const texts[] = { "word", "@dana", "#tag", "https://a.example",
					     "+44 20 7946 0018", "!" };
	struct view v;
	struct tokens t;
	struct figure f;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		view_plain(str_from(texts[i]), &a, &v);
		tokens_of(&v, &a, &t);
		assert_false(figure_at(&v, &t, 0, &f));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_equal_however_they_are_written),
		cmocka_unit_test(percentages_and_numbers_too),
		cmocka_unit_test(what_cannot_be_told_is_unknown),
		cmocka_unit_test(other_tokens_are_no_figures),
	};
	const int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&a);
	return failed;
}
