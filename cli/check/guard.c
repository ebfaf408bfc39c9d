/* guard: what the program does not judge, and says so. Which rules hold all the same is
 * their `who` (situation.c). */
#include "check/scan.h"

static void tell(struct scan *s, uint32_t rule, uint32_t first)
{
	const struct str say = hits_say(s, &s->t->rules[rule]);
	const uint32_t start = s->tokens.p[first].at;
	struct finding *f = hits_finding(
		s, rule, start, (uint32_t)s->v->text.n,
		arena_printf(s->f->a, "not judged: %.*s", STR_ARG(say)), false);

	f->level = LEVEL_ADVISE;
}

void guard_tell(struct scan *s)
{
	const uint32_t first = weigh_first(s);

	if (!(s->ctx->who & CHECK_PERSONAL) || s->aside || first >= s->tokens.n)
		return;
	for (uint32_t i = 0; i < s->t->n_rules; i++)
		if (s->c->active[i] && s->t->rules[i].kind == BUNDLE_GUARD)
			tell(s, i, first);
}
