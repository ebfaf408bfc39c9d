/* report/report.h: findings to text and JSON. Every byte that comes from a user's file is
 * made safe for terminals and logs here. Formats: docs/formats/output.md. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "core/buf.h"
#include "finding/finding.h"

struct report_options {
	bool colour;  /* ANSI colours; never the only carrier of meaning */
	bool reveal;  /* show masked words */
	size_t most;  /* findings shown per file, worst first; 0: all */
};

/* One line of the "what is left" table. */
struct report_count {
	struct str path, account, network;
	size_t part, n_parts; /* part from 0 */
	uint64_t count, limit;
	bool valid;
};

/* "12 of 13 are as they should be", for JSON: "examples". */
struct report_tally {
	const char *name;
	size_t good, all;
};

struct report_run {
	const struct findings *findings; /* sorted */
	const struct report_count *counts;
	size_t n_counts;
	size_t n_checked;     /* files judged */
	struct str unit, units; /* "post", "posts" */
	struct str bundle;    /* digest, hex; empty: no policy was needed */
	struct str version;   /* of the program */
	enum level fail_at;   /* findings at or above it refuse */
	const struct report_tally *tallies;
	size_t n_tallies;
};

void report_text(const struct report_run *r, const struct report_options *o,
		 struct buf *out);
/* The findings alone, without a verdict. */
void report_findings(const struct findings *f, const struct report_options *o,
		     struct buf *out);
/* One JSON document with a line end. */
void report_json(const struct report_run *r, const struct report_options *o,
		 struct buf *out);

/* One finding, or what came near to be one, with what there is to say about it. */
struct report_note {
	const char *label;
	struct str text;
};
struct report_explained {
	const struct finding *finding;
	const struct finding *around; /* those of its file: what they mask is not shown */
	size_t n_around;
	const char *verdict; /* "block", "not found" */
	const struct report_note *notes;
	size_t n_notes;
};
void report_explained(const struct report_explained *x, const struct report_options *o,
		      struct buf *out);

/* "decorum: <message>" and "hint: <way out>" for standard error. */
void report_error(const struct err *e, bool colour, struct buf *out);
/* Any text of a user, made visible (text/utf8.h), without line ends. */
void report_plain(struct str s, struct buf *out);

/* ---- impact: what another policy would have said ---- */

/* One of the accounts of a post, and the verdicts for it alone: they differ. */
struct report_flip_account {
	struct str id;
	enum level before, after;
};
/* A post whose verdict differs between two policies. */
struct report_flip {
	struct str path, id, commit; /* id of the post, or empty; commit in hex */
	enum level before, after;
	/* Of the policy that is stricter here, sorted. The first n_causes are those that make
	 * the difference; the rest is there because its words are masked. */
	struct findings found;
	size_t n_causes;
	/* As the post names them; none: it goes to no account of now. */
	const struct report_flip_account *accounts;
	size_t n_accounts;
};
struct report_side {
	struct str name;   /* the revision as it was written */
	struct str commit; /* hex; empty: the work tree */
	struct str bundle; /* digest, hex */
};
struct report_impact {
	struct report_side from, to;
	struct report_flip *flips; /* in the order of the posts' paths */
	size_t n_flips;
	size_t judged, skipped; /* skipped: too large, no plain file, or without a text */
	size_t clauses;		/* of `to` */
	bool versions;		/* every version was judged, not the newest of each post */
	bool shallow;
	struct str version; /* of the program */
};
void report_impact_text(const struct report_impact *r, const struct report_options *o,
			struct buf *out);
void report_impact_json(const struct report_impact *r, const struct report_options *o,
			struct buf *out);

/* ---- screen: JSON Lines in and out (DESIGN section 10) ---- */

struct screen_line {
	struct str id;	/* as JSON text: a string with its quotes, or a number */
	struct str text;
	struct str who, network, lang; /* empty when absent */
	bool has_reply; /* "reply_to" is there */
	bool hostile;	/* its tone is "hostile" */
};
/* Read one line. False: `why` says what is wrong with it; id is filled in when it could
 * be read, else "null". Strings live in `a`. */
bool screen_read(struct str line, struct arena *a, struct screen_line *out,
		 struct str *why);
/* What a reply does, by name. */
struct screen_moves {
	const struct str *p;
	size_t n;
};
/* `moves` is NULL where nothing is replied to. */
void screen_write(struct str id, const struct findings *f, struct str text,
		  const struct screen_moves *moves, const struct report_options *o,
		  struct buf *out);
void screen_error(struct str id, struct str why, struct buf *out);

#endif
