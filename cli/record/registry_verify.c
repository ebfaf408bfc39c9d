/* Checking the registry of a case repository: nothing in it counts for a time before it
 * was entered, and every key and role in it is or was in people.yaml. */
#include "record/breach.h"

#include "core/limits.h"

enum { HISTORY_MOST = 200000 };

#define SAY(v, a, kind, ...)                                                             \
	trouble_add((v), (a), TROUBLE_##kind, STR(""), 0, __VA_ARGS__)

/* ---- from one to the next ---- */

int list_history(struct repo *r, const char *ref, size_t most, struct arena *a,
		 struct history *out, struct err *e)
{
	VEC(struct str) ids = { 0 };
	struct repo_commit_info c = { 0 };
	struct arena item = { 0 };
	struct str tip = STR_NULL;
	int ret = store_ref(r, ref, a, &tip, e);

	while (ret == 0 && tip.n) {
		if (ids.n == most) {
			ret = err_set(e, ERR_LIMIT, "%s has more than %zu commits", ref,
				      most);
			break;
		}
		*VEC_ADD(a, &ids) = tip;
		arena_reset(&item);
		ret = repo_commit_read(r, arena_cstr(&item, tip), &item, &c, e);
		tip = ret == 0 && c.n_parents ? arena_str(a, c.parents[0]) : STR_NULL;
	}
	arena_release(&item);
	*out = (struct history){ ids.p, ids.n };
	return ret;
}

static const struct signers_line *same_key(const struct registry *r,
					   const struct signers_line *line)
{
	for (size_t i = 0; i < r->signers.n; i++)
		if (str_eq(r->signers.p[i].blob, line->blob))
			return &r->signers.p[i];
	return NULL;
}

static bool keeps_role(const struct registry *next, const struct registry_role *role)
{
	for (size_t i = 0; i < next->roles.n; i++) {
		const struct registry_role *r = &next->roles.p[i];

		if (str_eq(r->name, role->name) && r->role == role->role &&
		    r->from == role->from &&
		    (role->until == INT64_MAX || r->until == role->until))
			return true;
	}
	return false;
}

/* What was once registered may be closed, but not dropped nor given to another name:
 * else a signature could change hands afterwards. Only what had not begun may go. */
static void check_keys(const struct registry *old, const struct registry *next,
		       int64_t when, struct breach_verdict *v, struct arena *a)
{
	for (size_t i = 0; i < old->signers.n; i++) {
		const struct signers_line *was = &old->signers.p[i];
		const struct signers_line *is = same_key(next, was);

		if (is && !str_eq(is->principals, was->principals))
			SAY(v, a, REGISTRY, "a key of %.*s was given to %.*s",
			    STR_ARG(was->principals), STR_ARG(is->principals));
		else if (!is && was->after < when)
			SAY(v, a, REGISTRY, "a key of %.*s was dropped instead of closed",
			    STR_ARG(was->principals));
	}
}

static void check_pgp(const struct registry *old, const struct registry *next,
		      int64_t when, struct breach_verdict *v, struct arena *a)
{
	for (size_t i = 0; i < old->pgp.n; i++) {
		const struct registry_pgp *was = &old->pgp.p[i];

		if (!registry_same_pgp(next, was) && was->from < when)
			SAY(v, a, REGISTRY, "a key of %.*s was dropped instead of closed",
			    STR_ARG(was->name));
		for (size_t k = 0; k < next->pgp.n; k++)
			if (str_eq(next->pgp.p[k].key.fingerprint,
				   was->key.fingerprint) &&
			    !str_eq(next->pgp.p[k].name, was->name))
				SAY(v, a, REGISTRY, "a key of %.*s was given to %.*s",
				    STR_ARG(was->name), STR_ARG(next->pgp.p[k].name));
	}
}

/* A time for which something counts: [from, until). */
struct term {
	int64_t from, until;
};

/* Is all of it that lies before `when` within what counted already? */
static bool covers(struct term was, struct term is, int64_t when)
{
	const int64_t past = is.until < when ? is.until : when;

	return is.from >= past || (was.from <= is.from && past <= was.until);
}

static struct term term_of_key(const struct signers_line *l)
{
	return (struct term){ l->after,
			      l->before == INT64_MAX ? INT64_MAX : l->before + 1 };
}

static const struct term never = { INT64_MAX, INT64_MAX };

static void say_backdated(struct str name, const char *what, struct breach_verdict *v,
			  struct arena *a)
{
	SAY(v, a, REGISTRY,
	    "%s of %.*s counts for a time before the commit of the registry that brings "
	    "it",
	    what, STR_ARG(name));
}

static bool pgp_covered(const struct registry *old, const struct registry_pgp *is,
			int64_t when)
{
	const struct term term = { is->from, is->until };
	bool yes = covers(never, term, when);

	for (size_t i = 0; !yes && i < old->pgp.n; i++)
		yes = str_eq(old->pgp.p[i].key.bytes, is->key.bytes) &&
		      covers((struct term){ old->pgp.p[i].from, old->pgp.p[i].until },
			     term, when);
	return yes;
}

static bool role_covered(const struct registry *old, const struct registry_role *is,
			 int64_t when)
{
	const struct term term = { is->from, is->until };
	bool yes = covers(never, term, when);

	for (size_t i = 0; !yes && i < old->roles.n; i++) {
		const struct registry_role *was = &old->roles.p[i];

		yes = str_eq(was->name, is->name) && was->role == is->role &&
		      covers((struct term){ was->from, was->until }, term, when);
	}
	return yes;
}

/* What is new counts from its commit on: else whoever keeps the registry could make a
 * past for it. */
static void check_past(const struct registry *old, const struct registry *next,
		       int64_t when, struct breach_verdict *v, struct arena *a)
{
	for (size_t i = 0; i < next->signers.n; i++) {
		const struct signers_line *is = &next->signers.p[i];
		const struct signers_line *was = same_key(old, is);

		if (!covers(was ? term_of_key(was) : never, term_of_key(is), when))
			say_backdated(is->principals, "a key", v, a);
	}
	for (size_t i = 0; i < next->pgp.n; i++)
		if (!pgp_covered(old, &next->pgp.p[i], when))
			say_backdated(next->pgp.p[i].name, "a key", v, a);
	for (size_t i = 0; i < next->roles.n; i++)
		if (!role_covered(old, &next->roles.p[i], when))
			say_backdated(
				next->roles.p[i].name,
				arena_printf(a, "the role %s",
					     role_name((enum role)next->roles.p[i].role))
					.p,
				v, a);
}

static void check_growth(const struct registry *old, const struct registry *next,
			 int64_t when, struct breach_verdict *v, struct arena *a)
{
	check_keys(old, next, when, v, a);
	check_pgp(old, next, when, v, a);
	check_past(old, next, when, v, a);
	for (size_t i = 0; i < old->roles.n; i++)
		if (!keeps_role(next, &old->roles.p[i]))
			SAY(v, a, REGISTRY,
			    "the role %s of %.*s was dropped or changed "
			    "afterwards",
			    role_name((enum role)old->roles.p[i].role),
			    STR_ARG(old->roles.p[i].name));
}

/* A registry, and the memory that it lives in. */
struct version {
	struct arena mem;
	struct registry registry;
};

/* `latest`: of the times of these commits so far; nobody can date one back before it. */
static int check_registry_commit(struct breach_store *s, struct str id,
				 const struct registry *old, struct version *to,
				 int64_t *latest, struct breach_verdict *v,
				 struct arena *a, struct err *e)
{
	const char *rev = arena_cstr(&to->mem, id);
	struct registry *next = &to->registry;
	struct repo_commit_info c;
	struct err why;
	struct str name;
	int ret = repo_commit_read(s->cases, rev, &to->mem, &c, e);

	if (ret < 0)
		return ret;
	if (registry_of_commit(s->cases, rev, &to->mem, next, &why) < 0) {
		SAY(v, a, REGISTRY, "commit %.*s: %s", STR_ARG(id), why.msg);
		*next = (struct registry){ 0 };
		return 0;
	}
	/* By whom it was kept before; the first one vouches for itself, and people.yaml
	 * for it. */
	old = old ? old : next;
	name = check_signature(old, &c, v, STR(""), 0, a);
	if (name.n && !registry_keeps(old, name, c.committer_time))
		SAY(v, a, REGISTRY, "%.*s, who changed it, held no role for that",
		    STR_ARG(name));
	if (c.committer_time < *latest)
		SAY(v, a, REGISTRY, "commit %.*s is dated before the one it follows",
		    STR_ARG(id));
	if (c.committer_time > s->w.now)
		SAY(v, a, REGISTRY, "commit %.*s is dated in the future", STR_ARG(id));
	if (c.committer_time > *latest)
		*latest = c.committer_time;
	if (old != next)
		check_growth(old, next, *latest, v, a);
	return 0;
}

/* ---- what people.yaml ever said ---- */

/* A key of the registry, and what people.yaml says of it now or said once. */
struct vouched {
	struct str name, ssh, print; /* one of the two */
	struct str pgp;              /* this version of the key with that fingerprint */
	bool known;
};
struct vouching {
	struct breach_store *s;
	struct arena *a, item; /* item: one people.yaml, or one commit */
	VEC(struct vouched) keys;
	VEC(unsigned) held; /* by name in the registry: roles that people.yaml gave */
	struct map *names, *seen, *read;
	VEC(struct str) todo;
};

static unsigned *held_by(struct vouching *t, struct str name)
{
	uint32_t i = (uint32_t)t->held.n;

	if (map_get(t->names, name, &i))
		return &t->held.p[i];
	(void)map_add(t->names, name, i);
	*VEC_ADD(t->a, &t->held) = 0;
	return &t->held.p[i];
}

static bool has_version(const struct person *p, struct str bytes)
{
	for (size_t i = 0; i < p->n_keys; i++)
		if (p->keys[i].pgp && str_eq(p->keys[i].pgp->bytes, bytes))
			return true;
	return false;
}

static void vouch(struct vouching *t, const struct people *people)
{
	for (size_t i = 0; i < t->keys.n; i++) {
		struct vouched *key = &t->keys.p[i];
		const struct person *p =
			key->ssh.n ? people_by_key(people, key->ssh)
				   : people_by_fingerprint(people, key->print);

		if (!p)
			continue;
		*held_by(t, key->name) |= p->roles;
		key->known |= key->ssh.n || has_version(p, key->pgp);
	}
}

static bool all_vouched(struct vouching *t)
{
	const struct registry *r = &t->s->registry;

	for (size_t i = 0; i < t->keys.n; i++)
		if (!t->keys.p[i].known)
			return false;
	for (size_t i = 0; i < r->roles.n; i++)
		if (!(*held_by(t, r->roles.p[i].name) & r->roles.p[i].role))
			return false;
	return true;
}

static void vouch_text(struct vouching *t, struct str path, struct str bytes)
{
	struct diags d = { .a = &t->item };
	struct people people = { 0 };
	struct source source;

	if (source_init(&source, path, bytes, LIMIT_REGISTRY, &t->item, &d) &&
	    people_load(&source, &t->item, &people, &d))
		vouch(t, &people);
}

/* Each people.yaml is read once, in however many commits it stands. */
static int vouch_commit(struct vouching *t, const char *rev, struct err *e)
{
	const struct str path =
		t->s->w.people_path.n ? t->s->w.people_path : STR("people.yaml");
	struct repo_entries list = { 0 };
	struct str bytes, id;
	int ret = repo_tree_list(t->s->w.policy, rev, path, &t->item, &list, e);

	for (size_t i = 0; ret == 0 && i < list.n; i++) {
		id = str_from(list.p[i].id);
		if (!str_eq(list.p[i].path, path) ||
		    !map_add(t->read, arena_str(t->a, id), 0))
			continue;
		/* One that is too large never counted. */
		if (repo_blob(t->s->w.policy, list.p[i].id, LIMIT_REGISTRY, &t->item,
			      &bytes, e) == 0)
			vouch_text(t, path, bytes);
	}
	return ret;
}

static int vouch_history(struct vouching *t, struct err *e)
{
	struct repo_commit_info c;
	struct str head = STR_NULL;
	int ret = store_ref(t->s->w.policy, "HEAD", t->a, &head, e);

	if (ret == 0 && head.n)
		*VEC_ADD(t->a, &t->todo) = head;
	for (size_t at = 0; ret == 0 && at < t->todo.n && !all_vouched(t); at++) {
		const char *rev = arena_cstr(t->a, t->todo.p[at]);

		if (at == HISTORY_MOST)
			return err_set(e, ERR_LIMIT,
				       "the history of the policy repository has more "
				       "than %d commits",
				       HISTORY_MOST);
		arena_reset(&t->item);
		ret = repo_commit_read(t->s->w.policy, rev, &t->item, &c, e);
		for (size_t k = 0; ret == 0 && k < c.n_parents; k++) {
			struct str parent = arena_str(t->a, c.parents[k]);

			if (map_add(t->seen, parent, 0))
				*VEC_ADD(t->a, &t->todo) = parent;
		}
		if (ret == 0)
			ret = vouch_commit(t, rev, e);
	}
	if (ret == ERR_NOT_FOUND && repo_is_shallow(t->s->w.policy))
		return err_hint(e, "the policy repository is a shallow clone: 'git fetch "
				   "--unshallow' gets the rest");
	return ret;
}

static void list_keys(struct vouching *t)
{
	const struct registry *r = &t->s->registry;
	struct str rest = r->text.signers, line;

	for (size_t i = 0; i < r->signers.n && str_line(&rest, &line); i++)
		*VEC_ADD(t->a, &t->keys) =
			(struct vouched){ .name = r->signers.p[i].principals,
					  .ssh = registry_key_text(line) };
	for (size_t i = 0; i < r->pgp.n; i++)
		*VEC_ADD(t->a, &t->keys) =
			(struct vouched){ .name = r->pgp.p[i].name,
					  .print = r->pgp.p[i].key.fingerprint,
					  .pgp = r->pgp.p[i].key.bytes };
}

static void say_unvouched(struct vouching *t, struct breach_verdict *v)
{
	const struct registry *r = &t->s->registry;

	for (size_t i = 0; i < t->keys.n; i++)
		if (!t->keys.p[i].known)
			SAY(v, t->a, REGISTRY,
			    "a key of %.*s is not in people.yaml, and never was in its "
			    "history",
			    STR_ARG(t->keys.p[i].name));
	for (size_t i = 0; i < r->roles.n; i++)
		if (!(*held_by(t, r->roles.p[i].name) & r->roles.p[i].role))
			SAY(v, t->a, REGISTRY, "people.yaml never gave %.*s the role %s",
			    STR_ARG(r->roles.p[i].name),
			    role_name((enum role)r->roles.p[i].role));
}

/* Closed keys and roles as well: what was signed with them still counts. */
static int check_vouched(struct breach_store *s, struct breach_verdict *v,
			 struct arena *a, struct err *e)
{
	struct vouching t = { .s = s,
			      .a = a,
			      .names = map_new(a),
			      .seen = map_new(a),
			      .read = map_new(a) };
	int ret = 0;

	list_keys(&t);
	vouch(&t, s->w.people);
	if (!all_vouched(&t))
		ret = vouch_history(&t, e);
	if (ret == 0)
		say_unvouched(&t, v);
	arena_release(&t.item);
	return ret;
}

/* ---- what is open now ---- */

static void check_roles(const struct registry *r, struct str name, unsigned held,
			struct breach_verdict *v, struct arena *a)
{
	for (size_t i = 0; i < r->roles.n; i++) {
		const struct registry_role *role = &r->roles.p[i];

		if (str_eq(role->name, name) && role->until == INT64_MAX &&
		    !(held & role->role))
			SAY(v, a, REGISTRY,
			    "%.*s has the open role %s, and not in people.yaml; 'decorum "
			    "case init' closes it",
			    STR_ARG(name), role_name((enum role)role->role));
	}
}

static void check_open(struct breach_store *s, struct str name, const struct person *p,
		       struct breach_verdict *v, struct arena *a)
{
	if (p)
		check_roles(&s->registry, name, p->roles, v, a);
	else
		SAY(v, a, REGISTRY,
		    "the key of %.*s is open and nobody's in people.yaml; 'decorum case "
		    "init' closes it",
		    STR_ARG(name));
}

static void check_people_pgp(struct breach_store *s, struct breach_verdict *v,
			     struct arena *a)
{
	for (size_t i = 0; i < s->registry.pgp.n; i++) {
		const struct registry_pgp *key = &s->registry.pgp.p[i];
		const struct person *p =
			people_by_fingerprint(s->w.people, key->key.fingerprint);

		if (s->w.now < key->from || s->w.now >= key->until)
			continue;
		check_open(s, key->name, p, v, a);
		if (p && !has_version(p, key->key.bytes))
			SAY(v, a, REGISTRY,
			    "people.yaml has another version of the key of %.*s; "
			    "'decorum case init' takes it over",
			    STR_ARG(key->name));
	}
}

/* What is open now must be what people.yaml says. */
static void check_people(struct breach_store *s, struct breach_verdict *v,
			 struct arena *a)
{
	const struct registry *r = &s->registry;
	struct str rest = r->text.signers, line;

	for (size_t i = 0; i < r->signers.n && str_line(&rest, &line); i++) {
		const struct signers_line *key = &r->signers.p[i];
		const struct person *p =
			people_by_key(s->w.people, registry_key_text(line));

		if (s->w.now >= key->after && s->w.now <= key->before)
			check_open(s, key->principals, p, v, a);
	}
	check_people_pgp(s, v, a);
}

int verify_registry(struct breach_store *s, struct arena *a, struct breach_verdict *v,
		    struct err *e)
{
	/* Only two are looked at together: the one before, and the next. */
	struct version two[2] = { 0 };
	const struct registry *old = NULL;
	struct history all = { 0 };
	int64_t latest = INT64_MIN;
	int ret = list_history(s->cases, REGISTRY_REF, REGISTRY_COMMITS_MOST, a, &all, e);

	for (size_t i = all.n; ret == 0 && i-- > 0;) {
		struct version *next = &two[i % 2];

		arena_reset(&next->mem);
		ret = check_registry_commit(s, all.ids[i], old, next, &latest, v, a, e);
		old = &next->registry;
	}
	if (ret == 0) {
		check_people(s, v, a);
		ret = check_vouched(s, v, a, e);
	}
	if (ret == 0) {
		ret = verify_pin(s, a, v, e);
	}
	arena_release(&two[0].mem);
	arena_release(&two[1].mem);
	return ret;
}
