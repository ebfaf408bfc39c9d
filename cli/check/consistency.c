/* consistency: of several ways to write the same thing one text uses one: the one that it
 * uses most, or first. */
#include "check/scan.h"

/* One pattern of the rule. */
struct form {
	uint32_t n;    /* hits */
	uint32_t best; /* the form that its set uses, a place among the rule's patterns */
	size_t first;  /* its first hit */
};

static uint32_t group_of(const struct scan *s, const struct weighed *w, uint32_t i)
{
	return s->t->patterns[w->r->patterns.first + i].group;
}

static bool is_better(const struct form *a, const struct form *b)
{
	return a->n != b->n ? a->n > b->n : a->n && a->first < b->first;
}

/* Sets stand one behind the other. */
static void choose(const struct scan *s, const struct weighed *w, struct form *forms)
{
	const uint32_t n = w->r->patterns.n;

	for (uint32_t i = 0, end; i < n; i = end) {
		uint32_t best = i;

		for (end = i; end < n && group_of(s, w, end) == group_of(s, w, i); end++)
			if (is_better(&forms[end], &forms[best]))
				best = end;
		for (uint32_t k = i; k < end; k++)
			forms[k].best = best;
	}
}

static struct str text_of(const struct scan *s, const struct weighed *w, uint32_t i)
{
	return bundle_str(s->c->b, s->t->patterns[w->r->patterns.first + i].text);
}

static void tell(struct scan *s, const struct weighed *w, const struct hit *h,
		 const struct form *forms)
{
	const uint32_t here = h->pattern - w->r->patterns.first;
	const struct form *form = &forms[here], *best = &forms[form->best];
	const struct str other = text_of(s, w, form->best), own = text_of(s, w, here);
	const struct str counted = arena_printf(
		s->a, "\"%.*s\" %u time%s, \"%.*s\" %u time%s", STR_ARG(other), best->n,
		best->n == 1 ? "" : "s", STR_ARG(own), form->n, form->n == 1 ? "" : "s");
	struct finding *f = hits_finding(s, w->rule, h->start, h->end,
					 weigh_say(s, w->r, counted), h->guessed);

	f->mask |= hits_masked(s, h);
	if (hits_is_plain(own) && hits_is_plain(other))
		hits_propose(s, h, f, hits_unmarked(own, s->a),
			     hits_unmarked(other, s->a));
}

void consistency_tell(struct scan *s, const struct weighed *w)
{
	struct form *forms = arena_array(s->a, w->r->patterns.n, sizeof(*forms));

	for (size_t i = 0; i < w->n; i++) {
		struct form *form = &forms[w->hits[i].pattern - w->r->patterns.first];

		if (!form->n++)
			form->first = i;
	}
	choose(s, w, forms);
	for (size_t i = 0; i < w->n; i++) {
		const uint32_t here = w->hits[i].pattern - w->r->patterns.first;

		if (forms[here].best != here)
			tell(s, w, &w->hits[i], forms);
	}
}
