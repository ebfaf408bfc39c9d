/* Examples that are whole files: judged in a small repository of their own, made of the
 * sample products, accounts and people, and of what the example adds. */
#include "cmd/test.h"
#include "core/embed.h"
#include "core/limits.h"

extern const struct embedded starter_files[];

/* The day in examples that name none. */
static const char any_day[] = "2026-11-25";

struct example_world {
	struct arena *a;
	const struct policy_example *x;
	struct str path; /* of the example itself */
	struct registry registry;
	struct records records;
	struct people people;
	VEC(struct post_facts) posts;
	struct check_world seen;
	struct findings f; /* of all its files */
	struct check_context ctx;
	struct checker *checker;
};

static bool is_in(struct str path, const char *folder)
{
	return str_starts(path, folder);
}

static struct source *source_of(struct example_world *w, struct str path,
				struct str bytes)
{
	struct source *s = ARENA_NEW(w->a, struct source);
	struct diags d = { .a = w->a };
	const bool good = source_init(s, path, bytes, LIMIT_REGISTRY, w->a, &d);

	findings_from_diags(&w->f, &d, FINDING_REGISTRY, s);
	return good ? s : NULL;
}

static void add_people(struct example_world *w, const struct source *s)
{
	struct diags d = { .a = w->a };

	if (!people_load(s, w->a, &w->people, &d))
		w->people = (struct people){ 0 };
	findings_from_diags(&w->f, &d, FINDING_REGISTRY, s);
}

/* ---- its files ---- */

static void add_file(struct example_world *w, struct str path, struct str bytes)
{
	const struct source *s = source_of(w, path, bytes);

	if (!s)
		return;
	if (str_is(path, "people.yaml"))
		add_people(w, s);
	else if (str_is(path, "products.yaml") || is_in(path, "accounts/"))
		registry_add(&w->registry, s, w->a, &w->f);
	else if (is_in(path, "permissions/"))
		records_add_permission(&w->records, s, &w->registry, w->a, &w->f);
	else if (is_in(path, "corrections/"))
		records_add_correction(&w->records, s, w->a, &w->f);
}

/* Is it a file of the example, or one beside it? */
static bool is_own(const struct example_world *w, struct str path)
{
	if (str_eq(path, w->path))
		return true;
	for (size_t i = 0; i < w->x->n_with; i++)
		if (str_eq(path, w->x->with[i].path))
			return true;
	return false;
}

static bool is_registry(struct str path)
{
	return str_is(path, "products.yaml") || str_is(path, "people.yaml") ||
	       is_in(path, "accounts/");
}

static void add_files(struct example_world *w)
{
	for (const struct embedded *f = starter_files; f->path; f++) {
		const struct str path = str_from(f->path);

		if (is_registry(path) && !is_own(w, path))
			add_file(w, path, (struct str){ f->bytes, f->n });
	}
	for (size_t i = 0; i < w->x->n_with; i++)
		add_file(w, w->x->with[i].path, w->x->with[i].bytes);
	add_file(w, w->path, w->x->text);
	registry_ready(&w->registry, w->a, &w->f);
}

/* ---- its posts ---- */

static bool load_post(struct example_world *w, struct str path, struct str bytes,
		      struct post *p, struct post_destination **to, size_t *n)
{
	const struct source *s = source_of(w, path, bytes);

	*p = (struct post){ 0 };
	if (!s || !post_load(s, false, w->a, p, &w->f))
		return false;
	*n = post_destinations(p, &w->registry, w->a, to, &w->f);
	return true;
}

static void add_post(struct example_world *w, struct str path, struct str bytes,
		     bool judged)
{
	struct check_context ctx = w->ctx;
	struct post_destination *to;
	struct post p;
	size_t n;

	if (!load_post(w, path, bytes, &p, &to, &n))
		return;
	post_facts_of(&p, to, n, true, judged, w->a, VEC_ADD(w->a, &w->posts));
	if (!judged)
		return;
	ctx.reply = p.is_reply;
	ctx.hostile = p.tone == TONE_HOSTILE;
	ctx.repost = p.front && yaml_get(p.front, "repost_of");
	ctx.correction = p.front && yaml_get(p.front, "corrects");
	check_post(w->checker, &p, to, n, &ctx, w->a, &w->f, NULL);
}

static void add_posts(struct example_world *w)
{
	for (size_t i = 0; i < w->x->n_with; i++)
		if (is_in(w->x->with[i].path, "posts/"))
			add_post(w, w->x->with[i].path, w->x->with[i].bytes, false);
	if (is_in(w->path, "posts/"))
		add_post(w, w->path, w->x->text, true);
}

/* ---- judged ---- */

static const struct check_person *persons(struct example_world *w)
{
	struct check_person *all = arena_array(w->a, w->people.n, sizeof(*all));

	for (size_t i = 0; i < w->people.n; i++)
		all[i] = (struct check_person){
			.id = w->people.p[i].id,
			.roles = judge_roles(&w->people.p[i], w->a),
			.left = w->people.p[i].left,
		};
	return all;
}

static void judge_accounts(struct example_world *w)
{
	bool *wanted = arena_array(w->a, w->registry.n_accounts, sizeof(*wanted));

	for (size_t i = 0; i < w->registry.n_accounts; i++)
		wanted[i] = str_eq(w->registry.accounts[i].source->path, w->path);
	check_accounts(w->checker, wanted, &w->ctx, &w->f);
}

static void judge_all(struct example_world *w)
{
	const bool owed = is_in(w->path, "corrections/");

	w->seen = (struct check_world){
		.registry = &w->registry,
		.records = &w->records,
		.people = persons(w),
		.n_people = w->people.n,
		.people_file = STR("people.yaml"),
		.today = w->x->on.n ? w->x->on : str_from(any_day),
	};
	w->ctx.world = &w->seen;
	add_posts(w);
	check_across(w->checker, w->posts.p, w->posts.n, owed, &w->ctx, w->a, &w->f);
	if (is_in(w->path, "accounts/"))
		judge_accounts(w);
}

/* What is said of the example; and faults of any of its files, which are no part of what
 * it means to show. */
void test_world_judge(struct checker *checker, const struct check_context *ctx,
		      const struct policy_example *x, struct arena *a, struct findings *f)
{
	struct example_world w = { .a = a, .x = x, .ctx = *ctx, .checker = checker };

	w.path = x->file.n ? x->file : STR("posts/example.md");
	findings_init(&w.f, a);
	add_files(&w);
	judge_all(&w);
	for (size_t i = 0; i < w.f.v.n; i++) {
		const struct finding *one = &w.f.v.p[i];
		const bool here = one->source && str_eq(one->source->path, w.path);

		if (here || one->level == LEVEL_BLOCK)
			*VEC_ADD(a, &f->v) = *one;
	}
}
