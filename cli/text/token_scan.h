/* text/token_scan.h: what the parts of the tokenizer share. Private to text.
 *
 * A scan reads left to right and every byte becomes part of a token once. Where it has
 * to look ahead (is this an e-mail address? a host?), it looks ahead over a run of
 * characters whose end does not depend on where in the run it began; a run that was
 * looked at in vain is remembered, so the whole stays linear. */
#ifndef TEXT_TOKEN_SCAN_H
#define TEXT_TOKEN_SCAN_H

#include "text/token.h"
#include "text/utf8_prop.h"

struct scan {
	struct str text;   /* the view up to the end of the piece that is scanned */
	const char *lower; /* the whole view, ASCII letters in lower case */
	struct arena *a;
	VEC(struct token) out;
	bool ascii;              /* nothing else is in the view */
	bool space;              /* blank space before the next token */
	size_t no_mail, no_host; /* nothing that starts before this is one */
};

enum char_class {
	CHAR_OTHER,
	CHAR_LETTER,
	CHAR_DIGIT,
	CHAR_EXTEND, /* marks, joiners and invisible characters: belong to what is before
		      */
	CHAR_APOSTROPHE,
	CHAR_HYPHEN,
	CHAR_BLANK,
	CHAR_BREAK,
	CHAR_IDEOGRAPH, /* scripts without blanks: a word of its own each */
	CHAR_EMOJI,
	CHAR_CURRENCY,
};

extern const unsigned char char_class_ascii[128];
/* What char_class() does for other characters. */
enum char_class char_class_wide(struct str s, size_t at, size_t *n);

/* The class of the character at `at`, its length in *n; CHAR_BREAK and 0 at the end. */
static inline enum char_class char_class(struct str s, size_t at, size_t *n)
{
	if (at >= s.n) {
		*n = 0;
		return CHAR_BREAK;
	}
	if ((unsigned char)s.p[at] >= 0x80)
		return char_class_wide(s, at, n);
	*n = 1;
	return (enum char_class)char_class_ascii[(unsigned char)s.p[at]];
}
/* The byte at `at`, or 0 past the end. */
static inline unsigned char byte_at(struct str s, size_t at)
{
	return at < s.n ? (unsigned char)s.p[at] : 0;
}
static inline bool is_word_class(enum char_class c)
{
	return c == CHAR_LETTER || c == CHAR_DIGIT || c == CHAR_IDEOGRAPH;
}
/* A letter or digit of any script is at `at`. */
bool is_word_at(struct str s, size_t at);
/* The class of the character that ends at `at`; CHAR_BREAK at the start of the text. */
enum char_class char_class_before(struct str s, size_t at);
/* A letter, a digit or '_' ends there. */
bool is_word_before(struct str s, size_t at);

/* As str_cmp(): most words differ in one of their first bytes. */
static inline int word_order(struct str word, const char *other)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] != other[i] || !other[i])
			return other[i] ? (unsigned char)word.p[i] -
						  (unsigned char)other[i]
					: 1;
	return other[word.n] ? -1 : 0;
}

/* Sorted words; the key is folded. */
bool word_in(struct str word, const char *const *sorted, size_t n);
#define WORD_IN(word, sorted) word_in((word), (sorted), ARRAY_LEN(sorted))

/* A token of ASCII only. */
static inline struct token *scan_add_ascii(struct scan *s, enum token_kind kind,
					   size_t at, size_t end, unsigned flags)
{
	struct token *t =
		s->out.n < s->out.room ? &s->out.p[s->out.n++] : VEC_ADD(s->a, &s->out);

	*t = (struct token){
		.at = (uint32_t)at,
		.n = (uint32_t)(end - at),
		.flags = (uint16_t)(flags | (s->space ? TOKEN_SPACE : 0u)),
		.kind = (uint8_t)kind,
		.fold = { s->lower + at, end - at },
	};
	s->space = false;
	return t;
}
struct token *scan_add(struct scan *s, enum token_kind kind, size_t at, size_t end,
		       unsigned flags);
/* The same; a possessive "'s" that follows becomes a token of its own. Returns the
 * offset to go on from. */
size_t scan_add_name(struct scan *s, enum token_kind kind, size_t at, size_t end,
		     unsigned flags);

/* Each adds the tokens it finds at `at` and returns the offset to go on from; the ones
 * below the line return `at` when there is nothing of their kind. */
size_t scan_word(struct scan *s, size_t at);
size_t scan_number(struct scan *s, size_t at);
/* ---- */
size_t scan_phone(struct scan *s, size_t at);
size_t scan_mention(struct scan *s, size_t at);
size_t scan_hashtag(struct scan *s, size_t at);
size_t scan_cashtag(struct scan *s, size_t at);
/* A URL, host or e-mail address that starts with the word [at, word_end). */
size_t scan_address(struct scan *s, size_t at, size_t word_end);

/* Where the host name at `at` ends; *top is its last label. `at` if it is none. */
size_t host_end(struct str s, size_t at, struct str *top);
bool is_top_domain(struct str label);

void mark_amounts(const struct view *v, struct token *t, size_t n);
uint32_t mark_sentences(const struct view *v, struct token *t, size_t n);

#endif
