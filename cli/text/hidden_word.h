/* text/hidden_word.h: letters that are taken for those of another alphabet. Private to
 * text. */
#ifndef TEXT_HIDDEN_WORD_H
#define TEXT_HIDDEN_WORD_H

#include "text/hidden.h"
#include "text/utf8_prop.h"

/* How much a letter of another script looks like a Latin one. */
enum look_alike {
	ALIKE_NOT,
	ALIKE_WIDE,  /* to a reader in a hurry, among Latin letters */
	ALIKE_TIGHT, /* in most fonts the same */
};
enum look_alike hidden_look(uint32_t cp);

/* Words with letters of two alphabets, and links: added to `out`. */
void hidden_words(const struct view *v, const struct tokens *t, struct arena *a,
		  struct hidden_list *out);
void hidden_links(const struct view *v, const struct tokens *t, struct arena *a,
		  struct hidden_list *out);

/* The letters of a label that begins with "xn--" (RFC 3492), at most `most` of them;
 * 0 when it is none. `label` without the prefix. */
size_t hidden_punycode(struct str label, uint32_t *out, size_t most);

/* What the letters of one word or label are. */
struct alphabet {
	uint32_t letters, latin,
		other;          /* of any script; Latin; of one that has look-alikes */
	uint32_t tight, wide;   /* of `other`: look-alikes (tight ones count twice) */
	uint32_t latin_like;    /* Latin letters that look like some of `other` */
	uint32_t odd;           /* Latin letters that no language writes with */
	uint32_t before, first; /* the letter before; the first that is not Latin */
	bool mixed;             /* a look-alike stands by a Latin letter */
};
void alphabet_add(struct alphabet *w, uint32_t cp);
/* Letters of two alphabets, of which one plays the other. */
bool alphabet_is_mixed(const struct alphabet *w);
/* All letters are of one other alphabet and could be Latin. */
bool alphabet_is_disguise(const struct alphabet *w);

#endif
