/* The pages for authors name everything that the program knows. */
#include "post_test.h"
#include "core/file.h"

static struct str page(struct world *w, const char *name)
{
	struct str text;
	struct err e;

	if (file_read(arena_printf(&w->a, "docs/formats/%s", name).p, 1 << 20, &w->a,
		      &text, &e) < 0)
		fail_msg("%s", e.msg);
	return text;
}

static void every_key_is_in_its_page(void **state)
{
	struct world *w = *state;
	const struct post_keys *places;
	size_t n;

	places = post_keys(&n);
	assert_true(n > 10);
	for (size_t i = 0; i < n; i++) {
		const struct str text = page(w, places[i].page);

		for (size_t k = 0; k < places[i].n; k++) {
			const struct str cell =
				arena_printf(&w->a, "\n| `%s` |", places[i].p[k].key);

			if (str_find(text, cell, 0) == SIZE_MAX)
				fail_msg("%s: \"%s\" is not in docs/formats/%s",
					 places[i].place, places[i].p[k].key,
					 places[i].page);
			assert_true(strlen(places[i].p[k].meaning) > 5);
		}
	}
}

static void every_kind_of_finding_is_in_a_page(void **state)
{
	struct world *w = *state;
	const struct str post = page(w, "post.md"), accounts = page(w, "accounts.md");
	size_t n = 0;

	for (int i = 0; i < FINDING_KINDS; i++) {
		const struct str id = str_from(finding_info((enum finding_kind)i)->id);
		const struct str cell = arena_printf(&w->a, "| `%.*s` |", STR_ARG(id));

		if (!str_starts(id, "posts/") && !str_starts(id, "accounts/"))
			continue;
		n++;
		if (str_find(post, cell, 0) == SIZE_MAX &&
		    str_find(accounts, cell, 0) == SIZE_MAX)
			fail_msg("%.*s is in no page", STR_ARG(id));
	}
	assert_true(n >= 13);
}

/* The text between the first line `start` and the line that ends the fence. */
static struct str example(struct str text, const char *start)
{
	const size_t at = str_find(text, str_from(start), 0);

	assert_int_not_equal(at, SIZE_MAX);
	return str_slice(text, at + strlen(start),
			 str_find(text, STR("\n```\n"), at + strlen(start)) + 1);
}

static void the_examples_are_right(void **state)
{
	struct world *w = *state;
	const struct str accounts = page(w, "accounts.md");
	struct post_destination *to;

	add(w, "products.yaml", arena_cstr(&w->a, example(accounts, "```yaml\n")));
	add(w, "accounts/readable-x.yaml",
	    arena_cstr(&w->a, example(accounts, "id of the account.\n\n```yaml\n")));
	ready(w);
	load_bytes(w, example(page(w, "post.md"), "```markdown\n"), false);
	assert_int_equal(post_destinations(&w->p, &w->r, &w->a, &to, &w->f), 1);
	said_nothing(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_key_is_in_its_page),
		TEST(every_kind_of_finding_is_in_a_page),
		TEST(the_examples_are_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
