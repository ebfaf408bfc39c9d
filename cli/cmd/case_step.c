/* The steps of a case: options and text in, one signed commit out. */
#include "cmd/case.h"
#include "core/file.h"
#include "core/limits.h"

#include <unistd.h>

enum { TEXT_CAP = 192 * 1024, HISTORY_MOST = 200000 };

/* Every step's options, kept together so that they are freed in one place. */
struct step {
	struct case_run run;
	char **clauses, **subjects, **reporters, **deciders, **handlers;
	char *conduct_on, *as, *file, *deadline, *outcome;
	int person, declined, silent;
	struct breach_request r;
	struct breach_receipt done;
};

static void free_list(char **list)
{
	for (size_t i = 0; list && list[i]; i++)
		free(list[i]);
	free(list);
}

static void step_end(struct step *s)
{
	free_list(s->clauses);
	free_list(s->subjects);
	free_list(s->reporters);
	free_list(s->deciders);
	free_list(s->handlers);
	free(s->conduct_on);
	free(s->as);
	free(s->file);
	free(s->deadline);
	free(s->outcome);
	case_end(&s->run);
}

static const struct str *to_strs(struct cmd *c, char **list, size_t *n)
{
	struct str *out;

	*n = 0;
	while (list && list[*n])
		(*n)++;
	out = arena_array(&c->run, *n, sizeof(*out));
	for (size_t i = 0; i < *n; i++)
		out[i] = str_from(list[i]);
	return out;
}

#define OPTION_FILE(s)                                                                   \
	{                                                                                \
		"file", 'f', POPT_ARG_STRING, &(s)->file, 0,                             \
			"read the text from FILE; - is standard input", "FILE"           \
	}
#define OPTION_PERSON(s)                                                                 \
	{                                                                                \
		"person", 0, POPT_ARG_INT, &(s)->person, 0,                              \
			"which of the persons the case is about, from 1", "N"            \
	}
#define OPTION_CLAUSE(s)                                                                 \
	{                                                                                \
		"clause", 0, POPT_ARG_ARGV, &(s)->clauses, 0,                            \
			"a clause of the policy; once for each", "ID"                    \
	}
#define OPTION_AS(s)                                                                     \
	{                                                                                \
		"as", 0, POPT_ARG_STRING, &(s)->as, 0,                                   \
			"act as handler or decider, where both may", "ROLE"              \
	}

/* ---- text ---- */

/* The text goes from the pipe into the seal: no option takes it, since arguments stay in
 * the shell's history. */
static int read_text(struct step *s, bool needed, struct err *e)
{
	struct cmd *c = s->run.c;
	const char *from = s->file ? s->file : needed ? "-" : NULL;

	if (!from)
		return 0;
	s->r.has_text = true;
	if (strcmp(from, "-") == 0 && isatty(STDIN_FILENO))
		cmd_note(c, "type the text; end it with Ctrl-D on a line of its own");
	return file_read(from, TEXT_CAP, &c->run, &s->r.text, e);
}

/* A date lasts to its last second. */
static int read_deadline(struct step *s, struct err *e)
{
	struct str text = str_from(s->deadline);

	if (!text.n)
		return 0;
	if (!cmd_parse_instant(text, &s->r.deadline))
		return err_set(e, ERR_USAGE,
			       "--deadline takes a date such as 2026-12-01, or "
			       "2026-12-01T17:00:00Z");
	if (text.n == 10)
		s->r.deadline += 24 * 60 * 60 - 1;
	return 0;
}

/* ---- the policy at the time of the conduct ---- */

/* The first-parent line, walked from HEAD to its beginning. */
struct line {
	struct arena item; /* one commit */
	int64_t end;       /* what was made before it is looked for */
	struct str found;  /* the last such commit; or empty */
	struct str child;  /* the one that was looked at before, with its time */
	int64_t child_time;
};

/* Everything but the ledger. */
static size_t policy_files(const struct repo_entries *all, struct arena *a,
			   const struct repo_entry ***out)
{
	size_t n = 0;

	*out = arena_array(a, all->n, sizeof(**out));
	for (size_t i = 0; i < all->n; i++)
		if (!str_starts(all->p[i].path, "ledger/"))
			(*out)[n++] = &all->p[i];
	return n;
}

static int same_policy(struct step *s, struct line *l, struct str one, struct str other,
		       bool *same, struct err *e)
{
	const struct repo_entry **p, **q;
	struct repo_entries list = { 0 };
	size_t n, m;
	int ret = repo_tree_list(s->run.policy, arena_cstr(&l->item, one), STR(""),
				 &l->item, &list, e);

	if (ret < 0)
		return ret;
	n = policy_files(&list, &l->item, &p);
	ret = repo_tree_list(s->run.policy, arena_cstr(&l->item, other), STR(""),
			     &l->item, &list, e);
	if (ret < 0)
		return ret;
	m = policy_files(&list, &l->item, &q);
	*same = n == m;
	for (size_t i = 0; *same && i < n; i++)
		*same = str_eq(p[i]->path, q[i]->path) && p[i]->mode == q[i]->mode &&
			strcmp(p[i]->id, q[i]->id) == 0;
	return 0;
}

/* The commit of a decision or of a pin shows the first second of a month. It may
 * be passed over, since it changes no policy; one that does is no such commit. */
static int is_timeless(struct step *s, struct line *l, const struct repo_commit_info *c,
		       bool *yes, struct err *e)
{
	const bool decision =
		str_is(c->committer_email, "decider@ledger") &&
		str_find(c->message, STR("\nDecorum-Decision: "), 0) != SIZE_MAX;
	const bool pin = str_is(c->committer_email, "registry@ledger") &&
			 str_find(c->message, STR("\nDecorum-Registry: "), 0) != SIZE_MAX;

	*yes = false;
	if (c->n_parents != 1 || !(decision || pin))
		return 0;
	return same_policy(s, l, c->id, c->parents[0], yes, e);
}

/* Whoever dates a commit back would choose by which policy something is judged. */
static int untrue_dates(struct step *s, const struct line *l,
			const struct repo_commit_info *c, struct err *e)
{
	(void)err_set(e, ERR_USAGE,
		      "which policy stood on %s cannot be told: commit %.12s is dated "
		      "after %.12s, which was made on it",
		      s->conduct_on, c->id.p, l->child.p);
	return err_hint(e, "leave --conduct-on out, and tell the date in the text");
}

static int look_at(struct step *s, struct line *l, const struct repo_commit_info *c,
		   struct err *e)
{
	struct arena *a = &s->run.c->run;
	bool timeless;
	int ret = is_timeless(s, l, c, &timeless, e);

	if (ret < 0 || timeless)
		return ret;
	if (l->child.n && c->committer_time > l->child_time)
		return untrue_dates(s, l, c, e);
	if (!l->found.n && c->committer_time < l->end)
		l->found = arena_str(a, c->id);
	l->child = arena_str(a, c->id);
	l->child_time = c->committer_time;
	return 0;
}

static int walk_line(struct step *s, struct line *l, struct err *e)
{
	struct repo_commit_info c;
	char rev[80] = "HEAD";
	int ret;

	for (size_t i = 0; i < HISTORY_MOST; i++) {
		arena_reset(&l->item);
		ret = repo_commit_read(s->run.policy, rev, &l->item, &c, e);
		if (ret == ERR_NOT_FOUND && repo_is_shallow(s->run.policy))
			return err_hint(e, "this is a shallow clone: 'git fetch "
					   "--unshallow' gets the rest");
		if (ret == 0)
			ret = look_at(s, l, &c, e);
		if (ret < 0 || !c.n_parents)
			return ret;
		(void)snprintf(rev, sizeof(rev), "%.*s", STR_ARG(c.parents[0]));
	}
	return err_set(e, ERR_LIMIT, "the history has more than %d commits",
		       HISTORY_MOST);
}

/* The last commit of the first-parent line that was made before `end`. */
static int commit_before(struct step *s, int64_t end, struct str *id, struct err *e)
{
	struct line l = { .end = end };
	int ret = walk_line(s, &l, e);

	arena_release(&l.item);
	*id = l.found;
	if (ret < 0 || l.found.n)
		return ret;
	(void)err_set(e, ERR_USAGE, "on %s this repository held no policy yet",
		      s->conduct_on);
	return err_hint(e, "leave --conduct-on out, and tell the date in the text");
}

static int digest_at(struct step *s, struct str rev, struct err *e)
{
	struct tree tree = { .repo = s->run.policy,
			     .rev = arena_cstr(&s->run.c->run, rev) };
	struct judge judge = { .quiet = true };
	int ret = judge_open(&judge, s->run.c, &s->run.ws, &tree, e);

	if (ret == 0)
		s->r.judged_by = arena_str(&s->run.c->run, bundle_digest(judge.bundle));
	judge_close(&judge);
	return ret < 0 ? err_wrap(e, "the policy of %s", s->conduct_on) : 0;
}

static int pin_policy(struct step *s, struct err *e)
{
	struct str date = str_from(s->conduct_on);
	int64_t day;
	int ret;

	if (!date.n)
		return 0;
	if (date.n != 10 || !cmd_parse_instant(date, &day))
		return err_set(e, ERR_USAGE,
			       "--conduct-on takes a date such as 2026-11-01");
	if (day > s->run.w.now)
		return err_set(e, ERR_USAGE, "%s has not come yet", s->conduct_on);
	s->r.conduct_on = date;
	ret = commit_before(s, day + 24 * 60 * 60, &s->r.conduct_revision, e);
	return ret < 0 ? ret : digest_at(s, s->r.conduct_revision, e);
}

/* ---- saying what was done ---- */

static void say_next(struct step *s)
{
	struct breach b;
	struct err ignored;

	if (breach_load(s->run.store, s->done.id, &s->run.c->run, &b, &ignored) == 0)
		buf_printf(&s->run.c->out, "next: %.*s\n", STR_ARG(b.next));
}

static void say_done(struct step *s)
{
	struct buf *out = &s->run.c->out;
	const struct breach_receipt *d = &s->done;

	if (d->completed)
		buf_printf(out,
			   "case %.*s: the decision was recorded before; it is in the "
			   "ledger now\n",
			   STR_ARG(d->id));
	else
		buf_printf(out, "case %.*s: event %u, %s, is commit %.*s\n",
			   STR_ARG(d->id), d->sequence, breach_step_name(s->r.step),
			   STR_ARG(d->commit));
	if (d->deadline)
		buf_printf(out, "deadline: %.*s\n",
			   STR_ARG(instant_text(d->deadline, &s->run.c->run)));
	if (d->ledger.n) {
		buf_printf(out, "ledger: %.*s, commit %.*s of the policy repository, on ",
			   STR_ARG(d->ledger_path), STR_ARG(d->ledger_commit));
		report_plain(d->branch, out);
		buf_char(out, '\n');
	}
	say_next(s);
}

static int record(struct step *s, struct err *e)
{
	struct case_run *run = &s->run;
	int ret = breach_record(run->store, &s->r, &run->c->run, &s->done, e);

	if (ret == 0)
		say_done(s);
	return ret;
}

static int finish(struct cmd *c, struct step *s, int ret, const struct err *e)
{
	if (ret < 0)
		ret = cmd_fail(c, e);
	step_end(s);
	return ret;
}

/* The case, for the steps after the first. */
static int begin_on(struct cmd *c, struct step *s, const char *const *rest, struct err *e)
{
	int ret = case_begin_store(&s->run, c, e);

	if (ret < 0)
		return ret;
	if (s->person < 0)
		return err_set(e, ERR_USAGE, "--person counts from 1");
	s->r.as = str_from(s->as);
	s->r.person = (uint32_t)s->person;
	return case_named(&s->run, rest, &s->r.breach, e);
}

/* ---- the steps ---- */

static int open_case(struct cmd *c, struct step *s, const char *const *rest,
		     struct err *e)
{
	int ret = case_begin_store(&s->run, c, e);

	if (ret < 0)
		return ret;
	if (*rest)
		return err_set(e, ERR_USAGE, "'%s' is not expected here", *rest);
	s->r.step = BREACH_OPEN;
	s->r.as = str_from(s->as);
	s->r.clauses = to_strs(c, s->clauses, &s->r.n_clauses);
	s->r.subjects = to_strs(c, s->subjects, &s->r.n_subjects);
	s->r.reporters = to_strs(c, s->reporters, &s->r.n_reporters);
	s->r.deciders = to_strs(c, s->deciders, &s->r.n_deciders);
	s->r.handlers = to_strs(c, s->handlers, &s->r.n_handlers);
	ret = pin_policy(s, e);
	if (ret == 0)
		ret = read_text(s, true, e);
	return ret < 0 ? ret : record(s, e);
}

int case_open(struct cmd *c, int argc, const char **argv)
{
	struct step s = { 0 };
	struct poptOption table[] = {
		OPTION_CLAUSE(&s),
		{ "subject", 0, POPT_ARG_ARGV, &s.subjects, 0,
		  "whom the case is about; once for each", "PERSON" },
		{ "reporter", 0, POPT_ARG_ARGV, &s.reporters, 0, "who reported it",
		  "PERSON" },
		{ "decider", 0, POPT_ARG_ARGV, &s.deciders, 0,
		  "who will decide, where more than one could", "PERSON" },
		{ "handler", 0, POPT_ARG_ARGV, &s.handlers, 0,
		  "who else handles the case, besides you", "PERSON" },
		{ "conduct-on", 0, POPT_ARG_STRING, &s.conduct_on, 0,
		  "the day it happened: the policy of that day is pinned", "DATE" },
		OPTION_AS(&s),
		OPTION_FILE(&s),
		CASE_OPTIONS(&s.run),
		POPT_TABLEEND
	};
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "--clause ID --subject PERSON [OPTION...]",
		"Opens a case. What is said to have happened is read from "
		"standard input and\nsealed to the handlers and the deciders.\n",
		&rest);

	if (ret == CMD_GO)
		ret = open_case(c, &s, rest, &e);
	return finish(c, &s, ret, &e);
}

/* Without --deadline: as many days as the policy gives. */
static int read_statement_days(struct step *s, struct err *e)
{
	struct case_run *r = &s->run;
	struct policy_folder from;
	struct findings f;
	struct policy policy;
	uint64_t days = 0;
	int ret = 0;

	if (s->deadline)
		return 0;
	ret = policy_files_of(r->c, &r->ws, &r->tree, &from, e);
	if (ret < 0)
		return ret;
	findings_init(&f, &r->c->run);
	policy_load_folder(&from, &r->c->run, &policy, &f);
	if (str_to_u64(policy_choice(&policy, "statement-days"), &days))
		s->r.days = (int64_t)days;
	return 0;
}

static int invite(struct cmd *c, struct step *s, const char *const *rest, struct err *e)
{
	int ret = begin_on(c, s, rest, e);

	s->r.step = BREACH_INVITE;
	if (ret == 0)
		ret = read_deadline(s, e);
	if (ret == 0)
		ret = read_statement_days(s, e);
	if (ret == 0)
		ret = read_text(s, false, e);
	return ret < 0 ? ret : record(s, e);
}

int case_invite(struct cmd *c, int argc, const char **argv)
{
	struct step s = { 0 };
	struct poptOption table[] = {
		OPTION_PERSON(&s),
		{ "deadline", 0, POPT_ARG_STRING, &s.deadline, 0,
		  "until when an answer is awaited; else as long as the policy gives",
		  "DATE" },
		OPTION_FILE(&s),
		CASE_OPTIONS(&s.run),
		POPT_TABLEEND
	};
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[OPTION...] CASE",
		"Records that a person was asked for their version of events, "
		"and until when.\n",
		&rest);

	if (ret == CMD_GO)
		ret = invite(c, &s, rest, &e);
	return finish(c, &s, ret, &e);
}

static int statement(struct cmd *c, struct step *s, const char *const *rest,
		     struct err *e)
{
	int ret = begin_on(c, s, rest, e);

	s->r.step = BREACH_STATEMENT;
	s->r.answer = s->declined ? ANSWER_DECLINED
		      : s->silent ? ANSWER_SILENT
				  : ANSWER_GIVEN;
	if (ret == 0 && s->declined && s->silent)
		ret = err_set(e, ERR_USAGE, "either --declined or --silent");
	if (ret == 0)
		ret = read_text(s, s->r.answer == ANSWER_GIVEN, e);
	return ret < 0 ? ret : record(s, e);
}

int case_statement(struct cmd *c, int argc, const char **argv)
{
	struct step s = { 0 };
	struct poptOption table[] = { OPTION_PERSON(&s),
				      { "declined", 0, POPT_ARG_NONE, &s.declined, 0,
					"the person does not wish to make a statement",
					NULL },
				      { "silent", 0, POPT_ARG_NONE, &s.silent, 0,
					"the deadline passed without an answer", NULL },
				      OPTION_FILE(&s),
				      CASE_OPTIONS(&s.run),
				      POPT_TABLEEND };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[OPTION...] CASE",
		"Records a person's version of events, read from standard input "
		"and sealed; or\nthat there is none.\n",
		&rest);

	if (ret == CMD_GO)
		ret = statement(c, &s, rest, &e);
	return finish(c, &s, ret, &e);
}

/* An interrupted decision is completed without its text: that is in the case already. */
static bool is_decided(struct step *s)
{
	struct breach b;
	struct err ignored;

	if (breach_load(s->run.store, s->r.breach, &s->run.c->run, &b, &ignored) < 0)
		return false;
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i].event.step == BREACH_DECIDE)
			return true;
	return false;
}

static int decide(struct cmd *c, struct step *s, const char *const *rest, struct err *e)
{
	int ret = begin_on(c, s, rest, e);

	s->r.step = BREACH_DECIDE;
	if (ret < 0)
		return ret;
	if (s->outcome && !breach_outcome_from(str_from(s->outcome), &s->r.outcome))
		return err_set(e, ERR_USAGE, "--outcome takes breach or no-breach");
	s->r.clauses = to_strs(c, s->clauses, &s->r.n_clauses);
	if (!is_decided(s))
		ret = read_text(s, true, e);
	return ret < 0 ? ret : record(s, e);
}

int case_decide(struct cmd *c, int argc, const char **argv)
{
	struct step s = { 0 };
	struct poptOption table[] = { { "outcome", 0, POPT_ARG_STRING, &s.outcome, 0,
					"breach or no-breach", "OUTCOME" },
				      OPTION_CLAUSE(&s),
				      OPTION_FILE(&s),
				      CASE_OPTIONS(&s.run),
				      POPT_TABLEEND };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "--outcome OUTCOME [OPTION...] CASE",
		"Records the decision, its reasons read from standard input and "
		"sealed, and\nenters it in the ledger of the policy repository. "
		"Without --clause it is about all\nclauses that the case was "
		"opened for. Interrupted, it is completed by calling it\nagain.\n",
		&rest);

	if (ret == CMD_GO)
		ret = decide(c, &s, rest, &e);
	return finish(c, &s, ret, &e);
}

static int explain(struct cmd *c, struct step *s, const char *const *rest, struct err *e)
{
	int ret = begin_on(c, s, rest, e);

	s->r.step = BREACH_EXPLAIN;
	if (ret == 0)
		ret = read_text(s, false, e);
	return ret < 0 ? ret : record(s, e);
}

int case_explain(struct cmd *c, int argc, const char **argv)
{
	struct step s = { 0 };
	struct poptOption table[] = { OPTION_AS(&s), OPTION_FILE(&s),
				      CASE_OPTIONS(&s.run), POPT_TABLEEND };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[OPTION...] CASE",
		"Records that the decision was explained to those affected, which "
		"comes before\nanything is done about it.\n",
		&rest);

	if (ret == CMD_GO)
		ret = explain(c, &s, rest, &e);
	return finish(c, &s, ret, &e);
}
