/* cmd/judge.h: a policy and its registries at hand, posts judged one after another. What
 * `check`, the hooks and `screen` share. */
#ifndef CMD_JUDGE_H
#define CMD_JUDGE_H

#include "bundle/bundle.h"
#include "check/check.h"
#include "cmd/workspace.h"
#include "core/map.h"
#include "policy/policy.h"
#include "record/record.h"
#include "report/report.h"

/* ---- the policy of a tree, and its bundle ---- */

/* The files that make the policy: *.md, lexicons/ *.yaml, networks.yaml, words.txt below
 * the policy folder, and the names of others that may have been meant for it. ERR_USAGE
 * when there is none. */
int policy_files_of(struct cmd *c, const struct workspace *ws, const struct tree *t,
		    struct policy_folder *out, struct err *e) MUST_CHECK;
/* The policy of the repository around, as its work tree has it; outside of one the default
 * policy, and that is said. */
int policy_around(struct cmd *c, struct policy *out, struct findings *f,
		  struct err *e) MUST_CHECK;
/* Where `compile` puts the bundle: in the git folder, which no pull request can reach. The
 * name tells which compiler made it. NULL outside git. */
char *bundle_path(struct cmd *c, const struct workspace *ws);
/* Remove what other versions of the program have compiled there. */
void bundle_remove_others(struct cmd *c, const struct workspace *ws);
/* The bundle built into the program. */
int bundle_of_program(struct bundle **out, struct err *e) MUST_CHECK;

/* ---- judging ---- */

/* Who has an id. */
struct judged_post {
	struct str path;
	const char *file; /* NULL: in the index or a commit */
};

/* A post that is not judged, and what its head tells at a glance. */
struct judge_other {
	struct tree_entry entry;
	struct post_brief brief;
};

/* What is judged besides the posts that are given. */
enum judge_scope {
	JUDGE_SOME,   /* nothing */
	JUDGE_STAGED, /* accounts and records that are staged */
	JUDGE_ALL,    /* all accounts and records */
};

struct judge {
	struct cmd *c;
	bool quiet; /* set before judge_open(): how the bundle came about is no matter */
	const struct workspace *ws; /* NULL outside a policy repository */
	const struct tree *tree;
	struct bundle *bundle;
	struct buf compiled;	    /* the bytes of a bundle compiled in memory */
	struct checker *checker;
	struct registry registry;
	struct people people;	    /* n 0: nobody is known, anybody may be named */
	unsigned guesses;	    /* of names of people, left */
	struct map *ids;	    /* of posts, to `posts` */
	VEC(struct judged_post) posts;
	struct findings found;	    /* in c->run */
	struct arena item;	    /* one post */
	struct str today;
	struct check_trace *trace;  /* NULL: nobody asks why */
	struct findings would;	    /* with a trace: as if all rules were in force */
	struct check_context traced; /* in which */
	struct post post;	    /* what was traced */
	VEC(struct report_count) counts;
	size_t n_checked;

	enum judge_scope scope;
	struct check_needs needs; /* by the rules in force */
	struct check_world world;
	struct records records;
	struct tree_list permissions; /* listed when one is wanted */
	struct map *permission_of;    /* id to its place in the list; NULL: not listed */
	struct map *staged_accounts;  /* paths; NULL: none */
	bool staged_people;
	VEC(struct post_facts) facts; /* of posts that were judged, and of others */
	VEC(struct judge_other) others; /* of the index, that are not judged */
	bool knows_others;
	int failed;		      /* a record could not be read: ... */
	struct err trouble;	      /* ... why */
};

/* `j` is zeroed, but for `quiet`. Open the bundle that belongs to the tree's policy: the
 * program's own, the compiled one, or one compiled now (and say so). Registries are read
 * and validated. A policy that does not compile is ERR_USAGE after its findings were
 * printed. With ws NULL: the default policy, no registries. */
int judge_open(struct judge *j, struct cmd *c, const struct workspace *ws,
	       const struct tree *t, struct err *e) MUST_CHECK;
void judge_close(struct judge *j);

/* Judge the bytes of one post. */
void judge_post(struct judge *j, struct str path, struct str bytes);
/* Judge an entry of the tree: odd kinds and too large files are findings. */
int judge_entry(struct judge *j, const struct tree_entry *entry, struct err *e) MUST_CHECK;

/* Before staged posts are judged: learn the ids of the other posts of the index. */
int judge_know_index(struct judge *j, const struct repo_entries *staged,
		     struct err *e) MUST_CHECK;

/* ---- parts of it (judge_people.c, judge_ids.c, judge_overlays.c) ---- */

/* Overlays for accounts and products that are not there, in j->found. */
void judge_overlays(struct judge *j);

/* Read people.yaml into j->people; no such file: nobody is known. */
int judge_read_people(struct judge *j, struct err *e) MUST_CHECK;
/* Persons that accounts name and that are not known: of owners and deputies, only when no
 * rule does it. */
void judge_owners(struct judge *j, bool others);
/* The roles of somebody with blanks between. */
struct str judge_roles(const struct person *p, struct arena *a);
/* The people for the rules, in c->run. */
struct check_person *judge_persons(struct judge *j);
void judge_author(struct judge *j, const struct post *p, struct findings *f);
/* Has an earlier post the same id? */
void judge_id(struct judge *j, const struct post *p, struct str path, struct findings *f);

/* ---- parts of it (judge_records.c, judge_across.c) ---- */

/* Read the permissions that the post names. */
int judge_need_permissions(struct judge *j, const struct post *p,
			   struct err *e) MUST_CHECK;
/* Read all permissions and corrections; or one. */
int judge_read_records(struct judge *j, struct err *e) MUST_CHECK;
int judge_record(struct judge *j, const struct tree_entry *entry, bool permission,
		 struct err *e) MUST_CHECK;
/* Keep what the post has to do with others. */
void judge_keep(struct judge *j, const struct post *p, const struct post_destination *to,
		size_t n);
/* Remember what the head of a post tells that is not judged. */
void judge_note_other(struct judge *j, const struct tree_entry *entry, struct str bytes);
/* The file of an account is staged: the account is judged. */
void judge_stage_account(struct judge *j, struct str path);
/* After the last post: what posts have to do with each other, accounts, records. */
int judge_across(struct judge *j, struct err *e) MUST_CHECK;

struct judge_output {
	bool json, reveal, quiet; /* quiet: nothing when nothing was found */
	enum level fail_at;
	size_t most;
};
/* Sort, print, and the exit code: clean, findings, or nothing checked. */
int judge_report(struct judge *j, const struct judge_output *o);

/* Judge what is staged for the next commit, from the index; the exit code. */
int check_staged(struct cmd *c, const struct judge_output *out);

#endif
