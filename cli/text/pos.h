/* text/pos.h: parts of speech that a form may be, from WordNet when the word pack is
 * built (the package wordnet-base: lemmas, exceptions, counts of its tagged texts), and
 * how words around it narrow that. Possible classes, not a tagger's one guess: a rule
 * that asks for a noun finds what may be one. */
#ifndef TEXT_POS_H
#define TEXT_POS_H

#include "core/arena.h"

enum pos { /* bits, as in struct pack_entry.tags */
	   POS_NOUN = 1 << 0,
	   POS_VERB = 1 << 1,
	   POS_ADJECTIVE = 1 << 2,
	   POS_ADVERB = 1 << 3,
	   POS_ALL = 15,
};
/* "noun", "verb", "adjective", "adverb" and the short forms "adj", "adv"; 0: none. */
unsigned pos_named(struct str name);
const char *pos_name(unsigned bit); /* "noun" */

/* What may be said of a form that no dictionary knows, by its ending; `name`: it has a
 * capital that no sentence gave it. */
unsigned pos_guess(struct str fold, bool name);

/* Of `may`, what is left between these folded words; empty: there is none in the
 * sentence. Never 0 unless `may` is. */
unsigned pos_between(unsigned may, struct str before, struct str fold, struct str after);

#endif
