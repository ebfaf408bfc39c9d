/* bundle/dump.h: a bundle as text: what the files dump*.c share. Private to the room. */
#ifndef BUNDLE_DUMP_H
#define BUNDLE_DUMP_H

#include "bundle/format.h"

struct dump {
	const struct bundle *b;
	const struct bundle_tables *t;
	struct buf *out;
	uint32_t note; /* the next one */
};

/* ` key="value"`, safe for terminals, on one line; nothing when it is empty. */
void dump_text(struct dump *d, const char *key, struct bundle_str s);
/* The string in quotes. */
void dump_quoted(struct dump *d, struct bundle_str s);
/* ` key=a,b` for the bits that are set; nothing when none is. */
void dump_bits(struct dump *d, const char *key, uint32_t bits, const char *const *names,
	       size_t n);
void dump_number(struct dump *d, const char *key, uint32_t n); /* nothing when 0 */
void dump_symbol(struct dump *d, uint32_t symbol);             /* word "want" */
void dump_starts(struct dump *d, struct bundle_range r);
void dump_anchors(struct dump *d, enum bundle_op op, uint32_t index);

void dump_rules(struct dump *d);    /* clauses, rules, regexes */
void dump_patterns(struct dump *d); /* with their code */
void dump_words(struct dump *d);    /* lists, terms, symbols, forms, trie, house words */
void dump_networks(struct dump *d);

extern const char *const dump_classes[BUNDLE_CLASSES];

#endif
