/* Which branches of a rule its examples reach, and which changes of it they notice. */
#include "cmd/test.h"

/* ---- variants, many at a time ---- */

/* What is asked of one variant. */
struct question {
	const struct branch *b;
	struct policy_rule rule;
};
struct questions {
	VEC(struct question) v;
};
typedef bool answer_fn(struct suite *t, struct checker *checker, struct str id,
		       const struct branch *b);
typedef void told_fn(struct suite *t, const struct branch *b, bool good);

static void ask_some(struct suite *t, const struct question *q, size_t n,
		     answer_fn *answer, told_fn *told);

/* A variant that does not compile is no rule: each by itself, to leave out that one. */
static void ask_each(struct suite *t, const struct question *q, size_t n,
		     answer_fn *answer, told_fn *told)
{
	for (size_t i = 0; n > 1 && i < n; i++)
		ask_some(t, &q[i], 1, answer, told);
}

static void ask_some(struct suite *t, const struct question *q, size_t n,
		     answer_fn *answer, told_fn *told)
{
	struct policy_rule rules[VARIANTS] = { 0 };
	struct variants v;
	char room[16];

	for (size_t i = 0; i < n; i++)
		rules[i] = q[i].rule;
	if (!variants_open(&v, t->policy, rules, n)) {
		variants_close(&v);
		ask_each(t, q, n, answer, told);
		return;
	}
	for (size_t i = 0; i < n; i++)
		told(t, q[i].b, answer(t, v.checker, variant_id(i, room), q[i].b));
	variants_close(&v);
}

static void ask(struct suite *t, const struct questions *q, answer_fn *answer,
		told_fn *told)
{
	for (size_t i = 0; i < q->v.n; i += VARIANTS) {
		const size_t left = q->v.n - i;

		ask_some(t, &q->v.p[i], left < VARIANTS ? left : VARIANTS, answer, told);
	}
}

/* ---- reasons ---- */

/* Does the policy say why nothing tests this? */
static bool has_reason(struct suite *t, const struct branch *b)
{
	bool found = false;

	for (size_t i = 0; i < t->rule->n_untested; i++) {
		if (!str_eq(str_trim(t->rule->untested[i].what), b->what))
			continue;
		t->untested[i] = found = true;
	}
	return found;
}

void test_untested(struct suite *t)
{
	for (size_t i = 0; i < t->rule->n_untested; i++)
		if (!t->untested[i])
			(void)test_say(t, FINDING_POLICY_EXAMPLE, t->rule->untested[i].at,
				       "the examples test this, or the rule has nothing "
				       "like it: take it out of \"untested\"");
}

/* ---- coverage ---- */

static bool is_reached(struct suite *t, struct checker *checker, struct str id,
		       const struct branch *b)
{
	const bool excuses = branch_excuses(b);

	for (size_t i = 0; i < t->n_trials; i++) {
		const struct trial *trial = &t->trials[i];
		struct findings f;

		if (excuses ? !trial->bare : trial->sort != TRIAL_FAIL)
			continue;
		test_judge(t, checker, id, trial, &f);
		if (excuses ? !f.v.n : f.v.n > 0)
			return true;
	}
	return false;
}

static bool is_noticed(struct suite *t, struct checker *checker, struct str id,
		       const struct branch *b)
{
	(void)b;
	for (size_t i = 0; i < t->n_trials; i++) {
		struct findings f;

		if (!t->trials[i].holds)
			continue;
		test_judge(t, checker, id, &t->trials[i], &f);
		if (!test_holds(&t->trials[i], &f))
			return true;
	}
	return false;
}

/* A rule whose hits are one pattern's matter: it can be tried with one branch alone. Of
 * the others a branch is reached when an example tells whether it is there. */
static bool is_found_by_one(const struct policy_rule *r)
{
	return r->kind != RULE_NEED && r->kind != RULE_COUNT &&
	       r->kind != RULE_CONSISTENCY && r->kind != RULE_MOVES;
}

static const char *unreached(const struct policy_rule *r, const struct branch *b)
{
	if (branch_excuses(b))
		return "no example under \"pass\" is excused by this";
	/* These find what is not there: their patterns are what lets a text pass. */
	if (r->kind == RULE_MOVES || r->kind == RULE_NEED)
		return "no example under \"pass\" passes through this alone";
	if (!is_found_by_one(r))
		return "no example would come out otherwise without this";
	switch (b->kind) {
	case BRANCH_WITH:
		return "no example under \"fail\" has this, which is optional, in it";
	case BRANCH_WITHOUT:
		return "no example under \"fail\" does without this, which is optional";
	case BRANCH_STRICT:
		return "no example under \"fail\" has a disguised word, which \"fold: "
		       "strict\" is for";
	case BRANCH_REGEX:
		return "no example under \"fail\" is found by this expression";
	case BRANCH_LIST:
		return "no example under \"fail\" has a word of this list";
	default:
		return "no example under \"fail\" is found through this";
	}
}

static void tell_reached(struct suite *t, const struct branch *b, bool reached)
{
	t->branches.all++;
	t->branches.good += reached;
	if (reached)
		return;
	if (has_reason(t, b))
		t->excused_branches++;
	else
		(void)test_say(t, FINDING_POLICY_COVERAGE, b->at, "%s",
			       unreached(t->rule, b));
}

/* "fold: strict" is reached when a word was found that had to be guessed. */
static void strict_reached(struct suite *t, const struct branch *b)
{
	bool guessed = false;

	for (size_t i = 0; i < t->n_trials && !guessed; i++) {
		struct findings f;

		if (t->trials[i].sort != TRIAL_FAIL)
			continue;
		test_judge(t, t->checker, t->rule->id, &t->trials[i], &f);
		for (size_t k = 0; k < f.v.n; k++)
			guessed = guessed || f.v.p[k].fuzzy;
	}
	tell_reached(t, b, guessed);
}

/* Which examples under "pass" are found once nothing excuses them? */
static void note_bare(struct suite *t)
{
	struct policy_rule bare = *t->rule;
	struct variants v;
	char room[16];

	bare.unless = 0;
	bare.n_near = 0;
	if (variants_open(&v, t->policy, &bare, 1))
		for (size_t i = 0; i < t->n_trials; i++) {
			struct findings f;

			test_judge(t, v.checker, variant_id(0, room), &t->trials[i], &f);
			t->trials[i].bare = t->trials[i].sort == TRIAL_PASS && f.v.n;
		}
	variants_close(&v);
}

static void cover(struct suite *t, const struct branches *all)
{
	struct questions q = { 0 }, by_change = { 0 };

	if (t->rule->unless || t->rule->n_near)
		note_bare(t);
	for (size_t i = 0; i < all->v.n; i++) {
		const struct branch *b = &all->v.p[i];
		struct question one = { .b = b };

		if (b->kind == BRANCH_STRICT)
			strict_reached(t, b);
		else if (!branch_only(t->rule, b, &t->own, &one.rule))
			continue;
		else if (is_found_by_one(t->rule) || branch_excuses(b))
			*VEC_ADD(&t->own, &q.v) = one;
		else if (branch_changed(t->rule, b, &t->own, &one.rule))
			*VEC_ADD(&t->own, &by_change.v) = one;
	}
	ask(t, &q, is_reached, tell_reached);
	ask(t, &by_change, is_noticed, tell_reached);
}

/* ---- mutants ---- */

static const char *change_of(const struct branch *b)
{
	switch (b->kind) {
	case BRANCH_WITHOUT:
		return "this must be there, and is no longer optional";
	case BRANCH_GAP:
		return "no word may stand between";
	case BRANCH_NOT_EXCUSED:
		return "a negation excuses a hit (\"unless: negated\" is added)";
	case BRANCH_WHO:
		return "it is for the others only";
	case BRANCH_WHEN:
		return "it is for other occasions";
	case BRANCH_FROM:
	case BRANCH_UNTIL:
		return "the rule is not in force";
	case BRANCH_FROM_DAY:
		return "it is in force before, too (an example with \"on:\" would tell)";
	case BRANCH_UNTIL_DAY:
		return "it is in force after, too (an example with \"on:\" would tell)";
	default:
		return "this is left out";
	}
}

static void tell_noticed(struct suite *t, const struct branch *b, bool noticed)
{
	t->mutants.all++;
	t->mutants.good += noticed;
	if (noticed)
		return;
	if (has_reason(t, b))
		t->excused_mutants++;
	else
		(void)test_say(t, FINDING_POLICY_MUTANT, b->at,
			       "no example notices when %s", change_of(b));
}

static void mutate(struct suite *t, const struct branches *all)
{
	struct questions q = { 0 };

	for (size_t i = 0; i < all->v.n; i++) {
		struct question one = { .b = &all->v.p[i] };

		if (branch_changed(t->rule, one.b, &t->own, &one.rule))
			*VEC_ADD(&t->own, &q.v) = one;
	}
	ask(t, &q, is_noticed, tell_noticed);
}

void test_branches(struct suite *t)
{
	struct branches all = { 0 };

	branches_of(t->rule, &t->own, &all);
	if (t->coverage)
		cover(t, &all);
	if (t->mutate) {
		mutate(t, &all);
		test_untested(t);
	}
}

/* ---- clauses ---- */

/* A rule is tested when a text that it must find and one that it must not are there.
 * Rules about posts, and not about texts, have no examples. */
static bool is_tested(const struct policy_rule *r)
{
	const bool about_texts = rule_kind_has_examples(r->kind);

	return (!about_texts && r->kind != RULE_LENGTH) || (r->n_fail && r->n_pass);
}

static bool is_kept(const struct suite *t, const struct policy_clause *clause)
{
	size_t tested = 0;

	if (clause->kept_by != KEPT_RULE)
		return true;
	for (size_t i = 0; i < clause->n_rules; i++)
		tested += is_tested(&t->policy->rules[clause->first_rule + i]);
	return tested > 0;
}

void test_clauses(struct suite *t)
{
	for (size_t i = 0; i < t->policy->n_clauses; i++) {
		const struct policy_clause *clause = &t->policy->clauses[i];

		t->clauses.all++;
		t->clauses.good += is_kept(t, clause);
		if (!is_kept(t, clause))
			finding_add(&t->found, FINDING_POLICY_COVERAGE, clause->source,
				    clause->at,
				    "no rule that keeps this clause has examples")
				->clause = clause->id;
	}
	for (size_t i = 0; i < t->policy->n_rules; i++) {
		const struct policy_rule *r = &t->policy->rules[i];

		t->rules.all++;
		t->rules.good += is_tested(r);
		if (!is_tested(r))
			(void)finding_add(&t->found, FINDING_POLICY_COVERAGE, r->source,
					  yaml_get(r->map, "id")->at,
					  "%.*s: this rule has no examples of both kinds",
					  STR_ARG(r->id));
	}
}
