/* core/arena.h: memory that lives and dies together. Out of memory ends the program
 * with a message: callers never test for it. */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include "core/str.h"

struct arena_block;
struct arena {
	struct arena_block *head;
	size_t used; /* bytes handed out since the last reset */
};

/* A zeroed struct arena is ready for use. */
void arena_release(struct arena *a);
void arena_reset(struct arena *a); /* empty it, keep the memory */
/* arena_release(), its bytes zeroed first: for what is confidential. */
void arena_wipe(struct arena *a);

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type */
void *arena_array(struct arena *a, size_t n, size_t size);
/* As arena_alloc(), with any bytes in it: for what is written over at once. */
void *arena_raw(struct arena *a, size_t size);
struct str arena_dup(struct arena *a, const void *p, size_t n); /* NUL follows it */
struct str arena_str(struct arena *a, struct str s);
/* The one and then the other, in one piece. */
struct str arena_join(struct arena *a, struct str one, struct str other);
char *arena_cstr(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* A vector in an arena: VEC(struct thing) things = { 0 }; *VEC_ADD(a, &things) = t; */
#define VEC(type)               \
	struct {                \
		type *p;        \
		size_t n, room; \
	}
#define VEC_ADD(a, v)                                                              \
	(arena_vec_room((a), (void **)&(v)->p, (v)->n, &(v)->room, sizeof(*(v)->p)), \
	 &(v)->p[(v)->n++])
void arena_vec_room(struct arena *a, void **p, size_t n, size_t *room, size_t size);

#endif
