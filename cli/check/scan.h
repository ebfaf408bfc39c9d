/* check/scan.h: what this room knows of one text while it is being judged. Private. */
#ifndef CHECK_SCAN_H
#define CHECK_SCAN_H

#include "check/check.h"
#include "text/regex.h"
#include "text/spell.h"
#include "text/token.h"

enum {
	CHECK_LANGS = 4, /* spellers kept open */
	HOUSE_BITS = 14,
	CHECK_SUGGESTED = 1024, /* words whose suggestions are remembered */
};

/* Work that one text may cost. All grow with the text only, so judging stays linear
 * whatever the rules and the text are. */
enum {
	STEPS_RULE = 20000,     /* one rule: this, and for each token ... */
	STEPS_RULE_TOKEN = 128, /* ... this */
	STEPS_TEXT = 400000,    /* all rules together */
	STEPS_TEXT_TOKEN = 1024,
	STEPS_REGEX = 200000, /* one regex: bytes looked at, and for each byte ... */
	STEPS_REGEX_BYTE = 32,
	SUGGEST_WORDS = 3,     /* words of a text for which suggestions are made */
	LOOKUPS_TEXT = 100000, /* lane B: words looked up, and for each token ... */
	LOOKUPS_TOKEN = 64,
};

struct open_speller {
	char lang[36];
	char why[512];           /* there is none: what to install */
	struct speller *speller; /* NULL: there is no dictionary */
	bool tried;
};

/* Of what checker->active was worked out. */
struct situation {
	unsigned who;
	bool reply, hostile, repost, correction;
	char today[16], only[160];
	bool tracing, moves, known;
};

struct anchors;
struct map;
struct memo;
struct known;
struct known_words;
struct suggested;
struct fact;
struct sealed_answer;
struct house_form;
struct near_forms;
struct machine;

struct checker {
	const struct bundle *b;
	const struct bundle_tables *t;
	struct arena own;     /* as long as the checker */
	struct arena scratch; /* one text */

	uint32_t *overlay_first; /* of each rule, into overlays; NULL: there are none */
	uint32_t *overlay_next;	 /* of each overlay */

	struct situation situation;
	bool *active;           /* rules that are looked for in the situation */
	bool *silent;           /* of these: not in force, only the moves are asked for */
	bool strict;            /* one of them is strict */
	struct fact *facts; /* facts.c: figures that are public, sorted */
	size_t n_facts;
	uint32_t *weighed;      /* of them: rules of kinds that weigh all their hits */
	size_t n_weighed;
	uint32_t *shapes;       /* of them: rules about the shape of a text */
	size_t n_shapes;
	uint16_t classes;       /* that some pattern starts with */
	uint32_t *roots;        /* terms.c: per symbol, the state that a term begins with */
	struct regex **regexes; /* compiled when first wanted */
	bool *regex_bad;
	struct regex **token_regexes; /* the same of those inside patterns */
	bool *token_regex_bad;
	struct regex_needs *needs;   /* of all regexes, when first wanted */
	struct regex_filter *filter; /* of all regexes, when first wanted */

	uint64_t house[(1 << HOUSE_BITS) / 64]; /* house.c: words that it may know */
	struct house_form *forms;               /* house.c: forms of its words, sorted */
	size_t n_forms;
	struct open_speller spellers[CHECK_LANGS];
	unsigned next_speller;
	struct near_forms *near;      /* edits.c: of which forms a word may be a slip */
	struct sealed_answer *sealed; /* sealed.c: the last answers */
	struct anchors *anchors;      /* anchors.c: of which patterns, when first wanted */
	uint32_t sentence;            /* its number of the sentence at hand */
	uint32_t *awake; /* per owner: the newest sentence where a pattern is armed that
			    may begin with it */
	struct map *heard;            /* speech.c: its words, when first wanted */
	struct memo *memo;            /* memo.c: words that were asked for */
	struct known_words *known;    /* known.c: words that were met */
	uint32_t scans;               /* texts that were judged */
	struct suggested *suggested;  /* CHECK_SUGGESTED of them, when first wanted */
};

/* What is known of a token. */
enum note_flag {
	NOTE_TERMS = 1 << 0,   /* its list terms were looked up */
	NOTE_COUNTS = 1 << 1,  /* a word for a gap */
	NOTE_PASSES = 1 << 2,  /* a comma, dash or quotation mark for a gap */
	NOTE_QUOTED = 1 << 3,  /* between quotation marks */
	NOTE_NEGATES = 1 << 4, /* not, never, nobody ... */
	NOTE_REPORTS = 1 << 5, /* says, according ...: of somebody else */
	NOTE_STOPS = 1 << 6,   /* a clause ends before it */
	NOTE_HEARD = 1 << 7,   /* NEGATES, REPORTS and STOPS were worked out */
	NOTE_SPELLED = 1 << 8, /* its dictionary was asked */
	NOTE_UNKNOWN = 1 << 9, /* and does not know it */
	NOTE_HALF = 1 << 10,   /* half of two words written as one */
	NOTE_PART = 1 << 11,   /* a later part of a word with hyphens: counts with it */
	NOTE_RIGHT = 1 << 12,  /* its dictionary was asked, and it is right as written */
	NOTE_PLAIN = 1 << 13,  /* written as it is folded, but for a capital at its start */
};
struct note {
	struct bundle_range symbols;  /* of form_symbols */
	struct bundle_range terms;    /* of scan->terms: list terms that start here */
	struct bundle_range readings; /* of scan->readings: guesses that start here */
	uint16_t classes;             /* 1 << enum bundle_class */
	uint16_t flags;
	uint32_t quote; /* of scan->quotes, when quoted */
	struct known *known; /* what its letters tell; NULL: they are too many */
};

/* Lane B: tokens [.., end) read as the form with these symbols. */
struct reading {
	uint32_t end;
	struct bundle_range symbols;
};

/* Tokens [.., end) are a term. */
struct term_hit {
	uint32_t end, term;
	bool guessed;
};

/* A way through the trie: `state` is reached with tokens [.., at) read. */
struct walk {
	uint32_t state, at;
	bool guessed;
};

/* Tokens between a pair of quotation marks. */
struct quote {
	uint32_t open, close;
};

/* The tokens that excuse a hit. */
struct because {
	uint32_t first, last;
};

/* The last answer about figures that are public. */
struct open {
	uint32_t sentence;
	bool known, is_public;
	bool missing; /* `because` is a figure that is not public */
	struct because because;
};

/* The last answer about `near`. */
struct nearby {
	uint32_t rule, sentence;
	bool is_near;
	struct because because;
};

struct hit {
	uint32_t rule;
	uint32_t start, end;  /* bytes of the view */
	uint32_t first, last; /* tokens; last is the last one of the hit */
	uint32_t term;        /* or BUNDLE_NONE */
	uint32_t pattern;     /* of the bundle; only when a pattern found it */
	bool guessed;         /* lane B */
	bool masked;          /* a term of a masked list, in a tag */
	bool negated;         /* a negation stands inside, where the rule names no word */
};

struct scan {
	struct checker *c;
	const struct bundle_tables *t;
	const struct view *v;
	const struct source *s;
	const struct check_context *ctx;
	struct findings *f;
	struct arena *a;

	struct tokens tokens;
	bool *parts; /* tokens that are a later part of a word with hyphens; NULL: none */
	struct note *notes;
	VEC(struct term_hit) terms;
	VEC(struct walk) walks;
	VEC(struct reading) readings;
	VEC(struct quote) quotes;
	bool annotated;
	uint8_t *asks; /* per sentence: it ends in a question mark */
	VEC(struct hit) hits;
	VEC(struct hit) weighed; /* of the rules that weigh theirs: by rule and place */
	bool aside; /* a text beside the post: an alt text, an option of a poll */
	struct nearby nearby;
	struct open open;
	struct because because; /* of the last hit that was negated, attributed or near */

	struct machine *machine; /* match.c's memory */
	uint64_t steps;          /* left for the text */
	uint32_t *rule_steps;    /* spent by each rule */
	uint32_t rule_most;
	bool *undecided; /* rules that ran out of steps */
	struct speller *speller;
	uint64_t lookups; /* of lane B, left */
	bool blind;       /* there were not enough: strict rules are undecided */
};

/* ---- situation.c ---- */
void situation_use(struct checker *c, const struct check_context *ctx);
enum check_force situation_force(const struct checker *c, const struct bundle_rule *r,
				 const struct check_context *ctx);

/* ---- overlay.c: what layers change ---- */
void overlays_prepare(struct checker *c);
/* Does a layer change the days of the rule? */
bool overlays_move_dates(const struct checker *c, uint32_t rule);
void overlays_effective(const struct checker *c, uint32_t rule, const struct account *a,
			const struct post *p, struct overlay_rule *out);
/* Who a text is for. */
struct overlays {
	const struct checker *c;
	const struct check_context *ctx;
	struct findings *f;
	const struct post *post; /* may be NULL */
	const struct account *const *to;
	size_t n_to;
};
/* Give the findings from `first` on the level that their rules have there; drop those
 * whose rule is off everywhere. */
void overlays_settle(const struct overlays *o, size_t first);
void overlays_check_post(const struct checker *c, const struct post *p, struct arena *a,
			 struct findings *f);

/* ---- compound.c: words with hyphens, before words.c ---- */
void compounds_split(struct scan *s);

/* ---- words.c: what each token stands for ---- */
void words_note(struct scan *s);
struct str words_text(const struct scan *s, size_t token);
/* Is the token, which has the symbol, in the case that it wants? */
bool words_fit(const struct scan *s, size_t token, uint32_t symbol);
/* speller_check() of the token's text, remembered; `sp` is the one for the language of the
 * text. */
enum spell_result words_spelling(struct scan *s, size_t token, const struct speller *sp);
/* Does the range of form_symbols hold the symbol, in the case it wants? */
bool words_have(const struct scan *s, size_t token, struct bundle_range symbols,
		uint32_t symbol);
/* Is it a mark that a gap passes over: comma, dash, quotation mark? */
bool words_passes(struct str fold);
/* Take steps off the budgets; false when one is used up (the rule is then undecided). */
bool words_spend(struct scan *s, uint32_t rule, uint32_t steps);
/* The next token at or after `at` that is no line end. */
static inline uint32_t words_skip(const struct scan *s, uint32_t at)
{
	while (at < s->tokens.n && s->tokens.p[at].kind == TOKEN_BREAK)
		at++;
	return at;
}

/* ---- parts.c: parts of speech ---- */
/* What the token may be between its neighbours: bits of enum pos. */
unsigned pos_at(struct scan *s, uint32_t token);

/* ---- sealed.c: forms, plain and sealed ---- */
/* The form with these folded bytes, or NULL: a word no rule speaks of. */
const struct bundle_form *words_form(struct checker *c, struct str fold);
/* May a sealed form be one slip away from the word; be it with some letter at `hole`? */
bool words_sealed_near(const struct checker *c, struct str word);
bool words_sealed_hole(const struct checker *c, struct str word, size_t hole);

/* ---- terms.c: the trie of all lists ---- */
void terms_prepare(struct checker *c);
/* The terms that start at this token, looked up once. A copy: the vector may move. */
struct bundle_range terms_at(struct scan *s, uint32_t token);

/* ---- anchors.c: which patterns a sentence may match ---- */
/* Who owns patterns: all symbols, then all lists, then all classes; by the instruction
 * that takes one. */
static inline uint32_t anchors_owner(const struct bundle_tables *t, uint32_t op,
				     uint32_t index)
{
	return bundle_owner(t, op, index);
}
/* Look at tokens [first, end), which are a sentence. */
void anchors_meet(struct scan *s, uint32_t first, uint32_t end);
/* False: no pattern that begins with the owner can match the sentence looked at last. */
static inline bool anchors_awake(const struct checker *c, uint32_t owner)
{
	return c->awake[owner] == c->sentence;
}
/* False: the pattern cannot match that sentence from the token on. */
bool anchors_armed(const struct checker *c, uint32_t pattern, uint32_t token);

/* ---- match.c: pattern code ---- */
struct match {
	uint32_t end; /* tokens [start, end); end > start */
	bool guessed, negated;
};
/* The longest match of the pattern that starts at this token. */
bool match_at(struct scan *s, const struct bundle_pattern *p, uint32_t token,
	      struct match *out);
/* All terms and patterns of active rules at all tokens: hits. */
void match_all(struct scan *s);
/* A hit of every active rule that looks for the term. */
void match_add_term(struct scan *s, uint32_t term, const struct hit *at);
/* tags.c: terms inside hashtags. */
void tags_all(struct scan *s);

/* ---- fold.c: lane B, readings of disguised words ---- */
void fold_note(struct scan *s);
/* Does a dictionary know the word? Without a dictionary all words are ordinary. */
bool fold_is_ordinary(struct scan *s, uint32_t token);
/* joined.c: two words written as one become two tokens. */
void joined_split(struct scan *s);

/* ---- annotate.c: quoted, negated, attributed, question ---- */
void annotate(struct scan *s); /* once; later calls do nothing */
bool annotate_quoted(struct scan *s, const struct hit *h);
bool annotate_negated(struct scan *s, const struct hit *h);
bool annotate_attributed(struct scan *s, const struct hit *h);
bool annotate_question(struct scan *s, const struct hit *h);
/* speech.c: NOTE_NEGATES, NOTE_REPORTS and NOTE_STOPS of a token, worked out once. */
uint16_t speech_at(struct scan *s, uint32_t token);

/* ---- written.c ---- */

/* Where runs of tokens without a blank end that start with the token and that the
 * expression matches wholly. The rule is undecided when that costs too much. */
enum { WRITTEN_MOST = 8 };
size_t written_ends(struct scan *s, uint32_t rule, uint32_t regex, uint32_t token,
		    uint32_t ends[WRITTEN_MOST]);

/* ---- regexes.c ---- */
void regexes_all(struct scan *s);

/* ---- hits.c: hits to findings ---- */
void hits_report(struct scan *s);
/* A finding of the rule with clause, quote, example, level and mask filled in. */
struct finding *hits_finding(struct scan *s, uint32_t rule, uint32_t start, uint32_t end,
			     struct str msg, bool fuzzy);
/* What the rule says: its text, its suggestion, "on trial". */
struct str hits_say(struct scan *s, const struct bundle_rule *r);
/* The same, with `say` for its text. */
struct str hits_say_of(struct scan *s, const struct bundle_rule *r, struct str say);
/* `text` in the case of the words it replaces. */
struct str hits_in_case(const struct scan *s, uint32_t first, uint32_t last,
			struct str text, struct arena *a);

/* Does the hit hold words that must not be shown, whatever found it? */
bool hits_masked(struct scan *s, const struct hit *h);
/* Does something around the hit excuse it, by its rule? Cheapest when hits come by rule
 * and place. */
bool hits_excused(struct scan *s, const struct hit *h);
/* What excuses it, or CHECK_FIRES. */
enum check_fate hits_fate(struct scan *s, const struct hit *h);
/* By rule and place; of hits so sorted that overlap, the longest stay. */
void hits_sort(struct scan *s);
void hits_drop_overlapped(struct scan *s);
/* Does the hit hold words that must not be shown, whatever found it? */
bool hits_masked(struct scan *s, const struct hit *h);

/* Could the rule not be decided within the steps? Then that is said, and nothing else. */
bool hits_undecided(const struct scan *s, uint32_t rule);
/* Propose `better` for the words of a hit, in the form and case that they have of `base`;
 * where that is not plain, the message says it. */
void hits_propose(struct scan *s, const struct hit *h, struct finding *f, struct str base,
		  struct str better);
/* Is the pattern plain words? Then this is it without the marks of the notation. */
bool hits_is_plain(struct str pattern);
struct str hits_unmarked(struct str pattern, struct arena *a);

/* ---- weigh.c: kinds that do not tell of each hit but weigh all of them ---- */
struct weighed {
	uint32_t rule;
	const struct bundle_rule *r;
	const struct hit *hits; /* nothing excuses them, by place, free of each other
				   unless the rule is one of moves */
	size_t n;
};
bool weigh_is_kind(uint32_t kind);
/* Take their hits out of s->hits. */
void weigh_take(struct scan *s);
void weigh_all(struct scan *s);
/* The bytes of the tokens [first, ...) of one sentence, its full stop included. */
struct span weigh_sentence(const struct scan *s, uint32_t first);
/* The first token of the text that is no line end; s->tokens.n when there is none. */
uint32_t weigh_first(const struct scan *s);
/* What a rule says, with what was weighed behind it: "Say less (4 here, at most 3)". */
struct str weigh_say(struct scan *s, const struct bundle_rule *r, struct str counted);
void need_tell(struct scan *s, const struct weighed *w);
void count_tell(struct scan *s, const struct weighed *w);
void consistency_tell(struct scan *s, const struct weighed *w);
void moves_tell(struct scan *s, const struct weighed *w);

/* ---- facts.c ---- */
bool facts_excuse(struct scan *s, const struct hit *h);
/* Is a figure of the sentence not public? s->because says which. */
bool facts_missing(struct scan *s, const struct hit *h);

/* ---- guard.c ---- */
void guard_tell(struct scan *s);

/* ---- trace.c, partial.c: why, when the context asks ---- */
void trace_hits(struct scan *s);
void trace_excused(struct scan *s, const struct hit *h, enum check_fate fate);
/* The farthest that a pattern of trace->rule comes. */
void trace_partial(struct scan *s);
/* Do bytes of the view hold words that must not be shown? */
bool trace_masked(struct scan *s, struct span bytes);
/* Bytes of the file behind tokens. */
struct span trace_span(const struct scan *s, uint32_t first, uint32_t last);

/* ---- spelling.c ---- */
void spelling_all(struct scan *s);
/* house.c: what words.txt says of the word with these folded bytes. */
enum house {
	HOUSE_SILENT,
	HOUSE_FINE,
	HOUSE_CASE,
	HOUSE_PREFER,
	HOUSE_FORM, /* another form of a word that it has something better for */
	HOUSE_FORBID,
};
void house_prepare(struct checker *c);
/* Does it say something, however the word is written? */
bool house_knows(const struct checker *c, struct str fold);
enum house house_of(const struct scan *s, struct str text, struct str fold,
		    struct str *instead);
/* ---- memo.c ---- */
/* speller_check(), remembered. */
enum spell_result memo_spelling(struct checker *c, const struct speller *sp,
				struct str word);
/* A speller was closed: another one may come to its address. */
void memo_forget(struct checker *c);
void known_forget(struct checker *c);

/* spellers.c: dictionaries and suggestions, kept between texts. NULL: no dictionary. */
struct speller *spellers_get(struct checker *c, struct str lang);
/* Why there is none. */
struct str spellers_why(struct checker *c, struct str lang);
/* At most three, best first, in `a`. */
enum { SPELL_SUGGESTIONS = 3 };
size_t spellers_suggest(struct checker *c, const struct speller *sp, struct str word,
			struct arena *a, struct str out[SPELL_SUGGESTIONS]);
void spellers_close(struct checker *c);

/* ---- length.c ---- */
void length_check(struct scan *s);
bool length_profile(const struct checker *c, const struct bundle_network *n,
		    struct network_profile *out);
/* Is a length rule in force? */
bool length_wanted(const struct checker *c);
void length_report(struct scan *s, const struct network_profile *p,
		   const struct network_count *count);
/* The network of the bundle with the nearest name, or STR_NULL. */
struct str check_network_near(const struct checker *c, struct str name);
void length_unknown(struct scan *s);

/* ---- checker.c ---- */
void scan_begin(struct scan *s, struct checker *c, const struct view *v,
		const struct source *source, const struct check_context *ctx,
		struct findings *f);
/* Everything but length. */
void scan_text(struct scan *s);

#endif
