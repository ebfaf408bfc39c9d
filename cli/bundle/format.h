/* bundle/format.h: the bytes of a bundle, for its reader and its writer. The page for
 * people is docs/formats/bundle.md. Private to the room. */
#ifndef BUNDLE_FORMAT_H
#define BUNDLE_FORMAT_H

#include "bundle/bundle.h"
#include "core/limits.h"

#define FORMAT_MAGIC "DCRMRULE"

enum {
	FORMAT_VERSION = 9,
	FORMAT_ORDER = 0x01020304,
	FORMAT_ALIGN = 8,
	FORMAT_SEALED = 40,    /* the digest covers everything from here on */
	FORMAT_PROBES = 128,   /* forms that a look-up of one may cost */
	FORMAT_NAME = 8 * KIB, /* bytes of what tables are sorted by */
};

struct format_header {
	char magic[8];
	uint8_t digest[32]; /* SHA-256 of everything behind it */
	uint32_t version, order, size, n_sections;
	uint32_t seed; /* of format_hash() */
	uint32_t zero;
	uint8_t input[32]; /* bundle_input() */
};
_Static_assert(sizeof(struct format_header) == 96 && sizeof(struct bundle_code) == 8 &&
		       sizeof(struct bundle_form) == 12,
	       "no padding");
_Static_assert(LIMIT_BUNDLE / sizeof(struct bundle_code) < 1u << 24, "`b` holds a place");

/* The table behind the header has one per section, in this order; sections follow each
 * other in the same order, each at the next multiple of FORMAT_ALIGN, zeros between. */
struct format_section {
	uint32_t id, at, length, record; /* `length` in bytes, `record` bytes each */
};

/* S(ID, name, type): `name` is also the member of struct bundle_tables, where there is
 * one. */
#define FORMAT_TABLES(S)                                                                 \
	S(CLAUSES, clauses, struct bundle_clause)                                        \
	S(RULES, rules, struct bundle_rule)                                              \
	S(BOUNDS, bounds, struct bundle_bound)                                           \
	S(OVERLAYS, overlays, struct bundle_overlay)                                     \
	S(RULE_LISTS, rule_lists, uint32_t)                                              \
	S(SYMBOLS, symbols, struct bundle_symbol)                                        \
	S(FORMS, forms, struct bundle_form)                                              \
	S(SEALED, sealed, struct bundle_sealed)                                          \
	S(KEYS, keys, struct bundle_key)                                                 \
	S(NEAR, near, uint32_t)                                                          \
	S(FORM_SYMBOLS, form_symbols, uint32_t)                                          \
	S(STATES, states, struct bundle_state)                                           \
	S(EDGES, edges, struct bundle_edge)                                              \
	S(STATE_TERMS, state_terms, uint32_t)                                            \
	S(TERMS, terms, struct bundle_term)                                              \
	S(NOTES, notes, struct bundle_note)                                              \
	S(INSTEAD, instead, struct bundle_str)                                           \
	S(LISTS, lists, struct bundle_list)                                              \
	S(LIST_RULES, list_rules, uint32_t)                                              \
	S(PATTERNS, patterns, struct bundle_pattern)                                     \
	S(CODE, code, struct bundle_code)                                                \
	S(STARTS, starts, uint32_t)                                                      \
	S(ANCHOR_AT, anchor_at, uint32_t)                                                \
	S(ANCHORS, anchors, uint32_t)                                                    \
	S(REGEXES, regexes, struct bundle_regex)                                         \
	S(TOKEN_REGEXES, token_regexes, struct bundle_str)                               \
	S(WORDS, words, struct bundle_word)                                              \
	S(NETWORKS, networks, struct bundle_network)
#define FORMAT_SECTIONS(S)                                                               \
	S(STRINGS, strings, char)                                                        \
	FORMAT_TABLES(S)                                                                 \
	S(CLASS_STARTS, class_starts, struct bundle_range)                               \
	S(FORM_AT, form_at, uint32_t)

enum format_section_id {
#define S(id, name, type) SECTION_##id,
	FORMAT_SECTIONS(S)
#undef S
		SECTIONS
};

enum {
	FORMAT_BODY =
		sizeof(struct format_header) + SECTIONS * sizeof(struct format_section)
};

struct format_kind {
	const char *name;
	uint32_t record;
};
extern const struct format_kind format_kinds[SECTIONS];

struct bundle {
	struct arena a; /* the struct itself lives in it */
	struct bundle_tables t;
	struct str bytes, strings;
	const uint32_t *form_at;  /* where the forms of each bucket start; and the end */
	uint32_t n_buckets, seed; /* a power of two of them */
	struct digest input;
	struct str digest;
	bool mapped;
};

static inline uint64_t format_align(uint64_t at)
{
	return (at + (FORMAT_ALIGN - 1)) & ~(uint64_t)(FORMAT_ALIGN - 1);
}

/* Up to seven bytes as a little-endian number. */
static inline uint64_t format_rest(const char *p, size_t n)
{
	uint32_t low, high;
	uint16_t two;

	if (n >= sizeof(low)) {
		memcpy(&low, p, sizeof(low));
		memcpy(&high, p + n - sizeof(high), sizeof(high));
		return low | (uint64_t)high << 8 * (n - sizeof(high));
	}
	if (n < sizeof(two))
		return n ? (unsigned char)*p : 0;
	memcpy(&two, p, sizeof(two));
	return two | (uint64_t)(unsigned char)p[n - 1] << 8 * (n - 1);
}

/* Eight bytes at a time, little-endian as the whole file. Up to `end` more bytes may be
 * read than `s` has: with some of them the rest needs no choices. */
static inline uint32_t format_hash_in(struct str s, const char *end, uint32_t seed)
{
	static const uint64_t odd = 0x9E3779B97F4A7C15u;
	uint64_t h = (seed + 1) * odd + s.n, word;

	for (; s.n >= sizeof(word); s.p += sizeof(word), s.n -= sizeof(word)) {
		memcpy(&word, s.p, sizeof(word));
		h = (h ^ word) * odd;
		h ^= h >> 32;
	}
	if ((size_t)(end - s.p) >= sizeof(word)) {
		memcpy(&word, s.p, sizeof(word));
		word &= ((uint64_t)1 << 8 * s.n) - 1;
	} else {
		word = format_rest(s.p, s.n);
	}
	h = (h ^ word) * odd;
	h ^= h >> 32;
	h *= odd;
	return (uint32_t)(h >> 32);
}
static inline uint32_t format_hash(struct str s, uint32_t seed)
{
	return format_hash_in(s, s.p + s.n, seed);
}

/* The digest of a sealed form. */
static inline uint64_t format_seal(const void *key, struct str form)
{
	const struct str pieces[] = { { key, sizeof(((struct bundle_key *)0)->key) },
				      form };
	const struct digest d = digest_of_pieces(pieces, 2);
	uint64_t first = 0;

	for (size_t i = 0; i < sizeof(first); i++)
		first = first << 8 | d.bytes[i];
	return first;
}

/* In which of `n` buckets, a power of two from 2, forms with the hash are. */
static inline uint32_t format_bucket(uint32_t hash, uint32_t n)
{
	return hash >> (unsigned)(__builtin_clz(n) + 1);
}

/* Check all that bundle.h promises about `b`, whose sections lie inside the file. */
int bundle_verify(const struct bundle *b, struct err *e) MUST_CHECK;
/* Its steps in other files. */
int verify_records(const struct bundle *b, struct err *e) MUST_CHECK;
int verify_forms(const struct bundle *b, struct err *e) MUST_CHECK;
int verify_code(const struct bundle *b, struct err *e) MUST_CHECK;
/* "bundle section 'x', record n: why". */
int verify_failed(struct err *e, enum format_section_id section, size_t record,
		  const char *why);
/* A string of the pool: within it, at most `most` bytes, and no character is cut, which
 * is all that can be wrong with a part of a pool that is valid as a whole. */
static inline bool verify_string(const struct bundle *b, struct bundle_str s,
				 uint32_t most)
{
	const struct str pool = b->strings;
	const uint64_t end = (uint64_t)s.at + s.n;

	if (end > pool.n || s.n > most)
		return false;
	return (s.at == pool.n || ((unsigned char)pool.p[s.at] & 0xC0) != 0x80) &&
	       (end == pool.n || ((unsigned char)pool.p[end] & 0xC0) != 0x80);
}
/* `values` in the range are below `end` and strictly ascending. */
static inline bool verify_ascending(const uint32_t *values, struct bundle_range r,
				    uint32_t end)
{
	const uint32_t *v = values + r.first;

	for (uint32_t i = 1; i < r.n; i++)
		if (v[i] <= v[i - 1])
			return false;
	return !r.n || v[r.n - 1] < end;
}

#endif
