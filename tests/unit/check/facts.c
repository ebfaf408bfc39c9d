/* unless: public */
#include "check_test.h"

static void know(struct world *w, const char *value, const char *since)
{
	struct public_facts facts = { 0 };
	struct str *values = arena_array(&w->a, 1, sizeof(*values));

	values[0] = str_from(value);
	*VEC_ADD(&w->a, &facts.v) = (struct public_fact){ .values = values,
							  .n_values = 1,
							  .since = str_from(since) };
	checker_know(w->c, &facts);
	w->ctx.today = STR("2026-11-25");
}

static void make_money(struct world *w)
{
	make_find(w, "'#MONEY'", "    unless: public\n");
}

static void a_public_figure_is_no_secret(void **state)
{
	struct world *w = *state;

	make_money(w);
	marks(w, "We made <\xc2\xa3"
		 "1,000,000>");
	know(w,
	     "\xc2\xa3"
	     "1m",
	     "2026-10-30");
	marks(w, "We made \xc2\xa3"
		 "1,000,000");
	marks(w, "We made 1 million pounds in 2025");
	marks(w, "We made <$1m>");
}

static void it_is_public_from_its_day_on(void **state)
{
	struct world *w = *state;

	make_money(w);
	know(w, "$84k", "2026-11-26");
	marks(w, "We made <$84k>");
	w->ctx.today = STR("2026-11-26");
	marks(w, "We made $84k");
	w->ctx.today = STR_NULL;
	marks(w, "We made $84k");
}

static void all_figures_of_the_sentence_must_be_public(void **state)
{
	struct world *w = *state;

	make_money(w);
	know(w, "$84k", "2026-10-30");
	marks(w, "We made <$84k> with 12 people. We made $84k.");
	marks(w, "We made <$84k>, or <$85k>");
	marks(w, "We made <$84k> of 2025 things");
}

static void a_sentence_without_figures_is_not_excused(void **state)
{
	struct world *w = *state;

	make_find(w, "'our revenue doubled'", "    unless: public\n");
	know(w, "$84k", "2026-10-30");
	marks(w, "<Our revenue doubled>.");
	marks(w, "<Our revenue doubled> in 2025.");
	marks(w, "<Our revenue doubled> to $84k-90k.");
	marks(w, "Our revenue doubled to $84,000.");
}

static void a_date_is_no_figure(void **state)
{
	static const char *const dates[] = {
		"in 2025",
		"in September 2026",
		"in Sept. 2026",
		"in Q3 2026",
		"on 30 September 2026",
		"on the 30th of September",
		"on September 30",
		"on September 30th, 2026",
		"on 2026-09-30",
		"on 30/09/2026",
		"on 30.9.2026",
		"by the end of 2026",
		"in the half of 2026",
		"in summer 2026",
		"in FY 2026",
	};
	static const char *const figures[] = {
		"with 30 people in September",
		"of 2026 things",
		"and 45 September deals",
		"with 2026 new users in May",
	};
	struct world *w = *state;

	make_money(w);
	know(w, "$84k", "2026-10-30");
	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		marks(w, arena_printf(&w->a, "We made $84k %s", dates[i]).p);
	for (size_t i = 0; i < ARRAY_LEN(figures); i++)
		marks(w, arena_printf(&w->a, "We made <$84k> %s", figures[i]).p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_public_figure_is_no_secret),
		TEST(it_is_public_from_its_day_on),
		TEST(all_figures_of_the_sentence_must_be_public),
		TEST(a_sentence_without_figures_is_not_excused),
		TEST(a_date_is_no_figure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
