/* cmd/explain.h: `decorum explain`: a rule, a clause, or a place in a post. */
#ifndef CMD_EXPLAIN_H
#define CMD_EXPLAIN_H

#include "cmd/judge.h"

struct explain {
	struct cmd *c;
	bool reveal;     /* masked words too */
	struct str rule; /* --rule; empty: all */
};

/* FILE, FILE:LINE, FILE:LINE:COLUMN. False: there is no such file. */
struct explain_place {
	const char *path;
	uint32_t line, column; /* 0: all of them */
};
bool explain_is_place(struct cmd *c, const char *name, struct explain_place *out);
/* The exit code. */
int explain_post(struct explain *x, const struct explain_place *at);

/* A rule with all layers over it. */
struct explain_target {
	struct str rule, account, product; /* the last two may be empty */
	const char *post;                  /* or NULL */
};
int explain_effective(struct explain *x, const struct explain_target *target);

/* "level ask, on trial no". */
struct str explain_keys(struct arena *a, const struct overlay_rule *r, uint32_t which);

/* What a rule or a clause of the policy says. False: there is none of that name. */
bool explain_rule(const struct explain *x, const struct policy *p, struct str id);
bool explain_clause(const struct explain *x, const struct policy *p, struct str id);
/* A kind of finding that the program knows without a policy. */
bool explain_kind(const struct explain *x, struct str id);

/* "  label       text", wrapped; an empty text says nothing. */
void explain_say(struct buf *out, const char *label, struct str text);
void explain_sayf(struct cmd *c, const char *label, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* What a level means to an author. */
const char *explain_level(enum level l);

#endif
