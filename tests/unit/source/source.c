#include "source_test.h"

static void good_file(struct world *w, const char *text)
{
	assert_true(load(w, text));
	said_nothing(w);
}

static void an_empty_file_has_one_line(void **state)
{
	struct world *w = *state;

	good_file(w, "");
	assert_int_equal(w->s.n_lines, 1);
	assert_int_equal(source_position(&w->s, 0).line, 1);
	assert_int_equal(source_position(&w->s, 9).column, 1);
	assert_str(source_line(&w->s, 1), "");
	assert_str(source_line(&w->s, 2), "");
}

static void columns_count_code_points_and_bytes(void **state)
{
	struct world *w = *state;
	struct position p;

	good_file(w, "a\n\xC3\xA9\xF0\x9F\x98\x80x\n");
	p = source_position(&w->s, 8);
	assert_int_equal(p.line, 2);
	assert_int_equal(p.column, 3);
	assert_int_equal(p.byte, 7);
	p = source_position(&w->s, 2);
	assert_int_equal(p.column, 1);
	p = source_position(&w->s, 6); /* inside the second character */
	assert_int_equal(p.column, 2);
	assert_int_equal(source_position(&w->s, 10).line, 3);
}

static void line_ends_are_no_part_of_a_line(void **state)
{
	struct world *w = *state;

	good_file(w, "one\r\ntwo\n\nfour");
	assert_int_equal(w->s.n_lines, 4);
	assert_str(source_line(&w->s, 0), "");
	assert_str(source_line(&w->s, 1), "one");
	assert_str(source_line(&w->s, 2), "two");
	assert_str(source_line(&w->s, 3), "");
	assert_str(source_line(&w->s, 4), "four");
}

static void bytes_that_are_no_utf8_are_refused(void **state)
{
	struct world *w = *state;

	assert_false(load(w, "ab\xFF"
			     "cd"));
	assert_int_equal(said(w, "source/utf8", "0xFF", "\xFF")->at.start, 2);
	assert_false(load(w, "\xC0\xAF"));     /* an overlong "/" */
	assert_false(load(w, "\xED\xA0\x80")); /* half of a pair */
	assert_false(load(w, "\xFF\xFE"
			     "a"));
	said(w, "source/utf8", "UTF-16", "\xFF\xFE");
}

static void control_characters_are_refused(void **state)
{
	struct world *w = *state;

	assert_false(load_bytes(w, STR("a\0b"), 100));
	assert_int_equal(w->d.v.p[0].at.start, 1);
	assert_string_equal(w->d.v.p[0].id, "source/control");
	assert_false(load(w, "a\x1b[31m"));
	said(w, "source/control", "U+001B", "\x1b");
	assert_false(load(w, "a\xC2\x85"
			     "b"));
	said(w, "source/control", "U+0085", "\xC2\x85");
	assert_false(load(w, "a\rb"));
	said(w, "source/control", "without a line feed", "\r");
	good_file(w, "a\tb\r\n");
}

static void a_byte_order_mark_is_refused(void **state)
{
	struct world *w = *state;

	assert_false(load(w, "\xEF\xBB\xBFtext\x01"));
	said(w, "source/bom", "without one", "\xEF\xBB\xBF");
	said(w, "source/control", "U+0001", "\x01");
}

static void a_large_file_is_refused_at_the_first_byte_too_many(void **state)
{
	struct world *w = *state;

	assert_true(load_bytes(w, STR("12345"), 5));
	assert_false(load_bytes(w, STR("1\n34567"), 5));
	assert_int_equal(said(w, "source/size", "larger than 5 bytes", "6")->at.start, 5);
	assert_int_equal(source_position(&w->s, 5).line, 2);
}

static struct front_matter front_of(struct world *w, const char *text)
{
	assert_true(load(w, text));
	return source_front_matter(&w->s, &w->d);
}

static void front_matter_is_cut_off(void **state)
{
	struct world *w = *state;
	struct front_matter f = front_of(w, "---\na: b\n---\nText\n---\n");

	assert_true(f.has);
	assert_str(bytes_of(w, f.front), "a: b\n");
	assert_str(bytes_of(w, f.body), "Text\n---\n");
	f = front_of(w, "--- \t\r\na: b\r\n---  \r\nText");
	assert_true(f.has);
	assert_str(bytes_of(w, f.front), "a: b\r\n");
	assert_str(bytes_of(w, f.body), "Text");
	f = front_of(w, "---\n---");
	assert_true(f.has);
	assert_str(bytes_of(w, f.front), "");
	assert_str(bytes_of(w, f.body), "");
	said_nothing(w);
}

static void a_file_may_have_no_front_matter(void **state)
{
	static const char *const texts[] = { "",
					     "Text",
					     "----\na\n---\n",
					     " ---\na\n---\n",
					     "--- a\nb\n---\n",
					     "a\n---\nb\n---\n" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const struct front_matter f = front_of(w, texts[i]);

		assert_false(f.has);
		assert_int_equal(f.front.end, 0);
		assert_str(bytes_of(w, f.body), texts[i]);
		said_nothing(w);
	}
}

static void front_matter_without_an_end_is_said(void **state)
{
	struct world *w = *state;

	assert_false(front_of(w, "---\na: b\n--- x\n").has);
	said(w, "source/front-matter", "never closed", "---");
}

static void a_diag_can_have_a_way_out(void **state)
{
	struct world *w = *state;

	diag_fix(&w->d, "nothing to fix");
	diag_add(&w->d, (struct span){ 1, 2 }, "x/y", "%s is %d", "it", 3);
	diag_fix(&w->d, "did you mean \"%s\"?", "that");
	assert_int_equal(w->d.v.n, 1);
	assert_str(w->d.v.p[0].msg, "it is 3");
	assert_str(w->d.v.p[0].fix, "did you mean \"that\"?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_file_has_one_line),
		TEST(columns_count_code_points_and_bytes),
		TEST(line_ends_are_no_part_of_a_line),
		TEST(bytes_that_are_no_utf8_are_refused),
		TEST(control_characters_are_refused),
		TEST(a_byte_order_mark_is_refused),
		TEST(a_large_file_is_refused_at_the_first_byte_too_many),
		TEST(front_matter_is_cut_off),
		TEST(a_file_may_have_no_front_matter),
		TEST(front_matter_without_an_end_is_said),
		TEST(a_diag_can_have_a_way_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
