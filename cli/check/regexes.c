/* Regular expressions: only those that a text may match, where it may, compiled when
 * first wanted, within a budget. */
#include "check/scan.h"
#include "core/limits.h"

enum {
	LONG_TEXT = 64 * KIB, /* is looked at in blocks */
	BLOCK = 2 * KIB,
	WIDE = 512, /* matches that may be longer are looked for in the whole text */
};

/* How far one expression came. */
struct progress {
	size_t from;
	uint64_t steps; /* left */
};

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

/* How wide a match can be, and how it may start, is worked out for those that are run. */
static void read_width(struct checker *c, uint32_t i)
{
	const struct bundle_regex *r = &c->t->regexes[i];
	struct regex_needs now;

	if (c->needs[i].width)
		return;
	regex_read_needs(bundle_str(c->b, r->text), r->caseless ? REGEX_CASELESS : 0,
			 &c->own, &now);
	c->needs[i].width = now.width ? now.width : REGEX_ANYWHERE;
	c->needs[i].glance = now.glance;
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
		if (c->regexes[i] && !regex_starts_anywhere(c->regexes[i]))
			c->needs[i].glance = NULL;
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

/* Matches that start in [at, end); `answer` is about the text from `at` on. */
static void run(struct scan *s, uint32_t i, const struct regex_answer *answer, size_t at,
		size_t end, struct progress *p)
{
	const struct regex_filter *f = filter_of(s->c);
	struct regex *regex = compiled(s->c, i);
	struct span starts, hit;

	if (!regex)
		s->undecided[s->t->regexes[i].rule] = true;
	if (p->from < at)
		p->from = at;
	while (regex && p->from < end &&
	       regex_filter_starts(f, answer, i, p->from - at, &starts)) {
		enum regex_result got;

		starts.start += (uint32_t)at;
		starts.end += (uint32_t)at;
		if (starts.start >= end)
			return;
		if (starts.end > end)
			starts.end = (uint32_t)end;
		got = regex_next_in(regex, s->v->text, starts, &p->steps, &hit);
		if (got == REGEX_UNDECIDED) {
			s->undecided[s->t->regexes[i].rule] = true;
			p->from = SIZE_MAX;
			return;
		}
		if (got == REGEX_MATCH)
			add_hit(s, s->t->regexes[i].rule, hit);
		p->from = got == REGEX_MATCH ? hit.end : starts.end;
	}
}

static bool is_wide(const struct checker *c, uint32_t i)
{
	return c->needs[i].width > WIDE;
}

static struct progress fresh(const struct scan *s)
{
	return (struct progress){ .steps = STEPS_REGEX +
					   (uint64_t)STEPS_REGEX_BYTE * s->v->text.n };
}

/* The expressions that may match in a part of the text, from `at`, of which the places
 * up to `end` may start one. `wide`: those with long matches, or those without. `all` is
 * how far each came in the parts before, or NULL: there are none. */
static void run_some(struct scan *s, struct str text, size_t at, size_t end,
		     struct progress *all, bool narrow, bool wide)
{
	struct regex_answer answer;

	regex_filter_ask(filter_of(s->c), text, s->a, &answer);
	for (uint32_t w = 0; w < (s->t->n_regexes + 63) / 64; w++)
		for (uint64_t rest = answer.may_match[w]; rest; rest &= rest - 1) {
			const uint32_t i = 64 * w + (uint32_t)__builtin_ctzll(rest);
			struct progress first = fresh(s);

			if (s->c->active[s->t->regexes[i].rule] &&
			    (is_wide(s->c, i) ? wide : narrow))
				run(s, i, &answer, at, end, all ? &all[i] : &first);
		}
}

/* Nearly every literal is somewhere in a long text; few are in a short part of it. */
static void run_long(struct scan *s)
{
	const struct str text = s->v->text;
	struct progress *all = arena_array(s->a, s->t->n_regexes, sizeof(*all));

	for (uint32_t i = 0; i < s->t->n_regexes; i++) {
		all[i] = fresh(s);
		read_width(s->c, i);
	}
	run_some(s, text, 0, text.n, all, false, true);
	for (size_t at = 0; at < text.n; at += BLOCK) {
		const size_t end = at + BLOCK < text.n ? at + BLOCK : text.n;
		const size_t seen = end + WIDE < text.n ? end + WIDE : text.n;

		run_some(s, str_slice(text, at, seen), at, end, all, true, false);
	}
}

void regexes_all(struct scan *s)
{
	const struct str text = s->v->text;

	if (!s->t->n_regexes)
		return;
	(void)filter_of(s->c);
	if (text.n > LONG_TEXT)
		run_long(s);
	else
		run_some(s, text, 0, text.n, NULL, true, true);
}
