/* A second reading of one YAML scalar. libyaml says what a scalar means, not where its
 * bytes came from; this follows libyaml's folding rules (YAML 1.1: NEL, LS and PS end
 * lines too) and compares every byte with what libyaml made of it. */
#include "source/scalar.h"
#include "source/point.h"

struct reader {
	const struct scalar_place *p;
	struct str value;
	size_t at, end; /* in the file */
	uint32_t *map;
	size_t n; /* bytes of the value placed so far */
	bool bad;
};

static unsigned char byte_at(const struct reader *r, size_t at)
{
	return at < r->end ? (unsigned char)r->p->text.p[at] : 0;
}

/* Length of the line end at `at`, 0 if there is none. */
static size_t break_at(const struct reader *r, size_t at)
{
	const unsigned char c = byte_at(r, at);

	if (c == '\r')
		return byte_at(r, at + 1) == '\n' ? 2 : 1;
	if (c == '\n')
		return 1;
	if (c == 0xC2 && byte_at(r, at + 1) == 0x85)
		return 2;
	if (c == 0xE2 && byte_at(r, at + 1) == 0x80 &&
	    (byte_at(r, at + 2) & 0xFE) == 0xA8)
		return 3;
	return 0;
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static void put(struct reader *r, char c, size_t at)
{
	if (r->n >= r->value.n || r->value.p[r->n] != c)
		r->bad = true;
	else
		r->map[r->n++] = (uint32_t)at;
}

/* A line end as libyaml keeps it: LS and PS stay, all others are LF. */
static void put_break(struct reader *r, size_t from, size_t n, size_t at)
{
	if (n != 3) {
		put(r, '\n', at);
		return;
	}
	for (size_t i = 0; i < n; i++)
		put(r, r->p->text.p[from + i], at == from ? from + i : at);
}

/* ---- plain and quoted ---- */

/* The blanks at r->at, with the line ends among them: one line end is a blank, more are
 * one fewer. `escaped`: the first line end was escaped and is gone already. */
static void fold(struct reader *r, bool escaped)
{
	const size_t start = r->at;
	size_t n, breaks = escaped, first = 0, first_n = 0;
	bool said = false;

	while ((n = break_at(r, r->at)) || is_blank(byte_at(r, r->at))) {
		if (!n) {
			r->at++;
			continue;
		}
		if (!breaks++) {
			first = r->at;
			first_n = n;
		} else {
			/* LS and PS are never dropped. */
			if (!said && first_n == 3) {
				put_break(r, first, first_n, first);
				said = true;
			}
			put_break(r, r->at, n, said || escaped ? r->at : start);
			said = true;
		}
		r->at += n;
	}
	if (!breaks) {
		for (size_t i = start; i < r->at; i++)
			put(r, r->p->text.p[i], i);
	} else if (!said && !escaped) {
		if (first_n == 3)
			put_break(r, first, first_n, first);
		else
			put(r, ' ', start);
	}
}

static uint32_t hex(const struct reader *r, size_t at, size_t n)
{
	uint32_t value = 0;

	for (size_t i = 0; i < n; i++) {
		const unsigned char c = byte_at(r, at + i);

		value = value << 4 |
			(uint32_t)(ascii_is_digit(c) ? c - '0'
						     : ((c | 32) - 'a' + 10) & 15);
	}
	return value;
}

/* What `\c` stands for; *digits is how many hexadecimal digits follow. */
static uint32_t escape(unsigned char c, size_t *digits)
{
	static const char from[] = "0abt\tnvfre \"/\\N_LP";
	static const uint16_t to[] = {
		0,  7,   8,   9,   9,    10,   11,   12,     13,
		27, ' ', '"', '/', '\\', 0x85, 0xA0, 0x2028, 0x2029
	};
	const char *hit = c ? strchr(from, c) : NULL;

	*digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
	return hit ? to[hit - from] : 0;
}

static void read_escape(struct reader *r)
{
	const size_t start = r->at;
	size_t n = break_at(r, start + 1), digits, bytes;
	uint32_t cp;
	char out[4];

	if (n) {
		r->at += 1 + n;
		fold(r, true);
		return;
	}
	cp = escape(byte_at(r, start + 1), &digits);
	if (digits)
		cp = hex(r, start + 2, digits);
	bytes = point_encode(cp & 0x1FFFFF, out);
	for (size_t i = 0; i < bytes; i++)
		put(r, out[i], start);
	r->at = start + 2 + digits;
}

/* Nothing but itself, in any style. */
static bool is_plain(unsigned char c)
{
	return c > ' ' && c < 0x80 && c != '\\' && c != '\'';
}

/* The bytes that are as libyaml took them: most of a text. */
static void read_plain(struct reader *r)
{
	const char *p = r->p->text.p;
	size_t at = r->at, n = r->n;

	while (at < r->end && n < r->value.n && is_plain((unsigned char)p[at]) &&
	       p[at] == r->value.p[n])
		r->map[n++] = (uint32_t)at++;
	r->at = at;
	r->n = n;
}

static void read_flow(struct reader *r, enum scalar_style style)
{
	while (read_plain(r), r->at < r->end && !r->bad) {
		const unsigned char c = byte_at(r, r->at);

		if (is_blank(c) || break_at(r, r->at)) {
			fold(r, false);
		} else if (style == SCALAR_DOUBLE && c == '\\') {
			read_escape(r);
		} else {
			put(r, (char)c, r->at);
			r->at += style == SCALAR_SINGLE && c == '\'' ? 2 : 1;
		}
	}
}

/* ---- blocks ---- */

struct block {
	struct reader *r;
	size_t indent;
	bool literal;
	int chomp;               /* '+', '-' or 0 */
	size_t breaks, breaks_n; /* where the empty lines start, and how many */
	size_t last, last_n;     /* the line end of the last line */
};

static void block_header(struct block *b)
{
	struct reader *r = b->r;

	b->literal = byte_at(r, r->at++) == '|';
	for (;; r->at++) {
		const unsigned char c = byte_at(r, r->at);

		if (c == '+' || c == '-')
			b->chomp = c;
		else if (ascii_is_digit(c))
			b->indent = (size_t)(c - '0') +
				    (r->p->indent > 0 ? (size_t)r->p->indent : 0);
		else
			break;
	}
	while (r->at < r->end && !break_at(r, r->at))
		r->at++;
	r->at += break_at(r, r->at);
}

/* Blanks of an indentation at `at`, at most the block's own. */
static size_t indentation(const struct block *b, size_t at)
{
	size_t n = 0;

	while ((!b->indent || n < b->indent) && byte_at(b->r, at + n) == ' ')
		n++;
	return n;
}

/* Empty lines at r->at; the first line with text sets the indentation. Leaves r->at at
 * the start of that line's text. */
static size_t block_breaks(struct block *b)
{
	struct reader *r = b->r;
	size_t most = 0, column, n;

	b->breaks = r->at;
	b->breaks_n = 0;
	for (;;) {
		column = indentation(b, r->at);
		if (column > most)
			most = column;
		n = break_at(r, r->at + column);
		if (!n)
			break;
		r->at += column + n;
		b->breaks_n++;
	}
	if (!b->indent) {
		b->indent = most;
		if (r->p->indent >= 0 && b->indent < (size_t)r->p->indent + 1)
			b->indent = (size_t)r->p->indent + 1;
		if (b->indent < 1)
			b->indent = 1;
	}
	r->at += column;
	return column;
}

/* The empty lines; the first of them stands at `first`. */
static void put_breaks(struct block *b, size_t first)
{
	size_t at = b->breaks, n;

	for (size_t i = 0; i < b->breaks_n; i++) {
		while (!(n = break_at(b->r, at)))
			at++;
		put_break(b->r, at, n, i ? at : first);
		at += n;
	}
}

static void block_line(struct block *b, bool *blank)
{
	struct reader *r = b->r;
	const bool starts_blank = is_blank(byte_at(r, r->at));
	size_t first = b->breaks;

	if (!b->literal && b->last_n && b->last_n != 3 && !*blank && !starts_blank) {
		first = b->last; /* this line end is dropped: it goes with the next */
		if (!b->breaks_n)
			put(r, ' ', b->last);
	} else if (b->last_n) {
		put_break(r, b->last, b->last_n, b->last);
	}
	put_breaks(b, first);
	*blank = starts_blank;
	while (r->at < r->end && !break_at(r, r->at)) {
		put(r, r->p->text.p[r->at], r->at);
		r->at++;
	}
	b->last = r->at;
	b->last_n = break_at(r, r->at);
	r->at += b->last_n;
}

/* The end of the scalar: behind its last byte, a last LF left out. */
static size_t block_end(const struct reader *r, size_t header)
{
	if (r->n)
		return r->map[r->n - 1] + (r->value.p[r->n - 1] == '\n' ? 0u : 1u);
	while (header < r->end && (unsigned char)r->p->text.p[header] > ' ')
		header++;
	return header;
}

static size_t read_block(struct reader *r)
{
	struct block b = { .r = r };
	const size_t header = r->at;
	bool blank = false;
	size_t column;

	block_header(&b);
	column = block_breaks(&b);
	while (column == b.indent && r->at < r->end && !r->bad) {
		block_line(&b, &blank);
		column = block_breaks(&b);
	}
	if (b.chomp != '-' && b.last_n)
		put_break(r, b.last, b.last_n, b.last);
	if (b.chomp == '+')
		put_breaks(&b, b.breaks);
	return block_end(r, header);
}

/* ---- all ---- */

static bool is_quoted(enum scalar_style style)
{
	return style == SCALAR_SINGLE || style == SCALAR_DOUBLE;
}

static void whole(const struct reader *r, struct yaml *node)
{
	for (size_t i = 0; i < r->value.n; i++)
		r->map[i] = node->at.start;
	r->map[r->value.n] = node->at.end;
}

bool scalar_map(const struct scalar_place *p, struct yaml *node, struct arena *a)
{
	struct reader r = { .p = p, .value = node->value, .at = p->start, .end = p->end };
	size_t end = p->end;

	r.map = arena_array(a, node->value.n + 1, sizeof(*r.map));
	node->map = r.map;
	if (p->style == SCALAR_BLOCK) {
		r.end = p->limit;
		end = read_block(&r);
		node->at = (struct span){ (uint32_t)p->start, (uint32_t)end };
	} else {
		node->at = (struct span){ (uint32_t)p->start, (uint32_t)p->end };
		if (is_quoted(p->style)) {
			r.at++;
			r.end--;
			end--;
		}
		read_flow(&r, p->style);
	}
	if (r.bad || r.n != node->value.n) {
		whole(&r, node);
		return false;
	}
	r.map[r.n] = (uint32_t)end;
	return true;
}
