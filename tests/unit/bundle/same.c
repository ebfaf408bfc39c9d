#include "bundle_test.h"
#include "core/file.h"

#include <locale.h>
#include <unistd.h>

static void make_shuffled(struct world *w, unsigned seed)
{
	struct policy_file files[ARRAY_LEN(every)];

	memcpy(files, every, sizeof(every));
	for (size_t i = ARRAY_LEN(files) - 1; i > 0; i--) {
		const size_t k = (seed = seed * 1103515245u + 12345u) / 65536 % (i + 1);
		const struct policy_file swap = files[i];

		files[i] = files[k];
		files[k] = swap;
	}
	make(w, files, ARRAY_LEN(files));
}

static void assert_same(const struct world *a, const struct world *b)
{
	assert_int_equal(a->bytes.n, b->bytes.n);
	assert_memory_equal(a->bytes.p, b->bytes.p, a->bytes.n);
	assert_true(str_eq(bundle_digest(a->b), bundle_digest(b->b)));
}

static void the_order_of_the_files_does_not_matter(void **state)
{
	struct world *w = *state;

	make(w, every, ARRAY_LEN(every));
	for (unsigned seed = 1; seed < 20; seed++) {
		void *other;

		assert_int_equal(setup(&other), 0);
		make_shuffled(other, seed);
		assert_same(w, other);
		(void)teardown(&other);
	}
}

static void the_place_and_the_locale_do_not_matter(void **state)
{
	struct world *w = *state;
	void *other;

	make(w, every, ARRAY_LEN(every));
	assert_int_equal(setup(&other), 0);
	/* Any of these that is installed sorts and folds in its own way. */
	if (!setlocale(LC_ALL, "tr_TR.UTF-8") && !setlocale(LC_ALL, "de_DE.UTF-8"))
		(void)setlocale(LC_ALL, "C.UTF-8");
	(void)setenv("TZ", "Pacific/Kiritimati", 1);
	assert_int_equal(chdir("/"), 0);
	make(other, every, ARRAY_LEN(every));
	assert_same(w, other);
	(void)setlocale(LC_ALL, "C");
	(void)teardown(&other);
}

/* Memory that held other things before must not shine through. */
static void used_memory_does_not_matter(void **state)
{
	struct world *w = *state;
	void *other, *dirt;

	make(w, every, ARRAY_LEN(every));
	dirt = malloc(1u << 20);
	assert_non_null(dirt);
	memset(dirt, 0xA5, 1u << 20);
	free(dirt);
	assert_int_equal(setup(&other), 0);
	(void)arena_dup(&((struct world *)other)->a, "zorg", 4);
	make(other, every, ARRAY_LEN(every));
	assert_same(w, other);
	(void)teardown(&other);
}

static void one_changed_byte_changes_the_digest(void **state)
{
	struct world *w = *state;
	struct policy_file files[ARRAY_LEN(every)];
	void *other;

	make(w, every, ARRAY_LEN(every));
	memcpy(files, every, sizeof(every));
	files[7].bytes = STR("Readable\n=iOS\n!IOS\ne-mail -> email\n\n");
	assert_int_equal(setup(&other), 0);
	make(other, files, ARRAY_LEN(files));
	assert_false(
		str_eq(bundle_digest(w->b), bundle_digest(((struct world *)other)->b)));
	(void)teardown(&other);
}

static void a_bundle_is_appended_to_what_is_there(void **state)
{
	struct world *w = *state;
	struct buf b;

	make(w, every, ARRAY_LEN(every));
	buf_init(&b, 0);
	buf_cstr(&b, "before");
	assert_true(bundle_write(&w->p, &b, &w->f));
	assert_int_equal(b.n, 6 + w->bytes.n);
	assert_memory_equal(b.p + 6, w->bytes.p, w->bytes.n);
	buf_release(&b);
}

static void a_file_opens_like_its_bytes(void **state)
{
	struct world *w = *state;
	char path[] = "/tmp/decorum-bundle-XXXXXX";
	struct bundle *b = NULL;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	(void)close(fd);
	make(w, every, ARRAY_LEN(every));
	assert_int_equal(file_write(path, buf_view(&w->bytes), 0644, &w->e), 0);
	assert_int_equal(bundle_open(path, &b, &w->e), 0);
	assert_true(str_eq(bundle_digest(b), bundle_digest(w->b)));
	bundle_walk(b);
	bundle_close(b);
	(void)unlink(path);
	assert_int_equal(bundle_open(path, &b, &w->e), ERR_NOT_FOUND);
	assert_null(b);
	assert_int_equal(bundle_open("/tmp", &b, &w->e) < 0, 1);
	assert_null(b);
}

static void a_full_buffer_is_a_finding(void **state)
{
	struct world *w = *state;
	struct buf small;

	make(w, every, ARRAY_LEN(every));
	buf_init(&small, 1000);
	assert_false(bundle_write(&w->p, &small, &w->f));
	assert_int_equal(w->f.v.n, 1);
	assert_int_not_equal(str_find(w->f.v.p[0].msg, STR("bytes"), 0), SIZE_MAX);
	buf_release(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_order_of_the_files_does_not_matter),
		TEST(the_place_and_the_locale_do_not_matter),
		TEST(used_memory_does_not_matter),
		TEST(one_changed_byte_changes_the_digest),
		TEST(a_bundle_is_appended_to_what_is_there),
		TEST(a_file_opens_like_its_bytes),
		TEST(a_full_buffer_is_a_finding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
