/* What bundle.h promises of each record alone, as tables of fields: strings, indexes,
 * numbers, and ranges. Ranges into another section must follow each other without gap or
 * overlap: that keeps every later loop linear in the size of the file, whoever made it.
 */
#include "bundle/format.h"

#include <assert.h>

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
	BELOW(bundle_rule, kind, BUNDLE_KINDS),
	BELOW(bundle_rule, level, 4),
	BITS(bundle_rule, who, BUNDLE_WHOS),
	BITS(bundle_rule, when, BUNDLE_WHENS),
	BITS(bundle_rule, unless, BUNDLE_EXCUSES),
	BITS(bundle_rule, flags,
	     BUNDLE_STRICT | BUNDLE_MASK | BUNDLE_SHADOW | BUNDLE_OVERRIDABLE),
	RANGE(bundle_rule, patterns, PATTERNS),
	RANGE(bundle_rule, near, PATTERNS),
	RANGE(bundle_rule, lists, RULE_LISTS),
	RANGE(bundle_rule, regexes, REGEXES),
	RANGE(bundle_rule, bounds, BOUNDS),
	RANGE(bundle_rule, instead, INSTEAD),
};
static const struct field bound_fields[] = {
	BITS(bundle_bound, flags, BUNDLE_MIN | BUNDLE_MAX),
	BELOW(bundle_bound, by, 2),
	STRING(bundle_bound, text),
};
static const struct field overlay_fields[] = {
	BELOW(bundle_overlay, layer, BUNDLE_LAYER_ACCOUNT + 1),
	NAME(bundle_overlay, target),
	INDEX(bundle_overlay, rule, RULES),
	BITS(bundle_overlay, keys, OVERLAY_KEYS),
	BELOW(bundle_overlay, level, 4),
	BITS(bundle_overlay, flags, BUNDLE_OVERLAY_OFF | BUNDLE_OVERLAY_SHADOW),
	STRING(bundle_overlay, from),
	STRING(bundle_overlay, until),
	STRING(bundle_overlay, reason),
	STRING(bundle_overlay, file),
};
static const struct field symbol_fields[] = {
	NAME(bundle_symbol, text),
	BELOW(bundle_symbol, kind, BUNDLE_SYMBOLS),
	RANGE(bundle_symbol, starts, STARTS),
};
static const struct field key_fields[] = {
	RANGE(bundle_key, sealed, SEALED),
	RANGE(bundle_key, near, NEAR),
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
};
static const struct field note_fields[] = {
	INDEX(bundle_note, term, TERMS),
	STRING(bundle_note, text),
};
static const struct field instead_fields[] = {
	{ 0, CHECK_STR, LIMIT_BUNDLE, "text" },
};
static const struct field token_regex_fields[] = {
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
	[SECTION_BOUNDS] = FIELDS(bound_fields),
	[SECTION_OVERLAYS] = FIELDS(overlay_fields),
	[SECTION_RULE_LISTS] = FIELDS(rule_list_fields),
	[SECTION_SYMBOLS] = FIELDS(symbol_fields),
	/* SECTION_FORMS, _FORM_SYMBOLS, _SEALED, _FORM_AT: verify_words.c */
	[SECTION_KEYS] = FIELDS(key_fields),
	/* SECTION_NEAR: any numbers, in order */
	[SECTION_STATES] = FIELDS(state_fields),
	[SECTION_EDGES] = FIELDS(edge_fields),
	[SECTION_STATE_TERMS] = FIELDS(state_term_fields),
	[SECTION_TERMS] = FIELDS(term_fields),
	[SECTION_NOTES] = FIELDS(note_fields),
	[SECTION_INSTEAD] = FIELDS(instead_fields),
	[SECTION_LISTS] = FIELDS(list_fields),
	[SECTION_LIST_RULES] = FIELDS(list_rule_fields),
	[SECTION_PATTERNS] = FIELDS(pattern_fields),
	[SECTION_STARTS] = FIELDS(start_fields),
	[SECTION_REGEXES] = FIELDS(regex_fields),
	[SECTION_TOKEN_REGEXES] = FIELDS(token_regex_fields),
	[SECTION_WORDS] = FIELDS(word_fields),
	[SECTION_NETWORKS] = FIELDS(network_fields),
	[SECTION_CLASS_STARTS] = FIELDS(class_fields),
	/* SECTION_CODE: verify_code.c; SECTION_ANCHOR_AT, _ANCHORS: verify_anchors.c */
};

/* ---- record by record ---- */

struct verifier {
	const struct bundle *b;
	uint32_t count[SECTIONS]; /* records */
	uint32_t next[SECTIONS];  /* where the next range into it starts */
};

static bool good_range(struct verifier *v, const struct bundle_range *r, uint32_t of)
{
	if (r->first != v->next[of] || r->n > v->count[of] - r->first)
		return false;
	v->next[of] += r->n;
	return true;
}

/* One field in all records: the first record where it is wrong, or `n`. */
static uint32_t bad_in_column(const struct verifier *v, const struct field *f,
			      const char *p, uint32_t n, uint32_t stride)
{
	const uint32_t end = f->how == CHECK_INDEX ? v->count[f->arg] : f->arg;
	uint32_t i = 0;

	switch (f->how) {
	case CHECK_STR:
		while (i < n &&
		       verify_string(v->b,
				     *(const struct bundle_str
					       *)(const void *)(p + (size_t)i * stride),
				     end))
			i++;
		return i;
	case CHECK_INDEX:
	case CHECK_BELOW:
		while (i < n &&
		       *(const uint32_t *)(const void *)(p + (size_t)i * stride) < end)
			i++;
		return i;
	case CHECK_BITS:
		while (i < n &&
		       !(*(const uint32_t *)(const void *)(p + (size_t)i * stride) &
			 ~end))
			i++;
		return i;
	case CHECK_RANGE:
		break;
	}
	return n;
}

static int out_of_range(struct err *e, enum format_section_id id, uint32_t record,
			const char *field)
{
	return err_set(e, ERR_INVALID, "bundle section '%s', record %u: %s out of range",
		       format_kinds[id].name, record, field);
}

/* Ranges record by record: two fields of one record may lead into one section. */
static int verify_ranges(struct verifier *v, enum format_section_id id, const char *p,
			 struct err *e)
{
	const struct field *ranges[6];
	size_t n = 0;

	for (size_t k = 0; k < all_fields[id].n; k++) {
		if (all_fields[id].p[k].how != CHECK_RANGE)
			continue;
		assert(n < ARRAY_LEN(ranges));
		ranges[n++] = &all_fields[id].p[k];
	}
	for (uint32_t i = 0; n && i < v->count[id]; i++, p += format_kinds[id].record)
		for (size_t k = 0; k < n; k++)
			if (!good_range(v, (const void *)(p + ranges[k]->at),
					ranges[k]->arg))
				return out_of_range(e, id, i, ranges[k]->name);
	return 0;
}

/* Field by field, not record by record: twice as fast. */
static int verify_section(struct verifier *v, enum format_section_id id, struct err *e)
{
	const struct format_section *s =
		(const void *)(v->b->bytes.p + sizeof(struct format_header));
	const char *records = v->b->bytes.p + s[id].at;
	const uint32_t n = v->count[id];

	for (size_t k = 0; k < all_fields[id].n; k++) {
		const struct field *f = &all_fields[id].p[k];
		const uint32_t bad =
			bad_in_column(v, f, records + f->at, n, s[id].record);

		if (bad < n)
			return out_of_range(e, id, bad, f->name);
	}
	return verify_ranges(v, id, records, e);
}

/* Sections that only ranges of other sections lead to: all of each must be reached. */
static int verify_reached(const struct verifier *v, struct err *e)
{
	static const enum format_section_id reached[] = {
		SECTION_SEALED,     SECTION_NEAR,       SECTION_BOUNDS,
		SECTION_RULE_LISTS, SECTION_EDGES,      SECTION_STATE_TERMS,
		SECTION_INSTEAD,    SECTION_LIST_RULES, SECTION_PATTERNS,
		SECTION_CODE,       SECTION_STARTS,     SECTION_REGEXES,
	};

	for (size_t i = 0; i < ARRAY_LEN(reached); i++)
		if (v->next[reached[i]] != v->count[reached[i]])
			return verify_failed(e, reached[i], v->next[reached[i]],
					     "belongs to nothing");
	return 0;
}

int verify_records(const struct bundle *b, struct err *e)
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
