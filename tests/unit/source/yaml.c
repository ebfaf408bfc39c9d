#include "core/buf.h"
#include "source_test.h"

static const struct yaml_limits limits = { LIMIT_YAML_DEPTH, LIMIT_YAML_EVENTS };

static const struct yaml *parse(struct world *w, const char *text)
{
	assert_true(load(w, text));
	return source_yaml(&w->s, whole(w), limits, &w->a, &w->d);
}

static const struct yaml *good(struct world *w, const char *text)
{
	const struct yaml *top = parse(w, text);

	said_nothing(w);
	assert_non_null(top);
	return top;
}

static void refused(struct world *w, const char *text, const char *id, const char *says,
		    const char *at)
{
	assert_null(parse(w, text));
	said(w, id, says, at);
}

/* ---- the tree ---- */

static void maps_and_lists_have_their_bytes(void **state)
{
	struct world *w = *state;
	const struct yaml *top = good(
		w, "# head\na: b\nlist:\n  - x # note\n  - {y: z, q: [1]}\n\n# tail\n");
	const struct yaml *list = yaml_get(top, "list");

	assert_int_equal(top->kind, YAML_MAP);
	assert_int_equal(top->n, 2);
	assert_str(bytes_of(w, top->at), "a: b\nlist:\n  - x # note\n  - {y: z, q: [1]}");
	assert_int_equal(list->kind, YAML_LIST);
	assert_str(bytes_of(w, list->at), "- x # note\n  - {y: z, q: [1]}");
	assert_str(bytes_of(w, list->items[1]->at), "{y: z, q: [1]}");
	assert_str(bytes_of(w, yaml_get(list->items[1], "q")->at), "[1]");
	assert_str(yaml_str(top, "a"), "b");
	assert_null(yaml_str(top, "list").p);
	assert_null(yaml_get(top, "b"));
	assert_null(yaml_get(list, "x"));
}

static void words_stay_text(void **state)
{
	static const char *const words[] = { "NO",         "1.10", "12:30:45", "null",
					     "~",          "0x10", "1e3",      "on",
					     "2026-11-25", "",     "\"true\"" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		char text[40];
		const struct yaml *top;

		(void)snprintf(text, sizeof(text), "a: %s\n", words[i]);
		top = good(w, text);
		assert_int_equal(top->items[0]->kind, YAML_SCALAR);
		if (words[i][0] != '"')
			assert_str(yaml_str(top, "a"), words[i]);
		assert_int_equal(top->items[0]->quoted, words[i][0] == '"');
	}
}

static void places_count_bytes_not_characters(void **state)
{
	struct world *w = *state;
	const struct yaml *top = good(
		w, "\xC3\xA9t\xC3\xA9: \xF0\x9F\x98\x80\nb: \xE2\x80\xA8\n  c\nd: e\n");

	assert_str(bytes_of(w, top->keys[0]->at), "\xC3\xA9t\xC3\xA9");
	assert_str(bytes_of(w, top->items[0]->at), "\xF0\x9F\x98\x80");
	assert_str(bytes_of(w, yaml_get(top, "d")->at), "e");
}

static void a_part_of_a_file_has_the_places_of_the_file(void **state)
{
	struct world *w = *state;
	const struct yaml *top;

	assert_true(load(w, "\xC3\xA9\xC3\xA9\n  a: b\n  c: d\nrest: [\n"));
	top = source_yaml(&w->s, (struct span){ 5, 19 }, limits, &w->a, &w->d);
	said_nothing(w);
	assert_str(bytes_of(w, top->at), "a: b\n  c: d");
	assert_int_equal(top->items[0]->map[0], 10);
}

static void nothing_is_no_tree(void **state)
{
	static const char *const texts[] = { "", "\n\n", "# note\n", "---\n",
					     "---\n# x\n" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		assert_null(parse(w, texts[i]));
		said_nothing(w);
	}
}

static void a_first_document_may_be_marked(void **state)
{
	struct world *w = *state;

	assert_str(yaml_str(good(w, "---\na: b\n...\n"), "a"), "b");
}

/* ---- scalars ---- */

/* "from>to" for each byte of the value that does not follow the one before it. */
static void mapped(struct world *w, const char *text, const char *value, const char *at)
{
	const struct yaml *node = yaml_get(good(w, text), "k");

	assert_str(node->value, value);
	assert_str(bytes_of(w, node->at), at);
	for (size_t i = 0; i < node->value.n; i++) {
		const char c = node->value.p[i];
		const size_t file = node->map[i];

		assert_true(file >= node->at.start && file <= node->at.end);
		if (c > ' ' && w->s.bytes.p[file] != '\\')
			assert_int_equal(w->s.bytes.p[file], c);
	}
}

static void every_style_maps_to_its_bytes(void **state)
{
	struct world *w = *state;

	mapped(w, "k: plain text # no\n", "plain text", "plain text");
	mapped(w, "k: two\n  lines  \n\n  more\nl: x\n", "two lines\nmore",
	       "two\n  lines  \n\n  more");
	mapped(w, "k: 'it''s\n  so'\n", "it's so", "'it''s\n  so'");
	mapped(w, "k: \"a\\tb\\u00e9\\x41\\\n   c\\\"d\"\n",
	       "a\tb\xC3\xA9"
	       "Ac\"d",
	       "\"a\\tb\\u00e9\\x41\\\n   c\\\"d\"");
	mapped(w, "k: |\n  one\n   two\n\n\n# note\nl: x\n", "one\n two\n",
	       "|\n  one\n   two");
	mapped(w, "k: >-\n  one\n  two\n\n  three\n", "one two\nthree",
	       ">-\n  one\n  two\n\n  three");
	mapped(w, "k: |+ # note\n  one\n\nl: x\n", "one\n\n", "|+ # note\n  one\n");
	mapped(w, "k: |2\n   one\n  two\n", " one\ntwo\n", "|2\n   one\n  two");
	mapped(w, "k:\n  - 1\nk2: x\n", "", "- 1");
}

static void block_scalars_map_to_their_bytes(void **state)
{
	struct world *w = *state;

	mapped(w, "k: >\n  a\n\n   b\n   c\n\n  d\n  e\n", "a\n\n b\n c\n\nd e\n",
	       ">\n  a\n\n   b\n   c\n\n  d\n  e");
	mapped(w, "k: |\r\n  a\r\n  b\r\n", "a\nb\n", "|\r\n  a\r\n  b");
	mapped(w, "k: |\n  a", "a", "|\n  a");
	mapped(w, "k: |\n\n  a\n", "\na\n", "|\n\n  a");
	mapped(w, "k: |-\nl: x\n", "", "|-");
	mapped(w, "k: |\n  a \xE2\x80\xA8  b\n",
	       "a \xE2\x80\xA8"
	       "b\n",
	       "|\n  a \xE2\x80\xA8  b");
}

static void a_range_of_a_value_is_a_range_of_the_file(void **state)
{
	struct world *w = *state;
	const struct yaml *node =
		yaml_get(good(w, "k: \"\\u007aorg\n      is (bad \\u00e9\"\n"), "k");

	assert_str(node->value, "zorg is (bad \xC3\xA9");
	assert_str(bytes_of(w, yaml_span(node, 0, 4)), "\\u007aorg");
	assert_str(bytes_of(w, yaml_span(node, 4, 5)), "\n      ");
	assert_str(bytes_of(w, yaml_span(node, 5, 7)), "is");
	assert_str(bytes_of(w, yaml_span(node, 8, 12)), "(bad");
	assert_str(bytes_of(w, yaml_span(node, 13, 14)), "\\u00e9"); /* taken whole */
	assert_str(bytes_of(w, yaml_span(node, 13, 15)), "\\u00e9");
	assert_str(bytes_of(w, yaml_span(node, 15, 15)), "");
	assert_str(bytes_of(w, yaml_span(node, 9, 99)), "bad \\u00e9");
}

/* ---- what is refused ---- */

static void what_could_surprise_is_refused(void **state)
{
	struct world *w = *state;

	refused(w, "a: 1\nb: 2\na: 3\n", "yaml/duplicate-key", "line 1", "a");
	assert_int_equal(w->d.v.p[0].at.start, 10);
	refused(w, "a: 1\n\"a\": 2\n", "yaml/duplicate-key", "\"a\"", "\"a\"");
	refused(w, "a: &name 1\n", "yaml/anchor", "anchors", "&name");
	refused(w, "a: !!str &n 1\n", "yaml/anchor", "anchors", "&n");
	refused(w, "a: *name\n", "yaml/alias", "aliases", "*name");
	refused(w, "a: !!int 1\n", "yaml/tag", "tags", "!!int");
	refused(w, "a: ! x\n", "yaml/tag", "tags", "!");
	refused(w, "a: &l\n  - !x y\n", "yaml/tag", "tags", "!x");
	refused(w, "%YAML 1.1\n---\na: b\n", "yaml/directive", "directives", "%");
	refused(w, "%NOPE\n---\na: b\n", "yaml/directive", "\"%\"", "%");
	refused(w, "a: b\n---\nc: d\n", "yaml/documents", "second document", "---");
	refused(w, "<<: b\n", "yaml/key", "merge keys", "<<");
	refused(w, "? [a]\n: b\n", "yaml/key", "one word or text", "[");
	refused(w, "{a: b}: c\n", "yaml/key", "one word or text", "{");
	refused(w, "? \n: b\n", "yaml/key", "missing", "");
	assert_non_null(good(w, "\"<<\": b\n"));
}

static void characters_out_of_escapes_are_refused(void **state)
{
	struct world *w = *state;

	refused(w, "a: \"x\\0y\"\n", "yaml/control", "control character", "\\0");
	refused(w, "a: \"x\\ey\"\n", "yaml/control", "control character", "\\e");
	refused(w, "a: \"x\\u009by\"\n", "yaml/control", "control character", "\\u009b");
	refused(w, "a: \"\\N\"\n", "yaml/control", "control character", "\\N");
	refused(w, "a: \"x\\r\"\n", "yaml/control", "control character", "\\r");
	refused(w, "\"\\x7f\": b\n", "yaml/control", "control character", "\\x7f");
	assert_str(yaml_str(good(w, "a: \"x\\n\\ty\"\n"), "a"), "x\n\ty");
}

static void syntax_is_said_in_plain_words(void **state)
{
	struct world *w = *state;

	refused(w, "a: \"x\n\n", "yaml/syntax", "quotation is never closed", "\"");
	refused(w, "a: [x\n", "yaml/syntax", "\"[\" is never closed", "[");
	refused(w, "a: {x: y\n", "yaml/syntax", "\"{\" is never closed", "{");
	refused(w, "a: b: c\n", "yaml/syntax", "\": \" cannot stand here", ":");
	refused(w, "a:\n\tb: c\n", "yaml/syntax", "not with tabs", "\t");
	refused(w, "a: @b\n", "yaml/syntax", "quotes", "@");
	refused(w, "a: \"\\q\"\n", "yaml/syntax", "no such escape", "\\");
	refused(w, "a: b\nc\n", "yaml/syntax", "no \": \"", "");
	refused(w, "a: \"\xC3\xA9\xC3\xA9\" x\n", "yaml/syntax", "expected", "x");
	refused(w, "- a\n b\n- c: d\n e\n", "yaml/syntax", "belong to the list", "e");
}

static void troubles_are_said_together(void **state)
{
	struct world *w = *state;

	assert_null(parse(w, "a: &x 1\na: !t 2\nb: \"\\0\"\nb: 1\n"));
	assert_int_equal(w->d.v.n, 5);
	assert_true(load_bytes(w, repeat(w, "a: 1\n", 1000, ""), 1u << 20));
	assert_null(source_yaml(&w->s, whole(w), limits, &w->a, &w->d));
	assert_int_equal(w->d.v.n, 50);
}

/* ---- limits ---- */

static void nesting_is_limited(void **state)
{
	struct world *w = *state;
	static const char *const units[] = { "[", "{a: ", "- ", "[\n", "[[], " };
	const size_t size = 1u << 20;

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		const size_t n = size / strlen(units[i]);

		assert_true(load_bytes(w, repeat(w, units[i], n, ""), size));
		assert_null(source_yaml(&w->s, whole(w), limits, &w->a, &w->d));
		assert_int_equal(w->d.v.n, 1);
		assert_string_equal(w->d.v.p[0].id, "yaml/depth");
	}
	assert_true(load(w, "[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]"));
	assert_non_null(source_yaml(&w->s, whole(w), limits, &w->a, &w->d));
	refused(w, "[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]", "yaml/depth", "16", "[");
}

static void events_are_limited(void **state)
{
	struct world *w = *state;

	assert_true(load_bytes(w, repeat(w, "- a\n", 4000, ""), 1u << 20));
	assert_non_null(source_yaml(&w->s, whole(w), limits, &w->a, &w->d));
	assert_true(load_bytes(w, repeat(w, "- a\n", 5000, ""), 1u << 20));
	assert_null(source_yaml(&w->s, whole(w), limits, &w->a, &w->d));
	said(w, "yaml/events", "more parts", "a");
}

static void hostile_text_takes_no_time(void **state)
{
	static const char *const units[] = {
		"? ",      "&a",
		"*a",      "&a ",
		"!a ",     "a ",
		"a\n",     ": ",
		"\"",      "'",
		"# \n",    "\n",
		"%A\n",    "'' ",
		"\"\\x41", "---\n",
		"a: ",     "[],",
		"{a",      "?\n",
		"- -",     "a\xE2\x80\xA8",
	};
	struct world *w = *state;
	const struct yaml_limits most = { LIMIT_YAML_DEPTH, LIMIT_YAML_EVENTS_POLICY };

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		const size_t n = (1u << 20) / strlen(units[i]);
		const clock_t start = clock();

		assert_true(load_bytes(w, repeat(w, units[i], n, ""), 1u << 20));
		(void)source_yaml(&w->s, whole(w), most, &w->a, &w->d);
		/* Ten times what it takes: a quadratic one takes minutes. */
		assert_true(clock() - start < CLOCKS_PER_SEC);
		arena_reset(&w->a);
		w->d.v.p = NULL;
		w->d.v.n = w->d.v.room = 0;
	}
}

static void thousands_of_keys_take_no_time(void **state)
{
	struct world *w = *state;
	const struct yaml_limits most = { LIMIT_YAML_DEPTH, LIMIT_YAML_EVENTS_POLICY };
	const struct yaml *top;
	struct buf text;
	clock_t start;

	buf_init(&text, 0);
	for (int i = 0; i < 30000; i++)
		buf_printf(&text, "a long key that many share %d: v\n", i);
	buf_cstr(&text, "a long key that many share 77: v\n");
	start = clock();
	assert_true(load_bytes(w, buf_view(&text), 1u << 21));
	top = source_yaml(&w->s, whole(w), most, &w->a, &w->d);
	assert_true(clock() - start < CLOCKS_PER_SEC);
	assert_null(top);
	said(w, "yaml/duplicate-key", "line 78", "a long key that many share 77");
	buf_release(&text);
}

/* ---- property: whatever is made of parts, each plain byte is where the map says ---- */

static void add_blanks(struct buf *text, uint64_t *seed, const char *end)
{
	buf_fill(text, ' ', dice(seed, 3));
	buf_cstr(text, end);
}

static void add_word(struct buf *text, uint64_t *seed, bool single)
{
	static const char *const words[] = {
		"one",  "\xC3\xA9\xC3\xA9", "two's", "a\"b", "\xF0\x9F\x98\x80",
		"x\\y", "\xE4\xB8\xAD",     "z"
	};

	buf_cstr(text, words[dice(seed, ARRAY_LEN(words))]);
	buf_cstr(text, dice(seed, 4) ? "" : single ? "''s" : "'s");
}

static void add_words(struct buf *text, uint64_t *seed, const char *end, bool single)
{
	for (unsigned n = 1 + dice(seed, 6); n; n--) {
		add_word(text, seed, single);
		if (n == 1)
			break;
		switch (dice(seed, 4)) {
		case 0:
			add_blanks(text, seed, end);
			for (unsigned k = dice(seed, 3); k; k--)
				add_blanks(text, seed, end);
			buf_cstr(text, "  ");
			break;
		case 1:
			add_blanks(text, seed, "\xE2\x80\xA8");
			buf_cstr(text, "  ");
			break;
		default:
			buf_char(text, ' ');
		}
	}
}

static void add_quoted(struct buf *text, uint64_t *seed, const char *end)
{
	static const char *const parts[] = { "a",           " ",        "\\n",
					     "\\u00e9",     "\xC3\xA9", "\\\"",
					     "\\x41",       "\\\\",     "bc",
					     "\\U0001F600", "\\ ",      "\\t" };

	buf_char(text, '"');
	for (unsigned n = dice(seed, 12); n; n--) {
		const unsigned kind = dice(seed, 16);

		if (kind < ARRAY_LEN(parts)) {
			buf_cstr(text, parts[kind]);
			continue;
		}
		/* Now and then the line end is escaped. */
		if (kind & 1)
			buf_char(text, '\\');
		else
			add_blanks(text, seed, "");
		buf_cstr(text, end);
		buf_cstr(text, "   ");
	}
	buf_char(text, '"');
}

static void add_block(struct buf *text, uint64_t *seed, const char *end)
{
	static const char *const heads[] = { "|", ">", "|-", ">-", "|+", ">+", "| # x" };

	buf_cstr(text, heads[dice(seed, ARRAY_LEN(heads))]);
	buf_cstr(text, end);
	for (unsigned n = 1 + dice(seed, 6); n; n--) {
		if (dice(seed, 3)) {
			buf_cstr(text, "    ");
			buf_fill(text, ' ', dice(seed, 8) ? 0 : 2);
			add_word(text, seed, false);
			add_blanks(text, seed, "");
			buf_cstr(text, dice(seed, 9) ? "" : "\xE2\x80\xA9");
		}
		buf_cstr(text, end);
	}
}

static void make(struct buf *text, uint64_t *seed)
{
	const char *end = dice(seed, 2) ? "\n" : "\r\n";

	buf_reset(text);
	for (unsigned n = 1 + dice(seed, 5); n; n--) {
		buf_printf(text, "k\xC3\xA9%u: ", n);
		switch (dice(seed, 4)) {
		case 0:
			buf_char(text, '\'');
			add_words(text, seed, end, true);
			buf_char(text, '\'');
			break;
		case 1:
			add_quoted(text, seed, end);
			break;
		case 2:
			add_block(text, seed, end);
			continue;
		default:
			add_words(text, seed, end, false);
		}
		buf_cstr(text, end);
	}
}

/* A byte of the value that is no blank stands in the file as itself or as an escape. */
static void check_map(const struct world *w, const struct yaml *node)
{
	const struct str file = w->s.bytes;

	for (size_t i = 0; i < node->value.n; i++) {
		const char c = node->value.p[i];
		const uint32_t at = node->map[i];

		assert_true(at >= node->at.start && at <= node->at.end);
		assert_true(!i || at >= node->map[i - 1]);
		if (c != ' ' && c != '\n' && c != '\t' && file.p[at] != '\\')
			assert_int_equal(file.p[at], c);
	}
	assert_true(node->map[node->value.n] <= node->at.end);
}

static void every_byte_of_a_made_file_has_its_place(void **state)
{
	struct world *w = *state;
	uint64_t seed = 20261124;
	size_t parsed = 0;
	struct buf text;

	buf_init(&text, 0);
	for (int round = 0; round < 4000; round++) {
		const struct yaml *top;

		make(&text, &seed);
		assert_true(load_bytes(w, buf_view(&text), 1u << 20));
		top = source_yaml(&w->s, whole(w), limits, &w->a, &w->d);
		for (size_t i = 0; top && top->kind == YAML_MAP && i < top->n; i++) {
			check_map(w, top->keys[i]);
			check_map(w, top->items[i]);
		}
		parsed += top != NULL;
		arena_reset(&w->a);
		w->d.v.p = NULL;
		w->d.v.n = w->d.v.room = 0;
	}
	assert_true(parsed > 2500);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(maps_and_lists_have_their_bytes),
		TEST(words_stay_text),
		TEST(places_count_bytes_not_characters),
		TEST(a_part_of_a_file_has_the_places_of_the_file),
		TEST(nothing_is_no_tree),
		TEST(a_first_document_may_be_marked),
		TEST(every_style_maps_to_its_bytes),
		TEST(block_scalars_map_to_their_bytes),
		TEST(a_range_of_a_value_is_a_range_of_the_file),
		TEST(what_could_surprise_is_refused),
		TEST(characters_out_of_escapes_are_refused),
		TEST(syntax_is_said_in_plain_words),
		TEST(troubles_are_said_together),
		TEST(nesting_is_limited),
		TEST(events_are_limited),
		TEST(hostile_text_takes_no_time),
		TEST(thousands_of_keys_take_no_time),
		TEST(every_byte_of_a_made_file_has_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
