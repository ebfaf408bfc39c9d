/* "How this is checked": the box that stands for the block of a clause. */
#include "render/html.h"
#include "render/words.h"

/* ---- one line of a rule: <dt>label</dt><dd>...</dd> ---- */

static void row(struct html *h, const char *label)
{
	html_raw(h, "<dt>");
	html_raw(h, label);
	html_raw(h, "</dt><dd>");
}

static void end_row(struct html *h)
{
	html_raw(h, "</dd>\n");
}

static void text_row(struct html *h, const char *label, struct str text)
{
	if (!text.n)
		return;
	row(h, label);
	html_text(h, text);
	end_row(h);
}

/* A row whose text one of the words_ functions makes. */
static void words_row(struct html *h, const char *label, const struct buf *words)
{
	text_row(h, label, buf_view(words));
}

static void codes(struct html *h, const struct policy_pattern *p, size_t n)
{
	html_raw(h, "<ul class=\"patterns\">");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<li>");
		html_code(h, p[i].text);
		html_raw(h, "</li>");
	}
	html_raw(h, "</ul>");
}

static void items(struct html *h, const struct str *phrases, size_t n)
{
	html_raw(h, "<ul class=\"patterns\">");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<li>");
		html_text(h, phrases[i]);
		html_raw(h, "</li>");
	}
	html_raw(h, "</ul>");
}

static void bounds(struct html *h, const struct policy_rule *r)
{
	struct str *phrases;
	const size_t n = words_bounds(r, h->a, &phrases);

	if (n)
		items(h, phrases, n);
}

static void layers(struct html *h, const struct policy_rule *r)
{
	struct str *phrases;
	const size_t n = words_layers(r, h->a, &phrases);

	if (!n)
		return;
	row(h, "Changed");
	items(h, phrases, n);
	end_row(h);
}

static void list_names(struct html *h, const struct policy_rule *r)
{
	struct str *names;
	const size_t n = words_lists(r, h->a, &names);

	if (!n)
		return;
	row(h, n == 1 ? "Word list" : "Word lists");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, i ? ", " : "");
		html_raw(h, "<a href=\"#word-lists\">");
		html_text(h, names[i]);
		html_raw(h, "</a>");
	}
	end_row(h);
}

static void looks_for(struct html *h, const struct policy_rule *r)
{
	row(h, "Looks for");
	html_raw(h, words_looks(r));
	if (r->kind == RULE_FIND && !r->hides)
		codes(h, r->patterns, r->n_patterns);
	else if (r->kind == RULE_REGEX && !r->hides)
		codes(h, r->regexes, r->n_regexes);
	bounds(h, r);
	end_row(h);
	list_names(h, r);
}

static void except(struct html *h, const struct policy_rule *r)
{
	struct buf words;
	bool any;

	buf_init(&words, 0);
	any = words_unless(&words, r);
	if (any || r->n_near) {
		row(h, "Except");
		html_text(h, buf_view(&words));
		if (r->n_near) {
			html_raw(h, any ? "; near one of these" : "near one of these");
			codes(h, r->near, r->n_near);
		}
		end_row(h);
	}
	buf_release(&words);
}

/* The words that must be found are marked. */
static void marked(struct html *h, const struct policy_example *x)
{
	size_t from = 0;

	for (size_t i = 0; i < x->n_marks; i++) {
		html_text(h, str_slice(x->text, from, x->marks[i].start));
		html_raw(h, "<mark>");
		html_text(h, str_span(x->text, x->marks[i]));
		html_raw(h, "</mark>");
		from = x->marks[i].end;
	}
	html_text(h, str_slice(x->text, from, x->text.n));
}

static void examples(struct html *h, const struct policy_rule *r)
{
	if (r->hides) {
		text_row(h, "Examples", STR("not shown: the words are masked"));
		return;
	}
	if (rule_kind_is_whole(r->kind))
		return; /* whole files: too long for a box */
	if (r->n_fail) {
		row(h, "Is found");
		marked(h, &r->fail[0]);
		end_row(h);
	}
	if (r->n_pass)
		text_row(h, "Is fine", r->pass[0].text);
}

static void level_tag(struct html *h, enum level level)
{
	buf_printf(h->out, "<span class=\"tag %s\">%s</span>", level_name(level),
		   words_level(level));
}

static void rule(struct html *h, const struct policy_rule *written)
{
	struct policy_rule now;
	const struct policy_rule *r = &now;
	struct buf words;

	if (!policy_rule_company(written, &now))
		now.level = LEVEL_NONE;
	buf_init(&words, 0);
	html_raw(h, "<section class=\"rule\">\n<p class=\"rule-name\">");
	html_code(h, r->id);
	html_raw(h, " ");
	level_tag(h, r->level);
	html_raw(h, "</p>\n<dl>\n");
	words_happens(&words, r);
	words_row(h, "What happens", &words);
	layers(h, r);
	buf_reset(&words);
	words_who(&words, r);
	words_row(h, "Applies to", &words);
	looks_for(h, r);
	except(h, r);
	buf_reset(&words);
	if (words_force(&words, r))
		words_row(h, "In force", &words);
	text_row(h, "The author reads", r->say);
	text_row(h, "Suggested instead", r->suggest);
	if (rule_kind_has_examples(r->kind))
		examples(h, r);
	html_raw(h, "</dl>\n</section>\n");
	buf_release(&words);
}

void html_box(struct html *h, size_t clause)
{
	const struct policy_clause *c = &h->p->clauses[clause];
	const struct str id = h->o->clause_ids[clause];

	html_raw(h, "<details class=\"box ");
	html_raw(h, kept_by_name(c->kept_by));
	html_raw(h, "\" open");
	if (id.n && !c->sentence.n) {
		html_raw(h, " id=\"");
		html_text(h, id);
		html_raw(h, "\"");
	}
	html_raw(h, ">\n<summary>How this is checked: <span class=\"tag\">");
	html_raw(h, words_badge(c->kept_by));
	html_raw(h, "</span></summary>\n<p class=\"kept\">");
	if (id.n) {
		html_raw(h, "Clause <a href=\"#");
		html_text(h, id);
		html_raw(h, "\">");
		html_text(h, c->id);
		html_raw(h, "</a>. ");
	}
	html_raw(h, words_kept_by(c->kept_by));
	html_raw(h, "</p>\n");
	if (c->part) {
		html_raw(h, "<blockquote class=\"meant\">");
		html_text(h, c->sentence);
		html_raw(h, "</blockquote>\n");
	}
	for (size_t i = 0; i < c->n_rules; i++)
		rule(h, &h->p->rules[c->first_rule + i]);
	html_raw(h, "</details>\n");
}
