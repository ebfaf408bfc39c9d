/* decorum case: breach cases, step by step. This file finds the two repositories; the
 * steps are in case_step.c, looking at cases in case_show.c. */
#include "cmd/case.h"
#include "core/file.h"
#include "core/limits.h"

#include <sys/resource.h>

static const struct command subs[] = {
	{ "init", case_init, "make the case repository, or bring its keys up to date" },
	{ "open", case_open, "open a case" },
	{ "invite", case_invite, "ask a person for their version of events" },
	{ "statement", case_statement,
	  "record what they answered, or that they did not" },
	{ "decide", case_decide, "record the decision, and enter it in the ledger" },
	{ "explain", case_explain, "record that the decision was explained" },
	{ "verify", case_verify, "check chains, order, roles, signatures and anchors" },
	{ "list", case_list, "show all cases and what comes next" },
	{ "show", case_show, "show one case, event by event" },
	{ NULL, NULL, NULL },
};

/* ---- what every one needs ---- */

static void read_clauses(struct case_run *r)
{
	const struct bundle_tables *t = bundle_tables(r->judge.bundle);
	struct breach_clause *list = arena_array(&r->c->run, t->n_clauses, sizeof(*list));

	for (uint32_t i = 0; i < t->n_clauses; i++)
		list[i] = (struct breach_clause){
			bundle_str(r->judge.bundle, t->clauses[i].id),
			bundle_str(r->judge.bundle, t->clauses[i].sentence)
		};
	r->w.clauses = list;
	r->w.n_clauses = t->n_clauses;
	r->w.bundle = bundle_digest(r->judge.bundle);
}

static int read_people(struct case_run *r, struct err *e)
{
	struct arena *a = &r->c->run;
	struct source *s = ARENA_NEW(a, struct source);
	struct diags d = { .a = a };
	struct str path = r->ws.set.people, bytes;
	struct position at;
	int ret = tree_read_path(&r->tree, path, LIMIT_REGISTRY, a, &bytes, e);

	if (ret == ERR_NOT_FOUND) {
		(void)err_set(e, ERR_USAGE, "%.*s is not in the last commit",
			      STR_ARG(path));
		return err_hint(e,
				"write and commit it: 'man decorum-case' shows what it "
				"holds");
	}
	if (ret < 0 || (source_init(s, path, bytes, LIMIT_REGISTRY, a, &d) &&
			people_load(s, a, &r->people, &d)))
		return ret;
	at = source_position(s, d.v.p[0].at.start);
	(void)err_set(e, ERR_USAGE, "%.*s:%u:%u: %.*s", STR_ARG(path), at.line, at.column,
		      STR_ARG(d.v.p[0].msg));
	return d.v.p[0].fix.n ? err_hint(e, "%.*s", STR_ARG(d.v.p[0].fix)) : ERR_USAGE;
}

static int check_head(struct case_run *r, struct err *e)
{
	struct str id;
	int ret = repo_resolve(r->policy, "HEAD", &r->c->run, &id, e);

	if (ret != ERR_NOT_FOUND)
		return ret;
	(void)err_set(e, ERR_USAGE, "nothing is committed in the policy repository yet");
	return err_hint(
		e, "cases stand on the policy and the people as committed: git add . "
		   "&& git commit");
}

/* "~/x" as the shell would read it: values of git's settings come as they were written.
 */
static const char *home_path(struct cmd *c, struct str s)
{
	const char *home = repo_env("HOME");

	if (str_starts(s, "~/") && home)
		return file_join(&c->run, home, str_slice(s, 2, s.n));
	return s.n ? arena_cstr(&c->run, s) : NULL;
}

static void find_places(struct case_run *r)
{
	struct str cases = r->ws.set.cases;

	r->w.identity =
		r->identity ? r->identity
			    : home_path(r->c, repo_config(r->policy, "decorum.identity",
							  &r->c->run));
	if (r->place)
		r->dir = r->place;
	else if (str_starts(cases, "/"))
		r->dir = arena_cstr(&r->c->run, cases);
	else if (cases.n)
		r->dir = file_join(&r->c->run, r->ws.root, cases);
}

/* What is recorded with a time that nobody meant cannot be taken back. */
static int check_clock(struct err *e)
{
	const char *fixed = repo_env("DECORUM_NOW");
	int64_t ignored;

	if (!fixed || !*fixed || cmd_parse_instant(str_from(fixed), &ignored))
		return 0;
	(void)err_set(e, ERR_USAGE,
		      "DECORUM_NOW is not an instant such as 2026-11-24T09:00:00Z");
	return err_hint(e, "correct it, or unset DECORUM_NOW");
}

int case_begin(struct case_run *r, struct cmd *c, struct err *e)
{
	const struct rlimit none = { 0, 0 };
	int ret;

	/* No picture of our memory is left behind when something goes wrong. */
	(void)setrlimit(RLIMIT_CORE, &none);
	r->c = c;
	ret = check_clock(e);
	if (ret == 0)
		ret = workspace_need(c, &r->ws, e);
	if (ret == 0)
		ret = repo_open(r->ws.root, false, &r->policy, e);
	if (ret == 0)
		ret = check_head(r, e);
	r->tree = (struct tree){ .repo = r->policy, .rev = "HEAD" };
	if (ret == 0)
		ret = read_people(r, e);
	if (ret == 0) {
		r->judged = true;
		r->judge.quiet = true;
		ret = judge_open(&r->judge, c, &r->ws, &r->tree, e);
	}
	if (ret < 0)
		return ret;
	read_clauses(r);
	r->w.policy = r->policy;
	r->w.people = &r->people;
	r->w.people_path = r->ws.set.people;
	r->w.now = cmd_now(c);
	find_places(r);
	return 0;
}

int case_begin_store(struct case_run *r, struct cmd *c, struct err *e)
{
	int ret = case_begin(r, c, e);

	if (ret < 0)
		return ret;
	if (!r->dir) {
		(void)err_set(e, ERR_USAGE,
			      "decorum.yaml does not say where cases are kept");
		return err_hint(
			e, "set `cases:` to a folder outside of this repository, then "
			   "'decorum case init' makes it");
	}
	return breach_store_open(r->dir, &r->w, &r->store, e);
}

void case_end(struct case_run *r)
{
	breach_store_close(r->store);
	if (r->judged)
		judge_close(&r->judge);
	repo_close(r->policy);
	free(r->identity);
	free(r->place);
	/* Texts and keys were in it; the names of the command and the program as well. */
	if (r->c) {
		r->c->name = "case";
		r->c->program = "decorum";
		arena_wipe(&r->c->run);
	}
}

int case_named(struct case_run *r, const char *const *rest, struct str *id, struct err *e)
{
	if (!*rest) {
		(void)err_set(e, ERR_USAGE, "which case?");
		return err_hint(e, "'decorum case list' shows the ids");
	}
	if (rest[1])
		return err_set(e, ERR_USAGE, "'%s' is not expected here", rest[1]);
	return breach_find(r->store, str_from(*rest), &r->c->run, id, e);
}

/* ---- init ---- */

/* Said before it is written: nobody can take a name back afterwards. */
static void say_exposed(struct case_run *r)
{
	struct breach_exposed *all;
	size_t n = breach_exposed(&r->people, &r->c->run, &all);

	for (size_t i = 0; i < n; i++)
		cmd_note(r->c,
			 "the OpenPGP key of %.*s has the user id \"%.*s\": whoever "
			 "reaches the case repository can read it",
			 STR_ARG(all[i].person),
			 STR_ARG(str_slice(all[i].user_id, 0, 200)));
	if (n)
		cmd_note(r->c, "a key that names nobody is made by: gpg --quick-gen-key "
			       "handler ed25519 sign never");
}

static int init(struct cmd *c, struct case_run *r, const char *dir, struct err *e)
{
	bool made = false, same;
	int ret = case_begin(r, c, e);

	if (ret < 0)
		return ret;
	dir = dir ? dir : r->dir;
	if (!dir) {
		(void)err_set(e, ERR_USAGE,
			      "decorum.yaml does not say where cases are kept");
		return err_hint(
			e, "set `cases:` there, or name the folder: decorum case init "
			   "../cases.git");
	}
	say_exposed(r);
	ret = breach_store_make(dir, &r->w, &made, &c->run, e);
	if (ret < 0)
		return ret;
	same = r->dir && strcmp(r->dir, dir) == 0;
	buf_printf(&c->out, "%s %s\n",
		   made ? "case repository made:" : "the registry of keys is up to date:",
		   same && !r->place ? arena_cstr(&c->run, r->ws.set.cases) : dir);
	if (made)
		buf_cstr(&c->out,
			 "Only people who handle or decide cases need it; give nobody "
			 "else access.\n"
			 "A signed commit in this repository says where its registry "
			 "begins (ledger/registry): push it.\n"
			 "Who may act is said in people.yaml; run this again after "
			 "changes there.\n"
			 "next: decorum case open --clause ID --subject p-...\n");
	if (!same)
		cmd_note(c,
			 "`cases:` in decorum.yaml names another folder: set it to this "
			 "one, or give --cases each time");
	return 0;
}

int case_init(struct cmd *c, int argc, const char **argv)
{
	struct case_run r = { 0 };
	struct poptOption table[] = { CASE_OPTIONS(&r), POPT_TABLEEND };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[DIR]",
		"Makes the bare repository in which breach cases are kept, with "
		"the registry of\nkeys that may sign in them; or brings that "
		"registry up to date with people.yaml.\n",
		&rest);

	if (ret == CMD_GO && *rest && rest[1])
		ret = cmd_usage(c, "'%s' is not expected here", rest[1]);
	else if (ret == CMD_GO) {
		ret = init(c, &r, *rest, &e);
		if (ret < 0)
			ret = cmd_fail(c, &e);
	}
	case_end(&r);
	return ret;
}

/* ---- which one ---- */

static void help(struct cmd *c)
{
	buf_cstr(&c->out,
		 "usage: decorum case STEP [OPTION...] [CASE]\n\n"
		 "Records a breach case, step by step, as signed commits in its own "
		 "repository,\nsealed to those involved; and each decision as a signed "
		 "commit in the policy\nrepository, which tells nothing about whom.\n\n");
	for (const struct command *k = subs; k->name; k++)
		buf_printf(&c->out, "  %-9s %s\n", k->name, k->summary);
	buf_cstr(&c->out, "\n'decorum case STEP --help' tells the options of a step.\n");
}

static int unknown(struct cmd *c, const char *name)
{
	struct str names[ARRAY_LEN(subs)] = { 0 }, near;
	size_t n = 0;

	for (const struct command *k = subs; k->name; k++)
		names[n++] = str_from(k->name);
	near = str_nearest(str_from(name), names, n);
	if (near.n)
		return cmd_usage(c, "'%s' is no step of a case; did you mean '%.*s'?",
				 name, STR_ARG(near));
	return cmd_usage(c, "'%s' is no step of a case", name);
}

int cmd_case(struct cmd *c, int argc, const char **argv)
{
	const char *name = argc > 1 ? argv[1] : NULL;

	if (!name || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
		help(c);
		return name ? EXIT_CLEAN : EXIT_WRONG_USE;
	}
	for (const struct command *k = subs; k->name; k++) {
		if (strcmp(k->name, name) != 0)
			continue;
		c->name = arena_printf(&c->run, "case %s", name).p;
		return k->run(c, argc - 1, argv + 1);
	}
	return unknown(c, name);
}
