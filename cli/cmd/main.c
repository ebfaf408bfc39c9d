#include "cmd/cmd.h"
#include "report/report.h"
#include "repo/repo.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <unistd.h>

const struct command commands[] = {
	{ "init", cmd_init, "write a policy repository with hooks and sample posts" },
	{ "check", cmd_check, "judge posts against the policy" },
	{ "compile", cmd_compile, "turn the policy's rules into a bundle" },
	{ "test", cmd_test, "run the examples of the policy's rules" },
	{ "explain", cmd_explain, "say why a rule fired, or did not" },
	{ "impact", cmd_impact, "list past verdicts that a change of the policy flips" },
	{ "seal", cmd_seal, "put words into a list that nobody can read" },
	{ "render", cmd_render, "write the policy as a document" },
	{ "case", cmd_case, "record a breach case, step by step, as signed commits" },
	{ "screen", cmd_screen, "judge texts from other tools: JSON Lines in and out" },
	{ "bundle", cmd_bundle, "show what is in a bundle" },
	{ "hooks", cmd_hooks, "install, show or remove the git hooks" },
	{ "hook", cmd_hook, "what git's hooks call" },
	{ NULL, NULL, NULL },
};

static void help(struct buf *out)
{
	buf_cstr(out,
		 "usage: decorum COMMAND [OPTION...] [ARGUMENT...]\n\n"
		 "Keeps a social media policy in git: compiles its rules, judges posts,\n"
		 "renders the document, records decisions as signed commits.\n\n");
	for (const struct command *k = commands; k->name; k++)
		buf_printf(out, "  %-9s %s\n", k->name, k->summary);
	buf_cstr(
		out,
		"\n'decorum COMMAND --help' tells the options of a command.\n"
		"A first try: decorum init my-policy && cd my-policy && decorum check\n");
}

static bool write_out(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t put = write(fd, bytes.p, bytes.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes = str_slice(bytes, (size_t)put, bytes.n);
	}
	return true;
}

static void say(struct buf *text)
{
	(void)write_out(STDERR_FILENO, buf_view(text));
	buf_release(text);
}

void cmd_complain(struct cmd *c, struct buf *text)
{
	(void)c;
	say(text);
}

bool cmd_flush(struct cmd *c)
{
	bool good = write_out(STDOUT_FILENO, buf_view(&c->out));
	struct err e;

	buf_reset(&c->out);
	if (!good) {
		(void)err_errno(&e, errno, "cannot write to standard output");
		(void)cmd_fail(c, &e);
	}
	return good;
}

int cmd_fail(struct cmd *c, const struct err *e)
{
	struct buf text;

	buf_init(&text, 0);
	report_error(e, c->colour_err, &text);
	say(&text);
	switch (e->code) {
	case ERR_USAGE:
		return EXIT_WRONG_USE;
	case ERR_REFUSED:
		return EXIT_FINDINGS;
	default:
		return EXIT_NOT_DONE;
	}
}

int cmd_usage(struct cmd *c, const char *fmt, ...)
{
	struct err e = { .code = ERR_USAGE };
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(e.msg, sizeof(e.msg), fmt, ap);
	va_end(ap);
	(void)err_hint(&e, "decorum %s --help", c->name);
	return cmd_fail(c, &e);
}

void cmd_note(struct cmd *c, const char *fmt, ...)
{
	char line[1024];
	struct buf text;
	va_list ap;

	(void)c;
	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	buf_init(&text, 0);
	buf_cstr(&text, "note: ");
	report_plain(str_from(line), &text);
	buf_char(&text, '\n');
	say(&text);
}

/* ---- options ---- */

static bool set_colour(struct cmd *c)
{
	struct str when = str_from(c->colour_when);
	const char *none = repo_env("NO_COLOR"), *term = repo_env("TERM");
	bool able = !(none && *none) && !(term && strcmp(term, "dumb") == 0);

	c->colour = able && isatty(STDOUT_FILENO);
	c->colour_err = able && isatty(STDERR_FILENO);
	if (str_is(when, "always"))
		c->colour = c->colour_err = true;
	else if (str_is(when, "never"))
		c->colour = c->colour_err = false;
	else
		return !when.n || str_is(when, "auto");
	return true;
}

/* popt writes its help to a FILE. */
static void print_help(struct cmd *c, poptContext context, const char *synopsis,
		       const char *about)
{
	char *text = NULL, *options;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	if (!f)
		return;
	poptPrintHelp(context, f, 0);
	(void)fclose(f);
	options = text ? strchr(text, '\n') : NULL;
	buf_printf(&c->out, "usage: decorum %s%s%s\n\n%s\n%s", c->name,
		   *synopsis ? " " : "", synopsis, about, options ? options : "\n");
	free(text);
}

static int wrong_option(struct cmd *c, poptContext context, int why)
{
	return cmd_usage(c, "%s: %s", poptBadOption(context, POPT_BADOPTION_NOALIAS),
			 poptStrerror(why));
}

static const char **copy_rest(struct cmd *c, poptContext context)
{
	const char **args = poptGetArgs(context), **copy;
	size_t n = 0;

	while (args && args[n])
		n++;
	copy = arena_array(&c->run, n + 1, sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = arena_cstr(&c->run, str_from(args[i]));
	return copy;
}

int cmd_options(struct cmd *c, int argc, const char **argv, struct poptOption *table,
		const char *synopsis, const char *about, const char ***rest)
{
	int asked = 0, why;
	struct poptOption common[] = {
		{ "colour", 0, POPT_ARG_STRING, &c->colour_when, 0,
		  "auto, always or never (NO_COLOR is obeyed)", "WHEN" },
		{ "color", 0, POPT_ARG_STRING | POPT_ARGFLAG_DOC_HIDDEN, &c->colour_when,
		  0, NULL, NULL },
		{ "help", 'h', POPT_ARG_NONE, &asked, 0, "this text", NULL },
		POPT_TABLEEND
	};
	struct poptOption all[] = {
		{ NULL, 0, POPT_ARG_INCLUDE_TABLE, table, 0, "Options:", NULL },
		{ NULL, 0, POPT_ARG_INCLUDE_TABLE, common, 0, "Every command:", NULL },
		POPT_TABLEEND
	};
	poptContext context = poptGetContext(c->name, argc, argv, all, 0);
	int ret = CMD_GO;

	why = poptGetNextOpt(context);
	if (why < -1)
		ret = wrong_option(c, context, why);
	else if (!set_colour(c))
		ret = cmd_usage(c, "--colour takes auto, always or never");
	else if (asked) {
		print_help(c, context, synopsis, about);
		ret = EXIT_CLEAN;
	} else {
		*rest = copy_rest(c, context);
	}
	poptFreeContext(context);
	return ret;
}

/* ---- start ---- */

static const struct command *find(const char *name)
{
	for (const struct command *k = commands; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

static int unknown(struct cmd *c, const char *name)
{
	struct str names[ARRAY_LEN(commands)] = { 0 };
	struct err e;
	struct str near;
	size_t n = 0;

	for (const struct command *k = commands; k->name; k++)
		names[n++] = str_from(k->name);
	near = str_nearest(str_from(name), names, n);
	(void)err_set(&e, ERR_USAGE, "'%s' is not a command", name);
	if (near.n)
		(void)err_hint(&e, "did you mean 'decorum %.*s'?", STR_ARG(near));
	else
		(void)err_hint(&e, "decorum --help lists the commands");
	return cmd_fail(c, &e);
}

static int run_command(struct cmd *c, int argc, const char **argv)
{
	const struct command *k;
	const char *name = argc > 1 ? argv[1] : "--help";
	const char *for_help[] = { name, "--help", NULL };

	if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0) {
		buf_cstr(&c->out, "decorum " DECORUM_VERSION "\n");
		return EXIT_CLEAN;
	}
	if (strcmp(name, "help") == 0 && argc > 2) {
		name = for_help[0] = argv[2];
		k = find(name);
		if (!k)
			return unknown(c, name);
		c->name = k->name;
		return k->run(c, 2, for_help);
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ||
	    strcmp(name, "help") == 0) {
		help(&c->out);
		return argc > 1 ? EXIT_CLEAN : EXIT_WRONG_USE;
	}
	k = find(name);
	if (!k)
		return unknown(c, name);
	c->name = k->name;
	return k->run(c, argc - 1, argv + 1);
}

/* Where this program lies: hooks call it by its absolute path. */
static const char *own_path(struct cmd *c, const char *fallback)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n <= 0)
		return fallback;
	return arena_cstr(&c->run, (struct str){ path, (size_t)n });
}

int main(int argc, const char **argv)
{
	struct cmd c = { .name = "" };
	int ret;

	buf_init(&c.out, 0);
	c.program = own_path(&c, argc > 0 ? argv[0] : "decorum");
	(void)set_colour(&c);
	ret = run_command(&c, argc, argv);
	if (!cmd_flush(&c))
		ret = EXIT_NOT_DONE;
	buf_release(&c.out);
	free(c.colour_when);
	arena_release(&c.run);
	return ret;
}
