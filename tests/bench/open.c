/* open FILE: CPU time (user + system) of opening a bundle and verifying all of it, in
 * milliseconds for each time, in one process: median, least and most of some runs of many
 * times each. And the most memory (MB), as `cpu` prints it. */
#include "bundle/bundle.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

enum { RUNS = 25, TIMES = 20 };

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return 1e3 * (double)t.tv_sec + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	struct rusage used;
	double ms[RUNS];
	struct err e;

	for (int run = 0; argc > 1 && run < RUNS; run++) {
		const double start = now();

		for (int i = 0; i < TIMES; i++) {
			struct bundle *b;

			if (bundle_open(argv[1], &b, &e) < 0) {
				(void)fprintf(stderr, "open: %s\n", e.msg);
				return 3;
			}
			bundle_close(b);
		}
		ms[run] = (now() - start) / TIMES;
	}
	if (argc < 2 || getrusage(RUSAGE_SELF, &used) < 0)
		return 2;
	qsort(ms, RUNS, sizeof(*ms), by_size);
	(void)printf("%.3f %.3f %.3f %ld\n", ms[RUNS / 2], ms[0], ms[RUNS - 1],
		     used.ru_maxrss / 1024);
	return 0;
}
