#include "core/str.h"

#include <limits.h>

struct str str_from(const char *cstr)
{
	return cstr ? (struct str){ cstr, strlen(cstr) } : STR_NULL;
}

struct str str_slice(struct str s, size_t start, size_t end)
{
	if (end > s.n)
		end = s.n;
	if (start > end)
		start = end;
	return (struct str){ s.p ? s.p + start : NULL, end - start };
}

struct str str_span(struct str s, struct span at)
{
	return str_slice(s, at.start, at.end);
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

bool str_ends(struct str s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
	const char *hit;

	if (from > s.n || needle.n > s.n - from)
		return SIZE_MAX;
	if (needle.n == 0)
		return from;
	hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

size_t str_chr(struct str s, char c, size_t from)
{
	const char *hit;

	if (from >= s.n)
		return SIZE_MAX;
	hit = memchr(s.p + from, c, s.n - from);
	return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

struct str str_trim(struct str s)
{
	while (s.n && ascii_is_space((unsigned char)s.p[s.n - 1]))
		s.n--;
	while (s.n && ascii_is_space((unsigned char)s.p[0])) {
		s.p++;
		s.n--;
	}
	return s;
}

bool str_line(struct str *rest, struct str *line)
{
	if (!str_field(rest, '\n', line))
		return false;
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool str_field(struct str *rest, char sep, struct str *field)
{
	size_t at;

	if (rest->n == 0)
		return false;
	at = str_chr(*rest, sep, 0);
	if (at == SIZE_MAX) {
		*field = *rest;
		*rest = str_slice(*rest, rest->n, rest->n);
		return true;
	}
	*field = str_slice(*rest, 0, at);
	*rest = str_slice(*rest, at + 1, rest->n);
	return true;
}

bool str_to_u64(struct str s, uint64_t *out)
{
	uint64_t value = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!ascii_is_digit((unsigned char)s.p[i]) ||
		    __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(s.p[i] - '0'), &value))
			return false;
	}
	*out = value;
	return true;
}

enum { NEAREST_MAX = 48 }; /* longer words are not compared */

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	unsigned m = a < b ? a : b;

	return m < c ? m : c;
}

/* Optimal string alignment: insert, delete, replace, swap neighbours. */
static unsigned edit_distance(struct str a, struct str b)
{
	unsigned rows[3][NEAREST_MAX + 1];
	unsigned *before = rows[0], *last = rows[1], *row = rows[2], *spare;

	for (size_t j = 0; j <= b.n; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			char x = ascii_lower(a.p[i - 1]), y = ascii_lower(b.p[j - 1]);

			row[j] = min3(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == ascii_lower(b.p[j - 2]) &&
			    y == ascii_lower(a.p[i - 2]) && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[b.n];
}

struct str str_nearest(struct str word, const struct str *candidates, size_t n)
{
	struct str best = STR_NULL;
	unsigned least = UINT_MAX, most;

	if (word.n == 0 || word.n > NEAREST_MAX)
		return best;
	most = word.n <= 3 ? 1 : word.n <= 7 ? 2 : 3;
	for (size_t i = 0; i < n; i++) {
		unsigned d;

		if (candidates[i].n == 0 || candidates[i].n > NEAREST_MAX)
			continue;
		d = edit_distance(word, candidates[i]);
		if (d <= most && d < least) {
			least = d;
			best = candidates[i];
		}
	}
	return best;
}
