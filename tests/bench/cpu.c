/* cpu RUNS COMMAND...: CPU time (user + system) of a whole process in milliseconds:
 * median, least and most of RUNS runs after one that is not counted; and the most memory
 * (MB). Its output is dropped, its input is ours. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNS_MOST = 1000 };

static double milliseconds(struct timeval t)
{
	return 1e3 * (double)t.tv_sec + (double)t.tv_usec / 1e3;
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static int run(char **command, struct rusage *used)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		(void)lseek(STDIN_FILENO, 0, SEEK_SET);
		(void)dup2(null, STDOUT_FILENO);
		(void)dup2(null, STDERR_FILENO);
		(void)execvp(command[0], command);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, used) < 0)
		return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int main(int argc, char **argv)
{
	static double ms[RUNS_MOST];
	const long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	long most_kb = 0;

	if (runs < 1 || runs > RUNS_MOST)
		return 2;
	for (long i = -1; i < runs; i++) {
		struct rusage used;
		const int status = run(argv + 2, &used);

		if (status >= 126) {
			(void)fprintf(stderr, "%s: cannot be run\n", argv[2]);
			return 3;
		}
		if (used.ru_maxrss > most_kb)
			most_kb = used.ru_maxrss;
		if (i >= 0)
			ms[i] = milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
	}
	qsort(ms, (size_t)runs, sizeof(*ms), by_size);
	(void)printf("%.2f %.2f %.2f %ld\n", ms[runs / 2], ms[0], ms[runs - 1],
		     most_kb / 1024);
	return 0;
}
