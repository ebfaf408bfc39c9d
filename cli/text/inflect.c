/* English inflection by the spelling rules that schools teach; exceptions are in
 * inflect_words.c. Nothing here knows whether a word is a noun or a verb, so both kinds
 * of forms are made: what no writer writes finds nothing. */
#include "text/pattern.h"

#include "text/inflect_words.h"

enum { WORD_MIN = 2, WORD_MAX = 40 };

struct forms {
	struct arena *a;
	VEC(struct str) v;
};

/* Is the word in the list, whose words are sorted? */
static bool is_listed(const char *list, struct str word)
{
	size_t low = 0, high = strlen(list);

	while (low < high) {
		size_t start = low + (high - low) / 2, end = start;
		int order;

		while (start > low && list[start - 1] != ' ')
			start--;
		while (list[end] && list[end] != ' ')
			end++;
		order = str_cmp((struct str){ list + start, end - start }, word);
		if (order == 0)
			return true;
		if (order < 0)
			low = end + 1;
		else
			high = start;
	}
	return false;
}

static void add(struct forms *f, struct str form)
{
	for (size_t i = 0; i < f->v.n; i++)
		if (str_eq(f->v.p[i], form))
			return;
	*VEC_ADD(f->a, &f->v) = form;
}

/* The word without its last `cut` bytes, and with `tail`. */
static void add_tail(struct forms *f, struct str word, size_t cut, const char *tail)
{
	add(f, arena_join(f->a, str_slice(word, 0, word.n - cut), str_from(tail)));
}

static void add_list(struct forms *f, const char *list)
{
	struct str rest = str_from(list), one;

	while (str_field(&rest, ' ', &one))
		add(f, one);
}

/* ---- letters ---- */

static bool is_vowel(char c)
{
	return c && strchr("aeiou", c);
}

static char from_end(struct str w, size_t i)
{
	return i < w.n ? w.p[w.n - 1 - i] : '\0';
}

/* The u of "quit" is no vowel; y is one, but not at the start. */
static bool vowel_at(struct str w, size_t i)
{
	if (w.p[i] == 'u' && i > 0 && w.p[i - 1] == 'q')
		return false;
	return is_vowel(w.p[i]) || (w.p[i] == 'y' && i > 0 && !is_vowel(w.p[i - 1]));
}

/* Groups of vowels: nearly the number of syllables. */
static size_t vowel_groups(struct str w)
{
	size_t n = 0;

	for (size_t i = 0; i < w.n; i++)
		n += vowel_at(w, i) && (i == 0 || !vowel_at(w, i - 1));
	return n;
}

static bool ends_in_one_consonant(struct str w)
{
	return w.n >= 3 && !vowel_at(w, w.n - 1) && !strchr("wxyh", w.p[w.n - 1]) &&
	       vowel_at(w, w.n - 2) && !vowel_at(w, w.n - 3);
}

/* "outrun" and "backstop" are said like "run" and "stop". */
static struct str without_prefix(struct str w)
{
	static const char *const prefixes[] = { "out",  "over", "under", "un", "up",
						"back", "down", "fore",  "mis" };

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		const size_t n = strlen(prefixes[i]);

		if (w.n >= n + 3 && str_starts(w, prefixes[i]))
			return str_slice(w, n, w.n);
	}
	return w;
}

enum doubling { DOUBLE_NEVER, DOUBLE_ALWAYS, DOUBLE_EITHER };

/* Stopped but visited; travelled in Britain and traveled in America. */
static enum doubling doubling_of(struct str w)
{
	if (vowel_at(w, w.n - 1) || from_end(w, 0) == 'c')
		return DOUBLE_NEVER;
	if (is_listed(inflect_either, w))
		return DOUBLE_EITHER;
	if (!ends_in_one_consonant(w))
		return DOUBLE_NEVER;
	if (is_listed(inflect_doubled, w))
		return DOUBLE_ALWAYS;
	if (vowel_groups(without_prefix(w)) == 1)
		return DOUBLE_ALWAYS;
	return from_end(w, 0) == 'l' ? DOUBLE_EITHER : DOUBLE_NEVER;
}

/* ---- endings ---- */

static void add_s(struct forms *f, struct str w)
{
	const char last = from_end(w, 0), before = from_end(w, 1);
	const bool hissing = last == 's' || last == 'x' || last == 'z' ||
			     (last == 'h' && (before == 'c' || before == 's'));

	if (last == 'y' && (!is_vowel(before) || str_ends(w, "quy")))
		add_tail(f, w, 1, "ies");
	else if (hissing && !is_listed(inflect_hard_ch, w))
		add_tail(f, w, 0, "es");
	else
		add_tail(f, w, 0, "s");
	if (last == 'o' && is_listed(inflect_oes, w))
		add_tail(f, w, 0, "es");
}

/* -ed and -ing behind a consonant, which may be doubled. */
static void add_past_and_ing(struct forms *f, struct str w, bool past)
{
	const enum doubling d = doubling_of(w);
	const char twice[] = { from_end(w, 0), '\0' };
	const char *tail = twice[0] == 'c' && is_listed(inflect_ck, w) ? "k" : "";

	for (int doubled = d == DOUBLE_ALWAYS; doubled <= (d != DOUBLE_NEVER);
	     doubled++) {
		const struct str stem =
			arena_join(f->a, w, str_from(doubled ? twice : tail));

		if (past)
			add_tail(f, stem, 0, "ed");
		add_tail(f, stem, 0, "ing");
	}
}

static void add_verb_forms(struct forms *f, struct str w, bool past)
{
	const char last = from_end(w, 0), before = from_end(w, 1);

	if (last == 'e') {
		if (past)
			add_tail(f, w, 0, "d");
		if (before == 'i')
			add_tail(f, w, 2, "ying");
		else if (before == 'e' || before == 'o' || before == 'y')
			add_tail(f, w, 0, "ing");
		else
			add_tail(f, w, 1, "ing");
		if (is_listed(inflect_keep_e, w))
			add_tail(f, w, 0, "ing");
	} else if (last == 'y' && (!is_vowel(before) || str_ends(w, "quy"))) {
		if (past)
			add_tail(f, w, 1, "ied");
		add_tail(f, w, 0, "ing");
	} else {
		add_past_and_ing(f, w, past);
	}
}

/* ---- which words ---- */

/* "un", "re" ... are not taken off: undo stands in the table itself. */
static const struct inflect_verb *find_base(const struct inflect_verb *table, size_t n,
					    struct str word)
{
	size_t low = 0, high = n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = str_cmp(str_from(table[middle].base), word);

		if (order == 0)
			return &table[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Is the word among `forms`, a few in any order? */
static bool has_form(const char *forms, struct str word)
{
	struct str rest = str_from(forms), one;

	while (str_field(&rest, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

/* The first whose base does not start below the letter. */
static size_t first_of(const struct inflect_verb *table, size_t n, char letter)
{
	size_t low = 0, high = n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (table[middle].base[0] < letter)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Forms start like their base; those that do not stand in inflect_fixed. */
static bool is_irregular_form(const struct inflect_verb *table, size_t n, struct str word)
{
	const char letter = word.p[0];

	for (size_t i = first_of(table, n, letter); i < n && table[i].base[0] == letter;
	     i++)
		if (has_form(table[i].forms + (table[i].forms[0] == '!'), word))
			return true;
	return false;
}

/* "wanted", "wants", "wanting", but not "need", "miss" and "bring". */
static bool is_regular_form(struct str w)
{
	if (str_ends(w, "ing"))
		return vowel_groups(str_slice(w, 0, w.n - 3)) > 0;
	if (!strchr("ds", from_end(w, 0)) || is_listed(inflect_bases, w))
		return false;
	if (str_ends(w, "eed"))
		return is_listed("agreed decreed disagreed freed guaranteed refereed", w);
	if (str_ends(w, "ed"))
		return vowel_groups(str_slice(w, 0, w.n - 2)) > 0;
	return str_ends(w, "s") && !str_ends(w, "ss") && !str_ends(w, "us");
}

/* Small ASCII letters only, and a vowel among them. */
static bool can_inflect(struct str w)
{
	if (w.n < WORD_MIN || w.n > WORD_MAX || vowel_groups(w) == 0)
		return false;
	for (size_t i = 0; i < w.n; i++)
		if (!ascii_is_lower((unsigned char)w.p[i]))
			return false;
	return true;
}

static void add_irregular_verb(struct forms *f, const struct inflect_verb *v,
			       struct str w)
{
	if (v->forms[0] == '!') {
		add_list(f, v->forms + 1);
		return;
	}
	add_s(f, w);
	add_list(f, v->forms);
	add_verb_forms(f, w, false);
}

static void add_forms(struct forms *f, struct str w)
{
	const struct inflect_verb *verb = find_base(inflect_verbs, inflect_verbs_n, w);
	const struct inflect_verb *noun = find_base(inflect_nouns, inflect_nouns_n, w);

	if (verb) {
		add_irregular_verb(f, verb, w);
	} else if (noun) {
		add_list(f, noun->forms);
	} else if (is_listed(inflect_nouns_only, w)) {
		add_s(f, w);
	} else if (!is_listed(inflect_fixed, w) && !is_regular_form(w) &&
		   !is_irregular_form(inflect_verbs, inflect_verbs_n, w) &&
		   !is_irregular_form(inflect_nouns, inflect_nouns_n, w)) {
		add_s(f, w);
		add_verb_forms(f, w, true);
	}
}

void inflect(struct str word, struct arena *a, struct str_list *out)
{
	struct forms f = { .a = a };

	add(&f, word);
	if (can_inflect(word))
		add_forms(&f, word);
	*out = (struct str_list){ f.v.p, f.v.n };
}
