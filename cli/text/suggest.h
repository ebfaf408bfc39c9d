/* text/suggest.h: words of a pack that are near to a word that is none. */
#ifndef TEXT_SUGGEST_H
#define TEXT_SUGGEST_H

#include "text/pack.h"

/*
 * The best `most` suggestions, best first, each a word of these dialects and none twice;
 * in `a`. The case of the word given is kept ("Teh" gives "The"), a name gets its own
 * ("london" gives "London"). Words that are marked as unfit are never among them.
 * Work is bounded: SUGGEST_WALK steps through the graph for a word (again for each of at
 * most two parts of a hyphenated one); a word over SUGGEST_LETTERS gets no suggestion.
 */
enum { SUGGEST_WALK = 24000, SUGGEST_LETTERS = 40, SUGGEST_MOST = 16 };
size_t suggest_words(const struct pack *p, uint32_t dialects, struct str word,
		     struct arena *a, struct str *out, size_t most);

#endif
