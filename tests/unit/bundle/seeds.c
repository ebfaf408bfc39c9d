/* The seeds for fuzzing are bundles of the format of today: older ones are refused at
 * their version, and what is behind that is not reached. `make accept` writes them. */
#include "bundle_test.h"
#include "core/file.h"

enum { SEED_BYTES = 1 << 20 };

static void check_seed(struct world *w, const char *path, const struct policy_file *files,
		       size_t n)
{
	struct str seed = STR_NULL;

	make(w, files, n);
	if (getenv("ACCEPT") && file_write(path, buf_view(&w->bytes), 0644, &w->e) < 0)
		fail_msg("%s", w->e.msg);
	if (file_read(path, SEED_BYTES, &w->a, &seed, &w->e) < 0)
		fail_msg("%s", w->e.msg);
	if (!str_eq(seed, buf_view(&w->bytes)))
		fail_msg("%s is of another format: make accept", path);
}

#define SEED(name) "tests/fuzz/corpus/bundle/" name ".bundle"

static void seeds_are_bundles_of_today(void **state)
{
	const struct policy_file find =
		file("policy.md", CLAUSE(FIND("x", "want ...2 (very)? zorg|quux")));
	const struct policy_file empty =
		file("policy.md", HEAD "Be kind.\n\n```decorum\nclause: kind\n"
				       "kept_by: judgement\n```\n");
	struct world *w = *state;

	check_seed(w, SEED("full"), full, ARRAY_LEN(full));
	check_seed(w, SEED("kinds"), kinds, ARRAY_LEN(kinds));
	check_seed(w, SEED("every"), every, ARRAY_LEN(every));
	check_seed(w, SEED("find"), &find, 1);
	check_seed(w, SEED("empty"), &empty, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(seeds_are_bundles_of_today) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
