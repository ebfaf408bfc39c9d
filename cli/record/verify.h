/* record/verify.h: the kinds of signatures behind signature_verify(). Private to the
 * room. */
#ifndef RECORD_VERIFY_H
#define RECORD_VERIFY_H

#include "record/sign.h"

/* `out` is zeroed; state and what goes with it are filled in. */
void sshsig_verify(struct str payload, struct str armour, const char *ns,
		   const struct signers *known, int64_t when, struct arena *a,
		   struct signature *out);
void openpgp_verify(struct str payload, struct str armour, const char *keyring,
		    struct arena *a, struct signature *out);

#endif
