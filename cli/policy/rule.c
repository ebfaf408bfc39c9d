/* One rule of a clause: the keys that rules of all kinds have. */
#include "policy/load.h"

/* ---- unless ---- */

static const char *const excuses[] = { "quoted",   "negated", "attributed",
				       "question", "public",  NULL };

static void unknown_excuse(struct loader *l, const struct yaml *node)
{
	static const struct str known[] = { STR("quoted"),     STR("negated"),
					    STR("attributed"), STR("question"),
					    STR("public"),     STR("near") };

	(void)finding_add(
		l->f, FINDING_POLICY_RULE, l->s, node->at,
		"\"%.*s\" is no excuse that the program knows: quoted, negated, "
		"attributed, question, public, \"near {list}\"%s",
		STR_ARG(load_clip(node->value)),
		load_guess(l, node->value, known, ARRAY_LEN(known)));
}

static void load_near(struct rule_draft *d, const struct yaml *node)
{
	if (node->kind == YAML_SCALAR &&
	    !load_is_cut(d->l, node, false, FINDING_POLICY_PATTERN))
		(void)load_pattern(d->l, node, VEC_ADD(d->l->a, &d->near));
}

static void load_excuse(struct rule_draft *d, const struct yaml *node)
{
	struct loader *l = d->l;
	const struct yaml *near;
	int known;

	if (node->kind == YAML_MAP) {
		if (!load_check(l, node, unless_schema, "unless", FINDING_POLICY_RULE))
			return;
		near = yaml_get(node, "near");
		for (size_t i = 0; i < load_count(near); i++)
			load_near(d, load_item(near, i));
		return;
	}
	if (node->kind != YAML_SCALAR) {
		(void)finding_add(l->f, FINDING_POLICY_RULE, l->s, node->at,
				  "an excuse is a word or \"near ...\"");
		return;
	}
	known = name_index(excuses, node->value);
	if (known >= 0)
		d->rule->unless |= 1u << known;
	else if (load_is_cut(l, node, false, FINDING_POLICY_PATTERN))
		return;
	else if (str_starts(node->value, "near "))
		(void)load_pattern(l, load_tail(l, node, 5), VEC_ADD(l->a, &d->near));
	else
		unknown_excuse(l, node);
}

static void load_unless(struct rule_draft *d)
{
	const struct yaml *node = yaml_get(d->map, "unless");

	if (!node)
		return;
	/* One map alone, without the dash, is an excuse too. */
	for (size_t i = 0; i < load_count(node); i++)
		load_excuse(d, load_item(node, i));
	d->rule->near = d->near.p;
	d->rule->n_near = d->near.n;
}

/* ---- the other keys ---- */

static void load_scope(struct rule_draft *d)
{
	const struct yaml *who = yaml_get(d->map, "who");
	int when = name_index(when_names, yaml_str(d->map, "when"));

	for (size_t i = 0; i < load_count(who); i++) {
		const struct yaml *one = load_item(who, i);

		if (str_is(one->value, "company"))
			d->rule->who |= WHO_COMPANY;
		else if (str_is(one->value, "associated"))
			d->rule->who |= WHO_ASSOCIATED;
		else
			d->rule->who |= WHO_EVERYONE;
	}
	if (!d->rule->who)
		d->rule->who = WHO_ALL;
	if (who && !load_count(who))
		rule_trouble(d, "who", "nobody is named: leave the key out for everyone");
	d->rule->when = when < 0 ? 0 : 1u << when;
}

static void load_dates(struct rule_draft *d)
{
	struct policy_rule *r = d->rule;

	r->from = yaml_str(d->map, "from");
	r->until = yaml_str(d->map, "until");
	/* Dates of this form sort as text; wrong forms were said by the schema. */
	if (r->from.n == 10 && r->until.n == 10 && str_cmp(r->from, r->until) > 0)
		rule_trouble(d, "until",
			     "the last day is before the first: this rule "
			     "would never hold");
}

static bool is_excusable(enum rule_kind k)
{
	return k <= RULE_SPELLING || k == RULE_COUNT || k == RULE_CONSISTENCY;
}

/* Keys that mean nothing for the kind or the level at hand. */
static void check_fit(const struct rule_draft *d)
{
	const struct policy_rule *r = d->rule;
	const struct yaml *map = d->map;

	if (yaml_get(map, "role") && r->level == LEVEL_ADVISE)
		rule_trouble(d, "role",
			     "advice needs nobody's sign-off: \"role\" goes "
			     "with the levels ask and block");
	if (yaml_get(map, "caseless") && r->kind != RULE_REGEX)
		rule_trouble(d, "caseless",
			     "\"caseless\" goes with \"regex\" only; in "
			     "patterns, write =Word for exact case");
	if (r->strict && r->kind != RULE_FIND && r->kind != RULE_TERMS)
		rule_trouble(d, "fold",
			     "\"fold: strict\" goes with \"find\" and "
			     "\"terms\" only");
	if (yaml_get(map, "max_age") && r->kind != RULE_RELATION)
		rule_trouble(d, "max_age", "\"max_age\" goes with \"relation\" only");
	if (r->n_instead && r->kind != RULE_FIND && r->kind != RULE_REGEX)
		rule_trouble(d, "instead",
			     "\"instead\" goes with \"find\" and \"regex\" only; entries "
			     "of word lists have their own");
	if (yaml_get(map, "unless") && !is_excusable(r->kind))
		rule_trouble(d, "unless",
			     "nothing excuses a rule of this kind: \"unless\" goes with "
			     "\"find\", \"terms\", \"regex\", \"count\" and "
			     "\"consistency\"");
}

static const char *topic_list(struct arena *a)
{
	struct str list = STR("");

	for (size_t i = 0; topics[i]; i++)
		list = arena_printf(a, "%.*s%s %s", STR_ARG(list), i ? "," : "",
				    topics[i]);
	return list.p;
}

static void check_topic(const struct rule_draft *d)
{
	struct str rest = d->rule->id, topic;
	struct str known[32];
	size_t n = 0;

	if (str_chr(rest, '/', 0) >= rest.n || !str_field(&rest, '/', &topic) ||
	    name_index(topics, topic) >= 0)
		return;
	for (; n < ARRAY_LEN(known) && topics[n]; n++)
		known[n] = str_from(topics[n]);
	(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s,
			  yaml_get(d->map, "id")->at,
			  "\"%.*s\" is no topic%s (topics:%s)", STR_ARG(load_clip(topic)),
			  load_guess(d->l, topic, known, n), topic_list(d->l->a));
}

static void check_id(const struct rule_draft *d)
{
	struct clash clash;

	if (!d->rule->id.n)
		return;
	check_topic(d);
	if (!load_unique(d->l, d->l->rule_ids, d->rule->id, yaml_get(d->map, "id")->at,
			 &clash))
		(void)finding_add(
			d->l->f, FINDING_POLICY_RULE, clash.here.source, clash.here.at,
			"the rule \"%.*s\" is there already, at %.*s; give this "
			"one another name",
			STR_ARG(load_clip(d->rule->id)), STR_ARG(clash.other));
}

static void load_instead(struct rule_draft *d)
{
	const struct yaml *instead = yaml_get(d->map, "instead");
	struct policy_rule *r = d->rule;

	for (size_t i = 0; i < load_count(instead) && r->n_instead < FINDING_FIXES; i++)
		if (load_item(instead, i)->kind == YAML_SCALAR)
			r->instead[r->n_instead++] = load_item(instead, i)->value;
}

static void load_plain_keys(struct rule_draft *d)
{
	struct policy_rule *r = d->rule;
	const struct yaml *map = d->map;

	r->id = yaml_str(map, "id");
	(void)level_from(yaml_str(map, "level"), &r->level);
	r->role = yaml_str(map, "role");
	r->say = yaml_str(map, "say");
	r->suggest = yaml_str(map, "suggest");
	r->strict = str_is(yaml_str(map, "fold"), "strict");
	r->mask = load_true(map, "mask");
	r->hides = r->mask;
	r->shadow = load_true(map, "shadow");
	r->overridable = load_true(map, "overridable");
	r->caseless = !str_is(yaml_str(map, "caseless"), "false");
}

/* What the author reads must not end at a #hashtag. */
static void check_texts(const struct rule_draft *d)
{
	static const char *const texts[] = { "say", "suggest" };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const struct yaml *text = yaml_get(d->map, texts[i]);

		if (text && text->kind == YAML_SCALAR)
			(void)load_is_cut(d->l, text, true, FINDING_POLICY_RULE);
	}
}

/* One entry of "untested": each of its words with the reason. */
static void load_reason(const struct yaml *map, struct policy_rule *r)
{
	const struct yaml *what = yaml_get(map, "what");

	for (size_t i = 0; i < load_count(what); i++) {
		const struct yaml *one = load_item(what, i);

		if (one->kind == YAML_SCALAR)
			r->untested[r->n_untested++] = (struct policy_untested){
				one->value, yaml_str(map, "reason"), one->at
			};
	}
}

static void load_untested(struct loader *l, const struct yaml *rule,
			  struct policy_rule *r)
{
	const struct yaml *all = yaml_get(rule, "untested");
	size_t n = 0;

	for (size_t i = 0; i < load_count(all); i++)
		if (load_item(all, i)->kind == YAML_MAP)
			n += load_count(yaml_get(load_item(all, i), "what"));
	r->untested = arena_array(l->a, n, sizeof(*r->untested));
	for (size_t i = 0; i < load_count(all); i++)
		if (load_item(all, i)->kind == YAML_MAP)
			load_reason(load_item(all, i), r);
}

static void load_rule(struct loader *l, const struct yaml *map, size_t clause)
{
	struct policy_rule r = {
		.clause = clause, .source = l->s, .at = map->at, .map = map
	};
	struct rule_draft d = { .l = l, .map = map, .rule = &r };
	size_t uses = l->uses.n;

	d.said = l->f->v.n;
	(void)load_check(l, map, rule_schema, "a rule", FINDING_POLICY_RULE);
	d.n_said = l->f->v.n - d.said;
	load_plain_keys(&d);
	check_texts(&d);
	load_instead(&d);
	load_scope(&d);
	load_dates(&d);
	load_unless(&d);
	check_id(&d);
	if (!rule_find_kind(&d, &r.kind))
		return;
	rule_load_kind(&d);
	check_fit(&d);
	load_examples(l, map, &r);
	load_untested(l, map, &r);
	/* A rule without a name or a level cannot even be shown. */
	if (!r.id.n || r.level == LEVEL_NONE)
		return;
	for (; uses < l->uses.n; uses++)
		l->uses.p[uses].rule = (uint32_t)l->rules.n;
	*VEC_ADD(l->a, &l->rules) = r;
}

void load_rules(struct loader *l, const struct yaml *clause, size_t index)
{
	const struct yaml *rules = yaml_get(clause, "rules");

	if (!rules || rules->kind != YAML_LIST)
		return;
	for (size_t i = 0; i < rules->n; i++) {
		if (rules->items[i]->kind == YAML_MAP)
			load_rule(l, rules->items[i], index);
		else
			(void)finding_add(l->f, FINDING_POLICY_RULE, l->s,
					  rules->items[i]->at,
					  "a rule is written as \"key: value\" lines");
	}
}
