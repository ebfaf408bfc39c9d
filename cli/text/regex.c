#include "text/regex.h"

#include "core/limits.h"
#include "core/memory.h"
#include "text/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
	NEST_MAX = 50,
	MATCH_MAX = 20000,    /* backtracking points that one start may use */
	HEAP_MAX = 16 * 1024, /* KiB */
	MATCH_FIRST = 64,     /* enough for nearly all starts in ordinary text */
	STARTS_FIRST = 64,    /* places where a match may start, tried at once */
	STARTS_MAX = 512,
	REACH_FIRST = 256, /* bytes shown to a match behind the last start */
	RAISE = 8,
	CALL_COST = 16,
};

struct regex {
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *context;
	bool line_starts; /* matches only where a line starts, as ".*x" does */
	bool anchored;    /* or only where the search starts, as "\\Ax" does */
};

/* ---- compile ---- */

static int pcre2_failed(struct err *e, int code)
{
	PCRE2_UCHAR why[160];

	if (pcre2_get_error_message(code, why, sizeof(why)) < 0)
		why[0] = '\0';
	return err_set(e, ERR_INVALID, "not a regular expression: %s", (char *)why);
}

static int refuse(struct err *e, size_t *at, size_t where, const char *what,
		  const char *hint)
{
	*at = where;
	err_set(e, ERR_INVALID, "%s", what);
	return err_hint(e, "%s", hint);
}

/* "\G" is bound to the place where a search starts, and searches here start anywhere.
 * SIZE_MAX if there is none. Quoted text (\Q) is searched too: better refused. */
static size_t find_start_escape(struct str pattern)
{
	for (size_t i = 0; i + 1 < pattern.n; i++) {
		if (pattern.p[i] != '\\')
			continue;
		if (pattern.p[i + 1] == 'G')
			return i;
		i++;
	}
	return SIZE_MAX;
}

static int check_text(struct str pattern, size_t *at, struct err *e)
{
	const size_t escape = find_start_escape(pattern);

	if (pattern.n > LIMIT_PATTERN) {
		*at = 0;
		return err_set(e, ERR_INVALID,
			       "a regular expression may have %u bytes, this one has %zu",
			       LIMIT_PATTERN, pattern.n);
	}
	if (str_starts(pattern, "(*"))
		return refuse(e, at, 0, "(*...) at the start would change the rules",
			      "leave it out");
	if (escape < pattern.n)
		return refuse(e, at, escape, "\\G has no meaning here",
			      "use \\b, ^ or \\A");
	return 0;
}

static int note_callout(pcre2_callout_enumerate_block *block, void *data)
{
	*(size_t *)data = block->pattern_position;
	return 1;
}

/* What only the compiled expression tells. */
static int check_code(const pcre2_code *code, struct str pattern, size_t *at,
		      struct err *e)
{
	size_t callout = SIZE_MAX;
	uint32_t empty = 1;

	(void)pcre2_callout_enumerate(code, note_callout, &callout);
	if (callout != SIZE_MAX) {
		callout = callout < pattern.n ? callout : pattern.n;
		while (callout > 0 &&
		       !str_starts(str_slice(pattern, callout, pattern.n), "(?C"))
			callout--;
		return refuse(e, at, callout, "(?C...) is not allowed", "leave it out");
	}
	(void)pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty)
		return refuse(e, at, 0,
			      "this regular expression matches the empty text, which is "
			      "everywhere",
			      "something in it must not be optional");
	return 0;
}

static int compile(struct str pattern, unsigned flags, pcre2_compile_context *context,
		   pcre2_code **out, size_t *at, struct err *e)
{
	uint32_t options =
		PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
	PCRE2_SIZE where = 0;
	int code = 0;

	options |= flags & REGEX_CASELESS ? PCRE2_CASELESS : 0;
	options |= flags & REGEX_MULTILINE ? PCRE2_MULTILINE : 0;
	(void)pcre2_set_parens_nest_limit(context, NEST_MAX);
	(void)pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
	*out = pcre2_compile((PCRE2_SPTR)(pattern.p ? pattern.p : ""), pattern.n, options,
			     &code, &where, context);
	if (!*out) {
		*at = where;
		return pcre2_failed(e, code);
	}
	return 0;
}

static struct regex *regex_of(pcre2_code *code)
{
	struct regex *r = memory_new(sizeof(*r));
	uint32_t first = 0, options = 0;

	r->match = pcre2_match_data_create(1, NULL);
	r->context = pcre2_match_context_create(NULL);
	if (!r->match || !r->context)
		memory_out();
	(void)pcre2_set_heap_limit(r->context, HEAP_MAX);
	(void)pcre2_set_depth_limit(r->context, MATCH_MAX);
	(void)pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &first);
	(void)pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
	r->line_starts = first == 2;
	r->anchored = options & PCRE2_ANCHORED;
	r->code = code;
	return r;
}

int regex_compile(struct str pattern, unsigned flags, struct regex **out, size_t *at,
		  struct err *e)
{
	pcre2_compile_context *context;
	pcre2_code *code = NULL;
	int ret;

	*out = NULL;
	*at = 0;
	ret = check_text(pattern, at, e);
	if (ret < 0)
		return ret;
	context = pcre2_compile_context_create(NULL);
	if (!context)
		memory_out();
	ret = compile(pattern, flags, context, &code, at, e);
	if (ret == 0)
		ret = check_code(code, pattern, at, e);
	if (ret == 0) {
		*out = regex_of(code);
		code = NULL; /* now the regex's */
	}
	pcre2_code_free(code);
	pcre2_compile_context_free(context);
	return ret;
}

void regex_free(struct regex *r)
{
	if (!r)
		return;
	pcre2_match_context_free(r->context);
	pcre2_match_data_free(r->match);
	pcre2_code_free(r->code);
	free(r);
}

bool regex_starts_anywhere(const struct regex *r)
{
	return !r->line_starts && !r->anchored;
}

/* ---- match ---- */

/*
 * PCRE2 counts backtracking from zero at every place where a match may start, and it does
 * not count the steps of a loop over one character class. So neither its match limit nor
 * a count of calls bounds the time for a long text. We try a window of starts at a time,
 * with a low match limit and only some text behind the window to look at. What does not
 * fit is tried again alone, with more of what it lacked, and every such try is charged.
 */
struct search {
	struct regex *r;
	struct str text;
	uint64_t *steps;
	size_t end;               /* no match starts at it or behind it */
	size_t at, starts, reach; /* the window */
	uint32_t limit;
};

static void first_window(struct search *s, size_t at, size_t starts)
{
	s->at = at;
	s->starts = at < s->end && starts > s->end - at ? s->end - at : starts;
	s->reach = REACH_FIRST;
	s->limit = MATCH_FIRST;
}

static size_t to_character(struct str text, size_t at)
{
	while (at < text.n && utf8_is_tail(text.p[at]))
		at++;
	return at;
}

/* False when the budget is spent. */
static bool charge(struct search *s, uint64_t cost)
{
	if (cost > *s->steps) {
		*s->steps = 0;
		return false;
	}
	*s->steps -= cost;
	return true;
}

static int try_window(struct search *s, size_t end)
{
	const uint32_t partial = end < s->text.n ? PCRE2_PARTIAL_HARD : 0;

	(void)pcre2_set_match_limit(s->r->context, s->limit);
	(void)pcre2_set_offset_limit(s->r->context, s->at + s->starts - 1);
	return pcre2_match(s->r->code, (PCRE2_SPTR)s->text.p, end, s->at,
			   PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK | partial, s->r->match,
			   s->r->context);
}

/* What a try cost at most: bytes that were looked at, backtracking that was allowed. */
static uint64_t cost_of(const struct search *s, size_t end)
{
	uint64_t cost = CALL_COST + s->starts;

	if (s->reach > REACH_FIRST)
		cost += end - s->at;
	if (s->limit > MATCH_FIRST)
		cost += s->limit;
	return cost;
}

/* The start that met the end of what it was shown, alone and with more to look at. */
static void show_more(struct search *s)
{
	s->limit = s->starts > 1 ? MATCH_FIRST : s->limit;
	s->at = pcre2_get_startchar(s->r->match);
	s->starts = 1;
	s->reach *= RAISE;
}

/* Some start in the window needs more backtracking. False if it had the most already. */
static bool allow_more(struct search *s)
{
	if (s->starts > 1) {
		s->starts = s->starts > RAISE ? s->starts / RAISE : 1;
		return true;
	}
	if (s->limit == MATCH_MAX)
		return false;
	s->limit = s->limit < MATCH_MAX / RAISE ? s->limit * RAISE : MATCH_MAX;
	return true;
}

/* PCRE2 goes from line to line itself, but not from window to window. */
static size_t to_line(struct str text, size_t at)
{
	while (at < text.n && text.p[at - 1] != '\n' && text.p[at - 1] != '\r')
		at++;
	return at;
}

static void go_on(struct search *s)
{
	const size_t starts = s->starts * 2;
	size_t at = to_character(s->text, s->at + s->starts);

	if (s->r->line_starts)
		at = to_line(s->text, at);
	first_window(s, at, starts < STARTS_MAX ? starts : STARTS_MAX);
}

/* Only the bytes up to the match were looked at. */
static void give_back(struct search *s, size_t start)
{
	const size_t used = start >= s->at ? start - s->at + 1 : 1;

	if (used < s->starts)
		*s->steps += s->starts - used;
}

static bool is_limit(int result)
{
	return result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT ||
	       result == PCRE2_ERROR_HEAPLIMIT;
}

enum try_result { TRY_AGAIN, TRY_DONE };

/* One try; with TRY_DONE the answer is in *result. */
static enum try_result step(struct search *s, enum regex_result *result, struct span *hit)
{
	const size_t left = s->text.n - s->at;
	const size_t want = s->starts + s->reach;
	const size_t end = to_character(s->text, s->at + (want < left ? want : left));
	int got;

	*result = REGEX_UNDECIDED;
	if (!charge(s, cost_of(s, end)))
		return TRY_DONE;
	got = try_window(s, end);
	if (got >= 0) {
		const PCRE2_SIZE *at = pcre2_get_ovector_pointer(s->r->match);

		*hit = (struct span){ (uint32_t)at[0], (uint32_t)at[1] };
		*result = at[0] < at[1] ? REGEX_MATCH : REGEX_UNDECIDED;
		give_back(s, at[0]);
		return TRY_DONE;
	}
	if (got == PCRE2_ERROR_PARTIAL)
		show_more(s);
	else if (got == PCRE2_ERROR_NOMATCH)
		go_on(s);
	else if (!is_limit(got) || !allow_more(s))
		return TRY_DONE;
	return TRY_AGAIN;
}

enum regex_result regex_next_in(struct regex *r, struct str text, struct span starts,
				uint64_t *steps, struct span *hit)
{
	struct search s = { .r = r, .text = text, .steps = steps, .end = starts.end };
	enum regex_result result;

	*hit = (struct span){ 0, 0 };
	if (text.n > UINT32_MAX / 2)
		return REGEX_UNDECIDED;
	if (s.end > text.n)
		s.end = text.n;
	if (r->anchored && s.end > starts.start)
		s.end = starts.start + 1;
	first_window(&s, to_character(text, starts.start), STARTS_FIRST);
	while (s.at < s.end)
		if (step(&s, &result, hit) == TRY_DONE)
			return result;
	return REGEX_NONE;
}

enum regex_result regex_next(struct regex *r, struct str text, size_t from,
			     uint64_t *steps, struct span *hit)
{
	const uint32_t start = from < UINT32_MAX ? (uint32_t)from : UINT32_MAX;

	return regex_next_in(r, text, (struct span){ start, UINT32_MAX }, steps, hit);
}
