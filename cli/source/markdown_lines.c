/* What libcmark cuts off the lines of a block, cut off the same way. */
#include "source/markdown.h"

enum { TAB_STOP = 4, CODE_INDENT = 4 };

static unsigned char byte_at(const struct md_doc *doc, size_t at)
{
	return at < doc->at.end ? (unsigned char)doc->s->bytes.p[at] : '\n';
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static bool is_line_end(unsigned char c)
{
	return c == '\n' || c == '\r';
}

size_t md_first_line(cmark_node *node)
{
	const int line = cmark_node_get_start_line(node);

	return line > 0 ? (size_t)line - 1 : 0;
}

size_t md_last_line(cmark_node *node)
{
	const int line = cmark_node_get_end_line(node);
	const size_t first = md_first_line(node);

	return line > 0 && (size_t)line - 1 > first ? (size_t)line - 1 : first;
}

void md_index_lines(struct md_doc *doc)
{
	const char *p = doc->s->bytes.p;
	VEC(uint32_t) lines = { 0 };

	*VEC_ADD(doc->a, &lines) = doc->at.start;
	for (size_t i = doc->at.start; i < doc->at.end; i++) {
		if (p[i] == '\r' && i + 1 < doc->at.end && p[i + 1] == '\n')
			continue;
		if (is_line_end((unsigned char)p[i]))
			*VEC_ADD(doc->a, &lines) = (uint32_t)i + 1;
	}
	doc->n_lines = lines.n;
	*VEC_ADD(doc->a, &lines) = doc->at.end;
	doc->lines = lines.p;
}

size_t md_line_start(const struct md_doc *doc, size_t line)
{
	return doc->lines[line < doc->n_lines ? line : doc->n_lines];
}

size_t md_line_end(const struct md_doc *doc, size_t line)
{
	return doc->lines[line < doc->n_lines ? line + 1 : doc->n_lines];
}

struct span md_lines(const struct md_doc *doc, size_t first, size_t last)
{
	const size_t start = md_line_start(doc, first);
	size_t end = md_line_end(doc, last);

	if (end < start)
		end = start;
	while (end > start && is_line_end((unsigned char)doc->s->bytes.p[end - 1]))
		end--;
	return (struct span){ (uint32_t)start, (uint32_t)end };
}

void md_skip_columns(const struct md_doc *doc, struct md_place *p, size_t n)
{
	while (n > 0 && !is_line_end(byte_at(doc, p->at))) {
		size_t wide = 1, step;

		if (byte_at(doc, p->at) == '\t')
			wide = TAB_STOP - p->column % TAB_STOP;
		step = wide < n ? wide : n;
		p->inside_tab = wide > n;
		p->column += step;
		p->at += p->inside_tab ? 0 : 1;
		n -= step;
	}
}

size_t md_skip_blanks(const struct md_doc *doc, size_t at)
{
	while (is_blank(byte_at(doc, at)))
		at++;
	return at;
}

size_t md_indent(const struct md_doc *doc, struct md_place p)
{
	const size_t column = p.column;

	while (is_blank(byte_at(doc, p.at))) {
		p.column +=
			byte_at(doc, p.at) == '\t' ? TAB_STOP - p.column % TAB_STOP : 1;
		p.at++;
	}
	return p.column - column;
}

static bool pass_quote(const struct md_doc *doc, struct md_place *p)
{
	const size_t indent = md_indent(doc, *p);

	if (indent >= CODE_INDENT || byte_at(doc, md_skip_blanks(doc, p->at)) != '>')
		return false;
	md_skip_columns(doc, p, indent + 1);
	if (is_blank(byte_at(doc, p->at)))
		md_skip_columns(doc, p, 1);
	return true;
}

static bool pass_item(const struct md_doc *doc, const struct md_open *item,
		      struct md_place *p)
{
	const size_t indent = md_indent(doc, *p);

	if (indent >= item->width) {
		md_skip_columns(doc, p, item->width);
		return true;
	}
	if (!item->has_text || !is_line_end(byte_at(doc, md_skip_blanks(doc, p->at))))
		return false;
	md_skip_columns(doc, p, indent);
	return true;
}

struct md_place md_behind_marks(const struct md_doc *doc, size_t line, bool *all)
{
	struct md_place p = { .at = md_line_start(doc, line) };
	size_t i = doc->n_open;

	/* What starts on this line has a mark here, not an indentation. */
	while (i > 0 && doc->open[i - 1].line != line)
		i--;
	if (i)
		p = doc->open[i - 1].after;
	for (; i < doc->n_open; i++) {
		const struct md_open *open = &doc->open[i];

		if (!(open->quote ? pass_quote(doc, &p) : pass_item(doc, open, &p)))
			break;
	}
	*all = i == doc->n_open;
	return p;
}

/* Length of "-", "*", "+", "12." or "12)". */
static size_t list_mark(const struct md_doc *doc, size_t at)
{
	size_t n = 0;

	while (ascii_is_digit(byte_at(doc, at + n)))
		n++;
	return n + 1;
}

static void open_item(const struct md_doc *doc, struct md_open *item, struct md_place p)
{
	const size_t indent = md_indent(doc, p), start = md_skip_blanks(doc, p.at);
	const size_t mark = list_mark(doc, start);
	struct md_place saved;
	size_t blanks;

	md_skip_columns(doc, &p, indent + mark);
	saved = p;
	while (p.column - saved.column <= 5 && is_blank(byte_at(doc, p.at)))
		md_skip_columns(doc, &p, 1);
	blanks = p.column - saved.column;
	item->has_text = !is_line_end(byte_at(doc, md_skip_blanks(doc, p.at)));
	if (blanks >= 5 || blanks < 1 || is_line_end(byte_at(doc, p.at))) {
		item->width = indent + mark + 1;
		p = saved;
		if (blanks)
			md_skip_columns(doc, &p, 1);
	} else {
		item->width = indent + mark + blanks;
	}
	item->after = p;
}

void md_push(struct md_doc *doc, bool quote, size_t line)
{
	bool all;
	struct md_place p = md_behind_marks(doc, line, &all);
	struct md_open open = { .quote = quote, .line = line };

	if (quote) {
		(void)pass_quote(doc, &p);
		open.after = p;
	} else {
		open_item(doc, &open, p);
	}
	doc->open[doc->n_open++] = open;
}

/* ---- pieces ---- */

void md_add_exact(struct md_doc *doc, size_t start, size_t end)
{
	struct md_piece *last = doc->pieces.n ? &doc->pieces.p[doc->pieces.n - 1] : NULL;

	if (start >= end)
		return;
	if (last && last->exact && last->at.end == start) {
		last->at.end = (uint32_t)end;
		last->text.n += end - start;
		return;
	}
	*VEC_ADD(doc->a, &doc->pieces) =
		(struct md_piece){ .text = str_slice(doc->s->bytes, start, end),
				   .at = { (uint32_t)start, (uint32_t)end },
				   .exact = true };
}

void md_add_mapped(struct md_doc *doc, struct str text, size_t start, size_t end)
{
	*VEC_ADD(doc->a, &doc->pieces) =
		(struct md_piece){ .text = text,
				   .at = { (uint32_t)start, (uint32_t)end } };
}

void md_keep_pieces(struct md_doc *doc, struct md *md)
{
	md->n_pieces = doc->pieces.n;
	if (md->n_pieces) {
		md->pieces = arena_array(doc->a, md->n_pieces, sizeof(*md->pieces));
		memcpy(md->pieces, doc->pieces.p, md->n_pieces * sizeof(*md->pieces));
	}
	doc->pieces.n = 0;
}
