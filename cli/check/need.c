/* need: one of some patterns must be there. What is missing stands nowhere, so the first
 * sentence is marked. */
#include "check/scan.h"

void need_tell(struct scan *s, const struct weighed *w)
{
	const uint32_t first = weigh_first(s);
	struct span at;

	if (w->n || s->aside || first >= s->tokens.n)
		return;
	at = weigh_sentence(s, first);
	(void)hits_finding(s, w->rule, at.start, at.end, hits_say(s, w->r), false);
}
