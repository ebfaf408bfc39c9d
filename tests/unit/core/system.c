/* file, proc: what touches the system. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/limits.h"
#include "core/proc.h"

#include <sys/stat.h>
#include <unistd.h>

static struct arena a;
static char folder[64];
static struct err e;

static int make(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/decorum-core-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int drop(void **state)
{
	const char *const argv[] = { "rm", "-rf", folder, NULL };
	const struct proc p = { .argv = argv };
	struct proc_result r;
	int ret = proc_run(&p, &a, &r, &e);

	(void)state;
	arena_release(&a);
	return ret;
}

static char *in(const char *name)
{
	return file_join(&a, folder, str_from(name));
}

static void what_is_written_is_read(void **state)
{
	struct str got;

	(void)state;
	assert_int_equal(file_write(in("a"), STR("one\0two"), 0600, &e), 0);
	assert_int_equal(file_read(in("a"), 100, &a, &got, &e), 0);
	assert_true(str_eq(got, STR("one\0two")));
	assert_int_equal(file_map(in("a"), 100, &got, &e), 0);
	assert_true(str_eq(got, STR("one\0two")));
	file_unmap(got);
	assert_int_equal(file_write(in("a"), STR(""), 0600, &e), 0);
	assert_int_equal(file_map(in("a"), 100, &got, &e), 0);
	assert_int_equal(got.n, 0);
	file_unmap(got);
}

/* What stat() says is a guess only: files of /proc have 0 bytes and hold some. */
static void a_file_is_read_to_its_end_whatever_its_size_is_said_to_be(void **state)
{
	struct buf b;
	struct str got;

	(void)state;
	buf_init(&b, 0);
	for (size_t n = 65534; n < 65540; n++) {
		buf_reset(&b);
		buf_fill(&b, 'x', n - 1);
		buf_char(&b, 'y');
		assert_int_equal(file_write(in("some"), buf_view(&b), 0600, &e), 0);
		assert_int_equal(file_read(in("some"), MIB, &a, &got, &e), 0);
		assert_true(str_eq(got, buf_view(&b)));
	}
	buf_release(&b);
	assert_int_equal(file_read("/proc/self/status", MIB, &a, &got, &e), 0);
	assert_true(str_starts(got, "Name:"));
}

static void larger_than_the_cap_is_an_error_that_names_the_file(void **state)
{
	struct str got;

	(void)state;
	assert_int_equal(file_write(in("big"), STR("0123456789"), 0600, &e), 0);
	assert_int_equal(file_read(in("big"), 9, &a, &got, &e), ERR_LIMIT);
	assert_non_null(strstr(e.msg, "big"));
	assert_int_equal(file_map(in("big"), 9, &got, &e), ERR_LIMIT);
	assert_int_equal(file_read(in("big"), 10, &a, &got, &e), 0);
}

static void links_folders_and_nothing_are_not_read(void **state)
{
	struct str got;

	(void)state;
	assert_int_equal(symlink("/etc/passwd", in("link")), 0);
	assert_int_equal(file_read(in("link"), MIB, &a, &got, &e), ERR_INVALID);
	assert_int_equal(file_read(folder, MIB, &a, &got, &e), ERR_INVALID);
	assert_int_equal(file_read(in("nothing"), MIB, &a, &got, &e), ERR_NOT_FOUND);
	assert_int_equal(mkfifo(in("pipe"), 0600), 0);
	assert_int_equal(file_read(in("pipe"), MIB, &a, &got, &e), ERR_INVALID);
	assert_int_equal(file_kind(in("link"), NULL), FILE_LINK);
	assert_int_equal(file_kind(in("pipe"), NULL), FILE_OTHER);
	assert_int_equal(file_kind(folder, NULL), FILE_FOLDER);
	assert_int_equal(file_kind(in("nothing"), NULL), FILE_NONE);
}

static void create_never_writes_over(void **state)
{
	struct str got;

	(void)state;
	assert_int_equal(file_create(in("new"), STR("mine"), 0600, &e), 0);
	assert_int_equal(file_create(in("new"), STR("yours"), 0600, &e), ERR_EXISTS);
	assert_int_equal(file_read(in("new"), MIB, &a, &got, &e), 0);
	assert_true(str_is(got, "mine"));
	assert_int_equal(symlink("/nowhere", in("dangling")), 0);
	assert_int_equal(file_create(in("dangling"), STR("x"), 0600, &e), ERR_EXISTS);
}

static void a_write_that_fails_leaves_what_was_there_and_no_rest(void **state)
{
	struct file_list files;

	(void)state;
	/* The last step, the rename, cannot succeed over a folder. */
	assert_int_equal(file_make_folders(in("shut/f/g"), &e), 0);
	assert_true(file_write(in("shut/f"), STR("new"), 0600, &e) < 0);
	assert_non_null(strstr(e.msg, "shut/f"));
	assert_int_equal(file_kind(in("shut/f/g"), NULL), FILE_FOLDER);
	assert_int_equal(file_walk(in("shut"), "", &a, &files, &e), 0);
	assert_int_equal(files.n, 0);
}

static void a_walk_is_sorted_and_passes_over_dot_files(void **state)
{
	static const char *const names[] = { "w/b/2", "w/a", "w/b/.git/x", "w/.hidden",
					     "w/b/1" };
	static const char *const found[] = { "a", "b/1", "b/2", "link" };
	struct file_list files;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		assert_int_equal(file_make_parents(in(names[i]), &e), 0);
		assert_int_equal(file_write(in(names[i]), STR("x"), 0600, &e), 0);
	}
	assert_int_equal(symlink("b", in("w/link")), 0);
	assert_int_equal(file_walk(in("w"), "", &a, &files, &e), 0);
	assert_int_equal(files.n, ARRAY_LEN(found));
	for (size_t i = 0; i < files.n; i++)
		assert_true(str_is(files.paths[i], found[i]));
	assert_int_equal(files.kinds[3], FILE_LINK);
	assert_int_equal(file_walk(in("w"), "nothing", &a, &files, &e), 0);
	assert_int_equal(files.n, 0);
}

static void a_program_is_fed_and_drained(void **state)
{
	static char megabytes[3 * MIB];
	const char *const argv[] = { "cat", NULL };
	struct proc p = { .argv = argv,
			  .input = { megabytes, sizeof(megabytes) },
			  .cap = sizeof(megabytes) };
	struct proc_result r;

	(void)state;
	memset(megabytes, 'x', sizeof(megabytes));
	assert_int_equal(proc_run(&p, &a, &r, &e), 0);
	assert_int_equal(r.status, 0);
	assert_true(str_eq(r.out, p.input));
	p.cap--;
	assert_int_equal(proc_run(&p, &a, &r, &e), ERR_LIMIT);
}

static void secrets_travel_on_a_descriptor(void **state)
{
	const char *const argv[] = { "cat", "/dev/fd/3", "/dev/fd/4", NULL };
	const struct proc p = { .argv = argv,
				.cap = MIB,
				.extra = { STR("one "), STR("two") },
				.n_extra = 2 };
	struct proc_result r;

	(void)state;
	assert_int_equal(proc_run(&p, &a, &r, &e), 0);
	assert_true(str_is(r.out, "one two"));
}

static void status_and_standard_error_come_back(void **state)
{
	const char *const fails[] = { "sh", "-c", "echo trouble >&2; exit 7", NULL };
	const char *const dies[] = { "sh", "-c", "kill -9 $$", NULL };
	const char *const missing[] = { "no-such-program-here", NULL };
	struct proc p = { .argv = fails, .cap = MIB };
	struct proc_result r;

	(void)state;
	assert_int_equal(proc_run(&p, &a, &r, &e), 0);
	assert_int_equal(r.status, 7);
	assert_true(str_is(str_trim(r.err), "trouble"));
	p.argv = dies;
	assert_int_equal(proc_run(&p, &a, &r, &e), 0);
	assert_int_equal(r.status, 128 + 9);
	p.argv = missing;
	assert_int_equal(proc_run(&p, &a, &r, &e), ERR_TOOL);
	assert_non_null(strstr(e.msg, "no-such-program-here"));
}

static void a_program_that_reads_nothing_does_no_harm(void **state)
{
	static char bytes[MIB];
	const char *const argv[] = { "true", NULL };
	const struct proc p = { .argv = argv, .input = { bytes, sizeof(bytes) } };
	struct proc_result r;

	(void)state;
	assert_int_equal(proc_run(&p, &a, &r, &e), 0);
	assert_int_equal(r.status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(
			a_file_is_read_to_its_end_whatever_its_size_is_said_to_be),
		cmocka_unit_test(larger_than_the_cap_is_an_error_that_names_the_file),
		cmocka_unit_test(links_folders_and_nothing_are_not_read),
		cmocka_unit_test(create_never_writes_over),
		cmocka_unit_test(a_write_that_fails_leaves_what_was_there_and_no_rest),
		cmocka_unit_test(a_walk_is_sorted_and_passes_over_dot_files),
		cmocka_unit_test(a_program_is_fed_and_drained),
		cmocka_unit_test(secrets_travel_on_a_descriptor),
		cmocka_unit_test(status_and_standard_error_come_back),
		cmocka_unit_test(a_program_that_reads_nothing_does_no_harm),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
