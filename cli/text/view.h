/* text/view.h: text to be judged, with the way back to the bytes it came from.
 *
 * A view is what a reader will see (Markdown lowered, entities decoded ...). It is made
 * of runs: an exact run is a copy of source bytes, so every byte maps to one byte; a
 * mapped run stands as a whole for a range of source bytes (`&amp;` for `&`). An
 * inserted run stands for an empty range (the blank line between two paragraphs). */
#ifndef TEXT_VIEW_H
#define TEXT_VIEW_H

#include "core/arena.h"
#include "core/buf.h"

struct view_run {
	uint32_t at, n;      /* in the view */
	uint32_t src, src_n; /* in the source */
	bool exact;          /* n == src_n, byte for byte */
	bool code;           /* shown as code: no spelling, no grammar */
};

struct view {
	struct str text;             /* valid UTF-8 */
	const struct view_run *runs; /* sorted, adjacent, they cover `text` */
	size_t n_runs;
};

struct view_builder {
	struct arena *a;
	struct buf text;
	VEC(struct view_run) runs;
	bool code; /* given to the runs added from now on */
};

void view_begin(struct view_builder *b, struct arena *a);
/* Source bytes `src_off`.. as they are. */
void view_add_exact(struct view_builder *b, struct str bytes, size_t src_off);
/* `shown` stands for source bytes [src_off, src_off + src_n). */
void view_add_mapped(struct view_builder *b, struct str shown, size_t src_off,
		     size_t src_n);
/* The view is copied into the arena; the builder is empty afterwards. */
void view_end(struct view_builder *b, struct view *out);
/* A view that is the source itself. */
void view_plain(struct str bytes, struct arena *a, struct view *out);

/* The smallest source range that stands for view bytes [start, end). Inserted runs at
 * the edges do not widen it. An empty range gives the empty source range at that place:
 * where the run that starts or goes on there begins or goes on in the source (a mapped
 * run has no places inside: its start); at the end of the view, where the last run ends.
 * Positions past the end of the view are taken as its end. */
struct span view_span(const struct view *v, size_t start, size_t end);
/* True if any byte of [start, end) is shown as code. */
bool view_is_code(const struct view *v, size_t start, size_t end);
/* The index of the run that byte `at` is in; n_runs at the end of the view. */
size_t view_run_at(const struct view *v, size_t at);

#endif
