/* One file of the registries: products.yaml, or an account. */
#include "post/load.h"

enum { ID_MAX = 64 };

static struct account *new_account(struct registry *r, struct arena *a)
{
	arena_vec_room(a, (void **)&r->accounts, r->n_accounts, &r->room_accounts,
		       sizeof(*r->accounts));
	return &r->accounts[r->n_accounts++];
}

static struct product *new_product(struct registry *r, struct arena *a)
{
	arena_vec_room(a, (void **)&r->products, r->n_products, &r->room_products,
		       sizeof(*r->products));
	return &r->products[r->n_products++];
}

bool is_id(struct str s)
{
	bool good = s.n && s.n <= ID_MAX && ascii_is_alnum((unsigned char)s.p[0]);

	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		good = good && (ascii_is_lower(c) || ascii_is_digit(c) || c == '.' ||
				c == '_' || c == '-');
	}
	return good;
}

/* ---- products ---- */

static void add_product(struct registry *r, const struct source *s, const struct yaml *id,
			const struct yaml *map, struct arena *a, struct findings *f)
{
	struct product *p;

	if (!is_id(id->value))
		(void)finding_add(f, FINDING_REGISTRY, s, id->at,
				  "the id of a product has small letters, digits, \"-\", "
				  "\"_\" and \".\"; its \"name:\" is for people");
	if (!is_map(map)) {
		(void)finding_add(f, FINDING_REGISTRY, s, map->at,
				  "a product is written as \"key: value\" lines");
		return;
	}
	(void)post_check(s, map, product_schema, "a product", FINDING_REGISTRY, a, f);
	p = new_product(r, a);
	*p = (struct product){
		.id = id->value,
		.name = yaml_str(map, "name"),
		.source = s,
		.at = id->at,
	};
	p->n_aliases = strings_of(yaml_get(map, "aliases"), a, &p->aliases);
}

static void add_products(struct registry *r, const struct source *s,
			 const struct yaml *map, struct arena *a, struct findings *f)
{
	const struct yaml *products = yaml_get(map, "products");

	(void)post_check(s, map, products_schema, "products.yaml", FINDING_REGISTRY, a,
			 f);
	if (products && !is_map(products))
		(void)finding_add(f, FINDING_REGISTRY, s, products->at,
				  "under \"products:\" stands one \"id:\" for each "
				  "product");
	for (size_t i = 0; is_map(products) && i < products->n; i++)
		add_product(r, s, products->keys[i], products->items[i], a, f);
}

/* ---- accounts ---- */

/* "22:00" */
static bool is_clock(struct str s)
{
	static const char form[] = "dd:dd";

	if (s.n != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (form[i] == 'd' ? !ascii_is_digit((unsigned char)s.p[i])
				   : s.p[i] != form[i])
			return false;
	return (s.p[0] - '0') * 10 + s.p[1] - '0' < 24 && s.p[3] < '6';
}

static void check_clock(const struct source *s, const struct yaml *quiet, const char *key,
			struct findings *f)
{
	const struct yaml *value = yaml_get(quiet, key);

	if (is_scalar(value) && value->value.n && !is_clock(value->value))
		(void)finding_add(f, FINDING_REGISTRY, s, value->at,
				  "a time of day is written like \"22:00\"");
}

static void check_account(const struct registry *r, const struct source *s,
			  const struct yaml *map, struct findings *f)
{
	const struct yaml *quiet = yaml_get(map, "quiet"), *zone = yaml_get(map, "zone");
	const struct str opened = yaml_str(map, "opened"),
			 closed = yaml_str(map, "closed");

	find_secrets(r, s, map, f);
	if (is_map(quiet)) {
		check_clock(s, quiet, "from", f);
		check_clock(s, quiet, "until", f);
	}
	if (is_scalar(zone) && zone->value.n && !is_zone(zone->value))
		(void)finding_add(f, FINDING_REGISTRY, s, zone->at,
				  "a time zone is named like \"Europe/London\", or "
				  "\"UTC\"");
	/* Days written 2026-11-25 sort as they follow each other. */
	if (opened.n == closed.n && str_cmp(closed, opened) < 0)
		(void)finding_add(f, FINDING_REGISTRY, s, yaml_get(map, "closed")->at,
				  "the account was closed before it was opened");
}

/* "accounts/readable-x.yaml" is "readable-x". */
static struct str id_of(const struct source *s)
{
	return record_id_of(s->path);
}

static void add_account(struct registry *r, const struct source *s,
			const struct yaml *map, struct arena *a, struct findings *f)
{
	struct account *account;

	(void)post_check(s, map, account_schema, "an account", FINDING_REGISTRY, a, f);
	check_account(r, s, map, f);
	if (!is_id(id_of(s)))
		(void)finding_add(f, FINDING_REGISTRY, s,
				  (struct span){ map->at.start, map->at.start },
				  "the name of this file is the id of the account: small "
				  "letters, digits, \"-\", \"_\" and \".\", as "
				  "readable-x.yaml");
	account = new_account(r, a);
	*account = (struct account){
		.id = id_of(s),
		.network = yaml_str(map, "network"),
		.handle = yaml_str(map, "handle"),
		.owner = yaml_str(map, "owner"),
		.lang = yaml_str(map, "lang"),
		.zone = yaml_str(map, "zone"),
		.stable_id = yaml_str(map, "id"),
		.limits = yaml_str(map, "limits"),
		.closed = yaml_get(map, "closed") != NULL,
		.source = s,
		.map = map,
	};
	if (!account->limits.n)
		account->limits = account->network;
	account->n_products =
		strings_of(yaml_get(map, "products"), a, &account->products);
}

/* ---- either ---- */

/* The file of products may have any name (decorum.yaml): what it holds tells. */
static bool is_products(const struct source *s, const struct yaml *map)
{
	if (str_is(id_of(s), "products") && !yaml_get(map, "network"))
		return true;
	return is_map(yaml_get(map, "products")) && !yaml_get(map, "network");
}

void registry_add(struct registry *r, const struct source *s, struct arena *a,
		  struct findings *f)
{
	const struct span all = { 0, (uint32_t)s->bytes.n };
	const struct yaml *map =
		post_map(s, all, LIMIT_YAML_EVENTS_POLICY,
			 str_is(id_of(s), "products") ? "products.yaml" : "an account",
			 FINDING_REGISTRY, a, f);

	if (!map) {
		find_raw_secrets(r, s, f);
		return;
	}
	if (is_products(s, map))
		add_products(r, s, map, a, f);
	else
		add_account(r, s, map, a, f);
}
