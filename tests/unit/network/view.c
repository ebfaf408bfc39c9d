/* Markdown lowered to the text that is posted, and the way back. */
#include "network_test.h"

/* Runs cover the text, and exact ones are the bytes of the source. */
static void assert_sound(const struct world *w)
{
	size_t at = 0;

	for (size_t i = 0; i < w->v.n_runs; i++) {
		const struct view_run *r = &w->v.runs[i];

		assert_int_equal(r->at, at);
		assert_true((size_t)r->src + r->src_n <= w->s.bytes.n);
		if (r->exact)
			assert_memory_equal(w->v.text.p + r->at, w->s.bytes.p + r->src,
					    r->n);
		at += r->n;
	}
	assert_int_equal(at, w->v.text.n);
	assert_int_equal(utf8_check(w->v.text), SIZE_MAX);
}

static void lower(struct world *w, const char *markdown)
{
	load(w, markdown, true);
	assert_int_equal(w->p.n_parts, 1);
	network_view(&w->p, &w->p.parts[0], &w->a, &w->v);
	assert_sound(w);
}

#define SHOWS(markdown, shown)                                                           \
	do {                                                                             \
		lower(w, markdown);                                                      \
		assert_str(w->v.text, shown);                                            \
	} while (0)

static void words_are_the_bytes_of_the_source(void **state)
{
	struct world *w = *state;

	SHOWS("Hello *big* **wide** ***w_o_rld***.\n", "Hello big wide w_o_rld.");
	assert_str(source_of(w, "big"), "big");
	assert_str(source_of(w, "big wide"), "big* **wide");
	assert_str(source_of(w, "w_o_rld"), "w_o_rld");
}

static void a_soft_break_is_a_blank(void **state)
{
	struct world *w = *state;

	SHOWS("One\ntwo\r\n  three.\n", "One two three.");
	assert_str(source_of(w, "two three"), "two\r\n  three");
}

static void a_hard_break_is_a_line_end(void **state)
{
	struct world *w = *state;

	SHOWS("One  \ntwo\\\nthree.\n", "One\ntwo\nthree.");
	assert_str(source_of(w, "two\nthree"), "two\\\nthree");
	assert_str(source_of(w, "\ntwo"), "  \ntwo");
}

static void paragraphs_are_parted_by_an_empty_line(void **state)
{
	struct world *w = *state;

	SHOWS("One.\n\n\n\nTwo.\n", "One.\n\nTwo.");
	SHOWS("One.\n\n***\nTwo.\n", "One.\n\nTwo.");
	SHOWS("One.\n***\nTwo.\n", "One.\n\nTwo.");
}

static void headings_are_lines(void **state)
{
	struct world *w = *state;

	SHOWS("# Big #\nText.\n\n## Next\n\nMore.\n", "Big\nText.\n\nNext\n\nMore.");
	SHOWS("Big\n===\nText.\n", "Big\nText.");
}

static void lists_have_bullets_and_numbers(void **state)
{
	struct world *w = *state;

	SHOWS("Three things:\n- one\n- two\n", "Three things:\n• one\n• two");
	assert_str(source_of(w, "• two"), "- two");
	SHOWS("3. one\n3. two\n\nEnd.\n", "3. one\n4. two\n\nEnd.");
	assert_str(source_of(w, "4. two"), "3. two");
	SHOWS("* one\n\n* two\n", "• one\n\n• two");
}

static void nested_lists_are_indented(void **state)
{
	struct world *w = *state;

	SHOWS("- one\n  - two\n    1. three\\\n       more\n- four\n",
	      "• one\n  • two\n    1. three\n       more\n• four");
	SHOWS("- - one\n  - two\n", "• • one\n  • two");
	SHOWS("10. one\n\n    more\n", "10. one\n\n    more");
}

static void the_mark_of_an_item_is_its_own(void **state)
{
	struct world *w = *state;

	lower(w, "- 7. + one\n");
	assert_str(w->v.text, "• 7. • one");
	assert_str(source_of(w, "7. "), "7.");
	assert_int_equal(view_span(&w->v, 0, 4).start, 0);
	assert_int_equal(view_span(&w->v, 7, 10).start, 5);
	assert_int_equal(view_span(&w->v, 7, 10).end, 6);
}

static void empty_items_are_left_out(void **state)
{
	struct world *w = *state;

	SHOWS("- one\n-\n- three\n", "• one\n• three");
}

static void quotations_keep_their_mark(void **state)
{
	struct world *w = *state;

	SHOWS("They said:\n\n> One\n> two.\n>\n> Three.\n\nWe say.\n",
	      "They said:\n\n> One two.\n>\n> Three.\n\nWe say.");
	SHOWS("> > deep\n> \n> less\n", "> > deep\n>\n> less");
	SHOWS("> - one\n> - two\n", "> • one\n> • two");
	assert_str(source_of(w, "• two"), "- two");
}

static void code_is_marked_as_code(void **state)
{
	struct world *w = *state;

	SHOWS("Run `make  it` now.\n", "Run make  it now.");
	assert_true(view_is_code(&w->v, 4, 12));
	assert_false(view_is_code(&w->v, 0, 4));
	assert_false(view_is_code(&w->v, 12, 17));
	assert_str(source_of(w, "make  it"), "make  it");
	SHOWS("Run:\n```sh\nmake\n\n\n  all\n```\nDone.\n",
	      "Run:\nmake\n\n\n  all\nDone.");
	assert_true(view_is_code(&w->v, 5, 9));
	assert_false(view_is_code(&w->v, 17, 22));
}

static void links_are_written_out(void **state)
{
	struct world *w = *state;

	SHOWS("See [our page](https://example.com/a?b=c \"Title\").\n",
	      "See our page (https://example.com/a?b=c).");
	assert_str(source_of(w, "https://example.com/a?b=c"),
		   "https://example.com/a?b=c");
	assert_str(source_of(w, "our page"), "our page");
}

static void a_link_that_says_its_address_is_written_once(void **state)
{
	struct world *w = *state;

	SHOWS("<https://example.com>\n", "https://example.com");
	assert_str(source_of(w, "example"), "example");
	SHOWS("[https://example.com](https://example.com)\n", "https://example.com");
	SHOWS("[example.com](https://example.com/)\n", "https://example.com/");
	assert_str(source_of(w, "https://example.com/"), "https://example.com/");
	SHOWS("<me@example.com>\n", "me@example.com");
	SHOWS("[](https://example.com)\n", "https://example.com");
	SHOWS("[words]()\n", "words");
}

static void a_link_that_says_another_address_shows_both(void **state)
{
	struct world *w = *state;

	SHOWS("[https://good.com](https://evil.com)\n",
	      "https://good.com (https://evil.com)");
}

static void a_destination_stands_before_its_title(void **state)
{
	struct world *w = *state;

	lower(w, "[see](http://a.co/evil \"http://a.co/evil\")");
	assert_str(w->v.text, "see (http://a.co/evil)");
	assert_int_equal(view_span(&w->v, 5, 21).start, 6);
	lower(w, "[see *http://b.co*]( <http://a.co/evil> 'http://a.co/evil')");
	assert_str(w->v.text, "see http://b.co (http://a.co/evil)");
	assert_int_equal(view_span(&w->v, 17, 33).start, 22);
	lower(w, "[](http://a.co/evil (http://a.co/evil))");
	assert_str(w->v.text, "http://a.co/evil");
	assert_int_equal(view_span(&w->v, 0, 16).start, 3);
}

static void a_reference_stands_at_the_link(void **state)
{
	struct world *w = *state;

	SHOWS("See [us][u].\n\n[u]: https://example.com\n",
	      "See us (https://example.com).");
	assert_str(source_of(w, "https://example.com"), "[us][u]");
}

static void an_address_with_an_entity_stands_at_the_link(void **state)
{
	struct world *w = *state;

	SHOWS("[a](https://b.com/?c&amp;d)\n", "a (https://b.com/?c&d)");
	assert_str(source_of(w, "c&d"), "[a](https://b.com/?c&amp;d)");
}

static void bare_addresses_stay(void **state)
{
	struct world *w = *state;

	SHOWS("Try it:\nhttps://readable.com/new\n", "Try it: https://readable.com/new");
}

static void pictures_and_html_leave_no_hole(void **state)
{
	struct world *w = *state;

	SHOWS("A ![cat](c.png) sat.\n", "A sat.");
	SHOWS("![cat](c.png) A <b>b</b> c.\n", "A b c.");
	SHOWS("A b ![cat](c.png)\n\n![dog](d.png)\n\nc\n", "A b\n\nc");
	SHOWS("A\n![cat](c.png)\nb\n", "A b");
	SHOWS("<div>\nx\n</div>\n\nA <!-- no --> b\n", "A b");
	SHOWS("[![cat](c.png)](https://example.com)\n", "https://example.com");
	SHOWS("- ![cat](c.png)\n- b\n", "• b");
}

static void entities_and_escapes_are_read(void **state)
{
	struct world *w = *state;

	SHOWS("Fish &amp; chips \\*now\\* &eacute;\n", "Fish & chips *now* é");
	assert_str(source_of(w, "&"), "&amp;");
	assert_str(source_of(w, "*now"), "\\*now");
	assert_str(source_of(w, "é"), "&eacute;");
}

static void blanks_of_code_spans_stay(void **state)
{
	struct world *w = *state;

	SHOWS("a` b `c\n", "abc");
	SHOWS("`  b  `\n", " b ");
}

static void each_part_has_its_own_view(void **state)
{
	struct world *w = *state;

	load(w, "One\n---\nTwo\n\n---\n\nThree\n", true);
	assert_int_equal(w->p.n_parts, 3);
	network_view(&w->p, &w->p.parts[0], &w->a, &w->v);
	assert_str(w->v.text, "One");
	network_view(&w->p, &w->p.parts[2], &w->a, &w->v);
	assert_str(w->v.text, "Three");
	assert_str(source_of(w, "Three"), "Three");
}

/* ---- texts of targets ---- */

#define OVERRIDE(text)                                                                   \
	"---\nid: a\nauthor: p-a\ntargets:\n  - account: x\n    text: " text "\n---\n"

static void override(struct world *w, const char *text)
{
	load(w, text, false);
	assert_int_equal(w->p.n_targets, 1);
	network_view_override(&w->p, &w->p.targets[0], &w->a, &w->v);
	assert_sound(w);
}

static void a_text_of_its_own_is_posted_as_it_stands(void **state)
{
	struct world *w = *state;

	override(w, OVERRIDE("|\n      *Hello* [you](x)\n\n      - two\n"));
	assert_str(w->v.text, "*Hello* [you](x)\n\n- two");
	assert_str(source_of(w, "[you]"), "[you]");
	assert_str(source_of(w, "two"), "two");
}

static void a_folded_text_maps_back(void **state)
{
	struct world *w = *state;

	override(w, OVERRIDE(">\n      Hello\n      you"));
	assert_str(w->v.text, "Hello you");
	assert_str(source_of(w, "you"), "you");
}

static void escapes_of_quoted_text_map_back(void **state)
{
	struct world *w = *state;

	override(w, OVERRIDE("\"caf\\u00e9 \\\"x\\\" \\U0001F600!\""));
	assert_str(w->v.text, "café \"x\" 😀!");
	assert_str(source_of(w, "é"), "\\u00e9");
	assert_str(source_of(w, "😀"), "\\U0001F600");
	assert_str(source_of(w, "x"), "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_are_the_bytes_of_the_source),
		TEST(a_soft_break_is_a_blank),
		TEST(a_hard_break_is_a_line_end),
		TEST(paragraphs_are_parted_by_an_empty_line),
		TEST(headings_are_lines),
		TEST(lists_have_bullets_and_numbers),
		TEST(nested_lists_are_indented),
		TEST(the_mark_of_an_item_is_its_own),
		TEST(empty_items_are_left_out),
		TEST(quotations_keep_their_mark),
		TEST(code_is_marked_as_code),
		TEST(links_are_written_out),
		TEST(a_link_that_says_its_address_is_written_once),
		TEST(a_link_that_says_another_address_shows_both),
		TEST(a_destination_stands_before_its_title),
		TEST(a_reference_stands_at_the_link),
		TEST(an_address_with_an_entity_stands_at_the_link),
		TEST(bare_addresses_stay),
		TEST(pictures_and_html_leave_no_hole),
		TEST(entities_and_escapes_are_read),
		TEST(blanks_of_code_spans_stay),
		TEST(each_part_has_its_own_view),
		TEST(a_text_of_its_own_is_posted_as_it_stands),
		TEST(a_folded_text_maps_back),
		TEST(escapes_of_quoted_text_map_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
