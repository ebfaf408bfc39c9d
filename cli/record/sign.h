/* record/sign.h: signatures made as git makes them, and verified more strictly.
 * Private to the room.
 *
 * Signing starts `ssh-keygen -Y sign` (or gpg), so that agents, hardware keys and
 * passphrases stay the business of those programs. Verifying SSH signatures happens here,
 * with libcrypto's primitives only; it accepts a subset of what OpenSSH accepts, never
 * more. OpenPGP is verified by `gpgv`. Formats: PROTOCOL.sshsig of OpenSSH, RFC 4253
 * section 6.6, RFC 5656, RFC 8332, RFC 8709; docs/formats/signatures.md. */
#ifndef RECORD_SIGN_H
#define RECORD_SIGN_H

#include "core/arena.h"
#include "core/err.h"
#include "repo/repo.h"

/* ---- making ---- */

enum signer_kind { SIGNER_SSH, SIGNER_GPG };
struct signer {
	enum signer_kind kind;
	const char *program; /* "ssh-keygen", "gpg": looked up in PATH */
	const char
		*key; /* SSH: file of the key, or of its public half (agent); gpg: id */
	struct str public; /* SSH: "ssh-ed25519 AAAA...", without a comment; else empty */
	char *made;        /* a file that signer_release() removes (`key::` literals) */
};
/* As git would sign in this repository (r NULL: by the user's own configuration):
 * gpg.format, user.signingKey (a path, "~/...", "key::ssh-..." or a literal key), and
 * gpg.ssh.program / gpg.program only when the user's own configuration, not the
 * repository's, names them. ERR_USAGE with the way out when no key is set or its file is
 * not there. */
int signer_of_config(struct repo *r, struct arena *a, struct signer *out,
		     struct err *e) MUST_CHECK;
void signer_release(struct signer *s);
/* SIGNER_GPG: fingerprints of the primary keys that `key` names and whose secrets gpg
 * has, in its order. ERR_USAGE when it has none. */
int signer_fingerprints(const struct signer *s, struct arena *a, struct str **out,
			size_t *n, struct err *e) MUST_CHECK;
/* An armoured signature over `payload`, in `a`. SSH: under `ns` ("git",
 * "decorum-case@v1"); gpg knows no namespaces: detached, armoured. ERR_TOOL says what the
 * program said. */
int sign_payload(const struct signer *s, const char *ns, struct str payload,
		 struct arena *a, struct str *armour, struct err *e) MUST_CHECK;
/* A repo_sign: `ctx` is the struct signer, the namespace is "git". */
int sign_commit(void *ctx, struct str payload, struct arena *a, struct str *armour,
		struct err *e);

/* ---- verifying ---- */

/* One line of an allowed_signers file (ssh-keygen(1), ALLOWED SIGNERS). */
struct signers_line {
	struct str principals; /* one or more exact names, comma between; no patterns */
	struct str namespaces; /* comma between; empty: any */
	struct str type, blob; /* "ssh-ed25519", the key's wire bytes */
	int64_t after, before; /* validity, seconds; INT64_MIN, INT64_MAX: open */
};
struct signers {
	struct signers_line *p;
	size_t n;
};
/* All lines or none: a malformed line, a date without Z, a weak key (RSA below 2048
 * bits), an unknown key type or option is ERR_INVALID with its line number. */
int signers_parse(struct str text, struct arena *a, struct signers *out,
		  struct err *e) MUST_CHECK;
/* One key line ("ssh-ed25519 AAAA... comment") taken apart; ERR_INVALID says why not. */
int signers_key(struct str line, struct arena *a, struct str *type, struct str *blob,
		struct err *e) MUST_CHECK;

enum signature_state {
	SIGNATURE_GOOD,    /* by a key that the signers know, in its time and namespace */
	SIGNATURE_BAD,     /* wrong bytes, wrong namespace, malformed */
	SIGNATURE_UNKNOWN, /* arithmetic is right, but nobody we know */
	SIGNATURE_NOT_CHECKED, /* a kind we cannot verify here (X.509, gpgv missing ...)
				*/
	SIGNATURE_NONE,        /* there is no signature */
};
struct signature {
	enum signature_state state;
	struct str principal; /* GOOD: the first name of the line; OpenPGP: as `key` */
	struct str key; /* "SHA256:..." fingerprint as OpenSSH prints it, or the one of
			   the primary OpenPGP key; or empty */
	struct str why; /* not GOOD: one sentence, no full stop */
};
/* `when`: seconds, for the validity of keys. Never fails: what cannot be verified is not
 * GOOD. `keyring` (may be empty): path of a keyring for gpgv. */
void signature_verify(struct str payload, struct str armour, const char *ns,
		      const struct signers *known, int64_t when, const char *keyring,
		      struct arena *a, struct signature *out);

#endif
