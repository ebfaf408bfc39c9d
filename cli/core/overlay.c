#include "core/overlay.h"

uint32_t overlay_loosens(const struct overlay_rule *now, const struct overlay_change *c)
{
	const struct overlay_rule *to = &c->to;
	uint32_t keys = 0;

	if (to->level < now->level)
		keys |= OVERLAY_LEVEL;
	if (to->off && !now->off)
		keys |= OVERLAY_OFF;
	if (to->shadow && !now->shadow)
		keys |= OVERLAY_SHADOW;
	/* No date: since always, for ever. */
	if (!now->from.n || str_cmp(to->from, now->from) > 0)
		keys |= OVERLAY_FROM;
	if (!now->until.n || str_cmp(to->until, now->until) < 0)
		keys |= OVERLAY_UNTIL;
	return keys & c->keys;
}

uint32_t overlay_idle(const struct overlay_rule *now, const struct overlay_change *c)
{
	const struct overlay_rule *to = &c->to;
	uint32_t keys = 0;

	if (to->level == now->level)
		keys |= OVERLAY_LEVEL;
	if (to->off == now->off)
		keys |= OVERLAY_OFF;
	if (to->shadow == now->shadow)
		keys |= OVERLAY_SHADOW;
	if (str_eq(to->from, now->from))
		keys |= OVERLAY_FROM;
	if (str_eq(to->until, now->until))
		keys |= OVERLAY_UNTIL;
	return keys & c->keys;
}

uint32_t overlay_apply(struct overlay_rule *now, const struct overlay_change *c,
		       bool overridable)
{
	const uint32_t left_out =
		overlay_idle(now, c) | (overridable ? 0 : overlay_loosens(now, c));
	const uint32_t keys = c->keys & ~left_out;

	if (keys & OVERLAY_LEVEL)
		now->level = c->to.level;
	if (keys & OVERLAY_OFF)
		now->off = c->to.off;
	if (keys & OVERLAY_SHADOW)
		now->shadow = c->to.shadow;
	if (keys & OVERLAY_FROM)
		now->from = c->to.from;
	if (keys & OVERLAY_UNTIL)
		now->until = c->to.until;
	return keys;
}
