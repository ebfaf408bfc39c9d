/* House words: words.txt of the policy. */
#include "check/scan.h"

enum house house_of(const struct scan *s, struct str text, struct str fold,
		    struct str *instead)
{
	const struct bundle_range r = bundle_house_words(s->c->b, fold);
	enum house found = HOUSE_SILENT;

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
