#include "repo_test.h"

#ifdef SANITIZED
/* libgit2 1.5.1 leaks PCRE2's match data when it looks for extensions, which it does in
 * partial clones. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:_pcre2_memctl_malloc_8\n";
}
#endif

static int open_code(const char *dir, bool from_env)
{
	struct repo *r = NULL;
	int ret = repo_open(dir, from_env, &r, &s.e);

	if (ret < 0)
		assert_null(r);
	repo_close(r);
	return ret;
}

static void a_folder_outside_is_not_a_repository(void **state)
{
	(void)state;
	enter_new_folder();
	assert_int_equal(open_code(".", true), ERR_NOT_FOUND);
	assert_has(s.e.msg, "not in a git repository");
	assert_has(s.e.hint, "decorum init");
	assert_null(repo_find_gitdir(".", &s.a));
	assert_int_equal(open_code("/no/such/folder", false), ERR_NOT_FOUND);
}

static void a_folder_inside_finds_its_repository(void **state)
{
	struct repo *r = NULL;
	char *top = NULL;

	(void)state;
	enter_new_repository();
	top = getcwd(NULL, 0);
	assert_int_equal(chdir("posts"), 0);
	assert_ok(repo_open(".", true, &r, &s.e));
	assert_str(arena_printf(&s.a, "%s/", top), repo_worktree(r));
	assert_str(arena_printf(&s.a, "%s/.git/", top), repo_gitdir(r));
	assert_string_equal(repo_commondir(r), repo_gitdir(r));
	assert_false(repo_is_shallow(r));
	repo_close(r);
	assert_str(arena_printf(&s.a, "%s/.git", top), repo_find_gitdir(".", &s.a));
	free(top);
}

static void a_linked_worktree_has_its_own_gitdir(void **state)
{
	struct repo *r = NULL;

	(void)state;
	enter_new_repository();
	(void)GIT("worktree", "add", "-q", "-b", "side", "../linked");
	put("../linked/posts/b.md", "b\n");
	(void)GIT("-C", "../linked", "add", ".");
	assert_ok(repo_open("../linked", false, &r, &s.e));
	assert_true(str_ends(str_from(repo_gitdir(r)), "/.git/worktrees/linked/"));
	assert_true(str_ends(str_from(repo_commondir(r)), "/.git/"));
	assert_true(str_ends(str_from(repo_worktree(r)), "/linked/"));
	assert_string_equal(staged_text(r), "A posts/b.md 100644\n");
	repo_close(r);
	assert_string_equal(repo_find_gitdir("../linked", &s.a),
			    repo_find_gitdir(".", &s.a));
	(void)RUN("rm", "-rf", "../linked");
}

static void a_bare_repository_has_no_work_tree(void **state)
{
	struct repo *r = NULL;

	(void)state;
	enter_new_folder();
	(void)GIT("init", "-q", "--bare", "store.git");
	assert_ok(repo_open("store.git", false, &r, &s.e));
	assert_null(repo_worktree(r));
	repo_close(r);
	assert_int_equal(chdir("store.git"), 0);
	assert_int_equal(open_code(".", true), 0);
}

static void an_embedded_bare_repository_is_refused(void **state)
{
	struct repo *r = NULL;

	(void)state;
	enter_new_repository();
	(void)GIT("init", "-q", "--bare", "evil");
	assert_int_equal(open_code("evil", false), ERR_GIT);
	assert_has(s.e.msg, "inside another repository");
	/* Below it the search passes it by. */
	assert_ok(repo_open("evil/objects", false, &r, &s.e));
	assert_non_null(repo_worktree(r));
	repo_close(r);
	assert_str(str_from(repo_find_gitdir("evil/objects", &s.a)),
		   repo_find_gitdir(".", &s.a));
	assert_null(repo_find_gitdir("evil", &s.a));
	/* Named on purpose it may be opened. */
	(void)setenv("GIT_DIR", "evil", 1);
	assert_int_equal(open_code(".", true), 0);
	assert_int_equal(open_code(".", false), 0);
	(void)setenv("GIT_DIR", "posts", 1);
	assert_int_equal(open_code(".", true), ERR_NOT_FOUND);
	assert_has(s.e.msg, "GIT_DIR names");
	(void)unsetenv("GIT_DIR");
}

static void a_git_file_that_leads_nowhere_is_no_repository(void **state)
{
	(void)state;
	enter_new_folder();
	put(".git", "gitdir: /etc\n");
	assert_int_equal(open_code(".", false), ERR_NOT_FOUND);
	put(".git", "gitdir: ");
	assert_int_equal(open_code(".", false), ERR_NOT_FOUND);
	put(".git", "nonsense");
	assert_int_equal(open_code(".", false), ERR_NOT_FOUND);
}

static void the_ceiling_stops_the_search(void **state)
{
	char *top;

	(void)state;
	enter_new_repository();
	top = getcwd(NULL, 0);
	(void)setenv("GIT_CEILING_DIRECTORIES", top, 1);
	assert_int_equal(open_code("posts", false), ERR_NOT_FOUND);
	assert_int_equal(open_code(".", false), 0);
	(void)setenv("GIT_CEILING_DIRECTORIES", s.root, 1);
	free(top);
}

static void git_work_tree_is_obeyed(void **state)
{
	struct repo *r = NULL;
	char *gitdir;

	(void)state;
	enter_new_repository();
	gitdir = arena_cstr(&s.a, str_from(repo_find_gitdir(".", &s.a)));
	enter_new_folder();
	put("posts/a.md", "elsewhere\n");
	(void)setenv("GIT_DIR", gitdir, 1);
	(void)setenv("GIT_WORK_TREE", ".", 1);
	(void)GIT("add", "posts/a.md");
	assert_ok(repo_open(".", true, &r, &s.e));
	assert_string_equal(staged_text(r), "M posts/a.md 100644\n");
	assert_str(arena_printf(&s.a, "%s/", getcwd(arena_alloc(&s.a, 4096), 4096)),
		   repo_worktree(r));
	repo_close(r);
	/* Another repository is opened for itself, whatever the environment says. */
	assert_int_equal(open_code("/tmp", false), ERR_NOT_FOUND);
	(void)unsetenv("GIT_WORK_TREE");
	(void)unsetenv("GIT_DIR");
}

static void a_false_common_folder_is_refused(void **state)
{
	(void)state;
	enter_new_repository();
	(void)setenv("GIT_COMMON_DIR", ".git", 1);
	assert_int_equal(open_code(".", true), 0);
	(void)setenv("GIT_COMMON_DIR", "posts", 1);
	assert_int_equal(open_code(".", true), ERR_GIT);
	(void)unsetenv("GIT_COMMON_DIR");
}

static void the_environments_index_is_read(void **state)
{
	(void)state;
	enter_new_repository();
	(void)setenv("GIT_INDEX_FILE", ".git/other", 1);
	put("posts/new.md", "new\n");
	(void)GIT("read-tree", "HEAD");
	(void)GIT("add", "posts/new.md");
	assert_string_equal(staged_here(), "A posts/new.md 100644\n");
	/* git sees the name from the top, wherever it is called. */
	assert_int_equal(chdir("posts"), 0);
	assert_string_equal(staged_here(), "A posts/new.md 100644\n");
	(void)unsetenv("GIT_INDEX_FILE");
	assert_string_equal(staged_here(), "");
}

static void quarantined_objects_are_read_and_nothing_is_written(void **state)
{
	struct repo_file file = { STR("a.txt"), STR("x") };
	struct repo_commit c = {
		.ref = "refs/heads/new", .files = &file, .n_files = 1, .message = STR("m")
	};
	struct repo *r;
	struct str id, blob, text;
	char *objects;

	(void)state;
	enter_new_repository();
	objects = arena_cstr(&s.a, arena_printf(&s.a, "%s/.git/objects",
						getcwd(arena_alloc(&s.a, 4096), 4096)));
	assert_int_equal(mkdir(".git/quarantine", 0777), 0);
	(void)setenv("GIT_OBJECT_DIRECTORY", ".git/quarantine", 1);
	(void)setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects, 1);
	(void)setenv("GIT_QUARANTINE_PATH", ".git/quarantine", 1);
	blob = GIT_IN(STR("pushed\n"), "hash-object", "-w", "--stdin");
	r = open_here();
	assert_ok(repo_blob(r, arena_cstr(&s.a, blob), 100, &s.a, &text, &s.e));
	assert_str(text, "pushed\n");
	assert_ok(repo_commit_file(r, "HEAD", STR("keep.txt"), 100, &s.a, &text, &s.e));
	assert_int_equal(repo_commit_write(r, &c, &s.a, &id, &s.e), ERR_GIT);
	assert_int_equal(repo_ref_delete(r, "refs/heads/main", &s.e), ERR_GIT);
	repo_close(r);
	(void)unsetenv("GIT_OBJECT_DIRECTORY");
	(void)unsetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
	(void)unsetenv("GIT_QUARANTINE_PATH");
	r = open_here();
	assert_int_equal(repo_blob(r, arena_cstr(&s.a, blob), 100, &s.a, &text, &s.e),
			 ERR_NOT_FOUND);
	repo_close(r);
}

static void what_libgit2_cannot_read_is_said(void **state)
{
	(void)state;
	enter_new_folder();
	(void)GIT("init", "-q", "--object-format=sha256", ".");
	assert_int_equal(open_code(".", true), ERR_GIT);
	assert_has(s.e.msg, "names its objects by sha256");
	enter_new_repository();
	(void)GIT("config", "core.repositoryformatversion", "1");
	(void)GIT("config", "extensions.refstorage", "reftable");
	assert_int_equal(open_code(".", true), ERR_GIT);
	assert_has(s.e.msg, "keeps its refs as reftable");
}

static void a_split_index_is_never_clean(void **state)
{
	struct repo_entries list;
	struct repo *r;

	(void)state;
	enter_new_repository();
	put("posts/b.md", "b\n");
	(void)GIT("add", ".");
	(void)GIT("update-index", "--split-index");
	r = open_here();
	assert_int_equal(repo_staged(r, &s.a, &list, &s.e), ERR_GIT);
	assert_has(s.e.hint, "--no-split-index");
	assert_int_equal(repo_index_list(r, STR(""), &s.a, &list, &s.e), ERR_GIT);
	repo_close(r);
	(void)GIT("update-index", "--no-split-index");
	assert_string_equal(staged_here(), "A posts/b.md 100644\n");
}

static void a_sparse_index_is_never_clean(void **state)
{
	struct repo_entries list;
	struct repo *r;

	(void)state;
	enter_new_repository();
	put("far/away/x.md", "x\n");
	(void)GIT("add", ".");
	(void)GIT("commit", "-q", "-m", "more");
	(void)GIT("sparse-checkout", "set", "--cone", "--sparse-index", "posts");
	put("posts/b.md", "b\n");
	(void)GIT("add", "posts/b.md");
	r = open_here();
	assert_int_equal(repo_staged(r, &s.a, &list, &s.e), ERR_GIT);
	assert_has(s.e.hint, "--no-sparse-index");
	repo_close(r);
	(void)GIT("sparse-checkout", "reapply", "--no-sparse-index");
	assert_string_equal(staged_here(), "A posts/b.md 100644\n");
}

static void another_users_repository_is_refused(void **state)
{
	struct str where;

	(void)state;
	if (geteuid() != 0) /* only root can give files away */
		return;
	enter_new_repository();
	where = str_from(getcwd(arena_alloc(&s.a, 4096), 4096));
	(void)RUN("chown", "-R", "65534", ".");
	assert_int_equal(open_code(".", true), ERR_GIT);
	assert_has(s.e.msg, "another user");
	assert_has(s.e.hint, "safe.directory");
	assert_null(repo_find_gitdir(".", &s.a));
	/* The way out that the hint names. */
	(void)GIT("config", "--global", "--add", "safe.directory", where.p);
	assert_int_equal(open_code(".", true), 0);
}

static void a_shallow_clone_is_known(void **state)
{
	struct repo *r = NULL;
	struct str url;

	(void)state;
	enter_new_repository();
	(void)GIT("commit", "-q", "--allow-empty", "-m", "second");
	url = arena_printf(&s.a, "file://%s", getcwd(arena_alloc(&s.a, 4096), 4096));
	enter_new_folder();
	(void)GIT("clone", "-q", "--depth", "1", url.p, "copy");
	assert_ok(repo_open("copy", false, &r, &s.e));
	assert_true(repo_is_shallow(r));
	repo_close(r);
}

static void a_partial_clone_says_what_is_missing(void **state)
{
	struct repo *r = NULL;
	struct str url, bytes;

	(void)state;
	enter_new_repository();
	(void)GIT("config", "uploadpack.allowFilter", "true");
	url = arena_printf(&s.a, "file://%s", getcwd(arena_alloc(&s.a, 4096), 4096));
	enter_new_folder();
	(void)GIT("clone", "-q", "--bare", "--filter=blob:none", url.p, "copy.git");
	assert_ok(repo_open("copy.git", false, &r, &s.e));
	assert_int_equal(
		repo_commit_file(r, "HEAD", STR("keep.txt"), 99, &s.a, &bytes, &s.e),
		ERR_NOT_FOUND);
	assert_has(s.e.msg, "is not in this repository");
	assert_has(s.e.hint, "git fetch");
	repo_close(r);
}

static void a_new_repository_starts_on_main(void **state)
{
	struct repo *r = NULL;

	(void)state;
	enter_new_folder();
	assert_ok(repo_init("work", false, &r, &s.e));
	assert_non_null(repo_worktree(r));
	assert_string_equal(staged_text(r), "");
	repo_close(r);
	assert_str(GIT("-C", "work", "symbolic-ref", "HEAD"), "refs/heads/main");
	assert_ok(repo_init("deep/er/store.git", true, &r, &s.e));
	assert_null(repo_worktree(r));
	repo_close(r);
	assert_int_equal(repo_init("work", false, &r, &s.e), ERR_EXISTS);
	assert_null(r);
}

static void settings_come_from_the_usual_places(void **state)
{
	struct repo *r;

	(void)state;
	enter_new_repository();
	(void)GIT("config", "user.name", "Local");
	(void)GIT("config", "core.hooksPath", "a b");
	r = open_here();
	assert_str(repo_config(r, "user.name", &s.a), "Local");
	assert_str(repo_config(r, "user.email", &s.a), "test@example.com");
	assert_str(repo_config(r, "core.hookspath", &s.a), "a b");
	assert_null(repo_config(r, "gpg.format", &s.a).p);
	assert_null(repo_config(r, "not a key", &s.a).p);
	assert_str(repo_config(NULL, "user.name", &s.a), "Test");
	(void)setenv("GIT_CONFIG_COUNT", "2", 1);
	(void)setenv("GIT_CONFIG_KEY_0", "gpg.format", 1);
	(void)setenv("GIT_CONFIG_VALUE_0", "ssh", 1);
	(void)setenv("GIT_CONFIG_KEY_1", "User.Name", 1);
	(void)setenv("GIT_CONFIG_VALUE_1", "Env", 1);
	assert_str(repo_config(r, "gpg.format", &s.a), "ssh");
	assert_str(repo_config(r, "user.name", &s.a), "Env");
	(void)unsetenv("GIT_CONFIG_COUNT");
	repo_close(r);
}

static void git_config_global_replaces_the_home_file(void **state)
{
	struct repo *r;

	(void)state;
	enter_new_repository();
	put("mine", "[user]\n\tname = Mine\n");
	(void)setenv("GIT_CONFIG_GLOBAL", "mine", 1);
	r = open_here();
	assert_str(repo_config(r, "user.name", &s.a), "Mine");
	assert_null(repo_config(r, "user.email", &s.a).p);
	repo_close(r);
	(void)setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	assert_null(repo_config(NULL, "user.name", &s.a).p);
	(void)unsetenv("GIT_CONFIG_GLOBAL");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_outside_is_not_a_repository),
		cmocka_unit_test(a_folder_inside_finds_its_repository),
		cmocka_unit_test(a_linked_worktree_has_its_own_gitdir),
		cmocka_unit_test(a_bare_repository_has_no_work_tree),
		cmocka_unit_test(an_embedded_bare_repository_is_refused),
		cmocka_unit_test(a_git_file_that_leads_nowhere_is_no_repository),
		cmocka_unit_test(the_ceiling_stops_the_search),
		cmocka_unit_test(git_work_tree_is_obeyed),
		cmocka_unit_test(a_false_common_folder_is_refused),
		cmocka_unit_test(the_environments_index_is_read),
		cmocka_unit_test(quarantined_objects_are_read_and_nothing_is_written),
		cmocka_unit_test(what_libgit2_cannot_read_is_said),
		cmocka_unit_test(a_split_index_is_never_clean),
		cmocka_unit_test(a_sparse_index_is_never_clean),
		cmocka_unit_test(another_users_repository_is_refused),
		cmocka_unit_test(a_shallow_clone_is_known),
		cmocka_unit_test(a_partial_clone_says_what_is_missing),
		cmocka_unit_test(a_new_repository_starts_on_main),
		cmocka_unit_test(settings_come_from_the_usual_places),
		cmocka_unit_test(git_config_global_replaces_the_home_file),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
