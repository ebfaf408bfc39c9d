/* Finding things in a verified bundle. */
#include "bundle/format.h"

struct str bundle_str(const struct bundle *b, struct bundle_str s)
{
	return (struct str){ b->strings.p + s.at, s.n };
}

const struct bundle_form *bundle_form(const struct bundle *b, struct str folded)
{
	const uint32_t hash = format_hash(folded, b->seed);
	const uint32_t *at = &b->form_at[format_bucket(hash, b->n_buckets)];

	for (uint32_t i = at[0]; i < at[1]; i++) {
		const struct bundle_form *f = &b->t.forms[i];

		if (f->n == folded.n &&
		    memcmp(b->strings.p + f->at, folded.p, folded.n) == 0)
			return f;
	}
	return NULL;
}

static uint64_t sealed_at(const struct bundle *b, uint32_t i)
{
	return (uint64_t)b->t.sealed[i].high << 32 | b->t.sealed[i].low;
}

const struct bundle_form *bundle_sealed_form(const struct bundle *b, struct str folded)
{
	for (uint32_t i = 0; i < b->t.n_keys; i++) {
		const struct bundle_range r = b->t.keys[i].sealed;
		const uint64_t wanted = format_seal(b->t.keys[i].key, folded);
		uint32_t low = r.first, high = r.first + r.n;

		while (low < high) {
			const uint32_t middle = low + (high - low) / 2;

			if (sealed_at(b, middle) < wanted)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < r.first + r.n && sealed_at(b, low) == wanted)
			return &b->t.sealed[low].form;
	}
	return NULL;
}

bool bundle_sealed_near(const struct bundle *b, struct str folded)
{
	for (uint32_t i = 0; i < b->t.n_keys; i++) {
		const struct bundle_range r = b->t.keys[i].near;
		const uint32_t wanted =
			(uint32_t)(format_seal(b->t.keys[i].key, folded) >> 32);
		uint32_t low = r.first, high = r.first + r.n;

		while (low < high) {
			const uint32_t middle = low + (high - low) / 2;

			if (b->t.near[middle] < wanted)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < r.first + r.n && b->t.near[low] == wanted)
			return true;
	}
	return false;
}

const struct bundle_edge *bundle_edge(const struct bundle *b, uint32_t state,
				      uint32_t symbol)
{
	const struct bundle_range r = b->t.states[state].edges;
	const struct bundle_edge *edges = b->t.edges + r.first;
	uint32_t low = 0, high = r.n;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (edges[middle].symbol < symbol)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r.n && edges[low].symbol == symbol ? &edges[low] : NULL;
}

/* The first of `n` records, sorted by the string at offset `at` in each, whose string is
 * not below `key`, or, with `past`, above it. */
static uint32_t bound(const struct bundle *b, const void *records, uint32_t n,
		      size_t record, size_t at, struct str key, bool past)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;
		const struct bundle_str *s =
			(const void *)((const char *)records + middle * record + at);
		const int by = str_cmp(bundle_str(b, *s), key);

		if (by < 0 || (past && by == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#define BOUND(b, table, type, field, key, past)                                          \
	bound(b, (b)->t.table, (b)->t.n_##table, sizeof(struct type),                    \
	      offsetof(struct type, field), key, past)

struct bundle_range bundle_house_words(const struct bundle *b, struct str folded)
{
	const uint32_t first = BOUND(b, words, bundle_word, fold, folded, false);

	return (struct bundle_range){
		first, BOUND(b, words, bundle_word, fold, folded, true) - first
	};
}

const struct bundle_rule *bundle_rule(const struct bundle *b, struct str id)
{
	const uint32_t i = BOUND(b, rules, bundle_rule, id, id, false);

	return i < b->t.n_rules && str_eq(bundle_str(b, b->t.rules[i].id), id)
		       ? &b->t.rules[i]
		       : NULL;
}

const struct bundle_network *bundle_network(const struct bundle *b, struct str name)
{
	const uint32_t i = BOUND(b, networks, bundle_network, name, name, false);

	return i < b->t.n_networks && str_eq(bundle_str(b, b->t.networks[i].name), name)
		       ? &b->t.networks[i]
		       : NULL;
}
