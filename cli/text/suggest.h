/* text/suggest.h: words of a pack that are near to a word that is none. */
#ifndef TEXT_SUGGEST_H
#define TEXT_SUGGEST_H

#include "text/pack.h"

/*
 * The best `most` suggestions, best first, none twice, each a word that these dialects
 * do not spell otherwise; in `a`. The case of the word given is kept ("Teh" gives "The"),
 * a name gets its own
 * ("london" gives "London"). Words that are marked as unfit are never among them. One may
 * be two common words with the blank that was left out ("alot" gives "a lot").
 * Work is bounded: SUGGEST_WALK steps through the graph for a word (again for each of at
 * most two parts of a hyphenated one); a word over SUGGEST_LETTERS gets no suggestion.
 */
enum { SUGGEST_WALK = 24000, SUGGEST_LETTERS = 40, SUGGEST_MOST = 16 };
size_t suggest_words(const struct pack *p, uint32_t dialects, struct str word,
		     struct arena *a, struct str *out, size_t most);

/* How these dialects spell a word that only others know ("color": "colour"), in its case,
 * in `a`; none for names and for words that are spelled in one way everywhere. */
size_t suggest_variants(const struct pack *p, uint32_t dialects, struct str word,
			struct arena *a, struct str *out, size_t most);

/* The commonest words of any dialect, in lower case and in `a`, that are one slip away:
 * a letter too many, too few or another (but not the first), or two swapped. Costs a
 * fiftieth of suggest_words(). */
struct suggest_near {
	struct str word, name; /* STR_NULL: none; a name is only written with a capital */
	uint8_t band, name_band;
};
void suggest_one_slip(const struct pack *p, struct str word, struct arena *a,
		      struct suggest_near *out);

#endif
