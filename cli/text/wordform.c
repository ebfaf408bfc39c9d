#include "text/wordform.h"

#include <utf8proc.h>

/* What the case of a word is made of, counted in characters. */
struct tally {
	size_t letters, capitals, caseless;
	bool first_capital;
};

static enum wordform_shape shape_of(const struct tally *t)
{
	if (t->capitals == 0)
		return SHAPE_LOWER;
	if (t->capitals == 1 && t->first_capital)
		return SHAPE_TITLE;
	return t->capitals + t->caseless == t->letters ? SHAPE_UPPER : SHAPE_MIXED;
}

/* Most words are ASCII: one pass, nothing copied but the key. False if this one is not. */
static bool fold_ascii(struct str word, struct wordform *w)
{
	struct tally t = { .letters = word.n };

	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];

		if (c >= 0x80)
			return false;
		if (ascii_is_upper(c)) {
			t.capitals++;
			t.first_capital |= i == 0;
		} else if (!ascii_is_lower(c)) {
			t.caseless++;
		}
		w->lower[i] = ascii_lower((char)c);
	}
	w->text = word;
	w->key = (struct str){ w->lower, word.n };
	w->shape = shape_of(&t);
	return true;
}

/* The character that stands for `cp` in a pack; 0: dropped. */
static int32_t plain(int32_t cp)
{
	switch (cp) {
	case 0x2018: /* quotation marks that people use as apostrophes */
	case 0x2019:
	case 0x02bc:
	case 0xff07:
		return '\'';
	case 0x2010: /* hyphen, no-break hyphen */
	case 0x2011:
		return '-';
	case 0x00ad: /* soft hyphen, zero-width characters */
	case 0x200b:
	case 0x200c:
	case 0x200d:
	case 0x2060:
	case 0xfeff:
		return 0;
	default:
		return cp;
	}
}

/* Append `cp`; false when it does not fit. */
static bool put(char *out, size_t room, size_t *n, int32_t cp)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t length = utf8proc_encode_char(cp, bytes);

	if (length <= 0 || (size_t)length > room - *n)
		return false;
	memcpy(out + *n, bytes, (size_t)length);
	*n += (size_t)length;
	return true;
}

static bool fold_unicode(struct str word, struct wordform *w)
{
	const int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	int32_t cps[2 * WORDFORM_MAX];
	struct tally t = { 0 };
	size_t text_n = 0, key_n = 0;
	utf8proc_ssize_t n =
		utf8proc_decompose((const utf8proc_uint8_t *)word.p,
				   (utf8proc_ssize_t)word.n, cps, ARRAY_LEN(cps), options);

	if (n <= 0 || n > (utf8proc_ssize_t)ARRAY_LEN(cps))
		return false;
	n = utf8proc_normalize_utf32(cps, n, options);
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		int32_t cp = plain(cps[i]), low = utf8proc_tolower(cp);

		if (cp == 0)
			continue;
		t.first_capital |= t.letters == 0 && low != cp;
		t.letters++;
		t.capitals += low != cp;
		t.caseless += low == cp && utf8proc_toupper(cp) == cp;
		if (!put(w->own, sizeof(w->own), &text_n, cp) ||
		    !put(w->lower, sizeof(w->lower), &key_n, low))
			return false;
	}
	w->text = (struct str){ w->own, text_n };
	w->key = (struct str){ w->lower, key_n };
	w->shape = shape_of(&t);
	return text_n > 0;
}

bool wordform_of(struct str word, struct wordform *w)
{
	if (word.n == 0 || word.n > 2 * WORDFORM_MAX)
		return false;
	if (word.n <= WORDFORM_MAX && fold_ascii(word, w))
		return true;
	return fold_unicode(word, w);
}

static size_t raise_letters(struct str text, char *out, size_t room, bool all)
{
	size_t n = 0;

	for (size_t at = 0; at < text.n;) {
		int32_t cp;
		utf8proc_ssize_t length =
			utf8proc_iterate((const utf8proc_uint8_t *)text.p + at,
					 (utf8proc_ssize_t)(text.n - at), &cp);

		if (length <= 0)
			break;
		if (!put(out, room, &n, all || at == 0 ? utf8proc_toupper(cp) : cp))
			break;
		at += (size_t)length;
	}
	return n;
}

size_t wordform_title(struct str text, char *out, size_t room)
{
	return raise_letters(text, out, room, false);
}

size_t wordform_upper(struct str text, char *out, size_t room)
{
	return raise_letters(text, out, room, true);
}
