#include "text/utf8.h"
#include "text/utf8_prop.h"

static const uint64_t HIGH_BITS = 0x8080808080808080u;

size_t utf8_ascii(struct str s, size_t from)
{
	uint64_t word;
	size_t i = from;

	for (; i + sizeof(word) <= s.n; i += sizeof(word)) {
		memcpy(&word, s.p + i, sizeof(word));
		if (word & HIGH_BITS)
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}

/* The smallest code point that needs `n` bytes: anything below is overlong. */
static bool is_well_formed(uint32_t cp, size_t n)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

	return cp >= least[n] && cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff);
}

/* The character at `at`: its length, or 0 when the bytes are not UTF-8. */
static size_t decode(struct str s, size_t at, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	size_t n;
	uint32_t c;

	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (n > s.n - at)
		return 0;
	c = p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if (!utf8_is_tail((char)p[i]))
			return 0;
		c = c << 6 | (p[i] & 0x3fu);
	}
	*cp = c;
	return is_well_formed(c, n) ? n : 0;
}

struct str utf8_clip(struct str s, size_t most)
{
	if (s.n <= most)
		return s;
	while (most && utf8_is_tail(s.p[most]))
		most--;
	return str_slice(s, 0, most);
}

size_t utf8_check(struct str s)
{
	uint32_t cp;

	for (size_t at = utf8_ascii(s, 0); at < s.n;) {
		const size_t n = decode(s, at, &cp);

		if (!n)
			return at;
		at += n;
		if (at < s.n && (unsigned char)s.p[at] < 0x80)
			at = utf8_ascii(s, at);
	}
	return SIZE_MAX;
}

uint32_t utf8_decode(struct str s, size_t at, size_t *n)
{
	uint32_t cp;

	if (at >= s.n) {
		*n = 0;
		return 0;
	}
	*n = decode(s, at, &cp);
	if (*n)
		return cp;
	*n = 1;
	return 0xfffd;
}

size_t utf8_put(char *out, uint32_t cp)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	return (size_t)utf8proc_encode_char((int32_t)cp, (utf8proc_uint8_t *)out);
}

void utf8_append(struct buf *out, uint32_t cp)
{
	char bytes[4];

	buf_add(out, bytes, utf8_put(bytes, cp));
}

static bool is_control(struct str s, size_t at)
{
	const unsigned char c = (unsigned char)s.p[at];

	if (c == '\r')
		return at + 1 == s.n || s.p[at + 1] != '\n';
	if (c < 0x20)
		return c != '\n' && c != '\t';
	if (c == 0x7f)
		return true;
	return c == 0xc2 && at + 1 < s.n && (unsigned char)s.p[at + 1] >= 0x80 &&
	       (unsigned char)s.p[at + 1] < 0xa0;
}

size_t utf8_control(struct str s)
{
	for (size_t at = 0; at < s.n; at++)
		if (is_control(s, at))
			return at;
	return SIZE_MAX;
}

/* ---- counting ---- */

size_t utf8_grapheme(struct str s, size_t at)
{
	size_t n;
	int32_t before, cp, state = 0;

	if (at >= s.n)
		return s.n;
	before = (int32_t)utf8_decode(s, at, &n);
	/* Between two ASCII characters there is a break, but inside CR LF. */
	if (before < 0x80 && before != '\r' &&
	    (at + 1 == s.n || (unsigned char)s.p[at + 1] < 0x80))
		return at + 1;
	for (at += n; at < s.n; at += n) {
		cp = (int32_t)utf8_decode(s, at, &n);
		if (utf8proc_grapheme_break_stateful(before, cp, &state))
			break;
		before = cp;
	}
	return at;
}

size_t utf8_graphemes(struct str s)
{
	size_t count = 0;

	for (size_t at = 0; at < s.n; count++)
		at = utf8_grapheme(s, at);
	return count;
}

size_t utf8_code_points(struct str s)
{
	size_t count = 0, n;

	for (size_t at = 0; at < s.n; at += n, count++)
		(void)utf8_decode(s, at, &n);
	return count;
}

size_t utf8_utf16_units(struct str s)
{
	size_t count = 0, n;

	for (size_t at = 0; at < s.n; at += n)
		count += utf8_decode(s, at, &n) > 0xffff ? 2 : 1;
	return count;
}

/* ---- what a character is ---- */

bool utf8_is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_alpha((unsigned char)cp);
	switch (utf8_category(cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return true;
	default:
		return false;
	}
}

bool utf8_is_upper(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_upper((unsigned char)cp);
	return utf8_category(cp) == UTF8PROC_CATEGORY_LU ||
	       utf8_category(cp) == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_lower(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_lower((unsigned char)cp);
	return utf8_category(cp) == UTF8PROC_CATEGORY_LL;
}

bool utf8_is_pictograph(uint32_t cp)
{
	return cp >= 0xa9 &&
	       utf8_property(cp)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool utf8_is_regional(uint32_t cp)
{
	return cp >= 0x1f1e6 && cp <= 0x1f1ff;
}

/* Pictographs below U+1F000 that are shown as a picture without a variation selector:
 * the block of miscellaneous symbols and dingbats as people use it, and a few others. */
static bool is_old_emoji(uint32_t cp)
{
	if (cp >= 0x2600 && cp <= 0x27bf)
		return true;
	switch (cp) {
	case 0x231a: /* watch, hourglass */
	case 0x231b:
	case 0x23f0: /* alarm clock, sand */
	case 0x23f3:
	case 0x25fd: /* small squares */
	case 0x25fe:
	case 0x2b1b: /* large squares, star, ring */
	case 0x2b1c:
	case 0x2b50:
	case 0x2b55:
		return true;
	default:
		return cp >= 0x23e9 && cp <= 0x23ec;
	}
}

bool utf8_is_emoji(uint32_t cp)
{
	if (cp < 0x231a)
		return false;
	if (utf8_is_regional(cp))
		return true;
	return utf8_is_pictograph(cp) && (cp >= 0x1f000 || is_old_emoji(cp));
}

unsigned utf8_width(uint32_t cp)
{
	int width;

	if (cp < 0x80)
		return cp >= 0x20 && cp != 0x7f;
	if (utf8_is_invisible(cp))
		return 0;
	width = utf8proc_charwidth((int32_t)cp);
	return width < 0 ? 0 : (unsigned)width;
}

/* ---- what may be printed ---- */

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t cp, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n && r[i].first <= cp; i++)
		if (cp <= r[i].last)
			return true;
	return false;
}

bool utf8_is_invisible(uint32_t cp)
{
	static const struct range invisible[] = {
		{ 0x00ad, 0x00ad },   { 0x034f, 0x034f },   { 0x061c, 0x061c },
		{ 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },   { 0x180b, 0x180f },
		{ 0x200b, 0x200f },   { 0x2028, 0x202e },   { 0x2060, 0x206f },
		{ 0x3164, 0x3164 },   { 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 },   { 0xfff0, 0xfffb },   { 0x1bca0, 0x1bca3 },
		{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
	};

	return cp >= 0xad && in_ranges(cp, invisible, ARRAY_LEN(invisible));
}

/* A joiner between two pictographs and a variation selector behind one belong to the
 * picture; anywhere else they hide. */
static bool is_part_of_emoji(struct str s, size_t at, size_t n, uint32_t cp,
			     uint32_t before)
{
	size_t next_n;

	if (cp == 0xfe0f)
		return utf8_is_pictograph(before) || before == '#' || before == '*' ||
		       (before >= '0' && before <= '9');
	if (cp != 0x200d || !(utf8_is_pictograph(before) || before == 0xfe0f ||
			      (before >= 0x1f3fb && before <= 0x1f3ff)))
		return false;
	return at + n < s.n && utf8_is_pictograph(utf8_decode(s, at + n, &next_n));
}

/* Bytes from `at` on that may be printed as they are. */
static size_t plain_ascii(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.n && s.p[end] >= 0x20 && s.p[end] < 0x7f)
		end++;
	return end - at;
}

static void visible_char(struct buf *out, struct str s, size_t at, size_t n, uint32_t cp,
			 uint32_t before)
{
	if (n == 1 && (cp < 0x20 || cp == 0x7f || cp == 0xfffd))
		buf_printf(out, "\\x%02x", (unsigned)(unsigned char)s.p[at]);
	else if ((cp >= 0x80 && cp < 0xa0) ||
		 (utf8_is_invisible(cp) && !is_part_of_emoji(s, at, n, cp, before)))
		buf_printf(out, "<U+%04X>", (unsigned)cp);
	else
		buf_add(out, s.p + at, n);
}

void utf8_visible(struct buf *out, struct str s, bool lines)
{
	uint32_t cp = 0, before = 0;
	size_t n;

	for (size_t at = 0; at < s.n; at += n) {
		n = plain_ascii(s, at);
		if (n) {
			buf_add(out, s.p + at, n);
			before = (unsigned char)s.p[at + n - 1];
			continue;
		}
		cp = utf8_decode(s, at, &n);
		if (lines && (cp == '\n' || cp == '\t'))
			buf_char(out, (char)cp);
		else
			visible_char(out, s, at, n, cp, before);
		before = cp;
	}
}

char utf8_base_letter(uint32_t cp)
{
	utf8proc_int32_t parts[4];
	utf8proc_ssize_t n;
	int last = 0;

	if (cp < 0x80)
		return ascii_is_alpha((unsigned char)cp) ? ascii_lower((char)cp) : '\0';
	n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, ARRAY_LEN(parts),
				    UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &last);
	return n >= 1 && n <= (utf8proc_ssize_t)ARRAY_LEN(parts) && parts[0] < 0x80 &&
			       ascii_is_alpha((unsigned char)parts[0])
		       ? (char)parts[0]
		       : '\0';
}
