/* Secrets that have no form of their own: known by the word beside them and by looking
 * random. What has a form (keys of services) is found by regexes of the policy. */
#include "check/shape.h"

#include <math.h>

enum {
	RANDOM_LEAST = 20,  /* bytes of what may be a key */
	ASSIGNED_LEAST = 6, /* of a password */
	VALUE_MOST = 512,
	NAME_MOST = 48, /* bytes of a name like api_key */
	NEAR = 48,      /* bytes between the word for a key and the key */
};

struct look {
	struct shape *sh;
	const struct shape_rule *r;
	struct str text;
};

static void tell(const struct look *l, size_t start, size_t end, const char *what)
{
	struct finding *f = shape_tell(l->sh, l->r->rule,
				       (struct span){ (uint32_t)start, (uint32_t)end },
				       str_from(what));

	f->mask = true;
}

/* ---- what a text is made of ---- */

struct made_of {
	size_t lower, upper, digits, marks;
};

static struct made_of look_into(struct str s)
{
	struct made_of m = { 0 };

	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (ascii_is_lower(c))
			m.lower++;
		else if (ascii_is_upper(c))
			m.upper++;
		else if (ascii_is_digit(c))
			m.digits++;
		else
			m.marks++;
	}
	return m;
}

/* Bits for each byte (Shannon 1948). */
static double entropy(struct str s)
{
	unsigned count[256] = { 0 };
	double bits = 0;

	for (size_t i = 0; i < s.n; i++)
		count[(unsigned char)s.p[i]]++;
	for (size_t i = 0; i < ARRAY_LEN(count); i++) {
		const double p = (double)count[i] / (double)s.n;

		if (count[i])
			bits -= p * log2(p);
	}
	return bits;
}

/* `s` in small letters without marks, at most NAME_MOST bytes of its end. */
static struct str squeezed(struct str s, char out[NAME_MOST])
{
	size_t n = 0;

	if (s.n > NAME_MOST)
		s = str_slice(s, s.n - NAME_MOST, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_alnum((unsigned char)s.p[i]))
			out[n++] = ascii_lower(s.p[i]);
	return (struct str){ out, n };
}

static bool has_word(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_find(s, str_from(words[i]), 0) != SIZE_MAX)
			return true;
	return false;
}
#define HAS_WORD(s, words) has_word((s), (words), ARRAY_LEN(words))

/* ---- what stands for a secret and is none ---- */

static const char *const stand_ins[] = {
	"example",  "placeholder",    "yourpass",  "yoursecret", "yourtoken", "yourapi",
	"yourkey",  "changeme",       "redacted",  "hidden",     "removed",   "insert",
	"mypass",   "mysecret",       "dummy",     "xxxx",       "required",  "optional",
	"password", "passwort",       "undefined", "default",    "process",   "environ",
	"getenv",   "secretsmanager", "fake",      "abcdefgh",   "01234567",  "12345678",
};

static bool is_one_character(struct str s)
{
	for (size_t i = 1; i < s.n; i++)
		if (s.p[i] != s.p[0])
			return false;
	return true;
}

static bool is_stand_in(struct str value)
{
	char plain[NAME_MOST];
	const struct str letters = squeezed(value, plain);

	if (!value.n || is_one_character(value) || HAS_WORD(letters, stand_ins))
		return true;
	if (strchr("<[({$%*", value.p[0]) || str_chr(value, '(', 0) != SIZE_MAX ||
	    str_find(value, STR("..."), 0) != SIZE_MAX ||
	    str_find(value, STR("***"), 0) != SIZE_MAX ||
	    str_find(value, STR("${"), 0) != SIZE_MAX ||
	    str_find(value, STR("{{"), 0) != SIZE_MAX)
		return true;
	return str_find(value, STR("://"), 0) != SIZE_MAX;
}

/* ---- https://user:password@host ---- */

static bool ends_address(char c)
{
	return (unsigned char)c <= ' ' || strchr("/?#\"'<>`", c);
}

static void check_address(const struct look *l, size_t at)
{
	size_t colon = SIZE_MAX, sign = SIZE_MAX;
	struct str password;

	for (size_t i = at; i < l->text.n && i < at + VALUE_MOST; i++) {
		const char c = l->text.p[i];

		if (ends_address(c))
			break;
		if (c == ':' && colon == SIZE_MAX)
			colon = i;
		if (c == '@')
			sign = i;
	}
	if (colon == SIZE_MAX || sign == SIZE_MAX || sign <= colon + 1)
		return;
	password = str_slice(l->text, colon + 1, sign);
	if (password.n < 3 || is_stand_in(password) || str_is(password, "pass") ||
	    str_is(password, "pwd") || str_is(password, "secret") ||
	    str_is(password, "token"))
		return;
	tell(l, colon + 1, sign, "a password stands in this address");
}

static void check_addresses(const struct look *l)
{
	size_t at = 0;

	while ((at = str_find(l->text, STR("://"), at)) != SIZE_MAX) {
		at += 3;
		check_address(l, at);
	}
}

/* ---- password = ... ---- */

static const char *const names[] = {
	"password",   "passwd",     "pwd",        "passphrase",      "passwort",
	"passcode",   "secret",     "token",      "apikey",          "accesskey",
	"privatekey", "authkey",    "credential", "encryptionkey",   "signingkey",
	"secretkey",  "storagekey", "accountkey", "masterkey",       "authorization",
	"licensekey", "licencekey", "webhookkey", "subscriptionkey",
};

static bool is_name_byte(char c)
{
	return ascii_is_alnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

static bool is_quote(char c)
{
	return c && strchr("\"'`", c);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Back from `at` over the name that ends there; where it begins. */
static size_t name_before(struct str text, size_t at)
{
	size_t start = at;

	while (start && at - start < NAME_MOST && is_name_byte(text.p[start - 1]))
		start--;
	return start;
}

/* The name in front of the sign of assignment at `at`; "api key" is one too. */
static struct str assigned_name(struct str text, size_t at)
{
	size_t end = at, start;

	while (end && (is_blank(text.p[end - 1]) || is_quote(text.p[end - 1]) ||
		       text.p[end - 1] == ']'))
		end--;
	start = name_before(text, end);
	if (start > 1 && text.p[start - 1] == ' ')
		start = name_before(text, start - 1);
	return str_slice(text, start, end);
}

/* Names that say what is sent to everybody. */
static const char *const open_names[] = { "csrf", "authenticity", "public", "publishable",
					  "cancel" };

/* It ends in a word for a secret: "client_secret", but not "secret_length". */
static bool is_secret_name(struct str name)
{
	char plain[NAME_MOST];
	struct str s = squeezed(name, plain);

	while (s.n &&
	       (s.p[s.n - 1] == 's' || ascii_is_digit((unsigned char)s.p[s.n - 1])) &&
	       !str_ends(s, "pass"))
		s.n--;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_ends(s, names[i]))
			return !HAS_WORD(s, open_names);
	return false;
}

/* What is assigned: between quotation marks, or up to a blank. *quoted tells. */
static struct str value_at(struct str text, size_t at, bool *quoted)
{
	size_t end;
	char quote = '\0';

	while (at < text.n && (is_blank(text.p[at]) || strchr("=>:", text.p[at])))
		at++;
	if (at < text.n && is_quote(text.p[at]))
		quote = text.p[at++];
	*quoted = quote;
	for (end = at; end < text.n && end < at + VALUE_MOST; end++) {
		const char c = text.p[end];

		if (quote ? c == quote || c == '\n'
			  : (unsigned char)c <= ' ' || strchr("\"'`,;)<>&", c))
			break;
	}
	return str_slice(text, at, end);
}

/* "my-first-post-2026-11-25": pieces that are words or numbers. */
static bool is_of_words(struct str s)
{
	size_t plain = 0;

	for (size_t at = 0, end; at < s.n; at = end + 1) {
		struct made_of m;

		for (end = at; end < s.n && ascii_is_alnum((unsigned char)s.p[end]);)
			end++;
		m = look_into(str_slice(s, at, end));
		if ((!m.digits && (!m.lower || m.upper * 10 < (m.upper + m.lower) * 3)) ||
		    (!m.upper && !m.lower && m.digits <= 4))
			plain += end - at + 1;
	}
	return plain * 10 >= s.n * 6;
}

/* "Hunter2!" and "k3yv4lue", but neither "tonight" nor "12:30". */
static bool is_password(struct str v, bool quoted, bool code)
{
	const struct made_of m = look_into(v);
	const size_t letters = m.lower + m.upper;

	if (v.n < ASSIGNED_LEAST || is_stand_in(v))
		return false;
	if (quoted && code && v.n >= 8 && str_chr(v, ' ', 0) == SIZE_MAX &&
	    (m.digits || !is_of_words(v)))
		return !is_of_words(v) || m.lower;
	if (str_chr(v, ' ', 0) != SIZE_MAX || !letters)
		return false;
	return m.digits && (m.digits + m.marks >= 2 || v.n >= 8) &&
	       !(m.digits && letters <= 2);
}

static void check_assigned(const struct look *l)
{
	for (size_t i = 1; i < l->text.n; i++) {
		const char c = l->text.p[i];
		struct str value;
		bool quoted;

		if ((c != '=' && c != ':') || shape_byte(l->sh, i + 1) == '/' ||
		    !is_secret_name(assigned_name(l->text, i)))
			continue;
		value = value_at(l->text, i + 1, &quoted);
		while (!quoted && value.n && strchr(".,!?", value.p[value.n - 1]))
			value.n--;
		if (is_password(value, quoted, c == '=' || quoted))
			tell(l, (size_t)(value.p - l->text.p),
			     (size_t)(value.p - l->text.p) + value.n,
			     "this looks like a password or a key");
		i = (size_t)(value.p - l->text.p) + (value.n ? value.n - 1 : 0);
	}
}

/* "the password is Hunter2" */
static void check_told(const struct look *l)
{
	const struct tokens *t = l->sh->tokens;

	for (size_t i = 0; i + 2 < t->n; i++) {
		static const char *const told[] = { "password", "passwd", "passphrase",
						    "passcode", "pwd",    "token",
						    "secret" };
		struct str value;
		bool quoted;

		if (!str_is(t->p[i + 1].fold, "is") || !SHAPE_WORD_IN(t->p[i].fold, told))
			continue;
		value = value_at(l->text, (size_t)t->p[i + 1].at + t->p[i + 1].n,
				 &quoted);
		while (value.n && strchr(".,!?", value.p[value.n - 1]))
			value.n--;
		if (is_password(value, quoted, false))
			tell(l, (size_t)(value.p - l->text.p),
			     (size_t)(value.p - l->text.p) + value.n,
			     "this looks like a password");
	}
}

/* ---- long and random ---- */

static const char *const near_words[] = {
	"key",    "token", "secret", "password",   "passwd",     "pwd",
	"apikey", "auth",  "bearer", "credential", "passphrase", "signature",
};
static const char *const near_hashes[] = {
	"commit", "sha",    "hash", "digest",  "checksum",    "revision", "integrity",
	"md5",    "object", "tree", "base64,", "fingerprint", "etag",     "public",
};

static bool is_random_byte(char c)
{
	return ascii_is_alnum((unsigned char)c) || (c && strchr("+/=_-.~%", c));
}

static bool is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit((unsigned char)s.p[i]) &&
		    !((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'f'))
			return false;
	return true;
}

static bool is_uuid(struct str s)
{
	static const unsigned hyphens[] = { 8, 13, 18, 23 };

	if (s.n != 36)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(hyphens); i++)
		if (s.p[hyphens[i]] != '-')
			return false;
	return true;
}

static bool is_random(struct str s)
{
	const struct made_of m = look_into(s);

	if (s.n < RANDOM_LEAST || s.n > VALUE_MOST || !(m.lower + m.upper) ||
	    is_stand_in(s))
		return false;
	if (!m.digits) /* random letters are half capitals, names are not */
		return m.upper * 10 >= s.n * 3 && m.lower * 10 >= s.n * 3 &&
		       entropy(s) > 3.9;
	if (is_hex(s) || is_uuid(s))
		return entropy(s) > 3.0;
	return m.digits >= 2 && entropy(s) > 3.5 && !is_of_words(s);
}

/* The line in front of `at`, NEAR bytes of it. */
static struct str ahead_of(struct str text, size_t at)
{
	size_t start = at;

	while (start && at - start < NEAR && text.p[start - 1] != '\n')
		start--;
	return str_slice(text, start, at);
}

static bool is_in_address(struct str ahead)
{
	size_t i = ahead.n;

	while (i && (unsigned char)ahead.p[i - 1] > ' ')
		i--;
	return str_find(ahead, STR("://"), i) != SIZE_MAX;
}

/* A word for a key in front; hashes and what stands in an address want it at once. */
static bool is_announced(struct str text, size_t at, struct str value)
{
	const struct str ahead = ahead_of(text, at);
	char plain[NAME_MOST];
	const struct str words = squeezed(ahead, plain);
	size_t sign = at;

	while (sign && (is_blank(text.p[sign - 1]) || is_quote(text.p[sign - 1])))
		sign--;
	if (HAS_WORD(words, near_hashes))
		return false;
	if (sign && strchr("=:", text.p[sign - 1])) {
		char name[NAME_MOST];
		const struct str given = squeezed(assigned_name(text, sign - 1), name);

		return !str_ends(given, "id") && !str_ends(given, "name") &&
		       !HAS_WORD(given, open_names) && HAS_WORD(words, near_words);
	}
	return !is_hex(value) && !is_uuid(value) && !is_in_address(ahead) &&
	       HAS_WORD(words, near_words);
}

static void check_random(const struct look *l)
{
	for (size_t at = 0, next; at < l->text.n; at = next + 1) {
		size_t start = at, end = at;

		while (end < l->text.n && is_random_byte(l->text.p[end]))
			end++;
		next = end;
		/* "key=" belongs to what is in front. */
		for (size_t i = at; i + 1 < end; i++)
			if (l->text.p[i] == '=' && l->text.p[i + 1] != '=')
				start = i + 1;
		while (end > start && strchr(".-", l->text.p[end - 1]))
			end--;
		if (end - start >= RANDOM_LEAST &&
		    is_random(str_slice(l->text, start, end)) &&
		    is_announced(l->text, start, str_slice(l->text, start, end)))
			tell(l, start, end, "this is random enough to be a key");
	}
}

void secrets_check(struct shape *sh, const struct shape_rule *r)
{
	const struct look l = { sh, r, sh->text };

	switch ((enum shape_secret)r->bound->what) {
	case SHAPE_SECRET_HIGH_ENTROPY:
		check_random(&l);
		break;
	case SHAPE_SECRET_URL_PASSWORD:
		check_addresses(&l);
		break;
	case SHAPE_SECRET_ASSIGNED:
		check_assigned(&l);
		check_told(&l);
		break;
	}
}
