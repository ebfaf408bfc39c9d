#include "record/verify.h"
#include "core/limits.h"
#include "core/proc.h"

/* gpgv's machine-readable lines (doc/DETAILS of GnuPG): one that rules the signature out,
 * whatever else is said. */
static const char *const ruled_out[] = { "BADSIG",    "ERRSIG",    "EXPSIG",  "EXPKEYSIG",
					 "REVKEYSIG", "NO_PUBKEY", "FAILURE", "NODATA" };

static bool status_line(struct str line, const char *keyword, struct str *rest)
{
	static const char prefix[] = "[GNUPG:] ";
	const size_t n = strlen(keyword);

	if (!str_starts(line, prefix))
		return false;
	line = str_slice(line, sizeof(prefix) - 1, line.n);
	if (!str_starts(line, keyword) || (line.n > n && line.p[n] != ' '))
		return false;
	*rest = str_slice(line, n + 1, line.n);
	return true;
}

static void read_status(struct str text, struct arena *a, struct signature *out)
{
	struct str line, rest, fingerprint = STR_NULL;
	bool good = false;
	const char *bad = NULL;

	while (str_line(&text, &line)) {
		for (size_t i = 0; i < ARRAY_LEN(ruled_out); i++)
			if (status_line(line, ruled_out[i], &rest))
				bad = ruled_out[i];
		good |= status_line(line, "GOODSIG", &rest);
		if (status_line(line, "VALIDSIG", &rest))
			fingerprint = str_slice(rest, 0, str_chr(rest, ' ', 0));
	}
	if (good && !bad && fingerprint.n) {
		*out = (struct signature){ .state = SIGNATURE_GOOD,
					   .principal = arena_str(a, fingerprint),
					   .key = arena_str(a, fingerprint) };
	} else if (bad && (strcmp(bad, "NO_PUBKEY") == 0 || strcmp(bad, "ERRSIG") == 0)) {
		out->state = SIGNATURE_UNKNOWN;
		out->why = STR("the key is nobody's that we know");
	} else {
		out->state = SIGNATURE_BAD;
		out->why = arena_printf(a, "gpgv says %s", bad ? bad : "nothing good");
	}
}

void openpgp_verify(struct str payload, struct str armour, const char *keyring,
		    struct arena *a, struct signature *out)
{
	const char *const argv[] = { "gpgv", "--status-fd", "1", "--keyring", keyring,
				     "--",   "/dev/fd/3",   "-", NULL };
	const struct proc p = { .argv = argv,
				.input = payload,
				.cap = MIB,
				.extra = { armour },
				.n_extra = 1 };
	struct proc_result r;
	struct err e;

	out->state = SIGNATURE_NOT_CHECKED;
	if (!keyring || !*keyring)
		out->why = STR("it is an OpenPGP signature, and no OpenPGP keys are "
			       "registered");
	else if (proc_run(&p, a, &r, &e) < 0)
		out->why = STR("it is an OpenPGP signature, and gpgv is not there");
	else
		read_status(r.out, a, out);
}

void signature_verify(struct str payload, struct str armour, const char *ns,
		      const struct signers *known, int64_t when, const char *keyring,
		      struct arena *a, struct signature *out)
{
	*out = (struct signature){ 0 };
	if (!armour.n) {
		out->state = SIGNATURE_NONE;
		out->why = STR("it is not signed");
	} else if (str_starts(armour, "-----BEGIN SSH SIGNATURE-----")) {
		sshsig_verify(payload, armour, ns, known, when, a, out);
	} else if (str_starts(armour, "-----BEGIN PGP SIGNATURE-----")) {
		openpgp_verify(payload, armour, keyring, a, out);
	} else {
		out->state = SIGNATURE_NOT_CHECKED;
		out->why = STR("it is of a kind that is not verified here");
	}
}
