/* What people look up: all clauses, the word lists, the limits of the networks. */
#include "render/html.h"
#include "render/words.h"

enum { SHORT = 90 }; /* bytes of a sentence in the table */

struct table {
	const char *id, *title;
	bool (*is_there)(const struct policy *p);
	void (*write)(struct html *h);
};

static void cell(struct html *h, struct str text)
{
	html_raw(h, "<td>");
	html_text(h, text);
	html_raw(h, "</td>");
}

/* Each table can be scrolled by keyboard where the screen is narrow. */
static void open_table(struct html *h, const char *caption, const char *const *columns)
{
	html_raw(h, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
	html_raw(h, caption);
	html_raw(h, "\">\n<table>\n<thead><tr>");
	for (; *columns; columns++) {
		html_raw(h, "<th scope=\"col\">");
		html_raw(h, *columns);
		html_raw(h, "</th>");
	}
	html_raw(h, "</tr></thead>\n<tbody>\n");
}

static void close_table(struct html *h)
{
	html_raw(h, "</tbody>\n</table>\n</div>\n");
}

/* ---- clauses ---- */

static bool has_clauses(const struct policy *p)
{
	return p->n_clauses > 0;
}

static bool is_inside(struct str s, size_t i)
{
	return i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;
}

/* The beginning of a sentence, cut after a word. */
static void shortened(struct html *h, struct str s)
{
	size_t n = SHORT;

	if (s.n <= SHORT) {
		html_text(h, s);
		return;
	}
	while (n > SHORT / 2 && s.p[n] != ' ')
		n--;
	while (is_inside(s, n))
		n--;
	html_text(h, str_slice(s, 0, n));
	html_raw(h, " \xE2\x80\xA6"); /* … */
}

static void rules_of(struct html *h, const struct policy_clause *c)
{
	html_raw(h, "<td>");
	for (size_t i = 0; i < c->n_rules; i++) {
		const struct policy_rule *r = &h->p->rules[c->first_rule + i];

		html_raw(h, i ? "<br>" : "");
		html_code(h, r->id);
		html_raw(h, " (");
		html_raw(h, words_level(r->level));
		html_raw(h, ")");
	}
	html_raw(h, "</td>");
}

static void write_clauses(struct html *h)
{
	static const char *const columns[] = { "Clause", "Says", "Kept", "Rules", NULL };

	open_table(h, "All clauses", columns);
	for (size_t i = 0; i < h->p->n_clauses; i++) {
		const struct policy_clause *c = &h->p->clauses[i];

		if (!c->id.n)
			continue;
		html_raw(h, "<tr><th scope=\"row\"><a href=\"#");
		html_text(h, h->o->clause_ids[i]);
		html_raw(h, "\">");
		html_text(h, c->id);
		html_raw(h, "</a></th><td>");
		shortened(h, c->sentence);
		html_raw(h, "</td>");
		cell(h, str_from(words_badge(c->kept_by)));
		rules_of(h, c);
		html_raw(h, "</tr>\n");
	}
	close_table(h);
}

/* ---- word lists: named, never shown ---- */

static bool has_lists(const struct policy *p)
{
	return p->n_lists > 0;
}

static void write_lists(struct html *h)
{
	static const char *const columns[] = { "Name", "What it is", "Entries", "Licence",
					       NULL };

	html_raw(h,
		 "<p>Rules look for the words of these lists. The words themselves stand "
		 "in the policy folder, under <code>lexicons/</code>.</p>\n");
	open_table(h, "Word lists", columns);
	for (size_t i = 0; i < h->p->n_lists; i++) {
		const struct policy_list *list = &h->p->lists[i];

		html_raw(h, "<tr><th scope=\"row\">");
		html_text(h, list->name);
		html_raw(h, "</th>");
		cell(h, list->about);
		buf_printf(h->out, "<td class=\"count\">%zu</td>", list->n_terms);
		cell(h, list->licence);
		html_raw(h, "</tr>\n");
	}
	close_table(h);
}

/* ---- choices ---- */

static bool has_choices(const struct policy *p)
{
	return p->n_choices > 0;
}

static void write_choices(struct html *h)
{
	static const char *const columns[] = { "Question", "Answer", "Why", "Clause",
					       NULL };

	open_table(h, "What the policy leaves open", columns);
	for (size_t i = 0; i < h->p->n_choices; i++) {
		const struct policy_choice *c = &h->p->choices[i];

		html_raw(h, "<tr><th scope=\"row\">");
		html_text(h, c->asks);
		html_raw(h, "</th>");
		cell(h, c->value);
		cell(h, c->why);
		html_raw(h, "<td>");
		html_code(h, c->clause);
		html_raw(h, "</td></tr>\n");
	}
	close_table(h);
}

/* ---- networks ---- */

static bool has_networks(const struct policy *p)
{
	return p->n_networks > 0;
}

static void write_network(struct html *h, const struct policy_network *n)
{
	for (size_t i = 0; i < n->n_limits; i++) {
		html_raw(h, "<tr><th scope=\"row\">");
		html_text(h, n->title.n ? n->title : n->name);
		buf_printf(h->out, "</th><td class=\"count\">%u</td>",
			   n->limits[i].limit);
		cell(h, str_from(words_unit(n->limits[i].unit)));
		cell(h, n->limits[i].source);
		cell(h, n->limits[i].verified_on);
		html_raw(h, "</tr>\n");
	}
}

static void write_networks(struct html *h)
{
	static const char *const columns[] = { "Network",    "Limit",      "Counted in",
					       "Read where", "Checked on", NULL };

	open_table(h, "Limits of the networks", columns);
	for (size_t i = 0; i < h->p->n_networks; i++)
		write_network(h, &h->p->networks[i]);
	close_table(h);
}

/* ---- all of them ---- */

static const struct table tables[] = {
	{ "clauses", "All clauses", has_clauses, write_clauses },
	{ "choices", "What the policy leaves open", has_choices, write_choices },
	{ "word-lists", "Word lists", has_lists, write_lists },
	{ "networks", "Limits of the networks", has_networks, write_networks },
};

void html_tables_contents(struct html *h)
{
	bool any = false;

	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		if (!tables[i].is_there(h->p))
			continue;
		html_raw(h, any ? "" : "<ul class=\"tables\">\n");
		any = true;
		buf_printf(h->out, "<li><a href=\"#%s\">%s</a></li>\n", tables[i].id,
			   tables[i].title);
	}
	html_raw(h, any ? "</ul>\n" : "");
}

void html_tables(struct html *h)
{
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		if (!tables[i].is_there(h->p))
			continue;
		buf_printf(h->out, "<section class=\"look-up\">\n<h2 id=\"%s\">%s</h2>\n",
			   tables[i].id, tables[i].title);
		tables[i].write(h);
		html_raw(h, "</section>\n");
	}
}
