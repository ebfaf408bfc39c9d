/* text/regex_glance.h: can a match start here? Answered without PCRE2, from what the
 * first characters may be: "no" is sure, "yes" is not. Private to regex*.c. */
#ifndef TEXT_REGEX_GLANCE_H
#define TEXT_REGEX_GLANCE_H

#include "text/regex.h"

enum {
	GLANCE_PLACES =
		64, /* of the expression; the last one stands for all the others */
	GLANCE_OTHER = 128, /* every character that is not ASCII */
	GLANCE_CHARACTERS,
};

/*
 * The places of an expression where it takes a character, and which may come after which.
 * What stands between them (assertions, back references, counts) is left out, so that it
 * takes more than the expression.
 */
struct regex_glance {
	uint64_t takes[GLANCE_CHARACTERS]; /* the places that may take the character */
	uint64_t follow[GLANCE_PLACES];
	uint64_t first, ends;
	unsigned n;
	bool shares; /* one place for all that take the same characters */
};

/* A part of the expression: the places that it may start and end with, and whether it
 * can be nothing at all. */
struct glance_part {
	uint64_t first, last;
	bool skips;
};

/* `g` may be NULL in all of these: nobody wants to know. */
/* A place for one of the ASCII characters in the set, or with `wide` any other one. */
struct glance_part glance_place(struct regex_glance *g, const uint32_t bits[4],
				bool wide);
/* `a`, then `b`. */
struct glance_part glance_join(struct regex_glance *g, struct glance_part a,
			       struct glance_part b);
struct glance_part glance_either(struct glance_part a, struct glance_part b);
/* Once, or as often as you like; and not at all if it may be left out. */
struct glance_part glance_repeat(struct regex_glance *g, struct glance_part a,
				 bool optional, bool again);

/* Has it too few places to tell much of the first characters? It should share them. */
bool glance_is_short(const struct regex_glance *g);

/* The first place in the range where a match may start; SIZE_MAX: there is none. */
size_t glance_next(const struct regex_glance *g, struct str text, struct span in);

#endif
