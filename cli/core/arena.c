#include "core/arena.h"
#include "core/memory.h"

#include <stdarg.h>

enum {
	BLOCK_MIN = 64 * 1024,
	BLOCK_MAX = 8 * 1024 * 1024,
	FRESH_MIN = 256 * 1024, /* such blocks come from the system, zeroed */
	ALIGN = 16,
};

struct arena_block {
	struct arena_block *next;
	size_t room, used;
	size_t dirty; /* bytes behind it are zero still */
	_Alignas(ALIGN) char bytes[];
};

static struct arena_block *block_new(size_t room)
{
	struct arena_block *b;
	size_t size;

	if (__builtin_add_overflow(room, sizeof(*b), &size))
		memory_out();
	b = room < FRESH_MIN ? memory_raw(size) : memory_new(size);
	b->next = NULL;
	b->room = room;
	b->used = 0;
	b->dirty = room < FRESH_MIN ? room : 0;
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

void arena_wipe(struct arena *a)
{
	for (struct arena_block *b = a ? a->head : NULL; b; b = b->next)
		explicit_bzero(b->bytes, b->dirty); /* what a reset left as well */
	arena_release(a);
}

void arena_reset(struct arena *a)
{
	struct arena_block *first = a->head;

	if (!first)
		return;
	/* Keep one block, the newest: as large as those before it, unless one of them
	 * was made for one large thing. */
	for (struct arena_block *b = first->next, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	first->next = NULL;
	first->used = 0;
	a->used = 0;
}

/* The block that has `need` bytes left. */
static struct arena_block *block_for(struct arena *a, size_t need)
{
	struct arena_block *b = a->head;
	size_t room;

	if (b && b->room - b->used >= need)
		return b;
	room = b ? b->room * 2 : BLOCK_MIN;
	if (room > BLOCK_MAX)
		room = BLOCK_MAX;
	b = block_new(need > room ? need : room);
	b->next = a->head;
	a->head = b;
	return b;
}

/* The next bytes; *dirty of them, the first ones, may be anything, the rest is zero. */
static char *take(struct arena *a, size_t size, size_t *dirty)
{
	struct arena_block *b;
	size_t need;
	char *p;

	if (__builtin_add_overflow(size, ALIGN - 1, &need))
		memory_out();
	need &= ~(size_t)(ALIGN - 1);
	b = block_for(a, need);
	p = b->bytes + b->used;
	*dirty = b->dirty > b->used ? b->dirty - b->used : 0;
	if (*dirty > size)
		*dirty = size;
	b->used += need;
	a->used += need;
	if (b->dirty < b->used)
		b->dirty = b->used;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t dirty;
	char *p = take(a, size, &dirty);

	memset(p, 0, dirty);
	return p;
}

void *arena_raw(struct arena *a, size_t size)
{
	size_t dirty;

	return take(a, size, &dirty);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		memory_out();
	return arena_alloc(a, total);
}

static char *copy_of(struct arena *a, const void *p, size_t n)
{
	char *copy;

	if (n == SIZE_MAX)
		memory_out();
	copy = arena_raw(a, n + 1);
	if (n)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

struct str arena_dup(struct arena *a, const void *p, size_t n)
{
	return (struct str){ copy_of(a, p, n), n };
}

struct str arena_str(struct arena *a, struct str s)
{
	return arena_dup(a, s.p, s.n);
}

struct str arena_join(struct arena *a, struct str one, struct str other)
{
	size_t n;
	char *both;

	if (__builtin_add_overflow(one.n, other.n, &n) || n == SIZE_MAX)
		memory_out();
	both = arena_raw(a, n + 1);
	if (one.n)
		memcpy(both, one.p, one.n);
	if (other.n)
		memcpy(both + one.n, other.p, other.n);
	both[n] = '\0';
	return (struct str){ both, n };
}

char *arena_cstr(struct arena *a, struct str s)
{
	return copy_of(a, s.p, s.n);
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
	text = arena_raw(a, (size_t)n + 1);
	(void)vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ text, (size_t)n };
}

void arena_vec_room(struct arena *a, void **p, size_t n, size_t *room, size_t size)
{
	size_t more, total, dirty;
	char *grown;

	if (n < *room)
		return;
	more = *room ? *room * 2 : 8;
	if (__builtin_mul_overflow(more, size, &total))
		memory_out();
	grown = take(a, total, &dirty);
	if (n)
		memcpy(grown, *p, n * size);
	if (dirty > n * size)
		memset(grown + n * size, 0, dirty - n * size);
	*p = grown;
	*room = more;
}
