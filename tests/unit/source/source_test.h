/* A file from a string, and questions about what was said of it. */
#ifndef SOURCE_TEST_H
#define SOURCE_TEST_H

#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
	struct arena a;
	struct source s;
	struct diags d;
};

static inline int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	w->d.a = &w->a;
	*state = w;
	return 0;
}

static inline int teardown(void **state)
{
	arena_release(&((struct world *)*state)->a);
	free(*state);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static inline bool load_bytes(struct world *w, struct str bytes, size_t cap)
{
	w->d.v.n = 0;
	return source_init(&w->s, STR("a.md"), bytes, cap, &w->a, &w->d);
}

static inline bool load(struct world *w, const char *text)
{
	return load_bytes(w, str_from(text), 1u << 21);
}

static inline struct span whole(const struct world *w)
{
	return (struct span){ 0, (uint32_t)w->s.bytes.n };
}

static inline struct str bytes_of(const struct world *w, struct span at)
{
	return str_span(w->s.bytes, at);
}

/* `unit` n times, then `end`. */
static inline struct str repeat(struct world *w, const char *unit, size_t n,
				const char *end)
{
	const size_t size = strlen(unit);
	char *p = arena_alloc(&w->a, size * n + strlen(end) + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(p + i * size, unit, size);
	memcpy(p + n * size, end, strlen(end));
	return (struct str){ p, size * n + strlen(end) };
}

static inline void print_diags(const struct world *w)
{
	for (size_t i = 0; i < w->d.v.n; i++) {
		const struct diag *d = &w->d.v.p[i];

		print_message("# %s: %.*s; %.*s @ '%.*s'\n", d->id, STR_ARG(d->msg),
			      STR_ARG(d->fix), STR_ARG(bytes_of(w, d->at)));
	}
}

/* There is a diag `id` whose words hold `says`, at exactly the bytes `at`. */
static inline const struct diag *said(const struct world *w, const char *id,
				      const char *says, const char *at)
{
	for (size_t i = 0; i < w->d.v.n; i++) {
		const struct diag *d = &w->d.v.p[i];
		const bool words = str_find(d->msg, str_from(says), 0) != SIZE_MAX ||
				   str_find(d->fix, str_from(says), 0) != SIZE_MAX;

		if (str_is(str_from(d->id), id) && words &&
		    str_is(bytes_of(w, d->at), at))
			return d;
	}
	print_diags(w);
	fail_msg("no diag %s: \"%s\" at '%s'", id, says, at);
	return NULL;
}

static inline void said_nothing(const struct world *w)
{
	print_diags(w);
	assert_int_equal(w->d.v.n, 0);
}

#define assert_str(s, text)                                                              \
	do {                                                                             \
		const struct str got_ = (s);                                             \
		if (!str_is(got_, text))                                                 \
			fail_msg("got '%.*s', wanted '%s'", STR_ARG(got_), text);        \
	} while (0)

/* The same numbers in every run. */
static inline unsigned dice(uint64_t *seed, unsigned sides)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % sides;
}

#endif
