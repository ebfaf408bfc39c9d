/* text/hidden.h: characters that a reader does not see or takes for others. After the
 * Unicode reports 36 and 39 and what was done with them: text that turns around, words
 * with letters of two alphabets, hosts that only look like the one people know. */
#ifndef TEXT_HIDDEN_H
#define TEXT_HIDDEN_H

#include "core/vocabulary.h"
#include "text/token.h"

/* bidi: they turn the order of what is read. Marks, embeddings and isolates are right in
 * a text that has letters of a script written from right to left; overrides never.
 * zero-width: nothing is seen. Zero-width spaces and joiners, soft hyphens, fillers,
 *   variation selectors; not in emoji, nor where a script is written with joiners.
 * control: C0 but TAB and line ends, DEL, C1, line and paragraph separators, annotations.
 * tags: outside the flag of a region; a whole text can hide in them.
 * mixed-script: a word with Latin letters and letters of another alphabet in their shape,
 *   or one made only of such letters in a text that is Latin otherwise.
 * lookalike-link: a link or address whose host does so, written out or as xn--. */
enum hidden_class {
#define X(NAME, name) HIDDEN_##NAME,
	HIDDEN_WORDS(X)
#undef X
		HIDDEN_CLASSES
};
const char *hidden_class_name(enum hidden_class class); /* "zero-width" */
bool hidden_class_named(struct str name, enum hidden_class *out);

struct hidden {
	struct span at; /* whole characters of the text; neighbours of a class are one */
	enum hidden_class class;
	uint32_t cp; /* the first of them; of words and links: the first letter that is
			not what it seems */
};
struct hidden_list {
	VEC(struct hidden) v;
};

/* All of them, by place within each of: characters, words, links. In `a`. Linear. */
void hidden_find(const struct view *v, const struct tokens *t, struct arena *a,
		 struct hidden_list *out);

/* Scripts by their Latin look, as Scripts.txt has them (for tests). */
enum hidden_script {
	SCRIPT_NONE, /* common marks, digits, and all scripts that are not below */
	SCRIPT_LATIN,
	SCRIPT_GREEK,
	SCRIPT_CYRILLIC,
	SCRIPT_ARMENIAN,
	SCRIPT_CHEROKEE,
};
enum hidden_script hidden_script(uint32_t cp);

#endif
