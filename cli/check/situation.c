/* Which rules are in force for this author, on this day. */
#include "check/scan.h"

enum check_force situation_force(const struct checker *c, const struct bundle_rule *r,
				 const struct check_context *ctx)
{
	struct str from = bundle_str(c->b, r->from), until = bundle_str(c->b, r->until);

	if (r->who && ctx->who && !(r->who & ctx->who))
		return CHECK_OTHER_WHO;
	if (r->when && !((r->when & BUNDLE_REPLY && ctx->reply) ||
			 (r->when & BUNDLE_HOSTILE && ctx->reply && ctx->hostile) ||
			 (r->when & BUNDLE_ORIGINAL && !ctx->reply)))
		return CHECK_OTHER_WHEN;
	if (ctx->today.n && from.n && str_cmp(from, ctx->today) > 0)
		return CHECK_TOO_EARLY;
	if (ctx->today.n && until.n && str_cmp(ctx->today, until) > 0)
		return CHECK_TOO_LATE;
	return CHECK_IN_FORCE;
}

enum check_force check_force(const struct checker *c, struct str rule,
			     const struct check_context *ctx)
{
	const struct bundle_rule *r = bundle_rule(c->b, rule);

	return r ? situation_force(c, r, ctx) : CHECK_IN_FORCE;
}

/* Is it looked for in texts? */
static bool is_of_text(uint32_t kind)
{
	switch (kind) {
	case BUNDLE_FIND:
	case BUNDLE_TERMS:
	case BUNDLE_REGEX:
	case BUNDLE_SPELLING:
	case BUNDLE_LENGTH:
	case BUNDLE_GRAMMAR:
	case BUNDLE_READABILITY:
	case BUNDLE_METRIC:
	case BUNDLE_REPEAT:
	case BUNDLE_CAPITALISATION:
	case BUNDLE_SECRETS:
	case BUNDLE_HIDDEN:
		return true;
	default:
		return false;
	}
}

static bool is_active(const struct checker *c, const struct bundle_rule *r,
		      const struct check_context *ctx)
{
	if (!is_of_text(r->kind))
		return false;
	if (ctx->only.n && !str_eq(ctx->only, bundle_str(c->b, r->id)))
		return false;
	return ctx->trace || situation_force(c, r, ctx) == CHECK_IN_FORCE;
}

static bool same(const struct situation *s, const struct check_context *ctx)
{
	return s->known && s->tracing == (ctx->trace != NULL) && s->who == ctx->who &&
	       s->reply == ctx->reply && s->hostile == ctx->hostile &&
	       str_is(ctx->today, s->today) && str_is(ctx->only, s->only);
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
	s->tracing = ctx->trace != NULL;
	s->known = keep(s->today, sizeof(s->today), ctx->today) &&
		   keep(s->only, sizeof(s->only), ctx->only);
	c->strict =
		s->tracing; /* then disguised words are told, whoever looks for them */
	for (uint32_t i = 0; i < c->t->n_rules; i++) {
		c->active[i] = is_active(c, &c->t->rules[i], ctx);
		c->strict |= c->active[i] && c->t->rules[i].flags & BUNDLE_STRICT;
	}
}
