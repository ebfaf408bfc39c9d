/* A policy model as the bytes of a bundle. */
#include "bundle/write_draft.h"
#include "text/utf8.h"

struct bundle_str draft_str(struct draft *d, struct str s)
{
	struct bundle_str at = { 0, 0 };
	uint32_t i;

	if (!s.n)
		return at;
	if (map_get(d->interned, s, &i))
		return d->interned_at.p[i];
	at = (struct bundle_str){ (uint32_t)d->strings.n, (uint32_t)s.n };
	buf_str(&d->strings, s);
	(void)map_add(d->interned, s, (uint32_t)d->interned_at.n);
	*VEC_ADD(d->a, &d->interned_at) = at;
	return at;
}

void draft_trouble(struct draft *d, const struct source *s,
		   const struct policy_pattern *pattern, struct span at, const char *msg)
{
	d->bad = true;
	if (pattern->node)
		at = yaml_span(pattern->node, at.start, at.end);
	(void)finding_add(d->f, FINDING_POLICY_PATTERN, s, at, "%s", msg);
}

void draft_clauses(struct draft *d)
{
	for (size_t i = 0; i < d->p->n_clauses; i++) {
		const struct policy_clause *c = &d->p->clauses[i];

		*VEC_ADD(d->a, &d->t.clauses) =
			(struct bundle_clause){ draft_str(d, c->id),
						draft_str(d, c->sentence), c->kept_by };
	}
}

/* ---- house words ---- */

struct folded {
	const struct policy_word *word;
	struct str fold;
};

static int by_fold(const void *pa, const void *pb)
{
	const struct folded *a = pa, *b = pb;
	const int by = str_cmp(a->fold, b->fold);

	return by ? by : str_cmp(a->word->text, b->word->text);
}

void draft_house_words(struct draft *d)
{
	const size_t n = d->p->n_words;
	struct folded *all = arena_array(d->a, n, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = (struct folded){ &d->p->words[i],
					  utf8_fold(d->p->words[i].text, d->a) };
	if (n)
		qsort(all, n, sizeof(*all), by_fold);
	for (size_t i = 0; i < n; i++) {
		const struct policy_word *w = all[i].word;

		*VEC_ADD(d->a, &d->t.words) =
			(struct bundle_word){ draft_str(d, w->text),
					      draft_str(d, all[i].fold),
					      draft_str(d, w->instead), w->mode };
	}
}

/* ---- networks ---- */

_Static_assert(NETWORK_LIMITS <= (int)BUNDLE_NETWORK_LIMITS &&
		       NETWORK_RANGES <= (int)BUNDLE_NETWORK_RANGES,
	       "the model's networks fit");

static void copy_limits(struct draft *d, const struct policy_network *from,
			struct bundle_network *n)
{
	n->n_limits = (uint32_t)from->n_limits;
	for (size_t i = 0; i < from->n_limits; i++) {
		n->limits[i].unit = from->limits[i].unit;
		n->limits[i].limit = from->limits[i].limit;
		n->limits[i].source = draft_str(d, from->limits[i].source);
		n->limits[i].verified_on = draft_str(d, from->limits[i].verified_on);
	}
	n->n_ranges = (uint32_t)from->n_ranges;
	for (size_t i = 0; i < from->n_ranges; i++) {
		n->ranges[i].first = from->ranges[i].first;
		n->ranges[i].last = from->ranges[i].last;
		n->ranges[i].weight = from->ranges[i].weight;
	}
}

void draft_networks(struct draft *d)
{
	for (size_t i = 0; i < d->p->n_networks; i++) {
		const struct policy_network *from = &d->p->networks[i];
		struct bundle_network *n = VEC_ADD(d->a, &d->t.networks);

		*n = (struct bundle_network){
			.name = draft_str(d, from->name),
			.title = draft_str(d, from->title),
			.weight_default = from->weight_default,
			.weight_scale = from->weight_scale,
			.emoji_weight = from->emoji_weight,
			.url_count = from->url_count,
			.bare_domains = from->bare_domains,
			.mention_local = from->mention_local,
			.emoji_bytes = from->emoji_bytes,
			.nfc = from->nfc,
			.max_links = from->max_links,
		};
		copy_limits(d, from, n);
	}
}

/* ---- the file ---- */

struct part {
	const void *p;
	size_t n; /* records */
};

static void list_parts(const struct draft *d, struct part *parts)
{
	parts[SECTION_STRINGS] = (struct part){ d->strings.p, d->strings.n };
#define S(id, name, type) parts[SECTION_##id] = (struct part){ d->t.name.p, d->t.name.n };
	FORMAT_TABLES(S)
#undef S
	parts[SECTION_CLASS_STARTS] = (struct part){ d->t.class_starts, BUNDLE_CLASSES };
	parts[SECTION_FORM_AT] = (struct part){ d->t.form_at.p, d->t.form_at.n };
}

/* Fill the section table; the size of the whole. */
static uint64_t lay_out(const struct part *parts, struct format_section *table)
{
	uint64_t end = FORMAT_BODY;

	for (uint32_t i = 0; i < SECTIONS; i++) {
		const uint64_t at = format_align(end);
		const uint64_t length = (uint64_t)parts[i].n * format_kinds[i].record;

		table[i] = (struct format_section){ i, (uint32_t)at, (uint32_t)length,
						    format_kinds[i].record };
		end = at + length;
	}
	return end;
}

static void put(const struct draft *d, const struct part *parts,
		const struct format_section *table, uint32_t size, struct buf *out)
{
	const size_t start = out->n;
	struct format_header h = { .magic = FORMAT_MAGIC, /* without its NUL */
				   .version = FORMAT_VERSION,
				   .order = FORMAT_ORDER,
				   .size = size,
				   .n_sections = SECTIONS,
				   .seed = d->seed };
	struct digest digest;

	memcpy(h.input, d->p->input.bytes, sizeof(h.input));
	buf_add(out, &h, sizeof(h));
	buf_add(out, table, SECTIONS * sizeof(*table));
	for (uint32_t i = 0; i < SECTIONS; i++) {
		buf_fill(out, '\0', table[i].at - (out->n - start));
		buf_add(out, parts[i].p, table[i].length);
	}
	if (out->full)
		return;
	digest = digest_of(str_slice(buf_view(out), start + FORMAT_SEALED, out->n));
	memcpy(out->p + start + offsetof(struct format_header, digest), digest.bytes,
	       sizeof(digest.bytes));
}

static bool assemble(struct draft *d, struct buf *out)
{
	struct format_section table[SECTIONS];
	struct part parts[SECTIONS];
	uint64_t size;
	bool fits;

	list_parts(d, parts);
	size = lay_out(parts, table);
	fits = size <= LIMIT_BUNDLE && !d->strings.full;
	if (fits)
		put(d, parts, table, (uint32_t)size, out);
	if (fits && !out->full)
		return true;
	(void)finding_add(d->f, FINDING_POLICY_TEXT, NULL, (struct span){ 0, 0 },
			  "compiled, the policy has %llu bytes; at most %u are possible",
			  (unsigned long long)size, LIMIT_BUNDLE);
	return false;
}

static void make(struct draft *d)
{
	draft_words(d);
	draft_list_names(d);
	draft_clauses(d);
	draft_rules(d);
	draft_overlays(d);
	draft_lists(d);
	draft_starts(d);
	draft_house_words(d);
	draft_networks(d);
	draft_anchors(d);
}

bool bundle_write(const struct policy *p, struct buf *out, struct findings *f)
{
	struct arena a = { 0 };
	struct draft d = { .p = p,
			   .f = f,
			   .a = &a,
			   .interned = map_new(&a),
			   .token_regexes = map_new(&a) };
	bool good;

	buf_init(&d.strings, LIMIT_BUNDLE);
	make(&d);
	good = !d.bad && assemble(&d, out);
	buf_release(&d.strings);
	arena_release(&a);
	return good;
}
