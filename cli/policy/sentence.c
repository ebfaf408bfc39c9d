/* The text that a clause quotes: a paragraph as people read it, or some of its sentences,
 * with the bytes it came from. */
#include "policy/load.h"
#include "text/token.h"

static void add_pieces(struct view_builder *b, const struct md *node)
{
	for (size_t i = 0; i < node->n_pieces; i++) {
		const struct md_piece *piece = &node->pieces[i];

		if (piece->exact)
			view_add_exact(b, piece->text, piece->at.start);
		else
			view_add_mapped(b, piece->text, piece->at.start,
					piece->at.end - piece->at.start);
	}
}

static void view_of_block(const struct md *block, struct arena *a, struct view *v)
{
	struct view_builder b;

	view_begin(&b, a);
	for (const struct md *node = md_next(block, block); node;
	     node = md_next(block, node)) {
		if (node->kind == MD_TEXT || node->kind == MD_CODE)
			add_pieces(&b, node);
		else if (node->kind == MD_SOFT_BREAK || node->kind == MD_HARD_BREAK)
			view_add_mapped(&b, STR(" "), node->at.start,
					node->at.end - node->at.start);
	}
	view_end(&b, v);
}

/* Bytes of the view from the first to the last of the sentences numbered from 1. */
static bool find_sentences(const struct view *v, size_t first, size_t last,
			   struct arena *a, size_t *start, size_t *end, size_t *n)
{
	struct tokens tokens;
	bool found = false;

	tokens_of(v, a, &tokens);
	*n = tokens.n_sentences;
	for (size_t i = 0; i < tokens.n; i++) {
		const struct token *t = &tokens.p[i];

		if (t->sentence + 1 < first || t->sentence + 1 > last)
			continue;
		*start = found ? *start : t->at;
		*end = (size_t)t->at + t->n;
		found = true;
	}
	return found && last <= *n;
}

bool sentence_of(const struct md *block, size_t first, size_t last, struct arena *a,
		 struct str *text, struct span *at, size_t *n)
{
	struct view v;
	size_t start = 0, end;
	struct str all;

	*n = 0;
	view_of_block(block, a, &v);
	all = str_trim(v.text);
	if (all.n)
		start = (size_t)(all.p - v.text.p);
	end = start + all.n;
	if (first && !find_sentences(&v, first, last, a, &start, &end, n))
		return false;
	*text = str_slice(v.text, start, end);
	*at = view_span(&v, start, end);
	return true;
}
