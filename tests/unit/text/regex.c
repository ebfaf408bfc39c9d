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

/* ---- what a match needs ---- */

static struct regex_needs needs_of(struct world *w, const char *pattern, unsigned flags)
{
	struct regex_needs needs;

	regex_read_needs(str_from(pattern), flags, &w->a, &needs);
	return needs;
}

static void literal(struct world *w, const char *pattern, const char *wanted,
		    uint32_t before)
{
	const struct regex_needs needs = needs_of(w, pattern, REGEX_CASELESS);

	assert_str(needs.literal, wanted);
	assert_int_equal(needs.before, before);
}

static void the_longest_needed_text_is_known(void **state)
{
	struct world *w = *state;

	literal(w, "\\bZorgs?\\b", "zorg", 0);
	literal(w, "very +bad!", "very ", 0);
	literal(w, "(?:a lot|a lots) of ", "a lot", 1);
	literal(w, "(?i)[Zz]org[0-9]+(?:, )borg\\.", ", borg.", REGEX_ANYWHERE);
	literal(w, "(?<n>good )(?=x)idea:", "good idea:", 0);
	literal(w, "one(two)*three,", "three,", REGEX_ANYWHERE);
	literal(w, "(?:ab){2}c-", "abc-", 4);
	literal(w, "x{1}y{1,1}z-", "xyz-", 0);
	literal(w, "\\d+% off!", "% off!", REGEX_ANYWHERE);
	literal(w, "[a-j]{1,30}key", "key", 30);
	literal(w, "[\\w.-]{0,30}key", "key", 120);
	literal(w, "[a-z.]{1,9}@", "@", 36);
	literal(w, "[0-9]{1,9}@", "@", 9);
}

static void one_of_several_may_be_needed(void **state)
{
	struct world *w = *state;

	literal(w, "\\b(?:[Oo]rder|invoices?|booking) [0-9]", "order\ninvoice\nbooking",
		0);
	literal(w, "(?:earns|(?:is|gets) paid)", "earns\n paid", 7);
	literal(w, "(?:with|and|by) xy", " xy", 4);
	literal(w, "(?:one|of) [0-9]", "one\nof", 0);
	literal(w, "x+(?:one|of) [0-9]", "", 0);
	literal(w, "x+(?:one|off) [0-9]", "one\noff", REGEX_ANYWHERE);
	literal(w, "(?:a1|b2|c3|d4|e5|f6|g7|h8|i9)", "", 0);
	literal(w, "(?:one|[a-z]) (?:abc|def)", "abc\ndef", 5);
	literal(w, "(?:abc\\n|[\\n]def)", "abc\ndef", 1);
}

static void common_syntax_does_not_hide_it(void **state)
{
	struct world *w = *state;

	literal(w, "key\\s{0,3}=", "key", 0);
	literal(w, "\\S{2}key\\d{4,}", "key", 8);
	literal(w, "([ -]?)abc\\1def-", "def-", REGEX_ANYWHERE);
	literal(w, "abc(?![\\s]{0,3}\\d{2})d", "abcd", 0);
	literal(w, "(?<![\\w.])abc\\p{Lu}\\pL{2}", "abc", 0);
	literal(w, "[\\d\\-x]\\Rabc", "abc", 8);
}

static void needs(struct world *w, const char *pattern, unsigned flags, const char *set,
		  uint32_t least, uint32_t run)
{
	const struct regex_needs got = needs_of(w, pattern, flags);
	uint32_t bits[4] = { 0 };

	for (; *set; set++)
		bits[*set / 32] |= 1u << *set % 32;
	assert_memory_equal(got.bytes, bits, sizeof(bits));
	assert_int_equal(got.least, least);
	assert_int_equal(got.run, run);
}

static void the_rarest_characters_and_the_longest_run_are_known(void **state)
{
	struct world *w = *state;

	needs(w, "[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}", 0, ":-", 5, 17);
	needs(w, "(?:2[0-4][0-9]|[0-9])(?:x[0-9]{1,3}){3}", 0, "0123456789", 4, 7);
	needs(w, "[!?]\\s?[!?]", 0, "!?", 2, 1);
	needs(w, "[0-9]{4}([ -]?)[0-9]{4}\\1[0-9]{4,}", 0, "0123456789", 12, 4);
	needs(w, "(?:ab |abc)d{3}", 0, "", 0, 3);
	needs(w, "a[^\\s\"]{3,}b", 0, "", 0, 5);
	needs(w, "a[^\"]{3,}b", 0, "", 0, 1);
	needs(w, "é{3}|é*!", 0, "", 0, 0);
	/* Kelvin's K and the long s are no ASCII characters. */
	needs(w, "[KS]{3}", 0, "KS", 3, 3);
	needs(w, "[KS]{3}", REGEX_CASELESS, "", 0, 3);
	needs(w, "(?i)[KS]{3}", 0, "", 0, 3);
	needs(w, "(?=[0-9])[^a]", 0, "", 0, 0);
	/* PCRE2 refuses it, later. */
	needs(w, "[=--]", 0, "", 0, 1);
}

static void unknown_syntax_needs_nothing(void **state)
{
	static const char *const patterns[] = {
		"\\Qabcd.\\E",
		"(?x)a b c d.",
		"[",
		"abcd.\\K.",
		"(?(1)abc.|d)",
		"(a",
		"\\x41bcd.",
		"[[:alpha:]]bcd.",
		"(*pla:abc.)d",
		"abc{,2}.",
		"(?R)?abc.",
		"(abc.)(?1)",
		"a\\Ebcd.",
		"(?P=abc.)defg.",
		"abc.\\N{U+41}",
		"[\\x41]bc.",
		"[^",
		"(abc)\\g{1}d.",
		"a[",
		"[a-",
		"[\\",
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		const struct regex_needs got = needs_of(w, patterns[i], 0);

		if (got.literal.n || got.least || got.run)
			fail_msg("'%s' has '%.*s'", patterns[i], STR_ARG(got.literal));
	}
}

static void what_may_be_left_out_is_not_needed(void **state)
{
	static const char *const patterns[] = { "a|b",         "abc|",       "abc|x*y|d",
						"(?:abcd.)?x", "(?#abcd.)x", "(?!abcd.)x",
						"(?=abcd.)x",  "a.b.c" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(patterns); i++)
		assert_int_equal(needs_of(w, patterns[i], 0).literal.n, 0);
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

/* Matches found where the filter says they may start, with a bar between. */
static struct str filtered(struct world *w, struct regex *r,
			   const struct regex_needs *need, struct str text)
{
	const struct regex_filter *f = regex_filter_new(need, 1, &w->a);
	struct regex_answer answer;
	struct span starts, hit;
	struct str out = STR("");
	uint64_t steps = BUDGET;
	size_t from = 0;

	regex_filter_ask(f, text, &w->a, &answer);
	if (!(answer.may_match[0] & 1))
		return out;
	while (regex_filter_starts(f, &answer, 0, from, &starts)) {
		if (regex_next_in(r, text, starts, &steps, &hit) != REGEX_MATCH) {
			from = starts.end;
			continue;
		}
		out = arena_printf(&w->a, "%.*s|%u-%u", STR_ARG(out), hit.start, hit.end);
		from = hit.end;
	}
	return out;
}

static struct str unfiltered(struct world *w, struct regex *r, struct str text)
{
	struct span hit = { 0, 0 };
	struct str out = STR("");
	uint64_t steps = BUDGET;

	while (regex_next(r, text, hit.end, &steps, &hit) == REGEX_MATCH)
		out = arena_printf(&w->a, "%.*s|%u-%u", STR_ARG(out), hit.start, hit.end);
	return out;
}

/* K and long s (U+212A, U+017F) match k and s, and an accent may follow any letter. */
static void the_filter_loses_no_match(void **state)
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
		"(?:kss|s-s|xx)",
		"(?:sks|k--|ksk)",
		"[-.]",
		"[^\\s]{2}",
		"\\S",
		"[k-s]{1,2}",
		"(k?)\\1",
		"(?!s\\s{2})",
		"é",
		"é?",
		"[Kx]{2,3}",
	};
	static const char *const pieces[] = {
		"k",        "s",         "K",         "S",         "\xe2\x84\xaa",
		"\xc5\xbf", ".",         "-",         " ",         "=",
		"<",        "k\xcc\x81", "s\xcc\xa7", "<\xcc\xb8", "=\xcc\xb8",
		"\xc2\xad", "x",         "ks",        "sk",        "é",
		"\n",
	};
	struct world *w = *state;
	uint32_t seed = SEED;
	size_t n_needs = 0, n_matches = 0, n_passed = 0;
	struct buf pattern, text;

	buf_init(&pattern, 0);
	buf_init(&text, 0);
	for (size_t round = 0; round < 20000; round++) {
		const unsigned flags = round % 2 ? REGEX_CASELESS : 0;
		struct regex *r;
		struct regex_needs need;
		struct err e;
		size_t at;

		buf_reset(&pattern);
		add_random(&pattern, &seed, atoms, ARRAY_LEN(atoms), 6);
		regex_read_needs(buf_view(&pattern), flags, &w->a, &need);
		if ((!need.literal.n && !need.least && need.run < 2 && !need.glance) ||
		    regex_compile(buf_view(&pattern), flags, &r, &at, &e) < 0)
			continue;
		n_needs++;
		for (size_t i = 0; i < 20; i++) {
			struct str in, all, got;

			buf_reset(&text);
			add_random(&text, &seed, pieces, ARRAY_LEN(pieces), 12);
			in = buf_view(&text);
			all = unfiltered(w, r, in);
			got = filtered(w, r, &need, in);
			n_matches += all.n > 0;
			n_passed += !all.n;
			if (!str_eq(all, got))
				fail_msg("'%.*s' matches '%.*s' at %.*s, filtered at "
					 "%.*s",
					 STR_ARG(buf_view(&pattern)), STR_ARG(in),
					 STR_ARG(all), STR_ARG(got));
		}
		regex_free(r);
		arena_reset(&w->a);
	}
	print_message("# %zu expressions with needs, %zu texts match, %zu do not\n",
		      n_needs, n_matches, n_passed);
	assert_true(n_needs > 1000 && n_matches > 1000 && n_passed > 1000);
	buf_release(&pattern);
	buf_release(&text);
}

/* The places that the filter leaves for a search, with a bar before each. */
static struct str starts_of(struct world *w, const char *pattern, struct str text)
{
	const struct regex_needs need = needs_of(w, pattern, 0);
	const struct regex_filter *f = regex_filter_new(&need, 1, &w->a);
	struct regex_answer answer;
	struct span starts = { 0, 0 };
	struct str out = STR("");

	regex_filter_ask(f, text, &w->a, &answer);
	while (regex_filter_starts(f, &answer, 0, starts.end, &starts))
		out = arena_printf(&w->a, "%.*s|%u-%u", STR_ARG(out), starts.start,
				   starts.end);
	return out;
}

static void only_places_that_look_like_a_start_are_searched(void **state)
{
	struct world *w = *state;

	assert_str(starts_of(w, "\\bour (?:user|reader)s? say",
			     STR("our dog, our users say")),
		   "|9-10");
	assert_str(
		starts_of(w, "[A-Z][a-z]{1,9} told us", STR("He told us: Ann told us")),
		"|0-1|12-13");
	assert_str(starts_of(w, "[A-Z][a-z]+ was here", STR("Ann is here, Zoë was here")),
		   "");
	assert_str(starts_of(w, "[a-z]{1,9}@[a-z]+", STR("to ann@home or bob @ home")),
		   "|3-6");
	assert_str(starts_of(w, "é[0-9]\\w", STR("e1a é1a éb1 é1é")), "|4-5|14-15");
	assert_str(starts_of(w, "(?i)x[^a]c", STR("xac Xbc xb")), "|4-5");
	/* Nothing is known of the place where \A stands, nor of a line's. */
	assert_str(starts_of(w, "\\Aab", STR("ab ab")), "|0-1|3-4");
	/* Seventy letters to begin with, of which only the first ones would be known. */
	assert_str(starts_of(w,
			     "(?:ATB|BEB|BGB|CHB|CYB|CZB|DEB|DKB|EEB|ESB|FIB|FRB|GBB|GRB|"
			     "HRB|HUB|IEB|ILB|ISB|ITB|LIB|LTB|LUB|LVB)[0-9]",
			     STR("ATB LVBX HUB7 ATC9 LVB1")),
		   "|9-10|19-20");
	/* What comes late is not looked at. */
	assert_str(starts_of(w, "a{2,}b{60}c{60}d",
			     STR("aabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
				 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbd")),
		   "|0-2");
}

/* More of them than are noted. */
static void a_literal_may_stand_in_very_many_places(void **state)
{
	static const char *const patterns[] = { "ab", "a[a-c]", "(?:ab|cc)b?",
						"xab|yab" };
	struct world *w = *state;
	struct buf text;

	buf_init(&text, 0);
	for (size_t i = 0; i < 3000; i++)
		buf_cstr(&text, i % 7 ? "ab" : "xab ccb yab");
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		const struct regex_needs need = needs_of(w, patterns[i], 0);
		struct regex *r = compiled(patterns[i], 0);
		const struct str all = unfiltered(w, r, buf_view(&text));

		assert_true(all.n > 1000);
		assert_str(filtered(w, r, &need, buf_view(&text)), all.p);
		regex_free(r);
	}
	buf_release(&text);
}

/* Two hundred of them, many with the same pair of letters, and one text. */
static void each_expression_of_a_filter_gets_its_own_answer(void **state)
{
	enum { N = 200 };
	struct world *w = *state;
	struct regex_needs *all = arena_array(&w->a, N, sizeof(*all));
	struct regex_answer answer;
	const struct regex_filter *f;
	struct buf text;

	buf_init(&text, 0);
	for (size_t i = 0; i < N; i++) {
		const struct str pattern = arena_printf(&w->a, "zork_%zu;", i);

		regex_read_needs(pattern, 0, &w->a, &all[i]);
		if (i % 3 == 0)
			buf_printf(&text, "x ZORK_%zu; ", i);
	}
	f = regex_filter_new(all, N, &w->a);
	regex_filter_ask(f, buf_view(&text), &w->a, &answer);
	for (size_t i = 0; i < N; i++)
		assert_int_equal(answer.may_match[i / 64] >> i % 64 & 1, i % 3 == 0);
	regex_filter_ask(f, STR(""), &w->a, &answer);
	for (size_t i = 0; i < N; i++)
		assert_int_equal(answer.may_match[i / 64] >> i % 64 & 1, 0);
	buf_release(&text);
}

/* Starts are bounded, ends are not. */
static void a_match_starts_in_the_range_only(void **state)
{
	struct regex *r = compiled("zo+", 0);
	const struct str text = STR("zo .. zooo .. zoo");
	uint64_t steps = BUDGET;
	struct span hit;

	(void)state;
	assert_int_equal(regex_next_in(r, text, (struct span){ 1, 6 }, &steps, &hit),
			 REGEX_NONE);
	assert_int_equal(regex_next_in(r, text, (struct span){ 1, 7 }, &steps, &hit),
			 REGEX_MATCH);
	assert_int_equal(hit.start, 6);
	assert_int_equal(hit.end, 10);
	assert_int_equal(regex_next_in(r, text, (struct span){ 9, 99 }, &steps, &hit),
			 REGEX_MATCH);
	assert_int_equal(hit.start, 14);
	assert_int_equal(regex_next_in(r, text, (struct span){ 99, 99 }, &steps, &hit),
			 REGEX_NONE);
	regex_free(r);
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
		TEST(one_of_several_may_be_needed),
		TEST(common_syntax_does_not_hide_it),
		TEST(the_rarest_characters_and_the_longest_run_are_known),
		TEST(unknown_syntax_needs_nothing),
		TEST(what_may_be_left_out_is_not_needed),
		TEST(the_filter_loses_no_match),
		TEST(only_places_that_look_like_a_start_are_searched),
		TEST(a_literal_may_stand_in_very_many_places),
		TEST(each_expression_of_a_filter_gets_its_own_answer),
		TEST(a_match_starts_in_the_range_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
