/* Rules that weigh all their hits of a text: need, count, consistency, moves; what they
 * mark, and what they say. */
#include "check_test.h"

static void make_rule(struct world *w, const char *keys)
{
	char rules[4096];

	(void)snprintf(rules, sizeof(rules),
		       "  - id: tone/test\n    level: ask\n    say: Say it nicely.\n"
		       "%s" EXAMPLES,
		       keys);
	make(w, rules, INSULTS, NULL);
}

/* ---- need ---- */

static void what_is_missing_marks_the_first_sentence(void **state)
{
	struct world *w = *state;

	make_rule(w, "    need: ['#HASHTAG', 'see our (house)? rules']\n");
	marks(w, "<We sell bread.> It is good.");
	marks(w, "<We sell bread>");
	marks(w, "\n\n  <We sell bread!> More of it.");
	marks(w, "We sell bread. It is good #bread");
	marks(w, "We sell bread, see our house rules. It is good.");
	marks(w, "We sell bread, see our rules");
}

static void nothing_is_missing_from_an_empty_text(void **state)
{
	struct world *w = *state;

	make_rule(w, "    need: ['#HASHTAG']\n");
	marks(w, "");
	marks(w, " \n\t\n ");
	marks(w, "<.>");
}

static void a_need_says_what_its_rule_says(void **state)
{
	struct world *w = *state;

	make_rule(w, "    need: ['{insult}']\n    suggest: You fool\n");
	judge(w, "Nice");
	assert_str(only_finding(w)->msg, "Say it nicely. For instance: \"You fool\"");
	assert_int_equal(only_finding(w)->level, LEVEL_ASK);
	marks(w, "You zorg");
}

/* ---- count ---- */

static void the_first_hit_past_the_most_is_marked(void **state)
{
	struct world *w = *state;

	make_rule(w, "    count: {of: '#HASHTAG', max: 2}\n");
	marks(w, "#a #b");
	marks(w, "#a text #b text <#c> text #d");
	assert_str(w->f.v.p[0].msg, "Say it nicely (4 here, at most 2)");
	make_rule(w, "    count: {of: ['#HASHTAG', 'bad|worse'], max: 0}\n");
	marks(w, "A good day");
	marks(w, "A <worse> day #bad");
}

static void too_few_hits_mark_the_first_sentence(void **state)
{
	struct world *w = *state;

	make_rule(w, "    count: {of: '#HASHTAG', min: 2, max: 3}\n");
	marks(w, "<Fresh bread.> Come and see. #bread");
	assert_str(w->f.v.p[0].msg, "Say it nicely (1 here, at least 2)");
	marks(w, "Fresh bread. Come and see. #bread #rolls");
	marks(w, "Fresh bread. Come and see. #a #b #c <#d>");
	marks(w, "");
}

static void hits_that_overlap_count_once(void **state)
{
	struct world *w = *state;

	make_rule(w, "    count: {of: ['very bad', 'bad', 'bad day'], max: 1}\n");
	marks(w, "A very bad idea");
	marks(w, "A bad day");
	marks(w, "A bad day, a <bad> idea");
}

static void excused_hits_do_not_count(void **state)
{
	struct world *w = *state;

	make_rule(w, "    count: {of: bad, max: 1}\n    unless: [quoted, negated]\n");
	marks(w, "It is bad. They say \"bad\". It is not bad. <Bad> it is.");
	assert_str(w->f.v.p[0].msg, "Say it nicely (2 here, at most 1)");
}

static void sentences_are_counted_one_by_one(void **state)
{
	struct world *w = *state;

	make_rule(w, "    count: {of: we, max: 1, in: sentence}\n");
	marks(w, "We came. We saw. We won.");
	marks(w, "We came, <we> saw, we won. We slept. We ate and <we> slept.");
	assert_str(w->f.v.p[0].msg, "Say it nicely (3 in this sentence, at most 1)");
	make_rule(w, "    count: {of: we, min: 1, in: sentence}\n");
	marks(w, "We came. <They saw.> We won! \xf0\x9f\x8e\x89\n\n<Nobody slept>");
}

/* ---- consistency ---- */

static void the_rarer_way_is_marked_and_the_other_proposed(void **state)
{
	struct world *w = *state;

	make_rule(w, "    consistency: [[e-mail, email], [colour, color]]\n");
	marks(w, "An email. Two emails. My <e-mail>, in colour.");
	assert_int_equal(w->f.v.p[0].n_fixes, 1);
	assert_str(w->f.v.p[0].fixes[0], "email");
	assert_str(w->f.v.p[0].msg,
		   "Say it nicely (\"email\" 2 times, \"e-mail\" 1 time)");
	marks(w, "An email, in color.");
}

static void of_two_ways_that_are_as_frequent_the_later_is_marked(void **state)
{
	struct world *w = *state;

	make_rule(w, "    consistency: [[colour, color]]\n");
	marks(w, "A colour and a <color>");
	marks(w, "A color and a <colour>");
	marks(w, "A color, a <colour>, a <colour>, a color");
}

static void the_other_way_has_the_form_and_case_of_the_words(void **state)
{
	struct world *w = *state;

	make_rule(w, "    consistency: [[organise, organize]]\n");
	marks(w, "We organise it, and we organise more. <Organized> by us.");
	assert_str(w->f.v.p[0].fixes[0], "Organised");
	make_rule(w, "    consistency: [['sign|log in', 'sign on']]\n");
	marks(w, "Sign in or <sign on>");
	assert_int_equal(w->f.v.p[0].n_fixes, 0);
}

static void sets_do_not_mix(void **state)
{
	struct world *w = *state;

	make_rule(w, "    consistency: [[a1, b1, c1], [a2, b2]]\n");
	marks(w, "a1 b2 a1 b2");
	marks(w, "<b1> a1 <c1> a1 b2 <a2>");
}

/* ---- moves ---- */

#define MOVES                                                                            \
	"    moves:\n"                                                                   \
	"      ack: ['we ...2 look into', '(send us)|dm ...3 (direct)? message|dm', "    \
	"'dm us']\n"                                                                     \
	"      route: ['contact ...1 support|(help desk)']\n"                            \
	"      courtesy: ['thanks (for ...4 #WORD)?', 'hello|hi (there)?', "             \
	"'(we are)? sorry (for|about|to|that ...6 #WORD)?']\n"

static void make_moves(struct world *w)
{
	make_rule(w, "    when: reply-to-hostile\n" MOVES);
	w->ctx.reply = w->ctx.hostile = true;
}

static void a_sentence_that_makes_no_move_is_marked(void **state)
{
	struct world *w = *state;

	make_moves(w);
	marks(w, "We will look into it.");
	marks(w, "We will look into it. <That is your own fault.> Please DM us.");
	assert_str(w->f.v.p[0].msg,
		   "Say it nicely (this does more than: ack, route)");
	marks(w, "<You lie.> <Everybody knows it!>");
	marks(w, "");
	marks(w, "https://example.com/help \xf0\x9f\x99\x82");
}

static void courtesy_is_free_and_does_not_carry_more(void **state)
{
	struct world *w = *state;

	make_moves(w);
	marks(w, "Hi Dana! Thanks for letting us know. We are sorry about the wait.");
	marks(w, "Hello there Dana Smith, thanks. Contact our support.");
	marks(w, "<Thanks, but you did this yourself.>");
	marks(w, "<Sorry, that is how it is.>");
}

static void who_signs_may_say_so_at_the_end(void **state)
{
	struct world *w = *state;

	make_moves(w);
	marks(w, "Please DM us. ^AB");
	marks(w, "Please DM us /Dana");
	marks(w, "Please DM us.\n\n- Dana, support");
	marks(w, "Please DM us.\n\n<- you know why>");
	marks(w, "<^AB you lie.> Please DM us.");
}

static void whom_a_reply_answers_is_no_part_of_it(void **state)
{
	struct world *w = *state;

	make_moves(w);
	marks(w, "@dana Please DM us.");
	marks(w, "@dana, @readable: <You lie.>");
	marks(w, "@dana Please DM us. <@boss @press!>");
	marks(w, "@dana");
}

static void a_quotation_makes_no_move(void **state)
{
	struct world *w = *state;

	make_moves(w);
	marks(w, "<You wrote \"contact our support\".>");
	marks(w, "Contact our support.");
}

static void what_is_not_done_is_no_move(void **state)
{
	struct world *w = *state;

	make_moves(w);
	marks(w, "<We will not look into it.> <Never DM us!>");
	marks(w, "Don't worry, we will look into it.");
}

static void moves_are_judged_where_the_rule_holds_only(void **state)
{
	struct world *w = *state;

	make_moves(w);
	w->ctx.hostile = false;
	marks(w, "You lie.");
	w->ctx.moves = &(struct check_moves){ .a = &w->a };
	marks(w, "You lie.");
}

static void the_moves_of_any_reply_are_told(void **state)
{
	struct world *w = *state;
	struct check_moves moves = { .a = NULL };

	make_moves(w);
	moves.a = &w->a;
	w->ctx.hostile = false;
	w->ctx.moves = &moves;
	marks(w, "Thanks, you lie. Contact our support. Or DM us. DM us!");
	assert_int_equal(moves.v.n, 2);
	assert_str(moves.v.p[0], "ack");
	assert_str(moves.v.p[1], "route");
	moves.v.n = 0;
	marks(w, "Thanks! They said \"DM us\"");
	assert_int_equal(moves.v.n, 0);
	w->ctx.reply = false;
	marks(w, "DM us");
	assert_int_equal(moves.v.n, 0);
}

/* ---- guard ---- */

#define GUARDED                                                                          \
	RULE("tone/office", "block", "    find: [bad]\n    who: company\n")             \
	RULE("tone/tied", "block", "    find: [bad]\n    who: associated\n")            \
	RULE("tone/unsaid", "block", "    find: [bad]\n")                               \
	RULE("secrets/all", "block", "    find: [key]\n    who: everyone\n")

static void a_personal_account_meets_rules_for_everyone_only(void **state)
{
	struct world *w = *state;

	make(w, GUARDED, NULL);
	w->ctx.who = CHECK_PERSONAL;
	marks(w, "bad <key>");
	assert_str(w->f.v.p[0].rule, "secrets/all");
	w->ctx.who = CHECK_ASSOCIATED;
	judge(w, "bad key");
	assert_int_equal(w->f.v.n, 3);
}

static void a_guard_says_what_is_not_judged(void **state)
{
	struct world *w = *state;

	make(w, GUARDED "```\n\nYour own account is yours.\n\n```decorum\nclause: own\n"
			"kept_by: guard\nrules:\n"
			"  - id: association/own\n    level: advise\n"
			"    say: Your own account is yours\n    guard: unassociated\n",
	     NULL);
	w->ctx.who = CHECK_PERSONAL;
	judge(w, "bad");
	assert_str(only_finding(w)->rule, "association/own");
	assert_str(only_finding(w)->quote, "Your own account is yours.");
	assert_str(only_finding(w)->msg, "not judged: Your own account is yours");
	assert_int_equal(only_finding(w)->level, LEVEL_ADVISE);
	marks(w, "");
	w->ctx.who = CHECK_COMPANY;
	marks(w, "A good day");
}

/* ---- hostile sizes ---- */

static void long_texts_cost_no_more_per_word(void **state)
{
	struct world *w = *state;
	struct buf text;

	make(w,
	     RULE("tone/need", "ask", "    need: [nowhere]\n")
	     RULE("tone/count", "ask", "    count: {of: we, max: 1, in: sentence}\n")
	     RULE("tone/same", "ask", "    consistency: [[we, they]]\n")
	     RULE("tone/moves", "ask", "    when: reply\n" MOVES), INSULTS, NULL);
	w->ctx.reply = true;
	buf_init(&text, 0);
	for (unsigned i = 0; i < 60000; i++)
		buf_cstr(&text, "We or they? We are we. ");
	judge_bytes(w, buf_view(&text));
	assert_true(w->f.v.n > 100);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_missing_marks_the_first_sentence),
		TEST(nothing_is_missing_from_an_empty_text),
		TEST(a_need_says_what_its_rule_says),
		TEST(the_first_hit_past_the_most_is_marked),
		TEST(too_few_hits_mark_the_first_sentence),
		TEST(hits_that_overlap_count_once),
		TEST(excused_hits_do_not_count),
		TEST(sentences_are_counted_one_by_one),
		TEST(the_rarer_way_is_marked_and_the_other_proposed),
		TEST(of_two_ways_that_are_as_frequent_the_later_is_marked),
		TEST(the_other_way_has_the_form_and_case_of_the_words),
		TEST(sets_do_not_mix),
		TEST(a_sentence_that_makes_no_move_is_marked),
		TEST(courtesy_is_free_and_does_not_carry_more),
		TEST(who_signs_may_say_so_at_the_end),
		TEST(whom_a_reply_answers_is_no_part_of_it),
		TEST(a_quotation_makes_no_move),
		TEST(what_is_not_done_is_no_move),
		TEST(moves_are_judged_where_the_rule_holds_only),
		TEST(the_moves_of_any_reply_are_told),
		TEST(a_personal_account_meets_rules_for_everyone_only),
		TEST(a_guard_says_what_is_not_judged),
		TEST(long_texts_cost_no_more_per_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
