/* The ledger: one file per decision in the policy repository, that shows what was decided
 * about which clauses and nothing about whom, and anchors: what the case repository held
 * at that time, as one digest. docs/formats/case.md */
#include "record/breach.h"

#include "core/file.h"

static const char magic[] = "decorum-ledger v1";
static const char anchor_magic[] = "decorum-anchor v1";
enum { LEDGER_CAP = 8 * 1024, LEDGER_MOST = 20000 };

/* ---- one line ---- */

struct str ledger_write(const struct ledger_line *l, struct arena *a)
{
	struct str text;
	struct buf out;

	buf_init(&out, LEDGER_CAP);
	buf_printf(&out, "%s\nid: %.*s\nmonth: %.*s\nclauses: ", magic, STR_ARG(l->id),
		   STR_ARG(l->month));
	words_write(l->clauses, l->n_clauses, &out);
	buf_printf(&out,
		   "\noutcome: %s\npolicy: sha256:%.*s\ncommitment: sha256:%.*s\n"
		   "anchor: sha256:%.*s\n",
		   breach_outcome_name(l->outcome), STR_ARG(l->policy),
		   STR_ARG(l->commitment), STR_ARG(l->anchor));
	text = arena_str(a, buf_view(&out));
	buf_release(&out);
	return text;
}

static bool field(struct str *rest, const char *name, struct str *value)
{
	struct str line;
	size_t n = strlen(name);

	if (!str_line(rest, &line) || !str_starts(line, name))
		return false;
	*value = str_slice(line, n, line.n);
	return true;
}

static bool month_start(struct str month, struct arena *a, int64_t *out)
{
	return instant_parse(arena_printf(a, "%.*s-01T00:00:00Z", STR_ARG(month)), out);
}

int ledger_read(struct str text, struct arena *a, struct ledger_line *out, struct err *e)
{
	struct str rest = text, clauses, outcome;
	int64_t ignored;

	*out = (struct ledger_line){ 0 };
	if (field(&rest, magic, &clauses) && field(&rest, "id: ", &out->id) &&
	    field(&rest, "month: ", &out->month) &&
	    month_start(out->month, a, &ignored) && field(&rest, "clauses: ", &clauses) &&
	    words_read(clauses, out->clauses, BREACH_CLAUSES, &out->n_clauses) &&
	    field(&rest, "outcome: ", &outcome) &&
	    breach_outcome_from(outcome, &out->outcome) &&
	    field(&rest, "policy: sha256:", &out->policy) && is_hex(out->policy, 64) &&
	    field(&rest, "commitment: sha256:", &out->commitment) &&
	    is_hex(out->commitment, 64) &&
	    field(&rest, "anchor: sha256:", &out->anchor) && is_hex(out->anchor, 64) &&
	    is_hex(out->id, 16) && str_eq(ledger_write(out, a), text))
		return 0;
	return err_set(e, ERR_INVALID, "it is not written in the one form");
}

static struct str month_of(int64_t when, struct arena *a)
{
	return str_slice(instant_text(when, a), 0, 7);
}

int64_t ledger_time(int64_t when, struct arena *a)
{
	int64_t start = 0;

	(void)month_start(month_of(when, a), a, &start);
	return start;
}

struct str ledger_path(struct str id, struct str month, struct arena *a)
{
	return arena_printf(a, "ledger/%.4s/%.*s", month.p, STR_ARG(id));
}

struct str ledger_message(const struct ledger_line *l, struct arena *a)
{
	struct str text;
	struct buf out;

	buf_init(&out, LEDGER_CAP);
	buf_printf(&out,
		   "Record a decision of the breach process\n\nDecorum-Decision: %.*s\n"
		   "Decorum-Clauses: ",
		   STR_ARG(l->id));
	words_write(l->clauses, l->n_clauses, &out);
	buf_printf(&out, "\nDecorum-Outcome: %s\nDecorum-Anchor: sha256:%.*s\n",
		   breach_outcome_name(l->outcome), STR_ARG(l->anchor));
	text = arena_str(a, buf_view(&out));
	buf_release(&out);
	return text;
}

/* Binds the line to the event without telling which: the salt is in the event. */
struct str ledger_commitment(const struct breach_event *ev, struct str digest,
			     struct arena *a)
{
	const struct str pieces[] = { str_from(magic), ev->salt, ev->ledger, digest };
	struct digest d = digest_of_pieces(pieces, ARRAY_LEN(pieces));

	return digest_hex(&d, a);
}

/* ---- all lines ---- */

static void stray(struct breach_verdict *v, struct arena *a,
		  const struct repo_entry *entry, const char *what)
{
	if (v)
		trouble_add(v, a, TROUBLE_LEDGER, STR(""), 0, "%.*s %s",
			    STR_ARG(entry->path), what);
}

static int load_line(struct repo *policy, const struct repo_entry *entry, struct arena *a,
		     struct ledger *out, struct breach_verdict *v, struct err *e)
{
	struct ledger_line line;
	struct str bytes;
	struct err why;
	int ret = repo_blob(policy, entry->id, LEDGER_CAP, a, &bytes, e);

	if (ret < 0 && ret != ERR_LIMIT)
		return ret;
	if (ret < 0 || ledger_read(bytes, a, &line, &why) < 0)
		stray(v, a, entry, "is no line of the ledger in its one form");
	else if (!str_eq(entry->path, ledger_path(line.id, line.month, a)))
		stray(v, a, entry,
		      "is a line of the ledger at another place than its own");
	else if (!map_add(out->by_id, line.id, (uint32_t)out->lines.n))
		stray(v, a, entry, "has the id of another line of the ledger");
	else
		*VEC_ADD(a, &out->lines) = line;
	return 0;
}

int ledger_load(struct repo *policy, struct arena *a, struct ledger *out,
		struct breach_verdict *v, struct err *e)
{
	struct repo_entries list = { 0 };
	struct str head = STR_NULL;
	int ret = store_ref(policy, "HEAD", a, &head, e);

	*out = (struct ledger){ .by_id = map_new(a) };
	if (ret < 0 || !head.n)
		return ret;
	ret = repo_tree_list(policy, arena_cstr(a, head), STR("ledger/"), a, &list, e);
	if (ret == 0 && list.n > LEDGER_MOST)
		return err_set(e, ERR_LIMIT, "the ledger has more than %d lines",
			       LEDGER_MOST);
	for (size_t i = 0; ret == 0 && i < list.n; i++)
		if (!str_is(list.p[i].path, PIN_PATH))
			ret = load_line(policy, &list.p[i], a, out, v, e);
	return ret;
}

const struct ledger_line *ledger_find(const struct ledger *l, struct str id)
{
	uint32_t i;

	return map_get(l->by_id, id, &i) ? &l->lines.p[i] : NULL;
}

/* ---- anchors ---- */

/* "id commit" of every case, sorted by id. */
static int list_cases(struct breach_store *s, struct arena *a, struct str *out,
		      struct err *e)
{
	struct repo_ref *refs;
	struct buf text;
	size_t n;
	int ret = repo_refs(s->cases, CASE_REFS, a, &refs, &n, e);

	if (ret < 0)
		return ret;
	buf_init(&text, ANCHOR_CAP);
	for (size_t i = 0; i < n; i++) {
		struct str id = str_slice(refs[i].name, sizeof(CASE_REFS) - 1, SIZE_MAX);

		/* Somebody's branch beside the cases is none of them. */
		if (is_case_id(id))
			buf_printf(&text, "%.*s %.*s\n", STR_ARG(id),
				   STR_ARG(refs[i].id));
	}
	if (text.full)
		ret = err_set(e, ERR_LIMIT, "there are too many cases for one anchor");
	*out = arena_str(a, buf_view(&text));
	buf_release(&text);
	return ret;
}

int anchor_read(struct str text, struct arena *a, struct anchor *out, struct err *e)
{
	struct str rest = text, value, line, w[2], last = STR("");
	uint64_t number;
	size_t n;

	*out = (struct anchor){ .digest = str_slice(digest_text(text, a), 7, SIZE_MAX) };
	if (!field(&rest, anchor_magic, &value) || value.n ||
	    !field(&rest, "sequence: ", &value) || !str_to_u64(value, &number) ||
	    number > UINT32_MAX || !field(&rest, "registry: ", &value) ||
	    !words_read(value, w, 2, &n) || n != 2 || !is_hex(w[0], 40) ||
	    !str_starts(w[1], "sha256:") || !is_hex(str_slice(w[1], 7, SIZE_MAX), 64))
		return err_set(e, ERR_INVALID, "it is not written in the one form");
	out->sequence = (uint32_t)number;
	out->registry = w[0];
	out->registry_digest = str_slice(w[1], 7, SIZE_MAX);
	out->list = rest;
	while (str_line(&rest, &line)) {
		if (!words_read(line, w, 2, &n) || n != 2 || !is_case_id(w[0]) ||
		    !is_hex(w[1], 40) || str_cmp(last, w[0]) >= 0)
			return err_set(e, ERR_INVALID,
				       "it is not written in the one form");
		last = w[0];
		*VEC_ADD(a, &out->cases) = (struct anchored){ w[0], w[1] };
	}
	return 0;
}

/* The newest anchor; all empty while there is none. */
static int newest_anchor(struct breach_store *s, struct arena *a, struct str *tip,
			 struct anchor *out, struct err *e)
{
	struct str bytes = STR_NULL;
	int ret = store_ref(s->cases, ANCHOR_REF, a, tip, e);

	*out = (struct anchor){ 0 };
	if (ret < 0 || !tip->n)
		return ret;
	ret = repo_commit_file(s->cases, arena_cstr(a, *tip), STR("anchor"), ANCHOR_CAP,
			       a, &bytes, e);
	if (ret == 0)
		ret = anchor_read(bytes, a, out, e);
	if (ret == 0)
		return 0;
	(void)err_wrap(e, "the newest anchor of the case repository");
	return err_hint(e,
			"set %s back to its last good commit ('git log' in the case "
			"repository shows them), then try again",
			ANCHOR_REF);
}

/* Anchor what the case repository holds now, unless the newest anchor says just that. */
static int anchor_now(struct breach_store *s, struct hand *h, struct arena *a,
		      struct str *digest, struct err *e)
{
	struct repo_file file = { .path = STR("anchor") };
	struct repo_commit c = { .ref = ANCHOR_REF,
				 .replace_tree = true,
				 .files = &file,
				 .n_files = 1,
				 .message = STR("Case anchor\n"),
				 .name = STR("anchor"),
				 .email = STR("anchor@cases"),
				 .when = s->w.now };
	struct anchor newest, next;
	struct str tip = STR_NULL, list = STR_NULL, id;
	int ret = newest_anchor(s, a, &tip, &newest, e);

	if (ret == 0)
		ret = list_cases(s, a, &list, e);
	if (ret < 0)
		return ret;
	*digest = newest.digest;
	if (tip.n && str_eq(list, newest.list) &&
	    str_eq(s->registry_tip, newest.registry))
		return 0;
	file.bytes = arena_printf(
		a, "%s\nsequence: %u\nregistry: %.*s sha256:%.*s\n%.*s", anchor_magic,
		newest.sequence + 1, STR_ARG(s->registry_tip),
		STR_ARG(registry_digest(&s->registry.text, a)), STR_ARG(list));
	/* An anchor that nobody can read would stand in the way of all later ones. */
	ret = anchor_read(file.bytes, a, &next, e);
	if (ret < 0)
		return err_wrap(e, "the anchor that would be written");
	*digest = next.digest;
	c.orphan = !tip.n;
	return store_commit(s->cases, h, &c, tip, a, &id, e);
}

/* ---- entering a decision ---- */

static void fill(const struct breach_entry *decided, struct str anchor, struct arena *a,
		 struct ledger_line *l)
{
	const struct breach_event *ev = &decided->event;

	*l = (struct ledger_line){ .id = ev->ledger,
				   .month = month_of(ev->recorded, a),
				   .policy = ev->policy,
				   .commitment =
					   ledger_commitment(ev, decided->digest, a),
				   .anchor = anchor,
				   .n_clauses = ev->n_clauses,
				   .outcome = ev->outcome };
	memcpy(l->clauses, ev->clauses, sizeof(l->clauses));
}

/* What is entered where nothing points to is lost with the next checkout. */
int ledger_branch(struct repo *policy, struct arena *a, struct str *out, struct err *e)
{
	static const char head[] = "ref: refs/heads/";
	char *path = file_join(a, repo_gitdir(policy), STR("HEAD"));
	struct str text;
	int ret = file_read(path, 4096, a, &text, e);

	if (ret < 0)
		return ret;
	text = str_trim(text);
	if (str_starts(text, head)) {
		*out = str_slice(text, sizeof(head) - 1, SIZE_MAX);
		return 0;
	}
	(void)err_set(e, ERR_USAGE,
		      "no branch of the policy repository is checked out: the decision "
		      "would be entered where nothing points to");
	return err_hint(e, "git switch to the branch that keeps the ledger, then decide");
}

int ledger_enter(struct breach_store *s, struct hand *h,
		 const struct breach_entry *decided, struct arena *a,
		 struct breach_receipt *out, struct err *e)
{
	struct repo_file file = { 0 };
	struct repo_commit c = { .ref = "HEAD",
				 .files = &file,
				 .n_files = 1,
				 .name = STR("decider"),
				 .email = STR("decider@ledger"),
				 .when = ledger_time(decided->event.recorded, a) };
	struct ledger_line line;
	struct str anchor = STR_NULL, head = STR_NULL;
	int ret = ledger_branch(s->w.policy, a, &out->branch, e);

	if (ret == 0)
		ret = anchor_now(s, h, a, &anchor, e);
	if (ret == 0)
		ret = store_ref(s->w.policy, "HEAD", a, &head, e);
	if (ret < 0)
		return ret;
	fill(decided, anchor, a, &line);
	file.path = ledger_path(line.id, line.month, a);
	file.bytes = ledger_write(&line, a);
	c.message = ledger_message(&line, a);
	out->ledger = line.id;
	out->ledger_path = file.path;
	/* Its date is the month's first; the signature is judged by when it was decided.
	 */
	h->at = decided->event.recorded;
	return store_commit(s->w.policy, h, &c, head, a, &out->ledger_commit, e);
}
