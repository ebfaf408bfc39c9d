/* Any bytes as an armour, a key or a signature: a key that is accepted has a fingerprint
 * and a user id, and is read again from its own packets. */
#include "record/openpgp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void try_key(struct str bytes, struct arena *a)
{
	struct openpgp_key key, again;
	const char *why = NULL;
	struct str only;

	if (!openpgp_key_read(bytes, a, &key, &why)) {
		must(why != NULL);
		return;
	}
	must(key.fingerprint.n == 40 && key.user_ids.n > 0);
	only = openpgp_key_only(bytes, key.fingerprint, a);
	must(only.n > 0 && only.n <= bytes.n);
	if (openpgp_key_read(only, a, &again, &why))
		must(str_eq(key.fingerprint, again.fingerprint));
}

static void try_signature(struct str bytes)
{
	const char *told;

	if (!openpgp_is_signature(bytes))
		return;
	told = openpgp_signature_extra(bytes);
	must(!told || *told);
}

static void try_armour(struct str text, const char *head, struct arena *a)
{
	struct str bytes;
	const char *why = NULL;

	if (!openpgp_dearmour(text, head, a, &bytes, &why)) {
		must(why != NULL);
		return;
	}
	try_key(bytes, a);
	try_signature(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };

	try_armour(text, OPENPGP_KEY_HEAD, &a);
	try_armour(text, OPENPGP_SIGNATURE_HEAD, &a);
	try_key(text, &a);
	try_signature(text);
	arena_release(&a);
	return 0;
}
