/* text/pos_build.h: parts of speech out of the files of WordNet, when a pack is built.
 * Formats: wndb(5WN), cntlist(5WN). */
#ifndef TEXT_POS_BUILD_H
#define TEXT_POS_BUILD_H

#include "core/map.h"
#include "core/str.h"

/* In the order of enum pos: noun, verb, adj, adv. */
struct pos_source {
	struct str index[4];  /* index.noun ... */
	struct str except[4]; /* noun.exc ... */
	struct str counts;    /* cntlist.rev */
};

struct pos_forms;
/* A part of speech that hardly any of the counted uses of a word are is left out. */
struct pos_forms *pos_read(const struct pos_source *from, struct arena *a);
/* Bits of enum pos for a folded form; 0: not there. */
unsigned pos_of(const struct pos_forms *p, struct str form);

#endif
