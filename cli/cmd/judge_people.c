/* The people whom posts and accounts name. */
#include "cmd/judge.h"
#include "core/limits.h"

/* "Did you mean" costs names times people: only so many are worked out. */
enum { GUESSES = 64 };

int judge_read_people(struct judge *j, struct err *e)
{
	struct diags d = { .a = &j->c->run };
	struct source *s = ARENA_NEW(&j->c->run, struct source);
	struct people people = { 0 };
	struct str bytes;
	int ret = tree_read_path(j->tree, j->ws->set.people, LIMIT_REGISTRY, &j->c->run,
				 &bytes, e);

	if (ret < 0)
		return ret == ERR_NOT_FOUND ? 0 : ret;
	/* A list with faults is not relied on: who is missing in it may only be hurt. */
	if (source_init(s, j->ws->set.people, bytes, LIMIT_REGISTRY, &j->c->run, &d) &&
	    people_load(s, &j->c->run, &people, &d))
		j->people = people;
	findings_from_diags(&j->found, &d, FINDING_REGISTRY, s);
	j->guesses = GUESSES;
	return 0;
}

static const char *mean(struct judge *j, struct str id)
{
	struct str *ids, near;

	if (!j->guesses)
		return "";
	j->guesses--;
	ids = arena_array(&j->c->run, j->people.n, sizeof(*ids));
	for (size_t i = 0; i < j->people.n; i++)
		ids[i] = j->people.p[i].id;
	near = str_nearest(id, ids, j->people.n);
	return near.n ? arena_printf(&j->c->run, "; did you mean \"%.*s\"?",
				     STR_ARG(near))
				.p
		      : "";
}

/* Is `id` a person, as far as we know? */
static bool is_known(const struct judge *j, struct str id)
{
	return !j->people.n || !id.n || people_find(&j->people, id);
}

void judge_author(struct judge *j, const struct post *p, struct findings *f)
{
	if (!is_known(j, p->author))
		(void)finding_add(f, FINDING_POST_AUTHOR, p->source, p->author_at,
				  "there is no person \"%.*s\" in %.*s%s",
				  STR_ARG(str_slice(p->author, 0, 64)),
				  STR_ARG(j->ws->set.people), mean(j, p->author));
}

static void check_person(struct judge *j, const struct account *a, const struct yaml *map,
			 const char *key)
{
	const struct yaml *id = yaml_get(map, key);

	if (id && id->kind == YAML_SCALAR && !is_known(j, id->value))
		(void)finding_add(&j->found, FINDING_REGISTRY, a->source, id->at,
				  "there is no person \"%.*s\" in %.*s%s",
				  STR_ARG(str_slice(id->value, 0, 64)),
				  STR_ARG(j->ws->set.people), mean(j, id->value));
}

struct str judge_roles(const struct person *p, struct arena *a)
{
	struct str all = STR("");

	for (size_t i = 0; i < ROLES; i++)
		if (p->roles & 1u << i)
			all = arena_printf(a, "%.*s%s%s", STR_ARG(all), all.n ? " " : "",
					   role_name(1u << i));
	return all;
}

struct check_person *judge_persons(struct judge *j)
{
	struct check_person *all = arena_array(&j->c->run, j->people.n, sizeof(*all));

	for (size_t i = 0; i < j->people.n; i++)
		all[i] = (struct check_person){ .id = j->people.p[i].id,
						.roles = judge_roles(&j->people.p[i],
								     &j->c->run),
						.left = j->people.p[i].left };
	return all;
}

void judge_owners(struct judge *j, bool others)
{
	for (size_t i = 0; i < j->registry.n_accounts; i++) {
		const struct account *a = &j->registry.accounts[i];

		/* Whoever looked after a closed account may have left. */
		if (a->closed)
			continue;
		if (!others) {
			check_person(j, a, a->map, "owner");
			check_person(j, a, a->map, "deputy");
		}
		check_person(j, a, yaml_get(a->map, "twofactor"), "attested_by");
	}
}
