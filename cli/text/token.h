/* text/token.h: a view cut into words and other marks, with sentences.
 *
 * Word boundaries follow UAX #29 with the usual tailoring for social media:
 * - mentions, hashtags, cashtags, URLs and e-mail addresses are one token. A URL has a
 *   scheme or "www.", or is a bare host with a well-known or two-letter ending in small
 *   letters ("example.com", not "finish.It"); a name with a file ending is one word
 *   ("Node.js"). Other full stops part words.
 * - An apostrophe inside a word does not end it, but contractions are split: "he's" is
 *   "he" + "'s", "don't" is "do" + "n't", "can't" is "ca" + "n't" folded as "can" +
 *   "not" (so too "won't", "shan't", "cannot"), so that a pattern can name the parts.
 *   Folded
 *   clitics: n't -> "not", 're -> "are", 've -> "have", 'll -> "will", 'm -> "am"; 's
 *   and 'd stay "'s", "'d". "'s" is split from tags, mentions and numbers too.
 * - Hyphens join: "well-known" is one word, flagged TOKEN_HYPHEN. Who matches words
 *   tries the whole first, then the parts (token_part()), so that "anti-zorg" is found
 *   by "zorg". "20-year-old" is a word, "10-20" are two numbers and a mark.
 * - "e.g." and "U.S." are one word with its full stops; "Mr." is a word and a mark.
 * - Invisible characters inside a word belong to it; its fold is without them.
 * - Ideographs and kana of Hiragana are words of one character each.
 *
 * Sentences are numbered from 0. One ends at . ! ? ... (closing quotes and emoji behind
 * them still belong to it) when a capital, digit, tag or quote follows; before a small
 * letter only if the sentence itself began with one. About 80 abbreviations are known.
 * A blank line, and a line end before a list mark or an emoji, always end a sentence;
 * any other line end is like a blank. Lines of marks only are no sentence. */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "text/view.h"

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER, /* digits with separators, sign, unit glued on: 84k, 3.5, 1,000 */
	TOKEN_PUNCT,  /* one mark, or a run of the same mark: "...", "!!!" */
	TOKEN_URL,
	TOKEN_EMAIL,
	TOKEN_MENTION, /* @name, @name@host */
	TOKEN_HASHTAG,
	TOKEN_CASHTAG,
	TOKEN_EMOJI, /* one emoji as people see one */
	TOKEN_CODE,  /* a run of text that is shown as code */
	TOKEN_BREAK, /* a line end in the view */
	TOKEN_KINDS
};

enum token_flag {
	TOKEN_FIRST = 1 << 0,  /* first of its sentence but for marks and emoji */
	TOKEN_CLITIC = 1 << 1, /* the split-off second part of a contraction */
	TOKEN_HOST = 1 << 2,   /* a word whose clitic follows */
	TOKEN_SPACE = 1 << 3,  /* blank space or a line end stands before it */
	TOKEN_UPPER = 1 << 4,  /* two or more letters, all capitals */
	TOKEN_TITLE = 1 << 5,  /* first letter capital, the others not */
	TOKEN_MIXED = 1 << 6,  /* capitals elsewhere: iPhone, McCoy */
	/* These three are on every token of the amount or number: token_run(). */
	TOKEN_MONEY = 1 << 7,   /* an amount with its currency: $84k, 84 euros */
	TOKEN_PERCENT = 1 << 8, /* 3%, 3 per cent */
	TOKEN_PHONE = 1 << 9,   /* a telephone number */
	TOKEN_DIGITS = 1 << 10, /* a word with digits in it: w4nt, mp3 */
	TOKEN_HYPHEN = 1 << 11, /* a word with hyphens inside: token_part() */
};

struct token {
	uint32_t at, n;    /* in the view's text */
	uint32_t sentence; /* 0, 1, 2 ... */
	uint16_t flags;
	uint8_t kind;
	struct str fold; /* matching form (text/utf8.h); of a URL, mention ...: its
			    folded text; of "n't": "not"; of an ellipsis: "..." */
};

struct tokens {
	struct token *p;
	size_t n;
	uint32_t n_sentences;
	bool ascii;     /* the text is ASCII; false: nobody knows */
	bool printable; /* ... without control characters and line ends; likewise */
};

/* Everything in `a`. Blank space is not a token. */
void tokens_of(const struct view *v, struct arena *a, struct tokens *out);

/* The view's bytes of a token. */
static inline struct str token_text(const struct view *v, const struct token *t)
{
	return str_slice(v->text, t->at, (size_t)t->at + t->n);
}

/* The token behind the amount or telephone number that starts at token `i`: the last of
 * those of its sentence that carry `flag`. `i` when none starts there: an amount is taken
 * whole. */
size_t token_run(const struct tokens *tokens, size_t i, enum token_flag flag);

/* The next part of a word with hyphens: its view bytes and its fold. Begin with a zeroed
 * *part; false when there is none left. */
bool token_part(const struct view *v, const struct token *t, struct arena *a,
		struct span *part, struct str *fold);

#endif
