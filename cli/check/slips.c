/* Slips of which it can be said what was meant: an apostrophe left out, a digit for a
 * letter, a word with a capital that is an ordinary word but for one letter. */
#include "check/known.h"
#include "check/spelling.h"
#include "text/utf8.h"
#include "text/wordform.h"

enum {
	LETTERS_MOST = 40,
	NAME_LETTERS = 6,  /* shorter words with a capital are names, unless ... */
	SHORT_LETTERS = 4, /* ... they start a sentence and look like a very common one */
	COMPOUND_HALF = 3,
	STRETCH = 3, /* equal letters in a row that no word has */
};

/* ---- apostrophes ---- */

/* Contractions whose letters are no word, or one that is never meant; how many letters
 * stand behind the apostrophe. */
static const struct {
	const char *bare;
	uint8_t tail;
} contractions[] = {
	{ "aint", 1 },     { "arent", 1 },   { "cant", 1 },   { "couldnt", 1 },
	{ "couldve", 2 },  { "didnt", 1 },   { "doesnt", 1 }, { "dont", 1 },
	{ "hadnt", 1 },    { "hasnt", 1 },   { "havent", 1 }, { "heres", 1 },
	{ "im", 1 },       { "isnt", 1 },    { "itll", 2 },   { "ive", 2 },
	{ "mustnt", 1 },   { "neednt", 1 },  { "shes", 1 },   { "shouldnt", 1 },
	{ "shouldve", 2 }, { "thats", 1 },   { "theres", 1 }, { "theyll", 2 },
	{ "theyre", 2 },   { "theyve", 2 },  { "wasnt", 1 },  { "werent", 1 },
	{ "weve", 2 },     { "whats", 1 },   { "wheres", 1 }, { "wont", 1 },
	{ "wouldnt", 1 },  { "wouldve", 2 }, { "youll", 2 },  { "youre", 2 },
	{ "youve", 2 },
};

static size_t tail_of(struct str fold)
{
	if (fold.n < 2 || fold.n > 8 || !strchr("tesml", fold.p[fold.n - 1]))
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(contractions); i++)
		if (contractions[i].bare[0] == fold.p[0] &&
		    str_is(fold, contractions[i].bare))
			return contractions[i].tail;
	return 0;
}

bool slips_lacks_apostrophe(struct str fold)
{
	return tail_of(fold) > 0;
}

/* "as is his wont", "the cant of thieves": the nouns, which stand behind such words. */
static bool is_noun(const struct scan *s, const struct word *w)
{
	static const char *const before[] = { "his",  "her", "their", "its", "my", "our",
					      "your", "the", "was",   "is",  "of", "a" };

	if (!w->first || w->begins)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		if (str_is(s->tokens.p[w->first - 1].fold, before[i]))
			return true;
	return false;
}

struct str slips_apostrophe(const struct scan *s, const struct word *w, struct arena *a)
{
	const size_t tail = tail_of(w->fold);
	const bool upper = w->flags & TOKEN_UPPER;
	struct str head, rest;

	if (!tail || w->text.n != w->fold.n || w->flags & TOKEN_MIXED ||
	    (upper && !str_ends(w->fold, "nt")))
		return STR_NULL;
	if ((str_is(w->fold, "wont") || str_is(w->fold, "cant")) && is_noun(s, w))
		return STR_NULL;
	head = str_slice(w->text, 0, w->text.n - tail);
	rest = str_slice(w->text, w->text.n - tail, w->text.n);
	if (w->fold.p[0] == 'i' && (str_is(w->fold, "im") || str_is(w->fold, "ive")))
		head = STR("I");
	return arena_printf(a, "%.*s'%.*s", STR_ARG(head), STR_ARG(rest));
}

/* ---- digits ---- */

/* "1O0": a letter between digits that looks like one. */
static struct str repaired_number(struct str text, struct arena *a)
{
	char *out = arena_alloc(a, text.n);
	bool some = false;

	if (text.n < 3)
		return STR_NULL;
	for (size_t i = 0; i < text.n; i++) {
		const char c = text.p[i];
		const bool inside = i && i + 1 < text.n;

		out[i] = c;
		if (ascii_is_digit((unsigned char)c))
			continue;
		if (!inside || !strchr("OoIl", c))
			return STR_NULL;
		out[i] = c == 'O' || c == 'o' ? '0' : '1';
		some = true;
	}
	return some ? (struct str){ out, text.n } : STR_NULL;
}

/* "wr1ting": one digit among letters, and a common word with the letter it looks like. */
static struct str repaired_word(const struct spelling *sp, struct str text,
				struct arena *a)
{
	static const char looks[][3] = { "0o", "1i", "1l", "3e", "4a", "5s", "7t" };
	size_t at = 0, digits = 0;
	char *out;

	for (size_t i = 0; i < text.n; i++) {
		if (ascii_is_digit((unsigned char)text.p[i])) {
			at = i;
			digits++;
		} else if (!ascii_is_alpha((unsigned char)text.p[i])) {
			return STR_NULL;
		}
	}
	if (digits != 1 || text.n < SHORT_LETTERS || !at || at + 1 == text.n)
		return STR_NULL;
	out = arena_alloc(a, text.n);
	memcpy(out, text.p, text.n);
	for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
		const struct str word = { out, text.n };

		out[at] = looks[i][1];
		if (looks[i][0] == text.p[at] &&
		    speller_check(sp->sp, word) == SPELL_OK &&
		    speller_band(sp->sp, word) >= SPELL_KNOWN)
			return word;
	}
	return STR_NULL;
}

struct str slips_digit(const struct spelling *sp, const struct word *w, struct arena *a)
{
	struct str number;

	if (!(w->flags & TOKEN_DIGITS) || w->text.n > LETTERS_MOST)
		return STR_NULL;
	number = repaired_number(w->text, a);
	return number.n ? number : repaired_word(sp, w->text, a);
}

/* ---- capitals ---- */

bool slips_is_calendar(struct str fold)
{
	static const char *const names[] = {
		"april",     "august", "december", "february", "friday",    "january",
		"july",      "june",   "monday",   "november", "october",   "saturday",
		"september", "sunday", "thursday", "tuesday",  "wednesday",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(fold, names[i]))
			return true;
	return false;
}

static bool is_swap(struct str a, struct str b)
{
	size_t i = 0;

	if (a.n != b.n)
		return false;
	while (i < a.n && a.p[i] == b.p[i])
		i++;
	return i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
	       str_eq(str_slice(a, i + 2, a.n), str_slice(b, i + 2, b.n));
}

/* "Sooooo", "VERYYYY": with fewer of the letters it is a word. XXVIII is a number. */
static bool is_stretched(const struct spelling *sp, struct str fold)
{
	char out[2][LETTERS_MOST];
	size_t n[2] = { 0 }, run = 0, longest = 0;
	bool roman = true;

	if (fold.n > LETTERS_MOST)
		return false;
	for (size_t i = 0; i < fold.n; i++) {
		run = i && fold.p[i] == fold.p[i - 1] ? run + 1 : 1;
		longest = run > longest ? run : longest;
		roman = roman && strchr("ivxlcdm", fold.p[i]);
		if (run == 1)
			out[0][n[0]++] = fold.p[i];
		if (run <= 2)
			out[1][n[1]++] = fold.p[i];
	}
	if (longest < STRETCH || roman)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(out); i++)
		if (n[i] > 1 &&
		    speller_check(sp->sp, (struct str){ out[i], n[i] }) == SPELL_OK)
			return true;
	return false;
}

/* The word before 's. */
static struct str bare(const struct spelling *sp, const struct word *w)
{
	const bool owner =
		w->last == w->first + 1 && str_is(sp->s->tokens.p[w->last].fold, "'s");

	return owner ? sp->s->tokens.p[w->first].fold : w->fold;
}

static bool is_vowel(char c)
{
	return strchr("aeiouy", c);
}

/* One that writers make and that seldom makes a name: letters swapped, doubled, left out
 * or heard badly. Mannino is no Manning, and Bridie no bridge. */
static bool is_plain_slip(struct str typed, struct str meant)
{
	size_t i = 0;

	if (typed.p[typed.n - 1] != meant.p[meant.n - 1])
		return false;
	if (typed.n != meant.n || is_swap(typed, meant))
		return true;
	while (typed.p[i] == meant.p[i])
		i++;
	return is_vowel(typed.p[i]) && is_vowel(meant.p[i]);
}

static enum level at_start(struct str fold, const struct spell_near *near)
{
	if (!near->word.n)
		return LEVEL_NONE;
	if (is_swap(fold, near->word) && near->word_band >= SPELL_KNOWN)
		return LEVEL_BLOCK;
	if (fold.n >= NAME_LETTERS)
		return near->word_band >= SPELL_KNOWN ? LEVEL_BLOCK
		       : near->name.n                 ? LEVEL_NONE
						      : LEVEL_ADVISE;
	return fold.n >= SHORT_LETTERS && near->word_band >= SPELL_CORE ? LEVEL_BLOCK
									: LEVEL_NONE;
}

static enum level level_of(const struct spelling *sp, const struct word *w,
			   struct str fold)
{
	struct spell_near near;

	if (is_stretched(sp, fold))
		return LEVEL_BLOCK;
	if (fold.n < NAME_LETTERS && !w->begins)
		return LEVEL_NONE;
	speller_near(sp->sp, fold, sp->s->a, &near);
	if (fold.n >= NAME_LETTERS && slips_is_calendar(near.name))
		return LEVEL_ADVISE;
	if (w->begins && !(w->flags & TOKEN_UPPER))
		return at_start(fold, &near);
	if (fold.n <= NAME_LETTERS || near.name.n || near.word_band < SPELL_KNOWN ||
	    !is_plain_slip(fold, near.word))
		return LEVEL_NONE;
	return LEVEL_ADVISE;
}

enum level slips_capital(const struct spelling *sp, const struct word *w)
{
	const struct str fold = bare(sp, w);
	struct known *k = known_word(sp->s, fold);
	uint8_t *level;

	if (!k)
		return level_of(sp, w, fold);
	known_use(k, sp->sp);
	level = &k->capital[(w->begins ? 1 : 0) | (w->flags & TOKEN_UPPER ? 2 : 0)];
	if (!*level)
		*level = (uint8_t)(level_of(sp, w, fold) + 1);
	return (enum level)(*level - 1);
}

/* ---- two words ---- */

/* Words that no compound is made of: beside them a blank is missing. */
static bool is_particle(struct str word)
{
	static const char *const words[] = {
		"all",   "and",   "any",   "are",   "been",  "but",   "can",  "did",
		"does",  "each",  "even",  "for",   "from",  "had",   "has",  "have",
		"here",  "his",   "how",   "its",   "more",  "most",  "much", "not",
		"our",   "she",   "some",  "such",  "than",  "that",  "the",  "their",
		"them",  "there", "these", "they",  "this",  "those", "very", "was",
		"were",  "what",  "when",  "where", "which", "who",   "will", "with",
		"would", "you",   "your",
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_is(word, words[i]))
			return true;
	return false;
}

static bool is_known(const struct spelling *sp, struct str half)
{
	return speller_band(sp->sp, half) >= SPELL_KNOWN;
}

static bool is_compound(const struct spelling *sp, struct str fold)
{
	struct spell_near near;
	bool found = false;

	for (size_t i = COMPOUND_HALF; i + COMPOUND_HALF <= fold.n; i++) {
		const struct str a = str_slice(fold, 0, i);
		const struct str b = str_slice(fold, i, fold.n);

		if (!is_known(sp, a) || !is_known(sp, b))
			continue;
		if (is_particle(a) || is_particle(b))
			return false;
		found = true;
	}
	if (!found || fold.n > LETTERS_MOST)
		return false;
	speller_near(sp->sp, fold, sp->s->a, &near);
	return near.word_band < SPELL_KNOWN;
}

bool slips_compound(const struct spelling *sp, const struct word *w)
{
	const struct str fold = bare(sp, w);
	struct known *k = known_word(sp->s, fold);

	if (!k)
		return is_compound(sp, fold);
	known_use(k, sp->sp);
	if (!k->compound)
		k->compound = is_compound(sp, fold) ? 2 : 1;
	return k->compound == 2;
}
