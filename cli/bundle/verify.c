/* Everything that bundle.h promises, checked once. What hangs on one record alone is said
 * in the tables of fields below; the rest follows in code. Ranges of one section into
 * another must follow each other without gap or overlap: that keeps every later loop
 * linear in the size of the file, whoever made it. */
#include "bundle/format.h"
#include "text/utf8.h"

enum check {
	CHECK_STR,   /* a struct bundle_str of at most `arg` bytes */
	CHECK_RANGE, /* a struct bundle_range of the section `arg` */
	CHECK_INDEX, /* of the section `arg` */
	CHECK_BELOW, /* `arg` */
	CHECK_BITS,  /* of the mask `arg` */
};

struct field {
	uint32_t at;
	enum check how;
	uint32_t arg;
	const char *name;
};

#define STRING(type, field)                                                              \
	{                                                                                \
		offsetof(struct type, field), CHECK_STR, LIMIT_BUNDLE, #field            \
	}
/* What a table is sorted by or looked up by: short, so that this is linear too. */
#define NAME(type, field)                                                                \
	{                                                                                \
		offsetof(struct type, field), CHECK_STR, FORMAT_NAME, #field             \
	}
#define RANGE(type, field, of)                                                           \
	{                                                                                \
		offsetof(struct type, field), CHECK_RANGE, SECTION_##of, #field          \
	}
#define INDEX(type, field, of)                                                           \
	{                                                                                \
		offsetof(struct type, field), CHECK_INDEX, SECTION_##of, #field          \
	}
#define BELOW(type, field, end)                                                          \
	{                                                                                \
		offsetof(struct type, field), CHECK_BELOW, end, #field                   \
	}
#define BITS(type, field, mask)                                                          \
	{                                                                                \
		offsetof(struct type, field), CHECK_BITS, mask, #field                   \
	}
#define BOOLEAN(type, field) BELOW(type, field, 2)

static const struct field clause_fields[] = {
	STRING(bundle_clause, id),
	STRING(bundle_clause, sentence),
	BELOW(bundle_clause, kept_by, BUNDLE_KEPT_GUARD + 1),
};
static const struct field rule_fields[] = {
	NAME(bundle_rule, id),
	STRING(bundle_rule, say),
	STRING(bundle_rule, suggest),
	STRING(bundle_rule, role),
	STRING(bundle_rule, good),
	STRING(bundle_rule, from),
	STRING(bundle_rule, until),
	INDEX(bundle_rule, clause, CLAUSES),
	BELOW(bundle_rule, kind, BUNDLE_LENGTH + 1),
	BELOW(bundle_rule, level, 4),
	BITS(bundle_rule, who, BUNDLE_COMPANY | BUNDLE_ASSOCIATED),
	BITS(bundle_rule, when, BUNDLE_REPLY | BUNDLE_HOSTILE | BUNDLE_ORIGINAL),
	BITS(bundle_rule, unless,
	     BUNDLE_QUOTED | BUNDLE_NEGATED | BUNDLE_ATTRIBUTED | BUNDLE_QUESTION),
	BITS(bundle_rule, flags,
	     BUNDLE_STRICT | BUNDLE_MASK | BUNDLE_SHADOW | BUNDLE_OVERRIDABLE),
	RANGE(bundle_rule, patterns, PATTERNS),
	RANGE(bundle_rule, near, PATTERNS),
	RANGE(bundle_rule, lists, RULE_LISTS),
	RANGE(bundle_rule, regexes, REGEXES),
};
static const struct field symbol_fields[] = {
	NAME(bundle_symbol, text),
	BELOW(bundle_symbol, kind, BUNDLE_SYMBOL_CASE + 1),
	RANGE(bundle_symbol, starts, STARTS),
};
static const struct field form_fields[] = {
	NAME(bundle_form, text),
	RANGE(bundle_form, symbols, FORM_SYMBOLS),
};
static const struct field state_fields[] = {
	RANGE(bundle_state, edges, EDGES),
	RANGE(bundle_state, terms, STATE_TERMS),
};
static const struct field edge_fields[] = {
	INDEX(bundle_edge, symbol, SYMBOLS),
	INDEX(bundle_edge, state, STATES),
};
static const struct field term_fields[] = {
	INDEX(bundle_term, list, LISTS),
	STRING(bundle_term, text),
	RANGE(bundle_term, instead, INSTEAD),
	STRING(bundle_term, note),
};
static const struct field instead_fields[] = {
	{ 0, CHECK_STR, LIMIT_BUNDLE, "text" },
};
static const struct field list_fields[] = {
	NAME(bundle_list, name),
	STRING(bundle_list, about),
	BOOLEAN(bundle_list, mask),
	RANGE(bundle_list, starts, STARTS),
	RANGE(bundle_list, rules, LIST_RULES),
};
static const struct field pattern_fields[] = {
	STRING(bundle_pattern, text),
	RANGE(bundle_pattern, code, CODE),
	INDEX(bundle_pattern, rule, RULES),
	BOOLEAN(bundle_pattern, near),
};
static const struct field class_fields[] = {
	{ 0, CHECK_RANGE, SECTION_STARTS, "starts" },
};
static const struct field regex_fields[] = {
	STRING(bundle_regex, text),
	STRING(bundle_regex, literal),
	BOOLEAN(bundle_regex, caseless),
	INDEX(bundle_regex, rule, RULES),
};
static const struct field word_fields[] = {
	NAME(bundle_word, text),
	NAME(bundle_word, fold),
	STRING(bundle_word, instead),
	BELOW(bundle_word, mode, BUNDLE_WORD_FORBID + 1),
};
#define LIMIT(i)                                                                         \
	BELOW(bundle_network, limits[i].unit, BUNDLE_UNIT_WEIGHTED + 1),                 \
		STRING(bundle_network, limits[i].source),                                \
		STRING(bundle_network, limits[i].verified_on)
static const struct field network_fields[] = {
	NAME(bundle_network, name),
	STRING(bundle_network, title),
	BELOW(bundle_network, n_limits, BUNDLE_NETWORK_LIMITS + 1),
	LIMIT(0),
	LIMIT(1),
	LIMIT(2),
	LIMIT(3),
	BELOW(bundle_network, n_ranges, BUNDLE_NETWORK_RANGES + 1),
	BOOLEAN(bundle_network, bare_domains),
	BOOLEAN(bundle_network, mention_local),
	BOOLEAN(bundle_network, emoji_bytes),
	BOOLEAN(bundle_network, nfc),
};
_Static_assert(BUNDLE_NETWORK_LIMITS == 4, "one LIMIT for each");
static const struct field rule_list_fields[] = { { 0, CHECK_INDEX, SECTION_LISTS,
						   "list" } };
static const struct field form_symbol_fields[] = {
	{ 0, CHECK_INDEX, SECTION_SYMBOLS, "symbol" },
};
static const struct field state_term_fields[] = {
	{ 0, CHECK_INDEX, SECTION_TERMS, "term" },
};
static const struct field list_rule_fields[] = { { 0, CHECK_INDEX, SECTION_RULES,
						   "rule" } };
static const struct field start_fields[] = { { 0, CHECK_INDEX, SECTION_PATTERNS,
					       "pattern" } };

#define FIELDS(f)                                                                        \
	{                                                                                \
		f, ARRAY_LEN(f)                                                          \
	}
static const struct {
	const struct field *p;
	size_t n;
} all_fields[SECTIONS] = {
	[SECTION_CLAUSES] = FIELDS(clause_fields),
	[SECTION_RULES] = FIELDS(rule_fields),
	[SECTION_RULE_LISTS] = FIELDS(rule_list_fields),
	[SECTION_SYMBOLS] = FIELDS(symbol_fields),
	[SECTION_FORMS] = FIELDS(form_fields),
	[SECTION_FORM_SYMBOLS] = FIELDS(form_symbol_fields),
	[SECTION_STATES] = FIELDS(state_fields),
	[SECTION_EDGES] = FIELDS(edge_fields),
	[SECTION_STATE_TERMS] = FIELDS(state_term_fields),
	[SECTION_TERMS] = FIELDS(term_fields),
	[SECTION_INSTEAD] = FIELDS(instead_fields),
	[SECTION_LISTS] = FIELDS(list_fields),
	[SECTION_LIST_RULES] = FIELDS(list_rule_fields),
	[SECTION_PATTERNS] = FIELDS(pattern_fields),
	[SECTION_STARTS] = FIELDS(start_fields),
	[SECTION_REGEXES] = FIELDS(regex_fields),
	[SECTION_WORDS] = FIELDS(word_fields),
	[SECTION_NETWORKS] = FIELDS(network_fields),
	[SECTION_CLASS_STARTS] = FIELDS(class_fields),
	/* SECTION_CODE: verify_code.c */
};

/* ---- record by record ---- */

struct verifier {
	const struct bundle *b;
	uint32_t count[SECTIONS]; /* records */
	uint32_t next[SECTIONS];  /* where the next range into it starts */
};

int verify_failed(struct err *e, enum format_section_id section, size_t record,
		  const char *why)
{
	return err_set(e, ERR_INVALID, "bundle section '%s', record %zu: %s",
		       format_kinds[section].name, record, why);
}

/* The pool is valid as a whole, so a part of it is when no character is cut. */
static bool good_string(const struct bundle *b, const struct bundle_str *s, uint32_t most)
{
	const struct str pool = b->strings;
	const uint64_t end = (uint64_t)s->at + s->n;

	if (end > pool.n || s->n > most)
		return false;
	return (s->at == pool.n || ((unsigned char)pool.p[s->at] & 0xC0) != 0x80) &&
	       (end == pool.n || ((unsigned char)pool.p[end] & 0xC0) != 0x80);
}

static bool good_range(struct verifier *v, const struct bundle_range *r, uint32_t of)
{
	if (r->first != v->next[of] || r->n > v->count[of] - r->first)
		return false;
	v->next[of] += r->n;
	return true;
}

static bool good_field(struct verifier *v, const struct field *f, const char *record)
{
	const void *p = record + f->at;
	const uint32_t *number = p;

	switch (f->how) {
	case CHECK_STR:
		return good_string(v->b, p, f->arg);
	case CHECK_RANGE:
		return good_range(v, p, f->arg);
	case CHECK_INDEX:
		return *number < v->count[f->arg];
	case CHECK_BELOW:
		return *number < f->arg;
	case CHECK_BITS:
		return !(*number & ~f->arg);
	}
	return false;
}

static int verify_section(struct verifier *v, enum format_section_id id, struct err *e)
{
	const struct format_section *s =
		(const void *)(v->b->bytes.p + sizeof(struct format_header));
	const char *record = v->b->bytes.p + s[id].at;

	for (uint32_t i = 0; i < v->count[id]; i++, record += s[id].record) {
		for (size_t k = 0; k < all_fields[id].n; k++) {
			const struct field *f = &all_fields[id].p[k];

			if (!good_field(v, f, record))
				return err_set(
					e, ERR_INVALID,
					"bundle section '%s', record %u: %s out of "
					"range",
					format_kinds[id].name, i, f->name);
		}
	}
	return 0;
}

/* Sections that only ranges of other sections lead to: all of each must be reached. */
static int verify_reached(const struct verifier *v, struct err *e)
{
	static const enum format_section_id reached[] = {
		SECTION_RULE_LISTS,  SECTION_FORM_SYMBOLS, SECTION_EDGES,
		SECTION_STATE_TERMS, SECTION_INSTEAD,      SECTION_LIST_RULES,
		SECTION_PATTERNS,    SECTION_CODE,         SECTION_STARTS,
		SECTION_REGEXES,
	};

	for (size_t i = 0; i < ARRAY_LEN(reached); i++)
		if (v->next[reached[i]] != v->count[reached[i]])
			return verify_failed(e, reached[i], v->next[reached[i]],
					     "belongs to nothing");
	return 0;
}

static int verify_records(const struct bundle *b, struct err *e)
{
	const struct format_section *s =
		(const void *)(b->bytes.p + sizeof(struct format_header));
	struct verifier v = { .b = b };
	int ret = 0;

	for (uint32_t i = 0; i < SECTIONS; i++)
		v.count[i] = s[i].length / s[i].record;
	if (v.count[SECTION_CLASS_STARTS] != BUNDLE_CLASSES)
		return verify_failed(e, SECTION_CLASS_STARTS, 0, "wrong number of them");
	for (uint32_t i = 0; i < SECTIONS && ret == 0; i++)
		ret = verify_section(&v, i, e);
	return ret < 0 ? ret : verify_reached(&v, e);
}

/* ---- order ---- */

bool verify_ascending(const uint32_t *values, struct bundle_range r, uint32_t end)
{
	for (uint32_t i = 0; i < r.n; i++) {
		const uint32_t value = values[r.first + i];

		if (value >= end || (i && value <= values[r.first + i - 1]))
			return false;
	}
	return true;
}

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

static int verify_order(const struct bundle *b, struct err *e)
{
	BY_NAME(RULES, rules, id);
	BY_NAME(FORMS, forms, text);
	BY_NAME(LISTS, lists, name);
	BY_NAME(NETWORKS, networks, name);
	IN_ORDER(SYMBOLS, symbols, symbols_in_order(b, i));
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
	ASCENDING(FORMS, forms, symbols, form_symbols, symbols);
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

static const char *rule_trouble(const struct bundle *b, uint32_t i)
{
	const struct bundle_rule *r = &b->t.rules[i];

	if (!r->level || !r->who)
		return "no level, or nobody";
	if ((r->kind != BUNDLE_FIND && r->patterns.n) ||
	    (r->kind != BUNDLE_TERMS && r->lists.n) ||
	    (r->kind != BUNDLE_REGEX && r->regexes.n))
		return "parts of another kind";
	if (!owns_patterns(b, r->patterns, i, 0) || !owns_patterns(b, r->near, i, 1) ||
	    !owns_regexes(b, r->regexes, i))
		return "a part says that it belongs to another rule";
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

/* ---- words and networks ---- */

/* Every form must be found by its bytes. */
static int verify_slots(const struct bundle *b, struct err *e)
{
	const uint64_t n = (uint64_t)b->slot_mask + 1;

	if (n & (n - 1) || n > UINT32_MAX || n < b->t.n_forms)
		return verify_failed(e, SECTION_FORM_SLOTS, 0, "wrong number of them");
	for (uint32_t i = 0; i < n; i++)
		if (b->slots[i] != BUNDLE_NONE &&
		    (b->slots[i] & FORMAT_FORMS) >= b->t.n_forms)
			return verify_failed(e, SECTION_FORM_SLOTS, i,
					     "form out of range");
	for (uint32_t i = 0; i < b->t.n_forms; i++) {
		const struct bundle_form *f = &b->t.forms[i];

		if (!f->symbols.n || bundle_form(b, bundle_str(b, f->text)) != f)
			return verify_failed(e, SECTION_FORMS, i,
					     "no symbols, or not found by its bytes");
	}
	return 0;
}

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
		verify_records, verify_order, verify_members, verify_rules,
		verify_slots,   verify_trie,  verify_code,    verify_networks,
	};
	int ret = 0;

	if (utf8_check(b->strings) != SIZE_MAX)
		return err_set(e, ERR_INVALID, "bundle section 'strings': not UTF-8");
	for (size_t i = 0; i < ARRAY_LEN(steps) && ret == 0; i++)
		ret = steps[i](b, e);
	return ret;
}
