#include "bundle_test.h"

static const struct bundle_rule *rule(const struct world *w, const char *id)
{
	const struct bundle_rule *r = bundle_rule(w->b, str_from(id));

	if (!r)
		fail_msg("no rule %s", id);
	return r;
}

static void clauses_keep_their_order_and_their_sentence(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	assert_int_equal(w->t->n_clauses, 3);
	assert_text(w, w->t->clauses[0].id, "kind");
	assert_text(w, w->t->clauses[0].sentence, "Be kind to people.");
	assert_text(w, w->t->clauses[2].id, "jokes");
	assert_int_equal(w->t->clauses[2].kept_by, BUNDLE_KEPT_JUDGEMENT);
}

static void rules_are_sorted_by_id_and_name_their_clause(void **state)
{
	struct world *w = *state;

	make(w, full, ARRAY_LEN(full));
	assert_int_equal(w->t->n_rules, 5);
	assert_text(w, w->t->rules[0].id, "length/fits");
	assert_text(w, w->t->rules[4].id, "tone/terms");
	assert_int_equal(rule(w, "length/fits")->clause, 1);
	assert_int_equal(rule(w, "tone/terms")->clause, 0);
	assert_null(bundle_rule(w->b, STR("tone/term")));
	assert_null(bundle_rule(w->b, STR("zzz")));
	assert_null(bundle_rule(w->b, STR("")));
}

static void a_rule_keeps_all_its_keys(void **state)
{
	struct world *w = *state;
	const struct bundle_rule *r;

	make(w, full, ARRAY_LEN(full));
	r = rule(w, "politics/attack");
	assert_int_equal(r->kind, BUNDLE_FIND);
	assert_int_equal(r->level, LEVEL_ASK);
	assert_int_equal(r->who, BUNDLE_COMPANY | BUNDLE_ASSOCIATED);
	assert_int_equal(r->when, BUNDLE_HOSTILE);
	assert_int_equal(r->unless, BUNDLE_QUOTED | BUNDLE_NEGATED | BUNDLE_ATTRIBUTED |
					    BUNDLE_QUESTION);
	/* {insults} is not masked. */
	assert_int_equal(r->flags, BUNDLE_SHADOW);
	assert_text(w, r->role, "manager");
	assert_text(w, r->from, "2026-01-01");
	assert_text(w, r->until, "2026-12-31");
	assert_text(w, r->say, "This reads as an attack");
	assert_text(w, r->good, "fine");
	assert_text(w, r->suggest, "");
	assert_int_equal(r->patterns.n, 3);
	assert_int_equal(r->near.n, 1);
	assert_int_equal(r->lists.n, 0);
	assert_int_equal(r->regexes.n, 0);
	r = rule(w, "tone/terms");
	assert_text(w, r->role, "");
	assert_text(w, r->suggest, "Say what is wrong");
	assert_int_equal(r->who, BUNDLE_COMPANY);
	assert_int_equal(r->level, LEVEL_BLOCK);
	assert_int_equal(r->flags, BUNDLE_STRICT | BUNDLE_OVERRIDABLE);
}

static void regexes_keep_their_case_and_their_literal(void **state)
{
	struct world *w = *state;
	const struct bundle_rule *r;
	const struct bundle_regex *x;

	make(w, full, ARRAY_LEN(full));
	r = rule(w, "style/regex");
	assert_int_equal(r->kind, BUNDLE_REGEX);
	assert_int_equal(r->regexes.n, 2);
	x = &w->t->regexes[r->regexes.first];
	assert_text(w, x->text, "zo+rg(s|ed)");
	assert_int_equal(x->caseless, 0);
	assert_ptr_equal(&w->t->rules[x->rule], r);
	/* Whatever literal is found, it stands in all that matches. */
	assert_int_not_equal(str_find(STR("zorgs"), bundle_str(w->b, x->literal), 0),
			     SIZE_MAX);
}

static void a_terms_rule_and_its_lists_name_each_other(void **state)
{
	struct world *w = *state;
	const struct bundle_rule *r;
	const struct bundle_list *l;

	make(w, full, ARRAY_LEN(full));
	r = rule(w, "tone/terms");
	assert_int_equal(r->lists.n, 2);
	assert_int_equal(w->t->n_lists, 3);
	assert_text(w, w->t->lists[0].name, "address");
	assert_int_equal(w->t->rule_lists[r->lists.first], 1);
	assert_int_equal(w->t->rule_lists[r->lists.first + 1], 2);
	l = &w->t->lists[1];
	assert_text(w, l->name, "insults");
	assert_text(w, l->about, "Insults.");
	assert_int_equal(l->mask, 0);
	assert_int_equal(w->t->lists[2].mask, 1);
	assert_int_equal(l->rules.n, 1);
	assert_ptr_equal(&w->t->rules[w->t->list_rules[l->rules.first]], r);
	assert_int_equal(w->t->lists[0].rules.n, 0);
}

static void house_words_are_found_by_their_folded_text(void **state)
{
	struct world *w = *state;
	struct bundle_range r;

	make(w, full, ARRAY_LEN(full));
	r = bundle_house_words(w->b, STR("ios"));
	assert_int_equal(r.n, 2);
	assert_text(w, w->t->words[r.first].text, "IOS");
	assert_int_equal(w->t->words[r.first].mode, BUNDLE_WORD_FORBID);
	assert_text(w, w->t->words[r.first + 1].text, "iOS");
	assert_int_equal(w->t->words[r.first + 1].mode, BUNDLE_WORD_EXACT);
	r = bundle_house_words(w->b, STR("e-mail"));
	assert_int_equal(r.n, 1);
	assert_text(w, w->t->words[r.first].instead, "email");
	assert_int_equal(bundle_house_words(w->b, STR("email")).n, 0);
	assert_int_equal(bundle_house_words(w->b, STR("zzz")).n, 0);
}

static void networks_keep_how_they_count(void **state)
{
	struct world *w = *state;
	const struct bundle_network *n;

	make(w, full, ARRAY_LEN(full));
	n = bundle_network(w->b, STR("x"));
	assert_non_null(n);
	assert_int_equal(n->n_limits, 1);
	assert_int_equal(n->limits[0].unit, BUNDLE_UNIT_WEIGHTED);
	assert_int_equal(n->limits[0].limit, 280);
	assert_int_equal(n->weight_scale, 100);
	assert_int_equal(n->n_ranges, 2);
	assert_int_equal(n->ranges[1].first, 8192);
	assert_int_equal(n->emoji_weight, 200);
	assert_int_equal(n->url_count, 23);
	assert_int_equal(n->bare_domains, 1);
	assert_int_equal(n->nfc, 1);
	n = bundle_network(w->b, STR("bluesky"));
	assert_int_equal(n->n_limits, 2);
	assert_text(w, n->limits[1].verified_on, "2026-11-02");
	assert_int_equal(n->emoji_bytes, 1);
	assert_int_equal(n->mention_local, 1);
	assert_int_equal(n->max_links, 5);
	assert_null(bundle_network(w->b, STR("myspace")));
}

static void the_bundle_knows_which_files_it_is_of(void **state)
{
	struct world *w = *state;
	uint8_t input[32];

	make(w, full, ARRAY_LEN(full));
	policy_input_digest(full, ARRAY_LEN(full), &w->a, input);
	assert_memory_equal(bundle_input(w->b)->bytes, input, sizeof(input));
}

static void the_digest_is_the_sha256_of_all_behind_it(void **state)
{
	struct world *w = *state;
	struct digest d;

	make(w, full, ARRAY_LEN(full));
	d = digest_of(str_slice(buf_view(&w->bytes), 40, SIZE_MAX));
	assert_true(str_eq(bundle_digest(w->b), digest_hex(&d, &w->a)));
}

static void the_bundle_of_the_program_is_the_same_unverified(void **state)
{
	struct world *w = *state;
	struct bundle *b;

	make(w, full, ARRAY_LEN(full));
	assert_int_equal(bundle_from_program(buf_view(&w->bytes), &b, &w->e), 0);
	assert_true(str_eq(bundle_digest(b), bundle_digest(w->b)));
	assert_memory_equal(bundle_tables(b), bundle_tables(w->b),
			    sizeof(struct bundle_tables));
	bundle_close(b);
	assert_int_equal(
		bundle_from_program(str_slice(buf_view(&w->bytes), 0, w->bytes.n - 1), &b,
				    &w->e),
		ERR_INVALID);
	assert_null(b);
}

static void a_policy_without_rules_is_a_bundle_too(void **state)
{
	struct world *w = *state;
	const struct policy_file one =
		file("policy.md", HEAD "Be kind.\n\n```decorum\nclause: kind\nkept_by: "
				       "judgement\n```\n");

	make(w, &one, 1);
	assert_int_equal(w->t->n_rules, 0);
	assert_int_equal(w->t->n_states, 1);
	assert_null(bundle_form(w->b, STR("kind")));
	assert_null(bundle_form(w->b, STR("")));
	assert_null(bundle_edge(w->b, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(clauses_keep_their_order_and_their_sentence),
		TEST(rules_are_sorted_by_id_and_name_their_clause),
		TEST(a_rule_keeps_all_its_keys),
		TEST(regexes_keep_their_case_and_their_literal),
		TEST(a_terms_rule_and_its_lists_name_each_other),
		TEST(house_words_are_found_by_their_folded_text),
		TEST(networks_keep_how_they_count),
		TEST(the_bundle_knows_which_files_it_is_of),
		TEST(the_digest_is_the_sha256_of_all_behind_it),
		TEST(the_bundle_of_the_program_is_the_same_unverified),
		TEST(a_policy_without_rules_is_a_bundle_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
