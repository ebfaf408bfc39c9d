/* Parts of speech: what a dictionary says a word may be, narrowed by its neighbours. */
#include "check/scan.h"
#include "text/pos.h"

/* The folded word beside token `i`, in its sentence; `by` is 1 or -1. */
static struct str beside(const struct scan *s, uint32_t i, int by)
{
	const uint32_t sentence = s->tokens.p[i].sentence;

	for (;;) {
		const struct token *t;

		if ((by < 0 && i == 0) || (by > 0 && i + 1 == s->tokens.n))
			return STR_NULL;
		i += (uint32_t)by;
		t = &s->tokens.p[i];
		if (t->sentence != sentence)
			return STR_NULL;
		if (t->kind != TOKEN_BREAK)
			return t->kind == TOKEN_WORD ? t->fold : STR_NULL;
	}
}

static unsigned may_be(struct scan *s, uint32_t token)
{
	const struct token *t = &s->tokens.p[token];
	const bool name =
		t->flags & (TOKEN_TITLE | TOKEN_MIXED) && !(t->flags & TOKEN_FIRST);
	const struct speller *sp;
	unsigned may;

	if (t->kind != TOKEN_WORD)
		return POS_NOUN; /* a mention, a number, a tag: they name something */
	sp = spellers_get(s->c, s->ctx->lang);
	may = sp ? speller_pos(sp, t->fold) : 0;
	return may ? may : pos_guess(t->fold, name);
}

unsigned pos_at(struct scan *s, uint32_t token)
{
	const struct token *t = &s->tokens.p[token];

	return pos_between(may_be(s, token), beside(s, token, -1), t->fold,
			   beside(s, token, 1));
}
