#include "text/suggest_cost.h"

#include <utf8proc.h>

enum {
	COST_ACCENT = 30,
	COST_VOWEL = 70,
	COST_SOUND = 75,
	COST_KEYBOARD = 90,
	COST_OTHER = 110,
	COST_DOUBLED = 45,
	COST_HYPHEN = 60,
	COST_LETTER = 95,
	COST_WEAK = 80, /* vowels and h: heard badly, so left out or put in easily */
};

/* The letter without its accents: the first one of its canonical decomposition. */
static uint32_t base_letter(uint32_t cp)
{
	utf8proc_int32_t parts[4];
	int boundary = 0;

	if (cp < 0x80)
		return cp;
	if (utf8proc_decompose_char((utf8proc_int32_t)cp, parts, ARRAY_LEN(parts),
				    UTF8PROC_DECOMPOSE, &boundary) < 1)
		return cp;
	return (uint32_t)parts[0];
}

static bool is_one_of(uint32_t cp, const char *set)
{
	return cp && cp < 0x80 && strchr(set, (int)cp);
}

/* Is there a pair in `pairs` ("ab cd") of these two letters, either way round? */
static bool is_pair(uint32_t a, uint32_t b, const char *pairs)
{
	for (; *pairs; pairs += pairs[2] ? 3 : 2)
		if (((uint32_t)pairs[0] == a && (uint32_t)pairs[1] == b) ||
		    ((uint32_t)pairs[0] == b && (uint32_t)pairs[1] == a))
			return true;
	return false;
}

/* Neighbours on the three rows of the common keyboard. */
static bool is_neighbour(uint32_t a, uint32_t b)
{
	static const char *const rows[] = { "qwertyuiop", "asdfghjkl", "zxcvbnm" };

	for (size_t r = 0; r < ARRAY_LEN(rows); r++) {
		const char *at = is_one_of(a, rows[r]) ? strchr(rows[r], (int)a) : NULL;

		if (!at)
			continue;
		if (is_one_of(b, rows[r]))
			return strchr(rows[r], (int)b) - at == 1 ||
			       at - strchr(rows[r], (int)b) == 1;
	}
	return false;
}

uint8_t cost_wrong(uint32_t typed, uint32_t meant)
{
	uint32_t a = base_letter(typed), b = base_letter(meant);

	if (typed == meant)
		return 0;
	if (a == b)
		return COST_ACCENT;
	if (is_one_of(a, "aeiouy") && is_one_of(b, "aeiouy"))
		return COST_VOWEL;
	if (is_pair(a, b, "cs ck sz kq gj fv dt bp mn ct vw lr"))
		return COST_SOUND;
	return is_neighbour(a, b) ? COST_KEYBOARD : COST_OTHER;
}

uint8_t cost_missing(uint32_t meant, uint32_t before, uint32_t after_typed)
{
	if (meant == '\'')
		return COST_APOSTROPHE;
	if (meant == before || meant == after_typed)
		return COST_DOUBLED;
	if (meant == '-')
		return COST_HYPHEN;
	return is_one_of(base_letter(meant), "aeiouyh") ? COST_WEAK : COST_LETTER;
}

uint8_t cost_extra(uint32_t typed, uint32_t before)
{
	if (typed == before)
		return COST_DOUBLED;
	if (typed == '\'' || typed == '-')
		return COST_HYPHEN;
	return is_one_of(base_letter(typed), "aeiouyh") ? COST_WEAK : COST_LETTER;
}

const struct cost_group cost_groups[] = {
	{ "f", "ph", 60 },     { "ph", "f", 60 },    { "f", "gh", 80 },
	{ "k", "ch", 75 },     { "k", "ck", 50 },    { "ck", "k", 55 },
	{ "c", "ck", 60 },     { "c", "ch", 70 },    { "kw", "qu", 60 },
	{ "k", "qu", 80 },     { "x", "xc", 50 },    { "x", "cc", 75 },
	{ "ks", "x", 60 },     { "cs", "x", 65 },    { "s", "sc", 55 },
	{ "c", "sc", 60 },     { "ss", "c", 80 },    { "c", "ss", 75 },
	{ "sc", "c", 65 },     { "cc", "s", 80 },    { "sh", "ti", 70 },
	{ "sh", "ci", 70 },    { "sh", "si", 75 },   { "si", "ti", 55 },
	{ "ti", "si", 55 },    { "ci", "ti", 55 },   { "ti", "ci", 55 },
	{ "tio", "sio", 50 },  { "sio", "tio", 50 }, { "ch", "tu", 75 },
	{ "t", "ght", 65 },    { "it", "igh", 80 },  { "ite", "ight", 80 },
	{ "g", "gu", 60 },     { "gu", "g", 60 },    { "j", "dg", 60 },
	{ "g", "dg", 60 },     { "dj", "j", 60 },    { "n", "kn", 50 },
	{ "r", "wr", 50 },     { "w", "wh", 55 },    { "wh", "w", 60 },
	{ "m", "mb", 60 },     { "n", "gn", 65 },    { "n", "mn", 60 },
	{ "r", "rh", 60 },     { "s", "ps", 50 },    { "ie", "y", 65 },
	{ "y", "ie", 70 },     { "ys", "ies", 60 },  { "i", "ie", 70 },
	{ "e", "ea", 60 },     { "ee", "ea", 55 },   { "ea", "ee", 55 },
	{ "ee", "ie", 60 },    { "e", "ie", 75 },    { "e", "ei", 75 },
	{ "ee", "i", 85 },     { "i", "ee", 85 },    { "a", "ai", 65 },
	{ "a", "au", 65 },     { "a", "ea", 70 },    { "ai", "ei", 55 },
	{ "o", "ou", 65 },     { "u", "ou", 65 },    { "oo", "u", 75 },
	{ "u", "oo", 75 },     { "o", "oa", 65 },    { "o", "ow", 75 },
	{ "ou", "o", 75 },     { "ur", "our", 60 },  { "u", "eu", 65 },
	{ "al", "le", 70 },    { "il", "le", 75 },   { "ly", "ally", 60 },
	{ "ely", "ly", 70 },   { "ly", "ely", 60 },  { "aly", "ally", 40 },
	{ "uf", "ough", 85 },  { "uff", "ough", 80 }, { "er", "eur", 75 },
	{ "er", "our", 80 },   { "or", "our", 65 },  { "ys", "yes", 80 },
	{ "able", "ible", 50 }, { "ible", "able", 50 }, { "ence", "ance", 45 },
	{ "ance", "ence", 45 }, { "ent", "ant", 55 }, { "ant", "ent", 55 },
	{ "cei", "cie", 45 },  { "cie", "cei", 45 },
};
const size_t cost_groups_n = ARRAY_LEN(cost_groups);
