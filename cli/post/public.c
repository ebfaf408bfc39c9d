/* Figures that are public already: the files of the folder facts. */
#include "post/load.h"
#include "text/figure.h"

/* Exactly one figure, and one that can be told from others. */
static bool is_figure(struct str text, struct arena *a)
{
	struct view v;
	struct tokens t;
	struct figure figure;

	view_plain(text, a, &v);
	tokens_of(&v, a, &t);
	return t.n && figure_at(&v, &t, 0, &figure) && figure.known && figure.end == t.n;
}

static void add_values(struct public_fact *fact, const struct source *s,
		       const struct yaml *values, struct arena *a, struct findings *f)
{
	fact->values = arena_array(a, item_count(values), sizeof(*fact->values));
	for (size_t i = 0; i < item_count(values); i++) {
		const struct yaml *one = item_of(values, i);

		if (!is_scalar(one) || !one->value.n)
			continue;
		if (is_figure(one->value, a))
			fact->values[fact->n_values++] = one->value;
		else
			(void)finding_add(f, FINDING_REGISTRY, s, one->at,
					  "this is not one figure such as \"£4.2m\", "
					  "\"12 %%\" or \"1,200\": a range, a figure in "
					  "words or more than one cannot be compared");
	}
}

static void add_fact(struct public_facts *out, const struct source *s,
		     const struct yaml *map, struct arena *a, struct findings *f)
{
	struct public_fact fact = { 0 };

	if (!is_map(map))
		return; /* the schema has said it */
	fact.statement = yaml_str(map, "statement");
	fact.since = yaml_str(map, "public_since");
	fact.url = yaml_str(map, "source");
	add_values(&fact, s, yaml_get(map, "value"), a, f);
	*VEC_ADD(a, &out->v) = fact;
}

/* A file with a fault makes nothing public: what it says may not be meant. */
void public_facts_add(struct public_facts *out, const struct source *s, struct arena *a,
		      struct findings *f)
{
	const struct span all = { 0, (uint32_t)s->bytes.n };
	const struct yaml *map = post_map(s, all, LIMIT_YAML_EVENTS_POLICY,
					  "a file of facts", FINDING_REGISTRY, a, f);
	const struct yaml *facts;

	if (!map ||
	    !post_check(s, map, facts_schema, "a file of facts", FINDING_REGISTRY, a, f))
		return;
	facts = yaml_get(map, "facts");
	for (size_t i = 0; i < item_count(facts); i++)
		add_fact(out, s, item_of(facts, i), a, f);
}
