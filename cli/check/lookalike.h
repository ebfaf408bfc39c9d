/* check/lookalike.h: the Latin letters that a character may be meant for. Private. */
#ifndef CHECK_LOOKALIKE_H
#define CHECK_LOOKALIKE_H

#include "core/str.h"

enum look {
	LOOK_NONE,   /* no letter, and nothing that hides one */
	LOOK_LETTER, /* itself */
	LOOK_LIKE,   /* stands for one or two letters: 1, @, Cyrillic a */
	LOOK_WILD,   /* hides a letter: * */
	LOOK_DROP,   /* parts letters: - . _ and combining marks */
};

/* `letters`: one or two in lower case, as many as the string is long. */
enum look lookalike(uint32_t cp, char letters[3]);

#endif
