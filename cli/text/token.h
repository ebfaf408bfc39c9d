/* text/token.h: a view cut into words and other marks, with sentences.
 * Word boundaries follow UAX #29 with the usual tailoring for social media (mentions,
 * hashtags, URLs and e-mail addresses are one token; an apostrophe inside a word does
 * not end it). Contractions are split: "he's" is "he" + "'s", "don't" is "do" + "n't",
 * "can't" is "ca" + "n't" folded as "can" + "not", so that a pattern can name the
 * parts. Folded clitics: n't -> "not", 're -> "are", 've -> "have", 'll -> "will",
 * 'm -> "am"; 's and 'd stay "'s", "'d". */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "text/view.h"

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER,  /* digits with separators, sign, unit glued on: 84k, 3.5, 1,000 */
	TOKEN_PUNCT,   /* one mark, or a run of the same mark: "...", "!!!" */
	TOKEN_URL,
	TOKEN_EMAIL,
	TOKEN_MENTION, /* @name, @name@host */
	TOKEN_HASHTAG,
	TOKEN_CASHTAG,
	TOKEN_EMOJI,   /* one emoji as people see one */
	TOKEN_CODE,    /* a run of text that is shown as code */
	TOKEN_BREAK,   /* a line end in the view */
	TOKEN_KINDS
};

enum token_flag {
	TOKEN_FIRST = 1 << 0,	/* first of its sentence */
	TOKEN_CLITIC = 1 << 1,	/* the split-off second part of a contraction */
	TOKEN_HOST = 1 << 2,	/* a word whose clitic follows */
	TOKEN_SPACE = 1 << 3,	/* blank space stands before it */
	TOKEN_UPPER = 1 << 4,	/* two or more letters, all capitals */
	TOKEN_TITLE = 1 << 5,	/* first letter capital, the others not */
	TOKEN_MIXED = 1 << 6,	/* capitals elsewhere: iPhone, McCoy */
	TOKEN_MONEY = 1 << 7,	/* an amount with its currency: $84k, 84 euros */
	TOKEN_PERCENT = 1 << 8, /* 3%, 3 per cent */
	TOKEN_PHONE = 1 << 9,	/* part of a telephone number */
	TOKEN_DIGITS = 1 << 10, /* a word with digits in it: w4nt, mp3 */
};

struct token {
	uint32_t at, n;	   /* in the view's text */
	uint32_t sentence; /* 0, 1, 2 ... */
	uint16_t flags;
	uint8_t kind;
	struct str fold;   /* matching form (text/utf8.h); of a URL, mention ...: its
			      folded text; of "n't": "not" */
};

struct tokens {
	struct token *p;
	size_t n;
	uint32_t n_sentences;
};

/* Everything in `a`. Blank space is not a token. */
void tokens_of(const struct view *v, struct arena *a, struct tokens *out);

/* The view's bytes of a token. */
static inline struct str token_text(const struct view *v, const struct token *t)
{
	return str_slice(v->text, t->at, (size_t)t->at + t->n);
}

#endif
