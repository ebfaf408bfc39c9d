/* The id of a post that is not judged itself. */
#include "post/load.h"

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

bool post_is_edge(struct str line)
{
	return str_starts(line, "---") && str_is(str_trim(line), "---");
}

bool post_is_key(struct str line, const char *key)
{
	const size_t n = strlen(key);

	return str_starts(line, key) &&
	       (line.n == n || ascii_is_space((unsigned char)line.p[n]));
}

struct str post_id_of(struct str bytes)
{
	struct str line;

	if (!str_line(&bytes, &line) || !post_is_edge(line))
		return STR_NULL;
	while (str_line(&bytes, &line) && !post_is_edge(line))
		if (post_is_key(line, "id:"))
			return without_quotes(
				without_comment(str_slice(line, 3, line.n)));
	return STR_NULL;
}
