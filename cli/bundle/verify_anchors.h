/* bundle/verify_anchors.h: the anchors of each pattern, for the pass over its code.
 * Private to the room. */
#ifndef BUNDLE_VERIFY_ANCHORS_H
#define BUNDLE_VERIFY_ANCHORS_H

#include "bundle/format.h"

struct anchors_of {
	const struct bundle_tables *t;
	uint32_t *at, *owners; /* of set i: owners[at[i]] to owners[at[i + 1]] */
	/* Per owner: 1 + the newest pattern that has it in its first, its second set. */
	uint32_t *of[BUNDLE_ANCHOR_SETS];
};

/* Check the sections, and turn them around: in `a`. */
int verify_anchors(const struct bundle *b, struct arena *a, const struct anchors_of **out,
		   struct err *e) MUST_CHECK;
int anchors_failed(struct err *e, uint32_t pattern);

/* Now the pattern is asked about. Gives its sets as bits: the first must be there, others
 * only count when there is something in them. */
static inline unsigned anchors_take(const struct anchors_of *x, uint32_t pattern)
{
	unsigned sets = 1;

	for (uint32_t k = 0; k < BUNDLE_ANCHOR_SETS; k++) {
		const uint32_t set = bundle_anchor(pattern, k);

		for (uint32_t i = x->at[set]; i < x->at[set + 1]; i++)
			x->of[k][x->owners[i]] = pattern + 1;
		if (x->at[set] < x->at[set + 1])
			sets |= 1u << k;
	}
	return sets;
}
/* The sets of which what takes a token here is an anchor, as bits. Its operand was
 * verified. */
static inline unsigned anchors_have(const struct anchors_of *x,
				    const struct bundle_code *c, uint32_t pattern)
{
	unsigned sets = 0;

	for (unsigned k = 0; bundle_has_anchors(c->op) && k < BUNDLE_ANCHOR_SETS; k++)
		if (x->of[k][bundle_owner(x->t, c->op, c->a)] == pattern + 1)
			sets |= 1u << k;
	return sets;
}

#endif
