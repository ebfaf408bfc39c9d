#include "source/source.h"
#include "text/utf8.h"

#include <limits.h>

enum { GUESSES = 64, CLIP = 60, MOST_KEYS = 64 };

struct check {
	struct diags *d;
	const char *what;
	unsigned guesses; /* left: wrong names must not cost names times names */
	size_t troubles;
};

static void check_value(struct check *c, const struct yaml *node, const struct field *f,
			const char *name);

/* At most so much of a stranger's text in a message, whole characters. */
static struct str clip(struct str s)
{
	return utf8_clip(s, CLIP);
}

static struct str guess(struct check *c, struct str word, const struct str *names,
			size_t n)
{
	if (!c->guesses)
		return STR_NULL;
	c->guesses--;
	return str_nearest(word, names, n);
}

static const char *kind_name(const struct yaml *node)
{
	return node->kind == YAML_LIST  ? "a list"
	       : node->kind == YAML_MAP ? "a map"
					: "a text";
}

/* ---- scalars ---- */

static bool is_id(struct str s)
{
	if (!s.n || s.n > 64 ||
	    !(ascii_is_lower((unsigned char)s.p[0]) ||
	      ascii_is_digit((unsigned char)s.p[0])))
		return false;
	for (size_t i = 1; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (!ascii_is_lower(c) && !ascii_is_digit(c) && c != '.' && c != '_' &&
		    c != '-')
			return false;
	}
	return true;
}

static bool is_rule_id(struct str s)
{
	size_t slashes = 0;

	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (c == '/')
			slashes++;
		else if (!ascii_is_lower(c) && !ascii_is_digit(c) && c != '-')
			return false;
	}
	return slashes == 1 && s.n > 2 && s.n <= 128 && s.p[0] != '/' &&
	       s.p[s.n - 1] != '/';
}

static unsigned digits(struct str s, size_t at, size_t n)
{
	unsigned value = 0;

	for (size_t i = at; i < at + n; i++) {
		if (!ascii_is_digit((unsigned char)s.p[i]))
			return UINT32_MAX;
		value = value * 10 + (unsigned)(s.p[i] - '0');
	}
	return value;
}

static unsigned days_of(unsigned year, unsigned month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30,
					      31, 31, 30, 31, 30, 31 };
	const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : days[month - 1];
}

static bool is_date(struct str s)
{
	unsigned year, month, day;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	year = digits(s, 0, 4);
	month = digits(s, 5, 2);
	day = digits(s, 8, 2);
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_of(year, month);
}

static bool is_time(struct str s)
{
	return s.n == 16 && is_date(str_slice(s, 0, 10)) && s.p[10] == ' ' &&
	       s.p[13] == ':' && digits(s, 11, 2) < 24 && digits(s, 14, 2) < 60;
}

static bool is_url(struct str s)
{
	struct str rest, host;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F)
			return false;
	if (str_starts(s, "https://"))
		rest = str_slice(s, 8, s.n);
	else if (str_starts(s, "http://"))
		rest = str_slice(s, 7, s.n);
	else
		return false;
	host = rest;
	for (size_t i = 0; i < rest.n && host.n == rest.n; i++)
		if (strchr("/?#", rest.p[i]))
			host.n = i;
	return host.n && (ascii_is_alnum((unsigned char)host.p[0]) || host.p[0] == '[' ||
			  (unsigned char)host.p[0] >= 0x80);
}

static bool is_path(struct str s)
{
	struct str part;

	if (!s.n || s.p[0] == '/' || s.p[s.n - 1] == '/' ||
	    str_chr(s, '\\', 0) != SIZE_MAX)
		return false;
	while (str_field(&s, '/', &part))
		if (!part.n || str_is(part, ".") || str_is(part, ".."))
			return false;
	return true;
}

/* A language of two or three letters, then parts of one to eight letters and digits. */
static bool is_lang(struct str s)
{
	struct str part;
	size_t parts = 0;

	if (!s.n || s.n > 35 || s.p[s.n - 1] == '-')
		return false;
	for (; str_field(&s, '-', &part); parts++) {
		if (!part.n || part.n > 8 || (!parts && (part.n < 2 || part.n > 3)))
			return false;
		for (size_t i = 0; i < part.n; i++)
			if (!ascii_is_alpha((unsigned char)part.p[i]) &&
			    (!parts || !ascii_is_digit((unsigned char)part.p[i])))
				return false;
	}
	return true;
}

static bool is_bool(struct str s)
{
	return str_is(s, "true") || str_is(s, "false");
}

static bool is_int(struct str s, const struct field *f)
{
	const bool minus = str_starts(s, "-");
	uint64_t n;
	long value;

	if (!str_to_u64(str_slice(s, minus, s.n), &n) || n > (uint64_t)LONG_MAX)
		return false;
	value = minus ? -(long)n : (long)n;
	return value >= f->min && value <= f->max;
}

static void wrong(struct check *c, struct span at, const char *id, const char *name,
		  const char *want, struct str found)
{
	c->troubles++;
	if (found.n)
		diag_add(c->d, at, id, "\"%s\" must be %s, not \"%.*s\"", name, want,
			 STR_ARG(clip(found)));
	else
		diag_add(c->d, at, id, "\"%s\" must be %s; nothing is there", name, want);
}

static void check_enum(struct check *c, const struct yaml *node, const struct field *f,
		       const char *name)
{
	struct str names[MOST_KEYS], near;
	struct str list = STR_NULL;
	size_t n = 0;

	for (; n < MOST_KEYS && f->choices[n]; n++) {
		names[n] = str_from(f->choices[n]);
		if (str_eq(node->value, names[n]))
			return;
	}
	for (size_t i = 0; i < n; i++)
		list = arena_printf(c->d->a, "%.*s%s%.*s", STR_ARG(list),
				    !i           ? ""
				    : i + 1 == n ? " or "
						 : ", ",
				    STR_ARG(names[i]));
	wrong(c, node->at, "schema/value", name, list.p ? list.p : "left out",
	      node->value);
	near = guess(c, node->value, names, n);
	if (near.n)
		diag_fix(c->d, "did you mean \"%.*s\"?", STR_ARG(near));
}

static void check_int(struct check *c, const struct yaml *node, const struct field *f,
		      const char *name)
{
	if (is_int(node->value, f))
		return;
	wrong(c, node->at, "schema/value", name,
	      arena_printf(c->d->a, "a number from %ld to %ld", f->min, f->max).p,
	      node->value);
}

struct form {
	bool (*good)(struct str s);
	const char *words;
};

static bool is_string(struct str s)
{
	return str_trim(s).n > 0;
}

static const struct form *form_of(enum yaml_type type)
{
	static const struct form forms[TYPE_EITHER + 1] = {
		[TYPE_STRING] = { is_string, "a text" },
		[TYPE_ID] = { is_id,
			      "an id: small letters and digits, then also . _ -, at "
			      "most 64" },
		[TYPE_RULE_ID] = { is_rule_id,
				   "topic/name in small letters, digits and -" },
		[TYPE_BOOL] = { is_bool, "true or false" },
		[TYPE_DATE] = { is_date, "a day like 2026-11-25" },
		[TYPE_TIME] = { is_time, "a time like 2026-11-25 09:30" },
		[TYPE_URL] = { is_url,
			       "an address that starts with https:// or http://" },
		[TYPE_PATH] = { is_path,
				"a path inside the repository, like media/a.png" },
		[TYPE_LANG] = { is_lang, "a language like en or en-GB" },
	};

	return forms[type].good ? &forms[type] : NULL;
}

static void check_scalar(struct check *c, const struct yaml *node, const struct field *f,
			 const char *name)
{
	const struct form *form = form_of(f->type);

	if (node->kind != YAML_SCALAR)
		wrong(c, node->at, "schema/type", name, form ? form->words : "one value",
		      str_from(kind_name(node)));
	else if (f->type == TYPE_ENUM)
		check_enum(c, node, f, name);
	else if (f->type == TYPE_INT)
		check_int(c, node, f, name);
	else if (form && !form->good(node->value))
		wrong(c, node->at, "schema/value", name, form->words, node->value);
}

/* ---- lists and maps ---- */

static void check_list(struct check *c, const struct yaml *node, const struct field *f,
		       const char *name)
{
	if (node->kind != YAML_LIST) {
		if (f->lone && node->kind != YAML_LIST &&
		    (node->kind == YAML_SCALAR || f->item->type == TYPE_MAP ||
		     f->item->type == TYPE_ANY || f->item->type == TYPE_EITHER))
			check_value(c, node, f->item, name);
		else
			wrong(c, node->at, "schema/type", name, "a list",
			      node->kind == YAML_SCALAR && node->value.n
				      ? node->value
				      : str_from(node->kind == YAML_MAP ? "a map" : ""));
		return;
	}
	if (f->max > 0 && node->n > (size_t)f->max) {
		c->troubles++;
		diag_add(c->d, node->items[f->max]->at, "schema/value",
			 "\"%s\" may hold %ld item%s, not %zu", name, f->max,
			 f->max == 1 ? "" : "s", node->n);
	}
	for (size_t i = 0; i < node->n; i++)
		check_value(c, node->items[i], f->item, name);
}

static size_t names_of(const struct field *schema, struct str *names)
{
	size_t n = 0;

	for (; n < MOST_KEYS && schema[n].name; n++)
		names[n] = str_from(schema[n].name);
	return n;
}

static const struct field *field_of(const struct field *schema, struct str name)
{
	for (; schema->name; schema++)
		if (str_is(name, schema->name))
			return schema;
	return NULL;
}

/* Returns the field that was probably meant, or NULL. */
static const struct field *unknown_key(struct check *c, const struct yaml *key,
				       const struct field *schema)
{
	struct str names[MOST_KEYS], near;
	const size_t n = names_of(schema, names);

	c->troubles++;
	diag_add(c->d, key->at, "schema/unknown-key", "%s has no key \"%.*s\"", c->what,
		 STR_ARG(clip(key->value)));
	near = guess(c, key->value, names, n);
	if (!near.n)
		return NULL;
	diag_fix(c->d, "did you mean \"%.*s\"?", STR_ARG(near));
	return field_of(schema, near);
}

static void missing(struct check *c, const struct yaml *map, const struct field *f)
{
	struct span at = map->at;

	/* Point at the first key, not at all of the map. */
	if (map->n)
		at = map->keys[0]->at;
	c->troubles++;
	diag_add(c->d, at, "schema/missing", "%s needs \"%s:\"", c->what, f->name);
}

static void check_map(struct check *c, const struct yaml *map, const struct field *schema)
{
	bool meant[MOST_KEYS] = { false };

	for (size_t i = 0; i < map->n; i++) {
		const struct field *f = field_of(schema, map->keys[i]->value);

		if (f) {
			check_value(c, map->items[i], f, f->name);
			continue;
		}
		f = unknown_key(c, map->keys[i], schema);
		if (f && f - schema < MOST_KEYS)
			meant[f - schema] = true;
	}
	/* A slip in a key's name is said once, not as a missing key too. */
	for (size_t i = 0; schema[i].name; i++)
		if (schema[i].required && !yaml_get(map, schema[i].name) &&
		    !(i < MOST_KEYS && meant[i]))
			missing(c, map, &schema[i]);
}

static void check_inner(struct check *c, const struct yaml *node, const struct field *f,
			const char *name)
{
	const char *outer = c->what;

	if (node->kind != YAML_MAP) {
		wrong(c, node->at, "schema/type", name, "\"key: value\" lines",
		      node->kind == YAML_LIST ? STR("a list") : node->value);
		return;
	}
	c->what = arena_printf(c->d->a, "\"%s\"", name).p;
	check_map(c, node, f->schema);
	c->what = outer;
}

/* ---- either ---- */

static bool takes(const struct field *f, const struct yaml *node)
{
	switch (f->type) {
	case TYPE_ANY:
		return true;
	case TYPE_MAP:
		return node->kind == YAML_MAP;
	case TYPE_LIST:
		return node->kind == YAML_LIST || (f->lone && takes(f->item, node));
	case TYPE_EITHER:
		return takes(f->item, node) || takes(f->other, node);
	default:
		return node->kind == YAML_SCALAR;
	}
}

/* Whether the node is good, without a word. */
static bool fits(const struct check *c, const struct yaml *node, const struct field *f,
		 const char *name)
{
	struct diags quiet = { .a = c->d->a };
	struct check trial = { .d = &quiet, .what = c->what };

	check_value(&trial, node, f, name);
	return trial.troubles == 0;
}

static void check_either(struct check *c, const struct yaml *node, const struct field *f,
			 const char *name)
{
	const bool first = takes(f->item, node), second = takes(f->other, node);

	if (first && second && !fits(c, node, f->item, name) &&
	    fits(c, node, f->other, name))
		return;
	check_value(c, node, first || !second ? f->item : f->other, name);
}

static void check_value(struct check *c, const struct yaml *node, const struct field *f,
			const char *name)
{
	switch (f->type) {
	case TYPE_ANY:
		break;
	case TYPE_LIST:
		check_list(c, node, f, name);
		break;
	case TYPE_MAP:
		check_inner(c, node, f, name);
		break;
	case TYPE_EITHER:
		check_either(c, node, f, name);
		break;
	default:
		check_scalar(c, node, f, name);
		break;
	}
}

bool yaml_check(const struct yaml *map, const struct field *schema, const char *what,
		struct diags *d)
{
	struct check c = { .d = d, .what = what, .guesses = GUESSES };

	if (map->kind != YAML_MAP) {
		diag_add(d, map->at, "schema/type",
			 "%s is written as \"key: value\" lines", what);
		return false;
	}
	check_map(&c, map, schema);
	return c.troubles == 0;
}
