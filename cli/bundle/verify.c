/* Everything that bundle.h promises, checked once: records alone (verify_records.c), then
 * how they hang together, here and in verify_code.c. */
#include "bundle/format.h"
#include "text/utf8.h"

int verify_failed(struct err *e, enum format_section_id section, size_t record,
		  const char *why)
{
	return err_set(e, ERR_INVALID, "bundle section '%s', record %zu: %s",
		       format_kinds[section].name, record, why);
}

/* ---- order ---- */

static int cmp(const struct bundle *b, struct bundle_str x, struct bundle_str y)
{
	return str_cmp(bundle_str(b, x), bundle_str(b, y));
}

static bool symbols_in_order(const struct bundle *b, uint32_t i)
{
	const struct bundle_symbol *s = &b->t.symbols[i];

	if (s[0].kind != s[-1].kind)
		return s[0].kind > s[-1].kind;
	return cmp(b, s[-1].text, s[0].text) < 0;
}

static bool words_in_order(const struct bundle *b, uint32_t i)
{
	const struct bundle_word *w = &b->t.words[i];
	const int by = cmp(b, w[-1].fold, w[0].fold);

	return by ? by < 0 : cmp(b, w[-1].text, w[0].text) < 0;
}

static int unsorted(struct err *e, enum format_section_id section, size_t record)
{
	return verify_failed(e, section, record, "not in order");
}

#define IN_ORDER(ID, table, test)                                                        \
	for (uint32_t i = 1; i < b->t.n_##table; i++)                                    \
		if (!(test))                                                             \
	return unsorted(e, SECTION_##ID, i)
#define BY_NAME(ID, table, name)                                                         \
	IN_ORDER(ID, table, cmp(b, b->t.table[i - 1].name, b->t.table[i].name) < 0)

static bool overlays_in_order(const struct bundle *b, uint32_t i)
{
	const struct bundle_overlay *x = &b->t.overlays[i - 1], *y = &b->t.overlays[i];
	const int by = str_cmp(bundle_str(b, x->target), bundle_str(b, y->target));

	if (x->layer != y->layer)
		return x->layer < y->layer;
	return by ? by < 0 : x->rule < y->rule;
}

static int verify_order(const struct bundle *b, struct err *e)
{
	BY_NAME(RULES, rules, id);
	BY_NAME(LISTS, lists, name);
	BY_NAME(NETWORKS, networks, name);
	IN_ORDER(SYMBOLS, symbols, symbols_in_order(b, i));
	IN_ORDER(NOTES, notes, b->t.notes[i - 1].term < b->t.notes[i].term);
	IN_ORDER(OVERLAYS, overlays, overlays_in_order(b, i));
	IN_ORDER(WORDS, words, words_in_order(b, i));
	return 0;
}

/* Members of ranges: below their end, each once, in order. */
#define ASCENDING(ID, table, range, values, of)                                          \
	for (uint32_t i = 0; i < b->t.n_##table; i++)                                    \
		if (!verify_ascending(b->t.values, b->t.table[i].range, b->t.n_##of))    \
	return unsorted(e, SECTION_##ID, i)

static int verify_members(const struct bundle *b, struct err *e)
{
	ASCENDING(RULES, rules, lists, rule_lists, lists);
	ASCENDING(SYMBOLS, symbols, starts, starts, patterns);
	ASCENDING(STATES, states, terms, state_terms, terms);
	ASCENDING(LISTS, lists, starts, starts, patterns);
	ASCENDING(LISTS, lists, rules, list_rules, rules);
	for (uint32_t i = 0; i < BUNDLE_CLASSES; i++)
		if (!verify_ascending(b->t.starts, b->t.class_starts[i], b->t.n_patterns))
			return unsorted(e, SECTION_CLASS_STARTS, i);
	return 0;
}

/* ---- rules and what they own ---- */

/* Rules that use a list, and lists that a rule uses, say the same. */
static bool lists_agree(const struct bundle *b, uint32_t rule)
{
	const struct bundle_range r = b->t.rules[rule].lists;

	for (uint32_t i = 0; i < r.n; i++) {
		const struct bundle_range by =
			b->t.lists[b->t.rule_lists[r.first + i]].rules;
		uint32_t low = 0, high = by.n;

		while (low < high) {
			const uint32_t middle = low + (high - low) / 2;

			if (b->t.list_rules[by.first + middle] < rule)
				low = middle + 1;
			else
				high = middle;
		}
		if (low == by.n || b->t.list_rules[by.first + low] != rule)
			return false;
	}
	return true;
}

static bool owns_patterns(const struct bundle *b, struct bundle_range r, uint32_t rule,
			  uint32_t near)
{
	for (uint32_t i = r.first; i < r.first + r.n; i++)
		if (b->t.patterns[i].rule != rule || b->t.patterns[i].near != near)
			return false;
	return true;
}

static bool owns_regexes(const struct bundle *b, struct bundle_range r, uint32_t rule)
{
	for (uint32_t i = r.first; i < r.first + r.n; i++)
		if (b->t.regexes[i].rule != rule)
			return false;
	return true;
}

static bool good_date(const struct bundle *b, struct bundle_str s)
{
	static const char form[] = "0000-00-00";
	const struct str date = bundle_str(b, s);

	if (!date.n)
		return true;
	if (date.n != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < date.n; i++)
		if (form[i] == '-' ? date.p[i] != '-'
				   : !ascii_is_digit((unsigned char)date.p[i]))
			return false;
	return true;
}

static bool has_patterns(uint32_t kind)
{
	return kind == BUNDLE_FIND || kind == BUNDLE_NEED || kind == BUNDLE_COUNT ||
	       kind == BUNDLE_CONSISTENCY || kind == BUNDLE_MOVES;
}

static bool good_bounds(const struct bundle *b, const struct bundle_rule *r)
{
	const uint32_t names = bundle_bound_names(r->kind);

	for (uint32_t i = r->bounds.first; i < r->bounds.first + r->bounds.n; i++)
		if (b->t.bounds[i].what >= names)
			return false;
	return true;
}

/* Sets come in order; a move has its bound. */
static bool good_groups(const struct bundle *b, const struct bundle_rule *r)
{
	const bool sets = r->kind == BUNDLE_CONSISTENCY, moves = r->kind == BUNDLE_MOVES;
	uint32_t last = 0;

	for (uint32_t i = r->patterns.first; i < r->patterns.first + r->patterns.n; i++) {
		const uint32_t group = b->t.patterns[i].group;

		if (group < last || (group && !sets && !moves) ||
		    (moves && group >= r->bounds.n))
			return false;
		last = group;
	}
	return true;
}

static const char *rule_trouble(const struct bundle *b, uint32_t i)
{
	const struct bundle_rule *r = &b->t.rules[i];

	if (!r->level || !r->who)
		return "no level, or nobody";
	if ((!has_patterns(r->kind) && r->patterns.n) ||
	    (r->kind != BUNDLE_TERMS && r->lists.n) ||
	    (r->kind != BUNDLE_REGEX && r->regexes.n))
		return "parts of another kind";
	if (!owns_patterns(b, r->patterns, i, 0) || !owns_patterns(b, r->near, i, 1) ||
	    !owns_regexes(b, r->regexes, i))
		return "a part says that it belongs to another rule";
	if (!good_bounds(b, r))
		return "a bound of what the kind does not know";
	if (!good_groups(b, r))
		return "a pattern in a group that is not there";
	if (!lists_agree(b, i))
		return "a word list does not know the rule";
	if (!good_date(b, r->from) || !good_date(b, r->until))
		return "not a date";
	return NULL;
}

static int verify_rules(const struct bundle *b, struct err *e)
{
	for (uint32_t i = 0; i < b->t.n_rules; i++) {
		const char *why = rule_trouble(b, i);

		if (why)
			return verify_failed(e, SECTION_RULES, i, why);
	}
	/* lists_agree() found every rule's lists; as many, so the same. */
	if (b->t.n_rule_lists != b->t.n_list_rules)
		return verify_failed(e, SECTION_LIST_RULES, 0, "rules without the list");
	return 0;
}

static const char *overlay_trouble(const struct bundle *b, const struct bundle_overlay *o)
{
	if ((o->layer == BUNDLE_LAYER_COMPANY) != (o->target.n == 0))
		return "a layer without a target, or a company with one";
	if (!o->keys || (o->keys & OVERLAY_LEVEL && !o->level))
		return "it changes nothing";
	if (!good_date(b, o->from) || !good_date(b, o->until) ||
	    (o->keys & OVERLAY_FROM && !o->from.n) ||
	    (o->keys & OVERLAY_UNTIL && !o->until.n))
		return "not a date";
	return NULL;
}

static int verify_overlays(const struct bundle *b, struct err *e)
{
	for (uint32_t i = 0; i < b->t.n_overlays; i++) {
		const char *why = overlay_trouble(b, &b->t.overlays[i]);

		if (why)
			return verify_failed(e, SECTION_OVERLAYS, i, why);
	}
	return 0;
}

/* ---- terms and networks ---- */

/* A tree in breadth-first order: edge k leads to state k + 1, away from an earlier one.
 */
static int verify_trie(const struct bundle *b, struct err *e)
{
	if (b->t.n_states != (uint64_t)b->t.n_edges + 1)
		return verify_failed(e, SECTION_STATES, 0, "wrong number of them");
	for (uint32_t i = 0; i < b->t.n_states; i++) {
		const struct bundle_range r = b->t.states[i].edges;

		for (uint32_t k = r.first; k < r.first + r.n; k++) {
			const struct bundle_edge *edge = &b->t.edges[k];

			if (edge->state != k + 1 || edge->state <= i)
				return verify_failed(e, SECTION_EDGES, k,
						     "leads to the wrong state");
			if (k > r.first && edge[-1].symbol >= edge->symbol)
				return unsorted(e, SECTION_EDGES, k);
		}
	}
	if (b->t.states[0].terms.n)
		return verify_failed(e, SECTION_STATES, 0, "a term without words");
	return 0;
}

static int verify_networks(const struct bundle *b, struct err *e)
{
	for (uint32_t i = 0; i < b->t.n_networks; i++) {
		const struct bundle_network *n = &b->t.networks[i];

		for (uint32_t k = 0; k < n->n_limits; k++)
			if (n->limits[k].unit == BUNDLE_UNIT_WEIGHTED && !n->weight_scale)
				return verify_failed(e, SECTION_NETWORKS, i,
						     "weights without a scale");
		for (uint32_t k = 0; k < n->n_ranges; k++)
			if (n->ranges[k].first > n->ranges[k].last ||
			    (k && n->ranges[k].first <= n->ranges[k - 1].last))
				return unsorted(e, SECTION_NETWORKS, i);
	}
	return 0;
}

int bundle_verify(const struct bundle *b, struct err *e)
{
	static int (*const steps[])(const struct bundle *, struct err *) = {
		verify_records, verify_order, verify_members,
		verify_forms,   verify_rules, verify_overlays,
		verify_trie,    verify_code,  verify_networks,
	};
	int ret = 0;

	if (utf8_check(b->strings) != SIZE_MAX)
		return err_set(e, ERR_INVALID, "bundle section 'strings': not UTF-8");
	for (size_t i = 0; i < ARRAY_LEN(steps) && ret == 0; i++)
		ret = steps[i](b, e);
	return ret;
}
