#include "record/verify.h"
#include "core/limits.h"
#include "core/proc.h"
#include "record/openpgp.h"

/* ---- what gpgv says ---- */

/* Its machine-readable lines (doc/DETAILS of GnuPG): one of these rules the signature
 * out, whatever else is said. */
static const char *const ruled_out[] = { "BADSIG", "EXPSIG",  "EXPKEYSIG", "REVKEYSIG",
					 "ERRSIG", "FAILURE", "NODATA" };

struct told {
	const char *bad; /* which one of `ruled_out` */
	bool good, unknown, no_ring;
	size_t n_signatures, n_valid;
	struct str valid; /* what stands behind VALIDSIG */
	int64_t expired;  /* the earliest KEYEXPIRED */
};

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

/* Nothing else is wrong with it. */
static bool is_expired(const struct told *t)
{
	return t->bad && strcmp(t->bad, "EXPKEYSIG") == 0;
}

static void read_line(struct told *t, struct str line)
{
	struct str rest;
	uint64_t when;

	for (size_t i = 0; i < ARRAY_LEN(ruled_out); i++)
		if ((!t->bad || is_expired(t)) && status_line(line, ruled_out[i], &rest))
			t->bad = ruled_out[i];
	t->good |= status_line(line, "GOODSIG", &rest);
	t->unknown |= status_line(line, "NO_PUBKEY", &rest);
	t->n_signatures += status_line(line, "NEWSIG", &rest);
	t->no_ring |= status_line(line, "ERROR", &rest) &&
		      str_starts(rest, "add_keyblock_resource");
	if (status_line(line, "VALIDSIG", &rest)) {
		t->n_valid++;
		t->valid = rest;
	}
	if (status_line(line, "KEYEXPIRED", &rest) && str_to_u64(rest, &when) &&
	    (int64_t)when < t->expired)
		t->expired = (int64_t)when;
}

/* VALIDSIG: key, date, time, expiry, version, -, kind of key, of hash, of signature,
 * primary key. */
enum {
	VALID_KEY,
	VALID_MADE = 2,
	VALID_HASH = 7,
	VALID_KIND = 8,
	VALID_PRIMARY = 9,
	VALID_FIELDS = 10
};

static bool is_strong_hash(struct str number)
{
	return str_is(number, "8") || str_is(number, "9") || str_is(number, "10") ||
	       str_is(number, "12") || str_is(number, "14");
}

static void bad(struct signature *out, enum signature_state state, struct str why)
{
	*out = (struct signature){ .state = state, .why = why };
}

static void read_valid(const struct told *t, struct arena *a, struct signature *out,
		       struct openpgp_expired *expired)
{
	struct str rest = t->valid, w[VALID_FIELDS] = { 0 };
	const bool over = is_expired(t);
	uint64_t made;
	size_t n = 0;

	while (n < VALID_FIELDS && str_field(&rest, ' ', &w[n]))
		n++;
	if (n < VALID_FIELDS || !str_to_u64(w[VALID_MADE], &made)) {
		bad(out, SIGNATURE_BAD, STR("gpgv does not say which key it was"));
	} else if (!is_strong_hash(w[VALID_HASH])) {
		bad(out, SIGNATURE_BAD, STR("it is made with a hash that is too weak"));
	} else if (!str_is(w[VALID_KIND], "00")) {
		bad(out, SIGNATURE_BAD, STR("it is one over a text, and not over bytes"));
	} else {
		if (over && expired)
			*expired = (struct openpgp_expired){ arena_str(a, w[VALID_KEY]),
							     (int64_t)made, t->expired };
		out->principal = out->key = arena_str(a, w[VALID_PRIMARY]);
		out->state = over ? SIGNATURE_BAD : SIGNATURE_GOOD;
		out->why = over ? STR("the key had expired") : STR_NULL;
	}
}

static void read_status(struct str text, struct arena *a, struct signature *out,
			struct openpgp_expired *expired)
{
	struct told t = { .expired = INT64_MAX };
	struct str line;

	while (str_line(&text, &line))
		read_line(&t, line);
	if (t.no_ring)
		bad(out, SIGNATURE_NOT_CHECKED, STR("gpgv could not read the keyring"));
	else if (t.unknown)
		bad(out, SIGNATURE_UNKNOWN, STR("the key is nobody's that we know"));
	else if (t.bad && strcmp(t.bad, "ERRSIG") == 0)
		bad(out, SIGNATURE_NOT_CHECKED,
		    STR("gpgv does not know this kind of signature"));
	else if (t.n_signatures == 1 && t.n_valid == 1 &&
		 (t.bad ? is_expired(&t) : t.good))
		read_valid(&t, a, out, expired);
	else
		bad(out, SIGNATURE_BAD,
		    arena_printf(a, "gpgv says %s", t.bad ? t.bad : "nothing good"));
}

/* ---- asking it ---- */

void openpgp_verify(struct str payload, struct str armour, const char *keyring,
		    struct arena *a, struct signature *out,
		    struct openpgp_expired *expired)
{
	/* A home that cannot be there: nothing of the user's is looked at. */
	const char *const argv[] = { "gpgv",      "--homedir", "/dev/null", "--status-fd",
				     "1",         "--keyring", keyring,     "--",
				     "/dev/fd/3", "-",         NULL };
	struct proc p = { .argv = argv, .input = payload, .cap = MIB, .n_extra = 1 };
	struct proc_result r;
	const char *why;
	struct err e;
	int ret;

	if (!keyring || !*keyring) {
		bad(out, SIGNATURE_NOT_CHECKED,
		    STR("it is an OpenPGP signature, and no OpenPGP keys are "
			"registered"));
		return;
	}
	/* gpgv would take more: whole messages, several signatures. */
	if (!openpgp_dearmour(armour, OPENPGP_SIGNATURE_HEAD, a, &p.extra[0], &why) ||
	    !openpgp_is_signature(p.extra[0])) {
		bad(out, SIGNATURE_BAD, STR("it is not one whole OpenPGP signature"));
		return;
	}
	ret = proc_run(&p, a, &r, &e);
	if (ret == 0)
		read_status(r.out, a, out, expired);
	else
		bad(out, SIGNATURE_NOT_CHECKED,
		    arena_printf(a, "it is an OpenPGP signature, and %s%s", e.msg,
				 ret == ERR_TOOL ? ": install gpgv (Debian: apt install "
						   "gpgv)"
						 : ""));
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
	} else if (str_starts(armour, OPENPGP_SIGNATURE_HEAD)) {
		openpgp_verify(payload, armour, keyring, a, out, NULL);
	} else {
		out->state = SIGNATURE_NOT_CHECKED;
		out->why = STR("it is of a kind that is not verified here");
	}
}
