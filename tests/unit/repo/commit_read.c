#include "repo_test.h"

#define ID "4b825dc642cb6eb9a060e54bf8d69288fbee4904" /* the empty tree */
#define TREE "tree " ID "\n"
#define WHO "A U Thor <a@example.com> 1764000000 +0100\n"
#define PEOPLE "author " WHO "committer C <c@example.com> 1764000001 +0000\n"
#define SIG(key)                                                                         \
	key " -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n AAAA\n"                         \
	    " -----END SSH SIGNATURE-----\n"
#define ARMOUR                                                                           \
	"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\nAAAA\n"                                \
	"-----END SSH SIGNATURE-----\n"

static struct repo *r;

static int enter(void **state)
{
	int ret = begin(state);

	enter_new_repository();
	r = open_here();
	return ret;
}

static int leave(void **state)
{
	repo_close(r);
	return end(state);
}

static int read_raw(struct str raw, struct repo_commit_info *out)
{
	struct str id = GIT_IN(raw, "hash-object", "-t", "commit", "-w", "--stdin",
			       "--literally");

	return repo_commit_read(r, arena_cstr(&s.a, id), &s.a, out, &s.e);
}

static bool is_odd(const char *raw)
{
	struct repo_commit_info c;

	assert_ok(read_raw(str_from(raw), &c));
	return c.odd;
}

static void a_plain_commit_is_read_whole(void **state)
{
	struct repo_commit_info c;
	const char *raw = TREE "parent " ID "\n" PEOPLE "\nsubject\n\nbody\n";

	(void)state;
	assert_ok(read_raw(str_from(raw), &c));
	assert_false(c.odd);
	assert_str(c.message, "subject\n\nbody\n");
	assert_str(c.author_name, "A U Thor");
	assert_str(c.author_email, "a@example.com");
	assert_int_equal(c.author_time, 1764000000);
	assert_str(c.committer_name, "C");
	assert_str(c.committer_email, "c@example.com");
	assert_int_equal(c.committer_time, 1764000001);
	assert_int_equal(c.n_parents, 1);
	assert_str(c.parents[0], ID);
	assert_int_equal(c.signature.n, 0);
	assert_str(c.payload, raw);
	assert_int_equal(c.id.n, 40);
}

static void a_signature_is_taken_out_of_what_it_signs(void **state)
{
	struct repo_commit_info c;

	(void)state;
	assert_ok(
		read_raw(STR(TREE PEOPLE "encoding UTF-8\n" SIG("gpgsig") "\nm\n"), &c));
	assert_false(c.odd);
	assert_str(c.signature, ARMOUR);
	assert_str(c.payload, TREE PEOPLE "encoding UTF-8\n\nm\n");
}

static void a_merged_tag_is_no_oddity(void **state)
{
	const char *raw =
		TREE PEOPLE "mergetag object " ID "\n type commit\n tag v\n \n m\n"
			    "\nm\n";

	(void)state;
	assert_false(is_odd(raw));
}

static void two_signatures_are_odd_and_both_left_out(void **state)
{
	struct repo_commit_info c;

	(void)state;
	assert_ok(read_raw(STR(TREE PEOPLE SIG("gpgsig") SIG("gpgsig") "\nm\n"), &c));
	assert_true(c.odd);
	assert_str(c.payload, TREE PEOPLE "\nm\n");
	assert_ok(read_raw(STR(TREE PEOPLE SIG("gpgsig") SIG("gpgsig-sha256") "\nm\n"),
			   &c));
	assert_true(c.odd);
	assert_str(c.signature, ARMOUR);
	assert_str(c.payload, TREE PEOPLE "\nm\n");
	assert_ok(read_raw(STR(TREE PEOPLE SIG("gpgsig-sha256") "\nm\n"), &c));
	assert_true(c.odd);
	assert_int_equal(c.signature.n, 0);
}

static void whatever_git_would_not_write_is_odd(void **state)
{
	static const char *const odd[] = {
		/* order and number of headers */
		PEOPLE TREE "\nm\n",
		TREE TREE PEOPLE "\nm\n",
		TREE PEOPLE "parent " ID "\n\nm\n",
		TREE "author " WHO "\nm\n",
		TREE "author " WHO PEOPLE "\nm\n",
		"author " WHO "committer " WHO "\nm\n",
		TREE SIG("gpgsig") PEOPLE "\nm\n",
		TREE PEOPLE SIG("gpgsig") "encoding UTF-8\n\nm\n",
		TREE PEOPLE "encoding a\nencoding b\n\nm\n",
		/* unknown or damaged headers */
		TREE PEOPLE "x-mine 1\n\nm\n",
		TREE PEOPLE "gpgsig\n\nm\n",
		TREE "nonsense\n" PEOPLE "\nm\n",
		TREE "parent 12\n" PEOPLE "\nm\n",
		TREE "parent " ID " \n" PEOPLE "\nm\n",
		TREE "parent " ID "\n more\n" PEOPLE "\nm\n",
		"tree 4B825DC642CB6EB9A060E54BF8D69288FBEE4904\n" PEOPLE "\nm\n",
		/* five parents */
		TREE "parent " ID "\nparent " ID "\nparent " ID "\nparent " ID
		     "\nparent " ID "\n" PEOPLE "\nm\n",
		/* people and dates */
		TREE "author A<a@b> 1 +0000\ncommitter " WHO "\nm\n",
		TREE "author A <a@b> x +0000\ncommitter " WHO "\nm\n",
		TREE "author A <a@b> -1 +0000\ncommitter " WHO "\nm\n",
		TREE "author A <a@b> 01 +0000\ncommitter " WHO "\nm\n",
		TREE "author A <a@b> 99999999999999999999 +0000\ncommitter " WHO "\nm\n",
		TREE "author A <a@b> 1 0000\ncommitter " WHO "\nm\n",
		TREE "author A <a@b> 1 +00000\ncommitter " WHO "\nm\n",
		TREE "author A <a@b> 1\ncommitter " WHO "\nm\n",
		TREE "author A <a@b>\ncommitter " WHO "\nm\n",
		TREE "author A <a@b> <c@d> 1 +0000\ncommitter " WHO "\nm\n",
		TREE "author A a@b> 1 +0000\ncommitter " WHO "\nm\n",
		TREE "author  A <a@b> 1 +0000\ncommitter " WHO "\nm\n",
		/* no message at all */
		TREE PEOPLE,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(odd); i++)
		if (!is_odd(odd[i]))
			fail_msg("not odd (%zu): %s", i, odd[i]);
}

static void a_nul_anywhere_is_odd(void **state)
{
	struct repo_commit_info c;

	(void)state;
	assert_ok(read_raw(STR(TREE PEOPLE "\nm\0hidden\n"), &c));
	assert_true(c.odd);
	assert_ok(read_raw(STR(TREE "author A\0 <a@b> 1 +0000\ncommitter " WHO "\nm\n"),
			   &c));
	assert_true(c.odd);
}

static void a_commit_cut_off_or_too_large_is_an_error(void **state)
{
	struct repo_commit_info c;
	char *large = arena_alloc(&s.a, 70000);

	(void)state;
	assert_int_equal(read_raw(STR(TREE "author A"), &c), ERR_INVALID);
	memset(large, 'x', 70000);
	assert_int_equal(
		read_raw(arena_printf(&s.a, TREE PEOPLE "\n%.*s", 70000, large), &c),
		ERR_LIMIT);
	assert_int_equal(repo_commit_read(r, "nosuch", &s.a, &c, &s.e), ERR_NOT_FOUND);
}

static void git_agrees_on_a_commit_of_its_own(void **state)
{
	struct repo_commit_info c;
	struct str raw;

	(void)state;
	assert_ok(repo_commit_read(r, "HEAD", &s.a, &c, &s.e));
	raw = GIT("cat-file", "commit", "HEAD");
	assert_false(c.odd);
	assert_str(c.payload,
		   arena_cstr(&s.a, arena_printf(&s.a, "%.*s\n", STR_ARG(raw))));
	assert_true(str_eq(c.id, GIT("rev-parse", "HEAD")));
	assert_str(c.message, "first\n");
}

/* Any bytes: an answer or an error, and what is signed never contains a signature. */
static void changed_bytes_never_crash(void **state)
{
	const struct str whole = STR(TREE "parent " ID "\n" PEOPLE SIG("gpgsig") "\nm\n");
	unsigned seed = 5;

	(void)state;
	for (int i = 0; i < 150; i++) {
		struct repo_commit_info c;
		char *bytes = arena_alloc(&s.a, whole.n);

		memcpy(bytes, whole.p, whole.n);
		for (int k = 0; k < 3; k++) {
			seed = seed * 1103515245u + 12345u;
			bytes[(seed >> 8) % whole.n] = "\n <>\0x1+"[seed >> 29];
		}
		if (read_raw((struct str){ bytes, whole.n }, &c) < 0)
			continue;
		if (c.signature.n && !c.odd)
			assert_true(c.payload.n < whole.n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_commit_is_read_whole),
		cmocka_unit_test(a_signature_is_taken_out_of_what_it_signs),
		cmocka_unit_test(a_merged_tag_is_no_oddity),
		cmocka_unit_test(two_signatures_are_odd_and_both_left_out),
		cmocka_unit_test(whatever_git_would_not_write_is_odd),
		cmocka_unit_test(a_nul_anywhere_is_odd),
		cmocka_unit_test(a_commit_cut_off_or_too_large_is_an_error),
		cmocka_unit_test(git_agrees_on_a_commit_of_its_own),
		cmocka_unit_test(changed_bytes_never_crash),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
