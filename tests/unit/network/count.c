/* Counting: five units, links, mentions, emoji; where a text stops to fit. */
#include "network_test.h"

static const struct network_profile bytes_3 = { .limits = { { COUNT_BYTE, 3 } },
						.n_limits = 1 };
static const struct network_profile points_3 = { .limits = { { COUNT_CODE_POINT, 3 } },
						 .n_limits = 1 };
static const struct network_profile utf16_3 = { .limits = { { COUNT_UTF16, 3 } },
						.n_limits = 1 };
static const struct network_profile graphemes_3 = { .limits = { { COUNT_GRAPHEME, 3 } },
						    .n_limits = 1 };
static const struct network_profile x = {
	.limits = { { COUNT_WEIGHTED, 280 } },
	.n_limits = 1,
	.weight_default = 200,
	.weight_scale = 100,
	.emoji_weight = 200,
	.ranges = { { 0, 4351, 100 },
		    { 8192, 8205, 100 },
		    { 8208, 8223, 100 },
		    { 8242, 8247, 100 } },
	.n_ranges = 4,
	.url_count = 23,
	.bare_domains = true,
	.nfc = true,
};
static const struct network_profile mastodon = {
	.limits = { { COUNT_GRAPHEME, 30 } },
	.n_limits = 1,
	.url_count = 23,
	.mention_local = true,
};
static const struct network_profile two = {
	.limits = { { COUNT_GRAPHEME, 10 }, { COUNT_BYTE, 20 } },
	.n_limits = 2,
};
static const struct network_profile threads = {
	.limits = { { COUNT_CODE_POINT, 10 } },
	.n_limits = 1,
	.emoji_bytes = true,
	.max_links = 1,
};

static void count(struct world *w, const char *text, const struct network_profile *p)
{
	network_count(str_from(text), p, &w->a, &w->c);
}

#define COUNTS(text, profile, n)                                                         \
	do {                                                                             \
		count(w, text, profile);                                                 \
		assert_int_equal(w->c.count, n);                                         \
	} while (0)

static void five_units_count_five_ways(void **state)
{
	struct world *w = *state;
	const char *family = "e\u0301\U0001F468\u200D\U0001F469";

	COUNTS(family, &bytes_3, 14);
	COUNTS(family, &points_3, 5);
	COUNTS(family, &utf16_3, 7);
	COUNTS(family, &graphemes_3, 2);
	COUNTS(family, &x, 3);
	assert_int_equal(w->c.unit, COUNT_WEIGHTED);
	assert_int_equal(w->c.limit, 280);
}

static void what_fits_ends_between_characters(void **state)
{
	struct world *w = *state;

	count(w, "aé\u20acx", &bytes_3);
	assert_int_equal(w->c.fit_end, 3);
	assert_false(w->c.valid);
	count(w, "ab\u20ac", &bytes_3);
	assert_int_equal(w->c.fit_end, 2);
	count(w, "a\U0001F600b", &utf16_3);
	assert_int_equal(w->c.fit_end, 5);
	count(w, "abe\u0301\u0302", &points_3);
	assert_int_equal(w->c.fit_end, 2);
	count(w, "abc", &points_3);
	assert_true(w->c.valid);
	assert_int_equal(w->c.fit_end, 3);
	count(w, "a\r\nbc", &graphemes_3);
	assert_int_equal(w->c.fit_end, 4);
}

static void an_empty_text_is_not_valid(void **state)
{
	struct world *w = *state;

	COUNTS("", &x, 0);
	assert_false(w->c.valid);
	COUNTS(" \n", &x, 2);
	assert_false(w->c.valid);
	assert_int_equal(w->c.fit_end, 2);
}

static void the_limit_itself_is_allowed(void **state)
{
	struct world *w = *state;
	char text[600];

	memset(text, 'a', sizeof(text));
	network_count((struct str){ text, 280 }, &x, &w->a, &w->c);
	assert_true(w->c.valid);
	network_count((struct str){ text, 281 }, &x, &w->a, &w->c);
	assert_false(w->c.valid);
	assert_int_equal(w->c.fit_end, 280);
	assert_int_equal(w->c.count, 281);
}

static void weights_follow_the_ranges(void **state)
{
	struct world *w = *state;

	COUNTS("ab", &x, 2);
	COUNTS("日本", &x, 4);
	COUNTS("\u2013\u201c\u2019", &x, 3);
	COUNTS("\u20ac", &x, 2);
}

static void text_is_composed_before_counting(void **state)
{
	struct world *w = *state;

	COUNTS("A\u0301B", &x, 2);
	COUNTS("A\u0301B", &points_3, 3);
	COUNTS("A\ufb2c", &x, 4);
	count(w, "A\u0301B", &x);
	assert_int_equal(w->c.fit_end, 4);
}

static void an_emoji_counts_once(void **state)
{
	struct world *w = *state;

	COUNTS("\U0001F44D\U0001F3FD", &x, 2);
	COUNTS("\U0001F468\u200D\U0001F469\u200D\U0001F467", &x, 2);
	COUNTS("\U0001F1E9\U0001F1EA", &x, 2);
	COUNTS("1\uFE0F\u20E3", &x, 2);
	COUNTS("\u2764\uFE0F", &x, 2);
	COUNTS("\u270C\uFE0E", &x, 4);
	COUNTS("\U0001F600\u0301", &x, 3);
	COUNTS("\U0001F600\u200D", &x, 3);
	COUNTS("1", &x, 1);
}

static void emoji_may_count_as_bytes(void **state)
{
	struct world *w = *state;

	COUNTS("ab\U0001F600", &threads, 6);
	COUNTS("\U0001F468\u200D\U0001F469", &threads, 11);
	assert_false(w->c.valid);
	assert_int_equal(w->c.fit_end, 0);
	COUNTS("é", &threads, 1);
}

static void a_link_counts_the_same_whatever_its_length(void **state)
{
	struct world *w = *state;

	COUNTS("http://t.co", &x, 23);
	COUNTS("See https://example.com/a/very/long/path?with=a&query=1.", &x, 28);
	assert_int_equal(w->c.links, 1);
	COUNTS("https://example.com", &mastodon, 23);
	COUNTS("https://example.com", &two, 19);
}

static void bare_domains_count_where_the_network_says_so(void **state)
{
	struct world *w = *state;

	COUNTS("example.com", &x, 23);
	COUNTS("example.com", &mastodon, 11);
	COUNTS("example.comm readme.text v1.2", &x, 29);
	COUNTS("Done.Now", &x, 23); /* .now is a top-level domain */
	assert_int_equal(w->c.links, 1);
}

static void a_link_is_never_cut(void **state)
{
	struct world *w = *state;

	count(w, "eight ch https://example.com", &mastodon);
	assert_int_equal(w->c.count, 32);
	assert_int_equal(w->c.fit_end, 9);
}

static void the_host_of_a_mention_may_be_free(void **state)
{
	struct world *w = *state;

	COUNTS("@alice@example.social hi", &mastodon, 9);
	COUNTS("@alice@example.social", &two, 21);
	COUNTS("me@alice@example.social", &mastodon, 23);
	COUNTS("@alice@", &mastodon, 7);
	COUNTS("@a.b@c.d.", &mastodon, 5);
	COUNTS("(@a@b)", &mastodon, 4);
	count(w, "1234567890123456789012345 @alice@example.social", &mastodon);
	assert_int_equal(w->c.fit_end, 26);
}

static void the_limit_with_least_room_is_told(void **state)
{
	struct world *w = *state;

	count(w, "abcdefgh", &two);
	assert_int_equal(w->c.unit, COUNT_GRAPHEME);
	assert_int_equal(w->c.count, 8);
	count(w, "日本語日本語", &two);
	assert_int_equal(w->c.unit, COUNT_BYTE);
	assert_int_equal(w->c.count, 18);
	assert_true(w->c.valid);
	count(w, "日本語日本語日", &two);
	assert_false(w->c.valid);
	assert_int_equal(w->c.fit_end, 18);
	count(w, "abcdefghijk", &two);
	assert_int_equal(w->c.fit_end, 10);
}

static void links_are_counted_for_the_caller(void **state)
{
	struct world *w = *state;

	count(w, "http://a.co http://b.co", &threads);
	assert_int_equal(w->c.links, 2);
}

static void a_profile_without_limits_takes_any_text(void **state)
{
	struct world *w = *state;
	const struct network_profile none = { .n_limits = 0 };

	COUNTS("hello", &none, 5);
	assert_true(w->c.valid);
}

static void long_hostile_texts_are_counted_in_no_time(void **state)
{
	static const char *const units[] = { "a.",  "-a.",        "\u3042", "@a@a",
					     "a(",  "http://",    "\u0301", "a.com/(",
					     "_.a", "xn--\u3042." };
	struct world *w = *state;
	struct buf b;

	buf_init(&b, 0);
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		buf_reset(&b);
		while (b.n < 400000)
			buf_cstr(&b, units[i]);
		network_count(buf_view(&b), &x, &w->a, &w->c);
		assert_true(w->c.fit_end <= b.n);
		network_count(buf_view(&b), &mastodon, &w->a, &w->c);
		assert_true(w->c.fit_end <= b.n);
		arena_reset(&w->a);
	}
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(five_units_count_five_ways),
		TEST(what_fits_ends_between_characters),
		TEST(an_empty_text_is_not_valid),
		TEST(the_limit_itself_is_allowed),
		TEST(weights_follow_the_ranges),
		TEST(text_is_composed_before_counting),
		TEST(an_emoji_counts_once),
		TEST(emoji_may_count_as_bytes),
		TEST(a_link_counts_the_same_whatever_its_length),
		TEST(bare_domains_count_where_the_network_says_so),
		TEST(a_link_is_never_cut),
		TEST(the_host_of_a_mention_may_be_free),
		TEST(the_limit_with_least_room_is_told),
		TEST(links_are_counted_for_the_caller),
		TEST(a_profile_without_limits_takes_any_text),
		TEST(long_hostile_texts_are_counted_in_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
