/* Files of figures that are public. */
#include "post_test.h"

static void read_facts(struct world *w, const char *text, struct public_facts *out)
{
	struct source *s = ARENA_NEW(&w->a, struct source);
	struct diags d = { .a = &w->a };

	findings_init(&w->f, &w->a);
	*out = (struct public_facts){ 0 };
	assert_true(source_init(s, STR("facts/a.yaml"), str_from(text), LIMIT_REGISTRY,
				&w->a, &d));
	public_facts_add(out, s, &w->a, &w->f);
}

/* One finding that says this of these bytes. */
static void complains(const struct world *w, const char *says, const char *at)
{
	assert_int_equal(w->f.v.n, 1);
	assert_true(str_is(w->f.v.p[0].rule, "posts/registry"));
	if (str_find(w->f.v.p[0].msg, str_from(says), 0) == SIZE_MAX)
		fail_msg("'%.*s'", STR_ARG(w->f.v.p[0].msg));
	assert_true(str_is(str_span(w->f.v.p[0].source->bytes, w->f.v.p[0].at), at));
}

#define FACT(value, since)                                                               \
	"facts:\n  - statement: Income of May\n    value: " value                        \
	"\n    public_since: " since "\n    source: https://example.com/may\n"

static void a_fact_has_figures_a_day_and_a_source(void **state)
{
	struct world *w = *state;
	struct public_facts facts;

	read_facts(w, FACT("[$84k, \"12 %\"]", "2026-06-01"), &facts);
	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(facts.v.n, 1);
	assert_int_equal(facts.v.p[0].n_values, 2);
	assert_true(str_is(facts.v.p[0].values[1], "12 %"));
	assert_true(str_is(facts.v.p[0].since, "2026-06-01"));
	assert_true(str_is(facts.v.p[0].url, "https://example.com/may"));
	read_facts(w, "facts: []\n", &facts);
	assert_int_equal(w->f.v.n, 0);
	assert_int_equal(facts.v.n, 0);
}

static void a_value_is_exactly_one_figure(void **state)
{
	static const char *const bad[] = { "half a million dollars", "5-10%", "much",
					   "$84k or so", "12 and 13" };
	struct world *w = *state;
	struct public_facts facts;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		const struct str text =
			arena_printf(&w->a,
				     "facts:\n  - statement: Income\n    value: %s\n"
				     "    public_since: 2026-06-01\n"
				     "    source: https://example.com/may\n",
				     bad[i]);

		read_facts(w, text.p, &facts);
		complains(w, "not one figure", bad[i]);
		assert_int_equal(facts.v.p[0].n_values, 0);
	}
}

static void a_file_with_a_fault_makes_nothing_public(void **state)
{
	struct world *w = *state;
	struct public_facts facts;

	read_facts(w, FACT("$84k", "2026-02-30"), &facts);
	assert_int_equal(w->f.v.n, 1);
	assert_int_equal(facts.v.n, 0);
	read_facts(w, FACT("$84k", "2026-06-01\n    sauce: x"), &facts);
	complains(w, "did you mean \"source\"?", "sauce");
	assert_int_equal(facts.v.n, 0);
	read_facts(w, "- a\n", &facts);
	assert_int_equal(w->f.v.n, 1);
	read_facts(w, "", &facts);
	assert_int_equal(w->f.v.n, 1);
	assert_int_equal(facts.v.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_fact_has_figures_a_day_and_a_source),
		TEST(a_value_is_exactly_one_figure),
		TEST(a_file_with_a_fault_makes_nothing_public),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
