/* The terms of all lists as one trie over symbols. A term is a row of symbols; one with
 * optional words or alternatives stands for several rows. */
#include "bundle/write_draft.h"

/* ---- rows ---- */

/* How many rows `node` stands for, DRAFT_VARIANTS + 1 for more than that; 0 when a row
 * cannot say it. */
static uint32_t variants(const struct pattern *node)
{
	uint32_t n = node->kind == PATTERN_ALT ? 0 : 1;

	switch (node->kind) {
	case PATTERN_WORD:
	case PATTERN_EXACT:
	case PATTERN_CASE:
	case PATTERN_SEALED:
		return 1;
	case PATTERN_SEQ:
	case PATTERN_ALT:
	case PATTERN_OPT:
		break;
	default:
		return 0;
	}
	for (size_t i = 0; i < node->n_kids; i++) {
		const uint32_t kid = variants(node->kids[i]);

		if (!kid)
			return 0;
		n = node->kind == PATTERN_SEQ ? n * kid : n + kid;
		if (n > DRAFT_VARIANTS)
			n = DRAFT_VARIANTS + 1;
	}
	return n;
}

struct row {
	VEC(uint32_t) v;
};

/* Row number `which` of `node`, added to what is there. */
static void spell_out(struct draft *d, const struct pattern *node, uint32_t which,
		      struct row *row)
{
	if (node->kind == PATTERN_WORD || node->kind == PATTERN_EXACT ||
	    node->kind == PATTERN_CASE || node->kind == PATTERN_SEALED)
		*VEC_ADD(d->a, &row->v) = draft_symbol(d, node);
	if (node->kind == PATTERN_OPT && which-- == 0)
		return;
	for (size_t i = 0; i < node->n_kids; i++) {
		const uint32_t n = variants(node->kids[i]);

		if (node->kind == PATTERN_SEQ) {
			spell_out(d, node->kids[i], which % n, row);
			which /= n;
		} else if (which < n) {
			spell_out(d, node->kids[i], which, row);
			return;
		} else {
			which -= n;
		}
	}
}

const char *trie_add(struct draft *d, struct trie *t, const struct pattern *words,
		     uint32_t term)
{
	const uint32_t n = variants(words);

	if (!n)
		return "a word list holds words only: no gaps, lists or classes";
	if (n > DRAFT_VARIANTS)
		return "this entry has too many alternatives: write several";
	for (uint32_t i = 0; i < n; i++) {
		struct row row = { 0 };

		spell_out(d, words, i, &row);
		if (!row.v.n)
			return "this entry may be no words at all";
		*VEC_ADD(d->a, &t->rows) =
			(struct trie_row){ row.v.p, (uint32_t)row.v.n, term };
	}
	return NULL;
}

/* ---- the trie, breadth first ---- */

static int by_symbols(const void *pa, const void *pb)
{
	const struct trie_row *a = pa, *b = pb;

	for (uint32_t i = 0; i < a->n && i < b->n; i++)
		if (a->symbols[i] != b->symbols[i])
			return a->symbols[i] < b->symbols[i] ? -1 : 1;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return (a->term > b->term) - (a->term < b->term);
}

/* A state that is still to be laid out: rows [first, end) start with the same `depth`
 * symbols. */
struct pending {
	size_t first, end;
	uint32_t depth;
};

/* The rows that end in this state come first. */
static size_t take_terms(struct draft *d, const struct trie *t, const struct pending *at,
			 struct bundle_state *s)
{
	size_t i = at->first;

	s->terms = (struct bundle_range){ (uint32_t)d->t.state_terms.n, 0 };
	for (; i < at->end && t->rows.p[i].n == at->depth; i++) {
		const uint32_t term = t->rows.p[i].term;

		if (s->terms.n && t->rows.p[i - 1].term == term)
			continue;
		*VEC_ADD(d->a, &d->t.state_terms) = term;
		s->terms.n++;
	}
	return i;
}

void trie_lay_out(struct draft *d, struct trie *t)
{
	VEC(struct pending) states = { 0 };

	if (t->rows.n)
		qsort(t->rows.p, t->rows.n, sizeof(*t->rows.p), by_symbols);
	*VEC_ADD(d->a, &states) = (struct pending){ 0, t->rows.n, 0 };
	for (size_t state = 0; state < states.n; state++) {
		const struct pending at = states.p[state];
		struct bundle_state s = { 0 };
		size_t i = take_terms(d, t, &at, &s);

		s.edges.first = (uint32_t)d->t.edges.n;
		while (i < at.end) {
			const uint32_t symbol = t->rows.p[i].symbols[at.depth];
			const size_t first = i;

			while (i < at.end && t->rows.p[i].symbols[at.depth] == symbol)
				i++;
			*VEC_ADD(d->a, &d->t.edges) =
				(struct bundle_edge){ symbol, (uint32_t)states.n };
			*VEC_ADD(d->a, &states) =
				(struct pending){ first, i, at.depth + 1 };
			s.edges.n++;
		}
		*VEC_ADD(d->a, &d->t.states) = s;
	}
}
