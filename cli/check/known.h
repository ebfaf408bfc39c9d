/* check/known.h: everything about a word that its letters alone tell. Private to the
 * room. */
#ifndef CHECK_KNOWN_H
#define CHECK_KNOWN_H

#include "check/scan.h"

enum { KNOWN_BYTES = 24 };

enum known_flag {
	KNOWN_FORM = 1 << 0,    /* some rule knows it: `symbols` */
	KNOWN_HOUSE = 1 << 1,   /* words.txt says something of it */
	KNOWN_SLIP = 1 << 2,    /* it may lack an apostrophe */
	KNOWN_LETTERS = 1 << 3, /* a to z, nothing else */
	KNOWN_ALONE = 1 << 4,   /* no form is one slip away */
	KNOWN_PASSES = 1 << 5,  /* a mark that a gap passes over */
};

/* A word in zeros up to its size, which no other word of that length can be. */
struct known_text {
	uint64_t p[KNOWN_BYTES / 8];
};

struct known {
	struct known_text text;        /* folded */
	struct bundle_range symbols;   /* of form_symbols */
	const struct speller *speller; /* of which the answers below are */
	uint32_t scan;                 /* the last text that has it */
	uint8_t n, flags;
	uint8_t spelled[2]; /* as it is, and with a capital: a spell_result + 1; 0: new */
	uint8_t cut;        /* joined.c: where to cut it, + 1; 0: new */
	uint8_t compound;   /* slips_compound() + 1; 0: new */
	uint8_t capital[4]; /* slips_capital() + 1, by flags of the word; 0: new */
};

/* The word with these folded bytes; NULL when it is too long. It stays as long as the
 * text is judged. */
struct known *known_word(struct scan *s, struct str fold);
/* Is `text` the word as it is, or with a capital? */
bool known_is_plain(const struct known *k, struct str text);
/* speller_check(sp, text), for a text that is plain. */
enum spell_result known_spelling(struct known *k, const struct speller *sp,
				 struct str text);
/* Before `cut` and those below it are used: they go with the speller. */
void known_use(struct known *k, const struct speller *sp);

#endif
