/* The registry of a case repository: which key may sign as what, and to whom cases are
 * sealed. People stand in it under random names; keys tie them to people.yaml, which the
 * case repository does not hold. */
#include "record/breach.h"
#include "record/wire.h"

enum { NAME_BYTES = 4, LINES_MOST = 10000 };

static int bad(struct err *e, const char *file, size_t line, const char *why)
{
	return err_set(e, ERR_INVALID, "line %zu of the registry's %s: %s", line, file,
		       why);
}

/* ---- reading ---- */

static bool is_name(struct str s)
{
	return str_starts(s, "s-") && is_hex(str_slice(s, 2, s.n), 2 * NAME_BYTES);
}

static bool read_end(struct str s, int64_t open, int64_t *out)
{
	*out = open;
	return str_is(s, "-") || instant_parse(s, out);
}

static bool read_role(struct str line, struct registry_role *out)
{
	struct str w[4];
	size_t n;

	return words_read(line, w, 4, &n) && n == 4 && is_name(w[0]) &&
	       role_from(w[1], &out->role) && read_end(w[2], INT64_MIN, &out->from) &&
	       read_end(w[3], INT64_MAX, &out->until) && (out->name = w[0], true);
}

static int read_roles(struct registry *r, struct arena *a, struct err *e)
{
	struct str rest = r->text.roles, line;
	struct registry_role one;

	for (size_t i = 1; str_line(&rest, &line); i++) {
		if (i > LINES_MOST)
			return bad(e, "roles", i, "there are too many");
		if (!read_role(line, &one))
			return bad(e, "roles", i, "it is not NAME ROLE FROM UNTIL");
		*VEC_ADD(a, &r->roles) = one;
	}
	return 0;
}

static int read_recipients(struct registry *r, struct arena *a, struct err *e)
{
	struct str rest = r->text.recipients, line, w[2];
	size_t n;

	for (size_t i = 1; str_line(&rest, &line); i++) {
		if (i > LINES_MOST)
			return bad(e, "recipients", i, "there are too many");
		if (!words_read(line, w, 2, &n) || n != 2 || !is_name(w[0]) ||
		    !seal_is_recipient(w[1]))
			return bad(e, "recipients", i, "it is not NAME age1...");
		*VEC_ADD(a, &r->recipients) = (struct registry_recipient){ w[0], w[1] };
	}
	return 0;
}

/* Nothing but NAME namespaces="git"... TYPE KEY: keys and lines of text go side by side,
 * and a comment could name somebody. */
static int check_signers(const struct registry *r, struct err *e)
{
	struct str rest = r->text.signers, line, w[4];
	size_t i = 0, n;

	for (; str_line(&rest, &line); i++) {
		if (i == r->signers.n || !words_read(line, w, 4, &n) || n != 4)
			return bad(e, "signers", i + 1,
				   "it is not NAME OPTIONS TYPE KEY");
		if (!is_name(r->signers.p[i].principals))
			return bad(e, "signers", i + 1,
				   "the name is not s- and 8 digits");
		if (!str_is(r->signers.p[i].namespaces, "git"))
			return bad(e, "signers", i + 1, "it is not for commits alone");
	}
	return 0;
}

static const char *read_pgp(struct str line, struct arena *a, struct registry_pgp *out)
{
	struct str w[4], bytes;
	const char *why;
	size_t n;

	*out = (struct registry_pgp){ 0 };
	if (!words_read(line, w, 4, &n) || n != 4 || !is_name(w[0]) ||
	    !read_end(w[1], INT64_MIN, &out->from) ||
	    !read_end(w[2], INT64_MAX, &out->until) || out->from >= out->until ||
	    !base64_decode(w[3], a, &bytes))
		return "it is not NAME FROM UNTIL KEY";
	out->name = w[0];
	return openpgp_key_read(bytes, a, &out->key, &why) ? NULL : why;
}

/* Versions of one key are one person's: else a signature had two names. */
static int read_pgps(struct registry *r, struct arena *a, struct err *e)
{
	struct map *owners = map_new(a);
	struct str rest = r->text.openpgp, line;
	struct registry_pgp one;
	const char *why;
	uint32_t other;

	for (size_t i = 1; str_line(&rest, &line); i++) {
		if (i > LINES_MOST)
			return bad(e, "openpgp", i, "there are too many");
		why = read_pgp(line, a, &one);
		if (why)
			return bad(e, "openpgp", i, why);
		if (!map_add(owners, one.key.fingerprint, (uint32_t)r->pgp.n) &&
		    map_get(owners, one.key.fingerprint, &other) &&
		    !str_eq(r->pgp.p[other].name, one.name))
			return bad(e, "openpgp", i, "the key has another name before");
		*VEC_ADD(a, &r->pgp) = one;
	}
	return 0;
}

int registry_read(const struct registry_text *text, struct arena *a, struct registry *out,
		  struct err *e)
{
	int ret;

	*out = (struct registry){ .text = *text };
	ret = signers_parse(text->signers, a, &out->signers, e);
	if (ret == 0)
		ret = check_signers(out, e);
	if (ret == 0)
		ret = read_roles(out, a, e);
	if (ret == 0)
		ret = read_recipients(out, a, e);
	return ret < 0 ? ret : read_pgps(out, a, e);
}

/* ---- asking ---- */

static const struct signers_line *line_of(const struct registry *r, struct str blob)
{
	for (size_t i = 0; i < r->signers.n; i++)
		if (str_eq(r->signers.p[i].blob, blob))
			return &r->signers.p[i];
	return NULL;
}

struct str registry_name(const struct registry *r, struct str ssh, int64_t when,
			 struct arena *a)
{
	const struct signers_line *line;
	struct str type, blob;
	struct err ignored;

	if (signers_key(ssh, a, &type, &blob, &ignored) < 0)
		return STR_NULL;
	line = line_of(r, blob);
	return line && line->after <= when && when <= line->before ? line->principals
								   : STR_NULL;
}

bool registry_holds(const struct registry *r, struct str name, unsigned role,
		    int64_t when)
{
	for (size_t i = 0; i < r->roles.n; i++) {
		const struct registry_role *one = &r->roles.p[i];

		if (str_eq(one->name, name) && one->role == role && one->from <= when &&
		    when < one->until)
			return true;
	}
	return false;
}

bool registry_keeps(const struct registry *r, struct str name, int64_t when)
{
	return registry_holds(r, name, ROLE_CASE_HANDLER, when) ||
	       registry_holds(r, name, ROLE_REPRESENTATIVE, when) ||
	       registry_holds(r, name, ROLE_POLICY_OWNER, when);
}

struct str registry_age(const struct registry *r, struct str name)
{
	for (size_t i = 0; i < r->recipients.n; i++)
		if (str_eq(r->recipients.p[i].name, name))
			return r->recipients.p[i].age;
	return STR_NULL;
}

const struct registry_pgp *registry_same_pgp(const struct registry *r,
					     const struct registry_pgp *key)
{
	for (size_t i = 0; i < r->pgp.n; i++)
		if (r->pgp.p[i].from <= key->from &&
		    str_eq(r->pgp.p[i].key.bytes, key->key.bytes))
			return &r->pgp.p[i];
	return NULL;
}

bool person_signs(const struct person *p)
{
	for (size_t i = 0; i < p->n_keys; i++)
		if (p->keys[i].ssh.n || p->keys[i].pgp)
			return true;
	return false;
}

/* Options hold no blanks, so the last two words are the key. */
struct str registry_key_text(struct str line)
{
	size_t at = line.n, blanks = 0;

	while (at > 0 && blanks < 2)
		if (line.p[--at] == ' ')
			blanks++;
	return str_slice(line, at + 1, line.n);
}

/* ---- taking it further ---- */

struct plan {
	const struct people *people;
	const struct registry *old;
	const struct map *old_keys;
	int64_t now;
	struct arena *a;
	struct buf signers, roles, recipients, openpgp;
};

/* "20261124090000Z", as allowed_signers files have it. */
static struct str compact(int64_t when, struct arena *a)
{
	struct str t = instant_text(when, a);

	return arena_printf(a, "%.4s%.2s%.2s%.2s%.2s%.2sZ", t.p, t.p + 5, t.p + 8,
			    t.p + 11, t.p + 14, t.p + 17);
}

static void put_signer(struct plan *p, struct str name, struct str key, int64_t after,
		       int64_t before)
{
	buf_printf(&p->signers, "%.*s namespaces=\"git\"", STR_ARG(name));
	if (after != INT64_MIN)
		buf_printf(&p->signers, ",valid-after=\"%.*s\"",
			   STR_ARG(compact(after, p->a)));
	if (before != INT64_MAX)
		buf_printf(&p->signers, ",valid-before=\"%.*s\"",
			   STR_ARG(compact(before, p->a)));
	buf_printf(&p->signers, " %.*s\n", STR_ARG(key));
}

static void put_time(struct buf *out, int64_t when, struct arena *a)
{
	const bool open = when == INT64_MIN || when == INT64_MAX;

	buf_str(out, open ? STR("-") : instant_text(when, a));
	buf_char(out, ' ');
}

static void put_role(struct plan *p, struct str name, unsigned role, int64_t from,
		     int64_t until)
{
	buf_printf(&p->roles, "%.*s %s ", STR_ARG(name), role_name((enum role)role));
	put_time(&p->roles, from, p->a);
	buf_str(&p->roles, until == INT64_MAX ? STR("-") : instant_text(until, p->a));
	buf_char(&p->roles, '\n');
}

static void put_pgp(struct plan *p, struct str name, struct str bytes, int64_t from,
		    int64_t until)
{
	buf_printf(&p->openpgp, "%.*s ", STR_ARG(name));
	put_time(&p->openpgp, from, p->a);
	put_time(&p->openpgp, until, p->a);
	buf_str(&p->openpgp, base64_encode(bytes, p->a));
	buf_char(&p->openpgp, '\n');
}

static struct map *index_keys(const struct registry *r, struct arena *a)
{
	struct map *keys = map_new(a);

	for (size_t i = 0; i < r->signers.n; i++)
		(void)map_add(keys, r->signers.p[i].blob, (uint32_t)i);
	return keys;
}

static struct str old_name(const struct plan *p, const struct person_key *key)
{
	struct str ssh = key->ssh, type, blob;
	struct err ignored;
	uint32_t i;

	for (size_t k = 0; key->pgp && k < p->old->pgp.n; k++)
		if (str_eq(p->old->pgp.p[k].key.fingerprint, key->pgp->fingerprint))
			return p->old->pgp.p[k].name;
	if (!ssh.n || signers_key(ssh, p->a, &type, &blob, &ignored) < 0 ||
	    !map_get(p->old_keys, blob, &i))
		return STR_NULL;
	return p->old->signers.p[i].principals;
}

/* The name that one of these keys had, or a new one. Two names would make two persons
 * of one. */
static int choose_name(struct plan *p, const struct person *person, struct str *name,
		       struct err *e)
{
	struct str hex = STR_NULL;
	int ret;

	*name = STR_NULL;
	for (size_t i = 0; i < person->n_keys; i++) {
		struct str was = old_name(p, &person->keys[i]);

		if (was.n && name->n && !str_eq(*name, was))
			return err_set(e, ERR_INVALID,
				       "%.*s has keys that the registry gives to two "
				       "persons",
				       STR_ARG(person->id));
		if (was.n)
			*name = was;
	}
	if (name->n)
		return 0;
	ret = random_hex(NAME_BYTES, p->a, &hex, e);
	*name = arena_printf(p->a, "s-%.*s", STR_ARG(hex));
	return ret;
}

static int64_t role_since(const struct plan *p, struct str name, unsigned role)
{
	for (size_t i = 0; i < p->old->roles.n; i++) {
		const struct registry_role *one = &p->old->roles.p[i];

		if (str_eq(one->name, name) && one->role == role &&
		    one->until == INT64_MAX)
			return one->from;
	}
	return p->now;
}

/* From when a key counts: what is new in a registry that is there already never counts
 * for the past, whatever people.yaml says; what it had does not come to count earlier. */
static int64_t key_since(const struct plan *p, const struct person_key *key)
{
	const bool first = !p->old->signers.n && !p->old->pgp.n;
	int64_t since = first ? INT64_MIN : p->now;
	struct str type, blob;
	struct err ignored;
	uint32_t at;

	for (size_t i = 0; key->pgp && i < p->old->pgp.n; i++)
		if (p->old->pgp.p[i].from < since &&
		    str_eq(p->old->pgp.p[i].key.bytes, key->pgp->bytes))
			since = p->old->pgp.p[i].from;
	if (!key->pgp && key->ssh.n &&
	    signers_key(key->ssh, p->a, &type, &blob, &ignored) == 0 &&
	    map_get(p->old_keys, blob, &at) && p->old->signers.p[at].after < since)
		since = p->old->signers.p[at].after;
	return key->from > since ? key->from : since;
}

/* A key that ended counts no more: it would count for the time between as well. */
static int check_ended(const struct plan *p, const struct person *person,
		       const struct person_key *key, struct err *e)
{
	struct str type, blob;
	struct err ignored;
	uint32_t at;

	if (key->pgp || !key->ssh.n ||
	    signers_key(key->ssh, p->a, &type, &blob, &ignored) < 0 ||
	    !map_get(p->old_keys, blob, &at) ||
	    p->old->signers.p[at].before >= p->now - 1 ||
	    key->until - 1 <= p->old->signers.p[at].before)
		return 0;
	(void)err_set(e, ERR_REFUSED,
		      "a key of %.*s ended before: it cannot count again, or it would "
		      "for the time between as well",
		      STR_ARG(person->id));
	return err_hint(e,
			"make a new key for %.*s in people.yaml, and let the old one "
			"end there with `until`",
			STR_ARG(person->id));
}

/* One that is over before it could count is not entered. */
static bool key_enters(const struct plan *p, const struct person_key *key)
{
	return (key->pgp || key->ssh.n) && key_since(p, key) < key->until - 1;
}

/* A version of a key follows those before it: at every time only one of them counts. */
static void add_pgp(struct plan *p, struct str name, const struct person_key *key)
{
	int64_t from = key_since(p, key);

	for (size_t i = 0; i < p->old->pgp.n; i++) {
		const struct registry_pgp *was = &p->old->pgp.p[i];
		int64_t end = was->until < p->now ? was->until : p->now;

		if (was->from < p->now && end > from &&
		    str_eq(was->key.fingerprint, key->pgp->fingerprint) &&
		    !str_eq(was->key.bytes, key->pgp->bytes))
			from = end;
	}
	if (from < key->until)
		put_pgp(p, name, key->pgp->bytes, from, key->until);
}

static void add_key(struct plan *p, struct str name, const struct person_key *key)
{
	if (!key_enters(p, key))
		return;
	if (key->pgp)
		add_pgp(p, name, key);
	else
		put_signer(p, name, key->ssh, key_since(p, key),
			   key->until == INT64_MAX ? INT64_MAX : key->until - 1);
}

static int add_person(struct plan *p, const struct person *person, struct err *e)
{
	struct str name;
	bool any = false;
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < person->n_keys; i++) {
		ret = check_ended(p, person, &person->keys[i], e);
		any |= key_enters(p, &person->keys[i]);
	}
	if (ret < 0 || !any)
		return ret;
	ret = choose_name(p, person, &name, e);
	if (ret < 0)
		return ret;
	for (size_t i = 0; i < person->n_keys; i++)
		add_key(p, name, &person->keys[i]);
	for (size_t i = 0; i < ROLES; i++)
		if (person->roles & CASE_ROLES & 1u << i)
			put_role(p, name, 1u << i, role_since(p, name, 1u << i),
				 INT64_MAX);
	if (person->age.n)
		buf_printf(&p->recipients, "%.*s %.*s\n", STR_ARG(name),
			   STR_ARG(person->age));
	return 0;
}

/* Keys and roles that ended stay, closed: what was signed with them stays good. */
static void close_signers(struct plan *p, const struct registry *fresh)
{
	const struct map *kept = index_keys(fresh, p->a);
	struct str rest = p->old->text.signers, line;
	int64_t end;
	uint32_t at;

	for (size_t i = 0; i < p->old->signers.n && str_line(&rest, &line); i++) {
		const struct signers_line *s = &p->old->signers.p[i];

		if (map_get(kept, s->blob, &at) || s->after >= p->now)
			continue;
		end = s->before < p->now - 1 ? s->before : p->now - 1;
		/* A line whose end is not after its beginning cannot be written. */
		if (s->after != INT64_MIN && end <= s->after)
			end = s->after + 1;
		put_signer(p, s->principals, registry_key_text(line), s->after, end);
	}
}

/* When a line ends that is not carried on: where the same key begins anew, at the latest
 * now. */
static int64_t pgp_end(const struct plan *p, const struct registry *fresh,
		       const struct registry_pgp *was)
{
	int64_t end = was->until < p->now ? was->until : p->now;

	for (size_t i = 0; i < fresh->pgp.n; i++)
		if (fresh->pgp.p[i].from < end &&
		    str_eq(fresh->pgp.p[i].key.bytes, was->key.bytes))
			end = fresh->pgp.p[i].from;
	return end;
}

static void close_pgp(struct plan *p, const struct registry *fresh)
{
	for (size_t i = 0; i < p->old->pgp.n; i++) {
		const struct registry_pgp *was = &p->old->pgp.p[i];

		if (was->from < p->now && !registry_same_pgp(fresh, was))
			put_pgp(p, was->name, was->key.bytes, was->from,
				pgp_end(p, fresh, was));
	}
}

static void close_old(struct plan *p, const struct registry *fresh)
{
	close_signers(p, fresh);
	close_pgp(p, fresh);
	for (size_t i = 0; i < p->old->roles.n; i++) {
		const struct registry_role *r = &p->old->roles.p[i];

		if (r->until != INT64_MAX ||
		    !registry_holds(fresh, r->name, r->role, p->now))
			put_role(p, r->name, r->role, r->from,
				 r->until == INT64_MAX ? p->now : r->until);
	}
}

static int read_plan(struct plan *p, struct registry *out, struct err *e)
{
	const struct registry_text text = {
		.signers = arena_str(p->a, buf_view(&p->signers)),
		.roles = arena_str(p->a, buf_view(&p->roles)),
		.recipients = arena_str(p->a, buf_view(&p->recipients)),
		.openpgp = arena_str(p->a, buf_view(&p->openpgp)),
	};

	return registry_read(&text, p->a, out, e);
}

static bool acts_in_cases(const struct person *p)
{
	return p->roles & CASE_ROLES && person_signs(p);
}

int registry_plan(const struct people *people, const struct registry *old, int64_t now,
		  struct arena *a, struct registry *out, struct err *e)
{
	struct plan p = { .people = people,
			  .old = old,
			  .old_keys = index_keys(old, a),
			  .now = now,
			  .a = a };
	struct registry fresh;
	int ret = 0;

	buf_init(&p.signers, 0);
	buf_init(&p.roles, 0);
	buf_init(&p.recipients, 0);
	buf_init(&p.openpgp, 0);
	for (size_t i = 0; ret == 0 && i < people->n; i++)
		if (acts_in_cases(&people->p[i]))
			ret = add_person(&p, &people->p[i], e);
	if (ret == 0)
		ret = read_plan(&p, &fresh, e);
	if (ret == 0) {
		close_old(&p, &fresh);
		ret = read_plan(&p, out, e);
	}
	buf_release(&p.signers);
	buf_release(&p.roles);
	buf_release(&p.recipients);
	buf_release(&p.openpgp);
	return ret;
}
