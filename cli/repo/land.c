/* Files of a commit on their way into the work tree and the index. Everything is checked
 * before anything is written; what is written is undone when a later step fails. */
#include "repo/git.h"

#include "core/file.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RESTORE_CAP = 64 * 1024 * 1024 };

struct landing {
	const struct repo_file *file;
	char *path; /* below the work tree */
	char *full;
	git_oid blob;
	uint32_t mode;                  /* as in the tree before, 0: new */
	git_oid before;                 /* its blob there */
	const git_index_entry *indexed; /* a copy to put back; NULL: not in the index */
	struct str bytes;               /* what lay in the work tree; NULL: nothing */
	bool done;
};

struct land {
	struct repo *r;
	struct arena *a;
	git_index *index;
	struct landing *p;
	size_t n;
};

static int refuse(struct err *e, const struct landing *f, const char *why)
{
	(void)err_set(e, ERR_REFUSED, "%s %s", f->path, why);
	return err_hint(
		e, "commit or put away your own changes of that file first, then try "
		   "again");
}

/* What HEAD has at this path. */
static int look_in_tree(const git_tree *base, struct landing *f, struct err *e)
{
	git_tree_entry *entry = NULL;
	int code = base ? git_tree_entry_bypath(&entry, base, f->path) : GIT_ENOTFOUND;

	if (code == GIT_ENOTFOUND)
		return 0;
	if (code < 0)
		return repo_failed(code, e, "cannot find %s in HEAD", f->path);
	f->mode = (uint32_t)git_tree_entry_filemode_raw(entry);
	git_oid_cpy(&f->before, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	return 0;
}

static const git_index_entry *copy_entry(const git_index_entry *entry, struct arena *a)
{
	git_index_entry *copy = ARENA_NEW(a, git_index_entry);

	*copy = *entry;
	copy->path = arena_cstr(a, str_from(entry->path));
	return copy;
}

/* The index must have what HEAD has, or already what is being committed. */
static int look_in_index(struct land *l, struct landing *f, struct err *e)
{
	const git_index_entry *entry = git_index_get_bypath(l->index, f->path, 0);

	for (int stage = 1; stage <= 3; stage++)
		if (git_index_get_bypath(l->index, f->path, stage))
			return refuse(e, f, "has a merge conflict that is not settled");
	if (!entry)
		return f->mode ? refuse(e, f, "is staged for removal") : 0;
	if (entry->flags_extended &
	    (GIT_INDEX_ENTRY_INTENT_TO_ADD | GIT_INDEX_ENTRY_SKIP_WORKTREE))
		return refuse(e, f, "is only announced, or outside the sparse checkout");
	f->indexed = copy_entry(entry, l->a);
	if (f->file->bytes.p && git_oid_equal(&entry->id, &f->blob))
		return 0;
	if (!f->mode || entry->mode != f->mode || !git_oid_equal(&entry->id, &f->before))
		return refuse(e, f, "has staged changes of its own");
	return 0;
}

/* No part of the way to the file may be a link: it could lead anywhere. */
static int check_way(const struct land *l, struct landing *f, struct err *e)
{
	for (const char *slash = strchr(f->path, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		struct str part = { f->path, (size_t)(slash - f->path) };
		enum file_kind kind =
			file_kind(file_join(l->a, repo_worktree(l->r), part), NULL);

		if (kind == FILE_NONE)
			return 0;
		if (kind != FILE_FOLDER)
			return refuse(e, f,
				      "would go through something that is not a folder");
	}
	return 0;
}

/* What lies in the work tree must be what the index has, or what is being committed. */
static int look_at_disk(struct land *l, struct landing *f, struct err *e)
{
	enum file_kind kind;
	git_oid there;
	int code, ret = check_way(l, f, e);

	if (ret < 0)
		return ret;
	kind = file_kind(f->full, NULL);
	if (kind == FILE_NONE)
		return f->indexed && f->file->bytes.p
			       ? refuse(e, f, "was deleted in the work tree")
			       : 0;
	if (kind != FILE_REGULAR)
		return refuse(e, f, "is a link or a folder in the work tree");
	code = git_repository_hashfile(&there, l->r->git, f->full, GIT_OBJECT_BLOB,
				       f->path);
	if (code < 0)
		return repo_failed(code, e, "cannot read %s", f->path);
	if ((f->file->bytes.p && git_oid_equal(&there, &f->blob)) ||
	    (f->indexed && git_oid_equal(&there, &f->indexed->id)))
		return file_read(f->full, RESTORE_CAP, l->a, &f->bytes, e);
	return refuse(e, f,
		      f->indexed ? "has changes in the work tree that are not committed"
				 : "is in the work tree already, with other content");
}

static int look(struct land *l, const git_tree *base, struct landing *f, struct err *e)
{
	struct str bytes = f->file->bytes;
	int code = 0, ret;

	if (bytes.p)
		code = git_odb_hash(&f->blob, bytes.p, bytes.n, GIT_OBJECT_BLOB);
	if (code < 0)
		return repo_failed(code, e, "cannot hash %s", f->path);
	ret = look_in_tree(base, f, e);
	if (ret == 0)
		ret = look_in_index(l, f, e);
	return ret < 0 ? ret : look_at_disk(l, f, e);
}

int land_check(struct repo *r, const git_tree *base, const struct repo_file *files,
	       size_t n, struct arena *a, struct land **out, struct err *e)
{
	struct land *l = ARENA_NEW(a, struct land);
	int ret;

	*out = NULL;
	*l = (struct land){ .r = r, .a = a };
	l->p = arena_array(a, n, sizeof(*l->p));
	ret = repo_index_open(r, &l->index, e);
	for (l->n = 0; ret == 0 && l->n < n; l->n++) {
		struct landing *f = &l->p[l->n];

		f->file = &files[l->n];
		f->path = arena_cstr(a, files[l->n].path);
		f->full = file_join(a, repo_worktree(r), files[l->n].path);
		ret = look(l, base, f, e);
	}
	if (ret == 0)
		*out = l;
	else
		land_release(l);
	return ret;
}

/* ---- writing ---- */

/* For a new file, what git would give it. */
static unsigned mode_on_disk(const struct landing *f)
{
	struct stat st;
	mode_t mask;

	if (lstat(f->full, &st) == 0)
		return st.st_mode & 0777;
	mask = umask(0);
	(void)umask(mask);
	return (f->mode == GIT_FILEMODE_BLOB_EXECUTABLE ? 0777u : 0666u) & ~mask;
}

static int put(const struct landing *f, struct str bytes, struct err *e)
{
	int ret = file_make_parents(f->full, e);

	return ret < 0 ? ret : file_write(f->full, bytes, mode_on_disk(f), e);
}

/* The folders that held only this file go with it. */
static void take_away(const struct land *l, const struct landing *f)
{
	char *at = arena_cstr(l->a, str_from(f->full));
	size_t top = strlen(repo_worktree(l->r));
	char *slash;

	(void)unlink(f->full);
	while ((slash = strrchr(at, '/')) && (size_t)(slash - at) > top) {
		*slash = '\0';
		if (rmdir(at) < 0)
			return;
	}
}

static int write_file(struct land *l, struct landing *f, struct err *e)
{
	struct str bytes = f->file->bytes;

	f->done = true;
	if (!bytes.p) {
		take_away(l, f);
		return file_kind(f->full, NULL) == FILE_NONE
			       ? 0
			       : err_set(e, ERR_IO, "cannot remove %s", f->path);
	}
	if (f->bytes.p && str_eq(f->bytes, bytes))
		return 0;
	return put(f, bytes, e);
}

/* With the file's dates and size, so that git need not read it again. Id and mode are the
 * commit's, even where a line-end filter or a local chmod would make others of the file.
 */
static int index_file_entry(git_index *index, const struct landing *f)
{
	const git_index_entry *added;
	git_index_entry entry;
	int code;

	if (!f->file->bytes.p)
		return f->indexed ? git_index_remove(index, f->path, 0) : 0;
	code = git_index_add_bypath(index, f->path);
	if (code < 0)
		return code;
	added = git_index_get_bypath(index, f->path, 0);
	if (!added)
		return GIT_ENOTFOUND;
	entry = *added;
	entry.path = f->path;
	entry.mode =
		f->mode == GIT_FILEMODE_BLOB_EXECUTABLE ? f->mode : GIT_FILEMODE_BLOB;
	git_oid_cpy(&entry.id, &f->blob);
	return git_index_add(index, &entry);
}

static int write_index(struct land *l, struct err *e)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < l->n; i++)
		code = index_file_entry(l->index, &l->p[i]);
	if (code == 0)
		code = git_index_write(l->index);
	repo_index_forget(l->r);
	return code < 0 ? repo_failed(code, e, "cannot write the index") : 0;
}

int land_apply(struct land *l, struct err *e)
{
	struct err why;
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < l->n; i++)
		ret = write_file(l, &l->p[i], &why);
	if (ret == 0)
		ret = write_index(l, &why);
	if (ret < 0) {
		land_undo(l);
		*e = why;
	}
	return ret;
}

void land_undo(struct land *l)
{
	struct err ignored;
	int code = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct landing *f = &l->p[i];

		if (!f->done)
			continue;
		if (f->bytes.p)
			(void)!put(f, f->bytes, &ignored);
		else
			take_away(l, f);
		if (f->indexed)
			code = git_index_add(l->index, f->indexed);
		else
			(void)git_index_remove(l->index, f->path, 0);
		f->done = false;
	}
	if (code == 0)
		(void)git_index_write(l->index);
	repo_index_forget(l->r);
}

void land_release(struct land *l)
{
	if (!l)
		return;
	git_index_free(l->index);
	l->index = NULL;
}
