/* Slips that need no grammar of the sentence: a and an, blanks, doubled marks. */
#include "check/shape.h"
#include "text/article.h"

enum { LINE = 200 }; /* bytes of a line that are looked at on each side */

/* ---- a, an ---- */

/* "a in" is another slip, or the letter. */
static const char *const no_nouns[] = {
	"a",   "all", "also", "an",   "and",  "are",   "as",    "at",    "e",   "every",
	"i",   "if",  "in",   "is",   "it",   "its",   "o",     "of",    "on",  "or",
	"our", "u",   "an",   "any",  "am",   "us",    "under", "has",   "he",  "her",
	"his", "the", "to",   "was",  "with", "even",  "ever",  "often", "for", "from",
	"but", "by",  "be",   "this", "that", "which",
};

enum { LONGEST_NO_NOUN = 5 };

/* "Plan A", "Vitamin A": a capital that is no beginning. */
static bool is_letter(const struct token *t, struct str text)
{
	return text.p[0] == 'A' && text.n == 1 && !(t->flags & TOKEN_FIRST);
}

static bool is_article(const struct shape *sh, size_t i)
{
	const struct token *t = &sh->tokens->p[i];
	const struct str text = shape_text(sh, t);

	if (t->kind != TOKEN_WORD || t->flags & (TOKEN_HOST | TOKEN_CLITIC) ||
	    !(str_is(t->fold, "a") || str_is(t->fold, "an")) || is_letter(t, text) ||
	    str_is(text, "AN"))
		return false;
	return !t->at || strchr(" \t\n\"(", sh->text.p[t->at - 1]) ||
	       (unsigned char)sh->text.p[t->at - 1] >= 0x80;
}

static bool is_word_after(const struct token *t)
{
	return (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER) &&
	       t->flags & TOKEN_SPACE && !(t->flags & TOKEN_CLITIC);
}

static void check_article(struct shape *sh, const struct shape_rule *r, size_t i)
{
	const struct token *t = &sh->tokens->p[i], *next = shape_token(sh, i + 1);
	const bool an = str_is(t->fold, "an");
	enum article_sound sound;

	if (!is_article(sh, i) || !next || !is_word_after(next) ||
	    (next->fold.n <= LONGEST_NO_NOUN && SHAPE_WORD_IN(next->fold, no_nouns)))
		return;
	sound = article_sound(shape_text(sh, next));
	if (sound != (an ? ARTICLE_CONSONANT : ARTICLE_VOWEL))
		return;
	shape_fix(sh, r->rule, shape_span(t),
		  arena_printf(sh->s->f->a,
			       "\"%s\" before %.*s, which begins with a "
			       "%s when it is said",
			       an ? "a" : "an", STR_ARG(shape_quoted(sh, next)),
			       an ? "consonant" : "vowel"),
		  sh->text.p[t->at] == 'A' ? (an ? STR("A") : STR("An"))
					   : (an ? STR("a") : STR("an")));
}

/* ---- blanks ---- */

static bool is_thing(const struct token *t)
{
	return t && t->kind != TOKEN_PUNCT && t->kind != TOKEN_BREAK &&
	       t->kind != TOKEN_CODE && t->kind != TOKEN_EMOJI;
}

static size_t blanks_between(const struct shape *sh, const struct token *a,
			     const struct token *b)
{
	size_t n = 0;

	for (size_t i = (size_t)a->at + a->n; i < b->at; i++, n++)
		if (sh->text.p[i] != ' ')
			return SIZE_MAX;
	return n;
}

/* Columns: a line where more than one blank stands more than once. */
static bool is_column(const struct shape *sh, size_t i)
{
	const size_t place = sh->tokens->p[i].at;
	size_t wide = 0, at = place;

	while (at && place - at < LINE && sh->text.p[at - 1] != '\n')
		at--;
	for (; at + 1 < sh->text.n && at < place + LINE && sh->text.p[at] != '\n'; at++) {
		if (sh->text.p[at] == '\t' || sh->text.p[at] == '|')
			return true;
		wide += sh->text.p[at] == ' ' && sh->text.p[at + 1] == ' ' &&
			(!at || sh->text.p[at - 1] != ' ');
	}
	return wide > 1;
}

static void check_doubled(struct shape *sh, const struct shape_rule *r, size_t i)
{
	const struct token *t = &sh->tokens->p[i], *next = shape_token(sh, i + 1);

	if (!is_thing(t) || !is_thing(next) || blanks_between(sh, t, next) != 2 ||
	    is_column(sh, i))
		return;
	shape_fix(sh, r->rule, (struct span){ t->at + t->n, next->at },
		  STR("two blanks between two words"), STR(" "));
}

static bool is_end(char c)
{
	return !c || ascii_is_space((unsigned char)c);
}

/* "word ,": a blank that belongs behind the mark. */
static void check_before(struct shape *sh, const struct shape_rule *r, size_t i)
{
	const struct token *t = &sh->tokens->p[i], *mark = shape_token(sh, i + 1);
	const struct token *next = shape_token(sh, i + 2);
	bool comma;

	if (!is_thing(t) || !mark || t->kind == TOKEN_URL ||
	    blanks_between(sh, t, mark) != 1)
		return;
	comma = shape_is_mark(sh, mark, ",");
	if (!comma && !shape_is_mark(sh, mark, "."))
		return;
	if (!is_end(shape_byte(sh, mark->at + 1u)) ||
	    (next && next->kind == TOKEN_PUNCT && !comma))
		return;
	shape_fix(sh, r->rule, (struct span){ t->at + t->n, mark->at + 1 },
		  comma ? STR("a blank before a comma")
			: STR("a blank before a full stop"),
		  comma ? STR(",") : STR("."));
}

static bool is_plain_word(const struct shape *sh, const struct token *t)
{
	const struct str text = shape_text(sh, t);

	if (t->kind != TOKEN_WORD || t->flags & (TOKEN_DIGITS | TOKEN_MIXED) ||
	    text.n < 2)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (!ascii_is_alpha((unsigned char)text.p[i]) &&
		    !((unsigned char)text.p[i] & 0x80) && !strchr("'-", text.p[i]))
			return false;
	return true;
}

/* Endings of hosts and files that are words. */
static bool is_ending(struct str word)
{
	static const char *const endings[] = { "com", "org", "net", "co",  "uk", "io",
					       "me",  "tv",  "js",  "net", "ai", "in",
					       "it",  "us",  "is",  "to",  "at", "be" };

	return SHAPE_WORD_IN(word, endings);
}

/* Nothing but this mark stands between two words that people know. */
static bool is_glued(struct shape *sh, const struct token *t, const struct token *mark,
		     const struct token *next)
{
	if (t->at + t->n != mark->at || mark->at + mark->n != next->at)
		return false;
	if (!is_plain_word(sh, t) || !is_plain_word(sh, next))
		return false;
	if (t->at && strchr("/@_.,=&\\", sh->text.p[t->at - 1]))
		return false;
	return shape_is_known(sh, shape_text(sh, t)) &&
	       shape_is_known(sh, shape_text(sh, next));
}

/* "one,two" and "end.Next" */
static void check_behind(struct shape *sh, const struct shape_rule *r, size_t i)
{
	const struct token *t = &sh->tokens->p[i], *mark = shape_token(sh, i + 1);
	const struct token *next = shape_token(sh, i + 2);
	bool comma;

	if (!next || !(t->kind == TOKEN_WORD))
		return;
	comma = shape_is_mark(sh, mark, ",");
	if (!comma && !shape_is_mark(sh, mark, "."))
		return;
	if (!is_glued(sh, t, mark, next))
		return;
	if (!comma && (!(next->flags & TOKEN_TITLE) || t->flags & TOKEN_UPPER ||
		       next->sentence == t->sentence || is_ending(next->fold)))
		return;
	shape_fix(sh, r->rule, shape_span(mark),
		  comma ? STR("no blank behind the comma")
			: STR("no blank behind the full stop"),
		  comma ? STR(", ") : STR(". "));
}

/* The blanks on both sides of the token, if it is a mark; before it, if it is none. */
static void check_spacing(struct shape *sh, const struct shape_rule *r, size_t i)
{
	if (!i)
		return;
	check_doubled(sh, r, i - 1);
	check_before(sh, r, i - 1);
	check_behind(sh, r, i - 1);
}

/* ---- doubled marks ---- */

static void check_mark(struct shape *sh, const struct shape_rule *r, size_t i)
{
	const struct token *t = &sh->tokens->p[i], *next = shape_token(sh, i + 1);
	const struct token *last = i ? shape_token(sh, i - 1) : NULL;
	const char c = sh->text.p[t->at];

	if (t->kind != TOKEN_PUNCT || !is_thing(last) || t->flags & TOKEN_SPACE)
		return;
	if ((c == ',' || c == ';') && t->n > 1 && is_end(shape_byte(sh, t->at + t->n))) {
		shape_fix(sh, r->rule, shape_span(t), STR("the same mark twice"),
			  str_slice(sh->text, t->at, t->at + 1u));
		return;
	}
	if (c == '.' && t->n == 2 && is_end(shape_byte(sh, t->at + 2u)))
		(void)shape_tell(sh, r->rule, shape_span(t),
				 STR("two full stops: one ends a sentence, three leave "
				     "something out"));
	if (c == ',' && next && shape_is_mark(sh, next, ".") && next->at == t->at + 1 &&
	    is_end(shape_byte(sh, t->at + 2u)))
		shape_fix(sh, r->rule, (struct span){ t->at, t->at + 2 },
			  STR("a comma before a full stop"), STR("."));
}

void grammar_check(struct shape *sh, const struct shape_rule *r)
{
	const enum shape_grammar what = (enum shape_grammar)r->bound->what;

	if (what == SHAPE_GRAMMAR_QUOTES || what == SHAPE_GRAMMAR_BRACKETS) {
		pairs_check(sh, r, what == SHAPE_GRAMMAR_QUOTES);
		return;
	}
	if (what == SHAPE_GRAMMAR_ARTICLE && sh->english)
		for (size_t k = 0, i; shape_each(sh, SHAPE_AT_ARTICLE, &k, &i);)
			check_article(sh, r, i);
	if (what == SHAPE_GRAMMAR_SPACING)
		for (size_t k = 0, i; shape_each(sh, SHAPE_AT_GAP, &k, &i);)
			check_spacing(sh, r, i);
	if (what == SHAPE_GRAMMAR_PUNCTUATION)
		for (size_t k = 0, i; shape_each(sh, SHAPE_AT_DOUBLED, &k, &i);)
			check_mark(sh, r, i);
}
