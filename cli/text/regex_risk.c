/* Which part of an expression can be matched in so many ways that a text which does not
 * match costs a time without end. A quick reader finds parts that are repeated and hold
 * something that may vary; texts made from them are then really searched, and only what
 * ran into its limit is told. What the reader does not understand it may miss. */
#include "text/regex.h"

#include "core/buf.h"

enum {
	PARTS = 16,     /* of an expression that are tried */
	DEPTH = 50,     /* of groups */
	SAMPLE = 256,   /* bytes of a text that a part matches */
	PUMPED = 48,    /* times it is repeated */
	PROBE = 400000, /* steps of a search; one of a linear expression needs few */
};

struct group {
	size_t open;
	uint32_t out;
	bool look, varies;
};

/* One pass over an expression, or a part of it. */
struct walk {
	struct str text;
	size_t at;
	bool lost;        /* met something that it does not know */
	bool drop;        /* leave out what is optional */
	char out[SAMPLE]; /* a text that was matched so far */
	uint32_t n, atom; /* its length; where the last atom began */
	struct group groups[DEPTH];
	unsigned depth;
};

static void put(struct walk *w, char c)
{
	w->atom = w->n;
	if (w->n < SAMPLE)
		w->out[w->n++] = c;
	else
		w->lost = true;
}

static bool ahead(const struct walk *w, const char *what)
{
	return str_starts(str_slice(w->text, w->at, w->text.n), what);
}

/* Behind the next `c`. */
static void skip_to(struct walk *w, char c)
{
	const size_t end = str_chr(w->text, c, w->at);

	w->at = end == SIZE_MAX ? w->text.n : end + 1;
	w->lost |= end == SIZE_MAX;
}

/* A character of the class \d, \w ...; 0: it takes none, or it is the letter itself. */
static char of_escape(char c)
{
	switch (c) {
	case 'd':
		return '0';
	case 'w':
	case 'W':
	case 'S':
	case 'D':
		return c == 'W' ? '-' : 'a';
	case 's':
	case 'h':
	case 'R':
		return ' ';
	case 'n':
	case 'v':
		return '\n';
	case 't':
		return '\t';
	default:
		return strchr("bBAzZGKE", c) ? '\0' : c;
	}
}

static void escape(struct walk *w)
{
	const char c = w->at + 1 < w->text.n ? w->text.p[w->at + 1] : 'Q';
	char one;

	w->at += 2;
	if (strchr("QgkxopPNcuU", c) || ascii_is_digit((unsigned char)c)) {
		w->lost |= !(c == 'p' || c == 'P') || !ahead(w, "{");
		if (!w->lost)
			skip_to(w, '}');
		put(w, c == 'p' ? 'a' : '-');
		return;
	}
	one = of_escape(c);
	w->atom = w->n;
	if (one)
		put(w, one);
}

/* Does the inside of a class name the character? */
static bool names(struct str in, char c)
{
	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] == '\\' && i + 1 < in.n) {
			const char e = in.p[++i];

			if (of_escape(e) == c ||
			    (e == 'w' && ascii_is_alnum((unsigned char)c)) ||
			    (e == 's' && ascii_is_space((unsigned char)c)))
				return true;
		} else if (i + 2 < in.n && in.p[i + 1] == '-') {
			if (in.p[i] <= c && c <= in.p[i + 2])
				return true;
			i += 2;
		} else if (in.p[i] == c) {
			return true;
		}
	}
	return false;
}

static void class(struct walk *w)
{
	static const char likely[] = "a0A -_.,:/@!";
	size_t from = ++w->at, to;
	bool not_in = false;
	struct str in;

	if (ahead(w, "^")) {
		not_in = true;
		from = ++w->at;
	}
	for (to = from + 1; to < w->text.n && w->text.p[to] != ']'; to++)
		to += w->text.p[to] == '\\';
	in = str_slice(w->text, from, to);
	w->at = to + 1;
	w->lost |= to >= w->text.n || str_find(in, STR("[:"), 0) != SIZE_MAX;
	for (size_t i = 0; likely[i] && !w->lost; i++)
		if (names(in, likely[i]) != not_in) {
			put(w, likely[i]);
			return;
		}
	put(w, in.n && !not_in ? in.p[0] : '~');
}

static void open_group(struct walk *w)
{
	struct group *g = &w->groups[w->depth];

	if (w->depth == DEPTH - 1 || ahead(w, "(*") || ahead(w, "(?#")) {
		w->lost = true;
		return;
	}
	*g = (struct group){ .open = w->at, .out = w->n };
	w->depth++;
	w->at++;
	if (!ahead(w, "?"))
		return;
	w->at++;
	g->look = ahead(w, "=") || ahead(w, "!") || ahead(w, "<=") || ahead(w, "<!");
	if (ahead(w, ":") || ahead(w, ">") || ahead(w, "=") || ahead(w, "!") ||
	    ahead(w, "|"))
		w->at++;
	else if (g->look)
		w->at += 2;
	else if (ahead(w, "<") || ahead(w, "P<"))
		skip_to(w, '>');
	else
		w->lost = true; /* options */
}

struct times {
	bool there, endless, optional, firm;
};

static struct times read_times(struct walk *w)
{
	const char c = w->at < w->text.n ? w->text.p[w->at] : '\0';
	struct times t = { .there = c && strchr("*+?", c) };

	t.endless = t.there && c != '?';
	t.optional = t.there && c != '+';
	if (c == '{') {
		const size_t end = str_chr(w->text, '}', w->at);
		const struct str in =
			end == SIZE_MAX ? STR_NULL : str_slice(w->text, w->at + 1, end);

		t.there = in.n && ascii_is_digit((unsigned char)in.p[0]);
		t.endless = t.there && str_ends(in, ",");
		t.optional = t.there && in.p[0] == '0';
		if (t.there)
			w->at = end;
	}
	if (!t.there)
		return t;
	w->at++;
	t.firm = ahead(w, "+");
	if (t.firm || ahead(w, "?"))
		w->at++;
	return t;
}

/* What stands around the last atom may vary with it. */
static void mark_varying(struct walk *w)
{
	for (unsigned i = 0; i < w->depth; i++)
		w->groups[i].varies = true;
}

struct part {
	size_t open, close, end; /* "(", ")", behind how often */
};

/* Read one atom and how often it is there. True when it was a group that is repeated
 * without end and varies inside. */
static bool next(struct walk *w, struct part *part)
{
	const char c = w->text.p[w->at];
	struct group closed = { 0 };
	struct times t;

	if (c == '(') {
		open_group(w);
		return false;
	}
	if (c == '|') {
		w->at++;
		w->n = w->depth ? w->groups[w->depth - 1].out : 0;
		mark_varying(w);
		return false;
	}
	if (c == '\\') {
		escape(w);
	} else if (c == '[') {
		class(w);
	} else if (c == ')') {
		w->lost |= !w->depth;
		if (w->lost)
			return false;
		closed = w->groups[--w->depth];
		part->open = closed.open;
		part->close = w->at++;
		w->atom = closed.out;
		if (closed.look)
			w->n = closed.out;
	} else {
		w->at++;
		w->atom = w->n;
		if (c != '^' && c != '$')
			put(w, c == '.' ? 'a' : c);
	}
	t = read_times(w);
	part->end = w->at;
	if (t.optional && w->drop)
		w->n = w->atom;
	if (t.there && !t.firm)
		mark_varying(w);
	return c == ')' && closed.varies && t.endless && !t.firm && !closed.look &&
	       !str_starts(str_slice(w->text, closed.open, w->text.n), "(?>");
}

/* A text that bytes [from, to) of the expression match. */
static bool sample(struct str text, size_t from, size_t to, bool drop, struct walk *w)
{
	struct part ignored;

	*w = (struct walk){ .text = str_slice(text, 0, to), .at = from, .drop = drop };
	while (w->at < to && !w->lost)
		(void)next(w, &ignored);
	return !w->lost;
}

/* ---- trying ---- */

struct probe {
	struct str pattern;
	struct regex *regex;
	uint64_t *steps;
	struct buf text;
	struct walk before, walk;
};

/* Search in a text where the sample stands many times, and then something else. */
static bool explodes(struct probe *p)
{
	uint64_t steps = *p->steps < PROBE ? *p->steps : PROBE;
	const uint64_t had = steps;
	enum regex_result got;
	struct span at;

	if (!p->walk.n)
		return false;
	buf_reset(&p->text);
	buf_add(&p->text, p->before.out, p->before.n);
	for (int i = 0; i < PUMPED; i++)
		buf_add(&p->text, p->walk.out, p->walk.n);
	buf_cstr(&p->text, "\x01\n\x01");
	buf_str(&p->text, p->pattern); /* PCRE2 gives up at once without its letters */
	got = regex_next(p->regex, buf_view(&p->text), 0, &steps, &at);
	*p->steps -= had - steps;
	return got == REGEX_UNDECIDED && had == PROBE;
}

/* The body of the part, one alternative after the other. */
static bool try_part(struct probe *p, const struct part *part)
{
	struct walk w = { .text = str_slice(p->pattern, 0, part->close) };
	struct part ignored;
	size_t from;

	if (!sample(p->pattern, 0, part->open, true, &p->before))
		return false;
	w.at = part->open;
	open_group(&w);
	from = w.at;
	while (!w.lost && from < part->close) {
		while (w.at < part->close && !w.lost &&
		       !(w.depth == 1 && w.text.p[w.at] == '|'))
			(void)next(&w, &ignored);
		for (int drop = 0; drop < 2; drop++)
			if (sample(p->pattern, from, w.at, drop, &p->walk) && explodes(p))
				return true;
		from = ++w.at;
	}
	return false;
}

static size_t find_parts(struct str pattern, struct part *parts)
{
	struct walk w = { .text = pattern };
	struct part part = { 0 };
	size_t n = 0;

	while (w.at < pattern.n && !w.lost && n < PARTS) {
		w.n = w.n > SAMPLE / 2 ? 0 : w.n; /* what it matches is not asked here */
		if (next(&w, &part))
			parts[n++] = part;
	}
	return n;
}

bool regex_find_risk(struct str pattern, unsigned flags, uint64_t *steps, struct span *at)
{
	struct part parts[PARTS];
	const size_t n = find_parts(pattern, parts);
	struct probe p = { .pattern = pattern, .steps = steps };
	struct err ignored;
	bool found = false;
	size_t where;

	if (!n || regex_compile(pattern, flags, &p.regex, &where, &ignored) < 0)
		return false;
	buf_init(&p.text, 0);
	for (size_t i = 0; i < n && !found; i++) {
		found = try_part(&p, &parts[i]);
		*at = (struct span){ (uint32_t)parts[i].open, (uint32_t)parts[i].end };
	}
	buf_release(&p.text);
	regex_free(p.regex);
	return found;
}
