/* The policy as plain text. */
#include "render/text.h"
#include "render/plain.h"
#include "render/words.h"

static void blocks(struct text *t, const struct md *node);

void text_flush(struct text *t)
{
	wrap_text(&t->w, buf_view(&t->line));
	buf_reset(&t->line);
}

void text_title(struct text *t, struct str title, char mark)
{
	size_t n;

	plain_add(&t->line, title);
	n = wrap_width(buf_view(&t->line));
	text_flush(t);
	buf_fill(&t->line, mark, n < WRAP_COLUMNS ? n : WRAP_COLUMNS);
	text_flush(t);
	wrap_gap(&t->w);
}

static void paragraph(struct text *t, const struct md *node)
{
	plain_inlines(&t->line, node, true);
	text_flush(t);
	wrap_gap(&t->w);
}

static void heading(struct text *t, const struct md *node)
{
	const struct heading *mine;
	struct str title;

	if (node == t->o->title_node)
		return;
	if (t->heading >= t->o->n_headings || t->o->headings[t->heading].node != node) {
		paragraph(t, node);
		return;
	}
	mine = &t->o->headings[t->heading++];
	title = mine->number.n ? arena_printf(t->a, "%.*s %.*s", STR_ARG(mine->number),
					      STR_ARG(mine->text))
			       : mine->text;
	text_title(t, title, mine->depth ? '-' : '=');
}

/* Code keeps its lines as they are. */
static void verbatim(struct text *t, const struct md *node)
{
	const size_t before = wrap_push(&t->w, "    ", "    ");
	struct str rest, line;

	for (size_t i = 0; i < node->n_pieces; i++)
		plain_add(&t->line, node->pieces[i].text);
	rest = buf_view(&t->line);
	while (str_line(&rest, &line))
		wrap_line(&t->w, line);
	buf_reset(&t->line);
	wrap_pop(&t->w, before);
	wrap_gap(&t->w);
}

static void code_block(struct text *t, const struct md *node)
{
	if (!plain_is_fence(node)) {
		verbatim(t, node);
	} else if (t->box < t->end && t->p->clauses[t->box].at.start == node->at.start) {
		text_box(t, t->box++);
	} else {
		wrap_text(&t->w,
			  STR("[This clause could not be read: \"decorum compile\" "
			      "says why.]"));
		wrap_gap(&t->w);
	}
}

/* One paragraph and nothing else: such items follow each other without a blank line. */
static bool is_short(const struct md *item)
{
	return item->first && item->first == item->last &&
	       item->first->kind == MD_PARAGRAPH;
}

static void list(struct text *t, const struct md *node)
{
	long number = node->start;

	for (const struct md *item = node->first; item; item = item->next) {
		struct str marker = STR("- ");
		size_t before;
		char *blanks;

		if (node->ordered)
			marker = arena_printf(t->a, "%ld. ", number++);
		blanks = arena_cstr(t->a, marker);
		memset(blanks, ' ', marker.n);
		before = wrap_push(&t->w, marker.p, blanks);
		blocks(t, item);
		if (t->w.has_first)
			wrap_line(&t->w, STR_NULL); /* an item without text */
		wrap_pop(&t->w, before);
		t->w.gap = t->w.gap && !is_short(item);
	}
	wrap_gap(&t->w);
}

static void block(struct text *t, const struct md *node)
{
	size_t before;

	switch (node->kind) {
	case MD_PARAGRAPH:
		paragraph(t, node);
		break;
	case MD_HEADING:
		heading(t, node);
		break;
	case MD_LIST:
		list(t, node);
		break;
	case MD_QUOTE:
		before = wrap_push(&t->w, "> ", "> ");
		blocks(t, node);
		wrap_pop(&t->w, before);
		wrap_gap(&t->w);
		break;
	case MD_CODE_BLOCK:
		code_block(t, node);
		break;
	case MD_HTML_BLOCK:
		if (!md_is_comment(node))
			verbatim(t, node);
		break;
	case MD_RULE:
		wrap_text(&t->w, STR("* * *"));
		wrap_gap(&t->w);
		break;
	default:
		break;
	}
}

/* Depth is bounded by LIMIT_MARKDOWN_DEPTH. */
static void blocks(struct text *t, const struct md *node)
{
	for (const struct md *kid = node->first; kid; kid = kid->next)
		block(t, kid);
}

static void contents(struct text *t)
{
	for (size_t i = 0; i < t->o->n_headings; i++) {
		const struct heading *h = &t->o->headings[i];
		char blanks[16];
		size_t before;

		(void)snprintf(blanks, sizeof(blanks), "%*s", 2 + 2 * h->depth, "");
		before = wrap_push(&t->w, blanks, blanks);
		plain_add(&t->line, h->number);
		if (h->number.n)
			buf_char(&t->line, ' ');
		plain_add(&t->line, h->text);
		text_flush(t);
		wrap_pop(&t->w, before);
	}
	wrap_gap(&t->w);
}

static void footer_line(struct text *t, const char *label, struct str text)
{
	if (!text.n)
		return;
	buf_cstr(&t->line, label);
	plain_add(&t->line, text);
	text_flush(t);
}

static void footer(struct text *t, const struct render_options *o)
{
	const struct words_licence *known = words_licence(t->p->licence);

	wrap_text(&t->w, STR("* * *"));
	wrap_gap(&t->w);
	footer_line(t, "", t->p->attribution);
	footer_line(t, "Changes: ", t->p->changes);
	footer_line(t, "Licence: ", t->p->licence);
	if (known)
		footer_line(t, "", str_from(known->url));
	footer_line(t, "Policy bundle ", o->bundle);
	footer_line(t, "Written by decorum ", o->version);
}

void render_text(const struct policy *p, const struct render_options *o, struct buf *out)
{
	struct arena a = { 0 };
	struct outline outline;
	struct text t = { .a = &a, .o = &outline, .p = p };

	outline_of(p, &a, &outline);
	wrap_init(&t.w, out);
	buf_init(&t.line, 0);
	text_title(&t, outline.title, '=');
	contents(&t);
	for (size_t i = 0; i < outline.n_order; i++) {
		const size_t source = outline.order[i];

		t.box = outline.first_clause[source];
		t.end = outline.first_clause[source + 1];
		blocks(&t, p->documents[source]);
	}
	text_tables(&t);
	footer(&t, o);
	buf_release(&t.line);
	wrap_release(&t.w);
	arena_release(&a);
}
