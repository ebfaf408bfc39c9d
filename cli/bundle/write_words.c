/* Symbols and forms: what the words of all patterns and terms are, sorted, and under
 * which forms of a text they are met. */
#include "bundle/write_draft.h"
#include "text/utf8.h"

/* A symbol before it has its place. */
struct met {
	enum bundle_symbol_kind kind;
	struct str text;
};

struct form {
	struct str text;
	uint64_t start; /* its first bytes: what most comparisons need */
	uint32_t symbol;
};

struct words {
	struct draft *d;
	VEC(struct met) met;
	VEC(struct form) forms;
};

static bool symbol_kind(const struct pattern *node, enum bundle_symbol_kind *kind)
{
	switch (node->kind) {
	case PATTERN_WORD:
		*kind = BUNDLE_SYMBOL_WORD;
		return true;
	case PATTERN_EXACT:
		*kind = BUNDLE_SYMBOL_EXACT;
		return true;
	case PATTERN_CASE:
		*kind = BUNDLE_SYMBOL_CASE;
		return true;
	case PATTERN_SEALED:
		*kind = BUNDLE_SYMBOL_SEALED;
		return true;
	default:
		return false;
	}
}

uint32_t draft_symbol(const struct draft *d, const struct pattern *node)
{
	enum bundle_symbol_kind kind = BUNDLE_SYMBOL_WORD;
	uint32_t symbol = 0;

	(void)symbol_kind(node, &kind);
	(void)map_get(d->symbols[kind], node->text, &symbol);
	return symbol;
}

/* The depth of a tree is bounded: pattern_parse(). */
static void meet(struct words *w, const struct pattern *node)
{
	enum bundle_symbol_kind kind;

	if (symbol_kind(node, &kind) && map_add(w->d->symbols[kind], node->text, 0))
		*VEC_ADD(w->d->a, &w->met) = (struct met){ kind, node->text };
	for (size_t i = 0; i < node->n_kids; i++)
		meet(w, node->kids[i]);
}

static void meet_patterns(struct words *w, const struct policy_pattern *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].tree)
			meet(w, p[i].tree);
}

static void meet_all(struct words *w)
{
	const struct policy *p = w->d->p;

	for (size_t i = 0; i < p->n_rules; i++) {
		const struct policy_rule *r = &p->rules[i];

		if (rule_kind_has_patterns(r->kind))
			meet_patterns(w, r->patterns, r->n_patterns);
		meet_patterns(w, r->near, r->n_near);
	}
	for (size_t i = 0; i < p->n_lists; i++)
		for (size_t k = 0; k < p->lists[i].n_terms; k++) {
			const struct policy_pattern *term = &p->lists[i].terms[k].pattern;

			meet_patterns(w, term, 1);
			if (p->lists[i].sealed && term->tree)
				draft_seals_meet(w->d, term->tree, &p->lists[i]);
		}
}

static int by_kind(const void *pa, const void *pb)
{
	const struct met *a = pa, *b = pb;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return str_cmp(a->text, b->text);
}

/* Bytes as a number that is ordered as they are. */
static uint64_t start_of(struct str text)
{
	uint64_t start = 0;

	for (size_t i = 0; i < sizeof(start); i++)
		start = start << 8 | (i < text.n ? (unsigned char)text.p[i] : 0u);
	return start;
}

static void add_form(struct words *w, struct str text, uint32_t symbol)
{
	*VEC_ADD(w->d->a, &w->forms) = (struct form){ text, start_of(text), symbol };
}

/* A part of a contraction has the fold of what it stands for (text/token.h). Exact words
 * and words have it already; one in its case is kept as it is written. */
static void add_case_forms(struct words *w, const struct met *m, uint32_t symbol)
{
	static const struct {
		struct str part, fold;
	} parts[] = {
		{ STR("n't"), STR("not") },  { STR("'re"), STR("are") },
		{ STR("'ve"), STR("have") }, { STR("'ll"), STR("will") },
		{ STR("'m"), STR("am") },    { STR("ca"), STR("can") },
		{ STR("wo"), STR("will") },  { STR("sha"), STR("shall") },
	};
	const struct str fold = utf8_fold(m->text, w->d->a);

	add_form(w, fold, symbol);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (str_eq(fold, parts[i].part))
			add_form(w, parts[i].fold, symbol);
}

static void add_forms(struct words *w, const struct met *m, uint32_t symbol)
{
	struct str_list all = { 0 };

	if (m->kind == BUNDLE_SYMBOL_CASE) {
		add_case_forms(w, m, symbol);
		return;
	}
	if (m->kind == BUNDLE_SYMBOL_EXACT) {
		add_form(w, m->text, symbol);
		return;
	}
	inflect(m->text, w->d->a, &all);
	for (size_t i = 0; i < all.n; i++)
		add_form(w, utf8_fold(all.p[i], w->d->a), symbol);
}

static int by_form(const void *pa, const void *pb)
{
	const struct form *a = pa, *b = pb;
	int by;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	by = str_cmp(a->text, b->text);
	return by ? by : (a->symbol > b->symbol) - (a->symbol < b->symbol);
}

void draft_crowded(struct draft *d)
{
	d->bad = true;
	(void)finding_add(d->f, FINDING_POLICY_PATTERN, NULL, (struct span){ 0, 0 },
			  "the words of this policy do not fit into one table");
}

/* Pairs of one form, and the hash of its text. */
struct group {
	uint32_t hash, first, n;
};
struct groups {
	struct group *p;
	size_t n;
};

/* The pairs are sorted, by text first. */
static void group_forms(struct words *w, struct groups *all)
{
	all->p = arena_array(w->d->a, w->forms.n, sizeof(*all->p));
	for (size_t i = 0; i < w->forms.n; i++) {
		if (!i || !str_eq(w->forms.p[i - 1].text, w->forms.p[i].text))
			all->p[all->n++] = (struct group){ 0, (uint32_t)i, 0 };
		all->p[all->n - 1].n++;
	}
}

/* Those with one hash as they were, by text. */
static int by_hash(const void *pa, const void *pb)
{
	const struct group *a = pa, *b = pb;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->first > b->first) - (a->first < b->first);
}

enum { SEEDS = 64, FORMS_OF_BUCKET = 2 };

/* Sort them by hash; false when one bucket has too many. */
static bool sort_groups(struct words *w, struct groups *all, uint32_t seed, uint32_t n)
{
	for (size_t i = 0; i < all->n; i++)
		all->p[i].hash = format_hash(w->forms.p[all->p[i].first].text, seed);
	if (all->n)
		qsort(all->p, all->n, sizeof(*all->p), by_hash);
	for (size_t i = FORMAT_PROBES; i < all->n; i++)
		if (format_bucket(all->p[i].hash, n) ==
		    format_bucket(all->p[i - FORMAT_PROBES].hash, n))
			return false;
	return true;
}

/* Words that were made to share a bucket under one seed do not under the next. */
static void place_groups(struct words *w, struct groups *all)
{
	struct draft *d = w->d;
	uint32_t n = 2, next = 0;

	while (n * FORMS_OF_BUCKET < all->n)
		n *= 2;
	while (!sort_groups(w, all, d->seed, n))
		if (++d->seed == SEEDS) {
			draft_crowded(d);
			break;
		}
	for (uint32_t i = 0; i <= n; i++) {
		while (next < all->n && format_bucket(all->p[next].hash, n) < i)
			next++;
		*VEC_ADD(d->a, &d->t.form_at) = next;
	}
}

/* A pair of form and symbol that is there twice counts once. */
static void lay_out_form(struct words *w, const struct group *g)
{
	struct draft *d = w->d;
	const struct form *f = &w->forms.p[g->first];
	const struct bundle_str text = draft_str(d, f->text);
	const uint32_t first = (uint32_t)d->t.form_symbols.n;
	uint32_t n;

	for (uint32_t i = 0; i < g->n; i++)
		if (!i || f[i].symbol != f[i - 1].symbol)
			*VEC_ADD(d->a, &d->t.form_symbols) = f[i].symbol;
	n = (uint32_t)d->t.form_symbols.n - first;
	if (n > UINT16_MAX || text.n > FORMAT_NAME)
		draft_crowded(d);
	*VEC_ADD(d->a, &d->t.forms) = (struct bundle_form){
		.at = text.at,
		.first = first,
		.n = (uint16_t)text.n,
		.n_symbols = (uint16_t)n,
	};
}

static void lay_out_forms(struct words *w)
{
	struct groups all = { 0 };

	group_forms(w, &all);
	place_groups(w, &all);
	for (size_t i = 0; i < all.n; i++)
		lay_out_form(w, &all.p[i]);
}

static void place_symbols(struct words *w)
{
	struct draft *d = w->d;

	for (size_t i = 0; i < ARRAY_LEN(d->symbols); i++)
		d->symbols[i] = map_new(d->a); /* now with places */
	for (size_t i = 0; i < w->met.n; i++) {
		const struct met *m = &w->met.p[i];

		(void)map_add(d->symbols[m->kind], m->text, (uint32_t)i);
		*VEC_ADD(d->a, &d->t.symbols) =
			(struct bundle_symbol){ .text = draft_str(d, m->text),
						.kind = m->kind };
		if (m->kind != BUNDLE_SYMBOL_SEALED)
			add_forms(w, m, (uint32_t)i);
	}
}

/* A word of a sealed list that other rules name openly is both. True if one is. */
static bool add_sealed_meanings(struct words *w)
{
	const size_t plain = w->forms.n;

	for (size_t i = 0; i < plain; i++) {
		const struct str text = w->forms.p[i].text;
		const uint32_t *symbols;
		size_t n;

		if (i && str_eq(w->forms.p[i - 1].text, text))
			continue;
		symbols = draft_seals_of(w->d, text, &n);
		for (size_t k = 0; k < n; k++)
			add_form(w, text, symbols[k]);
	}
	return w->forms.n > plain;
}

static void sort_forms(struct words *w)
{
	if (w->forms.n)
		qsort(w->forms.p, w->forms.n, sizeof(*w->forms.p), by_form);
}

void draft_words(struct draft *d)
{
	struct words w = { .d = d };

	for (size_t i = 0; i < ARRAY_LEN(d->symbols); i++)
		d->symbols[i] = map_new(d->a);
	meet_all(&w);
	if (w.met.n)
		qsort(w.met.p, w.met.n, sizeof(*w.met.p), by_kind);
	place_symbols(&w);
	sort_forms(&w);
	if (d->seals) {
		draft_seals_ready(d);
		if (add_sealed_meanings(&w))
			sort_forms(&w);
	}
	lay_out_forms(&w);
	if (d->seals)
		draft_seals_lay_out(d);
}
