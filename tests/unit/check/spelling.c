#include "check_test.h"

#define SPELLING RULE("spelling/words", "advise", "    spelling: true\n")

static void a_misspelt_word_is_marked_with_its_fix(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	judge(w, "We recieve letters.");
	assert_str(str_span(w->s.bytes, only_finding(w)->at), "recieve");
	assert_str(only_finding(w)->fixes[0], "receive");
	says(only_finding(w)->msg, "\"recieve\" is not in the dictionary. Say it nicely");
	assert_in_range(only_finding(w)->n_fixes, 1, 3);
}

static void right_words_are_left_alone(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w, "We don't know what she's written; it's well-known, isn't it?");
	marks(w, "The boss's children\xe2\x80\x99s toys weren\xe2\x80\x99t there.");
	marks(w, "Colour or color, both are fine in plain English.");
}

static void what_is_no_word_of_the_author_is_left_alone(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w,
	      "See https://exmaple.com/recieve, recieve.pdf or recieve@exmaple.com now");
	marks(w, "@recieve #recieve $RCV \xf0\x9f\x98\x80 42 84k mp3 b2b gr8 h1n1 5O2x "
		 "1st x");
	marks(w, "lol haha hahaha hmm ugh imho ok");
	marks(w, "NASA and UNHCR and XQZ");
}

static void code_is_not_spelled(void **state)
{
	struct world *w = *state;
	struct view_builder b;
	struct view v;

	make(w, SPELLING, NULL);
	judge(w, "recieve");
	view_begin(&b, &w->item);
	b.code = true;
	view_add_exact(&b, w->s.bytes, 0);
	view_end(&b, &v);
	findings_init(&w->f, &w->item);
	check_view(w->c, &v, &w->s, &w->ctx, &w->f);
	assert_int_equal(w->f.v.n, 0);
}

static void names_are_left_alone(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w, "We met Zorgana Blimfeld at HubbaSpotify and iZorgify.");
	marks(w, "Zorgana came. Blimfelda went.");
}

static void a_slip_at_the_start_of_a_sentence_is_found(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w, "<Teh> day. <Recieve> this.");
	judge(w, "Teh day");
	assert_str(only_finding(w)->fixes[0], "The");
}

static void missing_apostrophes_are_found(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w, "<Dont> wait. <Isnt> it great? We <cant> and <wont>. <DONT>!");
	marks(w, "<Thats> what <theyre> for. <Ive> seen it, <im> sure.");
	marks(w, "Sail, as is his wont. The cant of thieves. Its well, ill and were.");
	marks(w, "IM me and IVE.");
	judge(w, "Dont wait");
	assert_str(only_finding(w)->fixes[0], "Don't");
	says(only_finding(w)->msg, "an apostrophe is missing: \"Don't\"");
	assert_int_equal(only_finding(w)->good.n, 0);
	judge(w, "Now im here");
	assert_str(only_finding(w)->fixes[0], "I'm");
}

static void digits_for_letters_are_found(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w, "<1O0> users are <wr1ting> since <2O25>, <w4nt> more");
	judge(w, "1O0 users");
	assert_str(only_finding(w)->fixes[0], "100");
	judge(w, "Wr1ting");
	assert_str(only_finding(w)->fixes[0], "Writing");
}

static void an_ordinary_word_with_a_capital_is_a_slip(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w, "<Wich> one? <Hte> best. <Sooooo> good. <Lovley> food, XXXIII.");
	w->ctx.lang = STR("en-GB");
	marks(w, "<Wich> one?");
}

static void a_name_is_at_most_advice(void **state)
{
	struct world *w = *state;

	make(w, RULE("spelling/words", "block", "    spelling: true\n"), NULL);
	marks(w, "The <Goverment> said so. On <Wendesday> and <Tusday> in <Febuary>.");
	marks(w, "Our <Custommers> love it. Our <Newsleter> Is Here.");
	judge(w, "The Goverment said so.");
	assert_int_equal(only_finding(w)->level, LEVEL_ADVISE);
	judge(w, "We went to london.");
	assert_int_equal(only_finding(w)->level, LEVEL_ADVISE);
	judge(w, "We went on monday.");
	assert_int_equal(only_finding(w)->level, LEVEL_BLOCK);
	marks(w, "we went to london on a whim, and nobody minds");
}

static void two_words_written_as_one_are_told_apart(void **state)
{
	struct world *w = *state;

	make(w, RULE("spelling/words", "block", "    spelling: true\n"), NULL);
	judge(w, "We eat a hotdog");
	assert_int_equal(only_finding(w)->level, LEVEL_ADVISE);
	assert_str(only_finding(w)->fixes[0], "hot dog");
	judge(w, "We like it alot");
	assert_int_equal(only_finding(w)->level, LEVEL_BLOCK);
	assert_str(only_finding(w)->fixes[0], "a lot");
}

static void a_character_that_nobody_sees_is_named(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	judge(w, "We rec\xc2\xad"
		 "ieve it");
	says(only_finding(w)->msg,
	     "\"recieve\" is not in the dictionary, and an invisible");
	says(only_finding(w)->msg, "soft hyphen, U+00AD");
	assert_str(only_finding(w)->fixes[0], "receive");
	judge(w, "We reci\xe2\x80\x8b"
		 "eve it");
	says(only_finding(w)->msg, "zero-width space, U+200B");
}

static void an_address_that_was_cut_is_none_of_our_business(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w, "Email: rreynol...@example.com");
}

static void wrong_capitals_are_found(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	judge(w, "We went to london.");
	assert_str(only_finding(w)->fixes[0], "London");
	says(only_finding(w)->msg, "other capitals");
	marks(w, "We saw <THe> day, the IDs and the URLs.");
}

static void another_dialect_counts_only_when_the_post_has_one(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	w->ctx.lang = STR("en-GB");
	judge(w, "the color of it");
	says(only_finding(w)->msg,
	     "\"color\" is spelled \"colour\" in en-GB. Say it nicely");
	assert_str(only_finding(w)->fixes[0], "colour");
	marks(w, "the colour of it");
	marks(w, "Salesforce, Whitespace, layoffs, Tel. and Spotify");
	w->ctx.lang = STR("en-US");
	marks(w, "the <colour> of it, the color");
	w->ctx.lang = STR("en");
	marks(w, "colour color");
	w->ctx.lang = STR_NULL;
	marks(w, "colour color");
}

#define WORDS                                                                            \
	"words.txt", "Zorgify\n=iOS\ne-mail -> email\nutilise -> "                       \
		     "use\n!synergy\nlowzorg\n"

static void house_words_are_accepted(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, WORDS, NULL);
	marks(w, "we lowzorg with zorgify and Zorgify's lowzorg's end");
	marks(w, "we <lowzorgx>");
}

static void house_words_with_a_case_want_that_case(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, WORDS, NULL);
	marks(w, "iOS and <ios> and <IOS> and iOS's and <Ios>'s");
	judge(w, "an ios app");
	assert_str(only_finding(w)->fixes[0], "iOS");
}

static void the_word_that_the_house_prefers_is_the_fix(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, WORDS, NULL);
	judge(w, "E-mail me");
	assert_str(only_finding(w)->fixes[0], "Email");
	says(only_finding(w)->msg, "instead of \"E-mail\" we say \"Email\"");
	assert_string_equal(only_finding(w)->msg.p,
			    "instead of \"E-mail\" we say \"Email\"");
	assert_int_equal(only_finding(w)->good.n, 0);
	marks(w, "<utilise> it, use it, email me");
}

static void forms_of_a_word_that_the_house_avoids_are_found(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, "words.txt",
	     "utilise -> use\npurchase -> buy\nnew -> recent\nutilised -> applied\n"
	     "us -> team\n",
	     NULL);
	marks(w,
	      "<utilise>, <Utilising>, <utilised> and <UTILISES>; the news, used, using");
	judge(w, "Utilising it");
	assert_str(only_finding(w)->fixes[0], "Using");
	judge(w, "He utilised it");
	assert_str(only_finding(w)->fixes[0], "applied");
	judge(w, "He purchases it, purchased");
	assert_str(only_finding(w)->fixes[0], "buys");
}

static void a_forbidden_word_is_found(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, WORDS, NULL);
	judge(w, "with Synergy");
	assert_string_equal(only_finding(w)->msg.p, "we do not use \"Synergy\"");
	assert_int_equal(only_finding(w)->n_fixes, 0);
}

static void a_language_without_a_dictionary_is_said_once(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, WORDS, NULL);
	w->ctx.lang = STR("tlh");
	judge(w, "nuqneH wo' batlh, ios");
	assert_int_equal(w->f.v.n, 2);
	assert_str(w->f.v.p[0].rule, "spelling/language");
	says(w->f.v.p[1].msg, "\"ios\" is written \"iOS\" here");
	judge(w, "12 :-)");
	assert_int_equal(w->f.v.n, 0);
	w->ctx.lang = STR("../../etc/passwd");
	judge(w, "word");
	assert_str(only_finding(w)->rule, "spelling/language");
}

static void many_languages_one_after_another_are_fine(void **state)
{
	static const char *const langs[] = { "en", "en-GB", "tlh", "en-US", "xx",
					     "yy", "zz",    "en",  "en-GB" };
	struct world *w = *state;

	make(w, SPELLING, NULL);
	for (size_t i = 0; i < ARRAY_LEN(langs); i++) {
		w->ctx.lang = str_from(langs[i]);
		judge(w, "We recieve it");
		says(only_finding(w)->msg,
		     str_starts(w->ctx.lang, "en") ? "recieve" : "not checked");
	}
}

static void a_spelling_rule_obeys_its_excuses(void **state)
{
	struct world *w = *state;

	make(w,
	     RULE("spelling/words", "advise",
		  "    spelling: true\n    unless: [quoted]\n"),
	     NULL);
	marks(w, "She wrote \"I recieve it\" and <recieve>.");
}

static void a_text_full_of_misspelt_words_costs_little(void **state)
{
	struct world *w = *state;
	struct buf text;

	make(w, SPELLING, NULL);
	buf_init(&text, 0);
	for (int i = 0; i < 400; i++)
		buf_printf(&text, "wrogn%c%cwrd ", 'a' + i % 26, 'a' + i / 26);
	judge_bytes(w, buf_view(&text));
	buf_release(&text);
	assert_int_equal(w->f.v.n, 400);
}

static void other_scripts_are_not_english_mistakes(void **state)
{
	struct world *w = *state;

	make(w, SPELLING, NULL);
	marks(w, "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 "
		 "\xe4\xbd\xa0\xe5\xa5\xbd \xce\xbb\xcf\x8c\xce\xb3\xce\xbf\xcf\x82");
}

/* More words than a checker keeps in mind, all of them in one text. */
static void what_was_read_before_changes_no_answer(void **state)
{
	struct world *w = *state;
	struct buf text;

	make(w, SPELLING, NULL);
	buf_init(&text, 0);
	buf_printf(&text, "We recieve letters, dont we? ");
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "#n%d the ", i);
	buf_printf(&text, "The letters we recieve. Dont.");
	for (int round = 0; round < 2; round++) {
		judge_bytes(w, buf_view(&text));
		assert_int_equal(w->f.v.n, 4);
		judge(w, "The recieve letters.");
		assert_str(str_span(w->s.bytes, only_finding(w)->at), "recieve");
		marks(w, "<Dont> <recieved> RECEIVE Receive <recieve>");
	}
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_misspelt_word_is_marked_with_its_fix),
		TEST(right_words_are_left_alone),
		TEST(what_is_no_word_of_the_author_is_left_alone),
		TEST(code_is_not_spelled),
		TEST(names_are_left_alone),
		TEST(a_slip_at_the_start_of_a_sentence_is_found),
		TEST(missing_apostrophes_are_found),
		TEST(digits_for_letters_are_found),
		TEST(an_ordinary_word_with_a_capital_is_a_slip),
		TEST(a_name_is_at_most_advice),
		TEST(two_words_written_as_one_are_told_apart),
		TEST(a_character_that_nobody_sees_is_named),
		TEST(an_address_that_was_cut_is_none_of_our_business),
		TEST(wrong_capitals_are_found),
		TEST(another_dialect_counts_only_when_the_post_has_one),
		TEST(house_words_are_accepted),
		TEST(house_words_with_a_case_want_that_case),
		TEST(the_word_that_the_house_prefers_is_the_fix),
		TEST(forms_of_a_word_that_the_house_avoids_are_found),
		TEST(a_forbidden_word_is_found),
		TEST(a_language_without_a_dictionary_is_said_once),
		TEST(many_languages_one_after_another_are_fine),
		TEST(a_spelling_rule_obeys_its_excuses),
		TEST(a_text_full_of_misspelt_words_costs_little),
		TEST(other_scripts_are_not_english_mistakes),
		TEST(what_was_read_before_changes_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
