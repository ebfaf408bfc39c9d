/* Text from a stranger: made visible, folded, put into a view of runs and cut into
 * tokens. What holds for every text is checked. In the input, byte 0x01 begins code,
 * 0x02 ends it, and 0x03 stands for a source range that is shown as "&". */
#include "text/token.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void check_utf8(struct str s, struct arena *a)
{
	const size_t bad = utf8_check(s), points = utf8_code_points(s);
	struct str folded;
	struct buf b;
	size_t graphemes = 0;

	buf_init(&b, 0);
	utf8_visible(&b, s, false);
	must(utf8_check(buf_view(&b)) == SIZE_MAX);
	must(utf8_control(buf_view(&b)) == SIZE_MAX);
	must(str_chr(buf_view(&b), '\n', 0) == SIZE_MAX);
	buf_release(&b);
	must(points <= s.n && utf8_utf16_units(s) <= 2 * points);
	for (size_t at = 0; at < s.n; graphemes++) {
		const size_t end = utf8_grapheme(s, at);

		must(end > at && end <= s.n);
		at = end;
	}
	must(graphemes == utf8_graphemes(s));
	folded = utf8_fold(s, a);
	must(utf8_check(folded) == SIZE_MAX || bad != SIZE_MAX);
	(void)utf8_lower(s, a);
	if (bad == SIZE_MAX)
		must(str_eq(utf8_nfc(utf8_nfc(s, a), a), utf8_nfc(s, a)));
}

static void make_view(struct str s, struct arena *a, struct view *v)
{
	struct view_builder b;
	size_t start = 0;

	view_begin(&b, a);
	for (size_t at = 0; at <= s.n; at++) {
		const char c = at < s.n ? s.p[at] : 3;

		if (c < 1 || c > 3)
			continue;
		view_add_exact(&b, str_slice(s, start, at), start);
		if (c == 3 && at < s.n)
			view_add_mapped(&b, STR("&"), at, 1);
		b.code = c == 1 || (c == 3 && b.code);
		start = at + 1;
	}
	view_end(&b, v);
}

static void check_view(const struct view *v, size_t source)
{
	size_t at = 0;

	for (size_t i = 0; i < v->n_runs; i++) {
		must(v->runs[i].at == at && v->runs[i].n > 0);
		at += v->runs[i].n;
	}
	must(at == v->text.n);
	must(view_span(v, 0, v->text.n).end <= source);
}

static void check_tokens(const struct view *v, const struct tokens *t, struct str source)
{
	size_t end = 0;
	uint32_t sentence = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct token *k = &t->p[i];
		const struct span at = view_span(v, k->at, (size_t)k->at + k->n);

		must(k->at >= end && k->n > 0 && k->kind < TOKEN_KINDS);
		end = (size_t)k->at + k->n;
		must(end <= v->text.n && at.end <= source.n && at.start < at.end);
		must((k->kind == TOKEN_CODE) ==
		     (k->kind != TOKEN_BREAK && view_is_code(v, k->at, end)));
		must(k->sentence == sentence || k->sentence == sentence + 1);
		sentence = k->sentence;
	}
	must(t->n_sentences == (t->n ? sentence + 1 : 0));
}

static void check_parts(const struct view *v, const struct token *t, struct arena *a)
{
	struct span part = { 0, 0 };
	struct str fold;
	size_t end = t->at;

	while (token_part(v, t, a, &part, &fold)) {
		must(part.start >= end && part.end > part.start);
		must(part.end <= t->at + t->n);
		end = part.end;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str s = { (const char *)data, size };
	struct arena a = { 0 };
	struct view v;
	struct tokens t;

	check_utf8(s, &a);
	make_view(s, &a, &v);
	check_view(&v, s.n);
	if (utf8_check(v.text) == SIZE_MAX) {
		tokens_of(&v, &a, &t);
		check_tokens(&v, &t, s);
		for (size_t i = 0; i < t.n; i++)
			if (t.p[i].flags & TOKEN_HYPHEN)
				check_parts(&v, &t.p[i], &a);
	}
	arena_release(&a);
	return 0;
}
