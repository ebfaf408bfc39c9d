/* check/spelling.h: one word that spelling.c and slips.c look at. Private. */
#ifndef CHECK_SPELLING_H
#define CHECK_SPELLING_H

#include "check/scan.h"

/* A word as people see it: both parts of a contraction. */
struct word {
	uint32_t first, last; /* tokens */
	uint32_t start, end;  /* bytes of the view */
	struct str text, fold;
	unsigned flags; /* of its first part */
	bool begins;    /* the first word of its sentence */
};

struct spelling {
	struct scan *s;
	const struct speller *sp; /* NULL: no dictionary */
	bool english;
	bool capitals;                   /* the text is written with them */
	struct str asked[SUGGEST_WORDS]; /* words that suggestions were made for */
	size_t n_asked;
};

/* ---- slips.c: what is wrong with a word, beyond "no dictionary has it" ---- */

/* "dont": the word with its apostrophe, in `a`; STR_NULL if none is missing. */
struct str slips_apostrophe(const struct scan *s, const struct word *w, struct arena *a);
/* May that be said of the word with these folded bytes? */
bool slips_lacks_apostrophe(struct str fold);
/* "wr1ting", "1O0": the word with the letter or digit that was meant, or STR_NULL. */
struct str slips_digit(const struct spelling *sp, const struct word *w, struct arena *a);
/* How sure is it that an unknown word with a capital is a slip and no name?
 * LEVEL_NONE: it is a name; LEVEL_ADVISE: it may be one. */
enum level slips_capital(const struct spelling *sp, const struct word *w);
/* "hotdog": two words that are often written as one, and no slip of another. */
bool slips_compound(const struct spelling *sp, const struct word *w);
/* A word that is never written without its capital, and is no name: "monday". */
bool slips_is_calendar(struct str fold);

#endif
