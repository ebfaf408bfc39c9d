/* check/fold.h: what the parts of lane B share. Private to the room. */
#ifndef CHECK_FOLD_H
#define CHECK_FOLD_H

#include "check/scan.h"

/* Tokens [start, end) that may be meant for another word. */
struct guess {
	struct scan *s;
	uint32_t start, end;
};

/* A reading, if some rule knows the word. */
bool fold_try(struct guess *g, struct str word);
/* Take look-ups off the budget; false when it is used up: all strict rules are then
 * undecided. */
bool fold_spend(struct scan *s, uint32_t lookups);

/* ---- edits.c ---- */
/* Readings of the token, a word of small letters, in no dictionary, with one slip. With
 * `name` it may be one: only two letters that are swapped, or one that is missing. */
void edits_try(struct guess *g, struct str word, bool name);
/* False: no form is the word with some letter at `hole`. */
bool edits_may_fit(struct checker *c, struct str word, size_t hole);

#endif
