/* What text must be in every match of a regular expression, so that most texts need not
 * be searched. A reader of the part of PCRE2's syntax that people use; at anything else
 * it gives up, and the expression is always run. */
#include "text/regex.h"

#include "core/buf.h"
#include "core/limits.h"

enum { DEPTH_MAX = 50, LITERAL_MIN = 2 };

struct reading {
	struct str text;
	size_t at;
	unsigned depth;
	struct arena *a;
	bool lost; /* met something that it does not know */
};

/* What must be in every match of a part of the expression. */
struct need {
	struct str best; /* the longest text that is needed */
	struct str run;  /* the text that ends where the part ends, so far */
	bool exact;      /* `run` is all that the part can match */
};

static struct need read_choices(struct reading *r);

static struct need lost(struct reading *r)
{
	r->lost = true;
	return (struct need){ 0 };
}

static char peek(const struct reading *r)
{
	return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static bool at_text(const struct reading *r, const char *what)
{
	return str_starts(str_slice(r->text, r->at, r->text.n), what);
}

static struct str longer(struct str a, struct str b)
{
	return b.n > a.n ? b : a;
}

/* ---- atoms ---- */

static struct need exactly(struct reading *r, char c)
{
	const char low = ascii_lower(c);
	struct str text = arena_dup(r->a, &low, 1);

	return (struct need){ .run = text, .exact = true };
}

/* Something that matches nothing by itself: the text around it stays in one piece. */
static struct need nothing(void)
{
	return (struct need){ .exact = true };
}

static struct need anything(void)
{
	return (struct need){ .exact = false };
}

static struct need read_escape(struct reading *r)
{
	const char c = r->at + 1 < r->text.n ? r->text.p[r->at + 1] : '\0';

	r->at += 2;
	if (c > ' ' && c < 0x7f && !ascii_is_alnum((unsigned char)c))
		return exactly(r, c);
	if (c && strchr("bBAzZ", c))
		return nothing();
	if (c && strchr("dDwWsShHvVNRXtnrfea", c) && peek(r) != '{')
		return anything();
	return lost(r);
}

/* A class of one letter in both cases is that letter: [Zz]. */
static struct need read_class(struct reading *r)
{
	const size_t start = ++r->at;
	bool same = true;
	char letter;

	if (peek(r) == '^' || peek(r) == ']')
		same = false;
	r->at += peek(r) == '^';
	r->at += peek(r) == ']';
	letter = ascii_lower(peek(r));
	for (; r->at < r->text.n && peek(r) != ']'; r->at++) {
		if (at_text(r, "[:") || at_text(r, "[.") || at_text(r, "[=") ||
		    at_text(r, "\\Q") || at_text(r, "\\E") || at_text(r, "\\c"))
			return lost(r);
		same = same && ascii_is_alpha((unsigned char)peek(r)) &&
		       ascii_lower(peek(r)) == letter;
		r->at += peek(r) == '\\';
	}
	if (r->at++ >= r->text.n)
		return lost(r);
	return same && r->at > start + 1 ? exactly(r, letter) : anything();
}

/* The inside of a group up to its ). */
static struct need read_group_body(struct reading *r)
{
	struct need n;

	if (++r->depth > DEPTH_MAX)
		return lost(r);
	n = read_choices(r);
	r->depth--;
	if (r->lost || peek(r) != ')')
		return lost(r);
	r->at++;
	return n;
}

/* A look ahead or behind asks for text that the match may not hold. */
static struct need read_look(struct reading *r, size_t skip)
{
	r->at += skip;
	(void)read_group_body(r);
	return r->lost ? lost(r) : nothing();
}

static struct need read_named(struct reading *r, char end)
{
	while (r->at < r->text.n && peek(r) != end)
		r->at++;
	r->at++;
	return read_group_body(r);
}

/* "(?i)" and "(?im-s:...)". Letters that change how the rest is read are not known. */
static struct need read_options(struct reading *r)
{
	while (peek(r) && strchr("imsJU-", peek(r)))
		r->at++;
	if (peek(r) == ')') {
		r->at++;
		return nothing();
	}
	if (peek(r) != ':')
		return lost(r);
	r->at++;
	return read_group_body(r);
}

static struct need read_comment(struct reading *r)
{
	r->at = str_chr(r->text, ')', r->at);
	if (r->at >= r->text.n)
		return lost(r);
	r->at++;
	return nothing();
}

static struct need read_group(struct reading *r)
{
	r->at++;
	if (peek(r) == '*')
		return lost(r);
	if (peek(r) != '?')
		return read_group_body(r);
	r->at++;
	if (at_text(r, "=") || at_text(r, "!"))
		return read_look(r, 1);
	if (at_text(r, "<=") || at_text(r, "<!"))
		return read_look(r, 2);
	if (at_text(r, "#"))
		return read_comment(r);
	if (at_text(r, ">") || at_text(r, "|")) {
		r->at++;
		return read_group_body(r);
	}
	if (at_text(r, "P<"))
		return read_named(r, '>');
	if (at_text(r, "<") || at_text(r, "'")) {
		const char end = peek(r) == '<' ? '>' : '\'';

		r->at++;
		return read_named(r, end);
	}
	return at_text(r, "P") ? lost(r) : read_options(r);
}

static struct need read_atom(struct reading *r)
{
	const unsigned char c = (unsigned char)peek(r);

	switch (c) {
	case '\\':
		return read_escape(r);
	case '[':
		return read_class(r);
	case '(':
		return read_group(r);
	case '^':
	case '$':
		r->at++;
		return nothing();
	case '.':
		r->at++;
		return anything();
	case '*':
	case '+':
	case '?':
	case '{':
		return lost(r);
	default:
		r->at++;
		return c < 0x80 && c >= ' ' ? exactly(r, (char)c) : anything();
	}
}

/* ---- quantifiers ---- */

struct times {
	bool given, zero, once; /* {1} and {1,1} are `once` */
};

/* "{2,5}" behind an atom. */
static bool read_braces(struct reading *r, struct times *t)
{
	uint64_t least = 0, most = 0;
	const size_t end = str_chr(r->text, '}', r->at);
	struct str inside = str_slice(r->text, r->at + 1, end);
	const size_t comma = str_chr(inside, ',', 0);

	if (end >= r->text.n || !str_to_u64(str_slice(inside, 0, comma), &least))
		return false;
	if (comma >= inside.n)
		most = least;
	else if (comma + 1 < inside.n &&
		 !str_to_u64(str_slice(inside, comma + 1, inside.n), &most))
		return false;
	*t = (struct times){ true, least == 0, least == 1 && most == 1 };
	r->at = end + 1;
	return true;
}

static struct times read_times(struct reading *r)
{
	struct times t = { .once = true };
	const char c = peek(r);

	if (c == '{') {
		if (!read_braces(r, &t))
			r->lost = true;
	} else if (c && strchr("*+?", c)) {
		t = (struct times){ .given = true, .zero = c != '+' };
		r->at++;
	}
	if (t.given && (peek(r) == '?' || peek(r) == '+'))
		r->at++;
	return t;
}

/* ---- rows and choices ---- */

/* The text so far and then the atom. */
static struct need join(struct reading *r, struct need row, struct need atom,
			struct times t)
{
	struct str both;

	if (t.zero) /* it may be left out, so nothing of it is needed */
		return (struct need){ .best = longer(row.best, row.run) };
	both = arena_printf(r->a, "%.*s%.*s", STR_ARG(row.run), STR_ARG(atom.run));
	if (!atom.exact) /* `run` of the atom follows something unknown */
		return (struct need){ .best = longer(longer(row.best, row.run),
						     atom.best),
				      .run = atom.run };
	if (t.once)
		return (struct need){ row.best, both, row.exact };
	/* The first time it follows the text before; the last time, what comes behind. */
	return (struct need){ .best = longer(row.best, both), .run = atom.run };
}

static struct need read_row(struct reading *r)
{
	struct need row = nothing();

	while (!r->lost && r->at < r->text.n && peek(r) != '|' && peek(r) != ')') {
		const struct need atom = read_atom(r);
		const struct times t = read_times(r);

		if (!r->lost)
			row = join(r, row, atom, t);
	}
	row.best = longer(row.best, row.run);
	return row;
}

/* The longest text that is in both: needed whichever of the two is chosen. */
static struct str common_part(struct str a, struct str b)
{
	struct str best = STR_NULL;

	for (size_t i = 0; i + best.n < a.n; i++)
		while (i + best.n < a.n &&
		       str_find(b, str_slice(a, i, i + best.n + 1), 0) < b.n)
			best = str_slice(a, i, i + best.n + 1);
	return best;
}

static struct need read_choices(struct reading *r)
{
	struct need all = read_row(r);

	while (!r->lost && peek(r) == '|') {
		struct need one;

		r->at++;
		one = read_row(r);
		all = (struct need){ .best = common_part(all.best, one.best) };
	}
	return r->lost ? lost(r) : all;
}

/* A letter at the end may carry an accent in the text, which folding makes one character
 * of the two; so may "<", "=" and ">". */
static struct str without_soft_end(struct str s)
{
	if (s.n &&
	    (ascii_is_alpha((unsigned char)s.p[s.n - 1]) || strchr("<=>", s.p[s.n - 1])))
		s.n--;
	return s;
}

struct str regex_literal(struct str pattern, unsigned flags, struct arena *a)
{
	struct reading r = { .text = pattern, .a = a };
	struct need n;

	(void)flags; /* case is folded in any way, and ^ $ match nothing in any way */
	if (!pattern.p || pattern.n > LIMIT_PATTERN || memchr(pattern.p, '\0', pattern.n))
		return STR_NULL;
	n = read_choices(&r);
	if (r.lost || r.at < pattern.n)
		return STR_NULL;
	n.best = without_soft_end(n.best);
	return n.best.n >= LITERAL_MIN ? n.best : STR_NULL;
}
