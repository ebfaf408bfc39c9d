#include "repo_test.h"

/* ---- as git's hooks see it: this program is the hook ---- */

/* Called by git: what is staged, with the bytes of posts, into the file `path`. */
static int be_hook(const char *path)
{
	struct repo_entries list;
	struct repo *r = NULL;
	struct str out = STR(""), bytes;

	if (repo_open(".", true, &r, &s.e) < 0 || repo_staged(r, &s.a, &list, &s.e) < 0)
		out = arena_printf(&s.a, "error: %s\n", s.e.msg);
	else
		for (size_t i = 0; i < list.n; i++) {
			if (repo_blob(r, list.p[i].id, 1000, &s.a, &bytes, &s.e) < 0)
				bytes = STR("-\n");
			out = arena_printf(&s.a, "%.*s%c %.*s %.*s", STR_ARG(out),
					   "AMDT"[list.p[i].change],
					   STR_ARG(list.p[i].path), STR_ARG(bytes));
		}
	repo_close(r);
	return file_write(path, out, 0644, &s.e) < 0;
}

/* A pre-commit hook that runs this program; what it saw is in `seen`. */
static const char *install_hook(void)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *seen = arena_cstr(&s.a, arena_printf(&s.a, "%s/seen", s.root));

	assert_true(n > 0);
	self[n] = '\0';
	put(".git/hooks/pre-commit",
	    arena_cstr(&s.a, arena_printf(&s.a, "#!/bin/sh\nexec '%s' hook '%s'\n", self,
					  seen)));
	assert_int_equal(chmod(".git/hooks/pre-commit", 0755), 0);
	return seen;
}

static void the_hook_judges_the_index_not_the_work_tree(void **state)
{
	const char *seen;

	(void)state;
	enter_new_repository();
	seen = install_hook();
	put("posts/a.md", "two\n");
	(void)GIT("add", ".");
	put("posts/a.md", "three\n");
	(void)GIT("commit", "-q", "-m", "x");
	assert_str(get(seen), "M posts/a.md two\n");
}

static void commit_all_is_seen_through_its_lock_file(void **state)
{
	const char *seen;

	(void)state;
	enter_new_repository();
	seen = install_hook();
	put("posts/a.md", "all\n");
	(void)GIT("commit", "-q", "-a", "-m", "x");
	assert_str(get(seen), "M posts/a.md all\n");
}

static void commit_path_leaves_out_what_else_is_staged(void **state)
{
	const char *seen;

	(void)state;
	enter_new_repository();
	seen = install_hook();
	put("posts/a.md", "path\n");
	put("keep.txt", "staged but not committed\n");
	(void)GIT("add", "keep.txt");
	(void)GIT("commit", "-q", "-m", "x", "posts/a.md");
	assert_str(get(seen), "M posts/a.md path\n");
}

static void a_commit_from_a_subfolder_is_seen_from_the_top(void **state)
{
	const char *seen;

	(void)state;
	enter_new_repository();
	seen = install_hook();
	assert_int_equal(chdir("posts"), 0);
	put("b.md", "b\n");
	(void)GIT("add", "b.md");
	(void)GIT("commit", "-q", "-m", "x");
	assert_str(get(seen), "A posts/b.md b\n");
}

static void a_commit_in_a_linked_worktree_is_seen(void **state)
{
	const char *seen;

	(void)state;
	enter_new_repository();
	seen = install_hook();
	(void)GIT("worktree", "add", "-q", "-b", "side2", "../linked2");
	assert_int_equal(chdir("../linked2"), 0);
	put("posts/a.md", "side\n");
	(void)GIT("commit", "-q", "-a", "-m", "x");
	assert_str(get(seen), "M posts/a.md side\n");
}

static void a_commit_with_git_dir_and_work_tree_is_seen(void **state)
{
	const char *seen;

	(void)state;
	enter_new_repository();
	seen = install_hook();
	put("posts/a.md", "apart\n");
	(void)GIT("--git-dir=.git", "--work-tree=.", "commit", "-q", "-a", "-m", "x");
	assert_str(get(seen), "M posts/a.md apart\n");
	assert_int_equal(chdir(".."), 0);
}

static void the_first_commit_is_all_additions(void **state)
{
	const char *seen;

	(void)state;
	enter_new_folder();
	(void)GIT("init", "-q", "-b", "main", ".");
	assert_string_equal(staged_here(), "");
	seen = install_hook();
	put("posts/a.md", "first\n");
	(void)GIT("add", ".");
	(void)GIT("commit", "-q", "-m", "x");
	assert_str(get(seen), "A posts/a.md first\n");
}

/* ---- kinds of change ---- */

static void every_kind_of_change_is_listed(void **state)
{
	(void)state;
	enter_new_repository();
	put("run.sh", "run\n");
	put("gone.txt", "gone\n");
	put("type.txt", "type\n");
	put("old.txt", "a long enough text to be found again after the rename\n");
	(void)GIT("add", ".");
	(void)GIT("commit", "-q", "-m", "x");
	(void)GIT("mv", "old.txt", "posts/new.txt");
	(void)GIT("rm", "-q", "gone.txt", "type.txt");
	(void)GIT("update-index", "--chmod=+x", "run.sh");
	assert_int_equal(symlink("/etc/passwd", "type.txt"), 0);
	assert_int_equal(symlink("a.md", "posts/link.md"), 0);
	put("announced.md", "not yet\n");
	(void)GIT("add", "type.txt", "posts/link.md");
	(void)GIT("add", "-N", "announced.md");
	(void)GIT("update-index", "--add", "--cacheinfo",
		  "160000,1234567890123456789012345678901234567890,sub");
	assert_string_equal(staged_here(), "D gone.txt 100644\n"
					   "D old.txt 100644\n"
					   "A posts/link.md 120000\n"
					   "A posts/new.txt 100644\n"
					   "M run.sh 100755\n"
					   "A sub 160000\n"
					   "T type.txt 120000\n");
}

static void a_folder_in_the_place_of_a_file_is_both(void **state)
{
	(void)state;
	enter_new_repository();
	put("x", "file\n");
	put("x.md", "between\n");
	(void)GIT("add", ".");
	(void)GIT("commit", "-q", "-m", "x");
	(void)GIT("rm", "-q", "x");
	put("x/y", "inside\n");
	(void)GIT("add", ".");
	assert_string_equal(staged_here(), "D x 100644\nA x/y 100644\n");
	(void)GIT("commit", "-q", "-m", "y");
	(void)GIT("rm", "-q", "-r", "x");
	put("x", "file again\n");
	(void)GIT("add", ".");
	assert_string_equal(staged_here(), "A x 100644\nD x/y 100644\n");
}

static void an_unsettled_merge_is_an_error(void **state)
{
	struct repo_entries list;
	struct repo *r;

	(void)state;
	enter_new_repository();
	(void)GIT("checkout", "-q", "-b", "other");
	put("posts/a.md", "theirs\n");
	(void)GIT("commit", "-q", "-a", "-m", "theirs");
	(void)GIT("checkout", "-q", "main");
	put("posts/a.md", "ours\n");
	(void)GIT("commit", "-q", "-a", "-m", "ours");
	(void)run_status(1, (const char *const[]){ "git", "merge", "-q", "other", NULL },
			 STR(""));
	r = open_here();
	assert_int_equal(repo_staged(r, &s.a, &list, &s.e), ERR_GIT);
	assert_has(s.e.msg, "posts/a.md has a merge conflict");
	assert_int_equal(repo_index_list(r, STR("posts/"), &s.a, &list, &s.e), ERR_GIT);
	assert_ok(repo_index_list(r, STR("keep"), &s.a, &list, &s.e));
	assert_int_equal(list.n, 1);
	repo_close(r);
}

static void a_path_announced_after_removal_is_deleted(void **state)
{
	(void)state;
	enter_new_repository();
	(void)GIT("rm", "-q", "--cached", "keep.txt");
	(void)GIT("add", "-N", "keep.txt");
	assert_string_equal(staged_here(), "D keep.txt 100644\n");
}

static void the_index_is_listed_by_prefix(void **state)
{
	struct repo_entries list;
	struct repo *r;

	(void)state;
	enter_new_repository();
	put("posts/b/c.md", "c\n");
	put("postscript.md", "p\n");
	put("posts/later.md", "l\n");
	(void)GIT("add", "posts/b", "postscript.md");
	(void)GIT("add", "-N", "posts/later.md");
	r = open_here();
	assert_ok(repo_index_list(r, STR("posts/"), &s.a, &list, &s.e));
	assert_int_equal(list.n, 2);
	assert_str(list.p[0].path, "posts/a.md");
	assert_str(list.p[1].path, "posts/b/c.md");
	assert_string_equal(list.p[1].id, "f2ad6c76f0115a6ba5b00456a849810e7ec0af20");
	assert_ok(repo_index_list(r, STR(""), &s.a, &list, &s.e));
	assert_int_equal(list.n, 4);
	assert_ok(repo_index_list(r, STR("none"), &s.a, &list, &s.e));
	assert_int_equal(list.n, 0);
	repo_close(r);
}

/* ---- against git itself ---- */

static unsigned rnd(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

/* `git diff --cached --raw` in our notation. */
static const char *staged_by_git(void)
{
	struct str raw = GIT("diff", "--cached", "--raw", "--no-renames", "--no-abbrev");
	struct str out = STR(""), line;

	while (str_line(&raw, &line)) {
		/* :100644 100755 ID ID M<TAB>path */
		char kind = line.p[str_chr(line, '\t', 0) - 1];
		struct str path = str_slice(line, str_chr(line, '\t', 0) + 1, line.n);
		struct str mode =
			str_slice(line, kind == 'D' ? 1 : 8, kind == 'D' ? 7 : 14);

		out = arena_printf(&s.a, "%.*s%c %.*s %.*s\n", STR_ARG(out), kind,
				   STR_ARG(path), STR_ARG(mode));
	}
	return arena_cstr(&s.a, out);
}

/* Write, remove or rename a few of 60 files in nested folders with awkward names. */
static void shuffle(unsigned *seed)
{
	static const char *const folders[] = { "", "a/", "a.b/", "a/b/", "a-/", "a0/c/" };
	char path[64], text[32];

	for (unsigned i = 0; i < 8; i++) {
		(void)snprintf(path, sizeof(path), "%s%u",
			       folders[rnd(seed, ARRAY_LEN(folders))], rnd(seed, 10));
		(void)snprintf(text, sizeof(text), "%u\n", rnd(seed, 1000));
		if (rnd(seed, 4)) {
			put(path, text);
			(void)chmod(path, rnd(seed, 5) ? 0644 : 0755);
		} else {
			(void)unlink(path);
		}
	}
}

static void random_histories_agree_with_git(void **state)
{
	static const char *const versions[] = { "2", "3", "4" };
	unsigned seed = 7;

	(void)state;
	enter_new_repository();
	for (unsigned round = 0; round < 40; round++) {
		shuffle(&seed);
		(void)GIT("update-index", "--index-version", versions[rnd(&seed, 3)]);
		(void)GIT("add", "-A", rnd(&seed, 2) ? "." : "a");
		assert_string_equal(staged_here(), staged_by_git());
		if (rnd(&seed, 3) == 0)
			(void)GIT("commit", "-q", "--allow-empty", "-m", "x");
		if (rnd(&seed, 6) == 0)
			(void)GIT("read-tree", "HEAD");
	}
}

/* ---- damaged files ---- */

static void read_damaged(struct str bytes)
{
	struct repo_entries list;
	struct repo *r;

	assert_ok(file_write(".git/damaged", bytes, 0644, &s.e));
	r = open_here();
	(void)!repo_staged(r, &s.a, &list, &s.e);
	(void)!repo_index_list(r, STR("a"), &s.a, &list, &s.e);
	repo_close(r);
}

static void a_damaged_index_never_crashes(void **state)
{
	static const char *const versions[] = { "2", "4" };
	unsigned seed = 99;

	(void)state;
	enter_new_repository();
	shuffle(&seed);
	(void)GIT("add", "-A");
	(void)setenv("GIT_INDEX_FILE", ".git/damaged", 1);
	for (size_t v = 0; v < ARRAY_LEN(versions); v++) {
		struct str whole;
		char *bytes;

		(void)unsetenv("GIT_INDEX_FILE");
		(void)GIT("update-index", "--index-version", versions[v]);
		(void)GIT("write-tree");
		whole = get(".git/index");
		(void)setenv("GIT_INDEX_FILE", ".git/damaged", 1);
		bytes = arena_alloc(&s.a, whole.n);
		for (unsigned i = 0; i < 300; i++) {
			memcpy(bytes, whole.p, whole.n);
			bytes[rnd(&seed, (unsigned)whole.n)] = (char)rnd(&seed, 256);
			bytes[rnd(&seed, (unsigned)whole.n)] ^=
				(char)(1u << rnd(&seed, 8));
			read_damaged((struct str){ bytes, whole.n });
		}
		for (size_t n = 0; n < whole.n; n += 17)
			read_damaged(str_slice(whole, 0, n));
	}
	(void)unsetenv("GIT_INDEX_FILE");
}

static void an_unknown_part_that_matters_is_refused(void **state)
{
	struct repo_entries list;
	struct repo *r;
	struct str whole;
	char *bytes;

	(void)state;
	enter_new_repository();
	whole = get(".git/index");
	bytes = arena_alloc(&s.a, whole.n + 8);
	memcpy(bytes, whole.p, whole.n - 20);
	memcpy(bytes + whole.n - 20, "newx\0\0\0\0", 8);
	memcpy(bytes + whole.n - 12, whole.p + whole.n - 20, 20);
	assert_ok(
		file_write(".git/index", (struct str){ bytes, whole.n + 8 }, 0644, &s.e));
	r = open_here();
	assert_int_equal(repo_staged(r, &s.a, &list, &s.e), ERR_GIT);
	assert_has(s.e.msg, "'newx'");
	repo_close(r);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hook_judges_the_index_not_the_work_tree),
		cmocka_unit_test(commit_all_is_seen_through_its_lock_file),
		cmocka_unit_test(commit_path_leaves_out_what_else_is_staged),
		cmocka_unit_test(a_commit_from_a_subfolder_is_seen_from_the_top),
		cmocka_unit_test(a_commit_in_a_linked_worktree_is_seen),
		cmocka_unit_test(a_commit_with_git_dir_and_work_tree_is_seen),
		cmocka_unit_test(the_first_commit_is_all_additions),
		cmocka_unit_test(every_kind_of_change_is_listed),
		cmocka_unit_test(a_folder_in_the_place_of_a_file_is_both),
		cmocka_unit_test(an_unsettled_merge_is_an_error),
		cmocka_unit_test(a_path_announced_after_removal_is_deleted),
		cmocka_unit_test(the_index_is_listed_by_prefix),
		cmocka_unit_test(random_histories_agree_with_git),
		cmocka_unit_test(a_damaged_index_never_crashes),
		cmocka_unit_test(an_unknown_part_that_matters_is_refused),
	};

	if (argc == 3 && strcmp(argv[1], "hook") == 0)
		return be_hook(argv[2]);
	return cmocka_run_group_tests(tests, begin, end);
}
