/* Taking a step: who acts, may they, what is sealed, and the commits in the order in
 * which an interruption does no harm: key, event, anchor, ledger. */
#include "record/taking.h"

/* ---- who acts ---- */

static int choose_actor(struct taking *t, struct err *e)
{
	const enum breach_step step = t->r->step;
	bool known = false;

	for (size_t i = 0; i < ACTORS; i++) {
		const struct actor *who = &actors[i];

		known |= str_is(t->r->as, who->name);
		if ((t->r->as.n && !str_is(t->r->as, who->name)) ||
		    !step_allows(step, who))
			continue;
		t->who = who;
		if (registry_holds(&t->s->registry, t->hand.name, who->role, t->s->w.now))
			return 0;
	}
	if (t->r->as.n && !known)
		return err_set(e, ERR_USAGE, "--as takes handler or decider");
	if (!t->who)
		return REFUSE(t, "breach-process", e,
			      "it is a step of the %.*s, not of the %.*s",
			      STR_ARG(step_actors(step, t->a)), STR_ARG(t->r->as));
	return REFUSE(t, "breach-process", e,
		      "it takes the role %s, which %.*s does not hold",
		      role_name(t->who->role), STR_ARG(t->hand.person->id));
}

static int find_hand(struct taking *t, struct err *e)
{
	int ret = hand_find(t->s->w.policy, t->s->w.people, t->a, &t->hand, e);

	if (ret < 0)
		return ret;
	t->hand.known = &t->s->registry;
	t->hand.name = registry_name_of(&t->s->registry, t->hand.key, t->s->w.now, t->a);
	if (t->hand.name.n)
		return choose_actor(t, e);
	(void)err_set(e, ERR_USAGE,
		      "your signing key is not valid in the case registry now");
	return err_hint(e,
			"people.yaml says from when to when a key counts; after a change "
			"there 'decorum case init' brings the registry up to date");
}

/* ---- the other steps ---- */

static int choose_person(struct taking *t, struct err *e)
{
	t->ev.person = t->r->person;
	if (t->ev.person)
		return 0;
	t->ev.person = 1;
	if (t->state->n_persons <= 1)
		return 0;
	return err_set(e, ERR_USAGE,
		       "the case is about %u persons: say which by --person N",
		       t->state->n_persons);
}

/* As long as the policy gives, unless the person has longer already. */
static int fill_invite(struct taking *t, struct err *e)
{
	int ret = choose_person(t, e);
	uint32_t person = t->ev.person;
	const int64_t days = t->r->days;

	t->ev.deadline =
		t->r->deadline ? t->r->deadline : t->s->w.now + (days ? days : 7) * DAY;
	if (ret == 0 && !t->r->deadline && person >= 1 && person <= BREACH_PERSONS &&
	    t->state->persons[person - 1].deadline > t->ev.deadline)
		t->ev.deadline = t->state->persons[person - 1].deadline;
	return ret;
}

static int fill_decide(struct taking *t, struct err *e)
{
	struct str branch;
	int ret = take_clauses(t, e);

	/* Asked before anything is written. */
	if (ret == 0)
		ret = ledger_branch(t->s->w.policy, t->a, &branch, e);
	/* None named: all that the case was opened for. */
	if (ret == 0 && !t->ev.n_clauses) {
		memcpy(t->ev.clauses, t->state->clauses, sizeof(t->ev.clauses));
		t->ev.n_clauses = t->state->n_clauses;
	}
	t->ev.outcome = t->r->outcome;
	if (ret == 0 && t->ev.outcome == OUTCOME_NONE)
		ret = err_set(e, ERR_USAGE,
			      "say --outcome breach or --outcome no-breach");
	if (ret == 0)
		ret = random_hex(8, t->a, &t->ev.ledger, e);
	return ret < 0 ? ret : random_hex(32, t->a, &t->ev.salt, e);
}

static int fill_step(struct taking *t, struct err *e)
{
	switch (t->r->step) {
	case BREACH_OPEN:
		return fill_open(t, e);
	case BREACH_INVITE:
		return fill_invite(t, e);
	case BREACH_STATEMENT:
		t->ev.answer = t->r->answer ? t->r->answer : ANSWER_GIVEN;
		return choose_person(t, e);
	case BREACH_DECIDE:
		return fill_decide(t, e);
	case BREACH_EXPLAIN:
	case BREACH_STEPS:
		break;
	}
	return 0;
}

/* What the chain says of the event: place, time, capacity. */
static void fill_common(struct taking *t)
{
	struct breach_event *ev = &t->ev;

	ev->step = t->r->step;
	ev->policy = t->s->w.bundle;
	ev->recorded = t->s->w.now;
	ev->sequence = t->state->sequence + 1;
	if (t->b.n) {
		ev->breach = t->b.id;
		ev->previous = t->b.p[t->b.n - 1].digest;
	}
	ev->actor = arena_printf(t->a, "%s@case-%.*s", t->who->name, STR_ARG(ev->breach));
	t->p.recorded_by = t->hand.person->id;
	t->p.text = t->r->text;
}

static int check_step(struct taking *t, struct err *e)
{
	struct refusal why = { 0 };

	if (t->ev.recorded < t->state->last)
		return err_set(
			e, ERR_REFUSED,
			"the clock says %.*s, which is before the last step of the case",
			STR_ARG(instant_text(t->ev.recorded, t->a)));
	if (state_allows(t->state, &t->ev, t->hand.name, t->a, &why))
		return 0;
	return step_refuse(t, why.clause, why.why, why.way, e);
}

/* Asked last: who may not take the step at all need not write anything first. */
static int check_text(struct taking *t, struct err *e)
{
	const char *what = NULL;

	if (t->r->step == BREACH_OPEN)
		what = "what the case is about";
	if (t->r->step == BREACH_STATEMENT && t->ev.answer == ANSWER_GIVEN)
		what = "what the person says";
	if (t->r->step == BREACH_DECIDE)
		what = "the reasons of the decision";
	/* Where it may be left out, a file that was named is still to say something. */
	if (!what && t->r->has_text)
		what = "a file was named, and says nothing";
	if (!what || str_trim(t->r->text).n)
		return 0;
	(void)err_set(e, ERR_USAGE, "the text is empty: %s", what);
	return err_hint(e, "it is read from standard input, or by --file, and sealed%s",
			t->r->step == BREACH_STATEMENT
				? "; --declined and --silent record that there is none"
				: "");
}

/* A decider with an identity at hand is also looked for among those involved. */
static int check_uninvolved(struct taking *t, struct err *e)
{
	struct breach_payload opened = { 0 };
	struct str me = t->hand.person->id;
	int ret;

	if (t->r->step != BREACH_DECIDE || !t->s->w.identity)
		return 0;
	ret = breach_unseal(t->s, &t->b, 0, t->a, &opened, e);
	if (ret < 0)
		return ret;
	if (is_among(me, opened.subjects, opened.n_subjects) ||
	    is_among(me, opened.reporters, opened.n_reporters))
		return REFUSE(t, "breach-decide", e, "%.*s is involved and cannot decide",
			      STR_ARG(me));
	return 0;
}

/* ---- writing ---- */

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

_Static_assert(BREACH_HANDLERS + BREACH_DECIDERS <= KEY_RECIPIENTS,
	       "all of them can be recipients");

/* The case's secret, sealed to handlers and deciders among dummies, so that the file does
 * not tell how many they are. */
static int seal_key(struct taking *t, struct str secret, struct str *sealed,
		    struct err *e)
{
	struct str to[KEY_RECIPIENTS], dummy;
	size_t n = 0;
	int ret = 0;

	for (size_t i = 0; i < t->ev.n_handlers; i++)
		to[n++] = registry_age(&t->s->registry, t->ev.handlers[i]);
	for (size_t i = 0; i < t->ev.n_deciders; i++)
		to[n++] = registry_age(&t->s->registry, t->ev.deciders[i]);
	while (ret == 0 && n < KEY_RECIPIENTS) {
		ret = seal_pair(t->a, &dummy, &to[n++], e);
		seal_wipe(dummy);
	}
	if (ret < 0)
		return ret;
	qsort(to, n, sizeof(*to), by_text);
	return seal_to(to, n, secret, t->a, sealed, e);
}

static int write_key(struct taking *t, struct err *e)
{
	struct repo_file file = { .path = STR("key.age") };
	struct repo_commit c = { .orphan = true,
				 .replace_tree = true,
				 .files = &file,
				 .n_files = 1,
				 .message = STR("Case key\n"),
				 .name = STR("key"),
				 .when = t->s->w.now };
	struct str secret, id;
	int ret = seal_pair(t->a, &secret, &t->ev.sealed_to, e);

	if (ret == 0)
		ret = seal_key(t, secret, &file.bytes, e);
	seal_wipe(secret);
	if (ret < 0)
		return ret;
	t->ev.key = str_slice(digest_text(file.bytes, t->a), 7, SIZE_MAX);
	c.ref = arena_cstr(t->a,
			   arena_printf(t->a, KEY_REFS "%.*s", STR_ARG(t->ev.breach)));
	c.email = arena_printf(t->a, "key@case-%.*s", STR_ARG(t->ev.breach));
	return store_write(t->s->cases, &c, t->a, &id, e);
}

static int write_event(struct taking *t, struct breach_entry *out, struct err *e)
{
	struct repo_file files[] = { { .path = STR("event") },
				     { .path = STR("payload.age") } };
	struct repo_commit c = { .orphan = !t->b.n,
				 .replace_tree = true,
				 .files = files,
				 .n_files = ARRAY_LEN(files),
				 .name = str_from(t->who->name),
				 .email = t->ev.actor,
				 .when = t->ev.recorded };
	struct str sealed = STR_NULL;
	struct str to = t->b.n ? t->b.p[0].event.sealed_to : t->ev.sealed_to, plain;
	int ret = payload_write(&t->ev, &t->p, t->a, &plain, e);

	if (ret < 0)
		return ret;
	ret = seal_to(&to, 1, plain, t->a, &sealed, e);
	seal_wipe(plain);
	if (ret < 0)
		return ret;
	t->ev.payload = str_slice(digest_text(sealed, t->a), 7, SIZE_MAX);
	files[0].bytes = event_write(&t->ev, t->a);
	files[1].bytes = sealed;
	out->event = t->ev;
	out->digest = str_slice(digest_text(files[0].bytes, t->a), 7, SIZE_MAX);
	out->signer = t->hand.name;
	c.message = event_message(out->digest, t->a);
	c.ref = arena_cstr(t->a,
			   arena_printf(t->a, CASE_REFS "%.*s", STR_ARG(t->ev.breach)));
	return store_commit(t->s->cases, &t->hand, &c,
			    t->b.n ? t->b.p[t->b.n - 1].commit : STR_NULL, t->a,
			    &out->commit, e);
}

static int enter(struct taking *t, const struct breach_entry *decided,
		 struct breach_receipt *out, struct err *e)
{
	int ret = ledger_enter(t->s, &t->hand, decided, t->a, out, e);

	if (ret == 0)
		return 0;
	(void)err_wrap(e,
		       "the decision is recorded in the case, but not in the ledger yet");
	if (!*e->hint)
		(void)err_hint(e,
			       "'decorum case decide %.*s' enters it when the cause is "
			       "gone",
			       STR_ARG(decided->event.breach));
	return ret;
}

/* A case that was not opened leaves no key behind. */
static void drop_key(struct taking *t)
{
	struct err ignored;

	if (t->ev.breach.n)
		(void)!repo_ref_delete(
			t->s->cases,
			arena_cstr(t->a, arena_printf(t->a, KEY_REFS "%.*s",
						      STR_ARG(t->ev.breach))),
			&ignored);
}

static int write_step(struct taking *t, struct breach_receipt *out, struct err *e)
{
	struct breach_entry entry = { 0 };
	int ret = t->r->step == BREACH_OPEN ? write_key(t, e) : 0;

	if (ret == 0)
		ret = write_event(t, &entry, e);
	if (ret < 0) {
		if (t->r->step == BREACH_OPEN)
			drop_key(t);
		return ret;
	}
	*out = (struct breach_receipt){ .id = t->ev.breach,
					.commit = entry.commit,
					.sequence = t->ev.sequence,
					.deadline = t->ev.deadline };
	return t->r->step == BREACH_DECIDE ? enter(t, &entry, out, e) : 0;
}

/* A decision that was recorded, but whose ledger line is not there: interrupted. */
static int find_unfinished(struct taking *t, const struct breach_entry **out,
			   struct err *e)
{
	const struct breach_entry *decided = NULL;
	struct ledger ledger;
	int ret;

	*out = NULL;
	for (size_t i = 0; i < t->b.n; i++)
		if (t->b.p[i].event.step == BREACH_DECIDE)
			decided = &t->b.p[i];
	if (t->r->step != BREACH_DECIDE || !decided ||
	    !str_eq(decided->signer, t->hand.name))
		return 0;
	ret = ledger_load(t->s->w.policy, t->a, &ledger, NULL, e);
	if (ret == 0 && !ledger_find(&ledger, decided->event.ledger))
		*out = decided;
	return ret;
}

static int finish(struct taking *t, const struct breach_entry *decided,
		  struct breach_receipt *out, struct err *e)
{
	*out = (struct breach_receipt){ .id = t->b.id,
					.commit = decided->commit,
					.sequence = decided->event.sequence,
					.completed = true };
	return enter(t, decided, out, e);
}

static int take(struct taking *t, struct breach_receipt *out, struct err *e)
{
	const struct breach_entry *unfinished = NULL;
	int ret = t->r->step == BREACH_OPEN ? 0
					    : breach_load_state(t->s, t->r->breach, t->a,
								&t->b, t->state, e);

	if (ret == 0)
		ret = find_hand(t, e);
	if (ret == 0)
		ret = find_unfinished(t, &unfinished, e);
	if (ret == 0 && unfinished)
		return finish(t, unfinished, out, e);
	if (ret == 0)
		ret = fill_step(t, e);
	if (ret < 0)
		return ret;
	fill_common(t);
	ret = check_step(t, e);
	if (ret == 0)
		ret = check_text(t, e);
	if (ret == 0)
		ret = check_uninvolved(t, e);
	return ret < 0 ? ret : write_step(t, out, e);
}

int breach_record(struct breach_store *s, const struct breach_request *r, struct arena *a,
		  struct breach_receipt *out, struct err *e)
{
	struct taking t = {
		.s = s, .r = r, .a = a, .state = ARENA_NEW(a, struct breach_state)
	};
	int ret = take(&t, out, e);

	hand_release(&t.hand);
	return ret;
}

/* ---- reading what is sealed ---- */

static int open_payload(struct breach_store *s, const struct breach *b, size_t i,
			struct str secret, struct arena *a, struct breach_payload *out,
			struct err *e)
{
	const char *rev = arena_cstr(a, b->p[i].commit);
	struct str sealed = STR_NULL, plain = STR_NULL;
	int ret = store_room(s, SEALED_CAP, e);

	if (ret == 0)
		ret = repo_commit_file(s->cases, rev, STR("payload.age"), SEALED_CAP, a,
				       &sealed, e);
	if (ret == 0)
		ret = seal_open_secret(secret, sealed, a, &plain, e);
	if (ret == 0)
		ret = payload_read(plain, &b->p[i].event, a, out, e);
	seal_wipe(plain);
	return ret;
}

int breach_unseal(struct breach_store *s, const struct breach *b, size_t i,
		  struct arena *a, struct breach_payload *out, struct err *e)
{
	struct str sealed = STR_NULL, secret = STR_NULL;
	int ret;

	if (!s->w.identity)
		return err_set(e, ERR_USAGE, "no age identity was given");
	ret = read_key(s, b->id, a, &sealed, e);
	if (ret == 0 && b->key.n && !is_digest_of(b->key, sealed))
		ret = err_set(e, ERR_INVALID,
			      "the sealed key of case %.*s was exchanged: it is not the "
			      "one that the opening was signed with",
			      STR_ARG(b->id));
	if (ret == 0)
		ret = seal_open_file(s->w.identity, sealed, a, &secret, e);
	if (ret == 0)
		ret = open_payload(s, b, i, secret, a, out, e);
	seal_wipe(secret);
	return ret;
}
