/* Variants of one rule as a small policy of their own: the rule at hand and its lists,
 * nothing else, so that thousands of them are compiled in a moment. */
#include "cmd/test.h"
#include "bundle/write.h"
#include "core/limits.h"

#include <stdlib.h>

struct str variant_id(size_t i, char room[16])
{
	const int n = snprintf(room, 16, "v/%05zu", i);

	return (struct str){ room, (size_t)n };
}

/* ---- the lists that a rule names ---- */

static int by_name(const void *pa, const void *pb)
{
	const struct str *name = pa;
	const struct policy_list *list = pb;

	return str_cmp(*name, list->name);
}

static void use_list(const struct policy *p, struct str name, bool *used)
{
	const struct policy_list *list = NULL;

	if (p->n_lists)
		list = bsearch(&name, p->lists, p->n_lists, sizeof(*p->lists), by_name);
	if (list)
		used[list - p->lists] = true;
}

static void use_tree(const struct policy *p, const struct pattern *node, bool *used)
{
	if (node->kind == PATTERN_LIST)
		use_list(p, node->text, used);
	for (size_t i = 0; i < node->n_kids; i++)
		use_tree(p, node->kids[i], used);
}

static void use_patterns(const struct policy *p, const struct policy_pattern *all,
			 size_t n, bool *used)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].tree)
			use_tree(p, all[i].tree, used);
}

/* Its patterns, lists and expressions are all that it looks at. */
static bool is_of_patterns(const struct policy_rule *r)
{
	return r->kind == RULE_TERMS || r->kind == RULE_REGEX ||
	       rule_kind_has_patterns(r->kind);
}

static void use_of_rule(const struct policy *p, const struct policy_rule *r, bool *used)
{
	if (r->kind != RULE_TERMS) /* theirs are the entries of their lists */
		use_patterns(p, r->patterns, r->n_patterns, used);
	use_patterns(p, r->near, r->n_near, used);
	for (size_t i = 0; i < r->n_lists; i++)
		use_list(p, r->lists[i], used);
}

static void take_lists(struct variants *v, const struct policy *p, const bool *used,
		       struct policy *out)
{
	out->lists = arena_array(&v->a, p->n_lists, sizeof(*out->lists));
	out->n_lists = 0;
	for (size_t i = 0; i < p->n_lists; i++)
		if (used[i])
			out->lists[out->n_lists++] = p->lists[i];
}

/* ---- the policy ---- */

static void make_policy(struct variants *v, const struct policy *p,
			const struct policy_rule *rules, size_t n, struct policy *out)
{
	bool *used = arena_array(&v->a, p->n_lists, sizeof(*used));

	*out = *p;
	out->rules = arena_array(&v->a, n, sizeof(*out->rules));
	out->n_rules = n;
	for (size_t i = 0; i < n; i++) {
		out->rules[i] = rules[i];
		out->rules[i].id = variant_id(i, arena_alloc(&v->a, 16));
		use_of_rule(p, &rules[i], used);
	}
	/* Rules of another kind may read anything. */
	if (!is_of_patterns(&rules[0]))
		return;
	out->n_words = 0;
	out->n_networks = 0;
	take_lists(v, p, used, out);
}

bool variants_open(struct variants *v, const struct policy *p,
		   const struct policy_rule *rules, size_t n)
{
	struct policy *made;
	struct findings f;
	struct err e;

	*v = (struct variants){ 0 };
	made = ARENA_NEW(&v->a, struct policy);
	buf_init(&v->bytes, LIMIT_BUNDLE);
	findings_init(&f, &v->a);
	make_policy(v, p, rules, n, made);
	if (!bundle_write(made, &v->bytes, &f) ||
	    bundle_from_writer(buf_view(&v->bytes), &v->bundle, &e) < 0)
		return false;
	v->checker = checker_new(v->bundle);
	return true;
}

void variants_close(struct variants *v)
{
	checker_free(v->checker);
	bundle_close(v->bundle);
	buf_release(&v->bytes);
	arena_release(&v->a);
	*v = (struct variants){ 0 };
}
