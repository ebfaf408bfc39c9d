/* What stands twice: words, marks, emoji, beginnings of sentences. */
#include "check/shape.h"
#include "text/utf8.h"

/* How many in a row are fine. */
static int64_t most_of(const struct shape_rule *r, int64_t usual)
{
	return r->bound->flags & BUNDLE_MAX ? r->bound->max / 1000 : usual;
}

/* ---- words ---- */

/* Words that are never meant twice. Left out: those that are, in good English ("had
 * had", "that that", "told her her", "log in in", "very very", "no no", "bye bye"). */
static const char *const never_twice[] = {
	"a",     "an",    "and",  "any",  "are",   "as",     "at",   "be",
	"been",  "but",   "by",   "can",  "could", "each",   "for",  "from",
	"has",   "have",  "his",  "how",  "i",     "if",     "its",  "may",
	"must",  "my",    "of",   "or",   "our",   "should", "than", "the",
	"their", "these", "they", "this", "those", "to",     "was",  "we",
	"were",  "which", "will", "with", "would", "your",
};

static bool touches(const struct shape *sh, const struct token *a, const struct token *b)
{
	for (size_t i = (size_t)a->at + a->n; i < b->at; i++)
		if (!ascii_is_space((unsigned char)sh->text.p[i]))
			return false;
	return b->at > a->at + a->n;
}

/* The next word if nothing but blank space or a line end stands before it. */
static size_t next_word(const struct shape *sh, size_t i)
{
	size_t k = i + 1;

	while (k < sh->tokens->n && sh->tokens->p[k].kind == TOKEN_BREAK)
		k++;
	if (k >= sh->tokens->n || k > i + 2 || sh->tokens->p[k].kind != TOKEN_WORD ||
	    !touches(sh, &sh->tokens->p[i], &sh->tokens->p[k]))
		return 0;
	return k;
}

static bool same_word(const struct token *a, const struct token *b)
{
	return b->kind == TOKEN_WORD && str_eq(a->fold, b->fold) &&
	       a->sentence == b->sentence &&
	       !((a->flags | b->flags) & (TOKEN_CLITIC | TOKEN_HOST | TOKEN_DIGITS));
}

/* Small letters, but for the first of a sentence: the rest may be names. */
static bool is_small(const struct token *t)
{
	const unsigned capitals = TOKEN_UPPER | TOKEN_MIXED;

	return !(t->flags & capitals) &&
	       (!(t->flags & TOKEN_TITLE) || (t->flags & TOKEN_FIRST));
}

/* The word at `i` as often as it stands here in a row; the last of them. */
static size_t check_word(struct shape *sh, const struct shape_rule *r, size_t i)
{
	const struct token *t = &sh->tokens->p[i];
	size_t last = i, next = t->kind == TOKEN_WORD ? next_word(sh, i) : 0;
	int64_t run = 1;

	if (!next || !same_word(t, &sh->tokens->p[next]) ||
	    !SHAPE_WORD_IN(t->fold, never_twice))
		return i;
	while ((next = next_word(sh, last)) && same_word(t, &sh->tokens->p[next]) &&
	       is_small(&sh->tokens->p[next])) {
		last = next;
		run++;
	}
	if (run > most_of(r, 1) && is_small(t))
		shape_fix(sh, r->rule,
			  (struct span){ t->at,
					 sh->tokens->p[last].at + sh->tokens->p[last].n },
			  arena_printf(sh->s->f->a, "\"%.*s\" stands here %lld times",
				       STR_ARG(t->fold), (long long)run),
			  shape_text(sh, t));
	return last;
}

static void check_words(struct shape *sh, const struct shape_rule *r)
{
	size_t past = 0; /* the token behind those that were told of */

	for (size_t k = 0, again; shape_each(sh, SHAPE_AT_AGAIN, &k, &again);) {
		const bool line = again && sh->tokens->p[again - 1].kind == TOKEN_BREAK;
		const size_t i = again - (line ? 2 : 1);

		if (i >= past)
			past = check_word(sh, r, i) + 1;
	}
}

/* ---- marks ---- */

struct marks {
	int64_t exclamations, questions;
};

static bool count_mark(uint32_t cp, struct marks *m)
{
	switch (cp) {
	case '!':
	case 0xff01:
		m->exclamations++;
		return true;
	case '?':
	case 0xff1f:
		m->questions++;
		return true;
	case 0x203c:
		m->exclamations += 2;
		return true;
	case 0x2047:
		m->questions += 2;
		return true;
	case 0x2048:
	case 0x2049:
		m->exclamations++;
		m->questions++;
		return true;
	default:
		return false;
	}
}

static void tell_marks(struct shape *sh, const struct shape_rule *r, struct span at,
		       const struct marks *m)
{
	const int64_t worst =
		m->exclamations > m->questions ? m->exclamations : m->questions;
	struct arena *a = sh->s->f->a;

	shape_fix(sh, r->rule, at,
		  arena_printf(a, "%lld marks in a row; at most %lld", (long long)worst,
			       (long long)most_of(r, 1)),
		  m->questions && m->exclamations ? STR("?!")
		  : m->questions                  ? STR("?")
						  : STR("!"));
}

static void check_marks(struct shape *sh, const struct shape_rule *r)
{
	const int64_t most = most_of(r, 1);
	size_t at = 0; /* behind the marks that were counted */

	for (size_t k = 0, i; shape_each(sh, SHAPE_AT_CALL, &k, &i);) {
		const uint32_t start = sh->tokens->p[i].at;
		struct marks m = { 0, 0 };
		size_t n;

		if (start < at)
			continue;
		at = start;
		while (count_mark(utf8_decode(sh->text, at, &n), &m) && n)
			at += n;
		if (m.exclamations > most || m.questions > most)
			tell_marks(sh, r, (struct span){ start, (uint32_t)at }, &m);
	}
}

/* ---- emoji ---- */

static void check_emoji(struct shape *sh, const struct shape_rule *r)
{
	const int64_t most = most_of(r, 1);
	size_t past = 0; /* the token behind those that were counted */

	for (size_t k = 0, i; shape_each(sh, SHAPE_AT_EMOJI, &k, &i);) {
		const struct token *t = &sh->tokens->p[i];
		int64_t run = 1;

		if (i < past)
			continue;
		while (i + (size_t)run < sh->tokens->n && t[run].kind == TOKEN_EMOJI &&
		       str_eq(shape_text(sh, t), shape_text(sh, &t[run])))
			run++;
		past = i + (size_t)run;
		if (run > most)
			shape_fix(sh, r->rule,
				  (struct span){ t->at, t[run - 1].at + t[run - 1].n },
				  arena_printf(sh->s->f->a,
					       "the same emoji %lld times in a row; at "
					       "most %lld",
					       (long long)run, (long long)most),
				  shape_text(sh, t));
	}
}

/* ---- beginnings of sentences ---- */

static const struct token *first_word(const struct shape *sh, size_t i)
{
	const struct token *t = &sh->tokens->p[i];

	return t->flags & TOKEN_FIRST && t->kind == TOKEN_WORD ? t : NULL;
}

static void tell_starts(struct shape *sh, const struct shape_rule *r,
			const struct token *last, int64_t run)
{
	if (run > most_of(r, 2))
		(void)shape_tell(sh, r->rule, shape_span(last),
				 arena_printf(sh->s->f->a,
					      "%lld sentences in a row begin with %.*s",
					      (long long)run,
					      STR_ARG(shape_quoted(sh, last))));
}

static void check_starts(struct shape *sh, const struct shape_rule *r)
{
	const struct token *before = NULL;
	int64_t run = 0;

	for (size_t i = 0; i < sh->tokens->n; i++) {
		const struct token *t = first_word(sh, i);

		if (!(sh->tokens->p[i].flags & TOKEN_FIRST))
			continue;
		if (before && t && str_eq(before->fold, t->fold)) {
			run++;
		} else {
			if (before)
				tell_starts(sh, r, before, run);
			run = 1;
		}
		before = t;
	}
	if (before)
		tell_starts(sh, r, before, run);
}

void repeat_check(struct shape *sh, const struct shape_rule *r)
{
	switch ((enum shape_repeat)r->bound->what) {
	case SHAPE_REPEAT_WORD:
		check_words(sh, r);
		break;
	case SHAPE_REPEAT_SENTENCE_START:
		check_starts(sh, r);
		break;
	case SHAPE_REPEAT_MARK:
		check_marks(sh, r);
		break;
	case SHAPE_REPEAT_EMOJI:
		check_emoji(sh, r);
		break;
	}
}
