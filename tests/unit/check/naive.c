/* The matcher against one that is too simple to be wrong: every pattern at every token,
 * all ways, by recursion over the pattern's tree. Random policies, random texts. */
#include "check_test.h"
#include "text/regex.h"
#include "text/token.h"

enum { POLICIES = 250, TEXTS = 16, MOST_WORDS = 24, MOST_PLACES = 62, MOST_HITS = 256 };

/* ---- chance, the same every time ---- */

static uint64_t state_of_chance = 0x9e3779b97f4a7c15u;

static unsigned chance(unsigned n)
{
	state_of_chance ^= state_of_chance << 13;
	state_of_chance ^= state_of_chance >> 7;
	state_of_chance ^= state_of_chance << 17;
	return (unsigned)(state_of_chance >> 33) % n;
}

static const char *one_of(const char *const *list, unsigned n)
{
	return list[chance(n)];
}
#define ONE_OF(list) one_of((list), (unsigned)ARRAY_LEN(list))

static const char *const words[] = { "want", "wanted", "go", "bad", "Apple", "apple",
				     "do",   "not",    "we", "to" };
static const char *const classes[] = { "#MONEY", "#NUMBER", "#CAPS", "#WORD", "#MENTION",
				       "#PERCENT" };

static const char *const regexes[] = { "/[a-z]+/", "/(?i:w).*/", "/\\$?\\d+k?/", "/[^a]+/",
				       "/(a|b|,)+/" };

/* ---- random patterns ---- */

static void put_solid(struct buf *b, unsigned depth);

static void put_sequence(struct buf *b, unsigned depth)
{
	const unsigned n = 1 + chance(3);

	for (unsigned i = 0; i < n; i++) {
		if (i)
			buf_char(b, ' ');
		if (i && chance(4) == 0)
			buf_printf(b, "...%u ", 1 + chance(3));
		else if (i && chance(12) == 0)
			buf_printf(b, "%s ", ONE_OF(regexes));
		else if (i && depth && chance(4) == 0) {
			buf_char(b, '(');
			put_sequence(b, depth - 1);
			buf_cstr(b, ")? ");
		}
		put_solid(b, depth);
	}
}

static void put_solid(struct buf *b, unsigned depth)
{
	switch (chance(depth ? 9 : 7)) {
	case 0:
		buf_printf(b, "\"%s\"", ONE_OF(words));
		break;
	case 1:
		buf_printf(b, "=%s", ONE_OF(words));
		break;
	case 2:
		buf_cstr(b, "{insult}");
		break;
	case 3:
		buf_cstr(b, ONE_OF(classes));
		break;
	case 7:
		buf_printf(b, "%s|(", ONE_OF(words));
		put_sequence(b, depth - 1);
		buf_char(b, ')');
		break;
	case 8:
		buf_char(b, '(');
		put_sequence(b, depth - 1);
		buf_char(b, ')');
		break;
	default:
		buf_cstr(b, ONE_OF(words));
		break;
	}
}

static void make_random(struct world *w)
{
	char rules[8192];
	struct buf b;

	buf_init(&b, sizeof(rules) - 512);
	for (unsigned r = 0; r < 2; r++) {
		buf_printf(&b, "  - id: tone/rule-%u\n    level: ask\n    say: x\n    find:\n",
			   r);
		for (unsigned i = 0; i < 1 + chance(3); i++) {
			buf_cstr(&b, "      - '");
			put_sequence(&b, 2);
			buf_cstr(&b, "'\n");
		}
		buf_cstr(&b, EXAMPLES);
	}
	assert_false(b.full);
	(void)snprintf(rules, sizeof(rules), "%s", buf_text(&b));
	buf_release(&b);
	make(w, rules, "lexicons/insult.yaml",
	     "about: x\nterms: [bad, bad apple, want not go, '\"wanted\" to', '=Apple']\n",
	     NULL);
}

static struct str random_text(struct arena *a)
{
	static const char *const marks[] = { ",", ".", " -", " \"", "!", "\n", " '", "\n\n" };
	static const char *const others[] = { "wants", "WANT", "APPLE", "don't", "12", "$5k",
					      "3%",    "@me",  "x",     "Bad",   "going" };
	const unsigned n = 1 + chance(MOST_WORDS);
	struct buf b;
	struct str text;

	buf_init(&b, 0);
	for (unsigned i = 0; i < n; i++) {
		buf_cstr(&b, chance(4) ? ONE_OF(words) : ONE_OF(others));
		if (chance(6) == 0)
			buf_cstr(&b, ONE_OF(marks));
		buf_char(&b, ' ');
	}
	text = arena_str(a, buf_view(&b));
	buf_release(&b);
	return text;
}

/* ---- the naive matcher ---- */

/* Ends are bits: bit i says "the next token is i". */
struct naive {
	const struct policy *p;
	const struct view *v;
	const struct tokens *t;
	struct arena *a;
	uint32_t sentence;
};

static uint64_t ends_of(const struct naive *m, const struct pattern *node, unsigned at);

static unsigned skip_breaks(const struct naive *m, unsigned at)
{
	while (at < m->t->n && m->t->p[at].kind == TOKEN_BREAK)
		at++;
	return at;
}

static bool is_inflected(const struct naive *m, struct str base, struct str word)
{
	struct str_list forms;

	inflect(base, m->a, &forms);
	for (size_t i = 0; i < forms.n; i++)
		if (str_eq(forms.p[i], word))
			return true;
	return false;
}

static bool is_class(const struct token *t, struct str name)
{
	if (str_is(name, "MONEY"))
		return t->flags & TOKEN_MONEY;
	if (str_is(name, "PERCENT"))
		return t->flags & TOKEN_PERCENT;
	if (str_is(name, "NUMBER"))
		return t->kind == TOKEN_NUMBER;
	if (str_is(name, "CAPS"))
		return t->kind == TOKEN_WORD && t->flags & TOKEN_UPPER;
	if (str_is(name, "MENTION"))
		return t->kind == TOKEN_MENTION;
	return t->kind == TOKEN_WORD;
}

static bool is_element(const struct naive *m, const struct pattern *node, unsigned at)
{
	const struct token *t = &m->t->p[at];

	if (node->pos.n)
		fail_msg("the policy asks for a part of speech: teach this test to");
	switch (node->kind) {
	case PATTERN_WORD:
		return is_inflected(m, node->text, t->fold);
	case PATTERN_EXACT:
		return str_eq(node->text, t->fold);
	case PATTERN_CASE:
		return str_eq(node->text, token_text(m->v, t));
	default:
		return is_class(t, node->text);
	}
}

/* An amount is taken whole, from its start. */
static uint64_t ends_of_amount(const struct naive *m, unsigned flag, unsigned at)
{
	const struct token *t = m->t->p;
	unsigned end = at + 1;

	if (at && t[at - 1].flags & flag && t[at - 1].sentence == m->sentence)
		return 0;
	while (end < m->t->n && t[end].flags & flag && t[end].sentence == m->sentence)
		end++;
	return (uint64_t)1 << end;
}

/* Tokens in a row without a blank whose bytes the expression matches. */
static uint64_t ends_of_regex(const struct naive *m, const struct pattern *node,
			      unsigned at)
{
	const struct token *t = m->t->p;
	struct regex *regex = NULL;
	uint64_t ends = 0;
	struct err e;
	size_t bad;

	if (regex_compile(pattern_whole(node->text, m->a), 0, &regex, &bad, &e) < 0)
		fail_msg("%s", e.msg);
	for (unsigned last = at; last < m->t->n && last < at + 8; last++) {
		const struct span run = { t[at].at, t[last].at + t[last].n };
		uint64_t steps = REGEX_STEPS;
		struct span hit;

		if (t[last].kind == TOKEN_BREAK || t[last].sentence != m->sentence ||
		    (last > at && t[last].at != t[last - 1].at + t[last - 1].n))
			break;
		if (regex_next(regex, str_span(m->v->text, run), 0, &steps, &hit) ==
		    REGEX_MATCH)
			ends |= (uint64_t)1 << (last + 1);
	}
	regex_free(regex);
	return ends;
}

static uint64_t ends_of_token(const struct naive *m, const struct pattern *node,
			      unsigned at)
{
	at = skip_breaks(m, at);
	if (node->kind == PATTERN_REGEX && at < m->t->n)
		return ends_of_regex(m, node, at);
	if (at >= m->t->n || m->t->p[at].sentence != m->sentence ||
	    !is_element(m, node, at))
		return 0;
	if (node->kind == PATTERN_CLASS && str_is(node->text, "MONEY"))
		return ends_of_amount(m, TOKEN_MONEY, at);
	if (node->kind == PATTERN_CLASS && str_is(node->text, "PERCENT"))
		return ends_of_amount(m, TOKEN_PERCENT, at);
	return (uint64_t)1 << (at + 1);
}

static uint64_t ends_of_list(const struct naive *m, struct str name, unsigned at)
{
	uint64_t ends = 0;

	for (size_t i = 0; i < m->p->n_lists; i++)
		for (size_t k = 0; k < m->p->lists[i].n_terms; k++)
			if (str_eq(m->p->lists[i].name, name))
				ends |= ends_of(
					m, m->p->lists[i].terms[k].pattern.tree, at);
	return ends;
}

static uint64_t ends_of_gap(const struct naive *m, unsigned most, bool mark, unsigned at)
{
	uint64_t ends = (uint64_t)1 << at;
	const unsigned next = skip_breaks(m, at);
	const struct token *t = &m->t->p[next];

	if (next >= m->t->n || t->sentence != m->sentence)
		return ends;
	if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER) {
		if (most)
			ends |= ends_of_gap(m, most - 1, mark, next + 1);
	} else if (t->kind == TOKEN_PUNCT && mark && t->n == 1 &&
		   strchr(",-\"'", m->v->text.p[t->at])) {
		ends |= ends_of_gap(m, most, false, next + 1);
	}
	return ends;
}

static uint64_t ends_of_sequence(const struct naive *m, const struct pattern *node,
				 unsigned at)
{
	uint64_t now = (uint64_t)1 << at;

	for (size_t i = 0; i < node->n_kids; i++) {
		uint64_t next = 0;

		for (unsigned k = 0; k <= m->t->n; k++)
			if (now >> k & 1)
				next |= ends_of(m, node->kids[i], k);
		now = next;
	}
	return now;
}

static uint64_t ends_of(const struct naive *m, const struct pattern *node, unsigned at)
{
	uint64_t ends = 0;

	switch (node->kind) {
	case PATTERN_LIST:
		return ends_of_list(m, node->text, at);
	case PATTERN_GAP:
		return ends_of_gap(m, node->max, true, at);
	case PATTERN_SEQ:
		return ends_of_sequence(m, node, at);
	case PATTERN_OPT:
		return (uint64_t)1 << at | ends_of_sequence(m, node, at);
	case PATTERN_ALT:
		for (size_t i = 0; i < node->n_kids; i++)
			ends |= ends_of(m, node->kids[i], at);
		return ends;
	default:
		return ends_of_token(m, node, at);
	}
}

/* ---- which hits are told, naively ---- */

struct spans {
	struct span p[MOST_HITS];
	size_t n;
};

static void find_all(struct naive *m, const struct policy_rule *r, struct spans *out)
{
	out->n = 0;
	for (unsigned at = 0; at < m->t->n; at++) {
		if (m->t->p[at].kind == TOKEN_BREAK)
			continue;
		m->sentence = m->t->p[at].sentence;
		for (size_t i = 0; i < r->n_patterns; i++) {
			const uint64_t ends = ends_of(m, r->patterns[i].tree, at);
			unsigned last;

			if (!ends)
				continue;
			last = 62 - (unsigned)__builtin_clzll(ends);
			assert_true(out->n < MOST_HITS);
			out->p[out->n++] = (struct span){
				m->t->p[at].at, m->t->p[last].at + m->t->p[last].n
			};
		}
	}
}

static bool overlap(struct span a, struct span b)
{
	return a.start < b.end && b.start < a.end;
}

/* The longest, of those the first; without what overlaps it again. */
static void keep_longest(struct spans *s)
{
	struct spans kept = { .n = 0 };

	while (s->n) {
		struct span best = s->p[0];
		size_t left = 0;

		for (size_t i = 1; i < s->n; i++) {
			const uint32_t n = s->p[i].end - s->p[i].start;
			const uint32_t most = best.end - best.start;

			if (n > most || (n == most && s->p[i].start < best.start))
				best = s->p[i];
		}
		kept.p[kept.n++] = best;
		for (size_t i = 0; i < s->n; i++)
			if (!overlap(s->p[i], best))
				s->p[left++] = s->p[i];
		s->n = left;
	}
	*s = kept;
}

static bool is_told(const struct world *w, struct str rule, struct span at)
{
	for (size_t i = 0; i < w->f.v.n; i++)
		if (str_eq(w->f.v.p[i].rule, rule) && w->f.v.p[i].at.start == at.start &&
		    w->f.v.p[i].at.end == at.end)
			return true;
	return false;
}

static void complain(const struct world *w, const struct policy_rule *r,
		     const struct spans *want)
{
	for (size_t i = 0; i < r->n_patterns; i++)
		print_message("# pattern %.*s\n", STR_ARG(r->patterns[i].text));
	print_message("# text '%.*s'\n", STR_ARG(w->s.bytes));
	for (size_t i = 0; i < want->n; i++)
		print_message("# wanted [%.*s]\n",
			      STR_ARG(str_span(w->s.bytes, want->p[i])));
	print_found(w);
	fail_msg("the matchers disagree");
}

/* Returns what was found, so that the test can tell that it tested something. */
static size_t compare(struct world *w, struct str text)
{
	struct spans want;
	struct tokens t;
	struct view v;
	struct naive m = { .p = &w->p, .v = &v, .t = &t, .a = &w->item };
	size_t total = 0;

	judge_bytes(w, text);
	view_plain(w->s.bytes, &w->item, &v);
	tokens_of(&v, &w->item, &t);
	assert_true(t.n < MOST_PLACES);
	for (size_t r = 0; r < w->p.n_rules; r++) {
		find_all(&m, &w->p.rules[r], &want);
		keep_longest(&want);
		for (size_t i = 0; i < want.n; i++)
			if (!is_told(w, w->p.rules[r].id, want.p[i]))
				complain(w, &w->p.rules[r], &want);
		total += want.n;
	}
	if (total != w->f.v.n) {
		find_all(&m, &w->p.rules[0], &want);
		complain(w, &w->p.rules[0], &want);
	}
	return total;
}

static void the_matcher_finds_what_the_naive_one_finds(void **state)
{
	struct world *w = *state;
	struct arena texts = { 0 };
	size_t found = 0;

	for (unsigned i = 0; i < POLICIES; i++) {
		make_random(w);
		for (unsigned k = 0; k < TEXTS; k++) {
			arena_reset(&texts);
			found += compare(w, random_text(&texts));
		}
	}
	arena_release(&texts);
	print_message("# %zu hits compared\n", found);
	assert_true(found > POLICIES * TEXTS / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_matcher_finds_what_the_naive_one_finds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
