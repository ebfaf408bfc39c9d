/* The id of a post that is only looked at for its id. */
#include "post_test.h"

static void assert_id(const char *text, const char *id)
{
	assert_str(post_id_of(str_from(text)), id);
}

static void the_id_is_read_without_the_rest(void **state)
{
	(void)state;
	assert_id("---\nid: launch\nauthor: p-a\n---\nHi\n", "launch");
	assert_id("---\nauthor: p-a\nid:   launch-2  \n---\n", "launch-2");
	assert_id("---\r\nid: \"launch\"\r\n---\r\n", "launch");
	assert_id("---\nid: 'a' # the first\n---\n", "a");
	assert_id("---\nid: x\n: [ what is wrong\n", "x");
}

static void only_the_key_of_the_front_matter_counts(void **state)
{
	(void)state;
	assert_id("", "");
	assert_id("---", "");
	assert_id("---\nid:\n---\n", "");
	assert_id("---\nid: \"\n---\n", "\"");
	assert_id("Hello\n---\nid: a\n---\n", "");
	assert_id("---\nauthor: b\n---\nid: a\n", "");
	assert_id("---\nwarning: |\n  id: a\nids: c\n---\n", "");
	assert_id("---\nid:products: [r]\nid: a\n---\n", "a");
	assert_id("---\nwarning: |\n  ---\nid: a\n---\n", "a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_id_is_read_without_the_rest),
		TEST(only_the_key_of_the_front_matter_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
