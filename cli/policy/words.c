/* words.txt: words of the house, one a line. */
#include "policy/load.h"

enum { WORD_MAX = 100 };

static struct span span_of(const struct loader *l, struct str part)
{
	const uint32_t start = (uint32_t)(part.p - l->s->bytes.p);

	return (struct span){ start, start + (uint32_t)part.n };
}

static void trouble(struct loader *l, struct str part, const char *msg)
{
	(void)finding_add(l->f, FINDING_POLICY_WORDS, l->s, span_of(l, part), "%s", msg);
}

static bool has_blank(struct str s)
{
	return str_chr(s, ' ', 0) < s.n || str_chr(s, '\t', 0) < s.n;
}

/* Cut a comment off: "#" at the start or after a blank. */
static struct str without_comment(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '#' &&
		    (!i || ascii_is_space((unsigned char)line.p[i - 1])))
			return str_slice(line, 0, i);
	return line;
}

/* "bad -> good". False when there is no arrow. */
static bool split_arrow(struct str entry, struct str *bad, struct str *good)
{
	const size_t arrow = str_find(entry, STR("->"), 0);

	if (arrow >= entry.n)
		return false;
	*bad = str_trim(str_slice(entry, 0, arrow));
	*good = str_trim(str_slice(entry, arrow + 2, entry.n));
	return true;
}

static bool good_word(struct loader *l, struct str entry, struct str word)
{
	if (!word.n)
		trouble(l, entry, "a word is missing here");
	else if (has_blank(word))
		trouble(l, word,
			"one word a line; for several words in a row make a word "
			"list under lexicons/");
	else if (word.n > WORD_MAX)
		trouble(l, word, "this word is longer than 100 bytes");
	else
		return true;
	return false;
}

/* Other arrows than "->". */
static bool other_arrow(struct loader *l, struct str entry)
{
	static const char *const arrows[] = { "=>", "-->", "\xE2\x86\x92",
					      "\xE2\x87\x92" };

	for (size_t i = 0; i < ARRAY_LEN(arrows); i++) {
		const size_t at = str_find(entry, str_from(arrows[i]), 0);

		if (at >= entry.n)
			continue;
		trouble(l, str_slice(entry, at, at + strlen(arrows[i])),
			"between a word and what to write instead stands \"->\"");
		return true;
	}
	return false;
}

static bool read_entry(struct loader *l, struct str entry, struct policy_word *w)
{
	*w = (struct policy_word){ .text = entry, .mode = WORD_ACCEPT, .source = l->s };
	if (other_arrow(l, entry))
		return false;
	if (split_arrow(entry, &w->text, &w->instead)) {
		w->mode = WORD_PREFER;
		if (!w->instead.n || w->instead.n > WORD_MAX) {
			trouble(l, entry, "after \"->\" stands what to write instead");
			return false;
		}
		if (str_find(w->instead, STR("->"), 0) != SIZE_MAX) {
			trouble(l, w->instead,
				"one \"->\" a line: write each word that is not to be "
				"used "
				"on a line of its own");
			return false;
		}
		if (str_eq(w->text, w->instead)) {
			trouble(l, entry, "both sides of \"->\" are the same");
			return false;
		}
	} else if (entry.p[0] == '=' || entry.p[0] == '!') {
		w->mode = entry.p[0] == '=' ? WORD_EXACT : WORD_FORBID;
		w->text = str_trim(str_slice(entry, 1, entry.n));
	}
	return good_word(l, entry, w->text);
}

static void load_line(struct loader *l, struct str line)
{
	const struct str entry = str_trim(without_comment(line));
	struct policy_word w;
	struct clash clash;

	if (!entry.n || !read_entry(l, entry, &w))
		return;
	w.at = span_of(l, w.text);
	if (load_unique(l, l->word_ids, w.text, w.at, &clash))
		*VEC_ADD(l->a, &l->words) = w;
	else
		(void)finding_add(l->f, FINDING_POLICY_WORDS, l->s, w.at,
				  "\"%.*s\" is there already, at %.*s",
				  STR_ARG(load_clip(w.text)), STR_ARG(clash.other));
}

/* "a -> b" where b is not to be used either. */
static void check_instead(struct loader *l)
{
	struct map *refused = map_new(l->a);
	uint32_t i;

	for (i = 0; i < l->words.n; i++)
		if (l->words.p[i].mode == WORD_PREFER ||
		    l->words.p[i].mode == WORD_FORBID)
			(void)map_add(refused, l->words.p[i].text, i);
	for (size_t k = 0; k < l->words.n; k++) {
		const struct policy_word *w = &l->words.p[k];

		if (w->mode != WORD_PREFER || !map_get(refused, w->instead, &i))
			continue;
		/* Of two that name each other the second is told. */
		if (i > k && str_eq(l->words.p[i].instead, w->text))
			continue;
		(void)finding_add(l->f, FINDING_POLICY_WORDS, l->s,
				  span_of(l, w->instead),
				  "\"%.*s\" is not to be used itself: line %u says so",
				  STR_ARG(load_clip(w->instead)),
				  source_position(l->s, l->words.p[i].at.start).line);
	}
}

void load_words(struct loader *l, const struct source *s)
{
	struct str rest = s->bytes, line;

	while (str_line(&rest, &line))
		load_line(l, line);
	check_instead(l);
}
