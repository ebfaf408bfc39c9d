/* Figures are read from their text, strictly: a word or mark that is not understood makes
 * the figure unknown. */
#include "text/figure.h"

enum { MOST_DIGITS = 17, MOST_EXPONENT = 40 };

struct unit {
	const char *name, *code;
};
static const struct unit units[] = {
	{ "$", "USD" },        { "us$", "USD" },      { "usd", "USD" },
	{ "dollar", "USD" },   { "dollars", "USD" },  { "buck", "USD" },
	{ "bucks", "USD" },    { "\xc2\xa3", "GBP" }, { "gbp", "GBP" },
	{ "pound", "GBP" },    { "pounds", "GBP" },   { "quid", "GBP" },
	{ "sterling", "GBP" }, { "eur", "EUR" },      { "\xe2\x82\xac", "EUR" },
	{ "euro", "EUR" },     { "euros", "EUR" },    { "\xc2\xa5", "JPY" },
	{ "jpy", "JPY" },      { "yen", "JPY" },      { "chf", "CHF" },
	{ "inr", "INR" },      { "rupee", "INR" },    { "rupees", "INR" },
	{ "cad", "CAD" },      { "aud", "AUD" },      { "nzd", "NZD" },
	{ "sek", "SEK" },      { "nok", "NOK" },      { "dkk", "DKK" },
	{ "pln", "PLN" },      { "czk", "CZK" },      { "cny", "CNY" },
	{ "brl", "BRL" },      { "sgd", "SGD" },
};

struct magnitude {
	const char *name;
	int exponent;
};
static const struct magnitude magnitudes[] = {
	{ "hundred", 2 }, { "k", 3 },   { "thousand", 3 },  { "lakh", 5 },
	{ "m", 6 },       { "mn", 6 },  { "mio", 6 },       { "million", 6 },
	{ "crore", 7 },   { "bn", 9 },  { "b", 9 },         { "mrd", 9 },
	{ "billion", 9 }, { "tn", 12 }, { "trillion", 12 },
};

static const char *const passed_over[] = { "us", "u.s.", "american", "of", "~" };
static const char *const percents[] = { "%",   "percent",    "per",   "cent",
					"pct", "percentage", "point", "points" };

/* A figure while it is read. */
struct reading {
	struct str text;
	size_t at;
	struct figure *f;
	bool number, percent;
};

static bool is_word(struct str part, const char *word)
{
	const size_t n = strlen(word);
	bool same = part.n == n;

	for (size_t i = 0; same && i < n; i++)
		same = ascii_lower(part.p[i]) == word[i];
	return same;
}

static bool is_digit_at(struct str s, size_t at)
{
	return at < s.n && ascii_is_digit((unsigned char)s.p[at]);
}

/* Three digits and no fourth behind the comma at `at`. */
static bool is_group(struct str s, size_t at)
{
	return is_digit_at(s, at + 1) && is_digit_at(s, at + 2) &&
	       is_digit_at(s, at + 3) && !is_digit_at(s, at + 4);
}

static void read_number(struct reading *r)
{
	struct figure *f = r->f;
	bool point = false;
	size_t digits = 0;

	f->known &= !r->number;
	r->number = true;
	for (; r->at < r->text.n; r->at++) {
		const char ch = r->text.p[r->at];

		if (is_digit_at(r->text, r->at)) {
			f->known &= digits++ < MOST_DIGITS;
			if (f->known)
				f->digits = f->digits * 10 + (uint64_t)(ch - '0');
			f->exponent -= point;
		} else if (ch == '.' && !point && is_digit_at(r->text, r->at + 1)) {
			point = true;
		} else if (ch != ',' || point || !is_group(r->text, r->at)) {
			return;
		}
	}
}

/* A word, or one mark, or one character that is no ASCII. */
static struct str next_part(struct reading *r)
{
	const size_t from = r->at;
	const unsigned char first = (unsigned char)r->text.p[r->at++];

	if (first >= 0x80)
		while (r->at < r->text.n &&
		       ((unsigned char)r->text.p[r->at] & 0xc0) == 0x80)
			r->at++;
	if (ascii_is_alnum(first))
		while (r->at < r->text.n &&
		       (ascii_is_alnum((unsigned char)r->text.p[r->at]) ||
			r->text.p[r->at] == '.') &&
		       !is_digit_at(r->text, r->at))
			r->at++;
	return str_slice(r->text, from, r->at);
}

static bool is_one_of(struct str part, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_word(part, list[i]))
			return true;
	return false;
}

static bool read_unit(struct figure *f, struct str part)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (!is_word(part, units[i].name))
			continue;
		f->known &= !*f->unit || strcmp(f->unit, units[i].code) == 0;
		memcpy(f->unit, units[i].code, sizeof(f->unit));
		return true;
	}
	return false;
}

static bool read_magnitude(struct reading *r, struct str part)
{
	for (size_t i = 0; r->number && i < ARRAY_LEN(magnitudes); i++) {
		if (!is_word(part, magnitudes[i].name))
			continue;
		r->f->exponent += magnitudes[i].exponent;
		r->f->known &= r->f->exponent < MOST_EXPONENT;
		return true;
	}
	return false;
}

static void read_part(struct reading *r)
{
	struct str part = next_part(r);

	if (str_ends(part, ".") && part.n > 1 && !is_word(part, "u.s."))
		part.n--;
	if (is_one_of(part, percents, ARRAY_LEN(percents)))
		r->percent = true;
	else if (str_is(part, "-") && !r->number)
		r->f->minus = true;
	else if (str_is(part, "-") && !is_digit_at(r->text, r->at))
		return; /* 5-million */
	else if (!str_is(part, "+") && !read_unit(r->f, part) &&
		 !read_magnitude(r, part) &&
		 !is_one_of(part, passed_over, ARRAY_LEN(passed_over)))
		r->f->known = false;
}

/* Equal figures get equal members. */
static void settle(struct figure *f)
{
	while (f->digits && f->digits % 10 == 0) {
		f->digits /= 10;
		f->exponent++;
	}
	if (!f->digits) {
		f->exponent = 0;
		f->minus = false;
	}
}

static void read_text(struct str text, struct figure *f)
{
	struct reading r = { .text = text, .f = f };

	while (r.at < text.n) {
		const unsigned char ch = (unsigned char)text.p[r.at];

		if (ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r')
			r.at++;
		else if (ascii_is_digit(ch))
			read_number(&r);
		else
			read_part(&r);
	}
	f->known &= r.number && r.percent == (f->kind == FIGURE_PERCENT) &&
		    (*f->unit != '\0') == (f->kind == FIGURE_MONEY);
	settle(f);
}

static bool is_magnitude(const struct token *t)
{
	for (size_t i = 0; t->kind == TOKEN_WORD && i < ARRAY_LEN(magnitudes); i++)
		if (str_is(t->fold, magnitudes[i].name))
			return true;
	return false;
}

/* The token behind a number without a unit: "5 million". */
static size_t number_end(const struct tokens *t, size_t i)
{
	size_t end = i + 1;

	while (end < t->n && t->p[end].sentence == t->p[i].sentence &&
	       is_magnitude(&t->p[end]))
		end++;
	return end;
}

bool figure_at(const struct view *v, const struct tokens *t, uint32_t i,
	       struct figure *out)
{
	const struct token *first = &t->p[i];
	size_t end;

	*out = (struct figure){ .known = true };
	if (first->flags & TOKEN_PERCENT) {
		out->kind = FIGURE_PERCENT;
		end = token_run(t, i, TOKEN_PERCENT);
	} else if (first->flags & TOKEN_MONEY) {
		out->kind = FIGURE_MONEY;
		end = token_run(t, i, TOKEN_MONEY);
	} else if (first->kind == TOKEN_NUMBER && !(first->flags & TOKEN_PHONE)) {
		end = number_end(t, i);
	} else {
		return false;
	}
	if (end <= i)
		end = i + 1;
	out->end = (uint32_t)end;
	read_text(
		str_slice(v->text, first->at, (size_t)t->p[end - 1].at + t->p[end - 1].n),
		out);
	return true;
}

int figure_compare(const struct figure *a, const struct figure *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (strcmp(a->unit, b->unit) != 0)
		return strcmp(a->unit, b->unit);
	if (a->minus != b->minus)
		return a->minus ? -1 : 1;
	if (a->exponent != b->exponent)
		return a->exponent < b->exponent ? -1 : 1;
	return (a->digits > b->digits) - (a->digits < b->digits);
}
