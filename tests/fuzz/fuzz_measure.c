/* Text from a stranger, measured and searched for what hides in it: every range is made
 * of whole characters of the text, and counts fit each other. */
#include "text/article.h"
#include "text/hidden.h"
#include "text/measure.h"
#include "text/syllable.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void check_range(struct str text, struct span at)
{
	must(at.start <= at.end && at.end <= text.n);
	must(at.start == text.n || !utf8_is_tail(text.p[at.start]));
	must(at.end == text.n || !utf8_is_tail(text.p[at.end]));
}

static void check_measure(const struct view *v, const struct tokens *t)
{
	struct measure m;

	measure_of(v, t, &m);
	check_range(v->text, m.longest);
	check_range(v->text, m.capitals);
	must(m.sentences <= m.words && m.sentences <= t->n_sentences);
	must(m.letters <= m.characters && m.characters <= v->text.n);
	must(m.hard_words <= m.polysyllables && m.polysyllables <= m.words);
	must(m.long_words <= m.words && m.longest_words <= m.words);
	must(m.capital_words <= m.words && (m.words == 0) == (m.longest_words == 0));
	for (int i = 0; i < MEASURE_SCORES; i++)
		(void)measure_thousandths(
			measure_score(&m, (enum measure_score)i, m.words));
}

static void check_hidden(const struct view *v, const struct tokens *t, struct arena *a)
{
	struct hidden_list list;

	hidden_find(v, t, a, &list);
	for (size_t i = 0; i < list.v.n; i++) {
		check_range(v->text, list.v.p[i].at);
		must(list.v.p[i].at.start < list.v.p[i].at.end);
		must(list.v.p[i].class < HIDDEN_CLASSES);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str s = { (const char *)data, size };
	struct arena a = { 0 };
	struct view v;
	struct tokens t;

	(void)syllable_count(s);
	(void)syllable_number(s);
	(void)article_sound(s);
	if (utf8_check(s) == SIZE_MAX) {
		view_plain(s, &a, &v);
		tokens_of(&v, &a, &t);
		check_measure(&v, &t);
		check_hidden(&v, &t, &a);
		for (size_t i = 0; i < t.n; i++)
			(void)article_sound(token_text(&v, &t.p[i]));
	}
	arena_release(&a);
	return 0;
}
