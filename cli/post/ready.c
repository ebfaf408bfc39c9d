/* What only shows when all files of the registries are read. */
#include "post/load.h"

/* "Did you mean" costs names times names: only so many are worked out. */
enum { GUESSES = 64 };

static int by_account(const void *pa, const void *pb)
{
	const struct account *a = pa, *b = pb;
	const int by = str_cmp(a->id, b->id);

	return by ? by : str_cmp(a->source->path, b->source->path);
}

static int by_product(const void *pa, const void *pb)
{
	const struct product *a = pa, *b = pb;
	const int by = str_cmp(a->id, b->id);

	if (by)
		return by;
	return a->at.start < b->at.start ? -1 : a->at.start > b->at.start;
}

static struct span value_at(const struct account *a, const char *key)
{
	const struct yaml *node = yaml_get(a->map, key);

	return node ? node->at : key_at(a->map, key);
}

/* ---- twice ---- */

/* A second file of the same name elsewhere, or a second list of products. */
static void find_twins(const struct registry *r, struct findings *f)
{
	for (size_t i = 1; i < r->n_accounts; i++)
		if (str_eq(r->accounts[i].id, r->accounts[i - 1].id))
			(void)finding_add(f, FINDING_REGISTRY, r->accounts[i].source,
					  value_at(&r->accounts[i], "network"),
					  "an account \"%.*s\" is there already, in %.*s",
					  STR_ARG(r->accounts[i].id),
					  STR_ARG(r->accounts[i - 1].source->path));
	for (size_t i = 1; i < r->n_products; i++)
		if (str_eq(r->products[i].id, r->products[i - 1].id))
			(void)finding_add(f, FINDING_REGISTRY, r->products[i].source,
					  r->products[i].at,
					  "a product \"%.*s\" is there already",
					  STR_ARG(r->products[i].id));
}

/* "@Readable" is "readable". */
static struct str plain_handle(struct str handle, struct arena *a)
{
	const struct str name =
		str_starts(handle, "@") ? str_slice(handle, 1, handle.n) : handle;
	char *plain = arena_cstr(a, name);

	for (size_t i = 0; i < name.n; i++)
		plain[i] = ascii_lower(plain[i]);
	return (struct str){ plain, name.n };
}

/* The network's own id says who it is; without one the handle has to. */
static void find_same(const struct registry *r, struct arena *a, struct findings *f)
{
	struct map *seen = map_new(a);

	for (size_t i = 0; i < r->n_accounts; i++) {
		const struct account *one = &r->accounts[i];
		const char *key = one->stable_id.n ? "id" : "handle";
		const struct str name =
			one->stable_id.n ? one->stable_id : plain_handle(one->handle, a);
		const struct str who = arena_printf(a, "%s %.*s %.*s", key,
						    STR_ARG(one->network), STR_ARG(name));
		uint32_t first;

		if (!name.n || map_add(seen, who, (uint32_t)i) ||
		    !map_get(seen, who, &first))
			continue;
		(void)finding_add(f, FINDING_REGISTRY, one->source, value_at(one, key),
				  "this is the same account as %.*s: one file for each "
				  "account",
				  STR_ARG(r->accounts[first].source->path));
	}
}

/* ---- products and accounts ---- */

struct matrix {
	const struct registry *r;
	struct arena *a;
	struct findings *f;
	struct map *products; /* id to index */
	bool *served;         /* there is an open account */
	struct str *names;
	unsigned guesses;
};

static void unknown_product(struct matrix *m, const struct account *account,
			    const struct yaml *name)
{
	const char *mean = "";

	if (m->guesses) {
		m->guesses--;
		mean = guess(m->a, name->value, m->names, m->r->n_products);
	}
	(void)finding_add(m->f, FINDING_REGISTRY, account->source, name->at,
			  "there is no product \"%.*s\" in products.yaml%s",
			  STR_ARG(clip(name->value)), mean);
}

static void match_account(struct matrix *m, const struct account *account)
{
	const struct yaml *list = yaml_get(account->map, "products");

	for (size_t i = 0; i < item_count(list); i++) {
		const struct yaml *name = item_of(list, i);
		uint32_t product;

		if (!is_scalar(name) || !name->value.n)
			continue;
		if (!map_get(m->products, name->value, &product))
			unknown_product(m, account, name);
		else if (!account->closed)
			m->served[product] = true;
	}
}

static void match(const struct registry *r, struct arena *a, struct findings *f)
{
	struct matrix m = { .r = r, .a = a, .f = f, .guesses = GUESSES };

	m.products = map_new(a);
	m.served = arena_array(a, r->n_products, sizeof(*m.served));
	m.names = arena_array(a, r->n_products, sizeof(*m.names));
	for (size_t i = 0; i < r->n_products; i++) {
		m.names[i] = r->products[i].id;
		(void)map_add(m.products, m.names[i], (uint32_t)i);
	}
	for (size_t i = 0; i < r->n_accounts; i++)
		match_account(&m, &r->accounts[i]);
	for (size_t i = 0; i < r->n_products; i++)
		if (!m.served[i] && (!i || !str_eq(m.names[i], m.names[i - 1])))
			(void)finding_add(f, FINDING_ACCOUNT_NONE, r->products[i].source,
					  r->products[i].at,
					  "\"%.*s\" has no open account: its posts go "
					  "nowhere",
					  STR_ARG(r->products[i].id));
}

void registry_ready(struct registry *r, struct arena *a, struct findings *f)
{
	if (r->n_accounts)
		qsort(r->accounts, r->n_accounts, sizeof(*r->accounts), by_account);
	if (r->n_products)
		qsort(r->products, r->n_products, sizeof(*r->products), by_product);
	find_twins(r, f);
	find_same(r, a, f);
	match(r, a, f);
	r->known = true;
}

const struct account *registry_account(const struct registry *r, struct str id)
{
	size_t low = 0, high = r->n_accounts;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int by = str_cmp(r->accounts[mid].id, id);

		if (by == 0)
			return &r->accounts[mid];
		if (by < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}
