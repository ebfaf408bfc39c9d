#include "cmd/judge.h"
#include "bundle/write.h"
#include "core/file.h"
#include "core/limits.h"
#include "render/render.h"

struct options {
	char *format, *output;
};

/* The digest to print: of the bundle that this policy compiles to. */
static struct str digest_of_policy(struct cmd *c, const struct policy *p,
				   struct findings *f)
{
	struct bundle *b = NULL;
	struct str digest = STR_NULL;
	struct buf bytes;
	struct err ignored;

	buf_init(&bytes, LIMIT_BUNDLE);
	if (findings_worst(f) != LEVEL_BLOCK && bundle_write(p, &bytes, f) &&
	    bundle_from_writer(buf_view(&bytes), &b, &ignored) == 0)
		digest = arena_str(&c->run, bundle_digest(b));
	bundle_close(b);
	buf_release(&bytes);
	return digest;
}

static int render(struct cmd *c, const struct options *o, struct err *e)
{
	struct render_options ro = { .version = STR(DECORUM_VERSION) };
	struct policy policy;
	struct findings f;
	struct buf page;
	int ret;

	findings_init(&f, &c->run);
	ret = policy_around(c, &policy, &f, e);
	if (ret < 0)
		return ret;
	ro.bundle = digest_of_policy(c, &policy, &f);
	if (!ro.bundle.n)
		cmd_note(c,
			 "the policy does not compile: the document carries no digest; "
			 "'decorum compile' says why");
	buf_init(&page, 0);
	if (o->format && strcmp(o->format, "text") == 0)
		render_text(&policy, &ro, &page);
	else
		render_html(&policy, &ro, &page);
	if (!o->output) {
		buf_str(&c->out, buf_view(&page));
	} else {
		ret = file_make_parents(o->output, e);
		if (ret == 0)
			ret = file_put(o->output, buf_view(&page), 0644, e);
		if (ret == 0)
			buf_printf(&c->out, "%s\n", o->output);
	}
	buf_release(&page);
	return ret;
}

int cmd_render(struct cmd *c, int argc, const char **argv)
{
	struct options o = { 0 };
	struct poptOption table[] = {
		{ "format", 0, POPT_ARG_STRING, &o.format, 0, "html or text", "FORMAT" },
		{ "output", 'o', POPT_ARG_STRING, &o.output, 0,
		  "write here and print the path, instead of standard output", "FILE" },
		POPT_TABLEEND
	};
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[OPTION...]",
		"Writes the policy as one document: every clause with a stable "
		"anchor, and\nhow it is checked.\n",
		&rest);

	if (ret == CMD_GO && *rest)
		ret = cmd_usage(c, "'%s' is not expected here", *rest);
	else if (ret == CMD_GO && o.format && strcmp(o.format, "html") != 0 &&
		 strcmp(o.format, "text") != 0)
		ret = cmd_usage(c, "--format takes html or text, not '%s'", o.format);
	else if (ret == CMD_GO) {
		ret = render(c, &o, &e);
		if (ret < 0)
			ret = cmd_fail(c, &e);
	}
	free(o.format);
	free(o.output);
	return ret;
}
