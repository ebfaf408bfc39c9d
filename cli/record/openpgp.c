#include "record/openpgp.h"

#include "core/buf.h"
#include "record/wire.h"

#include <openssl/evp.h>

enum {
	TAG_SIGNATURE = 2,
	TAG_SECRET = 5,
	TAG_KEY = 6,
	TAG_SECRET_SUBKEY = 7,
	TAG_USER_ID = 13,
	TAG_SUBKEY = 14,
	TAG_PICTURE = 17
};

/* ---- armour ---- */

/* RFC 4880, section 6.1. It guards against slips, nothing else. */
static uint32_t crc24(struct str bytes)
{
	uint32_t crc = 0xb704ce;

	for (size_t i = 0; i < bytes.n; i++) {
		crc ^= (uint32_t)(uint8_t)bytes.p[i] << 16;
		for (int bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ (crc & 0x800000 ? 0x1864cfb : 0);
	}
	return crc & 0xffffff;
}

static bool is_sum(struct str line, struct str bytes, struct arena *a)
{
	const uint32_t crc = crc24(bytes);
	struct str sum;

	return base64_decode(str_slice(line, 1, line.n), a, &sum) && sum.n == 3 &&
	       ((uint32_t)(uint8_t)sum.p[0] << 16 | (uint32_t)(uint8_t)sum.p[1] << 8 |
		(uint8_t)sum.p[2]) == crc;
}

/* Lines of base64 up to one that is none, which is left in `line`. */
static bool take_body(struct str *rest, struct str *line, struct arena *a,
		      struct str *out)
{
	struct buf text;
	bool good;

	*line = STR_NULL;
	buf_init(&text, OPENPGP_MOST);
	while (str_line(rest, line) && line->n && line->p[0] != '=' && line->p[0] != '-')
		buf_str(&text, *line);
	good = !text.full && base64_decode(buf_view(&text), a, out);
	buf_release(&text);
	return good;
}

bool openpgp_dearmour(struct str text, const char *head, struct arena *a, struct str *out,
		      const char **why)
{
	struct str rest = text, line, foot = arena_printf(a, "-----END%s", head + 10);

	*out = STR_NULL;
	*why = "it is too long";
	if (text.n > OPENPGP_MOST)
		return false;
	*why = "the armour is not whole";
	if (!str_line(&rest, &line) || !str_is(line, head))
		return false;
	while (str_line(&rest, &line) && line.n)
		if (str_find(line, STR(": "), 0) == SIZE_MAX)
			return false;
	if (!take_body(&rest, &line, a, out))
		return false;
	*why = "the sum under the armour is another: something in it was changed";
	if (line.n && line.p[0] == '=' &&
	    (!is_sum(line, *out, a) || !str_line(&rest, &line)))
		return false;
	*why = "something stands behind the armour";
	return str_eq(line, foot) && !str_trim(rest).n;
}

/* ---- packets ---- */

struct packet {
	int tag;
	struct str body, whole;
};

/* Lengths of 1, 2, 4 or 5 bytes; those of pieces or up to the end are not used in keys.
 */
static bool take_length(struct str *in, bool old, int kind, uint32_t *n)
{
	uint8_t first = 0, second = 0;

	if (old && kind == 2)
		return wire_u32(in, n);
	if (kind == 3 || !wire_byte(in, &first))
		return false;
	*n = first;
	if (old ? kind == 0 : first < 192)
		return true;
	if (!old && first == 255)
		return wire_u32(in, n);
	if ((!old && first >= 224) || !wire_byte(in, &second))
		return false;
	*n = old ? (uint32_t)first << 8 | second
		 : ((uint32_t)first - 192) * 256 + second + 192;
	return true;
}

static bool take_packet(struct str *in, struct packet *out)
{
	const struct str all = *in;
	uint8_t head = 0;
	uint32_t n = 0;
	bool old;

	if (!wire_byte(in, &head) || !(head & 0x80))
		return false;
	old = !(head & 0x40);
	out->tag = old ? head >> 2 & 15 : head & 63;
	if (!take_length(in, old, old ? head & 3 : 0, &n) || n > in->n)
		return false;
	out->body = str_slice(*in, 0, n);
	*in = str_slice(*in, n, in->n);
	out->whole = str_slice(all, 0, all.n - in->n);
	return true;
}

static uint8_t byte_at(struct str s, size_t i)
{
	return i < s.n ? (uint8_t)s.p[i] : 0;
}

/* ---- keys ---- */

/* Of a version 4 key's packet (RFC 4880, section 12.2). */
static struct str fingerprint(struct str body, struct arena *a)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char sum[EVP_MAX_MD_SIZE];
	char *hex = arena_alloc(a, 41);
	unsigned int n = 0;
	struct buf text;

	buf_init(&text, 0);
	buf_char(&text, (char)(uint8_t)0x99);
	buf_char(&text, (char)(uint8_t)(body.n >> 8));
	buf_char(&text, (char)(uint8_t)body.n);
	buf_str(&text, body);
	if (!EVP_Digest(text.p, text.n, sum, &n, EVP_sha1(), NULL))
		n = 0;
	buf_release(&text);
	for (size_t i = 0; i < n && i < 20; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	return (struct str){ hex, n == 20 ? 40 : 0 };
}

/* The first number of an RSA key is its modulus, and a number begins with its length. */
static const char *weak_key(struct str body)
{
	const uint8_t kind = byte_at(body, 5);

	if (body.n < 8 || body.n > 0xffff)
		return "a packet of it is cut off";
	if (byte_at(body, 0) != 4)
		return "it is no key of version 4";
	if (kind >= 1 && kind <= 3 &&
	    ((unsigned)byte_at(body, 6) << 8 | byte_at(body, 7)) < 2048)
		return "an RSA key in it has less than 2048 bits";
	if (kind == 17)
		return "a key in it is DSA, which is not taken any more";
	return NULL;
}

static bool revokes(struct str body)
{
	const uint8_t version = byte_at(body, 0);

	return byte_at(body, version == 3 ? 2 : 1) == 0x20;
}

static const char *read_packet(const struct packet *p, struct arena *a,
			       struct openpgp_key *out)
{
	switch (p->tag) {
	case TAG_SECRET:
	case TAG_SECRET_SUBKEY:
		return "it is a SECRET key: take it out of every copy at once";
	case TAG_KEY:
		if (out->fingerprint.n)
			return "it is more than one key";
		out->fingerprint = fingerprint(p->body, a);
		return weak_key(p->body);
	case TAG_SUBKEY:
		return weak_key(p->body);
	case TAG_USER_ID:
		*VEC_ADD(a, &out->user_ids) = p->body;
		return NULL;
	case TAG_SIGNATURE:
		return revokes(p->body) ? "it is revoked: leave it as it was before, and "
					  "end it by `until`"
					: NULL;
	case TAG_PICTURE:
		return "it holds a picture of somebody";
	default:
		return "something in it is no part of a public key";
	}
}

bool openpgp_key_read(struct str bytes, struct arena *a, struct openpgp_key *out,
		      const char **why)
{
	struct str rest = bytes;
	struct packet p = { 0 };

	*out = (struct openpgp_key){ .bytes = bytes };
	*why = "it is too long";
	if (bytes.n > OPENPGP_MOST)
		return false;
	while (rest.n) {
		*why = "a packet of it is cut off";
		if (!take_packet(&rest, &p))
			return false;
		*why = read_packet(&p, a, out);
		if (*why)
			return false;
		*why = "it does not begin with the primary key";
		if (!out->fingerprint.n)
			return false;
	}
	*why = "there is no user id in it, and gpg takes no such key";
	return out->user_ids.n > 0;
}

struct str openpgp_key_only(struct str bytes, struct str subkey, struct arena *a)
{
	struct str rest = bytes, out;
	struct packet p = { 0 };
	struct buf text;
	bool keep = true;

	buf_init(&text, OPENPGP_MOST);
	while (take_packet(&rest, &p)) {
		if (p.tag == TAG_SUBKEY)
			keep = str_eq(fingerprint(p.body, a), subkey);
		if (keep)
			buf_str(&text, p.whole);
	}
	out = arena_str(a, buf_view(&text));
	buf_release(&text);
	return out;
}

/* ---- signatures ---- */

bool openpgp_is_signature(struct str bytes)
{
	struct packet p = { 0 };

	return take_packet(&bytes, &p) && p.tag == TAG_SIGNATURE && !bytes.n;
}

static const char *told_by(uint8_t kind)
{
	switch (kind & 0x7f) { /* without the bit that says it is critical */
	case 3:
		return "a date on which it expires";
	case 20:
		return "a notation";
	case 26:
		return "the address of a policy";
	case 28:
		return "the user id of the signer";
	default:
		return NULL;
	}
}

/* One of the two areas of subpackets (RFC 4880, section 5.2.3.1). */
static const char *read_area(struct str *in)
{
	uint8_t high = 0, low = 0;
	const char *told = NULL;
	struct str area;

	if (!wire_byte(in, &high) || !wire_byte(in, &low))
		return "something that is cut off";
	area = str_slice(*in, 0, (size_t)high << 8 | low);
	*in = str_slice(*in, (size_t)high << 8 | low, in->n);
	while (area.n && !told) {
		uint32_t n = 0;

		/* Their lengths have the new form, and two bytes up to 254. */
		if (byte_at(area, 0) >= 224 && byte_at(area, 0) < 255)
			return "something that is longer than it can be";
		if (!take_length(&area, false, 0, &n) || !n || n > area.n)
			return "something that is cut off";
		told = told_by(byte_at(area, 0));
		area = str_slice(area, n, area.n);
	}
	return told;
}

const char *openpgp_signature_extra(struct str bytes)
{
	struct packet p = { 0 };
	const char *told;

	if (!take_packet(&bytes, &p) || byte_at(p.body, 0) != 4)
		return "something in a form that is not known";
	p.body = str_slice(p.body, 4, p.body.n);
	told = read_area(&p.body);
	return told ? told : read_area(&p.body);
}
