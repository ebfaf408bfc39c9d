/* bundle/write_draft.h: a bundle being made, for the files write*.c. Private to the
 * room. */
#ifndef BUNDLE_WRITE_DRAFT_H
#define BUNDLE_WRITE_DRAFT_H

#include "bundle/format.h"
#include "bundle/write.h"
#include "core/map.h"

enum {
	DRAFT_CODE = 4096,   /* instructions of one pattern */
	DRAFT_VARIANTS = 64, /* rows of words that one term of a list may stand for */
};

/* Who has a set of starting patterns; in the order in which the sets are laid out. */
enum draft_owner { OWNER_SYMBOL, OWNER_LIST, OWNER_CLASS };
struct draft_start {
	enum draft_owner owner;
	uint32_t index, pattern;
};

struct draft {
	const struct policy *p;
	struct findings *f;
	struct arena *a;
	bool bad; /* something was found: there will be no bundle */

	struct map *interned;
	VEC(struct bundle_str) interned_at;
	struct buf strings;
	/* The sections, and their counts. */
	struct {
#define S(id, name, type) VEC(type) name;
		FORMAT_TABLES(S)
#undef S
		VEC(uint32_t) form_at;
		struct bundle_range class_starts[BUNDLE_CLASSES];
	} t;
	uint32_t seed;

	struct map *symbols[BUNDLE_SYMBOLS]; /* text to place in t.symbols */
	struct map *lists;                   /* name to index */
	struct map *token_regexes;           /* text to index */
	struct draft_seals *seals;           /* NULL: no list is sealed */
	VEC(struct draft_start) starts;
};

/* ---- helpers (write.c) ---- */

/* The string in the pool; the same bytes are there once. */
struct bundle_str draft_str(struct draft *d, struct str s);
/* A finding about a node of a pattern; no bundle will be made. */
void draft_trouble(struct draft *d, const struct source *s,
		   const struct policy_pattern *pattern, struct span at, const char *msg);

/* A finding: too many words, or words too long, for the tables. */
void draft_crowded(struct draft *d);

/* ---- parts: each fills some sections ---- */

/* Symbols of all patterns and terms, sorted, and the forms that stand for them. */
void draft_words(struct draft *d);
/* The symbol of a PATTERN_WORD, _EXACT or _CASE; draft_words() has seen it. */
uint32_t draft_symbol(const struct draft *d, const struct pattern *node);
/* Words of sealed lists (write_sealed.c): collect them; the places of their symbols are
 * known; which symbols a plain form stands for as well; write the sections, whose symbols
 * follow those of all forms. */
void draft_seals_meet(struct draft *d, const struct pattern *node,
		      const struct policy_list *list);
void draft_seals_ready(struct draft *d);
const uint32_t *draft_seals_of(const struct draft *d, struct str form, size_t *n);
void draft_seals_lay_out(struct draft *d);
void draft_clauses(struct draft *d);
void draft_list_names(struct draft *d); /* d->lists */
void draft_rules(struct draft *d);      /* rules, patterns, code, regexes, rule lists */
void draft_overlays(struct draft *d);   /* after the rules */
void draft_lists(struct draft *d);      /* lists, list rules, terms, the trie */
void draft_starts(struct draft *d);     /* d->starts into sets */
void draft_anchors(struct draft *d);    /* after all that patterns may name */
void draft_house_words(struct draft *d);
void draft_networks(struct draft *d);

/* Compile one pattern of a rule (write_code.c); `rule` and `near` as in the record. */
void draft_pattern(struct draft *d, const struct policy_rule *r,
		   const struct policy_pattern *from, uint32_t rule, uint32_t near);
/* Put a term's rows of words into the trie, then lay it out (write_trie.c). */
struct trie_row {
	const uint32_t *symbols;
	uint32_t n, term;
};
struct trie {
	VEC(struct trie_row) rows;
};
/* NULL, or what is wrong with the words. */
const char *trie_add(struct draft *d, struct trie *t, const struct pattern *words,
		     uint32_t term);
void trie_lay_out(struct draft *d, struct trie *t);

#endif
