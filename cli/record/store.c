/* The case repository: made, opened, and written to with commits that stand where they
 * were planned to stand. */
#include "record/breach.h"

#include "core/file.h"
#include "core/limits.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

enum { REGISTRY_CAP = MIB, OPENPGP_CAP = 8 * MIB };

/* ---- whose hand ---- */

static int unknown_key(const struct signer *s, struct err *e)
{
	const bool gpg = s->kind == SIGNER_GPG;

	(void)err_set(e, ERR_USAGE, "your signing key belongs to nobody in people.yaml");
	return err_hint(
		e,
		"add it under your id (%s), commit, and have the case registry brought "
		"up to date: decorum case init",
		gpg ? "a key `openpgp: |` with what 'gpg --armor --export-options "
		      "export-minimal --export ID' prints"
		    : "`keys: [{ssh: ...}]`");
}

static int find_ssh(const struct people *people, struct hand *h, struct err *e)
{
	if (!h->signer.public.n) {
		(void)err_set(e, ERR_USAGE,
			      "the public half of your signing key is not there");
		return err_hint(e,
				"git config gpg.format ssh && git config user.signingKey "
				"~/.ssh/id_ed25519.pub");
	}
	h->person = people_by_key(people, h->signer.public);
	for (size_t i = 0; h->person && i < h->person->n_keys; i++)
		if (str_eq(h->person->keys[i].ssh, h->signer.public))
			h->key = &h->person->keys[i];
	return h->person ? 0 : unknown_key(&h->signer, e);
}

/* "0x1234ABCD!", which names one key or subkey. */
static bool is_key_id(const char *key)
{
	struct str s = str_from(key);
	size_t n = 0;

	if (str_starts(s, "0x"))
		s = str_slice(s, 2, s.n);
	if (str_ends(s, "!"))
		s = str_slice(s, 0, s.n - 1);
	while (n < s.n && strchr("0123456789abcdefABCDEF", s.p[n]))
		n++;
	return n == s.n && n >= 8;
}

static int find_gpg(const struct people *people, struct arena *a, struct hand *h,
		    struct err *e)
{
	struct str *prints, print = STR_NULL;
	size_t n;
	int ret = signer_fingerprints(&h->signer, a, &prints, &n, e);

	for (size_t i = 0; ret == 0 && !h->person && i < n; i++) {
		print = prints[i];
		h->person = people_by_fingerprint(people, print);
	}
	if (ret < 0 || !h->person)
		return ret < 0 ? ret : unknown_key(&h->signer, e);
	for (size_t i = 0; i < h->person->n_keys; i++)
		if (h->person->keys[i].pgp &&
		    str_eq(h->person->keys[i].pgp->fingerprint, print))
			h->key = &h->person->keys[i];
	/* Asked by a mail address, gpg writes it into the signature. */
	if (!is_key_id(h->signer.key))
		h->signer.key = arena_cstr(a, print);
	return 0;
}

int hand_find(struct repo *policy, const struct people *people, struct arena *a,
	      struct hand *out, struct err *e)
{
	int ret;

	*out = (struct hand){ 0 };
	ret = signer_of_config(policy, a, &out->signer, e);
	if (ret < 0)
		return ret;
	return out->signer.kind == SIGNER_SSH ? find_ssh(people, out, e)
					      : find_gpg(people, a, out, e);
}

void hand_release(struct hand *h)
{
	signer_release(&h->signer);
}

/* ---- commits ---- */

struct guard {
	struct hand *hand;
	struct str parent;
	int64_t when;
};

/* Does the commit stand on what was read? Somebody else may have written meanwhile. */
static bool stands_on(struct str payload, struct str parent, struct arena *a)
{
	struct str head = STR("\nparent ");
	size_t at = str_find(payload, head, 0), end = str_find(payload, STR("\n\n"), 0);
	struct str want = arena_printf(a, "%.*s\n", STR_ARG(parent));

	if (at == SIZE_MAX || at > end)
		return !parent.n;
	return parent.n &&
	       str_eq(str_slice(payload, at + head.n, at + head.n + want.n), want);
}

/* What gpg was told to add elsewhere has no place in a record. */
static int check_extra(struct str armour, struct arena *a, struct err *e)
{
	const char *why, *told;
	struct str bytes;

	if (!openpgp_dearmour(armour, OPENPGP_SIGNATURE_HEAD, a, &bytes, &why) ||
	    !openpgp_is_signature(bytes))
		return err_set(e, ERR_TOOL, "gpg made something else than one signature");
	told = openpgp_signature_extra(bytes);
	if (!told)
		return 0;
	(void)err_set(e, ERR_USAGE, "gpg put into the signature what is not wanted: %s",
		      told);
	return err_hint(e, "nothing was recorded; take sender, sig-notation, "
			   "sig-policy-url and default-sig-expire out of gpg.conf");
}

/* Whatever a program signed with: only what `case verify` will call good is written. */
static int check_made(const struct guard *g, struct str payload, struct str armour,
		      struct arena *a, struct err *e)
{
	struct signature sig;
	int ret = g->hand->signer.kind == SIGNER_GPG ? check_extra(armour, a, e) : 0;

	if (ret < 0)
		return ret;
	registry_verify(g->hand->known, payload, armour, g->when, a, &sig);
	if (sig.state == SIGNATURE_GOOD && str_eq(sig.principal, g->hand->name))
		return 0;
	(void)err_set(e, sig.state == SIGNATURE_NOT_CHECKED ? ERR_TOOL : ERR_USAGE,
		      "your signature would not count: %.*s",
		      STR_ARG(sig.state == SIGNATURE_GOOD
				      ? STR("it is by somebody else's key")
				      : sig.why));
	return err_hint(e, "nothing was recorded; user.signingKey must name a key that "
			   "people.yaml has under your id, and 'decorum case init', by "
			   "somebody whose key counts already, takes it over");
}

static int guarded_sign(void *ctx, struct str payload, struct arena *a,
			struct str *armour, struct err *e)
{
	struct guard *g = ctx;
	int ret;

	if (!stands_on(payload, g->parent, a)) {
		(void)err_set(e, ERR_REFUSED, "somebody else recorded a step meanwhile");
		return err_hint(e, "nothing was written; look at the case and try again");
	}
	ret = sign_commit(&g->hand->signer, payload, a, armour, e);
	return ret < 0 ? ret : check_made(g, payload, *armour, a, e);
}

/* libgit2 knows no core.sharedRepository. Only the case repository is bare. */
int store_write(struct repo *r, const struct repo_commit *c, struct arena *a,
		struct str *id, struct err *e)
{
	const mode_t before = umask(077);
	int ret;

	if (repo_worktree(r))
		(void)umask(before);
	ret = repo_commit_write(r, c, a, id, e);
	(void)umask(before);
	return ret;
}

int store_commit(struct repo *r, struct hand *h, const struct repo_commit *c,
		 struct str parent, struct arena *a, struct str *id, struct err *e)
{
	struct guard g = { h, parent, h->at ? h->at : c->when };
	struct repo_commit signed_one = *c;

	signed_one.sign = guarded_sign;
	signed_one.sign_ctx = &g;
	return store_write(r, &signed_one, a, id, e);
}

int store_ref(struct repo *r, const char *name, struct arena *a, struct str *id,
	      struct err *e)
{
	int ret = repo_resolve(r, name, a, id, e);

	if (ret != ERR_NOT_FOUND)
		return ret;
	*id = STR_NULL;
	return 0;
}

/* ---- the registry's commits ---- */

int registry_of_commit(struct repo *r, const char *rev, struct arena *a,
		       struct registry *out, struct err *e)
{
	struct registry_text t = { 0 };
	int ret =
		repo_commit_file(r, rev, STR("signers"), REGISTRY_CAP, a, &t.signers, e);

	if (ret == 0)
		ret = repo_commit_file(r, rev, STR("roles"), REGISTRY_CAP, a, &t.roles,
				       e);
	if (ret == 0)
		ret = repo_commit_file(r, rev, STR("recipients"), REGISTRY_CAP, a,
				       &t.recipients, e);
	if (ret == 0)
		ret = repo_commit_file(r, rev, STR("openpgp"), OPENPGP_CAP, a, &t.openpgp,
				       e);
	/* Only there when somebody has such a key. */
	if (ret == ERR_NOT_FOUND && t.recipients.p)
		ret = 0;
	if (ret == 0)
		ret = registry_read(&t, a, out, e);
	return ret < 0 ? err_wrap(e, "the registry of the case repository") : 0;
}

/* A copy where git finds it: `git log --show-signature` works in the case repository. */
static int write_signers(struct repo *r, const struct registry *reg, struct arena *a,
			 struct err *e)
{
	char *path = file_join(a, repo_gitdir(r), STR("allowed_signers"));

	return file_write(path, reg->text.signers, 0600, e);
}

static int may_write_registry(const struct hand *h, struct err *e)
{
	if (h->person->roles &
	    (ROLE_CASE_HANDLER | ROLE_REPRESENTATIVE | ROLE_POLICY_OWNER))
		return 0;
	(void)err_set(e, ERR_REFUSED,
		      "the registry of cases is kept by a case-handler, a "
		      "company-representative or a policy-owner; %.*s is none",
		      STR_ARG(h->person->id));
	return err_hint(e, "roles are given in people.yaml");
}

static bool same_registry(const struct registry *a, const struct registry *b)
{
	return str_eq(a->text.signers, b->text.signers) &&
	       str_eq(a->text.roles, b->text.roles) &&
	       str_eq(a->text.recipients, b->text.recipients) &&
	       str_eq(a->text.openpgp, b->text.openpgp);
}

static int commit_registry(struct repo *r, struct hand *h, const struct registry *reg,
			   struct str parent, int64_t now, struct arena *a, struct err *e)
{
	const struct registry_text *t = &reg->text;
	const struct repo_file files[] = { { STR("recipients"), t->recipients },
					   { STR("roles"), t->roles },
					   { STR("signers"), t->signers },
					   { STR("openpgp"), t->openpgp } };
	struct repo_commit c = { .ref = REGISTRY_REF,
				 .orphan = !parent.n,
				 .replace_tree = true,
				 .files = files,
				 .n_files = t->openpgp.n ? 4 : 3,
				 .message = STR("Case registry\n"),
				 .name = STR("registry"),
				 .email = STR("registry@cases"),
				 .when = now };
	struct str id;

	if (t->openpgp.n > OPENPGP_CAP)
		return err_set(e, ERR_LIMIT, "there are too many OpenPGP keys");
	return store_commit(r, h, &c, parent, a, &id, e);
}

/* Somebody must be able to open and somebody else to decide: else say it now. */
static int check_staff(const struct people *people, struct err *e)
{
	bool handler = false, decider = false;

	for (size_t i = 0; i < people->n; i++) {
		const struct person *p = &people->p[i];

		if (!person_signs(p) || !p->age.n)
			continue;
		handler |= (p->roles & ROLE_CASE_HANDLER) != 0;
		decider |= (p->roles & ROLE_REPRESENTATIVE) != 0;
	}
	if (handler && decider)
		return 0;
	(void)err_set(e, ERR_USAGE,
		      "people.yaml has no %s with a signing key and an age recipient",
		      handler ? "company-representative" : "case-handler");
	return err_hint(
		e, "add `keys: [{ssh: ...}]` (or `openpgp`) and `age: age1...` (from "
		   "'age-keygen -o FILE') to at least one of each, and commit");
}

/* The first registry vouches for itself; every other change is signed by somebody whom
 * the one before it allowed to. */
static int check_keeper(struct hand *h, const struct registry *known, int64_t now,
			struct arena *a, struct err *e)
{
	h->known = known;
	h->name = registry_name_of(known, h->key, now, a);
	if (h->name.n && registry_keeps(known, h->name, now))
		return 0;
	(void)err_set(e, ERR_REFUSED,
		      "the case registry as it is does not let your key change it%s",
		      h->name.n ? "" : ": it is not valid in it now");
	return err_hint(e, "people.yaml says from when to when a key counts; once "
			   "somebody whose key counts already ran 'decorum case init', "
			   "yours does");
}

static int pin(struct repo *r, struct hand *h, const struct breach_world *w,
	       const struct registry *reg, struct arena *a, struct err *e)
{
	int ret = check_keeper(h, reg, w->now, a, e);

	return ret < 0 ? ret : pin_enter(r, h, w, a, e);
}

static int bring_up_to_date(struct repo *r, struct hand *h, const struct breach_world *w,
			    struct arena *a, struct err *e)
{
	bool pinned = false;
	struct registry *old = ARENA_NEW(a, struct registry);
	struct registry *next = ARENA_NEW(a, struct registry);
	struct str tip = STR_NULL;
	int ret = pin_check(r, w, a, &pinned, e);

	if (ret == 0)
		ret = store_ref(r, REGISTRY_REF, a, &tip, e);
	if (ret == 0 && tip.n)
		ret = registry_of_commit(r, arena_cstr(a, tip), a, old, e);
	if (ret == 0)
		ret = registry_plan(w->people, old, w->now, a, next, e);
	if (ret < 0)
		return ret;
	if (!tip.n || !same_registry(old, next)) {
		ret = check_keeper(h, tip.n ? old : next, w->now, a, e);
		if (ret == 0)
			ret = commit_registry(r, h, next, tip, w->now, a, e);
		if (ret < 0)
			return ret;
	}
	ret = write_signers(r, next, a, e);
	return ret < 0 || pinned ? ret : pin(r, h, w, next, a, e);
}

/* ---- making ---- */

/* For a value between quotes in git's configuration. */
static struct str quoted(const char *value, struct arena *a)
{
	struct str text;
	struct buf out;

	buf_init(&out, 0);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			buf_char(&out, '\\');
		if (*value == '\n')
			buf_cstr(&out, "\\n");
		else
			buf_char(&out, *value);
	}
	text = arena_str(a, buf_view(&out));
	buf_release(&out);
	return text;
}

static int configure(struct repo *r, struct arena *a, struct err *e)
{
	char *path = file_join(a, repo_gitdir(r), STR("config"));
	struct str before, after;
	int ret = file_read(path, MIB, a, &before, e);

	if (ret < 0)
		return ret;
	if (chmod(repo_gitdir(r), 0700) < 0)
		return err_errno(e, errno, "cannot close %s to others", repo_gitdir(r));
	after = before;
	/* Reflogs of every ref show who moved it here; pushes may only add. */
	if (str_find(before, STR("logAllRefUpdates"), 0) == SIZE_MAX)
		after = arena_printf(
			a,
			"%.*s[core]\n\tlogAllRefUpdates = always\n"
			"[receive]\n\tdenyDeletes = true\n"
			"\tdenyNonFastForwards = true\n\tfsckObjects = true\n"
			"[gpg \"ssh\"]\n\tallowedSignersFile = "
			"\"%.*sallowed_signers\"\n",
			STR_ARG(before), STR_ARG(quoted(repo_gitdir(r), a)));
	/* What git writes there, after a push, is its owner's alone as well. */
	if (str_find(before, STR("sharedRepository"), 0) == SIZE_MAX)
		after = arena_printf(a, "%.*s[core]\n\tsharedRepository = 0600\n",
				     STR_ARG(after));
	return file_write(path, after, 0600, e);
}

/* The nearest folder around `dir` that is there, absolute, with '/'; or NULL. */
static char *holder_of(const char *dir, struct arena *a, struct err *e)
{
	char full[PATH_MAX], *slash;
	char *at =
		arena_cstr(a, *dir == '/' ? str_from(dir) : arena_printf(a, "./%s", dir));

	do {
		slash = strrchr(at, '/');
		if (slash)
			slash[slash == at ? 1 : 0] = '\0';
	} while (slash && slash != at && file_kind(at, NULL) == FILE_NONE);
	if (!realpath(at, full)) {
		(void)err_set(e, ERR_NOT_FOUND, "%s is not there", at);
		return NULL;
	}
	return arena_cstr(a, arena_printf(a, "%s%s", full, strcmp(full, "/") ? "/" : ""));
}

static int refuse_place(const char *dir, struct err *e)
{
	(void)err_set(
		e, ERR_REFUSED,
		"%s lies inside a git work tree: what is confidential would lie among "
		"files that everybody copies",
		dir);
	return err_hint(e,
			"name a folder outside: decorum case init ../cases.git, and set "
			"`cases:` in decorum.yaml to it");
}

static int make_repository(const char *dir, const struct breach_world *w,
			   struct repo **out, struct arena *a, struct err *e)
{
	const char *tree = repo_worktree(w->policy), *holder = holder_of(dir, a, e);
	mode_t before;
	bool pinned;
	int ret;

	if (!holder)
		return e->code;
	if ((tree && strncmp(holder, tree, strlen(tree)) == 0) ||
	    repo_find_gitdir(holder, a))
		return refuse_place(dir, e);
	ret = pin_check(NULL, w, a, &pinned, e);
	if (ret < 0)
		return ret;
	before = umask(077);
	ret = repo_init(dir, true, out, e);
	(void)umask(before);
	return ret;
}

/* One that somebody uses for something else is not taken over. */
static int refuse_used(const char *dir, struct repo *r, struct arena *a, struct err *e)
{
	struct repo_ref *refs;
	struct str tip = STR_NULL;
	size_t n = 0;
	int ret;

	if (repo_worktree(r))
		return err_set(e, ERR_EXISTS, "%s is no bare repository", dir);
	ret = store_ref(r, REGISTRY_REF, a, &tip, e);
	if (ret == 0 && !tip.n)
		ret = repo_refs(r, "refs/", a, &refs, &n, e);
	if (ret < 0 || !n)
		return ret;
	(void)err_set(
		e, ERR_REFUSED,
		"%s is a repository of something else: it has %.*s, and no registry "
		"of cases",
		dir, STR_ARG(refs[0].name));
	return err_hint(e, "name a folder that is not there yet");
}

int breach_store_make(const char *dir, const struct breach_world *w, bool *made,
		      struct arena *a, struct err *e)
{
	struct repo *r = NULL;
	struct hand h;
	int ret = hand_find(w->policy, w->people, a, &h, e);

	*made = file_kind(dir, NULL) == FILE_NONE;
	if (ret == 0)
		ret = may_write_registry(&h, e);
	if (ret == 0)
		ret = check_staff(w->people, e);
	if (ret == 0)
		ret = *made ? make_repository(dir, w, &r, a, e)
			    : repo_open(dir, false, &r, e);
	if (ret == 0)
		ret = refuse_used(dir, r, a, e);
	if (ret == 0)
		ret = configure(r, a, e);
	/* Opened anew, so that the settings count. */
	repo_close(r);
	r = NULL;
	if (ret == 0)
		ret = repo_open(dir, false, &r, e);
	if (ret == 0)
		ret = bring_up_to_date(r, &h, w, a, e);
	repo_close(r);
	hand_release(&h);
	return ret;
}

/* ---- opening ---- */

int breach_store_open(const char *dir, const struct breach_world *w,
		      struct breach_store **out, struct err *e)
{
	struct breach_store *s = calloc(1, sizeof(*s));
	struct str tip = STR_NULL;
	int ret;

	*out = NULL;
	if (!s)
		abort();
	s->w = *w;
	ret = repo_open(dir, false, &s->cases, e);
	if (ret == ERR_NOT_FOUND) {
		(void)err_set(e, ERR_USAGE, "there is no case repository at %s", dir);
		(void)err_hint(e,
			       "'decorum case init' makes it; `cases:` in decorum.yaml "
			       "says where it is");
		ret = ERR_USAGE;
	}
	if (ret == 0) {
		s->dir = arena_cstr(&s->mem, str_from(repo_gitdir(s->cases)));
		ret = store_ref(s->cases, REGISTRY_REF, &s->mem, &tip, e);
	}
	if (ret == 0 && !tip.n) {
		ret = err_set(e, ERR_USAGE, "%s has no registry of keys", dir);
		(void)err_hint(e, "'decorum case init' writes it");
	}
	if (ret == 0)
		ret = registry_of_commit(s->cases, arena_cstr(&s->mem, tip), &s->mem,
					 &s->registry, e);
	s->registry_tip = tip;
	if (ret < 0) {
		breach_store_close(s);
		return ret;
	}
	*out = s;
	return 0;
}

int store_room(struct breach_store *s, size_t n, struct err *e)
{
	struct repo *fresh = NULL;
	int ret;

	s->taken += n;
	if (s->taken <= HANDLE_CAP)
		return 0;
	ret = repo_open(s->dir, false, &fresh, e);
	if (ret < 0)
		return ret;
	repo_close(s->cases);
	s->cases = fresh;
	s->taken = n;
	return 0;
}

void breach_store_close(struct breach_store *s)
{
	if (!s)
		return;
	repo_close(s->cases);
	arena_release(&s->mem);
	free(s);
}

const struct breach_clause *world_clause(const struct breach_world *w, struct str id)
{
	for (size_t i = 0; i < w->n_clauses; i++)
		if (str_eq(w->clauses[i].id, id))
			return &w->clauses[i];
	return NULL;
}
