/* cmd/workspace.h: the policy repository around us: where it is, its settings, and its
 * files as they are in the work tree, in the index or in a commit. */
#ifndef CMD_WORKSPACE_H
#define CMD_WORKSPACE_H

#include "cmd/cmd.h"
#include "finding/finding.h"
#include "repo/repo.h"

/* decorum.yaml (docs/formats/settings.md). Paths are relative to the root. */
struct settings {
	struct str id;	     /* 32 hex digits, made by init: statements cite it */
	struct str policy, posts, products, accounts, people, permissions, corrections,
		facts, cases;
	struct str *vaults; /* how references into the password manager begin */
	size_t n_vaults;    /* 0: all that the program knows */
	struct str zone, lang;
};

struct workspace {
	bool found;	 /* false: not inside a policy repository */
	char *root;	 /* folder of decorum.yaml */
	struct settings set;
	struct source *source; /* of decorum.yaml */
};

/* Look for decorum.yaml in `dir` and above it, and read it. Not finding one is no error:
 * ws->found says so. A wrong one is ERR_USAGE with the first trouble's place. */
int workspace_find(struct cmd *c, const char *dir, struct workspace *ws,
		   struct err *e) MUST_CHECK;
/* As workspace_find, but ERR_USAGE when there is none. */
int workspace_need(struct cmd *c, struct workspace *ws, struct err *e) MUST_CHECK;

/* The git repository around, as git's hook environment names it. Not being inside one is
 * ERR_USAGE. */
int workspace_repo(struct repo **out, struct err *e) MUST_CHECK;

/* ---- a tree of files ---- */

struct tree {
	const char *root;  /* work tree: the folder; else NULL */
	struct repo *repo; /* index and commits */
	const char *rev;   /* a commit; NULL: the index */
};
enum tree_kind { TREE_FILE, TREE_ODD }; /* odd: link, submodule, device */
struct tree_entry {
	struct str path;
	enum tree_kind kind;
	char id[65]; /* of the blob; empty in the work tree */
};
struct tree_list {
	struct tree_entry *p;
	size_t n;
};
/* Everything below `prefix` (a folder), sorted by path. */
int tree_list(const struct tree *t, struct str prefix, struct arena *a,
	      struct tree_list *out, struct err *e) MUST_CHECK;
int tree_read(const struct tree *t, const struct tree_entry *entry, size_t cap,
	      struct arena *a, struct str *out, struct err *e) MUST_CHECK;
/* One file by its path; ERR_NOT_FOUND when it is not there. */
int tree_read_path(const struct tree *t, struct str path, size_t cap, struct arena *a,
		   struct str *out, struct err *e) MUST_CHECK;

/* Settings as the tree has them (index, commit). */
int workspace_of_tree(struct cmd *c, const struct tree *t, struct workspace *ws,
		      struct err *e) MUST_CHECK;

#endif
