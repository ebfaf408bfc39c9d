/* A policy from strings, rendered. */
#ifndef RENDER_TEST_H
#define RENDER_TEST_H

#include "render/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
	struct arena a;
	struct policy p;
	struct findings f;
	struct buf page;
};

static const struct render_options options = { STR("00ff00ff"), STR("0.1.0") };

static inline void load_files(struct world *w, const struct policy_file *files, size_t n)
{
	findings_init(&w->f, &w->a);
	policy_load(files, n, &w->a, &w->p, &w->f);
	buf_reset(&w->page);
}

static inline struct str html_of(struct world *w, const char *policy)
{
	const struct policy_file file = { STR("policy.md"), str_from(policy) };

	load_files(w, &file, 1);
	render_html(&w->p, &options, &w->page);
	return buf_view(&w->page);
}

static inline struct str text_of(struct world *w, const char *policy)
{
	const struct policy_file file = { STR("policy.md"), str_from(policy) };

	load_files(w, &file, 1);
	render_text(&w->p, &options, &w->page);
	return buf_view(&w->page);
}

static inline int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	buf_init(&w->page, 0);
	*state = w;
	return 0;
}

static inline int teardown(void **state)
{
	struct world *w = *state;

	arena_release(&w->a);
	buf_release(&w->page);
	free(w);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static inline size_t count_of(struct str page, const char *what)
{
	const struct str needle = str_from(what);
	size_t n = 0, at = 0;

	while ((at = str_find(page, needle, at)) != SIZE_MAX) {
		at += needle.n;
		n++;
	}
	return n;
}

#define assert_holds(page, what)                                                         \
	do {                                                                             \
		if (!count_of((page), (what)))                                           \
			fail_msg("'%s' is not in:\n%.*s", (what), STR_ARG(page));        \
	} while (0)
#define assert_lacks(page, what)                                                         \
	do {                                                                             \
		if (count_of((page), (what)))                                            \
			fail_msg("'%s' is in:\n%.*s", (what), STR_ARG(page));            \
	} while (0)

#define HEAD "---\ntitle: House rules\nlang: en-GB\n---\n"

/* One clause with a rule that has everything. */
static const char kind_policy[] =
	HEAD "# House rules\n\n"
	     "Welcome.\n\n"
	     "## How we speak\n\n"
	     "Be *kind* to **people**. Ask.\n\n"
	     "```decorum\n"
	     "clause: kind\n"
	     "kept_by: rule\n"
	     "sentence: 1\n"
	     "rules:\n"
	     "  - id: tone/zorg\n"
	     "    level: ask\n"
	     "    role: policy-owner\n"
	     "    who: company\n"
	     "    when: reply\n"
	     "    find: [\"you are a zorg & <fool>\", shut up]\n"
	     "    unless: [quoted, \"near friend\"]\n"
	     "    until: 2026-12-31\n"
	     "    shadow: true\n"
	     "    say: Say it \"nicely\"\n"
	     "    suggest: Let us talk\n"
	     "    examples:\n"
	     "      fail: [\"oh, «you are a zorg & <fool>» again\", «shut up»]\n"
	     "      pass: [\"you are <kind>\", b]\n"
	     "```\n\n"
	     "### Details\n\n"
	     "- one\n- two\n\n"
	     "## How we speak\n\n"
	     "Ask `us`.\n\n"
	     "```decorum\n"
	     "clause: ask.us\n"
	     "kept_by: judgement\n"
	     "```\n";

#endif
