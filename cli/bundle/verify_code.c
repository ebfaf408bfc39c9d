/* Patterns: code that runs forward to its MATCH, and the sets that say what may begin
 * one. */
#include "bundle/verify_anchors.h"
#include "text/pos.h"

static const char *jump_trouble(uint32_t target, uint32_t at, uint32_t end)
{
	if (target <= at)
		return "jump backwards";
	return target < end ? NULL : "jump out of range";
}

static const char *operand_trouble(const struct bundle *b, uint32_t at, uint32_t end)
{
	const struct bundle_code *c = &b->t.code[at];
	const char *why;

	switch (c->op) {
	case BUNDLE_OP_SYMBOL:
		return c->a < b->t.n_symbols ? NULL : "symbol out of range";
	case BUNDLE_OP_LIST:
		return c->a < b->t.n_lists ? NULL : "list out of range";
	case BUNDLE_OP_CLASS:
		return c->a < BUNDLE_CLASSES ? NULL : "class out of range";
	case BUNDLE_OP_REGEX:
		return c->a < b->t.n_token_regexes ? NULL : "expression out of range";
	case BUNDLE_OP_SPLIT:
		why = jump_trouble(c->a, at, end);
		return why ? why : jump_trouble(c->b, at, end);
	case BUNDLE_OP_JUMP:
		return jump_trouble(c->a, at, end);
	case BUNDLE_OP_GAP:
		return c->a < UINT32_MAX ? NULL : "gap out of range";
	case BUNDLE_OP_POS:
		return c->a && c->a <= POS_ALL ? NULL : "part of speech out of range";
	case BUNDLE_OP_MATCH:
		return c->a ? "operand without a meaning" : NULL;
	default:
		return "unknown instruction";
	}
}

static const char *code_trouble(const struct bundle *b, uint32_t at, uint32_t end)
{
	const struct bundle_code *c = &b->t.code[at];

	if ((c->op == BUNDLE_OP_MATCH) != (at + 1 == end))
		return "MATCH is the last instruction, and only the last";
	if (c->op != BUNDLE_OP_SPLIT && c->b)
		return "operand without a meaning";
	return operand_trouble(b, at, end);
}

/* Is `pattern` in the range? The range is sorted. */
static bool is_start(const struct bundle *b, struct bundle_range r, uint32_t pattern)
{
	uint32_t low = 0, high = r.n;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (b->t.starts[r.first + middle] < pattern)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r.n && b->t.starts[r.first + low] == pattern;
}

/* An instruction that a run may meet first: the sets must know. */
static const char *first_trouble(const struct bundle *b, const struct bundle_code *c,
				 uint32_t pattern)
{
	struct bundle_range starts;

	switch (c->op) {
	case BUNDLE_OP_SYMBOL:
		starts = b->t.symbols[c->a].starts;
		break;
	case BUNDLE_OP_LIST:
		starts = b->t.lists[c->a].starts;
		break;
	case BUNDLE_OP_CLASS:
		starts = b->t.class_starts[c->a];
		break;
	case BUNDLE_OP_GAP:
		return "a pattern starts with a gap";
	case BUNDLE_OP_REGEX:
		return "a pattern starts with an expression";
	default:
		return "a pattern matches nothing at all";
	}
	return is_start(b, starts, pattern)
		       ? NULL
		       : "a pattern is not among those that start so";
}

/* What leads to an instruction, as bits: a way on which no token was taken; from OPEN on,
 * for each set of anchors, one that passed none of it. */
enum { FIRST = 1, OPEN = 2 };

/* A pattern's code in one pass: jumps lead forward, so all that leads to an instruction
 * was seen when it is reached. */
struct checking {
	const struct bundle *b;
	const struct anchors_of *anchors;
	uint32_t limits[BUNDLE_OP_REGEX + 1]; /* operand `a` is below */
	uint8_t *met;                         /* per instruction */
};

/* Sure of what is right only: code_trouble() says what is wrong. */
static bool is_good(const struct checking *x, const struct bundle_code *c, uint32_t at,
		    uint32_t end)
{
	if (c->op > BUNDLE_OP_REGEX || (c->op == BUNDLE_OP_MATCH) != (at + 1 == end))
		return false;
	if (c->op == BUNDLE_OP_SPLIT)
		return c->a > at && c->a < end && c->b > at && c->b < end;
	if (c->op == BUNDLE_OP_JUMP)
		return c->a > at && c->a < end && !c->b;
	return c->a < x->limits[c->op] && !c->b && (c->op != BUNDLE_OP_POS || c->a);
}

/* Where it leads; what is met first must be known in the starting sets. */
static const char *follow(const struct checking *x, uint32_t at, uint32_t pattern)
{
	const struct bundle_code *c = &x->b->t.code[at];
	const uint8_t met = x->met[at];

	if (c->op == BUNDLE_OP_SPLIT || c->op == BUNDLE_OP_JUMP) {
		x->met[c->a] |= met;
		if (c->op == BUNDLE_OP_SPLIT)
			x->met[c->b] |= met;
		return NULL;
	}
	if (met >= OPEN && c->op != BUNDLE_OP_MATCH)
		x->met[at + 1] |=
			(uint8_t)(met &
				  ~(FIRST | anchors_have(x->anchors, c, pattern) * OPEN));
	return met & FIRST ? first_trouble(x->b, c, pattern) : NULL;
}

static int verify_pattern(const struct checking *x, uint32_t pattern, struct err *e)
{
	const struct bundle_range r = x->b->t.patterns[pattern].code;
	const uint32_t end = r.first + r.n;

	if (!r.n)
		return verify_failed(e, SECTION_PATTERNS, pattern, "no code");
	x->met[r.first] = (uint8_t)(FIRST | anchors_take(x->anchors, pattern) * OPEN);
	for (uint32_t at = r.first; at < end; at++) {
		const char *why = NULL;

		if (!is_good(x, &x->b->t.code[at], at, end))
			why = code_trouble(x->b, at, end);
		else if (x->met[at])
			why = follow(x, at, pattern);
		if (why)
			return verify_failed(e, SECTION_CODE, at, why);
	}
	return x->met[end - 1] >= OPEN ? anchors_failed(e, pattern) : 0;
}

int verify_code(const struct bundle *b, struct err *e)
{
	struct arena a = { 0 };
	struct checking x = {
		.b = b,
		.limits = { [BUNDLE_OP_SYMBOL] = b->t.n_symbols,
			    [BUNDLE_OP_LIST] = b->t.n_lists,
			    [BUNDLE_OP_CLASS] = BUNDLE_CLASSES,
			    [BUNDLE_OP_GAP] = UINT32_MAX,
			    [BUNDLE_OP_MATCH] = 1,
			    [BUNDLE_OP_POS] = POS_ALL + 1,
			    [BUNDLE_OP_REGEX] = b->t.n_token_regexes },
	};
	int ret = verify_anchors(b, &a, &x.anchors, e);

	x.met = arena_array(&a, b->t.n_code, sizeof(*x.met));
	for (uint32_t i = 0; i < b->t.n_patterns && ret == 0; i++)
		ret = verify_pattern(&x, i, e);
	arena_release(&a);
	return ret;
}
