/* What a commit's tree holds. Trees may come from a stranger: names that no file can
 * have, endless nesting and small trees that unfold to millions of files are errors. */
#include "repo/git.h"

#include <strings.h>

struct tree_walk {
	struct repo *r;
	struct arena *a;
	struct str prefix;
	VEC(struct repo_entry) found;
	size_t folders;
};

static bool is_name(struct str name)
{
	return name.n && !str_is(name, ".") && !str_is(name, "..") &&
	       str_chr(name, '/', 0) == SIZE_MAX &&
	       !(name.n == 4 && strncasecmp(name.p, ".git", 4) == 0);
}

/* Can something at or below `path` start with the prefix? A folder's path ends in '/'. */
static bool may_match(const struct tree_walk *w, struct str path, bool folder)
{
	size_t n = path.n < w->prefix.n ? path.n : w->prefix.n;

	return !n ||
	       ((folder || path.n >= w->prefix.n) && memcmp(path.p, w->prefix.p, n) == 0);
}

static int walk_tree(struct tree_walk *w, const git_oid *id, struct str at,
		     unsigned depth, struct err *e);

static int walk_entry(struct tree_walk *w, const git_tree_entry *entry, struct str at,
		      unsigned depth, struct err *e)
{
	struct str name = str_from(git_tree_entry_name(entry)), path;
	uint32_t mode = (uint32_t)git_tree_entry_filemode_raw(entry);
	bool folder = (mode & REPO_FORMAT) == GIT_FILEMODE_TREE;

	if (!is_name(name))
		return err_set(e, ERR_INVALID,
			       "the folder '%.*s' holds a name that no file "
			       "can have: '%.*s'",
			       STR_ARG(at), STR_ARG(name));
	path = arena_printf(w->a, "%.*s%.*s%s", STR_ARG(at), STR_ARG(name),
			    folder ? "/" : "");
	if (!may_match(w, path, folder))
		return 0;
	if (folder)
		return walk_tree(w, git_tree_entry_id(entry), path, depth + 1, e);
	if (w->found.n >= LIMIT_ENTRIES)
		return err_set(e, ERR_LIMIT, "more than %d files", LIMIT_ENTRIES);
	*VEC_ADD(w->a, &w->found) =
		repo_entry_of(path, mode, git_tree_entry_id(entry)->id, REPO_ADDED);
	return 0;
}

static int walk_tree(struct tree_walk *w, const git_oid *id, struct str at,
		     unsigned depth, struct err *e)
{
	git_tree *tree = NULL;
	int ret;

	if (depth > LIMIT_DEPTH)
		return err_set(e, ERR_LIMIT, "'%.*s' is nested too deep", STR_ARG(at));
	if (++w->folders > LIMIT_FOLDERS)
		return err_set(e, ERR_LIMIT, "more than %d folders", LIMIT_FOLDERS);
	ret = repo_tree_lookup(w->r, id, &tree, e);
	if (ret < 0)
		return err_wrap(e, "the folder '%.*s'", STR_ARG(at));
	for (size_t i = 0; ret == 0 && i < git_tree_entrycount(tree); i++)
		ret = walk_entry(w, git_tree_entry_byindex(tree, i), at, depth, e);
	git_tree_free(tree);
	return ret;
}

static int entry_order(const void *a, const void *b)
{
	return str_cmp(((const struct repo_entry *)a)->path,
		       ((const struct repo_entry *)b)->path);
}

int repo_tree_list(struct repo *r, const char *rev, struct str prefix, struct arena *a,
		   struct repo_entries *out, struct err *e)
{
	struct tree_walk w = { .r = r, .a = a, .prefix = prefix };
	git_tree *tree = NULL;
	git_oid commit;
	int ret = repo_commit_of(r, rev, &commit, e);

	*out = (struct repo_entries){ 0 };
	if (ret == 0)
		ret = repo_tree_of(r, &commit, &tree, e);
	if (ret == 0)
		ret = walk_tree(&w, git_tree_id(tree), STR(""), 0, e);
	git_tree_free(tree);
	if (ret < 0)
		return err_wrap(e, "in the tree of %s", rev);
	/* git keeps the folder "a" where "a/" would sort. */
	if (w.found.n)
		qsort(w.found.p, w.found.n, sizeof(*w.found.p), entry_order);
	*out = (struct repo_entries){ w.found.p, w.found.n };
	return 0;
}

int repo_commit_file(struct repo *r, const char *rev, struct str path, size_t cap,
		     struct arena *a, struct str *out, struct err *e)
{
	char *name = arena_cstr(a, path), id[GIT_OID_HEXSZ + 1];
	git_tree_entry *entry = NULL;
	git_tree *tree = NULL;
	git_oid commit;
	int code, ret = repo_commit_of(r, rev, &commit, e);

	*out = STR_NULL;
	if (ret == 0)
		ret = repo_tree_of(r, &commit, &tree, e);
	if (ret < 0)
		return ret;
	code = git_tree_entry_bypath(&entry, tree, name);
	if (code == GIT_ENOTFOUND)
		ret = err_set(e, ERR_NOT_FOUND, "%s is not in the tree of %s", name, rev);
	else if (code < 0)
		ret = repo_failed(code, e, "cannot find %s in the tree of %s", name, rev);
	else if ((git_tree_entry_filemode_raw(entry) & REPO_FORMAT) != 0100000)
		ret = err_set(e, ERR_INVALID,
			      "%s is not a regular file in the tree of %s", name, rev);
	if (ret == 0) {
		(void)git_oid_tostr(id, sizeof(id), git_tree_entry_id(entry));
		ret = repo_blob(r, id, cap, a, out, e);
		if (ret < 0)
			(void)err_wrap(e, "%s in the tree of %s", name, rev);
	}
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return ret;
}
