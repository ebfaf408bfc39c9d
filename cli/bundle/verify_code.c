/* Patterns: code that runs forward to its MATCH, and the sets that say what may begin
 * one. */
#include "bundle/format.h"
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
		return NULL;
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

/* Jumps lead forward, so one pass finds all that can be met first. `met` has a byte per
 * instruction. */
static int verify_first(const struct bundle *b, uint32_t pattern, uint8_t *met,
			struct err *e)
{
	const struct bundle_range r = b->t.patterns[pattern].code;

	met[r.first] = 1;
	for (uint32_t at = r.first; at < r.first + r.n; at++) {
		const struct bundle_code *c = &b->t.code[at];
		const char *why;

		if (!met[at])
			continue;
		if (c->op == BUNDLE_OP_SPLIT || c->op == BUNDLE_OP_JUMP) {
			met[c->a] = 1;
			met[c->op == BUNDLE_OP_SPLIT ? c->b : c->a] = 1;
			continue;
		}
		why = first_trouble(b, c, pattern);
		if (why)
			return verify_failed(e, SECTION_CODE, at, why);
	}
	return 0;
}

static int verify_pattern(const struct bundle *b, uint32_t pattern, uint8_t *met,
			  struct err *e)
{
	const struct bundle_range r = b->t.patterns[pattern].code;
	const uint32_t end = r.first + r.n;

	if (!r.n)
		return verify_failed(e, SECTION_PATTERNS, pattern, "no code");
	for (uint32_t at = r.first; at < end; at++) {
		const char *why = code_trouble(b, at, end);

		if (why)
			return verify_failed(e, SECTION_CODE, at, why);
	}
	return verify_first(b, pattern, met, e);
}

int verify_code(const struct bundle *b, struct err *e)
{
	struct arena a = { 0 };
	uint8_t *met = arena_array(&a, b->t.n_code, 1);
	int ret = 0;

	for (uint32_t i = 0; i < b->t.n_patterns && ret == 0; i++)
		ret = verify_pattern(b, i, met, e);
	arena_release(&a);
	return ret;
}
