/* source/markdown.h: the parts that read Markdown. Private to the room.
 *
 * libcmark says what the text means; where each part stands is worked out again from the
 * bytes. First the lines: what libcmark cut off each line of a block (the marks of
 * quotations, the indentation of items) is cut off the same way. Then the inlines: they
 * are in the order of the text, so a cursor walks over the block, and every byte of a
 * literal is compared with the byte that it stands on. */
#ifndef SOURCE_MARKDOWN_H
#define SOURCE_MARKDOWN_H

#include "core/buf.h"
#include "core/map.h"
#include "source/source.h"

#include <cmark.h>

/* ---- lines ---- */

/* A place in a line, with the column (tabs stop at every fourth). */
struct md_place {
	size_t at;       /* in the file */
	size_t column;   /* from 0 */
	bool inside_tab; /* the tab at `at` is used up in part */
};

/* A quotation or list item that is open. */
struct md_open {
	bool quote;
	bool has_text;         /* an item with something in its first line */
	size_t line;           /* where it starts */
	size_t width;          /* of an item: columns its text is indented */
	struct md_place after; /* behind its mark, on its first line */
};

enum { MD_OPEN_MAX = 4 * LIMIT_MARKDOWN_DEPTH };

struct md_doc {
	const struct source *s;
	struct span at;
	struct arena *a;
	uint32_t *lines; /* as libcmark counts them, from 0; one more than n_lines */
	size_t n_lines;
	struct md_open open[MD_OPEN_MAX];
	size_t n_open;
	VEC(struct md_piece) pieces; /* of the node at work */
	struct map *entities;        /* name to `decoded` */
	VEC(struct str) decoded;
};

/* Lines of a block, from 0. The last one is only a claim. */
size_t md_first_line(cmark_node *node);
size_t md_last_line(cmark_node *node);
void md_index_lines(struct md_doc *doc);
/* Start and end (its line end included) of a line, both clamped. */
size_t md_line_start(const struct md_doc *doc, size_t line);
size_t md_line_end(const struct md_doc *doc, size_t line);
/* Whole lines `first` to `last`, the last line end left out. */
struct span md_lines(const struct md_doc *doc, size_t first, size_t last);
/* Behind all marks of open quotations and items that the line has. *all is false when it
 * has not all of them: it goes on with a paragraph "lazily". */
struct md_place md_behind_marks(const struct md_doc *doc, size_t line, bool *all);
void md_skip_columns(const struct md_doc *doc, struct md_place *p, size_t n);
size_t md_indent(const struct md_doc *doc, struct md_place p); /* columns of blanks */
size_t md_skip_blanks(const struct md_doc *doc, size_t at);
/* A quotation or an item starts at this line. */
void md_push(struct md_doc *doc, bool quote, size_t line);

/* ---- pieces ---- */

void md_add_exact(struct md_doc *doc, size_t start, size_t end);
void md_add_mapped(struct md_doc *doc, struct str text, size_t start, size_t end);
void md_keep_pieces(struct md_doc *doc, struct md *md);

struct md *md_append(struct md_doc *doc, struct md *parent, enum md_kind kind);

/* ---- code and HTML ---- */

void md_code_block(struct md_doc *doc, cmark_node *node, struct md *md);
void md_html_block(struct md_doc *doc, cmark_node *node, struct md *md);

/* ---- inlines ---- */

/* The text of a block as libcmark sees it, and where its lines stand. */
struct md_leaf_line {
	uint32_t at, file;
};
struct md_leaf {
	struct str text;
	struct md_leaf_line *lines;
	size_t n_lines;
	size_t start; /* behind link definitions */
};

size_t md_leaf_line_of(const struct md_leaf *leaf, size_t at);
size_t md_file_start(const struct md_leaf *leaf, size_t at);
size_t md_file_end(const struct md_leaf *leaf, size_t at);

/* Fill md with the inlines of a paragraph or heading. Returns where they end in
 * leaf->text, or SIZE_MAX when that is not known. */
size_t md_inlines(struct md_doc *doc, const struct md_leaf *leaf, cmark_node *block,
		  struct md *md);

/* ---- reading marks as libcmark does ---- */

bool md_is_punct(unsigned char c);
/* Length of a character reference at `at`, whose text is *shown; 0 if there is none.
 * `next` is what the text goes on with. */
size_t md_entity(struct md_doc *doc, struct str text, size_t at, struct str next,
		 struct str *shown);
/* End of what follows the "]" of a link that ends at `at`: "(url)", "[label]", nothing.
 */
size_t md_link_tail(struct str text, size_t at);
/* End of the link definitions at the start of a paragraph. */
size_t md_definitions(struct str text);

/* ---- before libcmark sees it ---- */

/* Nesting or marks that would cost libcmark more than the text is worth are a diag, and
 * the result is false. */
bool md_check_depth(const struct source *s, struct span at, struct diags *d);

#endif
