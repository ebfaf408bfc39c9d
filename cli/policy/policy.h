/* policy/policy.h: the model of a policy: clauses, rules, word lists, networks, house
 * words; loaded from Markdown and YAML, validated, every part knowing its bytes. */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "core/buf.h"
#include "core/overlay.h"
#include "core/vocabulary.h"
#include "finding/finding.h"
#include "text/pattern.h"

/* One file of the policy, wherever it was read from (work tree, index, a commit, the
 * copy inside the program). Paths are relative to the policy folder: "policy.md",
 * "lexicons/insults.yaml", "examples/tone.yaml", "networks.yaml", "words.txt". Borrowed.
 */
struct policy_file {
	struct str path, bytes;
};

enum kept_by { KEPT_RULE, KEPT_PROCEDURE, KEPT_JUDGEMENT, KEPT_GUARD };
enum rule_kind {
#define X(NAME, name) RULE_##NAME,
	RULE_KIND_WORDS(X)
#undef X
		RULE_KINDS
};

enum who {                          /* bits */
	   WHO_COMPANY = 1 << 0,    /* posts on company accounts */
	   WHO_ASSOCIATED = 1 << 1, /* personal accounts, while associated */
	   WHO_PERSONAL = 1 << 2,   /* personal accounts that are not */
	   WHO_ALL = WHO_COMPANY | WHO_ASSOCIATED, /* nobody named */
	   WHO_EVERYONE = WHO_ALL | WHO_PERSONAL,
};
enum when { /* bits; 0: always */
	    WHEN_REPLY = 1 << 0,
	    WHEN_HOSTILE = 1 << 1,  /* a reply to somebody hostile */
	    WHEN_ORIGINAL = 1 << 2, /* not a reply */
	    WHEN_REPOST = 1 << 3,
	    WHEN_CORRECTION = 1 << 4,
};
enum unless { /* bits */
	      UNLESS_QUOTED = 1 << 0,
	      UNLESS_NEGATED = 1 << 1,
	      UNLESS_ATTRIBUTED = 1 << 2,
	      UNLESS_QUESTION = 1 << 3,
	      UNLESS_PUBLIC = 1 << 4, /* its figure stands in the facts that are public */
};

struct policy_clause {
	struct str id;
	enum kept_by kept_by;
	struct str sentence; /* plain text of the paragraph or list item above */
	struct span sentence_at;
	bool part; /* some sentences of the paragraph, not all of it */
	const struct source *source;
	struct span at;             /* the fenced block */
	size_t first_rule, n_rules; /* in policy->rules */
};

struct policy_pattern {
	struct str text;
	struct span at; /* of the scalar in the file */
	const struct yaml *node;
	struct pattern *tree;
	uint32_t group; /* consistency: which set; moves: which move (rule->bounds) */
};

/* What a rule measures, forbids or asks for, other than words to find: one for each name
 * that it gives. */
struct policy_bound {
	uint32_t what; /* place in the names of its kind (core/vocabulary.h); moves: 0 */
	bool has_min, has_max;
	int32_t min, max;  /* thousandths */
	uint32_t by, days; /* window: enum of WINDOW_BY_WORDS; how long */
	struct str
		text; /* moves: its name; fields: when it is asked for, as in
			 `when`, or "media"; window: roles it is not for, with blanks */
	struct span at;
};

struct policy_example {
	const struct source *source; /* the rule's, or a file under examples/ */
	struct str text;             /* without the marks */
	struct span at;
	struct span *marks; /* between « and », in `text`; may be empty */
	size_t n_marks;
	struct str fixed;   /* fail: what its corrections make of it, or empty */
	struct str on;      /* the day on which it is read, or empty */
	struct str network; /* where it is posted, or empty */
	struct span network_at;
	struct str *found_by; /* pass: other rules that find it, and rightly so */
	size_t n_found_by;
	/* Of rules about posts and accounts: the text is a whole file, among others. */
	bool whole;
	struct str file; /* its path; empty: a post */
	struct policy_file *with;
	size_t n_with;
};

/* What no example tests, and why. */
struct policy_untested {
	struct str what,
		reason; /* what: as the policy writes it, or as a key is called */
	struct span at;
};

struct policy_rule {
	struct str id;
	size_t clause; /* in policy->clauses */
	enum rule_kind kind;
	enum level level;
	unsigned who, when, unless;
	struct policy_pattern *near; /* lists or patterns whose nearness exempts */
	size_t n_near;
	bool strict; /* fold: strict (both folding lanes) */
	bool mask;   /* its findings are masked, whatever they are about */
	bool hides;  /* so, or it names a masked list: its examples are not shown */
	bool shadow; /* evaluated, reported, never fails */
	bool overridable;
	struct str from, until; /* dates, or empty */
	struct str say, suggest, role;
	struct policy_pattern *patterns; /* find, need, count, consistency, moves; terms:
					    one per entry of its lists */
	size_t n_patterns;
	struct str *lists; /* RULE_TERMS: names */
	size_t n_lists;
	struct policy_pattern *regexes; /* RULE_REGEX; tree is NULL */
	size_t n_regexes;
	bool caseless; /* of regexes; default true */
	struct policy_bound *bounds;
	size_t n_bounds;
	struct str instead[FINDING_FIXES]; /* to write for what was found */
	size_t n_instead;
	struct policy_example *fail, *pass;
	struct policy_example *miss; /* ought to be found, and is known not to be */
	size_t n_fail, n_pass, n_miss;
	struct policy_untested *untested;
	size_t n_untested;
	const struct source *source;
	struct span at;
	const struct yaml *map; /* as it was written, for the places of its keys */
	const struct policy_change *layers; /* what overlays change: a chain, as applied */
};

/* lexicons/NAME.yaml */
struct policy_term {
	struct policy_pattern pattern;     /* words only: no gap, list or class */
	struct str instead[FINDING_FIXES]; /* replacements */
	size_t n_instead;
	struct str note;
};
enum { SEAL_KEY = 16, SEAL_HEX = 16, SEAL_NEAR_HEX = 8 }; /* bytes; digits */
struct policy_list {
	struct str name, about, licence;
	bool mask;
	/* Words that the file does not spell out (docs/formats/policy.md, "Sealed
	 * lists"): the last terms. */
	bool sealed;
	uint8_t key[SEAL_KEY];
	uint32_t *near; /* what is one slip away from them: sorted */
	size_t n_near;
	struct policy_term *terms;
	size_t n_terms;
	const struct source *source;
};

/* networks.yaml: how a network counts and shows. Units as in DESIGN "Counting". */
enum network_unit {
	UNIT_BYTE,
	UNIT_CODE_POINT,
	UNIT_UTF16,
	UNIT_GRAPHEME,
	UNIT_WEIGHTED
};
enum { NETWORK_RANGES = 8, NETWORK_LIMITS = 4 };
struct policy_network {
	struct str name, title;
	struct {
		enum network_unit unit;
		uint32_t limit;
		struct str source, verified_on;
	} limits[NETWORK_LIMITS]; /* all of them hold */
	size_t n_limits;
	uint32_t weight_default, weight_scale, emoji_weight; /* UNIT_WEIGHTED */
	struct {
		uint32_t first, last, weight;
	} ranges[NETWORK_RANGES];
	size_t n_ranges;
	uint32_t url_count; /* a URL counts as this many; 0: as it is */
	bool bare_domains;  /* "example.com" is a URL too */
	bool mention_local; /* @user@host counts as @user */
	bool emoji_bytes;   /* an emoji counts as its UTF-8 bytes */
	bool nfc;
	uint32_t max_links; /* 0: no limit */
	const struct source *source;
	struct span at;
};

/* words.txt: one word a line; "word" accept, "=Word" exact case, "bad -> good" prefer,
 * "!word" forbid; "#" starts a comment. */
enum word_mode { WORD_ACCEPT, WORD_EXACT, WORD_PREFER, WORD_FORBID };
struct policy_word {
	struct str text, instead;
	enum word_mode mode;
	const struct source *source;
	struct span at;
};

/* choices.yaml: a question that the sentences of the policy leave open, and the answer.
 */
struct policy_choice {
	struct str name, asks; /* "recent-posts"; the question in words */
	struct str value;      /* several: with ", " between */
	struct str why, clause;
	const struct source *source;
	struct span at, clause_at;
};

/* overlays/NAME.yaml: what a layer changes about rules. */
enum policy_layer { LAYER_COMPANY, LAYER_PRODUCT, LAYER_ACCOUNT };
struct policy_change {
	size_t rule; /* in policy->rules */
	struct str rule_id, reason;
	struct overlay_change change;
	const struct yaml *node;
	struct span at;
	const struct policy_overlay *of;
	const struct policy_change *next; /* of the same rule */
};
struct policy_overlay {
	enum policy_layer layer;
	struct str target; /* id of the product or account */
	struct policy_change *changes;
	size_t n_changes;
	const struct source *source;
};

struct policy {
	struct str title, licence, attribution,
		changes; /* front matter of the first .md */
	struct str lang; /* of the document, BCP 47; "en" when it says nothing */
	struct policy_clause *clauses;
	size_t n_clauses;
	struct policy_rule *rules; /* grouped by clause, in document order */
	size_t n_rules;
	struct policy_list *lists; /* sorted by name */
	size_t n_lists;
	struct policy_overlay *overlays; /* sorted by layer, target, path */
	size_t n_overlays;
	struct policy_network *networks; /* sorted by name */
	size_t n_networks;
	struct policy_word *words;
	size_t n_words;
	struct policy_choice *choices; /* in the order of the file */
	size_t n_choices;
	struct source **sources; /* sorted by path */
	struct md **documents;   /* tree of sources[i], NULL when it is no Markdown */
	size_t n_sources;
	size_t first; /* of sources: the document that people read first; n_sources: none
		       */
	struct digest_box {
		uint8_t bytes[32];
	} input; /* SHA-256 over all paths and bytes, sorted by path */
};

/* Load all files. Every trouble becomes a compiler finding in `out_findings`
 * (FINDING_POLICY... kinds: "policy/...") with file, place and a way out, all of them
 * at once. *out is usable for rendering even then; do not compile it when
 * findings_worst() is LEVEL_BLOCK. Everything lives in `a`; the bytes of the files
 * must live as long. */
void policy_load(const struct policy_file *files, size_t n, struct arena *a,
		 struct policy *out, struct findings *out_findings);

/* A folder that holds a policy. */
struct policy_folder {
	struct str name; /* as the user knows it; stands before all paths in findings */
	const struct policy_file *files;
	size_t n_files;
	const struct str *others; /* names of files that are no part of a policy: said */
	size_t n_others;
	bool lean; /* only what a bundle is made of: no advice, nothing in examples/ */
};
/* Does this file (path relative to the folder) belong to a policy? */
bool policy_is_file(struct str path);
/* policy_load() of a folder. */
void policy_load_folder(const struct policy_folder *from, struct arena *a,
			struct policy *out, struct findings *out_findings);

/* Advice about rules whose last day is over, which only shows on a day. */
void policy_advise_dates(const struct policy *p, struct str today,
			 struct findings *out_findings);

/* The SHA-256 that policy->input would hold: cheap, nothing is parsed. The order of
 * `files` does not matter. */
void policy_input_digest(const struct policy_file *files, size_t n, struct arena *a,
			 uint8_t out[32]);

/* The answer to a question that policies leave open, or what holds when this one does not
 * say. STR_NULL: there is no such question. */
struct str policy_choice(const struct policy *p, const char *name);

/* The policy built into the program. Borrowed, lives for ever. */
const struct policy_file *policy_default(size_t *n);

/* What a sealed list writes for the words of a term, which stand in pattern notation:
 * lines for `sealed:` and, each with a blank before it, digests for `near:`. False: the
 * term is not words alone; *bad says where and why. */
struct pattern_error;
bool policy_seal(struct str term, const uint8_t key[SEAL_KEY], struct arena *a,
		 struct buf *sealed, struct buf *near, struct pattern_error *bad);

/* Every key that a policy may hold, with its meaning: the one list behind the schemas,
 * the reference (docs/formats/policy.md) and `explain`. */
struct policy_key {
	const char *key, *meaning;
};
struct policy_keys {
	const char *place; /* "a rule" */
	const struct policy_key *p;
	size_t n;
};
const struct policy_keys *policy_keys(size_t *n);

/* A rule before any layer changes it. */
void policy_rule_base(const struct policy_rule *r, struct overlay_rule *out);
/* The rule as the company's layer makes it, which is everywhere. False: it is off. */
bool policy_rule_company(const struct policy_rule *r, struct policy_rule *out);

/* Names as the policy spells them. */
const char *policy_layer_name(enum policy_layer layer); /* "company" */
const char *kept_by_name(enum kept_by k);               /* "rule" */
const char *rule_kind_name(enum rule_kind k);           /* "find" */
/* Must the rule prove itself by examples? */
bool rule_kind_has_examples(enum rule_kind k);
/* Are its examples whole posts, or files of accounts and records, not texts? */
bool rule_kind_is_whole(enum rule_kind k);
/* Does it look for patterns of its own? */
bool rule_kind_has_patterns(enum rule_kind k);
/* What a bound of such a rule is about: "fkgl"; of `moves`: "". */
const char *bound_name(enum rule_kind k, uint32_t what);
const char *network_unit_name(enum network_unit u); /* "code-point" */

#endif
