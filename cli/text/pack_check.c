/* The rules by which a word as written is found in a pack. They follow Hunspell (its
 * command "is this a word"), which the tests ask for comparison, with two exceptions
 * that are ours: WELL-KNOWN parts of capital compounds are judged as written, and the
 * apostrophe of a plural possessive ("the dogs' bowls") is fine. */
#include "text/pack.h"
#include "text/pack_format.h"

enum { HYPHENS_MAX = 9 };

struct question {
	const struct pack *pack;
	uint32_t mask; /* dialects */
	bool caseless;
};

static bool entry_suits(const struct question *q, const struct pack_entry *e,
			const struct wordform *w)
{
	uint8_t forms = pack_forms(e->forms, q->mask) & 0x0f;

	if (q->caseless || w->shape == SHAPE_UPPER)
		return forms != 0;
	if (w->shape == SHAPE_MIXED)
		return forms & SHAPE_MIXED &&
		       pack_has_mixed(q->pack, e->index, w->text, q->mask, false);
	if (w->shape == SHAPE_TITLE)
		return forms & (SHAPE_TITLE | SHAPE_LOWER);
	return forms & SHAPE_LOWER;
}

/* NASA's, McCoy's: the word before 's must exist exactly so. */
static bool exact_owner(const struct question *q, const struct pack_entry *e,
			struct str owner, uint8_t forms)
{
	struct wordform w;

	if (!wordform_of(owner, &w) || !(forms & w.shape))
		return false;
	return w.shape != SHAPE_MIXED ||
	       pack_has_mixed(q->pack, e->index, w.text, q->mask, true);
}

/* `w` ends in 's or, all in capitals, in 'S. */
static bool possessive_suits(const struct question *q, const struct wordform *w)
{
	struct pack_entry e;
	uint8_t forms;

	if (!pack_find(q->pack, str_slice(w->key, 0, w->key.n - 2), &e))
		return false;
	forms = pack_forms(e.forms, q->mask) >> 4;
	if (q->caseless || w->shape == SHAPE_UPPER)
		return forms != 0;
	if (w->shape == SHAPE_LOWER)
		return forms & SHAPE_LOWER;
	if (w->shape == SHAPE_TITLE)
		return forms & (SHAPE_TITLE | SHAPE_LOWER);
	return str_ends(w->text, "'s") &&
	       exact_owner(q, &e, str_slice(w->text, 0, w->text.n - 2), forms);
}

static bool is_word(const struct question *q, struct str text)
{
	struct pack_entry e;
	struct wordform w;

	if (!wordform_of(text, &w))
		return false;
	if (pack_find(q->pack, w.key, &e) && entry_suits(q, &e, &w))
		return true;
	if (w.key.n > 2 && str_ends(w.key, "'s") && possessive_suits(q, &w))
		return true;
	if (w.shape == SHAPE_MIXED && !q->caseless)
		return false;
	return pack_compound(q->pack, w.key, q->mask);
}

/* Digits with single separators between them: 1,000.50 and 24-7. */
static bool is_number(struct str text)
{
	bool digit = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!ascii_is_digit((unsigned char)c) &&
		    !(digit && (c == '.' || c == ',' || c == '-')))
			return false;
		digit = ascii_is_digit((unsigned char)c);
	}
	return digit;
}

/* Trailing full stops are the sentence's, or one is the word's: etc. */
static bool is_piece(const struct question *q, struct str text)
{
	struct str bare = text;

	while (bare.n && bare.p[bare.n - 1] == '.')
		bare.n--;
	if (bare.n == 0 || is_number(bare) || is_word(q, bare))
		return true;
	return bare.n < text.n && is_word(q, str_slice(text, 0, bare.n + 1));
}

/* Can the word be cut at hyphens so that every piece is a word? A piece may hold a
 * hyphen itself (e-mail), hyphens at the ends and in a row do not count. */
static bool is_joined(const struct question *q, struct str text)
{
	size_t cut[HYPHENS_MAX + 2], n = 1;
	bool fine[HYPHENS_MAX + 2] = { true };

	cut[0] = 0; /* where the piece behind cut i starts */
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '-')
			continue;
		if (n > HYPHENS_MAX)
			return false;
		cut[n++] = i + 1;
	}
	cut[n] = text.n + 1;
	for (size_t end = 1; end <= n; end++) {
		for (size_t start = end; start-- > 0 && !fine[end];)
			fine[end] = fine[start] &&
				    is_piece(q, str_slice(text, cut[start],
							  cut[end] - 1));
	}
	return n > 1 && fine[n];
}

static bool accepts(const struct question *q, struct str word)
{
	struct wordform w;
	struct str bare;

	if (!wordform_of(word, &w))
		return false;
	if (is_piece(q, w.text))
		return true;
	bare = w.text;
	while (bare.n && bare.p[bare.n - 1] == '.')
		bare.n--;
	if ((str_ends(bare, "s'") || str_ends(bare, "S'")) &&
	    is_piece(q, str_slice(bare, 0, bare.n - 1)))
		return true;
	return is_joined(q, bare);
}

bool pack_accepts(const struct pack *p, uint32_t mask, struct str word)
{
	return accepts(&(struct question){ p, mask, false }, word);
}

bool pack_accepts_caseless(const struct pack *p, uint32_t mask, struct str word)
{
	return accepts(&(struct question){ p, mask, true }, word);
}
