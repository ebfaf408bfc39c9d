/* core/digest.h: SHA-256 (FIPS 180-4), by libcrypto. */
#ifndef CORE_DIGEST_H
#define CORE_DIGEST_H

#include "core/arena.h"

struct digest {
	uint8_t bytes[32];
};

struct digest digest_of(struct str bytes);
/* Over many pieces, each preceded by its length (8 bytes, little endian), so that
 * two lists of pieces never share a digest by concatenation. */
struct digest digest_of_pieces(const struct str *pieces, size_t n);
bool digest_eq(const struct digest *a, const struct digest *b);
/* 64 lower-case hex digits, in `a`. */
struct str digest_hex(const struct digest *d, struct arena *a);
bool digest_from_hex(struct str hex, struct digest *out);

#endif
