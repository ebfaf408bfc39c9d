/* Account files say where a password is kept. Anything that may be one is found, and its
 * bytes are never shown: neither in a message nor in the line under it. */
#include "post/load.h"

enum { URI_MAX = 512 };

static const char *const schemes[] = { "op://", "bitwarden:", "keepassxc:",
				       "pass:", "vault:",     NULL };
/* Parts of key names, as people call secrets. */
static const char *const secret_names[] = { "password", "passwd", "passphrase", "secret",
					    "token",    "apikey", "privatekey", "otp",
					    "seed",     "codes",  "cookie",     NULL };

static void say_secret(const struct source *s, struct span at, const char *what,
		       struct findings *f)
{
	finding_add(f, FINDING_ACCOUNT_SECRET, s, at, "%s", what)->mask = true;
}

static size_t known_scheme(struct str uri)
{
	for (int i = 0; schemes[i]; i++)
		if (str_starts(uri, schemes[i]))
			return strlen(schemes[i]);
	return 0;
}

/* Length of the scheme, when decorum.yaml allows it. */
static size_t allowed_scheme(const struct registry *r, struct str uri)
{
	for (size_t i = 0; i < r->n_vaults; i++)
		if (r->vaults[i].n && uri.n > r->vaults[i].n &&
		    str_eq(str_slice(uri, 0, r->vaults[i].n), r->vaults[i]))
			return r->vaults[i].n;
	return r->n_vaults ? 0 : known_scheme(uri);
}

bool registry_allows(const struct registry *r, struct str uri)
{
	return allowed_scheme(r, uri) > 0;
}

bool registry_knows(struct str uri)
{
	return known_scheme(uri) > 0;
}

/* "op://vault/item": a scheme we know, and something behind it. */
bool is_reference(const struct registry *r, struct str uri)
{
	size_t skip = allowed_scheme(r, uri);

	if (!skip)
		skip = known_scheme(uri);
	if (!skip || uri.n == skip || uri.n > URI_MAX)
		return false;
	for (size_t i = skip; i < uri.n; i++)
		if ((unsigned char)uri.p[i] <= ' ' || uri.p[i] == 0x7F)
			return false;
	return true;
}

static void check_reference(const struct registry *r, const struct source *s,
			    const struct yaml *map, const char *key, struct findings *f)
{
	const struct yaml *value = is_map(map) ? yaml_get(map, key) : NULL;

	if (value && !(is_scalar(value) && is_reference(r, value->value)))
		say_secret(
			s, value->at,
			"this names no place in a password manager (op://, bitwarden:, "
			"keepassxc:, pass:, vault:); if it was a password, change it: "
			"the history of the repository keeps it",
			f);
}

/* "API_key" is "apikey". */
static bool is_secret_name(struct str key)
{
	char plain[64];
	struct str name = { plain, 0 };

	for (size_t i = 0; i < key.n && name.n < sizeof(plain); i++)
		if (ascii_is_alnum((unsigned char)key.p[i]))
			plain[name.n++] = ascii_lower(key.p[i]);
	for (int i = 0; secret_names[i]; i++)
		if (str_find(name, str_from(secret_names[i]), 0) != SIZE_MAX)
			return true;
	return false;
}

static void check_names(const struct source *s, const struct yaml *map,
			struct findings *f)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct yaml *value = map->items[i];

		if (is_secret_name(map->keys[i]->value))
			say_secret(
				s, value->at,
				"passwords, keys and codes do not belong here; say under "
				"\"credential:\" where they are kept, and change this "
				"one",
				f);
		else if (is_map(value))
			check_names(s, value, f); /* as deep as LIMIT_YAML_DEPTH */
	}
}

void find_secrets(const struct registry *r, const struct source *s,
		  const struct yaml *account, struct findings *f)
{
	check_names(s, account, f);
	check_reference(r, s, account, "credential", f);
	check_reference(r, s, yaml_get(account, "twofactor"), "recovery", f);
}

/* ---- a file that is no YAML ---- */

/* The value on a line "key: value" whose key asks for a secret or its place. */
static bool secret_value(const struct registry *r, struct str line, struct str *value)
{
	const size_t colon = str_chr(line, ':', 0);
	const struct str key = str_slice(line, 0, colon);

	if (colon == SIZE_MAX ||
	    !(is_secret_name(key) || str_find(key, STR("credential"), 0) != SIZE_MAX ||
	      str_find(key, STR("recovery"), 0) != SIZE_MAX))
		return false;
	*value = str_trim(str_slice(line, colon + 1, line.n));
	return value->n && !is_reference(r, *value);
}

void find_raw_secrets(const struct registry *r, const struct source *s,
		      struct findings *f)
{
	struct str rest = s->bytes, line, value;

	while (str_line(&rest, &line)) {
		struct span at;

		if (!secret_value(r, line, &value))
			continue;
		at.start = (uint32_t)(value.p - s->bytes.p);
		at.end = at.start + (uint32_t)value.n;
		say_secret(s, at,
			   "this may be a password or a code: say under \"credential:\" "
			   "where it is kept, and change it",
			   f);
	}
}
