/* Layers over the rules: the company, products, accounts, the post itself. The text is
 * judged once, by the rules of the pack; then each finding gets the level that its rule
 * has where the text goes. */
#include "check/scan.h"
#include "core/buf.h"

enum { GUESSES = 20 }; /* names that are compared with all others */

void overlays_prepare(struct checker *c)
{
	const struct bundle_tables *t = c->t;

	if (!t->n_overlays)
		return;
	c->overlay_first = arena_array(&c->own, t->n_rules, sizeof(uint32_t));
	c->overlay_next = arena_array(&c->own, t->n_overlays, sizeof(uint32_t));
	for (uint32_t i = 0; i < t->n_rules; i++)
		c->overlay_first[i] = BUNDLE_NONE;
	/* The chain of a rule is in the order of the table: as it is applied. */
	for (uint32_t i = t->n_overlays; i-- > 0;) {
		const uint32_t rule = t->overlays[i].rule;

		c->overlay_next[i] = c->overlay_first[rule];
		c->overlay_first[rule] = i;
	}
}

bool overlays_move_dates(const struct checker *c, uint32_t rule)
{
	uint32_t i = c->overlay_first ? c->overlay_first[rule] : BUNDLE_NONE;

	for (; i != BUNDLE_NONE; i = c->overlay_next[i])
		if (c->t->overlays[i].keys & (OVERLAY_FROM | OVERLAY_UNTIL))
			return true;
	return false;
}

/* ---- one rule, one destination ---- */

static bool is_among(struct str id, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], id))
			return true;
	return false;
}

/* A product counts when the account belongs to it and the post is about it, or says
 * nothing of products. */
static bool is_product(const struct account *a, const struct post *p, struct str id)
{
	if (a && !is_among(id, a->products, a->n_products))
		return false;
	if (p && p->n_products)
		return is_among(id, p->products, p->n_products);
	return a != NULL;
}

static bool concerns(const struct checker *c, const struct bundle_overlay *o,
		     const struct account *a, const struct post *p)
{
	const struct str target = bundle_str(c->b, o->target);

	if (o->layer == BUNDLE_LAYER_PRODUCT)
		return is_product(a, p, target);
	return o->layer == BUNDLE_LAYER_COMPANY || (a && str_eq(a->id, target));
}

static struct overlay_change change_of(const struct checker *c,
				       const struct bundle_overlay *o)
{
	return (struct overlay_change){
		.keys = o->keys,
		.to = { .level = o->level,
			.off = o->flags & BUNDLE_OVERLAY_OFF,
			.shadow = o->flags & BUNDLE_OVERLAY_SHADOW,
			.from = bundle_str(c->b, o->from),
			.until = bundle_str(c->b, o->until) },
	};
}

static const struct post_change *change_in(const struct post *p, struct str rule)
{
	for (size_t i = 0; p && i < p->n_changes; i++)
		if (str_eq(p->changes[i].rule, rule))
			return &p->changes[i];
	return NULL;
}

static struct overlay_rule base_of(const struct checker *c, const struct bundle_rule *r)
{
	return (struct overlay_rule){ .level = r->level,
				      .shadow = r->flags & BUNDLE_SHADOW,
				      .from = bundle_str(c->b, r->from),
				      .until = bundle_str(c->b, r->until) };
}

void overlays_effective(const struct checker *c, uint32_t rule, const struct account *a,
			const struct post *p, struct overlay_rule *out)
{
	const struct bundle_rule *r = &c->t->rules[rule];
	const bool overridable = r->flags & BUNDLE_OVERRIDABLE;
	const struct post_change *own = change_in(p, bundle_str(c->b, r->id));
	uint32_t i = c->overlay_first ? c->overlay_first[rule] : BUNDLE_NONE;

	*out = base_of(c, r);
	for (; i != BUNDLE_NONE; i = c->overlay_next[i]) {
		const struct overlay_change change = change_of(c, &c->t->overlays[i]);

		if (concerns(c, &c->t->overlays[i], a, p))
			(void)overlay_apply(out, &change, overridable);
	}
	if (own)
		(void)overlay_apply(out, &own->change, overridable);
}

bool check_effective(const struct checker *c, struct str rule, const struct account *a,
		     const struct post *p, struct overlay_rule *out)
{
	const struct bundle_rule *r = bundle_rule(c->b, rule);

	if (!r)
		return false;
	overlays_effective(c, (uint32_t)(r - c->t->rules), a, p, out);
	return true;
}

/* ---- findings ---- */

static bool in_days(const struct overlay_rule *now, struct str today)
{
	return !today.n || ((!now->from.n || str_cmp(now->from, today) <= 0) &&
			    (!now->until.n || str_cmp(today, now->until) <= 0));
}

/* The finding's level where the rule is as `now` says. What made it lower than its rule's
 * still does. */
static enum level level_now(const struct finding *f, const struct bundle_rule *r,
			    const struct overlay_rule *now)
{
	const enum level base =
		r->flags & BUNDLE_SHADOW ? LEVEL_ADVISE : (enum level)r->level;
	enum level level = now->shadow ? LEVEL_ADVISE : (enum level)now->level;

	if (f->level < base && f->level < level)
		level = f->level;
	else if (f->level > base && !now->shadow)
		level = f->level; /* undecided: somebody must look */
	return f->fuzzy && level > LEVEL_ASK ? LEVEL_ASK : level;
}

/* Whether it is on trial is said in front. */
static void say_trial(struct findings *f, struct finding *x, bool trial)
{
	static const char words[] = "on trial, refuses nothing: ";
	const bool said = str_starts(x->msg, words);

	if (said && !trial)
		x->msg = str_slice(x->msg, sizeof(words) - 1, x->msg.n);
	else if (trial && !said)
		x->msg = arena_printf(f->a, "%s%.*s", words, STR_ARG(x->msg));
}

/* Of one finding. */
struct settled {
	enum level worst;
	size_t on, as_bad; /* destinations that have it; that have it at the worst */
	bool trial;        /* of the latter */
};

/* The rule as it is at each destination; findings of one rule mostly come in a row. */
struct settling {
	const struct overlays *o;
	uint32_t rule;            /* of which `now` tells */
	struct overlay_rule *now; /* one for each destination, or one for none of them */
	size_t n;
};

static void settle_rule(struct settling *x, uint32_t rule)
{
	const struct overlays *o = x->o;

	if (!x->now) {
		x->n = o->n_to ? o->n_to : 1;
		x->now = arena_array(o->f->a, x->n, sizeof(*x->now));
	} else if (x->rule == rule) {
		return;
	}
	x->rule = rule;
	for (size_t i = 0; i < x->n; i++)
		overlays_effective(o->c, rule, o->n_to ? o->to[i] : NULL, o->post,
				   &x->now[i]);
}

/* The finding's level there; LEVEL_NONE: it is not found there. */
static enum level level_at(const struct settling *x, const struct finding *f, size_t i)
{
	const struct overlay_rule *now = &x->now[i];

	if (now->off || !in_days(now, x->o->ctx->today))
		return LEVEL_NONE;
	return level_now(f, &x->o->c->t->rules[x->rule], now);
}

static struct settled worst_of(const struct settling *x, const struct finding *f)
{
	struct settled s = { .worst = LEVEL_NONE };

	for (size_t i = 0; i < x->n; i++) {
		const enum level level = level_at(x, f, i);

		s.on += level != LEVEL_NONE;
		if (level == LEVEL_NONE || level < s.worst)
			continue;
		if (level > s.worst)
			s.as_bad = 0;
		s.trial = (!s.as_bad || s.trial) && x->now[i].shadow;
		s.worst = level;
		s.as_bad++;
	}
	return s;
}

static struct str names_of(const struct settling *x, const struct finding *f,
			   enum level worst)
{
	struct str names;
	struct buf all;

	buf_init(&all, 0);
	for (size_t i = 0; i < x->o->n_to; i++) {
		if (level_at(x, f, i) != worst)
			continue;
		buf_cstr(&all, all.n ? ", " : "");
		buf_str(&all, x->o->to[i]->id);
	}
	names = arena_str(x->o->f->a, buf_view(&all));
	buf_release(&all);
	return names;
}

/* False: it is nowhere. */
static bool settle(struct settling *x, struct finding *f)
{
	const struct overlays *o = x->o;
	const struct bundle_rule *r = bundle_rule(o->c->b, f->rule);
	struct str names = STR_NULL;
	struct settled s;
	uint32_t rule;

	if (!r)
		return true;
	rule = (uint32_t)(r - o->c->t->rules);
	if ((!o->c->overlay_first || o->c->overlay_first[rule] == BUNDLE_NONE) &&
	    !change_in(o->post, f->rule))
		return true;
	settle_rule(x, rule);
	s = worst_of(x, f);
	if (!s.on)
		return false;
	if (s.as_bad < o->n_to && !f->account.n)
		names = names_of(x, f, s.worst);
	f->level = s.worst;
	say_trial(o->f, f, s.trial);
	if (names.n)
		f->account = names;
	return true;
}

void overlays_settle(const struct overlays *o, size_t first)
{
	struct settling x = { .o = o };
	struct findings *f = o->f;
	size_t kept = first;

	/* Who asks why is told by the chain itself; a rule alone is judged as written. */
	if (o->ctx->trace || o->ctx->only.n ||
	    (!o->c->t->n_overlays && !(o->post && o->post->n_changes)))
		return;
	for (size_t i = first; i < f->v.n; i++)
		if (settle(&x, &f->v.p[i])) {
			if (kept < i)
				f->v.p[kept] = f->v.p[i];
			kept++;
		}
	if (f->v.n > kept) {
		f->in_file -= f->in_file < f->v.n - kept ? f->in_file : f->v.n - kept;
		f->v.n = kept;
	}
}

/* ---- what a post may change ---- */

static const char *guess(const struct checker *c, struct str name, struct arena *a)
{
	struct str *names = arena_array(a, c->t->n_rules, sizeof(*names)), near;

	for (uint32_t i = 0; i < c->t->n_rules; i++)
		names[i] = bundle_str(c->b, c->t->rules[i].id);
	near = str_nearest(name, names, c->t->n_rules);
	return near.n ? arena_printf(a, "; did you mean \"%.*s\"?", STR_ARG(near)).p : "";
}

static void check_change(const struct checker *c, const struct post *p,
			 const struct post_change *x, bool help, struct arena *a,
			 struct findings *f)
{
	const struct bundle_rule *r = bundle_rule(c->b, x->rule);
	struct overlay_rule now;

	if (!r) {
		(void)finding_add(f, FINDING_POST_OVERLAY, p->source, x->at,
				  "there is no rule \"%.*s\"%s", STR_ARG(x->rule),
				  help ? guess(c, x->rule, a) : "");
		return;
	}
	now = base_of(c, r);
	if (!(r->flags & BUNDLE_OVERRIDABLE) && overlay_loosens(&now, &x->change))
		(void)finding_add(
			f, FINDING_POST_OVERLAY, p->source, x->at,
			"the policy does not let this rule be made milder: take "
			"this out, or ask the policy owner for \"overridable: "
			"true\"");
}

void overlays_check_post(const struct checker *c, const struct post *p, struct arena *a,
			 struct findings *f)
{
	for (size_t i = 0; i < p->n_changes; i++)
		check_change(c, p, &p->changes[i], i < GUESSES, a, f);
}

/* ---- targets that are not there ---- */

static bool is_there(const struct registry *r, const struct bundle_overlay *o,
		     struct str target)
{
	if (o->layer == BUNDLE_LAYER_ACCOUNT)
		return registry_account(r, target) != NULL;
	for (size_t i = 0; i < r->n_products; i++)
		if (str_eq(r->products[i].id, target))
			return true;
	return false;
}

static struct str nearest(const struct registry *r, const struct bundle_overlay *o,
			  struct str target, struct arena *a)
{
	const bool account = o->layer == BUNDLE_LAYER_ACCOUNT;
	const size_t n = account ? r->n_accounts : r->n_products;
	struct str *names = arena_array(a, n, sizeof(*names));

	for (size_t i = 0; i < n; i++)
		names[i] = account ? r->accounts[i].id : r->products[i].id;
	return str_nearest(target, names, n);
}

void check_overlays(const struct checker *c, const struct registry *r, struct arena *a,
		    struct check_losts *out)
{
	const struct bundle_overlay *last = NULL;

	for (uint32_t i = 0; i < c->t->n_overlays; i++) {
		const struct bundle_overlay *o = &c->t->overlays[i];
		const struct str target = bundle_str(c->b, o->target);
		struct check_lost lost = { .file = bundle_str(c->b, o->file),
					   .account = o->layer == BUNDLE_LAYER_ACCOUNT,
					   .target = target };

		if (o->layer == BUNDLE_LAYER_COMPANY || is_there(r, o, target) ||
		    (last && last->layer == o->layer && last->target.at == o->target.at &&
		     last->file.at == o->file.at))
			continue;
		last = o;
		if (out->v.n < GUESSES)
			lost.near = nearest(r, o, target, a);
		*VEC_ADD(a, &out->v) = lost;
	}
}
