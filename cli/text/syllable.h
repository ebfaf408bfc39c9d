/* text/syllable.h: how many syllables an English word has, by its letters. */
#ifndef TEXT_SYLLABLE_H
#define TEXT_SYLLABLE_H

#include "core/str.h"

/* Of one word as written: any case, accents, apostrophes, hyphens ("don't": 1,
 * "well-known": 2). At least 1 for anything with a letter, 0 for anything without. A
 * word of capitals without a vowel is spelled out ("HTML": 4).
 *
 * Groups of vowels are counted, then letters that are written and not said are taken
 * off ("loved") and vowels that stand together but are said apart are added ("idea").
 * No such rule knows every English word: about one in twenty words of a dictionary is
 * wrong, mostly by one, and one in forty of running text. */
unsigned syllable_count(struct str word);

/* Of a whole number as it is read aloud: 12: 1, 1984 (a year): 4, 2,500: 5. Beyond
 * 999,999,999, or with other bytes than digits and commas: as many as there are digits
 * (each read by itself). At least 1 with a digit in it, else 0. */
unsigned syllable_number(struct str digits);

#endif
