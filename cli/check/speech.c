/* Small words that change what a clause says: not, never, says, but. English; in other
 * languages nothing is excused by them, so a rule fires rather than not. */
#include "check/scan.h"
#include "core/map.h"

enum {
	BACK = 6,  /* words looked at before a verb, to see who speaks */
	AHEAD = 3, /* words behind a negation, to see what is denied */
};

/* What a word is heard as, wherever it stands. */
enum heard {
	NEGATION = 1 << 0,
	TOLD = 1 << 1, /* a verb in a form that only a third person, or the past, has */
	TELL = 1 << 2, /* and in the base form */
	ADVERB = 1 << 3,
	CONJUNCTION = 1 << 4, /* a clause ends before it */
	NOT_OTHERS = 1 << 5,  /* before such a verb: the author says it, or nobody */
};

static const struct {
	unsigned sets;
	const char *words;
} lists[] = {
	{ NEGATION | ADVERB, "not never" },
	{ NEGATION, "no nobody none nothing nowhere neither nor hardly scarcely "
		    "barely rarely seldom refuse refuses refused refusing deny "
		    "denies denied denying" },
	{ NEGATION | NOT_OTHERS, "without" },
	{ TOLD, "says said saying claims claimed claiming alleges alleged "
		"alleging allegedly argues argued arguing asserts asserted "
		"insists insisted insisting stated stating tells told telling "
		"writes wrote written writing reports reported reportedly "
		"reporting supposedly shouts shouted shouting tweets tweeted "
		"tweeting posted calls called calling accuses accused accusing "
		"thinks believes believed announces announced declares declared "
		"warns warned complains complained suggests suggested quotes "
		"quoted quoting asks asked replies replied labels labelled "
		"labeled yells yelled according" },
	{ TELL, "say claim allege argue assert insist tell write report shout "
		"call accuse think believe announce declare warn complain "
		"suggest quote ask reply label yell" },
	{ ADVERB, "have has had do did does always just also only still often was "
		  "were been am are will all even now keep kept going here "
		  "already" },
	{ CONJUNCTION, "but although though because since while whereas unless if when "
		       "until who which whose however therefore" },
	{ NOT_OTHERS, "i we me to let could might may must would can should 'd having "
		      "being that please in" },
};

static struct map *all_heard(struct arena *a)
{
	struct map *m = map_new(a);

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct str rest = str_from(lists[i].words), word;

		while (str_field(&rest, ' ', &word))
			(void)map_add(m, word, lists[i].sets);
	}
	return m;
}

/* Bits of enum heard. */
static unsigned hear(const struct scan *s, struct str word)
{
	struct checker *c = s->c;
	uint32_t sets = 0;

	if (!c->heard)
		c->heard = all_heard(&c->own);
	return map_get(c->heard, word, &sets) ? sets : 0;
}

static bool is_in(struct str word, const char *const *list)
{
	for (; *list; list++)
		if (word.n && (*list)[0] == word.p[0] && str_is(word, *list))
			return true;
	return false;
}

#define IS_IN(word, ...) is_in((word), (const char *const[]){ __VA_ARGS__, NULL })

/* The folded word at token + by in the same sentence, or an empty str. */
static struct str word_at(const struct scan *s, uint32_t token, int by)
{
	const int64_t at = (int64_t)token + by;

	if (at < 0 || at >= (int64_t)s->tokens.n ||
	    s->tokens.p[at].sentence != s->tokens.p[token].sentence ||
	    s->tokens.p[at].kind == TOKEN_BREAK)
		return STR_NULL;
	return s->tokens.p[at].fold;
}

/* "don't" without its apostrophe. */
static bool is_bare_contraction(struct str word)
{
	return str_ends(word, "nt") &&
	       IS_IN(str_slice(word, 0, word.n - 2), "do", "does", "did", "is", "are",
		     "was", "were", "ca", "wo", "would", "should", "could", "ai", "have",
		     "has", "had");
}

/* "not only", "no doubt", "nothing but", "can't wait", "never stop": the word denies
 * nothing of what follows. */
static bool is_hollow(struct str word, struct str next, struct str after)
{
	if (IS_IN(next, "only", "just", "merely", "simply", "solely", "least", "stop",
		  "stops", "stopped", "stopping", "wait", "hesitate", "fail", "fails",
		  "failed", "mention", "mind"))
		return true;
	if (str_is(next, "to") && str_is(after, "mention"))
		return true;
	if (IS_IN(word, "no", "without"))
		return IS_IN(next, "doubt", "wonder", "question", "matter", "surprise") ||
		       (str_is(next, "a") && str_is(after, "doubt"));
	return str_is(word, "nothing") && IS_IN(next, "but", "less", "short");
}

/* "not realise that ...", "don't people see that ...": what follows is so, says who
 * writes it. */
static bool denies_insight(const struct scan *s, uint32_t token)
{
	for (int by = 1; by <= AHEAD; by++) {
		const struct str word = word_at(s, token, by);

		if (!word.n || s->tokens.p[token + (uint32_t)by].kind != TOKEN_WORD)
			return false;
		if (IS_IN(word, "realise", "realised", "realize", "realized", "notice",
			  "noticed", "forget", "forgot"))
			return true;
		if (IS_IN(word, "see", "know", "understand", "get", "admit", "accept",
			  "acknowledge", "grasp"))
			return IS_IN(word_at(s, token, by + 1), "that", "how", "what");
	}
	return false;
}

static bool is_pronoun(struct str word)
{
	return IS_IN(word, "i", "you", "he", "she", "it", "we", "they", "this", "that",
		     "these", "those", "there");
}

static bool negates(const struct scan *s, uint32_t token)
{
	const struct token *t = &s->tokens.p[token];
	const struct str next = word_at(s, token, 1);

	if ((!(hear(s, t->fold) & NEGATION) && !is_bare_contraction(t->fold)) ||
	    is_hollow(t->fold, next, word_at(s, token, 2)) || denies_insight(s, token))
		return false;
	/* "No, they want to": an answer, not a denial. */
	if (str_is(t->fold, "no") && token + 1 < s->tokens.n &&
	    s->tokens.p[token + 1].kind == TOKEN_PUNCT)
		return false;
	/* "Why not ...", "why don't we ...", "whether or not ..." */
	if (str_is(word_at(s, token, -1), "or") || str_is(word_at(s, token, -1), "why") ||
	    (t->flags & TOKEN_CLITIC && str_is(word_at(s, token, -2), "why")))
		return false;
	/* "Aren't you a ..." says that you are. */
	return !(t->flags & TOKEN_CLITIC && is_pronoun(next) &&
		 !IS_IN(next, "this", "that", "these", "those"));
}

/* ---- who says it ---- */

static bool is_adverb(const struct scan *s, struct str word)
{
	return hear(s, word) & ADVERB || (word.n > 4 && str_ends(word, "ly") &&
					  !IS_IN(word, "family", "supply", "italy"));
}

static bool is_quote_mark(const struct token *t)
{
	return t->kind == TOKEN_PUNCT && IS_IN(t->fold, "\"", "'");
}

/* Is the subject of the verb at `token` somebody else than the author? Going back over
 * adverbs: "we have always said" is the author, "you could say" is nobody. */
static bool is_said_by_others(const struct scan *s, uint32_t token, bool base)
{
	for (int by = 1; by <= BACK; by++) {
		const struct str word = word_at(s, token, -by);
		const struct token *t = &s->tokens.p[token - (word.n ? (uint32_t)by : 0)];

		if (!word.n && by > 1 && str_ends(s->tokens.p[token].fold, "ing"))
			return false; /* "Just saying: ..." */
		if (!word.n || t->kind == TOKEN_PUNCT)
			return !base || (word.n && is_quote_mark(t));
		if (hear(s, word) & NOT_OTHERS)
			return false;
		if (!is_adverb(s, word))
			return true;
	}
	return true;
}

static bool reports(const struct scan *s, uint32_t token)
{
	const struct str word = s->tokens.p[token].fold;
	const unsigned heard = hear(s, word);

	if (!(heard & (TELL | TOLD)))
		return false;
	if (str_is(word, "according"))
		return str_is(word_at(s, token, 1), "to") &&
		       !IS_IN(word_at(s, token, 2), "me", "us", "my", "our");
	/* "If you ask me" */
	if (str_is(word, "ask") && IS_IN(word_at(s, token, 1), "me", "us"))
		return false;
	return is_said_by_others(s, token, heard & TELL);
}

/* ---- where a clause ends ---- */

static bool stops(const struct scan *s, uint32_t token)
{
	const struct token *t = &s->tokens.p[token];

	if (t->kind == TOKEN_PUNCT)
		return !is_quote_mark(t) &&
		       !(str_is(t->fold, "-") && !(t->flags & TOKEN_SPACE));
	if (hear(s, t->fold) & CONJUNCTION)
		return true;
	return IS_IN(t->fold, "and", "or") && is_pronoun(word_at(s, token, 1));
}

uint16_t speech_at(struct scan *s, uint32_t token)
{
	struct note *n = &s->notes[token];

	if (n->flags & NOTE_HEARD)
		return n->flags;
	n->flags |= NOTE_HEARD;
	/* "so-called" reports nothing. */
	if (s->tokens.p[token].kind == TOKEN_WORD && !(n->flags & NOTE_PART)) {
		if (negates(s, token))
			n->flags |= NOTE_NEGATES;
		if (reports(s, token))
			n->flags |= NOTE_REPORTS;
	}
	if (stops(s, token))
		n->flags |= NOTE_STOPS;
	return n->flags;
}
