/* One rule of a clause: its keys, its kind, its patterns. */
#include "policy/load.h"
#include "text/regex.h"

/* What a rule's map says about itself, while it is being read. */
struct draft {
	struct loader *l;
	const struct yaml *map;
	struct policy_rule *rule;
	VEC(struct policy_pattern) near;
};

static void trouble_at_key(const struct draft *d, const char *key, const char *msg)
{
	(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, load_key_at(d->map, key),
			  "%s", msg);
}

/* ---- patterns ---- */

static struct policy_pattern *load_patterns(struct loader *l, const struct yaml *node,
					    size_t *n)
{
	struct policy_pattern *all = arena_array(l->a, load_count(node), sizeof(*all));

	*n = 0;
	for (size_t i = 0; i < load_count(node); i++) {
		const struct yaml *one = load_item(node, i);

		if (one->kind == YAML_SCALAR &&
		    !load_is_cut(l, one, false, FINDING_POLICY_PATTERN))
			(void)load_pattern(l, one, &all[(*n)++]);
	}
	return all;
}

static void load_find(struct draft *d, const struct yaml *node)
{
	d->rule->patterns = load_patterns(d->l, node, &d->rule->n_patterns);
}

static void load_terms(struct draft *d, const struct yaml *node)
{
	struct policy_rule *r = d->rule;

	r->lists = arena_array(d->l->a, load_count(node), sizeof(*r->lists));
	for (size_t i = 0; i < load_count(node); i++) {
		const struct yaml *name = load_item(node, i);

		if (name->kind != YAML_SCALAR)
			continue;
		r->lists[r->n_lists++] = name->value;
		*VEC_ADD(d->l->a, &d->l->uses) =
			(struct list_use){ NO_RULE, d->l->s, name };
	}
}

static void try_regex(struct loader *l, const struct yaml *node, bool caseless)
{
	struct regex *regex = NULL;
	struct err e = { 0 };
	size_t at = 0;

	if (regex_compile(node->value, caseless ? REGEX_CASELESS : 0, &regex, &at, &e) <
	    0) {
		if (at > node->value.n)
			at = node->value.n;
		(void)finding_add(l->f, FINDING_POLICY_REGEX, l->s,
				  yaml_span(node, at, at < node->value.n ? at + 1 : at),
				  "%s%s%s", e.msg, e.hint[0] ? "; " : "", e.hint);
	}
	regex_free(regex);
}

static void load_regexes(struct draft *d, const struct yaml *node)
{
	struct policy_rule *r = d->rule;

	r->regexes = arena_array(d->l->a, load_count(node), sizeof(*r->regexes));
	for (size_t i = 0; i < load_count(node); i++) {
		const struct yaml *regex = load_item(node, i);

		if (regex->kind != YAML_SCALAR ||
		    load_is_cut(d->l, regex, false, FINDING_POLICY_REGEX))
			continue;
		try_regex(d->l, regex, r->caseless);
		r->regexes[r->n_regexes++] = (struct policy_pattern){
			.text = regex->value, .at = regex->at, .node = regex
		};
	}
}

/* ---- kind ---- */

/* The kinds of a later version are refused by name: a rule that is skipped in silence
 * would look like a rule that is kept. */
static bool later_kind(const struct draft *d)
{
	bool later = false;

	for (size_t i = 0; later_kinds[i]; i++) {
		const char *name = later_kinds[i];

		if (!yaml_get(d->map, name))
			continue;
		(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s,
				  load_key_at(d->map, name),
				  "this version of decorum does not know the rule kind "
				  "\"%s\" yet; it knows find, terms, regex, spelling, "
				  "length",
				  name);
		later = true;
	}
	return later;
}

/* Exactly one kind key. */
static bool find_kind(const struct draft *d, enum rule_kind *kind)
{
	bool later = later_kind(d);
	unsigned n = 0;

	for (int i = 0; i < RULE_KINDS; i++) {
		if (!yaml_get(d->map, kind_names[i]))
			continue;
		if (n++)
			(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s,
					  load_key_at(d->map, kind_names[i]),
					  "a rule has one kind: this one has \"%s:\" "
					  "already; make two rules",
					  kind_names[*kind]);
		else
			*kind = (enum rule_kind)i;
	}
	if (!n && !later)
		trouble_at_key(d, "id",
			       "the rule says nothing to look for: it needs find, terms, "
			       "regex, spelling or length");
	return n > 0;
}

static void check_switch(const struct draft *d, const char *key)
{
	const struct yaml *node = yaml_get(d->map, key);

	if (node && str_is(node->value, "false"))
		trouble_at_key(d, key,
			       "only \"true\" makes sense here; leave the rule out "
			       "instead, or make it \"shadow: true\"");
}

static void check_empty(const struct draft *d, const char *key)
{
	const struct yaml *node = yaml_get(d->map, key);

	if (node && node->kind == YAML_LIST && !node->n)
		trouble_at_key(d, key, "this list is empty: the rule would find nothing");
}

static void load_kind(struct draft *d)
{
	const struct yaml *node = yaml_get(d->map, kind_names[d->rule->kind]);

	check_empty(d, kind_names[d->rule->kind]);
	switch (d->rule->kind) {
	case RULE_FIND:
		load_find(d, node);
		break;
	case RULE_TERMS:
		load_terms(d, node);
		break;
	case RULE_REGEX:
		load_regexes(d, node);
		break;
	default:
		check_switch(d, kind_names[d->rule->kind]);
		break;
	}
}

/* ---- unless ---- */

static const char *const excuses[] = { "quoted", "negated", "attributed", "question",
				       NULL };

static void unknown_excuse(struct loader *l, const struct yaml *node)
{
	static const struct str known[] = { STR("quoted"), STR("negated"),
					    STR("attributed"), STR("question"),
					    STR("near") };

	(void)finding_add(
		l->f, FINDING_POLICY_RULE, l->s, node->at,
		"\"%.*s\" is no excuse that the program knows: quoted, negated, "
		"attributed, question, \"near {list}\"%s",
		STR_ARG(load_clip(node->value)),
		load_guess(l, node->value, known, ARRAY_LEN(known)));
}

static void load_near(struct draft *d, const struct yaml *node)
{
	if (node->kind == YAML_SCALAR &&
	    !load_is_cut(d->l, node, false, FINDING_POLICY_PATTERN))
		(void)load_pattern(d->l, node, VEC_ADD(d->l->a, &d->near));
}

static void load_excuse(struct draft *d, const struct yaml *node)
{
	struct loader *l = d->l;
	const struct yaml *near;
	int known;

	if (node->kind == YAML_MAP) {
		(void)load_check(l, node, unless_schema, "unless", FINDING_POLICY_RULE);
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

static void load_unless(struct draft *d)
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

static void load_scope(struct draft *d)
{
	static const unsigned when_bits[] = { WHEN_REPLY, WHEN_HOSTILE, WHEN_ORIGINAL };
	static const char *const when_names[] = { "reply", "reply-to-hostile", "original",
						  NULL };
	const struct yaml *who = yaml_get(d->map, "who");
	int when = name_index(when_names, yaml_str(d->map, "when"));

	for (size_t i = 0; i < load_count(who); i++) {
		const struct yaml *one = load_item(who, i);

		if (str_is(one->value, "company"))
			d->rule->who |= WHO_COMPANY;
		else if (str_is(one->value, "associated"))
			d->rule->who |= WHO_ASSOCIATED;
		else
			d->rule->who |= WHO_ALL;
	}
	if (!d->rule->who)
		d->rule->who = WHO_ALL;
	if (who && !load_count(who))
		trouble_at_key(d, "who",
			       "nobody is named: leave the key out for everyone");
	d->rule->when = when < 0 ? 0 : when_bits[when];
}

static void load_dates(struct draft *d)
{
	struct policy_rule *r = d->rule;

	r->from = yaml_str(d->map, "from");
	r->until = yaml_str(d->map, "until");
	/* Dates of this form sort as text; wrong forms were said by the schema. */
	if (r->from.n == 10 && r->until.n == 10 && str_cmp(r->from, r->until) > 0)
		trouble_at_key(d, "until",
			       "the last day is before the first: this rule "
			       "would never hold");
}

/* Keys that mean nothing for the kind or the level at hand. */
static void check_fit(const struct draft *d)
{
	const struct policy_rule *r = d->rule;
	const struct yaml *map = d->map;

	if (yaml_get(map, "role") && r->level == LEVEL_ADVISE)
		trouble_at_key(d, "role",
			       "advice needs nobody's sign-off: \"role\" goes "
			       "with the levels ask and block");
	if (yaml_get(map, "caseless") && r->kind != RULE_REGEX)
		trouble_at_key(d, "caseless",
			       "\"caseless\" goes with \"regex\" only; in "
			       "patterns, write =Word for exact case");
	if (r->strict && r->kind != RULE_FIND && r->kind != RULE_TERMS)
		trouble_at_key(d, "fold",
			       "\"fold: strict\" goes with \"find\" and "
			       "\"terms\" only");
	if (r->kind == RULE_LENGTH && yaml_get(map, "unless"))
		trouble_at_key(d, "unless", "nothing excuses a post from its length");
}

static const char *topic_list(struct arena *a)
{
	struct str list = STR("");

	for (size_t i = 0; topics[i]; i++)
		list = arena_printf(a, "%.*s%s %s", STR_ARG(list), i ? "," : "",
				    topics[i]);
	return list.p;
}

static void check_topic(const struct draft *d)
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

static void check_id(const struct draft *d)
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

static void load_plain_keys(struct draft *d)
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
static void check_texts(const struct draft *d)
{
	static const char *const texts[] = { "say", "suggest" };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const struct yaml *text = yaml_get(d->map, texts[i]);

		if (text && text->kind == YAML_SCALAR)
			(void)load_is_cut(d->l, text, true, FINDING_POLICY_RULE);
	}
}

static void load_rule(struct loader *l, const struct yaml *map, size_t clause)
{
	struct policy_rule r = { .clause = clause, .source = l->s, .at = map->at };
	struct draft d = { .l = l, .map = map, .rule = &r };
	size_t uses = l->uses.n;

	(void)load_check(l, map, rule_schema, "a rule", FINDING_POLICY_RULE);
	load_plain_keys(&d);
	check_texts(&d);
	load_scope(&d);
	load_dates(&d);
	load_unless(&d);
	check_id(&d);
	if (!find_kind(&d, &r.kind))
		return;
	load_kind(&d);
	check_fit(&d);
	load_examples(l, map, &r);
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
