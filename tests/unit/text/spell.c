#include "token_test.h"

#include "text/spell.h"
#include "text/suggest.h"

#include "core/embed.h"
#include "core/file.h"

#include <hunspell/hunspell.h>

extern const struct embedded pack_en[];

enum { DICTIONARY_MAX = 64 << 20, MOST = 5, SEED = 20261124 };

static struct speller *opened(const char *lang)
{
	struct speller *s = NULL;
	struct err e = { 0 };

	if (speller_open(str_from(lang), &s, &e) < 0)
		fail_msg("%s: %s", lang, e.msg);
	return s;
}

static void all_are(const char *lang, enum spell_result wanted, const char *words)
{
	struct str rest = str_from(words), word;
	struct speller *s = opened(lang);

	while (str_field(&rest, ' ', &word))
		if (speller_check(s, word) != wanted)
			fail_msg("%s: '%.*s' is %d", lang, STR_ARG(word),
				 (int)speller_check(s, word));
	speller_close(s);
}

static void words_are_known_with_their_marks(void **state)
{
	(void)state;
	all_are("en-GB", SPELL_OK,
		"word Word WORD words don't don\xe2\x80\x99t it's can't I'm we'll the "
		"dog's "
		"dogs' London LONDON London's NASA NASA's iPhone caf\xc3\xa9 "
		"cafe\xcc\x81 "
		"well-known e-mail word-of-mouth 42 1,000.50 1st 22nd 113th etc. e.g. "
		"Mr. "
		"colour organise realise tyre");
	all_are("en-US", SPELL_OK, "color organize realize tire gray 3rd 11th");
	all_are("en", SPELL_OK, "colour color");
}

static void misspellings_are_unknown(void **state)
{
	(void)state;
	all_are("en", SPELL_UNKNOWN,
		"teh recieve definately wrod 22th 11st dont wo'nt well-knwon xqzzt \xff");
}

static void the_wrong_case_is_told_apart(void **state)
{
	(void)state;
	all_are("en", SPELL_CASE, "london HTml nasa iphone monday");
}

static void another_dialect_is_told_apart(void **state)
{
	(void)state;
	all_are("en-US", SPELL_DIALECT, "colour tyre Colours");
	all_are("en-GB", SPELL_DIALECT,
		"color colorful center's theaters analyze catalogs skillful "
		"traveler aluminum defense mold-free paralyzed maneuver");
	all_are("en-US", SPELL_DIALECT,
		"organise travelled centred catalogue paediatric defence grey programme "
		"aluminium plough sceptical jewellery tranquillise pyjamas ageing");
}

static void a_word_that_one_dialect_lists_is_a_word_in_all(void **state)
{
	(void)state;
	all_are("en-GB", SPELL_OK, "Salesforce Whitespace layoffs Tel. Tel layoff");
	all_are("en-US", SPELL_OK,
		"Spotify Gmail Photoshop rebrand audiobook webpages touchpoint "
		"d\xc3\xa9j\xc3\xa0 souffl\xc3\xa9 voil\xc3\xa0");
}

static void unknown_english_dialects_take_any(void **state)
{
	(void)state;
	all_are("en-AU", SPELL_OK, "colour color");
	all_are("EN-gb", SPELL_OK, "colour");
}

static void another_language_says_what_there_is(void **state)
{
	/* No package: the tag is no language that anybody has a dictionary for. */
	static const char *const tags[][2] = {
		{ "xx", "" },
		{ "qaa-ZZ", "" },
		{ "pt-XX", "hunspell-pt-pt" },
		{ "pt-BR", "hunspell-pt-br" },
		{ "xy-Latn", "" },
		{ "de-AT", "hunspell-de-at" },
		{ "nb", "hunspell-no" },
	};
	struct speller *s;
	struct err e;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		if (speller_open(str_from(tags[i][0]), &s, &e) == 0) {
			speller_close(s); /* it is installed here */
			continue;
		}
		assert_int_equal(e.code, ERR_NOT_FOUND);
		assert_null(s);
		assert_non_null(strstr(e.msg, "only for: en"));
		assert_string_equal(tags[i][1][0] ? strstr(e.hint, "hunspell-") : e.hint,
				    tags[i][1]);
	}
}

static void what_is_no_tag_is_refused(void **state)
{
	static const char *const tags[] = { "",      "e",         "../../etc",
					    "en/GB", "d\xc3\xa9", "english",
					    "x y",   "12",        "de-../x" };
	struct speller *s;
	struct err e;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		assert_int_equal(speller_open(str_from(tags[i]), &s, &e), ERR_INVALID);
}

static void the_pack_has_a_version(void **state)
{
	struct speller *s = opened("en");

	(void)state;
	assert_int_equal(speller_version(s).n, 64);
	speller_close(s);
}

/* ---- suggestions ---- */

static void first_is(struct world *w, const char *lang, const char *word,
		     const char *wanted)
{
	struct speller *s = opened(lang);
	struct str out[MOST];
	const size_t n = speller_suggest(s, str_from(word), &w->a, out, MOST);

	if (!n)
		fail_msg("nothing for %s", word);
	assert_str(out[0], wanted);
	speller_close(s);
}

static void the_likely_word_comes_first(void **state)
{
	first_is(*state, "en", "recieve", "receive");
	first_is(*state, "en", "definately", "definitely");
	first_is(*state, "en", "accomodate", "accommodate");
	first_is(*state, "en", "dont", "don't");
	first_is(*state, "en", "fone", "phone");
	first_is(*state, "en-US", "colour", "color");
	first_is(*state, "en-GB", "color", "colour");
	first_is(*state, "en-GB", "center", "centre");
	first_is(*state, "en-GB", "Theaters", "Theatres");
	first_is(*state, "en-GB", "colro", "colour");
	first_is(*state, "en-US", "TRAVELLED", "TRAVELED");
	first_is(*state, "en", "Thank's", "Thanks");
	first_is(*state, "en", "un-install", "uninstall");
}

static void a_blank_that_is_missing_is_put_in(void **state)
{
	first_is(*state, "en", "alot", "a lot");
	first_is(*state, "en", "Incase", "In case");
	first_is(*state, "en", "aswell", "as well");
	first_is(*state, "en", "THANKYOU", "THANK YOU");
	first_is(*state, "en", "thefirst", "the first");
	first_is(*state, "en", "ihave", "I have");
	first_is(*state, "en", "becuase", "because");
	first_is(*state, "en", "untill", "until");
	first_is(*state, "en", "goin", "going");
}

static void near_is(struct world *w, const char *word, const char *wanted,
		    const char *name)
{
	struct speller *s = opened("en");
	struct spell_near near;

	speller_near(s, str_from(word), &w->a, &near);
	assert_str(near.word, wanted);
	assert_str(near.name, name);
	assert_int_equal(near.word_band != 0, *wanted != 0);
	speller_close(s);
}

static void a_word_is_near_when_one_slip_makes_it(void **state)
{
	near_is(*state, "goverment", "government", "");
	near_is(*state, "custommers", "customers", "");
	near_is(*state, "hte", "the", "hts");
	near_is(*state, "newsletetr", "newsletter", "");
	near_is(*state, "lovley", "lovely", "loxley");
	near_is(*state, "febuary", "", "february");
	near_is(*state, "zorgana", "", "");
	near_is(*state, "", "", "");
	near_is(*state, "\xff", "", "");
	near_is(*state, "\xd0\xbf\xd1\x80\xd0\xb8", "", "");
}

static void words_have_a_commonness(void **state)
{
	struct speller *s = opened("en");

	(void)state;
	assert_in_range(speller_band(s, STR("The")), SPELL_CORE, 255);
	assert_in_range(speller_band(s, STR("aardvark")), 1, SPELL_KNOWN);
	assert_int_equal(speller_band(s, STR("xqzzt")), 0);
	speller_close(s);
}

static void case_marks_and_parts_are_kept(void **state)
{
	first_is(*state, "en", "Teh", "The");
	first_is(*state, "en", "TEH", "THE");
	first_is(*state, "en", "london", "London");
	first_is(*state, "en", "iphone", "iPhone");
	first_is(*state, "en", "Jhon's", "John's");
	first_is(*state, "en", "well-knwon", "well-known");
	first_is(*state, "en", "freind\xe2\x80\x99s", "friend's");
}

static void every_suggestion_is_a_word(void **state)
{
	static const char *const words[] = {
		"teh",       "wrod",
		"knwo",      "becuase",
		"Wierd",     "ALOT",
		"jhon's",    "x-rya",
		"qzx",       "aaaaaaa",
		"don;t",     "i",
		"Mc",        "\xc3\xa9t\xc3\xa9z",
		"thier-own",
	};
	struct world *w = *state;
	struct speller *s = opened("en-US");
	struct str out[SUGGEST_MOST];

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const size_t n =
			speller_suggest(s, str_from(words[i]), &w->a, out, SUGGEST_MOST);

		for (size_t k = 0; k < n; k++) {
			struct str rest = out[k], part;

			while (str_field(&rest, ' ', &part))
				assert_int_equal(speller_check(s, part), SPELL_OK);
			for (size_t m = 0; m < k; m++)
				assert_false(str_eq(out[k], out[m]));
		}
	}
	speller_close(s);
}

static void vulgar_words_are_never_suggested(void **state)
{
	struct world *w = *state;
	struct speller *s = opened("en");
	struct str out[SUGGEST_MOST];
	const size_t n = speller_suggest(s, STR("shitt"), &w->a, out, SUGGEST_MOST);

	for (size_t i = 0; i < n; i++)
		assert_false(str_starts(out[i], "shit"));
	speller_close(s);
}

static void long_words_get_no_suggestion(void **state)
{
	struct world *w = *state;
	struct speller *s = opened("en");
	struct str out[MOST];
	struct buf b;

	buf_init(&b, 0);
	buf_fill(&b, 'a', 41);
	assert_int_equal(speller_suggest(s, buf_view(&b), &w->a, out, MOST), 0);
	buf_fill(&b, 'a', 100000);
	assert_int_equal(speller_suggest(s, buf_view(&b), &w->a, out, MOST), 0);
	assert_int_equal(speller_check(s, buf_view(&b)), SPELL_UNKNOWN);
	assert_int_equal(speller_suggest(s, STR(""), &w->a, out, MOST), 0);
	assert_int_equal(speller_suggest(s, STR("teh"), &w->a, out, 0), 0);
	buf_release(&b);
	speller_close(s);
}

/* ---- agreement with Hunspell ---- */

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* A word of the dictionary, changed in one of the ways that writers change words. */
static struct str changed(struct world *w, struct str word, uint32_t *seed)
{
	const size_t at = next_random(seed) % word.n;
	const char letter = (char)('a' + next_random(seed) % 26);
	const struct str head = str_slice(word, 0, at),
			 tail = str_slice(word, at, word.n);
	const struct str rest = str_slice(tail, 1, tail.n);

	switch (next_random(seed) % 10) {
	case 0:
		return arena_printf(&w->a, "%.*s%c%.*s", STR_ARG(head), letter,
				    STR_ARG(rest));
	case 1:
		return arena_printf(&w->a, "%.*s%.*s", STR_ARG(head), STR_ARG(rest));
	case 2:
		return arena_printf(&w->a, "%.*s%c%.*s", STR_ARG(head), letter,
				    STR_ARG(tail));
	case 3:
		return arena_printf(&w->a, "%.*s's", STR_ARG(word));
	case 4:
		return arena_printf(&w->a, "%.*ss", STR_ARG(word));
	case 5:
		return arena_printf(&w->a, "%.*sed", STR_ARG(word));
	case 6:
		return arena_printf(&w->a, "un%.*s", STR_ARG(word));
	case 7:
		return arena_printf(&w->a, "%.*sing", STR_ARG(word));
	case 8:
		return arena_printf(&w->a, "%c%.*s", ascii_lower(word.p[0]),
				    STR_ARG(str_slice(word, 1, word.n)));
	default:
		return word;
	}
}

/* A dialect alone: the speller takes the words of all. */
static size_t compare_word(Hunhandle *hunspell, const struct pack *p, uint32_t dialect,
			   struct world *w, struct str word)
{
	const char *text = arena_cstr(&w->a, word);
	const bool theirs = Hunspell_spell(hunspell, text) != 0;
	const bool ours = pack_accepts(p, dialect, word);

	if (theirs != ours)
		print_message("# %s: %s here\n", text, ours ? "right" : "wrong");
	return theirs != ours;
}

static void agrees(struct world *w, const char *name, const char *lang)
{
	const char *base = arena_printf(&w->a, "/usr/share/hunspell/%s", name).p;
	const char *aff = arena_printf(&w->a, "%s.aff", base).p;
	const char *dic = arena_printf(&w->a, "%s.dic", base).p;
	Hunhandle *hunspell = Hunspell_create(aff, dic);
	struct str rest, line;
	uint32_t seed = SEED;
	size_t n = 0, different = 0;
	struct pack p;
	struct err e;

	assert_int_equal(
		pack_open_trusted((struct str){ pack_en[0].bytes, pack_en[0].n }, &p, &e),
		0);
	assert_int_equal(file_read(dic, DICTIONARY_MAX, &w->a, &rest, &e), 0);
	(void)str_line(&rest, &line);
	for (size_t i = 0; str_line(&rest, &line); i++) {
		line = str_slice(line, 0, str_chr(line, '/', 0));
		line = str_slice(line, 0, str_chr(line, '\t', 0));
		if (i % 12 || line.n < 2 || str_chr(line, ' ', 0) < line.n)
			continue;
		different += compare_word(hunspell, &p, pack_dialect(&p, str_from(lang)),
					  w, changed(w, line, &seed));
		n++;
	}
	print_message("# %s: %zu of %zu differ\n", name, different, n);
	assert_true(n > 3000);
	assert_true(different * 500 <= n);
	Hunspell_destroy(hunspell);
	pack_release(&p);
}

static void american_words_agree_with_hunspell(void **state)
{
	agrees(*state, "en_US", "en-US");
}

static void british_words_agree_with_hunspell(void **state)
{
	agrees(*state, "en_GB", "en-GB");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_are_known_with_their_marks),
		TEST(misspellings_are_unknown),
		TEST(the_wrong_case_is_told_apart),
		TEST(another_dialect_is_told_apart),
		TEST(unknown_english_dialects_take_any),
		TEST(a_word_that_one_dialect_lists_is_a_word_in_all),
		TEST(another_language_says_what_there_is),
		TEST(what_is_no_tag_is_refused),
		TEST(the_pack_has_a_version),
		TEST(the_likely_word_comes_first),
		TEST(a_blank_that_is_missing_is_put_in),
		TEST(a_word_is_near_when_one_slip_makes_it),
		TEST(words_have_a_commonness),
		TEST(case_marks_and_parts_are_kept),
		TEST(every_suggestion_is_a_word),
		TEST(vulgar_words_are_never_suggested),
		TEST(long_words_get_no_suggestion),
		TEST(american_words_agree_with_hunspell),
		TEST(british_words_agree_with_hunspell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
