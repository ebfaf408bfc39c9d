/* The default policy over thousands of texts: what the checker finds, and what the rules
 * find when each of them is tried by itself, at every token, straight from the tree of
 * its pattern, and each regular expression on every text. No index, no trie, no filter.
 */
#include "check_test.h"
#include "core/map.h"
#include "text/regex.h"
#include "text/token.h"
#include "text/utf8.h"

#ifdef __SANITIZE_ADDRESS__
enum { TEXTS = 1500 };
#else
enum { TEXTS = 20000 };
#endif
enum {
	MOST_PLACES = 62, /* tokens of a text: sets of places are bits */
	MOST_BYTES = 256,
	LEAST_PART = 3,
	SEAL_LEAST = 3, /* letters of a word of a sealed list */
	SEAL_MOST = 31,
	CLASSES = 11,
};

/* ---- chance, the same every time ---- */

static uint64_t state_of_chance = 0x9e3779b97f4a7c15u;

static unsigned chance(size_t n)
{
	state_of_chance ^= state_of_chance << 13;
	state_of_chance ^= state_of_chance >> 7;
	state_of_chance ^= state_of_chance << 17;
	return (unsigned)(state_of_chance >> 33) % (unsigned)n;
}

/* ---- the policy, rule by rule ---- */

/* A word of a pattern: the forms that it stands for, as numbers. */
struct leaf {
	uint32_t *forms;
	size_t n;
};

struct naive {
	const struct policy *p;
	struct arena a;
	struct map *numbers; /* every form that some rule knows, from 1; of those of
				sealed lists "#" and the digest */
	uint32_t n_numbers;
	struct map *asked; /* words that were looked up in the sealed lists */
	VEC(struct leaf) all;
	bool *has; /* has[number * n_lists + list]: a term of the list has the word */
	struct regex ***regexes; /* of each rule */

	/* One text: */
	struct view v;
	struct token t[MOST_PLACES + 2];
	/* Its numbers: as it stands, and in sealed lists. 0: no rule knows it. */
	uint32_t word[MOST_PLACES + 2], sealed[MOST_PLACES + 2];
	bool part[MOST_PLACES + 2]; /* a later part of a word with hyphens */
	unsigned n;
	uint32_t sentence;
	uint64_t *list_ends; /* of each list at each token, once asked for */
	bool *list_asked;
};

static uint32_t number_of(struct naive *m, struct str form)
{
	uint32_t number;

	if (map_get(m->numbers, form, &number))
		return number;
	(void)map_add(m->numbers, form, ++m->n_numbers);
	return m->n_numbers;
}

/* The texts by which the words of a text are told. */
static void forms_of(struct naive *m, const struct pattern *node, struct str_list *out)
{
	struct str rest = node->forms, digest;
	VEC(struct str) all = { 0 };

	if (node->kind == PATTERN_WORD) {
		inflect(node->text, &m->a, out);
		return;
	}
	while (node->kind == PATTERN_SEALED && str_field(&rest, '|', &digest))
		*VEC_ADD(&m->a, &all) = arena_printf(&m->a, "#%.*s", STR_ARG(digest));
	if (node->kind != PATTERN_SEALED)
		*VEC_ADD(&m->a, &all) = node->text;
	*out = (struct str_list){ all.p, all.n };
}

static void learn_leaf(struct naive *m, struct pattern *node)
{
	struct str_list forms;
	struct leaf *leaf = VEC_ADD(&m->a, &m->all);

	node->max = (uint32_t)m->all.n - 1;
	forms_of(m, node, &forms);
	*leaf = (struct leaf){ arena_array(&m->a, forms.n, sizeof(uint32_t)), forms.n };
	for (size_t i = 0; i < forms.n; i++)
		leaf->forms[i] = number_of(m, utf8_fold(forms.p[i], &m->a));
}

static bool is_leaf(const struct pattern *node)
{
	return node->kind == PATTERN_WORD || node->kind == PATTERN_EXACT ||
	       node->kind == PATTERN_CASE || node->kind == PATTERN_SEALED;
}

static uint32_t list_of(const struct naive *m, struct str name)
{
	uint32_t i = 0;

	while (!str_eq(m->p->lists[i].name, name))
		i++;
	return i;
}

/* What a node names is kept where gaps have their size. */
static void learn(struct naive *m, struct pattern *node)
{
	if (is_leaf(node))
		learn_leaf(m, node);
	if (node->kind == PATTERN_LIST)
		node->max = list_of(m, node->text);
	for (size_t i = 0; i < node->n_kids; i++)
		learn(m, node->kids[i]);
}

static void learn_patterns(struct naive *m, const struct policy_pattern *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].tree)
			learn(m, p[i].tree);
}

static void compile_regexes(struct naive *m, const struct policy_rule *r, size_t rule)
{
	struct err e;
	size_t at;

	m->regexes[rule] = arena_array(&m->a, r->n_regexes, sizeof(struct regex *));
	for (size_t i = 0; i < r->n_regexes; i++)
		assert_int_equal(regex_compile(r->regexes[i].text,
					       r->caseless ? REGEX_CASELESS : 0,
					       &m->regexes[rule][i], &at, &e),
				 0);
}

/* Which lists have which words in them, anywhere in a term. */
static void learn_lists(struct naive *m)
{
	const size_t n = m->p->n_lists;
	size_t *first = arena_array(&m->a, n + 1, sizeof(*first));

	for (size_t i = 0; i < n; i++) {
		first[i] = m->all.n;
		for (size_t k = 0; k < m->p->lists[i].n_terms; k++)
			learn_patterns(m, &m->p->lists[i].terms[k].pattern, 1);
	}
	first[n] = m->all.n;
	m->has = arena_array(&m->a, (m->n_numbers + 1) * n, sizeof(bool));
	for (size_t i = 0; i < n; i++)
		for (size_t k = first[i]; k < first[i + 1]; k++)
			for (size_t f = 0; f < m->all.p[k].n; f++)
				m->has[m->all.p[k].forms[f] * n + i] = true;
}

static void naive_init(struct naive *m, const struct policy *p)
{
	*m = (struct naive){ .p = p };
	m->numbers = map_new(&m->a);
	m->asked = map_new(&m->a);
	m->regexes = arena_array(&m->a, p->n_rules, sizeof(struct regex **));
	m->list_ends =
		arena_array(&m->a, p->n_lists * MOST_PLACES, sizeof(*m->list_ends));
	m->list_asked = arena_array(&m->a, p->n_lists * MOST_PLACES, sizeof(bool));
	for (size_t i = 0; i < p->n_rules; i++) {
		learn_patterns(m, p->rules[i].near, p->rules[i].n_near);
		if (p->rules[i].kind != RULE_TERMS)
			learn_patterns(m, p->rules[i].patterns, p->rules[i].n_patterns);
		compile_regexes(m, &p->rules[i], i);
	}
	learn_lists(m);
}

static void naive_release(struct naive *m)
{
	for (size_t i = 0; i < m->p->n_rules; i++)
		for (size_t k = 0; k < m->p->rules[i].n_regexes; k++)
			regex_free(m->regexes[i][k]);
	arena_release(&m->a);
}

/* ---- a text ---- */

/* Of a word that only a sealed list may know. */
static uint32_t sealed_number(const struct naive *m, struct str fold)
{
	uint32_t number = 0;

	for (size_t i = 0; i < m->p->n_lists; i++) {
		const struct policy_list *l = &m->p->lists[i];
		const struct str pieces[] = { { (const char *)l->key, SEAL_KEY }, fold };
		const struct digest d = digest_of_pieces(pieces, 2);
		char text[1 + SEAL_HEX + 1] = "#";

		for (size_t k = 0; k < SEAL_HEX / 2; k++)
			(void)snprintf(text + 1 + 2 * k, 3, "%02x", d.bytes[k]);
		if (l->sealed && map_get(m->numbers, str_from(text), &number))
			return number;
	}
	return 0;
}

static uint32_t plain(const struct naive *m, struct str fold)
{
	uint32_t number;

	return map_get(m->numbers, fold, &number) ? number : 0;
}

static uint32_t sealed(struct naive *m, struct str fold)
{
	uint32_t number;

	if (fold.n < SEAL_LEAST || fold.n > SEAL_MOST)
		return 0;
	if (map_get(m->asked, fold, &number))
		return number;
	number = sealed_number(m, fold);
	(void)map_add(m->asked, arena_str(&m->a, fold), number);
	return number;
}

static bool is_known(struct naive *m, struct str fold)
{
	return plain(m, fold) || sealed(m, fold);
}

/* A word with hyphens that no rule knows, but of which one knows a part. */
static bool is_split(struct naive *m, const struct token *t, struct arena *a)
{
	struct span part = { 0, 0 };
	struct str fold;
	bool some = false;
	size_t n = 0;

	if (t->kind != TOKEN_WORD || !(t->flags & TOKEN_HYPHEN) ||
	    t->flags & (TOKEN_MONEY | TOKEN_PERCENT | TOKEN_PHONE) ||
	    is_known(m, t->fold))
		return false;
	for (; token_part(&m->v, t, a, &part, &fold); n++)
		some |= fold.n >= LEAST_PART && is_known(m, fold);
	return some && n > 1;
}

/* `word`: what it is taken for. */
static unsigned put_token(struct naive *m, unsigned at, const struct token *t,
			  struct str word)
{
	m->t[at] = *t;
	m->word[at] = plain(m, word);
	m->sealed[at] = sealed(m, word);
	m->part[at] = false;
	return at + 1;
}

static uint16_t capitals_of(struct str text)
{
	unsigned upper = 0, lower = 0;

	for (size_t i = 0; i < text.n; i++) {
		upper += ascii_is_upper((unsigned char)text.p[i]);
		lower += ascii_is_lower((unsigned char)text.p[i]);
	}
	return upper >= 2 && !lower ? TOKEN_UPPER : 0;
}

static unsigned put_parts(struct naive *m, unsigned at, const struct token *t,
			  struct arena *a)
{
	struct span part = { 0, 0 };
	struct token one = *t;
	bool later = false;

	for (; at < MOST_PLACES && token_part(&m->v, t, a, &part, &one.fold);
	     later = true) {
		one.at = part.start;
		one.n = part.end - part.start;
		one.flags = capitals_of(str_span(m->v.text, part));
		at = put_token(m, at, &one, one.fold);
		m->part[at - 1] = later;
	}
	return at;
}

/* The word in a tag counts when no rule speaks of the tag. */
static struct str word_in(struct naive *m, const struct token *t)
{
	if (t->kind == TOKEN_HASHTAG && t->fold.n > 1 && !is_known(m, t->fold))
		return str_slice(t->fold, 1, t->fold.n);
	return t->kind == TOKEN_BREAK ? STR_NULL : t->fold;
}

/* False: the text has too many tokens. */
static bool read_text(struct naive *m, struct str text, struct arena *a)
{
	struct tokens all;

	view_plain(text, a, &m->v);
	tokens_of(&m->v, a, &all);
	m->n = 0;
	memset(m->list_asked, 0, m->p->n_lists * MOST_PLACES);
	for (size_t i = 0; i < all.n && m->n < MOST_PLACES; i++) {
		const struct token *t = &all.p[i];

		m->n = is_split(m, t, a) ? put_parts(m, m->n, t, a)
					 : put_token(m, m->n, t, word_in(m, t));
	}
	return m->n < MOST_PLACES;
}

/* ---- a pattern at a place: all places where it may end, as bits ---- */

static uint64_t ends_of(struct naive *m, const struct pattern *node, unsigned at);

static unsigned skip_breaks(const struct naive *m, unsigned at)
{
	while (at < m->n && m->t[at].kind == TOKEN_BREAK)
		at++;
	return at;
}

static bool is_word(const struct naive *m, const struct pattern *node, unsigned at)
{
	const struct leaf *leaf = &m->all.p[node->max];

	if (!m->word[at] && !m->sealed[at])
		return false;
	if (node->kind == PATTERN_CASE)
		return str_eq(token_text(&m->v, &m->t[at]), node->text);
	for (size_t i = 0; i < leaf->n; i++)
		if (leaf->forms[i] == m->word[at] || leaf->forms[i] == m->sealed[at])
			return true;
	return false;
}

/* What a class takes: a kind of token, or tokens with a flag, of which none is a part of
 * something else. */
static const struct class
{
	const char *name;
	int kind; /* or -1 */
	unsigned flag, not_flag;
	bool whole; /* several tokens may be one */
} classes[CLASSES] = {
	{ "MONEY", -1, TOKEN_MONEY, 0, true },
	{ "PERCENT", -1, TOKEN_PERCENT, 0, true },
	{ "PHONE", -1, TOKEN_PHONE, 0, true },
	{ "NUMBER", TOKEN_NUMBER, 0, TOKEN_PHONE, false },
	{ "EMAIL", TOKEN_EMAIL, 0, 0, false },
	{ "URL", TOKEN_URL, 0, 0, false },
	{ "CAPS", TOKEN_WORD, TOKEN_UPPER, 0, false },
	{ "EMOJI", TOKEN_EMOJI, 0, 0, false },
	{ "HASHTAG", TOKEN_HASHTAG, 0, 0, false },
	{ "MENTION", TOKEN_MENTION, 0, 0, false },
	{ "WORD", TOKEN_WORD, 0, 0, false },
};

static const struct class *class_of(struct str name)
{
	for (size_t i = 0; i < CLASSES; i++)
		if (str_is(name, classes[i].name))
			return &classes[i];
	fail_msg("unknown class %.*s", STR_ARG(name));
	return NULL;
}

static uint64_t ends_of_class(const struct naive *m, const struct class *c, unsigned at)
{
	const struct token *t = m->t;
	unsigned end = at + 1;

	if ((c->kind >= 0 && t[at].kind != c->kind) || t[at].flags & c->not_flag ||
	    (c->flag && !(t[at].flags & c->flag)))
		return 0;
	if (!c->whole)
		return (uint64_t)1 << end;
	if (at && t[at - 1].flags & c->flag && t[at - 1].sentence == m->sentence)
		return 0;
	while (end < m->n && t[end].flags & c->flag && t[end].sentence == m->sentence)
		end++;
	return (uint64_t)1 << end;
}

static uint64_t ends_of_token(const struct naive *m, const struct pattern *node,
			      unsigned at)
{
	at = skip_breaks(m, at);
	if (at >= m->n || m->t[at].sentence != m->sentence)
		return 0;
	if (node->kind == PATTERN_CLASS)
		return ends_of_class(m, class_of(node->text), at);
	return is_word(m, node, at) ? (uint64_t)1 << (at + 1) : 0;
}

/* A word that is in no term of the list begins none. */
static bool may_begin(const struct naive *m, uint32_t list, unsigned at)
{
	const size_t n = m->p->n_lists;

	return m->has[m->word[at] * n + list] || m->has[m->sealed[at] * n + list];
}

/* Asked once for each place of a text: many rules name the same list. */
static uint64_t ends_of_list(struct naive *m, uint32_t list, unsigned at)
{
	const struct policy_list *l = &m->p->lists[list];
	size_t known_at;

	at = skip_breaks(m, at);
	if (at >= m->n || m->t[at].sentence != m->sentence || !may_begin(m, list, at))
		return 0;
	known_at = list * MOST_PLACES + at;
	if (!m->list_asked[known_at]) {
		m->list_ends[known_at] = 0;
		for (size_t k = 0; k < l->n_terms; k++)
			m->list_ends[known_at] |=
				ends_of(m, l->terms[k].pattern.tree, at);
		m->list_asked[known_at] = true;
	}
	return m->list_ends[known_at];
}

static uint64_t ends_of_gap(const struct naive *m, unsigned most, bool mark, unsigned at)
{
	uint64_t ends = (uint64_t)1 << at;
	const unsigned next = skip_breaks(m, at);
	const struct token *t = &m->t[next];

	if (next >= m->n || t->sentence != m->sentence)
		return ends;
	if (m->part[next])
		return ends | ends_of_gap(m, most, mark, next + 1);
	if (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER)
		return most ? ends | ends_of_gap(m, most - 1, mark, next + 1) : ends;
	if (t->kind == TOKEN_PUNCT && mark &&
	    (str_is(t->fold, ",") || str_is(t->fold, "-") || str_is(t->fold, "--") ||
	     str_is(t->fold, "---") || str_is(t->fold, "\"") || str_is(t->fold, "'")))
		return ends | ends_of_gap(m, most, false, next + 1);
	return ends;
}

static uint64_t ends_of_sequence(struct naive *m, const struct pattern *node, unsigned at)
{
	uint64_t now = (uint64_t)1 << at;

	for (size_t i = 0; i < node->n_kids && now; i++) {
		uint64_t next = 0;

		for (unsigned k = at; k <= m->n; k++)
			if (now >> k & 1)
				next |= ends_of(m, node->kids[i], k);
		now = next;
	}
	return now;
}

static uint64_t ends_of(struct naive *m, const struct pattern *node, unsigned at)
{
	uint64_t ends = 0;

	switch (node->kind) {
	case PATTERN_LIST:
		return ends_of_list(m, node->max, at);
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

/* ---- what the rules find ---- */

struct found {
	const struct policy_rule *rule;
	struct str by;
	struct span at;
};
struct founds {
	struct found *p;
	size_t n, room;
};

/* The longest match of a tree at a token. */
static void find_at(struct naive *m, const struct policy_rule *r,
		    const struct policy_pattern *by, unsigned at, struct arena *a,
		    struct founds *out)
{
	uint64_t ends;
	unsigned last;

	m->sentence = m->t[at].sentence;
	ends = m->t[at].kind == TOKEN_BREAK ? 0 : ends_of(m, by->tree, at);
	if (!ends)
		return;
	last = 62 - (unsigned)__builtin_clzll(ends);
	*VEC_ADD(a, out) = (struct found){
		r, by->text, { m->t[at].at, m->t[last].at + m->t[last].n }
	};
}

static void find_terms(struct naive *m, const struct policy_rule *r, uint32_t list,
		       struct arena *a, struct founds *out)
{
	const struct policy_list *l = &m->p->lists[list];

	for (unsigned at = 0; at < m->n; at++)
		for (size_t k = 0; may_begin(m, list, at) && k < l->n_terms; k++)
			find_at(m, r, &l->terms[k].pattern, at, a, out);
}

static void find_regex(struct naive *m, const struct policy_rule *r, size_t i,
		       struct arena *a, struct founds *out)
{
	struct regex *regex = m->regexes[r - m->p->rules][i];
	uint64_t steps = REGEX_STEPS;
	struct span at = { 0, 0 };

	while (regex_next(regex, m->v.text, at.end, &steps, &at) == REGEX_MATCH)
		*VEC_ADD(a, out) = (struct found){ r, r->regexes[i].text, at };
}

static bool is_compared(const struct policy_rule *r)
{
	return r->kind == RULE_FIND || r->kind == RULE_TERMS || r->kind == RULE_REGEX;
}

static void find_all(struct naive *m, struct arena *a, struct founds *out)
{
	for (size_t i = 0; i < m->p->n_rules; i++) {
		const struct policy_rule *r = &m->p->rules[i];

		if (!is_compared(r))
			continue;
		for (size_t k = 0; r->kind == RULE_FIND && k < r->n_patterns; k++)
			for (unsigned at = 0; at < m->n; at++)
				find_at(m, r, &r->patterns[k], at, a, out);
		for (size_t k = 0; k < r->n_lists; k++)
			find_terms(m, r, list_of(m, r->lists[k]), a, out);
		for (size_t k = 0; k < r->n_regexes; k++)
			find_regex(m, r, k, a, out);
	}
}

/* ---- texts ---- */

struct writer {
	struct naive *m;
	struct buf b;
};

static const char *const fillers[] = {
	"the",   "a",     "we",     "you",  "they",   "is",    "are",  "really",
	"never", "today", "not",    "said", "about",  "their", "very", "just",
	"team",  "don't", "people", "all",  "so",     "in",    "of",   "to",
	"with",  "it's",  "our",    "new",  "report", "week",
};
static const char *const stops[] = { ",", ".",  " -", " \"", "!",
				     "?", "\n", ";",  "...", " (" };

static void put_space(struct writer *w)
{
	if (w->b.n && w->b.n < MOST_BYTES && chance(60) == 0)
		buf_cstr(&w->b, stops[chance(ARRAY_LEN(stops))]);
	if (w->b.n)
		buf_char(&w->b, chance(50) ? ' ' : chance(2) ? '-' : '\n');
}

static void put_text(struct writer *w, struct str text)
{
	const size_t start = (put_space(w), w->b.n);
	const unsigned how = chance(30);

	buf_str(&w->b, text);
	for (size_t i = start; how < 2 && i < w->b.n; i++) {
		const bool upper = how == 0 || i == start;

		if (upper && ascii_is_lower((unsigned char)w->b.p[i]))
			w->b.p[i] = (char)(w->b.p[i] - 32);
	}
}

static void put_filler(struct writer *w)
{
	put_text(w, str_from(fillers[chance(ARRAY_LEN(fillers))]));
}

static void put_word(struct writer *w, const struct pattern *node)
{
	struct str_list forms = { 0 };

	if (chance(25) == 0)
		put_filler(w); /* one that does not belong there */
	if (chance(40) == 0)
		return;
	if (node->kind == PATTERN_SEALED)
		return; /* nobody knows what it is */
	if (node->kind == PATTERN_WORD)
		inflect(node->text, &w->m->a, &forms);
	put_text(w, forms.n ? forms.p[chance(forms.n)] : node->text);
}

static const char *of_class(struct str name)
{
	static const char *const some[CLASSES][3] = {
		{ "$84k", "5 million euros", "£3.50" },
		{ "3%", "12 per cent", "0.5%" },
		{ "020 7946 0018", "+44 20 7946 0018", "(555) 010-2233" },
		{ "12", "1,000", "3.5" },
		{ "dana@example.com", "a.b@example.org", "x@y.example" },
		{ "https://example.com/a", "www.example.com", "example.com" },
		{ "NOW", "FREE", "THE" },
		{ "\xf0\x9f\x98\x80", "\xf0\x9f\x92\xa9", "\xe2\x9d\xa4\xef\xb8\x8f" },
		{ "#news", "#people", "#Launch" },
		{ "@dana", "@me", "@a_b" },
		{ "word", "blue", "Tuesday" },
	};

	return some[class_of(name) - classes][chance(3)];
}

static void put(struct writer *w, const struct pattern *node);

static void put_list(struct writer *w, size_t list)
{
	const struct policy_list *l = &w->m->p->lists[list];

	if (l->n_terms)
		put(w, l->terms[chance(l->n_terms)].pattern.tree);
}

static void put_kids(struct writer *w, const struct pattern *node)
{
	for (size_t i = 0; i < node->n_kids; i++)
		put(w, node->kids[i]);
}

/* Some words that the pattern matches, or nearly so. */
static void put(struct writer *w, const struct pattern *node)
{
	switch (node->kind) {
	case PATTERN_LIST:
		put_list(w, node->max);
		break;
	case PATTERN_CLASS:
		put_text(w, str_from(of_class(node->text)));
		break;
	case PATTERN_GAP:
		for (unsigned n = chance(node->max + 2); n > 0; n--)
			put_filler(w);
		break;
	case PATTERN_SEQ:
		put_kids(w, node);
		break;
	case PATTERN_ALT:
		put(w, node->kids[chance(node->n_kids)]);
		break;
	case PATTERN_OPT:
		if (chance(2))
			put_kids(w, node);
		break;
	default:
		put_word(w, node);
		break;
	}
}

/* Mostly one of those that are compared. */
static const struct policy_rule *some_rule(const struct writer *w)
{
	const struct policy_rule *r;

	do
		r = &w->m->p->rules[chance(w->m->p->n_rules)];
	while (!is_compared(r) && chance(4));
	return r;
}

static void put_pattern(struct writer *w)
{
	const struct policy_rule *r = some_rule(w);

	if (r->kind != RULE_TERMS && r->n_patterns)
		put(w, r->patterns[chance(r->n_patterns)].tree);
	else
		put_list(w, chance(w->m->p->n_lists));
}

/* An example, or some words in a row of one. */
static void put_example(struct writer *w)
{
	const struct policy_rule *r = some_rule(w);
	const bool fail = chance(2);
	const size_t n = fail ? r->n_fail : r->n_pass;
	struct str rest, word;

	if (!n)
		return;
	rest = (fail ? r->fail : r->pass)[chance(n)].text;
	if (chance(2)) {
		put_text(w, rest);
		return;
	}
	while (str_field(&rest, ' ', &word))
		if (chance(8))
			put_text(w, word);
}

static struct str make_text(struct writer *w)
{
	buf_reset(&w->b);
	while (w->b.n < MOST_BYTES / 12) {
		for (unsigned n = chance(3); n > 0; n--)
			put_filler(w);
		if (chance(6))
			put_pattern(w);
		else
			put_example(w);
	}
	return utf8_clip(buf_view(&w->b), MOST_BYTES);
}

/* ---- the comparison ---- */

static bool is_same_rule(const struct check_candidate *c, const struct found *f)
{
	return str_eq(c->rule, f->rule->id);
}

/* A reading of disguised words may be longer than what stands there as it is. */
static bool has_candidate(const struct check_trace *t, const struct found *f)
{
	for (size_t i = 0; i < t->v.n; i++) {
		const struct check_candidate *c = &t->v.p[i];

		if (is_same_rule(c, f) && c->at.start == f->at.start &&
		    (c->at.end == f->at.end || (c->fuzzy && c->at.end > f->at.end)))
			return true;
	}
	return false;
}

static bool has_found(const struct founds *all, const struct check_candidate *c)
{
	for (size_t i = 0; i < all->n; i++)
		if (is_same_rule(c, &all->p[i]) && c->at.start == all->p[i].at.start &&
		    c->at.end == all->p[i].at.end)
			return true;
	return false;
}

/* Words that the capitals of a tag show are not read here. */
static bool is_in_tag(const struct naive *m, struct span at)
{
	for (unsigned i = 0; i < m->n; i++)
		if (m->t[i].kind == TOKEN_HASHTAG && m->t[i].at < at.start &&
		    at.end <= m->t[i].at + m->t[i].n)
			return true;
	return false;
}

static bool is_checked(const struct naive *m, const struct check_candidate *c)
{
	if (c->fuzzy || is_in_tag(m, c->at))
		return false;
	for (size_t i = 0; i < m->p->n_rules; i++)
		if (str_eq(m->p->rules[i].id, c->rule))
			return is_compared(&m->p->rules[i]);
	return false;
}

static void disagree(const struct naive *m, struct str rule, struct str by,
		     struct span at, const char *who)
{
	print_message("# %.*s, \"%.*s\"\n# in '%.*s'\n", STR_ARG(rule), STR_ARG(by),
		      STR_ARG(m->v.text));
	fail_msg("only %s finds '%.*s'", who, STR_ARG(str_span(m->v.text, at)));
}

static size_t compare(struct naive *m, struct world *w, struct str text, bool *counted)
{
	struct check_trace trace = { .a = &w->item, .want = { 0, UINT32_MAX } };
	struct founds all = { 0 };

	w->ctx.trace = &trace;
	judge_bytes(w, text);
	if (!read_text(m, w->s.bytes, &w->item))
		return 0;
	*counted = true;
	find_all(m, &w->item, &all);
	assert_int_equal(trace.dropped, 0);
	for (size_t i = 0; i < all.n; i++)
		if (!has_candidate(&trace, &all.p[i]))
			disagree(m, all.p[i].rule->id, all.p[i].by, all.p[i].at,
				 "the rule by itself");
	for (size_t i = 0; i < trace.v.n; i++)
		if (is_checked(m, &trace.v.p[i]) && !has_found(&all, &trace.v.p[i]))
			disagree(m, trace.v.p[i].rule, trace.v.p[i].by, trace.v.p[i].at,
				 "the checker");
	return all.n;
}

static void the_checker_finds_what_each_rule_finds_by_itself(void **state)
{
	struct world *w = *state;
	static struct naive m;
	struct writer writer = { .m = &m };
	size_t n, found = 0, texts = 0;
	const struct policy_file *files = policy_default(&n);

	compile(w, files, n);
	w->ctx.lang = STR("zxx"); /* no dictionary: disguised words are another matter */
	naive_init(&m, &w->p);
	buf_init(&writer.b, 0);
	for (unsigned i = 0; texts < TEXTS && i < 2 * TEXTS; i++) {
		bool counted = false;

		found += compare(&m, w, make_text(&writer), &counted);
		texts += counted;
	}
	print_message("# %zu texts, %zu hits compared\n", texts, found);
	assert_int_equal(texts, TEXTS);
	assert_true(found > TEXTS);
	buf_release(&writer.b);
	naive_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_checker_finds_what_each_rule_finds_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
