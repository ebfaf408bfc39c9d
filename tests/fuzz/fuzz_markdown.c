/* Any text as Markdown: every part stands inside the file, in order, and what is called
 * exact is byte for byte what the file holds. */
#include "source/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static bool is_inline(const struct md *node)
{
	return node->kind >= MD_TEXT;
}

static void check_pieces(const struct source *s, const struct md *node)
{
	uint32_t end = node->at.start;

	for (size_t i = 0; i < node->n_pieces; i++) {
		const struct md_piece *piece = &node->pieces[i];

		must(piece->at.start <= piece->at.end && piece->at.end <= s->bytes.n);
		must(piece->text.n > 0);
		if (node->unsure)
			continue;
		must(piece->at.start >= end);
		end = piece->at.end;
		if (piece->exact)
			must(piece->text.p == s->bytes.p + piece->at.start &&
			     piece->text.n == piece->at.end - piece->at.start);
	}
	must(!is_inline(node) || node->unsure || end <= node->at.end);
}

static void check_node(const struct source *s, const struct md *node)
{
	must(node->at.start <= node->at.end && node->at.end <= s->bytes.n);
	must(!node->last || !node->last->next);
#ifdef TRAP_UNSURE
	/* Half a tab in a lazy line has no place of its own. */
	must(!node->unsure || str_chr(s->bytes, '\t', 0) != SIZE_MAX);
#endif
	check_pieces(s, node);
	for (const struct md *kid = node->first; kid; kid = kid->next) {
		must(kid->parent == node);
		if (!is_inline(kid) || kid->unsure || !kid->next || kid->next->unsure)
			continue;
		must(kid->at.end <= kid->next->at.start);
	}
}

static size_t depth_of(const struct md *node)
{
	size_t n = 0;

	for (; node; node = node->parent)
		n += node->kind != MD_LIST;
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str bytes = { (const char *)data, size };
	struct arena a = { 0 };
	struct diags d = { .a = &a };
	const struct md *top = NULL;
	struct source s;

	if (source_init(&s, STR("post.md"), bytes, LIMIT_POST, &a, &d))
		top = source_markdown(&s, (struct span){ 0, (uint32_t)size }, LIMIT_POST,
				      &a, &d);
	must(top || d.v.n);
	for (const struct md *node = top; node; node = md_next(top, node)) {
		check_node(&s, node);
		must(depth_of(node) <= LIMIT_MARKDOWN_DEPTH + 3);
	}
	for (size_t i = 0; i < d.v.n; i++)
		must(d.v.p[i].at.start <= d.v.p[i].at.end &&
		     d.v.p[i].at.end <= s.bytes.n);
	arena_release(&a);
	return 0;
}
