/* core/overlay.h: what a layer over the policy (the company, a product, an account, a
 * post) changes about one rule, and the one way to apply it: for the compiler, the check
 * and those who ask. */
#ifndef CORE_OVERLAY_H
#define CORE_OVERLAY_H

#include "core/str.h"

/* A rule as far as layers may change it. */
struct overlay_rule {
	uint32_t level; /* 1 advise, 2 ask, 3 block */
	bool off, shadow;
	struct str from, until; /* dates, or empty: always */
};

enum overlay_key { /* bits */
		   OVERLAY_LEVEL = 1 << 0,
		   OVERLAY_OFF = 1 << 1,
		   OVERLAY_SHADOW = 1 << 2,
		   OVERLAY_FROM = 1 << 3,
		   OVERLAY_UNTIL = 1 << 4,
		   OVERLAY_KEYS = (1 << 5) - 1,
};
struct overlay_change {
	uint32_t keys; /* which of `to` count */
	struct overlay_rule to;
};

/* Keys that would make the rule milder; keys that would change nothing. */
uint32_t overlay_loosens(const struct overlay_rule *now, const struct overlay_change *c);
uint32_t overlay_idle(const struct overlay_rule *now, const struct overlay_change *c);
/* Apply the change. What would make a rule milder that is not overridable is left out.
 * Returns the keys that were applied. */
uint32_t overlay_apply(struct overlay_rule *now, const struct overlay_change *c,
		       bool overridable);

#endif
