/* Words in hashtags: "#TotalFool" is "total" and "fool". Only terms of lists are looked
 * for, and only where capitals or digits say where the words begin. */
#include "check/scan.h"
#include "text/utf8.h"

struct piece {
	uint32_t start, end; /* bytes of the view */
	struct bundle_range symbols;
};
struct pieces { /* as VEC() has it, with a name */
	struct piece *p;
	size_t n, room;
};

static bool is_border(struct str text, size_t at)
{
	const unsigned char before = (unsigned char)text.p[at - 1];
	const unsigned char here = (unsigned char)text.p[at];
	const bool lower_next =
		at + 1 < text.n && ascii_is_lower((unsigned char)text.p[at + 1]);

	if (here == '_' || before == '_')
		return true;
	if (ascii_is_upper(here))
		return !ascii_is_upper(before) || lower_next;
	return ascii_is_digit(here) != ascii_is_digit(before);
}

static void add_piece(struct scan *s, struct pieces *all, uint32_t start, uint32_t end)
{
	const struct bundle_form *form;
	struct str text = str_slice(s->v->text, start, end);

	if (str_is(text, "_"))
		return;
	form = words_form(s->c, utf8_fold(text, s->a));
	*VEC_ADD(s->a, all) =
		(struct piece){ start, end,
				form ? bundle_form_symbols(form) : (struct bundle_range){ 0, 0 } };
}

/* The words of a tag, its mark left out. */
static void split(struct scan *s, uint32_t token, struct pieces *out)
{
	const struct token *t = &s->tokens.p[token];
	const struct str text = words_text(s, token);
	size_t from = 1;

	out->n = 0;
	for (size_t at = 2; at < text.n; at++) {
		if (!is_border(text, at))
			continue;
		add_piece(s, out, t->at + (uint32_t)from, t->at + (uint32_t)at);
		from = at;
	}
	if (from > 1)
		add_piece(s, out, t->at + (uint32_t)from, t->at + (uint32_t)text.n);
}

static void add_hits(struct scan *s, uint32_t token, const struct pieces *all,
		     size_t first, const struct walk *w)
{
	const struct bundle_range terms = s->t->states[w->state].terms;

	for (uint32_t i = 0; i < terms.n; i++)
		match_add_term(s, s->t->state_terms[terms.first + i],
			       &(struct hit){ .start = all->p[first].start,
					      .end = all->p[w->at - 1].end,
					      .first = token,
					      .last = token });
}

static void step(struct scan *s, const struct pieces *all, const struct walk *from)
{
	const struct bundle_range symbols = all->p[from->at].symbols;

	for (uint32_t i = 0; i < symbols.n; i++) {
		const uint32_t symbol = s->t->form_symbols[symbols.first + i];
		const struct bundle_edge *edge =
			bundle_edge(s->c->b, from->state, symbol);

		if (edge && s->t->symbols[symbol].kind != BUNDLE_SYMBOL_CASE)
			*VEC_ADD(s->a, &s->walks) =
				(struct walk){ edge->state, from->at + 1, false };
	}
}

static void walk_from(struct scan *s, uint32_t token, const struct pieces *all,
		      size_t first)
{
	struct walk now = { .state = 0, .at = (uint32_t)first };

	s->walks.n = 0;
	step(s, all, &now);
	while (s->walks.n && words_spend(s, BUNDLE_NONE, 1)) {
		now = s->walks.p[--s->walks.n];
		add_hits(s, token, all, first, &now);
		if (now.at < all->n)
			step(s, all, &now);
	}
}

void tags_all(struct scan *s)
{
	struct pieces all = { 0 };

	for (uint32_t i = 0; s->t->n_states && i < s->tokens.n; i++) {
		if (s->tokens.p[i].kind != TOKEN_HASHTAG || s->notes[i].symbols.n)
			continue;
		split(s, i, &all);
		for (size_t k = 0; k < all.n; k++)
			walk_from(s, i, &all, k);
	}
}
