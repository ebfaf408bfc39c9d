/* Rules about accounts: where their passwords are, the second factor, who looks after
 * them. What is said is what a file says: nobody has looked at the account itself. */
#include "check/whole.h"
#include "core/day.h"

struct visit {
	struct checker *c;
	const struct check_context *ctx;
	const struct account *account;
	uint32_t rule;
	struct findings *f;
};

static void tell(const struct visit *v, struct span at, struct str what)
{
	(void)whole_tell(v->c, v->f, v->rule, v->account->source, at, what);
}

static struct span first_key(const struct account *a)
{
	return a->map->n ? a->map->keys[0]->at : a->map->at;
}

static struct span value_at(const struct account *a, const struct yaml *map,
			    const char *key)
{
	const struct yaml *node =
		map && map->kind == YAML_MAP ? yaml_get(map, key) : NULL;

	return node ? node->at : first_key(a);
}

/* ---- credential ---- */

static void check_vault(const struct visit *v, const struct yaml *map, const char *key)
{
	const struct yaml *node =
		map && map->kind == YAML_MAP ? yaml_get(map, key) : NULL;

	/* What is no reference at all was said when the file was read. */
	if (node && node->kind == YAML_SCALAR && node->value.n &&
	    !registry_allows(v->ctx->world->registry, node->value) &&
	    registry_knows(node->value))
		tell(v, node->at,
		     STR("decorum.yaml does not list this password manager under "
			 "\"vaults:\""));
}

static void check_credential(const struct visit *v)
{
	const struct account *a = v->account;

	if (!yaml_str(a->map, "credential").n)
		tell(v, first_key(a),
		     STR("nothing says where the password of this account is kept: "
			 "\"credential: op://...\""));
	check_vault(v, a->map, "credential");
	check_vault(v, yaml_get(a->map, "twofactor"), "recovery");
}

/* ---- two-factor ---- */

static void check_age(const struct visit *v, const struct yaml *map,
		      const struct bundle_bound *b)
{
	const struct str day = yaml_str(map, "attested_on");
	const struct span at = value_at(v->account, map, "attested_on");
	int64_t seen, today;

	if (!day_parse(day, &seen) || !day_parse(v->ctx->world->today, &today))
		return;
	if (seen > today)
		tell(v, at, STR("this day has not come yet"));
	else if (b->flags & BUNDLE_MAX && today - seen > b->max / 1000)
		tell(v, at,
		     arena_printf(v->f->a,
				  "attested on %.*s, %lld days ago, and %d are the most",
				  STR_ARG(day), (long long)(today - seen),
				  b->max / 1000));
}

static void check_second_factor(const struct visit *v, const struct bundle_bound *b)
{
	const struct yaml *map = yaml_get(v->account->map, "twofactor");
	struct str method;

	if (!map || map->kind != YAML_MAP) {
		tell(v, first_key(v->account),
		     STR("nobody has attested a second factor for this account: "
			 "\"twofactor: {method, attested_by, attested_on}\""));
		return;
	}
	method = yaml_str(map, "method");
	if (str_is(method, "none"))
		tell(v, value_at(v->account, map, "method"),
		     STR("this account has no second factor"));
	else if (str_is(method, "sms"))
		tell(v, value_at(v->account, map, "method"),
		     STR("text messages are a weak second factor: use a key, a passkey "
			 "or "
			 "an app"));
	if (str_eq(yaml_str(map, "attested_by"), v->account->owner))
		tell(v, value_at(v->account, map, "attested_by"),
		     STR("the owner attested it: somebody else has to look"));
	check_age(v, map, b);
}

/* ---- owner ---- */

static void check_owner(const struct visit *v, const char *key)
{
	const struct check_world *w = v->ctx->world;
	const struct str id = yaml_str(v->account->map, key);
	const struct check_person *person = whole_person(w, id);

	if (!w->n_people || !id.n)
		return;
	if (!person)
		tell(v, value_at(v->account, v->account->map, key),
		     arena_printf(v->f->a, "there is no person \"%.*s\" in %.*s",
				  STR_ARG(whole_clip(id)), STR_ARG(w->people_file)));
	else if (person->left.n && w->today.n && str_cmp(person->left, w->today) <= 0)
		tell(v, value_at(v->account, v->account->map, key),
		     arena_printf(v->f->a,
				  "\"%.*s\" left on %.*s: who looks after it now?",
				  STR_ARG(whole_clip(id)), STR_ARG(person->left)));
}

/* ---- all of them ---- */

static void visit(const struct visit *v, const struct bundle_bound *b)
{
	switch ((enum relation)b->what) {
	case RELATION_CREDENTIAL:
		check_credential(v);
		break;
	case RELATION_TWO_FACTOR:
		check_second_factor(v, b);
		break;
	case RELATION_OWNER:
		check_owner(v, "owner");
		check_owner(v, "deputy");
		break;
	default:
		break;
	}
}

static void visit_all(struct visit *v, const bool *wanted)
{
	const struct bundle_range bounds = v->c->t->rules[v->rule].bounds;
	const struct registry *r = v->ctx->world->registry;

	for (size_t i = 0; i < r->n_accounts; i++) {
		const size_t first = v->f->v.n;
		const struct overlays layers = {
			.c = v->c, .ctx = v->ctx, .f = v->f, .to = &v->account, .n_to = 1
		};

		v->account = &r->accounts[i];
		if (v->account->closed || (wanted && !wanted[i]))
			continue;
		for (uint32_t k = 0; k < bounds.n; k++)
			visit(v, &v->c->t->bounds[bounds.first + k]);
		overlays_settle(&layers, first);
	}
}

void check_accounts(struct checker *c, const bool *wanted,
		    const struct check_context *ctx, struct findings *f)
{
	struct visit v = { .c = c, .ctx = ctx, .f = f };

	if (!ctx->world || !ctx->world->registry)
		return;
	situation_use(c, ctx);
	for (v.rule = 0; v.rule < c->t->n_rules; v.rule++)
		if (c->active[v.rule] && c->t->rules[v.rule].kind == BUNDLE_RELATION)
			visit_all(&v, wanted);
}
