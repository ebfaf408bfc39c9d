#include "cmd/workspace.h"
#include "core/file.h"
#include "core/limits.h"
#include "source/source.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	FORMAT = 1, /* of decorum.yaml */
	VAULTS_MOST = 16,
	VAULT_MOST = 32, /* bytes of one */
};

static const char settings_name[] = "decorum.yaml";

static const struct field a_vault = { .type = TYPE_STRING };
static const struct field settings_schema[] = {
	{ .name = "format", .type = TYPE_INT, .required = true, .min = 1, .max = FORMAT },
	{ .name = "id", .type = TYPE_STRING, .required = true },
	{ .name = "policy", .type = TYPE_PATH },
	{ .name = "posts", .type = TYPE_PATH },
	{ .name = "products", .type = TYPE_PATH },
	{ .name = "accounts", .type = TYPE_PATH },
	{ .name = "people", .type = TYPE_PATH },
	{ .name = "permissions", .type = TYPE_PATH },
	{ .name = "corrections", .type = TYPE_PATH },
	{ .name = "vaults",
	  .type = TYPE_LIST,
	  .lone = true,
	  .max = VAULTS_MOST,
	  .item = &a_vault },
	{ .name = "facts", .type = TYPE_PATH },
	{ .name = "cases", .type = TYPE_STRING },
	{ .name = "zone", .type = TYPE_STRING },
	{ .name = "lang", .type = TYPE_LANG },
	{ 0 },
};

static struct str or_default(const struct yaml *map, const char *key,
			     const char *fallback)
{
	struct str s = yaml_str(map, key);

	/* A folder may be written with a '/' at its end. */
	while (s.n > 1 && s.p[s.n - 1] == '/')
		s.n--;
	return s.n ? s : str_from(fallback);
}

static size_t vault_count(const struct yaml *list)
{
	if (!list || list->kind == YAML_MAP)
		return 0;
	return list->kind == YAML_LIST ? list->n : 1;
}

static const struct yaml *vault_of(const struct yaml *list, size_t i)
{
	return list->kind == YAML_LIST ? list->items[i] : list;
}

static void fill_vaults(struct settings *set, const struct yaml *map, struct arena *a)
{
	const struct yaml *list = yaml_get(map, "vaults");

	set->vaults = arena_array(a, vault_count(list), sizeof(*set->vaults));
	for (size_t i = 0; i < vault_count(list); i++)
		set->vaults[set->n_vaults++] = vault_of(list, i)->value;
}

static void fill(struct settings *set, const struct yaml *map, struct arena *a)
{
	set->id = yaml_str(map, "id");
	set->policy = or_default(map, "policy", "policy");
	set->posts = or_default(map, "posts", "posts");
	set->products = or_default(map, "products", "products.yaml");
	set->accounts = or_default(map, "accounts", "accounts");
	set->people = or_default(map, "people", "people.yaml");
	set->permissions = or_default(map, "permissions", "permissions");
	set->corrections = or_default(map, "corrections", "corrections");
	fill_vaults(set, map, a);
	set->facts = or_default(map, "facts", "facts");
	set->cases = yaml_str(map, "cases");
	set->zone = or_default(map, "zone", "UTC");
	set->lang = or_default(map, "lang", "en");
}

/* 32 hex digits: what `init` makes. Two repositories with an id like "ours" could not be
 * told apart in what is signed. */
static void check_id(const struct yaml *map, struct diags *d)
{
	const struct yaml *id = yaml_get(map, "id");
	bool good;

	if (!id || id->kind != YAML_SCALAR || !id->value.n)
		return; /* the schema has said it */
	good = id->value.n == 32;
	for (size_t i = 0; good && i < id->value.n; i++)
		good = strchr("0123456789abcdef", id->value.p[i]) != NULL;
	if (good)
		return;
	diag_add(d, id->at, "settings/id",
		 "\"id\" must be 32 digits 0-9 a-f, as 'decorum init' makes them");
	diag_fix(d,
		 "'head -c 16 /dev/urandom | od -An -tx1 | tr -d \" \\n\"' makes some");
}

/* "op://", "pass:": letters, digits and "+-.", then a colon. A password must never pass
 * for a reference because of a careless entry here. */
static bool is_vault(struct str s)
{
	size_t n = 0;

	while (n < s.n && (ascii_is_alnum((unsigned char)s.p[n]) ||
			   (n && strchr("+-.", s.p[n]) && s.p[n])))
		n++;
	return n > 1 && s.n <= VAULT_MOST && ascii_is_alpha((unsigned char)s.p[0]) &&
	       (str_is(str_slice(s, n, s.n), ":") || str_is(str_slice(s, n, s.n), "://"));
}

static void check_vaults(const struct yaml *map, struct diags *d)
{
	const struct yaml *list = yaml_get(map, "vaults");

	for (size_t i = 0; i < vault_count(list); i++) {
		const struct yaml *one = vault_of(list, i);

		if (one->kind != YAML_SCALAR || is_vault(one->value))
			continue;
		diag_add(d, one->at, "settings/vaults",
			 "this is not how a reference into a password manager begins");
		diag_fix(d, "write it as \"op://\" or \"pass:\"");
	}
}

/* Nothing else can be said about a file of a later format. */
static bool check_format(const struct yaml *map, struct diags *d)
{
	const struct yaml *format = yaml_get(map, "format");
	uint64_t n;

	if (!format || format->kind != YAML_SCALAR || !str_to_u64(format->value, &n) ||
	    n <= FORMAT)
		return true;
	diag_add(d, format->at, "settings/format",
		 "this file has the format %llu; this program reads format %d",
		 (unsigned long long)n, FORMAT);
	diag_fix(d, "a newer decorum is needed here ('decorum --version' says which this "
		    "is)");
	return false;
}

static void check_settings(const struct yaml *map, struct diags *d)
{
	if (!check_format(map, d))
		return;
	(void)yaml_check(map, settings_schema, "decorum.yaml", d);
	if (map->kind == YAML_MAP)
		check_id(map, d);
	if (map->kind == YAML_MAP)
		check_vaults(map, d);
}

static int read_settings(struct cmd *c, struct str path, struct str bytes,
			 struct workspace *ws, struct err *e)
{
	static const struct yaml_limits limits = { LIMIT_YAML_DEPTH,
						   LIMIT_YAML_EVENTS_POLICY };
	struct diags d = { .a = &c->run };
	struct source *s = ARENA_NEW(&c->run, struct source);
	const struct yaml *map = NULL;

	if (source_init(s, path, bytes, LIMIT_REGISTRY, &c->run, &d))
		map = source_yaml(s, (struct span){ 0, (uint32_t)bytes.n }, limits,
				  &c->run, &d);
	if (map)
		check_settings(map, &d);
	if (d.v.n) {
		struct position at = source_position(s, d.v.p[0].at.start);

		(void)err_set(e, ERR_USAGE, "%.*s:%u:%u: %.*s", STR_ARG(path), at.line,
			      at.column, STR_ARG(d.v.p[0].msg));
		if (d.v.p[0].fix.n)
			(void)err_hint(e, "%.*s", STR_ARG(d.v.p[0].fix));
		return ERR_USAGE;
	}
	if (!map)
		return err_set(e, ERR_USAGE, "%.*s is empty", STR_ARG(path));
	ws->found = true;
	ws->source = s;
	fill(&ws->set, map, &c->run);
	return 0;
}

/* Cut the last component off. False at the top. */
static bool parent(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || path[1] == '\0')
		return false;
	slash[slash == path ? 1 : 0] = '\0';
	return true;
}

/* Settings above the folder we were started in may be anybody's, in a shared place: then
 * they decide nothing. Those of the folder itself were chosen by going there. */
static int check_owner(const char *file, bool above, struct err *e)
{
	struct stat st;

	if (!above || lstat(file, &st) < 0 || st.st_uid == geteuid() || st.st_uid == 0)
		return 0;
	(void)err_set(e, ERR_USAGE, "%s belongs to another user", file);
	return err_hint(e, "if you trust it, go to its folder and run the command there");
}

int workspace_find(struct cmd *c, const char *dir, struct workspace *ws, struct err *e)
{
	char *at = realpath(dir, NULL);
	struct str bytes = STR_NULL;
	bool above = false;
	int ret = 0;

	*ws = (struct workspace){ 0 };
	if (!at)
		return err_set(e, ERR_NOT_FOUND, "%s is not there", dir);
	do {
		char *file = file_join(&c->run, at, str_from(settings_name));

		if (file_kind(file, NULL) == FILE_NONE)
			continue;
		ws->root = arena_cstr(&c->run, str_from(at));
		ret = check_owner(file, above, e);
		if (ret == 0 && file_read(file, LIMIT_REGISTRY, &c->run, &bytes, e) < 0)
			ret = e->code = ERR_USAGE;
		if (ret == 0)
			ret = read_settings(c, str_from(settings_name), bytes, ws, e);
		break;
	} while ((above = parent(at)));
	free(at);
	return ret;
}

int workspace_need(struct cmd *c, struct workspace *ws, struct err *e)
{
	int ret = workspace_find(c, ".", ws, e);

	if (ret < 0 || ws->found)
		return ret;
	(void)err_set(e, ERR_USAGE, "not inside a policy repository: no %s here or above",
		      settings_name);
	return err_hint(e, "'decorum init DIR' makes one; 'cd' into it");
}

int workspace_of_tree(struct cmd *c, const struct tree *t, struct workspace *ws,
		      struct err *e)
{
	struct str bytes = STR_NULL;
	int ret = tree_read_path(t, str_from(settings_name), LIMIT_REGISTRY, &c->run,
				 &bytes, e);

	*ws = (struct workspace){ 0 };
	if (ret == ERR_NOT_FOUND)
		return 0;
	return ret < 0 ? ret : read_settings(c, str_from(settings_name), bytes, ws, e);
}

int workspace_repo(struct repo **out, struct err *e)
{
	int ret = repo_open(".", true, out, e);

	if (ret == ERR_NOT_FOUND)
		ret = e->code = ERR_USAGE;
	return ret;
}

/* ---- trees ---- */

static int list_folder(const struct tree *t, struct str prefix, struct arena *a,
		       struct tree_list *out, struct err *e)
{
	struct file_list files;
	int ret = file_walk(t->root, arena_cstr(a, prefix), a, &files, e);

	if (ret < 0)
		return ret;
	out->p = arena_array(a, files.n, sizeof(*out->p));
	out->n = files.n;
	for (size_t i = 0; i < files.n; i++) {
		out->p[i].path = files.paths[i];
		out->p[i].kind = files.kinds[i] == FILE_REGULAR ? TREE_FILE : TREE_ODD;
	}
	return 0;
}

static bool is_hidden(struct str path)
{
	return str_starts(path, ".") || str_find(path, STR("/."), 0) != SIZE_MAX;
}

static bool is_file(const struct repo_entry *entry)
{
	return (entry->mode & 0170000) == 0100000;
}

int tree_list(const struct tree *t, struct str prefix, struct arena *a,
	      struct tree_list *out, struct err *e)
{
	struct repo_entries entries;
	int ret;

	*out = (struct tree_list){ 0 };
	if (t->root)
		return list_folder(t, prefix, a, out, e);
	prefix = arena_printf(a, "%.*s/", STR_ARG(prefix));
	ret = t->rev ? repo_tree_list(t->repo, t->rev, prefix, a, &entries, e)
		     : repo_index_list(t->repo, prefix, a, &entries, e);
	if (ret < 0)
		return ret;
	out->p = arena_array(a, entries.n, sizeof(*out->p));
	for (size_t i = 0; i < entries.n; i++) {
		struct tree_entry *to = &out->p[out->n];

		/* As in the work tree: file_walk() leaves them out. */
		if (is_hidden(str_slice(entries.p[i].path, prefix.n, SIZE_MAX)))
			continue;
		to->path = entries.p[i].path;
		to->kind = is_file(&entries.p[i]) ? TREE_FILE : TREE_ODD;
		memcpy(to->id, entries.p[i].id, sizeof(to->id));
		out->n++;
	}
	return 0;
}

int tree_read(const struct tree *t, const struct tree_entry *entry, size_t cap,
	      struct arena *a, struct str *out, struct err *e)
{
	int ret;

	if (t->root)
		ret = file_read(file_join(a, t->root, entry->path), cap, a, out, e);
	else
		ret = repo_blob(t->repo, entry->id, cap, a, out, e);
	return ret < 0 && !t->root ? err_wrap(e, "%.*s", STR_ARG(entry->path)) : ret;
}

int tree_read_path(const struct tree *t, struct str path, size_t cap, struct arena *a,
		   struct str *out, struct err *e)
{
	struct repo_entries entries;
	int ret;

	if (t->root) {
		ret = file_no_links(t->root, path, a, e);
		return ret < 0 ? ret
			       : file_read(file_join(a, t->root, path), cap, a, out, e);
	}
	if (t->rev)
		return repo_commit_file(t->repo, t->rev, path, cap, a, out, e);
	ret = repo_index_list(t->repo, path, a, &entries, e);
	if (ret < 0)
		return ret;
	for (size_t i = 0; i < entries.n; i++) {
		if (!str_eq(entries.p[i].path, path))
			continue;
		if (!is_file(&entries.p[i]))
			return err_set(e, ERR_INVALID,
				       "%.*s is a symbolic link or a submodule",
				       STR_ARG(path));
		return repo_blob(t->repo, entries.p[i].id, cap, a, out, e);
	}
	return err_set(e, ERR_NOT_FOUND, "%.*s is not in the index", STR_ARG(path));
}
