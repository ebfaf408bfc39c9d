/* libyaml's complaints in plain words. */
#include "source/yaml_words.h"

struct complaint {
	const char *problem; /* starts like this */
	const char *words;
};

static const struct complaint complaints[] = {
	{ "found character that cannot start any token",
	  "a value cannot start with this character: put it in quotes" },
	{ "block sequence entries are not allowed",
	  "a list item (\"- \") cannot stand here: put it on a line of its own, or the "
	  "text in quotes" },
	{ "mapping keys are not allowed", "\"? \" cannot stand here" },
	{ "mapping values are not allowed",
	  "\": \" cannot stand here: put the text in quotes, or check the indentation" },
	{ "could not find expected ':'", "this line has no \": \" after its key" },
	{ "found unexpected document indicator",
	  "the quotation is still open where the document ends" },
	{ "found unknown escape character", "no such escape in double quotes: write "
					    "\"\\\\\" for a backslash, or use single "
					    "quotes" },
	{ "did not find expected hexdecimal number",
	  "the escape needs hexadecimal digits: \\x2 digits, \\u4 digits, \\U8 digits" },
	{ "found invalid Unicode character escape code",
	  "the escape names no character of Unicode" },
	{ "found a tab character", "YAML is indented with spaces, not with tabs" },
	{ "found an indentation indicator equal to 0", "the indentation cannot be 0" },
	{ "did not find expected comment or line break",
	  "only a comment may follow on this line" },
	{ "found unexpected ':'", "\":\" cannot stand here: put the text in quotes" },
	{ "did not find expected <document start>",
	  "text after the end of the document" },
	{ "did not find expected node content", "a value is missing here" },
	{ "did not find expected '-' indicator",
	  "this line does not belong to the list above it: check the indentation" },
	{ "did not find expected key",
	  "\"key: value\" is expected here: check the indentation and the quotes" },
	{ "did not find expected ',' or ']'", "\",\" or \"]\" is expected here" },
	{ "did not find expected ',' or '}'", "\",\" or \"}\" is expected here" },
	{ "did not find expected alphabetic or numeric character",
	  "\"&\" and \"*\" have a meaning in YAML: put the text in quotes" },
	{ "control characters are not allowed", "this character cannot stand in YAML" },
	{ "found unknown directive", "a line cannot start with \"%\" here" },
	{ "found undefined tag handle",
	  "\"!\" has a meaning in YAML: put the text in quotes" },
};

/* The same, where the text ends too early: by what it was part of. */
static const struct complaint open_ones[] = {
	{ "while scanning a quoted scalar", "this quotation is never closed" },
	{ "while parsing a flow sequence", "this \"[\" is never closed" },
	{ "while parsing a flow mapping", "this \"{\" is never closed" },
};

static const char *look_up(const struct complaint *list, size_t n, const char *said)
{
	for (size_t i = 0; said && i < n; i++)
		if (str_starts(str_from(said), list[i].problem))
			return list[i].words;
	return NULL;
}

const char *yaml_words(const char *problem)
{
	const char *words = look_up(complaints, ARRAY_LEN(complaints), problem);

	return words ? words : problem ? problem : "this is not YAML";
}

const char *yaml_words_open(const char *context)
{
	return look_up(open_ones, ARRAY_LEN(open_ones), context);
}

const char *yaml_words_id(const char *problem, const char *context)
{
	const struct str both[] = { str_from(context), str_from(problem) };
	static const struct {
		const char *word, *id;
	} ids[] = {
		{ "directive", "yaml/directive" },
		{ "incompatible YAML", "yaml/directive" },
		{ "anchor", "yaml/anchor" },
		{ "alias", "yaml/alias" },
		{ " tag", "yaml/tag" },
	};

	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		for (size_t k = 0; k < ARRAY_LEN(both); k++)
			if (str_find(both[k], str_from(ids[i].word), 0) != SIZE_MAX)
				return ids[i].id;
	return "yaml/syntax";
}
