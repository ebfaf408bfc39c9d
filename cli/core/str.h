/* core/str.h: borrowed bytes. A struct str is passed by value, is not
 * NUL-terminated and is never freed: whoever made the bytes keeps them alive. */
#ifndef CORE_STR_H
#define CORE_STR_H

#include "core/banned.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define ARRAY_LEN(x) (sizeof(x) / sizeof((x)[0]))

struct str {
	const char *p;
	size_t n;
};

/* A half-open range of byte offsets in some file or text: [start, end). */
struct span {
	uint32_t start, end;
};

#define STR_NULL ((struct str){ NULL, 0 })
/* From a string literal. */
#define STR(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

struct str str_from(const char *cstr); /* NULL gives an empty str */
/* Bytes [start, end) of `s`; both are clamped to it. */
struct str str_slice(struct str s, size_t start, size_t end);
struct str str_span(struct str s, struct span at);
/* These two are called for every word of every text: the compiler sees into them, and
 * knows the length of a literal. */
static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || (a.p && b.p && memcmp(a.p, b.p, a.n) == 0));
}
static inline bool str_is(struct str a, const char *b)
{
	return str_eq(a, b ? (struct str){ b, strlen(b) } : STR_NULL);
}
int str_cmp(struct str a, struct str b); /* by bytes, shorter first */
bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
/* Offset of the first occurrence at or after `from`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_chr(struct str s, char c, size_t from);

struct str str_trim(struct str s); /* ASCII blanks and line ends, both sides */
/* Take the next line off `rest` (without its LF or CRLF). False at the end. */
bool str_line(struct str *rest, struct str *line);
/* Take the next field up to `sep` off `rest`. False when nothing is left. */
bool str_field(struct str *rest, char sep, struct str *field);

/* A decimal number that fills all of `s`. False if it is none or does not fit. */
bool str_to_u64(struct str s, uint64_t *out);

/* ASCII only, locale-free. */
static inline bool ascii_is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
static inline bool ascii_is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
static inline bool ascii_is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
static inline bool ascii_is_alpha(unsigned char c)
{
	return ascii_is_lower(c) || ascii_is_upper(c);
}
static inline bool ascii_is_alnum(unsigned char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c);
}
static inline bool ascii_is_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline char ascii_lower(char c)
{
	return ascii_is_upper((unsigned char)c) ? (char)(c + 32) : c;
}

/* The candidate nearest to `word` (optimal string alignment distance, ASCII case
 * ignored) when it is near enough to be a slip of the fingers; else STR_NULL. */
struct str str_nearest(struct str word, const struct str *candidates, size_t n);

#endif
