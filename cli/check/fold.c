/* Lane B: readings of words that were written so as not to be found. Only for words that
 * no rule knows as they stand, only for rules with "fold: strict", and a hit of a reading
 * never blocks. A reading must be a form that the policy knows as a whole: nothing is
 * found inside an ordinary word. */
#include "check/fold.h"
#include "check/known.h"
#include "check/lookalike.h"
#include "text/utf8.h"

enum {
	MOST_CELLS = 24,  /* letters of a disguised word */
	MOST_TOKENS = 16, /* tokens it may be spread over */
	LEAST = 3,        /* letters of a reading */
	LEAST_WILD = 4,   /* with stars in it */
	SURE_NAME = 6,    /* from here on a capital at the start may hide a slip */
	MOST_DOUBTS = 2,  /* characters that may be either of two letters */
	MOST_WILD = 2,
	LETTERS = 26,
};

/* The letters of a disguised word, as far as they are read. */
struct cells {
	char letters[MOST_CELLS][2]; /* [1]: the other letter it may be, or 0 */
	uint8_t doubts[MOST_DOUBTS], wild[MOST_WILD];
	unsigned n, n_doubts, n_wild;
	unsigned plain, digits; /* letters that stand for themselves; digits for them */
	bool disguised;         /* something in it is no plain letter */
	bool pieces;            /* some piece of it has several letters */
};

/* ---- looking up ---- */

bool fold_try(struct guess *g, struct str word)
{
	const struct bundle_form *form =
		word.n < LEAST ? NULL : words_form(g->s->c, word);

	if (!form)
		return false;
	*VEC_ADD(g->s->a, &g->s->readings) =
		(struct reading){ g->end, bundle_form_symbols(form) };
	return true;
}

static bool try_form(struct guess *g, const char *word, size_t n)
{
	return fold_try(g, (struct str){ word, n });
}

bool fold_spend(struct scan *s, uint32_t lookups)
{
	if (s->lookups < lookups) {
		s->lookups = 0;
		s->blind = true;
		return false;
	}
	s->lookups -= lookups;
	return true;
}

/* No letter more than `most` times in a row. */
static size_t squeeze(const char *word, size_t n, size_t most, char *out)
{
	size_t kept = 0, run = 0;

	for (size_t i = 0; i < n; i++) {
		run = i && word[i] == word[i - 1] ? run + 1 : 1;
		if (run <= most)
			out[kept++] = word[i];
	}
	return kept;
}

static bool try_squeezed(struct guess *g, const char *word, size_t n)
{
	char out[MOST_CELLS];

	for (size_t most = 2; most > 0; most--) {
		const size_t kept = squeeze(word, n, most, out);

		if (kept < n && try_form(g, out, kept))
			return true;
	}
	return false;
}

/* Every letter for the star at `at`. */
static bool try_star(struct guess *g, char *word, size_t n, size_t at)
{
	if (!fold_spend(g->s, LETTERS))
		return false;
	for (int letter = 'a'; letter <= 'z'; letter++) {
		word[at] = (char)letter;
		if (try_form(g, word, n))
			return true;
	}
	return false;
}

/* Two stars would be 676 words: with a letter for one of them, it is asked first whether
 * any word has the other letters. */
static bool try_stars(struct guess *g, const struct cells *c, char *word)
{
	const struct str text = { word, c->n };

	if (c->n < LEAST_WILD || c->plain < 2)
		return false;
	if (c->n_wild == 1)
		return try_star(g, word, c->n, c->wild[0]);
	if (!fold_spend(g->s, LETTERS))
		return false;
	for (int letter = 'a'; letter <= 'z'; letter++) {
		word[c->wild[0]] = (char)letter;
		if (edits_may_fit(g->s->c, text, c->wild[1]) &&
		    try_star(g, word, c->n, c->wild[1]))
			return true;
	}
	return false;
}

/* Every way to read the letters; the first that is a form. */
static bool try_cells(struct guess *g, const struct cells *c)
{
	char word[MOST_CELLS];

	for (unsigned way = 0; way < 1u << c->n_doubts; way++) {
		for (unsigned i = 0; i < c->n; i++)
			word[i] = c->letters[i][0];
		for (unsigned i = 0; i < c->n_doubts; i++)
			word[c->doubts[i]] = c->letters[c->doubts[i]][way >> i & 1];
		if (c->n_wild)
			return try_stars(g, c, word);
		if (try_form(g, word, c->n) || try_squeezed(g, word, c->n))
			return true;
	}
	return false;
}

/* ---- reading letters ---- */

static bool add_cell(struct cells *c, const char *letters, enum look look)
{
	if (c->n == MOST_CELLS)
		return false;
	c->letters[c->n][0] = letters[0];
	c->letters[c->n][1] = letters[1];
	if (letters[1] && c->n_doubts < MOST_DOUBTS)
		c->doubts[c->n_doubts++] = (uint8_t)c->n;
	c->plain += look == LOOK_LETTER;
	c->disguised |= look != LOOK_LETTER;
	c->n++;
	return true;
}

static bool add_star(struct cells *c)
{
	if (c->n_wild == MOST_WILD || c->n == MOST_CELLS)
		return false;
	c->wild[c->n_wild++] = (uint8_t)c->n;
	return add_cell(c, "*", LOOK_WILD);
}

static bool add_text(struct cells *c, struct str text)
{
	unsigned together = 0;

	for (size_t at = 0, n; at < text.n; at += n) {
		const uint32_t cp = utf8_decode(text, at, &n);
		char letters[3] = "";
		const enum look look = lookalike(cp, letters);

		if (look == LOOK_NONE || (look == LOOK_WILD && !add_star(c)))
			return false;
		if ((look == LOOK_LETTER || look == LOOK_LIKE) &&
		    !add_cell(c, letters, look))
			return false;
		c->digits += look == LOOK_LIKE && cp >= '0' && cp <= '9';
		c->disguised |= look == LOOK_DROP;
		together = look == LOOK_DROP ? 0 : together + 1;
		c->pieces |= together > 1;
	}
	return true;
}

/* "4" in a box, not "#" or "*" */
static bool is_keycap(struct str emoji)
{
	return ascii_is_digit((unsigned char)emoji.p[0]);
}

/* An emoji inside a word hides a letter: "tr*ns". */
static bool add_emoji(struct cells *c, struct str text)
{
	char letters[3];

	if (is_keycap(text)) {
		(void)lookalike((unsigned char)text.p[0], letters);
		c->digits++;
		return add_cell(c, letters, LOOK_LIKE);
	}
	return add_star(c);
}

/* A tag is read without its mark; "@ss" and "$hit" with it. */
static struct str readable(const struct scan *s, uint32_t token)
{
	const struct str text = words_text(s, token);

	return s->tokens.p[token].kind == TOKEN_HASHTAG ? str_slice(text, 1, text.n)
							: text;
}

static bool add_token(struct cells *c, const struct scan *s, uint32_t token)
{
	return s->tokens.p[token].kind == TOKEN_EMOJI ? add_emoji(c, words_text(s, token))
						      : add_text(c, readable(s, token));
}

static bool is_single(const struct scan *s, uint32_t token)
{
	const struct str text = readable(s, token);
	size_t n;

	if (text.n && (unsigned char)text.p[0] < 0x80)
		return text.n == 1;
	(void)utf8_decode(text, 0, &n);
	return n == text.n;
}

static bool is_readable(const struct token *t)
{
	enum {
		KINDS = 1 << TOKEN_WORD | 1 << TOKEN_NUMBER | 1 << TOKEN_PUNCT |
			1 << TOKEN_EMOJI | 1 << TOKEN_MENTION | 1 << TOKEN_HASHTAG |
			1 << TOKEN_CASHTAG
	};

	return KINDS >> t->kind & 1;
}

/* A word of more than a letter, as nearly all are. */
static inline bool is_several(const struct scan *s, const struct token *t)
{
	return t->kind == TOKEN_WORD && t->n > 1 &&
	       (unsigned char)s->v->text.p[t->at] < 0x80;
}

/* May the disguised word go on with this token? Glued on, or both are single letters with
 * blanks between. */
static bool goes_on(const struct scan *s, uint32_t token)
{
	const struct token *t = &s->tokens.p[token], *before = t - 1;

	if (t->flags & TOKEN_SPACE && (is_several(s, t) || is_several(s, before)))
		return false;
	if (t->sentence != before->sentence || !is_readable(t) || t->flags & TOKEN_CLITIC)
		return false;
	return !(t->flags & TOKEN_SPACE) ||
	       (is_single(s, token) && is_single(s, token - 1));
}

/* A mark at the end is a mark, unless it is a sign that stands for a letter. */
static bool may_end(const struct scan *s, uint32_t token)
{
	const struct str text = words_text(s, token);
	char letters[3];
	size_t n;

	if (s->tokens.p[token].kind == TOKEN_PUNCT && lookalike_is_no_sign(text.p[0]))
		return text.p[0] == '*';
	if (s->tokens.p[token].kind == TOKEN_EMOJI)
		return is_keycap(text);
	if (s->tokens.p[token].kind != TOKEN_PUNCT)
		return true;
	return lookalike(utf8_decode(text, 0, &n), letters) == LOOK_LIKE ||
	       text.p[0] == '*';
}

/* Does something stand glued to the word with which a disguised word may end? */
static bool may_spread(const struct scan *s, uint32_t start)
{
	for (uint32_t i = start + 1; i < s->tokens.n && i - start < MOST_TOKENS; i++) {
		if (!goes_on(s, i))
			return false;
		if (may_end(s, i))
			return true;
	}
	return false;
}

/* ---- which words are ordinary ---- */

/* Without a dictionary every word is. */
bool fold_is_ordinary(struct scan *s, uint32_t token)
{
	struct note *n = &s->notes[token];

	if (!(n->flags & NOTE_SPELLED)) {
		n->flags |= NOTE_SPELLED;
		if (s->speller && words_spelling(s, token, s->speller) == SPELL_UNKNOWN)
			n->flags |= NOTE_UNKNOWN;
	}
	return !(n->flags & NOTE_UNKNOWN);
}

/* Pieces of several letters that are all words: "black.lined", "and.then". */
static bool is_made_of_words(struct scan *s, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i < end; i++)
		if (s->tokens.p[i].kind == TOKEN_WORD && !fold_is_ordinary(s, i))
			return false;
	return true;
}

/* Does the word say by itself that it is in disguise? Digits, signs and single letters
 * do; a hyphen, a dot or an accent may stand in an ordinary word. */
static bool is_believed(struct scan *s, const struct guess *g, const struct cells *c)
{
	const struct token *t = &s->tokens.p[g->start];

	if (!c->pieces)
		return true;
	if (g->end == g->start + 1)
		return t->kind != TOKEN_WORD || t->flags & TOKEN_DIGITS ||
		       !fold_is_ordinary(s, g->start);
	return c->plain < c->n || !is_made_of_words(s, g->start, g->end);
}

/* ---- one word ---- */

static void begin(struct guess *g, struct scan *s, uint32_t start)
{
	*g = (struct guess){ .s = s, .start = start, .end = start + 1 };
	s->notes[start].readings.first = (uint32_t)s->readings.n;
}

static void end(struct guess *g)
{
	struct bundle_range *r = &g->s->notes[g->start].readings;

	r->n = (uint32_t)g->s->readings.n - r->first;
}

/* "A55" is a road. */
static bool is_mostly_letters(const struct cells *c)
{
	return c->plain && c->digits <= c->plain;
}

/* Readings of tokens [start, ...), one for each place where it may end. */
static void read_disguised(struct guess *g)
{
	struct scan *s = g->s;
	struct cells c = { .n = 0 };

	for (uint32_t i = g->start; i < s->tokens.n && i - g->start < MOST_TOKENS; i++) {
		if ((i > g->start && !goes_on(s, i)) || !add_token(&c, s, i))
			return;
		c.disguised |= i > g->start;
		g->end = i + 1;
		if (!c.disguised || c.n < LEAST || !is_mostly_letters(&c) ||
		    !may_end(s, i) || (i == g->start && s->notes[i].symbols.n))
			continue;
		if (try_cells(g, &c) && !is_believed(s, g, &c))
			s->readings.n--;
	}
}

static bool is_doubled(struct str word)
{
	for (size_t i = 1; i < word.n; i++)
		if (word.p[i] == word.p[i - 1])
			return true;
	return false;
}

/* A word of letters only. A capital in mid-sentence is a name; at the start it may be
 * one, unless two letters are swapped or the word is long. */
static void read_plain(struct guess *g)
{
	const struct token *t = &g->s->tokens.p[g->start];
	const bool title = t->flags & TOKEN_TITLE;

	if (t->fold.n < LEAST || t->fold.n > MOST_CELLS ||
	    fold_is_ordinary(g->s, g->start))
		return;
	if (is_doubled(t->fold))
		(void)try_squeezed(g, t->fold.p, t->fold.n);
	if (g->s->readings.n > g->s->notes[g->start].readings.first ||
	    (title && !(t->flags & TOKEN_FIRST)))
		return;
	edits_try(g, t->fold, title && t->fold.n < SURE_NAME);
}

static bool is_letters(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!ascii_is_alpha((unsigned char)text.p[i]))
			return false;
	return true;
}

/* A sign that stands for a letter, glued to what follows: "$", "*", "4" in a keycap. */
static bool may_start(const struct scan *s, uint32_t i)
{
	const uint8_t kind = s->tokens.p[i].kind;

	return (kind != TOKEN_PUNCT && kind != TOKEN_EMOJI) ||
	       (may_end(s, i) && i + 1 < s->tokens.n &&
		!(s->tokens.p[i + 1].flags & TOKEN_SPACE));
}

static bool has_letters_only(const struct scan *s, uint32_t i)
{
	const struct note *n = &s->notes[i];

	if (s->tokens.p[i].kind != TOKEN_WORD)
		return false;
	return n->flags & NOTE_PLAIN ? n->known->flags & KNOWN_LETTERS
				     : is_letters(words_text(s, i));
}

static void read_at(struct scan *s, uint32_t i)
{
	const bool letters = has_letters_only(s, i);
	struct guess g;

	begin(&g, s, i);
	if (!letters || may_spread(s, i))
		read_disguised(&g);
	g.end = i + 1;
	if (letters && !s->notes[i].symbols.n)
		read_plain(&g);
	end(&g);
}

/* A half of two words that were written as one. */
static void read_half(struct scan *s, uint32_t i)
{
	const struct bundle_form *form = words_form(s->c, s->tokens.p[i].fold);
	struct guess g;

	begin(&g, s, i);
	if (form)
		*VEC_ADD(s->a, &s->readings) =
			(struct reading){ i + 1, bundle_form_symbols(form) };
	end(&g);
}

void fold_note(struct scan *s)
{
	s->lookups = LOOKUPS_TEXT + (uint64_t)LOOKUPS_TOKEN * s->tokens.n;
	s->speller = spellers_get(s->c, s->ctx->lang);
	joined_split(s);
	for (uint32_t i = 0; i < s->tokens.n; i++) {
		if (s->notes[i].flags & NOTE_HALF)
			read_half(s, i);
		else if (is_readable(&s->tokens.p[i]) &&
			 !(s->tokens.p[i].flags & TOKEN_CLITIC) && may_start(s, i))
			read_at(s, i);
	}
}
