/* What is staged. The index is compared with HEAD's tree by ids, folder by folder; a
 * folder whose cached tree is HEAD's is passed over, so the cost follows what changed. */
#include "repo/git.h"

#include <git2/sys/repository.h>

struct compare {
	struct repo *r;
	struct arena *a;
	const struct index_file *x;
	VEC(struct repo_entry) found;
	size_t folders;
};

/* Entries [lo, hi) of the index lie below `at` ("" or ending in '/'); `tree` is what HEAD
 * has there (NULL: nothing) and `cached` what the index file says about it. */
struct level {
	struct str at;
	const git_oid *tree;
	const struct index_folder *cached;
	size_t lo, hi;
};

static int compare_folder(struct compare *c, const struct level *l, unsigned depth,
			  struct err *e);

static void found(struct compare *c, struct str path, uint32_t mode, const uint8_t *id,
		  enum repo_change change)
{
	*VEC_ADD(c->a, &c->found) =
		repo_entry_of(arena_str(c->a, path), mode, id, change);
}

static uint32_t mode_of(const git_tree_entry *entry)
{
	return (uint32_t)git_tree_entry_filemode_raw(entry);
}

static bool is_tree(const git_tree_entry *entry)
{
	return entry && (mode_of(entry) & REPO_FORMAT) == GIT_FILEMODE_TREE;
}

static const struct index_folder *cached_folder(const struct index_folder *f,
						struct str name)
{
	for (size_t i = 0; f && i < f->n_sub; i++)
		if (str_eq(f->sub[i].name, name))
			return &f->sub[i];
	return NULL;
}

/* The next thing of the index in this folder: a file, or a folder and all below it. */
struct next {
	struct str name;
	bool folder;
	size_t end;
};

static struct next next_of_index(const struct compare *c, const struct level *l, size_t i)
{
	struct str path = c->x->p[i].path;
	size_t slash = str_chr(path, '/', l->at.n);
	struct next out = { .folder = slash != SIZE_MAX, .end = i + 1 };

	out.name = str_slice(path, l->at.n, out.folder ? slash : path.n);
	if (out.folder)
		out.end = repo_index_end(c->x, i, l->hi, str_slice(path, 0, slash + 1));
	return out;
}

/* git's order: a folder sorts as if its name ended in '/'. */
static int order_of(struct str a, bool a_folder, struct str b, bool b_folder)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = memcmp(a.p, b.p, n), x, y;

	if (order)
		return order;
	x = a.n > n ? (unsigned char)a.p[n] : a_folder ? '/' : 0;
	y = b.n > n ? (unsigned char)b.p[n] : b_folder ? '/' : 0;
	return x - y;
}

static void compare_file(struct compare *c, const struct index_entry *ours,
			 const git_tree_entry *theirs)
{
	uint32_t before;

	if (ours->intent && theirs) /* taken out and announced again */
		found(c, ours->path, mode_of(theirs), git_tree_entry_id(theirs)->id,
		      REPO_DELETED);
	if (ours->intent)
		return;
	if (!theirs) {
		found(c, ours->path, ours->mode, ours->id, REPO_ADDED);
		return;
	}
	before = mode_of(theirs);
	if ((before & REPO_FORMAT) != (ours->mode & REPO_FORMAT))
		found(c, ours->path, ours->mode, ours->id, REPO_TYPE);
	else if (before != ours->mode ||
		 memcmp(git_tree_entry_id(theirs)->id, ours->id, RAW_ID) != 0)
		found(c, ours->path, ours->mode, ours->id, REPO_MODIFIED);
}

/* One name on either side or on both. `theirs` NULL: only in the index; `ours` NULL: only
 * in HEAD. */
static int compare_name(struct compare *c, const struct level *l, const struct next *ours,
			size_t i, const git_tree_entry *theirs, unsigned depth,
			struct err *e)
{
	struct str name = ours ? ours->name : str_from(git_tree_entry_name(theirs));
	bool folder = ours ? ours->folder : is_tree(theirs);
	struct level below = { .lo = i, .hi = ours ? ours->end : i };

	if (!folder && ours) {
		compare_file(c, &c->x->p[i], theirs);
		return 0;
	}
	below.at = arena_printf(c->a, "%.*s%.*s%s", STR_ARG(l->at), STR_ARG(name),
				folder ? "/" : "");
	if (!folder) {
		found(c, below.at, mode_of(theirs), git_tree_entry_id(theirs)->id,
		      REPO_DELETED);
		return 0;
	}
	below.tree = theirs ? git_tree_entry_id(theirs) : NULL;
	below.cached = ours ? cached_folder(l->cached, name) : NULL;
	return compare_folder(c, &below, depth + 1, e);
}

static bool is_unchanged(const struct level *l)
{
	return l->tree && l->cached && l->cached->id &&
	       l->cached->files == l->hi - l->lo &&
	       memcmp(l->cached->id, l->tree->id, RAW_ID) == 0;
}

static int merge(struct compare *c, const struct level *l, const git_tree *tree,
		 unsigned depth, struct err *e)
{
	size_t i = l->lo, k = 0, n = tree ? git_tree_entrycount(tree) : 0;
	int ret = 0;

	while (ret == 0 && (i < l->hi || k < n)) {
		const git_tree_entry *theirs =
			k < n ? git_tree_entry_byindex(tree, k) : NULL;
		struct next ours = { 0 };
		int order = theirs ? 1 : -1;

		if (i < l->hi)
			ours = next_of_index(c, l, i);
		if (i < l->hi && theirs)
			order = order_of(ours.name, ours.folder,
					 str_from(git_tree_entry_name(theirs)),
					 is_tree(theirs));
		ret = compare_name(c, l, order <= 0 ? &ours : NULL, i,
				   order >= 0 ? theirs : NULL, depth, e);
		if (order <= 0)
			i = ours.end;
		k += order >= 0;
	}
	return ret;
}

static int compare_folder(struct compare *c, const struct level *l, unsigned depth,
			  struct err *e)
{
	git_tree *tree = NULL;
	int ret = 0;

	if (is_unchanged(l))
		return 0;
	if (depth > LIMIT_DEPTH)
		return err_set(e, ERR_LIMIT, "'%.*s' is nested too deep", STR_ARG(l->at));
	if (++c->folders > LIMIT_FOLDERS || c->found.n > LIMIT_ENTRIES)
		return err_set(e, ERR_LIMIT, "more than %d folders or files are staged",
			       LIMIT_ENTRIES);
	if (l->tree)
		ret = repo_tree_lookup(c->r, l->tree, &tree, e);
	if (ret < 0)
		return err_wrap(e, "the folder '%.*s' of HEAD", STR_ARG(l->at));
	ret = merge(c, l, tree, depth, e);
	git_tree_free(tree);
	return ret;
}

static int entry_order(const void *a, const void *b)
{
	return str_cmp(((const struct repo_entry *)a)->path,
		       ((const struct repo_entry *)b)->path);
}

static int refuse_unmerged(const struct index_file *x, size_t lo, size_t hi,
			   struct err *e)
{
	for (size_t i = lo; i < hi; i++) {
		if (!x->p[i].stage)
			continue;
		(void)err_set(e, ERR_GIT, "%.*s has a merge conflict that is not settled",
			      STR_ARG(x->p[i].path));
		return err_hint(e, "settle it, then 'git add' the file");
	}
	return 0;
}

int repo_staged(struct repo *r, struct arena *a, struct repo_entries *out, struct err *e)
{
	struct compare c = { .r = r, .a = a };
	struct level top = { .at = STR("") };
	git_tree *tree = NULL;
	git_oid head;
	bool unborn;
	int ret = repo_index_file(r, &c.x, e);

	*out = (struct repo_entries){ 0 };
	if (ret == 0 && c.x->unmerged)
		ret = refuse_unmerged(c.x, 0, c.x->n, e);
	if (ret == 0)
		ret = repo_head(r, &head, &unborn, e);
	if (ret == 0 && !unborn)
		ret = repo_tree_of(r, &head, &tree, e);
	if (ret < 0)
		return ret;
	top.tree = tree ? git_tree_id(tree) : NULL;
	top.cached = c.x->top;
	top.hi = c.x->n;
	ret = compare_folder(&c, &top, 0, e);
	git_tree_free(tree);
	if (ret < 0)
		return ret;
	if (c.found.n)
		qsort(c.found.p, c.found.n, sizeof(*c.found.p), entry_order);
	*out = (struct repo_entries){ c.found.p, c.found.n };
	return 0;
}

int repo_index_list(struct repo *r, struct str prefix, struct arena *a,
		    struct repo_entries *out, struct err *e)
{
	VEC(struct repo_entry) list = { 0 };
	const struct index_file *x;
	size_t lo = 0, hi, end;
	int ret = repo_index_file(r, &x, e);

	*out = (struct repo_entries){ 0 };
	if (ret < 0)
		return ret;
	for (hi = x->n; lo < hi;) {
		size_t middle = lo + (hi - lo) / 2;

		if (str_cmp(x->p[middle].path, prefix) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	end = repo_index_end(x, lo, x->n, prefix);
	if (x->unmerged)
		ret = refuse_unmerged(x, lo, end, e);
	if (ret < 0)
		return ret;
	for (size_t i = lo; i < end; i++)
		if (!x->p[i].intent)
			*VEC_ADD(a, &list) =
				repo_entry_of(arena_str(a, x->p[i].path), x->p[i].mode,
					      x->p[i].id, REPO_ADDED);
	*out = (struct repo_entries){ list.p, list.n };
	return 0;
}

/* ---- writing ---- */

int repo_index_open(struct repo *r, git_index **out, struct err *e)
{
	git_index *index = NULL;
	int code = git_index_open(&index, r->index_path);

	*out = NULL;
	if (code == 0)
		code = git_repository_set_index(r->git, index);
	if (code == 0)
		code = git_index_set_caps(index, GIT_INDEX_CAPABILITY_FROM_OWNER);
	if (code < 0) {
		git_index_free(index);
		return repo_failed(code, e, "cannot open the index");
	}
	*out = index;
	return 0;
}
