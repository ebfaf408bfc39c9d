#include "text/pack_build.h"
#include "text/affix.h"
#include "text/band.h"
#include "text/pack.h"
#include "text/pack_format.h"
#include "text/pos_build.h"

/* One form of one dictionary, on its way to a key. */
struct record {
	struct str key, text;
	uint8_t bits; /* a shape, or << 4 with 's */
	uint8_t dialect, band;
	bool shy, forbidden;
};

struct collection {
	struct arena *a;
	struct pack_plan *plan;
	VEC(struct record) records;
	struct map *common, *vulgar;
	uint8_t dialect;
	uint32_t flag_bits[256]; /* compound flags of this dialect, 0: none */
	unsigned n_flag_bits;    /* of all dialects */
	struct str root;         /* the last root and its tier: forms come in a row */
	uint32_t root_tier;
	bool root_vulgar;
};

static uint32_t value_of(const struct map *m, struct str key)
{
	uint32_t value = 0;

	return map_get(m, key, &value) ? value : 0;
}

static void remember_root(struct collection *c, struct str root)
{
	struct wordform w;

	if (c->root.p == root.p)
		return;
	c->root = root;
	c->root_tier = 0;
	c->root_vulgar = false;
	if (!wordform_of(root, &w))
		return;
	c->root_tier = value_of(c->common, w.key);
	c->root_vulgar = value_of(c->vulgar, w.key) != 0;
}

/* Keys and texts are kept once where they are the same. */
static void keep_strings(struct collection *c, struct record *r, const struct wordform *w)
{
	r->text = arena_str(c->a, w->text);
	r->key = str_eq(w->key, w->text) ? r->text : arena_str(c->a, w->key);
}

static void take_form(void *context, const struct affix_form *f)
{
	struct collection *c = context;
	struct record r = { .dialect = c->dialect, .forbidden = f->forbidden };
	struct band_hints hints = { .relation = f->relation, .family = f->family };
	bool owner = f->text.n > 2 && str_ends(f->text, "'s");
	struct wordform w;

	if (!wordform_of(str_slice(f->text, 0, f->text.n - (owner ? 2 : 0)), &w) ||
	    w.key.n > PACK_KEY_MAX)
		return;
	remember_root(c, f->root);
	r.bits = (uint8_t)(owner ? w.shape << 4 : w.shape);
	r.shy = f->shy || c->root_vulgar || value_of(c->vulgar, w.key);
	hints.tier = value_of(c->common, w.key);
	hints.root_tier = c->root_tier;
	r.band = owner ? 0 : band_guess(&hints);
	keep_strings(c, &r, &w);
	*VEC_ADD(c->a, &c->records) = r;
}

static void take_part(void *context, struct str text, struct str flags)
{
	struct collection *c = context;
	struct pack_part part = { .text = text };

	for (size_t i = 0; i < flags.n; i++)
		part.flags |= c->flag_bits[(unsigned char)flags.p[i]];
	if (part.flags)
		*VEC_ADD(c->a, &c->plan->parts) = part;
}

/* Number the flags of this dialect's compound rules and keep the rules. */
static int take_rules(struct collection *c, const struct affix *affix, struct err *e)
{
	memset(c->flag_bits, 0, sizeof(c->flag_bits));
	for (size_t i = 0; i < affix->rules.n; i++) {
		const struct affix_rule *from = &affix->rules.p[i];
		struct pack_rule rule = { .dialect = c->dialect,
					  .n = (uint8_t)from->flags.n };

		for (size_t k = 0; k < from->flags.n; k++) {
			uint32_t *bit = &c->flag_bits[(unsigned char)from->flags.p[k]];

			if (!*bit && c->n_flag_bits == 32)
				return err_set(e, ERR_LIMIT,
					       "the compound rules name over 32 flags");
			if (!*bit)
				*bit = (uint32_t)1 << c->n_flag_bits++;
			rule.items[k][0] = (uint8_t)__builtin_ctz(*bit);
			rule.items[k][1] = (uint8_t)from->quantity[k];
		}
		*VEC_ADD(c->a, &c->plan->rules) = rule;
	}
	return 0;
}

static int record_order(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	int order = str_cmp(x->key, y->key);

	return order ? order : str_cmp(x->text, y->text);
}

static bool has_mixed(const struct record *r)
{
	return r->bits & (SHAPE_MIXED | SHAPE_MIXED << 4);
}

/* All records of one text with odd capitals become one row. */
static void add_mixed(struct collection *c, struct pack_key *key, const struct record *r)
{
	struct pack_plan *plan = c->plan;
	struct pack_mixed_form *row =
		plan->mixed.n ? &plan->mixed.p[plan->mixed.n - 1] : NULL;

	if (!row || row->key != key || !str_eq(row->text, r->text)) {
		row = VEC_ADD(c->a, &plan->mixed);
		*row = (struct pack_mixed_form){ .key = key, .text = r->text };
	}
	if (r->bits & SHAPE_MIXED)
		row->dialects |= (uint8_t)(1u << r->dialect);
	else
		row->possessive |= (uint8_t)(1u << r->dialect);
}

static void merge_key(struct collection *c, struct pack_key *key, const struct record *r,
		      size_t n)
{
	uint32_t forbidden = 0;
	uint8_t best = 0, all = 0;
	bool shared = true;

	*key = (struct pack_key){ .key = r->key, .hash = pack_hash(r->key) };
	for (size_t i = 0; i < n; i++) {
		uint32_t bits = (uint32_t)r[i].bits << (8 * r[i].dialect);

		if (r[i].shy)
			key->facts |= PACK_SHY;
		if (r[i].forbidden) {
			forbidden |= bits;
			continue;
		}
		key->forms |= bits;
		if (r[i].band > best)
			best = r[i].band;
		if (has_mixed(&r[i]))
			add_mixed(c, key, &r[i]);
	}
	key->forms &= ~forbidden;
	for (size_t d = 0; d < c->plan->n_inputs; d++) {
		uint8_t forms = (uint8_t)(key->forms >> (8 * d));

		shared = shared && forms & 0x0f;
		all |= forms;
	}
	if (best)
		key->band = band_of_key(best, shared, !(all & SHAPE_LOWER));
}

static void merge_records(struct collection *c)
{
	struct pack_plan *plan = c->plan;
	size_t start = 0;

	if (c->records.n)
		qsort(c->records.p, c->records.n, sizeof(*c->records.p), record_order);
	plan->keys = arena_array(c->a, c->records.n + 1, sizeof(*plan->keys));
	for (size_t i = 1; i <= c->records.n; i++) {
		if (i < c->records.n &&
		    str_eq(c->records.p[i].key, c->records.p[start].key))
			continue;
		merge_key(c, &plan->keys[plan->n_keys++], &c->records.p[start],
			  i - start);
		start = i;
	}
}

static int read_input(struct collection *c, const struct pack_input *in, struct err *e)
{
	const struct affix_sink sink = { take_form, take_part, c };
	struct affix *affix;
	int ret = affix_read(in->aff.bytes, in->aff.name, c->a, &affix, e);

	if (ret == 0)
		ret = take_rules(c, affix, e);
	if (ret == 0)
		ret = affix_expand(affix, in->dic.bytes, in->dic.name, c->a, &sink, e);
	return ret;
}

static void add_tags(struct pack_plan *plan, const struct pos_forms *pos)
{
	for (size_t i = 0; pos && i < plan->n_keys; i++)
		plan->keys[i].tags = (uint8_t)pos_of(pos, plan->keys[i].key);
}

int pack_build(const struct pack_input *inputs, size_t n, const struct pos_forms *pos,
	       struct arena *a, struct buf *out, struct err *e)
{
	struct pack_plan plan = { .inputs = inputs, .n_inputs = n };
	struct collection c = { .a = a, .plan = &plan };

	if (n == 0 || n > PACK_DIALECTS)
		return err_set(e, ERR_USAGE, "a pack holds one to %d dialects, not %zu",
			       PACK_DIALECTS, n);
	c.common = common_words(a);
	c.vulgar = common_vulgar(a);
	for (size_t i = 0; i < n; i++) {
		int ret;

		c.dialect = (uint8_t)i;
		ret = read_input(&c, &inputs[i], e);
		if (ret < 0)
			return ret;
	}
	merge_records(&c);
	add_tags(&plan, pos);
	return pack_write(&plan, a, out, e);
}
