#include "core/buf.h"
#include "core/file.h"
#include "source_test.h"

#include <dlfcn.h>
#include <md4c.h>

static const struct md *parse(struct world *w, struct str text)
{
	struct front_matter front;

	assert_true(load_bytes(w, text, 1u << 21));
	front = source_front_matter(&w->s, &w->d);
	return source_markdown(&w->s, front.body, 1u << 20, &w->a, &w->d);
}

/* ---- a tree as text: kind(bytes of its pieces, "|" between them, "~" before one that
 * is not exact) ---- */

static const char *const names[] = { "doc",  "quote", "list", "item", "pre",  "block",
				     "p",    "h",     "hr",   "",     "soft", "hard",
				     "code", "html",  "em",   "b",    "a",    "img" };

static void add_visible(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			buf_cstr(out, "\\n");
		else if (s.p[i] == '\r')
			buf_cstr(out, "\\r");
		else
			buf_char(out, s.p[i]);
	}
}

static void draw(const struct world *w, struct buf *out, const struct md *node)
{
	buf_cstr(out, names[node->kind]);
	if (node->unsure)
		buf_char(out, '?');
	buf_char(out, '(');
	for (size_t i = 0; i < node->n_pieces; i++) {
		const struct md_piece *piece = &node->pieces[i];

		if (i)
			buf_char(out, '|');
		if (!piece->exact) {
			buf_char(out, '~');
			add_visible(out, piece->text);
			buf_char(out, '=');
		}
		add_visible(out, bytes_of(w, piece->at));
	}
	for (const struct md *kid = node->first; kid; kid = kid->next)
		draw(w, out, kid);
	buf_char(out, ')');
}

static void drawn(struct world *w, const char *text, const char *want)
{
	const struct md *top = parse(w, str_from(text));
	struct str got;
	struct buf out;

	said_nothing(w);
	assert_non_null(top);
	buf_init(&out, 0);
	for (const struct md *kid = top->first; kid; kid = kid->next)
		draw(w, &out, kid);
	got = arena_str(&w->a, buf_view(&out));
	buf_release(&out);
	assert_str(got, want);
}

static const struct md *find(const struct md *top, enum md_kind kind)
{
	for (const struct md *node = top; node; node = md_next(top, node))
		if (node->kind == kind)
			return node;
	fail_msg("no %s", names[kind]);
	return NULL;
}

/* The bytes of the first node of this kind. */
static void stands_at(struct world *w, const char *text, enum md_kind kind,
		      const char *at)
{
	const struct md *top = parse(w, str_from(text));

	assert_non_null(top);
	assert_str(bytes_of(w, find(top, kind)->at), at);
}

static void text_is_a_slice_of_the_file(void **state)
{
	struct world *w = *state;

	drawn(w, "One *two* __three__.\n", "p((One )em((two))( )b((three))(.))");
	drawn(w, "***a** b*\n", "p(em(b((a))( b)))");
	drawn(w, "a_b_c * d\n", "p((a_b_c * d))");
}

static void escapes_and_entities_stand_as_a_whole(void **state)
{
	struct world *w = *state;

	drawn(w, "\\*a\\* \\a &amp; &#38;&#x41; &copy; &nope; &amp;amp;\n",
	      "p((~*=\\*|a|~*=\\*| \\a |~&=&amp;| |~&=&#38;|~A=&#x41;| "
	      "|~\xC2\xA9=&copy;| "
	      "&nope; |~&=&amp;|amp;))");
	drawn(w, "a&fjlig;b &NotEqualTilde; &#0;\n",
	      "p((a|~fj=&fjlig;|b |~\xE2\x89\x82\xCC\xB8=&NotEqualTilde;| "
	      "|~\xEF\xBF\xBD=&#0;))");
}

static void breaks_cover_the_line_end_and_the_indentation(void **state)
{
	struct world *w = *state;

	drawn(w, "> a \n> b  \n>   c\\\n d\n",
	      "quote(p((a)soft()(b)hard()(c)hard()( d)))");
	stands_at(w, "> a \n> b\n", MD_SOFT_BREAK, " \n> ");
	stands_at(w, "- a  \n  b\n", MD_HARD_BREAK, "  \n  ");
	stands_at(w, "a\\\r\nb\n", MD_HARD_BREAK, "\\\r\n");
}

static void code_spans_are_found_by_their_runs(void **state)
{
	struct world *w = *state;

	drawn(w, "x `` a`b `` *y* ` ` `a\n  b`z\n",
	      "p((x )code(a`b)( )em((y))( )code( )( )code(a|~ =\\n  |b)(z))");
	drawn(w, "``a` b\n", "p((``a` b))");
	stands_at(w, "x `` a`b `` y\n", MD_CODE, "`` a`b ``");
}

static void links_end_where_their_marks_end(void **state)
{
	struct world *w = *state;

	drawn(w, "[b](b \"b\")b [b][c]b [c]b ![b](<b c>)b\n\n[c]: /u 'b'\n",
	      "p(a((b))(b )a((b))(b )a((c))(b )img((b))(b))");
	stands_at(w, "x [a](b\n\"c)\") y\n", MD_LINK, "[a](b\n\"c)\")");
	stands_at(w, "x [a][b] y\n\n[b]: u\n", MD_LINK, "[a][b]");
	stands_at(w, "x [a][] y\n\n[a]: u\n", MD_LINK, "[a][]");
	stands_at(w, "x ![a *b*](c) y\n", MD_IMAGE, "![a *b*](c)");
	stands_at(w, "<http://a.b> c\n", MD_LINK, "<http://a.b>");
	assert_str(find(parse(w, STR("[a](/\\*b \"&lt;c\")\n")), MD_LINK)->url, "/*b");
	assert_str(find(parse(w, STR("[a](/\\*b \"&lt;c\")\n")), MD_LINK)->title, "<c");
}

static void definitions_are_no_text(void **state)
{
	struct world *w = *state;

	drawn(w, "[a]: /u\n[b]:\n  /v\n  \"t\"\ntext [a]\n", "p((text )a((a)))");
	stands_at(w, "[a]: /u\ntext\n", MD_PARAGRAPH, "text");
	drawn(w, "[a]: /u x\n", "p(([a]: /u x))");
	drawn(w, "[a]: (b\n", "p(([a]: (b))");
	/* The line under a heading defines nothing; behind definitions alone it is text. */
	stands_at(w, "[a]:\n-\nx\n", MD_HEADING, "[a]:\n-");
	stands_at(w, "[a]: /u\n===\nb\n---\nx\n", MD_HEADING, "===\nb\n---");
}

static void html_is_kept_as_it_is(void **state)
{
	struct world *w = *state;

	drawn(w, "> a <b\n> c=\"d\"> e\n", "quote(p((a )html(<b\\n|c=\"d\">)( e)))");
	drawn(w, "<div>\n *a*\n</div>\n", "block(<div>\\n *a*\\n</div>\\n)");
}

static void blocks_of_code_have_their_lines(void **state)
{
	struct world *w = *state;

	drawn(w, "- x\n\n  ```yaml\n  a: b\n\n    c\n  ```\n",
	      "list(item(p((x))pre(a: b\\n\\n|  c\\n)))");
	drawn(w, "\ta\n\n\t b\n", "pre(a\\n\\n| b\\n)");
	drawn(w, ">\tcode\n\n-\t\tcode\n",
	      "quote(p((code)))list(item(pre(~  =\t|code\\n)))");
	drawn(w, "```\na", "pre(a|~\\n=)");
	drawn(w, "```\r\na\r\nb\r\n```\r\n", "pre(a|~\\n=\\r\\n|b|~\\n=\\r\\n)");
	assert_str(find(parse(w, STR("~~~ decorum &amp; x\n~~~\n")), MD_CODE_BLOCK)->info,
		   "decorum & x");
	stands_at(w, "a\n\n  ```\n  b\n  ```\n\nc\n", MD_CODE_BLOCK, "  ```\n  b\n  ```");
}

static void blocks_are_whole_lines(void **state)
{
	struct world *w = *state;

	drawn(w, "# A *b* ##\n\nC\nd\n---\n\n* * *\n\n3) x\n4) y\n",
	      "h((A )em((b)))h((C)soft()(d))hr()list(item(p((x)))item(p((y))))");
	stands_at(w, "- a\n  b\n\n\nc\n", MD_LIST, "- a\n  b");
	stands_at(w, "> a\n> b\n\nc\n", MD_QUOTE, "> a\n> b");
	stands_at(w, "a\n\nC\nd\n---\ne\n", MD_HEADING, "C\nd\n---");
	stands_at(w, "- ```\n  a\nb\n", MD_CODE_BLOCK, "- ```\n  a");
	stands_at(w, "```\na\n```\nb\n", MD_CODE_BLOCK, "```\na\n```");
	stands_at(w, "```\n```\nb\n", MD_CODE_BLOCK, "```\n```");
	stands_at(w, "<!--\na\n-->\nb\n", MD_HTML_BLOCK, "<!--\na\n-->");
	stands_at(w, "    a\n\nb\n", MD_CODE_BLOCK, "    a");
	stands_at(w, "-\n\n\nb\n", MD_ITEM, "-");
	assert_int_equal(find(parse(w, STR("### a\n")), MD_HEADING)->level, 3);
	assert_int_equal(find(parse(w, STR("7. a\n")), MD_LIST)->start, 7);
	assert_true(find(parse(w, STR("7. a\n")), MD_LIST)->ordered);
}

static void front_matter_moves_nothing(void **state)
{
	struct world *w = *state;

	stands_at(w, "---\na: b\n---\n\xC3\xA9 *b*\n", MD_EMPHASIS, "*b*");
}

/* Half of a tab has no place, and a code span can show it. */
static void what_has_no_place_is_unsure(void **state)
{
	struct world *w = *state;
	const struct md *code;
	const struct md *top = parse(w, STR(">\t- `a\n>\tb`\n"));

	assert_non_null(top);
	code = find(top, MD_CODE);
	if (code->unsure)
		assert_str(bytes_of(w, code->at), ">\t- `a\n>\tb`");
}

/* ---- limits ---- */

static void deep_text_is_refused(void **state)
{
	static const char *const units[] = { ">", "> ", "- ", "1. ", "> - ", "*a **a " };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		const struct str text =
			i == 5 ? repeat(w, units[i], 40, repeat(w, " a** a*", 40, "").p)
			       : repeat(w, units[i], 40, "a");

		assert_null(parse(w, text));
		assert_int_equal(w->d.v.n, 1);
		assert_string_equal(w->d.v.p[0].id, "markdown/depth");
	}
}

static void lists_that_grow_line_by_line_are_refused(void **state)
{
	struct world *w = *state;
	struct buf text;

	buf_init(&text, 0);
	for (size_t i = 0; i < 33; i++) {
		buf_fill(&text, ' ', 2 * i);
		buf_cstr(&text, "- a\n");
		if (i == 31)
			assert_non_null(parse(w, buf_view(&text)));
	}
	assert_null(parse(w, buf_view(&text)));
	said(w, "markdown/depth", "nested more than 32", "-");
	buf_release(&text);
}

static void ordinary_depth_is_fine(void **state)
{
	struct world *w = *state;

	assert_non_null(parse(w, repeat(w, "> ", 32, "a\n")));
	assert_non_null(parse(w, repeat(w, "- ", 200, "\n"))); /* a line across */
	assert_non_null(parse(w, repeat(w, "- [a](b)\n", 5000, "")));
	assert_non_null(parse(w, repeat(w, "[a](b) ", 900, "")));
	said_nothing(w);
}

static void a_large_text_is_refused(void **state)
{
	struct world *w = *state;

	assert_true(load(w, "123456"));
	assert_null(source_markdown(&w->s, whole(w), 5, &w->a, &w->d));
	assert_int_equal(said(w, "markdown/size", "5 bytes", "6")->at.start, 5);
}

/* The pathological texts of libcmark's own tests, at the size of a policy document.
 * libcmark 0.30 takes minutes for some of them. */
static void hostile_text_takes_no_time(void **state)
{
	static const char *const units[] = {
		"*a **a ",
		"a_ ",
		"_a ",
		"a]",
		"[a",
		"*a_ ",
		"[ a_",
		"[ (](",
		"![[]()",
		"![[]()`]`",
		"**x [a*b**c*](d)",
		"[",
		"]",
		"> ",
		">",
		"* ",
		"- ",
		"`a``",
		"[a](<b",
		"[a](b",
		"</",
		"<!--",
		"<?",
		"<!A ",
		"<![CDATA[",
		"<a x=\"",
		"[a]: u\n",
		"_",
		"*",
		"__a",
		"&lt;",
		"&#38;",
		"&",
		"\\*",
		"a*",
		"*_",
		"a**a*",
		"\t-",
		"-\n",
		"- a\n",
		"1. ",
		"> a\n",
		"a\n",
		"[a]",
		"![]()",
		"[](a)\n\n",
		"[](",
		"[a](b \"c\\\\\"",
		"<b>",
		"```\n",
		"# ",
		"a\n=\n",
		"<div>\n",
		"``a` ",
		"> *a_\n",
		"* a\n\n",
		"a\t\n",
		"[a]:\n",
		"[a]: /u \"\n",
		"[[![[]()\n     >\n",
		"- ![[]()\n",
		"2. ![[]()\n",
		"![[]()\n>\n",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		const size_t n = LIMIT_POLICY_PROSE / strlen(units[i]);
		clock_t start = clock();
		double took;

		(void)parse(w, repeat(w, units[i], n, ""));
		took = (double)(clock() - start) / CLOCKS_PER_SEC;
		/* Under 0.2 s each; a sanitizer and a busy machine need more. */
		if (took > 2)
			fail_msg("'%s' took %.1f s", units[i], took);
		arena_reset(&w->a);
		w->d.v.p = NULL;
		w->d.v.n = w->d.v.room = 0;
	}
}

/* ---- a second opinion: md4c hands out slices of the text ---- */

typedef int (*md4c_parse)(const MD_CHAR *, MD_SIZE, const MD_PARSER *, void *);

/* Loaded, not linked: no other test needs it. */
static md4c_parse load_md4c(void)
{
	void *library = dlopen("libmd4c.so.0", RTLD_NOW);
	md4c_parse parse_with_md4c = NULL;
	void *symbol;

	if (!library)
		fail_msg("%s", dlerror());
	symbol = dlsym(library, "md_parse");
	assert_non_null(symbol);
	memcpy(&parse_with_md4c, &symbol, sizeof(symbol));
	return parse_with_md4c;
}

struct opinion {
	struct str file;
	unsigned char *ours, *theirs; /* a byte of the file is text */
};

static bool counts(char c, bool code)
{
	return c != '\n' && c != '\r' && !(code && (c == ' ' || c == '\t'));
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *user)
{
	struct opinion *o = user;
	const bool code = type == MD_TEXT_CODE || type == MD_TEXT_HTML;

	if (p < o->file.p || p + n > o->file.p + o->file.n)
		return 0; /* a constant of its own: indentation, a line end */
	for (MD_SIZE i = 0; i < n; i++)
		if (counts(p[i], code))
			o->theirs[(size_t)(p - o->file.p) + i] = 1;
	return 0;
}

static int on_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	(void)type;
	(void)detail;
	(void)user;
	return 0;
}

static int on_span(MD_SPANTYPE type, void *detail, void *user)
{
	(void)type;
	(void)detail;
	(void)user;
	return 0;
}

static void add_ours(struct opinion *o, const struct md *node)
{
	const bool code = node->kind == MD_CODE || node->kind == MD_CODE_BLOCK ||
			  node->kind == MD_HTML || node->kind == MD_HTML_BLOCK;

	for (size_t i = 0; i < node->n_pieces; i++) {
		const struct md_piece *piece = &node->pieces[i];
		uint32_t at = piece->at.start;

		if (piece->exact)
			assert_true(str_eq(piece->text, str_span(o->file, piece->at)));
		else if (at < piece->at.end && o->file.p[at] == '\\')
			at++; /* md4c shows the escaped character alone */
		else if (at < piece->at.end && o->file.p[at] != '&')
			continue;
		for (; at < piece->at.end; at++)
			if (counts(o->file.p[at], code))
				o->ours[at] = 1;
	}
}

/* Every byte that one of the two calls text, the other does too. */
static void agree(struct world *w, struct str text)
{
	static const MD_PARSER parser = { .enter_block = on_block,
					  .leave_block = on_block,
					  .enter_span = on_span,
					  .leave_span = on_span,
					  .text = on_text };
	const struct md *top = parse(w, text);
	struct opinion o = { .file = w->s.bytes,
			     .ours = arena_alloc(&w->a, text.n + 1),
			     .theirs = arena_alloc(&w->a, text.n + 1) };

	assert_non_null(top);
	for (const struct md *node = top; node; node = md_next(top, node)) {
		assert_false(node->unsure);
		add_ours(&o, node);
	}
	assert_int_equal(load_md4c()(text.p + top->at.start,
				     (MD_SIZE)(top->at.end - top->at.start), &parser, &o),
			 0);
	for (size_t i = 0; i < text.n; i++) {
		if (o.ours[i] == o.theirs[i])
			continue;
		fail_msg("line %u, byte %u of:\n%.*s", source_position(&w->s, i).line,
			 source_position(&w->s, i).byte, STR_ARG(text));
	}
}

static void the_manuals_agree_with_md4c(void **state)
{
	struct world *w = *state;
	struct file_list files;
	size_t n = 0;
	struct err e;

	assert_int_equal(file_walk("docs", "", &w->a, &files, &e), 0);
	for (size_t i = 0; i < files.n; i++) {
		struct str text;

		if (!str_ends(files.paths[i], ".md"))
			continue;
		assert_int_equal(file_read(file_join(&w->a, "docs", files.paths[i]),
					   1u << 20, &w->a, &text, &e),
				 0);
		agree(w, text);
		n++;
	}
	assert_true(n > 0);
}

static void add_inline(struct buf *text, uint64_t *seed)
{
	static const char *const parts[] = {
		"word ",
		"*em* ",
		"**strong** ",
		"`code` ",
		"``co`de`` ",
		"[link](/url) ",
		"[li *nk*](/u \"t t\") ",
		"[ref][r] ",
		"[r] ",
		"![alt](/i.png) ",
		"<http://a.example/b> ",
		"\\*not\\* ",
		"&amp; ",
		"&copy;&#33; ",
		"a_b_c ",
		"\xC3\xA9\xE4\xB8\xAD ",
		"<b>html</b> ",
		"2 * 3 ",
		"it's \"so\" ",
		"***both*** ",
		"\\\\ ",
	};

	buf_cstr(text, parts[dice(seed, ARRAY_LEN(parts))]);
}

static void add_paragraph(struct buf *text, uint64_t *seed, const char *end,
			  const char *indent)
{
	for (unsigned n = 2 + dice(seed, 12); n; n--) {
		add_inline(text, seed);
		if (dice(seed, 4) || n == 1)
			continue;
		buf_cstr(text, dice(seed, 3) ? "x" : "x\\");
		buf_cstr(text, end);
		buf_cstr(text, indent);
	}
	buf_cstr(text, "end.");
	buf_cstr(text, end);
}

static void add_made_block(struct buf *text, uint64_t *seed, const char *end)
{
	static const char *const heads[] = { "# ", "> ",   "- ",   "1. ",
					     "",   "> - ", "- > ", "" };
	static const char *const indents[] = { "", "> ",   "  ",   "   ",
					       "", ">   ", "  > ", "  " };
	const unsigned kind = dice(seed, ARRAY_LEN(heads));

	if (dice(seed, 6) == 0) {
		buf_printf(text, "```x%s  a *b*%s%s c%s```%s", end, end, end, end, end);
	} else if (kind == 0) {
		buf_cstr(text, "## ");
		add_inline(text, seed);
		buf_printf(text, "title ##%s", end);
	} else {
		buf_cstr(text, heads[kind]);
		add_paragraph(text, seed, end, indents[kind]);
	}
	buf_cstr(text, end);
}

static void made_documents_agree_with_md4c(void **state)
{
	struct world *w = *state;
	uint64_t seed = 20261124;
	struct buf text;

	buf_init(&text, 0);
	for (int round = 0; round < 1500; round++) {
		const char *end = dice(&seed, 3) ? "\n" : "\r\n";

		buf_reset(&text);
		if (dice(&seed, 2))
			buf_printf(&text, "---%stitle: x%s---%s", end, end, end);
		for (unsigned n = 1 + dice(&seed, 6); n; n--)
			add_made_block(&text, &seed, end);
		buf_printf(&text, "[r]: /ref 'title'%s", end);
		agree(w, buf_view(&text));
		arena_reset(&w->a);
		w->d.v.p = NULL;
		w->d.v.n = w->d.v.room = 0;
	}
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_is_a_slice_of_the_file),
		TEST(escapes_and_entities_stand_as_a_whole),
		TEST(breaks_cover_the_line_end_and_the_indentation),
		TEST(code_spans_are_found_by_their_runs),
		TEST(links_end_where_their_marks_end),
		TEST(definitions_are_no_text),
		TEST(html_is_kept_as_it_is),
		TEST(blocks_of_code_have_their_lines),
		TEST(blocks_are_whole_lines),
		TEST(front_matter_moves_nothing),
		TEST(what_has_no_place_is_unsure),
		TEST(deep_text_is_refused),
		TEST(lists_that_grow_line_by_line_are_refused),
		TEST(ordinary_depth_is_fine),
		TEST(a_large_text_is_refused),
		TEST(hostile_text_takes_no_time),
		TEST(the_manuals_agree_with_md4c),
		TEST(made_documents_agree_with_md4c),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
