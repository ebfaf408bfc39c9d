/* policy/schema.h: what the files of a policy may hold. Private to the room. */
#ifndef POLICY_SCHEMA_H
#define POLICY_SCHEMA_H

#include "policy/policy.h"

extern const struct field front_schema[], clause_schema[], rule_schema[], unless_schema[],
	list_schema[], term_schema[], networks_schema[], network_schema[], count_schema[],
	bound_schema[], choices_schema[], choice_schema[], wanted_schema[],
	window_schema[], example_schema[], overlay_schema[], change_schema[];

/* Names in the order of their enums, NULL at the end. */
extern const char *const kept_by_names[], *const kind_names[], *const unit_names[];
extern const char *const layer_names[];
extern const char *const when_names[], *const by_names[], *const with_names[],
								  *const role_names[];
/* Names of what a rule of that kind has bounds for, or NULL. */
const char *const *bound_names(enum rule_kind k);
enum { BOUND_MOST = 2000000 }; /* of any bound: its thousandths fit an int32_t */
/* The fixed list of topics, NULL at the end. */
extern const char *const topics[];

/* Place of `name` in `names`, or -1. */
int name_index(const char *const *names, struct str name);

#endif
