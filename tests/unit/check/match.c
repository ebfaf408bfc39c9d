#include "check_test.h"

/* ---- the notation, element by element ---- */

static void a_word_is_found_in_every_inflection_and_case(void **state)
{
	struct world *w = *state;

	make_find(w, "'want to go'", "");
	marks(w, "They <Wanted to go> home, she <wants TO go> too.");
	marks(w, "A want of money; to go is fine.");
}

static void an_exact_word_is_found_in_this_form_only(void **state)
{
	struct world *w = *state;

	make_find(w, "'\"wanted\" to'", "");
	marks(w, "He <Wanted to> go, she wants to stay.");
}

static void a_word_with_its_case_is_found_in_that_case_only(void **state)
{
	struct world *w = *state;

	make_find(w, "'=Apple'", "");
	marks(w, "an <Apple> and an apple and an APPLE");
}

static void an_expression_takes_what_stands_without_a_blank(void **state)
{
	struct world *w = *state;

	make_find(w, "'ticket /[A-Z]{2,5}-\\d+/'", "");
	marks(w, "See <ticket ABC-123>, <Tickets XY-1>. Not ticket abc-123, ticket ABC- 1.");
	marks(w, "ticket ABC-123x, ticket xABC-1, ticket 12");
}

static void an_expression_can_be_one_of_several(void **state)
{
	struct world *w = *state;

	make_find(w, "'see ...2 /v\\d+(\\.\\d+)*/|draft (/(?i)[x-z]/)? now'", "");
	marks(w, "<see our v1.20.3 now>, <see draft Y now>, see w1 now, see draft ab now");
}

static void an_expression_that_costs_too_much_leaves_the_rule_undecided(void **state)
{
	struct world *w = *state;
	char text[200] = "tag ";

	make_find(w, "'tag /(a+)+(b|c)/'", "");
	memset(text + 4, 'a', 150);
	judge_bytes(w, str_from(text));
	assert_int_equal(w->f.v.n, 1);
	assert_int_equal(w->f.v.p[0].level, LEVEL_ASK);
}

static void alternatives_are_tried_in_turn(void **state)
{
	struct world *w = *state;

	make_find(w, "'want|plan|(hope so much) to win'", "");
	marks(w, "We <planned to win>. I <hope so much to win>. I hope to win.");
}

static void an_optional_word_may_be_there_or_not(void **state)
{
	struct world *w = *state;

	make_find(w, "'really (very)? bad'", "");
	marks(w, "<really bad> and <really very bad> and really not bad");
}

static void a_list_stands_for_each_of_its_terms(void **state)
{
	struct world *w = *state;

	make_find(w, "'you are ({insult})? {insult}'", "");
	marks(w, "<You are zorgs>! <You are total zorg>! You are kind.");
	marks(w, "<You are total zorg fool>");
}

static void a_list_at_the_start_begins_a_match(void **state)
{
	struct world *w = *state;

	make_find(w, "'{insult} like you'", "");
	marks(w, "a <grumbling wolf like you>");
}

static void a_gap_passes_over_so_many_words_and_no_more(void **state)
{
	struct world *w = *state;

	make_find(w, "'we ...2 lost'", "");
	marks(w, "<we lost>; <we have lost>; <we have 9 lost>; we have not all lost");
}

static void a_gap_passes_over_one_comma_dash_or_quotation_mark(void **state)
{
	struct world *w = *state;

	make_find(w, "'we ...2 lost'", "");
	marks(w, "<we, sadly lost>. <we - lost>. We, sadly, lost. We (sadly) lost.");
}

static void a_gap_ends_with_its_sentence(void **state)
{
	struct world *w = *state;

	make_find(w, "'we ...5 lost'", "");
	marks(w, "That is what we did. They lost.");
}

static void punctuation_between_words_ends_a_match(void **state)
{
	struct world *w = *state;

	make_find(w, "'shut up'", "");
	marks(w, "shut, up; shut. Up; <shut up>!");
}

static void a_line_end_inside_a_sentence_is_a_blank(void **state)
{
	struct world *w = *state;

	make_find(w, "'shut up'", "");
	marks(w, "please <shut\nup> now");
}

static void contractions_are_two_words(void **state)
{
	struct world *w = *state;

	make_find(w, "'you are ...1 {insult}'", "");
	marks(w, "<You're zorg> and <you\xe2\x80\x99re a fool>");
	make_find(w, "'do not want'", "");
	marks(w, "I <don't want> it");
}

static void cannot_is_can_and_not(void **state)
{
	struct world *w = *state;

	make_find(w, "'cannot go'", "");
	marks(w, "I <cannot go>, <can not go>, <can't go>, <CANNOT GO>, "
		 "<can\xe2\x80\x99t go>");
	make_find(w, "'can not go'", "");
	marks(w, "I <cannot go>, <can not go>, <can't go>; a cannotgo, cannots go");
}

static void a_part_of_a_word_with_hyphens_is_found(void **state)
{
	struct world *w = *state;

	make_find(w, "'{insult}', 'revenue', 'in ...1 end', 'well-known'", "");
	marks(w, "an anti-<zorg>, a <zorg>-lover, Anti-<Zorg>-like, "
		 "anti\xe2\x80\x91<zorgs>");
	marks(w, "<revenue>-based, non-<revenue>, the anti-<zorg>'s end");
	marks(w,
	      "anti-<total-zorg>; a <well-known> wolf; a well-knowing zorgon-like one");
	marks(w, "<in zorg-like end>, <in un-zorg-like end>, in a b end");
}

static void a_rule_that_names_a_word_with_hyphens_gets_it_whole(void **state)
{
	struct world *w = *state;

	make(w,
	     RULE("tone/one", "block", "    find: ['zorg-free']\n")
		     RULE("tone/two", "block", "    find: ['zorg', 'free']\n"),
	     NULL);
	marks(w, "<zorg-free>, not <zorg>-like or care-<free>");
}

static void a_part_of_a_contraction_keeps_its_own_bytes(void **state)
{
	struct world *w = *state;

	make_find(w, "'not good'", "");
	marks(w, "It is<n't good>.");
}

static void classes_find_kinds_of_words(void **state)
{
	struct world *w = *state;

	make_find(w, "'lost #MONEY'", "");
	marks(w, "we <lost $84k> and <lost 84 euros> but lost 12 keys");
	make_find(w, "'#PERCENT'", "");
	marks(w, "down <3%> or <4 per cent> of 12");
	make_find(w, "'#EMAIL', '#URL', '#HASHTAG', '#MENTION', '#EMOJI'", "");
	marks(w,
	      "<a@example.com> <https://example.com/x> <#tag> <@me> <\xf0\x9f\x98\x80>");
	make_find(w, "'#CAPS #CAPS'", "");
	marks(w, "this is <VERY LOUD> Ok");
	make_find(w, "'#NUMBER keys'", "");
	marks(w, "we lost <12 keys>");
	make_find(w, "'so #WORD now'", "");
	marks(w, "<so good now>, so 12 now");
}

static void a_telephone_number_is_one_place(void **state)
{
	struct world *w = *state;

	make_find(w, "'#PHONE'", "");
	marks(w, "call <+44 20 7946 0958> today");
}

static void a_hashtag_is_the_word_in_it(void **state)
{
	struct world *w = *state;

	make_find(w, "'such {insult}'", "");
	marks(w, "<such #zorgs>");
}

static void terms_are_found_in_tags_whose_words_have_capitals(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/insult", "block", "    terms: [insult]\n"), INSULTS, NULL);
	marks(w,
	      "#My<TotalZorg> #<Fool>2026 #a_<fool> #<ZORG>Day #<GrumblingWolf> <#fool>");
	marks(w, "#AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPp<TotalZorg>Qq");
	marks(w, "#foolish #BuffoonZorgish #SnowFoolery");
}

/* ---- which hits are told ---- */

static void of_overlapping_hits_of_a_rule_the_longest_is_told(void **state)
{
	struct world *w = *state;

	make_find(w, "'very bad', 'very bad idea', 'bad idea indeed'", "");
	marks(w, "a <very bad idea>");
	marks(w, "a very <bad idea indeed>");
}

static void hits_of_different_rules_are_all_told(void **state)
{
	struct world *w = *state;

	make(w,
	     RULE("tone/one", "block", "    find: [very bad]\n")
		     RULE("tone/two", "ask", "    find: [bad]\n"),
	     NULL);
	judge(w, "very bad");
	assert_int_equal(w->f.v.n, 2);
}

static void a_chain_of_hits_keeps_what_does_not_overlap(void **state)
{
	struct world *w = *state;

	make_find(w, "'a b', 'b c d', 'd e'", "");
	marks(w, "a <b c d> e");
	marks(w, "<a b> x <d e>");
}

static void terms_rules_find_all_terms_of_their_lists(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/insult", "block", "    terms: [insult]\n"), INSULTS, NULL);
	marks(w, "a <total zorg>, two <zorgs>, a <grumbling wolf>, a wolf");
}

static void a_word_inside_a_word_is_not_found(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/insult", "block", "    terms: [insult]\n"), INSULTS, NULL);
	marks(w, "azorg zorgish foolproof https://zorg.example/zorg");
}

static void code_is_not_searched_for_words(void **state)
{
	struct world *w = *state;
	struct view_builder b;
	struct view v;

	make(w, RULE("tone/insult", "block", "    terms: [insult]\n"), INSULTS, NULL);
	judge(w, "zorg");
	view_begin(&b, &w->item);
	b.code = true;
	view_add_exact(&b, w->s.bytes, 0);
	view_end(&b, &v);
	findings_init(&w->f, &w->item);
	check_view(w->c, &v, &w->s, &w->ctx, &w->f);
	assert_int_equal(w->f.v.n, 0);
}

/* ---- limits ---- */

/* Many places per start: the work stays in proportion to the text, and the rule either
 * decides or says that it could not. */
static void a_greedy_pattern_over_a_long_sentence_is_bounded(void **state)
{
	struct world *w = *state;
	struct buf text;

	make_find(w, "'#WORD ...9 #WORD ...9 #WORD ...9 #WORD ...9 #WORD ...9 never'",
		  "");
	buf_init(&text, 0);
	for (int i = 0; i < 20000; i++)
		buf_cstr(&text, "word ");
	buf_cstr(&text, "never");
	judge_bytes(w, buf_view(&text));
	buf_release(&text);
	says(only_finding(w)->msg, "could not be decided");
	assert_int_equal(only_finding(w)->level, LEVEL_ASK);
	assert_true(only_finding(w)->fuzzy);
}

/* When the steps for the whole text are used up, every rule that looks for words says so:
 * none of them has seen the end of the text. */
static void no_rule_is_silent_when_the_text_costs_too_much(void **state)
{
	struct world *w = *state;
	struct buf text, rules;

	buf_init(&rules, 0);
	for (int i = 0; i < 12; i++)
		buf_printf(&rules,
			   "  - id: tone/r%d\n    level: advise\n    say: x\n    find: "
			   "['#WORD "
			   "...9 #WORD ...9 #WORD ...9 #WORD ...9 #WORD ...9 "
			   "never']\n" EXAMPLES,
			   i);
	buf_cstr(&rules, RULE("tone/insult", "block", "    terms: [insult]\n"));
	make(w, buf_text(&rules), INSULTS, NULL);
	buf_init(&text, 0);
	for (int i = 0; i < 3000; i++)
		buf_cstr(&text, "word ");
	buf_cstr(&text, "never zorg");
	judge_bytes(w, buf_view(&text));
	buf_release(&text);
	buf_release(&rules);
	assert_int_equal(w->f.v.n, 13);
	for (size_t i = 0; i < w->f.v.n; i++) {
		says(w->f.v.p[i].msg, "could not be decided");
		assert_int_equal(w->f.v.p[i].level, LEVEL_ASK);
	}
}

/* What a text costs is its own affair. */
static void texts_before_change_no_verdict(void **state)
{
	struct world *w = *state;
	size_t found = 0;
	struct buf text;

	make_find(w, "'zorg ...9 zorg ...9 zorg ...9 zorg ...9 zorg ...9 wolf'", "");
	buf_init(&text, 0);
	for (int i = 0; i < 3000; i++)
		buf_cstr(&text, "zorg ");
	for (int round = 0; round < 2; round++) {
		judge_bytes(w, buf_view(&text));
		if (round)
			assert_int_equal(w->f.v.n, found);
		found = w->f.v.n;
		for (int i = 0; i < 200; i++)
			judge(w, "A zorg is not what we are.");
	}
	buf_release(&text);
}

static void an_ordinary_pattern_over_a_long_text_is_decided(void **state)
{
	struct world *w = *state;
	struct buf text;

	make_find(w, "'we ...3 lost ...3 #MONEY'", "");
	buf_init(&text, 0);
	for (int i = 0; i < 20000; i++)
		buf_cstr(&text, "we have lost the keys ");
	buf_cstr(&text, "we have lost $5");
	judge_bytes(w, buf_view(&text));
	buf_release(&text);
	assert_int_equal(only_finding(w)->level, LEVEL_BLOCK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_word_is_found_in_every_inflection_and_case),
		TEST(an_exact_word_is_found_in_this_form_only),
		TEST(a_word_with_its_case_is_found_in_that_case_only),
		TEST(an_expression_takes_what_stands_without_a_blank),
		TEST(an_expression_can_be_one_of_several),
		TEST(an_expression_that_costs_too_much_leaves_the_rule_undecided),
		TEST(alternatives_are_tried_in_turn),
		TEST(an_optional_word_may_be_there_or_not),
		TEST(a_list_stands_for_each_of_its_terms),
		TEST(a_list_at_the_start_begins_a_match),
		TEST(a_gap_passes_over_so_many_words_and_no_more),
		TEST(a_gap_passes_over_one_comma_dash_or_quotation_mark),
		TEST(a_gap_ends_with_its_sentence),
		TEST(punctuation_between_words_ends_a_match),
		TEST(a_line_end_inside_a_sentence_is_a_blank),
		TEST(contractions_are_two_words),
		TEST(cannot_is_can_and_not),
		TEST(a_part_of_a_word_with_hyphens_is_found),
		TEST(a_rule_that_names_a_word_with_hyphens_gets_it_whole),
		TEST(a_part_of_a_contraction_keeps_its_own_bytes),
		TEST(classes_find_kinds_of_words),
		TEST(a_telephone_number_is_one_place),
		TEST(a_hashtag_is_the_word_in_it),
		TEST(terms_are_found_in_tags_whose_words_have_capitals),
		TEST(of_overlapping_hits_of_a_rule_the_longest_is_told),
		TEST(hits_of_different_rules_are_all_told),
		TEST(a_chain_of_hits_keeps_what_does_not_overlap),
		TEST(terms_rules_find_all_terms_of_their_lists),
		TEST(a_word_inside_a_word_is_not_found),
		TEST(code_is_not_searched_for_words),
		TEST(a_greedy_pattern_over_a_long_sentence_is_bounded),
		TEST(no_rule_is_silent_when_the_text_costs_too_much),
		TEST(texts_before_change_no_verdict),
		TEST(an_ordinary_pattern_over_a_long_text_is_decided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
