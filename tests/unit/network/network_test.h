/* A post from strings, as networks show and count it. */
#ifndef NETWORK_TEST_H
#define NETWORK_TEST_H

#include "network/network.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
	struct arena a;
	struct source s;
	struct post p;
	struct findings f;
	struct view v;
	struct network_count c;
};

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

#define assert_str(s, text)                                                              \
	do {                                                                             \
		const struct str got_ = (s);                                             \
		if (!str_is(got_, text))                                                 \
			fail_msg("got '%.*s', wanted '%s'", STR_ARG(got_), text);        \
	} while (0)

static inline void load(struct world *w, const char *text, bool plain)
{
	struct diags d = { .a = &w->a };

	assert_true(
		source_init(&w->s, STR("a.md"), str_from(text), LIMIT_POST, &w->a, &d));
	findings_init(&w->f, &w->a);
	assert_true(post_load(&w->s, plain, &w->a, &w->p, &w->f));
}

/* The source bytes of the first place in the view that reads `shown`. */
static inline struct str source_of(const struct world *w, const char *shown)
{
	const size_t at = str_find(w->v.text, str_from(shown), 0);

	assert_int_not_equal(at, SIZE_MAX);
	return str_span(w->s.bytes, view_span(&w->v, at, at + strlen(shown)));
}

#endif
