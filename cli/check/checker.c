#include "check/scan.h"
#include "check/shape.h"

struct checker *checker_new(const struct bundle *b)
{
	struct checker *c = calloc(1, sizeof(*c));

	if (!c) {
		(void)fputs("out of memory\n", stderr);
		abort();
	}
	c->b = b;
	c->t = bundle_tables(b);
	c->active = arena_array(&c->own, c->t->n_rules, sizeof(*c->active));
	c->silent = arena_array(&c->own, c->t->n_rules, sizeof(*c->silent));
	c->weighed = arena_array(&c->own, c->t->n_rules, sizeof(*c->weighed));
	c->shapes = arena_array(&c->own, c->t->n_rules, sizeof(*c->shapes));
	c->regexes = arena_array(&c->own, c->t->n_regexes, sizeof(struct regex *));
	c->token_regexes =
		arena_array(&c->own, c->t->n_token_regexes, sizeof(struct regex *));
	c->token_regex_bad =
		arena_array(&c->own, c->t->n_token_regexes, sizeof(*c->token_regex_bad));
	c->regex_bad = arena_array(&c->own, c->t->n_regexes, sizeof(*c->regex_bad));
	overlays_prepare(c);
	house_prepare(c);
	terms_prepare(c);
	for (unsigned i = 0; i < BUNDLE_CLASSES; i++)
		if (c->t->class_starts[i].n)
			c->classes |= (uint16_t)(1u << i);
	return c;
}

void checker_free(struct checker *c)
{
	if (!c)
		return;
	for (uint32_t i = 0; i < c->t->n_regexes; i++)
		regex_free(c->regexes[i]);
	for (uint32_t i = 0; i < c->t->n_token_regexes; i++)
		regex_free(c->token_regexes[i]);
	spellers_close(c);
	arena_release(&c->scratch);
	arena_release(&c->own);
	free(c);
}

void scan_begin(struct scan *s, struct checker *c, const struct view *v,
		const struct source *source, const struct check_context *ctx,
		struct findings *f)
{
	arena_reset(&c->scratch);
	situation_use(c, ctx);
	c->scans++;
	*s = (struct scan){
		.c = c,
		.t = c->t,
		.v = v,
		.s = source,
		.ctx = ctx,
		.f = f,
		.a = &c->scratch,
		.nearby = { .rule = BUNDLE_NONE },
	};
}

void scan_text(struct scan *s)
{
	const struct bundle_tables *t = s->t;
	struct tokens plain;

	tokens_of(s->v, s->a, &s->tokens);
	plain = s->tokens;
	s->steps = STEPS_TEXT + (uint64_t)STEPS_TEXT_TOKEN * s->tokens.n;
	s->rule_most = STEPS_RULE_TOKEN * (uint32_t)s->tokens.n + STEPS_RULE;
	s->rule_steps = arena_array(s->a, t->n_rules, sizeof(*s->rule_steps));
	s->undecided = arena_array(s->a, t->n_rules, sizeof(*s->undecided));
	compounds_split(s);
	words_note(s);
	if (s->c->strict)
		fold_note(s);
	match_all(s);
	tags_all(s);
	regexes_all(s);
	weigh_take(s);
	hits_report(s);
	weigh_all(s);
	guard_tell(s);
	spelling_all(s);
	shape_all(s, &plain);
}

void check_view(struct checker *c, const struct view *v, const struct source *source,
		const struct check_context *ctx, struct findings *f)
{
	const struct overlays layers = { .c = c, .ctx = ctx, .f = f };
	const size_t first = f->v.n;
	struct scan s;

	scan_begin(&s, c, v, source, ctx, f);
	scan_text(&s);
	length_check(&s);
	overlays_settle(&layers, first);
}

bool check_rule(const struct checker *c, struct str rule, struct check_rule_info *out)
{
	const struct bundle_rule *r = bundle_rule(c->b, rule);
	const struct bundle_clause *clause;

	if (!r)
		return false;
	clause = &c->t->clauses[r->clause];
	*out = (struct check_rule_info){
		.rule = bundle_str(c->b, r->id),
		.clause = bundle_str(c->b, clause->id),
		.sentence = bundle_str(c->b, clause->sentence),
		.say = bundle_str(c->b, r->say),
		.good = bundle_str(c->b, r->good),
		.level = (enum level)r->level,
	};
	return true;
}
