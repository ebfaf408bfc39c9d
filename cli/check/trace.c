/* Why words were found, or not: what `decorum explain` asks. Nothing of this runs when
 * nobody asks. */
#include "check/scan.h"
#include "text/utf8.h"

struct span trace_span(const struct scan *s, uint32_t first, uint32_t last)
{
	const struct token *from = &s->tokens.p[first], *to = &s->tokens.p[last];

	return view_span(s->v, from->at, to->at + to->n);
}

static bool is_wanted(const struct check_trace *t, struct span at)
{
	return at.start < t->want.end && t->want.start < at.end;
}

/* ---- the text at hand ---- */

static void keep_text(struct scan *s)
{
	struct check_trace *t = s->ctx->trace;
	struct check_text *text = VEC_ADD(t->a, &t->texts);

	*text = t->now;
	text->at = view_span(s->v, 0, s->v->text.n);
}

/* ---- which words excuse a hit ---- */

static struct because quotation_of(const struct scan *s, const struct hit *h)
{
	const struct quote *q = &s->quotes.p[s->notes[h->first].quote];

	return (struct because){ q->open, q->close };
}

static struct because question_of(const struct scan *s, const struct hit *h)
{
	const uint32_t sentence = s->tokens.p[h->last].sentence;
	uint32_t found = h->last;

	for (uint32_t i = h->last + 1;
	     i < s->tokens.n && s->tokens.p[i].sentence == sentence; i++)
		if (s->tokens.p[i].kind == TOKEN_PUNCT)
			found = i;
	return (struct because){ found, found };
}

/* A negation inside the hit, in a place where its rule names no word. */
static struct because negation_within(struct scan *s, const struct hit *h)
{
	for (uint32_t i = h->first; i <= h->last; i++)
		if (speech_at(s, i) & NOTE_NEGATES)
			return (struct because){ i, i };
	return s->because;
}

static struct because because_of(struct scan *s, const struct hit *h,
				 enum check_fate fate)
{
	if (fate == CHECK_QUOTED)
		return quotation_of(s, h);
	if (fate == CHECK_QUESTION)
		return question_of(s, h);
	return fate == CHECK_NEGATED && h->negated ? negation_within(s, h) : s->because;
}

/* The bytes of the view that tokens stand in. */
static struct span bytes_of(const struct scan *s, struct because b)
{
	const struct token *from = &s->tokens.p[b.first], *to = &s->tokens.p[b.last];

	return (struct span){ from->at, to->at + to->n };
}

bool trace_masked(struct scan *s, struct span bytes)
{
	return hits_masked(s, &(struct hit){ .start = bytes.start, .end = bytes.end });
}

/* ---- what found it ---- */

static struct str pattern_of(struct scan *s, const struct hit *h)
{
	const struct bundle_range all = s->t->rules[h->rule].patterns;
	struct match m;

	for (uint32_t i = 0; h->first != BUNDLE_NONE && i < all.n; i++) {
		const struct bundle_pattern *p = &s->t->patterns[all.first + i];

		if (match_at(s, p, h->first, &m) && m.end == h->last + 1)
			return bundle_str(s->c->b, p->text);
	}
	return STR_NULL;
}

static struct str regex_of(struct scan *s, const struct hit *h)
{
	const struct bundle_range all = s->t->rules[h->rule].regexes;
	const struct span here = { h->start, h->start + 1 };

	for (uint32_t i = 0; i < all.n; i++) {
		struct regex *regex = s->c->regexes[all.first + i];
		uint64_t steps = REGEX_STEPS;
		struct span at;

		if (regex &&
		    regex_next_in(regex, s->v->text, here, &steps, &at) == REGEX_MATCH)
			return bundle_str(s->c->b, s->t->regexes[all.first + i].text);
	}
	return STR_NULL;
}

static void found_by(struct scan *s, const struct hit *h, struct check_candidate *out)
{
	const struct bundle_term *term;

	if (h->term != BUNDLE_NONE) {
		term = &s->t->terms[h->term];
		out->by = bundle_str(s->c->b, term->text);
		out->list = bundle_str(s->c->b, s->t->lists[term->list].name);
	} else if (s->t->rules[h->rule].patterns.n) {
		out->by = pattern_of(s, h);
	} else if (s->t->rules[h->rule].regexes.n) {
		out->by = regex_of(s, h);
	}
}

/* ---- candidates ---- */

/* `because`: bytes of the view, or NULL. */
static void add(struct scan *s, const struct hit *h, enum check_fate fate,
		const struct span *because)
{
	struct check_trace *t = s->ctx->trace;
	const struct bundle_rule *r = &s->t->rules[h->rule];
	struct check_candidate c = {
		.rule = bundle_str(s->c->b, r->id),
		.text = s->ctx->trace->texts.n - 1,
		.at = view_span(s->v, h->start, h->end),
		.fate = fate,
		.force = situation_force(s->c, r, s->ctx),
		.fuzzy = h->guessed,
	};

	if (!is_wanted(t, c.at))
		return;
	if (t->v.n >= CHECK_CANDIDATES) {
		t->dropped++;
		return;
	}
	if (because) {
		c.because = view_span(s->v, because->start, because->end);
		c.because_mask = trace_masked(s, *because);
	}
	c.mask = r->flags & BUNDLE_MASK || hits_masked(s, h);
	found_by(s, h, &c);
	*VEC_ADD(t->a, &t->v) = c;
}

void trace_excused(struct scan *s, const struct hit *h, enum check_fate fate)
{
	const struct span because = bytes_of(s, because_of(s, h, fate));

	add(s, h, fate, &because);
}

/* ---- of the hits of one text ---- */

/* A hit that stayed and that this one overlaps, or NULL. */
static const struct hit *over(const struct scan *s, const struct hit *h)
{
	size_t low = 0, high = s->hits.n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct hit *at = &s->hits.p[middle];

		if (at->rule < h->rule || (at->rule == h->rule && at->end <= h->start))
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->hits.n && s->hits.p[low].rule == h->rule &&
			       s->hits.p[low].start < h->end
		       ? &s->hits.p[low]
		       : NULL;
}

static bool same_hit(const struct hit *a, const struct hit *b)
{
	return a->start == b->start && a->end == b->end && a->term == b->term &&
	       a->guessed == b->guessed;
}

/* With the figure that keeps the facts from excusing it. */
static void add_fired(struct scan *s, const struct hit *h)
{
	struct span missing;

	if (!(s->t->rules[h->rule].unless & BUNDLE_PUBLIC) || !facts_missing(s, h)) {
		add(s, h, CHECK_FIRES, NULL);
		return;
	}
	missing = bytes_of(s, s->because);
	add(s, h, CHECK_FIRES, &missing);
}

/* A hit that nothing excuses: it fires, unless a longer one stands there. */
static void add_free(struct scan *s, const struct hit *h)
{
	const struct hit *longer = over(s, h);

	if (!longer || same_hit(longer, h))
		add_fired(s, h);
	else if (longer->start != h->start || longer->end != h->end)
		add(s, h, CHECK_OVERLAPPED, &(struct span){ longer->start, longer->end });
}

static int by_rule_and_place(const void *pa, const void *pb)
{
	const struct hit *a = pa, *b = pb;

	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	return (a->start > b->start) - (a->start < b->start);
}

/* What a rule would find if it looked for disguised words. */
static void add_disguised(struct scan *s, uint32_t token)
{
	const struct bundle_range terms = terms_at(s, token);

	for (uint32_t i = 0; i < terms.n; i++) {
		const struct term_hit term = s->terms.p[terms.first + i];
		const struct bundle_list *list =
			&s->t->lists[s->t->terms[term.term].list];
		const struct token *from = &s->tokens.p[token],
				   *last = &s->tokens.p[term.end - 1];
		struct hit h = { .start = from->at,
				 .end = last->at + last->n,
				 .first = token,
				 .last = term.end - 1,
				 .term = term.term,
				 .guessed = true,
				 .masked = list->mask };

		for (uint32_t k = 0; term.guessed && k < list->rules.n; k++) {
			h.rule = s->t->list_rules[list->rules.first + k];
			if (s->c->active[h.rule] &&
			    !(s->t->rules[h.rule].flags & BUNDLE_STRICT))
				add(s, &h, CHECK_DISGUISED, NULL);
		}
	}
}

void trace_hits(struct scan *s)
{
	const size_t n = s->hits.n;
	struct hit *all = arena_array(s->a, n, sizeof(*all)), *hits = s->hits.p;
	size_t n_free = 0;

	keep_text(s);
	hits_sort(s);
	if (n)
		memcpy(all, hits, n * sizeof(*all));
	for (size_t i = 0; i < n; i++) {
		const enum check_fate fate = hits_fate(s, &all[i]);

		if (fate == CHECK_FIRES)
			all[n_free++] = all[i];
		else
			trace_excused(s, &all[i], fate);
	}
	if (n_free)
		memcpy(s->hits.p, all, n_free * sizeof(*all));
	s->hits.n = n_free;
	hits_drop_overlapped(s);
	if (s->hits.n)
		qsort(s->hits.p, s->hits.n, sizeof(*s->hits.p), by_rule_and_place);
	for (size_t i = 0; i < n_free; i++)
		add_free(s, &all[i]);
	for (uint32_t i = 0; i < s->tokens.n; i++)
		add_disguised(s, i);
	trace_partial(s);
}
