/* Where a post goes: its targets, and the open accounts of its products. */
#include "post/load.h"

/* "Did you mean" costs names times names: only so many are worked out. */
enum { GUESSES = 16 };

struct route {
	const struct post *p;
	const struct registry *r;
	struct arena *a;
	struct findings *f;
	struct map *products; /* of the post */
	struct map *targets;  /* to p->targets */
	struct map *omits;
	VEC(struct post_destination) to;
	struct str *names; /* of all accounts, for guesses */
	unsigned guesses;
	bool wrong; /* a finding has said why an account is not there */
};

/* ---- names ---- */

static const char *mean_account(struct route *t, struct str name)
{
	if (!t->guesses)
		return "";
	t->guesses--;
	if (!t->names) {
		t->names = arena_array(t->a, t->r->n_accounts, sizeof(*t->names));
		for (size_t i = 0; i < t->r->n_accounts; i++)
			t->names[i] = t->r->accounts[i].id;
	}
	return guess(t->a, name, t->names, t->r->n_accounts);
}

static const struct account *find_account(struct route *t, struct str name,
					  struct span at)
{
	const struct account *account = registry_account(t->r, name);

	if (account)
		return account;
	t->wrong = true;
	(void)finding_add(t->f, FINDING_UNKNOWN_ACCOUNT, t->p->source, at,
			  "there is no account \"%.*s\"%s", STR_ARG(clip(name)),
			  mean_account(t, name));
	return NULL;
}

static const struct product *find_product(const struct registry *r, struct str id)
{
	size_t low = 0, high = r->n_products;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int by = str_cmp(r->products[mid].id, id);

		if (by == 0)
			return &r->products[mid];
		if (by < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static void unknown_product(struct route *t, const struct yaml *name)
{
	struct str *names = arena_array(t->a, t->r->n_products, sizeof(*names));
	const char *mean = "";

	for (size_t i = 0; i < t->r->n_products; i++)
		names[i] = t->r->products[i].id;
	if (t->guesses) {
		t->guesses--;
		mean = guess(t->a, name->value, names, t->r->n_products);
	}
	t->wrong = true;
	(void)finding_add(t->f, FINDING_POST_PRODUCT, t->p->source, name->at,
			  "there is no product \"%.*s\" in products.yaml%s",
			  STR_ARG(clip(name->value)), mean);
}

static void read_products(struct route *t)
{
	const struct yaml *list = t->p->front ? yaml_get(t->p->front, "products") : NULL;

	t->products = map_new(t->a);
	for (size_t i = 0; i < item_count(list); i++) {
		const struct yaml *name = item_of(list, i);

		if (!is_scalar(name) || !name->value.n ||
		    !map_add(t->products, name->value, 0))
			continue;
		if (!find_product(t->r, name->value))
			unknown_product(t, name);
	}
}

static void read_omits(struct route *t)
{
	const struct post *p = t->p;

	t->omits = map_new(t->a);
	for (size_t i = 0; i < p->n_omits; i++) {
		(void)map_add(t->omits, p->omits[i].account, 0);
		(void)find_account(t, p->omits[i].account, p->omits[i].at);
	}
}

/* ---- targets ---- */

static bool is_of_post(const struct route *t, const struct account *account)
{
	uint32_t unused;

	for (size_t i = 0; i < account->n_products; i++)
		if (map_get(t->products, account->products[i], &unused))
			return true;
	return false;
}

static void read_target(struct route *t, const struct post_target *target)
{
	const struct account *account = find_account(t, target->account, target->at);

	if (!account)
		return;
	if (account->closed) {
		t->wrong = true;
		(void)finding_add(t->f, FINDING_ACCOUNT_CLOSED, t->p->source, target->at,
				  "the account \"%.*s\" is closed since %.*s",
				  STR_ARG(account->id),
				  STR_ARG(clip(yaml_str(account->map, "closed"))));
		return;
	}
	if (t->p->n_products && !is_of_post(t, account))
		(void)finding_add(t->f, FINDING_ACCOUNT_OTHER, t->p->source, target->at,
				  "\"%.*s\" is no account of the products of this post: "
				  "take it out, or add its product under \"products:\"",
				  STR_ARG(account->id));
	*VEC_ADD(t->a, &t->to) = (struct post_destination){ account, target };
}

static void read_targets(struct route *t)
{
	const struct post *p = t->p;

	t->targets = map_new(t->a);
	for (size_t i = 0; i < p->n_targets; i++)
		if (map_add(t->targets, p->targets[i].account, (uint32_t)i))
			read_target(t, &p->targets[i]);
}

/* ---- all of them ---- */

static void add_implied(struct route *t)
{
	uint32_t unused;

	for (size_t i = 0; i < t->r->n_accounts; i++) {
		const struct account *account = &t->r->accounts[i];

		if (account->closed || !is_of_post(t, account) ||
		    map_get(t->targets, account->id, &unused) ||
		    map_get(t->omits, account->id, &unused))
			continue;
		if (i && str_eq(account->id, t->r->accounts[i - 1].id))
			continue; /* a twin: the registry has said so */
		*VEC_ADD(t->a, &t->to) = (struct post_destination){ account, NULL };
	}
}

static int by_account(const void *pa, const void *pb)
{
	const struct post_destination *a = pa, *b = pb;

	return str_cmp(a->account->id, b->account->id);
}

/* A body without text is fine when every account has a text of its own, or there is a
 * picture. */
static void find_textless(struct route *t)
{
	const bool wanted = t->p->body && !t->p->n_parts && !t->p->n_media;

	for (size_t i = 0; wanted && i < t->to.n; i++) {
		const struct post_destination *to = &t->to.p[i];

		if (to->target && to->target->text)
			continue;
		(void)finding_add(t->f, FINDING_POST_BODY, t->p->source,
				  to->target ? to->target->at
					     : key_at(t->p->front, "products"),
				  "there is no text for \"%.*s\": the body is empty",
				  STR_ARG(to->account->id));
	}
}

static void find_nowhere(struct route *t)
{
	if (t->to.n || t->wrong || !t->p->front ||
	    (!t->p->n_products && !t->p->n_targets))
		return;
	(void)finding_add(t->f, FINDING_POST_NOWHERE, t->p->source,
			  key_at(t->p->front, t->p->n_products ? "products" : "targets"),
			  "this post goes nowhere: no open account is left");
}

size_t post_destinations(const struct post *p, const struct registry *r, struct arena *a,
			 struct post_destination **out, struct findings *f)
{
	struct route t = { .p = p, .r = r, .a = a, .f = f, .guesses = GUESSES };

	*out = NULL;
	if (!r->known)
		return 0;
	read_products(&t);
	read_omits(&t);
	read_targets(&t);
	add_implied(&t);
	if (t.to.n)
		qsort(t.to.p, t.to.n, sizeof(*t.to.p), by_account);
	find_textless(&t);
	find_nowhere(&t);
	*out = t.to.p;
	return t.to.n;
}
