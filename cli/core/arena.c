#include "core/arena.h"

#include <stdarg.h>

enum { BLOCK_MIN = 64 * 1024, ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	size_t room, used;
	_Alignas(ALIGN) char bytes[];
};

static _Noreturn void out_of_memory(void)
{
	static const char text[] = "decorum: out of memory\n";

	(void)fwrite(text, 1, sizeof(text) - 1, stderr);
	_Exit(3);
}

static struct arena_block *block_new(size_t room)
{
	struct arena_block *b;
	size_t size;

	if (__builtin_add_overflow(room, sizeof(*b), &size))
		out_of_memory();
	b = malloc(size);
	if (!b)
		out_of_memory();
	b->next = NULL;
	b->room = room;
	b->used = 0;
	return b;
}

void arena_release(struct arena *a)
{
	struct arena_block *b, *next;

	if (!a)
		return;
	for (b = a->head; b; b = next) {
		next = b->next;
		free(b);
	}
	*a = (struct arena){ 0 };
}

void arena_reset(struct arena *a)
{
	struct arena_block *first = a->head;

	if (!first)
		return;
	/* Keep one block, the newest: it is the largest of a doubling series. */
	for (struct arena_block *b = first->next, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	first->next = NULL;
	first->used = 0;
	a->used = 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *b = a->head;
	size_t need;
	void *p;

	if (__builtin_add_overflow(size, ALIGN - 1, &need))
		out_of_memory();
	need &= ~(size_t)(ALIGN - 1);
	if (!b || b->room - b->used < need) {
		size_t room = b ? b->room * 2 : BLOCK_MIN;

		if (room > 8 * 1024 * 1024)
			room = 8 * 1024 * 1024;
		b = block_new(need > room ? need : room);
		b->next = a->head;
		a->head = b;
	}
	p = b->bytes + b->used;
	b->used += need;
	a->used += need;
	memset(p, 0, need);
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		out_of_memory();
	return arena_alloc(a, total);
}

struct str arena_dup(struct arena *a, const void *p, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n)
		memcpy(copy, p, n);
	return (struct str){ copy, n };
}

struct str arena_str(struct arena *a, struct str s)
{
	return arena_dup(a, s.p, s.n);
}

char *arena_cstr(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(copy, s.p, s.n);
	return copy;
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	int n;
	char *text;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	text = arena_alloc(a, (size_t)n + 1);
	(void)vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ text, (size_t)n };
}

void arena_vec_room(struct arena *a, void **p, size_t n, size_t *room, size_t size)
{
	size_t more;
	void *grown;

	if (n < *room)
		return;
	more = *room ? *room * 2 : 8;
	grown = arena_array(a, more, size);
	if (n)
		memcpy(grown, *p, n * size);
	*p = grown;
	*room = more;
}
