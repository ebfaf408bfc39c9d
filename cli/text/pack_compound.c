/* Words made of parts by rules, as Hunspell's COMPOUNDRULE: a rule is a row of flags,
 * each once, or any number of times (*), or at most once (?). */
#include "text/pack.h"
#include "text/pack_format.h"

/* places[i]: the items before this one can account for the first i bytes. */
struct places {
	bool at[PACK_KEY_MAX + 1];
};

/* From each place in `from` one part with this flag further, into `to`; ascending, so
 * that with to == from any number of parts is taken. */
static void take_part(const struct pack *p, struct str key, unsigned bit,
		      const struct places *from, struct places *to)
{
	for (size_t at = 0; at < key.n; at++) {
		if (!from->at[at])
			continue;
		for (size_t i = 0; i < p->parts.n / PART_BYTES; i++) {
			const char *part = p->parts.p + i * PART_BYTES;
			uint32_t n = pack_u32(part + PART_LENGTH);

			if (!(pack_u32(part + PART_FLAGS) >> bit & 1) || n > key.n - at)
				continue;
			if (memcmp(p->strings.p + pack_u32(part + PART_AT), key.p + at,
				   n) == 0)
				to->at[at + n] = true;
		}
	}
}

static bool follows_rule(const struct pack *p, const char *rule, struct str key)
{
	struct places now = { .at = { true } };

	for (uint8_t i = 0; i < (uint8_t)rule[RULE_COUNT]; i++) {
		unsigned bit = (uint8_t)rule[RULE_ITEMS + 2 * i];
		char quantity = rule[RULE_ITEMS + 2 * i + 1];
		struct places next = { 0 };

		if (quantity == '*') {
			take_part(p, key, bit, &now, &now);
			continue;
		}
		if (quantity == '?')
			next = now;
		take_part(p, key, bit, &now, &next);
		now = next;
	}
	return now.at[key.n];
}

static bool starts_with_part(const struct pack *p, struct str key)
{
	for (size_t i = 0; i < p->parts.n / PART_BYTES; i++)
		if (p->strings.p[pack_u32(p->parts.p + i * PART_BYTES + PART_AT)] ==
		    key.p[0])
			return true;
	return false;
}

bool pack_compound(const struct pack *p, struct str key, uint32_t mask)
{
	if (key.n == 0 || key.n > PACK_KEY_MAX || !starts_with_part(p, key))
		return false;
	for (size_t i = 0; i < p->rules.n / RULE_BYTES; i++) {
		const char *rule = p->rules.p + i * RULE_BYTES;

		if (mask >> (8 * (uint8_t)rule[RULE_DIALECT]) & 1 &&
		    follows_rule(p, rule, key))
			return true;
	}
	return false;
}
