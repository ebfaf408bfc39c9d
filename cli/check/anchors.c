/* Which patterns a sentence may match at all. Of each pattern, one element that every
 * match of it takes, the rarest, is its anchor: where no anchor of it stands in a
 * sentence, it need not be tried there. How rare an element is was counted in the texts
 * of the bundle itself, its clauses and what its rules say: not in what is judged,
 * because it decides what a text costs, and so which rules cannot be decided within their
 * steps. That must not depend on the texts before. */
#include "check/scan.h"
#include "text/utf8.h"

enum {
	COUNTED = 64,        /* texts of the bundle */
	COUNTED_BYTES = 512, /* of each */
};

struct armed {
	uint32_t sentence, last; /* the newest that has its anchor; the last token of it
				    where one stands */
};

struct anchors {
	uint32_t n_owners;
	uint32_t *seen; /* how often each owner was met */
	bool made;
	uint32_t *at, *patterns; /* of owner i: patterns[at[i]] to patterns[at[i + 1]] */
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

/* ---- counting ---- */

static struct anchors *anchors_new(struct checker *c)
{
	const struct bundle_tables *t = c->t;
	struct anchors *x = ARENA_NEW(&c->own, struct anchors);

	x->n_owners = anchors_owner(t, BUNDLE_OP_CLASS, BUNDLE_CLASSES);
	x->seen = arena_array(&c->own, x->n_owners, sizeof(*x->seen));
	x->awake = arena_array(&c->own, x->n_owners, sizeof(*x->awake));
	x->armed = arena_array(&c->own, t->n_patterns, sizeof(*x->armed));
	return x;
}

static bool takes_token(const struct bundle_code *op)
{
	return op->op == BUNDLE_OP_SYMBOL || op->op == BUNDLE_OP_LIST ||
	       op->op == BUNDLE_OP_CLASS;
}

/* ---- which element ---- */

/* A set of instructions such that every match takes a token by one of them. */
struct cut {
	VEC(uint32_t) ops;
	uint64_t weight;
};

struct finder {
	const struct checker *c;
	const struct anchors *x;
	struct arena *a;
	uint8_t *met;     /* per instruction of the pattern: some way leads to it */
	uint32_t *passed; /* and how far jumps from before it lead */
	struct bundle_range code;
};

static const struct bundle_code *op_at(const struct finder *f, uint32_t at)
{
	return &f->c->t->code[f->code.first + at];
}

static uint32_t target(const struct finder *f, uint32_t to)
{
	return to - f->code.first;
}

static uint32_t farthest(const struct finder *f, uint32_t at)
{
	const struct bundle_code *op = op_at(f, at);

	if (op->op == BUNDLE_OP_SPLIT)
		return target(f, op->a > op->b ? op->a : op->b);
	return op->op == BUNDLE_OP_JUMP ? target(f, op->a) : at + 1;
}

/* passed[i]: the farthest place that an instruction before i leads to. All ways meet at
 * i when it is not behind i. */
static void find_passed(const struct finder *f)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < f->code.n; i++) {
		f->passed[i] = most;
		if (farthest(f, i) > most)
			most = farthest(f, i);
	}
}

/* What was never met may be met; a list rather than a word. */
static uint64_t weight_of(const struct finder *f, const struct bundle_code *op)
{
	return (uint64_t)f->x->seen[anchors_owner(f->c->t, op->op, op->a)] * 16 +
	       (op->op == BUNDLE_OP_SYMBOL ? 1 : 8);
}

/* The first instructions that take a token on the ways from `from`, where all ways meet.
 * False when some way leads past `end` without one. */
static bool first_ops(const struct finder *f, uint32_t from, uint32_t end,
		      struct cut *out)
{
	memset(f->met, 0, f->code.n);
	f->met[from] = 1;
	out->weight = 0;
	out->ops.n = 0;
	for (uint32_t i = from; i < end; i++) {
		const struct bundle_code *op = op_at(f, i);

		if (!f->met[i])
			continue;
		if (takes_token(op)) {
			*VEC_ADD(f->a, &out->ops) = i;
			out->weight += weight_of(f, op);
		} else if (op->op == BUNDLE_OP_SPLIT) {
			f->met[target(f, op->a)] = f->met[target(f, op->b)] = 1;
		} else {
			f->met[farthest(f, i)] = 1;
		}
	}
	return !f->met[end];
}

/* The next place behind `from` where all ways meet again; the last one is the MATCH. */
static uint32_t next_meeting(const struct finder *f, uint32_t from)
{
	uint32_t i = from + 1;

	while (i + 1 < f->code.n && f->passed[i] > i)
		i++;
	return i;
}

/* The rarest of the elements that no way leads around. */
static void find_cut(struct finder *f, struct cut *best)
{
	struct cut now = { .weight = 0 };

	find_passed(f);
	best->weight = UINT64_MAX;
	best->ops.n = 0; /* a verified pattern has a cut: it starts with a token */
	for (uint32_t i = 0, end; i + 1 < f->code.n; i = end) {
		end = next_meeting(f, i);
		if (first_ops(f, i, end, &now) && now.weight < best->weight) {
			const struct cut old = *best;

			*best = now;
			now = old;
		}
	}
}

/* ---- the index ---- */

struct entry {
	uint32_t owner, pattern;
};
struct entries {
	struct entry *p;
	size_t n, room;
};

static int by_owner(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

static void lay_out(struct checker *c, struct anchors *x, struct entries *all)
{
	size_t next = 0;

	if (all->n)
		qsort(all->p, all->n, sizeof(*all->p), by_owner);
	x->at = arena_array(&c->own, (size_t)x->n_owners + 1, sizeof(*x->at));
	x->patterns = arena_array(&c->own, all->n, sizeof(*x->patterns));
	for (uint32_t owner = 0; owner <= x->n_owners; owner++) {
		x->at[owner] = (uint32_t)next;
		for (; next < all->n && all->p[next].owner == owner; next++)
			x->patterns[next] = all->p[next].pattern;
	}
}

static void make(struct checker *c, struct anchors *x)
{
	struct arena a = { 0 };
	struct entries all = { 0 };
	struct finder f = { .c = c, .x = x, .a = &a };
	struct cut cut = { .weight = 0 };

	f.met = arena_array(&a, c->t->n_code, sizeof(*f.met));
	f.passed = arena_array(&a, c->t->n_code, sizeof(*f.passed));
	for (uint32_t i = 0; i < c->t->n_patterns; i++) {
		f.code = c->t->patterns[i].code;
		find_cut(&f, &cut);
		for (size_t k = 0; k < cut.ops.n; k++) {
			const struct bundle_code *op = op_at(&f, cut.ops.p[k]);

			*VEC_ADD(&a, &all) =
				(struct entry){ anchors_owner(c->t, op->op, op->a), i };
		}
	}
	lay_out(c, x, &all);
	arena_release(&a);
	x->made = true;
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
	if (!x->made) {
		x->seen[owner]++;
		return;
	}
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

/* ---- the bundle's own texts ---- */

static void count_text(struct scan *s, struct anchors *x, struct str text)
{
	struct scan of = { .c = s->c, .t = s->t, .ctx = s->ctx, .steps = UINT64_MAX };
	struct arena a = { 0 };
	struct view v;

	of.a = &a;
	of.v = &v;
	view_plain(utf8_clip(text, COUNTED_BYTES), &a, &v);
	tokens_of(&v, &a, &of.tokens);
	compounds_split(&of);
	words_note(&of);
	for (uint32_t i = 0; i < of.tokens.n; i++)
		meet_token(&of, x, i);
	arena_release(&a);
}

static struct anchors *anchors_of(struct scan *s)
{
	const struct bundle_tables *t = s->t;
	struct anchors *x = anchors_new(s->c);

	for (uint32_t i = 0; i < t->n_clauses && i < COUNTED; i++)
		count_text(s, x, bundle_str(s->c->b, t->clauses[i].sentence));
	for (uint32_t i = 0; i < t->n_rules && i < COUNTED; i++) {
		count_text(s, x, bundle_str(s->c->b, t->rules[i].say));
		count_text(s, x, bundle_str(s->c->b, t->rules[i].good));
	}
	turn_starts(s->c, x);
	make(s->c, x);
	return x;
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
		s->c->anchors = x = anchors_of(s);
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
