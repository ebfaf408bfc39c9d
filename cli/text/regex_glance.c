/* What the first characters of a match may be, for a quick "no". The places of the
 * expression are bits, so all ways through it are followed at once. */
#include "text/regex_glance.h"

#include "text/utf8.h"

enum {
	FAR = 48,  /* characters: a match may start where nothing is wrong so far */
	SHORT = 3, /* so many characters say little */
};
#define BEYOND ((uint64_t)1 << (GLANCE_PLACES - 1))

static bool set_has(const uint32_t bits[4], bool wide, unsigned c)
{
	return c == GLANCE_OTHER ? wide : bits[c / 32] >> c % 32 & 1;
}

/* The place there is already for just these characters, or 0. */
static uint64_t same_place(const struct regex_glance *g, const uint32_t bits[4],
			   bool wide)
{
	uint64_t same = BEYOND - 1;

	for (unsigned c = 0; c < GLANCE_CHARACTERS; c++)
		same &= set_has(bits, wide, c) ? g->takes[c] : ~g->takes[c];
	return same & (((uint64_t)1 << g->n) - 1);
}

struct glance_part glance_place(struct regex_glance *g, const uint32_t bits[4], bool wide)
{
	uint64_t place = 0;

	if (!g)
		return (struct glance_part){ 0 };
	if (g->shares)
		place = same_place(g, bits, wide);
	if (!place)
		place = g->n < GLANCE_PLACES - 1 ? (uint64_t)1 << g->n++ : BEYOND;
	for (unsigned i = 0; i < 4; i++)
		for (uint32_t rest = bits[i]; rest; rest &= rest - 1)
			g->takes[32 * i + (unsigned)__builtin_ctz(rest)] |= place;
	if (wide)
		g->takes[GLANCE_OTHER] |= place;
	return (struct glance_part){ place, place, false };
}

static void link_parts(struct regex_glance *g, uint64_t from, uint64_t to)
{
	for (; g && from; from &= from - 1)
		g->follow[__builtin_ctzll(from)] |= to;
}

struct glance_part glance_join(struct regex_glance *g, struct glance_part a,
			       struct glance_part b)
{
	link_parts(g, a.last, b.first);
	return (struct glance_part){
		.first = a.first | (a.skips ? b.first : 0),
		.last = b.last | (b.skips ? a.last : 0),
		.skips = a.skips && b.skips,
	};
}

struct glance_part glance_either(struct glance_part a, struct glance_part b)
{
	return (struct glance_part){ a.first | b.first, a.last | b.last,
				     a.skips || b.skips };
}

struct glance_part glance_repeat(struct regex_glance *g, struct glance_part a,
				 bool optional, bool again)
{
	if (again)
		link_parts(g, a.last, a.first);
	a.skips = a.skips || optional;
	return a;
}

static uint64_t after(const struct regex_glance *g, uint64_t places)
{
	uint64_t next = 0;

	for (; places; places &= places - 1)
		next |= g->follow[__builtin_ctzll(places)];
	return next;
}

bool glance_is_short(const struct regex_glance *g)
{
	uint64_t places = g->first;

	for (unsigned n = 1; n < SHORT && !(places & BEYOND); n++)
		places |= after(g, places);
	return places & BEYOND;
}

static uint64_t takes(const struct regex_glance *g, char c)
{
	return g->takes[(unsigned char)c < 0x80 ? (unsigned char)c : GLANCE_OTHER];
}

/* `places` took the character before `at`. Each place whose follow has BEYOND may be
 * followed by anything. */
static bool may_go_on(const struct regex_glance *g, struct str text, size_t at,
		      uint64_t places)
{
	for (unsigned n = 0; n < FAR; n++) {
		uint64_t next;

		if (places & g->ends)
			return true;
		next = after(g, places);
		if (next & BEYOND)
			return true;
		while (at < text.n && utf8_is_tail(text.p[at]))
			at++;
		if (at == text.n)
			return false;
		places = next & takes(g, text.p[at++]);
		if (!places)
			return false;
	}
	return true;
}

size_t glance_next(const struct regex_glance *g, struct str text, struct span in)
{
	for (size_t at = in.start; at < in.end && at < text.n; at++) {
		const uint64_t places = g->first & takes(g, text.p[at]);

		if (places && !utf8_is_tail(text.p[at]) &&
		    may_go_on(g, text, at + 1, places))
			return at;
	}
	return SIZE_MAX;
}
