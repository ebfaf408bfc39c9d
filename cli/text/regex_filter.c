/* Which of many regular expressions may match in a text, and where: their literals are
 * looked for all at once, by one pair of bytes of each that is seldom met. */
#include "text/regex.h"

enum {
	PAIR_BITS = 12,
	PAIRS = 1 << PAIR_BITS,
	NEAR = 64,      /* places that are no further apart are searched in one go */
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
	uint32_t at;   /* of its pair */
	uint32_t next; /* with the same pair: index + 1 */
};

struct regex_filter {
	const struct regex_needs *needs;
	size_t n;
	uint64_t pairs[PAIRS / 64]; /* the pairs that some literal waits for */
	uint32_t heads[PAIRS];      /* the first literal of each: index + 1 */
	VEC(struct literal) literals;
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

static uint32_t hash_pair(unsigned char a, unsigned char b)
{
	return (uint32_t)(a | b << 8) * 0x9e3779b1u >> (32 - PAIR_BITS);
}

static uint32_t rarest_pair(struct str literal)
{
	unsigned least = UINT32_MAX;
	size_t best = 0;

	for (size_t i = 0; i + 1 < literal.n; i++) {
		const unsigned weight = regex_weight((unsigned char)literal.p[i]) *
					regex_weight((unsigned char)literal.p[i + 1]);

		if (weight < least) {
			least = weight;
			best = i;
		}
	}
	return (uint32_t)best;
}

static void add_literal(struct regex_filter *f, struct str text, size_t owner,
			struct arena *a)
{
	const uint32_t at = rarest_pair(text);
	const uint32_t hash =
		hash_pair((unsigned char)text.p[at], (unsigned char)text.p[at + 1]);

	f->pairs[hash / 64] |= (uint64_t)1 << hash % 64;
	*VEC_ADD(a, &f->literals) =
		(struct literal){ text, (uint32_t)owner, at, f->heads[hash] };
	f->heads[hash] = (uint32_t)f->literals.n;
}

struct regex_filter *regex_filter_new(const struct regex_needs *needs, size_t n,
				      struct arena *a)
{
	struct regex_filter *f = ARENA_NEW(a, struct regex_filter);

	f->needs = needs;
	f->n = n;
	for (size_t i = 0; i < n; i++) {
		struct str rest = needs[i].literal, line;

		while (str_field(&rest, '\n', &line))
			if (line.n >= 2)
				add_literal(f, line, i, a);
	}
	return f;
}

static bool bit(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

static void set_bit(uint64_t *bits, size_t i)
{
	bits[i / 64] |= (uint64_t)1 << i % 64;
}

static void try_literals(const struct regex_filter *f, struct str low, size_t place,
			 uint32_t hash, uint64_t *found)
{
	for (uint32_t k = f->heads[hash]; k; k = f->literals.p[k - 1].next) {
		const struct literal *l = &f->literals.p[k - 1];

		if (place >= l->at && low.n - (place - l->at) >= l->text.n &&
		    !bit(found, l->owner) &&
		    memcmp(low.p + place - l->at, l->text.p, l->text.n) == 0)
			set_bit(found, l->owner);
	}
}

static void find_literals(const struct regex_filter *f, struct str low, uint64_t *found)
{
	for (size_t i = 0; i + 1 < low.n; i++) {
		const uint32_t hash =
			hash_pair((unsigned char)low.p[i], (unsigned char)low.p[i + 1]);

		if (bit(f->pairs, hash))
			try_literals(f, low, i, hash, found);
	}
}

/* ---- the text ---- */

static struct str lower(struct str text, struct arena *a)
{
	char *low = arena_raw(a, text.n + 1);

	for (size_t i = 0; i < text.n; i++) {
		const char c = text.p[i];

		low[i] = (char)(c + (c >= 'A' && c <= 'Z' ? 32 : 0));
	}
	return (struct str){ low, text.n };
}

static void count(struct str text, struct counts *c)
{
	uint32_t run = 0;

	memset(c, 0, sizeof(*c));
	for (size_t i = 0; i < text.n; i++) {
		const unsigned char ch = (unsigned char)text.p[i];

		c->of[ch]++;
		run = ascii_is_space(ch) ? 0 : run + 1;
		c->run = run > c->run ? run : c->run;
	}
}

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

	for (unsigned i = 0; i < 128 && have < n->least; i++)
		if (n->bytes[i / 32] >> i % 32 & 1)
			have += c->of[i];
	return have >= n->least;
}

static bool may_match(const struct regex_needs *n, const struct counts *c, bool found)
{
	if (n->literal.n == 1)
		found = c->of[(unsigned char)n->literal.p[0]] > 0;
	return (found || !n->literal.n) && c->run >= n->run && has_bytes(n, c);
}

void regex_filter_ask(const struct regex_filter *f, struct str text, struct arena *a,
		      struct regex_answer *out)
{
	struct counts c;
	uint64_t *found = arena_array(a, f->n / 64 + 1, sizeof(*found));

	out->text = text;
	out->low = lower(text, a);
	out->may_match = arena_array(a, f->n / 64 + 1, sizeof(*out->may_match));
	count(text, &c);
	out->odd = has_odd_letter(text, &c);
	if (out->odd)
		memset(found, 0xff, (f->n / 64 + 1) * sizeof(*found));
	else
		find_literals(f, out->low, found);
	for (size_t i = 0; i < f->n; i++)
		if (may_match(&f->needs[i], &c, bit(found, i)))
			set_bit(out->may_match, i);
}

/* ---- where ---- */

/* The first place of any of the lines, which have two bytes or more. */
static size_t find_some(struct str low, struct str lines, size_t from)
{
	uint64_t pairs[PAIRS / 64] = { 0 };
	struct str rest = lines, line;

	while (str_field(&rest, '\n', &line))
		set_bit(pairs,
			hash_pair((unsigned char)line.p[0], (unsigned char)line.p[1]));
	for (size_t at = from; at + 1 < low.n; at++) {
		if (!bit(pairs, hash_pair((unsigned char)low.p[at],
					  (unsigned char)low.p[at + 1])))
			continue;
		for (rest = lines; str_field(&rest, '\n', &line);)
			if (low.n - at >= line.n &&
			    memcmp(low.p + at, line.p, line.n) == 0)
				return at;
	}
	return SIZE_MAX;
}

static size_t find_literal(struct str low, struct str literal, size_t from)
{
	return memchr(literal.p, '\n', literal.n) ? find_some(low, literal, from)
						  : str_find(low, literal, from);
}

/* Places in front of the literal. */
static bool starts_before(const struct regex_needs *n, const struct regex_answer *answer,
			  size_t from, struct span *starts)
{
	const struct str low = answer->low;
	size_t at, next;

	*starts = (struct span){ (uint32_t)from, (uint32_t)low.n };
	if (!n->literal.n || n->before == REGEX_ANYWHERE || answer->odd)
		return from < low.n;
	at = find_literal(low, n->literal, from);
	if (at == SIZE_MAX)
		return false;
	if (at > n->before && at - n->before > from)
		starts->start = (uint32_t)(at - n->before);
	while ((next = find_literal(low, n->literal, at + 1)) != SIZE_MAX &&
	       next - at <= (size_t)n->before + NEAR)
		at = next;
	starts->end = (uint32_t)at + 1;
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

	while (starts_before(n, answer, from, starts)) {
		const uint32_t end = starts->end;

		if (!narrows || narrow(n, answer->text, starts))
			return true;
		from = end;
	}
	return false;
}
