/* Anchors: what a rule may be silent for, so no bundle is believed about them. Every way
 * through a pattern's code must take a token by an element that has the pattern among its
 * anchors. */
#include "bundle/format.h"

struct anchors {
	const struct bundle_tables *t;
	uint32_t *at, *owners; /* of set i: owners[at[i]] to owners[at[i + 1]] */
	uint32_t *of;          /* per owner: 1 + the set at hand, if it is of it */
	uint8_t *open;         /* per instruction: a way without an anchor leads to it */
};

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
static void turn_around(struct anchors *x, struct arena *a)
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

/* Code was verified: it leads forward to the MATCH, which is the last. */
static bool is_cut(const struct anchors *x, uint32_t set)
{
	const struct bundle_range r = x->t->patterns[set / BUNDLE_ANCHOR_SETS].code;
	const uint32_t end = r.first + r.n - 1;

	for (uint32_t i = x->at[set]; i < x->at[set + 1]; i++)
		x->of[x->owners[i]] = set + 1;
	memset(x->open + r.first, 0, r.n);
	x->open[r.first] = 1;
	for (uint32_t at = r.first; at < end; at++) {
		const struct bundle_code *c = &x->t->code[at];

		if (!x->open[at])
			continue;
		if (c->op == BUNDLE_OP_SPLIT)
			x->open[c->a] = x->open[c->b] = 1;
		else if (c->op == BUNDLE_OP_JUMP)
			x->open[c->a] = 1;
		else if (!bundle_has_anchors(c->op) ||
			 x->of[bundle_owner(x->t, c->op, c->a)] != set + 1)
			x->open[at + 1] = 1;
	}
	return !x->open[end];
}

/* Of the sets of a pattern only the first must be there. */
static bool is_wanted(const struct anchors *x, uint32_t set)
{
	return set % BUNDLE_ANCHOR_SETS == 0 || x->at[set] < x->at[set + 1];
}

int verify_anchors(const struct bundle *b, struct err *e)
{
	const uint32_t sets = bundle_anchor(b->t.n_patterns, 0);
	struct arena a = { 0 };
	struct anchors x = { .t = &b->t };
	int ret = verify_index(b, e);

	if (ret < 0)
		return ret;
	turn_around(&x, &a);
	x.of = arena_array(&a, bundle_owners(&b->t), sizeof(*x.of));
	x.open = arena_array(&a, b->t.n_code, sizeof(*x.open));
	for (uint32_t i = 0; i < sets && ret == 0; i++)
		if (is_wanted(&x, i) && !is_cut(&x, i))
			ret = verify_failed(e, SECTION_ANCHORS, b->t.n_anchors,
					    "a pattern can match without any of them");
	arena_release(&a);
	return ret;
}
