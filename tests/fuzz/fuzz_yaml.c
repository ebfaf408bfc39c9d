/* Any text as YAML: the tree is as deep as it may be at most, keys are unique, and every
 * byte of a value has its place inside its scalar, in order. */
#include "source/source.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void check_inside(struct span inner, struct span outer)
{
	must(inner.start <= inner.end);
	must(inner.start >= outer.start && inner.end <= outer.end);
}

static void check_scalar(const struct source *s, const struct yaml *node)
{
	const size_t n = node->value.n;
	struct span all;

	must(node->map != NULL);
	for (size_t i = 0; i <= n; i++) {
		must(node->map[i] >= node->at.start && node->map[i] <= node->at.end);
		must(!i || node->map[i] >= node->map[i - 1]);
	}
	all = yaml_span(node, 0, n);
	check_inside(all, node->at);
	must(utf8_check(node->value) == SIZE_MAX);
#ifdef TRAP_UNSURE
	/* Only a scalar whose bytes are known has more than two places. */
	must(n < 2 || node->map[0] != node->map[n - 1] ||
	     s->bytes.p[node->map[0]] == '\\');
#else
	(void)s;
#endif
}

static void check(const struct source *s, const struct yaml *node, struct span outer,
		  unsigned depth)
{
	check_inside(node->at, outer);
	if (node->kind == YAML_SCALAR) {
		check_scalar(s, node);
		return;
	}
	must(depth < LIMIT_YAML_DEPTH);
	for (size_t i = 0; i < node->n; i++) {
		check(s, node->items[i], node->at, depth + 1);
		must(!i || node->items[i]->at.start >= node->items[i - 1]->at.end);
		if (node->kind != YAML_MAP)
			continue;
		check(s, node->keys[i], node->at, depth + 1);
		must(node->keys[i]->kind == YAML_SCALAR);
		for (size_t k = 0; k < i && i < 100; k++)
			must(!str_eq(node->keys[i]->value, node->keys[k]->value));
	}
}

static void check_schema(const struct yaml *top, struct diags *d)
{
	static const char *const words[] = { "yes", "no", NULL };
	static const struct field any = { .type = TYPE_ANY };
	static const struct field word = { .type = TYPE_ENUM, .choices = words };
	static const struct field list = { .type = TYPE_LIST,
					   .item = &word,
					   .lone = true };
	static const struct field schema[] = {
		{ .name = "a", .type = TYPE_STRING, .required = true },
		{ .name = "b", .type = TYPE_LIST, .item = &any, .max = 2 },
		{ .name = "c", .type = TYPE_EITHER, .item = &word, .other = &list },
		{ .name = "d", .type = TYPE_TIME },
		{ .name = "e", .type = TYPE_INT, .min = -5, .max = 5 },
		{ .name = "f", .type = TYPE_URL },
		{ .name = "g", .type = TYPE_PATH },
		{ .name = "h", .type = TYPE_LANG },
		{ .name = NULL },
	};
	const size_t before = d->v.n;

	must(yaml_check(top, schema, "a thing", d) == (d->v.n == before));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str bytes = { (const char *)data, size };
	const struct yaml_limits limits = { LIMIT_YAML_DEPTH, LIMIT_YAML_EVENTS };
	const struct span whole = { 0, (uint32_t)size };
	struct arena a = { 0 };
	struct diags d = { .a = &a };
	const struct yaml *top = NULL;
	struct source s;

	if (source_init(&s, STR("a.yaml"), bytes, LIMIT_POST, &a, &d))
		top = source_yaml(&s, whole, limits, &a, &d);
	if (top) {
		must(d.v.n == 0);
		check(&s, top, whole, 0);
		check_schema(top, &d);
	}
	for (size_t i = 0; i < d.v.n; i++) {
		must(d.v.p[i].at.start <= d.v.p[i].at.end &&
		     d.v.p[i].at.end <= s.bytes.n);
		must(d.v.p[i].msg.n > 0);
	}
	arena_release(&a);
	return 0;
}
