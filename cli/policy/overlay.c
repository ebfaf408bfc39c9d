/* overlays/NAME.yaml: what the company, a product or an account changes about rules. All
 * may make them stricter; milder only those that say `overridable: true`. */
#include "policy/load.h"

static const char *const change_keys[] = { "level", "off", "shadow", "from", "until" };

/* ---- reading ---- */

static void load_change(struct loader *l, const struct yaml *map,
			struct policy_overlay *overlay)
{
	struct policy_change *c = &overlay->changes[overlay->n_changes];
	struct overlay_rule *to;
	enum level level = LEVEL_NONE;

	if (!load_check(l, map, change_schema, "a change of a rule",
			FINDING_POLICY_OVERLAY))
		return;
	*c = (struct policy_change){ .node = map,
				     .rule_id = yaml_str(map, "rule"),
				     .reason = yaml_str(map, "reason"),
				     .at = map->at };
	to = &c->change.to;
	for (size_t i = 0; i < ARRAY_LEN(change_keys); i++)
		if (yaml_get(map, change_keys[i]))
			c->change.keys |= 1u << i;
	(void)level_from(yaml_str(map, "level"), &level);
	to->level = (uint32_t)level;
	to->off = load_true(map, "off");
	to->shadow = load_true(map, "shadow");
	to->from = yaml_str(map, "from");
	to->until = yaml_str(map, "until");
	if (c->change.keys)
		overlay->n_changes++;
	else
		(void)finding_add(l->f, FINDING_POLICY_OVERLAY, l->s,
				  load_key_at(map, "rule"),
				  "this changes nothing: say \"level:\", \"off:\", "
				  "\"shadow:\", \"from:\" or \"until:\"");
}

static void check_for(struct loader *l, const struct yaml *map,
		      const struct policy_overlay *o)
{
	const bool company = o->layer == LAYER_COMPANY;

	if (company && yaml_get(map, "for"))
		(void)finding_add(
			l->f, FINDING_POLICY_OVERLAY, l->s, load_key_at(map, "for"),
			"the layer \"company\" is for everything: \"for:\" goes "
			"with product and account");
	else if (!company && !o->target.n)
		(void)finding_add(l->f, FINDING_POLICY_OVERLAY, l->s,
				  load_key_at(map, "layer"),
				  "say which %s this is for: \"for: ID\"",
				  policy_layer_name(o->layer));
}

void load_overlay(struct loader *l, const struct source *s)
{
	const struct span all = { 0, (uint32_t)s->bytes.n };
	const struct yaml *map = load_map(l, all, "an overlay", FINDING_POLICY_OVERLAY);
	struct policy_overlay o = { .source = s };
	const struct yaml *rules;
	int layer;

	if (!map)
		return;
	if (!load_check(l, map, overlay_schema, "an overlay", FINDING_POLICY_OVERLAY))
		return;
	layer = name_index(layer_names, yaml_str(map, "layer"));
	o.layer = layer < 0 ? LAYER_COMPANY : (enum policy_layer)layer;
	o.target = o.layer == LAYER_COMPANY ? STR_NULL : yaml_str(map, "for");
	check_for(l, map, &o);
	rules = yaml_get(map, "rules");
	o.changes = arena_array(l->a, rules->n, sizeof(*o.changes));
	for (size_t i = 0; i < rules->n; i++) {
		if (rules->items[i]->kind == YAML_MAP)
			load_change(l, rules->items[i], &o);
		else
			(void)finding_add(
				l->f, FINDING_POLICY_OVERLAY, l->s, rules->items[i]->at,
				"a change of a rule is written as \"key: value\" "
				"lines");
	}
	*VEC_ADD(l->a, &l->overlays) = o;
}

/* ---- once all rules are known ---- */

struct settler {
	struct loader *l;
	struct policy *p;
	struct map *ids;              /* to rules */
	struct str *names;            /* the same, for guesses */
	struct overlay_rule *company; /* rules, the company's changes applied */
	struct policy_change **last;  /* of each rule's chain, or NULL */
	struct map *seen;             /* layer, target and rule, to places */
	VEC(struct place) places;
};

static struct span key_of(const struct policy_change *c, uint32_t keys)
{
	for (size_t i = 0; i < ARRAY_LEN(change_keys); i++)
		if (keys & 1u << i)
			return load_key_at(c->node, change_keys[i]);
	return c->at;
}

static struct str place_name(struct settler *s, const struct source *source,
			     struct span at)
{
	return arena_printf(s->l->a, "%.*s:%u", STR_ARG(source->path),
			    source_position(source, at.start).line);
}

static bool find_rule(struct settler *s, const struct policy_overlay *o,
		      struct policy_change *c)
{
	uint32_t i;

	if (map_get(s->ids, c->rule_id, &i)) {
		c->rule = i;
		return true;
	}
	(void)finding_add(s->l->f, FINDING_POLICY_OVERLAY, o->source,
			  yaml_get(c->node, "rule")->at, "there is no rule \"%.*s\"%s",
			  STR_ARG(load_clip(c->rule_id)),
			  load_guess(s->l, c->rule_id, s->names, s->p->n_rules));
	return false;
}

/* One rule, changed twice by one layer: which of them counts? */
static bool is_fresh(struct settler *s, const struct policy_overlay *o,
		     const struct policy_change *c)
{
	const struct str key = arena_printf(s->l->a, "%d %.*s %.*s", (int)o->layer,
					    STR_ARG(o->target), STR_ARG(c->rule_id));
	const struct place *other;
	uint32_t i;

	if (!map_get(s->seen, key, &i) || i >= s->places.n) {
		(void)map_add(s->seen, key, (uint32_t)s->places.n);
		*VEC_ADD(s->l->a, &s->places) = (struct place){ o->source, c->at };
		return true;
	}
	other = &s->places.p[i];
	(void)finding_add(s->l->f, FINDING_POLICY_OVERLAY, o->source, c->at,
			  "this layer changes \"%.*s\" already, at %.*s",
			  STR_ARG(load_clip(c->rule_id)),
			  STR_ARG(place_name(s, other->source, other->at)));
	return false;
}

static void check_change(struct settler *s, const struct policy_overlay *o,
			 const struct policy_change *c)
{
	const struct policy_rule *r = &s->p->rules[c->rule];
	const struct overlay_rule *now = &s->company[c->rule];
	const uint32_t milder = overlay_loosens(now, &c->change);
	const uint32_t idle = overlay_idle(now, &c->change);

	if (milder && !r->overridable)
		(void)finding_add(s->l->f, FINDING_POLICY_OVERLAY, o->source,
				  key_of(c, milder),
				  "this makes \"%.*s\" milder, and the rule at %.*s does "
				  "not allow that: say \"overridable: true\" there, or "
				  "only make it stricter here",
				  STR_ARG(load_clip(r->id)),
				  STR_ARG(place_name(s, r->source, r->at)));
	else if (milder && !str_trim(c->reason).n)
		(void)finding_add(s->l->f, FINDING_POLICY_OVERLAY, o->source,
				  key_of(c, milder),
				  "this makes \"%.*s\" milder: say why, with \"reason:\"",
				  STR_ARG(load_clip(r->id)));
	if (idle == c->change.keys)
		(void)finding_add(s->l->f, FINDING_POLICY_ADVICE, o->source,
				  key_of(c, idle),
				  "this changes nothing: \"%.*s\" is so already",
				  STR_ARG(load_clip(r->id)));
}

static void chain(struct settler *s, const struct policy_overlay *o,
		  struct policy_change *c)
{
	struct policy_change **last = &s->last[c->rule];

	c->of = o;
	if (*last)
		(*last)->next = c;
	else
		s->p->rules[c->rule].layers = c;
	*last = c;
}

static void settle(struct settler *s, struct policy_overlay *o)
{
	size_t kept = 0;

	for (size_t i = 0; i < o->n_changes; i++) {
		struct policy_change c = o->changes[i];

		if (!find_rule(s, o, &c) || !is_fresh(s, o, &c))
			continue;
		check_change(s, o, &c);
		if (o->layer == LAYER_COMPANY)
			(void)overlay_apply(&s->company[c.rule], &c.change,
					    s->p->rules[c.rule].overridable);
		o->changes[kept] = c;
		chain(s, o, &o->changes[kept++]);
	}
	o->n_changes = kept;
}

static int by_layer(const void *pa, const void *pb)
{
	const struct policy_overlay *a = pa, *b = pb;
	int by = (int)a->layer - (int)b->layer;

	by = by ? by : str_cmp(a->target, b->target);
	return by ? by : str_cmp(a->source->path, b->source->path);
}

void policy_rule_base(const struct policy_rule *r, struct overlay_rule *out)
{
	*out = (struct overlay_rule){ .level = (uint32_t)r->level,
				      .shadow = r->shadow,
				      .from = r->from,
				      .until = r->until };
}

bool policy_rule_company(const struct policy_rule *r, struct policy_rule *out)
{
	struct overlay_rule now;

	policy_rule_base(r, &now);
	for (const struct policy_change *c = r->layers; c; c = c->next)
		if (c->of->layer == LAYER_COMPANY)
			(void)overlay_apply(&now, &c->change, r->overridable);
	*out = *r;
	out->level = (enum level)now.level;
	out->shadow = now.shadow;
	out->from = now.from;
	out->until = now.until;
	return !now.off;
}

void load_settle_overlays(struct loader *l)
{
	struct policy *p = l->out;
	struct settler s = {
		.l = l, .p = p, .ids = map_new(l->a), .seen = map_new(l->a)
	};

	p->overlays = l->overlays.p;
	p->n_overlays = l->overlays.n;
	if (!p->n_overlays)
		return;
	qsort(p->overlays, p->n_overlays, sizeof(*p->overlays), by_layer);
	s.names = arena_array(l->a, p->n_rules, sizeof(*s.names));
	s.company = arena_array(l->a, p->n_rules, sizeof(*s.company));
	s.last = arena_array(l->a, p->n_rules, sizeof(struct policy_change *));
	for (size_t i = 0; i < p->n_rules; i++) {
		s.names[i] = p->rules[i].id;
		(void)map_add(s.ids, s.names[i], (uint32_t)i);
		policy_rule_base(&p->rules[i], &s.company[i]);
	}
	for (size_t i = 0; i < p->n_overlays; i++)
		settle(&s, &p->overlays[i]);
}

const char *policy_layer_name(enum policy_layer layer)
{
	return layer_names[layer];
}
