#include "source/source.h"
#include "text/utf8.h"

#include <stdarg.h>

/* ---- diags ---- */

/* Twice the arguments, because the first reading only counts. */
static PRINTF_LIKE(2, 0) struct str print(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		n = 0;
	text = arena_alloc(a, (size_t)n + 1);
	(void)vsnprintf(text, (size_t)n + 1, fmt, ap);
	return (struct str){ text, (size_t)n };
}

void diag_add(struct diags *d, struct span at, const char *id, const char *fmt, ...)
{
	struct diag *new = VEC_ADD(d->a, &d->v);
	va_list ap;

	va_start(ap, fmt);
	*new = (struct diag){ .at = at, .id = id, .msg = print(d->a, fmt, ap) };
	va_end(ap);
}

void diag_fix(struct diags *d, const char *fmt, ...)
{
	va_list ap;

	if (!d->v.n)
		return;
	va_start(ap, fmt);
	d->v.p[d->v.n - 1].fix = print(d->a, fmt, ap);
	va_end(ap);
}

/* ---- the file ---- */

static void index_lines(struct source *s, struct arena *a)
{
	size_t n = 1, at = 0;

	while ((at = str_chr(s->bytes, '\n', at)) != SIZE_MAX) {
		n++;
		at++;
	}
	s->lines = arena_array(a, n, sizeof(*s->lines));
	s->n_lines = 1;
	at = 0;
	while ((at = str_chr(s->bytes, '\n', at)) != SIZE_MAX)
		s->lines[s->n_lines++] = (uint32_t)++at;
}

static struct span span_of(size_t at, size_t n)
{
	return (struct span){ (uint32_t)at, (uint32_t)(at + n) };
}

static bool check_utf8(const struct source *s, struct diags *d)
{
	const size_t bad = utf8_check(s->bytes);

	if (bad == SIZE_MAX)
		return true;
	if (str_starts(s->bytes, "\xFF\xFE") || str_starts(s->bytes, "\xFE\xFF"))
		diag_add(d, span_of(0, 2), "source/utf8",
			 "this file is UTF-16: save it as UTF-8");
	else
		diag_add(d, span_of(bad, 1), "source/utf8",
			 "the byte 0x%02X is not UTF-8: save the file as UTF-8",
			 (unsigned char)s->bytes.p[bad]);
	return false;
}

static bool check_control(const struct source *s, struct diags *d)
{
	const size_t bad = utf8_control(s->bytes);
	size_t n;
	uint32_t cp;

	if (bad == SIZE_MAX)
		return true;
	cp = utf8_decode(s->bytes, bad, &n);
	if (cp == '\r')
		diag_add(d, span_of(bad, n), "source/control",
			 "a carriage return without a line feed: end lines with LF");
	else
		diag_add(d, span_of(bad, n), "source/control",
			 "the control character U+%04X cannot stand in a text",
			 (unsigned)cp);
	return false;
}

static bool check_mark(const struct source *s, struct diags *d)
{
	if (!str_starts(s->bytes, "\xEF\xBB\xBF"))
		return true;
	diag_add(d, span_of(0, 3), "source/bom",
		 "the file starts with a byte order mark: save it as UTF-8 without one");
	return false;
}

bool source_init(struct source *s, struct str path, struct str bytes, size_t cap,
		 struct arena *a, struct diags *d)
{
	bool good;

	if (cap >= UINT32_MAX)
		cap = UINT32_MAX - 1;
	/* One byte past the cap is enough to point at. An empty file has a place, too. */
	*s = (struct source){ .path = path,
			      .bytes = bytes.p ? str_slice(bytes, 0, cap + 1) : STR("") };
	index_lines(s, a);
	if (s->bytes.n > cap) {
		diag_add(d, span_of(cap, 1), "source/size",
			 "the file is larger than %zu bytes", cap);
		return false;
	}
	if (!check_utf8(s, d))
		return false;
	good = check_mark(s, d);
	return check_control(s, d) && good;
}

/* ---- lines ---- */

/* Index of the line that holds byte `at`. */
static size_t line_of(const struct source *s, size_t at)
{
	size_t low = 0, high = s->n_lines;

	while (high - low > 1) {
		const size_t mid = low + (high - low) / 2;

		if (s->lines[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

struct position source_position(const struct source *s, size_t at)
{
	struct position p = { 1, 1, 1 };
	size_t line, start;

	if (at > s->bytes.n)
		at = s->bytes.n;
	if (!s->n_lines)
		return p;
	line = line_of(s, at);
	start = s->lines[line];
	p.line = (uint32_t)line + 1;
	p.byte = (uint32_t)(at - start) + 1;
	for (size_t i = start; i < at; i++) {
		/* A byte that continues a character counts with the first one. */
		if (i == start || !utf8_is_tail(s->bytes.p[i]))
			p.column++;
	}
	if (at > start && at < s->bytes.n && utf8_is_tail(s->bytes.p[at]))
		p.column--;
	return p;
}

struct str source_line(const struct source *s, uint32_t line)
{
	struct str text;
	size_t end;

	if (line < 1 || line > s->n_lines)
		return STR_NULL;
	end = line < s->n_lines ? s->lines[line] : s->bytes.n;
	text = str_slice(s->bytes, s->lines[line - 1], end);
	if (text.n && text.p[text.n - 1] == '\n')
		text.n--;
	if (text.n && text.p[text.n - 1] == '\r')
		text.n--;
	return text;
}

/* ---- front matter ---- */

/* "---", blanks after it allowed. */
static bool is_fence(struct str line)
{
	if (!str_starts(line, "---"))
		return false;
	for (size_t i = 3; i < line.n; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t')
			return false;
	return true;
}

struct front_matter source_front_matter(const struct source *s, struct diags *d)
{
	struct front_matter f = { .body = span_of(0, s->bytes.n) };

	if (!is_fence(source_line(s, 1)))
		return f;
	for (uint32_t line = 2; line <= s->n_lines; line++) {
		if (!is_fence(source_line(s, line)))
			continue;
		f.has = true;
		f.front = (struct span){ s->lines[1], s->lines[line - 1] };
		f.body.start = line < s->n_lines ? s->lines[line] : (uint32_t)s->bytes.n;
		return f;
	}
	diag_add(d, span_of(0, 3), "source/front-matter",
		 "the front matter is never closed: put a line \"---\" after its last "
		 "line");
	return f;
}
