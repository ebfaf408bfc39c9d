#include "token_test.h"

static void terminators_end_sentences(void **state)
{
	struct world *w = *state;

	reads_as(w, "One. Two! Three? Four", "One. | Two! | Three? | Four");
	reads_as(w, "What?! Yes... No\xe2\x80\xa6 Maybe",
		 "What?! | Yes... | No\xe2\x80\xa6 | Maybe");
	reads_as(w, "It grew. 5 of us. #tag it. @bob did",
		 "It grew. | 5 of us. | #tag it. | @bob did");
	assert_int_equal(w->t.n_sentences, 4);
}

static void small_letters_go_on(void **state)
{
	struct world *w = *state;

	reads_as(w, "Yahoo! is here. Approx. five of them.",
		 "Yahoo! is here. | Approx. five of them.");
	reads_as(w, "\"Really?\" he asked.", "\"Really?\" he asked.");
}

static void a_writer_without_capitals_has_sentences_too(void **state)
{
	struct world *w = *state;

	reads_as(w, "i love it. so good! more please",
		 "i love it. | so good! | more please");
	reads_as(w, "i mean e.g. this one", "i mean e.g. this one");
}

static void quotes_and_emoji_behind_the_end_belong_to_it(void **state)
{
	struct world *w = *state;

	reads_as(w, "\"Yes.\" Bob left. (Really.) Ok",
		 "\"Yes.\" | Bob left. | (Really.) | Ok");
	reads_as(w, "\xe2\x80\x9cGo.\xe2\x80\x9d \xe2\x80\x9cNo.\xe2\x80\x9d",
		 "\xe2\x80\x9cGo.\xe2\x80\x9d | \xe2\x80\x9cNo.\xe2\x80\x9d");
	reads_as(w, "Great news! \xf0\x9f\x8e\x89 We won.",
		 "Great news! \xf0\x9f\x8e\x89 | We won.");
	reads_as(w, "We won. \xf0\x9f\x8e\x89", "We won. \xf0\x9f\x8e\x89");
}

static void abbreviations_do_not_end_sentences(void **state)
{
	struct world *w = *state;

	reads_as(w, "Dr. Smith met J. R. Tolkien vs. Bob.",
		 "Dr. Smith met J. R. Tolkien vs. Bob.");
	reads_as(w, "No. 5 is on Jan. 6 in Fig. 2.", "No. 5 is on Jan. 6 in Fig. 2.");
	reads_as(w, "Acme Inc. Germany, e.g. Berlin.", "Acme Inc. Germany, e.g. Berlin.");
	reads_as(w, "It costs 3.50 at example.com. Go",
		 "It costs 3.50 at example.com. | Go");
	reads_as(w, "In the U.S. Army.", "In the U.S. Army.");
}

static void abbreviations_may_end_sentences(void **state)
{
	struct world *w = *state;

	reads_as(w, "In the U.S. The end.", "In the U.S. | The end.");
	reads_as(w, "I said no. Then he left etc. We stayed.",
		 "I said no. | Then he left etc. | We stayed.");
	reads_as(w, "So do I. Bob too.", "So do I. | Bob too.");
}

static void a_missing_blank_still_ends_a_sentence(void **state)
{
	struct world *w = *state;

	reads_as(w, "We are done.Next one", "We are done. | Next one");
}

static void full_width_stops_need_no_blank(void **state)
{
	struct world *w = *state;

	reads_as(w, "\xe6\x97\xa5\xe3\x80\x82\xe6\x9c\xac\xef\xbc\x9f\xe6\x97\xa5",
		 "\xe6\x97\xa5\xe3\x80\x82 | \xe6\x9c\xac\xef\xbc\x9f | \xe6\x97\xa5");
}

static void blank_lines_and_list_marks_end_sentences(void **state)
{
	struct world *w = *state;

	reads_as(w, "A title\n\nsome text", "A title | some text");
	reads_as(w, "We have\n- one\n\xe2\x80\xa2 two\n* three",
		 "We have | - one | \xe2\x80\xa2 two | * three");
	reads_as(w, "Do\n1. this\n2) that", "Do | 1. this | 2) that");
	reads_as(w, "So\n\xe2\x9c\x85 fast\n\xe2\x9c\x85 cheap",
		 "So | \xe2\x9c\x85 fast | \xe2\x9c\x85 cheap");
}

static void other_line_ends_are_like_blanks(void **state)
{
	struct world *w = *state;

	reads_as(w, "We went\nhome. Then\nslept", "We went\nhome. | Then\nslept");
	reads_as(w, "It was in\n-5 degrees\n1990. Good",
		 "It was in\n-5 degrees\n1990. | Good");
}

static void the_first_word_is_marked(void **state)
{
	struct world *w = *state;

	flags_in(w, "\"Hello there. We do. \xf0\x9f\x8e\x89 Yes", TOKEN_FIRST,
		 "Hello|We|Yes");
	flags_in(w, "- item\n1. Second\n\n#tag it", TOKEN_FIRST, "item|Second|#tag");
}

static void marks_alone_are_no_sentence(void **state)
{
	struct world *w = *state;

	cut(w, "One.\n\n***\n\nTwo.\n\n---\n");
	assert_int_equal(w->t.n_sentences, 2);
	cut(w, "!!!");
	assert_int_equal(w->t.n_sentences, 1);
	cut(w, "\xf0\x9f\x8e\x89\n\nOne");
	assert_int_equal(w->t.n_sentences, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(terminators_end_sentences),
		TEST(small_letters_go_on),
		TEST(a_writer_without_capitals_has_sentences_too),
		TEST(quotes_and_emoji_behind_the_end_belong_to_it),
		TEST(abbreviations_do_not_end_sentences),
		TEST(abbreviations_may_end_sentences),
		TEST(a_missing_blank_still_ends_a_sentence),
		TEST(full_width_stops_need_no_blank),
		TEST(blank_lines_and_list_marks_end_sentences),
		TEST(other_line_ends_are_like_blanks),
		TEST(the_first_word_is_marked),
		TEST(marks_alone_are_no_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
