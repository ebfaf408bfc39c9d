#include "record/wire.h"

#include <openssl/evp.h>

enum { BASE64_MOST = 1 << 20 };

bool wire_byte(struct str *in, uint8_t *out)
{
	if (!in->n)
		return false;
	*out = (uint8_t)in->p[0];
	*in = str_slice(*in, 1, in->n);
	return true;
}

bool wire_u32(struct str *in, uint32_t *out)
{
	*out = 0;
	if (in->n < 4)
		return false;
	for (size_t i = 0; i < 4; i++)
		*out = *out << 8 | (uint8_t)in->p[i];
	*in = str_slice(*in, 4, in->n);
	return true;
}

bool wire_string(struct str *in, struct str *out)
{
	uint32_t n;

	if (!wire_u32(in, &n) || n > in->n)
		return false;
	*out = str_slice(*in, 0, n);
	*in = str_slice(*in, n, in->n);
	return true;
}

bool wire_number(struct str *in, struct str *out)
{
	if (!wire_string(in, out) || !out->n || (uint8_t)out->p[0] >= 0x80)
		return false;
	if (out->p[0] != 0)
		return true;
	/* A zero byte is there only to keep the next one from looking negative. */
	*out = str_slice(*out, 1, out->n);
	return out->n && (uint8_t)out->p[0] >= 0x80;
}

void wire_put_u32(struct buf *out, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(out, (char)(uint8_t)(value >> shift));
}

void wire_put_string(struct buf *out, struct str s)
{
	wire_put_u32(out, (uint32_t)s.n);
	buf_str(out, s);
}

struct str base64_encode(struct str bytes, struct arena *a)
{
	unsigned char *out;
	int n;

	if (bytes.n > BASE64_MOST)
		return STR_NULL;
	out = arena_alloc(a, (bytes.n + 2) / 3 * 4 + 1);
	n = EVP_EncodeBlock(out, (const unsigned char *)bytes.p, (int)bytes.n);
	return (struct str){ (const char *)out, (size_t)n };
}

bool base64_decode(struct str text, struct arena *a, struct str *out)
{
	unsigned char *bytes;
	size_t pad = 0;
	int n;

	if (!text.n || text.n % 4 || text.n > BASE64_MOST)
		return false;
	while (pad < 2 && text.p[text.n - 1 - pad] == '=')
		pad++;
	bytes = arena_alloc(a, text.n / 4 * 3 + 1);
	n = EVP_DecodeBlock(bytes, (const unsigned char *)text.p, (int)text.n);
	if (n < 0 || (size_t)n < pad)
		return false;
	*out = (struct str){ (const char *)bytes, (size_t)n - pad };
	/* The library forgives blanks and stray bits: only the canonical text passes. */
	return str_eq(base64_encode(*out, a), text);
}
