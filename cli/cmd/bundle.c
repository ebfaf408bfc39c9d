#include "cmd/judge.h"

static int open_it(struct cmd *c, const char *path, struct bundle **b, struct err *e)
{
	struct workspace ws;
	int ret;

	if (path)
		return bundle_open(path, b, e);
	ret = workspace_find(c, ".", &ws, e);
	if (ret < 0)
		return ret;
	path = ws.found ? bundle_path(c, &ws) : NULL;
	if (!path)
		return bundle_of_program(b, e);
	ret = bundle_open(path, b, e);
	if (ret == ERR_NOT_FOUND)
		(void)err_hint(e, "'decorum compile' makes it");
	return ret;
}

int cmd_bundle(struct cmd *c, int argc, const char **argv)
{
	struct poptOption table[] = { POPT_TABLEEND };
	struct bundle *b = NULL;
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(c, argc, argv, table, "dump|digest [FILE]",
			      "Shows a bundle as stable text, or its digest: of FILE, of the "
			      "repository\naround, or outside of one the bundle of the default "
			      "policy.\n",
			      &rest);

	if (ret != CMD_GO)
		return ret;
	if (!*rest || (strcmp(*rest, "dump") != 0 && strcmp(*rest, "digest") != 0))
		return cmd_usage(c, "say 'dump' or 'digest'");
	if (rest[1] && rest[2])
		return cmd_usage(c, "'%s' is not expected here", rest[2]);
	if (open_it(c, rest[1], &b, &e) < 0)
		return cmd_fail(c, &e);
	if (strcmp(*rest, "dump") == 0)
		bundle_dump(b, &c->out);
	else
		buf_printf(&c->out, "sha256:%.*s\n", STR_ARG(bundle_digest(b)));
	bundle_close(b);
	return EXIT_CLEAN;
}
