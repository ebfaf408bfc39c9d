/* quality PROGRAM FOLDER [--markdown]: how well the default policy judges the labelled
 * sets of a folder (docs/quality.md names them), as one table with the bars; then by
 * function, obfuscated words, and how often each rule fires on clean text. Flagged means
 * a finding of level `ask` or `block`, unless the table says otherwise. */
#include "quality.h"

#include <math.h>
#include <stdio.h>

struct measure {
	const char *metric; /* score_metric(), or "spans" */
	char op;            /* '>' or '<'; 0 ends the list */
	double bar;
	const char *best; /* of today's tools, on the same rows */
};
struct bench {
	const char *title;
	struct set set;
	const char *by; /* a table of its own */
	struct measure measures[4];
};

static const struct bench benches[] = {
	{ "HateCheck",
	  { .name = "tone/hatecheck", .topics = "tone" },
	  "functionality",
	  { { "balanced_accuracy", '>', 0.80, "Perspective 0.675, alex 0.467" },
	    { "mean_by", '>', 0.82, "Perspective 0.789" } } },
	{ "HatemojiCheck",
	  { .name = "tone/hatemojicheck", .topics = "tone" },
	  "functionality",
	  { { "balanced_accuracy", '>', 0.72, "alex 0.63" } } },
	{ "Davidson",
	  { .name = "tone/davidson", .topics = "tone" },
	  "class",
	  { { "balanced_accuracy", '>', 0.91, "2toad 0.903" },
	    { "false_alarms", '<', 0.04, "2toad 0.033" } } },
	{ "Wikipedia toxicity",
	  { .name = "tone/wiki_toxicity", .topics = "tone" },
	  NULL,
	  { { "f1", '>', 0.68, "2toad 0.61" },
	    { "false_alarms", '<', 0.03, "2toad 0.031" } } },
	{ "identity templates",
	  { .name = "tone/identity_templates", .topics = "tone" },
	  NULL,
	  { { "false_alarms", '<', 0.01, "VADER 0.003" },
	    { "recall", '>', 0.85, "VADER 0.87" } } },
	{ "Scunthorpe words",
	  { .name = "tone/scunthorpe", .topics = "tone" },
	  NULL,
	  { { "false_alarms", '<', 0.001, "2toad 0.004" } } },
	{ "company replies, tone",
	  { .name = "support/nc/company_replies", .topics = "tone" },
	  NULL,
	  { { "flag_rate", '<', 0.01, "alex 0.07" } } },
	{ "web text, tone",
	  { .name = "grammar/nc/cweb", .topics = "tone" },
	  NULL,
	  { { "flag_rate", '<', 0.01, "alex 0.19 to 0.27" } } },
	{ "clean web sentences, tone",
	  { .name = "grammar/ud_web", .topics = "tone", .kind = "clean" },
	  NULL,
	  { { "flag_rate", '<', 0.01, "" } } },
	{ "politeness, Wikipedia (any level)",
	  { .name = "tone/politeness_wiki", .topics = "tone", .advice = true },
	  NULL,
	  { { "accuracy", '>', 0.72, "VADER 0.60" } } },
	{ "politeness, Stack Exchange (any level)",
	  { .name = "tone/politeness_se", .topics = "tone", .advice = true },
	  NULL,
	  { { "accuracy", '>', 0, "VADER 0.535" } } },
	{ "Theocharis",
	  { .name = "politics/theocharis", .topics = "politics tone" },
	  NULL,
	  { { "macro_f1", '>', 0.70, "Perspective 0.753, alex 0.60" },
	    { "false_alarms", '<', 0.10, "Perspective 0.142" } } },
	{ "MUPID",
	  { .name = "politics/mupid", .topics = "politics tone" },
	  NULL,
	  { { "macro_f1", '>', 0.66, "retext-profanities 0.589" },
	    { "false_alarms", '<', 0.20, "alex 0.656" } } },
	{ "insensitive terms (any level)",
	  { .name = "inclusive/terms", .topics = "tone style", .advice = true },
	  NULL,
	  { { "flag_rate", '>', 0, "a peer's list, not to be flagged whole" } } },
	{ "secrets: gitleaks",
	  { .name = "secrets/gitleaks_rules", .topics = "secrets", .advice = true },
	  NULL,
	  { { "f1", '>', 0.85, "secretlint 0.545" } } },
	{ "secrets: secretlint",
	  { .name = "secrets/secretlint_rules", .topics = "secrets", .advice = true },
	  NULL,
	  { { "f1", '>', 0.85, "secretlint 0.909" } } },
	{ "secrets: detect-secrets",
	  { .name = "secrets/detect_secrets", .topics = "secrets", .advice = true },
	  NULL,
	  { { "f1", '>', 0.85, "detect-secrets 0.80" } } },
	{ "secrets in web text",
	  { .name = "grammar/nc/cweb", .topics = "secrets", .advice = true },
	  NULL,
	  { { "flag_rate", '<', 0, "" } } },
	{ "secrets in company replies",
	  { .name = "support/nc/company_replies", .topics = "secrets", .advice = true },
	  NULL,
	  { { "flag_rate", '<', 0, "" } } },
	{ "secrets in clean web sentences",
	  { .name = "grammar/ud_web",
	    .topics = "secrets",
	    .advice = true,
	    .kind = "clean" },
	  NULL,
	  { { "flag_rate", '<', 0, "" } } },
	{ "personal data",
	  { .name = "pii/presidio_synth", .topics = "privacy", .advice = true },
	  NULL,
	  { { "spans", '>', 0.95, "redact-pii 0.89" } } },
	{ "personal data or secrets in web text",
	  { .name = "grammar/nc/cweb", .topics = "privacy secrets", .advice = true },
	  NULL,
	  { { "flag_rate", '<', 0.005, "redact-pii 0.002" } } },
	{ "replies that move to a private channel",
	  { .name = "support/nc/company_replies", .topics = "", .moves = true },
	  NULL,
	  { { "f1", '>', 0.95, "seven keywords 0.95" } } },
};

/* Texts that nobody complained about: what fires here is a false alarm or nearly one.
 * Those of learners and old web pages hold real slips, so only the clean sentences count
 * for spelling and grammar. */
static const struct {
	struct set set;
	bool correct;
} clean[] = {
	{ { .name = "grammar/nc/cweb", .topics = "tone" }, false },
	{ { .name = "support/nc/company_replies", .topics = "tone" }, false },
	{ { .name = "grammar/ud_web", .topics = "tone", .kind = "clean" }, true },
};

enum { PER = 2000 }; /* texts: a rule that blocks may fire once in so many */

struct table {
	const char *program, *folder;
	bool markdown;
	size_t met, measured, missing;
	struct firings rules, words;
	struct obfuscated obfuscated;
	double clean_rate; /* of tone, over all clean texts */
	struct buf parts, weak;
};

#define WEAK 0.75 /* right in a function: below it the page says so */

/* ---- the table of sets ---- */

static bool is_met(const struct measure *m, double value)
{
	return m->op == '>' ? value >= m->bar : value <= m->bar;
}

static const char *metric_name(const char *metric)
{
	static const char *const names[][2] = {
		{ "balanced_accuracy", "balanced accuracy" },
		{ "mean_by", "mean over functions" },
		{ "false_alarms", "harmless flagged" },
		{ "flag_rate", "flagged" },
		{ "f1", "F1" },
		{ "macro_f1", "macro-F1" },
		{ "spans", "F1 of spans" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i][0], metric) == 0)
			return names[i][1];
	return metric;
}

static void put_row(struct table *t, const struct bench *b, const struct measure *m,
		    size_t n, double value)
{
	const bool met = is_met(m, value), has_bar = m->op == '<' || m->bar > 0;
	const char *metric = metric_name(m->metric);
	char bar[16] = "";

	if (has_bar) {
		(void)snprintf(bar, sizeof(bar), "%s %g",
			       m->op == '>' ? ">=" : "<=", m->bar);
		t->measured++;
		t->met += met;
	}
	(void)printf(t->markdown ? "| %s | %zu | %s | %.*f | %s | %s | %s |\n"
				 : "%-39s %5zu  %-20s %7.*f  %-8s %-4s %s\n",
		     b->title, n, metric, value < 0.01 ? 4 : 3, value, bar,
		     !has_bar ? ""
		     : met    ? "yes"
			      : "no",
		     m->best);
}

static void put_parts(struct table *t, const struct bench *b, const struct score *s)
{
	buf_printf(&t->parts,
		   t->markdown
			   ? "\n### %s by %s\n\n| %s | rows | right |\n|---|---|---|\n"
			   : "\n%s by %s\n",
		   b->title, b->by, b->by);
	for (size_t i = 0; i < s->n_parts; i++) {
		const double right = (double)s->parts[i].right / (double)s->parts[i].n;

		if (right < WEAK)
			buf_printf(&t->weak, "%s%s `%s` %.3f", t->weak.n ? ", " : "",
				   b->title, s->parts[i].name, right);
		buf_printf(&t->parts,
			   t->markdown ? "| %s | %zu | %.3f |\n" : "  %-28s %5zu  %.3f\n",
			   s->parts[i].name, s->parts[i].n, right);
	}
}

static void measure(struct table *t, const struct bench *b)
{
	struct rows rows;
	struct score s;

	if (!rows_judge(t->program, t->folder, &b->set, &rows)) {
		t->missing++;
		return;
	}
	score_binary(&rows, b->by, &s);
	for (const struct measure *m = b->measures; m->op; m++)
		put_row(t, b, m, rows.v.n,
			strcmp(m->metric, "spans") == 0 ? score_spans(&rows)
							: score_metric(&s, m->metric));
	if (b->by)
		put_parts(t, b, &s);
	if (strcmp(b->title, "HateCheck") == 0)
		score_obfuscated(&rows, &t->obfuscated);
	rows_release(&rows);
}

/* ---- clean texts ---- */

static size_t flagged_for_tone(const struct rows *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->v.n; i++)
		n += r->v.p[i].flagged;
	return n;
}

static void read_clean(struct table *t)
{
	size_t flagged = 0;

	for (size_t i = 0; i < ARRAY_LEN(clean); i++) {
		struct rows rows;

		if (!rows_judge(t->program, t->folder, &clean[i].set, &rows))
			continue;
		firings_add(&t->rules, &rows, false);
		if (clean[i].correct)
			firings_add(&t->words, &rows, true);
		flagged += flagged_for_tone(&rows);
		rows_release(&rows);
	}
	t->clean_rate = t->rules.texts ? (double)flagged / (double)t->rules.texts : NAN;
}

static void put_firings(const struct table *t, struct firings *f, const char *what)
{
	firings_sort(f);
	(void)printf(
		t->markdown
			? "\n### %s on %zu clean texts\n\n| rule | level | texts | per "
			  "2,000 | |\n|---|---|---|---|---|\n"
			: "\n%s on %zu clean texts: texts, and per 2,000\n",
		what, f->texts);
	for (size_t i = 0; i < f->v.n; i++) {
		const struct firing *x = &f->v.p[i];
		const double rate = (double)x->texts * PER / (double)f->texts;
		const bool bad = strcmp(x->level, "block") == 0 && rate > 1;

		(void)printf(t->markdown ? "| `%.*s` | %s | %zu | %.2f | %s |\n"
					 : "  %-36.*s %-7s %5zu %8.2f  %s\n",
			     STR_ARG(x->rule), x->level, x->texts, rate,
			     bad ? "too often" : "");
	}
}

static void put_obfuscated(const struct table *t)
{
	const struct obfuscated *o = &t->obfuscated;

	if (!o->n)
		return;
	(void)printf(t->markdown ? "\n### Obfuscated words\n\n" : "\nobfuscated words\n");
	(void)printf(
		"%zu of %zu obfuscated attacks are flagged (%.3f). Of the %zu whose "
		"plain "
		"sibling is\nflagged, %zu are recovered (%.3f; the bar is 0.9). On clean "
		"texts tone rules flag\n%.4f in all, so obfuscation adds less than that "
		"(the bar is 0.01).\n",
		o->flagged, o->n, (double)o->flagged / (double)o->n, o->with_plain,
		o->recovered,
		o->with_plain ? (double)o->recovered / (double)o->with_plain : NAN,
		t->clean_rate);
}

static void put_head(const struct table *t)
{
	if (t->markdown)
		(void)puts("### All sets\n\n| set | rows | metric | value | bar | met | "
			   "best "
			   "today |\n|---|---|---|---|---|---|---|");
	else
		(void)printf("%-39s %5s  %-20s %7s  %-8s %-4s %s\n", "set", "rows",
			     "metric", "value", "bar", "met", "best today");
}

static int run(struct table *t)
{
	put_head(t);
	for (size_t i = 0; i < ARRAY_LEN(benches); i++)
		measure(t, &benches[i]);
	if (!t->measured)
		give_up("%s holds none of the sets", t->folder);
	(void)printf("\n%zu of %zu bars are met", t->met, t->measured);
	if (t->missing)
		(void)printf("; %zu sets are not there", t->missing);
	(void)puts(".");
	if (t->weak.n)
		(void)printf("\nWeak, under %.2f right: %s.\n", WEAK, buf_text(&t->weak));
	read_clean(t);
	put_obfuscated(t);
	(void)fwrite(t->parts.p, 1, t->parts.n, stdout);
	put_firings(t, &t->rules, "Rules");
	put_firings(t, &t->words, "Rules of spelling and grammar");
	return 0;
}

int main(int argc, char **argv)
{
	struct table t = { 0 };

	if (argc < 3)
		give_up("usage: quality PROGRAM FOLDER [--markdown]");
	t.program = argv[1];
	t.folder = argv[2];
	t.markdown = argc > 3 && strcmp(argv[3], "--markdown") == 0;
	buf_init(&t.parts, 0);
	buf_init(&t.weak, 0);
	(void)run(&t);
	buf_release(&t.parts);
	buf_release(&t.weak);
	arena_release(&t.rules.a);
	arena_release(&t.words.a);
	return 0;
}
