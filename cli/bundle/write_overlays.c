/* What layers change about rules, sorted as the reader applies them. */
#include "bundle/write_draft.h"

_Static_assert(LAYER_ACCOUNT == (int)BUNDLE_LAYER_ACCOUNT, "the model's numbers");

static struct str file_of(const struct source *s)
{
	/* The name of the folder is not the policy's. */
	const size_t at = str_find(s->path, STR("overlays/"), 0);

	return at == SIZE_MAX ? s->path : str_slice(s->path, at, s->path.n);
}

static void add_change(struct draft *d, const struct policy_overlay *o,
		       const struct policy_change *c, uint32_t rule)
{
	const struct overlay_rule *to = &c->change.to;

	*VEC_ADD(d->a, &d->t.overlays) = (struct bundle_overlay){
		.layer = o->layer,
		.target = draft_str(d, o->target),
		.rule = rule,
		.keys = c->change.keys,
		.level = to->level,
		.flags = (to->off ? BUNDLE_OVERLAY_OFF : 0u) |
			 (to->shadow ? BUNDLE_OVERLAY_SHADOW : 0u),
		.from = draft_str(d, to->from),
		.until = draft_str(d, to->until),
		.reason = draft_str(d, c->reason),
		.file = draft_str(d, file_of(o->source)),
		.line = source_position(o->source, c->at.start).line,
	};
}

/* Of one layer and target, by rule; the others stand in order already. */
static int by_rule(const void *pa, const void *pb)
{
	const struct bundle_overlay *a = pa, *b = pb;

	return (a->rule > b->rule) - (a->rule < b->rule);
}

/* The pool has every string once, so equal ones are at one place. */
static void sort(struct draft *d)
{
	struct bundle_overlay *all = d->t.overlays.p;

	for (size_t i = 0, n; i < d->t.overlays.n; i += n) {
		for (n = 1; i + n < d->t.overlays.n; n++)
			if (all[i + n].layer != all[i].layer ||
			    all[i + n].target.at != all[i].target.at ||
			    all[i + n].target.n != all[i].target.n)
				break;
		qsort(&all[i], n, sizeof(*all), by_rule);
	}
}

void draft_overlays(struct draft *d)
{
	struct map *ids = map_new(d->a);

	for (uint32_t i = 0; i < d->t.rules.n; i++) {
		const struct bundle_str id = d->t.rules.p[i].id;

		(void)map_add(ids,
			      arena_str(d->a, str_slice(buf_view(&d->strings), id.at,
							(size_t)id.at + id.n)),
			      i);
	}
	for (size_t i = 0; i < d->p->n_overlays; i++) {
		const struct policy_overlay *o = &d->p->overlays[i];

		for (size_t k = 0; k < o->n_changes; k++) {
			uint32_t rule;

			if (map_get(ids, o->changes[k].rule_id, &rule))
				add_change(d, o, &o->changes[k], rule);
		}
	}
	sort(d);
}
