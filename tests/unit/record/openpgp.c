/* OpenPGP keys and signatures made by the real gpg, at faked times: how they are read,
 * and which signatures count under a registry. */
#include "case_test.h"

#include "core/file.h"
#include "core/limits.h"
#include "core/proc.h"
#include "record/wire.h"

static struct arena a;
static char folder[64];
enum { YEAR = 365 * DAY };
/* Times in the past of whoever runs this: 2020-01-01, and years from it. */
static const int64_t START = 1577836800;

static struct str gpg(struct str input, int64_t when, const char *const *more)
{
	const char *argv[24] = { "gpg", "--batch", "--quiet", "--passphrase", "" };
	struct proc p = { .argv = argv, .input = input, .cap = MIB };
	struct proc_result r;
	struct err e;
	size_t n = 5;

	argv[n++] = "--faked-system-time";
	argv[n++] = arena_cstr(&a, arena_printf(&a, "%lld!", (long long)when));
	while (*more)
		argv[n++] = *more++;
	assert_int_equal(proc_run(&p, &a, &r, &e), 0);
	if (r.status)
		fail_msg("gpg: %.*s", STR_ARG(r.err));
	return r.out;
}
#define GPG(input, when, ...)                                                            \
	gpg((input), (when), (const char *const[]){ __VA_ARGS__, NULL })

static struct str exported(const char *who)
{
	return GPG(STR(""), START, "--export-options", "export-minimal", "--export", who);
}

static struct str armoured(const char *who)
{
	return GPG(STR(""), START, "--armor", "--export", who);
}

static struct str signed_by(const char *who, int64_t when, struct str payload)
{
	return GPG(payload, when, "-bsau", who);
}

static void make_key(const char *who, const char *kind, const char *use, int64_t when,
		     const char *expire)
{
	(void)GPG(STR(""), when, "--quick-gen-key", who, kind, use, expire);
}

static struct openpgp_key key_of(struct str bytes)
{
	struct openpgp_key key;
	const char *why;

	if (!openpgp_key_read(bytes, &a, &key, &why))
		fail_msg("%s", why);
	return key;
}

static void add_subkey(const char *who, int64_t when, const char *expire)
{
	const char *print =
		arena_cstr(&a, arena_str(&a, key_of(exported(who)).fingerprint));

	(void)GPG(STR(""), when, "--quick-add-key", print, "ed25519", "sign", expire);
}

static int make_home(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/decorum-pgp-XXXXXX");
	assert_non_null(mkdtemp(folder));
	(void)setenv("GNUPGHOME", folder, 1);
	make_key("handler", "ed25519", "sign", START, "never");
	return 0;
}

static int drop_home(void **state)
{
	const char *const kill[] = { "gpgconf", "--kill", "gpg-agent", NULL };
	const char *const drop[] = { "rm", "-rf", folder, NULL };
	const struct proc p = { .argv = kill, .cap = MIB };
	const struct proc q = { .argv = drop, .cap = MIB };
	struct proc_result r;
	struct err e;

	(void)state;
	assert_int_equal(proc_run(&p, &a, &r, &e), 0);
	assert_int_equal(proc_run(&q, &a, &r, &e), 0);
	arena_release(&a);
	return 0;
}

/* ---- reading ---- */

static void a_key_is_its_fingerprint_and_its_user_ids(void **state)
{
	struct str listed =
		GPG(STR(""), START, "--with-colons", "--list-keys", "handler");
	struct str bytes;
	struct openpgp_key key;
	const char *why;

	(void)state;
	assert_true(openpgp_dearmour(armoured("handler"), OPENPGP_KEY_HEAD, &a, &bytes,
				     &why));
	key = key_of(bytes);
	assert_int_equal(key.fingerprint.n, 40);
	assert_true(str_find(listed, key.fingerprint, 0) != SIZE_MAX);
	assert_int_equal(key.user_ids.n, 1);
	assert_true(str_is(key.user_ids.p[0], "handler"));
}

static bool reads(struct str armour)
{
	struct openpgp_key key;
	struct str bytes;
	const char *why;

	return openpgp_dearmour(armour, OPENPGP_KEY_HEAD, &a, &bytes, &why) &&
	       openpgp_key_read(bytes, &a, &key, &why);
}

static void an_armour_is_whole_or_nothing(void **state)
{
	struct str armour = armoured("handler");
	size_t blank = str_find(armour, STR("\n\n"), 0) + 1;
	size_t sum = str_find(armour, STR("\n="), 0) + 1;

	(void)state;
	assert_true(reads(armour));
	assert_true(reads(arena_printf(&a, "%.*sComment: x\n%.*s",
				       STR_ARG(str_slice(armour, 0, blank)),
				       STR_ARG(str_slice(armour, blank, armour.n)))));
	/* Without a sum, as newer programs write it. */
	assert_true(reads(arena_printf(&a, "%.*s-----END PGP PUBLIC KEY BLOCK-----\n\n",
				       STR_ARG(str_slice(armour, 0, sum)))));
	assert_false(reads(arena_printf(&a, " %.*s", STR_ARG(armour))));
	assert_false(reads(arena_printf(&a, "%.*sx", STR_ARG(armour))));
	assert_false(
		reads(arena_printf(&a, "%.*s%.*s", STR_ARG(armour), STR_ARG(armour))));
	for (size_t n = 0; n + 1 < armour.n; n++)
		assert_false(reads(str_slice(armour, 0, n)));
	for (size_t at = blank + 1; at < sum + 5; at++) {
		struct str changed = arena_str(&a, armour);

		((char *)(uintptr_t)changed.p)[at] ^= 1;
		assert_false(reads(changed));
	}
}

static void assert_unread(struct str bytes, const char *part)
{
	struct openpgp_key key;
	const char *why = NULL;

	assert_false(openpgp_key_read(bytes, &a, &key, &why));
	if (!strstr(why, part))
		fail_msg("'%s' is not in '%s'", part, why);
}

static void what_is_no_public_key_to_rely_on_says_why(void **state)
{
	struct str good = exported("handler");

	(void)state;
	make_key("short", "rsa1024", "sign", START, "never");
	make_key("dsa", "dsa1024", "sign", START, "never");
	assert_unread(STR(""), "no user id");
	assert_unread(str_slice(good, 0, good.n - 1), "cut off");
	assert_unread(str_slice(good, 53, good.n), "begin with the primary key");
	assert_unread(str_slice(good, 0, 53), "no user id");
	assert_unread(exported("short"), "less than 2048 bits");
	assert_unread(exported("dsa"), "DSA");
	assert_unread(GPG(STR(""), START, "--export-secret-keys", "handler"), "SECRET");
}

static struct str joined(struct str one, struct str two)
{
	char *both = arena_alloc(&a, one.n + two.n);

	memcpy(both, one.p, one.n);
	memcpy(both + one.n, two.p, two.n);
	return (struct str){ both, one.n + two.n };
}

static void two_keys_and_revoked_keys_are_refused(void **state)
{
	struct openpgp_key key;
	struct str stub, bytes;
	struct err e;
	char *path;

	(void)state;
	assert_unread(joined(exported("handler"), exported("handler")),
		      "more than one key");
	make_key("lost", "ed25519", "sign", START, "never");
	key = key_of(exported("lost"));
	path = arena_cstr(&a, arena_printf(&a, "%s/openpgp-revocs.d/%.*s.rev", folder,
					   STR_ARG(key.fingerprint)));
	assert_int_equal(file_read(path, MIB, &a, &stub, &e), 0);
	/* Guarded by a colon against being imported by mistake. */
	bytes = str_slice(stub, str_find(stub, STR(":-----BEGIN"), 0) + 1, stub.n);
	(void)GPG(bytes, START, "--import");
	assert_unread(exported("lost"), "revoked");
}

static void signatures_that_tell_more_are_noticed(void **state)
{
	static const struct {
		const char *option, *value, *told;
	} rows[] = {
		{ "--sender", "x@example.com", "user id" },
		{ "--sig-notation", "x@example.com=y", "notation" },
		{ "--sig-policy-url", "http://example.com", "policy" },
		{ "--default-sig-expire", "1y", "expires" },
	};
	struct str bytes;
	const char *why, *told;

	(void)state;
	assert_true(openpgp_dearmour(signed_by("handler", START, STR("x")),
				     OPENPGP_SIGNATURE_HEAD, &a, &bytes, &why));
	assert_true(openpgp_is_signature(bytes));
	assert_null(openpgp_signature_extra(bytes));
	assert_false(openpgp_is_signature(joined(bytes, bytes)));
	assert_false(openpgp_is_signature(exported("handler")));
	for (size_t n = 0; n < bytes.n; n++)
		assert_false(openpgp_is_signature(str_slice(bytes, 0, n)));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		bytes = GPG(STR("x"), START, rows[i].option, rows[i].value, "-bsu",
			    "handler");
		assert_true(openpgp_is_signature(bytes));
		told = openpgp_signature_extra(bytes);
		assert_non_null(told);
		assert_non_null(strstr(told, rows[i].told));
	}
}

/* ---- which signatures count ---- */

static struct str line(const char *name, const char *dates, struct str bytes)
{
	return arena_printf(&a, "%s %s %.*s\n", name, dates,
			    STR_ARG(base64_encode(bytes, &a)));
}

static struct registry registry(struct str openpgp)
{
	const struct registry_text text = { STR(""), STR(""), STR(""), openpgp };
	struct registry r;
	struct err e;

	if (registry_read(&text, &a, &r, &e) < 0)
		fail_msg("%s", e.msg);
	return r;
}

static struct signature verify(const struct registry *r, struct str armour, int64_t when)
{
	struct signature s;

	registry_verify(r, STR("payload\n"), armour, when, &a, &s);
	assert_true(s.state == SIGNATURE_GOOD || s.why.n > 0);
	return s;
}

static void assert_state(const struct registry *r, struct str armour, int64_t when,
			 enum signature_state state)
{
	struct signature s = verify(r, armour, when);

	if (s.state != state)
		fail_msg("%d and not %d: %.*s", (int)s.state, (int)state, STR_ARG(s.why));
}

static void a_signature_counts_while_its_key_is_registered(void **state)
{
	const struct registry r =
		registry(line(HANDLER, "2020-06-01T00:00:00Z 2021-01-01T00:00:00Z",
			      exported("handler")));
	const int64_t from = 1590969600, until = 1609459200;
	struct str armour = signed_by("handler", from, STR("payload\n"));

	(void)state;
	assert_state(&r, armour, from - 1, SIGNATURE_UNKNOWN);
	assert_state(&r, armour, from, SIGNATURE_GOOD);
	assert_true(str_is(verify(&r, armour, from).principal, HANDLER));
	assert_state(&r, armour, until - 1, SIGNATURE_GOOD);
	assert_state(&r, armour, until, SIGNATURE_UNKNOWN);
	assert_state(&r, signed_by("handler", from, STR("payloae\n")), from,
		     SIGNATURE_BAD);
}

static void signatures_of_another_kind_do_not_count(void **state)
{
	const struct registry r = registry(line(HANDLER, "- -", exported("handler")));
	struct str one;

	(void)state;
	make_key("eve", "ed25519", "sign", START, "never");
	assert_state(&r, signed_by("eve", START, STR("payload\n")), START,
		     SIGNATURE_UNKNOWN);
	assert_state(&r, GPG(STR("payload\n"), START, "--textmode", "-bsau", "handler"),
		     START, SIGNATURE_BAD);
	assert_state(
		&r,
		GPG(STR("payload\n"), START, "--digest-algo", "SHA1", "-bsau", "handler"),
		START, SIGNATURE_BAD);
	one = GPG(STR("payload\n"), START, "-bsau", "handler", "-u", "eve");
	assert_state(&r, one, START, SIGNATURE_BAD);
	/* A whole signed message, which is no signature over the payload. */
	one = GPG(STR("payload\n"), START, "-sau", "handler");
	assert_int_not_equal(verify(&r, one, START).state, SIGNATURE_GOOD);
	assert_state(&r, STR(OPENPGP_SIGNATURE_HEAD "\n\n"), START, SIGNATURE_BAD);
	assert_state(&r,
		     GPG(STR("payload\n"), START, "--default-sig-expire", "1y", "-bsau",
			 "handler"),
		     START, SIGNATURE_BAD);
}

static void what_was_signed_before_the_key_expired_stays_good(void **state)
{
	struct str early, late;
	struct registry r;

	(void)state;
	make_key("old", "ed25519", "sign", START, "1y");
	r = registry(line(HANDLER, "- -", exported("old")));
	early = signed_by("old", START + DAY, STR("payload\n"));
	assert_state(&r, early, START + DAY, SIGNATURE_GOOD);
	assert_true(str_is(verify(&r, early, START + DAY).principal, HANDLER));
	assert_state(&r, early, START + YEAR + DAY, SIGNATURE_BAD);
	/* The key's clock is set back: the commit gives itself another date. */
	(void)GPG(STR(""), START + 2 * DAY, "--quick-set-expire",
		  arena_cstr(&a, key_of(exported("old")).fingerprint), "5y");
	late = signed_by("old", START + 2 * (int64_t)YEAR, STR("payload\n"));
	assert_state(&r, late, START + DAY, SIGNATURE_BAD);
}

static void a_subkey_counts_until_it_expires_and_so_does_its_key(void **state)
{
	const int64_t second = START + YEAR, third = START + 2 * (int64_t)YEAR;
	struct str one, two;
	struct registry r;

	(void)state;
	make_key("turns", "ed25519", "cert", START, "3y");
	add_subkey("turns", START, "1y");
	one = signed_by("turns", START + DAY, STR("payload\n"));
	add_subkey("turns", second, "10y");
	two = signed_by("turns", second + DAY, STR("payload\n"));
	r = registry(line(HANDLER, "- -", exported("turns")));
	assert_int_equal(key_of(exported("turns")).user_ids.n, 1);
	assert_state(&r, one, START + DAY, SIGNATURE_GOOD);
	assert_state(&r, one, second + DAY, SIGNATURE_BAD);
	assert_state(&r, two, third + DAY, SIGNATURE_GOOD);
	assert_state(&r, two, third + YEAR + DAY, SIGNATURE_BAD);
}

static void a_registry_of_keys_has_one_form(void **state)
{
#define NEW_YEAR "2021-01-01T00:00:00Z"
	static const char *const bad_dates[] = { "-", "- - -", "2021 -",
						 (NEW_YEAR " " NEW_YEAR) };
	struct str key = exported("handler");
	struct registry_text text = { STR(""), STR(""), STR(""), STR("") };
	struct registry r;
	struct err e;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad_dates); i++) {
		text.openpgp = line(HANDLER, bad_dates[i], key);
		assert_int_equal(registry_read(&text, &a, &r, &e), ERR_INVALID);
	}
	text.openpgp = line("p-dana", "- -", key);
	assert_int_equal(registry_read(&text, &a, &r, &e), ERR_INVALID);
	text.openpgp = line(HANDLER, "- -", STR("no key at all"));
	assert_int_equal(registry_read(&text, &a, &r, &e), ERR_INVALID);
	text.openpgp = joined(line(HANDLER, "- -", key), line(DECIDER, "- -", key));
	assert_int_equal(registry_read(&text, &a, &r, &e), ERR_INVALID);
	assert_non_null(strstr(e.msg, "another name before"));
}

/* ---- people and what becomes of their keys ---- */

static void load_people(const char *who, const char *dates, const char *more,
			struct people *out, struct diags *d)
{
	struct source *s = ARENA_NEW(&a, struct source);
	struct buf text;
	struct str rest = armoured(who), row;

	buf_init(&text, 0);
	buf_cstr(&text, "people:\n  p-a:\n    roles: [case-handler]\n    keys:\n"
			"      - openpgp: |\n");
	while (str_line(&rest, &row))
		buf_printf(&text, "          %.*s\n", STR_ARG(row));
	buf_printf(&text, "%s%s", dates, more);
	*d = (struct diags){ .a = &a };
	assert_true(source_init(s, STR("people.yaml"), arena_str(&a, buf_view(&text)),
				LIMIT_REGISTRY, &a, d));
	(void)people_load(s, &a, out, d);
	buf_release(&text);
}

static void the_keys_of_people_are_read(void **state)
{
	struct breach_exposed *told;
	struct people p;
	struct diags d;

	(void)state;
	load_people("handler", "", "", &p, &d);
	assert_int_equal(d.v.n, 0);
	assert_ptr_equal(
		people_by_fingerprint(&p, key_of(exported("handler")).fingerprint),
		&p.p[0]);
	assert_null(people_by_fingerprint(&p, STR("")));
	assert_int_equal(breach_exposed(&p, &a, &told), 0);
	make_key("Sam Body <s@example.com>", "ed25519", "sign", START, "never");
	load_people("s@example.com", "", "", &p, &d);
	assert_int_equal(breach_exposed(&p, &a, &told), 1);
	assert_true(str_is(told[0].user_id, "Sam Body <s@example.com>"));
	make_key("short2", "rsa1024", "sign", START, "never");
	load_people("short2", "", "", &p, &d);
	assert_int_equal(d.v.n, 1);
	assert_non_null(strstr(arena_cstr(&a, d.v.p[0].msg), "less than 2048 bits"));
}

static struct registry planned(const char *who, const char *dates,
			       const struct registry *old, int64_t now)
{
	struct registry r;
	struct people p;
	struct diags d;
	struct err e;

	load_people(who, dates, "", &p, &d);
	assert_int_equal(d.v.n, 0);
	if (registry_plan(&p, old, now, &a, &r, &e) < 0)
		fail_msg("%s", e.msg);
	return r;
}

static void versions_of_a_key_follow_each_other(void **state)
{
	const struct registry none = { 0 };
	struct str print, name;
	struct registry one, two, three;

	(void)state;
	make_key("grows", "ed25519", "sign", START, "never");
	print = key_of(exported("grows")).fingerprint;
	one = planned("grows", "", &none, START);
	name = registry_pgp_name(&one, print, START);
	assert_true(name.n > 0);
	assert_true(str_eq(planned("grows", "", &one, START + DAY).text.openpgp,
			   one.text.openpgp));
	add_subkey("grows", START, "never");
	two = planned("grows", "", &one, START + DAY);
	assert_int_equal(two.pgp.n, 2);
	assert_int_equal(two.pgp.p[0].from, START + DAY);
	assert_int_equal(two.pgp.p[1].until, START + DAY);
	assert_true(str_eq(registry_pgp_name(&two, print, START), name));
	assert_true(str_eq(registry_pgp_name(&two, print, START + DAY), name));
	assert_true(str_eq(planned("grows", "", &two, START + 2 * DAY).text.openpgp,
			   two.text.openpgp));
	/* Nobody lists it any more: closed, and kept. */
	three = planned("handler", "", &two, START + 3 * DAY);
	assert_false(registry_pgp_name(&three, print, START + 3 * DAY).n);
	assert_true(str_eq(registry_pgp_name(&three, print, START + 2 * DAY), name));
	assert_true(str_eq(registry_pgp_name(&three, print, START), name));
}

static void the_dates_of_people_yaml_count(void **state)
{
	static const char ends[] = "        until: 2020-02-29\n";
	static const char later[] = "        from: 2020-02-01\n";
	const int64_t march = 1583020800, february = 1580515200;
	const struct registry none = { 0 };
	struct str print = key_of(exported("handler")).fingerprint;
	struct registry open = planned("handler", "", &none, START), r;

	(void)state;
	r = planned("handler", ends, &open, march + DAY);
	assert_int_equal(r.pgp.n, 1);
	assert_true(registry_pgp_name(&r, print, march - 1).n > 0);
	assert_false(registry_pgp_name(&r, print, march).n);
	/* A beginning that is moved takes nothing away from what was. */
	r = planned("handler", later, &open, march);
	assert_true(registry_pgp_name(&r, print, february - 1).n > 0);
	assert_true(registry_pgp_name(&r, print, february).n > 0);
	assert_int_equal(r.pgp.n, 2);
	assert_non_null(registry_same_pgp(&r, &open.pgp.p[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_its_fingerprint_and_its_user_ids),
		cmocka_unit_test(an_armour_is_whole_or_nothing),
		cmocka_unit_test(what_is_no_public_key_to_rely_on_says_why),
		cmocka_unit_test(two_keys_and_revoked_keys_are_refused),
		cmocka_unit_test(signatures_that_tell_more_are_noticed),
		cmocka_unit_test(a_signature_counts_while_its_key_is_registered),
		cmocka_unit_test(signatures_of_another_kind_do_not_count),
		cmocka_unit_test(what_was_signed_before_the_key_expired_stays_good),
		cmocka_unit_test(a_subkey_counts_until_it_expires_and_so_does_its_key),
		cmocka_unit_test(a_registry_of_keys_has_one_form),
		cmocka_unit_test(the_keys_of_people_are_read),
		cmocka_unit_test(versions_of_a_key_follow_each_other),
		cmocka_unit_test(the_dates_of_people_yaml_count),
	};

	return cmocka_run_group_tests(tests, make_home, drop_home);
}
