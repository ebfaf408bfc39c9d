/* What posts have to do with each other: corrections in the places of the mistake, how
 * many posts there are within some days. Only the post at hand is told about: nothing
 * here compares people. */
#include "check/whole.h"
#include "core/day.h"

/* ---- corrections ---- */

static bool has_account(const struct post_facts *p, struct str account)
{
	size_t low = 0, high = p->n_accounts;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int by = str_cmp(p->accounts[mid], account);

		if (by == 0)
			return true;
		if (by < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

/* The next post after `from` that corrects the post `id`; NULL at the end. Corrections
 * are few: they stand in a list of their own. */
static const struct post_facts *next_correction(const struct across *w, struct str id,
						size_t *from)
{
	while (*from < w->corrections.n) {
		const struct post_facts *p = w->corrections.p[(*from)++];

		if (str_eq(p->corrects, id))
			return p;
	}
	return NULL;
}

/* Is there a correction of the post for the account? One that went out before the fault
 * was found has put another one right. */
static bool is_corrected(const struct across *w, struct str id, struct str account,
			 struct str found_on)
{
	const struct post_facts *p;
	int64_t found;
	size_t from = 0;

	while ((p = next_correction(w, id, &from)) != NULL)
		if (has_account(p, account) &&
		    !(p->timed && day_minute(found_on, &found) && p->minute < found))
			return true;
	return false;
}

/* Of the accounts, those that no correction goes to. */
static struct str places_owed(const struct across *w, struct str id, struct str found_on,
			      const struct str *accounts, size_t n)
{
	struct str *owed = arena_array(w->a, n, sizeof(*owed));
	size_t n_owed = 0;

	for (size_t i = 0; i < n; i++)
		if (!is_corrected(w, id, accounts[i], found_on))
			owed[n_owed++] = accounts[i];
	return n_owed ? whole_join(w->a, owed, n_owed) : STR_NULL;
}

static const struct post_facts *post_of(const struct across *w, struct str id)
{
	uint32_t i;

	return map_get(w->ids, id, &i) ? &w->p[i] : NULL;
}

static struct str place_trouble(const struct across *w, const struct post_facts *p)
{
	const struct post_facts *wrong = post_of(w, p->corrects);
	struct str owed;

	if (!wrong)
		return arena_printf(w->a, "there is no post \"%.*s\" to be corrected",
				    STR_ARG(whole_clip(p->corrects)));
	if (wrong->is_reply && !(p->is_reply && str_eq(p->reply_url, wrong->reply_url)))
		return arena_printf(
			w->a,
			"the wrong post was a reply: answer in the same place, "
			"with \"reply_to: {url: %.*s}\"",
			STR_ARG(whole_clip(wrong->reply_url)));
	owed = places_owed(w, p->corrects, STR_NULL, wrong->accounts, wrong->n_accounts);
	if (!owed.n)
		return STR_NULL;
	return arena_printf(w->a,
			    "the wrong post went to %.*s too, and no correction does",
			    STR_ARG(owed));
}

static void same_place(const struct across *w, uint32_t rule, const struct post_facts *p)
{
	const struct str trouble = p->corrects.n ? place_trouble(w, p) : STR_NULL;

	if (trouble.n)
		(void)whole_tell(w->c, w->f, rule, p->source, p->corrects_at, trouble);
}

/* ---- what is owed ---- */

static void owed_one(const struct across *w, uint32_t rule, const struct correction *c)
{
	const struct post_facts *wrong = post_of(w, c->post);
	struct str what = STR_NULL, owed = STR_NULL;

	if (c->n_owed)
		owed = places_owed(w, c->post, c->found_on, c->owed, c->n_owed);
	else if (wrong)
		owed = places_owed(w, c->post, c->found_on, wrong->accounts,
				   wrong->n_accounts);
	else
		what = arena_printf(w->a, "there is no post \"%.*s\"",
				    STR_ARG(whole_clip(c->post)));
	if (owed.n)
		what = arena_printf(w->a,
				    "found wrong on %.*s, and still to be put right on "
				    "%.*s",
				    STR_ARG(c->found_on), STR_ARG(owed));
	if (what.n)
		(void)whole_tell(w->c, w->f, rule, c->source, c->post_at, what);
}

static void owed_all(const struct across *w)
{
	const struct records *r = w->ctx->world->records;

	situation_use(w->c, w->ctx);
	for (uint32_t i = 0; r && i < w->c->t->n_rules; i++) {
		const struct bundle_range bounds = w->c->t->rules[i].bounds;

		if (!w->c->active[i] || w->c->t->rules[i].kind != BUNDLE_RELATION)
			continue;
		for (uint32_t k = 0; k < bounds.n; k++)
			if (w->c->t->bounds[bounds.first + k].what ==
			    RELATION_OWED_CORRECTION)
				for (size_t x = 0; x < r->corrections.n; x++)
					owed_one(w, i, &r->corrections.p[x]);
	}
}

/* ---- all of it ---- */

static void judge_relations(const struct across *w, uint32_t rule,
			    const struct post_facts *p)
{
	const struct bundle_range bounds = w->c->t->rules[rule].bounds;

	for (uint32_t i = 0; i < bounds.n; i++)
		if (w->c->t->bounds[bounds.first + i].what == RELATION_SAME_PLACE)
			same_place(w, rule, p);
}

/* By what the layers of its accounts say; a layer of the post itself was read with it. */
static void settle(const struct across *w, const struct post_facts *p, size_t first)
{
	const struct registry *r = w->ctx->world->registry;
	struct overlays layers = { .c = w->c, .ctx = w->ctx, .f = w->f };
	const struct account **to =
		arena_array(w->a, p->n_accounts, sizeof(const struct account *));

	for (size_t i = 0; r && i < p->n_accounts; i++) {
		to[layers.n_to] = registry_account(r, p->accounts[i]);
		layers.n_to += to[layers.n_to] != NULL;
	}
	layers.to = to;
	overlays_settle(&layers, first);
}

static void judge_one(struct across *w, const struct post_facts *p)
{
	const size_t first = w->f->v.n;
	struct check_context ctx = *w->ctx;

	ctx.reply = p->is_reply;
	ctx.hostile = p->hostile;
	ctx.repost = p->is_repost;
	ctx.correction = p->corrects.n > 0;
	situation_use(w->c, &ctx);
	for (uint32_t i = 0; i < w->c->t->n_rules; i++) {
		if (!w->c->active[i])
			continue;
		if (w->c->t->rules[i].kind == BUNDLE_WINDOW)
			window_check(w, i, p);
		else if (w->c->t->rules[i].kind == BUNDLE_RELATION)
			judge_relations(w, i, p);
	}
	if (w->f->v.n > first)
		settle(w, p, first);
}

void check_across(struct checker *c, const struct post_facts *p, size_t n, bool all,
		  const struct check_context *ctx, struct arena *a, struct findings *f)
{
	struct across w = { .c = c, .p = p, .n = n, .ctx = ctx, .a = a, .f = f };

	if (!ctx->world)
		return;
	w.ids = map_new(a);
	for (size_t i = 0; i < n; i++) {
		if (p[i].id.n)
			(void)map_add(w.ids, p[i].id, (uint32_t)i);
		if (p[i].corrects.n)
			*VEC_ADD(a, &w.corrections) = &p[i];
	}
	for (size_t i = 0; i < n; i++)
		if (p[i].source)
			judge_one(&w, &p[i]);
	if (all)
		owed_all(&w);
}
