/* Text must be readable: contrast of at least 4.5 to 1 (WCAG 2.1, success
 * criterion 1.4.3, with the relative luminance of its glossary), in light and in dark. */
#include "render_test.h"

#include <math.h>

static double channel(struct str colour, size_t i)
{
	static const char digits[] = "0123456789abcdef";
	const size_t high = (size_t)(strchr(digits, colour.p[i]) - digits);
	const size_t low = (size_t)(strchr(digits, colour.p[i + 1]) - digits);
	const double c = (double)(high * 16 + low) / 255;

	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(struct str colour)
{
	return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) +
	       0.0722 * channel(colour, 5);
}

static double contrast(struct str one, struct str other)
{
	const double a = luminance(one), b = luminance(other);

	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

/* "#rrggbb" of "--name:" at or after `from`. */
static struct str colour_of(struct str page, const char *name, size_t from)
{
	char key[40];
	size_t at;

	(void)snprintf(key, sizeof(key), "--%s:#", name);
	at = str_find(page, str_from(key), from);
	if (at == SIZE_MAX)
		fail_msg("no colour %s", name);
	at += strlen(key) - 1;
	return str_slice(page, at, at + 7);
}

static void check(struct str page, size_t from)
{
	static const char *const inks[] = { "text",      "soft",      "link",  "rule",
					    "procedure", "judgement", "guard", "block",
					    "ask",       "advise" };
	static const char *const grounds[] = { "ground", "box" };

	for (size_t i = 0; i < ARRAY_LEN(inks); i++) {
		for (size_t k = 0; k < ARRAY_LEN(grounds); k++) {
			const double got = contrast(colour_of(page, inks[i], from),
						    colour_of(page, grounds[k], from));

			if (got < 4.5)
				fail_msg("%s on %s: %.2f", inks[i], grounds[k], got);
		}
	}
	assert_true(contrast(colour_of(page, "mark-text", from),
			     colour_of(page, "mark", from)) >= 4.5);
}

static void light_and_dark_are_readable(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	check(page, str_find(page, STR(":root{"), 0));
	check(page, str_find(page, STR("prefers-color-scheme:dark"), 0));
}

static void there_is_a_way_for_keyboard_and_paper(void **state)
{
	const struct str page = html_of(*state, kind_policy);

	assert_holds(page, "<a class=\"skip\" href=\"#main\">");
	assert_holds(page, "<main id=\"main\"");
	assert_holds(page, ":focus-visible{outline:");
	assert_holds(page, "@media print{");
	assert_holds(page, "<nav class=\"contents\" aria-labelledby=\"contents\">");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(light_and_dark_are_readable),
		TEST(there_is_a_way_for_keyboard_and_paper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
