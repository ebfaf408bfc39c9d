/* The branches of a rule: each thing in it that could be left out, and the rule as it is
 * with that branch alone or without it. */
#include "cmd/test.h"

static const char *const excuse_names[] = { "quoted", "negated", "attributed", "question",
					    "public" };

bool branch_excuses(const struct branch *b)
{
	return b->near || b->kind == BRANCH_EXCUSE;
}

/* ---- finding them ---- */

struct finder {
	const struct policy_rule *rule;
	struct arena *a;
	struct branches *out;
	const struct policy_pattern *pattern;
	size_t index;
	bool near;
};

static struct branch *add(const struct finder *f, enum branch_kind kind, struct str what,
			  struct span at)
{
	struct branch *b = VEC_ADD(f->a, &f->out->v);

	*b = (struct branch){
		.kind = kind, .near = f->near, .index = f->index, .what = what, .at = at
	};
	return b;
}

/* A branch that is a node of the pattern, `part` of which is shown. */
static void add_node(const struct finder *f, enum branch_kind kind, struct pattern *node,
		     size_t kid, struct span part)
{
	struct branch *b = add(f, kind, str_span(f->pattern->text, part),
			       yaml_span(f->pattern->node, part.start, part.end));

	b->node = node;
	b->kid = kid;
}

/* The depth of a tree is bounded: pattern_parse(). */
static void walk(const struct finder *f, struct pattern *p)
{
	if (p->kind == PATTERN_ALT)
		for (size_t i = 0; i < p->n_kids; i++)
			add_node(f, BRANCH_ALTERNATIVE, p, i, p->kids[i]->at);
	if (p->kind == PATTERN_OPT) {
		add_node(f, BRANCH_WITH, p, 0, p->at);
		add_node(f, BRANCH_WITHOUT, p, 0, p->at);
	}
	if (p->kind == PATTERN_GAP)
		add_node(f, BRANCH_GAP, p, 0, p->at);
	for (size_t i = 0; i < p->n_kids; i++)
		walk(f, p->kids[i]);
}

static void add_patterns(struct finder *f, const struct policy_pattern *all, size_t n,
			 bool near)
{
	f->near = near;
	for (f->index = 0; f->index < n; f->index++) {
		f->pattern = &all[f->index];
		(void)add(f, BRANCH_PATTERN, f->pattern->text, f->pattern->at);
		walk(f, f->pattern->tree);
	}
	f->index = 0;
	f->near = false;
}

static void add_regexes(struct finder *f)
{
	const struct policy_rule *r = f->rule;

	for (f->index = 0; f->index < r->n_regexes; f->index++)
		(void)add(f, BRANCH_REGEX, r->regexes[f->index].text,
			  r->regexes[f->index].at);
	f->index = 0;
}

/* Where `name` stands among the values of a key; the rule as a whole when it does not. */
static struct span value_at(const struct policy_rule *r, const char *key, struct str name)
{
	const struct yaml *node = yaml_get(r->map, key);

	if (!node)
		return yaml_get(r->map, "id")->at;
	for (size_t i = 0; node->kind == YAML_LIST && i < node->n; i++)
		if (str_eq(node->items[i]->value, name))
			return node->items[i]->at;
	return node->at;
}

static void add_lists(struct finder *f)
{
	const struct policy_rule *r = f->rule;

	for (f->index = 0; f->index < r->n_lists; f->index++)
		(void)add(f, BRANCH_LIST, r->lists[f->index],
			  value_at(r, "terms", r->lists[f->index]));
	f->index = 0;
}

/* What it measures or forbids, by name. */
static void add_bounds(struct finder *f)
{
	const struct policy_rule *r = f->rule;

	if (r->kind < RULE_GRAMMAR) /* theirs go with their patterns */
		return;
	for (f->index = 0; f->index < r->n_bounds; f->index++)
		(void)add(f, BRANCH_BOUND,
			  str_from(bound_name(r->kind, r->bounds[f->index].what)),
			  r->bounds[f->index].at);
	f->index = 0;
}

static void add_excuses(struct finder *f)
{
	const struct policy_rule *r = f->rule;

	for (size_t i = 0; i < ARRAY_LEN(excuse_names); i++) {
		const struct str name = str_from(excuse_names[i]);

		if (r->unless & 1u << i)
			add(f, BRANCH_EXCUSE, name, value_at(r, "unless", name))->index =
				i;
	}
	if (!(r->unless & UNLESS_NEGATED) &&
	    (r->kind == RULE_FIND || r->kind == RULE_TERMS))
		(void)add(f, BRANCH_NOT_EXCUSED, STR("negated"),
			  value_at(r, "unless", STR("negated")));
}

static void add_key(const struct finder *f, enum branch_kind kind, const char *key)
{
	(void)add(f, kind, str_from(key), value_at(f->rule, key, STR_NULL));
}

static void add_keys(const struct finder *f)
{
	const struct policy_rule *r = f->rule;

	if (r->strict)
		add_key(f, BRANCH_STRICT, "fold");
	if ((r->who & WHO_ALL) != WHO_ALL)
		add_key(f, BRANCH_WHO, "who");
	if (r->when)
		add_key(f, BRANCH_WHEN, "when");
	if (r->from.n) {
		add_key(f, BRANCH_FROM, "from");
		add_key(f, BRANCH_FROM_DAY, "from");
	}
	if (r->until.n) {
		add_key(f, BRANCH_UNTIL, "until");
		add_key(f, BRANCH_UNTIL_DAY, "until");
	}
}

void branches_of(const struct policy_rule *rule, struct arena *a, struct branches *out)
{
	struct finder f = { .rule = rule, .a = a, .out = out };

	/* Those of a terms rule are the entries of its lists: a list is one branch. */
	if (rule->kind != RULE_TERMS)
		add_patterns(&f, rule->patterns, rule->n_patterns, false);
	add_regexes(&f);
	add_lists(&f);
	add_bounds(&f);
	add_patterns(&f, rule->near, rule->n_near, true);
	add_excuses(&f);
	add_keys(&f);
}

/* ---- trees that are changed at one node ---- */

struct change {
	const struct branch *b;
	bool only;
	struct arena *a;
};

static bool holds(const struct pattern *p, const struct pattern *node)
{
	if (p == node)
		return true;
	for (size_t i = 0; i < p->n_kids; i++)
		if (holds(p->kids[i], node))
			return true;
	return false;
}

/* A copy of `p` with its kids [from, to) but for `without`. */
static struct pattern *with_kids(const struct change *c, const struct pattern *p,
				 enum pattern_kind kind, size_t from, size_t to,
				 size_t without)
{
	struct pattern *made = ARENA_NEW(c->a, struct pattern);

	*made = *p;
	made->kind = kind;
	made->n_kids = 0;
	made->kids = arena_array(c->a, p->n_kids, sizeof(struct pattern *));
	for (size_t i = from; i < to; i++)
		if (i != without)
			made->kids[made->n_kids++] = p->kids[i];
	return made;
}

static struct pattern *changed_node(const struct change *c, const struct pattern *p)
{
	const struct branch *b = c->b;
	const bool with = b->kind == (c->only ? BRANCH_WITH : BRANCH_WITHOUT);

	if (p->kind == PATTERN_ALT && c->only)
		return with_kids(c, p, PATTERN_SEQ, b->kid, b->kid + 1, SIZE_MAX);
	if (p->kind == PATTERN_ALT)
		return with_kids(c, p, PATTERN_ALT, 0, p->n_kids, b->kid);
	return with_kids(c, p, PATTERN_SEQ, 0, with ? p->n_kids : 0, SIZE_MAX);
}

/* The tree with the branch's node changed. With `only`, no way leads past that node. */
static struct pattern *changed_tree(const struct change *c, struct pattern *p)
{
	const bool forced = c->only && (p->kind == PATTERN_ALT || p->kind == PATTERN_OPT);
	struct pattern *made;

	if (p == c->b->node)
		return changed_node(c, p);
	if (!holds(p, c->b->node))
		return p;
	made = with_kids(c, p, forced ? PATTERN_SEQ : p->kind, 0, p->n_kids, SIZE_MAX);
	if (forced)
		made->n_kids = 0;
	for (size_t i = 0; i < p->n_kids; i++) {
		if (!forced)
			made->kids[i] = changed_tree(c, p->kids[i]);
		else if (holds(p->kids[i], c->b->node))
			made->kids[made->n_kids++] = changed_tree(c, p->kids[i]);
	}
	return made;
}

/* Patterns [from, from + n) of `all`; the branch's own with its tree changed. */
static struct policy_pattern *changed_patterns(const struct change *c,
					       const struct policy_pattern *all,
					       size_t from, size_t n)
{
	struct policy_pattern *made = arena_array(c->a, n, sizeof(*made));

	for (size_t i = 0; i < n; i++) {
		made[i] = all[from + i];
		if (c->b->node && from + i == c->b->index)
			made[i].tree = changed_tree(c, made[i].tree);
	}
	return made;
}

/* All but the one at `without`. */
static size_t all_but(void *to, const void *from, size_t n, size_t size, size_t without)
{
	memcpy(to, from, without * size);
	memcpy((char *)to + without * size, (const char *)from + (without + 1) * size,
	       (n - without - 1) * size);
	return n - 1;
}

/* ---- this branch only ---- */

static void only_excuse(const struct branch *b, const struct change *c,
			struct policy_rule *out)
{
	const struct policy_pattern *near = out->near;

	out->unless = b->near ? 0 : 1u << b->index;
	out->n_near = b->near;
	if (b->near)
		out->near = changed_patterns(c, near, b->index, 1);
}

bool branch_only(const struct policy_rule *rule, const struct branch *b, struct arena *a,
		 struct policy_rule *out)
{
	const struct change c = { b, true, a };

	*out = *rule;
	if (branch_excuses(b) && b->kind != BRANCH_GAP) {
		only_excuse(b, &c, out);
		return true;
	}
	switch (b->kind) {
	case BRANCH_PATTERN:
	case BRANCH_ALTERNATIVE:
	case BRANCH_WITH:
	case BRANCH_WITHOUT:
		out->patterns = changed_patterns(&c, rule->patterns, b->index, 1);
		out->n_patterns = 1;
		return true;
	case BRANCH_REGEX:
		out->regexes = &rule->regexes[b->index];
		out->n_regexes = 1;
		return true;
	case BRANCH_LIST:
		out->lists = &rule->lists[b->index];
		out->n_lists = 1;
		return true;
	case BRANCH_BOUND:
		out->bounds = &rule->bounds[b->index];
		out->n_bounds = 1;
		return true;
	default:
		return false;
	}
}

/* ---- changed at this branch ---- */

static bool without_pattern(const struct policy_pattern *all, size_t n, size_t index,
			    struct arena *a, struct policy_pattern **out, size_t *n_out)
{
	*out = arena_array(a, n, sizeof(**out));
	*n_out = all_but(*out, all, n, sizeof(*all), index);
	return true;
}

static bool without_list(const struct policy_rule *rule, const struct branch *b,
			 struct arena *a, struct policy_rule *out)
{
	if (rule->n_lists < 2)
		return false;
	out->lists = arena_array(a, rule->n_lists, sizeof(*out->lists));
	out->n_lists = all_but(out->lists, rule->lists, rule->n_lists,
			       sizeof(*rule->lists), b->index);
	return true;
}

static bool without_bound(const struct policy_rule *rule, const struct branch *b,
			  struct arena *a, struct policy_rule *out)
{
	if (rule->n_bounds < 2)
		return false;
	out->bounds = arena_array(a, rule->n_bounds, sizeof(*out->bounds));
	out->n_bounds = all_but(out->bounds, rule->bounds, rule->n_bounds,
				sizeof(*rule->bounds), b->index);
	return true;
}

static bool changed_in_pattern(const struct policy_rule *rule, const struct branch *b,
			       struct arena *a, struct policy_rule *out)
{
	const struct change c = { b, false, a };

	if (b->near && b->kind == BRANCH_PATTERN)
		return without_pattern(rule->near, rule->n_near, b->index, a, &out->near,
				       &out->n_near);
	if (b->near)
		out->near = changed_patterns(&c, rule->near, 0, rule->n_near);
	else if (b->kind != BRANCH_PATTERN)
		out->patterns = changed_patterns(&c, rule->patterns, 0, rule->n_patterns);
	else
		return rule->n_patterns > 1 &&
		       without_pattern(rule->patterns, rule->n_patterns, b->index, a,
				       &out->patterns, &out->n_patterns);
	return true;
}

/* An occasion that is never the rule's own, which its examples are judged in: a repost
 * and a correction are original posts, too. */
static unsigned other_when(unsigned when)
{
	return when & (WHEN_REPLY | WHEN_HOSTILE) ? WHEN_ORIGINAL : WHEN_REPLY;
}

static bool changed_key(const struct branch *b, struct policy_rule *out)
{
	switch (b->kind) {
	case BRANCH_STRICT:
		out->strict = false;
		return true;
	case BRANCH_WHO:
		out->who ^= WHO_ALL;
		return true;
	case BRANCH_WHEN:
		out->when = other_when(out->when);
		return true;
	case BRANCH_FROM:
		out->from = STR("9999-12-31");
		return true;
	case BRANCH_FROM_DAY:
		out->from = STR_NULL;
		return true;
	case BRANCH_UNTIL:
		out->until = STR("0001-01-01");
		return true;
	case BRANCH_UNTIL_DAY:
		out->until = STR_NULL;
		return true;
	default:
		return false;
	}
}

bool branch_changed(const struct policy_rule *rule, const struct branch *b,
		    struct arena *a, struct policy_rule *out)
{
	*out = *rule;
	switch (b->kind) {
	case BRANCH_PATTERN:
	case BRANCH_ALTERNATIVE:
	case BRANCH_WITH:
	case BRANCH_WITHOUT:
	case BRANCH_GAP:
		return changed_in_pattern(rule, b, a, out);
	case BRANCH_REGEX:
		return rule->n_regexes > 1 &&
		       without_pattern(rule->regexes, rule->n_regexes, b->index, a,
				       &out->regexes, &out->n_regexes);
	case BRANCH_LIST:
		return without_list(rule, b, a, out);
	case BRANCH_BOUND:
		return without_bound(rule, b, a, out);
	case BRANCH_EXCUSE:
		out->unless &= ~(1u << b->index);
		return true;
	case BRANCH_NOT_EXCUSED:
		out->unless |= UNLESS_NEGATED;
		return true;
	default:
		return changed_key(b, out);
	}
}
