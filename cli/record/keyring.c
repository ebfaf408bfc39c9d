/* Signatures under the registry of a case repository. For those of OpenPGP gpgv gets a
 * keyring of the keys that were registered at that time and no others. It lies in memory
 * only, so there is nothing to remove, whatever happens. */
#include "record/breach.h"
#include "record/openpgp.h"
#include "record/verify.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

static bool counts(const struct registry_pgp *key, int64_t when)
{
	return key->from <= when && when < key->until;
}

static const struct registry_pgp *find(const struct registry *r, struct str print,
				       int64_t when)
{
	for (size_t i = 0; print.n && i < r->pgp.n; i++)
		if (counts(&r->pgp.p[i], when) &&
		    str_eq(r->pgp.p[i].key.fingerprint, print))
			return &r->pgp.p[i];
	return NULL;
}

struct str registry_pgp_name(const struct registry *r, struct str print, int64_t when)
{
	const struct registry_pgp *key = find(r, print, when);

	return key ? key->name : STR_NULL;
}

struct str registry_name_of(const struct registry *r, const struct person_key *key,
			    int64_t when, struct arena *a)
{
	if (key->pgp)
		return registry_pgp_name(r, key->pgp->fingerprint, when);
	return key->ssh.n ? registry_name(r, key->ssh, when, a) : STR_NULL;
}

/* ---- a keyring in memory ---- */

static bool put(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes = str_slice(bytes, (size_t)n, bytes.n);
	}
	return true;
}

/* Verify with a keyring of these bytes. The child sees it by our descriptor: a pipe would
 * not do, since gpgv reads a keyring more than once. */
static void ask(struct str ring, struct str payload, struct str armour, struct arena *a,
		struct signature *out, struct openpgp_expired *expired)
{
	int fd = memfd_create("decorum-keyring", MFD_CLOEXEC);
	const char *path =
		arena_cstr(a, arena_printf(a, "/proc/%ld/fd/%d", (long)getpid(), fd));

	*out = (struct signature){ .state = SIGNATURE_NOT_CHECKED };
	if (fd < 0 || !put(fd, ring))
		out->why = STR("there is no memory for a keyring");
	else
		openpgp_verify(payload, armour, path, a, out, expired);
	if (fd >= 0)
		(void)close(fd);
}

/* What the key signed before it expired stays good. gpgv names dates of other subkeys as
 * well: so it is asked again, with only those keys at hand that take part. */
static void ask_expired(const struct registry_pgp *key, struct str payload,
			struct str armour, int64_t when, struct arena *a,
			struct signature *out, struct openpgp_expired *expired)
{
	struct str ring = openpgp_key_only(key->key.bytes, expired->key, a);

	*expired = (struct openpgp_expired){ 0 };
	ask(ring, payload, armour, a, out, expired);
	if (expired->key.n && when < expired->at && expired->made < expired->at)
		*out = (struct signature){ .state = SIGNATURE_GOOD,
					   .key = out->key,
					   .principal = out->principal };
}

static void verify_pgp(const struct registry *r, struct str payload, struct str armour,
		       int64_t when, struct arena *a, struct signature *out)
{
	struct openpgp_expired expired = { 0 };
	const struct registry_pgp *key;
	struct buf ring;

	buf_init(&ring, 0);
	for (size_t i = 0; i < r->pgp.n; i++)
		if (counts(&r->pgp.p[i], when))
			buf_str(&ring, r->pgp.p[i].key.bytes);
	if (ring.n)
		ask(buf_view(&ring), payload, armour, a, out, &expired);
	else
		*out = (struct signature){
			.state = SIGNATURE_UNKNOWN,
			.why = STR("no OpenPGP key was registered at that time")
		};
	buf_release(&ring);
	key = find(r, out->key, when);
	if (key && expired.key.n)
		ask_expired(key, payload, armour, when, a, out, &expired);
	if (out->state != SIGNATURE_GOOD)
		return;
	if (key)
		out->principal = key->name;
	else
		*out = (struct signature){ .state = SIGNATURE_UNKNOWN,
					   .why = STR(
						   "the key is nobody's that we know") };
}

void registry_verify(const struct registry *r, struct str payload, struct str armour,
		     int64_t when, struct arena *a, struct signature *out)
{
	if (str_starts(armour, OPENPGP_SIGNATURE_HEAD))
		verify_pgp(r, payload, armour, when, a, out);
	else
		signature_verify(payload, armour, "git", &r->signers, when, NULL, a, out);
}

/* ---- what such keys tell of their owners ---- */

/* A role, or one with a number: "handler", "decider-2". */
static bool is_neutral(struct str id)
{
	unsigned ignored;

	while (id.n && ascii_is_digit((unsigned char)id.p[id.n - 1]))
		id = str_slice(id, 0, id.n - 1);
	if (str_ends(id, "-"))
		id = str_slice(id, 0, id.n - 1);
	for (size_t i = 0; i < ACTORS; i++)
		if (str_is(id, actors[i].name))
			return true;
	return role_from(id, &ignored);
}

size_t breach_exposed(const struct people *p, struct arena *a,
		      struct breach_exposed **out)
{
	VEC(struct breach_exposed) all = { 0 };

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->p[i].n_keys; k++) {
			const struct openpgp_key *key = p->p[i].keys[k].pgp;

			for (size_t u = 0; key && u < key->user_ids.n; u++)
				if ((p->p[i].roles & CASE_ROLES) &&
				    !is_neutral(key->user_ids.p[u]))
					*VEC_ADD(a, &all) = (struct breach_exposed){
						p->p[i].id, key->user_ids.p[u]
					};
		}
	*out = all.p;
	return all.n;
}
