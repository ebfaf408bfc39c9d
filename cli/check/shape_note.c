/* One pass over the tokens that says which of them any rule about the shape of a text may
 * have to look at: few. It asks what is cheap and never says no where a rule might say
 * yes. */
#include "check/shape.h"

/* What the pass knows when it comes to a token. */
struct pass {
	const struct shape *sh;
	const struct token *t, *end;
	const struct token *before; /* NULL: it is the first */
};

static uint32_t blanks_before(const struct pass *p)
{
	return p->before ? p->t->at - (p->before->at + p->before->n) : 0;
}

static bool is_glued_behind(const struct pass *p)
{
	return p->t + 1 < p->end && p->t[1].at == p->t->at + p->t->n;
}

/* ---- words ---- */

/* Before it stands the same word, or a line end and the same word. */
static bool is_again(const struct pass *p)
{
	const struct token *last = p->before, *t = p->t;

	if (last && last->kind == TOKEN_BREAK)
		last = last > p->sh->tokens->p ? last - 1 : NULL;
	return last && last->kind == TOKEN_WORD && last->fold.n == t->fold.n &&
	       last->fold.p[0] == t->fold.p[0] && str_eq(last->fold, t->fold);
}

static unsigned note_short(const struct pass *p, struct str fold)
{
	if (fold.p[0] == 'a' && (fold.n == 1 || fold.p[1] == 'n'))
		return SHAPE_AT_ARTICLE;
	return p->t->n == 1 && p->sh->text.p[p->t->at] == 'i' ? SHAPE_AT_PRONOUN : 0;
}

/* The first of its sentence, or behind a full stop that may end one. */
static bool is_at_start(const struct pass *p)
{
	return p->t->flags & TOKEN_FIRST ||
	       (p->before && p->before->kind == TOKEN_PUNCT &&
		p->sh->text.p[p->before->at] == '.');
}

static unsigned note_word(const struct pass *p)
{
	const struct token *t = p->t;
	unsigned notes = 0;

	if (!t->fold.n)
		return 0;
	if (t->fold.n <= 2)
		notes |= note_short(p, t->fold);
	if (is_at_start(p) && !ascii_is_upper((unsigned char)p->sh->text.p[t->at]))
		notes |= SHAPE_AT_SMALL;
	if (is_again(p))
		notes |= SHAPE_AT_AGAIN;
	return notes;
}

/* ---- marks ---- */

static unsigned note_stop(const struct pass *p, bool comma)
{
	const bool glued = is_glued_behind(p);
	unsigned notes = 0;

	if (p->t->n > 1 || (comma && glued && p->t[1].kind == TOKEN_PUNCT))
		notes |= SHAPE_AT_DOUBLED;
	if (glued || p->t->flags & TOKEN_SPACE)
		notes |= SHAPE_AT_GAP;
	return notes;
}

static unsigned note_mark(const struct pass *p)
{
	const char c = p->sh->text.p[p->t->at];

	switch (c) {
	case ',':
	case '.':
		return note_stop(p, c == ',');
	case ';':
		return p->t->n > 1 ? SHAPE_AT_DOUBLED : 0;
	case '!':
	case '?':
		return SHAPE_AT_CALL;
	case '"':
		return SHAPE_AT_QUOTE;
	case '(':
	case ')':
	case '[':
	case ']':
		return SHAPE_AT_BRACKET;
	default:
		return (unsigned char)c < 0x80 ? 0 : SHAPE_AT_CALL | SHAPE_AT_QUOTE;
	}
}

/* ---- both ---- */

static unsigned note_token(const struct pass *p)
{
	switch ((enum token_kind)p->t->kind) {
	case TOKEN_WORD:
		return note_word(p);
	case TOKEN_PUNCT:
		return note_mark(p);
	case TOKEN_EMOJI:
		return SHAPE_AT_EMOJI;
	case TOKEN_HASHTAG:
		return SHAPE_AT_TAG;
	case TOKEN_URL:
	case TOKEN_EMAIL:
		return SHAPE_AT_LINK;
	default:
		return 0;
	}
}

void shape_note(struct shape *sh)
{
	const struct token *first = sh->tokens->p;
	struct pass p = { .sh = sh };

	if (!sh->tokens->n)
		return;
	p.end = first + sh->tokens->n;
	sh->noted = arena_raw(sh->s->a, sh->tokens->n * sizeof(*sh->noted));
	for (p.t = first; p.t < p.end; p.before = p.t++) {
		unsigned notes = note_token(&p);

		if (blanks_before(&p) == 2)
			notes |= SHAPE_AT_GAP;
		if (!notes)
			continue;
		sh->noted[sh->n_noted++] =
			(struct shape_noted){ (uint32_t)(p.t - first), notes };
		sh->notes |= notes;
	}
}
