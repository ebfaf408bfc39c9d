/* Objects and names of revisions. */
#include "repo/git.h"

#include "core/limits.h"

struct repo_entry repo_entry_of(struct str path, uint32_t mode, const uint8_t *id,
				enum repo_change change)
{
	struct repo_entry entry = { .path = path, .mode = mode, .change = change };

	for (size_t i = 0; i < RAW_ID; i++) {
		static const char digits[] = "0123456789abcdef";

		entry.id[2 * i] = digits[id[i] >> 4];
		entry.id[2 * i + 1] = digits[id[i] & 15];
	}
	return entry;
}

static int no_object(int code, const char *name, struct err *e)
{
	if (code != GIT_ENOTFOUND)
		return repo_failed(code, e, "cannot read object %s", name);
	(void)err_set(e, ERR_NOT_FOUND, "object %s is not in this repository", name);
	return err_hint(e, "in a partial or shallow clone, fetch the rest with "
			   "'git fetch --refetch' or 'git fetch --unshallow'");
}

/* Kind and size from the header alone: a small pack can hold a file of gigabytes. */
static int check_object(git_odb *odb, const git_oid *id, git_object_t kind, size_t cap,
			struct err *e)
{
	char name[GIT_OID_HEXSZ + 1];
	git_object_t found;
	size_t size;
	int code = git_odb_read_header(&size, &found, odb, id);

	(void)git_oid_tostr(name, sizeof(name), id);
	if (code < 0)
		return no_object(code, name, e);
	if (found != kind)
		return err_set(e, ERR_INVALID, "object %s is a %s, not a %s", name,
			       git_object_type2string(found),
			       git_object_type2string(kind));
	if (size > cap)
		return err_set(e, ERR_LIMIT,
			       "object %s has %zu bytes; at most %zu are taken", name,
			       size, cap);
	return 0;
}

int repo_object(struct repo *r, const git_oid *id, git_object_t kind, size_t cap,
		git_odb_object **out, struct err *e)
{
	char name[GIT_OID_HEXSZ + 1];
	git_odb *odb = NULL;
	int code = git_repository_odb(&odb, r->git), ret;

	*out = NULL;
	if (code < 0)
		return repo_failed(code, e, "cannot open the objects");
	ret = check_object(odb, id, kind, cap, e);
	if (ret == 0) {
		code = git_odb_read(out, odb, id);
		if (code < 0)
			ret = no_object(code, git_oid_tostr(name, sizeof(name), id), e);
	}
	git_odb_free(odb);
	return ret;
}

int repo_object_check(struct repo *r, const git_oid *id, git_object_t kind, size_t cap,
		      struct err *e)
{
	git_odb *odb = NULL;
	int code = git_repository_odb(&odb, r->git), ret;

	if (code < 0)
		return repo_failed(code, e, "cannot open the objects");
	ret = check_object(odb, id, kind, cap, e);
	git_odb_free(odb);
	return ret;
}

int repo_blob(struct repo *r, const char *id, size_t cap, struct arena *a,
	      struct str *out, struct err *e)
{
	git_odb_object *object = NULL;
	git_oid oid;
	size_t left = r->taken < LIMIT_RUN ? LIMIT_RUN - r->taken : 0;
	int ret;

	*out = STR_NULL;
	if (strlen(id) != GIT_OID_HEXSZ || git_oid_fromstr(&oid, id) < 0)
		return err_set(e, ERR_INVALID, "'%.70s' is not the name of an object",
			       id);
	ret = repo_object(r, &oid, GIT_OBJECT_BLOB, cap, &object, e);
	if (ret < 0)
		return ret;
	if (git_odb_object_size(object) > left) {
		git_odb_object_free(object);
		/* Not ERR_LIMIT: that speaks of this object, and its caller goes on. */
		return err_set(e, ERR_GIT,
			       "more than %u MB were read from git in one run",
			       LIMIT_RUN / MIB);
	}
	r->taken += git_odb_object_size(object);
	*out = arena_dup(a, git_odb_object_data(object), git_odb_object_size(object));
	git_odb_object_free(object);
	return 0;
}

/* ---- revisions ---- */

int repo_head(struct repo *r, git_oid *id, bool *unborn, struct err *e)
{
	int code = git_reference_name_to_id(id, r->git, "HEAD");

	*unborn = false;
	if (code == 0)
		return 0;
	if (git_repository_head_unborn(r->git) != 1)
		return repo_failed(code, e, "cannot read HEAD");
	*unborn = true;
	return 0;
}

static int no_revision(struct repo *r, int code, const char *rev, struct err *e)
{
	if (code != GIT_ENOTFOUND && code != GIT_EINVALIDSPEC)
		return repo_failed(code, e, "cannot resolve '%s'", rev);
	if (strcmp(rev, "HEAD") == 0 && git_repository_head_unborn(r->git) == 1)
		return err_set(e, ERR_NOT_FOUND, "there is no commit yet");
	return err_set(e, ERR_NOT_FOUND, "there is no commit named '%s'", rev);
}

/* A name in git's notation, to the commit it stands for. */
static int parse_revision(struct repo *r, const char *rev, git_oid *id)
{
	git_object *object = NULL, *commit = NULL;
	int code = git_revparse_single(&object, r->git, rev);

	if (code == 0)
		code = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	if (code == 0)
		git_oid_cpy(id, git_object_id(commit));
	git_object_free(commit);
	git_object_free(object);
	return code;
}

int repo_commit_of(struct repo *r, const char *rev, git_oid *id, struct err *e)
{
	struct err ignored;
	int code;

	/* A full id needs no parser, and the commit may be too odd for libgit2's. */
	if (strlen(rev) == GIT_OID_HEXSZ && git_oid_fromstr(id, rev) == 0 &&
	    repo_object_check(r, id, GIT_OBJECT_COMMIT, SIZE_MAX, &ignored) == 0)
		return 0;
	if (strcmp(rev, "HEAD") != 0 && strncmp(rev, "refs/heads/", 11) != 0) {
		code = parse_revision(r, rev, id);
		return code < 0 ? no_revision(r, code, rev, e) : 0;
	}
	code = git_reference_name_to_id(id, r->git, rev);
	if (code < 0)
		return no_revision(r, code, rev, e);
	return repo_object_check(r, id, GIT_OBJECT_COMMIT, SIZE_MAX, e);
}

int repo_resolve(struct repo *r, const char *rev, struct arena *a, struct str *id,
		 struct err *e)
{
	char name[GIT_OID_HEXSZ + 1];
	git_oid oid;
	int ret = repo_commit_of(r, rev, &oid, e);

	*id = STR_NULL;
	if (ret < 0)
		return ret;
	*id = arena_str(a, str_from(git_oid_tostr(name, sizeof(name), &oid)));
	return 0;
}

int repo_tree_lookup(struct repo *r, const git_oid *id, git_tree **out, struct err *e)
{
	int ret = repo_object_check(r, id, GIT_OBJECT_TREE, LIMIT_TREE, e), code;

	*out = NULL;
	if (ret < 0)
		return ret;
	code = git_tree_lookup(out, r->git, id);
	return code < 0 ? repo_failed(code, e, "cannot read a folder") : 0;
}

int repo_tree_of(struct repo *r, const git_oid *commit, git_tree **out, struct err *e)
{
	git_commit *object = NULL;
	int ret = repo_object_check(r, commit, GIT_OBJECT_COMMIT, LIMIT_TREE, e), code;

	*out = NULL;
	if (ret < 0)
		return ret;
	code = git_commit_lookup(&object, r->git, commit);
	if (code < 0)
		return repo_failed(code, e, "cannot read a commit");
	ret = repo_tree_lookup(r, git_commit_tree_id(object), out, e);
	git_commit_free(object);
	return ret;
}
