/* Everything about a word, found out once. Most words of most texts are the same few
 * thousand, and several parts of the work ask the same of them: is it a form, has the
 * house something to say, does the dictionary know it? An answer depends on the word
 * alone, so what is remembered changes nothing but the time. A word has two places, and a
 * newer one takes that of the older, unless the text that is judged has it too. */
#include "check/known.h"
#include "check/spelling.h"

#include <endian.h>

enum { KNOWN_BITS = 13 };

struct known_words {
	struct known p[1 << KNOWN_BITS];
};

/* ---- places ---- */

static inline uint64_t load_2(const char *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return le16toh(v);
}

static inline uint64_t load_4(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return le32toh(v);
}

/* One to eight bytes, or the first eight, as a number with zeros behind them. */
static inline uint64_t load(const char *p, size_t n)
{
	uint64_t v = 0;

	if (n >= 8) {
		memcpy(&v, p, sizeof(v));
		return le64toh(v);
	}
	if (n >= 4)
		return load_4(p) | load_4(p + n - 4) << 8 * (n - 4);
	if (n >= 2)
		return load_2(p) | load_2(p + n - 2) << 8 * (n - 2);
	return (unsigned char)p[0];
}

static inline struct known_text load_all(struct str word)
{
	return (struct known_text){ {
		load(word.p, word.n),
		word.n > 8 ? load(word.p + 8, word.n - 8) : 0,
		word.n > 16 ? load(word.p + 16, word.n - 16) : 0,
	} };
}

static inline uint32_t place_of(struct known_text text, size_t n)
{
	uint64_t h = n;

	for (size_t i = 0; i < ARRAY_LEN(text.p); i++)
		h = (h ^ text.p[i]) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> (64 - KNOWN_BITS));
}

static inline bool is_same(const struct known *k, struct known_text text, size_t n)
{
	return k->n == n && k->text.p[0] == text.p[0] && k->text.p[1] == text.p[1] &&
	       k->text.p[2] == text.p[2];
}

/* ---- a new word ---- */

static bool is_letters(struct str fold)
{
	for (size_t i = 0; i < fold.n; i++)
		if (!ascii_is_lower((unsigned char)fold.p[i]))
			return false;
	return true;
}

static void learn(struct scan *s, struct known *k, struct str fold)
{
	const struct bundle_form *form = words_form(s->c, fold);

	k->text = load_all(fold);
	k->symbols = form ? bundle_form_symbols(form) : (struct bundle_range){ 0, 0 };
	k->speller = NULL;
	k->n = (uint8_t)fold.n;
	k->flags = form ? KNOWN_FORM : 0;
	if (house_knows(s->c, fold))
		k->flags |= KNOWN_HOUSE;
	if (slips_lacks_apostrophe(fold))
		k->flags |= KNOWN_SLIP;
	if (is_letters(fold))
		k->flags |= KNOWN_LETTERS;
	if (words_passes(fold))
		k->flags |= KNOWN_PASSES;
}

/* Where a new word goes. */
static struct known *room_for(struct scan *s, struct known *a, struct known *b)
{
	const uint32_t now = s->c->scans;
	struct known *k = now - a->scan > now - b->scan ? a : b;

	return k->n && k->scan == now ? ARENA_NEW(s->a, struct known) : k;
}

struct known *known_word(struct scan *s, struct str fold)
{
	struct checker *c = s->c;
	struct known_text text;
	struct known *k, *other;

	if (!fold.n || fold.n > KNOWN_BYTES)
		return NULL;
	if (!c->known)
		c->known = ARENA_NEW(&c->own, struct known_words);
	text = load_all(fold);
	k = &c->known->p[place_of(text, fold.n)];
	if (!is_same(k, text, fold.n)) {
		other = &c->known->p[place_of(text, fold.n) ^ 1];
		if (is_same(other, text, fold.n)) {
			k = other;
		} else {
			k = room_for(s, k, other);
			learn(s, k, fold);
		}
	}
	k->scan = c->scans;
	return k;
}

/* ---- the dictionary ---- */

bool known_is_plain(const struct known *k, struct str text)
{
	uint64_t differs = 0;

	if (text.n != k->n)
		return false;
	for (size_t i = 8; i < text.n; i += 8)
		differs |= load(text.p + i, text.n - i) ^ k->text.p[i / 8];
	if (differs)
		return false;
	differs = load(text.p, text.n) ^ k->text.p[0];
	return !differs || (differs == 0x20 && ascii_is_upper((unsigned char)text.p[0]));
}

static void forget(struct known *k, const struct speller *sp)
{
	k->speller = sp;
	k->spelled[0] = k->spelled[1] = k->cut = k->compound = 0;
	memset(k->capital, 0, sizeof(k->capital));
}

void known_use(struct known *k, const struct speller *sp)
{
	if (k->speller != sp)
		forget(k, sp);
}

enum spell_result known_spelling(struct known *k, const struct speller *sp,
				 struct str text)
{
	uint8_t *spelled;

	known_use(k, sp);
	spelled = &k->spelled[ascii_is_upper((unsigned char)text.p[0])];
	if (!*spelled)
		*spelled = (uint8_t)(speller_check(sp, text) + 1);
	return (enum spell_result)(*spelled - 1);
}

void known_forget(struct checker *c)
{
	for (size_t i = 0; c->known && i < ARRAY_LEN(c->known->p); i++)
		c->known->p[i].speller = NULL;
}
