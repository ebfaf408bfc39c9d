#include "core/memory.h"

_Noreturn void memory_out(void)
{
	static const char text[] = "decorum: out of memory\n";

	(void)fwrite(text, 1, sizeof(text) - 1, stderr);
	_Exit(3);
}

static void *or_end(void *p)
{
	if (!p)
		memory_out();
	return p;
}

void *memory_new(size_t size)
{
	return or_end(calloc(1, size ? size : 1));
}

void *memory_raw(size_t size)
{
	return or_end(malloc(size ? size : 1));
}

void *memory_grow(void *p, size_t size)
{
	return or_end(realloc(p, size ? size : 1));
}
