#include "text/article.h"
#include "text/utf8_prop.h"

enum { LETTERS = 48, ACRONYM = 6 }; /* letters kept of a word; of an acronym at most */

#define V ARTICLE_VOWEL
#define C ARTICLE_CONSONANT
#define U ARTICLE_UNSURE

struct rule {
	const char *start; /* what the word begins with; "$" at its end: the whole word */
	enum article_sound sound;
};

/* Words in small letters; the first rule that fits. What is in no table: a, e, i, o, u
 * are vowels, everything else is a consonant. of_word() knows their first letters. */
static const struct rule words[] = {
	/* the h that is not said, or not by everybody */
	{ "hour", V },
	{ "honest", V },
	{ "honor", V },
	{ "honour", V },
	{ "hono", U },
	{ "heir", V },
	{ "hors$", V },
	{ "herb", U },
	{ "homage", U },
	{ "histor", U },
	{ "hotel", U },
	{ "habitual", U },
	{ "hereditary", U },
	{ "heroic", U },
	{ "hyster", U },
	{ "horrific", U },
	{ "hallucin", U },
	{ "hilarious", U },
	{ "hypothe", U },
	{ "herculean", U },
	{ "hermes", U },
	{ "hispanic", U },
	{ "hegemon", U },
	{ "hyphen", U },
	/* e said "you" */
	{ "euler", V },
	{ "eu", C },
	{ "ewe", C },
	/* o said "w" */
	{ "one$", C },
	{ "ones$", C },
	{ "once", C },
	{ "oneself", C },
	{ "oneness", C },
	{ "onesie", C },
	{ "onetime", C },
	{ "oui", U },
	{ "oua", U },
	{ "oax", U },
	/* u said "you" */
	{ "unin", V },
	{ "unimod", C },
	{ "unim", V },
	{ "unidentif", V },
	{ "unide", V },
	{ "unill", V },
	{ "uniss", V },
	{ "unign", V },
	{ "unir", U },
	{ "uni", C },
	{ "unanim", C },
	{ "unary", C },
	{ "unesco", C },
	{ "us$", U },
	{ "ush", V },
	{ "use", C },
	{ "usu", C },
	{ "usa", C },
	{ "usi", C },
	{ "usb", C },
	{ "us", U },
	{ "utt", V },
	{ "utm", V },
	{ "ute", C },
	{ "uti", C },
	{ "uto", C },
	{ "uta", C },
	{ "ut", U },
	{ "ubi", C },
	{ "uk", C },
	{ "ura", C },
	{ "ure", C },
	{ "uri", C },
	{ "uro", C },
	{ "uru", C },
	{ "ulul", U },
	{ "ulys", U },
	{ "ugand", C },
	{ "uvu", C },
	{ "uv$", C },
	{ "ufo", C },
	{ "url", C },
	{ "uig", U },
	{ "ua", U },
	{ "ue", U },
	{ "ui", U },
	{ "uu", U },
	{ "uy", U },
	/* letters that are spelled */
	{ "xbox", V },
	{ "xmas", U },
	{ "xray", V },
	{ "x$", V },
	{ "nth", V },
	{ "ytt", V },
	{ "yv", V },
	{ "yb", U },
	{ "faq", U },
	{ "sql", U },
	{ "mb", U },
};

/* Acronyms that are said as words, or both ways; of the letters whose names begin with a
 * vowel and whose sounds do not, and of U. Other acronyms with a vowel in them are
 * unsure. */
static const struct rule acronyms[] = {
	{ "nasa$", C },  { "nato$", C },   { "nafta$", C },  { "nascar$", C },
	{ "nimby$", C }, { "laser$", C },  { "lasik$", C },  { "lidar$", C },
	{ "lan$", C },   { "ram$", C },    { "rom$", C },    { "radar$", C },
	{ "sars$", C },  { "mers$", C },   { "sim$", C },    { "sonar$", C },
	{ "swat$", C },  { "scuba$", C },  { "saas$", C },   { "sids$", C },
	{ "spac$", C },  { "fifa$", C },   { "fema$", C },   { "fomo$", C },
	{ "hud$", C },   { "hipaa$", C },  { "reit$", C },   { "rico$", C },
	{ "fisa$", C },  { "unesco$", C }, { "unicef$", C }, { "mac$", C },
	{ "mba$", V },   { "mbas$", V },   { "fbi$", V },    { "hiv$", V },
	{ "suv$", V },   { "suvs$", V },   { "seo$", V },    { "led$", V },
	{ "leds$", V },  { "roi$", V },    { "ngo$", V },    { "ngos$", V },
	{ "nda$", V },   { "ndas$", V },   { "nba$", V },    { "nfl$", V },
	{ "mri$", V },   { "mris$", V },   { "sla$", V },    { "slas$", V },
	{ "hdmi$", V },  { "mit$", V },    { "lcd$", V },    { "nypd$", V },
	{ "fda$", V },   { "fcc$", V },    { "ssri$", V },   { "lgbtqia$", V },
	{ "mia$", V },   { "rpa$", V },    { "rfid$", V },   { "soc$", U },
	{ "ufo$", C },   { "ufos$", C },   { "usa$", C },    { "usb$", C },
	{ "uae$", C },   { "uk$", C },     { "un$", C },     { "url$", C },
	{ "urls$", C },  { "us$", C },     { "ui$", C },     { "ux$", C },
	{ "uv$", C },    { "uri$", C },    { "udp$", C },    { "usps$", C },
	{ "ucla$", C },  { "eu$", C },     { "eula$", U },   { "hr$", V },
	{ "mp$", V },    { "mps$", V },    { "rv$", V },     { "hd$", V },
	{ "fm$", V },    { "xl$", V },     { "hp$", V },     { "mc$", V },
	{ "nft$", V },
};

#undef V
#undef C
#undef U

static bool fits(const char *start, struct str word)
{
	size_t i = 0;

	for (; start[i] && start[i] != '$'; i++)
		if (i >= word.n || word.p[i] != start[i])
			return false;
	return !start[i] || i == word.n;
}

static const struct rule *find(const struct rule *table, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].start[0] == word.p[0] && fits(table[i].start, word))
			return &table[i];
	return NULL;
}
#define FIND(table, word) find((table), ARRAY_LEN(table), (word))

static bool is_vowel(char c)
{
	return c && strchr("aeiou", c);
}

/* The name of a letter: "an F", "a U". */
static enum article_sound name_of(char small)
{
	return small && strchr("aefhilmnorsx", small) ? ARTICLE_VOWEL : ARTICLE_CONSONANT;
}

/* ---- numbers ---- */

/* 8, 80, 8,000; 11, 18, 11,000, 18.5 but not 118; 18xx as a year. */
static enum article_sound of_number(struct str s)
{
	size_t digits = 0, i = 0;
	bool comma = false;

	for (; i < s.n; i++) {
		if (ascii_is_digit((unsigned char)s.p[i]))
			digits++;
		else if (s.p[i] == ',' && i + 3 < s.n)
			comma = true;
		else
			break;
	}
	if (s.p[0] == '8')
		return ARTICLE_VOWEL;
	if (s.p[0] == '0')
		return ARTICLE_UNSURE;
	if (s.p[0] != '1' || digits < 2 || (s.p[1] != '1' && s.p[1] != '8'))
		return ARTICLE_CONSONANT;
	if (digits == 4 && !comma)
		return s.p[1] == '8' ? ARTICLE_VOWEL : ARTICLE_UNSURE;
	return digits % 3 == 2 ? ARTICLE_VOWEL : ARTICLE_CONSONANT;
}

/* ---- letters ---- */

struct spelling {
	char p[LETTERS]; /* small letters, up to the first mark */
	size_t n, capitals;
	bool vowel;   /* one of a, e, i, o, u, y is in it */
	bool dotted;  /* U.S. */
	bool hyphen;  /* what follows is part of the word */
	bool foreign; /* a letter that is not Latin */
};

static void read(struct str word, struct spelling *s)
{
	size_t n;

	*s = (struct spelling){ .n = 0 };
	for (size_t at = 0; at < word.n && s->n < LETTERS; at += n) {
		const unsigned char first = (unsigned char)word.p[at];
		uint32_t cp = first;
		char letter;

		n = 1;
		if (first < 0x80) {
			letter = ascii_is_alpha(first) ? ascii_lower((char)first) : '\0';
		} else {
			cp = utf8_decode(word, at, &n);
			letter = utf8_base_letter(cp);
		}
		if (!letter && cp >= 0x80 && utf8_category(cp) == UTF8PROC_CATEGORY_MN)
			continue;
		if (!letter) {
			s->dotted = cp == '.';
			s->hyphen = cp == '-' || cp == 0x2010 || cp == 0x2011;
			s->foreign = utf8_is_letter(cp);
			return;
		}
		s->p[s->n++] = letter;
		s->capitals += utf8_is_upper(cp);
		s->vowel |= is_vowel(letter) || letter == 'y';
	}
}

static enum article_sound of_acronym(const struct spelling *s)
{
	const struct str letters = { s->p, s->n };
	const struct rule *r = FIND(acronyms, letters);

	if (s->dotted)
		return name_of(s->p[0]);
	if (r)
		return r->sound;
	if (!s->vowel) { /* nobody can say it as a word; a short one may be read in full
			  */
		const bool full = s->n < 3 || str_is(letters, "sql");

		return full && name_of(s->p[0]) == ARTICLE_VOWEL ? ARTICLE_UNSURE
								 : name_of(s->p[0]);
	}
	if (s->p[0] == 'u' || s->p[0] == 'e' || s->p[0] == 'o' || s->n > ACRONYM)
		return ARTICLE_UNSURE;
	/* As a word and as letters it begins with the same kind of sound. */
	if (is_vowel(s->p[0]) == (name_of(s->p[0]) == ARTICLE_VOWEL))
		return name_of(s->p[0]);
	return ARTICLE_UNSURE;
}

/* Can an English word begin with these two letters? */
static bool is_sayable(struct str s)
{
	static const char *const pairs[] = { "fl", "fr", "fj", "mn", "rh", "sc",
					     "sh", "sk", "sl", "sm", "sn", "sp",
					     "sq", "st", "sw", "sv", "sr", "sf" };

	if (s.n < 2 || is_vowel(s.p[1]) || s.p[1] == 'y')
		return true;
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (str_starts(s, pairs[i]))
			return true;
	return false;
}

static enum article_sound of_word(const struct spelling *s)
{
	const struct str letters = { s->p, s->n };
	const struct rule *r =
		strchr("efhmnosuxy", s->p[0]) ? FIND(words, letters) : NULL;

	if (r)
		return r->sound;
	if (is_vowel(s->p[0]))
		return ARTICLE_VOWEL;
	/* "rpm", "html", "RfA", "ndash"; "mr", "lbs" are said as other words. */
	if (name_of(s->p[0]) == ARTICLE_VOWEL &&
	    (!s->vowel || s->capitals > 1 || !is_sayable(letters)))
		return ARTICLE_UNSURE;
	return ARTICLE_CONSONANT;
}

enum article_sound article_sound(struct str word)
{
	struct spelling s;

	if (!word.n)
		return ARTICLE_UNSURE;
	if (ascii_is_digit((unsigned char)word.p[0]))
		return of_number(word);
	read(word, &s);
	if (!s.n || s.foreign)
		return ARTICLE_UNSURE;
	/* "X-ray", "T-shirt", "e-mail", "F16": the first letter is said by its name. */
	if (s.n == 1)
		return s.capitals || (s.hyphen && strchr("etx", s.p[0])) ? name_of(s.p[0])
									 : ARTICLE_UNSURE;
	if (s.capitals == s.n ||
	    (s.capitals == s.n - 1 && s.p[s.n - 1] == 's' && s.n > 2) || s.dotted)
		return of_acronym(&s);
	return of_word(&s);
}
