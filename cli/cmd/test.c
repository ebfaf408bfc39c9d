#include "cmd/test.h"
#include "bundle/write.h"
#include "core/limits.h"

#include <stdarg.h>
#include <time.h>
#include <unistd.h>

/* ---- what is said ---- */

struct finding *test_say(struct suite *t, enum finding_kind kind, struct span at,
			 const char *fmt, ...)
{
	struct finding *f;
	char msg[900];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	f = finding_add(&t->found, kind, t->rule->source, at, "%.*s: %s",
			STR_ARG(t->rule->id), msg);
	t->troubles += f->level == LEVEL_BLOCK;
	return f;
}

void test_failed(struct suite *t, const struct policy_example *x, const char *why,
		 struct str what)
{
	const bool hidden = t->rule->hides && what.n && !t->reveal;

	struct finding *f = test_say(t, FINDING_POLICY_EXAMPLE, x->at, "%s%s%.*s", why,
				     what.n ? " " : "",
				     STR_ARG(hidden ? STR("***") : str_trim(what)));

	f->source = x->source;
	f->mask = t->rule->hides;
}

/* Print what was found, or keep it for the one JSON document. */
static void flush_found(struct suite *t)
{
	const struct report_options o = { .colour = t->c->colour, .reveal = t->reveal };

	findings_sort(&t->found);
	if (t->json)
		findings_keep(&t->all, &t->found);
	else
		report_findings(&t->found, &o, &t->c->out);
	arena_reset(&t->own);
	findings_init(&t->found, &t->own);
}

/* After a second, people want to see that something goes on. */
static void progress(const struct suite *t, size_t nth)
{
	struct timespec now;

	if (!t->c->colour_err || !isatty(STDERR_FILENO) ||
	    clock_gettime(CLOCK_MONOTONIC, &now) < 0 || now.tv_sec - t->started < 1)
		return;
	(void)fprintf(stderr, "\rrule %zu of %zu ...\x1b[K\r", nth + 1,
		      t->policy->n_rules);
}

/* ---- the rules, one by one ---- */

static void run_rule(struct suite *t, const struct policy_rule *rule)
{
	t->rule = rule;
	t->untested = arena_array(&t->own, rule->n_untested, sizeof(*t->untested));
	test_prepare(t);
	test_examples(t);
	test_fixes(t);
	test_others(t);
	if (t->coverage || t->mutate)
		test_branches(t);
	flush_found(t);
}

static bool is_wanted(const struct policy_rule *rule, const char **only)
{
	if (!*only)
		return true;
	for (; *only; only++)
		if (str_is(rule->id, *only))
			return true;
	return false;
}

static int no_such_rule(const struct suite *t, const char *name)
{
	const struct policy *p = t->policy;
	struct str *ids = arena_array(&t->c->run, p->n_rules, sizeof(*ids)), near;
	struct err e;

	for (size_t i = 0; i < p->n_rules; i++)
		ids[i] = p->rules[i].id;
	near = str_nearest(str_from(name), ids, p->n_rules);
	(void)err_set(&e, ERR_USAGE, "the policy has no rule '%s'", name);
	if (near.n)
		(void)err_hint(&e, "did you mean '%.*s'?", STR_ARG(near));
	else
		(void)err_hint(&e, "'decorum bundle dump' lists the rules");
	return cmd_fail(t->c, &e);
}

static int run_rules(struct suite *t, const char **only)
{
	for (const char **name = only; *name; name++) {
		size_t i = 0;

		while (i < t->policy->n_rules && !str_is(t->policy->rules[i].id, *name))
			i++;
		if (i == t->policy->n_rules)
			return no_such_rule(t, *name);
	}
	for (size_t i = 0; i < t->policy->n_rules; i++) {
		const struct policy_rule *rule = &t->policy->rules[i];

		if (!is_wanted(rule, only))
			continue;
		progress(t, i);
		t->tested += rule->n_fail + rule->n_pass > 0;
		run_rule(t, rule);
	}
	if (t->coverage && !*only) {
		test_clauses(t);
		flush_found(t);
	}
	return CMD_GO;
}

/* ---- the figures ---- */

/* In tenths of a percent, rounded down: 100 % is all of them. */
static unsigned share(const struct count *n)
{
	return n->all ? (unsigned)(n->good * 1000 / n->all) : 1000;
}

static void say_share(struct suite *t, const char *what, const struct count *n)
{
	buf_printf(&t->c->out, "%-9s %zu of %zu (%u.%u %%)\n", what, n->good, n->all,
		   share(n) / 10, share(n) % 10);
}

static const char *s_of(size_t n)
{
	return n == 1 ? "" : "s";
}

/* What fails the run beside examples that come out wrong. */
static void say_known(struct suite *t)
{
	struct buf *out = &t->c->out;

	if (t->tripping)
		buf_printf(out, "; %zu good example%s another rule", t->tripping,
			   t->tripping == 1 ? " trips" : "s trip");
	if (t->wrong_found_by)
		buf_printf(out, "; %zu wrong \"found_by\"", t->wrong_found_by);
	if (t->known)
		buf_printf(out, "; %zu known miss%s", t->known,
			   t->known == 1 ? "" : "es");
	if (t->known_found)
		buf_printf(out, ", %zu found now", t->known_found);
}

static void say_figures(struct suite *t, bool all)
{
	struct buf *out = &t->c->out;
	const struct count *x = &t->examples;

	buf_printf(out, "%zu example%s of %zu rule%s: %zu passed, %zu failed", x->all,
		   s_of(x->all), t->tested, s_of(t->tested), x->good, x->all - x->good);
	if (t->fixes.all)
		buf_printf(out, "; %zu correction%s, %zu failed", t->fixes.all,
			   s_of(t->fixes.all), t->fixes.all - t->fixes.good);
	say_known(t);
	buf_char(out, '\n');
	if (t->coverage && all) {
		say_share(t, "clauses", &t->clauses);
		say_share(t, "rules", &t->rules);
	}
	if (t->coverage)
		say_share(t, "branches", &t->branches);
	if (t->coverage && t->excused_branches)
		buf_printf(out, "%zu more branch%s untested for a written reason\n",
			   t->excused_branches,
			   t->excused_branches == 1 ? " is" : "es are");
	if (t->mutate)
		buf_printf(out,
			   "mutants   %zu: %zu noticed, %zu with a written reason, %zu "
			   "survived\n",
			   t->mutants.all, t->mutants.good, t->excused_mutants,
			   t->mutants.all - t->mutants.good - t->excused_mutants);
}

static void say_json(struct suite *t)
{
	const struct report_tally tallies[] = {
		{ "examples", t->examples.good, t->examples.all },
		{ "fixes", t->fixes.good, t->fixes.all },
		{ "clauses", t->clauses.good, t->clauses.all },
		{ "rules", t->rules.good, t->rules.all },
		{ "branches", t->branches.good, t->branches.all },
		{ "branchesExcused", t->excused_branches, t->excused_branches },
		{ "mutants", t->mutants.good, t->mutants.all },
		{ "mutantsExcused", t->excused_mutants, t->excused_mutants },
		{ "knownMisses", t->known - t->known_found, t->known },
		{ "tripping", 0, t->tripping },
		{ "wrongFoundBy", 0, t->wrong_found_by },
	};
	const struct report_options o = { .reveal = t->reveal };
	const struct report_run run = {
		.findings = &t->all,
		.n_checked = t->tested,
		.version = STR(DECORUM_VERSION),
		.fail_at = LEVEL_BLOCK,
		.tallies = tallies,
		.n_tallies = ARRAY_LEN(tallies),
	};

	findings_sort(&t->all);
	report_json(&run, &o, &t->c->out);
}

static int verdict(struct suite *t)
{
	if (!t->examples.all) {
		cmd_note(t->c, "no example ran: that is a failure, not a success");
		return EXIT_NOTHING;
	}
	/* A branch with a written reason was looked at: it does not count against it. */
	if (t->threshold) {
		const struct count done = { t->branches.good + t->excused_branches,
					    t->branches.all };

		if (share(&done) < t->threshold) {
			cmd_note(t->c,
				 "%u.%u %% of the branches are covered or excused, and "
				 "--threshold asks for %u.%u %%",
				 share(&done) / 10, share(&done) % 10, t->threshold / 10,
				 t->threshold % 10);
			return EXIT_FINDINGS;
		}
	}
	return t->troubles ? EXIT_FINDINGS : EXIT_CLEAN;
}

/* ---- the run ---- */

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

static int run_all(struct suite *t, const char **only)
{
	struct timespec now = { 0 };
	int ret;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	t->started = now.tv_sec;
	findings_init(&t->found, &t->own);
	findings_init(&t->all, &t->c->run);
	ret = run_rules(t, only);
	if (ret != CMD_GO)
		return ret;
	if (t->json)
		say_json(t);
	else
		say_figures(t, !*only);
	return verdict(t);
}

static int test(struct suite *t, const char **only)
{
	struct cmd *c = t->c;
	struct policy *policy = ARENA_NEW(&c->run, struct policy);
	struct bundle *b = NULL;
	struct buf bytes;
	struct err e;
	int ret;

	buf_init(&bytes, LIMIT_BUNDLE);
	ret = open_policy(c, policy, &bytes, &e);
	if (ret == 0)
		ret = bundle_from_writer(buf_view(&bytes), &b, &e);
	if (ret == 0) {
		t->policy = policy;
		t->checker = checker_new(b);
		ret = run_all(t, only);
	} else {
		ret = cmd_fail(c, &e);
	}
	checker_free(t->checker);
	bundle_close(b);
	buf_release(&bytes);
	arena_release(&t->item);
	arena_release(&t->own);
	return ret;
}

/* ---- options ---- */

/* "90", "90%" or "99.5" into tenths of a percent. */
static bool read_percent(const char *text, unsigned *out)
{
	struct str rest = str_trim(str_from(text)), whole, tenth = STR("0");
	uint64_t a, b = 0;

	if (str_ends(rest, "%"))
		rest.n--;
	if (!str_field(&rest, '.', &whole) || !str_to_u64(whole, &a))
		return false;
	if (whole.p + whole.n < rest.p)
		tenth = rest;
	if (tenth.n != 1 || !str_to_u64(tenth, &b) || a > 100 || (a == 100 && b))
		return false;
	*out = (unsigned)(a * 10 + b);
	return true;
}

struct options {
	int coverage, mutate, reveal;
	char *threshold, *format;
};

static int read_options(struct suite *t, const struct options *o)
{
	t->coverage = o->coverage || o->threshold;
	t->mutate = o->mutate;
	t->reveal = o->reveal;
	t->json = o->format && strcmp(o->format, "json") == 0;
	if (o->format && !t->json && strcmp(o->format, "text") != 0)
		return cmd_usage(t->c, "--format takes text or json, not '%s'",
				 o->format);
	if (o->threshold && !read_percent(o->threshold, &t->threshold))
		return cmd_usage(t->c,
				 "--threshold takes a percentage from 0 to 100, such as "
				 "90 or 99.5, not '%s'",
				 o->threshold);
	return CMD_GO;
}

int cmd_test(struct cmd *c, int argc, const char **argv)
{
	struct suite t = { .c = c };
	struct options o = { 0 };
	struct poptOption table[] = {
		{ "coverage", '\0', POPT_ARG_NONE, &o.coverage, 0,
		  "list what no example reaches: clauses, rules, branches of rules",
		  NULL },
		{ "mutate", '\0', POPT_ARG_NONE, &o.mutate, 0,
		  "change each rule bit by bit; list what no example notices", NULL },
		{ "threshold", '\0', POPT_ARG_STRING, &o.threshold, 0,
		  "fail when fewer of the branches are covered", "PERCENT" },
		{ "format", '\0', POPT_ARG_STRING, &o.format, 0, "text or json",
		  "FORMAT" },
		{ "reveal", '\0', POPT_ARG_NONE, &o.reveal, 0,
		  "show masked words (slurs, secrets)", NULL },
		POPT_TABLEEND
	};
	const char **only = NULL;
	int ret = cmd_options(
		c, argc, argv, table,
		"[--coverage] [--mutate] [--threshold PERCENT] [--format FORMAT] "
		"[--reveal] [RULE...]",
		"Runs the examples that stand in the policy beside each rule: "
		"what must be\nfound, with the exact words, and what must not. "
		"Outside of a policy\nrepository: those of the default policy.\n",
		&only);

	if (ret == CMD_GO)
		ret = read_options(&t, &o);
	if (ret == CMD_GO)
		ret = test(&t, only);
	free(o.threshold);
	free(o.format);
	return ret;
}
