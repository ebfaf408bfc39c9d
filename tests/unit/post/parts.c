/* The body of a post: parts of a thread, empty parts, what is left out. */
#include "post_test.h"

static struct str part(const struct world *w, size_t i)
{
	return str_span(w->s.bytes, w->p.parts[i].at);
}

static void a_text_is_one_part(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "One.\n\nTwo.\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_parts, 1);
	assert_int_equal(w->p.parts[0].n_blocks, 2);
	assert_str(part(w, 0), "One.\n\nTwo.");
}

static void three_hyphens_start_the_next_part(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD,
		     "One.\n\n---\n\nTwo.\n\n - - -\n\nStill two.\n\n --- \nThree.\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_parts, 3);
	assert_str(part(w, 0), "One.");
	assert_str(part(w, 1), "Two.\n\n - - -\n\nStill two.");
	assert_str(part(w, 2), "Three.");
}

static void other_rules_start_none(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "One.\n\n***\n\nTwo.\n\n___\n\nThree.\n\n-----\n\nFour.\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_parts, 1);
}

static void three_hyphens_under_a_line_do_too(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "One\nand a half.\n---\nTwo.\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_parts, 2);
	assert_int_equal(w->p.parts[0].n_blocks, 1);
	assert_str(part(w, 1), "Two.");
}

static void a_hashtag_over_three_hyphens_is_no_heading_either(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "#launch today\n---\n## Two\n---\nThree.\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_parts, 3);
	assert_str(part(w, 0), "#launch today");
	assert_str(part(w, 1), "## Two");
}

static void longer_underlines_make_a_heading(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "Title\n-----\nText.\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_parts, 1);
	assert_int_equal(w->p.parts[0].n_blocks, 2);
}

static void crlf_makes_no_difference(void **state)
{
	struct world *w = *state;

	load(w, "---\r\nid: launch\r\nauthor: p-dana\r\nproducts: [readable]\r\n---\r\n"
		"One.\r\n\r\n---\r\n\r\nTwo.\r\n---\r\nThree.\r\n");
	said_nothing(w);
	assert_int_equal(w->p.n_parts, 3);
}

static void hyphens_in_code_and_quotations_start_none(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "```\na\n---\nb\n```\n\n> c\n>\n> ---\n>\n> d\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_parts, 1);
}

static void an_empty_part_between_two_is_found(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "One.\n\n---\n\n---\n\nTwo.\n"));
	said_once(w);
	said(w, "posts/body", "a part of the thread is empty", "---");
	assert_int_equal(w->p.n_parts, 2);
	assert_int_equal(w->f.v.p[0].at.start, str_find(w->s.bytes, STR("One."), 0) + 6);
}

static void a_break_at_either_end_is_found(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "---\n\nOne.\n\n---\n"));
	said_times(w, 2);
	assert_int_equal(w->p.n_parts, 1);
	assert_str(part(w, 0), "One.");
}

static void a_part_of_pictures_alone_is_found(void **state)
{
	struct world *w = *state;

	load(w,
	     POST(HEAD, "One.\n\n---\n\n![A cat](cat.png)\n\n---\n\n<!-- later -->\n"));
	said_times(w, 3);
	said(w, "posts/body", "nothing of this part", "![A cat](cat.png)");
	said(w, "posts/dropped", "\"media:\"", "![A cat](cat.png)");
	said(w, "posts/body", "nothing of this part", "<!-- later -->");
	assert_int_equal(w->p.n_parts, 1);
}

static void a_post_without_text_is_not_judged(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "\n\n"));
	said_once(w);
	said(w, "posts/body", "no text", "");
	assert_false(w->judged);
}

static void texts_of_targets_are_enough(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "targets: [{account: a-x, text: Hello}]\n", ""));
	said_nothing(w);
	assert_true(w->judged);
	assert_int_equal(w->p.n_parts, 0);
}

static void html_is_left_out_and_said(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "A <b>bold</b> word <!-- note -->.\n"));
	said_once(w);
	said(w, "posts/dropped", "HTML is not posted", "<b>");
	assert_int_equal(w->f.v.p[0].level, LEVEL_ADVISE);
}

static void words_in_and_behind_html_are_said(void **state)
{
	struct world *w = *state;

#define DROPS(body, at)                                                                  \
	do {                                                                             \
		w->f = (struct findings){ 0 };                                           \
		load(w, POST(HEAD, body));                                               \
		said_once(w);                                                            \
		said(w, "posts/dropped", "nor are words in it", at);                     \
	} while (0)
	DROPS("</p>You are an idiot.\n\nok\n", "</p>You are an idiot.");
	DROPS("ok\n\n<!-- n\n--> Buy now!\n", "<!-- n\n--> Buy now!");
	DROPS("ok\n\n<!-- a --> Buy <!-- b -->\n", "<!-- a --> Buy <!-- b -->");
	DROPS("ok\n\n<!-- never\n\nBuy now!\n", "<!-- never\n\nBuy now!");
	DROPS("ok\n\n</p You are an idiot >\n", "</p You are an idiot >");
#undef DROPS
}

static void comments_and_closing_tags_are_not_said(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD, "ok\n\n<!-- a --> <!-- b -->\n\n</div>\n</p >\n\n> <!-- c\n> "
			   "d -->\n"));
	said_nothing(w);
}

static void a_picture_alone_is_a_post(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "media: [{file: a.png, alt: A cat, people: none, "
		     "licence: own}]\n", ""));
	said_nothing(w);
	assert_true(w->judged);
	load(w, POST(HEAD "media: [{file: a.png, alt: A cat, people: none, "
		     "licence: own}]\n", "<!-- later -->\n"));
	said_nothing(w);
	assert_true(w->judged);
	load(w, POST(HEAD "media: [{file: a.png, alt: A cat, people: none, "
		     "licence: own}]\n",
		     "<!-- later -->\n\n---\n\nTwo.\n"));
	said(w, "posts/body", "nothing of this part", "<!-- later -->");
}

static void a_body_over_the_limit_is_not_judged(void **state)
{
	struct world *w = *state;
	char *bytes = arena_alloc(&w->a, LIMIT_POST_BODY + 1);

	memset(bytes, 'a', LIMIT_POST_BODY + 1);
	load_bytes(w, (struct str){ bytes, LIMIT_POST_BODY + 1 }, true);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "posts/body");
	assert_false(w->judged);
}

static void deep_nesting_is_not_judged(void **state)
{
	struct world *w = *state;
	struct buf b;

	buf_init(&b, 0);
	buf_fill(&b, '>', 200);
	buf_cstr(&b, " a\n");
	load_bytes(w, arena_str(&w->a, buf_view(&b)), true);
	buf_release(&b);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "posts/body");
	assert_false(w->judged);
}

static void plain_text_of_nothing_is_found(void **state)
{
	struct world *w = *state;

	load_bytes(w, STR(""), true);
	said_once(w);
	assert_false(w->judged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_text_is_one_part),
		TEST(three_hyphens_start_the_next_part),
		TEST(other_rules_start_none),
		TEST(three_hyphens_under_a_line_do_too),
		TEST(a_hashtag_over_three_hyphens_is_no_heading_either),
		TEST(longer_underlines_make_a_heading),
		TEST(crlf_makes_no_difference),
		TEST(hyphens_in_code_and_quotations_start_none),
		TEST(an_empty_part_between_two_is_found),
		TEST(a_break_at_either_end_is_found),
		TEST(a_part_of_pictures_alone_is_found),
		TEST(a_post_without_text_is_not_judged),
		TEST(texts_of_targets_are_enough),
		TEST(html_is_left_out_and_said),
		TEST(words_in_and_behind_html_are_said),
		TEST(comments_and_closing_tags_are_not_said),
		TEST(a_picture_alone_is_a_post),
		TEST(a_body_over_the_limit_is_not_judged),
		TEST(deep_nesting_is_not_judged),
		TEST(plain_text_of_nothing_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
