/* Numbers with what is glued to them, and telephone numbers. */
#include "text/token_scan.h"

/* ---- numbers ---- */

static const char *const units[] = {
	"a",        "am",      "b",    "billion",  "bit",  "bn",  "bps", "c",
	"cal",      "cc",      "chf",  "cl",       "cm",   "d",   "db",  "dl",
	"dpi",      "em",      "eur",  "f",        "fps",  "ft",  "g",   "gb",
	"gbp",      "gbps",    "ghz",  "gib",      "gw",   "gwh", "h",   "hp",
	"hr",       "hrs",     "hz",   "i",        "in",   "inr", "jpy", "k",
	"kb",       "kbps",    "kcal", "kg",       "khz",  "kib", "kj",  "km",
	"kmh",      "kph",     "kv",   "kw",       "kwh",  "l",   "lb",  "lbs",
	"m",        "ma",      "mah",  "mb",       "mbps", "mg",  "mhz", "mi",
	"mib",      "million", "min",  "mins",     "ml",   "mm",  "mn",  "mph",
	"mrd",      "ms",      "mw",   "mwh",      "nd",   "nm",  "ns",  "oz",
	"p",        "pa",      "pb",   "pm",       "pt",   "px",  "rd",  "rem",
	"rpm",      "s",       "sec",  "secs",     "st",   "t",   "tb",  "th",
	"thousand", "tib",     "tn",   "trillion", "usd",  "v",   "w",   "wh",
	"wk",       "x",       "y",    "yd",       "yr",   "yrs",
};

/* How many digits stand at `at`. */
static size_t digits_at(struct str s, size_t at)
{
	size_t n = 0;

	while (ascii_is_digit(byte_at(s, at + n)))
		n++;
	return n;
}

/* Exactly three digits: a group of thousands, whatever parts it. */
static bool is_group(struct str s, size_t at)
{
	return digits_at(s, at) == 3;
}

/* A separator inside a number: its length, or 0. */
static size_t separator(struct str s, size_t at)
{
	const unsigned char c = byte_at(s, at);
	size_t n;
	uint32_t cp;

	if (c == '.' || c == ',' || c == ':' || c == '/')
		return ascii_is_digit(byte_at(s, at + 1)) ? 1 : 0;
	if (c == '\'')
		return is_group(s, at + 1) ? 1 : 0;
	if (c < 0x80)
		return 0;
	cp = utf8_decode(s, at, &n);
	if (cp == 0xa0 || cp == 0x202f || cp == 0x2009 || cp == 0x2019)
		return is_group(s, at + n) ? n : 0;
	return 0;
}

/* "2026-11-24", "2026-11-24T09:00:00Z": the end, or `at`. */
static size_t iso_date_end(struct str s, size_t at)
{
	size_t end = at + 10, time;

	if (digits_at(s, at) != 4 || byte_at(s, at + 4) != '-' ||
	    digits_at(s, at + 5) != 2 || byte_at(s, at + 7) != '-' ||
	    digits_at(s, at + 8) != 2)
		return at;
	if (byte_at(s, end) != 'T' || digits_at(s, end + 1) != 2)
		return is_word_at(s, end) ? at : end;
	for (time = end + 1; ascii_is_digit(byte_at(s, time)) ||
			     (byte_at(s, time) && strchr(":.", s.p[time]) &&
			      ascii_is_digit(byte_at(s, time + 1)));)
		time++;
	if (byte_at(s, time) == 'Z')
		time++;
	else if ((byte_at(s, time) == '+' || byte_at(s, time) == '-') &&
		 digits_at(s, time + 1) == 2 && byte_at(s, time + 3) == ':' &&
		 digits_at(s, time + 4) == 2)
		time += 6;
	return is_word_at(s, time) ? end : time;
}

/* Digits and separators from `at` on. *plain: nothing but digits. */
static size_t digits_end(struct str s, size_t at, bool *plain)
{
	size_t end = iso_date_end(s, at), n;

	*plain = false;
	if (end > at)
		return end;
	*plain = byte_at(s, at) != '.';
	end = at + (*plain ? 0 : 1);
	for (;;) {
		end += digits_at(s, end);
		n = separator(s, end);
		if (!n)
			break;
		*plain = false;
		end += n;
	}
	/* "3½", "5²" */
	while (byte_at(s, end) >= 0x80 && char_class(s, end, &n) == CHAR_DIGIT)
		end += n;
	return end;
}

/* A unit at `at`: its end; `at` if there is none; SIZE_MAX if what is there makes one
 * word with the digits ("2pac", "20-year-old"). */
static size_t unit_end(struct str s, size_t at)
{
	enum { LONGEST = 8 };
	char low[LONGEST];
	size_t n = 0, end;
	enum char_class class;

	while (n < LONGEST && ascii_is_alpha(byte_at(s, at + n))) {
		low[n] = ascii_lower(s.p[at + n]);
		n++;
	}
	end = at + n;
	class = char_class(s, end, &n);
	n = n ? n : 1;
	if (is_word_class(class) || byte_at(s, end) == '_')
		return SIZE_MAX;
	if (class == CHAR_HYPHEN && char_class(s, end + n, &n) == CHAR_LETTER)
		return SIZE_MAX;
	if (end == at)
		return at;
	return WORD_IN(((struct str){ low, end - at }), units) ? end : SIZE_MAX;
}

/* "20p", "99p" are pence; "720p" is the size of a film. */
static bool is_pence(struct str s, size_t start, size_t at, size_t end)
{
	static const char *const films[] = { "144", "240", "360", "480",
					     "540", "576", "720" };
	const size_t digits = at - start;

	return end == at + 1 && s.p[at] == 'p' && digits >= 1 && digits <= 3 &&
	       digits_at(s, start) == digits && !WORD_IN(str_slice(s, start, at), films);
}

static bool is_currency_unit(struct str s, size_t at, size_t end)
{
	static const char *const codes[] = { "chf", "eur", "gbp", "inr", "jpy", "usd" };
	char low[3];

	if (end - at != sizeof(low))
		return false;
	for (size_t i = 0; i < sizeof(low); i++)
		low[i] = ascii_lower(s.p[at + i]);
	return WORD_IN(((struct str){ low, sizeof(low) }), codes);
}

/* '%' or a currency sign behind the number. */
static size_t sign_end(struct str s, size_t at, unsigned *flags)
{
	size_t n;
	const enum char_class class = char_class(s, at, &n);

	if (byte_at(s, at) == '%' || (n == 3 && !memcmp(s.p + at, "\xe2\x80\xb0", 3))) {
		*flags |= TOKEN_PERCENT;
		return at + n;
	}
	if (class == CHAR_CURRENCY && !is_word_at(s, at + n)) {
		*flags |= TOKEN_MONEY;
		return at + n;
	}
	return at;
}

/* The sign or currency before the digits: where the digits start. */
static size_t prefix_end(struct str s, size_t at, unsigned *flags)
{
	size_t n;

	while (ascii_is_alpha(byte_at(s, at)))
		at++;
	if (byte_at(s, at) == '+' || byte_at(s, at) == '-')
		return at + 1;
	if (char_class(s, at, &n) != CHAR_CURRENCY)
		return at;
	*flags |= TOKEN_MONEY;
	return at + n;
}

size_t scan_number(struct scan *s, size_t at)
{
	unsigned flags = 0;
	const size_t start = prefix_end(s->text, at, &flags);
	size_t end, unit;
	bool plain;

	if (!flags) {
		end = scan_phone(s, at);
		if (end > at)
			return end;
	}
	if (!ascii_is_digit(byte_at(s->text, start)) && byte_at(s->text, start) != '.')
		return scan_word(s, at);
	end = digits_end(s->text, start, &plain);
	unit = unit_end(s->text, end);
	if (plain && start == at) {
		if (unit == SIZE_MAX)
			return scan_word(s, at);
		if (byte_at(s->text, end) == '@' ||
		    (byte_at(s->text, end) == '.' &&
		     ascii_is_alpha(byte_at(s->text, end + 1)))) {
			const size_t address = scan_address(s, at, end);

			if (address > at)
				return address;
		}
	}
	if (unit != SIZE_MAX) {
		if (is_currency_unit(s->text, end, unit) ||
		    is_pence(s->text, start, end, unit))
			flags |= TOKEN_MONEY;
		end = sign_end(s->text, unit, &flags);
	}
	return scan_add_name(s, TOKEN_NUMBER, at, end, flags);
}

/* ---- telephone numbers ---- */

enum {
	MOST_GROUPS = 8,
	MOST_BYTES = 40, /* of a telephone number: nothing is looked at further off */
	MOST_DIGITS = 15,
	MOST_EXTENSION = 6,
};

struct phone {
	size_t end;
	size_t groups, digits;
	size_t group[MOST_GROUPS];       /* digits of each */
	unsigned char mark[MOST_GROUPS]; /* between it and the next: ' ' . - / or ')' */
	size_t first;                    /* offset of the first digit */
	size_t extension;                /* digits behind an x: 555-123-4567x89 */
	bool plus, round;
};

/* What may part two groups, at most one mark and a blank or bracket beside it. */
static size_t between(struct str s, size_t at, unsigned char *mark, bool open)
{
	size_t end = at, n;

	*mark = 0;
	if (open) {
		if (byte_at(s, end) != ')')
			return at;
		end++;
		*mark = ')';
	}
	n = 0;
	if (byte_at(s, end) && strchr(" -./", s.p[end]))
		n = 1;
	else if (byte_at(s, end) >= 0x80) {
		const uint32_t cp = utf8_decode(s, end, &n);

		if (cp != 0xa0 && cp != 0x202f && cp != 0x2010 && cp != 0x2011 &&
		    cp != 0x2013)
			n = 0;
	}
	if (n && !*mark)
		*mark = n > 1 ? (s.p[end] == '\xe2' ? '-' : ' ') : byte_at(s, end);
	end += n;
	if (!open && byte_at(s, end) == '(' && ascii_is_digit(byte_at(s, end + 1)))
		end++;
	return *mark || end > at ? end : at;
}

static bool read_phone(struct str s, size_t at, struct phone *p)
{
	const size_t limit = at + MOST_BYTES;
	size_t i = at, next;
	bool open;

	*p = (struct phone){ .plus = byte_at(s, at) == '+' };
	i += p->plus;
	open = byte_at(s, i) == '(';
	p->round = open;
	i += open;
	p->first = i;
	for (;;) {
		const size_t n = digits_at(s, i);

		if (!n || p->groups == MOST_GROUPS || i + n > limit)
			break;
		p->group[p->groups] = n;
		p->digits += n;
		p->end = i + n;
		next = between(s, p->end, &p->mark[p->groups++], open);
		if (next == p->end || !ascii_is_digit(byte_at(s, next)))
			break;
		open = s.p[next - 1] == '(';
		p->round |= open;
		i = next;
	}
	if ((byte_at(s, p->end) | 0x20) == 'x')
		p->extension = digits_at(s, p->end + 1);
	if (p->extension > MOST_EXTENSION)
		p->extension = 0;
	p->end += p->extension ? p->extension + 1 : 0;
	return p->groups > 0 && p->digits <= MOST_DIGITS;
}

/* 24.11.2026, 24/11/26 10.30, 2026-11-24: digits in the form of something else. */
static bool is_other_form(const struct phone *p)
{
	/* 023-01-0866: how the numbers of persons are written in America. */
	if (p->groups == 3 && p->group[0] == 3 && p->group[1] == 2 && p->group[2] == 4)
		return true;
	if (p->groups < 3 || p->mark[0] != p->mark[1] || p->mark[0] == ' ')
		return false;
	return (p->group[0] <= 2 && p->group[1] <= 2 &&
		(p->group[2] == 4 || p->group[2] == 2) && p->groups <= 5 &&
		(p->groups == 3 || p->mark[2] == ' ')) ||
	       (p->group[0] == 4 && p->group[1] == 2 && p->group[2] == 2);
}

/* (020) 7946 0958, 555-123-4567, 1-800-555-0199 */
static bool is_american(struct str s, const struct phone *p)
{
	const size_t g = p->groups == 4 && p->group[0] == 1 && s.p[p->first] == '1';
	const size_t area = p->first + (g ? 2 : 0);

	if (p->groups != 3 + g || p->group[g] != 3 || p->group[g + 1] != 3 ||
	    p->group[g + 2] != 4)
		return false;
	if (!p->round && p->mark[g] != p->mark[g + 1])
		return false;
	return g || p->round || (s.p[area] >= '2' && s.p[area] <= '9');
}

/* The marks between the groups are of a telephone number: all full stops or none, and
 * a stroke only behind the area code. "09.00 10.00" are times. */
static bool is_evenly_marked(const struct phone *p)
{
	size_t stops = 0;

	for (size_t i = 0; i + 1 < p->groups; i++) {
		stops += p->mark[i] == '.';
		if (p->mark[i] == '/' && i)
			return false;
	}
	return !stops || stops + 1 == p->groups;
}

/* Begins with the 0 that is dialled before an area code, or the 00 before a country. */
static bool is_trunk(struct str s, const struct phone *p)
{
	const bool country = s.p[p->first] == '0' && byte_at(s, p->first + 1) == '0';

	if (s.p[p->first] != '0' || !is_evenly_marked(p))
		return false;
	if (p->groups == 1)
		return p->digits == 10 || p->digits == 11 || (country && p->digits > 11);
	/* Two groups and nine digits are a post code and a house number more often. */
	return p->group[0] >= 2 && p->groups <= 6 &&
	       p->digits >= (p->groups == 2 && !p->round ? 10u : 9u) &&
	       p->digits <= (country ? MOST_DIGITS : 12u);
}

/* One of the last words says that a number follows: "call 555-0199". */
static bool is_announced(const struct scan *s)
{
	static const char *const cues[] = {
		"call",    "cell",   "contact",   "desk",   "dial",     "fax",
		"hotline", "mobile", "phone",     "phoned", "reach",    "ring",
		"sms",     "tel",    "telephone", "text",   "whatsapp",
	};
	size_t words = 0;

	for (size_t i = s->out.n; i && words < 3; i--) {
		const struct token *t = &s->out.p[i - 1];

		if (t->kind == TOKEN_BREAK || t->kind == TOKEN_NUMBER)
			return false;
		if (t->kind == TOKEN_WORD && WORD_IN(t->fold, cues))
			return true;
		words += t->kind == TOKEN_WORD;
	}
	return false;
}

/* Nothing else is glued to it, before or behind. */
static bool stands_alone(struct str s, size_t at, size_t end)
{
	const unsigned char next = byte_at(s, end);
	size_t n;

	if (is_word_at(s, end) || next == '%' || next == '_' || next == '@' ||
	    char_class(s, end, &n) == CHAR_CURRENCY)
		return false;
	if ((next == ',' || next == ':' || next == '.' || next == '/') &&
	    is_word_at(s, end + 1))
		return false;
	if (next == '-' && ascii_is_digit(byte_at(s, end + 1)))
		return false;
	if (is_word_before(s, at) || char_class_before(s, at) == CHAR_CURRENCY)
		return false;
	return !at || !s.p[at - 1] || s.p[at] == '+' || !strchr("#-.,/:=+", s.p[at - 1]);
}

static bool is_phone(const struct scan *s, size_t at, const struct phone *p)
{
	if (!stands_alone(s->text, at, p->end) || is_other_form(p))
		return false;
	if (p->plus)
		return p->digits >= 7;
	if (p->digits < 6)
		return false;
	if (p->round && byte_at(s->text, at) == '(')
		return p->groups >= 2 && p->group[0] >= 2 && p->group[0] <= 5 &&
		       p->digits >= 7;
	return is_american(s->text, p) || is_trunk(s->text, p) ||
	       (p->digits >= 7 && is_announced(s));
}

size_t scan_phone(struct scan *s, size_t at)
{
	struct phone p;
	size_t i = at;

	if (!read_phone(s->text, at, &p) || !is_phone(s, at, &p))
		return at;
	while (i < p.end) {
		size_t n = (i == at && p.plus) ? 1 : 0;

		n += digits_at(s->text, i + n);
		if (n) {
			(void)scan_add(s, TOKEN_NUMBER, i, i + n, TOKEN_PHONE);
		} else if (char_class(s->text, i, &n) == CHAR_BLANK) {
			s->space = true;
		} else {
			const bool x = (s->text.p[i] | 0x20) == 'x';

			(void)scan_add(s, x ? TOKEN_WORD : TOKEN_PUNCT, i, i + n,
				       TOKEN_PHONE);
		}
		i += n;
	}
	return p.end;
}
