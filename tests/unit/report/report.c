#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>

#include "core/limits.h"
#include "report/report.h"

static struct arena a;
static struct findings f;
static struct buf out;

static int fresh(void **state)
{
	(void)state;
	arena_release(&a);
	findings_init(&f, &a);
	buf_release(&out);
	buf_init(&out, 0);
	return 0;
}

static int drop(void **state)
{
	(void)state;
	arena_release(&a);
	buf_release(&out);
	return 0;
}

static struct source *file(const char *path, struct str text)
{
	struct source *s = ARENA_NEW(&a, struct source);
	struct diags d = { .a = &a };

	(void)source_init(s, str_from(path), text, MIB, &a, &d);
	return s;
}

static struct finding *add(const struct source *s, uint32_t start, uint32_t end)
{
	return finding_add_rule(&f, STR("tone/insult"), STR("polite"), LEVEL_BLOCK, s,
				(struct span){ start, end }, STR("say it kindly"), false);
}

static size_t n_checked = 1;

static const char *text_of(const struct report_options *o)
{
	const struct report_run run = { .findings = &f,
					.n_checked = n_checked,
					.unit = STR("post"),
					.units = STR("posts"),
					.fail_at = LEVEL_BLOCK,
					.version = STR("1"),
					.bundle = STR("abc") };

	findings_sort(&f);
	buf_reset(&out);
	report_text(&run, o, &out);
	return buf_text(&out);
}

static json_t *json_of(const struct report_options *o)
{
	const struct report_run run = { .findings = &f,
					.n_checked = n_checked,
					.unit = STR("post"),
					.units = STR("posts"),
					.fail_at = LEVEL_BLOCK,
					.version = STR("1") };
	json_error_t why;
	json_t *got;

	findings_sort(&f);
	buf_reset(&out);
	report_json(&run, o, &out);
	got = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, &why);
	if (!got)
		fail_msg("%s", why.text);
	return got;
}

static void the_caret_stands_under_the_words(void **state)
{
	const struct report_options o = { 0 };
	struct finding *x = add(file("p.md", STR("one\nyou fool, you\n")), 8, 12);

	(void)state;
	x->quote = STR("Posts are polite.");
	x->good = STR("you there");
	finding_add_fix(x, STR("friend"));
	finding_add_fix(x, STR("reader"));
	assert_string_equal(
		text_of(&o),
		"p.md:2:5: block: say it kindly [tone/insult, clause polite]\n"
		"     2 | you fool, you\n"
		"       |     ^~~~\n"
		"       = policy: Posts are polite.\n"
		"       = write: \"friend\" or \"reader\"\n"
		"       = passes: you there\n"
		"\n"
		"1 post checked, 1 finding (1 block); verdict: block\n"
		"policy bundle sha256:abc\n");
}

static void wide_characters_move_the_caret_by_what_they_take(void **state)
{
	const struct report_options o = { 0 };

	(void)state;
	/* Two columns each for the two ideographs, none for the accent. */
	(void)add(file("p.md", STR("\xe6\x97\xa5\xe6\x9c\xac e\xcc\x81 fool\n")), 11, 15);
	assert_non_null(strstr(text_of(&o), "       |        ^~~~\n"));
	assert_non_null(strstr(text_of(&o), "p.md:1:7:"));
}

static void an_emoji_is_shown_as_one(void **state)
{
	static const struct str family =
		STR("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9 fool\n");
	const struct report_options o = { 0 };

	(void)state;
	(void)add(file("p.md", family), 12, 16);
	assert_non_null(
		strstr(text_of(&o), "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9 fool"));
	assert_null(strstr(text_of(&o), "<U+200D>"));
}

static void a_long_line_is_cut_around_the_words(void **state)
{
	const struct report_options o = { 0 };
	struct buf line;

	(void)state;
	buf_init(&line, 0);
	buf_fill(&line, 'a', 5000);
	buf_cstr(&line, " fool ");
	buf_fill(&line, 'b', 5000);
	(void)add(file("p.md", arena_str(&a, buf_view(&line))), 5001, 5005);
	buf_release(&line);
	assert_non_null(strstr(text_of(&o), "aaa fool bbb"));
	assert_true(out.n < 600);
}

static void masked_words_are_stars_unless_revealed(void **state)
{
	const struct report_options o = { 0 }, reveal = { .reveal = true };
	const struct source *s = file("p.md", STR("a z\xc3\xb6rg and a nice fool\n"));

	(void)state;
	add(s, 2, 7)->mask = true;
	(void)add(s, 19, 23);
	assert_null(strstr(text_of(&o), "z\xc3\xb6rg"));
	assert_non_null(strstr(text_of(&o), "a **** and"));
	assert_non_null(strstr(text_of(&reveal), "z\xc3\xb6rg"));
}

static void nothing_in_a_file_moves_the_terminal(void **state)
{
	static const struct str hostile = STR("\x1b]0;x\x07 \xe2\x80\xae"
					      "evil \xff\r::error::\n");
	const struct report_options o = { 0 };
	struct source *s = file("p\x1b[2J.md", hostile);

	(void)state;
	if (!s->lines) { /* it cannot be read: the way such files are reported */
		s->lines = arena_alloc(&a, sizeof(*s->lines));
		s->n_lines = 1;
	}
	add(s, 0, 3)->msg = STR("say \x1b[31m\nthis");
	(void)text_of(&o);
	for (size_t i = 0; i < out.n; i++)
		assert_true((unsigned char)out.p[i] >= 0x20 || out.p[i] == '\n');
	assert_int_equal(str_find(buf_view(&out), STR("\xe2\x80\xae"), 0), SIZE_MAX);
	assert_int_equal(str_find(buf_view(&out), STR("\xff"), 0), SIZE_MAX);
}

static void only_the_worst_are_shown_and_the_rest_counted(void **state)
{
	const struct report_options o = { .most = 2 };
	const struct source *one = file("a.md", STR("abcdefgh\n"));
	const struct source *two = file("b.md", STR("abcdefgh\n"));

	(void)state;
	add(one, 0, 1)->level = LEVEL_ADVISE;
	(void)add(one, 1, 2);
	add(one, 2, 3)->level = LEVEL_ASK;
	add(one, 3, 4)->level = LEVEL_ADVISE;
	(void)add(two, 3, 4);
	assert_null(strstr(text_of(&o), "a.md:1:1:"));
	assert_non_null(strstr(text_of(&o), "a.md:1:2:"));
	assert_non_null(strstr(text_of(&o), "a.md:1:3:"));
	assert_null(strstr(text_of(&o), "a.md:1:4:"));
	assert_non_null(strstr(text_of(&o), "b.md:1:4:"));
	assert_non_null(strstr(text_of(&o), "2 more: run again with --most 0"));
}

static void json_says_all_of_it_in_bytes_and_columns(void **state)
{
	const struct report_options o = { 0 };
	json_t *top, *row;

	(void)state;
	add(file("p.md", STR("one\nz\xc3\xb6 fool\n")), 8, 12)->network = STR("x");
	top = json_of(&o);
	assert_string_equal(json_string_value(json_object_get(top, "verdict")), "block");
	assert_true(json_is_true(json_object_get(top, "refused")));
	row = json_array_get(json_object_get(top, "findings"), 0);
	assert_string_equal(json_string_value(json_object_get(row, "text")), "fool");
	assert_int_equal(json_integer_value(json_object_get(row, "start")), 8);
	assert_int_equal(json_integer_value(json_object_get(row, "line")), 2);
	assert_int_equal(json_integer_value(json_object_get(row, "column")), 4);
	assert_int_equal(json_integer_value(json_object_get(row, "endColumn")), 8);
	assert_string_equal(json_string_value(json_object_get(row, "network")), "x");
	json_decref(top);
}

static void a_masked_word_is_hidden_in_every_finding_about_it(void **state)
{
	const struct report_options o = { 0 }, reveal = { .reveal = true };
	const struct source *s = file("p.md", STR("my number is 4111 here\n"));
	json_t *top;

	(void)state;
	add(s, 13, 17)->mask = true;
	(void)add(s, 3, 17);
	top = json_of(&o);
	assert_null(strstr(buf_text(&out), "4111"));
	assert_non_null(strstr(buf_text(&out), "\"number is ****\""));
	json_decref(top);
	top = json_of(&reveal);
	assert_non_null(strstr(buf_text(&out), "\"number is 4111\""));
	json_decref(top);
	buf_reset(&out);
	screen_write(STR("7"), &f, s->bytes, NULL, &o, &out);
	assert_null(strstr(buf_text(&out), "4111"));
}

static void json_of_bytes_that_are_no_text_is_still_json(void **state)
{
	const struct report_options o = { 0 };
	struct source *s = file("p.md", STR("a\xff\xfe z\n"));

	(void)state;
	if (!s->lines) {
		s->lines = arena_alloc(&a, sizeof(*s->lines));
		s->n_lines = 1;
	}
	add(s, 0, 3)->msg = STR("bad \xc3\x28 \x01");
	json_decref(json_of(&o));
	assert_int_equal(str_find(buf_view(&out), STR("\xff"), 0), SIZE_MAX);
}

/* ---- screen ---- */

static bool reads(const char *line, struct screen_line *got)
{
	struct str why = STR_NULL;
	bool good = screen_read(str_from(line), &a, got, &why);

	assert_true(good == (why.n == 0));
	return good;
}

static void a_line_of_screen_is_read_with_its_id(void **state)
{
	struct screen_line got;

	(void)state;
	assert_true(reads(
		"{\"id\": \"a\\u0000b\", \"text\": \"x\\u0000y\", \"network\": \"x\", "
		"\"reply_to\": {\"tone\": \"hostile\"}}",
		&got));
	assert_true(str_is(got.id, "\"a\\u0000b\""));
	assert_true(str_eq(got.text, STR("x\0y")));
	assert_true(got.has_reply && got.hostile);
	assert_true(reads("{\"id\": 7, \"text\": \"\"}", &got));
	assert_true(str_is(got.id, "7"));
	assert_false(got.has_reply);
}

static void a_bad_line_of_screen_says_why_and_keeps_its_id(void **state)
{
	static const char *const bad[] = {
		"",
		"x",
		"[]",
		"{}",
		"{\"id\": 1}",
		"{\"id\": 1, \"text\": 2}",
		"{\"id\": 1, \"text\": \"x\", \"who\": \"nobody\"}",
		"{\"id\": 1, \"text\": \"x\", \"reply_to\": 3}",
		"{\"id\": [], \"text\": \"x\"}",
		"{\"id\": 1, \"text\": \"x\", \"reply_to\": {\"tone\": \"angry\"}}",
		"{\"id\": 1, \"text\": \"x\", \"lang\": []}",
		"{\"id\": 1, \"id\": 2, \"text\": \"x\"}",
		"{\"id\": 1, \"text\": \"\xff\"}",
		"{\"id\": 1, \"text\": \"x\"} y",
	};
	struct screen_line got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(reads(bad[i], &got));
	assert_false(reads("{\"id\": \"k\", \"text\": 2}", &got));
	assert_true(str_is(got.id, "\"k\""));
	buf_reset(&out);
	screen_error(got.id, STR("why \"so\""), &out);
	assert_string_equal(buf_text(&out),
			    "{\"id\":\"k\",\"error\":\"why \\\"so\\\"\"}\n");
}

static void an_answer_of_screen_is_one_line(void **state)
{
	const struct report_options o = { 0 };
	const struct str text = STR("you\nfool");

	(void)state;
	buf_reset(&out);
	screen_write(STR("7"), &f, text, NULL, &o, &out);
	assert_string_equal(buf_text(&out),
			    "{\"id\":7,\"verdict\":\"pass\",\"findings\":[]}\n");
	(void)add(file("<text>", text), 4, 8);
	buf_reset(&out);
	screen_write(STR("7"), &f, text, NULL, &o, &out);
	assert_int_equal(str_chr(buf_view(&out), '\n', 0), out.n - 1);
	assert_non_null(
		strstr(buf_text(&out), "\"start\":4,\"end\":8,\"text\":\"fool\""));
}

static void an_error_says_the_way_out(void **state)
{
	struct err e = { 0 };

	(void)state;
	(void)err_set(&e, ERR_IO, "cannot read \x1bx");
	(void)err_hint(&e, "try again");
	buf_reset(&out);
	report_error(&e, false, &out);
	assert_string_equal(buf_text(&out),
			    "decorum: cannot read \\x1bx\n  way out: try again\n");
}

static void no_post_is_no_verdict(void **state)
{
	const struct report_options o = { 0 };
	json_t *top;

	(void)state;
	n_checked = 0;
	assert_string_equal(text_of(&o), "no post: nothing was checked\n"
					 "policy bundle sha256:abc\n");
	top = json_of(&o);
	assert_string_equal(json_string_value(json_object_get(top, "verdict")),
			    "nothing");
	assert_false(json_is_true(json_object_get(top, "refused")));
	json_decref(top);
	add(file("a.yaml", STR("x\n")), 0, 1)->level = LEVEL_ADVISE;
	assert_non_null(strstr(text_of(&o),
			       "no post: nothing was checked, 1 finding (1 advise)\n"));
	f.v.p[0].level = LEVEL_BLOCK;
	assert_non_null(strstr(text_of(&o),
			       "0 posts checked, 1 finding (1 block); verdict: "
			       "block\n"));
	top = json_of(&o);
	n_checked = 1;
	assert_string_equal(json_string_value(json_object_get(top, "verdict")), "block");
	json_decref(top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_caret_stands_under_the_words, fresh),
		cmocka_unit_test_setup(wide_characters_move_the_caret_by_what_they_take,
				       fresh),
		cmocka_unit_test_setup(an_emoji_is_shown_as_one, fresh),
		cmocka_unit_test_setup(a_long_line_is_cut_around_the_words, fresh),
		cmocka_unit_test_setup(masked_words_are_stars_unless_revealed, fresh),
		cmocka_unit_test_setup(nothing_in_a_file_moves_the_terminal, fresh),
		cmocka_unit_test_setup(only_the_worst_are_shown_and_the_rest_counted,
				       fresh),
		cmocka_unit_test_setup(json_says_all_of_it_in_bytes_and_columns, fresh),
		cmocka_unit_test_setup(a_masked_word_is_hidden_in_every_finding_about_it,
				       fresh),
		cmocka_unit_test_setup(json_of_bytes_that_are_no_text_is_still_json,
				       fresh),
		cmocka_unit_test_setup(a_line_of_screen_is_read_with_its_id, fresh),
		cmocka_unit_test_setup(a_bad_line_of_screen_says_why_and_keeps_its_id,
				       fresh),
		cmocka_unit_test_setup(an_answer_of_screen_is_one_line, fresh),
		cmocka_unit_test_setup(an_error_says_the_way_out, fresh),
		cmocka_unit_test_setup(no_post_is_no_verdict, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, drop);
}
