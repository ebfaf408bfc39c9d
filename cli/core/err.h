/* core/err.h: work that could not be done. A function that can fail returns 0 or a
 * negative ERR_ code and fills a struct err; only cmd prints it.
 * Messages start in lower case, name the thing and have no full stop. */
#ifndef CORE_ERR_H
#define CORE_ERR_H

#include "core/str.h"

enum err_code {
	ERR_USAGE = -1,	    /* wrong use or configuration: exit code 2 */
	ERR_NOT_FOUND = -2, /* a file, ref or object is not there */
	ERR_INVALID = -3,   /* bytes that do not mean what they should */
	ERR_LIMIT = -4,	    /* larger than we take */
	ERR_IO = -5,	    /* the system refused */
	ERR_GIT = -6,	    /* git refused */
	ERR_TOOL = -7,	    /* a program we need is missing or failed */
	ERR_REFUSED = -8,   /* a rule of the policy forbids the step: exit code 1 */
	ERR_EXISTS = -9,    /* it is there already */
};

struct err {
	int code;
	char msg[1024];	 /* control bytes may be in it: print through report */
	char hint[512];	 /* the way out, may be empty */
};

/* Fill `e` and return `code`. */
int err_set(struct err *e, int code, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Put context before the message: "while reading x: ...". Returns e->code. */
int err_wrap(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Say the way out. Returns e->code. */
int err_hint(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* err_set with ": <strerror>" at the end; ENOENT gives ERR_NOT_FOUND, else ERR_IO. */
int err_errno(struct err *e, int errnum, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
