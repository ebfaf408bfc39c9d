/* Products and accounts: what may stand in them, and what only shows when all are read.
 */
#include "post_test.h"

#define WHOLE                                                                            \
	"network: mastodon\nhandle: \"@readable@example.social\"\nid: 1098\n"            \
	"url: https://example.social/@readable\nproducts: [readable]\nowner: p-eve\n"    \
	"deputy: p-sam\npurpose: news\nlang: en-GB\nzone: Europe/London\n"               \
	"opened: 2020-03-02\ncredential: op://social/readable\n"                         \
	"twofactor:\n  method: app\n  attested_by: p-max\n"                              \
	"  attested_on: 2026-11-02\n  recovery: vault:social/codes\n"                    \
	"quiet: {from: 22:00, until: \"07:00\"}\nlimits: mastodon-big\n"

static void every_key_of_an_account_is_taken(void **state)
{
	struct world *w = *state;
	const struct account *a;

	add(w, "products.yaml",
	    PRODUCTS "    aliases: [Readable.com, R]\n    about: A\n");
	add(w, "accounts/readable-m.yaml", WHOLE);
	ready(w);
	said_nothing(w);
	a = registry_account(&w->r, STR("readable-m"));
	assert_non_null(a);
	assert_str(a->network, "mastodon");
	assert_str(a->handle, "@readable@example.social");
	assert_str(a->stable_id, "1098");
	assert_str(a->owner, "p-eve");
	assert_str(a->lang, "en-GB");
	assert_str(a->zone, "Europe/London");
	assert_str(a->limits, "mastodon-big");
	assert_false(a->closed);
	assert_int_equal(w->r.n_products, 1);
	assert_str(w->r.products[0].name, "Readable");
	assert_int_equal(w->r.products[0].n_aliases, 2);
	assert_true(w->r.known);
}

static void limits_are_the_network_s_when_unsaid(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", PRODUCTS);
	add(w, "accounts/readable-x.yaml", ACCOUNT("x", ""));
	ready(w);
	said_nothing(w);
	assert_str(registry_account(&w->r, STR("readable-x"))->limits, "x");
	assert_null(registry_account(&w->r, STR("readable")));
}

static void unknown_keys_are_found_with_a_guess(void **state)
{
	struct world *w = *state;

	add(w, "accounts/a.yaml", ACCOUNT("x", "porpose: news\n"));
	said_once(w);
	said(w, "posts/registry", "did you mean \"purpose\"", "porpose");
}

static void a_file_name_is_an_id(void **state)
{
	struct world *w = *state;

	add(w, "accounts/Readable X.yaml", ACCOUNT("x", ""));
	said_once(w);
	said(w, "posts/registry", "the name of this file", "");
}

static void products_are_found_under_any_file_name(void **state)
{
	struct world *w = *state;

	add(w, "conf/what-we-sell.yaml", PRODUCTS);
	add(w, "accounts/products.yaml", ACCOUNT("x", ""));
	ready(w);
	said_nothing(w);
	assert_int_equal(w->r.n_products, 1);
	assert_int_equal(w->r.n_accounts, 1);
}

static void an_empty_registry_file_is_found(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", "# nothing yet\n");
	said_once(w);
	said(w, "posts/registry", "products.yaml is empty", "# nothing yet\n");
}

static void products_must_be_a_map(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", "products: [readable]\n");
	said_once(w);
	said(w, "posts/registry", "one \"id:\" for each product", "[readable]");
}

static void a_product_needs_a_name_and_an_id(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", "products:\n  Big One: {about: x}\n  b: 3\n");
	said_times(w, 3);
	said(w, "posts/registry", "small letters", "Big One");
	said(w, "posts/registry", "\"key: value\" lines", "3");
}

/* ---- secrets ---- */

static void assert_hidden(const struct world *w, const char *secret)
{
	for (size_t i = 0; i < w->f.v.n; i++)
		if (str_find(w->f.v.p[i].msg, str_from(secret), 0) != SIZE_MAX)
			fail_msg("a message shows the secret");
}

static void a_password_is_found_and_never_shown(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	add(w, "accounts/a.yaml", ACCOUNT("x", "credential: hunter2-hunter2\n"));
	said_once(w);
	f = said(w, "accounts/secret", "password manager", "hunter2-hunter2");
	assert_true(f->mask);
	assert_int_equal(f->level, LEVEL_BLOCK);
	assert_hidden(w, "hunter2");
}

static void other_schemes_are_no_reference(void **state)
{
	struct world *w = *state;

	add(w, "accounts/a.yaml",
	    ACCOUNT("x", "credential: \"https://u:hunter2@example.com\"\n"
			 "twofactor: {method: app, attested_by: p-a, attested_on: "
			 "2026-11-01, recovery: 1234-5678}\n"));
	said_times(w, 2);
	assert_true(said(w, "accounts/secret", "password manager", "1234-5678")->mask);
	assert_hidden(w, "hunter2");
	assert_hidden(w, "1234");
}

static void a_scheme_alone_is_no_reference(void **state)
{
	struct world *w = *state;

	add(w, "accounts/a.yaml", ACCOUNT("x", "credential: \"op://\"\n"));
	add(w, "accounts/b.yaml", ACCOUNT("x", "credential: \"pass:a b\"\n"));
	add(w, "accounts/c.yaml", ACCOUNT("x", "credential: [a, b]\n"));
	said_times(w, 3);
}

static void every_scheme_is_taken(void **state)
{
	struct world *w = *state;

	add(w, "accounts/a.yaml", ACCOUNT("x", "credential: op://a/b\n"));
	add(w, "accounts/b.yaml", ACCOUNT("x", "credential: \"bitwarden:a\"\n"));
	add(w, "accounts/c.yaml", ACCOUNT("x", "credential: pass:a/b\n"));
	add(w, "accounts/d.yaml", ACCOUNT("x", "credential: vault:a\n"));
	add(w, "accounts/e.yaml", ACCOUNT("x", "credential: keepassxc:a\n"));
	said_nothing(w);
}

static void keys_named_like_secrets_are_masked(void **state)
{
	struct world *w = *state;

	add(w, "accounts/a.yaml",
	    ACCOUNT("x", "API_key: s3cr3t\ntwofactor: {method: app, attested_by: p-a, "
			 "attested_on: 2026-11-01, backup-codes: [111, 222]}\n"));
	assert_true(said(w, "accounts/secret", "do not belong here", "s3cr3t")->mask);
	assert_true(said(w, "accounts/secret", "do not belong here", "[111, 222]")->mask);
	assert_hidden(w, "s3cr3t");
	assert_hidden(w, "111");
}

static void secrets_are_masked_in_a_file_that_is_no_yaml(void **state)
{
	struct world *w = *state;

	add(w, "accounts/a.yaml",
	    "network: x\ncredential: hunter2: x\n  API token : s3cr3t\n"
	    "recovery: op://a/b\n");
	assert_true(said(w, "accounts/secret", "may be a password", "hunter2: x")->mask);
	assert_true(said(w, "accounts/secret", "may be a password", "s3cr3t")->mask);
	said_times(w, 3);
	assert_hidden(w, "hunter2");
}

/* ---- dates and times ---- */

static void a_wrong_time_of_day_is_found(void **state)
{
	struct world *w = *state;

	add(w, "accounts/a.yaml", ACCOUNT("x", "quiet: {from: 24:00, until: 7}\n"));
	said_times(w, 2);
	said(w, "posts/registry", "like \"22:00\"", "24:00");
	said(w, "posts/registry", "like \"22:00\"", "7");
}

static void closed_before_opened_is_found(void **state)
{
	struct world *w = *state;

	add(w, "accounts/a.yaml",
	    ACCOUNT("x", "opened: 2020-01-02\nclosed: 2020-01-01\n"));
	said_once(w);
	said(w, "posts/registry", "before it was opened", "2020-01-01");
	assert_true(w->r.accounts[0].closed);
}

/* ---- all files together ---- */

static void one_account_in_two_files_is_found(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", PRODUCTS);
	add(w, "accounts/b.yaml", ACCOUNT("x", "id: 7\n"));
	add(w, "accounts/a.yaml",
	    "network: x\nhandle: other\nid: \"7\"\nowner: p-a\nproducts: readable\n");
	ready(w);
	said_once(w);
	said(w, "posts/registry", "the same account as accounts/a.yaml", "7");
}

static void handles_tell_accounts_apart_without_ids(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", PRODUCTS);
	add(w, "accounts/a.yaml",
	    "network: x\nhandle: \"@Readable\"\nowner: p-a\nproducts: [readable]\n");
	add(w, "accounts/b.yaml", ACCOUNT("x", ""));
	add(w, "accounts/c.yaml", ACCOUNT("bluesky", ""));
	add(w, "accounts/d.yaml", ACCOUNT("x", "id: 9\n"));
	ready(w);
	said_once(w);
	said(w, "posts/registry", "the same account as accounts/a.yaml", "readable");
}

static void one_file_name_twice_is_found(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", PRODUCTS);
	add(w, "accounts/two/a.yaml", ACCOUNT("x", ""));
	add(w, "accounts/one/a.yaml", ACCOUNT("bluesky", ""));
	ready(w);
	said_once(w);
	said(w, "posts/registry", "there already, in accounts/one/a.yaml", "x");
}

static void an_unknown_product_is_found_with_a_guess(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", PRODUCTS);
	add(w, "accounts/a.yaml", ACCOUNT("x", ""));
	add(w, "accounts/b.yaml",
	    "network: x\nhandle: b\nowner: p-a\nproducts: [readabel]\n");
	ready(w);
	said_once(w);
	said(w, "posts/registry", "did you mean \"readable\"", "readabel");
}

static void a_product_without_an_open_account_is_said(void **state)
{
	struct world *w = *state;

	add(w, "products.yaml", PRODUCTS);
	add(w, "accounts/a.yaml", ACCOUNT("x", "closed: 2025-01-01\n"));
	ready(w);
	said_once(w);
	assert_int_equal(said(w, "accounts/none", "go nowhere", "readable")->level,
			 LEVEL_ADVISE);
}

static void accounts_are_sorted(void **state)
{
	struct world *w = *state;

	add(w, "accounts/c.yaml", ACCOUNT("x", ""));
	add(w, "accounts/a.yaml", ACCOUNT("threads", ""));
	add(w, "accounts/b.yaml", ACCOUNT("bluesky", ""));
	add(w, "products.yaml", PRODUCTS);
	ready(w);
	said_nothing(w);
	assert_str(w->r.accounts[0].id, "a");
	assert_str(w->r.accounts[1].id, "b");
	assert_str(w->r.accounts[2].id, "c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_key_of_an_account_is_taken),
		TEST(limits_are_the_network_s_when_unsaid),
		TEST(unknown_keys_are_found_with_a_guess),
		TEST(a_file_name_is_an_id),
		TEST(products_are_found_under_any_file_name),
		TEST(an_empty_registry_file_is_found),
		TEST(products_must_be_a_map),
		TEST(a_product_needs_a_name_and_an_id),
		TEST(a_password_is_found_and_never_shown),
		TEST(other_schemes_are_no_reference),
		TEST(a_scheme_alone_is_no_reference),
		TEST(every_scheme_is_taken),
		TEST(keys_named_like_secrets_are_masked),
		TEST(secrets_are_masked_in_a_file_that_is_no_yaml),
		TEST(a_wrong_time_of_day_is_found),
		TEST(closed_before_opened_is_found),
		TEST(one_account_in_two_files_is_found),
		TEST(handles_tell_accounts_apart_without_ids),
		TEST(one_file_name_twice_is_found),
		TEST(an_unknown_product_is_found_with_a_guess),
		TEST(a_product_without_an_open_account_is_said),
		TEST(accounts_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
