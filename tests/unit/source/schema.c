#include "source_test.h"

static const struct yaml_limits limits = { LIMIT_YAML_DEPTH, LIMIT_YAML_EVENTS };

#define END                                                                              \
	{                                                                                \
		.name = NULL                                                             \
	}

static const struct yaml *parse(struct world *w, const char *text)
{
	const struct yaml *top;

	assert_true(load(w, text));
	top = source_yaml(&w->s, whole(w), limits, &w->a, &w->d);
	said_nothing(w);
	assert_non_null(top);
	return top;
}

static bool check(struct world *w, const struct field *schema, const char *text)
{
	const bool good = yaml_check(parse(w, text), schema, "a thing", &w->d);

	assert_int_equal(good, w->d.v.n == 0);
	return good;
}

/* One value under `v`. */
static bool takes(struct world *w, const struct field *f, const char *value)
{
	struct field schema[] = { *f, END };

	schema[0].name = "v";
	return check(w, schema, arena_printf(&w->a, "v: %s\n", value).p);
}

static void each(struct world *w, const struct field *f, const char *const *good,
		 const char *const *bad)
{
	for (; *good; good++)
		if (!takes(w, f, *good))
			fail_msg("refused: %s", *good);
	for (; *bad; bad++) {
		if (takes(w, f, *bad))
			fail_msg("taken: %s", *bad);
		assert_int_equal(w->d.v.n, 1);
		assert_true(str_find(w->d.v.p[0].msg, STR("\"v\" must be "), 0) == 0);
	}
}

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define EACH(w, field_type, good, bad)                                                   \
	each((w), &(const struct field){ .type = (field_type), .min = 1, .max = 9 },     \
	     good, bad)

static void texts(void **state)
{
	struct world *w = *state;

	EACH(w, TYPE_STRING, LIST("a", "NO", "1.10", "\" a\"", "|\n  x"),
	     LIST("", "\"\"", "\" \"", "[a]", "{a: b}"));
	EACH(w, TYPE_TEXT, LIST("a", "", "\"\""), LIST("[a]", "{a: b}"));
	EACH(w, TYPE_ANY, LIST("a", "", "[a]", "{a: b}"), LIST(NULL));
	EACH(w, TYPE_ID, LIST("a", "0", "launch-2026.11_x"),
	     LIST("A", "-a", "a b", "\xC3\xA9", "", "a/b", "[a]",
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	EACH(w, TYPE_RULE_ID, LIST("tone/insult", "a-b/c-1"),
	     LIST("tone", "/a", "a/", "a/b/c", "Tone/x", "a/b_c", ""));
	EACH(w, TYPE_BOOL, LIST("true", "false"), LIST("True", "yes", "on", "1", ""));
	EACH(w, TYPE_INT, LIST("1", "9", "05"),
	     LIST("0", "10", "1.0", "x", "", "+1", "0x1", "99999999999999999999"));
}

static void dates_and_times(void **state)
{
	struct world *w = *state;

	EACH(w, TYPE_DATE, LIST("2026-11-25", "2024-02-29", "2000-02-29"),
	     LIST("2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
		  "2026-1-1", "26-11-25", "25.11.2026", "0000-01-01", "2026-11-2x", ""));
	EACH(w, TYPE_TIME,
	     LIST("2026-11-25 09:30", "2026-11-25 00:00", "2026-11-25 23:59"),
	     LIST("2026-11-25", "2026-11-25 24:00", "2026-11-25 9:30", "2026-11-25T09:30",
		  "2026-11-25 09:60", "2026-11-25 09:30:00", "2026-02-30 09:30"));
}

static void addresses_and_paths(void **state)
{
	struct world *w = *state;

	EACH(w, TYPE_URL,
	     LIST("https://example.com", "http://a", "https://\xC3\xBC.example/x?y#z",
		  "\"http://[::1]/\""),
	     LIST("ftp://a", "https://", "https:///x", "example.com", "\"https://a b\"",
		  "https://.x", "HTTPS://a", "javascript:x", ""));
	EACH(w, TYPE_PATH, LIST("media/a.png", "a", "a/..b", "\xC3\xBC/x"),
	     LIST("/a", "a//b", "../a", "a/..", "a/./b", "a/", "a\\b", ""));
	EACH(w, TYPE_LANG, LIST("en", "en-GB", "gsw", "zh-Hans-CN", "sl-rozaj-1994"),
	     LIST("e", "english", "en_GB", "en-", "-en", "12", "en--GB", "en-123456789",
		  ""));
}

static const char *const sizes[] = { "small", "large", NULL };
static const struct field a_size = { .type = TYPE_ENUM, .choices = sizes };
static const struct field a_text = { .type = TYPE_STRING };
static const struct field inner[] = { { .name = "x", .type = TYPE_ID, .required = true },
				      END };
static const struct field a_map = { .type = TYPE_MAP, .schema = inner };

static void a_choice_is_guessed(void **state)
{
	struct world *w = *state;

	assert_true(takes(w, &a_size, "large"));
	assert_false(takes(w, &a_size, "lagre"));
	said(w, "schema/value", "\"v\" must be small or large, not \"lagre\"", "lagre");
	said(w, "schema/value", "did you mean \"large\"?", "lagre");
	assert_false(takes(w, &a_size, "none"));
	assert_int_equal(w->d.v.p[0].fix.n, 0);
	assert_false(takes(w, &a_size, "[small]"));
	said(w, "schema/type", "not \"a list\"", "[small]");
}

static void lists_hold_what_they_say(void **state)
{
	struct world *w = *state;
	const struct field list = { .type = TYPE_LIST, .item = &a_size, .max = 2 };
	const struct field lone = { .type = TYPE_LIST, .item = &a_size, .lone = true };
	const struct field maps = { .type = TYPE_LIST, .item = &a_map, .lone = true };

	assert_true(takes(w, &list, "[small, large]"));
	assert_true(takes(w, &list, "[]"));
	assert_false(takes(w, &list, "small"));
	said(w, "schema/type", "must be a list, not \"small\"", "small");
	assert_false(takes(w, &list, "[small, small, large]"));
	said(w, "schema/value", "may hold 2 items, not 3", "large");
	assert_false(takes(w, &list, "[small, wide]"));
	said(w, "schema/value", "small or large", "wide");
	assert_false(takes(w, &list, ""));
	said(w, "schema/type", "nothing is there", "");
	assert_true(takes(w, &lone, "small"));
	assert_false(takes(w, &lone, "wide"));
	assert_false(takes(w, &lone, "{small: large}"));
	said(w, "schema/type", "not \"a map\"", "{small: large}");
	assert_true(takes(w, &maps, "{x: y}"));
	assert_true(takes(w, &maps, "[{x: y}, {x: z}]"));
	assert_false(takes(w, &maps, "[{x: y}, {}]"));
	said(w, "schema/missing", "\"v\" needs \"x:\"", "{}");
	assert_false(takes(w, &maps, "[text]"));
	said(w, "schema/type", "\"key: value\" lines", "text");
}

static void either_one_will_do(void **state)
{
	struct world *w = *state;
	const struct field list = { .type = TYPE_LIST, .item = &a_text };
	const struct field either = { .type = TYPE_EITHER,
				      .item = &a_size,
				      .other = &list };
	const struct field words = { .type = TYPE_EITHER,
				     .item = &a_size,
				     .other = &a_map };
	const struct field date = { .type = TYPE_DATE };
	const struct field both = { .type = TYPE_EITHER,
				    .item = &a_size,
				    .other = &date };

	assert_true(takes(w, &either, "small"));
	assert_true(takes(w, &either, "[a, b]"));
	assert_false(takes(w, &either, "wide"));
	said(w, "schema/value", "small or large", "wide");
	assert_false(takes(w, &either, "[[a]]"));
	said(w, "schema/type", "a text", "[a]");
	assert_true(takes(w, &words, "{x: y}"));
	assert_false(takes(w, &words, "{y: y}"));
	assert_false(takes(w, &words, "[y]"));
	assert_true(takes(w, &both, "2026-11-25"));
	assert_true(takes(w, &both, "small"));
	assert_false(takes(w, &both, "2026-11-32"));
	assert_int_equal(w->d.v.n, 1);
}

static void all_troubles_are_said_at_once(void **state)
{
	static const struct field schema[] = {
		{ .name = "id", .type = TYPE_ID, .required = true },
		{ .name = "publish", .type = TYPE_TIME, .required = true },
		{ .name = "author", .type = TYPE_ID, .required = true },
		{ .name = "map", .type = TYPE_MAP, .schema = inner },
		END
	};
	struct world *w = *state;

	assert_false(
		check(w, schema,
		      "id: A\npublsh: 2026-11-25 09:30\nnonsense: 1\nmap: {zzz: 1}\n"));
	assert_int_equal(w->d.v.n, 6);
	said(w, "schema/value", "an id", "A");
	said(w, "schema/unknown-key", "a thing has no key \"publsh\"", "publsh");
	said(w, "schema/unknown-key", "did you mean \"publish\"?", "publsh");
	said(w, "schema/unknown-key", "no key \"nonsense\"", "nonsense");
	said(w, "schema/unknown-key", "\"map\" has no key \"zzz\"", "zzz");
	said(w, "schema/missing", "\"map\" needs \"x:\"", "zzz");
	said(w, "schema/missing", "a thing needs \"author:\"", "id");
}

static void the_top_must_be_a_map(void **state)
{
	struct world *w = *state;

	assert_false(check(w, inner, "- x\n"));
	said(w, "schema/type", "a thing is written as \"key: value\" lines", "- x");
}

static void long_words_are_cut_in_messages(void **state)
{
	struct world *w = *state;
	const struct str text = repeat(w, "\xC3\xA9", 100, "");

	assert_false(takes(w, &a_size, text.p));
	assert_true(w->d.v.p[0].msg.n < 120);
}

static void wrong_names_by_the_thousand_take_no_time(void **state)
{
	struct world *w = *state;
	const struct yaml_limits most = { LIMIT_YAML_DEPTH, LIMIT_YAML_EVENTS_POLICY };
	const struct yaml *top;
	const clock_t start = clock();
	char *p = arena_alloc(&w->a, 20 * 30000 + 1);
	size_t n = 0;

	for (int i = 0; i < 30000; i++)
		n += (size_t)snprintf(p + n, 20, "publis%d: x\n", i);
	assert_true(load_bytes(w, (struct str){ p, n }, 1u << 20));
	top = source_yaml(&w->s, whole(w), most, &w->a, &w->d);
	assert_non_null(top);
	assert_false(yaml_check(top, inner, "a thing", &w->d));
	assert_int_equal(w->d.v.n, 30001);
	assert_true(clock() - start < CLOCKS_PER_SEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(texts),
		TEST(dates_and_times),
		TEST(addresses_and_paths),
		TEST(a_choice_is_guessed),
		TEST(lists_hold_what_they_say),
		TEST(either_one_will_do),
		TEST(all_troubles_are_said_at_once),
		TEST(the_top_must_be_a_map),
		TEST(long_words_are_cut_in_messages),
		TEST(wrong_names_by_the_thousand_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
