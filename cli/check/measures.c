/* What is counted: measures of a text and the classic scores, against their bounds. */
#include "check/shape.h"
#include "text/measure.h"

/* "12", "8.5" */
static struct str number(struct arena *a, int32_t thousandths)
{
	const long long n = thousandths;
	const long long whole = (n < 0 ? -n : n) / 1000, part = (n < 0 ? -n : n) % 1000;
	struct str out = arena_printf(a, "%s%lld.%03lld", n < 0 ? "-" : "", whole, part);

	while (out.p[out.n - 1] == '0')
		out.n--;
	if (out.p[out.n - 1] == '.')
		out.n--;
	return out;
}

/* A measured value: to one decimal, unless that would read like the bound itself. */
static struct str measured(struct arena *a, double value, const struct bundle_bound *b)
{
	const int32_t exact = measure_thousandths(value);
	const int64_t tenths = (exact + (exact < 0 ? -50LL : 50LL)) / 100 * 100;
	const bool same = tenths == b->max || tenths == b->min;

	return number(a, same || tenths > INT32_MAX || tenths < INT32_MIN
				 ? exact
				 : (int32_t)tenths);
}

static bool is_over(const struct bundle_bound *b, double value)
{
	return b->flags & BUNDLE_MAX && measure_thousandths(value) > b->max;
}

static bool is_under(const struct bundle_bound *b, double value)
{
	return b->flags & BUNDLE_MIN && measure_thousandths(value) < b->min;
}

/* "at most 30", "at least 5" */
static struct str wanted(struct arena *a, const struct bundle_bound *b, bool over)
{
	return arena_printf(a, "at %s %.*s", over ? "most" : "least",
			    STR_ARG(number(a, over ? b->max : b->min)));
}

/* The text without blank space around it. */
static struct span whole(const struct shape *sh)
{
	const struct str t = str_trim(sh->text);
	const uint32_t start = t.n ? (uint32_t)(t.p - sh->text.p) : 0;

	return (struct span){ start, start + (uint32_t)t.n };
}

/* ---- scores ---- */

static bool is_counted(const struct token *t)
{
	return t->kind == TOKEN_WORD && !(t->flags & TOKEN_CLITIC);
}

/* Names and numbers are familiar, and so is what follows an apostrophe. */
static bool is_rarer(struct shape *sh, const struct token *t, unsigned band)
{
	const bool name = t->flags & (TOKEN_TITLE | TOKEN_MIXED | TOKEN_UPPER) &&
			  !(t->flags & TOKEN_FIRST);

	if (!is_counted(t) || name ||
	    t->flags & (TOKEN_DIGITS | TOKEN_HYPHEN | TOKEN_HOST))
		return false;
	return shape_band(sh, t->fold) < band;
}

/* Words that are not among the common ones. The published lists are not ours to ship:
 * words of any newspaper stand for them. */
static uint32_t unfamiliar(struct shape *sh)
{
	uint32_t n = 0;

	for (size_t i = 0; i < sh->tokens->n; i++)
		n += is_rarer(sh, &sh->tokens->p[i], SPELL_USUAL);
	return n;
}

static void tell_score(struct shape *sh, const struct shape_rule *r,
		       const struct measure *m, double value)
{
	const enum measure_score score = (enum measure_score)r->bound->what;
	const bool over = is_over(r->bound, value);
	struct arena *a = sh->s->f->a;

	(void)shape_tell(
		sh, r->rule, whole(sh),
		arena_printf(
			a,
			"the %s of this text is %.*s; %.*s (its longest sentence "
			"has %u words)",
			measure_score_title(score), STR_ARG(measured(a, value, r->bound)),
			STR_ARG(wanted(a, r->bound, over)), (unsigned)m->longest_words));
}

void readability_check(struct shape *sh, const struct shape_rule *r)
{
	const enum measure_score score = (enum measure_score)r->bound->what;
	double value;

	if (!measure_score_holds(shape_counts(sh), score))
		return;
	value = measure_score(shape_measure(sh), score,
			      score == MEASURE_DALE_CHALL || score == MEASURE_SPACHE
				      ? unfamiliar(sh)
				      : 0);
	if (is_over(r->bound, value) || is_under(r->bound, value))
		tell_score(sh, r, shape_measure(sh), value);
}

/* ---- metrics ---- */

/* The tokens of the sentence that starts at token `i`. */
static struct tokens sentence_at(const struct shape *sh, size_t i)
{
	size_t end = i;

	while (end < sh->tokens->n &&
	       sh->tokens->p[end].sentence == sh->tokens->p[i].sentence)
		end++;
	return (struct tokens){ .p = &sh->tokens->p[i], .n = end - i, .n_sentences = 1 };
}

/* Every sentence that is too long, not the longest only. */
static void check_sentences(struct shape *sh, const struct shape_rule *r)
{
	struct arena *a = sh->s->f->a;
	struct tokens sentence;
	struct measure m;

	for (size_t i = 0; i < sh->tokens->n; i += sentence.n) {
		sentence = sentence_at(sh, i);
		measure_counts(sh->s->v, &sentence, &m);
		if (!m.words || !is_over(r->bound, m.longest_words))
			continue;
		(void)shape_tell(sh, r->rule, m.longest,
				 arena_printf(a, "this sentence has %u words; %.*s",
					      (unsigned)m.longest_words,
					      STR_ARG(wanted(a, r->bound, true))));
	}
}

static bool is_metric_token(const struct token *t, enum measure_metric metric)
{
	switch (metric) {
	case MEASURE_WORDS:
		return (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER) &&
		       !(t->flags & TOKEN_CLITIC);
	case MEASURE_EMOJI:
		return t->kind == TOKEN_EMOJI;
	case MEASURE_HASHTAGS:
		return t->kind == TOKEN_HASHTAG || t->kind == TOKEN_CASHTAG;
	case MEASURE_MENTIONS:
		return t->kind == TOKEN_MENTION;
	case MEASURE_LINKS:
		return t->kind == TOKEN_URL;
	default:
		return false;
	}
}

/* From the first one too many to the last; or the whole text. */
static struct span past_bound(const struct shape *sh, const struct bundle_bound *b)
{
	const enum measure_metric metric = (enum measure_metric)b->what;
	struct span at = { 0, 0 };
	int64_t count = 0;

	for (size_t i = 0; i < sh->tokens->n; i++) {
		const struct token *t = &sh->tokens->p[i];

		if (!is_metric_token(t, metric) || ++count * 1000 <= b->max)
			continue;
		if (!at.end)
			at.start = t->at;
		at.end = t->at + t->n;
	}
	return at.end ? at : whole(sh);
}

static struct span exclamation_past(const struct shape *sh, const struct bundle_bound *b)
{
	struct span at = { 0, 0 };
	int64_t count = 0;

	for (size_t i = 0; i < sh->text.n; i++) {
		if (sh->text.p[i] != '!' || ++count * 1000 <= b->max)
			continue;
		if (!at.end)
			at.start = (uint32_t)i;
		at.end = (uint32_t)i + 1;
	}
	return at.end ? at : whole(sh);
}

static double rare_words(struct shape *sh)
{
	uint32_t words = 0, rare = 0;

	for (size_t i = 0; i < sh->tokens->n; i++) {
		words += is_counted(&sh->tokens->p[i]);
		rare += is_rarer(sh, &sh->tokens->p[i], SPELL_KNOWN);
	}
	return words ? 100.0 * rare / words : 0;
}

static const char *metric_words(enum measure_metric metric)
{
	static const char *const words[MEASURE_METRICS] = {
		[MEASURE_SENTENCE_WORDS] = "words in the longest sentence",
		[MEASURE_WORDS] = "words",
		[MEASURE_SYLLABLES] = "syllables in a word on average",
		[MEASURE_CAPITALS] = "words in capitals in a row",
		[MEASURE_EMOJI] = "emoji",
		[MEASURE_HASHTAGS] = "hashtags",
		[MEASURE_MENTIONS] = "mentions",
		[MEASURE_LINKS] = "links",
		[MEASURE_EXCLAMATIONS] = "exclamation marks",
		[MEASURE_RARE_WORDS] = "per cent of the words are rare",
	};

	return words[metric];
}

static struct span place_of(const struct shape *sh, const struct shape_rule *r,
			    const struct measure *m, bool over)
{
	switch ((enum measure_metric)r->bound->what) {
	case MEASURE_CAPITALS:
		return over ? m->capitals : whole(sh);
	case MEASURE_EXCLAMATIONS:
		return over ? exclamation_past(sh, r->bound) : whole(sh);
	default:
		return over ? past_bound(sh, r->bound) : whole(sh);
	}
}

void measure_check(struct shape *sh, const struct shape_rule *r)
{
	const enum measure_metric metric = (enum measure_metric)r->bound->what;
	struct arena *a = sh->s->f->a;
	const struct measure *m =
		metric == MEASURE_SYLLABLES ? shape_measure(sh) : shape_counts(sh);
	const double value =
		metric == MEASURE_RARE_WORDS ? rare_words(sh) : measure_metric(m, metric);
	const bool over = is_over(r->bound, value);

	if (!over && !is_under(r->bound, value))
		return;
	if (over && metric == MEASURE_SENTENCE_WORDS) {
		check_sentences(sh, r);
		return;
	}
	(void)shape_tell(
		sh, r->rule, place_of(sh, r, m, over),
		arena_printf(a, "%.*s %s; %.*s", STR_ARG(measured(a, value, r->bound)),
			     metric_words(metric), STR_ARG(wanted(a, r->bound, over))));
}
