/* Where sentences end. Rules, not a model: measured as good as the library that has
 * one, and they can be explained to the person whose sentence was cut. */
#include "text/token_scan.h"

/* What a full stop behind a word may mean. */
enum stop {
	STOP_PLAIN, /* the end of a sentence */
	STOP_TITLE, /* Dr. Smith: never, when the word has a capital */
	STOP_NEVER, /* e.g. */
	STOP_COUNT, /* No. 5: not before a number */
	STOP_MAYBE, /* Acme Inc. The: only before a word that begins sentences */
};

struct stop_word {
	char word[7];
	unsigned char stop;
};

#define NEVER STOP_NEVER
#define TITLE STOP_TITLE
#define COUNT STOP_COUNT
#define MAYBE STOP_MAYBE
/* Sorted. */
static const struct stop_word stop_words[] = {
	{ "al", MAYBE },     { "approx", NEVER }, { "apr", COUNT },  { "art", COUNT },
	{ "assn", MAYBE },   { "aug", COUNT },    { "ave", MAYBE },  { "blvd", MAYBE },
	{ "bros", MAYBE },   { "capt", TITLE },   { "cf", NEVER },   { "ch", COUNT },
	{ "co", MAYBE },     { "col", TITLE },    { "corp", MAYBE }, { "dec", COUNT },
	{ "dept", MAYBE },   { "dr", TITLE },     { "drs", TITLE },  { "e.g", NEVER },
	{ "e.g.", NEVER },   { "ed", MAYBE },     { "eds", MAYBE },  { "eg", NEVER },
	{ "est", MAYBE },    { "etc", MAYBE },    { "ext", COUNT },  { "feb", COUNT },
	{ "fig", COUNT },    { "figs", COUNT },   { "fr", TITLE },   { "gen", TITLE },
	{ "gov", TITLE },    { "hon", TITLE },    { "i.e", NEVER },  { "i.e.", NEVER },
	{ "ie", NEVER },     { "inc", MAYBE },    { "incl", NEVER }, { "jan", COUNT },
	{ "jr", MAYBE },     { "jul", COUNT },    { "jun", COUNT },  { "lt", TITLE },
	{ "ltd", MAYBE },    { "maj", TITLE },    { "mar", COUNT },  { "max", MAYBE },
	{ "messrs", TITLE }, { "min", MAYBE },    { "mr", TITLE },   { "mrs", TITLE },
	{ "ms", TITLE },     { "msgr", TITLE },   { "mt", MAYBE },   { "mx", TITLE },
	{ "no", COUNT },     { "nos", COUNT },    { "nov", COUNT },  { "oct", COUNT },
	{ "p", COUNT },      { "para", COUNT },   { "plc", MAYBE },  { "pp", COUNT },
	{ "pres", TITLE },   { "prof", TITLE },   { "pvt", MAYBE },  { "rd", MAYBE },
	{ "rep", TITLE },    { "rev", TITLE },    { "sec", COUNT },  { "sen", TITLE },
	{ "sep", COUNT },    { "sept", COUNT },   { "sgt", TITLE },  { "sr", MAYBE },
	{ "st", MAYBE },     { "supt", TITLE },   { "tel", COUNT },  { "univ", MAYBE },
	{ "viz", NEVER },    { "vol", COUNT },    { "vols", COUNT }, { "vs", NEVER },
};
#undef NEVER
#undef TITLE
#undef COUNT
#undef MAYBE

/* Words that begin a sentence far more often than they follow an abbreviation. */
static const char *const starters[] = {
	"a",         "after",   "all",    "also",  "an",    "and",    "are",   "as",
	"at",        "because", "before", "but",   "can",   "did",    "do",    "does",
	"everyone",  "for",     "from",   "he",    "her",   "here",   "his",   "how",
	"however",   "i",       "if",     "in",    "is",    "it",     "its",   "many",
	"meanwhile", "most",    "my",     "no",    "not",   "now",    "on",    "our",
	"please",    "she",     "since",  "so",    "some",  "thanks", "that",  "the",
	"their",     "then",    "there",  "these", "they",  "this",   "those", "to",
	"was",       "we",      "what",   "when",  "where", "while",  "who",   "why",
	"with",      "yes",     "you",    "your",
};

struct splitter {
	const struct view *v;
	struct token *t;
	size_t n;
	uint32_t sentence;
	bool content; /* the sentence has a token that is neither mark nor emoji */
	bool lower;   /* its first word begins with a small letter */
	bool hard;    /* it has ended: a blank line, a list mark */
	bool pending; /* it may have ended: the next token tells */
	bool closed;  /* ... behind a closing quote */
	size_t stop;  /* the token that may have ended it */
};

static bool is_mark(const struct token *t)
{
	return t->kind == TOKEN_PUNCT;
}

static bool is_content(const struct token *t)
{
	return t->kind != TOKEN_PUNCT && t->kind != TOKEN_EMOJI && t->kind != TOKEN_BREAK;
}

static uint32_t first_char(const struct splitter *s, const struct token *t)
{
	const unsigned char first = byte_at(s->v->text, t->at);
	size_t n;

	return first < 0x80 ? first : utf8_decode(s->v->text, t->at, &n);
}

static bool is_full_width_stop(uint32_t cp)
{
	return cp == 0x3002 || cp == 0xff01 || cp == 0xff1f || cp == 0xff61;
}

static bool is_terminator(const struct splitter *s, const struct token *t)
{
	uint32_t cp;

	if (!is_mark(t) || (t->flags & TOKEN_PHONE))
		return false;
	cp = first_char(s, t);
	switch (cp) {
	case '.':
	case '!':
	case '?':
	case 0x2026: /* ellipsis */
	case 0x203c: /* !!, ?!, !?, ?? as one character */
	case 0x203d:
	case 0x2047:
	case 0x2048:
	case 0x2049:
	case 0x061f: /* Arabic question mark, full stop; danda */
	case 0x06d4:
	case 0x0964:
		return true;
	default:
		return is_full_width_stop(cp);
	}
}

/* A quote or bracket that closes: it touches what is before it. */
static bool is_closer(const struct splitter *s, const struct token *t)
{
	if (!is_mark(t) || (t->flags & TOKEN_SPACE))
		return false;
	switch (first_char(s, t)) {
	case '"':
	case '\'':
	case ')':
	case ']':
	case '}':
	case '*':
	case '_':
	case 0xbb:
	case 0x2019:
	case 0x201c:
	case 0x201d:
	case 0x203a:
	case 0x300d:
	case 0x300f:
	case 0xff09:
		return true;
	default:
		return false;
	}
}

/* "U.S.", "p.m.": the stop is in the word. */
static bool has_own_stop(const struct splitter *s, const struct token *t)
{
	return t->kind == TOKEN_WORD && t->n > 2 &&
	       s->v->text.p[(size_t)t->at + t->n - 1] == '.';
}

static enum stop known_stop(struct str word)
{
	size_t low = 0, high = ARRAY_LEN(stop_words);

	if (word.n >= sizeof(stop_words->word))
		return STOP_PLAIN;
	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int order = word_order(word, stop_words[mid].word);

		if (!order)
			return (enum stop)stop_words[mid].stop;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return STOP_PLAIN;
}

static enum stop stop_of_word(const struct splitter *s, const struct token *word)
{
	const bool capital = word->flags & (TOKEN_TITLE | TOKEN_UPPER);
	const enum stop known = known_stop(word->fold);

	if (has_own_stop(s, word))
		return known == STOP_NEVER ? STOP_NEVER : STOP_MAYBE;
	if (known == STOP_TITLE)
		return capital ? STOP_TITLE : STOP_MAYBE;
	if (known != STOP_PLAIN)
		return known;
	/* "J. Smith"; but "So do I." */
	if (word->n == 1 && capital && !str_is(word->fold, "i"))
		return STOP_MAYBE;
	return STOP_PLAIN;
}

static enum stop stop_of(const struct splitter *s)
{
	const struct token *stop = &s->t[s->stop];

	if (stop->kind == TOKEN_WORD)
		return stop_of_word(s, stop);
	if (!s->stop || stop->n != 1 || s->v->text.p[stop->at] != '.' ||
	    (stop->flags & TOKEN_SPACE) || stop[-1].kind != TOKEN_WORD)
		return STOP_PLAIN;
	return stop_of_word(s, &stop[-1]);
}

/* The first token at or after `i` that is no quote, bracket, dash or emoji: it tells
 * how the next sentence would begin. NULL if there is none before the next stop. */
static const struct token *starter_at(const struct splitter *s, size_t i)
{
	for (; i < s->n; i++) {
		const struct token *t = &s->t[i];

		if (is_content(t))
			return t;
		if (is_terminator(s, t))
			return NULL;
	}
	return NULL;
}

static bool is_small(const struct splitter *s, const struct token *t)
{
	return t->kind == TOKEN_WORD && utf8_is_lower(first_char(s, t));
}

/* "done.Next": a blank is missing. */
static bool is_glued_end(const struct splitter *s, size_t i)
{
	const struct token *before = &s->t[s->stop] - 1;

	return s->stop && s->stop + 1 == i && s->t[s->stop].kind == TOKEN_PUNCT &&
	       before->kind == TOKEN_WORD && before->n >= 2 &&
	       !(before->flags & (TOKEN_UPPER | TOKEN_MIXED)) &&
	       s->t[i].kind == TOKEN_WORD && (s->t[i].flags & TOKEN_TITLE);
}

/* A sentence that may have ended: does the token at `i` begin a new one? */
static bool begins_sentence(const struct splitter *s, size_t i)
{
	const struct token *next = starter_at(s, i);
	const enum stop stop = stop_of(s);

	if (!next)
		return false;
	if (is_full_width_stop(first_char(s, &s->t[s->stop])))
		return true;
	if (!(s->t[i].flags & TOKEN_SPACE))
		return is_glued_end(s, i);
	if (stop == STOP_TITLE || stop == STOP_NEVER)
		return false;
	if (stop == STOP_COUNT && next->kind == TOKEN_NUMBER)
		return false;
	/* A writer without capitals: the sentence itself began with a small letter. */
	if (is_small(s, next))
		return s->lower && !s->closed && stop == STOP_PLAIN;
	return stop != STOP_MAYBE || next->kind != TOKEN_WORD ||
	       WORD_IN(next->fold, starters);
}

static void new_sentence(struct splitter *s)
{
	if (s->content)
		s->sentence++;
	s->content = s->pending = s->closed = s->lower = s->hard = false;
}

/* ---- lines ---- */

static bool is_bullet(uint32_t cp)
{
	static const uint32_t bullets[] = { '-',    '*',    '+',    '>',    0xb7,
					    0x2013, 0x2014, 0x2022, 0x2023, 0x2043,
					    0x2192, 0x25aa, 0x25b6, 0x25cf, 0x25e6 };

	for (size_t i = 0; i < ARRAY_LEN(bullets); i++)
		if (bullets[i] == cp)
			return true;
	return false;
}

static bool has_space(const struct splitter *s, size_t i)
{
	return i < s->n && s->t[i].kind != TOKEN_BREAK && (s->t[i].flags & TOKEN_SPACE);
}

/* How many tokens are the list mark of the line that starts at `i`. */
static size_t list_mark(const struct splitter *s, size_t i)
{
	const struct token *t = &s->t[i];
	const char *mark;

	if (i >= s->n)
		return 0;
	if (t->kind == TOKEN_PUNCT)
		return is_bullet(first_char(s, t)) && t->n <= 3 && has_space(s, i + 1);
	if (t->kind != TOKEN_NUMBER && !(t->kind == TOKEN_WORD && t->n == 1))
		return 0;
	if (t->n > 3 || i + 1 >= s->n || !is_mark(t + 1) || t[1].n != 1 ||
	    (t[1].flags & TOKEN_SPACE) || !has_space(s, i + 2))
		return 0;
	mark = s->v->text.p + t[1].at;
	return (*mark == '.' && t->kind == TOKEN_NUMBER) || *mark == ')' ? 2 : 0;
}

/* The line end at `i` ends the sentence whatever stands around it. */
static bool is_hard_break(const struct splitter *s, size_t i)
{
	if (i + 1 >= s->n)
		return false;
	return s->t[i + 1].kind == TOKEN_BREAK || s->t[i + 1].kind == TOKEN_EMOJI ||
	       list_mark(s, i + 1);
}

/* ---- the walk ---- */

static void take(struct splitter *s, struct token *t, bool mark)
{
	t->sentence = s->sentence;
	if (mark || !is_content(t))
		return;
	if (!s->content) {
		t->flags |= TOKEN_FIRST;
		s->lower = is_small(s, t);
	}
	s->content = true;
}

/* A word in the middle of a sentence, as most are. */
static bool goes_on(const struct splitter *s, const struct token *t)
{
	return s->content && !s->pending && !s->hard && t->kind == TOKEN_WORD &&
	       !has_own_stop(s, t);
}

static void step(struct splitter *s, size_t i, bool mark)
{
	struct token *t = &s->t[i];

	if (s->hard && t->kind != TOKEN_BREAK)
		new_sentence(s);
	if (s->pending && !is_terminator(s, t) && !is_closer(s, t) &&
	    t->kind != TOKEN_EMOJI && t->kind != TOKEN_BREAK) {
		if (begins_sentence(s, i))
			new_sentence(s);
		s->pending = s->closed = false;
	}
	take(s, t, mark);
	if (s->pending && is_closer(s, t))
		s->closed = true;
	if (is_terminator(s, t) || has_own_stop(s, t)) {
		s->pending = s->content;
		s->closed = false;
		s->stop = i;
	}
}

/* Marks and emoji at the very end are no sentence of their own. */
static void join_rest(struct splitter *s)
{
	for (size_t i = s->n; !s->content && s->sentence && i; i--) {
		if (s->t[i - 1].sentence != s->sentence)
			break;
		s->t[i - 1].sentence--;
	}
	if (!s->content && s->sentence)
		s->sentence--;
}

uint32_t mark_sentences(const struct view *v, struct token *t, size_t n)
{
	struct splitter s = { .v = v, .t = t, .n = n };
	size_t marks = n ? list_mark(&s, 0) : 0;

	for (size_t i = 0; i < n; i++) {
		if (!marks && goes_on(&s, &t[i])) {
			t[i].sentence = s.sentence;
			continue;
		}
		step(&s, i, marks > 0);
		marks -= marks > 0;
		if (t[i].kind != TOKEN_BREAK)
			continue;
		s.hard |= is_hard_break(&s, i);
		marks = list_mark(&s, i + 1);
	}
	join_rest(&s);
	return n ? s.sentence + 1 : 0;
}
