/* Blocks that are lines: code and HTML. Line n of the literal is line n of the block. */
#include "source/markdown.h"

/* One line of a literal, compared with line `line` of the file from `p` on. libcmark ends
 * each line with LF, whatever stood there. */
static bool add_line(struct md_doc *doc, struct str literal, size_t line,
		     struct md_place p)
{
	const size_t next = md_line_end(doc, line);
	const bool ended = literal.n && literal.p[literal.n - 1] == '\n';
	size_t end = md_lines(doc, line, line).end;

	if (p.inside_tab) {
		const size_t blanks = 4 - p.column % 4;

		if (literal.n < blanks)
			return false;
		md_add_mapped(doc, str_slice(STR("   "), 0, blanks), p.at, p.at + 1);
		literal = str_slice(literal, blanks, literal.n);
		p.at++;
	}
	literal.n -= ended && literal.n;
	if (p.at > end || !str_eq(str_slice(doc->s->bytes, p.at, end), literal))
		return false;
	if (ended && next == end + 1 && doc->s->bytes.p[end] == '\n')
		end = next;
	md_add_exact(doc, p.at, end);
	if (ended && end != next)
		md_add_mapped(doc, STR("\n"), end, next);
	else if (ended && end == md_lines(doc, line, line).end)
		md_add_mapped(doc, STR("\n"), end, end); /* the file ends without one */
	return true;
}

/* Behind what is cut off a line of a block, `width` columns more for code. */
static struct md_place text_of_line(const struct md_doc *doc, size_t line, size_t width,
				    bool fenced)
{
	bool all;
	struct md_place p = md_behind_marks(doc, line, &all);
	const size_t text = md_skip_blanks(doc, p.at);

	if (fenced) {
		while (width-- && p.at < text)
			md_skip_columns(doc, &p, 1);
	} else if (width) {
		struct md_place after = p;

		md_skip_columns(doc, &after, width);
		/* A line of fewer blanks is an empty line. */
		if (after.at > text)
			after = (struct md_place){ .at = text };
		p = after;
	}
	return p;
}

struct block_lines {
	size_t first, width;
	char fence; /* its character, 0 for none */
	size_t fence_n;
};

/* Is `line` the closing fence? */
static bool closes(const struct md_doc *doc, const struct block_lines *b, size_t line)
{
	struct str rest;
	size_t n = 0;
	bool all;
	struct md_place p = md_behind_marks(doc, line, &all);

	if (!all || line >= doc->n_lines || md_indent(doc, p) >= 4)
		return false;
	rest = str_slice(doc->s->bytes, md_skip_blanks(doc, p.at),
			 md_lines(doc, line, line).end);
	while (n < rest.n && rest.p[n] == b->fence)
		n++;
	return n >= b->fence_n && !str_trim(str_slice(rest, n, rest.n)).n;
}

static void place_lines(struct md_doc *doc, struct str literal,
			const struct block_lines *b, struct md *md)
{
	struct str rest = literal;
	size_t line = b->first;
	bool good = true;
	uint32_t end_of_last;

	doc->pieces.n = 0;
	for (; rest.n && good; line++) {
		const size_t end = str_chr(rest, '\n', 0);
		const size_t n = end == SIZE_MAX ? rest.n : end + 1;

		good = line < doc->n_lines &&
		       add_line(doc, str_slice(rest, 0, n), line,
				text_of_line(doc, line, b->width, b->fence != 0));
		rest = str_slice(rest, n, rest.n);
	}
	if (!good) {
		md->unsure = true;
		doc->pieces.n = 0;
		md_add_mapped(doc, arena_str(doc->a, literal), md->at.start, md->at.end);
	} else {
		/* libcmark's last line can be one too few or too many. */
		line += b->fence && closes(doc, b, line);
		end_of_last = md_lines(doc, 0, line ? line - 1 : 0).end;
		md->at.end = end_of_last > md->at.start ? end_of_last : md->at.end;
	}
	md_keep_pieces(doc, md);
}

/* The fence that a block starts with, if any; *b keeps its character, its length and its
 * indentation. */
static bool is_fenced(const struct md_doc *doc, size_t line, struct block_lines *b)
{
	bool all;
	const struct md_place p = md_behind_marks(doc, line, &all);
	const size_t at = md_skip_blanks(doc, p.at);
	const struct str rest = str_slice(doc->s->bytes, at, doc->at.end);

	if (md_indent(doc, p) >= 4 ||
	    !(str_starts(rest, "```") || str_starts(rest, "~~~")))
		return false;
	b->width = at - p.at;
	b->fence = rest.p[0];
	while (b->fence_n < rest.n && rest.p[b->fence_n] == b->fence)
		b->fence_n++;
	return true;
}

void md_code_block(struct md_doc *doc, cmark_node *node, struct md *md)
{
	struct block_lines b = { .first = md_first_line(node) };

	md->info = arena_str(doc->a, str_from(cmark_node_get_fence_info(node)));
	if (is_fenced(doc, b.first, &b))
		b.first++;
	else
		b.width = 4;
	place_lines(doc, str_from(cmark_node_get_literal(node)), &b, md);
}

void md_html_block(struct md_doc *doc, cmark_node *node, struct md *md)
{
	const struct block_lines b = { .first = md_first_line(node) };

	place_lines(doc, str_from(cmark_node_get_literal(node)), &b, md);
}
