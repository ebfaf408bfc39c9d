/* What posts have to do with each other: windows and corrections, from facts alone. */
#include "check_test.h"

#include <time.h>

#define A_POST(id) "      - |\n        ---\n        " id "\n        ---\n        Tea.\n"
#define WHOLE(id, level, kind)                                                           \
	"  - id: " id "\n    level: " level "\n    say: Wait.\n    " kind                \
	"\n    examples:\n      fail:\n" A_POST("«id»: a")                               \
		A_POST("«id»: b") "      pass:\n" A_POST("id: c") A_POST("id: d")

enum { DAY = 24 * 60, MOST = 10000 };

static struct source source;
static struct post_facts posts[MOST];
static size_t n_posts;
static struct check_person people[] = { { .id = { "p-a", 3 }, .roles = { "author", 6 } },
					{ .id = { "p-s", 3 },
					  .roles = { "author social", 13 } } };
static struct check_world around = { .people = people, .n_people = 2 };

static void begin(struct world *w, const char *rules)
{
	make(w, rules, NULL);
	n_posts = 0;
	source.path = STR("posts/x.md");
	source.bytes = STR("publish");
	source.lines = arena_alloc(&w->a, sizeof(*source.lines));
	source.n_lines = 1;
}

static struct post_facts *post(const char *author, int64_t minute, bool judged)
{
	static struct str account = { "tea-x", 5 };
	struct post_facts *p = &posts[n_posts++];

	*p = (struct post_facts){ .path = STR("posts/x.md"),
				  .author = str_from(author),
				  .minute = minute,
				  .timed = true,
				  .accounts = &account,
				  .n_accounts = 1,
				  .source = judged ? &source : NULL };
	return p;
}

static size_t found(struct world *w)
{
	struct check_context ctx = w->ctx;

	ctx.world = &around;
	findings_init(&w->f, &w->a);
	check_across(w->c, posts, n_posts, false, &ctx, &w->a, &w->f);
	return w->f.v.n;
}

static void a_window_ends_with_the_post(void **state)
{
	struct world *w = *state;

	begin(w, WHOLE("posts/x", "block", "window: {of: posts, days: 2, max: 1}"));
	(void)post("p-a", 0, false);
	(void)post("p-a", 2 * DAY, true);
	(void)post("p-a", 2 * DAY + 1, false);
	(void)post("p-b", 2 * DAY, false);
	assert_int_equal(found(w), 0);
	posts[0].minute = 1;
	assert_int_equal(found(w), 1);
	assert_int_equal(w->f.v.p[0].level, LEVEL_ADVISE);
	posts[0].is_reply = true;
	assert_int_equal(found(w), 0);
	posts[0].is_reply = false;
	posts[0].timed = false;
	assert_int_equal(found(w), 0);
}

static void roles_are_exempt_by_their_names(void **state)
{
	struct world *w = *state;

	begin(w,
	      WHOLE("posts/x", "advise",
		    "window: {of: posts, days: 2, max: 0, except: [social, finance]}"));
	(void)post("p-s", 0, true);
	assert_int_equal(found(w), 0);
	posts[0].author = STR("p-a");
	assert_int_equal(found(w), 1);
	posts[0].author = STR("p-unknown");
	assert_int_equal(found(w), 1);
}

static void a_window_of_accounts_keeps_its_level(void **state)
{
	struct world *w = *state;

	begin(w, WHOLE("posts/x", "block",
		       "window: {of: replies, by: account, days: 1, max: 1}"));
	post("p-a", 0, false)->is_reply = true;
	post("p-s", 5, true)->is_reply = true;
	assert_int_equal(found(w), 1);
	assert_int_equal(w->f.v.p[0].level, LEVEL_BLOCK);
	posts[0].n_accounts = 0;
	assert_int_equal(found(w), 0);
}

/* The shingles [from, from + n). */
static void text(struct world *w, struct post_facts *p, uint32_t from, size_t n)
{
	p->shingles = arena_array(&w->a, n, sizeof(*p->shingles));
	p->n_shingles = n;
	for (size_t i = 0; i < n; i++)
		p->shingles[i] = from + (uint32_t)i;
}

static void seven_in_ten_are_nearly_the_same(void **state)
{
	struct world *w = *state;

	begin(w, WHOLE("posts/x", "ask",
		       "window: {of: duplicates, by: account, days: 7, max: 1}"));
	text(w, post("p-a", 0, false), 0, 17);
	text(w, post("p-s", 1, true), 3, 17); /* 14 of 20 */
	assert_int_equal(found(w), 1);
	text(w, &posts[1], 4, 17); /* 13 of 21 */
	assert_int_equal(found(w), 0);
	text(w, &posts[1], 0, 0);
	assert_int_equal(found(w), 0);
}

static void of_two_at_one_minute_one_is_told(void **state)
{
	struct world *w = *state;

	begin(w, WHOLE("posts/x", "ask",
		       "window: {of: duplicates, by: account, days: 7, max: 1}"));
	text(w, post("p-a", 1, true), 0, 17);
	text(w, post("p-s", 1, true), 0, 17);
	assert_int_equal(found(w), 1);
}

/* By all pairs: what the row of pieces must not miss. */
static void random_texts_are_found_as_by_all_pairs(void **state)
{
	struct world *w = *state;
	uint32_t seed = 7;
	size_t pairs = 0, expected = 0;

	begin(w, WHOLE("posts/x", "ask",
		       "window: {of: duplicates, by: account, days: 7, max: 1}"));
	for (size_t i = 0; i < 300; i++) {
		seed = seed * 1103515245u + 12345u;
		text(w, post("p-a", (int64_t)i, true), (seed >> 16) % 400,
		     10 + (seed >> 8) % 10);
	}
	for (size_t i = 0; i < n_posts; i++) {
		pairs = 0;
		for (size_t k = 0; k < i; k++) {
			const uint32_t a = posts[i].shingles[0], b = posts[k].shingles[0];
			const uint32_t ae = a + (uint32_t)posts[i].n_shingles,
				       be = b + (uint32_t)posts[k].n_shingles;
			const uint32_t low = a > b ? a : b, high = ae < be ? ae : be;
			const uint32_t common = high > low ? high - low : 0;

			pairs += common * 100 >= (ae - a + be - b - common) * 70;
		}
		expected += pairs > 0;
	}
	assert_true(expected > 20 && expected < 300);
	assert_int_equal(found(w), expected);
}

static void ten_thousand_equal_posts_are_no_trouble(void **state)
{
	struct world *w = *state;
	clock_t start = clock();

	begin(w,
	      WHOLE("posts/x", "ask",
		    "window: {of: duplicates, by: account, days: 366, max: 9999}")
		      WHOLE("posts/y", "ask", "window: {of: posts, days: 366, max: 1}"));
	for (size_t i = 0; i < MOST; i++)
		text(w, post("p-a", (int64_t)i, true), 0, 40);
	(void)found(w);
	assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

static void corrections_may_share_the_work(void **state)
{
	static struct str both[] = { { "tea-m", 5 }, { "tea-x", 5 } };
	struct world *w = *state;
	struct post_facts *p;

	begin(w, WHOLE("posts/x", "block", "relation: same-place"));
	p = post("p-a", 0, false);
	p->id = STR("wrong");
	p->accounts = both;
	p->n_accounts = 2;
	post("p-a", 5, true)->corrects = STR("wrong");
	assert_int_equal(found(w), 1);
	assert_true(str_find(w->f.v.p[0].msg, STR("tea-m too"), 0) != SIZE_MAX);
	p = post("p-a", 6, false);
	p->corrects = STR("wrong");
	p->accounts = both;
	assert_int_equal(found(w), 0);
	posts[0].is_reply = true;
	posts[0].reply_url = STR("https://x.com/1");
	assert_int_equal(found(w), 1);
	posts[1].is_reply = true;
	posts[1].reply_url = STR("https://x.com/1");
	assert_int_equal(found(w), 0);
	posts[0].id = STR("other");
	assert_int_equal(found(w), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_window_ends_with_the_post),
		TEST(roles_are_exempt_by_their_names),
		TEST(a_window_of_accounts_keeps_its_level),
		TEST(seven_in_ten_are_nearly_the_same),
		TEST(of_two_at_one_minute_one_is_told),
		TEST(random_texts_are_found_as_by_all_pairs),
		TEST(ten_thousand_equal_posts_are_no_trouble),
		TEST(corrections_may_share_the_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
