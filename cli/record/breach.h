/* record/breach.h: how a case is kept: the event's one form, what may follow what, the
 * sealed contents, the registry of keys. Private to the room; the bytes are drawn in
 * docs/formats/case.md. */
#ifndef RECORD_BREACH_H
#define RECORD_BREACH_H

#include "core/buf.h"
#include "core/digest.h"
#include "core/map.h"
#include "record/openpgp.h"
#include "record/record.h"
#include "record/sign.h"

enum {
	EVENT_CAP = 16 * 1024,
	PAYLOAD_STEP = 4 * 1024, /* sealed contents are multiples of it */
	PAYLOAD_CAP = 256 * 1024,
	SEALED_CAP = PAYLOAD_CAP + 64 * 1024,
	ANCHOR_CAP = 4 * 1024 * 1024,
	HANDLE_CAP = 64 * 1024 * 1024,
	EVENTS_MOST = 1000,
	REGISTRY_COMMITS_MOST = 10000,
	KEY_RECIPIENTS = 8, /* of a case key, dummies included */
	ID_BYTES = 6,       /* of a case's id */
	DAY = 24 * 60 * 60,
};

#define CASE_REFS "refs/cases/"
#define KEY_REFS "refs/casekeys/"
#define REGISTRY_REF "refs/meta/case-registry"
#define ANCHOR_REF "refs/meta/case-anchors"

/* `bytes` random bytes as hex digits. */
int random_hex(size_t bytes, struct arena *a, struct str *out, struct err *e) MUST_CHECK;
bool is_hex(struct str s, size_t n);
/* "sha256:" and the digits, in `a`. */
struct str digest_text(struct str bytes, struct arena *a);
/* Words between blanks, at most `most`. False: too many, empty, or a doubled blank. */
bool words_read(struct str s, struct str *out, size_t most, size_t *n);
void words_write(const struct str *words, size_t n, struct buf *out);

/* ---- events ---- */

struct str event_write(const struct breach_event *ev, struct arena *a);
/* Only what event_write() writes. ERR_INVALID names the line. */
int event_read(struct str text, struct arena *a, struct breach_event *out,
	       struct err *e) MUST_CHECK;
bool event_step_from(struct str name, enum breach_step *out);

/* ---- what may follow what ---- */

/* In which capacity somebody acts. */
struct actor {
	const char *name; /* "handler" */
	enum role role;
};
extern const struct actor actors[];
enum { ACTORS = 2 };
/* The capacity that "handler@case-<id>" names, when it is of this case; or NULL. */
const struct actor *actor_of(const struct breach_event *ev);
bool step_allows(enum breach_step step, const struct actor *who);
/* "handler or decider", for messages. */
struct str step_actors(enum breach_step step, struct arena *a);

struct person_state {
	bool invited;
	int64_t deadline;
	enum breach_answer answer;
};
struct breach_state {
	unsigned done; /* bits: 1 << enum breach_step */
	uint32_t sequence;
	int64_t last;
	struct person_state persons[BREACH_PERSONS];
	uint32_t n_persons;
	struct str deciders[BREACH_DECIDERS]; /* appointed when the case was opened */
	size_t n_deciders;
	struct str clauses[BREACH_CLAUSES];
	size_t n_clauses;
	struct str handlers[BREACH_HANDLERS]; /* named then as well */
	size_t n_handlers;
};
struct refusal {
	const char *clause; /* id in the policy */
	struct str why, way;
	enum breach_trouble_kind kind;
};
/* May `next`, signed by the one the registry calls `signer`, follow? False: why not. */
bool state_allows(const struct breach_state *s, const struct breach_event *next,
		  struct str signer, struct arena *a, struct refusal *why);
void state_apply(struct breach_state *s, const struct breach_event *ev);
/* What may come next, for people. */
struct str state_next(const struct breach_state *s, struct arena *a);

/* ---- sealed contents ---- */

/* The plain text, padded with NUL bytes to a multiple of PAYLOAD_STEP. */
int payload_write(const struct breach_event *ev, const struct breach_payload *p,
		  struct arena *a, struct str *out, struct err *e) MUST_CHECK;
/* ERR_INVALID when it is of another case or event. */
int payload_read(struct str text, const struct breach_event *ev, struct arena *a,
		 struct breach_payload *out, struct err *e) MUST_CHECK;

/* A fresh X25519 pair. Wipe `secret` when done: seal_wipe(). */
int seal_pair(struct arena *a, struct str *secret, struct str *recipient,
	      struct err *e) MUST_CHECK;
int seal_to(const struct str *recipients, size_t n, struct str plain, struct arena *a,
	    struct str *sealed, struct err *e) MUST_CHECK;
/* With an identity file of the user, or with a secret in memory. */
int seal_open_file(const char *identity, struct str sealed, struct arena *a,
		   struct str *plain, struct err *e) MUST_CHECK;
int seal_open_secret(struct str secret, struct str sealed, struct arena *a,
		     struct str *plain, struct err *e) MUST_CHECK;
void seal_wipe(struct str secret);
bool seal_is_recipient(struct str s);

/* ---- the registry: who may sign what, under names that tell nobody ---- */

enum {
	CASE_ROLES = ROLE_CASE_HANDLER | ROLE_REPRESENTATIVE | ROLE_INDEPENDENT |
		     ROLE_POLICY_OWNER
};
struct registry_role {
	struct str name; /* "s-1a2b3c4d" */
	unsigned role;
	int64_t from, until; /* [from, until) */
};
struct registry_recipient {
	struct str name, age;
};
/* One version of somebody's OpenPGP key, and when it was the one that counts. */
struct registry_pgp {
	struct str name;
	int64_t from, until; /* [from, until) */
	struct openpgp_key key;
};
/* Its files; openpgp may be empty, and is not there then. */
struct registry_text {
	struct str signers, roles, recipients, openpgp;
};
struct registry {
	struct registry_text text;
	struct signers signers;
	VEC(struct registry_role) roles;
	VEC(struct registry_recipient) recipients;
	VEC(struct registry_pgp) pgp;
};
int registry_read(const struct registry_text *text, struct arena *a, struct registry *out,
		  struct err *e) MUST_CHECK;
/* The registry that people.yaml asks for, `old` (may be empty) taken further: names are
 * kept by key; what ended is closed at `now`, never dropped. */
int registry_plan(const struct people *people, const struct registry *old, int64_t now,
		  struct arena *a, struct registry *out, struct err *e) MUST_CHECK;
/* The name that a key ("ssh-ed25519 AAAA...") has, valid at `when`; or empty. */
struct str registry_name(const struct registry *r, struct str ssh, int64_t when,
			 struct arena *a);
/* The same for an OpenPGP key, by its primary fingerprint; and for either. */
struct str registry_pgp_name(const struct registry *r, struct str print, int64_t when);
struct str registry_name_of(const struct registry *r, const struct person_key *key,
			    int64_t when, struct arena *a);
bool registry_holds(const struct registry *r, struct str name, unsigned role,
		    int64_t when);
/* The line that carries this one on: the same version, from then or before; or NULL. */
const struct registry_pgp *registry_same_pgp(const struct registry *r,
					     const struct registry_pgp *key);
/* Has this person a key at all? */
bool person_signs(const struct person *p);
/* One of the roles that may change the registry. */
bool registry_keeps(const struct registry *r, struct str name, int64_t when);
/* A commit's signature by a key that counted at `when`. GOOD: the principal is the name
 * in the registry. */
void registry_verify(const struct registry *r, struct str payload, struct str armour,
		     int64_t when, struct arena *a, struct signature *out);
/* The key in a line of the signers: "ssh-ed25519 AAAA...". */
struct str registry_key_text(struct str line);
struct str registry_age(const struct registry *r, struct str name);

/* ---- the repository ---- */

struct breach_store {
	struct repo *cases;
	const char *dir; /* its folder, to open it again */
	size_t taken;    /* bytes read through the handle, about */
	struct breach_world w;
	struct registry registry;
	struct str registry_tip; /* its commit */
	struct arena mem;
};
/* Whose commits these are, and the signer who makes them. */
struct hand {
	struct signer signer;
	const struct person *person;
	const struct person_key *key;
	/* Set before anything is signed: what is signed must count under this registry,
	 * as signed by this name. */
	const struct registry *known;
	struct str name;
	int64_t at; /* when it must count; 0: when the commit is dated */
};
int hand_find(struct repo *policy, const struct people *people, struct arena *a,
	      struct hand *out, struct err *e) MUST_CHECK;
void hand_release(struct hand *h);
/* Written so that nobody but its owner reads it in the case repository. */
int store_write(struct repo *r, const struct repo_commit *c, struct arena *a,
		struct str *id, struct err *e) MUST_CHECK;
/* A commit that stands only on `parent` (empty: on none). */
int store_commit(struct repo *r, struct hand *h, const struct repo_commit *c,
		 struct str parent, struct arena *a, struct str *id,
		 struct err *e) MUST_CHECK;
/* A handle hands out so many bytes at most: open another one when `n` more are too many.
 */
int store_room(struct breach_store *s, size_t n, struct err *e) MUST_CHECK;
/* A ref's id, or empty. */
int store_ref(struct repo *r, const char *name, struct arena *a, struct str *id,
	      struct err *e) MUST_CHECK;
int registry_of_commit(struct repo *r, const char *rev, struct arena *a,
		       struct registry *out, struct err *e) MUST_CHECK;

bool is_digest_of(struct str hex, struct str bytes);
/* The sealed key of a case. ERR_NOT_FOUND: it is gone. */
int read_key(struct breach_store *s, struct str id, struct arena *a, struct str *sealed,
	     struct err *e) MUST_CHECK;
/* The one message that an event's commit has. */
struct str event_message(struct str digest, struct arena *a);
/* breach_load(), with where the case stands. */
int breach_load_state(struct breach_store *s, struct str id, struct arena *a,
		      struct breach *out, struct breach_state *state,
		      struct err *e) MUST_CHECK;
/* Everything of one case that can be read, and all that is wrong with it. */
int read_case(struct breach_store *s, struct str id, struct arena *a, struct breach *out,
	      struct breach_state *state, struct breach_verdict *verdict,
	      struct err *e) MUST_CHECK;
void trouble_add(struct breach_verdict *v, struct arena *a, enum breach_trouble_kind kind,
		 struct str breach, uint32_t sequence, const char *fmt, ...)
	PRINTF_LIKE(6, 7);
/* The commit's signature under the registry; a trouble unless it is good. Returns the
 * signer's name, or empty. */
struct str check_signature(const struct registry *known, const struct repo_commit_info *c,
			   struct breach_verdict *v, struct str breach, uint32_t sequence,
			   struct arena *a);
/* The same, where the key must have counted at another time than the commit says. */
struct str check_signature_at(const struct registry *known,
			      const struct repo_commit_info *c, int64_t when,
			      struct breach_verdict *v, struct str breach,
			      uint32_t sequence, struct arena *a);
const struct breach_clause *world_clause(const struct breach_world *w, struct str id);

/* ---- ledger and anchors ---- */

struct ledger_line {
	struct str id, month, policy, commitment, anchor; /* digests with "sha256:" */
	struct str clauses[BREACH_CLAUSES];
	size_t n_clauses;
	enum breach_outcome outcome;
};
struct str ledger_write(const struct ledger_line *l, struct arena *a);
int ledger_read(struct str text, struct arena *a, struct ledger_line *out,
		struct err *e) MUST_CHECK;
struct str ledger_path(struct str id, struct str month, struct arena *a);
/* The first second of the month: what the commit of a decision shows as its time. */
int64_t ledger_time(int64_t when, struct arena *a);
struct str ledger_message(const struct ledger_line *l, struct arena *a);
struct str ledger_commitment(const struct breach_event *ev, struct str digest,
			     struct arena *a);
/* All lines in the tree of the policy repository's HEAD: each at its own path, each id
 * once. */
struct ledger {
	VEC(struct ledger_line) lines;
	struct map *by_id;
};
int ledger_load(struct repo *policy, struct arena *a, struct ledger *out,
		struct breach_verdict *v, struct err *e) MUST_CHECK;
const struct ledger_line *ledger_find(const struct ledger *l, struct str id);
/* The branch that the ledger grows on: ERR_REFUSED when none is checked out. */
int ledger_branch(struct repo *policy, struct arena *a, struct str *out,
		  struct err *e) MUST_CHECK;
/* Where the decision of a case is entered, if it is not yet: anchor, then ledger. */
int ledger_enter(struct breach_store *s, struct hand *h,
		 const struct breach_entry *decided, struct arena *a,
		 struct breach_receipt *out, struct err *e) MUST_CHECK;
/* What the case repository held when a decision was entered. */
struct anchored {
	struct str breach, commit;
};
struct anchor {
	uint32_t sequence;
	struct str digest, list; /* list: its lines, as text */
	/* The newest commit of the registry then, and a digest of what it holds. */
	struct str registry, registry_digest;
	VEC(struct anchored) cases;
};
bool is_case_id(struct str s);
int anchor_read(struct str text, struct arena *a, struct anchor *out,
		struct err *e) MUST_CHECK;

/* ---- verifying ---- */

struct history {
	struct str *ids; /* newest first */
	size_t n;
};
/* Commits of a ref that has no merges, newest first. */
int list_history(struct repo *r, const char *ref, size_t most, struct arena *a,
		 struct history *out, struct err *e) MUST_CHECK;

int verify_ledger(struct breach_store *s, struct str only, const struct breach *all,
		  size_t n, struct arena *a, struct breach_verdict *v,
		  struct err *e) MUST_CHECK;
int verify_registry(struct breach_store *s, struct arena *a, struct breach_verdict *v,
		    struct err *e) MUST_CHECK;

/* ---- the pin: where the registry begins, in the policy repository ---- */

#define PIN_PATH "ledger/registry"
/* Of everything that it holds, 64 hex digits. */
struct str registry_digest(const struct registry_text *t, struct arena *a);
/* Is there a pin at HEAD? ERR_REFUSED: of another registry than this case repository has
 * (NULL: it is not made yet). ERR_USAGE: there is none, and no branch to put one on. */
int pin_check(struct repo *cases, const struct breach_world *w, struct arena *a,
	      bool *there, struct err *e) MUST_CHECK;
/* Pin it, by a signed commit on HEAD. */
int pin_enter(struct repo *cases, struct hand *h, const struct breach_world *w,
	      struct arena *a, struct err *e) MUST_CHECK;
int verify_pin(struct breach_store *s, struct arena *a, struct breach_verdict *v,
	       struct err *e) MUST_CHECK;

#endif
