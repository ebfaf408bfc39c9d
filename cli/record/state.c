/* What may follow what. The steps are data: who may take one, and what must be so before.
 * The same rules refuse a new event and judge an old one. */
#include "record/breach.h"

const struct actor actors[] = {
	{ "handler", ROLE_CASE_HANDLER },
	{ "decider", ROLE_REPRESENTATIVE },
};
enum { BY_HANDLER = 1 << 0, BY_DECIDER = 1 << 1 };

struct question {
	const struct breach_state *s;
	const struct breach_event *next;
	struct str signer;
	struct arena *a;
	struct refusal *why;
};

static bool done(const struct breach_state *s, enum breach_step step)
{
	return s->done & 1u << step;
}

/* ---- conditions: true, or the reason and the way out ---- */

static bool refuse(const struct question *q, const char *why, const char *command)
{
	q->why->why = str_from(why);
	if (command)
		q->why->way = arena_printf(q->a, "decorum case %s %.*s", command,
					   STR_ARG(q->next->breach));
	return false;
}

static bool is_new(const struct question *q)
{
	return !done(q->s, BREACH_OPEN) || refuse(q, "the case was opened before", NULL);
}

static bool is_open(const struct question *q)
{
	return done(q->s, BREACH_OPEN) || refuse(q, "the case was never opened", NULL);
}

static bool is_undecided(const struct question *q)
{
	return !done(q->s, BREACH_DECIDE) ||
	       refuse(q, "the case is decided already", NULL);
}

static bool is_decided(const struct question *q)
{
	return done(q->s, BREACH_DECIDE) ||
	       refuse(q, "nothing is decided yet that could be explained", "decide");
}

static bool is_unexplained(const struct question *q)
{
	return !done(q->s, BREACH_EXPLAIN) ||
	       refuse(q, "the decision was explained already", NULL);
}

static bool is_named(struct str name, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], name))
			return true;
	return false;
}

static bool opener_handles(const struct question *q)
{
	return is_named(q->signer, q->next->handlers, q->next->n_handlers) ||
	       refuse(q, "whoever opens the case is not among the handlers that it names",
		      NULL);
}

static bool sides_differ(const struct question *q)
{
	for (size_t i = 0; i < q->next->n_deciders; i++)
		if (is_named(q->next->deciders[i], q->next->handlers,
			     q->next->n_handlers))
			return refuse(q,
				      "somebody is named as handler and as decider of "
				      "the same case",
				      NULL);
	return true;
}

static bool handles(const struct question *q)
{
	if (is_named(q->signer, q->s->handlers, q->s->n_handlers))
		return true;
	q->why->way = STR("a handler whom the case names takes this step; 'decorum case "
			  "open' names them, with --handler more than one");
	return refuse(q,
		      "whoever signs is not among the handlers that were named when the "
		      "case was opened",
		      NULL);
}

static bool is_involved(const struct question *q)
{
	uint32_t person = q->next->person;

	return (person >= 1 && person <= q->s->n_persons) ||
	       refuse(q, "the case is about fewer persons", NULL);
}

static bool has_time(const struct question *q)
{
	return q->next->deadline > q->next->recorded ||
	       refuse(q, "the deadline leaves no time to answer", NULL);
}

static bool keeps_deadline(const struct question *q)
{
	const struct person_state *p = &q->s->persons[q->next->person - 1];

	if (!p->invited || q->next->deadline >= p->deadline)
		return true;
	q->why->why = arena_printf(q->a,
				   "this person was given until %.*s to answer: that is "
				   "not taken back",
				   STR_ARG(instant_text(p->deadline, q->a)));
	q->why->way = STR("give that day or a later one by --deadline");
	return false;
}

static bool was_invited(const struct question *q)
{
	return q->s->persons[q->next->person - 1].invited ||
	       refuse(q, "this person was not asked for their version of events",
		      "invite");
}

static bool was_not_hurried(const struct question *q)
{
	const struct person_state *p = &q->s->persons[q->next->person - 1];

	if (q->next->answer != ANSWER_SILENT || q->next->recorded > p->deadline)
		return true;
	q->why->why = arena_printf(q->a,
				   "this person may answer until %.*s: until then nobody "
				   "is silent",
				   STR_ARG(instant_text(p->deadline, q->a)));
	q->why->way = STR("wait, or record the answer when it comes");
	return false;
}

/* Who answered was heard: that is added to, never put out of the world. */
static bool keeps_answer(const struct question *q)
{
	const enum breach_answer was = q->s->persons[q->next->person - 1].answer;
	const enum breach_answer now = q->next->answer;

	if (was == ANSWER_NONE || now == ANSWER_GIVEN ||
	    (was != ANSWER_GIVEN && now == ANSWER_DECLINED))
		return true;
	q->why->why = arena_printf(
		q->a,
		"this person's answer is recorded already (%s): %s does "
		"not replace it",
		breach_answer_name(was), now == ANSWER_SILENT ? "silence" : "declining");
	q->why->way = arena_printf(q->a,
				   "what the person adds is one more statement: decorum "
				   "case statement %.*s",
				   STR_ARG(q->next->breach));
	return false;
}

static bool all_invited(const struct question *q)
{
	for (uint32_t i = 0; i < q->s->n_persons; i++) {
		if (q->s->persons[i].invited)
			continue;
		q->why->why = arena_printf(q->a,
					   "person %u was not asked for their version of "
					   "events",
					   i + 1);
		q->why->way = arena_printf(q->a, "decorum case invite %.*s --person %u",
					   STR_ARG(q->next->breach), i + 1);
		return false;
	}
	return true;
}

static bool all_heard(const struct question *q)
{
	for (uint32_t i = 0; i < q->s->n_persons; i++) {
		const struct person_state *p = &q->s->persons[i];

		if (p->answer != ANSWER_NONE)
			continue;
		q->why->why =
			arena_printf(q->a,
				     "person %u was asked and has until %.*s; neither "
				     "an answer, a refusal to answer nor silence is "
				     "recorded",
				     i + 1, STR_ARG(instant_text(p->deadline, q->a)));
		q->why->way =
			arena_printf(q->a,
				     "decorum case statement %.*s --person %u, with "
				     "--declined, or with --silent after the deadline",
				     STR_ARG(q->next->breach), i + 1);
		return false;
	}
	return true;
}

static bool did_not_handle(const struct question *q)
{
	return !is_named(q->signer, q->s->handlers, q->s->n_handlers) ||
	       refuse(q, "whoever handled the case does not decide it", NULL);
}

static bool is_appointed(const struct question *q)
{
	if (is_named(q->signer, q->s->deciders, q->s->n_deciders))
		return true;
	q->why->way = STR("a person who was appointed when the case was opened decides");
	return refuse(
		q,
		"whoever signs was not appointed to decide this case; the person it "
		"is about, who reported it and who handles it never are",
		NULL);
}

static bool may_explain(const struct question *q)
{
	const struct actor *who = actor_of(q->next);

	return who && who->role == ROLE_CASE_HANDLER ? handles(q) : is_appointed(q);
}

static bool names_opened_clauses(const struct question *q)
{
	for (size_t i = 0; i < q->next->n_clauses; i++) {
		bool there = false;

		for (size_t k = 0; k < q->s->n_clauses; k++)
			there |= str_eq(q->next->clauses[i], q->s->clauses[k]);
		if (there)
			continue;
		q->why->why =
			arena_printf(q->a,
				     "nobody was heard about clause %.*s: the case was "
				     "not opened for it",
				     STR_ARG(q->next->clauses[i]));
		q->why->way = STR("open another case for that clause");
		return false;
	}
	return true;
}

/* ---- the steps ---- */

struct condition {
	bool (*holds)(const struct question *q);
	const char *clause;
	enum breach_trouble_kind kind;
};

static const char process[] = "breach-process", investigate[] = "breach-investigate",
		  decide[] = "breach-decide", explain[] = "breach-explain";

static const struct step {
	unsigned by;
	const char *clause; /* who may take it */
	struct condition before[8];
} steps[] = {
	[BREACH_OPEN] = { BY_HANDLER,
			  process,
			  { { is_new, process, TROUBLE_ORDER },
			    { opener_handles, process, TROUBLE_SEPARATION },
			    { sides_differ, decide, TROUBLE_SEPARATION } } },
	[BREACH_INVITE] = { BY_HANDLER,
			    investigate,
			    { { is_open, process, TROUBLE_ORDER },
			      { handles, process, TROUBLE_SEPARATION },
			      { is_undecided, investigate, TROUBLE_ORDER },
			      { is_involved, investigate, TROUBLE_ORDER },
			      { has_time, investigate, TROUBLE_TIME },
			      { keeps_deadline, investigate, TROUBLE_TIME } } },
	[BREACH_STATEMENT] = { BY_HANDLER,
			       investigate,
			       { { is_open, process, TROUBLE_ORDER },
				 { handles, process, TROUBLE_SEPARATION },
				 { is_undecided, investigate, TROUBLE_ORDER },
				 { is_involved, investigate, TROUBLE_ORDER },
				 { was_invited, investigate, TROUBLE_ORDER },
				 { keeps_answer, investigate, TROUBLE_ORDER },
				 { was_not_hurried, investigate, TROUBLE_TIME } } },
	[BREACH_DECIDE] = { BY_DECIDER,
			    decide,
			    { { is_open, process, TROUBLE_ORDER },
			      { is_undecided, decide, TROUBLE_ORDER },
			      { did_not_handle, decide, TROUBLE_SEPARATION },
			      { is_appointed, decide, TROUBLE_SEPARATION },
			      { all_invited, investigate, TROUBLE_ORDER },
			      { all_heard, investigate, TROUBLE_ORDER },
			      { names_opened_clauses, decide, TROUBLE_ORDER } } },
	[BREACH_EXPLAIN] = { BY_HANDLER | BY_DECIDER,
			     explain,
			     { { is_open, process, TROUBLE_ORDER },
			       { may_explain, explain, TROUBLE_SEPARATION },
			       { is_decided, explain, TROUBLE_ORDER },
			       { is_unexplained, explain, TROUBLE_ORDER } } },
};

const struct actor *actor_of(const struct breach_event *ev)
{
	struct str rest = ev->actor, name;

	if (!str_field(&rest, '@', &name) || !str_starts(rest, "case-") ||
	    !str_eq(str_slice(rest, 5, rest.n), ev->breach))
		return NULL;
	for (size_t i = 0; i < ACTORS; i++)
		if (str_is(name, actors[i].name))
			return &actors[i];
	return NULL;
}

bool step_allows(enum breach_step step, const struct actor *who)
{
	return steps[step].by & 1u << (who - actors);
}

struct str step_actors(enum breach_step step, struct arena *a)
{
	struct str text = STR("");

	for (size_t i = 0; i < ACTORS; i++)
		if (steps[step].by & 1u << i)
			text = arena_printf(a, "%.*s%s%s", STR_ARG(text),
					    text.n ? " or " : "", actors[i].name);
	return text;
}

static bool right_actor(const struct question *q)
{
	const struct actor *who = actor_of(q->next);

	if (who && step_allows(q->next->step, who))
		return true;
	q->why->why = arena_printf(q->a, "\"%s\" is a step of the %.*s, not of %.*s",
				   breach_step_name(q->next->step),
				   STR_ARG(step_actors(q->next->step, q->a)),
				   STR_ARG(q->next->actor));
	return false;
}

bool state_allows(const struct breach_state *s, const struct breach_event *next,
		  struct str signer, struct arena *a, struct refusal *why)
{
	const struct question q = { s, next, signer, a, why };
	const struct step *step = &steps[next->step];

	*why = (struct refusal){ .clause = step->clause, .kind = TROUBLE_ROLE };
	if (!right_actor(&q))
		return false;
	for (const struct condition *c = step->before; c->holds; c++) {
		why->clause = c->clause;
		why->kind = c->kind;
		if (!c->holds(&q))
			return false;
	}
	return true;
}

static void apply_open(struct breach_state *s, const struct breach_event *ev)
{
	s->n_persons = ev->persons;
	s->n_handlers = ev->n_handlers;
	memcpy(s->handlers, ev->handlers, sizeof(s->handlers));
	s->n_deciders = ev->n_deciders;
	memcpy(s->deciders, ev->deciders, sizeof(s->deciders));
	s->n_clauses = ev->n_clauses;
	memcpy(s->clauses, ev->clauses, sizeof(s->clauses));
}

void state_apply(struct breach_state *s, const struct breach_event *ev)
{
	struct person_state *p = ev->person >= 1 && ev->person <= s->n_persons
					 ? &s->persons[ev->person - 1]
					 : NULL;

	s->done |= 1u << ev->step;
	s->sequence = ev->sequence;
	s->last = ev->recorded;
	if (ev->step == BREACH_OPEN)
		apply_open(s, ev);
	if (ev->step == BREACH_INVITE && p) {
		p->deadline = p->invited && p->deadline > ev->deadline ? p->deadline
								       : ev->deadline;
		p->invited = true;
	}
	if (ev->step == BREACH_STATEMENT && p && p->answer != ANSWER_GIVEN)
		p->answer = ev->answer;
}

struct str state_next(const struct breach_state *s, struct arena *a)
{
	if (done(s, BREACH_EXPLAIN))
		return STR(
			"the decision was explained; what was decided may be acted on");
	if (done(s, BREACH_DECIDE))
		return STR("explain the decision; nothing may be done before");
	for (uint32_t i = 0; i < s->n_persons; i++) {
		const struct person_state *p = &s->persons[i];

		if (!p->invited)
			return arena_printf(a, "invite person %u to state their version",
					    i + 1);
		if (p->answer == ANSWER_NONE)
			return arena_printf(a, "hear person %u, who has until %.*s",
					    i + 1, STR_ARG(instant_text(p->deadline, a)));
	}
	return done(s, BREACH_OPEN) ? STR("decide") : STR("open");
}
