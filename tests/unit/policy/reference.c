/* The page for policy owners names everything that the compiler knows. */
#include "policy_test.h"
#include "core/file.h"

static struct str page(struct world *w)
{
	struct str text;
	struct err e;

	if (file_read("docs/formats/policy.md", 1 << 20, &w->a, &text, &e) < 0)
		fail_msg("%s", e.msg);
	return text;
}

static void every_key_is_in_the_reference(void **state)
{
	struct world *w = *state;
	const struct str text = page(w);
	const struct policy_keys *places;
	size_t n;

	places = policy_keys(&n);
	assert_true(n > 5);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < places[i].n; k++) {
			const struct str cell =
				arena_printf(&w->a, "`%s`", places[i].p[k].key);

			if (str_find(text, cell, 0) == SIZE_MAX)
				fail_msg("%s: \"%s\" is not in docs/formats/policy.md",
					 places[i].place, places[i].p[k].key);
			assert_true(strlen(places[i].p[k].meaning) > 5);
		}
	}
}

static void every_kind_of_finding_is_in_the_reference(void **state)
{
	struct world *w = *state;
	const struct str text = page(w);
	size_t n = 0;

	for (int i = 0; i < FINDING_KINDS; i++) {
		const struct str id = str_from(finding_info((enum finding_kind)i)->id);

		if (!str_starts(id, "policy/"))
			continue;
		n++;
		if (str_find(text, arena_printf(&w->a, "| `%.*s` |", STR_ARG(id)), 0) ==
		    SIZE_MAX)
			fail_msg("%.*s is not in docs/formats/policy.md", STR_ARG(id));
	}
	assert_true(n > 10);
}

static void the_first_clause_of_the_reference_compiles(void **state)
{
	struct world *w = *state;
	const struct str text = page(w);
	const size_t start = str_find(text, STR("````markdown\n"), 0) + 13;
	const size_t end = str_find(text, STR("\n````\n"), start);
	const struct policy_file files[] = {
		{ STR("policy.md"), str_slice(text, start, end) },
		{ STR("lexicons/political-actor.yaml"), STR("terms: [Ingsoc, party]\n") },
		{ STR("lexicons/harm.yaml"), STR("terms: [kill, destroy]\n") },
	};

	findings_init(&w->f, &w->a);
	policy_load(files, 3, &w->a, &w->p, &w->f);
	print_findings(w);
	assert_int_equal(findings_worst(&w->f), LEVEL_ADVISE); /* no head: an excerpt */
	assert_int_equal(w->p.n_rules, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_key_is_in_the_reference),
		TEST(every_kind_of_finding_is_in_the_reference),
		TEST(the_first_clause_of_the_reference_compiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
