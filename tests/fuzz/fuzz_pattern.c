/* A pattern, and the same bytes as a regular expression, from hostile bytes. Trees are
 * walked, words inflected, the expression run over its own text. */
#include "text/pattern.h"
#include "text/regex.h"
#include "text/utf8.h"

#include "core/limits.h"

enum { STEPS = 20000, DEEP = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void walk(const struct pattern *p, struct str text, struct arena *a, unsigned deep)
{
	struct str_list forms;

	must(deep < DEEP && p->at.start <= p->at.end && p->at.end <= text.n);
	switch (p->kind) {
	case PATTERN_SEQ:
	case PATTERN_ALT:
		must(p->n_kids > 1);
		break;
	case PATTERN_OPT:
		must(p->n_kids == 1);
		break;
	case PATTERN_GAP:
		must(!p->n_kids && p->max > 0);
		break;
	default:
		must(!p->n_kids && p->text.n && utf8_check(p->text) == SIZE_MAX);
		inflect(p->text, a, &forms);
		must(forms.n > 0 && str_eq(forms.p[0], p->text));
	}
	for (size_t i = 0; i < p->n_kids; i++)
		walk(p->kids[i], text, a, deep + 1);
}

static void try_pattern(struct str text, struct arena *a)
{
	struct pattern_error bad;
	struct pattern *p;

	if (pattern_parse(text, a, &p, &bad))
		walk(p, text, a, 0);
	else
		must(!p && bad.at.start <= bad.at.end && bad.at.end <= text.n &&
		     bad.msg[0]);
}

/* Every match holds what the expression is said to need, and the filter lets it pass. */
static void try_match(const struct regex_needs *need, struct str got, struct arena *a)
{
	const struct regex_filter *f = regex_filter_new(need, 1, a);
	struct regex_answer answer;
	struct span starts;

	regex_filter_ask(f, got, a, &answer);
	must(answer.may_match[0] & 1);
	must(regex_filter_starts(f, &answer, 0, 0, &starts) && starts.start == 0);
}

static void try_regex(struct str text, struct arena *a)
{
	uint64_t steps = STEPS;
	struct span hit = { 0, 0 };
	struct regex_needs need;
	struct regex *r;
	struct err e;
	size_t at;

	regex_read_needs(text, REGEX_CASELESS, a, &need);
	if (regex_compile(text, REGEX_CASELESS, &r, &at, &e) < 0) {
		must(!r && at <= text.n && e.msg[0]);
		return;
	}
	while (regex_next(r, text, hit.end, &steps, &hit) == REGEX_MATCH) {
		must(hit.start < hit.end && hit.end <= text.n);
		try_match(&need, str_span(text, hit), a);
	}
	regex_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str text = { (const char *)data, size };
	struct arena a = { 0 };

	try_pattern(text, &a);
	if (utf8_check(text) == SIZE_MAX && size <= LIMIT_PATTERN)
		try_regex(text, &a);
	arena_release(&a);
	return 0;
}
