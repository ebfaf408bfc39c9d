/* cmd/cmd.h: what every command gets, and the promises all commands keep. A command is
 * one file: options in, rooms called, exit code out. Only this room prints, reads the
 * clock and exits. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"

#include <popt.h>

/* Exit codes are a contract (DESIGN: Commands). */
enum exit_code {
	EXIT_CLEAN = 0,
	EXIT_FINDINGS = 1, /* findings at or above the level; a step the policy refuses */
	EXIT_WRONG_USE = 2, /* wrong use or configuration */
	EXIT_NOT_DONE = 3, /* the work could not be done */
	EXIT_NOTHING = 4,  /* nothing was checked */
};

struct cmd {
	const char *name;     /* "check" */
	const char *program;  /* absolute path of this program, for hooks */
	struct arena run;     /* lives as long as the command */
	struct buf out;	      /* standard output, written at the end or by cmd_flush() */
	char *colour_when;    /* --colour */
	bool colour, colour_err;
};

struct command {
	const char *name;
	int (*run)(struct cmd *c, int argc, const char **argv);
	const char *summary; /* for the list of commands */
};
extern const struct command commands[]; /* name == NULL ends it */

int cmd_bundle(struct cmd *c, int argc, const char **argv);
int cmd_case(struct cmd *c, int argc, const char **argv);
int cmd_check(struct cmd *c, int argc, const char **argv);
int cmd_compile(struct cmd *c, int argc, const char **argv);
int cmd_explain(struct cmd *c, int argc, const char **argv);
int cmd_hook(struct cmd *c, int argc, const char **argv);
int cmd_hooks(struct cmd *c, int argc, const char **argv);
int cmd_impact(struct cmd *c, int argc, const char **argv);
int cmd_init(struct cmd *c, int argc, const char **argv);
int cmd_render(struct cmd *c, int argc, const char **argv);
int cmd_screen(struct cmd *c, int argc, const char **argv);
int cmd_seal(struct cmd *c, int argc, const char **argv);
int cmd_test(struct cmd *c, int argc, const char **argv);

/* Parse argv[1..] by `table` (popt; ended by POPT_TABLEEND; --help and --colour are
 * added). `synopsis` follows the command's name in the usage line; `about` is one
 * paragraph. *rest gets what is left over, NULL at the end, owned by c->run.
 * Returns CMD_GO, or the exit code to return: help was asked for, or an option is
 * wrong (said so). */
enum { CMD_GO = -1 };
int cmd_options(struct cmd *c, int argc, const char **argv, struct poptOption *table,
		const char *synopsis, const char *about, const char ***rest);

/* Say what went wrong on standard error; the exit code that goes with it. */
int cmd_fail(struct cmd *c, const struct err *e);
/* "decorum: <message>", exit code 2. */
int cmd_usage(struct cmd *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Text made by report, on standard error; released. */
void cmd_complain(struct cmd *c, struct buf *text);
/* "note: ..." on standard error. */
void cmd_note(struct cmd *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Write c->out now. False (and said so) when standard output is gone. */
bool cmd_flush(struct cmd *c);

/* Seconds since 1970. The environment variable DECORUM_NOW (an instant such as
 * 2026-11-24T09:00:00Z) stands in for the clock in tests and replays. */
int64_t cmd_now(struct cmd *c);
/* "2026-11-24" and "2026-11-24T09:00:00Z" of an instant, UTC. */
struct str cmd_date(struct cmd *c, int64_t when);
struct str cmd_instant(struct cmd *c, int64_t when);
/* "2026-11-24" or "2026-11-24T09:00:00Z" to seconds. False if it is neither. */
bool cmd_parse_instant(struct str s, int64_t *out);

#endif
