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

/* Is it ASCII, and no digit or sign in the shape of a letter? */
static inline bool lookalike_is_no_sign(char c)
{
	/* Bits of ! $ ( + 0 to 9, and of @ |, as in the table of lookalike.c. */
	static const uint64_t signs[2] = { 0x03ff091200000000u, 0x1000000000000001u };
	const unsigned char byte = (unsigned char)c;

	return byte < 0x80 && !(signs[byte / 64] >> byte % 64 & 1);
}

#endif
