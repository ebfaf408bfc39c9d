/* text/pack.h: a word pack, read-only. Format: docs/formats/wordpack.md.
 * Only the pages that lookups touch are ever read from disk. */
#ifndef TEXT_PACK_H
#define TEXT_PACK_H

#include "core/arena.h"
#include "core/err.h"
#include "text/wordform.h"

/* Sections, borrowed from the bytes. */
struct pack {
	struct str bytes;
	struct str buckets, keys, strings, mixed, graph, alphabet, parts, rules, dialects,
		sources;
	uint32_t n_keys, n_dialects, n_edges, n_symbols, flags;
	unsigned bucket_bits;
	bool mapped; /* by pack_map() */
};

enum pack_flag {
	PACK_BANDS_GUESSED = 1 << 0, /* bands come from hints, not from counted text */
};

/* What a key can be asked later; zero where the pack does not say. */
enum pack_fact {
	PACK_SYLLABLES = 0x0f, /* their number */
	PACK_DALE_CHALL = 0x10,
	PACK_SPACHE = 0x20,
	PACK_PHRASE = 0x40, /* the first word of an entry with several words */
	PACK_SHY = 0x80,    /* never suggested: vulgar, or the dictionary says so */
};

struct pack_entry {
	struct str key;
	uint32_t index;
	/* A byte per dialect: bits of enum wordform_shape that exist, and << 4 those
	 * that take 's. */
	uint32_t forms;
	uint32_t tags;
	uint8_t band; /* commonness: 32 times the Zipf value, 0 unknown */
	uint8_t facts;
};

/* Bytes that were built into the program: header and section bounds are checked, which
 * touches two pages. ERR_INVALID says what is wrong. `bytes` are borrowed. */
int pack_open_trusted(struct str bytes, struct pack *out, struct err *e) MUST_CHECK;
/* Bytes from anywhere: the digest and every offset are checked too. */
int pack_open(struct str bytes, struct pack *out, struct err *e) MUST_CHECK;
/* Map a pack file and verify all of it. */
int pack_map(const char *path, struct pack *out, struct err *e) MUST_CHECK;
void pack_release(struct pack *p);

bool pack_find(const struct pack *p, struct str key, struct pack_entry *out);

/* Masks over pack_entry.forms: all dialects, or the one with that tag (0: none). */
uint32_t pack_all(const struct pack *p);
uint32_t pack_dialect(const struct pack *p, struct str tag);
/* The forms of `mask` put together into one byte. */
static inline uint8_t pack_forms(uint32_t forms, uint32_t mask)
{
	forms &= mask;
	forms |= forms >> 16;
	return (uint8_t)(forms | forms >> 8);
}

/* Is `text` an exact form of a key with SHAPE_MIXED (with 's: `possessive`)? */
bool pack_has_mixed(const struct pack *p, uint32_t index, struct str text, uint32_t mask,
		    bool possessive);
/* The first mixed form of a key in these dialects, or STR_NULL. */
struct str pack_mixed(const struct pack *p, uint32_t index, uint32_t mask);

/* Is `key` made of parts as a compound rule of these dialects says ("22nd")? */
bool pack_compound(const struct pack *p, struct str key, uint32_t mask);

/* SHA-256 of the pack, as its header says. */
void pack_digest(const struct pack *p, uint8_t out[32]);

/* What a word is, as in spell.h; the rules of case, hyphens, possessives, dots and
 * numbers are in pack_check.c. */
bool pack_accepts(const struct pack *p, uint32_t mask, struct str word);
/* The same in any case. */
bool pack_accepts_caseless(const struct pack *p, uint32_t mask, struct str word);

#endif
