/* The front matter of a post: the model, and every way it can be wrong. */
#include "post_test.h"

#define WHOLE                                                                            \
	"id: launch-2026-11\nauthor: p-dana\nproducts: [readable, other]\n"              \
	"targets:\n  - account: readable-x\n    text: |\n      Short.\n"                 \
	"omit:\n  - account: readable-linkedin\n    reason: wrong-audience\n"            \
	"publish: 2026-11-25 09:30\nzone: Europe/London\nfold: earlier\nlang: en-GB\n"   \
	"media:\n  - file: media/launch.png\n    alt: A score of 62.\n"                  \
	"    people: [c-1, c-2]\n    licence: own\n"                                     \
	"  - {file: media/line.png, decorative: true, people: none, licence: CC0-1.0}\n" \
	"about: none\n"                                                                  \
	"reply_to: {url: \"https://x.com/a/1\", who: customer, tone: hostile}\n"         \
	"corrects: {post: old, what: the price}\n"                                       \
	"repost_of: {url: \"https://x.com/b/2\", network: x, author: \"@bob\", "         \
	"permission: perm-7}\n"                                                          \
	"poll: {options: [One, Two], hours: 24, multiple: true}\n"                       \
	"warning: spoilers\n"

static void every_key_is_taken(void **state)
{
	struct world *w = *state;
	const struct post *p = &w->p;

	load(w, POST(WHOLE, "Hello.\n"));
	said_nothing(w);
	assert_true(w->judged);
	assert_str(p->id, "launch-2026-11");
	assert_str(str_span(w->s.bytes, p->id_at), "launch-2026-11");
	assert_str(p->author, "p-dana");
	assert_str(str_span(w->s.bytes, p->author_at), "p-dana");
	assert_str(p->lang, "en-GB");
	assert_str(p->publish, "2026-11-25 09:30");
	assert_str(p->zone, "Europe/London");
	assert_int_equal(p->n_products, 2);
	assert_str(p->products[1], "other");
	assert_int_equal(p->n_targets, 1);
	assert_str(p->targets[0].account, "readable-x");
	assert_str(str_span(w->s.bytes, p->targets[0].at), "readable-x");
	assert_str(p->targets[0].text->value, "Short.\n");
	assert_int_equal(p->n_omits, 1);
	assert_str(p->omits[0].reason, "wrong-audience");
	assert_int_equal(p->n_media, 2);
	assert_str(p->media[0].alt, "A score of 62.");
	assert_str(p->media[0].people, "c-1, c-2");
	assert_non_null(p->media[0].alt_node);
	assert_null(p->media[1].alt_node);
	assert_true(p->is_reply);
	assert_int_equal(p->tone, TONE_HOSTILE);
	assert_int_equal(p->n_parts, 1);
}

static void an_unknown_key_is_found_with_a_guess(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "publsh: 2026-11-25 09:30\n", "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "did you mean \"publish\"", "publsh");
}

static void unknown_keys_are_found_in_inner_maps(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "reply_to: {url: \"https://x.com/a\", tonne: hostile}\n",
		     "Hello.\n"));
	said(w, "posts/front-matter", "did you mean \"tone\"", "tonne");
	assert_int_equal(w->p.tone, TONE_UNSAID);
}

static void waivers_are_no_key(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "waivers: []\n", "Hello.\n"));
	said(w, "posts/front-matter", "waivers", "waivers");
}

static void id_and_author_are_compulsory(void **state)
{
	struct world *w = *state;

	load(w, POST("products: [readable]\n", "Hello.\n"));
	said_times(w, 2);
	assert_true(w->judged);
}

static void a_post_says_where_it_goes(void **state)
{
	struct world *w = *state;

	load(w, POST(ID, "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "where it goes", "id");
}

static void what_is_no_time_is_refused(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "publish: tomorrow\n", "Hello.\n"));
	said_once(w);
	assert_str(quoted(&w->f.v.p[0]), "tomorrow");
}

static void a_wrong_zone_is_refused(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "zone: \"Europe London\"\n", "Hello.\n"));
	said(w, "posts/front-matter", "Europe/London", "\"Europe London\"");
	said_once(w);
}

static void fold_needs_a_time(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "fold: later\n", "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "without \"publish:\"", "fold");
}

static void a_wrong_type_is_refused(void **state)
{
	struct world *w = *state;

	load(w, POST(ID "products: {readable: yes}\n", "Hello.\n"));
	assert_true(w->f.v.n >= 1);
	assert_int_equal(w->p.n_products, 0);
	assert_str(w->f.v.p[0].rule, "posts/front-matter");
}

static void a_target_twice_is_found(void **state)
{
	struct world *w = *state;

	load(w, POST(ID "targets:\n  - account: a-x\n  - account: a-x\n", "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "already, in line 5", "a-x");
	assert_int_equal(w->f.v.p[0].at.start, 69);
	assert_int_equal(w->p.n_targets, 1);
}

static void target_and_omitted_is_found(void **state)
{
	struct world *w = *state;

	load(w, POST(ID "targets: [{account: a-x}]\n"
			"omit: [{account: a-x, reason: format}]\n",
		     "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "is a target too, in line 4", "a-x");
}

static void an_omitted_account_twice_is_found(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "omit:\n  - {account: a-x, reason: format}\n"
			  "  - {account: a-x, reason: language}\n",
		     "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "under \"omit\" already", "a-x");
}

static void reasons_come_from_a_short_list(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "omit: [{account: a-x, reason: lazyness}]\n", "Hello.\n"));
	said_once(w);
	assert_str(quoted(&w->f.v.p[0]), "lazyness");
}

static void another_reason_needs_words(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "omit: [{account: a-x, reason: other}]\n", "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "needs a \"note:\"", "other");
}

static void a_product_twice_is_found(void **state)
{
	struct world *w = *state;

	load(w, POST(ID "products: [a, b, a]\n", "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "named twice", "a");
}

static void decorative_media_have_none(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "media: [{file: a.png, people: none, licence: own, alt: A, "
			  "decorative: true}]\n",
		     "Hi.\n"));
	said_once(w);
	said(w, "posts/front-matter", "keep one of the two", "decorative");
}

static void what_media_must_say_is_up_to_the_policy(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "media: [{file: a.png}]\n", "Hi.\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_media, 1);
}

static void none_stands_alone(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "about: [none, c-1]\n", "Hi.\n"));
	said_once(w);
	said(w, "posts/front-matter", "stands alone", "none");
}

static void a_post_cannot_correct_itself(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "corrects: {post: launch, what: price}\n", "Hi.\n"));
	said_once(w);
	said(w, "posts/front-matter", "itself", "launch");
}

static void a_poll_has_two_different_options(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "poll: {options: [One]}\n", "Hi.\n"));
	said_once(w);
	said(w, "posts/front-matter", "two options", "options");
}

static void a_poll_option_twice_is_found(void **state)
{
	struct world *w = *state;

	load(w, POST(HEAD "poll: {options: [One, One]}\n", "Hi.\n"));
	said_once(w);
	said(w, "posts/front-matter", "there twice", "One");
}

static void broken_yaml_is_found_and_the_text_judged(void **state)
{
	struct world *w = *state;

	load(w, POST("id: [a\n", "Hello.\n"));
	assert_true(w->f.v.n >= 1);
	assert_true(w->judged);
	assert_null(w->p.front);
}

static void anchors_are_refused(void **state)
{
	struct world *w = *state;

	load(w, POST(ID "products: &a [readable]\n", "Hello.\n"));
	assert_true(w->f.v.n >= 1);
	assert_str(w->f.v.p[0].rule, "posts/front-matter");
}

static void a_list_is_no_front_matter(void **state)
{
	struct world *w = *state;

	load(w, POST("- a\n", "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "\"key: value\" lines", "- a");
}

static void empty_front_matter_is_found(void **state)
{
	struct world *w = *state;

	load(w, POST("", "Hello.\n"));
	said_once(w);
	said(w, "posts/front-matter", "is empty", "");
}

static void a_post_without_front_matter_is_found(void **state)
{
	struct world *w = *state;

	load(w, "Hello there.\n\nMore.\n");
	said_once(w);
	said(w, "posts/front-matter", "starts with \"---\"", "Hello there.");
	assert_true(w->judged);
}

static void plain_text_needs_none(void **state)
{
	struct world *w = *state;

	load_bytes(w, STR("Hello there.\n"), true);
	said_nothing(w);
	assert_true(w->judged);
	assert_null(w->p.front);
}

static void front_matter_that_never_ends_is_not_judged(void **state)
{
	struct world *w = *state;

	load(w, "---\nid: a\nHello.\n");
	said_once(w);
	assert_false(w->judged);
}

static void a_post_over_the_limit_is_not_judged(void **state)
{
	struct world *w = *state;
	char *bytes = arena_alloc(&w->a, LIMIT_POST + 1);

	memset(bytes, 'a', LIMIT_POST + 1);
	load_bytes(w, (struct str){ bytes, LIMIT_POST + 1 }, true);
	said_once(w);
	said(w, "posts/size", "64 KB", "");
	assert_int_equal(w->f.v.p[0].at.start, LIMIT_POST);
	assert_false(w->judged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_key_is_taken),
		TEST(an_unknown_key_is_found_with_a_guess),
		TEST(unknown_keys_are_found_in_inner_maps),
		TEST(waivers_are_no_key),
		TEST(id_and_author_are_compulsory),
		TEST(a_post_says_where_it_goes),
		TEST(what_is_no_time_is_refused),
		TEST(a_wrong_zone_is_refused),
		TEST(fold_needs_a_time),
		TEST(a_wrong_type_is_refused),
		TEST(a_target_twice_is_found),
		TEST(target_and_omitted_is_found),
		TEST(an_omitted_account_twice_is_found),
		TEST(reasons_come_from_a_short_list),
		TEST(another_reason_needs_words),
		TEST(a_product_twice_is_found),
		TEST(decorative_media_have_none),
		TEST(what_media_must_say_is_up_to_the_policy),
		TEST(none_stands_alone),
		TEST(a_post_cannot_correct_itself),
		TEST(a_poll_has_two_different_options),
		TEST(a_poll_option_twice_is_found),
		TEST(broken_yaml_is_found_and_the_text_judged),
		TEST(anchors_are_refused),
		TEST(a_list_is_no_front_matter),
		TEST(empty_front_matter_is_found),
		TEST(a_post_without_front_matter_is_found),
		TEST(plain_text_needs_none),
		TEST(front_matter_that_never_ends_is_not_judged),
		TEST(a_post_over_the_limit_is_not_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
