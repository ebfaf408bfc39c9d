/* /regex/ in a pattern: what stands there as it is written, up to a blank. The
 * expressions are compiled when first wanted; what they cost is the rule's. */
#include "check/scan.h"
#include "text/pattern.h"

enum { WRITTEN_STEPS = 65536 }; /* of one try */

static struct regex *compiled(struct checker *c, uint32_t i)
{
	struct arena a = { 0 };
	struct err ignored;
	size_t at;

	if (!c->token_regexes[i] && !c->token_regex_bad[i])
		c->token_regex_bad[i] =
			regex_compile(
				pattern_whole(bundle_str(c->b, c->t->token_regexes[i]),
					      &a),
				0, &c->token_regexes[i], &at, &ignored) < 0;
	arena_release(&a);
	return c->token_regexes[i];
}

/* Does the token follow the one before it at once, in the same sentence? */
static bool is_joined(const struct scan *s, uint32_t token)
{
	const struct token *t = &s->tokens.p[token];

	return token < s->tokens.n && t->kind != TOKEN_BREAK &&
	       t->sentence == t[-1].sentence && t->at == t[-1].at + t[-1].n;
}

static enum regex_result try_span(struct scan *s, uint32_t rule, struct regex *regex,
				  struct span at)
{
	const struct str text = str_span(s->v->text, at);
	uint64_t steps = WRITTEN_STEPS;
	struct span hit;
	enum regex_result got;

	got = regex_next_in(regex, text, (struct span){ 0, 1 }, &steps, &hit);
	if (!words_spend(s, rule, (uint32_t)(WRITTEN_STEPS - steps)))
		return REGEX_UNDECIDED;
	return got;
}

size_t written_ends(struct scan *s, uint32_t rule, uint32_t regex, uint32_t token,
		    uint32_t ends[WRITTEN_MOST])
{
	struct regex *r = compiled(s->c, regex);
	const uint32_t start = s->tokens.p[token].at;
	uint32_t last = token;
	size_t n = 0;

	for (size_t i = 0; i < WRITTEN_MOST; i++, last++) {
		const struct token *t = &s->tokens.p[last];
		enum regex_result got = REGEX_UNDECIDED;

		if (r)
			got = try_span(s, rule, r, (struct span){ start, t->at + t->n });
		if (got == REGEX_UNDECIDED) {
			s->undecided[rule] = true;
			return n;
		}
		if (got == REGEX_MATCH)
			ends[n++] = last + 1;
		if (!is_joined(s, last + 1))
			break;
	}
	return n;
}
