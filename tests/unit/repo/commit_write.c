#include "repo_test.h"

enum { WHEN = 1764003600 };

static struct repo *r;

static int commit_files(const char *ref, const struct repo_file *files, size_t n,
			struct str *id)
{
	struct repo_commit c = { .ref = ref,
				 .files = files,
				 .n_files = n,
				 .message = STR("ledger: one line"),
				 .when = WHEN };

	return repo_commit_write(r, &c, &s.a, id, &s.e);
}

static int commit_one(const char *ref, const char *path, const char *text)
{
	const struct repo_file file = { str_from(path), str_from(text) };
	struct str id;

	return commit_files(ref, &file, 1, &id);
}

static struct str head(void)
{
	return GIT("rev-parse", "HEAD");
}

static int enter(void **state)
{
	(void)state;
	enter_new_repository();
	r = open_here();
	return 0;
}

static int leave(void **state)
{
	(void)state;
	repo_close(r);
	r = NULL;
	assert_sound();
	return 0;
}

static void a_commit_through_head_lands_everywhere(void **state)
{
	struct repo_file files[] = { { STR("ledger/2026/one.txt"), STR("line\n") },
				     { STR("posts/a.md"), STR("changed\n") } };
	struct str id, before = head();

	(void)state;
	assert_ok(commit_files("HEAD", files, 2, &id));
	assert_true(str_eq(id, head()));
	assert_true(str_eq(before, GIT("rev-parse", "HEAD~1")));
	assert_str(GIT("status", "--porcelain"), "");
	assert_str(get("ledger/2026/one.txt"), "line\n");
	assert_str(get("posts/a.md"), "changed\n");
	assert_str(GIT("ls-tree", "-r", "--name-only", "HEAD"),
		   "keep.txt\nledger/2026/one.txt\nposts/a.md");
	assert_str(GIT("log", "-1", "--format=%an <%ae> %ad %cd|%s", "--date=raw"),
		   "Test <test@example.com> 1764003600 +0000 1764003600 +0000"
		   "|ledger: one line");
	assert_str(GIT("reflog", "-1", "--format=%gs", "main"),
		   "commit: ledger: one line");
	assert_str(GIT("reflog", "-1", "--format=%gs", "HEAD"),
		   "commit: ledger: one line");
}

static void the_first_commit_makes_the_branch(void **state)
{
	(void)state;
	repo_close(r);
	enter_new_folder();
	(void)GIT("init", "-q", "-b", "trunk", ".");
	r = open_here();
	assert_ok(commit_one("HEAD", "a/b/c.txt", "c\n"));
	assert_str(GIT("log", "--format=%D", "-1"), "HEAD -> trunk");
	assert_str(GIT("status", "--porcelain"), "");
	assert_str(GIT("reflog", "-1", "--format=%gs"),
		   "commit (initial): ledger: one line");
}

static void a_detached_head_moves_itself(void **state)
{
	struct str main_before = GIT("rev-parse", "main");

	(void)state;
	(void)GIT("checkout", "-q", "--detach");
	assert_ok(commit_one("HEAD", "x.txt", "x\n"));
	assert_true(str_eq(GIT("rev-parse", "main"), main_before));
	assert_true(str_eq(GIT("rev-parse", "HEAD~1"), main_before));
	assert_str(GIT("status", "--porcelain"), "");
}

static void a_linked_worktree_commits_to_its_own_branch(void **state)
{
	struct str main_before = GIT("rev-parse", "main");
	char *linked = arena_cstr(&s.a, arena_printf(&s.a, "../linked-%u", s.count));

	(void)state;
	(void)GIT("worktree", "add", "-q", "-b", "side", linked);
	repo_close(r);
	r = NULL;
	assert_ok(repo_open(linked, false, &r, &s.e));
	assert_ok(commit_one("HEAD", "x.txt", "x\n"));
	assert_str(GIT("-C", linked, "status", "--porcelain"), "");
	assert_true(str_eq(GIT("rev-parse", "side~1"), main_before));
	assert_true(str_eq(GIT("rev-parse", "main"), main_before));
}

static void removals_take_their_empty_folders_along(void **state)
{
	struct repo_file gone = { STR("posts/a.md"), STR_NULL };
	struct str id;

	(void)state;
	assert_ok(commit_files("HEAD", &gone, 1, &id));
	assert_str(GIT("ls-tree", "-r", "-t", "--name-only", "HEAD"), "keep.txt");
	assert_int_equal(file_kind("posts", NULL), FILE_NONE);
	assert_str(GIT("status", "--porcelain"), "");
	assert_int_equal(commit_files("HEAD", &gone, 1, &id), ERR_NOT_FOUND);
}

static void an_executable_file_stays_one(void **state)
{
	(void)state;
	put("run.sh", "1\n");
	(void)GIT("add", ".");
	(void)GIT("update-index", "--chmod=+x", "run.sh");
	(void)chmod("run.sh", 0755);
	(void)GIT("commit", "-q", "-m", "x");
	assert_ok(commit_one("HEAD", "run.sh", "2\n"));
	assert_str(GIT("ls-tree", "--format=%(objectmode)", "HEAD", "run.sh"), "100755");
	assert_str(GIT("status", "--porcelain"), "");
}

static void other_staged_changes_stay_as_they_are(void **state)
{
	(void)state;
	put("keep.txt", "staged\n");
	put("new.txt", "new\n");
	(void)GIT("add", ".");
	put("keep.txt", "and edited\n");
	assert_ok(commit_one("HEAD", "ledger.txt", "line\n"));
	assert_str(GIT("status", "--porcelain"), "MM keep.txt\nA  new.txt");
	assert_str(GIT("show", ":keep.txt"), "staged");
	assert_str(get("keep.txt"), "and edited\n");
	assert_str(GIT("show", "--format=", "--name-only", "HEAD"), "ledger.txt");
}

/* Nothing is written: HEAD, index and files are as before. */
static void assert_refused(const char *path, const char *text, const char *why)
{
	struct str before = head();
	struct str status = GIT("status", "--porcelain");

	assert_int_equal(commit_one("HEAD", path, text), ERR_REFUSED);
	assert_has(s.e.msg, why);
	assert_true(s.e.hint[0]);
	assert_true(str_eq(before, head()));
	assert_true(str_eq(status, GIT("status", "--porcelain")));
}

static void local_changes_are_never_overwritten(void **state)
{
	(void)state;
	put("posts/a.md", "edited\n");
	assert_refused("posts/a.md", "new\n", "not committed");
	(void)GIT("add", "posts/a.md");
	assert_refused("posts/a.md", "new\n", "staged changes");
	(void)GIT("reset", "-q", "--hard");
	put("untracked.txt", "mine\n");
	assert_refused("untracked.txt", "new\n", "already, with other content");
	(void)unlink("keep.txt");
	assert_refused("keep.txt", "new\n", "was deleted");
	(void)GIT("rm", "-q", "--cached", "keep.txt");
	assert_refused("keep.txt", "new\n", "staged for removal");
	put("soon.txt", "x\n");
	(void)GIT("add", "-N", "soon.txt");
	assert_refused("soon.txt", "new\n", "only announced");
	assert_str(get("untracked.txt"), "mine\n");
}

static void the_same_content_is_no_change_to_lose(void **state)
{
	(void)state;
	put("posts/a.md", "same\n");
	assert_ok(commit_one("HEAD", "posts/a.md", "same\n"));
	put("posts/a.md", "staged\n");
	(void)GIT("add", ".");
	assert_ok(commit_one("HEAD", "posts/a.md", "staged\n"));
	put("fresh.txt", "fresh\n");
	assert_ok(commit_one("HEAD", "fresh.txt", "fresh\n"));
	assert_str(GIT("status", "--porcelain"), "");
}

static void nothing_is_written_through_a_link(void **state)
{
	(void)state;
	assert_int_equal(mkdir("../outside", 0777) < 0 &&
				 file_kind("../outside", NULL) != FILE_FOLDER,
			 0);
	assert_int_equal(symlink("../outside", "ledger"), 0);
	assert_refused("ledger/one.txt", "x\n", "not a folder");
	assert_int_equal(symlink("/nonexistent", "dangling"), 0);
	assert_refused("dangling", "x\n", "a link");
	assert_int_equal(file_kind("../outside/one.txt", NULL), FILE_NONE);
}

static void a_file_is_no_folder_and_a_folder_no_file(void **state)
{
	struct repo_file both[] = { { STR("n"), STR("x") }, { STR("n/m"), STR("y") } };
	struct str id;

	(void)state;
	assert_int_equal(commit_one("refs/x/y", "keep.txt/inside", "x"), 0);
	assert_int_equal(commit_one("refs/heads/main", "keep.txt/inside", "x"),
			 ERR_EXISTS);
	assert_int_equal(commit_one("refs/heads/main", "posts", "x"), ERR_EXISTS);
	assert_int_equal(commit_files("refs/x/z", both, 2, &id), ERR_EXISTS);
}

static void paths_that_lead_elsewhere_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"/etc/passwd",
		"../x",
		"a/../b",
		"a//b",
		"a/",
		"./a",
		".git/config",
		".GIT/x",
		"a/.Git",
		".git./x",
		"git~1/x",
		".gitmodules",
		"a\\b",
		"c:x",
		"a b",
		"-x",
		"x.",
		".g\xe2\x80\x8cit/x",
		"a\nb",
	};
	char deep[200] = "";
	struct repo_file twice[] = { { STR("a"), STR("x") }, { STR("a"), STR("y") } };
	struct str id;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (commit_one("refs/t/x", bad[i], "x") != ERR_USAGE)
			fail_msg("'%s' was taken", bad[i]);
	for (size_t i = 0; i < 66; i += 2)
		memcpy(deep + i, "d/", 3);
	memcpy(deep + 66, "x", 2);
	assert_int_equal(commit_one("refs/t/x", deep, "x"), ERR_USAGE);
	assert_int_equal(commit_files("refs/t/x", twice, 2, &id), ERR_USAGE);
	assert_int_equal(commit_one("refs/t/..", "a", "x"), ERR_USAGE);
	assert_int_equal(commit_one("main", "a", "x"), ERR_USAGE);
	assert_str(GIT("for-each-ref", "--format=%(refname)"), "refs/heads/main");
}

static void an_own_ref_leaves_the_work_tree_alone(void **state)
{
	struct repo_file files[] = { { STR("event"), STR("opened\n") },
				     { STR("payload.age"), STR("sealed\n") } };
	struct repo_commit c = { .ref = "refs/cases/c-1",
				 .orphan = true,
				 .files = files,
				 .n_files = 2,
				 .message = STR("event\n"),
				 .name = STR("case"),
				 .email = STR("case@invalid"),
				 .when = WHEN };
	struct str id, second;

	(void)state;
	put("posts/a.md", "edited\n");
	assert_ok(repo_commit_write(r, &c, &s.a, &id, &s.e));
	assert_str(GIT("log", "--format=%an <%ae>|%P", "refs/cases/c-1"),
		   "case <case@invalid>|");
	assert_int_equal(repo_commit_write(r, &c, &s.a, &second, &s.e), ERR_EXISTS);
	c.orphan = false;
	c.replace_tree = true;
	c.n_files = 1;
	assert_ok(repo_commit_write(r, &c, &s.a, &second, &s.e));
	assert_true(str_eq(GIT("rev-parse", "refs/cases/c-1~1"), id));
	assert_str(GIT("ls-tree", "--name-only", "refs/cases/c-1"), "event");
	assert_str(GIT("status", "--porcelain"), " M posts/a.md");
	c.ref = "HEAD";
	assert_int_equal(repo_commit_write(r, &c, &s.a, &second, &s.e), ERR_USAGE);
}

static void refs_cannot_hide_each_other(void **state)
{
	(void)state;
	assert_ok(commit_one("refs/cases/a", "x", "x"));
	(void)GIT("pack-refs", "--all", "--prune");
	assert_int_equal(commit_one("refs/cases/a/b", "x", "x"), ERR_EXISTS);
	assert_int_equal(commit_one("refs/cases", "x", "x"), ERR_EXISTS);
}

static void a_name_is_needed_and_must_be_clean(void **state)
{
	struct repo_file file = { STR("x"), STR("x") };
	struct repo_commit c = { .ref = "HEAD",
				 .files = &file,
				 .n_files = 1,
				 .message = STR("m"),
				 .when = WHEN };
	struct str id;

	(void)state;
	(void)setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	repo_close(r);
	r = open_here();
	assert_int_equal(repo_commit_write(r, &c, &s.a, &id, &s.e), ERR_USAGE);
	assert_has(s.e.hint, "user.name");
	(void)unsetenv("GIT_CONFIG_GLOBAL");
	c.email = STR("a@b");
	c.name = STR("A\ncommitter B <b@c> 1 +0000");
	assert_int_equal(repo_commit_write(r, &c, &s.a, &id, &s.e), ERR_USAGE);
	c.name = STR("A <x>");
	assert_int_equal(repo_commit_write(r, &c, &s.a, &id, &s.e), ERR_USAGE);
	c.name = STR("A");
	c.message = STR("");
	assert_int_equal(repo_commit_write(r, &c, &s.a, &id, &s.e), ERR_USAGE);
	c.message = STR("a\0b");
	assert_int_equal(repo_commit_write(r, &c, &s.a, &id, &s.e), ERR_USAGE);
	repo_close(r);
	r = open_here();
}

/* ---- signing ---- */

struct signer {
	const char *key;
	const char *also; /* a command run while the user would type a passphrase */
	int fail;
	const char *armour;
	struct str payload;
};

static int sign(void *ctx, struct str payload, struct arena *a, struct str *armour,
		struct err *e)
{
	struct signer *g = ctx;
	const char *const argv[] = { "ssh-keygen", "-q", "-Y",   "sign", "-n",
				     "git",        "-f", g->key, NULL };
	const struct proc p = { .argv = argv, .input = payload, .cap = 65536 };
	struct proc_result out;
	int ret;

	g->payload = payload;
	if (g->also)
		(void)RUN("sh", "-c", g->also);
	if (g->fail)
		return err_set(e, g->fail, "the key is locked");
	if (g->armour) {
		*armour = str_from(g->armour);
		return 0;
	}
	ret = proc_run(&p, a, &out, e);
	if (ret == 0 && out.status != 0)
		ret = err_set(e, ERR_TOOL, "%.*s", STR_ARG(out.err));
	*armour = out.out;
	return ret;
}

static int commit_signed(struct signer *g, const char *path, const char *text)
{
	const struct repo_file file = { str_from(path), str_from(text) };
	const struct repo_commit c = { .ref = "HEAD",
				       .files = &file,
				       .n_files = 1,
				       .message = STR("signed"),
				       .when = WHEN,
				       .sign = sign,
				       .sign_ctx = g };
	struct str id;

	return repo_commit_write(r, &c, &s.a, &id, &s.e);
}

static const char *make_key(void)
{
	char *key = arena_cstr(&s.a, arena_printf(&s.a, "%s/key", s.root));
	char *list = arena_cstr(&s.a, arena_printf(&s.a, "%s/signers", s.root));

	if (file_kind(key, NULL) == FILE_NONE)
		(void)RUN("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test",
			  "-f", key);
	put(list,
	    arena_cstr(&s.a,
		       arena_printf(&s.a, "test@example.com %.*s",
				    STR_ARG(get(arena_cstr(
					    &s.a, arena_printf(&s.a, "%s.pub", key)))))));
	(void)GIT("config", "gpg.format", "ssh");
	(void)GIT("config", "gpg.ssh.allowedSignersFile", list);
	return key;
}

static void git_verifies_what_we_sign(void **state)
{
	struct signer g = { .key = make_key() };
	struct repo_commit_info c;

	(void)state;
	assert_ok(commit_signed(&g, "ledger.txt", "line\n"));
	(void)GIT("verify-commit", "HEAD");
	assert_str(GIT("log", "-1", "--format=%G? %GS"), "G test@example.com");
	assert_str(GIT("status", "--porcelain"), "");
	assert_ok(repo_commit_read(r, "HEAD", &s.a, &c, &s.e));
	assert_false(c.odd);
	assert_true(str_eq(c.payload, g.payload));
	assert_true(str_starts(c.signature, "-----BEGIN SSH SIGNATURE-----\n"));
	assert_true(str_ends(c.signature, "-----END SSH SIGNATURE-----\n"));
	/* A commit that git signs reads the same way. */
	(void)GIT("-c", arena_cstr(&s.a, arena_printf(&s.a, "user.signingkey=%s", g.key)),
		  "commit", "-q", "-S", "--allow-empty", "-m", "by git");
	assert_ok(repo_commit_read(r, "HEAD", &s.a, &c, &s.e));
	assert_false(c.odd);
	assert_true(str_starts(c.signature, "-----BEGIN SSH SIGNATURE-----\n"));
}

static void a_failed_signature_leaves_no_trace(void **state)
{
	struct signer g = { .fail = ERR_TOOL };
	struct str before = head();

	(void)state;
	assert_int_equal(commit_signed(&g, "ledger.txt", "line\n"), ERR_TOOL);
	assert_has(s.e.msg, "the key is locked");
	g = (struct signer){ .armour = "" };
	assert_int_equal(commit_signed(&g, "ledger.txt", "line\n"), ERR_TOOL);
	g = (struct signer){ .armour = "no signature\n" };
	assert_int_equal(commit_signed(&g, "ledger.txt", "line\n"), ERR_TOOL);
	assert_true(str_eq(before, head()));
	assert_int_equal(file_kind("ledger.txt", NULL), FILE_NONE);
	assert_str(GIT("status", "--porcelain"), "");
	assert_str(GIT("reflog", "--format=%gs"), "commit (initial): first");
}

static void a_ref_that_moved_meanwhile_is_not_overwritten(void **state)
{
	struct signer g = { .key = make_key(),
			    .also = "git commit -q --allow-empty -m meanwhile" };

	(void)state;
	assert_int_equal(commit_signed(&g, "ledger.txt", "line\n"), ERR_REFUSED);
	assert_has(s.e.msg, "changed while the commit was being made");
	assert_str(GIT("log", "-1", "--format=%s"), "meanwhile");
	assert_str(GIT("status", "--porcelain"), "");
	assert_int_equal(file_kind(".git/refs/heads/main.lock", NULL), FILE_NONE);
	assert_int_equal(file_kind(".git/HEAD.lock", NULL), FILE_NONE);
}

static void a_head_that_changed_branch_meanwhile_is_seen(void **state)
{
	struct signer g = { .key = make_key(), .also = "git checkout -q -b other" };

	(void)state;
	assert_int_equal(commit_signed(&g, "ledger.txt", "line\n"), ERR_REFUSED);
	assert_str(GIT("log", "-1", "--format=%s", "main"), "first");
	assert_str(GIT("status", "--porcelain"), "");
}

static void a_file_edited_meanwhile_is_not_overwritten(void **state)
{
	struct signer g = { .key = make_key(), .also = "echo mine >posts/a.md" };
	struct str before = head();

	(void)state;
	assert_int_equal(commit_signed(&g, "posts/a.md", "line\n"), ERR_REFUSED);
	assert_str(get("posts/a.md"), "mine\n");
	assert_true(str_eq(before, head()));
}

static void a_lock_of_another_git_is_respected(void **state)
{
	struct str before = head();

	(void)state;
	put(".git/refs/heads/main.lock", "");
	assert_true(commit_one("HEAD", "ledger.txt", "line\n") < 0);
	assert_has(s.e.hint, "another git command");
	(void)unlink(".git/refs/heads/main.lock");
	assert_true(str_eq(before, head()));
	assert_int_equal(file_kind("ledger.txt", NULL), FILE_NONE);
}

static void a_locked_index_undoes_the_files(void **state)
{
	struct repo_file files[] = { { STR("deep/er/ledger.txt"), STR("line\n") },
				     { STR("keep.txt"), STR("other\n") },
				     { STR("posts/a.md"), STR_NULL } };
	struct str before = head(), id;

	(void)state;
	put(".git/index.lock", "");
	assert_true(commit_files("HEAD", files, 3, &id) < 0);
	assert_has(s.e.msg, "cannot write the index");
	(void)unlink(".git/index.lock");
	assert_true(str_eq(before, head()));
	assert_int_equal(file_kind("deep", NULL), FILE_NONE);
	assert_str(get("keep.txt"), "keep\n");
	assert_str(get("posts/a.md"), "one\n");
	assert_str(GIT("status", "--porcelain"), "");
}

static void a_bare_repository_takes_commits(void **state)
{
	struct repo *bare = NULL;

	(void)state;
	assert_ok(repo_init("../bare.git", true, &bare, &s.e));
	repo_close(bare);
	bare = r;
	assert_ok(repo_open("../bare.git", false, &r, &s.e));
	assert_ok(commit_one("HEAD", "a/b.txt", "x\n"));
	assert_str(GIT("-C", "../bare.git", "log", "--format=%s", "main"),
		   "ledger: one line");
	repo_close(r);
	r = bare;
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)
	const struct CMUnitTest tests[] = {
		TEST(a_commit_through_head_lands_everywhere),
		TEST(the_first_commit_makes_the_branch),
		TEST(a_detached_head_moves_itself),
		TEST(a_linked_worktree_commits_to_its_own_branch),
		TEST(removals_take_their_empty_folders_along),
		TEST(an_executable_file_stays_one),
		TEST(other_staged_changes_stay_as_they_are),
		TEST(local_changes_are_never_overwritten),
		TEST(the_same_content_is_no_change_to_lose),
		TEST(nothing_is_written_through_a_link),
		TEST(a_file_is_no_folder_and_a_folder_no_file),
		TEST(paths_that_lead_elsewhere_are_refused),
		TEST(an_own_ref_leaves_the_work_tree_alone),
		TEST(refs_cannot_hide_each_other),
		TEST(a_name_is_needed_and_must_be_clean),
		TEST(git_verifies_what_we_sign),
		TEST(a_failed_signature_leaves_no_trace),
		TEST(a_ref_that_moved_meanwhile_is_not_overwritten),
		TEST(a_head_that_changed_branch_meanwhile_is_seen),
		TEST(a_file_edited_meanwhile_is_not_overwritten),
		TEST(a_lock_of_another_git_is_respected),
		TEST(a_locked_index_undoes_the_files),
		TEST(a_bare_repository_takes_commits),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
