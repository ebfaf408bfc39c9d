#include "text/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
	struct arena a;
	struct view_builder b;
	struct view v;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	*state = w;
	if (!w)
		return -1;
	view_begin(&w->b, &w->a);
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	buf_release(&w->b.text);
	arena_release(&w->a);
	free(w);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#define assert_span(v, start_, end_, from, to)                                           \
	do {                                                                             \
		const struct span got_ = view_span((v), (start_), (end_));               \
		assert_int_equal(got_.start, (from));                                    \
		assert_int_equal(got_.end, (to));                                        \
	} while (0)

static void a_plain_view_is_its_source(void **state)
{
	struct world *w = *state;
	const struct str s = STR("abcdef");

	view_plain(s, &w->a, &w->v);
	assert_ptr_equal(w->v.text.p, s.p);
	assert_int_equal(w->v.n_runs, 1);
	for (size_t i = 0; i <= s.n; i++)
		for (size_t k = i; k <= s.n; k++)
			assert_span(&w->v, i, k, i, k);
	assert_false(view_is_code(&w->v, 0, 6));
}

static void an_empty_view_maps_to_nothing(void **state)
{
	struct world *w = *state;

	view_plain(STR(""), &w->a, &w->v);
	assert_int_equal(w->v.n_runs, 0);
	assert_span(&w->v, 0, 0, 0, 0);
	assert_span(&w->v, 3, 9, 0, 0);
	view_end(&w->b, &w->v);
	assert_int_equal(w->v.text.n, 0);
	assert_span(&w->v, 0, 1, 0, 0);
	assert_false(view_is_code(&w->v, 0, 1));
}

static void neighbours_become_one_run(void **state)
{
	struct world *w = *state;

	view_add_exact(&w->b, STR("ab"), 10);
	view_add_exact(&w->b, STR("cd"), 12);
	view_add_exact(&w->b, STR(""), 99);
	view_add_exact(&w->b, STR("ef"), 20);
	view_end(&w->b, &w->v);
	assert_int_equal(w->v.n_runs, 2);
	assert_span(&w->v, 1, 3, 11, 13);
	assert_span(&w->v, 3, 5, 13, 21);
}

/* "a &amp; b": the entity stands as a whole. */
static void a_mapped_run_stands_as_a_whole(void **state)
{
	struct world *w = *state;

	view_add_exact(&w->b, STR("a "), 0);
	view_add_mapped(&w->b, STR("&"), 2, 5);
	view_add_exact(&w->b, STR(" b"), 7);
	view_end(&w->b, &w->v);
	assert_int_equal(w->v.n_runs, 3);
	assert_span(&w->v, 2, 3, 2, 7);
	assert_span(&w->v, 1, 3, 1, 7);
	assert_span(&w->v, 2, 4, 2, 8);
	assert_span(&w->v, 0, 5, 0, 9);
}

static void part_of_a_mapped_run_is_all_of_it(void **state)
{
	struct world *w = *state;

	view_add_mapped(&w->b, STR("\xe2\x80\xa6"), 4, 8);
	view_end(&w->b, &w->v);
	assert_span(&w->v, 1, 2, 4, 12);
	assert_span(&w->v, 1, 1, 4, 4);
	assert_span(&w->v, 3, 3, 12, 12);
}

static void inserted_runs_do_not_widen_a_range(void **state)
{
	struct world *w = *state;

	view_add_exact(&w->b, STR("one"), 2);
	view_add_mapped(&w->b, STR("\n"), 5, 0);
	view_add_mapped(&w->b, STR("\n"), 5, 0);
	view_add_exact(&w->b, STR("two"), 9);
	view_end(&w->b, &w->v);
	assert_int_equal(w->v.n_runs, 3);
	assert_span(&w->v, 3, 8, 9, 12);
	assert_span(&w->v, 0, 4, 2, 5);
	assert_span(&w->v, 2, 6, 4, 10);
	assert_span(&w->v, 3, 5, 5, 5);
	assert_span(&w->v, 4, 4, 5, 5);
}

static void an_empty_range_is_a_place(void **state)
{
	struct world *w = *state;

	view_add_exact(&w->b, STR("ab"), 10);
	view_add_exact(&w->b, STR("cd"), 20);
	view_end(&w->b, &w->v);
	assert_span(&w->v, 0, 0, 10, 10);
	assert_span(&w->v, 1, 1, 11, 11);
	assert_span(&w->v, 2, 2, 20, 20);
	assert_span(&w->v, 4, 4, 22, 22);
	assert_span(&w->v, 9, 7, 22, 22);
	assert_span(&w->v, 3, 2, 21, 21);
}

static void ranges_past_the_end_are_cut(void **state)
{
	struct world *w = *state;

	view_add_exact(&w->b, STR("ab"), 10);
	view_end(&w->b, &w->v);
	assert_span(&w->v, 1, SIZE_MAX, 11, 12);
	assert_span(&w->v, SIZE_MAX, SIZE_MAX, 12, 12);
}

static void parts_in_another_order_are_covered(void **state)
{
	struct world *w = *state;

	view_add_exact(&w->b, STR("text "), 20);
	view_add_exact(&w->b, STR("note"), 3);
	view_end(&w->b, &w->v);
	assert_span(&w->v, 3, 7, 3, 25);
	assert_span(&w->v, 5, 9, 3, 7);
}

static void code_is_remembered(void **state)
{
	struct world *w = *state;

	view_add_exact(&w->b, STR("run "), 0);
	w->b.code = true;
	view_add_exact(&w->b, STR("ls"), 4);
	w->b.code = false;
	view_add_exact(&w->b, STR(" now"), 6);
	view_end(&w->b, &w->v);
	assert_int_equal(w->v.n_runs, 3);
	assert_false(view_is_code(&w->v, 0, 4));
	assert_true(view_is_code(&w->v, 0, 5));
	assert_true(view_is_code(&w->v, 5, 8));
	assert_false(view_is_code(&w->v, 6, 10));
	assert_false(view_is_code(&w->v, 4, 4));
}

static void a_builder_can_be_used_again(void **state)
{
	struct world *w = *state;
	struct view first;

	w->b.code = true;
	view_add_exact(&w->b, STR("one"), 0);
	view_end(&w->b, &first);
	view_begin(&w->b, &w->a);
	view_add_exact(&w->b, STR("two"), 5);
	view_end(&w->b, &w->v);
	assert_true(str_is(first.text, "one") && str_is(w->v.text, "two"));
	assert_false(view_is_code(&w->v, 0, 3));
	assert_span(&first, 0, 3, 0, 3);
}

/* ---- random views, against a table of where each byte comes from ---- */

enum { MOST_BYTES = 400 };

struct model {
	uint32_t start[MOST_BYTES], end[MOST_BYTES]; /* source of each view byte */
	bool code[MOST_BYTES];
	size_t n;
};

static uint32_t roll(uint32_t *seed, uint32_t sides)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 16) % sides;
}

static void add_random_run(struct world *w, struct model *m, uint32_t *seed,
			   uint32_t *src)
{
	static const char letters[] = "abcdefgh";
	const uint32_t kind = roll(seed, 4), n = roll(seed, 8);
	const uint32_t gap = roll(seed, 3) ? 0 : roll(seed, 9);
	const uint32_t src_n = kind == 0 ? 0 : kind == 1 ? 1 + roll(seed, 6) : n;

	*src += gap;
	w->b.code = roll(seed, 5) == 0;
	if (kind >= 2)
		view_add_exact(&w->b, (struct str){ letters, n }, *src);
	else
		view_add_mapped(&w->b, (struct str){ letters, n }, *src, src_n);
	for (uint32_t i = 0; i < n; i++, m->n++) {
		m->start[m->n] = *src + (kind >= 2 ? i : 0);
		m->end[m->n] = kind >= 2 ? *src + i + 1 : *src + src_n;
		m->code[m->n] = w->b.code;
	}
	*src += src_n;
}

static void check_range(const struct view *v, const struct model *m, size_t i, size_t k)
{
	struct span want = { UINT32_MAX, 0 };
	const struct span got = view_span(v, i, k);
	bool code = false;

	for (size_t at = i; at < k; at++) {
		code |= m->code[at];
		if (m->start[at] == m->end[at])
			continue;
		want.start = m->start[at] < want.start ? m->start[at] : want.start;
		want.end = m->end[at] > want.end ? m->end[at] : want.end;
	}
	assert_int_equal(view_is_code(v, i, k), code);
	if (want.start > want.end)
		want.start = want.end = m->start[i]; /* only inserted bytes */
	assert_int_equal(got.start, want.start);
	assert_int_equal(got.end, want.end);
}

static void every_range_maps_to_the_smallest_source_range(void **state)
{
	struct world *w = *state;
	uint32_t seed = 7;

	for (int round = 0; round < 300; round++) {
		struct model m = { .n = 0 };
		uint32_t src = roll(&seed, 5);

		view_begin(&w->b, &w->a);
		while (m.n + 8 < 60)
			add_random_run(w, &m, &seed, &src);
		view_end(&w->b, &w->v);
		assert_int_equal(w->v.text.n, m.n);
		for (size_t i = 0; i < m.n; i++)
			for (size_t k = i + 1; k <= m.n; k++)
				check_range(&w->v, &m, i, k);
		arena_reset(&w->a);
	}
}

static void runs_are_adjacent_and_cover_the_text(void **state)
{
	struct world *w = *state;
	uint32_t seed = 99, src = 0;
	struct model m = { .n = 0 };
	size_t at = 0;

	while (m.n + 8 < MOST_BYTES)
		add_random_run(w, &m, &seed, &src);
	view_end(&w->b, &w->v);
	for (size_t i = 0; i < w->v.n_runs; i++) {
		assert_int_equal(w->v.runs[i].at, at);
		assert_true(w->v.runs[i].n > 0);
		assert_int_equal(view_run_at(&w->v, at), i);
		at += w->v.runs[i].n;
		assert_int_equal(view_run_at(&w->v, at - 1), i);
	}
	assert_int_equal(at, w->v.text.n);
	assert_int_equal(view_run_at(&w->v, at), w->v.n_runs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_plain_view_is_its_source),
		TEST(an_empty_view_maps_to_nothing),
		TEST(neighbours_become_one_run),
		TEST(a_mapped_run_stands_as_a_whole),
		TEST(part_of_a_mapped_run_is_all_of_it),
		TEST(inserted_runs_do_not_widen_a_range),
		TEST(an_empty_range_is_a_place),
		TEST(ranges_past_the_end_are_cut),
		TEST(parts_in_another_order_are_covered),
		TEST(code_is_remembered),
		TEST(a_builder_can_be_used_again),
		TEST(every_range_maps_to_the_smallest_source_range),
		TEST(runs_are_adjacent_and_cover_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
