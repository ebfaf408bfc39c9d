#include "policy_test.h"

#define DOCUMENT                                                                         \
	"policy.md",                                                                     \
		"---\ntitle: T\n---\n\nBe good.\n\n```decorum\nclause: good\nkept_by: "  \
		"judgement\n```\n"
#define CHOICE(name, value)                                                              \
	"  - choice: " name "\n    clause: good\n    value: " value "\n    why: So.\n"

static void an_answer_is_kept(void **state)
{
	struct world *w = *state;

	load(w, DOCUMENT, "choices.yaml",
	     "choices:\n" CHOICE("recent-posts", "30")
		     CHOICE("visible-spots", "[bio, pinned]"),
	     NULL);
	print_findings(w);
	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(w->p.n_choices, 2);
	assert_true(str_is(policy_choice(&w->p, "recent-posts"), "30"));
	assert_true(str_is(policy_choice(&w->p, "visible-spots"), "bio, pinned"));
}

static void what_is_not_said_has_an_answer_too(void **state)
{
	struct world *w = *state;

	load(w, DOCUMENT, NULL);
	assert_true(str_is(policy_choice(&w->p, "statement-days"), "7"));
	assert_null(policy_choice(&w->p, "no-such-question").p);
}

static void wrong_answers_are_refused(void **state)
{
	struct world *w = *state;

	load(w, DOCUMENT, "choices.yaml",
	     "choices:\n" CHOICE("recent-posts", "0") CHOICE("recent-replies", "maybe")
		     CHOICE("remedy-days", "soon") CHOICE("former", "[free, free]")
			     CHOICE("visible-spots", "[bio, roof]"),
	     NULL);
	assert_int_equal(w->f.v.n, 5);
	(void)said(w, "policy/choice", "a number from 1 to 1000", "0");
	(void)said(w, "policy/choice", "count, skip", "maybe");
	(void)said(w, "policy/choice", "a number from 1 to 365", "soon");
	(void)said(w, "policy/choice", "has one answer", "[free, free]");
	(void)said(w, "policy/choice", "no answer here", "roof");
}

static void wrong_questions_and_clauses_are_refused(void **state)
{
	struct world *w = *state;

	load(w, DOCUMENT, "choices.yaml",
	     "choices:\n" CHOICE("recent-post", "3") CHOICE("former", "free") CHOICE(
		     "former",
		     "free") "  - word\n"
			     "  - {choice: grounds, clause: bad, value: x, why: y}\n"
			     "  - {choice: grounds-list, clause: good, why: y}\n",
	     NULL);
	(void)said(w, "policy/choice", "did you mean \"recent-posts\"", "recent-post");
	(void)said(w, "policy/choice", "answered already", "former");
	(void)said(w, "policy/choice", "\"key: value\" lines", "word");
	(void)said(w, "policy/choice", "no clause \"bad\"", "clause");
	assert_int_equal(w->f.v.n, 5);
}

static void a_file_without_choices_is_refused(void **state)
{
	struct world *w = *state;

	load(w, DOCUMENT, "choices.yaml", "choice: x\n", NULL);
	assert_true(w->f.v.n >= 1);
	load(w, DOCUMENT, "choices.yaml", "choices: x\n", NULL);
	assert_true(w->f.v.n >= 1);
	load(w, DOCUMENT, "choices.yaml", "", NULL);
	assert_true(w->f.v.n >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_answer_is_kept),
		TEST(what_is_not_said_has_an_answer_too),
		TEST(wrong_answers_are_refused),
		TEST(wrong_questions_and_clauses_are_refused),
		TEST(a_file_without_choices_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
