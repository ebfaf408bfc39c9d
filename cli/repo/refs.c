#include "repo/git.h"

static int ref_order(const void *a, const void *b)
{
	return str_cmp(((const struct repo_ref *)a)->name,
		       ((const struct repo_ref *)b)->name);
}

int repo_refs(struct repo *r, const char *prefix, struct arena *a, struct repo_ref **out,
	      size_t *n, struct err *e)
{
	VEC(struct repo_ref) found = { 0 };
	git_reference_iterator *it = NULL;
	git_reference *ref;
	char id[GIT_OID_HEXSZ + 1];
	int code = git_reference_iterator_new(&it, r->git);

	*out = NULL;
	*n = 0;
	while (code == 0 && (code = git_reference_next(&ref, it)) == 0) {
		struct str name = str_from(git_reference_name(ref));
		const git_oid *target = git_reference_target(ref);

		/* A symbolic ref has no id of its own. */
		if (target && str_starts(name, prefix))
			*VEC_ADD(a, &found) = (struct repo_ref){
				arena_str(a, name),
				arena_str(a,
					  str_from(git_oid_tostr(id, sizeof(id), target)))
			};
		git_reference_free(ref);
		if (found.n > LIMIT_ENTRIES)
			break;
	}
	git_reference_iterator_free(it);
	if (found.n > LIMIT_ENTRIES)
		return err_set(e, ERR_LIMIT, "more than %d refs below %s", LIMIT_ENTRIES,
			       prefix);
	if (code != GIT_ITEROVER)
		return repo_failed(code, e, "cannot list the refs below %s", prefix);
	if (found.n)
		qsort(found.p, found.n, sizeof(*found.p), ref_order);
	*out = found.p;
	*n = found.n;
	return 0;
}

int repo_ref_delete(struct repo *r, const char *ref, struct err *e)
{
	git_reference *found = NULL;
	int code, ret = repo_may_write(r, e);

	if (ret < 0)
		return ret;
	if (strncmp(ref, "refs/", 5) != 0)
		return err_set(e, ERR_USAGE, "'%s' is not a ref that can be deleted",
			       ref);
	code = git_reference_lookup(&found, r->git, ref);
	if (code == GIT_ENOTFOUND)
		return err_set(e, ERR_NOT_FOUND, "there is no ref %s", ref);
	if (code == 0 && git_reference_is_branch(found) && git_branch_is_head(found) == 1) {
		git_reference_free(found);
		return err_set(e, ERR_REFUSED, "%s is the branch at hand", ref);
	}
	/* libgit2 compares the value under the lock. */
	if (code == 0)
		code = git_reference_delete(found);
	git_reference_free(found);
	return code < 0 ? repo_failed(code, e, "cannot delete %s", ref) : 0;
}
