/* Before libcmark sees a text: libcmark 0.30 is quadratic in nested lists and in the
 * brackets that are open in one paragraph (CVE-2023-22486). What is counted here is never
 * less than what libcmark will find. */
#include "source/markdown.h"

enum { BRACKETS_MAX = 1000, TAB_WIDTH = 4 };

/* An item that may be open: behind how many ">", and its text's column behind them. */
struct item {
	size_t quotes, column;
};

struct scan {
	struct str text;
	size_t at; /* in the text */
	struct item items[LIMIT_MARKDOWN_DEPTH + 1];
	size_t n_items;
	size_t brackets; /* since the last end of a block */
};

static unsigned char byte_at(const struct scan *s, size_t at)
{
	return at < s->text.n ? (unsigned char)s->text.p[at] : '\n';
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static bool is_line_end(unsigned char c)
{
	return c == '\n' || c == '\r';
}

/* "* * *": one mark three times or more, and nothing else on the line. */
static bool is_rule(const struct scan *s, size_t at)
{
	const unsigned char c = byte_at(s, at);
	size_t n = 0;

	if (c != '-' && c != '*' && c != '_')
		return false;
	for (; !is_line_end(byte_at(s, at)); at++) {
		if (byte_at(s, at) == c)
			n++;
		else if (!is_blank(byte_at(s, at)))
			return false;
	}
	return n >= 3;
}

/* Length of the mark of a list item at `at`, 0 if there is none. */
static size_t item_mark(const struct scan *s, size_t at)
{
	size_t n = 0;

	if (is_rule(s, at))
		return 0;
	while (n < 10 && ascii_is_digit(byte_at(s, at + n)))
		n++;
	if (n ? byte_at(s, at + n) != '.' && byte_at(s, at + n) != ')'
	      : !strchr("-*+", byte_at(s, at)))
		return 0;
	n++;
	return is_blank(byte_at(s, at + n)) || is_line_end(byte_at(s, at + n)) ? n : 0;
}

/* Returns false when the item is one too deep. */
static bool open_item(struct scan *s, size_t quotes, size_t column, size_t text_column)
{
	while (s->n_items) {
		const struct item *last = &s->items[s->n_items - 1];

		if (last->quotes < quotes ||
		    (last->quotes == quotes && last->column <= column))
			break;
		s->n_items--;
	}
	if (quotes + s->n_items >= LIMIT_MARKDOWN_DEPTH)
		return false;
	s->items[s->n_items++] = (struct item){ quotes, text_column };
	return true;
}

/* The marks at the start of a line. A tab counts as wide as it can be where that makes a
 * list deeper. */
static bool scan_marks(struct scan *s)
{
	size_t quotes = 0, column = 0, least = 0, n;

	for (;;) {
		for (; is_blank(byte_at(s, s->at)); s->at++) {
			column += byte_at(s, s->at) == '\t' ? TAB_WIDTH : 1;
			least++;
		}
		if (byte_at(s, s->at) == '>') {
			if (++quotes > LIMIT_MARKDOWN_DEPTH)
				return false;
			s->at++;
			s->at += byte_at(s, s->at) == ' ';
			column = least = 0;
			continue;
		}
		n = item_mark(s, s->at);
		if (!n)
			return true;
		/* One blank behind the mark is part of it. */
		if (!open_item(s, quotes, column, least + n + 1))
			return false;
		s->at += n;
		column += n;
		least += n;
	}
}

/* Does a line end the paragraph before it, whatever that was? */
static bool ends_block(const struct scan *s, size_t at)
{
	size_t indent = 0;

	while (byte_at(s, at) == ' ') {
		at++;
		indent++;
	}
	if (is_line_end(byte_at(s, at)))
		return true;
	if (indent > 3 || !strchr("-*+>", byte_at(s, at)))
		return false;
	if (byte_at(s, at) == '>')
		return is_line_end(byte_at(s, at + 1)) ||
		       (byte_at(s, at + 1) == ' ' && ends_block(s, at + 2));
	return byte_at(s, at + 1) == ' ' && !is_blank(byte_at(s, at + 2)) &&
	       !is_line_end(byte_at(s, at + 2));
}

static bool scan_text(struct scan *s)
{
	for (; !is_line_end(byte_at(s, s->at)); s->at++)
		if (byte_at(s, s->at) == '[' && ++s->brackets > BRACKETS_MAX)
			return false;
	return true;
}

static struct span place(const struct scan *s, struct span at)
{
	const uint32_t here =
		at.start + (uint32_t)(s->at < s->text.n ? s->at : s->text.n);

	return (struct span){ here, here < at.end ? here + 1 : here };
}

bool md_check_depth(const struct source *source, struct span at, struct diags *d)
{
	struct scan s = { .text = str_span(source->bytes, at) };

	while (s.at < s.text.n) {
		if (ends_block(&s, s.at))
			s.brackets = 0;
		if (!scan_marks(&s)) {
			diag_add(d, place(&s, at), "markdown/depth",
				 "lists and quotations are nested more than %u deep",
				 LIMIT_MARKDOWN_DEPTH);
			return false;
		}
		if (!scan_text(&s)) {
			diag_add(d, place(&s, at), "markdown/depth",
				 "one paragraph has more than %d \"[\"", BRACKETS_MAX);
			return false;
		}
		s.at++;
	}
	return true;
}
