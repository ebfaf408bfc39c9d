#include "bundle_test.h"

enum { DIGEST = 8, SEALED = 40, SIZE = 48, BODY = 96 };

static bool opens(struct world *w, struct str bytes)
{
	bundle_close(w->b);
	if (bundle_from_bytes(bytes, &w->b, &w->e) == 0)
		return true;
	assert_null(w->b);
	return false;
}

/* A digest that fits, so that the checks behind it are reached. */
static void reseal(struct str bytes)
{
	const struct digest d = digest_of(str_slice(bytes, SEALED, bytes.n));

	memcpy((char *)(uintptr_t)bytes.p + DIGEST, d.bytes, sizeof(d.bytes));
}

static void any_flipped_byte_is_noticed(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	for (size_t i = 0; i < w->bytes.n; i++) {
		w->bytes.p[i] = (char)(w->bytes.p[i] ^ (1 << i % 8));
		assert_false(opens(w, buf_view(&w->bytes)));
		w->bytes.p[i] = (char)(w->bytes.p[i] ^ (1 << i % 8));
	}
	assert_true(opens(w, buf_view(&w->bytes)));
}

static void any_missing_end_is_noticed(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	for (size_t n = 0; n < w->bytes.n; n++)
		assert_false(opens(w, str_slice(buf_view(&w->bytes), 0, n)));
}

/* Cut off, and then sealed again with the size that it now has. */
static void a_resealed_part_is_noticed(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	for (size_t n = BODY; n < w->bytes.n; n++) {
		char *copy = malloc(n);
		const uint32_t size = (uint32_t)n;

		assert_non_null(copy);
		memcpy(copy, w->bytes.p, n);
		memcpy(copy + SIZE, &size, sizeof(size));
		reseal((struct str){ copy, n });
		assert_false(opens(w, (struct str){ copy, n }));
		free(copy);
	}
}

static void more_bytes_at_the_end_are_noticed(void **state)
{
	struct world *w = *state;
	uint32_t size;

	make(w, full, ARRAY_LEN(full));
	bundle_close(w->b);
	w->b = NULL;
	buf_fill(&w->bytes, '\0', 8);
	assert_false(opens(w, buf_view(&w->bytes)));
	size = (uint32_t)w->bytes.n;
	memcpy(w->bytes.p + SIZE, &size, sizeof(size));
	reseal(buf_view(&w->bytes));
	assert_false(opens(w, buf_view(&w->bytes)));
}

/* What the verifier lets through after damage must still keep every promise. */
static void random_damage_is_refused_or_harmless(void **state)
{
	enum { ROUNDS = 60000 };
	struct world *w = *state;
	unsigned accepted = 0, refused_n = 0;
	uint64_t random = 88172645463325252u;
	char *copy;

	make(w, full, ARRAY_LEN(full));
	copy = malloc(w->bytes.n);
	assert_non_null(copy);
	for (int i = 0; i < ROUNDS; i++) {
		uint32_t word;
		size_t at;

		memcpy(copy, w->bytes.p, w->bytes.n);
		for (unsigned k = 0; k < 1 + random % 3; k++) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			at = SEALED + 4 * (random % ((w->bytes.n - SEALED) / 4));
			memcpy(&word, copy + at, sizeof(word));
			word = random >> 40 & 1 ? word + 1 - (random >> 41 & 2)
						: (uint32_t)(random >> 32 & 0xFF);
			memcpy(copy + at, &word, sizeof(word));
		}
		reseal((struct str){ copy, w->bytes.n });
		if (opens(w, (struct str){ copy, w->bytes.n })) {
			struct buf b;

			accepted++;
			bundle_walk(w->b);
			buf_init(&b, 0);
			bundle_dump(w->b, &b);
			buf_release(&b);
		} else {
			refused_n++;
		}
	}
	bundle_close(w->b);
	w->b = NULL;
	free(copy);
	print_message("# %u refused, %u harmless\n", refused_n, accepted);
	assert_true(refused_n > ROUNDS / 4);
	assert_true(accepted > ROUNDS / 100);
}

/* ---- one promise at a time ---- */

/* Put `value` where `place` points in the bundle, seal, open: the message must say so. */
static void break_promise(struct world *w, const void *place, uint32_t value,
			  const char *says)
{
	const size_t at = (size_t)((const char *)place - w->bytes.p);
	uint32_t before;

	assert_true(at < w->bytes.n);
	memcpy(&before, w->bytes.p + at, sizeof(before));
	memcpy(w->bytes.p + at, &value, sizeof(value));
	reseal(buf_view(&w->bytes));
	if (opens(w, buf_view(&w->bytes)))
		fail_msg("opened although: %s", says);
	if (str_find(str_from(w->e.msg), str_from(says), 0) == SIZE_MAX)
		fail_msg("got '%s', wanted '%s'", w->e.msg, says);
	memcpy(w->bytes.p + at, &before, sizeof(before));
	reseal(buf_view(&w->bytes));
	open_bytes(w);
}

static const struct bundle_code *first_op(const struct world *w, enum bundle_op op)
{
	for (uint32_t i = 0; i < w->t->n_code; i++)
		if (w->t->code[i].op == op)
			return &w->t->code[i];
	fail_msg("no such instruction");
	return NULL;
}

#define BREAK(place, value, says) break_promise(w, &(place), value, says)

/* The same for the first word of an instruction. */
static void break_op(struct world *w, const struct bundle_code *code, uint32_t op,
		     uint32_t b, const char *says)
{
	break_promise(w, code, op | b << 8, says);
}

static void the_header_is_checked(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	BREAK(w->bytes.p[0], 0, "not a policy bundle");
	BREAK(w->bytes.p[40], 99, "the bundle has the format 99");
	BREAK(w->bytes.p[44], 0x04030201, "byte order");
	BREAK(w->bytes.p[48], 7, "bytes and says 7");
	BREAK(w->bytes.p[52], 7, "section count");
	BREAK(w->bytes.p[60], 7, "section count");
	BREAK(w->bytes.p[96], 7, "bundle section 'strings': wrong place");
	BREAK(w->bytes.p[96 + 16 + 4], 7, "bundle section 'clauses': wrong place");
	BREAK(w->bytes.p[96 + 16 + 8], UINT32_MAX,
	      "bundle section 'clauses': wrong place");
	BREAK(w->bytes.p[96 + 16 + 12], 0, "bundle section 'clauses': wrong place");
}

static void strings_are_checked(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	BREAK(w->t->rules[1].say.at, UINT32_MAX, "'rules', record 1: say out of range");
	BREAK(w->t->rules[1].say.n, UINT32_MAX, "'rules', record 1: say out of range");
	BREAK(*bundle_str(w->b, w->t->rules[1].say).p, 0xFFFFFFFF,
	      "'strings': not UTF-8");
}

static void no_string_may_cut_a_character(void **state)
{
	struct world *w = *state;
	const struct policy_file one =
		file("policy.md", HEAD "Sé amable é.\n\n```decorum\nclause: kind\n"
				       "kept_by: judgement\n```\n");
	struct bundle_str s;

	make(w, &one, 1);
	s = w->t->clauses[0].sentence;
	BREAK(w->t->clauses[0].sentence.at, s.at + 2, "sentence out of range");
	BREAK(w->t->clauses[0].sentence.n, 2, "sentence out of range");
}

static void numbers_of_records_are_checked(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	BREAK(w->t->clauses[0].kept_by, 4, "kept_by out of range");
	BREAK(w->t->rules[0].clause, 3, "clause out of range");
	BREAK(w->t->rules[0].kind, BUNDLE_KINDS, "kind out of range");
	BREAK(w->t->rules[0].level, 4, "level out of range");
	BREAK(w->t->rules[0].level, 0, "no level");
	BREAK(w->t->rules[0].who, 8, "who out of range");
	BREAK(w->t->rules[0].who, 0, "nobody");
	BREAK(w->t->rules[0].flags, 16, "flags out of range");
	BREAK(w->t->symbols[0].kind, BUNDLE_SYMBOLS, "kind out of range");
	BREAK(w->t->edges[0].symbol, w->t->n_symbols, "symbol out of range");
	BREAK(w->t->edges[0].state, w->t->n_states, "state out of range");
	BREAK(w->t->terms[0].list, 3, "list out of range");
	BREAK(w->t->notes[0].term, w->t->n_terms, "'notes', record 0: term out of range");
	BREAK(w->t->lists[0].mask, 2, "mask out of range");
	BREAK(w->t->regexes[0].rule, 5, "rule out of range");
	BREAK(w->t->words[0].mode, 4, "mode out of range");
	BREAK(w->t->networks[0].n_limits, 5, "n_limits out of range");
	BREAK(w->t->networks[0].n_ranges, 9, "n_ranges out of range");
	BREAK(w->t->networks[0].limits[0].unit, 5, "unit out of range");
	BREAK(w->t->networks[1].weight_scale, 0, "without a scale");
	BREAK(w->t->networks[1].ranges[1].first, 0, "'networks', record 1: not in order");
}

static void bounds_and_groups_are_checked(void **state)
{
	struct world *w = *state;

	make(w, kinds, ARRAY_LEN(kinds));
	BREAK(w->t->bounds[0].what, 2, "a bound of what the kind does not know");
	BREAK(w->t->bounds[0].flags, 4, "flags out of range");
	BREAK(w->t->bounds[0].by, 2, "by out of range");
	BREAK(w->t->rules[0].bounds.n, 2, "bounds out of range");
	BREAK(w->t->patterns[0].group, 1, "a group that is not there");
	BREAK(w->t->patterns[4].group, 2, "a group that is not there");
	BREAK(w->t->patterns[4].group, 0, "a group that is not there");
	BREAK(w->t->rules[1].kind, BUNDLE_SPELLING, "does not know");
	BREAK(w->t->rules[2].kind, BUNDLE_METRIC, "parts of another kind");
}

static void sealed_words_are_checked(void **state)
{
	struct world *w = *state;

	make(w, kinds, ARRAY_LEN(kinds));
	BREAK(w->t->sealed[0].form.n, 0, "no symbols");
	BREAK(w->t->sealed[1].high, 0, "'sealed', record 1: not in order");
	BREAK(w->t->sealed[1].form.n, 0x10001, "'sealed', record 1: a text");
	BREAK(w->t->sealed[1].form.at, 1, "'sealed', record 1: a text");
	BREAK(w->t->near[1], 1, "'near', record 0: not in order");
	BREAK(w->t->keys[0].sealed.n, 0, "belongs to nothing");
	BREAK(w->t->keys[0].near.n, 99, "near out of range");
}

static void ranges_are_checked(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	BREAK(w->t->rules[1].patterns.n, UINT32_MAX, "patterns out of range");
	BREAK(w->t->rules[1].patterns.first, 1, "patterns out of range");
	BREAK(w->t->terms[3].instead.n, 1, "instead out of range");
	BREAK(w->t->rules[4].lists.n, 1, "'rule_lists', record 1: belongs to nothing");
	BREAK(w->t->forms[1].first, 0, "symbols out of range");
	BREAK(w->t->form_symbols[0], w->t->n_symbols,
	      "'form_symbols', record 0: out of range");
	BREAK(w->t->class_starts[0].first, UINT32_MAX, "starts out of range");
	BREAK(w->t->class_starts[BUNDLE_CAPS].n, 0, "starts out of range");
}

static void order_is_checked(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	BREAK(w->t->rules[1].id.n, 0, "not in order");
	BREAK(w->t->forms[1].at, UINT32_MAX, "'forms', record 1: text out of range");
	BREAK(w->t->symbols[1].text.n, 0, "'symbols', record 1: not in order");
	BREAK(w->t->symbols[0].kind, 1, "'symbols', record 1: not in order");
	BREAK(w->t->lists[1].name.n, 0, "'lists', record 1: not in order");
	BREAK(w->t->networks[1].name.n, 0, "'networks', record 1: not in order");
	BREAK(w->t->words[1].fold.n, 0, "'words', record 1: not in order");
	BREAK(w->t->words[2].text.n, 0, "'words', record 2: not in order");
	BREAK(w->t->rule_lists[1], 1, "not in order");
	BREAK(w->t->rule_lists[1], 3, "out of range");
	BREAK(w->t->list_rules[0], 0, "does not know the rule");
}

static void the_trie_is_checked(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	BREAK(w->t->edges[1].state, 0, "leads to the wrong state");
	BREAK(w->t->edges[1].state, 1, "leads to the wrong state");
	BREAK(w->t->edges[1].symbol, 0, "not in order");
}

static void code_is_checked(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	BREAK(first_op(w, BUNDLE_OP_SPLIT)->a, 0, "'code', record 2: jump backwards");
	break_op(w, first_op(w, BUNDLE_OP_SPLIT), BUNDLE_OP_SPLIT, 2,
		 "'code', record 2: jump backwards");
	break_op(w, first_op(w, BUNDLE_OP_SPLIT), BUNDLE_OP_SPLIT, w->t->n_code - 1,
		 "jump out of range");
	BREAK(first_op(w, BUNDLE_OP_JUMP)->a, UINT32_MAX, "jump out of range");
	break_op(w, first_op(w, BUNDLE_OP_JUMP), BUNDLE_OP_JUMP, 1,
		 "operand without a meaning");
	BREAK(first_op(w, BUNDLE_OP_SYMBOL)->a, w->t->n_symbols, "symbol out of range");
	BREAK(first_op(w, BUNDLE_OP_LIST)->a, 3, "list out of range");
	BREAK(first_op(w, BUNDLE_OP_CLASS)->a, BUNDLE_CLASSES, "class out of range");
	break_op(w, first_op(w, BUNDLE_OP_MATCH), BUNDLE_OP_GAP, 0, "MATCH is the last");
	break_op(w, &w->t->code[3], BUNDLE_OP_MATCH, 0, "MATCH is the last");
	break_op(w, &w->t->code[3], 99, 0, "unknown instruction");
	break_op(w, &w->t->code[0], BUNDLE_OP_GAP, 0, "starts with a gap");
}

static void starting_sets_are_checked(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	/* Another word at the front: it is not known to start the pattern. */
	BREAK(w->t->code[0].a, 0, "not among those that start so");
	BREAK(w->t->starts[0], w->t->n_patterns, "pattern out of range");
	BREAK(w->t->patterns[0].near, 1, "another rule");
	BREAK(w->t->patterns[0].rule, 0, "another rule");
}

/* A rule whose patterns had no anchor would be silent. */
static void anchors_are_checked(void **state)
{
	const struct policy_file one =
		file("policy.md", CLAUSE(FIND("x", "glim zorg|quux blarp|flarn")));
	struct world *w = *state;
	unsigned seconds = 0;

	make(w, full, ARRAY_LEN(full));
	BREAK(w->t->anchor_at[0], 1, "'anchor_at', record 0: wrong number");
	BREAK(w->t->anchor_at[1], UINT32_MAX, "'anchor_at', record 1: not in order");
	BREAK(w->t->anchor_at[w->t->n_anchor_at - 1], w->t->n_anchors - 1,
	      "not in order");
	BREAK(w->t->anchors[0], bundle_anchor(w->t->n_patterns, 0),
	      "'anchors', record 0: not in order");
	/* A second set may be missing, the first one not. */
	for (uint32_t i = 0; i < w->t->n_anchors; i++)
		if (w->t->anchors[i] % BUNDLE_ANCHOR_SETS == 0)
			BREAK(w->t->anchors[i], w->t->anchors[i] ? 0 : 1, "'anchors'");
	/* Nor a part of the second. */
	make(w, &one, 1);
	for (uint32_t i = 0; i < w->t->n_anchors; i++)
		if (w->t->anchors[i] == bundle_anchor(0, 1)) {
			BREAK(w->t->anchors[i], 0, "'anchors': pattern 0 can match");
			seconds++;
		}
	assert_int_equal(seconds, 2);
}

static void every_form_must_be_found(void **state)
{
	struct world *w = *state;
	const uint32_t *buckets;

	make(w, full, ARRAY_LEN(full));
	/* A shorter text, another text, another seed: other hashes. */
	BREAK(w->t->forms[0].n, w->t->forms[0].n - 1 + 0x10000, "found by its bytes");
	BREAK(w->t->forms[0].at, w->t->forms[0].at - 1, "found by its bytes");
	BREAK(w->bytes.p[56], 1, "found by its bytes");
	buckets = (const void *)(w->bytes.p + w->bytes.n);
	assert_int_equal(buckets[-1], w->t->n_forms);
	BREAK(buckets[-1], w->t->n_forms - 1, "'form_at'");
	BREAK(buckets[-2], w->t->n_forms + 1, "'form_at'");
}

/* A form that is there twice: the rules of one of them would be silent. */
static void no_form_is_there_twice(void **state)
{
	struct world *w = *state;
	struct bundle_form *forms;
	uint32_t n;

	make(w, full, ARRAY_LEN(full));
	forms = (void *)(uintptr_t)w->t->forms;
	n = w->t->n_forms;
	for (uint32_t i = 1; i < n; i++) {
		const struct bundle_form before = forms[i];

		forms[i].at = forms[i - 1].at;
		forms[i].n = forms[i - 1].n;
		reseal(buf_view(&w->bytes));
		assert_false(opens(w, buf_view(&w->bytes)));
		forms[i] = before;
	}
}

/* One word of a section after another is made larger than anything there: the section
 * that is damaged says so, for one of them at least. */
static void damage_of_every_section_is_told_by_its_name(void **state)
{
	static const char *const names[] = {
		"strings",    "clauses",       "rules",   "bounds",    "overlays",
		"rule_lists", "symbols",       "forms",   "sealed",    "keys",
		"near",       "form_symbols",  "states",  "edges",     "state_terms",
		"terms",      "notes",         "instead", "lists",     "list_rules",
		"patterns",   "code",          "starts",  "anchor_at", "anchors",
		"regexes",    "token_regexes", "words",   "networks",  "class_starts",
		"form_at",
	};
	struct world *w = *state;

	make(w, every, ARRAY_LEN(every));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct str name = arena_printf(&w->a, "'%s'", names[i]);
		uint32_t section[4], before;
		bool told = false;

		memcpy(section, w->bytes.p + BODY + 16 * i, sizeof(section));
		if (section[2] < 4)
			fail_msg("nothing in %s", names[i]);
		for (uint32_t at = section[1]; at + 4 <= section[1] + section[2];
		     at += 4) {
			memcpy(&before, w->bytes.p + at, sizeof(before));
			memset(w->bytes.p + at, 0xFE, sizeof(before));
			reseal(buf_view(&w->bytes));
			told = (!opens(w, buf_view(&w->bytes)) &&
				str_find(str_from(w->e.msg), name, 0) != SIZE_MAX) ||
			       told;
			memcpy(w->bytes.p + at, &before, sizeof(before));
		}
		if (!told)
			fail_msg("damage of %s is not told: %s", names[i], w->e.msg);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(any_flipped_byte_is_noticed),
		TEST(any_missing_end_is_noticed),
		TEST(a_resealed_part_is_noticed),
		TEST(more_bytes_at_the_end_are_noticed),
		TEST(random_damage_is_refused_or_harmless),
		TEST(the_header_is_checked),
		TEST(strings_are_checked),
		TEST(no_string_may_cut_a_character),
		TEST(numbers_of_records_are_checked),
		TEST(bounds_and_groups_are_checked),
		TEST(sealed_words_are_checked),
		TEST(ranges_are_checked),
		TEST(order_is_checked),
		TEST(the_trie_is_checked),
		TEST(code_is_checked),
		TEST(starting_sets_are_checked),
		TEST(anchors_are_checked),
		TEST(every_form_must_be_found),
		TEST(no_form_is_there_twice),
		TEST(damage_of_every_section_is_told_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
