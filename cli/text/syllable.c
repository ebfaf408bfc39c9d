/* Groups of vowels, then what is written and not said is taken off and vowels that are
 * said apart are added: the way of Flesch's followers, with tables of our own. */
#include "text/syllable.h"
#include "text/utf8_prop.h"

enum {
	LETTERS = 64,      /* of one part of a word; a longer one is cut into several */
	BIGGEST = 9,       /* digits of a number that has a name */
	FIRST_YEAR = 1100, /* "eleven hundred", "nineteen eighty-four" */
	LAST_YEAR = 1999,
};

struct letters {
	char p[LETTERS];
	size_t n;
	bool sounded;   /* it ends in an accented vowel, which is never silent */
	bool apart;     /* two vowels stand together */
	uint64_t pairs; /* which: 1 << pair_of() */
	bool inner;     /* an e with three letters behind it */
};

static bool is_vowel(char c)
{
	switch (c) {
	case 'a':
	case 'e':
	case 'i':
	case 'o':
	case 'u':
	case 'y':
		return true;
	default:
		return false;
	}
}

/* Two vowels as a number below 36. */
static unsigned pair_of(char a, char b)
{
	static const char vowels[] = "aeiouy";

	return (unsigned)(strchr(vowels, a) - vowels) * 6 +
	       (unsigned)(strchr(vowels, b) - vowels);
}

/* ---- patterns ----
 *
 * Letters stand for themselves. V: a vowel, C: a consonant, [abc]: one of these, [!abc]:
 * any letter but these. */

/* Is `c` what the element at `p` stands for? *next is the element behind it. */
static bool fits(const char *p, char c, const char **next)
{
	bool in = false, not = false;

	*next = p + 1;
	switch (*p) {
	case 'V':
		return is_vowel(c);
	case 'C':
		return !is_vowel(c);
	case '[':
		not = p[1] == '!';
		for (p += 1 + not ; *p != ']'; p++)
			in |= *p == c;
		*next = p + 1;
		return in != not ;
	default:
		return *p == c;
	}
}

static bool matches(const char *p, const struct letters *w, size_t at)
{
	for (; *p; at++)
		if (at >= w->n || !fits(p, w->p[at], &p))
			return false;
	return true;
}

static size_t width(const char *p)
{
	size_t n = 0;

	for (; *p; n++)
		if (*p++ == '[')
			p = strchr(p, ']') + 1;
	return n;
}

static unsigned at_start(const char *const *p, size_t n, const struct letters *w)
{
	unsigned found = 0;

	for (size_t i = 0; i < n; i++)
		found += matches(p[i], w, 0);
	return found;
}

/* The first letter of each pattern is the last one that it wants. */
static unsigned at_end(const char *const *p, size_t n, const struct letters *w)
{
	const char last = w->n ? w->p[w->n - 1] : '\0';
	unsigned found = 0;

	for (size_t i = 0; i < n; i++) {
		const char *pattern = p[i] + 1;
		size_t size;

		if (*p[i] != last)
			continue;
		size = width(pattern);
		found += size <= w->n && matches(pattern, w, w->n - size);
	}
	return found;
}

/* The first two letters of each pattern are vowels that it wants together. */
static unsigned at_pairs(const char *const *p, size_t n, const struct letters *w)
{
	unsigned found = 0;

	for (size_t i = 0; i < n; i++) {
		if (!(w->pairs >> pair_of(p[i][0], p[i][1]) & 1))
			continue;
		for (size_t at = 0; at < w->n; at++)
			found += matches(p[i] + 2, w, at);
	}
	return found;
}

static unsigned anywhere(const char *const *p, size_t n, const struct letters *w)
{
	unsigned found = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t at = 0; at < w->n; at++)
			found += matches(p[i], w, at);
	return found;
}
#define AT_START(table, w) at_start((table), ARRAY_LEN(table), (w))
#define AT_END(table, w) at_end((table), ARRAY_LEN(table), (w))
#define AT_PAIRS(table, w) at_pairs((table), ARRAY_LEN(table), (w))
#define ANYWHERE(table, w) anywhere((table), ARRAY_LEN(table), (w))

/* One more: a prefix before a vowel, a short vowel that is said apart. */
static const char *const add_starts[] = {
	"coau",       "coex",       "coope",    "coord",
	"rei[mnt]",   "reun",       "reac[tq]", "reapp",
	"reass",      "reaf",       "rearm",    "reaw",
	"reord",      "ree[nsxvm]", "preo",     "pree[mx]",
	"proa",       "lion",       "ion",      "scien",
	"neo[!ldmg]", "Cya",        "CCya",     "geo[cehiknopstv]",
	"embed",
};
/* One more: consonants that carry a syllable, endings that are said after a hiss or
 * after t and d, comparatives, vowels at the end that are said apart. */
static const char *const add_ends[] = {
	"mVsm",
	"sVsms",
	"mthm",
	"sthms",
	"e[bcdfgkptz]le",
	"essle",
	"s[bcdfgkptz]les",
	"sssles",
	"dssled",
	"d[bcdfgkptz]led",
	"s[sxz]es",
	"e[bcdghkt]re",
	"s[bcdghkt]res",
	"d[bcdghkt]red",
	"s[bcdfgkptz]leness",
	"s[cg]es",
	"s[cs]hes",
	"d[td]ed",
	"r[pbrfzv]ier",
	"s[pbrfzv]iers",
	"t[!r]iest",
	"trriest",
	"rkier",
	"eeate",
	"seates",
	"a[!gq]ua",
	"oeo",
	"seos",
	"a[dnr]ea",
	"s[dnr]eas",
	"aoa",
	"soas",
	"lael",
	"saels",
	"n[rp]ean",
	"dnaked",
	"dwicked",
	"dcrooked",
	"dbeloved",
	"d[!h]rugged",
};
/* One more: two vowels that are not one sound. */
static const char *const add_pairs[] = {
	"ia[!ctgsx]ia",
	"iasiah",
	"iatiable",
	"iantsia",
	"ia[ct]iat",
	"iaciar",
	"ia[ct]iality",
	"io[!ctgsxnl]io",
	"io[ctsx]io[!nu]",
	"iu[!t]iu[ms]",
	"ua[!gq]ua[lrtdn]",
	"uo[!gq]uou",
	"uo[!gq]uo[!ru]",
	"ieiet",
	"ei[!c]eing",
	"oioing",
	"aiaing",
	"ui[!q]uing",
	"iiii",
	"eoeo[dlmg]",
	"uunuum",
	"eu[sl]eum",
	"eo[!gtc]eous",
	"eachlea",
	"eaereal",
	"yaVya",
	"yoVyo",
	"yuVyu",
	"yeVyer",
	"yiVyist",
	"yeVyee",
	"yiCying",
	"yiVying",
	"yeC[bcdfghlprstv]yer",
	"ieddier",
	"oooodier",
	"iettier",
	"iessier",
	"ie[tdnr]lier",
	"iennier",
	"iellier",
	"ieftier",
	"iehtier",
	"ieusier",
	"iendier",
	"iethier",
	"ie[!cts]ien[tc]",
	"uiquiem",
	"eacreati",
	"eacreato",
	"eatheat",
	"eameat[ei]",
	"eaineated",
	"ue[!gq]ue[lr]",
	"uergues",
	"ui[rl]ui[nd]",
	"uituit",
	"ue[!gq]uen",
	"ue[!q]uett",
	"aoao[!u]",
	"eanean",
	"eabbean",
	"eainear",
	"eauclear",
	"oe[gd]oer",
	"oi[bg]oist",
	"oepoe[tm]",
	"oioically",
	"oemicroe",
	"oomicroo",
};
/* One less: the silent e at the end, alone or before s and d; -ally. */
static const char *const take_ends[] = {
	"eVCe",     "eVCCe",    "eVCCCe",  "sCes",   "dCed",   "e[gq]ue",
	"s[gq]ues", "d[gq]ued", "yically", "yVCely", "yncely",
};
/* One less: the silent e before a suffix. */
static const char *const take_inside[] = {
	"Ceful",       "Celess",     "Ceness", "queness", "[gtsvzn]ement",
	"[nra]cement", "[iu]rement", "iliar",  "priest",  "cocoa",
};
/* One less: the silent e between the two words of a compound, by the first ... */
static const char *const take_heads[] = {
	"business",    "vegetab",     "every",       "fore[bcfghklmptw]", "fores[!t]",
	"safeg",       "home[!drso]", "house[!drs]", "life[!rs]",         "time[!drs]",
	"ice[!ds]",    "side[!drsn]", "base[!dsl]",  "case[!sd]",         "whole[!s]",
	"none[!s]",    "some[!ro]",   "guide[!drs]", "grave[!dnrs]",      "cheese[!sd]",
	"police[!ds]", "share[!drs]", "game[!dlrs]", "horse[!ds]",        "whereC",
};
/* ... or the second. */
static const char *const take_tails[] = {
	"VCeship",  "VCework",  "VCewoman",  "VCewomen", "VCehold",  "VCekeep",
	"VCelight", "VCewide",  "VCelength", "VCemak",   "VCeville", "VCehouse",
	"VCeware",  "VCeback",  "VCeball",   "VCebook",  "VCeway",   "VCewise",
	"VCesome",  "VCestone", "VCehood",
};

static const char *const take_last[] = {
	"nVCeman",
	"nVCemen",
};

static unsigned groups_of(struct letters *w)
{
	unsigned groups = 0;

	for (size_t i = 0; i < w->n; i++) {
		const bool vowel = is_vowel(w->p[i]);
		const bool before = i && is_vowel(w->p[i - 1]);

		if (vowel && before) {
			w->apart = true;
			w->pairs |= 1ull << pair_of(w->p[i - 1], w->p[i]);
		}
		w->inner |= w->p[i] == 'e' && i >= 1 && i + 3 < w->n;
		groups += vowel && !before;
	}
	return groups;
}

static unsigned silent_of(const struct letters *w)
{
	unsigned heads = AT_START(take_heads, w);

	if (!heads && w->inner)
		heads = ANYWHERE(take_tails, w) != 0;
	if (!heads)
		heads = AT_END(take_last, w) != 0;
	return heads + (w->n > 4 ? ANYWHERE(take_inside, w) : 0) +
	       (w->sounded ? 0 : AT_END(take_ends, w));
}

/* Of one part of a word: letters only. */
static unsigned count_part(struct letters *w)
{
	unsigned n = groups_of(w), silent;

	if (w->n < 3 ||
	    (n <= 1 && !w->apart && w->p[w->n - 1] != 'm' && w->p[w->n - 1] != 'd'))
		return w->n ? (n ? n : 1) : 0;
	silent = n > 1 ? silent_of(w) : 0;
	n += AT_START(add_starts, w) + AT_END(add_ends, w);
	if (w->apart)
		n += AT_PAIRS(add_pairs, w);
	return n > silent ? n - silent : 1;
}

/* ---- from characters to letters ---- */

static bool is_apostrophe(uint32_t cp)
{
	return cp == '\'' || cp == 0x2019 || cp == 0x2bc || cp == 0xff07;
}

/* The letter of a-z that a word is said with, "x" for one of another alphabet, or 0. */
static char base_letter(uint32_t cp)
{
	const char base = utf8_base_letter(cp);

	if (base || cp < 0x80)
		return base;
	switch (cp) {
	case 0xe6: /* ae, o with a stroke, oe */
	case 0xc6:
		return 'e';
	case 0xf8:
	case 0xd8:
	case 0x153:
	case 0x152:
		return 'o';
	default:
		return utf8_is_letter(cp) ? 'x' : '\0';
	}
}

/* What stands behind the apostrophe of a contraction: is it a syllable of its own? */
static bool is_said(struct str suffix, const struct letters *w)
{
	const char last = w->n ? w->p[w->n - 1] : '\0';
	const char before = w->n > 1 ? w->p[w->n - 2] : '\0';

	if (str_is(suffix, "t")) /* didn't; but can't, aren't */
		return last == 'n' && before && !is_vowel(before);
	if (str_is(suffix, "ll") || str_is(suffix, "ve"))
		return last && !is_vowel(last);
	if (str_is(suffix, "d"))
		return last == 't' || last == 'd';
	if (str_is(suffix, "s"))
		return last && (strchr("sxz", last) ||
				(last == 'h' && before && strchr("cs", before)) ||
				(last == 'e' && before && strchr("cgsz", before)));
	return false;
}

static bool is_suffix(struct str text)
{
	static const char *const suffixes[] = { "t", "s", "d", "m", "ll", "ve", "re" };

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		if (str_is(text, suffixes[i]))
			return true;
	return false;
}

static bool is_marked_vowel(uint32_t cp, char letter)
{
	return cp >= 0x80 && is_vowel(letter);
}

struct walk {
	struct letters part;
	unsigned total;
	bool letters, vowels, capitals; /* any letters, any vowels, capitals only */
};

static void end_part(struct walk *k)
{
	k->total += count_part(&k->part);
	k->part = (struct letters){ .n = 0 };
}

static void take_letter(struct walk *k, uint32_t cp, char letter)
{
	if (k->part.n == LETTERS)
		end_part(k);
	k->part.sounded = is_marked_vowel(cp, letter);
	k->part.p[k->part.n++] = letter;
	k->letters = true;
	k->vowels |= is_vowel(letter) || letter == 'x';
	k->capitals &= utf8_is_upper(cp);
}

/* The letters from `at` on, in lower case, at most three of them. */
static struct str letters_at(struct str word, size_t at, char small[4])
{
	size_t n = 0;

	for (; at + n < word.n && n < 4; n++) {
		if (!ascii_is_alpha((unsigned char)word.p[at + n]))
			break;
		small[n] = ascii_lower(word.p[at + n]);
	}
	return (struct str){ small, n };
}

/* Past an apostrophe; over what it made shorter. */
static size_t take_apostrophe(struct walk *k, struct str word, size_t at)
{
	char small[4];
	const struct str suffix = letters_at(word, at, small);
	const bool contraction = is_suffix(suffix);
	const bool said = contraction && is_said(suffix, &k->part);

	end_part(k);
	k->total += said;
	return contraction ? at + suffix.n : at;
}

/* "HTML", "BBC": as many as letters, and W has three. */
static unsigned spelled_out(struct str word)
{
	unsigned n = 0;

	for (size_t i = 0; i < word.n; i++)
		if (ascii_is_alpha((unsigned char)word.p[i]))
			n += word.p[i] == 'W' ? 3 : 1;
	return n;
}

unsigned syllable_count(struct str word)
{
	struct walk k = { .capitals = true };
	size_t n;

	for (size_t at = 0; at < word.n;) {
		const uint32_t cp = utf8_decode(word, at, &n);
		const char letter = base_letter(cp);

		at += n;
		if (letter)
			take_letter(&k, cp, letter);
		else if (is_apostrophe(cp))
			at = take_apostrophe(&k, word, at);
		else if (utf8_category(cp) != UTF8PROC_CATEGORY_MN &&
			 !utf8_is_invisible(cp))
			end_part(&k);
	}
	end_part(&k);
	if (k.letters && !k.vowels && k.capitals)
		return spelled_out(word);
	return k.letters && !k.total ? 1 : k.total;
}

/* ---- numbers ---- */

static unsigned below_hundred(unsigned n)
{
	static const unsigned char small[] = { 0, 1, 1, 1, 1, 1, 1, 2, 1, 1,
					       1, 3, 1, 2, 2, 2, 2, 3, 2, 2 };

	if (n < ARRAY_LEN(small))
		return small[n];
	return (n / 10 == 7 ? 3u : 2u) + small[n % 10];
}

static unsigned below_thousand(unsigned n)
{
	return n < 100 ? below_hundred(n)
		       : below_hundred(n / 100) + 2 + below_hundred(n % 100);
}

/* 1984, but not 1,984 */
static unsigned as_year(unsigned n)
{
	const unsigned rest = n % 100;

	return below_hundred(n / 100) + (rest == 0   ? 2
					 : rest < 10 ? 1 + below_hundred(rest)
						     : below_hundred(rest));
}

static unsigned named(unsigned n)
{
	return (n >= 1000000 ? below_thousand(n / 1000000) + 2 : 0) +
	       (n / 1000 % 1000 ? below_thousand(n / 1000 % 1000) + 2 : 0) +
	       below_thousand(n % 1000);
}

unsigned syllable_number(struct str digits)
{
	unsigned value = 0, n_digits = 0;
	bool plain = true;

	for (size_t i = 0; i < digits.n; i++) {
		const unsigned char c = (unsigned char)digits.p[i];

		plain &= ascii_is_digit(c) || c == ',';
		if (!ascii_is_digit(c))
			continue;
		if (n_digits++ < BIGGEST)
			value = value * 10 + (c - '0');
	}
	if (!plain || n_digits > BIGGEST || (n_digits && !value))
		return n_digits;
	if (n_digits == digits.n && value >= FIRST_YEAR && value <= LAST_YEAR)
		return as_year(value);
	return named(value);
}
