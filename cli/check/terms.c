/* The terms of all word lists, found together in one trie over symbols. */
#include "check/scan.h"

static void add_terms(struct scan *s, const struct walk *w)
{
	const struct bundle_range terms = s->t->states[w->state].terms;

	for (uint32_t i = 0; i < terms.n; i++)
		*VEC_ADD(s->a, &s->terms) = (struct term_hit){
			.end = w->at,
			.term = s->t->state_terms[terms.first + i],
			.guessed = w->guessed,
		};
	(void)words_spend(s, BUNDLE_NONE, terms.n);
}

static void follow(struct scan *s, const struct walk *from, uint32_t token,
		   const struct reading *as, bool guessed)
{
	for (uint32_t i = 0; i < as->symbols.n; i++) {
		const uint32_t symbol = s->t->form_symbols[as->symbols.first + i];
		const struct bundle_edge *edge =
			bundle_edge(s->c->b, from->state, symbol);

		if (edge && words_fit(s, token, symbol))
			*VEC_ADD(s->a, &s->walks) = (struct walk){
				.state = edge->state,
				.at = as->end,
				.guessed = from->guessed || guessed,
			};
	}
}

/* Take one more token of the sentence, as it stands or as lane B reads it. */
static void step(struct scan *s, const struct walk *from, uint32_t sentence)
{
	const uint32_t token = words_skip(s, from->at);
	const struct note *n;

	if (!s->t->states[from->state].edges.n || token >= s->tokens.n ||
	    s->tokens.p[token].sentence != sentence)
		return;
	n = &s->notes[token];
	follow(s, from, token, &(struct reading){ token + 1, n->symbols }, false);
	for (uint32_t i = 0; i < n->readings.n; i++)
		follow(s, from, token, &s->readings.p[n->readings.first + i], true);
}

void terms_prepare(struct checker *c)
{
	const struct bundle_tables *t = c->t;
	const struct bundle_range roots =
		t->n_states ? t->states[0].edges : (struct bundle_range){ 0, 0 };

	c->roots = arena_array(&c->own, t->n_symbols, sizeof(*c->roots));
	for (uint32_t i = 0; i < roots.n; i++)
		c->roots[t->edges[roots.first + i].symbol] =
			t->edges[roots.first + i].state;
}

/* Most words begin no term: that is seen without a search. */
static void begin(struct scan *s, uint32_t token, const struct reading *as, bool guessed)
{
	for (uint32_t i = 0; i < as->symbols.n; i++) {
		const uint32_t symbol = s->t->form_symbols[as->symbols.first + i];
		const uint32_t state = s->c->roots[symbol];

		if (state && words_fit(s, token, symbol))
			*VEC_ADD(s->a, &s->walks) =
				(struct walk){ state, as->end, guessed };
	}
}

static void walk_from(struct scan *s, uint32_t token)
{
	const uint32_t sentence = s->tokens.p[token].sentence;
	const struct note *n = &s->notes[token];
	struct walk now;

	s->walks.n = 0;
	begin(s, token, &(struct reading){ token + 1, n->symbols }, false);
	for (uint32_t i = 0; i < n->readings.n; i++)
		begin(s, token, &s->readings.p[n->readings.first + i], true);
	while (s->walks.n && words_spend(s, BUNDLE_NONE, 1)) {
		now = s->walks.p[--s->walks.n];
		add_terms(s, &now);
		step(s, &now, sentence);
	}
}

struct bundle_range terms_at(struct scan *s, uint32_t token)
{
	struct note *n = &s->notes[token];

	if (n->flags & NOTE_TERMS)
		return n->terms;
	n->flags |= NOTE_TERMS;
	if (!s->t->n_states || (!n->symbols.n && !n->readings.n))
		return n->terms;
	n->terms.first = (uint32_t)s->terms.n;
	walk_from(s, token);
	n->terms.n = (uint32_t)s->terms.n - n->terms.first;
	return n->terms;
}
