/* The id of a post that is not judged itself. */
#include "post/post.h"

static struct str without_quotes(struct str s)
{
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
		return str_slice(s, 1, s.n - 1);
	return s;
}

static struct str without_comment(struct str s)
{
	const size_t at = str_find(s, STR(" #"), 0);

	return str_trim(str_slice(s, 0, at));
}

struct str post_id_of(struct str bytes)
{
	struct str line;

	if (!str_line(&bytes, &line) || !str_is(str_trim(line), "---"))
		return STR_NULL;
	while (str_line(&bytes, &line) && !str_is(str_trim(line), "---"))
		if (str_starts(line, "id:"))
			return without_quotes(
				without_comment(str_slice(line, 3, line.n)));
	return STR_NULL;
}
