#include "record/breach.h"

#include <errno.h>
#include <sys/random.h>

struct str instant_text(int64_t when, struct arena *a)
{
	time_t t = (time_t)when;
	struct tm tm = { 0 };

	(void)gmtime_r(&t, &tm);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
			    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static bool number(struct str s, size_t at, size_t n, uint64_t least, uint64_t most,
		   int *out)
{
	uint64_t value;

	if (!str_to_u64(str_slice(s, at, at + n), &value) || value < least ||
	    value > most)
		return false;
	*out = (int)value;
	return true;
}

bool instant_parse(struct str s, int64_t *out)
{
	static const char form[] = "0000-00-00T00:00:00Z";
	struct tm tm = { 0 };
	int year, month, day;

	if (s.n != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (form[i] == '0' ? !ascii_is_digit((unsigned char)s.p[i])
				   : s.p[i] != form[i])
			return false;
	if (!number(s, 0, 4, 1970, 9999, &year) || !number(s, 5, 2, 1, 12, &month) ||
	    !number(s, 8, 2, 1, 31, &day) || !number(s, 11, 2, 0, 23, &tm.tm_hour) ||
	    !number(s, 14, 2, 0, 59, &tm.tm_min) || !number(s, 17, 2, 0, 59, &tm.tm_sec))
		return false;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	*out = (int64_t)timegm(&tm);
	return tm.tm_mday == day; /* 31 April comes back as another day */
}

/* ---- small things that events are made of ---- */

int random_hex(size_t bytes, struct arena *a, struct str *out, struct err *e)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char raw[32];
	char *text = arena_alloc(a, 2 * bytes + 1);
	ssize_t got;

	do
		got = getrandom(raw, bytes, 0);
	while (got < 0 && errno == EINTR);
	if (bytes > sizeof(raw) || got != (ssize_t)bytes)
		return err_set(e, ERR_IO, "the system gives no random bytes");
	for (size_t i = 0; i < bytes; i++) {
		text[2 * i] = hex[raw[i] >> 4];
		text[2 * i + 1] = hex[raw[i] & 15];
	}
	*out = (struct str){ text, 2 * bytes };
	return 0;
}

bool is_hex(struct str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit((unsigned char)s.p[i]) &&
		    !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	return s.n == n;
}

struct str digest_text(struct str bytes, struct arena *a)
{
	struct digest d = digest_of(bytes);

	return arena_printf(a, "sha256:%.*s", STR_ARG(digest_hex(&d, a)));
}

bool words_read(struct str s, struct str *out, size_t most, size_t *n)
{
	struct str word;

	*n = 0;
	if (!s.n || s.p[s.n - 1] == ' ')
		return false;
	while (str_field(&s, ' ', &word)) {
		if (!word.n || *n == most)
			return false;
		out[(*n)++] = word;
	}
	return true;
}

void words_write(const struct str *words, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(out, ' ');
		buf_str(out, words[i]);
	}
}
