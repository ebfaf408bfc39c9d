/* What YAML takes otherwise than it was meant: said at the slip, with the way out. */
#include "policy_test.h"

#define FIND(pattern) CLAUSE(RULE("    find: " pattern "\n" EXAMPLES))
#define ITEM(pattern) FIND("\n      - fine\n      - " pattern)

static void load_policy(struct world *w, const char *text)
{
	load(w, "policy.md", text, NULL);
}

/* ---- " #" ---- */

static void a_pattern_that_yaml_cuts_is_refused(void **state)
{
	struct world *w = *state;

	load_policy(w, ITEM("we save #MONEY"));
	said_once(w);
	said(w, "policy/pattern", "from # on as a comment: put the text in quotes",
	     "#MONEY");
}

static void a_pattern_that_yaml_cuts_to_nothing_is_refused(void **state)
{
	struct world *w = *state;

	load_policy(w, FIND("#MONEY"));
	said(w, "policy/pattern", "comment", "#MONEY");
}

static void a_quoted_pattern_may_have_a_comment(void **state)
{
	struct world *w = *state;

	load_policy(w, ITEM("\"we save #MONEY\" # why"));
	said_nothing(w);
	assert_str(w->p.rules[0].patterns[1].text, "we save #MONEY");
}

static void every_text_that_is_judged_is_whole(void **state)
{
	struct world *w = *state;

	load_policy(w, CLAUSE(RULE("    regex: zorg #1\n"
				   "    unless: [near a #CAPS\n      , {near: b #EMOJI\n"
				   "      }]\n"
				   "    suggest: Write #ad instead\n"
				   "    examples:\n      fail:\n        - a «zorg» #two\n"
				   "        - «zorg»\n      pass: [fine, good]\n")));
	assert_int_equal(w->f.v.n, 5);
	said(w, "policy/regex", "comment", "#1");
	said(w, "policy/pattern", "comment", "#CAPS");
	said(w, "policy/pattern", "comment", "#EMOJI");
	said(w, "policy/rule", "comment", "#ad instead");
	said(w, "policy/example", "comment", "#two");
}

static void a_comment_behind_other_values_is_a_comment(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE("  - id: tone/a # first\n    level: ask # why\n    say: No # so\n"
		    "    terms: a # the list\n" EXAMPLES),
	     "lexicons/a.yaml", "terms: # all\n  - clown # mild\n", NULL);
	said_nothing(w);
}

static void a_term_with_a_hashtag_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    length: true\n")), "lexicons/a.yaml",
	     "terms:\n  - total #fail\n  - fine\n", NULL);
	said_once(w);
	said(w, "policy/list", "comment", "#fail");
}

static void a_list_that_ends_in_a_comment_is_explained(void **state)
{
	struct world *w = *state;

	load_policy(w, FIND("[we save #MONEY]"));
	said_once(w);
	said(w, "policy/yaml", "comment", "#MONEY]");
	load_policy(w, FIND("[we save #MONEY,\n      fine]"));
	said_once(w);
	said(w, "policy/yaml", "comment", "#MONEY,");
}

/* ---- quotes ---- */

static void braces_need_quotes(void **state)
{
	struct world *w = *state;

	load_policy(w, ITEM("{competitor} ...3 {bad-word}"));
	said_once(w);
	said(w, "policy/yaml", "must stand in quotes", "{competitor} ...3 {bad-word}");
	load_policy(w, FIND("[a, the {list} one]"));
	said_once(w);
	said(w, "policy/yaml", "must stand in quotes", "{");
	load_policy(w, ITEM("{list}"));
	said_once(w);
	said(w, "policy/rule", "starts with { must stand in quotes", "{list}");
	load_policy(w, FIND("{list}"));
	said_once(w);
	said(w, "policy/rule", "starts with { must stand in quotes", "{list}");
}

static void a_text_with_a_colon_needs_quotes(void **state)
{
	struct world *w = *state;

	load_policy(w, ITEM("we|they: do it"));
	said_once(w);
	said(w, "policy/rule", "\": \" in it must stand in quotes", "we|they: do it");
}

static void a_bracket_needs_quotes(void **state)
{
	struct world *w = *state;

	load_policy(w, FIND("[a|b] c"));
	said_once(w);
	said(w, "policy/yaml", "starts with [ must stand in quotes", "[a|b] c");
}

static void an_apostrophe_ends_the_quotation(void **state)
{
	struct world *w = *state;

	load_policy(w, ITEM("'Don't say it'"));
	said_once(w);
	said(w, "policy/yaml", "write '' for the character itself", "'");
	assert_true(str_starts(
		str_slice(w->f.v.p[0].source->bytes, w->f.v.p[0].at.start, SIZE_MAX),
		"'t say"));
	load_policy(w, FIND("['we don't', fine]"));
	said_once(w);
	said(w, "policy/yaml", "write '' for", "'");
}

static void text_behind_a_quotation_is_explained(void **state)
{
	struct world *w = *state;

	load_policy(w, ITEM("\"wanted\" to"));
	said_once(w);
	said(w, "policy/yaml", "put all of the text in single quotes", "to");
	load_policy(w, FIND("\"wanted\" to"));
	said_once(w);
	said(w, "policy/yaml", "put all of the text in single quotes", "to");
}

/* ---- blanks ---- */

static void a_key_without_a_blank_is_named(void **state)
{
	struct world *w = *state;

	load_policy(w,
		    CLAUSE("  - id: tone/a\n    level:ask\n    say: x\n    find: a\n"));
	said_once(w);
	said(w, "policy/yaml", "a blank is missing after \"level:\"", "level:");
	load_policy(w,
		    CLAUSE("  - id:tone/a\n    level: ask\n    say: x\n    find: a\n"));
	said_once(w);
	said(w, "policy/yaml", "a blank is missing after \"id:\"", "id:");
}

static void odd_blanks_are_named_where_they_stand(void **state)
{
	struct world *w = *state;

	load_policy(w, CLAUSE("  - id: tone/a\n\tlevel: ask\n    say: x\n    find: a\n"));
	said_once(w);
	said(w, "policy/yaml", "a tab stands here", "\t");
	load_policy(w, CLAUSE("  - id: tone/a\n\xC2\xA0   level: ask\n    say: x\n"));
	said_once(w);
	said(w, "policy/yaml", "no plain space", "\xC2\xA0");
	load_policy(w, CLAUSE("  - id: tone/a\n    \xC2\xA0level: ask\n    length: true\n"
			      "    say: x\n"));
	said(w, "policy/rule", "no plain space", "\xC2\xA0");
}

static void other_complaints_stay_as_they_are(void **state)
{
	struct world *w = *state;

	load_policy(w, CLAUSE("  - id: tone/a\n   level: ask\n"));
	said_once(w);
	assert_str(w->f.v.p[0].rule, "policy/yaml");
}

static void an_unclosed_quotation_is_shown_where_it_opens(void **state)
{
	struct world *w = *state;

	load_policy(w, FIND("\"open"));
	said_once(w);
	said(w, "policy/yaml", "its second quotation mark is missing", "\"open");
	load_policy(w, FIND("'open\n    suggest: 'Other words'"));
	said_once(w);
	said(w, "policy/yaml", "its second quotation mark is missing", "'open");
	load_policy(w, FIND("[\"zorg\", \"open]"));
	said_once(w);
	said(w, "policy/yaml", "its second quotation mark is missing", "\"open]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_pattern_that_yaml_cuts_is_refused),
		TEST(a_pattern_that_yaml_cuts_to_nothing_is_refused),
		TEST(a_quoted_pattern_may_have_a_comment),
		TEST(every_text_that_is_judged_is_whole),
		TEST(a_comment_behind_other_values_is_a_comment),
		TEST(a_term_with_a_hashtag_is_refused),
		TEST(a_list_that_ends_in_a_comment_is_explained),
		TEST(braces_need_quotes),
		TEST(a_text_with_a_colon_needs_quotes),
		TEST(a_bracket_needs_quotes),
		TEST(an_apostrophe_ends_the_quotation),
		TEST(text_behind_a_quotation_is_explained),
		TEST(a_key_without_a_blank_is_named),
		TEST(odd_blanks_are_named_where_they_stand),
		TEST(an_unclosed_quotation_is_shown_where_it_opens),
		TEST(other_complaints_stay_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
