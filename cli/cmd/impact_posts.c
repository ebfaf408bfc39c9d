/* Which posts of the history are judged. A post is its id: a rename, or an edit on
 * another branch, makes no new post. One without an id is its path. */
#include "cmd/impact.h"
#include "core/limits.h"

struct choice {
	struct cmd *c;
	struct repo *repo;
	struct map *current; /* paths of the newest commit, to its entries */
	struct repo_entries tree;
	struct map *posts; /* ids, to out->v */
	struct map *blobs; /* seen already */
	bool all;
	struct arena item;
	struct impact_posts *out;
};

static bool is_file(uint32_t mode)
{
	return (mode & 0170000) == 0100000;
}

/* As in a work tree: hidden files and what does not end in .md are no posts. */
static bool is_post(struct str path, size_t folder)
{
	const struct str below = str_slice(path, folder + 1, SIZE_MAX);

	return str_ends(path, ".md") && !str_starts(below, ".") &&
	       str_find(below, STR("/."), 0) == SIZE_MAX;
}

static bool is_current(const struct choice *x, const struct repo_version *v)
{
	uint32_t i;

	return map_get(x->current, v->entry.path, &i) &&
	       strcmp(x->tree.p[i].id, v->entry.id) == 0;
}

static int read_current(struct choice *x, const char *tip, struct str folder,
			struct err *e)
{
	const struct str prefix = arena_printf(&x->c->run, "%.*s/", STR_ARG(folder));
	int ret = repo_tree_list(x->repo, tip, prefix, &x->c->run, &x->tree, e);

	for (size_t i = 0; ret == 0 && i < x->tree.n; i++)
		(void)map_add(x->current, x->tree.p[i].path, (uint32_t)i);
	return ret;
}

/* The id of the post, kept; empty when it has none. False: it is too large to be one. */
static int read_id(struct choice *x, const struct repo_version *v, struct str *id,
		   bool *taken, struct err *e)
{
	struct str bytes;
	int ret;

	arena_reset(&x->item);
	*taken = false;
	ret = repo_blob(x->repo, v->entry.id, LIMIT_POST, &x->item, &bytes, e);
	if (ret == ERR_LIMIT)
		return 0;
	if (ret < 0)
		return err_wrap(e, "%.*s in %.*s", STR_ARG(v->entry.path),
				STR_ARG(v->commit));
	*taken = true;
	*id = arena_str(&x->c->run, post_id_of(bytes));
	return 0;
}

/* The newest version stays: the one that the newest commit has, else the last seen. Two
 * posts of the newest commit with one id are both judged. */
static void keep_newest(struct choice *x, const struct impact_post *p)
{
	const struct str key = p->id.n ? p->id : p->v->entry.path;
	uint32_t i;

	if (!map_get(x->posts, key, &i)) {
		(void)map_add(x->posts, key, (uint32_t)x->out->v.n);
		*VEC_ADD(&x->c->run, &x->out->v) = *p;
	} else if (!x->out->v.p[i].current) {
		x->out->v.p[i] = *p;
	} else if (p->current) {
		*VEC_ADD(&x->c->run, &x->out->v) = *p;
	}
}

static int consider(struct choice *x, const struct repo_version *v, struct err *e)
{
	struct impact_post p = { .v = v, .current = is_current(x, v) };
	bool taken = false;
	int ret;

	if (!is_file(v->entry.mode)) {
		x->out->skipped++;
		return 0;
	}
	/* The same bytes elsewhere are judged once: of a moved post, where it is now. */
	if (!map_add(x->blobs, str_from(v->entry.id), 0) && (x->all || !p.current))
		return 0;
	ret = read_id(x, v, &p.id, &taken, e);
	if (ret < 0 || !taken) {
		x->out->skipped += !taken;
		return ret;
	}
	if (x->all)
		*VEC_ADD(&x->c->run, &x->out->v) = p;
	else
		keep_newest(x, &p);
	return 0;
}

static int by_path(const void *a, const void *b)
{
	const struct impact_post *x = a, *y = b;
	const int order = str_cmp(x->v->entry.path, y->v->entry.path);

	/* Versions of one path stay as the walk found them. */
	return order ? order : (x->v > y->v) - (x->v < y->v);
}

int impact_choose(struct cmd *c, struct repo *repo, const char *tip, struct str folder,
		  bool all, struct impact_posts *out, struct err *e)
{
	struct choice x = { .c = c, .repo = repo, .all = all, .out = out };
	struct repo_history history = { 0 };
	int ret;

	*out = (struct impact_posts){ 0 };
	x.current = map_new(&c->run);
	x.posts = map_new(&c->run);
	x.blobs = map_new(&c->run);
	ret = read_current(&x, tip, folder, e);
	if (ret == 0)
		ret = repo_history(repo, tip, folder, &c->run, &history, e);
	for (size_t i = 0; ret == 0 && i < history.n; i++)
		if (is_post(history.p[i].entry.path, folder.n))
			ret = consider(&x, &history.p[i], e);
	arena_release(&x.item);
	if (ret < 0)
		return ret;
	out->shallow = history.shallow;
	if (out->v.n)
		qsort(out->v.p, out->v.n, sizeof(*out->v.p), by_path);
	return 0;
}
