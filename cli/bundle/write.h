/* bundle/write.h: policy model to bundle bytes. The second door of this room, for cmd
 * and tests: check never sees it. */
#ifndef BUNDLE_WRITE_H
#define BUNDLE_WRITE_H

#include "core/buf.h"
#include "policy/policy.h"

/* Append the bundle's bytes to `out`. Troubles that only the compiler can see (a list
 * that is not there, a pattern that needs too many alternatives ...) become findings
 * at their place; false then, and `out` is not to be used. */
bool bundle_write(const struct policy *p, struct buf *out, struct findings *f);

#endif
