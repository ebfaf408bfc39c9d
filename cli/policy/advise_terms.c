/* Words that are looked for twice: in two lists, or as part of others. Every row of words
 * that a rule finds wherever it stands goes into one map; then each row, and each part of
 * it, is looked up there. */
#include "policy/load.h"
#include "core/buf.h"
#include "text/utf8.h"

enum {
	ROW = 32,   /* words of a row that are looked at */
	PART = 8,   /* words of a part of it */
	SAME = 8,   /* rows of the same words, and rules of a list, that are compared */
	PAIRS = 50, /* of lists that are told */
	MORE = 8,   /* lines that are told of each */
	NONE = UINT32_MAX,
};

/* Words in a row, and what they are looked up by: "total clown ". */
struct row {
	const struct pattern *words[ROW];
	uint32_t start[ROW + 1];
	size_t n;
};

/* A row that is found wherever it stands: the term of a list that a rule looks for, or
 * a pattern of nothing but words. */
struct sought {
	const struct policy_pattern *pattern;
	const struct policy_term *term; /* NULL: a pattern */
	const struct pattern **words;
	size_t n;
	uint32_t list, rule; /* whose it is; the other is NONE */
	uint32_t next;       /* with the same words, plus one */
};

/* How far a look-up came. */
struct tried {
	uint32_t at, n;
};

/* Rows to be looked up. */
struct rows {
	struct map *map; /* to the first of these with the same words */
	VEC(struct sought) v;
};

struct rules {
	uint32_t p[SAME];
	size_t n;
};

/* What two owners, lists or rules, have in common. */
struct pair {
	const struct sought *one, *other; /* the first that they share */
	uint32_t by, for_rule;            /* rules */
	struct span more[MORE];           /* the next ones */
	size_t n, n_more;
	bool whole;
};

struct overlap {
	struct loader *l;
	const struct policy *p;
	struct rows sought;      /* found wherever they stand */
	struct rows *terms;      /* of each list, made when first asked for */
	struct rules *seekers;   /* of each list: the rules that look for its terms */
	bool *element;           /* of each list: does it stand in a pattern? */
	uint32_t *asked, asking; /* of each list: the last excuse that it was met for */
	struct map *lists;       /* by name */
	struct map *known;       /* pairs */
	VEC(struct pair) pairs;
	struct buf key;
};

/* ---- rows ---- */

static bool is_words(const struct pattern *p)
{
	if (p->pos.n)
		return false;
	for (size_t i = 0; i < p->n_kids; i++)
		if (p->kind != PATTERN_SEQ || !is_words(p->kids[i]))
			return false;
	return p->kind <= PATTERN_CASE || p->kind == PATTERN_SEQ;
}

static void row_reset(struct overlap *o, struct row *row)
{
	buf_reset(&o->key);
	row->n = 0;
	row->start[0] = 0;
}

static void row_add(struct overlap *o, struct row *row, const struct pattern *p)
{
	for (size_t i = 0; i < p->n_kids; i++)
		row_add(o, row, p->kids[i]);
	if (p->n_kids || row->n == ROW)
		return;
	buf_str(&o->key, p->kind == PATTERN_CASE ? utf8_fold(p->text, o->l->a) : p->text);
	buf_char(&o->key, ' ');
	row->words[row->n++] = p;
	row->start[row->n] = (uint32_t)o->key.n;
}

/* Does the word match wherever the other one, of the same letters, does? */
static bool covers_word(const struct pattern *p, const struct pattern *other)
{
	if (p->kind == PATTERN_WORD)
		return true;
	if (p->kind == PATTERN_EXACT)
		return other->kind != PATTERN_WORD;
	return other->kind == PATTERN_CASE && str_eq(p->text, other->text);
}

static bool covers_words(const struct sought *s, const struct pattern *const *words)
{
	for (size_t i = 0; i < s->n; i++)
		if (!covers_word(s->words[i], words[i]))
			return false;
	return true;
}

static void rows_add(struct overlap *o, struct rows *rows,
		     const struct policy_pattern *pattern, const struct pattern *node,
		     const struct sought *owner)
{
	struct row row;
	struct sought *s;
	uint32_t first = 0;

	row_reset(o, &row);
	row_add(o, &row, node);
	if (!row.n || row.n > PART)
		return;
	s = VEC_ADD(o->l->a, &rows->v);
	*s = *owner;
	s->pattern = pattern;
	s->n = row.n;
	s->words = arena_array(o->l->a, row.n, sizeof(struct pattern *));
	memcpy(s->words, row.words, row.n * sizeof(struct pattern *));
	if (map_get(rows->map, buf_view(&o->key), &first)) {
		s->next = rows->v.p[first].next;
		rows->v.p[first].next = (uint32_t)rows->v.n;
	} else {
		(void)map_add(rows->map, arena_str(o->l->a, buf_view(&o->key)),
			      (uint32_t)rows->v.n - 1);
	}
}

static void rows_add_list(struct overlap *o, struct rows *rows, uint32_t list)
{
	const struct policy_list *from = &o->p->lists[list];

	for (size_t i = 0; i < from->n_terms; i++) {
		const struct policy_term *t = &from->terms[i];

		if (t->pattern.tree && is_words(t->pattern.tree))
			rows_add(o, rows, &t->pattern, t->pattern.tree,
				 &(struct sought){
					 .term = t, .list = list, .rule = NONE });
	}
}

/* The next row of the same words as a part of `row` that finds all of them; begin with a
 * zeroed *t. Of more than SAME only the first are looked at. */
static const struct sought *rows_next(struct overlap *o, const struct rows *rows,
				      const struct row *row, struct span part,
				      struct tried *t)
{
	const struct str key = str_slice(buf_view(&o->key), row->start[part.start],
					 row->start[part.end]);

	if (!t->n) {
		if (!map_get(rows->map, key, &t->at))
			return NULL;
		t->at++;
	}
	while (t->at && t->n++ < SAME) {
		const struct sought *s = &rows->v.p[t->at - 1];

		t->at = s->next;
		if (covers_words(s, row->words + part.start))
			return s;
	}
	return NULL;
}

/* ---- what is sought ---- */

static void meet_lists(struct overlap *o, const struct pattern *p)
{
	uint32_t list;

	if (p->kind == PATTERN_LIST && map_get(o->lists, p->text, &list))
		o->element[list] = true;
	for (size_t i = 0; i < p->n_kids; i++)
		meet_lists(o, p->kids[i]);
}

/* A pattern of nothing but words, or of such alternatives. */
static void add_words(struct overlap *o, struct rows *rows, uint32_t rule,
		      const struct policy_pattern *p)
{
	const struct sought owner = { .list = NONE, .rule = rule };

	if (is_words(p->tree))
		rows_add(o, rows, p, p->tree, &owner);
	for (size_t i = 0; p->tree->kind == PATTERN_ALT && i < p->tree->n_kids; i++)
		if (is_words(p->tree->kids[i]))
			rows_add(o, rows, p, p->tree->kids[i], &owner);
}

static void meet_rule(struct overlap *o, uint32_t rule)
{
	const struct policy_rule *r = &o->p->rules[rule];
	uint32_t list;

	for (size_t i = 0; i < r->n_lists; i++)
		if (map_get(o->lists, r->lists[i], &list) && o->seekers[list].n < SAME)
			o->seekers[list].p[o->seekers[list].n++] = rule;
	for (size_t i = 0; r->kind != RULE_TERMS && i < r->n_patterns; i++) {
		if (!r->patterns[i].tree)
			continue;
		meet_lists(o, r->patterns[i].tree);
		if (r->kind == RULE_FIND)
			add_words(o, &o->sought, rule, &r->patterns[i]);
	}
}

/* ---- rules ---- */

static bool is_at_once(const struct policy_rule *a, const struct policy_rule *b)
{
	const unsigned when = a->when | b->when;

	return !a->shadow && !b->shadow && a->who & b->who &&
	       (!a->when || !b->when || a->when == b->when ||
		when == (WHEN_REPLY | WHEN_HOSTILE)) &&
	       !(a->until.n && b->from.n && str_cmp(a->until, b->from) < 0) &&
	       !(b->until.n && a->from.n && str_cmp(b->until, a->from) < 0);
}

static bool has_near(const struct policy_rule *r, struct str text)
{
	for (size_t i = 0; i < r->n_near; i++)
		if (str_eq(r->near[i].text, text))
			return true;
	return false;
}

/* Is the rule in force, and nothing excused, wherever that is so of the other? */
static bool holds_where(const struct policy_rule *r, const struct policy_rule *other)
{
	for (size_t i = 0; i < r->n_near; i++)
		if (!has_near(other, r->near[i].text))
			return false;
	return !r->shadow && !r->overridable && !r->layers &&
	       (r->who & other->who) == other->who && !(r->unless & ~other->unless) &&
	       (!r->when || r->when == other->when ||
		(r->when == WHEN_REPLY && other->when == WHEN_HOSTILE)) &&
	       (!r->from.n || (other->from.n && str_cmp(r->from, other->from) <= 0)) &&
	       (!r->until.n ||
		(other->until.n && str_cmp(r->until, other->until) >= 0)) &&
	       (r->strict || !other->strict);
}

/* Does the rule say at least as much as the other one, wherever that says something? */
static bool outdoes(const struct policy_rule *r, const struct policy_rule *other)
{
	return holds_where(r, other) && r->level >= other->level &&
	       (r->level > other->level || str_eq(r->role, other->role));
}

static struct rules rules_of(const struct overlap *o, const struct sought *s)
{
	return s->list == NONE ? (struct rules){ { s->rule }, 1 } : o->seekers[s->list];
}

/* ---- pairs ---- */

static uint32_t owner_of(const struct sought *s)
{
	return s->list == NONE ? s->rule | 1u << 31 : s->list;
}

/* One row of `one` is one of `other`, or with `whole` the same. */
static void add_pair(struct overlap *o, const struct pair *found)
{
	struct arena *a = o->l->a;
	const struct str key = arena_printf(a, "%u %u %d", owner_of(found->one),
					    owner_of(found->other), (int)found->whole);
	uint32_t at;

	if (map_get(o->known, key, &at)) {
		struct pair *pair = &o->pairs.p[at];

		if (pair->n++ && pair->n_more < MORE)
			pair->more[pair->n_more++] = found->one->pattern->at;
		return;
	}
	if (o->pairs.n == PAIRS)
		return;
	(void)map_add(o->known, key, (uint32_t)o->pairs.n);
	*VEC_ADD(a, &o->pairs) = *found;
	o->pairs.p[o->pairs.n - 1].n = 1;
}

/* The same words: two findings, unless one and the same rule looks for both. */
static void meet_same(struct overlap *o, const struct sought *s, const struct sought *t)
{
	const struct rules a = rules_of(o, s), b = rules_of(o, t);

	if (s->list == NONE && t->list == NONE && s->rule == t->rule)
		return; /* load_advise() tells it */
	for (size_t i = 0; i < a.n; i++)
		for (size_t k = 0; k < b.n; k++)
			if (is_at_once(&o->p->rules[a.p[i]], &o->p->rules[b.p[k]])) {
				add_pair(o, &(struct pair){ .one = t,
							    .other = s,
							    .by = a.p[i],
							    .for_rule = b.p[k],
							    .whole = true });
				return;
			}
}

/* What `s` finds is part of all that `t` finds: true, and told, if `t` adds nothing. */
static bool meet_part(struct overlap *o, const struct sought *s, const struct sought *t)
{
	const struct rules a = rules_of(o, s), b = rules_of(o, t);
	uint32_t by = NONE;

	if (t->list != NONE && (o->element[t->list] || t->term->n_instead ||
				(s->term && s->term->n_instead)))
		return false;
	for (size_t k = 0; k < b.n; k++) {
		const struct policy_rule *r = &o->p->rules[b.p[k]];
		size_t i = 0;

		while (i < a.n && a.p[i] != b.p[k] &&
		       (r->n_instead || !outdoes(&o->p->rules[a.p[i]], r)))
			i++;
		if (i == a.n)
			return false;
		by = a.p[i];
	}
	add_pair(o, &(struct pair){ .one = t, .other = s, .by = by, .for_rule = b.p[0] });
	return true;
}

/* *idle: it was told already that the words add nothing. */
static void look_up(struct overlap *o, const struct sought *t, const struct row *row,
		    struct span part, bool *idle)
{
	const bool whole = t->n && part.start == 0 && part.end == row->n;
	struct tried tried = { 0 };
	const struct sought *s;

	while ((s = rows_next(o, &o->sought, row, part, &tried))) {
		if (!whole)
			*idle = *idle || meet_part(o, s, t);
		else if (s < t)
			meet_same(o, s, t);
	}
}

static void look_up_parts(struct overlap *o, const struct sought *t,
			  const struct row *row)
{
	bool idle = false;

	for (uint32_t i = 0; i < row->n; i++)
		for (uint32_t end = i + 1; end <= row->n && end <= i + PART; end++)
			look_up(o, t, row, (struct span){ i, end }, &idle);
}

static void look_up_all(struct overlap *o, const struct sought *t)
{
	struct row row;

	row_reset(o, &row);
	for (size_t i = 0; i < t->n; i++)
		row_add(o, &row, t->words[i]);
	look_up_parts(o, t, &row);
}

/* ---- patterns of more than words ---- */

/* All that the pattern finds holds a term of the list, which another rule looks for. */
static bool meet_list(struct overlap *o, uint32_t rule, const struct policy_pattern *p,
		      const struct pattern *node)
{
	const struct policy_rule *r = &o->p->rules[rule];
	uint32_t list = 0;

	if (node->pos.n || !map_get(o->lists, node->text, &list))
		return false;
	for (size_t i = 0; i < o->seekers[list].n; i++) {
		const struct policy_rule *by = &o->p->rules[o->seekers[list].p[i]];

		if (!outdoes(by, r))
			continue;
		(void)finding_add(
			o->l->f, FINDING_POLICY_ADVICE, r->source,
			yaml_span(p->node, node->at.start, node->at.end),
			"all that this pattern finds holds a term of {%.*s}, which "
			"\"%.*s\" (%s) looks for anyway: it adds a second finding and no "
			"more",
			STR_ARG(load_clip(node->text)), STR_ARG(load_clip(by->id)),
			level_name(by->level));
		return true;
	}
	return false;
}

/* The words in a row that start at kid `i` and are in every match. */
static size_t meet_run(struct overlap *o, const struct sought *t,
		       const struct pattern *node, size_t i)
{
	struct row row;

	row_reset(o, &row);
	for (; i < node->n_kids && is_words(node->kids[i]); i++)
		row_add(o, &row, node->kids[i]);
	look_up_parts(o, t, &row);
	return i;
}

static void meet_pattern(struct overlap *o, uint32_t rule, const struct policy_pattern *p)
{
	struct sought *t = ARENA_NEW(o->l->a, struct sought); /* a pair may keep it */
	const struct pattern *node = p->tree;

	*t = (struct sought){ .pattern = p, .list = NONE, .rule = rule };
	if (node->kind == PATTERN_LIST) {
		(void)meet_list(o, rule, p, node);
		return;
	}
	for (size_t i = 0; node->kind == PATTERN_SEQ && i < node->n_kids;) {
		if (node->kids[i]->kind == PATTERN_LIST &&
		    meet_list(o, rule, p, node->kids[i]))
			return;
		if (is_words(node->kids[i]))
			i = meet_run(o, t, node, i);
		else
			i++;
	}
}

static void meet_patterns(struct overlap *o, uint32_t rule)
{
	const struct policy_rule *r = &o->p->rules[rule];

	if (r->kind != RULE_FIND || r->n_instead)
		return;
	for (size_t i = 0; i < r->n_patterns; i++)
		if (r->patterns[i].tree && !is_words(r->patterns[i].tree))
			meet_pattern(o, rule, &r->patterns[i]);
}

/* ---- what is told ---- */

static struct str place_of(struct overlap *o, const struct sought *s)
{
	if (s->list == NONE)
		return arena_printf(o->l->a, "a pattern, at %.*s",
				    STR_ARG(load_place(o->l, o->p->rules[s->rule].source,
						       s->pattern->at)));
	return arena_printf(
		o->l->a, "{%.*s}, at %.*s", STR_ARG(o->p->lists[s->list].name),
		STR_ARG(load_place(o->l, o->p->lists[s->list].source, s->pattern->at)));
}

/* "tone/insult" (ask) */
static struct str rule_name(struct overlap *o, uint32_t rule)
{
	const struct policy_rule *r = &o->p->rules[rule];

	return arena_printf(o->l->a, "\"%.*s\" (%s)", STR_ARG(load_clip(r->id)),
			    level_name(r->level));
}

static struct str words_for(struct overlap *o, const struct pair *pair)
{
	const struct str text = load_clip(pair->other->pattern->text);
	const struct str place = place_of(o, pair->other);
	const struct str by = rule_name(o, pair->by), r = rule_name(o, pair->for_rule);
	struct arena *a = o->l->a;

	if (pair->whole && pair->by == pair->for_rule)
		return arena_printf(a,
				    "this stands in %.*s, too, which %.*s looks for as "
				    "well; take it out of one of them",
				    STR_ARG(place), STR_ARG(by));
	if (pair->whole)
		return arena_printf(
			a,
			"this stands in %.*s, too: both %.*s and %.*s find it, so one "
			"use gives two findings; take it out of one of them",
			STR_ARG(place), STR_ARG(by), STR_ARG(r));
	if (pair->by == pair->for_rule)
		return arena_printf(
			a,
			"\"%.*s\" of %.*s, is in this, and %.*s looks for both: this "
			"only makes the mark longer",
			STR_ARG(text), STR_ARG(place), STR_ARG(by));
	return arena_printf(a,
			    "\"%.*s\" of %.*s, is in this, and %.*s finds that anyway: "
			    "%.*s adds a second finding and no more",
			    STR_ARG(text), STR_ARG(place), STR_ARG(by), STR_ARG(r));
}

static void tell(struct overlap *o, const struct pair *pair)
{
	const struct sought *t = pair->one;
	struct arena *a = o->l->a;
	const struct source *s = t->list != NONE ? o->p->lists[t->list].source
						 : o->p->rules[t->rule].source;
	struct str more = STR("");

	for (size_t i = 0; i < pair->n_more; i++)
		more = arena_printf(a, "%.*s%s%u", STR_ARG(more),
				    i                  ? ", "
				    : pair->n_more > 1 ? "; the same goes for lines "
						       : "; the same goes for line ",
				    source_position(s, pair->more[i].start).line);
	(void)finding_add(o->l->f, FINDING_POLICY_ADVICE, s, t->pattern->at, "%.*s%.*s%s",
			  STR_ARG(words_for(o, pair)), STR_ARG(more),
			  pair->n > pair->n_more + 1 ? " and others" : "");
}

/* ---- words that excuse themselves ---- */

/* What a rule looks for, and the excuse that is looked at. */
struct excuse {
	const struct policy_rule *rule;
	const struct policy_pattern *near;
	const struct rows *rows;        /* that it is one of */
	uint32_t list;                  /* whose terms are looked at */
	const struct sought *by;        /* the first that excuses a term, */
	const struct policy_term *term; /* this one */
	size_t n;
};

static struct rows *terms_of(struct overlap *o, uint32_t list)
{
	struct rows *rows = &o->terms[list];

	if (!rows->map) {
		rows->map = map_new(o->l->a);
		rows_add_list(o, rows, list);
	}
	return rows;
}

static const struct sought *excuse_of(struct overlap *o, const struct rows *rows,
				      const struct policy_term *t)
{
	const struct sought *s = NULL;
	struct row row;

	if (!t->pattern.tree || !is_words(t->pattern.tree))
		return NULL;
	row_reset(o, &row);
	row_add(o, &row, t->pattern.tree);
	for (uint32_t i = 0; i < row.n && !s; i++)
		for (uint32_t end = i + 1; end <= row.n && end <= i + PART && !s; end++)
			s = rows_next(o, rows, &row, (struct span){ i, end },
				      &(struct tried){ 0 });
	return s;
}

static void tell_excuse(struct overlap *o, const struct excuse *e)
{
	const struct policy_list *list = &o->p->lists[e->list];
	struct arena *a = o->l->a;
	struct str more = STR(""), where = STR("");

	if (e->n > 1)
		more = arena_printf(a, " and %zu more of its terms", e->n - 1);
	if (e->by->list != NONE)
		where = arena_printf(
			a, " (at %.*s)",
			STR_ARG(load_place(o->l, o->p->lists[e->by->list].source,
					   e->by->pattern->at)));
	(void)finding_add(
		o->l->f, FINDING_POLICY_ADVICE, e->rule->source,
		yaml_span(e->near->node, 0, e->near->text.n),
		"\"%.*s\" of {%.*s}, at %.*s,%.*s always %s this excuse in %s%.*s: "
		"\"%.*s\" never finds %s",
		STR_ARG(load_clip(e->term->pattern.text)), STR_ARG(list->name),
		STR_ARG(load_place(o->l, list->source, e->term->pattern.at)),
		STR_ARG(more), e->n > 1 ? "have" : "has", e->n > 1 ? "them" : "it",
		STR_ARG(where), STR_ARG(load_clip(e->rule->id)),
		e->n > 1 ? "them" : "it");
}

static void check_excuse(struct overlap *o, struct excuse *e)
{
	const struct policy_list *list = &o->p->lists[e->list];

	e->n = 0;
	for (size_t i = 0; i < list->n_terms && e->rows->v.n; i++) {
		const struct sought *s = excuse_of(o, e->rows, &list->terms[i]);

		if (s && !e->n++) {
			e->by = s;
			e->term = &list->terms[i];
		}
	}
	/* A list that excuses itself: load_advise() tells that of the rule. */
	if (e->n && !(e->by->list == e->list))
		tell_excuse(o, e);
}

/* The lists in a pattern, each once. */
static void check_elements(struct overlap *o, struct excuse *e, const struct pattern *p)
{
	uint32_t list = 0;

	if (p->kind == PATTERN_LIST && map_get(o->lists, p->text, &list) &&
	    o->asked[list] != o->asking) {
		o->asked[list] = o->asking;
		e->list = list;
		check_excuse(o, e);
	}
	for (size_t i = 0; i < p->n_kids; i++)
		check_elements(o, e, p->kids[i]);
}

static void check_near(struct overlap *o, uint32_t rule,
		       const struct policy_pattern *near)
{
	struct excuse e = { .rule = &o->p->rules[rule], .near = near };
	struct rows words = { 0 };
	uint32_t list = 0;

	if (near->tree->kind == PATTERN_LIST && !near->tree->pos.n &&
	    map_get(o->lists, near->tree->text, &list)) {
		e.rows = terms_of(o, list);
	} else {
		words.map = map_new(o->l->a);
		add_words(o, &words, rule, near);
		e.rows = &words;
	}
	o->asking++;
	for (size_t i = 0; i < e.rule->n_lists; i++)
		if (map_get(o->lists, e.rule->lists[i], &e.list))
			check_excuse(o, &e);
	for (size_t i = 0; e.rule->kind != RULE_TERMS && i < e.rule->n_patterns; i++)
		if (e.rule->patterns[i].tree)
			check_elements(o, &e, e.rule->patterns[i].tree);
}

void load_advise_terms(struct loader *l)
{
	const struct policy *p = l->out;
	struct overlap o = {
		.l = l,
		.p = p,
		.sought = { .map = map_new(l->a) },
		.terms = arena_array(l->a, p->n_lists, sizeof(struct rows)),
		.asked = arena_array(l->a, p->n_lists, sizeof(uint32_t)),
		.seekers = arena_array(l->a, p->n_lists, sizeof(struct rules)),
		.element = arena_array(l->a, p->n_lists, sizeof(bool)),
		.lists = map_new(l->a),
		.known = map_new(l->a),
	};

	buf_init(&o.key, 0);
	for (uint32_t i = 0; i < p->n_lists; i++)
		(void)map_add(o.lists, p->lists[i].name, i);
	for (uint32_t i = 0; i < p->n_rules; i++)
		meet_rule(&o, i);
	for (uint32_t i = 0; i < p->n_lists; i++)
		if (o.seekers[i].n)
			rows_add_list(&o, &o.sought, i);
	for (size_t i = 0; i < o.sought.v.n; i++)
		look_up_all(&o, &o.sought.v.p[i]);
	for (uint32_t i = 0; i < p->n_rules; i++) {
		meet_patterns(&o, i);
		for (size_t k = 0; k < p->rules[i].n_near; k++)
			if (p->rules[i].near[k].tree)
				check_near(&o, i, &p->rules[i].near[k]);
	}
	for (size_t i = 0; i < o.pairs.n; i++)
		tell(&o, &o.pairs.p[i]);
	buf_release(&o.key);
}
