#include "token_test.h"

/* ---- words ---- */

static void blanks_part_words_and_are_no_tokens(void **state)
{
	struct world *w = *state;

	cut_into(w,
		 " one\ttwo  three\xc2\xa0"
		 "four\xe3\x80\x80"
		 "five ",
		 "one two three four five");
	flags_in(w, " one\ttwo,three", TOKEN_SPACE, "one+two");
	flags_in(w, "one\ntwo", TOKEN_SPACE, "two");
}

static void a_token_knows_its_bytes(void **state)
{
	struct world *w = *state;

	cut(w, "caf\xc3\xa9 bar");
	assert_int_equal(w->t.n, 2);
	assert_int_equal(w->t.p[0].at, 0);
	assert_int_equal(w->t.p[0].n, 5);
	assert_int_equal(w->t.p[1].at, 6);
}

static void an_empty_text_has_no_tokens(void **state)
{
	struct world *w = *state;

	cut(w, "");
	assert_int_equal(w->t.n, 0);
	assert_int_equal(w->t.n_sentences, 0);
	cut(w, " \t ");
	assert_int_equal(w->t.n, 0);
	assert_int_equal(w->t.n_sentences, 0);
}

static void runs_of_one_mark_are_one_token(void **state)
{
	struct world *w = *state;

	cut_into(w, "Wow!!! What?!?", "Wow !!! What ? ! ?");
	cut_into(w, "so... ok", "so ... ok");
	cut_into(w, "(a) [b], {c}; d:", "( a ) [ b ] , { c } ; d :");
	cut_into(w,
		 "a--b \xe2\x80\x93 c\xe2\x80\x94"
		 "d",
		 "a -- b \xe2\x80\x93 c \xe2\x80\x94 d");
}

static void contractions_are_split(void **state)
{
	struct world *w = *state;

	cut_into(w, "he's don't can't I'm", "he 's do n't ca n't I 'm");
	folds_into(w, "he's don't can't won't shan't I'm",
		   "he 's do not can not will not shall not i am");
	folds_into(w, "they're we've she'll I'd", "they are we have she will i 'd");
	folds_into(w, "DON'T YOU'RE", "do not you are");
	folds_into(w, "shouldn't've I'd've", "should not have i 'd have");
	folds_into(w, "O'Brien's", "o'brien 's");
}

static void typographic_apostrophes_are_the_same(void **state)
{
	struct world *w = *state;

	folds_into(w, "he\xe2\x80\x99s don\xe2\x80\x99t can\xe2\x80\x98t I\xca\xbcm",
		   "he 's do not can not i am");
	cut_into(w, "he\xe2\x80\x99s", "he \xe2\x80\x99s");
}

static void contractions_know_their_parts(void **state)
{
	struct world *w = *state;

	flags_in(w, "he's I'd've well", TOKEN_HOST, "he|I+'d");
	flags_in(w, "he's I'd've well", TOKEN_CLITIC, "'s|'d+'ve");
	flags_in(w, "Don't DON'T", TOKEN_TITLE, "Do");
	flags_in(w, "Don't DON'T", TOKEN_UPPER, "DO+N'T");
}

static void other_apostrophes_stay_inside(void **state)
{
	struct world *w = *state;

	cut_into(w, "o'clock y'all rock'n'roll ma'am d'accord",
		 "o'clock y'all rock'n'roll ma'am d'accord");
	cut_into(w, "the dogs' 'quoted' 'n't", "the dogs ' ' quoted ' ' n't");
}

static void possessives_leave_names_alone(void **state)
{
	struct world *w = *state;

	cut_into(w, "@anna's #brand\xe2\x80\x99s 1990's U.S.'s",
		 "at:@anna 's tag:#brand \xe2\x80\x99s n:1990 's U.S. 's");
	flags_in(w, "@anna's", TOKEN_CLITIC, "'s");
	cut_into(w, "@anna'so", "at:@anna ' so");
}

static void hyphens_join(void **state)
{
	struct world *w = *state;

	cut_into(w, "well-known COVID-19 e-mail 20-year-old",
		 "well-known COVID-19 e-mail 20-year-old");
	cut_into(w, "-well known- a - b", "- well known - a - b");
	flags_in(w, "well-known word 10-20", TOKEN_HYPHEN, "well-known");
	folds_into(w, "well\xe2\x80\x91known", "well-known");
}

static void a_word_with_hyphens_has_parts(void **state)
{
	static const char *const parts[] = { "anti", "zorg", "isch" };
	struct world *w = *state;
	struct span part = { 0, 0 };
	struct str fold;
	size_t n = 0;

	cut(w, "x Anti-ZORG\xe2\x80\x90isch y");
	while (token_part(&w->v, &w->t.p[1], &w->a, &part, &fold)) {
		assert_in_range(n, 0, 2);
		assert_str(fold, parts[n++]);
		assert_str(utf8_fold(str_span(w->v.text, part), &w->a), parts[n - 1]);
	}
	assert_int_equal(n, 3);
}

static void a_word_without_hyphens_is_its_only_part(void **state)
{
	struct world *w = *state;
	struct span part = { 0, 0 };
	struct str fold;

	cut(w, "Word");
	assert_true(token_part(&w->v, &w->t.p[0], &w->a, &part, &fold));
	assert_str(fold, "word");
	assert_false(token_part(&w->v, &w->t.p[0], &w->a, &part, &fold));
}

static void underscores_join_only_inside(void **state)
{
	struct world *w = *state;

	cut_into(w, "snake_case _stress_ __init__", "snake_case _ stress _ __ init __");
}

static void full_stops_part_words(void **state)
{
	struct world *w = *state;

	cut_into(w, "kill.the.poor done.Next", "kill . the . poor done . Next");
	cut_into(w, "Node.js report.pdf v1.2.3", "Node.js report.pdf v1.2.3");
}

static void dotted_abbreviations_are_one_word(void **state)
{
	struct world *w = *state;

	cut_into(w, "e.g. i.e. U.S. U.S.A. a.m", "e.g. i.e. U.S. U.S.A. a.m");
	cut_into(w, "a Ph.D. in J.R.R. Tolkien", "a Ph.D. in J.R.R. Tolkien");
	cut_into(w, "Mr. Smith etc.", "Mr . Smith etc .");
}

static void invisible_characters_stay_in_the_word_and_out_of_its_fold(void **state)
{
	struct world *w = *state;

	cut_into(w, "ki\xe2\x80\x8bll", "ki\xe2\x80\x8bll");
	folds_into(w,
		   "ki\xe2\x80\x8bll co\xc2\xadop z\xe2\x80\x8d"
		   "org do\xe2\x80\xaenkey",
		   "kill coop zorg donkey");
}

static void folds_are_composed_and_without_case(void **state)
{
	struct world *w = *state;

	folds_into(w,
		   "\xc3\x89"
		   "COLE E\xcc\x81"
		   "cole Stra\xc3\x9f"
		   "e \xce\x91\xce\xa3",
		   "\xc3\xa9"
		   "cole \xc3\xa9"
		   "cole strasse \xce\xb1\xcf\x83");
	folds_into(w, "\xe2\x80\x9cHi\xe2\x80\x9d \xe2\x80\xa6 \xe2\x80\x94",
		   "\" hi \" ... -");
}

static void scripts_without_blanks_give_a_word_for_each_character(void **state)
{
	struct world *w = *state;

	cut_into(w, "\xe6\x97\xa5\xe6\x9c\xac\xe3\x81\xa7",
		 "\xe6\x97\xa5 \xe6\x9c\xac \xe3\x81\xa7");
	cut_into(w, "\xe3\x82\xab\xe3\x83\x8a \xed\x95\x9c\xea\xb5\xad",
		 "\xe3\x82\xab\xe3\x83\x8a \xed\x95\x9c\xea\xb5\xad");
}

static void capitals_are_seen_in_any_script(void **state)
{
	struct world *w = *state;
	const char *text =
		"I FREE Free free iPhone McCoy \xc3\x89"
		"COLE \xc3\x89"
		"cole "
		"\xd0\x9c\xd0\x98\xd0\xa0 \xd0\x9c\xd0\xb8\xd1\x80 B2B Anglo-Saxon";

	flags_in(w, text, TOKEN_UPPER,
		 "FREE|\xc3\x89"
		 "COLE|\xd0\x9c\xd0\x98\xd0\xa0|B2B");
	cut(w, text);
	assert_true(w->t.p[0].flags & TOKEN_TITLE);
	assert_true(w->t.p[2].flags & TOKEN_TITLE);
	assert_true(w->t.p[7].flags & TOKEN_TITLE);
	assert_true(w->t.p[9].flags & TOKEN_TITLE);
	assert_str(flagged(w, TOKEN_MIXED), "iPhone+McCoy|Anglo-Saxon");
}

static void words_with_digits_are_marked(void **state)
{
	struct world *w = *state;

	flags_in(w, "w4nt mp3 84k word 2pac 1st", TOKEN_DIGITS, "w4nt+mp3|2pac");
}

/* ---- emoji ---- */

#define FAMILY "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"
#define FLAG_GB "\xf0\x9f\x87\xac\xf0\x9f\x87\xa7"
#define FLAG_DE "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"
#define THUMB "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd"
#define HEART "\xe2\x9d\xa4\xef\xb8\x8f"

static void an_emoji_is_one_token(void **state)
{
	struct world *w = *state;

	cut_into(w, FAMILY FAMILY, "emoji:" FAMILY " emoji:" FAMILY);
	cut_into(w, FLAG_GB FLAG_DE, "emoji:" FLAG_GB " emoji:" FLAG_DE);
	cut_into(w, "ok" THUMB "ok" HEART, "ok emoji:" THUMB " ok emoji:" HEART);
	cut_into(w, "1\xef\xb8\x8f\xe2\x83\xa3 #\xef\xb8\x8f\xe2\x83\xa3",
		 "emoji:1\xef\xb8\x8f\xe2\x83\xa3 emoji:#\xef\xb8\x8f\xe2\x83\xa3");
}

static void signs_are_emoji_only_when_shown_as_one(void **state)
{
	struct world *w = *state;

	cut_into(w, "Acme\xc2\xae \xe2\x84\xa2", "Acme \xc2\xae \xe2\x84\xa2");
	cut_into(w, "\xc2\xa9\xef\xb8\x8f", "emoji:\xc2\xa9\xef\xb8\x8f");
}

/* Every emoji that Unicode recommends is one token. */
static void the_emoji_of_unicode_are_one_token_each(void **state)
{
	struct world *w = *state;
	FILE *in = fopen("/usr/share/unicode/emoji/emoji-test.txt", "r");
	char line[512];
	size_t n = 0, bad = 0;

	assert_non_null(in); /* package unicode-data: make deps-test */
	while (fgets(line, sizeof(line), in)) {
		struct buf b;
		char *p = line, *end;

		if (!strstr(line, "; fully-qualified"))
			continue;
		buf_init(&b, 0);
		for (unsigned long cp; (cp = strtoul(p, &end, 16), end > p); p = end)
			utf8_append(&b, (uint32_t)cp);
		cut_str(w, buf_view(&b));
		if (w->t.n != 1 || w->t.p[0].kind != TOKEN_EMOJI) {
			print_message("# %s", line);
			bad++;
		}
		buf_release(&b);
		arena_reset(&w->a);
		n++;
	}
	(void)fclose(in);
	assert_in_range(n, 3000, 100000);
	assert_int_equal(bad, 0);
}

/* ---- code and lines ---- */

static void code_is_one_token_per_line(void **state)
{
	struct world *w = *state;
	struct view_builder b;

	view_begin(&b, &w->a);
	view_add_exact(&b, STR("run "), 0);
	b.code = true;
	view_add_exact(&b, STR("rm -rf x.com "), 5);
	view_add_exact(&b, STR("\n  @two"), 30);
	b.code = false;
	view_add_exact(&b, STR("now"), 50);
	view_end(&b, &w->v);
	tokens_of(&w->v, &w->a, &w->t);
	assert_str(dump(w), "run code:rm -rf x.com / code:@two now");
}

static void a_word_does_not_reach_into_code(void **state)
{
	struct world *w = *state;
	struct view_builder b;

	view_begin(&b, &w->a);
	view_add_exact(&b, STR("un"), 0);
	b.code = true;
	view_add_exact(&b, STR("known@x.org"), 3);
	b.code = false;
	view_add_exact(&b, STR(".com/a"), 20);
	view_end(&b, &w->v);
	tokens_of(&w->v, &w->a, &w->t);
	assert_str(dump(w), "un code:known@x.org . com / a");
}

static void line_ends_are_tokens(void **state)
{
	struct world *w = *state;

	cut_into(w,
		 "a\nb\r\nc\rd\n\ne\xe2\x80\xa8"
		 "f",
		 "a / b / c / d / / e / f");
}

/* Ordinary words are not looked at closely; these only look ordinary. */
static void what_begins_like_a_word_is_still_what_it_is(void **state)
{
	struct world *w = *state;

	cut_into(w, "a.b@c.org a.org, A.b.", "mail:a.b@c.org url:a.org , A.b.");
	cut_into(w, "U.S.! Ph.D. p.m", "U.S. ! Ph.D. p.m");
	cut_into(w, "cannot. Cannot, cannots", "can not . Can not , cannots");
	cut_into(w, "US$5 us$ mailto:me http://a",
		 "n:US$5 us $ url:mailto:me url:http://a");
	cut_into(w, "end.(x) end.Next a.", "end . ( x ) end . Next a .");
	cut_into(w, "(555) 123-4567 (5", "( n:555 ) n:123 - n:4567 ( n:5");
	cut_into(w, "*\xef\xb8\x8f\xe2\x83\xa3 **bold** -5 .5 -- ..5",
		 "emoji:*\xef\xb8\x8f\xe2\x83\xa3 ** bold ** n:-5 n:.5 -- .. n:5");
	flags_in(w, "mp3 MP3 Mp3 mP3 ABC aBC AbC Abc A a1", TOKEN_DIGITS,
		 "mp3+MP3+Mp3+mP3|a1");
	flags_in(w, "mp3 MP3 Mp3 mP3 ABC aBC AbC Abc A a1", TOKEN_UPPER, "MP3|ABC");
	flags_in(w, "mp3 MP3 Mp3 mP3 ABC aBC AbC Abc A a1", TOKEN_TITLE, "Mp3|Abc+A");
	flags_in(w, "mp3 MP3 Mp3 mP3 ABC aBC AbC Abc A a1", TOKEN_MIXED, "mP3|aBC+AbC");
}

static void a_text_says_what_its_bytes_are(void **state)
{
	static const struct {
		const char *text;
		bool ascii, printable;
	} texts[] = {
		{ " ~Az@[`{09 and on", true, true },
		{ "a", true, true },
		{ "eight by\n", true, false },
		{ "\x7f and more", true, false },
		{ "ends in\x1f", true, false },
		{ "long enough caf\xc3\xa9", false, false },
		{ "\xc3\xa9\n", false, false },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		cut(w, texts[i].text);
		assert_int_equal(w->t.ascii, texts[i].ascii);
		assert_int_equal(w->t.printable, texts[i].printable);
	}
	folds_into(w, "@AZ[ `az{ AbCdEfGhIjKlMn \xc3\x89TE",
		   "@az [ ` az { abcdefghijklmn \xc3\xa9te");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(blanks_part_words_and_are_no_tokens),
		TEST(a_token_knows_its_bytes),
		TEST(an_empty_text_has_no_tokens),
		TEST(runs_of_one_mark_are_one_token),
		TEST(contractions_are_split),
		TEST(typographic_apostrophes_are_the_same),
		TEST(contractions_know_their_parts),
		TEST(other_apostrophes_stay_inside),
		TEST(possessives_leave_names_alone),
		TEST(hyphens_join),
		TEST(a_word_with_hyphens_has_parts),
		TEST(a_word_without_hyphens_is_its_only_part),
		TEST(underscores_join_only_inside),
		TEST(full_stops_part_words),
		TEST(dotted_abbreviations_are_one_word),
		TEST(invisible_characters_stay_in_the_word_and_out_of_its_fold),
		TEST(folds_are_composed_and_without_case),
		TEST(scripts_without_blanks_give_a_word_for_each_character),
		TEST(capitals_are_seen_in_any_script),
		TEST(words_with_digits_are_marked),
		TEST(an_emoji_is_one_token),
		TEST(signs_are_emoji_only_when_shown_as_one),
		TEST(the_emoji_of_unicode_are_one_token_each),
		TEST(code_is_one_token_per_line),
		TEST(a_word_does_not_reach_into_code),
		TEST(line_ends_are_tokens),
		TEST(what_begins_like_a_word_is_still_what_it_is),
		TEST(a_text_says_what_its_bytes_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
