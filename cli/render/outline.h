/* render/outline.h: the order of the document: headings with numbers and anchors, clauses
 * by document. The same for every output. Private to the room. */
#ifndef RENDER_OUTLINE_H
#define RENDER_OUTLINE_H

#include "policy/policy.h"

struct heading {
	const struct md *node;
	struct str text, id;
	struct str number; /* "2.1", or empty when the author numbers by hand */
	int depth;         /* 0 for the highest; never more than one below the last */
};

struct outline {
	struct arena *a;
	const struct policy *p;
	struct str title;
	const struct md *title_node; /* the heading that says the title again, or NULL */
	size_t *order;               /* of p->sources that are documents: as read */
	size_t n_order;
	size_t *first_clause;     /* of p->clauses, per source; one more at the end */
	struct str *clause_ids;   /* anchors, per clause; empty when it has no id */
	struct heading *headings; /* in reading order */
	size_t n_headings;
};

/* Everything in `a`. */
void outline_of(const struct policy *p, struct arena *a, struct outline *o);

#endif
