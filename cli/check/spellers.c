/* Dictionaries, opened when a text first needs them, and suggestions, which cost about a
 * millisecond each and are the same for the same word. */
#include "check/scan.h"

enum { SUGGEST_BYTES = 48 };

/* A word and its suggestions; a word that does not fit is not kept. */
struct suggested {
	const struct speller *speller;
	char word[SUGGEST_BYTES], text[SPELL_SUGGESTIONS][SUGGEST_BYTES];
	uint8_t word_n, n, text_n[SPELL_SUGGESTIONS];
};

/* "en" and "en-GB" are what they are; anything strange is no language. */
static bool is_tag(struct str lang)
{
	for (size_t i = 0; i < lang.n; i++)
		if (!ascii_is_alnum((unsigned char)lang.p[i]) && lang.p[i] != '-')
			return false;
	return lang.n < sizeof(((struct open_speller *)0)->lang);
}

/* The place of the language; the oldest one makes room. */
static struct open_speller *place_of(struct checker *c, struct str lang)
{
	struct open_speller *o;

	for (size_t i = 0; i < ARRAY_LEN(c->spellers); i++)
		if (c->spellers[i].tried && str_is(lang, c->spellers[i].lang))
			return &c->spellers[i];
	o = &c->spellers[c->next_speller++ % CHECK_LANGS];
	speller_close(o->speller);
	if (o->speller && c->suggested)
		memset(c->suggested, 0, CHECK_SUGGESTED * sizeof(*c->suggested));
	if (o->speller) {
		memo_forget(c);
		known_forget(c);
	}
	*o = (struct open_speller){ .tried = false };
	memcpy(o->lang, lang.p, lang.n);
	return o;
}

struct speller *spellers_get(struct checker *c, struct str lang)
{
	struct open_speller *o;
	struct err e;

	if (!lang.n)
		lang = STR("en");
	if (!is_tag(lang))
		return NULL;
	o = place_of(c, lang);
	if (!o->tried && speller_open(lang, &o->speller, &e) < 0) {
		o->speller = NULL;
		(void)snprintf(o->why, sizeof(o->why), "%.240s%s%.240s", e.msg,
			       e.hint[0] ? "; " : "", e.hint);
	}
	o->tried = true;
	return o->speller;
}

struct str spellers_why(struct checker *c, struct str lang)
{
	if (!is_tag(lang))
		return STR("this is no language tag");
	return str_from(place_of(c, lang.n ? lang : STR("en"))->why);
}

void spellers_close(struct checker *c)
{
	for (size_t i = 0; i < ARRAY_LEN(c->spellers); i++)
		speller_close(c->spellers[i].speller);
}

/* ---- suggestions ---- */

static struct suggested *remembered(struct checker *c, const struct speller *sp,
				    struct str word)
{
	uint32_t hash = 2166136261u;

	if (!c->suggested)
		c->suggested =
			arena_array(&c->own, CHECK_SUGGESTED, sizeof(*c->suggested));
	for (size_t i = 0; i < word.n; i++)
		hash = (hash ^ (unsigned char)word.p[i]) * 16777619u;
	hash ^= (uint32_t)((uintptr_t)sp >> 4);
	return &c->suggested[(hash ^ hash >> 15) % CHECK_SUGGESTED];
}

static void remember(struct suggested *m, const struct speller *sp, struct str word,
		     const struct str *out, size_t n)
{
	m->speller = NULL;
	if (word.n > SUGGEST_BYTES || n > SPELL_SUGGESTIONS)
		return;
	for (size_t i = 0; i < n; i++) {
		if (out[i].n > SUGGEST_BYTES)
			return;
		memcpy(m->text[i], out[i].p, out[i].n);
		m->text_n[i] = (uint8_t)out[i].n;
	}
	memcpy(m->word, word.p, word.n);
	m->word_n = (uint8_t)word.n;
	m->n = (uint8_t)n;
	m->speller = sp;
}

size_t spellers_suggest(struct checker *c, const struct speller *sp, struct str word,
			struct arena *a, struct str out[SPELL_SUGGESTIONS])
{
	struct suggested *m = remembered(c, sp, word);
	size_t n;

	if (m->speller == sp && str_eq(word, (struct str){ m->word, m->word_n })) {
		for (size_t i = 0; i < m->n; i++)
			out[i] = arena_dup(a, m->text[i], m->text_n[i]);
		return m->n;
	}
	n = speller_suggest(sp, word, a, out, SPELL_SUGGESTIONS);
	remember(m, sp, word, out, n);
	return n;
}
