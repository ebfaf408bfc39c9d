/* text/inflect_words.h: the words that the spelling rules of inflect.c do not cover.
 * Lists of words with one blank between them, from general knowledge. */
#ifndef TEXT_INFLECT_WORDS_H
#define TEXT_INFLECT_WORDS_H

#include "core/str.h"

/* A verb with its irregular forms. Third person and -ing are regular, unless the forms
 * start with "!": then these are all there are. Sorted by base. */
struct inflect_verb {
	const char *base, *forms;
};
extern const struct inflect_verb inflect_verbs[];
extern const size_t inflect_verbs_n;

/* A noun with its plurals; verb forms are not made of it. Sorted by base. */
extern const struct inflect_verb inflect_nouns[];
extern const size_t inflect_nouns_n;

/* Words that have no forms: pronouns, prepositions, modal verbs ..., and adjectives whose
 * would-be forms are other words ("new" and "news", "even" and "evening"). */
extern const char inflect_fixed[];
/* Nouns that look like forms ("building"), or whose verb forms would be other words
 * ("ad" and "added"): plural in -s only. */
extern const char inflect_nouns_only[];
/* Words in -ed and -s that are no forms. */
extern const char inflect_bases[];
/* Verbs of more syllables that double their last letter ("occur", "occurred") ... */
extern const char inflect_doubled[];
/* ... and those that are written both ways ("focus"). */
extern const char inflect_either[];
/* Words in -o with -es, and words that keep their e before -ing ("singe"). */
extern const char inflect_oes[];
extern const char inflect_keep_e[];
/* Verbs in -c that become -ck ("panic"), and words in -ch said with a k ("stomach"). */
extern const char inflect_ck[];
extern const char inflect_hard_ch[];

#endif
