/* policy/load.h: what the files of this room share while a policy is being loaded.
 * Private to the room. */
#ifndef POLICY_LOAD_H
#define POLICY_LOAD_H

#include "core/limits.h"
#include "core/map.h"
#include "policy/policy.h"
#include "policy/schema.h"

/* `terms` rules together: what a hostile policy could multiply without end. */
enum { POLICY_TERMS = 500000 };

enum { NO_RULE = UINT32_MAX };

/* A name that must be a word list, looked up once all files are read. */
struct list_use {
	uint32_t rule; /* NO_RULE: of one that was too broken to keep */
	const struct source *source;
	const struct yaml *node;
};

/* Where an id was first used. */
struct place {
	const struct source *source;
	struct span at;
};

/* An id used twice: where that is said, and where the other one stands
 * ("policy.md:12"). */
struct clash {
	struct place here;
	struct str other;
};

/* A file of examples, kept until the rules are known. */
struct example_file {
	const struct source *source;
	const struct yaml *map;
};

struct loader {
	struct arena *a;
	const struct policy_folder *from;
	struct policy *out;
	struct findings *f;
	const struct source *s; /* being read */
	VEC(struct policy_clause) clauses;
	VEC(struct policy_rule) rules;
	VEC(struct policy_list) lists;
	VEC(struct policy_overlay) overlays;
	VEC(struct policy_network) networks;
	VEC(struct policy_word) words;
	VEC(struct policy_choice) choices;
	VEC(struct list_use) uses;
	VEC(struct place) places;
	VEC(struct example_file) example_files;
	struct map *clause_ids, *rule_ids, *word_ids; /* to places */
	unsigned guesses; /* "did you mean" that are still worked out */
	uint8_t seal_keys[LIMIT_SEAL_KEYS][SEAL_KEY]; /* of the lists so far */
	size_t n_seal_keys;
};

/* ---- helpers (load.c) ---- */

/* Diags of the file being read, as findings. */
void load_diags(struct loader *l, const struct diags *d, enum finding_kind kind);
/* Parse [at] of the file as a map; NULL after a finding. `what` is said when it is empty
 * or no map: "a word list". */
const struct yaml *load_map(struct loader *l, struct span at, const char *what,
			    enum finding_kind kind);
/* yaml_check() with its troubles as findings. */
bool load_check(struct loader *l, const struct yaml *map, const struct field *schema,
		const char *what, enum finding_kind kind);
/* "; did you mean "x"?" or "". */
const char *load_guess(struct loader *l, struct str word, const struct str *candidates,
		       size_t n);
/* The first bytes of a name, fit for a message. */
struct str load_clip(struct str name);
/* True if nobody used the id before. Else *clash says where: at the newer of the two, but
 * never in the first document, whose ids stand, when the other is in another file. */
bool load_unique(struct loader *l, struct map *ids, struct str id, struct span at,
		 struct clash *clash);

/* "lexicons/insult.yaml:7:5" */
struct str load_place(struct loader *l, const struct source *s, struct span at);

/* The key's bytes, or the map's first byte when it is not there. */
struct span load_key_at(const struct yaml *map, const char *key);
/* Items of a list; a scalar alone is a list of one. */
size_t load_count(const struct yaml *node);
const struct yaml *load_item(const struct yaml *node, size_t i);
bool load_true(const struct yaml *map, const char *key);

/* What a rule's map says about itself, while it is being read. */
struct rule_draft {
	struct loader *l;
	const struct yaml *map;
	struct policy_rule *rule;
	VEC(struct policy_pattern) near;
	size_t said, n_said; /* what the schema had to say: findings of the loader */
};
/* A finding at a key of the rule. */
void rule_trouble(const struct rule_draft *d, const char *key, const char *msg);
/* kind.c: the rule's kind, by its key; false after a finding. Then what the key says. */
bool rule_find_kind(const struct rule_draft *d, enum rule_kind *kind);
void rule_load_kind(struct rule_draft *d);

/* ---- parts ---- */

void load_document(struct loader *l, const struct source *s, bool first,
		   struct md **tree);
void load_rules(struct loader *l, const struct yaml *clause, size_t index);
void load_examples(struct loader *l, const struct yaml *rule, struct policy_rule *r);
/* Those of a file (example_file.c): `map` is what stands under the rule's id. */
void load_more_examples(struct loader *l, const struct yaml *map, struct policy_rule *r);
void load_example_file(struct loader *l, const struct source *s);
void load_example_files(struct loader *l);
/* Networks that examples name, and that are not there. */
void load_example_networks(struct loader *l);
void load_list(struct loader *l, const struct source *s);
/* seal.c: `key`, `sealed` and `near` of a list; its terms have room for them. */
void load_sealed(struct loader *l, const struct yaml *map, struct policy_list *list);
void load_overlay(struct loader *l, const struct source *s);
/* Rules that overlays name, once all are known; what they may not do. */
void load_settle_overlays(struct loader *l);
void load_networks(struct loader *l, const struct source *s);
void load_words(struct loader *l, const struct source *s);
void load_choices(struct loader *l, const struct source *s);
void load_choices_resolve(struct loader *l); /* the clauses that they name */

/* What people most likely meant where YAML cannot be read (slips.c): may move the newest
 * diag to the slip and put it in other words. */
void load_explain(struct loader *l, struct span at, struct diags *d);
/* The same for values of the wrong kind. */
void load_explain_types(struct loader *l, struct diags *d);
/* A text out of quotes that YAML cuts at " #": a finding. With `words`, only when a
 * word follows directly, as in #MONEY: else it may be a comment. */
bool load_is_cut(struct loader *l, const struct yaml *node, bool words,
		 enum finding_kind kind);

/* Parse the pattern in a scalar; troubles inside it are at their bytes. */
bool load_pattern(struct loader *l, const struct yaml *node, struct policy_pattern *out);
/* `node` from byte `from` of its value on, as a scalar of its own. */
const struct yaml *load_tail(struct loader *l, const struct yaml *node, size_t from);

/* Look up the lists that rules name (resolve.c). */
void load_resolve(struct loader *l);

/* What works, but hardly as it was meant (advise.c); after load_resolve(). */
void load_advise(struct loader *l);

/* Marks of a pattern that hardly mean what they were meant to (advise_marks.c). */
void load_advise_marks(struct loader *l, const struct source *s,
		       const struct policy_pattern *pattern);

/* Bounds, words and posts that a rule never meets (advise_never.c). */
void load_advise_never(struct loader *l);

/* Words that are looked for twice (advise_terms.c). */
void load_advise_terms(struct loader *l);

/* Clauses that the text names, and that are not there (cite.c). */
void load_check_citations(struct loader *l);

/* The text of the block that a clause stands under (sentence.c): of its sentences
 * [first, last], from 1; all of it when first is 0. False when there are not as many;
 * *n says how many there are. */
bool sentence_of(const struct md *block, size_t first, size_t last, struct arena *a,
		 struct str *text, struct span *at, size_t *n);

#endif
