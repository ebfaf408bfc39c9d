#include "cmd/judge.h"
#include "bundle/write.h"
#include "core/file.h"
#include "core/limits.h"

/* ---- choosing the bundle ---- */

static bool is_of(const struct bundle *b, const uint8_t input[32])
{
	return memcmp(bundle_input(b)->bytes, input, 32) == 0;
}

/* A policy that does not compile: say all of it, then that nothing was judged. */
static int refuse_policy(struct judge *j, const struct policy_folder *from, struct err *e)
{
	struct findings f;
	struct policy policy;
	const struct report_options o = { .colour = j->c->colour_err };
	struct buf text;
	const struct report_run run = { .findings = &f,
					.n_checked = 1,
					.unit = STR("policy"),
					.units = STR("policies"),
					.version = STR(DECORUM_VERSION),
					.fail_at = LEVEL_BLOCK };

	findings_init(&f, &j->c->run);
	buf_reset(&j->compiled);
	policy_load_folder(from, &j->c->run, &policy, &f);
	if (findings_worst(&f) != LEVEL_BLOCK)
		(void)bundle_write(&policy, &j->compiled, &f);
	findings_sort(&f);
	buf_init(&text, 0);
	report_text(&run, &o, &text);
	cmd_complain(j->c, &text);
	(void)err_set(e, ERR_USAGE, "the policy does not compile: nothing was judged");
	return err_hint(e, "correct the places above; 'decorum compile' tries again");
}

static int compile_now(struct judge *j, const struct policy_folder *from, struct err *e)
{
	struct findings f;
	struct policy policy;

	struct policy_folder lean = *from;
	bool good;

	lean.lean = true;
	findings_init(&f, &j->c->run);
	buf_init(&j->compiled, LIMIT_BUNDLE);
	policy_load_folder(&lean, &j->c->run, &policy, &f);
	good = findings_worst(&f) != LEVEL_BLOCK &&
	       bundle_write(&policy, &j->compiled, &f);
	if (good)
		return bundle_from_writer(buf_view(&j->compiled), &j->bundle, e);
	return refuse_policy(j, from, e);
}

static int choose_bundle(struct judge *j, struct err *e)
{
	struct policy_folder from;
	uint8_t input[32];
	const char *path;
	struct err ignored;
	int ret = policy_files_of(j->c, j->ws, j->tree, &from, e);

	if (ret < 0)
		return ret;
	policy_input_digest(from.files, from.n_files, &j->c->run, input);
	ret = bundle_of_program(&j->bundle, e);
	if (ret < 0 || is_of(j->bundle, input))
		return ret;
	bundle_close(j->bundle);
	j->bundle = NULL;
	path = bundle_path(j->c, j->ws);
	if (path && bundle_open(path, &j->bundle, &ignored) == 0) {
		if (is_of(j->bundle, input))
			return 0;
		bundle_close(j->bundle);
		j->bundle = NULL;
		if (!j->quiet)
			cmd_note(j->c, "the policy changed since 'decorum compile': "
				       "compiled in memory");
	} else if (!j->quiet) {
		cmd_note(j->c,
			 "%s: the policy was compiled in memory; 'decorum compile' "
			 "keeps it",
			 path && ignored.code != ERR_NOT_FOUND ? ignored.msg
							       : "no compiled bundle");
	}
	return compile_now(j, &from, e);
}

/* ---- registries ---- */

static int add_facts(struct judge *j, const struct tree_entry *entry,
		     struct public_facts *out, struct err *e)
{
	struct diags d = { .a = &j->c->run };
	struct source *s = ARENA_NEW(&j->c->run, struct source);
	struct str bytes;
	int ret = tree_read(j->tree, entry, LIMIT_REGISTRY, &j->c->run, &bytes, e);

	if (ret < 0)
		return ret;
	if (source_init(s, entry->path, bytes, LIMIT_REGISTRY, &j->c->run, &d))
		public_facts_add(out, s, &j->c->run, &j->found);
	findings_from_diags(&j->found, &d, FINDING_REGISTRY, s);
	return 0;
}

/* What is public already; no folder: nothing is. */
static int read_facts(struct judge *j, struct err *e)
{
	struct public_facts facts = { 0 };
	struct tree_list list;
	int ret = tree_list(j->tree, j->ws->set.facts, &j->c->run, &list, e);

	for (size_t i = 0; ret == 0 && i < list.n; i++)
		if (list.p[i].kind == TREE_FILE && str_ends(list.p[i].path, ".yaml"))
			ret = add_facts(j, &list.p[i], &facts, e);
	if (ret == 0)
		checker_know(j->checker, &facts);
	return ret;
}

static int add_registry(struct judge *j, const struct tree_entry *entry, struct err *e)
{
	struct diags d = { .a = &j->c->run };
	struct source *s = ARENA_NEW(&j->c->run, struct source);
	struct str bytes;
	int ret = tree_read(j->tree, entry, LIMIT_REGISTRY, &j->c->run, &bytes, e);

	if (ret < 0)
		return ret;
	if (source_init(s, entry->path, bytes, LIMIT_REGISTRY, &j->c->run, &d))
		registry_add(&j->registry, s, &j->c->run, &j->found);
	findings_from_diags(&j->found, &d, FINDING_REGISTRY, s);
	return 0;
}

static int read_accounts(struct judge *j, struct err *e)
{
	struct tree_list list;
	int ret = tree_list(j->tree, j->ws->set.accounts, &j->c->run, &list, e);

	for (size_t i = 0; ret == 0 && i < list.n; i++)
		if (list.p[i].kind == TREE_FILE && str_ends(list.p[i].path, ".yaml"))
			ret = add_registry(j, &list.p[i], e);
	return ret;
}

static int read_registries(struct judge *j, struct err *e)
{
	struct diags d = { .a = &j->c->run };
	struct source *s = ARENA_NEW(&j->c->run, struct source);
	struct str bytes;
	int ret = tree_read_path(j->tree, j->ws->set.products, LIMIT_REGISTRY, &j->c->run,
				 &bytes, e);

	if (ret < 0 && ret != ERR_NOT_FOUND)
		return ret;
	if (ret == 0) {
		if (source_init(s, j->ws->set.products, bytes, LIMIT_REGISTRY, &j->c->run,
				&d))
			registry_add(&j->registry, s, &j->c->run, &j->found);
		findings_from_diags(&j->found, &d, FINDING_REGISTRY, s);
	}
	ret = read_accounts(j, e);
	if (ret == 0)
		ret = judge_read_people(j, e);
	if (ret < 0)
		return ret;
	registry_ready(&j->registry, &j->c->run, &j->found);
	return 0;
}

/* By what posts are judged besides the policy, and what must be known for it. */
static void prepare(struct judge *j)
{
	const struct check_context ctx = { .who = CHECK_COMPANY, .today = j->today };

	check_needs(j->checker, &ctx, &j->needs);
	if (!j->ws)
		return;
	judge_owners(j, j->needs.owners);
	j->world = (struct check_world){
		.registry = &j->registry,
		.records = &j->records,
		.people = judge_persons(j),
		.n_people = j->people.n,
		.people_file = j->ws->set.people,
		.today = j->today,
	};
}

/* ---- one run ---- */

int judge_open(struct judge *j, struct cmd *c, const struct workspace *ws,
	       const struct tree *t, struct err *e)
{
	int ret;

	*j = (struct judge){ .c = c, .quiet = j->quiet, .ws = ws, .tree = t };
	findings_init(&j->found, &c->run);
	j->today = cmd_date(c, cmd_now(c));
	if (ws) {
		j->registry.vaults = ws->set.vaults;
		j->registry.n_vaults = ws->set.n_vaults;
	}
	ret = ws ? choose_bundle(j, e) : bundle_of_program(&j->bundle, e);
	if (ret == 0 && ws)
		ret = read_registries(j, e);
	if (ret < 0)
		return ret;
	j->checker = checker_new(j->bundle);
	if (ws)
		ret = read_facts(j, e);
	if (ret < 0)
		return ret;
	if (ws)
		judge_overlays(j);
	prepare(j);
	return 0;
}

void judge_close(struct judge *j)
{
	if (!j)
		return;
	checker_free(j->checker);
	bundle_close(j->bundle);
	buf_release(&j->compiled);
	arena_release(&j->item);
}

static void keep_counts(struct judge *j, struct str path,
			const struct check_counts *counts)
{
	for (size_t i = 0; i < counts->v.n; i++) {
		const struct check_count *from = &counts->v.p[i];

		*VEC_ADD(&j->c->run, &j->counts) = (struct report_count){
			.path = path,
			.account = arena_str(&j->c->run, from->account),
			.network = arena_str(&j->c->run, from->network),
			.part = from->part,
			.n_parts = from->n_parts,
			.count = from->count.count,
			.limit = from->count.limit,
			.valid = from->count.valid,
		};
	}
}

/* The same once more, to learn why. */
static void trace_text(struct judge *j, const struct post *p,
		       const struct post_destination *to, size_t n,
		       struct check_context ctx)
{
	findings_init(&j->would, &j->c->run);
	j->traced = ctx;
	j->post = *p;
	ctx.trace = j->trace;
	check_post(j->checker, p, to, n, &ctx, &j->item, &j->would, NULL);
	findings_sort(&j->would);
}

static void judge_text(struct judge *j, const struct post *p, struct str path,
		       struct findings *f)
{
	struct check_counts counts = { 0 };
	struct post_destination *to = NULL;
	struct check_context ctx = {
		.who = CHECK_COMPANY,
		.reply = p->is_reply,
		.hostile = p->tone == TONE_HOSTILE,
		.repost = p->is_repost,
		.correction = p->is_correction,
		.world = j->ws ? &j->world : NULL,
		.lang = p->lang.n ? p->lang
			: j->ws   ? j->ws->set.lang
				  : STR("en"),
		.today = j->today,
	};
	size_t n = j->ws ? post_destinations(p, &j->registry, &j->item, &to, f) : 0;

	judge_author(j, p, f);
	judge_id(j, p, path, f);
	judge_keep(j, p, to, n);
	if (j->ws && !j->failed)
		j->failed = judge_need_permissions(j, p, &j->trouble);
	check_post(j->checker, p, to, n, &ctx, &j->item, f, &counts);
	keep_counts(j, path, &counts);
	if (j->trace)
		trace_text(j, p, to, n, ctx);
}

void judge_post(struct judge *j, struct str path, struct str bytes)
{
	struct diags d = { .a = &j->item };
	struct findings f;
	struct source s;
	struct post p = { 0 };

	arena_reset(&j->item);
	findings_init(&f, &j->item);
	path = arena_str(&j->c->run, path);
	j->n_checked++;
	/* A byte over the limit is let in here: post_load() says it best. */
	if (source_init(&s, path, bytes, LIMIT_POST + 1, &j->item, &d) &&
	    post_load(&s, !j->ws, &j->item, &p, &f))
		judge_text(j, &p, path, &f);
	findings_from_diags(&f, &d, FINDING_POST_BODY, &s);
	findings_keep(&j->found, &f);
}

static void odd_entry(struct judge *j, const struct tree_entry *entry,
		      enum finding_kind kind, const char *what)
{
	struct source *s = ARENA_NEW(&j->c->run, struct source);

	s->path = arena_str(&j->c->run, entry->path);
	s->bytes = STR("");
	s->lines = arena_alloc(&j->c->run, sizeof(*s->lines));
	s->n_lines = 1;
	j->n_checked++;
	(void)finding_add(&j->found, kind, s, (struct span){ 0, 0 }, "%s", what);
}

int judge_entry(struct judge *j, const struct tree_entry *entry, struct err *e)
{
	struct arena bytes_of = { 0 };
	struct str bytes;
	int ret;

	if (entry->kind != TREE_FILE) {
		odd_entry(j, entry, FINDING_POST_MODE,
			  "this is a symbolic link, a submodule or no plain file; a post "
			  "is "
			  "judged from its own bytes: put the text itself here");
		return 0;
	}
	/* One byte over the limit of a post is enough to know: post_load says the rest.
	 */
	ret = tree_read(j->tree, entry, LIMIT_POST + 1, &bytes_of, &bytes, e);
	if (ret == ERR_LIMIT) {
		odd_entry(j, entry, FINDING_POST_SIZE,
			  "the file is larger than 64 KB; a post is a short text: split "
			  "it or "
			  "move it out of the folder of posts");
		ret = 0;
	} else if (ret == 0) {
		judge_post(j, entry->path, bytes);
	}
	arena_release(&bytes_of);
	if (ret == 0 && j->failed) {
		*e = j->trouble;
		ret = j->failed;
	}
	return ret;
}

int judge_report(struct judge *j, const struct judge_output *o)
{
	const struct report_options options = { .colour = j->c->colour,
						.reveal = o->reveal,
						.most = o->most };
	struct report_run run = {
		.findings = &j->found,
		.counts = j->counts.p,
		.n_counts = j->counts.n,
		.n_checked = j->n_checked,
		.unit = STR("post"),
		.units = STR("posts"),
		.bundle = bundle_digest(j->bundle),
		.version = STR(DECORUM_VERSION),
		.fail_at = o->fail_at,
	};
	enum level worst;

	findings_sort(&j->found);
	worst = findings_worst(&j->found);
	if (o->json)
		report_json(&run, &options, &j->c->out);
	else if (!o->quiet || j->n_checked || worst != LEVEL_NONE)
		report_text(&run, &options, &j->c->out);
	if (worst != LEVEL_NONE && worst >= o->fail_at)
		return EXIT_FINDINGS;
	return j->n_checked ? EXIT_CLEAN : EXIT_NOTHING;
}
