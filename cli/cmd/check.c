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
	*out = (struct judge_output){ .reveal = o->reveal,
				      .fail_at = LEVEL_BLOCK,
				      .most = o->most > 0 ? (size_t)o->most : 0 };
	if (o->format && strcmp(o->format, "json") == 0)
		out->json = true;
	else if (o->format && strcmp(o->format, "text") != 0) {
		*ret = cmd_usage(c, "--format takes text or json, not '%s'", o->format);
		return false;
	}
	if (o->level && !level_from(str_from(o->level), &out->fail_at)) {
		*ret = cmd_usage(c, "--level takes block, ask or advise, not '%s'",
				 o->level);
		return false;
	}
	return true;
}

/* ---- what to judge ---- */

/* Posts end in ".md"; what looks as if it were one is not passed over in silence, and
 * what is no file could be anything. */
static bool is_post(const struct tree_entry *entry)
{
	static const char *const almost[] = { ".markdown", ".mdown", ".mkd", ".md" };
	char end[12] = { 0 };
	const struct str tail = str_slice(
		entry->path, entry->path.n > 9 ? entry->path.n - 9 : 0, entry->path.n);

	for (size_t i = 0; i < tail.n; i++)
		end[i] = ascii_lower(tail.p[i]);
	for (size_t i = 0; i < ARRAY_LEN(almost); i++)
		if (str_ends(str_from(end), almost[i]))
			return true;
	return entry->kind != TREE_FILE;
}

static void remark_name(struct judge *j, struct str path)
{
	struct source *s = ARENA_NEW(&j->c->run, struct source);

	s->path = arena_str(&j->c->run, path);
	s->bytes = STR("");
	s->lines = arena_alloc(&j->c->run, sizeof(*s->lines));
	s->n_lines = 1;
	(void)finding_add(
		&j->found, FINDING_POST_NAME, s, (struct span){ 0, 0 },
		"it is judged as a post, but others may not see one in it: posts end "
		"in .md");
}

static int judge_one(struct judge *j, const struct tree_entry *entry, struct err *e)
{
	if (!is_post(entry))
		return 0;
	if (entry->kind == TREE_FILE && !str_ends(entry->path, ".md"))
		remark_name(j, entry->path);
	return judge_entry(j, entry, e);
}

static int judge_tree(struct judge *j, struct str folder, struct err *e)
{
	struct tree_list list;
	int ret = tree_list(j->tree, folder, &j->c->run, &list, e);

	for (size_t i = 0; ret == 0 && i < list.n; i++)
		ret = judge_one(j, &list.p[i], e);
	return ret;
}

/* The path from the root of the policy repository ("" for the root itself); false when it
 * lies outside. */
static bool inside_root(struct judge *j, const char *path, struct str *out)
{
	char full[PATH_MAX];
	size_t n;

	if (!j->ws || !realpath(path, full))
		return false;
	n = strlen(j->ws->root);
	if (strncmp(full, j->ws->root, n) != 0 || (full[n] != '/' && full[n] != '\0'))
		return false;
	*out = arena_str(&j->c->run, str_from(full[n] ? full + n + 1 : full + n));
	return true;
}

static int judge_folder(struct judge *j, const char *path, struct err *e)
{
	const struct tree *saved = j->tree;
	struct tree *below = ARENA_NEW(&j->c->run, struct tree);
	struct str folder;
	int ret;

	if (inside_root(j, path, &folder)) {
		if (!folder.n)
			j->scope = JUDGE_ALL;
		return judge_tree(j, folder.n ? folder : j->ws->set.posts, e);
	}
	below->root = path;
	j->tree = below;
	ret = judge_tree(j, STR_NULL, e);
	j->tree = saved;
	return ret;
}

static int judge_path(struct judge *j, const char *path, struct err *e)
{
	const struct tree here = { .root = "" };
	const struct tree *saved = j->tree;
	struct tree_entry entry = { .path = str_from(path) };
	enum file_kind kind = file_kind(path, NULL);
	int ret;

	if (kind == FILE_NONE)
		return err_set(e, ERR_NOT_FOUND, "%s is not there", path);
	if (kind == FILE_FOLDER)
		return judge_folder(j, path, e);
	/* "-" would be standard input to whoever opens it. */
	if (strcmp(path, "-") == 0)
		entry.path = STR("./-");
	entry.kind = kind == FILE_REGULAR ? TREE_FILE : TREE_ODD;
	j->tree = &here;
	ret = judge_entry(j, &entry, e);
	j->tree = saved;
	return ret;
}

static int judge_stdin(struct judge *j, struct err *e)
{
	struct arena a = { 0 };
	struct str bytes;
	int ret = file_read("-", MIB, &a, &bytes, e);

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
	       str_eq(path, set->people) || is_below(path, set->policy) ||
	       is_below(path, set->accounts) || is_below(path, set->permissions) ||
	       is_below(path, set->corrections);
}

/* A link, or a submodule, where the settings expect a folder or file of ours, or in place
 * of a folder above it: nothing behind it would be judged. */
static bool is_odd_ground(const struct settings *set, const struct repo_entry *entry)
{
	const struct str places[] = { STR("decorum.yaml"), set->policy,   set->posts,
				      set->products,       set->accounts, set->people,
				      set->permissions,    set->corrections };

	if (entry->change == REPO_DELETED || (entry->mode & 0170000) == 0100000)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (str_eq(entry->path, places[i]) || is_below(places[i], entry->path) ||
		    is_below(entry->path, places[i]))
			return true;
	return false;
}

static bool is_judged(const struct settings *set, const struct repo_entry *entry)
{
	return is_odd_ground(set, entry) ||
	       (entry->change != REPO_DELETED && is_below(entry->path, set->posts));
}

/* Has the last commit settings? Then their absence from the index is a loss. */
static bool had_settings(struct cmd *c, struct repo *repo)
{
	struct str ignored;
	struct err e;

	return repo_commit_file(repo, "HEAD", STR("decorum.yaml"), LIMIT_REGISTRY,
				&c->run, &ignored, &e) != ERR_NOT_FOUND;
}

/* The settings of the index. *ours is false for a repository that has nothing to do with
 * us: a hook that serves many lets those be. */
static int staged_settings(struct cmd *c, const struct tree *index, struct workspace *ws,
			   bool *ours, struct err *e)
{
	int ret = workspace_of_tree(c, index, ws, e);

	*ours = ret < 0 || ws->found || had_settings(c, index->repo);
	if (ret < 0 || ws->found)
		return ret;
	(void)err_set(e, ERR_USAGE,
		      "no decorum.yaml is staged at the top of this repository");
	return err_hint(e, "'decorum init' writes one; then 'git add decorum.yaml'");
}

static int judge_entries(struct judge *j, const struct repo_entries *staged,
			 struct err *e)
{
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < staged->n; i++) {
		const struct repo_entry *from = &staged->p[i];
		struct tree_entry entry = { .path = from->path };

		if (!is_judged(&j->ws->set, from))
			continue;
		entry.kind = (from->mode & 0170000) == 0100000 ? TREE_FILE : TREE_ODD;
		memcpy(entry.id, from->id, sizeof(entry.id));
		ret = judge_one(j, &entry, e);
	}
	return ret;
}

/* Accounts and records that are staged are judged themselves, not only what is judged by
 * them. */
static int judge_grounds(struct judge *j, const struct repo_entries *staged,
			 struct err *e)
{
	const struct settings *set = &j->ws->set;
	int ret = 0;

	j->scope = JUDGE_STAGED;
	for (size_t i = 0; ret == 0 && i < staged->n; i++) {
		const struct repo_entry *from = &staged->p[i];
		const bool permission = is_below(from->path, set->permissions);
		struct tree_entry entry = { .path = from->path, .kind = TREE_FILE };

		if (str_eq(from->path, set->people))
			j->staged_people = true;
		if (from->change == REPO_DELETED ||
		    (from->mode & 0170000) != 0100000)
			continue;
		if (is_below(from->path, set->accounts))
			judge_stage_account(j, from->path);
		memcpy(entry.id, from->id, sizeof(entry.id));
		if (permission || is_below(from->path, set->corrections))
			ret = judge_record(j, &entry, permission, e);
	}
	return ret;
}

/* Does the change concern us: posts, or what posts are judged by? */
static bool is_concerned(const struct settings *set, const struct repo_entries *staged)
{
	for (size_t i = 0; i < staged->n; i++)
		if (is_ground(set, staged->p[i].path) || is_judged(set, &staged->p[i]))
			return true;
	return false;
}

/* What the next commit would change, judged as staged. */
static int judge_staged(struct cmd *c, struct repo *repo, const struct judge_output *out,
			int *code, struct err *e)
{
	const struct tree index = { .repo = repo };
	struct repo_entries staged;
	struct workspace ws;
	struct judge j = { 0 };
	bool ours;
	int ret = staged_settings(c, &index, &ws, &ours, e);

	if (ret < 0)
		return ours || !out->quiet ? ret : 0;
	ws.root = arena_cstr(&c->run, str_from(repo_worktree(repo) ? repo_worktree(repo)
								   : repo_gitdir(repo)));
	ret = repo_staged(repo, &c->run, &staged, e);
	if (ret < 0 || !is_concerned(&ws.set, &staged))
		return ret;
	ret = judge_open(&j, c, &ws, &index, e);
	if (ret == 0)
		ret = judge_know_index(&j, &staged, e);
	if (ret == 0)
		ret = judge_entries(&j, &staged, e);
	if (ret == 0)
		ret = judge_grounds(&j, &staged, e);
	if (ret == 0)
		ret = judge_across(&j, e);
	if (ret == 0 && !j.n_checked && !j.found.v.n)
		buf_printf(&c->out,
			   "no post is staged; the policy compiles\n"
			   "policy bundle sha256:%.*s\n",
			   STR_ARG(bundle_digest(j.bundle)));
	else if (ret == 0)
		*code = judge_report(&j, out);
	judge_close(&j);
	return ret;
}

int check_staged(struct cmd *c, const struct judge_output *out)
{
	struct repo *repo = NULL;
	struct err e;
	int code = EXIT_NOTHING;
	int ret = workspace_repo(&repo, &e);

	if (ret == 0)
		ret = judge_staged(c, repo, out, &code, &e);
	repo_close(repo);
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
	else if (ret == 0) {
		j.scope = JUDGE_ALL;
		ret = judge_tree(&j, ws.set.posts, &e);
	}
	if (ret == 0)
		ret = judge_across(&j, &e);
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
	int ret =
		cmd_options(c, argc, argv, table, "[OPTION...] [PATH...]",
			    "Judges posts against the policy: files, folders, what is "
			    "staged, or standard\ninput. Without PATH: every post of the "
			    "policy repository. Outside of one the\ndefault policy "
			    "judges.\n",
			    &paths);

	if (ret == CMD_GO && read_output(c, &o, &out, &ret)) {
		if (o.staged + o.from_stdin + (o.all || *paths) > 1)
			ret = cmd_usage(c,
					"--staged, --stdin, --all and PATH exclude each "
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
