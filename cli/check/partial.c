/* How far the patterns of one rule come, where none of them matches. Slow and plain: it
 * runs for one rule when somebody asks. */
#include "check/scan.h"
#include "core/buf.h"

enum {
	PARTIAL_STEPS = 2000000, /* places looked at in one text */
	PARTIAL_TOKENS = 64,     /* that a pattern may reach over */
	PARTIAL_CODE = 4096,
	WANTED_MOST = 6, /* things named that could come next */
};

struct spot {
	uint32_t pc, at;
	unsigned elements; /* that took tokens */
};

struct partial {
	struct scan *s;
	const struct bundle_pattern *p;
	uint32_t start, sentence;
	VEC(struct spot) queue;
	uint8_t *seen; /* of (code, token) */
	uint64_t *steps;
};

static void reach(struct partial *r, uint32_t pc, uint32_t at, unsigned elements)
{
	const size_t slot =
		(size_t)(pc - r->p->code.first) * PARTIAL_TOKENS + (at - r->start);

	if (at - r->start >= PARTIAL_TOKENS || r->seen[slot])
		return;
	r->seen[slot] = 1;
	*VEC_ADD(r->s->a, &r->queue) = (struct spot){ pc, at, elements };
}

static void take_terms(struct partial *r, const struct spot *now, uint32_t token,
		       uint32_t list)
{
	const struct bundle_range terms = terms_at(r->s, token);

	for (uint32_t i = 0; i < terms.n; i++) {
		const struct term_hit *hit = &r->s->terms.p[terms.first + i];

		if (r->s->t->terms[hit->term].list == list && !hit->guessed)
			reach(r, now->pc + 1, hit->end, now->elements + 1);
	}
}

static void take_written(struct partial *r, const struct spot *now, uint32_t token,
			 uint32_t regex)
{
	uint32_t ends[WRITTEN_MOST];
	const size_t n = written_ends(r->s, r->p->rule, regex, token, ends);

	for (size_t i = 0; i < n; i++)
		reach(r, now->pc + 1, ends[i], now->elements + 1);
}

static void take(struct partial *r, const struct spot *now,
		 const struct bundle_code *code)
{
	const uint32_t token = words_skip(r->s, now->at);
	const struct note *n;

	if (token >= r->s->tokens.n || r->s->tokens.p[token].sentence != r->sentence)
		return;
	n = &r->s->notes[token];
	if (code->op == BUNDLE_OP_LIST)
		take_terms(r, now, token, code->a);
	else if (code->op == BUNDLE_OP_REGEX)
		take_written(r, now, token, code->a);
	else if (code->op == BUNDLE_OP_SYMBOL
			 ? words_have(r->s, token, n->symbols, code->a)
			 : (n->classes >> code->a & 1) != 0)
		reach(r, now->pc + 1, token + 1, now->elements + 1);
}

static void pass_gap(struct partial *r, const struct spot *now, uint32_t most)
{
	uint32_t at = now->at;

	reach(r, now->pc + 1, at, now->elements);
	while (at > r->start && most) {
		const uint32_t token = words_skip(r->s, at);

		if (token >= r->s->tokens.n ||
		    r->s->tokens.p[token].sentence != r->sentence ||
		    !(r->s->notes[token].flags & (NOTE_COUNTS | NOTE_PASSES | NOTE_PART)))
			return;
		most -= r->s->notes[token].flags & NOTE_COUNTS ? 1 : 0;
		at = token + 1;
		reach(r, now->pc + 1, at, now->elements);
	}
}

static void step(struct partial *r, const struct spot *now)
{
	const struct bundle_code *code = &r->s->t->code[now->pc];

	switch (code->op) {
	case BUNDLE_OP_SYMBOL:
	case BUNDLE_OP_LIST:
	case BUNDLE_OP_CLASS:
	case BUNDLE_OP_REGEX:
		take(r, now, code);
		break;
	case BUNDLE_OP_GAP:
		pass_gap(r, now, code->a);
		break;
	case BUNDLE_OP_SPLIT:
		reach(r, code->a, now->at, now->elements);
		reach(r, code->b, now->at, now->elements);
		break;
	case BUNDLE_OP_JUMP:
		reach(r, code->a, now->at, now->elements);
		break;
	case BUNDLE_OP_POS:
		if (pos_at(r->s, now->at - 1) & code->a)
			reach(r, now->pc + 1, now->at, now->elements);
		break;
	default: /* the end */
		break;
	}
}

/* ---- what would have had to come next ---- */

static const char *class_name(uint32_t class)
{
	static const char *const names[BUNDLE_CLASSES] = {
		[BUNDLE_MONEY] = "MONEY",     [BUNDLE_NUMBER] = "NUMBER",
		[BUNDLE_PERCENT] = "PERCENT", [BUNDLE_EMAIL] = "EMAIL",
		[BUNDLE_PHONE] = "PHONE",     [BUNDLE_URL] = "URL",
		[BUNDLE_CAPS] = "CAPS",       [BUNDLE_EMOJI] = "EMOJI",
		[BUNDLE_HASHTAG] = "HASHTAG", [BUNDLE_MENTION] = "MENTION",
		[BUNDLE_WORD] = "WORD",
	};
	return class < BUNDLE_CLASSES && names[class] ? names[class] : "?";
}

static struct str thing(const struct scan *s, const struct bundle_code *code)
{
	struct str text;

	switch (code->op) {
	case BUNDLE_OP_SYMBOL:
		text = bundle_str(s->c->b, s->t->symbols[code->a].text);
		return arena_printf(s->a, "\"%.*s\"", STR_ARG(text));
	case BUNDLE_OP_LIST:
		text = bundle_str(s->c->b, s->t->lists[code->a].name);
		return arena_printf(s->a, "{%.*s}", STR_ARG(text));
	case BUNDLE_OP_CLASS:
		return arena_printf(s->a, "#%s", class_name(code->a));
	case BUNDLE_OP_REGEX:
		text = bundle_str(s->c->b, s->t->token_regexes[code->a]);
		return arena_printf(s->a, "/%.*s/", STR_ARG(text));
	default:
		return STR_NULL;
	}
}

static bool is_told(const struct str *told, size_t n, struct str one)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(told[i], one))
			return true;
	return false;
}

/* Of all ways that came as far, what they wait for. */
static struct str wanted(const struct partial *r, unsigned elements)
{
	struct str told[WANTED_MOST], one, text;
	struct buf out;
	size_t n = 0;

	buf_init(&out, 0);
	for (size_t i = 0; i < r->queue.n; i++) {
		const struct spot *now = &r->queue.p[i];

		one = thing(r->s, &r->s->t->code[now->pc]);
		if (now->elements != elements || !one.n || is_told(told, n, one))
			continue;
		if (n == WANTED_MOST) {
			buf_cstr(&out, " or others");
			break;
		}
		told[n++] = one;
		buf_printf(&out, "%s%.*s", out.n ? " or " : "", STR_ARG(one));
	}
	text = arena_str(r->s->ctx->trace->a, buf_view(&out));
	buf_release(&out);
	return text;
}

/* ---- the nearest of all ---- */

static void keep(struct partial *r)
{
	struct check_near_miss *best = &r->s->ctx->trace->nearest;
	const struct spot *far = NULL;

	for (size_t i = 0; i < r->queue.n; i++)
		if (!far || r->queue.p[i].elements > far->elements)
			far = &r->queue.p[i];
	if (!far || far->elements <= best->elements)
		return;
	best->pattern = bundle_str(r->s->c->b, r->p->text);
	/* A gap may lead farther than what fits: the first way that came so far. */
	best->at = trace_span(r->s, r->start, far->at - 1);
	best->mask = trace_masked(r->s,
				  (struct span){ r->s->tokens.p[r->start].at,
						 r->s->tokens.p[far->at - 1].at +
							 r->s->tokens.p[far->at - 1].n });
	best->elements = far->elements;
	best->wanted = wanted(r, far->elements);
}

static void try_at(struct partial *r, uint32_t token)
{
	const size_t n = (size_t)r->p->code.n * PARTIAL_TOKENS;

	r->start = token;
	r->sentence = r->s->tokens.p[token].sentence;
	r->queue.n = 0;
	memset(r->seen, 0, n);
	reach(r, r->p->code.first, token, 0);
	for (size_t i = 0; i < r->queue.n && *r->steps; i++) {
		const struct spot now = r->queue.p[i];

		--*r->steps;
		step(r, &now);
	}
	*r->steps -= *r->steps < n / 16 ? *r->steps : n / 16;
	keep(r);
}

static bool is_wanted(const struct scan *s, uint32_t token)
{
	const struct span at = trace_span(s, token, token);

	return at.start < s->ctx->trace->want.end && s->ctx->trace->want.start < at.end;
}

void trace_partial(struct scan *s)
{
	const struct bundle_rule *rule = bundle_rule(s->c->b, s->ctx->trace->rule);
	uint64_t steps = PARTIAL_STEPS;

	for (uint32_t i = 0; rule && i < rule->patterns.n; i++) {
		struct partial r = { .s = s,
				     .p = &s->t->patterns[rule->patterns.first + i],
				     .steps = &steps };

		if (r.p->code.n > PARTIAL_CODE)
			continue;
		r.seen = arena_alloc(s->a, (size_t)r.p->code.n * PARTIAL_TOKENS);
		for (uint32_t k = 0; k < s->tokens.n && steps; k++)
			if (s->tokens.p[k].kind != TOKEN_BREAK && is_wanted(s, k))
				try_at(&r, k);
	}
}
