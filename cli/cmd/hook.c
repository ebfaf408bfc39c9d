#include "cmd/judge.h"

static int pre_commit(struct cmd *c)
{
	const struct judge_output out = { .fail_at = LEVEL_BLOCK, .quiet = true };
	int code;

	/* A commit that touches no post is nobody's business here. */
	code = check_staged(c, &out);
	if (code == EXIT_FINDINGS && cmd_flush(c))
		cmd_note(c, "the commit was refused; correct the places above, 'git add' the "
			    "files and commit again");
	return code == EXIT_NOTHING ? EXIT_CLEAN : code;
}

int cmd_hook(struct cmd *c, int argc, const char **argv)
{
	struct poptOption table[] = { POPT_TABLEEND };
	const char **rest = NULL;
	int ret = cmd_options(c, argc, argv, table, "pre-commit",
			      "What git's hooks call. pre-commit judges the staged bytes of "
			      "posts, not the\nwork tree, and refuses the commit when a rule of "
			      "level block is broken.\n",
			      &rest);

	if (ret != CMD_GO)
		return ret;
	if (!*rest)
		return cmd_usage(c, "say which hook: pre-commit");
	if (strcmp(*rest, "pre-commit") != 0)
		return cmd_usage(c, "'%s' is no hook that decorum serves", *rest);
	return pre_commit(c);
}
