/* Two words written as one, "sosickening": cut where both halves are words and the policy
 * knows one of them. The halves are guesses, like all of lane B. */
#include "check/fold.h"
#include "check/known.h"

enum { LEAST = 5, MOST = 32, LEAST_HALF = 2, SURE_HALF = 3 };

static const struct bundle_form *form_of(const struct scan *s, struct str word)
{
	return words_form(s->c, word);
}

/* Dictionaries hold many words of two letters that nobody writes. */
static bool is_word(const struct scan *s, struct str half)
{
	static const char small[] =
		"am an as at be by do go he if in is it me my no of on or "
		"so to up us we ";

	if (half.n > LEAST_HALF)
		return memo_spelling(s->c, s->speller, half) == SPELL_OK;
	for (size_t i = 0; small[i]; i += 3)
		if (memcmp(small + i, half.p, 2) == 0)
			return true;
	return false;
}

/* Where to cut the word, or 0: both halves are words, and a half of some length is one
 * that the policy knows. */
static size_t find_cut(const struct scan *s, struct str word)
{
	size_t best = 0;

	for (size_t at = LEAST_HALF; at + LEAST_HALF <= word.n; at++) {
		const struct str a = str_slice(word, 0, at);
		const struct str b = str_slice(word, at, word.n);
		const bool known = (a.n >= SURE_HALF && form_of(s, a)) ||
				   (b.n >= SURE_HALF && form_of(s, b));

		if (!known || !is_word(s, a) || !is_word(s, b))
			continue;
		if (form_of(s, a) && form_of(s, b))
			return at;
		if (!best)
			best = at;
	}
	return best;
}

/* The same, remembered. */
static size_t cut_of(struct scan *s, uint32_t i)
{
	struct known *known = s->notes[i].known;

	if (!known)
		return find_cut(s, s->tokens.p[i].fold);
	known_use(known, s->speller);
	if (!known->cut)
		known->cut = (uint8_t)(find_cut(s, s->tokens.p[i].fold) + 1);
	return (size_t)known->cut - 1;
}

/* A word of plain letters that nobody knows; a capital in mid-sentence is a name. */
static bool may_be_joined(struct scan *s, uint32_t i)
{
	const struct token *t = &s->tokens.p[i];

	if (t->kind != TOKEN_WORD || t->n < LEAST || t->n > MOST || t->fold.n != t->n ||
	    t->flags & (TOKEN_HOST | TOKEN_CLITIC | TOKEN_DIGITS | TOKEN_HYPHEN) ||
	    (t->flags & TOKEN_TITLE && !(t->flags & TOKEN_FIRST)) ||
	    s->notes[i].symbols.n || fold_is_ordinary(s, i))
		return false;
	for (size_t k = 0; k < t->n; k++)
		if (!ascii_is_lower((unsigned char)t->fold.p[k]))
			return false;
	return true;
}

/* Put the halves into the places of the word; they stay together for the spelling. */
static void put_halves(struct scan *s, uint32_t to, const struct token *t, size_t cut)
{
	struct token *a = &s->tokens.p[to], *b = a + 1;

	*a = *b = *t;
	a->n = (uint32_t)cut;
	a->fold = str_slice(t->fold, 0, cut);
	a->flags |= TOKEN_HOST;
	b->at += (uint32_t)cut;
	b->n -= (uint32_t)cut;
	b->fold = str_slice(t->fold, cut, t->n);
	b->flags = (uint16_t)((b->flags | TOKEN_CLITIC) & ~(TOKEN_FIRST | TOKEN_SPACE));
	for (uint32_t i = to; i < to + 2; i++)
		s->notes[i] = (struct note){ .flags = NOTE_HALF | NOTE_COUNTS,
					     .classes = 1 << BUNDLE_WORD };
}

static void rebuild(struct scan *s, const uint8_t *cuts, size_t n_cuts)
{
	const struct tokens old = s->tokens;
	const struct note *notes = s->notes;
	uint32_t to = 0;

	s->tokens.p = arena_array(s->a, old.n + n_cuts, sizeof(*old.p));
	s->notes = arena_array(s->a, old.n + n_cuts, sizeof(*notes));
	s->tokens.n = old.n + n_cuts;
	for (size_t i = 0; i < old.n; i++) {
		if (cuts[i]) {
			put_halves(s, to, &old.p[i], cuts[i]);
			to += 2;
			continue;
		}
		s->tokens.p[to] = old.p[i];
		s->notes[to++] = notes[i];
	}
}

void joined_split(struct scan *s)
{
	uint8_t *cuts = NULL;
	size_t n_cuts = 0;

	for (uint32_t i = 0; i < s->tokens.n && s->speller; i++) {
		size_t cut;

		if (!may_be_joined(s, i) || !fold_spend(s, 2 * s->tokens.p[i].n))
			continue;
		cut = cut_of(s, i);
		if (!cut)
			continue;
		if (!cuts)
			cuts = arena_alloc(s->a, s->tokens.n);
		cuts[i] = (uint8_t)cut;
		n_cuts++;
	}
	if (n_cuts)
		rebuild(s, cuts, n_cuts);
}
