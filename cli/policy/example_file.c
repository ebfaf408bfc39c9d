/* examples/NAME.yaml: more examples of rules, by the ids of the rules. The document keeps
 * the few that people read; what proves every word of a rule stands here. */
#include "policy/load.h"

void load_example_file(struct loader *l, const struct source *s)
{
	const struct span all = { 0, (uint32_t)s->bytes.n };
	const struct yaml *map =
		load_map(l, all, "a file of examples", FINDING_POLICY_EXAMPLE);

	if (map)
		*VEC_ADD(l->a, &l->example_files) = (struct example_file){ s, map };
}

/* The rules are known only when all files are read. */
static struct policy_rule *rule_named(const struct policy *p, struct str id)
{
	for (size_t i = 0; i < p->n_rules; i++)
		if (str_eq(p->rules[i].id, id))
			return &p->rules[i];
	return NULL;
}

static void no_rule(struct loader *l, const struct yaml *key)
{
	const struct policy *p = l->out;
	struct str *known = arena_array(l->a, p->n_rules, sizeof(*known));

	for (size_t i = 0; i < p->n_rules; i++)
		known[i] = p->rules[i].id;
	(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, key->at,
			  "the policy has no rule \"%.*s\"%s",
			  STR_ARG(load_clip(key->value)),
			  load_guess(l, key->value, known, p->n_rules));
}

void load_example_files(struct loader *l)
{
	for (size_t i = 0; i < l->example_files.n; i++) {
		const struct yaml *map = l->example_files.p[i].map;

		l->s = l->example_files.p[i].source;
		for (size_t k = 0; k < map->n; k++) {
			struct policy_rule *rule =
				rule_named(l->out, map->keys[k]->value);

			if (rule)
				load_more_examples(l, map->items[k], rule);
			else
				no_rule(l, map->keys[k]);
		}
	}
}
