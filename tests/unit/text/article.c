#include "text/article.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* All words of a list, blanks between, begin with that sound. */
static void all(enum article_sound sound, const char *list)
{
	struct str rest = str_from(list), word;

	while (str_field(&rest, ' ', &word))
		if (article_sound(word) != sound)
			fail_msg("%.*s: %d", STR_ARG(word), (int)article_sound(word));
}

static void ordinary_words_go_by_their_letter(void **state)
{
	(void)state;
	all(ARTICLE_VOWEL, "apple egg idea orange umbrella Apple Irish old \xc3\xa9"
			   "clair");
	all(ARTICLE_CONSONANT, "cat dog year Berlin xylophone yellow wrong house");
}

static void the_silent_h_is_none(void **state)
{
	(void)state;
	all(ARTICLE_VOWEL, "hour honest honour heir hourly Honorary");
	all(ARTICLE_CONSONANT, "house happy hundred Honda hospital human");
	all(ARTICLE_UNSURE, "historic herb hotel");
}

static void u_and_e_and_o_may_be_consonants(void **state)
{
	(void)state;
	all(ARTICLE_CONSONANT, "unicorn unit university union unanimous useful user "
			       "European euro one once one-off ubiquitous Ukrainian "
			       "utility uranium UFO");
	all(ARTICLE_VOWEL, "uninteresting unimportant unidentified unusual urban urgent "
			   "usher utter onerous umbrella ugly");
}

static void numbers_are_said(void **state)
{
	(void)state;
	all(ARTICLE_VOWEL, "8 80 8,000 11 18 18th 11,000 8-bit 80% 1867 11am 18.5");
	all(ARTICLE_CONSONANT, "1 7 10 12 110 100 1,100 180 5-year 2025 1984");
	all(ARTICLE_UNSURE, "0.5 1100");
}

static void acronyms_are_spelled_or_said(void **state)
{
	(void)state;
	all(ARTICLE_VOWEL, "MBA HTML FBI HR SMS API XML SUV LED NGO MRI RSS");
	all(ARTICLE_CONSONANT, "NASA NATO CEO URL USB UK DVD PDF BBC SIM UX GIF CEOs");
	all(ARTICLE_UNSURE, "FAQ SQL SOAP RfA FL ndash McCoy");
}

static void single_letters_are_called_by_name(void **state)
{
	(void)state;
	all(ARTICLE_VOWEL, "X-ray e-mail F16 MP3 A-level S M.D. F.B.I. Xbox");
	all(ARTICLE_CONSONANT, "T-shirt U-turn B2B U.S. C");
}

static void other_scripts_and_marks_are_unsure(void **state)
{
	(void)state;
	assert_int_equal(article_sound(STR_NULL), ARTICLE_UNSURE);
	all(ARTICLE_UNSURE, "\xd0\xbf\xd1\x83 \xe6\x97\xa5 \" # \xff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_words_go_by_their_letter),
		cmocka_unit_test(the_silent_h_is_none),
		cmocka_unit_test(u_and_e_and_o_may_be_consonants),
		cmocka_unit_test(numbers_are_said),
		cmocka_unit_test(acronyms_are_spelled_or_said),
		cmocka_unit_test(single_letters_are_called_by_name),
		cmocka_unit_test(other_scripts_and_marks_are_unsure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
