#include "bundle_test.h"
#include "bundle/format.h"
#include "text/token.h"

/* Does this form of a text stand for the symbol? */
static bool stands_for(const struct world *w, const char *form,
		       enum bundle_symbol_kind kind, const char *symbol)
{
	const struct bundle_form *f = bundle_form(w->b, str_from(form));

	for (uint32_t i = 0; f && i < f->n_symbols; i++) {
		const struct bundle_symbol *s =
			&w->t->symbols[w->t->form_symbols[f->first + i]];

		if (s->kind == kind && str_is(bundle_str(w->b, s->text), symbol))
			return true;
	}
	return false;
}

static void make_find(struct world *w, const char *pattern)
{
	struct policy_file one = {
		STR("policy.md"),
		arena_printf(&w->a, CLAUSE(FIND("x", "%s")), pattern),
	};

	make(w, &one, 1);
}

static void a_word_is_met_in_every_inflection(void **state)
{
	struct world *w = *state;

	make_find(w, "want zorg");
	assert_true(stands_for(w, "want", BUNDLE_SYMBOL_WORD, "want"));
	assert_true(stands_for(w, "wants", BUNDLE_SYMBOL_WORD, "want"));
	assert_true(stands_for(w, "wanted", BUNDLE_SYMBOL_WORD, "want"));
	assert_true(stands_for(w, "wanting", BUNDLE_SYMBOL_WORD, "want"));
	assert_false(stands_for(w, "unwanted", BUNDLE_SYMBOL_WORD, "want"));
	assert_null(bundle_form(w->b, STR("wan")));
}

static void an_inflected_word_is_only_itself(void **state)
{
	struct world *w = *state;

	make_find(w, "wanted");
	assert_int_equal(w->t->n_symbols, 1);
	assert_int_equal(w->t->symbols[0].kind, BUNDLE_SYMBOL_WORD);
	assert_true(stands_for(w, "wanted", BUNDLE_SYMBOL_WORD, "wanted"));
	assert_null(bundle_form(w->b, STR("want")));
	assert_null(bundle_form(w->b, STR("wants")));
	assert_int_equal(w->t->n_forms, 1);
}

static void an_exact_word_has_one_form(void **state)
{
	struct world *w = *state;

	make_find(w, "\"Wants to\"");
	assert_int_equal(w->t->n_forms, 2);
	assert_true(stands_for(w, "wants", BUNDLE_SYMBOL_EXACT, "wants"));
	assert_true(stands_for(w, "to", BUNDLE_SYMBOL_EXACT, "to"));
}

static void a_word_in_its_case_is_found_folded_and_kept_as_written(void **state)
{
	struct world *w = *state;

	make_find(w, "=McCoy");
	assert_int_equal(w->t->n_forms, 1);
	assert_true(stands_for(w, "mccoy", BUNDLE_SYMBOL_CASE, "McCoy"));
}

static void one_form_may_stand_for_several_symbols(void **state)
{
	struct world *w = *state;

	make_find(w, "want =Wanted \"wanted\" wanted");
	assert_true(stands_for(w, "wanted", BUNDLE_SYMBOL_WORD, "want"));
	assert_true(stands_for(w, "wanted", BUNDLE_SYMBOL_WORD, "wanted"));
	assert_true(stands_for(w, "wanted", BUNDLE_SYMBOL_EXACT, "wanted"));
	assert_true(stands_for(w, "wanted", BUNDLE_SYMBOL_CASE, "Wanted"));
	assert_int_equal(bundle_form(w->b, STR("wanted"))->n_symbols, 4);
	assert_int_equal(bundle_form(w->b, STR("wants"))->n_symbols, 1);
}

static void the_same_word_in_many_patterns_is_one_symbol(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	for (uint32_t i = 1; i < w->t->n_symbols; i++)
		assert_false(w->t->symbols[i].kind == w->t->symbols[i - 1].kind &&
			     str_eq(bundle_str(w->b, w->t->symbols[i].text),
				    bundle_str(w->b, w->t->symbols[i - 1].text)));
	assert_true(stands_for(w, "zorg", BUNDLE_SYMBOL_WORD, "zorg"));
}

static void contractions_split_as_tokens_do(void **state)
{
	struct world *w = *state;

	make_find(w, "don''t you''re");
	assert_true(stands_for(w, "do", BUNDLE_SYMBOL_WORD, "do"));
	assert_non_null(bundle_form(w->b, STR("not")));
	assert_non_null(bundle_form(w->b, STR("you")));
	assert_non_null(bundle_form(w->b, STR("are")));
	assert_null(bundle_form(w->b, STR("don't")));
}

static void a_hyphen_does_not_split_a_word(void **state)
{
	struct world *w = *state;

	make_find(w, "well-known");
	assert_int_equal(w->t->n_symbols, 1);
	assert_non_null(bundle_form(w->b, STR("well-known")));
}

static void words_of_other_scripts_are_folded(void **state)
{
	struct world *w = *state;

	make_find(w, "\"STRASSE\" \"ÉTÉ\" \"Привет\"");
	assert_non_null(bundle_form(w->b, STR("strasse")));
	assert_non_null(bundle_form(w->b, STR("été")));
	assert_non_null(bundle_form(w->b, STR("привет")));
}

/* ---- texts ---- */

/* Is there a symbol of that kind for every token of the text? */
static void assert_meets(struct world *w, const char *text, enum bundle_symbol_kind kind)
{
	struct tokens tokens;
	struct view view;

	view_plain(str_from(text), &w->a, &view);
	tokens_of(&view, &w->a, &tokens);
	assert_true(tokens.n > 0);
	for (size_t i = 0; i < tokens.n; i++) {
		const struct token *token = &tokens.p[i];
		const struct bundle_form *f = bundle_form(w->b, token->fold);
		bool met = false;

		for (uint32_t k = 0; f && k < f->n_symbols; k++) {
			const struct bundle_symbol *s =
				&w->t->symbols[w->t->form_symbols[f->first + k]];

			met = met ||
			      (s->kind == kind && (kind != BUNDLE_SYMBOL_CASE ||
						   str_eq(bundle_str(w->b, s->text),
							  token_text(&view, token))));
		}
		if (!met)
			fail_msg("nothing for '%.*s'", STR_ARG(token_text(&view, token)));
	}
}

static void words_of_patterns_meet_tokens_of_texts(void **state)
{
	struct world *w = *state;

	make_find(w, "don''t can''t you''re want well-known naïve 84k");
	assert_meets(w,
		     "Don\xE2\x80\x99t doesn't CAN'T you're wanting Well-Known NAÏVE 84k",
		     BUNDLE_SYMBOL_WORD);
	make_find(w, "\"don''t\" \"won''t\" \"I''ve\" \"WELL-known\"");
	assert_meets(w, "DON'T won't I've well-known", BUNDLE_SYMBOL_EXACT);
	make_find(w, "=Don''t =Can''t =WON''T =I''m =You''re =He''ll =McCoy =Éa");
	assert_meets(w, "Don't Can't WON'T I'm You're He'll McCoy Éa",
		     BUNDLE_SYMBOL_CASE);
}

/* ---- the trie ---- */

/* The state after these words, or BUNDLE_NONE. */
static uint32_t after(const struct world *w, const char *words)
{
	struct str rest = str_from(words), word;
	uint32_t state = 0;

	while (str_field(&rest, ' ', &word)) {
		const struct bundle_form *f = bundle_form(w->b, word);
		const struct bundle_edge *edge = NULL;

		for (uint32_t i = 0; f && i < f->n_symbols && !edge; i++)
			edge = bundle_edge(w->b, state, w->t->form_symbols[f->first + i]);
		if (!edge)
			return BUNDLE_NONE;
		state = edge->state;
	}
	return state;
}

static void assert_ends(const struct world *w, const char *words, const char *text,
			const char *list, uint32_t n)
{
	const uint32_t state = after(w, words);
	const struct bundle_range terms = w->t->states[state].terms;
	bool found = false;

	assert_int_not_equal(state, BUNDLE_NONE);
	assert_int_equal(terms.n, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct bundle_term *t =
			&w->t->terms[w->t->state_terms[terms.first + i]];

		found = found ||
			(str_is(bundle_str(w->b, t->text), text) &&
			 str_is(bundle_str(w->b, w->t->lists[t->list].name), list));
	}
	if (!found)
		fail_msg("'%s' does not end \"%s\" of %s", words, text, list);
}

static void terms_are_followed_word_by_word(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	assert_ends(w, "clown", "clown", "insults", 1);
	assert_ends(w, "clowns", "clown", "insults", 1);
	assert_ends(w, "fools paradise", "\"fools\" =Paradise", "insults", 1);
	assert_ends(w, "zorg", "zorg", "slurs", 1);
	assert_int_equal(w->t->states[after(w, "total")].terms.n, 0);
	assert_int_equal(after(w, "fool"), BUNDLE_NONE);
	assert_int_equal(after(w, "clown clown"), BUNDLE_NONE);
}

static void the_same_term_of_two_lists_ends_in_one_state(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	assert_ends(w, "total clown", "total clown", "insults", 2);
	assert_ends(w, "total clown", "total clown", "slurs", 2);
}

static void a_term_keeps_its_replacements_and_its_note(void **state)
{
	struct world *w = *state;
	const struct bundle_term *t;
	uint32_t end;

	make(w, full, ARRAY_LEN(full));
	end = after(w, "fools paradise");
	t = &w->t->terms[w->t->state_terms[w->t->states[end].terms.first]];
	assert_int_equal(t->instead.n, 2);
	assert_text(w, w->t->instead[t->instead.first], "dream");
	assert_text(w, w->t->instead[t->instead.first + 1], "hope");
	assert_int_equal(w->t->n_notes, 1);
	assert_ptr_equal(&w->t->terms[w->t->notes[0].term], t);
	assert_text(w, w->t->notes[0].text, "mild");
}

static void a_large_list_is_found_to_the_last_term(void **state)
{
	enum { TERMS = 3000 };
	struct world *w = *state;
	struct policy_file files[2] = {
		file("policy.md", CLAUSE(RULE("x", "    terms: big\n"))),
		{ STR("lexicons/big.yaml"), STR_NULL },
	};
	struct buf b;

	buf_init(&b, 0);
	buf_cstr(&b, "terms:\n");
	for (int i = 0; i < TERMS; i++)
		buf_printf(&b, "  - zorg%d quux%d\n", i, i % 7);
	files[1].bytes = buf_view(&b);
	make(w, files, 2);
	for (int i = 0; i < TERMS; i++) {
		const struct str words = arena_printf(&w->a, "zorg%d quux%d", i, i % 7);

		assert_ends(w, words.p, words.p, "big", 1);
	}
	buf_release(&b);
}

/* Somebody may choose words that all want the same bucket: they do so under one seed. */
static void words_that_collide_are_found_under_another_seed(void **state)
{
	enum { WORDS = 200, BUCKETS = 128, SEED = 56 };
	struct world *w = *state;
	struct policy_file files[2] = {
		file("policy.md", CLAUSE(RULE("x", "    terms: big\n"))),
		{ STR("lexicons/big.yaml"), STR_NULL },
	};
	struct str words[WORDS];
	struct buf b;
	uint32_t seed;
	int n = 0;

	buf_init(&b, 0);
	buf_cstr(&b, "terms:\n");
	for (int i = 0; n < WORDS; i++) {
		const struct str word = arena_printf(&w->a, "z%dq", i);

		if (format_bucket(format_hash(word, 0), BUCKETS) != 7)
			continue;
		words[n++] = word;
		buf_printf(&b, "  - '\"%.*s\"'\n", STR_ARG(word));
	}
	files[1].bytes = buf_view(&b);
	make(w, files, 2);
	memcpy(&seed, w->bytes.p + SEED, sizeof(seed));
	assert_int_not_equal(seed, 0);
	assert_int_equal(w->t->n_forms, WORDS);
	for (int i = 0; i < WORDS; i++)
		assert_non_null(bundle_form(w->b, words[i]));
	buf_release(&b);
}

/* ---- terms that are more than a row of words ---- */

static struct pattern *node(struct world *w, enum pattern_kind kind, const char *text,
			    struct pattern *a, struct pattern *b)
{
	struct pattern *p = ARENA_NEW(&w->a, struct pattern);

	p->kind = kind;
	p->text = str_from(text);
	p->n_kids = (size_t)(a != NULL) + (b != NULL);
	p->kids = arena_array(&w->a, 2, sizeof(*p->kids));
	p->kids[0] = a;
	p->kids[1] = b;
	return p;
}

static bool write_term(struct world *w, struct pattern *tree)
{
	static const struct policy_file files[] = {
		{ STR("policy.md"), STR(CLAUSE(RULE("x", "    terms: foes\n"))) },
		{ STR("lexicons/foes.yaml"), STR("terms: [zorg]\n") },
	};

	assert_true(compile(w, files, ARRAY_LEN(files)));
	w->p.lists[0].terms[0].pattern.tree = tree;
	buf_reset(&w->bytes);
	return bundle_write(&w->p, &w->bytes, &w->f);
}

static void optional_words_and_alternatives_are_several_ways(void **state)
{
	struct world *w = *state;
	struct pattern *very = node(w, PATTERN_WORD, "very", NULL, NULL);
	struct pattern *bad = node(w, PATTERN_WORD, "bad", NULL, NULL);
	struct pattern *evil = node(w, PATTERN_WORD, "evil", NULL, NULL);

	assert_true(write_term(w, node(w, PATTERN_SEQ, "",
				       node(w, PATTERN_OPT, "", very, NULL),
				       node(w, PATTERN_ALT, "", bad, evil))));
	open_bytes(w);
	assert_ends(w, "bad", "zorg", "foes", 1);
	assert_ends(w, "evil", "zorg", "foes", 1);
	assert_ends(w, "very bad", "zorg", "foes", 1);
	assert_ends(w, "very evil", "zorg", "foes", 1);
	assert_int_equal(w->t->n_state_terms, 4);
}

static void the_same_way_twice_counts_once(void **state)
{
	struct world *w = *state;
	struct pattern *bad = node(w, PATTERN_WORD, "bad", NULL, NULL);

	assert_true(write_term(w, node(w, PATTERN_ALT, "", bad, bad)));
	open_bytes(w);
	assert_ends(w, "bad", "zorg", "foes", 1);
	assert_int_equal(w->t->n_state_terms, 1);
}

static void assert_term_refused(struct world *w, struct pattern *tree, const char *says)
{
	assert_false(write_term(w, tree));
	assert_int_equal(w->f.v.n, 1);
	if (str_find(w->f.v.p[0].msg, str_from(says), 0) == SIZE_MAX)
		fail_msg("got '%.*s', wanted '%s'", STR_ARG(w->f.v.p[0].msg), says);
}

static void a_term_needs_words_and_only_words(void **state)
{
	struct world *w = *state;
	struct pattern *bad = node(w, PATTERN_WORD, "bad", NULL, NULL);
	struct pattern *many = node(w, PATTERN_OPT, "", bad, NULL);

	assert_term_refused(w, many, "no words at all");
	assert_term_refused(w, node(w, PATTERN_SEQ, "", NULL, NULL), "no words at all");
	assert_term_refused(w, node(w, PATTERN_CLASS, "MONEY", NULL, NULL), "words only");
	assert_term_refused(
		w, node(w, PATTERN_ALT, "", bad, node(w, PATTERN_GAP, "", NULL, NULL)),
		"words only");
	assert_term_refused(w, NULL, "could not be read");
	for (int i = 0; i < 7; i++)
		many = node(w, PATTERN_SEQ, "", many, many);
	assert_term_refused(w, node(w, PATTERN_SEQ, "", bad, many), "too many");
}

static void sealed_words_are_found_by_their_digest(void **state)
{
	struct world *w = *state;
	const struct bundle_form *f;

	make(w, kinds, ARRAY_LEN(kinds));
	f = bundle_sealed_form(w->b, STR("flarn"));
	assert_non_null(f);
	assert_int_equal(f->n_symbols, 1);
	assert_int_equal(w->t->symbols[w->t->form_symbols[f->first]].kind,
			 BUNDLE_SYMBOL_SEALED);
	assert_int_equal(
		w->t->form_symbols[bundle_sealed_form(w->b, STR("flarns"))->first],
		w->t->form_symbols[f->first]);
	assert_non_null(bundle_sealed_form(w->b, STR("gross")));
	assert_null(bundle_sealed_form(w->b, STR("grosses")));
	assert_null(bundle_sealed_form(w->b, STR("flar")));
	assert_null(bundle_sealed_form(w->b, STR("")));
	assert_null(bundle_form(w->b, STR("flarn")));
	assert_true(bundle_sealed_near(w->b, STR("flarn")));
	assert_false(bundle_sealed_near(w->b, STR("barn")));
}

/* Another rule names it openly. */
static void a_sealed_word_may_be_an_open_one_too(void **state)
{
	struct policy_file files[ARRAY_LEN(kinds) + 1];
	struct world *w = *state;
	const struct bundle_form *f;

	memcpy(files, kinds, sizeof(kinds));
	files[ARRAY_LEN(kinds)] = (struct policy_file){ STR("lexicons/open.yaml"),
							STR("terms: [flarn]\n") };
	make(w, files, ARRAY_LEN(files));
	f = bundle_form(w->b, STR("flarn"));
	assert_non_null(f);
	assert_int_equal(f->n_symbols, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_word_is_met_in_every_inflection),
		TEST(an_inflected_word_is_only_itself),
		TEST(an_exact_word_has_one_form),
		TEST(a_word_in_its_case_is_found_folded_and_kept_as_written),
		TEST(one_form_may_stand_for_several_symbols),
		TEST(the_same_word_in_many_patterns_is_one_symbol),
		TEST(contractions_split_as_tokens_do),
		TEST(a_hyphen_does_not_split_a_word),
		TEST(words_of_other_scripts_are_folded),
		TEST(words_of_patterns_meet_tokens_of_texts),
		TEST(terms_are_followed_word_by_word),
		TEST(the_same_term_of_two_lists_ends_in_one_state),
		TEST(a_term_keeps_its_replacements_and_its_note),
		TEST(a_large_list_is_found_to_the_last_term),
		TEST(words_that_collide_are_found_under_another_seed),
		TEST(optional_words_and_alternatives_are_several_ways),
		TEST(the_same_way_twice_counts_once),
		TEST(a_term_needs_words_and_only_words),
		TEST(sealed_words_are_found_by_their_digest),
		TEST(a_sealed_word_may_be_an_open_one_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
