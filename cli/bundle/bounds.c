/* Names of what rules measure, forbid or ask for, by the kind of the rule. */
#include "bundle/bundle.h"

#define NAME(id, name) name,
static const char *const counts[] = { COUNT_WORDS(NAME) };
static const char *const slips[] = { GRAMMAR_WORDS(NAME) };
static const char *const formulas[] = { READABILITY_WORDS(NAME) };
static const char *const metrics[] = { METRIC_WORDS(NAME) };
static const char *const repeats[] = { REPEAT_WORDS(NAME) };
static const char *const capitals[] = { CAPITALISATION_WORDS(NAME) };
static const char *const secrets[] = { SECRET_WORDS(NAME) };
static const char *const hidden[] = { HIDDEN_WORDS(NAME) };
static const char *const fields[] = { FIELD_WORDS(NAME) };
static const char *const relations[] = { RELATION_WORDS(NAME) };
static const char *const windows[] = { WINDOW_WORDS(NAME) };
static const char *const guards[] = { GUARD_WORDS(NAME) };
static const char *const moves[] = { "" };

#define NAMES(list)                                                                      \
	{                                                                                \
		list, ARRAY_LEN(list)                                                    \
	}
static const struct {
	const char *const *p;
	uint32_t n;
} names[BUNDLE_KINDS] = {
	[BUNDLE_COUNT] = NAMES(counts),
	[BUNDLE_MOVES] = NAMES(moves),
	[BUNDLE_GRAMMAR] = NAMES(slips),
	[BUNDLE_READABILITY] = NAMES(formulas),
	[BUNDLE_METRIC] = NAMES(metrics),
	[BUNDLE_REPEAT] = NAMES(repeats),
	[BUNDLE_CAPITALISATION] = NAMES(capitals),
	[BUNDLE_SECRETS] = NAMES(secrets),
	[BUNDLE_HIDDEN] = NAMES(hidden),
	[BUNDLE_FIELDS] = NAMES(fields),
	[BUNDLE_RELATION] = NAMES(relations),
	[BUNDLE_WINDOW] = NAMES(windows),
	[BUNDLE_GUARD] = NAMES(guards),
};

uint32_t bundle_bound_names(uint32_t kind)
{
	return names[kind].n;
}

const char *bundle_bound_name(uint32_t kind, uint32_t what)
{
	return names[kind].p[what];
}
