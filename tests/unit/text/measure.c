#include "text/measure.h"
#include "token_test.h"

#include <math.h>

static struct measure of(struct world *w, const char *text)
{
	struct measure m;

	cut(w, text);
	measure_of(&w->v, &w->t, &m);
	return m;
}

static struct str at(const struct world *w, struct span s)
{
	return str_span(w->v.text, s);
}

static void words_and_sentences_are_counted(void **state)
{
	const struct measure m = of(*state, "We don't know. It is a well-known cat!");

	assert_int_equal(m.words, 8);
	assert_int_equal(m.sentences, 2);
	assert_int_equal(m.exclamations, 1);
	assert_int_equal(m.letters, 27);
	assert_int_equal(m.characters, 27);
	assert_int_equal(m.syllables, 9);
}

static void links_tags_and_emoji_are_no_words(void **state)
{
	const struct measure m = of(
		*state, "Hi @bob, see https://example.com/a #New #Things \xf0\x9f\x98\x80"
			"\xe2\x80\xbc");

	assert_int_equal(m.words, 2);
	assert_int_equal(m.mentions, 1);
	assert_int_equal(m.links, 1);
	assert_int_equal(m.hashtags, 2);
	assert_true(m.emoji >= 1);
	assert_int_equal(m.exclamations, 2);
	assert_int_equal(m.letters, 5);
}

static void the_longest_sentence_is_known_by_its_bytes(void **state)
{
	struct world *w = *state;
	const struct measure m =
		of(w, "Short. This one is the longest of them. Not this.");

	assert_int_equal(m.longest_words, 7);
	assert_str(at(w, m.longest), "This one is the longest of them");
}

static void a_run_of_capitals_is_known_by_its_bytes(void **state)
{
	struct world *w = *state;
	struct measure m = of(w, "The BBC said THIS IS A HUGE 5 DEAL now. OK.");

	assert_int_equal(m.capital_words, 4);
	assert_str(at(w, m.capitals), "THIS IS A HUGE 5 DEAL");
	m = of(w, "I am calm.");
	assert_int_equal(m.capital_words, 0);
	assert_int_equal(m.capitals.end, 0);
}

static void hard_words_are_gunnings(void **state)
{
	struct measure m = of(*state, "An elephant wandered to Macedonia for "
				      "state-of-the-art hospitality.");

	/* elephant, hospitality; not the name nor the compound */
	assert_int_equal(m.hard_words, 2);
	assert_true(m.polysyllables > m.hard_words);
	m = of(*state, "The companies are developing it.");
	assert_int_equal(m.hard_words, 1); /* developing; companies has 3 by -es */
}

static void near(double got, double wanted)
{
	if (fabs(got - wanted) > 0.0005)
		fail_msg("%f, not %f", got, wanted);
}

/* By hand, from the published formulas. */
static void scores_are_as_published(void **state)
{
	const struct measure m = { .words = 100,
				   .sentences = 5,
				   .letters = 450,
				   .characters = 460,
				   .syllables = 150,
				   .polysyllables = 12,
				   .hard_words = 10,
				   .long_words = 20 };

	(void)state;
	near(measure_score(&m, MEASURE_FRE, 0), 206.835 - 20.3 - 126.9);
	near(measure_score(&m, MEASURE_FKGL, 0), 7.8 + 17.7 - 15.59);
	near(measure_score(&m, MEASURE_FOG, 0), 12.0);
	near(measure_score(&m, MEASURE_SMOG, 0), 3.1291 + 1.0430 * sqrt(72));
	near(measure_score(&m, MEASURE_CLI, 0), 26.46 - 1.48 - 15.8);
	near(measure_score(&m, MEASURE_ARI, 0), 21.666 + 10 - 21.43);
	near(measure_score(&m, MEASURE_DALE_CHALL, 5), 0.7895 + 0.992);
	near(measure_score(&m, MEASURE_DALE_CHALL, 6), 0.9474 + 0.992 + 3.6365);
	near(measure_score(&m, MEASURE_SPACHE, 10), 2.42 + 0.82 + 0.659);
	near(measure_score(&m, MEASURE_LIX, 0), 40);
	near(measure_score(&m, MEASURE_RIX, 0), 4);
}

static void scores_are_not_clamped(void **state)
{
	const struct measure easy = { .words = 2, .sentences = 1, .syllables = 2 };
	const struct measure hard = { .words = 90, .sentences = 1, .syllables = 300 };

	(void)state;
	assert_true(measure_score(&easy, MEASURE_FKGL, 0) < 0);
	assert_true(measure_score(&easy, MEASURE_FRE, 0) > 100);
	assert_true(measure_score(&hard, MEASURE_FRE, 0) < 0);
}

static void a_text_without_words_has_no_score(void **state)
{
	const struct measure m = of(*state, "");

	for (int i = 0; i < MEASURE_SCORES; i++) {
		assert_true(measure_score(&m, (enum measure_score)i, 0) == 0);
		assert_false(measure_score_holds(&m, (enum measure_score)i));
	}
}

static void scores_want_a_passage(void **state)
{
	const struct measure m = { .words = 99, .sentences = 30 };
	const struct measure n = { .words = 100, .sentences = 29 };

	(void)state;
	assert_false(measure_score_holds(&m, MEASURE_FRE));
	assert_true(measure_score_holds(&m, MEASURE_SMOG));
	assert_true(measure_score_holds(&n, MEASURE_FRE));
	assert_false(measure_score_holds(&n, MEASURE_SMOG));
}

static void names_lead_there_and_back(void **state)
{
	enum measure_score score;
	enum measure_metric metric;

	(void)state;
	for (int i = 0; i < MEASURE_SCORES; i++) {
		const char *name = measure_score_name((enum measure_score)i);

		assert_true(measure_score_named(str_from(name), &score));
		assert_int_equal(score, i);
		assert_non_null(measure_score_title(score));
		assert_non_null(measure_score_needs(score));
	}
	for (int i = 0; i < MEASURE_METRICS; i++) {
		assert_true(measure_metric_named(
			str_from(measure_metric_name((enum measure_metric)i)), &metric));
		assert_int_equal(metric, i);
	}
	assert_false(measure_score_named(STR("words"), &score));
	assert_false(measure_metric_named(STR("fre"), &metric));
}

static void thousandths_are_rounded_and_never_wrap(void **state)
{
	(void)state;
	assert_int_equal(measure_thousandths(1.2345), 1235);
	assert_int_equal(measure_thousandths(-0.0005), -1);
	assert_int_equal(measure_thousandths(1e12), INT32_MAX);
	assert_int_equal(measure_thousandths(-1e12), INT32_MIN);
	assert_int_equal(measure_thousandths(NAN), INT32_MIN);
}

static void metrics_are_the_counts(void **state)
{
	struct world *w = *state;
	const struct measure m =
		of(w, "Wow!! #a @b example.com LOOK HERE \xf0\x9f\x8e\x89 Done.");

	assert_true(measure_metric(&m, MEASURE_EXCLAMATIONS) == 2);
	assert_true(measure_metric(&m, MEASURE_HASHTAGS) == 1);
	assert_true(measure_metric(&m, MEASURE_MENTIONS) == 1);
	assert_true(measure_metric(&m, MEASURE_LINKS) == 1);
	assert_true(measure_metric(&m, MEASURE_CAPITALS) == 2);
	assert_true(measure_metric(&m, MEASURE_EMOJI) == 1);
	assert_true(measure_metric(&m, MEASURE_WORDS) == 4);
	near(measure_metric(&m, MEASURE_SYLLABLES), 1.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_and_sentences_are_counted),
		TEST(links_tags_and_emoji_are_no_words),
		TEST(the_longest_sentence_is_known_by_its_bytes),
		TEST(a_run_of_capitals_is_known_by_its_bytes),
		TEST(hard_words_are_gunnings),
		TEST(scores_are_as_published),
		TEST(scores_are_not_clamped),
		TEST(a_text_without_words_has_no_score),
		TEST(scores_want_a_passage),
		TEST(names_lead_there_and_back),
		TEST(thousandths_are_rounded_and_never_wrap),
		TEST(metrics_are_the_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
