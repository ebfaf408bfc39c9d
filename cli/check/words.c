/* What each token stands for: its symbols, its classes. */
#include "check/known.h"

struct str words_text(const struct scan *s, size_t token)
{
	return token_text(s->v, &s->tokens.p[token]);
}

bool words_fit(const struct scan *s, size_t token, uint32_t symbol)
{
	const struct bundle_symbol *is = &s->t->symbols[symbol];

	return is->kind != BUNDLE_SYMBOL_CASE ||
	       str_eq(bundle_str(s->c->b, is->text), words_text(s, token));
}

enum spell_result words_spelling(struct scan *s, size_t token, const struct speller *sp)
{
	struct note *n = &s->notes[token];
	const struct str text = words_text(s, token);
	enum spell_result result;

	if (n->flags & NOTE_RIGHT)
		return SPELL_OK;
	result = n->flags & NOTE_PLAIN ? known_spelling(n->known, sp, text)
				       : memo_spelling(s->c, sp, text);
	if (result == SPELL_OK)
		n->flags |= NOTE_RIGHT;
	return result;
}

bool words_have(const struct scan *s, size_t token, struct bundle_range symbols,
		uint32_t symbol)
{
	for (uint32_t i = 0; i < symbols.n; i++)
		if (s->t->form_symbols[symbols.first + i] == symbol)
			return words_fit(s, token, symbol);
	return false;
}

bool words_spend(struct scan *s, uint32_t rule, uint32_t steps)
{
	if (s->steps < steps) {
		s->steps = 0;
		return false;
	}
	s->steps -= steps;
	if (rule == BUNDLE_NONE)
		return true;
	s->rule_steps[rule] += steps;
	if (s->rule_steps[rule] > s->rule_most)
		s->undecided[rule] = true;
	return !s->undecided[rule];
}

static uint16_t kind_class(const struct token *t)
{
	switch (t->kind) {
	case TOKEN_WORD:
		return 1 << BUNDLE_WORD | (t->flags & TOKEN_UPPER ? 1 << BUNDLE_CAPS : 0);
	case TOKEN_NUMBER:
		return t->flags & TOKEN_PHONE ? 0 : 1 << BUNDLE_NUMBER;
	case TOKEN_URL:
		return 1 << BUNDLE_URL;
	case TOKEN_EMAIL:
		return 1 << BUNDLE_EMAIL;
	case TOKEN_MENTION:
		return 1 << BUNDLE_MENTION;
	case TOKEN_HASHTAG:
		return 1 << BUNDLE_HASHTAG;
	case TOKEN_EMOJI:
		return 1 << BUNDLE_EMOJI;
	default:
		return 0;
	}
}

static uint16_t classes(const struct token *t)
{
	uint16_t c = kind_class(t);

	if (!(t->flags & (TOKEN_MONEY | TOKEN_PERCENT | TOKEN_PHONE)))
		return c;
	if (t->flags & TOKEN_MONEY)
		c |= 1 << BUNDLE_MONEY;
	if (t->flags & TOKEN_PERCENT)
		c |= 1 << BUNDLE_PERCENT;
	if (t->flags & TOKEN_PHONE)
		c |= 1 << BUNDLE_PHONE;
	return c;
}

bool words_passes(struct str fold)
{
	static const char *const marks[] = { ",", "-", "--", "---", "\"", "'" };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (str_is(fold, marks[i]))
			return true;
	return false;
}

static bool take_form(struct note *n, const struct bundle_form *form)
{
	if (form)
		n->symbols = bundle_form_symbols(form);
	return form;
}

/* Small letters are their own fold. */
static bool is_plain(const struct scan *s, const struct token *t, const struct known *k)
{
	const struct str text = token_text(s->v, t);

	return (text.p == t->fold.p && text.n == t->fold.n) || known_is_plain(k, text);
}

/* The word and what rules know of it. */
static bool take_word(struct scan *s, const struct token *t, struct note *n)
{
	n->known = known_word(s, t->fold);
	if (!n->known)
		return take_form(n, words_form(s->c, t->fold));
	n->symbols = n->known->symbols;
	if (t->kind == TOKEN_WORD && is_plain(s, t, n->known))
		n->flags |= NOTE_PLAIN;
	return n->known->flags & KNOWN_FORM;
}

static void note(struct scan *s, size_t i)
{
	const struct token *t = &s->tokens.p[i];
	struct note *n = &s->notes[i];

	if (t->kind == TOKEN_BREAK || t->kind == TOKEN_CODE)
		return;
	/* A hashtag is the word in it, when no rule speaks of the tag itself. */
	if (!take_word(s, t, n) && t->kind == TOKEN_HASHTAG && t->fold.n > 1)
		(void)take_form(n, words_form(s->c, str_slice(t->fold, 1, t->fold.n)));
	n->classes = classes(t);
	if (s->parts && s->parts[i])
		n->flags |= NOTE_PART;
	else if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER)
		n->flags |= NOTE_COUNTS;
	else if (t->kind == TOKEN_PUNCT && n->known && n->known->flags & KNOWN_PASSES)
		n->flags |= NOTE_PASSES;
}

void words_note(struct scan *s)
{
	s->notes = arena_array(s->a, s->tokens.n, sizeof(*s->notes));
	for (size_t i = 0; i < s->tokens.n; i++)
		note(s, i);
}
