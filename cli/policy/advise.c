/* What a policy says that works, but hardly as it was meant. Nothing here refuses: what
 * is wrong was said while it was read. */
#include "policy/load.h"
#include "text/regex.h"
#include "text/utf8.h"

enum {
	ALTERNATIVES = 200,    /* that are compared with each other */
	RISK_STEPS = 20000000, /* searches for expressions that never end, all together */
};

/* Where a pattern was first written. */
struct seen {
	const struct policy_rule *rule;
	const struct policy_pattern *pattern;
};

struct advice {
	struct loader *l;
	const struct policy_rule *rule;
	const struct source *source; /* of what is looked at */
	uint64_t steps;
	struct map *patterns; /* as written, to `seen` */
	VEC(struct seen) seen;
};

static void tell(struct advice *v, const struct policy_pattern *p, struct span at,
		 enum finding_kind kind, struct str msg)
{
	(void)finding_add(v->l->f, kind, v->source, yaml_span(p->node, at.start, at.end),
			  "%.*s", STR_ARG(msg));
}

/* ---- rules that never find anything ---- */

static bool is_same(const struct pattern *p, const struct pattern *q)
{
	if (p->kind != q->kind || !str_eq(p->text, q->text) || !str_eq(p->pos, q->pos) ||
	    p->max != q->max || p->n_kids != q->n_kids)
		return false;
	for (size_t i = 0; i < p->n_kids; i++)
		if (!is_same(p->kids[i], q->kids[i]))
			return false;
	return true;
}

/* Do the elements of a row stand in the other one, side by side? */
static bool has_row(const struct pattern *p, const struct pattern *row)
{
	for (size_t i = 0; i + row->n_kids <= p->n_kids; i++) {
		size_t n = 0;

		while (n < row->n_kids && is_same(p->kids[i + n], row->kids[n]))
			n++;
		if (n == row->n_kids)
			return true;
	}
	return false;
}

/* Is `one`, without a choice, in every match of `p`? */
static bool must_hold(const struct pattern *p, const struct pattern *one)
{
	if (is_same(p, one) ||
	    (p->kind == PATTERN_SEQ && one->kind == PATTERN_SEQ && has_row(p, one)))
		return true;
	for (size_t i = 0; p->kind == PATTERN_SEQ && i < p->n_kids; i++)
		if (must_hold(p->kids[i], one))
			return true;
	for (size_t i = 0; p->kind == PATTERN_ALT && i < p->n_kids; i++)
		if (!must_hold(p->kids[i], one))
			return false;
	return p->kind == PATTERN_ALT;
}

/* Does every match of `p` hold one of `near` itself? */
static bool excuses_itself(const struct pattern *p, const struct pattern *near)
{
	for (size_t i = 0; near->kind == PATTERN_ALT && i < near->n_kids; i++)
		if (excuses_itself(p, near->kids[i]))
			return true;
	return must_hold(p, near);
}

static bool is_looked_for(const struct policy_rule *r, struct str list)
{
	for (size_t i = 0; i < r->n_lists; i++)
		if (!str_eq(r->lists[i], list))
			return false;
	return r->n_lists > 0;
}

/* "near {x}" where every hit holds {x}: it excuses all of them. */
static void check_near(struct advice *v, const struct policy_pattern *near)
{
	const struct policy_rule *r = v->rule;
	size_t dead = 0;

	if (!near->tree)
		return;
	for (size_t i = 0; rule_kind_has_patterns(r->kind) && i < r->n_patterns; i++)
		dead += r->patterns[i].tree &&
			excuses_itself(r->patterns[i].tree, near->tree);
	if ((dead && dead == r->n_patterns) ||
	    (r->kind == RULE_TERMS && near->tree->kind == PATTERN_LIST &&
	     !near->tree->pos.n && is_looked_for(r, near->tree->text)))
		tell(v, near, (struct span){ 0, (uint32_t)near->text.n },
		     FINDING_POLICY_ADVICE,
		     STR("all that this rule finds holds these words itself, so they "
			 "excuse every hit: the rule never fires"));
	for (size_t i = 0; dead && dead < r->n_patterns && i < r->n_patterns; i++)
		if (r->patterns[i].tree &&
		    excuses_itself(r->patterns[i].tree, near->tree))
			tell(v, &r->patterns[i],
			     (struct span){ 0, (uint32_t)r->patterns[i].text.n },
			     FINDING_POLICY_ADVICE,
			     arena_printf(
				     v->l->a,
				     "all that this pattern finds holds what excuses "
				     "it, at %.*s: it never fires",
				     STR_ARG(load_place(v->l, r->source, near->at))));
}

/* ---- alternatives ---- */

/* "is|was|is on|needs x" is (is|was|is) (on|needs) x: show it. */
static struct str binding(struct advice *v, const struct policy_pattern *p,
			  const struct pattern *row)
{
	struct arena *a = v->l->a;
	struct str all = STR_NULL;

	for (size_t i = 0; i < row->n_kids; i++) {
		const struct pattern *kid = row->kids[i];
		const struct str part = str_span(p->text, kid->at);
		const bool bare = kid->kind == PATTERN_ALT && !str_starts(part, "(");

		all = arena_printf(a, "%.*s%s%s%.*s%s", STR_ARG(all), i ? " " : "",
				   bare ? "(" : "", STR_ARG(part), bare ? ")" : "");
	}
	return all;
}

/* Does something follow the alternatives, without a parenthesis between? Then the last
 * one may have been meant to go on. */
static bool goes_on(const struct pattern *row, const struct pattern *alt, size_t i)
{
	return row && i + 1 == alt->n_kids && row->kids[row->n_kids - 1] != alt;
}

static void tell_twice(struct advice *v, const struct policy_pattern *p,
		       const struct pattern *row, const struct pattern *twice)
{
	struct arena *a = v->l->a;
	struct str msg = STR("this alternative is there already");

	if (row)
		msg = arena_printf(
			a,
			"this alternative is there already; a blank ends the "
			"alternatives, so this is read as %.*s: put what belongs "
			"together in parentheses",
			STR_ARG(utf8_clip(binding(v, p, row), 200)));
	tell(v, p, twice->at, FINDING_POLICY_ADVICE, msg);
}

static void check_alternatives(struct advice *v, const struct policy_pattern *p,
			       const struct pattern *row, const struct pattern *alt)
{
	for (size_t i = 1; i < alt->n_kids && i < ALTERNATIVES; i++)
		for (size_t k = 0; k < i; k++) {
			/* As written: "are|'re" says twice the same, and is clearer. */
			if (!str_eq(str_span(p->text, alt->kids[i]->at),
				    str_span(p->text, alt->kids[k]->at)))
				continue;
			tell_twice(v, p, goes_on(row, alt, i) ? row : NULL, alt->kids[i]);
			return;
		}
}

/* "burn|blow up|destroy": the first of the alternatives behind the blank belongs to what
 * stands before it, the others hardly do. */
static bool is_particle(const struct pattern *p)
{
	static const char *const particles[] = {
		"up",     "down",   "off",   "out",     "on",     "away",
		"over",   "in",     "back",  "apart",   "along",  "about",
		"for",    "of",     "to",    "at",      "with",   "as",
		"by",     "into",   "from",  "not",     "behind", "towards",
		"toward", "like",   "after", "without", "than",   "against",
		"among",  "before", "upon",  "under",   "near",   "onto"
	};

	for (size_t i = 0; p->kind <= PATTERN_EXACT && i < ARRAY_LEN(particles); i++)
		if (str_is(p->text, particles[i]))
			return true;
	return false;
}

static bool is_bare_choice(const struct policy_pattern *p, const struct pattern *node)
{
	return node->kind == PATTERN_ALT && !str_starts(str_span(p->text, node->at), "(");
}

static void check_blank(struct advice *v, const struct policy_pattern *p,
			const struct pattern *row, size_t i)
{
	const struct pattern *next = row->kids[i + 1];

	if (!is_bare_choice(p, row->kids[i]) || next->kind != PATTERN_ALT ||
	    !is_particle(next->kids[0]))
		return;
	for (size_t k = 1; k < next->n_kids; k++)
		if (is_particle(next->kids[k]) || next->kids[k]->kind > PATTERN_EXACT)
			return;
	tell(v, p, next->at, FINDING_POLICY_ADVICE,
	     arena_printf(
		     v->l->a,
		     "a blank ends the alternatives, so this is read as %.*s: put what "
		     "belongs together in parentheses",
		     STR_ARG(utf8_clip(binding(v, p, row), 200))));
}

#define RISKY                                                                            \
	"this part can match the same text in very many ways: a text that nearly "       \
	"matches cannot be decided within the limits and asks for a sign-off; repeat "   \
	"something that can only be read in one way, or write ++ and *+ inside"

static struct str never(struct advice *v, const char *why)
{
	return arena_printf(v->l->a, "%s: this part can never match", why);
}

/* One between slashes: only what it may cost; another element finds its place. */
static void check_inner_regex(struct advice *v, const struct policy_pattern *p,
			      const struct pattern *node)
{
	const char *why;
	struct span at;

	if (regex_find_risk(node->text, 0, &v->steps, &at))
		tell(v, p,
		     (struct span){ node->at.start + 1 + at.start,
				    node->at.start + 1 + at.end },
		     FINDING_POLICY_COST, STR(RISKY));
	if (regex_find_never(node->text, true, &at, &why))
		tell(v, p,
		     (struct span){ node->at.start + 1 + at.start,
				    node->at.start + 1 + at.end },
		     FINDING_POLICY_ADVICE, never(v, why));
}

/* `row`: the words in a row that the node is one of, or NULL. */
static void check_tree(struct advice *v, const struct policy_pattern *p,
		       const struct pattern *row, const struct pattern *node)
{
	if (node->kind == PATTERN_REGEX)
		check_inner_regex(v, p, node);
	if (node->kind == PATTERN_ALT)
		check_alternatives(v, p, row, node);
	for (size_t i = 0; node->kind == PATTERN_SEQ && i + 1 < node->n_kids; i++)
		check_blank(v, p, node, i);
	for (size_t i = 0; i < node->n_kids; i++)
		check_tree(v, p, node->kind == PATTERN_SEQ ? node : NULL, node->kids[i]);
}

/* ---- the same twice ---- */

static void check_twice(struct advice *v, const struct policy_pattern *p)
{
	const struct seen *first;
	uint32_t at;

	if (!map_get(v->patterns, p->text, &at) || at >= v->seen.n) {
		(void)map_add(v->patterns, p->text, (uint32_t)v->seen.n);
		*VEC_ADD(v->l->a, &v->seen) = (struct seen){ v->rule, p };
		return;
	}
	first = &v->seen.p[at];
	if (first->rule->kind != v->rule->kind ||
	    first->rule->caseless != v->rule->caseless)
		return;
	(void)finding_add(
		v->l->f, FINDING_POLICY_ADVICE, v->source, p->at,
		"the rule \"%.*s\" looks for the same already, at %.*s",
		STR_ARG(load_clip(first->rule->id)),
		STR_ARG(load_place(v->l, first->rule->source, first->pattern->at)));
}

/* ---- expressions ---- */

/* One that cannot be compiled has been told already. */
static bool is_sound(struct str text, unsigned flags)
{
	struct regex *regex = NULL;
	struct err ignored;
	size_t at;
	const bool sound = regex_compile(text, flags, &regex, &at, &ignored) == 0;

	regex_free(regex);
	return sound;
}

/* Tried at one place only, whatever the text. */
static bool is_anchored(struct str text)
{
	return str_starts(text, "\\A") || str_starts(text, "^");
}

static void check_regex(struct advice *v, const struct policy_pattern *p)
{
	const unsigned flags = v->rule->caseless ? REGEX_CASELESS : 0;
	struct regex_needs needs;
	const char *why;
	struct span at;

	regex_read_needs(p->text, flags, v->l->a, &needs);
	if (!needs.literal.n && !needs.least && !needs.run && !is_anchored(p->text) &&
	    is_sound(p->text, flags))
		(void)finding_add(
			v->l->f, FINDING_POLICY_COST, v->rule->source, p->at,
			"no text is in every match of this expression, so every "
			"post is searched for it; a word that must be there, or "
			"a pattern under \"find\", is many times faster");
	if (regex_find_never(p->text, false, &at, &why))
		tell(v, p, at, FINDING_POLICY_ADVICE, never(v, why));
	if (regex_find_risk(p->text, flags, &v->steps, &at))
		tell(v, p, at, FINDING_POLICY_COST, STR(RISKY));
}

/* ---- all of it ---- */

static void check_rule(struct advice *v)
{
	const struct policy_rule *r = v->rule;

	for (size_t i = 0; r->kind != RULE_TERMS && i < r->n_patterns; i++) {
		if (!r->patterns[i].tree)
			continue;
		check_tree(v, &r->patterns[i], NULL, r->patterns[i].tree);
		load_advise_marks(v->l, r->source, &r->patterns[i]);
		check_twice(v, &r->patterns[i]);
	}
	for (size_t i = 0; i < r->n_near; i++) {
		if (r->near[i].tree) {
			check_tree(v, &r->near[i], NULL, r->near[i].tree);
			load_advise_marks(v->l, r->source, &r->near[i]);
		}
		check_near(v, &r->near[i]);
	}
	for (size_t i = 0; i < r->n_regexes; i++) {
		check_regex(v, &r->regexes[i]);
		check_twice(v, &r->regexes[i]);
	}
}

static void check_list(const struct advice *v, const struct policy_list *list)
{
	for (size_t i = 0; i < list->n_terms; i++)
		if (list->terms[i].pattern.node && list->terms[i].pattern.tree)
			load_advise_marks(v->l, list->source, &list->terms[i].pattern);
}

void load_advise(struct loader *l)
{
	struct advice v = { .l = l, .steps = RISK_STEPS, .patterns = map_new(l->a) };

	for (size_t i = 0; i < l->out->n_rules; i++) {
		v.rule = &l->out->rules[i];
		v.source = v.rule->source;
		check_rule(&v);
	}
	for (size_t i = 0; i < l->out->n_lists; i++)
		check_list(&v, &l->out->lists[i]);
	load_advise_never(l);
	load_advise_terms(l);
	load_check_citations(l);
}

/* ---- what only shows on a day ---- */

void policy_advise_dates(const struct policy *p, struct str today, struct findings *f)
{
	static const struct str key = STR("until:");

	for (size_t i = 0; i < p->n_rules; i++) {
		const struct policy_rule *r = &p->rules[i];
		const struct str text = str_span(r->source->bytes, r->at);
		const size_t at = str_find(text, key, 0);
		struct span where = r->at;

		/* One that ends before it begins was refused already. */
		if (!r->until.n || str_cmp(r->until, today) >= 0 ||
		    (r->from.n && str_cmp(r->from, r->until) > 0))
			continue;
		if (at != SIZE_MAX)
			where.start += (uint32_t)at;
		where.end = where.start + (at == SIZE_MAX ? 0 : (uint32_t)key.n);
		(void)finding_add(
			f, FINDING_POLICY_ADVICE, r->source, where,
			"the last day of \"%.*s\" is over: it is not in force any "
			"more; take it out, or give it a later day",
			STR_ARG(load_clip(r->id)));
	}
}
