/* record/openpgp.h: OpenPGP keys and signatures taken apart into packets (RFC 4880,
 * sections 4, 5.2, 5.5, 6 and 12.2). What a key's own signatures mean (user ids, expiry,
 * revocation, whether a subkey may sign) is left to gpgv. Private to the room. */
#ifndef RECORD_OPENPGP_H
#define RECORD_OPENPGP_H

#include "core/arena.h"

#define OPENPGP_KEY_HEAD "-----BEGIN PGP PUBLIC KEY BLOCK-----"
#define OPENPGP_SIGNATURE_HEAD "-----BEGIN PGP SIGNATURE-----"

enum { OPENPGP_MOST = 64 * 1024 };

struct openpgp_key {
	struct str bytes;       /* packets, as `gpg --export` gives them */
	struct str fingerprint; /* of the primary key: 40 hex digits, capitals */
	VEC(struct str) user_ids;
};

/* The bytes in an armour that begins with `head`, with nothing around it. False: `why` is
 * one clause for a message. Also below. */
bool openpgp_dearmour(struct str text, const char *head, struct arena *a, struct str *out,
		      const char **why);
/* One public key, as it may be registered: version 4, not revoked, no RSA below 2048
 * bits, no picture. Borrows from `bytes`. */
bool openpgp_key_read(struct str bytes, struct arena *a, struct openpgp_key *out,
		      const char **why);
/* The same key with this one of its subkeys at most, in `a`; `bytes` were read before. */
struct str openpgp_key_only(struct str bytes, struct str subkey, struct arena *a);

/* Is it one signature packet and nothing else? */
bool openpgp_is_signature(struct str bytes);
/* What a signature says beside time and key that it should not say in a record; or NULL:
 * "the user id of the signer". */
const char *openpgp_signature_extra(struct str bytes);

#endif
