/* as_regex.h: what somebody without a matcher would write: each pattern of a rule as a
 * regular expression of its own, run by PCRE2 with its JIT. */
#ifndef BENCH_AS_REGEX_H
#define BENCH_AS_REGEX_H

#include "policy/policy.h"

struct as_regex;

/* All rules with patterns, word lists or regular expressions. Words become an alternation
 * of their forms, lists one of their terms, gaps so many words. */
struct as_regex *as_regex_new(const struct policy *p);
void as_regex_free(struct as_regex *all);
/* How many expressions there are, and how many PCRE2 refused (a list too long for it). */
size_t as_regex_count(const struct as_regex *all);
size_t as_regex_refused(const struct as_regex *all);
/* Every match of every one of them in the text: how many. */
size_t as_regex_run(struct as_regex *all, struct str text);

#endif
