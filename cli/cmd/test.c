#include "cmd/judge.h"
#include "bundle/write.h"
#include "core/limits.h"

struct suite {
	struct cmd *c;
	const struct policy *policy;
	struct checker *checker;
	struct arena item;
	size_t run, failed;
};

static void say_place(struct suite *t, const struct policy_rule *rule,
		      const struct policy_example *x)
{
	struct position at = source_position(rule->source, x->at.start);

	report_plain(rule->source->path, &t->c->out);
	buf_printf(&t->c->out, ":%u:%u: ", at.line, at.column);
}

static void say_text(struct suite *t, const struct policy_rule *rule, struct str text)
{
	if (rule->hides)
		buf_printf(&t->c->out, "(masked, %zu bytes)", text.n);
	else
		report_plain(text, &t->c->out);
}

static void failed(struct suite *t, const struct policy_rule *rule,
		   const struct policy_example *x, const char *why)
{
	t->failed++;
	say_place(t, rule, x);
	buf_printf(&t->c->out, "%.*s: %s\n    ", STR_ARG(rule->id), why);
	say_text(t, rule, x->text);
	buf_char(&t->c->out, '\n');
}

/* Run the example under its rule alone, in the situation that the rule is for. */
static void judge_example(struct suite *t, const struct policy_rule *rule,
			  struct str text, struct findings *f)
{
	const struct check_context ctx = {
		.who = rule->who & WHO_COMPANY ? CHECK_COMPANY : CHECK_ASSOCIATED,
		.reply = rule->when & (WHEN_REPLY | WHEN_HOSTILE),
		.hostile = rule->when & WHEN_HOSTILE,
		.lang = STR("en"),
		.only = rule->id,
	};
	struct diags d = { .a = &t->item };
	struct source *s = ARENA_NEW(&t->item, struct source);
	struct view view;

	findings_init(f, &t->item);
	if (!source_init(s, STR("example"), text, LIMIT_POST, &t->item, &d))
		return;
	view_plain(text, &t->item, &view);
	check_view(t->checker, &view, s, &ctx, f);
	findings_sort(f);
}

static bool is_marked(const struct policy_example *x, struct span at)
{
	for (size_t i = 0; i < x->n_marks; i++)
		if (x->marks[i].start == at.start && x->marks[i].end == at.end)
			return true;
	return false;
}

static bool is_found(const struct findings *f, struct span at)
{
	for (size_t i = 0; i < f->v.n; i++)
		if (f->v.p[i].at.start == at.start && f->v.p[i].at.end == at.end)
			return true;
	return false;
}

static void say_found(struct suite *t, const struct policy_rule *rule,
		      const struct policy_example *x, const struct findings *f)
{
	buf_cstr(&t->c->out, "    it marked:");
	for (size_t i = 0; i < f->v.n; i++) {
		buf_cstr(&t->c->out, " \"");
		say_text(t, rule, str_span(x->text, f->v.p[i].at));
		buf_char(&t->c->out, '"');
	}
	buf_char(&t->c->out, '\n');
}

static void must_fire(struct suite *t, const struct policy_rule *rule,
		      const struct policy_example *x)
{
	struct findings f;
	bool exact = true;

	arena_reset(&t->item);
	t->run++;
	judge_example(t, rule, x->text, &f);
	if (!f.v.n) {
		failed(t, rule, x, "this must be found, and was not");
		return;
	}
	for (size_t i = 0; i < x->n_marks; i++)
		exact = exact && is_found(&f, x->marks[i]);
	for (size_t i = 0; x->n_marks && i < f.v.n; i++)
		exact = exact && is_marked(x, f.v.p[i].at);
	if (exact)
		return;
	failed(t, rule, x, "the words found are not the words between the marks");
	say_found(t, rule, x, &f);
}

static void must_not_fire(struct suite *t, const struct policy_rule *rule,
			  const struct policy_example *x)
{
	struct findings f;

	arena_reset(&t->item);
	t->run++;
	judge_example(t, rule, x->text, &f);
	if (!f.v.n)
		return;
	failed(t, rule, x, "this must not be found, and was");
	say_found(t, rule, x, &f);
}

static void run_rule(struct suite *t, const struct policy_rule *rule)
{
	for (size_t i = 0; i < rule->n_fail; i++)
		must_fire(t, rule, &rule->fail[i]);
	for (size_t i = 0; i < rule->n_pass; i++)
		must_not_fire(t, rule, &rule->pass[i]);
}

static int run_all(struct suite *t, const char **only)
{
	size_t rules = 0;

	for (size_t i = 0; i < t->policy->n_rules; i++) {
		const struct policy_rule *rule = &t->policy->rules[i];
		bool wanted = !*only;

		for (const char **name = only; *name; name++)
			wanted = wanted || str_is(rule->id, *name);
		if (!wanted)
			continue;
		rules += rule->n_fail + rule->n_pass > 0;
		run_rule(t, rule);
	}
	buf_printf(&t->c->out, "%zu example%s of %zu rule%s: %zu passed, %zu failed\n",
		   t->run, t->run == 1 ? "" : "s", rules, rules == 1 ? "" : "s",
		   t->run - t->failed, t->failed);
	if (!t->run) {
		cmd_note(t->c, "no example ran: that is a failure, not a success");
		return EXIT_NOTHING;
	}
	return t->failed ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int open_policy(struct cmd *c, struct policy *policy, struct buf *bytes,
		       struct err *e)
{
	struct findings f;
	int ret;

	findings_init(&f, &c->run);
	ret = policy_around(c, policy, &f, e);
	if (ret < 0)
		return ret;
	if (findings_worst(&f) != LEVEL_BLOCK && bundle_write(policy, bytes, &f))
		return 0;
	(void)err_set(e, ERR_USAGE, "the policy does not compile: no example was run");
	return err_hint(e, "'decorum compile' lists every trouble with its place");
}

static int test(struct cmd *c, const char **only)
{
	struct policy policy;
	struct suite t = { .c = c, .policy = &policy };
	struct bundle *b = NULL;
	struct buf bytes;
	struct err e;
	int ret;

	buf_init(&bytes, LIMIT_BUNDLE);
	ret = open_policy(c, &policy, &bytes, &e);
	if (ret == 0)
		ret = bundle_from_bytes(buf_view(&bytes), &b, &e);
	if (ret == 0) {
		t.checker = checker_new(b);
		ret = run_all(&t, only);
	} else {
		ret = cmd_fail(c, &e);
	}
	checker_free(t.checker);
	bundle_close(b);
	buf_release(&bytes);
	arena_release(&t.item);
	return ret;
}

int cmd_test(struct cmd *c, int argc, const char **argv)
{
	struct poptOption table[] = { POPT_TABLEEND };
	const char **only = NULL;
	int ret = cmd_options(
		c, argc, argv, table, "[RULE...]",
		"Runs the examples that stand in the policy beside each rule: "
		"what must be\nfound, with the exact words, and what must not. "
		"Outside of a policy\nrepository: those of the default policy.\n",
		&only);

	return ret == CMD_GO ? test(c, only) : ret;
}
