/* bundle/bundle.h: the compiled policy, read-only and verified. Flat, little-endian, no
 * pointers, no timestamps; the same policy gives the same bytes. Format:
 * docs/formats/bundle.md. */
#ifndef BUNDLE_BUNDLE_H
#define BUNDLE_BUNDLE_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/digest.h"
#include "core/err.h"

struct bundle;

/*
 * Map the file at `path` and verify all of it: magic, version, digest, and that every
 * offset, count and index stays inside the file. Readers trust the bytes after that.
 * On success *out is the caller's: bundle_close(). On failure *out is NULL and the
 * message names the section.
 */
int bundle_open(const char *path, struct bundle **out, struct err *e) MUST_CHECK;
/* The same over bytes that the caller keeps alive (8-byte aligned). */
int bundle_from_bytes(struct str bytes, struct bundle **out, struct err *e) MUST_CHECK;
void bundle_close(struct bundle *b);

/* SHA-256 of the whole bundle as 64 hex digits: what verdicts cite. Borrowed. */
struct str bundle_digest(const struct bundle *b);
/* SHA-256 over the policy's files that it was compiled from. */
const struct digest *bundle_input(const struct bundle *b);

/* Stable text of everything in it, for people and diffs. */
void bundle_dump(const struct bundle *b, struct buf *out);

/* Records of the sections are declared in bundle/bundle.h below this line by the room;
 * check reads them through typed accessors. */

#endif
