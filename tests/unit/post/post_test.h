/* A post or a registry from strings, and questions about what was found. */
#ifndef POST_TEST_H
#define POST_TEST_H

#include "core/buf.h"
#include "post/post.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
	struct arena a;
	struct source s;
	struct post p;
	struct registry r;
	struct findings f;
	bool judged; /* what post_load() returned */
};

static inline void load_bytes(struct world *w, struct str bytes, bool plain)
{
	struct diags d = { .a = &w->a };

	assert_true(
		source_init(&w->s, STR("posts/a.md"), bytes, 4 * LIMIT_POST, &w->a, &d));
	if (!w->f.a)
		findings_init(&w->f, &w->a);
	w->judged = post_load(&w->s, plain, &w->a, &w->p, &w->f);
}

static inline void load(struct world *w, const char *text)
{
	load_bytes(w, str_from(text), false);
}

static inline void add(struct world *w, const char *path, const char *text)
{
	struct source *s = ARENA_NEW(&w->a, struct source);
	struct diags d = { .a = &w->a };

	assert_true(source_init(s, str_from(path), str_from(text), LIMIT_REGISTRY, &w->a,
				&d));
	if (!w->f.a)
		findings_init(&w->f, &w->a);
	registry_add(&w->r, s, &w->a, &w->f);
}

static inline void ready(struct world *w)
{
	registry_ready(&w->r, &w->a, &w->f);
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

static inline struct str quoted(const struct finding *f)
{
	return f->source ? str_span(f->source->bytes, f->at) : STR_NULL;
}

static inline void print_findings(const struct world *w)
{
	for (size_t i = 0; i < w->f.v.n; i++)
		print_message("# got %.*s: %.*s @ '%.*s'\n", STR_ARG(w->f.v.p[i].rule),
			      STR_ARG(w->f.v.p[i].msg), STR_ARG(quoted(&w->f.v.p[i])));
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
	print_findings(w);
	fail_msg("no finding %s: \"%s\" at '%s'", kind, says, at);
	return NULL;
}

static inline void said_times(const struct world *w, size_t n)
{
	if (w->f.v.n != n)
		print_findings(w);
	assert_int_equal(w->f.v.n, n);
}

#define said_nothing(w) said_times(w, 0)
#define said_once(w) said_times(w, 1)

#define assert_str(s, text)                                                              \
	do {                                                                             \
		const struct str got_ = (s);                                             \
		if (!str_is(got_, text))                                                 \
			fail_msg("got '%.*s', wanted '%s'", STR_ARG(got_), text);        \
	} while (0)

#define ID "id: launch\nauthor: p-dana\n"
#define HEAD ID "products: [readable]\n"
#define POST(head, body) "---\n" head "---\n" body
#define PRODUCTS "products:\n  readable:\n    name: Readable\n"
#define ACCOUNT(network, more)                                                           \
	"network: " network "\nhandle: readable\nowner: p-eve\n"                         \
	"products: [readable]\n" more

#endif
