/* What a rule looks for, measures or asks for: the key that makes it a rule of its kind.
 */
#include "policy/load.h"
#include "text/regex.h"

void rule_trouble(const struct rule_draft *d, const char *key, const char *msg)
{
	(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, load_key_at(d->map, key),
			  "%s", msg);
}

/* ---- patterns ---- */

static struct policy_pattern *load_patterns(struct loader *l, const struct yaml *node,
					    size_t *n)
{
	struct policy_pattern *all = arena_array(l->a, load_count(node), sizeof(*all));

	*n = 0;
	for (size_t i = 0; i < load_count(node); i++) {
		const struct yaml *one = load_item(node, i);

		if (one->kind == YAML_SCALAR &&
		    !load_is_cut(l, one, false, FINDING_POLICY_PATTERN))
			(void)load_pattern(l, one, &all[(*n)++]);
	}
	return all;
}

static void load_find(struct rule_draft *d, const struct yaml *node)
{
	d->rule->patterns = load_patterns(d->l, node, &d->rule->n_patterns);
}

static void load_terms(struct rule_draft *d, const struct yaml *node)
{
	struct policy_rule *r = d->rule;

	r->lists = arena_array(d->l->a, load_count(node), sizeof(*r->lists));
	for (size_t i = 0; i < load_count(node); i++) {
		const struct yaml *name = load_item(node, i);

		if (name->kind != YAML_SCALAR)
			continue;
		r->lists[r->n_lists++] = name->value;
		*VEC_ADD(d->l->a, &d->l->uses) =
			(struct list_use){ NO_RULE, d->l->s, name };
	}
}

static void try_regex(struct loader *l, const struct yaml *node, bool caseless)
{
	struct regex *regex = NULL;
	struct err e = { 0 };
	size_t at = 0;

	if (regex_compile(node->value, caseless ? REGEX_CASELESS : 0, &regex, &at, &e) <
	    0) {
		if (at > node->value.n)
			at = node->value.n;
		(void)finding_add(l->f, FINDING_POLICY_REGEX, l->s,
				  yaml_span(node, at, at < node->value.n ? at + 1 : at),
				  "%s%s%s", e.msg, e.hint[0] ? "; " : "", e.hint);
	}
	regex_free(regex);
}

static void load_regexes(struct rule_draft *d, const struct yaml *node)
{
	struct policy_rule *r = d->rule;

	r->regexes = arena_array(d->l->a, load_count(node), sizeof(*r->regexes));
	for (size_t i = 0; i < load_count(node); i++) {
		const struct yaml *regex = load_item(node, i);

		if (regex->kind != YAML_SCALAR ||
		    load_is_cut(d->l, regex, false, FINDING_POLICY_REGEX))
			continue;
		try_regex(d->l, regex, r->caseless);
		r->regexes[r->n_regexes++] = (struct policy_pattern){
			.text = regex->value, .at = regex->at, .node = regex
		};
	}
}

/* ---- kind ---- */

/* A key that is none, and nearly says what to look for: that was said. */
static bool has_near_kind(const struct rule_draft *d)
{
	struct str names[RULE_KINDS];

	for (size_t i = 0; i < RULE_KINDS; i++)
		names[i] = str_from(kind_names[i]);
	for (size_t i = 0; d->n_said && i < d->map->n; i++) {
		const struct str key = d->map->keys[i]->value;
		const struct field *f = rule_schema;

		while (f->name && !str_is(key, f->name))
			f++;
		if (!f->name && str_nearest(key, names, RULE_KINDS).n)
			return true;
	}
	return false;
}

/* Exactly one kind key. */
bool rule_find_kind(const struct rule_draft *d, enum rule_kind *kind)
{
	unsigned n = 0;

	for (int i = 0; i < RULE_KINDS; i++) {
		if (!yaml_get(d->map, kind_names[i]))
			continue;
		if (n++)
			(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s,
					  load_key_at(d->map, kind_names[i]),
					  "a rule has one kind: this one has \"%s:\" "
					  "already; make two rules",
					  kind_names[*kind]);
		else
			*kind = (enum rule_kind)i;
	}
	if (!n && !has_near_kind(d))
		rule_trouble(d, "id",
			     "the rule says nothing to look for: it needs a key such as "
			     "find, terms, regex, spelling, length");
	return n > 0;
}

static void check_switch(const struct rule_draft *d, const char *key)
{
	const struct yaml *node = yaml_get(d->map, key);

	if (node && str_is(node->value, "false"))
		rule_trouble(d, key,
			     "only \"true\" makes sense here; leave the rule out "
			     "instead, or make it \"shadow: true\"");
}

static void check_empty(const struct rule_draft *d, const char *key)
{
	const struct yaml *node = yaml_get(d->map, key);

	if (node && node->kind == YAML_LIST && !node->n)
		rule_trouble(d, key, "this list is empty: the rule would find nothing");
}

/* ---- bounds ---- */

static struct policy_bound *add_bound(struct rule_draft *d, const struct yaml *node)
{
	struct policy_rule *r = d->rule;
	struct policy_bound *b = &r->bounds[r->n_bounds++];

	*b = (struct policy_bound){ .at = node->at };
	return b;
}

/* A number with at most three decimals, times `scale`. */
static bool read_decimal(struct str text, int32_t *out)
{
	int64_t whole = 0, part = 0, unit = 1000;
	const bool minus = text.n && text.p[0] == '-';
	size_t i = minus, digits = 0;

	for (; i < text.n && ascii_is_digit((unsigned char)text.p[i]); i++, digits++) {
		whole = whole * 10 + (text.p[i] - '0');
		if (whole > BOUND_MOST)
			return false;
	}
	if (i < text.n && text.p[i] == '.' && i + 1 < text.n)
		for (i++;
		     i < text.n && ascii_is_digit((unsigned char)text.p[i]) && unit > 1;
		     i++)
			part += (text.p[i] - '0') * (unit /= 10);
	*out = (int32_t)(minus ? -(whole * 1000 + part) : whole * 1000 + part);
	return digits && i == text.n;
}

static bool load_decimal(struct rule_draft *d, const struct yaml *map, const char *key,
			 int32_t *out)
{
	const struct yaml *node = yaml_get(map, key);

	if (!node || node->kind != YAML_SCALAR || !node->value.n)
		return false;
	if (read_decimal(node->value, out))
		return true;
	(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, node->at,
			  "\"%.*s\" is no number like 12 or 8.5, of at most %d",
			  STR_ARG(load_clip(node->value)), BOUND_MOST);
	return false;
}

/* Names of a closed list, each once. Wrong ones were said by the schema. */
static void load_names(struct rule_draft *d, const struct yaml *node)
{
	const char *const *names = bound_names(d->rule->kind);
	unsigned seen = 0;

	d->rule->bounds =
		arena_array(d->l->a, load_count(node), sizeof(*d->rule->bounds));
	for (size_t i = 0; i < load_count(node); i++) {
		const struct yaml *one = load_item(node, i);
		const int what =
			one->kind == YAML_SCALAR ? name_index(names, one->value) : -1;
		struct policy_bound *b;

		if (what < 0)
			continue;
		if (seen & 1u << what)
			(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, one->at,
					  "\"%s\" is there already", names[what]);
		seen |= 1u << what;
		b = add_bound(d, one);
		b->what = (uint32_t)what;
		b->has_max = load_decimal(d, d->map, "max_age", &b->max);
	}
}

static void load_limits(struct rule_draft *d, const struct yaml *map,
			const struct yaml *key, struct policy_bound *b)
{
	b->has_min = load_decimal(d, map, "min", &b->min);
	b->has_max = load_decimal(d, map, "max", &b->max);
	if (b->has_min && b->has_max && b->min > b->max)
		(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, key->at,
				  "\"min\" is above \"max\": nothing fits between");
}

/* One bound, of the name `key`. */
static void load_bound(struct rule_draft *d, const struct yaml *map,
		       const struct yaml *key, struct policy_bound *b)
{
	const struct str name = key->value;
	struct str number = STR("...");

	if (map->kind == YAML_MAP) {
		if (!load_check(d->l, map, bound_schema,
				arena_printf(d->l->a, "\"%.*s\"", STR_ARG(name)).p,
				FINDING_POLICY_RULE))
			return;
		load_limits(d, map, key, b);
		if (b->has_min || b->has_max || yaml_get(map, "min") ||
		    yaml_get(map, "max"))
			return;
	} else if (map->kind == YAML_SCALAR && map->value.n) {
		number = load_clip(map->value);
	}
	(void)finding_add(
		d->l->f, FINDING_POLICY_RULE, d->l->s, key->at,
		"give it a bound: \"%.*s: {max: %.*s}\" or \"%.*s: {min: %.*s}\"",
		STR_ARG(name), STR_ARG(number), STR_ARG(name), STR_ARG(number));
}

/* Names as keys, with bounds below them: `sentence-words: {max: 30}`. */
static void load_bounds(struct rule_draft *d, const struct yaml *map)
{
	const char *const *names = bound_names(d->rule->kind);

	d->rule->bounds = arena_array(d->l->a, map->n, sizeof(*d->rule->bounds));
	for (size_t i = 0; map->kind == YAML_MAP && i < map->n; i++) {
		const int what = name_index(names, map->keys[i]->value);
		struct policy_bound *b;

		if (what < 0)
			continue;
		b = add_bound(d, map->keys[i]);
		b->what = (uint32_t)what;
		load_bound(d, map->items[i], map->keys[i], b);
	}
}

/* `repeat` takes names, or names with how many in a row are fine. */
static void load_repeat(struct rule_draft *d, const struct yaml *node)
{
	const char *const *names = bound_names(RULE_REPEAT);

	for (size_t i = 0; i < (node->kind == YAML_MAP ? node->n : load_count(node));
	     i++) {
		const struct yaml *name =
			node->kind == YAML_MAP ? node->keys[i] : load_item(node, i);

		if (name->kind != YAML_SCALAR || name_index(names, name->value) < 0)
			(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, name->at,
					  "what is repeated? word, sentence-start, mark "
					  "or emoji");
	}
	if (node->kind == YAML_MAP)
		load_bounds(d, node);
	else
		load_names(d, node);
}

/* ---- patterns in groups ---- */

/* Append the patterns of a list as one group. */
static void load_group(struct rule_draft *d, const struct yaml *list, uint32_t group,
		       size_t room)
{
	struct policy_rule *r = d->rule;

	for (size_t i = 0; i < load_count(list) && r->n_patterns < room; i++) {
		const struct yaml *one = load_item(list, i);
		struct policy_pattern *p = &r->patterns[r->n_patterns];

		if (one->kind != YAML_SCALAR) {
			(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, one->at,
					  "here stands a pattern, as in \"find\"");
			continue;
		}
		if (load_is_cut(d->l, one, false, FINDING_POLICY_PATTERN))
			continue;
		(void)load_pattern(d->l, one, p);
		p->group = group;
		r->n_patterns++;
	}
}

static size_t count_all(const struct yaml *lists)
{
	size_t n = 0;

	for (size_t i = 0; i < lists->n; i++)
		n += load_count(lists->items[i]);
	return n;
}

/* "[a, b]", where "[[a, b]]" is meant. */
static bool is_one_set(const struct yaml *sets)
{
	for (size_t i = 0; i < sets->n; i++)
		if (sets->items[i]->kind != YAML_SCALAR)
			return false;
	return true;
}

static void load_consistency(struct rule_draft *d, const struct yaml *sets)
{
	const size_t room = sets->kind == YAML_LIST ? count_all(sets) : 0;

	d->rule->patterns = arena_array(d->l->a, room, sizeof(*d->rule->patterns));
	if (room && is_one_set(sets)) {
		(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, sets->at,
				  "this is a list of sets, each a list itself: for one "
				  "set write [[e-mail, email]]");
		return;
	}
	for (size_t i = 0; room && i < sets->n; i++) {
		const struct yaml *set = sets->items[i];

		if (set->kind != YAML_LIST || set->n < 2)
			(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, set->at,
					  "a set is a list of at least two patterns, as "
					  "[e-mail, email]");
		if (set->kind == YAML_LIST)
			load_group(d, set, (uint32_t)i, room);
	}
}

static void load_moves(struct rule_draft *d, const struct yaml *moves)
{
	const size_t room = moves->kind == YAML_MAP ? count_all(moves) : 0;
	struct policy_rule *r = d->rule;

	if (!room) {
		rule_trouble(d, "moves",
			     "write each move as a name with its patterns, as "
			     "\"route-support: [contact our support]\"");
		return;
	}
	r->patterns = arena_array(d->l->a, room, sizeof(*r->patterns));
	r->bounds = arena_array(d->l->a, moves->n, sizeof(*r->bounds));
	for (size_t i = 0; i < moves->n; i++) {
		if (!load_count(moves->items[i]) || moves->items[i]->kind == YAML_MAP)
			(void)finding_add(
				d->l->f, FINDING_POLICY_RULE, d->l->s, moves->keys[i]->at,
				"this move has no patterns: nobody could make it");
		add_bound(d, moves->keys[i])->text = moves->keys[i]->value;
		load_group(d, moves->items[i], (uint32_t)i, room);
	}
}

static void load_count_rule(struct rule_draft *d, const struct yaml *map)
{
	const char *const *places = bound_names(RULE_COUNT);
	const int in = name_index(places, yaml_str(map, "in"));
	const struct yaml *of = yaml_get(map, "of");
	struct policy_bound *b;

	if (of)
		d->rule->patterns = load_patterns(d->l, of, &d->rule->n_patterns);
	d->rule->bounds = arena_array(d->l->a, 1, sizeof(*d->rule->bounds));
	b = add_bound(d, map);
	b->what = in < 0 ? 0 : (uint32_t)in;
	load_limits(d, map, map, b);
	if (!b->has_min && !b->has_max)
		rule_trouble(d, "count", "how many are fine? Say \"max\" or \"min\"");
}

/* ---- whole posts ---- */

static void load_field(struct rule_draft *d, const struct yaml *one)
{
	struct policy_bound *b;
	int what;

	if (one->kind != YAML_MAP && one->kind != YAML_SCALAR)
		return;
	if (one->kind == YAML_MAP)
		(void)load_check(d->l, one, wanted_schema, "an entry of fields",
				 FINDING_POLICY_RULE);
	what = name_index(bound_names(RULE_FIELDS),
			  one->kind == YAML_MAP ? yaml_str(one, "field") : one->value);
	if (what < 0) {
		if (one->kind == YAML_SCALAR)
			(void)finding_add(d->l->f, FINDING_POLICY_RULE, d->l->s, one->at,
					  "\"%.*s\" is no field of a post that can be "
					  "asked for",
					  STR_ARG(load_clip(one->value)));
		return;
	}
	b = add_bound(d, one);
	b->what = (uint32_t)what;
	if (one->kind == YAML_MAP)
		b->text = yaml_str(one, "with");
}

static void load_fields(struct rule_draft *d, const struct yaml *node)
{
	d->rule->bounds =
		arena_array(d->l->a, load_count(node), sizeof(*d->rule->bounds));
	for (size_t i = 0; i < load_count(node); i++)
		load_field(d, load_item(node, i));
}

/* Names with blanks between. */
static struct str join_names(struct rule_draft *d, const struct yaml *node)
{
	struct buf text;
	struct str all;

	buf_init(&text, 0);
	for (size_t i = 0; i < load_count(node); i++)
		buf_printf(&text, "%s%.*s", i ? " " : "",
			   STR_ARG(load_item(node, i)->value));
	all = arena_str(d->l->a, buf_view(&text));
	buf_release(&text);
	return all;
}

static void load_window(struct rule_draft *d, const struct yaml *map)
{
	const int of = name_index(bound_names(RULE_WINDOW), yaml_str(map, "of"));
	const int by = name_index(by_names, yaml_str(map, "by"));
	struct policy_bound *b;
	int32_t days = 0;

	d->rule->bounds = arena_array(d->l->a, 1, sizeof(*d->rule->bounds));
	b = add_bound(d, map);
	b->what = of < 0 ? 0 : (uint32_t)of;
	b->by = by < 0 ? 0 : (uint32_t)by;
	(void)load_decimal(d, map, "days", &days);
	b->days = (uint32_t)days / 1000;
	b->text = join_names(d, yaml_get(map, "except"));
	load_limits(d, map, map, b);
}

static void load_value(struct rule_draft *d, const char *key, const struct yaml *node)
{
	switch (d->rule->kind) {
	case RULE_FIND:
	case RULE_NEED:
		load_find(d, node);
		break;
	case RULE_TERMS:
		load_terms(d, node);
		break;
	case RULE_REGEX:
		load_regexes(d, node);
		break;
	case RULE_COUNT:
		load_count_rule(d, node);
		break;
	case RULE_CONSISTENCY:
		load_consistency(d, node);
		break;
	case RULE_MOVES:
		load_moves(d, node);
		break;
	case RULE_READABILITY:
	case RULE_METRIC:
		load_bounds(d, node);
		break;
	case RULE_REPEAT:
		load_repeat(d, node);
		break;
	case RULE_FIELDS:
		load_fields(d, node);
		break;
	case RULE_WINDOW:
		load_window(d, node);
		break;
	case RULE_SPELLING:
	case RULE_LENGTH:
		check_switch(d, key);
		break;
	default:
		load_names(d, node);
		break;
	}
}

/* ---- one slip, one finding ---- */

static bool is_inside(struct span at, struct span outer)
{
	return at.start >= outer.start && at.start <= outer.end;
}

/* What of the value a finding is about: the entry that it stands in, or all of it. */
static struct span entry_of(const struct yaml *node, struct span at)
{
	for (size_t i = 0; node->kind != YAML_SCALAR && i < node->n; i++) {
		struct span entry = node->items[i]->at;

		if (node->kind == YAML_MAP)
			entry.start = node->keys[i]->at.start;
		if (is_inside(at, entry))
			return entry;
	}
	return node->at;
}

/* Has the schema refused the same already? What stands behind the value, where YAML cut
 * it, tells more than that it is empty. */
static bool is_said(const struct rule_draft *d, const struct yaml *node, struct span at)
{
	const struct span entry = entry_of(node, at);

	if (at.start > node->at.end)
		return false;
	for (size_t i = d->said; i < d->said + d->n_said; i++)
		if (is_inside(d->l->f->v.p[i].at, entry))
			return true;
	return false;
}

static void drop_said(struct rule_draft *d, const struct yaml *node, size_t first)
{
	struct findings *f = d->l->f;
	size_t kept = first;

	if (f->dropped) /* past the limit findings may have changed places */
		return;
	for (size_t i = first; i < f->v.n; i++)
		if (!is_said(d, node, f->v.p[i].at))
			f->v.p[kept++] = f->v.p[i];
	f->v.n = kept;
}

void rule_load_kind(struct rule_draft *d)
{
	const char *key = kind_names[d->rule->kind];
	const struct yaml *node = yaml_get(d->map, key);
	const size_t first = d->l->f->v.n;

	check_empty(d, key);
	load_value(d, key, node);
	if (d->n_said)
		drop_said(d, node, first);
}
