/* text/spell.h: is it a word? Full-form word packs expanded from Hunspell dictionaries
 * at build time and mapped; libhunspell for languages without a pack.
 * Pack format: docs/formats/wordpack.md. */
#ifndef TEXT_SPELL_H
#define TEXT_SPELL_H

#include "core/arena.h"
#include "core/err.h"

struct speller;

/* `lang` is a BCP 47 tag: "en-GB", "en-US", "en" (any dialect, as are regions that the
 * pack does not know); ERR_INVALID if it is none. The pack built into the
 * program serves English; other languages ask libhunspell for the system dictionary
 * (de_DE.aff in /usr/share/hunspell). ERR_NOT_FOUND says which languages there are,
 * and names the package to install if one is known. */
int speller_open(struct str lang, struct speller **out, struct err *e) MUST_CHECK;
void speller_close(struct speller *s);

enum spell_result {
	SPELL_OK,
	SPELL_UNKNOWN,
	SPELL_CASE,    /* known, but not in this case: "london", "HTml" */
	SPELL_DIALECT, /* as another dialect spells it: "color" in en-GB. A word that has
			  one spelling is a word everywhere, whoever lists it */
};
/* One whole word as written, contraction or hyphens included ("don't", "well-known"). */
enum spell_result speller_check(const struct speller *s, struct str word);

/* The best `most` suggestions, best first, in the case of the word given. For a word of
 * another dialect its variant comes first. One may be two words: "a lot" for "alot". */
size_t speller_suggest(const struct speller *s, struct str word, struct arena *a,
		       struct str *out, size_t most);

/* The commonest word and name that are one slip away from a word that is none, in lower
 * case: much cheaper than suggestions. Commonness is 32 times the decimal logarithm of
 * occurrences per billion words, a guess; empty and 0 if there is none, and with
 * libhunspell. */
enum { SPELL_KNOWN = 136, SPELL_USUAL = 152, SPELL_DAILY = 176, SPELL_CORE = 200 };
struct spell_near {
	struct str word, name;
	unsigned word_band, name_band;
};
void speller_near(const struct speller *s, struct str word, struct arena *a,
		  struct spell_near *out);
/* How common a word is in this case or any other; 0: unknown. */
unsigned speller_band(const struct speller *s, struct str word);

/* What part of speech a folded form may be: bits of enum pos (text/pos.h). 0: unknown. */
unsigned speller_pos(const struct speller *s, struct str fold);

/* SHA-256 of the pack, 64 hex digits; empty with libhunspell. Borrowed. */
struct str speller_version(const struct speller *s);

#endif
