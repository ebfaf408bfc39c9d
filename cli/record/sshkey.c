#include "record/sshkey.h"
#include "core/digest.h"
#include "record/wire.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

enum { ED25519_KEY = 32, ED25519_SIGNATURE = 64, RSA_LEAST = 2048, RSA_MOST = 16384 };

enum family { FAMILY_ED25519, FAMILY_ECDSA, FAMILY_RSA };
struct sshkey_type {
	const char *name;
	enum family family;
	const char *curve, *group; /* SSH's name, libcrypto's name */
	size_t point;              /* bytes of an uncompressed point */
	const char *hash;
	bool token; /* signs with counter and flags */
};
static const struct sshkey_type types[] = {
	{ "ssh-ed25519", FAMILY_ED25519, NULL, NULL, 0, NULL, false },
	{ "ecdsa-sha2-nistp256", FAMILY_ECDSA, "nistp256", "P-256", 65, "SHA256", false },
	{ "ecdsa-sha2-nistp384", FAMILY_ECDSA, "nistp384", "P-384", 97, "SHA384", false },
	{ "ecdsa-sha2-nistp521", FAMILY_ECDSA, "nistp521", "P-521", 133, "SHA512",
	  false },
	{ "ssh-rsa", FAMILY_RSA, NULL, NULL, 0, NULL, false },
	{ "sk-ssh-ed25519@openssh.com", FAMILY_ED25519, NULL, NULL, 0, NULL, true },
	{ "sk-ecdsa-sha2-nistp256@openssh.com", FAMILY_ECDSA, "nistp256", "P-256", 65,
	  "SHA256", true },
};

/* ---- keys ---- */

static bool refuse(const char **why, const char *reason)
{
	*why = reason;
	return false;
}

static const struct sshkey_type *type_named(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_is(name, types[i].name))
			return &types[i];
	return NULL;
}

static size_t bits(struct str number)
{
	size_t n = number.n * 8;

	for (unsigned top = number.n ? (uint8_t)number.p[0] : 0; n && top < 0x80;
	     top <<= 1)
		n--;
	return n;
}

static bool parse_body(struct str *in, struct sshkey *k, const char **why)
{
	struct str curve;

	switch (k->type->family) {
	case FAMILY_ED25519:
		return (wire_string(in, &k->point) && k->point.n == ED25519_KEY) ||
		       refuse(why, "its key is not 32 bytes long");
	case FAMILY_ECDSA:
		if (!wire_string(in, &curve) || !str_is(curve, k->type->curve))
			return refuse(why, "its curve is not the one of its type");
		return (wire_string(in, &k->point) && k->point.n == k->type->point &&
			k->point.p[0] == 4) ||
		       refuse(why, "its point is not whole");
	default:
		if (!wire_number(in, &k->e) || !wire_number(in, &k->n))
			return refuse(why, "its numbers are not whole");
		if (bits(k->n) < RSA_LEAST)
			return refuse(why, "an RSA key below 2048 bits is too weak");
		return bits(k->n) <= RSA_MOST ||
		       refuse(why, "an RSA key this large is not taken");
	}
}

bool sshkey_parse(struct str blob, struct sshkey *out, const char **why)
{
	struct str in = blob, name;

	*out = (struct sshkey){ 0 };
	if (!wire_string(&in, &name))
		return refuse(why, "it is cut off");
	if (str_find(name, STR("-cert-"), 0) != SIZE_MAX)
		return refuse(why, "certificates are not taken");
	out->type = type_named(name);
	if (!out->type)
		return refuse(why, "its type is not one we verify");
	if (!parse_body(&in, out, why))
		return false;
	if (out->type->token && !wire_string(&in, &out->application))
		return refuse(why, "its application is missing");
	return !in.n || refuse(why, "bytes follow it");
}

struct str sshkey_type_name(const struct sshkey *k)
{
	return str_from(k->type->name);
}

struct str sshkey_fingerprint(struct str blob, struct arena *a)
{
	const struct digest d = digest_of(blob);
	struct str text =
		base64_encode((struct str){ (const char *)d.bytes, sizeof(d.bytes) }, a);

	while (text.n && text.p[text.n - 1] == '=')
		text.n--;
	return arena_printf(a, "SHA256:%.*s", STR_ARG(text));
}

/* ---- libcrypto's form of a key ---- */

static EVP_PKEY *from_params(const char *kind, OSSL_PARAM_BLD *build)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
	OSSL_PARAM *params = build ? OSSL_PARAM_BLD_to_param(build) : NULL;
	EVP_PKEY *made = NULL;

	if (context && params && EVP_PKEY_fromdata_init(context) == 1)
		(void)EVP_PKEY_fromdata(context, &made, EVP_PKEY_PUBLIC_KEY, params);
	OSSL_PARAM_free(params);
	EVP_PKEY_CTX_free(context);
	return made;
}

static EVP_PKEY *ec_key(const struct sshkey *k)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY *made = NULL;

	if (build &&
	    OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME,
					    k->type->group, 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, k->point.p,
					     k->point.n) == 1)
		made = from_params("EC", build);
	OSSL_PARAM_BLD_free(build);
	return made;
}

static BIGNUM *number(struct str s)
{
	return BN_bin2bn((const unsigned char *)s.p, (int)s.n, NULL);
}

static EVP_PKEY *rsa_key(const struct sshkey *k)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *n = number(k->n), *e = number(k->e);
	EVP_PKEY *made = NULL;

	if (build && n && e &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) == 1)
		made = from_params("RSA", build);
	BN_free(n);
	BN_free(e);
	OSSL_PARAM_BLD_free(build);
	return made;
}

static EVP_PKEY *library_key(const struct sshkey *k)
{
	switch (k->type->family) {
	case FAMILY_ED25519:
		return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
						   (const unsigned char *)k->point.p,
						   k->point.n);
	case FAMILY_ECDSA:
		return ec_key(k);
	default:
		return rsa_key(k);
	}
}

/* ---- signatures ---- */

/* Two positive numbers to the DER form that libcrypto wants. */
static bool ecdsa_der(struct str in, struct arena *a, struct str *der)
{
	struct str r, s;
	ECDSA_SIG *sig;
	unsigned char *out;
	BIGNUM *br, *bs;
	int n;

	if (!wire_number(&in, &r) || !wire_number(&in, &s) || in.n)
		return false;
	sig = ECDSA_SIG_new();
	br = number(r);
	bs = number(s);
	if (!sig || !br || !bs || ECDSA_SIG_set0(sig, br, bs) != 1) {
		BN_free(br);
		BN_free(bs);
		ECDSA_SIG_free(sig);
		return false;
	}
	n = i2d_ECDSA_SIG(sig, NULL);
	out = arena_alloc(a, n > 0 ? (size_t)n : 1);
	*der = (struct str){ (const char *)out, n > 0 ? (size_t)n : 0 };
	if (n > 0)
		(void)i2d_ECDSA_SIG(sig, &out);
	ECDSA_SIG_free(sig);
	return n > 0;
}

static bool library_verify(const struct sshkey *k, const char *hash, struct str signature,
			   struct str data)
{
	EVP_PKEY *key = library_key(k);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good =
		key && context &&
		EVP_DigestVerifyInit_ex(context, NULL, hash, NULL, NULL, key, NULL) ==
			1 &&
		EVP_DigestVerify(context, (const unsigned char *)signature.p, signature.n,
				 (const unsigned char *)data.p, data.n) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return good;
}

/* What a token signs: its application, its flags and counter, and the message. */
static bool token_data(const struct sshkey *k, struct str *in, struct str data,
		       struct arena *a, struct str *out)
{
	const struct digest application = digest_of(k->application),
			    message = digest_of(data);
	struct str seen = *in;
	struct buf b;
	uint8_t flags;
	uint32_t counter;

	if (!wire_byte(in, &flags) || !wire_u32(in, &counter))
		return false;
	seen.n = 5;
	buf_init(&b, 0);
	buf_add(&b, application.bytes, sizeof(application.bytes));
	buf_str(&b, seen);
	buf_add(&b, message.bytes, sizeof(message.bytes));
	*out = arena_str(a, buf_view(&b));
	buf_release(&b);
	return true;
}

/* The hash that goes with a signature's type; false when it is not one for this key. */
static bool hash_of(const struct sshkey *k, struct str type, const char **hash)
{
	*hash = k->type->hash;
	if (k->type->family != FAMILY_RSA)
		return str_is(type, k->type->name);
	*hash = str_is(type, "rsa-sha2-512") ? "SHA512" : "SHA256";
	return str_is(type, "rsa-sha2-512") || str_is(type, "rsa-sha2-256");
}

bool sshkey_verify(const struct sshkey *k, struct str signature, struct str data,
		   struct arena *a, const char **why)
{
	struct str in = signature, type, bytes;
	const char *hash;

	if (!wire_string(&in, &type) || !wire_string(&in, &bytes))
		return refuse(why, "the signature is cut off");
	if (!hash_of(k, type, &hash))
		return refuse(why, "the signature is of another type than its key");
	if (k->type->token && !token_data(k, &in, data, a, &data))
		return refuse(why, "the signature is cut off");
	if (in.n)
		return refuse(why, "bytes follow the signature");
	if (k->type->family == FAMILY_ED25519 && bytes.n != ED25519_SIGNATURE)
		return refuse(why, "the signature is not 64 bytes long");
	if (k->type->family == FAMILY_RSA && bytes.n != (bits(k->n) + 7) / 8)
		return refuse(why, "the signature is not as long as its key");
	if (k->type->family == FAMILY_ECDSA && !ecdsa_der(bytes, a, &bytes))
		return refuse(why, "the signature's numbers are not whole");
	return library_verify(k, hash, bytes, data) ||
	       refuse(why, "the signature does not belong to these bytes");
}
