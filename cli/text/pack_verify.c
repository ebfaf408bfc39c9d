#include "text/pack_verify.h"
#include "text/pack_format.h"

static bool inside_strings(const struct pack *p, uint32_t at, size_t n)
{
	return at <= p->strings.n && n <= p->strings.n - at;
}

static bool buckets_ascend(const struct pack *p)
{
	size_t n = p->buckets.n / 4;
	uint32_t before = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t start = pack_u32(p->buckets.p + i * 4);

		if (start < before || start > p->n_keys)
			return false;
		before = start;
	}
	return pack_u32(p->buckets.p) == 0 && before == p->n_keys;
}

/* Each key lies in the bucket of its hash, so that it can be found. */
static bool keys_are_sound(const struct pack *p)
{
	uint32_t all = pack_all(p);

	for (uint32_t i = 0; i < p->n_keys; i++) {
		const char *e = p->keys.p + (size_t)i * KEY_BYTES;
		uint8_t n = (uint8_t)e[KEY_LENGTH];
		const char *bucket;
		uint64_t hash;

		if (n == 0 || n > PACK_KEY_MAX ||
		    !inside_strings(p, pack_u32(e + KEY_AT), n) ||
		    pack_u32(e + KEY_FORMS) & ~all)
			return false;
		hash = pack_hash((struct str){ p->strings.p + pack_u32(e + KEY_AT), n });
		bucket = p->buckets.p + (size_t)pack_bucket(hash, p->bucket_bits) * 4;
		if ((uint8_t)e[KEY_PRINT] != (uint8_t)hash || i < pack_u32(bucket) ||
		    i >= pack_u32(bucket + 4))
			return false;
	}
	return true;
}

static bool mixed_forms_are_sound(const struct pack *p)
{
	uint32_t before = 0;

	for (size_t i = 0; i < p->mixed.n / MIXED_BYTES; i++) {
		const char *m = p->mixed.p + i * MIXED_BYTES;
		uint32_t key = pack_u32(m + MIXED_KEY);
		uint8_t n = (uint8_t)m[MIXED_LENGTH];

		if (key < before || key >= p->n_keys || n == 0 || n > PACK_KEY_MAX ||
		    !inside_strings(p, pack_u32(m + MIXED_AT), n))
			return false;
		before = key;
	}
	return true;
}

static bool alphabet_is_sound(const struct pack *p)
{
	uint32_t before = 0;

	for (uint32_t i = 0; i < p->n_symbols; i++) {
		uint32_t cp = pack_u32(p->alphabet.p + (size_t)i * 4);

		if (cp <= before || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
			return false;
		before = cp;
	}
	return true;
}

/* A node's edges lie together and lead only to nodes that lie wholly before it, so the
 * graph has no cycle and every walk ends. */
static bool graph_is_sound(const struct pack *p)
{
	uint32_t node = 1, root;

	if (!(pack_u32(p->graph.p) & EDGE_LAST))
		return false;
	for (uint32_t i = 1; i < p->n_edges; i++) {
		uint32_t edge = pack_u32(p->graph.p + (size_t)i * EDGE_BYTES);
		uint32_t to = edge >> EDGE_TARGET_SHIFT, label = edge & EDGE_LABEL;

		if (label == 0 || label > p->n_symbols || to >= node)
			return false;
		if (to && !(pack_u32(p->graph.p + (size_t)(to - 1) * EDGE_BYTES) &
			    EDGE_LAST))
			return false;
		if (edge & EDGE_LAST)
			node = i + 1;
	}
	root = pack_u32(p->graph.p) >> EDGE_TARGET_SHIFT;
	if (root >= p->n_edges || node != p->n_edges)
		return false;
	return root == 0 ||
	       pack_u32(p->graph.p + (size_t)(root - 1) * EDGE_BYTES) & EDGE_LAST;
}

static bool compounds_are_sound(const struct pack *p)
{
	for (size_t i = 0; i < p->parts.n / PART_BYTES; i++) {
		const char *part = p->parts.p + i * PART_BYTES;
		uint32_t n = pack_u32(part + PART_LENGTH);

		if (n == 0 || n > PACK_KEY_MAX ||
		    !inside_strings(p, pack_u32(part + PART_AT), n))
			return false;
	}
	for (size_t i = 0; i < p->rules.n / RULE_BYTES; i++) {
		const char *r = p->rules.p + i * RULE_BYTES;
		uint8_t n = (uint8_t)r[RULE_COUNT];

		if ((uint8_t)r[RULE_DIALECT] >= p->n_dialects || n == 0 ||
		    n > PACK_RULE_ITEMS)
			return false;
		for (uint8_t k = 0; k < n; k++)
			if ((uint8_t)r[RULE_ITEMS + 2 * k] > 31)
				return false;
	}
	return true;
}

/* Names end inside their field and hold nothing that could harm a terminal. */
static bool is_name(const char *p, size_t room)
{
	size_t n = strnlen(p, room);

	for (size_t i = 0; i < n; i++)
		if (p[i] <= ' ' || p[i] >= 0x7f)
			return false;
	return n > 0 && n < room;
}

static bool names_are_sound(const struct pack *p)
{
	for (uint32_t d = 0; d < p->n_dialects; d++)
		if (!is_name(p->dialects.p + (size_t)d * DIALECT_BYTES, DIALECT_BYTES))
			return false;
	for (size_t i = 0; i < p->sources.n / SOURCE_BYTES; i++)
		if (!is_name(p->sources.p + i * SOURCE_BYTES + SOURCE_NAME,
			     SOURCE_BYTES - SOURCE_NAME))
			return false;
	return true;
}

const char *pack_verify(const struct pack *p)
{
	if (!buckets_ascend(p))
		return "its buckets are out of order";
	if (!keys_are_sound(p))
		return "a key lies outside or in the wrong bucket";
	if (!mixed_forms_are_sound(p))
		return "a form with capitals lies outside";
	if (!alphabet_is_sound(p))
		return "its alphabet is out of order";
	if (!graph_is_sound(p))
		return "its graph of words leads astray";
	if (!compounds_are_sound(p))
		return "a compound rule lies outside";
	return names_are_sound(p) ? NULL : "a name is not printable";
}
