#include "text/pos.h"

static const char *const names[] = { "noun", "verb", "adjective", "adverb" };

unsigned pos_named(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(name, names[i]))
			return 1u << i;
	return str_is(name, "adj") ? POS_ADJECTIVE : str_is(name, "adv") ? POS_ADVERB : 0;
}

const char *pos_name(unsigned bit)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (bit == 1u << i)
			return names[i];
	return "";
}

unsigned pos_guess(struct str fold, bool name)
{
	static const struct {
		const char *end;
		unsigned may;
	} ends[] = {
		{ "ly", POS_ADVERB | POS_ADJECTIVE },
		{ "ing", POS_VERB | POS_NOUN | POS_ADJECTIVE },
		{ "ed", POS_VERB | POS_ADJECTIVE },
		{ "tion", POS_NOUN },
		{ "ness", POS_NOUN },
		{ "ment", POS_NOUN },
		{ "ity", POS_NOUN },
		{ "ism", POS_NOUN },
		{ "ful", POS_ADJECTIVE },
		{ "less", POS_ADJECTIVE },
		{ "ous", POS_ADJECTIVE },
		{ "able", POS_ADJECTIVE },
		{ "ise", POS_VERB },
		{ "ize", POS_VERB },
	};

	if (name)
		return POS_NOUN;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (str_ends(fold, ends[i].end))
			return ends[i].may;
	return POS_ALL;
}

/* Is the word one of these, each with a blank before and behind it? */
static bool is_one(const char *words, struct str word)
{
	char wanted[20];

	if (!word.n || word.n + 3 > sizeof(wanted))
		return false;
	(void)snprintf(wanted, sizeof(wanted), " %.*s ", STR_ARG(word));
	return strstr(words, wanted) != NULL;
}

/* Without `not`, unless nothing would be left. */
static unsigned without(unsigned may, unsigned not )
{
	return may & ~not ? may & ~not : may;
}

static bool determines(struct str word)
{
	return is_one(
		" a an the this these those my your his its our their every each no "
		"another whose 's ",
		word);
}

static bool is_preposition(struct str word)
{
	return is_one(
		" of in on at for with from by into about against between over under "
		"after before during without among through per ",
		word);
}

/* Words that a verb follows, in its plain form. */
static bool asks_for_verb(struct str word)
{
	return is_one(" will would can could shall should may might must do does did let "
		      "please cannot not ",
		      word);
}

static bool is_subject(struct str word)
{
	return is_one(" i you he she it we they who ", word);
}

static bool is_be(struct str word)
{
	return is_one(" is are was were be been being am ", word);
}

unsigned pos_between(unsigned may, struct str before, struct str fold, struct str after)
{
	const bool verb_form = str_ends(fold, "ing") || str_ends(fold, "ed");

	if (determines(before))
		return without(may, verb_form ? POS_ADVERB : POS_VERB | POS_ADVERB);
	if (is_preposition(before))
		return without(may, str_ends(fold, "ing") ? POS_ADVERB
							  : POS_VERB | POS_ADVERB);
	if (asks_for_verb(before))
		return without(may, POS_NOUN | (may & POS_VERB ? POS_ADJECTIVE : 0u));
	if (str_is(before, "to") && may & POS_VERB &&
	    (determines(after) || is_one(" me him them us it you ", after)))
		return POS_VERB;
	if (is_subject(before))
		return without(may, POS_NOUN);
	if (is_be(before) && !verb_form)
		return without(may, POS_VERB);
	return may;
}
