/* Which patterns a sentence may match at all: those of which an anchor of each set stands
 * in it, an element that every match of the pattern takes (bundle/bundle.h). */
#include "check/scan.h"

/* Of a set of anchors: the newest sentence that has one, and the last token that is one.
 */
struct armed {
	uint32_t sentence, last;
};

struct anchors {
	uint32_t n_owners;
	uint32_t *start_at, *starts; /* of pattern i: owners of what it may begin with */
	struct armed (*armed)[BUNDLE_ANCHOR_SETS]; /* per pattern */
	bool *alone; /* per pattern: its first set is the only one, and stands for both */
};

static struct bundle_range starts_of(const struct bundle_tables *t, uint32_t owner)
{
	if (owner < t->n_symbols)
		return t->symbols[owner].starts;
	owner -= t->n_symbols;
	return owner < t->n_lists ? t->lists[owner].starts
				  : t->class_starts[owner - t->n_lists];
}

static void count_starts(struct anchors *x, const struct bundle_tables *t,
			 struct bundle_range starts)
{
	for (uint32_t i = 0; i < starts.n; i++)
		x->start_at[t->starts[starts.first + i] + 1]++;
}

static void put_starts(struct anchors *x, const struct bundle_tables *t,
		       struct bundle_range starts, uint32_t owner)
{
	for (uint32_t i = 0; i < starts.n; i++)
		x->starts[x->start_at[t->starts[starts.first + i]]++] = owner;
}

/* The patterns of each owner, turned into the owners of each pattern: counted, then put
 * in their places. */
static void turn_starts(struct checker *c, struct anchors *x)
{
	const struct bundle_tables *t = c->t;

	x->start_at = arena_array(&c->own, (size_t)t->n_patterns + 1, sizeof(uint32_t));
	x->starts = arena_array(&c->own, t->n_starts, sizeof(*x->starts));
	for (uint32_t owner = 0; owner < x->n_owners; owner++)
		count_starts(x, t, starts_of(t, owner));
	for (uint32_t i = 0; i < t->n_patterns; i++)
		x->start_at[i + 1] += x->start_at[i];
	for (uint32_t owner = 0; owner < x->n_owners; owner++)
		put_starts(x, t, starts_of(t, owner), owner);
	/* Each place moved on to the next one's. */
	memmove(x->start_at + 1, x->start_at, t->n_patterns * sizeof(*x->start_at));
	x->start_at[0] = 0;
}

static void find_alone(struct checker *c, struct anchors *x)
{
	const struct bundle_tables *t = c->t;

	x->alone = arena_array(&c->own, t->n_patterns, sizeof(*x->alone));
	memset(x->alone, true, t->n_patterns);
	for (uint32_t i = 0; i < t->n_anchors; i++)
		if (t->anchors[i] % BUNDLE_ANCHOR_SETS)
			x->alone[t->anchors[i] / BUNDLE_ANCHOR_SETS] = false;
}

static struct anchors *anchors_new(struct checker *c)
{
	const struct bundle_tables *t = c->t;
	struct anchors *x = ARENA_NEW(&c->own, struct anchors);

	x->n_owners = bundle_owners(t);
	c->awake = arena_array(&c->own, x->n_owners, sizeof(*c->awake));
	x->armed = arena_array(&c->own, t->n_patterns, sizeof(*x->armed));
	turn_starts(c, x);
	find_alone(c, x);
	return x;
}

/* ---- sentence by sentence ---- */

static void wake(struct checker *c, uint32_t pattern)
{
	const struct anchors *x = c->anchors;

	for (uint32_t i = x->start_at[pattern]; i < x->start_at[pattern + 1]; i++)
		c->awake[x->starts[i]] = c->sentence;
}

static void arm(struct checker *c, uint32_t set, uint32_t token)
{
	const struct anchors *x = c->anchors;
	const uint32_t pattern = set / BUNDLE_ANCHOR_SETS;
	struct armed *mine = &x->armed[pattern][set % BUNDLE_ANCHOR_SETS],
		     *other = &x->armed[pattern][1 - set % BUNDLE_ANCHOR_SETS];
	const bool fresh = mine->sentence != c->sentence;

	*mine = (struct armed){ c->sentence, token };
	if (x->alone[pattern])
		*other = *mine;
	if (fresh && other->sentence == c->sentence)
		wake(c, pattern);
}

static void meet(struct checker *c, uint32_t owner, uint32_t token)
{
	const struct bundle_tables *t = c->t;

	for (uint32_t i = t->anchor_at[owner]; i < t->anchor_at[owner + 1]; i++)
		arm(c, t->anchors[i], token);
}

static void meet_symbols(struct scan *s, struct bundle_range symbols, uint32_t token)
{
	for (uint32_t i = 0; i < symbols.n; i++)
		meet(s->c, s->t->form_symbols[symbols.first + i], token);
}

static void meet_terms(struct scan *s, uint32_t token)
{
	const struct bundle_range terms = terms_at(s, token);
	uint32_t last = BUNDLE_NONE;

	for (uint32_t i = 0; i < terms.n; i++) {
		const uint32_t list = s->t->terms[s->terms.p[terms.first + i].term].list;

		if (list != last)
			meet(s->c, anchors_owner(s->t, BUNDLE_OP_LIST, list), token);
		last = list;
	}
}

static void meet_token(struct scan *s, uint32_t token)
{
	const struct note *n = &s->notes[token];

	if (n->symbols.n || n->readings.n)
		meet_terms(s, token);
	meet_symbols(s, n->symbols, token);
	for (uint32_t i = 0; i < n->readings.n; i++)
		meet_symbols(s, s->readings.p[n->readings.first + i].symbols, token);
	for (unsigned classes = n->classes; classes; classes &= classes - 1)
		meet(s->c,
		     anchors_owner(s->t, BUNDLE_OP_CLASS,
				   (uint32_t)__builtin_ctz(classes)),
		     token);
}

static void next_sentence(struct checker *c)
{
	if (++c->sentence)
		return;
	memset(c->anchors->armed, 0, c->t->n_patterns * sizeof(*c->anchors->armed));
	memset(c->awake, 0, c->anchors->n_owners * sizeof(*c->awake));
	c->sentence = 1;
}

void anchors_meet(struct scan *s, uint32_t first, uint32_t end)
{
	if (!s->c->anchors)
		s->c->anchors = anchors_new(s->c);
	next_sentence(s->c);
	for (uint32_t i = first; i < end; i++)
		meet_token(s, i);
}

bool anchors_armed(const struct checker *c, uint32_t pattern, uint32_t token)
{
	const struct armed *armed = c->anchors->armed[pattern];
	const uint32_t now = c->sentence;

	return armed[0].sentence == now && armed[1].sentence == now &&
	       armed[0].last >= token && armed[1].last >= token;
}
