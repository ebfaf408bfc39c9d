/* Looking at cases: list, show, verify. */
#include "cmd/case.h"

static void put_list(struct buf *out, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_cstr(out, i ? ", " : "");
		report_plain(list[i], out);
	}
	buf_char(out, '\n');
}

/* Whatever somebody wrote there: nothing that a terminal would obey. */
static void put_field(struct buf *out, const char *name, struct str value)
{
	buf_printf(out, "   %s: ", name);
	report_plain(value, out);
	buf_char(out, '\n');
}

static int finish(struct cmd *c, struct case_run *r, int ret, const struct err *e)
{
	if (ret < 0)
		ret = cmd_fail(c, e);
	case_end(r);
	return ret;
}

/* ---- list ---- */

static void list_one(struct case_run *r, struct str id)
{
	struct buf *out = &r->c->out;
	struct breach b;
	const struct breach_event *last;
	struct err why;
	int ret = breach_load(r->store, id, &r->c->run, &b, &why);

	/* One bad case does not hide the others. */
	if (ret < 0 || !b.n) {
		buf_printf(out, "%.*s  %s: decorum case verify\n", STR_ARG(id),
			   ret == ERR_INVALID ? "its history does not hold"
					      : "it cannot be read");
		return;
	}
	last = &b.p[b.n - 1].event;
	buf_printf(out, "%.*s  %.*s  %-9s  next: %.*s\n", STR_ARG(id),
		   STR_ARG(cmd_date(r->c, last->recorded)), breach_step_name(last->step),
		   STR_ARG(b.next));
}

static int list(struct cmd *c, struct case_run *r, const char *const *rest, struct err *e)
{
	struct str *ids = NULL;
	size_t n = 0;
	int ret = case_begin_store(r, c, e);

	if (ret == 0 && *rest)
		ret = err_set(e, ERR_USAGE, "'%s' is not expected here", *rest);
	if (ret == 0)
		ret = breach_ids(r->store, &c->run, &ids, &n, e);
	if (ret < 0)
		return ret;
	for (size_t i = 0; i < n; i++)
		list_one(r, ids[i]);
	if (!n)
		cmd_note(c, "there are no cases");
	return 0;
}

int case_list(struct cmd *c, int argc, const char **argv)
{
	struct case_run r = { 0 };
	struct poptOption table[] = { CASE_OPTIONS(&r), POPT_TABLEEND };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(c, argc, argv, table, "",
			      "Lists the cases, their last step and what comes next.\n",
			      &rest);

	if (ret == CMD_GO)
		ret = list(c, &r, rest, &e);
	return finish(c, &r, ret, &e);
}

/* ---- show ---- */

static void show_clear(struct case_run *r, const struct breach_entry *entry)
{
	const struct breach_event *ev = &entry->event;
	struct buf *out = &r->c->out;
	struct str rest = ev->actor, who;

	(void)str_field(&rest, '@', &who);
	buf_printf(out, "\n%u. %s, %.*s, by the %.*s (%.*s)\n", ev->sequence,
		   breach_step_name(ev->step), STR_ARG(cmd_instant(r->c, ev->recorded)),
		   STR_ARG(who), STR_ARG(entry->signer));
	if (ev->n_clauses) {
		buf_cstr(out, "   clauses: ");
		put_list(out, ev->clauses, ev->n_clauses);
	}
	if (ev->person)
		buf_printf(out, "   person: %u\n", ev->person);
	if (ev->deadline)
		put_field(out, "deadline", cmd_instant(r->c, ev->deadline));
	if (ev->answer)
		buf_printf(out, "   answer: %s\n", breach_answer_name(ev->answer));
	if (ev->outcome)
		put_field(out, "outcome", str_from(breach_outcome_name(ev->outcome)));
	if (ev->ledger.n)
		put_field(out, "ledger", ev->ledger);
	if (ev->n_handlers) {
		buf_cstr(out, "   handlers: ");
		put_list(out, ev->handlers, ev->n_handlers);
	}
	if (ev->n_deciders) {
		buf_cstr(out, "   deciders: ");
		put_list(out, ev->deciders, ev->n_deciders);
	}
	if (ev->judged_by.n)
		buf_printf(out, "   judged by the policy: sha256:%.*s\n",
			   STR_ARG(ev->judged_by));
}

static void show_sealed(struct case_run *r, const struct breach_payload *p)
{
	struct buf *out = &r->c->out;
	struct str rest = p->text, line;

	if (p->n_subjects) {
		buf_cstr(out, "   about: ");
		put_list(out, p->subjects, p->n_subjects);
	}
	if (p->n_reporters) {
		buf_cstr(out, "   reported by: ");
		put_list(out, p->reporters, p->n_reporters);
	}
	if (p->conduct_on.n)
		put_field(out, "it happened on", p->conduct_on);
	if (p->conduct_revision.n)
		put_field(out, "judged by the policy of commit", p->conduct_revision);
	put_field(out, "recorded by", p->recorded_by);
	while (str_line(&rest, &line)) {
		buf_cstr(out, "   | ");
		report_plain(line, out);
		buf_char(out, '\n');
	}
}

/* One event; *can_read turns false when the identity turns out to open nothing here. */
static int show_entry(struct case_run *r, const struct breach *b, size_t i,
		      bool *can_read, struct err *e)
{
	struct breach_payload p;
	int ret;

	show_clear(r, &b->p[i]);
	if (!*can_read)
		return 0;
	ret = breach_unseal(r->store, b, i, &r->c->run, &p, e);
	if (ret == ERR_REFUSED) {
		*can_read = false;
		return 0;
	}
	if (ret == 0)
		show_sealed(r, &p);
	return ret;
}

static int show(struct cmd *c, struct case_run *r, const char *const *rest, struct err *e)
{
	struct breach b = { 0 };
	struct str id = STR_NULL;
	bool can_read;
	int ret = case_begin_store(r, c, e);

	if (ret == 0)
		ret = case_named(r, rest, &id, e);
	if (ret == 0)
		ret = breach_load(r->store, id, &c->run, &b, e);
	if (ret < 0)
		return ret;
	can_read = r->w.identity != NULL;
	buf_printf(&c->out, "case %.*s\n", STR_ARG(id));
	for (size_t i = 0; ret == 0 && i < b.n; i++)
		ret = show_entry(r, &b, i, &can_read, e);
	if (ret < 0)
		return ret;
	buf_printf(&c->out, "\nnext: %.*s\n", STR_ARG(b.next));
	if (!can_read)
		cmd_note(c, r->w.identity
				    ? "the case is not sealed to this identity: only "
				      "what stands in clear is shown"
				    : "contents are sealed: --identity FILE shows what "
				      "that age identity may read");
	return 0;
}

int case_show(struct cmd *c, int argc, const char **argv)
{
	struct case_run r = { 0 };
	struct poptOption table[] = { CASE_OPTIONS(&r), POPT_TABLEEND };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[--identity FILE] CASE",
		"Shows a case event by event: what stands in clear, and with an "
		"age identity\nwhat is sealed to it.\n",
		&rest);

	if (ret == CMD_GO)
		ret = show(c, &r, rest, &e);
	return finish(c, &r, ret, &e);
}

/* ---- verify ---- */

static void show_trouble(struct buf *out, const struct breach_trouble *t)
{
	if (t->breach.n)
		buf_printf(out, "case %.*s: ", STR_ARG(t->breach));
	else
		buf_cstr(out, "cases: ");
	if (t->sequence)
		buf_printf(out, "event %u: ", t->sequence);
	report_plain(t->msg, out);
	buf_printf(out, " [%s]\n", breach_trouble_name(t->kind));
}

static void show_verdict(struct cmd *c, const struct breach_verdict *v)
{
	struct buf *out = &c->out;

	for (size_t i = 0; i < v->troubles.n; i++)
		show_trouble(out, &v->troubles.p[i]);
	buf_printf(out,
		   "%zu case%s, %zu event%s, %zu decision%s; %zu event%s under an "
		   "anchor\n",
		   v->n_cases, v->n_cases == 1 ? "" : "s", v->n_events,
		   v->n_events == 1 ? "" : "s", v->n_decisions,
		   v->n_decisions == 1 ? "" : "s", v->n_anchored,
		   v->n_anchored == 1 ? "" : "s");
	if (v->troubles.n)
		buf_printf(out, "%zu trouble%s: the record does not hold\n",
			   v->troubles.n, v->troubles.n == 1 ? "" : "s");
	else if (v->n_cases)
		buf_cstr(out, "the chain holds: order, roles, separation, deadlines, "
			      "signatures and anchors\n");
	buf_cstr(out, "\nWhat this cannot show:\n");
	for (size_t i = 0; breach_cannot_show[i]; i++)
		buf_printf(out, "- %s\n", breach_cannot_show[i]);
}

static int verify(struct cmd *c, struct case_run *r, const char *const *rest,
		  struct err *e)
{
	struct breach_verdict v = { 0 };
	struct str id = STR_NULL;
	int ret = case_begin_store(r, c, e);

	if (ret == 0 && *rest)
		ret = case_named(r, rest, &id, e);
	if (ret == 0)
		ret = breach_verify(r->store, id, &c->run, &v, e);
	if (ret < 0)
		return ret;
	show_verdict(c, &v);
	if (v.troubles.n)
		return EXIT_FINDINGS;
	return v.n_cases ? EXIT_CLEAN : EXIT_NOTHING;
}

int case_verify(struct cmd *c, int argc, const char **argv)
{
	struct case_run r = { 0 };
	struct poptOption table[] = { CASE_OPTIONS(&r), POPT_TABLEEND };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[CASE]",
		"Checks all cases, or one, without any key: that the chain of "
		"events is whole, in\nthe order the policy allows, signed by those "
		"who held the role, and the same that\nthe ledger anchored. Says "
		"what it cannot show.\n",
		&rest);

	if (ret == CMD_GO)
		ret = verify(c, &r, rest, &e);
	return finish(c, &r, ret, &e);
}
