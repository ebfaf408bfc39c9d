/* tests/bench/quality.h: what the parts of the quality bench share. A set is a file of
 * JSON lines with labels; its rows are judged by `decorum screen`, then scored. */
#ifndef BENCH_QUALITY_H
#define BENCH_QUALITY_H

/* First: it has members that core/banned.h forbids as names. */
#include <jansson.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"

/* Which rows of a set are judged, and which findings flag a row. */
struct set {
	const char *name;   /* the file below the folder of sets, without .jsonl */
	const char *topics; /* "tone politics": topics of rules that count */
	bool advice;        /* `advise` counts too */
	bool moves;         /* flagged: the reply moves to a private channel */
	const char *kind;   /* only rows whose "kind" is this; NULL: all */
};

struct hit { /* a finding that counts, in code points of the text */
	size_t start, end;
};
struct row {
	json_t *gold;
	struct str text; /* in the arena of the set */
	json_t *answer;
	bool flagged;
	VEC(struct hit) hits;
};
struct rows {
	struct arena a;
	VEC(struct row) v;
};

/* Read the set and have it judged. False when the file is not there. */
bool rows_judge(const char *program, const char *folder, const struct set *s,
		struct rows *out);
void rows_release(struct rows *r);
/* Ends the program with a message: a bench has nobody to answer to. */
void give_up(const char *fmt, ...) __attribute__((noreturn)) PRINTF_LIKE(1, 2);

/* ---- scores ---- */

struct part { /* rows with one value of the field `by` */
	const char *name;
	size_t right, n;
};
struct score {
	size_t tp, fp, fn, tn;
	struct part parts[64];
	size_t n_parts;
};
void score_binary(const struct rows *r, const char *by, struct score *out);
/* Metrics by name: balanced_accuracy, accuracy, f1, macro_f1, false_alarms, recall,
 * flag_rate, mean_by (accuracy over parts). NAN when it has no meaning. */
double score_metric(const struct score *s, const char *name);

/* F1 over the spans that a pattern can find (cards, mail, phones, IBAN, SSN, IP,
 * domains). */
double score_spans(const struct rows *r);

/* Obfuscated words: of the rows of functions spell_*, those with a plain sibling (same
 * family and target) that is flagged, and how many of these are flagged as well. */
struct obfuscated {
	size_t n, flagged, with_plain, recovered;
};
void score_obfuscated(const struct rows *r, struct obfuscated *out);

/* How often rules fire, at which level: one line per (rule, level). `words`: the rules of
 * spelling and grammar, else all others. */
struct firing {
	struct str rule;
	char level[8];
	size_t texts;
};
struct firings {
	struct arena a;
	VEC(struct firing) v;
	size_t texts;
};
void firings_add(struct firings *f, const struct rows *r, bool words);
void firings_sort(struct firings *f);

#endif
