#include "check/shape.h"

struct finding *shape_tell(struct shape *sh, uint32_t rule, struct span at,
			   struct str what)
{
	struct scan *s = sh->s;
	const struct hit h = { .start = at.start, .end = at.end };
	const struct str say = hits_say(s, &s->t->rules[rule]);
	struct finding *f;

	f = hits_finding(
		s, rule, at.start, at.end,
		what.n ? arena_printf(s->f->a, "%.*s. %.*s", STR_ARG(what), STR_ARG(say))
		       : say,
		false);
	f->mask |= hits_masked(s, &h);
	return f;
}

void shape_fix(struct shape *sh, uint32_t rule, struct span at, struct str what,
	       struct str fix)
{
	struct finding *f = shape_tell(sh, rule, at, what);

	/* It may be the word itself, with a capital. */
	if (!f->mask)
		finding_add_fix(f, arena_str(sh->s->f->a, fix));
}

struct str shape_quoted(struct shape *sh, const struct token *t)
{
	const struct hit h = { .start = t->at, .end = t->at + t->n };

	if (hits_masked(sh->s, &h))
		return STR("a word that is masked");
	return arena_printf(sh->s->f->a, "\"%.*s\"", STR_ARG(shape_text(sh, t)));
}

/* ---- questions ---- */

bool shape_is_mark(const struct shape *sh, const struct token *t, const char *mark)
{
	return t && t->kind == TOKEN_PUNCT && str_is(shape_text(sh, t), mark);
}

bool shape_word_in(struct str word, const char *const *list, size_t n)
{
	for (size_t i = 0; word.n && i < n; i++)
		if (*list[i] == *word.p && str_is(word, list[i]))
			return true;
	return false;
}

static struct speller *speller_of(struct shape *sh)
{
	if (!sh->s->speller)
		sh->s->speller = spellers_get(sh->s->c, sh->s->ctx->lang);
	return sh->s->speller;
}

bool shape_is_known(struct shape *sh, struct str word)
{
	const struct speller *sp = speller_of(sh);

	return !sp || speller_check(sp, word) != SPELL_UNKNOWN;
}

unsigned shape_band(struct shape *sh, struct str word)
{
	const struct speller *sp = speller_of(sh);

	return sp ? speller_band(sp, word) : 0;
}

const struct measure *shape_counts(struct shape *sh)
{
	if (!sh->has_counts)
		measure_counts(sh->s->v, sh->tokens, &sh->counts);
	sh->has_counts = true;
	return &sh->counts;
}

const struct measure *shape_measure(struct shape *sh)
{
	if (!sh->has_measure)
		measure_of(sh->s->v, sh->tokens, &sh->measure);
	sh->has_measure = true;
	return &sh->measure;
}

/* In plain ASCII nothing hides but behind an address. */
static bool has_nothing_hidden(const struct shape *sh)
{
	return sh->tokens->printable && !(sh->notes & SHAPE_AT_LINK);
}

const struct hidden_list *shape_hidden(struct shape *sh)
{
	if (!sh->has_hidden && !has_nothing_hidden(sh))
		hidden_find(sh->s->v, sh->tokens, sh->s->a, &sh->hidden);
	sh->has_hidden = true;
	return &sh->hidden;
}

/* ---- which of them ---- */

static void check_one(struct shape *sh, const struct shape_rule *r, uint32_t kind)
{
	switch (kind) {
	case BUNDLE_GRAMMAR:
		grammar_check(sh, r);
		break;
	case BUNDLE_READABILITY:
		readability_check(sh, r);
		break;
	case BUNDLE_METRIC:
		measure_check(sh, r);
		break;
	case BUNDLE_REPEAT:
		repeat_check(sh, r);
		break;
	case BUNDLE_CAPITALISATION:
		capitals_check(sh, r);
		break;
	case BUNDLE_SECRETS:
		secrets_check(sh, r);
		break;
	case BUNDLE_HIDDEN:
		hidden_check(sh, r);
		break;
	default:
		break;
	}
}

bool shape_is_kind(uint32_t kind)
{
	switch (kind) {
	case BUNDLE_GRAMMAR:
	case BUNDLE_READABILITY:
	case BUNDLE_METRIC:
	case BUNDLE_REPEAT:
	case BUNDLE_CAPITALISATION:
	case BUNDLE_SECRETS:
	case BUNDLE_HIDDEN:
		return true;
	default:
		return false;
	}
}

static bool is_english(struct str lang)
{
	return !lang.n || (lang.n >= 2 && (lang.p[0] | 32) == 'e' &&
			   (lang.p[1] | 32) == 'n' && (lang.n == 2 || lang.p[2] == '-'));
}

void shape_all(struct scan *s, const struct tokens *plain)
{
	struct shape sh = { .s = s,
			    .text = s->v->text,
			    .tokens = plain,
			    .english = is_english(s->ctx->lang) };

	if (s->c->n_shapes)
		shape_note(&sh);
	for (size_t i = 0; i < s->c->n_shapes; i++) {
		const struct bundle_rule *rule = &s->t->rules[s->c->shapes[i]];

		for (uint32_t k = 0; k < rule->bounds.n; k++) {
			const struct shape_rule r = {
				s->c->shapes[i], &s->t->bounds[rule->bounds.first + k]
			};

			check_one(&sh, &r, rule->kind);
		}
	}
}
