/* Examples of a rule: texts with the words that must be found between « and ». */
#include "policy/load.h"

enum { MARK = 2, AT_LEAST = 2 }; /* bytes of « and of »; examples of each sort */

static const char opens[] = "\xC2\xAB", closes[] = "\xC2\xBB";

static void trouble(struct loader *l, const struct yaml *node, size_t at, const char *msg)
{
	(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s,
			  yaml_span(node, at, at + MARK), "%s", msg);
}

static bool is_at(struct str s, size_t i, const char *mark)
{
	return i + MARK <= s.n && memcmp(s.p + i, mark, MARK) == 0;
}

static size_t count_marks(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += is_at(s, i, opens);
	return n;
}

/* What one mark means at this place: NULL when it is right. */
static const char *mark_trouble(bool opening, bool open, bool nothing_inside)
{
	if (opening)
		return open ? "« inside «: close the first with » before" : NULL;
	if (!open)
		return "» without a « before it";
	return nothing_inside ? "nothing stands between « and »" : NULL;
}

/* Take the marks out of the text and remember where they were. */
static void unmark(struct loader *l, const struct yaml *node, struct policy_example *x)
{
	const struct str from = node->value;
	char *text = arena_alloc(l->a, from.n + 1);
	size_t n = 0, last = 0;
	bool open = false;

	x->marks = arena_array(l->a, count_marks(from), sizeof(*x->marks));
	for (size_t i = 0; i < from.n; i++) {
		const bool opening = is_at(from, i, opens);
		const char *msg;

		if (!opening && !is_at(from, i, closes)) {
			text[n++] = from.p[i];
			continue;
		}
		msg = mark_trouble(opening, open,
				   open && x->marks[x->n_marks].start == n);
		if (msg)
			trouble(l, node, i, msg);
		else if (opening)
			x->marks[x->n_marks].start = (uint32_t)n;
		else
			x->marks[x->n_marks++].end = (uint32_t)n;
		if (opening)
			last = i;
		open = opening;
		i += MARK - 1;
	}
	if (open)
		trouble(l, node, last, "« is never closed with »");
	x->text = (struct str){ text, n };
}

/* The other marks that people use for these. */
static size_t other_mark(struct str s, size_t *n)
{
	static const char *const others[] = { "<<",           ">>",
					      "\xE2\x80\xB9", "\xE2\x80\xBA",
					      "\xE2\x89\xAA", "\xE2\x89\xAB" };
	size_t first = SIZE_MAX;

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		const size_t at = str_find(s, str_from(others[i]), 0);

		if (at < first) {
			first = at;
			*n = strlen(others[i]);
		}
	}
	return first;
}

/* Which words a rule finds is as much a promise as that it finds some. */
static void no_marks(struct loader *l, const struct yaml *node)
{
	size_t n = 0, at;

	at = other_mark(node->value, &n);
	if (at != SIZE_MAX)
		(void)finding_add(
			l->f, FINDING_POLICY_EXAMPLE, l->s, yaml_span(node, at, at + n),
			"the words that must be found stand between « and », not "
			"between marks like this");
	else
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, node->at,
				  "no words are marked here: put « and » around exactly "
				  "those that must be found");
}

static void check_marked(struct loader *l, const struct yaml *node,
			 struct policy_example *x)
{
	const size_t before = l->f->v.n;

	unmark(l, node, x);
	if (!x->n_marks && l->f->v.n == before && str_trim(x->text).n)
		no_marks(l, node);
}

/* On another day, posted elsewhere, or among other files, a text is another example. */
static struct str key_of(struct loader *l, const struct policy_example *x)
{
	struct str key = x->text;

	if (x->on.n || x->network.n)
		key = arena_printf(l->a, "%.*s\n%.*s\n%.*s", STR_ARG(x->text),
				   STR_ARG(x->on), STR_ARG(x->network));
	for (size_t i = 0; i < x->n_with; i++)
		key = arena_printf(l->a, "%.*s\n%.*s\n%.*s", STR_ARG(key),
				   STR_ARG(x->with[i].path), STR_ARG(x->with[i].bytes));
	return key;
}

/* The same text twice proves nothing; under fail and pass it cannot be right. */
static void check_repeated(struct loader *l, struct map *seen, const struct yaml *node,
			   const struct policy_example *x)
{
	if (!str_trim(x->text).n)
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, node->at,
				  "this example has no text");
	else if (!map_add(seen, key_of(l, x), 0))
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, node->at,
				  "this example is there already");
}

/* What a list of names under `key` holds. */
static struct str *names_of(struct loader *l, const struct yaml *map, const char *key,
			    size_t *n)
{
	const struct yaml *node = yaml_get(map, key);
	struct str *names = arena_array(l->a, load_count(node), sizeof(*names));

	*n = 0;
	for (size_t i = 0; i < load_count(node); i++)
		if (load_item(node, i)->kind == YAML_SCALAR)
			names[(*n)++] = load_item(node, i)->value;
	return names;
}

static void misplaced(struct loader *l, const struct yaml *map, const char *key,
		      const char *msg)
{
	if (yaml_get(map, key))
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s,
				  load_key_at(map, key), "%s", msg);
}

/* ---- whole files ---- */

enum { FILES_MOST = 32 };

static bool is_world_file(struct str path)
{
	static const char *const folders[] = { "accounts/", "permissions/",
					       "corrections/" };

	if (str_is(path, "products.yaml") || str_is(path, "people.yaml"))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(folders); i++)
		if (str_starts(path, folders[i]) && str_ends(path, ".yaml"))
			return true;
	return str_starts(path, "posts/") && str_ends(path, ".md");
}

static void check_world_file(struct loader *l, struct str path, struct span at)
{
	if (!is_world_file(path))
		(void)finding_add(
			l->f, FINDING_POLICY_EXAMPLE, l->s, at,
			"around an example there are products.yaml, people.yaml, "
			"accounts/NAME.yaml, permissions/NAME.yaml, "
			"corrections/NAME.yaml and posts/NAME.md");
}

static void load_with(struct loader *l, const struct yaml *map, struct policy_example *x)
{
	const struct yaml *with = yaml_get(map, "with");

	if (!with)
		return;
	if (with->kind != YAML_MAP || with->n > FILES_MOST) {
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, with->at,
				  "under \"with\" stand at most %d files, each as its "
				  "path and its text",
				  FILES_MOST);
		return;
	}
	x->with = arena_array(l->a, with->n, sizeof(*x->with));
	for (size_t i = 0; i < with->n; i++) {
		check_world_file(l, with->keys[i]->value, with->keys[i]->at);
		if (with->items[i]->kind == YAML_SCALAR)
			x->with[x->n_with++] =
				(struct policy_file){ with->keys[i]->value,
						      with->items[i]->value };
		else
			(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s,
					  with->items[i]->at,
					  "the text of a file starts with | and stands "
					  "below it, indented");
	}
}

static void load_whole(struct loader *l, const struct yaml *map, struct policy_example *x)
{
	const struct yaml *file = yaml_get(map, "file");

	if (file && file->kind == YAML_SCALAR) {
		x->file = file->value;
		check_world_file(l, x->file, file->at);
	}
	load_with(l, map, x);
}

/* Of a rule about posts, a post with its head; or a file that is named. */
static void check_whole(struct loader *l, struct map *seen, const struct yaml *node,
			const struct policy_example *x)
{
	/* Whoever writes one as a bare text writes all of them so: said once. */
	if (x->whole && !x->file.n && !str_starts(x->text, "---\n") &&
	    map_add(seen, STR("\n"), 0))
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, node->at,
				  "an example of this rule is a whole post: it begins "
				  "with a line of ---; or a file, named under \"file\"");
	if (!x->whole && (x->file.n || x->n_with))
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, node->at,
				  "\"file\" and \"with\" go with the rules about posts: "
				  "fields, relation, window");
	if (x->whole && x->fixed.n)
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, node->at,
				  "nothing corrects a whole post: leave \"fixed\" out");
}

/* An example written as a map: its text, and what else is said of it. */
static const struct yaml *load_map_example(struct loader *l, const struct yaml *map,
					   bool marked, struct policy_example *x)
{
	x->fixed = yaml_str(map, "fixed");
	x->on = yaml_str(map, "on");
	x->network = yaml_str(map, "network");
	if (x->network.n)
		x->network_at = yaml_get(map, "network")->at;
	x->found_by = names_of(l, map, "found_by", &x->n_found_by);
	load_whole(l, map, x);
	if (marked)
		misplaced(l, map, "found_by",
			  "\"found_by\" goes with the examples under \"pass\"");
	else
		misplaced(l, map, "fixed",
			  "\"fixed\" goes with the examples under \"fail\"");
	if (x->n_found_by && !yaml_str(map, "reason").n)
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s,
				  load_key_at(map, "found_by"),
				  "say under \"reason\" why the other rule may find it");
	return yaml_get(map, "text");
}

static struct policy_example *load_sort(struct loader *l, const struct yaml *node,
					bool marked, bool whole, struct map *seen,
					size_t *n)
{
	struct policy_example *all = arena_array(l->a, load_count(node), sizeof(*all));

	*n = 0;
	for (size_t i = 0; i < load_count(node); i++) {
		const struct yaml *one = load_item(node, i);
		struct policy_example *x = &all[*n];

		*x = (struct policy_example){ .whole = whole };
		if (one->kind == YAML_MAP)
			one = load_map_example(l, one, marked, x);
		if (!one || one->kind != YAML_SCALAR)
			continue;
		(*n)++;
		x->source = l->s;
		x->text = one->value;
		x->at = one->at;
		if (load_is_cut(l, one, false, FINDING_POLICY_EXAMPLE))
			continue;
		if (marked)
			check_marked(l, one, x);
		check_whole(l, seen, one, x);
		check_repeated(l, seen, one, x);
	}
	return all;
}

static void check_enough(struct loader *l, const struct yaml *rule, const char *sort,
			 size_t n)
{
	const struct yaml *examples = yaml_get(rule, "examples");

	if (n >= AT_LEAST)
		return;
	(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s,
			  load_key_at(rule, examples ? "examples" : "id"),
			  "a rule needs at least %d examples under \"%s\", texts that it "
			  "must %s; here %s %zu",
			  AT_LEAST, sort, sort[0] == 'f' ? "find" : "leave alone",
			  n == 1 ? "is" : "are", n);
}

/* Append `n` examples to those that are there. */
static void add_sort(struct loader *l, struct policy_example **all, size_t *n,
		     const struct policy_example *more, size_t n_more)
{
	struct policy_example *both = arena_array(l->a, *n + n_more, sizeof(*both));

	if (*n)
		memcpy(both, *all, *n * sizeof(*both));
	if (n_more)
		memcpy(both + *n, more, n_more * sizeof(*both));
	*all = both;
	*n += n_more;
}

static void load_sorts(struct loader *l, const struct yaml *examples, struct map *seen,
		       struct policy_rule *r)
{
	const bool whole = rule_kind_is_whole(r->kind);
	struct policy_example *more;
	size_t n;

	more = load_sort(l, yaml_get(examples, "fail"), true, whole, seen, &n);
	add_sort(l, &r->fail, &r->n_fail, more, n);
	more = load_sort(l, yaml_get(examples, "pass"), false, whole, seen, &n);
	add_sort(l, &r->pass, &r->n_pass, more, n);
	more = load_sort(l, yaml_get(examples, "known_miss"), false, whole, seen, &n);
	add_sort(l, &r->miss, &r->n_miss, more, n);
}

void load_examples(struct loader *l, const struct yaml *rule, struct policy_rule *r)
{
	const struct yaml *examples = yaml_get(rule, "examples");

	if (examples && examples->kind == YAML_MAP)
		load_sorts(l, examples, map_new(l->a), r);
	if (!rule_kind_has_examples(r->kind))
		return;
	check_enough(l, rule, "fail", r->n_fail);
	check_enough(l, rule, "pass", r->n_pass);
}

static void note_texts(struct loader *l, struct map *seen,
		       const struct policy_example *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		(void)map_add(seen, key_of(l, &all[i]), 0);
}

void load_more_examples(struct loader *l, const struct yaml *map, struct policy_rule *r)
{
	struct map *seen = map_new(l->a);

	if (map->kind != YAML_MAP) {
		(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, l->s, map->at,
				  "the examples of a rule stand under \"fail\", "
				  "\"pass\" and \"known_miss\"");
		return;
	}
	(void)load_check(l, map, example_schema, "examples", FINDING_POLICY_EXAMPLE);
	note_texts(l, seen, r->fail, r->n_fail);
	note_texts(l, seen, r->pass, r->n_pass);
	note_texts(l, seen, r->miss, r->n_miss);
	load_sorts(l, map, seen, r);
}

/* ---- networks, once all are known ---- */

static void check_networks(struct loader *l, const struct str *names,
			   const struct policy_example *all, size_t n)
{
	const size_t n_names = l->out->n_networks;

	for (size_t i = 0; i < n; i++) {
		const struct policy_example *x = &all[i];
		size_t at = 0;

		while (at < n_names && !str_eq(names[at], x->network))
			at++;
		if (x->network.n && at == n_names)
			(void)finding_add(l->f, FINDING_POLICY_EXAMPLE, x->source,
					  x->network_at,
					  "networks.yaml has no network \"%.*s\"%s",
					  STR_ARG(load_clip(x->network)),
					  load_guess(l, x->network, names, n_names));
	}
}

void load_example_networks(struct loader *l)
{
	const struct policy *p = l->out;
	struct str *names = arena_array(l->a, p->n_networks, sizeof(*names));

	for (size_t i = 0; i < p->n_networks; i++)
		names[i] = p->networks[i].name;
	for (size_t i = 0; i < p->n_rules; i++) {
		const struct policy_rule *r = &p->rules[i];

		check_networks(l, names, r->fail, r->n_fail);
		check_networks(l, names, r->pass, r->n_pass);
		check_networks(l, names, r->miss, r->n_miss);
	}
}
