/* text/suggest_cost.h: how likely one slip is to make a writer's word out of another.
 * 100 is one plain wrong letter; less is more likely. The classes (vowels, letters that
 * sound alike, doubled letters, swapped neighbours, the first letter seldom wrong) are
 * those of Pollock and Zamora, "Automatic spelling correction in scientific and
 * scholarly text", CACM 27 (1984), and Kernighan, Church and Gale, "A spelling correction
 * program based on a noisy channel model", COLING 1990; the figures are our own. */
#ifndef TEXT_SUGGEST_COST_H
#define TEXT_SUGGEST_COST_H

#include "core/str.h"

enum {
	COST_SWAP = 60,	      /* two letters in the wrong order */
	COST_FIRST = 45,      /* more for a slip in the first letter */
	COST_APOSTROPHE = 35, /* left out: "dont" */
	COST_LEAST = 30,      /* no slip costs less */
};

/* Letters are lower-case code points; `before` is the letter in front, 0 at the start. */
uint8_t cost_wrong(uint32_t typed, uint32_t meant);
uint8_t cost_missing(uint32_t meant, uint32_t before, uint32_t after_typed);
uint8_t cost_extra(uint32_t typed, uint32_t before);

/* Groups of letters that are written for one another: f for ph, shun for tion. */
struct cost_group {
	const char *typed, *meant;
	uint8_t cost;
};
extern const struct cost_group cost_groups[];
extern const size_t cost_groups_n;

#endif
