/* Does the text fit the network? */
#include "check/scan.h"
#include "text/utf8.h"

bool length_profile(const struct checker *c, const struct bundle_network *n,
		    struct network_profile *out)
{
	static const enum count_unit units[] = { COUNT_BYTE, COUNT_CODE_POINT,
						 COUNT_UTF16, COUNT_GRAPHEME,
						 COUNT_WEIGHTED };

	if (!n)
		return false;
	*out = (struct network_profile){
		.name = bundle_str(c->b, n->name),
		.title = bundle_str(c->b, n->title),
		.n_limits = n->n_limits,
		.weight_default = n->weight_default,
		.weight_scale = n->weight_scale,
		.emoji_weight = n->emoji_weight,
		.n_ranges = n->n_ranges,
		.url_count = n->url_count,
		.bare_domains = n->bare_domains,
		.mention_local = n->mention_local,
		.emoji_bytes = n->emoji_bytes,
		.nfc = n->nfc,
		.max_links = n->max_links,
	};
	for (uint32_t i = 0; i < n->n_limits; i++)
		out->limits[i] = (struct count_limit){ units[n->limits[i].unit],
						       n->limits[i].limit };
	for (uint32_t i = 0; i < n->n_ranges; i++)
		out->ranges[i] =
			(struct count_range){ n->ranges[i].first, n->ranges[i].last,
					      n->ranges[i].weight };
	return true;
}

bool check_network(const struct checker *c, size_t i, struct network_profile *out)
{
	return i < c->t->n_networks && length_profile(c, &c->t->networks[i], out);
}

bool check_network_named(const struct checker *c, struct str name,
			 struct network_profile *out)
{
	return length_profile(c, bundle_network(c->b, name), out);
}

struct str check_network_near(const struct checker *c, struct str name)
{
	struct str names[64];
	size_t n = 0;

	for (; n < c->t->n_networks && n < ARRAY_LEN(names); n++)
		names[n] = bundle_str(c->b, c->t->networks[n].name);
	return str_nearest(name, names, n);
}

static bool is_active(const struct checker *c, uint32_t rule)
{
	return c->active[rule] && c->t->rules[rule].kind == BUNDLE_LENGTH;
}

bool length_wanted(const struct checker *c)
{
	for (uint32_t i = 0; i < c->t->n_rules; i++)
		if (is_active(c, i))
			return true;
	return false;
}

/* A finding of every length rule in force, about bytes of the view. */
static void tell(struct scan *s, uint32_t start, struct str what, enum level most)
{
	/* "Shorten it" is no answer to a network that nobody knows. */
	const bool say = most == LEVEL_BLOCK;

	for (uint32_t i = 0; i < s->t->n_rules; i++) {
		struct finding *f;

		if (!is_active(s->c, i))
			continue;
		f = hits_finding(s, i, start, (uint32_t)s->v->text.n,
				 say ? arena_printf(s->f->a, "%.*s. %.*s", STR_ARG(what),
						    STR_ARG(hits_say(s, &s->t->rules[i])))
				     : arena_str(s->f->a, what),
				 false);
		if (f->level > most)
			f->level = most;
		f->network = s->ctx->network;
		f->account = s->ctx->account;
	}
}

static const char *unit_name(enum count_unit unit, uint64_t n)
{
	if (unit == COUNT_BYTE)
		return n == 1 ? "byte" : "bytes";
	return n == 1 ? "character" : "characters";
}

static void too_long(struct scan *s, const struct network_profile *p,
		     const struct network_count *c)
{
	const unsigned long long over = c->count - c->limit, limit = c->limit;
	size_t from = c->fit_end;

	if (from >= s->v->text.n)
		from = 0;
	tell(s, (uint32_t)from,
	     arena_printf(s->a, "%llu %s over the limit of %llu on %.*s", over,
			  unit_name(c->unit, over), limit, STR_ARG(p->title)),
	     LEVEL_BLOCK);
}

void length_report(struct scan *s, const struct network_profile *p,
		   const struct network_count *c)
{
	if (c->count > c->limit)
		too_long(s, p, c);
	if (p->max_links && c->links > p->max_links)
		tell(s, 0,
		     arena_printf(s->a, "%zu links, and %.*s takes %u", c->links,
				  STR_ARG(p->title), p->max_links),
		     LEVEL_BLOCK);
	if (!str_trim(s->v->text).n)
		tell(s, 0,
		     arena_printf(s->a, "there is no text for %.*s", STR_ARG(p->title)),
		     LEVEL_BLOCK);
}

/* Not counted is not the same as short enough. */
void length_unknown(struct scan *s)
{
	tell(s, 0,
	     arena_printf(s->a,
			  "networks.yaml of the policy says nothing about \"%.*s\": the "
			  "length was not checked",
			  STR_ARG(utf8_clip(s->ctx->network, 60))),
	     LEVEL_ADVISE);
}

void length_check(struct scan *s)
{
	struct network_profile p;
	struct network_count count;

	if (!s->ctx->network.n || !length_wanted(s->c))
		return;
	if (!check_network_named(s->c, s->ctx->network, &p)) {
		length_unknown(s);
		return;
	}
	network_count(s->v->text, &p, s->a, &count);
	length_report(s, &p, &count);
}
