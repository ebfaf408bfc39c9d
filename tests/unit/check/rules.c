/* Which rules are in force, and what a finding of theirs says. */
#include "check_test.h"

static void who_posts_decides_which_rules_hold(void **state)
{
	struct world *w = *state;

	make_find(w, "'bad'", "    who: associated\n");
	w->ctx.who = CHECK_COMPANY;
	marks(w, "bad");
	w->ctx.who = CHECK_ASSOCIATED;
	marks(w, "<bad>");
	make_find(w, "'bad'", "");
	w->ctx.who = CHECK_ASSOCIATED;
	marks(w, "<bad>");
}

static void rules_for_replies_hold_for_replies(void **state)
{
	struct world *w = *state;

	make_find(w, "'bad'", "    when: reply\n");
	marks(w, "bad");
	w->ctx.reply = true;
	marks(w, "<bad>");
	make_find(w, "'bad'", "    when: reply-to-hostile\n");
	w->ctx.reply = true;
	marks(w, "bad");
	w->ctx.hostile = true;
	marks(w, "<bad>");
	make_find(w, "'bad'", "    when: original\n");
	marks(w, "<bad>");
	w->ctx.reply = true;
	marks(w, "bad");
}

static void rules_for_reposts_and_corrections_hold_for_these(void **state)
{
	struct world *w = *state;

	make_find(w, "'bad'", "    when: repost\n");
	marks(w, "bad");
	w->ctx.correction = true;
	marks(w, "bad");
	w->ctx.repost = true;
	marks(w, "<bad>");
	make_find(w, "'bad'", "    when: correction\n");
	marks(w, "bad");
	w->ctx.correction = true;
	marks(w, "<bad>");
}

static void a_rule_proposes_its_own_words_in_form_and_case(void **state)
{
	struct world *w = *state;

	make_find(w, "utilise", "    instead: [use, employ]\n");
	judge(w, "Utilised by us");
	assert_int_equal(only_finding(w)->n_fixes, 2);
	assert_str(only_finding(w)->fixes[0], "Used");
	assert_str(only_finding(w)->fixes[1], "Employed");
	make_find(w, "'so|very good'", "    instead: [great]\n");
	judge(w, "VERY GOOD");
	assert_str(only_finding(w)->fixes[0], "GREAT");
	make(w, RULE("tone/x", "ask", "    regex: ['o+k\\b']\n    instead: [fine]\n"),
	     NULL);
	judge(w, "book");
	assert_str(only_finding(w)->fixes[0], "fine");
	judge(w, "Ok");
	assert_str(only_finding(w)->fixes[0], "Fine");
}

static void a_finding_names_who_signs_it_off(void **state)
{
	struct world *w = *state;

	make_find(w, "'bad'", "");
	judge(w, "bad");
	assert_str(only_finding(w)->role, "manager");
	make_find(w, "'bad'", "    role: finance\n");
	judge(w, "bad");
	assert_str(only_finding(w)->role, "finance");
}

static void a_rule_holds_from_its_first_to_its_last_day(void **state)
{
	struct world *w = *state;

	make_find(w, "'bad'", "    from: 2026-11-25\n    until: 2026-11-30\n");
	w->ctx.today = STR("2026-11-24");
	marks(w, "bad");
	w->ctx.today = STR("2026-11-25");
	marks(w, "<bad>");
	w->ctx.today = STR("2026-11-30");
	marks(w, "<bad>");
	w->ctx.today = STR("2026-12-01");
	marks(w, "bad");
	w->ctx.today = STR_NULL;
	marks(w, "<bad>");
}

static void a_rule_can_be_judged_alone(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/one", "block", "    find: [bad]\n")
		RULE("tone/two", "ask", "    find: [worse]\n"), NULL);
	w->ctx.only = STR("tone/two");
	marks(w, "bad <worse>");
	w->ctx.only = STR_NULL;
	marks(w, "<bad> <worse>");
	w->ctx.only = STR("tone/none");
	marks(w, "bad worse");
}

static void a_rule_on_trial_only_advises_and_says_so(void **state)
{
	struct world *w = *state;

	make_find(w, "'bad'", "    shadow: true\n");
	judge(w, "bad");
	assert_int_equal(only_finding(w)->level, LEVEL_ADVISE);
	says(only_finding(w)->msg, "on trial");
}

static void a_finding_cites_rule_clause_sentence_and_a_good_example(void **state)
{
	struct world *w = *state;
	struct check_rule_info info;
	const struct finding *f;

	make_find(w, "'bad'", "    suggest: This could be better\n");
	judge(w, "a bad day");
	f = only_finding(w);
	assert_str(f->rule, "tone/test");
	assert_str(f->clause, "kind");
	assert_str(f->quote, "Be kind to people.");
	assert_str(f->good, "c");
	assert_str(f->msg, "Say it nicely; for instance: \"This could be better\"");
	assert_int_equal(f->level, LEVEL_BLOCK);
	assert_ptr_equal(f->source, &w->s);
	assert_true(check_rule(w->c, STR("tone/test"), &info));
	assert_str(info.sentence, "Be kind to people.");
	assert_int_equal(info.level, LEVEL_BLOCK);
	assert_false(check_rule(w->c, STR("tone/none"), &info));
}

#define LIST "lexicons/plain.yaml", \
	"about: x\nterms:\n  - {term: utilise, instead: [use, employ]}\n" \
	"  - {term: in the event that, instead: if}\n  - {term: ipad, instead: iPad}\n" \
	"  - {term: buy, instead: get}\n"

static void what_to_write_instead_has_the_case_of_the_words(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/plain", "advise", "    terms: [plain]\n"), LIST, NULL);
	judge(w, "we utilise it");
	assert_str(only_finding(w)->fixes[0], "use");
	assert_str(only_finding(w)->fixes[1], "employ");
	judge(w, "Utilise it");
	assert_str(only_finding(w)->fixes[0], "Use");
	judge(w, "UTILISE IT");
	assert_str(only_finding(w)->fixes[0], "USE");
	judge(w, "In the event that it rains");
	assert_str(only_finding(w)->fixes[0], "If");
	judge(w, "Ipad for you");
	assert_str(only_finding(w)->fixes[0], "iPad");
}

static void what_to_write_instead_is_inflected_or_only_said(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/plain", "advise", "    terms: [plain]\n"), LIST, NULL);
	judge(w, "she utilises it");
	assert_str(only_finding(w)->fixes[0], "uses");
	judge(w, "Utilising it");
	assert_str(only_finding(w)->fixes[0], "Using");
	judge(w, "they bought it");
	assert_int_equal(only_finding(w)->n_fixes, 0);
	says(only_finding(w)->msg, "better: \"get\"");
}

static void the_words_of_a_masked_list_or_rule_are_masked(void **state)
{
	struct world *w = *state;
	static const char list[] = "about: x\nmask: true\nterms: [slurp]\n";

	make(w, RULE("tone/slur", "block", "    terms: [slur]\n"), "lexicons/slur.yaml", list,
	     NULL);
	judge(w, "slurp");
	assert_true(only_finding(w)->mask);
	make(w, RULE("tone/slur", "block", "    find: ['you {slur}', 'good']\n"),
	     "lexicons/slur.yaml", list, NULL);
	judge(w, "you slurp");
	assert_true(only_finding(w)->mask);
	make_find(w, "'{insult}'", "");
	judge(w, "zorg");
	assert_false(only_finding(w)->mask);
	make_find(w, "'bad'", "    mask: true\n");
	judge(w, "bad");
	assert_true(only_finding(w)->mask);
}

/* ---- regular expressions ---- */

static void only_the_hits_with_masked_words_are_masked(void **state)
{
	struct world *w = *state;

	static const char list[] =
		"about: x\nmask: true\nterms: [slurp, big slurp, old]\n";

	make(w,
	     RULE("tone/slur", "block", "    find: ['you {slur}', 'good', 'bad ...2 end']\n")
		     RULE("tone/two", "block", "    regex: ['big \\w+', 'fresh']\n"),
	     "lexicons/slur.yaml", list, NULL);
	judge(w, "good");
	assert_false(only_finding(w)->mask);
	judge(w, "fresh");
	assert_false(only_finding(w)->mask);
	judge(w, "bad slurp end");
	assert_true(only_finding(w)->mask);
	judge(w, "a big slurp");
	assert_true(only_finding(w)->mask);
}

static void a_regex_marks_its_match(void **state)
{
	struct world *w = *state;

	make(w, RULE("secrets/key", "block", "    regex: ['key-[0-9a-f]{4}']\n"), NULL);
	marks(w, "the <key-00ff> and <KEY-1234>, key-12");
	make(w, RULE("secrets/key", "block",
		     "    caseless: false\n    regex: ['key-[0-9a-f]{4}']\n"), NULL);
	marks(w, "the <key-00ff> and KEY-1234");
}

static void a_regex_is_not_kept_from_its_text_by_folding(void **state)
{
	struct world *w = *state;

	make(w, RULE("secrets/key", "block", "    regex: ['stra.e']\n"), NULL);
	marks(w, "die <stra\xc3\x9f" "e>, die <\xc5\xbftrase>");
	make(w, RULE("secrets/key", "block", "    regex: ['abc']\n"), NULL);
	marks(w, "<abc>\xcc\xa7 and <ABC>");
}

static void a_regex_obeys_the_excuses_of_its_rule(void **state)
{
	struct world *w = *state;

	make(w, RULE("secrets/key", "block",
		     "    unless: [quoted, negated]\n    regex: ['key\\d']\n"), NULL);
	marks(w, "<key1> \"the key2\" not key3.");
}

static void a_regex_that_blows_up_is_undecided_and_soon(void **state)
{
	struct world *w = *state;
	struct buf text;

	make(w, RULE("secrets/key", "block", "    regex: ['(a+)+$']\n")
		RULE("tone/other", "block", "    find: [bad]\n"), NULL);
	buf_init(&text, 0);
	for (int i = 0; i < 200; i++)
		buf_cstr(&text, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! ");
	buf_cstr(&text, "bad");
	judge_bytes(w, buf_view(&text));
	buf_release(&text);
	assert_int_equal(w->f.v.n, 2);
	assert_str(w->f.v.p[0].rule, "secrets/key");
	assert_int_equal(w->f.v.p[0].level, LEVEL_ASK);
	assert_true(w->f.v.p[0].fuzzy);
	assert_str(w->f.v.p[1].rule, "tone/other");
}

static void an_empty_text_is_fine(void **state)
{
	struct world *w = *state;

	make_find(w, "'bad'", "    unless: [quoted, negated, attributed, question]\n");
	marks(w, "");
	marks(w, " \n\n ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_posts_decides_which_rules_hold),
		TEST(rules_for_replies_hold_for_replies),
		TEST(rules_for_reposts_and_corrections_hold_for_these),
		TEST(a_rule_proposes_its_own_words_in_form_and_case),
		TEST(a_finding_names_who_signs_it_off),
		TEST(a_rule_holds_from_its_first_to_its_last_day),
		TEST(a_rule_can_be_judged_alone),
		TEST(a_rule_on_trial_only_advises_and_says_so),
		TEST(a_finding_cites_rule_clause_sentence_and_a_good_example),
		TEST(what_to_write_instead_has_the_case_of_the_words),
		TEST(what_to_write_instead_is_inflected_or_only_said),
		TEST(the_words_of_a_masked_list_or_rule_are_masked),
		TEST(only_the_hits_with_masked_words_are_masked),
		TEST(a_regex_marks_its_match),
		TEST(a_regex_is_not_kept_from_its_text_by_folding),
		TEST(a_regex_obeys_the_excuses_of_its_rule),
		TEST(a_regex_that_blows_up_is_undecided_and_soon),
		TEST(an_empty_text_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
