#include "text/dafsa.h"
#include "text/pack_format.h"

#include <assert.h>

/* A node whose edges are not all known yet: the path of the last key. */
struct open_node {
	uint32_t edges[PACK_SYMBOLS];
	size_t n;
};

struct dafsa {
	struct arena *a;
	VEC(uint32_t) edges;
	struct open_node path[PACK_KEY_MAX + 1];
	uint8_t key[PACK_KEY_MAX];
	size_t key_n;
	uint32_t *known; /* hash table of nodes, by the number of their first edge */
	size_t room, used;
};

struct dafsa *dafsa_new(struct arena *a)
{
	struct dafsa *d = ARENA_NEW(a, struct dafsa);

	d->a = a;
	d->room = 1 << 12;
	d->known = arena_array(a, d->room, sizeof(*d->known));
	*VEC_ADD(a, &d->edges) = EDGE_LAST;
	return d;
}

static uint64_t hash_edges(const uint32_t *edges, size_t n)
{
	uint64_t h = n;

	for (size_t i = 0; i < n; i++) {
		h = (h ^ edges[i]) * 0x9e3779b97f4a7c15u;
		h ^= h >> 31;
	}
	return h;
}

static size_t node_size(const struct dafsa *d, uint32_t node)
{
	size_t n = 1;

	while (!(d->edges.p[node + n - 1] & EDGE_LAST))
		n++;
	return n;
}

/* Where a node with these edges is, or where it belongs, in the table. */
static size_t find_place(const struct dafsa *d, const uint32_t *edges, size_t n)
{
	size_t at = hash_edges(edges, n) & (d->room - 1);

	for (; d->known[at]; at = (at + 1) & (d->room - 1)) {
		uint32_t node = d->known[at];

		if (node_size(d, node) == n &&
		    memcmp(d->edges.p + node, edges, n * sizeof(*edges)) == 0)
			break;
	}
	return at;
}

static void grow(struct dafsa *d)
{
	uint32_t *old = d->known;
	size_t n = d->room;

	d->room *= 4;
	d->known = arena_array(d->a, d->room, sizeof(*d->known));
	for (size_t i = 0; i < n; i++)
		if (old[i])
			d->known[find_place(d, d->edges.p + old[i],
					    node_size(d, old[i]))] = old[i];
}

/* The number of a node with these edges: one that is there already, or a new one. */
static uint32_t settle(struct dafsa *d, struct open_node *node)
{
	size_t place;

	if (node->n == 0)
		return 0;
	node->edges[node->n - 1] |= EDGE_LAST;
	place = find_place(d, node->edges, node->n);
	if (d->known[place])
		return d->known[place];
	d->known[place] = (uint32_t)d->edges.n;
	place = d->known[place];
	for (size_t i = 0; i < node->n; i++)
		*VEC_ADD(d->a, &d->edges) = node->edges[i];
	if (++d->used * 2 > d->room)
		grow(d);
	return (uint32_t)place;
}

/* The path below `depth` will not change any more. */
static void settle_below(struct dafsa *d, size_t depth)
{
	for (size_t i = d->key_n; i > depth; i--) {
		struct open_node *parent = &d->path[i - 1];

		parent->edges[parent->n - 1] |= settle(d, &d->path[i])
						<< EDGE_TARGET_SHIFT;
		d->path[i].n = 0;
	}
}

void dafsa_add(struct dafsa *d, const uint8_t *key, size_t n)
{
	size_t same = 0;

	assert(n > 0 && n <= PACK_KEY_MAX);
	while (same < n && same < d->key_n && key[same] == d->key[same])
		same++;
	assert(same < n && (same == d->key_n || key[same] > d->key[same]));
	settle_below(d, same);
	for (size_t i = same; i < n; i++) {
		struct open_node *node = &d->path[i];

		node->edges[node->n++] = key[i];
	}
	d->path[n - 1].edges[d->path[n - 1].n - 1] |= EDGE_FINAL;
	memcpy(d->key, key, n);
	d->key_n = n;
}

bool dafsa_finish(struct dafsa *d, struct dafsa_edges *out)
{
	uint32_t root;

	settle_below(d, 0);
	d->key_n = 0;
	root = settle(d, &d->path[0]);
	d->edges.p[0] = EDGE_LAST | root << EDGE_TARGET_SHIFT;
	*out = (struct dafsa_edges){ d->edges.p, d->edges.n };
	return d->edges.n <= EDGES_MAX;
}
