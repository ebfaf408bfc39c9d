/* Pattern code, run over tokens. Every (instruction, token) pair is looked at once per
 * start, so a run costs at most code times tokens, whatever the pattern is. */
#include "check/scan.h"

/* A place of a run: `pc` is next, tokens [start, at) are behind it. */
struct place {
	uint32_t pc, at;
	bool guessed, negated;
};

struct machine {
	VEC(struct place) queue;
	/* Which places were queued: (pc, at) to 1 + index in the queue; an entry counts
	 * only if its run is the present one. */
	struct slot {
		uint32_t run, index;
	} * slots;
	uint32_t n_slots, run; /* a power of two */
};

enum { FIRST_SLOTS = 64 };

static struct machine *machine_of(struct scan *s)
{
	if (!s->machine) {
		s->machine = ARENA_NEW(s->a, struct machine);
		s->machine->n_slots = FIRST_SLOTS;
		s->machine->slots = arena_array(s->a, FIRST_SLOTS, sizeof(struct slot));
	}
	return s->machine;
}

static struct slot *slot_of(const struct machine *m, uint32_t pc, uint32_t at)
{
	uint32_t i = (pc * 0x9e3779b1u ^ at * 0x85ebca6bu) & (m->n_slots - 1);

	for (;; i = (i + 1) & (m->n_slots - 1)) {
		const struct place *p;

		if (m->slots[i].run != m->run)
			return &m->slots[i];
		p = &m->queue.p[m->slots[i].index];
		if (p->pc == pc && p->at == at)
			return &m->slots[i];
	}
}

static void grow(struct scan *s, struct machine *m)
{
	if (m->queue.n * 2 < m->n_slots)
		return;
	m->n_slots *= 4;
	m->slots = arena_array(s->a, m->n_slots, sizeof(*m->slots));
	for (uint32_t i = 0; i < m->queue.n; i++)
		*slot_of(m, m->queue.p[i].pc, m->queue.p[i].at) =
			(struct slot){ m->run, i };
}

/* Of two ways, the one that says more: more tokens, then surer, then without a negation
 * that the pattern does not name. */
static bool is_better(const struct place *a, const struct place *b)
{
	if (a->at != b->at)
		return a->at > b->at;
	if (a->guessed != b->guessed)
		return !a->guessed;
	return !a->negated && b->negated;
}

/* Queue a place, unless it was there already by as good a way. */
static void reach(struct scan *s, struct machine *m, const struct place *p)
{
	struct slot *slot = slot_of(m, p->pc, p->at);

	if (slot->run == m->run && !is_better(p, &m->queue.p[slot->index]))
		return;
	*VEC_ADD(s->a, &m->queue) = *p;
	*slot = (struct slot){ m->run, (uint32_t)m->queue.n - 1 };
	grow(s, m);
}

/* What a run is about. */
struct run {
	struct scan *s;
	struct machine *m;
	uint32_t start, sentence, rule;
	bool strict, negatable;
};

static void take(const struct run *r, const struct place *from, uint32_t end,
		 bool guessed)
{
	struct place next = *from;

	next.pc++;
	next.at = end;
	next.guessed |= guessed;
	reach(r->s, r->m, &next);
}

static void take_symbol(const struct run *r, const struct place *from, uint32_t token,
			uint32_t symbol)
{
	const struct note *n = &r->s->notes[token];

	if (words_have(r->s, token, n->symbols, symbol))
		take(r, from, token + 1, false);
	for (uint32_t i = 0; r->strict && i < n->readings.n; i++) {
		const struct reading *as = &r->s->readings.p[n->readings.first + i];

		if (words_have(r->s, token, as->symbols, symbol))
			take(r, from, as->end, true);
	}
}

static void take_list(const struct run *r, const struct place *from, uint32_t token,
		      uint32_t list)
{
	const struct bundle_range terms = terms_at(r->s, token);

	for (uint32_t i = 0; i < terms.n; i++) {
		const struct term_hit *hit = &r->s->terms.p[terms.first + i];

		if (r->s->t->terms[hit->term].list == list &&
		    (r->strict || !hit->guessed))
			take(r, from, hit->end, hit->guessed);
	}
}

/* A telephone number, and an amount with its currency, may be several tokens. */
static enum token_flag whole_flag(uint32_t class)
{
	return class == BUNDLE_PHONE     ? TOKEN_PHONE
	       : class == BUNDLE_MONEY   ? TOKEN_MONEY
	       : class == BUNDLE_PERCENT ? TOKEN_PERCENT
					 : 0;
}

static void take_class(const struct run *r, const struct place *from, uint32_t token,
		       uint32_t class)
{
	const enum token_flag flag = whole_flag(class);
	size_t end = token + 1;

	if (!(r->s->notes[token].classes & 1u << class))
		return;
	if (flag)
		end = token_run(&r->s->tokens, token, flag);
	if (end > token)
		take(r, from, (uint32_t)end, false);
}

static void take_written(const struct run *r, const struct place *from, uint32_t token,
			 uint32_t regex)
{
	uint32_t ends[WRITTEN_MOST];
	const size_t n = written_ends(r->s, r->rule, regex, token, ends);

	for (size_t i = 0; i < n; i++)
		take(r, from, ends[i], false);
}

static void take_gap(const struct run *r, const struct place *from, uint32_t most)
{
	const struct scan *s = r->s;
	struct place next = *from;
	bool passed = false;

	next.pc++;
	reach(r->s, r->m, &next);
	/* A gap only lies between things: one at the start passes over nothing. */
	while (from->at > r->start) {
		const uint32_t token = words_skip(s, next.at);

		if (token >= s->tokens.n || s->tokens.p[token].sentence != r->sentence)
			return;
		if (s->notes[token].flags & NOTE_COUNTS && most > 0)
			most--;
		else if (s->notes[token].flags & NOTE_PASSES && !passed)
			passed = true;
		else if (!(s->notes[token].flags & NOTE_PART) ||
			 !words_spend(r->s, r->rule, 1)) /* a word may have many */
			return;
		if (r->negatable)
			next.negated |= (speech_at(r->s, token) & NOTE_NEGATES) != 0;
		next.at = token + 1;
		reach(r->s, r->m, &next);
	}
}

/* The token at a place, if it is of the sentence; s->tokens.n when there is none. */
static uint32_t token_at(const struct run *r, uint32_t at)
{
	const struct scan *s = r->s;
	const uint32_t token = words_skip(s, at);

	return token < s->tokens.n && s->tokens.p[token].sentence == r->sentence
		       ? token
		       : (uint32_t)s->tokens.n;
}

/* Can the instruction take the token? A word that is not there is seen at once: most
 * alternatives fail, and they need no place in the queue. */
static bool may_take(const struct run *r, const struct bundle_code *code, uint32_t token)
{
	const struct scan *s = r->s;

	if (code->op != BUNDLE_OP_SYMBOL)
		return true;
	return token < s->tokens.n &&
	       (s->notes[token].readings.n ||
		words_have(s, token, s->notes[token].symbols, code->a));
}

static void go_on(const struct run *r, const struct place *from, uint32_t pc,
		  uint32_t token)
{
	struct place next = *from;

	if (!may_take(r, &r->s->t->code[pc], token))
		return;
	next.pc = pc;
	reach(r->s, r->m, &next);
}

static void jump(const struct run *r, const struct place *from, uint32_t pc)
{
	go_on(r, from, pc, token_at(r, from->at));
}

/* All alternatives: a chain of SPLITs, each with the next one as its second way. */
static void choose(const struct run *r, const struct place *from)
{
	const struct bundle_code *code = r->s->t->code;
	const uint32_t token = token_at(r, from->at);
	uint32_t pc = from->pc, links = 0;

	for (; code[pc].op == BUNDLE_OP_SPLIT; pc = code[pc].b, links++)
		go_on(r, from, code[pc].a, token);
	go_on(r, from, pc, token);
	(void)words_spend(r->s, r->rule, links);
}

static void take_token(const struct run *r, const struct place *from,
		       const struct bundle_code *code)
{
	const uint32_t token = token_at(r, from->at);

	if (token >= r->s->tokens.n)
		return;
	if (code->op == BUNDLE_OP_SYMBOL)
		take_symbol(r, from, token, code->a);
	else if (code->op == BUNDLE_OP_LIST)
		take_list(r, from, token, code->a);
	else if (code->op == BUNDLE_OP_REGEX)
		take_written(r, from, token, code->a);
	else
		take_class(r, from, token, code->a);
}

static void step(const struct run *r, const struct place *from, struct place *best)
{
	const struct bundle_code *code = &r->s->t->code[from->pc];

	switch (code->op) {
	case BUNDLE_OP_GAP:
		take_gap(r, from, code->a);
		break;
	case BUNDLE_OP_SPLIT:
		choose(r, from);
		break;
	case BUNDLE_OP_JUMP:
		jump(r, from, code->a);
		break;
	case BUNDLE_OP_POS:
		if (pos_at(r->s, from->at - 1) & code->a)
			jump(r, from, from->pc + 1);
		break;
	case BUNDLE_OP_MATCH:
		if (is_better(from, best))
			*best = *from;
		break;
	default:
		take_token(r, from, code);
	}
}

bool match_at(struct scan *s, const struct bundle_pattern *p, uint32_t token,
	      struct match *out)
{
	const struct run r = {
		.s = s,
		.m = machine_of(s),
		.start = token,
		.sentence = s->tokens.p[token].sentence,
		.rule = p->rule,
		.strict = s->t->rules[p->rule].flags & BUNDLE_STRICT,
		.negatable = s->t->rules[p->rule].unless & BUNDLE_NEGATED ||
			     s->t->rules[p->rule].kind == BUNDLE_MOVES,
	};
	const struct place first = { .pc = p->code.first, .at = token };

	struct place best = first;

	/* Nothing leads back to the first place: it needs no slot. */
	r.m->queue.n = 0;
	r.m->run++;
	*VEC_ADD(s->a, &r.m->queue) = first;
	for (size_t i = 0; i < r.m->queue.n; i++) {
		const struct place now = r.m->queue.p[i];

		if (!words_spend(s, p->rule, 1))
			return false;
		step(&r, &now, &best);
	}
	*out = (struct match){ best.at, best.guessed, best.negated };
	return best.at > token;
}

/* ---- everything, everywhere ---- */

/* A hit over tokens [first, end). */
static struct hit hit_over(const struct scan *s, uint32_t first, uint32_t end)
{
	const struct token *from = &s->tokens.p[first], *last = &s->tokens.p[end - 1];

	return (struct hit){ .start = from->at,
			     .end = last->at + last->n,
			     .first = first,
			     .last = end - 1,
			     .term = BUNDLE_NONE };
}

static void add_match(struct scan *s, const struct bundle_pattern *p, uint32_t first,
		      const struct match *m)
{
	struct hit *hit = VEC_ADD(s->a, &s->hits);

	*hit = hit_over(s, first, m->end);
	hit->rule = p->rule;
	hit->pattern = (uint32_t)(p - s->t->patterns);
	hit->guessed = m->guessed;
	hit->negated = m->negated;
}

static void try_patterns(struct scan *s, struct bundle_range starts, uint32_t token,
			 bool guessed)
{
	for (uint32_t i = 0; i < starts.n; i++) {
		const uint32_t pattern = s->t->starts[starts.first + i];
		const struct bundle_pattern *p = &s->t->patterns[pattern];
		struct match m;

		if (p->near || !anchors_armed(s->c, pattern, token) ||
		    !s->c->active[p->rule] || s->undecided[p->rule] ||
		    (guessed && !(s->t->rules[p->rule].flags & BUNDLE_STRICT)))
			continue;
		if (match_at(s, p, token, &m))
			add_match(s, p, token, &m);
	}
}

void match_add_term(struct scan *s, uint32_t term, const struct hit *at)
{
	const struct bundle_list *list = &s->t->lists[s->t->terms[term].list];
	struct hit hit = *at;

	hit.term = term;
	hit.masked = list->mask;
	for (uint32_t i = 0; i < list->rules.n; i++) {
		hit.rule = s->t->list_rules[list->rules.first + i];
		if (s->c->active[hit.rule] &&
		    (!hit.guessed || s->t->rules[hit.rule].flags & BUNDLE_STRICT))
			*VEC_ADD(s->a, &s->hits) = hit;
	}
}

static void try_terms(struct scan *s, uint32_t token)
{
	const struct bundle_range terms = terms_at(s, token);
	uint32_t last = BUNDLE_NONE;

	for (uint32_t i = 0; i < terms.n; i++) {
		/* A copy: patterns may look up more terms, and the vector moves. */
		const struct term_hit term = s->terms.p[terms.first + i];
		const uint32_t list = s->t->terms[term.term].list;
		struct hit hit = hit_over(s, token, term.end);

		hit.guessed = term.guessed;
		match_add_term(s, term.term, &hit);
		if (list == last)
			continue;
		last = list;
		if (anchors_awake(s->c, anchors_owner(s->t, BUNDLE_OP_LIST, list)))
			try_patterns(s, s->t->lists[list].starts, token, false);
	}
}

static void try_symbols(struct scan *s, struct bundle_range symbols, uint32_t token,
			bool guessed)
{
	for (uint32_t i = 0; i < symbols.n; i++) {
		const uint32_t symbol = s->t->form_symbols[symbols.first + i];

		if (anchors_awake(s->c, symbol))
			try_patterns(s, s->t->symbols[symbol].starts, token, guessed);
	}
}

static void try_classes(struct scan *s, uint32_t token)
{
	const unsigned classes = s->notes[token].classes & s->c->classes;

	for (uint32_t class = 0; class < BUNDLE_CLASSES; class ++)
		if (classes & 1u << class &&
		    anchors_awake(s->c, anchors_owner(s->t, BUNDLE_OP_CLASS, class)))
			try_patterns(s, s->t->class_starts[class], token, false);
}

static void match_token(struct scan *s, uint32_t token)
{
	const struct note *n = &s->notes[token];

	if (n->symbols.n || n->readings.n)
		try_terms(s, token);
	try_symbols(s, n->symbols, token, false);
	for (uint32_t i = 0; i < n->readings.n; i++)
		try_symbols(s, s->readings.p[n->readings.first + i].symbols, token, true);
	if (n->classes & s->c->classes)
		try_classes(s, token);
}

void match_all(struct scan *s)
{
	for (uint32_t i = 0, end; i < s->tokens.n && s->steps; i = end) {
		for (end = i + 1; end < s->tokens.n &&
				  s->tokens.p[end].sentence == s->tokens.p[i].sentence;)
			end++;
		anchors_meet(s, i, end);
		for (uint32_t k = i; k < end && s->steps; k++)
			match_token(s, k);
	}
}
