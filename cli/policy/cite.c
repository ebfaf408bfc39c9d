/* Clauses and rules that the text of a policy names. A name that nearly is one of them is
 * most likely meant to be it: "#polite" in a link, "clause polite" in what an author
 * reads. Other names, such as headings that a link leads to, are nobody's trouble here.
 */
#include "policy/load.h"

struct citer {
	struct loader *l;
	struct map *clauses, *rules;
	struct str *clause_ids, *rule_ids;
};

static void unknown(struct citer *c, const struct source *s, struct span at,
		    const char *what, struct str name)
{
	const struct policy *p = c->l->out;
	const bool rule = str_is(str_from(what), "rule");
	const char *guess = load_guess(c->l, name, rule ? c->rule_ids : c->clause_ids,
				       rule ? p->n_rules : p->n_clauses);

	if (*guess)
		(void)finding_add(c->l->f, FINDING_POLICY_ADVICE, s, at,
				  "there is no %s \"%.*s\"%s", what,
				  STR_ARG(load_clip(name)), guess);
}

static void check_link(struct citer *c, const struct source *s, const struct md *link)
{
	const struct str name = str_slice(link->url, 1, link->url.n);

	if (str_starts(link->url, "#") && name.n && !map_get(c->clauses, name, NULL))
		unknown(c, s, link->at, "clause", name);
}

static bool is_id(char c)
{
	return ascii_is_alnum((unsigned char)c) || c == '-' || c == '_' || c == '/';
}

/* The name behind `word` in a text, with or without quotation marks. */
static bool next_name(struct str text, const char *word, size_t *at, struct str *name)
{
	const struct str w = str_from(word);
	size_t from = str_find(text, w, *at), end;

	if (from == SIZE_MAX)
		return false;
	from += w.n;
	*at = from;
	while (from < text.n && strchr("\"'`", text.p[from]))
		from++;
	for (end = from; end < text.n && is_id(text.p[end]);)
		end++;
	*name = str_slice(text, from, end);
	return true;
}

static void check_text(struct citer *c, const struct policy_rule *r, struct str text)
{
	struct str name;
	size_t at = 0;

	while (next_name(text, "clause ", &at, &name))
		if (name.n > 3 && !map_get(c->clauses, name, NULL))
			unknown(c, r->source, r->at, "clause", name);
	at = 0;
	while (next_name(text, "rule ", &at, &name))
		if (str_chr(name, '/', 0) != SIZE_MAX && !map_get(c->rules, name, NULL))
			unknown(c, r->source, r->at, "rule", name);
}

void load_check_citations(struct loader *l)
{
	struct policy *p = l->out;
	struct citer c = { .l = l, .clauses = map_new(l->a), .rules = map_new(l->a) };

	c.clause_ids = arena_array(l->a, p->n_clauses, sizeof(*c.clause_ids));
	c.rule_ids = arena_array(l->a, p->n_rules, sizeof(*c.rule_ids));
	for (size_t i = 0; i < p->n_clauses; i++) {
		c.clause_ids[i] = p->clauses[i].id;
		(void)map_add(c.clauses, c.clause_ids[i], 0);
	}
	for (size_t i = 0; i < p->n_rules; i++) {
		c.rule_ids[i] = p->rules[i].id;
		(void)map_add(c.rules, c.rule_ids[i], 0);
	}
	for (size_t i = 0; i < p->n_sources; i++)
		for (const struct md *m = p->documents[i]; m;
		     m = md_next(p->documents[i], m))
			if (m->kind == MD_LINK)
				check_link(&c, p->sources[i], m);
	for (size_t i = 0; i < p->n_rules; i++) {
		check_text(&c, &p->rules[i], p->rules[i].say);
		check_text(&c, &p->rules[i], p->rules[i].suggest);
	}
}
