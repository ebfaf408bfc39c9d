/* render/html.h: the parts of the HTML page. Private to the room. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include "render/outline.h"
#include "render/render.h"

struct html {
	struct buf *out;
	struct arena *a;
	const struct outline *o;
	const struct policy *p;
	/* Where the document that is being written stands. */
	size_t heading;     /* next of o->headings */
	size_t anchor, box; /* next clauses: whose anchor, whose box */
	size_t end;         /* one past the document's last clause */
};

extern const char html_style[];

/* Escaped for text and for attribute values between double quotes. */
void html_text(struct html *h, struct str s);
void html_raw(struct html *h, const char *markup);
/* <code>text</code> */
void html_code(struct html *h, struct str s);

/* The blocks of p->documents[source] (html_blocks.c). */
void html_document(struct html *h, size_t source);
/* The box in place of a clause's fence (html_box.c). */
void html_box(struct html *h, size_t clause);
/* Clauses, word lists and networks as tables; their lines in the contents. */
void html_tables(struct html *h);
void html_tables_contents(struct html *h);

#endif
