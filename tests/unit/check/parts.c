/* word:noun */
#include "check_test.h"

static void a_part_of_speech_is_asked_for(void **state)
{
	struct world *w = *state;

	make_find(w, "'plan:noun', 'book:verb'", "");
	marks(w, "They plan to go, the <plan> is good.");
	marks(w, "Please <book> a room and read the book.");
	marks(w, "His <plans> and her <plan> differ.");
}

static void the_neighbours_are_those_of_the_sentence(void **state)
{
	struct world *w = *state;

	make_find(w, "'run:verb'", "");
	marks(w, "We <run> a shop. A run is fun.");
	marks(w, "It was the. <Run> now!");
}

static void a_list_may_be_asked_too(void **state)
{
	struct world *w = *state;

	make_find(w, "'my ...2 {insult}:noun'", "");
	marks(w, "<My old fool> sleeps.");
}

static void what_no_dictionary_knows_is_told_by_its_ending(void **state)
{
	struct world *w = *state;

	make_find(w, "'zorgly:adverb', 'zorgness:noun', 'zorgness:verb'", "");
	marks(w, "It moves <zorgly> with <zorgness>.");
}

static void a_name_is_a_noun(void **state)
{
	struct world *w = *state;

	make_find(w, "'mark:noun'", "");
	marks(w, "I asked <Mark> to mark it.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_part_of_speech_is_asked_for),
		TEST(the_neighbours_are_those_of_the_sentence),
		TEST(a_list_may_be_asked_too),
		TEST(what_no_dictionary_knows_is_told_by_its_ending),
		TEST(a_name_is_a_noun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
