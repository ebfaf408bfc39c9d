/* Amounts of money and percentages that are more than one token: "84 euros",
 * "EUR 5m", "half a million dollars", "3 per cent", "$5-10m". */
#include "text/token_scan.h"

enum { MOST_TOKENS = 12 }; /* of one amount: nothing is looked at further off */

static const char *const number_words[] = {
	"billion",  "billions",  "eight",    "eighteen", "eighty",    "eleven",
	"fifteen",  "fifty",     "five",     "forty",    "four",      "fourteen",
	"half",     "hundred",   "hundreds", "million",  "millions",  "nine",
	"nineteen", "ninety",    "one",      "seven",    "seventeen", "seventy",
	"six",      "sixteen",   "sixty",    "ten",      "thirteen",  "thirty",
	"thousand", "thousands", "three",    "trillion", "twelve",    "twenty",
	"two",
};

/* What may follow digits: "5 million", "5 bn". */
static const char *const magnitudes[] = {
	"billion", "bn",  "crore", "hundred", "k",        "lakh", "m",
	"million", "mio", "mn",    "mrd",     "thousand", "tn",   "trillion",
};

static const char *const currency_words[] = {
	"buck",   "bucks",   "cent",   "cents",  "dollar", "dollars", "euro",
	"euros",  "franc",   "francs", "krona",  "krone",  "kroner",  "kronor",
	"pence",  "peso",    "pesos",  "pound",  "pounds", "quid",    "rand",
	"rouble", "roubles", "rupee",  "rupees", "shekel", "shekels", "sterling",
	"yen",    "yuan",    "zloty",
};

/* As in "84 US dollars". */
static const char *const nations[] = {
	"american",  "australian", "british", "canadian",
	"singapore", "swiss",      "u.s.",    "us",
};

static const char *const codes[] = {
	"aed", "aud", "brl", "cad", "chf", "cny", "czk", "dkk", "eur",
	"gbp", "hkd", "huf", "ils", "inr", "jpy", "krw", "mxn", "nok",
	"nzd", "pln", "ron", "sek", "sgd", "thb", "try", "usd", "zar",
};

struct row {
	const struct view *v;
	struct token *t;
	size_t n;
};

static bool is_word(const struct row *r, size_t i)
{
	return i < r->n && r->t[i].kind == TOKEN_WORD;
}

/* Which second letters words have that begin with a letter. */
#define AT(letter) (1u << ((letter) - 'a'))
static const uint32_t second_letters[26] = {
	['b' - 'a'] = AT('i'),
	['e' - 'a'] = AT('i') | AT('l'),
	['f' - 'a'] = AT('i') | AT('o'),
	['h' - 'a'] = AT('a') | AT('u'),
	['m' - 'a'] = AT('i'),
	['n' - 'a'] = AT('i'),
	['o' - 'a'] = AT('n'),
	['s' - 'a'] = AT('e') | AT('i'),
	['t' - 'a'] = AT('e') | AT('h') | AT('r') | AT('w'),
};
#undef AT

/* Asked of every word of a text: most are sent away by their first two letters. */
static inline bool may_be_number_word(struct str word)
{
	unsigned first, second;

	if (word.n < 3)
		return false;
	first = (unsigned char)word.p[0] - (unsigned)'a';
	if (first >= 26 || !second_letters[first])
		return false;
	second = (unsigned char)word.p[1] - (unsigned)'a';
	if (second >= 26 || !(second_letters[first] >> second & 1))
		return false;
	/* that, this, they, for, has */
	return word.n >= 5 || !((word.p[0] == 't' && word.p[1] == 'h') ||
				(word.n == 3 && (word.p[1] == 'o' || word.p[1] == 'a')));
}

static bool is_number_word(const struct row *r, size_t i)
{
	struct str rest, part;

	if (!is_word(r, i) || !may_be_number_word(r->t[i].fold))
		return false;
	if (!(r->t[i].flags & TOKEN_HYPHEN))
		return WORD_IN(r->t[i].fold, number_words);
	rest = r->t[i].fold;
	while (str_field(&rest, '-', &part))
		if (!WORD_IN(part, number_words))
			return false;
	return true;
}

static bool is_code(const struct row *r, size_t i)
{
	return is_word(r, i) && r->t[i].n == 3 && WORD_IN(r->t[i].fold, codes);
}

/* Before the number, where any word may stand, a code is written in capitals. */
static bool is_code_before(const struct row *r, size_t i)
{
	return is_code(r, i) && (r->t[i].flags & TOKEN_UPPER);
}

static bool is_mark(const struct row *r, size_t i, const char *mark)
{
	return i < r->n && r->t[i].kind == TOKEN_PUNCT && str_is(r->t[i].fold, mark);
}

static bool is_sign(const struct row *r, size_t i)
{
	size_t n;

	return i < r->n && r->t[i].kind == TOKEN_PUNCT &&
	       char_class(token_text(r->v, &r->t[i]), 0, &n) == CHAR_CURRENCY &&
	       n == r->t[i].n;
}

/* The token behind the number that starts at `i`: digits and a magnitude, or words. */
static size_t number_tokens(const struct row *r, size_t i)
{
	const size_t most = i + MOST_TOKENS;
	size_t end = i + 1;

	if (r->t[i].kind == TOKEN_NUMBER) {
		if (is_mark(r, end, "-") && !(r->t[end].flags & TOKEN_SPACE) &&
		    is_word(r, end + 1) && WORD_IN(r->t[end + 1].fold, magnitudes))
			return end + 2;
		while (end < most && is_word(r, end) &&
		       WORD_IN(r->t[end].fold, magnitudes))
			end++;
		return end;
	}
	while (end < most) {
		if (is_number_word(r, end))
			end++;
		else if (is_word(r, end) &&
			 (str_is(r->t[end].fold, "and") || str_is(r->t[end].fold, "a") ||
			  str_is(r->t[end].fold, "of")) &&
			 is_number_word(r, end + 1))
			end += 2;
		else
			break;
	}
	return end;
}

/* The token behind the currency at `i`, or `i`. */
static size_t currency_tokens(const struct row *r, size_t i)
{
	const size_t word = i + (is_mark(r, i, "-") && !(r->t[i].flags & TOKEN_SPACE));

	if (is_sign(r, i) || (is_code(r, i) && !str_is(r->t[i].fold, "try")) ||
	    is_code_before(r, i))
		return i + 1;
	if (is_word(r, word) && WORD_IN(r->t[word].fold, currency_words))
		return word + 1;
	if (is_word(r, i) && is_word(r, i + 1) && WORD_IN(r->t[i].fold, nations) &&
	    WORD_IN(r->t[i + 1].fold, currency_words))
		return i + 2;
	return i;
}

/* The token behind "per cent" at `i`, or `i`. */
static size_t percent_tokens(const struct row *r, size_t i)
{
	if (is_mark(r, i, "%"))
		return i + 1;
	if (!is_word(r, i))
		return i;
	if (str_is(r->t[i].fold, "percent") || str_is(r->t[i].fold, "pct"))
		return i + 1;
	if (is_word(r, i + 1) &&
	    ((str_is(r->t[i].fold, "per") && str_is(r->t[i + 1].fold, "cent")) ||
	     (str_is(r->t[i].fold, "percentage") &&
	      (str_is(r->t[i + 1].fold, "points") || str_is(r->t[i + 1].fold, "point")))))
		return i + 2;
	return i;
}

static void flag_all(const struct row *r, size_t start, size_t end, unsigned flag)
{
	for (size_t i = start; i < end; i++)
		r->t[i].flags |= (uint16_t)flag;
}

/* The first token of a currency that stands before the number at `i`. */
static size_t currency_before(const struct row *r, size_t i)
{
	return i && (is_sign(r, i - 1) || is_code_before(r, i - 1)) ? i - 1 : i;
}

/* "5-10%", "3 to 5 euros": where the range that ends at number `i` starts. A first half
 * that has `flag` by itself ("from 3% to 5%") is another amount. */
static size_t range_start(const struct row *r, size_t i, unsigned flag)
{
	if (i < 2 || r->t[i - 2].kind != TOKEN_NUMBER ||
	    (r->t[i - 2].flags & (TOKEN_PHONE | flag)))
		return i;
	if (is_mark(r, i - 1, "-") ||
	    (is_word(r, i - 1) && str_is(r->t[i - 1].fold, "to")))
		return i - 2;
	return i;
}

/* "$5-10m": the number at `i` has the currency of the one before it. */
static bool shares_currency(const struct row *r, size_t i)
{
	return i >= 2 && r->t[i - 2].kind == TOKEN_NUMBER &&
	       (r->t[i - 2].flags & TOKEN_MONEY) && is_mark(r, i - 1, "-") &&
	       !(r->t[i].flags & TOKEN_SPACE);
}

/* A word that is an amount by itself: "10-million-dollar", "20-percent". */
static void mark_joined(const struct row *r, size_t i)
{
	struct str rest = r->t[i].fold, part;

	if (!ascii_is_digit(byte_at(rest, 0)))
		return;
	while (str_field(&rest, '-', &part)) {
		if (WORD_IN(part, currency_words))
			r->t[i].flags |= TOKEN_MONEY;
		if (str_is(part, "percent"))
			r->t[i].flags |= TOKEN_PERCENT;
	}
}

/* The amount whose number starts at `i`; the token to go on from. */
static size_t mark_amount(const struct row *r, size_t i)
{
	const size_t end = number_tokens(r, i);
	const size_t percent = percent_tokens(r, end), money = currency_tokens(r, end);
	size_t start = currency_before(r, i);

	if (percent > end || (r->t[i].flags & TOKEN_PERCENT)) {
		const size_t last = percent > end ? percent : i + 1;

		flag_all(r, range_start(r, i, TOKEN_PERCENT), last, TOKEN_PERCENT);
		return last;
	}
	if (start == i && money == end && !(r->t[i].flags & TOKEN_MONEY)) {
		if (!shares_currency(r, i))
			return end;
		start = i - 1;
	} else if (start == i) {
		start = range_start(r, i, TOKEN_MONEY);
	}
	flag_all(r, start, money, TOKEN_MONEY);
	return money;
}

void mark_amounts(const struct view *v, struct token *t, size_t n)
{
	const unsigned joined = TOKEN_HYPHEN | TOKEN_DIGITS;
	const struct row r = { v, t, n };

	for (size_t i = 0; i < n;) {
		bool number;

		if (t[i].kind == TOKEN_WORD) {
			if ((t[i].flags & joined) == joined)
				mark_joined(&r, i);
			number = may_be_number_word(t[i].fold) && is_number_word(&r, i);
		} else {
			number = t[i].kind == TOKEN_NUMBER && !(t[i].flags & TOKEN_PHONE);
		}
		i = number ? mark_amount(&r, i) : i + 1;
	}
}
