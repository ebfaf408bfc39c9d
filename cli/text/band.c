#include "text/band.h"

enum {
	UNIT = 32, /* one step of the Zipf scale */
	ORDINARY = 3 * UNIT + 8,
	INFLECTED = UNIT / 2, /* less than the word it comes from */
	PREFIXED = UNIT,
	ONE_DIALECT = UNIT * 3 / 4,
	NAME = UNIT / 2,
	LISTED = 4 * UNIT, /* words of the tiers start here */
};

static uint8_t of_tier(unsigned tier)
{
	static const uint8_t band[] = {
		[0] = ORDINARY,
		[COMMON_CORE] = 6 * UNIT + UNIT / 4,
		[COMMON_DAILY] = 5 * UNIT + UNIT / 2,
		[COMMON_USUAL] = 4 * UNIT + UNIT * 3 / 4,
		[COMMON_KNOWN] = 4 * UNIT + UNIT / 4,
	};

	return band[tier];
}

/* A fifth of a step for each doubling of the family, four at most. */
static unsigned for_family(size_t family)
{
	unsigned doublings = 0;

	while (family > 1 && doublings < 4) {
		family /= 2;
		doublings++;
	}
	return doublings * (UNIT / 5);
}

uint8_t band_guess(const struct band_hints *h)
{
	unsigned band = of_tier(h->tier);

	if (h->tier)
		return (uint8_t)band;
	band = of_tier(h->root_tier) + (h->root_tier ? 0 : for_family(h->family));
	if (h->relation == AFFIX_SUFFIXED)
		band -= INFLECTED;
	if (h->relation == AFFIX_PREFIXED)
		band -= h->root_tier ? PREFIXED + UNIT : PREFIXED;
	return (uint8_t)band;
}

uint8_t band_of_key(uint8_t best, bool shared, bool name)
{
	if (best >= LISTED)
		return best;
	if (!shared)
		best -= ONE_DIALECT;
	if (name)
		best -= NAME;
	return best;
}
