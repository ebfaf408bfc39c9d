/* core/memory.h: memory of the heap, for what lives in no arena. When there is none left
 * the program ends with a message: callers never test for it. */
#ifndef CORE_MEMORY_H
#define CORE_MEMORY_H

#include "core/str.h"

void *memory_new(size_t size);           /* zeroed; free() */
void *memory_raw(size_t size);           /* the same, with any bytes in it */
void *memory_grow(void *p, size_t size); /* realloc() */
/* For a library that says that there is none. */
_Noreturn void memory_out(void);

#endif
