/* A post as a network shows it: Markdown lowered to text. */
#include "network/lower.h"
#include "text/utf8.h"

#include <assert.h>

static void lower_block(struct lower *l, const struct md *block);
static void lower_inlines(struct lower *l, const struct md *parent);

/* ---- inlines ---- */

static void lower_pieces(struct lower *l, const struct md *node)
{
	for (size_t i = 0; i < node->n_pieces; i++)
		lower_text(l, node->pieces[i].text, node->pieces[i].at,
			   node->pieces[i].exact);
}

static void lower_code_pieces(struct lower *l, const struct md *node)
{
	l->b.code = true;
	for (size_t i = 0; i < node->n_pieces; i++)
		lower_code(l, node->pieces[i].text, node->pieces[i].at,
			   node->pieces[i].exact);
	l->b.code = false;
}

/* Add what a link reads as to `b`. Depth is bounded: source_markdown() has looked. */
static void read_text(struct buf *b, const struct md *parent)
{
	for (const struct md *kid = parent->first; kid; kid = kid->next) {
		if (kid->kind == MD_SOFT_BREAK || kid->kind == MD_HARD_BREAK)
			buf_char(b, ' ');
		else if (kid->kind == MD_TEXT || kid->kind == MD_CODE)
			for (size_t i = 0; i < kid->n_pieces; i++)
				buf_str(b, kid->pieces[i].text);
		else if (kid->kind == MD_EMPHASIS || kid->kind == MD_STRONG)
			read_text(b, kid);
	}
}

/* "https://example.com/" without what a reader does not miss. */
static struct str bare(struct str url)
{
	static const char *const prefixes[] = { "https://", "http://", "mailto:" };

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (str_starts(url, prefixes[i])) {
			url = str_slice(url, strlen(prefixes[i]), url.n);
			break;
		}
	return str_ends(url, "/") ? str_slice(url, 0, url.n - 1) : url;
}

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.n && ascii_is_space((unsigned char)s.p[at]))
		at++;
	return at;
}

/* Where the destination stands: behind "](", before the title. Empty: written otherwise
 * than it reads, or somewhere else (a reference). */
static struct span destination(const struct lower *l, const struct md *link)
{
	const struct str bytes = str_span(l->s->bytes, link->at);
	size_t at = link->last ? link->last->at.end - link->at.start : 1;

	at = skip_space(bytes, at);
	if (!str_starts(str_slice(bytes, at, bytes.n), "]("))
		return (struct span){ 0, 0 };
	at = skip_space(bytes, at + 2);
	at += at < bytes.n && bytes.p[at] == '<';
	if (!str_eq(str_slice(bytes, at, at + link->url.n), link->url))
		return (struct span){ 0, 0 };
	at += link->at.start;
	return (struct span){ (uint32_t)at, (uint32_t)(at + link->url.n) };
}

/* The url at its own bytes, when the link has it as it is written; else at the link. */
static void lower_url(struct lower *l, const struct md *link)
{
	const struct span own = destination(l, link);

	lower_text(l, link->url, own.end ? own : link->at, own.end > 0);
}

static void lower_link(struct lower *l, const struct md *link)
{
	const struct span end = { link->at.end, link->at.end };
	struct buf b;
	struct str text;

	buf_init(&b, 0);
	read_text(&b, link);
	text = str_trim(buf_view(&b));
	if (!link->url.n || str_eq(text, link->url) ||
	    (str_starts(link->url, "mailto:") && str_eq(text, bare(link->url)))) {
		lower_inlines(l, link);
	} else if (!text.n || str_eq(bare(text), bare(link->url))) {
		lower_url(l, link);
	} else {
		lower_inlines(l, link);
		lower_text(l, STR(" ("), end, false);
		lower_url(l, link);
		lower_text(l, STR(")"), end, false);
	}
	buf_release(&b);
}

static void lower_inline(struct lower *l, const struct md *node)
{
	switch (node->kind) {
	case MD_TEXT:
		lower_pieces(l, node);
		break;
	case MD_CODE:
		lower_code_pieces(l, node);
		break;
	case MD_SOFT_BREAK:
		lower_text(l, STR(" "), node->at, false);
		break;
	case MD_HARD_BREAK:
		lower_break(l, node->at);
		break;
	case MD_LINK:
		lower_link(l, node);
		break;
	case MD_EMPHASIS:
	case MD_STRONG:
		lower_inlines(l, node);
		break;
	default:
		lower_hole(l);
		break; /* pictures and HTML */
	}
}

/* Depth is bounded: source_markdown() has looked at it. */
static void lower_inlines(struct lower *l, const struct md *parent)
{
	for (const struct md *kid = parent->first; kid; kid = kid->next)
		lower_inline(l, kid);
}

/* ---- blocks ---- */

/* True if the line above the block is empty, but for the marks of quotations. */
static bool has_empty_line_above(const struct lower *l, const struct md *block)
{
	const uint32_t line = source_position(l->s, block->at.start).line;
	const struct str above = line > 1 ? source_line(l->s, line - 1) : STR_NULL;

	for (size_t i = 0; i < above.n; i++)
		if (above.p[i] != '>' && !ascii_is_space((unsigned char)above.p[i]))
			return false;
	return true;
}

static bool is_left_out(const struct md *block)
{
	return block->kind == MD_RULE || block->kind == MD_HTML_BLOCK;
}

/* How far a block stands from the one before it: as far as in the source. */
static void part_from(struct lower *l, const struct md *before, const struct md *block)
{
	lower_line(l, is_left_out(before) ||
			      (before->kind == MD_PARAGRAPH &&
			       block->kind == MD_PARAGRAPH) ||
			      has_empty_line_above(l, block));
}

static void lower_blocks(struct lower *l, const struct md *parent)
{
	const struct md *before = NULL;

	for (const struct md *kid = parent->first; kid; before = kid, kid = kid->next) {
		if (before)
			part_from(l, before, kid);
		lower_block(l, kid);
	}
}

static void lower_quote(struct lower *l, const struct md *quote)
{
	const struct span at = { quote->at.start, quote->at.start };

	lower_push(l,
		   (struct lower_mark){ .shown = STR("> "), .src = at, .quote = true });
	lower_blocks(l, quote);
	lower_pop(l);
}

/* The "-" or "12." of an item in the source, behind the marks of what it stands in. */
static struct span item_mark(struct lower *l, const struct md *item)
{
	const struct str bytes = l->s->bytes;
	size_t at = item->at.start > l->list_cursor ? item->at.start : l->list_cursor;
	size_t end;

	while (at < item->at.end &&
	       (bytes.p[at] == ' ' || bytes.p[at] == '\t' || bytes.p[at] == '>'))
		at++;
	end = at;
	while (end < item->at.end && ascii_is_digit((unsigned char)bytes.p[end]))
		end++;
	if (end < item->at.end && (end > at ? bytes.p[end] == '.' || bytes.p[end] == ')'
					    : strchr("-+*", bytes.p[end]) != NULL))
		end++;
	else
		end = at = item->at.start;
	l->list_cursor = end > l->list_cursor ? end : l->list_cursor;
	return (struct span){ (uint32_t)at, (uint32_t)end };
}

static void lower_list(struct lower *l, const struct md *list)
{
	long number = list->start;

	for (const struct md *item = list->first; item; item = item->next, number++) {
		struct lower_mark mark = { .shown = STR("• "), .width = 2 };

		if (list->ordered) {
			mark.shown = arena_printf(l->a, "%ld. ", number);
			mark.width = mark.shown.n;
		}
		mark.src = item_mark(l, item);
		if (item != list->first)
			lower_line(l, has_empty_line_above(l, item));
		lower_push(l, mark);
		lower_blocks(l, item);
		lower_pop(l);
	}
}

static void lower_block(struct lower *l, const struct md *block)
{
	switch (block->kind) {
	case MD_QUOTE:
		lower_quote(l, block);
		break;
	case MD_LIST:
		lower_list(l, block);
		break;
	case MD_CODE_BLOCK:
		lower_code_pieces(l, block);
		break;
	case MD_PARAGRAPH:
	case MD_HEADING:
		lower_inlines(l, block);
		break;
	default:
		break;
	}
}

void network_view(const struct post *p, const struct post_part *part, struct arena *a,
		  struct view *out)
{
	struct lower l;

	lower_begin(&l, p->source, a);
	for (size_t i = 0; i < part->n_blocks; i++) {
		if (i)
			part_from(&l, part->blocks[i - 1], part->blocks[i]);
		lower_block(&l, part->blocks[i]);
	}
	lower_end(&l, out);
}

/* ---- a text of its own ---- */

/* The end of the longest piece from `at` that is the same bytes in the file. */
static size_t exact_end(const struct source *s, const struct yaml *text, size_t at,
			size_t end)
{
	size_t i = at;

	while (i < end && text->map[i] == text->map[at] + (i - at) &&
	       text->map[i] < s->bytes.n && s->bytes.p[text->map[i]] == text->value.p[i])
		i++;
	/* Whole characters only: an escape may stand for several bytes. */
	while (i > at && i < end && utf8_is_tail(text->value.p[i]))
		i--;
	return i;
}

static size_t character_end(struct str s, size_t at)
{
	for (at++; at < s.n && utf8_is_tail(s.p[at]); at++)
		;
	return at;
}

void network_view_scalar(const struct source *s, const struct yaml *text, struct arena *a,
			 struct view *out)
{
	const struct str shown = str_trim(text->value);
	struct view_builder b;
	size_t at = shown.n ? (size_t)(shown.p - text->value.p) : 0;
	const size_t end = at + shown.n;

	view_begin(&b, a);
	while (at < end) {
		size_t stop = exact_end(s, text, at, end);

		if (stop > at) {
			view_add_exact(&b, str_slice(text->value, at, stop),
				       text->map[at]);
		} else {
			const struct span from = yaml_span(
				text, at, stop = character_end(text->value, at));

			view_add_mapped(&b, str_slice(text->value, at, stop), from.start,
					from.end - from.start);
		}
		at = stop;
	}
	view_end(&b, out);
}

void network_view_override(const struct post *p, const struct post_target *t,
			   struct arena *a, struct view *out)
{
	assert(t->text);
	network_view_scalar(p->source, t->text, a, out);
}
