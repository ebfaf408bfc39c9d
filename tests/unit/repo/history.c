#include "repo_test.h"

/* "path commit-subject" of each version, in order. */
static const char *versions(struct repo *r, const char *rev)
{
	struct repo_history h;
	struct str out = STR("");

	if (repo_history(r, rev, STR("posts"), &s.a, &h, &s.e) < 0)
		return arena_cstr(&s.a, arena_printf(&s.a, "error: %s", s.e.msg));
	for (size_t i = 0; i < h.n; i++) {
		char *commit = arena_cstr(&s.a, h.p[i].commit);
		struct str subject = GIT("log", "-1", "--format=%s", commit);

		out = arena_printf(&s.a, "%.*s%.*s %.*s\n", STR_ARG(out),
				   STR_ARG(h.p[i].entry.path), STR_ARG(subject));
	}
	return arena_cstr(&s.a, arena_printf(&s.a, "%.*s%zu commits%s", STR_ARG(out),
					     h.commits, h.shallow ? ", shallow" : ""));
}

static void commit(const char *message)
{
	(void)GIT("add", "-A", ".");
	(void)GIT("commit", "-q", "-m", message);
}

static void every_version_is_found_once_with_its_commit(void **state)
{
	struct repo *r;

	(void)state;
	enter_new_repository();
	put("posts/b/c.md", "c\n");
	put("posts/a.md", "two\n");
	commit("second");
	put("posts/a.md", "one\n"); /* again */
	put("other.md", "x\n");
	commit("third");
	(void)GIT("mv", "posts/b/c.md", "posts/d.md");
	commit("fourth");
	r = open_here();
	assert_string_equal(versions(r, "HEAD"), "posts/a.md first\n"
						 "posts/a.md second\n"
						 "posts/b/c.md second\n"
						 "posts/d.md fourth\n"
						 "4 commits");
	assert_string_equal(versions(r, "HEAD~3"), "posts/a.md first\n1 commits");
	assert_has(versions(r, "nosuch"), "there is no commit named 'nosuch'");
	repo_close(r);
}

static void both_sides_of_a_merge_are_walked_and_parents_come_first(void **state)
{
	struct repo *r;

	(void)state;
	enter_new_repository();
	(void)GIT("checkout", "-q", "-b", "side");
	put("posts/side.md", "s\n");
	commit("side");
	(void)GIT("checkout", "-q", "main");
	put("posts/main.md", "m\n");
	commit("main");
	(void)GIT("merge", "-q", "--no-edit", "side");
	r = open_here();
	assert_string_equal(versions(r, "HEAD"), "posts/a.md first\n"
						 "posts/main.md main\n"
						 "posts/side.md side\n"
						 "4 commits");
	repo_close(r);
}

static void a_folder_that_is_a_file_or_comes_and_goes_is_no_trouble(void **state)
{
	struct repo *r;

	(void)state;
	enter_new_repository();
	(void)GIT("rm", "-q", "-r", "posts");
	commit("gone");
	put("posts", "a file\n");
	commit("file");
	(void)GIT("rm", "-q", "posts");
	put("posts/z.md", "z\n");
	commit("back");
	r = open_here();
	assert_string_equal(versions(r, "HEAD"),
			    "posts/a.md first\nposts/z.md back\n4 commits");
	repo_close(r);
}

static void a_shallow_clone_ends_where_it_ends(void **state)
{
	struct str url;
	struct repo *r;

	(void)state;
	enter_new_repository();
	put("posts/b.md", "b\n");
	commit("second");
	put("posts/c.md", "c\n");
	commit("third");
	url = arena_printf(&s.a, "file://%s/%u", s.root, s.count - 1);
	(void)GIT("clone", "-q", "--depth=2", arena_cstr(&s.a, url), "../shallow");
	assert_int_equal(chdir("../shallow"), 0);
	r = open_here();
	assert_string_equal(versions(r, "HEAD"), "posts/a.md second\n"
						 "posts/b.md second\n"
						 "posts/c.md third\n"
						 "2 commits, shallow");
	repo_close(r);
}

static void replace_refs_change_nothing(void **state)
{
	struct repo *r;

	(void)state;
	enter_new_repository();
	put("posts/b.md", "b\n");
	commit("second");
	(void)GIT("replace", "--graft", "HEAD");
	r = open_here();
	assert_string_equal(versions(r, "HEAD"),
			    "posts/a.md first\nposts/b.md second\n2 commits");
	repo_close(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_version_is_found_once_with_its_commit),
		cmocka_unit_test(both_sides_of_a_merge_are_walked_and_parents_come_first),
		cmocka_unit_test(a_folder_that_is_a_file_or_comes_and_goes_is_no_trouble),
		cmocka_unit_test(a_shallow_clone_ends_where_it_ends),
		cmocka_unit_test(replace_refs_change_nothing),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
