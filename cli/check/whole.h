/* check/whole.h: what the files share that look at whole posts, accounts and records, not
 * at words. Private to the room. */
#ifndef CHECK_WHOLE_H
#define CHECK_WHOLE_H

#include "check/scan.h"

#define NUMBER(prefix, id, name) prefix##_##id,
enum field_of_post {
#define X(id, name) NUMBER(FIELD, id, name)
	FIELD_WORDS(X)
#undef X
};
enum relation {
#define X(id, name) NUMBER(RELATION, id, name)
	RELATION_WORDS(X)
#undef X
};
enum window_of {
#define X(id, name) NUMBER(WINDOW, id, name)
	WINDOW_WORDS(X)
#undef X
};
enum window_by {
#define X(id, name) NUMBER(BY, id, name)
	WINDOW_BY_WORDS(X)
#undef X
};

/* One post, where it goes, and what it is judged by. */
struct whole {
	struct checker *c;
	const struct post *p;
	const struct post_destination *to;
	size_t n_to;
	const struct check_context *ctx;
	struct arena *a;
	struct findings *f;
};

/* ---- whole.c ---- */
/* A finding of the rule: what is wrong here, then what the rule says. */
struct finding *whole_tell(const struct checker *c, struct findings *f, uint32_t rule,
			   const struct source *s, struct span at, struct str what);
/* All rules in force about the post alone. */
void whole_post(const struct whole *w);
/* Names with commas, in `a`. */
struct str whole_join(struct arena *a, const struct str *names, size_t n);
const struct check_person *whole_person(const struct check_world *w, struct str id);
/* The key's bytes, or the map's first byte. */
struct span whole_key(const struct yaml *map, const char *key);
static inline struct str whole_clip(struct str name)
{
	return str_slice(name, 0, 80);
}

/* ---- fields.c ---- */
void fields_check(const struct whole *w, uint32_t rule);

/* ---- relation.c: what one post shows; consent.c: what it was permitted ---- */
void relation_check(const struct whole *w, uint32_t rule, enum relation r);
void consent_check(const struct whole *w, uint32_t rule);
void repost_check(const struct whole *w, uint32_t rule);

/* ---- across.c, window.c ---- */
struct across {
	struct checker *c;
	const struct post_facts *p;
	size_t n;
	const struct check_context *ctx;
	struct arena *a;
	struct findings *f;
	struct map *ids; /* of posts, to their places; the first of an id */
	VEC(const struct post_facts *) corrections;
	struct windows *windows;
};
void window_check(struct across *w, uint32_t rule, const struct post_facts *p);

#endif
