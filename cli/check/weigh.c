/* Kinds that do not tell of each hit but weigh all hits of a text: need, count,
 * consistency, moves. Their hits are kept apart from those that are told one by one. */
#include "check/scan.h"

static void (*const tell_of[BUNDLE_KINDS])(struct scan *, const struct weighed *) = {
	[BUNDLE_NEED] = need_tell,
	[BUNDLE_COUNT] = count_tell,
	[BUNDLE_CONSISTENCY] = consistency_tell,
	[BUNDLE_MOVES] = moves_tell,
};

bool weigh_is_kind(uint32_t kind)
{
	return tell_of[kind] != NULL;
}

void weigh_take(struct scan *s)
{
	size_t kept = 0;

	for (size_t i = 0; s->c->n_weighed && i < s->hits.n; i++) {
		const struct hit *h = &s->hits.p[i];

		if (weigh_is_kind(s->t->rules[h->rule].kind))
			*VEC_ADD(s->a, &s->weighed) = *h;
		else
			s->hits.p[kept++] = *h;
	}
	if (s->c->n_weighed)
		s->hits.n = kept;
}

/* ---- what the kinds share ---- */

uint32_t weigh_first(const struct scan *s)
{
	return words_skip(s, 0);
}

struct span weigh_sentence(const struct scan *s, uint32_t first)
{
	const struct token *t = &s->tokens.p[first];
	struct span all = { t->at, t->at + t->n };

	for (uint32_t i = first; i < s->tokens.n; i++) {
		const struct token *next = &s->tokens.p[i];

		if (next->sentence != t->sentence)
			break;
		if (next->kind != TOKEN_BREAK)
			all.end = next->at + next->n;
	}
	return all;
}

struct str weigh_say(struct scan *s, const struct bundle_rule *r, struct str counted)
{
	struct str say = bundle_str(s->c->b, r->say);

	if (str_ends(say, "."))
		say.n--;
	return hits_say_of(
		s, r,
		arena_printf(s->f->a, "%.*s (%.*s)", STR_ARG(say), STR_ARG(counted)));
}

/* ---- rule by rule ---- */

/* Out of force, a rule that says what must be there would find every text: `explain` is
 * told of it only when it asks for that rule. */
static bool is_noise(const struct scan *s, const struct bundle_rule *r)
{
	const struct check_trace *trace = s->ctx->trace;

	return trace && !str_eq(trace->rule, bundle_str(s->c->b, r->id)) &&
	       situation_force(s->c, r, s->ctx) != CHECK_IN_FORCE;
}

/* s->hits are hits of one rule in the order of their places. */
static void weigh_rule(struct scan *s, uint32_t rule)
{
	const struct bundle_rule *r = &s->t->rules[rule];
	struct weighed w = { .rule = rule, .r = r };
	size_t kept = 0;

	if (hits_undecided(s, rule) || is_noise(s, r))
		return;
	for (size_t i = 0; i < s->hits.n; i++)
		if (!hits_excused(s, &s->hits.p[i]))
			s->hits.p[kept++] = s->hits.p[i];
	s->hits.n = kept;
	/* One sentence may make two moves with the same words. */
	if (r->kind != BUNDLE_MOVES) {
		hits_drop_overlapped(s);
		hits_sort(s);
	}
	w.hits = s->hits.p;
	w.n = s->hits.n;
	tell_of[r->kind](s, &w);
}

void weigh_all(struct scan *s)
{
	const size_t n = s->weighed.n;
	size_t from = 0;

	if (!s->c->n_weighed)
		return;
	s->hits.p = s->weighed.p;
	s->hits.n = n;
	hits_sort(s);
	for (size_t i = 0; i < s->c->n_weighed; i++) {
		const uint32_t rule = s->c->weighed[i];
		size_t to = from;

		while (to < n && s->weighed.p[to].rule == rule)
			to++;
		s->hits.p = s->weighed.p ? s->weighed.p + from : NULL;
		s->hits.n = to - from;
		weigh_rule(s, rule);
		from = to;
	}
	s->hits.n = s->hits.room = 0;
}
