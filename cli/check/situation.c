/* Which rules are in force for this author, on this day. */
#include "check/shape.h"

static bool is_for(const struct bundle_rule *r, const struct check_context *ctx)
{
	/* A guard is about the accounts that other rules leave alone. */
	if (r->kind == BUNDLE_GUARD)
		return ctx->who & CHECK_PERSONAL;
	return !r->who || !ctx->who || r->who & ctx->who;
}

static bool is_when(const struct bundle_rule *r, const struct check_context *ctx)
{
	return !r->when || (r->when & BUNDLE_REPLY && ctx->reply) ||
	       (r->when & BUNDLE_HOSTILE && ctx->reply && ctx->hostile) ||
	       (r->when & BUNDLE_ORIGINAL && !ctx->reply) ||
	       (r->when & BUNDLE_REPOST && ctx->repost) ||
	       (r->when & BUNDLE_CORRECTION && ctx->correction);
}

enum check_force situation_force(const struct checker *c, const struct bundle_rule *r,
				 const struct check_context *ctx)
{
	struct str from = bundle_str(c->b, r->from), until = bundle_str(c->b, r->until);

	if (!is_for(r, ctx))
		return CHECK_OTHER_WHO;
	if (!is_when(r, ctx))
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

/* Does something evaluate it? */
static bool is_evaluated(uint32_t kind)
{
	switch (kind) {
	case BUNDLE_FIND:
	case BUNDLE_TERMS:
	case BUNDLE_REGEX:
	case BUNDLE_SPELLING:
	case BUNDLE_LENGTH:
	case BUNDLE_NEED:
	case BUNDLE_COUNT:
	case BUNDLE_CONSISTENCY:
	case BUNDLE_MOVES:
	case BUNDLE_GRAMMAR:
	case BUNDLE_READABILITY:
	case BUNDLE_METRIC:
	case BUNDLE_REPEAT:
	case BUNDLE_CAPITALISATION:
	case BUNDLE_SECRETS:
	case BUNDLE_HIDDEN:
	case BUNDLE_GUARD:
	case BUNDLE_FIELDS:
	case BUNDLE_RELATION:
	case BUNDLE_WINDOW:
		return true;
	default:
		return false;
	}
}

static bool is_active(const struct checker *c, const struct bundle_rule *r,
		      const struct check_context *ctx)
{
	enum check_force force;

	if (!is_evaluated(r->kind))
		return false;
	if (ctx->only.n && !str_eq(ctx->only, bundle_str(c->b, r->id)))
		return false;
	force = situation_force(c, r, ctx);
	/* Where its days are others, the finding will show. */
	if (force >= CHECK_TOO_EARLY && !ctx->only.n &&
	    overlays_move_dates(c, (uint32_t)(r - c->t->rules)))
		return true;
	return ctx->trace || force == CHECK_IN_FORCE;
}

/* What a reply does is answered whatever the tone of what it answers. */
static bool is_asked(const struct checker *c, const struct bundle_rule *r,
		     const struct check_context *ctx)
{
	struct check_context hostile = *ctx;

	hostile.hostile = true;
	return r->kind == BUNDLE_MOVES && ctx->moves && ctx->reply &&
	       is_active(c, r, &hostile);
}

static bool same(const struct situation *s, const struct check_context *ctx)
{
	return s->known && s->tracing == (ctx->trace != NULL) &&
	       s->moves == (ctx->moves != NULL) && s->who == ctx->who &&
	       s->reply == ctx->reply && s->hostile == ctx->hostile &&
	       s->repost == ctx->repost && s->correction == ctx->correction &&
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

static void use_rule(struct checker *c, uint32_t i, const struct check_context *ctx)
{
	const struct bundle_rule *r = &c->t->rules[i];
	const bool told = is_active(c, r, ctx);

	c->active[i] = told || is_asked(c, r, ctx);
	c->silent[i] = c->active[i] && !told;
	c->strict |= c->active[i] && r->flags & BUNDLE_STRICT;
	if (c->active[i] && weigh_is_kind(r->kind))
		c->weighed[c->n_weighed++] = i;
	if (c->active[i] && shape_is_kind(r->kind))
		c->shapes[c->n_shapes++] = i;
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
	s->repost = ctx->repost;
	s->correction = ctx->correction;
	s->tracing = ctx->trace != NULL;
	s->moves = ctx->moves != NULL;
	s->known = keep(s->today, sizeof(s->today), ctx->today) &&
		   keep(s->only, sizeof(s->only), ctx->only);
	c->strict =
		s->tracing; /* then disguised words are told, whoever looks for them */
	c->n_weighed = c->n_shapes = 0;
	for (uint32_t i = 0; i < c->t->n_rules; i++)
		use_rule(c, i, ctx);
}
