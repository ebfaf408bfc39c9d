/* How long a text is for a network: its profile says it all. The text is cut into atoms
 * (a grapheme cluster, a link, a mention), each with a cost in the unit of every limit.
 * What fits ends before the first atom that breaks a limit. */
#include "network/atom.h"
#include "text/utf8.h"

enum { LIMITS = ARRAY_LEN(((struct network_profile *)0)->limits), ASCII = 0x80 };

struct tally {
	struct str text;
	const struct network_profile *p;
	struct arena *a;
	struct count_limit limits[LIMITS]; /* the profile's, or one that never ends */
	size_t n_limits;
	uint64_t scale[LIMITS], most[LIMITS], sum[LIMITS];
	uint64_t ascii[LIMITS]; /* cost of one ASCII character; 0: they differ */
	bool nfc;               /* something in the text changes when composed */
	bool over;
	size_t fit_end;
};

/* ---- costs ---- */

static uint64_t weight_of(const struct network_profile *p, uint32_t cp)
{
	for (size_t i = 0; i < p->n_ranges; i++)
		if (cp >= p->ranges[i].first && cp <= p->ranges[i].last)
			return p->ranges[i].weight;
	return p->weight_default;
}

static uint64_t weigh(const struct network_profile *p, struct str s)
{
	uint64_t sum = 0;
	size_t n;

	for (size_t at = 0; at < s.n; at += n)
		sum += weight_of(p, utf8_decode(s, at, &n));
	return sum;
}

/* Of text that no rewriter changes; a cluster of one or more characters. */
static uint64_t plain_cost(const struct tally *t, size_t i, struct str s)
{
	if (!s.n)
		return 0;
	switch (t->limits[i].unit) {
	case COUNT_BYTE:
		return s.n;
	case COUNT_CODE_POINT:
		return utf8_code_points(s);
	case COUNT_UTF16:
		return utf8_utf16_units(s);
	case COUNT_GRAPHEME:
		return utf8_graphemes(s);
	case COUNT_WEIGHTED:
		return weigh(t->p, s);
	}
	return 0;
}

static uint64_t emoji_cost(const struct tally *t, size_t i, struct str emoji)
{
	if (t->p->emoji_bytes)
		return emoji.n * t->scale[i];
	if (t->limits[i].unit == COUNT_WEIGHTED && t->p->emoji_weight)
		return t->p->emoji_weight;
	return plain_cost(t, i, emoji);
}

static uint64_t cluster_cost(const struct tally *t, size_t i, struct str cluster,
			     size_t emoji)
{
	const struct str rest = str_slice(cluster, emoji, cluster.n);
	uint64_t cost;

	if (!emoji)
		return plain_cost(t, i, t->nfc ? utf8_nfc(cluster, t->a) : cluster);
	cost = emoji_cost(t, i, str_slice(cluster, 0, emoji));
	/* An accent on an emoji: the same grapheme, one more of everything else. */
	if (rest.n && t->limits[i].unit != COUNT_GRAPHEME)
		cost += plain_cost(t, i, rest);
	return cost;
}

/* ---- adding up ---- */

static bool breaks_limit(const struct tally *t)
{
	for (size_t i = 0; i < t->n_limits; i++)
		if (t->sum[i] > t->most[i])
			return true;
	return false;
}

static void take(struct tally *t, size_t end)
{
	t->over = t->over || breaks_limit(t);
	if (!t->over)
		t->fit_end = end;
}

static void add_cluster(struct tally *t, size_t at, size_t end)
{
	const struct str cluster = str_slice(t->text, at, end);
	const size_t emoji = emoji_length(cluster);

	for (size_t i = 0; i < t->n_limits; i++)
		t->sum[i] += cluster_cost(t, i, cluster, emoji);
}

/* ASCII characters in a row cost the same: no need to look at each. */
static void add_ascii(struct tally *t, size_t at, size_t n)
{
	size_t fit = t->over ? 0 : n;

	for (size_t i = 0; i < t->n_limits; i++) {
		const uint64_t room = t->sum[i] < t->most[i] ? t->most[i] - t->sum[i] : 0;

		if (t->ascii[i] && room / t->ascii[i] < fit)
			fit = (size_t)(room / t->ascii[i]);
		t->sum[i] += n * t->ascii[i];
	}
	if (!t->over && fit)
		t->fit_end = at + fit;
	t->over = t->over || fit < n;
}

/* An accent behind a link or a mention belongs to its last letter. */
static size_t whole_end(struct str text, size_t end)
{
	return end ? utf8_grapheme(text, end - 1) : 0;
}

static size_t add_link(struct tally *t, struct span link)
{
	const size_t end = whole_end(t->text, link.end);
	const struct str rest = str_slice(t->text, link.end, end);

	for (size_t i = 0; i < t->n_limits; i++)
		t->sum[i] += t->p->url_count * t->scale[i] + plain_cost(t, i, rest);
	take(t, end);
	return end;
}

static size_t add_mention(struct tally *t, size_t at, size_t n, size_t local)
{
	const size_t end = whole_end(t->text, at + n);
	const struct str shown = str_slice(t->text, at, at + local),
			 rest = str_slice(t->text, at + n, end);

	for (size_t i = 0; i < t->n_limits; i++)
		t->sum[i] += plain_cost(t, i, shown) + plain_cost(t, i, rest);
	take(t, end);
	return end;
}

/* ---- walking ---- */

/* The row of ASCII from `at` to `stop` that has no mention and no accent behind it. */
static size_t ascii_run(const struct tally *t, size_t at, size_t stop)
{
	size_t end = at;

	for (size_t i = 0; i < t->n_limits; i++)
		if (!t->ascii[i])
			return 0;
	while (end < stop && (unsigned char)t->text.p[end] < ASCII &&
	       t->text.p[end] != '\r' && t->text.p[end] != '@')
		end++;
	if (end < t->text.n && (unsigned char)t->text.p[end] >= ASCII && end > at)
		end--;
	return end - at;
}

static size_t step(struct tally *t, size_t at, size_t stop)
{
	size_t n = ascii_run(t, at, stop), local = 0;

	if (n) {
		add_ascii(t, at, n);
		return at + n;
	}
	if (t->p->mention_local && t->text.p[at] == '@') {
		n = mention_length(t->text, at, at ? t->text.p[at - 1] : '\0', &local);
		if (n && at + n <= stop)
			return add_mention(t, at, n, local);
	}
	n = utf8_grapheme(t->text, at);
	/* A link that starts inside the cluster: they fit together or not at all. */
	add_cluster(t, at, n < stop ? n : stop);
	if (n > stop)
		return stop;
	take(t, n);
	return n;
}

static void walk(struct tally *t, const struct network_links *links)
{
	size_t next = 0;

	for (size_t at = 0; at < t->text.n;) {
		/* The end of a link may reach over the start of the next. */
		while (next < links->n && links->p[next].start < at)
			next++;
		if (next < links->n && links->p[next].start == at)
			at = add_link(t, links->p[next++]);
		else
			at = step(t, at,
				  next < links->n ? links->p[next].start : t->text.n);
	}
}

/* ---- a profile ---- */

static uint64_t ascii_cost(const struct network_profile *p, enum count_unit unit)
{
	if (unit != COUNT_WEIGHTED)
		return 1;
	for (size_t i = 0; i < p->n_ranges; i++)
		if (p->ranges[i].first == 0 && p->ranges[i].last >= ASCII - 1)
			return p->ranges[i].weight;
	return 0;
}

static void begin(struct tally *t, struct str text, const struct network_profile *p,
		  struct arena *a)
{
	static const struct count_limit endless = { COUNT_GRAPHEME, UINT32_MAX };

	*t = (struct tally){ .text = text, .p = p, .a = a };
	t->n_limits = p->n_limits < LIMITS ? p->n_limits : LIMITS;
	for (size_t i = 0; i < t->n_limits; i++)
		t->limits[i] = p->limits[i];
	if (!t->n_limits)
		t->limits[t->n_limits++] = endless;
	for (size_t i = 0; i < t->n_limits; i++) {
		const bool weighted = t->limits[i].unit == COUNT_WEIGHTED;

		t->scale[i] = weighted && p->weight_scale ? p->weight_scale : 1;
		t->most[i] = t->limits[i].limit * t->scale[i] + (t->scale[i] - 1);
		t->ascii[i] = ascii_cost(p, t->limits[i].unit);
	}
	t->nfc = p->nfc && !str_eq(utf8_nfc(text, a), text);
}

static int64_t room(const struct tally *t, size_t i)
{
	return (int64_t)t->limits[i].limit - (int64_t)(t->sum[i] / t->scale[i]);
}

void network_count(struct str text, const struct network_profile *p, struct arena *a,
		   struct network_count *out)
{
	static const struct network_links none = { 0 };
	struct network_links links;
	struct tally t;
	size_t least = 0;

	begin(&t, text, p, a);
	network_links(text, p->bare_domains, a, &links);
	walk(&t, p->url_count ? &links : &none);
	for (size_t i = 1; i < t.n_limits; i++)
		if (room(&t, i) < room(&t, least))
			least = i;
	*out = (struct network_count){
		.count = t.sum[least] / t.scale[least],
		.limit = t.limits[least].limit,
		.unit = t.limits[least].unit,
		.valid = !t.over && str_trim(text).n,
		.fit_end = t.over ? t.fit_end : text.n,
		.links = links.n,
	};
}
