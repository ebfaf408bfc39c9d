/* One case read from its commits, first event first, everything checked on the way. What
 * does not hold becomes a trouble; whoever only wants a case that holds asks for none. */
#include "record/breach.h"

#include <stdarg.h>

void trouble_add(struct breach_verdict *v, struct arena *a, enum breach_trouble_kind kind,
		 struct str breach, uint32_t sequence, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	*VEC_ADD(a, &v->troubles) =
		(struct breach_trouble){ kind, breach, sequence,
					 arena_str(a, str_from(text)) };
}

const char *breach_trouble_name(enum breach_trouble_kind k)
{
#define NAME(name, id) id,
	static const char *const names[] = { BREACH_TROUBLES(NAME) };
#undef NAME
	return names[k];
}

struct str check_signature(const struct registry *known, const struct repo_commit_info *c,
			   struct breach_verdict *v, struct str breach, uint32_t sequence,
			   struct arena *a)
{
	return check_signature_at(known, c, c->committer_time, v, breach, sequence, a);
}

struct str check_signature_at(const struct registry *known,
			      const struct repo_commit_info *c, int64_t when,
			      struct breach_verdict *v, struct str breach,
			      uint32_t sequence, struct arena *a)
{
	enum breach_trouble_kind kind = TROUBLE_SIGNATURE;
	struct arena scratch = { 0 };
	struct signature sig;
	struct str name = STR_NULL;

	if (c->odd) {
		trouble_add(v, a, TROUBLE_SHAPE, breach, sequence,
			    "the commit has headers that git would not write");
		return STR_NULL;
	}
	registry_verify(known, c->payload, c->signature, when, &scratch, &sig);
	if (sig.state == SIGNATURE_NONE)
		kind = TROUBLE_UNSIGNED;
	if (sig.state == SIGNATURE_NOT_CHECKED)
		kind = TROUBLE_UNCHECKED;
	if (sig.state == SIGNATURE_GOOD)
		name = arena_str(a, sig.principal);
	else
		trouble_add(v, a, kind, breach, sequence,
			    kind == TROUBLE_UNSIGNED
				    ? "the commit is not signed%.*s"
				    : "the signature does not count: %.*s",
			    STR_ARG(kind == TROUBLE_UNSIGNED ? STR("") : sig.why));
	arena_release(&scratch);
	return name;
}

bool is_digest_of(struct str hex, struct str bytes)
{
	const struct digest is = digest_of(bytes);
	struct digest said;

	return digest_from_hex(hex, &said) && digest_eq(&is, &said);
}

/* ---- one event ---- */

struct reader {
	struct breach_store *s;
	struct arena *a;
	struct arena item; /* one commit: contents are checked and let go */
	struct str id;
	struct breach *out;
	struct breach_state *state;
	struct breach_verdict *v;
	struct str previous; /* digest of the event before */
	uint32_t at;         /* sequence that is expected */
};

#define TROUBLE(r, kind, ...)                                                            \
	trouble_add((r)->v, (r)->a, TROUBLE_##kind, (r)->id, (r)->at, __VA_ARGS__)

struct str event_message(struct str digest, struct arena *a)
{
	return arena_printf(a, "Case event\n\nEvent: sha256:%.*s\n", STR_ARG(digest));
}

/* Nothing may stand in a commit that the event does not say. */
static void check_shape(struct reader *r, const struct repo_commit_info *c,
			const struct breach_entry *entry)
{
	struct str rest = entry->event.actor, name;

	(void)str_field(&rest, '@', &name);
	if (!str_eq(c->message, event_message(entry->digest, r->a)))
		TROUBLE(r, SHAPE,
			"the commit message is not the neutral one of its event");
	if (!str_eq(c->author_name, name) || !str_eq(c->committer_name, name) ||
	    !str_eq(c->author_email, entry->event.actor) ||
	    !str_eq(c->committer_email, entry->event.actor))
		TROUBLE(r, SHAPE, "the commit is not in the name of %.*s",
			STR_ARG(entry->event.actor));
	if (c->author_time != entry->event.recorded ||
	    c->committer_time != entry->event.recorded)
		TROUBLE(r, TIME, "the commit has another time than the event in it");
}

static void check_place(struct reader *r, const struct breach_entry *entry,
			struct str sealed)
{
	const struct breach_event *ev = &entry->event;

	if (!str_eq(ev->breach, r->id))
		TROUBLE(r, OTHER, "the event belongs to case %.*s", STR_ARG(ev->breach));
	if (ev->sequence != r->at)
		TROUBLE(r, SEQUENCE, "event %u stands where event %u belongs",
			ev->sequence, r->at);
	if (!str_eq(ev->previous, r->previous))
		TROUBLE(r, CHAIN,
			"the event before is not the one that it followed when it "
			"was signed");
	if (!is_digest_of(ev->payload, sealed))
		TROUBLE(r, PAYLOAD,
			"payload.age is not what was sealed when the event was "
			"signed");
	if (ev->recorded < r->state->last)
		TROUBLE(r, TIME, "it is dated before the event that it follows");
	if (ev->recorded > r->s->w.now)
		TROUBLE(r, TIME, "it is dated in the future");
}

static void check_role(struct reader *r, const struct breach_entry *entry)
{
	const struct actor *who = actor_of(&entry->event);

	if (who && entry->signer.n &&
	    !registry_holds(&r->s->registry, entry->signer, who->role,
			    entry->event.recorded))
		TROUBLE(r, ROLE, "%.*s, who signed as %s, did not hold the role %s then",
			STR_ARG(entry->signer), who->name, role_name(who->role));
}

static void check_step(struct reader *r, const struct breach_entry *entry)
{
	struct refusal why = { 0 };

	if (!state_allows(r->state, &entry->event, entry->signer, r->a, &why))
		trouble_add(r->v, r->a, why.kind, r->id, r->at, "%s: %.*s (%s)",
			    breach_step_name(entry->event.step), STR_ARG(why.why),
			    why.clause);
}

/* The two files of an event's commit, and no other. */
static bool is_event_tree(const struct repo_entries *list)
{
	return list->n == 2 && str_is(list->p[0].path, "event") &&
	       str_is(list->p[1].path, "payload.age") && list->p[0].mode == 0100644 &&
	       list->p[1].mode == 0100644;
}

static int read_files(struct reader *r, const char *rev, struct str *event,
		      struct str *sealed, bool *good, struct err *e)
{
	struct repo_entries list = { 0 };
	int ret = store_room(r->s, EVENT_CAP + SEALED_CAP, e);

	*good = false;
	if (ret < 0)
		return ret;
	ret = repo_tree_list(r->s->cases, rev, STR(""), &r->item, &list, e);
	if (ret == 0 && is_event_tree(&list)) {
		ret = repo_blob(r->s->cases, list.p[0].id, EVENT_CAP, r->a, event, e);
		if (ret == 0)
			ret = repo_blob(r->s->cases, list.p[1].id, SEALED_CAP, &r->item,
					sealed, e);
		*good = ret == 0;
	}
	/* Names that no file can have, or files that are larger than ours ever are. */
	return ret == ERR_INVALID || ret == ERR_LIMIT ? 0 : ret;
}

static void check_event(struct reader *r, const struct repo_commit_info *c,
			struct str sealed, struct breach_entry *entry)
{
	check_shape(r, c, entry);
	/* Troubles live as long as the verdict: not in the arena of the one commit. */
	entry->signer = check_signature(&r->s->registry, c, r->v, r->id, r->at, r->a);
	check_place(r, entry, sealed);
	check_role(r, entry);
	check_step(r, entry);
}

static void keep(struct reader *r, const struct breach_entry *entry)
{
	state_apply(r->state, &entry->event);
	r->previous = entry->digest;
	r->out->p[r->out->n++] = *entry;
	if (entry->event.deadline > r->out->deadline)
		r->out->deadline = entry->event.deadline;
	if (entry->event.key.n)
		r->out->key = entry->event.key;
}

/* *good: the event could be read, whatever else is wrong with it. */
static int read_event(struct reader *r, struct str commit, bool *good, struct err *e)
{
	const char *rev = arena_cstr(r->a, commit);
	struct breach_entry entry = { .commit = commit };
	struct repo_commit_info c;
	struct str text = STR_NULL, sealed = STR_NULL;
	struct err why;
	int ret = repo_commit_read(r->s->cases, rev, &r->item, &c, e);

	*good = false;
	if (ret == 0)
		ret = read_files(r, rev, &text, &sealed, good, e);
	if (ret < 0)
		return ret;
	if (!*good) {
		TROUBLE(r, SHAPE,
			"the commit holds something else than an event and its "
			"sealed payload");
		return 0;
	}
	*good = event_read(text, r->a, &entry.event, &why) == 0;
	if (!*good) {
		TROUBLE(r, EVENT, "the event cannot be read: %s", why.msg);
		return 0;
	}
	entry.digest = str_slice(digest_text(text, r->a), 7, SIZE_MAX);
	check_event(r, &c, sealed, &entry);
	keep(r, &entry);
	return 0;
}

/* ---- all of them ---- */

/* Commits from the tip back, so the last one listed is the first event. */
static int list_commits(struct reader *r, struct str tip, struct str **out, size_t *n,
			struct err *e)
{
	VEC(struct str) ids = { 0 };
	struct repo_commit_info c = { 0 };

	while (tip.n) {
		int ret;

		arena_reset(&r->item);
		ret = repo_commit_read(r->s->cases, arena_cstr(&r->item, tip), &r->item,
				       &c, e);
		if (ret < 0)
			return ret;
		if (ids.n == EVENTS_MOST)
			return err_set(e, ERR_LIMIT, "case %.*s has more than %d events",
				       STR_ARG(r->id), EVENTS_MOST);
		*VEC_ADD(r->a, &ids) = tip;
		if (c.n_parents > 1)
			TROUBLE(r, SHAPE, "the commit %.*s has more than one parent",
				STR_ARG(tip));
		tip = c.n_parents ? arena_str(r->a, c.parents[0]) : STR_NULL;
	}
	*out = ids.p;
	*n = ids.n;
	return 0;
}

int read_key(struct breach_store *s, struct str id, struct arena *a, struct str *sealed,
	     struct err *e)
{
	const char *ref = arena_cstr(a, arena_printf(a, KEY_REFS "%.*s", STR_ARG(id)));

	return repo_commit_file(s->cases, ref, STR("key.age"), SEALED_CAP, a, sealed, e);
}

/* Whatever the ref of the key holds must not hide what else there is to say. */
static void check_key(struct reader *r)
{
	struct str sealed;
	struct err why;
	int ret;

	r->at = 0;
	arena_reset(&r->item);
	ret = read_key(r->s, r->id, &r->item, &sealed, &why);
	if (ret == ERR_NOT_FOUND)
		TROUBLE(r, KEY,
			"the sealed key of the case is gone: nobody can read it any "
			"more");
	else if (ret < 0)
		TROUBLE(r, KEY, "the sealed key of the case cannot be read: %s", why.msg);
	else if (r->out->key.n && !is_digest_of(r->out->key, sealed))
		TROUBLE(r, KEY,
			"key.age is not the sealed key that the opening was signed with: "
			"it was exchanged");
}

static int read_all(struct reader *r, struct err *e)
{
	const char *ref =
		arena_cstr(r->a, arena_printf(r->a, CASE_REFS "%.*s", STR_ARG(r->id)));
	struct str tip = STR_NULL, *commits = NULL;
	struct breach *out = r->out;
	bool good = true;
	size_t n = 0;
	int ret = store_ref(r->s->cases, ref, r->a, &tip, e);

	if (ret == 0 && !tip.n)
		return err_set(e, ERR_NOT_FOUND, "there is no case %.*s", STR_ARG(r->id));
	if (ret == 0)
		ret = list_commits(r, tip, &commits, &n, e);
	if (ret < 0)
		return ret;
	out->p = arena_array(r->a, n, sizeof(*out->p));
	/* After an event that cannot be read nothing can be said of what follows it. */
	for (size_t i = n; ret == 0 && good && i-- > 0;) {
		arena_reset(&r->item);
		r->at = (uint32_t)(n - i);
		ret = read_event(r, commits[i], &good, e);
	}
	out->next = state_next(r->state, r->a);
	if (ret == 0)
		check_key(r);
	return ret;
}

int read_case(struct breach_store *s, struct str id, struct arena *a, struct breach *out,
	      struct breach_state *state, struct breach_verdict *verdict, struct err *e)
{
	struct reader r = {
		.s = s, .a = a, .id = id, .out = out, .state = state, .v = verdict
	};
	int ret;

	*out = (struct breach){ .id = id };
	*state = (struct breach_state){ 0 };
	ret = read_all(&r, e);
	arena_release(&r.item);
	return ret;
}

/* ---- for callers who want a case that holds ---- */

bool is_case_id(struct str s)
{
	return is_hex(s, 2 * ID_BYTES);
}

int breach_ids(struct breach_store *s, struct arena *a, struct str **out, size_t *n,
	       struct err *e)
{
	struct repo_ref *refs;
	size_t n_refs;
	int ret = repo_refs(s->cases, CASE_REFS, a, &refs, &n_refs, e);

	*n = 0;
	*out = arena_array(a, ret == 0 ? n_refs : 0, sizeof(**out));
	for (size_t i = 0; ret == 0 && i < n_refs; i++) {
		struct str id = str_slice(refs[i].name, sizeof(CASE_REFS) - 1, SIZE_MAX);

		if (is_case_id(id))
			(*out)[(*n)++] = id;
	}
	return ret;
}

int breach_find(struct breach_store *s, struct str prefix, struct arena *a,
		struct str *id, struct err *e)
{
	struct str *ids, found = STR_NULL;
	size_t n, hits = 0;
	int ret = breach_ids(s, a, &ids, &n, e);

	if (ret < 0)
		return ret;
	if (prefix.n < 4 || !is_hex(prefix, prefix.n)) {
		(void)err_set(e, ERR_USAGE,
			      "'%.*s' is not the id of a case, nor its first "
			      "four digits or more",
			      STR_ARG(prefix));
		return err_hint(e, "'decorum case list' shows the ids");
	}
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_slice(ids[i], 0, prefix.n), prefix)) {
			found = ids[i];
			hits++;
		}
	*id = found;
	if (hits == 1)
		return 0;
	(void)err_set(e, ERR_USAGE,
		      hits ? "more than one case begins with %.*s"
			   : "there is no case %.*s",
		      STR_ARG(prefix));
	return err_hint(e, "'decorum case list' shows the ids");
}

/* Reading one bad ref must not end the look at the others. */
static int unreadable(struct str id, int ret, struct err *e)
{
	(void)err_wrap(e, "case %.*s cannot be read", STR_ARG(id));
	if (!*e->hint)
		(void)err_hint(e, "'decorum case verify' tells which cases hold");
	return ret;
}

int breach_load_state(struct breach_store *s, struct str id, struct arena *a,
		      struct breach *out, struct breach_state *state, struct err *e)
{
	struct breach_verdict v = { 0 };
	int ret = read_case(s, id, a, out, state, &v, e);

	if (ret < 0)
		return unreadable(id, ret, e);
	if (!v.troubles.n)
		return 0;
	(void)err_set(
		e, ERR_INVALID, "the history of case %.*s does not hold: event %u: %.*s",
		STR_ARG(id), v.troubles.p[0].sequence, STR_ARG(v.troubles.p[0].msg));
	return err_hint(
		e,
		"'decorum case verify %.*s' tells all of it; nothing is added to a "
		"case that does not hold",
		STR_ARG(id));
}

int breach_load(struct breach_store *s, struct str id, struct arena *a,
		struct breach *out, struct err *e)
{
	struct breach_state *state = ARENA_NEW(a, struct breach_state);

	return breach_load_state(s, id, a, out, state, e);
}
