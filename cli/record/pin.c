/* The pin: one file in the policy repository that says with which commit the registry of
 * the case repository begins. Without it whoever keeps the case repository could begin
 * another one, which would vouch for itself. docs/formats/case.md */
#include "record/breach.h"

static const char magic[] = "decorum-registry v1";
enum { PIN_CAP = 1024, PIN_HISTORY_MOST = 200000 };

struct pin {
	struct str root, contents;
	int64_t pinned;
};

#define SAY(v, a, ...) trouble_add((v), (a), TROUBLE_REGISTRY, STR(""), 0, __VA_ARGS__)

struct str registry_digest(const struct registry_text *t, struct arena *a)
{
	const struct str pieces[] = { str_from(magic), t->recipients, t->roles,
				      t->signers, t->openpgp };
	struct digest d = digest_of_pieces(pieces, ARRAY_LEN(pieces));

	return digest_hex(&d, a);
}

static struct str pin_write(const struct pin *p, struct arena *a)
{
	return arena_printf(a, "%s\nroot: %.*s\ncontents: sha256:%.*s\npinned: %.*s\n",
			    magic, STR_ARG(p->root), STR_ARG(p->contents),
			    STR_ARG(instant_text(p->pinned, a)));
}

static bool pin_parse(struct str text, struct arena *a, struct pin *out)
{
	struct str rest = text, line[4];

	*out = (struct pin){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(line); i++)
		if (!str_line(&rest, &line[i]))
			return false;
	out->root = str_slice(line[1], 6, SIZE_MAX);
	out->contents = str_slice(line[2], 17, SIZE_MAX);
	return is_hex(out->root, 40) && is_hex(out->contents, 64) &&
	       instant_parse(str_slice(line[3], 8, SIZE_MAX), &out->pinned) &&
	       str_eq(pin_write(out, a), text);
}

/* Its bytes in that commit; STR_NULL: it is not there. */
static int pin_bytes(struct repo *policy, const char *rev, struct arena *a,
		     struct str *out, struct err *e)
{
	int ret = repo_commit_file(policy, rev, STR(PIN_PATH), PIN_CAP, a, out, e);

	if (ret != ERR_NOT_FOUND)
		return ret;
	*out = STR_NULL;
	return 0;
}

/* The first commit of the registry, and what it holds; empty: there is none. */
static int find_root(struct repo *cases, struct arena *a, struct pin *out, struct err *e)
{
	struct registry first;
	struct history all;
	int ret = list_history(cases, REGISTRY_REF, REGISTRY_COMMITS_MOST, a, &all, e);

	*out = (struct pin){ 0 };
	if (ret < 0 || !all.n)
		return ret;
	out->root = all.ids[all.n - 1];
	ret = registry_of_commit(cases, arena_cstr(a, out->root), a, &first, e);
	if (ret == 0)
		out->contents = registry_digest(&first.text, a);
	return ret;
}

static bool same_root(const struct pin *a, const struct pin *b)
{
	return str_eq(a->root, b->root) && str_eq(a->contents, b->contents);
}

/* ---- pinning ---- */

static int refuse_other(struct err *e)
{
	(void)err_set(e, ERR_REFUSED,
		      "the policy repository pins the registry of another case "
		      "repository (" PIN_PATH ")");
	return err_hint(e, "name that one; or, to begin anew, 'git rm " PIN_PATH
			   "' and commit: 'decorum case verify' then tells of decisions "
			   "that were entered before");
}

int pin_check(struct repo *cases, const struct breach_world *w, struct arena *a,
	      bool *there, struct err *e)
{
	struct pin pin, root = { 0 };
	struct str text = STR_NULL;
	int ret = pin_bytes(w->policy, "HEAD", a, &text, e);

	*there = ret == 0 && text.p;
	if (ret < 0)
		return ret;
	if (!*there)
		return ledger_branch(w->policy, a, &text, e);
	if (cases)
		ret = find_root(cases, a, &root, e);
	if (ret < 0)
		return ret;
	return pin_parse(text, a, &pin) && same_root(&pin, &root) ? 0 : refuse_other(e);
}

int pin_enter(struct repo *cases, struct hand *h, const struct breach_world *w,
	      struct arena *a, struct err *e)
{
	struct repo_file file = { .path = STR(PIN_PATH) };
	struct repo_commit c = { .ref = "HEAD",
				 .files = &file,
				 .n_files = 1,
				 .name = STR("registry"),
				 .email = STR("registry@ledger"),
				 .when = ledger_time(w->now, a) };
	struct str head = STR_NULL, id;
	struct pin pin;
	int ret = find_root(cases, a, &pin, e);

	if (ret == 0)
		ret = store_ref(w->policy, "HEAD", a, &head, e);
	if (ret < 0)
		return ret;
	pin.pinned = w->now;
	file.bytes = pin_write(&pin, a);
	c.message = arena_printf(a,
				 "Pin the registry of breach cases\n\n"
				 "Decorum-Registry: %.*s\n",
				 STR_ARG(pin.root));
	h->at = w->now;
	ret = store_commit(w->policy, h, &c, head, a, &id, e);
	return ret < 0 ? err_wrap(e, "the registry is not pinned in the policy "
				     "repository yet")
		       : 0;
}

/* ---- verifying ---- */

/* Commits of the policy repository, from HEAD back. */
struct search {
	struct breach_store *s;
	struct arena *a, item;
	struct map *seen;
	VEC(struct str) todo;
	struct str text; /* of the pin */
};

static int is_there(struct search *q, struct str id, bool *yes, struct err *e)
{
	struct str text = STR_NULL;
	int ret = pin_bytes(q->s->w.policy, arena_cstr(&q->item, id), &q->item, &text, e);

	if (ret == ERR_LIMIT)
		ret = 0; /* another, and a long one */
	*yes = ret == 0 && text.p && str_eq(text, q->text);
	return ret;
}

/* Brought by this commit: it has it, and none of its parents has. */
static int look(struct search *q, struct str at, struct repo_commit_info *c, bool *found,
		struct err *e)
{
	bool there = false;
	int ret;

	arena_reset(&q->item);
	ret = repo_commit_read(q->s->w.policy, arena_cstr(&q->item, at), &q->item, c, e);
	if (ret == 0)
		ret = is_there(q, at, found, e);
	for (size_t i = 0; ret == 0 && i < c->n_parents; i++) {
		struct str parent = arena_str(q->a, c->parents[i]);

		ret = is_there(q, parent, &there, e);
		*found &= !there;
		if (there && map_add(q->seen, parent, 0))
			*VEC_ADD(q->a, &q->todo) = parent;
	}
	return ret;
}

static void check_bringer(struct search *q, const struct pin *pin,
			  const struct repo_commit_info *c, struct breach_verdict *v)
{
	const struct registry *known = &q->s->registry;
	struct breach_verdict wrong = { 0 };
	struct str name =
		check_signature_at(known, c, pin->pinned, &wrong, STR(""), 0, q->a);

	if (pin->pinned > q->s->w.now)
		SAY(&wrong, q->a, "it is dated in the future");
	if (name.n && !registry_keeps(known, name, pin->pinned))
		SAY(&wrong, q->a, "%.*s, who signed it, held no role for that",
		    STR_ARG(name));
	for (size_t i = 0; i < wrong.troubles.n; i++)
		trouble_add(
			v, q->a, wrong.troubles.p[i].kind, STR(""), 0,
			"commit %.*s of the policy repository, which brought " PIN_PATH
			": %.*s",
			STR_ARG(c->id), STR_ARG(wrong.troubles.p[i].msg));
}

/* Only where the pin stands is searched: what brought it lies there. Brought more than
 * once, one that is right is enough; else what is wrong with the first is told. */
static int check_bringers(struct search *q, const struct pin *pin,
			  struct breach_verdict *v, struct err *e)
{
	struct breach_verdict first = { 0 };
	struct str head = STR_NULL;
	int ret = store_ref(q->s->w.policy, "HEAD", q->a, &head, e);

	if (ret == 0 && head.n)
		*VEC_ADD(q->a, &q->todo) = head;
	for (size_t i = 0; ret == 0 && i < q->todo.n; i++) {
		struct breach_verdict wrong = { 0 };
		struct repo_commit_info c;
		bool brought = false;

		if (i == PIN_HISTORY_MOST)
			return err_set(e, ERR_LIMIT,
				       "the history of the policy repository has more "
				       "than %d commits",
				       PIN_HISTORY_MOST);
		ret = look(q, q->todo.p[i], &c, &brought, e);
		if (ret < 0 || !brought)
			continue;
		check_bringer(q, pin, &c, &wrong);
		if (!wrong.troubles.n)
			return 0;
		if (!first.troubles.n)
			first = wrong;
	}
	if (ret == ERR_NOT_FOUND && repo_is_shallow(q->s->w.policy))
		return err_hint(e, "the policy repository is a shallow clone: 'git fetch "
				   "--unshallow' gets the rest");
	for (size_t i = 0; ret == 0 && i < first.troubles.n; i++)
		*VEC_ADD(q->a, &v->troubles) = first.troubles.p[i];
	if (ret == 0 && !first.troubles.n)
		SAY(v, q->a, "no commit brought " PIN_PATH);
	return ret;
}

static void compare(const struct pin *pin, const struct pin *root,
		    struct breach_verdict *v, struct arena *a)
{
	if (!str_eq(pin->root, root->root))
		SAY(v, a,
		    "the registry begins with commit %.*s, and the policy repository "
		    "pins %.*s: it was replaced",
		    STR_ARG(root->root), STR_ARG(pin->root));
	else if (!same_root(pin, root))
		SAY(v, a,
		    "the first commit of the registry does not hold what the "
		    "policy repository pins");
}

int verify_pin(struct breach_store *s, struct arena *a, struct breach_verdict *v,
	       struct err *e)
{
	struct search q = { .s = s, .a = a, .seen = map_new(a) };
	struct pin pin, root = { 0 };
	struct err why;
	int ret = pin_bytes(s->w.policy, "HEAD", a, &q.text, e);

	if (ret < 0 && ret != ERR_LIMIT)
		return ret;
	if (ret == 0 && !q.text.p) {
		SAY(v, a,
		    "the policy repository does not pin the registry, which could "
		    "have been replaced; 'decorum case init' pins it");
		return 0;
	}
	if (ret < 0 || !pin_parse(q.text, a, &pin)) {
		SAY(v, a, PIN_PATH " is not written in its one form");
		return 0;
	}
	if (find_root(s->cases, a, &root, &why) < 0)
		SAY(v, a, "its first commit cannot be read: %s", why.msg);
	else
		compare(&pin, &root, v, a);
	ret = check_bringers(&q, &pin, v, e);
	arena_release(&q.item);
	return ret;
}
