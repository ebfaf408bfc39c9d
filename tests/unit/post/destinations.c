/* Where a post goes. */
#include "post_test.h"

static size_t go(struct world *w, struct post_destination **to)
{
	return post_destinations(&w->p, &w->r, &w->a, to, &w->f);
}

/* Two products with accounts of their own, one closed account. */
static void company(struct world *w)
{
	add(w, "products.yaml", PRODUCTS "  write:\n    name: Write\n");
	add(w, "accounts/readable-x.yaml", ACCOUNT("x", ""));
	add(w, "accounts/readable-b.yaml", ACCOUNT("bluesky", ""));
	add(w, "accounts/readable-old.yaml", ACCOUNT("threads", "closed: 2024-05-01\n"));
	add(w, "accounts/write-x.yaml",
	    "network: x\nhandle: write\nowner: p-a\nproducts: [write]\n");
	ready(w);
	said_nothing(w);
}

static void open_accounts_of_the_products_are_meant(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(HEAD, "Hello.\n"));
	assert_int_equal(go(w, &to), 2);
	said_nothing(w);
	assert_str(to[0].account->id, "readable-b");
	assert_str(to[1].account->id, "readable-x");
	assert_null(to[0].target);
}

static void targets_join_them_in_order(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(ID "products: [readable, write]\ntargets:\n"
			"  - {account: write-x, text: Short}\n  - account: readable-b\n",
		     "Hello.\n"));
	assert_int_equal(go(w, &to), 3);
	said_nothing(w);
	assert_str(to[0].account->id, "readable-b");
	assert_ptr_equal(to[0].target, &w->p.targets[1]);
	assert_null(to[1].target);
	assert_str(to[2].account->id, "write-x");
	assert_str(to[2].target->text->value, "Short");
}

static void omitted_accounts_are_left_out(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(HEAD "omit: [{account: readable-b, reason: format}]\n", "Hello.\n"));
	assert_int_equal(go(w, &to), 1);
	said_nothing(w);
	assert_str(to[0].account->id, "readable-x");
}

static void an_unknown_account_is_found_with_a_guess(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(HEAD "targets: [{account: readable-y}]\n"
			  "omit: [{account: readable-bb, reason: format}]\n",
		     "Hello.\n"));
	assert_int_equal(go(w, &to), 2);
	said_times(w, 2);
	said(w, "accounts/unknown", "did you mean \"readable-", "readable-y");
	said(w, "accounts/unknown", "did you mean \"readable-b\"", "readable-bb");
}

static void a_closed_account_is_found(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(HEAD "targets: [{account: readable-old}]\n", "Hello.\n"));
	assert_int_equal(go(w, &to), 2);
	said_once(w);
	said(w, "accounts/closed", "closed since 2024-05-01", "readable-old");
}

static void an_account_of_another_product_is_found(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(HEAD "targets: [{account: write-x}]\n", "Hello.\n"));
	assert_int_equal(go(w, &to), 3);
	said_once(w);
	said(w, "accounts/other-product", "no account of the products", "write-x");
}

static void without_products_every_account_may_be_a_target(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(ID "targets: [{account: write-x}]\n", "Hello.\n"));
	assert_int_equal(go(w, &to), 1);
	said_nothing(w);
}

static void an_unknown_product_is_found_with_a_guess(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(ID "products: readabel\n", "Hello.\n"));
	assert_int_equal(go(w, &to), 0);
	said_once(w);
	said(w, "posts/product", "did you mean \"readable\"", "readabel");
}

static void a_post_that_goes_nowhere_is_said(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(HEAD "omit: [{account: readable-b, reason: format}, "
			  "{account: readable-x, reason: format}]\n",
		     "Hello.\n"));
	assert_int_equal(go(w, &to), 0);
	said_once(w);
	said(w, "posts/nowhere", "goes nowhere", "products");
}

static void an_account_without_a_text_is_found(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	company(w);
	load(w, POST(HEAD "targets: [{account: readable-x, text: Hello}]\n", ""));
	assert_int_equal(go(w, &to), 2);
	said_once(w);
	said(w, "posts/body", "no text for \"readable-b\"", "products");
}

static void without_a_registry_nothing_is_said(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	load(w, POST(HEAD "targets: [{account: nobody}]\n", "Hello.\n"));
	assert_int_equal(go(w, &to), 0);
	said_nothing(w);
	assert_null(to);
}

static void an_empty_registry_knows_nobody(void **state)
{
	struct world *w = *state;
	struct post_destination *to;

	load(w, POST(HEAD "targets: [{account: nobody}]\n", "Hello.\n"));
	ready(w);
	assert_int_equal(go(w, &to), 0);
	said_times(w, 2);
	said(w, "accounts/unknown", "no account \"nobody\"", "nobody");
	said(w, "posts/product", "no product \"readable\"", "readable");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(open_accounts_of_the_products_are_meant),
		TEST(targets_join_them_in_order),
		TEST(omitted_accounts_are_left_out),
		TEST(an_unknown_account_is_found_with_a_guess),
		TEST(a_closed_account_is_found),
		TEST(an_account_of_another_product_is_found),
		TEST(without_products_every_account_may_be_a_target),
		TEST(an_unknown_product_is_found_with_a_guess),
		TEST(a_post_that_goes_nowhere_is_said),
		TEST(an_account_without_a_text_is_found),
		TEST(without_a_registry_nothing_is_said),
		TEST(an_empty_registry_knows_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
