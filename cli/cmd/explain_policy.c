/* What a rule or a clause is about, from the policy as it is written. */
#include "cmd/explain.h"

enum { LISTS_SHOWN = 12, EXAMPLES = 6 }; /* of which are shown */

/* ---- words for what the policy says in keys ---- */

static const char *kept_means(enum kept_by k)
{
	switch (k) {
	case KEPT_RULE:
		return "rule: the rules below look for it in every text";
	case KEPT_PROCEDURE:
		return "procedure: the steps of a command keep it, and what it records";
	case KEPT_JUDGEMENT:
		return "judgement: no program can tell; people decide";
	case KEPT_GUARD:
		return "guard: it forbids this program to judge, or to keep, something";
	}
	return "";
}

static const char *who_means(unsigned who)
{
	if (who == WHO_COMPANY)
		return "company accounts";
	if (who == WHO_ASSOCIATED)
		return "personal accounts, while associated";
	if (who & WHO_PERSONAL)
		return "company accounts, and personal accounts, associated or not";
	return "company accounts, and personal accounts while associated";
}

static void say_when(struct cmd *c, unsigned when)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = { { WHEN_REPLY, "replies" },
		      { WHEN_HOSTILE, "replies to somebody hostile" },
		      { WHEN_ORIGINAL, "posts that are no replies" },
		      { WHEN_REPOST, "reposts" },
		      { WHEN_CORRECTION, "corrections" } };
	struct str text = STR_NULL;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (when & names[i].bit)
			text = arena_printf(&c->run, "%.*s%s%s", STR_ARG(text),
					    text.n ? ", " : "", names[i].name);
	explain_say(&c->out, "when", text.n ? text : STR("always"));
}

static void say_dates(struct cmd *c, const struct policy_rule *r)
{
	const struct str today = cmd_date(c, cmd_now(c));
	const char *state = "";

	if (r->from.n && str_cmp(today, r->from) < 0)
		state = ": not yet in force";
	else if (r->until.n && str_cmp(r->until, today) < 0)
		state = ": no more in force";
	if (r->from.n && r->until.n)
		explain_sayf(c, "dates", "from %.*s until %.*s%s", STR_ARG(r->from),
			     STR_ARG(r->until), state);
	else if (r->from.n)
		explain_sayf(c, "dates", "from %.*s on%s", STR_ARG(r->from), state);
	else if (r->until.n)
		explain_sayf(c, "dates", "until %.*s%s", STR_ARG(r->until), state);
}

static void say_place(struct cmd *c, const char *label, const struct source *s,
		      struct span at)
{
	const struct position p = source_position(s, at.start);

	explain_sayf(c, label, "%.*s:%u", STR_ARG(s->path), p.line);
}

/* ---- what it looks for ---- */

static const struct policy_list *list_named(const struct policy *p, struct str name)
{
	for (size_t i = 0; i < p->n_lists; i++)
		if (str_eq(p->lists[i].name, name))
			return &p->lists[i];
	return NULL;
}

static void say_list(const struct explain *x, const struct policy_list *l,
		     const char *label)
{
	struct arena *a = &x->c->run;
	struct str some = STR_NULL;

	for (size_t i = 0; i < l->n_terms && i < LISTS_SHOWN; i++)
		some = arena_printf(a, "%.*s%s%.*s", STR_ARG(some), i ? ", " : "",
				    STR_ARG(l->terms[i].pattern.text));
	if (l->mask && !x->reveal)
		some = STR("masked, --reveal shows them");
	explain_sayf(x->c, label, "{%.*s}: %zu term%s (%.*s%s)", STR_ARG(l->name),
		     l->n_terms, l->n_terms == 1 ? "" : "s", STR_ARG(some),
		     l->n_terms > LISTS_SHOWN && (!l->mask || x->reveal) ? " ..." : "");
}

struct names {
	VEC(struct str) v;
};

static void add_name(struct arena *a, struct names *all, struct str name)
{
	for (size_t i = 0; i < all->v.n; i++)
		if (str_eq(all->v.p[i], name))
			return;
	*VEC_ADD(a, &all->v) = name;
}

/* Lists that a pattern names. */
static void collect(const struct pattern *p, struct arena *a, struct names *all)
{
	if (!p)
		return;
	if (p->kind == PATTERN_LIST)
		add_name(a, all, p->text);
	for (size_t i = 0; i < p->n_kids; i++)
		collect(p->kids[i], a, all);
}

static void say_lists(const struct explain *x, const struct policy *p,
		      const struct policy_rule *r)
{
	struct arena *a = &x->c->run;
	struct names all = { 0 };

	for (size_t i = 0; i < r->n_lists; i++)
		add_name(a, &all, r->lists[i]);
	for (size_t i = 0; rule_kind_has_patterns(r->kind) && i < r->n_patterns; i++)
		collect(r->patterns[i].tree, a, &all);
	for (size_t i = 0; i < r->n_near; i++)
		collect(r->near[i].tree, a, &all);
	for (size_t i = 0; i < all.v.n; i++) {
		const struct policy_list *l = list_named(p, all.v.p[i]);

		if (l)
			say_list(x, l, i ? "" : "lists");
	}
}

/* What a pattern belongs to: "acknowledge: ", "set 2: ". */
static struct str group_of(const struct explain *x, const struct policy_rule *r,
			   const struct policy_pattern *p)
{
	if (r->kind == RULE_MOVES && p->group < r->n_bounds)
		return arena_printf(&x->c->run,
				    "%.*s: ", STR_ARG(r->bounds[p->group].text));
	if (r->kind == RULE_CONSISTENCY)
		return arena_printf(&x->c->run, "set %u: ", p->group + 1);
	return STR_NULL;
}

static void say_patterns(const struct explain *x, const struct policy_rule *r)
{
	const size_t n = rule_kind_has_patterns(r->kind) ? r->n_patterns : 0;

	if (r->hides && !x->reveal && (r->n_regexes || n)) {
		explain_sayf(x->c, "patterns", "masked, --reveal shows them");
		return;
	}
	for (size_t i = 0; i < n; i++)
		explain_sayf(x->c, i ? "" : "patterns", "%.*s\"%.*s\"",
			     STR_ARG(group_of(x, r, &r->patterns[i])),
			     STR_ARG(r->patterns[i].text));
	for (size_t i = 0; i < r->n_regexes; i++)
		explain_sayf(x->c, i ? "" : "patterns", "/%.*s/%s",
			     STR_ARG(r->regexes[i].text), r->caseless ? "i" : "");
}

/* Thousandths as people write them: 12.5 */
static struct str number(struct arena *a, int32_t n)
{
	const int64_t whole = n < 0 ? -(int64_t)n : n;
	struct str text =
		arena_printf(a, "%s%lld.%03lld", n < 0 ? "-" : "",
			     (long long)(whole / 1000), (long long)(whole % 1000));

	while (str_ends(text, "0"))
		text.n--;
	if (str_ends(text, "."))
		text.n--;
	return text;
}

static void say_bounds(const struct explain *x, const struct policy_rule *r)
{
	struct arena *a = &x->c->run;

	for (size_t i = 0; i < r->n_bounds && r->kind != RULE_MOVES; i++) {
		const struct policy_bound *b = &r->bounds[i];
		struct str text = str_from(bound_name(r->kind, b->what));

		if (b->text.n)
			text = arena_printf(a, "%.*s (%.*s)", STR_ARG(text),
					    STR_ARG(b->text));
		if (b->has_min)
			text = arena_printf(a, "%.*s, at least %.*s", STR_ARG(text),
					    STR_ARG(number(a, b->min)));
		if (b->has_max)
			text = arena_printf(a, "%.*s, at most %.*s", STR_ARG(text),
					    STR_ARG(number(a, b->max)));
		if (b->days)
			text = arena_printf(a, "%.*s in %u days", STR_ARG(text), b->days);
		explain_say(&x->c->out, i ? "" : "looks at", text);
	}
	for (size_t i = 0; i < r->n_instead; i++)
		explain_sayf(x->c, i ? "" : "instead", "\"%.*s\"",
			     STR_ARG(r->instead[i]));
}

static void say_unless(const struct explain *x, const struct policy_rule *r)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = { { UNLESS_QUOTED, "quoted" },
		      { UNLESS_NEGATED, "negated" },
		      { UNLESS_ATTRIBUTED, "attributed" },
		      { UNLESS_QUESTION, "question" },
		      { UNLESS_PUBLIC, "public" } };
	struct arena *a = &x->c->run;
	struct str text = STR_NULL;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (r->unless & names[i].bit)
			text = arena_printf(a, "%.*s%s%s", STR_ARG(text),
					    text.n ? ", " : "", names[i].name);
	for (size_t i = 0; i < r->n_near; i++)
		text = arena_printf(a, "%.*s%snear \"%.*s\"", STR_ARG(text),
				    text.n ? ", " : "", STR_ARG(r->near[i].text));
	explain_say(&x->c->out, "excused by", text);
}

/* ---- examples ---- */

/* The text with « and » where its marks are. */
static struct str marked(struct arena *a, const struct policy_example *e)
{
	struct buf out;
	struct str text;
	size_t at = 0;

	buf_init(&out, 0);
	for (size_t i = 0; i < e->n_marks; i++) {
		buf_str(&out, str_slice(e->text, at, e->marks[i].start));
		buf_cstr(&out, "\xc2\xab");
		buf_str(&out, str_span(e->text, e->marks[i]));
		buf_cstr(&out, "\xc2\xbb");
		at = e->marks[i].end;
	}
	buf_str(&out, str_slice(e->text, at, e->text.n));
	text = arena_str(a, buf_view(&out));
	buf_release(&out);
	return text;
}

static void say_examples(const struct explain *x, const struct policy_rule *r,
			 const struct policy_example *e, size_t n, const char *label)
{
	if (n && r->hides && !x->reveal) {
		explain_sayf(x->c, label, "%zu, masked: --reveal shows them", n);
		return;
	}
	for (size_t i = 0; i < n && i < EXAMPLES; i++)
		explain_sayf(x->c, i ? "" : label, "\"%.*s\"",
			     STR_ARG(marked(&x->c->run, &e[i])));
	if (n > EXAMPLES)
		explain_sayf(x->c, "", "and %zu more, which 'decorum test' runs",
			     n - EXAMPLES);
}

/* ---- a rule ---- */

/* What overlays say, as they are applied. */
static void say_layers(const struct explain *x, const struct policy_rule *r)
{
	struct arena *a = &x->c->run;

	for (const struct policy_change *k = r->layers; k; k = k->next) {
		const struct policy_overlay *o = k->of;
		const struct str reason = str_trim(k->reason);

		explain_sayf(
			x->c, k == r->layers ? "layers" : "",
			"%s%s%.*s: %.*s, at %.*s:%u%s%.*s%s",
			o->layer == LAYER_COMPANY ? "" : "for the ",
			policy_layer_name(o->layer),
			STR_ARG(o->target.n ? arena_printf(a, " %.*s", STR_ARG(o->target))
					    : STR("")),
			STR_ARG(explain_keys(a, &k->change.to, k->change.keys)),
			STR_ARG(o->source->path),
			source_position(o->source, k->at.start).line,
			reason.n ? "; \"" : "", STR_ARG(reason), reason.n ? "\"" : "");
	}
}

/* As the company's layer has it: `off` when that switches it off. */
static void say_level(const struct explain *x, const struct policy_rule *r, bool off)
{
	struct cmd *c = x->c;

	if (off)
		explain_sayf(c, "level", "off: the company has switched this rule off");
	else if (r->level == LEVEL_ASK)
		explain_sayf(c, "level", "ask: signed off by %s%.*s%s",
			     r->role.n ? "role \"" : "the author's manager",
			     STR_ARG(r->role), r->role.n ? "\"" : "");
	else
		explain_sayf(c, "level", "%s", explain_level(r->level));
	if (r->shadow)
		explain_sayf(c, "on trial",
			     "it is reported and refuses nothing (shadow)");
	explain_sayf(c, "loosened", "%s",
		     r->overridable ? "an overlay may loosen it (overridable)"
				    : "by nobody: overlays may only tighten it");
}

static void say_rule(const struct explain *x, const struct policy *p,
		     const struct policy_rule *written)
{
	struct policy_rule now;
	const bool on = policy_rule_company(written, &now);
	const struct policy_rule *r = &now;
	const struct policy_clause *clause = &p->clauses[r->clause];
	struct cmd *c = x->c;

	buf_cstr(&c->out, "rule ");
	report_plain(r->id, &c->out);
	buf_char(&c->out, '\n');
	explain_sayf(c, "clause", "%.*s: %.*s", STR_ARG(clause->id),
		     STR_ARG(clause->sentence));
	say_place(c, "written", r->source, r->at);
	say_level(x, r, !on);
	say_layers(x, r);
	explain_sayf(c, "for", "%s", who_means(r->who));
	say_when(c, r->when);
	say_dates(c, r);
	explain_sayf(c, "kind", "%s%s", rule_kind_name(r->kind),
		     r->strict ? ", disguised spellings too (fold: strict)" : "");
	say_patterns(x, r);
	say_bounds(x, r);
	say_lists(x, p, r);
	say_unless(x, r);
	explain_say(&c->out, "says", r->say);
	explain_say(&c->out, "suggests", r->suggest);
	say_examples(x, r, r->fail, r->n_fail, "finds");
	say_examples(x, r, r->pass, r->n_pass, "lets pass");
}

bool explain_rule(const struct explain *x, const struct policy *p, struct str id)
{
	for (size_t i = 0; i < p->n_rules; i++) {
		if (!str_eq(p->rules[i].id, id))
			continue;
		say_rule(x, p, &p->rules[i]);
		return true;
	}
	return false;
}

/* ---- a clause ---- */

static void say_rule_of(const struct explain *x, const struct policy_rule *written)
{
	struct cmd *c = x->c;
	struct policy_rule now;
	const bool on = policy_rule_company(written, &now);
	const struct policy_rule *r = &now;

	buf_cstr(&c->out, "\nrule ");
	report_plain(r->id, &c->out);
	buf_printf(&c->out, " (%s%s)\n", on ? level_name(r->level) : "off",
		   r->shadow ? ", on trial" : "");
	say_place(c, "written", r->source, r->at);
	say_layers(x, r);
	explain_say(&c->out, "says", r->say);
	say_examples(x, r, r->fail, r->n_fail ? 1 : 0, "finds");
	say_examples(x, r, r->pass, r->n_pass ? 1 : 0, "lets pass");
}

static void say_clause(const struct explain *x, const struct policy *p,
		       const struct policy_clause *k)
{
	struct cmd *c = x->c;

	buf_cstr(&c->out, "clause ");
	report_plain(k->id, &c->out);
	buf_char(&c->out, '\n');
	explain_say(&c->out, "sentence", k->sentence);
	say_place(c, "written", k->source, k->sentence_at);
	explain_sayf(c, "kept by", "%s", kept_means(k->kept_by));
	explain_sayf(c, "rules", "%zu", k->n_rules);
	for (size_t i = 0; i < k->n_rules; i++)
		say_rule_of(x, &p->rules[k->first_rule + i]);
}

bool explain_clause(const struct explain *x, const struct policy *p, struct str id)
{
	for (size_t i = 0; i < p->n_clauses; i++) {
		if (!str_eq(p->clauses[i].id, id))
			continue;
		say_clause(x, p, &p->clauses[i]);
		return true;
	}
	return false;
}

bool explain_kind(const struct explain *x, struct str id)
{
	for (int i = 0; i < FINDING_KINDS; i++) {
		const struct finding_info *info = finding_info((enum finding_kind)i);

		if (!str_is(id, info->id))
			continue;
		buf_printf(&x->c->out, "rule %s\n", info->id);
		explain_sayf(x->c, "written",
			     "in the program: no policy needs to say it");
		explain_sayf(x->c, "level", "%s", explain_level(info->level));
		explain_sayf(x->c, "finds", "%s", info->meaning);
		return true;
	}
	return false;
}
