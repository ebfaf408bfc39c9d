#include "text/suggest.h"

#include "text/pack_format.h"
#include "text/suggest_cost.h"

#include <utf8proc.h>

enum {
	DEEP = 6,           /* letters that a suggestion may have more */
	KEPT = 24,          /* candidates that are compared */
	GROUP_MOST = 4,     /* letters of a group */
	GROUPS_MAX = 24,    /* that end at one letter of the word */
	NEVER = UINT16_MAX, /* a cost that is none */
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
};

struct start {
	const char *meant;
	uint64_t bit;
};

/* Letters a to z; groups have no others. */
enum { LETTERS = 26, PLACES, STARTS_MAX = 2 * SUGGEST_LETTERS };

/* A walk through all keys that are near to one word. Row i holds what it costs to get the
 * first j letters of the word out of the first i of a key. Most cells of most rows are
 * beyond the bound: which are not is kept in bits, and only what can come of those is
 * worked out. */
struct walk {
	const struct pack *pack;
	uint32_t typed[SUGGEST_LETTERS + 1];   /* 0 behind the last */
	uint32_t symbols[SUGGEST_LETTERS + 1]; /* of `typed`; 0: not in the alphabet */
	size_t n;
	uint64_t inside; /* bits 0 to n */
	uint32_t letters[PACK_SYMBOLS + 1];
	uint64_t places[PACK_SYMBOLS + 1]; /* bit j: it is typed[j] */
	uint8_t wrong[PACK_SYMBOLS + 1][SUGGEST_LETTERS];
	uint8_t missing[PACK_SYMBOLS + 1], doubled[PACK_SYMBOLS + 1];
	uint8_t extra[SUGGEST_LETTERS];
	uint8_t places_of[PACK_SYMBOLS + 1];         /* place_of() each of the letters */
	struct group_list ends[SUGGEST_LETTERS + 1]; /* whose typed letters end there */
	/* Bits of where groups end: those that are meant for one letter, and those that
	 * are meant for more, by the last two. */
	uint64_t ends_one[PLACES], ends_two[PLACES][PLACES];
	/* Bits of where groups start that are meant for more than one letter, by it, and
	 * for more than two, by them; and those that are meant for four. */
	uint64_t starts_one[PLACES], starts_two[PLACES][PLACES];
	struct start starts[STARTS_MAX];
	size_t n_starts;
	uint16_t rows[SUGGEST_LETTERS + DEEP + 1][SUGGEST_LETTERS + 1];
	uint64_t within[SUGGEST_LETTERS + DEEP + 1]; /* cells of a row within the bound */
	uint64_t leaves[SUGGEST_LETTERS + DEEP + 1]; /* with one slip more, too */
	uint32_t key[SUGGEST_LETTERS + DEEP];
	uint8_t key_symbols[SUGGEST_LETTERS + DEEP];
	uint8_t key_places[SUGGEST_LETTERS + DEEP];
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

static uint64_t bit(size_t at)
{
	return (uint64_t)1 << at;
}

/* The place of a letter in tables of groups; all others have the last. */
static size_t place_of(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z' ? cp - 'a' : LETTERS;
}

static void note_end(struct walk *w, const struct cost_group *of, size_t j)
{
	const size_t typed_n = strlen(of->typed), meant_n = strlen(of->meant);
	const size_t last = place_of((unsigned char)of->meant[meant_n - 1]);
	struct group_list *list = &w->ends[j];

	if (list->n == GROUPS_MAX)
		return;
	list->p[list->n++] = (struct group){ of, (uint8_t)of->meant[meant_n - 1],
					     (uint8_t)typed_n, (uint8_t)meant_n };
	if (meant_n == 1)
		w->ends_one[last] |= bit(j);
	else
		w->ends_two[place_of((unsigned char)of->meant[meant_n - 2])][last] |=
			bit(j);
}

static void note_start(struct walk *w, const struct cost_group *of, size_t j)
{
	const size_t meant_n = strlen(of->meant);
	size_t first, second;

	if (meant_n < 2)
		return;
	first = place_of((unsigned char)of->meant[0]);
	second = place_of((unsigned char)of->meant[1]);
	w->starts_one[first] |= bit(j);
	if (meant_n > 2)
		w->starts_two[first][second] |= bit(j);
	if (meant_n > 3 && w->n_starts < STARTS_MAX)
		w->starts[w->n_starts++] = (struct start){ of->meant, bit(j) };
}

static void read_groups(struct walk *w)
{
	for (size_t g = 0; g < cost_groups_n; g++) {
		const struct cost_group *group = &cost_groups[g];

		for (size_t j = strlen(group->typed); j <= w->n; j++)
			if (ends_in(w->typed, j, group->typed)) {
				note_end(w, group, j);
				note_start(w, group, j - strlen(group->typed));
			}
	}
}

static void read_costs(struct walk *w)
{
	w->inside = bit(w->n + 1) - 1;
	for (uint32_t s = 1; s <= w->pack->n_symbols; s++)
		w->letters[s] = pack_u32(w->pack->alphabet.p + (size_t)(s - 1) * 4);
	for (uint32_t s = 1; s <= w->pack->n_symbols; s++)
		for (size_t j = 0; j < w->n; j++)
			if (w->letters[s] == w->typed[j]) {
				w->symbols[j] = s;
				w->places[s] |= bit(j);
			}
	for (size_t j = 0; j < w->n; j++) {
		w->extra[j] = cost_extra(w->typed[j], j ? w->typed[j - 1] : 0);
		w->rows[0][j + 1] =
			(uint16_t)(w->rows[0][j] + w->extra[j] + (j ? 0 : COST_FIRST));
	}
	read_groups(w);
}

/* What a letter of the alphabet costs, when it is met first: many never are. */
static void learn(struct walk *w, uint32_t symbol)
{
	const uint32_t letter = w->letters[symbol];

	if (w->missing[symbol])
		return;
	w->places_of[symbol] = (uint8_t)place_of(letter);
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

/* Where a group of letters or two swapped neighbours end with the key's letter i: these
 * reach back over more than one row. */
static uint64_t far_cells(const struct walk *w, size_t i)
{
	const uint8_t last = w->key_places[i - 1];

	if (i < 2)
		return w->ends_one[last];
	return w->ends_one[last] | w->ends_two[w->key_places[i - 2]][last] |
	       (w->places[w->key_symbols[i - 2]] << 1 & w->places[w->key_symbols[i - 1]]
								<< 2);
}

static int cost_from_far(const struct walk *w, size_t i, size_t j)
{
	int best = NEVER;

	if (i > 1 && j > 1 && w->typed[j - 1] == w->key[i - 2] &&
	    w->typed[j - 2] == w->key[i - 1])
		best = w->rows[i - 2][j - 2] + COST_SWAP;
	for (size_t g = 0; g < w->ends[j].n; g++) {
		const struct group *group = &w->ends[j].p[g];

		if (group->last == w->key[i - 1] && ends_in(w->key, i, group->of->meant))
			best = lesser(best,
				      w->rows[i - group->meant_n][j - group->typed_n] +
					      group->of->cost);
	}
	return best;
}

/* What the cells of one row have in common. */
struct row {
	const uint16_t *above;
	const uint8_t *wrong;
	uint64_t twice; /* where a letter that is missing is one of two */
	int missing, doubled;
	int first; /* more for a slip in the first letter */
};

static struct row row_of(const struct walk *w, size_t i)
{
	const uint8_t symbol = w->key_symbols[i - 1];
	const bool twice = i > 1 && symbol == w->key_symbols[i - 2];

	return (struct row){
		.above = w->rows[i - 1],
		.wrong = w->wrong[symbol],
		.twice = twice ? UINT64_MAX : w->places[symbol],
		.missing = w->missing[symbol],
		.doubled = w->doubled[symbol],
		.first = i == 1 ? COST_FIRST : 0,
	};
}

static inline int cost_of_cell(const struct walk *w, const struct row *r, size_t j,
			       const uint16_t *row)
{
	int cost, wrong;

	if (j == 0)
		return r->above[0] + r->missing + r->first;
	wrong = r->wrong[j - 1];
	cost = r->above[j - 1] + wrong + (j == 1 && wrong ? r->first : 0);
	cost = lesser(cost, r->above[j] + (r->twice & bit(j) ? r->doubled : r->missing));
	return lesser(cost, row[j - 1] + w->extra[j - 1]);
}

/* Row i, for the key's letter i. What is within the bound comes of what was within it one
 * row above, or farther back, or to the left; all other cells are NEVER. */
static void fill_row(struct walk *w, size_t i)
{
	const size_t least = i > w->width ? i - w->width : 0, most = i + w->width;
	const uint64_t above = w->within[i - 1], far = far_cells(w, i);
	const struct row r = row_of(w, i);
	uint64_t todo = (above | above << 1 | far) & w->inside & ~(bit(least) - 1);
	uint64_t within = 0, leaves = 0;
	uint16_t *row = w->rows[i];

	memset(row, 0xff, sizeof(w->rows[i]));
	for (; todo; todo &= todo - 1) {
		const size_t j = (size_t)__builtin_ctzll(todo);
		int cost;

		if (j > most && !(leaves & bit(j - 1)))
			break;
		cost = cost_of_cell(w, &r, j, row);
		if (far & bit(j))
			cost = lesser(cost, cost_from_far(w, i, j));
		if (cost > w->bound)
			continue;
		row[j] = (uint16_t)cost;
		within |= bit(j);
		if (cost + COST_LEAST <= w->bound)
			leaves |= bit(j);
		todo |= bit(j + 1) & w->inside;
	}
	w->within[i] = within;
	w->leaves[i] = leaves;
}

/* A group that is meant for four letters, of which the key ends with three. */
static bool is_fourth_pending(const struct walk *w, size_t i)
{
	for (size_t s = 0; s < w->n_starts; s++)
		if (w->leaves[i - 3] & w->starts[s].bit &&
		    w->key[i - 3] == (unsigned char)w->starts[s].meant[0] &&
		    w->key[i - 2] == (unsigned char)w->starts[s].meant[1] &&
		    w->key[i - 1] == (unsigned char)w->starts[s].meant[2])
			return true;
	return false;
}

/* A swap or a group of letters that is not complete yet may still come back to a row
 * that was within the bound. */
static bool is_pending(const struct walk *w, size_t i)
{
	const uint8_t last = w->key_places[i - 1];

	if (w->leaves[i - 1] &
	    (w->places[w->key_symbols[i - 1]] >> 1 | w->starts_one[last]))
		return true;
	if (i > 1 && w->leaves[i - 2] & w->starts_two[w->key_places[i - 2]][last])
		return true;
	return i > 2 && w->leaves[i - 3] && is_fourth_pending(w, i);
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
	w->key_symbols[i] = (uint8_t)(edge & EDGE_LABEL);
	learn(w, edge & EDGE_LABEL);
	w->key_places[i] = w->places_of[edge & EDGE_LABEL];
	fill_row(w, i + 1);
	if (edge & EDGE_FINAL && w->rows[i + 1][w->n] <= w->bound)
		take_key(w, i + 1);
	if (edge >> EDGE_TARGET_SHIFT && (w->within[i + 1] || is_pending(w, i + 1)))
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
	w->within[0] = w->leaves[0] = 0;
	for (size_t j = 0; j <= w->n && w->rows[0][j] <= w->bound; j++) {
		w->within[0] |= bit(j);
		if (w->rows[0][j] + COST_LEAST <= w->bound)
			w->leaves[0] |= bit(j);
	}
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
