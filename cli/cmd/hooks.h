/* cmd/hooks.h: the hook files that git runs, put into a repository. */
#ifndef CMD_HOOKS_H
#define CMD_HOOKS_H

#include "cmd/cmd.h"
#include "repo/repo.h"

enum hook_state {
	HOOK_NONE,   /* git would run nothing */
	HOOK_OURS,   /* written by us for this program */
	HOOK_OTHER,  /* ours, but it calls another program, or another version wrote it */
	HOOK_THEIRS, /* somebody else's */
};

/* The folder that git looks into: core.hooksPath, or hooks/ beside the objects. */
char *hooks_folder(struct cmd *c, struct repo *r);
/* What stands at one hook's place; *path is its file. */
enum hook_state hooks_state(struct cmd *c, struct repo *r, const char *name, char **path);
/* Put all our hooks in. A hook of somebody else's is left alone: ERR_EXISTS names it and
 * says what line to add to it; the others are installed all the same. */
int hooks_install(struct cmd *c, struct repo *r, struct err *e) MUST_CHECK;

#endif
