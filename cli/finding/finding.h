/* finding/finding.h: what is wrong, where, how bad. A finding is data about the user's
 * text; positions are byte ranges in the file the user wrote. */
#ifndef FINDING_FINDING_H
#define FINDING_FINDING_H

#include "core/arena.h"
#include "source/source.h"

enum level { LEVEL_NONE, LEVEL_ADVISE, LEVEL_ASK, LEVEL_BLOCK };
const char *level_name(enum level l); /* "advise" "ask" "block" */
bool level_from(struct str name, enum level *out);

enum { FINDING_FIXES = 5 };

struct finding {
	struct str rule;   /* "tone/insult"; built-in kinds: catalogue.h */
	struct str clause; /* id, or empty */
	struct str quote;  /* the clause's sentence, or empty */
	enum level level;
	struct str role; /* who signs it off while its level is ask, or empty; borrowed */
	const struct source *source; /* NULL: about the run as a whole */
	struct span at;
	struct str msg;	    /* what is wrong and what to do; no full stop needed */
	struct str fixes[FINDING_FIXES]; /* replacement texts for `at`, best first */
	size_t n_fixes;
	struct str good;    /* one good example, or empty */
	struct str network; /* when only there: "x" */
	struct str account; /* when only there: "readable-x" */
	bool mask;	    /* slur or secret: shown only with --reveal */
	bool fuzzy;	    /* uncertain evidence: never above LEVEL_ASK */
	uint32_t nth;	    /* so many before it in the file look the same: findings_sort() */
};

struct findings {
	struct arena *a;
	VEC(struct finding) v;
	size_t dropped;	       /* past LIMIT_FINDINGS in one file: counted */
	enum level dropped_worst;
	/* Past the limit the worse finding stays: the new one is compared with those kept
	 * when the next one is asked for, or the list. */
	struct finding spare;
	bool spare_used;
	enum level least;      /* none of the newest file that is kept is below it */
	size_t in_file;	       /* of the newest file */
	const struct source *file;
};

void findings_init(struct findings *f, struct arena *a);

/* A new finding of a built-in kind (catalogue.h): rule, level filled in. Fill the rest.
 * Never NULL. */
enum finding_kind {
#define F(name, id, level, meaning) FINDING_##name,
#include "finding/catalogue.h"
#undef F
	FINDING_KINDS
};
struct finding *finding_add(struct findings *f, enum finding_kind kind,
			    const struct source *s, struct span at, const char *fmt, ...)
	PRINTF_LIKE(5, 6);
/* A new finding of a policy rule, capped at ask when `fuzzy`. */
struct finding *finding_add_rule(struct findings *f, struct str rule, struct str clause,
				 enum level level, const struct source *s,
				 struct span at, struct str msg, bool fuzzy);
void finding_add_fix(struct finding *f, struct str text);

/* Copy what `from` holds, and the files it points at, into `to`: `from`'s arena may be
 * reset afterwards. rule, clause, quote, role and good are borrowed still (they belong to the
 * bundle or the catalogue). */
void findings_keep(struct findings *to, struct findings *from);

/* Diags of `s` as findings of the kind FINDING_..., e.g. a post's front matter. */
void findings_from_diags(struct findings *f, const struct diags *d, enum finding_kind kind,
			 const struct source *s);

/* By path, place, level (worst first), rule; the same rule at the same bytes is kept
 * once, its networks joined ("x, bluesky"). */
void findings_sort(struct findings *f);
enum level findings_worst(const struct findings *f);

struct finding_info {
	const char *id, *meaning;
	enum level level;
};
const struct finding_info *finding_info(enum finding_kind kind);

/* Content fingerprint without line numbers: SHA-256 hex of rule, path, the line's text,
 * the words marked and, when others before it in the file have all these in common, their
 * number; first 32 digits, in `a`. Of a finding that was sorted. */
struct str finding_fingerprint(const struct finding *f, struct arena *a);

#endif
