/* people.yaml: pseudonymous ids, roles, managers, keys. There is no place in it for a
 * name or for anybody's private accounts. */
#include "core/vocabulary.h"
#include "record/breach.h"
#include "record/openpgp.h"

#define NAME(id, name) name,
static const char *const role_names[] = { ROLE_WORDS(NAME) NULL };
#undef NAME
_Static_assert(ARRAY_LEN(role_names) == ROLES + 1, "a name for each, and the end");
enum { PEOPLE_MOST = 10000, KEYS_MOST = 16 };

const char *role_name(enum role one)
{
	for (size_t i = 0; i < ROLES; i++)
		if (one == 1u << i)
			return role_names[i];
	return "";
}

bool role_from(struct str name, unsigned *bit)
{
	for (size_t i = 0; i < ROLES; i++)
		if (str_is(name, role_names[i])) {
			*bit = 1u << i;
			return true;
		}
	return false;
}

/* ---- the schema ---- */

static const struct field a_role = { .type = TYPE_ENUM, .choices = role_names };
static const struct field key_schema[] = {
	{ .name = "ssh", .type = TYPE_STRING },
	{ .name = "openpgp", .type = TYPE_STRING },
	{ .name = "from", .type = TYPE_STRING },
	{ .name = "until", .type = TYPE_STRING },
	{ 0 },
};
static const struct field a_key = { .type = TYPE_MAP, .schema = key_schema };
static const struct field person_schema[] = {
	{ .name = "roles",
	  .type = TYPE_LIST,
	  .required = true,
	  .lone = true,
	  .max = ROLES,
	  .item = &a_role },
	{ .name = "manager", .type = TYPE_ID },
	{ .name = "left", .type = TYPE_DATE },
	{ .name = "keys", .type = TYPE_LIST, .max = KEYS_MOST, .item = &a_key },
	{ .name = "age", .type = TYPE_STRING },
	{ 0 },
};
static const struct field file_schema[] = {
	{ .name = "people", .type = TYPE_ANY, .required = true },
	{ 0 },
};

/* ---- one person ---- */

struct loader {
	struct arena *a;
	struct diags *d;
	struct people *out;
};

static struct span place(const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);

	return node ? node->at : map->at;
}

/* A date begins at its first second, and as an end lasts to its last one; an instant is
 * itself. */
static void load_time(struct loader *l, const struct yaml *map, const char *key, bool end,
		      int64_t *out)
{
	struct str text = yaml_str(map, key), whole = text;

	if (!text.n)
		return;
	if (text.n == 10)
		whole = arena_printf(l->a, "%.*sT00:00:00Z", STR_ARG(text));
	if (!instant_parse(whole, out)) {
		diag_add(l->d, place(map, key), "people/date",
			 "'%.*s' is not a date that can be relied on", STR_ARG(text));
		diag_fix(l->d, "write 2026-11-24, or 2026-11-24T09:00:00Z (UTC, with Z)");
		return;
	}
	if (end && text.n == 10)
		*out += DAY;
}

static void load_ssh(struct loader *l, const struct yaml *map, struct person_key *key)
{
	struct str line = yaml_str(map, "ssh"), type, blob, word;
	struct err e;

	if (!line.n)
		return;
	if (signers_key(line, l->a, &type, &blob, &e) < 0) {
		diag_add(l->d, place(map, "ssh"), "people/key", "this is no ssh key: %s",
			 e.msg);
		diag_fix(l->d, "copy the line of the .pub file: ssh-ed25519 AAAA...");
		return;
	}
	/* The comment may name somebody: it goes no further. */
	(void)str_field(&line, ' ', &word);
	(void)str_field(&line, ' ', &word);
	key->ssh = arena_printf(l->a, "%.*s %.*s", STR_ARG(type), STR_ARG(word));
}

static void load_openpgp(struct loader *l, const struct yaml *map, struct person_key *key)
{
	struct openpgp_key *pgp = ARENA_NEW(l->a, struct openpgp_key);
	const char *why = NULL;
	struct str bytes;

	key->openpgp = yaml_str(map, "openpgp");
	if (!key->openpgp.n)
		return;
	key->pgp = pgp;
	if (openpgp_dearmour(key->openpgp, OPENPGP_KEY_HEAD, l->a, &bytes, &why) &&
	    openpgp_key_read(bytes, l->a, pgp, &why))
		return;
	if (str_starts(key->openpgp, OPENPGP_KEY_HEAD))
		diag_add(l->d, place(map, "openpgp"), "people/key",
			 "this OpenPGP key cannot be used: %s", why);
	else
		diag_add(l->d, place(map, "openpgp"), "people/key",
			 "this is no armoured OpenPGP public key");
	diag_fix(l->d, "put the output of 'gpg --armor --export-options export-minimal "
		       "--export ID' there as a block ('openpgp: |')");
}

static void load_key(struct loader *l, const struct yaml *map, struct person_key *key)
{
	*key = (struct person_key){ .from = INT64_MIN, .until = INT64_MAX };
	if (!yaml_get(map, "ssh") == !yaml_get(map, "openpgp"))
		diag_add(l->d, map->at, "people/key",
			 "a key has either `ssh` or `openpgp`");
	load_ssh(l, map, key);
	load_openpgp(l, map, key);
	load_time(l, map, "from", false, &key->from);
	load_time(l, map, "until", true, &key->until);
	if (key->from >= key->until)
		diag_add(l->d, place(map, "until"), "people/date",
			 "the key ends before it begins");
}

static void load_keys(struct loader *l, const struct yaml *list, struct person *p)
{
	if (!list || list->kind != YAML_LIST)
		return;
	p->keys = arena_array(l->a, list->n, sizeof(*p->keys));
	p->n_keys = list->n;
	for (size_t i = 0; i < list->n; i++)
		load_key(l, list->items[i], &p->keys[i]);
}

static void load_roles(const struct yaml *roles, struct person *p)
{
	unsigned bit;

	if (!roles)
		return;
	if (roles->kind == YAML_SCALAR && role_from(roles->value, &bit))
		p->roles = bit;
	for (size_t i = 0; roles->kind == YAML_LIST && i < roles->n; i++)
		if (role_from(roles->items[i]->value, &bit))
			p->roles |= bit;
}

static bool is_id(struct str s)
{
	for (size_t i = 2; i < s.n; i++)
		if (!ascii_is_lower((unsigned char)s.p[i]) &&
		    !ascii_is_digit((unsigned char)s.p[i]) && !(s.p[i] == '-' && i > 2))
			return false;
	return str_starts(s, "p-") && s.n > 2 && s.n <= 64;
}

static void load_person(struct loader *l, const struct yaml *name, const struct yaml *map,
			struct person *p)
{
	*p = (struct person){ .id = name->value, .at = name->at };
	if (!is_id(p->id)) {
		diag_add(l->d, name->at, "people/id", "'%.*s' is not the id of a person",
			 STR_ARG(p->id));
		diag_fix(l->d,
			 "an id is p- and small letters, digits and '-': p-dana; it "
			 "should not be a full name");
	}
	if (map->kind != YAML_MAP) {
		diag_add(l->d, map->at, "people/person",
			 "a person is a map: `roles`, `manager`, `keys`, `age`");
		return;
	}
	if (!yaml_check(map, person_schema, "a person", l->d))
		return;
	load_roles(yaml_get(map, "roles"), p);
	load_keys(l, yaml_get(map, "keys"), p);
	p->manager = yaml_str(map, "manager");
	p->left = yaml_str(map, "left");
	p->age = yaml_str(map, "age");
	if (p->age.n && !seal_is_recipient(p->age)) {
		diag_add(l->d, place(map, "age"), "people/age",
			 "this is no public age recipient");
		diag_fix(l->d, "'age-keygen -y FILE' prints it: age1...");
	}
}

/* ---- all of them ---- */

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct person *)a)->id, ((const struct person *)b)->id);
}

/* A key that somebody before had already: what it signs could be either's. */
static void check_key(struct loader *l, struct map *owners, size_t i,
		      const struct person_key *key)
{
	const struct person *p = &l->out->p[i];
	struct str name = key->pgp ? key->pgp->fingerprint : key->ssh;
	uint32_t other = 0;

	if (!name.n || map_add(owners, name, (uint32_t)i))
		return;
	(void)map_get(owners, name, &other);
	if (other == i && key->pgp)
		diag_add(l->d, p->at, "people/key",
			 "%.*s has the same OpenPGP key twice: which one counts?",
			 STR_ARG(p->id));
	else if (other != i)
		diag_add(l->d, p->at, "people/key",
			 "%.*s and %.*s have the same key: what it signs could be "
			 "either's",
			 STR_ARG(l->out->p[other].id), STR_ARG(p->id));
}

/* What one person's entry cannot show: managers that are not there, shared keys. */
static void check_together(struct loader *l)
{
	struct map *owners = map_new(l->a);

	for (size_t i = 0; i < l->out->n; i++) {
		const struct person *p = &l->out->p[i];

		if (p->manager.n && !people_find(l->out, p->manager))
			diag_add(l->d, p->at, "people/manager",
				 "the manager %.*s is not in the list",
				 STR_ARG(p->manager));
		if (p->manager.n && str_eq(p->manager, p->id))
			diag_add(l->d, p->at, "people/manager",
				 "nobody is their own manager");
		for (size_t k = 0; k < p->n_keys; k++)
			check_key(l, owners, i, &p->keys[k]);
	}
}

static void load_all(struct loader *l, const struct yaml *map)
{
	if (map->kind != YAML_MAP) {
		/* `people:` with nothing behind it: nobody yet. */
		if (map->kind != YAML_SCALAR || map->value.n)
			diag_add(l->d, map->at, "people/person",
				 "`people` is a map from ids to persons");
		return;
	}
	if (map->n > PEOPLE_MOST) {
		diag_add(l->d, map->at, "people/size", "more than %d people",
			 PEOPLE_MOST);
		return;
	}
	l->out->p = arena_array(l->a, map->n, sizeof(*l->out->p));
	l->out->n = map->n;
	for (size_t i = 0; i < map->n; i++)
		load_person(l, map->keys[i], map->items[i], &l->out->p[i]);
	if (map->n)
		qsort(l->out->p, l->out->n, sizeof(*l->out->p), by_id);
	check_together(l);
}

bool people_load(const struct source *s, struct arena *a, struct people *out,
		 struct diags *d)
{
	static const struct yaml_limits limits = { LIMIT_YAML_DEPTH,
						   LIMIT_YAML_EVENTS_POLICY };
	struct loader l = { a, d, out };
	size_t before = d->v.n;
	const struct yaml *map;

	*out = (struct people){ 0 };
	map = source_yaml(s, (struct span){ 0, (uint32_t)s->bytes.n }, limits, a, d);
	if (map && yaml_check(map, file_schema, "the list of people", d))
		load_all(&l, yaml_get(map, "people"));
	else if (!map && d->v.n == before)
		diag_add(d, (struct span){ 0, 0 }, "people/person", "nobody is listed");
	return d->v.n == before;
}

const struct person *people_find(const struct people *p, struct str id)
{
	struct person wanted = { .id = id };

	return p->n ? bsearch(&wanted, p->p, p->n, sizeof(*p->p), by_id) : NULL;
}

const struct person *people_by_key(const struct people *p, struct str ssh)
{
	for (size_t i = 0; ssh.n && i < p->n; i++)
		for (size_t k = 0; k < p->p[i].n_keys; k++)
			if (str_eq(p->p[i].keys[k].ssh, ssh))
				return &p->p[i];
	return NULL;
}

const struct person *people_by_fingerprint(const struct people *p, struct str print)
{
	for (size_t i = 0; print.n && i < p->n; i++)
		for (size_t k = 0; k < p->p[i].n_keys; k++)
			if (p->p[i].keys[k].pgp &&
			    str_eq(p->p[i].keys[k].pgp->fingerprint, print))
				return &p->p[i];
	return NULL;
}
