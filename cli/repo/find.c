/* Where a repository is, by looking at files only. libgit2's discovery also takes a bare
 * repository that somebody put into a work tree, with its own settings
 * (libgit2#6400); this one does not. */
#include "repo/git.h"

#include "core/file.h"

#include <sys/stat.h>
#include <unistd.h>

enum { PATH_CAP = 4096 };

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool has(const char *folder, const char *name, struct arena *a)
{
	return file_kind(file_join(a, folder, str_from(name)), NULL) != FILE_NONE;
}

/* One line of a small file as an absolute path, seen from `base`. NULL: none. */
static char *path_in_file(const char *path, const char *before, const char *base,
			  struct arena *a)
{
	struct str bytes, line;
	struct err ignored;

	if (file_read(path, PATH_CAP, a, &bytes, &ignored) < 0 ||
	    !str_starts(bytes, before))
		return NULL;
	line = str_trim(str_slice(bytes, strlen(before), bytes.n));
	if (!line.n || memchr(line.p, '\0', line.n))
		return NULL;
	return realpath(file_join(a, base, line), arena_alloc(a, PATH_CAP + 1));
}

char *repo_common_of(char *path, struct arena *a)
{
	char *common = path;

	if (!has(path, "HEAD", a))
		return NULL;
	if (has(path, "commondir", a))
		common = path_in_file(file_join(a, path, STR("commondir")), "", path, a);
	if (!common || !is_folder(file_join(a, common, STR("objects"))) ||
	    !is_folder(file_join(a, common, STR("refs"))))
		return NULL;
	return common;
}

/* .git in `folder`: the folder itself, or what a "gitdir:" file names. */
static bool look_in(char *folder, struct arena *a, struct repo_place *out)
{
	char *dot = file_join(a, folder, STR(".git"));
	char *gitdir = NULL;

	if (is_folder(dot))
		gitdir = dot;
	else if (file_kind(dot, NULL) == FILE_REGULAR)
		gitdir = path_in_file(dot, "gitdir:", folder, a);
	if (!gitdir)
		return false;
	*out = (struct repo_place){ folder, gitdir, repo_common_of(gitdir, a) };
	return out->common != NULL;
}

/* A folder that the user said the search must not reach. */
static bool is_ceiling(struct str folder)
{
	struct str rest = str_from(repo_env("GIT_CEILING_DIRECTORIES")), one;

	while (str_field(&rest, ':', &one)) {
		while (one.n > 1 && one.p[one.n - 1] == '/')
			one.n--;
		if (one.n && str_eq(one, folder))
			return true;
	}
	return false;
}

/* Upwards from `at`, which must be absolute and free of links. */
static bool climb(char *at, struct arena *a, struct repo_place *out)
{
	struct stat here, above;
	const char *across = repo_env("GIT_DISCOVERY_ACROSS_FILESYSTEM");

	if (stat(at, &here) < 0)
		return false;
	while (!look_in(at, a, out)) {
		char *slash = strrchr(at, '/');
		struct str up = { at, slash == at ? 1 : (size_t)(slash - at) };

		if (!at[1] || is_ceiling(up))
			return false;
		at = arena_cstr(a, up);
		if (stat(at, &above) < 0 || (above.st_dev != here.st_dev && !across))
			return false;
	}
	return true;
}

bool repo_find(const char *dir, struct arena *a, struct repo_place *out, bool *embedded)
{
	char *at = realpath(dir, arena_alloc(a, PATH_CAP + 1));
	char *common, *above = NULL;
	bool found;

	*out = (struct repo_place){ 0 };
	*embedded = false;
	if (!at)
		return false;
	found = climb(at, a, out);
	common = repo_common_of(at, a);
	if (!common)
		return found;
	if (found)
		above = out->common;
	/* Inside .git itself is inside the repository. */
	if (above && str_starts(str_from(at), above) &&
	    (at[strlen(above)] == '\0' || at[strlen(above)] == '/'))
		return true;
	*embedded = found;
	*out = (struct repo_place){ NULL, at, common };
	return true;
}

char *repo_find_gitdir(const char *dir, struct arena *a)
{
	struct repo_place place;
	struct stat st;
	bool embedded;

	if (!repo_find(dir, a, &place, &embedded) || embedded)
		return NULL;
	/* Whoever owns the folder decides what is in it: what another user keeps
	 * there is not ours to trust. */
	if (stat(place.common, &st) < 0 || st.st_uid != geteuid())
		return NULL;
	return place.common;
}
