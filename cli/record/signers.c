/* An allowed_signers file, read more strictly than OpenSSH reads it: all of it counts, or
 * nothing does. git skips a malformed line in silence; here it is an error. */
#include "record/sign.h"
#include "record/sshkey.h"
#include "record/wire.h"

enum { SIGNERS_MOST = 10000, LINE_MOST = 32768 };

static int bad(struct err *e, size_t line, const char *why)
{
	return err_set(e, ERR_INVALID, "line %zu of the signers: %s", line, why);
}

/* The next word, blanks cut off in front. */
static struct str word(struct str *rest)
{
	struct str w;
	size_t n = 0;

	while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
		*rest = str_slice(*rest, 1, rest->n);
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	w = str_slice(*rest, 0, n);
	*rest = str_slice(*rest, n, rest->n);
	return w;
}

int signers_key(struct str line, struct arena *a, struct str *type, struct str *blob,
		struct err *e)
{
	struct str rest = line, text;
	struct sshkey key;
	const char *why;

	*type = word(&rest);
	text = word(&rest);
	if (!base64_decode(text, a, blob))
		return err_set(e, ERR_INVALID, "the key is not whole base64");
	if (!sshkey_parse(*blob, &key, &why))
		return err_set(e, ERR_INVALID, "the key cannot be used: %s", why);
	if (!str_eq(sshkey_type_name(&key), *type))
		return err_set(e, ERR_INVALID, "the key is of another type than \"%.*s\"",
			       STR_ARG(*type));
	return 0;
}

/* Names with commas between; patterns are refused. */
static bool are_names(struct str list)
{
	struct str rest = list, one;

	if (!list.n || list.p[list.n - 1] == ',')
		return false;
	while (str_field(&rest, ',', &one)) {
		if (!one.n)
			return false;
		for (size_t i = 0; i < one.n; i++)
			if ((unsigned char)one.p[i] <= ' ' ||
			    strchr("*?!\"'\\", one.p[i]) || one.p[i] == 0x7f)
				return false;
	}
	return true;
}

static bool two(struct str s, size_t at, int least, int most, int *out)
{
	uint64_t n;

	if (!str_to_u64(str_slice(s, at, at + 2), &n) || (int)n < least || (int)n > most)
		return false;
	*out = (int)n;
	return true;
}

/* YYYYMMDDZ, YYYYMMDDHHMMZ or YYYYMMDDHHMMSSZ: without the Z a date would mean something
 * else in every time zone. */
static bool parse_date(struct str s, int64_t *out)
{
	struct tm tm = { 0 };
	uint64_t year;
	int day;

	if ((s.n != 9 && s.n != 13 && s.n != 15) || s.p[s.n - 1] != 'Z' ||
	    !str_to_u64(str_slice(s, 0, 4), &year) || year < 1970 ||
	    !two(s, 4, 1, 12, &tm.tm_mon) || !two(s, 6, 1, 31, &day))
		return false;
	if (s.n > 9 && (!two(s, 8, 0, 23, &tm.tm_hour) || !two(s, 10, 0, 59, &tm.tm_min)))
		return false;
	if (s.n > 13 && !two(s, 12, 0, 59, &tm.tm_sec))
		return false;
	tm.tm_year = (int)year - 1900;
	tm.tm_mon -= 1;
	tm.tm_mday = day;
	*out = (int64_t)timegm(&tm);
	return tm.tm_mday == day; /* 31 April comes back as another day */
}

/* name="value": the value between the quotes. */
static bool option(struct str one, const char *name, struct str *value)
{
	const size_t n = strlen(name);

	if (one.n < n + 3 || strncmp(one.p, name, n) != 0 || one.p[n] != '=' ||
	    one.p[n + 1] != '"' || one.p[one.n - 1] != '"')
		return false;
	*value = str_slice(one, n + 2, one.n - 1);
	return str_chr(*value, '"', 0) == SIZE_MAX;
}

/* The next option: a comma inside quotes does not end it. */
static struct str take_option(struct str *rest)
{
	struct str one;
	bool quoted = false;
	size_t n = 0;

	for (; n < rest->n && (quoted || rest->p[n] != ','); n++)
		if (rest->p[n] == '"')
			quoted = !quoted;
	one = str_slice(*rest, 0, n);
	*rest = str_slice(*rest, n < rest->n ? n + 1 : n, rest->n);
	return one;
}

static const char *read_options(struct str text, struct signers_line *out)
{
	struct str rest = text, value;
	bool after = false, before = false;

	if (text.p[text.n - 1] == ',')
		return "an option is empty";
	while (rest.n) {
		const struct str one = take_option(&rest);

		if (option(one, "namespaces", &value) && !out->namespaces.n &&
		    are_names(value)) {
			out->namespaces = value;
		} else if (option(one, "valid-after", &value) && !after) {
			after = true;
			if (!parse_date(value, &out->after))
				return "valid-after is no date that ends in Z";
		} else if (option(one, "valid-before", &value) && !before) {
			before = true;
			if (!parse_date(value, &out->before))
				return "valid-before is no date that ends in Z";
		} else {
			return "an option is unknown, doubled or malformed";
		}
	}
	return out->after < out->before ? NULL : "it is never valid";
}

static int read_line(struct str line, size_t number, struct arena *a,
		     struct signers_line *out, struct err *e)
{
	struct str rest = line, next;
	struct err why;

	*out = (struct signers_line){ .after = INT64_MIN, .before = INT64_MAX };
	if (line.p[0] == ' ' || line.p[0] == '\t')
		return bad(e, number, "it starts with blank space");
	if (line.n > LINE_MOST)
		return bad(e, number, "it is too long");
	out->principals = word(&rest);
	if (!are_names(out->principals))
		return bad(e, number,
			   "the names are not plain names with commas between");
	next = rest;
	next = word(&next);
	if (str_chr(next, '=', 0) != SIZE_MAX) {
		const char *wrong = read_options(word(&rest), out);

		if (wrong)
			return bad(e, number, wrong);
	}
	if (signers_key(rest, a, &out->type, &out->blob, &why) < 0)
		return bad(e, number, why.msg);
	return 0;
}

int signers_parse(struct str text, struct arena *a, struct signers *out, struct err *e)
{
	struct str rest = text, line;
	VEC(struct signers_line) lines = { 0 };
	size_t number = 0;

	*out = (struct signers){ 0 };
	while (str_line(&rest, &line)) {
		struct signers_line one;
		int ret;

		number++;
		if (!line.n || line.p[0] == '#')
			continue;
		if (lines.n >= SIGNERS_MOST)
			return bad(e, number, "there are too many lines");
		ret = read_line(line, number, a, &one, e);
		if (ret < 0)
			return ret;
		*VEC_ADD(a, &lines) = one;
	}
	out->p = lines.p;
	out->n = lines.n;
	return 0;
}
