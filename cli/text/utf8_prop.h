/* text/utf8_prop.h: what this room asks of utf8proc, and pieces that utf8.c shares with
 * the tokenizer. Private to text. */
#ifndef TEXT_UTF8_PROP_H
#define TEXT_UTF8_PROP_H

#include "text/utf8.h"

#include <utf8proc.h>

static inline const utf8proc_property_t *utf8_property(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp);
}

static inline int utf8_category(uint32_t cp)
{
	return utf8_property(cp)->category;
}

/* The first byte at or after `from` that is not ASCII, or s.n. */
size_t utf8_ascii(struct str s, size_t from);
/* At most 4 bytes; what is no code point becomes U+FFFD. */
size_t utf8_put(char *out, uint32_t cp);
/* Extended_Pictographic: an emoji, or a sign that a variation selector makes one. */
bool utf8_is_pictograph(uint32_t cp);
bool utf8_is_regional(uint32_t cp); /* two of them make a flag */
/* Nothing is seen of it, or it turns the order of what follows. */
bool utf8_is_invisible(uint32_t cp);
/* The ASCII that stands for typographic quotes and dashes in matching; 0 for what
 * matching drops; else `cp` itself. */
uint32_t utf8_plain(uint32_t cp);

#endif
