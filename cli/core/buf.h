/* core/buf.h: text being built up, with a cap on its size. */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include "core/str.h"

struct buf {
	char *p;
	size_t n, room, cap;
	bool full; /* something did not fit under the cap and was dropped */
};

void buf_init(struct buf *b, size_t cap); /* cap 0: as large as memory allows */
void buf_release(struct buf *b);
void buf_reset(struct buf *b);

void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_cstr(struct buf *b, const char *s);
static inline void buf_char(struct buf *b, char c)
{
	if (b->n + 1 < b->room && b->n < b->cap)
		b->p[b->n++] = c;
	else
		buf_add(b, &c, 1);
}
void buf_fill(struct buf *b, char c, size_t n);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Borrowed until the next change of `b`. */
struct str buf_view(const struct buf *b);
/* The bytes with a NUL behind them, not counted; borrowed like buf_view(). */
const char *buf_text(struct buf *b);

#endif
