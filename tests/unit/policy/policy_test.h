/* A policy from strings, and questions about what the compiler said. */
#ifndef POLICY_TEST_H
#define POLICY_TEST_H

#include "policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
	struct arena a;
	struct policy p;
	struct findings f;
};

enum { MOST_FILES = 8 };

/* load(w, "policy.md", "...", "words.txt", "...", NULL) */
static inline void load(struct world *w, ...)
{
	struct policy_file files[MOST_FILES];
	const char *path;
	size_t n = 0;
	va_list ap;

	va_start(ap, w);
	while ((path = va_arg(ap, const char *)) && n < MOST_FILES)
		files[n++] = (struct policy_file){ str_from(path),
						   str_from(va_arg(ap, const char *)) };
	va_end(ap);
	findings_init(&w->f, &w->a);
	policy_load(files, n, &w->a, &w->p, &w->f);
}

static inline int setup(void **state)
{
	*state = calloc(1, sizeof(struct world));
	return *state ? 0 : -1;
}

static inline int teardown(void **state)
{
	arena_release(&((struct world *)*state)->a);
	free(*state);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static inline void print_findings(const struct world *w)
{
	for (size_t i = 0; i < w->f.v.n; i++) {
		const struct finding *f = &w->f.v.p[i];

		print_message("# %.*s: %.*s\n", STR_ARG(f->rule), STR_ARG(f->msg));
	}
}

static inline struct str quoted(const struct finding *f)
{
	return f->source ? str_span(f->source->bytes, f->at) : STR_NULL;
}

/* There is a finding of this kind whose message holds `says`, at exactly the bytes
 * `at` ("" for none). */
static inline const struct finding *said(const struct world *w, const char *kind,
					 const char *says, const char *at)
{
	for (size_t i = 0; i < w->f.v.n; i++) {
		const struct finding *f = &w->f.v.p[i];

		if (str_is(f->rule, kind) &&
		    str_find(f->msg, str_from(says), 0) != SIZE_MAX &&
		    str_is(quoted(f), at))
			return f;
	}
	for (size_t i = 0; i < w->f.v.n; i++)
		print_message("# got %.*s: %.*s @ '%.*s'\n", STR_ARG(w->f.v.p[i].rule),
			      STR_ARG(w->f.v.p[i].msg), STR_ARG(quoted(&w->f.v.p[i])));
	fail_msg("no finding %s: \"%s\" at '%s'", kind, says, at);
	return NULL;
}

static inline void said_nothing(const struct world *w)
{
	print_findings(w);
	assert_int_equal(w->f.v.n, 0);
}

static inline void said_once(const struct world *w)
{
	if (w->f.v.n != 1)
		print_findings(w);
	assert_int_equal(w->f.v.n, 1);
}

#define assert_str(s, text)                                                              \
	do {                                                                             \
		const struct str got_ = (s);                                             \
		if (!str_is(got_, text))                                                 \
			fail_msg("got '%.*s', wanted '%s'", STR_ARG(got_), text);        \
	} while (0)

#define HEAD "---\ntitle: House rules\n---\n"
/* A clause around `rule`, whose lines start at column 1 of a list item. */
#define CLAUSE(rules)                                                                    \
	HEAD "Be kind to people.\n\n```decorum\nclause: kind\nkept_by: "                 \
	     "rule\nrules:\n" rules "```\n"
#define EXAMPLES                                                                         \
	"    examples:\n      fail: [\"a «zorg»\", \"two «zorgs»\"]\n"               \
	"      pass: [fine, good]\n"
#define RULE(keys) "  - id: tone/zorg\n    level: ask\n    say: Say it nicely\n" keys

#endif
