/* What begins with a capital: sentences, the words of a hashtag, the pronoun. */
#include "check/shape.h"
#include "text/utf8.h"
#include "text/wordform.h"

enum {
	TAG_LEAST = 8, /* letters of a hashtag that may have several words */
	TAG_MOST = 40,
	TAGS = 30,  /* looked into in one text */
	PIECE = 16, /* letters of one of its words at most */
};

/* ---- sentences ---- */

static bool is_small_letter(const struct shape *sh, size_t at)
{
	size_t n;

	return utf8_is_lower(utf8_decode(sh->text, at, &n));
}

/* The token in front, line ends left out; NULL at the start of the text. */
static const struct token *before(const struct shape *sh, size_t i)
{
	while (i && sh->tokens->p[i - 1].kind == TOKEN_BREAK)
		i--;
	return i ? &sh->tokens->p[i - 1] : NULL;
}

/* Does the sentence of token `i` end in a mark that ends sentences? */
static bool is_ended(const struct shape *sh, size_t i)
{
	const uint32_t sentence = sh->tokens->p[i].sentence;
	bool ended = false;

	for (; i < sh->tokens->n && sh->tokens->p[i].sentence == sentence; i++) {
		const struct token *t = &sh->tokens->p[i];

		if (t->kind == TOKEN_PUNCT && t->n == 1 &&
		    strchr(".!?", sh->text.p[t->at]))
			ended = true;
		else if (t->kind != TOKEN_BREAK && t->kind != TOKEN_EMOJI)
			ended = false;
	}
	return ended;
}

/* A sentence may begin here and not go on: the start of the text, or behind one full
 * stop, question mark or exclamation mark. */
static bool is_start(const struct shape *sh, size_t i)
{
	const struct token *t = before(sh, i);

	if (!t)
		return true;
	return t->kind == TOKEN_PUNCT && t->n == 1 && strchr(".!?", sh->text.p[t->at]) &&
	       t->sentence != sh->tokens->p[i].sentence;
}

/* Names that are written so: eBay, npm, x-ray, adidas. */
static bool is_own_case(struct shape *sh, const struct token *t)
{
	struct str instead, word = shape_text(sh, t);
	const struct token *next = t + 1;
	const enum house house = house_of(sh->s, word, t->fold, &instead);

	if (t->flags & (TOKEN_MIXED | TOKEN_DIGITS | TOKEN_HYPHEN) || word.n < 2 ||
	    house == HOUSE_FINE)
		return true;
	if (str_chr(word, '.', 0) != SIZE_MAX || str_chr(word, '_', 0) != SIZE_MAX)
		return true;
	/* "example/path", "host:port" */
	if (shape_token(sh, (size_t)(next - sh->tokens->p)) &&
	    next->kind == TOKEN_PUNCT && !(next->flags & TOKEN_SPACE) &&
	    strchr("/\\:=@_-", sh->text.p[next->at]))
		return true;
	return !(t->flags & TOKEN_HOST) && !shape_is_known(sh, word);
}

/* Words that begin sentences, and hardly ever follow the full stop of a word cut short.
 */
static const char *const starters[] = {
	"but",  "he",   "however", "it",   "please", "she", "that",
	"the",  "then", "there",   "they", "this",   "we",  "what",
	"when", "you",  "our",     "your", "these",
};
static const char *const cut_short[] = {
	"etc", "inc",  "ltd",  "corp", "dept", "approx", "est", "dist", "ext",  "max",
	"min", "mgmt", "misc", "prof", "rev",  "jan",    "feb", "mar",  "apr",  "jun",
	"jul", "aug",  "sep",  "sept", "oct",  "nov",    "dec", "mon",  "tue",  "wed",
	"thu", "fri",  "sat",  "sun",  "tel",  "vol",    "fig", "art",  "bros", "ave",
};

/* "We go. they see": the tokenizer takes it for one sentence, as after an abbreviation.
 */
static bool is_inner_start(struct shape *sh, size_t i)
{
	const struct token *t = &sh->tokens->p[i];
	const struct token *stop = i >= 2 ? &t[-1] : NULL, *word = i >= 2 ? &t[-2] : NULL;

	if (!stop || t->kind != TOKEN_WORD || !(t->flags & TOKEN_SPACE) ||
	    !shape_is_mark(sh, stop, ".") || stop->flags & TOKEN_SPACE ||
	    word->kind != TOKEN_WORD || word->n < 3)
		return false;
	return !(word->flags & (TOKEN_UPPER | TOKEN_TITLE | TOKEN_MIXED)) &&
	       SHAPE_WORD_IN(t->fold, starters) &&
	       !SHAPE_WORD_IN(word->fold, cut_short) && is_small_letter(sh, t->at) &&
	       shape_is_known(sh, word->fold);
}

static void tell_start(struct shape *sh, const struct shape_rule *r,
		       const struct token *t)
{
	const struct str word = shape_text(sh, t);
	const size_t room = 3 * word.n + 4;
	char *out = arena_alloc(sh->s->a, room);
	const size_t n = wordform_title(word, out, room);

	shape_fix(sh, r->rule, shape_span(t), STR("a sentence begins with a capital"),
		  (struct str){ out, n });
}

static void check_sentences(struct shape *sh, const struct shape_rule *r)
{
	for (size_t k = 0, i; shape_each(sh, SHAPE_AT_SMALL, &k, &i);) {
		const struct token *t = &sh->tokens->p[i];

		if ((t->flags & TOKEN_FIRST && t->kind == TOKEN_WORD &&
		     is_small_letter(sh, t->at) && is_start(sh, i) && is_ended(sh, i) &&
		     !is_own_case(sh, t)) ||
		    is_inner_start(sh, i))
			tell_start(sh, r, t);
	}
}

/* ---- the pronoun ---- */

/* "i)" and "(i)" number things, "i/o" and "i=" are no pronouns. */
static bool is_pronoun(const struct shape *sh, size_t i)
{
	const struct token *t = &sh->tokens->p[i], *next = shape_token(sh, i + 1);
	const char ahead = t->at ? sh->text.p[t->at - 1] : ' ';

	if (t->kind != TOKEN_WORD || !str_is(shape_text(sh, t), "i"))
		return false;
	if (!ascii_is_space((unsigned char)ahead) && !strchr("\"'(", ahead) &&
	    (unsigned char)ahead < 0x80)
		return false;
	if (!next || t->flags & TOKEN_HOST)
		return next != NULL;
	return next->kind == TOKEN_WORD && next->flags & TOKEN_SPACE;
}

/* "for i in range", "let i be": code and sums. */
static bool is_variable(const struct shape *sh, size_t i)
{
	static const char *const makers[] = { "for", "let", "int", "index", "var" };
	static const char *const of_loops[] = { "in", "be", "from", "to" };
	const struct token *last = i ? shape_token(sh, i - 1) : NULL;
	const struct token *next = shape_token(sh, i + 1);

	return last && next && SHAPE_WORD_IN(last->fold, makers) &&
	       SHAPE_WORD_IN(next->fold, of_loops);
}

static void check_pronoun(struct shape *sh, const struct shape_rule *r)
{
	if (!sh->english)
		return;
	for (size_t k = 0, i; shape_each(sh, SHAPE_AT_PRONOUN, &k, &i);)
		if (is_pronoun(sh, i) && !is_variable(sh, i))
			shape_fix(sh, r->rule,
				  (struct span){ sh->tokens->p[i].at,
						 sh->tokens->p[i].at + 1 },
				  STR("the pronoun is a capital"), STR("I"));
}

/* ---- hashtags ---- */

static const char *const short_words[] = {
	"a",  "i",  "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in",
	"is", "it", "me", "my", "no", "of", "on", "or", "so", "to", "up", "us", "we",
};

/* What it costs to read these letters as one word; 0: they are none. The commoner and
 * the longer, the cheaper. */
static unsigned cost_of(struct shape *sh, struct str piece)
{
	unsigned band;

	if (piece.n < 3)
		return SHAPE_WORD_IN(piece, short_words) ? 12 : 0;
	band = shape_band(sh, piece);
	if (band < SPELL_KNOWN || (piece.n == 3 && band < SPELL_USUAL))
		return 0;
	return band >= SPELL_DAILY ? 7 : band >= SPELL_USUAL ? 9 : 11;
}

/* The words that the letters fall into at least cost; 0: into none. */
static unsigned words_of(struct shape *sh, struct str letters)
{
	unsigned cost[TAG_MOST + 1] = { 0 }, words[TAG_MOST + 1] = { 0 };

	for (size_t end = 1; end <= letters.n; end++)
		for (size_t n = 1; n <= end && n <= PIECE; n++) {
			const size_t start = end - n;
			unsigned price;

			if (start && !words[start])
				continue;
			price = cost_of(sh, str_slice(letters, start, end));
			if (!price || (words[end] && cost[start] + price >= cost[end]))
				continue;
			cost[end] = cost[start] + price;
			words[end] = words[start] + 1;
		}
	return words[letters.n];
}

/* The letters of a tag all small (or all capitals), in small letters. */
static bool plain_letters(struct str tag, char small[TAG_MOST], struct str *out)
{
	size_t capitals = 0;

	if (tag.n < TAG_LEAST || tag.n > TAG_MOST)
		return false;
	for (size_t i = 0; i < tag.n; i++) {
		if (!ascii_is_alpha((unsigned char)tag.p[i]))
			return false;
		capitals += ascii_is_upper((unsigned char)tag.p[i]);
		small[i] = ascii_lower(tag.p[i]);
	}
	*out = (struct str){ small, tag.n };
	return capitals == 0 || capitals == tag.n;
}

/* Several words, of four letters on average: fewer are a guess. */
static bool has_words(struct shape *sh, struct str tag)
{
	char small[TAG_MOST];
	struct str letters;
	unsigned words;

	if (!plain_letters(tag, small, &letters) || shape_is_known(sh, letters))
		return false;
	words = words_of(sh, letters);
	return words >= 2 && letters.n >= 3 * (size_t)words + 2;
}

static void check_hashtags(struct shape *sh, const struct shape_rule *r)
{
	unsigned seen = 0;

	if (!sh->english)
		return;
	for (size_t k = 0, i; shape_each(sh, SHAPE_AT_TAG, &k, &i);) {
		const struct token *t = &sh->tokens->p[i];

		if (!t->n || sh->text.p[t->at] != '#')
			continue;
		if (seen++ == TAGS)
			break;
		if (has_words(sh, str_slice(shape_text(sh, t), 1, t->n)))
			(void)shape_tell(sh, r->rule, shape_span(t),
					 STR("begin each word of a hashtag with a "
					     "capital, so that people and screen readers "
					     "can part them"));
	}
}

void capitals_check(struct shape *sh, const struct shape_rule *r)
{
	switch ((enum shape_capital)r->bound->what) {
	case SHAPE_CAPITAL_SENTENCES:
		check_sentences(sh, r);
		break;
	case SHAPE_CAPITAL_HASHTAGS:
		check_hashtags(sh, r);
		break;
	case SHAPE_CAPITAL_I:
		check_pronoun(sh, r);
		break;
	}
}
