/* networks.yaml: how each network counts, and its limits. */
#include "policy/load.h"

static uint32_t number(const struct yaml *map, const char *key)
{
	uint64_t n = 0;

	/* The schema bounds every number; a wrong one is a finding and counts as 0. */
	if (!str_to_u64(yaml_str(map, key), &n) || n > UINT32_MAX)
		return 0;
	return (uint32_t)n;
}

static bool is_map(const struct yaml *node)
{
	return node && node->kind == YAML_MAP;
}

static void load_limits(const struct yaml *map, struct policy_network *n)
{
	const struct yaml *limits = yaml_get(map, "limits");

	for (size_t i = 0; i < load_count(limits) && n->n_limits < NETWORK_LIMITS; i++) {
		const struct yaml *limit = load_item(limits, i);
		int unit;

		if (!is_map(limit))
			continue;
		unit = name_index(unit_names, yaml_str(limit, "unit"));
		if (unit < 0)
			continue;
		n->limits[n->n_limits].unit = (enum network_unit)unit;
		n->limits[n->n_limits].limit = number(limit, "value");
		n->limits[n->n_limits].source = yaml_str(limit, "source");
		n->limits[n->n_limits].verified_on = yaml_str(limit, "verified_on");
		n->n_limits++;
	}
}

static void bad_range(struct loader *l, const struct yaml *range, const char *msg)
{
	(void)finding_add(l->f, FINDING_POLICY_NETWORK, l->s, range->at, "%s", msg);
}

static void load_range(struct loader *l, const struct yaml *range,
		       struct policy_network *n)
{
	uint64_t values[3];

	if (range->kind != YAML_LIST || n->n_ranges == NETWORK_RANGES)
		return; /* the schema has said it */
	if (range->n != 3) {
		bad_range(l, range, "a range is [first, last, weight]");
		return;
	}
	for (size_t i = 0; i < 3; i++)
		if (!str_to_u64(range->items[i]->value, &values[i]) ||
		    values[i] > UINT32_MAX)
			return;
	if (values[0] > values[1]) {
		bad_range(l, range, "the last of a range is before its first");
		return;
	}
	if (n->n_ranges && values[0] <= n->ranges[n->n_ranges - 1].last) {
		bad_range(l, range, "ranges are in order and do not overlap");
		return;
	}
	n->ranges[n->n_ranges].first = (uint32_t)values[0];
	n->ranges[n->n_ranges].last = (uint32_t)values[1];
	n->ranges[n->n_ranges++].weight = (uint32_t)values[2];
}

static void load_weights(struct loader *l, const struct yaml *map,
			 struct policy_network *n)
{
	const struct yaml *weights = yaml_get(map, "weights"), *ranges;
	bool weighted = false;

	for (size_t i = 0; i < n->n_limits; i++)
		weighted = weighted || n->limits[i].unit == UNIT_WEIGHTED;
	if (weighted != (weights != NULL))
		(void)finding_add(l->f, FINDING_POLICY_NETWORK, l->s,
				  load_key_at(map, weights ? "weights" : "limits"),
				  weights ? "weights mean nothing without a limit of the "
					    "unit \"weighted\""
					  : "a limit of the unit \"weighted\" needs "
					    "\"weights:\"");
	if (!is_map(weights))
		return;
	n->weight_default = number(weights, "default");
	n->weight_scale = number(weights, "scale");
	ranges = yaml_get(weights, "ranges");
	for (size_t i = 0; ranges && ranges->kind == YAML_LIST && i < ranges->n; i++)
		load_range(l, ranges->items[i], n);
}

static void load_network(struct loader *l, const struct yaml *name,
			 const struct yaml *map)
{
	struct policy_network n = { .name = name->value, .source = l->s, .at = name->at };
	const struct yaml *url;

	if (!is_map(map)) {
		(void)finding_add(l->f, FINDING_POLICY_NETWORK, l->s, map->at,
				  "a network is written as \"key: value\" lines");
		return;
	}
	(void)load_check(l, map, network_schema, "a network", FINDING_POLICY_NETWORK);
	n.title = yaml_str(map, "title");
	load_limits(map, &n);
	load_weights(l, map, &n);
	n.emoji_bytes = str_is(yaml_str(map, "emoji"), "bytes");
	n.emoji_weight = number(map, "emoji");
	url = yaml_get(map, "url");
	if (is_map(url)) {
		n.url_count = number(url, "count");
		n.bare_domains = load_true(url, "bare_domains");
	}
	n.mention_local = str_is(yaml_str(map, "mention"), "local-part");
	n.nfc = str_is(yaml_str(map, "normalise"), "nfc");
	n.max_links = number(map, "max_links");
	*VEC_ADD(l->a, &l->networks) = n;
}

/* Names of networks stand in posts and accounts: the same letters as any id. */
static bool good_name(struct loader *l, const struct yaml *name)
{
	bool good = name->value.n && name->value.n <= 64;

	for (size_t i = 0; i < name->value.n; i++) {
		const unsigned char c = (unsigned char)name->value.p[i];

		good = good && (ascii_is_lower(c) || ascii_is_digit(c) || c == '-');
	}
	if (!good)
		(void)finding_add(l->f, FINDING_POLICY_NETWORK, l->s, name->at,
				  "the name of a network has small letters, digits and "
				  "\"-\"; its \"title:\" is for people");
	return good;
}

void load_networks(struct loader *l, const struct source *s)
{
	const struct span all = { 0, (uint32_t)s->bytes.n };
	const struct yaml *map =
		load_map(l, all, "networks.yaml", FINDING_POLICY_NETWORK);
	const struct yaml *networks;

	if (!map)
		return;
	(void)load_check(l, map, networks_schema, "networks.yaml",
			 FINDING_POLICY_NETWORK);
	networks = yaml_get(map, "networks");
	if (networks && !is_map(networks))
		(void)finding_add(l->f, FINDING_POLICY_NETWORK, s, networks->at,
				  "under \"networks:\" stands one \"name:\" for each "
				  "network");
	for (size_t i = 0; is_map(networks) && i < networks->n; i++)
		if (good_name(l, networks->keys[i]))
			load_network(l, networks->keys[i], networks->items[i]);
}
