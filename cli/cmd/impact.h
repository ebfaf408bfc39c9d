/* cmd/impact.h: private to `decorum impact`: which posts, and what two policies say. */
#ifndef CMD_IMPACT_H
#define CMD_IMPACT_H

#include "cmd/judge.h"

/* One of the two policies. */
struct impact_side {
	const char *name;  /* the revision, or "work tree" */
	struct str commit; /* hex; empty: the work tree */
	struct tree tree;
	struct workspace ws;
	struct judge judge;
};

/* A version of a post that is to be judged. */
struct impact_post {
	const struct repo_version *v;
	struct str id; /* from its front matter, or empty */
	bool current;  /* the newest commit has it so */
};
struct impact_posts {
	VEC(struct impact_post) v;
	size_t skipped;
	bool shallow;
};

/* Choose from the history that `tip` reaches, sorted by path: every version (`all`), or
 * the newest of each post, deleted ones with them. */
int impact_choose(struct cmd *c, struct repo *repo, const char *tip, struct str folder,
		  bool all, struct impact_posts *out, struct err *e) MUST_CHECK;

#endif
