/* count: how often patterns may or must be there, in a text or in each sentence. */
#include "check/scan.h"

enum { THOUSAND = 1000 }; /* bounds are in thousandths */

enum place {
#define X(NAME, name) IN_##NAME,
	COUNT_WORDS(X)
#undef X
};

/* Where is counted: from token `first` on, the whole text or one sentence. */
struct stretch {
	uint32_t first;
	const struct hit *hits;
	size_t n;
	const char *where; /* "here" */
};

static void too_many(struct scan *s, const struct weighed *w, const struct stretch *in,
		     size_t most)
{
	const struct hit *beyond = &in->hits[most];
	const struct str counted =
		arena_printf(s->a, "%zu %s, at most %zu", in->n, in->where, most);
	struct finding *f = hits_finding(s, w->rule, beyond->start, beyond->end,
					 weigh_say(s, w->r, counted), false);

	f->mask |= hits_masked(s, beyond);
}

static void too_few(struct scan *s, const struct weighed *w, const struct stretch *in,
		    size_t least)
{
	const struct span at = weigh_sentence(s, in->first);
	const struct str counted =
		arena_printf(s->a, "%zu %s, at least %zu", in->n, in->where, least);

	(void)hits_finding(s, w->rule, at.start, at.end, weigh_say(s, w->r, counted),
			   false);
}

static void tell(struct scan *s, const struct weighed *w, const struct stretch *in)
{
	const struct bundle_bound *b = &s->t->bounds[w->r->bounds.first];
	const size_t most = b->max > 0 ? (size_t)b->max / THOUSAND : 0;
	const size_t least = b->min > 0 ? (size_t)b->min / THOUSAND : 0;

	if (b->flags & BUNDLE_MAX && in->n > most)
		too_many(s, w, in, most);
	/* A picture's text need not say what a post says. */
	if (b->flags & BUNDLE_MIN && in->n < least && !s->aside)
		too_few(s, w, in, least);
}

static bool is_said(const struct token *t)
{
	return t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER || t->kind == TOKEN_CODE;
}

/* Each sentence that has a word or a number. */
static void by_sentence(struct scan *s, const struct weighed *w, uint32_t first)
{
	size_t hit = 0;

	while (first < s->tokens.n) {
		const uint32_t sentence = s->tokens.p[first].sentence;
		struct stretch in = { first, w->hits + hit, 0, "in this sentence" };
		bool said = false;

		while (hit + in.n < w->n &&
		       s->tokens.p[w->hits[hit + in.n].first].sentence == sentence)
			in.n++;
		for (; first < s->tokens.n && s->tokens.p[first].sentence == sentence;
		     first++)
			said |= is_said(&s->tokens.p[first]);
		if (said || in.n)
			tell(s, w, &in);
		hit += in.n;
		first = words_skip(s, first);
	}
}

void count_tell(struct scan *s, const struct weighed *w)
{
	const uint32_t first = weigh_first(s);
	const struct stretch all = { first, w->hits, w->n, "here" };

	if (!w->r->bounds.n || first >= s->tokens.n)
		return;
	if (s->t->bounds[w->r->bounds.first].what == IN_SENTENCE)
		by_sentence(s, w, first);
	else
		tell(s, w, &all);
}
