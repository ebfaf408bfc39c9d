#include "text/pattern.h"

#include "core/buf.h"
#include "core/limits.h"
#include "text/token.h"
#include "text/utf8.h"

#include <stdarg.h>

enum { DEPTH_MAX = 16, GAP_MAX = 20, SHOWN_MAX = 40, REGEX_MAX = 200 };

/* Characters that end a word wherever they stand. */
static const char stops[] = " \t\r\n|(){}\"";

static const struct str classes[] = {
	STR("MONEY"),   STR("NUMBER"),  STR("PERCENT"), STR("EMAIL"),
	STR("PHONE"),   STR("URL"),     STR("CAPS"),    STR("EMOJI"),
	STR("HASHTAG"), STR("MENTION"), STR("WORD"),
};

struct parsing {
	struct str text;
	size_t at;
	unsigned depth;
	struct arena *a;
	struct pattern_error *bad;
};

/* The parts of a row or of alternatives, as they are found. */
struct part {
	struct pattern *is;
};

struct parts { /* as VEC() has it, with a name */
	struct part *p;
	size_t n, room;
};

static struct pattern *parse_row(struct parsing *p, size_t open);

/* ---- troubles ---- */

/* Say what is wrong with [start, end); always NULL, for "return fail(...)". */
PRINTF_LIKE(4, 5)
static struct pattern *fail(struct parsing *p, size_t start, size_t end, const char *fmt,
			    ...)
{
	va_list ap;

	p->bad->at = (struct span){ (uint32_t)start, (uint32_t)end };
	va_start(ap, fmt);
	(void)vsnprintf(p->bad->msg, sizeof(p->bad->msg), fmt, ap);
	va_end(ap);
	return NULL;
}

/* As much of the user's text as a message can hold, whole characters. */
static struct str shown(struct str s)
{
	return utf8_clip(s, SHOWN_MAX);
}

/* ---- characters ---- */

static char peek(const struct parsing *p)
{
	return p->at < p->text.n ? p->text.p[p->at] : '\0';
}

static bool is_blank(char c)
{
	return c && ascii_is_space((unsigned char)c);
}

static bool is_stop(char c)
{
	return c && strchr(stops, c);
}

static void skip_blanks(struct parsing *p)
{
	while (is_blank(peek(p)))
		p->at++;
}

static bool dots_at(const struct parsing *p, size_t at)
{
	return str_starts(str_slice(p->text, at, p->text.n), "...");
}

/* Where a word that starts at `at` ends. */
static size_t end_of_word(const struct parsing *p, size_t at)
{
	while (at < p->text.n && !is_stop(p->text.p[at]))
		at += p->text.p[at] == '\\' && at + 1 < p->text.n ? 2 : 1;
	return at;
}

static struct pattern *node_new(struct parsing *p, enum pattern_kind kind, size_t start,
				size_t end)
{
	struct pattern *n = ARENA_NEW(p->a, struct pattern);

	n->kind = kind;
	n->at = (struct span){ (uint32_t)start, (uint32_t)end };
	return n;
}

static struct pattern *node_with(struct parsing *p, enum pattern_kind kind,
				 const struct parts *kids, size_t start, size_t end)
{
	struct pattern *n;

	if (kids->n == 1)
		return kids->p[0].is;
	n = node_new(p, kind, start, end);
	n->kids = arena_array(p->a, kids->n, sizeof(void *));
	for (; n->n_kids < kids->n; n->n_kids++)
		n->kids[n->n_kids] = kids->p[n->n_kids].is;
	return n;
}

/* ---- words ---- */

/* Text without its backslashes, and where each of its bytes stands in the pattern. */
struct plain {
	char *p;
	uint32_t *from;
	size_t n;
};

static void plain_room(struct parsing *p, struct plain *w, size_t most)
{
	w->p = arena_alloc(p->a, most + 1);
	w->from = arena_array(p->a, most + 1, sizeof(*w->from));
	w->n = 0;
}

static void plain_add(struct parsing *p, struct plain *w)
{
	w->from[w->n] = (uint32_t)p->at;
	w->p[w->n++] = p->text.p[p->at++];
}

/* Step over a backslash; false if what follows has no meaning to take away. */
static bool take_escape(struct parsing *p)
{
	const size_t start = p->at++;
	const unsigned char c = (unsigned char)peek(p);
	size_t n = 0;

	if (p->at == p->text.n || is_blank((char)c)) {
		fail(p, start, start + 1,
		     "a character is missing behind \\; write \\\\ for the backslash "
		     "itself");
		return false;
	}
	if (c > ' ' && c < 0x7f && !ascii_is_alnum(c))
		return true;
	(void)utf8_decode(p->text, p->at, &n);
	fail(p, start, p->at + n,
	     "\"\\%.*s\" means nothing here; regular expressions go under \"regex:\"",
	     (int)n, p->text.p + p->at);
	return false;
}

/* The second part of a contraction by itself, as in "are|'re": what a text's tokens say
 * for it. STR_NULL if `word` is none. */
static struct str clitic_of(struct parsing *p, struct str word)
{
	static const struct {
		struct str is, means;
	} clitics[] = {
		{ STR("'s"), STR("'s") },    { STR("'d"), STR("'d") },
		{ STR("n't"), STR("not") },  { STR("'re"), STR("are") },
		{ STR("'ve"), STR("have") }, { STR("'ll"), STR("will") },
		{ STR("'m"), STR("am") },
	};
	const struct str folded = word.n < 8 ? utf8_fold(word, p->a) : STR_NULL;

	for (size_t i = 0; i < ARRAY_LEN(clitics); i++)
		if (str_eq(folded, clitics[i].is))
			return clitics[i].means;
	return STR_NULL;
}

/* The tokens of `w` as nodes in a row, so that patterns are cut as texts are. */
static struct pattern *words_of(struct parsing *p, const struct plain *w,
				enum pattern_kind kind, size_t start, size_t end)
{
	struct parts kids = { 0 };
	const struct str clitic = clitic_of(p, (struct str){ w->p, w->n });
	struct tokens tokens;
	struct view view;

	if (clitic.n && kind != PATTERN_CASE) {
		struct pattern *n = node_new(p, kind, start, end);

		n->text = clitic;
		return n;
	}
	view_plain((struct str){ w->p, w->n }, p->a, &view);
	tokens_of(&view, p->a, &tokens);
	for (size_t i = 0; i < tokens.n; i++) {
		const struct token *t = &tokens.p[i];
		struct pattern *n;

		if (t->kind == TOKEN_BREAK || !t->n || !t->fold.n)
			continue;
		n = node_new(p, kind, w->from[t->at], w->from[t->at + t->n - 1] + 1);
		n->text = arena_str(p->a, kind == PATTERN_CASE ? token_text(&view, t)
							       : t->fold);
		*VEC_ADD(p->a, &kids) = (struct part){ n };
	}
	if (!kids.n)
		return fail(p, start, end, "there is nothing to look for here");
	return node_with(p, PATTERN_SEQ, &kids, start, end);
}

/* "wait...3": the two would be read as one thing. */
static struct pattern *glued_gap(struct parsing *p)
{
	size_t end = p->at + 3;

	while (end < p->text.n && ascii_is_digit((unsigned char)p->text.p[end]))
		end++;
	return fail(p, p->at, end,
		    "a gap needs a blank on both sides; write \\... for the marks "
		    "themselves");
}

/* ":noun" behind a word or a list. */
static bool take_pos(struct parsing *p, struct pattern *n)
{
	const size_t start = p->at++, end = end_of_word(p, p->at);

	while (ascii_is_lower((unsigned char)peek(p)))
		p->at++;
	if (p->at < end || end == start + 1) {
		fail(p, start, end,
		     "behind \":\" stands a part of speech, as in word:noun; write \\: "
		     "for the colon itself");
		return false;
	}
	n->pos = arena_str(p->a, str_slice(p->text, start + 1, end));
	n->at.end = (uint32_t)end;
	return true;
}

static struct pattern *question_mark(struct parsing *p)
{
	return fail(p, p->at, p->at + 1,
		    "only a group can be optional: write (word)?, or \\? for the mark "
		    "itself");
}

static struct pattern *star(struct parsing *p)
{
	return fail(
		p, p->at, p->at + 1,
		"\"*\" stands for no other letters: all forms of a word are found "
		"without it; name other words as alternatives (a|b), or write \\* for "
		"the mark itself");
}

/* "weather*"; "f***" is a word that hides. */
static bool is_wildcard(const struct parsing *p)
{
	const char before = p->at ? p->text.p[p->at - 1] : ' ';
	const char after = p->at + 1 < p->text.n ? p->text.p[p->at + 1] : ' ';

	return peek(p) == '*' && (ascii_is_alnum((unsigned char)before) || before < 0) &&
	       (is_stop(after) || is_blank(after));
}

/* Marks that look like the notation but are not, in the middle of a word. */
static bool good_mark(struct parsing *p)
{
	const struct str rest = str_slice(p->text, p->at, p->text.n);

	if (!rest.p)
		return true;
	if (peek(p) == '?') {
		question_mark(p);
	} else if (is_wildcard(p)) {
		star(p);
	} else if (str_starts(rest, "...")) {
		glued_gap(p);
	} else if (str_starts(rest, "\xe2\x80\x9c") || str_starts(rest, "\xe2\x80\x9d")) {
		fail(p, p->at, p->at + 3,
		     "an exact form stands between straight quotation marks: \"word\"");
	} else {
		return true;
	}
	return false;
}

/* A word in any form, or with PATTERN_CASE one that is taken as it is. */
static struct pattern *parse_word(struct parsing *p, enum pattern_kind kind)
{
	const size_t start = p->at, end = end_of_word(p, start);
	struct pattern *n;
	struct plain w;

	plain_room(p, &w, end - start);
	while (p->at < end && (peek(p) != ':' || !w.n)) {
		if (peek(p) == '\\' ? !take_escape(p) : !good_mark(p))
			return NULL;
		plain_add(p, &w);
	}
	n = words_of(p, &w, kind, start, p->at);
	if (n && p->at < end && !take_pos(p, n))
		return NULL;
	return n;
}

static struct pattern *parse_case(struct parsing *p)
{
	const size_t start = p->at++;
	struct pattern *n;

	if (p->at == p->text.n || is_stop(peek(p)))
		return fail(p, start, p->at,
			    "behind \"=\" stands a word in its exact case, as in =Apple; "
			    "write \\= for the mark itself");
	n = parse_word(p, PATTERN_CASE);
	if (n)
		n->at.start = (uint32_t)start;
	return n;
}

static struct pattern *parse_exact(struct parsing *p)
{
	const size_t start = p->at++;
	struct pattern *n;
	struct plain w;
	size_t end = p->at;

	while (end < p->text.n && p->text.p[end] != '"')
		end += p->text.p[end] == '\\' && end + 1 < p->text.n ? 2 : 1;
	if (end >= p->text.n)
		return fail(p, start, p->text.n,
			    "the second quotation mark is missing; write \\\" for the "
			    "mark itself");
	plain_room(p, &w, end - p->at);
	while (p->at < end) {
		if (peek(p) == '\\' && !take_escape(p))
			return NULL;
		plain_add(p, &w);
	}
	p->at++;
	n = words_of(p, &w, PATTERN_EXACT, start, p->at);
	if (n)
		n->at = (struct span){ (uint32_t)start, (uint32_t)p->at };
	return n;
}

/* ---- lists, classes, gaps ---- */

static bool is_list_char(char c)
{
	return ascii_is_alnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

static struct pattern *parse_list(struct parsing *p)
{
	const size_t start = p->at++;
	struct pattern *n;

	while (is_list_char(peek(p)))
		p->at++;
	if (peek(p) != '}')
		return fail(
			p, start, p->at + (p->at < p->text.n),
			"the name of a word list stands between { and }: letters, "
			"digits, \"-\", \"_\", \".\"; write \\{ for the brace itself");
	if (p->at == start + 1)
		return fail(p, start, p->at + 1,
			    "the name of a word list is missing between { and }");
	n = node_new(p, PATTERN_LIST, start, ++p->at);
	n->text = arena_str(p->a, str_slice(p->text, start + 1, p->at - 1));
	return peek(p) == ':' && !take_pos(p, n) ? NULL : n;
}

static struct pattern *unknown_class(struct parsing *p, size_t start, struct str name)
{
	const struct str guess = str_nearest(name, classes, ARRAY_LEN(classes));

	if (guess.n)
		return fail(p, start, p->at,
			    "there is no class #%.*s; did you mean #%.*s? Write \\# for "
			    "the mark itself",
			    STR_ARG(shown(name)), STR_ARG(guess));
	return fail(p, start, p->at,
		    "there is no class #%.*s; there are MONEY NUMBER PERCENT EMAIL PHONE "
		    "URL CAPS EMOJI HASHTAG MENTION WORD; write \\# for the mark itself",
		    STR_ARG(shown(name)));
}

static struct pattern *parse_class(struct parsing *p)
{
	const size_t start = p->at++;
	struct pattern *n;
	struct str name;

	while (ascii_is_alnum((unsigned char)peek(p)) || peek(p) == '-' || peek(p) == '_')
		p->at++;
	name = str_slice(p->text, start + 1, p->at);
	if (!name.n)
		return fail(p, start, p->at,
			    "the name of a class is missing, as in #MONEY; write \\# for "
			    "the mark itself");
	for (size_t i = 0; i < ARRAY_LEN(classes); i++) {
		if (!str_eq(name, classes[i]))
			continue;
		n = node_new(p, PATTERN_CLASS, start, p->at);
		n->text = classes[i];
		return n;
	}
	return unknown_class(p, start, name);
}

static struct pattern *parse_gap(struct parsing *p)
{
	const size_t start = p->at;
	struct pattern *n;
	struct str digits;
	uint64_t max = 0;

	p->at += 3;
	while (ascii_is_digit((unsigned char)peek(p)))
		p->at++;
	digits = str_slice(p->text, start + 3, p->at);
	if (!digits.n && (peek(p) == '.' || !(is_stop(peek(p)) || p->at == p->text.n)))
		return glued_gap(&(struct parsing){ p->text, start, 0, p->a, p->bad });
	if (!digits.n)
		return fail(p, start, p->at,
			    "say how many words may stand between, as in ...3; write "
			    "\\... for the marks themselves");
	if (!str_to_u64(digits, &max) || max < 1 || max > GAP_MAX)
		return fail(p, start, p->at, "a gap spans 1 to %d words", GAP_MAX);
	if (peek(p) == '|')
		return fail(p, start, p->at + 1, "a gap cannot be an alternative");
	if (p->at < p->text.n && !is_blank(peek(p)) && peek(p) != ')')
		return glued_gap(&(struct parsing){ p->text, start, 0, p->a, p->bad });
	n = node_new(p, PATTERN_GAP, start, p->at);
	n->max = (uint32_t)max;
	return n;
}

/* ---- regular expressions ---- */

/* A slash starts one where an element starts: "and/or" and a slash alone are words. */
static bool is_regex(const struct parsing *p)
{
	const char before = p->at ? p->text.p[p->at - 1] : ' ';

	return peek(p) == '/' && (is_blank(before) || before == '(' || before == '|') &&
	       p->at + 1 < p->text.n && !is_blank(p->text.p[p->at + 1]);
}

static struct pattern *parse_regex(struct parsing *p)
{
	const size_t start = p->at++;
	struct pattern *n;

	while (p->at < p->text.n && peek(p) != '/' && !is_blank(peek(p)))
		p->at += peek(p) == '\\' && p->at + 1 < p->text.n &&
					 !is_blank(p->text.p[p->at + 1])
				 ? 2
				 : 1;
	if (is_blank(peek(p)))
		return fail(
			p, start, p->at + 1,
			"a regular expression between slashes has no blanks: it takes "
			"what stands between two; write \\/ for the mark itself");
	if (peek(p) != '/')
		return fail(
			p, start, p->text.n,
			"the second slash of this regular expression is missing; write "
			"\\/ for the mark itself");
	n = node_new(p, PATTERN_REGEX, start, ++p->at);
	n->text = arena_str(p->a, str_slice(p->text, start + 1, p->at - 1));
	if (!n->text.n)
		return fail(p, start, p->at,
			    "nothing stands between the slashes; write \\/ for the mark "
			    "itself");
	if (n->text.n > REGEX_MAX)
		return fail(p, start, p->at,
			    "a regular expression between slashes has at most %d bytes: "
			    "longer ones go under \"regex:\"",
			    REGEX_MAX);
	return n;
}

/* ---- groups, alternatives, rows ---- */

static struct pattern *parse_group(struct parsing *p)
{
	const size_t start = p->at++;
	struct pattern *n, *opt;

	if (p->depth == DEPTH_MAX)
		return fail(p, start, p->at, "groups are nested more than %d deep",
			    DEPTH_MAX);
	p->depth++;
	n = parse_row(p, start);
	p->depth--;
	if (!n)
		return NULL;
	p->at++; /* the ) that ended the row */
	if (n->kind == PATTERN_SEQ || n->kind == PATTERN_ALT)
		n->at = (struct span){ (uint32_t)start, (uint32_t)p->at };
	if (peek(p) != '?')
		return n;
	opt = node_new(p, PATTERN_OPT, start, ++p->at);
	opt->kids = arena_array(p->a, 1, sizeof(void *));
	opt->kids[0] = n;
	opt->n_kids = 1;
	return opt;
}

static struct pattern *lone_brace(struct parsing *p)
{
	return fail(p, p->at, p->at + 1,
		    "no { stands before this }; write \\} for the brace itself");
}

static struct pattern *parse_element(struct parsing *p)
{
	switch (peek(p)) {
	case '(':
		return parse_group(p);
	case '{':
		return parse_list(p);
	case '#':
		return parse_class(p);
	case '"':
		return parse_exact(p);
	case '=':
		return parse_case(p);
	case '}':
		return lone_brace(p);
	case '/':
		if (is_regex(p))
			return parse_regex(p);
		return parse_word(p, PATTERN_WORD);
	default:
		return dots_at(p, p->at) ? parse_gap(p) : parse_word(p, PATTERN_WORD);
	}
}

/* Behind a bar: the next alternative must start at once. */
static bool good_bar(struct parsing *p, size_t bar)
{
	const bool blank = is_blank(peek(p));

	skip_blanks(p);
	if (peek(p) == '|')
		fail(p, bar, p->at + 1,
		     "an empty alternative: nothing stands between | and |");
	else if (p->at == p->text.n || peek(p) == ')')
		fail(p, bar, bar + 1, "an empty alternative: nothing stands behind |");
	else if (blank)
		fail(p, bar, p->at,
		     "write alternatives without blanks: a|b, or (x y)|z for several "
		     "words");
	else if (dots_at(p, p->at))
		fail(p, bar, p->at + 3, "a gap cannot be an alternative");
	else
		return true;
	return false;
}

/* True if the pattern can be met by no words at all. */
static bool can_be_nothing(const struct pattern *n)
{
	if (n->kind != PATTERN_SEQ)
		return n->kind == PATTERN_OPT || n->kind == PATTERN_GAP;
	for (size_t i = 0; i < n->n_kids; i++)
		if (!can_be_nothing(n->kids[i]))
			return false;
	return true;
}

static struct pattern *parse_alternatives(struct parsing *p)
{
	const size_t start = p->at;
	struct parts kids = { 0 };

	for (;;) {
		struct pattern *n = parse_element(p);

		if (!n)
			return NULL;
		*VEC_ADD(p->a, &kids) = (struct part){ n };
		if ((kids.n > 1 || peek(p) == '|') && can_be_nothing(n))
			return fail(p, n->at.start, n->at.end,
				    "an alternative that may be missing: write (x|y)? to "
				    "make all of them optional");
		if (peek(p) != '|')
			return node_with(p, PATTERN_ALT, &kids, start, p->at);
		if (!good_bar(p, p->at++))
			return NULL;
	}
}

/* Marks may stand directly behind an element, as in "{insult}!": they are words of
 * their own. Letters would be read as part of it, marks of the notation as something. */
static bool is_mark(const struct parsing *p)
{
	const unsigned char c = (unsigned char)peek(p);

	return c > ' ' && c < 0x7f && !ascii_is_alnum(c) && !is_stop((char)c) &&
	       !strchr("*?#=:_'", c) && !dots_at(p, p->at);
}

static bool good_end(struct parsing *p, const struct pattern *before)
{
	if (p->at == p->text.n || is_blank(peek(p)) || peek(p) == ')' || is_mark(p))
		return true;
	if (peek(p) == '?')
		question_mark(p);
	else if (peek(p) == '*')
		star(p);
	else if (peek(p) == '}')
		lone_brace(p);
	else if (dots_at(p, p->at))
		glued_gap(p);
	else
		fail(p, before->at.start, p->at + 1,
		     "a blank is missing here; write a backslash before a mark that is "
		     "meant as itself");
	return false;
}

static bool add_element(struct parsing *p, struct parts *kids)
{
	struct pattern *n, *before = kids->n ? kids->p[kids->n - 1].is : NULL;

	if (peek(p) == '|') {
		if (before)
			fail(p, p->at, p->at + 1,
			     "write alternatives without blanks: a|b, or (x y)|z for "
			     "several words");
		else
			fail(p, p->at, p->at + 1,
			     "an empty alternative: nothing stands before |");
		return false;
	}
	n = parse_alternatives(p);
	if (!n || !good_end(p, n))
		return false;
	if (before && before->kind == PATTERN_GAP && n->kind == PATTERN_GAP) {
		fail(p, before->at.start, n->at.end, "two gaps in a row: write one");
		return false;
	}
	*VEC_ADD(p->a, kids) = (struct part){ n };
	return true;
}

/* Elements up to the end, or inside a group, whose ( is at `open`, up to its ). */
static struct pattern *parse_row(struct parsing *p, size_t open)
{
	const size_t start = p->at;
	struct parts kids = { 0 };

	for (;;) {
		skip_blanks(p);
		if (p->at == p->text.n || (peek(p) == ')' && p->depth))
			break;
		if (peek(p) == ')')
			return fail(p, p->at, p->at + 1,
				    "no ( stands before this ); write \\) for the mark "
				    "itself");
		if (!add_element(p, &kids))
			return NULL;
	}
	if (p->depth && p->at == p->text.n)
		return fail(p, open, open + 1,
			    "this group has no end: its ) is missing; write \\( for the "
			    "mark itself");
	if (!kids.n && p->depth)
		return fail(p, open, p->at + 1, "an empty group: nothing stands in it");
	if (!kids.n)
		return fail(p, start, p->at, "an empty pattern finds nothing");
	return node_with(p, PATTERN_SEQ, &kids, kids.p[0].is->at.start,
			 kids.p[kids.n - 1].is->at.end);
}

/* ---- the whole ---- */

/* An element of the kind that a match could start with, or with `last` end with. */
static const struct pattern *at_end(const struct pattern *n, enum pattern_kind kind,
				    bool last)
{
	for (size_t i = 0; i < n->n_kids; i++) {
		const struct pattern *kid = n->kids[last ? n->n_kids - 1 - i : i];
		const struct pattern *found = at_end(kid, kind, last);

		if (found)
			return found;
		if (n->kind == PATTERN_SEQ && !can_be_nothing(kid))
			return NULL;
	}
	return n->kind == kind ? n : NULL;
}

static bool good_whole(struct parsing *p, const struct pattern *n)
{
	const struct pattern *gap = at_end(n, PATTERN_GAP, false);
	const struct pattern *regex = at_end(n, PATTERN_REGEX, false);

	if (!gap)
		gap = at_end(n, PATTERN_GAP, true);
	if (regex)
		fail(p, regex->at.start, regex->at.end,
		     "a pattern cannot start with a regular expression, which would be "
		     "tried everywhere: put a word, a list or a class such as #WORD "
		     "before it, or write a rule with \"regex:\"");
	else if (gap)
		fail(p, gap->at.start, gap->at.end,
		     "a gap stands between words, not at the end of a pattern");
	else if (can_be_nothing(n))
		fail(p, n->at.start, n->at.end,
		     "everything in this pattern is optional, so it would match "
		     "everywhere");
	else
		return true;
	return false;
}

static bool good_text(struct parsing *p)
{
	const size_t bad = utf8_check(p->text);

	if (p->text.n > LIMIT_PATTERN)
		fail(p, 0, 0, "a pattern may have %u bytes, this one has %zu",
		     LIMIT_PATTERN, p->text.n);
	else if (bad < p->text.n)
		fail(p, bad, bad + 1, "this is not UTF-8");
	else if (utf8_control(p->text) < p->text.n)
		fail(p, utf8_control(p->text), utf8_control(p->text) + 1,
		     "a control character, which no text may hold");
	else
		return true;
	return false;
}

bool pattern_parse(struct str text, struct arena *a, struct pattern **out,
		   struct pattern_error *bad)
{
	struct parsing p = { .text = text, .a = a, .bad = bad };

	*out = NULL;
	if (!good_text(&p))
		return false;
	*out = parse_row(&p, 0);
	if (*out && !good_whole(&p, *out))
		*out = NULL;
	return *out != NULL;
}

struct str pattern_whole(struct str regex, struct arena *a)
{
	return arena_join(a, STR("\\A(?:"), arena_join(a, regex, STR(")\\z")));
}
