/* core/proc.h: run one program, feed it, take what it prints. No shell: the program
 * is looked up in PATH and gets its arguments as they are. */
#ifndef CORE_PROC_H
#define CORE_PROC_H

#include "core/arena.h"
#include "core/err.h"

struct proc {
	const char *const *argv; /* NULL at the end; argv[0] is looked up in PATH */
	const char *const *env;	 /* NULL: inherit; else the whole environment */
	const char *dir;	 /* NULL: stay here */
	struct str input;	 /* written to its standard input */
	size_t cap;		 /* most bytes of output taken; more is ERR_LIMIT */
	/* Bytes for further descriptors: given to the child as a pipe on descriptor
	 * 3, 4 ... (argument "/dev/fd/3"), so secrets never touch a disk. */
	struct str extra[2];
	size_t n_extra;
	bool tty; /* leave the child's standard error on ours (passphrase prompts) */
};

struct proc_result {
	int status;	/* exit status, or 128 + signal */
	struct str out; /* in the arena given */
	struct str err; /* the first 64 KiB of standard error; empty with `tty` */
};

/* Runs to the end. ERR_TOOL if it cannot be started: the message names the program.
 * A non-zero status is not an error here. */
int proc_run(const struct proc *p, struct arena *a, struct proc_result *out,
	     struct err *e) MUST_CHECK;

#endif
