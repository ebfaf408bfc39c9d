/* Examples, word lists, networks, house words: what is wrong with them and where. */
#include "policy_test.h"

#include "core/limits.h"

#define WITH(fails)                                                                      \
	CLAUSE(RULE("    find: zorg\n    examples:\n" fails "      pass: [fine, "        \
		    "good]\n"))
#define GOOD CLAUSE(RULE("    length: true\n"))
#define NETWORK(rest)                                                                    \
	"networks:\n  x:\n    title: X\n    limits:\n"                                   \
	"      - {unit: grapheme, value: 9, source: a, verified_on: 2026-01-01}\n" rest

/* ---- examples ---- */

static void examples_are_compulsory(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    find: zorg\n")), NULL);
	assert_int_equal(w->f.v.n, 2);
	said(w, "policy/example", "at least 2 examples under \"fail\"", "id");
	said(w, "policy/example", "at least 2 examples under \"pass\"", "id");
}

static void one_example_is_not_enough(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", WITH("      fail: [«zorg»]\n"), NULL);
	said_once(w);
	said(w, "policy/example", "here is 1", "examples");
}

static void marks_must_pair(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     WITH("      fail: [\"a «zorg\", \"b zorg»\", \"«c «zorg»\", \"«»d\"]\n"),
	     NULL);
	assert_int_equal(w->f.v.n, 4);
	said(w, "policy/example", "never closed", "«");
	said(w, "policy/example", "without a «", "»");
	said(w, "policy/example", "inside", "«");
	said(w, "policy/example", "nothing stands between", "»");
}

static void examples_that_must_be_found_say_which_words(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", WITH("      fail: [a «zorg», \"b zorg\", two zorgs]\n"),
	     NULL);
	assert_int_equal(w->f.v.n, 2);
	said(w, "policy/example", "no words are marked", "\"b zorg\"");
	said(w, "policy/example", "put « and » around", "two zorgs");
}

static void other_marks_are_named(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     WITH("      fail: [\"a <<zorg>>\", \"b ‹zorg›\", \"c ≪zorg≫\"]\n"), NULL);
	assert_int_equal(w->f.v.n, 3);
	said(w, "policy/example", "between « and », not", "<<");
	said(w, "policy/example", "between « and », not", "‹");
	said(w, "policy/example", "between « and », not", "≪");
}

static void guillemets_in_pass_are_text(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: zorg\n    examples:\n      fail: [«zorg», a «zorg»]\n"
			 "      pass: [\"he said «fine\", good]\n")),
	     NULL);
	said_nothing(w);
	assert_str(w->p.rules[0].pass[0].text, "he said «fine");
	assert_int_equal(w->p.rules[0].pass[0].n_marks, 0);
}

static void repeated_examples_prove_nothing(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", WITH("      fail: [a «zorg», \"«a» zorg\", «fine»]\n"),
	     NULL);
	assert_int_equal(w->f.v.n, 2);
	said(w, "policy/example", "there already", "\"«a» zorg\"");
	said(w, "policy/example", "there already", "fine");
}

static void length_needs_no_examples(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, NULL);
	said_nothing(w);
}

/* ---- word lists ---- */

static void terms_are_words_only(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "lexicons/a.yaml",
	     "terms:\n  - zorg ...2 borg\n  - \"a {list}\"\n  - \"a #URL\"\n  - a|b c\n"
	     "  - (very)? bad\n  - \"fine words\"\n  - =Exact\n",
	     NULL);
	assert_int_equal(w->f.v.n, 5);
	said(w, "policy/list", "words only", "...2");
	said(w, "policy/list", "words only", "{list}");
	said(w, "policy/list", "words only", "#URL");
	assert_int_equal(w->p.lists[0].n_terms, 2);
}

static void the_same_term_twice_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "lexicons/a.yaml",
	     "terms:\n  - Zorg\n  - borg\n  - zorg\n  - '\"zorg\"'\n", NULL);
	said_once(w);
	said(w, "policy/list", "already, at lexicons/a.yaml:2", "zorg");
	assert_int_equal(w->p.lists[0].n_terms, 3);
}

static void two_files_cannot_be_one_list(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "lexicons/a.yaml", "terms: [a]\n",
	     "lexicons/sub/a.yaml", "terms: [b]\n", NULL);
	said_once(w);
	assert_str(said(w, "policy/list", "another file", "")->source->path,
		   "lexicons/sub/a.yaml");
}

static void a_list_needs_a_good_name(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "lexicons/My List.yaml", "terms: [a]\n", NULL);
	said_once(w);
	said(w, "policy/list", "small letters", "");
}

static void a_list_without_terms_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "lexicons/a.yaml", "terms: []\n", "lexicons/b.yaml",
	     "about: nothing\n", "lexicons/c.yaml", "- zorg\n", NULL);
	assert_int_equal(w->f.v.n, 3);
	said(w, "policy/list", "empty", "[]");
	said(w, "policy/list", "\"key: value\" lines", "- zorg");
}

static void an_entry_with_a_wrong_key_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "lexicons/a.yaml",
	     "terms:\n  - term: zorg\n    insted: x\n  - [zorg]\n", NULL);
	said(w, "policy/list", "instead", "insted");
	said(w, "policy/list", "a text, or a map", "[zorg]");
}

/* ---- networks ---- */

static void a_network_without_limits_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "networks.yaml", "networks:\n  x:\n    title: X\n",
	     NULL);
	assert_int_equal(findings_worst(&w->f), LEVEL_BLOCK);
	assert_str(w->f.v.p[0].rule, "policy/network");
}

static void weights_and_their_unit_belong_together(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "networks.yaml",
	     NETWORK("    weights: {default: 200, scale: 100}\n"), NULL);
	said_once(w);
	said(w, "policy/network", "weights mean nothing", "weights");
}

static void a_weighted_limit_needs_weights(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "networks.yaml",
	     "networks:\n  x:\n    title: X\n    limits:\n"
	     "      - {unit: weighted, value: 9, source: a, verified_on: 2026-01-01}\n",
	     NULL);
	said_once(w);
	said(w, "policy/network", "needs \"weights:\"", "limits");
}

static void ranges_are_in_order(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "networks.yaml",
	     "networks:\n  x:\n    title: X\n    limits:\n"
	     "      - {unit: weighted, value: 9, source: a, verified_on: 2026-01-01}\n"
	     "    weights: {default: 2, scale: 1, ranges: [[5, 4, 1], [0, 9, 1], [9, 10, "
	     "1], "
	     "[1, 2]]}\n",
	     NULL);
	assert_int_equal(w->f.v.n, 3);
	said(w, "policy/network", "before its first", "[5, 4, 1]");
	said(w, "policy/network", "overlap", "[9, 10, 1]");
	said(w, "policy/network", "[first, last, weight]", "[1, 2]");
}

static void wrong_numbers_and_units_are_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "networks.yaml",
	     "networks:\n  X!:\n    title: X\n  y:\n    title: Y\n    limits:\n"
	     "      - {unit: charcters, value: -3, source: a, verified_on: soon}\n",
	     NULL);
	said(w, "policy/network", "small letters", "X!");
	said(w, "policy/network", "", "charcters");
	said(w, "policy/network", "", "-3");
	said(w, "policy/network", "", "soon");
}

/* ---- house words ---- */

static void house_words_are_checked_line_by_line(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "words.txt",
	     "two words\n=\nbad ->\nsame -> same\nzorg\n  zorg  \nC# # the language\n"
	     "a -> b -> c\n",
	     NULL);
	assert_int_equal(w->f.v.n, 6);
	said(w, "policy/words", "one \"->\" a line", "b -> c");
	said(w, "policy/words", "one word a line", "two words");
	said(w, "policy/words", "missing", "=");
	said(w, "policy/words", "instead", "bad ->");
	said(w, "policy/words", "the same", "same -> same");
	said(w, "policy/words", "already, at words.txt:5", "zorg");
	assert_int_equal(w->p.n_words, 2);
	assert_str(w->p.words[1].text, "C#");
}

/* ---- sealed lists ---- */

#define SEALED(key, entries)                                                             \
	"about: x\nmask: true\nkey: " key                                                \
	"000102030405060708090a0b0c0d0e\nsealed: " entries "\n"

static void a_sealed_entry_has_words(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", GOOD, "lexicons/a.yaml",
	     SEALED("00",
		    "[\"\", 0123456789abcdef, \"0123456789abcdee  0123456789abcdef\"]"),
	     NULL);
	said(w, "policy/list", "no sealed entry", "\"\"");
	said(w, "policy/list", "no sealed entry",
	     "\"0123456789abcdee  0123456789abcdef\"");
}

static void words_that_are_never_looked_up_are_not_sealed(void **state)
{
	static const char *const words[] = { "xy", "a very xy",
					     "abcdefghijklmnopqrstuvwxyzabcdefg" };
	const uint8_t key[SEAL_KEY] = { 0 };
	struct world *w = *state;
	struct buf sealed, near;

	buf_init(&sealed, 0);
	buf_init(&near, 0);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct pattern_error bad = { 0 };

		assert_false(policy_seal(str_from(words[i]), key, &w->a, &sealed, &near,
					 &bad));
		assert_non_null(strstr(bad.msg, "3 to 31 bytes"));
	}
	buf_release(&sealed);
	buf_release(&near);
}

/* Each key costs a digest for each word of a text. */
static void sealed_lists_share_few_keys(void **state)
{
	struct policy_file files[LIMIT_SEAL_KEYS + 3];
	struct world *w = *state;
	size_t n = 0;

	files[n++] = (struct policy_file){ STR("policy.md"), STR(GOOD) };
	for (unsigned i = 0; i < LIMIT_SEAL_KEYS + 2; i++, n++)
		files[n] = (struct policy_file){
			arena_printf(&w->a, "lexicons/l%02u.yaml", i),
			arena_printf(&w->a,
				     "about: x\nmask: true\n"
				     "key: %02x0102030405060708090a0b0c0d0e0f\n"
				     "sealed: [0123456789abcde%x]\n",
				     i ? i - 1 : 0, i % 16)
		};
	findings_init(&w->f, &w->a);
	policy_load(files, n, &w->a, &w->p, &w->f);
	said_once(w);
	said(w, "policy/list", "too many different keys", "key");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(examples_are_compulsory),
		TEST(one_example_is_not_enough),
		TEST(marks_must_pair),
		TEST(examples_that_must_be_found_say_which_words),
		TEST(other_marks_are_named),
		TEST(guillemets_in_pass_are_text),
		TEST(repeated_examples_prove_nothing),
		TEST(length_needs_no_examples),
		TEST(terms_are_words_only),
		TEST(the_same_term_twice_is_refused),
		TEST(two_files_cannot_be_one_list),
		TEST(a_list_needs_a_good_name),
		TEST(a_list_without_terms_is_refused),
		TEST(an_entry_with_a_wrong_key_is_refused),
		TEST(a_network_without_limits_is_refused),
		TEST(weights_and_their_unit_belong_together),
		TEST(a_weighted_limit_needs_weights),
		TEST(ranges_are_in_order),
		TEST(wrong_numbers_and_units_are_refused),
		TEST(house_words_are_checked_line_by_line),
		TEST(a_sealed_entry_has_words),
		TEST(words_that_are_never_looked_up_are_not_sealed),
		TEST(sealed_lists_share_few_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
