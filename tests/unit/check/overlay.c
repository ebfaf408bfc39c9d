/* Layers over the rules, where a text goes. */
#include "check_test.h"

#define RULES                                                                            \
	RULE("tone/firm", "ask", "    find: zorg\n")                                     \
	RULE("tone/soft", "ask", "    find: fool\n    overridable: true\n")
#define POST(keys) "---\nid: a\nauthor: p-ann\n" keys "---\nA zorg and a fool.\n"
#define COMPANY(rules) "overlays/c.yaml", "layer: company\nrules:\n" rules
#define PRODUCT(id, rules)                                                               \
	"overlays/p-" id ".yaml", "layer: product\nfor: " id "\nrules:\n" rules
#define ACCOUNT(id, rules)                                                               \
	"overlays/a-" id ".yaml", "layer: account\nfor: " id "\nrules:\n" rules

static struct str tea[] = { STR("tea"), STR("cups") };
static struct account first = { .id = STR("one"), .products = tea, .n_products = 2 };
static struct account second = { .id = STR("two"), .products = tea, .n_products = 1 };

static void judge_for(struct world *w, const char *text, struct account *const *to,
		      size_t n)
{
	struct post_destination places[2] = { 0 };
	struct diags d = { .a = &w->item };
	struct post p;

	arena_reset(&w->item);
	findings_init(&w->f, &w->item);
	assert_true(source_init(&w->s, STR("posts/a.md"), str_from(text), LIMIT_POST,
				&w->item, &d));
	assert_true(post_load(&w->s, true, &w->item, &p, &w->f));
	for (size_t i = 0; i < n; i++) {
		places[i].account = to[i];
		for (size_t k = 0; k < p.n_targets; k++)
			if (str_eq(p.targets[k].account, to[i]->id))
				places[i].target = &p.targets[k];
	}
	check_post(w->c, &p, places, n, &w->ctx, &w->item, &w->f, NULL);
	findings_sort(&w->f);
}

/* The level of the rule in what was found, and for whom only; LEVEL_NONE: not found. */
static void is_found(const struct world *w, const char *rule, enum level level,
		     const char *only)
{
	const struct finding *found = NULL;

	for (size_t i = 0; i < w->f.v.n; i++)
		if (str_is(w->f.v.p[i].rule, rule))
			found = &w->f.v.p[i];
	assert_int_equal(found ? found->level : LEVEL_NONE, level);
	if (found && !str_is(found->account, only))
		fail_msg("for '%.*s'", STR_ARG(found->account));
}

static struct account *const both[] = { &first, &second };

static void without_overlays_all_is_as_written(void **state)
{
	struct world *w = *state;

	make(w, RULES, NULL);
	judge_for(w, POST("products: [tea]\n"), both, 2);
	is_found(w, "tone/firm", LEVEL_ASK, "");
	is_found(w, "tone/soft", LEVEL_ASK, "");
}

static void the_company_is_everywhere(void **state)
{
	struct world *w = *state;

	make(w, RULES,
	     COMPANY("  - {rule: tone/firm, level: block}\n"
		     "  - {rule: tone/soft, off: true, reason: x}\n"),
	     NULL);
	judge_for(w, POST("products: [tea]\n"), both, 2);
	is_found(w, "tone/firm", LEVEL_BLOCK, "");
	is_found(w, "tone/soft", LEVEL_NONE, "");
	judge_bytes(w, STR("A zorg and a fool."));
	is_found(w, "tone/firm", LEVEL_BLOCK, "");
	is_found(w, "tone/soft", LEVEL_NONE, "");
}

static void an_account_alone_is_named(void **state)
{
	struct world *w = *state;

	make(w, RULES,
	     ACCOUNT("one", "  - {rule: tone/firm, level: block}\n"
			    "  - {rule: tone/soft, off: true, reason: x}\n"),
	     NULL);
	judge_for(w, POST("products: [tea]\n"), both, 2);
	is_found(w, "tone/firm", LEVEL_BLOCK, "one");
	is_found(w, "tone/soft", LEVEL_ASK, "two");
	judge_for(w, POST("products: [tea]\n"), &both[0], 1);
	is_found(w, "tone/firm", LEVEL_BLOCK, "");
	is_found(w, "tone/soft", LEVEL_NONE, "");
	judge_for(w, POST("products: [tea]\n"), NULL, 0);
	is_found(w, "tone/firm", LEVEL_ASK, "");
}

static void a_product_counts_where_post_and_account_have_it(void **state)
{
	struct world *w = *state;

	make(w, RULES, PRODUCT("cups", "  - {rule: tone/firm, level: block}\n"), NULL);
	judge_for(w, POST("products: [tea]\n"), both, 2);
	is_found(w, "tone/firm", LEVEL_ASK, "");
	judge_for(w, POST("products: [tea, cups]\n"), both, 2);
	is_found(w, "tone/firm", LEVEL_BLOCK, "one");
	judge_for(w, POST("targets: [{account: one}]\n"), both, 2);
	is_found(w, "tone/firm", LEVEL_BLOCK, "one");
	judge_for(w, POST("products: [cups]\n"), NULL, 0);
	is_found(w, "tone/firm", LEVEL_BLOCK, "");
}

static void later_layers_win_within_what_a_rule_allows(void **state)
{
	struct world *w = *state;

	make(w, RULES, COMPANY("  - {rule: tone/soft, level: block}\n"),
	     PRODUCT("cups", "  - {rule: tone/soft, level: advise, reason: x}\n"
			     "  - {rule: tone/firm, level: block}\n"),
	     PRODUCT("tea", "  - {rule: tone/soft, level: ask, reason: x}\n"),
	     ACCOUNT("two", "  - {rule: tone/soft, shadow: true, reason: x}\n"), NULL);
	judge_for(w, POST("products: [tea, cups]\n"), &both[0], 1);
	is_found(w, "tone/soft", LEVEL_ASK, ""); /* "tea" comes after "cups" */
	is_found(w, "tone/firm", LEVEL_BLOCK, "");
	judge_for(w, POST("products: [tea, cups]\n"), &both[1], 1);
	is_found(w, "tone/soft", LEVEL_ADVISE, "");
	assert_true(
		str_starts(w->f.v.p[w->f.v.n - 1].msg, "on trial, refuses nothing: "));
}

/* Two layers that the compiler cannot see together. */
static void no_layer_makes_a_firm_rule_milder(void **state)
{
	struct world *w = *state;

	make(w, RULES, PRODUCT("tea", "  - {rule: tone/firm, level: block}\n"),
	     ACCOUNT("one", "  - {rule: tone/firm, level: ask}\n"), NULL);
	judge_for(w, POST("products: [tea]\n"), &both[0], 1);
	is_found(w, "tone/firm", LEVEL_BLOCK, "");
}

static void a_post_comes_last(void **state)
{
	struct world *w = *state;

	make(w, RULES, ACCOUNT("one", "  - {rule: tone/soft, level: block}\n"), NULL);
	judge_for(w,
		  POST("products: [tea]\noverlay:\n"
		       "  - {rule: tone/soft, off: true, reason: a quotation}\n"
		       "  - {rule: tone/firm, level: block, reason: to be sure}\n"),
		  both, 2);
	is_found(w, "tone/soft", LEVEL_NONE, "");
	is_found(w, "tone/firm", LEVEL_BLOCK, "");
	is_found(w, "posts/overlay", LEVEL_NONE, "");
}

static void a_post_may_not_do_what_the_rule_forbids(void **state)
{
	struct world *w = *state;

	make(w, RULES, NULL);
	judge_for(w,
		  POST("products: [tea]\noverlay:\n"
		       "  - {rule: tone/firm, off: true, reason: we want to}\n"),
		  both, 2);
	is_found(w, "tone/firm", LEVEL_ASK, "");
	is_found(w, "posts/overlay", LEVEL_BLOCK, "");
	judge_for(w,
		  POST("products: [tea]\noverlay:\n"
		       "  - {rule: tone/frim, level: block, reason: x}\n"),
		  both, 2);
	is_found(w, "posts/overlay", LEVEL_BLOCK, "");
	says(w->f.v.p[0].msg,
	     "there is no rule \"tone/frim\"; did you mean \"tone/firm\"?");
}

static void days_may_differ(void **state)
{
	struct world *w = *state;

	make(w,
	     RULE("tone/firm", "ask", "    find: zorg\n    from: 2026-12-01\n")
		     RULE("tone/soft", "ask", "    find: fool\n    overridable: true\n"),
	     ACCOUNT("one", "  - {rule: tone/firm, from: 2026-11-01}\n"
			    "  - {rule: tone/soft, until: 2026-10-31, reason: x}\n"),
	     NULL);
	w->ctx.today = STR("2026-11-25");
	judge_for(w, POST("products: [tea]\n"), both, 2);
	is_found(w, "tone/firm", LEVEL_ASK, "one");
	is_found(w, "tone/soft", LEVEL_ASK, "two");
	judge_for(w, POST("products: [tea]\n"), &both[1], 1);
	is_found(w, "tone/firm", LEVEL_NONE, "");
}

#define WHOLE(key)                                                                       \
	"        - |\n          ---\n          " key                                     \
	"\n          ---\n          A text.\n"
/* What other days need must be there on these days. */
static void what_a_layer_brings_into_force_is_needed(void **state)
{
	struct check_needs need;
	struct world *w = *state;
	const struct check_context then = { .today = STR("2026-11-25") };
	const struct check_context alone = { .today = STR("2026-11-25"),
					     .only = STR("tone/often") };

	make(w,
	     "  - id: tone/often\n    level: advise\n    say: Write less\n"
	     "    window: {of: posts, by: account, days: 7, max: 2}\n"
	     "    from: 2026-12-01\n    examples:\n      fail:\n" WHOLE("«id»: a")
		     WHOLE("«id»: b") "      pass:\n" WHOLE("id: c") WHOLE("id: d"),
	     ACCOUNT("one", "  - {rule: tone/often, from: 2026-11-01}\n"), NULL);
	check_needs(w->c, &then, &need);
	assert_int_equal(need.days, 7);
	check_needs(w->c, &alone, &need);
	assert_int_equal(need.days, 0);
}

static void a_rule_alone_has_its_own_days(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/firm", "ask", "    find: zorg\n    from: 2026-12-01\n"),
	     ACCOUNT("one", "  - {rule: tone/firm, from: 2026-11-01}\n"), NULL);
	w->ctx.today = STR("2026-11-25");
	w->ctx.only = STR("tone/firm");
	judge_for(w, POST("products: [tea]\n"), both, 2);
	is_found(w, "tone/firm", LEVEL_NONE, "");
}

static void a_text_of_its_own_is_settled_alone(void **state)
{
	struct world *w = *state;

	make(w, RULES, ACCOUNT("one", "  - {rule: tone/soft, off: true, reason: x}\n"),
	     NULL);
	judge_for(w,
		  "---\nid: a\nauthor: p-ann\nproducts: [tea]\ntargets:\n"
		  "  - account: one\n    text: What a fool.\n---\nA zorg.\n",
		  both, 2);
	is_found(w, "tone/soft", LEVEL_NONE, "");
	is_found(w, "tone/firm", LEVEL_ASK, "");
}

static void what_is_not_certain_still_asks_at_most(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/firm", "ask", "    terms: insult\n    fold: strict\n"),
	     INSULTS, COMPANY("  - {rule: tone/firm, level: block}\n"), NULL);
	judge_bytes(w, STR("A z0rg."));
	is_found(w, "tone/firm", LEVEL_ASK, "");
	judge_bytes(w, STR("A zorg."));
	is_found(w, "tone/firm", LEVEL_BLOCK, "");
}

static void a_rule_alone_is_judged_as_written(void **state)
{
	struct world *w = *state;

	make(w, RULES, COMPANY("  - {rule: tone/soft, off: true, reason: x}\n"), NULL);
	w->ctx.only = STR("tone/soft");
	judge_bytes(w, STR("A fool."));
	is_found(w, "tone/soft", LEVEL_ASK, "");
}

static void overlays_for_nobody_are_told(void **state)
{
	struct world *w = *state;
	struct account accounts[] = { first };
	struct product products[] = { { .id = STR("tea") } };
	const struct registry r = { .accounts = accounts,
				    .n_accounts = 1,
				    .products = products,
				    .n_products = 1,
				    .known = true };
	struct check_losts losts = { 0 };

	make(w, RULES, ACCOUNT("onee", "  - {rule: tone/firm, level: block}\n"),
	     PRODUCT("tea", "  - {rule: tone/firm, level: block}\n"), NULL);
	check_overlays(w->c, &r, &w->item, &losts);
	assert_int_equal(losts.v.n, 1);
	says(losts.v.p[0].file, "overlays/a-onee.yaml");
	assert_true(losts.v.p[0].account);
	says(losts.v.p[0].target, "onee");
	says(losts.v.p[0].near, "one");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_overlays_all_is_as_written),
		TEST(the_company_is_everywhere),
		TEST(an_account_alone_is_named),
		TEST(a_product_counts_where_post_and_account_have_it),
		TEST(later_layers_win_within_what_a_rule_allows),
		TEST(no_layer_makes_a_firm_rule_milder),
		TEST(a_post_comes_last),
		TEST(a_post_may_not_do_what_the_rule_forbids),
		TEST(days_may_differ),
		TEST(what_a_layer_brings_into_force_is_needed),
		TEST(a_rule_alone_has_its_own_days),
		TEST(a_text_of_its_own_is_settled_alone),
		TEST(what_is_not_certain_still_asks_at_most),
		TEST(a_rule_alone_is_judged_as_written),
		TEST(overlays_for_nobody_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
