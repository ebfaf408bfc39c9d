/* source/scalar.h: where each byte of a decoded YAML scalar stands. Private to the
 * room. */
#ifndef SOURCE_SCALAR_H
#define SOURCE_SCALAR_H

#include "source/source.h"

enum scalar_style { SCALAR_PLAIN, SCALAR_SINGLE, SCALAR_DOUBLE, SCALAR_BLOCK };

struct scalar_place {
	struct str text;   /* the bytes of the file */
	size_t start, end; /* of the scalar, as the parser says */
	size_t limit;      /* where the YAML ends */
	int indent;        /* of the block around it, -1 for none */
	enum scalar_style style;
};

/* Read the bytes again, as the parser did, and note the place of each byte of
 * node->value: fills node->at and node->map. Whatever does not agree with the value is
 * not trusted: then every byte stands for the whole scalar, and the result is false. */
bool scalar_map(const struct scalar_place *p, struct yaml *node, struct arena *a);

#endif
