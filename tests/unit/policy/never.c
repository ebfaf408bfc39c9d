/* Bounds that nothing reaches, posts that a rule never meets, words that are never met.
 */
#include "policy_test.h"

/* A rule of a kind that needs no examples beside it, or has these. */
#define KIND(keys) CLAUSE(RULE(keys EXAMPLES))
#define POST(id) "\"---\\nid: " id "\\n---\\nx\""
#define WHOLE(keys)                                                                      \
	CLAUSE(RULE(keys "    examples:\n      fail: [" POST("«a»") ", " POST(           \
		"«b»") "]\n      pass: [" POST("c") ", " POST("d") "]\n"))

static const struct told {
	const char *policy, *says, *at;
} all[] = {
	{ KIND("    metric: {emoji: {min: 0}}\n"), "the rule never fires", "emoji" },
	{ KIND("    metric: {rare-words: {max: 100}}\n"), "the rule never fires",
	  "rare-words" },
	{ KIND("    metric: {words: {max: -1}}\n"), "fires at every text", "words" },
	{ KIND("    readability: {fre: {max: 122}}\n"), "the rule never fires", "fre" },
	{ KIND("    readability: {lix: {min: 0}}\n"), "the rule never fires", "lix" },
	{ KIND("    count: {of: zorg, min: 0}\n"), "the rule never fires",
	  "{of: zorg, min: 0}" },
	{ KIND("    repeat: {mark: {max: 0}}\n"), "one in a row is fine with {max: 1}",
	  "mark" },
	{ KIND("    repeat: {emoji: {min: 2}}\n"), "\"min\" means nothing here",
	  "emoji" },
	{ WHOLE("    when: original\n    fields: [reply_to.who]\n"),
	  "only asked of replies", "reply_to.who" },
	{ WHOLE("    when: original\n    fields: [{field: products, with: reply}]\n"),
	  "only asked of replies", "{field: products, with: reply}" },
	{ WHOLE("    when: original\n    window: {of: replies, days: 1, max: 3}\n"),
	  "and counts replies", "{of: replies, days: 1, max: 3}" },
	{ WHOLE("    when: reply\n    window: {of: posts, days: 1, max: 3}\n"),
	  "write \"of: replies\"", "{of: posts, days: 1, max: 3}" },
	{ WHOLE("    window: {of: duplicates, days: 1, max: 0}\n"), "once is {max: 1}",
	  "{of: duplicates, days: 1, max: 0}" },
	{ WHOLE("    when: reply\n    relation: two-factor\n"), "leave \"when\" out",
	  "when" },
	{ KIND("    find: 'a quickly:noun'\n"), "never that, only adverb",
	  "quickly:noun" },
	{ KIND("    find: zorg\n    unless: 'near quickly:verb'\n"),
	  "never that, only adverb", "quickly:verb" },
};

static void what_can_never_be_is_told_at_its_place(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		load(w, "policy.md", all[i].policy, NULL);
		said(w, "policy/advice", all[i].says, all[i].at);
		said_once(w);
	}
}

static void what_can_be_is_left_alone(void **state)
{
	static const char *const fine[] = {
		KIND("    metric: {emoji: {max: 0}, words: {min: 1}, rare-words: {max: "
		     "99}}\n"),
		KIND("    readability: {fre: {min: 0}, fkgl: {min: 0}, lix: {max: "
		     "50}}\n"),
		KIND("    count: {of: zorg, min: 0, max: 2}\n"),
		KIND("    repeat: {mark: {max: 1}}\n"),
		WHOLE("    when: reply\n    fields: [reply_to.who]\n"),
		WHOLE("    when: reply\n    window: {of: replies, days: 1, max: 3}\n"),
		WHOLE("    when: reply\n    relation: every-account\n"),
		KIND("    find: ['plan:noun', 'zorgly:verb', 'plans:verb']\n"),
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(fine); i++) {
		load(w, "policy.md", fine[i], NULL);
		said_nothing(w);
	}
}

static void house_words_that_texts_are_not_cut_into_are_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", KIND("    find: zorg\n"), "words.txt",
	     "Readable\n=iOS\ncan't -> cannot\nwell-known\nNode.js\nand/or -> or\n",
	     NULL);
	said(w, "policy/advice", "no word is ever this", "and/or");
	said_once(w);
}

static void a_house_word_that_another_one_takes_is_told(void **state)
{
	struct world *w = *state;

	load(w, "policy.md", KIND("    find: zorg\n"), "words.txt",
	     "synergy\n!Synergy\n=iOS\n", NULL);
	said(w, "policy/advice",
	     "\"synergy\", at words.txt:1:1, is right whatever its case", "Synergy");
	said_once(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_can_never_be_is_told_at_its_place),
		TEST(what_can_be_is_left_alone),
		TEST(house_words_that_texts_are_not_cut_into_are_told),
		TEST(a_house_word_that_another_one_takes_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
