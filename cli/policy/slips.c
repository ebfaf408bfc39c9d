/* What people most likely meant where YAML cannot be read, or reads something else. A
 * pattern is full of marks that mean something to YAML, and YAML complains about the
 * place where it noticed, not about the slip. */
#include "policy/load.h"

/* What is known of a complaint: the text up to the end of the YAML, where it stands. */
struct slip {
	struct loader *l;
	struct str text;
	size_t start, at; /* of the YAML, of the complaint */
	struct diag *d;
};

static const char comment_words[] =
	"YAML takes the rest of the line from # on as a comment: put the text in quotes";

static struct span range(size_t start, size_t end)
{
	return (struct span){ (uint32_t)start, (uint32_t)end };
}

static bool say(const struct slip *x, struct span at, const char *words)
{
	x->d->at = at;
	x->d->msg = str_from(words);
	x->d->fix = STR_NULL;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t line_start(struct str text, size_t at, size_t least)
{
	while (at > least && text.p[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(struct str text, size_t at)
{
	while (at < text.n && text.p[at] != '\n' && text.p[at] != '\r')
		at++;
	return at;
}

/* ---- blanks that are none, and missing ones ---- */

/* The bytes of a blank at `at` that YAML does not count as indentation; 0: none. */
static size_t odd_blank(struct str s, size_t at)
{
	static const char *const odd[] = { "\t",           "\xC2\xA0",     "\xE2\x80\x82",
					   "\xE2\x80\x83", "\xE2\x80\x87", "\xE2\x80\x89",
					   "\xE2\x80\xAF", "\xE3\x80\x80" };

	for (size_t i = 0; i < ARRAY_LEN(odd); i++)
		if (str_starts(str_slice(s, at, s.n), odd[i]))
			return strlen(odd[i]);
	return 0;
}

static const char *odd_words(struct str s, size_t at)
{
	return s.p[at] == '\t'
		       ? "a tab stands here: YAML is indented with spaces only"
		       : "this blank is no plain space (a no-break space, perhaps): "
			 "YAML is indented with plain spaces only";
}

static bool odd_indent(const struct slip *x, size_t line)
{
	size_t at = line, n;

	while (at < x->text.n && x->text.p[at] == ' ')
		at++;
	n = odd_blank(x->text, at);
	return n && say(x, range(at, at + n), odd_words(x->text, at));
}

static bool is_key(struct str name)
{
	size_t n_places;
	const struct policy_keys *places = policy_keys(&n_places);

	for (size_t i = 0; i < n_places; i++)
		for (size_t k = 0; k < places[i].n; k++)
			if (str_is(name, places[i].p[k].key))
				return true;
	return false;
}

/* Where the first word of a line stands, behind blanks and "- ". */
static size_t first_word(struct str text, size_t line)
{
	size_t at = line;

	while (at < text.n &&
	       (text.p[at] == ' ' ||
		(text.p[at] == '-' && at + 1 < text.n && is_blank(text.p[at + 1]))))
		at++;
	return at;
}

static size_t word_end(struct str text, size_t at)
{
	while (at < text.n &&
	       (ascii_is_alnum((unsigned char)text.p[at]) || text.p[at] == '_'))
		at++;
	return at;
}

/* "level:ask" is one word to YAML. */
static bool glued_key(const struct slip *x, size_t line)
{
	const size_t at = first_word(x->text, line), end = word_end(x->text, at);
	const struct str key = str_slice(x->text, at, end);

	if (end + 1 >= x->text.n || x->text.p[end] != ':' || !is_key(key) ||
	    is_blank(x->text.p[end + 1]) || x->text.p[end + 1] == '\n' ||
	    x->text.p[end + 1] == '\r')
		return false;
	return say(x, range(at, end + 1),
		   arena_printf(x->l->a, "a blank is missing after \"%.*s:\"",
				STR_ARG(load_clip(key)))
			   .p);
}

/* Both show in a line of their own, at or before the complaint. */
static bool bad_line(const struct slip *x)
{
	const size_t last = line_start(x->text, x->at, x->start);

	for (size_t line = x->start; line <= last; line = line_end(x->text, line) + 1)
		if (odd_indent(x, line) || glued_key(x, line))
			return true;
	return false;
}

/* ---- texts that need quotes ---- */

/* Where the value on the line of `at` starts: behind "- " and "key: ". */
static size_t value_start(struct str text, size_t line)
{
	const size_t at = first_word(text, line), end = word_end(text, at);

	if (end == at || end + 1 >= text.n || text.p[end] != ':' ||
	    !is_blank(text.p[end + 1]))
		return at;
	return first_word(text, end + 1);
}

/* Are the quotations of this line opened in it? One that started earlier ends anywhere.
 */
static bool is_even(struct str s, char quote)
{
	bool even = true;

	for (size_t i = 0; i < s.n; i++)
		even ^= s.p[i] == quote;
	return even;
}

/* YAML read something whole, and then the text went on. */
static bool went_on(const struct slip *x)
{
	const size_t line = line_start(x->text, x->at, x->start);
	const size_t value = value_start(x->text, line);
	size_t before = x->at;

	while (before > value && is_blank(x->text.p[before - 1]))
		before--;
	if (before <= value || !is_even(str_slice(x->text, value, before), '"') ||
	    !is_even(str_slice(x->text, value, before), '\''))
		return false;
	switch (x->text.p[before - 1]) {
	case '}':
		return say(x, range(value, line_end(x->text, value)),
			   "a text with { and } must stand in quotes: \"{list} ...\"");
	case ']':
		return say(x, range(value, line_end(x->text, value)),
			   "a text that starts with [ must stand in quotes");
	case '"':
		return say(
			x, range(x->at, line_end(x->text, x->at)),
			"the quotation ended before this: put all of the text in single "
			"quotes ('\"one\" two')");
	case '\'':
		return say(
			x, range(before - 1, before),
			"the quotation ends at this ': put the text in double quotes, or "
			"write '' for the character itself");
	default:
		return false;
	}
}

/* The same mark before `at`, or SIZE_MAX. */
static size_t mark_before(const struct slip *x, size_t at, char quote)
{
	while (at > x->start)
		if (x->text.p[--at] == quote)
			return at;
	return SIZE_MAX;
}

/* A mark that opens: first of a value, or of an entry of a list. */
static bool opens_here(const struct slip *x, size_t at, char quote)
{
	const size_t line = line_start(x->text, at, x->start);
	const size_t value = value_start(x->text, line);

	return at == value ||
	       (at > value && quote == '"' && strchr("[{, ", x->text.p[at - 1]) &&
		is_even(str_slice(x->text, value, at), quote));
}

/* A quotation that its own line does not close goes on to the next mark, which was meant
 * to open one: what stands behind that is what YAML complains about. */
static bool never_closed(const struct slip *x)
{
	size_t before = x->at, open;
	char quote;

	while (before > x->start && is_blank(x->text.p[before - 1]))
		before--;
	if (before == x->start)
		return false;
	quote = x->text.p[before - 1];
	if (quote != '"' && quote != '\'')
		return false;
	open = mark_before(x, before - 1, quote);
	if (open == SIZE_MAX || line_end(x->text, open) >= before ||
	    !opens_here(x, open, quote))
		return false;
	return say(x, range(open, line_end(x->text, open)),
		   "this quotation is not closed in its line: its second quotation mark "
		   "is missing");
}

/* The first " #" in a line, or SIZE_MAX. */
static size_t comment_at(struct str text, size_t line)
{
	const size_t end = line_end(text, line);

	for (size_t at = line; at + 1 < end; at++)
		if (is_blank(text.p[at]) && text.p[at + 1] == '#')
			return at + 1;
	return SIZE_MAX;
}

/* "[we save #MONEY]": the bracket is part of the comment. */
static bool cut_list(const struct slip *x)
{
	size_t line = line_start(x->text, x->at, x->start), at;

	if (x->at < x->text.n && x->text.p[x->at] != '[' && line > x->start)
		line = line_start(x->text, line - 1, x->start);
	at = comment_at(x->text, line);
	if (at == SIZE_MAX || at + 1 >= x->text.n || is_blank(x->text.p[at + 1]))
		return false;
	return say(x, range(at, line_end(x->text, at)), comment_words);
}

/* "[the {list} one]" */
static bool brace_in_list(const struct slip *x)
{
	if (x->at >= x->text.n || (x->text.p[x->at] != '{' && x->text.p[x->at] != '}'))
		return false;
	return say(x, range(x->at, x->at + 1),
		   "a text with { and } must stand in quotes: \"{list} ...\"");
}

void load_explain(struct loader *l, struct span at, struct diags *d)
{
	struct slip x = { .l = l,
			  .text = str_slice(l->s->bytes, 0, at.end),
			  .start = at.start };

	if (!d->v.n || !str_is(str_from(d->v.p[d->v.n - 1].id), "yaml/syntax"))
		return;
	x.d = &d->v.p[d->v.n - 1];
	x.at = x.d->at.start;
	if (!x.text.p || x.at < x.start || x.at > x.text.n)
		return;
	if (!bad_line(&x) && !never_closed(&x) && !went_on(&x) && !cut_list(&x))
		(void)brace_in_list(&x);
}

/* ---- what YAML reads, but as something else ---- */

static void explain_type(const struct loader *l, struct diag *d)
{
	const struct str bytes = l->s->bytes;

	if (d->at.start >= d->at.end || d->fix.n)
		return;
	if (bytes.p[d->at.start] == '{')
		d->fix = STR("a text that starts with { must stand in quotes");
	else if (str_find(d->msg, STR("not \"a map\""), 0) != SIZE_MAX)
		d->fix = STR("a text with \": \" in it must stand in quotes");
}

void load_explain_types(struct loader *l, struct diags *d)
{
	for (size_t i = 0; i < d->v.n; i++) {
		struct diag *one = &d->v.p[i];
		const struct str id = str_from(one->id);
		size_t n;

		if (str_is(id, "schema/type"))
			explain_type(l, one);
		if (!str_is(id, "schema/unknown-key"))
			continue;
		n = odd_blank(l->s->bytes, one->at.start);
		if (!n)
			continue;
		one->msg = str_from(odd_words(l->s->bytes, one->at.start));
		one->fix = STR_NULL;
		one->at.end = one->at.start + (uint32_t)n;
	}
}

bool load_is_cut(struct loader *l, const struct yaml *node, bool words,
		 enum finding_kind kind)
{
	const struct str text = l->s->bytes;
	size_t at = node->at.end;

	if (node->quoted)
		return false;
	while (at < text.n && is_blank(text.p[at]))
		at++;
	if (at == node->at.end || at >= text.n || text.p[at] != '#')
		return false;
	if (words && (at + 1 >= text.n || text.p[at + 1] == '#' ||
		      ascii_is_space((unsigned char)text.p[at + 1])))
		return false;
	(void)finding_add(l->f, kind, l->s, range(at, line_end(text, at)), "%s",
			  comment_words);
	return true;
}
