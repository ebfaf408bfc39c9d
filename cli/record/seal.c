/* Sealing, by the age program with native X25519 keys. Secrets go through pipes and are
 * wiped; nothing in clear touches a disk. Keys of ssh are never recipients: each sealed
 * file would show four bytes of everybody's public key. */
#include "record/breach.h"

#include "core/proc.h"

static const char secret_head[] = "AGE-SECRET-KEY-1";
enum { RECIPIENT_LENGTH = 62, SECRET_LENGTH = 74, KEYGEN_CAP = 4096 };

static bool is_bech32(struct str s, bool upper)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = upper ? ascii_lower(s.p[i]) : s.p[i];

		if (!c || !strchr("qpzry9x8gf2tvdw0s3jn54khce6mua7l", c))
			return false;
	}
	return true;
}

bool seal_is_recipient(struct str s)
{
	return s.n == RECIPIENT_LENGTH && str_starts(s, "age1") &&
	       is_bech32(str_slice(s, 4, s.n), false);
}

void seal_wipe(struct str secret)
{
	if (secret.n)
		explicit_bzero((char *)(uintptr_t)secret.p, secret.n);
}

static int run(struct proc *p, struct arena *a, struct str *out, struct err *e)
{
	struct proc_result r;
	struct str why, rest;
	int ret = proc_run(p, a, &r, e);

	*out = STR_NULL;
	if (ret == ERR_TOOL)
		(void)err_hint(e,
			       "cases are sealed by age: install it (Debian: apt install "
			       "age)");
	if (ret < 0)
		return ret;
	*out = r.out;
	if (r.status == 0)
		return 0;
	rest = r.err;
	(void)str_line(&rest, &why);
	return err_set(e, ERR_TOOL, "%s failed: %.*s", p->argv[0],
		       STR_ARG(str_trim(why)));
}

int seal_pair(struct arena *a, struct str *secret, struct str *recipient, struct err *e)
{
	static const char *const keygen[] = { "age-keygen", NULL };
	static const char *const public[] = { "age-keygen", "-y", NULL };
	struct proc p = { .argv = keygen, .cap = KEYGEN_CAP };
	struct str rest, line, out;
	int ret = run(&p, a, &out, e);

	*secret = *recipient = STR_NULL;
	if (ret < 0)
		return ret;
	rest = out;
	while (str_line(&rest, &line))
		if (str_starts(line, secret_head) && line.n == SECRET_LENGTH)
			*secret = arena_str(a, line);
	p = (struct proc){ .argv = public, .input = out, .cap = KEYGEN_CAP };
	ret = run(&p, a, &line, e);
	seal_wipe(out);
	*recipient = str_trim(line);
	if (ret == 0 && (!secret->n || !seal_is_recipient(*recipient)))
		ret = err_set(e, ERR_TOOL,
			      "age-keygen gave no key pair that is understood");
	return ret;
}

int seal_to(const struct str *recipients, size_t n, struct str plain, struct arena *a,
	    struct str *sealed, struct err *e)
{
	/* On a pipe, not in the arguments: those can be seen by every user. */
	static const char *const argv[] = { "age", "-e", "-R", "/dev/fd/3", NULL };
	struct proc p = { .argv = argv, .input = plain, .cap = SEALED_CAP, .n_extra = 1 };
	struct buf list;
	int ret;

	buf_init(&list, 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(&list, "%.*s\n", STR_ARG(recipients[i]));
	p.extra[0] = buf_view(&list);
	ret = run(&p, a, sealed, e);
	if (ret == 0 && !str_starts(*sealed, "age-encryption.org/v1\n"))
		ret = err_set(e, ERR_TOOL, "age gave no sealed file");
	buf_release(&list);
	return ret;
}

int seal_open_file(const char *identity, struct str sealed, struct arena *a,
		   struct str *plain, struct err *e)
{
	const char *const argv[] = { "age", "-d", "-i", identity, NULL };
	struct proc p = { .argv = argv, .input = sealed, .cap = SEALED_CAP };
	int ret = run(&p, a, plain, e);

	if (ret == ERR_TOOL && strstr(e->msg, "no identity matched"))
		return err_set(e, ERR_REFUSED, "the case is not sealed to this identity");
	return ret;
}

int seal_open_secret(struct str secret, struct str sealed, struct arena *a,
		     struct str *plain, struct err *e)
{
	static const char *const argv[] = { "age", "-d", "-i", "/dev/fd/3", NULL };
	struct proc p = { .argv = argv,
			  .input = sealed,
			  .cap = SEALED_CAP,
			  .extra = { secret },
			  .n_extra = 1 };

	return run(&p, a, plain, e);
}
