/* record/taking.h: a step being taken, shared by breach.c and breach_open.c. Private to
 * the room. */
#ifndef RECORD_TAKING_H
#define RECORD_TAKING_H

#include "record/breach.h"

struct taking {
	struct breach_store *s;
	const struct breach_request *r;
	struct arena *a;
	struct hand hand;
	const struct actor *who;
	struct breach b;
	struct breach_state *state;
	struct breach_event ev;
	struct breach_payload p;
};

/* ERR_REFUSED with the sentence of the policy; `way` may be empty. */
int step_refuse(struct taking *t, const char *clause, struct str why, struct str way,
		struct err *e);
#define REFUSE(t, clause, e, ...)                                                        \
	step_refuse((t), (clause), arena_printf((t)->a, __VA_ARGS__), STR_NULL, (e))

bool is_among(struct str id, const struct str *list, size_t n);
/* The clauses of the request into the event: none twice, not too many. */
int take_clauses(struct taking *t, struct err *e) MUST_CHECK;
/* All that an opening says: clauses, persons, deciders, the new id. */
int fill_open(struct taking *t, struct err *e) MUST_CHECK;

#endif
