/* Good examples under the whole policy: what one rule shows as good must not be what
 * another one asks about. */
#include "cmd/test.h"

static bool is_allowed(const struct policy_example *x, struct str rule)
{
	for (size_t i = 0; i < x->n_found_by; i++)
		if (str_eq(x->found_by[i], rule))
			return true;
	return false;
}

static bool was_found_by(const struct findings *f, struct str rule)
{
	for (size_t i = 0; i < f->v.n; i++)
		if (str_eq(f->v.p[i].rule, rule))
			return true;
	return false;
}

static bool hides(const struct suite *t, struct str rule)
{
	for (size_t i = 0; i < t->policy->n_rules; i++)
		if (str_eq(t->policy->rules[i].id, rule))
			return t->policy->rules[i].hides;
	return false;
}

static void tell_trips(struct suite *t, const struct trial *trial,
		       const struct finding *by)
{
	const struct str words = str_span(trial->x->text, by->at);
	const bool hidden = by->mask || hides(t, by->rule);
	struct finding *f = test_say(t, FINDING_POLICY_EXAMPLE, trial->x->at,
				     "%sgood example of this rule trips %.*s (%s): %.*s",
				     trial->x == t->rule->pass ? "the first " : "a ",
				     STR_ARG(by->rule), level_name(by->level),
				     STR_ARG(hidden && !t->reveal ? STR("***") : words));

	f->source = trial->x->source;
	f->mask |= hidden;
}

static void tell_unused(struct suite *t, const struct trial *trial,
			const struct findings *f)
{
	for (size_t i = 0; i < trial->x->n_found_by; i++)
		if (!was_found_by(f, trial->x->found_by[i])) {
			test_failed(t, trial->x,
				    "\"found_by\" names a rule that does not find this:",
				    trial->x->found_by[i]);
			t->wrong_found_by++;
		}
}

void test_others(struct suite *t)
{
	for (size_t i = 0; i < t->n_trials; i++) {
		const struct trial *trial = &t->trials[i];
		struct findings now, f;
		bool trips = false;

		if (trial->sort != TRIAL_PASS || !trial->holds)
			continue;
		test_judge(t, t->checker, STR_NULL, trial, &now);
		findings_init(&f, &t->own);
		findings_keep(&f, &now);
		for (size_t k = 0; k < f.v.n; k++)
			if (f.v.p[k].level >= LEVEL_ASK &&
			    !str_eq(f.v.p[k].rule, t->rule->id) &&
			    !is_allowed(trial->x, f.v.p[k].rule)) {
				tell_trips(t, trial, &f.v.p[k]);
				trips = true;
			}
		t->tripping += trips;
		tell_unused(t, trial, &f);
	}
}
