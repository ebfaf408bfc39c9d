/* Two posts with one id: approvals, corrections and receipts name posts by it, and could
 * mean either. */
#include "cmd/judge.h"
#include "core/file.h"
#include "core/limits.h"

#include <stdlib.h>

/* What a commit may cost for the posts that it does not touch. */
enum { INDEX_POSTS = 2000 };

/* The same file under two names ("posts/a.md", "./posts/a.md") is judged twice. */
static bool is_same_file(const char *a, const char *b)
{
	char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
	const bool same = real_a && real_b && strcmp(real_a, real_b) == 0;

	free(real_a);
	free(real_b);
	return same;
}

/* Where to look for the file of `path`; NULL when it is no file of a folder. */
static const char *file_of(struct judge *j, struct str path)
{
	return j->tree->root ? file_join(&j->c->run, j->tree->root, path) : NULL;
}

static bool keep_id(struct judge *j, struct str id, struct str path,
		    const struct judged_post **other)
{
	struct arena *a = &j->c->run;
	uint32_t i;

	if (!j->ids)
		j->ids = map_new(a);
	if (map_get(j->ids, id, &i)) {
		*other = &j->posts.p[i];
		return false;
	}
	(void)map_add(j->ids, arena_str(a, id), (uint32_t)j->posts.n);
	*VEC_ADD(a, &j->posts) =
		(struct judged_post){ arena_str(a, path), file_of(j, path) };
	return true;
}

void judge_id(struct judge *j, const struct post *p, struct str path, struct findings *f)
{
	const struct judged_post *other;
	const char *file;

	if (!j->ws || !p->id.n || keep_id(j, p->id, path, &other) ||
	    str_eq(other->path, path))
		return;
	file = file_of(j, path);
	if (file && other->file && is_same_file(file, other->file))
		return;
	(void)finding_add(f, FINDING_POST_ID, p->source, p->id_at,
			  "%.*s has the id \"%.*s\" already: give this post another one",
			  STR_ARG(other->path), STR_ARG(str_slice(p->id, 0, 64)));
}

/* ---- the posts of the index that are not staged ---- */

static bool is_post_file(const struct judge *j, const struct repo_entry *entry)
{
	const struct str folder = j->ws->set.posts;

	return entry->change != REPO_DELETED && (entry->mode & 0170000) == 0100000 &&
	       entry->path.n > folder.n &&
	       str_eq(str_slice(entry->path, 0, folder.n), folder) &&
	       entry->path.p[folder.n] == '/';
}

static int know_one(struct judge *j, const struct tree_entry *entry, struct err *e)
{
	const struct judged_post *other;
	struct str bytes, id;
	int ret;

	arena_reset(&j->item);
	ret = tree_read(j->tree, entry, LIMIT_POST, &j->item, &bytes, e);
	/* Too large for a post, or not fetched: it is judged when it is touched. */
	if (ret == ERR_LIMIT || ret == ERR_NOT_FOUND)
		return 0;
	if (ret < 0)
		return ret;
	judge_note_other(j, entry, bytes);
	id = post_id_of(bytes);
	if (id.n)
		(void)keep_id(j, id, entry->path, &other);
	return 0;
}

int judge_know_index(struct judge *j, const struct repo_entries *staged, struct err *e)
{
	struct map *mine = map_new(&j->c->run);
	struct tree_list list;
	size_t posts = 0;
	int ret;

	for (size_t i = 0; i < staged->n; i++) {
		posts += is_post_file(j, &staged->p[i]);
		(void)map_add(mine, staged->p[i].path, 0);
	}
	if (!posts)
		return 0;
	ret = tree_list(j->tree, j->ws->set.posts, &j->c->run, &list, e);
	if (ret == 0 && list.n > INDEX_POSTS) {
		cmd_note(j->c,
			 "more than %d posts: their ids were not compared with those of "
			 "the staged ones; 'decorum check' compares all",
			 INDEX_POSTS);
		return 0;
	}
	j->knows_others = true;
	for (size_t i = 0; ret == 0 && i < list.n; i++)
		if (list.p[i].kind == TREE_FILE && str_ends(list.p[i].path, ".md") &&
		    !map_get(mine, list.p[i].path, NULL))
			ret = know_one(j, &list.p[i], e);
	return ret;
}
