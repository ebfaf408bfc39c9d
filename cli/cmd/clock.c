#include "cmd/cmd.h"
#include "repo/repo.h"

static bool digits(struct str s, size_t at, size_t n, int64_t least, int64_t most,
		   int64_t *out)
{
	uint64_t value;

	if (!str_to_u64(str_slice(s, at, at + n), &value) || (int64_t)value < least ||
	    (int64_t)value > most)
		return false;
	*out = (int64_t)value;
	return true;
}

bool cmd_parse_instant(struct str s, int64_t *out)
{
	int64_t y, mo, d, h = 0, mi = 0, sec = 0;
	struct tm tm;

	if ((s.n != 10 && s.n != 20) || s.p[4] != '-' || s.p[7] != '-' ||
	    !digits(s, 0, 4, 1970, 9999, &y) || !digits(s, 5, 2, 1, 12, &mo) ||
	    !digits(s, 8, 2, 1, 31, &d))
		return false;
	if (s.n == 20 && (s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' ||
			  s.p[19] != 'Z' || !digits(s, 11, 2, 0, 23, &h) ||
			  !digits(s, 14, 2, 0, 59, &mi) || !digits(s, 17, 2, 0, 59, &sec)))
		return false;
	tm = (struct tm){ .tm_year = (int)y - 1900, .tm_mon = (int)mo - 1,
			  .tm_mday = (int)d, .tm_hour = (int)h, .tm_min = (int)mi,
			  .tm_sec = (int)sec };
	*out = (int64_t)timegm(&tm);
	return tm.tm_mday == (int)d; /* 31 April comes back as another day */
}

int64_t cmd_now(struct cmd *c)
{
	const char *fixed = repo_env("DECORUM_NOW");
	int64_t when;

	if (!fixed || !*fixed)
		return (int64_t)time(NULL);
	if (cmd_parse_instant(str_from(fixed), &when))
		return when;
	cmd_note(c, "DECORUM_NOW is not an instant such as 2026-11-24T09:00:00Z: ignored");
	return (int64_t)time(NULL);
}

struct str cmd_instant(struct cmd *c, int64_t when)
{
	time_t t = (time_t)when;
	struct tm tm = { 0 };

	(void)gmtime_r(&t, &tm);
	return arena_printf(&c->run, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
			    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

struct str cmd_date(struct cmd *c, int64_t when)
{
	return str_slice(cmd_instant(c, when), 0, 10);
}
