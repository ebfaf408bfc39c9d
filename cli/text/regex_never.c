/* Parts of an expression that no text can match: an anchor behind or before text, a word
 * boundary where none can be. A reader of the part of PCRE2's syntax that people use; at
 * anything else it gives up and finds nothing. */
#include "text/regex.h"

enum { DEPTH = 50 };

/* What a character is, as far as it is sure. */
enum sort { ANY, WORD, MARK, BLANK };

/* A part of the expression. */
struct part {
	bool may, must;    /* does it take text: in some way, in every way? */
	bool starts;       /* only at the start of a text */
	bool ends, strict; /* only at its end; `strict`: no line end may follow */
	bool blank;        /* it takes a blank, whatever it matches */
	enum sort first, last;
	bool boundary; /* \b, and no text since */
	struct span starts_at, ends_at, blank_at, boundary_at;
};

struct reader {
	struct str text;
	size_t at;
	unsigned depth;
	bool lost;
	bool dead; /* found: */
	struct span dead_at;
	const char *why;
};

static struct part read_choices(struct reader *r);

static char peek(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->text.n ? r->text.p[r->at + ahead] : '\0';
}

static bool ahead(const struct reader *r, const char *what)
{
	return str_starts(str_slice(r->text, r->at, r->text.n), what);
}

static struct part lost(struct reader *r)
{
	r->lost = true;
	return (struct part){ 0 };
}

static void found(struct reader *r, struct span at, const char *why)
{
	if (!r->dead) {
		r->dead = true;
		r->dead_at = at;
		r->why = why;
	}
}

static struct part one_of(enum sort sort)
{
	return (struct part){ .may = true,
			      .must = true,
			      .first = sort,
			      .last = sort,
			      .blank = sort == BLANK };
}

static enum sort sort_of(unsigned char c)
{
	if (c >= 0x80)
		return ANY;
	if (ascii_is_alnum(c) || c == '_')
		return WORD;
	return ascii_is_space(c) ? BLANK : MARK;
}

/* ---- atoms ---- */

static struct part read_escape(struct reader *r)
{
	const char c = peek(r, 1);

	r->at += 2;
	switch (c) {
	case 'A':
		return (struct part){ .starts = true };
	case 'z':
		return (struct part){ .ends = true, .strict = true };
	case 'Z':
		return (struct part){ .ends = true };
	case 'b':
		return (struct part){ .boundary = true };
	case 'B':
		return (struct part){ 0 };
	case 'w':
	case 'd':
		return one_of(WORD);
	case 's':
	case 'h':
	case 'v':
	case 'n':
	case 'r':
	case 't':
	case 'R':
		return one_of(BLANK);
	case 'W':
	case 'D':
	case 'S':
	case 'N':
		return one_of(ANY);
	default:
		if (!c || ascii_is_alnum((unsigned char)c))
			return lost(r);
		return one_of(sort_of((unsigned char)c));
	}
}

static struct part read_class(struct reader *r)
{
	r->at += peek(r, 1) == '^' ? 2 : 1;
	if (peek(r, 0) == ']')
		r->at++;
	while (r->at < r->text.n && peek(r, 0) != ']') {
		if (peek(r, 0) == '[') /* [:alpha:], or a bracket: too clever */
			return lost(r);
		r->at += peek(r, 0) == '\\' ? 2 : 1;
	}
	r->at++;
	return r->at > r->text.n ? lost(r) : one_of(ANY);
}

/* Behind the ) of a look ahead or behind, whatever stands in it. */
static struct part skip_look(struct reader *r)
{
	unsigned depth = 1;

	for (r->at++; r->at < r->text.n && depth; r->at++) {
		if (peek(r, 0) == '[' || ahead(r, "\\Q"))
			return lost(r);
		if (peek(r, 0) == '\\')
			r->at++;
		else if (peek(r, 0) == '(')
			depth++;
		else if (peek(r, 0) == ')')
			depth--;
	}
	return depth ? lost(r) : (struct part){ 0 };
}

static struct part read_group(struct reader *r)
{
	struct part p;

	if (ahead(r, "(?=") || ahead(r, "(?!") || ahead(r, "(?<=") || ahead(r, "(?<!"))
		return skip_look(r);
	if (ahead(r, "(*") || (ahead(r, "(?") && !ahead(r, "(?:") && !ahead(r, "(?>")) ||
	    r->depth == DEPTH)
		return lost(r);
	r->at += peek(r, 1) == '?' ? 3 : 1;
	r->depth++;
	p = read_choices(r);
	r->depth--;
	if (peek(r, 0) != ')')
		return lost(r);
	r->at++;
	return p;
}

static struct part read_atom(struct reader *r)
{
	const char c = peek(r, 0);

	switch (c) {
	case '\\':
		return read_escape(r);
	case '[':
		return read_class(r);
	case '(':
		return read_group(r);
	case '^':
		r->at++;
		return (struct part){ .starts = true };
	case '$':
		r->at++;
		return (struct part){ .ends = true };
	case '.':
		r->at++;
		return one_of(ANY);
	default:
		r->at++;
		return one_of(sort_of((unsigned char)c));
	}
}

/* ---- how often ---- */

static bool read_braces(struct reader *r, bool *none)
{
	size_t i = 1;

	while (ascii_is_digit((unsigned char)peek(r, i)))
		i++;
	if (i == 1)
		return false; /* the brace itself */
	*none = peek(r, 1) == '0';
	if (peek(r, i) == ',')
		for (i++; ascii_is_digit((unsigned char)peek(r, i));)
			i++;
	if (peek(r, i) != '}')
		return false;
	r->at += i + 1;
	return true;
}

static void read_times(struct reader *r, struct part *p)
{
	const char c = peek(r, 0);
	bool none = c == '?' || c == '*';

	if (c == '?' || c == '*' || c == '+')
		r->at++;
	else if (c != '{' || !read_braces(r, &none))
		return;
	if (peek(r, 0) == '?' || peek(r, 0) == '+')
		r->at++;
	p->first = p->last = ANY; /* one of several */
	if (none)
		p->must = p->starts = p->ends = p->boundary = p->blank = false;
}

/* ---- rows ---- */

static bool is_inside(enum sort before, enum sort behind)
{
	return before != ANY && behind != ANY && (before == WORD) == (behind == WORD);
}

static void check_join(struct reader *r, const struct part *row, const struct part *next)
{
	if (next->starts && row->must)
		found(r, next->starts_at,
		      "this is only true at the start of a text, and something stands "
		      "before it");
	if (row->ends && next->must &&
	    (row->strict || next->first == WORD || next->first == MARK))
		found(r, row->ends_at,
		      "this is only true at the end of a text, and something stands "
		      "behind it");
	if (row->boundary && row->must && next->must && is_inside(row->last, next->first))
		found(r, row->boundary_at,
		      "no word begins or ends between these two characters");
}

static struct part join(struct reader *r, struct part row, struct part next)
{
	check_join(r, &row, &next);
	if (next.blank && !row.blank)
		row.blank_at = next.blank_at;
	row.blank |= next.blank;
	if (next.starts && !row.starts)
		row.starts_at = next.starts_at;
	row.starts |= next.starts;
	if (next.ends || next.must) {
		row.ends = next.ends;
		row.strict = next.strict;
		row.ends_at = next.ends_at;
	}
	if (next.boundary) {
		row.boundary = true;
		row.boundary_at = next.boundary_at;
	} else if (next.may) {
		row.boundary = false;
	}
	if (!row.may)
		row.first = next.first;
	else if (!row.must)
		row.first = ANY;
	if (next.may)
		row.last = next.must ? next.last : ANY;
	row.may |= next.may;
	row.must |= next.must;
	return row;
}

static struct part read_row(struct reader *r)
{
	struct part row = { 0 };

	while (r->at < r->text.n && peek(r, 0) != '|' && peek(r, 0) != ')' && !r->lost) {
		const size_t start = r->at;
		struct part next = read_atom(r);
		const struct span at = { (uint32_t)start, (uint32_t)r->at };

		if (r->text.p[start] != '(')
			next.starts_at = next.ends_at = next.blank_at = next.boundary_at =
				at;
		read_times(r, &next);
		row = join(r, row, next);
	}
	return row;
}

static struct part either(struct part a, struct part b)
{
	a.must &= b.must;
	a.may |= b.may;
	a.starts &= b.starts;
	a.ends &= b.ends;
	a.strict &= b.strict;
	a.blank &= b.blank;
	a.boundary &= b.boundary;
	if (a.first != b.first)
		a.first = ANY;
	if (a.last != b.last)
		a.last = ANY;
	return a;
}

static struct part read_choices(struct reader *r)
{
	struct part all = read_row(r);

	while (peek(r, 0) == '|' && !r->lost) {
		r->at++;
		all = either(all, read_row(r));
	}
	return all;
}

bool regex_find_never(struct str pattern, bool word, struct span *at, const char **why)
{
	struct reader r = { .text = pattern };
	const struct part all = read_choices(&r);

	if (r.lost || r.at < pattern.n)
		return false;
	if (word && all.blank)
		found(&r, all.blank_at, "this takes a blank, which no word holds");
	*at = r.dead_at;
	*why = r.why;
	return r.dead;
}
