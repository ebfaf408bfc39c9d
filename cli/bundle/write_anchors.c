/* The anchors of patterns. Of each pattern, the two rarest of the elements that every
 * match of it takes: where no anchor of one of them stands in a sentence, the pattern
 * need not be tried there. How rare an element is, is counted in texts of the policy
 * itself, its clauses and what its rules say: not in what is judged, because anchors
 * decide what a text costs, and so which rules cannot be decided within their steps. */
#include "bundle/write_draft.h"
#include "text/token.h"
#include "text/utf8.h"

enum {
	COUNTED_BYTES = 512,  /* of each text */
	COUNTED_STEPS = 8192, /* through the trie, for each text */
	MET = 16,             /* weight of each time that something was met */
	COMMON = 64 * MET,    /* as a second anchor this says little, and costs */
};
#define NO_CUT UINT64_MAX

/* Something that has anchors: a symbol, a list or a class (bundle_owner()). */
struct entry {
	uint32_t owner, anchor; /* bundle_anchor() */
};

/* A set of instructions such that every match takes a token by one of them. */
struct cut {
	VEC(uint32_t) ops;
	uint64_t weight;
	uint32_t first; /* instruction of its element */
};

struct finder {
	struct draft *d;
	struct bundle b; /* what is made so far, as a reader sees it */
	uint32_t *seen;  /* how often each owner was met */
	uint32_t steps;  /* left for the text at hand */
	VEC(struct entry) entries;
};

/* ---- counting ---- */

static void see_classes(struct finder *f, const struct token *t)
{
	static const struct {
		enum token_kind kind;
		enum bundle_class class;
	} kinds[] = {
		{ TOKEN_WORD, BUNDLE_WORD },       { TOKEN_NUMBER, BUNDLE_NUMBER },
		{ TOKEN_URL, BUNDLE_URL },         { TOKEN_EMAIL, BUNDLE_EMAIL },
		{ TOKEN_MENTION, BUNDLE_MENTION }, { TOKEN_HASHTAG, BUNDLE_HASHTAG },
		{ TOKEN_EMOJI, BUNDLE_EMOJI },
	};
	static const struct {
		enum token_flag flag;
		enum bundle_class class;
	} flags[] = {
		{ TOKEN_UPPER, BUNDLE_CAPS },
		{ TOKEN_MONEY, BUNDLE_MONEY },
		{ TOKEN_PERCENT, BUNDLE_PERCENT },
		{ TOKEN_PHONE, BUNDLE_PHONE },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		f->seen[bundle_owner(&f->b.t, BUNDLE_OP_CLASS, kinds[i].class)] +=
			t->kind == kinds[i].kind;
	for (size_t i = 0; i < ARRAY_LEN(flags); i++)
		f->seen[bundle_owner(&f->b.t, BUNDLE_OP_CLASS, flags[i].class)] +=
			(t->flags & flags[i].flag) != 0;
}

static struct bundle_range symbols_of(const struct finder *f, const struct token *t)
{
	const struct bundle_form *form = bundle_form(&f->b, t->fold);

	return form ? bundle_form_symbols(form) : (struct bundle_range){ 0, 0 };
}

/* Lists with a term that ends before token `i`, in `state`, or goes on with it. No deeper
 * than the longest term. */
static void see_terms(struct finder *f, const struct tokens *all, size_t i,
		      uint32_t state)
{
	const struct bundle_tables *t = &f->b.t;
	const struct bundle_range terms = t->states[state].terms;
	struct bundle_range symbols;

	for (uint32_t k = 0; k < terms.n; k++) {
		const uint32_t term = t->state_terms[terms.first + k];

		f->seen[bundle_owner(t, BUNDLE_OP_LIST, t->terms[term].list)]++;
	}
	if (i == all->n || !t->states[state].edges.n || !f->steps)
		return;
	f->steps--;
	symbols = symbols_of(f, &all->p[i]);
	for (uint32_t k = 0; k < symbols.n; k++) {
		const struct bundle_edge *edge =
			bundle_edge(&f->b, state, t->form_symbols[symbols.first + k]);

		if (edge)
			see_terms(f, all, i + 1, edge->state);
	}
}

static void see_text(struct finder *f, struct bundle_str text)
{
	struct arena a = { 0 };
	struct tokens all;
	struct view v;

	f->steps = COUNTED_STEPS;
	view_plain(utf8_clip(bundle_str(&f->b, text), COUNTED_BYTES), &a, &v);
	tokens_of(&v, &a, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct bundle_range symbols = symbols_of(f, &all.p[i]);

		for (uint32_t k = 0; k < symbols.n; k++)
			f->seen[f->b.t.form_symbols[symbols.first + k]]++;
		see_classes(f, &all.p[i]);
		see_terms(f, &all, i, 0);
	}
	arena_release(&a);
}

/* ---- which elements ---- */

static const struct bundle_code *op_at(const struct finder *f, uint32_t at)
{
	return &f->b.t.code[at];
}

/* What was never met may be met; a list rather than a word. */
static uint64_t weight_of(const struct finder *f, const struct bundle_code *op)
{
	return (uint64_t)f->seen[bundle_owner(&f->b.t, op->op, op->a)] * MET +
	       (op->op == BUNDLE_OP_SYMBOL ? 1 : 8);
}

/* Where the element at `at` ends: behind all alternatives, behind what may be left out.
 */
static uint32_t end_of(const struct finder *f, uint32_t at)
{
	const struct bundle_code *op = op_at(f, at);

	if (op->op != BUNDLE_OP_SPLIT)
		return at + 1;
	return op_at(f, op->b - 1)->op == BUNDLE_OP_JUMP ? op_at(f, op->b - 1)->a : op->b;
}

static void add_cut(const struct finder *f, struct cut *to, const struct cut *from)
{
	for (size_t i = 0; i < from->ops.n; i++)
		*VEC_ADD(f->d->a, &to->ops) = from->ops.p[i];
	to->weight = to->weight == NO_CUT || from->weight == NO_CUT
			     ? NO_CUT
			     : to->weight + from->weight;
}

static void find_rarest(const struct finder *f, uint32_t from, uint32_t end,
			struct cut *out);

/* The rarest of each alternative. The last one has no SPLIT of its own. */
static void cut_alternatives(const struct finder *f, uint32_t at, struct cut *out)
{
	const uint32_t end = end_of(f, at);
	struct cut one;

	for (const struct bundle_code *op = op_at(f, at);
	     op->op == BUNDLE_OP_SPLIT && op->b != end && end_of(f, at) == end;
	     at = op->b, op = op_at(f, at)) {
		find_rarest(f, at + 1, op->b - 1, &one);
		add_cut(f, out, &one);
	}
	find_rarest(f, at, end, &one);
	add_cut(f, out, &one);
}

/* How deep it goes is bounded: pattern_parse(). */
static void cut_element(const struct finder *f, uint32_t at, struct cut *out)
{
	const struct bundle_code *op = op_at(f, at);

	*out = (struct cut){ .weight = 0 };
	if (bundle_has_anchors(op->op)) {
		*VEC_ADD(f->d->a, &out->ops) = at;
		out->weight = weight_of(f, op);
	} else if (op->op == BUNDLE_OP_SPLIT && op->b != end_of(f, at)) {
		cut_alternatives(f, at, out);
	} else {
		out->weight = NO_CUT;
	}
}

/* The rarest of the elements that no way leads around. */
static void find_rarest(const struct finder *f, uint32_t from, uint32_t end,
			struct cut *out)
{
	struct cut one;

	*out = (struct cut){ .weight = NO_CUT };
	for (uint32_t i = from; i < end; i = end_of(f, i)) {
		cut_element(f, i, &one);
		if (one.weight < out->weight)
			*out = one;
	}
}

/* The rarest two. The first element is no second one: a pattern is only tried where that
 * stands. */
static void find_cuts(const struct finder *f, struct bundle_range code,
		      struct cut cuts[BUNDLE_ANCHOR_SETS])
{
	const uint32_t end = code.first + code.n - 1;
	struct cut one;

	for (unsigned i = 0; i < BUNDLE_ANCHOR_SETS; i++)
		cuts[i] = (struct cut){ .weight = NO_CUT };
	for (uint32_t i = code.first; i < end; i = end_of(f, i)) {
		cut_element(f, i, &one);
		if (one.weight < cuts[0].weight) {
			if (cuts[0].first != code.first)
				cuts[1] = cuts[0];
			cuts[0] = one;
			cuts[0].first = i;
		} else if (one.weight < cuts[1].weight && one.weight < COMMON) {
			cuts[1] = one;
		}
	}
}

static void add_anchors(struct finder *f, uint32_t pattern, uint32_t set,
			const struct cut *cut)
{
	for (size_t i = 0; cut->weight != NO_CUT && i < cut->ops.n; i++) {
		const struct bundle_code *op = op_at(f, cut->ops.p[i]);

		*VEC_ADD(f->d->a, &f->entries) =
			(struct entry){ bundle_owner(&f->b.t, op->op, op->a),
					bundle_anchor(pattern, set) };
	}
}

static void find_anchors(struct finder *f)
{
	struct cut cuts[BUNDLE_ANCHOR_SETS];

	for (uint32_t i = 0; i < f->b.t.n_patterns; i++) {
		find_cuts(f, f->b.t.patterns[i].code, cuts);
		for (uint32_t k = 0; k < BUNDLE_ANCHOR_SETS; k++)
			add_anchors(f, i, k, &cuts[k]);
	}
}

/* ---- the sections ---- */

static int by_owner(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	return (a->anchor > b->anchor) - (a->anchor < b->anchor);
}

static void lay_out(struct finder *f)
{
	struct draft *d = f->d;
	const struct entry *e = f->entries.p;
	size_t next = 0;

	if (f->entries.n)
		qsort(f->entries.p, f->entries.n, sizeof(*e), by_owner);
	for (uint32_t owner = 0; owner < bundle_owners(&f->b.t); owner++) {
		*VEC_ADD(d->a, &d->t.anchor_at) = (uint32_t)d->t.anchors.n;
		for (; next < f->entries.n && e[next].owner == owner; next++)
			if (!next || by_owner(&e[next - 1], &e[next]) != 0)
				*VEC_ADD(d->a, &d->t.anchors) = e[next].anchor;
	}
	*VEC_ADD(d->a, &d->t.anchor_at) = (uint32_t)d->t.anchors.n;
}

/* The sections that are made, to be read as those of a bundle. */
static void read_draft(const struct draft *d, struct bundle *b)
{
#define S(id, name, type)                                                                \
	b->t.name = d->t.name.p;                                                         \
	b->t.n_##name = (uint32_t)d->t.name.n;
	FORMAT_TABLES(S)
#undef S
	b->strings = buf_view(&d->strings);
	b->form_at = d->t.form_at.p;
	b->n_buckets = (uint32_t)d->t.form_at.n - 1;
	b->seed = d->seed;
}

void draft_anchors(struct draft *d)
{
	struct finder f = { .d = d };
	const struct bundle_tables *t = &f.b.t;

	if (d->bad)
		return;
	read_draft(d, &f.b);
	f.seen = arena_array(d->a, bundle_owners(t), sizeof(*f.seen));
	for (uint32_t i = 0; i < t->n_clauses; i++)
		see_text(&f, t->clauses[i].sentence);
	for (uint32_t i = 0; i < t->n_rules; i++) {
		see_text(&f, t->rules[i].say);
		see_text(&f, t->rules[i].good);
	}
	find_anchors(&f);
	lay_out(&f);
}
