#include "text/measure.h"
#include "text/syllable.h"
#include "text/token_scan.h"

#include <math.h>

enum {
	LONG_LETTERS = 7, /* LIX: more than six */
	POLYSYLLABLE = 3,
	SHORT_CAPITAL = 1, /* letters of A and I in a run of capitals */
};

/* ---- one word ---- */

struct counter {
	const struct view *v;
	const struct tokens *t;
	struct measure *m;
	bool inside; /* look into the words */

	uint32_t sentence;
	uint32_t words; /* of the sentence */
	struct span at; /* first to last of them */

	uint32_t run; /* words in capitals so far */
	struct span run_at;
};

/* One word: a token and the clitics that were split from it. */
struct counted {
	struct str text;
	const struct token *token;
	uint32_t letters, digits;
};

static void count_letters(struct counted *w)
{
	size_t n;

	for (size_t at = 0; at < w->text.n; at += n) {
		const unsigned char c = (unsigned char)w->text.p[at];
		uint32_t cp;

		if (c < 0x80) {
			w->letters += ascii_is_alpha(c);
			w->digits += ascii_is_digit(c);
			n = 1;
			continue;
		}
		cp = utf8_decode(w->text, at, &n);
		w->letters += utf8_is_letter(cp);
		w->digits += utf8_category(cp) == UTF8PROC_CATEGORY_ND;
	}
}

/* A suffix that makes no word hard; with what stands before it. */
static bool is_easy_by_suffix(struct str word, unsigned syllables)
{
	char small[64];
	struct str text = { small, word.n };

	if (syllables != POLYSYLLABLE || word.n > sizeof(small))
		return false;
	for (size_t i = 0; i < word.n; i++)
		small[i] = ascii_lower(word.p[i]);
	return str_ends(text, "es") || str_ends(text, "ed") || str_ends(text, "ing");
}

static bool is_hard(const struct counted *w, unsigned syllables)
{
	const unsigned flags = w->token->flags;

	if (syllables < POLYSYLLABLE || w->token->kind != TOKEN_WORD ||
	    flags & TOKEN_HYPHEN)
		return false;
	if (flags & (TOKEN_TITLE | TOKEN_MIXED) && !(flags & TOKEN_FIRST))
		return false;
	return !is_easy_by_suffix(w->text, syllables);
}

static void count_syllables(struct measure *m, const struct counted *w)
{
	const unsigned syllables =
		syllable_count(w->text) +
		(w->token->kind == TOKEN_NUMBER ? syllable_number(w->text) : 0);

	m->syllables += syllables;
	m->polysyllables += syllables >= POLYSYLLABLE;
	m->hard_words += is_hard(w, syllables);
}

static void count_inside(struct measure *m, struct counted *w)
{
	count_letters(w);
	m->letters += w->letters;
	m->characters += w->letters + w->digits;
	m->long_words += w->letters >= LONG_LETTERS;
}

/* ---- runs ---- */

static void end_sentence(struct counter *c)
{
	if (c->words)
		c->m->sentences++;
	if (c->words > c->m->longest_words) {
		c->m->longest_words = c->words;
		c->m->longest = c->at;
	}
	c->words = 0;
}

static void end_capitals(struct counter *c)
{
	if (c->run > c->m->capital_words) {
		c->m->capital_words = c->run;
		c->m->capitals = c->run_at;
	}
	c->run = 0;
}

/* A and I alone are neither for nor against it. */
static bool is_short_capital(const struct counted *w)
{
	return w->text.n == SHORT_CAPITAL && ascii_is_upper((unsigned char)w->text.p[0]);
}

static void add_to_run(struct counter *c, const struct counted *w)
{
	const uint32_t end = w->token->at + (uint32_t)w->text.n;

	if (w->token->kind == TOKEN_NUMBER || (is_short_capital(w) && c->run))
		return;
	if (!(w->token->flags & TOKEN_UPPER)) {
		if (c->run)
			end_capitals(c);
		return;
	}
	if (!c->run++)
		c->run_at.start = w->token->at;
	c->run_at.end = end;
}

static void add_to_sentence(struct counter *c, const struct counted *w)
{
	if (!c->words++)
		c->at.start = w->token->at;
	c->at.end = w->token->at + (uint32_t)w->text.n;
}

/* ---- the walk ---- */

static bool is_word(const struct token *t)
{
	return t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER;
}

/* The word at token `i` with its clitics; returns the token behind it. */
static size_t take_word(struct counter *c, size_t i)
{
	const struct token *t = &c->t->p[i];
	struct counted w = { .token = t };
	size_t next = i + 1, end = (size_t)t->at + t->n;

	while (next < c->t->n && c->t->p[next].flags & TOKEN_CLITIC &&
	       c->t->p[next].at == end) {
		end += c->t->p[next].n;
		next++;
	}
	w.text = (struct str){ c->v->text.p + t->at, end - t->at };
	c->m->words++;
	if (c->inside) {
		count_inside(c->m, &w);
		count_syllables(c->m, &w);
	}
	add_to_sentence(c, &w);
	add_to_run(c, &w);
	return next;
}

/* A token is one mark, again and again: by its first byte. */
static bool may_exclaim(char first)
{
	return first == '!' || (unsigned char)first >= 0x80;
}

static uint32_t exclamations_in(struct str text)
{
	uint32_t n = 0;
	size_t size;

	for (size_t at = 0; at < text.n; at += size) {
		const uint32_t cp = utf8_decode(text, at, &size);

		n += cp == '!' || cp == 0xff01 || cp == 0x2757 || cp == 0x2755;
		n += cp == 0x203c ? 2 : cp == 0x2048 || cp == 0x2049;
	}
	return n;
}

static void count_other(struct counter *c, const struct token *t)
{
	struct measure *m = c->m;

	switch (t->kind) {
	case TOKEN_EMOJI:
		m->emoji++;
		m->exclamations += exclamations_in(token_text(c->v, t));
		break;
	case TOKEN_PUNCT:
		if (may_exclaim(c->v->text.p[t->at]))
			m->exclamations += exclamations_in(token_text(c->v, t));
		break;
	case TOKEN_HASHTAG:
	case TOKEN_CASHTAG:
		m->hashtags++;
		break;
	case TOKEN_MENTION:
		m->mentions++;
		break;
	case TOKEN_URL:
		m->links++;
		break;
	default:
		break;
	}
}

static void walk(const struct view *v, const struct tokens *t, bool inside,
		 struct measure *out)
{
	struct counter c = { .v = v, .t = t, .m = out, .inside = inside };

	*out = (struct measure){ 0 };
	for (size_t i = 0; i < t->n;) {
		if (t->p[i].sentence != c.sentence)
			end_sentence(&c);
		c.sentence = t->p[i].sentence;
		if (is_word(&t->p[i])) {
			i = take_word(&c, i);
			continue;
		}
		count_other(&c, &t->p[i]);
		i++;
	}
	end_sentence(&c);
	end_capitals(&c);
}

void measure_of(const struct view *v, const struct tokens *t, struct measure *out)
{
	walk(v, t, true, out);
}

void measure_counts(const struct view *v, const struct tokens *t, struct measure *out)
{
	walk(v, t, false, out);
}

/* ---- scores ---- */

enum { PASSAGE_WORDS = 100, SMOG_SENTENCES = 30 };

static const char *const score_names[] = {
#define X(NAME, name) name,
	READABILITY_WORDS(X)
#undef X
};
static const char *const titles[MEASURE_SCORES] = {
	[MEASURE_FRE] = "Flesch Reading Ease",
	[MEASURE_FKGL] = "Flesch-Kincaid grade",
	[MEASURE_FOG] = "Gunning Fog index",
	[MEASURE_SMOG] = "SMOG grade",
	[MEASURE_CLI] = "Coleman-Liau index",
	[MEASURE_ARI] = "Automated Readability Index",
	[MEASURE_DALE_CHALL] = "Dale-Chall score",
	[MEASURE_SPACHE] = "Spache score",
	[MEASURE_LIX] = "LIX",
	[MEASURE_RIX] = "RIX",
};

const char *measure_score_name(enum measure_score score)
{
	return score_names[score];
}

const char *measure_score_title(enum measure_score score)
{
	return titles[score];
}

const char *measure_score_needs(enum measure_score score)
{
	return score == MEASURE_SMOG ? "at least 30 sentences" : "at least 100 words";
}

bool measure_score_named(struct str name, enum measure_score *out)
{
	for (int i = 0; i < MEASURE_SCORES; i++) {
		if (!str_is(name, score_names[i]))
			continue;
		*out = (enum measure_score)i;
		return true;
	}
	return false;
}

bool measure_score_holds(const struct measure *m, enum measure_score score)
{
	if (!m->sentences)
		return false;
	return score == MEASURE_SMOG ? m->sentences >= SMOG_SENTENCES
				     : m->words >= PASSAGE_WORDS;
}

static double dale_chall(double unfamiliar, double sentence)
{
	return 15.79 * unfamiliar + 0.0496 * sentence +
	       (unfamiliar > 0.05 ? 3.6365 : 0.0);
}

double measure_score(const struct measure *m, enum measure_score score,
		     uint32_t unfamiliar)
{
	const double w = m->words, s = m->sentences;

	if (!m->words || !m->sentences)
		return 0;
	switch (score) {
	case MEASURE_FRE:
		return 206.835 - 1.015 * (w / s) - 84.6 * (m->syllables / w);
	case MEASURE_FKGL:
		return 0.39 * (w / s) + 11.8 * (m->syllables / w) - 15.59;
	case MEASURE_FOG:
		return 0.4 * (w / s + 100 * (m->hard_words / w));
	case MEASURE_SMOG:
		return 3.1291 + 1.0430 * sqrt(30 * (m->polysyllables / s));
	case MEASURE_CLI:
		return 5.88 * (m->letters / w) - 29.6 * (s / w) - 15.8;
	case MEASURE_ARI:
		return 4.71 * (m->characters / w) + 0.5 * (w / s) - 21.43;
	case MEASURE_DALE_CHALL:
		return dale_chall(unfamiliar / w, w / s);
	case MEASURE_SPACHE:
		return 0.121 * (w / s) + 8.2 * (unfamiliar / w) + 0.659;
	case MEASURE_LIX:
		return w / s + 100 * (m->long_words / w);
	case MEASURE_RIX:
		return m->long_words / s;
	default:
		return 0;
	}
}

/* ---- metrics ---- */

static const char *const metrics[] = {
#define X(NAME, name) name,
	METRIC_WORDS(X)
#undef X
};

const char *measure_metric_name(enum measure_metric metric)
{
	return metrics[metric];
}

bool measure_metric_named(struct str name, enum measure_metric *out)
{
	for (int i = 0; i < MEASURE_METRICS; i++) {
		if (!str_is(name, metrics[i]))
			continue;
		*out = (enum measure_metric)i;
		return true;
	}
	return false;
}

double measure_metric(const struct measure *m, enum measure_metric metric)
{
	switch (metric) {
	case MEASURE_SENTENCE_WORDS:
		return m->longest_words;
	case MEASURE_WORDS:
		return m->words;
	case MEASURE_SYLLABLES:
		return m->words ? (double)m->syllables / m->words : 0;
	case MEASURE_CAPITALS:
		return m->capital_words;
	case MEASURE_EMOJI:
		return m->emoji;
	case MEASURE_HASHTAGS:
		return m->hashtags;
	case MEASURE_MENTIONS:
		return m->mentions;
	case MEASURE_LINKS:
		return m->links;
	case MEASURE_EXCLAMATIONS:
		return m->exclamations;
	default:
		return 0;
	}
}

int32_t measure_thousandths(double value)
{
	const double scaled = round(value * 1000);

	if (!(scaled > (double)INT32_MIN))
		return INT32_MIN;
	return scaled < (double)INT32_MAX ? (int32_t)scaled : INT32_MAX;
}
