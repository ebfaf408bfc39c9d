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
 * (de_DE.aff in /usr/share/hunspell). ERR_NOT_FOUND names the package to install. */
int speller_open(struct str lang, struct speller **out, struct err *e) MUST_CHECK;
void speller_close(struct speller *s);

enum spell_result {
	SPELL_OK,
	SPELL_UNKNOWN,
	SPELL_CASE,    /* known, but not in this case: "london", "HTml" */
	SPELL_DIALECT, /* a word of another dialect of the language */
};
/* One whole word as written, contraction or hyphens included ("don't", "well-known"). */
enum spell_result speller_check(const struct speller *s, struct str word);

/* The best `most` suggestions, best first, in the case of the word given. */
size_t speller_suggest(const struct speller *s, struct str word, struct arena *a,
		       struct str *out, size_t most);

/* SHA-256 of the pack, 64 hex digits; empty with libhunspell. Borrowed. */
struct str speller_version(const struct speller *s);

#endif
