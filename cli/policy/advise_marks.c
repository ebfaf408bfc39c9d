/* Marks in patterns that mean something elsewhere, and here only themselves: what other
 * notations write, what stands at the wrong place, what texts never hold so. */
#include "policy/load.h"
#include "text/token.h"

/* A pattern as it is written, and the element of it that is looked at. */
struct look {
	struct loader *l;
	const struct source *source;
	const struct policy_pattern *pattern;
	struct str text;
	size_t start, end; /* of the element */
	bool glued;        /* it stands directly behind another one */
};

static void tell(const struct look *k, size_t start, size_t end, const char *msg)
{
	(void)finding_add(k->l->f, FINDING_POLICY_ADVICE, k->source,
			  yaml_span(k->pattern->node, start, end), "%s", msg);
}

static char at(const struct look *k, size_t i)
{
	return i < k->text.n ? k->text.p[i] : '\0';
}

static bool is_letter(char c)
{
	return c < 0 || ascii_is_alpha((unsigned char)c);
}

static bool is_small(char c)
{
	return ascii_is_lower((unsigned char)c);
}

static bool starts(const struct look *k, size_t i, const char *what)
{
	return str_starts(str_slice(k->text, i < k->text.n ? i : k->text.n, k->text.n),
			  what);
}

static bool is_end(char c)
{
	return !c || strchr(" \t\r\n|(){}\"", c);
}

/* "#MONEY", and nothing more. */
static size_t class_end(const struct look *k, size_t i)
{
	static const char *const classes[] = { "MONEY",   "NUMBER",  "PERCENT", "EMAIL",
					       "PHONE",   "URL",     "CAPS",    "EMOJI",
					       "HASHTAG", "MENTION", "WORD" };

	for (size_t c = 0; at(k, i) == '#' && c < ARRAY_LEN(classes); c++) {
		const size_t end = i + 1 + strlen(classes[c]);

		if (starts(k, i + 1, classes[c]) && !is_letter(at(k, end)))
			return end;
	}
	return 0;
}

/* ---- between quotation marks ---- */

static void check_quoted(const struct look *k)
{
	static const char msg[] =
		"between quotation marks nothing has a meaning: this looks for the mark "
		"itself; leave the quotation marks out, or write a backslash before it";
	size_t end;

	for (size_t i = k->start + 1; i + 1 < k->end; i++) {
		if (at(k, i) == '\\')
			i++;
		else if (at(k, i) == '|' && !is_end(at(k, i - 1)) &&
			 !is_end(at(k, i + 1)))
			tell(k, i, i + 1, msg);
		else if (at(k, i) == '{' && is_letter(at(k, i + 1)))
			tell(k, i, i + 1, msg);
		else if (starts(k, i, "...") &&
			 ascii_is_digit((unsigned char)at(k, i + 3)))
			tell(k, i, i + 4, msg);
		else if ((end = class_end(k, i)))
			tell(k, i, end, msg);
		else
			continue;
		return;
	}
}

/* ---- what regular expressions write ---- */

static bool is_range(const struct look *k, size_t i)
{
	return at(k, i) == '[' && ascii_is_alnum((unsigned char)at(k, i + 1)) &&
	       at(k, i + 2) == '-' && ascii_is_alnum((unsigned char)at(k, i + 3)) &&
	       str_chr(str_slice(k->text, i, k->end), ']', 0) < k->end - i;
}

static bool check_expression(const struct look *k, size_t i)
{
	if (at(k, i) == '.' && (at(k, i + 1) == '*' || at(k, i + 1) == '+'))
		tell(k, i, i + 2,
		     "these are the marks themselves: for up to three words between "
		     "write \"...3\" with a blank on both sides");
	else if (is_range(k, i))
		tell(k, i, i + 1,
		     "this is the bracket itself: patterns have no sets of letters; name "
		     "the words (a|b), or write /[a-z]+/ behind a word");
	else
		return false;
	return true;
}

static bool check_anchor(const struct look *k)
{
	const size_t last = k->end - 1;

	if (k->start == 0 && at(k, 0) == '^' && is_small(at(k, 1)))
		tell(k, 0, 1,
		     "\"^\" is the mark itself: a pattern is found anywhere in a text; "
		     "write \\^ if the mark is meant");
	else if (k->end == k->text.n && last > k->start && at(k, last) == '$' &&
		 is_small(at(k, last - 1)))
		tell(k, last, last + 1,
		     "\"$\" is the mark itself: a pattern is found anywhere in a text; "
		     "write \\$ if the mark is meant");
	else
		return false;
	return true;
}

/* ---- words ---- */

/* "a OR b" */
static bool check_operator(const struct look *k)
{
	const struct str word = str_slice(k->text, k->start, k->end);

	if (!k->start || k->end >= k->text.n || at(k, k->end) == '|' ||
	    at(k, k->start - 1) == '|')
		return false;
	if (str_is(word, "OR"))
		tell(k, k->start, k->end,
		     "this is the word \"or\": alternatives are written a|b, or (x "
		     "y)|z for several words; write \"or\" in small letters if the word "
		     "is meant");
	else if (str_is(word, "AND"))
		tell(k, k->start, k->end,
		     "this is the word \"and\": what stands in a row is found in a row, "
		     "with \"...3\" for words between; write it in small letters if the "
		     "word is meant");
	else
		return false;
	return true;
}

/* "-free", "self-", "!fool" */
static bool check_edge(const struct look *k)
{
	const size_t last = k->end - 1;

	if (k->glued || last <= k->start)
		return false;
	if (at(k, k->start) == '-' && is_letter(at(k, k->start + 1)))
		tell(k, k->start, k->start + 1,
		     "a hyphen inside a word belongs to it, so this is only found with a "
		     "blank before: leave the hyphen out; parts of words with hyphens "
		     "are "
		     "found as words");
	else if (at(k, last) == '-' && is_letter(at(k, last - 1)) &&
		 is_end(at(k, k->end)))
		tell(k, last, last + 1,
		     "a hyphen inside a word belongs to it, so this is only found with a "
		     "blank behind: leave the hyphen out; parts of words with hyphens "
		     "are "
		     "found as words");
	else if (at(k, k->start) == '!' && is_letter(at(k, k->start + 1)))
		tell(k, k->start, k->start + 1,
		     "this is the mark itself, and does not mean \"not\": what excuses a "
		     "hit stands under \"unless\"; write \\! if the mark is meant");
	else
		return false;
	return true;
}

/* "ca n't": what "can't" is cut into is "can" and "not". */
static bool check_clitic(const struct look *k)
{
	static const char *const halves[] = { "ca", "wo", "sha" };
	const struct str word = str_slice(k->text, k->start, k->end);

	for (size_t i = 0; i < ARRAY_LEN(halves); i++)
		if (str_is(word, halves[i]) &&
		    (starts(k, k->end, " n't") || starts(k, k->end, " n\xe2\x80\x99t"))) {
			tell(k, k->start, k->end,
			     "no text is cut like this: \"can't\" is \"can not\", "
			     "\"won't\" is \"will not\", \"shan't\" is \"shall not\"");
			return true;
		}
	return false;
}

/* ---- marks beside classes ---- */

static bool check_class(const struct look *k)
{
	const struct str word = str_slice(k->text, k->start, k->end);
	static const struct {
		struct str mark, next;
		const char *msg;
	} pairs[] = {
		{ STR("@"), STR(" #WORD"),
		  "\"@name\" is one word, so this is only found with a blank between: "
		  "write #MENTION" },
		{ STR("\\@"), STR(" #WORD"),
		  "\"@name\" is one word, so this is only found with a blank between: "
		  "write #MENTION" },
		{ STR("\\#"), STR(" #WORD"),
		  "\"#name\" is one word, so this is only found with a blank between: "
		  "write #HASHTAG" },
		{ STR("$"), STR(" #NUMBER"),
		  "\"$84\" is one word, so this is only found with a blank between: "
		  "write #MONEY" },
		{ STR("#NUMBER"), STR(" %"),
		  "\"84%\" is one word, so this is only found with a blank between: "
		  "write #PERCENT" },
	};

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (str_eq(word, pairs[i].mark) &&
		    str_starts(str_slice(k->text, k->end, k->text.n), pairs[i].next.p) &&
		    is_end(at(k, k->end + pairs[i].next.n))) {
			tell(k, k->start, k->end + pairs[i].next.n, pairs[i].msg);
			return true;
		}
	return false;
}

/* "$#NUMBER": a class begins where an element begins. */
static bool check_glued_class(const struct look *k, size_t i)
{
	const size_t end = i > k->start ? class_end(k, i) : 0;

	if (end)
		tell(k, i, end,
		     "this is no class, since a blank is missing before it: it looks for "
		     "the mark and the letters themselves; write \\# if these are meant");
	return end > 0;
}

/* ---- sentences ---- */

/* Would a text go on in the same sentence behind these words? */
static bool ends_sentence(const struct look *k, struct str words)
{
	struct tokens tokens;
	struct view view;

	view_plain(arena_printf(k->l->a, "They said %.*s Then", STR_ARG(words)), k->l->a,
		   &view);
	tokens_of(&view, k->l->a, &tokens);
	return tokens.n_sentences > 1;
}

static bool is_word_start(const struct look *k, size_t i)
{
	const char c = at(k, i);

	return is_letter(c) || ascii_is_digit((unsigned char)c) || c == '=' || c == '{' ||
	       (c == '#' && !starts(k, i, "#EMOJI"));
}

/* "stop . now" */
static void check_sentence(const struct look *k)
{
	const char last = at(k, k->end - 1);
	const bool escaped = k->end > k->start + 1 && at(k, k->end - 2) == '\\';
	size_t next = k->end;

	if (last != '.' && last != '!' && last != '?')
		return;
	while (at(k, next) == ' ')
		next++;
	if (next == k->end || !is_word_start(k, next))
		return;
	if (ends_sentence(k,
			  escaped ? arena_join(k->l->a,
					       str_slice(k->text, k->start, k->end - 2),
					       str_slice(k->text, k->end - 1, k->end))
				  : str_slice(k->text, k->start, k->end)))
		tell(k, k->end - 1, k->end,
		     "a sentence ends at this mark, and a pattern is found within one: "
		     "what stands behind it would be in the next; make two patterns");
}

/* ---- elements ---- */

static void check_word(const struct look *k)
{
	if (check_anchor(k) || check_operator(k) || check_edge(k) || check_clitic(k) ||
	    check_class(k))
		return;
	for (size_t i = k->start; i < k->end; i++) {
		if (at(k, i) == '\\')
			i++;
		else if (check_glued_class(k, i) || check_expression(k, i))
			return;
	}
	check_sentence(k);
}

/* Where the element that starts here ends. */
static size_t element_end(const struct look *k)
{
	const char first = at(k, k->start);
	size_t i = k->start + 1;

	if (first == '"' || (first == '/' && !k->glued && !is_end(at(k, i)))) {
		while (i < k->text.n && at(k, i) != first)
			i += at(k, i) == '\\' ? 2 : 1;
		return i + 1 < k->text.n ? i + 1 : k->text.n;
	}
	if (is_end(first))
		return i;
	for (i = k->start; i < k->text.n && !is_end(at(k, i));)
		i += at(k, i) == '\\' ? 2 : 1;
	return i < k->text.n ? i : k->text.n;
}

void load_advise_marks(struct loader *l, const struct source *s,
		       const struct policy_pattern *pattern)
{
	struct look k = {
		.l = l, .source = s, .pattern = pattern, .text = pattern->text
	};

	for (; k.start < k.text.n; k.start = k.end) {
		const char before = k.start ? k.text.p[k.start - 1] : ' ';
		const char first = k.text.p[k.start];

		k.glued = !strchr(" \t\r\n|(", before);
		k.end = element_end(&k);
		if (first == '"')
			check_quoted(&k);
		else if (first == '{') /* the name of a list is none of our words */
			k.end = str_chr(k.text, '}', k.start) < k.text.n
					? str_chr(k.text, '}', k.start) + 1
					: k.text.n;
		else if (first == '?' && before == ')')
			k.end = k.start + 1; /* a group that may be missing */
		else if (!is_end(first) &&
			 (first != '/' || k.end - k.start == 1 || k.glued))
			check_word(&k);
	}
}
