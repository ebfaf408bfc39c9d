#include "record/sign.h"
#include "core/file.h"
#include "core/limits.h"
#include "core/proc.h"
#include "record/record.h"

#include <errno.h>
#include <limits.h>
#include <sys/random.h>
#include <unistd.h>

static const char no_key_hint[] =
	"tell git which key is yours: git config --global gpg.format ssh and git config "
	"--global user.signingKey ~/.ssh/id_ed25519.pub ('ssh-keygen -t ed25519' makes "
	"one)";

/* ---- which key ---- */

static bool is_public_line(struct str s)
{
	return str_starts(s, "ssh-") || str_starts(s, "ecdsa-") || str_starts(s, "sk-");
}

/* "type base64" of a public key's line. */
static struct str without_comment(struct str line, struct arena *a)
{
	struct str rest = str_trim(line), type, key;

	(void)str_line(&rest, &line);
	if (!str_field(&line, ' ', &type) || !str_field(&line, ' ', &key))
		return STR_NULL;
	return arena_printf(a, "%.*s %.*s", STR_ARG(type), STR_ARG(str_trim(key)));
}

/* The file that a link leads to: keys are often linked. NULL when there is none. */
static const char *real_file(const char *path, struct arena *a)
{
	char full[PATH_MAX];

	if (!realpath(path, full) || file_kind(full, NULL) != FILE_REGULAR)
		return NULL;
	return arena_cstr(a, str_from(full));
}

static bool read_public(const char *path, struct arena *a, struct str *out)
{
	const char *file = real_file(path, a);
	struct str text;
	struct err ignored;

	if (!file || file_read(file, 64 * KIB, a, &text, &ignored) < 0 ||
	    !is_public_line(text))
		return false;
	*out = without_comment(text, a);
	return out->n > 0;
}

/* The public half: the file itself, the one beside it, or what ssh-keygen makes of it. */
static void find_public(struct signer *s, struct arena *a)
{
	const char *const argv[] = { "ssh-keygen", "-y", "-P", "", "-f", s->key, NULL };
	const struct proc p = { .argv = argv, .cap = 64 * KIB };
	struct proc_result r;
	struct err ignored;

	if (read_public(s->key, a, &s->public) ||
	    read_public(arena_cstr(a, arena_printf(a, "%s.pub", s->key)), a, &s->public))
		return;
	if (proc_run(&p, a, &r, &ignored) == 0 && r.status == 0)
		s->public = without_comment(r.out, a);
}

/* A key that stands in the settings itself: ssh-keygen wants a file. It is public. */
static int literal_key(struct signer *s, struct str line, struct arena *a, struct err *e)
{
	const char *folder = repo_env("TMPDIR");
	char *path = arena_cstr(a, arena_printf(a, "%s/decorum-key-XXXXXX",
						folder && *folder ? folder : "/tmp"));
	int fd = mkstemp(path);
	bool good;

	if (fd < 0)
		return err_errno(e, errno, "cannot make a file for the public key");
	s->made = path;
	s->key = path;
	s->public = without_comment(line, a);
	good = write(fd, line.p, line.n) == (ssize_t)line.n && write(fd, "\n", 1) == 1;
	(void)close(fd);
	return good ? 0 : err_errno(e, errno, "cannot write %s", path);
}

static int ssh_key(struct signer *s, struct str key, struct arena *a, struct err *e)
{
	const char *home = repo_env("HOME");

	if (str_starts(key, "key::"))
		return literal_key(s, str_slice(key, 5, key.n), a, e);
	if (is_public_line(key) && str_chr(key, ' ', 0) != SIZE_MAX)
		return literal_key(s, key, a, e);
	s->key = arena_cstr(a, key);
	if (str_starts(key, "~/") && home)
		s->key = file_join(a, home, str_slice(key, 2, key.n));
	if (!real_file(s->key, a) &&
	    !real_file(arena_cstr(a, arena_printf(a, "%s.pub", s->key)), a)) {
		(void)err_set(e, ERR_USAGE, "the signing key %s is not there", s->key);
		return err_hint(
			e, "user.signingKey names it; set it to a key that you have");
	}
	find_public(s, a);
	return 0;
}

/* Programs to run come from the user's own settings: those of a repository may be
 * anybody's. */
static const char *program(const char *key, const char *usual, struct arena *a)
{
	struct str set = repo_config(NULL, key, a);

	return set.n ? arena_cstr(a, set) : usual;
}

int signer_of_config(struct repo *r, struct arena *a, struct signer *out, struct err *e)
{
	struct str format = repo_config(r, "gpg.format", a);
	struct str key = repo_config(r, "user.signingKey", a);
	int ret;

	*out = (struct signer){ 0 };
	if (format.n && !str_is(format, "ssh") && !str_is(format, "openpgp")) {
		(void)err_set(e, ERR_USAGE,
			      "gpg.format is \"%.*s\"; we sign with ssh or openpgp",
			      STR_ARG(format));
		return err_hint(e, "%s", no_key_hint);
	}
	if (!key.n) {
		(void)err_set(e, ERR_USAGE,
			      "there is no signing key: user.signingKey is not set");
		return err_hint(e, "%s", no_key_hint);
	}
	if (!str_is(format, "ssh")) {
		out->kind = SIGNER_GPG;
		out->program = program("gpg.program", "gpg", a);
		out->key = arena_cstr(a, key);
		return 0;
	}
	out->kind = SIGNER_SSH;
	out->program = program("gpg.ssh.program", "ssh-keygen", a);
	ret = ssh_key(out, key, a, e);
	if (ret < 0)
		signer_release(out);
	return ret;
}

void signer_release(struct signer *s)
{
	if (!s || !s->made)
		return;
	(void)unlink(s->made);
	s->made = NULL;
}

/* ---- which key it is for gpg ---- */

static struct str colon_field(struct str line, size_t at)
{
	struct str field = STR_NULL;

	for (size_t i = 0; i <= at; i++)
		if (!str_field(&line, ':', &field))
			return STR_NULL;
	return field;
}

int signer_fingerprints(const struct signer *s, struct arena *a, struct str **out,
			size_t *n, struct err *e)
{
	const char *const argv[] = {
		s->program, "--batch", "--with-colons", "--list-secret-keys", "--",
		s->key,     NULL
	};
	const struct proc p = { .argv = argv, .cap = MIB };
	VEC(struct str) prints = { 0 };
	struct proc_result r;
	struct str rest, line;
	bool primary = false;
	int ret = proc_run(&p, a, &r, e);

	if (ret < 0)
		return err_hint(e, "install it: apt-get install gnupg");
	rest = r.out;
	while (str_line(&rest, &line)) {
		if (str_starts(line, "sec:") || str_starts(line, "ssb:"))
			primary = str_starts(line, "sec:");
		else if (primary && str_starts(line, "fpr:"))
			*VEC_ADD(a, &prints) = colon_field(line, 9);
	}
	*out = prints.p;
	*n = prints.n;
	if (prints.n)
		return 0;
	(void)err_set(e, ERR_USAGE, "%s has no secret key '%s'", s->program, s->key);
	return err_hint(e, "user.signingKey names it; 'gpg --list-secret-keys' shows "
			   "those that you have");
}

/* ---- signing ---- */

static int run_signer(const struct signer *s, const struct proc *p, struct arena *a,
		      struct proc_result *r, struct err *e)
{
	int ret = proc_run(p, a, r, e);

	if (ret < 0)
		return err_hint(e, "install it: apt-get install %s",
				s->kind == SIGNER_SSH ? "openssh-client" : "gnupg");
	if (r->status != 0 || !r->out.n) {
		(void)err_set(e, ERR_TOOL, "%s did not sign: %.*s", s->program,
			      STR_ARG(str_trim(r->err)));
		return err_hint(e, "try it yourself: echo x | %s %s", s->program,
				s->kind == SIGNER_SSH ? "-Y sign -n test -f KEY"
						      : "-bsa");
	}
	return 0;
}

int sign_payload(const struct signer *s, const char *ns, struct str payload,
		 struct arena *a, struct str *armour, struct err *e)
{
	const char *const ssh[] = { s->program, "-q", "-Y",   "sign", "-n",
				    ns,         "-f", s->key, NULL };
	const char *const gpg[] = { s->program, "--status-fd=2", "-bsau", s->key, NULL };
	struct proc p = { .argv = s->kind == SIGNER_SSH ? ssh : gpg,
			  .input = payload,
			  .cap = MIB };
	struct proc_result r;
	int ret;

	/* A token asks on standard error to be touched. */
	p.tty = str_starts(s->public, "sk-");
	ret = run_signer(s, &p, a, &r, e);
	if (ret < 0)
		return ret;
	if (s->kind == SIGNER_GPG &&
	    str_find(r.err, STR("[GNUPG:] SIG_CREATED "), 0) == SIZE_MAX)
		return err_set(e, ERR_TOOL, "%s does not say that it signed", s->program);
	*armour = r.out;
	return 0;
}

int sign_commit(void *ctx, struct str payload, struct arena *a, struct str *armour,
		struct err *e)
{
	return sign_payload(ctx, "git", payload, a, armour, e);
}

/* ---- for the other rooms ---- */

int record_signer_open(struct repo *r, struct arena *a, struct signer **out,
		       struct err *e)
{
	int ret;

	*out = ARENA_NEW(a, struct signer);
	ret = signer_of_config(r, a, *out, e);
	if (ret < 0)
		*out = NULL;
	return ret;
}

void record_signer_close(struct signer *s)
{
	signer_release(s);
}

int record_sign_commit(void *ctx, struct str payload, struct arena *a, struct str *armour,
		       struct err *e)
{
	return sign_commit(ctx, payload, a, armour, e);
}

int record_new_id(struct arena *a, struct str *out, struct err *e)
{
	uint8_t bytes[16];
	char *hex = arena_alloc(a, 2 * sizeof(bytes) + 1);

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return err_errno(e, errno, "cannot get random numbers");
	for (size_t i = 0; i < sizeof(bytes); i++) {
		hex[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	*out = (struct str){ hex, 2 * sizeof(bytes) };
	return 0;
}
