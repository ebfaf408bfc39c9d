/* bundle/bundle.h: the compiled policy, read-only and verified. Flat, little-endian, no
 * pointers, no timestamps; the same policy gives the same bytes. Format:
 * docs/formats/bundle.md. */
#ifndef BUNDLE_BUNDLE_H
#define BUNDLE_BUNDLE_H

#include "core/arena.h"
#include "core/buf.h"
#include "core/digest.h"
#include "core/err.h"
#include "core/overlay.h"
#include "core/vocabulary.h"

struct bundle;

/*
 * Map the file at `path` and verify all of it: magic, version, digest, and that every
 * offset, count and index stays inside the file. Readers trust the bytes after that.
 * On success *out is the caller's: bundle_close(). On failure *out is NULL and the
 * message names the section.
 */
int bundle_open(const char *path, struct bundle **out, struct err *e) MUST_CHECK;
/* The same over bytes that the caller keeps alive (8-byte aligned). */
int bundle_from_bytes(struct str bytes, struct bundle **out, struct err *e) MUST_CHECK;
/* The same over bytes that bundle_write() just made here: their digest is right. */
int bundle_from_writer(struct str bytes, struct bundle **out, struct err *e) MUST_CHECK;
/* The same over bytes that were built into the program: nobody else can have changed
 * them, so only the header and the section table are looked at. */
int bundle_from_program(struct str bytes, struct bundle **out, struct err *e) MUST_CHECK;
void bundle_close(struct bundle *b);

/* SHA-256 of all that the bundle says (the bytes behind the digest in its header) as 64
 * hex digits: what verdicts cite. Borrowed. */
struct str bundle_digest(const struct bundle *b);
/* SHA-256 over the policy's files that it was compiled from. */
const struct digest *bundle_input(const struct bundle *b);

/* Stable text of everything in it, for people and diffs. */
void bundle_dump(const struct bundle *b, struct buf *out);

/* ---- what is inside ----
 *
 * Sections are arrays of the records below, in the mapping as they stand here: 32-bit
 * little-endian words, no padding. bundle_open() has checked every index, range, string
 * and enum value, so a reader may follow them without looking. "first, n" is a range of
 * another section. NONE is UINT32_MAX: no such thing. */

enum { BUNDLE_NONE = UINT32_MAX };

struct bundle_str { /* bytes of the string pool, valid UTF-8: bundle_str() */
	uint32_t at, n;
};
struct bundle_range {
	uint32_t first, n;
};

enum bundle_kept {
	BUNDLE_KEPT_RULE,
	BUNDLE_KEPT_PROCEDURE,
	BUNDLE_KEPT_JUDGEMENT,
	BUNDLE_KEPT_GUARD
};
struct bundle_clause {
	struct bundle_str id, sentence;
	uint32_t kept_by;
};

enum bundle_kind {
#define X(NAME, name) BUNDLE_##NAME,
	RULE_KIND_WORDS(X)
#undef X
		BUNDLE_KINDS
};
enum bundle_who {
	BUNDLE_COMPANY = 1 << 0,
	BUNDLE_ASSOCIATED = 1 << 1,
	BUNDLE_PERSONAL = 1 << 2, /* personal accounts that are not associated too */
	BUNDLE_WHOS = (1 << 3) - 1,
};
enum bundle_when {
	BUNDLE_REPLY = 1 << 0,
	BUNDLE_HOSTILE = 1 << 1,
	BUNDLE_ORIGINAL = 1 << 2,
	BUNDLE_REPOST = 1 << 3,
	BUNDLE_CORRECTION = 1 << 4,
	BUNDLE_WHENS = (1 << 5) - 1,
};
enum bundle_unless {
	BUNDLE_QUOTED = 1 << 0,
	BUNDLE_NEGATED = 1 << 1,
	BUNDLE_ATTRIBUTED = 1 << 2,
	BUNDLE_QUESTION = 1 << 3,
	BUNDLE_PUBLIC = 1 << 4, /* its figure stands in the facts that are public */
	BUNDLE_EXCUSES = (1 << 5) - 1,
};
enum bundle_rule_flag {
	BUNDLE_STRICT = 1 << 0, /* both folding lanes */
	BUNDLE_MASK = 1 << 1,
	BUNDLE_SHADOW = 1 << 2,
	BUNDLE_OVERRIDABLE = 1 << 3,
};
struct bundle_rule {                                    /* sorted by id */
	struct bundle_str id, say, suggest, role, good; /* good: the first pass example */
	struct bundle_str from, until;                  /* dates, or empty */
	uint32_t clause;
	uint32_t kind, level; /* enum bundle_kind; 1 advise, 2 ask, 3 block */
	uint32_t who, when, unless, flags;
	struct bundle_range patterns; /* BUNDLE_FIND, _NEED, _COUNT, _CONSISTENCY, _MOVES:
					 of bundle_pattern */
	struct bundle_range
		near; /* of bundle_pattern: excuse a hit in the same sentence */
	struct bundle_range lists;   /* BUNDLE_TERMS: of bundle_rule_list */
	struct bundle_range regexes; /* of bundle_regex */
	struct bundle_range bounds;  /* of bundle_bound */
	struct bundle_range instead; /* of bundle_instead: for the words found */
};

/* What a rule measures, forbids or asks for, other than words to find; `what` is a place
 * in the names of its kind (core/vocabulary.h). */
enum bundle_bound_flag { BUNDLE_MIN = 1 << 0, BUNDLE_MAX = 1 << 1 };
struct bundle_bound {
	uint32_t what;          /* of `moves`: 0; its patterns' group is its place */
	uint32_t flags;         /* which of the next two count */
	int32_t min, max;       /* thousandths */
	uint32_t by, days;      /* of `window` */
	struct bundle_str text; /* moves: the name; fields: "media" ...; window: roles
				   that it is not for, with blanks between */
};
/* How many names there are for the kind; 0: it has no bounds. */
uint32_t bundle_bound_names(uint32_t kind);
/* One of them. */
const char *bundle_bound_name(uint32_t kind, uint32_t what);

/* What a layer changes about a rule; sorted by layer, target, rule: no two of them are
 * the same. */
enum bundle_layer { BUNDLE_LAYER_COMPANY, BUNDLE_LAYER_PRODUCT, BUNDLE_LAYER_ACCOUNT };
enum bundle_overlay_flag { BUNDLE_OVERLAY_OFF = 1 << 0, BUNDLE_OVERLAY_SHADOW = 1 << 1 };
struct bundle_overlay {
	uint32_t layer;
	struct bundle_str target; /* id of the product or account; empty: the company */
	uint32_t rule;
	uint32_t keys; /* bits of enum overlay_key (core/overlay.h): which of these count
			*/
	uint32_t level, flags;
	struct bundle_str from, until, reason;
	struct bundle_str file; /* "overlays/uk.yaml" */
	uint32_t line;
};

/* Words. A token of a post has the folded form (text/token.h: fold). A form stands for
 * some symbols: the word in any inflection ("wanted" -> WORD "want"), this form only
 * (EXACT "wanted"), this form in this case (CASE "Wanted": compare the token's bytes). */
enum bundle_symbol_kind {
	BUNDLE_SYMBOL_WORD,
	BUNDLE_SYMBOL_EXACT,
	BUNDLE_SYMBOL_CASE,
	BUNDLE_SYMBOL_SEALED, /* of a sealed list; its text is a digest in hex */
	BUNDLE_SYMBOLS
};
struct bundle_symbol {
	struct bundle_str text; /* base form; exact form; the form as written */
	uint32_t kind;
	struct bundle_range starts; /* of bundle_start: patterns that may begin with it */
};
struct bundle_form {
	uint32_t at;    /* its folded text: bundle_form_text() */
	uint32_t first; /* bundle_form_symbols() */
	uint16_t n, n_symbols;
};
static inline struct bundle_str bundle_form_text(const struct bundle_form *f)
{
	return (struct bundle_str){ f->at, f->n };
}
/* Of bundle_form_symbol. */
static inline struct bundle_range bundle_form_symbols(const struct bundle_form *f)
{
	return (struct bundle_range){ f->first, f->n_symbols };
}

/* Words of sealed lists: of each form only a digest is there, the first eight bytes of
 * digest_of_pieces(key, form) as two big-endian numbers. `form` has no text. */
struct bundle_sealed { /* sorted by digest under each key */
	uint32_t high, low;
	struct bundle_form form;
};
struct bundle_key {
	uint32_t key[4]; /* 16 bytes as they are */
	struct bundle_range sealed, near;
};

/* Terms of all word lists in one trie over symbols. State 0 is the root. An edge's
 * symbol may be any of the symbols of the token at hand, so several edges can match. */
struct bundle_state {
	struct bundle_range edges; /* of bundle_edge, sorted by symbol */
	struct bundle_range terms; /* of bundle_state_term: terms that end here */
};
struct bundle_edge {
	uint32_t symbol, state; /* state > the one it leaves */
};
struct bundle_term {
	uint32_t list;
	struct bundle_str text;      /* as written in the list */
	struct bundle_range instead; /* of bundle_instead */
};
struct bundle_note { /* of the few terms that have one; sorted by term */
	uint32_t term;
	struct bundle_str text;
};
struct bundle_list { /* sorted by name */
	struct bundle_str name, about;
	uint32_t mask; /* 0 or 1 */
	struct bundle_range
		starts; /* of bundle_start: patterns that may begin with a term */
	struct bundle_range rules; /* of bundle_list_rule: terms rules that use it */
};

/* Patterns of the notation (text/pattern.h) as code over tokens. Jumps lead forward
 * only, so every run ends. A SYMBOL, LIST or CLASS takes tokens, within one sentence.
 * SPLIT tries `a` then `b`. GAP passes over 0 to `a` words (TOKEN_WORD and TOKEN_NUMBER;
 * the parts of a contraction are words too). Punctuation between elements ends a match,
 * except that one comma, dash or quotation mark inside a GAP is passed over and not
 * counted. */
enum bundle_op {
	BUNDLE_OP_SYMBOL, /* a: symbol */
	BUNDLE_OP_LIST,   /* a: list */
	BUNDLE_OP_CLASS,  /* a: enum bundle_class */
	BUNDLE_OP_GAP,    /* a: most words */
	BUNDLE_OP_SPLIT,  /* a, b: code indexes, both after this one */
	BUNDLE_OP_JUMP,   /* a */
	BUNDLE_OP_MATCH,
	BUNDLE_OP_POS,   /* a: bits of enum pos that the last token taken may be */
	BUNDLE_OP_REGEX, /* a: of token_regexes; takes tokens without a blank between
			    them, whose bytes it matches wholly; never first */
};
enum bundle_class {
	BUNDLE_MONEY,
	BUNDLE_NUMBER,
	BUNDLE_PERCENT,
	BUNDLE_EMAIL,
	BUNDLE_PHONE,
	BUNDLE_URL,
	BUNDLE_CAPS,
	BUNDLE_EMOJI,
	BUNDLE_HASHTAG,
	BUNDLE_MENTION,
	BUNDLE_WORD,
	BUNDLE_CLASSES
};
struct bundle_code {
	uint32_t op : 8, b : 24; /* enum bundle_op in the lowest byte */
	uint32_t a;              /* unused: 0 */
};
struct bundle_pattern {
	struct bundle_str text;   /* as written, for people */
	struct bundle_range code; /* its last instruction is MATCH; jumps stay inside */
	uint32_t rule;
	uint32_t near;  /* 0: a pattern of the rule; 1: one of its `near` */
	uint32_t group; /* BUNDLE_CONSISTENCY: its set; BUNDLE_MOVES: its bound */
};

struct bundle_regex {
	struct bundle_str text;
	uint32_t caseless; /* 0 or 1 */
	uint32_t rule;
	struct bundle_str literal; /* struct regex_needs (text/regex.h) */
	uint32_t before, bytes[4], least, run;
};

enum bundle_word_mode {
	BUNDLE_WORD_ACCEPT,
	BUNDLE_WORD_EXACT,
	BUNDLE_WORD_PREFER,
	BUNDLE_WORD_FORBID
};
struct bundle_word { /* sorted by folded text, then text; found by bundle_house_words() */
	struct bundle_str text, fold, instead;
	uint32_t mode;
};

enum { BUNDLE_NETWORK_LIMITS = 4, BUNDLE_NETWORK_RANGES = 8 };
enum bundle_unit {
	BUNDLE_UNIT_BYTE,
	BUNDLE_UNIT_CODE_POINT,
	BUNDLE_UNIT_UTF16,
	BUNDLE_UNIT_GRAPHEME,
	BUNDLE_UNIT_WEIGHTED
};
struct bundle_network { /* sorted by name */
	struct bundle_str name, title;
	uint32_t n_limits;
	struct {
		uint32_t unit, limit;
		struct bundle_str source, verified_on;
	} limits[BUNDLE_NETWORK_LIMITS];
	uint32_t weight_default, weight_scale, emoji_weight; /* scale: not 0 when a limit
								is weighted */
	uint32_t n_ranges;
	struct {
		uint32_t first, last, weight;
	} ranges[BUNDLE_NETWORK_RANGES];
	uint32_t url_count, bare_domains, mention_local, emoji_bytes, nfc, max_links;
};

/* The sections. All borrowed from the bundle. */
struct bundle_tables {
	const struct bundle_clause *clauses;
	const struct bundle_rule *rules;
	const struct bundle_bound *bounds;
	const struct bundle_overlay *overlays;
	const uint32_t *rule_lists; /* bundle_list indexes */
	const struct bundle_symbol *symbols;
	const struct bundle_form *forms;
	const struct bundle_sealed *sealed;
	const struct bundle_key *keys;
	const uint32_t
		*near; /* sorted under each key: first four bytes of digests of what
			  is one slip away from a sealed form, and of the form */
	const uint32_t *form_symbols; /* bundle_symbol indexes, sorted in each range */
	const struct bundle_state *states;
	const struct bundle_edge *edges;
	const uint32_t *state_terms; /* bundle_term indexes */
	const struct bundle_term *terms;
	const struct bundle_note *notes;
	const struct bundle_str *instead;
	const struct bundle_list *lists;
	const uint32_t *list_rules; /* bundle_rule indexes */
	const struct bundle_pattern *patterns;
	const struct bundle_code *code;
	const uint32_t *starts;    /* bundle_pattern indexes */
	const uint32_t *anchor_at; /* bundle_owners() + 1 of them: the anchors of owner i
				      are anchors[anchor_at[i]] to [anchor_at[i + 1]] */
	const uint32_t *anchors;   /* bundle_anchor(), sorted under each owner */
	const struct bundle_range *class_starts; /* BUNDLE_CLASSES of them, into starts */
	const struct bundle_regex *regexes;
	const struct bundle_str *token_regexes; /* of BUNDLE_OP_REGEX */
	const struct bundle_word *words;
	const struct bundle_network *networks;
	uint32_t n_clauses, n_rules, n_bounds, n_overlays, n_rule_lists, n_symbols,
		n_forms, n_sealed, n_keys, n_near, n_form_symbols, n_states, n_edges,
		n_state_terms, n_terms, n_notes, n_instead, n_lists, n_list_rules,
		n_patterns, n_code, n_starts, n_anchor_at, n_anchors, n_regexes,
		n_token_regexes, n_words, n_networks;
};
const struct bundle_tables *bundle_tables(const struct bundle *b);
struct str bundle_str(const struct bundle *b, struct bundle_str s);

/* Anchors. A pattern has one or two sets of them. Each match takes a token by an anchor of
 * each set: where none of a set stands, the pattern cannot match. Owners of anchors are
 * all symbols, then all lists, then all classes. */
enum { BUNDLE_ANCHOR_SETS = 2 };
static inline uint32_t bundle_anchor(uint32_t pattern, uint32_t set)
{
	return pattern * BUNDLE_ANCHOR_SETS + set;
}
static inline bool bundle_has_anchors(uint32_t op)
{
	return op == BUNDLE_OP_SYMBOL || op == BUNDLE_OP_LIST || op == BUNDLE_OP_CLASS;
}
static inline uint32_t bundle_owner(const struct bundle_tables *t, uint32_t op,
				    uint32_t index)
{
	return op == BUNDLE_OP_SYMBOL ? index
	       : op == BUNDLE_OP_LIST ? t->n_symbols + index
				      : t->n_symbols + t->n_lists + index;
}
static inline uint32_t bundle_owners(const struct bundle_tables *t)
{
	return t->n_symbols + t->n_lists + BUNDLE_CLASSES;
}

/* The form with these folded bytes (by hash), or NULL: a word no rule speaks of. */
const struct bundle_form *bundle_form(const struct bundle *b, struct str folded);
/* The same in the sealed words, by digest; costs a SHA-256 for each key. */
const struct bundle_form *bundle_sealed_form(const struct bundle *b, struct str folded);
/* May a sealed form be, or be without one letter, what `folded` is? False is sure. */
bool bundle_sealed_near(const struct bundle *b, struct str folded);
/* The edge of `state` with that symbol, or NULL. */
const struct bundle_edge *bundle_edge(const struct bundle *b, uint32_t state,
				      uint32_t symbol);
/* House words with this folded text. */
struct bundle_range bundle_house_words(const struct bundle *b, struct str folded);
const struct bundle_rule *bundle_rule(const struct bundle *b,
				      struct str id); /* or NULL */
const struct bundle_network *bundle_network(const struct bundle *b, struct str name);

#endif
