/* match [FILE]: how fast the whole default policy judges texts of one line, in this
 * process: tokens, annotations, patterns, lists, regular expressions, spelling. And how
 * much longer each rule by itself takes as a regular expression, in the same run. FILE
 * has a text a line; without it, posts of 40 words are made from the sentences below and
 * from the policy's own examples. CPU time, best of some runs. */
#include "as_regex.h"

#include "bundle/write.h"
#include "check/check.h"
#include "core/file.h"
#include "core/limits.h"
#include "text/token.h"

#include <time.h>

enum { POSTS = 6000, WORDS = 40, RUNS = 5, POSTS_REGEX = 300, LONG_TEXT = 5000000 };

static const char *const sentences[] = {
	"We just released keyword density checks for everybody on the team plan.",
	"Try them on your next draft and tell us what you think.",
	"Writing for a wide audience is hard, so we collected ten short tips.",
	"Our support team is back on Monday at nine in the morning.",
	"Thank you to everyone who joined the webinar yesterday.",
	"The recording is on our website now, together with the slides.",
	"Does your home page pass the five second test?",
	"Short sentences help people who read on a small screen.",
	"Last week we visited a school that uses the editor in class.",
	"The pupils had better questions than we did.",
	"You can now export your reports as a spreadsheet.",
	"This was the most requested feature of the year, and here it is.",
	"We fixed a bug that made long documents slow to open.",
	"If your dashboard still looks old, please reload the page.",
	"Meet the people who build the product at our stand in hall four.",
	"A good headline says what the reader gets, in the words that she would use.",
	"Our new guide explains how search engines read your pages.",
	"It is free, it takes ten minutes, and you need no account.",
	"Some customers asked whether the score works for other languages.",
	"It does for German and French, and we are working on Spanish.",
	"Plain language saves money: fewer calls, fewer letters, fewer mistakes.",
	"We are looking for a designer who likes typography and long walks.",
	"Read how a city council made its forms shorter by half.",
	"The servers will be down for an hour on Sunday night.",
	"Sorry for the trouble this morning, everything is running again.",
	"What would you like to see next? Answer below, we read every reply.",
	"Readable text is not dull text, as these three novels show.",
	"Happy birthday to our editor, who turned five today!",
	"The weather in Brighton is awful, but the coffee is excellent.",
	"Accessibility is not a feature, it is how we work.",
};

/* ---- texts ---- */

struct texts {
	struct str *p;
	size_t n, bytes;
};

struct source_texts {
	VEC(struct str) v;
};

static unsigned chance(unsigned n)
{
	static uint64_t state = 0x2545f4914f6cdd1du;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % n;
}

static struct str sentence(const struct source_texts *examples)
{
	if (chance(2) || !examples->v.n)
		return str_from(sentences[chance((unsigned)ARRAY_LEN(sentences))]);
	return examples->v.p[chance((unsigned)examples->v.n)];
}

/* Sentences until there are 40 words; the last one is cut. */
static struct str make_post(const struct source_texts *examples, struct arena *a)
{
	size_t words = 0;
	struct buf b;
	struct str post;

	buf_init(&b, 0);
	while (words < WORDS) {
		struct str rest = sentence(examples), word;

		while (words < WORDS && str_field(&rest, ' ', &word)) {
			buf_printf(&b, "%s%.*s", b.n ? " " : "", STR_ARG(word));
			words++;
		}
	}
	post = arena_str(a, buf_view(&b));
	buf_release(&b);
	return post;
}

static void make_posts(const struct policy *p, struct arena *a, struct texts *out)
{
	struct source_texts examples = { { 0 } };

	for (size_t i = 0; i < p->n_rules; i++)
		for (size_t k = 0; k < p->rules[i].n_pass; k++)
			*VEC_ADD(a, &examples.v) = p->rules[i].pass[k].text;
	out->p = arena_array(a, POSTS, sizeof(*out->p));
	for (out->n = 0; out->n < POSTS; out->n++) {
		out->p[out->n] = make_post(&examples, a);
		out->bytes += out->p[out->n].n;
	}
}

static int read_posts(const char *path, struct arena *a, struct texts *out, struct err *e)
{
	struct str rest, line;
	int ret = file_read(path, 256 * MIB, a, &rest, e);
	VEC(struct str) lines = { 0 };

	while (ret == 0 && rest.n && str_field(&rest, '\n', &line))
		if (line.n) {
			*VEC_ADD(a, &lines) = line;
			out->bytes += line.n;
		}
	out->p = lines.p;
	out->n = lines.n;
	return ret;
}

/* All of them as one, as long as it is below the size. */
static struct str joined(const struct texts *t, struct arena *a)
{
	struct buf b;
	struct str all;

	buf_init(&b, 0);
	for (size_t i = 0; b.n < LONG_TEXT; i = (i + 1) % t->n)
		buf_printf(&b, "%.*s\n\n", STR_ARG(t->p[i]));
	all = arena_str(a, buf_view(&b));
	buf_release(&b);
	return all;
}

/* ---- measuring ---- */

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct bench {
	struct arena item;
	struct checker *checker;
	struct as_regex *regexes;
	size_t found; /* of the newest run */
};

typedef void judge_fn(struct bench *b, struct str text);

static void judge_policy(struct bench *b, struct str text)
{
	const struct check_context ctx = { .who = CHECK_COMPANY, .lang = STR("en") };
	struct diags d = { .a = &b->item };
	struct findings f;
	struct source s;
	struct view v;

	arena_reset(&b->item);
	if (!source_init(&s, STR("text"), text, 64 * MIB, &b->item, &d))
		return;
	findings_init(&f, &b->item);
	view_plain(text, &b->item, &v);
	check_view(b->checker, &v, &s, &ctx, &f);
	b->found += f.v.n + f.dropped;
}

static void judge_tokens(struct bench *b, struct str text)
{
	struct tokens tokens;
	struct view v;

	arena_reset(&b->item);
	view_plain(text, &b->item, &v);
	tokens_of(&v, &b->item, &tokens);
	b->found += tokens.n;
}

static void judge_regexes(struct bench *b, struct str text)
{
	b->found += as_regex_run(b->regexes, text);
}

/* Seconds of the best run. */
static double best(struct bench *b, judge_fn *judge, const struct texts *t, int runs)
{
	double least = 1e9;

	for (int i = 0; i < runs; i++) {
		const double start = now();

		b->found = 0;
		for (size_t k = 0; k < t->n; k++)
			judge(b, t->p[k]);
		if (now() - start < least)
			least = now() - start;
	}
	return least;
}

static double row(const char *name, const struct bench *b, const struct texts *t,
		  double seconds)
{
	const double each = 1e6 * seconds / (double)t->n;

	(void)printf("%-44s %10.2f %10.0f %8.1f %8zu\n", name, each, 1e6 / each,
		     (double)t->bytes / 1e6 / seconds, b->found);
	return each;
}

static void measure(struct bench *b, const struct texts *t, struct arena *a)
{
	const struct texts some = { t->p, t->n < POSTS_REGEX ? t->n : POSTS_REGEX, 0 };
	struct texts few = some;
	struct str text = joined(t, a);
	const struct texts one = { &text, 1, text.n };
	double policy, regexes, seconds;

	for (size_t i = 0; i < few.n; i++)
		few.bytes += few.p[i].n;
	(void)printf("%-44s %10s %10s %8s %8s\n", "CPU time", "us/text", "texts/s",
		     "MB/s", "found");

	(void)row("tokens only", b, t, best(b, judge_tokens, t, RUNS));
	seconds = best(b, judge_policy, t, 1);
	(void)row("the whole policy, words seen first", b, t, seconds);
	policy = row("the whole policy", b, t, best(b, judge_policy, t, RUNS));
	regexes = row("each rule by itself, PCRE2 with its JIT", b, &few,
		      best(b, judge_regexes, &few, 2));
	(void)row("the whole policy, all as one text", b, &one,
		  best(b, judge_policy, &one, 3));
	(void)printf("%zu expressions, %zu too large for PCRE2; x %.1f\n",
		     as_regex_count(b->regexes), as_regex_refused(b->regexes),
		     regexes / policy);
}

static bool compile(struct policy *p, struct arena *a, struct buf *bytes)
{
	size_t n;
	const struct policy_file *files = policy_default(&n);
	struct findings f;

	findings_init(&f, a);
	policy_load(files, n, a, p, &f);
	return findings_worst(&f) != LEVEL_BLOCK && bundle_write(p, bytes, &f);
}

int main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct texts t = { 0 };
	struct bench b = { .found = 0 };
	struct bundle *bundle = NULL;
	struct policy p;
	struct buf bytes;
	struct err e = { .msg = "the default policy does not compile" };
	int ret = -1;

	buf_init(&bytes, LIMIT_BUNDLE);
	if (compile(&p, &a, &bytes))
		ret = bundle_from_bytes(buf_view(&bytes), &bundle, &e);
	if (ret == 0 && argc > 1)
		ret = read_posts(argv[1], &a, &t, &e);
	else if (ret == 0)
		make_posts(&p, &a, &t);
	if (ret == 0 && t.n) {
		b.checker = checker_new(bundle);
		b.regexes = as_regex_new(&p);
		measure(&b, &t, &a);
	} else {
		(void)fprintf(stderr, "match: %s\n", t.n ? e.msg : "no texts");
	}
	as_regex_free(b.regexes);
	checker_free(b.checker);
	bundle_close(bundle);
	buf_release(&bytes);
	arena_release(&b.item);
	arena_release(&a);
	return ret == 0 ? 0 : 1;
}
