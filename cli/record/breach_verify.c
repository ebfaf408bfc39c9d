/* Checking everything that can be checked without any key: the cases, the ledger in the
 * policy repository, the anchors that tie them together. */
#include "record/breach.h"

enum { ANCHORS_MOST = 20000, HISTORY_MOST = 200000 };

const char *const breach_cannot_show[] = {
	"that what is sealed fits the step it was recorded as",
	"that two names of the registry are two persons",
	"that handlers and deciders are not among those involved: whoever opens the case "
	"vouches for that by naming them",
	"that whoever changed people.yaml was allowed to: what is committed there gives "
	"roles and keys, signed or not",
	"that dates are true: whoever signs claims them; only their order is proved",
	"that the digests of the policy are those of the policy in force: that is found "
	"out by compiling it as of that day, with the version of the program that "
	"recorded it",
	"that events after the newest anchor were not taken back by whoever keeps the "
	"case "
	"repository",
	NULL,
};

#define SAY(v, a, kind, ...)                                                             \
	trouble_add((v), (a), TROUBLE_##kind, STR(""), 0, __VA_ARGS__)

/* ---- anchors ---- */

struct audit {
	struct breach_store *s;
	struct arena *a;
	struct breach_verdict *v;
	const struct breach *cases;
	size_t n_cases;
	struct arena item;      /* one anchor, one commit: looked at and let go */
	struct map *commits;    /* commit id -> number of its case in `cases` */
	struct map *ids;        /* case id -> the same */
	struct history anchors; /* newest first */
	struct map *by_digest;  /* of an anchor -> its number in `anchors` */
	struct ledger ledger;
	struct history registry; /* newest first */
	struct str *contents;    /* of each: a digest, when it was asked for */
	struct str only;
	bool *told; /* per case: its loss was said already */
};

static bool wanted(const struct audit *t, struct str id)
{
	return !t->only.n || str_eq(t->only, id);
}

/* Read into t->item, where it stays until the next one. */
static int read_anchor(struct audit *t, struct str id, struct repo_commit_info *c,
		       struct anchor *out, struct err *e)
{
	const char *rev;
	struct str text = STR_NULL;
	int ret;

	arena_reset(&t->item);
	rev = arena_cstr(&t->item, id);
	ret = repo_commit_read(t->s->cases, rev, &t->item, c, e);
	if (ret == 0)
		ret = repo_commit_file(t->s->cases, rev, STR("anchor"), ANCHOR_CAP,
				       &t->item, &text, e);
	if (ret == 0)
		ret = store_room(t->s, text.n, e);
	return ret < 0 ? ret : anchor_read(text, &t->item, out, e);
}

static void check_anchored(struct audit *t, const struct anchor *anchor,
			   const struct anchored *one)
{
	uint32_t breach, holder;

	if (!wanted(t, one->breach))
		return;
	if (!map_get(t->ids, one->breach, &breach)) {
		struct str id = arena_str(t->a, one->breach);

		(void)map_add(t->ids, id, UINT32_MAX);
		trouble_add(t->v, t->a, TROUBLE_ANCHOR, id, 0,
			    "anchor %u holds it, and it is gone", anchor->sequence);
		return;
	}
	if (breach == UINT32_MAX || t->told[breach] ||
	    (map_get(t->commits, one->commit, &holder) && holder == breach))
		return;
	t->told[breach] = true;
	trouble_add(
		t->v, t->a, TROUBLE_ANCHOR, t->cases[breach].id, 0,
		"anchor %u holds commit %.*s, which is not in its history any more: the "
		"case was cut back or rewritten",
		anchor->sequence, STR_ARG(one->commit));
}

/* What a commit of the registry holds, as a digest; or empty. */
static struct str contents_of(struct audit *t, size_t i)
{
	struct arena mem = { 0 };
	struct registry r;
	struct err ignored;

	if (!t->contents[i].n &&
	    registry_of_commit(t->s->cases, arena_cstr(&mem, t->registry.ids[i]), &mem,
			       &r, &ignored) == 0)
		t->contents[i] = registry_digest(&r.text, t->a);
	arena_release(&mem);
	return t->contents[i];
}

/* The registry only grows: what an anchor saw of it is still there. */
static void check_anchored_registry(struct audit *t, const struct anchor *anchor)
{
	size_t i = 0;

	while (i < t->registry.n && !str_eq(t->registry.ids[i], anchor->registry))
		i++;
	if (i == t->registry.n)
		SAY(t->v, t->a, REGISTRY,
		    "anchor %u saw commit %.*s of the registry, which is not in its "
		    "history any more: it was cut back or replaced",
		    anchor->sequence, STR_ARG(anchor->registry));
	else if (!str_eq(contents_of(t, i), anchor->registry_digest))
		SAY(t->v, t->a, REGISTRY,
		    "anchor %u saw something else in commit %.*s of the registry",
		    anchor->sequence, STR_ARG(anchor->registry));
}

/* The anchor at `i` of the list, which counts from the newest. */
static void check_anchor(struct audit *t, size_t i)
{
	const size_t number = t->anchors.n - i;
	struct repo_commit_info c;
	struct anchor one;
	struct err why;

	if (read_anchor(t, t->anchors.ids[i], &c, &one, &why) < 0) {
		SAY(t->v, t->a, ANCHOR, "anchor %zu: %s", number, why.msg);
		return;
	}
	(void)check_signature(&t->s->registry, &c, t->v, STR(""), 0, t->a);
	if (one.sequence != number)
		SAY(t->v, t->a, ANCHOR, "anchor %u stands where anchor %zu belongs",
		    one.sequence, number);
	(void)map_add(t->by_digest, arena_str(t->a, one.digest), (uint32_t)i);
	check_anchored_registry(t, &one);
	for (size_t k = 0; k < one.cases.n; k++)
		check_anchored(t, &one, &one.cases.p[k]);
}

static void check_anchors(struct audit *t)
{
	struct err why;

	if (list_history(t->s->cases, ANCHOR_REF, ANCHORS_MOST, t->a, &t->anchors, &why) <
	    0)
		SAY(t->v, t->a, ANCHOR, "the anchors cannot be read: %s", why.msg);
	for (size_t i = t->anchors.n; i-- > 0;)
		check_anchor(t, i);
}

/* Up to which event an anchor holds the case; 0: not at all. */
static uint32_t anchored_to(const struct anchor *anchor, const struct breach *b)
{
	for (size_t i = 0; i < anchor->cases.n; i++) {
		if (!str_eq(anchor->cases.p[i].breach, b->id))
			continue;
		for (size_t k = 0; k < b->n; k++)
			if (str_eq(b->p[k].commit, anchor->cases.p[i].commit))
				return (uint32_t)k + 1;
	}
	return 0;
}

/* ---- decisions and their lines ---- */

#define DECISION(t, b, k, kind, ...)                                                     \
	trouble_add((t)->v, (t)->a, TROUBLE_##kind, (b)->id, (uint32_t)(k) + 1,          \
		    __VA_ARGS__)

static bool same_clauses(const struct breach_event *ev, const struct ledger_line *l)
{
	if (ev->n_clauses != l->n_clauses)
		return false;
	for (size_t i = 0; i < l->n_clauses; i++)
		if (!str_eq(ev->clauses[i], l->clauses[i]))
			return false;
	return true;
}

static void check_line_anchor(struct audit *t, const struct breach *b, size_t k,
			      const struct ledger_line *l)
{
	struct repo_commit_info c;
	struct anchor anchor;
	struct err ignored;
	uint32_t i;

	if (!map_get(t->by_digest, l->anchor, &i) ||
	    read_anchor(t, t->anchors.ids[i], &c, &anchor, &ignored) < 0)
		DECISION(t, b, k, ANCHOR,
			 "the anchor that line %.*s of the ledger names is "
			 "not in the case repository",
			 STR_ARG(l->id));
	else if (anchored_to(&anchor, b) < k + 1)
		DECISION(t, b, k, ANCHOR,
			 "the anchor that line %.*s of the ledger names does "
			 "not hold the decision",
			 STR_ARG(l->id));
}

static void check_line(struct audit *t, const struct breach *b, size_t k,
		       const struct ledger_line *l)
{
	const struct breach_entry *entry = &b->p[k];
	const struct breach_event *ev = &entry->event;

	if (!same_clauses(ev, l) || l->outcome != ev->outcome ||
	    !str_eq(l->policy, ev->policy) ||
	    !str_eq(l->month, str_slice(instant_text(ev->recorded, t->a), 0, 7)))
		DECISION(t, b, k, LEDGER,
			 "line %.*s of the ledger tells another decision",
			 STR_ARG(l->id));
	if (!str_eq(l->commitment, ledger_commitment(ev, entry->digest, t->a)))
		DECISION(t, b, k, LEDGER,
			 "line %.*s of the ledger is bound to another event",
			 STR_ARG(l->id));
	check_line_anchor(t, b, k, l);
}

/* A decision waiting for its ledger commit. */
struct awaited {
	const struct breach *b;
	size_t k;
	const struct ledger_line *line;
	struct str path;
	bool found;
	/* What is wrong with the first commit that brought it; another may be right. */
	struct breach_verdict wrong;
};

static void check_decision(struct audit *t, const struct breach *b, size_t k,
			   struct awaited *wait)
{
	const struct ledger_line *l = ledger_find(&t->ledger, b->p[k].event.ledger);

	t->v->n_decisions++;
	*wait = (struct awaited){ .b = b, .k = k, .found = true };
	if (!l) {
		DECISION(t, b, k, LEDGER,
			 "the decision is not in the ledger of the policy repository; if "
			 "it "
			 "was interrupted, 'decorum case decide %.*s' enters it",
			 STR_ARG(b->id));
		return;
	}
	check_line(t, b, k, l);
	wait->line = l;
	wait->path = ledger_path(l->id, l->month, t->a);
	wait->found = false;
}

static void check_orphans(struct audit *t, const struct map *known)
{
	uint32_t ignored;

	for (size_t i = 0; !t->only.n && i < t->ledger.lines.n; i++)
		if (!map_get(known, t->ledger.lines.p[i].id, &ignored))
			SAY(t->v, t->a, LEDGER,
			    "line %.*s belongs to no decision in the case repository",
			    STR_ARG(t->ledger.lines.p[i].id));
}

/* ---- the signed commit behind each line ---- */

/* The id in a "Decorum-Decision: " line of a message, or empty. */
static struct str decision_of(struct str message)
{
	static const char head[] = "Decorum-Decision: ";
	struct str line;

	while (str_line(&message, &line))
		if (str_starts(line, head))
			return str_slice(line, sizeof(head) - 1, line.n);
	return STR_NULL;
}

/* Its bytes in that commit; STR_NULL when it is not there. */
static int line_in(struct audit *t, struct awaited *w, struct str rev, struct str *out,
		   struct err *e)
{
	int ret = repo_commit_file(t->s->w.policy, arena_cstr(&t->item, rev), w->path,
				   8192, &t->item, out, e);

	if (ret != ERR_NOT_FOUND)
		return ret;
	*out = STR_NULL;
	return 0;
}

/* Did this commit bring the line? One that only quotes it, squashes or merges what
 * brought it, finds it there already. */
static int is_bringer(struct audit *t, struct awaited *w,
		      const struct repo_commit_info *c, bool *yes, struct err *e)
{
	struct str there = STR_NULL;
	int ret = line_in(t, w, c->id, &there, e);

	*yes = ret == 0 && there.p;
	for (size_t i = 0; *yes && i < c->n_parents; i++) {
		ret = line_in(t, w, c->parents[i], &there, e);
		*yes = ret == 0 && !there.p;
	}
	return ret;
}

#define WRONG(t, w, v, kind, ...)                                                        \
	trouble_add((v), (t)->a, TROUBLE_##kind, (w)->b->id, (uint32_t)(w)->k + 1,       \
		    __VA_ARGS__)

/* The commit as decorum makes it: neutral, of the month's first second. */
static void check_neutral(struct audit *t, struct awaited *w,
			  const struct repo_commit_info *c, struct breach_verdict *v)
{
	const int64_t when = ledger_time(w->b->p[w->k].event.recorded, &t->item);

	if (!str_eq(c->message, ledger_message(w->line, &t->item)) ||
	    !str_is(c->author_name, "decider") || !str_is(c->committer_name, "decider") ||
	    !str_is(c->author_email, "decider@ledger") ||
	    !str_is(c->committer_email, "decider@ledger"))
		WRONG(t, w, v, SHAPE,
		      "the commit that brought its line into the ledger is not the "
		      "neutral one");
	if (c->author_time != when || c->committer_time != when)
		WRONG(t, w, v, TIME,
		      "the commit that brought its line into the ledger has another "
		      "time than the first second of the month");
}

static int check_ledger_commit(struct audit *t, struct awaited *w,
			       const struct repo_commit_info *c, struct err *e)
{
	const struct breach_entry *entry = &w->b->p[w->k];
	struct breach_verdict v = { 0 };
	struct str now = STR_NULL, then = STR_NULL, name;
	bool yes;
	int ret = is_bringer(t, w, c, &yes, e);

	if (ret < 0 || !yes)
		return ret;
	ret = line_in(t, w, c->id, &then, e);
	if (ret == 0)
		ret = line_in(t, w, STR("HEAD"), &now, e);
	if (ret < 0)
		return ret;
	if (!str_eq(now, then))
		WRONG(t, w, &v, LEDGER, "its line was changed after commit %.*s",
		      STR_ARG(c->id));
	check_neutral(t, w, c, &v);
	/* Its own time is not one at which anything was done. */
	name = check_signature_at(&t->s->registry, c, entry->event.recorded, &v, w->b->id,
				  (uint32_t)w->k + 1, t->a);
	if (name.n && !str_eq(name, entry->signer))
		WRONG(t, w, &v, SEPARATION,
		      "its line was entered by %.*s and not by the decider",
		      STR_ARG(name));
	w->found = v.troubles.n == 0;
	if (!w->found && !w->wrong.troubles.n)
		w->wrong = v;
	return 0;
}

struct walk {
	struct map *seen;
	VEC(struct str) todo;
	size_t at;
};

static int visit(struct audit *t, struct walk *w, const struct map *by_id,
		 struct awaited *waits, size_t *left, struct err *e)
{
	struct repo_commit_info c;
	struct str id;
	uint32_t i;
	int ret;

	arena_reset(&t->item);
	ret = repo_commit_read(t->s->w.policy, arena_cstr(&t->item, w->todo.p[w->at++]),
			       &t->item, &c, e);
	if (ret < 0)
		return ret;
	for (size_t k = 0; k < c.n_parents; k++)
		if (!map_get(w->seen, c.parents[k], &i)) {
			struct str parent = arena_str(t->a, c.parents[k]);

			(void)map_add(w->seen, parent, 0);
			*VEC_ADD(t->a, &w->todo) = parent;
		}
	id = decision_of(c.message);
	if (!id.n || !map_get(by_id, id, &i) || waits[i].found)
		return 0;
	ret = check_ledger_commit(t, &waits[i], &c, e);
	*left -= waits[i].found;
	return ret;
}

static void tell_missing(struct audit *t, struct awaited *w)
{
	if (w->found)
		return;
	for (size_t i = 0; i < w->wrong.troubles.n; i++)
		*VEC_ADD(t->a, &t->v->troubles) = w->wrong.troubles.p[i];
	if (!w->wrong.troubles.n)
		DECISION(t, w->b, w->k, LEDGER,
			 "no commit of its own brought its line into the ledger");
}

/* From HEAD back until every line's commit is found. */
static int check_commits(struct audit *t, const struct map *by_id, struct awaited *waits,
			 size_t n, struct err *e)
{
	struct walk w = { .seen = map_new(t->a) };
	struct str head = STR_NULL;
	size_t left = 0;
	int ret = store_ref(t->s->w.policy, "HEAD", t->a, &head, e);

	for (size_t i = 0; i < n; i++)
		left += !waits[i].found;
	if (ret == 0 && head.n)
		*VEC_ADD(t->a, &w.todo) = head;
	while (ret == 0 && left && w.at < w.todo.n) {
		if (w.at == HISTORY_MOST)
			return err_set(e, ERR_LIMIT,
				       "the history of the policy repository "
				       "has more than %d commits",
				       HISTORY_MOST);
		ret = visit(t, &w, by_id, waits, &left, e);
	}
	if (ret == ERR_NOT_FOUND && repo_is_shallow(t->s->w.policy))
		return err_hint(e, "the policy repository is a shallow clone: 'git fetch "
				   "--unshallow' gets the rest");
	for (size_t i = 0; ret == 0 && i < n; i++)
		tell_missing(t, &waits[i]);
	return ret;
}

/* ---- all of it ---- */

static void index_cases(struct audit *t)
{
	t->commits = map_new(t->a);
	t->ids = map_new(t->a);
	t->by_digest = map_new(t->a);
	t->told = arena_array(t->a, t->n_cases, sizeof(*t->told));
	for (size_t i = 0; i < t->n_cases; i++) {
		(void)map_add(t->ids, t->cases[i].id, (uint32_t)i);
		for (size_t k = 0; k < t->cases[i].n; k++)
			(void)map_add(t->commits, t->cases[i].p[k].commit, (uint32_t)i);
	}
}

static void count_anchored(struct audit *t)
{
	struct repo_commit_info c;
	struct anchor newest;
	struct err ignored;

	if (!t->anchors.n || read_anchor(t, t->anchors.ids[0], &c, &newest, &ignored) < 0)
		return;
	for (size_t i = 0; i < t->n_cases; i++)
		t->v->n_anchored += anchored_to(&newest, &t->cases[i]);
}

static int check_decisions(struct audit *t, struct err *e)
{
	struct map *by_id = map_new(t->a);
	VEC(struct awaited) waits = { 0 };

	for (size_t i = 0; i < t->n_cases; i++)
		for (size_t k = 0; k < t->cases[i].n; k++) {
			const struct breach_event *ev = &t->cases[i].p[k].event;

			if (ev->step != BREACH_DECIDE)
				continue;
			if (!map_add(by_id, ev->ledger, (uint32_t)waits.n)) {
				DECISION(t, &t->cases[i], k, LEDGER,
					 "another decision claims the same line of the "
					 "ledger");
				continue;
			}
			check_decision(t, &t->cases[i], k, VEC_ADD(t->a, &waits));
		}
	check_orphans(t, by_id);
	return check_commits(t, by_id, waits.p, waits.n, e);
}

int verify_ledger(struct breach_store *s, struct str only, const struct breach *all,
		  size_t n, struct arena *a, struct breach_verdict *v, struct err *e)
{
	struct audit t = {
		.s = s, .a = a, .v = v, .cases = all, .n_cases = n, .only = only
	};
	int ret;

	index_cases(&t);
	ret = list_history(s->cases, REGISTRY_REF, REGISTRY_COMMITS_MOST, a, &t.registry,
			   e);
	t.contents = arena_array(a, t.registry.n, sizeof(*t.contents));
	if (ret == 0)
		ret = ledger_load(s->w.policy, a, &t.ledger, v, e);
	if (ret == 0) {
		check_anchors(&t);
		ret = check_decisions(&t, e);
	}
	if (ret == 0)
		count_anchored(&t);
	arena_release(&t.item);
	return ret;
}

/* Whoever can write there can put anything below refs/cases/. */
static int check_refs(struct breach_store *s, struct arena *a, struct breach_verdict *v,
		      struct err *e)
{
	struct repo_ref *refs;
	size_t n;
	int ret = repo_refs(s->cases, CASE_REFS, a, &refs, &n, e);

	for (size_t i = 0; ret == 0 && i < n; i++)
		if (!is_case_id(str_slice(refs[i].name, sizeof(CASE_REFS) - 1, SIZE_MAX)))
			SAY(v, a, REF,
			    "%.*s is no case, and does not belong there: no anchor "
			    "holds it",
			    STR_ARG(refs[i].name));
	return ret;
}

/* What cannot be read is a trouble of that case; the others are looked at all the same.
 */
static void verify_case(struct breach_store *s, struct str id, struct breach_state *state,
			struct breach *b, struct arena *a, struct breach_verdict *v)
{
	struct err why;

	if (read_case(s, id, a, b, state, v, &why) < 0)
		trouble_add(v, a, TROUBLE_UNREADABLE, id, 0, "it cannot be read: %s",
			    why.msg);
	v->n_cases++;
	v->n_events += b->n;
}

int breach_verify(struct breach_store *s, struct str id, struct arena *a,
		  struct breach_verdict *out, struct err *e)
{
	struct breach_state *state = ARENA_NEW(a, struct breach_state);
	struct breach *all;
	struct str *ids;
	size_t n = 0;
	int ret = breach_ids(s, a, &ids, &n, e);

	*out = (struct breach_verdict){ 0 };
	if (ret == 0 && id.n) {
		ids = &id;
		n = 1;
	} else if (ret == 0) {
		ret = check_refs(s, a, out, e);
	}
	if (ret < 0)
		return ret;
	all = arena_array(a, n, sizeof(*all));
	for (size_t i = 0; i < n; i++)
		verify_case(s, ids[i], state, &all[i], a, out);
	ret = verify_registry(s, a, out, e);
	return ret < 0 ? ret : verify_ledger(s, id, all, n, a, out, e);
}
