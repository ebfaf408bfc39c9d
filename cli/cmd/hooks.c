#include "cmd/hooks.h"
#include "cmd/workspace.h"
#include "core/embed.h"
#include "core/file.h"
#include "core/limits.h"

#include <errno.h>
#include <unistd.h>

extern const struct embedded hook_files[];

/* Where the program's path goes in each of our hook files. */
static const char slot[] = "'@DECORUM@'";

char *hooks_folder(struct cmd *c, struct repo *r)
{
	struct str set = repo_config(r, "core.hooksPath", &c->run);
	const char *home = repo_env("HOME");

	if (!set.n)
		return file_join(&c->run, repo_commondir(r), STR("hooks"));
	if (str_starts(set, "~/") && home)
		return file_join(&c->run, home, str_slice(set, 2, set.n));
	if (set.p[0] == '/')
		return arena_cstr(&c->run, set);
	return file_join(&c->run, repo_worktree(r) ? repo_worktree(r) : repo_gitdir(r),
			 set);
}

/* For the shell: '...' with each ' as '\''. */
static void add_quoted(struct buf *out, struct str s)
{
	buf_char(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			buf_cstr(out, "'\\''");
		else
			buf_char(out, s.p[i]);
	}
	buf_char(out, '\'');
}

/* The hook's text with this program's path in it. */
static struct str hook_text(struct cmd *c, const struct embedded *hook)
{
	const struct str text = { hook->bytes, hook->n };
	const size_t at = str_find(text, str_from(slot), 0);
	struct buf out;
	struct str made;

	buf_init(&out, 0);
	buf_str(&out, str_slice(text, 0, at));
	add_quoted(&out, str_from(c->program));
	buf_str(&out, str_slice(text, at + strlen(slot), text.n));
	made = arena_str(&c->run, buf_view(&out));
	buf_release(&out);
	return made;
}

/* Our file with any program's path in it, and nothing else: a hook that somebody added
 * lines to is theirs. */
static bool is_template(const struct embedded *hook, struct str there)
{
	const struct str text = { hook->bytes, hook->n };
	const size_t at = str_find(text, str_from(slot), 0);
	const struct str tail = str_slice(text, at + strlen(slot), text.n);
	struct str path;

	if (there.n < at + tail.n + 2 || memcmp(there.p, text.p, at) != 0 ||
	    memcmp(there.p + there.n - tail.n, tail.p, tail.n) != 0)
		return false;
	path = str_slice(there, at, there.n - tail.n);
	return path.p[0] == '\'' && path.p[path.n - 1] == '\'' &&
	       str_chr(path, '\n', 0) == SIZE_MAX;
}

static enum hook_state state_of(struct cmd *c, const struct embedded *hook,
				const char *path)
{
	struct str there;
	struct err ignored;

	if (file_kind(path, NULL) == FILE_NONE)
		return HOOK_NONE;
	if (file_read(path, MIB, &c->run, &there, &ignored) < 0)
		return HOOK_THEIRS;
	if (str_eq(there, hook_text(c, hook)))
		return access(path, X_OK) == 0 ? HOOK_OURS : HOOK_OTHER;
	return is_template(hook, there) ? HOOK_OTHER : HOOK_THEIRS;
}

enum hook_state hooks_state(struct cmd *c, struct repo *r, const char *name, char **path)
{
	*path = file_join(&c->run, hooks_folder(c, r), str_from(name));
	for (const struct embedded *hook = hook_files; hook->path; hook++)
		if (strcmp(hook->path, name) == 0)
			return state_of(c, hook, *path);
	return HOOK_NONE;
}

static int install_one(struct cmd *c, struct repo *r, const struct embedded *hook,
		       struct err *e)
{
	char *path;
	enum hook_state state = hooks_state(c, r, hook->path, &path);
	int ret;

	if (state == HOOK_OURS)
		return 0;
	if (state == HOOK_THEIRS) {
		(void)err_set(e, ERR_EXISTS,
			      "there is a %s hook already, which was left as it "
			      "is: %s",
			      hook->path, path);
		return err_hint(e,
				"add this line to it: decorum hook %s \"$@\" || exit $?",
				hook->path);
	}
	ret = file_make_parents(path, e);
	return ret < 0 ? ret : file_write(path, hook_text(c, hook), 0755, e);
}

/* A folder of hooks that the user's own settings name serves every repository: ours does
 * not belong there. */
static int refuse_shared(struct cmd *c, struct repo *r, struct err *e)
{
	struct str mine = repo_config(NULL, "core.hooksPath", &c->run);

	if (!mine.n || !str_eq(mine, repo_config(r, "core.hooksPath", &c->run)))
		return 0;
	(void)err_set(e, ERR_EXISTS,
		      "the hooks of all your repositories are in %.*s "
		      "(core.hooksPath), so ours was not put there",
		      STR_ARG(mine));
	return err_hint(e,
			"add this line to the pre-commit there: decorum hook pre-commit "
			"\"$@\" || exit $?");
}

int hooks_install(struct cmd *c, struct repo *r, struct err *e)
{
	struct err one;
	int ret = refuse_shared(c, r, e);

	if (ret < 0)
		return ret;

	for (const struct embedded *hook = hook_files; hook->path; hook++) {
		int got = install_one(c, r, hook, &one);

		if (got < 0 && ret == 0) {
			ret = got;
			*e = one;
		}
	}
	return ret;
}

/* ---- the command ---- */

/* Says each hook's state; true when all are active. */
static bool say_states(struct cmd *c, struct repo *r)
{
	bool active = true;
	static const char *const says[] = {
		[HOOK_NONE] = "not installed",
		[HOOK_OURS] = "active",
		[HOOK_OTHER] =
			"installed, but not by this program: 'decorum hooks install' "
			"renews it",
		[HOOK_THEIRS] =
			"somebody else's; decorum is not called unless it does so "
			"itself",
	};

	for (const struct embedded *hook = hook_files; hook->path; hook++) {
		char *path;
		enum hook_state state = hooks_state(c, r, hook->path, &path);

		buf_printf(&c->out, "%s: %s (%s)\n", hook->path, says[state], path);
		active &= state == HOOK_OURS;
	}
	return active;
}

static int remove_all(struct cmd *c, struct repo *r, struct err *e)
{
	for (const struct embedded *hook = hook_files; hook->path; hook++) {
		char *path;
		enum hook_state state = hooks_state(c, r, hook->path, &path);

		if ((state == HOOK_OURS || state == HOOK_OTHER) && unlink(path) < 0)
			return err_errno(e, errno, "cannot remove %s", path);
	}
	return 0;
}

static int run(struct cmd *c, const char *what, struct err *e)
{
	struct repo *r = NULL;
	int ret = workspace_repo(&r, e);

	if (ret < 0)
		return ret;
	if (strcmp(what, "install") == 0)
		ret = hooks_install(c, r, e);
	else if (strcmp(what, "remove") == 0)
		ret = remove_all(c, r, e);
	if (ret == 0 && !say_states(c, r) && strcmp(what, "remove") != 0)
		ret = EXIT_FINDINGS;
	repo_close(r);
	return ret;
}

int cmd_hooks(struct cmd *c, int argc, const char **argv)
{
	struct poptOption table[] = { POPT_TABLEEND };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "install|status|remove",
		"The hooks that git runs for this repository: put ours in, say "
		"what is active,\nor take ours out. A hook that somebody else "
		"wrote is never touched.\n",
		&rest);

	if (ret != CMD_GO)
		return ret;
	if (!*rest || rest[1] ||
	    (strcmp(*rest, "install") != 0 && strcmp(*rest, "status") != 0 &&
	     strcmp(*rest, "remove") != 0))
		return cmd_usage(c, "say 'install', 'status' or 'remove'");
	ret = run(c, *rest, &e);
	return ret < 0 ? cmd_fail(c, &e) : ret;
}
