#include "text/affix.h"
#include "text/utf8.h"

#include <assert.h>

enum { RULE_FLAGS_MAX = 14 };

struct reading {
	struct affix *out;
	struct arena *a;
	const char *name;
	size_t line;
	bool utf8, break_default;
	unsigned rule_lines;
};

static int refuse(struct reading *r, struct err *e, const char *what, struct str word)
{
	return err_set(e, ERR_INVALID, "%s:%zu: %s %.*s", r->name, r->line, what,
		       STR_ARG(word));
}

/* The next run of bytes that are not blank. */
static struct str take_word(struct str *rest)
{
	size_t start = 0, end;

	while (start < rest->n && ascii_is_space((unsigned char)rest->p[start]))
		start++;
	for (end = start; end < rest->n; end++)
		if (ascii_is_space((unsigned char)rest->p[end]))
			break;
	struct str word = str_slice(*rest, start, end);

	*rest = str_slice(*rest, end, rest->n);
	return word;
}

/* Length of the UTF-8 character at the start of `s`, which is not empty. */
static size_t character(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return n < s.n ? n : s.n;
}

/* The next item of a condition: a character, "." or "[...]". Empty if it is malformed. */
static struct str take_item(struct str *rest)
{
	size_t n = character(*rest);
	struct str item;

	if (rest->p[0] == '[') {
		n = str_chr(*rest, ']', 1);
		n = n == SIZE_MAX ? 0 : n + 1;
	}
	item = str_slice(*rest, 0, n);
	*rest = str_slice(*rest, n, rest->n);
	return item;
}

static bool item_fits(struct str item, struct str letter)
{
	bool negated = item.n > 2 && item.p[1] == '^';
	struct str set;

	if (item.p[0] == '.')
		return true;
	if (item.p[0] != '[')
		return str_eq(item, letter);
	set = str_slice(item, negated ? 2 : 1, item.n - 1);
	while (set.n) {
		size_t n = character(set);

		if (str_eq(str_slice(set, 0, n), letter))
			return !negated;
		set = str_slice(set, n, set.n);
	}
	return negated;
}

bool affix_fits(const struct affix_entry *entry, struct str text, bool suffix)
{
	struct str condition = entry->condition;
	size_t at = suffix ? text.n : 0;

	for (size_t i = 0; suffix && i < entry->n_items; i++) {
		if (at == 0)
			return false;
		while (--at > 0 && utf8_is_tail(text.p[at]))
			;
	}
	while (condition.n) {
		struct str item = take_item(&condition);
		size_t n;

		if (at >= text.n)
			return false;
		n = character(str_slice(text, at, text.n));
		if (!item_fits(item, str_slice(text, at, at + n)))
			return false;
		at += n;
	}
	return true;
}

/* Count the items; false if a bracket is not closed. */
static bool set_condition(struct affix_entry *entry, struct str condition)
{
	struct str rest = condition;

	*entry = (struct affix_entry){ .strip = entry->strip, .add = entry->add };
	if (str_is(condition, "."))
		return true;
	entry->condition = condition;
	while (rest.n) {
		if (take_item(&rest).n == 0)
			return false;
		entry->n_items++;
	}
	return true;
}

static struct str zero_is_nothing(struct str s)
{
	return str_is(s, "0") ? STR("") : s;
}

/* The first line about a flag opens its class, the others are its entries. */
static int read_affix(struct reading *r, struct affix_class *classes, struct str rest,
		      struct err *e)
{
	struct affix_entry entry = { 0 };
	struct str flag = take_word(&rest), first = take_word(&rest);
	struct str second = take_word(&rest), condition = take_word(&rest);
	struct affix_class *c;

	assert(classes);
	if (flag.n != 1)
		return refuse(r, e, "a flag must be one character, not", flag);
	c = &classes[(unsigned char)flag.p[0]];
	if (!c->seen) {
		c->seen = true;
		c->cross = str_is(first, "Y");
		return 0;
	}
	if (str_chr(second, '/', 0) != SIZE_MAX)
		return refuse(r, e, "continuation classes are not supported:", second);
	entry.strip = zero_is_nothing(first);
	entry.add = zero_is_nothing(second);
	if (second.n == 0 || !set_condition(&entry, condition))
		return refuse(r, e, "this affix is not complete:", flag);
	*VEC_ADD(r->a, &c->entries) = entry;
	return 0;
}

/* "n*1t": the first such line is their number. */
static int read_rule(struct reading *r, struct str rest, struct err *e)
{
	struct str text = take_word(&rest);
	struct affix_rule rule = { .flags = { arena_alloc(r->a, text.n + 1), 0 } };
	char *flags = (char *)(uintptr_t)rule.flags.p;
	size_t must = 0;

	if (r->rule_lines++ == 0)
		return 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		size_t n = rule.flags.n;

		if ((c == '*' || c == '?') && n > 0 && rule.quantity[n - 1] == '1') {
			rule.quantity[n - 1] = c;
			must--;
			continue;
		}
		if (c == '*' || c == '?' || c == '(' || n == RULE_FLAGS_MAX)
			return refuse(r, e, "cannot read the compound rule", text);
		rule.quantity[n] = '1';
		flags[n] = c;
		rule.flags.n++;
		must++;
	}
	if (must < 2)
		return refuse(r, e, "this compound rule takes one part:", text);
	*VEC_ADD(r->a, &r->out->rules) = rule;
	return 0;
}

/* Options about suggestions and editors: nothing that changes what is a word. */
static bool is_harmless(struct str option)
{
	static const char *const names[] = {
		"TRY",     "REP",         "KEY",         "MAP",
		"PHONE",   "NAME",        "HOME",        "VERSION",
		"LANG",    "WORDCHARS",   "MAXCPDSUGS",  "MAXNGRAMSUGS",
		"MAXDIFF", "ONLYMAXDIFF", "NOSPLITSUGS", "SUGSWITHDOTS",
		"WARN",    "COMPOUNDMIN",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(option, names[i]))
			return true;
	return false;
}

static unsigned char *flag_of_option(struct affix *a, struct str option)
{
	if (str_is(option, "ONLYINCOMPOUND"))
		return &a->only_in_compound;
	if (str_is(option, "NEEDAFFIX"))
		return &a->need_affix;
	if (str_is(option, "FORBIDDENWORD"))
		return &a->forbidden;
	if (str_is(option, "NOSUGGEST"))
		return &a->no_suggest;
	return NULL;
}

/* Only the curly apostrophe may be converted: the speller does that itself. */
static int read_conversion(struct reading *r, struct str rest, struct err *e)
{
	struct str from = take_word(&rest), to = take_word(&rest);

	if (to.n == 0 || (str_is(from, "\xe2\x80\x99") && str_is(to, "'")))
		return 0;
	return refuse(r, e, "cannot convert", from);
}

static int read_line(struct reading *r, struct str line, struct err *e)
{
	struct str option = take_word(&line), word = line;
	unsigned char *flag;

	if (option.n == 0 || option.p[0] == '#' || is_harmless(option))
		return 0;
	if (str_is(option, "PFX"))
		return read_affix(r, r->out->prefix, line, e);
	if (str_is(option, "SFX"))
		return read_affix(r, r->out->suffix, line, e);
	if (str_is(option, "COMPOUNDRULE"))
		return read_rule(r, line, e);
	if (str_is(option, "ICONV"))
		return read_conversion(r, line, e);
	word = take_word(&word);
	if (str_is(option, "SET")) {
		r->utf8 = str_is(word, "UTF-8");
		return r->utf8 ? 0
			       : refuse(r, e, "the encoding must be UTF-8, not", word);
	}
	flag = flag_of_option(r->out, option);
	if (!flag)
		return refuse(r, e, "a list of forms cannot honour", option);
	if (word.n != 1)
		return refuse(r, e, "a flag must be one character, not", word);
	*flag = (unsigned char)word.p[0];
	return 0;
}

int affix_read(struct str bytes, const char *name, struct arena *a, struct affix **out,
	       struct err *e)
{
	struct reading r = { .out = ARENA_NEW(a, struct affix), .a = a, .name = name };
	struct str line;

	if (str_starts(bytes, "\xef\xbb\xbf"))
		bytes = str_slice(bytes, 3, bytes.n);
	while (str_line(&bytes, &line)) {
		int ret;

		r.line++;
		ret = read_line(&r, line, e);
		if (ret < 0)
			return ret;
	}
	if (!r.utf8)
		return err_set(e, ERR_INVALID, "%s does not say SET UTF-8", name);
	*out = r.out;
	return 0;
}
