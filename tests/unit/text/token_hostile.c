/* Texts that nobody would write, and what holds for every text. */
#include "token_test.h"

enum { LARGE = 64 * 1024 };

static bool is_blank(struct str s, size_t at, size_t *n)
{
	const uint32_t cp = utf8_decode(s, at, n);

	return cp == ' ' || cp == '\t' || cp == '\v' || cp == '\f' || cp == 0xa0 ||
	       cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f ||
	       cp == 0x205f || cp == 0x3000;
}

static void between_is_blank(const struct world *w, size_t at, size_t end)
{
	size_t n;

	for (; at < end; at += n)
		assert_true(is_blank(w->v.text, at, &n));
}

/* In order, inside, never over each other, nothing but blanks between, cut between
 * characters; sentences count up, each has one first token at most. */
static void holds_for_every_text(const struct world *w)
{
	size_t end = 0;
	uint32_t sentence = 0;
	bool first = false;

	for (size_t i = 0; i < w->t.n; i++) {
		const struct token *t = &w->t.p[i];

		assert_true(t->at >= end && t->n > 0);
		assert_true((size_t)t->at + t->n <= w->v.text.n);
		assert_true(t->kind < TOKEN_KINDS);
		between_is_blank(w, end, t->at);
		end = (size_t)t->at + t->n;
		assert_true(utf8_check(token_text(&w->v, t)) == SIZE_MAX);
		assert_true(utf8_check(t->fold) == SIZE_MAX);
		assert_true(t->sentence == sentence || t->sentence == sentence + 1);
		first = first && t->sentence == sentence;
		sentence = t->sentence;
		assert_false(first && (t->flags & TOKEN_FIRST));
		first |= (t->flags & TOKEN_FIRST) != 0;
		if (t->flags & TOKEN_CLITIC)
			assert_true(i && (t[-1].flags & TOKEN_HOST));
		if (t->flags & TOKEN_HOST)
			assert_true(i + 1 < w->t.n && (t[1].flags & TOKEN_CLITIC));
	}
	between_is_blank(w, end, w->v.text.n);
	assert_int_equal(w->t.n_sentences, w->t.n ? sentence + 1 : 0);
}

static struct str repeated(struct world *w, const char *piece, size_t bytes)
{
	const size_t n = strlen(piece), times = bytes / n;
	char *p = arena_alloc(&w->a, times * n);

	for (size_t i = 0; i < times; i++)
		memcpy(p + i * n, piece, n);
	return (struct str){ p, times * n };
}

static const char *const pieces[] = {
	/* one character */
	"a",
	"A",
	"1",
	" ",
	"\n",
	"\r",
	".",
	",",
	"'",
	"-",
	"_",
	"@",
	"#",
	"$",
	"%",
	"&",
	"(",
	")",
	"/",
	":",
	"+",
	"\"",
	"\x01",
	"\x7f",
	"\xc3\xa9",
	"\xe2\x80\x99",
	"\xe2\x80\xa6",
	"\xe6\x97\xa5",
	"\xf0\x9f\x98\x80",
	"\xf0\x9f\x87\xa6",
	"\xe2\x80\x8d",
	"\xef\xb8\x8f",
	"\xcc\x81",
	"\xe2\x80\xae",
	"\xe2\x82\xac",
	"\xc2\xa0",
	"\xe2\x80\xa8",
	"\xd9\xa3",
	/* what begins something and does not end it */
	"a.",
	"a.a.a",
	".a",
	"a@",
	"a.b@",
	"@a",
	"@a.",
	"#1",
	"a-",
	"-a",
	"a'",
	"'a",
	"a_-",
	"http://",
	"https://a)",
	"www.",
	"a.b-",
	"a.com",
	"mailto:",
	"x:",
	"::",
	"1.",
	"1,",
	"1-",
	"+1",
	"1 ",
	"(1",
	"0 0",
	"020 7946 ",
	"$1",
	"$a",
	"$",
	"EUR ",
	"1 million ",
	"one ",
	"one and ",
	"five-",
	"n't",
	"'s",
	"a's",
	"can't've",
	"1's",
	"e.g.",
	"U.S.",
	"a.aa.",
	"A. ",
	"A. B",
	". (",
	".\" ",
	"! \xf0\x9f\x98\x80",
	"?! ",
	"No. 1",
	"Mr. ",
	"\n\n",
	"\n- ",
	"\n1. ",
	"1\xef\xb8\x8f\xe2\x83\xa3",
	"\xf0\x9f\x91\xa8\xe2\x80\x8d",
	"a\xe2\x80\x8d",
	"a\xcc\x81\xcc\xa3",
	"\xe6\x97\xa5\xe2\x80\x8d",
	"call 1",
	"to 1",
	"1 to ",
	"a+",
	"a%",
	"+a@",
	"x-y.",
	"(((",
	")]",
	"https://x.y/((((",
	"a\xe2\x80\x91",
	"\xe2\x80\xa6\xcc\x81",
};

static void what_always_holds_holds_for_hostile_texts(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		cut_str(w, repeated(w, pieces[i], 2000));
		holds_for_every_text(w);
		arena_reset(&w->a);
	}
}

/* A scan that begins anew at each of 64 Ki places takes 2^31 steps or more: seconds,
 * where a linear one takes about a millisecond. */
static void hostile_texts_take_linear_time(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		const struct str text = repeated(w, pieces[i], LARGE);
		const clock_t start = clock();

		cut_str(w, text);
		if ((clock() - start) * 2 > CLOCKS_PER_SEC)
			fail_msg("%zu ms for \"%s\" again and again",
				 (size_t)(clock() - start) * 1000 / CLOCKS_PER_SEC,
				 pieces[i]);
		arena_reset(&w->a);
	}
}

/* A run that is looked at in vain, and then something that would look again. */
static void long_runs_before_an_end_take_linear_time(void **state)
{
	static const char *const ends[] = { "@", "@a", ".", ".a", ":",
					    "/", "%",  "'", "-",  "1" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		const struct str run = repeated(w, pieces[i], LARGE);

		for (size_t k = 0; k < ARRAY_LEN(ends); k++) {
			const struct str text =
				arena_printf(&w->a, "%.*s%s", STR_ARG(run), ends[k]);
			const clock_t start = clock();

			cut_str(w, text);
			if ((clock() - start) * 2 > CLOCKS_PER_SEC)
				fail_msg("too long for \"%s\" and \"%s\"", pieces[i],
					 ends[k]);
		}
		arena_reset(&w->a);
	}
}

static uint32_t roll(uint32_t *seed, uint32_t sides)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 16) % sides;
}

static void what_always_holds_holds_for_random_texts(void **state)
{
	struct world *w = *state;
	uint32_t seed = 5;

	for (int round = 0; round < 4000; round++) {
		struct view_builder b;
		uint32_t src = 0;

		view_begin(&b, &w->a);
		for (uint32_t n = roll(&seed, 30); n; n--) {
			const struct str piece =
				str_from(pieces[roll(&seed, ARRAY_LEN(pieces))]);

			b.code = roll(&seed, 12) == 0;
			view_add_exact(&b, piece, src);
			src += (uint32_t)piece.n + roll(&seed, 2);
		}
		view_end(&b, &w->v);
		tokens_of(&w->v, &w->a, &w->t);
		holds_for_every_text(w);
		arena_reset(&w->a);
	}
}

static void bytes_that_are_no_utf8_are_survived(void **state)
{
	struct world *w = *state;
	uint32_t seed = 11;
	char bytes[200];

	for (int round = 0; round < 2000; round++) {
		size_t end = 0;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			bytes[i] = (char)roll(&seed, 256);
			if (!roll(&seed, 3))
				bytes[i] = "a.@#$1' "[roll(&seed, 8)];
		}
		cut_str(w, (struct str){ bytes, sizeof(bytes) });
		for (size_t i = 0; i < w->t.n; i++) {
			assert_true(w->t.p[i].at >= end);
			end = (size_t)w->t.p[i].at + w->t.p[i].n;
		}
		assert_true(end <= sizeof(bytes));
		arena_reset(&w->a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_always_holds_holds_for_hostile_texts),
		TEST(hostile_texts_take_linear_time),
		TEST(long_runs_before_an_end_take_linear_time),
		TEST(what_always_holds_holds_for_random_texts),
		TEST(bytes_that_are_no_utf8_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
