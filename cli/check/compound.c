/* Words with hyphens. A rule that names the whole word gets it whole; else, where rules
 * name a part, the parts become tokens, so that "anti-zorg" is found by "zorg". They stay
 * one word for the spelling and for gaps. */
#include "check/scan.h"
#include "text/utf8.h"

enum { LEAST_PART = 3 }; /* bytes: "x-ray" is not "x", "face-to-face" not "to" */

static bool is_kept(const struct token *t)
{
	return t->kind != TOKEN_WORD || !(t->flags & TOKEN_HYPHEN) ||
	       t->flags & (TOKEN_MONEY | TOKEN_PERCENT | TOKEN_PHONE);
}

/* How many parts the word is cut into; 0: none, it stays whole. */
static uint32_t count_parts(const struct scan *s, const struct token *t)
{
	struct span part = { 0, 0 };
	uint32_t n = 0;
	bool known = false;
	struct str fold;

	if (is_kept(t) || words_form(s->c, t->fold))
		return 0;
	while (token_part(s->v, t, s->a, &part, &fold)) {
		known |= fold.n >= LEAST_PART && words_form(s->c, fold);
		n++;
	}
	return known && n > 1 ? n : 0;
}

/* The flags that say how a part is written. */
static unsigned shape_of(struct str text)
{
	unsigned upper = 0, lower = 0, flags = 0;
	bool first = false;

	for (size_t at = 0, n; at < text.n; at += n) {
		const uint32_t cp = utf8_decode(text, at, &n);

		first |= at == 0 && utf8_is_upper(cp);
		upper += utf8_is_upper(cp);
		lower += utf8_is_lower(cp);
		if (cp >= '0' && cp <= '9')
			flags |= TOKEN_DIGITS;
	}
	if (!upper)
		return flags;
	if (upper >= 2 && !lower)
		return flags | TOKEN_UPPER;
	return flags | (upper == 1 && first ? TOKEN_TITLE : TOKEN_MIXED);
}

/* Parts of `t`, `n` of them, from token `to` on. */
static void put_parts(struct scan *s, uint32_t to, const struct token *t, uint32_t n)
{
	const unsigned first = t->flags & (TOKEN_FIRST | TOKEN_SPACE);
	struct span part = { 0, 0 };
	struct str fold;

	for (uint32_t i = 0; i < n && token_part(s->v, t, s->a, &part, &fold); i++) {
		const bool last = i + 1 == n;
		unsigned flags = shape_of(str_span(s->v->text, part));

		flags |= i ? TOKEN_CLITIC : first;
		flags |= last ? t->flags & TOKEN_HOST : TOKEN_HOST;
		s->tokens.p[to + i] = (struct token){
			.at = part.start,
			.n = part.end - part.start,
			.sentence = t->sentence,
			.flags = (uint16_t)flags,
			.kind = TOKEN_WORD,
			.fold = fold,
		};
		s->parts[to + i] = i > 0;
	}
}

static void rebuild(struct scan *s, const uint32_t *counts, size_t more)
{
	const struct tokens old = s->tokens;
	uint32_t to = 0;

	s->tokens.n = old.n + more;
	s->tokens.p = arena_array(s->a, s->tokens.n, sizeof(*old.p));
	s->parts = arena_array(s->a, s->tokens.n, sizeof(*s->parts));
	for (size_t i = 0; i < old.n; i++) {
		if (counts[i]) {
			put_parts(s, to, &old.p[i], counts[i]);
			to += counts[i];
		} else {
			s->tokens.p[to++] = old.p[i];
		}
	}
}

void compounds_split(struct scan *s)
{
	uint32_t *counts = NULL;
	size_t more = 0;

	for (size_t i = 0; i < s->tokens.n; i++) {
		const uint32_t n = count_parts(s, &s->tokens.p[i]);

		if (!n)
			continue;
		if (!counts)
			counts = arena_array(s->a, s->tokens.n, sizeof(*counts));
		counts[i] = n;
		more += n - 1;
	}
	if (counts)
		rebuild(s, counts, more);
}
