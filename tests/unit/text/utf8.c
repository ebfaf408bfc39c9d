#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define UCD "/usr/share/unicode/" /* package unicode-data: make deps-test */

struct world {
	struct arena a;
	struct buf b;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	*state = w;
	if (!w)
		return -1;
	buf_init(&w->b, 0);
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	arena_release(&w->a);
	buf_release(&w->b);
	free(w);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#define assert_str(s, text)                                                              \
	do {                                                                             \
		const struct str got_ = (s);                                             \
		const struct str wanted_ = str_from(text);                               \
		if (!str_eq(got_, wanted_))                                              \
			fail_msg("got '%.*s', wanted '%s'", STR_ARG(got_), wanted_.p);   \
	} while (0)

static struct str visible(struct world *w, struct str s, bool lines)
{
	buf_reset(&w->b);
	utf8_visible(&w->b, s, lines);
	return buf_view(&w->b);
}

/* The code points of a line of Unicode's files, up to `end` of the line. */
static struct str points(struct world *w, const char *p, const char *end)
{
	struct str out;
	struct buf b;
	char *next;

	buf_init(&b, 0);
	for (; p < end; p = next) {
		const unsigned long cp = strtoul(p, &next, 16);

		if (next == p)
			break;
		utf8_append(&b, (uint32_t)cp);
	}
	out = arena_str(&w->a, buf_view(&b));
	buf_release(&b);
	return out;
}

/* ---- well-formed or not ---- */

static void well_formed_text_is_accepted(void **state)
{
	static const char *const good[] = {
		"",
		"plain",
		"caf\xc3\xa9",
		"\xef\xbf\xbf",
		"\xf0\x90\x80\x80",
		"\xf4\x8f\xbf\xbf",
		"\xed\x9f\xbf",
		"\xee\x80\x80",
		"0123456789abcdef\xc2\x80",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		assert_true(utf8_check(str_from(good[i])) == SIZE_MAX);
	assert_true(utf8_check((struct str){ "a\0b", 3 }) == SIZE_MAX);
}

static void the_first_bad_byte_is_named(void **state)
{
	static const struct {
		const char *text;
		size_t at;
	} bad[] = {
		{ "\x80", 0 },
		{ "ab\xff", 2 },
		{ "\xc0\x80", 0 },
		{ "\xc1\xbf", 0 }, /* overlong */
		{ "\xe0\x80\x80", 0 },
		{ "\xe0\x9f\xbf", 0 },
		{ "\xf0\x80\x80\x80", 0 },
		{ "\xf0\x8f\xbf\xbf", 0 },
		{ "\xed\xa0\x80", 0 },
		{ "\xed\xbf\xbf", 0 }, /* surrogates */
		{ "\xf4\x90\x80\x80", 0 },
		{ "\xf5\x80\x80\x80", 0 }, /* too large */
		{ "caf\xc3", 3 },
		{ "12345678\xe2\x82", 8 }, /* cut off */
		{ "\xc3\xa9\xc3(", 2 },
		{ "\xf0\x9f\x98\xc2", 0 },
		{ "12345678abcdefgh\xfe", 16 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(utf8_check(str_from(bad[i].text)), bad[i].at);
}

static void every_code_point_survives_a_round_trip(void **state)
{
	struct world *w = *state;

	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		size_t n;

		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		buf_reset(&w->b);
		utf8_append(&w->b, cp);
		assert_int_equal(utf8_decode(buf_view(&w->b), 0, &n), cp);
		assert_int_equal(n, w->b.n);
		assert_true(utf8_check(buf_view(&w->b)) == SIZE_MAX);
	}
}

static void what_is_no_code_point_becomes_the_replacement_character(void **state)
{
	struct world *w = *state;

	utf8_append(&w->b, 0xd800);
	utf8_append(&w->b, 0x110000);
	assert_str(buf_view(&w->b), "\xef\xbf\xbd\xef\xbf\xbd");
}

static void bad_bytes_are_walked_one_by_one(void **state)
{
	const struct str s = STR("a\xff\xe2\x82");
	size_t n;

	(void)state;
	assert_int_equal(utf8_decode(s, 1, &n), 0xfffd);
	assert_int_equal(n, 1);
	assert_int_equal(utf8_decode(s, 2, &n), 0xfffd);
	assert_int_equal(n, 1);
	(void)utf8_decode(s, 4, &n);
	assert_int_equal(n, 0);
	assert_int_equal(utf8_code_points(s), 4);
	assert_int_equal(utf8_graphemes(s), 4);
}

static void control_characters_are_found(void **state)
{
	(void)state;
	assert_true(utf8_control(STR("a\tb\nc\r\nd\xc3\xa9\xc2\xa0")) == SIZE_MAX);
	assert_int_equal(utf8_control(STR("ab\x1b")), 2);
	assert_int_equal(utf8_control(STR("a\x7f")), 1);
	assert_int_equal(utf8_control(STR("a\xc2\x85")), 1);
	assert_int_equal(utf8_control(STR("\xc3\xa9\xc2\x9f")), 2);
	assert_int_equal(utf8_control(STR("a\rb")), 1);
	assert_int_equal(utf8_control(STR("a\r")), 1);
	assert_int_equal(utf8_control((struct str){ "a\0", 2 }), 1);
}

/* ---- counting ---- */

static void characters_are_counted_as_readers_do(void **state)
{
	static const struct {
		const char *text;
		size_t graphemes, points, units;
	} cases[] = {
		{ "", 0, 0, 0 },
		{ "hello", 5, 5, 5 },
		{ "a\r\nb", 3, 4, 4 },
		{ "e\xcc\x81", 1, 2, 2 },
		{ "\xf0\x9f\x98\x80", 1, 1, 2 },
		{ "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91"
		  "\xa7",
		  1, 5, 8 },
		/* three flags, where pairs matter */
		{ "\xf0\x9f\x87\xac\xf0\x9f\x87\xa7\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"
		  "\xf0\x9f\x87\xab\xf0\x9f\x87\xb7",
		  3, 6, 12 },
		{ "\xed\x95\x9c", 1, 1, 1 },
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 1, 3, 3 },
		{ "1\xef\xb8\x8f\xe2\x83\xa3", 1, 3, 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct str s = str_from(cases[i].text);

		assert_int_equal(utf8_graphemes(s), cases[i].graphemes);
		assert_int_equal(utf8_code_points(s), cases[i].points);
		assert_int_equal(utf8_utf16_units(s), cases[i].units);
	}
}

/* One line of GraphemeBreakTest.txt: "÷ 0020 × 0308 ÷ 0020 ÷ # ..." */
static bool breaks_as_written(struct world *w, const char *line)
{
	size_t at = 0;
	const char *p = line;
	struct str text;
	size_t ends[64], n_ends = 0;
	struct buf b;

	buf_init(&b, 0);
	while (*p && *p != '#') {
		char *next;
		const unsigned long cp = strtoul(p, &next, 16);

		if (next > p)
			utf8_append(&b, (uint32_t)cp);
		else if (!strncmp(p, "\xc3\xb7", 2) && b.n)
			ends[n_ends++] = b.n;
		p = next > p ? next : p + 1;
	}
	text = arena_str(&w->a, buf_view(&b));
	buf_release(&b);
	for (size_t i = 0; i < n_ends; i++) {
		at = utf8_grapheme(text, at);
		if (at != ends[i])
			return false;
	}
	return at == text.n && n_ends > 0;
}

static void graphemes_pass_the_test_of_unicode(void **state)
{
	struct world *w = *state;
	FILE *in = fopen(UCD "auxiliary/GraphemeBreakTest.txt", "r");
	char line[1024];
	size_t n = 0, bad = 0;

	assert_non_null(in);
	while (fgets(line, sizeof(line), in)) {
		if (strncmp(line, "\xc3\xb7", 2) != 0)
			continue;
		n++;
		if (!breaks_as_written(w, line)) {
			print_message("# %s", line);
			bad++;
		}
	}
	(void)fclose(in);
	assert_int_equal(n, 602);
	assert_int_equal(bad, 0);
}

/* ---- normal forms ---- */

static void folding_drops_case_and_typography(void **state)
{
	static const char *const cases[][2] = {
		{ "Hello", "hello" },
		{ "\xc3\x89"
		  "COLE",
		  "\xc3\xa9"
		  "cole" },
		{ "E\xcc\x81"
		  "cole",
		  "\xc3\xa9"
		  "cole" },
		{ "Stra\xc3\x9f"
		  "e STRASSE",
		  "strasse strasse" },
		{ "\xef\xac\x81n", "fin" }, /* the ligature fi has a full folding */
		{ "\xe2\x84\xaa \xc5\xbf", "k s" }, /* Kelvin, long s */
		{ "\xe2\x80\x9cit\xe2\x80\x99s\xe2\x80\x9d \xc2\xabx\xc2\xbb",
		  "\"it's\" \"x\"" },
		{ "a\xe2\x80\x93"
		  "b\xe2\x80\x94"
		  "c\xe2\x80\x91"
		  "d\xe2\x88\x92"
		  "1",
		  "a-b-c-d-1" },
		{ "z\xe2\x80\x8b"
		  "o\xc2\xad"
		  "r\xe2\x80\x8d"
		  "g\xef\xbb\xbf",
		  "zorg" },
		{ "\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4" },
		{ "\xe2\x80\xae"
		  "abc\xe2\x81\xa9",
		  "abc" },
		{ "\xce\xa3\xce\x8a\xce\xa3\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
		  "\xcf\x83\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83" },
		{ "\xc4\xb0", "i\xcc\x87" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct str once = utf8_fold(str_from(cases[i][0]), &w->a);

		assert_str(once, cases[i][1]);
		assert_true(str_eq(utf8_fold(once, &w->a), once));
	}
}

static void folded_ascii_is_not_copied(void **state)
{
	struct world *w = *state;
	const struct str s = STR("lower case, 123");

	assert_ptr_equal(utf8_fold(s, &w->a).p, s.p);
	assert_ptr_equal(utf8_nfc(STR("ABC"), &w->a).p, STR("ABC").p);
}

/* Every full folding of Unicode, composed. */
static void case_folding_is_that_of_unicode(void **state)
{
	struct world *w = *state;
	FILE *in = fopen(UCD "CaseFolding.txt", "r");
	char line[512], *to;
	size_t n = 0, bad = 0;

	assert_non_null(in);
	while (fgets(line, sizeof(line), in)) {
		const char *status = strstr(line, "; ");
		struct str folded;

		if (!status || line[0] == '#' || (status[2] != 'C' && status[2] != 'F'))
			continue;
		to = strstr(status + 2, "; ") + 2;
		folded = utf8_nfc(points(w, to, strchr(to, ';')), &w->a);
		n++;
		if (str_eq(utf8_fold(points(w, line, status), &w->a), folded))
			continue;
		print_message("# %s", line);
		bad++;
	}
	(void)fclose(in);
	assert_in_range(n, 1400, 5000);
	assert_int_equal(bad, 0);
}

static void composing_puts_marks_in_order(void **state)
{
	static const char *const cases[][2] = {
		{ "e\xcc\x81", "\xc3\xa9" },
		{ "a\xcc\x82\xcc\xa3", "\xe1\xba\xad" }, /* circumflex, dot below */
		{ "q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87" },
		{ "\xe2\x84\xab", "\xc3\x85" }, /* Angstrom */
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c" },
		{ "\xe0\xa4\x95\xe0\xa4\xbc", "\xe0\xa4\x95\xe0\xa4\xbc" }, /* excluded */
		{ "\xe2\x80\x9cx", "\xe2\x80\x9cx" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(utf8_nfc(str_from(cases[i][0]), &w->a), cases[i][1]);
}

/* More marks than are put in order by insertion: the same order as Unicode's. */
static void many_marks_are_put_in_order_too(void **state)
{
	struct world *w = *state;
	struct str s;
	uint32_t before = 0;
	size_t n, below = 0;

	utf8_append(&w->b, 'x');
	for (int i = 0; i < 40; i++) {
		utf8_append(&w->b, i % 2 ? 0x0323u : 0x0307u); /* below 220, above 230 */
		utf8_append(&w->b, i % 3 ? 0x0315u : 0x0327u); /* 232, 202 */
	}
	s = utf8_nfc(buf_view(&w->b), &w->a);
	assert_int_equal(s.n, w->b.n);
	for (size_t at = 1; at < s.n; at += n) {
		const uint32_t cp = utf8_decode(s, at, &n);
		static const uint32_t order[] = { 0x0327, 0x0323, 0x0307, 0x0315 };
		size_t rank = 0, last = 0;

		for (size_t i = 0; i < ARRAY_LEN(order); i++) {
			rank = order[i] == cp ? i : rank;
			last = order[i] == before ? i : last;
		}
		assert_true(!before || rank >= last);
		below += cp == 0x0323;
		before = cp;
	}
	assert_int_equal(below, 20);
}

static void a_text_of_marks_alone_takes_linear_time(void **state)
{
	enum { MARKS = 512 * 1024 };
	struct world *w = *state;
	const clock_t start = clock();

	for (int i = 0; i < MARKS; i++)
		utf8_append(&w->b, i % 2 ? 0x0323u : 0x0315u);
	assert_int_equal(utf8_nfc(buf_view(&w->b), &w->a).n, w->b.n);
	assert_int_equal(utf8_fold(buf_view(&w->b), &w->a).n, w->b.n);
	assert_int_equal(utf8_graphemes(buf_view(&w->b)), 1);
	/* By exchange of neighbours this would be some 10^11 steps. */
	assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
}

static void lower_case_keeps_everything_else(void **state)
{
	static const char *const cases[][2] = {
		{ "Hello W\xc3\x96RLD \xe2\x80\x9c!\xe2\x80\x9d",
		  "hello w\xc3\xb6rld \xe2\x80\x9c!\xe2\x80\x9d" },
		{ "STRA\xc3\x9f"
		  "E",
		  "stra\xc3\x9f"
		  "e" },
		{ "\xc4\xb0", "i\xcc\x87" },
		{ "\xce\x9f\xce\x94\xce\x9f\xce\xa3 \xce\xa3\xce\x91",
		  "\xce\xbf\xce\xb4\xce\xbf\xcf\x82 \xcf\x83\xce\xb1" },
		{ "\xc8\xba\xc8\xba", "\xe2\xb1\xa5\xe2\xb1\xa5" }, /* grows */
		{ "A\xff"
		  "B",
		  "a\xff"
		  "b" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(utf8_lower(str_from(cases[i][0]), &w->a), cases[i][1]);
}

/* ---- what a character is ---- */

static void letters_have_case(void **state)
{
	(void)state;
	assert_true(utf8_is_letter('a') && utf8_is_letter(0xe9) &&
		    utf8_is_letter(0x65e5));
	assert_false(utf8_is_letter('1') || utf8_is_letter('_') || utf8_is_letter(0x301));
	assert_true(utf8_is_upper('A') && utf8_is_upper(0xc9) && utf8_is_upper(0x1c5));
	assert_false(utf8_is_upper('a') || utf8_is_upper(0x65e5) || utf8_is_upper('1'));
	assert_true(utf8_is_lower('a') && utf8_is_lower(0x3b1));
	assert_false(utf8_is_lower('A') || utf8_is_lower(0x65e5) || utf8_is_lower('.'));
}

static void emoji_are_what_people_see_as_one(void **state)
{
	static const uint32_t yes[] = {
		0x1f600, 0x2764, 0x2615, 0x1f1e6, 0x2b50, 0x231a
	};
	static const uint32_t no[] = { 'a',    '1',    '#',    0xa9,   0xae,  0x2122,
				       0x2194, 0x200d, 0xfe0f, 0x4e00, 0x20ac };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		assert_true(utf8_is_emoji(yes[i]));
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		assert_false(utf8_is_emoji(no[i]));
}

static void columns_are_those_of_a_terminal(void **state)
{
	(void)state;
	assert_int_equal(utf8_width('a'), 1);
	assert_int_equal(utf8_width(0xe9), 1);
	assert_int_equal(utf8_width(0x65e5), 2);
	assert_int_equal(utf8_width(0x1f600), 2);
	assert_int_equal(utf8_width(0x301), 0);
	assert_int_equal(utf8_width(0x200b), 0);
	assert_int_equal(utf8_width(0xad), 0);
	assert_int_equal(utf8_width('\n'), 0);
	assert_int_equal(utf8_width(0x7f), 0);
}

/* ---- what may be printed ---- */

static void hidden_characters_are_shown(void **state)
{
	struct world *w = *state;

	assert_str(visible(w, STR("a\x1b[31mb\x7f\r"), false), "a\\x1b[31mb\\x7f\\x0d");
	assert_str(visible(w,
			   STR("a\xc2\x9b"
			       "0m"),
			   false),
		   "a<U+009B>0m");
	assert_str(visible(w,
			   STR("a\xe2\x80\xae"
			       "b\xe2\x81\xa6"),
			   false),
		   "a<U+202E>b<U+2066>");
	assert_str(visible(w, STR("z\xe2\x80\x8bo\xc2\xadr\xef\xbb\xbfg\xe2\x80\x8d"),
			   false),
		   "z<U+200B>o<U+00AD>r<U+FEFF>g<U+200D>");
	assert_str(visible(w, STR("\xf3\xa0\x81\xa1x\xef\xb8\x8f"), false),
		   "<U+E0061>x<U+FE0F>");
	assert_str(visible(w, (struct str){ "a\0b", 3 }, false), "a\\x00b");
}

static void bytes_that_are_no_utf8_are_shown(void **state)
{
	struct world *w = *state;

	assert_str(visible(w, STR("a\xff\xc3(\xed\xa0\x80"), false),
		   "a\\xff\\xc3(\\xed\\xa0\\x80");
	assert_str(visible(w, STR("\xef\xbf\xbd"), false), "\xef\xbf\xbd");
}

static void line_ends_are_kept_on_request(void **state)
{
	struct world *w = *state;

	assert_str(visible(w, STR("a\n\tb\r\n"), true), "a\n\tb\\x0d\n");
	assert_str(visible(w, STR("a\n\tb"), false), "a\\x0a\\x09b");
	assert_str(visible(w,
			   STR("a\xe2\x80\xa8"
			       "b\xc2\x85"),
			   true),
		   "a<U+2028>b<U+0085>");
}

static void ordinary_text_and_emoji_are_kept(void **state)
{
	struct world *w = *state;
	const char *text = "caf\xc3\xa9 \xe2\x80\x9cq\xe2\x80\x9d "
			   "\xe2\x9d\xa4\xef\xb8\x8f 1\xef\xb8\x8f\xe2\x83\xa3 "
			   "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9 "
			   "\xf0\x9f\x8f\xb3\xef\xb8\x8f\xe2\x80\x8d\xf0\x9f\x8c\x88 "
			   "\xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd\xe2\x80\x8d\xf0\x9f\x9a\x80";

	assert_str(visible(w, str_from(text), false), text);
}

/* Whatever goes in, what comes out is UTF-8 without anything that acts. */
static void nothing_that_acts_gets_through(void **state)
{
	struct world *w = *state;
	uint32_t seed = 1;
	char bytes[64];

	for (int round = 0; round < 20000; round++) {
		struct str out;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (char)(seed >> 24);
			if (seed & 0x10000)
				bytes[i] = "\xe2\x80\xae\xc2\x9b\xef\xbb\xbf\x1b"
					[seed >> 20 & 7];
		}
		out = visible(w, (struct str){ bytes, sizeof(bytes) }, false);
		assert_true(utf8_check(out) == SIZE_MAX);
		assert_true(utf8_control(out) == SIZE_MAX);
		assert_true(str_find(out, STR("\xe2\x80\xae"), 0) == SIZE_MAX);
		assert_true(str_chr(out, '\n', 0) == SIZE_MAX);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(well_formed_text_is_accepted),
		TEST(the_first_bad_byte_is_named),
		TEST(every_code_point_survives_a_round_trip),
		TEST(what_is_no_code_point_becomes_the_replacement_character),
		TEST(bad_bytes_are_walked_one_by_one),
		TEST(control_characters_are_found),
		TEST(characters_are_counted_as_readers_do),
		TEST(graphemes_pass_the_test_of_unicode),
		TEST(folding_drops_case_and_typography),
		TEST(folded_ascii_is_not_copied),
		TEST(case_folding_is_that_of_unicode),
		TEST(composing_puts_marks_in_order),
		TEST(many_marks_are_put_in_order_too),
		TEST(a_text_of_marks_alone_takes_linear_time),
		TEST(lower_case_keeps_everything_else),
		TEST(letters_have_case),
		TEST(emoji_are_what_people_see_as_one),
		TEST(columns_are_those_of_a_terminal),
		TEST(hidden_characters_are_shown),
		TEST(bytes_that_are_no_utf8_are_shown),
		TEST(line_ends_are_kept_on_request),
		TEST(ordinary_text_and_emoji_are_kept),
		TEST(nothing_that_acts_gets_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
