#include "text/suggest.h"

#include "text/pack_format.h"
#include "text/suggest_cost.h"

#include <utf8proc.h>

enum {
	DEEP = 6,        /* letters that a suggestion may have more */
	KEPT = 24,       /* candidates that are compared */
	GROUP_MOST = 4,  /* letters of a group */
	GROUPS_MAX = 24, /* that end at one letter of the word */
	NEVER = 4000,    /* a cost that is none */
	BOUND_FIRST = 100,
	BOUND_STEP = 70,
	LENGTH_COST = 40, /* about what one letter more or less costs at least */
	ENOUGH = 60,      /* costs beyond the best one that commonness can outweigh */
	PARTS_MAX = 2,
	BLANK_USUAL = 40,   /* between two words that are often written as one */
	BLANK_COST = 130,   /* of which one is very common */
	BLANK_RARE = 150,   /* others */
	BLANK_BAND = 136,   /* a word that readers know well: COMMON_KNOWN */
	BLANK_COMMON = 200, /* COMMON_CORE */
};

struct candidate {
	struct pack_entry entry;
	int score; /* less is better */
	int cost;
};

struct group {
	const struct cost_group *of;
	uint32_t last; /* letter of `meant` */
	uint8_t typed_n, meant_n;
};

struct group_list {
	struct group p[GROUPS_MAX];
	size_t n;
	uint32_t letters; /* by which a key's letter may belong to one of them */
};

/* A walk through all keys that are near to one word. Row i holds what it costs to get the
 * first j letters of the word out of the first i of a key. */
struct walk {
	const struct pack *pack;
	uint32_t typed[SUGGEST_LETTERS + 1];   /* 0 behind the last */
	uint32_t symbols[SUGGEST_LETTERS + 1]; /* of `typed`; 0: not in the alphabet */
	size_t n;
	uint32_t letters[PACK_SYMBOLS + 1];
	uint8_t wrong[PACK_SYMBOLS + 1][SUGGEST_LETTERS];
	uint8_t missing[PACK_SYMBOLS + 1], doubled[PACK_SYMBOLS + 1];
	uint8_t extra[SUGGEST_LETTERS];
	/* Groups whose typed letters end or start at a letter. */
	struct group_list ends[SUGGEST_LETTERS + 1], starts[SUGGEST_LETTERS + 1];
	int rows[SUGGEST_LETTERS + DEEP + 1][SUGGEST_LETTERS + 1];
	int least[SUGGEST_LETTERS + DEEP + 1]; /* of each row */
	/* The part of each row that is within the bound, as far as letters reach. */
	uint8_t first[SUGGEST_LETTERS + DEEP + 1], last[SUGGEST_LETTERS + DEEP + 1];
	uint32_t key[SUGGEST_LETTERS + DEEP];
	int bound;
	size_t width; /* of the part of a row that can be within the bound */
	size_t steps;
	struct candidate found[KEPT];
	size_t n_found;
};

/* ---- what the word brings with it ---- */

static bool read_letters(struct walk *w, struct str key)
{
	for (size_t at = 0; at < key.n; w->n++) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t n =
			utf8proc_iterate((const utf8proc_uint8_t *)key.p + at,
					 (utf8proc_ssize_t)(key.n - at), &cp);

		if (n <= 0 || w->n == SUGGEST_LETTERS)
			return false;
		w->typed[w->n] = (uint32_t)cp;
		at += (size_t)n;
	}
	return w->n > 0;
}

/* Does `group` end at letter j of `text`? Groups are ASCII. */
static bool ends_in(const uint32_t *text, size_t j, const char *group)
{
	const size_t n = strlen(group);

	if (n > j)
		return false;
	for (size_t i = 0; i < n; i++)
		if (text[j - n + i] != (unsigned char)group[i])
			return false;
	return true;
}

/* Of letters a to z; groups have no others. */
static uint32_t letter_bit(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z' ? (uint32_t)1 << (cp - 'a') : 0;
}

/* `letter` of the group is asked for first, when a key is compared with it. */
static void note_group(struct group_list *list, const struct cost_group *of, char letter)
{
	const size_t typed_n = strlen(of->typed), meant_n = strlen(of->meant);

	if (list->n == GROUPS_MAX)
		return;
	list->letters |= letter_bit((unsigned char)letter);
	list->p[list->n++] = (struct group){ of, (uint8_t)of->meant[meant_n - 1],
					     (uint8_t)typed_n, (uint8_t)meant_n };
}

static void read_groups(struct walk *w)
{
	for (size_t g = 0; g < cost_groups_n; g++) {
		const struct cost_group *group = &cost_groups[g];

		for (size_t j = strlen(group->typed); j <= w->n; j++) {
			if (!ends_in(w->typed, j, group->typed))
				continue;
			note_group(&w->ends[j], group,
				   group->meant[strlen(group->meant) - 1]);
			note_group(&w->starts[j - strlen(group->typed)], group,
				   group->meant[0]);
		}
	}
}

static void read_costs(struct walk *w)
{
	for (uint32_t s = 1; s <= w->pack->n_symbols; s++)
		w->letters[s] = pack_u32(w->pack->alphabet.p + (size_t)(s - 1) * 4);
	for (uint32_t s = 1; s <= w->pack->n_symbols; s++)
		for (size_t j = 0; j < w->n; j++)
			if (w->letters[s] == w->typed[j])
				w->symbols[j] = s;
	for (size_t j = 0; j < w->n; j++) {
		w->extra[j] = cost_extra(w->typed[j], j ? w->typed[j - 1] : 0);
		w->rows[0][j + 1] = w->rows[0][j] + w->extra[j] + (j ? 0 : COST_FIRST);
	}
	read_groups(w);
}

/* What a letter of the alphabet costs, when it is met first: many never are. */
static void learn(struct walk *w, uint32_t symbol)
{
	const uint32_t letter = w->letters[symbol];

	if (w->missing[symbol])
		return;
	w->missing[symbol] = cost_missing(letter, 0, 0);
	w->doubled[symbol] = cost_missing(letter, letter, 0);
	for (size_t j = 0; j < w->n; j++)
		w->wrong[symbol][j] = cost_wrong(w->typed[j], letter);
}

/* ---- rows ---- */

static int lesser(int a, int b)
{
	return a < b ? a : b;
}

/* Groups of letters and swapped neighbours: what reaches back over more than one. */
static int cost_of_groups(const struct walk *w, size_t i, size_t j)
{
	int best = NEVER;

	if (i > 1 && j > 1 && w->typed[j - 1] == w->key[i - 2] &&
	    w->typed[j - 2] == w->key[i - 1])
		best = w->rows[i - 2][j - 2] + COST_SWAP;
	if (!(w->ends[j].letters & letter_bit(w->key[i - 1])))
		return best;
	for (size_t g = 0; g < w->ends[j].n; g++) {
		const struct group *group = &w->ends[j].p[g];

		if (group->last == w->key[i - 1] && ends_in(w->key, i, group->of->meant))
			best = lesser(best,
				      w->rows[i - group->meant_n][j - group->typed_n] +
					      group->of->cost);
	}
	return best;
}

/* The cells of row i that can be within the bound: what lies before or behind those of
 * the rows that a letter or a group reaches back to cannot. */
static void set_reach(const struct walk *w, size_t i, size_t *from, size_t *to)
{
	const size_t least = i > w->width ? i - w->width : 0;
	const size_t most = i + w->width < w->n ? i + w->width : w->n;

	*from = w->n;
	*to = 0;
	for (size_t back = 1; back <= GROUP_MOST && back <= i; back++) {
		if (w->first[i - back] < *from)
			*from = w->first[i - back];
		if ((size_t)w->last[i - back] + GROUP_MOST > *to)
			*to = (size_t)w->last[i - back] + GROUP_MOST;
	}
	if (*from < least)
		*from = least;
	if (*to > most)
		*to = most;
}

static void note_cell(struct walk *w, size_t i, size_t j, int cost)
{
	w->least[i] = lesser(w->least[i], cost);
	if (cost > w->bound)
		return;
	if (j < w->first[i])
		w->first[i] = (uint8_t)j;
	w->last[i] = (uint8_t)j;
}

/* Row i, for a key whose letter i is `symbol`. Only the part of it that can be within
 * the bound is worked out, the rest is NEVER. */
static void fill_row(struct walk *w, size_t i, uint32_t symbol)
{
	const int *above = w->rows[i - 1];
	const uint32_t letter = w->letters[symbol], before = i > 1 ? w->key[i - 2] : 0;
	const int start = i == 1 ? COST_FIRST : 0;
	int *row = w->rows[i];
	size_t from, to;

	set_reach(w, i, &from, &to);
	w->least[i] = NEVER;
	w->first[i] = (uint8_t)w->n;
	w->last[i] = 0;
	for (size_t j = 0; j <= w->n; j++)
		row[j] = NEVER;
	if (from == 0) {
		row[0] = above[0] + w->missing[symbol] + start;
		note_cell(w, i, 0, row[0]);
	}
	for (size_t j = from ? from : 1; j <= w->n; j++) {
		const bool twice = letter == before || letter == w->typed[j];
		const uint8_t wrong = w->wrong[symbol][j - 1];
		int cost = above[j - 1] + wrong + (j == 1 && wrong ? start : 0);

		if (j > to && row[j - 1] + COST_LEAST > w->bound)
			break;
		cost = lesser(cost, above[j] + (twice ? w->doubled : w->missing)[symbol]);
		cost = lesser(cost, row[j - 1] + w->extra[j - 1]);
		row[j] = lesser(cost, cost_of_groups(w, i, j));
		note_cell(w, i, j, row[j]);
	}
}

/* Are the key's last `back` letters the first of those that the group stands for? */
static bool is_begun(const struct walk *w, const struct group *g, size_t i, size_t back)
{
	if (back >= g->meant_n)
		return false;
	for (size_t k = 0; k < back; k++)
		if (w->key[i - back + k] != (unsigned char)g->of->meant[k])
			return false;
	return true;
}

/* A swap or a group of letters that is not complete yet may still come back to a row
 * that was within the bound. */
static bool is_pending(const struct walk *w, size_t i, size_t back)
{
	const int *row = w->rows[i - back];
	const uint32_t begun = letter_bit(w->key[i - back]);

	for (size_t j = w->first[i - back]; j <= w->last[i - back] && j < w->n; j++) {
		if (row[j] + COST_LEAST > w->bound)
			continue;
		if (back == 1 && j + 1 < w->n && w->key[i - 1] == w->typed[j + 1])
			return true;
		if (!(w->starts[j].letters & begun))
			continue;
		for (size_t g = 0; g < w->starts[j].n; g++)
			if (is_begun(w, &w->starts[j].p[g], i, back))
				return true;
	}
	return false;
}

/* Can a key that starts with the first i letters still be within the bound? */
static bool is_hopeful(const struct walk *w, size_t i)
{
	if (w->least[i] <= w->bound)
		return true;
	for (size_t back = 1; back < 4 && back <= i; back++)
		if (w->least[i - back] + COST_LEAST <= w->bound && is_pending(w, i, back))
			return true;
	return false;
}

/* ---- candidates ---- */

/* How much commonness counts: 32 to a power of ten. */
static int score_of(int cost, const struct pack_entry *e)
{
	return cost * 8 - (int)e->band * 7;
}

static void keep(struct walk *w, const struct candidate *c)
{
	size_t at = w->n_found;

	for (size_t i = 0; i < w->n_found; i++)
		if (w->found[i].entry.index == c->entry.index)
			return;
	if (at == KEPT && w->found[--at].score <= c->score)
		return;
	for (; at > 0 && w->found[at - 1].score > c->score; at--)
		w->found[at] = w->found[at - 1];
	w->found[at] = *c;
	w->n_found += w->n_found < KEPT;
}

static void take_key(struct walk *w, size_t i)
{
	struct candidate c = { .cost = w->rows[i][w->n] };
	utf8proc_uint8_t bytes[4 * (SUGGEST_LETTERS + DEEP)];
	size_t n = 0;

	for (size_t k = 0; k < i; k++)
		n += (size_t)utf8proc_encode_char((utf8proc_int32_t)w->key[k], bytes + n);
	if (!pack_find(w->pack, (struct str){ (const char *)bytes, n }, &c.entry))
		return;
	if (c.entry.facts & PACK_SHY ||
	    !(pack_forms(c.entry.forms, pack_all(w->pack)) & 0x0f))
		return;
	c.score = score_of(c.cost, &c.entry);
	keep(w, &c);
}

static void walk_node(struct walk *w, uint32_t node, size_t i);

static void walk_edge(struct walk *w, uint32_t edge, size_t i)
{
	if (w->steps == SUGGEST_WALK)
		return;
	w->steps++;
	w->key[i] = w->letters[edge & EDGE_LABEL];
	learn(w, edge & EDGE_LABEL);
	fill_row(w, i + 1, edge & EDGE_LABEL);
	if (edge & EDGE_FINAL && w->rows[i + 1][w->n] <= w->bound)
		take_key(w, i + 1);
	if (edge >> EDGE_TARGET_SHIFT && is_hopeful(w, i + 1))
		walk_node(w, edge >> EDGE_TARGET_SHIFT, i + 1);
}

static uint32_t edge_at(const struct walk *w, uint32_t at)
{
	return pack_u32(w->pack->graph.p + (size_t)at * EDGE_BYTES);
}

/* All keys below `node`, which stands behind i letters: on by the letter that was typed
 * first, so that a walk that is cut short saw the best. */
static void walk_node(struct walk *w, uint32_t node, size_t i)
{
	const uint32_t typed = i < w->n ? w->symbols[i] : 0;
	uint32_t edge, at = node;

	if (i >= w->n + w->width || i >= w->n + DEEP)
		return;
	do {
		edge = edge_at(w, at++);
	} while ((edge & EDGE_LABEL) != typed && !(edge & EDGE_LAST));
	if ((edge & EDGE_LABEL) == typed)
		walk_edge(w, edge, i);
	at = node;
	do {
		edge = edge_at(w, at++);
		if ((edge & EDGE_LABEL) != typed)
			walk_edge(w, edge, i);
	} while (!(edge & EDGE_LAST));
}

/* What of row 0 is within the bound: letters too many at the start. */
static void start_row(struct walk *w)
{
	w->first[0] = 0;
	w->last[0] = 0;
	for (size_t j = 1; j <= w->n && w->rows[0][j] <= w->bound; j++)
		w->last[0] = (uint8_t)j;
}

/* Wider and wider, until what is found cannot be beaten. */
static void walk_all(struct walk *w)
{
	const int most = w->n < 4 ? 170 : w->n < 8 ? 240 : 310;
	const uint32_t root = pack_u32(w->pack->graph.p) >> EDGE_TARGET_SHIFT;

	if (!root)
		return;
	for (w->bound = BOUND_FIRST; w->bound <= most; w->bound += BOUND_STEP) {
		w->width = (size_t)w->bound / LENGTH_COST + 1;
		start_row(w);
		walk_node(w, root, 0);
		if (w->steps == SUGGEST_WALK ||
		    (w->n_found && w->found[0].cost + ENOUGH <= w->bound))
			return;
	}
}

/* ---- the words as they are written ---- */

/* What is asked, and where the answers go. */
struct asking {
	const struct pack *pack;
	uint32_t dialects;
	struct arena *a;
	struct str *out;
	size_t most, n;
	struct str pair; /* two words that were written as one, or STR_NULL */
	int pair_score;
};

static struct str in_case(struct asking *q, struct str key, enum wordform_shape shape)
{
	char text[4 * WORDFORM_MAX];

	if (shape == SHAPE_UPPER)
		return arena_dup(q->a, text, wordform_upper(key, text, sizeof(text)));
	if (shape == SHAPE_TITLE)
		return arena_dup(q->a, text, wordform_title(key, text, sizeof(text)));
	return arena_str(q->a, key);
}

/* A key in the case of the word given, or in its own if it has one. */
static struct str written(struct asking *q, const struct pack_entry *e,
			  enum wordform_shape given)
{
	const uint8_t here = pack_forms(e->forms, q->dialects) & 0x0f;
	const uint32_t mask = here ? q->dialects : pack_all(q->pack);
	const uint8_t forms = here ? here : pack_forms(e->forms, mask) & 0x0f;

	if (given == SHAPE_UPPER)
		return in_case(q, e->key, SHAPE_UPPER);
	if (forms & SHAPE_LOWER)
		return in_case(q, e->key,
			       given == SHAPE_TITLE ? SHAPE_TITLE : SHAPE_LOWER);
	if (forms & SHAPE_TITLE)
		return in_case(q, e->key, SHAPE_TITLE);
	if (forms & SHAPE_UPPER)
		return in_case(q, e->key, SHAPE_UPPER);
	return arena_str(q->a, pack_mixed(q->pack, e->index, mask));
}

static void add(struct asking *q, struct str given, struct str whole)
{
	if (q->n == q->most || str_eq(whole, given))
		return;
	for (size_t i = 0; i < q->n; i++)
		if (str_eq(q->out[i], whole))
			return;
	q->out[q->n++] = whole;
}

/* before + word + after as these dialects spell it, if that is a word, another one than
 * `given`, and new. */
static void offer(struct asking *q, struct str given, struct str before, struct str word,
		  struct str after)
{
	struct str whole = arena_printf(q->a, "%.*s%.*s%.*s", STR_ARG(before),
					STR_ARG(word), STR_ARG(after));

	if (q->n == q->most || !pack_accepts(q->pack, pack_all(q->pack), whole))
		return;
	(void)suggest_variants(q->pack, q->dialects, whole, q->a, &whole, 1);
	add(q, given, whole);
}

/* Suggestions for one part of `given`, which stands between `before` and `after`. */
static void ask(struct asking *q, struct str given, struct str before, struct str part,
		struct str after)
{
	struct walk *w = ARENA_NEW(q->a, struct walk);
	struct wordform form;

	w->pack = q->pack;
	if (!wordform_of(part, &form) || !read_letters(w, form.key))
		return;
	read_costs(w);
	walk_all(w);
	for (size_t i = 0; i < w->n_found; i++) {
		if (q->pair.n && q->pair_score < w->found[i].score)
			add(q, given, q->pair);
		offer(q, given, before, written(q, &w->found[i].entry, form.shape),
		      after);
	}
	if (q->pair.n)
		add(q, given, q->pair);
}

/* The best word for one part, or the part itself if it is one. */
static struct str best_part(struct asking *q, struct str part, size_t *asked)
{
	struct asking one = { .pack = q->pack,
			      .dialects = q->dialects,
			      .a = q->a,
			      .out = arena_array(q->a, 1, sizeof(part)),
			      .most = 1 };

	if (part.n == 0 || pack_accepts(q->pack, q->dialects, part))
		return part;
	if (++*asked <= PARTS_MAX)
		ask(&one, part, STR_NULL, part, STR_NULL);
	return one.n ? one.out[0] : STR_NULL;
}

/* "well-knwon": each part by itself, when no more than two of them are wrong. */
static void ask_parts(struct asking *q, struct str given)
{
	struct str rest = given, part, whole = STR_NULL;
	size_t asked = 0;

	while (str_field(&rest, '-', &part)) {
		const struct str best = best_part(q, part, &asked);

		if (!best.p || asked > PARTS_MAX)
			return;
		whole = whole.p ? arena_printf(q->a, "%.*s-%.*s", STR_ARG(whole),
					       STR_ARG(best))
				: best;
	}
	offer(q, given, STR_NULL, whole, STR_NULL);
}

/* How common is one of two words that may have been written as one? 0: it is none. Of
 * single letters only "a" and "I" are words. */
static unsigned half_band(const struct asking *q, struct str half)
{
	struct pack_entry e;

	if (half.n == 1 && half.p[0] != 'a' && half.p[0] != 'i')
		return 0;
	if (!pack_find(q->pack, half, &e) || e.facts & PACK_SHY ||
	    !(pack_forms(e.forms, q->dialects) & 0x0f))
		return 0;
	return half.n > 2 || e.band >= BLANK_COMMON ? e.band : 0;
}

/* Pairs that are often written as one word. */
static bool is_usual_pair(struct str key, size_t cut)
{
	static const char *const pairs[] = {
		"a bit",       "a few",      "a little",  "a lot",       "a while",
		"all right",   "as if",      "as long",   "as soon",     "as well",
		"at all",      "at first",   "at last",   "at least",    "at most",
		"by far",      "each other", "even if",   "even though", "ever since",
		"every time",  "i am",       "i have",    "i was",       "i will",
		"in addition", "in case",    "in fact",   "in front",    "in order",
		"in the",      "no one",     "of course", "of the",      "on the",
		"so far",      "so that",    "thank you", "to be",       "to the",
		"up to",
	};

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (strlen(pairs[i]) == key.n + 1 && pairs[i][cut] == ' ' &&
		    memcmp(pairs[i], key.p, cut) == 0 &&
		    str_is(str_slice(key, cut, key.n), pairs[i] + cut + 1))
			return true;
	return false;
}

static int score_of_pair(unsigned a, unsigned b, bool usual)
{
	const unsigned less = a < b ? a : b, more = a < b ? b : a;

	if (less < BLANK_BAND)
		return 0;
	return (usual                  ? BLANK_USUAL
		: more >= BLANK_COMMON ? BLANK_COST
				       : BLANK_RARE) *
		       8 -
	       (int)less * 7;
}

static struct str pair_written(struct asking *q, struct str key, size_t cut,
			       enum wordform_shape shape)
{
	const struct str left = str_slice(key, 0, cut),
			 right = str_slice(key, cut, key.n);
	const struct str i = STR("I");

	if (shape == SHAPE_UPPER)
		return in_case(
			q, arena_printf(q->a, "%.*s %.*s", STR_ARG(left), STR_ARG(right)),
			shape);
	return arena_printf(q->a, "%.*s %.*s",
			    STR_ARG(str_is(left, "i") ? i : in_case(q, left, shape)),
			    STR_ARG(str_is(right, "i") ? i : right));
}

/* "thefirst": a blank is missing. */
static void find_pair(struct asking *q, const struct wordform *w)
{
	size_t best = 0;

	for (size_t cut = 1; cut < w->key.n; cut++) {
		const unsigned a = half_band(q, str_slice(w->key, 0, cut));
		const unsigned b = a ? half_band(q, str_slice(w->key, cut, w->key.n)) : 0;
		const int score = b ? score_of_pair(a, b, is_usual_pair(w->key, cut)) : 0;

		if (!score || (best && score >= q->pair_score))
			continue;
		best = cut;
		q->pair_score = score;
	}
	if (best)
		q->pair = pair_written(q, w->key, best, w->shape);
}

static bool is_owner(struct str word)
{
	return word.n > 3 && (str_ends(word, "'s") || str_ends(word, "'S"));
}

/* "Thank's", "un-install": a mark too many. */
static void drop_marks(struct asking *q, struct str given)
{
	char text[WORDFORM_MAX];
	size_t n = 0;

	if (!is_owner(given) && str_chr(given, '-', 0) >= given.n)
		return;
	for (size_t i = 0; i < given.n; i++)
		if (given.p[i] != '\'' && given.p[i] != '-')
			text[n++] = given.p[i];
	if (n > 1 && n < given.n)
		offer(q, given, STR_NULL, (struct str){ text, n }, STR_NULL);
}

size_t suggest_words(const struct pack *p, uint32_t dialects, struct str word,
		     struct arena *a, struct str *out, size_t most)
{
	struct asking q = { .pack = p, .dialects = dialects, .a = a, .out = out };
	struct wordform w;

	q.most = most < SUGGEST_MOST ? most : SUGGEST_MOST;
	if (!wordform_of(word, &w) || !q.most)
		return 0;
	q.n = suggest_variants(p, dialects, w.text, a, out, q.most);
	drop_marks(&q, w.text);
	if (str_chr(w.text, '-', 0) < w.text.n)
		ask_parts(&q, w.text);
	if (is_owner(w.text))
		ask(&q, w.text, STR_NULL, str_slice(w.text, 0, w.text.n - 2),
		    str_slice(w.text, w.text.n - 2, w.text.n));
	find_pair(&q, &w);
	ask(&q, w.text, STR_NULL, w.text, STR_NULL);
	return q.n;
}
