#include "core/day.h"

static bool number(struct str s, size_t at, size_t n, int64_t least, int64_t most,
		   int64_t *out)
{
	uint64_t value;

	if (at + n > s.n || !str_to_u64(str_slice(s, at, at + n), &value) ||
	    value > (uint64_t)most || (int64_t)value < least)
		return false;
	*out = (int64_t)value;
	return true;
}

static int64_t days_in(int64_t year, int64_t month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/* Years begin in March here, so that the leap day is the last of its year. */
static int64_t since_1970(int64_t year, int64_t month, int64_t day)
{
	const int64_t y = month <= 2 ? year - 1 : year;
	const int64_t m = (month + 9) % 12;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

bool day_parse(struct str s, int64_t *day)
{
	int64_t y, m, d;

	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || !number(s, 0, 4, 1, 9999, &y) ||
	    !number(s, 5, 2, 1, 12, &m) || !number(s, 8, 2, 1, days_in(y, m), &d))
		return false;
	*day = since_1970(y, m, d);
	return true;
}

bool day_minute(struct str s, int64_t *minute)
{
	int64_t day, h = 0, m = 0;

	if (!day_parse(s, &day))
		return false;
	if (s.n != 10 && (s.n != 16 || s.p[10] != ' ' || s.p[13] != ':' ||
			  !number(s, 11, 2, 0, 23, &h) || !number(s, 14, 2, 0, 59, &m)))
		return false;
	*minute = day * DAY_MINUTES + h * 60 + m;
	return true;
}
