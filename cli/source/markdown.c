/* The tree of a Markdown text, from libcmark's, with every part at its bytes. */
#include "source/markdown.h"

struct md *md_append(struct md_doc *doc, struct md *parent, enum md_kind kind)
{
	struct md *new = ARENA_NEW(doc->a, struct md);

	new->kind = kind;
	new->parent = parent;
	if (parent->last)
		parent->last->next = new;
	else
		parent->first = new;
	parent->last = new;
	return new;
}

struct md *md_next(const struct md *top, const struct md *node)
{
	if (node->first)
		return node->first;
	while (node && node != top && !node->next)
		node = node->parent;
	return node && node != top ? node->next : NULL;
}

/* ---- blocks of text ---- */

static void add_leaf_line(struct md_doc *doc, struct md_leaf *leaf, struct buf *text,
			  size_t start, size_t end)
{
	leaf->lines[leaf->n_lines++] =
		(struct md_leaf_line){ (uint32_t)text->n, (uint32_t)start };
	buf_str(text, str_slice(doc->s->bytes, start, end));
	buf_char(text, '\n');
}

static void paragraph_text(struct md_doc *doc, cmark_node *node, struct md_leaf *leaf,
			   struct buf *text)
{
	const size_t first = md_first_line(node), last = md_last_line(node);

	leaf->lines = arena_array(doc->a, last - first + 1, sizeof(*leaf->lines));
	for (size_t line = first; line <= last && line < doc->n_lines; line++) {
		bool all;
		size_t start = md_behind_marks(doc, line, &all).at;

		/* The blanks of a lazy line are kept: code can show them. */
		if (all || line == first)
			start = md_skip_blanks(doc, start);
		add_leaf_line(doc, leaf, text, start, md_lines(doc, line, line).end);
	}
}

/* "## Title ##": what stands between the marks. */
static void heading_text(struct md_doc *doc, cmark_node *node, struct md_leaf *leaf,
			 struct buf *text)
{
	const size_t line = md_first_line(node);
	const char *p = doc->s->bytes.p;
	bool all;
	size_t start = md_skip_blanks(doc, md_behind_marks(doc, line, &all).at);
	size_t end = md_line_end(doc, line), marks;

	while (start < end && p[start] == '#')
		start++;
	start = md_skip_blanks(doc, start);
	start = start > end ? end : start;
	while (end > start && ascii_is_space((unsigned char)p[end - 1]))
		end--;
	marks = end;
	while (marks > start && p[marks - 1] == '#')
		marks--;
	if (marks < end && marks > start && (p[marks - 1] == ' ' || p[marks - 1] == '\t'))
		end = marks;
	leaf->lines = arena_array(doc->a, 1, sizeof(*leaf->lines));
	add_leaf_line(doc, leaf, text, start, end);
}

static bool is_atx(const struct md_doc *doc, cmark_node *node)
{
	bool all;
	const size_t at =
		md_skip_blanks(doc, md_behind_marks(doc, md_first_line(node), &all).at);

	return cmark_node_get_type(node) == CMARK_NODE_HEADING && at < doc->at.end &&
	       doc->s->bytes.p[at] == '#' && md_last_line(node) == md_first_line(node);
}

static bool is_underline(struct str line)
{
	const struct str marks = str_trim(line);

	for (size_t i = 0; i < marks.n; i++)
		if (marks.p[i] != marks.p[0])
			return false;
	return marks.n && (marks.p[0] == '=' || marks.p[0] == '-');
}

/* Where the text of an underlined heading starts: definitions before it end before the
 * line under it, "[a]:" above "---" is none. Behind definitions alone, "---" is text. */
static size_t underlined_start(struct str text)
{
	struct str rest = text, line;

	while (str_line(&rest, &line)) {
		const size_t at = (size_t)(line.p - text.p);
		size_t start;

		if (!at || !is_underline(line))
			continue;
		start = md_definitions(str_slice(text, 0, at));
		if (start < at)
			return start;
	}
	return md_definitions(text);
}

static void add_text_block(struct md_doc *doc, cmark_node *node, struct md *md)
{
	struct md_leaf leaf = { .n_lines = 0 };
	struct buf text;
	size_t end;

	buf_init(&text, 0);
	if (is_atx(doc, node))
		heading_text(doc, node, &leaf, &text);
	else
		paragraph_text(doc, node, &leaf, &text);
	leaf.text = arena_str(doc->a, buf_view(&text));
	buf_release(&text);
	if (!leaf.n_lines)
		return;
	if (!is_atx(doc, node)) {
		leaf.start = md->kind == MD_HEADING ? underlined_start(leaf.text)
						    : md_definitions(leaf.text);
		if (leaf.start && leaf.start < leaf.text.n)
			md->at.start = (uint32_t)md_line_start(
				doc,
				md_first_line(node) + md_leaf_line_of(&leaf, leaf.start));
	}
	end = md_inlines(doc, &leaf, node, md);
	/* libcmark ends an underlined heading with the line after it. */
	if (md->kind == MD_HEADING && !is_atx(doc, node) && end != SIZE_MAX)
		md->at.end =
			md_lines(doc, 0,
				 md_first_line(node) + md_leaf_line_of(&leaf, end) + 1)
				.end;
}

/* ---- the tree ---- */

static enum md_kind kind_of(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		return MD_QUOTE;
	case CMARK_NODE_LIST:
		return MD_LIST;
	case CMARK_NODE_ITEM:
		return MD_ITEM;
	case CMARK_NODE_CODE_BLOCK:
		return MD_CODE_BLOCK;
	case CMARK_NODE_HTML_BLOCK:
		return MD_HTML_BLOCK;
	case CMARK_NODE_HEADING:
		return MD_HEADING;
	case CMARK_NODE_THEMATIC_BREAK:
		return MD_RULE;
	default:
		return MD_PARAGRAPH;
	}
}

static struct md *add_block(struct md_doc *doc, cmark_node *node, struct md *parent)
{
	struct md *md = md_append(doc, parent, kind_of(node));

	md->at = md_lines(doc, md_first_line(node), md_last_line(node));
	switch (md->kind) {
	case MD_LIST:
		md->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
		md->start = cmark_node_get_list_start(node);
		break;
	case MD_CODE_BLOCK:
		md_code_block(doc, node, md);
		break;
	case MD_HTML_BLOCK:
		md_html_block(doc, node, md);
		break;
	case MD_HEADING:
		md->level = cmark_node_get_heading_level(node);
		add_text_block(doc, node, md);
		break;
	case MD_PARAGRAPH:
		add_text_block(doc, node, md);
		break;
	default:
		break;
	}
	return md;
}

/* A quotation or list ends with its last block, not with the empty lines after it. */
static void close_block(const struct md_doc *doc, cmark_node *node, struct md *md)
{
	const size_t line = md_first_line(node);

	md->at.end = md_lines(doc, line, line).end;
	if (md->last && md->last->at.end > md->at.end)
		md->at.end = md->last->at.end;
}

/* Depth is bounded: source_markdown() has looked at it. */
static void add_blocks(struct md_doc *doc, cmark_node *parent, struct md *md)
{
	for (cmark_node *kid = cmark_node_first_child(parent); kid;
	     kid = cmark_node_next(kid)) {
		struct md *new = add_block(doc, kid, md);
		const bool mark = new->kind == MD_QUOTE || new->kind == MD_ITEM;

		if (!mark && new->kind != MD_LIST)
			continue;
		if (mark)
			md_push(doc, new->kind == MD_QUOTE, md_first_line(kid));
		add_blocks(doc, kid, new);
		if (mark)
			doc->n_open--;
		close_block(doc, kid, new);
	}
}

/* Deepest nesting below `top`, lists counted by their items. */
static bool is_shallow(cmark_node *top, cmark_node **where)
{
	cmark_iter *it = cmark_iter_new(top);
	cmark_event_type event;
	unsigned depth = 0;
	bool good = true;

	while (good && (event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(it);

		if (!cmark_node_first_child(node) ||
		    cmark_node_get_type(node) == CMARK_NODE_LIST)
			continue;
		depth += event == CMARK_EVENT_ENTER ? 1u : 0u;
		depth -= event == CMARK_EVENT_EXIT ? 1u : 0u;
		/* The document and its paragraph are no nesting. */
		good = depth <= LIMIT_MARKDOWN_DEPTH + 2;
		*where = node;
	}
	cmark_iter_free(it);
	return good;
}

static struct md *build(struct md_doc *doc, cmark_node *top, struct diags *d)
{
	cmark_node *where = top;
	struct md *md;

	md_index_lines(doc);
	if (!is_shallow(top, &where)) {
		while (cmark_node_get_type(where) > CMARK_NODE_LAST_BLOCK)
			where = cmark_node_parent(where);
		diag_add(d, md_lines(doc, md_first_line(where), md_first_line(where)),
			 "markdown/depth", "the text is nested more than %u deep",
			 LIMIT_MARKDOWN_DEPTH);
		return NULL;
	}
	md = ARENA_NEW(doc->a, struct md);
	md->kind = MD_DOCUMENT;
	md->at = doc->at;
	add_blocks(doc, top, md);
	return md;
}

struct md *source_markdown(const struct source *s, struct span at, size_t cap,
			   struct arena *a, struct diags *d)
{
	struct md_doc *doc = ARENA_NEW(a, struct md_doc);
	cmark_node *top;
	struct md *md;

	at.end = at.end > s->bytes.n ? (uint32_t)s->bytes.n : at.end;
	at.start = at.start > at.end ? at.end : at.start;
	if (at.end - at.start > cap) {
		diag_add(d,
			 (struct span){ at.start + (uint32_t)cap,
					at.start + (uint32_t)cap + 1 },
			 "markdown/size", "the text is larger than %zu bytes", cap);
		return NULL;
	}
	if (!md_check_depth(s, at, d))
		return NULL;
	*doc = (struct md_doc){ .s = s, .at = at, .a = a };
	top = cmark_parse_document(s->bytes.p ? s->bytes.p + at.start : "",
				   at.end - at.start, CMARK_OPT_DEFAULT);
	md = build(doc, top, d);
	cmark_node_free(top);
	return md;
}
