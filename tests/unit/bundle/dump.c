#include "bundle_test.h"

static struct str dumped(struct world *w, struct buf *b)
{
	buf_init(b, 0);
	bundle_dump(w->b, b);
	return buf_view(b);
}

static void assert_line(struct str text, const char *line)
{
	struct str one;

	while (str_line(&text, &one))
		if (str_is(one, line))
			return;
	fail_msg("no line: %s", line);
}

static void everything_has_its_line(void **state)
{
	struct world *w = *state;
	struct buf b;
	struct str text;

	make(w, full, ARRAY_LEN(full));
	text = dumped(w, &b);
	assert_true(str_starts(text, "bundle sha256="));
	assert_line(text, "clause \"kind\" kept_by=rule sentence=\"Be kind to people.\"");
	assert_line(
		text,
		"rule \"politics/attack\" clause=\"kind\" kind=find level=ask "
		"who=company,associated when=reply-to-hostile "
		"unless=quoted,negated,attributed,question flags=shadow "
		"role=\"manager\" from=\"2026-01-01\" until=\"2026-12-31\" patterns=3 "
		"near=1 say=\"This reads as an attack\" good=\"fine\"");
	assert_line(text, "pattern \"politics/attack\"#near1 text=\"{address}\"");
	assert_line(text, "list \"slurs\" mask=1 rule=\"tone/terms\"");
	assert_line(text, "term \"insults\":\"\\\"fools\\\" =Paradise\" "
			  "instead=\"dream\" instead=\"hope\" note=\"mild\"");
	assert_line(text, "symbol word \"do\" starts=\"politics/attack\"#3 "
			  "anchor=\"politics/attack\"#3");
	assert_line(text, "symbol word \"you\" anchor=\"politics/attack\"#2");
	assert_line(text, "class #CAPS starts=\"politics/attack\"#2");
	assert_line(text, "form \"clowns\" of word \"clown\"");
	assert_line(text, "house \"e-mail\" mode=prefer fold=\"e-mail\" "
			  "instead=\"email\"");
	assert_line(text,
		    "network \"x\" title=\"X\" limit=280 unit=weighted "
		    "source=\"https://x.example\" verified_on=\"2026-11-01\" "
		    "weight_default=200 weight_scale=100 emoji_weight=200 "
		    "range=0-4351:100 range=8192-8205:100 url_count=23 bare_domains=1 "
		    "nfc=1");
	buf_release(&b);
}

static void the_text_is_the_same_every_time(void **state)
{
	struct world *w = *state;
	struct buf one, two;
	struct str first;

	make(w, full, ARRAY_LEN(full));
	first = dumped(w, &one);
	open_bytes(w);
	assert_true(str_eq(first, dumped(w, &two)));
	buf_release(&one);
	buf_release(&two);
}

static void hostile_text_stays_on_its_line(void **state)
{
	struct world *w = *state;
	const struct policy_file one = file("policy.md", CLAUSE(FIND("x", "zorg")));
	struct buf b;
	struct str text, line;

	assert_true(compile(w, &one, 1));
	w->p.rules[0].say = STR("a\x1b[31m\nrule \"x\" \xE2\x80\xAE\x00");
	buf_reset(&w->bytes);
	assert_true(bundle_write(&w->p, &w->bytes, &w->f));
	open_bytes(w);
	text = dumped(w, &b);
	for (size_t i = 0; i < text.n; i++)
		assert_true((unsigned char)text.p[i] >= ' ' || text.p[i] == '\n');
	assert_int_equal(str_find(text, STR("\xE2\x80\xAE"), 0), SIZE_MAX);
	assert_int_equal(str_find(text, STR("say=\"a"), 0) == SIZE_MAX, 0);
	while (str_line(&text, &line))
		assert_false(str_starts(line, "rule \"x"));
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_has_its_line),
		TEST(the_text_is_the_same_every_time),
		TEST(hostile_text_stays_on_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
