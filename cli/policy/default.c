#include "core/embed.h"
#include "policy/policy.h"

#include <pthread.h>

/* The files under policy/, built into the program. */
extern const struct embedded policy_files[];

/* The same table as the model wants it: filled once, the same whoever comes first, and
 * never changed again. */
static struct {
	pthread_once_t once;
	struct arena a;
	struct policy_file *files;
	size_t n;
} table = { .once = PTHREAD_ONCE_INIT };

static void fill(void)
{
	while (policy_files[table.n].path)
		table.n++;
	table.files = arena_array(&table.a, table.n, sizeof(*table.files));
	for (size_t i = 0; i < table.n; i++) {
		table.files[i].path = str_from(policy_files[i].path);
		table.files[i].bytes =
			(struct str){ policy_files[i].bytes, policy_files[i].n };
	}
}

const struct policy_file *policy_default(size_t *n)
{
	(void)pthread_once(&table.once, fill);
	*n = table.n;
	return table.files;
}
