/* decorum impact: what a change of the policy would have done to every past post. The
 * policies are compiled from two revisions; the posts, read from git's objects, are
 * judged by both with the accounts of the later one, so that only the policy makes a
 * difference. The work tree is never written. */
#include "cmd/impact.h"
#include "core/limits.h"

#include <unistd.h>

struct impact {
	struct cmd *c;
	struct repo *repo;
	struct impact_side from, to;
	struct impact_posts posts;
	struct report_impact report;
	VEC(struct report_flip) flips;
	struct report_options options;
	struct arena item; /* one post */
	bool all, json;
};

/* ---- the two policies ---- */

static int open_revision(struct impact *x, struct impact_side *s, struct err *e)
{
	struct cmd *c = x->c;
	const char *top = repo_worktree(x->repo);
	int ret = repo_resolve(x->repo, s->name, &c->run, &s->commit, e);

	if (ret < 0)
		return ret == ERR_NOT_FOUND ? (e->code = ERR_USAGE) : ret;
	s->tree = (struct tree){ .repo = x->repo, .rev = arena_cstr(&c->run, s->commit) };
	ret = workspace_of_tree(c, &s->tree, &s->ws, e);
	if (ret == 0 && !s->ws.found)
		ret = err_set(e, ERR_USAGE, "no decorum.yaml at its top, so no policy");
	s->ws.root = arena_cstr(&c->run, str_from(top ? top : repo_gitdir(x->repo)));
	return ret < 0 ? err_wrap(e, "in %s", s->name) : 0;
}

static int open_work_tree(struct impact *x, struct impact_side *s, struct err *e)
{
	const int ret = workspace_need(x->c, &s->ws, e);

	s->tree = (struct tree){ .root = s->ws.root };
	return ret;
}

static int open_side(struct impact *x, struct impact_side *s, struct err *e)
{
	int ret = s->name ? open_revision(x, s, e) : open_work_tree(x, s, e);

	if (ret < 0)
		return ret;
	if (!s->name)
		s->name = "work tree";
	s->judge.quiet = true;
	ret = judge_open(&s->judge, x->c, &s->ws, &s->tree, e);
	return ret < 0 ? err_wrap(e, "in %s", s->name) : 0;
}

/* ---- one post ---- */

/* The text's verdict, as one policy gives it. Front matter and registries are judged by
 * neither: what is wrong there is wrong under both. */
static void judge_by(struct impact *x, struct impact_side *s, const struct post *p,
		     const struct post_destination *to, size_t n, struct findings *f)
{
	const struct check_context ctx = {
		.who = CHECK_COMPANY,
		.reply = p->is_reply,
		.hostile = p->tone == TONE_HOSTILE,
		.repost = p->is_repost,
		.correction = p->is_correction,
		.lang = p->lang.n ? p->lang : x->to.ws.set.lang,
		.today = x->to.judge.today,
	};
	struct check_counts counts = { 0 };

	findings_init(f, &x->item);
	check_post(s->judge.checker, p, to, n, &ctx, &x->item, f, &counts);
	findings_sort(f);
}

static void add_where(struct findings *to, const struct findings *from, enum level above,
		      bool causes)
{
	for (size_t i = 0; i < from->v.n; i++) {
		const struct finding *f = &from->v.p[i];

		if (causes ? f->level > above : f->mask)
			*VEC_ADD(to->a, &to->v) = *f;
	}
}

/* The verdict for one account alone. A text of its own takes the place of the body. */
static enum level verdict_for(struct impact *x, struct impact_side *s,
			      const struct post *p, const struct post_destination *to)
{
	const bool own = to->target && to->target->text;
	const size_t body = p->body ? p->body->at.start : SIZE_MAX;
	enum level worst = LEVEL_NONE;
	struct findings f;

	judge_by(x, s, p, to, 1, &f);
	if (!own)
		return findings_worst(&f);
	for (size_t i = 0; i < f.v.n; i++)
		if (f.v.p[i].at.start < body && f.v.p[i].level > worst)
			worst = f.v.p[i].level;
	return worst;
}

/* Those of the accounts whose own verdict flips: a layer may be for some of them. */
static void keep_accounts(struct impact *x, struct report_flip *flip,
			  const struct post *p, const struct post_destination *to,
			  size_t n)
{
	struct report_flip_account *accounts =
		arena_array(&x->c->run, n, sizeof(*accounts));

	for (size_t i = 0; i < n; i++) {
		struct report_flip_account one = { 0 };

		if (!to[i].account)
			continue;
		one.id = to[i].account->id;
		one.before = verdict_for(x, &x->from, p, &to[i]);
		one.after = verdict_for(x, &x->to, p, &to[i]);
		if (one.before != one.after)
			accounts[flip->n_accounts++] = one;
	}
	flip->accounts = accounts;
}

/* Of the two sides' findings: those that make the difference, and what else is masked. */
static void keep_flip(struct impact *x, struct report_flip flip, struct findings *before,
		      struct findings *after)
{
	const bool stricter = flip.after > flip.before;
	const enum level above = stricter ? flip.before : flip.after;
	struct findings chosen;

	findings_init(&chosen, &x->item);
	add_where(&chosen, stricter ? after : before, above, true);
	flip.n_causes = chosen.v.n;
	add_where(&chosen, before, LEVEL_NONE, false);
	add_where(&chosen, after, LEVEL_NONE, false);
	findings_init(&flip.found, &x->c->run);
	findings_keep(&flip.found, &chosen);
	*VEC_ADD(&x->c->run, &x->flips) = flip;
}

/* False: there is no text in it that could be judged. */
static bool judge_both(struct impact *x, const struct impact_post *p, struct str bytes)
{
	struct report_flip flip = { .path = p->v->entry.path,
				    .id = p->id,
				    .commit = p->v->commit };
	struct diags d = { .a = &x->item };
	struct findings wrong, before, after;
	struct post_destination *to = NULL;
	struct post post = { 0 };
	struct source *s = ARENA_NEW(&x->item, struct source);
	size_t n;

	findings_init(&wrong, &x->item);
	if (!source_init(s, p->v->entry.path, bytes, LIMIT_POST, &x->item, &d) ||
	    !post_load(s, false, &x->item, &post, &wrong))
		return false;
	n = post_destinations(&post, &x->to.judge.registry, &x->item, &to, &wrong);
	judge_by(x, &x->from, &post, to, n, &before);
	judge_by(x, &x->to, &post, to, n, &after);
	flip.before = findings_worst(&before);
	flip.after = findings_worst(&after);
	if (flip.before != flip.after) {
		keep_accounts(x, &flip, &post, to, n);
		keep_flip(x, flip, &before, &after);
	}
	return true;
}

static int judge_post_of(struct impact *x, const struct impact_post *p, struct err *e)
{
	struct str bytes;
	int ret;

	arena_reset(&x->item);
	ret = repo_blob(x->repo, p->v->entry.id, LIMIT_POST, &x->item, &bytes, e);
	if (ret < 0)
		return err_wrap(e, "%.*s in %.*s", STR_ARG(p->v->entry.path),
				STR_ARG(p->v->commit));
	if (judge_both(x, p, bytes))
		x->report.judged++;
	else
		x->posts.skipped++;
	return 0;
}

/* ---- all of them ---- */

static void progress(size_t done, size_t all, bool last)
{
	enum { EVERY = 256 };

	if (all < 2 * EVERY || (done % EVERY && !last) || !isatty(STDERR_FILENO))
		return;
	(void)dprintf(STDERR_FILENO, last ? "\r\x1b[K" : "\r%zu of %zu posts", done, all);
}

static int judge_all(struct impact *x, struct err *e)
{
	const size_t n = x->posts.v.n;
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < n; i++) {
		ret = judge_post_of(x, &x->posts.v.p[i], e);
		progress(i + 1, n, ret < 0 || i + 1 == n);
	}
	return ret;
}

static struct report_side side_of(const struct impact_side *s)
{
	return (struct report_side){ str_from(s->name), s->commit,
				     bundle_digest(s->judge.bundle) };
}

static int print(struct impact *x)
{
	struct report_impact *r = &x->report;

	r->from = side_of(&x->from);
	r->to = side_of(&x->to);
	r->flips = x->flips.p;
	r->n_flips = x->flips.n;
	r->skipped = x->posts.skipped;
	r->clauses = bundle_tables(x->to.judge.bundle)->n_clauses;
	r->versions = x->all;
	r->shallow = x->posts.shallow;
	r->version = STR(DECORUM_VERSION);
	if (x->json)
		report_impact_json(r, &x->options, &x->c->out);
	else
		report_impact_text(r, &x->options, &x->c->out);
	if (r->n_flips)
		return EXIT_FINDINGS;
	return r->judged ? EXIT_CLEAN : EXIT_NOTHING;
}

static int run(struct impact *x)
{
	struct err e;
	int code = EXIT_NOT_DONE;
	int ret = workspace_repo(&x->repo, &e);
	const char *tip = "HEAD";

	if (ret == 0)
		ret = open_side(x, &x->from, &e);
	if (ret == 0)
		ret = open_side(x, &x->to, &e);
	if (ret == 0 && x->to.tree.rev)
		tip = x->to.tree.rev;
	if (ret == 0)
		ret = impact_choose(x->c, x->repo, tip, x->to.ws.set.posts, x->all,
				    &x->posts, &e);
	if (ret == 0)
		ret = judge_all(x, &e);
	code = ret == 0 ? print(x) : cmd_fail(x->c, &e);
	judge_close(&x->from.judge);
	judge_close(&x->to.judge);
	repo_close(x->repo);
	arena_release(&x->item);
	return code;
}

/* "A..B", "A.." and "A": without B the work tree. */
static bool read_range(struct impact *x, const char *range)
{
	const struct str s = str_from(range);
	const size_t dots = str_find(s, STR(".."), 0);

	if (dots == SIZE_MAX) {
		x->from.name = range;
		return s.n > 0;
	}
	x->from.name = arena_cstr(&x->c->run, str_slice(s, 0, dots));
	if (dots + 2 < s.n)
		x->to.name = range + dots + 2;
	return dots > 0 && (!x->to.name || x->to.name[0] != '.');
}

static int start(struct impact *x, const char **rest, const char *format)
{
	x->json = format && strcmp(format, "json") == 0;
	if (format && !x->json && strcmp(format, "text") != 0)
		return cmd_usage(x->c, "--format takes text or json, not '%s'", format);
	if (!*rest || rest[1])
		return cmd_usage(x->c, "one range is expected: A..B, or A for A and the "
				       "work tree");
	if (!read_range(x, *rest))
		return cmd_usage(x->c,
				 "'%s' is no range: write A..B, or A for A and the work "
				 "tree",
				 *rest);
	return run(x);
}

int cmd_impact(struct cmd *c, int argc, const char **argv)
{
	struct impact x = { .c = c };
	int all = 0, reveal = 0;
	char *format = NULL;
	struct poptOption table[] = {
		{ "all-versions", 0, POPT_ARG_NONE, &all, 0,
		  "judge every version of every post, not the newest", NULL },
		{ "format", 0, POPT_ARG_STRING, &format, 0, "text or json", "FORMAT" },
		{ "reveal", 0, POPT_ARG_NONE, &reveal, 0,
		  "show masked words (slurs, secrets)", NULL },
		POPT_TABLEEND
	};
	const char **rest = NULL;
	int ret = cmd_options(
		c, argc, argv, table, "[OPTION...] A..B",
		"Judges every post of the history by the policy of revision A and by "
		"that "
		"of B,\nand lists the verdicts that flip, by clause and by account. "
		"Without B: the policy\nof the work tree.\n",
		&rest);

	if (ret == CMD_GO) {
		x.all = all;
		x.options =
			(struct report_options){ .colour = c->colour, .reveal = reveal };
		ret = start(&x, rest, format);
	}
	free(format);
	return ret;
}
