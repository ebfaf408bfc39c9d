/* Fields that a post must fill in. What one place lacks is one finding. */
#include "check/whole.h"

/* Whose field it is, and what to write. */
enum holder { OF_POST, OF_MEDIA, OF_REPLY, OF_REPOST, HOLDERS };
static const struct {
	enum holder of;
	const char *key, *how;
} wanted[] = {
	[FIELD_PRODUCTS] = { OF_POST, "products", "the ids of the products it is about" },
	[FIELD_PUBLISH] = { OF_POST, "publish", "when, as 2026-11-25 09:30" },
	[FIELD_LANG] = { OF_POST, "lang", "its language, as en-GB" },
	[FIELD_ABOUT] = { OF_POST, "about",
			  "none, or the consents of the people whose story it tells" },
	[FIELD_MEDIA_ALT] = { OF_MEDIA, "alt",
			      "what there is to see; or decorative: true" },
	[FIELD_MEDIA_PEOPLE] = { OF_MEDIA, "people",
				 "none, or the consents of those to be seen" },
	[FIELD_MEDIA_LICENCE] = { OF_MEDIA, "licence",
				  "own, an SPDX id, stock:REF or permission:REF" },
	[FIELD_REPLY_WHO] = { OF_REPLY, "who", "customer or other" },
	[FIELD_REPLY_TONE] = { OF_REPLY, "tone", "neutral, critical or hostile" },
	[FIELD_REPOST_AUTHOR] = { OF_REPOST, "author", "who wrote it, as known there" },
	[FIELD_REPOST_PERMISSION] = { OF_REPOST, "permission",
				      "the id of their permission" },
};

static const struct yaml *map_of(const struct whole *w, const char *key)
{
	const struct yaml *node = yaml_get(w->p->front, key);

	return node && node->kind == YAML_MAP ? node : NULL;
}

static bool is_kind(const struct whole *w, struct str with)
{
	if (!with.n)
		return true;
	if (str_is(with, "media"))
		return w->p->n_media > 0;
	if (str_is(with, "reply"))
		return w->p->is_reply;
	return map_of(w, str_is(with, "repost") ? "repost_of" : "corrects") != NULL;
}

static bool is_empty(const struct yaml *node)
{
	return !node || (node->kind == YAML_SCALAR && !str_trim(node->value).n) ||
	       (node->kind == YAML_LIST && !node->n);
}

static bool is_missing(const struct yaml *map, uint32_t field)
{
	if (field == FIELD_MEDIA_ALT && str_is(yaml_str(map, "decorative"), "true"))
		return false;
	return is_empty(yaml_get(map, wanted[field].key));
}

/* `"people:" (none ...) and "licence:" (own ...)`, or empty. */
static struct str missing_in(const struct whole *w, uint32_t rule, enum holder of,
			     const struct yaml *map)
{
	const struct bundle_range bounds = w->c->t->rules[rule].bounds;
	struct str all = STR("");

	for (uint32_t i = 0; i < bounds.n; i++) {
		const struct bundle_bound *b = &w->c->t->bounds[bounds.first + i];

		if (wanted[b->what].of != of || !is_missing(map, b->what) ||
		    !is_kind(w, bundle_str(w->c->b, b->text)))
			continue;
		all = arena_printf(w->a, "%.*s%s\"%s:\" (%s)", STR_ARG(all),
				   all.n ? " and " : "", wanted[b->what].key,
				   wanted[b->what].how);
	}
	return all;
}

/* ---- licences ---- */

/* As SPDX ids look: "MIT" and the like, else letters with a digit or a hyphen among them.
 */
static bool is_spdx_like(struct str id)
{
	static const char *const plain[] = { "MIT", "ISC",   "Zlib",     "NTP",
					     "W3C", "WTFPL", "Unlicense" };
	bool marked = false, letter = false;

	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (str_is(id, plain[i]))
			return true;
	for (size_t i = 0; i < id.n; i++) {
		const unsigned char c = (unsigned char)id.p[i];

		if (!ascii_is_alnum(c) && !strchr(".-+", (char)c))
			return false;
		letter |= ascii_is_alpha(c);
		marked |= ascii_is_digit(c) || c == '-';
	}
	return letter && marked;
}

/* Without a repository around the post nobody can say that there is none. */
static bool is_there(const struct whole *w, struct str permission)
{
	const struct records *all = w->ctx->world ? w->ctx->world->records : NULL;

	return !w->ctx->world || (all && records_permission(all, permission));
}

/* What is wrong with whom a picture is said to be from, or empty. */
static struct str licence_trouble(const struct whole *w, struct str licence)
{
	const struct str stock = STR("stock:"), permission = STR("permission:");
	struct str id;

	if (str_is(licence, "own") || is_spdx_like(licence))
		return STR_NULL;
	if (str_starts(licence, "stock:") &&
	    str_trim(str_slice(licence, stock.n, licence.n)).n)
		return STR_NULL;
	if (!str_starts(licence, "permission:"))
		return arena_printf(w->a, "\"%.*s\" says not whose it is: write %s",
				    STR_ARG(whole_clip(licence)),
				    wanted[FIELD_MEDIA_LICENCE].how);
	id = str_trim(str_slice(licence, permission.n, licence.n));
	return is_there(w, id) ? STR_NULL
			       : arena_printf(w->a,
					      "there is no permission \"%.*s\" among the "
					      "permissions",
					      STR_ARG(whole_clip(id)));
}

static bool asks_licence(const struct whole *w, uint32_t rule)
{
	const struct bundle_range bounds = w->c->t->rules[rule].bounds;

	for (uint32_t i = 0; i < bounds.n; i++)
		if (w->c->t->bounds[bounds.first + i].what == FIELD_MEDIA_LICENCE)
			return true;
	return false;
}

static void check_licence(const struct whole *w, uint32_t rule, const struct yaml *map)
{
	const struct yaml *licence = yaml_get(map, "licence");
	struct str trouble;

	if (!licence || licence->kind != YAML_SCALAR || is_empty(licence) ||
	    !asks_licence(w, rule))
		return;
	trouble = licence_trouble(w, str_trim(licence->value));
	if (trouble.n)
		(void)whole_tell(w->c, w->f, rule, w->p->source, licence->at, trouble);
}

/* ---- places ---- */

static void check_holder(const struct whole *w, uint32_t rule, enum holder of,
			 const struct yaml *map, struct span at)
{
	const struct str missing = missing_in(w, rule, of, map);

	if (missing.n)
		(void)whole_tell(w->c, w->f, rule, w->p->source, at,
				 arena_printf(w->a, "this needs %.*s", STR_ARG(missing)));
}

static struct span key_place(const struct yaml *map, const char *key)
{
	for (size_t i = 0; i < map->n; i++)
		if (!key || str_is(map->keys[i]->value, key))
			return map->keys[i]->at;
	return (struct span){ map->at.start, map->at.start };
}

static struct span value_place(const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);

	return node ? node->at : key_place(map, NULL);
}

void fields_check(const struct whole *w, uint32_t rule)
{
	const struct yaml *front = w->p->front, *media = yaml_get(front, "media");
	const struct yaml *reply = map_of(w, "reply_to"),
			  *repost = map_of(w, "repost_of");

	check_holder(w, rule, OF_POST, front, key_place(front, NULL));
	for (size_t i = 0; media && media->kind == YAML_LIST && i < media->n; i++)
		if (media->items[i]->kind == YAML_MAP) {
			check_holder(w, rule, OF_MEDIA, media->items[i],
				     value_place(media->items[i], "file"));
			check_licence(w, rule, media->items[i]);
		}
	if (reply)
		check_holder(w, rule, OF_REPLY, reply, key_place(front, "reply_to"));
	if (repost)
		check_holder(w, rule, OF_REPOST, repost, key_place(front, "repost_of"));
}
