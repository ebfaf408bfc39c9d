/* Word lists, their terms, and the rules that use them. */
#include "bundle/write_draft.h"

void draft_list_names(struct draft *d)
{
	d->lists = map_new(d->a);
	for (size_t i = 0; i < d->p->n_lists; i++) {
		const struct policy_list *l = &d->p->lists[i];

		if (l->name.n <= FORMAT_NAME && map_add(d->lists, l->name, (uint32_t)i))
			continue;
		d->bad = true;
		(void)finding_add(
			d->f, FINDING_POLICY_LIST, l->source, (struct span){ 0, 0 },
			"another file is this word list already, or its name is "
			"too long");
	}
}

static void add_term(struct draft *d, struct trie *t, const struct policy_list *l,
		     uint32_t list, const struct policy_term *from)
{
	const char *why = from->pattern.tree ? trie_add(d, t, from->pattern.tree,
							(uint32_t)d->t.terms.n)
					     : "this entry could not be read";
	struct bundle_term term = {
		.list = list,
		.text = draft_str(d, from->pattern.text),
		.instead = { (uint32_t)d->t.instead.n, (uint32_t)from->n_instead },
	};

	if (why)
		draft_trouble(d, l->source, &from->pattern,
			      (struct span){ 0, (uint32_t)from->pattern.text.n }, why);
	for (size_t i = 0; i < from->n_instead; i++)
		*VEC_ADD(d->a, &d->t.instead) = draft_str(d, from->instead[i]);
	if (from->note.n)
		*VEC_ADD(d->a, &d->t.notes) =
			(struct bundle_note){ (uint32_t)d->t.terms.n,
					      draft_str(d, from->note) };
	*VEC_ADD(d->a, &d->t.terms) = term;
}

/* A use of a list by a rule; rules come in their order. */
struct use {
	uint32_t list, rule;
};

static int by_list(const void *pa, const void *pb)
{
	const struct use *a = pa, *b = pb;

	if (a->list != b->list)
		return a->list < b->list ? -1 : 1;
	return (a->rule > b->rule) - (a->rule < b->rule);
}

static struct use *uses_of(struct draft *d)
{
	struct use *uses = arena_array(d->a, d->t.rule_lists.n, sizeof(*uses));
	size_t n = 0;

	for (uint32_t i = 0; i < d->t.rules.n; i++) {
		const struct bundle_range r = d->t.rules.p[i].lists;

		for (uint32_t k = 0; k < r.n; k++)
			uses[n++] = (struct use){ d->t.rule_lists.p[r.first + k], i };
	}
	if (n)
		qsort(uses, n, sizeof(*uses), by_list);
	return uses;
}

static struct bundle_range take_uses(struct draft *d, const struct use *uses,
				     uint32_t list)
{
	struct bundle_range r = { (uint32_t)d->t.list_rules.n, 0 };

	for (size_t i = r.first; i < d->t.rule_lists.n && uses[i].list == list; i++) {
		*VEC_ADD(d->a, &d->t.list_rules) = uses[i].rule;
		r.n++;
	}
	return r;
}

void draft_lists(struct draft *d)
{
	const struct use *uses = uses_of(d);
	struct trie t = { 0 };

	for (uint32_t i = 0; i < d->p->n_lists; i++) {
		const struct policy_list *l = &d->p->lists[i];

		*VEC_ADD(d->a, &d->t.lists) = (struct bundle_list){
			.name = draft_str(d, l->name),
			.about = draft_str(d, l->about),
			.mask = l->mask,
			.rules = take_uses(d, uses, i),
		};
		for (size_t k = 0; k < l->n_terms; k++)
			add_term(d, &t, l, i, &l->terms[k]);
	}
	trie_lay_out(d, &t);
}
