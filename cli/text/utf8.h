/* text/utf8.h: UTF-8, normal forms, characters as readers count them (utf8proc). */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "core/arena.h"
#include "core/buf.h"

/* Offset of the first byte that is not well-formed UTF-8, or SIZE_MAX. */
size_t utf8_check(struct str s);
/* The code point at `at`, its length in *n. A byte that is not UTF-8 gives U+FFFD and
 * length 1, so that a walk always ends; at the end of `s` the length is 0. */
uint32_t utf8_decode(struct str s, size_t at, size_t *n);
/* A byte that goes on with a character instead of starting one. */
static inline bool utf8_is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}
/* The start of `s`: at most `most` bytes, whole characters. */
struct str utf8_clip(struct str s, size_t most);
void utf8_append(struct buf *out, uint32_t cp); /* what is no code point: U+FFFD */

/* Offset of the first control character (C0 but LF, TAB and CR before LF; DEL; C1), or
 * SIZE_MAX. */
size_t utf8_control(struct str s);

/* Matching form: NFC, case folded, typographic quotes and dashes made ASCII,
 * zero-width and soft-hyphen characters dropped. Returns `s` itself when it is
 * lower-case ASCII already. */
struct str utf8_fold(struct str s, struct arena *a);
struct str utf8_nfc(struct str s, struct arena *a); /* `s` itself if ASCII */
/* Full lower-case of one text, for suggestions; keeps everything else. */
struct str utf8_lower(struct str s, struct arena *a);

/* Extended grapheme clusters (UAX #29). utf8_grapheme() gives the end of the cluster
 * that starts at `at`. */
size_t utf8_graphemes(struct str s);
size_t utf8_grapheme(struct str s, size_t at);
size_t utf8_code_points(struct str s);
size_t utf8_utf16_units(struct str s);

bool utf8_is_letter(uint32_t cp);
bool utf8_is_upper(uint32_t cp);
/* The letter of a-z under the case and the accents of a letter; 0: it has none. */
char utf8_base_letter(uint32_t cp);
bool utf8_is_lower(uint32_t cp);
bool utf8_is_emoji(uint32_t cp); /* starts an emoji as people see one */
/* Columns of a terminal: 0, 1 or 2. */
unsigned utf8_width(uint32_t cp);

/* `s` with control characters, bidi controls, zero-width characters and bytes that are
 * not UTF-8 made visible (^[ as \x1b, U+202E as <U+202E>); LF and TAB are kept when
 * `lines` is set. Safe for terminals and logs. */
void utf8_visible(struct buf *out, struct str s, bool lines);

#endif
