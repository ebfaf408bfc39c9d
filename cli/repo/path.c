/* The names that we are willing to write into a tree and into a work tree. */
#include "repo/git.h"

enum { PARTS_MAX = 32 };

static bool is_plain(char c)
{
	return ascii_is_alnum((unsigned char)c) || (c && strchr("._-+@", c));
}

/* With these letters only, what some system takes for ".git" is: any case of it, and
 * with dots behind it (Windows drops those; "git~1" and ignorable letters do not pass
 * is_plain()). The files that steer git itself are not ours to write either. */
static bool is_for_git(struct str part)
{
	static const char *const names[] = { ".git", ".gitmodules" };
	char small[16];

	if (part.n >= sizeof(small))
		return false;
	for (size_t i = 0; i < part.n; i++)
		small[i] = ascii_lower(part.p[i]);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is((struct str){ small, part.n }, names[i]))
			return true;
	return false;
}

static const char *wrong_with(struct str part)
{
	if (!part.n)
		return "has an empty part";
	if (str_is(part, ".") || str_is(part, ".."))
		return "leaves its folder";
	for (size_t i = 0; i < part.n; i++)
		if (!is_plain(part.p[i]))
			return "has a character other than letters, digits and ._-+@";
	if (part.p[0] == '-')
		return "has a part that starts with '-'";
	if (part.p[part.n - 1] == '.')
		return "has a part that ends in a dot";
	return is_for_git(part) ? "names a file of git itself" : NULL;
}

int repo_path_check(struct str path, struct err *e)
{
	size_t parts = 0, at = 0;

	if (!path.n || path.n > LIMIT_PATH)
		return err_set(e, ERR_USAGE, "a path of %zu bytes cannot be committed",
			       path.n);
	for (;;) {
		size_t slash = str_chr(path, '/', at);
		struct str part = str_slice(path, at, slash == SIZE_MAX ? path.n : slash);
		const char *why = wrong_with(part);

		if (!why && ++parts > PARTS_MAX)
			why = "has too many folders";
		if (why)
			return err_set(e, ERR_USAGE, "the path '%.*s' %s", STR_ARG(path),
				       why);
		if (slash == SIZE_MAX)
			return 0;
		at = slash + 1;
	}
}

static int file_order(const void *a, const void *b)
{
	return str_cmp(((const struct repo_file *)a)->path,
		       ((const struct repo_file *)b)->path);
}

int repo_files_sorted(const struct repo_file *files, size_t n, struct arena *a,
		      struct repo_file **out, struct err *e)
{
	struct repo_file *sorted = arena_array(a, n, sizeof(*sorted));

	for (size_t i = 0; i < n; i++) {
		int ret = repo_path_check(files[i].path, e);

		if (ret < 0)
			return ret;
		sorted[i] = files[i];
	}
	if (n)
		qsort(sorted, n, sizeof(*sorted), file_order);
	for (size_t i = 1; i < n; i++)
		if (str_eq(sorted[i - 1].path, sorted[i].path))
			return err_set(e, ERR_USAGE, "the path '%.*s' is given twice",
				       STR_ARG(sorted[i].path));
	*out = sorted;
	return 0;
}
