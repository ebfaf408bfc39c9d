#include "text/syllable.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void has(const char *word, unsigned n)
{
	const unsigned got = syllable_count(str_from(word));

	if (got != n)
		fail_msg("%s: %u syllables, not %u", word, got, n);
}

static void reads(const char *digits, unsigned n)
{
	const unsigned got = syllable_number(str_from(digits));

	if (got != n)
		fail_msg("%s: %u syllables, not %u", digits, got, n);
}

static void vowel_groups_are_syllables(void **state)
{
	(void)state;
	has("cat", 1);
	has("Water", 2);
	has("beautiful", 3);
	has("ELEPHANT", 3);
	has("rhythm", 2);
	has("a", 1);
	has("the", 1);
}

static void silent_letters_are_none(void **state)
{
	(void)state;
	has("make", 1);
	has("loved", 1);
	has("wanted", 2);
	has("houses", 2);
	has("safely", 2);
	has("management", 3);
	has("homework", 2);
	has("statewide", 2);
	has("basically", 3);
	has("tongue", 1);
}

static void vowels_said_apart_are_two(void **state)
{
	(void)state;
	has("idea", 3);
	has("lion", 2);
	has("create", 2);
	has("being", 2);
	has("science", 2);
	has("radio", 3);
	has("museum", 2 + 1);
	has("nation", 2);
	has("special", 2);
}

static void le_and_re_and_sm_carry_a_syllable(void **state)
{
	(void)state;
	has("table", 2);
	has("settled", 2);
	has("whole", 1);
	has("centre", 2);
	has("journalism", 4);
}

static void contractions_and_hyphens_are_parts(void **state)
{
	(void)state;
	has("don't", 1);
	has("didn't", 2);
	has("couldn\xe2\x80\x99t", 2);
	has("boss's", 2);
	has("dog's", 1);
	has("it'll", 2);
	has("they're", 1);
	has("well-known", 2);
	has("o'clock", 2);
}

static void capitals_without_a_vowel_are_spelled(void **state)
{
	(void)state;
	has("HTML", 4);
	has("WWF", 7);
	has("tv", 1);
	has("NASA", 2);
}

static void accents_belong_to_their_letters(void **state)
{
	(void)state;
	has("caf\xc3\xa9", 2);
	has("na\xc3\xafve", 1);
	has("r\xc3\xa9sum\xc3\xa9", 3);
}

static void what_has_no_letter_has_no_syllable(void **state)
{
	(void)state;
	has("", 0);
	has("42", 0);
	has("'-'", 0);
	has("\xff\xfe", 0);
	has("\xe6\x97\xa5", 1);
}

static void numbers_are_read_aloud(void **state)
{
	(void)state;
	reads("7", 2);
	reads("12", 1);
	reads("70", 3);
	reads("100", 3);
	reads("1984", 5);
	reads("1905", 4);
	reads("1900", 4);
	reads("2,500", 6);
	reads("1000000", 3);
	reads("0", 1);
	reads("12345678901", 11);
	reads("3.5", 2);
	reads("", 0);
	reads("abc", 0);
}

static void long_words_end(void **state)
{
	char word[4096];

	(void)state;
	memset(word, 'a', sizeof(word));
	assert_in_range(syllable_count((struct str){ word, sizeof(word) }), 1, 4096);
	for (size_t i = 0; i < sizeof(word); i++)
		word[i] = i % 2 ? 'a' : 'b';
	assert_in_range(syllable_count((struct str){ word, sizeof(word) }), 1500, 2100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vowel_groups_are_syllables),
		cmocka_unit_test(silent_letters_are_none),
		cmocka_unit_test(vowels_said_apart_are_two),
		cmocka_unit_test(le_and_re_and_sm_carry_a_syllable),
		cmocka_unit_test(contractions_and_hyphens_are_parts),
		cmocka_unit_test(capitals_without_a_vowel_are_spelled),
		cmocka_unit_test(accents_belong_to_their_letters),
		cmocka_unit_test(what_has_no_letter_has_no_syllable),
		cmocka_unit_test(numbers_are_read_aloud),
		cmocka_unit_test(long_words_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
