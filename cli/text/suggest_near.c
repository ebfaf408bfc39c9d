/* Words that are one slip away: a walk along the word itself that leaves it once. */
#include "text/suggest.h"

#include "text/pack_format.h"

#include <utf8proc.h>

enum { NEAR_LEAST = 3, NO_EDGE = 0 };

struct near_walk {
	const struct pack *pack;
	uint32_t typed[SUGGEST_LETTERS + 2]; /* symbols; 0: not in the alphabet */
	uint32_t key[SUGGEST_LETTERS + 2];
	size_t n;
	struct suggest_near *out;
	struct arena *a;
};

/* ---- what is found ---- */

static struct str key_of(const struct near_walk *w, size_t n, char *bytes)
{
	size_t end = 0;

	for (size_t i = 0; i < n; i++) {
		const uint32_t cp =
			pack_u32(w->pack->alphabet.p + (size_t)(w->key[i] - 1) * 4);

		end += (size_t)utf8proc_encode_char((utf8proc_int32_t)cp,
						    (utf8proc_uint8_t *)bytes + end);
	}
	return (struct str){ bytes, end };
}

/* Of words, and of names, the commonest. */
static void take(struct near_walk *w, size_t n)
{
	char bytes[4 * (SUGGEST_LETTERS + 2)];
	struct pack_entry e;
	unsigned forms;

	if (!pack_find(w->pack, key_of(w, n, bytes), &e))
		return;
	forms = pack_forms(e.forms, pack_all(w->pack)) & 0x0f;
	if (forms & SHAPE_LOWER && !(e.facts & PACK_SHY) && e.band > w->out->band) {
		w->out->word = arena_str(w->a, e.key);
		w->out->band = e.band;
	}
	if (!(forms & SHAPE_LOWER) && forms & SHAPE_TITLE && e.band > w->out->name_band) {
		w->out->name = arena_str(w->a, e.key);
		w->out->name_band = e.band;
	}
}

/* ---- the walk ---- */

static uint32_t edge_at(const struct near_walk *w, uint32_t at)
{
	return pack_u32(w->pack->graph.p + (size_t)at * EDGE_BYTES);
}

static uint32_t edge_of(const struct near_walk *w, uint32_t node, uint32_t symbol)
{
	uint32_t edge;

	if (!node || !symbol)
		return NO_EDGE;
	do {
		edge = edge_at(w, node++);
		if ((edge & EDGE_LABEL) == symbol)
			return edge;
	} while (!(edge & EDGE_LAST));
	return NO_EDGE;
}

/* The rest of the word as it is, behind a key of `depth` letters that ends in `edge`. */
static void follow(struct near_walk *w, uint32_t edge, size_t at, size_t depth)
{
	for (; edge && at < w->n; at++) {
		edge = edge_of(w, edge >> EDGE_TARGET_SHIFT, w->typed[at]);
		w->key[depth++] = w->typed[at];
	}
	if (edge & EDGE_FINAL)
		take(w, depth);
}

/* A letter too many, and two in the wrong order. */
static void leave_by_word(struct near_walk *w, uint32_t edge, size_t i)
{
	const uint32_t node = edge >> EDGE_TARGET_SHIFT;
	uint32_t next;

	if (i)
		follow(w, edge, i + 1, i);
	if (i + 1 >= w->n || w->typed[i] == w->typed[i + 1])
		return;
	next = edge_of(w, node, w->typed[i + 1]);
	if (!next)
		return;
	next = edge_of(w, next >> EDGE_TARGET_SHIFT, w->typed[i]);
	w->key[i] = w->typed[i + 1];
	w->key[i + 1] = w->typed[i];
	follow(w, next, i + 2, i + 2);
	w->key[i] = w->typed[i];
}

/* Another letter, and one too few. The first letter is nearly always right. */
static void leave_by_graph(struct near_walk *w, uint32_t node, size_t i)
{
	uint32_t edge;

	do {
		edge = edge_at(w, node++);
		w->key[i] = edge & EDGE_LABEL;
		if (i < w->n && w->key[i] != w->typed[i])
			follow(w, edge, i + 1, i + 1);
		follow(w, edge, i, i + 1);
	} while (!(edge & EDGE_LAST));
}

static void walk(struct near_walk *w)
{
	uint32_t edge = pack_u32(w->pack->graph.p);

	for (size_t i = 0; edge; i++) {
		const uint32_t node = edge >> EDGE_TARGET_SHIFT;

		if (i < w->n)
			leave_by_word(w, edge, i);
		if (i && node)
			leave_by_graph(w, node, i);
		if (i == w->n)
			return;
		edge = edge_of(w, node, w->typed[i]);
		w->key[i] = w->typed[i];
	}
}

static bool read_letters(struct near_walk *w, struct str key)
{
	for (size_t at = 0; at < key.n; w->n++) {
		utf8proc_int32_t cp;
		const utf8proc_ssize_t n =
			utf8proc_iterate((const utf8proc_uint8_t *)key.p + at,
					 (utf8proc_ssize_t)(key.n - at), &cp);

		if (n <= 0 || w->n == SUGGEST_LETTERS)
			return false;
		for (uint32_t s = 1; s <= w->pack->n_symbols; s++)
			if (pack_u32(w->pack->alphabet.p + (size_t)(s - 1) * 4) ==
			    (uint32_t)cp)
				w->typed[w->n] = s;
		at += (size_t)n;
	}
	return w->n >= NEAR_LEAST;
}

void suggest_one_slip(const struct pack *p, struct str word, struct arena *a,
		      struct suggest_near *out)
{
	struct near_walk w = { .pack = p, .a = a, .out = out };
	struct wordform form;

	*out = (struct suggest_near){ 0 };
	if (wordform_of(word, &form) && read_letters(&w, form.key))
		walk(&w);
}
