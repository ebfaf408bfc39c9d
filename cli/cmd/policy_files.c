#include "cmd/judge.h"
#include "core/embed.h"
#include "core/file.h"
#include "core/limits.h"

extern const struct embedded bundle_default[];

/* Does this file of the policy folder belong to the policy? */
static bool is_policy_file(struct str path)
{
	return str_ends(path, ".md") || str_is(path, "networks.yaml") ||
	       str_is(path, "words.txt") ||
	       (str_starts(path, "lexicons/") && str_ends(path, ".yaml"));
}

int policy_files_of(struct cmd *c, const struct workspace *ws, const struct tree *t,
		    struct policy_file **files, size_t *n, struct err *e)
{
	struct tree_list list;
	size_t total = 0;
	int ret = tree_list(t, ws->set.policy, &c->run, &list, e);

	if (ret < 0)
		return ret;
	*files = arena_array(&c->run, list.n, sizeof(**files));
	*n = 0;
	for (size_t i = 0; i < list.n; i++) {
		struct policy_file *f = &(*files)[*n];

		f->path = str_slice(list.p[i].path, ws->set.policy.n + 1, SIZE_MAX);
		if (!is_policy_file(f->path))
			continue;
		if (list.p[i].kind != TREE_FILE)
			return err_set(e, ERR_USAGE,
				       "%.*s is a symbolic link or no plain file",
				       STR_ARG(list.p[i].path));
		ret = tree_read(t, &list.p[i], LIMIT_POLICY_FILE, &c->run, &f->bytes, e);
		if (ret < 0)
			return ret;
		total += f->bytes.n;
		if (total > LIMIT_POLICY_ALL)
			return err_set(e, ERR_LIMIT, "the policy is larger than %u bytes",
				       LIMIT_POLICY_ALL);
		(*n)++;
	}
	if (*n)
		return 0;
	(void)err_set(e, ERR_USAGE, "no policy: %.*s/ holds no Markdown file",
		      STR_ARG(ws->set.policy));
	return err_hint(
		e, "'decorum init' writes the default policy there; or set `policy:` "
		   "in decorum.yaml");
}

void policy_load_shown(struct cmd *c, const struct workspace *ws,
		       const struct policy_file *files, size_t n, struct policy *out,
		       struct findings *f)
{
	policy_load(files, n, &c->run, out, f);
	for (size_t i = 0; i < out->n_sources; i++)
		out->sources[i]->path =
			arena_printf(&c->run, "%.*s/%.*s", STR_ARG(ws->set.policy),
				     STR_ARG(out->sources[i]->path));
}

int policy_around(struct cmd *c, struct policy *out, struct findings *f, struct err *e)
{
	const struct policy_file *built_in;
	struct workspace ws;
	struct tree tree = { 0 };
	struct policy_file *files;
	size_t n = 0;
	int ret = workspace_find(c, ".", &ws, e);

	if (ret < 0)
		return ret;
	if (!ws.found) {
		cmd_note(c, "not inside a policy repository: this is the default policy");
		built_in = policy_default(&n);
		policy_load(built_in, n, &c->run, out, f);
		return 0;
	}
	tree.root = ws.root;
	ret = policy_files_of(c, &ws, &tree, &files, &n, e);
	if (ret == 0)
		policy_load_shown(c, &ws, files, n, out, f);
	return ret;
}

char *bundle_path(struct cmd *c, const struct workspace *ws)
{
	char *git = repo_find_gitdir(ws->root, &c->run);

	return git ? file_join(&c->run, git, STR("decorum/policy.bundle")) : NULL;
}

int bundle_of_program(struct bundle **out, struct err *e)
{
	return bundle_from_bytes(
		(struct str){ bundle_default[0].bytes, bundle_default[0].n }, out, e);
}
