/* str, arena, buf, map, digest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/digest.h"
#include "core/err.h"
#include "core/map.h"

static void slices_are_clamped(void **state)
{
	const struct str s = STR("abcdef");

	(void)state;
	assert_true(str_is(str_slice(s, 2, 4), "cd"));
	assert_true(str_is(str_slice(s, 4, 99), "ef"));
	assert_int_equal(str_slice(s, 9, 99).n, 0);
	assert_int_equal(str_slice(s, 4, 2).n, 0);
	assert_int_equal(str_slice(STR_NULL, 0, 9).n, 0);
	assert_true(str_is(str_span(s, (struct span){ 1, 3 }), "bc"));
}

static void an_empty_str_equals_every_empty_str(void **state)
{
	(void)state;
	assert_true(str_eq(STR_NULL, STR("")));
	assert_true(str_is(STR_NULL, ""));
	assert_true(str_is(str_from(NULL), ""));
	assert_int_equal(str_cmp(STR_NULL, STR("")), 0);
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
}

static void finding_looks_from_where_it_is_told(void **state)
{
	const struct str s = STR("abcabc");

	(void)state;
	assert_int_equal(str_find(s, STR("bc"), 0), 1);
	assert_int_equal(str_find(s, STR("bc"), 2), 4);
	assert_int_equal(str_find(s, STR("bc"), 5), SIZE_MAX);
	assert_int_equal(str_find(s, STR("abcabcd"), 0), SIZE_MAX);
	assert_int_equal(str_find(s, STR("a"), 99), SIZE_MAX);
	assert_int_equal(str_chr(s, 'c', 3), 5);
	assert_int_equal(str_chr(STR("a\0b"), '\0', 0), 1);
	assert_int_equal(str_chr(STR_NULL, 'a', 0), SIZE_MAX);
}

static void lines_end_with_lf_or_crlf_or_the_text(void **state)
{
	struct str rest = STR("one\r\n\ntwo"), line;

	(void)state;
	assert_true(str_line(&rest, &line) && str_is(line, "one"));
	assert_true(str_line(&rest, &line) && str_is(line, ""));
	assert_true(str_line(&rest, &line) && str_is(line, "two"));
	assert_false(str_line(&rest, &line));
}

static void fields_keep_empty_ones_between_marks(void **state)
{
	struct str rest = STR("a,,b"), field;

	(void)state;
	assert_true(str_field(&rest, ',', &field) && str_is(field, "a"));
	assert_true(str_field(&rest, ',', &field) && str_is(field, ""));
	assert_true(str_field(&rest, ',', &field) && str_is(field, "b"));
	assert_false(str_field(&rest, ',', &field));
}

static void numbers_fill_the_whole_text_and_fit(void **state)
{
	uint64_t n;

	(void)state;
	assert_true(str_to_u64(STR("18446744073709551615"), &n) && n == UINT64_MAX);
	assert_false(str_to_u64(STR("18446744073709551616"), &n));
	assert_false(str_to_u64(STR(""), &n));
	assert_false(str_to_u64(STR("12 "), &n));
	assert_false(str_to_u64(STR("-1"), &n));
	assert_false(str_to_u64(STR("0x1"), &n));
}

static void the_nearest_word_is_a_slip_of_the_fingers_away(void **state)
{
	const struct str names[] = { STR("compile"), STR("check"), STR("case") };

	(void)state;
	assert_true(str_is(str_nearest(STR("compiel"), names, 3), "compile"));
	assert_true(str_is(str_nearest(STR("CHEK"), names, 3), "check"));
	assert_int_equal(str_nearest(STR("render"), names, 3).n, 0);
	assert_int_equal(str_nearest(STR(""), names, 3).n, 0);
	assert_int_equal(str_nearest(STR("x"), names, 0).n, 0);
}

static void a_wiped_arena_is_empty_and_ready(void **state)
{
	struct arena a = { 0 };

	(void)state;
	arena_wipe(NULL);
	arena_wipe(&a);
	(void)arena_str(&a, STR("secret"));
	assert_non_null(arena_alloc(&a, 3u << 20)); /* a block of its own */
	arena_wipe(&a);
	assert_null(a.head);
	assert_int_equal(a.used, 0);
	assert_string_equal(arena_cstr(&a, STR("again")), "again");
	arena_release(&a);
}

static void an_arena_gives_zeroed_aligned_memory_and_starts_anew(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t round = 0; round < 3; round++) {
		for (size_t n = 1; n < 5000; n += 37) {
			char *p = arena_alloc(&a, n);

			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xff, n);
		}
		assert_non_null(arena_alloc(&a, 3u << 20));
		arena_reset(&a);
		assert_int_equal(a.used, 0);
	}
	arena_release(&a);
	arena_release(&a);
}

/* Large blocks come zeroed from the system: only what was used before is cleared. */
static void memory_that_was_used_before_is_zeroed(void **state)
{
	enum { LARGE = 3 << 20, PIECE = 100003 };
	struct arena a = { 0 };

	(void)state;
	for (size_t round = 0; round < 3; round++) {
		for (size_t got = 0; got < LARGE + round * PIECE; got += PIECE) {
			char *p = arena_alloc(&a, PIECE);

			for (size_t i = 0; i < PIECE; i++)
				if (p[i])
					fail_msg("byte %zu of round %zu", i, round);
			memset(arena_raw(&a, PIECE), 0xff, PIECE);
			memset(p, 0xff, PIECE);
		}
		arena_reset(&a);
	}
	arena_release(&a);
}

static void copies_end_with_a_nul(void **state)
{
	struct arena a = { 0 };
	struct str s = arena_dup(&a, "abc", 2);

	(void)state;
	assert_true(str_is(s, "ab"));
	assert_int_equal(s.p[2], 0);
	assert_string_equal(arena_cstr(&a, STR("xy")), "xy");
	assert_true(str_is(arena_printf(&a, "%d-%s", 7, "x"), "7-x"));
	arena_release(&a);
}

static void a_vector_grows(void **state)
{
	struct arena a = { 0 };
	VEC(int) v = { 0 };

	(void)state;
	memset(arena_alloc(&a, 10000), 0xff, 10000);
	arena_reset(&a);
	for (int i = 0; i < 1000; i++)
		*VEC_ADD(&a, &v) = i;
	assert_int_equal(v.n, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v.p[i], i);
	for (size_t i = v.n; i < v.room; i++)
		assert_int_equal(v.p[i], 0);
	arena_release(&a);
}

static void a_buffer_stops_at_its_cap_and_says_so(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 8);
	buf_cstr(&b, "12345");
	assert_false(b.full);
	buf_printf(&b, "%s", "6789");
	assert_true(b.full);
	assert_true(b.n <= 8);
	buf_reset(&b);
	assert_false(b.full);
	buf_fill(&b, 'x', 3);
	assert_string_equal(buf_text(&b), "xxx");
	buf_release(&b);
	buf_release(&b);
}

static void a_map_keeps_the_first_value(void **state)
{
	struct arena a = { 0 };
	struct map *m = map_new(&a);
	uint32_t value;

	(void)state;
	for (uint32_t i = 0; i < 2000; i++)
		assert_true(map_add(m, arena_printf(&a, "key %u", i), i));
	assert_false(map_add(m, STR("key 7"), 99));
	assert_true(map_get(m, STR("key 7"), &value) && value == 7);
	assert_false(map_get(m, STR("key"), &value));
	arena_release(&a);
}

/* FIPS 180-4's own examples. */
static void digests_are_those_of_the_standard(void **state)
{
	struct arena a = { 0 };
	struct digest d = digest_of(STR("abc")), back;
	struct str hex = digest_hex(&d, &a);

	(void)state;
	assert_true(str_is(hex, "ba7816bf8f01cfea414140de5dae2223"
				"b00361a396177a9cb410ff61f20015ad"));
	assert_true(digest_from_hex(hex, &back) && digest_eq(&d, &back));
	assert_false(digest_from_hex(str_slice(hex, 0, 63), &back));
	assert_false(digest_from_hex(STR("BA7816BF8F01CFEA414140DE5DAE2223"
					 "B00361A396177A9CB410FF61F20015AD"),
				     &back));
	d = digest_of(STR(""));
	assert_true(str_is(digest_hex(&d, &a), "e3b0c44298fc1c149afbf4c8996fb924"
					       "27ae41e4649b934ca495991b7852b855"));
	arena_release(&a);
}

static void pieces_never_share_a_digest_by_their_borders(void **state)
{
	const struct str one[] = { STR("ab"), STR("c") }, two[] = { STR("a"), STR("bc") };
	struct digest a = digest_of_pieces(one, 2), b = digest_of_pieces(two, 2);

	(void)state;
	assert_false(digest_eq(&a, &b));
}

static void an_error_keeps_its_code_through_its_context(void **state)
{
	struct err e = { 0 };
	char long_text[3000];

	(void)state;
	assert_int_equal(err_set(&e, ERR_NOT_FOUND, "%s is not there", "x"),
			 ERR_NOT_FOUND);
	assert_int_equal(err_wrap(&e, "while reading %s", "y"), ERR_NOT_FOUND);
	assert_string_equal(e.msg, "while reading y: x is not there");
	assert_int_equal(err_hint(&e, "make %s", "it"), ERR_NOT_FOUND);
	assert_string_equal(e.hint, "make it");
	memset(long_text, 'a', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	(void)err_set(&e, ERR_IO, "%s", long_text);
	assert_true(strlen(e.msg) < sizeof(e.msg));
	assert_string_equal(e.hint, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slices_are_clamped),
		cmocka_unit_test(an_empty_str_equals_every_empty_str),
		cmocka_unit_test(finding_looks_from_where_it_is_told),
		cmocka_unit_test(lines_end_with_lf_or_crlf_or_the_text),
		cmocka_unit_test(fields_keep_empty_ones_between_marks),
		cmocka_unit_test(numbers_fill_the_whole_text_and_fit),
		cmocka_unit_test(the_nearest_word_is_a_slip_of_the_fingers_away),
		cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_and_starts_anew),
		cmocka_unit_test(a_wiped_arena_is_empty_and_ready),
		cmocka_unit_test(memory_that_was_used_before_is_zeroed),
		cmocka_unit_test(copies_end_with_a_nul),
		cmocka_unit_test(a_vector_grows),
		cmocka_unit_test(a_buffer_stops_at_its_cap_and_says_so),
		cmocka_unit_test(a_map_keeps_the_first_value),
		cmocka_unit_test(digests_are_those_of_the_standard),
		cmocka_unit_test(pieces_never_share_a_digest_by_their_borders),
		cmocka_unit_test(an_error_keeps_its_code_through_its_context),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
