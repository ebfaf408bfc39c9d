/* repo/repo.h: git, through libgit2. Opened only when git is needed. Also the only room
 * that looks at the environment. */
#ifndef REPO_REPO_H
#define REPO_REPO_H

#include "core/arena.h"
#include "core/err.h"

struct repo;

/* The repository that contains `dir` ("." usually), or the one that git's hook
 * environment names (GIT_DIR, GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY ...) when `from_env`.
 * ERR_NOT_FOUND: not a repository. ERR_GIT with a hint for what libgit2 cannot read
 * (SHA-256, reftable, sparse or split index): never "clean"; also for a bare repository
 * inside somebody's work tree and for one that belongs to another user. */
int repo_open(const char *dir, bool from_env, struct repo **out, struct err *e) MUST_CHECK;
void repo_close(struct repo *r);
/* Make one with an initial branch "main". */
int repo_init(const char *dir, bool bare, struct repo **out, struct err *e) MUST_CHECK;

const char *repo_worktree(const struct repo *r); /* absolute with '/' at the end; NULL: bare */
const char *repo_gitdir(const struct repo *r);	 /* of this worktree, with '/' */
const char *repo_commondir(const struct repo *r); /* shared by all worktrees, with '/' */
bool repo_is_shallow(struct repo *r);

/* The git folder for `dir` without starting libgit2 (costs no start-up): .git beside or
 * above it, a "gitdir:" file followed to the common folder. NULL when there is none, or
 * when it belongs to another user, whose files there are not to be trusted. */
char *repo_find_gitdir(const char *dir, struct arena *a);

/* ---- the index ---- */

enum repo_change { REPO_ADDED, REPO_MODIFIED, REPO_DELETED, REPO_TYPE };
struct repo_entry {
	struct str path;
	uint32_t mode; /* 0100644, 0100755, 0120000, 0160000 */
	enum repo_change change;
	char id[65];
};
struct repo_entries {
	struct repo_entry *p;
	size_t n;
};
/* What differs between HEAD's tree (empty before the first commit) and the index.
 * Intent-to-add entries are left out. Unmerged paths are ERR_GIT. */
int repo_staged(struct repo *r, struct arena *a, struct repo_entries *out,
		struct err *e) MUST_CHECK;
/* Everything in the index whose path starts with `prefix` ("" for all, "posts/" for a
 * folder, a path for itself). An unmerged path among them is ERR_GIT. The index is read
 * once per handle. */
int repo_index_list(struct repo *r, struct str prefix, struct arena *a,
		    struct repo_entries *out, struct err *e) MUST_CHECK;
/* The bytes of an object, its size read from the header first: ERR_LIMIT over `cap`.
 * ERR_GIT when all that this handle read comes to more than LIMIT_RUN. */
int repo_blob(struct repo *r, const char *id, size_t cap, struct arena *a,
	      struct str *out, struct err *e) MUST_CHECK;

/* ---- trees and history ---- */

/* Everything whose path starts with `prefix` in the tree of `rev` ("HEAD", a branch, an
 * id), sorted. ERR_LIMIT past 200,000 files or folders or 32 levels; ERR_INVALID for a
 * name that no file can have. */
int repo_tree_list(struct repo *r, const char *rev, struct str prefix, struct arena *a,
		   struct repo_entries *out, struct err *e) MUST_CHECK;
int repo_resolve(struct repo *r, const char *rev, struct arena *a, struct str *id,
		 struct err *e) MUST_CHECK;

/* A file as some commit has it. */
struct repo_version {
	struct repo_entry entry; /* path, mode, id of the blob */
	struct str commit;	 /* the first one, parents before children, that has it so */
	int64_t time;		 /* of that commit, by its committer */
};
struct repo_history {
	struct repo_version *p;
	size_t n;
	size_t commits; /* visited */
	bool shallow;	/* the history ends where the clone ends */
};
/* Every version of every file below `folder` in the commits that can be reached from
 * `rev`, parents before children, each (path, bytes) once. ERR_LIMIT past a million
 * commits or versions. */
int repo_history(struct repo *r, const char *rev, struct str folder, struct arena *a,
		 struct repo_history *out, struct err *e) MUST_CHECK;

/* ---- writing signed commits ---- */

struct repo_file {
	struct str path, bytes; /* bytes.p NULL: remove */
};
/* Signs the commit's bytes: fills `armour` (in `a`). Called once, before anything that
 * others can see is written. */
typedef int (*repo_sign)(void *ctx, struct str payload, struct arena *a,
			 struct str *armour, struct err *e);

struct repo_commit {
	const char *ref;       /* "HEAD", "refs/cases/..."; created when missing */
	bool orphan;	       /* no parent, and the ref must not exist */
	bool replace_tree;     /* the tree is `files` alone, not parent's tree plus files */
	const struct repo_file *files;
	size_t n_files;
	struct str message;
	struct str name, email; /* empty: user.name, user.email of the configuration */
	int64_t when;		/* seconds since 1970, UTC */
	repo_sign sign;		/* NULL: not signed */
	void *sign_ctx;
};
/* Write blobs, tree and commit, then move the ref with its old value checked
 * (ERR_REFUSED when it moved meanwhile). With ref "HEAD" in a work tree the index and the
 * work tree get the files too (other staged changes stay as they are); ERR_REFUSED, and
 * nothing written, when one of the paths has changes there that would be lost. ERR_EXISTS
 * for an orphan whose ref is there. Paths: letters, digits, "._-+@", folders by '/'. */
int repo_commit_write(struct repo *r, const struct repo_commit *c, struct arena *a,
		      struct str *id, struct err *e) MUST_CHECK;
/* A commit for reading. */
struct repo_commit_info {
	struct str id, message, author_name, author_email, committer_name, committer_email;
	int64_t author_time, committer_time;
	struct str parents[4];
	size_t n_parents;
	struct str signature; /* the armour, or empty */
	struct str payload;   /* the bytes that were signed */
	bool odd;	      /* more than one signature header, or other oddities: never
				 "good" */
};
int repo_commit_read(struct repo *r, const char *rev, struct arena *a,
		     struct repo_commit_info *out, struct err *e) MUST_CHECK;
/* One file of a commit's tree: ERR_NOT_FOUND when it is not there. */
int repo_commit_file(struct repo *r, const char *rev, struct str path, size_t cap,
		     struct arena *a, struct str *out, struct err *e) MUST_CHECK;
/* Names of refs that start with `prefix`, sorted, with their ids. */
struct repo_ref {
	struct str name, id;
};
int repo_refs(struct repo *r, const char *prefix, struct arena *a, struct repo_ref **out,
	      size_t *n, struct err *e) MUST_CHECK;
int repo_ref_delete(struct repo *r, const char *ref, struct err *e) MUST_CHECK;

/* A value of git's configuration, or STR_NULL. `r` NULL: outside any repository. */
struct str repo_config(struct repo *r, const char *key, struct arena *a);
/* An environment variable, or NULL. Other rooms get what they need from cmd. */
const char *repo_env(const char *name);

#endif
