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

/* What surrounds a text. */
struct check_context {
	unsigned who;	   /* bits of enum check_who */
	bool reply, hostile;
	struct str lang;   /* BCP 47; empty: "en" */
	struct str network, account; /* empty: not for one network */
	struct str today;  /* "2026-11-25": rules outside their dates are skipped; empty:
			      all rules count */
	struct str only;   /* one rule id: `decorum test` runs a rule alone; empty: all */
};
enum check_who { CHECK_COMPANY = 1 << 0, CHECK_ASSOCIATED = 1 << 1 };

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

/* Clause and rule texts, for messages. False when unknown. */
struct check_rule_info {
	struct str rule, clause, sentence, say, good;
	enum level level;
};
bool check_rule(const struct checker *c, struct str rule, struct check_rule_info *out);

#endif
