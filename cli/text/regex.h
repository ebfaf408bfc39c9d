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

/* The longest literal (folded, ASCII) that every match must contain, or STR_NULL when
 * none is known. In `a`. The fold of any text with a match (utf8_fold) holds it: a last
 * letter is left off, because an accent behind it would become one with it. */
struct str regex_literal(struct str pattern, unsigned flags, struct arena *a);

#endif
