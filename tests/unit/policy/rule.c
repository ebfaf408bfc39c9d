#include "policy_test.h"

static void a_rule_without_a_kind_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE("  - id: tone/x\n    level: ask\n    say: No\n"),
	     NULL);
	said_once(w);
	said(w, "policy/rule", "says nothing to look for", "id");
}

static void a_rule_with_two_kinds_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    regex: zorg\n    find: zorg\n" EXAMPLES)),
	     NULL);
	said_once(w);
	said(w, "policy/rule", "this one has \"find:\" already", "regex");
}

static void all_troubles_are_said_at_once(void **state)
{
	struct world *w = *state;
	size_t n = 0;

	load(w, "policy.md",
	     CLAUSE("  - id: tone/a\n    levle: ask\n    find: \"a|\"\n    say: x\n"
		    "  - id: toon/b\n    level: maybe\n    regex: \"a(\"\n    say: x\n"
		    "    from: 2026-13-01\n"),
	     NULL);
	said(w, "policy/rule", "level", "levle");
	assert_non_null(said(w, "policy/rule",
			     "no topic; did you mean \"tone\"? (topics: tone, politics, ",
			     "toon/b"));
	said(w, "policy/rule", "", "maybe");
	said(w, "policy/rule", "", "2026-13-01");
	for (size_t i = 0; i < w->f.v.n; i++)
		n += w->f.v.p[i].level == LEVEL_BLOCK;
	assert_true(n >= 8);
}

static void impossible_days_are_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    length: true\n    until: 2026-02-30\n")),
	     NULL);
	said(w, "policy/rule", "", "2026-02-30");
}

static void a_rule_that_ends_before_it_starts_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE(
		     "    length: true\n    from: 2026-03-02\n    until: 2026-03-01\n")),
	     NULL);
	said_once(w);
	said(w, "policy/rule", "never hold", "until");
}

static void one_day_is_long_enough(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE(
		     "    length: true\n    from: 2026-03-01\n    until: 2026-03-01\n")),
	     NULL);
	said_nothing(w);
}

static void the_same_rule_twice_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    length: true\n") RULE("    length: true\n")), NULL);
	said_once(w);
	said(w, "policy/rule", "there already, at policy.md:10", "tone/zorg");
}

static void level_and_message_are_compulsory(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE("  - id: tone/x\n    length: true\n"), NULL);
	assert_int_equal(w->f.v.n, 2);
	assert_true(str_find(w->f.v.p[0].msg, STR("level"), 0) != SIZE_MAX);
	assert_true(str_find(w->f.v.p[1].msg, STR("say"), 0) != SIZE_MAX);
}

static void a_pattern_error_is_inside_the_pattern(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: [good, \"bad #NOPE thing\"]\n" EXAMPLES)), NULL);
	said_once(w);
	f = &w->f.v.p[0];
	assert_str(f->rule, "policy/pattern");
	assert_true(str_starts(quoted(f), "#NOPE") || str_is(quoted(f), "NOPE"));
}

static void a_pattern_error_in_folded_yaml_is_at_its_bytes(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: \"\\u007aorg\n      is (bad\"\n" EXAMPLES)), NULL);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "policy/pattern");
	assert_true(str_starts(str_slice(w->f.v.p[0].source->bytes, w->f.v.p[0].at.start,
					 SIZE_MAX),
			       "(bad\"") ||
		    str_starts(str_slice(w->f.v.p[0].source->bytes, w->f.v.p[0].at.start,
					 SIZE_MAX),
			       "\"\n"));
}

static void an_unknown_part_of_speech_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    find: \"a zorg:nuon\"\n" EXAMPLES)), NULL);
	said_once(w);
	assert_str(w->f.v.p[0].rule, "policy/pattern");
	assert_true(str_find(w->f.v.p[0].msg, STR("no part of speech: noun, verb"), 0) !=
		    SIZE_MAX);
}

static void a_regex_inside_a_pattern_is_checked_at_its_bytes(void **state)
{
	static const struct {
		const char *pattern, *says;
	} bad[] = {
		{ "ticket /a[b/", "" },
		{ "ticket /a)(b/", "" },
		{ "ticket /(?#x/", "" },
		{ "ticket /a*/", "" },
		{ "ticket /a\\Cb/", "" },
		{ "ticket /a(?C1)b/", "" },
		{ "/a+/ ticket", "cannot start with" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		const char *text =
			arena_printf(&w->a, CLAUSE(RULE("    find: '%s'\n" EXAMPLES)),
				     bad[i].pattern)
				.p;
		const struct finding *f;
		struct str told;

		load(w, "policy.md", text, NULL);
		said_once(w);
		f = &w->f.v.p[0];
		told = str_slice(f->source->bytes, f->at.start, f->at.end);
		assert_true(str_find(str_from(bad[i].pattern), told, 0) != SIZE_MAX);
		assert_true(str_find(f->msg, str_from(bad[i].says), 0) != SIZE_MAX);
	}
}

static void a_regex_error_is_inside_the_regex(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	load(w, "policy.md", CLAUSE(RULE("    regex: 'good|zo[rg'\n" EXAMPLES)), NULL);
	said_once(w);
	f = &w->f.v.p[0];
	assert_str(f->rule, "policy/regex");
	assert_true(f->at.start >= 5 && f->source->bytes.p[f->at.start - 1] != ' ');
}

static void regexes_ignore_case_unless_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    regex: zorg\n" EXAMPLES) "  - id: tone/case\n    level: "
						       "ask\n    say: x\n"
						       "    regex: Zorg\n    caseless: "
						       "false\n" EXAMPLES),
	     NULL);
	said_nothing(w);
	assert_true(w->p.rules[0].caseless);
	assert_false(w->p.rules[1].caseless);
	assert_int_equal(w->p.rules[0].n_regexes, 1);
	assert_null(w->p.rules[0].regexes[0].tree);
}

static void an_unknown_excuse_has_a_guess(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: zorg\n    unless: [qouted]\n" EXAMPLES)), NULL);
	said_once(w);
	said(w, "policy/rule", "did you mean \"quoted\"?", "qouted");
}

static void nearness_may_be_a_map(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE(
		     "    find: zorg\n    unless:\n      - near: [\"{pals}\", a friend]\n"
		     "      - question\n" EXAMPLES)),
	     "lexicons/pals.yaml", "terms: [pal]\n", NULL);
	said_nothing(w);
	assert_int_equal(w->p.rules[0].n_near, 2);
	assert_str(w->p.rules[0].near[1].text, "a friend");
	assert_int_equal(w->p.rules[0].unless, UNLESS_QUESTION);
}

static void near_a_list_needs_its_braces(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    find: zorg\n    unless: near pals\n" EXAMPLES)),
	     "lexicons/pals.yaml", "terms: [pal]\n", NULL);
	said_once(w);
	said(w, "policy/rule", "write {pals}", "pals");
}

static void an_unknown_list_is_named_with_a_guess(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE(
		     "    find: \"you {insluts}!\"\n" EXAMPLES) "  - id: tone/b\n    "
								"level: ask\n    say: x\n"
								"    terms: "
								"insult\n" EXAMPLES),
	     "lexicons/insults.yaml", "terms: [zorg]\n", NULL);
	assert_int_equal(w->f.v.n, 2);
	said(w, "policy/list", "did you mean \"insults\"?", "{insluts}");
	said(w, "policy/list", "did you mean \"insults\"?", "insult");
}

static void a_list_named_twice_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    terms: [zorgs, zorgs]\n" EXAMPLES)),
	     "lexicons/zorgs.yaml", "terms: [zorg]\n", NULL);
	said_once(w);
	said(w, "policy/rule", "twice", "zorgs");
}

static void rules_may_share_one_list(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE(RULE("    terms: zorgs\n" EXAMPLES) "  - id: tone/b\n    level: "
							"ask\n    say: x\n"
							"    terms: [zorgs]\n" EXAMPLES),
	     "lexicons/zorgs.yaml", "terms: [zorg, borg]\n", NULL);
	said_nothing(w);
	assert_int_equal(w->p.rules[0].n_patterns, 2);
	assert_int_equal(w->p.rules[1].n_patterns, 2);
	assert_ptr_equal(w->p.rules[0].patterns, w->p.rules[1].patterns);
}

static void keys_that_mean_nothing_here_are_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE("  - id: tone/a\n    level: advise\n    role: finance\n    length: "
		    "true\n"
		    "    say: x\n    unless: quoted\n    fold: strict\n    caseless: "
		    "true\n"),
	     NULL);
	assert_int_equal(w->f.v.n, 4);
	said(w, "policy/rule", "nobody's sign-off", "role");
	said(w, "policy/rule", "\"regex\" only", "caseless");
	said(w, "policy/rule", "\"terms\" only", "fold");
	said(w, "policy/rule", "nothing excuses a rule of this kind", "unless");
}

static void a_switch_that_is_off_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    length: false\n")), NULL);
	said_once(w);
	said(w, "policy/rule", "only \"true\"", "length");
}

static void a_rule_that_finds_nothing_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    find: []\n" EXAMPLES)), NULL);
	said_once(w);
	said(w, "policy/rule", "find nothing", "find");
}

static void an_unknown_role_is_refused(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    length: true\n    role: manger\n")), NULL);
	said_once(w);
	said(w, "policy/rule", "manager", "manger");
}

static void everyone_is_more_than_nobody_named(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", CLAUSE(RULE("    length: true\n    who: everyone\n")), NULL);
	said_nothing(w);
	assert_int_equal(w->p.rules[0].who, WHO_EVERYONE);
	load(w, "policy.md", CLAUSE(RULE("    length: true\n")), NULL);
	assert_int_equal(w->p.rules[0].who, WHO_ALL);
}

static void a_rule_too_broken_to_keep_leaves_the_others(void **state)
{
	struct world *w = *state;

	load(w, "policy.md",
	     CLAUSE("  - level: ask\n    say: x\n    terms: zorgs\n" EXAMPLES
		    "  - nonsense\n" RULE("    terms: zorgs\n" EXAMPLES)),
	     "lexicons/zorgs.yaml", "terms: [zorg]\n", NULL);
	assert_int_equal(w->f.v.n, 2);
	assert_int_equal(w->p.n_rules, 1);
	assert_int_equal(w->p.rules[0].n_patterns, 1);
	assert_int_equal(w->p.clauses[0].n_rules, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_rule_without_a_kind_is_refused),
		TEST(a_rule_with_two_kinds_is_refused),
		TEST(all_troubles_are_said_at_once),
		TEST(impossible_days_are_refused),
		TEST(a_rule_that_ends_before_it_starts_is_refused),
		TEST(one_day_is_long_enough),
		TEST(the_same_rule_twice_is_refused),
		TEST(level_and_message_are_compulsory),
		TEST(a_pattern_error_is_inside_the_pattern),
		TEST(a_pattern_error_in_folded_yaml_is_at_its_bytes),
		TEST(an_unknown_part_of_speech_is_refused),
		TEST(a_regex_inside_a_pattern_is_checked_at_its_bytes),
		TEST(a_regex_error_is_inside_the_regex),
		TEST(regexes_ignore_case_unless_told),
		TEST(an_unknown_excuse_has_a_guess),
		TEST(nearness_may_be_a_map),
		TEST(near_a_list_needs_its_braces),
		TEST(an_unknown_list_is_named_with_a_guess),
		TEST(a_list_named_twice_is_refused),
		TEST(rules_may_share_one_list),
		TEST(keys_that_mean_nothing_here_are_refused),
		TEST(a_switch_that_is_off_is_refused),
		TEST(a_rule_that_finds_nothing_is_refused),
		TEST(an_unknown_role_is_refused),
		TEST(everyone_is_more_than_nobody_named),
		TEST(a_rule_too_broken_to_keep_leaves_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
