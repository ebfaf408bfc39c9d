/* text/regex.h: PCRE2, bounded. Patterns are matched on the view as UTF-8. */
#ifndef TEXT_REGEX_H
#define TEXT_REGEX_H

#include "core/arena.h"
#include "core/err.h"

struct regex;

enum regex_flag {
	REGEX_CASELESS = 1 << 0,
	REGEX_MULTILINE = 1 << 1,
};

/* ERR_INVALID with PCRE2's reason; *at is the offset in the pattern. Refused too:
 * \C, \G, callouts, (*VERBS) at the start, a pattern over LIMIT_PATTERN, one that matches
 * the empty string. \w, \d and \b know the letters of all alphabets. */
int regex_compile(struct str pattern, unsigned flags, struct regex **out, size_t *at,
		  struct err *e) MUST_CHECK;
void regex_free(struct regex *r);
/* May a match start at any character; not only at lines, or where a search starts? */
bool regex_starts_anywhere(const struct regex *r);

enum regex_result { REGEX_NONE, REGEX_MATCH, REGEX_UNDECIDED };
/* The first match at or after `from`; `text` must be valid UTF-8. *steps is what is left
 * of the caller's budget (bytes of subject looked at, roughly); a match limit or an empty
 * budget gives REGEX_UNDECIDED. Ordinary text costs little more than its length, and 17
 * for each match; REGEX_STEPS is a fair budget for the searches of one post. A step of
 * a hostile expression takes up to 1 us: 64 KB end within 50 ms. An empty match never
 * comes back. */
enum { REGEX_STEPS = 1000000 };
enum regex_result regex_next(struct regex *r, struct str text, size_t from,
			     uint64_t *steps, struct span *hit);

/* The same, among matches that start in the range. */
enum regex_result regex_next_in(struct regex *r, struct str text, struct span starts,
				uint64_t *steps, struct span *hit);

/* ---- what a match needs: most texts have it not, and need not be searched ---- */

enum { REGEX_ANYWHERE = UINT32_MAX };
struct regex_glance;
struct regex_needs {
	struct str literal; /* in small ASCII letters, or empty: every match holds it in
			       any case, or with U+017F, U+212A for an s, a k; of several
			       lines, one of them */
	uint32_t before;    /* most bytes of a match before it, or REGEX_ANYWHERE */
	uint32_t bytes[4];  /* a set of ASCII characters ... */
	uint32_t least;     /* ... of which every match holds as many */
	uint32_t run;       /* and so many bytes in a row without an ASCII blank */
	uint32_t width;     /* most bytes of a match, or REGEX_ANYWHERE; 0: not known */
	const struct regex_glance *glance; /* of its first characters; NULL: not known */
};
/* Read off the expression; all empty when it is not understood. The literal and the
 * glance are in `a`. */
void regex_read_needs(struct str pattern, unsigned flags, struct arena *a,
		      struct regex_needs *out);
/* How often the character is met in 1,000 of a text, roughly. */
unsigned regex_weight(unsigned char c);

/* A part of the expression that repeats something which may itself vary, so that texts
 * which do not match cost a time without end: found by searching such texts within
 * *steps, which is less afterwards. False: none was found. */
bool regex_find_risk(struct str pattern, unsigned flags, uint64_t *steps,
		     struct span *at) MUST_CHECK;

/* A part of the expression that can never be met: an anchor with text on its wrong side, a
 * word boundary inside a word. `word`: it is matched with what stands between blanks, so a
 * blank can never be met either. *why is a sentence. False: none was found. */
bool regex_find_never(struct str pattern, bool word, struct span *at,
		      const char **why) MUST_CHECK;

/* The needs of many expressions, asked of a text at once. */
struct regex_filter;
struct regex_filter *regex_filter_new(const struct regex_needs *needs, size_t n,
				      struct arena *a);
struct regex_answer {
	struct str text;
	struct str low;      /* the text with small ASCII letters */
	bool odd;            /* it has a long s or a Kelvin sign: no literal is sure */
	uint64_t *may_match; /* a bit for each expression */
	struct regex_places *places; /* of their literals */
};
/* In `a`; one pass over the text, whatever their number. */
void regex_filter_ask(const struct regex_filter *f, struct str text, struct arena *a,
		      struct regex_answer *out);
/* The next places, from `from`, where a match of expression `i` can start. `from` grows
 * from call to call for the same expression. */
bool regex_filter_starts(const struct regex_filter *f, const struct regex_answer *answer,
			 size_t i, size_t from, struct span *starts);

#endif
