/* Word lists, symbols, forms, the trie and house words as text. */
#include "bundle/dump.h"

static const char *const symbol_kinds[] = { "word", "exact", "case", "sealed" };
static const char *const word_modes[] = { "accept", "exact", "prefer", "forbid" };

void dump_symbol(struct dump *d, uint32_t symbol)
{
	const struct bundle_symbol *s = &d->t->symbols[symbol];

	buf_printf(d->out, "%s ", symbol_kinds[s->kind]);
	dump_quoted(d, s->text);
}

static void dump_list(struct dump *d, uint32_t list)
{
	const struct bundle_list *l = &d->t->lists[list];

	buf_cstr(d->out, "list ");
	dump_quoted(d, l->name);
	dump_number(d, "mask", l->mask);
	dump_text(d, "about", l->about);
	for (uint32_t i = 0; i < l->rules.n; i++)
		dump_text(d, "rule",
			  d->t->rules[d->t->list_rules[l->rules.first + i]].id);
	dump_starts(d, l->starts);
	dump_anchors(d, BUNDLE_OP_LIST, list);
	buf_char(d->out, '\n');
}

static void dump_term_name(struct dump *d, uint32_t term)
{
	dump_quoted(d, d->t->lists[d->t->terms[term].list].name);
	buf_char(d->out, ':');
	dump_quoted(d, d->t->terms[term].text);
}

static void dump_term(struct dump *d, uint32_t term)
{
	const struct bundle_term *t = &d->t->terms[term];

	buf_cstr(d->out, "term ");
	dump_term_name(d, term);
	for (uint32_t i = 0; i < t->instead.n; i++)
		dump_text(d, "instead", d->t->instead[t->instead.first + i]);
	for (; d->note < d->t->n_notes && d->t->notes[d->note].term == term; d->note++)
		dump_text(d, "note", d->t->notes[d->note].text);
	buf_char(d->out, '\n');
}

static void dump_symbol_set(struct dump *d, struct bundle_range symbols)
{
	for (uint32_t i = 0; i < symbols.n; i++) {
		buf_cstr(d->out, i ? ", " : " of ");
		dump_symbol(d, d->t->form_symbols[symbols.first + i]);
	}
	buf_char(d->out, '\n');
}

static void dump_form(struct dump *d, const struct bundle_form *f)
{
	buf_cstr(d->out, "form ");
	dump_quoted(d, bundle_form_text(f));
	dump_symbol_set(d, bundle_form_symbols(f));
}

struct named_form {
	struct str text;
	const struct bundle_form *form;
};

static int by_text(const void *pa, const void *pb)
{
	const struct named_form *a = pa, *b = pb;

	return str_cmp(a->text, b->text);
}

/* In the order of their texts: that of the section is no order for people. */
static void dump_forms(struct dump *d)
{
	struct arena a = { 0 };
	const uint32_t n = d->t->n_forms;
	struct named_form *all = arena_array(&a, n, sizeof(*all));

	for (uint32_t i = 0; i < n; i++)
		all[i] = (struct named_form){ bundle_str(d->b, bundle_form_text(
								       &d->t->forms[i])),
					      &d->t->forms[i] };
	if (n)
		qsort(all, n, sizeof(*all), by_text);
	for (uint32_t i = 0; i < n; i++)
		dump_form(d, all[i].form);
	arena_release(&a);
}

static void dump_key(struct dump *d, const struct bundle_key *key)
{
	buf_printf(d->out, "key sealed=%u near=%u\n", key->sealed.n, key->near.n);
	for (uint32_t i = key->sealed.first; i < key->sealed.first + key->sealed.n; i++) {
		const struct bundle_sealed *s = &d->t->sealed[i];

		buf_printf(d->out, "  form %08x%08x", s->high, s->low);
		dump_symbol_set(d, bundle_form_symbols(&s->form));
	}
}

static void dump_state(struct dump *d, uint32_t state)
{
	const struct bundle_state *s = &d->t->states[state];

	buf_printf(d->out, "state %u", state);
	for (uint32_t i = 0; i < s->terms.n; i++) {
		buf_cstr(d->out, i ? ", " : " ends ");
		dump_term_name(d, d->t->state_terms[s->terms.first + i]);
	}
	buf_char(d->out, '\n');
	for (uint32_t i = 0; i < s->edges.n; i++) {
		const struct bundle_edge *e = &d->t->edges[s->edges.first + i];

		buf_cstr(d->out, "  ");
		dump_symbol(d, e->symbol);
		buf_printf(d->out, " to %u\n", e->state);
	}
}

static void dump_word(struct dump *d, const struct bundle_word *w)
{
	buf_cstr(d->out, "house ");
	dump_quoted(d, w->text);
	buf_printf(d->out, " mode=%s", word_modes[w->mode]);
	dump_text(d, "fold", w->fold);
	dump_text(d, "instead", w->instead);
	buf_char(d->out, '\n');
}

static void dump_symbols(struct dump *d)
{
	for (uint32_t i = 0; i < d->t->n_symbols; i++) {
		buf_cstr(d->out, "symbol ");
		dump_symbol(d, i);
		dump_starts(d, d->t->symbols[i].starts);
		dump_anchors(d, BUNDLE_OP_SYMBOL, i);
		buf_char(d->out, '\n');
	}
	for (uint32_t i = 0; i < BUNDLE_CLASSES; i++) {
		buf_printf(d->out, "class %s", dump_classes[i]);
		dump_starts(d, d->t->class_starts[i]);
		dump_anchors(d, BUNDLE_OP_CLASS, i);
		buf_char(d->out, '\n');
	}
}

void dump_words(struct dump *d)
{
	for (uint32_t i = 0; i < d->t->n_lists; i++)
		dump_list(d, i);
	for (uint32_t i = 0; i < d->t->n_terms; i++)
		dump_term(d, i);
	dump_symbols(d);
	dump_forms(d);
	for (uint32_t i = 0; i < d->t->n_keys; i++)
		dump_key(d, &d->t->keys[i]);
	for (uint32_t i = 0; i < d->t->n_states; i++)
		dump_state(d, i);
	for (uint32_t i = 0; i < d->t->n_words; i++)
		dump_word(d, &d->t->words[i]);
}
