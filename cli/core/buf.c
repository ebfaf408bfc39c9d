#include "core/buf.h"
#include "core/memory.h"

#include <stdarg.h>

void buf_init(struct buf *b, size_t cap)
{
	*b = (struct buf){ .cap = cap ? cap : SIZE_MAX / 4 };
}

void buf_release(struct buf *b)
{
	if (!b)
		return;
	free(b->p);
	*b = (struct buf){ 0 };
}

void buf_reset(struct buf *b)
{
	b->n = 0;
	b->full = false;
}

/* Room for n more bytes and a NUL; false when that would pass the cap. */
static bool make_room(struct buf *b, size_t n)
{
	size_t room = b->room ? b->room : 256;

	if (n > b->cap - b->n) {
		b->full = true;
		return false;
	}
	if (b->n + n < b->room)
		return true;
	while (room <= b->n + n)
		room *= 2;
	b->p = memory_grow(b->p, room);
	b->room = room;
	return true;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0 || !make_room(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void buf_cstr(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_fill(struct buf *b, char c, size_t n)
{
	if (n == 0 || !make_room(b, n))
		return;
	memset(b->p + b->n, c, n);
	b->n += n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n > 0 && make_room(b, (size_t)n)) {
		(void)vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

struct str buf_view(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

const char *buf_text(struct buf *b)
{
	if (!b->p)
		return "";
	b->p[b->n] = '\0'; /* make_room() keeps one byte spare */
	return b->p;
}
