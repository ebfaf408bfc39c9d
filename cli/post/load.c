#include "post/load.h"

enum { CLIP = 80, ZONE_MAX = 64 };

const struct yaml *post_map(const struct source *s, struct span at, unsigned events,
			    const char *what, enum finding_kind kind, struct arena *a,
			    struct findings *f)
{
	const struct yaml_limits limits = { LIMIT_YAML_DEPTH, events };
	struct diags d = { .a = a };
	const struct yaml *map = source_yaml(s, at, limits, a, &d);

	findings_from_diags(f, &d, kind, s);
	if (is_map(map))
		return map;
	if (map)
		(void)finding_add(f, kind, s, map->at,
				  "%s is written as \"key: value\" lines", what);
	else if (!d.v.n)
		(void)finding_add(f, kind, s, at, "%s is empty", what);
	return NULL;
}

bool post_check(const struct source *s, const struct yaml *map,
		const struct field *schema, const char *what, enum finding_kind kind,
		struct arena *a, struct findings *f)
{
	struct diags d = { .a = a };
	const bool good = yaml_check(map, schema, what, &d);

	findings_from_diags(f, &d, kind, s);
	return good;
}

struct span key_at(const struct yaml *map, const char *key)
{
	for (size_t i = 0; i < map->n; i++)
		if (str_is(map->keys[i]->value, key))
			return map->keys[i]->at;
	return (struct span){ map->at.start, map->at.start };
}

size_t item_count(const struct yaml *node)
{
	if (is_list(node))
		return node->n;
	return is_scalar(node) ? 1 : 0;
}

const struct yaml *item_of(const struct yaml *node, size_t i)
{
	return is_list(node) ? node->items[i] : node;
}

size_t strings_of(const struct yaml *node, struct arena *a, struct str **out)
{
	const size_t n = item_count(node);
	size_t used = 0;

	*out = arena_array(a, n, sizeof(**out));
	for (size_t i = 0; i < n; i++) {
		const struct yaml *item = item_of(node, i);

		if (is_scalar(item) && item->value.n)
			(*out)[used++] = item->value;
	}
	return used;
}

struct str clip(struct str name)
{
	return utf8_clip(name, CLIP);
}

const char *guess(struct arena *a, struct str word, const struct str *candidates,
		  size_t n)
{
	const struct str near = str_nearest(word, candidates, n);

	if (!near.n)
		return "";
	return arena_printf(a, "; did you mean \"%.*s\"?", STR_ARG(near)).p;
}

bool is_zone(struct str s)
{
	if (!s.n || s.n > ZONE_MAX || !ascii_is_alpha((unsigned char)s.p[0]) ||
	    s.p[s.n - 1] == '/')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (!ascii_is_alnum(c) && c != '_' && c != '+' && c != '-' && c != '/')
			return false;
	}
	return true;
}
