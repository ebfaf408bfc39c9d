/* text/affix.h: Hunspell dictionaries (BASE.aff, BASE.dic) as lists of full forms.
 * The file format is that of the manual page hunspell(5). What a list of forms cannot
 * honour (free compounds, continuation classes, other encodings ...) is refused, never
 * guessed at. Used when a pack is built, not by the program. */
#ifndef TEXT_AFFIX_H
#define TEXT_AFFIX_H

#include "core/arena.h"
#include "core/err.h"

struct affix_entry {
	struct str strip, add;
	struct str condition; /* empty: always */
	size_t n_items;	      /* characters that the condition looks at */
};

struct affix_class {
	bool seen, cross;
	VEC(struct affix_entry) entries;
};

struct affix_rule {
	struct str flags; /* one byte each */
	char quantity[14]; /* '1', '*' or '?' for each of them */
};

struct affix {
	struct affix_class prefix[256], suffix[256]; /* by flag */
	/* The flags with a meaning of their own; 0: not used. */
	unsigned char only_in_compound, need_affix, forbidden, no_suggest;
	VEC(struct affix_rule) rules;
};

/* The bytes of an .aff file; `name` is for messages. Lives in `a`, borrows `bytes`. */
int affix_read(struct str bytes, const char *name, struct arena *a, struct affix **out,
	       struct err *e) MUST_CHECK;

enum affix_relation { AFFIX_ROOT, AFFIX_SUFFIXED, AFFIX_PREFIXED };

struct affix_form {
	struct str text;
	struct str root;
	enum affix_relation relation;
	size_t family; /* forms that the root has */
	bool shy;      /* NOSUGGEST */
	bool forbidden;
};

/* A word of the list with the flags that compound rules name, or a form. */
struct affix_sink {
	void (*form)(void *context, const struct affix_form *f);
	void (*part)(void *context, struct str text, struct str flags);
	void *context;
};

/* Give every form of every word in a .dic file to the sink; texts live in `a`. Words
 * with a blank in them are left out: a speller never sees one. */
int affix_expand(const struct affix *affix, struct str dic, const char *name,
		 struct arena *a, const struct affix_sink *sink, struct err *e) MUST_CHECK;

/* True if the root `text` meets the condition at its end (suffix) or its start. */
bool affix_fits(const struct affix_entry *entry, struct str text, bool suffix);

#endif
