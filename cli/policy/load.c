#include "policy/load.h"
#include "core/digest.h"
#include "text/utf8.h"

enum { GUESSES = 64, CLIP = 80 };

void load_diags(struct loader *l, const struct diags *d, enum finding_kind kind)
{
	findings_from_diags(l->f, d, kind, l->s);
}

const struct yaml *load_map(struct loader *l, struct span at, const char *what,
			    enum finding_kind kind)
{
	const struct yaml_limits limits = { LIMIT_YAML_DEPTH, LIMIT_YAML_EVENTS_POLICY };
	struct diags d = { .a = l->a };
	const struct yaml *map = source_yaml(l->s, at, limits, l->a, &d);

	load_explain(l, at, &d);
	load_diags(l, &d, FINDING_POLICY_YAML);
	if (map && map->kind == YAML_MAP)
		return map;
	if (map)
		(void)finding_add(l->f, kind, l->s, map->at,
				  "%s is written as \"key: value\" lines", what);
	else if (!d.v.n)
		(void)finding_add(l->f, kind, l->s, at, "%s is empty", what);
	return NULL;
}

bool load_check(struct loader *l, const struct yaml *map, const struct field *schema,
		const char *what, enum finding_kind kind)
{
	struct diags d = { .a = l->a };
	bool good = yaml_check(map, schema, what, &d);

	load_explain_types(l, &d);
	load_diags(l, &d, kind);
	return good;
}

const char *load_guess(struct loader *l, struct str word, const struct str *candidates,
		       size_t n)
{
	struct str near = STR_NULL;

	/* Only so many: a policy of wrong names must not cost names times names. */
	if (l->guesses) {
		l->guesses--;
		near = str_nearest(word, candidates, n);
	}
	if (!near.n)
		return "";
	return arena_printf(l->a, "; did you mean \"%.*s\"?", STR_ARG(near)).p;
}

struct str load_clip(struct str name)
{
	return utf8_clip(name, CLIP);
}

static bool is_first(const struct loader *l, const struct source *s)
{
	return l->out->first < l->out->n_sources && s == l->out->sources[l->out->first];
}

bool load_unique(struct loader *l, struct map *ids, struct str id, struct span at,
		 struct clash *clash)
{
	struct place other, here = { l->s, at };
	uint32_t i;

	if (!map_get(ids, id, &i)) {
		(void)map_add(ids, id, (uint32_t)l->places.n);
		*VEC_ADD(l->a, &l->places) = here;
		return true;
	}
	other = l->places.p[i];
	if (is_first(l, here.source) && !is_first(l, other.source)) {
		const struct place newer = here;

		here = other;
		other = newer;
	}
	clash->here = here;
	clash->other = arena_printf(l->a, "%.*s:%u", STR_ARG(other.source->path),
				    source_position(other.source, other.at.start).line);
	return false;
}

struct str load_place(struct loader *l, const struct source *s, struct span at)
{
	const struct position p = source_position(s, at.start);

	return arena_printf(l->a, "%.*s:%u:%u", STR_ARG(s->path), p.line, p.column);
}

struct span load_key_at(const struct yaml *map, const char *key)
{
	for (size_t i = 0; i < map->n; i++)
		if (str_is(map->keys[i]->value, key))
			return map->keys[i]->at;
	return (struct span){ map->at.start, map->at.start };
}

size_t load_count(const struct yaml *node)
{
	if (!node)
		return 0;
	return node->kind == YAML_LIST ? node->n : 1;
}

const struct yaml *load_item(const struct yaml *node, size_t i)
{
	return node->kind == YAML_LIST ? node->items[i] : node;
}

bool load_true(const struct yaml *map, const char *key)
{
	return str_is(yaml_str(map, key), "true");
}

static int by_path(const void *pa, const void *pb)
{
	const struct policy_file *a = pa, *b = pb;
	int by = str_cmp(a->path, b->path);

	return by ? by : str_cmp(a->bytes, b->bytes);
}

/* A copy: the caller's order must not show in anything. */
static struct policy_file *in_order(const struct policy_file *files, size_t n,
				    struct arena *a)
{
	struct policy_file *sorted = arena_array(a, n, sizeof(*sorted));

	if (n) {
		memcpy(sorted, files, n * sizeof(*sorted));
		qsort(sorted, n, sizeof(*sorted), by_path);
	}
	return sorted;
}

static void digest_sorted(const struct policy_file *files, size_t n, struct arena *a,
			  uint8_t out[32])
{
	struct str *pieces = arena_array(a, 2 * n, sizeof(*pieces));
	struct digest d;

	for (size_t i = 0; i < n; i++) {
		pieces[2 * i] = files[i].path;
		pieces[2 * i + 1] = files[i].bytes;
	}
	d = digest_of_pieces(pieces, 2 * n);
	memcpy(out, d.bytes, sizeof(d.bytes));
}

void policy_input_digest(const struct policy_file *files, size_t n, struct arena *a,
			 uint8_t out[32])
{
	digest_sorted(in_order(files, n, a), n, a, out);
}

/* The document that people read first: policy.md, or the first by name. */
static size_t first_document(const struct policy_file *files, size_t n)
{
	size_t first = n;

	for (size_t i = 0; i < n; i++) {
		if (str_is(files[i].path, "policy.md"))
			return i;
		if (first == n && str_ends(files[i].path, ".md"))
			first = i;
	}
	return first;
}

static bool is_list_file(struct str path)
{
	return str_starts(path, "lexicons/") && str_ends(path, ".yaml");
}

static bool is_example_file(struct str path)
{
	return str_starts(path, "examples/") && str_ends(path, ".yaml");
}

static bool is_overlay_file(struct str path)
{
	return str_starts(path, "overlays/") && str_ends(path, ".yaml");
}

bool policy_is_file(struct str path)
{
	return str_ends(path, ".md") || is_example_file(path) ||
	       str_is(path, "networks.yaml") || str_is(path, "words.txt") ||
	       str_is(path, "choices.yaml") || is_list_file(path) ||
	       is_overlay_file(path);
}

/* "Words.txt" is words.txt, "notes.txt" hardly is. */
static const char *near_name(struct loader *l, struct str path)
{
	static const struct str names[] = { STR("networks.yaml"), STR("words.txt"),
					    STR("choices.yaml"), STR("policy.md") };

	for (size_t i = 0; path.n && i < ARRAY_LEN(names); i++)
		if (ascii_lower(path.p[0]) == names[i].p[0])
			return load_guess(l, path, &names[i], 1);
	return "";
}

/* What to do about a file that is not read. */
static const char *way_out(struct loader *l, struct str path)
{

	if (str_ends(path, ".yml"))
		return ": rename it, so that it ends in .yaml";
	if (str_ends(path, ".yaml"))
		return arena_printf(
			       l->a,
			       ": word lists stand in lexicons/, overlays in overlays/, "
			       "more examples in examples/, networks in networks.yaml%s",
			       near_name(l, path))
			.p;
	return arena_printf(l->a,
			    ": a policy is made of *.md, lexicons/NAME.yaml, "
			    "overlays/NAME.yaml, examples/NAME.yaml, networks.yaml, "
			    "choices.yaml and words.txt%s",
			    near_name(l, path))
		.p;
}

/* A file that nothing reads is said, so that a slip in its name is not silence. */
static void not_read(struct loader *l, const struct source *s, struct str path)
{
	(void)finding_add(l->f, FINDING_POLICY_FILE, s, (struct span){ 0, 0 },
			  "this file is not read%s", way_out(l, path));
}

static struct str shown_path(const struct loader *l, struct str path)
{
	const struct str folder = l->from->name;

	if (!folder.n)
		return path;
	return arena_printf(l->a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(path));
}

static void say_others(struct loader *l)
{
	for (size_t i = 0; i < l->from->n_others; i++) {
		const struct str path = l->from->others[i];
		struct source *s = ARENA_NEW(l->a, struct source);
		struct diags d = { .a = l->a };

		(void)source_init(s, shown_path(l, path), STR(""), LIMIT_POLICY_FILE,
				  l->a, &d);
		not_read(l, s, path);
	}
}

static void load_file(struct loader *l, struct str path, size_t i)
{
	const struct source *s = l->s;

	if (str_ends(path, ".md"))
		load_document(l, s, i == l->out->first, &l->out->documents[i]);
	else if (str_is(path, "networks.yaml"))
		load_networks(l, s);
	else if (str_is(path, "words.txt"))
		load_words(l, s);
	else if (str_is(path, "choices.yaml"))
		load_choices(l, s);
	else if (is_list_file(path))
		load_list(l, s);
	else if (is_example_file(path))
		load_example_file(l, s);
	else if (is_overlay_file(path))
		load_overlay(l, s);
	else
		not_read(l, s, path);
}

static void load_source(struct loader *l, const struct policy_file *files, size_t i,
			size_t *total)
{
	struct source *s = l->out->sources[i];
	struct diags d = { .a = l->a };
	bool good = source_init(s, s->path, files[i].bytes, LIMIT_POLICY_FILE, l->a, &d);

	l->s = s;
	load_diags(l, &d, FINDING_POLICY_TEXT);
	if (__builtin_add_overflow(*total, s->bytes.n, total) ||
	    *total > LIMIT_POLICY_ALL) {
		(void)finding_add(l->f, FINDING_POLICY_TEXT, s, (struct span){ 0, 0 },
				  "the policy is larger than %u bytes: this file is not "
				  "read",
				  LIMIT_POLICY_ALL);
		return;
	}
	if (i && str_eq(files[i - 1].path, files[i].path)) {
		finding_add(l->f, FINDING_POLICY_FILE, s, (struct span){ 0, 0 },
			    "this file is there twice")
			->level = LEVEL_BLOCK;
		return;
	}
	if (good && !(l->from->lean && is_example_file(files[i].path)))
		load_file(l, files[i].path, i);
}

/* A policy that says nothing would pass everything: that must not look like success. */
static void say_if_empty(struct loader *l)
{
	const struct policy *p = l->out;

	if (p->first == p->n_sources) {
		finding_add(l->f, FINDING_POLICY_FILE, NULL, (struct span){ 0, 0 },
			    "the policy has no document: write policy.md")
			->level = LEVEL_BLOCK;
		return;
	}
	/* Where something is wrong, a clause may be there that could not be read. */
	if (!l->clauses.n && findings_worst(l->f) != LEVEL_BLOCK)
		finding_add(l->f, FINDING_POLICY_CLAUSE, p->sources[p->first],
			    (struct span){ 0, 0 },
			    "the policy has no clause: nothing will be checked; put a "
			    "\"```decorum\" block under a sentence")
			->level = LEVEL_ADVISE;
}

static int by_list_name(const void *pa, const void *pb)
{
	const struct policy_list *a = pa, *b = pb;
	int by = str_cmp(a->name, b->name);

	return by ? by : str_cmp(a->source->path, b->source->path);
}

static int by_network_name(const void *pa, const void *pb)
{
	const struct policy_network *a = pa, *b = pb;

	return str_cmp(a->name, b->name);
}

static void hand_over(struct loader *l)
{
	struct policy *p = l->out;

	p->clauses = l->clauses.p;
	p->n_clauses = l->clauses.n;
	p->rules = l->rules.p;
	p->n_rules = l->rules.n;
	p->lists = l->lists.p;
	p->n_lists = l->lists.n;
	p->networks = l->networks.p;
	p->n_networks = l->networks.n;
	p->words = l->words.p;
	p->n_words = l->words.n;
	p->choices = l->choices.p;
	p->n_choices = l->choices.n;
	if (p->n_lists)
		qsort(p->lists, p->n_lists, sizeof(*p->lists), by_list_name);
	if (p->n_networks)
		qsort(p->networks, p->n_networks, sizeof(*p->networks), by_network_name);
}

/* All of them are there from the start: what is said of one file may name another. */
static void make_sources(struct loader *l, const struct policy_file *sorted, size_t n)
{
	struct policy *p = l->out;

	p->sources = arena_array(l->a, n, sizeof(struct source *));
	p->documents = arena_array(l->a, n, sizeof(struct md *));
	p->n_sources = n;
	p->first = first_document(sorted, n);
	for (size_t i = 0; i < n; i++) {
		p->sources[i] = ARENA_NEW(l->a, struct source);
		p->sources[i]->path = shown_path(l, sorted[i].path);
	}
}

void policy_load_folder(const struct policy_folder *from, struct arena *a,
			struct policy *out, struct findings *out_findings)
{
	struct loader l = {
		.a = a, .from = from, .out = out, .f = out_findings, .guesses = GUESSES
	};
	const size_t n = from->n_files;
	struct policy_file *sorted = in_order(from->files, n, a);
	size_t total = 0;

	*out = (struct policy){ .lang = STR("en") };
	make_sources(&l, sorted, n);
	digest_sorted(sorted, n, a, out->input.bytes);
	l.clause_ids = map_new(a);
	l.rule_ids = map_new(a);
	l.word_ids = map_new(a);
	for (size_t i = 0; i < n; i++)
		load_source(&l, sorted, i, &total);
	say_others(&l);
	say_if_empty(&l);
	hand_over(&l);
	load_example_files(&l);
	load_example_networks(&l);
	load_choices_resolve(&l);
	load_resolve(&l);
	load_settle_overlays(&l);
	if (!from->lean)
		load_advise(&l);
}

void policy_load(const struct policy_file *files, size_t n, struct arena *a,
		 struct policy *out, struct findings *out_findings)
{
	const struct policy_folder from = { .files = files, .n_files = n };

	policy_load_folder(&from, a, out, out_findings);
}
