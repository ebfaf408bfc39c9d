#include "text/pack_build.h"
#include "text/dafsa.h"
#include "text/pack.h"
#include "text/pack_format.h"

#include <utf8proc.h>

enum { KEYS_PER_BUCKET = 4, PACK_SIZE_MAX = 1 << 28 };

/* The sections, each in a buffer of its own until all are known. */
struct layout {
	struct pack_plan *plan;
	struct arena *a;
	struct pack_key **order; /* keys in the order of their buckets */
	unsigned bucket_bits;
	uint32_t alphabet[PACK_SYMBOLS];
	size_t n_alphabet;
	struct buf strings, keys, buckets, mixed, graph, letters, parts, rules, dialects,
		sources;
};

static void put_u32(struct buf *b, uint32_t v)
{
	v = htole32(v);
	buf_add(b, &v, sizeof(v));
}

static void put_u64(struct buf *b, uint64_t v)
{
	v = htole64(v);
	buf_add(b, &v, sizeof(v));
}

/* A text in a field of fixed width, filled up with NULs. */
static void put_name(struct buf *b, struct str name, size_t width)
{
	buf_str(b, str_slice(name, 0, width - 1));
	buf_fill(b, '\0', width - (name.n < width ? name.n : width - 1));
}

static uint32_t put_string(struct layout *l, struct str s)
{
	uint32_t at = (uint32_t)l->strings.n;

	buf_str(&l->strings, s);
	return at;
}

static int by_bucket(const void *a, const void *b)
{
	const struct pack_key *x = *(struct pack_key *const *)a;
	const struct pack_key *y = *(struct pack_key *const *)b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return str_cmp(x->key, y->key);
}

static void write_keys(struct layout *l)
{
	struct pack_plan *plan = l->plan;
	uint32_t bucket = 0;

	while (((size_t)KEYS_PER_BUCKET << l->bucket_bits) < plan->n_keys)
		l->bucket_bits++;
	l->order = arena_array(l->a, plan->n_keys + 1, sizeof(struct pack_key *));
	for (size_t i = 0; i < plan->n_keys; i++)
		l->order[i] = &plan->keys[i];
	qsort(l->order, plan->n_keys, sizeof(struct pack_key *), by_bucket);
	put_u32(&l->buckets, 0);
	for (uint32_t i = 0; i < plan->n_keys; i++) {
		struct pack_key *k = l->order[i];

		for (; bucket < pack_bucket(k->hash, l->bucket_bits); bucket++)
			put_u32(&l->buckets, i);
		k->index = i;
		put_u32(&l->keys, put_string(l, k->key));
		buf_char(&l->keys, (char)k->key.n);
		buf_char(&l->keys, (char)(uint8_t)k->hash);
		buf_char(&l->keys, (char)k->band);
		buf_char(&l->keys, (char)k->facts);
		put_u32(&l->keys, k->forms);
		put_u32(&l->keys, k->tags);
	}
	for (; bucket < (uint32_t)1 << l->bucket_bits; bucket++)
		put_u32(&l->buckets, (uint32_t)plan->n_keys);
}

static int by_key(const void *a, const void *b)
{
	const struct pack_mixed_form *x = a, *y = b;

	if (x->key != y->key)
		return x->key->index < y->key->index ? -1 : 1;
	return str_cmp(x->text, y->text);
}

static void write_mixed(struct layout *l)
{
	struct pack_plan *plan = l->plan;

	if (plan->mixed.n)
		qsort(plan->mixed.p, plan->mixed.n, sizeof(*plan->mixed.p), by_key);
	for (size_t i = 0; i < plan->mixed.n; i++) {
		const struct pack_mixed_form *m = &plan->mixed.p[i];

		put_u32(&l->mixed, m->key->index);
		put_u32(&l->mixed, put_string(l, m->text));
		buf_char(&l->mixed, (char)m->text.n);
		buf_char(&l->mixed, (char)m->dialects);
		buf_char(&l->mixed, (char)m->possessive);
		buf_char(&l->mixed, '\0');
	}
}

/* Where `cp` is in the alphabet, or where it belongs. */
static size_t place_of(const struct layout *l, uint32_t cp)
{
	size_t low = 0, high = l->n_alphabet;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (l->alphabet[middle] < cp)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool add_letter(struct layout *l, uint32_t cp)
{
	size_t at = place_of(l, cp);

	if (at < l->n_alphabet && l->alphabet[at] == cp)
		return true;
	if (l->n_alphabet == PACK_SYMBOLS)
		return false;
	memmove(&l->alphabet[at + 1], &l->alphabet[at],
		(l->n_alphabet - at) * sizeof(*l->alphabet));
	l->alphabet[at] = cp;
	l->n_alphabet++;
	return true;
}

/* Take the next character off a key, which is valid UTF-8. */
static uint32_t take_letter(struct str *rest)
{
	utf8proc_int32_t cp;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)rest->p,
					      (utf8proc_ssize_t)rest->n, &cp);

	*rest = str_slice(*rest, n > 0 ? (size_t)n : rest->n, rest->n);
	return (uint32_t)cp;
}

/* Keys that are words by themselves, not only with 's. */
static bool stands_alone(const struct pack_key *k)
{
	return k->forms & 0x0f0f0f0fu;
}

static int collect_letters(struct layout *l, struct err *e)
{
	for (size_t i = 0; i < l->plan->n_keys; i++) {
		struct str rest = l->plan->keys[i].key;

		while (rest.n && stands_alone(&l->plan->keys[i]))
			if (!add_letter(l, take_letter(&rest)))
				return err_set(e, ERR_LIMIT,
					       "the words use more than %d characters",
					       PACK_SYMBOLS);
	}
	for (size_t i = 0; i < l->n_alphabet; i++)
		put_u32(&l->letters, l->alphabet[i]);
	return 0;
}

/* UTF-8 sorts like its code points, so the keys come in the order of the symbols. */
static int write_graph(struct layout *l, struct err *e)
{
	struct dafsa *d = dafsa_new(l->a);
	struct dafsa_edges edges;
	int ret = collect_letters(l, e);

	if (ret < 0)
		return ret;
	for (size_t i = 0; i < l->plan->n_keys; i++) {
		struct str rest = l->plan->keys[i].key;
		uint8_t symbols[PACK_KEY_MAX];
		size_t n = 0;

		if (!stands_alone(&l->plan->keys[i]))
			continue;
		while (rest.n)
			symbols[n++] = (uint8_t)(place_of(l, take_letter(&rest)) + 1);
		dafsa_add(d, symbols, n);
	}
	if (!dafsa_finish(d, &edges))
		return err_set(e, ERR_LIMIT, "the words need a graph over %d edges",
			       EDGES_MAX);
	for (size_t i = 0; i < edges.n; i++)
		put_u32(&l->graph, edges.p[i]);
	return 0;
}

static int write_compounds(struct layout *l, struct err *e)
{
	const struct pack_plan *plan = l->plan;

	if (plan->parts.n > PACK_PARTS_MAX || plan->rules.n > PACK_RULES_MAX)
		return err_set(e, ERR_LIMIT,
			       "the compound rules have over %d parts or %d rules",
			       PACK_PARTS_MAX, PACK_RULES_MAX);
	for (size_t i = 0; i < plan->parts.n; i++) {
		put_u32(&l->parts, put_string(l, plan->parts.p[i].text));
		put_u32(&l->parts, (uint32_t)plan->parts.p[i].text.n);
		put_u32(&l->parts, plan->parts.p[i].flags);
	}
	for (size_t i = 0; i < plan->rules.n; i++) {
		const struct pack_rule *r = &plan->rules.p[i];

		buf_char(&l->rules, (char)r->dialect);
		buf_char(&l->rules, (char)r->n);
		buf_fill(&l->rules, '\0', RULE_ITEMS - 2);
		buf_add(&l->rules, r->items, sizeof(r->items));
	}
	return 0;
}

static void write_source(struct layout *l, const struct pack_source *s, uint32_t dialect)
{
	struct digest digest = digest_of(s->bytes);

	buf_add(&l->sources, digest.bytes, sizeof(digest.bytes));
	put_u64(&l->sources, s->bytes.n);
	put_u32(&l->sources, dialect);
	put_name(&l->sources, str_from(s->name), SOURCE_BYTES - SOURCE_NAME);
}

static void write_names(struct layout *l)
{
	for (uint32_t i = 0; i < l->plan->n_inputs; i++) {
		const struct pack_input *in = &l->plan->inputs[i];

		put_name(&l->dialects, in->tag, DIALECT_BYTES);
		write_source(l, &in->aff, i);
		write_source(l, &in->dic, i);
	}
}

struct section {
	uint32_t id, element;
	struct buf *bytes;
};

static uint64_t aligned(uint64_t at)
{
	return (at + PACK_ALIGN - 1) / PACK_ALIGN * PACK_ALIGN;
}

static void write_header(const struct layout *l, uint32_t n_sections, uint64_t size,
			 struct buf *out)
{
	buf_cstr(out, PACK_MAGIC);
	buf_fill(out, '\0', HEADER_VERSION - HEADER_DIGEST);
	put_u32(out, PACK_VERSION);
	put_u32(out, PACK_BANDS_GUESSED);
	put_u64(out, size);
	put_u32(out, n_sections);
	put_u32(out, (uint32_t)l->plan->n_inputs);
	put_u32(out, (uint32_t)l->plan->n_keys);
	put_u32(out, l->bucket_bits);
	buf_fill(out, '\0', HEADER_BYTES - out->n);
}

/* What a check of a word that is right touches lies together; the graph comes last. */
static void assemble(struct layout *l, struct buf *out)
{
	const struct section sections[] = {
		{ SECTION_SOURCES, SOURCE_BYTES, &l->sources },
		{ SECTION_DIALECT, DIALECT_BYTES, &l->dialects },
		{ SECTION_ALPHABET, 4, &l->letters },
		{ SECTION_RULES, RULE_BYTES, &l->rules },
		{ SECTION_PARTS, PART_BYTES, &l->parts },
		{ SECTION_MIXED, MIXED_BYTES, &l->mixed },
		{ SECTION_BUCKETS, 4, &l->buckets },
		{ SECTION_KEYS, KEY_BYTES, &l->keys },
		{ SECTION_STRINGS, 1, &l->strings },
		{ SECTION_GRAPH, EDGE_BYTES, &l->graph },
	};
	uint64_t start = aligned(HEADER_BYTES + ARRAY_LEN(sections) * SECTION_BYTES);
	uint64_t size = start;
	struct digest digest;

	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		size = aligned(size) + sections[i].bytes->n;
	write_header(l, ARRAY_LEN(sections), size, out);
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		start = aligned(start);
		put_u32(out, sections[i].id);
		put_u32(out, sections[i].element);
		put_u64(out, start);
		put_u64(out, sections[i].bytes->n);
		start += sections[i].bytes->n;
	}
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		buf_fill(out, '\0', aligned(out->n) - out->n);
		buf_str(out, buf_view(sections[i].bytes));
	}
	digest = digest_of(str_slice(buf_view(out), HEADER_VERSION, out->n));
	memcpy(out->p + HEADER_DIGEST, digest.bytes, sizeof(digest.bytes));
}

int pack_write(struct pack_plan *plan, struct arena *a, struct buf *out, struct err *e)
{
	struct layout l = { .plan = plan, .a = a };
	struct buf *const all[] = { &l.strings, &l.keys,  &l.buckets, &l.mixed,
				    &l.graph,	&l.letters, &l.parts,	&l.rules,
				    &l.dialects, &l.sources };
	int ret;

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		buf_init(all[i], PACK_SIZE_MAX);
	ret = write_graph(&l, e);
	write_keys(&l);
	write_mixed(&l);
	write_names(&l);
	if (ret == 0)
		ret = write_compounds(&l, e);
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (ret == 0 && all[i]->full)
			ret = err_set(e, ERR_LIMIT, "the words need a pack over %d bytes",
				      PACK_SIZE_MAX);
	if (ret == 0)
		assemble(&l, out);
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		buf_release(all[i]);
	return ret;
}
