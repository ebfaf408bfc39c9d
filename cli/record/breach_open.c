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
		if (people_find(t->s->w.people, ids[i]))
			continue;
		(void)err_set(e, ERR_USAGE, "%.*s is nobody in people.yaml",
			      STR_ARG(ids[i]));
		return err_hint(
			e, "ids look like p-dana; somebody from outside belongs into "
			   "the text of the case, which is sealed");
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

/* Why somebody may not decide, or NULL. */
static const char *unfit(struct taking *t, const struct person *p, struct str name)
{
	const struct breach_request *r = t->r;

	if (is_among(p->id, r->subjects, r->n_subjects))
		return "is a person whom the case is about";
	if (is_among(p->id, r->reporters, r->n_reporters))
		return "reported it";
	if (p == t->hand.person)
		return "handles the case";
	if (!name.n ||
	    !registry_holds(&t->s->registry, name, ROLE_REPRESENTATIVE, t->s->w.now))
		return "does not hold the role company-representative in the case "
		       "registry";
	if (!registry_age(&t->s->registry, name).n)
		return "has no age recipient: the case could not be sealed to them";
	return NULL;
}

static int appoint(struct taking *t, struct str id, struct err *e)
{
	const struct person *p = people_find(t->s->w.people, id);
	struct str name = p ? name_of(t, p) : STR_NULL;
	const char *why = p ? unfit(t, p, name) : "is nobody in people.yaml";

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
	if (ret == 0 && is_among(t->hand.person->id, r->subjects, r->n_subjects))
		ret = REFUSE(
			t, "breach-process", e,
			"%.*s is a person whom the case is about, and cannot handle it",
			STR_ARG(t->hand.person->id));
	if (ret == 0 && !registry_age(&t->s->registry, t->hand.name).n)
		ret = err_set(e, ERR_USAGE,
			      "you have no age recipient in people.yaml: the "
			      "case could not be sealed to you");
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
