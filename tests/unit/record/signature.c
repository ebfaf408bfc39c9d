/* Signatures made by the real ssh-keygen and gpg, verified by us; and what must never be
 * called good. Whatever we accept, ssh-keygen must accept too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/limits.h"
#include "core/proc.h"
#include "record/record.h"
#include "record/sign.h"
#include "record/wire.h"

#include <unistd.h>

static const int64_t NOW = 1795510800; /* 2026-11-24T09:00:00Z */
static const char NS[] = "decorum-test@v1";

static struct arena a;
static char folder[64];

static struct str run(int status, struct str input, const char *const *argv)
{
	const struct proc p = { .argv = argv, .input = input, .cap = MIB };
	struct proc_result r;
	struct err e;

	assert_int_equal(proc_run(&p, &a, &r, &e), 0);
	if (status >= 0 && r.status != status)
		fail_msg("%s: %.*s", argv[0], STR_ARG(r.err));
	return status < 0 ? arena_printf(&a, "%d", r.status) : r.out;
}
#define RUN(...) run(0, STR(""), (const char *const[]){ __VA_ARGS__, NULL })

static const char *path(const char *name)
{
	return file_join(&a, folder, str_from(name));
}

static void put(const char *name, struct str bytes)
{
	struct err e;

	assert_int_equal(file_write(path(name), bytes, 0600, &e), 0);
}

static struct str get(const char *name)
{
	struct str bytes;
	struct err e;

	assert_int_equal(file_read(path(name), MIB, &a, &bytes, &e), 0);
	return str_trim(bytes);
}

struct key_kind {
	const char *type, *bits;
};
static const struct key_kind key_kinds[] = { { "ed25519", "256" },
					     { "ecdsa", "256" },
					     { "ecdsa", "384" },
					     { "ecdsa", "521" },
					     { "rsa", "2048" } };

static const char *key_name(const struct key_kind *k)
{
	return arena_cstr(&a, arena_printf(&a, "%s-%s", k->type, k->bits));
}

static int make_keys(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/decorum-sign-XXXXXX");
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < ARRAY_LEN(key_kinds); i++)
		(void)RUN("ssh-keygen", "-q", "-t", key_kinds[i].type, "-b",
			  key_kinds[i].bits, "-N", "", "-C", "test", "-f",
			  path(key_name(&key_kinds[i])));
	return 0;
}

static int drop_keys(void **state)
{
	(void)state;
	(void)RUN("rm", "-rf", folder);
	arena_release(&a);
	return 0;
}

static struct signer signer_for(const struct key_kind *k)
{
	return (struct signer){ .kind = SIGNER_SSH,
				.program = "ssh-keygen",
				.key = path(key_name(k)) };
}

static struct str sign(const struct key_kind *k, const char *ns, struct str payload)
{
	struct signer s = signer_for(k);
	struct str armour;
	struct err e = { 0 };

	if (sign_payload(&s, ns, payload, &a, &armour, &e) < 0)
		fail_msg("%s", e.msg);
	return armour;
}

static struct str public_of(const struct key_kind *k)
{
	struct str rest = get(arena_cstr(&a, arena_printf(&a, "%s.pub", key_name(k))));
	struct str type, key;

	assert_true(str_field(&rest, ' ', &type) && str_field(&rest, ' ', &key));
	return arena_printf(&a, "%.*s %.*s", STR_ARG(type), STR_ARG(key));
}

/* A registry with one line for the key: "NAME OPTIONS KEY". */
static struct signers registry(const struct key_kind *k, const char *options)
{
	struct signers s;
	struct err e = { 0 };
	struct str key = public_of(k);

	if (signers_parse(arena_printf(&a, "# people\nbob%s%s %.*s note\n",
				       *options ? " " : "", options, STR_ARG(key)),
			  &a, &s, &e) < 0)
		fail_msg("%s", e.msg);
	return s;
}

static struct signature verify(struct str payload, struct str armour, const char *ns,
			       const struct signers *known, int64_t when)
{
	struct signature out;

	signature_verify(payload, armour, ns, known, when, NULL, &a, &out);
	assert_true(out.state == SIGNATURE_GOOD || out.why.n > 0);
	return out;
}

static void every_kind_of_key_verifies(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(key_kinds); i++) {
		const struct signers known = registry(&key_kinds[i], "");
		struct str armour = sign(&key_kinds[i], NS, STR("the payload\n"));
		struct signature got =
			verify(STR("the payload\n"), armour, NS, &known, NOW);
		struct str printed =
			RUN("ssh-keygen", "-l", "-f", path(key_name(&key_kinds[i])));

		assert_int_equal(got.state, SIGNATURE_GOOD);
		assert_true(str_is(got.principal, "bob"));
		assert_true(str_find(printed, got.key, 0) != SIZE_MAX);
	}
}

static void other_bytes_namespaces_and_people_are_not_good(void **state)
{
	const struct signers known = registry(&key_kinds[0], "");
	const struct signers others = registry(&key_kinds[1], "");
	struct str armour = sign(&key_kinds[0], NS, STR("the payload"));

	(void)state;
	assert_int_equal(verify(STR("the payloae"), armour, NS, &known, NOW).state,
			 SIGNATURE_BAD);
	assert_int_equal(verify(STR("the payload"), armour, "git", &known, NOW).state,
			 SIGNATURE_BAD);
	assert_int_equal(verify(STR("the payload"), armour, NS, &others, NOW).state,
			 SIGNATURE_UNKNOWN);
	assert_int_equal(verify(STR("the payload"), STR(""), NS, &known, NOW).state,
			 SIGNATURE_NONE);
	assert_int_equal(
		verify(STR("x"), STR("-----BEGIN SIGNED MESSAGE-----"), NS, &known, NOW)
			.state,
		SIGNATURE_NOT_CHECKED);
}

static void validity_and_namespaces_of_a_line_count(void **state)
{
	static const struct {
		const char *options;
		enum signature_state state;
	} rows[] = {
		{ "namespaces=\"git,decorum-test@v1\"", SIGNATURE_GOOD },
		{ "namespaces=\"git\"", SIGNATURE_UNKNOWN },
		{ "valid-after=\"20261124Z\"", SIGNATURE_GOOD },
		{ "valid-after=\"202611240901Z\"", SIGNATURE_UNKNOWN },
		{ "valid-before=\"20261124090000Z\"", SIGNATURE_GOOD },
		{ "valid-before=\"20261124085959Z\"", SIGNATURE_UNKNOWN },
		{ "valid-after=\"20260101Z\",valid-before=\"20270101Z\",namespaces="
		  "\"decorum-"
		  "test@v1\"",
		  SIGNATURE_GOOD },
	};
	struct str armour = sign(&key_kinds[0], NS, STR("x"));

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct signers known = registry(&key_kinds[0], rows[i].options);

		assert_int_equal(verify(STR("x"), armour, NS, &known, NOW).state,
				 rows[i].state);
	}
}

static void a_malformed_line_makes_the_whole_registry_invalid(void **state)
{
	static const char *const rows[] = {
		" bob KEY",
		"bob",
		"bob ssh-ed25519",
		"bob ssh-rsa BLOB",
		"bob ssh-ed25519 AAAA",
		"bob nonsense KEY",
		"*@example.com KEY",
		"!bob KEY",
		"bob, KEY",
		"\"bob\" KEY",
		"bob cert-authority KEY",
		"bob valid-after=\"20261124\" KEY",
		"bob valid-after=\"20261131Z\" KEY",
		"bob valid-after=\"20261301Z\" KEY",
		"bob valid-after=20261124Z KEY",
		"bob valid-after=\"20271124Z\",valid-before=\"20261124Z\" KEY",
		"bob namespaces=\"a\",namespaces=\"b\" KEY",
		"bob namespaces=\"\" KEY",
		"bob namespaces=\"a*\" KEY",
		"bob namespaces=\"git\", KEY",
		"bob no-such=\"x\" KEY",
	};
	struct str key = public_of(&key_kinds[0]);
	struct str blob = str_slice(key, str_chr(key, ' ', 0) + 1, key.n);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str row = str_from(rows[i]), text;
		size_t at = str_find(row, STR("KEY"), 0);
		size_t bare = str_find(row, STR("BLOB"), 0);
		struct signers s;
		struct err e;

		text = at != SIZE_MAX     ? arena_printf(&a, "%.*s%.*s",
							 STR_ARG(str_slice(row, 0, at)),
							 STR_ARG(key))
		       : bare != SIZE_MAX ? arena_printf(&a, "%.*s%.*s",
							 STR_ARG(str_slice(row, 0, bare)),
							 STR_ARG(blob))
					  : row;
		text = arena_printf(&a, "eve %.*s\n%.*s\n", STR_ARG(key), STR_ARG(text));
		if (signers_parse(text, &a, &s, &e) == 0)
			fail_msg("accepted: %s", rows[i]);
		assert_int_equal(e.code, ERR_INVALID);
		assert_non_null(strstr(e.msg, "line 2"));
		assert_int_equal(s.n, 0);
	}
}

static void weak_and_unknown_keys_are_refused_with_the_reason(void **state)
{
	struct str type, blob;
	struct err e;

	(void)state;
	(void)RUN("ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f",
		  path("weak"));
	assert_int_equal(signers_key(get("weak.pub"), &a, &type, &blob, &e), ERR_INVALID);
	assert_non_null(strstr(e.msg, "2048"));
	assert_int_equal(
		signers_key(STR("ssh-dss AAAAB3NzaC1kc3MAAAAA"), &a, &type, &blob, &e),
		ERR_INVALID);
}

/* ---- nothing that OpenSSH refuses ---- */

static struct str armour_of(struct str blob)
{
	struct str text = base64_encode(blob, &a);
	struct buf out;
	struct str made;

	buf_init(&out, 0);
	buf_cstr(&out, "-----BEGIN SSH SIGNATURE-----\n");
	for (size_t at = 0; at < text.n; at += 70) {
		buf_str(&out, str_slice(text, at, at + 70));
		buf_char(&out, '\n');
	}
	buf_cstr(&out, "-----END SSH SIGNATURE-----\n");
	made = arena_str(&a, buf_view(&out));
	buf_release(&out);
	return made;
}

static struct str blob_of(struct str armour)
{
	struct buf joined;
	struct str line, blob, text;

	buf_init(&joined, 0);
	while (str_line(&armour, &line))
		if (!str_starts(line, "-----"))
			buf_str(&joined, line);
	text = arena_str(&a, buf_view(&joined));
	buf_release(&joined);
	assert_true(base64_decode(text, &a, &blob));
	return blob;
}

static bool openssh_accepts(struct str armour, struct str payload)
{
	put("sig", armour);
	return str_is(run(-1, payload,
			  (const char *const[]){ "ssh-keygen", "-Y", "verify", "-n", NS,
						 "-I", "bob", "-f", path("allowed"), "-s",
						 path("sig"), NULL }),
		      "0");
}

static void no_changed_byte_is_accepted_that_openssh_refuses(void **state)
{
	const struct str payload = STR("the payload");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(key_kinds); i++) {
		const struct signers known = registry(&key_kinds[i], "");
		struct str blob = blob_of(sign(&key_kinds[i], NS, payload));
		size_t good = 0;

		put("allowed",
		    arena_printf(&a, "bob %.*s\n", STR_ARG(public_of(&key_kinds[i]))));
		assert_true(openssh_accepts(armour_of(blob), payload));
		for (size_t at = 0; at < blob.n; at++) {
			struct str changed = arena_str(&a, blob);

			((char *)(uintptr_t)changed.p)[at] ^= (char)(1 << (at % 8));
			if (verify(payload, armour_of(changed), NS, &known, NOW).state !=
			    SIGNATURE_GOOD)
				continue;
			good++;
			assert_true(openssh_accepts(armour_of(changed), payload));
		}
		assert_int_equal(good, 0);
	}
}

static void cut_or_lengthened_signatures_are_bad(void **state)
{
	const struct str payload = STR("the payload");
	const struct signers known = registry(&key_kinds[0], "");
	struct str armour = sign(&key_kinds[0], NS, payload), blob = blob_of(armour);
	struct str longer = arena_printf(&a, "%.*s", STR_ARG(armour));

	(void)state;
	for (size_t n = 0; n < blob.n; n++)
		assert_int_not_equal(
			verify(payload, armour_of(str_slice(blob, 0, n)), NS, &known, NOW)
				.state,
			SIGNATURE_GOOD);
	longer = arena_printf(&a, "%.*sx\n", STR_ARG(armour));
	assert_int_equal(verify(payload, longer, NS, &known, NOW).state, SIGNATURE_BAD);
	longer = arena_printf(&a, "x\n%.*s", STR_ARG(armour));
	assert_int_not_equal(verify(payload, longer, NS, &known, NOW).state,
			     SIGNATURE_GOOD);
}

/* ---- the user's settings ---- */

static void no_key_says_how_to_get_one(void **state)
{
	struct signer s;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(signer_of_config(NULL, &a, &s, &e), ERR_USAGE);
	assert_non_null(strstr(e.msg, "no signing key"));
	assert_non_null(strstr(e.hint, "git config --global user.signingKey"));
}

static void the_key_of_the_settings_signs(void **state)
{
	const char *home = getenv("HOME");
	struct str key = public_of(&key_kinds[0]), armour;
	const struct signers known = registry(&key_kinds[0], "");
	struct signer s;
	struct err e = { 0 };

	(void)state;
	assert_non_null(home);
	(void)RUN("git", "config", "--global", "gpg.format", "ssh");
	(void)RUN("git", "config", "--global", "user.signingKey",
		  path(key_name(&key_kinds[0])));
	if (signer_of_config(NULL, &a, &s, &e) < 0)
		fail_msg("%s", e.msg);
	assert_true(str_eq(s.public, key));
	assert_int_equal(sign_payload(&s, NS, STR("x"), &a, &armour, &e), 0);
	assert_int_equal(verify(STR("x"), armour, NS, &known, NOW).state, SIGNATURE_GOOD);
	signer_release(&s);

	(void)RUN("git", "config", "--global", "user.signingKey", "/nowhere/key");
	assert_int_equal(signer_of_config(NULL, &a, &s, &e), ERR_USAGE);
	assert_non_null(strstr(e.msg, "/nowhere/key"));
	(void)RUN("git", "config", "--global", "gpg.format", "x509");
	assert_int_equal(signer_of_config(NULL, &a, &s, &e), ERR_USAGE);
	(void)RUN("git", "config", "--global", "--unset", "gpg.format");
	(void)RUN("git", "config", "--global", "--unset", "user.signingKey");
}

static void ids_are_random_and_of_one_form(void **state)
{
	struct str one, two;
	struct err e;

	(void)state;
	assert_int_equal(record_new_id(&a, &one, &e), 0);
	assert_int_equal(record_new_id(&a, &two, &e), 0);
	assert_int_equal(one.n, 32);
	assert_false(str_eq(one, two));
}

static void openpgp_goes_through_gpgv(void **state)
{
	const char *ring = path("ring.gpg");
	struct signer s = { .kind = SIGNER_GPG,
			    .program = "gpg",
			    .key = "bob@example.com" };
	struct str armour;
	struct signature got;
	struct err e = { 0 };

	(void)state;
	(void)RUN("gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key",
		  "bob@example.com", "ed25519", "sign", "never");
	if (sign_payload(&s, "git", STR("x"), &a, &armour, &e) < 0)
		fail_msg("%s", e.msg);
	(void)RUN("gpg", "--batch", "--quiet", "--output", ring, "--export",
		  "bob@example.com");
	signature_verify(STR("x"), armour, "git", NULL, NOW, ring, &a, &got);
	assert_int_equal(got.state, SIGNATURE_GOOD);
	signature_verify(STR("y"), armour, "git", NULL, NOW, ring, &a, &got);
	assert_int_equal(got.state, SIGNATURE_BAD);
	signature_verify(STR("x"), armour, "git", NULL, NOW, NULL, &a, &got);
	assert_int_equal(got.state, SIGNATURE_NOT_CHECKED);
	(void)RUN("gpgconf", "--kill", "gpg-agent");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_key_verifies),
		cmocka_unit_test(other_bytes_namespaces_and_people_are_not_good),
		cmocka_unit_test(validity_and_namespaces_of_a_line_count),
		cmocka_unit_test(a_malformed_line_makes_the_whole_registry_invalid),
		cmocka_unit_test(weak_and_unknown_keys_are_refused_with_the_reason),
		cmocka_unit_test(no_changed_byte_is_accepted_that_openssh_refuses),
		cmocka_unit_test(cut_or_lengthened_signatures_are_bad),
		cmocka_unit_test(no_key_says_how_to_get_one),
		cmocka_unit_test(the_key_of_the_settings_signs),
		cmocka_unit_test(ids_are_random_and_of_one_form),
		cmocka_unit_test(openpgp_goes_through_gpgv),
	};

	return cmocka_run_group_tests(tests, make_keys, drop_keys);
}
