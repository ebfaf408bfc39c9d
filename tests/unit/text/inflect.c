#include "token_test.h"

#include "text/affix.h"
#include "text/inflect_words.h"
#include "text/pattern.h"

#include "core/file.h"

static struct str forms_of(struct world *w, struct str word)
{
	struct str out = STR_NULL;
	struct str_list list;

	inflect(word, &w->a, &list);
	for (size_t i = 0; i < list.n; i++)
		out = arena_printf(&w->a, "%.*s%s%.*s", STR_ARG(out), i ? " " : "",
				   STR_ARG(list.p[i]));
	return out;
}

#define has_forms(w, word, forms) assert_str(forms_of((w), str_from(word)), (forms))

static void regular_verbs_and_nouns(void **state)
{
	has_forms(*state, "want", "want wants wanted wanting");
	has_forms(*state, "box", "box boxes boxed boxing");
	has_forms(*state, "carry", "carry carries carried carrying");
	has_forms(*state, "play", "play plays played playing");
	has_forms(*state, "argue", "argue argues argued arguing");
	has_forms(*state, "agree", "agree agrees agreed agreeing");
	has_forms(*state, "lie", "lie lies lay lain lied lying");
	has_forms(*state, "panic", "panic panics panicked panicking");
}

static void last_letters_double_where_english_doubles_them(void **state)
{
	has_forms(*state, "stop", "stop stops stopped stopping");
	has_forms(*state, "visit", "visit visits visited visiting");
	has_forms(*state, "occur", "occur occurs occurred occurring");
	has_forms(*state, "look", "look looks looked looking");
	has_forms(*state, "fix", "fix fixes fixed fixing");
	has_forms(*state, "backstop", "backstop backstops backstopped backstopping");
	has_forms(*state, "travel",
		  "travel travels traveled traveling travelled travelling");
	has_forms(*state, "focus", "focus focuses focused focusing focussed focussing");
}

static void irregular_verbs(void **state)
{
	has_forms(*state, "be", "be am is are was were been being");
	has_forms(*state, "have", "have has had having");
	has_forms(*state, "do", "do does did done doing");
	has_forms(*state, "go", "go goes went gone going");
	has_forms(*state, "say", "say says said saying");
	has_forms(*state, "think", "think thinks thought thinking");
	has_forms(*state, "leave", "leave leaves left leaving");
	has_forms(*state, "steal", "steal steals stole stolen stealing");
	has_forms(*state, "cut", "cut cuts cutting");
	has_forms(*state, "begin", "begin begins began begun beginning");
}

static void a_verb_that_looks_like_the_past_of_another_has_its_own_forms(void **state)
{
	has_forms(*state, "wound", "wound wounds wounded wounding");
	has_forms(*state, "wind", "wind winds wound winding");
}

static void irregular_nouns(void **state)
{
	has_forms(*state, "person", "person people persons");
	has_forms(*state, "child", "child children");
	has_forms(*state, "woman", "woman women");
	has_forms(*state, "foot", "foot feet");
	has_forms(*state, "crisis", "crisis crises");
	has_forms(*state, "sheep", "sheep");
}

static void a_form_only_yields_itself(void **state)
{
	static const char *const forms[] = { "wanted", "wants",  "wanting", "stopped",
					     "went",   "people", "left",    "thought's",
					     "agreed", "better", "is",      "stolen" };

	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		has_forms(*state, forms[i], forms[i]);
}

static void words_that_look_like_forms_are_none(void **state)
{
	has_forms(*state, "need", "need needs needed needing");
	has_forms(*state, "bring", "bring brings brought bringing");
	has_forms(*state, "miss", "miss misses missed missing");
	has_forms(*state, "bed", "bed beds");
	has_forms(*state, "king", "king kings kinged kinging");
	has_forms(*state, "building", "building buildings");
}

/* "we" is no base of "wed", "even" none of "evening", "ad" none of "added". */
static void other_words_are_no_forms(void **state)
{
	static const char *const alone[] = { "we",          "he",   "i",      "us",
					     "new",         "even", "no",     "a",
					     "an",          "past", "severe", "the",
					     "'s",          "not",  "84k",    "x",
					     "caf\xc3\xa9", "",     "don't" };

	for (size_t i = 0; i < ARRAY_LEN(alone); i++)
		has_forms(*state, alone[i], alone[i]);
	has_forms(*state, "ad", "ad ads");
	has_forms(*state, "unit", "unit units");
	has_forms(*state, "cloth", "cloth cloths");
}

/* ---- against a dictionary: its flags D, G and S are -ed, -ing and -s ---- */

struct comparison {
	struct world *w;
	struct str root;
	struct str_list forms;
	size_t compared, missed;
};

static bool is_ending(struct str form, struct str root)
{
	return form.n > root.n && form.n <= root.n + 4 && !str_ends(form, "'s") &&
	       memcmp(form.p, root.p, root.n - 1) == 0 &&
	       (str_ends(form, "ed") || str_ends(form, "ing"));
}

static bool is_plain(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!ascii_is_lower((unsigned char)word.p[i]))
			return false;
	return word.n > 3;
}

static void compare_form(void *context, const struct affix_form *f)
{
	struct comparison *c = context;

	if (f->relation != AFFIX_SUFFIXED || !is_plain(f->root) ||
	    !is_ending(f->text, f->root))
		return;
	if (!str_eq(c->root, f->root)) {
		c->root = f->root;
		inflect(f->root, &c->w->a, &c->forms);
	}
	c->compared++;
	for (size_t i = 0; i < c->forms.n; i++)
		if (str_eq(c->forms.p[i], f->text))
			return;
	c->missed++;
}

static void regular_forms_agree_with_a_dictionary(void **state)
{
	struct comparison c = { .w = *state };
	const struct affix_sink sink = { compare_form, NULL, &c };
	struct str aff, dic;
	struct affix *affix;
	struct err e;

	if (file_read("/usr/share/hunspell/en_US.aff", 1 << 26, &c.w->a, &aff, &e) < 0 ||
	    file_read("/usr/share/hunspell/en_US.dic", 1 << 26, &c.w->a, &dic, &e) < 0)
		fail_msg("%s", e.msg);
	assert_int_equal(affix_read(aff, "aff", &c.w->a, &affix, &e), 0);
	assert_int_equal(affix_expand(affix, dic, "dic", &c.w->a, &sink, &e), 0);
	print_message("# %zu of %zu forms missed\n", c.missed, c.compared);
	assert_true(c.compared > 5000);
	assert_true(c.missed * 50 < c.compared);
}

static void is_sorted(const char *list)
{
	struct str rest = str_from(list), before = STR_NULL, one;

	while (str_field(&rest, ' ', &one)) {
		if (str_cmp(before, one) >= 0)
			fail_msg("%.*s stands before %.*s", STR_ARG(before),
				 STR_ARG(one));
		before = one;
	}
}

static void tables_are_sorted(void **state)
{
	(void)state;
	is_sorted(inflect_fixed);
	is_sorted(inflect_nouns_only);
	is_sorted(inflect_bases);
	is_sorted(inflect_doubled);
	is_sorted(inflect_either);
	is_sorted(inflect_oes);
	is_sorted(inflect_keep_e);
	is_sorted(inflect_ck);
	is_sorted(inflect_hard_ch);
	for (size_t i = 1; i < inflect_verbs_n; i++)
		assert_true(strcmp(inflect_verbs[i - 1].base, inflect_verbs[i].base) < 0);
	for (size_t i = 1; i < inflect_nouns_n; i++)
		assert_true(strcmp(inflect_nouns[i - 1].base, inflect_nouns[i].base) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(regular_verbs_and_nouns),
		TEST(last_letters_double_where_english_doubles_them),
		TEST(irregular_verbs),
		TEST(a_verb_that_looks_like_the_past_of_another_has_its_own_forms),
		TEST(tables_are_sorted),
		TEST(irregular_nouns),
		TEST(a_form_only_yields_itself),
		TEST(words_that_look_like_forms_are_none),
		TEST(other_words_are_no_forms),
		TEST(regular_forms_agree_with_a_dictionary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
