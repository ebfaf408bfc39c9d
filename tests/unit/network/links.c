/* Links as networks see them. */
#include "network_test.h"

/* The links of `text`, with blanks between. */
static struct str links(struct world *w, const char *text, bool bare)
{
	struct network_links all;
	struct buf b;
	struct str found;

	network_links(str_from(text), bare, &w->a, &all);
	buf_init(&b, 0);
	for (size_t i = 0; i < all.n; i++) {
		if (i)
			buf_char(&b, ' ');
		buf_str(&b, str_span(str_from(text), all.p[i]));
	}
	found = arena_str(&w->a, buf_view(&b));
	buf_release(&b);
	return found;
}

#define LINKS(text, found) assert_str(links(w, text, true), found)

static void a_link_ends_before_the_full_stop(void **state)
{
	struct world *w = *state;

	LINKS("See https://example.com/a.", "https://example.com/a");
	LINKS("(https://example.com/a)", "https://example.com/a");
	LINKS("https://example.com, http://b.org/?q=1!",
	      "https://example.com http://b.org/?q=1");
	LINKS("HTTPS://EXAMPLE.COM/A", "HTTPS://EXAMPLE.COM/A");
}

static void paths_take_balanced_brackets(void **state)
{
	struct world *w = *state;

	LINKS("http://a.com/b_(c) x", "http://a.com/b_(c)");
	LINKS("http://a.com/b_(c_(d)) x", "http://a.com/b_(c_(d))");
	LINKS("(http://a.com/b)", "http://a.com/b");
	LINKS("http://a.com/b(c", "http://a.com/b");
}

static void queries_need_no_path(void **state)
{
	struct world *w = *state;

	LINKS("http://a.com?b=c&d#e.", "http://a.com?b=c&d#e");
	LINKS("http://a.com:8080/x", "http://a.com:8080/x");
	LINKS("http://a.com:x", "http://a.com");
}

static void domains_need_a_known_top(void **state)
{
	struct world *w = *state;

	LINKS("http://no-tld http://a.nosuchtld file.tar.bz2", "");
	LINKS("a.co.uk and xn--bcher-kva.example.xn--p1ai",
	      "a.co.uk xn--bcher-kva.example.xn--p1ai");
	LINKS("http://a.com-is-not-one", "");
}

static void labels_do_not_start_or_end_with_a_hyphen(void **state)
{
	struct world *w = *state;

	LINKS("http://-a.com http://a-.com http://b_.a_.com", "");
	LINKS("http://b_c-d.a-b.com", "http://b_c-d.a-b.com");
}

static void mentions_mail_and_tags_are_no_links(void **state)
{
	struct world *w = *state;

	LINKS("@a.com #b.com $c.com d@e.com", "");
	LINKS("f.g.com@h.com", "");
}

static void other_scripts_stand_around_a_domain(void **state)
{
	struct world *w = *state;

	LINKS("これは。example.com中国語t.co/ab한국", "example.com t.co/ab");
	LINKS("http://✪df.ws/ejp", "http://✪df.ws/ejp");
	LINKS("http://例え.みんな/", "http://例え.みんな/");
}

static void bare_domains_are_links_only_when_asked(void **state)
{
	struct world *w = *state;

	assert_str(links(w, "a.com http://b.com", false), "http://b.com");
}

static void labels_that_cannot_be_sent_make_no_link(void **state)
{
	struct world *w = *state;

	LINKS("http://"
	      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com", /* 63
										      */
	      "http://"
	      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com");
	LINKS("http://"
	      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
	      "");
	LINKS("http://xn--はじめよう.com/index.html", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_link_ends_before_the_full_stop),
		TEST(paths_take_balanced_brackets),
		TEST(queries_need_no_path),
		TEST(domains_need_a_known_top),
		TEST(labels_do_not_start_or_end_with_a_hyphen),
		TEST(mentions_mail_and_tags_are_no_links),
		TEST(other_scripts_stand_around_a_domain),
		TEST(bare_domains_are_links_only_when_asked),
		TEST(labels_that_cannot_be_sent_make_no_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
