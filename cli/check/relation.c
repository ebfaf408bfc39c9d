/* What one post shows of how it fits its products. */
#include "check/whole.h"

struct span whole_key(const struct yaml *map, const char *key)
{
	for (size_t i = 0; i < map->n; i++)
		if (str_is(map->keys[i]->value, key))
			return map->keys[i]->at;
	return (struct span){ map->at.start, map->at.start };
}

/* ---- every account of its products, or a reason ----
 *
 * A post that names its products goes to all their open accounts by itself, or says under
 * `omit` why not. One that names accounts only is about the products of these. */

struct coverage {
	const struct whole *w;
	const struct registry *r;
	struct map *sure;  /* products that it must be about */
	struct map *named; /* accounts under targets and omit */
};

static bool goes_to(const struct coverage *v, const struct account *a)
{
	for (size_t i = 0; i < v->w->n_to; i++)
		if (v->w->to[i].account == a)
			return true;
	return false;
}

static bool is_explained(const struct coverage *v, const struct account *a)
{
	for (size_t i = 0; i < a->n_products; i++)
		if (map_get(v->sure, a->products[i], NULL))
			return true;
	return false;
}

static bool serves_one(const struct account *a)
{
	for (size_t i = 1; i < a->n_products; i++)
		if (!str_eq(a->products[i], a->products[0]))
			return false;
	return a->n_products > 0;
}

/* An account of several products does not tell which of them a post is about. */
static void tell_unclear(const struct coverage *v, uint32_t rule)
{
	for (size_t i = 0; i < v->w->n_to; i++) {
		const struct post_destination *to = &v->w->to[i];

		if (is_explained(v, to->account) || !to->target ||
		    serves_one(to->account))
			continue;
		(void)whole_tell(
			v->w->c, v->w->f, rule, v->w->p->source, to->target->at,
			arena_printf(v->w->a,
				     "\"%.*s\" speaks for several products: say under "
				     "\"products:\" which of them this is about",
				     STR_ARG(whole_clip(to->account->id))));
	}
}

static void tell_left_out(const struct coverage *v, uint32_t rule)
{
	struct arena *a = v->w->a;
	struct str *names = arena_array(a, v->r->n_accounts, sizeof(*names));
	size_t n = 0;

	for (size_t i = 0; i < v->r->n_accounts; i++) {
		const struct account *one = &v->r->accounts[i];

		if (!one->closed && is_explained(v, one) && !goes_to(v, one) &&
		    !map_get(v->named, one->id, NULL))
			names[n++] = one->id;
	}
	if (!n)
		return;
	(void)whole_tell(v->w->c, v->w->f, rule, v->w->p->source,
			 whole_key(v->w->p->front, "targets"),
			 arena_printf(a,
				      "this does not go to %.*s: add %s here or, with a "
				      "reason, under \"omit:\"",
				      STR_ARG(whole_join(a, names, n)),
				      n == 1 ? "it" : "them"));
}

static void read_named(struct coverage *v)
{
	const struct post *p = v->w->p;

	for (size_t i = 0; i < p->n_targets; i++)
		(void)map_add(v->named, p->targets[i].account, 0);
	for (size_t i = 0; i < p->n_omits; i++)
		(void)map_add(v->named, p->omits[i].account, 0);
	for (size_t i = 0; i < v->w->n_to; i++)
		if (serves_one(v->w->to[i].account))
			(void)map_add(v->sure, v->w->to[i].account->products[0], 0);
}

/* Replies, corrections and reposts belong where the other post is. */
static bool is_on_its_own(const struct post *p)
{
	return !p->is_reply && !yaml_get(p->front, "corrects") &&
	       !yaml_get(p->front, "repost_of");
}

static void every_account(const struct whole *w, uint32_t rule)
{
	struct coverage v = { .w = w, .r = w->ctx->world->registry };

	if (!v.r || !v.r->known || w->p->n_products || !w->p->n_targets ||
	    !is_on_its_own(w->p))
		return;
	v.sure = map_new(w->a);
	v.named = map_new(w->a);
	read_named(&v);
	tell_unclear(&v, rule);
	tell_left_out(&v, rule);
}

void relation_check(const struct whole *w, uint32_t rule, enum relation r)
{
	if (r == RELATION_EVERY_ACCOUNT)
		every_account(w, rule);
	else if (r == RELATION_CONSENT)
		consent_check(w, rule);
	else if (r == RELATION_REPOST_PERMISSION)
		repost_check(w, rule);
}
