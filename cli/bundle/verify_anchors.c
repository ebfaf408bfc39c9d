/* Anchors: what a rule may be silent for, so no bundle is believed about them. Every way
 * through a pattern's code must take a token by an anchor of each of its sets. */
#include "bundle/verify_anchors.h"

static int verify_index(const struct bundle *b, struct err *e)
{
	const uint32_t n = bundle_owners(&b->t);
	uint32_t last = 0;

	if (b->t.n_anchor_at != n + 1 || b->t.anchor_at[0])
		return verify_failed(e, SECTION_ANCHOR_AT, 0, "wrong number of them");
	for (uint32_t i = 1; i <= n; last = b->t.anchor_at[i++])
		if (b->t.anchor_at[i] < last || b->t.anchor_at[i] > b->t.n_anchors)
			return verify_failed(e, SECTION_ANCHOR_AT, i, "not in order");
	if (last != b->t.n_anchors)
		return verify_failed(e, SECTION_ANCHORS, last, "belongs to nothing");
	for (uint32_t i = 0; i < n; i++) {
		const uint32_t at = b->t.anchor_at[i];

		if (!verify_ascending(
			    b->t.anchors,
			    (struct bundle_range){ at, b->t.anchor_at[i + 1] - at },
			    bundle_anchor(b->t.n_patterns, 0)))
			return verify_failed(e, SECTION_ANCHORS, at, "not in order");
	}
	return 0;
}

/* The owners of each set, from the sets of each owner. */
static void turn_around(struct anchors_of *x, struct arena *a)
{
	const struct bundle_tables *t = x->t;
	const uint32_t sets = bundle_anchor(t->n_patterns, 0);
	uint32_t owner = 0;

	x->at = arena_array(a, (size_t)sets + 2, sizeof(*x->at));
	x->owners = arena_array(a, t->n_anchors, sizeof(*x->owners));
	for (uint32_t i = 0; i < t->n_anchors; i++)
		x->at[t->anchors[i] + 2]++;
	for (uint32_t i = 2; i < sets + 2; i++)
		x->at[i] += x->at[i - 1];
	for (uint32_t i = 0; i < t->n_anchors; i++) {
		while (t->anchor_at[owner + 1] <= i)
			owner++;
		x->owners[x->at[t->anchors[i] + 1]++] = owner;
	}
}

int verify_anchors(const struct bundle *b, struct arena *a, const struct anchors_of **out,
		   struct err *e)
{
	struct anchors_of *x = ARENA_NEW(a, struct anchors_of);

	*out = x;
	if (verify_index(b, e) < 0)
		return ERR_INVALID;
	x->t = &b->t;
	turn_around(x, a);
	for (unsigned i = 0; i < BUNDLE_ANCHOR_SETS; i++)
		x->of[i] = arena_array(a, bundle_owners(&b->t), sizeof(*x->of[i]));
	return 0;
}

int anchors_failed(struct err *e, uint32_t pattern)
{
	return err_set(e, ERR_INVALID,
		       "bundle section 'anchors': pattern %u can match without any",
		       pattern);
}
