/* Overlays of the policy that are for an account or a product that is not there. The
 * bundle tells which; their files are read again, for the place to point at. */
#include "cmd/judge.h"
#include "core/limits.h"
#include "text/utf8.h"

/* The value of "for:", or the file's first byte. */
static struct span for_of(struct judge *j, const struct source *s)
{
	const struct yaml_limits limits = { LIMIT_YAML_DEPTH, LIMIT_YAML_EVENTS_POLICY };
	const struct span all = { 0, (uint32_t)s->bytes.n };
	struct diags ignored = { .a = &j->c->run };
	const struct yaml *map = source_yaml(s, all, limits, &j->c->run, &ignored);
	const struct yaml *target =
		map && map->kind == YAML_MAP ? yaml_get(map, "for") : NULL;

	return target ? target->at : (struct span){ 0, 0 };
}

/* A file of the policy as it was compiled; without bytes when it is not to be had. */
static struct source *file_of(struct judge *j, struct str name)
{
	struct arena *a = &j->c->run;
	struct diags ignored = { .a = a };
	struct source *s = ARENA_NEW(a, struct source);
	const struct str path =
		arena_printf(a, "%.*s/%.*s", STR_ARG(j->ws->set.policy), STR_ARG(name));
	struct str bytes = STR("");
	struct err e;

	if (tree_read_path(j->tree, path, LIMIT_POLICY_FILE, a, &bytes, &e) < 0)
		bytes = STR("");
	(void)source_init(s, path, bytes, LIMIT_POLICY_FILE, a, &ignored);
	return s;
}

void judge_overlays(struct judge *j)
{
	struct check_losts losts = { 0 };

	check_overlays(j->checker, &j->registry, &j->c->run, &losts);
	for (size_t i = 0; i < losts.v.n; i++) {
		const struct check_lost *x = &losts.v.p[i];
		const struct source *s = file_of(j, x->file);

		(void)finding_add(&j->found, FINDING_ACCOUNT_OVERLAY, s, for_of(j, s),
				  "there is no %s \"%.*s\", so this overlay changes "
				  "nothing%s%.*s%s",
				  x->account ? "account" : "product",
				  STR_ARG(utf8_clip(x->target, 64)),
				  x->near.n ? "; did you mean \"" : "", STR_ARG(x->near),
				  x->near.n ? "\"?" : "");
	}
}
