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

struct shape {
	struct scan *s;
	struct str text; /* of the view */
	const struct tokens *tokens;
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
