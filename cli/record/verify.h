/* record/verify.h: the kinds of signatures behind signature_verify(). Private to the
 * room. */
#ifndef RECORD_VERIFY_H
#define RECORD_VERIFY_H

#include "record/sign.h"

/* `out` is zeroed; state and what goes with it are filled in. */
void sshsig_verify(struct str payload, struct str armour, const char *ns,
		   const struct signers *known, int64_t when, struct arena *a,
		   struct signature *out);

/* What gpgv says of a signature by a key that has expired by now: whether it counts
 * depends on when it was made. */
struct openpgp_expired {
	struct str key;   /* fingerprint of the key or subkey that signed; empty: none */
	int64_t made, at; /* what the signature says; when the first key of it expired */
};
/* GOOD: `principal` and `key` are the fingerprint of the primary key. `expired` may be
 * NULL. */
void openpgp_verify(struct str payload, struct str armour, const char *keyring,
		    struct arena *a, struct signature *out,
		    struct openpgp_expired *expired);

#endif
