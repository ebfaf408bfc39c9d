/* Markdown trees as HTML. The author's own HTML is shown, never passed on. */
#include "render/html.h"
#include "render/plain.h"

static void children(struct html *h, const struct md *node);

static void pieces(struct html *h, const struct md *node)
{
	for (size_t i = 0; i < node->n_pieces; i++)
		html_text(h, node->pieces[i].text);
}

static void wrapped(struct html *h, const char *open, const struct md *node,
		    const char *close)
{
	html_raw(h, open);
	children(h, node);
	html_raw(h, close);
}

/* ---- inlines ---- */

static void link_to(struct html *h, const struct md *node)
{
	if (!plain_is_link(node->url)) {
		children(h, node);
		return;
	}
	html_raw(h, "<a href=\"");
	html_text(h, node->url);
	if (node->title.n) {
		html_raw(h, "\" title=\"");
		html_text(h, node->title);
	}
	html_raw(h, node->url.p[0] == '#' ? "\">" : "\" rel=\"noopener noreferrer\">");
	children(h, node);
	html_raw(h, "</a>");
}

static void inlines(struct html *h, const struct md *node)
{
	switch (node->kind) {
	case MD_SOFT_BREAK:
		html_raw(h, "\n");
		break;
	case MD_HARD_BREAK:
		html_raw(h, "<br>\n");
		break;
	case MD_CODE:
		html_raw(h, "<code>");
		pieces(h, node);
		html_raw(h, "</code>");
		break;
	case MD_HTML:
		if (!md_is_comment(node))
			pieces(h, node);
		break;
	case MD_EMPHASIS:
		wrapped(h, "<em>", node, "</em>");
		break;
	case MD_STRONG:
		wrapped(h, "<strong>", node, "</strong>");
		break;
	case MD_LINK:
		link_to(h, node);
		break;
	case MD_IMAGE:
		wrapped(h, "[image: ", node, "]");
		break;
	default:
		pieces(h, node);
		break;
	}
}

/* ---- blocks ---- */

/* Anchors of the clauses whose sentence stands in this paragraph, so that a link to a
 * clause shows its sentence, not only its box. */
static void anchors(struct html *h, const struct md *block)
{
	for (; h->anchor < h->end; h->anchor++) {
		const struct policy_clause *c = &h->p->clauses[h->anchor];
		const struct str id = h->o->clause_ids[h->anchor];

		if (!c->sentence.n || c->sentence_at.start < block->at.start)
			continue; /* its box carries the anchor */
		if (c->sentence_at.start >= block->at.end)
			return;
		if (!id.n)
			continue;
		html_raw(h, "<span class=\"anchor\" id=\"");
		html_text(h, id);
		html_raw(h, "\"></span>");
	}
}

static void paragraph(struct html *h, const struct md *node)
{
	html_raw(h, "<p>");
	anchors(h, node);
	children(h, node);
	html_raw(h, "</p>\n");
}

/* Headings of the outline; one inside a list or quotation is only strong text. */
static void heading(struct html *h, const struct md *node)
{
	const struct heading *mine;

	if (node == h->o->title_node)
		return;
	if (h->heading >= h->o->n_headings || h->o->headings[h->heading].node != node) {
		wrapped(h, "<p><strong>", node, "</strong></p>\n");
		return;
	}
	mine = &h->o->headings[h->heading++];
	buf_printf(h->out, "<h%d id=\"", mine->depth + 2);
	html_text(h, mine->id);
	html_raw(h, "\">");
	if (mine->number.n) {
		html_raw(h, "<span class=\"number\">");
		html_text(h, mine->number);
		html_raw(h, "</span> ");
	}
	children(h, node);
	buf_printf(h->out, "</h%d>\n", mine->depth + 2);
}

static void list(struct html *h, const struct md *node)
{
	if (!node->ordered) {
		wrapped(h, "<ul>\n", node, "</ul>\n");
		return;
	}
	if (node->start == 1)
		html_raw(h, "<ol>\n");
	else
		buf_printf(h->out, "<ol start=\"%ld\">\n", node->start);
	wrapped(h, "", node, "</ol>\n");
}

static void code_block(struct html *h, const struct md *node)
{
	if (!plain_is_fence(node)) {
		html_raw(h, "<pre tabindex=\"0\"><code>");
		pieces(h, node);
		html_raw(h, "</code></pre>\n");
		return;
	}
	if (h->box < h->end && h->p->clauses[h->box].at.start == node->at.start) {
		html_box(h, h->box++);
		return;
	}
	html_raw(h, "<p class=\"broken\"><strong>This clause could not be read:</strong> "
		    "<code>decorum compile</code> says why.</p>\n");
}

static void block(struct html *h, const struct md *node)
{
	switch (node->kind) {
	case MD_PARAGRAPH:
		paragraph(h, node);
		break;
	case MD_HEADING:
		heading(h, node);
		break;
	case MD_QUOTE:
		wrapped(h, "<blockquote>\n", node, "</blockquote>\n");
		break;
	case MD_LIST:
		list(h, node);
		break;
	case MD_ITEM:
		wrapped(h, "<li>", node, "</li>\n");
		break;
	case MD_CODE_BLOCK:
		code_block(h, node);
		break;
	case MD_HTML_BLOCK:
		if (md_is_comment(node))
			break;
		html_raw(h, "<pre tabindex=\"0\"><code>");
		pieces(h, node);
		html_raw(h, "</code></pre>\n");
		break;
	case MD_RULE:
		html_raw(h, "<hr>\n");
		break;
	default:
		inlines(h, node);
		break;
	}
}

/* Depth is bounded by LIMIT_MARKDOWN_DEPTH. */
static void children(struct html *h, const struct md *node)
{
	for (const struct md *kid = node->first; kid; kid = kid->next)
		block(h, kid);
}

void html_document(struct html *h, size_t source)
{
	h->anchor = h->box = h->o->first_clause[source];
	h->end = h->o->first_clause[source + 1];
	html_raw(h, "<article>\n");
	children(h, h->p->documents[source]);
	html_raw(h, "</article>\n");
}
