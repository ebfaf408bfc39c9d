/* text/dafsa.h: the smallest graph that spells a sorted list of keys. Built key by key
 * as in Daciuk, Mihov, Watson and Watson, "Incremental construction of minimal acyclic
 * finite-state automata", Computational Linguistics 26 (2000). Edges are as in
 * text/pack_format.h. Used when a pack is built. */
#ifndef TEXT_DAFSA_H
#define TEXT_DAFSA_H

#include "core/arena.h"

struct dafsa;

struct dafsa *dafsa_new(struct arena *a);
/* Keys of symbols 1 to 255, at most PACK_KEY_MAX of them, in strictly ascending order. */
void dafsa_add(struct dafsa *d, const uint8_t *key, size_t n);

struct dafsa_edges {
	const uint32_t *p; /* p[0] holds the root */
	size_t n;
};
/* False if the graph has more edges than the format can number. */
bool dafsa_finish(struct dafsa *d, struct dafsa_edges *out);

#endif
