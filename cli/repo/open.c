/* Opening and making repositories. libgit2's own reading of git's environment is not
 * used: it fails on GIT_WORK_TREE and takes more variables than we want. The few that
 * git's hooks need are read here, one by one (docs/internals/git.md). */
#include "repo/git.h"

#include "core/file.h"

#include <git2/sys/repository.h>
#include <stdarg.h>
#include <strings.h>

enum { CONFIG_CAP = 1024 * 1024 };

/* What libgit2's codes mean to our callers. */
static int code_of(int code)
{
	switch (code) {
	case GIT_ENOTFOUND:
		return ERR_NOT_FOUND;
	case GIT_EEXISTS:
		return ERR_EXISTS;
	case GIT_EMODIFIED:
		return ERR_REFUSED;
	case GIT_EINVALIDSPEC:
	case GIT_EAMBIGUOUS:
		return ERR_USAGE;
	default:
		return ERR_GIT;
	}
}

int repo_failed(int code, struct err *e, const char *fmt, ...)
{
	const git_error *last = git_error_last();
	char head[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);
	(void)err_set(e, code_of(code), "%s: %s", head,
		      last && last->message ? last->message : "git gave no reason");
	if (code == GIT_ELOCKED)
		(void)err_hint(
			e, "another git command is at work; try again, and if none is, "
			   "remove the .lock file");
	return e->code;
}

/* ---- what libgit2 cannot read ---- */

static bool mentions(struct str bytes, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= bytes.n; i++)
		if (strncasecmp(bytes.p + i, word, n) == 0)
			return true;
	return false;
}

/* An extension's value when it is not the one that libgit2 reads; else STR_NULL. */
static struct str foreign(git_config *config, const char *name, const char *known,
			  struct arena *a)
{
	git_buf value = { 0 };
	struct str out = STR_NULL;

	if (git_config_get_string_buf(&value, config, name) == 0 &&
	    strcmp(value.ptr, known) != 0)
		out = arena_dup(a, value.ptr, value.size);
	git_buf_dispose(&value);
	return out;
}

/* Said here, since libgit2 names only the extension (and leaks memory on the way). */
static int check_format(const struct repo_place *place, struct arena *a, struct err *e)
{
	char *path = file_join(a, place->common, STR("config"));
	git_config *config = NULL;
	struct str bytes, ids = STR_NULL, refs = STR_NULL;
	struct err ignored;

	if (file_read(path, CONFIG_CAP, a, &bytes, &ignored) < 0 ||
	    (!mentions(bytes, "objectformat") && !mentions(bytes, "refstorage")))
		return 0;
	if (git_config_open_ondisk(&config, path) == 0) {
		ids = foreign(config, "extensions.objectformat", "sha1", a);
		refs = foreign(config, "extensions.refstorage", "files", a);
	}
	git_config_free(config);
	if (ids.n) {
		(void)err_set(e, ERR_GIT,
			      "the repository in %s names its objects by %.*s, "
			      "which decorum cannot read yet",
			      place->common, STR_ARG(ids));
		return err_hint(e, "use one made with 'git init --object-format=sha1'");
	}
	if (refs.n) {
		(void)err_set(e, ERR_GIT,
			      "the repository in %s keeps its refs as %.*s, which "
			      "decorum cannot read yet",
			      place->common, STR_ARG(refs));
		return err_hint(e, "run 'git refs migrate --ref-format=files'");
	}
	return 0;
}

/* Without any safe.directory libgit2 1.5 answers "not found" instead (libgit2#6408). */
static bool is_owner_trouble(int code)
{
	const git_error *last = git_error_last();

	return code == GIT_EOWNER || (code == GIT_ENOTFOUND && last && last->message &&
				      strstr(last->message, "'safe.directory'"));
}

static int say_why(int code, const char *where, struct err *e)
{
	if (is_owner_trouble(code)) {
		(void)err_set(e, ERR_GIT, "the repository in %s belongs to another user",
			      where);
		return err_hint(e,
				"if you trust it: git config --global --add "
				"safe.directory '%s' (the path itself: '*' does not do)",
				where);
	}
	(void)repo_failed(code, e, "cannot open the repository in %s", where);
	return e->code = ERR_GIT;
}

/* ---- git's environment ---- */

/* A path of the environment, as seen from `base`. */
static char *env_path(const char *name, const char *base, struct arena *a)
{
	const char *value = repo_env(name);

	return value && *value ? file_join(a, base, str_from(value)) : NULL;
}

/* Objects that are elsewhere: in a push they lie in quarantine until it is accepted. */
static int use_objects(struct repo *r, const char *base, struct err *e)
{
	char *objects = env_path("GIT_OBJECT_DIRECTORY", base, &r->mem);
	struct str more = str_from(repo_env("GIT_ALTERNATE_OBJECT_DIRECTORIES")), one;
	git_odb *odb = NULL;
	int code =
		objects ? git_odb_open(&odb, objects) : git_repository_odb(&odb, r->git);

	if (code == 0 && objects)
		code = git_repository_set_odb(r->git, odb);
	while (code == 0 && str_field(&more, ':', &one))
		if (one.n)
			code = git_odb_add_disk_alternate(odb,
							  file_join(&r->mem, base, one));
	git_odb_free(odb);
	r->quarantine = repo_env("GIT_QUARANTINE_PATH") != NULL;
	return code < 0 ? repo_failed(code, e,
				      "cannot open the objects that the "
				      "environment names")
			: 0;
}

/* GIT_COMMON_DIR is honoured only where it says what is so anyway. */
static int check_common(struct repo *r, const char *base, struct err *e)
{
	char *named = env_path("GIT_COMMON_DIR", base, &r->mem);
	char *theirs, *ours;

	if (!named)
		return 0;
	theirs = realpath(named, NULL);
	ours = realpath(git_repository_commondir(r->git), NULL);
	if (!theirs || !ours || strcmp(theirs, ours) != 0) {
		(void)err_set(e, ERR_GIT,
			      "GIT_COMMON_DIR names %s, which is not where this "
			      "repository keeps its objects",
			      named);
		(void)err_hint(e, "run it with GIT_COMMON_DIR unset");
		free(theirs);
		free(ours);
		return e->code;
	}
	free(theirs);
	free(ours);
	return 0;
}

/* libgit2 leaks when it is set to what it is. */
static bool is_worktree(const struct repo *r, const char *tree)
{
	const char *now = git_repository_workdir(r->git);
	char *there = now ? realpath(tree, NULL) : NULL;
	size_t n = there ? strlen(there) : 0;
	bool same = there && strncmp(now, there, n) == 0 && strcmp(now + n, "/") == 0;

	free(there);
	return same;
}

/* What the environment says beside GIT_DIR. */
static int use_env(struct repo *r, const char *dir, struct err *e)
{
	char *tree = env_path("GIT_WORK_TREE", dir, &r->mem), *index;
	const char *base = dir;
	int code, ret = check_common(r, dir, e);

	if (ret < 0)
		return ret;
	if (tree && repo_env("GIT_DIR") && !is_worktree(r, tree)) {
		code = git_repository_set_workdir(r->git, tree, 0);
		if (code < 0)
			return repo_failed(code, e, "cannot use the work tree %s", tree);
	}
	/* git sees a relative name from the top of the work tree. */
	if (git_repository_workdir(r->git))
		base = git_repository_workdir(r->git);
	index = env_path("GIT_INDEX_FILE", base, &r->mem);
	if (index)
		r->index_path = index;
	return use_objects(r, dir, e);
}

/* ---- opening ---- */

static int locate(const char *dir, bool from_env, struct arena *a,
		  struct repo_place *place, struct err *e)
{
	char *named = from_env ? env_path("GIT_DIR", dir, a) : NULL;
	bool embedded = false;

	if (named) {
		*place = (struct repo_place){ NULL, named, repo_common_of(named, a) };
		if (place->common)
			return 0;
		return err_set(e, ERR_NOT_FOUND,
			       "GIT_DIR names %s, which is not a repository", named);
	}
	if (!repo_find(dir, a, place, &embedded)) {
		(void)err_set(e, ERR_NOT_FOUND, "%s is not in a git repository",
			      strcmp(dir, ".") == 0 ? "this folder" : dir);
		return err_hint(e,
				"go to the folder of your repository, or make one with "
				"'decorum init'");
	}
	if (embedded) {
		(void)err_set(e, ERR_GIT,
			      "%s is a bare repository inside another "
			      "repository's work tree",
			      place->gitdir);
		return err_hint(
			e, "move it elsewhere, or name it with GIT_DIR if you put it "
			   "there yourself");
	}
	return 0;
}

static int open_place(struct repo *r, const struct repo_place *place, struct err *e)
{
	unsigned flags = GIT_REPOSITORY_OPEN_NO_SEARCH;
	const char *path = place->top;
	int code, ret = check_format(place, &r->mem, e);

	if (ret < 0)
		return ret;
	if (!path) {
		path = place->gitdir;
		flags |= GIT_REPOSITORY_OPEN_NO_DOTGIT;
	}
	code = git_repository_open_ext(&r->git, path, flags, NULL);
	return code < 0 ? say_why(code, path, e) : 0;
}

/* The handle lives in its own arena. */
static int new_handle(struct repo **out, struct err *e)
{
	struct arena mem = { 0 };
	int ret = repo_start(e);

	*out = NULL;
	if (ret < 0)
		return ret;
	*out = ARENA_NEW(&mem, struct repo);
	(*out)->mem = mem;
	return 0;
}

static char *usual_index(struct repo *r)
{
	return file_join(&r->mem, git_repository_path(r->git), STR("index"));
}

int repo_open(const char *dir, bool from_env, struct repo **out, struct err *e)
{
	struct repo_place place;
	struct repo *r;
	int ret = new_handle(&r, e);

	*out = NULL;
	if (ret < 0)
		return ret;
	ret = locate(dir, from_env, &r->mem, &place, e);
	if (ret < 0)
		goto out;
	ret = open_place(r, &place, e);
	if (ret < 0)
		goto out;
	r->index_path = usual_index(r);
	if (from_env)
		ret = use_env(r, dir, e);
	if (ret < 0)
		goto out;
	*out = r;
	r = NULL; /* now the caller's */
out:
	repo_close(r);
	return ret;
}

void repo_close(struct repo *r)
{
	struct arena mem;

	if (!r)
		return;
	repo_index_forget(r);
	git_repository_free(r->git);
	arena_release(&r->index_mem);
	mem = r->mem;
	arena_release(&mem);
	repo_stop();
}

int repo_init(const char *dir, bool bare, struct repo **out, struct err *e)
{
	git_repository_init_options options = {
		.version = GIT_REPOSITORY_INIT_OPTIONS_VERSION,
		.flags = GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT,
		.initial_head = "main",
	};
	struct repo *r;
	int code, ret = new_handle(&r, e);

	*out = NULL;
	if (ret < 0)
		return ret;
	if (bare)
		options.flags |= GIT_REPOSITORY_INIT_BARE;
	code = git_repository_init_ext(&r->git, dir, &options);
	if (code < 0) {
		ret = repo_failed(code, e, "cannot make a repository in %s", dir);
		repo_close(r);
		return ret;
	}
	r->index_path = usual_index(r);
	*out = r;
	return 0;
}

const char *repo_worktree(const struct repo *r)
{
	return git_repository_workdir(r->git);
}

const char *repo_gitdir(const struct repo *r)
{
	return git_repository_path(r->git);
}

const char *repo_commondir(const struct repo *r)
{
	return git_repository_commondir(r->git);
}

bool repo_is_shallow(struct repo *r)
{
	return git_repository_is_shallow(r->git) == 1;
}

int repo_may_write(const struct repo *r, struct err *e)
{
	if (!r->quarantine)
		return 0;
	return err_set(e, ERR_GIT,
		       "nothing can be written while a push waits to be "
		       "accepted");
}
