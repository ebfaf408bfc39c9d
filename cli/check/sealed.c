/* Forms of words, also of those that the policy only holds digests of. A digest costs ten
 * times as much as a look-up, and texts repeat their words: the last answers are kept. */
#include "check/scan.h"
#include "core/limits.h"

enum {
	SEAL_LEAST = LIMIT_SEALED_LEAST,
	SEAL_MOST = LIMIT_SEALED_MOST,
	SEAL_KEPT = 1 << 12,
};

/* A word that is no plain form, and what it is. */
struct sealed_answer {
	uint8_t n;
	char word[SEAL_MOST];
	const struct bundle_form *form;
};

static struct sealed_answer *place_of(struct checker *c, struct str word)
{
	uint64_t h = word.n;

	for (size_t i = 0; i < word.n; i++)
		h = (h ^ (unsigned char)word.p[i]) * 0x9E3779B97F4A7C15u;
	if (!c->sealed)
		c->sealed = arena_array(&c->own, SEAL_KEPT, sizeof(*c->sealed));
	return &c->sealed[h >> 52];
}

static const struct bundle_form *sealed_form(struct checker *c, struct str word)
{
	struct sealed_answer *known = place_of(c, word);

	if (known->n == word.n && memcmp(known->word, word.p, word.n) == 0)
		return known->form;
	known->n = (uint8_t)word.n;
	memcpy(known->word, word.p, word.n);
	known->form = bundle_sealed_form(c->b, word);
	return known->form;
}

const struct bundle_form *words_form(struct checker *c, struct str fold)
{
	const struct bundle_form *form = bundle_form(c->b, fold);

	if (form || !c->t->n_keys || fold.n < SEAL_LEAST || fold.n > SEAL_MOST)
		return form;
	return sealed_form(c, fold);
}

bool words_sealed_near(const struct checker *c, struct str word)
{
	char less[SEAL_MOST];

	if (!c->t->n_keys || word.n > SEAL_MOST)
		return false;
	if (bundle_sealed_near(c->b, word))
		return true;
	for (size_t i = 0; i < word.n; i++) {
		memcpy(less, word.p, i);
		memcpy(less + i, word.p + i + 1, word.n - i - 1);
		if (bundle_sealed_near(c->b, (struct str){ less, word.n - 1 }))
			return true;
	}
	return false;
}

bool words_sealed_hole(const struct checker *c, struct str word, size_t hole)
{
	char less[SEAL_MOST];

	if (!c->t->n_keys || word.n > SEAL_MOST)
		return false;
	memcpy(less, word.p, hole);
	memcpy(less + hole, word.p + hole + 1, word.n - hole - 1);
	return bundle_sealed_near(c->b, (struct str){ less, word.n - 1 });
}
