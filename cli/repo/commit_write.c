/* New commits: objects first, the signature next, and only then, under the ref's lock and
 * with its old value checked, what others can see. A failure at any step leaves nothing
 * but unreachable objects. */
#include "repo/git.h"

#include "core/buf.h"

struct plan {
	struct repo *r;
	const struct repo_commit *c;
	struct arena *a;
	const struct repo_file *files; /* sorted */
	char *ref;                     /* the one that moves: for HEAD, its branch */
	bool by_head;                  /* HEAD is symbolic and must still name `ref` */
	bool has_old;
	git_oid old, tree, id;
	git_tree *base; /* of the parent; NULL: none */
	git_signature *who;
};

static void release(struct plan *p)
{
	git_tree_free(p->base);
	git_signature_free(p->who);
}

/* ---- where the commit goes ---- */

static int check_ref_name(const char *ref, struct err *e)
{
	int valid = 0;

	if (strcmp(ref, "HEAD") == 0)
		return 0;
	if (strncmp(ref, "refs/", 5) != 0 ||
	    git_reference_name_is_valid(&valid, ref) < 0 || !valid)
		return err_set(e, ERR_USAGE, "'%s' is not the name of a ref", ref);
	return 0;
}

/* The branch that HEAD names, whether or not it is there yet. */
static int follow_head(struct plan *p, struct err *e)
{
	git_reference *head = NULL;
	int code = git_reference_lookup(&head, p->r->git, "HEAD");

	if (code < 0)
		return repo_failed(code, e, "cannot read HEAD");
	p->by_head = git_reference_type(head) == GIT_REFERENCE_SYMBOLIC;
	if (p->by_head)
		p->ref = arena_cstr(p->a, str_from(git_reference_symbolic_target(head)));
	git_reference_free(head);
	return 0;
}

static int read_ref(struct plan *p, git_oid *id, bool *there, struct err *e)
{
	int code = git_reference_name_to_id(id, p->r->git, p->ref);

	*there = code == 0;
	return code < 0 && code != GIT_ENOTFOUND
		       ? repo_failed(code, e, "cannot read %s", p->ref)
		       : 0;
}

/* "a" and "a/b" cannot both be refs: one would hide the other. */
static int check_neighbours(struct plan *p, struct err *e)
{
	char *below = arena_cstr(p->a, arena_printf(p->a, "%s/", p->ref));
	char *above = arena_cstr(p->a, str_from(p->ref)), *slash;
	struct repo_ref *refs;
	git_oid id;
	size_t n;
	int ret = repo_refs(p->r, below, p->a, &refs, &n, e);

	if (ret < 0)
		return ret;
	if (n)
		return err_set(e, ERR_EXISTS, "the ref %s cannot be made: %.*s is there",
			       p->ref, STR_ARG(refs[0].name));
	while ((slash = strrchr(above, '/')) && slash - above > 5) {
		*slash = '\0';
		if (git_reference_name_to_id(&id, p->r->git, above) == 0)
			return err_set(e, ERR_EXISTS,
				       "the ref %s cannot be made: %s is there", p->ref,
				       above);
	}
	return 0;
}

static int find_target(struct plan *p, struct err *e)
{
	int ret = check_ref_name(p->c->ref, e);

	if (ret < 0)
		return ret;
	p->ref = arena_cstr(p->a, str_from(p->c->ref));
	if (strcmp(p->ref, "HEAD") == 0)
		ret = follow_head(p, e);
	if (ret == 0)
		ret = read_ref(p, &p->old, &p->has_old, e);
	if (ret < 0)
		return ret;
	if (!p->has_old)
		return check_neighbours(p, e);
	if (p->c->orphan)
		return err_set(e, ERR_EXISTS, "the ref %s is there already", p->ref);
	return repo_tree_of(p->r, &p->old, &p->base, e);
}

/* ---- who ---- */

static bool is_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127 || s.p[i] == '<' ||
		    s.p[i] == '>')
			return false;
	return true;
}

static int find_who(struct plan *p, struct err *e)
{
	const struct repo_commit *c = p->c;
	struct str name = c->name.n ? c->name : repo_config(p->r, "user.name", p->a);
	struct str mail = c->email.n ? c->email : repo_config(p->r, "user.email", p->a);
	int code;

	if (!name.n || !mail.n) {
		(void)err_set(e, ERR_USAGE, "git does not know who you are");
		return err_hint(e,
				"tell it once: git config --global user.name 'Your Name' "
				"and git config --global user.email you@example.com");
	}
	if (!is_clean(name) || !is_clean(mail) || c->when < 0)
		return err_set(e, ERR_USAGE,
			       "the name, mail address or time of the commit "
			       "cannot be written");
	/* Zone +0000 always: a local one would tell where somebody was. */
	code = git_signature_new(&p->who, arena_cstr(p->a, name), arena_cstr(p->a, mail),
				 c->when, 0);
	return code < 0 ? repo_failed(code, e, "cannot use this name and mail address")
			: 0;
}

/* ---- the commit itself ---- */

static char *whole_message(struct plan *p)
{
	struct str text = p->c->message;

	return arena_cstr(p->a, arena_printf(p->a, "%.*s%s", STR_ARG(text),
					     str_ends(text, "\n") ? "" : "\n"));
}

static int commit_bytes(struct plan *p, struct str *out, struct err *e)
{
	git_buf bytes = { 0 };
	git_commit *parent = NULL;
	git_tree *tree = NULL;
	const git_commit *parents[1];
	int code = git_tree_lookup(&tree, p->r->git, &p->tree);

	if (code == 0 && p->has_old)
		code = git_commit_lookup(&parent, p->r->git, &p->old);
	parents[0] = parent;
	if (code == 0)
		code = git_commit_create_buffer(&bytes, p->r->git, p->who, p->who, NULL,
						whole_message(p), tree, p->has_old,
						parents);
	if (code == 0)
		*out = arena_dup(p->a, bytes.ptr, bytes.size);
	git_buf_dispose(&bytes);
	git_commit_free(parent);
	git_tree_free(tree);
	return code < 0 ? repo_failed(code, e, "cannot make the commit") : 0;
}

static int store_plain(struct plan *p, struct str bytes, struct err *e)
{
	git_odb *odb = NULL;
	int code = git_repository_odb(&odb, p->r->git);

	if (code == 0)
		code = git_odb_write(&p->id, odb, bytes.p, bytes.n, GIT_OBJECT_COMMIT);
	git_odb_free(odb);
	return code < 0 ? repo_failed(code, e, "cannot store the commit") : 0;
}

static int store_signed(struct plan *p, struct str bytes, struct err *e)
{
	struct str armour = STR_NULL;
	int code, ret = p->c->sign(p->c->sign_ctx, bytes, p->a, &armour, e);

	if (ret < 0)
		return ret;
	/* Line ends at the end would become empty lines in the header. */
	armour = str_trim(armour);
	if (!str_starts(armour, "-----BEGIN ") || memchr(armour.p, '\0', armour.n) ||
	    memchr(armour.p, '\r', armour.n))
		return err_set(e, ERR_TOOL, "the signing program gave no signature");
	code = git_commit_create_with_signature(&p->id, p->r->git, bytes.p,
						arena_cstr(p->a, armour), "gpgsig");
	return code < 0 ? repo_failed(code, e, "cannot store the signed commit") : 0;
}

static int make_commit(struct plan *p, struct err *e)
{
	struct str bytes = STR_NULL;
	int ret = commit_bytes(p, &bytes, e);

	if (ret < 0)
		return ret;
	if (bytes.n > LIMIT_COMMIT)
		return err_set(e, ERR_LIMIT, "the message is too long for a commit");
	return p->c->sign ? store_signed(p, bytes, e) : store_plain(p, bytes, e);
}

/* ---- making it visible ---- */

static int moved(struct plan *p, struct err *e)
{
	(void)err_set(e, ERR_REFUSED, "%s changed while the commit was being made",
		      p->ref);
	return err_hint(e, "nothing was written; look at the new state and try again");
}

/* Under the lock: is all as it was when the commit was planned? */
static int check_unmoved(struct plan *p, struct err *e)
{
	struct plan now = { .r = p->r, .a = p->a, .ref = p->ref };
	bool there = false;
	int ret = 0;

	if (p->by_head) {
		ret = follow_head(&now, e);
		if (ret == 0 && (!now.by_head || strcmp(now.ref, p->ref) != 0))
			return moved(p, e);
	}
	if (ret == 0)
		ret = read_ref(p, &now.old, &there, e);
	if (ret < 0)
		return ret;
	if (there != p->has_old || (there && !git_oid_equal(&now.old, &p->old)))
		return moved(p, e);
	return 0;
}

static char *log_line(struct plan *p)
{
	struct str rest = p->c->message, subject = STR_NULL;

	(void)str_line(&rest, &subject);
	return arena_cstr(p->a, arena_printf(p->a, "commit%s: %.*s",
					     p->has_old ? "" : " (initial)",
					     STR_ARG(str_slice(subject, 0, 200))));
}

/* Lock, compare, let the files land, move the ref. */
static int move_ref(struct plan *p, struct land *land, struct err *e)
{
	git_transaction *tx = NULL;
	int ret = 0, code = git_transaction_new(&tx, p->r->git);

	if (code == 0)
		code = git_transaction_lock_ref(tx, p->ref);
	if (code == 0 && p->by_head)
		code = git_transaction_lock_ref(tx, "HEAD");
	if (code < 0) {
		ret = repo_failed(code, e, "cannot lock %s", p->ref);
		goto out;
	}
	ret = check_unmoved(p, e);
	if (ret == 0 && land)
		ret = land_apply(land, e);
	if (ret < 0)
		goto out;
	code = git_transaction_set_target(tx, p->ref, &p->id, p->who, log_line(p));
	if (code == 0)
		code = git_transaction_commit(tx);
	if (code < 0) {
		ret = repo_failed(code, e, "cannot move %s", p->ref);
		if (land)
			land_undo(land);
	}
out:
	git_transaction_free(tx);
	return ret;
}

static int check_request(const struct repo *r, const struct repo_commit *c, struct err *e)
{
	int ret = repo_may_write(r, e);

	if (ret < 0)
		return ret;
	if (!c->message.n || memchr(c->message.p, '\0', c->message.n))
		return err_set(e, ERR_USAGE,
			       "a commit needs a message, without NUL bytes");
	return 0;
}

static void give_id(const struct plan *p, struct str *id)
{
	char name[GIT_OID_HEXSZ + 1];

	*id = arena_str(p->a, str_from(git_oid_tostr(name, sizeof(name), &p->id)));
}

/* The commit on top of what was planned; files land between the lock and the move. */
static int finish(struct plan *p, bool lands, struct err *e)
{
	struct land *land = NULL;
	int ret = find_who(p, e);

	/* Before the user is asked for a passphrase, and again after: it may take long.
	 */
	if (ret == 0 && lands)
		ret = land_check(p->r, p->base, p->files, p->c->n_files, p->a, &land, e);
	land_release(land);
	land = NULL;
	if (ret == 0)
		ret = make_commit(p, e);
	if (ret == 0 && lands)
		ret = land_check(p->r, p->base, p->files, p->c->n_files, p->a, &land, e);
	if (ret == 0)
		ret = move_ref(p, land, e);
	land_release(land);
	return ret;
}

int repo_commit_write(struct repo *r, const struct repo_commit *c, struct arena *a,
		      struct str *id, struct err *e)
{
	struct plan p = { .r = r, .c = c, .a = a };
	bool lands = strcmp(c->ref, "HEAD") == 0 && repo_worktree(r);
	struct repo_file *files = NULL;
	int ret = check_request(r, c, e);

	*id = STR_NULL;
	if (ret == 0 && lands && c->replace_tree)
		ret = err_set(e, ERR_USAGE,
			      "replacing the whole tree would empty the work "
			      "tree");
	if (ret == 0)
		ret = repo_files_sorted(c->files, c->n_files, a, &files, e);
	if (ret < 0)
		return ret;
	p.files = files;
	ret = find_target(&p, e);
	if (ret == 0)
		ret = repo_tree_write(r, c->replace_tree ? NULL : p.base, files,
				      c->n_files, a, &p.tree, e);
	if (ret == 0)
		ret = finish(&p, lands, e);
	if (ret == 0)
		give_id(&p, id);
	release(&p);
	return ret;
}
