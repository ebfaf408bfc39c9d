/* HTML that holds nothing for a reader. */
#include "core/buf.h"
#include "source/source.h"

/* The end of a comment at the start of `s`, or 0: one that never ends is none. "<!-->"
 * is an empty one, as browsers read it. */
static size_t comment_end(struct str s)
{
	const size_t end = str_starts(s, "<!--") ? str_find(s, STR("-->"), 2) : SIZE_MAX;

	return end == SIZE_MAX ? 0 : end + 3;
}

/* The end of "</name >", or 0. */
static size_t closing_tag_end(struct str s)
{
	size_t at = 2;

	if (!str_starts(s, "</"))
		return 0;
	while (at < s.n && (ascii_is_alnum((unsigned char)s.p[at]) || s.p[at] == '-'))
		at++;
	while (at < s.n && ascii_is_space((unsigned char)s.p[at]))
		at++;
	return at < s.n && s.p[at] == '>' ? at + 1 : 0;
}

static bool holds_only(const struct md *html, bool tags)
{
	struct str rest;
	struct buf b;
	size_t end;

	buf_init(&b, 0);
	for (size_t i = 0; i < html->n_pieces; i++)
		buf_str(&b, html->pieces[i].text);
	rest = str_trim(buf_view(&b));
	while (rest.n) {
		end = comment_end(rest);
		if (!end && tags)
			end = closing_tag_end(rest);
		if (!end)
			break;
		rest = str_trim(str_slice(rest, end, rest.n));
	}
	buf_release(&b);
	return !rest.n;
}

bool md_is_comment(const struct md *html)
{
	return holds_only(html, false);
}

bool md_is_unseen(const struct md *html)
{
	return holds_only(html, true);
}
