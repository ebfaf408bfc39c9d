/* What surrounds a hit: quotation marks, a negation, somebody else who says it, a
 * question. Worked out once for a text, when the first rule asks. */
#include "check/scan.h"

enum {
	NEGATION_WORDS = 6, /* a negation this many words before a hit, in its clause */
	FAR_TOKENS = 40,    /* tokens of any kind that are looked at before a hit */
	AROUND_QUOTE = 8,   /* who says it, beside the quotation marks */
};

/* ---- quotation marks ---- */

enum mark { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_LOW, MARK_STRAIGHT };

/* Where a quotation began, per kind of mark; UINT32_MAX: nowhere. */
struct opened {
	uint32_t outer, inner;
	enum mark outer_mark, inner_mark;
};
static const struct opened nothing_open = { UINT32_MAX, UINT32_MAX, MARK_NONE,
					    MARK_NONE };

static enum mark double_mark(struct str text)
{
	if (str_is(text, "\""))
		return MARK_STRAIGHT;
	if (str_is(text, "\xe2\x80\x9c") || str_is(text, "\xc2\xab"))
		return MARK_OPEN;
	if (str_is(text, "\xe2\x80\x9d") || str_is(text, "\xc2\xbb"))
		return MARK_CLOSE;
	return str_is(text, "\xe2\x80\x9e") ? MARK_LOW : MARK_NONE;
}

static enum mark single_mark(struct str text)
{
	if (str_is(text, "'"))
		return MARK_STRAIGHT;
	if (str_is(text, "\xe2\x80\x98"))
		return MARK_OPEN;
	return str_is(text, "\xe2\x80\x99") ? MARK_CLOSE : MARK_NONE;
}

static bool is_glued_before(const struct scan *s, uint32_t token)
{
	return token && !(s->tokens.p[token].flags & TOKEN_SPACE) &&
	       s->tokens.p[token - 1].kind != TOKEN_BREAK;
}

static bool is_glued_after(const struct scan *s, uint32_t token)
{
	return token + 1 < s->tokens.n && is_glued_before(s, token + 1) &&
	       s->tokens.p[token + 1].kind != TOKEN_BREAK;
}

static void close_quote(struct scan *s, uint32_t *open, uint32_t close)
{
	*VEC_ADD(s->a, &s->quotes) = (struct quote){ *open, close };
	for (uint32_t i = *open + 1; i < close; i++) {
		s->notes[i].flags |= NOTE_QUOTED;
		s->notes[i].quote = (uint32_t)s->quotes.n - 1;
	}
	*open = UINT32_MAX;
}

static void see_double(struct scan *s, struct opened *o, uint32_t i, enum mark mark)
{
	const bool open = o->outer != UINT32_MAX;

	if (open && ((mark == MARK_STRAIGHT && o->outer_mark == MARK_STRAIGHT) ||
		     (mark == MARK_CLOSE && o->outer_mark != MARK_STRAIGHT) ||
		     (mark == MARK_OPEN && o->outer_mark == MARK_LOW))) {
		close_quote(s, &o->outer, i);
		o->inner = UINT32_MAX;
		return;
	}
	/* 5" is no quotation. */
	if (mark == MARK_CLOSE || (mark == MARK_STRAIGHT && open) ||
	    (mark == MARK_STRAIGHT && is_glued_before(s, i) && !is_glued_after(s, i)))
		return;
	o->outer = i;
	o->outer_mark = mark;
}

/* 'tis, 'em: an apostrophe at the start of a word. */
static bool is_elision(const struct scan *s, uint32_t next)
{
	static const char *const cut[] = { "tis",  "twas", "cause", "em",   "til",
					   "bout", "n",    "cos",   "round" };

	for (size_t i = 0; i < ARRAY_LEN(cut); i++)
		if (str_is(s->tokens.p[next].fold, cut[i]))
			return true;
	return s->tokens.p[next].kind == TOKEN_NUMBER; /* '90s */
}

static void see_single(struct scan *s, struct opened *o, uint32_t i, enum mark mark)
{
	const bool before = is_glued_before(s, i), after = is_glued_after(s, i);
	const bool word_after = after && s->tokens.p[i + 1].kind != TOKEN_PUNCT;

	if (o->inner != UINT32_MAX && before && !word_after &&
	    (mark == MARK_STRAIGHT) == (o->inner_mark == MARK_STRAIGHT) &&
	    mark != MARK_OPEN) {
		close_quote(s, &o->inner, i);
		return;
	}
	if (mark == MARK_CLOSE || !word_after || is_elision(s, i + 1) ||
	    (before && s->tokens.p[i - 1].kind != TOKEN_PUNCT))
		return;
	o->inner = i;
	o->inner_mark = mark;
}

static void find_quotes(struct scan *s)
{
	struct opened o = nothing_open;

	for (uint32_t i = 0; i < s->tokens.n; i++) {
		const struct token *t = &s->tokens.p[i];
		const struct str text = words_text(s, i);

		if (t->kind == TOKEN_BREAK && i && s->tokens.p[i - 1].kind == TOKEN_BREAK)
			o = nothing_open;
		if (t->kind != TOKEN_PUNCT)
			continue;
		if (double_mark(text) != MARK_NONE)
			see_double(s, &o, i, double_mark(text));
		else if (single_mark(text) != MARK_NONE)
			see_single(s, &o, i, single_mark(text));
	}
}

/* ---- questions ---- */

static bool holds_question_mark(struct str text)
{
	return str_chr(text, '?', 0) != SIZE_MAX ||
	       str_find(text, STR("\xef\xbc\x9f"), 0) != SIZE_MAX;
}

/* A sentence asks when a question mark stands behind its last word; quotation marks,
 * emoji and tags may follow. */
static void find_questions(struct scan *s)
{
	s->asks = arena_array(s->a, s->tokens.n_sentences, sizeof(*s->asks));
	for (size_t i = 0; i < s->tokens.n; i++) {
		const struct token *t = &s->tokens.p[i];

		if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER ||
		    t->kind == TOKEN_CODE)
			s->asks[t->sentence] = 0;
		else if (t->kind == TOKEN_PUNCT && holds_question_mark(words_text(s, i)))
			s->asks[t->sentence] = 1;
	}
}

void annotate(struct scan *s)
{
	if (s->annotated)
		return;
	s->annotated = true;
	find_quotes(s);
	find_questions(s);
}

/* ---- of one hit ---- */

bool annotate_quoted(struct scan *s, const struct hit *h)
{
	const struct note *first = &s->notes[h->first], *last = &s->notes[h->last];

	return first->flags & NOTE_QUOTED && last->flags & NOTE_QUOTED &&
	       first->quote == last->quote;
}

static bool in_sentence(const struct scan *s, uint32_t token, const struct hit *h)
{
	return s->tokens.p[token].sentence == s->tokens.p[h->first].sentence;
}

/* "... kill nobody", "... hate no one" */
static bool denied_behind(struct scan *s, const struct hit *h)
{
	const uint32_t next = h->last + 1;
	struct str word;

	if (next >= s->tokens.n || s->tokens.p[next].kind != TOKEN_WORD ||
	    s->tokens.p[next].sentence != s->tokens.p[h->last].sentence)
		return false;
	word = s->tokens.p[next].fold;
	s->because = (struct because){ next, next };
	return str_is(word, "nobody") || str_is(word, "nothing") ||
	       str_is(word, "none") ||
	       (str_is(word, "no") && next + 1 < s->tokens.n &&
		str_is(s->tokens.p[next + 1].fold, "one"));
}

/* Tags, mentions and emoji are no words: counting words alone would go back for ever. */
static uint32_t least_before(const struct hit *h)
{
	return h->first > FAR_TOKENS ? h->first - FAR_TOKENS : 0;
}

bool annotate_negated(struct scan *s, const struct hit *h)
{
	const uint32_t least = least_before(h);
	unsigned words = 0;

	if (h->negated || denied_behind(s, h))
		return true;
	/* A clause that begins with the hit: what stands before is another one. */
	if (speech_at(s, h->first) & NOTE_STOPS)
		return false;
	for (uint32_t i = h->first; i-- > least && in_sentence(s, i, h);) {
		const uint16_t flags = speech_at(s, i);

		s->because = (struct because){ i, i };
		if (flags & NOTE_NEGATES)
			return true;
		if (flags & NOTE_STOPS)
			return false;
		words += (flags & NOTE_COUNTS) != 0;
		if (words == NEGATION_WORDS)
			return false;
	}
	return false;
}

/* What others say ends there: "critics say we are late, but ..." */
static bool ends_report(const struct token *t)
{
	return str_is(t->fold, ";") || str_is(t->fold, "but") ||
	       str_is(t->fold, "however");
}

static bool reports_here(struct scan *s, uint32_t token)
{
	s->because = (struct because){ token, token };
	return speech_at(s, token) & NOTE_REPORTS;
}

static bool reported_before(struct scan *s, const struct hit *h)
{
	const uint32_t least = least_before(h);

	for (uint32_t i = h->first; i-- > least && in_sentence(s, i, h);) {
		if (reports_here(s, i))
			return true;
		if (ends_report(&s->tokens.p[i]))
			return false;
	}
	return false;
}

static bool reported_around(struct scan *s, const struct quote *q)
{
	const uint32_t from = q->open > AROUND_QUOTE ? q->open - AROUND_QUOTE : 0;

	for (uint32_t i = from; i < q->open; i++)
		if (s->tokens.p[i].sentence == s->tokens.p[q->open].sentence &&
		    reports_here(s, i))
			return true;
	for (uint32_t i = q->close + 1;
	     i < s->tokens.n && i <= q->close + AROUND_QUOTE / 2; i++)
		if (reports_here(s, i))
			return true;
	return false;
}

bool annotate_attributed(struct scan *s, const struct hit *h)
{
	return reported_before(s, h) ||
	       (annotate_quoted(s, h) &&
		reported_around(s, &s->quotes.p[s->notes[h->first].quote]));
}

bool annotate_question(struct scan *s, const struct hit *h)
{
	return s->asks[s->tokens.p[h->last].sentence];
}
