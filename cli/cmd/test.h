/* cmd/test.h: what the files of `decorum test` share. Private to them. */
#ifndef CMD_TEST_H
#define CMD_TEST_H

#include "cmd/judge.h"

/* One example, made ready to be judged many times. */
enum trial_sort { TRIAL_FAIL, TRIAL_PASS, TRIAL_MISS };
struct trial {
	const struct policy_example *x;
	enum trial_sort sort;
	struct source *source;
	struct view view;
	bool holds; /* under the rule as it stands */
	bool bare;  /* it is found once nothing excuses it */
};

/* "12 of 13": how many things there are and how many are as they should be. */
struct count {
	size_t good, all;
};

struct suite {
	struct cmd *c;
	const struct policy *policy;
	struct checker *checker; /* of the whole policy */
	bool json, coverage, mutate, reveal;
	unsigned threshold; /* of branches, in tenths of a percent; 0: none */

	/* Of the rule at hand. */
	const struct policy_rule *rule;
	struct arena own;  /* lives as long as the rule is at hand */
	struct arena item; /* one text that is judged */
	struct trial *trials;
	size_t n_trials;
	bool *untested; /* which of rule->untested were needed */
	struct findings found;

	struct findings all; /* JSON: of all rules, in c->run */
	struct count examples, fixes, clauses, rules, branches, mutants;
	size_t excused_branches, excused_mutants; /* with a written reason */
	size_t known, known_found;                /* misses that are known; found now */
	size_t tripping; /* good examples that other rules ask about */
	size_t wrong_found_by;
	size_t tested; /* rules whose examples ran */
	size_t troubles;
	int64_t started;
};

/* ---- test.c ---- */

/* Something about the rule at hand is wrong: it will be printed with its place. */
struct finding *test_say(struct suite *t, enum finding_kind kind, struct span at,
			 const char *fmt, ...) PRINTF_LIKE(4, 5);
/* The same of an example: hidden when its rule hides, unless asked to reveal. */
void test_failed(struct suite *t, const struct policy_example *x, const char *why,
		 struct str what);

/* ---- judging (test_judge.c) ---- */

/* Who writes it, as an answer to whom, on which day: what the rule is for. */
struct check_context test_context(const struct policy_rule *rule,
				  const struct policy_example *x);
/* Judge the trial; `only` empty: all rules of the checker. *f lives until the next call.
 */
void test_judge(struct suite *t, struct checker *checker, struct str only,
		const struct trial *trial, struct findings *f);
/* Does it come out as it should? */
bool test_holds(const struct trial *trial, const struct findings *f);
/* An example that is a whole file, with others around it (test_world.c). */
void test_world_judge(struct checker *checker, const struct check_context *ctx,
		      const struct policy_example *x, struct arena *a,
		      struct findings *f);
/* Make the trials of the rule at hand ready. */
void test_prepare(struct suite *t);
/* Run them: what does not hold is said. */
void test_examples(struct suite *t);

/* ---- corrections, and the other rules (test_fix.c, test_others.c) ---- */

void test_fixes(struct suite *t);
void test_others(struct suite *t);

/* ---- branches of a rule (test_branch.c) ---- */

enum branch_kind {
	BRANCH_PATTERN,
	BRANCH_REGEX,
	BRANCH_LIST,        /* of several */
	BRANCH_ALTERNATIVE, /* of a|b */
	BRANCH_WITH,        /* (a)? is there */
	BRANCH_WITHOUT,     /* (a)? is not there */
	BRANCH_GAP,         /* ...3: words stand between */
	BRANCH_EXCUSE,      /* quoted, negated, attributed, question, public */
	BRANCH_BOUND,       /* one of several names with bounds */
	BRANCH_STRICT,      /* fold: strict */
	BRANCH_NOT_EXCUSED, /* a negated hit is one, too */
	BRANCH_WHO,
	BRANCH_WHEN,
	BRANCH_FROM,
	BRANCH_FROM_DAY, /* not one day earlier */
	BRANCH_UNTIL,
	BRANCH_UNTIL_DAY,
};
struct branch {
	enum branch_kind kind;
	bool near;            /* of a pattern that excuses */
	size_t index;         /* of the pattern, regex, list; the bit of the excuse */
	struct pattern *node; /* in the pattern's tree */
	size_t kid;
	struct str what; /* as written, or the name of the key */
	struct span at;  /* in the policy file */
};
struct branches {
	VEC(struct branch) v;
};
void branches_of(const struct policy_rule *rule, struct arena *a, struct branches *out);
/* The rule with this branch only: what is found now is found through it. For an excuse:
 * with this excuse only. False when the branch is no matter of coverage. */
bool branch_only(const struct policy_rule *rule, const struct branch *b, struct arena *a,
		 struct policy_rule *out);
/* The rule changed at this branch. False when nothing would be left of it. */
bool branch_changed(const struct policy_rule *rule, const struct branch *b,
		    struct arena *a, struct policy_rule *out);
/* Does it say what excuses a hit, not what is one? */
bool branch_excuses(const struct branch *b);

/* ---- variants of a rule, compiled together (test_variant.c) ---- */

enum { VARIANTS = 64 }; /* at a time */
struct variants {
	struct arena a;
	struct buf bytes;
	struct bundle *bundle;
	struct checker *checker;
};
/* Only the rule's own lists are compiled. False: they do not compile. */
bool variants_open(struct variants *v, const struct policy *p,
		   const struct policy_rule *rules, size_t n);
struct str variant_id(size_t i, char room[16]);
void variants_close(struct variants *v);

/* ---- coverage and mutants (test_coverage.c) ---- */

void test_branches(struct suite *t);
/* Reasons under "untested:" that nothing needs any more. */
void test_untested(struct suite *t);
void test_clauses(struct suite *t);

#endif
