/* text/pattern.h: the notation in which policy owners write what to find.
 *
 *   want to        those words in any inflection and case
 *   a|b            either; binds tighter than a blank: "want|plan to" is (want|plan) to
 *   (x y)          a group;  (x y)?  an optional one;  (x y)|z  alternatives
 *   {list}         a term of a word list
 *   ...3           up to three words between, in the same sentence
 *   #MONEY         a class: MONEY NUMBER PERCENT EMAIL PHONE URL CAPS EMOJI HASHTAG
 *                  MENTION WORD
 *   "exact"        those words, this form only, any case; several words allowed
 *   =ExactCase     this form in this case
 *   word:noun      that word where it may be a noun (text/pos.h has the names)
 *   /regex/        what stands there without a blank, as written, when a regular
 *                  expression matches all of it; never first
 *   \x             the character x, where x has a meaning above
 *
 * No blanks beside |, a blank between elements (marks may follow directly: "{list}!").
 * A clitic may stand alone: "are|'re". A gap is 1 to 20 words.
 */
#ifndef TEXT_PATTERN_H
#define TEXT_PATTERN_H

#include "core/arena.h"

enum pattern_kind {
	PATTERN_WORD,   /* text, folded; matches any inflection */
	PATTERN_EXACT,  /* text, folded; this form */
	PATTERN_CASE,   /* text as written */
	PATTERN_SEALED, /* a word of which only digests are known: text is the digest of
			   the word, forms those of all its forms, with | between (not
			   in the notation: word lists make these nodes) */
	PATTERN_LIST,   /* text: name of the list */
	PATTERN_CLASS,  /* text: name of the class, upper case */
	PATTERN_REGEX,  /* text: the expression between the slashes, not looked into */
	PATTERN_GAP,    /* 0 to max words */
	PATTERN_SEQ,    /* kids in order */
	PATTERN_ALT,    /* one of the kids */
	PATTERN_OPT,    /* its only kid, or nothing */
};

struct pattern {
	enum pattern_kind kind;
	struct str text;
	struct str pos;   /* "noun" of word:noun, or empty */
	struct str forms; /* PATTERN_SEALED */
	uint32_t max;     /* of a gap */
	struct pattern **kids;
	size_t n_kids;
	struct span at; /* in the pattern's text */
};

struct pattern_error {
	struct span at; /* in the pattern's text */
	char msg[256];
};

/* The tree of `text`, in `a` (words are copied). False: *bad says where and why. An empty
 * pattern, one that may match no words, an empty or optional alternative, an unclosed
 * group, a gap at either end or beside another, a regex at the start, an unknown class, nesting over 16 and a
 * pattern over LIMIT_PATTERN are refused. A word is split as token.h splits it ("don't"
 * is two PATTERN_WORDs: "do", "not"). */
bool pattern_parse(struct str text, struct arena *a, struct pattern **out,
		   struct pattern_error *bad);

/* The expression of a PATTERN_REGEX so that it matches a whole text or nothing. */
struct str pattern_whole(struct str regex, struct arena *a);

/* The inflected forms of an English base word, itself first: plural and third person,
 * past, participles; regular by spelling rules, irregular by a table. A form that is
 * given instead of a base ("wanted") only yields itself. */
struct str_list {
	struct str *p;
	size_t n;
};
void inflect(struct str word, struct arena *a, struct str_list *out);

#endif
