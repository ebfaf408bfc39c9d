/* Opening a case: for which clauses, about whom, and who will decide. */
#include "record/taking.h"

/* ---- refusing, with the sentence of the policy ---- */

int step_refuse(struct taking *t, const char *clause, struct str why, struct str way,
		struct err *e)
{
	const struct breach_clause *c = world_clause(&t->s->w, str_from(clause));
	const char *step = breach_step_name(t->r->step);

	if (c)
		(void)err_set(e, ERR_REFUSED, "%s: %.*s (%s: \"%.*s\")", step,
			      STR_ARG(why), clause, STR_ARG(c->sentence));
	else
		(void)err_set(e, ERR_REFUSED, "%s: %.*s (%s)", step, STR_ARG(why),
			      clause);
	return way.n ? err_hint(e, "%.*s", STR_ARG(way)) : ERR_REFUSED;
}

bool is_among(struct str id, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], id))
			return true;
	return false;
}

/* ---- opening ---- */

static int unknown_person(struct taking *t, struct str id, struct err *e)
{
	const struct people *all = t->s->w.people;
	struct str *ids = arena_array(t->a, all->n, sizeof(*ids)), near;

	for (size_t i = 0; i < all->n; i++)
		ids[i] = all->p[i].id;
	near = str_nearest(id, ids, all->n);
	(void)err_set(e, ERR_USAGE, "%.*s is nobody in people.yaml", STR_ARG(id));
	if (near.n)
		return err_hint(e, "did you mean %.*s?", STR_ARG(near));
	return err_hint(e, "ids look like p-dana; somebody from outside belongs into the "
			   "text of the case, which is sealed");
}

static int check_people(struct taking *t, const struct str *ids, size_t n,
			const char *what, struct err *e)
{
	if (n > BREACH_PERSONS)
		return err_set(e, ERR_LIMIT, "a case takes %d %s at most", BREACH_PERSONS,
			       what);
	for (size_t i = 0; i < n; i++) {
		if (is_among(ids[i], ids, i))
			return err_set(e, ERR_USAGE, "%.*s is named twice",
				       STR_ARG(ids[i]));
		if (!people_find(t->s->w.people, ids[i]))
			return unknown_person(t, ids[i], e);
	}
	return 0;
}

static int unknown_clause(struct taking *t, struct str id, struct err *e)
{
	const struct breach_world *w = &t->s->w;
	struct str *ids = arena_array(t->a, w->n_clauses, sizeof(*ids)), near;

	for (size_t i = 0; i < w->n_clauses; i++)
		ids[i] = w->clauses[i].id;
	near = str_nearest(id, ids, w->n_clauses);
	(void)err_set(e, ERR_USAGE, "the policy has no clause '%.*s'", STR_ARG(id));
	return near.n ? err_hint(e, "did you mean %.*s?", STR_ARG(near)) : ERR_USAGE;
}

int take_clauses(struct taking *t, struct err *e)
{
	const struct breach_request *r = t->r;

	if (r->n_clauses > BREACH_CLAUSES)
		return err_set(e, ERR_LIMIT, "a case takes %d clauses at most",
			       BREACH_CLAUSES);
	for (size_t i = 0; i < r->n_clauses; i++)
		if (is_among(r->clauses[i], r->clauses, i))
			return err_set(e, ERR_USAGE, "clause %.*s is named twice",
				       STR_ARG(r->clauses[i]));
	if (r->n_clauses)
		memcpy(t->ev.clauses, r->clauses, r->n_clauses * sizeof(*r->clauses));
	t->ev.n_clauses = r->n_clauses;
	return 0;
}

static int check_clauses(struct taking *t, struct err *e)
{
	int ret = take_clauses(t, e);

	if (ret == 0 && !t->ev.n_clauses)
		return err_set(e, ERR_USAGE, "no clause: say --clause ID, once for each");
	for (size_t i = 0; ret == 0 && i < t->ev.n_clauses; i++)
		if (!world_clause(&t->s->w, t->ev.clauses[i]))
			ret = unknown_clause(t, t->ev.clauses[i], e);
	return ret;
}

/* The name in the registry of a person who can act and read; or empty. */
static struct str name_of(struct taking *t, const struct person *p)
{
	for (size_t i = 0; i < p->n_keys; i++) {
		struct str name =
			registry_name_of(&t->s->registry, &p->keys[i], t->s->w.now, t->a);

		if (name.n)
			return name;
	}
	return STR_NULL;
}

/* Why somebody may neither handle nor decide, or NULL. */
static const char *involved(struct taking *t, const struct person *p)
{
	const struct breach_request *r = t->r;

	if (is_among(p->id, r->subjects, r->n_subjects))
		return "is a person whom the case is about";
	if (is_among(p->id, r->reporters, r->n_reporters))
		return "reported it";
	return NULL;
}

static const char *unready(struct taking *t, struct str name, enum role role)
{
	if (!name.n || !registry_holds(&t->s->registry, name, role, t->s->w.now))
		return arena_printf(t->a,
				    "does not hold the role %s in the case registry",
				    role_name(role))
			.p;
	if (!registry_age(&t->s->registry, name).n)
		return "has no age recipient: the case could not be sealed to them";
	return NULL;
}

/* Why somebody may not decide, or NULL. */
static const char *unfit(struct taking *t, const struct person *p, struct str name)
{
	const char *why = involved(t, p);

	if (!why &&
	    (p == t->hand.person || is_among(p->id, t->r->handlers, t->r->n_handlers)))
		why = "handles the case";
	return why ? why : unready(t, name, ROLE_REPRESENTATIVE);
}

/* One who will handle it besides whoever opens it. */
static int add_handler(struct taking *t, struct str id, struct err *e)
{
	const struct person *p = people_find(t->s->w.people, id);
	struct str name;
	const char *why;

	if (!p)
		return unknown_person(t, id, e);
	name = name_of(t, p);
	why = involved(t, p);
	if (!why)
		why = unready(t, name, ROLE_CASE_HANDLER);
	if (why)
		return REFUSE(t, "breach-process", e, "%.*s cannot handle it: %.*s %s",
			      STR_ARG(id), STR_ARG(id), why);
	if (is_among(name, t->ev.handlers, t->ev.n_handlers))
		return err_set(e, ERR_USAGE, "%.*s is named twice as a handler",
			       STR_ARG(id));
	if (t->ev.n_handlers == BREACH_HANDLERS)
		return err_set(e, ERR_LIMIT, "a case takes %d handlers at most",
			       BREACH_HANDLERS);
	t->ev.handlers[t->ev.n_handlers++] = name;
	return 0;
}

/* Whoever opens it, and those named. */
static int fill_handlers(struct taking *t, struct err *e)
{
	const struct person *me = t->hand.person;
	const char *why = involved(t, me);
	int ret = 0;

	if (why)
		return REFUSE(t, "breach-process", e, "%.*s %s, and cannot handle it",
			      STR_ARG(me->id), why);
	if (!registry_age(&t->s->registry, t->hand.name).n)
		return err_set(e, ERR_USAGE,
			       "you have no age recipient in people.yaml: the case could "
			       "not be sealed to you");
	t->ev.handlers[t->ev.n_handlers++] = t->hand.name;
	for (size_t i = 0; ret == 0 && i < t->r->n_handlers; i++)
		ret = add_handler(t, t->r->handlers[i], e);
	return ret;
}

static int appoint(struct taking *t, struct str id, struct err *e)
{
	const struct person *p = people_find(t->s->w.people, id);
	struct str name;
	const char *why;

	if (!p)
		return unknown_person(t, id, e);
	name = name_of(t, p);
	why = unfit(t, p, name);
	if (why)
		return REFUSE(t, "breach-decide", e, "%.*s cannot decide: %.*s %s",
			      STR_ARG(id), STR_ARG(id), why);
	if (is_among(name, t->ev.deciders, t->ev.n_deciders))
		return err_set(e, ERR_USAGE, "%.*s is named twice", STR_ARG(id));
	if (t->ev.n_deciders == BREACH_DECIDERS)
		return err_set(e, ERR_LIMIT, "a case takes %d deciders at most",
			       BREACH_DECIDERS);
	t->ev.deciders[t->ev.n_deciders++] = name;
	return 0;
}

/* Nobody named: the one representative who can, if there is just one. */
static int appoint_only(struct taking *t, struct err *e)
{
	const struct people *all = t->s->w.people;
	struct str names[BREACH_DECIDERS];
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct str name = name_of(t, &all->p[i]);

		if (unfit(t, &all->p[i], name))
			continue;
		if (n < BREACH_DECIDERS)
			names[n] = name;
		n++;
	}
	if (n == 1) {
		t->ev.deciders[t->ev.n_deciders++] = names[0];
		return 0;
	}
	if (n == 0)
		return REFUSE(
			t, "breach-decide", e,
			"nobody is left who could decide: no company-representative "
			"who is neither involved nor handles the case");
	(void)err_set(e, ERR_USAGE, "%zu persons could decide this case", n);
	return err_hint(e,
			"name who will: --decider p-...; only those named can read the "
			"case");
}

int fill_open(struct taking *t, struct err *e)
{
	const struct breach_request *r = t->r;
	int ret = check_clauses(t, e);

	if (ret == 0 && !r->n_subjects)
		ret = err_set(e, ERR_USAGE,
			      "no person: say --subject p-..., once for each");
	if (ret == 0)
		ret = check_people(t, r->subjects, r->n_subjects, "subjects", e);
	if (ret == 0)
		ret = check_people(t, r->reporters, r->n_reporters, "reporters", e);
	if (ret == 0)
		ret = fill_handlers(t, e);
	for (size_t i = 0; ret == 0 && i < r->n_deciders; i++)
		ret = appoint(t, r->deciders[i], e);
	if (ret == 0 && !r->n_deciders)
		ret = appoint_only(t, e);
	if (ret < 0)
		return ret;
	t->ev.persons = (uint32_t)r->n_subjects;
	t->ev.judged_by = r->judged_by.n ? r->judged_by : t->s->w.bundle;
	memcpy(t->p.subjects, r->subjects, r->n_subjects * sizeof(*r->subjects));
	t->p.n_subjects = r->n_subjects;
	if (r->n_reporters)
		memcpy(t->p.reporters, r->reporters,
		       r->n_reporters * sizeof(*r->reporters));
	t->p.n_reporters = r->n_reporters;
	t->p.conduct_on = r->conduct_on;
	t->p.conduct_revision = r->conduct_revision;
	return random_hex(ID_BYTES, t->a, &t->ev.breach, e);
}
