/* record/record.h: what people decided, kept as signed commits. The people of a policy
 * repository, and breach cases: one ref per case in a repository of its own, one signed
 * commit per event, contents sealed to those involved.
 * Formats: docs/formats/people.md, docs/formats/case.md. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "core/arena.h"
#include "core/err.h"
#include "repo/repo.h"
#include "source/source.h"

/* ---- people.yaml ---- */

enum role { /* bits */
	    ROLE_AUTHOR = 1 << 0,
	    ROLE_SOCIAL = 1 << 1,
	    ROLE_MANAGER = 1 << 2,
	    ROLE_POLICY_OWNER = 1 << 3,
	    ROLE_FINANCE = 1 << 4,
	    ROLE_CASE_HANDLER = 1 << 5,
	    ROLE_REPRESENTATIVE = 1 << 6,
	    ROLE_INDEPENDENT = 1 << 7,
	    ROLE_AUDITOR = 1 << 8,
	    ROLES = 9
};
const char *role_name(enum role one); /* "case-handler" */
bool role_from(struct str name, unsigned *bit);

struct openpgp_key;
struct person_key {
	struct str ssh;     /* "ssh-ed25519 AAAA...", comment cut off; or empty */
	struct str openpgp; /* an armoured public key; or empty */
	const struct openpgp_key *pgp; /* what is in the armour; NULL: an ssh key */
	int64_t from, until; /* seconds, [from, until); INT64_MIN, INT64_MAX: open */
};
struct person {
	struct str id; /* "p-dana" */
	unsigned roles;
	struct str manager; /* or empty */
	struct str left;    /* the day on which they left; or empty */
	struct person_key *keys;
	size_t n_keys;
	struct str age; /* recipient "age1...", or empty */
	struct span at;
};
struct people {
	struct person *p; /* sorted by id */
	size_t n;
};
/* Everything wrong is a diag ("people/..." and those of source/source.h). False when the
 * file must not be relied on. */
bool people_load(const struct source *s, struct arena *a, struct people *out,
		 struct diags *d);
const struct person *people_find(const struct people *p, struct str id);
/* Whose key this is ("ssh-ed25519 AAAA..."), whatever its dates; or NULL. */
const struct person *people_by_key(const struct people *p, struct str ssh);
/* Whose OpenPGP key has this primary fingerprint (40 hex digits, capitals); or NULL. */
const struct person *people_by_fingerprint(const struct people *p, struct str print);

/* ---- instants ---- */

/* "2026-11-24T09:00:00Z", in `a`; strictly that, both ways. */
struct str instant_text(int64_t when, struct arena *a);
bool instant_parse(struct str s, int64_t *out);

/* ---- breach cases ---- */

enum breach_step {
	BREACH_OPEN,
	BREACH_INVITE,
	BREACH_STATEMENT,
	BREACH_DECIDE,
	BREACH_EXPLAIN,
	BREACH_STEPS
};
const char *breach_step_name(enum breach_step s);

enum breach_answer { ANSWER_NONE, ANSWER_GIVEN, ANSWER_DECLINED, ANSWER_SILENT };
const char *breach_answer_name(enum breach_answer a);
enum breach_outcome { OUTCOME_NONE, OUTCOME_BREACH, OUTCOME_NO_BREACH };
const char *breach_outcome_name(enum breach_outcome o);
bool breach_outcome_from(struct str name, enum breach_outcome *out);

enum {
	BREACH_PERSONS = 8,
	BREACH_CLAUSES = 16,
	BREACH_DECIDERS = 4,
	BREACH_HANDLERS = 4
};

/* A sentence of the policy, to be quoted. */
struct breach_clause {
	struct str id, sentence;
};

/* What every step needs to know; borrowed for the life of the store. */
struct breach_world {
	struct repo *policy;         /* decisions are entered in the ledger at its HEAD */
	const struct people *people; /* as committed there */
	struct str people_path;      /* where; empty: people.yaml */
	const struct breach_clause *clauses; /* all of the policy */
	size_t n_clauses;
	struct str bundle; /* digest of the policy in force, 64 hex digits */
	int64_t now;
	const char *identity; /* an age identity file, or NULL */
};

struct breach_store;

/* Make the case repository at `dir` (absolute or relative to the current folder) with the
 * registry of the keys of people.yaml that may act in cases; or, when it is there, bring
 * its registry up to date. *made says which. ERR_REFUSED inside a work tree. */
int breach_store_make(const char *dir, const struct breach_world *w, bool *made,
		      struct arena *a, struct err *e) MUST_CHECK;
/* User ids of OpenPGP keys that breach_store_make() puts where all who reach the case
 * repository read them, but for those that are only a role ("handler", "decider-2"). */
struct breach_exposed {
	struct str person, user_id;
};
size_t breach_exposed(const struct people *p, struct arena *a,
		      struct breach_exposed **out);
int breach_store_open(const char *dir, const struct breach_world *w,
		      struct breach_store **out, struct err *e) MUST_CHECK;
void breach_store_close(struct breach_store *s);

/* An event as it stands in clear. No id of a person, no date of conduct, no text. */
struct breach_event {
	struct str breach; /* the case's random id */
	uint32_t sequence; /* from 1 */
	enum breach_step step;
	struct str actor;    /* "handler@case-<id>" */
	struct str previous; /* SHA-256 of the event before; empty: the first */
	struct str payload;  /* SHA-256 of payload.age */
	struct str policy;   /* bundle in force when it was recorded */
	int64_t recorded;
	/* open */
	uint32_t persons;     /* how many the case is about */
	struct str judged_by; /* bundle in force at the time of the conduct */
	struct str
		sealed_to; /* the public key of the case: all contents are sealed to it */
	struct str key;    /* SHA-256 of key.age, which holds its secret, sealed */
	struct str handlers[BREACH_HANDLERS]; /* names of the registry */
	size_t n_handlers;
	struct str deciders[BREACH_DECIDERS]; /* names of the registry */
	size_t n_deciders;
	/* invite, statement */
	uint32_t person;           /* 1 ... persons */
	int64_t deadline;          /* invite */
	enum breach_answer answer; /* statement */
	/* open, decide */
	struct str clauses[BREACH_CLAUSES];
	size_t n_clauses;
	/* decide */
	enum breach_outcome outcome;
	struct str ledger, salt;
};

/* What only those involved can read. */
struct breach_payload {
	struct str subjects[BREACH_PERSONS]; /* open */
	size_t n_subjects;
	struct str reporters[BREACH_PERSONS];
	size_t n_reporters;
	struct str conduct_on, conduct_revision;
	struct str recorded_by; /* person id */
	struct str text;
};

/* One event with what git knows of it. */
struct breach_entry {
	struct breach_event event;
	struct str commit;
	struct str digest; /* of the event */
	struct str signer; /* its name in the registry, or empty */
};
struct breach {
	struct str id;
	struct breach_entry *p;
	size_t n;
	int64_t deadline; /* the latest that an invitation set; 0: none */
	struct str key;   /* SHA-256 of key.age as an event signed it */
	struct str next;  /* what may come next, for people */
};

/* Ids of all cases, sorted. */
int breach_ids(struct breach_store *s, struct arena *a, struct str **out, size_t *n,
	       struct err *e) MUST_CHECK;
/* The one case whose id starts so (4 digits or more). */
int breach_find(struct breach_store *s, struct str prefix, struct arena *a,
		struct str *id, struct err *e) MUST_CHECK;
/* Read a case. ERR_INVALID when its history does not hold: verify tells all. */
int breach_load(struct breach_store *s, struct str id, struct arena *a,
		struct breach *out, struct err *e) MUST_CHECK;
/* Unseal an event with the world's identity. ERR_REFUSED: not sealed to it. */
int breach_unseal(struct breach_store *s, const struct breach *b, size_t i,
		  struct arena *a, struct breach_payload *out, struct err *e) MUST_CHECK;

struct breach_request {
	enum breach_step step;
	struct str breach; /* empty for open */
	struct str as;     /* "handler", "decider"; empty: what the step allows */
	/* open: handlers besides whoever opens it */
	const struct str *clauses, *subjects, *reporters, *deciders, *handlers;
	size_t n_clauses, n_subjects, n_reporters, n_deciders, n_handlers;
	struct str conduct_on, conduct_revision, judged_by; /* open; may be empty */
	uint32_t person;                                    /* 0: the only one */
	int64_t deadline;                                   /* invite; 0: in `days` */
	int64_t days;                                       /* 0: seven */
	enum breach_answer answer;
	enum breach_outcome outcome;
	struct str text;
	bool has_text; /* a text was meant to be given: an empty one is refused */
};
struct breach_receipt {
	struct str id, commit;
	uint32_t sequence;
	int64_t deadline;
	struct str ledger, ledger_path, ledger_commit; /* decide */
	struct str branch; /* decide: where the ledger commit is */
	bool completed;    /* decide: the event was there, the ledger was not */
};
/* Take a step. ERR_REFUSED says what is missing, quotes the clause, and hints at the way
 * out; nothing is written then. */
int breach_record(struct breach_store *s, const struct breach_request *r, struct arena *a,
		  struct breach_receipt *out, struct err *e) MUST_CHECK;

/* What does not hold: X(name, id). */
#define BREACH_TROUBLES(X)                                                               \
	X(SHAPE, "case/shape") /* not a commit that decorum would make */                \
	X(UNSIGNED, "case/unsigned")                                                     \
	X(SIGNATURE, "case/signature") /* wrong, or by nobody the registry knows */      \
	X(UNCHECKED, "case/unchecked") /* cannot be verified here */                     \
	X(EVENT, "case/event")         /* not in its one form */                         \
	X(OTHER, "case/other-case")    /* of another case */                             \
	X(SEQUENCE, "case/sequence")   /* one is missing, doubled or moved */            \
	X(CHAIN, "case/chain")         /* the event before is another */                 \
	X(PAYLOAD, "case/payload")     /* the sealed contents are others */              \
	X(TIME, "case/time")                                                             \
	X(ROLE, "case/role")                                                             \
	X(SEPARATION, "case/separation") /* two roles that exclude each other */         \
	X(ORDER, "case/order") /* a step that the policy does not allow there */         \
	X(UNREADABLE, "case/unreadable") /* not to be read at all */                     \
	X(REF, "case/ref")               /* a ref that is no case among the cases */     \
	X(KEY, "case/key")               /* the sealed key of the case is not there */   \
	X(LEDGER, "case/ledger")         /* a decision and its line do not agree */      \
	X(ANCHOR, "case/anchor")         /* not the history that was anchored */         \
	X(REGISTRY, "case/registry")
#define BREACH_TROUBLE_ENUM(name, id) TROUBLE_##name,
enum breach_trouble_kind { BREACH_TROUBLES(BREACH_TROUBLE_ENUM) TROUBLES };
struct breach_trouble {
	enum breach_trouble_kind kind;
	struct str breach; /* case id; empty: registry, ledger, anchors */
	uint32_t sequence; /* 0: the case as a whole */
	struct str msg;
};
const char *breach_trouble_name(enum breach_trouble_kind k); /* "case/unsigned" */
struct breach_verdict {
	VEC(struct breach_trouble) troubles;
	size_t n_cases, n_events, n_decisions, n_anchored; /* events under an anchor */
};
/* Check all cases, or only `id` (its ledger lines and anchors with it). Needs no key. */
int breach_verify(struct breach_store *s, struct str id, struct arena *a,
		  struct breach_verdict *out, struct err *e) MUST_CHECK;
/* What no verification can show; one line each, NULL at the end. */
extern const char *const breach_cannot_show[];

/* ---- signing, as git is configured (docs/formats/signatures.md) ---- */

struct signer;
/* The key that git would sign with in this repository, or by the user's own settings (r
 * NULL). ERR_USAGE with the way out when there is none. In `a`; record_signer_close(). */
int record_signer_open(struct repo *r, struct arena *a, struct signer **out,
		       struct err *e) MUST_CHECK;
void record_signer_close(struct signer *s);
/* A repo_sign: `ctx` is the signer. */
int record_sign_commit(void *ctx, struct str payload, struct arena *a, struct str *armour,
		       struct err *e);
/* 32 random hex digits. */
int record_new_id(struct arena *a, struct str *out, struct err *e) MUST_CHECK;

#endif
