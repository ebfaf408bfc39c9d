/* network/atom.h: the smallest parts of a text that a network counts. Private to the
 * room. */
#ifndef NETWORK_ATOM_H
#define NETWORK_ATOM_H

#include "network/network.h"

/* The length of the emoji that the grapheme cluster starts with, with its joiners, skin
 * tones and selectors; 0 when it starts with something else. */
size_t emoji_length(struct str cluster);

/* "@name@host" at `at`, after the byte `before` (0: nothing): its length, and how much of
 * it is "@name"; 0 when there is none, or no host. */
size_t mention_length(struct str text, size_t at, char before, size_t *local);

#endif
