/* render/wrap.h: paragraphs of plain text, 72 columns wide, with something before each
 * line. Private to the room. */
#ifndef RENDER_WRAP_H
#define RENDER_WRAP_H

#include "core/buf.h"

enum { WRAP_COLUMNS = 72 };

struct wrap {
	struct buf *out;
	struct buf prefix; /* before every line */
	struct buf first;  /* before the next line only, instead of `prefix` */
	bool has_first;
	bool gap; /* a blank line is due before the next text */
};

void wrap_init(struct wrap *w, struct buf *out);
void wrap_release(struct wrap *w);

/* From now on lines start with `more` too; the first of them with `marker` (of the same
 * width) instead. Returns what wrap_pop() needs to go back. */
size_t wrap_push(struct wrap *w, const char *marker, const char *more);
void wrap_pop(struct wrap *w, size_t before);

/* A blank line before whatever comes next, one at most. */
void wrap_gap(struct wrap *w);
/* Fill lines with the words of `text`; LF in it ends a line. */
void wrap_text(struct wrap *w, struct str text);
/* One line as it stands. */
void wrap_line(struct wrap *w, struct str text);

/* Columns that a text takes: its characters. */
size_t wrap_width(struct str text);

#endif
