/* render/words.h: what rules and clauses mean, in words for readers. All writers use the
 * same. Plain text is added to `out`. Private to the room. */
#ifndef RENDER_WORDS_H
#define RENDER_WORDS_H

#include "core/buf.h"
#include "policy/policy.h"

const char *words_badge(enum kept_by k);     /* "checked by the program" */
const char *words_kept_by(enum kept_by k);   /* a sentence */
const char *words_level(enum level l);       /* "refused" */
const char *words_unit(enum network_unit u); /* "characters" */

void words_happens(struct buf *out, const struct policy_rule *r);
void words_who(struct buf *out, const struct policy_rule *r);
/* What the rule looks at; `lists` or patterns follow when it has some. */
const char *words_looks(const struct policy_rule *r);
/* Its bounds, each as a phrase, in `a`: "at most 3 hashtags". */
size_t words_bounds(const struct policy_rule *r, struct arena *a, struct str **out);
/* Excuses but `near`; false when there are none. */
bool words_unless(struct buf *out, const struct policy_rule *r);
/* What layers change, each as a phrase, in `a`: "for tea-x: refused". */
size_t words_layers(const struct policy_rule *r, struct arena *a, struct str **out);
/* Dates and trial; false when there is nothing to say. */
bool words_force(struct buf *out, const struct policy_rule *r);

/* The names of the word lists that a rule looks at, each once, in `a`. */
size_t words_lists(const struct policy_rule *r, struct arena *a, struct str **out);

/* What is known of a licence by its short name; false when nothing is. */
struct words_licence {
	const char *id, *name, *url;
};
const struct words_licence *words_licence(struct str id);

#endif
