/* core/embed.h: files that were built into the program (tests/support/embed). */
#ifndef CORE_EMBED_H
#define CORE_EMBED_H

#include <stddef.h>

/* A table ends with a row whose path is NULL; a NUL follows the bytes. */
struct embedded {
	const char *path;
	const char *bytes;
	size_t n;
};

#endif
