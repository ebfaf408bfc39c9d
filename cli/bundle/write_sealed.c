/* Words of sealed lists: digests instead of forms. */
#include "bundle/write_draft.h"

/* A word, as its list gives it. */
struct met_seal {
	const struct pattern *node;
	uint32_t key;
};

/* One of its forms. */
struct seal {
	uint64_t digest;
	uint32_t key, symbol;
};

struct draft_seals {
	VEC(const struct policy_list *) keys; /* a list for each key */
	VEC(struct met_seal) met;
	VEC(struct seal) seals; /* sorted by key, digest, symbol */
	VEC(uint32_t) found;    /* draft_seals_of() */
};

static uint32_t key_of(struct draft *d, const struct policy_list *list)
{
	struct draft_seals *s = d->seals;

	for (size_t i = 0; i < s->keys.n; i++)
		if (memcmp(s->keys.p[i]->key, list->key, SEAL_KEY) == 0)
			return (uint32_t)i;
	*VEC_ADD(d->a, &s->keys) = list;
	return (uint32_t)s->keys.n - 1;
}

void draft_seals_meet(struct draft *d, const struct pattern *node,
		      const struct policy_list *list)
{
	if (!d->seals)
		d->seals = ARENA_NEW(d->a, struct draft_seals);
	if (node->kind == PATTERN_SEALED)
		*VEC_ADD(d->a, &d->seals->met) =
			(struct met_seal){ node, key_of(d, list) };
	for (size_t i = 0; i < node->n_kids; i++)
		draft_seals_meet(d, node->kids[i], list);
}

static int by_digest(const void *pa, const void *pb)
{
	const struct seal *a = pa, *b = pb;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->digest != b->digest)
		return a->digest < b->digest ? -1 : 1;
	return (a->symbol > b->symbol) - (a->symbol < b->symbol);
}

/* Hex that the policy room has checked. */
static uint64_t from_hex(struct str hex)
{
	uint64_t n = 0;

	for (size_t i = 0; i < hex.n; i++) {
		const char c = hex.p[i];

		n = n << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return n;
}

void draft_seals_ready(struct draft *d)
{
	struct draft_seals *s = d->seals;

	for (size_t i = 0; i < s->met.n; i++) {
		const struct met_seal *m = &s->met.p[i];
		const uint32_t symbol = draft_symbol(d, m->node);
		struct str rest = m->node->forms, form;

		while (str_field(&rest, '|', &form))
			*VEC_ADD(d->a, &s->seals) =
				(struct seal){ from_hex(form), m->key, symbol };
	}
	if (s->seals.n)
		qsort(s->seals.p, s->seals.n, sizeof(*s->seals.p), by_digest);
}

/* The first seal that is not below the digest under the key. */
static size_t find_seal(const struct draft_seals *s, uint32_t key, uint64_t digest)
{
	const struct seal wanted = { digest, key, 0 };
	size_t low = 0, high = s->seals.n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (by_digest(&s->seals.p[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const uint32_t *draft_seals_of(const struct draft *d, struct str form, size_t *n)
{
	struct draft_seals *s = d->seals;

	s->found.n = 0;
	for (uint32_t k = 0; k < s->keys.n; k++) {
		const uint64_t digest = format_seal(s->keys.p[k]->key, form);

		for (size_t i = find_seal(s, k, digest);
		     i < s->seals.n && s->seals.p[i].key == k &&
		     s->seals.p[i].digest == digest;
		     i++)
			*VEC_ADD(d->a, &s->found) = s->seals.p[i].symbol;
	}
	*n = s->found.n;
	return s->found.p;
}

static int by_number(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* The digests near the words of all lists that have the key, each once. */
static struct bundle_range add_near(struct draft *d, const struct policy_list *of)
{
	struct bundle_range r = { (uint32_t)d->t.near.n, 0 };
	VEC(uint32_t) all = { 0 };

	for (size_t i = 0; i < d->p->n_lists; i++) {
		const struct policy_list *l = &d->p->lists[i];

		if (!l->sealed || memcmp(l->key, of->key, SEAL_KEY) != 0)
			continue;
		for (size_t k = 0; k < l->n_near; k++)
			*VEC_ADD(d->a, &all) = l->near[k];
	}
	if (all.n)
		qsort(all.p, all.n, sizeof(*all.p), by_number);
	for (size_t i = 0; i < all.n; i++) {
		if ((i && all.p[i] == all.p[i - 1]) || all.p[i] == BUNDLE_NONE)
			continue;
		*VEC_ADD(d->a, &d->t.near) = all.p[i];
		r.n++;
	}
	return r;
}

static struct bundle_range add_sealed(struct draft *d, uint32_t key, size_t *next)
{
	const struct draft_seals *s = d->seals;
	struct bundle_range r = { (uint32_t)d->t.sealed.n, 0 };
	struct bundle_sealed *form = NULL;

	for (; *next < s->seals.n && s->seals.p[*next].key == key; (*next)++) {
		const struct seal *seal = &s->seals.p[*next];

		if (form && by_digest(seal - 1, seal) == 0)
			continue;
		if (!form || seal[-1].digest != seal->digest) {
			form = VEC_ADD(d->a, &d->t.sealed);
			*form = (struct bundle_sealed){
				.high = (uint32_t)(seal->digest >> 32),
				.low = (uint32_t)seal->digest,
				.form.first = (uint32_t)d->t.form_symbols.n,
			};
			r.n++;
		}
		*VEC_ADD(d->a, &d->t.form_symbols) = seal->symbol;
		if (++form->form.n_symbols == 0)
			draft_crowded(d);
	}
	return r;
}

void draft_seals_lay_out(struct draft *d)
{
	size_t next = 0;

	for (uint32_t k = 0; k < d->seals->keys.n; k++) {
		struct bundle_key key = { .sealed = add_sealed(d, k, &next) };

		memcpy(key.key, d->seals->keys.p[k]->key, sizeof(key.key));
		key.near = add_near(d, d->seals->keys.p[k]);
		*VEC_ADD(d->a, &d->t.keys) = key;
	}
}
