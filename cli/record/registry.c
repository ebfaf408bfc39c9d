/* The registry of a case repository: which key may sign as what, and to whom cases are
 * sealed. People stand in it under random names; keys tie them to people.yaml, which the
 * case repository does not hold. */
#include "record/breach.h"

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
	struct str rest = r->roles_text, line;
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
	struct str rest = r->recipients_text, line, w[2];
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
	struct str rest = r->signers_text, line, w[4];
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

int registry_read(struct str signers, struct str roles, struct str recipients,
		  struct arena *a, struct registry *out, struct err *e)
{
	int ret;

	*out = (struct registry){ .signers_text = signers,
				  .roles_text = roles,
				  .recipients_text = recipients };
	ret = signers_parse(signers, a, &out->signers, e);
	if (ret == 0)
		ret = check_signers(out, e);
	if (ret == 0)
		ret = read_roles(out, a, e);
	return ret < 0 ? ret : read_recipients(out, a, e);
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

struct str registry_age(const struct registry *r, struct str name)
{
	for (size_t i = 0; i < r->recipients.n; i++)
		if (str_eq(r->recipients.p[i].name, name))
			return r->recipients.p[i].age;
	return STR_NULL;
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
	struct buf signers, roles, recipients;
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

static void put_role(struct plan *p, struct str name, unsigned role, int64_t from,
		     int64_t until)
{
	buf_printf(&p->roles, "%.*s %s ", STR_ARG(name), role_name((enum role)role));
	buf_str(&p->roles, from == INT64_MIN ? STR("-") : instant_text(from, p->a));
	buf_char(&p->roles, ' ');
	buf_str(&p->roles, until == INT64_MAX ? STR("-") : instant_text(until, p->a));
	buf_char(&p->roles, '\n');
}

static struct map *index_keys(const struct registry *r, struct arena *a)
{
	struct map *keys = map_new(a);

	for (size_t i = 0; i < r->signers.n; i++)
		(void)map_add(keys, r->signers.p[i].blob, (uint32_t)i);
	return keys;
}

static struct str old_name(const struct plan *p, struct str ssh)
{
	struct str type, blob;
	struct err ignored;
	uint32_t i;

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
		struct str was = old_name(p, person->keys[i].ssh);

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

static int add_person(struct plan *p, const struct person *person, struct err *e)
{
	struct str name;
	int ret = choose_name(p, person, &name, e);

	if (ret < 0)
		return ret;
	for (size_t i = 0; i < person->n_keys; i++) {
		const struct person_key *key = &person->keys[i];
		int64_t before = key->until == INT64_MAX ? INT64_MAX : key->until - 1;

		if (key->ssh.n)
			put_signer(p, name, key->ssh, key->from, before);
	}
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
static void close_old(struct plan *p, const struct registry *fresh)
{
	const struct map *kept = index_keys(fresh, p->a);
	struct str rest = p->old->signers_text, line;
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
	return registry_read(arena_str(p->a, buf_view(&p->signers)),
			     arena_str(p->a, buf_view(&p->roles)),
			     arena_str(p->a, buf_view(&p->recipients)), p->a, out, e);
}

static bool acts_in_cases(const struct person *p)
{
	for (size_t i = 0; i < p->n_keys; i++)
		if (p->keys[i].ssh.n)
			return p->roles & CASE_ROLES;
	return false;
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
	return ret;
}
