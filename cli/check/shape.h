/* check/shape.h: rules about the shape of a text: what is measured, repeated, hidden,
 * written with a capital; slips of grammar; secrets without a form of their own. Private.
 *
 * All of them read the tokens as they were cut (shape->tokens), before words with
 * hyphens were parted. */
#ifndef CHECK_SHAPE_H
#define CHECK_SHAPE_H

#include "check/scan.h"
#include "text/hidden.h"
#include "text/measure.h"

/* What a token may be worth a look for. The tokens are gone through once; each rule goes
 * on from there with those of its own notes only. */
enum shape_note {
	SHAPE_AT_ARTICLE = 1 << 0, /* a, an */
	SHAPE_AT_PRONOUN = 1 << 1, /* i */
	SHAPE_AT_SMALL = 1 << 2,   /* no capital, where a sentence may begin */
	SHAPE_AT_AGAIN = 1 << 3,   /* the word before it */
	SHAPE_AT_GAP = 1 << 4,     /* two blanks before it, or a mark that wants a look */
	SHAPE_AT_DOUBLED = 1 << 5, /* a mark twice, or two of them */
	SHAPE_AT_CALL = 1 << 6,    /* ! or ? */
	SHAPE_AT_QUOTE = 1 << 7,
	SHAPE_AT_BRACKET = 1 << 8,
	SHAPE_AT_EMOJI = 1 << 9,
	SHAPE_AT_TAG = 1 << 10,
	SHAPE_AT_LINK = 1 << 11,
};
struct shape_noted {
	uint32_t token;
	uint32_t notes; /* enum shape_note */
};

struct shape {
	struct scan *s;
	struct str text; /* of the view */
	const struct tokens *tokens;
	struct shape_noted *noted; /* in their order */
	size_t n_noted;
	uint32_t notes; /* of all of them */
	bool english;
	bool has_counts, has_measure, has_hidden; /* what was worked out already */
	struct measure counts, measure;
	struct hidden_list hidden;
};

/* One bound of one active rule. */
struct shape_rule {
	uint32_t rule;
	const struct bundle_bound *bound;
};

/* All bounds of active rules of these kinds are looked at. `plain`: the tokens. */
void shape_all(struct scan *s, const struct tokens *plain);

/* Is it a kind of rule that is looked at here? */
bool shape_is_kind(uint32_t kind);
/* shape_note.c: what is worth a look. */
void shape_note(struct shape *sh);

/* A finding about bytes of the view. `what` is said before what the rule says, and may be
 * empty. */
struct finding *shape_tell(struct shape *sh, uint32_t rule, struct span at,
			   struct str what);
/* ... with what to write instead. */
void shape_fix(struct shape *sh, uint32_t rule, struct span at, struct str what,
	       struct str fix);
/* The word in quotation marks, for a message; words that must not be shown are not. */
struct str shape_quoted(struct shape *sh, const struct token *t);

/* Each: one bound. */
void measure_check(struct shape *sh, const struct shape_rule *r);
void readability_check(struct shape *sh, const struct shape_rule *r);
void repeat_check(struct shape *sh, const struct shape_rule *r);
void capitals_check(struct shape *sh, const struct shape_rule *r);
void grammar_check(struct shape *sh, const struct shape_rule *r);
void pairs_check(struct shape *sh, const struct shape_rule *r, bool quotes);
void hidden_check(struct shape *sh, const struct shape_rule *r);
void secrets_check(struct shape *sh, const struct shape_rule *r);

/* The places in core/vocabulary.h. */
#define X(NAME, name) SHAPE_GRAMMAR_##NAME,
enum shape_grammar { GRAMMAR_WORDS(X) };
#undef X
#define X(NAME, name) SHAPE_REPEAT_##NAME,
enum shape_repeat { REPEAT_WORDS(X) };
#undef X
#define X(NAME, name) SHAPE_CAPITAL_##NAME,
enum shape_capital { CAPITALISATION_WORDS(X) };
#undef X
#define X(NAME, name) SHAPE_SECRET_##NAME,
enum shape_secret { SECRET_WORDS(X) };
#undef X

/* The measures of the text, without and with syllables; what hides in it: once each. */
const struct measure *shape_counts(struct shape *sh);
const struct measure *shape_measure(struct shape *sh);
const struct hidden_list *shape_hidden(struct shape *sh);

/* ---- small questions that several of them ask ---- */

/* The next token that has the note: for (size_t k = 0, i; shape_each(sh, note, &k, &i);)
 */
static inline bool shape_each(const struct shape *sh, enum shape_note note, size_t *k,
			      size_t *i)
{
	size_t at = sh->notes & note ? *k : sh->n_noted;

	while (at < sh->n_noted && !(sh->noted[at].notes & note))
		at++;
	*k = at + 1;
	*i = at < sh->n_noted ? sh->noted[at].token : 0;
	return at < sh->n_noted;
}

static inline const struct token *shape_token(const struct shape *sh, size_t i)
{
	return i < sh->tokens->n ? &sh->tokens->p[i] : NULL;
}
static inline struct str shape_text(const struct shape *sh, const struct token *t)
{
	return str_slice(sh->text, t->at, (size_t)t->at + t->n);
}
static inline struct span shape_span(const struct token *t)
{
	return (struct span){ t->at, t->at + t->n };
}
/* A mark made of this one character. */
bool shape_is_mark(const struct shape *sh, const struct token *t, const char *mark);
/* The character at `at`, or 0 outside the text. */
static inline char shape_byte(const struct shape *sh, size_t at)
{
	return at < sh->text.n ? sh->text.p[at] : '\0';
}
/* Does the dictionary know the word as written? True without a dictionary. */
bool shape_is_known(struct shape *sh, struct str word);
/* How common it is, as in text/spell.h; 0 if nobody knows. */
unsigned shape_band(struct shape *sh, struct str word);

#define SHAPE_WORD_IN(word, list) shape_word_in((word), (list), ARRAY_LEN(list))
bool shape_word_in(struct str word, const char *const *list, size_t n);

#endif
