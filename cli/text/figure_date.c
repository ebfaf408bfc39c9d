/* Numbers that say when, by what stands beside them. */
#include "text/figure.h"

static const char *const months[] = {
	"january",   "february", "march",    "april",    "may",  "june", "july", "august",
	"september", "october",  "november", "december", "jan",  "feb",  "mar",  "apr",
	"jun",       "jul",      "aug",      "sep",      "sept", "oct",  "nov",  "dec",
};
/* in front of a year */
static const char *const eras[] = { "in",   "since",  "during", "until",  "year",
				    "fy",   "before", "spring", "summer", "autumn",
				    "fall", "winter", "q1",     "q2",     "q3",
				    "q4",   "h1",     "h2",     "quarter" };
/* in front of a year's name of a part: "the third quarter of 2026", "the end of 2026" */
static const char *const spans[] = { "quarter",   "half",   "end",  "start",
				     "beginning", "middle", "year", "spring",
				     "summer",    "autumn", "fall", "winter" };
static const char *const ordinals[] = { "st", "nd", "rd", "th" };

static bool is_one_of(const struct tokens *t, size_t i, const char *const *list, size_t n)
{
	for (size_t k = 0; i < t->n && k < n; k++)
		if (str_is(t->p[i].fold, list[k]))
			return true;
	return false;
}

static bool is_month(const struct tokens *t, size_t i)
{
	return is_one_of(t, i, months, ARRAY_LEN(months));
}

static bool is_mark(const struct tokens *t, size_t i, const char *mark)
{
	return i < t->n && str_is(t->p[i].fold, mark);
}

/* The token before `i`, over the full stop of "Sept. 2026"; t->n: there is none. */
static size_t before(const struct tokens *t, size_t i)
{
	if (i > 1 && is_mark(t, i - 1, "."))
		i--;
	return i ? i - 1 : t->n;
}

static struct str text_of(const struct view *v, const struct tokens *t, size_t i)
{
	const struct token *it = &t->p[i];

	return str_slice(v->text, it->at, (size_t)it->at + it->n);
}

static size_t digits_at(struct str s, size_t at)
{
	size_t n = 0;

	while (s.p && at + n < s.n && ascii_is_digit((unsigned char)s.p[at + n]))
		n++;
	return n;
}

/* 1900 to 2099 */
static bool is_year(struct str s)
{
	return s.n == 4 && digits_at(s, 0) == 4 &&
	       (str_starts(s, "19") || str_starts(s, "20"));
}

/* 1 to 31, "1st" */
static bool is_day(struct str s)
{
	const size_t n = digits_at(s, 0);
	const struct str rest = str_slice(s, n, s.n);
	bool ordinal = !rest.n;

	for (size_t i = 0; i < ARRAY_LEN(ordinals); i++)
		ordinal |= str_is(rest, ordinals[i]);
	return ordinal && (n == 1 || (n == 2 && s.p[0] <= '3')) &&
	       !(n == 2 && s.p[0] == '3' && s.p[1] > '1');
}

/* 2026-09-30, 30/09/2026, 30.9.2026 */
static bool is_whole_date(struct str s)
{
	const size_t first = digits_at(s, 0);
	const char mark = s.p && first < s.n ? s.p[first] : '\0';
	const size_t second = digits_at(s, first + 1);
	const size_t third = digits_at(s, first + second + 2);

	if ((mark != '-' && mark != '/' && mark != '.') || second < 1 || second > 2 ||
	    first + second + third + 2 != s.n || s.p[first + second + 1] != mark)
		return false;
	return (first == 4 && third >= 1 && third <= 2) ||
	       (third == 4 && first >= 1 && first <= 2);
}

/* "September 2026", "in 2026", "quarter of 2026", "May 1, 2026" */
static bool is_year_there(const struct view *v, const struct tokens *t, uint32_t i)
{
	const size_t b = before(t, i);

	if (is_month(t, b) || is_one_of(t, b, eras, ARRAY_LEN(eras)))
		return true;
	if (is_mark(t, b, "of"))
		return b && is_one_of(t, b - 1, spans, ARRAY_LEN(spans));
	if (b < t->n && is_mark(t, b, ",") && b)
		return is_month(t, b - 1) || (b > 1 && is_day(text_of(v, t, b - 1)) &&
					      is_month(t, before(t, b - 1)));
	return b < t->n && b && is_day(text_of(v, t, b)) && is_month(t, before(t, b));
}

/* "30 September", "30th of September", "September 30" */
static bool is_day_there(const struct tokens *t, uint32_t i)
{
	return is_month(t, before(t, i)) || is_month(t, (size_t)i + 1) ||
	       (is_mark(t, (size_t)i + 1, "of") && is_month(t, (size_t)i + 2));
}

bool figure_is_date(const struct view *v, const struct tokens *t, uint32_t i)
{
	const struct str text = text_of(v, t, i);

	if (t->p[i].flags & (TOKEN_MONEY | TOKEN_PERCENT) ||
	    (t->p[i].kind != TOKEN_NUMBER && t->p[i].kind != TOKEN_WORD))
		return false;
	return is_whole_date(text) || (is_year(text) && is_year_there(v, t, i)) ||
	       (is_day(text) && is_day_there(t, i));
}
