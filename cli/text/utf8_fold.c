/* Normal forms. The library decomposes, folds and composes single characters; putting
 * combining marks in order is done here, because the library swaps neighbours until
 * nothing moves: quadratic on a text that is all marks. */
#include "text/utf8.h"
#include "text/utf8_prop.h"

enum {
	OWN_ROOM = 96,    /* characters of a word, decomposed: no memory asked for */
	MOST_PARTS = 18,  /* the longest decomposition of one character is 4 today */
	SORT_SIMPLE = 16, /* marks on one letter that are put in order by insertion */
	CLASSES = 256,    /* combining classes */
};

/* Code points being worked on. */
struct points {
	int32_t *p;
	size_t n, room;
	int32_t own[OWN_ROOM];
};

static void points_room(struct points *c, struct arena *a)
{
	int32_t *more;

	if (c->room - c->n >= MOST_PARTS)
		return;
	more = arena_array(a, c->room * 2, sizeof(*more));
	memcpy(more, c->p, c->n * sizeof(*more));
	c->p = more;
	c->room *= 2;
}

static void points_add(struct points *c, uint32_t cp, int options, struct arena *a)
{
	int last = 0;
	utf8proc_ssize_t n;

	points_room(c, a);
	n = utf8proc_decompose_char((int32_t)cp, c->p + c->n, MOST_PARTS,
				    (utf8proc_option_t)options, &last);
	if (n > 0 && n <= MOST_PARTS)
		c->n += (size_t)n;
	else
		c->p[c->n++] = (int32_t)cp;
}

static unsigned class_of(int32_t cp)
{
	return (unsigned)utf8_property((uint32_t)cp)->combining_class & 0xff;
}

static void sort_simple(int32_t *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const int32_t cp = p[i];
		size_t k = i;

		for (; k && class_of(p[k - 1]) > class_of(cp); k--)
			p[k] = p[k - 1];
		p[k] = cp;
	}
}

static void sort_by_counting(int32_t *p, size_t n, struct arena *a)
{
	int32_t *sorted = arena_array(a, n, sizeof(*sorted));
	size_t starts[CLASSES + 1] = { 0 };

	for (size_t i = 0; i < n; i++)
		starts[class_of(p[i]) + 1]++;
	for (size_t i = 0; i < CLASSES; i++)
		starts[i + 1] += starts[i];
	for (size_t i = 0; i < n; i++)
		sorted[starts[class_of(p[i])]++] = p[i];
	memcpy(p, sorted, n * sizeof(*p));
}

/* The canonical order: each run of marks by combining class, equal ones as they came. */
static void order_marks(struct points *c, struct arena *a)
{
	for (size_t i = 0; i < c->n;) {
		size_t end = i;

		while (end < c->n && class_of(c->p[end]) > 0)
			end++;
		if (end - i > SORT_SIMPLE)
			sort_by_counting(c->p + i, end - i, a);
		else if (end - i > 1)
			sort_simple(c->p + i, end - i);
		i = end + 1;
	}
}

static struct str points_text(struct points *c, struct arena *a)
{
	const int options = UTF8PROC_COMPOSE | UTF8PROC_STABLE;
	utf8proc_ssize_t n;
	char *out;
	size_t used = 0;

	order_marks(c, a);
	n = utf8proc_normalize_utf32(c->p, (utf8proc_ssize_t)c->n,
				     (utf8proc_option_t)options);
	if (n >= 0)
		c->n = (size_t)n;
	out = arena_alloc(a, c->n * 4 + 1);
	for (size_t i = 0; i < c->n; i++)
		used += utf8_put(out + used, (uint32_t)c->p[i]);
	return (struct str){ out, used };
}

uint32_t utf8_plain(uint32_t cp)
{
	if (cp < 0xab)
		return cp;
	switch (cp) {
	case 0x2018: /* single quotation marks, and what is typed for an apostrophe */
	case 0x2019:
	case 0x201a:
	case 0x201b:
	case 0x2032:
	case 0x2039:
	case 0x203a:
	case 0x02bc:
	case 0xff07:
		return '\'';
	case 0x00ab: /* double ones */
	case 0x00bb:
	case 0x201c:
	case 0x201d:
	case 0x201e:
	case 0x201f:
	case 0x2033:
	case 0xff02:
		return '"';
	case 0x2010: /* hyphens, dashes, bar, minus */
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
	case 0xfe58:
	case 0xfe63:
	case 0xff0d:
		return '-';
	default:
		return utf8_is_invisible(cp) && cp != 0x2028 && cp != 0x2029 ? 0 : cp;
	}
}

/* ASCII letters in lower case; `s` itself when that changes nothing. */
static struct str lower_ascii(struct str s, struct arena *a)
{
	struct str copy;
	char *p;
	size_t i = 0;

	while (i < s.n && !ascii_is_upper((unsigned char)s.p[i]))
		i++;
	if (i == s.n)
		return s;
	p = arena_alloc(a, s.n + 1);
	for (i = 0; i < s.n; i++)
		p[i] = ascii_lower(s.p[i]);
	copy = (struct str){ p, s.n };
	return copy;
}

struct str utf8_fold(struct str s, struct arena *a)
{
	const int options = UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STABLE;
	struct points c;
	size_t n;

	if (utf8_ascii(s, 0) == s.n)
		return lower_ascii(s, a);
	c.p = c.own;
	c.n = 0;
	c.room = OWN_ROOM;
	for (size_t at = 0; at < s.n; at += n) {
		const uint32_t cp = utf8_plain(utf8_decode(s, at, &n));

		if (cp || !s.p[at])
			points_add(&c, cp, options, a);
	}
	return points_text(&c, a);
}

struct str utf8_nfc(struct str s, struct arena *a)
{
	struct points c;
	size_t n;

	if (utf8_ascii(s, 0) == s.n)
		return s;
	c.p = c.own;
	c.n = 0;
	c.room = OWN_ROOM;
	for (size_t at = 0; at < s.n; at += n)
		points_add(&c, utf8_decode(s, at, &n), UTF8PROC_COMPOSE | UTF8PROC_STABLE,
			   a);
	return points_text(&c, a);
}

/* A capital sigma at the end of a word has a small form of its own. */
static bool is_final_sigma(struct str s, size_t at, size_t n, uint32_t before)
{
	size_t next_n;

	if (!utf8_is_letter(before))
		return false;
	return at + n == s.n || !utf8_is_letter(utf8_decode(s, at + n, &next_n));
}

struct str utf8_lower(struct str s, struct arena *a)
{
	uint32_t before = 0;
	char *out;
	size_t used = 0, n;

	if (utf8_ascii(s, 0) == s.n)
		return lower_ascii(s, a);
	/* U+0130 and U+023A grow from 2 bytes to 3, nothing grows by more. */
	out = arena_alloc(a, s.n * 2 + 1);
	for (size_t at = 0; at < s.n; at += n) {
		const uint32_t cp = utf8_decode(s, at, &n);

		if (cp == 0xfffd && n == 1)
			out[used++] = s.p[at];
		else if (cp == 0x130)
			used += utf8_put(out + used, 'i');
		else if (cp == 0x3a3 && is_final_sigma(s, at, n, before))
			used += utf8_put(out + used, 0x3c2);
		else
			used += utf8_put(out + used,
					 (uint32_t)utf8proc_tolower((int32_t)cp));
		if (cp == 0x130)
			used += utf8_put(out + used, 0x307);
		before = cp;
	}
	return (struct str){ out, used };
}
