/* text/pack_format.h: the bytes of a word pack, for its reader and its writer.
 * The page for people is docs/formats/wordpack.md. Everything is little-endian. */
#ifndef TEXT_PACK_FORMAT_H
#define TEXT_PACK_FORMAT_H

#include "core/str.h"

#include <endian.h>

#define PACK_MAGIC "DCRMWORD"
#define PACK_ID(a, b, c, d) \
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

enum {
	PACK_VERSION = 1,
	PACK_ALIGN = 64,
	PACK_DIALECTS = 4,
	PACK_SYMBOLS = 255,  /* characters in the alphabet of one pack */
	PACK_KEY_MAX = 100,  /* bytes of a key */
	PACK_PARTS_MAX = 256,
	PACK_RULES_MAX = 16,
	PACK_RULE_ITEMS = 14,
	PACK_SECTIONS_MAX = 64,
};

/* Header, then the section table, then sections in the order of the table. */
enum {
	HEADER_DIGEST = 8, /* SHA-256 of everything behind it */
	HEADER_VERSION = 40,
	HEADER_FLAGS = 44,
	HEADER_SIZE = 48, /* u64, of the file */
	HEADER_SECTIONS = 56,
	HEADER_DIALECTS = 60,
	HEADER_KEYS = 64,
	HEADER_BUCKET_BITS = 68,
	HEADER_BYTES = 128,
	SECTION_ID = 0,
	SECTION_ELEMENT = 4,
	SECTION_OFFSET = 8,
	SECTION_LENGTH = 16,
	SECTION_BYTES = 24,
};

#define SECTION_SOURCES PACK_ID('S', 'R', 'C', 'S')
#define SECTION_DIALECT PACK_ID('D', 'I', 'A', 'L')
#define SECTION_ALPHABET PACK_ID('A', 'L', 'P', 'H')
#define SECTION_RULES PACK_ID('R', 'U', 'L', 'E')
#define SECTION_PARTS PACK_ID('P', 'A', 'R', 'T')
#define SECTION_MIXED PACK_ID('M', 'I', 'X', 'D')
#define SECTION_BUCKETS PACK_ID('B', 'U', 'C', 'K')
#define SECTION_KEYS PACK_ID('K', 'E', 'Y', 'S')
#define SECTION_STRINGS PACK_ID('S', 'T', 'R', 'S')
#define SECTION_GRAPH PACK_ID('D', 'A', 'W', 'G')

/* One input file: 32 bytes of SHA-256, u64 size, u32 dialect, name up to the end. */
enum { SOURCE_SIZE = 32, SOURCE_DIALECT = 40, SOURCE_NAME = 44, SOURCE_BYTES = 96 };
/* A dialect is its language tag: "en-US". */
enum { DIALECT_BYTES = 16 };
/* One key. The bits of `forms` are one byte per dialect. */
enum {
	KEY_AT = 0, /* u32 in SECTION_STRINGS */
	KEY_LENGTH = 4,
	KEY_PRINT = 5, /* low byte of the hash */
	KEY_BAND = 6,
	KEY_FACTS = 7,
	KEY_FORMS = 8,
	KEY_TAGS = 12,
	KEY_BYTES = 16,
};
/* One exact form with capitals in odd places, sorted by key and text. */
enum {
	MIXED_KEY = 0,
	MIXED_AT = 4,
	MIXED_LENGTH = 8,
	MIXED_DIALECTS = 9,   /* bit d: a word of dialect d */
	MIXED_POSSESSIVE = 10, /* bit d: with 's in dialect d */
	MIXED_BYTES = 12,
};
/* A part of compounds (ordinals): text and the flags that the rules name. */
enum { PART_AT = 0, PART_LENGTH = 4, PART_FLAGS = 8, PART_BYTES = 12 };
/* A compound rule: dialect, number of items, then pairs {bit of the flag, quantity}. */
enum {
	RULE_DIALECT = 0,
	RULE_COUNT = 1,
	RULE_ITEMS = 4,
	RULE_BYTES = RULE_ITEMS + 2 * PACK_RULE_ITEMS,
};
/* An edge of the graph of keys. Edge 0 is none: its target is the root. */
enum {
	EDGE_LABEL = 0xff,
	EDGE_FINAL = 1 << 8, /* a key ends here */
	EDGE_LAST = 1 << 9,  /* last edge of its node */
	EDGE_TARGET_SHIFT = 10,
	EDGE_BYTES = 4,
	EDGES_MAX = 1 << 22,
};

static inline uint32_t pack_u32(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return le32toh(v);
}

static inline uint64_t pack_u64(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return le64toh(v);
}

/* The hash that spreads keys over buckets: eight bytes at a time, multiply and mix. */
static inline uint64_t pack_hash(struct str key)
{
	const uint64_t k = 0x9e3779b97f4a7c15u; /* 2^64 over the golden ratio */
	uint64_t h = (key.n + 1) * k, last = 0;
	size_t at = 0;

	for (; at + 8 <= key.n; at += 8) {
		h = (h ^ pack_u64(key.p + at)) * k;
		h ^= h >> 32;
	}
	for (size_t i = at; i < key.n; i++)
		last |= (uint64_t)(unsigned char)key.p[i] << (8 * (i - at));
	h = (h ^ last) * k;
	h ^= h >> 29;
	h *= k;
	return h ^ h >> 32;
}

static inline uint32_t pack_bucket(uint64_t hash, unsigned bits)
{
	return bits ? (uint32_t)(hash >> (64 - bits)) : 0;
}

#endif
