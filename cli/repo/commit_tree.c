/* The tree of a new commit: the parent's, with files put in and taken out. */
#include "repo/git.h"

struct planter {
	struct repo *r;
	struct arena *a;
	const struct repo_file *files; /* sorted by path */
};

/* Files [lo, hi) lie in one folder, whose path has `skip` bytes with its last '/'. */
struct bed {
	size_t lo, hi, skip;
};

static int plant(const struct planter *p, const git_tree *base, const struct bed *bed,
		 git_oid *out, size_t *left, struct err *e);

static bool is_folder(const git_tree_entry *entry)
{
	return entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
}

static int put_file(const struct planter *p, git_treebuilder *folder, const char *name,
		    const struct repo_file *file, struct err *e)
{
	const git_tree_entry *old = git_treebuilder_get(folder, name);
	git_filemode_t mode = GIT_FILEMODE_BLOB;
	git_oid blob;
	int code;

	if (is_folder(old))
		return err_set(e, ERR_EXISTS, "%.*s is a folder", STR_ARG(file->path));
	if (!file->bytes.p && !old)
		return err_set(e, ERR_NOT_FOUND,
			       "%.*s cannot be removed: it is not there",
			       STR_ARG(file->path));
	if (!file->bytes.p) {
		code = git_treebuilder_remove(folder, name);
	} else {
		if (old && git_tree_entry_filemode(old) == GIT_FILEMODE_BLOB_EXECUTABLE)
			mode = GIT_FILEMODE_BLOB_EXECUTABLE;
		code = git_blob_create_from_buffer(&blob, p->r->git, file->bytes.p,
						   file->bytes.n);
		if (code == 0)
			code = git_treebuilder_insert(NULL, folder, name, &blob, mode);
	}
	return code < 0 ? repo_failed(code, e, "cannot store %.*s", STR_ARG(file->path))
			: 0;
}

/* The folder `name` with its files; a folder left empty is left out, as git does. */
static int put_folder(const struct planter *p, git_treebuilder *folder, const char *name,
		      const struct bed *bed, struct err *e)
{
	const git_tree_entry *old = git_treebuilder_get(folder, name);
	git_tree *base = NULL;
	git_oid id;
	size_t left = 0;
	int code = 0, ret = 0;

	if (old && !is_folder(old))
		return err_set(e, ERR_EXISTS, "%.*s is a file, not a folder",
			       (int)bed->skip - 1, p->files[bed->lo].path.p);
	if (old)
		ret = repo_tree_lookup(p->r, git_tree_entry_id(old), &base, e);
	if (ret == 0)
		ret = plant(p, base, bed, &id, &left, e);
	git_tree_free(base);
	if (ret < 0)
		return ret;
	if (left)
		code = git_treebuilder_insert(NULL, folder, name, &id, GIT_FILEMODE_TREE);
	else if (old)
		code = git_treebuilder_remove(folder, name);
	return code < 0 ? repo_failed(code, e, "cannot store the folder %s", name) : 0;
}

/* How many of the files from `lo` on share the first `n` bytes of its path. */
static size_t same_start(const struct planter *p, size_t lo, size_t hi, size_t n)
{
	struct str start = str_slice(p->files[lo].path, 0, n);
	size_t i = lo + 1;

	while (i < hi && str_eq(str_slice(p->files[i].path, 0, n), start))
		i++;
	return i;
}

static int plant(const struct planter *p, const git_tree *base, const struct bed *bed,
		 git_oid *out, size_t *left, struct err *e)
{
	git_treebuilder *folder = NULL;
	int ret = 0, code = git_treebuilder_new(&folder, p->r->git, base);

	if (code < 0)
		return repo_failed(code, e, "cannot build a tree");
	for (size_t i = bed->lo; ret == 0 && i < bed->hi;) {
		struct str path = p->files[i].path;
		size_t slash = str_chr(path, '/', bed->skip);
		char *name = arena_cstr(p->a, str_slice(path, bed->skip, slash));
		struct bed below = { i, i + 1, slash + 1 };

		if (slash == SIZE_MAX) {
			ret = put_file(p, folder, name, &p->files[i], e);
		} else {
			below.hi = same_start(p, i, bed->hi, slash + 1);
			ret = put_folder(p, folder, name, &below, e);
		}
		i = below.hi;
	}
	*left = git_treebuilder_entrycount(folder);
	if (ret == 0) {
		code = git_treebuilder_write(out, folder);
		if (code < 0)
			ret = repo_failed(code, e, "cannot store a tree");
	}
	git_treebuilder_free(folder);
	return ret;
}

int repo_tree_write(struct repo *r, const git_tree *base, const struct repo_file *files,
		    size_t n, struct arena *a, git_oid *out, struct err *e)
{
	struct planter p = { r, a, files };
	struct bed all = { 0, n, 0 };
	size_t left;

	return plant(&p, base, &all, out, &left, e);
}
