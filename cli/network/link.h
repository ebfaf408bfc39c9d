/* network/link.h: links in a text as networks see them. Private to the room. */
#ifndef NETWORK_LINK_H
#define NETWORK_LINK_H

#include "core/arena.h"

/* The length of the top-level domain that `s` starts with, or 0 (tld.c). */
size_t tld_at(struct str s);

/* ---- domains (domain.c) ---- */

/* Characters of a domain, but its dots: no blanks, punctuation, marks of direction. */
bool is_domain_char(uint32_t cp);
/* Latin letters with accents, and the accents. */
bool is_latin_accent(uint32_t cp);

/* Labels between dots, in one run of characters of domains. */
struct domain_label {
	size_t start, end; /* `end`: its dot, if it has one */
	size_t underscore; /* its last "_", or SIZE_MAX */
	size_t tld;        /* end of the top-level domain behind its dot; 0: none */
	size_t best;       /* end of the longest domain from its start; 0: none */
	bool dot;
};
struct domains {
	struct arena *a;
	size_t start, end; /* of the run */
	VEC(struct domain_label) labels;
};
/* The length of the longest domain at `at`: names, dots, a top-level domain we know. 0 if
 * none. */
size_t domain_at(struct domains *d, struct str text, size_t at);
/* Every label takes at most 63 bytes in the form that is sent. */
bool domain_is_sendable(struct str domain);

#endif
