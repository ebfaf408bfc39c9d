/* Which patterns a sentence may match at all: those of which an anchor stands in it, an
 * element that every match of the pattern takes (bundle/bundle.h). */
#include "check/scan.h"

struct armed {
	uint32_t sentence, last; /* the newest that has its anchor; the last token of it
				    where one stands */
};

struct anchors {
	uint32_t n_owners;
	const uint32_t *at, *patterns; /* of owner i: patterns[at[i]] to [at[i + 1]] */
	uint32_t *start_at, *starts; /* of pattern i: owners of what it may begin with */
	struct armed *armed;         /* per pattern */
	uint32_t *awake; /* per owner: the newest sentence where a pattern is armed that
			    may begin with it */
	uint32_t now;    /* the sentence at hand */
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

static struct anchors *anchors_new(struct checker *c)
{
	const struct bundle_tables *t = c->t;
	struct anchors *x = ARENA_NEW(&c->own, struct anchors);

	x->n_owners = bundle_owners(t);
	x->at = t->anchor_at;
	x->patterns = t->anchors;
	x->awake = arena_array(&c->own, x->n_owners, sizeof(*x->awake));
	x->armed = arena_array(&c->own, t->n_patterns, sizeof(*x->armed));
	turn_starts(c, x);
	return x;
}

/* ---- sentence by sentence ---- */

static void arm(struct anchors *x, uint32_t pattern, uint32_t token)
{
	struct armed *armed = &x->armed[pattern];

	armed->last = token;
	if (armed->sentence == x->now)
		return;
	armed->sentence = x->now;
	for (uint32_t i = x->start_at[pattern]; i < x->start_at[pattern + 1]; i++)
		x->awake[x->starts[i]] = x->now;
}

static void meet(struct anchors *x, uint32_t owner, uint32_t token)
{
	for (uint32_t i = x->at[owner]; i < x->at[owner + 1]; i++)
		arm(x, x->patterns[i], token);
}

static void meet_symbols(struct scan *s, struct anchors *x, struct bundle_range symbols,
			 uint32_t token)
{
	for (uint32_t i = 0; i < symbols.n; i++)
		meet(x, s->t->form_symbols[symbols.first + i], token);
}

static void meet_terms(struct scan *s, struct anchors *x, uint32_t token)
{
	const struct bundle_range terms = terms_at(s, token);
	uint32_t last = BUNDLE_NONE;

	for (uint32_t i = 0; i < terms.n; i++) {
		const uint32_t list = s->t->terms[s->terms.p[terms.first + i].term].list;

		if (list != last)
			meet(x, anchors_owner(s->t, BUNDLE_OP_LIST, list), token);
		last = list;
	}
}

static void meet_token(struct scan *s, struct anchors *x, uint32_t token)
{
	const struct note *n = &s->notes[token];

	if (n->symbols.n || n->readings.n)
		meet_terms(s, x, token);
	meet_symbols(s, x, n->symbols, token);
	for (uint32_t i = 0; i < n->readings.n; i++)
		meet_symbols(s, x, s->readings.p[n->readings.first + i].symbols, token);
	for (unsigned classes = n->classes; classes; classes &= classes - 1)
		meet(x,
		     anchors_owner(s->t, BUNDLE_OP_CLASS,
				   (uint32_t)__builtin_ctz(classes)),
		     token);
}

static void next_sentence(struct anchors *x, const struct bundle_tables *t)
{
	if (++x->now)
		return;
	memset(x->armed, 0, t->n_patterns * sizeof(*x->armed));
	memset(x->awake, 0, x->n_owners * sizeof(*x->awake));
	x->now = 1;
}

void anchors_meet(struct scan *s, uint32_t first, uint32_t end)
{
	struct anchors *x = s->c->anchors;

	if (!x)
		s->c->anchors = x = anchors_new(s->c);
	next_sentence(x, s->t);
	for (uint32_t i = first; i < end; i++)
		meet_token(s, x, i);
}

bool anchors_awake(const struct checker *c, uint32_t owner)
{
	return c->anchors->awake[owner] == c->anchors->now;
}

bool anchors_armed(const struct checker *c, uint32_t pattern, uint32_t token)
{
	const struct armed *armed = &c->anchors->armed[pattern];

	return armed->sentence == c->anchors->now && armed->last >= token;
}
