/* Events and states from a few words. */
#ifndef CASE_TEST_H
#define CASE_TEST_H

#include "record/breach.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define HANDLER "s-00000001"
#define DECIDER "s-00000002"
#define ID "0123456789ab"
#define DIGEST_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DIGEST_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define RECIPIENT "age1wggv5vdxfm57r66ts6ll5jk598gpqpyp49y8pzay9j7g9gqu2y3spyk3zw"

enum { NOON = 1764000000, WEEK = 7 * DAY };

struct world {
	struct arena a;
	struct breach_state s;
	struct refusal why;
	struct err e;
};

static inline int setup(void **state)
{
	*state = calloc(1, sizeof(struct world));
	return *state ? 0 : -1;
}

static inline int teardown(void **state)
{
	arena_release(&((struct world *)*state)->a);
	free(*state);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* An event that can be written; members of later steps are the caller's. */
static inline struct breach_event event(const struct world *w, enum breach_step step,
					const char *actor)
{
	struct breach_event ev = {
		.breach = STR(ID),
		.sequence = w->s.sequence + 1,
		.step = step,
		.actor = str_from(actor),
		.payload = STR(DIGEST_A),
		.policy = STR(DIGEST_B),
		.recorded = w->s.last ? w->s.last + 60 : NOON,
	};

	if (ev.sequence > 1)
		ev.previous = STR(DIGEST_B);
	if (step == BREACH_OPEN) {
		ev.persons = 1;
		ev.judged_by = STR(DIGEST_B);
		ev.sealed_to = STR(RECIPIENT);
		ev.key = STR(DIGEST_A);
		ev.handlers[ev.n_handlers++] = STR(HANDLER);
		ev.deciders[ev.n_deciders++] = STR(DECIDER);
		ev.clauses[ev.n_clauses++] = STR("politics");
	}
	if (step == BREACH_INVITE || step == BREACH_STATEMENT)
		ev.person = 1;
	if (step == BREACH_INVITE)
		ev.deadline = ev.recorded + WEEK;
	if (step == BREACH_STATEMENT)
		ev.answer = ANSWER_GIVEN;
	if (step == BREACH_DECIDE) {
		ev.clauses[ev.n_clauses++] = STR("politics");
		ev.outcome = OUTCOME_BREACH;
		ev.ledger = STR("0123456789abcdef");
		ev.salt = STR(DIGEST_A);
	}
	return ev;
}

static inline struct breach_event by_handler(const struct world *w, enum breach_step step)
{
	return event(w, step, "handler@case-" ID);
}

static inline struct breach_event by_decider(const struct world *w, enum breach_step step)
{
	return event(w, step, "decider@case-" ID);
}

static inline void take(struct world *w, struct breach_event ev, const char *signer)
{
	if (!state_allows(&w->s, &ev, str_from(signer), &w->a, &w->why))
		fail_msg("%s was refused: %.*s", breach_step_name(ev.step),
			 STR_ARG(w->why.why));
	state_apply(&w->s, &ev);
}

static inline void assert_has(struct world *w, struct str text, const char *part)
{
	if (!strstr(arena_cstr(&w->a, text), part))
		fail_msg("'%s' is not in '%.*s'", part, STR_ARG(text));
}

static inline void assert_refused(struct world *w, struct breach_event ev,
				  const char *signer, const char *clause,
				  enum breach_trouble_kind kind, const char *why)
{
	assert_false(state_allows(&w->s, &ev, str_from(signer), &w->a, &w->why));
	assert_has(w, w->why.why, why);
	assert_string_equal(w->why.clause, clause);
	assert_int_equal(w->why.kind, kind);
}

#endif
