/* A bundle from hostile bytes, sealed with the digest and the size it should have, so
 * that all checks are reached: refused, or every promise of bundle.h holds. */
#include "../unit/bundle/bundle_walk.h"

enum { DIGEST = 8, SEALED = 40, SIZE = 48, HEADER = 96 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void seal(char *bytes, size_t size)
{
	const uint32_t n = (uint32_t)size;
	struct digest d;

	if (size < HEADER)
		return;
	memcpy(bytes + SIZE, &n, sizeof(n));
	d = digest_of((struct str){ bytes + SEALED, size - SEALED });
	memcpy(bytes + DIGEST, d.bytes, sizeof(d.bytes));
}

static void dump(const struct bundle *b)
{
	struct buf out;

	buf_init(&out, 1u << 20);
	bundle_dump(b, &out);
	for (size_t i = 0; i < out.n; i++)
		WALK_MUST((unsigned char)out.p[i] >= ' ' || out.p[i] == '\n');
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = malloc(size ? size : 1); /* exact: a read past the end is seen */
	struct bundle *b = NULL;
	struct err e;

	if (!bytes)
		return 0;
	if (size)
		memcpy(bytes, data, size);
	seal(bytes, size);
	if (bundle_from_bytes((struct str){ bytes, size }, &b, &e) == 0) {
		bundle_walk(b);
		dump(b);
	} else {
		WALK_MUST(!b && e.msg[0]);
	}
	bundle_close(b);
	free(bytes);
	return 0;
}
