/* Lane B: one slip in a word. What is near a word is asked with some 400 look-ups; most
 * unknown words are near nothing, and a filter says so with one look-up per letter. */
#include "check/fold.h"
#include "check/known.h"

enum {
	LEAST_EDIT = 5, /* letters of the word meant */
	MOST_EDIT = 16,
	FIRST_WORDS = 64, /* unknown words before the filter is worth its making */
	BITS_EACH = 16,   /* bits of the filter for each text in it */
};

/* Every form as it stands and without any one letter. Two words that are one slip apart
 * share such a text: a letter more, less, other or swapped is gone on both sides. */
struct near_forms {
	uint64_t *bits;
	uint32_t mask; /* bits - 1 */
	uint32_t asked;
};

/* ---- the filter ---- */

struct hashes {
	uint64_t whole, without[MOST_EDIT + 1];
};

/* The hash of a text is the sum of its letters times powers of an odd number, so that
 * all texts with a letter less cost one pass. */
static void hash_all(struct str word, struct hashes *h)
{
	static const uint64_t base = 0x9e3779b97f4a7c15u;
	uint64_t behind[MOST_EDIT + 2] = { 0 }, power[MOST_EDIT + 2] = { 1 }, before = 0;

	for (size_t i = word.n; i-- > 0;) {
		power[word.n - i] = power[word.n - i - 1] * base;
		behind[i] =
			behind[i + 1] + (unsigned char)word.p[i] * power[word.n - i - 1];
	}
	h->whole = behind[0];
	for (size_t i = 0; i < word.n; i++) {
		h->without[i] = before * power[word.n - i - 1] + behind[i + 1];
		before = before * base + (unsigned char)word.p[i];
	}
}

static uint64_t mix(uint64_t hash)
{
	hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93u;
	return hash ^ hash >> 32;
}

static void put(struct near_forms *near, uint64_t hash)
{
	const uint64_t m = mix(hash);
	const uint32_t a = (uint32_t)m & near->mask, b = (uint32_t)(m >> 32) & near->mask;

	near->bits[a / 64] |= (uint64_t)1 << a % 64;
	near->bits[b / 64] |= (uint64_t)1 << b % 64;
}

static bool has(const struct near_forms *near, uint64_t hash)
{
	const uint64_t m = mix(hash);
	const uint32_t a = (uint32_t)m & near->mask, b = (uint32_t)(m >> 32) & near->mask;

	return near->bits[a / 64] >> a % 64 & 1 && near->bits[b / 64] >> b % 64 & 1;
}

static struct str form_text(const struct checker *c, uint32_t form)
{
	return bundle_str(c->b, bundle_form_text(&c->t->forms[form]));
}

static void fill(struct checker *c, struct near_forms *near)
{
	struct hashes h;

	for (uint32_t i = 0; i < c->t->n_forms; i++) {
		const struct str word = form_text(c, i);

		if (word.n + 1 < LEAST_EDIT || word.n > MOST_EDIT + 1)
			continue;
		hash_all(word, &h);
		put(near, h.whole);
		for (size_t k = 0; k < word.n; k++)
			put(near, h.without[k]);
	}
}

static void make_filter(struct checker *c, struct near_forms *near)
{
	uint64_t texts = 0, bits = 64;

	for (uint32_t i = 0; i < c->t->n_forms; i++)
		texts += form_text(c, i).n <= MOST_EDIT + 1 ? form_text(c, i).n + 1 : 0;
	while (bits < texts * BITS_EACH && bits < UINT32_MAX / 2)
		bits *= 2;
	near->mask = (uint32_t)(bits - 1);
	near->bits = arena_array(&c->own, (size_t)(bits / 64), sizeof(*near->bits));
	fill(c, near);
}

/* NULL as long as it is not worth its making. */
static const struct near_forms *filter_of(struct checker *c)
{
	struct near_forms *near = c->near;

	if (!near)
		c->near = near = ARENA_NEW(&c->own, struct near_forms);
	if (near->asked < FIRST_WORDS) {
		near->asked++;
		return NULL;
	}
	if (!near->bits)
		make_filter(c, near);
	return near;
}

/* False: no form is one slip away. */
static bool may_be_near(struct checker *c, struct str word)
{
	const struct near_forms *near = filter_of(c);
	struct hashes h;

	if (!near)
		return true;
	hash_all(word, &h);
	if (has(near, h.whole))
		return true;
	for (size_t i = 0; i < word.n; i++)
		if (has(near, h.without[i]))
			return true;
	return words_sealed_near(c, word);
}

bool edits_may_fit(struct checker *c, struct str word, size_t hole)
{
	const struct near_forms *near = filter_of(c);
	struct hashes h;

	if (!near || word.n > MOST_EDIT + 1)
		return true;
	hash_all(word, &h);
	return has(near, h.without[hole]) || words_sealed_hole(c, word, hole);
}

/* ---- the slips ---- */

/* Two letters that are swapped. */
static void try_swapped(struct guess *g, struct str word, size_t at)
{
	char out[MOST_EDIT];

	memcpy(out, word.p, word.n);
	out[at] = word.p[at + 1];
	out[at + 1] = word.p[at];
	(void)fold_try(g, (struct str){ out, word.n });
}

/* A letter too many at `at`. */
static void try_more(struct guess *g, struct str word, size_t at)
{
	char out[MOST_EDIT];

	memcpy(out, word.p, at);
	memcpy(out + at, word.p + at + 1, word.n - at - 1);
	(void)fold_try(g, (struct str){ out, word.n - 1 });
}

static void try_wrong(struct guess *g, struct str word, size_t at)
{
	char out[MOST_EDIT];

	memcpy(out, word.p, word.n);
	for (int c = 'a'; c <= 'z'; c++) {
		out[at] = (char)c;
		if (c != word.p[at])
			(void)fold_try(g, (struct str){ out, word.n });
	}
}

static void try_missing(struct guess *g, struct str word, size_t at)
{
	char out[MOST_EDIT + 1];

	memcpy(out, word.p, at);
	memcpy(out + at + 1, word.p + at, word.n - at);
	for (int c = 'a'; c <= 'z'; c++) {
		out[at] = (char)c;
		(void)fold_try(g, (struct str){ out, word.n + 1 });
	}
}

/* The first letter is right. Short words have too many neighbours: but for a swap, the
 * word meant has LEAST_EDIT letters. Names seldom lack a letter. */
static void try_all(struct guess *g, struct str word, bool name)
{
	for (size_t at = 1; at < word.n; at++) {
		if (at + 1 < word.n)
			try_swapped(g, word, at);
		if (!name && word.n > LEAST_EDIT)
			try_more(g, word, at);
		if (!name && word.n >= LEAST_EDIT)
			try_wrong(g, word, at);
	}
	for (size_t at = 1; at <= word.n; at++)
		try_missing(g, word, at);
}

/* "thats", "dont", "youre": an apostrophe is missing, no letter is wrong. */
static bool lacks_apostrophe(struct str word)
{
	static const char words[] =
		" aint arent cant couldnt couldve didnt doesnt dont hadnt hasnt havent "
		"heres hows isnt itll mightve mustnt mustve neednt shant shes shouldnt "
		"shouldve thatd thatll thats theirs theres theyd theyll theyre theyve "
		"wasnt "
		"werent weve whats whens wheres whod wholl whos whys wont wouldnt "
		"wouldve "
		"yall youd youll youre youve ";
	char wanted[MOST_EDIT + 3];

	(void)snprintf(wanted, sizeof(wanted), " %.*s ", STR_ARG(word));
	return strstr(words, wanted) != NULL;
}

/* Remembered, when it is far from all forms. */
static bool may_be_slip(struct guess *g, struct str word)
{
	struct known *known = g->s->notes[g->start].known;

	if (known && known->flags & KNOWN_ALONE)
		return false;
	if (word.n + 1 >= LEAST_EDIT && word.n <= MOST_EDIT && !lacks_apostrophe(word) &&
	    may_be_near(g->s->c, word))
		return true;
	if (known)
		known->flags |= KNOWN_ALONE;
	return false;
}

void edits_try(struct guess *g, struct str word, bool name)
{
	if (may_be_slip(g, word) && fold_spend(g->s, (uint32_t)(54 * word.n)))
		try_all(g, word, name);
}
