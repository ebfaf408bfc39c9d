/* Calendar days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/day.h"

static int64_t day(const char *text)
{
	int64_t n = -1;

	assert_true(day_parse(str_from(text), &n));
	return n;
}

static void days_are_counted_from_1970(void **state)
{
	(void)state;
	assert_int_equal(day("1970-01-01"), 0);
	assert_int_equal(day("1969-12-31"), -1);
	assert_int_equal(day("2000-03-01") - day("2000-02-28"), 2);
	assert_int_equal(day("1900-03-01") - day("1900-02-28"), 1);
	assert_int_equal(day("2026-11-25"), 20782);
	assert_int_equal(day("9999-12-31"), 2932896);
	assert_int_equal(day("0001-01-01"), -719162);
}

static void every_day_follows_the_one_before(void **state)
{
	static const char *const ends[][2] = { { "2026-12-31", "2027-01-01" },
					       { "2024-02-29", "2024-03-01" },
					       { "2026-02-28", "2026-03-01" },
					       { "2026-04-30", "2026-05-01" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		assert_int_equal(day(ends[i][1]) - day(ends[i][0]), 1);
}

static void days_that_do_not_exist_are_refused(void **state)
{
	static const char *const bad[] = { "",           "2026-11",    "2026-02-29",
					   "2026-11-31", "2026-13-01", "2026-00-01",
					   "2026-01-00", "0000-01-01", "2026/11/25",
					   "+026-11-25", "2026-1--25" };
	int64_t n;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(day_parse(str_from(bad[i]), &n));
	assert_false(day_parse(STR_NULL, &n));
}

static void a_time_of_day_is_added(void **state)
{
	int64_t n, zero;

	(void)state;
	assert_true(day_minute(STR("2026-11-25"), &zero));
	assert_true(day_minute(STR("2026-11-25 09:30"), &n));
	assert_int_equal(n - zero, 9 * 60 + 30);
	assert_false(day_minute(STR("2026-11-25 24:00"), &n));
	assert_false(day_minute(STR("2026-11-25 09:60"), &n));
	assert_false(day_minute(STR("2026-11-25T09:30"), &n));
	assert_false(day_minute(STR("2026-11-25 9:30"), &n));
	assert_false(day_minute(STR("2026-11-25 09:30:00"), &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_counted_from_1970),
		cmocka_unit_test(every_day_follows_the_one_before),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(a_time_of_day_is_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
