/* post/post.h: the model of a post and of the accounts and products it goes to. */
#ifndef POST_POST_H
#define POST_POST_H

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
