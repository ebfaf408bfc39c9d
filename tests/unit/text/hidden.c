#include "text/hidden.h"
#include "text/hidden_word.h"
#include "token_test.h"

#include <stdio.h>

#define UCD "/usr/share/unicode/" /* package unicode-data: make deps-test */

/* "class:bytes|class:bytes" of what was found. */
static struct str found(struct world *w, const char *text)
{
	struct hidden_list list;
	struct str out = STR_NULL;

	cut(w, text);
	hidden_find(&w->v, &w->t, &w->a, &list);
	for (size_t i = 0; i < list.v.n; i++)
		out = arena_printf(&w->a, "%.*s%s%s:%.*s", STR_ARG(out), i ? "|" : "",
				   hidden_class_name(list.v.p[i].class),
				   STR_ARG(str_span(w->v.text, list.v.p[i].at)));
	return out;
}
#define finds(w, text, wanted) assert_str(found((w), (text)), (wanted))
#define finds_nothing(w, text) assert_str(found((w), (text)), "")

static void plain_texts_hide_nothing(void **state)
{
	struct world *w = *state;

	finds_nothing(w, "");
	finds_nothing(w, "Plain text,\twith tabs\r\nand lines.\n");
	finds_nothing(w, "Caf\xc3\xa9 \xe2\x80\x9cna\xc3\xafve\xe2\x80\x9d \xe2\x80\x93 "
			 "5\xc2\xa0km");
}

static void controls_are_found(void **state)
{
	struct world *w = *state;

	finds(w, "a\x1b[31mb", "control:\x1b");
	finds(w, "a\rb", "control:\r");
	finds(w,
	      "a\xc2\x85"
	      "b",
	      "control:\xc2\x85");
	finds(w,
	      "a\xe2\x80\xa8"
	      "b",
	      "control:\xe2\x80\xa8");
}

static void text_that_turns_around_is_found(void **state)
{
	struct world *w = *state;

	finds(w,
	      "pay \xe2\x80\xae"
	      "reverse\xe2\x80\xac now",
	      "bidi:\xe2\x80\xae|bidi:\xe2\x80\xac");
	finds(w, "a\xe2\x81\xa6\xe2\x81\xa9", "bidi:\xe2\x81\xa6\xe2\x81\xa9");
	/* A mark in a text with Hebrew letters is right, an override is not. */
	finds_nothing(w, "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\x8f (C++)");
	finds(w, "\xd7\xa9\xd7\x9c \xe2\x80\xae x", "bidi:\xe2\x80\xae");
}

static void zero_width_characters_are_found(void **state)
{
	struct world *w = *state;

	finds(w,
	      "fr\xe2\x80\x8b"
	      "ee",
	      "zero-width:\xe2\x80\x8b");
	finds(w,
	      "fr\xc2\xad"
	      "ee",
	      "zero-width:\xc2\xad");
	finds(w, "z\xe2\x80\x8d\xe2\x80\x8c\xe2\x80\x8bs",
	      "zero-width:\xe2\x80\x8d\xe2\x80\x8c\xe2\x80\x8b");
	finds(w, "a\xef\xb8\x8f", "zero-width:\xef\xb8\x8f");
}

static void joiners_that_are_needed_are_not(void **state)
{
	struct world *w = *state;

	/* a family; a heart; a keycap; a rainbow flag */
	finds_nothing(w,
		      "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f"
		      "\x91\xa7 \xe2\x9d\xa4\xef\xb8\x8f 1\xef\xb8\x8f\xe2\x83\xa3 "
		      "\xf0\x9f\x8f\xb3\xef\xb8\x8f\xe2\x80\x8d\xf0\x9f\x8c\x88");
	/* a profession with a skin tone */
	finds_nothing(w, "\xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd\xe2\x80\x8d\xf0\x9f\x92\xbb");
	/* Persian and Devanagari */
	finds_nothing(w, "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae");
	finds_nothing(w, "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\xb7");
	/* two in a row say something else */
	finds(w, "\xe2\x9d\xa4\xef\xb8\x8f\xef\xb8\x8f", "zero-width:\xef\xb8\x8f");
}

static void tags_are_found_but_in_flags(void **state)
{
	struct world *w = *state;

	/* the flag of Scotland */
	finds_nothing(w,
		      "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xb3"
		      "\xf3\xa0\x81\xa3\xf3\xa0\x81\xb4\xf3\xa0\x81\xbf");
	finds(w, "hi\xf3\xa0\x81\xa8\xf3\xa0\x81\xa9",
	      "tags:\xf3\xa0\x81\xa8\xf3\xa0\x81"
	      "\xa9");
	/* a flag that never ends */
	finds(w, "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7", "tags:\xf3\xa0\x81\xa7");
}

static void words_of_two_alphabets_are_found(void **state)
{
	struct world *w = *state;

	/* Cyrillic a in paypal; Latin a in a Russian word; Greek omicron */
	finds(w, "log in to p\xd0\xb0ypal", "mixed-script:p\xd0\xb0ypal");
	finds(w, "\xd0\xbf\xd0\xb0\xd1\x80o\xd0\xbb\xd1\x8c",
	      "mixed-script:\xd0\xbf\xd0\xb0\xd1\x80o\xd0\xbb\xd1\x8c");
	finds(w, "g\xce\xbf\xce\xbfgle", "mixed-script:g\xce\xbf\xce\xbfgle");
	/* all of it could be Latin, and nothing else is Russian: s o r e */
	finds(w, "pay \xd1\x81\xd0\xbe\xd1\x80\xd0\xb5 now",
	      "mixed-script:\xd1\x81\xd0\xbe\xd1\x80\xd0\xb5");
}

static void words_of_one_alphabet_are_not(void **state)
{
	struct world *w = *state;

	finds_nothing(w,
		      "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 \xd1\x81\xd0\xbe"
		      "\xd1\x80 world");
	finds_nothing(w, "IT-\xd0\xba\xd0\xbe\xd0\xbc\xd0\xbf\xd0\xb0\xd0\xbd\xd0\xb8\xd1"
			 "\x8f");
	/* units and formulas */
	finds_nothing(w, "5 \xce\xbcm, 3k\xce\xa9, TNF\xce\xb1, NF\xce\xba"
			 "B, \xce\x94t");
}

static void links_that_look_like_others_are_found(void **state)
{
	struct world *w = *state;

	finds(w, "see https://p\xd0\xb0ypal.com/login now",
	      "lookalike-link:https://p\xd0\xb0ypal.com/login");
	/* all Cyrillic, under a Latin ending; the same as xn-- */
	finds(w, "https://\xd0\xb0\xd1\x80\xd1\x80\xd3\x8f\xd0\xb5.com",
	      "lookalike-link:https://\xd0\xb0\xd1\x80\xd1\x80\xd3\x8f\xd0\xb5.com");
	finds(w, "https://www.xn--80ak6aa92e.com/x",
	      "lookalike-link:https://www.xn--80ak6aa92e.com/x");
	finds(w, "https://\xc9\xa1oogle.com", "lookalike-link:https://\xc9\xa1oogle.com");
	finds_nothing(w, "https://xn--mnchen-3ya.de https://m\xc3\xbcnchen.de "
			 "https://example.com/\xd0\xbf\xd0\xb0");
	finds_nothing(
		w, "https://\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0.\xd1\x80\xd1\x84");
}

static void punycode_is_read(void **state)
{
	uint32_t out[64];

	(void)state;
	/* RFC 3492 7.1 (A), Arabic (Egyptian); and a name everybody knows */
	assert_int_equal(hidden_punycode(STR("egbpdaj6bu4bxfgehfvwxn"), out, 64), 17);
	assert_int_equal(out[0], 0x644);
	assert_int_equal(out[16], 0x61f);
	assert_int_equal(hidden_punycode(STR("bcher-kva"), out, 64), 6);
	assert_int_equal(out[1], 0xfc);
	assert_int_equal(hidden_punycode(STR("99999999999999"), out, 64), 0);
	assert_int_equal(hidden_punycode(STR("a-!"), out, 64), 0);
	assert_int_equal(hidden_punycode(STR("bcher-kva"), out, 5), 0);
	assert_int_equal(hidden_punycode(STR_NULL, out, 64), 0);
}

static void scripts_are_those_of_unicode(void **state)
{
	static const char *const script_names[] = { NULL,       "Latin",    "Greek",
						    "Cyrillic", "Armenian", "Cherokee" };
	FILE *f = fopen(UCD "Scripts.txt", "r");
	uint8_t *wanted = calloc(0x110000, 1);
	char line[512], name[64];
	unsigned first, last, lines = 0;

	(void)state;
	assert_non_null(f);
	assert_non_null(wanted);
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%x..%x ; %63s", &first, &last, name) != 3) {
			if (sscanf(line, "%x ; %63s", &first, name) != 2)
				continue;
			last = first;
		}
		for (uint8_t i = 1; i < ARRAY_LEN(script_names); i++)
			if (!strcmp(name, script_names[i]))
				memset(wanted + first, i, last - first + 1);
		lines++;
	}
	(void)fclose(f);
	assert_true(lines > 1000);
	for (uint32_t cp = 0; cp < 0x110000; cp++)
		if (hidden_script(cp) != wanted[cp])
			fail_msg("U+%04X is %s", cp, script_names[wanted[cp]]);
	free(wanted);
}

static void names_lead_there_and_back(void **state)
{
	enum hidden_class class;

	(void)state;
	for (int i = 0; i < HIDDEN_CLASSES; i++) {
		assert_true(hidden_class_named(
			str_from(hidden_class_name((enum hidden_class)i)), &class));
		assert_int_equal(class, i);
	}
	assert_false(hidden_class_named(STR("emoji"), &class));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(plain_texts_hide_nothing),
		TEST(controls_are_found),
		TEST(text_that_turns_around_is_found),
		TEST(zero_width_characters_are_found),
		TEST(joiners_that_are_needed_are_not),
		TEST(tags_are_found_but_in_flags),
		TEST(words_of_two_alphabets_are_found),
		TEST(words_of_one_alphabet_are_not),
		TEST(links_that_look_like_others_are_found),
		TEST(punycode_is_read),
		TEST(scripts_are_those_of_unicode),
		TEST(names_lead_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
