#include "cmd/judge.h"
#include "core/file.h"
#include "core/limits.h"

#include <limits.h>

struct options {
	int staged, all, from_stdin, reveal;
	char *format, *level;
	int most;
};

static bool read_output(struct cmd *c, const struct options *o, struct judge_output *out,
			int *ret)
{
	*out = (struct judge_output){ .reveal = o->reveal, .fail_at = LEVEL_BLOCK,
				      .most = o->most > 0 ? (size_t)o->most : 0 };
	if (o->format && strcmp(o->format, "json") == 0)
		out->json = true;
	else if (o->format && strcmp(o->format, "text") != 0) {
		*ret = cmd_usage(c, "--format takes text or json, not '%s'", o->format);
		return false;
	}
	if (o->level && !level_from(str_from(o->level), &out->fail_at)) {
		*ret = cmd_usage(c, "--level takes block, ask or advise, not '%s'", o->level);
		return false;
	}
	return true;
}

/* ---- what to judge ---- */

static bool is_post_path(struct str path)
{
	return str_ends(path, ".md");
}

static int judge_tree(struct judge *j, struct str folder, struct err *e)
{
	struct tree_list list;
	int ret = tree_list(j->tree, folder, &j->c->run, &list, e);

	for (size_t i = 0; ret == 0 && i < list.n; i++)
		if (is_post_path(list.p[i].path))
			ret = judge_entry(j, &list.p[i], e);
	return ret;
}

/* The path from the root of the policy repository, when it lies inside. */
static struct str inside_root(struct judge *j, const char *path)
{
	char full[PATH_MAX];
	size_t n;

	if (!j->ws || !realpath(path, full))
		return str_from(path);
	n = strlen(j->ws->root);
	if (strncmp(full, j->ws->root, n) != 0 || (full[n] != '/' && full[n] != '\0'))
		return str_from(path);
	return arena_str(&j->c->run, str_from(full[n] ? full + n + 1 : full + n));
}

static int judge_path(struct judge *j, const char *path, struct err *e)
{
	const struct tree here = { .root = "" };
	const struct tree *saved = j->tree;
	struct tree_entry entry = { .path = str_from(path), .kind = TREE_FILE };
	struct tree_list list;
	enum file_kind kind = file_kind(path, NULL);
	int ret = 0;

	if (kind == FILE_NONE)
		return err_set(e, ERR_NOT_FOUND, "%s is not there", path);
	if (kind == FILE_FOLDER && j->ws) {
		struct str folder = inside_root(j, path);

		if (folder.n && folder.p[0] != '/')
			return judge_tree(j, folder, e);
	}
	j->tree = &here;
	if (kind == FILE_FOLDER) {
		const struct tree below = { .root = path };

		j->tree = &below;
		ret = tree_list(j->tree, STR_NULL, &j->c->run, &list, e);
		for (size_t i = 0; ret == 0 && i < list.n; i++)
			if (is_post_path(list.p[i].path))
				ret = judge_entry(j, &list.p[i], e);
	} else {
		entry.kind = kind == FILE_REGULAR ? TREE_FILE : TREE_ODD;
		ret = judge_entry(j, &entry, e);
	}
	j->tree = saved;
	return ret;
}

static int judge_stdin(struct judge *j, struct err *e)
{
	struct arena a = { 0 };
	struct str bytes;
	int ret = file_read("-", LIMIT_POST + 1, &a, &bytes, e);

	if (ret == 0)
		judge_post(j, STR("<stdin>"), bytes);
	arena_release(&a);
	return ret;
}

static int judge_paths(struct judge *j, const char **paths, struct err *e)
{
	int ret = 0;

	for (; ret == 0 && *paths; paths++)
		ret = judge_path(j, *paths, e);
	return ret;
}

/* ---- the index ---- */

static bool is_below(struct str path, struct str folder)
{
	return path.n > folder.n && path.p[folder.n] == '/' &&
	       str_eq(str_slice(path, 0, folder.n), folder);
}

/* Does a change of this file concern the verdict on every post? */
static bool is_ground(const struct settings *set, struct str path)
{
	return str_eq(path, STR("decorum.yaml")) || str_eq(path, set->products) ||
	       is_below(path, set->policy) || is_below(path, set->accounts);
}

/* What the next commit would change, judged as staged. */
static int judge_staged(struct cmd *c, const struct judge_output *out, int *code,
			struct err *e)
{
	struct repo *repo = NULL;
	struct workspace ws;
	struct repo_entries staged;
	struct tree index = { 0 };
	struct judge j = { 0 };
	bool ground = false, any = false;
	int ret = workspace_repo(&repo, e);

	if (ret < 0)
		goto out;
	index.repo = repo;
	ret = workspace_of_tree(c, &index, &ws, e);
	if (ret < 0)
		goto out;
	if (!ws.found) {
		ret = err_set(e, ERR_USAGE, "no decorum.yaml is staged or committed at the "
					    "top of this repository");
		(void)err_hint(e, "'decorum init' writes one; then 'git add decorum.yaml'");
		goto out;
	}
	ws.root = arena_cstr(&c->run, str_from(repo_worktree(repo) ? repo_worktree(repo)
								   : repo_gitdir(repo)));
	ret = repo_staged(repo, &c->run, &staged, e);
	if (ret < 0)
		goto out;
	for (size_t i = 0; i < staged.n; i++) {
		ground |= is_ground(&ws.set, staged.p[i].path);
		any |= is_below(staged.p[i].path, ws.set.posts);
	}
	if (!ground && !any) {
		*code = EXIT_NOTHING;
		goto out;
	}
	ret = judge_open(&j, c, &ws, &index, e);
	for (size_t i = 0; ret == 0 && i < staged.n; i++) {
		struct tree_entry entry = { .path = staged.p[i].path };

		if (staged.p[i].change == REPO_DELETED ||
		    !is_below(entry.path, ws.set.posts) || !is_post_path(entry.path))
			continue;
		entry.kind = (staged.p[i].mode & 0170000) == 0100000 ? TREE_FILE : TREE_ODD;
		memcpy(entry.id, staged.p[i].id, sizeof(entry.id));
		ret = judge_entry(&j, &entry, e);
	}
	if (ret == 0)
		*code = judge_report(&j, out);
out:
	judge_close(&j);
	repo_close(repo);
	return ret;
}

int check_staged(struct cmd *c, const struct judge_output *out)
{
	struct err e;
	int code = EXIT_NOTHING;
	int ret = judge_staged(c, out, &code, &e);

	return ret < 0 ? cmd_fail(c, &e) : code;
}

/* ---- the command ---- */

static int run(struct cmd *c, const struct options *o, const char **paths,
	       const struct judge_output *out)
{
	struct workspace ws;
	struct tree tree = { 0 };
	struct judge j = { 0 };
	struct err e;
	int code = EXIT_NOT_DONE;
	int ret = workspace_find(c, ".", &ws, &e);

	if (ret == 0 && !ws.found && !o->from_stdin && !*paths)
		ret = workspace_need(c, &ws, &e);
	if (ret == 0) {
		tree.root = ws.root;
		ret = judge_open(&j, c, ws.found ? &ws : NULL, &tree, &e);
	}
	if (ret == 0 && o->from_stdin)
		ret = judge_stdin(&j, &e);
	else if (ret == 0 && *paths)
		ret = judge_paths(&j, paths, &e);
	else if (ret == 0)
		ret = judge_tree(&j, ws.set.posts, &e);
	code = ret == 0 ? judge_report(&j, out) : cmd_fail(c, &e);
	judge_close(&j);
	return code;
}

int cmd_check(struct cmd *c, int argc, const char **argv)
{
	struct options o = { 0 };
	struct poptOption table[] = {
		{ "staged", 0, POPT_ARG_NONE, &o.staged, 0,
		  "judge what is staged for the next commit", NULL },
		{ "all", 0, POPT_ARG_NONE, &o.all, 0,
		  "judge every post of the work tree (as without PATH)", NULL },
		{ "stdin", 0, POPT_ARG_NONE, &o.from_stdin, 0,
		  "judge one post from standard input", NULL },
		{ "format", 0, POPT_ARG_STRING, &o.format, 0, "text or json", "FORMAT" },
		{ "level", 0, POPT_ARG_STRING, &o.level, 0,
		  "refuse (exit 1) from this level on: block, ask, advise", "LEVEL" },
		{ "most", 0, POPT_ARG_INT, &o.most, 0,
		  "show at most N findings per post, worst first", "N" },
		{ "reveal", 0, POPT_ARG_NONE, &o.reveal, 0,
		  "show masked words (slurs, secrets)", NULL },
		POPT_TABLEEND
	};
	struct judge_output out;
	const char **paths = NULL;
	int ret = cmd_options(c, argc, argv, table, "[OPTION...] [PATH...]",
			      "Judges posts against the policy: files, folders, what is "
			      "staged, or standard\ninput. Without PATH: every post of the "
			      "policy repository. Outside of one the\ndefault policy "
			      "judges.\n",
			      &paths);

	if (ret == CMD_GO && read_output(c, &o, &out, &ret)) {
		if (o.staged + o.from_stdin + (o.all || *paths) > 1)
			ret = cmd_usage(c, "--staged, --stdin, --all and PATH exclude each "
					   "other");
		else if (o.all && *paths)
			ret = cmd_usage(c, "--all and PATH exclude each other");
		else
			ret = o.staged ? check_staged(c, &out) : run(c, &o, paths, &out);
	}
	free(o.format);
	free(o.level);
	return ret;
}
