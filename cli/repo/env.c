#include "repo/git.h"

#include <strings.h>

const char *repo_env(const char *name)
{
	return secure_getenv(name);
}

/* Scripts and CI set-ups hand settings down as GIT_CONFIG_COUNT, GIT_CONFIG_KEY_0 ...;
 * libgit2 does not look there. The last one of a name counts. */
static struct str config_from_env(const char *key)
{
	uint64_t count = 0;
	struct str found = STR_NULL;

	if (!str_to_u64(str_from(repo_env("GIT_CONFIG_COUNT")), &count) || count > 1000)
		return STR_NULL;
	for (unsigned i = 0; i < count; i++) {
		char name[40];
		const char *set;

		(void)snprintf(name, sizeof(name), "GIT_CONFIG_KEY_%u", i);
		set = repo_env(name);
		if (!set || strcasecmp(set, key) != 0)
			continue;
		(void)snprintf(name, sizeof(name), "GIT_CONFIG_VALUE_%u", i);
		set = repo_env(name);
		if (set)
			found = str_from(set);
	}
	return found;
}

/* The files that GIT_CONFIG_SYSTEM and GIT_CONFIG_GLOBAL name instead of the usual ones:
 * nonet.c took those off the search path. */
static void add_named_files(git_config *config, git_repository *git)
{
	const char *system = repo_env("GIT_CONFIG_SYSTEM");
	const char *global = repo_env("GIT_CONFIG_GLOBAL");

	if (system && *system)
		(void)git_config_add_file_ondisk(config, system, GIT_CONFIG_LEVEL_SYSTEM,
						 git, 1);
	if (global && *global)
		(void)git_config_add_file_ondisk(config, global, GIT_CONFIG_LEVEL_GLOBAL,
						 git, 1);
}

static struct str config_from_files(git_repository *git, const char *key, struct arena *a)
{
	git_config *config = NULL;
	git_buf value = { 0 };
	struct str out = STR_NULL;
	int code = git ? git_repository_config(&config, git)
		       : git_config_open_default(&config);

	if (code < 0)
		goto out;
	add_named_files(config, git);
	if (git_config_get_string_buf(&value, config, key) == 0)
		out = arena_dup(a, value.ptr, value.size);
out:
	git_buf_dispose(&value);
	git_config_free(config);
	return out;
}

struct str repo_config(struct repo *r, const char *key, struct arena *a)
{
	struct str value = config_from_env(key);
	struct err ignored;

	if (value.p)
		return arena_str(a, value);
	if (r)
		return config_from_files(r->git, key, a);
	if (repo_start(&ignored) < 0)
		return STR_NULL;
	value = config_from_files(NULL, key, a);
	repo_stop();
	return value;
}
