/* A post from hostile bytes: loaded, shown and counted; the same bytes as an account and
 * as products, and where the post would go. */
#include "network/network.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct network_profile profiles[] = {
	{ .limits = { { COUNT_WEIGHTED, 280 } },
	  .n_limits = 1,
	  .weight_default = 200,
	  .weight_scale = 100,
	  .emoji_weight = 200,
	  .ranges = { { 0, 4351, 100 }, { 8192, 8205, 100 } },
	  .n_ranges = 2,
	  .url_count = 23,
	  .bare_domains = true,
	  .nfc = true },
	{ .limits = { { COUNT_GRAPHEME, 50 } },
	  .n_limits = 1,
	  .url_count = 23,
	  .mention_local = true },
	{ .limits = { { COUNT_CODE_POINT, 20 } }, .n_limits = 1, .emoji_bytes = true },
	{ .limits = { { COUNT_UTF16, 20 }, { COUNT_WEIGHTED, 9 } },
	  .n_limits = 2,
	  .weight_default = 3,
	  .weight_scale = 2,
	  .emoji_weight = 1 },
	{ .limits = { { COUNT_GRAPHEME, 30 }, { COUNT_BYTE, 60 } }, .n_limits = 2 },
};
enum { PLAIN = ARRAY_LEN(profiles) - 1 }; /* nothing is rewritten */

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void check_findings(const struct findings *f)
{
	for (size_t i = 0; i < f->v.n; i++) {
		const struct finding *one = &f->v.p[i];

		must(one->at.start <= one->at.end);
		must(!one->source || one->at.end <= one->source->bytes.n);
		must(one->msg.n > 0);
	}
}

static void check_view(const struct view *v, const struct source *s)
{
	size_t at = 0;

	for (size_t i = 0; i < v->n_runs; i++) {
		const struct view_run *r = &v->runs[i];

		must(r->at == at && r->n);
		must((size_t)r->src + r->src_n <= s->bytes.n);
		must(!r->exact ||
		     (r->n == r->src_n &&
		      memcmp(v->text.p + at, s->bytes.p + r->src, r->n) == 0));
		at += r->n;
	}
	must(at == v->text.n);
	must(utf8_check(v->text) == SIZE_MAX);
	must(!v->text.n || (v->text.p[0] != '\n' && v->text.p[v->text.n - 1] != '\n'));
}

static void check_boundary(struct str text, size_t end)
{
	size_t at = 0;

	while (at < end)
		at = utf8_grapheme(text, at);
	must(at == end);
}

static void check_count(struct str text, size_t which, struct arena *a)
{
	const struct network_profile *p = &profiles[which];
	struct network_count all, part;

	network_count(text, p, a, &all);
	must(all.fit_end <= text.n);
	must(!all.valid || all.fit_end == text.n);
	must(!all.valid || all.count <= all.limit);
	check_boundary(text, all.fit_end);
	if (which != PLAIN)
		return;
	network_count(str_slice(text, 0, all.fit_end), p, a, &part);
	must(part.fit_end == all.fit_end);
	if (all.fit_end == text.n)
		return;
	network_count(str_slice(text, 0, utf8_grapheme(text, all.fit_end)), p, a, &part);
	must(!part.valid && part.fit_end == all.fit_end);
}

static void check_text(const struct post *p, const struct view *v, struct arena *a)
{
	check_view(v, p->source);
	for (size_t i = 0; i < ARRAY_LEN(profiles); i++)
		check_count(v->text, i, a);
}

static void check_post(const struct post *p, struct arena *a)
{
	struct view v;

	for (size_t i = 0; i < p->n_parts; i++) {
		const struct post_part *part = &p->parts[i];

		must(part->at.start < part->at.end && part->n_blocks);
		must(!i || p->parts[i - 1].at.end <= part->at.start);
		network_view(p, part, a, &v);
		check_text(p, &v, a);
	}
	for (size_t i = 0; i < p->n_targets; i++) {
		if (!p->targets[i].text)
			continue;
		network_view_override(p, &p->targets[i], a, &v);
		must(v.text.n > 0);
		check_text(p, &v, a);
	}
}

static void check_records(const struct source *s, const struct registry *r,
			  struct arena *a, struct findings *f)
{
	struct records all = { 0 };

	records_add_permission(&all, s, r, a, f);
	records_add_permission(&all, s, r, a, f);
	records_add_correction(&all, s, a, f);
	must(all.permissions.n == 1);
	must(records_permission(&all, STR("a")) == all.permissions.p);
}

/* What a glance is sure of is what the whole look finds. */
static void check_facts(const struct post *p, const struct post_destination *to, size_t n,
			struct arena *a)
{
	const struct post_brief b = post_brief_of(p->source->bytes);
	struct post_facts facts;
	struct str *ids;

	post_facts_of(p, to, n, true, true, a, &facts);
	(void)post_permissions(p, a, &ids);
	must(facts.publish_at.end <= facts.source->bytes.n || !p->front);
	must(facts.corrects_at.end <= facts.source->bytes.n);
	for (size_t i = 1; i < facts.n_shingles; i++)
		must(facts.shingles[i - 1] < facts.shingles[i]);
	if (!p->front || b.unsure)
		return;
	must(!facts.corrects.n || b.corrects);
	must(!facts.timed || str_eq(b.publish, p->publish));
	must(!p->id.n || str_eq(b.id, p->id));
	must(!p->author.n || str_eq(b.author, p->author));
}

static void check_registry(const struct source *s, const struct post *p, struct arena *a,
			   struct findings *f)
{
	struct source *products = ARENA_NEW(a, struct source);
	struct registry r = { 0 };
	struct post_destination *to;
	size_t n;

	*products = *s;
	products->path = STR("products.yaml");
	registry_add(&r, s, a, f);
	registry_add(&r, products, a, f);
	registry_ready(&r, a, f);
	n = post_destinations(p, &r, a, &to, f);
	for (size_t i = 0; i < n; i++)
		must(to[i].account && !to[i].account->closed);
	check_records(s, &r, a, f);
	check_facts(p, to, n, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str bytes = { (const char *)data, size };
	struct arena a = { 0 };
	struct diags d = { .a = &a };
	struct findings f;
	struct source s;
	struct post p;

	findings_init(&f, &a);
	if (source_init(&s, STR("accounts/a.yaml"), bytes, LIMIT_REGISTRY, &a, &d)) {
		if (post_load(&s, true, &a, &p, &f))
			check_post(&p, &a);
		check_registry(&s, &p, &a, &f);
	}
	findings_from_diags(&f, &d, FINDING_POST_BODY, &s);
	check_findings(&f);
	arena_release(&a);
	return 0;
}
