/* check/check.h: run a bundle over a post. What was compiled is what is judged. */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "bundle/bundle.h"
#include "finding/finding.h"
#include "network/network.h"
#include "post/post.h"

/* Holds the bundle's tables, the spellers and scratch memory; one per thread. The
 * bundle is borrowed and must outlive it. */
struct checker;
struct checker *checker_new(const struct bundle *b);
void checker_free(struct checker *c);
/* Figures that rules with `unless: public` let pass from now on. */
void checker_know(struct checker *c, const struct public_facts *facts);

/* What surrounds a text. */
struct check_context {
	unsigned who;	   /* bits of enum check_who */
	bool reply, hostile;
	bool repost, correction;
	struct str lang;   /* BCP 47; empty: "en" */
	struct str network, account; /* empty: not for one network */
	struct str today;  /* "2026-11-25": rules outside their dates are skipped; empty:
			      all rules count */
	struct str only;   /* one rule id: `decorum test` runs a rule alone; empty: all */
	struct check_trace *trace; /* NULL: nobody asks why */
	struct check_moves *moves; /* NULL: nobody asks what a reply does */
	const struct check_world *world; /* NULL: what a post has to do with others, and
					    with records, is not looked at */
};
enum check_who {
	CHECK_COMPANY = 1 << 0,
	CHECK_ASSOCIATED = 1 << 1,
	CHECK_PERSONAL = 1 << 2, /* not associated: only rules for everyone hold */
};

/* The permitted moves that a reply makes, whatever the tone of what it answers: names of
 * the policy, in its order, each once; greetings and thanks are none. Borrowed from the
 * bundle. */
struct check_moves {
	struct arena *a; /* of `v`; given */
	VEC(struct str) v;
};

/* ---- posts, accounts and records ---- */

/* What posts and accounts are judged by besides the policy. All of it is borrowed. */
struct check_person {
	struct str id, roles; /* roles: with blanks between */
	struct str left;      /* the day, or empty */
};
struct check_world {
	const struct registry *registry;
	const struct records *records;
	const struct check_person *people; /* sorted by id */
	size_t n_people;		   /* 0: nobody knows who there is */
	struct str people_file;
	struct str today; /* for what is stale or over; empty: nobody knows */
};

/* What must be known before posts are judged, by the rules that are in force today. */
struct check_needs {
	bool permissions; /* of every post that names one */
	bool wrong;	  /* posts that a post corrects, and their other corrections */
	bool corrections; /* all of corrections/, when all posts are judged */
	bool accounts;	  /* check_accounts() has something to look at ... */
	bool owners;	  /* ... and tells owners and deputies that nobody knows */
	uint32_t days;	  /* posts of so many days before a post; 0: none */
	bool anyone;	  /* not of the same author only */
	bool texts;	  /* with their texts */
};
void check_needs(struct checker *c, const struct check_context *ctx,
		 struct check_needs *out);

/* Judge the open accounts of ctx->world by the rules about accounts; `wanted` says which,
 * by their places in the registry (NULL: all). */
void check_accounts(struct checker *c, const bool *wanted,
		    const struct check_context *ctx, struct findings *f);

/* What judged posts (those with a source) have to do with all that are given: how many
 * there are within some days, corrections in their places. `all`: every post of the
 * repository is given, so what is owed can be told. */
void check_across(struct checker *c, const struct post_facts *p, size_t n, bool all,
		  const struct check_context *ctx, struct arena *a, struct findings *f);

/* ---- why: what `decorum explain` asks ---- */

/* Which text of a post was looked at. */
enum check_text_kind {
	CHECK_TEXT_BODY,
	CHECK_TEXT_OVERRIDE, /* made for one account */
	CHECK_TEXT_ALT,
	CHECK_TEXT_BESIDE, /* a content warning, an option of a poll */
};
struct check_text {
	enum check_text_kind kind;
	size_t part, n_parts; /* part from 0 */
	struct str accounts;  /* who gets it: "a, b"; empty: nobody yet */
	struct span at;	      /* bytes of the file that it was made from */
};

/* What became of words that a rule looks for. */
enum check_fate {
	CHECK_FIRES, /* unless its rule is out of force */
	CHECK_QUOTED,
	CHECK_NEGATED,
	CHECK_ATTRIBUTED,
	CHECK_QUESTION,
	CHECK_NEAR,	  /* something that its rule excuses stands near */
	CHECK_PUBLIC,	  /* the figures of its sentence are public */
	CHECK_OVERLAPPED, /* a longer hit of the same rule stands there */
	CHECK_DISGUISED,  /* only when read as disguised words, which its rule does not */
};
/* Is a rule in force? Why not? */
enum check_force {
	CHECK_IN_FORCE,
	CHECK_OTHER_WHO,
	CHECK_OTHER_WHEN,
	CHECK_TOO_EARLY,
	CHECK_TOO_LATE,
};
struct check_candidate {
	struct str rule;
	size_t text;	     /* of trace->texts */
	struct span at;	     /* bytes of the file */
	enum check_fate fate;
	struct span because; /* the words of the file that excuse it; of CHECK_FIRES, the
				figure that is not public; may be empty */
	enum check_force force;
	struct str by;	     /* the pattern, term or regex as written; empty: none */
	struct str list;     /* of the term */
	bool fuzzy, mask, because_mask;
};

/* How far a pattern of trace->rule came. */
struct check_near_miss {
	struct str pattern;
	struct span at;	    /* the words that fit, in the file */
	unsigned elements;  /* how many elements they are; 0: none fits */
	bool mask;	    /* they hold words that must not be shown */
	struct str wanted;  /* what would have had to come next: "#MONEY or {harm}" */
};

struct check_trace {
	struct arena *a;  /* of all that is below; given */
	struct span want; /* bytes of the file that are asked about; given */
	struct str rule;  /* given, may be empty: how near did this one come? */
	struct check_text now;
	VEC(struct check_text) texts;
	VEC(struct check_candidate) v;
	size_t dropped; /* past CHECK_CANDIDATES: counted */
	struct check_near_miss nearest;
};
enum { CHECK_CANDIDATES = 1000 };

/* A context with a trace judges by all rules, in force or not, and keeps in the trace what
 * became of the words they look for. Its findings are not those of the text: judge it
 * without a trace for these. */

/* Is the rule in force? The rule is one of the bundle. */
enum check_force check_force(const struct checker *c, struct str rule,
			     const struct check_context *ctx);

/* Judge one view; findings at bytes of `s`. Length rules need ctx->network. */
void check_view(struct checker *c, const struct view *v, const struct source *s,
		const struct check_context *ctx, struct findings *f);

/* Judge a whole post: its parts (and overrides) on every destination, alt texts, content
 * warning, poll. With no destination the text is judged once, without length. What is
 * found on several networks at the same bytes is one finding. `counts` (may be NULL) gets
 * one row per destination and part. */
struct check_count {
	struct str account, network;
	size_t part, n_parts;
	struct network_count count;
};
struct check_counts {
	VEC(struct check_count) v;
};
void check_post(struct checker *c, const struct post *p,
		const struct post_destination *to, size_t n_to,
		const struct check_context *ctx, struct arena *a, struct findings *f,
		struct check_counts *counts);

/* The networks of the bundle, for counting without a post. False when `i` is past the
 * last. */
bool check_network(const struct checker *c, size_t i, struct network_profile *out);
bool check_network_named(const struct checker *c, struct str name,
			 struct network_profile *out);

/* ---- layers over the rules: the company, products, accounts, the post ---- */

/* The rule as it is for an account and a post; each may be NULL: then without these
 * layers. False when there is no such rule. */
bool check_effective(const struct checker *c, struct str rule, const struct account *a,
		     const struct post *p, struct overlay_rule *out);
/* An overlay that is for nobody: there is no account, or no product, of this id. */
struct check_lost {
	struct str file; /* below the policy folder */
	bool account;
	struct str target;
	struct str near; /* an id that may be meant, or empty */
};
struct check_losts {
	VEC(struct check_lost) v;
};
/* All of them, each file once. */
void check_overlays(const struct checker *c, const struct registry *r, struct arena *a,
		    struct check_losts *out);

/* Clause and rule texts, for messages. False when unknown. */
struct check_rule_info {
	struct str rule, clause, sentence, say, good;
	enum level level;
};
bool check_rule(const struct checker *c, struct str rule, struct check_rule_info *out);

#endif
