#include "token_test.h"

#include "text/regex.h"

#include "core/limits.h"

#include <time.h>

enum { BUDGET = 1000000, SEED = 20261124 };

static struct regex *compiled(const char *pattern, unsigned flags)
{
	struct regex *r = NULL;
	struct err e = { 0 };
	size_t at;

	if (regex_compile(str_from(pattern), flags, &r, &at, &e) < 0)
		fail_msg("'%s': %s", pattern, e.msg);
	return r;
}

static void refused(const char *pattern, size_t where, const char *says)
{
	struct regex *r;
	struct err e = { 0 };
	size_t at = SIZE_MAX;

	assert_int_equal(regex_compile(str_from(pattern), 0, &r, &at, &e), ERR_INVALID);
	assert_null(r);
	if (!strstr(e.msg, says))
		fail_msg("'%s': %s", pattern, e.msg);
	assert_int_equal(at, where);
}

/* All matches, with a bar between; "?" at the end when it was given up. */
static void matches(struct world *w, const char *pattern, unsigned flags,
		    const char *text, const char *wanted)
{
	struct regex *r = compiled(pattern, flags);
	struct str out = STR(""), in = str_from(text);
	uint64_t steps = BUDGET;
	enum regex_result got;
	struct span hit = { 0, 0 };

	while ((got = regex_next(r, in, hit.end, &steps, &hit)) == REGEX_MATCH)
		out = arena_printf(&w->a, "%.*s%s%.*s", STR_ARG(out), out.n ? "|" : "",
				   STR_ARG(str_span(in, hit)));
	if (got == REGEX_UNDECIDED)
		out = arena_printf(&w->a, "%.*s?", STR_ARG(out));
	assert_str(out, wanted);
	regex_free(r);
}

/* ---- compile ---- */

static void a_broken_expression_is_refused_at_its_place(void **state)
{
	(void)state;
	refused("good|zo[rg", 10, "missing terminating ]");
	refused("a(b", 3, "missing closing parenthesis");
	refused("a\xff", 1, "UTF-8");
}

static void what_could_change_the_rules_is_refused(void **state)
{
	(void)state;
	refused("a\\Cb", 3, "\\C");
	refused("a(?C)b", 1, "(?C");
	refused("(?C'x')b", 0, "(?C");
	refused("(*UTF)a", 0, "(*...)");
	refused("(*LIMIT_MATCH=9)a", 0, "(*...)");
	refused("a\\Gb", 1, "\\G");
}

static void an_expression_that_matches_nothing_is_refused(void **state)
{
	(void)state;
	refused("", 0, "empty text");
	refused("a*", 0, "empty text");
	refused("\\b", 0, "empty text");
	refused("(?=a)", 0, "empty text");
	refused("a|", 0, "empty text");
}

static void size_and_nesting_have_limits(void **state)
{
	struct regex *r;
	struct err e;
	size_t at;
	struct buf b;

	(void)state;
	buf_init(&b, 0);
	buf_fill(&b, 'a', LIMIT_PATTERN + 1);
	assert_int_equal(regex_compile(buf_view(&b), 0, &r, &at, &e), ERR_INVALID);
	buf_reset(&b);
	buf_fill(&b, '(', 51);
	buf_char(&b, 'a');
	buf_fill(&b, ')', 51);
	assert_int_equal(regex_compile(buf_view(&b), 0, &r, &at, &e), ERR_INVALID);
	buf_release(&b);
}

/* ---- match ---- */

static void all_matches_are_found_in_order(void **state)
{
	matches(*state, "\\bzo\\w+", REGEX_CASELESS, "Zorg, zorb and azorg. ZOO",
		"Zorg|zorb|ZOO");
	matches(*state, "zorg", 0, "Zorg zorg", "zorg");
	matches(*state, "^a", REGEX_MULTILINE, "a\nab\r\nba\na", "a|a|a");
	matches(*state, "^a", 0, "a\na", "a");
	matches(*state, "(?<=x)a+", 0, "aa xaa", "aa");
	matches(*state, "a$", 0, "aba", "a");
	matches(*state, "never", 0, "", "");
}

static void letters_are_those_of_all_alphabets(void **state)
{
	matches(*state, "\\bcaf\\b", 0, "caf\xc3\xa9", "");
	matches(*state, "\\w+", 0, "\xc3\xa9t\xc3\xa9 na\xc3\xafve",
		"\xc3\xa9t\xc3\xa9|na\xc3\xafve");
	matches(*state, "\xc3\x89", REGEX_CASELESS, "\xc3\xa9", "\xc3\xa9");
}

static void an_empty_match_never_comes_back(void **state)
{
	matches(*state, "a\\K|b", 0, "ab", "b");
}

/* Matches that start or end far from where the search began, and windows of any size:
 * the same as one call of PCRE2 would find. */
static void long_texts_are_searched_to_the_end(void **state)
{
	struct regex *r = compiled("x[^y]*y", 0), *line = compiled(".*end", 0);
	uint64_t steps = BUDGET;
	struct span hit;
	struct buf b;

	(void)state;
	for (size_t n = 0; n < 5000; n += 97) {
		buf_init(&b, 0);
		buf_fill(&b, '.', n);
		buf_char(&b, 'x');
		buf_fill(&b, '\xc3', 0);
		for (size_t i = 0; i < n; i++)
			buf_cstr(&b, "\xc3\xa9");
		buf_char(&b, 'y');
		steps = BUDGET;
		assert_int_equal(regex_next(r, buf_view(&b), 0, &steps, &hit),
				 REGEX_MATCH);
		assert_int_equal(hit.start, n);
		assert_int_equal(hit.end, b.n);
		buf_cstr(&b, "\r\nthe end");
		steps = BUDGET;
		assert_int_equal(regex_next(line, buf_view(&b), 0, &steps, &hit),
				 REGEX_MATCH);
		assert_int_equal(hit.start, b.n - 7);
		assert_int_equal(hit.end, b.n);
		buf_release(&b);
	}
	regex_free(r);
	regex_free(line);
}

static double cpu_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Every start costs more than it should; "no match" would be a lie. */
static void hostile_texts_end_soon_and_undecided(void **state)
{
	static const char *const patterns[] = { "(a+)+$", "(a|a)*b", "(?:[a-z]++)*\\d",
						"(?:a?){30}a{30}b" };
	struct buf b;

	(void)state;
	buf_init(&b, 0);
	while (b.n < 64u * KIB)
		buf_cstr(&b, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		struct regex *r = compiled(patterns[i], 0);
		uint64_t steps = BUDGET;
		struct span hit;
		const double start = cpu_ms();
		enum regex_result got = regex_next(r, buf_view(&b), 0, &steps, &hit);
		const double took = cpu_ms() - start;

		print_message("# %s: %.1f ms, %u steps\n", patterns[i], took,
			      (unsigned)(BUDGET - steps));
		assert_int_not_equal(got, REGEX_MATCH);
		if (i < 2)
			assert_int_equal(got, REGEX_UNDECIDED);
		assert_true(took < 2000); /* 50 on a quiet machine without sanitizers */
		regex_free(r);
	}
	buf_release(&b);
}

/* A loop over a class is no backtracking for PCRE2, so no limit of its own counts it. */
static void a_long_run_of_letters_is_charged(void **state)
{
	struct regex *r = compiled("[a-z]+\\d", 0);
	uint64_t steps = BUDGET;
	struct span hit;
	struct buf b;

	(void)state;
	buf_init(&b, 0);
	buf_fill(&b, 'a', 4 * MIB);
	assert_int_equal(regex_next(r, buf_view(&b), 0, &steps, &hit), REGEX_UNDECIDED);
	assert_int_equal(steps, 0);
	assert_int_equal(regex_next(r, buf_view(&b), 0, &steps, &hit), REGEX_UNDECIDED);
	buf_release(&b);
	regex_free(r);
}

/* ---- literals ---- */

static void literal(struct world *w, const char *pattern, const char *wanted)
{
	assert_str(regex_literal(str_from(pattern), REGEX_CASELESS, &w->a), wanted);
}

static void the_longest_needed_text_is_known(void **state)
{
	literal(*state, "\\bZorgs?\\b", "zor");
	literal(*state, "very +bad!", "very ");
	literal(*state, "(?:a lot|a lots) of ", "a lo");
	literal(*state, "(?i)[Zz]org[0-9]+(?:, )borg\\.", ", borg.");
	literal(*state, "(?<n>good )(?=x)idea:", "good idea:");
	literal(*state, "one(two)*three,", "three,");
	literal(*state, "(?:ab){2}c-", "abc-");
	literal(*state, "x{1}y{1,1}z-", "xyz-");
	literal(*state, "\\d+% off!", "% off!");
}

static void unknown_syntax_has_no_literal(void **state)
{
	static const char *const patterns[] = {
		"\\Qabcd.\\E",   "(?x)a b c d.",    "(a)\\1bcd.",
		"abcd.\\K.",     "(?(1)abc.|d)",    "a|b",
		"\\x41bcd.",     "[[:alpha:]]bcd.", "(*pla:abc.)d",
		"abc{,2}.",      "(?R)?abc.",       "(abc.)(?1)",
		"a.b.c",         "(?:abcd.)?x",     "(?#abcd.)x",
		"(?!abcd.)x",    "a\\Ebcd.",        "(?P=abc.)defg.",
		"abc.\\N{U+41}",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		struct str got = regex_literal(str_from(patterns[i]), 0, &w->a);

		if (got.n)
			fail_msg("'%s' has '%.*s'", patterns[i], STR_ARG(got));
	}
}

/* ---- literals against PCRE2 ---- */

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void add_random(struct buf *b, uint32_t *seed, const char *const *from, size_t n,
		       size_t most)
{
	const size_t count = 1 + next_random(seed) % most;

	for (size_t i = 0; i < count; i++)
		buf_cstr(b, from[next_random(seed) % n]);
}

/* In every text that holds a match, the folded text holds the literal: K and long s
 * (U+212A, U+017F) match k and s, and an accent may follow any letter. */
static void every_match_holds_the_literal(void **state)
{
	static const char *const atoms[] = {
		"k",
		"s",
		"K",
		"sk",
		"ks=",
		"s<",
		"[Kk]",
		"[ks]",
		"(?:ks|sk)",
		"\\.",
		"(s)",
		"(?:k|)",
		"k+",
		"s?",
		"k*",
		"ks{2}",
		"(?:sk)+",
		"k{0,2}",
		"\\b",
		"\\w",
		"(?=k)",
		"(?i)",
		"|",
		".",
		"(?:ks.s|xks.sk)",
		"(?<!s)",
		"\\s",
		"[^k]",
		"(ks(s|k)-)",
		"-",
		"k??",
		"s++",
		"(?>ks)",
		"(?:s-k|ks-kk)",
	};
	static const char *const pieces[] = {
		"k",        "s",         "K",         "S",         "\xe2\x84\xaa",
		"\xc5\xbf", ".",         "-",         " ",         "=",
		"<",        "k\xcc\x81", "s\xcc\xa7", "<\xcc\xb8", "=\xcc\xb8",
		"\xc2\xad", "x",         "ks",        "sk",
	};
	struct world *w = *state;
	uint32_t seed = SEED;
	size_t n_literals = 0, n_matches = 0;
	struct buf pattern, text;

	buf_init(&pattern, 0);
	buf_init(&text, 0);
	for (size_t round = 0; round < 20000; round++) {
		struct regex *r;
		struct str need;
		struct err e;
		size_t at;

		buf_reset(&pattern);
		add_random(&pattern, &seed, atoms, ARRAY_LEN(atoms), 6);
		need = regex_literal(buf_view(&pattern), REGEX_CASELESS, &w->a);
		if (!need.n ||
		    regex_compile(buf_view(&pattern), REGEX_CASELESS, &r, &at, &e) < 0)
			continue;
		n_literals++;
		for (size_t i = 0; i < 20; i++) {
			uint64_t steps = BUDGET;
			struct span hit;
			struct str in, folded, got;

			buf_reset(&text);
			add_random(&text, &seed, pieces, ARRAY_LEN(pieces), 12);
			in = buf_view(&text);
			if (regex_next(r, in, 0, &steps, &hit) != REGEX_MATCH)
				continue;
			n_matches++;
			folded = utf8_fold(in, &w->a);
			got = utf8_fold(str_span(in, hit), &w->a);
			if (str_find(folded, need, 0) == SIZE_MAX ||
			    str_find(got, need, 0) == SIZE_MAX)
				fail_msg("'%.*s' needs '%.*s', matched '%.*s' in '%.*s'",
					 STR_ARG(buf_view(&pattern)), STR_ARG(need),
					 STR_ARG(got), STR_ARG(in));
		}
		regex_free(r);
		arena_reset(&w->a);
	}
	print_message("# %zu expressions with a literal, %zu matches\n", n_literals,
		      n_matches);
	assert_true(n_literals > 1000 && n_matches > 1000);
	buf_release(&pattern);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_broken_expression_is_refused_at_its_place),
		TEST(what_could_change_the_rules_is_refused),
		TEST(an_expression_that_matches_nothing_is_refused),
		TEST(size_and_nesting_have_limits),
		TEST(all_matches_are_found_in_order),
		TEST(letters_are_those_of_all_alphabets),
		TEST(an_empty_match_never_comes_back),
		TEST(long_texts_are_searched_to_the_end),
		TEST(hostile_texts_end_soon_and_undecided),
		TEST(a_long_run_of_letters_is_charged),
		TEST(the_longest_needed_text_is_known),
		TEST(unknown_syntax_has_no_literal),
		TEST(every_match_holds_the_literal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
