/* A scratch folder with real repositories, made by the git program. Names, dates and
 * settings are fixed; nothing of the user's is read. */
#ifndef REPO_TEST_H
#define REPO_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/file.h"
#include "core/limits.h"
#include "core/proc.h"
#include "repo/repo.h"

#include <sys/stat.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

struct scratch {
	char root[64]; /* absolute; the tests' working folder */
	struct arena a;
	struct err e;
	unsigned count;
};

static struct scratch s;

/* Runs `argv`, whose status must be `status`; its output without the last line end. */
static inline struct str run_status(int status, const char *const *argv, struct str input)
{
	struct proc p = { .argv = argv, .input = input, .cap = 16 * MIB };
	struct proc_result r;
	int ret = proc_run(&p, &s.a, &r, &s.e);

	if (ret < 0)
		fail_msg("%s", s.e.msg);
	if (r.status != status)
		fail_msg("%s %s gave %d: %.*s%.*s", argv[0], argv[1], r.status,
			 STR_ARG(r.err), STR_ARG(r.out));
	while (r.out.n && r.out.p[r.out.n - 1] == '\n')
		r.out.n--;
	return r.out;
}

#define RUN(...) run_status(0, (const char *const[]){ __VA_ARGS__, NULL }, STR(""))
#define GIT(...) RUN("git", __VA_ARGS__)
#define GIT_IN(input, ...)                                                               \
	run_status(0, (const char *const[]){ "git", __VA_ARGS__, NULL }, (input))

static inline void put(const char *path, const char *text)
{
	if (file_make_parents(path, &s.e) < 0 ||
	    file_write(path, str_from(text), 0644, &s.e) < 0)
		fail_msg("%s", s.e.msg);
}

static inline struct str get(const char *path)
{
	struct str bytes;

	if (file_read(path, 16 * MIB, &s.a, &bytes, &s.e) < 0)
		fail_msg("%s", s.e.msg);
	return bytes;
}

static inline void assert_str(struct str got, const char *want)
{
	assert_string_equal(arena_cstr(&s.a, got), want);
}

/* The text as a C string with what was found. */
static inline void assert_has(const char *text, const char *part)
{
	assert_non_null(text);
	if (!strstr(text, part))
		fail_msg("'%s' is not in '%s'", part, text);
}

#define assert_ok(call)                                                                  \
	do {                                                                             \
		if ((call) != 0)                                                         \
			fail_msg("%s", s.e.msg);                                         \
	} while (0)

/* A fresh folder below the scratch folder, and into it. */
static inline void enter_new_folder(void)
{
	struct str name = arena_printf(&s.a, "%s/%u", s.root, s.count++);

	assert_int_equal(mkdir(name.p, 0777), 0);
	assert_int_equal(chdir(name.p), 0);
}

/* A fresh repository with one commit of posts/a.md and keep.txt, and into it. */
static inline void enter_new_repository(void)
{
	enter_new_folder();
	(void)GIT("init", "-q", "-b", "main", ".");
	put("posts/a.md", "one\n");
	put("keep.txt", "keep\n");
	(void)GIT("add", ".");
	(void)GIT("commit", "-q", "-m", "first");
}

static inline struct repo *open_here(void)
{
	struct repo *r = NULL;

	assert_ok(repo_open(".", true, &r, &s.e));
	return r;
}

/* What is staged, one "A path mode" a line. */
static inline const char *staged_text(struct repo *r)
{
	struct repo_entries list;
	struct str out = STR("");

	if (repo_staged(r, &s.a, &list, &s.e) < 0)
		return arena_cstr(&s.a, arena_printf(&s.a, "error: %s", s.e.msg));
	for (size_t i = 0; i < list.n; i++)
		out = arena_printf(&s.a, "%.*s%c %.*s %06o\n", STR_ARG(out),
				   "AMDT"[list.p[i].change], STR_ARG(list.p[i].path),
				   list.p[i].mode);
	return arena_cstr(&s.a, out);
}

static inline const char *staged_here(void)
{
	struct repo *r = open_here();
	const char *text = staged_text(r);

	repo_close(r);
	return text;
}

/* git itself finds nothing wrong. */
static inline void assert_sound(void)
{
	assert_str(GIT("fsck", "--strict", "--full", "--no-dangling"), "");
}

static inline int begin(void **state)
{
	const char *const fixed[][2] = {
		{ "GIT_CONFIG_NOSYSTEM", "1" },
		{ "GIT_AUTHOR_NAME", "Test" },
		{ "GIT_AUTHOR_EMAIL", "test@example.com" },
		{ "GIT_COMMITTER_NAME", "Test" },
		{ "GIT_COMMITTER_EMAIL", "test@example.com" },
		{ "GIT_AUTHOR_DATE", "1764000000 +0000" },
		{ "GIT_COMMITTER_DATE", "1764000000 +0000" },
		{ "GIT_TERMINAL_PROMPT", "0" },
		{ "LC_ALL", "C.UTF-8" },
		{ "TZ", "UTC" },
	};
	static const char *const none[] = { "GIT_DIR",           "GIT_INDEX_FILE",
					    "GIT_WORK_TREE",     "GIT_PREFIX",
					    "GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME",
					    "GIT_CONFIG_COUNT" };

	(void)state;
	(void)snprintf(s.root, sizeof(s.root), "/tmp/repo-test-XXXXXX");
	if (!mkdtemp(s.root))
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		(void)setenv(fixed[i][0], fixed[i][1], 1);
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		(void)unsetenv(none[i]);
	(void)setenv("HOME", s.root, 1);
	(void)setenv("GIT_CEILING_DIRECTORIES", s.root, 1);
	put(arena_cstr(&s.a, arena_printf(&s.a, "%s/.gitconfig", s.root)),
	    "[user]\n\tname = Test\n\temail = test@example.com\n"
	    "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n[protocol \"file\"]\n"
	    "\tallow = always\n");
	return chdir(s.root);
}

static inline int end(void **state)
{
	(void)state;
	if (chdir("/") < 0)
		return -1;
	(void)RUN("chmod", "-R", "u+rwX", s.root);
	(void)RUN("rm", "-rf", s.root);
	arena_release(&s.a);
	return 0;
}

#endif
