/* Hits to findings: what excuses a hit, which of several that overlap is told, and in
 * which words. */
#include "check/scan.h"
#include "text/pattern.h"
#include "text/utf8.h"
#include "text/wordform.h"

enum { TERM_TOKENS = 8 }; /* of a term that starts before a hit and reaches into it */

/* ---- excuses ---- */

static bool pattern_within(struct scan *s, uint32_t pattern, struct bundle_range tokens,
			   struct because *where)
{
	const uint32_t end = tokens.first + tokens.n;
	struct match m;

	for (uint32_t i = tokens.first; i < end; i++) {
		if (!anchors_armed(s->c, pattern, i))
			return false;
		if (s->tokens.p[i].kind == TOKEN_BREAK ||
		    !match_at(s, &s->t->patterns[pattern], i, &m))
			continue;
		*where = (struct because){ i, m.end - 1 };
		return true;
	}
	return false;
}

static struct bundle_range sentence_of(const struct scan *s, uint32_t token)
{
	const uint32_t sentence = s->tokens.p[token].sentence;
	uint32_t first = token, end = token + 1;

	while (first && s->tokens.p[first - 1].sentence == sentence)
		first--;
	while (end < s->tokens.n && s->tokens.p[end].sentence == sentence)
		end++;
	return (struct bundle_range){ first, end - first };
}

static bool is_near(struct scan *s, const struct hit *h)
{
	struct nearby *known = &s->nearby;
	const struct bundle_range near = s->t->rules[h->rule].near;
	const uint32_t sentence = s->tokens.p[h->first].sentence;
	struct bundle_range tokens;

	if (known->rule == h->rule && known->sentence == sentence) {
		s->because = known->because;
		return known->is_near;
	}
	*known = (struct nearby){ .rule = h->rule, .sentence = sentence };
	tokens = sentence_of(s, h->first);
	anchors_meet(s, tokens.first, tokens.first + tokens.n);
	for (uint32_t i = 0; i < near.n && !known->is_near; i++)
		known->is_near =
			pattern_within(s, near.first + i, tokens, &known->because);
	s->because = known->because;
	return known->is_near;
}

enum check_fate hits_fate(struct scan *s, const struct hit *h)
{
	const struct bundle_rule *r = &s->t->rules[h->rule];

	if (h->first == BUNDLE_NONE)
		return CHECK_FIRES;
	if (r->unless)
		annotate(s);
	if (r->unless & BUNDLE_QUOTED && annotate_quoted(s, h))
		return CHECK_QUOTED;
	if (r->unless & BUNDLE_NEGATED && annotate_negated(s, h))
		return CHECK_NEGATED;
	if (r->unless & BUNDLE_ATTRIBUTED && annotate_attributed(s, h))
		return CHECK_ATTRIBUTED;
	if (r->unless & BUNDLE_QUESTION && annotate_question(s, h))
		return CHECK_QUESTION;
	if (r->unless & BUNDLE_PUBLIC && facts_excuse(s, h))
		return CHECK_PUBLIC;
	return r->near.n && is_near(s, h) ? CHECK_NEAR : CHECK_FIRES;
}

bool hits_excused(struct scan *s, const struct hit *h)
{
	const enum check_fate fate = hits_fate(s, h);

	if (s->ctx->trace && fate != CHECK_FIRES)
		trace_excused(s, h, fate);
	return fate != CHECK_FIRES;
}

/* ---- which of them ---- */

static int by_place(const void *pa, const void *pb)
{
	const struct hit *a = pa, *b = pb;

	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	if (a->guessed != b->guessed)
		return a->guessed ? 1 : -1;
	if (a->term != b->term)
		return a->term < b->term ? -1 : 1;
	return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

static int longest_first(const void *pa, const void *pb)
{
	const struct hit *a = pa, *b = pb;
	const uint32_t an = a->end - a->start, bn = b->end - b->start;

	return an != bn ? (an > bn ? -1 : 1) : by_place(a, b);
}

static void drop_excused(struct scan *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->hits.n; i++)
		if (hits_fate(s, &s->hits.p[i]) == CHECK_FIRES)
			s->hits.p[kept++] = s->hits.p[i];
	s->hits.n = kept;
}

/* Of a chain of hits that overlap, the longest; then the longest of what is still free. A
 * shorter hit that overlaps a longer one has one of its ends inside it. */
static size_t keep_longest(struct hit *h, size_t n, uint8_t *taken)
{
	size_t kept = 0;

	qsort(h, n, sizeof(*h), longest_first);
	for (size_t i = 0; i < n; i++) {
		if (taken[h[i].start] || taken[h[i].end - 1])
			continue;
		memset(taken + h[i].start, 1, h[i].end - h[i].start);
		h[kept++] = h[i];
	}
	for (size_t i = 0; i < kept; i++)
		memset(taken + h[i].start, 0, h[i].end - h[i].start);
	return kept;
}

static size_t chain_of(const struct scan *s, size_t from)
{
	const struct hit *h = s->hits.p;
	uint32_t end = h[from].end;
	size_t n = 1;

	while (from + n < s->hits.n && h[from + n].rule == h[from].rule &&
	       h[from + n].start < end) {
		if (h[from + n].end > end)
			end = h[from + n].end;
		n++;
	}
	return n;
}

void hits_drop_overlapped(struct scan *s)
{
	uint8_t *taken = NULL;
	size_t kept = 0;

	for (size_t i = 0, n; i < s->hits.n; i += n) {
		size_t left = 1;

		n = chain_of(s, i);
		if (n > 1 && !taken)
			taken = arena_alloc(s->a, s->v->text.n);
		if (n > 1)
			left = keep_longest(&s->hits.p[i], n, taken);
		memmove(&s->hits.p[kept], &s->hits.p[i], left * sizeof(*s->hits.p));
		kept += left;
	}
	s->hits.n = kept;
}

/* ---- in which words ---- */

struct str hits_say(struct scan *s, const struct bundle_rule *r)
{
	return hits_say_of(s, r, bundle_str(s->c->b, r->say));
}

static bool ends_sentence(struct str say)
{
	return str_ends(say, ".") || str_ends(say, "!") || str_ends(say, "?");
}

struct str hits_say_of(struct scan *s, const struct bundle_rule *r, struct str say)
{
	const struct str suggest = bundle_str(s->c->b, r->suggest);
	const char *trial = r->flags & BUNDLE_SHADOW ? "on trial, refuses nothing: " : "";

	if (suggest.n)
		return arena_printf(s->f->a, "%s%.*s%s \"%.*s\"", trial, STR_ARG(say),
				    ends_sentence(say) ? " For instance:"
						       : "; for instance:",
				    STR_ARG(suggest));
	return *trial ? arena_printf(s->f->a, "%s%.*s", trial, STR_ARG(say)) : say;
}

struct finding *hits_finding(struct scan *s, uint32_t rule, uint32_t start, uint32_t end,
			     struct str msg, bool fuzzy)
{
	const struct bundle_rule *r = &s->t->rules[rule];
	const struct bundle_clause *clause = &s->t->clauses[r->clause];
	const enum level level =
		r->flags & BUNDLE_SHADOW ? LEVEL_ADVISE : (enum level)r->level;
	struct finding *f = finding_add_rule(s->f, bundle_str(s->c->b, r->id),
					     bundle_str(s->c->b, clause->id), level, s->s,
					     view_span(s->v, start, end), msg, fuzzy);

	f->quote = bundle_str(s->c->b, clause->sentence);
	f->good = bundle_str(s->c->b, r->good);
	f->role = r->role.n ? bundle_str(s->c->b, r->role) : STR("manager");
	f->mask = r->flags & BUNDLE_MASK;
	return f;
}

static bool has_capital(struct str text)
{
	for (size_t at = 0, n; at < text.n; at += n)
		if (utf8_is_upper(utf8_decode(text, at, &n)))
			return true;
	return false;
}

static bool all_capitals(const struct scan *s, uint32_t first, uint32_t last)
{
	bool some = false;

	for (uint32_t i = first; i <= last; i++) {
		if (s->tokens.p[i].kind != TOKEN_WORD)
			continue;
		if (!(s->tokens.p[i].flags & TOKEN_UPPER))
			return false;
		some = true;
	}
	return some;
}

struct str hits_in_case(const struct scan *s, uint32_t first, uint32_t last,
			struct str text, struct arena *a)
{
	const size_t room = 3 * text.n + 4; /* a capital may need more bytes */
	const bool upper = all_capitals(s, first, last);
	size_t n;
	char *out;

	if (has_capital(text) ||
	    (!upper && !utf8_is_upper(utf8_decode(words_text(s, first), 0, &n))))
		return arena_str(a, text);
	out = arena_alloc(a, room);
	n = upper ? wordform_upper(text, out, room) : wordform_title(text, out, room);
	return (struct str){ out, n };
}

/* ---- what to write instead ---- */

bool hits_is_plain(struct str pattern)
{
	bool plain = str_find(pattern, STR("..."), 0) == SIZE_MAX;

	for (size_t i = 0; i < pattern.n; i++)
		plain = plain && !strchr("|(){}#", pattern.p[i]);
	return plain;
}

struct str hits_unmarked(struct str pattern, struct arena *a)
{
	char *out = arena_alloc(a, pattern.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < pattern.n; i++)
		if (!strchr("\"=\\", pattern.p[i]))
			out[n++] = pattern.p[i];
	return (struct str){ out, n };
}

static const char *ending_of(struct str word)
{
	static const char *const endings[] = { "ing", "ed", "s" };

	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		if (str_ends(word, endings[i]))
			return endings[i];
	return NULL;
}

static bool is_one_word(struct str text)
{
	return str_chr(text, ' ', 0) == SIZE_MAX;
}

/* `better` in the form that `found` has of the term: utilising, using. STR_NULL when that
 * is not plain: a wrong form is worse than none. */
static struct str in_form(struct str found, struct str term, struct str better,
			  struct arena *a)
{
	const char *ending = ending_of(found);
	struct str_list forms;

	if (str_eq(found, term))
		return better;
	if (!ending || !is_one_word(found) || !is_one_word(term) || !is_one_word(better))
		return STR_NULL;
	inflect(better, a, &forms);
	for (size_t i = 1; i < forms.n; i++)
		if (str_ends(forms.p[i], ending))
			return forms.p[i];
	return STR_NULL;
}

void hits_propose(struct scan *s, const struct hit *h, struct finding *f, struct str base,
		  struct str better)
{
	const struct str found = utf8_fold(str_slice(s->v->text, h->start, h->end), s->a);
	const struct str fit = in_form(found, utf8_fold(base, s->a), better, s->a);

	if (fit.n)
		finding_add_fix(f, hits_in_case(s, h->first, h->last, fit, s->f->a));
	else
		f->msg = arena_printf(s->f->a, "%.*s%s better: \"%.*s\"", STR_ARG(f->msg),
				      str_ends(f->msg, ".") ? "" : ";", STR_ARG(better));
}

static void suggest_term(struct scan *s, const struct hit *h, struct finding *f)
{
	const struct bundle_term *term = &s->t->terms[h->term];
	const struct str base = hits_unmarked(bundle_str(s->c->b, term->text), s->a);

	for (uint32_t i = 0; i < term->instead.n; i++)
		hits_propose(s, h, f, base,
			     bundle_str(s->c->b, s->t->instead[term->instead.first + i]));
}

/* A replacement that its rule gives for whatever it finds. */
static void suggest_text(struct scan *s, const struct hit *h, struct finding *f,
			 struct str better)
{
	const uint32_t kind = s->t->rules[h->rule].kind;
	const struct str pattern =
		kind == BUNDLE_FIND ? bundle_str(s->c->b, s->t->patterns[h->pattern].text)
				    : STR_NULL;
	const bool on_words =
		h->first != BUNDLE_NONE && s->tokens.p[h->first].at == h->start;

	if (pattern.n && hits_is_plain(pattern))
		hits_propose(s, h, f, hits_unmarked(pattern, s->a), better);
	else
		finding_add_fix(
			f, on_words ? hits_in_case(s, h->first, h->last, better, s->f->a)
				    : better);
}

static void suggest_texts(struct scan *s, const struct hit *h, struct finding *f)
{
	const struct bundle_range all = s->t->rules[h->rule].instead;

	for (uint32_t i = 0; i < all.n; i++)
		suggest_text(s, h, f, bundle_str(s->c->b, s->t->instead[all.first + i]));
}

/* The first token that ends behind byte `at` of the view. */
static uint32_t token_behind(const struct scan *s, uint32_t at)
{
	size_t low = 0, high = s->tokens.n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct token *t = &s->tokens.p[middle];

		if (t->at + t->n <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

/* Does a term of a masked list start at the token and reach behind token `least`? */
static bool is_masked_at(struct scan *s, uint32_t token, uint32_t least)
{
	const struct bundle_range terms = terms_at(s, token);

	for (uint32_t i = 0; i < terms.n; i++) {
		const struct term_hit *hit = &s->terms.p[terms.first + i];

		if (s->t->lists[s->t->terms[hit->term].list].mask && hit->end > least)
			return true;
	}
	return !s->steps; /* nobody knows */
}

bool hits_masked(struct scan *s, const struct hit *h)
{
	const uint32_t first = token_behind(s, h->start);
	bool masked = h->masked;

	for (uint32_t i = first > TERM_TOKENS ? first - TERM_TOKENS : 0;
	     !masked && i < s->tokens.n && s->tokens.p[i].at < h->end; i++)
		masked = is_masked_at(s, i, first);
	return masked;
}

static void tell(struct scan *s, const struct hit *h)
{
	const struct bundle_rule *r = &s->t->rules[h->rule];
	struct finding *f =
		hits_finding(s, h->rule, h->start, h->end, hits_say(s, r), h->guessed);

	f->mask |= hits_masked(s, h);
	if (h->term != BUNDLE_NONE)
		suggest_term(s, h, f);
	suggest_texts(s, h, f);
}

/* A rule that ran out of steps is not kept and not broken: somebody must look. */
static void tell_undecided(struct scan *s, uint32_t rule)
{
	const struct bundle_rule *r = &s->t->rules[rule];
	struct finding *f = hits_finding(
		s, rule, 0, (uint32_t)s->v->text.n,
		STR("this rule could not be decided within its limits: look at the text "
		    "yourself, or make the rule or the text simpler"),
		true);

	f->level = r->flags & BUNDLE_SHADOW ? LEVEL_ADVISE : LEVEL_ASK;
	f->mask = true; /* it is about the whole text, not about some words */
}

bool hits_undecided(const struct scan *s, uint32_t rule)
{
	const struct bundle_rule *r = &s->t->rules[rule];
	const bool stopped = !s->steps || (s->blind && r->flags & BUNDLE_STRICT);
	const bool matched = r->kind <= BUNDLE_TERMS || weigh_is_kind(r->kind);

	return s->undecided[rule] || (stopped && s->c->active[rule] && matched);
}

static bool some_undecided(const struct scan *s)
{
	return !s->steps || s->blind ||
	       (s->t->n_rules && memchr(s->undecided, 1, s->t->n_rules));
}

static void tell_all_undecided(struct scan *s)
{
	for (uint32_t i = 0; i < s->t->n_rules; i++)
		if (hits_undecided(s, i) && !s->c->silent[i])
			tell_undecided(s, i);
}

void hits_sort(struct scan *s)
{
	if (s->hits.n)
		qsort(s->hits.p, s->hits.n, sizeof(*s->hits.p), by_place);
}

void hits_report(struct scan *s)
{
	if (s->ctx->trace) {
		trace_hits(s);
	} else {
		hits_sort(s);
		drop_excused(s);
		hits_drop_overlapped(s);
	}
	for (size_t i = 0; i < s->hits.n; i++)
		tell(s, &s->hits.p[i]);
	if (some_undecided(s))
		tell_all_undecided(s);
}
