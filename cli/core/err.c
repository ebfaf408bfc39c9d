#include "core/err.h"

#include <errno.h>
#include <stdarg.h>

int err_set(struct err *e, int code, const char *fmt, ...)
{
	va_list ap;

	e->code = code;
	e->hint[0] = '\0';
	va_start(ap, fmt);
	(void)vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return code;
}

/* Make "head: message" of the message. */
static void put_before(struct err *e, const char *head)
{
	char whole[sizeof(e->msg)];

	(void)snprintf(whole, sizeof(whole), "%.*s: %.*s", 500, head,
		       (int)sizeof(e->msg) - 512, e->msg);
	memcpy(e->msg, whole, sizeof(whole));
}

int err_wrap(struct err *e, const char *fmt, ...)
{
	char head[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);
	put_before(e, head);
	return e->code;
}

int err_hint(struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(e->hint, sizeof(e->hint), fmt, ap);
	va_end(ap);
	return e->code;
}

int err_errno(struct err *e, int errnum, const char *fmt, ...)
{
	char head[512], why[128];
	const char *text = strerror_r(errnum, why, sizeof(why));
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);
	return err_set(e, errnum == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", head, text);
}
