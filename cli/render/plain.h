/* render/plain.h: text of a policy on its way to a reader. Private to the room. */
#ifndef RENDER_PLAIN_H
#define RENDER_PLAIN_H

#include "core/buf.h"
#include "policy/policy.h"

/* Length of a character at `i` that must not be passed on as it is, with what to show for
 * it in *as: control characters (an entity may make one) and the marks that turn the
 * direction of text around. 0 when the character is harmless. */
size_t plain_odd(struct str s, size_t i, const char **as);
/* Add `s` with such characters replaced. */
void plain_add(struct buf *out, struct str s);

/* The words of a block or inline, line ends as blanks, hard ones as LF; with `urls`,
 * links are followed by " (url)". */
void plain_inlines(struct buf *out, const struct md *node, bool urls);

/* True for a link that a reader may follow: http, https, mailto, an anchor. */
bool plain_is_link(struct str url);
/* True for the fenced block of a clause. */
bool plain_is_fence(const struct md *node);

#endif
