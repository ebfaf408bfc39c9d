/* render/render.h: the policy as a document. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "core/buf.h"
#include "policy/policy.h"

struct render_options {
	struct str bundle;  /* digest to print, or empty */
	struct str version; /* of the program */
};
/* One self-contained HTML page: title, table of contents, stable anchors (clause ids),
 * "how this is checked" boxes in place of the fences, word lists named but not shown,
 * licence and attribution; no script, no outside resource, Content-Security-Policy set;
 * readable without style, on paper, by a screen reader. The same policy gives the same
 * bytes. */
void render_html(const struct policy *p, const struct render_options *o, struct buf *out);
/* Plain text, 72 columns. */
void render_text(const struct policy *p, const struct render_options *o, struct buf *out);

#endif
