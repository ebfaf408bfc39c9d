/* bundle/format.h: the bytes of a bundle, for its reader and its writer. The page for
 * people is docs/formats/bundle.md. Private to the room. */
#ifndef BUNDLE_FORMAT_H
#define BUNDLE_FORMAT_H

#include "bundle/bundle.h"
#include "core/limits.h"

#define FORMAT_MAGIC "DCRMRULE"

enum {
	FORMAT_VERSION = 7,
	FORMAT_ORDER = 0x01020304,
	FORMAT_ALIGN = 8,
	FORMAT_SEALED = 40,      /* the digest covers everything from here on */
	FORMAT_PROBES = 128,     /* slots that a look-up of a form may cost */
	FORMAT_NAME = 8 * KIB,   /* bytes of what tables are sorted by */
	FORMAT_PRINT = 24,       /* a slot: the hash's top byte above, the form below */
	FORMAT_FORMS = 0xFFFFFF, /* so there are fewer forms than this */
};

struct format_header {
	char magic[8];
	uint8_t digest[32]; /* SHA-256 of everything behind it */
	uint32_t version, order, size, n_sections;
	uint32_t seed; /* of format_hash() */
	uint32_t zero;
	uint8_t input[32]; /* bundle_input() */
};
_Static_assert(sizeof(struct format_header) == 96, "no padding");

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
	S(FORM_SLOTS, form_slots, uint32_t)

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
	const uint32_t *slots; /* of forms; a power of two of them */
	uint32_t slot_mask, seed;
	struct digest input;
	struct str digest;
	bool mapped;
};

static inline uint64_t format_align(uint64_t at)
{
	return (at + (FORMAT_ALIGN - 1)) & ~(uint64_t)(FORMAT_ALIGN - 1);
}

/* Eight bytes at a time, little-endian as the whole file. */
static inline uint32_t format_hash(struct str s, uint32_t seed)
{
	static const uint64_t odd = 0x9E3779B97F4A7C15u;
	uint64_t h = (seed + 1) * odd + s.n, word;

	for (; s.n >= sizeof(word); s.p += sizeof(word), s.n -= sizeof(word)) {
		memcpy(&word, s.p, sizeof(word));
		h = (h ^ word) * odd;
		h ^= h >> 32;
	}
	word = 0;
	for (size_t i = 0; i < s.n; i++)
		word |= (uint64_t)(unsigned char)s.p[i] << (8 * i);
	h = (h ^ word) * odd;
	h ^= h >> 32;
	h *= odd;
	return (uint32_t)(h >> 32);
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

/* What a slot holds for the form `index` with that hash. */
static inline uint32_t format_slot(uint32_t hash, uint32_t index)
{
	return (hash >> FORMAT_PRINT) << FORMAT_PRINT | index;
}

/* Check all that bundle.h promises about `b`, whose sections lie inside the file. */
int bundle_verify(const struct bundle *b, struct err *e) MUST_CHECK;
/* Its steps in other files. */
int verify_records(const struct bundle *b, struct err *e) MUST_CHECK;
int verify_code(const struct bundle *b, struct err *e) MUST_CHECK;
int verify_anchors(const struct bundle *b, struct err *e) MUST_CHECK;
/* "bundle section 'x', record n: why". */
int verify_failed(struct err *e, enum format_section_id section, size_t record,
		  const char *why);
/* `values` in each range are below `end` and strictly ascending. */
bool verify_ascending(const uint32_t *values, struct bundle_range r, uint32_t end);

#endif
