/* Which of many regular expressions may match in a text, and where: their literals are
 * looked for all at once, by the first three bytes of each. */
#include "text/regex_glance.h"

#include "core/limits.h"

enum {
	START_BITS = 16,
	HEAD_BITS = 12,
	NEAR = 8,       /* starts that are no further apart are tried in one go */
	SPREAD = 64,    /* as long as all of them are within so many bytes */
	PLACES = 64,    /* of literals, noted whatever the length of the text */
	WIDE = 1024,    /* matches that may be longer are looked for everywhere */
	MOST_SEEN = 32, /* of the characters that a match needs so many of */
};

struct counts {
	uint32_t of[256];
	uint32_t run; /* most bytes in a row without a blank */
};

/* A text that an expression needs. */
struct literal {
	struct str text;
	uint32_t owner;
	uint32_t next; /* that may start with the same bytes: index + 1 */
};

struct regex_filter {
	const struct regex_needs *needs;
	size_t n;
	uint64_t starts[(1 << START_BITS) /
			64];            /* three bytes that some literal may start with */
	uint32_t heads[1 << HEAD_BITS]; /* the first literal of each: index + 1 */
	bool has_short;                 /* one of two bytes */
	uint64_t *every, *free; /* expressions: all; those without a literal here */
	VEC(struct literal) literals;
};

/* Where the literals of an expression stand, one after the other. */
struct place {
	uint32_t at;
	uint32_t next; /* index + 1 */
};

struct regex_places {
	VEC(struct place) all;
	uint32_t *next, *last; /* of each expression that was found: index + 1 */
	size_t most;           /* so many are noted, so that memory stays bounded ... */
	size_t end;            /* ... none from this byte on */
};

unsigned regex_weight(unsigned char c)
{
	static const char common[] = ".,'-!?\":/";

	if (ascii_is_lower(c))
		return 30;
	if (ascii_is_alnum(c))
		return 2;
	if (c == ' ' || c >= 0x80)
		return 180;
	return c && strchr(common, c) ? 4 : 1;
}

static uint32_t hash(uint32_t bytes, unsigned bits)
{
	return bytes * 0x9e3779b1u >> (32 - bits);
}

/* The first bytes at `p`: two or three, the later ones above. */
static uint32_t two(const char *p)
{
	return (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8;
}

static uint32_t three(const char *p)
{
	return two(p) | (uint32_t)(unsigned char)p[2] << 16;
}

static bool bit(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

static void set_bit(uint64_t *bits, size_t i)
{
	bits[i / 64] |= (uint64_t)1 << i % 64;
}

static void note_start(struct regex_filter *f, uint32_t bytes)
{
	set_bit(f->starts, hash(bytes, START_BITS));
}

static void add_literal(struct regex_filter *f, struct str text, size_t owner,
			struct arena *a)
{
	const bool is_short = text.n < 3;
	const uint32_t bytes = is_short ? two(text.p) : three(text.p);
	uint32_t *head = &f->heads[hash(bytes, HEAD_BITS)];

	for (uint32_t c = 0; is_short && c < 256; c++)
		note_start(f, bytes | c << 16);
	if (!is_short)
		note_start(f, bytes);
	f->has_short = f->has_short || is_short;
	*VEC_ADD(a, &f->literals) = (struct literal){ text, (uint32_t)owner, *head };
	*head = (uint32_t)f->literals.n;
}

struct regex_filter *regex_filter_new(const struct regex_needs *needs, size_t n,
				      struct arena *a)
{
	struct regex_filter *f = ARENA_NEW(a, struct regex_filter);

	f->needs = needs;
	f->n = n;
	f->every = arena_array(a, n / 64 + 1, sizeof(*f->every));
	f->free = arena_array(a, n / 64 + 1, sizeof(*f->free));
	for (size_t i = 0; i < n; i++) {
		struct str rest = needs[i].literal, line;

		set_bit(f->every, i);
		if (rest.n < 2)
			set_bit(f->free, i);
		while (str_field(&rest, '\n', &line))
			if (line.n >= 2)
				add_literal(f, line, i, a);
	}
	return f;
}

/* ---- the text ---- */

/* Eight bytes at a time: in each, the top bit of `x + k` says whether x >= 0x80 - k. */
static uint64_t lower_eight(uint64_t bytes)
{
	const uint64_t ones = UINT64_MAX / 255, tops = ones * 0x80;
	const uint64_t low = bytes & ~tops;
	const uint64_t from_a = low + ones * (0x80 - 'A'),
		       past_z = low + ones * (0x7f - 'Z');

	return bytes | (((from_a ^ past_z) & ~bytes & tops) >> 2);
}

/* With two zeros behind it. */
static struct str lower(struct str text, struct arena *a)
{
	char *low = arena_raw(a, text.n + 2);
	size_t i = 0;

	for (; i + 8 <= text.n; i += 8) {
		uint64_t bytes;

		memcpy(&bytes, text.p + i, 8);
		bytes = lower_eight(bytes);
		memcpy(low + i, &bytes, 8);
	}
	for (; i < text.n; i++)
		low[i] = ascii_lower(text.p[i]);
	low[i] = low[i + 1] = '\0';
	return (struct str){ low, text.n };
}

static void count(struct str text, struct counts *c)
{
	uint32_t run = 0, most = 0;

	memset(c, 0, sizeof(*c));
	for (size_t i = 0; i < text.n; i++) {
		const unsigned char ch = (unsigned char)text.p[i];

		c->of[ch]++;
		run = ascii_is_space(ch) ? 0 : run + 1;
		most = run > most ? run : most;
	}
	c->run = most;
}

/* ---- literals ---- */

/* One text that is asked. */
struct search {
	const struct regex_filter *f;
	struct str low;
	uint64_t *found;
	struct regex_places *places;
	struct arena *a;
};

static void note_place(struct search *s, uint32_t owner, size_t at)
{
	struct regex_places *p = s->places;
	const bool first = !bit(s->found, owner);
	uint32_t *link;

	set_bit(s->found, owner);
	if (first)
		p->next[owner] = 0;
	if (p->all.n == p->most) {
		p->end = at < p->end ? at : p->end;
		return;
	}
	*VEC_ADD(s->a, &p->all) = (struct place){ (uint32_t)at, 0 };
	link = first ? &p->next[owner] : &p->all.p[p->last[owner] - 1].next;
	*link = p->last[owner] = (uint32_t)p->all.n;
}

static void try_literals(struct search *s, size_t at, uint32_t head)
{
	for (uint32_t k = head; k; k = s->f->literals.p[k - 1].next) {
		const struct literal *l = &s->f->literals.p[k - 1];

		if (s->low.n - at >= l->text.n &&
		    memcmp(s->low.p + at, l->text.p, l->text.n) == 0)
			note_place(s, l->owner, at);
	}
}

static void find_literals(struct search *s)
{
	const struct regex_filter *f = s->f;
	const struct str low = s->low;
	uint32_t bytes = low.n ? two(low.p) << 8 : 0;

	for (size_t i = 0; i + 1 < low.n; i++) {
		bytes = bytes >> 8 | (uint32_t)(unsigned char)low.p[i + 2] << 16;
		if (!bit(f->starts, hash(bytes, START_BITS)))
			continue;
		try_literals(s, i, f->heads[hash(bytes, HEAD_BITS)]);
		if (f->has_short)
			try_literals(s, i, f->heads[hash(bytes & 0xffff, HEAD_BITS)]);
	}
}

/* ---- asking ---- */

/* U+017F and U+212A: PCRE2 takes them for s and k when case does not matter. */
static bool has_odd_letter(struct str text, const struct counts *c)
{
	return (c->of[0xc5] && c->of[0xbf] &&
		str_find(text, STR("\xc5\xbf"), 0) != SIZE_MAX) ||
	       (c->of[0xe2] && c->of[0xaa] &&
		str_find(text, STR("\xe2\x84\xaa"), 0) != SIZE_MAX);
}

static bool has_bytes(const struct regex_needs *n, const struct counts *c)
{
	uint32_t have = 0;

	for (unsigned i = 0; i < 4 && have < n->least; i++)
		for (uint32_t rest = n->bytes[i]; rest && have < n->least;
		     rest &= rest - 1)
			have += c->of[32 * i + (unsigned)__builtin_ctz(rest)];
	return have >= n->least;
}

/* What else it needs, its literal of two bytes or more apart. */
static bool has_rest(const struct regex_needs *n, const struct counts *c)
{
	return (n->literal.n != 1 || c->of[(unsigned char)n->literal.p[0]] > 0) &&
	       c->run >= n->run && has_bytes(n, c);
}

static struct regex_places *places_new(const struct regex_filter *f, struct str text,
				       struct arena *a)
{
	struct regex_places *p = ARENA_NEW(a, struct regex_places);

	p->next = arena_raw(a, f->n * sizeof(*p->next));
	p->last = arena_raw(a, f->n * sizeof(*p->last));
	p->most = text.n / 8 + PLACES;
	p->end = SIZE_MAX;
	return p;
}

void regex_filter_ask(const struct regex_filter *f, struct str text, struct arena *a,
		      struct regex_answer *out)
{
	struct search s = { .f = f, .low = lower(text, a), .a = a };
	struct counts c;

	s.found = arena_array(a, f->n / 64 + 1, sizeof(*s.found));
	s.places = places_new(f, text, a);
	count(text, &c);
	*out = (struct regex_answer){ text, s.low, has_odd_letter(text, &c), s.found,
				      s.places };
	if (!out->odd)
		find_literals(&s);
	for (size_t w = 0; w < f->n / 64 + 1; w++) {
		s.found[w] |= out->odd ? f->every[w] : f->free[w];
		for (uint64_t rest = s.found[w]; rest; rest &= rest - 1) {
			const unsigned i = (unsigned)__builtin_ctzll(rest);

			if (!has_rest(&f->needs[64 * w + i], &c))
				s.found[w] &= ~((uint64_t)1 << i);
		}
	}
}

/* ---- where ---- */

/* Of any of the lines, the first place. */
static size_t find_some(struct str low, struct str lines, size_t from)
{
	uint64_t bytes[256 / 64] = { 0 };
	struct str rest = lines, line;

	while (str_field(&rest, '\n', &line))
		if (line.n)
			set_bit(bytes, (unsigned char)line.p[0]);
	for (size_t at = from; at < low.n; at++) {
		if (!bit(bytes, (unsigned char)low.p[at]))
			continue;
		for (rest = lines; str_field(&rest, '\n', &line);)
			if (line.n && low.n - at >= line.n &&
			    memcmp(low.p + at, line.p, line.n) == 0)
				return at;
	}
	return SIZE_MAX;
}

/* The next one of the literal. */
static size_t next_place(const struct regex_filter *f, const struct regex_answer *answer,
			 size_t i, size_t from)
{
	const struct str literal = f->needs[i].literal;
	struct regex_places *p = answer->places;

	if (literal.n < 2)
		return str_find(answer->low, literal, from);
	while (p->next[i] && p->all.p[p->next[i] - 1].at < from)
		p->next[i] = p->all.p[p->next[i] - 1].next;
	if (p->next[i])
		return p->all.p[p->next[i] - 1].at;
	if (p->end >= answer->low.n)
		return SIZE_MAX;
	return find_some(answer->low, literal, p->end > from ? p->end : from);
}

/* Places in front of the literal. */
static bool starts_before(const struct regex_filter *f, const struct regex_answer *answer,
			  size_t i, size_t from, struct span *starts)
{
	const struct regex_needs *n = &f->needs[i];
	size_t at;

	*starts = (struct span){ (uint32_t)from, (uint32_t)answer->low.n };
	if (!n->literal.n || n->before == REGEX_ANYWHERE || answer->odd)
		return from < answer->low.n;
	at = next_place(f, answer, i, from);
	if (at == SIZE_MAX)
		return false;
	if (at > n->before && at - n->before > from)
		starts->start = (uint32_t)(at - n->before);
	starts->end = (uint32_t)at + 1;
	return true;
}

/* Of the places, those that the first characters of a match allow; the next ones that
 * are close together, or false. */
static bool glance(const struct regex_glance *g, struct str text, struct span *starts)
{
	size_t at = glance_next(g, text, *starts);
	struct span found = { (uint32_t)at, (uint32_t)at + 1 };

	if (at == SIZE_MAX)
		return false;
	while (found.end < starts->end && found.end - found.start < SPREAD) {
		const uint32_t end =
			starts->end - found.end < NEAR ? starts->end : found.end + NEAR;

		at = glance_next(g, text, (struct span){ found.end, end });
		if (at == SIZE_MAX)
			break;
		found.end = (uint32_t)at + 1;
	}
	*starts = found;
	return true;
}

/* Of the places, those from which the characters that a match needs are met within its
 * width; the next ones in a row, or false. */
static bool narrow(const struct regex_needs *n, struct str text, struct span *starts)
{
	const uint32_t least = n->least < MOST_SEEN ? n->least : MOST_SEEN;
	const size_t end =
		starts->end - 1 < text.n - n->width ? starts->end - 1 + n->width : text.n;
	uint32_t seen[MOST_SEEN] = { 0 }, met = 0;
	struct span found = { UINT32_MAX, 0 };

	for (uint32_t at = starts->start; at < end; at++) {
		const unsigned char c = (unsigned char)text.p[at];
		uint32_t first, from;

		if (c >= 128 || !(n->bytes[c / 32] >> c % 32 & 1))
			continue;
		seen[met++ % least] = at;
		first = seen[met % least]; /* the oldest of the last `least` */
		from = at >= n->width ? at + 1 - n->width : 0;
		if (met < least || from > first)
			continue;
		if (found.end && from > found.end + NEAR)
			break;
		if (!found.end)
			found.start = from > starts->start ? from : starts->start;
		found.end = first + 1;
	}
	if (found.end > starts->end)
		found.end = starts->end;
	if (found.start >= found.end)
		return false;
	*starts = found;
	return true;
}

bool regex_filter_starts(const struct regex_filter *f, const struct regex_answer *answer,
			 size_t i, size_t from, struct span *starts)
{
	const struct regex_needs *n = &f->needs[i];
	const bool narrows =
		n->least && n->width && n->width <= WIDE && n->width < answer->text.n;

	while (starts_before(f, answer, i, from, starts)) {
		const uint32_t end = starts->end;

		if (n->glance ? glance(n->glance, answer->text, starts)
			      : !narrows || narrow(n, answer->text, starts))
			return true;
		from = end;
	}
	return false;
}
