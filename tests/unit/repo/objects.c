#include "repo_test.h"

#include <signal.h>

static const char *listed(struct repo *r, const char *rev, const char *prefix)
{
	struct repo_entries list;
	struct str out = STR("");

	if (repo_tree_list(r, rev, str_from(prefix), &s.a, &list, &s.e) < 0)
		return arena_cstr(&s.a, arena_printf(&s.a, "error: %s", s.e.msg));
	for (size_t i = 0; i < list.n; i++)
		out = arena_printf(&s.a, "%.*s%.*s %06o\n", STR_ARG(out),
				   STR_ARG(list.p[i].path), list.p[i].mode);
	return arena_cstr(&s.a, out);
}

static void a_tree_is_listed_by_prefix(void **state)
{
	struct repo *r;

	(void)state;
	enter_new_repository();
	put("posts/b/c.md", "c\n");
	put("posts/b.md", "b\n");
	put("postscript.md", "p\n");
	assert_int_equal(symlink("b.md", "posts/link"), 0);
	(void)GIT("add", ".");
	(void)GIT("commit", "-q", "-m", "x");
	(void)GIT("tag", "-a", "-m", "t", "v1");
	r = open_here();
	assert_string_equal(listed(r, "HEAD", "posts/"),
			    "posts/a.md 100644\nposts/b.md 100644\nposts/b/c.md 100644\n"
			    "posts/link 120000\n");
	assert_string_equal(listed(r, "v1", "posts/b"),
			    "posts/b.md 100644\nposts/b/c.md 100644\n");
	assert_string_equal(listed(r, "main~1", ""),
			    "keep.txt 100644\nposts/a.md 100644\n");
	assert_string_equal(listed(r, "refs/heads/main", "none/"), "");
	assert_has(listed(r, "nosuch", ""), "there is no commit named 'nosuch'");
	repo_close(r);
}

static void revisions_resolve_to_commits(void **state)
{
	struct repo *r;
	struct str id, want;

	(void)state;
	enter_new_repository();
	(void)GIT("tag", "-a", "-m", "t", "v1");
	want = GIT("rev-parse", "HEAD");
	r = open_here();
	assert_ok(repo_resolve(r, "HEAD", &s.a, &id, &s.e));
	assert_true(str_eq(id, want));
	assert_ok(repo_resolve(r, arena_cstr(&s.a, GIT("rev-parse", "v1")), &s.a, &id,
			       &s.e));
	assert_true(str_eq(id, want));
	assert_ok(repo_resolve(r, arena_cstr(&s.a, str_slice(want, 0, 10)), &s.a, &id,
			       &s.e));
	assert_true(str_eq(id, want));
	assert_int_equal(repo_resolve(r, "HEAD:keep.txt", &s.a, &id, &s.e),
			 ERR_NOT_FOUND);
	assert_int_equal(repo_resolve(r, "1234567890123456789012345678901234567890", &s.a,
				      &id, &s.e),
			 ERR_NOT_FOUND);
	assert_int_equal(repo_resolve(r, "", &s.a, &id, &s.e), ERR_NOT_FOUND);
	repo_close(r);
	enter_new_folder();
	(void)GIT("init", "-q", ".");
	r = open_here();
	assert_int_equal(repo_resolve(r, "HEAD", &s.a, &id, &s.e), ERR_NOT_FOUND);
	assert_string_equal(s.e.msg, "there is no commit yet");
	repo_close(r);
}

static void one_file_of_a_commit_is_read(void **state)
{
	struct repo *r;
	struct str bytes;

	(void)state;
	enter_new_repository();
	assert_int_equal(symlink("a.md", "posts/link"), 0);
	(void)GIT("add", ".");
	(void)GIT("commit", "-q", "-m", "x");
	r = open_here();
	assert_ok(repo_commit_file(r, "HEAD", STR("posts/a.md"), 4, &s.a, &bytes, &s.e));
	assert_str(bytes, "one\n");
	assert_int_equal(
		repo_commit_file(r, "HEAD", STR("posts/a.md"), 3, &s.a, &bytes, &s.e),
		ERR_LIMIT);
	assert_has(s.e.msg, "posts/a.md in the tree of HEAD");
	assert_int_equal(
		repo_commit_file(r, "HEAD", STR("posts/no.md"), 9, &s.a, &bytes, &s.e),
		ERR_NOT_FOUND);
	assert_int_equal(
		repo_commit_file(r, "HEAD~1", STR("posts/link"), 9, &s.a, &bytes, &s.e),
		ERR_NOT_FOUND);
	assert_int_equal(
		repo_commit_file(r, "HEAD", STR("posts/link"), 9, &s.a, &bytes, &s.e),
		ERR_INVALID);
	assert_int_equal(repo_commit_file(r, "HEAD", STR("posts"), 9, &s.a, &bytes, &s.e),
			 ERR_INVALID);
	repo_close(r);
}

static void a_blob_has_its_size_checked_first(void **state)
{
	struct repo *r;
	struct str bytes, id, tree;

	(void)state;
	enter_new_repository();
	(void)RUN("sh", "-c", "head -c 60000000 /dev/zero >large");
	id = GIT("hash-object", "-w", "large");
	tree = GIT("rev-parse", "HEAD^{tree}");
	r = open_here();
	assert_int_equal(
		repo_blob(r, arena_cstr(&s.a, id), LIMIT_POST, &s.a, &bytes, &s.e),
		ERR_LIMIT);
	assert_has(s.e.msg, "60000000 bytes");
	assert_int_equal(repo_blob(r, arena_cstr(&s.a, tree), 100, &s.a, &bytes, &s.e),
			 ERR_INVALID);
	assert_int_equal(repo_blob(r, "zz", 100, &s.a, &bytes, &s.e), ERR_INVALID);
	assert_int_equal(repo_blob(r, "1234567890123456789012345678901234567890", 100,
				   &s.a, &bytes, &s.e),
			 ERR_NOT_FOUND);
	assert_has(s.e.hint, "git fetch");
	/* One run takes no more than its share, whatever the caller allows. */
	assert_ok(repo_blob(r, arena_cstr(&s.a, id), SIZE_MAX, &s.a, &bytes, &s.e));
	assert_int_equal(repo_blob(r, arena_cstr(&s.a, id), SIZE_MAX, &s.a, &bytes, &s.e),
			 ERR_GIT);
	assert_has(s.e.msg, "100 MB");
	repo_close(r);
}

/* A commit whose tree is `tree`; git's own checks are by-passed. */
static char *commit_of_tree(struct str tree)
{
	struct str text = arena_printf(&s.a,
				       "tree %.*s\nauthor A <a@b> 1 +0000\n"
				       "committer A <a@b> 1 +0000\n\nm\n",
				       STR_ARG(tree));

	return arena_cstr(&s.a, GIT_IN(text, "hash-object", "-t", "commit", "-w",
				       "--stdin", "--literally"));
}

static struct str raw_tree(const char *mode_and_name, struct str id)
{
	char raw[256], byte[3] = "";
	size_t n = strlen(mode_and_name) + 1;

	memcpy(raw, mode_and_name, n);
	for (size_t i = 0; i < 20; i++) {
		memcpy(byte, id.p + 2 * i, 2);
		raw[n++] = (char)strtol(byte, NULL, 16);
	}
	return GIT_IN(((struct str){ raw, n }), "hash-object", "-t", "tree", "-w",
		      "--stdin", "--literally");
}

static void names_that_no_file_can_have_are_errors(void **state)
{
	static const char *const names[] = { "100644 ..",  "100644 .",   "100644 .git",
					     "40000 .GIT", "100644 a/b", "100644 ../x" };
	struct str blob;
	struct repo *r;

	(void)state;
	enter_new_repository();
	blob = GIT("rev-parse", "HEAD:keep.txt");
	r = open_here();
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct str tree = raw_tree(names[i], blob);

		assert_has(listed(r, commit_of_tree(tree), ""), "no file can have");
	}
	repo_close(r);
}

static void trees_that_unfold_without_end_are_refused(void **state)
{
	struct str tree, line;
	struct repo *r;

	(void)state;
	enter_new_repository();
	/* Ten of the same folder in each of twelve levels: 10^12 files. */
	tree = GIT("rev-parse", "HEAD:posts");
	for (int level = 0; level < 12; level++) {
		line = STR("");
		for (int i = 0; i < 10; i++)
			line = arena_printf(&s.a, "%.*s040000 tree %.*s\t%d\n",
					    STR_ARG(line), STR_ARG(tree), i);
		tree = GIT_IN(line, "mktree");
	}
	r = open_here();
	(void)alarm(60);
	assert_has(listed(r, commit_of_tree(tree), ""), "more than 200000 folders");
	assert_string_equal(listed(r, commit_of_tree(tree), "none/"), "");
	/* A folder in a folder in a folder. */
	for (int level = 0; level < 70; level++)
		tree = GIT_IN(arena_printf(&s.a, "040000 tree %.*s\td\n", STR_ARG(tree)),
			      "mktree");
	assert_has(listed(r, commit_of_tree(tree), ""), "nested too deep");
	(void)alarm(0);
	repo_close(r);
}

static void refs_are_listed_in_order(void **state)
{
	struct repo_ref *refs;
	struct repo *r;
	struct str head;
	size_t n;

	(void)state;
	enter_new_repository();
	head = GIT("rev-parse", "HEAD");
	(void)GIT("update-ref", "refs/cases/b", "HEAD");
	(void)GIT("pack-refs", "--all");
	(void)GIT("update-ref", "refs/cases/a", "HEAD");
	(void)GIT("update-ref", "refs/casesx", "HEAD");
	(void)GIT("symbolic-ref", "refs/cases/sym", "refs/heads/main");
	r = open_here();
	assert_ok(repo_refs(r, "refs/cases/", &s.a, &refs, &n, &s.e));
	assert_int_equal(n, 2);
	assert_str(refs[0].name, "refs/cases/a");
	assert_str(refs[1].name, "refs/cases/b");
	assert_true(str_eq(refs[1].id, head));
	assert_ok(repo_refs(r, "", &s.a, &refs, &n, &s.e));
	assert_int_equal(n, 4);
	assert_ok(repo_ref_delete(r, "refs/cases/b", &s.e));
	assert_int_equal(repo_ref_delete(r, "refs/cases/b", &s.e), ERR_NOT_FOUND);
	assert_int_equal(repo_ref_delete(r, "HEAD", &s.e), ERR_USAGE);
	assert_int_equal(repo_ref_delete(r, "refs/heads/main", &s.e), ERR_REFUSED);
	assert_ok(repo_refs(r, "refs/cases/", &s.a, &refs, &n, &s.e));
	assert_int_equal(n, 1);
	repo_close(r);
	assert_sound();
}

static void replaced_objects_are_not_believed(void **state)
{
	struct repo *r;
	struct str bytes;

	(void)state;
	enter_new_repository();
	(void)GIT("replace", arena_cstr(&s.a, GIT("rev-parse", "HEAD:posts/a.md")),
		  arena_cstr(&s.a, GIT("rev-parse", "HEAD:keep.txt")));
	assert_str(GIT("show", "HEAD:posts/a.md"), "keep");
	r = open_here();
	assert_ok(repo_commit_file(r, "HEAD", STR("posts/a.md"), 99, &s.a, &bytes, &s.e));
	assert_str(bytes, "one\n");
	repo_close(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tree_is_listed_by_prefix),
		cmocka_unit_test(revisions_resolve_to_commits),
		cmocka_unit_test(one_file_of_a_commit_is_read),
		cmocka_unit_test(a_blob_has_its_size_checked_first),
		cmocka_unit_test(names_that_no_file_can_have_are_errors),
		cmocka_unit_test(trees_that_unfold_without_end_are_refused),
		cmocka_unit_test(refs_are_listed_in_order),
		cmocka_unit_test(replaced_objects_are_not_believed),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
