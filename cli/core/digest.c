/* The one-shot EVP calls of OpenSSL 3 cost a millisecond of set-up per process; the
 * plain SHA-256 calls cost none and give the same digest (docs/decisions). */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "core/digest.h"

#include <openssl/sha.h>

struct digest digest_of(struct str bytes)
{
	struct digest d;
	SHA256_CTX c;

	SHA256_Init(&c);
	SHA256_Update(&c, bytes.p, bytes.n);
	SHA256_Final(d.bytes, &c);
	return d;
}

struct digest digest_of_pieces(const struct str *pieces, size_t n)
{
	struct digest d;
	SHA256_CTX c;

	SHA256_Init(&c);
	for (size_t i = 0; i < n; i++) {
		uint8_t length[8];

		for (size_t k = 0; k < sizeof(length); k++)
			length[k] = (uint8_t)((uint64_t)pieces[i].n >> (8 * k));
		SHA256_Update(&c, length, sizeof(length));
		SHA256_Update(&c, pieces[i].p, pieces[i].n);
	}
	SHA256_Final(d.bytes, &c);
	return d;
}

bool digest_eq(const struct digest *a, const struct digest *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

struct str digest_hex(const struct digest *d, struct arena *a)
{
	static const char hex[] = "0123456789abcdef";
	char *text = arena_alloc(a, 2 * sizeof(d->bytes) + 1);

	for (size_t i = 0; i < sizeof(d->bytes); i++) {
		text[2 * i] = hex[d->bytes[i] >> 4];
		text[2 * i + 1] = hex[d->bytes[i] & 15];
	}
	return (struct str){ text, 2 * sizeof(d->bytes) };
}

static int hex_value(char c)
{
	if (ascii_is_digit((unsigned char)c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_from_hex(struct str hex, struct digest *out)
{
	if (hex.n != 2 * sizeof(out->bytes))
		return false;
	for (size_t i = 0; i < sizeof(out->bytes); i++) {
		int high = hex_value(hex.p[2 * i]), low = hex_value(hex.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out->bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
