/* Rules about the shape of a text: measures, repetitions, capitals, slips, hidden
 * characters, secrets. */
#include "check_test.h"

/* One rule, by the line that makes it one. */
static void rule(struct world *w, const char *key)
{
	char rules[1024];

	(void)snprintf(rules, sizeof(rules), RULE("style/test", "block", "    %s\n"),
		       key);
	make(w, rules, NULL);
}

static void fixed_as(const struct world *w, const char *text)
{
	const struct finding *f = only_finding(w);

	assert_true(f->n_fixes >= 1);
	assert_str(f->fixes[0], text);
}

/* ---- measures ---- */

static void every_long_sentence_is_found_with_its_words(void **state)
{
	struct world *w = *state;

	rule(w, "metric: {sentence-words: {max: 4}}");
	marks(w, "One two three four. <One two three four five>. Six. "
		 "<Another one that is long>!");
	judge(w, "One two three four five.");
	says(only_finding(w)->msg, "this sentence has 5 words; at most 4");
	says(only_finding(w)->msg, "Say it nicely");
}

static void what_is_too_many_is_found_from_the_first(void **state)
{
	struct world *w = *state;

	rule(w, "metric: {hashtags: {max: 2}}");
	marks(w, "#a #b");
	marks(w, "#a x #b y <#c #d> z");
	rule(w, "metric: {exclamations: {max: 1}}");
	marks(w, "Oh! So<! Yes!>");
	rule(w, "metric: {links: {max: 0}}");
	marks(w, "See <https://example.com>.");
	rule(w, "metric: {emoji: {max: 1}}");
	marks(w, "\xf0\x9f\x98\x80 and <\xf0\x9f\x98\x80>");
	rule(w, "metric: {mentions: {max: 1}}");
	marks(w, "@bob and <@ann>");
}

static void what_is_too_little_is_the_whole_text(void **state)
{
	struct world *w = *state;

	rule(w, "metric: {words: {min: 3}}");
	marks(w, "<Too short.>");
	marks(w, "Just long enough.");
	judge(w, "Too short.");
	says(only_finding(w)->msg, "2 words; at least 3");
}

static void capitals_in_a_row_are_found(void **state)
{
	struct world *w = *state;

	rule(w, "metric: {capital-words: {max: 3}}");
	marks(w, "The NASA and BBC said OK.");
	marks(w, "We say <THIS IS TOO LOUD> now.");
}

static void syllables_are_means(void **state)
{
	struct world *w = *state;

	rule(w, "metric: {syllables-per-word: {max: 1.5}}");
	marks(w, "This is plain and short.");
	judge(w, "Institutional responsibility.");
	says(only_finding(w)->msg, "syllables in a word on average; at most 1.5");
}

static void rare_words_are_per_cent(void **state)
{
	struct world *w = *state;

	rule(w, "metric: {rare-words: {max: 20}}");
	marks(w, "We want to help you today and every day.");
	judge(w, "The apotropaic thaumaturge gibbered sesquipedalian words.");
	says(only_finding(w)->msg, "per cent of the words are rare");
}

static void scores_wait_for_a_passage(void **state)
{
	struct world *w = *state;
	char text[4096];
	size_t n = 0;

	rule(w, "readability: {fkgl: {max: 5}}");
	marks(w, "Institutional responsibility necessitates deliberation.");
	for (int i = 0; i < 25; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
				      "Institutional "
				      "responsibility necessitates deliberation. ");
	judge(w, text);
	says(only_finding(w)->msg, "Flesch-Kincaid grade of this text is");
	says(only_finding(w)->msg, "at most 5");
	assert_int_equal(only_finding(w)->at.end, n - 1);
}

/* ---- repetitions ---- */

static void doubled_words_are_found(void **state)
{
	struct world *w = *state;

	rule(w, "repeat: [word]");
	marks(w, "We love <the the> cat and it is <for\nfor> you.");
	judge(w, "So are are we.");
	fixed_as(w, "are");
	judge(w, "The the cat.");
	fixed_as(w, "The");
}

static void words_that_are_said_twice_are_not(void **state)
{
	struct world *w = *state;

	rule(w, "repeat: [word]");
	marks(w, "He had had enough, and that that was very very bad. Bye bye!");
	marks(w,
	      "Log in in the morning. Walla Walla, New York New York, Vitamin A a day.");
	marks(w, "It is the, the thing. Is it to? To you. I told her her name.");
}

static void words_in_a_row_are_told_once(void **state)
{
	struct world *w = *state;

	rule(w, "repeat: [word]");
	marks(w, "It is <the the the> end <of\r\nof> it, <a a> way.");
	marks(w, "It is the\n\nthe end, <and\xc2\xad and> so a, a. The a AN an");
	rule(w, "repeat: {word: {max: 2}}");
	marks(w, "It is the the end. Is it <to to to> <of of of>?");
}

static void sentences_that_begin_alike_are_found(void **state)
{
	struct world *w = *state;

	rule(w, "repeat: [sentence-start]");
	marks(w, "We go. We see. They stay. We sit.");
	marks(w, "We go. We see. <We> sit. Then they leave.");
}

static void marks_in_a_row_are_found(void **state)
{
	struct world *w = *state;

	rule(w, "repeat: {mark: {max: 2}}");
	marks(w, "Yes!! What?! Well...");
	marks(w, "Yes<!!!> What<?!?!?!>");
	marks(w, "Yes<\xe2\x80\xbc!> What<\xef\xbc\x9f??!> (!!)<???>");
	marks(w, "Yes<!!\xe2\x80\xbc>\xef\xb8\x8f!! \xe2\x80\xa6!!");
	judge(w, "Yes!!!!");
	fixed_as(w, "!");
	says(only_finding(w)->msg, "4 marks in a row; at most 2");
}

static void emoji_in_a_row_are_found(void **state)
{
	struct world *w = *state;

	rule(w, "repeat: {emoji: {max: 2}}");
	marks(w, "\xf0\x9f\x98\x80\xf0\x9f\x98\x80 \xf0\x9f\x8e\x89");
	marks(w, "Hi <\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80>");
}

/* ---- capitals ---- */

static void sentences_begin_with_a_capital(void **state)
{
	struct world *w = *state;

	rule(w, "capitalisation: sentences");
	marks(w, "<we> are open. <come> in!");
	marks(w, "We sing. <they> see it.");
	judge(w, "we are open.");
	fixed_as(w, "We");
}

static void what_is_written_small_stays_so(void **state)
{
	struct world *w = *state;

	rule(w, "capitalisation: sentences");
	marks(w, "iPhone users rejoice. e.g. this one. See e.g. our page.");
	marks(w, "example.com is down. @bob said so. #tag it. 5 of us.");
	marks(w, "npm is slow. x-ray it. Yahoo! is here.");
	marks(w, "- apples\n- pears\n\nno full stop here");
	marks(w, "Well... we see. \"really?\" he said.");
}

static void the_pronoun_is_a_capital(void **state)
{
	struct world *w = *state;

	rule(w, "capitalisation: i");
	marks(w, "So <i> think <i>'m off, and <i> am.");
	judge(w, "Then i go.");
	fixed_as(w, "I");
	marks(w, "i) first (i) second, i.e. this, i/o, for i in range, wi fi.");
	w->ctx.lang = STR("de");
	marks(w, "So i think.");
}

static void hashtags_of_several_words_are_found(void **state)
{
	struct world *w = *state;

	rule(w, "capitalisation: hashtags");
	marks(w, "<#makeitreadable> #MakeItReadable #marketing #readable #tbt");
	assert_int_equal(only_finding(w)->n_fixes, 0);
}

/* ---- slips ---- */

static void articles_fit_the_sound(void **state)
{
	struct world *w = *state;

	rule(w, "grammar: article");
	marks(w, "It took <a> hour and <an> unicorn with <an> user, <a> MBA.");
	marks(w, "An hour, a unicorn, an MBA, a NASA plan, an 8-bit chip, a European.");
	marks(w, "Plan A is ours. Vitamin A and B. A \"apple\". The a in cat. a.m.");
	judge(w, "An unicorn.");
	fixed_as(w, "A");
	w->ctx.lang = STR("fr");
	marks(w, "Il a un an.");
}

/* Not in the message, and not as what to write. */
static void words_that_are_masked_are_not_told(void **state)
{
	static const char *const cases[][2] = {
		{ "grammar: article", "It was a apple to all." },
		{ "repeat: {sentence-start: {max: 1}}", "Apple came. Apple saw." },
		{ "capitalisation: sentences", "apple is a cat." },
	};
	struct world *w = *state;
	char rules[1024];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		(void)snprintf(rules, sizeof(rules),
			       RULE("style/test", "block", "    %s\n"), cases[i][0]);
		make(w, rules, "lexicons/oath.yaml",
		     "about: Oaths\nmask: true\nterms: [apple]\n", NULL);
		judge(w, cases[i][1]);
		for (size_t k = 0; k < w->f.v.n; k++) {
			const struct finding *f = &w->f.v.p[k];

			assert_int_equal(str_find(f->msg, STR("pple"), 0), SIZE_MAX);
			for (size_t n = 0; n < f->n_fixes; n++)
				assert_int_equal(str_find(f->fixes[n], STR("pple"), 0),
						 SIZE_MAX);
		}
		assert_true(w->f.v.n > 0);
	}
}

static void blanks_stand_where_they_belong(void **state)
{
	struct world *w = *state;

	rule(w, "grammar: spacing");
	marks(w, "One<  >two three< ,> four<,>then five< .>");
	marks(w, "It ends<.>Next one begins.");
	marks(w, "Two blanks behind a stop.  As typists do. See .NET and .5 of it...");
	marks(w, "Node.js, example.com, 1,000 and 3.5, e.g. this, U.S.A. and a,b,c.");
	marks(w, "Well . . . no. See file,name_x and foo.Bar_x. \xc2\xab ok \xc2\xbb");
	judge(w, "One ,two");
	judge(w, "No , I say.");
	fixed_as(w, ",");
}

static void blanks_at_the_edges_are_nothing(void **state)
{
	struct world *w = *state;

	rule(w, "grammar: [spacing, punctuation]");
	marks(w, "  , so");
	marks(w, ".. one\n , two  \n  three. \n.");
	marks(w, ",");
	marks(w, "one<,,>");
	marks(w, "one  \"two\"  three");
	marks(w, "#tag<  >@name\nhttps://example.com<  >5\n.  x  ,\n#a< ,>");
}

static void doubled_marks_are_found(void **state)
{
	struct world *w = *state;

	rule(w, "grammar: punctuation");
	marks(w, "One<,,> two. So<..> And<,.>");
	marks(w, "Wait... what?! Inc., and ../path, \"so,\" he said.");
}

static void quotation_marks_come_in_pairs(void **state)
{
	struct world *w = *state;

	rule(w, "grammar: quotes");
	marks(w, "We love <\">great tools and more.");
	marks(w, "We love \xe2\x80\x9cgreat\xe2\x80\x9d tools<\xe2\x80\x9d> and more.");
}

static void quotation_marks_that_may_be_right_are_left(void **state)
{
	struct world *w = *state;

	rule(w, "grammar: quotes");
	marks(w, "A 5\" screen, \"good\" and 'bad'. Don't. The dogs' home.");
	marks(w, "She said, \"First.\n\n\"Second,\" and left.");
	marks(w, "\"All of it is quoted, and goes on elsewhere.");
}

static void brackets_come_in_pairs(void **state)
{
	struct world *w = *state;

	rule(w, "grammar: brackets");
	marks(w, "We saw it <(>and so did they.");
	marks(w, "We saw it<)> and left.");
	marks(w, "Fine (so [far]) :) ;-( (: 8) a) one b) two 1) three (see 2)) no.");
}

/* ---- hidden characters, secrets ---- */

static void hidden_characters_are_found_by_class(void **state)
{
	struct world *w = *state;

	rule(w, "hidden: [zero-width, mixed-script]");
	marks(w, "fr<\xe2\x80\x8b>ee <p\xd0\xb0ypal> \xe2\x80\xae");
	judge(w, "fr\xe2\x80\x8b"
		 "ee");
	says(only_finding(w)->msg, "U+200B");
	fixed_as(w, "");
	rule(w, "hidden: lookalike-link");
	marks(w, "<https://p\xd0\xb0ypal.com/a>");
}

static void secrets_are_found_and_masked(void **state)
{
	struct world *w = *state;

	rule(w, "secrets: [high-entropy, url-password, assigned]");
	marks(w, "https://bob:<hunter2x>@example.com/ and password = <hunter2x9> so");
	assert_true(w->f.v.p[0].mask && w->f.v.p[1].mask);
	marks(w, "the password is <Hunter2x9>.");
	rule(w, "secrets: high-entropy");
	marks(w, "Our key <Zx81kLmQ93pTv02bNc7R4sWy>, do not tell.");
}

static void what_only_looks_random_is_none(void **state)
{
	struct world *w = *state;

	rule(w, "secrets: [high-entropy, url-password, assigned]");
	marks(w, "Commit 761e7190f2b3c4d5e6f708192a3b4c5d6e7f8091 has the key.");
	marks(w, "Our key id: 29f63271-dc2f-4734-8221-5b31b5169bac");
	marks(w, "password: required. Your password: at least 8 characters.");
	marks(w,
	      "Token: see https://example.com/a/my-first-post-about-tokens-2026-11-25");
	marks(w, "https://user:password@example.com https://example.com:8080/a@b");
	marks(w, "Secret: 12:30 at the bar. key=your-api-key-goes-right-here-1");
}

/* ---- all of them ---- */

static void nothing_is_said_of_code(void **state)
{
	struct world *w = *state;
	struct diags d = { .a = &w->item };
	struct view_builder b;
	struct view v;

	rule(w, "grammar: [article, spacing, punctuation]");
	findings_init(&w->f, &w->item);
	assert_true(
		source_init(&w->s, STR("text"), STR("a hour  x ,,"), 99, &w->item, &d));
	view_begin(&b, &w->item);
	b.code = true;
	view_add_exact(&b, w->s.bytes, 0);
	view_end(&b, &v);
	check_view(w->c, &v, &w->s, &w->ctx, &w->f);
	assert_int_equal(w->f.v.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_long_sentence_is_found_with_its_words),
		TEST(what_is_too_many_is_found_from_the_first),
		TEST(what_is_too_little_is_the_whole_text),
		TEST(capitals_in_a_row_are_found),
		TEST(syllables_are_means),
		TEST(rare_words_are_per_cent),
		TEST(scores_wait_for_a_passage),
		TEST(doubled_words_are_found),
		TEST(words_that_are_said_twice_are_not),
		TEST(words_in_a_row_are_told_once),
		TEST(sentences_that_begin_alike_are_found),
		TEST(marks_in_a_row_are_found),
		TEST(emoji_in_a_row_are_found),
		TEST(sentences_begin_with_a_capital),
		TEST(what_is_written_small_stays_so),
		TEST(the_pronoun_is_a_capital),
		TEST(hashtags_of_several_words_are_found),
		TEST(articles_fit_the_sound),
		TEST(words_that_are_masked_are_not_told),
		TEST(blanks_stand_where_they_belong),
		TEST(blanks_at_the_edges_are_nothing),
		TEST(doubled_marks_are_found),
		TEST(quotation_marks_come_in_pairs),
		TEST(quotation_marks_that_may_be_right_are_left),
		TEST(brackets_come_in_pairs),
		TEST(hidden_characters_are_found_by_class),
		TEST(secrets_are_found_and_masked),
		TEST(what_only_looks_random_is_none),
		TEST(nothing_is_said_of_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
