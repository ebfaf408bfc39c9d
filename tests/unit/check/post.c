/* Whole posts: parts, destinations, overrides, alt texts, lengths. */
#include "check_test.h"

#define NETWORKS                                                                         \
	"networks.yaml",                                                                 \
		"networks:\n"                                                            \
		"  tiny:\n    title: Tiny\n    limits:\n"                                \
		"      - {unit: grapheme, value: 20, source: https://example.com, "      \
		"verified_on: 2026-11-01}\n    max_links: 1\n"                           \
		"  bytes:\n    title: Bytes\n    limits:\n"                              \
		"      - {unit: byte, value: 12, source: https://example.com, "          \
		"verified_on: 2026-11-01}\n"

#define RULES                                                                            \
	RULE("tone/insult", "block", "    terms: [insult]\n")                            \
	RULE("spelling/words", "advise", "    spelling: true\n")                         \
	"  - id: length/fits\n    level: block\n    say: Shorten it\n    length: true\n"

static struct account tiny = { .id = STR("us-tiny"),
			       .network = STR("tiny"),
			       .limits = STR("tiny") };
static struct account other = { .id = STR("them-tiny"),
				.network = STR("tiny"),
				.limits = STR("tiny") };
static struct account bytes = { .id = STR("us-bytes"),
				.network = STR("bytes"),
				.limits = STR("bytes") };
static struct account nowhere = { .id = STR("us-mars"),
				  .network = STR("mars"),
				  .limits = STR("mars") };

struct posted {
	struct post p;
	struct post_destination to[4];
	size_t n_to;
	struct check_counts counts;
};

static void make_rules(struct world *w)
{
	make(w, RULES, INSULTS, NETWORKS, NULL);
}

/* Load `text` and judge it for the accounts; an account with an override gets it. */
static void judge_post(struct world *w, const char *text, struct posted *x,
		       struct account *const *accounts, size_t n)
{
	struct diags d = { .a = &w->item };

	arena_reset(&w->item);
	findings_init(&w->f, &w->item);
	*x = (struct posted){ .n_to = n };
	assert_true(source_init(&w->s, STR("posts/a.md"), str_from(text), LIMIT_POST,
				&w->item, &d));
	assert_true(post_load(&w->s, true, &w->item, &x->p, &w->f));
	print_found(w);
	assert_int_equal(w->f.v.n, 0);
	for (size_t i = 0; i < n; i++) {
		x->to[i].account = accounts[i];
		for (size_t k = 0; k < x->p.n_targets; k++)
			if (str_eq(x->p.targets[k].account, accounts[i]->id))
				x->to[i].target = &x->p.targets[k];
	}
	check_post(w->c, &x->p, x->to, n, &w->ctx, &w->item, &w->f, &x->counts);
	findings_sort(&w->f);
}

static void says_at(const struct world *w, size_t i, const char *rule, const char *words)
{
	if (i >= w->f.v.n) {
		print_found(w);
		fail_msg("no finding %zu", i);
	}
	assert_str(w->f.v.p[i].rule, rule);
	assert_str(str_span(w->s.bytes, w->f.v.p[i].at), words);
}

#define FRONT(keys)                                                                      \
	"---\nid: a\nauthor: p-ann\nproducts: [readable]\npublish: 2026-11-25 09:30\n"   \
	"zone: Europe/London\n" keys "---\n"

static void findings_point_into_the_markdown(void **state)
{
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w,
		   FRONT("") "A *grumbling* **wolf** &amp; a f&#111;ol and\n"
			     "  `fool` a [recieve](https://a.de/fool)\n",
		   &x, NULL, 0);
	says_at(w, 0, "tone/insult", "grumbling* **wolf");
	says_at(w, 1, "tone/insult", "f&#111;ol");
	says_at(w, 2, "spelling/words", "recieve");
	assert_int_equal(w->f.v.n, 3);
	assert_int_equal(x.counts.v.n, 0);
}

static void a_post_is_counted_for_every_destination(void **state)
{
	struct account *const to[] = { &tiny, &other, &bytes };
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w, FRONT("") "Hello dear world.\n", &x, to, 3);
	assert_int_equal(x.counts.v.n, 3);
	assert_str(x.counts.v.p[0].account, "us-tiny");
	assert_int_equal(x.counts.v.p[0].count.count, 17);
	assert_true(x.counts.v.p[0].count.valid);
	assert_false(x.counts.v.p[2].count.valid);
	says_at(w, 0, "length/fits", "orld.");
	says(only_finding(w)->msg, "5 bytes over the limit of 12 on Bytes. Shorten it");
	assert_str(only_finding(w)->network, "bytes");
	assert_str(only_finding(w)->account, "us-bytes");
}

static void the_same_trouble_on_two_accounts_is_one_finding(void **state)
{
	struct account *const to[] = { &tiny, &other };
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w, FRONT("") "Hello dear world, you fool.\n", &x, to, 2);
	assert_int_equal(w->f.v.n, 2);
	says_at(w, 0, "length/fits", "u fool.");
	assert_str(w->f.v.p[0].account, "them-tiny, us-tiny");
	assert_str(w->f.v.p[0].network, "tiny");
	says_at(w, 1, "tone/insult", "fool");
	assert_str(w->f.v.p[1].account, "");
}

static void every_part_of_a_thread_is_counted_alone(void **state)
{
	struct account *const to[] = { &tiny };
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w,
		   FRONT("") "Hello dear world.\n\n---\n\nMore of the same, and more.\n",
		   &x, to, 1);
	assert_int_equal(x.counts.v.n, 2);
	assert_int_equal(x.counts.v.p[1].part, 1);
	assert_int_equal(x.counts.v.p[1].n_parts, 2);
	says_at(w, 0, "length/fits", "d more.");
	(void)only_finding(w);
}

static void an_override_is_judged_and_counted_for_its_account(void **state)
{
	struct account *const to[] = { &tiny, &bytes };
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w,
		   FRONT("targets:\n  - account: us-bytes\n    text: |\n"
			 "      You fool there.\n") "Hello dear world.\n",
		   &x, to, 2);
	assert_int_equal(x.counts.v.n, 2);
	assert_str(x.counts.v.p[1].account, "us-bytes");
	says_at(w, 0, "tone/insult", "fool");
	assert_int_equal(w->f.v.n, 2);
	says_at(w, 1, "length/fits", "re.");
}

static void alt_texts_are_judged(void **state)
{
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(
		w,
		FRONT("media:\n  - file: media/a.png\n"
		      "    alt: \"A f\\x6fol\\u00e9 and a f\\x6fol \\\"recieve\\\".\"\n"
		      "    people: none\n    licence: own\n") "Hello dear world.\n",
		&x, NULL, 0);
	says_at(w, 0, "spelling/words", "f\\x6fol\\u00e9");
	says_at(w, 1, "tone/insult", "f\\x6fol");
	says_at(w, 2, "spelling/words", "recieve");
	assert_int_equal(w->f.v.n, 3);
}

static void polls_and_content_warnings_are_judged(void **state)
{
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w,
		   FRONT("warning: \"Mentions a f\\x6fol\"\n"
			 "poll:\n  options: [\"Yes, recieve\", 'It''s a grumbling\n"
			 "      wolf']\n") "Hello dear world.\n",
		   &x, NULL, 0);
	says_at(w, 0, "tone/insult", "f\\x6fol");
	says_at(w, 1, "spelling/words", "recieve");
	says_at(w, 2, "tone/insult", "grumbling\n      wolf");
	assert_int_equal(w->f.v.n, 3);
}

static void a_poll_alone_is_judged(void **state)
{
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w, FRONT("poll: {options: [Fool, Friend]}\n") "Which one?\n", &x, NULL,
		   0);
	says_at(w, 0, "tone/insult", "Fool");
	assert_int_equal(w->f.v.n, 1);
}

static void a_network_without_limits_is_not_silently_fine(void **state)
{
	struct account *const to[] = { &nowhere };
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w, FRONT("") "Hello dear world.\n", &x, to, 1);
	assert_str(only_finding(w)->rule, "accounts/network");
	says(only_finding(w)->msg, "no entry \"mars\"");
	assert_int_equal(only_finding(w)->level, LEVEL_ADVISE);
	assert_int_equal(x.counts.v.n, 0);
}

static void too_many_links_are_found(void **state)
{
	struct account *const to[] = { &tiny };
	struct world *w = *state;
	struct posted x;

	make_rules(w);
	judge_post(w, FRONT("") "http://a.de http://b.de\n", &x, to, 1);
	assert_int_equal(w->f.v.n, 2);
	says(w->f.v.p[0].msg, "2 links, and Tiny takes 1");
}

/* ---- one text for one network ---- */

static void a_text_for_a_network_must_fit_it(void **state)
{
	struct world *w = *state;

	make_rules(w);
	w->ctx.network = STR("tiny");
	marks(w, "Hello dear world.");
	marks(w, "Hello dear world and< all>");
	judge(w, "");
	says(only_finding(w)->msg, "there is no text for Tiny");
	w->ctx.network = STR_NULL;
	marks(w, "Hello dear world and all the others and more");
}

static void the_networks_can_be_listed(void **state)
{
	struct world *w = *state;
	struct network_profile p;

	make_rules(w);
	assert_true(check_network(w->c, 1, &p));
	assert_str(p.title, "Tiny");
	assert_int_equal(p.limits[0].unit, COUNT_GRAPHEME);
	assert_int_equal(p.limits[0].limit, 20);
	assert_int_equal(p.max_links, 1);
	assert_false(check_network(w->c, 2, &p));
	assert_true(check_network_named(w->c, STR("bytes"), &p));
	assert_int_equal(p.limits[0].unit, COUNT_BYTE);
	assert_false(check_network_named(w->c, STR("mars"), &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(findings_point_into_the_markdown),
		TEST(a_post_is_counted_for_every_destination),
		TEST(the_same_trouble_on_two_accounts_is_one_finding),
		TEST(every_part_of_a_thread_is_counted_alone),
		TEST(an_override_is_judged_and_counted_for_its_account),
		TEST(alt_texts_are_judged),
		TEST(polls_and_content_warnings_are_judged),
		TEST(a_poll_alone_is_judged),
		TEST(a_network_without_limits_is_not_silently_fine),
		TEST(too_many_links_are_found),
		TEST(a_text_for_a_network_must_fit_it),
		TEST(the_networks_can_be_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
