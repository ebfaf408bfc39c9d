/* What people agreed to, and posts that were found wrong. */
#include "post/load.h"

enum { HEX = 64 };

static const char digest_start[] = "sha256:";
/* As people call what tells who somebody is. */
static const char *const person_keys[] = { "person",   "who",   "email",    "mail",
					   "phone",    "tel",   "customer", "handle",
					   "birthday", "born",  "address",  "employer",
					   "signedby", "photo", NULL };

#define BAD(f, s, where, ...)                                                            \
	(void)finding_add((f), FINDING_RECORD, (s), (where), __VA_ARGS__)

struct str record_id_of(struct str path)
{
	struct str name = path;

	for (size_t i = name.n; i; i--)
		if (name.p[i - 1] == '/') {
			name = str_slice(name, i, name.n);
			break;
		}
	return str_ends(name, ".yaml") ? str_slice(name, 0, name.n - 5) : name;
}

static const struct yaml *load_record(const struct source *s, const struct field *schema,
				      const char *what, struct arena *a,
				      struct findings *f, bool *good)
{
	const struct span all = { 0, (uint32_t)s->bytes.n };
	const struct yaml *map =
		post_map(s, all, LIMIT_YAML_EVENTS, what, FINDING_RECORD, a, f);

	*good = map && post_check(s, map, schema, what, FINDING_RECORD, a, f);
	if (map && !is_id(record_id_of(s->path))) {
		BAD(f, s, ((struct span){ map->at.start, map->at.start }),
		    "the name of this file is its id: small letters, digits, \"-\", "
		    "\"_\" and \".\", as c-2026-014.yaml");
		*good = false;
	}
	return map;
}

/* ---- permissions ---- */

static bool is_person_key(struct str key)
{
	char plain[64];
	struct str name = { plain, 0 };

	for (size_t i = 0; i < key.n && name.n < sizeof(plain); i++)
		if (ascii_is_alnum((unsigned char)key.p[i]))
			plain[name.n++] = ascii_lower(key.p[i]);
	if (str_find(name, STR("name"), 0) != SIZE_MAX)
		return true;
	for (int i = 0; person_keys[i]; i++)
		if (str_is(name, person_keys[i]))
			return true;
	return false;
}

/* The list of permissions is read by everybody who reads the repository. */
static void find_persons(const struct source *s, const struct yaml *map,
			 struct findings *f)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct yaml *value = map->items[i];

		if (is_person_key(map->keys[i]->value))
			finding_add(f, FINDING_RECORD_NAME, s, value->at,
				    "who it is stands in the vault, never here: a "
				    "permission has an id, and says where its paper lies")
				->mask = true;
		else if (is_map(value))
			find_persons(s, value, f); /* as deep as LIMIT_YAML_DEPTH */
	}
}

static bool is_digest(struct str text)
{
	const size_t skip = sizeof(digest_start) - 1;

	if (!str_starts(text, digest_start) || text.n != skip + HEX)
		return false;
	for (size_t i = skip; i < text.n; i++)
		if (!ascii_is_digit((unsigned char)text.p[i]) &&
		    !(text.p[i] >= 'a' && text.p[i] <= 'f'))
			return false;
	return true;
}

static bool check_evidence(const struct source *s, const struct yaml *evidence,
			   const struct registry *known, struct findings *f)
{
	const struct yaml *digest = yaml_get(evidence, "digest"),
			  *uri = yaml_get(evidence, "uri");
	bool good = true;

	if (is_scalar(digest) && !is_digest(digest->value)) {
		BAD(f, s, digest->at,
		    "a digest is \"sha256:\" and 64 digits 0-9 a-f, as sha256sum prints "
		    "them");
		good = false;
	}
	if (uri && !(is_scalar(uri) && is_reference(known, uri->value))) {
		finding_add(f, FINDING_RECORD, s, uri->at,
			    "this names no place in a vault that we know (op://, "
			    "bitwarden:, keepassxc:, pass:, vault:, or what decorum.yaml "
			    "lists under \"vaults:\")")
			->mask = true;
		good = false;
	}
	return good;
}

/* Days written 2026-11-25 sort as they follow each other. */
static bool check_order(const struct source *s, const struct yaml *map, const char *key,
			struct findings *f)
{
	const struct str given = yaml_str(map, "given_on"), other = yaml_str(map, key);

	if (!given.n || !other.n || str_cmp(given, other) <= 0)
		return true;
	BAD(f, s, yaml_get(map, key)->at, "this day is before the permission was given");
	return false;
}

static bool check_covers(const struct source *s, const struct yaml *map, const char *key,
			 struct findings *f)
{
	const struct yaml *list = yaml_get(map, key);

	if (!is_map(list))
		return true;
	for (size_t i = 0; i < list->n; i++)
		if (item_count(list->items[i]))
			return true;
	BAD(f, s, key_at(map, key),
	    "nothing is named here: this permission is for nothing");
	return false;
}

static bool check_fit(const struct source *s, const struct yaml *map, bool repost,
		      struct findings *f)
{
	const struct yaml *what = yaml_get(map, "what");
	const char *wrong = repost ? "media" : "urls";

	if (is_map(what) && yaml_get(what, wrong)) {
		BAD(f, s, key_at(what, wrong),
		    repost ? "a repost has no media of ours: name the addresses of the "
			     "posts under \"urls:\""
			   : "a consent is for posts and media of ours: \"urls:\" goes "
			     "with "
			     "\"kind: repost\"");
		return false;
	}
	if (!repost && yaml_get(map, "posted_on")) {
		BAD(f, s, key_at(map, "posted_on"),
		    "\"posted_on:\" goes with \"kind: repost\"");
		return false;
	}
	return true;
}

static bool check_permission(const struct source *s, const struct yaml *map,
			     const struct registry *known, struct findings *f)
{
	const struct yaml *evidence = yaml_get(map, "evidence");
	bool good = true;

	find_persons(s, map, f);
	if (is_map(evidence))
		good &= check_evidence(s, evidence, known, f);
	good &= check_order(s, map, "expires", f);
	good &= check_order(s, map, "withdrawn_on", f);
	good &= check_covers(s, map, "what", f);
	good &= check_covers(s, map, "where", f);
	return check_fit(s, map, str_is(yaml_str(map, "kind"), "repost"), f) && good;
}

static void keep_permission(struct records *r, const struct permission *p,
			    struct arena *a, struct findings *f)
{
	uint32_t first;

	if (!r->ids)
		r->ids = map_new(a);
	if (map_get(r->ids, p->id, &first)) {
		BAD(f, p->source, ((struct span){ 0, 0 }),
		    "a permission \"%.*s\" is there already, in %.*s",
		    STR_ARG(clip(p->id)), STR_ARG(r->permissions.p[first].source->path));
		return;
	}
	(void)map_add(r->ids, p->id, (uint32_t)r->permissions.n);
	*VEC_ADD(a, &r->permissions) = *p;
}

void records_add_permission(struct records *r, const struct source *s,
			    const struct registry *known, struct arena *a,
			    struct findings *f)
{
	struct permission p = { .id = record_id_of(s->path), .source = s };
	const struct yaml *map;
	bool good;

	map = load_record(s, permission_schema, "a permission", a, f, &good);
	if (map) {
		good &= check_permission(s, map, known, f);
		p.map = map;
		p.repost = str_is(yaml_str(map, "kind"), "repost");
		p.everything = str_is(yaml_str(map, "what"), "general");
		p.everywhere = str_is(yaml_str(map, "where"), "everywhere");
		p.what = is_map(yaml_get(map, "what")) ? yaml_get(map, "what") : NULL;
		p.where = is_map(yaml_get(map, "where")) ? yaml_get(map, "where") : NULL;
		p.given_on = yaml_str(map, "given_on");
		p.posted_on = yaml_str(map, "posted_on");
		p.expires = yaml_str(map, "expires");
		p.withdrawn_on = yaml_str(map, "withdrawn_on");
	}
	p.broken = !good;
	keep_permission(r, &p, a, f);
}

const struct permission *records_permission(const struct records *r, struct str id)
{
	uint32_t i;

	return r->ids && map_get(r->ids, id, &i) ? &r->permissions.p[i] : NULL;
}

/* ---- corrections ---- */

void records_add_correction(struct records *r, const struct source *s, struct arena *a,
			    struct findings *f)
{
	const struct yaml *map, *wrong;
	struct correction *c;
	bool good;

	map = load_record(s, correction_schema, "a correction", a, f, &good);
	wrong = map ? yaml_get(map, "wrong") : NULL;
	if (!good || !is_map(wrong))
		return;
	c = VEC_ADD(a, &r->corrections);
	*c = (struct correction){
		.post = yaml_str(wrong, "post"),
		.what = yaml_str(wrong, "what"),
		.found_on = yaml_str(wrong, "found_on"),
		.post_at = yaml_get(wrong, "post")->at,
		.source = s,
	};
	c->n_owed = strings_of(yaml_get(map, "owed"), a, &c->owed);
}

/* ---- what a post names ---- */

static void add_ids(const struct yaml *list, struct arena *a, struct str *out, size_t *n)
{
	struct str *ids;
	const size_t more = strings_of(list, a, &ids);

	for (size_t i = 0; i < more; i++)
		if (!str_is(ids[i], "none"))
			out[(*n)++] = ids[i];
}

/* licence: permission:ID */
static void add_licence(const struct yaml *item, struct str *out, size_t *n)
{
	const struct str key = STR("permission:"), licence = yaml_str(item, "licence");

	if (str_starts(licence, "permission:"))
		out[(*n)++] = str_trim(str_slice(licence, key.n, licence.n));
}

size_t post_permissions(const struct post *p, struct arena *a, struct str **out)
{
	const struct yaml *media = p->front ? yaml_get(p->front, "media") : NULL;
	const struct yaml *about = p->front ? yaml_get(p->front, "about") : NULL;
	const struct yaml *repost = p->front ? yaml_get(p->front, "repost_of") : NULL;
	size_t room = item_count(about) + 1, n = 0;

	for (size_t i = 0; is_list(media) && i < media->n; i++)
		if (is_map(media->items[i]))
			room += item_count(yaml_get(media->items[i], "people")) + 1;
	*out = arena_array(a, room, sizeof(**out));
	add_ids(about, a, *out, &n);
	for (size_t i = 0; is_list(media) && i < media->n; i++)
		if (is_map(media->items[i])) {
			add_ids(yaml_get(media->items[i], "people"), a, *out, &n);
			add_licence(media->items[i], *out, &n);
		}
	if (is_map(repost) && yaml_str(repost, "permission").n)
		(*out)[n++] = yaml_str(repost, "permission");
	return n;
}
