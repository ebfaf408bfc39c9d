/* cmd/case.h: what the commands below `decorum case` share. */
#ifndef CMD_CASE_H
#define CMD_CASE_H

#include "cmd/judge.h"
#include "record/record.h"

struct case_run {
	struct cmd *c;
	struct workspace ws;
	struct repo *policy;
	struct tree tree; /* the policy repository's HEAD */
	struct judge judge;
	bool judged;
	struct people people;
	struct breach_world w;
	const char *dir; /* of the case repository; NULL: not set */
	struct breach_store *store;
	char *identity; /* --identity */
	char *place;    /* --cases */
};

/* The policy repository as committed: people, clauses, bundle. */
int case_begin(struct case_run *r, struct cmd *c, struct err *e) MUST_CHECK;
/* The same, and the case repository. */
int case_begin_store(struct case_run *r, struct cmd *c, struct err *e) MUST_CHECK;
/* The last that a command does: nothing in the run's arena is there afterwards. */
void case_end(struct case_run *r);
/* The case that the first argument names. */
int case_named(struct case_run *r, const char *const *rest, struct str *id,
	       struct err *e) MUST_CHECK;

/* Options of all of them, for a poptOption table. */
#define CASE_OPTIONS(run)                                                                \
	{ "cases",       0, POPT_ARG_STRING,                                             \
	  &(run)->place, 0, "the case repository, instead of `cases:` in decorum.yaml",  \
	  "DIR" },                                                                       \
	{                                                                                \
		"identity", 'i', POPT_ARG_STRING, &(run)->identity, 0,                   \
			"age identity file that unseals cases (or git config "           \
			"decorum.identity)",                                             \
			"FILE"                                                           \
	}

int case_init(struct cmd *c, int argc, const char **argv);
int case_open(struct cmd *c, int argc, const char **argv);
int case_invite(struct cmd *c, int argc, const char **argv);
int case_statement(struct cmd *c, int argc, const char **argv);
int case_decide(struct cmd *c, int argc, const char **argv);
int case_explain(struct cmd *c, int argc, const char **argv);
int case_verify(struct cmd *c, int argc, const char **argv);
int case_list(struct cmd *c, int argc, const char **argv);
int case_show(struct cmd *c, int argc, const char **argv);

#endif
