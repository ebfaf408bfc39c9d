/* What a folder held over time.
 *
 * Commits are visited parents before children, and of each only the trees that were not
 * seen at their place before: a history of one post after another costs a few objects per
 * commit, where a diff per commit costs a hundred times that. Parents are followed by the
 * commits alone, so replace refs and grafts change nothing. */
#include "repo/git.h"

#include "core/map.h"

enum { LIMIT_COMMITS = 1000000, LIMIT_VERSIONS = 1000000, KEY_PATH = 4096 };

/* A commit on the way: its parents from `next` on are still to be visited. */
struct pending {
	git_oid id, tree;
	int64_t time;
	git_oid *parents;
	unsigned n, next;
};

struct walk {
	struct repo *r;
	struct str folder; /* with '/' at its end */
	struct arena *a;
	struct map *commits; /* raw ids that were met */
	struct map *seen;    /* raw id and path of trees and files */
	VEC(struct pending) stack;
	VEC(struct repo_version) found;
	size_t folders;
	struct repo_history *out;
};

/* ---- trees ---- */

/* Is this object at this path new? Most are not, so the key is only kept if it is. */
static bool is_new(struct walk *w, const git_oid *id, struct str path)
{
	char key[RAW_ID + KEY_PATH];
	struct str k = { key, RAW_ID + path.n };

	if (path.n > KEY_PATH)
		return false;
	memcpy(key, id->id, RAW_ID);
	memcpy(key + RAW_ID, path.p, path.n);
	if (map_get(w->seen, k, NULL))
		return false;
	return map_add(w->seen, arena_str(w->a, k), 0);
}

static int add_version(struct walk *w, const git_tree_entry *entry, struct str path,
		       struct err *e)
{
	const uint32_t mode = (uint32_t)git_tree_entry_filemode_raw(entry);
	struct repo_version *v;

	if (w->found.n >= LIMIT_VERSIONS)
		return err_set(e, ERR_LIMIT, "more than %d versions of files",
			       LIMIT_VERSIONS);
	v = VEC_ADD(w->a, &w->found);
	v->entry = repo_entry_of(arena_str(w->a, path), mode,
				 git_tree_entry_id(entry)->id, REPO_ADDED);
	return 0;
}

static int visit_tree(struct walk *w, const git_oid *id, struct str at, unsigned depth,
		      struct err *e);

static int visit_entry(struct walk *w, const git_tree_entry *entry, struct str at,
		       unsigned depth, struct err *e)
{
	const struct str name = str_from(git_tree_entry_name(entry));
	const bool folder = ((uint32_t)git_tree_entry_filemode_raw(entry) &
			     REPO_FORMAT) == GIT_FILEMODE_TREE;
	char path[KEY_PATH];
	size_t n = at.n + name.n + (folder ? 1 : 0);

	if (n >= sizeof(path))
		return err_set(e, ERR_LIMIT, "'%.*s' holds a path over %d bytes",
			       STR_ARG(at), KEY_PATH);
	memcpy(path, at.p, at.n);
	memcpy(path + at.n, name.p, name.n);
	if (folder)
		path[n - 1] = '/';
	if (!is_new(w, git_tree_entry_id(entry), (struct str){ path, n }))
		return 0;
	if (folder)
		return visit_tree(w, git_tree_entry_id(entry), (struct str){ path, n },
				  depth + 1, e);
	return add_version(w, entry, (struct str){ path, n }, e);
}

static int visit_tree(struct walk *w, const git_oid *id, struct str at, unsigned depth,
		      struct err *e)
{
	git_tree *tree = NULL;
	int ret;

	if (depth > LIMIT_DEPTH)
		return err_set(e, ERR_LIMIT, "'%.*s' is nested too deep", STR_ARG(at));
	if (++w->folders > LIMIT_VERSIONS)
		return err_set(e, ERR_LIMIT, "more than %d versions of folders",
			       LIMIT_VERSIONS);
	ret = repo_tree_lookup(w->r, id, &tree, e);
	for (size_t i = 0; ret == 0 && i < git_tree_entrycount(tree); i++)
		ret = visit_entry(w, git_tree_entry_byindex(tree, i), at, depth, e);
	git_tree_free(tree);
	return ret;
}

/* The folder in this tree, one name of its path after another. A file or a link in its
 * place is not the folder. */
static int visit_folder(struct walk *w, const git_oid *root, struct err *e)
{
	git_oid id = *root;
	struct str rest = w->folder, name;
	int ret = 0;

	if (!is_new(w, root, STR("")))
		return 0;
	while (ret == 0 && str_field(&rest, '/', &name)) {
		const git_tree_entry *entry;
		git_tree *tree = NULL;

		if (!name.n)
			continue;
		ret = repo_tree_lookup(w->r, &id, &tree, e);
		if (ret < 0)
			break;
		entry = git_tree_entry_byname(tree, arena_cstr(w->a, name));
		if (entry)
			id = *git_tree_entry_id(entry);
		if (!entry || git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
			git_tree_free(tree);
			return 0;
		}
		git_tree_free(tree);
	}
	if (ret < 0 || !is_new(w, &id, w->folder))
		return ret;
	return visit_tree(w, &id, w->folder, 0, e);
}

static int visit_commit(struct walk *w, const struct pending *p, struct err *e)
{
	const size_t before = w->found.n;
	char name[GIT_OID_HEXSZ + 1];
	struct str commit;

	(void)git_oid_tostr(name, sizeof(name), &p->id);
	if (visit_folder(w, &p->tree, e) < 0)
		return err_wrap(e, "in the tree of %s", name);
	w->out->commits++;
	if (w->found.n == before)
		return 0;
	commit = arena_str(w->a, str_from(name));
	for (size_t i = before; i < w->found.n; i++) {
		w->found.p[i].commit = commit;
		w->found.p[i].time = p->time;
	}
	return 0;
}

/* ---- commits ---- */

/* What is needed of a commit, so that no object stays open while its parents are visited.
 */
static int read_commit(struct walk *w, const git_oid *id, struct err *e)
{
	struct pending p = { .id = *id };
	git_commit *commit = NULL;
	const int code = git_commit_lookup(&commit, w->r->git, id);

	if (code < 0)
		return repo_failed(code, e, "cannot read a commit");
	p.tree = *git_commit_tree_id(commit);
	p.time = git_commit_time(commit);
	p.n = git_commit_parentcount(commit);
	p.parents = arena_array(w->a, p.n, sizeof(*p.parents));
	for (unsigned i = 0; i < p.n; i++)
		p.parents[i] = *git_commit_parent_id(commit, i);
	git_commit_free(commit);
	*VEC_ADD(w->a, &w->stack) = p;
	return 0;
}

/* Put it on the stack, unless it was met or, in a shallow clone, was not fetched. */
static int push(struct walk *w, const git_oid *id, struct err *e)
{
	struct str key = { (const char *)id->id, RAW_ID };
	int ret;

	if (map_get(w->commits, key, NULL))
		return 0;
	if (w->out->commits + w->stack.n >= LIMIT_COMMITS)
		return err_set(e, ERR_LIMIT, "more than %d commits", LIMIT_COMMITS);
	(void)map_add(w->commits, arena_str(w->a, key), 0);
	ret = repo_object_check(w->r, id, GIT_OBJECT_COMMIT, LIMIT_TREE, e);
	if (ret == ERR_NOT_FOUND && w->out->shallow)
		return 0;
	return ret < 0 ? ret : read_commit(w, id, e);
}

static int walk_commits(struct walk *w, const git_oid *tip, struct err *e)
{
	int ret = push(w, tip, e);

	while (ret == 0 && w->stack.n) {
		struct pending *top = &w->stack.p[w->stack.n - 1];

		if (top->next < top->n) {
			ret = push(w, &top->parents[top->next++], e);
			continue;
		}
		ret = visit_commit(w, top, e);
		w->stack.n--;
	}
	return ret;
}

int repo_history(struct repo *r, const char *rev, struct str folder, struct arena *a,
		 struct repo_history *out, struct err *e)
{
	struct walk w = { .r = r, .a = a, .out = out };
	git_oid tip;
	int ret = repo_commit_of(r, rev, &tip, e);

	*out = (struct repo_history){ .shallow = repo_is_shallow(r) };
	w.folder = arena_printf(a, "%.*s/", STR_ARG(folder));
	w.commits = map_new(a);
	w.seen = map_new(a);
	if (ret == 0)
		ret = walk_commits(&w, &tip, e);
	out->p = w.found.p;
	out->n = w.found.n;
	return ret;
}
