/* What excuses a hit, and what does not. */
#include "check_test.h"

/* A rule that finds the list {insult}, and "want to kill". */
static void make_unless(struct world *w, const char *unless)
{
	char keys[128];

	(void)snprintf(keys, sizeof(keys), "    unless: [%s]\n", unless);
	make_find(w, "'{insult}', 'want ...2 to kill', 'you are ...3 {insult}'", keys);
}

static void without_an_excuse_nothing_is_excused(void **state)
{
	struct world *w = *state;

	make_find(w, "'{insult}'", "");
	marks(w, "He is not a \"<fool>\", critics say: a <fool>?");
}

/* ---- quoted ---- */

static void words_between_quotation_marks_are_quoted(void **state)
{
	struct world *w = *state;

	make_unless(w, "quoted");
	marks(w, "He wrote \"what a fool\" and left.");
	marks(w, "He wrote \xe2\x80\x9cwhat a fool\xe2\x80\x9d and left.");
	marks(w, "He wrote \xe2\x80\x98what a fool\xe2\x80\x99 and left.");
	marks(w, "He wrote 'what a fool' and left.");
	marks(w, "He wrote \xc2\xabwhat a fool\xc2\xbb and left.");
	marks(w, "Er schrieb \xe2\x80\x9ewhat a fool\xe2\x80\x9c and left.");
	marks(w, "He wrote \"what. A. Fool.\" and left.");
	marks(w, "\"It's 'the fool' again\", he said.");
}

static void words_beside_quotation_marks_are_not_quoted(void **state)
{
	struct world *w = *state;

	make_unless(w, "quoted");
	marks(w, "He wrote \"yes\", a <fool> wrote \"no\".");
	marks(w, "A <fool> wrote \"yes\" to a <zorg>.");
	marks(w, "\"yes\" <fool> \"no\"");
}

static void a_quotation_that_never_ends_is_none(void **state)
{
	struct world *w = *state;

	make_unless(w, "quoted");
	marks(w, "He wrote \"what a <fool> and left.");
	marks(w, "He wrote \"what a <fool>\n\nand left\" then.");
	marks(w, "a 5\" screen for a <fool> with 5\" more");
}

static void apostrophes_are_no_quotation_marks(void **state)
{
	struct world *w = *state;

	make_unless(w, "quoted");
	marks(w, "It's the boss's <fool> and the dogs' home.");
	marks(w, "'Tis a <fool>, the dogs' <fool>.");
	marks(w, "Don\xe2\x80\x99t be a <fool>, dogs\xe2\x80\x99 home");
	marks(w, "In the '90s a <fool> had dogs' bowls.");
}

static void a_hit_that_is_only_partly_quoted_is_not_quoted(void **state)
{
	struct world *w = *state;

	make_find(w, "'want ...2 to kill'", "    unless: [quoted]\n");
	marks(w, "They <want \"to kill>\" it");
}

/* ---- negated ---- */

static void a_negation_before_the_hit_negates_it(void **state)
{
	struct world *w = *state;

	make_unless(w, "negated");
	marks(w, "He is not a fool.");
	marks(w, "He isn't a fool.");
	marks(w, "I would never call him a fool.");
	marks(w, "No one here is a fool.");
	marks(w, "Nobody wants to kill them.");
	marks(w, "They do not want to kill anyone.");
	marks(w, "Without being a fool he lost.");
	marks(w, "He is hardly a fool.");
	marks(w, "They never rape and want to kill.");
	marks(w, "They denied being a fool");
	marks(w, "He isnt a fool and they dont want to kill.");
}

static void a_negation_behind_forty_tokens_is_too_far(void **state)
{
	struct world *w = *state;

#define TEN_TAGS "#a #b #c #d #e @f @g \xf0\x9f\x98\x80 #i #j "

	make_unless(w, "negated");
	marks(w, "They are not " TEN_TAGS TEN_TAGS "fools");
	marks(w, "They are not " TEN_TAGS TEN_TAGS TEN_TAGS TEN_TAGS "<fools>");
#undef TEN_TAGS
}

static void a_negation_inside_a_gap_negates_the_hit(void **state)
{
	struct world *w = *state;

	make_find(w, "'you are ...3 {insult}'", "    unless: [negated]\n");
	marks(w, "You are not a fool.");
	marks(w, "You aren't a fool.");
	marks(w, "<You are such a fool>.");
}

static void a_negation_that_the_rule_names_is_part_of_the_hit(void **state)
{
	struct world *w = *state;

	make_find(w, "'not my ...1 problem'", "    unless: [negated]\n");
	marks(w, "That is <not my problem>.");
}

static void a_negation_behind_the_hit_negates_its_object(void **state)
{
	struct world *w = *state;

	make_unless(w, "negated");
	marks(w, "We want to kill nobody, we want to kill no one.");
	marks(w, "We <want to kill> them, nobody sees.");
}

static void a_negation_of_another_clause_negates_nothing(void **state)
{
	struct world *w = *state;

	make_unless(w, "negated");
	marks(w, "I do not care, he is a <fool>.");
	marks(w, "I do not care but he is a <fool>.");
	marks(w, "I do not care because he is a <fool>.");
	marks(w, "They do not listen and they <want to kill>.");
	marks(w, "That is not so. He is a <fool>.");
	marks(w, "I do not like people who <want to kill>.");
	marks(w, "No, he is a <fool>.");
	marks(w, "Never in all these many long years was there a <fool>");
}

static void words_that_only_look_like_a_negation_negate_nothing(void **state)
{
	struct world *w = *state;

	make_unless(w, "negated");
	marks(w, "He is not only a <fool>.");
	marks(w, "He is no doubt a <fool>.");
	marks(w, "He is nothing but a <fool>.");
	marks(w, "They can't wait: they <want to kill>.");
	marks(w, "Whether or not they <want to kill>");
	marks(w, "Isn't he a <fool>");
	marks(w, "Why not call him a <fool>");
}

/* ---- attributed ---- */

static void what_others_say_is_attributed(void **state)
{
	struct world *w = *state;

	make_unless(w, "attributed");
	marks(w, "Critics say they want to kill it.");
	marks(w, "She claimed he is a fool.");
	marks(w, "According to the paper he is a fool.");
	marks(w, "They called him a fool.");
	marks(w, "He allegedly wants to kill it.");
	marks(w, "\"What a fool\", said the customer.");
	marks(w, "A customer told us: \"what a fool\".");
}

static void what_the_author_says_is_not_attributed(void **state)
{
	struct world *w = *state;

	make_unless(w, "attributed");
	marks(w, "I say he is a <fool>.");
	marks(w, "We have always said he is a <fool>.");
	marks(w, "According to me he is a <fool>.");
	marks(w, "You could say he is a <fool>.");
	marks(w, "Needless to say, a <fool>.");
	marks(w, "It goes without saying: a <fool>");
	marks(w, "\"What a <fool>\" I say");
}

static void an_opinion_is_nobody_elses(void **state)
{
	struct world *w = *state;

	make_unless(w, "attributed");
	marks(w, "If you ask me, a <fool>. I firmly believe that he is a <fool>.");
	marks(w, "Where is the mistake in saying a <fool>? We honestly do think a <fool>.");
	marks(w, "I keep saying that he is a <fool>. Just saying: a <fool>.");
	marks(w, "They honestly believe that he is a fool. People keep saying: a fool.");
	marks(w, "He was accused of saying a fool did it. They asked me about a fool.");
	make_find(w, "'{insult}', 'called'", "    unless: [attributed]\n");
	marks(w, "These so-<called> experts and a <fool>.");
}

static void what_nobody_realises_is_so(void **state)
{
	struct world *w = *state;

	make_unless(w, "negated");
	marks(w, "Do people really not realise that he is a <fool>?");
	marks(w, "They don't realize what a <fool> he is. Never forget that <fool>.");
	marks(w, "Don't people see that he is a <fool>? We do not know that <fool>.");
	marks(w, "I do not see a fool here. We do not know any fool.");
}

static void a_report_of_another_clause_or_sentence_attributes_nothing(void **state)
{
	struct world *w = *state;

	make_unless(w, "attributed");
	marks(w, "Critics say we are late, but he is a <fool>.");
	marks(w, "Critics say so. He is a <fool>.");
	marks(w, "He is a <fool>, critics say.");
}

/* ---- question, near ---- */

static void a_sentence_with_a_question_mark_at_its_end_asks(void **state)
{
	struct world *w = *state;

	make_unless(w, "question");
	marks(w, "Is he a fool? He is a <fool>.");
	marks(w, "Is he a fool?!");
	marks(w, "\"Is he a fool?\" #answer");
	marks(w, "He (really?) is a <fool>.");
}

static void something_near_excuses_in_the_same_sentence_only(void **state)
{
	struct world *w = *state;

	make_find(w, "'#EMAIL'",
		  "    unless: ['near our|company address', 'near {insult}']\n");
	marks(w, "Our address is a@example.com.");
	marks(w, "Write to a@example.com, zorg!");
	marks(w, "This is our address. Write to <b@example.com>.");
	marks(w, "Write to <b@example.com>. This is our address.");
	marks(w, "a@example.com and b@example.com are company addresses");
}

static void an_excused_hit_does_not_hide_one_that_is_not(void **state)
{
	struct world *w = *state;

	make_find(w, "'he is not ...2 fool', '{insult}'", "    unless: [quoted]\n");
	marks(w, "<he is not a fool>");
	make_find(w, "'is ...1 a fool indeed', 'fool indeed'", "    unless: [negated]\n");
	marks(w, "She <is a fool indeed>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_an_excuse_nothing_is_excused),
		TEST(words_between_quotation_marks_are_quoted),
		TEST(words_beside_quotation_marks_are_not_quoted),
		TEST(a_quotation_that_never_ends_is_none),
		TEST(apostrophes_are_no_quotation_marks),
		TEST(a_hit_that_is_only_partly_quoted_is_not_quoted),
		TEST(a_negation_before_the_hit_negates_it),
		TEST(a_negation_behind_forty_tokens_is_too_far),
		TEST(a_negation_inside_a_gap_negates_the_hit),
		TEST(a_negation_that_the_rule_names_is_part_of_the_hit),
		TEST(a_negation_behind_the_hit_negates_its_object),
		TEST(a_negation_of_another_clause_negates_nothing),
		TEST(words_that_only_look_like_a_negation_negate_nothing),
		TEST(what_others_say_is_attributed),
		TEST(what_the_author_says_is_not_attributed),
		TEST(an_opinion_is_nobody_elses),
		TEST(what_nobody_realises_is_so),
		TEST(a_report_of_another_clause_or_sentence_attributes_nothing),
		TEST(a_sentence_with_a_question_mark_at_its_end_asks),
		TEST(something_near_excuses_in_the_same_sentence_only),
		TEST(an_excused_hit_does_not_hide_one_that_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
