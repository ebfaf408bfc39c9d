/* Texts cut into tokens, written down in a form that can be compared. */
#ifndef TOKEN_TEST_H
#define TOKEN_TEST_H

#include "text/token.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
	struct arena a;
	struct view v;
	struct tokens t;
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
		const struct str wanted_ = str_from(text);                               \
		if (!str_eq(got_, wanted_))                                              \
			fail_msg("got '%.*s', wanted '%s'", STR_ARG(got_), wanted_.p);   \
	} while (0)

static inline void cut_str(struct world *w, struct str text)
{
	view_plain(text, &w->a, &w->v);
	tokens_of(&w->v, &w->a, &w->t);
}

static inline void cut(struct world *w, const char *text)
{
	cut_str(w, str_from(text));
}

/* Words and marks stand for themselves: "Call n:84k url:example.com /". */
static inline struct str dump(struct world *w)
{
	static const char *const names[TOKEN_KINDS] = {
		[TOKEN_WORD] = "",        [TOKEN_NUMBER] = "n:",
		[TOKEN_PUNCT] = "",       [TOKEN_URL] = "url:",
		[TOKEN_EMAIL] = "mail:",  [TOKEN_MENTION] = "at:",
		[TOKEN_HASHTAG] = "tag:", [TOKEN_CASHTAG] = "cash:",
		[TOKEN_EMOJI] = "emoji:", [TOKEN_CODE] = "code:",
		[TOKEN_BREAK] = "/",
	};
	struct str out;
	struct buf b;

	buf_init(&b, 0);
	for (size_t i = 0; i < w->t.n; i++) {
		const struct token *t = &w->t.p[i];

		if (i)
			buf_char(&b, ' ');
		buf_cstr(&b, names[t->kind]);
		if (t->kind != TOKEN_BREAK)
			buf_str(&b, token_text(&w->v, t));
	}
	out = arena_str(&w->a, buf_view(&b));
	buf_release(&b);
	return out;
}

#define cut_into(w, text, tokens)                                                        \
	do {                                                                             \
		cut((w), (text));                                                        \
		assert_str(dump(w), (tokens));                                           \
	} while (0)

/* The folds, with blanks between. */
static inline struct str folds(struct world *w)
{
	struct str out = STR_NULL;

	for (size_t i = 0; i < w->t.n; i++)
		out = arena_printf(&w->a, "%.*s%s%.*s", STR_ARG(out), i ? " " : "",
				   STR_ARG(w->t.p[i].fold));
	return out;
}

#define folds_into(w, text, folded)                                                      \
	do {                                                                             \
		cut((w), (text));                                                        \
		assert_str(folds(w), (folded));                                          \
	} while (0)

/* The sentences from their first to their last token, with " | " between. */
static inline struct str sentences(struct world *w)
{
	struct str out = STR_NULL;

	for (size_t i = 0; i < w->t.n;) {
		const size_t start = w->t.p[i].at;
		size_t end = start, next = i;

		for (; next < w->t.n && w->t.p[next].sentence == w->t.p[i].sentence;
		     next++)
			if (w->t.p[next].kind != TOKEN_BREAK)
				end = (size_t)w->t.p[next].at + w->t.p[next].n;
		out = arena_printf(&w->a, "%.*s%s%.*s", STR_ARG(out), i ? " | " : "",
				   STR_ARG(str_slice(w->v.text, start, end)));
		i = next;
	}
	return out;
}

#define reads_as(w, text, wanted)                                                        \
	do {                                                                             \
		cut((w), (text));                                                        \
		assert_str(sentences(w), (wanted));                                      \
	} while (0)

/* The bytes of the tokens that carry `flag`, runs with '+' between, "|" between runs. */
static inline struct str flagged(struct world *w, unsigned flag)
{
	struct str out = STR_NULL;
	bool run = false;

	for (size_t i = 0; i < w->t.n; i++) {
		const bool has = w->t.p[i].flags & flag;

		if (has)
			out = arena_printf(&w->a, "%.*s%s%.*s", STR_ARG(out),
					   !out.n ? ""
					   : run  ? "+"
						  : "|",
					   STR_ARG(token_text(&w->v, &w->t.p[i])));
		run = has;
	}
	return out;
}

#define flags_in(w, text, flag, wanted)                                                  \
	do {                                                                             \
		cut((w), (text));                                                        \
		assert_str(flagged((w), (flag)), (wanted));                              \
	} while (0)

#endif
