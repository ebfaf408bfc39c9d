/* text/pack_build.h: a word pack from Hunspell dictionaries. Same input, same bytes.
 * Used when a pack is built, not by the program. */
#ifndef TEXT_PACK_BUILD_H
#define TEXT_PACK_BUILD_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/digest.h"
#include "core/err.h"

struct pack_source {
	const char *name; /* "en_US.dic", no folder */
	struct str bytes;
};

struct pack_input {
	struct str tag; /* "en-US" */
	struct pack_source aff, dic;
};

struct pos_forms;
/* One dialect per input, at most PACK_DIALECTS; `pos`: the parts of speech of English
 * forms, or NULL. The bytes go to `out`. */
int pack_build(const struct pack_input *inputs, size_t n, const struct pos_forms *pos,
	       struct arena *a, struct buf *out, struct err *e) MUST_CHECK;

/* ---- between collecting (pack_build.c) and laying out (pack_write.c) ---- */

/* A key with all that is known about it. */
struct pack_key {
	struct str key;
	uint64_t hash;
	uint32_t forms; /* as in struct pack_entry */
	uint32_t index; /* given by the layout */
	uint8_t band, facts, tags;
};

struct pack_mixed_form {
	struct pack_key *key;
	struct str text;
	uint8_t dialects, possessive; /* bit d: dialect d */
};

struct pack_part {
	struct str text;
	uint32_t flags;
};

struct pack_rule {
	uint8_t dialect, n;
	uint8_t items[14][2]; /* bit of the flag, quantity */
};

struct pack_plan {
	const struct pack_input *inputs;
	size_t n_inputs;
	struct pack_key *keys; /* sorted by key */
	size_t n_keys;
	VEC(struct pack_mixed_form) mixed; /* sorted by key and text */
	VEC(struct pack_part) parts;
	VEC(struct pack_rule) rules;
};

/* Lay the plan out as bytes; the keys and rows get their places. */
int pack_write(struct pack_plan *plan, struct arena *a, struct buf *out,
	       struct err *e) MUST_CHECK;

#endif
