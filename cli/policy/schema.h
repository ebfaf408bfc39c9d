/* policy/schema.h: what the files of a policy may hold. Private to the room. */
#ifndef POLICY_SCHEMA_H
#define POLICY_SCHEMA_H

#include "policy/policy.h"

extern const struct field front_schema[], clause_schema[], rule_schema[], unless_schema[],
	list_schema[], term_schema[], networks_schema[], network_schema[];

/* Names in the order of their enums, NULL at the end. */
extern const char *const kept_by_names[], *const kind_names[], *const unit_names[];
/* Rule kinds that a later version will know, NULL at the end. */
extern const char *const later_kinds[];
/* The fixed list of topics, NULL at the end. */
extern const char *const topics[];

/* Place of `name` in `names`, or -1. */
int name_index(const char *const *names, struct str name);

#endif
