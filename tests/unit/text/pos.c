#include "text/pos.h"
#include "text/pos_build.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define BETWEEN(may, before, fold, after)                                                \
	pos_between((may), STR(before), STR(fold), STR(after))

enum { N = POS_NOUN, V = POS_VERB, A = POS_ADJECTIVE };

static void names_are_known(void **state)
{
	(void)state;
	assert_int_equal(pos_named(STR("noun")), N);
	assert_int_equal(pos_named(STR("adj")), A);
	assert_int_equal(pos_named(STR("adverb")), POS_ADVERB);
	assert_int_equal(pos_named(STR("nuon")), 0);
	assert_int_equal(pos_named(STR("")), 0);
	assert_string_equal(pos_name(V), "verb");
}

static void neighbours_narrow_what_a_word_may_be(void **state)
{
	(void)state;
	assert_int_equal(BETWEEN(N | V, "the", "plan", "is"), N);
	assert_int_equal(BETWEEN(N | V, "of", "fear", ""), N);
	assert_int_equal(BETWEEN(N | V, "they", "plan", "to"), V);
	assert_int_equal(BETWEEN(N | V, "will", "book", "a"), V);
	assert_int_equal(BETWEEN(N | V, "to", "fight", "the"), V);
	assert_int_equal(BETWEEN(N | V, "to", "work", ""), N | V);
	assert_int_equal(BETWEEN(V | A, "was", "closed", ""), V | A);
	assert_int_equal(BETWEEN(N | V, "", "answer", "quickly"), N | V);
}

static void something_is_always_left(void **state)
{
	(void)state;
	assert_int_equal(BETWEEN(V, "the", "go", ""), V);
	assert_int_equal(BETWEEN(N, "they", "people", ""), N);
	assert_int_equal(BETWEEN(0, "the", "x", ""), 0);
}

static void endings_tell_of_unknown_words(void **state)
{
	(void)state;
	assert_int_equal(pos_guess(STR("zorgness"), false), N);
	assert_int_equal(pos_guess(STR("zorgable"), false), A);
	assert_int_equal(pos_guess(STR("zorg"), true), N);
	assert_int_equal(pos_guess(STR("zorg"), false), POS_ALL);
}

static void the_files_of_wordnet_are_read(void **state)
{
	const struct pos_source from = {
		.index = { STR("  1 a licence\nrun n 2 1 @ 2 1 01 02  \ngoose n 1 0 1 0 "
			       "01  \n"
			       "fun_run n 1 0 1 0 01  \nsay n 1 0 1 1 01  \n"),
			   STR("run v 2 1 @ 2 1 01 02  \nsay v 1 0 1 1 01  \n"),
			   STR("big a 1 0 1 0 01  \n"), STR("") },
		.except = { STR("geese goose\n"), STR("ran run\n"), STR("bigger big\n"),
			    STR("") },
		.counts = STR("say%2:32:00:: 1 300\nsay%1:04:00:: 1 1\nbad\n%1\nx% y\n"),
	};
	struct arena a = { 0 };
	struct pos_forms *p = pos_read(&from, &a);

	(void)state;
	assert_int_equal(pos_of(p, STR("run")), N | V);
	assert_int_equal(pos_of(p, STR("runs")), N | V);
	assert_int_equal(pos_of(p, STR("running")), V);
	assert_int_equal(pos_of(p, STR("ran")), V);
	assert_int_equal(pos_of(p, STR("geese")), N);
	assert_int_equal(pos_of(p, STR("bigger")), A);
	assert_int_equal(pos_of(p, STR("fun_run")), 0);
	assert_int_equal(pos_of(p, STR("licence")), 0);
	assert_int_equal(pos_of(p, STR("say")), V); /* one use in 301 is no noun */
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_known),
		cmocka_unit_test(neighbours_narrow_what_a_word_may_be),
		cmocka_unit_test(something_is_always_left),
		cmocka_unit_test(endings_tell_of_unknown_words),
		cmocka_unit_test(the_files_of_wordnet_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
