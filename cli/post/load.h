/* post/load.h: what the files of this room share. Private to the room. */
#ifndef POST_LOAD_H
#define POST_LOAD_H

#include "core/buf.h"
#include "core/map.h"
#include "post/post.h"
#include "post/schema.h"
#include "text/utf8.h"

/* ---- helpers (load.c) ---- */

/* Parse [at] of the file as a map; NULL after a finding. `what` is said when it is empty
 * or no map: "an account". */
const struct yaml *post_map(const struct source *s, struct span at, unsigned events,
			    const char *what, enum finding_kind kind, struct arena *a,
			    struct findings *f);
/* yaml_check() with its troubles as findings. */
bool post_check(const struct source *s, const struct yaml *map,
		const struct field *schema, const char *what, enum finding_kind kind,
		struct arena *a, struct findings *f);

/* ---- a glance at the lines of a head (id.c) ---- */

/* The line of "---" around a head. */
bool post_is_edge(struct str line);
/* Does the line begin with the key, as "id:", and a value or nothing behind it? */
bool post_is_key(struct str line, const char *key);

static inline bool is_scalar(const struct yaml *node)
{
	return node && node->kind == YAML_SCALAR;
}
static inline bool is_map(const struct yaml *node)
{
	return node && node->kind == YAML_MAP;
}
static inline bool is_list(const struct yaml *node)
{
	return node && node->kind == YAML_LIST;
}
/* The key's bytes, or the map's first byte when it is not there. */
struct span key_at(const struct yaml *map, const char *key);
/* Items of a list; a scalar alone is a list of one; a map has none. */
size_t item_count(const struct yaml *node);
const struct yaml *item_of(const struct yaml *node, size_t i);
/* The scalars of a list that are not empty. */
size_t strings_of(const struct yaml *node, struct arena *a, struct str **out);

/* The first bytes of a name, fit for a message. */
struct str clip(struct str name);
/* "; did you mean "x"?" or "". */
const char *guess(struct arena *a, struct str word, const struct str *candidates,
		  size_t n);
/* Small letters, digits, "-", "_" and ".", at most 64 (registry.c). */
bool is_id(struct str s);
/* Written like a name of the IANA time zones. */
bool is_zone(struct str s);

/* ---- parts of a post ---- */

/* The front matter's map into `out` (front.c). */
void post_front(const struct yaml *map, struct arena *a, struct post *out,
		struct findings *f);
/* The body's tree cut into the parts of a thread (parts.c). */
void post_parts(struct span body, struct arena *a, struct post *out, struct findings *f);

/* ---- registries ---- */

/* What must not stand in an account file (secret.c). */
void find_secrets(const struct registry *r, const struct source *s,
		  const struct yaml *account, struct findings *f);
/* The same, line by line, in a file that cannot be read: its findings show its lines. */
void find_raw_secrets(const struct registry *r, const struct source *s,
		      struct findings *f);
/* A place in a password manager that we know or that decorum.yaml allows. */
bool is_reference(const struct registry *r, struct str uri);

#endif
