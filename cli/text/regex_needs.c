/* What must be in every match of a regular expression, so that most texts need not be
 * searched. A reader of the part of PCRE2's syntax that people use; at anything else it
 * gives up, and the expression is always run. */
#include "text/regex_glance.h"

#include "core/buf.h"
#include "core/limits.h"
#include "text/utf8.h"

enum {
	DEPTH_MAX = 50,
	LITERAL_MIN = 2, /* or one character that is no letter, digit or blank */
	SOME_MIN = 3,    /* of each, when one of several literals is needed */
	SOME_MAX = 1024, /* bytes of all of them */
	FEW = 8,         /* so few may be shorter, if it is known where they stand */
	GOALS = 8,       /* sets of characters that are counted */
	GOAL_MAX = 120,  /* common ones say nothing about a text */
	MANY = 0xffff,
	CHARACTER = 4, /* bytes that one may have */
};

/* ASCII characters, and whether others are meant too. Its parts of 32 characters are
 * control characters, marks with digits, and the two cases of letters. */
enum { BIG = 2, SMALL = 3 };
#define LETTERS 0x07FFFFFEu /* of such a part */

struct set {
	uint32_t bits[4];
	bool wide;
};

struct reading {
	struct str text;
	size_t at;
	unsigned depth;
	unsigned looking; /* inside so many looks ahead or behind */
	struct arena *a;
	bool caseless;
	bool lost; /* met something that it does not know */
	struct set goals[GOALS];
	unsigned n_goals;
	const struct set *goal; /* the one that is counted, or NULL: they are collected */
	struct regex_glance *glance;
};

/* Bytes in a row without a blank: at the start, at the end, somewhere. */
struct solid {
	uint32_t first, last, best;
	bool all; /* nothing in it can be blank; the three are the same */
};

/* What must be in every match of a part of the expression. */
struct need {
	struct str best;              /* the longest text that is needed; or lines, and
					 one of them is */
	struct str run;               /* the text that ends where the part ends, so far */
	bool exact;                   /* `run` is all that the part can match */
	uint32_t width;               /* most bytes of the part, or REGEX_ANYWHERE */
	uint32_t best_from, run_from; /* most bytes of it before them */
	uint32_t count;               /* characters of the goal */
	struct solid solid;
	struct glance_part part;
};

static struct need read_choices(struct reading *r);

static struct need lost(struct reading *r)
{
	r->lost = true;
	return (struct need){ 0 };
}

static uint32_t add(uint32_t a, uint32_t b)
{
	return a >= REGEX_ANYWHERE - b ? REGEX_ANYWHERE : a + b;
}

static uint32_t times(uint32_t a, uint32_t n)
{
	return n && a > REGEX_ANYWHERE / n ? REGEX_ANYWHERE : a * n;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static char peek(const struct reading *r)
{
	return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static bool at_text(const struct reading *r, const char *what)
{
	return str_starts(str_slice(r->text, r->at, r->text.n), what);
}

/* ---- sets ---- */

static void set_add(struct set *s, unsigned first, unsigned last)
{
	for (unsigned c = first; c <= last && c < 128; c++)
		s->bits[c / 32] |= 1u << c % 32;
}

static void set_all(struct set *s)
{
	set_add(s, 0, 127);
	s->wide = true;
}

static bool set_has(const struct set *s, unsigned c)
{
	return s->bits[c / 32] >> c % 32 & 1;
}

static bool set_is_part(const struct set *s, const struct set *of)
{
	for (unsigned i = 0; i < 4; i++)
		if (s->bits[i] & ~of->bits[i])
			return false;
	return true;
}

/* Letters in both cases; two of them have a third form that is not ASCII. */
static void set_any_case(struct set *s)
{
	const uint32_t either = (s->bits[BIG] | s->bits[SMALL]) & LETTERS;

	s->bits[BIG] |= either;
	s->bits[SMALL] |= either;
	s->wide = s->wide || set_has(s, 'k') || set_has(s, 's');
}

/* The letter that is all of the set, in one case or in both; or 0. */
static char set_single(const struct set *s)
{
	uint32_t bits[4];
	unsigned n = 0;
	char single = '\0';

	memcpy(bits, s->bits, sizeof(bits));
	bits[SMALL] |= bits[BIG] & LETTERS;
	bits[BIG] &= ~LETTERS;
	for (unsigned i = 0; i < 4; i++)
		n += (unsigned)__builtin_popcount(bits[i]);
	for (unsigned i = 0; n == 1 && i < 4; i++)
		if (bits[i])
			single = (char)(32 * i + (unsigned)__builtin_ctz(bits[i]));
	return single;
}

static void set_words(struct set *s)
{
	set_add(s, '0', '9');
	set_add(s, 'A', 'Z');
	set_add(s, 'a', 'z');
	set_add(s, '_', '_');
}

/* How common they are: in 1,000 characters of a text, roughly. */
static unsigned set_weight(const struct set *s)
{
	unsigned weight = 0;

	for (unsigned i = 0; i < 4; i++)
		for (uint32_t bits = s->bits[i]; bits; bits &= bits - 1)
			weight += regex_weight(
				(unsigned char)(32 * i + (unsigned)__builtin_ctz(bits)));
	return weight;
}

/* Keep the set among those that are worth counting: a letter alone is a literal's. */
static void set_note(struct reading *r, const struct set *s)
{
	unsigned weight;

	if (r->goal || r->looking || s->wide || r->n_goals == GOALS ||
	    ascii_is_alnum((unsigned char)set_single(s)))
		return;
	weight = set_weight(s);
	/* A range from z to a is empty; PCRE2 refuses it later. */
	if (!weight || weight > GOAL_MAX)
		return;
	for (unsigned i = 0; i < r->n_goals; i++)
		if (memcmp(r->goals[i].bits, s->bits, sizeof(s->bits)) == 0)
			return;
	r->goals[r->n_goals++] = *s;
}

/* ---- atoms ---- */

/* Where a glance meets one of the set. What is looked at is not taken. */
static struct glance_part place_of(struct reading *r, const struct set *s)
{
	struct set all = *s;

	if (r->looking || r->goal)
		return (struct glance_part){ 0 };
	if (r->caseless && s->wide) { /* a long s or a Kelvin sign may be in it */
		set_add(&all, 'k', 'k');
		set_add(&all, 's', 's');
		set_any_case(&all);
	}
	return glance_place(r->glance, all.bits, all.wide);
}

/* One character of the set. */
static struct need one_of(struct reading *r, const struct set *s)
{
	const bool blank = set_has(s, ' ') || set_has(s, '\t') || set_has(s, '\n') ||
			   set_has(s, '\v') || set_has(s, '\f') || set_has(s, '\r');
	struct need n = { .width = s->wide ? CHARACTER : 1, .part = place_of(r, s) };

	set_note(r, s);
	if (!blank)
		n.solid = (struct solid){ 1, 1, 1, true };
	if (r->goal && !s->wide && set_is_part(s, r->goal))
		n.count = 1;
	return n;
}

/* One character of the set, which is that letter in one case or both. */
static struct need letter(struct reading *r, const struct set *s, char low)
{
	struct need n = one_of(r, s);

	if (!r->goal && (unsigned char)low >= ' ') {
		n.run = arena_dup(r->a, &low, 1);
		n.exact = true;
	}
	return n;
}

static struct need exactly(struct reading *r, char c)
{
	struct set s = { 0 };

	set_add(&s, (unsigned char)c, (unsigned char)c);
	if (r->caseless)
		set_any_case(&s);
	return letter(r, &s, ascii_lower(c));
}

/* Something that matches nothing by itself: the text around it stays in one piece. */
static struct need nothing(void)
{
	return (struct need){ .exact = true, .solid.all = true, .part.skips = true };
}

/* One character or nothing, or with REGEX_ANYWHERE any number of them. */
static struct need anything(struct reading *r, uint32_t width)
{
	struct need n = { .width = width };
	struct set all = { 0 };

	set_all(&all);
	n.part = place_of(r, &all);
	if (width == REGEX_ANYWHERE)
		n.part = glance_repeat(r->glance, n.part, true, true);
	return n;
}

/* A character that is no blank: \d, \w, \S. */
static struct need something(struct reading *r, char which)
{
	struct set s = { .wide = true };

	if (which == 'd')
		set_add(&s, '0', '9');
	else if (which == 'w')
		set_words(&s);
	else
		set_add(&s, 0, 127);
	return (struct need){ .width = CHARACTER,
			      .solid = { 1, 1, 1, true },
			      .part = place_of(r, &s) };
}

/* \p{Lu}, \pL; what is in the braces does not matter. */
static struct need read_property(struct reading *r)
{
	if (peek(r) == '{') {
		r->at = str_chr(r->text, '}', r->at);
		if (r->at >= r->text.n)
			return lost(r);
	}
	r->at++;
	return anything(r, CHARACTER);
}

/* \1 repeats what a group matched, perhaps nothing. */
static struct need read_back_reference(struct reading *r)
{
	while (ascii_is_digit((unsigned char)peek(r)))
		r->at++;
	return anything(r, REGEX_ANYWHERE);
}

static struct need twice(const struct reading *r, struct need n)
{
	n.part = glance_repeat(r->glance, n.part, false, true);
	return n;
}

static struct need read_escape(struct reading *r)
{
	const char c = r->at + 1 < r->text.n ? r->text.p[r->at + 1] : '\0';

	r->at += 2;
	if (c > ' ' && c < 0x7f && !ascii_is_alnum((unsigned char)c))
		return exactly(r, c);
	if (c >= '1' && c <= '9')
		return read_back_reference(r);
	if (c && strchr("bBAzZ", c))
		return nothing();
	if (c && strchr("dwS", c))
		return something(r, c);
	if (c == 'R')
		return twice(r, anything(r, CHARACTER));
	if (c && strchr("DWshHvVtnrfea", c))
		return anything(r, CHARACTER);
	if (c == 'X')
		return anything(r, REGEX_ANYWHERE);
	/* Where a match starts is no matter if the search can start in one place only. */
	if (c == 'K' && str_starts(r->text, "\\A"))
		return nothing();
	if (c == 'N' && peek(r) != '{')
		return anything(r, CHARACTER);
	return c == 'p' || c == 'P' ? read_property(r) : lost(r);
}

/* ---- classes ---- */

/* An escape in a class; the character, or -1 when it is more than one. */
static int read_class_escape(struct reading *r, struct set *s)
{
	const unsigned char c = (unsigned char)peek(r);

	r->at++;
	if (c >= 0x80 || !ascii_is_alnum(c))
		return c;
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case 'd':
		set_add(s, '0', '9');
		s->wide = true;
		break;
	case 'w':
		set_words(s);
		s->wide = true;
		break;
	case 's':
		set_add(s, '\t', '\r');
		set_add(s, ' ', ' ');
		s->wide = true;
		break;
	case 'E':
	case 'Q':
	case 'c':
	case 'N':
	case 'o':
	case 'p':
	case 'P':
	case 'x':
		r->lost = true;
		break;
	default:
		set_all(s);
	}
	return -1;
}

/* A member of a class; the character, or -1 when it is more than one. */
static int read_member(struct reading *r, struct set *s)
{
	const unsigned char c = (unsigned char)peek(r);

	if (at_text(r, "[:") || at_text(r, "[.") || at_text(r, "[=")) {
		r->lost = true;
		return -1;
	}
	r->at++;
	return c == '\\' ? read_class_escape(r, s) : c;
}

static void add_members(struct reading *r, struct set *s)
{
	const int first = read_member(r, s);
	int last = first;

	if (first >= 0 && peek(r) == '-' && r->at + 1 < r->text.n &&
	    r->text.p[r->at + 1] != ']') {
		r->at++;
		last = read_member(r, s);
	}
	if (last >= 0x80 || first >= 0x80)
		s->wide = true;
	if (first >= 0 && last < 0) /* "a-\d": both, and the dash */
		set_all(s);
	else if (first >= 0)
		set_add(s, (unsigned)first, (unsigned)last);
}

/* A class of one letter in both cases is that letter: [Zz]. */
static struct need read_class(struct reading *r)
{
	struct set s = { 0 };
	bool negated, wide;
	char single;

	r->at++;
	negated = peek(r) == '^';
	r->at += negated;
	if (peek(r) == ']')
		add_members(r, &s);
	while (!r->lost && r->at < r->text.n && peek(r) != ']')
		add_members(r, &s);
	if (r->lost || r->at++ >= r->text.n)
		return lost(r);
	wide = s.wide;
	if (r->caseless)
		set_any_case(&s);
	single = negated || wide ? '\0' : set_single(&s);
	for (unsigned i = 0; negated && i < 4; i++)
		s.bits[i] = ~s.bits[i];
	s.wide = s.wide || negated;
	return single ? letter(r, &s, single) : one_of(r, &s);
}

/* ---- groups ---- */

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
	r->looking++;
	(void)read_group_body(r);
	r->looking--;
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

/* A character that stands for itself. */
static struct need read_plain(struct reading *r, unsigned char c)
{
	const struct set other = { .wide = true };

	r->at++;
	if (c < 0x80)
		return c >= ' ' ? exactly(r, (char)c) : anything(r, 1);
	while (utf8_is_tail(peek(r)))
		r->at++;
	return (struct need){ .width = CHARACTER, .part = place_of(r, &other) };
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
		return anything(r, CHARACTER);
	case '*':
	case '+':
	case '?':
	case '{':
		return lost(r);
	default:
		return read_plain(r, c);
	}
}

/* ---- quantifiers ---- */

struct times {
	uint32_t least, most;
};

static uint32_t at_most(uint64_t n)
{
	return n < MANY ? (uint32_t)n : MANY;
}

/* "{2,5}" behind an atom. */
static bool read_braces(struct reading *r, struct times *t)
{
	uint64_t low = 0, high = UINT64_MAX;
	const size_t end = str_chr(r->text, '}', r->at);
	struct str inside = str_slice(r->text, r->at + 1, end);
	const size_t comma = str_chr(inside, ',', 0);

	if (end >= r->text.n || !str_to_u64(str_slice(inside, 0, comma), &low))
		return false;
	if (comma >= inside.n)
		high = low;
	else if (comma + 1 < inside.n &&
		 !str_to_u64(str_slice(inside, comma + 1, inside.n), &high))
		return false;
	*t = (struct times){ at_most(low),
			     high < MANY ? (uint32_t)high : REGEX_ANYWHERE };
	r->at = end + 1;
	return true;
}

static struct times read_times(struct reading *r)
{
	struct times t = { 1, 1 };
	const size_t before = r->at;
	const char c = peek(r);

	if (c == '{') {
		if (!read_braces(r, &t))
			r->lost = true;
	} else if (c && strchr("*+?", c)) {
		t = (struct times){ c == '+', c == '?' ? 1 : REGEX_ANYWHERE };
		r->at++;
	}
	if (r->at > before && (peek(r) == '?' || peek(r) == '+'))
		r->at++;
	return t;
}

/* ---- rows and choices ---- */

static struct solid solid_times(struct solid s, uint32_t n)
{
	if (s.all)
		s.first = s.last = s.best = least(times(s.best, n), MANY);
	else if (n == 0)
		s = (struct solid){ 0 };
	else if (n > 1)
		s.best = most(s.best, s.last + s.first);
	return s;
}

static struct solid solid_join(struct solid a, struct solid b)
{
	struct solid both = { a.all ? a.best + b.first : a.first,
			      b.all ? b.best + a.last : b.last,
			      most(a.last + b.first, most(a.best, b.best)),
			      a.all && b.all };

	both.first = least(both.first, MANY);
	both.last = least(both.last, MANY);
	both.best = least(both.best, MANY);
	return both;
}

static struct solid solid_either(struct solid a, struct solid b)
{
	return (struct solid){ least(a.first, b.first), least(a.last, b.last),
			       least(a.best, b.best), a.all && b.all };
}

/* The bytes of the shortest line. */
static size_t worth_of(struct str lines)
{
	size_t least = lines.n;
	struct str line;

	while (str_field(&lines, '\n', &line))
		least = line.n < least ? line.n : least;
	return least;
}

/* `n` with a text that stands at most `from` bytes behind its start, if that is longer.
 */
static struct need with_best(struct need n, struct str text, uint32_t from)
{
	if (worth_of(text) > worth_of(n.best)) {
		n.best = text;
		n.best_from = from;
	}
	return n;
}

/* The texts of the row so far and then the atom. */
static struct need join_texts(struct reading *r, struct need row, struct need atom,
			      struct times t)
{
	const struct need all = with_best(row, row.run, row.run_from);
	const uint32_t from = row.run.n ? row.run_from : row.width;
	struct need n = { .best = all.best, .best_from = all.best_from };
	struct str both;

	if (t.least == 0) /* it may be left out, so nothing of it is needed */
		return n;
	n.run = atom.run;
	n.run_from =
		add(row.width, t.most == 1 ? atom.run_from : times(atom.width, t.most));
	if (!atom.exact) /* `run` of the atom follows something unknown */
		return with_best(n, atom.best, add(row.width, atom.best_from));
	both = r->goal ? STR_NULL : arena_join(r->a, row.run, atom.run);
	if (t.most > 1) /* the first time it follows the text before */
		return with_best(n, both, from);
	n.best = row.best;
	n.best_from = row.best_from;
	n.run = both;
	n.run_from = from;
	n.exact = row.exact;
	return n;
}

static struct need join(struct reading *r, struct need row, struct need atom,
			struct times t)
{
	struct need n = join_texts(r, row, atom, t);

	n.width = add(row.width, times(atom.width, t.most));
	n.count = least(row.count + times(atom.count, t.least), MANY);
	n.solid = solid_join(row.solid, solid_times(atom.solid, t.least));
	n.part = glance_join(
		r->glance, row.part,
		glance_repeat(r->glance, atom.part, t.least == 0, t.most > 1));
	return n;
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
	return with_best(row, row.run, row.run_from);
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

static bool is_one(struct str lines)
{
	return str_chr(lines, '\n', 0) == SIZE_MAX;
}

/* What both need, or else the one and the other. */
static struct str either_text(struct reading *r, struct str a, struct str b)
{
	struct str common = STR_NULL, some = STR_NULL;

	if (is_one(a) && is_one(b))
		common = common_part(a, b);
	if (a.n && b.n && a.n + b.n < SOME_MAX)
		some = arena_join(r->a, a, arena_join(r->a, STR("\n"), b));
	return worth_of(some) > common.n ? some : common;
}

static struct need either(struct reading *r, struct need a, struct need b)
{
	const struct str best = either_text(r, a.best, b.best);
	uint32_t from = most(a.best_from, b.best_from);

	if (is_one(best)) /* a part of both */
		from = most(add(a.best_from, (uint32_t)(a.best.n - best.n)),
			    add(b.best_from, (uint32_t)(b.best.n - best.n)));
	return (struct need){
		.best = best,
		.best_from = from,
		.width = most(a.width, b.width),
		.count = least(a.count, b.count),
		.solid = solid_either(a.solid, b.solid),
		.part = glance_either(a.part, b.part),
	};
}

static struct need read_choices(struct reading *r)
{
	struct need all = read_row(r);

	while (!r->lost && peek(r) == '|') {
		r->at++;
		all = either(r, all, read_row(r));
	}
	return r->lost ? lost(r) : all;
}

/* ---- the whole ---- */

/* Is there an option (?i) anywhere? Then all of it is read as if without case. */
static bool has_caseless(struct str pattern)
{
	for (size_t at = 0; (at = str_find(pattern, STR("(?"), at)) != SIZE_MAX;)
		for (at += 2;
		     at < pattern.n && (ascii_is_alpha((unsigned char)pattern.p[at]) ||
					strchr("^-", pattern.p[at]));
		     at++)
			if (pattern.p[at] == 'i')
				return true;
	return false;
}

static struct need read_whole(struct reading *r)
{
	struct need n;

	r->at = 0;
	n = read_choices(r);
	return r->lost || r->at < r->text.n ? lost(r) : n;
}

/* The set that says most: needed often, met seldom. */
static void choose_goal(struct reading *r, struct regex_needs *out)
{
	uint32_t best = 0;

	for (unsigned i = 0; i < r->n_goals; i++) {
		uint32_t count, worth;

		r->goal = &r->goals[i];
		count = read_whole(r).count;
		worth = count * 1000 / set_weight(r->goal);
		if (worth <= best)
			continue;
		best = worth;
		out->least = count;
		memcpy(out->bytes, r->goal->bits, sizeof(out->bytes));
	}
}

static size_t lines_of(struct str s)
{
	size_t n = 0;
	struct str line;

	while (str_field(&s, '\n', &line))
		n++;
	return n;
}

static bool is_literal(struct str s, uint32_t before)
{
	if (!is_one(s))
		return worth_of(s) >= SOME_MIN ||
		       (worth_of(s) >= LITERAL_MIN && lines_of(s) <= FEW &&
			before != REGEX_ANYWHERE);
	if (s.n == 1)
		return !ascii_is_alnum((unsigned char)s.p[0]) && s.p[0] != ' ';
	return s.n >= LITERAL_MIN;
}

/* NULL: it would tell nothing. */
static const struct regex_glance *read_glance(struct reading *r)
{
	const struct glance_part whole = read_whole(r).part;

	r->glance->first = whole.first;
	r->glance->ends = whole.last;
	/* After \A and the like a match starts where the search does, or \K says. */
	if (whole.skips || str_starts(r->text, "\\A") || str_starts(r->text, "^"))
		return NULL;
	return r->glance;
}

static const struct regex_glance *glance_of(struct reading *r, struct arena *a)
{
	const struct regex_glance *got;

	r->glance = ARENA_NEW(a, struct regex_glance);
	got = read_glance(r);
	if (!got || !glance_is_short(got))
		return got;
	*r->glance = (struct regex_glance){ .shares = true };
	return read_glance(r);
}

void regex_read_needs(struct str pattern, unsigned flags, struct arena *a,
		      struct regex_needs *out)
{
	struct arena scratch = { 0 };
	struct reading r = { .text = pattern, .a = &scratch };
	struct need n;

	*out = (struct regex_needs){ 0 };
	if (!pattern.p || pattern.n > LIMIT_PATTERN || memchr(pattern.p, '\0', pattern.n))
		return;
	r.caseless = flags & REGEX_CASELESS || has_caseless(pattern);
	n = read_whole(&r);
	if (!r.lost) {
		if (is_literal(n.best, n.best_from)) {
			out->literal = arena_str(a, n.best);
			out->before = n.best_from;
		}
		out->run = n.solid.best;
		out->width = n.width;
		choose_goal(&r, out);
		r.goal = NULL;
		out->glance = glance_of(&r, a);
	}
	arena_release(&scratch);
}
