/* Which rules are in force for this author, on this day. */
#include "check/scan.h"

static bool in_force(const struct checker *c, const struct bundle_rule *r,
		     const struct check_context *ctx)
{
	struct str from = bundle_str(c->b, r->from), until = bundle_str(c->b, r->until);

	if (r->kind > BUNDLE_LENGTH)
		return false;
	if (ctx->only.n && !str_eq(ctx->only, bundle_str(c->b, r->id)))
		return false;
	if (r->who && ctx->who && !(r->who & ctx->who))
		return false;
	if (r->when && !((r->when & BUNDLE_REPLY && ctx->reply) ||
			 (r->when & BUNDLE_HOSTILE && ctx->reply && ctx->hostile) ||
			 (r->when & BUNDLE_ORIGINAL && !ctx->reply)))
		return false;
	if (!ctx->today.n)
		return true;
	return (!from.n || str_cmp(from, ctx->today) <= 0) &&
	       (!until.n || str_cmp(ctx->today, until) <= 0);
}

static bool same(const struct situation *s, const struct check_context *ctx)
{
	return s->known && s->who == ctx->who && s->reply == ctx->reply &&
	       s->hostile == ctx->hostile && str_is(ctx->today, s->today) &&
	       str_is(ctx->only, s->only);
}

static bool keep(char *to, size_t room, struct str text)
{
	if (text.n >= room)
		return false;
	memcpy(to, text.n ? text.p : "", text.n);
	to[text.n] = '\0';
	return !memchr(to, '\0', text.n);
}

/* Many posts in a row share one situation: work it out when it changes. */
void situation_use(struct checker *c, const struct check_context *ctx)
{
	struct situation *s = &c->situation;

	if (same(s, ctx))
		return;
	s->who = ctx->who;
	s->reply = ctx->reply;
	s->hostile = ctx->hostile;
	s->known = keep(s->today, sizeof(s->today), ctx->today) &&
		   keep(s->only, sizeof(s->only), ctx->only);
	c->strict = false;
	for (uint32_t i = 0; i < c->t->n_rules; i++) {
		c->active[i] = in_force(c, &c->t->rules[i], ctx);
		c->strict |= c->active[i] && c->t->rules[i].flags & BUNDLE_STRICT;
	}
}
