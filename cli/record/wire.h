/* record/wire.h: SSH's wire format (RFC 4251 section 5), read strictly; and base64 in its
 * one canonical form. Private to the room. */
#ifndef RECORD_WIRE_H
#define RECORD_WIRE_H

#include "core/arena.h"
#include "core/buf.h"

/* Each takes its value off the front of `in`; false, and `in` unusable, when it is not
 * there whole. */
bool wire_byte(struct str *in, uint8_t *out);
bool wire_u32(struct str *in, uint32_t *out);
bool wire_string(struct str *in, struct str *out);
/* An mpint that is positive and has no byte too many. `out` is without a leading zero. */
bool wire_number(struct str *in, struct str *out);

void wire_put_u32(struct buf *out, uint32_t value);
void wire_put_string(struct buf *out, struct str s);

/* Padded, without line ends. Decoding refuses what encoding would not give. */
bool base64_decode(struct str text, struct arena *a, struct str *out);
struct str base64_encode(struct str bytes, struct arena *a);

#endif
