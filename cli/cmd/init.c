#include "cmd/hooks.h"
#include "cmd/workspace.h"
#include "core/embed.h"
#include "core/file.h"
#include "policy/policy.h"
#include "record/record.h"

#include <limits.h>

extern const struct embedded starter_files[];

enum { KEPT_SHOWN = 3 };

struct init {
	struct cmd *c;
	const char *dir; /* absolute, once it is there */
	struct repo *repo;
	VEC(struct repo_file) written;
	size_t kept;
};

/* ---- the files ---- */

/* Starter files called "dot-x" become ".x": a real dot file would act on our own tree. */
static struct str real_name(struct init *i, struct str path)
{
	return str_starts(path, "dot-")
		       ? arena_printf(&i->c->run, ".%.*s",
				      STR_ARG(str_slice(path, 4, path.n)))
		       : path;
}

/* The folder's own name where it is fit for a path in the settings. */
static struct str plain_name(const char *dir)
{
	const char *slash = strrchr(dir, '/');
	const struct str name = str_from(slash ? slash + 1 : dir);

	for (size_t k = 0; k < name.n; k++)
		if (!ascii_is_alnum((unsigned char)name.p[k]) &&
		    (!strchr("._-", name.p[k]) || k == 0))
			return STR("policy");
	return name.n ? name : STR("policy");
}

static struct str replaced(struct init *i, struct str text, const char *what,
			   struct str by)
{
	const size_t at = str_find(text, str_from(what), 0);

	if (at == SIZE_MAX)
		return text;
	return arena_printf(&i->c->run, "%.*s%.*s%.*s", STR_ARG(str_slice(text, 0, at)),
			    STR_ARG(by),
			    STR_ARG(str_slice(text, at + strlen(what), text.n)));
}

static int write_file(struct init *i, struct str path, struct str bytes, struct err *e)
{
	char *full = file_join(&i->c->run, i->dir, path);
	int ret = file_make_parents(full, e);

	if (ret == 0)
		ret = file_create(full, bytes, 0644, e);
	if (ret == 0)
		*VEC_ADD(&i->c->run, &i->written) = (struct repo_file){ path, bytes };
	if (ret != ERR_EXISTS)
		return ret;
	if (i->kept++ < KEPT_SHOWN)
		cmd_note(i->c, "%.*s is there already and was left as it is",
			 STR_ARG(path));
	return 0;
}

static int write_settings(struct init *i, struct str text, struct err *e)
{
	struct str id;
	int ret = record_new_id(&i->c->run, &id, e);

	if (ret < 0)
		return ret;
	text = replaced(i, text, "@ID@", id);
	text = replaced(i, text, "@NAME@", plain_name(i->dir));
	return write_file(i, STR("decorum.yaml"), text, e);
}

static int write_starter(struct init *i, struct err *e)
{
	int ret = 0;

	for (const struct embedded *f = starter_files; ret == 0 && f->path; f++) {
		const struct str bytes = { f->bytes, f->n };

		if (strcmp(f->path, "decorum.yaml") == 0)
			ret = write_settings(i, bytes, e);
		else
			ret = write_file(i, real_name(i, str_from(f->path)), bytes, e);
	}
	return ret;
}

static int write_policy(struct init *i, struct err *e)
{
	size_t n;
	const struct policy_file *files = policy_default(&n);
	int ret = 0;

	for (size_t k = 0; ret == 0 && k < n; k++)
		ret = write_file(
			i,
			arena_printf(&i->c->run, "policy/%.*s", STR_ARG(files[k].path)),
			files[k].bytes, e);
	return ret;
}

/* ---- the repository ---- */

static int make_folder(struct init *i, const char *dir, struct err *e)
{
	char full[PATH_MAX];
	int ret = file_make_folders(dir, e);

	if (ret < 0)
		return ret;
	if (!realpath(dir, full))
		return err_set(e, ERR_IO, "cannot find %s", dir);
	i->dir = arena_cstr(&i->c->run, str_from(full));
	return 0;
}

/* The hooks judge what lies at the top of a repository. A folder that was named becomes
 * one of its own, as with `git init`; the current folder does not by accident. */
static int open_or_make(struct init *i, bool named, struct err *e)
{
	const char *around = repo_find_gitdir(i->dir, &i->c->run);

	if (file_kind(file_join(&i->c->run, i->dir, STR(".git")), NULL) != FILE_NONE)
		return repo_open(i->dir, false, &i->repo, e);
	if (named || !around)
		return repo_init(i->dir, false, &i->repo, e);
	(void)err_set(e, ERR_USAGE, "%s lies inside a git repository (%s)", i->dir,
		      around);
	return err_hint(
		e, "a policy repository is one of its own: go to the top of that one, "
		   "or name a new folder: decorum init DIR");
}

/* The key and the name are looked up before anything is written. */
static int open_signer(struct init *i, struct signer **signer, struct err *e)
{
	struct arena *a = &i->c->run;
	struct str id;
	struct err none;
	int ret = record_signer_open(i->repo, a, signer, e);

	if (ret < 0)
		return ret;
	if (repo_resolve(i->repo, "HEAD", a, &id, &none) == 0)
		return err_set(e, ERR_USAGE,
			       "--commit makes the first commit, and %s has "
			       "commits already",
			       i->dir);
	if (!repo_config(i->repo, "user.name", a).n ||
	    !repo_config(i->repo, "user.email", a).n) {
		(void)err_set(e, ERR_USAGE, "git does not know who you are");
		return err_hint(
			e, "tell it once: git config --global user.name 'Your Name' and "
			   "git config --global user.email you@example.com");
	}
	return 0;
}

static int first_commit(struct init *i, struct signer *signer, struct err *e)
{
	const struct repo_commit commit = {
		.ref = "HEAD",
		.files = i->written.p,
		.n_files = i->written.n,
		.message = STR("Start the policy repository\n"),
		.when = cmd_now(i->c),
		.sign = record_sign_commit,
		.sign_ctx = signer,
	};
	struct str id;
	int ret = repo_commit_write(i->repo, &commit, &i->c->run, &id, e);

	if (ret == 0)
		buf_printf(&i->c->out, "first commit: %.*s, signed\n", STR_ARG(id));
	return ret;
}

static void say_next(struct init *i, bool committed)
{
	struct buf *out = &i->c->out;

	buf_cstr(out, "\nNext:\n");
	buf_printf(out, "  cd %s\n", i->dir);
	buf_cstr(out, "  decorum check                    judge the sample posts\n");
	if (!committed)
		buf_cstr(out, "  git add . && git commit          the hook judges what "
			      "you stage\n");
	buf_cstr(out,
		 "  decorum render -o policy.html    the policy as people read it\n");
}

static int write_all(struct init *i, struct err *e)
{
	int ret = write_starter(i, e);

	if (ret == 0)
		ret = write_policy(i, e);
	if (ret < 0)
		return ret;
	buf_printf(&i->c->out, "%s: %zu files written", i->dir, i->written.n);
	if (i->kept)
		buf_printf(&i->c->out, ", %zu were there and stayed as they are",
			   i->kept);
	buf_char(&i->c->out, '\n');
	return 0;
}

/* The repository works without its hook, but is not guarded: that is said, and the exit
 * code tells. */
static int install_hooks(struct init *i)
{
	struct err e;

	if (hooks_install(i->c, i->repo, &e) == 0) {
		buf_cstr(&i->c->out, "hook installed: pre-commit\n");
		return EXIT_CLEAN;
	}
	(void)cmd_flush(i->c);
	return cmd_fail(i->c, &e);
}

static int init(struct init *i, const char *dir, bool commit, struct err *e)
{
	struct signer *signer = NULL;
	int code = EXIT_CLEAN;
	int ret = make_folder(i, dir ? dir : ".", e);

	if (ret == 0)
		ret = open_or_make(i, dir != NULL, e);
	if (ret == 0 && commit)
		ret = open_signer(i, &signer, e);
	if (ret == 0)
		ret = write_all(i, e);
	if (ret == 0)
		code = install_hooks(i);
	if (ret == 0 && commit)
		ret = first_commit(i, signer, e);
	if (ret == 0)
		say_next(i, commit);
	record_signer_close(signer);
	return ret < 0 ? ret : code;
}

int cmd_init(struct cmd *c, int argc, const char **argv)
{
	int commit = 0;
	struct poptOption table[] = { { "commit", 0, POPT_ARG_NONE, &commit, 0,
					"make the first commit too, signed with your key",
					NULL },
				      POPT_TABLEEND };
	struct init i = { .c = c };
	const char **rest = NULL;
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[--commit] [DIR]",
		"Writes a policy repository into DIR (or here): the default "
		"policy, settings,\nproducts, accounts, people, sample posts and "
		"the git hook. What is there already\nis left as it is.\n",
		&rest);

	if (ret != CMD_GO)
		return ret;
	if (*rest && rest[1])
		return cmd_usage(c, "'%s' is not expected here", rest[1]);
	ret = init(&i, *rest, commit, &e);
	repo_close(i.repo);
	return ret < 0 ? cmd_fail(c, &e) : ret;
}
