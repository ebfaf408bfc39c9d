/* Parts of expressions that can never be met. */
#include "token_test.h"

#include "text/regex.h"

#include "core/buf.h"

static void part(const char *pattern, bool word, const char *wanted)
{
	const struct str text = str_from(pattern);
	struct span at = { 0 };
	const char *why = NULL;

	if (!regex_find_never(text, word, &at, &why))
		fail_msg("nothing found in %s", pattern);
	assert_non_null(why);
	if (!str_is(str_span(text, at), wanted))
		fail_msg("found %.*s in %s", STR_ARG(str_span(text, at)), pattern);
}

static void no_part(const char *pattern, bool word)
{
	struct span at;
	const char *why;

	if (regex_find_never(str_from(pattern), word, &at, &why))
		fail_msg("found something in %s: %s", pattern, why);
}

static void anchors_with_text_on_the_wrong_side_are_found(void **state)
{
	(void)state;
	part("foo^bar", false, "^");
	part("foo$bar", false, "$");
	part("foo\\Abar", false, "\\A");
	part("foo\\z\\n", false, "\\z");
	part("(?:foo$|bar$)baz", false, "$");
	part("x(?:^foo)", false, "^");
	part("a+^b", false, "^");
}

static void boundaries_inside_words_are_found(void **state)
{
	(void)state;
	part("foo\\bbar", false, "\\b");
	part("foo \\b-", false, "\\b");
	part("\\w\\b\\d", false, "\\b");
}

static void blanks_are_found_where_a_word_is_matched(void **state)
{
	(void)state;
	part("a\\sb", true, "\\s");
	part("[A-Z]+\\h?\\d+\\n", true, "\\n");
	no_part("a\\sb", false);
	no_part("a\\s?b", true);
	no_part("a(?:\\s|-)b", true);
}

static void what_can_be_met_is_left_alone(void **state)
{
	static const char *const fine[] = {
		"^foo$",      "(?:^|\\s)foo(?:$|\\s)",
		"^foo|^bar",  "x?^foo",
		"foo$\\n",    "\\bfoo\\b",
		"foo\\b bar", "a(?=^)?b",
		"a(?!^)b",    "a[$^]b",
		"(?m)a\\n^b", "\\Qa^b\\E",
		"a\\^b",      "a{2}b{,3}",
		"",           "a|",
		"(",          "a)",
		"\\",         "[",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fine); i++)
		no_part(fine[i], false);
}

/* ---- against PCRE2 itself ---- */

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

static bool is_met(struct regex *regex)
{
	static const char letters[] = "a- \n";
	char text[6];

	for (uint32_t n = 0; n <= 5; n++)
		for (uint32_t i = 0; i < 1u << 2 * n; i++) {
			uint64_t steps = REGEX_STEPS;
			struct span hit;

			for (uint32_t k = 0; k < n; k++)
				text[k] = letters[i >> 2 * k & 3];
			if (regex_next(regex, (struct str){ text, n }, 0, &steps, &hit) !=
			    REGEX_NONE)
				return true;
		}
	return false;
}

static void what_is_found_matches_nothing(void **state)
{
	static const char *const pieces[] = { "a",   "-",   " ",   "^",   "$",
					      "\\b", "\\A", "\\z", "\\Z", "(?:",
					      ")",   "+",   "\\w", ".",   "(?:a|-)" };
	uint32_t seed = 20261125, n_found = 0;
	struct buf text;

	(void)state;
	buf_init(&text, 0);
	for (unsigned round = 0; round < 20000; round++) {
		struct str pattern;
		struct regex *regex = NULL;
		struct span at;
		const char *why;
		struct err e;
		size_t where;

		buf_reset(&text);
		for (unsigned i = 0; i < 5; i++)
			buf_cstr(&text, pieces[next(&seed) % ARRAY_LEN(pieces)]);
		pattern = buf_view(&text);
		if (!regex_find_never(pattern, false, &at, &why) ||
		    regex_compile(pattern, 0, &regex, &where, &e) < 0)
			continue;
		n_found++;
		if (is_met(regex))
			fail_msg("%.*s can be met, but: %s", STR_ARG(pattern), why);
		regex_free(regex);
	}
	buf_release(&text);
	assert_in_range(n_found, 500, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anchors_with_text_on_the_wrong_side_are_found),
		cmocka_unit_test(boundaries_inside_words_are_found),
		cmocka_unit_test(blanks_are_found_where_a_word_is_matched),
		cmocka_unit_test(what_can_be_met_is_left_alone),
		cmocka_unit_test(what_is_found_matches_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
