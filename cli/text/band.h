/* text/band.h: a guess how common a word is, from what a dictionary shows, until counted
 * text takes its place. The unit is that of pack_entry.band: 32 times the Zipf value,
 * the decimal logarithm of occurrences per billion words (van Heuven, Mandera, Keuleers
 * and Brysbaert 2014). */
#ifndef TEXT_BAND_H
#define TEXT_BAND_H

#include "text/affix.h"
#include "text/common.h"

struct band_hints {
	unsigned tier;	    /* enum common_tier of the form itself, 0 if not listed */
	unsigned root_tier; /* of the word it is made from */
	enum affix_relation relation;
	size_t family; /* forms of that word: common words have large families */
};

/* Of one form in one dictionary. */
uint8_t band_guess(const struct band_hints *h);
/* Of a key: `best` of its forms, whether all dialects have it, whether it is only ever
 * written with a capital. */
uint8_t band_of_key(uint8_t best, bool shared, bool name);

#endif
