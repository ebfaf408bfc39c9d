/* text/article.h: "a" or "an": how the next word begins when it is said. */
#ifndef TEXT_ARTICLE_H
#define TEXT_ARTICLE_H

#include "core/str.h"

enum article_sound {
	ARTICLE_UNSURE,    /* people say it both ways, or we do not know: a FAQ, an FAQ */
	ARTICLE_VOWEL,     /* an hour, an MBA, an 8-bit chip, an X-ray */
	ARTICLE_CONSONANT, /* a unicorn, a European, a one-off, a NASA mission, a UFO */
};

/* Of one word or number as written: capitals tell an acronym from a word. English. */
enum article_sound article_sound(struct str word);

#endif
