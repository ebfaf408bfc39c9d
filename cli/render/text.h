/* render/text.h: the parts of the plain text. Private to the room. */
#ifndef RENDER_TEXT_H
#define RENDER_TEXT_H

#include "render/outline.h"
#include "render/render.h"
#include "render/wrap.h"

struct text {
	struct wrap w;
	struct buf line; /* scratch: a text before it is wrapped */
	struct arena *a;
	const struct outline *o;
	const struct policy *p;
	size_t heading;  /* next of o->headings */
	size_t box, end; /* next clause, and one past the document's last */
};

/* Wrap what is in `line`, and empty it. */
void text_flush(struct text *t);
/* A title with a line of `mark` under it. */
void text_title(struct text *t, struct str title, char mark);
/* "How this is checked" in place of a clause's fence (text_box.c). */
void text_box(struct text *t, size_t clause);
/* Word lists and limits (text_tables.c). */
void text_tables(struct text *t);

#endif
