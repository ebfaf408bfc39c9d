#include "case_test.h"

#define KEY_A                                                                            \
	"ssh-ed25519 "                                                                   \
	"AAAAC3NzaC1lZDI1NTE5AAAAII7NlH1qVFqkJXt0s7ObkwSI/ZhTnGWat7Qovj8cn+Kj"
#define KEY_B                                                                            \
	"ssh-ed25519 "                                                                   \
	"AAAAC3NzaC1lZDI1NTE5AAAAIBG8oXzrW1lVzqRFpXoZ1xpCQu3jbCRGKGGJCyr8ikP6"

struct file {
	struct source s;
	struct diags d;
	struct people p;
	bool good;
};

static void load(struct world *w, struct file *f, const char *text)
{
	*f = (struct file){ .d = { .a = &w->a } };
	f->good = source_init(&f->s, STR("people.yaml"), str_from(text), LIMIT_REGISTRY,
			      &w->a, &f->d) &&
		  people_load(&f->s, &w->a, &f->p, &f->d);
}

static void assert_diag(struct world *w, const char *text, const char *id,
			const char *marked, const char *msg)
{
	struct file f;

	load(w, &f, text);
	assert_false(f.good);
	for (size_t i = 0; i < f.d.v.n; i++)
		if (strcmp(f.d.v.p[i].id, id) == 0) {
			assert_has(w, f.d.v.p[i].msg, msg);
			assert_has(w, str_span(f.s.bytes, f.d.v.p[i].at), marked);
			return;
		}
	fail_msg("no %s for: %s", id, text);
}

static void people_are_read_with_roles_and_keys(void **state)
{
	struct world *w = *state;
	const struct person *p;
	struct file f;

	load(w, &f,
	     "people:\n"
	     "  p-rep:\n"
	     "    roles: [company-representative, manager]\n"
	     "    keys:\n"
	     "      - ssh: " KEY_B " rep@laptop\n"
	     "        from: 2026-01-01\n"
	     "        until: 2026-12-31\n"
	     "    age: " RECIPIENT "\n"
	     "  p-dana:\n"
	     "    roles: author\n"
	     "    manager: p-rep\n");
	for (size_t i = 0; i < f.d.v.n; i++)
		print_message("# %.*s\n", STR_ARG(f.d.v.p[i].msg));
	assert_true(f.good);
	assert_int_equal(f.p.n, 2);
	assert_true(str_is(f.p.p[0].id, "p-dana"));
	assert_true(str_is(f.p.p[0].manager, "p-rep"));
	p = people_find(&f.p, STR("p-rep"));
	assert_non_null(p);
	assert_int_equal(p->roles, ROLE_REPRESENTATIVE | ROLE_MANAGER);
	assert_true(str_is(p->age, RECIPIENT));
	assert_true(str_is(p->keys[0].ssh, KEY_B)); /* the comment could name somebody */
	assert_true(str_is(instant_text(p->keys[0].from, &w->a), "2026-01-01T00:00:00Z"));
	assert_true(
		str_is(instant_text(p->keys[0].until, &w->a), "2027-01-01T00:00:00Z"));
	assert_ptr_equal(people_by_key(&f.p, STR(KEY_B)), p);
	assert_null(people_by_key(&f.p, STR(KEY_A)));
	assert_null(people_by_key(&f.p, STR("")));
	assert_null(people_find(&f.p, STR("p-nobody")));
}

static void nobody_yet_is_no_error(void **state)
{
	struct world *w = *state;
	struct file f;

	load(w, &f, "people: {}\n");
	assert_true(f.good);
	assert_int_equal(f.p.n, 0);
	assert_null(people_find(&f.p, STR("p-dana")));
}

static void a_file_without_people_says_so(void **state)
{
	struct world *w = *state;
	struct file f;

	load(w, &f, "");
	assert_false(f.good);
	load(w, &f, "# nothing\n");
	assert_false(f.good);
	assert_diag(w, "people: [a]\n", "people/person", "[a]", "a map");
}

static void names_have_no_place(void **state)
{
	struct world *w = *state;

	assert_diag(w, "people:\n  p-dana:\n    roles: author\n    name: Dana\n",
		    "schema/unknown-key", "name", "name");
	assert_diag(w, "people:\n  Dana Smith:\n    roles: author\n", "people/id",
		    "Dana Smith", "not the id");
	assert_diag(w, "people:\n  p-:\n    roles: author\n", "people/id", "p-",
		    "not the id");
	assert_diag(w, "people:\n  p--x:\n    roles: author\n", "people/id", "p--x",
		    "not the id");
}

static void roles_are_from_the_list(void **state)
{
	struct world *w = *state;

	assert_diag(w, "people:\n  p-dana:\n    roles: [boss]\n", "schema/value", "boss",
		    "boss");
	assert_diag(w, "people:\n  p-dana:\n    manager: p-dana\n", "schema/missing", "",
		    "roles");
}

static void keys_are_checked(void **state)
{
	struct world *w = *state;

	assert_diag(w,
		    "people:\n  p-a:\n    roles: author\n    keys: [{ssh: ssh-ed25519 "
		    "AAAA}]\n",
		    "people/key", "ssh-ed25519", "no ssh key");
	assert_diag(
		w, "people:\n  p-a:\n    roles: author\n    keys: [{from: 2026-01-01}]\n",
		"people/key", "from", "either");
	assert_diag(
		w,
		"people:\n  p-a:\n    roles: author\n    keys: [{openpgp: DEADBEEF}]\n",
		"people/key", "DEADBEEF", "no armoured");
	assert_diag(w,
		    "people:\n  p-a:\n    roles: author\n    keys:\n"
		    "      - {ssh: " KEY_A ", from: 2026-02-01, until: 2026-01-01}\n",
		    "people/date", "2026-01-01", "ends before");
	assert_diag(w,
		    "people:\n  p-a:\n    roles: author\n    keys:\n"
		    "      - {ssh: " KEY_A ", from: 2026-02-01T10:00:00}\n",
		    "people/date", "2026-02-01T10:00:00", "relied on");
	assert_diag(w, "people:\n  p-a:\n    roles: author\n    age: age1x\n",
		    "people/age", "age1x", "no public age");
}

static void one_key_is_one_person(void **state)
{
	struct world *w = *state;

	assert_diag(w,
		    "people:\n  p-a:\n    roles: author\n    keys: [{ssh: " KEY_A "}]\n"
		    "  p-b:\n    roles: author\n    keys: [{ssh: " KEY_A " x}]\n",
		    "people/key", "p-b", "same key");
}

static void managers_are_people(void **state)
{
	struct world *w = *state;

	assert_diag(w, "people:\n  p-a:\n    roles: author\n    manager: p-b\n",
		    "people/manager", "p-a", "p-b is not in the list");
	assert_diag(w, "people:\n  p-a:\n    roles: author\n    manager: p-a\n",
		    "people/manager", "p-a", "own manager");
}

/* ---- the registry that is made of them ---- */

static const char staff[] = "people:\n"
			    "  p-handler:\n    roles: [case-handler]\n"
			    "    keys: [{ssh: " KEY_A ", from: 2026-01-01}]\n"
			    "    age: " RECIPIENT "\n"
			    "  p-rep:\n    roles: [company-representative]\n"
			    "    keys: [{ssh: " KEY_B "}]\n"
			    "  p-dana:\n    roles: [author]\n";

static void plan(struct world *w, const char *text, const struct registry *old,
		 int64_t now, struct registry *out)
{
	struct file f;

	load(w, &f, text);
	assert_true(f.good);
	if (registry_plan(&f.p, old, now, &w->a, out, &w->e) < 0)
		fail_msg("%s", w->e.msg);
}

static void the_registry_names_nobody(void **state)
{
	struct world *w = *state;
	const struct registry none = { 0 };
	struct registry r;
	struct str name;

	plan(w, staff, &none, NOON, &r);
	assert_int_equal(r.signers.n, 2);
	assert_int_equal(r.roles.n, 2);
	assert_int_equal(r.recipients.n, 1);
	assert_true(str_find(r.text.signers, STR("p-"), 0) == SIZE_MAX);
	assert_true(str_find(r.text.roles, STR("p-"), 0) == SIZE_MAX);
	name = registry_name(&r, STR(KEY_B), NOON, &w->a);
	assert_true(str_starts(name, "s-"));
	assert_true(registry_holds(&r, name, ROLE_REPRESENTATIVE, NOON));
	assert_false(registry_holds(&r, name, ROLE_REPRESENTATIVE, NOON - 1));
	assert_false(registry_holds(&r, name, ROLE_CASE_HANDLER, NOON));
	assert_false(registry_age(&r, name).n);
	/* NOON is in 2025: the handler's key does not count yet. */
	assert_false(registry_name(&r, STR(KEY_A), NOON, &w->a).n);
	assert_true(registry_name(&r, STR(KEY_A), NOON + 100 * (int64_t)DAY, &w->a).n);
}

static void the_registry_closes_and_never_forgets(void **state)
{
	static const char left[] = "people:\n  p-other:\n    roles: [case-handler]\n"
				   "    keys: [{ssh: " KEY_B "}]\n";
	struct world *w = *state;
	const struct registry none = { 0 };
	struct registry first, same, next;
	const int64_t later = NOON + 400 * (int64_t)DAY;
	struct str rep, handler;

	plan(w, staff, &none, NOON, &first);
	plan(w, staff, &first, later, &same);
	assert_true(str_eq(first.text.signers, same.text.signers));
	assert_true(str_eq(first.text.roles, same.text.roles));
	rep = registry_name(&first, STR(KEY_B), NOON, &w->a);
	handler = registry_name(&first, STR(KEY_A), later - 1, &w->a);
	plan(w, left, &first, later, &next);
	/* The handler's key is closed, what it signed before stays good. */
	assert_true(str_eq(registry_name(&next, STR(KEY_A), later - 1, &w->a), handler));
	assert_false(registry_name(&next, STR(KEY_A), later, &w->a).n);
	assert_true(registry_holds(&next, handler, ROLE_CASE_HANDLER, later - 1));
	assert_false(registry_holds(&next, handler, ROLE_CASE_HANDLER, later));
	/* One key stays one name, whatever the person is called in people.yaml. */
	assert_true(str_eq(registry_name(&next, STR(KEY_B), later, &w->a), rep));
	assert_true(registry_holds(&next, rep, ROLE_CASE_HANDLER, later));
	assert_false(registry_holds(&next, rep, ROLE_REPRESENTATIVE, later));
	assert_true(registry_holds(&next, rep, ROLE_REPRESENTATIVE, later - 1));
}

static int read_registry(struct world *w, const char *signers, const char *roles,
			 const char *recipients, const char *openpgp)
{
	const struct registry_text text = { str_from(signers), str_from(roles),
					    str_from(recipients), str_from(openpgp) };
	struct registry r;

	return registry_read(&text, &w->a, &r, &w->e);
}

static void a_registry_that_says_more_is_refused(void **state)
{
	static const char line[] = "s-00000001 namespaces=\"git\" " KEY_A "\n";
	static const char *const bad_roles[] = { "s-00000001 case-handler -\n",
						 "p-dana case-handler - -\n",
						 "s-00000001 boss - -\n",
						 "s-00000001 case-handler - - \n",
						 "s-00000001 case-handler 2026 -\n",
						 "\n" };
	struct world *w = *state;

	assert_int_equal(read_registry(w, line, "s-00000001 case-handler - -\n",
				       "s-00000001 " RECIPIENT "\n", ""),
			 0);
	for (size_t i = 0; i < ARRAY_LEN(bad_roles); i++)
		assert_int_equal(read_registry(w, line, bad_roles[i], "", ""),
				 ERR_INVALID);
	assert_int_equal(read_registry(w,
				       "# x\ns-00000001 namespaces=\"git\" " KEY_A "\n",
				       "", "", ""),
			 ERR_INVALID);
	assert_int_equal(read_registry(w, "p-dana " KEY_A "\n", "", "", ""), ERR_INVALID);
	assert_int_equal(read_registry(w, line, "", "s-00000001 age1x\n", ""),
			 ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(people_are_read_with_roles_and_keys),
		TEST(nobody_yet_is_no_error),
		TEST(a_file_without_people_says_so),
		TEST(names_have_no_place),
		TEST(roles_are_from_the_list),
		TEST(keys_are_checked),
		TEST(one_key_is_one_person),
		TEST(managers_are_people),
		TEST(the_registry_names_nobody),
		TEST(the_registry_closes_and_never_forgets),
		TEST(a_registry_that_says_more_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
