/* source/source.h: one loaded file: bytes, lines, front matter, YAML and Markdown trees
 * whose every part knows its bytes.
 *
 * Trouble in the file is not an error but a list of diags, each at its bytes: the
 * caller makes findings (posts) or compiler messages (policy) of them. */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"

/* ---- the file ---- */

struct source {
	struct str path;  /* as the user knows it */
	struct str bytes; /* borrowed; valid UTF-8 once source_init() reported nothing;
			     cut one byte past the cap when larger */
	uint32_t *lines;  /* offset of the start of each line */
	size_t n_lines;
};

struct diag {
	struct span at;
	const char *id; /* "yaml/duplicate-key": stable, a string literal */
	struct str msg; /* no full stop */
	struct str fix; /* "did you mean ...?", or empty */
};
struct diags {
	struct arena *a;
	VEC(struct diag) v;
};
void diag_add(struct diags *d, struct span at, const char *id, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* Give the newest diag its way out. */
void diag_fix(struct diags *d, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Index the lines (LF, CRLF). Diags: bytes that are not UTF-8 ("source/utf8"), control
 * characters ("source/control"), a byte order mark ("source/bom"), one over `cap`
 * ("source/size", at the first byte past it). Returns false when the file must not be
 * looked at any further. `path` and `bytes` are borrowed. */
bool source_init(struct source *s, struct str path, struct str bytes, size_t cap,
		 struct arena *a, struct diags *d);

struct position {
	uint32_t line;	 /* from 1 */
	uint32_t column; /* from 1, in code points */
	uint32_t byte;	 /* from 1, in bytes of the line */
};
struct position source_position(const struct source *s, size_t at);
/* The bytes of a line (from 1), without its end. */
struct str source_line(const struct source *s, uint32_t line);

/* Cut "---\n ... ---\n" off the top. `front` is what stands between the lines, `body`
 * what follows; a file without front matter gives an empty `front` at 0 and has == false.
 * An opening line without a closing one is a diag ("source/front-matter"). */
struct front_matter {
	struct span front, body;
	bool has;
};
struct front_matter source_front_matter(const struct source *s, struct diags *d);

/* ---- YAML ---- */

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

/* Every scalar is a string until a schema says otherwise. */
struct yaml {
	enum yaml_kind kind;
	struct span at;	      /* its bytes in the file; quotes included */
	struct str value;     /* of a scalar, decoded */
	bool quoted;	      /* quoted or block scalar: never a number, date, null */
	const uint32_t *map;  /* file offset of each byte of `value`, value.n + 1 entries */
	struct yaml **items;  /* of a list; values of a map */
	struct yaml **keys;   /* of a map: scalars, unique */
	size_t n;
};

struct yaml_limits {
	unsigned depth, events;
};

/* Parse bytes [at] of the file. Refused as diags ("yaml/..."): syntax errors, duplicate
 * keys, keys that are not scalars, anchors, aliases, tags, directives, further
 * documents, more than the limits. Returns NULL after such a diag, or when empty (then
 * without a diag). */
struct yaml *source_yaml(const struct source *s, struct span at,
			 struct yaml_limits limits, struct arena *a, struct diags *d);

const struct yaml *yaml_get(const struct yaml *map, const char *key); /* or NULL */
/* The scalar under `key`, or STR_NULL. */
struct str yaml_str(const struct yaml *map, const char *key);
/* File range of bytes [start, end) of a scalar's value. */
struct span yaml_span(const struct yaml *scalar, size_t start, size_t end);

/* ---- schemas: what a map may hold ---- */

enum yaml_type {
	TYPE_STRING, /* any scalar that is not empty */
	TYPE_TEXT,   /* any scalar, may be empty */
	TYPE_ID,     /* [a-z0-9] then [a-z0-9._-]*, at most 64 */
	TYPE_RULE_ID, /* topic/name, both [a-z0-9-]+ */
	TYPE_BOOL,   /* true | false */
	TYPE_INT,    /* decimal, min <= n <= max */
	TYPE_DATE,   /* 2026-11-25 */
	TYPE_TIME,   /* 2026-11-25 09:30 */
	TYPE_URL,    /* http or https, a host, no blanks */
	TYPE_PATH,   /* relative, no "..", no "//" */
	TYPE_LANG,   /* BCP 47: en, en-GB */
	TYPE_ENUM,   /* one of `choices` */
	TYPE_LIST,   /* of `item`: a list, or one item alone where `lone` is set */
	TYPE_MAP,    /* of `schema` */
	TYPE_ANY,    /* looked at by the caller */
	TYPE_EITHER, /* what `item` says, or what `other` says */
};

struct field {
	const char *name;
	enum yaml_type type;
	bool required, lone;
	long min, max;			/* TYPE_INT; of a list: most items (0: any) */
	const char *const *choices;	/* TYPE_ENUM, NULL at the end */
	const struct field *item;	/* TYPE_LIST, TYPE_EITHER: name unused */
	const struct field *other;	/* TYPE_EITHER */
	const struct field *schema;	/* TYPE_MAP: ends with name == NULL */
};

/* All troubles at once: "schema/unknown-key" (with "did you mean"), "schema/missing",
 * "schema/type", "schema/value". True if there was none. `what` names the map in
 * messages: "a post", "an account". */
bool yaml_check(const struct yaml *map, const struct field *schema, const char *what,
		struct diags *d);

/* ---- Markdown ---- */

enum md_kind {
	MD_DOCUMENT, MD_QUOTE, MD_LIST, MD_ITEM, MD_CODE_BLOCK, MD_HTML_BLOCK,
	MD_PARAGRAPH, MD_HEADING, MD_RULE,
	MD_TEXT, MD_SOFT_BREAK, MD_HARD_BREAK, MD_CODE, MD_HTML,
	MD_EMPHASIS, MD_STRONG, MD_LINK, MD_IMAGE,
};

/* Decoded text and where it stands: a piece is exact (a slice of the file) or stands as a
 * whole for its range (an entity, an escape, a line end with its indentation). */
struct md_piece {
	struct str text;
	struct span at;
	bool exact;
};

struct md {
	enum md_kind kind;
	struct span at;		/* whole lines of a block; of an inline: its bytes, from
				   the first mark to the last */
	int level;		/* of a heading 1-6 */
	bool ordered;		/* of a list */
	long start;		/* of an ordered list: its first number */
	struct str info;	/* of a fenced block: its info string */
	struct str url, title;	/* of a link or image, decoded */
	struct md_piece *pieces; /* of MD_TEXT, MD_CODE, MD_CODE_BLOCK, MD_HTML* */
	size_t n_pieces;
	bool unsure;		/* the place could not be verified: findings in it point at
				   the block and never exceed `ask` */
	struct md *parent, *first, *last, *next;
};

/* Parse bytes [at] of the file (front matter cut off by the caller). Nesting over
 * LIMIT_MARKDOWN_DEPTH is found before libcmark sees the text and is a diag
 * ("markdown/depth"), as is more than `cap` bytes ("markdown/size"); then NULL. */
struct md *source_markdown(const struct source *s, struct span at, size_t cap,
			   struct arena *a, struct diags *d);

/* True if an MD_HTML or MD_HTML_BLOCK holds comments only; or comments and closing tags
 * only. What stands behind them ("<!-- n --> Buy now!") is text. */
bool md_is_comment(const struct md *html);
bool md_is_unseen(const struct md *html);

/* The next node in document order inside `top`, or NULL. */
struct md *md_next(const struct md *top, const struct md *node);

#endif
