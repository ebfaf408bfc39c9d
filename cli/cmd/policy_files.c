#include "cmd/compiler.h"
#include "cmd/judge.h"
#include "core/embed.h"
#include "core/file.h"
#include "core/limits.h"

#include <unistd.h>

/* A bundle holds what a compiler made of a policy: another one may make something else of
 * the same files, so each has a name of its own. */
#define BUNDLE_NAME "policy." DECORUM_COMPILER ".bundle"

extern const struct embedded bundle_default[];

/* Nobody means these for a policy: hidden files, and those without an extension, such as
 * LICENSE. */
static bool is_plainly_other(struct str path)
{
	struct str part = path;

	while (str_field(&path, '/', &part))
		if (str_starts(part, "."))
			return true;
	return str_chr(part, '.', 0) == SIZE_MAX;
}

static int read_one(struct cmd *c, const struct tree *t, const struct tree_entry *entry,
		    struct policy_file *f, struct err *e)
{
	if (entry->kind != TREE_FILE)
		return err_set(e, ERR_USAGE, "%.*s is a symbolic link or no plain file",
			       STR_ARG(entry->path));
	return tree_read(t, entry, LIMIT_POLICY_FILE, &c->run, &f->bytes, e);
}

int policy_files_of(struct cmd *c, const struct workspace *ws, const struct tree *t,
		    struct policy_folder *out, struct err *e)
{
	struct policy_file *files;
	struct tree_list list;
	struct str *others;
	size_t total = 0;
	int ret = tree_list(t, ws->set.policy, &c->run, &list, e);

	if (ret < 0)
		return ret;
	files = arena_array(&c->run, list.n, sizeof(*files));
	others = arena_array(&c->run, list.n, sizeof(*others));
	*out = (struct policy_folder){ .name = ws->set.policy,
				       .files = files,
				       .others = others };
	for (size_t i = 0; i < list.n; i++) {
		struct policy_file *f = &files[out->n_files];

		f->path = str_slice(list.p[i].path, ws->set.policy.n + 1, SIZE_MAX);
		if (!policy_is_file(f->path)) {
			if (!is_plainly_other(f->path))
				others[out->n_others++] = f->path;
			continue;
		}
		ret = read_one(c, t, &list.p[i], f, e);
		if (ret < 0)
			return ret;
		total += f->bytes.n;
		if (total > LIMIT_POLICY_ALL)
			return err_set(e, ERR_LIMIT, "the policy is larger than %u bytes",
				       LIMIT_POLICY_ALL);
		out->n_files++;
	}
	if (out->n_files)
		return 0;
	(void)err_set(e, ERR_USAGE, "no policy: %.*s/ holds no Markdown file",
		      STR_ARG(ws->set.policy));
	return err_hint(
		e, "'decorum init' writes the default policy there; or set `policy:` "
		   "in decorum.yaml");
}

int policy_around(struct cmd *c, struct policy *out, struct findings *f, struct err *e)
{
	const struct policy_file *built_in;
	struct workspace ws;
	struct tree tree = { 0 };
	struct policy_folder folder;
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
	ret = policy_files_of(c, &ws, &tree, &folder, e);
	if (ret == 0)
		policy_load_folder(&folder, &c->run, out, f);
	return ret;
}

char *bundle_path(struct cmd *c, const struct workspace *ws)
{
	char *git = repo_find_gitdir(ws->root, &c->run);

	return git ? file_join(&c->run, git, STR("decorum/" BUNDLE_NAME)) : NULL;
}

void bundle_remove_others(struct cmd *c, const struct workspace *ws)
{
	const char *git = repo_find_gitdir(ws->root, &c->run);
	const char *folder = git ? file_join(&c->run, git, STR("decorum")) : NULL;
	struct file_list list;
	struct err ignored;

	if (!folder || file_walk(folder, "", &c->run, &list, &ignored) < 0)
		return;
	for (size_t i = 0; i < list.n; i++)
		if (str_starts(list.paths[i], "policy.") &&
		    str_ends(list.paths[i], ".bundle") &&
		    !str_is(list.paths[i], BUNDLE_NAME))
			(void)unlink(file_join(&c->run, folder, list.paths[i]));
}

int bundle_of_program(struct bundle **out, struct err *e)
{
	return bundle_from_program(
		(struct str){ bundle_default[0].bytes, bundle_default[0].n }, out, e);
}
