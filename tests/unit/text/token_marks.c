/* Addresses, tags, numbers, amounts and telephone numbers. */
#include "token_test.h"

static void urls_with_a_scheme_are_one_token(void **state)
{
	struct world *w = *state;

	cut_into(w, "see https://example.org/a_(b)?x=1#y.",
		 "see url:https://example.org/a_(b)?x=1#y .");
	cut_into(w, "(http://a.b/c)", "( url:http://a.b/c )");
	cut_into(w, "\xe2\x80\x9chttp://a.b/c\xe2\x80\x9d!",
		 "\xe2\x80\x9c url:http://a.b/c \xe2\x80\x9d !");
	cut_into(w, "HTTPS://A.B ftp://c mailto:a@b.de tel:+4420",
		 "url:HTTPS://A.B url:ftp://c url:mailto:a@b.de url:tel:+4420");
	cut_into(w, "https://a.b/x\xe2\x80\x93y\xe2\x80\x93 z",
		 "url:https://a.b/x\xe2\x80\x93y \xe2\x80\x93 z");
	cut_into(w, "http:// tel: note: a://", "http : // tel : note : a : //");
	cut_into(w, "https://x.y/z's, https://x.y...",
		 "url:https://x.y/z 's , url:https://x.y ...");
}

static void hosts_without_a_scheme_are_urls(void **state)
{
	struct world *w = *state;

	cut_into(w, "Visit example.com, bbc.co.uk/news or www.foo.bar.",
		 "Visit url:example.com , url:bbc.co.uk/news or url:www.foo.bar .");
	cut_into(w, "example.com:8080/x example.com: yes",
		 "url:example.com:8080/x url:example.com : yes");
	cut_into(w,
		 "t.co/abc my-site.shop b\xc3\xbc"
		 "cher.de 9to5mac.com 123.com",
		 "url:t.co/abc url:my-site.shop url:b\xc3\xbc"
		 "cher.de url:9to5mac.com url:123.com");
	cut_into(w, "EXAMPLE.COM", "url:EXAMPLE.COM");
	cut_into(w, "example.com's", "url:example.com 's");
}

static void a_missing_blank_is_no_host(void **state)
{
	struct world *w = *state;

	cut_into(w, "finish.It is done.Next", "finish . It is done . Next");
	cut_into(w, "good.morning all.the.best", "good . morning all . the . best");
	cut_into(w, "3.5 1.a .com", "n:3.5 n:1 . a . com");
}

static void mail_addresses_are_one_token(void **state)
{
	struct world *w = *state;

	cut_into(w, "Mail jo.smith+tag@example.co.uk.",
		 "Mail mail:jo.smith+tag@example.co.uk .");
	cut_into(w, "<a_b%c-d@x-y.org> 123@qq.com",
		 "< mail:a_b%c-d@x-y.org > mail:123@qq.com");
	cut_into(w, "a@b a.@b.com", "a @ b a . at:@b.com");
}

static void mentions_are_one_token(void **state)
{
	struct world *w = *state;

	cut_into(w, "@anna, @bob_1. (@c)", "at:@anna , at:@bob_1 . ( at:@c )");
	cut_into(w, "@bob@mastodon.social @name.bsky.social @user.name",
		 "at:@bob@mastodon.social at:@name.bsky.social at:@user.name");
	cut_into(w, "@some-site.bsky.social @anna-you",
		 "at:@some-site.bsky.social at:@anna - you");
	cut_into(w, "@anna.Thanks @ x a@", "at:@anna . Thanks @ x a @");
}

static void marks_that_hide_letters_start_no_name(void **state)
{
	struct world *w = *state;

	cut_into(w, "f*@kn f#@kn sh!@t a_@b", "f * @ kn f # @ kn sh ! @ t a _ @ b");
	cut_into(w, "\xe3\x81\xae@anna\xe6\x97\xa5",
		 "\xe3\x81\xae at:@anna \xe6\x97\xa5");
}

static void marks_inside_foreign_words_stay_in_tags(void **state)
{
	struct world *w = *state;

	cut_into(w, "#il\xc2\xb7lusi\xc3\xb3 #a\xc2\xb7",
		 "tag:#il\xc2\xb7lusi\xc3\xb3 tag:#a \xc2\xb7");
}

static void hashtags_need_a_letter(void **state)
{
	struct world *w = *state;

	cut_into(w, "#LaunchDay #2024goals #1 #",
		 "tag:#LaunchDay tag:#2024goals # n:1 #");
	cut_into(w, "#caf\xc3\xa9 #\xe6\x97\xa5\xe6\x9c\xac #a_b-c",
		 "tag:#caf\xc3\xa9 tag:#\xe6\x97\xa5\xe6\x9c\xac tag:#a_b - c");
	cut_into(w, "C# a#b &#x; \xef\xbc\x83tag",
		 "C # a # b & # x ; tag:\xef\xbc\x83tag");
	cut_into(w, "##two", "## two");
}

static void cashtags_are_short(void **state)
{
	struct world *w = *state;

	cut_into(w, "$CASH $BRK.B $tsla. $toolong1 $sevenle",
		 "cash:$CASH cash:$BRK.B cash:$tsla . $ toolong1 $ sevenle");
	cut_into(w, "US$ a$b $$x", "US $ a $ b $$ x");
}

static void numbers_keep_separators_signs_and_units(void **state)
{
	struct world *w = *state;

	cut_into(w,
		 "1,000.50 3.5 84k -5 +7 .5 1'000 1\xc2\xa0"
		 "000",
		 "n:1,000.50 n:3.5 n:84k n:-5 n:+7 n:.5 n:1'000 n:1\xc2\xa0"
		 "000");
	cut_into(w, "10km 5GB 1st 90s 10:30am 24/7 1/2 3\xc2\xbd",
		 "n:10km n:5GB n:1st n:90s n:10:30am n:24/7 n:1/2 n:3\xc2\xbd");
	cut_into(w, "2026-11-24 2026-11-24T09:00:00Z 24.11.2026",
		 "n:2026-11-24 n:2026-11-24T09:00:00Z n:24.11.2026");
	cut_into(w, "192.168.1.1 10-20 3-1", "n:192.168.1.1 n:10 - n:20 n:3 - n:1");
	cut_into(w, "\xd9\xa3\xd9\xa4 \xc2\xbd", "n:\xd9\xa3\xd9\xa4 n:\xc2\xbd");
}

static void letters_that_are_no_unit_make_a_word(void **state)
{
	struct world *w = *state;

	cut_into(w, "2pac 1diot 5-star 3com 7even", "2pac 1diot 5-star 3com 7even");
}

static void amounts_of_money_are_marked(void **state)
{
	struct world *w = *state;

	flags_in(w,
		 "hit $84k and \xc2\xa3"
		 "84k!",
		 TOKEN_MONEY,
		 "$84k|\xc2\xa3"
		 "84k");
	flags_in(w, "84 euros, EUR 5m, 84 EUR, $ 84, 84 \xe2\x82\xac, 84\xe2\x82\xac",
		 TOKEN_MONEY,
		 "84+euros|EUR+5m|84+EUR|$+84|84+\xe2\x82\xac|84\xe2\x82\xac");
	flags_in(w,
		 "US$5 and 5 million dollars and \xe2\x82\xac"
		 "3 billion.",
		 TOKEN_MONEY,
		 "US$5|5+million+dollars|\xe2\x82\xac"
		 "3+billion");
	flags_in(w, "$5-10m, 3 to 5 euros, 84 US dollars", TOKEN_MONEY,
		 "$5+-+10m|3+to+5+euros|84+US+dollars");
	flags_in(w, "half a million dollars and twenty-five pounds", TOKEN_MONEY,
		 "half+a+million+dollars|twenty-five+pounds");
	flags_in(w, "from $10k to $12k or $5 to 6 users", TOKEN_MONEY, "$10k|$12k|$5");
	flags_in(w, "84eur, 84 usd, 84 GBP", TOKEN_MONEY, "84eur|84+usd|84+GBP");
	flags_in(w, "a 10-million-dollar deal", TOKEN_MONEY, "10-million-dollar");
	flags_in(w, "20p, 5p each, 100p", TOKEN_MONEY, "20p|5p|100p");
	flags_in(w, "5million dollars, 2billion euros, $3million", TOKEN_MONEY,
		 "5million+dollars|2billion+euros|$3million");
}

static void other_numbers_are_no_money(void **state)
{
	struct world *w = *state;

	flags_in(
		w,
		"10-20 people, 84 users, one of us, 3.5, try 5, 5 try, $x, 100 EURO-area",
		TOKEN_MONEY, "");
	flags_in(w, "half a million users in 5 million homes", TOKEN_MONEY, "");
	flags_in(w, "1080p and 720p, 5P, 1.5p, 5million users, 20pt", TOKEN_MONEY, "");
}

static void percentages_are_marked(void **state)
{
	struct world *w = *state;

	flags_in(w, "3%, 3 %, 3 percent, 3 per cent, 3 pct", TOKEN_PERCENT,
		 "3%|3+%|3+percent|3+per+cent|3+pct");
	flags_in(w, "5-10% or three percent or 2 percentage points", TOKEN_PERCENT,
		 "5+-+10%|three+percent|2+percentage+points");
	flags_in(w, "from 3% to 5%", TOKEN_PERCENT, "3%|5%");
	flags_in(w, "a 20-percent cut", TOKEN_PERCENT, "20-percent");
	flags_in(w, "3 per day, percent, the percentage", TOKEN_PERCENT, "");
}

static void telephone_numbers_are_marked(void **state)
{
	static const char *const numbers[] = {
		"+44 20 7946 0958", "+44 (0)20 7946 0958", "+1-555-123-4567",
		"+4930123456",      "0044 20 7946 0958",   "020 7946 0958",
		"(020) 7946 0958",  "(555) 123-4567",      "555-123-4567",
		"555.123.4567",     "555 123 4567",        "1-800-555-0199",
		"07700 900123",     "01234567890",         "089/1234567",
		"01 23 45 67 89",   "01.23.45.67.89",      "555-123-4567x890",
		"0800 123 456",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		size_t first = 1;

		cut_str(w, arena_printf(&w->a, "us %s, ok", numbers[i]));
		if (!(w->t.p[first].flags & TOKEN_PHONE))
			fail_msg("%s is no telephone number", numbers[i]);
		assert_int_equal(token_run(&w->t, first, TOKEN_PHONE), w->t.n - 2);
		assert_str(
			str_slice(w->v.text, w->t.p[first].at,
				  (size_t)w->t.p[w->t.n - 3].at + w->t.p[w->t.n - 3].n),
			numbers[i]);
	}
}

static void a_cue_makes_a_local_number_one(void **state)
{
	struct world *w = *state;

	flags_in(w, "Call 555-0199 now, or ring us on 2345678.", TOKEN_PHONE,
		 "555+-+0199|2345678");
	flags_in(w, "office,+44 20 7946 0958", TOKEN_PHONE, "+44+20+7946+0958");
	flags_in(w, "We sold 555-0199 and 2345678 of them", TOKEN_PHONE, "");
}

static void other_numbers_are_no_telephone(void **state)
{
	static const char *const others[] = {
		"2026-11-24",
		"24.11.2026",
		"01.02.2026 10:30",
		"01/02/2026",
		"1.2.3",
		"10.15.7",
		"192.168.100.123",
		"1,000,000",
		"$020 7946 0958",
		"2024-2025",
		"0.123456789",
		"978-0-306-40615-7",
		"4111 1111 1111 1111",
		"09.00 10.00 11.00",
		"x0207946 0958",
		"100 000 000",
		"20261124T090000",
		"12:30:45",
		"3 555 1",
		"#0207946095",
		"01.02.2026 1000",
		"1000-2000",
		"5-10",
		"023-01-0866",
		"03262 2437",
		"0207946095kg",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		cut_str(w, arena_printf(&w->a, "on %s, ok", others[i]));
		if (flagged(w, TOKEN_PHONE).n)
			fail_msg("%s is a telephone number", others[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(urls_with_a_scheme_are_one_token),
		TEST(hosts_without_a_scheme_are_urls),
		TEST(a_missing_blank_is_no_host),
		TEST(mail_addresses_are_one_token),
		TEST(mentions_are_one_token),
		TEST(marks_that_hide_letters_start_no_name),
		TEST(marks_inside_foreign_words_stay_in_tags),
		TEST(hashtags_need_a_letter),
		TEST(cashtags_are_short),
		TEST(numbers_keep_separators_signs_and_units),
		TEST(letters_that_are_no_unit_make_a_word),
		TEST(amounts_of_money_are_marked),
		TEST(other_numbers_are_no_money),
		TEST(percentages_are_marked),
		TEST(telephone_numbers_are_marked),
		TEST(a_cue_makes_a_local_number_one),
		TEST(other_numbers_are_no_telephone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
