/* Follow everything in an opened bundle as a reader would, and stop at the first promise
 * of bundle.h that does not hold. Shared with the fuzz target. */
#ifndef BUNDLE_WALK_H
#define BUNDLE_WALK_H

#include "bundle/bundle.h"

static inline void walk_must(bool good, int line)
{
	if (good)
		return;
	(void)fprintf(stderr, "bundle_walk.h:%d: a promise is broken\n", line);
	abort();
}
#define WALK_MUST(x) walk_must(x, __LINE__)

/* Every byte is touched, so that a checker of memory sees it. */
static inline void walk_str(const struct bundle *b, struct bundle_str s)
{
	const struct str text = bundle_str(b, s);
	volatile char last = 0;

	for (size_t i = 0; i < text.n && i < 4096; i++)
		last = text.p[i];
	if (text.n)
		last = text.p[text.n - 1];
	(void)last;
	/* No character is cut at either end. */
	WALK_MUST(!text.n || ((unsigned char)text.p[0] & 0xC0) != 0x80);
}

static inline void walk_range(struct bundle_range r, uint32_t n)
{
	WALK_MUST(r.first <= n && r.n <= n - r.first);
}

static inline void walk_indexes(const uint32_t *p, struct bundle_range r, uint32_t n,
				uint32_t end)
{
	walk_range(r, n);
	for (uint32_t i = 0; i < r.n; i++) {
		WALK_MUST(p[r.first + i] < end);
		WALK_MUST(!i || p[r.first + i - 1] < p[r.first + i]);
	}
}

static inline void walk_starts(const struct bundle_tables *t, struct bundle_range r)
{
	walk_indexes(t->starts, r, t->n_starts, t->n_patterns);
}

static inline void walk_rule(const struct bundle *b, uint32_t i)
{
	const struct bundle_tables *t = bundle_tables(b);
	const struct bundle_rule *r = &t->rules[i];

	walk_str(b, r->id);
	walk_str(b, r->say);
	walk_str(b, r->suggest);
	walk_str(b, r->role);
	walk_str(b, r->good);
	walk_str(b, r->from);
	walk_str(b, r->until);
	WALK_MUST(r->clause < t->n_clauses);
	WALK_MUST(r->kind < BUNDLE_KINDS && r->level >= 1 && r->level <= 3);
	WALK_MUST(r->who && r->who <= BUNDLE_WHOS && r->when <= BUNDLE_WHENS &&
		  r->unless <= BUNDLE_EXCUSES && r->flags < 16);
	walk_range(r->patterns, t->n_patterns);
	walk_range(r->near, t->n_patterns);
	walk_range(r->regexes, t->n_regexes);
	walk_range(r->bounds, t->n_bounds);
	walk_range(r->instead, t->n_instead);
	for (uint32_t k = 0; k < r->bounds.n; k++) {
		const struct bundle_bound *bound = &t->bounds[r->bounds.first + k];

		WALK_MUST(bound->what < bundle_bound_names(r->kind) && bound->by < 2);
		WALK_MUST(bundle_bound_name(r->kind, bound->what));
		walk_str(b, bound->text);
	}
	walk_indexes(t->rule_lists, r->lists, t->n_rule_lists, t->n_lists);
	for (uint32_t k = 0; k < r->patterns.n; k++)
		WALK_MUST(t->patterns[r->patterns.first + k].rule == i &&
			  !t->patterns[r->patterns.first + k].near);
	for (uint32_t k = 0; k < r->near.n; k++)
		WALK_MUST(t->patterns[r->near.first + k].rule == i &&
			  t->patterns[r->near.first + k].near == 1);
	WALK_MUST(bundle_rule(b, bundle_str(b, r->id)) == r);
}

static inline void walk_words(const struct bundle *b)
{
	const struct bundle_tables *t = bundle_tables(b);

	for (uint32_t i = 0; i < t->n_symbols; i++) {
		walk_str(b, t->symbols[i].text);
		WALK_MUST(t->symbols[i].kind < BUNDLE_SYMBOLS);
		walk_starts(t, t->symbols[i].starts);
	}
	for (uint32_t i = 0; i < t->n_forms; i++) {
		const struct bundle_form *f = &t->forms[i];

		walk_str(b, bundle_form_text(f));
		walk_indexes(t->form_symbols, bundle_form_symbols(f), t->n_form_symbols,
			     t->n_symbols);
		WALK_MUST(f->n_symbols);
		WALK_MUST(bundle_form(b, bundle_str(b, bundle_form_text(f))) == f);
	}
	for (uint32_t i = 0; i < t->n_sealed; i++)
		walk_indexes(t->form_symbols, bundle_form_symbols(&t->sealed[i].form),
			     t->n_form_symbols, t->n_symbols);
	for (uint32_t i = 0; i < t->n_keys; i++) {
		walk_range(t->keys[i].sealed, t->n_sealed);
		walk_range(t->keys[i].near, t->n_near);
	}
	for (uint32_t i = 0; i < t->n_words; i++) {
		const struct bundle_word *w = &t->words[i];
		struct bundle_range same;

		walk_str(b, w->text);
		walk_str(b, w->instead);
		WALK_MUST(w->mode <= BUNDLE_WORD_FORBID);
		same = bundle_house_words(b, bundle_str(b, w->fold));
		WALK_MUST(i >= same.first && i < same.first + same.n);
		walk_range(same, t->n_words);
	}
	for (uint32_t i = 0; i < BUNDLE_CLASSES; i++)
		walk_starts(t, t->class_starts[i]);
}

static inline void walk_overlays(const struct bundle *b)
{
	const struct bundle_tables *t = bundle_tables(b);

	for (uint32_t i = 0; i < t->n_overlays; i++) {
		const struct bundle_overlay *o = &t->overlays[i];

		WALK_MUST(o->layer <= BUNDLE_LAYER_ACCOUNT && o->rule < t->n_rules);
		WALK_MUST(o->keys && o->keys <= OVERLAY_KEYS && o->level < 4);
		WALK_MUST(!(o->keys & OVERLAY_LEVEL) || o->level);
		WALK_MUST((o->layer == BUNDLE_LAYER_COMPANY) == !o->target.n);
		walk_str(b, o->target);
		walk_str(b, o->from);
		walk_str(b, o->until);
		walk_str(b, o->reason);
		walk_str(b, o->file);
	}
}

static inline void walk_lists(const struct bundle *b)
{
	const struct bundle_tables *t = bundle_tables(b);

	for (uint32_t i = 0; i < t->n_lists; i++) {
		walk_str(b, t->lists[i].name);
		walk_str(b, t->lists[i].about);
		WALK_MUST(t->lists[i].mask < 2);
		walk_starts(t, t->lists[i].starts);
		walk_indexes(t->list_rules, t->lists[i].rules, t->n_list_rules,
			     t->n_rules);
	}
	for (uint32_t i = 0; i < t->n_terms; i++) {
		const struct bundle_term *term = &t->terms[i];

		WALK_MUST(term->list < t->n_lists);
		walk_str(b, term->text);
		walk_range(term->instead, t->n_instead);
		for (uint32_t k = 0; k < term->instead.n; k++)
			walk_str(b, t->instead[term->instead.first + k]);
	}
}

static inline void walk_trie(const struct bundle *b)
{
	const struct bundle_tables *t = bundle_tables(b);

	WALK_MUST(t->n_states > 0 && t->states[0].terms.n == 0);
	for (uint32_t i = 0; i < t->n_states; i++) {
		const struct bundle_range r = t->states[i].edges;

		walk_range(r, t->n_edges);
		walk_indexes(t->state_terms, t->states[i].terms, t->n_state_terms,
			     t->n_terms);
		for (uint32_t k = r.first; k < r.first + r.n; k++) {
			const struct bundle_edge *edge = &t->edges[k];

			WALK_MUST(edge->symbol < t->n_symbols);
			WALK_MUST(edge->state > i && edge->state < t->n_states);
			WALK_MUST(k == r.first || edge[-1].symbol < edge->symbol);
			WALK_MUST(bundle_edge(b, i, edge->symbol) == edge);
		}
	}
}

static inline bool walk_starts_with(const struct bundle_tables *t, struct bundle_range r,
				    uint32_t pattern)
{
	for (uint32_t i = 0; i < r.n; i++)
		if (t->starts[r.first + i] == pattern)
			return true;
	return false;
}

/* All that can be met first, by brute force: the depth is bounded by the code. */
static inline void walk_first(const struct bundle_tables *t, uint32_t pattern,
			      uint32_t at, unsigned depth)
{
	const struct bundle_code *c = &t->code[at];

	if (depth > 8) /* enough; exponential beyond */
		return;
	switch (c->op) {
	case BUNDLE_OP_SPLIT:
		walk_first(t, pattern, c->a, depth + 1);
		walk_first(t, pattern, c->b, depth + 1);
		break;
	case BUNDLE_OP_JUMP:
		walk_first(t, pattern, c->a, depth + 1);
		break;
	case BUNDLE_OP_SYMBOL:
		WALK_MUST(walk_starts_with(t, t->symbols[c->a].starts, pattern));
		break;
	case BUNDLE_OP_LIST:
		WALK_MUST(walk_starts_with(t, t->lists[c->a].starts, pattern));
		break;
	case BUNDLE_OP_CLASS:
		WALK_MUST(walk_starts_with(t, t->class_starts[c->a], pattern));
		break;
	default:
		WALK_MUST(false);
	}
}

static inline bool walk_is_anchor(const struct bundle_tables *t, uint32_t owner,
				  uint32_t set)
{
	for (uint32_t i = t->anchor_at[owner]; i < t->anchor_at[owner + 1]; i++)
		if (t->anchors[i] == set)
			return true;
	return false;
}

static inline bool walk_has_set(const struct bundle_tables *t, uint32_t set)
{
	for (uint32_t i = 0; i < t->n_anchors; i++)
		if (t->anchors[i] == set)
			return true;
	return false;
}

/* No way to the MATCH without an anchor, by brute force as above. */
static inline void walk_cut(const struct bundle_tables *t, uint32_t set, uint32_t at,
			    unsigned depth)
{
	const struct bundle_code *c = &t->code[at];

	if (depth > 8)
		return;
	WALK_MUST(c->op != BUNDLE_OP_MATCH);
	if (bundle_has_anchors(c->op) &&
	    walk_is_anchor(t, bundle_owner(t, c->op, c->a), set))
		return;
	if (c->op == BUNDLE_OP_SPLIT)
		walk_cut(t, set, c->b, depth + 1);
	walk_cut(t, set,
		 c->op == BUNDLE_OP_SPLIT || c->op == BUNDLE_OP_JUMP ? c->a : at + 1,
		 depth + (c->op == BUNDLE_OP_SPLIT));
}

static inline void walk_code(const struct bundle_tables *t, struct bundle_range r)
{
	const uint32_t end = r.first + r.n;

	WALK_MUST(r.n > 0 && t->code[end - 1].op == BUNDLE_OP_MATCH);
	for (uint32_t at = r.first; at < end; at++) {
		const struct bundle_code *c = &t->code[at];

		switch (c->op) {
		case BUNDLE_OP_SYMBOL:
			WALK_MUST(c->a < t->n_symbols);
			break;
		case BUNDLE_OP_LIST:
			WALK_MUST(c->a < t->n_lists);
			break;
		case BUNDLE_OP_CLASS:
			WALK_MUST(c->a < BUNDLE_CLASSES);
			break;
		case BUNDLE_OP_SPLIT:
			WALK_MUST(c->b > at && c->b < end);
			WALK_MUST(c->a > at && c->a < end);
			break;
		case BUNDLE_OP_JUMP:
			WALK_MUST(c->a > at && c->a < end);
			break;
		case BUNDLE_OP_REGEX:
			WALK_MUST(c->a < t->n_token_regexes);
			break;
		case BUNDLE_OP_POS:
			WALK_MUST(c->a > 0 && c->a < 16);
			break;
		case BUNDLE_OP_GAP:
		case BUNDLE_OP_MATCH:
			break;
		default:
			WALK_MUST(false);
		}
	}
}

static inline void walk_patterns(const struct bundle *b)
{
	const struct bundle_tables *t = bundle_tables(b);

	for (uint32_t i = 0; i < t->n_notes; i++) {
		walk_str(b, t->notes[i].text);
		WALK_MUST(t->notes[i].term < t->n_terms &&
			  (!i || t->notes[i - 1].term < t->notes[i].term));
	}
	WALK_MUST(t->n_anchor_at == bundle_owners(t) + 1);
	for (uint32_t i = 0; i < bundle_owners(t); i++)
		walk_indexes(
			t->anchors,
			(struct bundle_range){ t->anchor_at[i],
					       t->anchor_at[i + 1] - t->anchor_at[i] },
			t->n_anchors, bundle_anchor(t->n_patterns, 0));
	for (uint32_t i = 0; i < t->n_patterns; i++) {
		const struct bundle_pattern *p = &t->patterns[i];

		walk_str(b, p->text);
		WALK_MUST(p->rule < t->n_rules && p->near < 2);
		walk_range(p->code, t->n_code);
		walk_code(t, p->code);
		walk_first(t, i, p->code.first, 0);
		walk_cut(t, bundle_anchor(i, 0), p->code.first, 0);
		if (walk_has_set(t, bundle_anchor(i, 1)))
			walk_cut(t, bundle_anchor(i, 1), p->code.first, 0);
	}
	for (uint32_t i = 0; i < t->n_regexes; i++) {
		walk_str(b, t->regexes[i].text);
		walk_str(b, t->regexes[i].literal);
		WALK_MUST(t->regexes[i].rule < t->n_rules && t->regexes[i].caseless < 2);
	}
}

static inline void walk_networks(const struct bundle *b)
{
	const struct bundle_tables *t = bundle_tables(b);

	for (uint32_t i = 0; i < t->n_networks; i++) {
		const struct bundle_network *n = &t->networks[i];

		walk_str(b, n->title);
		WALK_MUST(bundle_network(b, bundle_str(b, n->name)) == n);
		WALK_MUST(n->n_limits <= BUNDLE_NETWORK_LIMITS);
		WALK_MUST(n->n_ranges <= BUNDLE_NETWORK_RANGES);
		for (uint32_t k = 0; k < n->n_limits; k++) {
			walk_str(b, n->limits[k].source);
			walk_str(b, n->limits[k].verified_on);
			WALK_MUST(n->limits[k].unit <= BUNDLE_UNIT_WEIGHTED);
			WALK_MUST(n->limits[k].unit != BUNDLE_UNIT_WEIGHTED ||
				  n->weight_scale > 0);
		}
	}
}

static inline void bundle_walk(const struct bundle *b)
{
	const struct bundle_tables *t = bundle_tables(b);

	WALK_MUST(bundle_digest(b).n == 64);
	for (uint32_t i = 0; i < t->n_clauses; i++) {
		walk_str(b, t->clauses[i].id);
		walk_str(b, t->clauses[i].sentence);
		WALK_MUST(t->clauses[i].kept_by <= BUNDLE_KEPT_GUARD);
	}
	for (uint32_t i = 0; i < t->n_rules; i++)
		walk_rule(b, i);
	walk_words(b);
	walk_lists(b);
	walk_overlays(b);
	walk_trie(b);
	walk_patterns(b);
	walk_networks(b);
}

#endif
