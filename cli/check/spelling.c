/* Words that no dictionary and no house word knows, as far as they are mistakes and not
 * names, tags or sounds. */
#include "check/scan.h"
#include "text/utf8.h"

enum {
	ACRONYM = 5,      /* letters of what may be an acronym: NASA, UNHCR */
	SHOWN = 60,       /* bytes of a word in a message */
	SURE_LETTERS = 6, /* a slip in a word this long is no name */
	LATIN_END = 0x250,
};

/* A word as people see it: both parts of a contraction. */
struct word {
	uint32_t first, last; /* tokens */
	uint32_t start, end;  /* bytes of the view */
	struct str text, fold;
	unsigned flags; /* of its first part */
	bool begins;    /* the first word of its sentence */
};

/* What is wrong with a word. */
enum fault_kind {
	FAULT_NONE,
	FAULT_UNKNOWN,
	FAULT_CASE,
	FAULT_DIALECT,
	FAULT_HOUSE_CASE,
	FAULT_PREFER,
	FAULT_FORBID,
};
struct fault {
	enum fault_kind kind;
	struct str better; /* what the house writes */
	struct str fixes[SPELL_SUGGESTIONS];
	size_t n_fixes;
};

struct spelling {
	struct scan *s;
	const struct speller *sp;
	bool english, dialect;
	unsigned left; /* words for which suggestions may still be made */
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

static size_t suggest(struct spelling *sp, struct str word, struct str *out)
{
	if (!sp->left)
		return 0;
	sp->left--;
	return spellers_suggest(sp->s->c, sp->sp, word, sp->s->f->a, out);
}

static bool is_swap(struct str a, struct str b)
{
	size_t i = 0;

	if (a.n != b.n)
		return false;
	while (i < a.n && a.p[i] == b.p[i])
		i++;
	return i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
	       str_eq(str_slice(a, i + 2, a.n), str_slice(b, i + 2, b.n));
}

/* One letter more, less or other. */
static bool is_one_off(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	while (i < a.n && i < b.n && a.p[i] == b.p[i])
		i++;
	while (k < a.n - i && k < b.n - i && a.p[a.n - 1 - k] == b.p[b.n - 1 - k])
		k++;
	return a.n - i - k <= 1 && b.n - i - k <= 1;
}

/* Is an unknown word with a capital a slip rather than a name? Only when an ordinary word
 * is very near: two letters swapped, or one letter off in a long word. "Marta" is none.
 */
static bool is_slip(struct spelling *sp, const struct word *w)
{
	struct str out[SPELL_SUGGESTIONS];
	const size_t n = suggest(sp, w->fold, out);

	if (!n || out[0].p[0] != w->fold.p[0] ||
	    speller_check(sp->sp, out[0]) != SPELL_OK ||
	    !str_eq(out[0], utf8_lower(out[0], sp->s->a)))
		return false;
	return is_swap(w->fold, out[0]) ||
	       (w->fold.n >= SURE_LETTERS && is_one_off(w->fold, out[0]));
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
	return speller_check(sp->sp, w->fold) == SPELL_OK;
}

static bool is_mistake(struct spelling *sp, const struct word *w)
{
	if (w->flags & TOKEN_MIXED)
		return is_held_shift(sp, w);
	if (w->flags & TOKEN_TITLE)
		return w->begins && is_slip(sp, w);
	return !(w->flags & TOKEN_UPPER) || is_slip(sp, w);
}

static enum fault_kind dictionary_fault(struct spelling *sp, const struct word *w,
					enum spell_result result)
{
	if (result == SPELL_DIALECT)
		return sp->dialect ? FAULT_DIALECT : FAULT_NONE;
	if (result == SPELL_UNKNOWN)
		return is_mistake(sp, w) ? FAULT_UNKNOWN : FAULT_NONE;
	if (w->flags & (TOKEN_UPPER | TOKEN_TITLE) ||
	    (w->flags & TOKEN_MIXED && !is_held_shift(sp, w)))
		return FAULT_NONE;
	return FAULT_CASE;
}

static void ask_dictionary(struct spelling *sp, const struct word *w, struct fault *out)
{
	enum spell_result result;

	if (!sp->sp)
		return;
	result = speller_check(sp->sp, w->text);
	if (result == SPELL_OK || is_skipped(sp, w))
		return;
	out->kind = dictionary_fault(sp, w, result);
	if (out->kind != FAULT_NONE)
		out->n_fixes = suggest(sp, w->text, out->fixes);
}

/* False: the house says nothing of the word. */
static bool ask_house(const struct spelling *sp, const struct word *w, struct fault *out)
{
	switch (house_of(sp->s, w->text, w->fold, &out->better)) {
	case HOUSE_SILENT:
		return false;
	case HOUSE_CASE:
		out->kind = FAULT_HOUSE_CASE;
		break;
	case HOUSE_PREFER:
		out->better =
			hits_in_case(sp->s, w->first, w->first, out->better, sp->s->f->a);
		if (!str_eq(out->better, w->text))
			out->kind = FAULT_PREFER;
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
		return arena_printf(a, "\"%.*s\" is not how %.*s spells it",
				    STR_ARG(text), STR_ARG(s->ctx->lang));
	case FAULT_HOUSE_CASE:
		return arena_printf(a, "\"%.*s\" is written \"%.*s\" here", STR_ARG(text),
				    STR_ARG(better));
	case FAULT_PREFER:
		return arena_printf(a, "instead of \"%.*s\" we say \"%.*s\"",
				    STR_ARG(text), STR_ARG(better));
	case FAULT_FORBID:
		return arena_printf(a, "we do not use \"%.*s\"", STR_ARG(text));
	default:
		return arena_printf(a, "\"%.*s\" is not in the dictionary",
				    STR_ARG(text));
	}
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
	struct str msg = hits_say(s, r);
	struct finding *f;

	if (hits_excused(s, &h))
		return;
	if (!(r->flags & BUNDLE_MASK))
		msg = arena_printf(s->f->a, "%.*s. %.*s",
				   STR_ARG(what_is_wrong(s, w, fault)), STR_ARG(msg));
	f = hits_finding(s, rule, w->start, w->end, msg, false);
	for (size_t i = 0; i < fault->n_fixes; i++)
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

static void check_words(struct spelling *sp)
{
	struct scan *s = sp->s;
	uint32_t sentence = UINT32_MAX, next;
	struct word w;

	for (uint32_t i = 0; i < s->tokens.n; i = next) {
		next = i + 1;
		if (s->tokens.p[i].kind != TOKEN_WORD ||
		    s->tokens.p[i].flags & TOKEN_CLITIC)
			continue;
		next = word_at(s, i, &w);
		w.begins = s->tokens.p[i].sentence != sentence;
		sentence = s->tokens.p[i].sentence;
		check_word(sp, &w);
	}
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
	struct spelling sp = { .s = s, .left = SUGGEST_WORDS };
	bool wanted = false;

	for (uint32_t i = 0; i < s->t->n_rules && !wanted; i++)
		wanted = is_active(s, i);
	if (!wanted || !has_words(s))
		return;
	sp.sp = spellers_get(s->c, lang);
	sp.english = str_is(lang, "en") || str_starts(lang, "en-");
	sp.dialect = str_chr(lang, '-', 0) != SIZE_MAX;
	if (!sp.sp)
		(void)finding_add(s->f, FINDING_LANGUAGE, s->s, (struct span){ 0, 0 },
				  "the spelling was not checked: %.*s",
				  STR_ARG(spellers_why(s->c, lang)));
	check_words(&sp);
}
