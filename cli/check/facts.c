/* unless: public: is every figure of a hit's sentence known to everybody already? */
#include "check/scan.h"
#include "text/figure.h"

struct fact {
	struct figure figure;
	struct str since;
};

/* The earliest day comes first. */
static int by_figure(const void *pa, const void *pb)
{
	const struct fact *a = pa, *b = pb;
	const int order = figure_compare(&a->figure, &b->figure);

	return order ? order : str_cmp(a->since, b->since);
}

static void add_value(struct checker *c, struct str value, struct str since)
{
	struct fact *fact = &c->facts[c->n_facts];
	struct view v;
	struct tokens t;

	view_plain(value, &c->own, &v);
	tokens_of(&v, &c->own, &t);
	if (!t.n || !figure_at(&v, &t, 0, &fact->figure) || !fact->figure.known)
		return;
	fact->since = arena_str(&c->own, since);
	c->n_facts++;
}

void checker_know(struct checker *c, const struct public_facts *facts)
{
	size_t room = 0;

	for (size_t i = 0; i < facts->v.n; i++)
		room += facts->v.p[i].n_values;
	c->facts = arena_array(&c->own, room, sizeof(*c->facts));
	c->n_facts = 0;
	for (size_t i = 0; i < facts->v.n; i++)
		for (size_t k = 0; k < facts->v.p[i].n_values; k++)
			add_value(c, facts->v.p[i].values[k], facts->v.p[i].since);
	if (c->n_facts)
		qsort(c->facts, c->n_facts, sizeof(*c->facts), by_figure);
}

/* ---- of a text ---- */

static bool is_public(const struct scan *s, const struct figure *figure)
{
	const struct fact want = { .figure = *figure };
	size_t low = 0, high = s->c->n_facts;

	if (!figure->known)
		return false;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (figure_compare(&s->c->facts[middle].figure, &want.figure) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->c->n_facts &&
	       !figure_compare(&s->c->facts[low].figure, &want.figure) &&
	       (!s->ctx->today.n || str_cmp(s->c->facts[low].since, s->ctx->today) <= 0);
}

/* The figures of the sentence that token `i` begins: all of them, and at least one. */
static bool all_public(struct scan *s, uint32_t i)
{
	const uint32_t sentence = s->tokens.p[i].sentence;
	bool some = false;

	while (i < s->tokens.n && s->tokens.p[i].sentence == sentence) {
		struct figure figure;

		if (figure_is_date(s->v, &s->tokens, i) ||
		    !figure_at(s->v, &s->tokens, i, &figure)) {
			i++;
			continue;
		}
		if (!is_public(s, &figure)) {
			s->open.missing = true;
			s->open.because = (struct because){ i, figure.end - 1 };
			return false;
		}
		if (!some)
			s->open.because = (struct because){ i, figure.end - 1 };
		some = true;
		i = figure.end;
	}
	return some;
}

static void look_up(struct scan *s, const struct hit *h)
{
	const uint32_t sentence = s->tokens.p[h->first].sentence;
	uint32_t first = h->first;

	if (s->open.known && s->open.sentence == sentence)
		return;
	while (first && s->tokens.p[first - 1].sentence == sentence)
		first--;
	s->open = (struct open){ .known = true, .sentence = sentence };
	s->open.is_public = all_public(s, first);
}

static bool in_one_sentence(const struct scan *s, const struct hit *h)
{
	return s->tokens.p[h->last].sentence == s->tokens.p[h->first].sentence;
}

bool facts_excuse(struct scan *s, const struct hit *h)
{
	if (!s->c->n_facts || !in_one_sentence(s, h))
		return false;
	look_up(s, h);
	s->because = s->open.because;
	return s->open.is_public;
}

bool facts_missing(struct scan *s, const struct hit *h)
{
	if (h->first == BUNDLE_NONE || !in_one_sentence(s, h))
		return false;
	look_up(s, h);
	s->because = s->open.because;
	return s->open.missing;
}
