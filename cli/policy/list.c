/* lexicons/NAME.yaml: a word list. */
#include "policy/load.h"

#include "core/buf.h"

/* "insults" of "lexicons/insults.yaml". */
static struct str name_of(struct str path)
{
	struct str part = path, rest = path;

	while (str_field(&rest, '/', &part))
		;
	return str_slice(part, 0, part.n - (sizeof(".yaml") - 1));
}

static bool is_name(struct str name)
{
	if (!name.n || name.n > 64 || !ascii_is_alnum((unsigned char)name.p[0]))
		return false;
	for (size_t i = 0; i < name.n; i++) {
		const unsigned char c = (unsigned char)name.p[i];

		if (!ascii_is_lower(c) && !ascii_is_digit(c) && c != '-' && c != '_' &&
		    c != '.')
			return false;
	}
	return true;
}

/* A term is words in a row: everything else belongs into a rule's patterns. */
static const struct pattern *not_words(const struct pattern *p)
{
	const struct pattern *bad = NULL;

	switch (p->kind) {
	case PATTERN_WORD:
	case PATTERN_EXACT:
	case PATTERN_CASE:
		return NULL;
	case PATTERN_SEQ:
		for (size_t i = 0; i < p->n_kids && !bad; i++)
			bad = not_words(p->kids[i]);
		return bad;
	default:
		return p;
	}
}

/* The words of a term as they will be matched: what makes two terms the same. */
static void key_of(struct buf *key, const struct pattern *p)
{
	if (p->kind != PATTERN_SEQ)
		buf_printf(key, "%d%.*s ", (int)p->kind, STR_ARG(p->text));
	for (size_t i = 0; i < p->n_kids; i++)
		key_of(key, p->kids[i]);
}

static struct str term_key(struct loader *l, const struct pattern *p)
{
	struct buf key;
	struct str kept;

	buf_init(&key, 0);
	key_of(&key, p);
	kept = arena_str(l->a, buf_view(&key));
	buf_release(&key);
	return kept;
}

/* Parse and judge the words of a term; false after a finding. */
static bool load_words_of(struct loader *l, const struct yaml *node, struct map *seen,
			  struct policy_pattern *out)
{
	const struct pattern *bad;
	struct clash clash;

	if (load_is_cut(l, node, true, FINDING_POLICY_LIST) ||
	    !load_pattern(l, node, out))
		return false;
	bad = not_words(out->tree);
	if (bad) {
		(void)finding_add(
			l->f, FINDING_POLICY_LIST, l->s,
			yaml_span(node, bad->at.start, bad->at.end),
			"a word list holds words only: no gaps, lists, classes, "
			"optional words or alternatives; write one entry for "
			"each form");
		return false;
	}
	if (load_unique(l, seen, term_key(l, out->tree), node->at, &clash))
		return true;
	(void)finding_add(l->f, FINDING_POLICY_LIST, l->s, node->at,
			  "\"%.*s\" is in this list already, at %.*s",
			  STR_ARG(load_clip(node->value)), STR_ARG(clash.other));
	return false;
}

static void load_instead(const struct yaml *map, struct policy_term *t)
{
	const struct yaml *instead = yaml_get(map, "instead");

	for (size_t i = 0; i < load_count(instead) && i < FINDING_FIXES; i++)
		if (load_item(instead, i)->kind == YAML_SCALAR)
			t->instead[t->n_instead++] = load_item(instead, i)->value;
}

static bool load_term(struct loader *l, const struct yaml *entry, struct map *seen,
		      struct policy_term *t)
{
	const struct yaml *words = entry;

	*t = (struct policy_term){ 0 };
	if (entry->kind == YAML_MAP) {
		(void)load_check(l, entry, term_schema, "an entry of a word list",
				 FINDING_POLICY_LIST);
		words = yaml_get(entry, "term");
		load_instead(entry, t);
		t->note = yaml_str(entry, "note");
	}
	if (!words)
		return false; /* the schema has said it */
	if (words->kind == YAML_SCALAR)
		return load_words_of(l, words, seen, &t->pattern);
	if (words == entry)
		(void)finding_add(l->f, FINDING_POLICY_LIST, l->s, entry->at,
				  "an entry is a text, or a map with \"term:\"");
	return false;
}

static size_t length_of(const struct yaml *map, const char *key)
{
	const struct yaml *list = yaml_get(map, key);

	return list && list->kind == YAML_LIST ? list->n : 0;
}

static void load_terms(struct loader *l, const struct yaml *map, struct policy_list *list)
{
	const size_t n = length_of(map, "terms"), sealed = length_of(map, "sealed");
	const struct yaml *terms = yaml_get(map, "terms");
	struct map *seen = map_new(l->a);

	if (!terms && !yaml_get(map, "sealed"))
		(void)finding_add(l->f, FINDING_POLICY_LIST, l->s,
				  (struct span){ map->at.start, map->at.start },
				  "a word list needs \"terms\"");
	else if (!n && !sealed)
		(void)finding_add(l->f, FINDING_POLICY_LIST, l->s,
				  terms ? terms->at : load_key_at(map, "sealed"),
				  "this word list is empty: rules that use it would find "
				  "nothing");
	list->terms = arena_array(l->a, n + sealed, sizeof(*list->terms));
	for (size_t i = 0; terms && i < n; i++)
		if (load_term(l, terms->items[i], seen, &list->terms[list->n_terms]))
			list->n_terms++;
}

void load_list(struct loader *l, const struct source *s)
{
	struct policy_list list = { .name = name_of(s->path), .source = s };
	const struct span all = { 0, (uint32_t)s->bytes.n };
	const struct yaml *map;

	if (!is_name(list.name))
		(void)finding_add(l->f, FINDING_POLICY_LIST, s, (struct span){ 0, 0 },
				  "the file name is the list's name: small letters, "
				  "digits, \"-\", \"_\", \".\", at most 64");
	map = load_map(l, all, "a word list", FINDING_POLICY_LIST);
	if (map) {
		(void)load_check(l, map, list_schema, "a word list", FINDING_POLICY_LIST);
		list.about = yaml_str(map, "about");
		list.licence = yaml_str(map, "licence");
		list.mask = load_true(map, "mask");
		load_terms(l, map, &list);
		load_sealed(l, map, &list);
	}
	/* Kept even when it is broken: rules that name it are not wrong too. */
	*VEC_ADD(l->a, &l->lists) = list;
}
