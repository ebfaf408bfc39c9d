#include "cmd/judge.h"
#include "bundle/write.h"
#include "core/file.h"
#include "core/limits.h"

/* One clause, two clauses. */
static const char *s_of(size_t n)
{
	return n == 1 ? "" : "s";
}

/* Write the bundle and say where and what it is. */
static int keep(struct cmd *c, const struct policy *p, struct str bytes, const char *path,
		struct err *e)
{
	struct bundle *b = NULL;
	int ret = bundle_from_writer(bytes, &b, e);

	if (ret == 0)
		ret = file_make_parents(path, e);
	if (ret == 0)
		ret = file_put(path, bytes, 0644, e);
	if (ret < 0)
		goto out;
	buf_printf(&c->out, "%zu clause%s, %zu rule%s, %zu word list%s -> %s (%zu bytes)\n",
		   p->n_clauses, s_of(p->n_clauses), p->n_rules, s_of(p->n_rules),
		   p->n_lists, s_of(p->n_lists), path, bytes.n);
	buf_printf(&c->out, "policy bundle sha256:%.*s\n", STR_ARG(bundle_digest(b)));
out:
	bundle_close(b);
	return ret;
}

static void print_findings(struct cmd *c, struct findings *f)
{
	const struct report_options o = { .colour = c->colour };
	const struct report_run run = { .findings = f, .n_checked = 1,
					.unit = STR("policy"), .units = STR("policies"),
					.version = STR(DECORUM_VERSION),
					.fail_at = LEVEL_BLOCK };

	findings_sort(f);
	if (f->v.n)
		report_text(&run, &o, &c->out);
}

static int compile(struct cmd *c, const char *where, struct err *e)
{
	const bool kept = !where;
	struct workspace ws;
	struct tree tree = { 0 };
	struct policy_folder folder;
	struct policy policy;
	struct findings f;
	struct buf bytes;
	bool good;
	int ret = workspace_need(c, &ws, e);

	if (ret < 0)
		return ret;
	tree.root = ws.root;
	if (!where)
		where = bundle_path(c, &ws);
	if (!where) {
		(void)err_set(e, ERR_USAGE, "%s is not in a git repository: there is no "
					    "place to keep the bundle", ws.root);
		return err_hint(e, "'git init' here, or say where: decorum compile -o FILE");
	}
	ret = policy_files_of(c, &ws, &tree, &folder, e);
	if (ret < 0)
		return ret;
	findings_init(&f, &c->run);
	buf_init(&bytes, LIMIT_BUNDLE);
	policy_load_folder(&folder, &c->run, &policy, &f);
	policy_advise_dates(&policy, cmd_date(c, cmd_now(c)), &f);
	good = findings_worst(&f) != LEVEL_BLOCK && bundle_write(&policy, &bytes, &f);
	print_findings(c, &f);
	ret = good ? keep(c, &policy, buf_view(&bytes), where, e) : EXIT_FINDINGS;
	if (kept && ret == 0)
		bundle_remove_others(c, &ws);
	buf_release(&bytes);
	return ret;
}

int cmd_compile(struct cmd *c, int argc, const char **argv)
{
	char *where = NULL;
	struct poptOption table[] = {
		{ "output", 'o', POPT_ARG_STRING, &where, 0,
		  "write the bundle here instead of into the git folder", "FILE" },
		POPT_TABLEEND
	};
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(c, argc, argv, table, "[-o FILE]",
			      "Compiles the policy of this repository into one bundle file and "
			      "prints its\ndigest. Every trouble in the policy is listed with "
			      "its place.\n",
			      &rest);

	if (ret == CMD_GO && *rest)
		ret = cmd_usage(c, "'%s' is not expected here", *rest);
	else if (ret == CMD_GO) {
		ret = compile(c, where, &e);
		if (ret < 0)
			ret = cmd_fail(c, &e);
	}
	free(where);
	return ret;
}
