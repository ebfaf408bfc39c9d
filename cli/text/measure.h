/* text/measure.h: counts of a text, and the classic readability scores made of them. */
#ifndef TEXT_MEASURE_H
#define TEXT_MEASURE_H

#include "core/vocabulary.h"
#include "text/token.h"

/* Words are words and numbers; a contraction is one word, a word with hyphens too.
 * Links, addresses, mentions, hashtags, emoji and code are no words: they are counted by
 * themselves and left out of everything else. Sentences are those of text/token.h that
 * have a word. Ranges are bytes of the view, [0, 0) when there is no such thing. */
struct measure {
	uint32_t words, sentences;
	uint32_t letters;       /* of words and numbers: of any script */
	uint32_t characters;    /* letters and digits */
	uint32_t syllables;     /* text/syllable.h */
	uint32_t polysyllables; /* words of three and more syllables */
	uint32_t hard_words;    /* Gunning's: polysyllables but names, words with hyphens,
				   and those that have three only by -es, -ed or -ing */
	uint32_t long_words;    /* of more than six letters: LIX */
	uint32_t emoji, hashtags, mentions, links, exclamations;

	uint32_t longest_words; /* words of the longest sentence */
	struct span longest;    /* ... and its bytes, first to last word */
	uint32_t capital_words; /* longest run of words in capitals, of one sentence or
				   several; short words between them (A, I) belong to it,
				   acronyms standing alone are a run of one */
	struct span capitals;   /* ... and its bytes */
};

/* `t` as tokens_of() made them. Linear in the text, no memory. */
void measure_of(const struct view *v, const struct tokens *t, struct measure *out);
/* The same without what looks into the words, which is most of the work: letters,
 * characters, long_words, syllables, polysyllables and hard_words are 0. */
void measure_counts(const struct view *v, const struct tokens *t, struct measure *out);

/* ---- scores ----
 *
 * As published, never clamped. W words, S sentences, Y syllables, L letters,
 * C characters, P polysyllables, H hard words, D unfamiliar words.
 *
 *   fre        206.835 - 1.015 W/S - 84.6 Y/W			Flesch 1948
 *   fkgl       0.39 W/S + 11.8 Y/W - 15.59	Kincaid, Fishburne, Rogers, Chissom 1975
 *   fog        0.4 (W/S + 100 H/W)				Gunning 1952
 *   smog       3.1291 + 1.0430 sqrt(30 P/S)			McLaughlin 1969
 *   cli        5.88 L/W - 29.6 S/W - 15.8			Coleman, Liau 1975
 *   ari        4.71 C/W + 0.5 W/S - 21.43			Senter, Smith 1967
 *   dale_chall 15.79 D/W + 0.0496 W/S, + 3.6365 if D/W > 0.05	Dale, Chall 1948
 *   spache     0.121 W/S + 8.2 D/W + 0.659			Spache 1953, revised 1974
 *   lix        W/S + 100 (long words)/W			Bjornsson 1968
 *   rix        (long words)/S					Anderson 1983
 *
 * fre is higher the easier the text is; all others are higher the harder it is. Most are
 * school years of the United States; fre, lix and rix have scales of their own. */
enum measure_score {
#define X(NAME, name) MEASURE_##NAME,
	READABILITY_WORDS(X)
#undef X
		MEASURE_SCORES
};

/* "fre"; the name in full for messages: "Flesch Reading Ease". */
const char *measure_score_name(enum measure_score score);
const char *measure_score_title(enum measure_score score);
/* False when `name` is none. */
bool measure_score_named(struct str name, enum measure_score *out);

/* `unfamiliar` is for dale_chall and spache only: words that are on none of their lists
 * (Spache counts each different word once). 0 for a text without words. */
double measure_score(const struct measure *m, enum measure_score score,
		     uint32_t unfamiliar);

/* Is the text long enough for what its authors say of the score? They sampled passages
 * of 100 words and more, SMOG 30 sentences. What is shorter has a number, but one that
 * says little: with one sentence every formula is the length of that sentence. */
bool measure_score_holds(const struct measure *m, enum measure_score score);
/* What must hold, for people: "at least 100 words". */
const char *measure_score_needs(enum measure_score score);

/* ---- direct measures, for short texts ----
 *
 * sentence-words  words of the longest sentence
 * syllables-per-word  their mean
 * capital-words   the longest run of words in capitals
 * rare-words      per cent of words that are neither common nor names: who counts them
 *                 needs a dictionary, measure_metric() says 0 */
enum measure_metric {
#define X(NAME, name) MEASURE_##NAME,
	METRIC_WORDS(X)
#undef X
		MEASURE_METRICS
};
const char *measure_metric_name(enum measure_metric metric); /* "sentence-words" */
bool measure_metric_named(struct str name, enum measure_metric *out);
double measure_metric(const struct measure *m, enum measure_metric metric);

/* Thousandths, rounded half away from zero; what does not fit is the nearest that does.
 */
int32_t measure_thousandths(double value);

#endif
