#include "bundle_test.h"

static struct policy_file with_find(struct world *w, const char *pattern)
{
	return (struct policy_file){
		STR("policy.md"),
		arena_printf(&w->a, CLAUSE(FIND("x", "%s")), pattern),
	};
}

static void make_find(struct world *w, const char *pattern)
{
	const struct policy_file files[] = {
		with_find(w, pattern),
		file("lexicons/foes.yaml", "terms: [zorg, quux]\n"),
	};

	make(w, files, ARRAY_LEN(files));
}

/* The lines of the first pattern's code in the dump. */
static void assert_code(struct world *w, const char *pattern, const char *lines)
{
	static const char head[] = "pattern \"tone/x\"#1 ";
	struct buf b;
	struct str text;
	size_t start, end;

	make_find(w, pattern);
	buf_init(&b, 0);
	bundle_dump(w->b, &b);
	text = buf_view(&b);
	start = str_chr(text, '\n', str_find(text, str_from(head), 0)) + 1;
	end = str_find(text, STR("match\n"), start) + sizeof("match\n") - 1;
	assert_str(str_slice(text, start, end), lines);
	buf_release(&b);
}

static void words_follow_each_other(void **state)
{
	assert_code(*state, "want \"to\" =Go",
		    "  0 symbol word \"want\"\n  1 symbol exact \"to\"\n"
		    "  2 symbol case \"Go\"\n  3 match\n");
}

static void gaps_lists_and_classes_are_instructions(void **state)
{
	assert_code(*state, "{foes} ...3 #MONEY",
		    "  0 list \"foes\"\n  1 gap 3\n  2 class #MONEY\n  3 match\n");
}

static void alternatives_split_and_jump_to_one_end(void **state)
{
	assert_code(*state, "(a b)|c|d e",
		    "  0 split 1 4\n  1 symbol word \"a\"\n  2 symbol word \"b\"\n"
		    "  3 jump 8\n  4 split 5 7\n  5 symbol word \"c\"\n  6 jump 8\n"
		    "  7 symbol word \"d\"\n  8 symbol word \"e\"\n  9 match\n");
}

static void an_optional_word_may_be_passed_by(void **state)
{
	assert_code(*state, "(very)? bad",
		    "  0 split 1 2\n  1 symbol word \"very\"\n  2 symbol word \"bad\"\n"
		    "  3 match\n");
}

/* ---- what may begin a pattern ---- */

static bool starts(const struct world *w, struct bundle_range r)
{
	return r.n == 1 && w->t->starts[r.first] == 0;
}

static bool word_starts(const struct world *w, const char *word)
{
	for (uint32_t i = 0; i < w->t->n_symbols; i++)
		if (str_is(bundle_str(w->b, w->t->symbols[i].text), word))
			return starts(w, w->t->symbols[i].starts);
	fail_msg("no symbol %s", word);
	return false;
}

static void a_pattern_is_found_under_its_first_word_only(void **state)
{
	struct world *w = *state;

	make_find(w, "want bad");
	assert_true(word_starts(w, "want"));
	assert_false(word_starts(w, "bad"));
	assert_int_equal(w->t->n_starts, 1);
}

static void every_alternative_may_begin_it(void **state)
{
	struct world *w = *state;

	make_find(w, "want|{foes}|#URL|(a b) bad");
	assert_true(word_starts(w, "want"));
	assert_true(word_starts(w, "a"));
	assert_false(word_starts(w, "b"));
	assert_false(word_starts(w, "bad"));
	assert_true(starts(w, w->t->lists[0].starts));
	assert_true(starts(w, w->t->class_starts[BUNDLE_URL]));
	assert_int_equal(w->t->class_starts[BUNDLE_MONEY].n, 0);
	assert_int_equal(w->t->n_starts, 4);
}

static void what_follows_an_optional_word_may_begin_it_too(void **state)
{
	struct world *w = *state;

	make_find(w, "(very)? (#CAPS)? {foes}");
	assert_true(word_starts(w, "very"));
	assert_true(starts(w, w->t->class_starts[BUNDLE_CAPS]));
	assert_true(starts(w, w->t->lists[0].starts));
}

static void a_word_that_begins_twice_counts_once(void **state)
{
	struct world *w = *state;

	make_find(w, "(want bad)|(want good)");
	assert_true(word_starts(w, "want"));
	assert_int_equal(w->t->n_starts, 1);
}

static void near_patterns_are_found_in_the_same_way(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	assert_text(w, w->t->lists[0].name, "address");
	assert_int_equal(w->t->lists[0].starts.n, 1);
	assert_int_equal(w->t->patterns[w->t->starts[w->t->lists[0].starts.first]].near,
			 1);
}

/* ---- what does not compile ---- */

/* pattern_parse() refuses these as far as it can see them; the compiler looks at what a
 * run can meet, whoever made the tree. */
static struct pattern *node(struct world *w, enum pattern_kind kind, struct pattern *a,
			    struct pattern *b)
{
	struct pattern *p = ARENA_NEW(&w->a, struct pattern);

	p->kind = kind;
	p->text = STR("zorg");
	p->max = 2;
	p->n_kids = (size_t)(a != NULL) + (b != NULL);
	p->kids = arena_array(&w->a, 2, sizeof(*p->kids));
	p->kids[0] = a;
	p->kids[1] = b;
	return p;
}

static struct pattern *word(struct world *w)
{
	return node(w, PATTERN_WORD, NULL, NULL);
}

static struct pattern *maybe(struct world *w, struct pattern *what)
{
	return node(w, PATTERN_OPT, what, NULL);
}

static struct pattern *gap(struct world *w)
{
	return node(w, PATTERN_GAP, NULL, NULL);
}

static struct pattern *row(struct world *w, struct pattern *a, struct pattern *b)
{
	return node(w, PATTERN_SEQ, a, b);
}

static void assert_refused(struct world *w, struct pattern *tree, const char *says)
{
	const struct policy_file one = with_find(w, "zorg zorg");
	const struct finding *f;

	assert_true(compile(w, &one, 1));
	w->p.rules[0].patterns[0].tree = tree;
	assert_false(bundle_write(&w->p, &w->bytes, &w->f));
	assert_int_equal(w->f.v.n, 1);
	f = &w->f.v.p[0];
	assert_str(f->rule, "policy/pattern");
	if (str_find(f->msg, str_from(says), 0) == SIZE_MAX)
		fail_msg("got '%.*s', wanted '%s'", STR_ARG(f->msg), says);
}

static void nothing_at_all_is_no_pattern(void **state)
{
	struct world *w = *state;

	assert_refused(w, maybe(w, word(w)), "may match nothing at all");
	assert_refused(w, row(w, maybe(w, word(w)), maybe(w, word(w))),
		       "may match nothing at all");
	assert_refused(w, node(w, PATTERN_ALT, word(w), maybe(w, word(w))),
		       "may match nothing at all");
	assert_refused(w, row(w, NULL, NULL), "may match nothing at all");
}

static void a_gap_cannot_begin_a_pattern(void **state)
{
	struct world *w = *state;

	assert_refused(w, row(w, gap(w), word(w)), "may start with a gap");
	assert_refused(w, row(w, maybe(w, word(w)), row(w, gap(w), word(w))),
		       "may start with a gap");
	assert_refused(w, node(w, PATTERN_ALT, word(w), row(w, gap(w), word(w))),
		       "may start with a gap");
}

static void a_gap_cannot_end_a_pattern(void **state)
{
	struct world *w = *state;

	assert_refused(w, row(w, word(w), gap(w)), "may end with a gap");
	assert_refused(w, row(w, row(w, word(w), gap(w)), maybe(w, word(w))),
		       "may end with a gap");
}

static void a_pattern_cannot_name_what_is_not_there(void **state)
{
	struct world *w = *state;

	assert_refused(w, node(w, PATTERN_LIST, NULL, NULL), "no such word list");
	assert_refused(w, node(w, PATTERN_CLASS, NULL, NULL), "no such class");
}

static void a_pattern_that_was_not_read_is_refused(void **state)
{
	assert_refused(*state, NULL, "could not be read");
}

static void a_pattern_without_end_is_refused(void **state)
{
	struct world *w = *state;
	struct pattern *tree = word(w);

	for (int i = 0; i < 12; i++) /* 4096 words and MATCH: one too many */
		tree = row(w, tree, tree);
	assert_refused(w, tree, "too long");
}

static void a_pattern_of_two_kilobytes_compiles(void **state)
{
	struct world *w = *state;
	struct buf b;

	buf_init(&b, 0);
	for (int i = 0; i < 600; i++)
		buf_cstr(&b, i ? "|a" : "a");
	make_find(w, buf_text(&b));
	assert_int_equal(w->t->n_code, 599 * 3 + 1 + 1);
	buf_release(&b);
}

static bool is_anchor(const struct world *w, enum bundle_op op, uint32_t index)
{
	const uint32_t *at = &w->t->anchor_at[bundle_owner(w->t, op, index)];

	return at[0] < at[1];
}

static bool word_is_anchor(const struct world *w, const char *word)
{
	for (uint32_t i = 0; i < w->t->n_symbols; i++)
		if (str_is(bundle_str(w->b, w->t->symbols[i].text), word))
			return is_anchor(w, BUNDLE_OP_SYMBOL, i);
	fail_msg("no symbol: %s", word);
	return false;
}

/* "kind" and "people" stand in the clause. */
static void the_rarest_elements_are_the_anchors(void **state)
{
	struct world *w = *state;

	make_find(w, "kind zorg people flarn");
	assert_true(word_is_anchor(w, "zorg"));
	assert_true(word_is_anchor(w, "flarn"));
	assert_false(word_is_anchor(w, "kind"));
	assert_false(word_is_anchor(w, "people"));
	/* It is only tried where its first word stands. */
	make_find(w, "kind zorg");
	assert_true(word_is_anchor(w, "zorg"));
	assert_false(word_is_anchor(w, "kind"));
	make_find(w, "people {foes}");
	assert_true(is_anchor(w, BUNDLE_OP_LIST, 0));
	make_find(w, "#WORD blarp");
	assert_true(word_is_anchor(w, "blarp"));
	assert_false(is_anchor(w, BUNDLE_OP_CLASS, BUNDLE_WORD));
}

static void all_alternatives_are_anchors_and_nothing_optional_is(void **state)
{
	struct world *w = *state;

	make_find(w, "people (blarp)? flarn|quux ...2 kind");
	assert_true(word_is_anchor(w, "flarn"));
	assert_true(word_is_anchor(w, "quux"));
	assert_false(word_is_anchor(w, "blarp"));
	assert_false(word_is_anchor(w, "people"));
	make_find(w, "a|b c|(d (e)? f)");
	assert_true(word_is_anchor(w, "b"));
	assert_false(word_is_anchor(w, "e"));
	make_find(w, "zorg (kind flarn)|(quux people (blarp|kind))");
	assert_true(word_is_anchor(w, "flarn"));
	assert_true(word_is_anchor(w, "quux"));
	assert_false(word_is_anchor(w, "people"));
	assert_false(word_is_anchor(w, "kind"));
	assert_false(word_is_anchor(w, "blarp"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_follow_each_other),
		TEST(gaps_lists_and_classes_are_instructions),
		TEST(alternatives_split_and_jump_to_one_end),
		TEST(an_optional_word_may_be_passed_by),
		TEST(a_pattern_is_found_under_its_first_word_only),
		TEST(every_alternative_may_begin_it),
		TEST(what_follows_an_optional_word_may_begin_it_too),
		TEST(a_word_that_begins_twice_counts_once),
		TEST(near_patterns_are_found_in_the_same_way),
		TEST(nothing_at_all_is_no_pattern),
		TEST(a_gap_cannot_begin_a_pattern),
		TEST(a_gap_cannot_end_a_pattern),
		TEST(a_pattern_cannot_name_what_is_not_there),
		TEST(a_pattern_that_was_not_read_is_refused),
		TEST(a_pattern_without_end_is_refused),
		TEST(a_pattern_of_two_kilobytes_compiles),
		TEST(the_rarest_elements_are_the_anchors),
		TEST(all_alternatives_are_anchors_and_nothing_optional_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
