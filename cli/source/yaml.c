/* YAML by libyaml's events. The tree is built with a stack of our own, so that the depth
 * of the input never becomes the depth of ours, and stops at the first event past a
 * limit: libyaml alone is quadratic in the depth of its flow collections. */
#include "source/scalar.h"
#include "source/yaml_words.h"
#include "text/utf8.h"

#include <assert.h>
#include <yaml.h>

enum { DEPTH_MAX = 64, TROUBLES_MAX = 50, STEP = 16 };

struct pair {
	struct yaml *key, *item;
};

struct frame {
	struct yaml *node;
	struct yaml *key; /* of a map: waits for its value */
	VEC(struct pair) pairs;
};

struct builder {
	const struct source *s;
	struct span at;
	struct yaml_limits limits;
	struct arena *a;
	struct diags *d;
	uint32_t *steps; /* byte offset of every 16th code point of the text */
	size_t n_steps;
	bool ascii; /* no steps are needed */
	struct frame stack[DEPTH_MAX];
	unsigned depth, events, documents;
	size_t troubles;
	struct yaml *root;
	bool stop;
};

/* ---- places: libyaml counts code points ---- */

static bool is_ascii(struct str s)
{
	unsigned char high = 0;

	for (size_t i = 0; i < s.n; i++)
		high |= (unsigned char)s.p[i];
	return high < 0x80;
}

static void index_points(struct builder *b)
{
	const char *p = b->s->bytes.p;
	const size_t most = (b->at.end - b->at.start) / STEP + 1;
	size_t points = 0;

	b->ascii = is_ascii(str_span(b->s->bytes, b->at));
	if (b->ascii)
		return;
	b->steps = arena_array(b->a, most, sizeof(*b->steps));
	for (size_t i = b->at.start; i < b->at.end; i++) {
		if (utf8_is_tail(p[i]))
			continue;
		if (points++ % STEP == 0)
			b->steps[b->n_steps++] = (uint32_t)i;
	}
}

static size_t offset_of(const struct builder *b, size_t index)
{
	const char *p = b->s->bytes.p;
	size_t at = index / STEP;

	if (b->ascii)
		return index < b->at.end - b->at.start ? b->at.start + index : b->at.end;
	if (at >= b->n_steps)
		return b->at.end;
	index %= STEP;
	at = b->steps[at];
	while (index && at < b->at.end) {
		at++;
		while (at < b->at.end && utf8_is_tail(p[at]))
			at++;
		index--;
	}
	return at;
}

static struct span range(size_t start, size_t end)
{
	return (struct span){ (uint32_t)start, (uint32_t)(end < start ? start : end) };
}

static struct span event_span(const struct builder *b, const yaml_event_t *e)
{
	return range(offset_of(b, e->start_mark.index), offset_of(b, e->end_mark.index));
}

/* ---- troubles ---- */

static void trouble(struct builder *b, struct span at, const char *id, const char *msg)
{
	diag_add(b->d, at, id, "%s", msg);
	if (++b->troubles >= TROUBLES_MAX)
		b->stop = true;
}

static void fatal(struct builder *b, struct span at, const char *id, const char *msg)
{
	trouble(b, at, id, msg);
	b->stop = true;
}

/* One character, or nothing at the end. */
static struct span point(const struct builder *b, size_t at)
{
	size_t end = at;

	if (end < b->at.end && b->s->bytes.p[end] != '\n')
		end++;
	while (end > at && end < b->at.end && utf8_is_tail(b->s->bytes.p[end]))
		end++;
	return range(at, end);
}

static void syntax(struct builder *b, const yaml_parser_t *p)
{
	size_t at = offset_of(b, p->problem_mark.index);
	const char *words = yaml_words(p->problem), *open;
	const char *id = yaml_words_id(p->problem, p->context);

	if (p->error == YAML_READER_ERROR)
		at = b->at.start + p->problem_offset;
	if (at > b->at.end)
		at = b->at.end;
	open = yaml_words_open(p->context);
	if (open && str_trim(str_slice(b->s->bytes, at, b->at.end)).n == 0) {
		at = offset_of(b, p->context_mark.index);
		words = open;
	} else if (str_is(str_from(id), "yaml/directive")) {
		at = offset_of(b, p->context_mark.index);
	} else if (at < b->at.end && b->s->bytes.p[at] == '\t') {
		words = yaml_words("found a tab character");
	}
	fatal(b, point(b, at), id, words);
}

/* The anchor or tag among the properties that an event starts with. */
static struct span property(const struct builder *b, struct span at, char mark)
{
	const struct str text = str_slice(b->s->bytes, 0, b->at.end);
	size_t start = at.start, end;

	for (;;) {
		while (start < text.n && ascii_is_space((unsigned char)text.p[start]))
			start++;
		end = start;
		while (end < text.n && !ascii_is_space((unsigned char)text.p[end]))
			end++;
		if (start >= text.n)
			return range(at.start, at.start);
		if (text.p[start] == mark)
			return range(start, end);
		start = end;
	}
}

static void refuse_properties(struct builder *b, struct span at,
			      const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		trouble(b, property(b, at, '&'), "yaml/anchor",
			"anchors (\"&name\") are not read: write the value out, or put "
			"the "
			"text in quotes");
	if (tag)
		trouble(b, property(b, at, '!'), "yaml/tag",
			"tags (\"!name\") are not read: leave it out, or put the text in "
			"quotes");
}

/* ---- the tree ---- */

static struct frame *top(struct builder *b)
{
	return b->depth ? &b->stack[b->depth - 1] : NULL;
}

static bool is_merge(const struct yaml *key)
{
	return !key->quoted && str_is(key->value, "<<");
}

static void check_key(struct builder *b, const struct yaml *key)
{
	if (key->kind != YAML_SCALAR)
		fatal(b, key->at, "yaml/key", "a key must be one word or text");
	else if (!key->value.n)
		trouble(b, key->at, "yaml/key", "a key is missing before the \":\"");
	else if (is_merge(key))
		trouble(b, key->at, "yaml/key",
			"merge keys (\"<<\") are not read: write the keys out");
}

/* Hang `node` where the stack says. */
static void place(struct builder *b, struct yaml *node)
{
	struct frame *f = top(b);

	if (!f) {
		b->root = node;
	} else if (f->node->kind == YAML_MAP && !f->key) {
		f->key = node;
		check_key(b, node);
	} else {
		*VEC_ADD(b->a, &f->pairs) = (struct pair){ f->key, node };
		f->key = NULL;
	}
}

static bool starts_flow(const struct builder *b, const struct yaml *node)
{
	const char want = node->kind == YAML_LIST ? '[' : '{';

	return node->at.start < b->at.end && b->s->bytes.p[node->at.start] == want;
}

static void open_node(struct builder *b, const yaml_event_t *e, enum yaml_kind kind)
{
	const struct span at = event_span(b, e);
	struct yaml *node;

	if (b->depth >= b->limits.depth || b->depth >= DEPTH_MAX) {
		diag_add(b->d, point(b, at.start), "yaml/depth",
			 "lists and maps are nested more than %u deep", b->limits.depth);
		b->troubles++;
		b->stop = true;
		return;
	}
	node = ARENA_NEW(b->a, struct yaml);
	node->kind = kind;
	node->at = at;
	place(b, node);
	b->stack[b->depth++] = (struct frame){ .node = node };
}

/* ---- keys once each ---- */

static int by_key(const void *pa, const void *pb)
{
	const struct yaml *const *a = pa, *const *b = pb;
	const int by = str_cmp((*a)->value, (*b)->value);

	if (by)
		return by;
	return ((*a)->at.start > (*b)->at.start) - ((*a)->at.start < (*b)->at.start);
}

static int by_place(const void *pa, const void *pb)
{
	const struct yaml *const *a = pa, *const *b = pb;

	return ((*a)->at.start > (*b)->at.start) - ((*a)->at.start < (*b)->at.start);
}

static const struct yaml *first_of(const struct yaml *node, struct str key)
{
	for (size_t i = 0; i < node->n; i++)
		if (str_eq(node->keys[i]->value, key))
			return node->keys[i];
	return NULL;
}

static void refuse_twice(struct builder *b, const struct yaml *node,
			 const struct yaml *key)
{
	const struct yaml *first = first_of(node, key->value);
	const struct str name = str_slice(key->value, 0, 60);

	diag_add(b->d, key->at, "yaml/duplicate-key",
		 "\"%.*s\" is there already, in line %u", STR_ARG(name),
		 source_position(b->s, first->at.start).line);
	if (++b->troubles >= TROUBLES_MAX)
		b->stop = true;
}

/* Sorted, so that thousands of keys cost no more than a sort. */
static void check_unique(struct builder *b, const struct yaml *node)
{
	struct yaml **sorted, *last;
	size_t n = 0;

	if (node->n < 2)
		return;
	sorted = arena_array(b->a, node->n, sizeof(struct yaml *));
	memcpy(sorted, node->keys, node->n * sizeof(struct yaml *));
	qsort(sorted, node->n, sizeof(struct yaml *), by_key);
	last = sorted[0];
	for (size_t i = 1; i < node->n; i++) {
		struct yaml *key = sorted[i];

		/* What is there twice moves to the front: `n` is never past `i`. */
		if (str_eq(last->value, key->value))
			sorted[n++] = key;
		last = key;
	}
	qsort(sorted, n, sizeof(struct yaml *), by_place);
	for (size_t i = 0; i < n && !b->stop; i++)
		refuse_twice(b, node, sorted[i]);
}

static void close_node(struct builder *b, const yaml_event_t *e)
{
	const struct frame *f = top(b);
	struct yaml *node;

	assert(f && f->node); /* libyaml ends only what it started */
	node = f->node;
	b->depth--;
	node->n = f->pairs.n;
	node->items = arena_array(b->a, node->n, sizeof(struct yaml *));
	if (node->kind == YAML_MAP)
		node->keys = arena_array(b->a, node->n, sizeof(struct yaml *));
	for (size_t i = 0; i < node->n; i++) {
		node->items[i] = f->pairs.p[i].item;
		if (node->kind == YAML_MAP)
			node->keys[i] = f->pairs.p[i].key;
	}
	/* The parser ends a block where the next one starts, past comments. */
	if (starts_flow(b, node))
		node->at.end = event_span(b, e).end;
	else if (node->n)
		node->at.end = node->items[node->n - 1]->at.end;
	if (node->kind == YAML_MAP)
		check_unique(b, node);
}

/* ---- scalars ---- */

/* Column of the block collection around, -1 for none. */
static int indent_of(const struct builder *b)
{
	const struct str text = b->s->bytes;
	size_t start, at;
	int column = 0;

	if (!b->depth)
		return -1;
	start = at = b->stack[b->depth - 1].node->at.start;
	while (at > b->at.start && text.p[at - 1] != '\n' && text.p[at - 1] != '\r')
		at--;
	for (; at < start; at++)
		column += !utf8_is_tail(text.p[at]);
	return column;
}

static size_t control_in(struct str value)
{
	for (size_t i = 0; i < value.n; i++) {
		const unsigned char c = (unsigned char)value.p[i];

		if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F)
			return i;
		if (c == 0xC2 && i + 1 < value.n && (unsigned char)value.p[i + 1] < 0xA0)
			return i;
	}
	return SIZE_MAX;
}

static void check_control(struct builder *b, const struct yaml *node)
{
	const size_t at = control_in(node->value);

	if (at != SIZE_MAX)
		trouble(b, yaml_span(node, at, at + 1), "yaml/control",
			"this is a control character: it cannot stand in a text");
}

static enum scalar_style style_of(const yaml_event_t *e)
{
	switch (e->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return SCALAR_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return SCALAR_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
	case YAML_FOLDED_SCALAR_STYLE:
		return SCALAR_BLOCK;
	default:
		return SCALAR_PLAIN;
	}
}

static void add_scalar(struct builder *b, const yaml_event_t *e)
{
	const struct span at = event_span(b, e);
	const struct scalar_place p = { .text = b->s->bytes,
					.start = at.start,
					.end = at.end,
					.limit = b->at.end,
					.indent = indent_of(b),
					.style = style_of(e) };
	struct yaml *node;

	refuse_properties(b, at, e->data.scalar.anchor, e->data.scalar.tag);
	node = ARENA_NEW(b->a, struct yaml);
	node->kind = YAML_SCALAR;
	node->value = arena_dup(b->a, e->data.scalar.value, e->data.scalar.length);
	node->quoted = p.style != SCALAR_PLAIN;
	(void)scalar_map(&p, node, b->a);
	check_control(b, node);
	place(b, node);
}

/* ---- events ---- */

static void start_document(struct builder *b, const yaml_event_t *e)
{
	const struct span at = event_span(b, e);

	if (++b->documents > 1)
		fatal(b, at, "yaml/documents", "a second document cannot follow here");
	else if (e->data.document_start.version_directive ||
		 e->data.document_start.tag_directives.start !=
			 e->data.document_start.tag_directives.end)
		trouble(b, point(b, at.start), "yaml/directive",
			"directives (\"%\" lines) are not read: leave it out");
}

static void take(struct builder *b, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		start_document(b, e);
		break;
	case YAML_ALIAS_EVENT:
		/* It has no value that could be put into the tree. */
		fatal(b, event_span(b, e), "yaml/alias",
		      "aliases (\"*name\") are not read: write the value out, or put the "
		      "text in quotes");
		break;
	case YAML_SCALAR_EVENT:
		add_scalar(b, e);
		break;
	case YAML_SEQUENCE_START_EVENT:
		refuse_properties(b, event_span(b, e), e->data.sequence_start.anchor,
				  e->data.sequence_start.tag);
		open_node(b, e, YAML_LIST);
		break;
	case YAML_MAPPING_START_EVENT:
		refuse_properties(b, event_span(b, e), e->data.mapping_start.anchor,
				  e->data.mapping_start.tag);
		open_node(b, e, YAML_MAP);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_node(b, e);
		break;
	default:
		break;
	}
}

static void run(struct builder *b, yaml_parser_t *p)
{
	yaml_event_type_t type = YAML_NO_EVENT;
	yaml_event_t e;

	while (!b->stop && type != YAML_STREAM_END_EVENT) {
		if (!yaml_parser_parse(p, &e)) {
			if (p->error == YAML_MEMORY_ERROR)
				(void)arena_alloc(b->a, SIZE_MAX); /* ends the program */
			syntax(b, p);
			return;
		}
		type = e.type;
		if (++b->events > b->limits.events)
			fatal(b, point(b, event_span(b, &e).start), "yaml/events",
			      "the YAML has more parts than a file may have");
		else
			take(b, &e);
		yaml_event_delete(&e);
	}
}

/* "---" alone, or only comments. */
static bool is_empty(const struct yaml *root)
{
	return root && root->kind == YAML_SCALAR && !root->quoted && !root->value.n;
}

struct yaml *source_yaml(const struct source *s, struct span at,
			 struct yaml_limits limits, struct arena *a, struct diags *d)
{
	struct builder *b = ARENA_NEW(a, struct builder);
	yaml_parser_t p;

	at.end = at.end > s->bytes.n ? (uint32_t)s->bytes.n : at.end;
	at.start = at.start > at.end ? at.end : at.start;
	*b = (struct builder){ .s = s, .at = at, .limits = limits, .a = a, .d = d };
	index_points(b);
	if (!yaml_parser_initialize(&p))
		(void)arena_alloc(a, SIZE_MAX); /* out of memory: ends the program */
	/* Told, so that no byte order mark is looked for and skipped. */
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)s->bytes.p + at.start,
				     at.end - at.start);
	run(b, &p);
	yaml_parser_delete(&p);
	return b->troubles || is_empty(b->root) ? NULL : b->root;
}

/* ---- reading the tree ---- */

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		if (str_is(map->keys[i]->value, key))
			return map->items[i];
	return NULL;
}

struct str yaml_str(const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);

	return node && node->kind == YAML_SCALAR ? node->value : STR_NULL;
}

struct span yaml_span(const struct yaml *scalar, size_t start, size_t end)
{
	const size_t n = scalar->value.n;
	const uint32_t *map = scalar->map;

	if (!map)
		return scalar->at;
	end = end > n ? n : end;
	start = start > end ? end : start;
	/* Bytes of one escape share its place: take it whole. */
	while (end > start && end < n && map[end] == map[end - 1])
		end++;
	return (struct span){ map[start], map[end] };
}
