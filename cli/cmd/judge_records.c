/* Permissions and corrections of the tree that is judged. A permission is read when a
 * post names it; all of them when everything is judged. */
#include "cmd/judge.h"
#include "core/limits.h"

enum { LIMIT_RECORD = 64 * KIB, RECORDS_MOST = 20000 };

static bool is_record(const struct tree_entry *entry)
{
	return entry->kind == TREE_FILE && str_ends(entry->path, ".yaml");
}

/* The file behind the entry as a source in c->run; NULL after a finding. */
static int read_source(struct judge *j, const struct tree_entry *entry,
		       struct source **out, struct err *e)
{
	struct arena *a = &j->c->run;
	struct source *s = ARENA_NEW(a, struct source);
	struct diags d = { .a = a };
	struct str bytes = STR("");
	int ret = 0;

	*out = NULL;
	if (entry->kind == TREE_FILE)
		ret = tree_read(j->tree, entry, LIMIT_RECORD, a, &bytes, e);
	if (ret < 0 && ret != ERR_LIMIT)
		return ret;
	if (!source_init(s, arena_str(a, entry->path), ret < 0 ? STR("") : bytes,
			 LIMIT_RECORD, a, &d)) {
		findings_from_diags(&j->found, &d, FINDING_RECORD, s);
		return 0;
	}
	if (ret == 0 && entry->kind == TREE_FILE)
		*out = s;
	else
		(void)finding_add(
			&j->found, FINDING_RECORD, s, (struct span){ 0, 0 },
			ret < 0 ? "the file is larger than 64 KB: one record "
				  "has a few lines"
				: "this is no plain file: put the record itself "
				  "here");
	return 0;
}

/* ---- permissions ---- */

static int list_permissions(struct judge *j, struct err *e)
{
	struct tree_list *list = &j->permissions;
	int ret;

	if (j->permission_of)
		return 0;
	j->permission_of = map_new(&j->c->run);
	ret = tree_list(j->tree, j->ws->set.permissions, &j->c->run, list, e);
	if (ret == 0 && list->n > RECORDS_MOST)
		return err_set(e, ERR_LIMIT, "more than %d permissions", RECORDS_MOST);
	for (uint32_t i = 0; ret == 0 && i < list->n; i++)
		if (is_record(&list->p[i]))
			(void)map_add(j->permission_of, record_id_of(list->p[i].path), i);
	return ret;
}

static int add_permission(struct judge *j, const struct tree_entry *entry, struct err *e)
{
	struct source *s;
	int ret = read_source(j, entry, &s, e);

	if (s)
		records_add_permission(&j->records, s, &j->registry, &j->c->run,
				       &j->found);
	return ret;
}

int judge_need_permissions(struct judge *j, const struct post *p, struct err *e)
{
	struct str *ids;
	const size_t n = j->needs.permissions ? post_permissions(p, &j->item, &ids) : 0;
	int ret = n ? list_permissions(j, e) : 0;
	uint32_t at;

	for (size_t i = 0; ret == 0 && i < n; i++)
		if (!records_permission(&j->records, ids[i]) &&
		    map_get(j->permission_of, ids[i], &at))
			ret = add_permission(j, &j->permissions.p[at], e);
	return ret;
}

/* One that stands alone in this folder was read when a post named it. */
static bool was_read(const struct judge *j, const struct tree_entry *entry)
{
	const struct permission *p =
		records_permission(&j->records, record_id_of(entry->path));

	return p && str_eq(p->source->path, entry->path);
}

static int read_permissions(struct judge *j, struct err *e)
{
	int ret = list_permissions(j, e);

	for (size_t i = 0; ret == 0 && i < j->permissions.n; i++) {
		const struct tree_entry *entry = &j->permissions.p[i];

		if (entry->kind == TREE_FILE && !str_ends(entry->path, ".yaml"))
			continue;
		if (!was_read(j, entry))
			ret = add_permission(j, entry, e);
	}
	return ret;
}

/* ---- corrections ---- */

static int add_correction(struct judge *j, const struct tree_entry *entry, struct err *e)
{
	struct source *s;
	int ret = read_source(j, entry, &s, e);

	if (s)
		records_add_correction(&j->records, s, &j->c->run, &j->found);
	return ret;
}

static int read_corrections(struct judge *j, struct err *e)
{
	struct tree_list list;
	int ret = tree_list(j->tree, j->ws->set.corrections, &j->c->run, &list, e);

	if (ret == 0 && list.n > RECORDS_MOST)
		return err_set(e, ERR_LIMIT, "more than %d corrections", RECORDS_MOST);
	for (size_t i = 0; ret == 0 && i < list.n; i++)
		if (list.p[i].kind != TREE_FILE || str_ends(list.p[i].path, ".yaml"))
			ret = add_correction(j, &list.p[i], e);
	return ret;
}

int judge_read_records(struct judge *j, struct err *e)
{
	int ret = read_permissions(j, e);

	return ret < 0 ? ret : read_corrections(j, e);
}

int judge_record(struct judge *j, const struct tree_entry *entry, bool permission,
		 struct err *e)
{
	if (entry->kind == TREE_FILE && !str_ends(entry->path, ".yaml"))
		return 0;
	if (!permission)
		return add_correction(j, entry, e);
	return was_read(j, entry) ? 0 : add_permission(j, entry, e);
}
