/* Corrections: the first one of every finding is put in, and the text is judged again. */
#include "cmd/test.h"
#include "core/limits.h"

struct fixed {
	struct str text;
	struct span *places; /* of the corrections, in `text` */
	size_t n;
};

/* The text with its corrections. False: two of them touch the same bytes. */
static bool correct(struct suite *t, struct str from, const struct findings *f,
		    struct fixed *out)
{
	struct buf text;
	size_t at = 0;
	bool good = true;

	*out = (struct fixed){ 0 };
	out->places = arena_array(&t->own, f->v.n, sizeof(*out->places));
	buf_init(&text, 0);
	for (size_t i = 0; i < f->v.n && good; i++) {
		const struct finding *x = &f->v.p[i];
		struct span *place = &out->places[out->n];

		if (!x->n_fixes)
			continue;
		good = x->at.start >= at;
		buf_str(&text, str_slice(from, at, x->at.start));
		place->start = (uint32_t)text.n;
		buf_str(&text, x->fixes[0]);
		place->end = (uint32_t)text.n;
		at = x->at.end;
		out->n++;
	}
	buf_str(&text, str_slice(from, at, from.n));
	out->text = arena_str(&t->own, buf_view(&text));
	buf_release(&text);
	return good;
}

static bool touches(struct span a, struct span b)
{
	return a.start < b.end && b.start < a.end;
}

/* Does the rule still find something where a correction stands? */
static bool is_found_again(struct suite *t, const struct fixed *fixed,
			   const struct findings *f)
{
	for (size_t i = 0; i < f->v.n; i++)
		for (size_t k = 0; k < fixed->n; k++)
			if (str_eq(f->v.p[i].rule, t->rule->id) &&
			    touches(f->v.p[i].at, fixed->places[k]))
				return true;
	return false;
}

static bool has_rule(const struct findings *f, struct str rule)
{
	for (size_t i = 0; i < f->v.n; i++)
		if (str_eq(f->v.p[i].rule, rule))
			return true;
	return false;
}

/* The rule that asks about the corrected text and did not ask before; or nothing. */
static struct str new_rule(const struct findings *before, const struct findings *after)
{
	for (size_t i = 0; i < after->v.n; i++)
		if (after->v.p[i].level >= LEVEL_ASK &&
		    !has_rule(before, after->v.p[i].rule))
			return after->v.p[i].rule;
	return STR_NULL;
}

static void judge_again(struct suite *t, const struct trial *trial,
			const struct fixed *fixed)
{
	struct trial again = { .x = trial->x };
	struct diags d = { .a = &t->own };
	struct findings now, before, after;
	struct str other;

	again.source = ARENA_NEW(&t->own, struct source);
	if (!source_init(again.source, STR("corrected"), fixed->text, LIMIT_POST, &t->own,
			 &d)) {
		test_failed(t, trial->x,
			    "corrected, this is no text any more:", fixed->text);
		return;
	}
	view_plain(fixed->text, &t->own, &again.view);
	test_judge(t, t->checker, STR_NULL, trial, &now);
	findings_init(&before, &t->own);
	findings_keep(&before, &now);
	test_judge(t, t->checker, STR_NULL, &again, &after);
	other = new_rule(&before, &after);
	if (is_found_again(t, fixed, &after))
		test_failed(t, trial->x,
			    "the rule finds its own correction:", fixed->text);
	else if (other.n)
		test_failed(t, trial->x, "corrected, this is found by another rule,",
			    other);
	else
		t->fixes.good++;
}

static void fix_one(struct suite *t, const struct trial *trial)
{
	const struct policy_example *x = trial->x;
	struct findings now, f;
	struct fixed fixed;

	test_judge(t, t->checker, t->rule->id, trial, &now);
	findings_init(&f, &t->own);
	findings_keep(&f, &now);
	if (!correct(t, x->text, &f, &fixed)) {
		test_failed(t, x, "two corrections change the same words", STR_NULL);
		return;
	}
	if (!fixed.n && !x->fixed.n)
		return;
	t->fixes.all++;
	if (!fixed.n)
		test_failed(t, x,
			    "the rule corrects nothing here; \"fixed\" wants:", x->fixed);
	else if (x->fixed.n && !str_eq(x->fixed, fixed.text))
		test_failed(t, x, "corrected, this is not what \"fixed\" says, but:",
			    fixed.text);
	else
		judge_again(t, trial, &fixed);
}

void test_fixes(struct suite *t)
{
	for (size_t i = 0; i < t->n_trials; i++)
		if (t->trials[i].sort == TRIAL_FAIL && t->trials[i].holds)
			fix_one(t, &t->trials[i]);
}
