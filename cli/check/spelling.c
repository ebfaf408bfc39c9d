/* Words that no dictionary and no house word knows, as far as they are mistakes and not
 * names, tags or sounds. */
#include "check/known.h"
#include "check/spelling.h"
#include "text/utf8.h"

enum {
	ACRONYM = 5,     /* letters of what may be an acronym: NASA, UNHCR */
	SHOWN = 60,      /* bytes of a word in a message */
	STYLE_WORDS = 4, /* without a capital: on purpose */
	LATIN_END = 0x250,
};

/* What is wrong with a word. */
enum fault_kind {
	FAULT_NONE,
	FAULT_UNKNOWN,
	FAULT_CASE,
	FAULT_DIALECT,
	FAULT_APOSTROPHE,
	FAULT_DIGIT,
	FAULT_HOUSE_CASE,
	FAULT_PREFER,
	FAULT_FORBID,
};
struct fault {
	enum fault_kind kind;
	enum level most;   /* whatever the rule says */
	struct str better; /* what the house writes, or what was meant */
	struct str fixes[SPELL_SUGGESTIONS];
	size_t n_fixes;
};

/* ---- words that are none of our business ---- */

static const char *const sounds[] = {
	"aah",  "aargh", "afaik", "ahem", "argh",   "aww",  "bah",  "brb", "btw",
	"duh",  "eek",   "eh",    "ew",   "eww",    "fyi",  "gah",  "grr", "hah",
	"haha", "heh",   "hehe",  "hm",   "hmm",    "hmmm", "huh",  "idk", "imho",
	"imo",  "irl",   "jk",    "lmao", "lol",    "meh",  "mhm",  "mm",  "mmm",
	"nah",  "nope",  "np",    "nvm",  "ok",     "omg",  "oof",  "ooh", "oops",
	"ouch", "ow",    "pff",   "phew", "pls",    "psst", "rofl", "shh", "smh",
	"sry",  "tbh",   "thx",   "tldr", "ty",     "ugh",  "uh",   "uhm", "um",
	"umm",  "whoa",  "woah",  "woo",  "woohoo", "wow",  "wtf",  "ya",  "yay",
	"yeah", "yep",   "yikes", "yup",
};

/* "hahaha", "hehehehe" */
static bool is_laugh(struct str w)
{
	if (w.n < 4 || w.p[0] != 'h')
		return false;
	for (size_t i = 2; i < w.n; i++)
		if (w.p[i] != w.p[i - 2])
			return false;
	return w.p[1] == 'a' || w.p[1] == 'e' || w.p[1] == 'i' || w.p[1] == 'o';
}

static bool is_sound(struct str fold)
{
	for (size_t i = 0; i < ARRAY_LEN(sounds); i++)
		if (str_is(fold, sounds[i]))
			return true;
	return is_laugh(fold);
}

/* A letter that English does not write with. */
static bool is_foreign(struct str text)
{
	for (size_t at = 0, n; at < text.n; at += n) {
		const uint32_t cp = utf8_decode(text, at, &n);

		if (cp >= LATIN_END && utf8_is_letter(cp))
			return true;
	}
	return false;
}

/* "notes.pdf", "example.com" */
static bool is_file_name(struct str text)
{
	const size_t dot = str_chr(text, '.', 0);

	return dot != SIZE_MAX && dot + 1 < text.n;
}

static bool is_skipped(const struct spelling *sp, const struct word *w)
{
	if (w->flags & TOKEN_DIGITS || utf8_graphemes(w->text) < 2)
		return true;
	if (w->flags & TOKEN_UPPER && utf8_code_points(w->text) <= ACRONYM)
		return true;
	return is_file_name(w->text) || is_sound(w->fold) ||
	       (sp->english && is_foreign(w->text));
}

/* ---- suggestions ---- */

/* The first words of a text get suggestions, and get them again. What was remembered of
 * other texts counts all the same: the same text must get the same answer. */
static size_t suggest(struct spelling *sp, struct str word, struct str *out)
{
	size_t i = 0;

	while (i < sp->n_asked && !str_eq(sp->asked[i], word))
		i++;
	if (i == SUGGEST_WORDS)
		return 0;
	if (i == sp->n_asked)
		sp->asked[sp->n_asked++] = word;
	return spellers_suggest(sp->s->c, sp->sp, word, sp->s->f->a, out);
}

/* ---- one word ---- */

/* "THe": the shift key held too long. IDs, URLs and TVs are right. */
static bool is_held_shift(const struct spelling *sp, const struct word *w)
{
	const struct str t = w->text;

	if (t.n < 3 || !ascii_is_upper((unsigned char)t.p[0]) ||
	    !ascii_is_upper((unsigned char)t.p[1]) || t.p[t.n - 1] == 's')
		return false;
	for (size_t i = 2; i < t.n; i++)
		if (!ascii_is_lower((unsigned char)t.p[i]))
			return false;
	return memo_spelling(sp->s->c, sp->sp, w->fold) == SPELL_OK;
}

/* "rreynol...@example.com": an address that somebody cut. */
static bool is_address(const struct scan *s, const struct word *w)
{
	uint32_t i = w->last + 1;

	while (i < s->tokens.n && !(s->tokens.p[i].flags & TOKEN_SPACE) &&
	       s->tokens.p[i].kind == TOKEN_PUNCT && str_starts(s->tokens.p[i].fold, "."))
		i++;
	return i > w->last + 1 && i < s->tokens.n &&
	       !(s->tokens.p[i].flags & TOKEN_SPACE) && str_starts(words_text(s, i), "@");
}

static enum level level_of_unknown(const struct spelling *sp, const struct word *w)
{
	if (w->flags & TOKEN_MIXED)
		return is_held_shift(sp, w) ? LEVEL_BLOCK : LEVEL_NONE;
	if (w->flags & (TOKEN_TITLE | TOKEN_UPPER))
		return slips_capital(sp, w);
	if (is_address(sp->s, w))
		return LEVEL_NONE;
	return slips_compound(sp, w) ? LEVEL_ADVISE : LEVEL_BLOCK;
}

/* Names are at most advice: nobody knows them all. "i'm" and "monday" are none. */
static enum level level_of_case(const struct spelling *sp, const struct word *w)
{
	if (w->flags & (TOKEN_UPPER | TOKEN_TITLE) || !sp->capitals)
		return LEVEL_NONE;
	if (w->flags & TOKEN_MIXED)
		return is_held_shift(sp, w) ? LEVEL_BLOCK : LEVEL_NONE;
	if (slips_is_calendar(w->fold) || (w->last > w->first && w->fold.p[0] == 'i' &&
					   sp->s->tokens.p[w->first].n == 1))
		return LEVEL_BLOCK;
	return LEVEL_ADVISE;
}

static void judge(const struct spelling *sp, const struct word *w,
		  enum spell_result result, struct fault *out)
{
	if (result == SPELL_DIALECT)
		*out = (struct fault){ .kind = FAULT_DIALECT, .most = LEVEL_BLOCK };
	else if (result == SPELL_UNKNOWN)
		*out = (struct fault){ .kind = FAULT_UNKNOWN,
				       .most = level_of_unknown(sp, w) };
	else
		*out = (struct fault){ .kind = FAULT_CASE, .most = level_of_case(sp, w) };
	if (out->most == LEVEL_NONE)
		out->kind = FAULT_NONE;
}

/* Slips of which it is known what was meant. */
static bool ask_slips(const struct spelling *sp, const struct word *w, struct fault *out)
{
	struct arena *a = sp->s->f->a;
	struct fault f = { .kind = FAULT_APOSTROPHE, .most = LEVEL_BLOCK };

	if (!sp->english)
		return false;
	f.better = slips_apostrophe(sp->s, w, a);
	if (!f.better.n && w->flags & TOKEN_DIGITS &&
	    memo_spelling(sp->s->c, sp->sp, w->text) == SPELL_UNKNOWN) {
		f.kind = FAULT_DIGIT;
		f.better = slips_digit(sp, w, a);
	}
	if (!f.better.n)
		return false;
	f.fixes[f.n_fixes++] = f.better;
	*out = f;
	return true;
}

static void ask_dictionary(struct spelling *sp, const struct word *w, struct fault *out)
{
	enum spell_result result;

	if (!sp->sp || ask_slips(sp, w, out))
		return;
	result = memo_spelling(sp->s->c, sp->sp, w->text);
	if (result == SPELL_OK || is_skipped(sp, w))
		return;
	judge(sp, w, result, out);
	if (out->kind != FAULT_NONE)
		out->n_fixes = suggest(sp, w->text, out->fixes);
}

static void prefer(const struct spelling *sp, const struct word *w, struct fault *out)
{
	out->better = hits_in_case(sp->s, w->first, w->first, out->better, sp->s->f->a);
	if (!str_eq(out->better, w->text))
		out->kind = FAULT_PREFER;
}

/* False: the house says nothing of the word. */
static bool ask_house(const struct spelling *sp, const struct word *w, struct fault *out)
{
	out->most = LEVEL_BLOCK;
	switch (house_of(sp->s, w->text, w->fold, &out->better)) {
	case HOUSE_SILENT:
		return false;
	case HOUSE_CASE:
		out->kind = FAULT_HOUSE_CASE;
		break;
	case HOUSE_FORM: /* "recents" for "news" would be no word */
		if (!sp->sp || speller_check(sp->sp, out->better) != SPELL_OK)
			return false;
		prefer(sp, w, out);
		break;
	case HOUSE_PREFER:
		prefer(sp, w, out);
		break;
	case HOUSE_FORBID:
		out->kind = FAULT_FORBID;
		break;
	default:
		break;
	}
	if (out->kind == FAULT_HOUSE_CASE || out->kind == FAULT_PREFER)
		out->fixes[out->n_fixes++] = out->better;
	return true;
}

/* ---- telling ---- */

static struct str clipped(struct str word)
{
	return utf8_clip(word, SHOWN);
}

/* A character inside the word that nobody can see, or NULL. */
static const char *invisible_in(struct str text)
{
	static const struct {
		uint32_t cp;
		const char *name;
	} all[] = {
		{ 0x00ad, "soft hyphen, U+00AD" },
		{ 0x200b, "zero-width space, U+200B" },
		{ 0x200c, "zero-width non-joiner, U+200C" },
		{ 0x200d, "zero-width joiner, U+200D" },
		{ 0x2060, "word joiner, U+2060" },
		{ 0xfeff, "zero-width no-break space, U+FEFF" },
	};

	for (size_t at = 0, n; at < text.n; at += n) {
		const uint32_t cp = utf8_decode(text, at, &n);

		for (size_t i = 0; cp >= all[0].cp && i < ARRAY_LEN(all); i++)
			if (all[i].cp == cp)
				return all[i].name;
	}
	return NULL;
}

static struct str of_unknown(const struct word *w, struct str text, struct arena *a)
{
	const char *invisible = invisible_in(w->text);

	if (!invisible)
		return arena_printf(a, "\"%.*s\" is not in the dictionary",
				    STR_ARG(text));
	return arena_printf(a,
			    "\"%.*s\" is not in the dictionary, and an invisible "
			    "character stands in it (%s)",
			    STR_ARG(clipped(w->fold)), invisible);
}

static struct str of_dialect(const struct scan *s, struct str text,
			     const struct fault *fault)
{
	if (!fault->n_fixes)
		return arena_printf(s->f->a, "\"%.*s\" is not how %.*s spells it",
				    STR_ARG(text), STR_ARG(s->ctx->lang));
	return arena_printf(s->f->a, "\"%.*s\" is spelled \"%.*s\" in %.*s",
			    STR_ARG(text), STR_ARG(clipped(fault->fixes[0])),
			    STR_ARG(s->ctx->lang));
}

static struct str what_is_wrong(const struct scan *s, const struct word *w,
				const struct fault *fault)
{
	const struct str text = clipped(w->text), better = clipped(fault->better);
	struct arena *a = s->f->a;

	switch (fault->kind) {
	case FAULT_CASE:
		return arena_printf(a, "\"%.*s\" is written with other capitals",
				    STR_ARG(text));
	case FAULT_DIALECT:
		return of_dialect(s, text, fault);
	case FAULT_APOSTROPHE:
		return arena_printf(a, "an apostrophe is missing: \"%.*s\"",
				    STR_ARG(better));
	case FAULT_DIGIT:
		return arena_printf(a,
				    "\"%.*s\" mixes letters and digits, \"%.*s\" "
				    "seems to be meant",
				    STR_ARG(text), STR_ARG(better));
	case FAULT_HOUSE_CASE:
		return arena_printf(a, "\"%.*s\" is written \"%.*s\" here", STR_ARG(text),
				    STR_ARG(better));
	case FAULT_PREFER:
		return arena_printf(a, "instead of \"%.*s\" we say \"%.*s\"",
				    STR_ARG(text), STR_ARG(better));
	case FAULT_FORBID:
		return arena_printf(a, "we do not use \"%.*s\"", STR_ARG(text));
	default:
		return of_unknown(w, text, a);
	}
}

/* The house has said what it wants; what the rule says is about words that nobody knows.
 */
static struct str message(struct scan *s, const struct bundle_rule *r,
			  const struct word *w, const struct fault *fault, bool hide)
{
	const struct str say = hits_say(s, r);

	if (hide)
		return say;
	if (fault->kind >= FAULT_APOSTROPHE)
		return what_is_wrong(s, w, fault);
	return arena_printf(s->f->a, "%.*s. %.*s", STR_ARG(what_is_wrong(s, w, fault)),
			    STR_ARG(say));
}

static void tell(struct scan *s, uint32_t rule, const struct word *w,
		 const struct fault *fault)
{
	const struct bundle_rule *r = &s->t->rules[rule];
	const struct hit h = { .rule = rule,
			       .start = w->start,
			       .end = w->end,
			       .first = w->first,
			       .last = w->last };
	bool hide = r->flags & BUNDLE_MASK;
	struct finding *f;

	if (hits_excused(s, &h))
		return;
	hide = hide || hits_masked(s, &h);
	f = hits_finding(s, rule, w->start, w->end, message(s, r, w, fault, hide), false);
	f->mask = hide;
	if (f->level > fault->most)
		f->level = fault->most;
	f->good = STR_NULL; /* an example with another word is no help */
	for (size_t i = 0; i < fault->n_fixes && !hide; i++)
		finding_add_fix(f, fault->fixes[i]);
}

static bool is_active(const struct scan *s, uint32_t rule)
{
	return s->c->active[rule] && s->t->rules[rule].kind == BUNDLE_SPELLING;
}

static void tell_rules(struct scan *s, const struct word *w, const struct fault *fault)
{
	for (uint32_t i = 0; i < s->t->n_rules; i++)
		if (is_active(s, i))
			tell(s, i, w, fault);
}

/* ---- all of them ---- */

static void set_end(const struct scan *s, struct word *w, uint32_t last)
{
	const struct token *t = &s->tokens.p[last];

	w->last = last;
	w->end = t->at + t->n;
	w->text = str_slice(s->v->text, w->start, w->end);
	w->fold = w->first == last ? t->fold : utf8_fold(w->text, s->a);
}

/* The word that starts at token `i`, with its clitics; returns the token behind it. */
static uint32_t word_at(const struct scan *s, uint32_t i, struct word *w)
{
	const struct token *t = &s->tokens.p[i];
	uint32_t last = i;

	while (s->tokens.p[last].flags & TOKEN_HOST && last + 1 < s->tokens.n)
		last++;
	*w = (struct word){ .first = i, .start = t->at, .flags = t->flags };
	set_end(s, w, last);
	return last + 1;
}

/* The house knows "Readable" and so it knows "Readable's". */
static bool ask_house_of_owner(const struct spelling *sp, const struct word *w,
			       struct fault *out)
{
	struct word owner = *w;

	if (w->last != w->first + 1 || !str_is(sp->s->tokens.p[w->last].fold, "'s"))
		return false;
	set_end(sp->s, &owner, w->first);
	if (!ask_house(sp, &owner, out))
		return false;
	if (out->kind != FAULT_NONE)
		tell_rules(sp->s, &owner, out);
	return true;
}

static void check_word(struct spelling *sp, const struct word *w)
{
	struct fault fault = { .kind = FAULT_NONE };

	if (!ask_house(sp, w, &fault)) {
		if (ask_house_of_owner(sp, w, &fault))
			return;
		ask_dictionary(sp, w, &fault);
	}
	if (fault.kind != FAULT_NONE)
		tell_rules(sp->s, w, &fault);
}

/* Right as written, and the house says nothing of it: nearly all words are so. */
static bool is_fine(const struct spelling *sp, const struct known *k)
{
	return k && !(k->flags & (KNOWN_HOUSE | KNOWN_SLIP)) && sp->sp;
}

static bool is_fine_token(const struct spelling *sp, uint32_t i)
{
	const struct note *n = &sp->s->notes[i];

	if (!is_fine(sp, n->known))
		return false;
	if (n->flags & NOTE_PLAIN)
		return known_spelling(n->known, sp->sp, words_text(sp->s, i)) == SPELL_OK;
	return words_spelling(sp->s, i, sp->sp) == SPELL_OK;
}

/* The same of a contraction; of "Readable's" the house may know the owner. */
static bool is_fine_whole(const struct spelling *sp, const struct word *w)
{
	struct known *k = known_word(sp->s, w->fold);
	const struct known *owner = sp->s->notes[w->first].known;

	return is_fine(sp, k) && known_is_plain(k, w->text) && owner &&
	       !(owner->flags & KNOWN_HOUSE) &&
	       known_spelling(k, sp->sp, w->text) == SPELL_OK;
}

static void check_words(struct spelling *sp)
{
	struct scan *s = sp->s;
	uint32_t sentence = UINT32_MAX, next;
	bool begins;
	struct word w;

	for (uint32_t i = 0; i < s->tokens.n; i = next) {
		next = i + 1;
		if (s->tokens.p[i].kind != TOKEN_WORD ||
		    s->tokens.p[i].flags & TOKEN_CLITIC)
			continue;
		begins = s->tokens.p[i].sentence != sentence;
		sentence = s->tokens.p[i].sentence;
		if (!(s->tokens.p[i].flags & TOKEN_HOST) && is_fine_token(sp, i))
			continue;
		next = word_at(s, i, &w);
		w.begins = begins;
		if (w.last == w.first || !is_fine_whole(sp, &w))
			check_word(sp, &w);
	}
}

/* Some write without any capitals, and mean it; a word or two do not show that. */
static bool uses_capitals(const struct scan *s)
{
	size_t words = 0;

	for (size_t i = 0; i < s->tokens.n; i++) {
		if (s->tokens.p[i].kind != TOKEN_WORD)
			continue;
		if (s->tokens.p[i].flags & (TOKEN_TITLE | TOKEN_UPPER | TOKEN_MIXED))
			return true;
		words++;
	}
	return words < STYLE_WORDS;
}

static bool has_words(const struct scan *s)
{
	for (size_t i = 0; i < s->tokens.n; i++)
		if (s->tokens.p[i].kind == TOKEN_WORD)
			return true;
	return false;
}

void spelling_all(struct scan *s)
{
	const struct str lang = s->ctx->lang.n ? s->ctx->lang : STR("en");
	struct spelling sp = { .s = s };
	bool wanted = false;

	for (uint32_t i = 0; i < s->t->n_rules && !wanted; i++)
		wanted = is_active(s, i);
	if (!wanted || !has_words(s))
		return;
	sp.sp = spellers_get(s->c, lang);
	sp.capitals = uses_capitals(s);
	sp.english = str_is(lang, "en") || str_starts(lang, "en-");
	if (!sp.sp)
		(void)finding_add(s->f, FINDING_LANGUAGE, s->s, (struct span){ 0, 0 },
				  "the spelling was not checked: %.*s",
				  STR_ARG(spellers_why(s->c, lang)));
	check_words(&sp);
}
