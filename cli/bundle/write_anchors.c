/* The anchors of patterns. Of each pattern, one element that every match of it takes, the
 * rarest: where none of its anchors stands in a sentence, the pattern need not be tried
 * there. How rare an element is, is counted in texts of the policy itself, its clauses
 * and what its rules say: not in what is judged, because anchors decide what a text
 * costs, and so which rules cannot be decided within their steps. */
#include "bundle/write_draft.h"
#include "text/token.h"
#include "text/utf8.h"

enum {
	COUNTED_BYTES = 512,  /* of each text */
	COUNTED_STEPS = 8192, /* through the trie, for each text */
};

/* Something that has anchors: a symbol, a list or a class (bundle_owner()). */
struct entry {
	uint32_t owner, pattern;
};

/* A set of instructions such that every match takes a token by one of them. */
struct cut {
	VEC(uint32_t) ops;
	uint64_t weight;
};

struct finder {
	struct draft *d;
	struct bundle b;  /* what is made so far, as a reader sees it */
	uint32_t *seen;   /* how often each owner was met */
	uint8_t *met;     /* per instruction of the pattern: some way leads to it */
	uint32_t *passed; /* and how far jumps from before it lead */
	struct bundle_range code;
	uint32_t steps; /* left for the text at hand */
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

/* ---- which element ---- */

static const struct bundle_code *op_at(const struct finder *f, uint32_t at)
{
	return &f->b.t.code[f->code.first + at];
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
	return (uint64_t)f->seen[bundle_owner(&f->b.t, op->op, op->a)] * 16 +
	       (op->op == BUNDLE_OP_SYMBOL ? 1 : 8);
}

/* The first instructions that can be anchors on the ways from `from`, where all ways
 * meet. False when some way leads past `end` without one. */
static bool first_ops(const struct finder *f, uint32_t from, uint32_t end,
		      struct cut *out)
{
	memset(f->met + from, 0, end - from + 1);
	f->met[from] = 1;
	out->weight = 0;
	out->ops.n = 0;
	for (uint32_t i = from; i < end; i++) {
		const struct bundle_code *op = op_at(f, i);

		if (!f->met[i])
			continue;
		if (bundle_has_anchors(op->op)) {
			*VEC_ADD(f->d->a, &out->ops) = i;
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
static void find_cut(const struct finder *f, struct cut *best)
{
	struct cut now = { .weight = 0 };

	find_passed(f);
	best->weight = UINT64_MAX;
	best->ops.n = 0; /* there is a cut: a pattern starts with a token */
	for (uint32_t i = 0, end; i + 1 < f->code.n; i = end) {
		end = next_meeting(f, i);
		if (first_ops(f, i, end, &now) && now.weight < best->weight) {
			const struct cut old = *best;

			*best = now;
			now = old;
		}
	}
}

static void find_anchors(struct finder *f)
{
	struct cut cut = { .weight = 0 };

	for (uint32_t i = 0; i < f->b.t.n_patterns; i++) {
		f->code = f->b.t.patterns[i].code;
		find_cut(f, &cut);
		for (size_t k = 0; k < cut.ops.n; k++) {
			const struct bundle_code *op = op_at(f, cut.ops.p[k]);

			*VEC_ADD(f->d->a, &f->entries) =
				(struct entry){ bundle_owner(&f->b.t, op->op, op->a), i };
		}
	}
}

/* ---- the sections ---- */

static int by_owner(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	return (a->pattern > b->pattern) - (a->pattern < b->pattern);
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
				*VEC_ADD(d->a, &d->t.anchors) = e[next].pattern;
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
	f.met = arena_array(d->a, t->n_code, sizeof(*f.met));
	f.passed = arena_array(d->a, t->n_code, sizeof(*f.passed));
	for (uint32_t i = 0; i < t->n_clauses; i++)
		see_text(&f, t->clauses[i].sentence);
	for (uint32_t i = 0; i < t->n_rules; i++) {
		see_text(&f, t->rules[i].say);
		see_text(&f, t->rules[i].good);
	}
	find_anchors(&f);
	lay_out(&f);
}
