#include "text/pack.h"
#include "text/pack_format.h"
#include "text/pack_verify.h"

#include "core/digest.h"
#include "core/file.h"
#include "core/limits.h"

enum { BUCKET_BITS_MAX = 24 };

static int broken(struct err *e, const char *what)
{
	err_set(e, ERR_INVALID, "the word pack is damaged: %s", what);
	return err_hint(e, "build it again with mkpack");
}

static int read_header(struct pack *p, struct err *e)
{
	const char *h = p->bytes.p;

	if (p->bytes.n < HEADER_BYTES || memcmp(h, PACK_MAGIC, 8) != 0)
		return err_set(e, ERR_INVALID, "this is not a word pack");
	if (pack_u32(h + HEADER_VERSION) != PACK_VERSION)
		return err_set(e, ERR_INVALID,
			       "the word pack has format %u, this program reads %d",
			       pack_u32(h + HEADER_VERSION), PACK_VERSION);
	if (pack_u64(h + HEADER_SIZE) != p->bytes.n)
		return broken(e, "its size is not the size in its header");
	p->flags = pack_u32(h + HEADER_FLAGS);
	p->n_dialects = pack_u32(h + HEADER_DIALECTS);
	p->n_keys = pack_u32(h + HEADER_KEYS);
	p->bucket_bits = pack_u32(h + HEADER_BUCKET_BITS);
	if (p->n_dialects == 0 || p->n_dialects > PACK_DIALECTS || p->n_keys > EDGES_MAX ||
	    p->bucket_bits > BUCKET_BITS_MAX)
		return broken(e, "its header has numbers out of range");
	return 0;
}

struct wanted {
	uint32_t id, element;
	size_t field; /* of struct pack */
};

static const struct wanted wanted[] = {
	{ SECTION_SOURCES, SOURCE_BYTES, offsetof(struct pack, sources) },
	{ SECTION_DIALECT, DIALECT_BYTES, offsetof(struct pack, dialects) },
	{ SECTION_ALPHABET, 4, offsetof(struct pack, alphabet) },
	{ SECTION_RULES, RULE_BYTES, offsetof(struct pack, rules) },
	{ SECTION_PARTS, PART_BYTES, offsetof(struct pack, parts) },
	{ SECTION_MIXED, MIXED_BYTES, offsetof(struct pack, mixed) },
	{ SECTION_BUCKETS, 4, offsetof(struct pack, buckets) },
	{ SECTION_KEYS, KEY_BYTES, offsetof(struct pack, keys) },
	{ SECTION_STRINGS, 1, offsetof(struct pack, strings) },
	{ SECTION_GRAPH, EDGE_BYTES, offsetof(struct pack, graph) },
};

/* Remember a section that we know; those of later versions are passed over. */
static bool take_section(struct pack *p, const char *row, struct str bytes)
{
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		struct str *field = (struct str *)((char *)p + wanted[i].field);

		if (wanted[i].id != pack_u32(row + SECTION_ID))
			continue;
		if (field->p || wanted[i].element != pack_u32(row + SECTION_ELEMENT))
			return false;
		*field = bytes;
	}
	return true;
}

static int read_sections(struct pack *p, struct err *e)
{
	uint32_t n = pack_u32(p->bytes.p + HEADER_SECTIONS);
	uint64_t end = HEADER_BYTES + (uint64_t)n * SECTION_BYTES;

	if (n > PACK_SECTIONS_MAX || end > p->bytes.n)
		return broken(e, "its section table does not fit");
	for (uint32_t i = 0; i < n; i++) {
		const char *row = p->bytes.p + HEADER_BYTES + (size_t)i * SECTION_BYTES;
		uint64_t at = pack_u64(row + SECTION_OFFSET);
		uint64_t length = pack_u64(row + SECTION_LENGTH);
		uint32_t element = pack_u32(row + SECTION_ELEMENT);

		if (at % PACK_ALIGN != 0 || at < end || at > p->bytes.n ||
		    length > p->bytes.n - at || element == 0 || length % element != 0)
			return broken(e, "a section lies outside of it");
		if (!take_section(p, row, (struct str){ p->bytes.p + at, length }))
			return broken(e, "a section comes twice or has another shape");
		end = at + length;
	}
	return 0;
}

/* Counts that the header and the sections must agree on. */
static int read_counts(struct pack *p, struct err *e)
{
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		if (!((struct str *)((char *)p + wanted[i].field))->p)
			return broken(e, "a section is missing");
	p->n_edges = (uint32_t)(p->graph.n / EDGE_BYTES);
	p->n_symbols = (uint32_t)(p->alphabet.n / 4);
	if (p->keys.n != (uint64_t)p->n_keys * KEY_BYTES ||
	    p->buckets.n != (((uint64_t)1 << p->bucket_bits) + 1) * 4 ||
	    p->dialects.n != (uint64_t)p->n_dialects * DIALECT_BYTES ||
	    p->graph.n < EDGE_BYTES || p->graph.n / EDGE_BYTES > EDGES_MAX ||
	    p->n_symbols > PACK_SYMBOLS || p->parts.n > PACK_PARTS_MAX * PART_BYTES ||
	    p->rules.n > PACK_RULES_MAX * RULE_BYTES)
		return broken(e, "a section has the wrong size");
	return 0;
}

int pack_open_trusted(struct str bytes, struct pack *out, struct err *e)
{
	int ret;

	*out = (struct pack){ .bytes = bytes };
	ret = read_header(out, e);
	if (ret == 0)
		ret = read_sections(out, e);
	if (ret == 0)
		ret = read_counts(out, e);
	if (ret < 0)
		*out = (struct pack){ 0 };
	return ret;
}

int pack_open(struct str bytes, struct pack *out, struct err *e)
{
	struct digest is, says = { 0 };
	const char *what;
	int ret = pack_open_trusted(bytes, out, e);

	if (ret < 0)
		return ret;
	is = digest_of(str_slice(bytes, HEADER_VERSION, bytes.n));
	pack_digest(out, says.bytes);
	what = digest_eq(&is, &says) ? pack_verify(out) : "its SHA-256 does not match";
	if (what) {
		*out = (struct pack){ 0 };
		return broken(e, what);
	}
	return 0;
}

int pack_map(const char *path, struct pack *out, struct err *e)
{
	struct str bytes;
	int ret;

	*out = (struct pack){ 0 };
	ret = file_map(path, LIMIT_BUNDLE, &bytes, e);
	if (ret < 0)
		return ret;
	ret = pack_open(bytes, out, e);
	if (ret < 0) {
		file_unmap(bytes);
		return err_wrap(e, "%s", path);
	}
	out->mapped = true;
	return 0;
}

void pack_release(struct pack *p)
{
	if (p && p->mapped)
		file_unmap(p->bytes);
	if (p)
		*p = (struct pack){ 0 };
}

bool pack_find(const struct pack *p, struct str key, struct pack_entry *out)
{
	uint64_t hash = pack_hash(key);
	const char *bucket =
		p->buckets.p + (size_t)pack_bucket(hash, p->bucket_bits) * 4;
	uint32_t i = pack_u32(bucket), end = pack_u32(bucket + 4);

	for (; i < end; i++) {
		const char *e = p->keys.p + (size_t)i * KEY_BYTES;

		if ((uint8_t)e[KEY_LENGTH] != key.n || (uint8_t)e[KEY_PRINT] != (uint8_t)hash)
			continue;
		if (memcmp(p->strings.p + pack_u32(e + KEY_AT), key.p, key.n) != 0)
			continue;
		*out = (struct pack_entry){
			.key = { p->strings.p + pack_u32(e + KEY_AT), key.n },
			.index = i,
			.forms = pack_u32(e + KEY_FORMS),
			.tags = pack_u32(e + KEY_TAGS),
			.band = (uint8_t)e[KEY_BAND],
			.facts = (uint8_t)e[KEY_FACTS],
		};
		return true;
	}
	return false;
}

uint32_t pack_all(const struct pack *p)
{
	return p->n_dialects == 4 ? UINT32_MAX : ((uint32_t)1 << (8 * p->n_dialects)) - 1;
}

uint32_t pack_dialect(const struct pack *p, struct str tag)
{
	for (uint32_t d = 0; d < p->n_dialects; d++) {
		const char *name = p->dialects.p + (size_t)d * DIALECT_BYTES;
		size_t n = strnlen(name, DIALECT_BYTES);

		if (str_eq(tag, (struct str){ name, n }))
			return (uint32_t)0xff << (8 * d);
	}
	return 0;
}

/* Bit d for each dialect in `mask`. */
static uint8_t dialect_bits(uint32_t mask)
{
	uint8_t bits = 0;

	for (unsigned d = 0; d < PACK_DIALECTS; d++)
		bits |= (uint8_t)((mask >> (8 * d) & 1) << d);
	return bits;
}

/* The first row of SECTION_MIXED for this key. */
static size_t first_mixed(const struct pack *p, uint32_t index)
{
	size_t low = 0, high = p->mixed.n / MIXED_BYTES;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pack_u32(p->mixed.p + middle * MIXED_BYTES + MIXED_KEY) < index)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The next row of the key that suits the dialects, from *row on; NULL at the end. */
static const char *next_mixed(const struct pack *p, uint32_t index, size_t field,
			      uint32_t mask, size_t *row)
{
	while (*row < p->mixed.n / MIXED_BYTES) {
		const char *m = p->mixed.p + (*row)++ * MIXED_BYTES;

		if (pack_u32(m + MIXED_KEY) != index)
			return NULL;
		if ((uint8_t)m[field] & dialect_bits(mask))
			return m;
	}
	return NULL;
}

static struct str mixed_text(const struct pack *p, const char *row)
{
	return (struct str){ p->strings.p + pack_u32(row + MIXED_AT),
			     (uint8_t)row[MIXED_LENGTH] };
}

bool pack_has_mixed(const struct pack *p, uint32_t index, struct str text, uint32_t mask,
		    bool possessive)
{
	size_t field = possessive ? MIXED_POSSESSIVE : MIXED_DIALECTS;
	size_t row = first_mixed(p, index);
	const char *m;

	while ((m = next_mixed(p, index, field, mask, &row)))
		if (str_eq(mixed_text(p, m), text))
			return true;
	return false;
}

struct str pack_mixed(const struct pack *p, uint32_t index, uint32_t mask)
{
	size_t row = first_mixed(p, index);
	const char *m = next_mixed(p, index, MIXED_DIALECTS, mask, &row);

	return m ? mixed_text(p, m) : STR_NULL;
}

void pack_digest(const struct pack *p, uint8_t out[32])
{
	memcpy(out, p->bytes.p + HEADER_DIGEST, 32);
}
