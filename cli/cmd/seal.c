/* Puts words into a sealed list: the file holds digests, so the repository can be read in
 * public. */
#include "cmd/workspace.h"

#include "core/file.h"
#include "core/limits.h"
#include "policy/policy.h"

#include <sys/random.h>

enum { NEAR_IN_ROW = 10 };

/* Lines and digests, each once, sorted: their order tells nothing. */
struct seals {
	struct cmd *c;
	struct source file;
	size_t head; /* bytes of the file before the sealed part */
	uint8_t key[SEAL_KEY];
	struct str key_hex;
	VEC(struct str) sealed, near;
	size_t added, there;
};

static int by_text(const void *pa, const void *pb)
{
	const struct str *a = pa, *b = pb;

	return str_cmp(*a, *b);
}

static size_t sort_once(struct str *p, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(p, n, sizeof(*p), by_text);
	for (size_t i = 0; i < n; i++)
		if (!kept || !str_eq(p[kept - 1], p[i]))
			p[kept++] = p[i];
	return kept;
}

/* ---- the file as it is ---- */

static void add_near_text(struct seals *s, struct str text)
{
	struct str word;

	while (str_field(&text, ' ', &word))
		if (str_trim(word).n)
			*VEC_ADD(&s->c->run, &s->near) = str_trim(word);
}

static int no_list(struct seals *s, struct err *e, const char *why)
{
	return err_set(e, ERR_USAGE, "%.*s: %s", STR_ARG(s->file.path), why);
}

/* The keys that this command writes stand behind all others. */
static int find_head(struct seals *s, const struct yaml *map, struct err *e)
{
	bool sealed = false;

	s->head = s->file.bytes.n;
	for (size_t i = 0; i < map->n; i++) {
		const struct str key = map->keys[i]->value;
		const bool ours = str_is(key, "key") || str_is(key, "sealed") ||
				  str_is(key, "near");

		if (sealed && !ours)
			return no_list(
				s, e,
				"\"key\", \"sealed\" and \"near\" must be its last keys");
		if (ours && !sealed)
			s->head = map->keys[i]->at.start;
		sealed |= ours;
	}
	return 0;
}

static int take_old(struct seals *s, const struct yaml *map, struct err *e)
{
	const struct yaml *old = yaml_get(map, "sealed");
	int ret = find_head(s, map, e);

	if (ret < 0)
		return ret;
	if (!str_is(yaml_str(map, "mask"), "true"))
		return no_list(s, e, "a sealed list needs \"mask: true\"");
	s->key_hex = yaml_str(map, "key");
	for (size_t i = 0; old && old->kind == YAML_LIST && i < old->n; i++)
		*VEC_ADD(&s->c->run, &s->sealed) = old->items[i]->value;
	add_near_text(s, yaml_str(map, "near"));
	return 0;
}

static int read_list(struct seals *s, const char *path, struct err *e)
{
	static const struct yaml_limits limits = { 16, 100000 };
	static const char fresh[] =
		"about: Words that must not be read here.\nmask: true\n";
	struct diags d = { .a = &s->c->run };
	const struct yaml *map;
	struct str bytes;
	int ret = file_read(path, LIMIT_POLICY_FILE, &s->c->run, &bytes, e);

	if (ret == ERR_NOT_FOUND)
		bytes = str_from(fresh);
	else if (ret < 0)
		return ret;
	if (!source_init(&s->file, str_from(path), bytes, LIMIT_POLICY_FILE, &s->c->run,
			 &d))
		return err_set(e, ERR_USAGE, "%s: %.*s", path, STR_ARG(d.v.p[0].msg));
	map = source_yaml(&s->file, (struct span){ 0, (uint32_t)bytes.n }, limits,
			  &s->c->run, &d);
	if (!map || map->kind != YAML_MAP)
		return err_set(e, ERR_USAGE,
			       "%s: this is no word list; 'decorum compile' says why",
			       path);
	return take_old(s, map, e);
}

/* ---- the key ---- */

static int hex_value(char c)
{
	return ascii_is_digit((unsigned char)c) ? c - '0'
	       : c >= 'a' && c <= 'f'           ? c - 'a' + 10
						: -1;
}

static int read_key(struct seals *s, struct err *e)
{
	if (s->key_hex.n != 2 * sizeof(s->key))
		return no_list(s, e, "its key is not 32 hex digits");
	for (size_t i = 0; i < sizeof(s->key); i++) {
		const int high = hex_value(s->key_hex.p[2 * i]);
		const int low = hex_value(s->key_hex.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return no_list(s, e, "its key is not 32 hex digits");
		s->key[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

static int new_key(struct seals *s, struct err *e)
{
	struct buf hex;

	if (getrandom(s->key, sizeof(s->key), 0) != (ssize_t)sizeof(s->key))
		return err_set(e, ERR_IO, "the system gives no random bytes");
	buf_init(&hex, 0);
	for (size_t i = 0; i < sizeof(s->key); i++)
		buf_printf(&hex, "%02x", s->key[i]);
	s->key_hex = arena_str(&s->c->run, buf_view(&hex));
	buf_release(&hex);
	return 0;
}

/* ---- new words ---- */

static bool is_there(const struct seals *s, struct str entry)
{
	for (size_t i = 0; i < s->sealed.n; i++)
		if (str_eq(s->sealed.p[i], entry))
			return true;
	return false;
}

static int seal_line(struct seals *s, struct str line, size_t n, struct err *e)
{
	struct pattern_error bad = { 0 };
	struct buf sealed, near;
	struct str entry;
	int ret = 0;

	buf_init(&sealed, 0);
	buf_init(&near, 0);
	if (!policy_seal(line, s->key, &s->c->run, &sealed, &near, &bad)) {
		ret = err_set(e, ERR_USAGE, "line %zu: %s", n, bad.msg);
	} else {
		entry = arena_str(&s->c->run, buf_view(&sealed));
		add_near_text(s, arena_str(&s->c->run, buf_view(&near)));
		if (is_there(s, entry))
			s->there++;
		else
			*VEC_ADD(&s->c->run, &s->sealed) = entry;
		s->added++;
	}
	buf_release(&sealed);
	buf_release(&near);
	return ret;
}

static int seal_lines(struct seals *s, struct err *e)
{
	char *line = NULL;
	size_t room = 0, n = 0;
	ssize_t got;
	int ret = 0;

	while (ret == 0 && (got = getline(&line, &room, stdin)) >= 0) {
		const struct str text =
			str_trim(arena_dup(&s->c->run, line, (size_t)got));

		n++;
		if (text.n && text.p[0] != '#')
			ret = seal_line(s, text, n, e);
	}
	free(line);
	return ret;
}

/* ---- the file as it will be ---- */

static int write_list(struct seals *s, const char *path, struct err *e)
{
	struct buf out;
	int ret;

	s->sealed.n = sort_once(s->sealed.p, s->sealed.n);
	s->near.n = sort_once(s->near.p, s->near.n);
	buf_init(&out, LIMIT_POLICY_FILE);
	buf_add(&out, s->file.bytes.p, s->head);
	if (s->head && s->file.bytes.p[s->head - 1] != '\n')
		buf_char(&out, '\n');
	buf_printf(&out, "key: %.*s\nsealed:\n", STR_ARG(s->key_hex));
	for (size_t i = 0; i < s->sealed.n; i++)
		buf_printf(&out, "  - %.*s\n", STR_ARG(s->sealed.p[i]));
	buf_cstr(&out, "near: >-");
	for (size_t i = 0; i < s->near.n; i++)
		buf_printf(&out, "%s%.*s", i % NEAR_IN_ROW ? " " : "\n  ",
			   STR_ARG(s->near.p[i]));
	buf_char(&out, '\n');
	ret = out.full ? err_set(e, ERR_LIMIT, "%s: the list would be too long", path)
		       : file_write(path, buf_view(&out), 0644, e);
	buf_release(&out);
	return ret;
}

/* ---- where a list stands ---- */

static int no_place(const char *path, struct err *e, const char *why)
{
	(void)err_set(e, ERR_USAGE, "%s: %s", path, why);
	return err_hint(e, "a list stands in the folder lexicons of the policy, as "
			   "policy/lexicons/slur.yaml");
}

static bool is_same_folder(const char *a, const char *b)
{
	char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
	const bool same = real_a && real_b && strcmp(real_a, real_b) == 0;

	free(real_a);
	free(real_b);
	return same;
}

/* Elsewhere no rule would ever read it. */
static int check_place(struct cmd *c, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	const struct str name = str_from(slash ? slash + 1 : path);
	const char *folder = ".";
	struct workspace ws;

	if (!str_ends(name, ".yaml") || str_is(name, ".yaml"))
		return no_place(path, e, "the name of a word list ends in .yaml");
	if (slash)
		folder = arena_printf(&c->run, "%.*s", (int)(slash - path + 1), path).p;
	if (file_kind(folder, NULL) == FILE_NONE)
		return no_place(path, e, "its folder is not there");
	if (workspace_find(c, folder, &ws, e) < 0)
		return e->code;
	if (!ws.found)
		return no_place(path, e, "it is in no policy repository");
	if (!is_same_folder(folder, arena_printf(&c->run, "%s/%.*s/lexicons", ws.root,
						 STR_ARG(ws.set.policy))
					    .p))
		return no_place(path, e, "no rule reads a word list there");
	return 0;
}

static int seal(struct cmd *c, const char *path)
{
	struct seals s = { .c = c };
	struct err e;
	int ret = check_place(c, path, &e);

	if (ret == 0)
		ret = read_list(&s, path, &e);
	if (ret == 0)
		ret = s.key_hex.n ? read_key(&s, &e) : new_key(&s, &e);
	if (ret == 0)
		ret = seal_lines(&s, &e);
	if (ret == 0 && !s.added)
		return cmd_usage(c, "no words came on standard input, one entry a line");
	if (ret == 0)
		ret = write_list(&s, path, &e);
	if (ret < 0)
		return cmd_fail(c, &e);
	buf_printf(&c->out, "%zu entr%s added to %s, %zu there already\n",
		   s.added - s.there, s.added - s.there == 1 ? "y" : "ies", path,
		   s.there);
	return EXIT_CLEAN;
}

int cmd_seal(struct cmd *c, int argc, const char **argv)
{
	struct poptOption table[] = { POPT_TABLEEND };
	const char **rest = NULL;
	int ret = cmd_options(
		c, argc, argv, table, "LIST.yaml < WORDS",
		"Adds the words on standard input, one entry a line, to a sealed word "
		"list:\nthe file holds digests of them, which match but cannot be read. "
		"A list that\nis not there is begun.\n",
		&rest);

	if (ret != CMD_GO)
		return ret;
	if (!*rest || rest[1])
		return cmd_usage(c, "name one list, such as policy/lexicons/slur.yaml");
	return seal(c, *rest);
}
