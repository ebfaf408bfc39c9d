/* The body of a post: the parts of a thread, and what of it nobody will see. */
#include "post/load.h"

struct body {
	const struct source *s;
	struct arena *a;
	struct post *out;
	struct findings *f;
	VEC(struct post_part) parts;
	struct md **blocks;     /* of all parts */
	size_t n_blocks, first; /* the part being read starts at `first` */
	struct span last_break; /* the "---" before it */
	bool broken;            /* there was one */
};

/* Line `n` (from 1), without blanks around it. */
static struct str line_of(const struct source *s, uint32_t n, struct span *where)
{
	const struct str all = source_line(s, n), line = str_trim(all);
	const char *start = line.n ? line.p : all.p;

	where->start = (uint32_t)(start - s->bytes.p);
	where->end = where->start + (uint32_t)line.n;
	return line;
}

/* "## Title", not a title with a line under it. */
static bool is_atx(struct str heading)
{
	size_t n = 0;

	heading = str_trim(heading);
	while (n < heading.n && heading.p[n] == '#')
		n++;
	return n == 2 && (n == heading.n || ascii_is_space((unsigned char)heading.p[n]));
}

/* Could be the line under a title: nothing but hyphens, less than four blanks before. */
static bool is_underline(const struct source *s, uint32_t n)
{
	const struct str all = source_line(s, n), line = str_trim(all);
	size_t blanks = 0;

	while (blanks < all.n && all.p[blanks] == ' ')
		blanks++;
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != '-')
			return false;
	return line.n && blanks < 4 && all.p[blanks] == '-';
}

/* The first such line below the heading is its own: inside it, it would have ended it. */
static struct str underline(const struct source *s, const struct md *heading,
			    struct span *at)
{
	uint32_t n = source_position(s, heading->at.start).line + 1;

	for (; n <= s->n_lines; n++)
		if (is_underline(s, n))
			return line_of(s, n, at);
	return STR_NULL;
}

/* A line of exactly "---". Under a line of text Markdown takes it for the underline of a
 * heading; people who write threads mean the break, and a heading is posted as a line. */
static bool ends_part(const struct source *s, const struct md *block, struct span *at)
{
	if (block->kind == MD_RULE)
		return str_is(line_of(s, source_position(s, block->at.start).line, at),
			      "---");
	return block->kind == MD_HEADING && block->level == 2 &&
	       !is_atx(str_span(s->bytes, block->at)) &&
	       str_is(underline(s, block, at), "---");
}

/* ---- what will be seen ---- */

static bool has_pieces(const struct md *node)
{
	for (size_t i = 0; i < node->n_pieces; i++)
		if (str_trim(node->pieces[i].text).n)
			return true;
	return false;
}

static bool in_image(const struct md *node, const struct md *top)
{
	for (; node && node != top; node = node->parent)
		if (node->kind == MD_IMAGE)
			return true;
	return false;
}

static bool is_seen(const struct md *node, const struct md *top)
{
	switch (node->kind) {
	case MD_TEXT:
	case MD_CODE:
	case MD_CODE_BLOCK:
		return has_pieces(node) && !in_image(node, top);
	case MD_LINK:
		return node->url.n > 0;
	default:
		return false;
	}
}

static bool shows_anything(const struct md *block)
{
	for (const struct md *n = block; n; n = md_next(block, n))
		if (is_seen(n, block))
			return true;
	return false;
}

/* Notes to oneself and closing tags need no word. */
static void say_dropped(struct body *b, const struct md *node)
{
	if (node->kind == MD_IMAGE)
		(void)finding_add(b->f, FINDING_POST_DROPPED, b->s, node->at,
				  "a picture in the text is not posted: name it under "
				  "\"media:\"");
	else if (!md_is_unseen(node))
		(void)finding_add(
			b->f, FINDING_POST_DROPPED, b->s, node->at,
			"HTML is not posted, nor are words in it; if you mean the sign "
			"itself, write \"\\<\"");
}

static void find_dropped(struct body *b)
{
	const struct md *top = b->out->body;

	for (const struct md *n = top; n; n = md_next(top, n))
		if (n->kind == MD_IMAGE || n->kind == MD_HTML || n->kind == MD_HTML_BLOCK)
			say_dropped(b, n);
}

/* ---- parts ---- */

static void say_empty(struct body *b, struct span at, bool blocks)
{
	(void)finding_add(
		b->f, FINDING_POST_BODY, b->s, at,
		blocks ? "nothing of this part would be posted: pictures and "
			 "HTML are left out"
		       : "a part of the thread is empty: \"---\" stands between "
			 "two texts");
}

/* From the first block to the last, without the break under a line of text. */
static struct span span_of(const struct body *b, const struct md *first,
			   const struct md *last, struct span at_break)
{
	struct span at = { first->at.start, last->at.end };

	if (at_break.end && at.end > at_break.start)
		at.end = at_break.start;
	while (at.end > at.start &&
	       ascii_is_space((unsigned char)b->s->bytes.p[at.end - 1]))
		at.end--;
	return at;
}

/* The blocks since the last break are a part, if there is anything in them. */
static void end_part(struct body *b, struct span at_break)
{
	const size_t n = b->n_blocks - b->first;
	struct md **blocks = n ? b->blocks + b->first : NULL;
	bool seen = false;

	for (size_t i = 0; i < n && !seen; i++)
		seen = shows_anything(blocks[i]);
	if (seen) {
		*VEC_ADD(b->a, &b->parts) = (struct post_part){
			.at = span_of(b, blocks[0], blocks[n - 1], at_break),
			.blocks = blocks,
			.n_blocks = n,
		};
		b->first = b->n_blocks;
		return;
	}
	if (n && (b->broken || at_break.end || !b->out->n_media))
		say_empty(b, blocks[0]->at, true);
	else if (!n && (b->broken || at_break.end > at_break.start))
		say_empty(b, b->broken ? b->last_break : at_break, false);
	b->n_blocks = b->first;
}

static void split(struct body *b)
{
	const struct span none = { 0, 0 };
	struct span at = none;
	size_t n = 0;

	for (const struct md *block = b->out->body->first; block; block = block->next)
		n++;
	b->blocks = arena_array(b->a, n, sizeof(void *));
	for (struct md *block = b->out->body->first; block; block = block->next) {
		const bool ends = ends_part(b->s, block, &at);

		if (!ends || block->kind != MD_RULE)
			b->blocks[b->n_blocks++] = block;
		if (!ends)
			continue;
		end_part(b, at);
		b->last_break = at;
		b->broken = true;
	}
	end_part(b, none);
}

static bool any_override(const struct post *p)
{
	for (size_t i = 0; i < p->n_targets; i++)
		if (p->targets[i].text)
			return true;
	return false;
}

void post_parts(struct span body, struct arena *a, struct post *out, struct findings *f)
{
	struct body b = { .s = out->source, .a = a, .out = out, .f = f };
	struct diags d = { .a = a };

	out->body = source_markdown(b.s, body, LIMIT_POST_BODY, a, &d);
	findings_from_diags(f, &d, FINDING_POST_BODY, b.s);
	if (!out->body)
		return;
	find_dropped(&b);
	split(&b);
	out->parts = b.parts.p;
	out->n_parts = b.parts.n;
	/* A picture alone is a post. */
	if (!out->body->first && !any_override(out) && !out->n_media)
		(void)finding_add(f, FINDING_POST_BODY, b.s,
				  (struct span){ body.start, body.start },
				  "the post has no text");
}
