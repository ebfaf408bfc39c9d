/* text/wordform.h: one word in the form in which packs know it. */
#ifndef TEXT_WORDFORM_H
#define TEXT_WORDFORM_H

#include "core/str.h"

/* How a word is written. A capital followed by no other capital is a title; marks and
 * digits have no case, so "B2B" is upper and "1st" is lower. */
enum wordform_shape {
	SHAPE_LOWER = 1 << 0,
	SHAPE_TITLE = 1 << 1,
	SHAPE_UPPER = 1 << 2,
	SHAPE_MIXED = 1 << 3, /* iPhone, McCoy, Anglo-Saxon */
};

enum { WORDFORM_MAX = 100 }; /* bytes of a word; nothing longer is in a pack */

struct wordform {
	struct str text; /* NFC; curly apostrophes and odd hyphens made ASCII, zero-width
			    characters dropped. Points into the input or into `own` */
	struct str key;	 /* text in lower case, in `lower` */
	enum wordform_shape shape;
	char own[WORDFORM_MAX];
	char lower[2 * WORDFORM_MAX];
};

/* False if the word is empty, too long or not UTF-8. The struct must not be moved. */
bool wordform_of(struct str word, struct wordform *w);

/* `text` (as in struct wordform) with its first letter, or all letters, in upper case;
 * cut at `room` bytes. Returns the bytes written. */
size_t wordform_title(struct str text, char *out, size_t room);
size_t wordform_upper(struct str text, char *out, size_t room);

#endif
