/* Patterns as code that runs forward only, and what may begin them. */
#include "bundle/write_draft.h"
#include "text/pos.h"

static const char *const class_names[BUNDLE_CLASSES] = {
	"MONEY", "NUMBER", "PERCENT", "EMAIL",   "PHONE", "URL",
	"CAPS",  "EMOJI",  "HASHTAG", "MENTION", "WORD",
};

struct coder {
	struct draft *d;
	const struct source *source;
	const struct policy_pattern *pattern;
	size_t first; /* of its code */
	bool bad;
};

static void refuse(struct coder *c, struct span at, const char *msg)
{
	if (!c->bad) /* the first trouble of a pattern says enough */
		draft_trouble(c->d, c->source, c->pattern, at, msg);
	c->bad = true;
}

static uint32_t here(const struct coder *c)
{
	return (uint32_t)c->d->t.code.n;
}

static uint32_t emit(struct coder *c, enum bundle_op op, uint32_t a)
{
	const uint32_t at = here(c);

	if (at - c->first >= DRAFT_CODE)
		refuse(c, (struct span){ 0, (uint32_t)c->pattern->text.n },
		       "this pattern is too long: split it into several");
	else
		*VEC_ADD(c->d->a, &c->d->t.code) =
			(struct bundle_code){ .op = (uint8_t)op, .a = a };
	return c->bad ? (uint32_t)c->first : at;
}

/* Point operand `a` or `b` of the instruction at the next one. */
static void land(struct coder *c, uint32_t at, bool b)
{
	struct bundle_code *op = &c->d->t.code.p[at];

	if (b)
		op->b = here(c) & 0xFFFFFF; /* more do not fit into LIMIT_BUNDLE */
	else
		op->a = here(c);
}

static uint32_t list_index(struct coder *c, const struct pattern *node)
{
	uint32_t list = 0;

	if (!map_get(c->d->lists, node->text, &list))
		refuse(c, node->at, "there is no such word list");
	return list;
}

static uint32_t regex_index(struct coder *c, const struct pattern *node)
{
	struct draft *d = c->d;
	uint32_t i = (uint32_t)d->t.token_regexes.n;

	if (map_get(d->token_regexes, node->text, &i))
		return i;
	(void)map_add(d->token_regexes, node->text, i);
	*VEC_ADD(d->a, &d->t.token_regexes) = draft_str(d, node->text);
	return i;
}

static uint32_t class_index(struct coder *c, const struct pattern *node)
{
	for (uint32_t i = 0; i < BUNDLE_CLASSES; i++)
		if (str_is(node->text, class_names[i]))
			return i;
	refuse(c, node->at, "there is no such class");
	return 0;
}

static void code(struct coder *c, const struct pattern *node);

/* split first, rest; first ...; jump end; rest: split ... */
static void code_alternatives(struct coder *c, const struct pattern *node)
{
	uint32_t *jumps = arena_array(c->d->a, node->n_kids, sizeof(*jumps));

	for (size_t i = 0; i < node->n_kids && !c->bad; i++) {
		const bool last = i + 1 == node->n_kids;
		uint32_t split = 0;

		if (!last) {
			split = emit(c, BUNDLE_OP_SPLIT, 0);
			land(c, split, false);
		}
		code(c, node->kids[i]);
		if (last)
			break;
		jumps[i] = emit(c, BUNDLE_OP_JUMP, 0);
		land(c, split, true);
	}
	for (size_t i = 0; i + 1 < node->n_kids && !c->bad; i++)
		land(c, jumps[i], false);
}

static void code_optional(struct coder *c, const struct pattern *node)
{
	const uint32_t split = emit(c, BUNDLE_OP_SPLIT, 0);

	land(c, split, false);
	for (size_t i = 0; i < node->n_kids; i++)
		code(c, node->kids[i]);
	land(c, split, true);
}

/* "word:noun": what was taken must be one. */
static void code_pos(struct coder *c, const struct pattern *node)
{
	if (node->pos.n)
		(void)emit(c, BUNDLE_OP_POS, pos_named(node->pos));
}

/* The depth of a tree is bounded: pattern_parse(). */
static void code(struct coder *c, const struct pattern *node)
{
	switch (node->kind) {
	case PATTERN_WORD:
	case PATTERN_EXACT:
	case PATTERN_CASE:
	case PATTERN_SEALED:
		(void)emit(c, BUNDLE_OP_SYMBOL, draft_symbol(c->d, node));
		break;
	case PATTERN_LIST:
		(void)emit(c, BUNDLE_OP_LIST, list_index(c, node));
		break;
	case PATTERN_CLASS:
		(void)emit(c, BUNDLE_OP_CLASS, class_index(c, node));
		break;
	case PATTERN_REGEX:
		(void)emit(c, BUNDLE_OP_REGEX, regex_index(c, node));
		break;
	case PATTERN_GAP:
		(void)emit(c, BUNDLE_OP_GAP, node->max);
		break;
	case PATTERN_SEQ:
		for (size_t i = 0; i < node->n_kids && !c->bad; i++)
			code(c, node->kids[i]);
		break;
	case PATTERN_ALT:
		code_alternatives(c, node);
		break;
	case PATTERN_OPT:
		code_optional(c, node);
		break;
	}
	code_pos(c, node);
}

/* ---- what may begin it ---- */

static void add_start(struct coder *c, enum draft_owner owner, uint32_t index)
{
	*VEC_ADD(c->d->a, &c->d->starts) =
		(struct draft_start){ owner, index, (uint32_t)c->d->t.patterns.n };
}

/* One instruction that a run may meet first. */
static void first(struct coder *c, const struct bundle_code *op, uint8_t *met)
{
	const struct span all = { 0, (uint32_t)c->pattern->text.n };

	switch (op->op) {
	case BUNDLE_OP_SYMBOL:
		add_start(c, OWNER_SYMBOL, op->a);
		break;
	case BUNDLE_OP_LIST:
		add_start(c, OWNER_LIST, op->a);
		break;
	case BUNDLE_OP_CLASS:
		add_start(c, OWNER_CLASS, op->a);
		break;
	case BUNDLE_OP_SPLIT:
		met[op->b - c->first] = 1;
		met[op->a - c->first] = 1;
		break;
	case BUNDLE_OP_JUMP:
		met[op->a - c->first] = 1;
		break;
	case BUNDLE_OP_REGEX:
		refuse(c, all,
		       "this pattern may start with a regular expression: it needs "
		       "words first");
		break;
	case BUNDLE_OP_GAP:
		refuse(c, all, "this pattern may start with a gap: it needs words first");
		break;
	default:
		refuse(c, all,
		       "this pattern may match nothing at all: not all of its "
		       "words can be optional");
		break;
	}
}

/* Jumps lead forward, so one pass meets them all. */
static void find_starts(struct coder *c)
{
	const size_t n = here(c) - c->first;
	uint8_t *met = arena_array(c->d->a, n, 1);

	met[0] = 1;
	for (size_t i = 0; i < n; i++)
		if (met[i])
			first(c, &c->d->t.code.p[c->first + i], met);
}

/* A gap that nothing follows: the match would end in words that nobody named. */
static void check_end(struct coder *c)
{
	const size_t n = here(c) - c->first;
	uint8_t *ends = arena_array(c->d->a, n, 1);

	for (size_t i = n; i-- > 0;) {
		const struct bundle_code *op = &c->d->t.code.p[c->first + i];

		if (op->op == BUNDLE_OP_MATCH)
			ends[i] = 1;
		else if (op->op == BUNDLE_OP_JUMP)
			ends[i] = ends[op->a - c->first];
		else if (op->op == BUNDLE_OP_SPLIT)
			ends[i] = ends[op->a - c->first] | ends[op->b - c->first];
		else if (op->op == BUNDLE_OP_GAP && ends[i + 1])
			refuse(c, (struct span){ 0, (uint32_t)c->pattern->text.n },
			       "this pattern may end with a gap: it needs words after "
			       "it");
	}
}

void draft_pattern(struct draft *d, const struct policy_rule *r,
		   const struct policy_pattern *from, uint32_t rule, uint32_t near)
{
	struct coder c = {
		.d = d, .source = r->source, .pattern = from, .first = d->t.code.n
	};

	if (!from->tree) {
		refuse(&c, (struct span){ 0, 0 }, "this pattern could not be read");
		return;
	}
	code(&c, from->tree);
	(void)emit(&c, BUNDLE_OP_MATCH, 0);
	if (c.bad)
		return;
	find_starts(&c);
	check_end(&c);
	*VEC_ADD(d->a, &d->t.patterns) = (struct bundle_pattern){
		.text = draft_str(d, from->text),
		.code = { (uint32_t)c.first, (uint32_t)(here(&c) - c.first) },
		.rule = rule,
		.near = near,
		.group = from->group,
	};
}

/* ---- the sets ---- */

static int by_owner(const void *pa, const void *pb)
{
	const struct draft_start *a = pa, *b = pb;

	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	if (a->index != b->index)
		return a->index < b->index ? -1 : 1;
	return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

/* The next set: all starts of that owner, each pattern once. */
static struct bundle_range take_starts(struct draft *d, size_t *next,
				       enum draft_owner owner, uint32_t index)
{
	struct bundle_range r = { (uint32_t)d->t.starts.n, 0 };

	for (; *next < d->starts.n; (*next)++) {
		const struct draft_start *s = &d->starts.p[*next];

		if (s->owner != owner || s->index != index)
			break;
		if (r.n && by_owner(s - 1, s) == 0)
			continue;
		*VEC_ADD(d->a, &d->t.starts) = s->pattern;
		r.n++;
	}
	return r;
}

void draft_starts(struct draft *d)
{
	size_t next = 0;

	if (d->starts.n)
		qsort(d->starts.p, d->starts.n, sizeof(*d->starts.p), by_owner);
	for (uint32_t i = 0; i < d->t.symbols.n; i++)
		d->t.symbols.p[i].starts = take_starts(d, &next, OWNER_SYMBOL, i);
	for (uint32_t i = 0; i < d->t.lists.n; i++)
		d->t.lists.p[i].starts = take_starts(d, &next, OWNER_LIST, i);
	for (uint32_t i = 0; i < BUNDLE_CLASSES; i++)
		d->t.class_starts[i] = take_starts(d, &next, OWNER_CLASS, i);
}
