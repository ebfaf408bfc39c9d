/* Regular expressions: only those that a text may match, where it may, compiled when
 * first wanted, within a budget. */
#include "check/scan.h"

static const struct regex_filter *filter_of(struct checker *c)
{
	const struct bundle_tables *t = c->t;
	struct regex_needs *needs;

	if (c->filter)
		return c->filter;
	needs = arena_array(&c->own, t->n_regexes, sizeof(*needs));
	for (uint32_t i = 0; i < t->n_regexes; i++) {
		const struct bundle_regex *r = &t->regexes[i];

		needs[i] = (struct regex_needs){ .literal = bundle_str(c->b, r->literal),
						 .before = r->before,
						 .least = r->least,
						 .run = r->run };
		memcpy(needs[i].bytes, r->bytes, sizeof(needs[i].bytes));
	}
	c->needs = needs;
	return c->filter = regex_filter_new(needs, t->n_regexes, &c->own);
}

/* How wide a match can be is worked out for those that are run. */
static void read_width(struct checker *c, uint32_t i)
{
	const struct bundle_regex *r = &c->t->regexes[i];
	struct arena a = { 0 };
	struct regex_needs now;

	regex_read_needs(bundle_str(c->b, r->text), r->caseless ? REGEX_CASELESS : 0, &a,
			 &now);
	c->needs[i].width = now.width ? now.width : REGEX_ANYWHERE;
	arena_release(&a);
}

static struct regex *compiled(struct checker *c, uint32_t i)
{
	const struct bundle_regex *r = &c->t->regexes[i];
	struct err ignored;
	size_t at;

	if (!c->regexes[i] && !c->regex_bad[i]) {
		read_width(c, i);
		c->regex_bad[i] = regex_compile(bundle_str(c->b, r->text),
						r->caseless ? REGEX_CASELESS : 0,
						&c->regexes[i], &at, &ignored) < 0;
	}
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

static void add_hit(struct scan *s, uint32_t rule, struct span at)
{
	struct hit h = {
		.rule = rule, .start = at.start, .end = at.end, .term = BUNDLE_NONE
	};

	touch_tokens(s, &h);
	*VEC_ADD(s->a, &s->hits) = h;
}

static void run(struct scan *s, uint32_t i, struct regex *regex,
		const struct regex_answer *answer)
{
	const struct regex_filter *f = filter_of(s->c);
	const uint32_t rule = s->t->regexes[i].rule;
	uint64_t steps = STEPS_REGEX + (uint64_t)STEPS_REGEX_BYTE * s->v->text.n;
	struct span starts, at;
	size_t from = 0;

	while (regex_filter_starts(f, answer, i, from, &starts)) {
		const enum regex_result got =
			regex_next_in(regex, s->v->text, starts, &steps, &at);

		if (got == REGEX_UNDECIDED) {
			s->undecided[rule] = true;
			return;
		}
		if (got == REGEX_MATCH)
			add_hit(s, rule, at);
		from = got == REGEX_MATCH ? at.end : starts.end;
	}
}

void regexes_all(struct scan *s)
{
	struct regex_answer answer;

	if (!s->t->n_regexes)
		return;
	regex_filter_ask(filter_of(s->c), s->v->text, s->a, &answer);
	for (uint32_t i = 0; i < s->t->n_regexes; i++) {
		const uint32_t rule = s->t->regexes[i].rule;
		struct regex *regex;

		if (!(answer.may_match[i / 64] >> i % 64 & 1) || !s->c->active[rule])
			continue;
		regex = compiled(s->c, i);
		if (regex)
			run(s, i, regex, &answer);
		else
			s->undecided[rule] = true;
	}
}
