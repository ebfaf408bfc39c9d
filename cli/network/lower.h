/* network/lower.h: a view being written line by line, with the marks of lists and
 * quotations before each. Private to the room.
 *
 * Nothing is written before it is needed: a blank, a line end, the mark of an item wait
 * until something that can be seen follows. So what is left out (pictures, HTML, an empty
 * item) leaves no hole. */
#ifndef NETWORK_LOWER_H
#define NETWORK_LOWER_H

#include "network/network.h"

/* A list item or quotation that is open. */
struct lower_mark {
	struct str shown; /* "• ", "12. ", "> " */
	struct span src;
	size_t width; /* blanks before the other lines of an item */
	bool quote;   /* shown before every line */
	bool waits;   /* not shown yet */
};

/* Blanks that are shown if a word follows. */
struct lower_blank {
	struct str shown;
	struct span src;
	bool exact;
};

enum { LOWER_MARKS = 2 * LIMIT_MARKDOWN_DEPTH + 2 };

struct lower {
	struct view_builder b;
	struct arena *a;
	const struct source *s;
	struct lower_mark marks[LOWER_MARKS];
	size_t n_marks;
	size_t common;        /* marks that were open all the time since the last line */
	unsigned lines;       /* line ends that wait: 0, 1, or more for empty lines */
	struct span break_at; /* where the source says so; empty: nowhere */
	bool fresh;           /* nothing stands in the line yet */
	bool swallow;         /* blanks are dropped until a word comes */
	VEC(struct lower_blank) blanks;
	size_t list_cursor; /* behind the last mark of an item in the source */
};

void lower_begin(struct lower *l, const struct source *s, struct arena *a);
void lower_end(struct lower *l, struct view *out);

/* A new line before what comes next; with `empty`, an empty one between. */
void lower_line(struct lower *l, bool empty);
/* A new line that the author asked for, at `src`. */
void lower_break(struct lower *l, struct span src);
/* Text as it is shown; its outer blanks wait. `exact`: it is these bytes of the file. */
void lower_text(struct lower *l, struct str shown, struct span src, bool exact);
/* The same, every blank of it. Line ends in it start new lines. */
void lower_code(struct lower *l, struct str shown, struct span src, bool exact);
/* Something was left out here. */
void lower_hole(struct lower *l);

void lower_push(struct lower *l, struct lower_mark mark);
void lower_pop(struct lower *l);

#endif
