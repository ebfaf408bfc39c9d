/* Where the inlines of a block stand. They are in the order of the text, so a cursor
 * walks over it; what stands between two literals is marks, and the tree says which. A
 * literal that does not agree with the bytes at the cursor is looked for where libcmark
 * says it is; when it is not there either, its place is `unsure`. */
#include "source/markdown.h"

struct walk {
	struct md_doc *doc;
	const struct md_leaf *leaf;
	cmark_node *block;
	struct md *md; /* of the block */
	struct str text;
	size_t at;
	bool lost;    /* the cursor is not known */
	bool pointed; /* inside <...>: a backslash is only a backslash */
};

size_t md_leaf_line_of(const struct md_leaf *leaf, size_t at)
{
	size_t low = 0, high = leaf->n_lines;

	while (high - low > 1) {
		const size_t mid = low + (high - low) / 2;

		if (leaf->lines[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

size_t md_file_start(const struct md_leaf *leaf, size_t at)
{
	const struct md_leaf_line *line = &leaf->lines[md_leaf_line_of(leaf, at)];

	return line->file + (at - line->at);
}

/* Of the end of a range: it belongs to the byte before it. */
size_t md_file_end(const struct md_leaf *leaf, size_t at)
{
	return at ? md_file_start(leaf, at - 1) + 1 : md_file_start(leaf, 0);
}

static unsigned char byte_at(const struct walk *w, size_t at)
{
	return at < w->text.n ? (unsigned char)w->text.p[at] : 0;
}

static struct span file_span(const struct walk *w, size_t start, size_t end)
{
	if (start >= end)
		return (struct span){ (uint32_t)md_file_start(w->leaf, start),
				      (uint32_t)md_file_start(w->leaf, start) };
	return (struct span){ (uint32_t)md_file_start(w->leaf, start),
			      (uint32_t)md_file_end(w->leaf, end) };
}

/* The line end at `at`: LF in the text, and what it is in the file. */
static void add_line_end(struct walk *w, size_t at)
{
	const size_t file = md_file_start(w->leaf, at);
	const struct str bytes = w->doc->s->bytes;

	if (file < bytes.n && bytes.p[file] == '\r')
		md_add_mapped(w->doc, STR("\n"), file,
			      file + (str_starts(str_slice(bytes, file, bytes.n), "\r\n")
					      ? 2
					      : 1));
	else
		md_add_exact(w->doc, file, file + 1);
}

/* Bytes [start, end) as they are, line by line. */
static void add_slices(struct walk *w, size_t start, size_t end)
{
	while (start < end) {
		const char *hit = memchr(w->text.p + start, '\n', end - start);
		const size_t stop = hit ? (size_t)(hit - w->text.p) : end;

		if (stop > start)
			md_add_exact(w->doc, md_file_start(w->leaf, start),
				     md_file_end(w->leaf, stop));
		if (hit)
			add_line_end(w, stop);
		start = stop + 1;
	}
}

/* ---- text ---- */

/* One step of a literal: `n` bytes of the text show `shown`. */
struct step {
	struct str shown;
	size_t n;
	bool exact;
};

static struct step step_at(struct walk *w, size_t at, struct str next)
{
	struct step step = { .n = 1, .exact = true };
	const unsigned char c = byte_at(w, at);

	step.shown = str_slice(w->text, at, at + 1);
	if (c == '\\' && !w->pointed && md_is_punct(byte_at(w, at + 1))) {
		step.shown = str_slice(w->text, at + 1, at + 2);
		step.n = 2;
		step.exact = false;
	} else if (c == '&') {
		struct str shown;
		const size_t n = md_entity(w->doc, w->text, at, next, &shown);

		if (n)
			step = (struct step){ shown, n, false };
	}
	return step;
}

/* Does the literal stand at `at`? Its pieces are noted, its end is *end. */
static bool match(struct walk *w, struct str literal, size_t at, size_t *end)
{
	size_t done = 0;

	w->doc->pieces.n = 0;
	while (done < literal.n) {
		const struct str next = str_slice(literal, done, literal.n);
		const struct step step = step_at(w, at, next);
		const struct span file = file_span(w, at, at + step.n);

		if (!step.shown.n || step.shown.n > next.n ||
		    memcmp(step.shown.p, next.p, step.shown.n) != 0)
			break;
		if (step.exact)
			md_add_exact(w->doc, file.start, file.end);
		else
			md_add_mapped(w->doc, step.shown, file.start, file.end);
		done += step.shown.n;
		at += step.n;
	}
	*end = at;
	return done == literal.n;
}

/* Where libcmark says that a node starts. Its columns count from the first line's
 * indentation, which was cut off the other lines. */
static size_t claim(const struct walk *w, cmark_node *node)
{
	const int line =
		cmark_node_get_start_line(node) - cmark_node_get_start_line(w->block);
	const int column =
		cmark_node_get_start_column(node) - cmark_node_get_start_column(w->block);

	if (line < 0 || column < 0 || (size_t)line >= w->leaf->n_lines)
		return SIZE_MAX;
	return w->leaf->lines[line].at + (size_t)column;
}

static void unsure(struct walk *w, struct md *md)
{
	md->unsure = true;
	md->at = w->md->at;
	w->lost = true;
}

static void place_text(struct walk *w, cmark_node *node, struct md *md)
{
	const struct str literal = str_from(cmark_node_get_literal(node));
	size_t start = w->at, end;
	bool found = match(w, literal, start, &end);

	if (!found) {
		/* A claim before what has its place already is a wrong one. */
		start = claim(w, node);
		found = start >= w->at && start < w->text.n &&
			match(w, literal, start, &end);
	}
	if (!found) {
		unsure(w, md);
		w->doc->pieces.n = 0;
		md_add_mapped(w->doc, arena_str(w->doc->a, literal), md->at.start,
			      md->at.end);
		return;
	}
	md->at = file_span(w, start, end);
	w->at = end;
	w->lost = false;
}

/* ---- breaks ---- */

static void place_break(struct walk *w, struct md *md)
{
	size_t at = w->at;
	bool escaped;

	while (byte_at(w, at) == ' ' || byte_at(w, at) == '\t')
		at++;
	escaped = byte_at(w, at) == '\\';
	at += escaped;
	if (w->lost || byte_at(w, at) != '\n') {
		unsure(w, md);
		return;
	}
	at++;
	/* The indentation of the next line belongs to the break; behind a backslash
	 * libcmark leaves the blanks of a lazy line in the text. */
	while (!escaped && (byte_at(w, at) == ' ' || byte_at(w, at) == '\t'))
		at++;
	md->at = (struct span){ (uint32_t)md_file_start(w->leaf, w->at),
				(uint32_t)md_file_start(w->leaf, at) };
	w->at = at;
}

/* ---- code and HTML ---- */

static size_t run_of(const struct walk *w, size_t at, char c)
{
	size_t n = 0;

	while (at + n < w->text.n && w->text.p[at + n] == c)
		n++;
	return n;
}

/* Start of the next run of exactly `n` backticks, or SIZE_MAX. */
static size_t closing_run(const struct walk *w, size_t at, size_t n)
{
	while (at < w->text.n) {
		const char *hit = memchr(w->text.p + at, '`', w->text.n - at);
		size_t run;

		if (!hit)
			break;
		at = (size_t)(hit - w->text.p);
		run = run_of(w, at, '`');
		if (run == n)
			return at;
		at += run;
	}
	return SIZE_MAX;
}

/* The pieces of a code span: its lines, and a blank for each line end. */
static void add_code(struct walk *w, size_t start, size_t end)
{
	while (start < end) {
		const char *hit = memchr(w->text.p + start, '\n', end - start);
		const size_t stop = hit ? (size_t)(hit - w->text.p) : end;

		if (stop > start)
			md_add_exact(w->doc, md_file_start(w->leaf, start),
				     md_file_end(w->leaf, stop));
		if (hit)
			md_add_mapped(w->doc, STR(" "), md_file_start(w->leaf, stop),
				      md_file_start(w->leaf, stop + 1));
		start = stop + 1;
	}
}

static bool is_space(unsigned char c)
{
	return c == ' ' || c == '\n';
}

/* One blank at each end is not shown, unless there are only blanks. */
static void strip_code(const struct walk *w, size_t *start, size_t *end)
{
	size_t i = *start;

	while (i < *end && is_space(byte_at(w, i)))
		i++;
	if (i == *end || !is_space(byte_at(w, *start)) || !is_space(byte_at(w, *end - 1)))
		return;
	++*start;
	--*end;
}

static bool pieces_are(const struct md_doc *doc, struct str literal)
{
	size_t done = 0;

	for (size_t i = 0; i < doc->pieces.n; i++) {
		const struct str text = doc->pieces.p[i].text;

		if (!str_eq(str_slice(literal, done, done + text.n), text))
			return false;
		done += text.n;
	}
	return done == literal.n;
}

static void place_code(struct walk *w, cmark_node *node, struct md *md)
{
	const struct str literal = str_from(cmark_node_get_literal(node));
	const size_t n = run_of(w, w->at, '`');
	size_t start = w->at + n, end = n ? closing_run(w, start, n) : SIZE_MAX;

	w->doc->pieces.n = 0;
	if (!w->lost && end != SIZE_MAX) {
		md->at = file_span(w, w->at, end + n);
		w->at = end + n;
		strip_code(w, &start, &end);
		add_code(w, start, end);
		if (pieces_are(w->doc, literal))
			return;
	}
	unsure(w, md);
	w->doc->pieces.n = 0;
	md_add_mapped(w->doc, arena_str(w->doc->a, literal), md->at.start, md->at.end);
}

static void place_html(struct walk *w, cmark_node *node, struct md *md)
{
	const struct str literal = str_from(cmark_node_get_literal(node));

	w->doc->pieces.n = 0;
	if (!w->lost && str_eq(str_slice(w->text, w->at, w->at + literal.n), literal)) {
		md->at = file_span(w, w->at, w->at + literal.n);
		add_slices(w, w->at, w->at + literal.n);
		w->at += literal.n;
		return;
	}
	unsure(w, md);
	md_add_mapped(w->doc, arena_str(w->doc->a, literal), md->at.start, md->at.end);
}

/* ---- marks around other inlines ---- */

static void walk_kids(struct walk *w, cmark_node *node, struct md *md);

/* Take `mark` at the cursor; if it is not there, the cursor is lost. */
static void take(struct walk *w, const char *mark)
{
	const size_t n = strlen(mark);

	if (!w->lost && str_starts(str_slice(w->text, w->at, w->text.n), mark))
		w->at += n;
	else
		w->lost = true;
}

/* From the first mark to the last; what is lost has the place of its kids. */
static void close_marks(struct walk *w, struct md *md, size_t start, bool known)
{
	if (known && !w->lost && start <= w->at) {
		md->at = file_span(w, start, w->at);
		return;
	}
	md->unsure = true;
	md->at = w->md->at;
	/* Kids that are lost too may stand in any order. */
	for (const struct md *kid = md->first; kid; kid = kid->next) {
		if (kid == md->first || kid->at.start < md->at.start)
			md->at.start = kid->at.start;
		if (kid == md->first || kid->at.end > md->at.end)
			md->at.end = kid->at.end;
	}
}

static void place_emphasis(struct walk *w, cmark_node *node, struct md *md)
{
	const bool strong = md->kind == MD_STRONG;
	const char *mark = byte_at(w, w->at) == '_' ? strong ? "__" : "_"
			   : strong                 ? "**"
						    : "*";
	const size_t start = w->at;
	bool known;

	take(w, mark);
	known = !w->lost;
	walk_kids(w, node, md);
	if (!known)
		mark = byte_at(w, w->at) == '_' ? strong ? "__" : "_"
		       : strong                 ? "**"
						: "*";
	take(w, mark);
	close_marks(w, md, start, known);
}

static void place_link(struct walk *w, cmark_node *node, struct md *md)
{
	const size_t start = w->at;
	bool known;

	w->pointed = md->kind == MD_LINK && byte_at(w, w->at) == '<';
	take(w, w->pointed ? "<" : md->kind == MD_IMAGE ? "![" : "[");
	known = !w->lost;
	if (w->pointed) {
		walk_kids(w, node, md);
		take(w, ">");
		w->pointed = false;
	} else {
		walk_kids(w, node, md);
		take(w, "]");
		if (!w->lost)
			w->at = md_link_tail(w->text, w->at);
	}
	close_marks(w, md, start, known);
}

/* ---- all ---- */

static enum md_kind kind_of(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_SOFTBREAK:
		return MD_SOFT_BREAK;
	case CMARK_NODE_LINEBREAK:
		return MD_HARD_BREAK;
	case CMARK_NODE_CODE:
		return MD_CODE;
	case CMARK_NODE_HTML_INLINE:
		return MD_HTML;
	case CMARK_NODE_EMPH:
		return MD_EMPHASIS;
	case CMARK_NODE_STRONG:
		return MD_STRONG;
	case CMARK_NODE_LINK:
		return MD_LINK;
	case CMARK_NODE_IMAGE:
		return MD_IMAGE;
	default:
		return MD_TEXT;
	}
}

static void place(struct walk *w, cmark_node *node, struct md *md)
{
	switch (md->kind) {
	case MD_SOFT_BREAK:
	case MD_HARD_BREAK:
		place_break(w, md);
		break;
	case MD_CODE:
		place_code(w, node, md);
		break;
	case MD_HTML:
		place_html(w, node, md);
		break;
	case MD_EMPHASIS:
	case MD_STRONG:
		place_emphasis(w, node, md);
		return;
	case MD_LINK:
	case MD_IMAGE:
		md->url = arena_str(w->doc->a, str_from(cmark_node_get_url(node)));
		md->title = arena_str(w->doc->a, str_from(cmark_node_get_title(node)));
		place_link(w, node, md);
		return;
	default:
		place_text(w, node, md);
		break;
	}
	md_keep_pieces(w->doc, md);
}

/* Depth is bounded: source_markdown() has looked at it. */
static void walk_kids(struct walk *w, cmark_node *node, struct md *md)
{
	for (cmark_node *kid = cmark_node_first_child(node); kid;
	     kid = cmark_node_next(kid)) {
		const enum md_kind kind = kind_of(kid);
		const char *literal = cmark_node_get_literal(kid);
		struct md *new;

		if (kind == MD_TEXT && (!literal || !literal[0]))
			continue; /* blanks at a line end leave an empty text behind */
		new = md_append(w->doc, md, kind);
		place(w, kid, new);
	}
}

size_t md_inlines(struct md_doc *doc, const struct md_leaf *leaf, cmark_node *block,
		  struct md *md)
{
	struct walk w = { .doc = doc,
			  .leaf = leaf,
			  .block = block,
			  .md = md,
			  .text = leaf->text,
			  .at = leaf->start };

	while (w.text.n && ascii_is_space((unsigned char)w.text.p[w.text.n - 1]))
		w.text.n--;
	walk_kids(&w, block, md);
	return w.lost ? SIZE_MAX : w.at;
}
