/* Regular expressions: only those whose literal is in the text, compiled when first
 * wanted, within a budget. */
#include "check/scan.h"
#include "text/utf8.h"

/*
 * Most regexes have a literal that each of their matches contains; folded, as the text
 * is. Searching a text for some hundred literals costs more than all the rest, so a set
 * of the hashed two- and three-byte pieces of the text answers first: a literal with a
 * piece that the text has not is not in it.
 */
enum { PIECES_MOST = 6, SET_BITS = 14, SET_WORDS = (1 << SET_BITS) / 64 };

struct literal_pieces {
	uint16_t hash[PIECES_MOST];
	uint8_t n;
};

struct folded {
	struct str text;
	uint64_t set[SET_WORDS];
};

static uint32_t hash_of(uint32_t piece)
{
	return piece * 0x9e3779b1u >> (32 - SET_BITS);
}

static uint32_t two_at(struct str s, size_t at)
{
	return (uint32_t)(unsigned char)s.p[at] | (uint32_t)(unsigned char)s.p[at + 1]
							  << 8;
}

static uint32_t three_at(struct str s, size_t at)
{
	return two_at(s, at) | (uint32_t)(unsigned char)s.p[at + 2] << 16 | 1u << 24;
}

static void add_piece(struct folded *f, uint32_t piece)
{
	const uint32_t hash = hash_of(piece);

	f->set[hash / 64] |= (uint64_t)1 << hash % 64;
}

static void fold_once(struct scan *s, struct folded *f)
{
	if (f->text.p)
		return;
	f->text = s->v->text.n ? utf8_fold(s->v->text, s->a) : STR("");
	for (size_t i = 0; i + 1 < f->text.n; i++) {
		add_piece(f, two_at(f->text, i));
		if (i + 2 < f->text.n)
			add_piece(f, three_at(f->text, i));
	}
}

static void note_pieces(struct str literal, struct literal_pieces *p)
{
	const size_t size = literal.n == 2 ? 2 : 3;

	for (size_t i = 0;
	     i + size <= literal.n && p->n < PIECES_MOST && size <= literal.n; i++)
		p->hash[p->n++] = (uint16_t)hash_of(size == 2 ? two_at(literal, i)
							      : three_at(literal, i));
}

static const struct literal_pieces *pieces_of(struct checker *c, uint32_t i)
{
	const struct bundle_tables *t = c->t;

	if (!c->pieces) {
		c->pieces = arena_array(&c->own, t->n_regexes, sizeof(*c->pieces));
		for (uint32_t k = 0; k < t->n_regexes; k++)
			note_pieces(bundle_str(c->b, t->regexes[k].literal),
				    &c->pieces[k]);
	}
	return &c->pieces[i];
}

static bool may_match(struct scan *s, uint32_t i, struct folded *f)
{
	const struct str literal = bundle_str(s->c->b, s->t->regexes[i].literal);
	const struct literal_pieces *p;

	if (!literal.n)
		return true;
	fold_once(s, f);
	p = pieces_of(s->c, i);
	for (unsigned k = 0; k < p->n; k++)
		if (!(f->set[p->hash[k] / 64] >> p->hash[k] % 64 & 1))
			return false;
	return str_find(f->text, literal, 0) != SIZE_MAX;
}

static struct regex *compiled(struct checker *c, uint32_t i)
{
	const struct bundle_regex *r = &c->t->regexes[i];
	struct err ignored;
	size_t at;

	if (!c->regexes[i] && !c->regex_bad[i])
		c->regex_bad[i] = regex_compile(bundle_str(c->b, r->text),
						r->caseless ? REGEX_CASELESS : 0,
						&c->regexes[i], &at, &ignored) < 0;
	return c->regexes[i];
}

/* The first token that ends after byte `at`. */
static uint32_t token_after(const struct scan *s, uint32_t at)
{
	size_t low = 0, high = s->tokens.n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (s->tokens.p[middle].at + s->tokens.p[middle].n <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

/* The tokens that the bytes touch; none for blank space. */
static void touch_tokens(const struct scan *s, struct hit *h)
{
	uint32_t first = token_after(s, h->start), last = token_after(s, h->end - 1);

	if (last == s->tokens.n || s->tokens.p[last].at >= h->end)
		last--; /* the hit ends in blank space; may pass the first one */
	if (first == s->tokens.n || s->tokens.p[first].at >= h->end || last < first ||
	    last == UINT32_MAX)
		first = last = BUNDLE_NONE;
	h->first = first;
	h->last = last;
}

static void run(struct scan *s, uint32_t i, struct regex *regex)
{
	uint64_t steps = STEPS_REGEX + (uint64_t)STEPS_REGEX_BYTE * s->v->text.n;
	const uint32_t rule = s->t->regexes[i].rule;
	enum regex_result got;
	struct span at = { 0, 0 };

	while ((got = regex_next(regex, s->v->text, at.end, &steps, &at)) ==
	       REGEX_MATCH) {
		struct hit h = { .rule = rule,
				 .start = at.start,
				 .end = at.end,
				 .term = BUNDLE_NONE };

		touch_tokens(s, &h);
		*VEC_ADD(s->a, &s->hits) = h;
	}
	if (got == REGEX_UNDECIDED)
		s->undecided[rule] = true;
}

void regexes_all(struct scan *s)
{
	struct folded f = { 0 };

	for (uint32_t i = 0; i < s->t->n_regexes; i++) {
		const struct bundle_regex *r = &s->t->regexes[i];
		struct regex *regex;

		if (!s->c->active[r->rule] || !may_match(s, i, &f))
			continue;
		regex = compiled(s->c, i);
		if (regex)
			run(s, i, regex);
		else
			s->undecided[r->rule] = true;
	}
}
