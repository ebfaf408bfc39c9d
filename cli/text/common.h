/* text/common.h: words that the people who build packs know to be common or unfit to
 * be offered. Written by hand from general knowledge, because no counted list is among
 * the packages that the build needs; it only orders suggestions. */
#ifndef TEXT_COMMON_H
#define TEXT_COMMON_H

#include "core/map.h"

enum common_tier {
	COMMON_CORE = 1, /* articles, pronouns, the verbs of every page */
	COMMON_DAILY,	 /* words of any conversation */
	COMMON_USUAL,	 /* words of any newspaper or office */
	COMMON_KNOWN,	 /* words that every reader knows and writers get wrong */
};

/* Every word of the lists with its tier. */
struct map *common_words(struct arena *a);
/* Words that are never suggested, beside those that the dictionaries mark. */
struct map *common_vulgar(struct arena *a);

#endif
