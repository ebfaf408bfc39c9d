/* How one dialect spells a word that only another one knows: colour for color. The pairs
 * are those that every style guide of the two dialects lists; a pack says whether what
 * comes out is a word. */
#include "text/suggest.h"

enum {
	AT_START = 1 << 0,
	AT_END = 1 << 1,   /* before the end, 's or s */
	UNSHARED = 1 << 2, /* the other dialects must not know the variant: tel, tell */
	WORD_LEAST = 3,
	WORD_MOST = 40,
	DEPTH = 2, /* tranquillise, tranquilize */
};

struct pair {
	const char *text[2];
	unsigned where;
};

static const struct pair pairs[] = {
	{ { "our", "or" }, 0 },
	{ { "re", "er" }, AT_END },
	{ { "red", "ered" }, AT_END },
	{ { "ring", "ering" }, AT_END },
	{ { "is", "iz" }, 0 },
	{ { "ys", "yz" }, 0 },
	{ { "ll", "l" }, UNSHARED },
	{ { "ogue", "og" }, 0 },
	{ { "ogu", "og" }, 0 },
	{ { "ae", "e" }, 0 },
	{ { "oe", "e" }, 0 },
	{ { "ce", "se" }, AT_END },
	{ { "ced", "sed" }, AT_END },
	{ { "cing", "sing" }, AT_END },
	{ { "celess", "seless" }, AT_END },
	{ { "mme", "m" }, AT_END },
	{ { "grey", "gray" }, AT_START },
	{ { "tyre", "tire" }, AT_START },
	{ { "ium", "um" }, AT_END },
	{ { "que", "ck" }, AT_END },
	{ { "queb", "ckb" }, 0 },
	{ { "quer", "cker" }, 0 },
	{ { "plough", "plow" }, 0 },
	{ { "draught", "draft" }, 0 },
	{ { "doughnut", "donut" }, 0 },
	{ { "mould", "mold" }, 0 },
	{ { "moult", "molt" }, 0 },
	{ { "pyj", "paj" }, AT_START },
	{ { "llery", "lry" }, AT_END },
	{ { "scept", "skept" }, 0 },
	{ { "usc", "usk" }, AT_END },
	{ { "efact", "ifact" }, 0 },
	{ { "mous", "mus" }, AT_START },
	{ { "cos", "coz" }, AT_START },
	{ { "axe", "ax" }, AT_END },
	{ { "eab", "ab" }, 0 },
	{ { "eing", "ing" }, AT_END },
	{ { "dgem", "dgm" }, 0 },
	{ { "nt", "ned" }, AT_END },
	{ { "mt", "med" }, AT_END },
	{ { "pt", "ped" }, AT_END },
	{ { "lt", "led" }, AT_END },
	{ { "elt", "elled" }, AT_END },
	{ { "kerb", "curb" }, AT_START },
	{ { "storey", "story" }, AT_END },
	{ { "storeys", "stories" }, AT_END },
	{ { "mum", "mom" }, AT_START },
	{ { "aero", "air" }, AT_START },
	{ { "iality", "ialty" }, AT_END },
	{ { "pp", "p" }, UNSHARED },
	{ { "tt", "t" }, UNSHARED },
	{ { "ss", "s" }, UNSHARED },
	{ { "gg", "g" }, UNSHARED },
	{ { "xion", "ction" }, 0 },
	{ { "lph", "lf" }, 0 },
	{ { "ore", "or" }, AT_END },
};

/* What is sought, and what was found. */
struct search {
	const struct pack *pack;
	uint32_t dialects;
	struct arena *a;
	struct str *out;
	size_t most, n;
	bool unshared;
};

static bool is_end(struct str word, size_t at)
{
	const struct str rest = str_slice(word, at, word.n);

	return !rest.n || rest.p[0] == '-' || str_is(rest, "s") || str_is(rest, "'s");
}

static bool fits(struct str word, size_t at, const struct pair *pair, struct str from)
{
	if (!str_starts(str_slice(word, at, word.n), from.p))
		return false;
	if (pair->where & AT_START && at && word.p[at - 1] != '-')
		return false;
	return !(pair->where & AT_END) || is_end(word, at + from.n);
}

static void offer(struct search *q, struct str word)
{
	const uint32_t others = pack_all(q->pack) & ~q->dialects;

	if (q->n == q->most || !pack_accepts(q->pack, q->dialects, word) ||
	    (q->unshared && pack_accepts(q->pack, others, word)))
		return;
	for (size_t i = 0; i < q->n; i++)
		if (str_eq(q->out[i], word))
			return;
	q->out[q->n++] = arena_str(q->a, word);
}

static void respell(struct search *q, struct str word, unsigned depth);

static void swap_at(struct search *q, struct str word, size_t at, struct str from,
		    struct str to, unsigned depth)
{
	char text[WORD_MOST + 8];
	const size_t n = word.n - from.n + to.n;
	const struct str next = { text, n };

	if (n > WORD_MOST)
		return;
	memcpy(text, word.p, at);
	memcpy(text + at, to.p, to.n);
	memcpy(text + at + to.n, word.p + at + from.n, word.n - at - from.n);
	if (depth > 1)
		respell(q, next, depth - 1);
	else
		offer(q, next);
}

static void apply(struct search *q, struct str word, const struct pair *pair,
		  unsigned way, unsigned depth)
{
	const struct str from = str_from(pair->text[way]);
	const struct str to = str_from(pair->text[!way]);
	const bool unshared = q->unshared;

	q->unshared |= (pair->where & UNSHARED) != 0;
	for (size_t at = 0; at + from.n <= word.n; at++)
		if (fits(word, at, pair, from))
			swap_at(q, word, at, from, to, depth);
	q->unshared = unshared;
}

/* `word` with `depth` pairs changed, each at one place. */
static void respell(struct search *q, struct str word, unsigned depth)
{
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		for (unsigned way = 0; way < 2; way++)
			apply(q, word, &pairs[i], way, depth);
}

/* Names are spelled in one way everywhere. */
static bool is_common_noun(const struct pack *p, uint32_t dialects, struct str key)
{
	return pack_accepts(p, pack_all(p) & ~dialects, key) &&
	       !pack_accepts(p, dialects, key);
}

static struct str in_case(struct arena *a, struct str key, enum wordform_shape shape)
{
	char text[4 * WORDFORM_MAX];

	if (shape == SHAPE_UPPER)
		return arena_dup(a, text, wordform_upper(key, text, sizeof(text)));
	if (shape == SHAPE_TITLE)
		return arena_dup(a, text, wordform_title(key, text, sizeof(text)));
	return key;
}

size_t suggest_variants(const struct pack *p, uint32_t dialects, struct str word,
			struct arena *a, struct str *out, size_t most)
{
	struct search q = {
		.pack = p, .dialects = dialects, .a = a, .out = out, .most = most
	};
	struct wordform w;

	if (dialects == pack_all(p) || !wordform_of(word, &w) || w.shape == SHAPE_MIXED ||
	    w.key.n < WORD_LEAST || w.key.n > WORD_MOST ||
	    !is_common_noun(p, dialects, w.key))
		return 0;
	for (unsigned depth = 1; depth <= DEPTH && !q.n; depth++)
		respell(&q, w.key, depth);
	for (size_t i = 0; i < q.n; i++)
		out[i] = in_case(a, out[i], w.shape);
	return q.n;
}
