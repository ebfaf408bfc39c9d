#include "core/map.h"

struct entry;
static void *entry_alloc(size_t size);

/* uthash grows its table with these; the table then lives on the heap of the arena
 * that is being used, so nothing has to be freed. */
static _Thread_local struct arena *growing;
#define uthash_malloc(size) entry_alloc(size)
#define uthash_free(p, size) ((void)(p))
#define HASH_NONFATAL_OOM 0
/* Short chains: each entry of one is far away in memory. */
#define HASH_BKT_CAPACITY_THRESH 2U
#include <uthash.h>

struct entry {
	struct str key;
	uint32_t value;
	UT_hash_handle hh;
};

struct map {
	struct arena *a;
	struct entry *head;
};

static void *entry_alloc(size_t size)
{
	return arena_alloc(growing, size);
}

struct map *map_new(struct arena *a)
{
	struct map *m = ARENA_NEW(a, struct map);

	m->a = a;
	return m;
}

/* uthash compares with memcmp(), which takes no NULL, not even for no bytes. */
static struct str with_bytes(struct str key)
{
	return key.p ? key : STR("");
}

static unsigned hash_of(struct str key)
{
	unsigned hash;

	HASH_VALUE(key.p, key.n, hash);
	return hash;
}

static struct entry *find(const struct map *m, struct str key, unsigned hash)
{
	struct entry *found = NULL;

	HASH_FIND_BYHASHVALUE(hh, m->head, key.p, key.n, hash, found);
	return found;
}

bool map_add(struct map *m, struct str any, uint32_t value)
{
	const struct str key = with_bytes(any);
	const unsigned hash = hash_of(key);
	struct entry *fresh;

	if (find(m, key, hash))
		return false;
	fresh = ARENA_NEW(m->a, struct entry);
	fresh->key = key;
	fresh->value = value;
	growing = m->a;
	HASH_ADD_KEYPTR_BYHASHVALUE(hh, m->head, fresh->key.p, fresh->key.n, hash, fresh);
	return true;
}

bool map_get(const struct map *m, struct str any, uint32_t *value)
{
	const struct str key = with_bytes(any);
	const struct entry *found = find(m, key, hash_of(key));

	if (found && value)
		*value = found->value;
	return found != NULL;
}
