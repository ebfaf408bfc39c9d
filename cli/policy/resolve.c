/* Names of word lists, looked up once all files are read. */
#include "policy/load.h"

struct resolver {
	struct loader *l;
	struct policy *p;
	struct map *names; /* to p->lists */
	struct str *known; /* the same as an array, for guesses */
	struct policy_pattern *
		*shared; /* patterns of p->lists[i], made when first used */
	uint32_t *user;  /* the newest rule, plus one, that named p->lists[i] */
	size_t total;
};

/* A file below lexicons/ that may be the list, but for how its name ends; or nothing. */
static struct str near_file(const struct resolver *r, struct str name)
{
	const struct policy_folder *from = r->l->from;

	for (size_t i = 0; i < from->n_others; i++) {
		struct str rest = from->others[i], last = rest;

		if (!str_starts(rest, "lexicons/"))
			continue;
		while (str_field(&rest, '/', &last))
			;
		if (str_eq(str_slice(last, 0, str_chr(last, '.', 0)), name))
			return from->others[i];
	}
	return STR_NULL;
}

static void unknown_list(struct resolver *r, const struct source *s, struct span at,
			 struct str name)
{
	const struct str other = near_file(r, name);

	if (other.n)
		(void)finding_add(r->l->f, FINDING_POLICY_LIST, s, at,
				  "there is no word list \"%.*s\"; %.*s is there, but "
				  "word lists end in .yaml",
				  STR_ARG(load_clip(name)), STR_ARG(load_clip(other)));
	else
		(void)finding_add(r->l->f, FINDING_POLICY_LIST, s, at,
				  "there is no word list \"%.*s\" (lexicons/%.*s.yaml)%s",
				  STR_ARG(load_clip(name)), STR_ARG(load_clip(name)),
				  load_guess(r->l, name, r->known, r->p->n_lists));
}

/* Two files in different folders may want to be the same list. */
static void name_lists(struct resolver *r)
{
	struct policy *p = r->p;

	r->known = arena_array(r->l->a, p->n_lists, sizeof(*r->known));
	for (size_t i = 0; i < p->n_lists; i++) {
		r->known[i] = p->lists[i].name;
		if (!map_add(r->names, p->lists[i].name, (uint32_t)i))
			(void)finding_add(
				r->l->f, FINDING_POLICY_LIST, p->lists[i].source,
				(struct span){ 0, 0 },
				"another file is the word list \"%.*s\" already; "
				"rename one of them",
				STR_ARG(load_clip(p->lists[i].name)));
	}
}

/* Every {list} of a pattern must be there; words of a masked list are not shown
 * by its examples. */
static void resolve_tree(struct resolver *r, const struct source *s,
			 const struct policy_pattern *pattern, const struct pattern *node,
			 bool *mask)
{
	uint32_t list;

	if (node->kind == PATTERN_LIST) {
		if (map_get(r->names, node->text, &list))
			*mask = *mask || r->p->lists[list].mask;
		else
			unknown_list(
				r, s,
				yaml_span(pattern->node, node->at.start, node->at.end),
				node->text);
	}
	for (size_t i = 0; i < node->n_kids; i++)
		resolve_tree(r, s, pattern, node->kids[i], mask);
}

/* "near names" looks for the word "names", which is hardly meant when a list is called
 * so. */
static void check_near(struct resolver *r, const struct source *s,
		       const struct policy_pattern *near)
{
	const struct str name = str_trim(near->text);

	if (near->tree->kind == PATTERN_WORD && map_get(r->names, name, NULL))
		(void)finding_add(r->l->f, FINDING_POLICY_RULE, s, near->at,
				  "\"%.*s\" is a word list: write {%.*s} for its words, "
				  "\"%.*s\" in quotes for the word itself",
				  STR_ARG(load_clip(name)), STR_ARG(load_clip(name)),
				  STR_ARG(load_clip(name)));
}

static void resolve_patterns(struct resolver *r, struct policy_rule *rule)
{
	bool near_mask = false; /* what excuses a hit is not what is shown */

	for (size_t i = 0; i < rule->n_patterns; i++)
		if (rule->patterns[i].tree)
			resolve_tree(r, rule->source, &rule->patterns[i],
				     rule->patterns[i].tree, &rule->hides);
	for (size_t i = 0; i < rule->n_near; i++) {
		if (!rule->near[i].tree)
			continue;
		check_near(r, rule->source, &rule->near[i]);
		resolve_tree(r, rule->source, &rule->near[i], rule->near[i].tree,
			     &near_mask);
	}
}

static struct policy_pattern *patterns_of(struct resolver *r, size_t list)
{
	const struct policy_list *from = &r->p->lists[list];
	struct policy_pattern *made = r->shared[list];

	if (made)
		return made;
	made = arena_array(r->l->a, from->n_terms, sizeof(*made));
	for (size_t i = 0; i < from->n_terms; i++)
		made[i] = from->terms[i].pattern;
	r->shared[list] = made;
	return made;
}

/* Which lists the uses [from, to) of one rule name, each once; how many entries they
 * have together. */
static size_t lists_of_uses(struct resolver *r, size_t from, size_t to, uint32_t *lists,
			    size_t *n_terms)
{
	size_t n = 0;

	*n_terms = 0;
	for (size_t i = from; i < to; i++) {
		const struct list_use *use = &r->l->uses.p[i];
		uint32_t list;

		if (!map_get(r->names, use->node->value, &list)) {
			unknown_list(r, use->source, use->node->at, use->node->value);
			continue;
		}
		if (use->rule != NO_RULE && r->user[list] == use->rule + 1) {
			(void)finding_add(r->l->f, FINDING_POLICY_RULE, use->source,
					  use->node->at,
					  "the rule names this list twice");
			continue;
		}
		r->user[list] = use->rule + 1;
		*n_terms += r->p->lists[list].n_terms;
		lists[n++] = list;
	}
	return n;
}

/* The lists' entries as the rule's patterns. Rules that name one list, and that is most
 * of them, share its array. */
static void add_terms(struct resolver *r, struct policy_rule *rule, const uint32_t *lists,
		      size_t n, size_t n_terms)
{
	if (n == 1)
		rule->patterns = patterns_of(r, lists[0]);
	else
		rule->patterns = arena_array(r->l->a, n_terms, sizeof(*rule->patterns));
	for (size_t i = 0; i < n; i++) {
		const struct policy_list *list = &r->p->lists[lists[i]];

		rule->hides = rule->hides || list->mask;
		if (n > 1 && list->n_terms)
			memcpy(rule->patterns + rule->n_patterns,
			       patterns_of(r, lists[i]),
			       list->n_terms * sizeof(*rule->patterns));
		rule->n_patterns += list->n_terms;
	}
}

static void resolve_uses(struct resolver *r, size_t from, size_t to)
{
	const struct list_use *use = &r->l->uses.p[from];
	uint32_t *lists = arena_array(r->l->a, to - from, sizeof(*lists));
	size_t n_terms;
	size_t n = lists_of_uses(r, from, to, lists, &n_terms);

	if (use->rule == NO_RULE)
		return;
	r->total += n_terms;
	if (r->total <= POLICY_TERMS)
		add_terms(r, &r->p->rules[use->rule], lists, n, n_terms);
	else
		(void)finding_add(r->l->f, FINDING_POLICY_LIST, use->source,
				  use->node->at,
				  "the rules together look for more than %d entries of "
				  "word lists",
				  POLICY_TERMS);
}

void load_resolve(struct loader *l)
{
	struct resolver r = { .l = l, .p = l->out, .names = map_new(l->a) };
	size_t from = 0;

	r.shared = arena_array(l->a, l->out->n_lists, sizeof(struct policy_pattern *));
	r.user = arena_array(l->a, l->out->n_lists, sizeof(*r.user));
	name_lists(&r);
	for (size_t i = 0; i < l->out->n_rules; i++)
		resolve_patterns(&r, &l->out->rules[i]);
	for (size_t i = 1; i <= l->uses.n; i++) {
		if (i < l->uses.n && l->uses.p[i].rule == l->uses.p[from].rule)
			continue;
		resolve_uses(&r, from, i);
		from = i;
	}
}
