/* `decorum explain --effective`: a rule as it is for an account, a product and a post,
 * and which layer says so. */
#include "cmd/explain.h"
#include "core/file.h"
#include "core/limits.h"

struct layers {
	struct explain *x;
	const struct explain_target *target;
	struct judge j;
	struct policy policy;
	const struct policy_rule *rule;
	const struct account *account; /* NULL: none is asked about */
	struct post post;
	struct source *source; /* of the post; NULL: none */
	struct overlay_rule now;
	struct str from[5]; /* which layer each key came from */
};

static const char *const keys[] = { "level", "off", "on trial", "from", "until" };

/* ---- what is asked about ---- */

static int unknown(struct err *e, const char *what, struct str name,
		   const struct str *names, size_t n)
{
	const struct str near = str_nearest(name, names, n);

	(void)err_set(e, ERR_USAGE, "there is no %s '%.*s'", what, STR_ARG(name));
	return near.n ? err_hint(e, "did you mean '%.*s'?", STR_ARG(near)) : ERR_USAGE;
}

static int find_rule(struct layers *l, struct err *e)
{
	const struct policy *p = &l->policy;
	struct str *names = arena_array(&l->x->c->run, p->n_rules, sizeof(*names));

	for (size_t i = 0; i < p->n_rules; i++) {
		names[i] = p->rules[i].id;
		if (str_eq(names[i], l->target->rule))
			l->rule = &p->rules[i];
	}
	return l->rule ? 0 : unknown(e, "rule", l->target->rule, names, p->n_rules);
}

static int find_account(struct layers *l, struct err *e)
{
	const struct registry *r = &l->j.registry;
	struct str *names = arena_array(&l->x->c->run, r->n_accounts, sizeof(*names));

	if (!l->target->account.n)
		return 0;
	l->account = registry_account(r, l->target->account);
	for (size_t i = 0; i < r->n_accounts; i++)
		names[i] = r->accounts[i].id;
	return l->account
		       ? 0
		       : unknown(e, "account", l->target->account, names, r->n_accounts);
}

static int find_product(struct layers *l, struct err *e)
{
	const struct registry *r = &l->j.registry;
	struct str *names = arena_array(&l->x->c->run, r->n_products, sizeof(*names));
	bool found = !l->target->product.n;

	for (size_t i = 0; i < r->n_products; i++) {
		names[i] = r->products[i].id;
		found = found || str_eq(names[i], l->target->product);
	}
	return found ? 0
		     : unknown(e, "product", l->target->product, names, r->n_products);
}

static int read_post(struct layers *l, struct err *e)
{
	struct arena *a = &l->x->c->run;
	struct diags d = { .a = a };
	struct findings ignored;
	struct str bytes;
	int ret;

	if (!l->target->post)
		return 0;
	ret = file_read(l->target->post, LIMIT_POST, a, &bytes, e);
	if (ret < 0)
		return ret;
	findings_init(&ignored, a);
	l->source = ARENA_NEW(a, struct source);
	if (source_init(l->source, str_from(l->target->post), bytes, LIMIT_POST, a, &d))
		(void)post_load(l->source, true, a, &l->post, &ignored);
	return 0;
}

/* ---- the chain ---- */

static bool is_among(struct str id, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], id))
			return true;
	return false;
}

/* As the check has it: products of the account that the post is about. */
static bool concerns(const struct layers *l, const struct policy_overlay *o)
{
	const struct account *a = l->account;

	if (o->layer == LAYER_COMPANY)
		return true;
	if (o->layer == LAYER_ACCOUNT)
		return a && str_eq(a->id, o->target);
	if (l->target->product.n)
		return str_eq(o->target, l->target->product);
	if (a && !is_among(o->target, a->products, a->n_products))
		return false;
	return l->post.n_products
		       ? is_among(o->target, l->post.products, l->post.n_products)
		       : a != NULL;
}

static struct str value_of(struct arena *a, const struct overlay_rule *r, size_t key)
{
	switch (key) {
	case 0:
		return str_from(level_name((enum level)r->level));
	case 1:
		return r->off ? STR("yes") : STR("no");
	case 2:
		return r->shadow ? STR("yes") : STR("no");
	case 3:
		return r->from.n ? r->from : STR("the start");
	default:
		return r->until.n ? arena_str(a, r->until) : STR("further notice");
	}
}

struct str explain_keys(struct arena *a, const struct overlay_rule *r, uint32_t which)
{
	struct str text = STR_NULL;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (which & 1u << i)
			text = arena_printf(a, "%.*s%s%s %.*s", STR_ARG(text),
					    text.n ? ", " : "", keys[i],
					    STR_ARG(value_of(a, r, i)));
	return text;
}

static struct str place_of(struct layers *l, const struct source *s, struct span at)
{
	return arena_printf(&l->x->c->run, "%.*s:%u", STR_ARG(s->path),
			    source_position(s, at.start).line);
}

/* One step: what it says, what of it counts. */
static void apply(struct layers *l, const char *label, const struct overlay_change *c,
		  struct str place, struct str reason)
{
	struct cmd *k = l->x->c;
	const uint32_t idle = overlay_idle(&l->now, c);
	const uint32_t milder = overlay_loosens(&l->now, c);
	const uint32_t done = overlay_apply(&l->now, c, l->rule->overridable);
	const uint32_t refused = c->keys & ~done & ~idle;

	explain_sayf(k, label, "%.*s: %.*s%s%s%.*s%s", STR_ARG(place),
		     STR_ARG(explain_keys(&k->run, &c->to, c->keys)),
		     milder & done ? " (milder)"
		     : done        ? " (stricter)"
				   : "",
		     reason.n ? "; \"" : "", STR_ARG(reason), reason.n ? "\"" : "");
	if (refused)
		explain_sayf(k, "",
			     "without effect: %.*s, because nobody may make this "
			     "rule milder",
			     STR_ARG(explain_keys(&k->run, &c->to, refused)));
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (done & 1u << i)
			l->from[i] = place;
}

static void say_chain(struct layers *l)
{
	struct cmd *c = l->x->c;
	const struct policy *p = &l->policy;
	const struct str pack = place_of(l, l->rule->source, l->rule->at);

	for (size_t i = 0; i < ARRAY_LEN(l->from); i++)
		l->from[i] = pack;
	policy_rule_base(l->rule, &l->now);
	explain_sayf(c, "pack", "%.*s: %.*s%s", STR_ARG(pack),
		     STR_ARG(explain_keys(&c->run, &l->now,
					  OVERLAY_LEVEL | OVERLAY_SHADOW | OVERLAY_FROM |
						  OVERLAY_UNTIL)),
		     l->rule->overridable ? ", overridable" : ", not overridable");
	for (size_t i = 0; i < p->n_overlays; i++) {
		const struct policy_overlay *o = &p->overlays[i];

		for (size_t k = 0; k < o->n_changes && concerns(l, o); k++)
			if (&p->rules[o->changes[k].rule] == l->rule)
				apply(l, policy_layer_name(o->layer),
				      &o->changes[k].change,
				      place_of(l, o->source, o->changes[k].at),
				      o->changes[k].reason);
	}
	for (size_t i = 0; i < l->post.n_changes; i++)
		if (str_eq(l->post.changes[i].rule, l->rule->id))
			apply(l, "post", &l->post.changes[i].change,
			      place_of(l, l->source, l->post.changes[i].at),
			      l->post.changes[i].reason);
}

static void say_all(struct layers *l)
{
	struct cmd *c = l->x->c;
	const struct explain_target *t = l->target;

	buf_cstr(&c->out, "rule ");
	report_plain(l->rule->id, &c->out);
	buf_char(&c->out, '\n');
	explain_sayf(c, "for", "%s%.*s%s%.*s%s%s%s", t->account.n ? "account " : "",
		     STR_ARG(t->account),
		     t->product.n ? (t->account.n ? ", product " : "product ") : "",
		     STR_ARG(t->product),
		     t->post ? (t->account.n || t->product.n ? ", post " : "post ") : "",
		     t->post ? t->post : "",
		     t->account.n || t->product.n || t->post
			     ? ""
			     : "the company, no account and no post");
	say_chain(l);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		explain_sayf(c, i ? "" : "in effect", "%s %.*s, from %.*s", keys[i],
			     STR_ARG(value_of(&c->run, &l->now, i)), STR_ARG(l->from[i]));
}

int explain_effective(struct explain *x, const struct explain_target *target)
{
	struct layers l = { .x = x, .target = target };
	struct workspace ws;
	struct tree tree = { 0 };
	struct findings f;
	struct err e;
	int ret = workspace_find(x->c, ".", &ws, &e);

	findings_init(&f, &x->c->run);
	if (ret == 0) {
		tree.root = ws.root;
		l.j.quiet = true;
		ret = judge_open(&l.j, x->c, ws.found ? &ws : NULL, &tree, &e);
	}
	if (ret == 0)
		ret = policy_around(x->c, &l.policy, &f, &e);
	if (ret == 0)
		ret = find_rule(&l, &e);
	if (ret == 0)
		ret = find_account(&l, &e);
	if (ret == 0)
		ret = find_product(&l, &e);
	if (ret == 0)
		ret = read_post(&l, &e);
	if (ret == 0)
		say_all(&l);
	ret = ret < 0 ? cmd_fail(x->c, &e) : EXIT_CLEAN;
	judge_close(&l.j);
	return ret;
}
