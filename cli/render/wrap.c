#include "render/wrap.h"

enum { NARROWEST = 24 }; /* columns that are left to text, however deep it stands */

void wrap_init(struct wrap *w, struct buf *out)
{
	*w = (struct wrap){ .out = out };
	buf_init(&w->prefix, 0);
	buf_init(&w->first, 0);
}

void wrap_release(struct wrap *w)
{
	buf_release(&w->prefix);
	buf_release(&w->first);
}

static struct str without_end(struct str s)
{
	while (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

/* The blank line that is due, with what stands before the lines around it. */
static void close_gap(struct wrap *w)
{
	if (!w->gap)
		return;
	buf_str(w->out, without_end(buf_view(&w->prefix)));
	buf_char(w->out, '\n');
	w->gap = false;
}

size_t wrap_push(struct wrap *w, const char *marker, const char *more)
{
	const size_t before = w->prefix.n;

	close_gap(w);
	/* A marker directly inside a marker stands behind it: "- > text". */
	if (!w->has_first) {
		buf_reset(&w->first);
		buf_str(&w->first, buf_view(&w->prefix));
	}
	w->has_first = true;
	buf_cstr(&w->first, marker);
	buf_cstr(&w->prefix, more);
	return before;
}

void wrap_pop(struct wrap *w, size_t before)
{
	w->prefix.n = before;
	w->has_first = false;
}

void wrap_gap(struct wrap *w)
{
	w->gap = w->out->n > 0;
}

size_t wrap_width(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
	return n;
}

void wrap_line(struct wrap *w, struct str text)
{
	const struct buf *lead = w->has_first ? &w->first : &w->prefix;

	close_gap(w);
	if (text.n) {
		buf_str(w->out, buf_view(lead));
		buf_str(w->out, text);
	} else {
		buf_str(w->out, without_end(buf_view(lead)));
	}
	buf_char(w->out, '\n');
	w->has_first = false;
}

/* How many bytes of `line` go into `columns`, cut between words; a word that is too long
 * stays whole. */
static size_t fit(struct str line, size_t columns)
{
	size_t end = 0, from = 0;

	while (from < line.n) {
		size_t blank = str_chr(line, ' ', from);

		if (blank > line.n)
			blank = line.n;
		if (end && wrap_width(str_slice(line, 0, blank)) > columns)
			break;
		end = blank;
		from = blank + 1;
		if (wrap_width(str_slice(line, 0, blank)) > columns)
			break;
	}
	return end;
}

static void fill(struct wrap *w, struct str line)
{
	do {
		const size_t used = wrap_width(buf_view(&w->prefix));
		const size_t room =
			used + NARROWEST < WRAP_COLUMNS ? WRAP_COLUMNS - used : NARROWEST;
		const size_t n = fit(line, room);

		wrap_line(w, str_slice(line, 0, n));
		line = str_trim(str_slice(line, n, line.n));
	} while (line.n);
}

void wrap_text(struct wrap *w, struct str text)
{
	struct str line;

	while (str_line(&text, &line))
		fill(w, str_trim(line));
}
