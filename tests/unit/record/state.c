#include "case_test.h"

#define OTHER "s-00000003"

static void open_case(struct world *w)
{
	take(w, by_handler(w, BREACH_OPEN), HANDLER);
}

static void hear(struct world *w)
{
	take(w, by_handler(w, BREACH_INVITE), HANDLER);
	take(w, by_handler(w, BREACH_STATEMENT), HANDLER);
}

static void a_case_runs_from_opening_to_explaining(void **state)
{
	struct world *w = *state;

	open_case(w);
	assert_has(w, state_next(&w->s, &w->a), "invite person 1");
	take(w, by_handler(w, BREACH_INVITE), HANDLER);
	assert_has(w, state_next(&w->s, &w->a), "hear person 1");
	take(w, by_handler(w, BREACH_STATEMENT), HANDLER);
	assert_has(w, state_next(&w->s, &w->a), "decide");
	take(w, by_decider(w, BREACH_DECIDE), DECIDER);
	assert_has(w, state_next(&w->s, &w->a), "explain");
	take(w, by_decider(w, BREACH_EXPLAIN), DECIDER);
	assert_has(w, state_next(&w->s, &w->a), "may be acted on");
}

static void nothing_comes_before_opening(void **state)
{
	struct world *w = *state;

	for (enum breach_step step = BREACH_INVITE; step < BREACH_STEPS; step++)
		assert_refused(w,
			       step == BREACH_DECIDE ? by_decider(w, step)
						     : by_handler(w, step),
			       HANDLER, "breach-process", TROUBLE_ORDER, "never opened");
}

static void a_case_is_opened_once(void **state)
{
	struct world *w = *state;

	open_case(w);
	assert_refused(w, by_handler(w, BREACH_OPEN), HANDLER, "breach-process",
		       TROUBLE_ORDER, "opened before");
}

static void nobody_decides_before_the_person_was_asked(void **state)
{
	struct world *w = *state;

	open_case(w);
	assert_refused(w, by_decider(w, BREACH_DECIDE), DECIDER, "breach-investigate",
		       TROUBLE_ORDER, "person 1 was not asked");
	assert_has(w, w->why.way, "decorum case invite " ID " --person 1");
}

static void nobody_decides_before_the_person_answered(void **state)
{
	struct world *w = *state;

	open_case(w);
	take(w, by_handler(w, BREACH_INVITE), HANDLER);
	assert_refused(w, by_decider(w, BREACH_DECIDE), DECIDER, "breach-investigate",
		       TROUBLE_ORDER, "person 1 was asked and has until");
	assert_has(w, w->why.way, "--silent after the deadline");
}

static void every_person_is_heard(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_handler(w, BREACH_OPEN);

	ev.persons = 2;
	take(w, ev, HANDLER);
	hear(w);
	assert_refused(w, by_decider(w, BREACH_DECIDE), DECIDER, "breach-investigate",
		       TROUBLE_ORDER, "person 2 was not asked");
	ev = by_handler(w, BREACH_INVITE);
	ev.person = 2;
	take(w, ev, HANDLER);
	assert_refused(w, by_decider(w, BREACH_DECIDE), DECIDER, "breach-investigate",
		       TROUBLE_ORDER, "person 2 was asked");
	ev = by_handler(w, BREACH_STATEMENT);
	ev.person = 2;
	ev.answer = ANSWER_DECLINED;
	take(w, ev, HANDLER);
	take(w, by_decider(w, BREACH_DECIDE), DECIDER);
}

static void a_statement_needs_an_invitation(void **state)
{
	struct world *w = *state;

	open_case(w);
	assert_refused(w, by_handler(w, BREACH_STATEMENT), HANDLER, "breach-investigate",
		       TROUBLE_ORDER, "was not asked");
}

static void persons_outside_the_case_are_refused(void **state)
{
	struct world *w = *state;
	struct breach_event ev;

	open_case(w);
	ev = by_handler(w, BREACH_INVITE);
	ev.person = 2;
	assert_refused(w, ev, HANDLER, "breach-investigate", TROUBLE_ORDER,
		       "fewer persons");
	ev = by_handler(w, BREACH_STATEMENT);
	ev.person = BREACH_PERSONS + 1;
	assert_refused(w, ev, HANDLER, "breach-investigate", TROUBLE_ORDER,
		       "fewer persons");
}

static void nobody_is_silent_before_the_deadline(void **state)
{
	struct world *w = *state;
	struct breach_event ev;

	open_case(w);
	take(w, by_handler(w, BREACH_INVITE), HANDLER);
	ev = by_handler(w, BREACH_STATEMENT);
	ev.answer = ANSWER_SILENT;
	ev.recorded = w->s.persons[0].deadline;
	assert_refused(w, ev, HANDLER, "breach-investigate", TROUBLE_TIME,
		       "may answer until");
	ev.recorded++;
	take(w, ev, HANDLER);
	take(w, by_decider(w, BREACH_DECIDE), DECIDER);
}

static void a_deadline_that_was_given_is_not_taken_back(void **state)
{
	struct world *w = *state;
	struct breach_event ev;
	int64_t given;

	open_case(w);
	take(w, by_handler(w, BREACH_INVITE), HANDLER);
	given = w->s.persons[0].deadline;
	ev = by_handler(w, BREACH_INVITE);
	ev.deadline = given - 1;
	assert_refused(w, ev, HANDLER, "breach-investigate", TROUBLE_TIME,
		       "not taken back");
	assert_has(w, w->why.way, "--deadline");
	/* Nor in a history that somebody forged. */
	state_apply(&w->s, &ev);
	assert_true(w->s.persons[0].deadline == given);
	ev = by_handler(w, BREACH_INVITE);
	ev.deadline = given;
	take(w, ev, HANDLER);
	ev = by_handler(w, BREACH_INVITE);
	ev.deadline = given + DAY;
	take(w, ev, HANDLER);
	assert_true(w->s.persons[0].deadline == given + DAY);
}

static struct breach_event answer(struct world *w, enum breach_answer what)
{
	struct breach_event ev = by_handler(w, BREACH_STATEMENT);

	ev.answer = what;
	if (ev.recorded <= w->s.persons[0].deadline)
		ev.recorded = w->s.persons[0].deadline + 1;
	return ev;
}

static void an_answer_is_not_replaced_by_silence(void **state)
{
	struct world *w = *state;

	open_case(w);
	take(w, by_handler(w, BREACH_INVITE), HANDLER);
	take(w, answer(w, ANSWER_DECLINED), HANDLER);
	assert_refused(w, answer(w, ANSWER_SILENT), HANDLER, "breach-investigate",
		       TROUBLE_ORDER, "(declined): silence does not replace it");
	take(w, answer(w, ANSWER_GIVEN), HANDLER);
	assert_refused(w, answer(w, ANSWER_SILENT), HANDLER, "breach-investigate",
		       TROUBLE_ORDER, "(given): silence does not replace it");
	assert_refused(w, answer(w, ANSWER_DECLINED), HANDLER, "breach-investigate",
		       TROUBLE_ORDER, "(given): declining does not replace it");
	assert_has(w, w->why.way, "one more statement");
	take(w, answer(w, ANSWER_GIVEN), HANDLER);
}

static void who_was_silent_can_still_speak(void **state)
{
	struct world *w = *state;

	open_case(w);
	take(w, by_handler(w, BREACH_INVITE), HANDLER);
	take(w, answer(w, ANSWER_SILENT), HANDLER);
	take(w, answer(w, ANSWER_GIVEN), HANDLER);
	assert_int_equal(w->s.persons[0].answer, ANSWER_GIVEN);
}

static void a_deadline_leaves_time(void **state)
{
	struct world *w = *state;
	struct breach_event ev;

	open_case(w);
	ev = by_handler(w, BREACH_INVITE);
	ev.deadline = ev.recorded;
	assert_refused(w, ev, HANDLER, "breach-investigate", TROUBLE_TIME, "no time");
}

static void nobody_is_named_on_both_sides(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_handler(w, BREACH_OPEN);

	ev.deciders[ev.n_deciders++] = STR(HANDLER);
	assert_refused(w, ev, HANDLER, "breach-decide", TROUBLE_SEPARATION,
		       "as handler and as decider");
}

static void whoever_opens_is_named_as_handler(void **state)
{
	struct world *w = *state;

	assert_refused(w, by_handler(w, BREACH_OPEN), OTHER, "breach-process",
		       TROUBLE_SEPARATION, "not among the handlers");
}

static void whoever_handles_does_not_decide(void **state)
{
	struct world *w = *state;

	open_case(w);
	hear(w);
	assert_refused(w, by_decider(w, BREACH_DECIDE), HANDLER, "breach-decide",
		       TROUBLE_SEPARATION, "does not decide it");
}

static void only_named_handlers_act(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_handler(w, BREACH_OPEN);

	ev.handlers[ev.n_handlers++] = STR(OTHER);
	take(w, ev, HANDLER);
	assert_refused(w, by_handler(w, BREACH_INVITE), "s-00000008", "breach-process",
		       TROUBLE_SEPARATION, "not among the handlers");
	assert_has(w, w->why.way, "--handler");
	take(w, by_handler(w, BREACH_INVITE), OTHER);
	assert_refused(w, by_handler(w, BREACH_STATEMENT), DECIDER, "breach-process",
		       TROUBLE_SEPARATION, "not among the handlers");
	take(w, by_handler(w, BREACH_STATEMENT), HANDLER);
	take(w, by_decider(w, BREACH_DECIDE), DECIDER);
	assert_refused(w, by_handler(w, BREACH_EXPLAIN), "s-00000008", "breach-explain",
		       TROUBLE_SEPARATION, "not among the handlers");
	assert_refused(w, by_decider(w, BREACH_EXPLAIN), OTHER, "breach-explain",
		       TROUBLE_SEPARATION, "not appointed");
	take(w, by_handler(w, BREACH_EXPLAIN), OTHER);
}

static void only_the_appointed_decide(void **state)
{
	struct world *w = *state;

	open_case(w);
	hear(w);
	assert_refused(w, by_decider(w, BREACH_DECIDE), "s-00000009", "breach-decide",
		       TROUBLE_SEPARATION, "not appointed");
}

static void nobody_decides_about_what_was_not_opened(void **state)
{
	struct world *w = *state;
	struct breach_event ev;

	open_case(w);
	hear(w);
	ev = by_decider(w, BREACH_DECIDE);
	ev.clauses[ev.n_clauses++] = STR("slurs");
	assert_refused(w, ev, DECIDER, "breach-decide", TROUBLE_ORDER, "clause slurs");
}

static void nothing_is_heard_or_decided_after_the_decision(void **state)
{
	struct world *w = *state;

	open_case(w);
	hear(w);
	take(w, by_decider(w, BREACH_DECIDE), DECIDER);
	assert_refused(w, by_decider(w, BREACH_DECIDE), DECIDER, "breach-decide",
		       TROUBLE_ORDER, "decided already");
	assert_refused(w, by_handler(w, BREACH_INVITE), HANDLER, "breach-investigate",
		       TROUBLE_ORDER, "decided already");
	assert_refused(w, by_handler(w, BREACH_STATEMENT), HANDLER, "breach-investigate",
		       TROUBLE_ORDER, "decided already");
}

static void only_a_decision_is_explained_and_once(void **state)
{
	struct world *w = *state;

	open_case(w);
	assert_refused(w, by_handler(w, BREACH_EXPLAIN), HANDLER, "breach-explain",
		       TROUBLE_ORDER, "nothing is decided");
	hear(w);
	take(w, by_decider(w, BREACH_DECIDE), DECIDER);
	take(w, by_handler(w, BREACH_EXPLAIN), HANDLER);
	assert_refused(w, by_decider(w, BREACH_EXPLAIN), DECIDER, "breach-explain",
		       TROUBLE_ORDER, "explained already");
}

static void steps_belong_to_capacities(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_decider(w, BREACH_OPEN);

	assert_refused(w, ev, DECIDER, "breach-process", TROUBLE_ROLE,
		       "step of the handler");
	open_case(w);
	hear(w);
	assert_refused(w, by_handler(w, BREACH_DECIDE), HANDLER, "breach-decide",
		       TROUBLE_ROLE, "step of the decider");
	ev = by_decider(w, BREACH_DECIDE);
	ev.actor = STR("decider@case-ffffffffffff");
	assert_refused(w, ev, DECIDER, "breach-decide", TROUBLE_ROLE, "ffffffffffff");
	ev.actor = STR("visitor@case-" ID);
	assert_refused(w, ev, DECIDER, "breach-decide", TROUBLE_ROLE, "visitor");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_case_runs_from_opening_to_explaining),
		TEST(nothing_comes_before_opening),
		TEST(a_case_is_opened_once),
		TEST(nobody_decides_before_the_person_was_asked),
		TEST(nobody_decides_before_the_person_answered),
		TEST(every_person_is_heard),
		TEST(a_statement_needs_an_invitation),
		TEST(persons_outside_the_case_are_refused),
		TEST(nobody_is_silent_before_the_deadline),
		TEST(a_deadline_leaves_time),
		TEST(a_deadline_that_was_given_is_not_taken_back),
		TEST(an_answer_is_not_replaced_by_silence),
		TEST(who_was_silent_can_still_speak),
		TEST(nobody_is_named_on_both_sides),
		TEST(whoever_opens_is_named_as_handler),
		TEST(whoever_handles_does_not_decide),
		TEST(only_named_handlers_act),
		TEST(only_the_appointed_decide),
		TEST(nobody_decides_about_what_was_not_opened),
		TEST(nothing_is_heard_or_decided_after_the_decision),
		TEST(only_a_decision_is_explained_and_once),
		TEST(steps_belong_to_capacities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
