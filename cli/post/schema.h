/* post/schema.h: what a post and the registries may hold. Private to the room. */
#ifndef POST_SCHEMA_H
#define POST_SCHEMA_H

#include "post/post.h"

/* Most answers that any network takes in a poll, with room to spare. */
enum { POLL_OPTIONS = 10 };
/* Items of one list of a record. */
enum { RECORD_ITEMS = 200 };

extern const struct field post_schema[], facts_schema[], products_schema[], product_schema[],
	account_schema[], permission_schema[], correction_schema[];

/* In the order of enum post_tone, from TONE_NEUTRAL on; NULL at the end. */
extern const char *const tone_names[];

#endif
