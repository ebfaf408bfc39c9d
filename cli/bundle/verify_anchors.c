/* Anchors: what a rule may be silent for, so no bundle is believed about them. Every way
 * through a pattern's code must take a token by an element that has the pattern among its
 * anchors. */
#include "bundle/format.h"

struct anchors {
	const struct bundle_tables *t;
	uint32_t *at, *owners; /* of pattern i: owners[at[i]] to owners[at[i + 1]] */
	uint32_t *of;  /* per owner: 1 + the pattern at hand, if it is one of its */
	uint8_t *open; /* per instruction: a way without an anchor leads to it */
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
			    b->t.n_patterns))
			return verify_failed(e, SECTION_ANCHORS, at, "not in order");
	}
	return 0;
}

/* The owners of each pattern, from the patterns of each owner. */
static void turn_around(struct anchors *x, struct arena *a)
{
	const struct bundle_tables *t = x->t;
	uint32_t owner = 0;

	x->at = arena_array(a, (size_t)t->n_patterns + 2, sizeof(*x->at));
	x->owners = arena_array(a, t->n_anchors, sizeof(*x->owners));
	for (uint32_t i = 0; i < t->n_anchors; i++)
		x->at[t->anchors[i] + 2]++;
	for (uint32_t i = 2; i < t->n_patterns + 2; i++)
		x->at[i] += x->at[i - 1];
	for (uint32_t i = 0; i < t->n_anchors; i++) {
		while (t->anchor_at[owner + 1] <= i)
			owner++;
		x->owners[x->at[t->anchors[i] + 1]++] = owner;
	}
}

/* Code was verified: it leads forward to the MATCH, which is the last. */
static bool is_cut(const struct anchors *x, uint32_t pattern)
{
	const struct bundle_range r = x->t->patterns[pattern].code;
	const uint32_t end = r.first + r.n - 1;

	for (uint32_t i = x->at[pattern]; i < x->at[pattern + 1]; i++)
		x->of[x->owners[i]] = pattern + 1;
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
			 x->of[bundle_owner(x->t, c->op, c->a)] != pattern + 1)
			x->open[at + 1] = 1;
	}
	return !x->open[end];
}

int verify_anchors(const struct bundle *b, struct err *e)
{
	struct arena a = { 0 };
	struct anchors x = { .t = &b->t };
	int ret = verify_index(b, e);

	if (ret < 0)
		return ret;
	turn_around(&x, &a);
	x.of = arena_array(&a, bundle_owners(&b->t), sizeof(*x.of));
	x.open = arena_array(&a, b->t.n_code, sizeof(*x.open));
	for (uint32_t i = 0; i < b->t.n_patterns && ret == 0; i++)
		if (!is_cut(&x, i))
			ret = verify_failed(e, SECTION_ANCHORS, b->t.n_anchors,
					    "a pattern can match without any of them");
	arena_release(&a);
	return ret;
}
