#include "policy_test.h"

#define GUARD(id) "```decorum\nclause: " id "\nkept_by: guard\n```\n"

static struct str sentence(const struct world *w, size_t i)
{
	assert_true(i < w->p.n_clauses);
	return w->p.clauses[i].sentence;
}

static struct str sentence_bytes(const struct world *w, size_t i)
{
	const struct policy_clause *c = &w->p.clauses[i];

	return str_span(c->source->bytes, c->sentence_at);
}

static void a_block_in_a_list_item_quotes_the_item(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     HEAD
	     "- One rule.\n\n  ```decorum\n  clause: one\n  kept_by: guard\n  ```\n\n"
	     "- Two rules.\n",
	     NULL);
	said_nothing(w);
	assert_str(sentence(w, 0), "One rule.");
	assert_str(sentence_bytes(w, 0), "One rule.");
}

static void a_block_after_a_list_quotes_its_last_item(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "1. First.\n2. Second *thing*.\n\n" GUARD("one"), NULL);
	said_nothing(w);
	assert_str(sentence(w, 0), "Second thing.");
}

static void blocks_in_a_row_share_the_paragraph(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Be kind.\n\n" GUARD("one") "\n" GUARD("two"), NULL);
	said_nothing(w);
	assert_str(sentence(w, 0), "Be kind.");
	assert_str(sentence(w, 1), "Be kind.");
}

static void a_clause_may_mean_one_sentence(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     HEAD "Be kind. Spell *well*\nat all times. Ask.\n\n"
		  "```decorum\nclause: spell\nkept_by: guard\nsentence: 2\n```\n\n"
		  "```decorum\nclause: rest\nkept_by: guard\nsentence: [2, 3]\n```\n",
	     NULL);
	said_nothing(w);
	assert_str(sentence(w, 0), "Spell well at all times.");
	assert_str(sentence_bytes(w, 0), "Spell *well*\nat all times.");
	assert_true(w->p.clauses[0].part);
	assert_str(sentence(w, 1), "Spell well at all times. Ask.");
}

static void a_sentence_that_is_not_there_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     HEAD
	     "Be kind. Ask.\n\n```decorum\nclause: a\nkept_by: guard\nsentence: 3\n```\n",
	     NULL);
	said_once(w);
	said(w, "policy/clause", "has 2 sentences", "3");
}

static void sentences_that_are_no_neighbours_are_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     HEAD "A b. C d. E f.\n\n"
		  "```decorum\nclause: a\nkept_by: guard\nsentence: [1, 3]\n```\n",
	     NULL);
	said_once(w);
	said(w, "policy/clause", "neighbours", "[1, 3]");
}

static void a_heading_is_no_sentence(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "# Kindness\n\n" GUARD("one"), NULL);
	said_once(w);
	said(w, "policy/clause", "only a heading", "clause");
	assert_int_equal(w->p.n_clauses, 1); /* still shown */
}

static void a_block_at_the_top_has_no_sentence(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD GUARD("one") "\nToo late.\n", NULL);
	said_once(w);
	said(w, "policy/clause", "no sentence stands above", "clause");
}

static void a_block_in_a_quotation_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     HEAD "> Be kind.\n>\n> ```decorum\n> clause: a\n> kept_by: guard\n> ```\n",
	     NULL);
	assert_int_equal(findings_worst(&w->f), LEVEL_BLOCK);
	assert_str(w->f.v.p[0].rule, "policy/clause");
	assert_true(str_find(w->f.v.p[0].msg, STR("quotation"), 0) != SIZE_MAX);
}

static void an_empty_block_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Be kind.\n\n```decorum\n```\n", NULL);
	assert_int_equal(findings_worst(&w->f), LEVEL_BLOCK);
	assert_int_equal(w->p.n_clauses, 0);
}

static void a_block_with_nearly_our_name_is_said(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Kind.\n\n" GUARD("a") "\n```decorm\nclause: x\n```\n",
	     NULL);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "policy/clause");
	assert_true(str_find(w->f.v.p[0].msg, STR("did you mean"), 0) != SIZE_MAX);
}

static void other_blocks_of_code_are_left_alone(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Kind.\n\n" GUARD("a") "\n```yaml\nname: x\n```\n",
	     NULL);
	said_nothing(w);
	assert_int_equal(w->p.n_clauses, 1);
}

static void the_same_clause_twice_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Kind.\n\n" GUARD("one") "\nFair.\n\n" GUARD("one"),
	     NULL);
	said_once(w);
	said(w, "policy/clause", "there already, at policy.md:7", "one");
	/* The second one, not the first. */
	assert_int_equal(w->f.v.p[0].at.start,
			 str_find(w->f.v.p[0].source->bytes, STR("one"),
				  str_find(w->f.v.p[0].source->bytes, STR("Fair."), 0)));
}

static void an_unknown_key_has_its_place_and_a_guess(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Kind.\n\n```decorum\nclause: a\nkeptby: guard\n```\n",
	     NULL);
	said(w, "policy/clause", "kept_by", "keptby");
}

static void who_keeps_it_must_be_said(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Kind.\n\n```decorum\nclause: a\n```\n", NULL);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "policy/clause");
	assert_true(str_find(w->f.v.p[0].msg, STR("kept_by"), 0) != SIZE_MAX);
}

static void kept_by_rule_needs_rules(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Kind.\n\n```decorum\nclause: a\nkept_by: rule\n```\n",
	     NULL);
	said_once(w);
	said(w, "policy/clause", "needs \"rules:\"", "rule");
}

static void rules_need_kept_by_rule(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     HEAD "Kind.\n\n```decorum\nclause: a\nkept_by: judgement\nrules:\n" RULE(
		     "    length: true\n") "```\n",
	     NULL);
	said_once(w);
	said(w, "policy/clause", "this clause is kept by judgement", "rules");
}

static void rules_that_guard_need_kept_by_guard_and_no_others_do(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     HEAD "Kind.\n\n```decorum\nclause: a\nkept_by: guard\nrules:\n" RULE(
		     "    guard: unassociated\n") "```\n",
	     NULL);
	said_nothing(w);
	load(w, "policy.md",
	     HEAD "Kind.\n\n```decorum\nclause: a\nkept_by: guard\nrules:\n" RULE(
		     "    length: true\n") "```\n",
	     NULL);
	said_once(w);
	assert_non_null(strstr(w->f.v.p[0].msg.p, "no rules but those with \"guard\""));
	load(w, "policy.md", CLAUSE(RULE("    guard: unassociated\n")), NULL);
	said_once(w);
	assert_non_null(strstr(w->f.v.p[0].msg.p, "needs \"kept_by: guard\""));
}

static void wrong_yaml_is_at_its_place(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Kind.\n\n```decorum\nclause: a\nclause: b\n```\n",
	     NULL);
	assert_int_equal(findings_worst(&w->f), LEVEL_BLOCK);
	assert_str(w->f.v.p[0].rule, "policy/yaml");
	assert_int_equal(w->f.v.p[0].at.start,
			 str_find(w->f.v.p[0].source->bytes, STR("clause: b"), 0));
}

static void the_head_needs_a_title(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", "---\nlicence: MIT\n---\nKind.\n\n" GUARD("a"), NULL);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "policy/front-matter");
	assert_true(str_find(w->f.v.p[0].msg, STR("title"), 0) != SIZE_MAX);
}

static void a_policy_without_a_head_is_advised(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", "Kind.\n\n" GUARD("a"), NULL);
	said_once(w);
	assert_int_equal(said(w, "policy/front-matter", "title: ...", "")->level,
			 LEVEL_ADVISE);
}

static void cc_by_asks_for_attribution_and_changes(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     "---\ntitle: T\nlicence: CC-BY-SA-4.0\n---\nKind.\n\n" GUARD("a"), NULL);
	assert_int_equal(w->f.v.n, 2);
	said(w, "policy/front-matter", "\"attribution:\"", "CC-BY-SA-4.0");
	said(w, "policy/front-matter", "\"changes:\"", "CC-BY-SA-4.0");
}

static void only_the_first_document_has_a_head(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", HEAD "Kind.\n\n" GUARD("a"), "z.md",
	     "---\ntitle: Other\n---\nText.\n", NULL);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "policy/front-matter");
	assert_str(w->p.title, "House rules");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_block_in_a_list_item_quotes_the_item),
		TEST(a_block_after_a_list_quotes_its_last_item),
		TEST(blocks_in_a_row_share_the_paragraph),
		TEST(a_clause_may_mean_one_sentence),
		TEST(a_sentence_that_is_not_there_is_refused),
		TEST(sentences_that_are_no_neighbours_are_refused),
		TEST(a_heading_is_no_sentence),
		TEST(a_block_at_the_top_has_no_sentence),
		TEST(a_block_in_a_quotation_is_refused),
		TEST(an_empty_block_is_refused),
		TEST(a_block_with_nearly_our_name_is_said),
		TEST(other_blocks_of_code_are_left_alone),
		TEST(the_same_clause_twice_is_refused),
		TEST(an_unknown_key_has_its_place_and_a_guess),
		TEST(who_keeps_it_must_be_said),
		TEST(kept_by_rule_needs_rules),
		TEST(rules_need_kept_by_rule),
		TEST(rules_that_guard_need_kept_by_guard_and_no_others_do),
		TEST(wrong_yaml_is_at_its_place),
		TEST(the_head_needs_a_title),
		TEST(a_policy_without_a_head_is_advised),
		TEST(cc_by_asks_for_attribution_and_changes),
		TEST(only_the_first_document_has_a_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
