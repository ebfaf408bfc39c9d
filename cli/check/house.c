/* House words: words.txt of the policy. */
#include "check/scan.h"

/* Nearly all words of a text are none of the house's: a few bits tell without a search.
 */
static uint32_t mark_of(struct str fold)
{
	const uint32_t ends = (uint32_t)(unsigned char)fold.p[0] << 8 |
			      (unsigned char)fold.p[fold.n - 1];

	return (ends * 31 + (uint32_t)fold.n) * 0x9e3779b1u >> (32 - HOUSE_BITS);
}

void house_prepare(struct checker *c)
{
	for (uint32_t i = 0; i < c->t->n_words; i++) {
		const struct str fold = bundle_str(c->b, c->t->words[i].fold);
		const uint32_t mark = fold.n ? mark_of(fold) : 0;

		c->house[mark / 64] |= (uint64_t)1 << mark % 64;
	}
}

enum house house_of(const struct scan *s, struct str text, struct str fold,
		    struct str *instead)
{
	const uint32_t mark = fold.n ? mark_of(fold) : 0;
	enum house found = HOUSE_SILENT;
	struct bundle_range r;

	if (!(s->c->house[mark / 64] >> mark % 64 & 1))
		return HOUSE_SILENT;
	r = bundle_house_words(s->c->b, fold);
	for (uint32_t i = 0; i < r.n; i++) {
		const struct bundle_word *w = &s->t->words[r.first + i];
		const struct str as = bundle_str(s->c->b, w->text);
		const struct str better = bundle_str(s->c->b, w->instead);

		if (w->mode == BUNDLE_WORD_ACCEPT ||
		    (w->mode == BUNDLE_WORD_EXACT && str_eq(text, as)) ||
		    (w->mode == BUNDLE_WORD_PREFER && str_eq(text, better)))
			return HOUSE_FINE;
		if (found != HOUSE_SILENT)
			continue;
		*instead = w->mode == BUNDLE_WORD_EXACT ? as : better;
		found = w->mode == BUNDLE_WORD_EXACT    ? HOUSE_CASE
			: w->mode == BUNDLE_WORD_PREFER ? HOUSE_PREFER
							: HOUSE_FORBID;
	}
	return found;
}
