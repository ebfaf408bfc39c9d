/* Letters of two alphabets in one word. The tables were checked against Scripts.txt
 * (a unit test does it again); which letters look alike is by eye. */
#include "text/hidden_word.h"

struct script_range {
	uint32_t first, last;
	enum hidden_script script;
};

#define L SCRIPT_LATIN
#define G SCRIPT_GREEK
#define Y SCRIPT_CYRILLIC
#define A SCRIPT_ARMENIAN
#define K SCRIPT_CHEROKEE
static const struct script_range scripts[] = {
	/* sorted */
	{ 0x0041, 0x005a, L },   { 0x0061, 0x007a, L },   { 0x00aa, 0x00aa, L },
	{ 0x00ba, 0x00ba, L },   { 0x00c0, 0x00d6, L },   { 0x00d8, 0x00f6, L },
	{ 0x00f8, 0x02b8, L },   { 0x02e0, 0x02e4, L },   { 0x0370, 0x0373, G },
	{ 0x0375, 0x0377, G },   { 0x037a, 0x037d, G },   { 0x037f, 0x037f, G },
	{ 0x0384, 0x0384, G },   { 0x0386, 0x0386, G },   { 0x0388, 0x038a, G },
	{ 0x038c, 0x038c, G },   { 0x038e, 0x03a1, G },   { 0x03a3, 0x03e1, G },
	{ 0x03f0, 0x03ff, G },   { 0x0400, 0x0484, Y },   { 0x0487, 0x052f, Y },
	{ 0x0531, 0x0556, A },   { 0x0559, 0x058a, A },   { 0x058d, 0x058f, A },
	{ 0x13a0, 0x13f5, K },   { 0x13f8, 0x13fd, K },   { 0x1c80, 0x1c88, Y },
	{ 0x1d00, 0x1d25, L },   { 0x1d26, 0x1d2a, G },   { 0x1d2b, 0x1d2b, Y },
	{ 0x1d2c, 0x1d5c, L },   { 0x1d5d, 0x1d61, G },   { 0x1d62, 0x1d65, L },
	{ 0x1d66, 0x1d6a, G },   { 0x1d6b, 0x1d77, L },   { 0x1d78, 0x1d78, Y },
	{ 0x1d79, 0x1dbe, L },   { 0x1dbf, 0x1dbf, G },   { 0x1e00, 0x1eff, L },
	{ 0x1f00, 0x1f15, G },   { 0x1f18, 0x1f1d, G },   { 0x1f20, 0x1f45, G },
	{ 0x1f48, 0x1f4d, G },   { 0x1f50, 0x1f57, G },   { 0x1f59, 0x1f59, G },
	{ 0x1f5b, 0x1f5b, G },   { 0x1f5d, 0x1f5d, G },   { 0x1f5f, 0x1f7d, G },
	{ 0x1f80, 0x1fb4, G },   { 0x1fb6, 0x1fc4, G },   { 0x1fc6, 0x1fd3, G },
	{ 0x1fd6, 0x1fdb, G },   { 0x1fdd, 0x1fef, G },   { 0x1ff2, 0x1ff4, G },
	{ 0x1ff6, 0x1ffe, G },   { 0x2071, 0x2071, L },   { 0x207f, 0x207f, L },
	{ 0x2090, 0x209c, L },   { 0x2126, 0x2126, G },   { 0x212a, 0x212b, L },
	{ 0x2132, 0x2132, L },   { 0x214e, 0x214e, L },   { 0x2160, 0x2188, L },
	{ 0x2c60, 0x2c7f, L },   { 0x2de0, 0x2dff, Y },   { 0xa640, 0xa69f, Y },
	{ 0xa722, 0xa787, L },   { 0xa78b, 0xa7ca, L },   { 0xa7d0, 0xa7d1, L },
	{ 0xa7d3, 0xa7d3, L },   { 0xa7d5, 0xa7d9, L },   { 0xa7f2, 0xa7ff, L },
	{ 0xab30, 0xab5a, L },   { 0xab5c, 0xab64, L },   { 0xab65, 0xab65, G },
	{ 0xab66, 0xab69, L },   { 0xab70, 0xabbf, K },   { 0xfb00, 0xfb06, L },
	{ 0xfb13, 0xfb17, A },   { 0xfe2e, 0xfe2f, Y },   { 0xff21, 0xff3a, L },
	{ 0xff41, 0xff5a, L },   { 0x10140, 0x1018e, G }, { 0x101a0, 0x101a0, G },
	{ 0x10780, 0x10785, L }, { 0x10787, 0x107b0, L }, { 0x107b2, 0x107ba, L },
	{ 0x1d200, 0x1d245, G }, { 0x1df00, 0x1df1e, L }, { 0x1df25, 0x1df2a, L },
	{ 0x1e030, 0x1e06d, Y }, { 0x1e08f, 0x1e08f, Y },
};
#undef L
#undef G
#undef Y
#undef A
#undef K

enum hidden_script hidden_script(uint32_t cp)
{
	size_t low = 0, high = ARRAY_LEN(scripts);

	if (cp < 0x80)
		return ascii_is_alpha((unsigned char)cp) ? SCRIPT_LATIN : SCRIPT_NONE;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (cp < scripts[middle].first)
			high = middle;
		else if (cp > scripts[middle].last)
			low = middle + 1;
		else
			return scripts[middle].script;
	}
	return SCRIPT_NONE;
}

/* ---- what looks like what ---- */

static bool is_listed(uint32_t cp, const uint16_t *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == cp)
			return true;
	return false;
}
#define IS_LISTED(cp, list) is_listed((cp), (list), ARRAY_LEN(list))

/* In most fonts the same as a Latin letter. */
static const uint16_t tight[] = {
	/* Cyrillic a, e, o, p, c, y, x; s, i, j, h, the palochka, d, q, w */
	0x0430,
	0x0435,
	0x043e,
	0x0440,
	0x0441,
	0x0443,
	0x0445,
	0x0455,
	0x0456,
	0x0458,
	0x04bb,
	0x04cf,
	0x04c0,
	0x0501,
	0x051b,
	0x051d,
	0x0405,
	0x0406,
	0x0408,
	0x0410,
	0x0412,
	0x0415,
	0x041a,
	0x041c,
	0x041d,
	0x041e,
	0x0420,
	0x0421,
	0x0422,
	0x0423,
	0x0425,
	0x04ae,
	/* Greek omicron, nu; capitals */
	0x03bf,
	0x03bd,
	0x0391,
	0x0392,
	0x0395,
	0x0396,
	0x0397,
	0x0399,
	0x039a,
	0x039c,
	0x039d,
	0x039f,
	0x03a1,
	0x03a4,
	0x03a5,
	0x03a7,
	0x03f2,
	0x03f3,
	0x037f,
	0x03f9,
	/* Armenian oh, seh, ho, co */
	0x0585,
	0x057d,
	0x0570,
	0x0581,
	0x0555,
	0x054d,
	0x054f,
	/* Cherokee */
	0x13a0,
	0x13a1,
	0x13a2,
	0x13a5,
	0x13a9,
	0x13aa,
	0x13ab,
	0x13ac,
	0x13b3,
	0x13b7,
	0x13bb,
	0x13c0,
	0x13c2,
	0x13c3,
	0x13da,
	0x13de,
	0x13df,
	0x13e2,
	0x13e6,
	0x13e7,
	0x13cf,
	0x13d9,
	0x13d4,
};
/* To a reader in a hurry. */
static const uint16_t wide[] = {
	/* Cyrillic in the shape of k, m, t, b, h, r, n, u; w, g, e */
	0x043a,
	0x043c,
	0x0442,
	0x0432,
	0x043d,
	0x0433,
	0x043f,
	0x0438,
	0x0448,
	0x050d,
	0x0454,
	0x0457,
	0x0451,
	0x0475,
	0x044c,
	0x0417,
	0x0437,
	0x0418,
	0x042f,
	0x044f,
	/* Greek alpha, beta, epsilon, eta, iota, kappa, rho, sigma, tau, upsilon, chi,
	 * omega, gamma */
	0x03b1,
	0x03b2,
	0x03b5,
	0x03b7,
	0x03b9,
	0x03ba,
	0x03c1,
	0x03c3,
	0x03c4,
	0x03c5,
	0x03c7,
	0x03c9,
	0x03b3,
	/* Armenian */
	0x0578,
	0x057c,
	0x0563,
	0x0566,
	0x0582,
};

enum look_alike hidden_look(uint32_t cp)
{
	if (cp < 0x370)
		return ALIKE_NOT;
	if (IS_LISTED(cp, tight))
		return ALIKE_TIGHT;
	return IS_LISTED(cp, wide) ? ALIKE_WIDE : ALIKE_NOT;
}

/* A Latin letter that may play one of another alphabet. */
static bool is_latin_like(uint32_t cp)
{
	return cp < 0x80 && strchr("aceopxyijshABCEHIKMNOPTXYZJS", (int)cp);
}

/* Letters of phonetic writing and small capitals, in the shape of ordinary ones. */
static bool is_odd_latin(uint32_t cp)
{
	return (cp >= 0x0250 && cp <= 0x02af && cp != 0x0259 && cp != 0x025b &&
		cp != 0x0254) ||
	       (cp >= 0x1d00 && cp <= 0x1d25);
}

/* ---- one word ---- */

/* A Greek letter of a formula stands by capitals: "TNFα", "NFκB". */
static bool is_formula(uint32_t cp, uint32_t by)
{
	return hidden_script(cp) == SCRIPT_GREEK && utf8_is_lower(cp) &&
	       !utf8_is_lower(by);
}

static bool is_mix(uint32_t a, uint32_t b)
{
	const bool latin = hidden_script(a) == SCRIPT_LATIN;
	const uint32_t other = latin ? b : a, by = latin ? a : b;

	return hidden_script(by) == SCRIPT_LATIN && hidden_look(other) != ALIKE_NOT &&
	       !is_formula(other, by);
}

void alphabet_add(struct alphabet *w, uint32_t cp)
{
	const enum hidden_script script = hidden_script(cp);
	const enum look_alike look = hidden_look(cp);

	if (!utf8_is_letter(cp))
		return;
	w->letters++;
	if (script == SCRIPT_LATIN) {
		w->latin++;
		w->latin_like += is_latin_like(cp);
		w->odd += is_odd_latin(cp);
	} else if (script != SCRIPT_NONE) {
		w->other++;
		w->tight += look == ALIKE_TIGHT;
		w->wide += look != ALIKE_NOT;
	}
	if (!w->first && (script != SCRIPT_LATIN || is_odd_latin(cp)))
		w->first = cp;
	w->mixed |= w->before && is_mix(w->before, cp);
	w->before = cp;
}

bool alphabet_is_mixed(const struct alphabet *w)
{
	if (!w->latin || !w->other)
		return false;
	return w->mixed || (w->latin == w->latin_like && w->latin < w->other);
}

bool alphabet_is_disguise(const struct alphabet *w)
{
	return w->letters && w->letters == w->other && w->tight == w->letters;
}

/* ---- words of a text ---- */

enum { DISGUISE = 3 }; /* letters of a word that is made of look-alikes only */

struct words {
	struct str text;
	struct arena *a;
	struct hidden_list *out;
	bool honest; /* the text has a word that is plainly of another alphabet */
	bool second; /* the walk that reports */
};

static void end_word(struct words *w, const struct alphabet *word, size_t at, size_t end)
{
	const bool disguise = alphabet_is_disguise(word) && word->letters >= DISGUISE;

	if (!w->second)
		w->honest |= word->other && !word->latin && !disguise;
	else if (alphabet_is_mixed(word) || (disguise && !w->honest))
		*VEC_ADD(w->a, &w->out->v) =
			(struct hidden){ .at = { (uint32_t)at, (uint32_t)end },
					 .class = HIDDEN_MIXED_SCRIPT,
					 .cp = word->first };
}

/* Letters, digits and the marks on them go on with a word. */
static bool goes_on(uint32_t cp)
{
	return utf8_is_letter(cp) || utf8_category(cp) == UTF8PROC_CATEGORY_MN ||
	       utf8_category(cp) == UTF8PROC_CATEGORY_ND || utf8_is_invisible(cp);
}

static void look_at_token(struct words *w, const struct token *t)
{
	const size_t end = (size_t)t->at + t->n;
	struct alphabet word = { 0 };
	size_t start = t->at, n;

	for (size_t at = t->at; at < end; at += n) {
		const uint32_t cp = utf8_decode(w->text, at, &n);

		if (goes_on(cp)) {
			alphabet_add(&word, cp);
			continue;
		}
		end_word(w, &word, start, at);
		word = (struct alphabet){ 0 };
		start = at + n;
	}
	end_word(w, &word, start, end);
}

static bool is_of_words(const struct token *t)
{
	return t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER ||
	       t->kind == TOKEN_HASHTAG || t->kind == TOKEN_MENTION ||
	       t->kind == TOKEN_CASHTAG;
}

static bool is_ascii(struct str s)
{
	return utf8_ascii(s, 0) == s.n;
}

void hidden_words(const struct view *v, const struct tokens *t, struct arena *a,
		  struct hidden_list *out)
{
	struct words w = { .text = v->text, .a = a, .out = out };

	for (int pass = 0; pass < 2; pass++) {
		w.second = pass == 1;
		for (size_t i = 0; i < t->n; i++)
			if (is_of_words(&t->p[i]) && !is_ascii(token_text(v, &t->p[i])))
				look_at_token(&w, &t->p[i]);
	}
}
