#include "render_test.h"

static const char expected[] =
	"House rules\n"
	"===========\n"
	"\n"
	"  1 How we speak\n"
	"    1.1 Details\n"
	"  2 How we speak\n"
	"\n"
	"Welcome.\n"
	"\n"
	"1 How we speak\n"
	"==============\n"
	"\n"
	"Be kind to people. Ask.\n"
	"\n"
	"| kind: The program checks every post for this.\n"
	"| Meant is: Be kind to people.\n"
	"|\n"
	"| tone/zorg (sign-off)\n"
	"| What happens: The post needs a sign-off by somebody with the role\n"
	"|   \"policy-owner\"\n"
	"| Applies to: Posts on company accounts; only replies\n"
	"| Looks for: Phrases of this form\n"
	"|     you are a zorg & <fool>\n"
	"|     shut up\n"
	"| Except: words in quotation marks; near one of these\n"
	"|     friend\n"
	"| In force: until 2026-12-31; on trial: it is reported and stops\n"
	"|   nothing\n"
	"| The author reads: Say it \"nicely\"\n"
	"| Suggested instead: Let us talk\n"
	"| Is found: oh, «you are a zorg & <fool>» again\n"
	"| Is fine: you are <kind>\n"
	"\n"
	"1.1 Details\n"
	"-----------\n"
	"\n"
	"- one\n"
	"- two\n"
	"\n"
	"2 How we speak\n"
	"==============\n"
	"\n"
	"Ask us.\n"
	"\n"
	"| ask.us: People decide this. The program does not.\n"
	"\n"
	"* * *\n"
	"\n"
	"Policy bundle 00ff00ff\n"
	"Written by decorum 0.1.0\n";

static void the_whole_policy_as_text(void **state)
{
	const struct str text = text_of(*state, kind_policy);

	if (!str_is(text, expected))
		fail_msg("got:\n%.*s", STR_ARG(text));
}

static void no_line_is_longer_than_72_columns(void **state)
{
	struct str text = text_of(
		*state, HEAD
		"A rather long sentence with w\xC3\xB6rter that goes on and on until "
		"it must be broken at least once, or twice.\n\n"
		"- An item that is so long that it has to be broken as well, and "
		"then stands under itself.\n\n  > - deep deep deep deep deep deep "
		"deep deep deep deep deep deep deep deep deep\n");
	struct str line;
	size_t longest = 0;

	while (str_line(&text, &line)) {
		size_t n = 0;

		for (size_t i = 0; i < line.n; i++)
			n += ((unsigned char)line.p[i] & 0xC0) != 0x80;
		if (n > longest)
			longest = n;
		assert_true(!line.n || line.p[line.n - 1] != ' ');
	}
	assert_in_range(longest, 60, 72);
}

static void lists_and_quotations_hang(void **state)
{
	const struct str text = text_of(
		*state, HEAD "9. nine\n10. ten\n\n    more\n\n> quoted\n>\n> twice\n\n"
			     "- a\n  - b\n");

	assert_holds(text, "\n9. nine\n10. ten\n\n    more\n\n> quoted\n>\n> twice\n\n"
			   "- a\n\n  - b\n");
}

static void a_long_word_stays_whole(void **state)
{
	const struct str text = text_of(
		*state, HEAD
		"See <https://example.com/a/very/long/address/that/does/not/fit/into/one/"
		"line/of/text> for more.\n");

	assert_holds(text,
		     "\nSee\nhttps://example.com/a/very/long/address/that/does/not/fit/"
		     "into/one/line/of/text");
}

static void links_are_written_out(void **state)
{
	const struct str text = text_of(
		*state, HEAD
		"[Here](https://example.com) and [there](#x) and [no](javascript:x).\n");

	assert_holds(text, "Here (https://example.com) and there and no.\n");
}

#define RULE(id, kind) "  - id: " id "\n    level: ask\n    " kind "\n    say: So.\n"

static void bounds_are_told(void **state)
{
	const struct str text = text_of(
		*state, HEAD
		"Write little.\n\n```decorum\nclause: little\nkept_by: rule\nrules:\n"
		/* each kind of bound */
		RULE("style/tags",
		     "metric: {hashtags: {max: 3}, words: {min: 2, max: 99.5}}")
			RULE("style/long", "readability: {fkgl: {max: 12}}") RULE(
				"style/again", "count: {of: hello, max: 1, in: sentence}")
				RULE("style/mark", "repeat: {emoji: {max: 2}}") RULE(
					"posts/many", "window: {of: posts, by: author, "
						      "days: 7, max: 20, "
						      "except: [social, finance]}")
					RULE("posts/alt", "fields: [media.alt, {field: "
							  "lang, with: reply}]")
						RULE("accounts/known", "relation: owner")
							RULE("accounts/second",
							     "relation: two-factor\n    "
							     "max_age: 90") "```\n");

	assert_holds(text, "| Looks for: Texts outside these bounds\n"
			   "|     at most 3 hashtags\n"
			   "|     from 2 to 99.5 words\n");
	assert_holds(text, "|     Flesch-Kincaid grade: at most 12\n");
	assert_holds(text, "|     at most 1 in one sentence\n");
	assert_holds(text, "|     emoji in a row: at most 2\n");
	assert_holds(text,
		     "|     at most 20 posts in 7 days by one author; except people "
		     "with the\n|       role social, finance\n");
	assert_holds(text, "|     media.alt\n|     lang, of replies\n");
	assert_holds(text, "|     Somebody known looks after each account\n");
	assert_holds(text, "|     A strong second factor is attested for each account; a "
			   "record\n|       counts for 90 days\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_whole_policy_as_text),  TEST(no_line_is_longer_than_72_columns),
		TEST(lists_and_quotations_hang), TEST(a_long_word_stays_whole),
		TEST(links_are_written_out),     TEST(bounds_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
