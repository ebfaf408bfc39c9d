/* "How this is checked", as plain text. */
#include "render/plain.h"
#include "render/text.h"
#include "render/words.h"

/* "label: text", its further lines indented. */
static void entry(struct text *t, const char *label, struct str text)
{
	size_t before;

	if (!text.n)
		return;
	buf_cstr(&t->line, label);
	buf_cstr(&t->line, ": ");
	plain_add(&t->line, text);
	before = wrap_push(&t->w, "", "  ");
	text_flush(t);
	wrap_pop(&t->w, before);
}

static void patterns(struct text *t, const struct policy_pattern *p, size_t n)
{
	size_t before;

	if (!n)
		return;
	before = wrap_push(&t->w, "    ", "    ");
	for (size_t i = 0; i < n; i++) {
		plain_add(&t->line, p[i].text);
		text_flush(t);
	}
	wrap_pop(&t->w, before);
}

static void items(struct text *t, const struct str *phrases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const size_t before = wrap_push(&t->w, "    ", "      ");

		plain_add(&t->line, phrases[i]);
		text_flush(t);
		wrap_pop(&t->w, before);
	}
}

static void bounds(struct text *t, const struct policy_rule *r)
{
	struct str *phrases;
	const size_t n = words_bounds(r, t->a, &phrases);

	items(t, phrases, n);
}

static void layers(struct text *t, const struct policy_rule *r)
{
	struct str *phrases;
	const size_t n = words_layers(r, t->a, &phrases);

	if (!n)
		return;
	buf_cstr(&t->line, "Changed:");
	text_flush(t);
	items(t, phrases, n);
}

static void looks_for(struct text *t, const struct policy_rule *r)
{
	struct str *names, all = STR_NULL;
	const size_t n = words_lists(r, t->a, &names);

	entry(t, "Looks for", str_from(words_looks(r)));
	if (r->kind == RULE_FIND && !r->hides)
		patterns(t, r->patterns, r->n_patterns);
	if (r->kind == RULE_REGEX && !r->hides)
		patterns(t, r->regexes, r->n_regexes);
	bounds(t, r);
	for (size_t i = 0; i < n; i++)
		all = arena_printf(t->a, "%.*s%s%.*s", STR_ARG(all), i ? ", " : "",
				   STR_ARG(names[i]));
	entry(t, n == 1 ? "Word list" : "Word lists", all);
}

static void except(struct text *t, const struct policy_rule *r)
{
	struct buf words;
	bool any;

	buf_init(&words, 0);
	any = words_unless(&words, r);
	if (r->n_near)
		buf_cstr(&words, any ? "; near one of these" : "near one of these");
	entry(t, "Except", buf_view(&words));
	patterns(t, r->near, r->n_near);
	buf_release(&words);
}

/* The marks of the policy owner are the marks of the reader. */
static struct str marked(struct text *t, const struct policy_example *x)
{
	struct buf line;
	struct str kept;
	size_t from = 0;

	buf_init(&line, 0);
	for (size_t i = 0; i < x->n_marks; i++) {
		buf_str(&line, str_slice(x->text, from, x->marks[i].start));
		buf_cstr(&line, "\xC2\xAB");
		buf_str(&line, str_span(x->text, x->marks[i]));
		buf_cstr(&line, "\xC2\xBB");
		from = x->marks[i].end;
	}
	buf_str(&line, str_slice(x->text, from, x->text.n));
	kept = arena_str(t->a, buf_view(&line));
	buf_release(&line);
	return kept;
}

static void examples(struct text *t, const struct policy_rule *r)
{
	if (r->hides) {
		entry(t, "Examples", STR("not shown: the words are masked"));
		return;
	}
	if (rule_kind_is_whole(r->kind))
		return; /* whole files: too long for a box */
	if (r->n_fail)
		entry(t, "Is found", marked(t, &r->fail[0]));
	if (r->n_pass)
		entry(t, "Is fine", r->pass[0].text);
}

static void words_entry(struct text *t, const char *label, struct buf *words)
{
	entry(t, label, buf_view(words));
	buf_reset(words);
}

static void rule(struct text *t, const struct policy_rule *written)
{
	struct policy_rule now;
	const struct policy_rule *r = &now;
	struct buf words;

	if (!policy_rule_company(written, &now))
		now.level = LEVEL_NONE;
	wrap_gap(&t->w);
	buf_init(&words, 0);
	plain_add(&t->line, r->id);
	buf_printf(&t->line, " (%s)", words_level(r->level));
	text_flush(t);
	words_happens(&words, r);
	words_entry(t, "What happens", &words);
	layers(t, r);
	words_who(&words, r);
	words_entry(t, "Applies to", &words);
	looks_for(t, r);
	except(t, r);
	(void)words_force(&words, r);
	words_entry(t, "In force", &words);
	entry(t, "The author reads", r->say);
	entry(t, "Suggested instead", r->suggest);
	if (rule_kind_has_examples(r->kind))
		examples(t, r);
	buf_release(&words);
}

void text_box(struct text *t, size_t clause)
{
	const struct policy_clause *c = &t->p->clauses[clause];
	const size_t before = wrap_push(&t->w, "| ", "| ");

	plain_add(&t->line, c->id.n ? c->id : STR("(no id)"));
	buf_printf(&t->line, ": %s", words_kept_by(c->kept_by));
	text_flush(t);
	if (c->part)
		entry(t, "Meant is", c->sentence);
	for (size_t i = 0; i < c->n_rules; i++)
		rule(t, &t->p->rules[c->first_rule + i]);
	wrap_pop(&t->w, before);
	wrap_gap(&t->w);
}
