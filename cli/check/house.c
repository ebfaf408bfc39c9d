/* House words: words.txt of the policy. */
#include "check/scan.h"
#include "text/pattern.h"

enum { BASE_LETTERS = 3 }; /* "us" has no forms, whatever it is replaced by */

/* "utilised", where the house says "utilise -> use": "used". */
struct house_form {
	struct str fold, instead;
};

/* Nearly all words of a text are none of the house's: a few bits tell without a search.
 */
static uint32_t mark_of(struct str fold)
{
	const uint32_t ends = (uint32_t)(unsigned char)fold.p[0] << 8 |
			      (unsigned char)fold.p[fold.n - 1];

	return (ends * 31 + (uint32_t)fold.n) * 0x9e3779b1u >> (32 - HOUSE_BITS);
}

static void mark(struct checker *c, struct str fold)
{
	const uint32_t bit = fold.n ? mark_of(fold) : 0;

	c->house[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* ---- forms ---- */

static int by_fold(const void *a, const void *b)
{
	return str_cmp(((const struct house_form *)a)->fold,
		       ((const struct house_form *)b)->fold);
}

/* What the other word has in place of the ending that `form` has; STR_NULL if it is not
 * plain: a wrong form is worse than none. */
static struct str same_form(const struct str_list *forms, struct str form)
{
	static const char *const endings[] = { "ing", "ed", "s" };

	for (size_t e = 0; e < ARRAY_LEN(endings); e++) {
		if (!str_ends(form, endings[e]))
			continue;
		for (size_t i = 1; i < forms->n; i++)
			if (str_ends(forms->p[i], endings[e]))
				return forms->p[i];
		break;
	}
	return STR_NULL;
}

static void add_forms(struct checker *c, const struct bundle_word *w, size_t *room)
{
	const struct str base = bundle_str(c->b, w->fold);
	const struct str better = bundle_str(c->b, w->instead);
	struct str_list forms, others;

	if (base.n < BASE_LETTERS || str_chr(better, ' ', 0) < better.n)
		return;
	inflect(base, &c->own, &forms);
	inflect(better, &c->own, &others);
	for (size_t i = 1; i < forms.n && c->n_forms < *room; i++) {
		const struct str instead = same_form(&others, forms.p[i]);

		if (!instead.n || bundle_house_words(c->b, forms.p[i]).n)
			continue;
		c->forms[c->n_forms++] = (struct house_form){ forms.p[i], instead };
		mark(c, forms.p[i]);
	}
}

static void prepare_forms(struct checker *c)
{
	enum { FORMS_OF_WORD = 8 };
	size_t words = 0, room;

	for (uint32_t i = 0; i < c->t->n_words; i++)
		words += c->t->words[i].mode == BUNDLE_WORD_PREFER;
	room = words * FORMS_OF_WORD;
	if (!room)
		return;
	c->forms = arena_array(&c->own, room, sizeof(*c->forms));
	for (uint32_t i = 0; i < c->t->n_words; i++)
		if (c->t->words[i].mode == BUNDLE_WORD_PREFER)
			add_forms(c, &c->t->words[i], &room);
	qsort(c->forms, c->n_forms, sizeof(*c->forms), by_fold);
}

void house_prepare(struct checker *c)
{
	for (uint32_t i = 0; i < c->t->n_words; i++)
		mark(c, bundle_str(c->b, c->t->words[i].fold));
	prepare_forms(c);
}

static bool may_know(const struct checker *c, struct str fold)
{
	const uint32_t bit = fold.n ? mark_of(fold) : 0;

	return c->house[bit / 64] >> bit % 64 & 1;
}

static enum house form_of(const struct checker *c, struct str fold, struct str *instead)
{
	const struct house_form key = { .fold = fold };
	const struct house_form *form =
		c->n_forms ? bsearch(&key, c->forms, c->n_forms, sizeof(key), by_fold)
			   : NULL;

	if (!form)
		return HOUSE_SILENT;
	*instead = form->instead;
	return HOUSE_FORM;
}

bool house_knows(const struct checker *c, struct str fold)
{
	struct str instead;

	return may_know(c, fold) && (bundle_house_words(c->b, fold).n ||
				     form_of(c, fold, &instead) != HOUSE_SILENT);
}

enum house house_of(const struct scan *s, struct str text, struct str fold,
		    struct str *instead)
{
	enum house found = HOUSE_SILENT;
	struct bundle_range r;

	if (!may_know(s->c, fold))
		return HOUSE_SILENT;
	r = bundle_house_words(s->c->b, fold);
	if (!r.n)
		return form_of(s->c, fold, instead);
	for (uint32_t i = 0; i < r.n; i++) {
		const struct bundle_word *w = &s->t->words[r.first + i];
		const struct str as = bundle_str(s->c->b, w->text);
		const struct str better = bundle_str(s->c->b, w->instead);

		if (w->mode == BUNDLE_WORD_ACCEPT ||
		    (w->mode == BUNDLE_WORD_EXACT && str_eq(text, as)) ||
		    (w->mode == BUNDLE_WORD_PREFER && str_eq(text, better)))
			return HOUSE_FINE;
		if (found != HOUSE_SILENT)
			continue;
		*instead = w->mode == BUNDLE_WORD_EXACT ? as : better;
		found = w->mode == BUNDLE_WORD_EXACT    ? HOUSE_CASE
			: w->mode == BUNDLE_WORD_PREFER ? HOUSE_PREFER
							: HOUSE_FORBID;
	}
	return found;
}
