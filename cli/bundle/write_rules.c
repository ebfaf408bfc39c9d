/* Rules in the order of their ids, with their patterns, regexes and word lists. */
#include "bundle/write_draft.h"
#include "text/regex.h"

_Static_assert(KEPT_GUARD == (int)BUNDLE_KEPT_GUARD && RULE_KINDS == (int)BUNDLE_KINDS &&
		       WHO_COMPANY == (int)BUNDLE_COMPANY &&
		       WHO_ASSOCIATED == (int)BUNDLE_ASSOCIATED &&
		       WHO_PERSONAL == (int)BUNDLE_PERSONAL &&
		       WHEN_REPLY == (int)BUNDLE_REPLY &&
		       WHEN_HOSTILE == (int)BUNDLE_HOSTILE &&
		       WHEN_ORIGINAL == (int)BUNDLE_ORIGINAL &&
		       UNLESS_QUOTED == (int)BUNDLE_QUOTED &&
		       UNLESS_NEGATED == (int)BUNDLE_NEGATED &&
		       UNLESS_ATTRIBUTED == (int)BUNDLE_ATTRIBUTED &&
		       UNLESS_QUESTION == (int)BUNDLE_QUESTION &&
		       UNLESS_PUBLIC == (int)BUNDLE_PUBLIC &&
		       WHEN_REPOST == (int)BUNDLE_REPOST &&
		       WHEN_CORRECTION == (int)BUNDLE_CORRECTION &&
		       WORD_FORBID == (int)BUNDLE_WORD_FORBID &&
		       UNIT_WEIGHTED == (int)BUNDLE_UNIT_WEIGHTED && LEVEL_BLOCK == 3,
	       "the model's numbers are the bundle's");

static int by_id(const void *pa, const void *pb)
{
	const struct policy_rule *const *a = pa, *const *b = pb;

	return str_cmp((*a)->id, (*b)->id);
}

static void trouble(struct draft *d, const struct policy_rule *r, const char *msg)
{
	d->bad = true;
	(void)finding_add(d->f, FINDING_POLICY_RULE, r->source, r->at, "%s", msg);
}

static struct bundle_range add_patterns(struct draft *d, const struct policy_rule *r,
					const struct policy_pattern *p, size_t n,
					uint32_t rule, uint32_t near)
{
	const uint32_t first = (uint32_t)d->t.patterns.n;

	for (size_t i = 0; i < n; i++)
		draft_pattern(d, r, &p[i], rule, near);
	return (struct bundle_range){ first, (uint32_t)d->t.patterns.n - first };
}

static struct bundle_range add_regexes(struct draft *d, const struct policy_rule *r,
				       uint32_t rule)
{
	const unsigned flags = r->caseless ? REGEX_CASELESS : 0;
	struct bundle_range all = { (uint32_t)d->t.regexes.n, 0 };

	for (size_t i = 0; i < r->n_regexes; i++) {
		const struct str text = r->regexes[i].text;
		struct bundle_regex *b = VEC_ADD(d->a, &d->t.regexes);
		struct regex_needs needs;

		regex_read_needs(text, flags, d->a, &needs);
		*b = (struct bundle_regex){ .text = draft_str(d, text),
					    .caseless = r->caseless,
					    .rule = rule,
					    .literal = draft_str(d, needs.literal),
					    .before = needs.before,
					    .least = needs.least,
					    .run = needs.run };
		memcpy(b->bytes, needs.bytes, sizeof(b->bytes));
		all.n++;
	}
	return all;
}

static int by_number(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

static struct bundle_range add_lists(struct draft *d, const struct policy_rule *r)
{
	struct bundle_range all = { (uint32_t)d->t.rule_lists.n, 0 };
	uint32_t *lists = arena_array(d->a, r->n_lists, sizeof(*lists));
	size_t n = 0;

	for (size_t i = 0; i < r->n_lists; i++) {
		if (map_get(d->lists, r->lists[i], &lists[n]))
			n++;
		else
			trouble(d, r, "a word list of this rule is not there");
	}
	if (n)
		qsort(lists, n, sizeof(*lists), by_number);
	for (size_t i = 0; i < n; i++) {
		if (i && lists[i] == lists[i - 1])
			continue;
		*VEC_ADD(d->a, &d->t.rule_lists) = lists[i];
		all.n++;
	}
	return all;
}

static struct bundle_range add_bounds(struct draft *d, const struct policy_rule *r)
{
	const struct bundle_range all = { (uint32_t)d->t.bounds.n,
					  (uint32_t)r->n_bounds };

	for (size_t i = 0; i < r->n_bounds; i++) {
		const struct policy_bound *b = &r->bounds[i];

		*VEC_ADD(d->a, &d->t.bounds) = (struct bundle_bound){
			.what = b->what,
			.flags = (b->has_min ? BUNDLE_MIN : 0u) |
				 (b->has_max ? BUNDLE_MAX : 0u),
			.min = b->has_min ? b->min : 0,
			.max = b->has_max ? b->max : 0,
			.by = b->by,
			.days = b->days,
			.text = draft_str(d, b->text),
		};
	}
	return all;
}

static struct bundle_range add_instead(struct draft *d, const struct policy_rule *r)
{
	const struct bundle_range all = { (uint32_t)d->t.instead.n,
					  (uint32_t)r->n_instead };

	for (size_t i = 0; i < r->n_instead; i++)
		*VEC_ADD(d->a, &d->t.instead) = draft_str(d, r->instead[i]);
	return all;
}

static uint32_t flags_of(const struct policy_rule *r)
{
	return (r->strict ? BUNDLE_STRICT : 0u) | (r->mask ? BUNDLE_MASK : 0u) |
	       (r->shadow ? BUNDLE_SHADOW : 0u) |
	       (r->overridable ? BUNDLE_OVERRIDABLE : 0u);
}

static void add_rule(struct draft *d, const struct policy_rule *r, uint32_t rule)
{
	struct bundle_rule b = {
		.id = draft_str(d, r->id),
		.say = draft_str(d, r->say),
		.suggest = draft_str(d, r->suggest),
		.role = draft_str(d, r->role),
		.from = draft_str(d, r->from),
		.until = draft_str(d, r->until),
		.clause = (uint32_t)r->clause,
		.kind = r->kind,
		.level = r->level,
		.who = r->who,
		.when = r->when,
		.unless = r->unless,
		.flags = flags_of(r),
	};

	if (r->n_pass && !r->pass[0].whole)
		b.good = draft_str(d, r->pass[0].text);
	/* The patterns of a terms rule are its lists' entries: the trie has them. */
	b.patterns = add_patterns(d, r, r->patterns,
				  rule_kind_has_patterns(r->kind) ? r->n_patterns : 0,
				  rule, 0);
	b.near = add_patterns(d, r, r->near, r->n_near, rule, 1);
	b.lists = add_lists(d, r);
	b.regexes = add_regexes(d, r, rule);
	b.bounds = add_bounds(d, r);
	b.instead = add_instead(d, r);
	*VEC_ADD(d->a, &d->t.rules) = b;
}

void draft_rules(struct draft *d)
{
	const size_t n = d->p->n_rules;
	const struct policy_rule **order =
		arena_array(d->a, n, sizeof(const struct policy_rule *));

	for (size_t i = 0; i < n; i++)
		order[i] = &d->p->rules[i];
	if (n)
		qsort(order, n, sizeof(*order), by_id);
	for (size_t i = 0; i < n; i++) {
		const struct policy_rule *r = order[i];

		if (r->id.n > FORMAT_NAME)
			trouble(d, r, "the id of this rule is too long");
		if (i && str_eq(order[i - 1]->id, r->id))
			trouble(d, r, "another rule has this id");
		add_rule(d, r, (uint32_t)i);
	}
}
