#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/limits.h"
#include "finding/finding.h"

static struct arena a;
static struct findings f;

static int fresh(void **state)
{
	(void)state;
	arena_release(&a);
	findings_init(&f, &a);
	return 0;
}

static int drop(void **state)
{
	(void)state;
	arena_release(&a);
	return 0;
}

static struct source *file(const char *path, const char *text)
{
	struct source *s = ARENA_NEW(&a, struct source);
	struct diags d = { .a = &a };

	assert_true(source_init(s, str_from(path), str_from(text), MIB, &a, &d));
	return s;
}

static struct finding *rule(const char *id, enum level level, const struct source *s,
			    uint32_t start, uint32_t end)
{
	return finding_add_rule(&f, str_from(id), STR("clause"), level, s,
				(struct span){ start, end }, STR("say"), false);
}

static void the_catalogue_is_sorted_and_says_what_each_kind_means(void **state)
{
	(void)state;
	for (int i = 0; i < FINDING_KINDS; i++) {
		const struct finding_info *info = finding_info((enum finding_kind)i);

		assert_non_null(strchr(info->id, '/'));
		assert_true(strlen(info->meaning) > 10);
		assert_true(info->level >= LEVEL_ADVISE && info->level <= LEVEL_BLOCK);
		if (i)
			assert_true(strcmp(finding_info((enum finding_kind)(i - 1))->id,
					   info->id) < 0);
	}
}

static void levels_are_read_as_they_are_written(void **state)
{
	enum level level;

	(void)state;
	for (int i = LEVEL_ADVISE; i <= LEVEL_BLOCK; i++)
		assert_true(level_from(str_from(level_name((enum level)i)), &level) &&
			    (int)level == i);
	assert_false(level_from(STR("Block"), &level));
	assert_false(level_from(STR("pass"), &level));
}

static void uncertain_evidence_never_blocks(void **state)
{
	const struct source *s = file("a", "text");

	(void)state;
	assert_int_equal(finding_add_rule(&f, STR("t/r"), STR("c"), LEVEL_BLOCK, s,
					  (struct span){ 0, 1 }, STR("m"), true)
				 ->level,
			 LEVEL_ASK);
	assert_int_equal(finding_add_rule(&f, STR("t/r"), STR("c"), LEVEL_ADVISE, s,
					  (struct span){ 0, 1 }, STR("m"), true)
				 ->level,
			 LEVEL_ADVISE);
}

static void they_are_sorted_by_path_place_and_level(void **state)
{
	const struct source *one = file("a.md", "some text"), *two = file("b.md", "more");
	static const char *const order[] = { "t/block", "t/ask", "t/late", "t/two" };

	(void)state;
	(void)rule("t/two", LEVEL_BLOCK, two, 0, 1);
	(void)rule("t/late", LEVEL_BLOCK, one, 5, 9);
	(void)rule("t/ask", LEVEL_ASK, one, 0, 9);
	(void)rule("t/block", LEVEL_BLOCK, one, 0, 4);
	findings_sort(&f);
	assert_int_equal(f.v.n, ARRAY_LEN(order));
	for (size_t i = 0; i < f.v.n; i++)
		assert_true(str_is(f.v.p[i].rule, order[i]));
	assert_int_equal(findings_worst(&f), LEVEL_BLOCK);
}

static void the_same_on_two_networks_is_one_finding(void **state)
{
	const struct source *s = file("a.md", "some text");

	(void)state;
	rule("t/r", LEVEL_ASK, s, 0, 4)->network = STR("x");
	rule("t/r", LEVEL_BLOCK, s, 0, 4)->network = STR("bluesky");
	rule("t/r", LEVEL_ASK, s, 0, 4)->network = STR("x");
	(void)rule("t/r", LEVEL_ASK, s, 0, 5);
	findings_sort(&f);
	assert_int_equal(f.v.n, 2);
	assert_int_equal(f.v.p[0].level, LEVEL_BLOCK);
	assert_true(str_is(f.v.p[0].network, "bluesky, x") ||
		    str_is(f.v.p[0].network, "x, bluesky"));
}

static void past_the_limit_they_are_counted(void **state)
{
	const struct source *s = file("a.md", "some text");

	(void)state;
	for (uint32_t i = 0; i < LIMIT_FINDINGS; i++)
		(void)rule("t/r", LEVEL_ADVISE, s, 0, 1);
	(void)rule("t/more", LEVEL_ADVISE, s, 0, 1);
	assert_int_equal(findings_worst(&f), LEVEL_ADVISE);
	assert_int_equal(f.v.n, LIMIT_FINDINGS);
	assert_int_equal(f.dropped, 1);
	(void)rule("t/other", LEVEL_ASK, file("b.md", "x"), 0, 1);
	assert_int_equal(f.v.n, LIMIT_FINDINGS + 1);
}

static size_t count(enum level level)
{
	size_t n = 0;

	for (size_t i = 0; i < f.v.n; i++)
		n += f.v.p[i].level == level;
	return n;
}

static void past_the_limit_the_worst_are_kept(void **state)
{
	const struct source *s = file("a.md", "some text"), *other = file("b.md", "x");

	(void)state;
	(void)rule("t/first", LEVEL_ADVISE, s, 0, 1);
	for (uint32_t i = 1; i < LIMIT_FINDINGS; i++)
		(void)rule("t/r", i % 2 ? LEVEL_ADVISE : LEVEL_ASK, s, 0, 1);
	for (uint32_t i = 0; i < 9; i++) {
		(void)rule("t/worse", LEVEL_BLOCK, s, i, i + 1);
		(void)rule("t/less", LEVEL_ADVISE, s, i, i + 1);
	}
	/* Its level may be known later. */
	rule("t/late", LEVEL_ADVISE, s, 1, 9)->level = LEVEL_BLOCK;
	assert_int_equal(findings_worst(&f), LEVEL_BLOCK);
	(void)rule("t/other", LEVEL_ADVISE, other, 0, 1);
	assert_int_equal(f.dropped, 19);
	assert_int_equal(f.dropped_worst, LEVEL_ADVISE);
	assert_int_equal(count(LEVEL_BLOCK), 10);
	assert_int_equal(count(LEVEL_ASK), LIMIT_FINDINGS / 2 - 1);
	assert_int_equal(f.v.n, LIMIT_FINDINGS + 1);
	assert_true(str_is(f.v.p[0].rule, "t/first"));
	assert_true(str_is(f.v.p[LIMIT_FINDINGS].rule, "t/other"));
}

static void when_all_are_severe_the_rest_is_dropped(void **state)
{
	const struct source *s = file("a.md", "some text");

	(void)state;
	for (uint32_t i = 0; i < LIMIT_FINDINGS + 5; i++)
		(void)rule("t/r", LEVEL_ADVISE, s, 0, 1);
	for (uint32_t i = 0; i < LIMIT_FINDINGS + 5; i++)
		(void)rule("t/worse", LEVEL_BLOCK, s, i, i + 1);
	findings_sort(&f);
	assert_int_equal(f.v.n, LIMIT_FINDINGS);
	assert_int_equal(count(LEVEL_BLOCK), LIMIT_FINDINGS);
	assert_int_equal(f.dropped, LIMIT_FINDINGS + 10);
	assert_int_equal(f.dropped_worst, LEVEL_BLOCK);
}

static void kept_findings_outlive_their_arena(void **state)
{
	struct arena item = { 0 };
	struct findings of_item;
	struct source *s = ARENA_NEW(&item, struct source);
	struct diags d = { .a = &item };
	struct finding *x;

	(void)state;
	assert_true(source_init(s, arena_str(&item, STR("p.md")),
				arena_str(&item, STR("line one\nline two\n")), MIB, &item,
				&d));
	findings_init(&of_item, &item);
	x = finding_add(&of_item, FINDING_POST_BODY, s, (struct span){ 9, 13 }, "no %s",
			"good");
	finding_add_fix(x, arena_str(&item, STR("better")));
	finding_add_fix(x, STR("better"));
	findings_keep(&f, &of_item);
	arena_release(&item);
	assert_int_equal(f.v.n, 1);
	assert_true(str_is(f.v.p[0].msg, "no good"));
	assert_int_equal(f.v.p[0].n_fixes, 1);
	assert_true(str_is(f.v.p[0].fixes[0], "better"));
	assert_int_equal(source_position(f.v.p[0].source, 9).line, 2);
	assert_true(str_is(str_span(f.v.p[0].source->bytes, f.v.p[0].at), "line"));
}

static void a_fingerprint_survives_new_lines_above(void **state)
{
	struct finding *one = rule("t/r", LEVEL_ASK, file("a.md", "x\nbad word\n"), 2, 5);
	struct finding *two =
		rule("t/r", LEVEL_ASK, file("a.md", "x\ny\nz\nbad word\n"), 6, 9);
	struct finding *other =
		rule("t/q", LEVEL_ASK, file("a.md", "x\nbad word\n"), 2, 5);
	struct str print = finding_fingerprint(&f.v.p[0], &a);

	(void)state;
	(void)one;
	(void)two;
	(void)other;
	assert_int_equal(print.n, 32);
	assert_true(str_eq(print, finding_fingerprint(&f.v.p[1], &a)));
	assert_false(str_eq(print, finding_fingerprint(&f.v.p[2], &a)));
}

static void equal_words_have_fingerprints_of_their_own(void **state)
{
	const struct source *s = file("a.md", "teh teh\nteh teh\nteh\n");
	static const uint32_t starts[] = { 0, 4, 8, 12, 16 }, nth[] = { 0, 1, 2, 3, 0 };
	struct str prints[ARRAY_LEN(starts)];

	(void)state;
	for (size_t i = ARRAY_LEN(starts); i > 0; i--)
		(void)rule("t/r", LEVEL_ASK, s, starts[i - 1], starts[i - 1] + 3);
	findings_sort(&f);
	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		assert_int_equal(f.v.p[i].nth, nth[i]);
		prints[i] = finding_fingerprint(&f.v.p[i], &a);
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(prints[i], prints[k]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
			the_catalogue_is_sorted_and_says_what_each_kind_means, fresh),
		cmocka_unit_test_setup(levels_are_read_as_they_are_written, fresh),
		cmocka_unit_test_setup(uncertain_evidence_never_blocks, fresh),
		cmocka_unit_test_setup(they_are_sorted_by_path_place_and_level, fresh),
		cmocka_unit_test_setup(the_same_on_two_networks_is_one_finding, fresh),
		cmocka_unit_test_setup(past_the_limit_they_are_counted, fresh),
		cmocka_unit_test_setup(past_the_limit_the_worst_are_kept, fresh),
		cmocka_unit_test_setup(when_all_are_severe_the_rest_is_dropped, fresh),
		cmocka_unit_test_setup(equal_words_have_fingerprints_of_their_own, fresh),
		cmocka_unit_test_setup(kept_findings_outlive_their_arena, fresh),
		cmocka_unit_test_setup(a_fingerprint_survives_new_lines_above, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, drop);
}
