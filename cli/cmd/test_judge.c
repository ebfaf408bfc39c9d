/* Examples under their rule alone, in the situation that the rule is for. */
#include "cmd/test.h"
#include "core/limits.h"
#include "text/utf8.h"

enum { WORD_SHOWN = 40 }; /* bytes of what was found in a whole file */

struct check_context test_context(const struct policy_rule *rule,
				  const struct policy_example *x)
{
	return (struct check_context){
		.who = rule->who & WHO_COMPANY ? CHECK_COMPANY : CHECK_ASSOCIATED,
		.reply = rule->when & (WHEN_REPLY | WHEN_HOSTILE),
		.hostile = rule->when & WHEN_HOSTILE,
		.repost = rule->when & WHEN_REPOST,
		.correction = rule->when & WHEN_CORRECTION,
		.lang = STR("en"),
		.network = x->network,
		.today = x->on.n         ? x->on
			 : rule->until.n ? rule->until
					 : rule->from,
	};
}

void test_judge(struct suite *t, struct checker *checker, struct str only,
		const struct trial *trial, struct findings *f)
{
	struct check_context ctx = test_context(t->rule, trial->x);

	ctx.only = only;
	arena_reset(&t->item);
	findings_init(f, &t->item);
	if (!trial->source)
		return;
	if (trial->x->whole)
		test_world_judge(checker, &ctx, trial->x, &t->item, f);
	else
		check_view(checker, &trial->view, trial->source, &ctx, f);
	findings_sort(f);
}

static bool is_marked(const struct policy_example *x, struct span at)
{
	for (size_t i = 0; i < x->n_marks; i++)
		if (x->marks[i].start == at.start && x->marks[i].end == at.end)
			return true;
	return false;
}

static bool is_found(const struct findings *f, struct span at)
{
	for (size_t i = 0; i < f->v.n; i++)
		if (f->v.p[i].at.start == at.start && f->v.p[i].at.end == at.end)
			return true;
	return false;
}

bool test_holds(const struct trial *trial, const struct findings *f)
{
	const struct policy_example *x = trial->x;

	if (trial->sort != TRIAL_FAIL || !f->v.n)
		return (trial->sort == TRIAL_FAIL) == (f->v.n > 0);
	for (size_t i = 0; i < x->n_marks; i++)
		if (!is_found(f, x->marks[i]))
			return false;
	for (size_t i = 0; x->n_marks && i < f->v.n; i++)
		if (!is_marked(x, f->v.p[i].at))
			return false;
	return true;
}

/* ---- the trials of a rule ---- */

static void add_trials(struct suite *t, const struct policy_example *x, size_t n,
		       enum trial_sort sort)
{
	for (size_t i = 0; i < n; i++) {
		struct trial *trial = &t->trials[t->n_trials++];
		struct diags d = { .a = &t->own };

		*trial = (struct trial){ .x = &x[i], .sort = sort };
		trial->source = ARENA_NEW(&t->own, struct source);
		if (source_init(trial->source, STR("example"), x[i].text, LIMIT_POST,
				&t->own, &d))
			view_plain(x[i].text, &t->own, &trial->view);
		else
			trial->source = NULL;
	}
}

void test_prepare(struct suite *t)
{
	const struct policy_rule *r = t->rule;

	t->n_trials = 0;
	t->trials = arena_array(&t->own, r->n_fail + r->n_pass + r->n_miss,
				sizeof(*t->trials));
	add_trials(t, r->fail, r->n_fail, TRIAL_FAIL);
	add_trials(t, r->pass, r->n_pass, TRIAL_PASS);
	add_trials(t, r->miss, r->n_miss, TRIAL_MISS);
}

/* Of a whole file the words do not tell why: ` line 1, "network": it needs an owner`. */
static void add_reason(struct buf *out, const struct trial *trial,
		       const struct finding *one, struct str word)
{
	const struct str path = one->source->path;

	/* The one file that has no name stands in the policy alone. */
	buf_printf(out, "%s %.*s%sline %u, ", out->n ? ";" : "",
		   STR_ARG(trial->x->file.n || trial->x->n_with ? path : STR_NULL),
		   trial->x->file.n || trial->x->n_with ? " " : "",
		   source_position(one->source, one->at.start).line);
	buf_printf(out, "\"%.*s\": %.*s", STR_ARG(word), STR_ARG(one->msg));
}

/* ` "these" "words"`, for a message; stars where the rule hides them. */
static struct str words_found(struct suite *t, const struct trial *trial,
			      const struct findings *f)
{
	struct buf words;
	struct str all;

	buf_init(&words, 0);
	for (size_t i = 0; i < f->v.n; i++) {
		const struct finding *one = &f->v.p[i];
		const struct source *s = trial->x->whole ? one->source : trial->source;
		const struct str word = s ? str_span(s->bytes, one->at) : STR_NULL;

		if (!t->reveal && (t->rule->hides || one->mask))
			buf_cstr(&words, " ***");
		else if (trial->x->whole && s)
			add_reason(&words, trial, one, utf8_clip(word, WORD_SHOWN));
		else
			buf_printf(&words, " \"%.*s\"", STR_ARG(word));
	}
	all = arena_str(&t->own, buf_view(&words));
	buf_release(&words);
	return all;
}

static void say_why(struct suite *t, const struct trial *trial, const struct findings *f)
{
	const struct str words = words_found(t, trial, f);

	if (!trial->source)
		test_failed(t, trial->x, "this is no text that can be judged", STR_NULL);
	else if (trial->sort == TRIAL_MISS)
		test_failed(t, trial->x,
			    "this was known to be missed and is found now: move it to "
			    "\"fail\";",
			    words);
	else if (trial->sort == TRIAL_PASS)
		test_failed(t, trial->x, "this must not be found, and was:", words);
	else if (!f->v.n)
		test_failed(t, trial->x, "this must be found, and was not", STR_NULL);
	else
		test_failed(t, trial->x,
			    "the words found are not the words between the marks; found:",
			    words);
}

void test_examples(struct suite *t)
{
	for (size_t i = 0; i < t->n_trials; i++) {
		struct trial *trial = &t->trials[i];
		struct findings f;

		test_judge(t, t->checker, t->rule->id, trial, &f);
		trial->holds = trial->source && test_holds(trial, &f);
		if (trial->sort == TRIAL_MISS) {
			t->known++;
			t->known_found += !trial->holds;
		} else {
			t->examples.all++;
			t->examples.good += trial->holds;
		}
		if (!trial->holds)
			say_why(t, trial, &f);
	}
}
