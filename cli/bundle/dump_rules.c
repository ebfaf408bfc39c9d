/* Clauses, rules, regexes, patterns and networks as text. */
#include "bundle/dump.h"

static const char *const kept_by[] = { "rule", "procedure", "judgement", "guard" };
#define NAME(id, name) name,
static const char *const kinds[] = { RULE_KIND_WORDS(NAME) };
#undef NAME
static const char *const levels[] = { "", "advise", "ask", "block" };
static const char *const who[] = { "company", "associated", "personal" };
static const char *const when[] = { "reply", "reply-to-hostile", "original", "repost",
				    "correction" };
static const char *const unless[] = { "quoted", "negated", "attributed", "question",
				      "public" };
static const char *const flags[] = { "strict", "mask", "shadow", "overridable" };
static const char *const units[] = { "byte", "code-point", "utf16", "grapheme",
				     "weighted" };
_Static_assert(ARRAY_LEN(kept_by) == BUNDLE_KEPT_GUARD + 1 &&
		       ARRAY_LEN(kinds) == BUNDLE_KINDS &&
		       ARRAY_LEN(units) == BUNDLE_UNIT_WEIGHTED + 1,
	       "a name for each");

static void dump_clause(struct dump *d, const struct bundle_clause *c)
{
	buf_cstr(d->out, "clause ");
	dump_quoted(d, c->id);
	buf_printf(d->out, " kept_by=%s", kept_by[c->kept_by]);
	dump_text(d, "sentence", c->sentence);
	buf_char(d->out, '\n');
}

/* Thousandths as a decimal. */
static void dump_thousandths(struct dump *d, const char *name, int32_t n)
{
	const int64_t size = n < 0 ? -(int64_t)n : n;

	buf_printf(d->out, " %s=%s%lld.%03lld", name, n < 0 ? "-" : "",
		   (long long)(size / 1000), (long long)(size % 1000));
}

static void dump_bound(struct dump *d, uint32_t kind, const struct bundle_bound *b)
{
	buf_printf(d->out, "  bound %s", bundle_bound_name(kind, b->what));
	if (b->flags & BUNDLE_MIN)
		dump_thousandths(d, "min", b->min);
	if (b->flags & BUNDLE_MAX)
		dump_thousandths(d, "max", b->max);
	dump_number(d, "by", b->by);
	dump_number(d, "days", b->days);
	dump_text(d, "text", b->text);
	buf_char(d->out, '\n');
}

static void dump_rule(struct dump *d, const struct bundle_rule *r)
{
	buf_cstr(d->out, "rule ");
	dump_quoted(d, r->id);
	dump_text(d, "clause", d->t->clauses[r->clause].id);
	buf_printf(d->out, " kind=%s level=%s", kinds[r->kind], levels[r->level]);
	dump_bits(d, "who", r->who, who, ARRAY_LEN(who));
	dump_bits(d, "when", r->when, when, ARRAY_LEN(when));
	dump_bits(d, "unless", r->unless, unless, ARRAY_LEN(unless));
	dump_bits(d, "flags", r->flags, flags, ARRAY_LEN(flags));
	dump_text(d, "role", r->role);
	dump_text(d, "from", r->from);
	dump_text(d, "until", r->until);
	dump_number(d, "patterns", r->patterns.n);
	dump_number(d, "near", r->near.n);
	dump_number(d, "regexes", r->regexes.n);
	for (uint32_t i = 0; i < r->lists.n; i++)
		dump_text(d, "list",
			  d->t->lists[d->t->rule_lists[r->lists.first + i]].name);
	for (uint32_t i = 0; i < r->instead.n; i++)
		dump_text(d, "instead", d->t->instead[r->instead.first + i]);
	dump_text(d, "say", r->say);
	dump_text(d, "suggest", r->suggest);
	dump_text(d, "good", r->good);
	buf_char(d->out, '\n');
	for (uint32_t i = 0; i < r->bounds.n; i++)
		dump_bound(d, r->kind, &d->t->bounds[r->bounds.first + i]);
}

static void dump_regex(struct dump *d, const struct bundle_regex *r)
{
	buf_cstr(d->out, "regex ");
	dump_quoted(d, r->text);
	dump_text(d, "rule", d->t->rules[r->rule].id);
	buf_printf(d->out, " caseless=%u", r->caseless);
	dump_text(d, "literal", r->literal);
	buf_printf(d->out, " before=%u bytes=%08x.%08x.%08x.%08x least=%u run=%u\n",
		   r->before, r->bytes[3], r->bytes[2], r->bytes[1], r->bytes[0],
		   r->least, r->run);
}

static void dump_overlay(struct dump *d, const struct bundle_overlay *o)
{
	static const char *const layers[] = { "company", "product", "account" };
	static const char *const keys[] = { "level", "off", "shadow", "from", "until" };
	static const char *const now[] = { "off", "shadow" };

	buf_printf(d->out, "overlay %s ", layers[o->layer]);
	dump_quoted(d, o->target);
	dump_text(d, "rule", d->t->rules[o->rule].id);
	dump_bits(d, "keys", o->keys, keys, ARRAY_LEN(keys));
	dump_number(d, "level", o->level);
	dump_bits(d, "now", o->flags, now, ARRAY_LEN(now));
	dump_text(d, "from", o->from);
	dump_text(d, "until", o->until);
	dump_text(d, "reason", o->reason);
	dump_text(d, "file", o->file);
	dump_number(d, "line", o->line);
	buf_char(d->out, '\n');
}

void dump_rules(struct dump *d)
{
	for (uint32_t i = 0; i < d->t->n_clauses; i++)
		dump_clause(d, &d->t->clauses[i]);
	for (uint32_t i = 0; i < d->t->n_rules; i++)
		dump_rule(d, &d->t->rules[i]);
	for (uint32_t i = 0; i < d->t->n_regexes; i++)
		dump_regex(d, &d->t->regexes[i]);
	for (uint32_t i = 0; i < d->t->n_overlays; i++)
		dump_overlay(d, &d->t->overlays[i]);
}

/* ---- patterns ---- */

/* The rule's id and which of its patterns: "tone/insult"#2, "tone/insult"#near1. */
static void dump_pattern_name(struct dump *d, uint32_t pattern)
{
	const struct bundle_pattern *p = &d->t->patterns[pattern];
	const struct bundle_rule *r = &d->t->rules[p->rule];
	const uint32_t first = p->near ? r->near.first : r->patterns.first;

	dump_quoted(d, r->id);
	buf_printf(d->out, "#%s%u", p->near ? "near" : "", pattern - first + 1);
}

void dump_starts(struct dump *d, struct bundle_range r)
{
	for (uint32_t i = 0; i < r.n; i++) {
		buf_cstr(d->out, i ? "," : " starts=");
		dump_pattern_name(d, d->t->starts[r.first + i]);
	}
}

void dump_anchors(struct dump *d, enum bundle_op op, uint32_t index)
{
	const uint32_t *at = &d->t->anchor_at[bundle_owner(d->t, op, index)];

	for (uint32_t i = at[0]; i < at[1]; i++) {
		buf_cstr(d->out, i > at[0] ? "," : " anchor=");
		dump_pattern_name(d, d->t->anchors[i] / BUNDLE_ANCHOR_SETS);
		if (d->t->anchors[i] % BUNDLE_ANCHOR_SETS)
			buf_cstr(d->out, "(2)");
	}
}

static void dump_code(struct dump *d, const struct bundle_code *c, uint32_t first)
{
	switch (c->op) {
	case BUNDLE_OP_SYMBOL:
		buf_cstr(d->out, "symbol ");
		dump_symbol(d, c->a);
		break;
	case BUNDLE_OP_LIST:
		buf_cstr(d->out, "list ");
		dump_quoted(d, d->t->lists[c->a].name);
		break;
	case BUNDLE_OP_CLASS:
		buf_printf(d->out, "class %s", dump_classes[c->a]);
		break;
	case BUNDLE_OP_GAP:
		buf_printf(d->out, "gap %u", c->a);
		break;
	case BUNDLE_OP_SPLIT:
		buf_printf(d->out, "split %u %u", c->a - first, c->b - first);
		break;
	case BUNDLE_OP_JUMP:
		buf_printf(d->out, "jump %u", c->a - first);
		break;
	case BUNDLE_OP_REGEX:
		buf_cstr(d->out, "regex ");
		dump_quoted(d, d->t->token_regexes[c->a]);
		break;
	case BUNDLE_OP_POS:
		buf_printf(d->out, "pos %u", c->a);
		break;
	default:
		buf_cstr(d->out, "match");
		break;
	}
}

void dump_patterns(struct dump *d)
{
	for (uint32_t i = 0; i < d->t->n_patterns; i++) {
		const struct bundle_pattern *p = &d->t->patterns[i];

		buf_cstr(d->out, "pattern ");
		dump_pattern_name(d, i);
		dump_text(d, "text", p->text);
		dump_number(d, "group", p->group);
		buf_char(d->out, '\n');
		for (uint32_t k = 0; k < p->code.n; k++) {
			buf_printf(d->out, "  %u ", k);
			dump_code(d, &d->t->code[p->code.first + k], p->code.first);
			buf_char(d->out, '\n');
		}
	}
}

/* ---- networks ---- */

static void dump_network(struct dump *d, const struct bundle_network *n)
{
	buf_cstr(d->out, "network ");
	dump_quoted(d, n->name);
	dump_text(d, "title", n->title);
	for (uint32_t i = 0; i < n->n_limits; i++) {
		buf_printf(d->out, " limit=%u unit=%s", n->limits[i].limit,
			   units[n->limits[i].unit]);
		dump_text(d, "source", n->limits[i].source);
		dump_text(d, "verified_on", n->limits[i].verified_on);
	}
	dump_number(d, "weight_default", n->weight_default);
	dump_number(d, "weight_scale", n->weight_scale);
	dump_number(d, "emoji_weight", n->emoji_weight);
	for (uint32_t i = 0; i < n->n_ranges; i++)
		buf_printf(d->out, " range=%u-%u:%u", n->ranges[i].first,
			   n->ranges[i].last, n->ranges[i].weight);
	dump_number(d, "url_count", n->url_count);
	dump_number(d, "bare_domains", n->bare_domains);
	dump_number(d, "mention_local", n->mention_local);
	dump_number(d, "emoji_bytes", n->emoji_bytes);
	dump_number(d, "nfc", n->nfc);
	dump_number(d, "max_links", n->max_links);
	buf_char(d->out, '\n');
}

void dump_networks(struct dump *d)
{
	for (uint32_t i = 0; i < d->t->n_networks; i++)
		dump_network(d, &d->t->networks[i]);
}
