/* post/post.h: the model of a post and of the accounts and products it goes to. */
#ifndef POST_POST_H
#define POST_POST_H

#include "core/map.h"
#include "core/overlay.h"
#include "finding/finding.h"

struct post_target {
	struct str account;
	struct span at;
	const struct yaml *text; /* override for this account, or NULL */
};
struct post_omit {
	struct str account, reason;
	struct span at;
};
struct post_media {
	struct str file, alt, people, licence;
	const struct yaml *alt_node;
	struct span at;
};
struct post_part { /* of a thread; a post without "---" in its body has one */
	struct span at;
	struct md **blocks; /* top-level blocks of the body's tree */
	size_t n_blocks;
};

/* What the post changes about a rule, for itself. */
struct post_change {
	struct str rule, reason;
	struct overlay_change change;
	struct span at; /* of the rule's name */
};

enum post_tone { TONE_UNSAID, TONE_NEUTRAL, TONE_CRITICAL, TONE_HOSTILE };

struct post {
	const struct source *source;
	const struct yaml *front; /* NULL: plain text without front matter */
	struct str id, author, lang, publish, zone;
	struct span id_at, author_at;
	struct str *products;
	size_t n_products;
	struct post_target *targets;
	size_t n_targets;
	struct post_omit *omits;
	size_t n_omits;
	struct post_media *media;
	size_t n_media;
	const struct yaml **beside; /* texts that readers see beside the body: the content
				       warning, the options of a poll */
	size_t n_beside;
	struct post_change *changes;
	size_t n_changes;
	bool is_reply, is_repost, is_correction;
	enum post_tone tone;
	struct md *body; /* NULL when it could not be parsed */
	struct post_part *parts;
	size_t n_parts;
};

/* Parse and validate by the schema of DESIGN 2.1 (all keys of docs/formats/post.md).
 * Troubles become findings (FINDING_POST_...). `plain` allows a file without front
 * matter (standard input, outside a repository); otherwise that is a finding too.
 * Returns false when there is no text that could be judged. */
bool post_load(const struct source *s, bool plain, struct arena *a, struct post *out,
	       struct findings *f);

/* The id in the front matter of a post that need not be judged: its line "id:", without a
 * look at the rest. Empty when there is none. Borrowed from `bytes`. */
struct str post_id_of(struct str bytes);

/* ---- the registries: accounts, products ---- */

struct account {
	struct str id; /* name of the file without .yaml */
	struct str network, handle, owner, lang, zone;
	struct str stable_id; /* the network's own id, or empty */
	struct str limits;    /* profile that counts; the network's name when unsaid */
	struct str *products;
	size_t n_products;
	bool closed;
	const struct source *source;
	const struct yaml *map; /* all that the file says */
};
struct product {
	struct str id, name;
	struct str *aliases;
	size_t n_aliases;
	const struct source *source;
	struct span at; /* of its id */
};
struct registry {
	struct account *accounts; /* sorted by id */
	size_t n_accounts;
	struct product *products; /* sorted by id */
	size_t n_products;
	size_t room_accounts, room_products; /* of the arrays, while they are filled */
	bool known; /* false: no registry at all (outside a repository) */
	/* How references into the company's password managers begin ("op://"). None: all
	 * that the program knows. Set before the first registry_add(). */
	const struct str *vaults;
	size_t n_vaults;
};

/* Read one registry file into a zeroed `r`: "products.yaml" (or a file whose first key
 * is "products" and that names no network), else an account, whose id is the file's name
 * without .yaml; troubles become findings. Call registry_ready() after the last one: it
 * sorts, and finds what only shows when all files are read. */
void registry_add(struct registry *r, const struct source *s, struct arena *a,
		  struct findings *f);
void registry_ready(struct registry *r, struct arena *a, struct findings *f);
const struct account *registry_account(const struct registry *r, struct str id);

/* Where a post goes: its targets and every open account of its products that is not
 * omitted, sorted by account. Unknown accounts and products, closed accounts, targets of
 * another product, accounts that would get no text: findings. */
struct post_destination {
	const struct account *account;
	const struct post_target *target; /* NULL when implied by a product */
};
size_t post_destinations(const struct post *p, const struct registry *r, struct arena *a,
			 struct post_destination **out, struct findings *f);

/* Does an account's `credential` begin as the registry allows? As any password manager
 * that we know? */
bool registry_allows(const struct registry *r, struct str uri);
bool registry_knows(struct str uri);

/* ---- the records: permissions, corrections ---- */

/* What somebody agreed to. It never says who that is: that lies in the vault. */
struct permission {
	struct str id;	/* name of the file without .yaml */
	bool repost;	/* else a consent of people in pictures and stories */
	bool broken; /* its file has faults: it allows nothing */
	bool everything; /* `what` is general */
	bool everywhere;
	struct str given_on, posted_on, expires, withdrawn_on; /* days, or empty */
	const struct yaml *what, *where; /* maps, or NULL */
	const struct source *source;
	const struct yaml *map;
};
/* A post that was found wrong. */
struct correction {
	struct str post, what, found_on;
	struct str *owed; /* accounts, when it is not all where the post went */
	size_t n_owed;
	struct span post_at;
	const struct source *source;
};
struct records {
	VEC(struct permission) permissions; /* of one id, the first */
	VEC(struct correction) corrections;
	struct map *ids; /* of permissions, to their place; NULL: there is none */
};

/* Read one record; troubles become findings (FINDING_RECORD...). A permission that
 * cannot be relied on is kept as `broken`, a correction is not kept. */
void records_add_permission(struct records *r, const struct source *s,
			    const struct registry *known, struct arena *a,
			    struct findings *f);
void records_add_correction(struct records *r, const struct source *s, struct arena *a,
			    struct findings *f);
/* By id; NULL when there is none. */
const struct permission *records_permission(const struct records *r, struct str id);
/* "permissions/c-12.yaml" is "c-12". */
struct str record_id_of(struct str path);
/* Ids of all permissions that the post names, in `a`. */
size_t post_permissions(const struct post *p, struct arena *a, struct str **out);

/* ---- what posts have to do with each other ---- */

struct post_facts {
	struct str path, id, author;
	struct str corrects, reply_url; /* id of the wrong post; of `reply_to`; or empty */
	int64_t minute; /* of `publish`, since 1970, by the clock of its zone */
	bool timed, is_reply, hostile, is_repost;
	struct str *accounts; /* where it goes, sorted */
	size_t n_accounts;
	uint32_t *shingles; /* of its text, sorted, each once; of three words each */
	size_t n_shingles;
	/* Its head, for findings; NULL: the post is not judged now. */
	const struct source *source;
	struct span publish_at, corrects_at;
};
/* All of it in `a`, so that the post may go. `text`: with shingles. `judged`: with its
 * head. */
void post_facts_of(const struct post *p, const struct post_destination *to, size_t n,
		   bool text, bool judged, struct arena *a, struct post_facts *out);

/* What a look at the lines of a post's head tells. */
struct post_brief {
	struct str id, author, publish; /* borrowed; empty: none, or not to be seen */
	bool corrects;
	bool unsure; /* the head is written in a way that only post_load() reads */
};
struct post_brief post_brief_of(struct str bytes);

/* ---- figures that are public: facts/ *.yaml ---- */

struct public_fact {
	struct str statement;
	struct str *values; /* one figure each, as written: "£4.2m", "12 %" */
	size_t n_values;
	struct str since; /* the day on which it became public: "2026-10-30" */
	struct str url;
};
struct public_facts {
	VEC(struct public_fact) v;
};

/* Read one file; troubles become findings (FINDING_REGISTRY), and a file with one makes
 * nothing public. */
void public_facts_add(struct public_facts *out, const struct source *s, struct arena *a,
		      struct findings *f);

/* ---- reference ---- */

/* Every key that these files may hold, with its meaning: the one list behind the schemas
 * and the pages docs/formats/post.md and accounts.md. */
struct post_key {
	const char *key, *meaning;
};
struct post_keys {
	const char *place; /* "a post" */
	const char *page;  /* "post.md" */
	const struct post_key *p;
	size_t n;
};
const struct post_keys *post_keys(size_t *n);

#endif
