/* A checker from a policy in strings, and what it says of a text. */
#ifndef CHECK_TEST_H
#define CHECK_TEST_H

#include "bundle/write.h"
#include "check/check.h"
#include "policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
	struct arena a, item;
	struct policy p;
	struct buf bytes;
	struct bundle *b;
	struct checker *c;
	struct check_context ctx;
	struct source s; /* the newest text */
	struct findings f;
};

enum { MOST_FILES = 16 };

static inline void forget(struct world *w)
{
	checker_free(w->c);
	bundle_close(w->b);
	buf_release(&w->bytes);
	arena_release(&w->item);
	arena_release(&w->a);
	*w = (struct world){ 0 };
}

static inline int setup(void **state)
{
	*state = calloc(1, sizeof(struct world));
	return *state ? 0 : -1;
}

static inline int teardown(void **state)
{
	forget(*state);
	free(*state);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static inline void compile(struct world *w, const struct policy_file *files, size_t n)
{
	struct findings f;
	struct err e;
	bool good;

	findings_init(&f, &w->a);
	policy_load(files, n, &w->a, &w->p, &f);
	buf_init(&w->bytes, 0);
	good = findings_worst(&f) != LEVEL_BLOCK && bundle_write(&w->p, &w->bytes, &f);
	for (size_t i = 0; i < f.v.n; i++)
		print_message("# %.*s: %.*s\n", STR_ARG(f.v.p[i].rule),
			      STR_ARG(f.v.p[i].msg));
	if (!good)
		fail_msg("the policy does not compile");
	if (bundle_from_bytes(buf_view(&w->bytes), &w->b, &e) < 0)
		fail_msg("%s", e.msg);
	w->c = checker_new(w->b);
	w->ctx = (struct check_context){ .who = CHECK_COMPANY, .lang = STR("en") };
}

#define HEAD "---\ntitle: House rules\n---\nBe kind to people.\n\n```decorum\nclause: kind\n" \
	     "kept_by: rule\nrules:\n"
#define TAIL "```\n"
#define EXAMPLES "    examples: {fail: [«a», «b»], pass: [c, d]}\n"
/* A rule; `keys` are its lines, indented by four. */
#define RULE(id, level, keys) \
	"  - id: " id "\n    level: " level "\n    say: Say it nicely\n" keys EXAMPLES

/* make(w, rules, "lexicons/insult.yaml", "...", ..., NULL): a new policy. */
static inline void make(struct world *w, const char *rules, ...)
{
	struct policy_file files[MOST_FILES];
	const char *path;
	size_t n = 1;
	va_list ap;

	forget(w);
	files[0] = (struct policy_file){
		STR("policy.md"), arena_printf(&w->a, HEAD "%s" TAIL, rules)
	};
	va_start(ap, rules);
	while ((path = va_arg(ap, const char *)) && n < MOST_FILES)
		files[n++] = (struct policy_file){ str_from(path),
						   str_from(va_arg(ap, const char *)) };
	va_end(ap);
	compile(w, files, n);
}

#define INSULTS "lexicons/insult.yaml", \
	"about: Insults\nterms: [zorg, total zorg, fool, grumbling wolf]\n"

/* A rule that finds `pattern` (YAML, quoted), and the list {insult}. */
static inline void make_find(struct world *w, const char *pattern, const char *keys)
{
	char rules[2048];

	(void)snprintf(rules, sizeof(rules),
		       "  - id: tone/test\n    level: block\n    say: Say it nicely\n"
		       "    find: [%s]\n%s" EXAMPLES, pattern, keys);
	make(w, rules, INSULTS, NULL);
}

/* Judge `text` as it stands; findings in w->f, sorted. */
static inline void judge_bytes(struct world *w, struct str text)
{
	struct diags d = { .a = &w->item };
	struct view v;

	arena_reset(&w->item);
	findings_init(&w->f, &w->item);
	text = arena_str(&w->item, text);
	assert_true(source_init(&w->s, STR("text"), text, 16 * MIB, &w->item, &d));
	view_plain(text, &w->item, &v);
	check_view(w->c, &v, &w->s, &w->ctx, &w->f);
	findings_sort(&w->f);
}

static inline void judge(struct world *w, const char *text)
{
	judge_bytes(w, str_from(text));
}

static inline void print_found(const struct world *w)
{
	for (size_t i = 0; i < w->f.v.n; i++) {
		const struct finding *f = &w->f.v.p[i];

		print_message("# found [%.*s] %.*s: %.*s\n",
			      STR_ARG(str_span(w->s.bytes, f->at)), STR_ARG(f->rule),
			      STR_ARG(f->msg));
	}
}

/* Judge a text in which "<" and ">" stand around what must be found: exactly that is. */
static inline void marks(struct world *w, const char *marked)
{
	struct span want[32];
	char text[4096];
	size_t n = 0, n_want = 0;

	for (const char *p = marked; *p; p++) {
		assert_true(n + 1 < sizeof(text) && n_want < ARRAY_LEN(want));
		if (*p == '<')
			want[n_want].start = (uint32_t)n;
		else if (*p == '>')
			want[n_want++].end = (uint32_t)n;
		else
			text[n++] = *p;
	}
	judge_bytes(w, (struct str){ text, n });
	for (size_t i = 0; i < n_want && i < w->f.v.n; i++)
		if (w->f.v.p[i].at.start != want[i].start ||
		    w->f.v.p[i].at.end != want[i].end) {
			print_found(w);
			fail_msg("wrong words in '%s'", marked);
		}
	if (w->f.v.n != n_want) {
		print_found(w);
		fail_msg("%zu found in '%s'", w->f.v.n, marked);
	}
}

static inline const struct finding *only_finding(const struct world *w)
{
	if (w->f.v.n != 1)
		print_found(w);
	assert_int_equal(w->f.v.n, 1);
	return &w->f.v.p[0];
}

#define assert_str(s, text)                                                              \
	do {                                                                             \
		const struct str got_ = (s);                                             \
		if (!str_is(got_, text))                                                 \
			fail_msg("got '%.*s', wanted '%s'", STR_ARG(got_), text);        \
	} while (0)

static inline void says(struct str msg, const char *part)
{
	if (str_find(msg, str_from(part), 0) == SIZE_MAX)
		fail_msg("'%.*s' does not say '%s'", STR_ARG(msg), part);
}

#endif
