/* Overlays: what layers may change about rules. */
#include "policy_test.h"

#define RULES                                                                            \
	CLAUSE("  - id: tone/firm\n    level: ask\n    say: Say it nicely\n"             \
	       "    find: zorg\n" EXAMPLES                                               \
	       "  - id: tone/soft\n    level: ask\n    say: Say it nicely\n"             \
	       "    find: borg\n    overridable: true\n    from: 2026-01-01\n" EXAMPLES)
#define COMPANY(rules) "layer: company\nrules:\n" rules
#define ACCOUNT(rules) "layer: account\nfor: readable-x\nrules:\n" rules

static void load_one(struct world *w, const char *overlay)
{
	load(w, "policy.md", RULES, "overlays/a.yaml", overlay, NULL);
}

static void every_layer_may_make_a_rule_stricter(void **state)
{
	struct world *w = *state;

	load_one(w, COMPANY("  - {rule: tone/firm, level: block}\n"
			    "  - {rule: tone/soft, from: 2025-06-01, shadow: false, "
			    "level: block}\n"));
	said_nothing(w);
	assert_int_equal(w->p.n_overlays, 1);
	assert_int_equal(w->p.overlays[0].n_changes, 2);
	assert_int_equal(w->p.overlays[0].changes[0].change.to.level, LEVEL_BLOCK);
	assert_str(w->p.overlays[0].changes[1].change.to.from, "2025-06-01");
	load_one(w, ACCOUNT("  - {rule: tone/firm, level: block}\n"));
	said_nothing(w);
	assert_str(w->p.overlays[0].target, "readable-x");
}

static void only_an_overridable_rule_gets_milder(void **state)
{
	static const char *const milder[] = { "level: advise", "off: true",
					      "shadow: true", "from: 2026-05-01",
					      "until: 2027-01-01" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(milder); i++) {
		const int key = (int)strcspn(milder[i], ":");
		char text[200], at[16];

		(void)snprintf(text, sizeof(text),
			       COMPANY("  - {rule: tone/firm, %s, reason: x}\n"),
			       milder[i]);
		(void)snprintf(at, sizeof(at), "%.*s", key, milder[i]);
		load_one(w, text);
		said(w, "policy/overlay",
		     "this makes \"tone/firm\" milder, and the rule at policy.md:10 does "
		     "not allow that",
		     at);
		said_once(w);
		(void)snprintf(text, sizeof(text),
			       COMPANY("  - {rule: tone/soft, %s, reason: x}\n"),
			       milder[i]);
		load_one(w, text);
		said_nothing(w);
	}
}

static void what_gets_milder_has_a_reason(void **state)
{
	struct world *w = *state;

	load_one(w, ACCOUNT("  - {rule: tone/soft, off: true}\n"));
	said(w, "policy/overlay", "say why, with \"reason:\"", "off");
	said_once(w);
}

static void a_layer_is_compared_with_the_company(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", RULES, "overlays/z.yaml",
	     COMPANY("  - {rule: tone/firm, level: block}\n"), "overlays/a.yaml",
	     ACCOUNT("  - {rule: tone/firm, level: ask}\n"), NULL);
	said(w, "policy/overlay", "milder", "level");
	load(w, "policy.md", RULES, "overlays/z.yaml",
	     COMPANY("  - {rule: tone/firm, level: block}\n"), "overlays/a.yaml",
	     ACCOUNT("  - {rule: tone/firm, level: block}\n"), NULL);
	said(w, "policy/advice", "this changes nothing: \"tone/firm\" is so already",
	     "level");
	said_once(w);
}

static void names_are_looked_up(void **state)
{
	struct world *w = *state;

	load_one(w, ACCOUNT("  - {rule: tone/firn, level: block}\n"));
	said(w, "policy/overlay",
	     "there is no rule \"tone/firn\"; did you mean \"tone/firm\"?", "tone/firn");
	load_one(w, ACCOUNT("  - {rule: tone/firm, levl: block}\n"));
	said(w, "policy/overlay", "did you mean \"level\"?", "levl");
	load_one(w, ACCOUNT("  - {rule: tone/firm, level: blok}\n"));
	said(w, "policy/overlay", "did you mean \"block\"?", "blok");
	load_one(w, "layer: compny\nrules: []\n");
	said(w, "policy/overlay", "did you mean \"company\"?", "compny");
}

static void a_layer_says_for_whom_it_is(void **state)
{
	struct world *w = *state;

	load_one(w, "layer: product\nrules:\n  - {rule: tone/firm, level: block}\n");
	said(w, "policy/overlay", "say which product this is for", "layer");
	load_one(w, "layer: company\nfor: readable\nrules:\n"
		    "  - {rule: tone/firm, level: block}\n");
	said(w, "policy/overlay", "is for everything", "for");
}

static void one_layer_changes_a_rule_once(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", RULES, "overlays/a.yaml",
	     ACCOUNT("  - {rule: tone/firm, level: block}\n"), "overlays/b.yaml",
	     ACCOUNT("  - {rule: tone/firm, level: block}\n"), NULL);
	said(w, "policy/overlay",
	     "this layer changes \"tone/firm\" already, at overlays/a.yaml:4",
	     "{rule: tone/firm, level: block}");
	said_once(w);
}

static void bad_shapes_are_told(void **state)
{
	struct world *w = *state;

	load_one(w, "");
	said(w, "policy/overlay", "an overlay is empty", "");
	load_one(w, "layer: company\nrules: [x]\n");
	said(w, "policy/overlay", "\"key: value\" lines", "x");
	load_one(w, COMPANY("  - {rule: tone/firm, reason: x}\n"));
	said(w, "policy/overlay", "this changes nothing", "rule");
	load_one(w, COMPANY("  - {rule: tone/firm, until: tomorrow}\n"));
	assert_int_equal(findings_worst(&w->f), LEVEL_BLOCK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_layer_may_make_a_rule_stricter),
		TEST(only_an_overridable_rule_gets_milder),
		TEST(what_gets_milder_has_a_reason),
		TEST(a_layer_is_compared_with_the_company),
		TEST(names_are_looked_up),
		TEST(a_layer_says_for_whom_it_is),
		TEST(one_layer_changes_a_rule_once),
		TEST(bad_shapes_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
