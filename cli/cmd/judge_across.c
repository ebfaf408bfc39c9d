/* What posts have to do with each other: after they were judged one by one. When not all
 * were, the others are looked at as far as a rule needs it. */
#include "cmd/judge.h"
#include "core/day.h"
#include "core/limits.h"

/* What a check may cost for posts that it does not judge. */
enum { OTHERS_MOST = 2000 };

/* ---- the posts that are judged ---- */

void judge_keep(struct judge *j, const struct post *p, const struct post_destination *to,
		size_t n)
{
	const struct check_needs *need = &j->needs;
	struct post_facts facts;

	if (!j->ws || !(need->days || need->wrong || need->corrections))
		return;
	/* What is judged from the work tree may lie elsewhere: its path is for people. */
	post_facts_of(p, to, n, need->texts, true, &j->c->run, &facts);
	*VEC_ADD(&j->c->run, &j->facts) = facts;
}

static bool has_correction(const struct judge *j)
{
	for (size_t i = 0; j->needs.wrong && i < j->facts.n; i++)
		if (j->facts.p[i].corrects.n)
			return true;
	return false;
}

static bool has_time(const struct judge *j)
{
	for (size_t i = 0; j->needs.days && i < j->facts.n; i++)
		if (j->facts.p[i].timed)
			return true;
	return false;
}

/* ---- the other posts ---- */

/* What is looked for among them. */
struct wanted {
	const struct judge *j;
	struct map *mine, *authors, *wrong;
	int64_t first, last; /* minutes */
	bool corrections, timed;
};

static void want(struct wanted *w, const struct post_facts *p)
{
	if (p->id.n)
		(void)map_add(w->mine, p->id, 0);
	if (w->j->needs.wrong && p->corrects.n) {
		(void)map_add(w->wrong, p->corrects, 0);
		w->corrections = true;
	}
	if (!w->j->needs.days || !p->timed)
		return;
	(void)map_add(w->authors, p->author, 0);
	if (!w->timed || p->minute - (int64_t)w->j->needs.days * DAY_MINUTES < w->first)
		w->first = p->minute - (int64_t)w->j->needs.days * DAY_MINUTES;
	if (!w->timed || p->minute > w->last)
		w->last = p->minute;
	w->timed = true;
}

static bool is_in_time(const struct wanted *w, const struct post_brief *b)
{
	int64_t minute;

	return w->timed && day_minute(b->publish, &minute) && minute > w->first &&
	       minute <= w->last &&
	       (w->j->needs.anyone || map_get(w->authors, b->author, NULL));
}

static bool is_wanted(const struct wanted *w, const struct post_brief *b)
{
	if (b->id.n && map_get(w->mine, b->id, NULL))
		return false;
	return b->unsure || is_in_time(w, b) || (w->corrections && b->corrects) ||
	       (b->id.n && map_get(w->wrong, b->id, NULL));
}

static void keep_other(struct judge *j, const struct wanted *w, struct str path,
		       struct str bytes)
{
	struct diags d = { .a = &j->item };
	struct post_destination *to = NULL;
	struct post_facts facts;
	struct findings ignored;
	struct source s;
	struct post p = { 0 };
	size_t n;

	findings_init(&ignored, &j->item);
	if (!source_init(&s, path, bytes, LIMIT_POST + 1, &j->item, &d) ||
	    !post_load(&s, false, &j->item, &p, &ignored) ||
	    (p.id.n && map_get(w->mine, p.id, NULL)))
		return;
	n = post_destinations(&p, &j->registry, &j->item, &to, &ignored);
	post_facts_of(&p, to, n, j->needs.texts, false, &j->c->run, &facts);
	*VEC_ADD(&j->c->run, &j->facts) = facts;
}

void judge_note_other(struct judge *j, const struct tree_entry *entry, struct str bytes)
{
	struct arena *a = &j->c->run;
	struct judge_other *other;

	if (!j->needs.days && !j->needs.wrong)
		return;
	other = VEC_ADD(a, &j->others);
	other->entry = *entry;
	other->brief = post_brief_of(bytes);
	other->brief.id = arena_str(a, other->brief.id);
	other->brief.author = arena_str(a, other->brief.author);
	other->brief.publish = arena_str(a, other->brief.publish);
}

static int read_other(struct judge *j, const struct tree_entry *entry, struct str *bytes,
		      struct err *e)
{
	int ret;

	arena_reset(&j->item);
	*bytes = STR("");
	ret = tree_read(j->tree, entry, LIMIT_POST, &j->item, bytes, e);
	/* Too large for a post, or not fetched: it is judged when it is touched. */
	return ret == ERR_LIMIT || ret == ERR_NOT_FOUND ? 0 : ret;
}

static int glance(struct judge *j, struct err *e)
{
	struct tree_list list;
	struct str bytes;
	int ret = tree_list(j->tree, j->ws->set.posts, &j->c->run, &list, e);

	if (ret == 0 && list.n > OTHERS_MOST)
		return 0;
	for (size_t i = 0; ret == 0 && i < list.n; i++) {
		if (list.p[i].kind != TREE_FILE || !str_ends(list.p[i].path, ".md"))
			continue;
		ret = read_other(j, &list.p[i], &bytes, e);
		if (ret == 0)
			judge_note_other(j, &list.p[i], bytes);
	}
	j->knows_others = ret == 0;
	return ret;
}

static int know_others(struct judge *j, struct err *e)
{
	struct arena *a = &j->c->run;
	struct wanted w = { .j = j };
	struct str bytes;
	int ret = j->knows_others ? 0 : glance(j, e);

	if (ret < 0)
		return ret;
	if (!j->knows_others) {
		cmd_note(j->c,
			 "more than %d posts: how these fit with the others was not "
			 "looked at; 'decorum check' looks at all",
			 OTHERS_MOST);
		j->facts.n = 0;
		return 0;
	}
	w.mine = map_new(a);
	w.authors = map_new(a);
	w.wrong = map_new(a);
	for (size_t i = 0; i < j->facts.n; i++)
		want(&w, &j->facts.p[i]);
	for (size_t i = 0; ret == 0 && i < j->others.n; i++) {
		if (!is_wanted(&w, &j->others.p[i].brief))
			continue;
		ret = read_other(j, &j->others.p[i].entry, &bytes, e);
		if (ret == 0)
			keep_other(j, &w, j->others.p[i].entry.path, bytes);
	}
	return ret;
}

/* ---- accounts ---- */

void judge_stage_account(struct judge *j, struct str path)
{
	if (!j->staged_accounts)
		j->staged_accounts = map_new(&j->c->run);
	(void)map_add(j->staged_accounts, path, 0);
}

static bool *wanted_accounts(struct judge *j)
{
	bool *wanted;

	if (j->scope == JUDGE_ALL || !j->staged_accounts)
		return NULL;
	wanted = arena_array(&j->c->run, j->registry.n_accounts, sizeof(*wanted));
	for (size_t i = 0; i < j->registry.n_accounts; i++)
		wanted[i] = map_get(j->staged_accounts,
				    j->registry.accounts[i].source->path, NULL);
	return wanted;
}

/* Accounts are judged when all is, or when their files are staged. */
static void judge_accounts(struct judge *j, const struct check_context *ctx)
{
	const bool some = j->scope == JUDGE_ALL || j->staged_accounts || j->staged_people;
	bool *wanted;

	if (!some || !j->needs.accounts)
		return;
	wanted = j->staged_people ? NULL : wanted_accounts(j);
	check_accounts(j->checker, wanted, ctx, &j->found);
}

/* ---- all of it ---- */

int judge_across(struct judge *j, struct err *e)
{
	const struct check_context ctx = { .who = CHECK_COMPANY,
					   .today = j->today,
					   .world = &j->world };
	struct arena scratch = { 0 };
	int ret = 0;

	if (!j->ws)
		return 0;
	if (j->failed) {
		*e = j->trouble;
		return j->failed;
	}
	if (j->scope == JUDGE_ALL)
		ret = judge_read_records(j, e);
	else if (has_correction(j) || has_time(j))
		ret = know_others(j, e);
	if (ret == 0) {
		check_across(j->checker, j->facts.p, j->facts.n, j->scope == JUDGE_ALL,
			     &ctx, &scratch, &j->found);
		judge_accounts(j, &ctx);
	}
	arena_release(&scratch);
	return ret;
}
