/* SSHSIG signatures (PROTOCOL.sshsig of OpenSSH), verified strictly:
 *
 *	"SSHSIG"  u32 version 1  string public key  string namespace  string reserved
 *(empty) string hash ("sha256" or "sha512")  string signature
 *
 * and what the key signed is
 *
 *	"SSHSIG"  string namespace  string reserved  string hash  string H(message)
 *
 * Everything OpenSSH's verifier refuses is refused here; some things it lets pass are
 * refused too (text around the armour, base64 that is not canonical, version 0). */
#include "record/sign.h"
#include "record/sshkey.h"
#include "record/verify.h"
#include "record/wire.h"

#include <openssl/evp.h>

static const char magic[] = "SSHSIG";
static const char begins[] = "-----BEGIN SSH SIGNATURE-----\n";
static const char ends[] = "-----END SSH SIGNATURE-----";
enum { MAGIC = sizeof(magic) - 1, ARMOUR_MOST = 64 * 1024 };

struct parts {
	struct str key, ns, hash, signature;
};

/* The bytes between the armour's lines. */
static bool unarmour(struct str armour, struct arena *a, struct str *out)
{
	struct str body, line;
	struct buf joined;
	bool good;

	if (armour.n && armour.p[armour.n - 1] == '\n')
		armour.n--;
	if (armour.n > ARMOUR_MOST || !str_starts(armour, begins) ||
	    !str_ends(armour, ends))
		return false;
	body = str_slice(armour, sizeof(begins) - 1, armour.n - (sizeof(ends) - 1));
	if (str_chr(body, '\r', 0) != SIZE_MAX)
		return false;
	buf_init(&joined, 0);
	while (str_line(&body, &line))
		buf_str(&joined, line);
	good = base64_decode(arena_str(a, buf_view(&joined)), a, out);
	buf_release(&joined);
	return good;
}

static const char *take_apart(struct str blob, struct parts *out)
{
	struct str in = blob, reserved;
	uint32_t version;

	if (!str_starts(in, magic))
		return "it does not start as an SSH signature does";
	in = str_slice(in, MAGIC, in.n);
	if (!wire_u32(&in, &version) || version != 1)
		return "its version is not 1";
	if (!wire_string(&in, &out->key) || !wire_string(&in, &out->ns) ||
	    !wire_string(&in, &reserved) || !wire_string(&in, &out->hash) ||
	    !wire_string(&in, &out->signature))
		return "it is cut off";
	if (in.n)
		return "bytes follow it";
	if (reserved.n)
		return "its reserved field is not empty";
	if (!str_is(out->hash, "sha256") && !str_is(out->hash, "sha512"))
		return "its hash is neither sha256 nor sha512";
	return NULL;
}

/* The bytes that the key signed. */
static bool signed_data(const struct parts *p, struct str payload, struct arena *a,
			struct str *out)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	struct buf b;

	if (EVP_Digest(payload.p, payload.n, digest, &n,
		       str_is(p->hash, "sha512") ? EVP_sha512() : EVP_sha256(),
		       NULL) != 1)
		return false;
	buf_init(&b, 0);
	buf_add(&b, magic, MAGIC);
	wire_put_string(&b, p->ns);
	wire_put_string(&b, STR(""));
	wire_put_string(&b, p->hash);
	wire_put_string(&b, (struct str){ (const char *)digest, n });
	*out = arena_str(a, buf_view(&b));
	buf_release(&b);
	return true;
}

static bool is_listed(struct str list, const char *name)
{
	struct str rest = list, one;

	while (str_field(&rest, ',', &one))
		if (str_is(one, name))
			return true;
	return false;
}

static struct str first_name(struct str principals)
{
	const size_t comma = str_chr(principals, ',', 0);

	return str_slice(principals, 0, comma);
}

/* Whose key it is, among those that may sign here and now. */
static void look_up(const struct signers *known, struct str blob, const char *ns,
		    int64_t when, struct signature *out)
{
	out->state = SIGNATURE_UNKNOWN;
	out->why = STR("the key is nobody's that we know");
	for (size_t i = 0; known && i < known->n; i++) {
		const struct signers_line *line = &known->p[i];

		if (!str_eq(line->blob, blob))
			continue;
		if (line->namespaces.n && !is_listed(line->namespaces, ns)) {
			out->why = STR("the key may not sign this kind of statement");
		} else if (when < line->after || when > line->before) {
			out->why = STR("the key was not valid at that time");
		} else {
			*out = (struct signature){ .state = SIGNATURE_GOOD,
						   .principal =
							   first_name(line->principals),
						   .key = out->key };
			return;
		}
	}
}

static void set_bad(struct signature *out, const char *why)
{
	out->state = SIGNATURE_BAD;
	out->why = str_from(why);
}

void sshsig_verify(struct str payload, struct str armour, const char *ns,
		   const struct signers *known, int64_t when, struct arena *a,
		   struct signature *out)
{
	struct str blob, data;
	struct parts p;
	struct sshkey key;
	const char *why;

	if (!unarmour(armour, a, &blob)) {
		set_bad(out, "the armour is not in its one form");
		return;
	}
	why = take_apart(blob, &p);
	if (why) {
		set_bad(out, why);
		return;
	}
	out->key = sshkey_fingerprint(p.key, a);
	if (!str_is(p.ns, ns)) {
		set_bad(out, "it was made for another kind of statement");
	} else if (!sshkey_parse(p.key, &key, &why)) {
		out->state = SIGNATURE_NOT_CHECKED;
		out->why = arena_printf(a, "its key cannot be used: %s", why);
	} else if (!signed_data(&p, payload, a, &data)) {
		out->state = SIGNATURE_NOT_CHECKED;
		out->why = STR("the digest could not be computed");
	} else if (!sshkey_verify(&key, p.signature, data, a, &why)) {
		set_bad(out, why);
	} else {
		look_up(known, p.key, ns, when, out);
	}
}
