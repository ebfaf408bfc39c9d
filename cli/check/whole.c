#include "check/whole.h"

struct finding *whole_tell(const struct checker *c, struct findings *f, uint32_t rule,
			   const struct source *s, struct span at, struct str what)
{
	const struct bundle_rule *r = &c->t->rules[rule];
	const struct bundle_clause *clause = &c->t->clauses[r->clause];
	const bool trial = r->flags & BUNDLE_SHADOW;
	struct finding *x = finding_add_rule(
		f, bundle_str(c->b, r->id), bundle_str(c->b, clause->id),
		trial ? LEVEL_ADVISE : (enum level)r->level, s, at,
		arena_printf(f->a, "%s%.*s%s %.*s",
			     trial ? "on trial, refuses nothing: " : "", STR_ARG(what),
			     str_ends(what, "?") ? "" : ".",
			     STR_ARG(bundle_str(c->b, r->say))),
		false);

	x->quote = bundle_str(c->b, clause->sentence);
	x->mask = r->flags & BUNDLE_MASK;
	return x;
}

struct str whole_join(struct arena *a, const struct str *names, size_t n)
{
	enum { SHOWN = 8 };
	struct str all = STR("");

	for (size_t i = 0; i < n && i < SHOWN; i++)
		all = arena_printf(a, "%.*s%s%.*s", STR_ARG(all), i ? ", " : "",
				   STR_ARG(whole_clip(names[i])));
	if (n > SHOWN)
		all = arena_printf(a, "%.*s and %zu more", STR_ARG(all), n - SHOWN);
	return all;
}

const struct check_person *whole_person(const struct check_world *w, struct str id)
{
	size_t low = 0, high = w->n_people;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int by = str_cmp(w->people[mid].id, id);

		if (by == 0)
			return &w->people[mid];
		if (by < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static void check_relations(const struct whole *w, uint32_t rule)
{
	const struct bundle_range bounds = w->c->t->rules[rule].bounds;

	for (uint32_t i = 0; i < bounds.n; i++)
		relation_check(w, rule,
			       (enum relation)w->c->t->bounds[bounds.first + i].what);
}

void whole_post(const struct whole *w)
{
	situation_use(w->c, w->ctx);
	for (uint32_t i = 0; w->p->front && i < w->c->t->n_rules; i++) {
		if (!w->c->active[i])
			continue;
		if (w->c->t->rules[i].kind == BUNDLE_FIELDS)
			fields_check(w, i);
		else if (w->c->t->rules[i].kind == BUNDLE_RELATION && w->ctx->world)
			check_relations(w, i);
	}
}

/* ---- what must be known ---- */

static void need_relation(struct check_needs *out, enum relation r)
{
	if (r == RELATION_CONSENT || r == RELATION_REPOST_PERMISSION)
		out->permissions = true;
	else if (r == RELATION_SAME_PLACE)
		out->wrong = true;
	else if (r == RELATION_OWED_CORRECTION)
		out->corrections = true;
	else if (r != RELATION_EVERY_ACCOUNT)
		out->accounts = true;
	out->owners |= r == RELATION_OWNER;
}

static void need_window(struct check_needs *out, const struct bundle_bound *b)
{
	if (b->days > out->days)
		out->days = b->days;
	out->anyone |= b->by == BY_ACCOUNT;
	out->texts |= b->what == WINDOW_DUPLICATES;
}

/* Whoever writes, and in whatever situation: dates decide. */
static bool is_in_time(const struct checker *c, const struct bundle_rule *r,
		       const struct check_context *ctx)
{
	const struct check_context any = { .today = ctx->today };
	const enum check_force force = situation_force(c, r, &any);

	if (ctx->only.n && !str_eq(ctx->only, bundle_str(c->b, r->id)))
		return false;
	/* Somewhere its days are others. */
	if (force >= CHECK_TOO_EARLY)
		return !ctx->only.n &&
		       overlays_move_dates(c, (uint32_t)(r - c->t->rules));
	return force == CHECK_IN_FORCE || force == CHECK_OTHER_WHEN;
}

void check_needs(struct checker *c, const struct check_context *ctx,
		 struct check_needs *out)
{
	*out = (struct check_needs){ 0 };
	for (uint32_t i = 0; i < c->t->n_rules; i++) {
		const struct bundle_rule *r = &c->t->rules[i];

		if ((r->kind != BUNDLE_RELATION && r->kind != BUNDLE_WINDOW &&
		     r->kind != BUNDLE_FIELDS) ||
		    !is_in_time(c, r, ctx))
			continue;
		for (uint32_t k = 0; k < r->bounds.n; k++) {
			const struct bundle_bound *b = &c->t->bounds[r->bounds.first + k];

			if (r->kind == BUNDLE_WINDOW)
				need_window(out, b);
			else if (r->kind == BUNDLE_FIELDS) /* permission:ID */
				out->permissions |= b->what == FIELD_MEDIA_LICENCE;
			else
				need_relation(out, (enum relation)b->what);
		}
	}
}
