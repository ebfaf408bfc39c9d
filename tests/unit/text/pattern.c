#include "token_test.h"

#include "text/pattern.h"

#include "core/limits.h"

/* ---- trees, written down ---- */

static void write_tree(struct buf *out, const struct pattern *p)
{
	static const char *const names[] = {
		[PATTERN_WORD] = "",      [PATTERN_EXACT] = "exact ",
		[PATTERN_CASE] = "case ", [PATTERN_LIST] = "list ",
		[PATTERN_CLASS] = "#",    [PATTERN_GAP] = "gap ",
		[PATTERN_SEQ] = "",       [PATTERN_ALT] = "or",
		[PATTERN_REGEX] = "regex ",
		[PATTERN_OPT] = "opt",
	};

	buf_cstr(out, names[p->kind]);
	buf_str(out, p->text);
	if (p->kind == PATTERN_GAP)
		buf_printf(out, "%u", p->max);
	if (p->n_kids) {
		for (size_t i = 0; i < p->n_kids; i++) {
			buf_cstr(out, i ? ", " : "(");
			write_tree(out, p->kids[i]);
		}
		buf_char(out, ')');
	}
	if (p->pos.n)
		buf_printf(out, ":%.*s", STR_ARG(p->pos));
}

static struct pattern *parse(struct world *w, const char *text)
{
	struct pattern_error bad;
	struct pattern *p;

	if (!pattern_parse(str_from(text), &w->a, &p, &bad))
		fail_msg("'%s': %s", text, bad.msg);
	return p;
}

static void is_tree(struct world *w, const char *text, const char *tree)
{
	struct buf got;

	buf_init(&got, 0);
	write_tree(&got, parse(w, text));
	assert_str(buf_view(&got), tree);
	buf_release(&got);
}

/* The pattern is refused for the bytes `at` with a message that holds `says`. */
static void is_bad(struct world *w, const char *text, const char *at, const char *says)
{
	struct pattern_error bad;
	struct pattern *p;

	if (pattern_parse(str_from(text), &w->a, &p, &bad))
		fail_msg("'%s' was taken", text);
	assert_null(p);
	assert_str(str_span(str_from(text), bad.at), at);
	if (str_find(str_from(bad.msg), str_from(says), 0) == SIZE_MAX)
		fail_msg("'%s': %s", text, bad.msg);
}

/* ---- shapes ---- */

static void words_stand_in_a_row(void **state)
{
	is_tree(*state, "want", "want");
	is_tree(*state, "  Want   TO ", "(want, to)");
	is_tree(*state, "Caf\xc3\xa9", "caf\xc3\xa9");
}

static void a_bar_binds_tighter_than_a_blank(void **state)
{
	is_tree(*state, "want|plan to", "(or(want, plan), to)");
	is_tree(*state, "to a|b|c", "(to, or(a, b, c))");
}

static void groups_hold_several_words(void **state)
{
	is_tree(*state, "(very bad)|awful idea", "(or((very, bad), awful), idea)");
	is_tree(*state, "(a)", "a");
	is_tree(*state, "((a b))", "(a, b)");
	is_tree(*state, "(a b)|(c d)", "or((a, b), (c, d))");
}

static void a_question_mark_makes_a_group_optional(void **state)
{
	is_tree(*state, "(really)? bad", "(opt(really), bad)");
	is_tree(*state, "your (own|very own)? fault",
		"(your, opt((or(own, very), own)), fault)");
}

static void lists_classes_and_gaps_are_told_apart(void **state)
{
	is_tree(*state, "{insult} ...3 #MONEY|#WORD",
		"(list insult, gap 3, or(#MONEY, #WORD))");
	is_tree(*state, "a (b ...2)? c", "(a, opt((b, gap 2)), c)");
}

static void exact_forms_keep_their_form_or_case(void **state)
{
	is_tree(*state, "\"Shut Up\"", "(exact shut, exact up)");
	is_tree(*state, "=Apple", "case Apple");
	is_tree(*state, "\"wanted\"|=Want", "or(exact wanted, case Want)");
}

static void contractions_are_split_as_texts_are(void **state)
{
	is_tree(*state, "don't", "(do, not)");
	is_tree(*state, "can\xe2\x80\x99t", "(can, not)");
	is_tree(*state, "don't|won't you're", "(or((do, not), (will, not)), (you, are))");
	is_tree(*state, "it's", "(it, 's)");
}

static void a_clitic_may_stand_alone(void **state)
{
	is_tree(*state, "are|'re", "or(are, are)");
	is_tree(*state, "is|\xe2\x80\x99s n't 'll 've 'm 'd",
		"(or(is, 's), not, will, have, am, 'd)");
}

static void marks_may_follow_directly(void **state)
{
	is_tree(*state, "you {insult}!", "(you, list insult, !)");
	is_tree(*state, "(so)?, \"no\"\\?", "(opt(so), ,, exact no, ?)");
	is_bad(*state, "{insult}s", "{insult}s", "a blank is missing");
	is_bad(*state, "{a}{b}", "{a}{", "a blank is missing");
	is_bad(*state, "{a}...2 b", "...2", "a blank on both sides");
}

static void parts_of_speech_are_kept(void **state)
{
	is_tree(*state, "love:noun {actor}:verb", "(love:noun, list actor:verb)");
}

static void a_backslash_takes_the_meaning_away(void **state)
{
	is_tree(*state, "\\#1", "(#, 1)");
	is_tree(*state, "\\(a\\|b\\)", "((, a, |, b, ))");
	is_tree(*state, "really\\?", "(really, ?)");
	is_tree(*state, "wait\\...", "(wait, ...)");
	is_tree(*state, "\\\\", "\\");
	is_tree(*state, "\"a \\\" b\"", "(exact a, exact \", exact b)");
	is_tree(*state, "\\=a", "(=, a)");
}

static void spans_are_in_the_text_as_written(void **state)
{
	static const char text[] = "a \\#x|(b c)? {list} don't";
	struct world *w = *state;
	const char *bad = "x|(b c)?";
	struct pattern *p;
	struct pattern_error e;

	/* An optional alternative is refused: see the troubles below. */
	assert_false(pattern_parse(str_from(text), &w->a, &p, &e));
	assert_str(str_span(str_from(text), e.at), bad + 2);
	p = parse(w, "a \\#x|(b c) {list} don't");
	assert_int_equal(p->n_kids, 4);
	assert_int_equal(p->kids[1]->at.start, 2);
	assert_int_equal(p->kids[1]->at.end, 11);
	assert_int_equal(p->kids[1]->kids[1]->at.start, 6);
	assert_int_equal(p->kids[2]->at.start, 12);
	assert_int_equal(p->kids[2]->at.end, 18);
	assert_int_equal(p->kids[3]->kids[1]->at.start, 21);
	assert_int_equal(p->kids[3]->kids[1]->at.end, 24);
}

/* ---- troubles ---- */

static void nothing_is_refused(void **state)
{
	is_bad(*state, "", "", "empty pattern");
	is_bad(*state, "  ", "  ", "empty pattern");
	is_bad(*state, "a () b", "()", "empty group");
	is_bad(*state, "\"\"", "\"\"", "nothing to look for");
	is_bad(*state, "\xe2\x80\x8b", "\xe2\x80\x8b", "nothing to look for");
}

static void an_empty_alternative_is_refused(void **state)
{
	is_bad(*state, "a||b", "||", "nothing stands between | and |");
	is_bad(*state, "a| |b", "| |", "nothing stands between | and |");
	is_bad(*state, "a|", "|", "nothing stands behind |");
	is_bad(*state, "(a|) b", "|", "nothing stands behind |");
	is_bad(*state, "x (|a)", "|", "nothing stands before |");
}

static void blanks_beside_a_bar_are_refused(void **state)
{
	is_bad(*state, "a | b", "|", "without blanks");
	is_bad(*state, "a| b", "| ", "without blanks");
}

static void an_unclosed_group_is_refused(void **state)
{
	is_bad(*state, "zorg is (bad", "(", "its ) is missing");
	is_bad(*state, "((a)", "(", "its ) is missing");
	is_bad(*state, "a) b", ")", "no ( stands before");
	is_bad(*state, "a}", "}", "no { stands before");
	is_bad(*state, "a \"b", "\"b", "second quotation mark");
}

static void a_gap_at_either_end_is_refused(void **state)
{
	is_bad(*state, "...3 a", "...3", "between words");
	is_bad(*state, "a ...3", "...3", "between words");
	is_bad(*state, "(a)? ...3 b", "...3", "between words");
	is_bad(*state, "a (b ...2)?", "...2", "between words");
	is_bad(*state, "a|(b ...2 c)|(...4 d) e", "...4", "between words");
}

static void a_regular_expression_stands_between_slashes(void **state)
{
	is_tree(*state, "ticket /[A-Z]+-\\d{2,5}/", "(ticket, regex [A-Z]+-\\d{2,5})");
	is_tree(*state, "a x|/b|c/ d", "(a, or(x, regex b|c), d)");
	is_tree(*state, "a (/\\/x\"/)?", "(a, opt(regex \\/x\"))");
	is_tree(*state, "and/or", "(and, /, or)");
	is_tree(*state, "a / b", "(a, /, b)");
	is_tree(*state, "a \\/b/", "(a, (/, b, /))");
}

static void a_bad_regular_expression_is_refused(void **state)
{
	char longest[260] = "a /";

	is_bad(*state, "/x/", "/x/", "cannot start with a regular expression");
	is_bad(*state, "(a)? b|/x/ c", "/x/", "cannot start with a regular expression");
	is_bad(*state, "a /b c/", "/b ", "has no blanks");
	is_bad(*state, "a /b", "/b", "second slash");
	is_bad(*state, "a /b\\", "/b\\", "second slash");
	is_bad(*state, "a //", "//", "nothing stands between");
	is_bad(*state, "a /b/c", "/b/c", "a blank is missing");
	memset(longest + 3, 'x', 201);
	longest[204] = '/';
	is_bad(*state, longest, longest + 2, "at most 200 bytes");
}

static void a_gap_says_its_width(void **state)
{
	is_bad(*state, "a ... b", "...", "how many words");
	is_bad(*state, "a ...0 b", "...0", "1 to 20");
	is_bad(*state, "a ...21 b", "...21", "1 to 20");
	is_bad(*state, "a ...99999999999999999999 b", "...99999999999999999999",
	       "1 to 20");
	is_bad(*state, "a ...2 ...3 b", "...2 ...3", "two gaps");
	is_bad(*state, "a wait...3 b", "...3", "a blank on both sides");
	is_bad(*state, "a ...3b c", "...3", "a blank on both sides");
	is_bad(*state, "a ....3 c", "...", "a blank on both sides");
	is_bad(*state, "a|...3 b", "|...", "cannot be an alternative");
	is_bad(*state, "a ...3|b c", "...3|", "cannot be an alternative");
}

static void an_unknown_class_has_a_guess(void **state)
{
	is_bad(*state, "a #MONY b", "#MONY", "did you mean #MONEY?");
	is_bad(*state, "#url", "#url", "did you mean #URL?");
	is_bad(*state, "#ZZZZZZZ", "#ZZZZZZZ", "MONEY NUMBER PERCENT");
	is_bad(*state, "# 1", "#", "name of a class is missing");
}

static void a_list_needs_its_name(void **state)
{
	is_bad(*state, "{}", "{}", "is missing between { and }");
	is_bad(*state, "{a b}", "{a ", "between { and }");
	is_bad(*state, "{a", "{a", "between { and }");
}

static void what_matches_nothing_is_refused(void **state)
{
	is_bad(*state, "(a)?", "(a)?", "everything in this pattern is optional");
	is_bad(*state, "(a)? (b)?", "(a)? (b)?",
	       "everything in this pattern is optional");
	is_bad(*state, "(a)?|b", "(a)?", "an alternative that may be missing");
	is_bad(*state, "b|((a)?)", "(a)?", "an alternative that may be missing");
}

static void what_reads_in_two_ways_is_refused(void **state)
{
	is_bad(*state, "really?", "?", "only a group can be optional");
	is_bad(*state, "{list}?", "?", "only a group can be optional");
	is_bad(*state, "weather*", "*", "all forms of a word are found without it");
	is_bad(*state, "a|weather* b", "*", "write \\* for the mark itself");
	is_bad(*state, "(weather*)", "*", "(a|b)");
	is_bad(*state, "{list}*", "*", "stands for no other letters");
	is_bad(*state, "a(b)", "a(", "a blank is missing");
	is_bad(*state, "\"a\"b", "\"a\"b", "a blank is missing");
	is_bad(*state,
	       "\xe2\x80\x9c"
	       "a\xe2\x80\x9d",
	       "\xe2\x80\x9c", "straight quotation marks");
	is_bad(*state, "=\"A B\"", "=", "a word in its exact case");
	is_bad(*state, "w: x", ":", "part of speech");
	is_bad(*state, "12:30", ":30", "part of speech");
	is_bad(*state, "\\d+", "\\d", "regular expressions go under");
	is_bad(*state, "a\\", "\\", "a character is missing behind");
}

static void nesting_has_a_limit(void **state)
{
	is_tree(*state, "((((((((((((((((a b))))))))))))))))", "(a, b)");
	is_bad(*state, "(((((((((((((((((a b)))))))))))))))))", "(", "more than 16 deep");
}

static void length_has_a_limit(void **state)
{
	struct world *w = *state;
	struct pattern_error bad;
	struct pattern *p;
	struct buf b;

	buf_init(&b, 0);
	buf_fill(&b, 'a', LIMIT_PATTERN);
	assert_true(pattern_parse(buf_view(&b), &w->a, &p, &bad));
	buf_char(&b, 'a');
	assert_false(pattern_parse(buf_view(&b), &w->a, &p, &bad));
	assert_non_null(strstr(bad.msg, "2048 bytes"));
	buf_release(&b);
}

static void bytes_that_are_no_text_are_refused(void **state)
{
	is_bad(*state, "a \xff", "\xff", "not UTF-8");
	is_bad(*state, "a \x1b[m", "\x1b", "control character");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_stand_in_a_row),
		TEST(a_bar_binds_tighter_than_a_blank),
		TEST(groups_hold_several_words),
		TEST(a_question_mark_makes_a_group_optional),
		TEST(lists_classes_and_gaps_are_told_apart),
		TEST(exact_forms_keep_their_form_or_case),
		TEST(contractions_are_split_as_texts_are),
		TEST(a_clitic_may_stand_alone),
		TEST(marks_may_follow_directly),
		TEST(parts_of_speech_are_kept),
		TEST(a_backslash_takes_the_meaning_away),
		TEST(spans_are_in_the_text_as_written),
		TEST(nothing_is_refused),
		TEST(an_empty_alternative_is_refused),
		TEST(blanks_beside_a_bar_are_refused),
		TEST(an_unclosed_group_is_refused),
		TEST(a_gap_at_either_end_is_refused),
		TEST(a_regular_expression_stands_between_slashes),
		TEST(a_bad_regular_expression_is_refused),
		TEST(a_gap_says_its_width),
		TEST(an_unknown_class_has_a_guess),
		TEST(a_list_needs_its_name),
		TEST(what_matches_nothing_is_refused),
		TEST(what_reads_in_two_ways_is_refused),
		TEST(nesting_has_a_limit),
		TEST(length_has_a_limit),
		TEST(bytes_that_are_no_text_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
