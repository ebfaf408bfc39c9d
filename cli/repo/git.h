/* repo/git.h: what the files of this room share. Private: other rooms see repo.h. */
#ifndef REPO_GIT_H
#define REPO_GIT_H

/* First: it has a member that core/banned.h forbids as a name. */
#include <git2.h>

#include "repo/repo.h"

enum {
	RAW_ID = 20, /* bytes of an object's name; SHA-256 is refused at open */
	LIMIT_COMMIT = 64 * 1024,      /* bytes of a commit object */
	LIMIT_TREE = 32 * 1024 * 1024, /* bytes of a tree object */
	LIMIT_ENTRIES = 200000,        /* files taken from one tree */
	LIMIT_FOLDERS = 200000,        /* trees visited on the way */
	LIMIT_DEPTH = 32,              /* folders inside folders */
	LIMIT_PATH = 1024,             /* bytes of a path that we write */
	REPO_FORMAT = 0170000,         /* the part of a mode that says what it is */
};

struct index_file;

struct repo {
	git_repository *git;
	struct arena mem;         /* lives as long as the handle */
	char *index_path;         /* the index in use, GIT_INDEX_FILE obeyed */
	struct index_file *index; /* read at its first use; NULL after we wrote it */
	struct arena index_mem;
	uint64_t taken;  /* bytes of blobs so far, against LIMIT_RUN */
	bool quarantine; /* inside a push that is not accepted yet */
};

/* libgit2 with its options set; counted, so every start has its stop. */
int repo_start(struct err *e) MUST_CHECK;
void repo_stop(void);

/* What libgit2 said last, with ours before it, as the ERR_ code that fits `code`. */
int repo_failed(int code, struct err *e, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* ---- places (find.c) ---- */

struct repo_place {
	char *top;    /* the folder with .git in it; NULL: bare */
	char *gitdir; /* what .git is or points at */
	char *common; /* the folder that all worktrees share */
};
/* Like git: upwards from `dir` to the edge of the file system. A bare repository counts
 * only as `dir` itself; *embedded says that it lies in somebody's work tree. */
bool repo_find(const char *dir, struct arena *a, struct repo_place *out, bool *embedded);

/* The folder that `gitdir` shares with other worktrees, itself if none; NULL: it is not a
 * git folder. */
char *repo_common_of(char *gitdir, struct arena *a);

/* ---- the index as a file (index_file.c) ---- */

struct index_entry {
	struct str path;
	const uint8_t *id;
	uint32_t mode;
	uint8_t stage;
	bool intent; /* git add -N: no content yet */
	bool skip;   /* outside a sparse checkout */
};

/* A folder of the cached-tree extension: the tree it was when last written. */
struct index_folder {
	struct str name;
	const uint8_t *id; /* NULL: changed since */
	size_t files;      /* entries below it */
	struct index_folder *sub;
	size_t n_sub;
};

struct index_file {
	struct str mapped;
	struct index_entry *p; /* sorted by path, then stage */
	size_t n;
	bool unmerged;
	bool strange; /* entries without a name or out of order: never handed out */
	struct index_folder *top; /* NULL: the extension is not there */
};

/* The index, read once; owned by `r`. No file is an empty index. */
int repo_index_file(struct repo *r, const struct index_file **out,
		    struct err *e) MUST_CHECK;
void repo_index_forget(struct repo *r);
/* First entry at or after `lo` whose path is not below `prefix` (all of [lo, hi) are at
 * or after it). */
size_t repo_index_end(const struct index_file *x, size_t lo, size_t hi,
		      struct str prefix);

/* libgit2's own index, for writing: git_index_free(). */
int repo_index_open(struct repo *r, git_index **out, struct err *e) MUST_CHECK;

/* ---- objects and refs ---- */

struct repo_entry repo_entry_of(struct str path, uint32_t mode, const uint8_t *id,
				enum repo_change change);
/* HEAD's commit; *unborn when there is none yet. */
int repo_head(struct repo *r, git_oid *id, bool *unborn, struct err *e) MUST_CHECK;
/* Trees, with a limit on their size: git_tree_free(). */
int repo_tree_lookup(struct repo *r, const git_oid *id, git_tree **out,
		     struct err *e) MUST_CHECK;
int repo_tree_of(struct repo *r, const git_oid *commit, git_tree **out,
		 struct err *e) MUST_CHECK;
/* The raw bytes of an object of one kind, its size read first: git_odb_object_free(). */
int repo_object(struct repo *r, const git_oid *id, git_object_t kind, size_t cap,
		git_odb_object **out, struct err *e) MUST_CHECK;
/* It is here, of that kind and not larger; only its header is read. */
int repo_object_check(struct repo *r, const git_oid *id, git_object_t kind, size_t cap,
		      struct err *e) MUST_CHECK;
/* The commit that `rev` names; its object is there. */
int repo_commit_of(struct repo *r, const char *rev, git_oid *id,
		   struct err *e) MUST_CHECK;
/* ERR_GIT while a push waits to be accepted: a ref written then survives a refusal. */
int repo_may_write(const struct repo *r, struct err *e) MUST_CHECK;

/* ---- writing (path.c, commit_tree.c, land.c) ---- */

/* A path that we are willing to write: letters, digits and "._-+@", folders by '/', no
 * "..", no name that any system takes for .git. */
int repo_path_check(struct str path, struct err *e) MUST_CHECK;

/* `files` sorted by path and each path once and valid. */
int repo_files_sorted(const struct repo_file *files, size_t n, struct arena *a,
		      struct repo_file **out, struct err *e) MUST_CHECK;
/* Write the blobs and the tree that is `base` (NULL: nothing) plus and minus `files`,
 * which are sorted. */
int repo_tree_write(struct repo *r, const git_tree *base, const struct repo_file *files,
		    size_t n, struct arena *a, git_oid *out, struct err *e) MUST_CHECK;

/* Files of a commit on their way into the work tree and the index. */
struct land;
/* Nothing is written. ERR_REFUSED when a path has changes that would be lost. */
int land_check(struct repo *r, const git_tree *base, const struct repo_file *files,
	       size_t n, struct arena *a, struct land **out, struct err *e) MUST_CHECK;
/* Write files, then the index; on failure all of it is put back. */
int land_apply(struct land *l, struct err *e) MUST_CHECK;
void land_undo(struct land *l);
void land_release(struct land *l);

#endif
