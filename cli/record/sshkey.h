/* record/sshkey.h: public keys of SSH and signatures by them, by libcrypto.
 * Keys: RFC 4253 section 6.6, RFC 5656, RFC 8709, PROTOCOL.u2f of OpenSSH.
 * Signatures: the same, and RFC 8332. Private to the room. */
#ifndef RECORD_SSHKEY_H
#define RECORD_SSHKEY_H

#include "core/arena.h"

struct sshkey_type;
struct sshkey {
	const struct sshkey_type *type;
	struct str point;       /* Ed25519: 32 bytes; ECDSA: the point, uncompressed */
	struct str e, n;        /* RSA */
	struct str application; /* of a key on a token */
};

/* Take a key's wire bytes apart. False: `why` is one clause for a message. Certificates,
 * DSA and RSA below 2048 bits are refused. Borrows from `blob`. */
bool sshkey_parse(struct str blob, struct sshkey *out, const char **why);
struct str sshkey_type_name(const struct sshkey *k);
/* True if `signature` (wire bytes) is one of `k` over `data`. */
bool sshkey_verify(const struct sshkey *k, struct str signature, struct str data,
		   struct arena *a, const char **why);
/* "SHA256:..." as OpenSSH prints it. */
struct str sshkey_fingerprint(struct str blob, struct arena *a);

#endif
