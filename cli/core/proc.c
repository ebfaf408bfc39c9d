#include "core/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ERR_TEXT_MAX = 64 * 1024, PIPES = 6, SAFE_FD = 40 };

/* One end of a pipe that we feed or drain. */
struct channel {
	int ours, theirs;
	bool to_child;
	struct str left; /* still to write */
	char *bytes;     /* taken so far */
	size_t n, room, cap;
	bool over; /* more than cap came: the rest is read and dropped */
};

static void close_fd(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

static int open_channel(struct channel *c, bool to_child, struct str left, size_t cap,
			struct err *e)
{
	int ends[2];

	*c = (struct channel){
		.ours = -1, .theirs = -1, .to_child = to_child, .left = left, .cap = cap
	};
	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(e, errno, "cannot make a pipe");
	c->ours = ends[to_child ? 1 : 0];
	c->theirs = ends[to_child ? 0 : 1];
	(void)fcntl(c->ours, F_SETFL, O_NONBLOCK);
	return 0;
}

/* In the child: move our ends out of the way, then to the descriptors promised. */
static void take_place(const struct channel *c, size_t n, const int *targets)
{
	int high[PIPES];

	for (size_t i = 0; i < n; i++)
		high[i] = fcntl(c[i].theirs, F_DUPFD_CLOEXEC, SAFE_FD);
	for (size_t i = 0; i < n; i++)
		if (high[i] < 0 || dup2(high[i], targets[i]) < 0)
			_exit(126);
}

static _Noreturn void child(const struct proc *p, const struct channel *c, size_t n,
			    const int *targets, int report)
{
	int why;
	int keep = fcntl(report, F_DUPFD_CLOEXEC, SAFE_FD + PIPES);

	take_place(c, n, targets);
	(void)signal(SIGPIPE, SIG_DFL);
	if (p->dir && chdir(p->dir) < 0) {
		why = errno;
	} else {
		if (p->env)
			(void)execvpe(p->argv[0], (char *const *)(uintptr_t)p->argv,
				      (char *const *)(uintptr_t)p->env);
		else
			(void)execvp(p->argv[0], (char *const *)(uintptr_t)p->argv);
		why = errno;
	}
	(void)!write(keep, &why, sizeof(why));
	_exit(127);
}

static void feed(struct channel *c)
{
	while (c->left.n) {
		ssize_t put = write(c->ours, c->left.p, c->left.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EAGAIN)
			return;
		if (put < 0) /* the child does not want it */
			break;
		c->left = str_slice(c->left, (size_t)put, c->left.n);
	}
	close_fd(&c->ours);
}

static void drain(struct channel *c, struct arena *a)
{
	char piece[16 * 1024];
	ssize_t got = read(c->ours, piece, sizeof(piece));

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		close_fd(&c->ours);
		return;
	}
	if ((size_t)got > c->cap - c->n) {
		c->over = true;
		return;
	}
	if (c->n + (size_t)got > c->room) {
		size_t room = c->room ? c->room * 2 : 64 * 1024;
		char *grown = arena_raw(a, room);

		if (c->n)
			memcpy(grown, c->bytes, c->n);
		c->bytes = grown;
		c->room = room;
	}
	memcpy(c->bytes + c->n, piece, (size_t)got);
	c->n += (size_t)got;
}

/* Feed and drain until every channel is closed. */
static void pump(struct channel *c, size_t n, struct arena *a)
{
	for (;;) {
		struct pollfd set[PIPES];
		size_t open = 0;

		for (size_t i = 0; i < n; i++) {
			set[i] = (struct pollfd){ .fd = c[i].ours,
						  .events = c[i].to_child ? POLLOUT
									  : POLLIN };
			open += c[i].ours >= 0;
		}
		if (!open)
			return;
		if (poll(set, n, -1) < 0 && errno != EINTR)
			return;
		for (size_t i = 0; i < n; i++) {
			if (c[i].ours < 0 || !set[i].revents)
				continue;
			if (c[i].to_child)
				feed(&c[i]);
			else
				drain(&c[i], a);
		}
	}
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The channels of `p`: input, output, errors, then the extra ones. */
static int open_all(const struct proc *p, struct channel *c, int *targets, size_t *n,
		    struct err *e)
{
	int ret = open_channel(&c[0], true, p->input, 0, e);

	*n = 1;
	targets[0] = 0;
	if (ret == 0) {
		ret = open_channel(&c[*n], false, STR_NULL, p->cap, e);
		targets[(*n)++] = 1;
	}
	if (ret == 0 && !p->tty) {
		ret = open_channel(&c[*n], false, STR_NULL, ERR_TEXT_MAX, e);
		targets[(*n)++] = 2;
	}
	for (size_t i = 0; ret == 0 && i < p->n_extra; i++) {
		ret = open_channel(&c[*n], true, p->extra[i], 0, e);
		targets[(*n)++] = 3 + (int)i;
	}
	return ret;
}

/* Start the child: its process id, or a negative ERR_ code. What it could not do comes
 * through report[0]. */
static int start(const struct proc *p, const struct channel *c, size_t n,
		 const int *targets, int *report, struct err *e)
{
	pid_t pid;

	if (pipe2(report, O_CLOEXEC) < 0)
		return err_errno(e, errno, "cannot make a pipe");
	pid = fork();
	if (pid < 0)
		return err_errno(e, errno, "cannot start %s", p->argv[0]);
	if (pid == 0)
		child(p, c, n, targets, report[1]);
	close_fd(&report[1]);
	return pid;
}

/* Feed and drain the child to its end; why it could not be started, or 0. */
static int attend(pid_t pid, struct channel *c, size_t n, int report, struct arena *a,
		  int *status)
{
	struct sigaction quiet = { .sa_handler = SIG_IGN }, before;
	int why = 0;

	for (size_t i = 0; i < n; i++)
		close_fd(&c[i].theirs);
	(void)sigaction(SIGPIPE, &quiet, &before);
	pump(c, n, a);
	(void)sigaction(SIGPIPE, &before, NULL);
	if (read(report, &why, sizeof(why)) != (ssize_t)sizeof(why))
		why = 0;
	*status = wait_for(pid);
	return why;
}

static int hand_over(const struct proc *p, const struct channel *c, int why,
		     struct proc_result *out, struct err *e)
{
	if (why) {
		(void)err_errno(e, why, "cannot start %s", p->argv[0]);
		return e->code = ERR_TOOL;
	}
	if (c[1].over)
		return err_set(e, ERR_LIMIT, "%s printed more than %zu bytes", p->argv[0],
			       p->cap);
	out->out = (struct str){ c[1].bytes, c[1].n };
	if (!p->tty)
		out->err = (struct str){ c[2].bytes, c[2].n };
	return 0;
}

int proc_run(const struct proc *p, struct arena *a, struct proc_result *out,
	     struct err *e)
{
	struct channel c[PIPES];
	int targets[PIPES], report[2] = { -1, -1 }, ret;
	size_t n = 0;

	*out = (struct proc_result){ 0 };
	for (size_t i = 0; i < PIPES; i++)
		c[i].ours = c[i].theirs = -1;
	ret = open_all(p, c, targets, &n, e);
	if (ret == 0)
		ret = start(p, c, n, targets, report, e);
	if (ret > 0) {
		const int why = attend(ret, c, n, report[0], a, &out->status);

		ret = hand_over(p, c, why, out, e);
	}
	for (size_t i = 0; i < n; i++) {
		close_fd(&c[i].ours);
		close_fd(&c[i].theirs);
	}
	close_fd(&report[0]);
	close_fd(&report[1]);
	return ret;
}
