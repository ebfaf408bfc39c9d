/* Regular expressions: only those whose literal is in the text, compiled when first
 * wanted, within a budget. */
#include "check/scan.h"
#include "text/utf8.h"

/* The text in which literals are looked for. A combining mark may melt into the letter
 * before it when the text is folded, so such a text is given to every regex. */
struct folded {
	struct str text;
	bool melts;
};

static bool may_melt(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		const unsigned char c = (unsigned char)text.p[i];

		if (c == 0xcc || c == 0xcd)
			return true;
	}
	return false;
}

static void fold_once(struct scan *s, struct folded *f)
{
	if (f->text.p)
		return;
	f->melts = may_melt(s->v->text);
	f->text = s->v->text.n ? utf8_fold(s->v->text, s->a) : STR("");
}

static bool may_match(struct scan *s, const struct bundle_regex *r, struct folded *f)
{
	const struct str literal = bundle_str(s->c->b, r->literal);

	if (!literal.n)
		return true;
	fold_once(s, f);
	return f->melts || str_find(f->text, literal, 0) != SIZE_MAX;
}

static struct regex *compiled(struct checker *c, uint32_t i)
{
	const struct bundle_regex *r = &c->t->regexes[i];
	struct err ignored;
	size_t at;

	if (!c->regexes[i] && !c->regex_bad[i])
		c->regex_bad[i] = regex_compile(bundle_str(c->b, r->text),
						r->caseless ? REGEX_CASELESS : 0,
						&c->regexes[i], &at, &ignored) < 0;
	return c->regexes[i];
}

/* The first token that ends after byte `at`. */
static uint32_t token_after(const struct scan *s, uint32_t at)
{
	size_t low = 0, high = s->tokens.n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (s->tokens.p[middle].at + s->tokens.p[middle].n <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

/* The tokens that the bytes touch; none for blank space. */
static void touch_tokens(const struct scan *s, struct hit *h)
{
	uint32_t first = token_after(s, h->start), last = token_after(s, h->end - 1);

	if (last == s->tokens.n || s->tokens.p[last].at >= h->end)
		last--; /* the hit ends in blank space; may pass the first one */
	if (first == s->tokens.n || s->tokens.p[first].at >= h->end || last < first ||
	    last == UINT32_MAX)
		first = last = BUNDLE_NONE;
	h->first = first;
	h->last = last;
}

static void run(struct scan *s, uint32_t i, struct regex *regex)
{
	uint64_t steps = STEPS_REGEX + (uint64_t)STEPS_REGEX_BYTE * s->v->text.n;
	const uint32_t rule = s->t->regexes[i].rule;
	enum regex_result got;
	struct span at = { 0, 0 };

	while ((got = regex_next(regex, s->v->text, at.end, &steps, &at)) ==
	       REGEX_MATCH) {
		struct hit h = { .rule = rule,
				 .start = at.start,
				 .end = at.end,
				 .term = BUNDLE_NONE };

		touch_tokens(s, &h);
		*VEC_ADD(s->a, &s->hits) = h;
	}
	if (got == REGEX_UNDECIDED)
		s->undecided[rule] = true;
}

void regexes_all(struct scan *s)
{
	struct folded f = { 0 };

	for (uint32_t i = 0; i < s->t->n_regexes; i++) {
		const struct bundle_regex *r = &s->t->regexes[i];
		struct regex *regex;

		if (!s->c->active[r->rule] || !may_match(s, r, &f))
			continue;
		regex = compiled(s->c, i);
		if (regex)
			run(s, i, regex);
		else
			s->undecided[r->rule] = true;
	}
}
