/* Words in disguise: found by strict rules, as guesses, and never inside plain words. */
#include "check_test.h"

#define STRICT "    fold: strict\n"

static void make_strict(struct world *w)
{
	make(w, RULE("tone/slur", "block", "    terms: [slur]\n" STRICT),
	     "lexicons/slur.yaml", "about: x\nterms: [zorg, blimfeld, ass, total zorg]\n",
	     NULL);
}

static void digits_and_signs_stand_for_letters(void **state)
{
	struct world *w = *state;

	make_strict(w);
	marks(w, "a <z0rg>, a <Z0RG>, two <z0rgs>, a <bl1mfe1d>, a <8limfeld>");
	marks(w, "an <a$$> and an <@ss> and <#z0rg> and <zo*g>");
}

static void letters_of_other_scripts_stand_for_latin_ones(void **state)
{
	struct world *w = *state;

	make_strict(w);
	marks(w, "a <z\xd0\xbe" "rg>, a <z\xc3\xb6rg>, a <\xef\xbd\x9aorg>, "
		 "a <\xf0\x9d\x94\x83org>");
	marks(w, "a <z\xcc\xb8o\xcc\xb8r\xcc\xb8g\xcc\xb8>");
}

static void repeated_letters_are_squeezed(void **state)
{
	struct world *w = *state;

	make_strict(w);
	marks(w, "a <zooorg> and <zzoorrgg> and <asss>");
}

static void spaced_out_letters_are_joined(void **state)
{
	struct world *w = *state;

	make_strict(w);
	marks(w, "a <z o r g> and <z.o.r.g.> <z-o-r-g> <z_o_r_g> <Z O R G S>!");
	marks(w, "a <z 0 r g>");
	marks(w, "you are a <z o r g>.");
}

static void one_slip_in_a_long_word_is_forgiven(void **state)
{
	struct world *w = *state;

	make_strict(w);
	marks(w, "a <blimfeldt>, <blimfld>, <blmifeld>, <blimfald>");
	marks(w, "a <zrog>, but zarg and zerg and zog; ask Mr Blimfeldt today");
}

static void many_unknown_words_hide_no_slip(void **state)
{
	struct world *w = *state;
	unsigned seed = 1;
	struct buf b;

	make_strict(w);
	buf_init(&b, 0);
	for (unsigned i = 0; i < 2000; i++) {
		for (unsigned k = 0; k < 7; k++, seed = seed * 1103515245 + 12345)
			buf_char(&b, "qxzvkjw"[(seed >> 16) % 7]);
		buf_char(&b, ' ');
	}
	buf_cstr(&b, "you blmifeld and blimfed and blimfleld");
	judge_bytes(w, buf_view(&b));
	assert_int_equal(w->f.v.n, 3);
	assert_true(w->f.v.p[0].fuzzy);
	buf_release(&b);
}

static void words_with_stars_are_found_behind_many_others(void **state)
{
	struct world *w = *state;

	struct buf b;

	make_strict(w);
	buf_init(&b, 0);
	for (unsigned i = 0; i < 300; i++)
		buf_cstr(&b, "some q*x*v here ");
	buf_cstr(&b, "a b*im*eld, a z*r*s, a *limf*ld, a bl**feld, a zo*g");
	judge_bytes(w, buf_view(&b));
	assert_int_equal(w->f.v.n, 5);
	buf_release(&b);
}

static void a_text_of_too_many_disguises_is_undecided(void **state)
{
	struct world *w = *state;
	struct buf b;

	make_strict(w);
	buf_init(&b, 0);
	for (unsigned i = 0; i < 2000; i++)
		buf_cstr(&b, "a*b*c~d~e~f~g~h~i ");
	judge_bytes(w, buf_view(&b));
	says(only_finding(w)->msg, "could not be decided");
	assert_int_equal(only_finding(w)->level, LEVEL_ASK);
	buf_release(&b);
}

static void an_emoji_or_keycap_inside_a_word_stands_for_a_letter(void **state)
{
	struct world *w = *state;

	make_strict(w);
	marks(w, "a <zo\xe2\x9d\xa4\xef\xb8\x8fg>, a <bl\xf0\x9f\x94\xa5mfeld> "
		 "<bl1\xef\xb8\x8f\xe2\x83\xa3mfeld>");
	marks(w, "zor\xe2\x9d\xa4\xef\xb8\x8f \xe2\x9d\xa4\xef\xb8\x8forg zo "
		 "\xe2\x9d\xa4\xef\xb8\x8f g");
	marks(w, "<4\xef\xb8\x8f\xe2\x83\xa3ss>");
}

static void what_lacks_an_apostrophe_or_may_be_a_name_is_no_slip(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/slur", "block", "    terms: [slur]\n" STRICT),
	     "lexicons/slur.yaml", "about: x\nterms: [thots, psoki, doont, blimfeld]\n", NULL);
	marks(w, "thats dont Psaki said it. Thats it. Psaki again!");
	marks(w, "<Pskoi> is. <Blimfeldt> is. A <psaki>, a <thotos>");
}

static void two_words_written_as_one_are_cut(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/one", "block",
		     "    find: ['are ...1 vermin', 'deserve to die', 'sickening']\n" STRICT)
		RULE("spelling/words", "advise", "    spelling: true\n"),
	     NULL);
	w->ctx.only = STR("tone/one");
	marks(w, "They <are sovermin>. You <deserve todie>. It is so<sickening>.");
	assert_int_equal(w->f.v.p[0].level, LEVEL_ASK);
	marks(w, "the vermintown Sosickening unto todies");
	w->ctx.only = STR("spelling/words");
	marks(w, "It is <sosickening> to me.");
}

static void a_guess_never_blocks_and_a_plain_hit_does(void **state)
{
	struct world *w = *state;

	make_strict(w);
	judge(w, "z0rg");
	assert_int_equal(only_finding(w)->level, LEVEL_ASK);
	assert_true(only_finding(w)->fuzzy);
	judge(w, "zorg");
	assert_int_equal(only_finding(w)->level, LEVEL_BLOCK);
	assert_false(only_finding(w)->fuzzy);
	judge(w, "total z0rg");
	assert_int_equal(only_finding(w)->level, LEVEL_ASK);
}

static void rules_that_are_not_strict_do_not_guess(void **state)
{
	struct world *w = *state;

	make(w, RULE("tone/one", "block", "    terms: [insult]\n")
		RULE("tone/two", "advise", "    find: ['you {insult}']\n" STRICT),
	     INSULTS, NULL);
	marks(w, "a z0rg, <you z0rg>");
	assert_str(only_finding(w)->rule, "tone/two");
}

static void words_of_a_pattern_are_read_too(void **state)
{
	struct world *w = *state;

	make_find(w, "'want ...1 kill'", STRICT);
	marks(w, "they <w4nt to k1ll> it");
	marks(w, "they <want to k i l l> it");
}

static void ordinary_words_are_not_read_as_others(void **state)
{
	struct world *w = *state;

	make_strict(w);
	marks(w, "We assess the class in Scunthorpe, pass the grass, as said.");
	marks(w, "As a result, 455 assets at 8 a.m. or 5 p.m., e.g. MP3, 4K, B2B, A55.");
	marks(w, "The bass player's sass; a$ap; 50% off * 2 = 100; a/b; c++; a.s. it");
	marks(w, "Organ, morgue, gorge: I a s k you. U.S. troops. a-s-k");
	marks(w, "a\xc5\xa1k na\xc3\xafve caf\xc3\xa9 \xd0\xb0\xd1\x81\xd1\x8c");
}

static void hostile_disguises_cost_little(void **state)
{
	struct world *w = *state;
	struct buf text;

	make_strict(w);
	buf_init(&text, 0);
	for (int i = 0; i < 12000; i++)
		buf_cstr(&text, i % 2 ? "1|b*l" : "*1* ");
	for (int i = 0; i < 12000; i++)
		buf_cstr(&text, "1 ");
	for (int i = 0; i < 8000; i++)
		buf_cstr(&text, "a ");
	for (int i = 0; i < 3000; i++)
		buf_cstr(&text, "qzxjkvwp ");
	judge_bytes(w, buf_view(&text));
	buf_release(&text);
	assert_int_equal(w->f.v.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(digits_and_signs_stand_for_letters),
		TEST(letters_of_other_scripts_stand_for_latin_ones),
		TEST(repeated_letters_are_squeezed),
		TEST(spaced_out_letters_are_joined),
		TEST(one_slip_in_a_long_word_is_forgiven),
		TEST(many_unknown_words_hide_no_slip),
		TEST(words_with_stars_are_found_behind_many_others),
		TEST(a_text_of_too_many_disguises_is_undecided),
		TEST(an_emoji_or_keycap_inside_a_word_stands_for_a_letter),
		TEST(what_lacks_an_apostrophe_or_may_be_a_name_is_no_slip),
		TEST(two_words_written_as_one_are_cut),
		TEST(a_guess_never_blocks_and_a_plain_hit_does),
		TEST(rules_that_are_not_strict_do_not_guess),
		TEST(words_of_a_pattern_are_read_too),
		TEST(ordinary_words_are_not_read_as_others),
		TEST(hostile_disguises_cost_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
