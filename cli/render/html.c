/* The page around the document: head, contents, footer. */
#include "render/html.h"
#include "core/digest.h"
#include "render/plain.h"
#include "render/words.h"

void html_raw(struct html *h, const char *markup)
{
	buf_cstr(h->out, markup);
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* `odd` has angle brackets of its own, so it goes through here too. */
static void escape(struct buf *out, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *as = entity(s.p[i]);

		if (!as)
			continue;
		buf_str(out, str_slice(s, from, i));
		buf_cstr(out, as);
		from = i + 1;
	}
	buf_str(out, str_slice(s, from, s.n));
}

void html_text(struct html *h, struct str s)
{
	size_t from = 0, i = 0;

	while (i < s.n) {
		const char *as;
		const size_t n = plain_odd(s, i, &as);

		if (!n) {
			i++;
			continue;
		}
		escape(h->out, str_slice(s, from, i));
		escape(h->out, str_from(as));
		i += n;
		from = i;
	}
	escape(h->out, str_slice(s, from, s.n));
}

void html_code(struct html *h, struct str s)
{
	html_raw(h, "<code>");
	html_text(h, s);
	html_raw(h, "</code>");
}

/* RFC 4648, section 4. */
static void base64(struct buf *out, const uint8_t *p, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		const uint32_t three = (uint32_t)p[i] << 16 |
				       (uint32_t)(i + 1 < n ? p[i + 1] : 0) << 8 |
				       (uint32_t)(i + 2 < n ? p[i + 2] : 0);

		buf_char(out, digits[three >> 18]);
		buf_char(out, digits[three >> 12 & 63]);
		buf_char(out, i + 1 < n ? digits[three >> 6 & 63] : '=');
		buf_char(out, i + 2 < n ? digits[three & 63] : '=');
	}
}

/* Nothing may run or be fetched; the one style sheet is named by its digest. */
static void security_policy(struct html *h)
{
	const struct digest d = digest_of(str_from(html_style));

	html_raw(h, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		    "'none'; style-src 'sha256-");
	base64(h->out, d.bytes, sizeof(d.bytes));
	html_raw(h, "'; base-uri 'none'; form-action 'none'\">\n");
}

static void head(struct html *h, const struct render_options *o)
{
	html_raw(h, "<!DOCTYPE html>\n<html lang=\"");
	html_text(h, h->p->lang);
	html_raw(h, "\">\n<head>\n<meta charset=\"utf-8\">\n");
	security_policy(h);
	html_raw(h, "<meta name=\"viewport\" content=\"width=device-width, "
		    "initial-scale=1\">\n"
		    "<meta name=\"referrer\" content=\"no-referrer\">\n"
		    "<meta name=\"generator\" content=\"decorum ");
	html_text(h, o->version);
	html_raw(h, "\">\n<title>");
	html_text(h, h->o->title);
	html_raw(h, "</title>\n<style>");
	html_raw(h, html_style);
	html_raw(h, "</style>\n</head>\n");
}

static void contents_line(struct html *h, const struct heading *heading)
{
	html_raw(h, "<li><a href=\"#");
	html_text(h, heading->id);
	html_raw(h, "\">");
	if (heading->number.n) {
		html_raw(h, "<span class=\"number\">");
		html_text(h, heading->number);
		html_raw(h, "</span> ");
	}
	html_text(h, heading->text);
	html_raw(h, "</a>");
}

/* Nested lists, as deep as the headings. A list opens inside the item before it. */
static void contents(struct html *h)
{
	int depth = -1;

	html_raw(h, "<nav class=\"contents\" aria-labelledby=\"contents\">\n"
		    "<h2 id=\"contents\">Contents</h2>\n");
	for (size_t i = 0; i < h->o->n_headings; i++) {
		const int to = h->o->headings[i].depth;

		if (to > depth)
			html_raw(h, "<ul>\n");
		else
			html_raw(h, "</li>\n");
		for (; depth > to; depth--)
			html_raw(h, "</ul>\n</li>\n");
		depth = to;
		contents_line(h, &h->o->headings[i]);
	}
	for (; depth >= 0; depth--)
		html_raw(h, "</li>\n</ul>\n");
	html_tables_contents(h);
	html_raw(h, "</nav>\n");
}

static void licence(struct html *h)
{
	const struct words_licence *known = words_licence(h->p->licence);

	html_raw(h, "<p>Licence: ");
	if (known) {
		html_raw(h, "<a rel=\"license\" href=\"");
		html_raw(h, known->url);
		html_raw(h, "\">");
		html_raw(h, known->name);
		html_raw(h, "</a> (");
		html_text(h, h->p->licence);
		html_raw(h, ")");
	} else {
		html_text(h, h->p->licence);
	}
	html_raw(h, "</p>\n");
}

static void footer_line(struct html *h, const char *label, struct str text)
{
	if (!text.n)
		return;
	html_raw(h, "<p>");
	html_raw(h, label);
	html_text(h, text);
	html_raw(h, "</p>\n");
}

static void footer(struct html *h, const struct render_options *o)
{
	html_raw(h, "<footer>\n");
	footer_line(h, "", h->p->attribution);
	footer_line(h, "Changes: ", h->p->changes);
	if (h->p->licence.n)
		licence(h);
	if (o->bundle.n) {
		html_raw(h, "<p>Verdicts under this version cite the policy bundle ");
		html_code(h, o->bundle);
		html_raw(h, "</p>\n");
	}
	footer_line(h, "Written by decorum ", o->version);
	html_raw(h, "</footer>\n");
}

/* How the clauses are kept, in one line under the title. */
static void summary(struct html *h)
{
	static const char *const kinds[] = { "by the program", "by procedures",
					     "by people's judgement",
					     "as limits on the program" };
	size_t n[4] = { 0 };
	bool any = false;

	if (!h->p->n_clauses)
		return;
	for (size_t i = 0; i < h->p->n_clauses; i++)
		n[h->p->clauses[i].kept_by]++;
	buf_printf(h->out, "<p class=\"summary\">%zu clause%s: ", h->p->n_clauses,
		   h->p->n_clauses == 1 ? "" : "s");
	for (size_t i = 0; i < ARRAY_LEN(n); i++) {
		if (!n[i])
			continue;
		buf_printf(h->out, "%s%zu kept %s", any ? ", " : "", n[i], kinds[i]);
		any = true;
	}
	html_raw(h, ".</p>\n");
}

void render_html(const struct policy *p, const struct render_options *o, struct buf *out)
{
	struct arena a = { 0 };
	struct outline outline;
	struct html h = { .out = out, .a = &a, .o = &outline, .p = p };

	outline_of(p, &a, &outline);
	head(&h, o);
	html_raw(&h, "<body id=\"top\">\n<a class=\"skip\" href=\"#main\">Skip to the "
		     "text</a>\n<header>\n<h1>");
	html_text(&h, outline.title);
	html_raw(&h, "</h1>\n");
	summary(&h);
	html_raw(&h, "</header>\n<div class=\"page\">\n");
	contents(&h);
	html_raw(&h, "<main id=\"main\" tabindex=\"-1\">\n");
	for (size_t i = 0; i < outline.n_order; i++)
		html_document(&h, outline.order[i]);
	html_tables(&h);
	html_raw(&h, "</main>\n</div>\n");
	footer(&h, o);
	html_raw(&h, "</body>\n</html>\n");
	arena_release(&a);
}
