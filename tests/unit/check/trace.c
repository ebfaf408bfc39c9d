/* Why words were found, or not. */
#include "check_test.h"

static struct check_trace trace;

/* Judge `text` with a trace of all of it. */
static void ask(struct world *w, const char *text)
{
	trace = (struct check_trace){ .a = &w->a, .want = { 0, UINT32_MAX } };
	w->ctx.trace = &trace;
	judge_bytes(w, str_from(text));
	w->ctx.trace = NULL;
}

static void ask_about(struct world *w, const char *rule, const char *text)
{
	trace = (struct check_trace){ .a = &w->a,
				      .want = { 0, UINT32_MAX },
				      .rule = str_from(rule) };
	w->ctx.trace = &trace;
	judge_bytes(w, str_from(text));
	w->ctx.trace = NULL;
}

static void fate_is(struct world *w, enum check_fate fate, const char *words,
		    const char *because)
{
	const struct check_candidate *k = &trace.v.p[0];

	if (trace.v.n != 1)
		fail_msg("%zu candidates", trace.v.n);
	assert_int_equal(k->fate, fate);
	assert_string_equal(arena_cstr(&w->a, str_span(w->s.bytes, k->at)), words);
	assert_string_equal(arena_cstr(&w->a, str_span(w->s.bytes, k->because)), because);
}

static void what_fires_is_told_with_its_pattern(void **state)
{
	struct world *w = *state;

	make_find(w, "'you are ...3 {insult}', 'a total'", "");
	ask(w, "Yes, you are such a fool.");
	fate_is(w, CHECK_FIRES, "you are such a fool", "");
	assert_true(str_is(trace.v.p[0].by, "you are ...3 {insult}"));
	assert_int_equal(w->f.v.n, 1);
}

static void each_excuse_is_told_with_its_words(void **state)
{
	struct world *w = *state;

	make_find(w, "'{insult}'", "    unless: [quoted, negated, attributed, question]\n");
	ask(w, "We wrote \"what a fool\" there.");
	fate_is(w, CHECK_QUOTED, "fool", "\"what a fool\"");
	ask(w, "He is not a fool.");
	fate_is(w, CHECK_NEGATED, "fool", "not");
	ask(w, "Critics say we hired a fool.");
	fate_is(w, CHECK_ATTRIBUTED, "fool", "say");
	ask(w, "Is he a fool?");
	fate_is(w, CHECK_QUESTION, "fool", "?");
	assert_int_equal(w->f.v.n, 0);
}

static void a_negation_inside_the_hit_is_named(void **state)
{
	struct world *w = *state;

	make_find(w, "'want ...2 to kill'", "    unless: [negated]\n");
	ask(w, "They want never to kill.");
	fate_is(w, CHECK_NEGATED, "want never to kill", "never");
	ask(w, "They want to kill nobody.");
	fate_is(w, CHECK_NEGATED, "want to kill", "nobody");
}

static void what_stands_near_is_named(void **state)
{
	struct world *w = *state;

	make_find(w, "'{insult}'", "    unless: ['near playing cards']\n");
	ask(w, "A fool when playing cards.");
	fate_is(w, CHECK_NEAR, "fool", "playing cards");
}

static void a_longer_hit_takes_the_place_of_a_shorter_one(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/a", "block", "    terms: insult\n"), INSULTS, NULL);
	ask(w, "A total zorg.");
	assert_int_equal(trace.v.n, 2);
	assert_int_equal(trace.v.p[0].fate, CHECK_FIRES);
	assert_int_equal(trace.v.p[1].fate, CHECK_OVERLAPPED);
	assert_true(str_is(str_span(w->s.bytes, trace.v.p[1].because), "total zorg"));
	assert_true(str_is(trace.v.p[1].by, "zorg"));
	assert_true(str_is(trace.v.p[1].list, "insult"));
}

static void a_disguised_term_of_a_plain_rule_is_told(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/a", "block", "    terms: insult\n"), INSULTS, NULL);
	ask(w, "A z0rg.");
	fate_is(w, CHECK_DISGUISED, "z0rg", "");
	make(w, RULE("tone/a", "block", "    terms: insult\n    fold: strict\n"), INSULTS,
	     NULL);
	ask(w, "A z0rg.");
	fate_is(w, CHECK_FIRES, "z0rg", "");
	assert_true(trace.v.p[0].fuzzy);
}

static void a_rule_that_is_not_in_force_says_why(void **state)
{
	struct world *w = *state;

	w->ctx.today = STR("2026-11-25");
	make_find(w, "'{insult}'", "    from: 2026-12-01\n");
	w->ctx.today = STR("2026-11-25");
	ask(w, "A fool.");
	assert_int_equal(trace.v.p[0].force, CHECK_TOO_EARLY);
	make_find(w, "'{insult}'", "    until: 2026-10-01\n");
	w->ctx.today = STR("2026-11-25");
	ask(w, "A fool.");
	assert_int_equal(trace.v.p[0].force, CHECK_TOO_LATE);
	make_find(w, "'{insult}'", "    when: reply\n");
	ask(w, "A fool.");
	assert_int_equal(trace.v.p[0].force, CHECK_OTHER_WHEN);
	make_find(w, "'{insult}'", "    who: associated\n");
	ask(w, "A fool.");
	assert_int_equal(trace.v.p[0].force, CHECK_OTHER_WHO);
	assert_int_equal(check_force(w->c, STR("tone/test"), &w->ctx), CHECK_OTHER_WHO);
	assert_int_equal(check_force(w->c, STR("tone/none"), &w->ctx), CHECK_IN_FORCE);
}

static void a_trace_changes_nothing_for_those_who_come_after(void **state)
{
	struct world *w = *state;

	make_find(w, "'{insult}'", "    when: reply\n");
	marks(w, "A fool.");
	ask(w, "A fool.");
	assert_int_equal(w->f.v.n, 1);
	marks(w, "A fool.");
}

static void only_what_was_asked_about_is_kept(void **state)
{
	struct world *w = *state;

	make_find(w, "'{insult}'", "");
	trace = (struct check_trace){ .a = &w->a, .want = { 8, 14 } };
	w->ctx.trace = &trace;
	judge_bytes(w, STR("A fool. A zorg. A fool."));
	w->ctx.trace = NULL;
	fate_is(w, CHECK_FIRES, "zorg", "");
}

static void how_far_a_pattern_came_is_told(void **state)
{
	struct world *w = *state;

	make_find(w, "'you ...2 want|plan to {insult}', 'we say #MONEY'", "");
	ask_about(w, "tone/test", "As you really want to go.");
	assert_int_equal(trace.v.n, 0);
	assert_int_equal(trace.nearest.elements, 3);
	assert_true(str_is(trace.nearest.wanted, "{insult}"));
	assert_true(str_is(str_span(w->s.bytes, trace.nearest.at), "you really want to"));
	ask_about(w, "tone/test", "Then we went.");
	assert_int_equal(trace.nearest.elements, 1);
	assert_true(str_is(trace.nearest.wanted, "\"say\""));
	ask_about(w, "tone/test", "Nothing of it.");
	assert_int_equal(trace.nearest.elements, 0);
	ask_about(w, "tone/other", "Then we went.");
	assert_int_equal(trace.nearest.elements, 0);
}

static void many_candidates_are_counted(void **state)
{
	struct world *w = *state;
	struct buf text;

	make_find(w, "'{insult}'", "");
	buf_init(&text, 0);
	for (unsigned i = 0; i < CHECK_CANDIDATES + 5; i++)
		buf_cstr(&text, "fool. ");
	ask(w, buf_text(&text));
	assert_int_equal(trace.v.n, CHECK_CANDIDATES);
	assert_int_equal(trace.dropped, 5);
	buf_release(&text);
}

static void an_excused_spelling_is_told(void **state)
{
	struct world *w = *state;

	make(w, RULE("spelling/a", "block", "    spelling: true\n    unless: [quoted]\n"),
	     NULL);
	ask(w, "We wrote \"teh best\" there.");
	fate_is(w, CHECK_QUOTED, "teh", "\"teh best\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_fires_is_told_with_its_pattern),
		TEST(each_excuse_is_told_with_its_words),
		TEST(a_negation_inside_the_hit_is_named),
		TEST(what_stands_near_is_named),
		TEST(a_longer_hit_takes_the_place_of_a_shorter_one),
		TEST(a_disguised_term_of_a_plain_rule_is_told),
		TEST(a_rule_that_is_not_in_force_says_why),
		TEST(a_trace_changes_nothing_for_those_who_come_after),
		TEST(only_what_was_asked_about_is_kept),
		TEST(how_far_a_pattern_came_is_told),
		TEST(many_candidates_are_counted),
		TEST(an_excused_spelling_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
