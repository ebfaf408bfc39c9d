/* A whole post: its parts, the texts made for single accounts, alt texts, the content
 * warning, the options of a poll; counted for every destination. Rules look at the text
 * only, so each text is judged once however many accounts it goes to. */
#include "check/scan.h"
#include "check/whole.h"
#include "text/utf8.h"

struct judging {
	struct checker *c;
	const struct post *p;
	const struct check_context *ctx;
	const struct post_destination *to;
	size_t n_to;
	struct arena *a;
	struct findings *f;
	struct check_counts *counts;
};

/* One text that goes to a destination as one part of several. */
struct posted {
	const struct post_destination *to;
	size_t part, n_parts;
};

/* Not counted is not the same as short enough. */
static void unknown_network(const struct judging *j, const struct account *account)
{
	const struct yaml *own = yaml_get(account->map, "limits");
	const struct yaml *value = own ? own : yaml_get(account->map, "network");
	const struct str name = account->limits, near = check_network_near(j->c, name);

	(void)finding_add(
		j->f, FINDING_ACCOUNT_NETWORK, account->source,
		value ? value->at : (struct span){ 0, 0 },
		"networks.yaml of the policy has no entry \"%.*s\", so the length of "
		"posts here was not checked%s%.*s%s",
		STR_ARG(utf8_clip(name, 60)), near.n ? "; did you mean \"" : "",
		STR_ARG(near), near.n ? "\"?" : "");
}

/* Findings from `first` on are about a text for `only`, or for all that have none of
 * their own, or with `all` for all of them. */
static void settle(const struct judging *j, size_t first,
		   const struct post_destination *only, bool all)
{
	const struct account **to =
		arena_array(j->a, j->n_to, sizeof(const struct account *));
	struct overlays layers = {
		.c = j->c, .ctx = j->ctx, .f = j->f, .post = j->p, .to = to
	};

	for (size_t i = 0; i < j->n_to; i++) {
		const struct post_destination *d = &j->to[i];
		const bool own = d->target && d->target->text;

		if (all || (only ? d == only : !own))
			to[layers.n_to++] = d->account;
	}
	overlays_settle(&layers, first);
}

static void count_for(const struct judging *j, struct scan *s, const struct posted *d)
{
	struct check_context ctx = *j->ctx;
	const struct account *account = d->to->account;
	const size_t first = j->f->v.n;
	struct network_profile p;
	struct check_count row = { .account = account->id,
				   .network = account->network,
				   .part = d->part,
				   .n_parts = d->n_parts };

	ctx.account = account->id;
	ctx.network = account->network;
	s->ctx = &ctx;
	if (!check_network_named(j->c, account->limits, &p)) {
		if (length_wanted(j->c))
			unknown_network(j, account);
	} else {
		network_count(s->v->text, &p, s->a, &row.count);
		/* A picture alone is a post. */
		if (j->p->n_media == 0 || str_trim(s->v->text).n)
			length_report(s, &p, &row.count);
		if (j->counts)
			*VEC_ADD(j->a, &j->counts->v) = row;
	}
	s->ctx = j->ctx;
	settle(j, first, d->to, false);
}

static bool touches(struct span a, struct span b)
{
	return a.start < b.end && b.start < a.end;
}

/* Where the place of a text could not be verified, a finding may point beside its words:
 * it asks at most. */
static void doubt_block(const struct md *block, struct findings *f, size_t first)
{
	for (const struct md *m = block; m; m = md_next(block, m))
		for (size_t i = first; m->unsure && i < f->v.n; i++) {
			struct finding *x = &f->v.p[i];

			if (!touches(x->at, m->at))
				continue;
			x->fuzzy = true;
			if (x->level > LEVEL_ASK)
				x->level = LEVEL_ASK;
		}
}

/* Who gets the text: `only`, or all that have none of their own. */
static struct str accounts_of(const struct judging *j,
			      const struct post_destination *only)
{
	struct str names = STR_NULL;

	for (size_t i = 0; i < j->n_to; i++) {
		const struct post_destination *to = &j->to[i];
		const bool own = to->target && to->target->text;

		if (only ? to == only : !own)
			names = arena_printf(j->ctx->trace->a, "%.*s%s%.*s",
					     STR_ARG(names), names.n ? ", " : "",
					     STR_ARG(to->account->id));
	}
	return j->n_to && !names.n ? STR("no account") : names;
}

/* Tell a trace which text comes next. */
static void now(const struct judging *j, enum check_text_kind kind, size_t part,
		const struct post_destination *to)
{
	struct check_trace *t = j->ctx->trace;

	if (t)
		t->now = (struct check_text){
			.kind = kind,
			.part = part,
			.n_parts = kind == CHECK_TEXT_BODY ? j->p->n_parts : 1,
			.accounts = accounts_of(j, to),
		};
}

static void judge_part(const struct judging *j, size_t part)
{
	const struct post_part *p = &j->p->parts[part];
	const size_t first = j->f->v.n;
	struct view v;
	struct scan s;

	now(j, CHECK_TEXT_BODY, part, NULL);
	network_view(j->p, p, j->a, &v);
	scan_begin(&s, j->c, &v, j->p->source, j->ctx, j->f);
	scan_text(&s);
	settle(j, first, NULL, false);
	for (size_t i = 0; i < p->n_blocks && j->f->v.n > first; i++)
		doubt_block(p->blocks[i], j->f, first);
	for (size_t i = 0; i < j->n_to; i++)
		if (!j->to[i].target || !j->to[i].target->text)
			count_for(j, &s,
				  &(struct posted){ &j->to[i], part, j->p->n_parts });
}

static void judge_override(const struct judging *j, const struct post_destination *to)
{
	const size_t first = j->f->v.n;
	struct view v;
	struct scan s;

	now(j, CHECK_TEXT_OVERRIDE, 0, to);
	network_view_override(j->p, to->target, j->a, &v);
	scan_begin(&s, j->c, &v, j->p->source, j->ctx, j->f);
	scan_text(&s);
	settle(j, first, to, false);
	count_for(j, &s, &(struct posted){ to, 0, 1 });
}

/* A text of the front matter that is published. */
static void judge_scalar(const struct judging *j, const struct yaml *text,
			 enum check_text_kind kind)
{
	const size_t first = j->f->v.n;
	struct view v;
	struct scan s;

	if (!text || text->kind != YAML_SCALAR || !text->map)
		return;
	now(j, kind, 0, NULL);
	network_view_scalar(j->p->source, text, j->a, &v);
	scan_begin(&s, j->c, &v, j->p->source, j->ctx, j->f);
	s.aside = true;
	scan_text(&s);
	settle(j, first, NULL, true);
}

void check_post(struct checker *c, const struct post *p,
		const struct post_destination *to, size_t n_to,
		const struct check_context *ctx, struct arena *a, struct findings *f,
		struct check_counts *counts)
{
	const struct judging j = { c, p, ctx, to, n_to, a, f, counts };
	size_t first;

	overlays_check_post(c, p, a, f);
	for (size_t i = 0; i < p->n_parts; i++)
		judge_part(&j, i);
	for (size_t i = 0; i < n_to; i++)
		if (to[i].target && to[i].target->text)
			judge_override(&j, &to[i]);
	for (size_t i = 0; i < p->n_media; i++)
		judge_scalar(&j, p->media[i].alt_node, CHECK_TEXT_ALT);
	for (size_t i = 0; i < p->n_beside; i++)
		judge_scalar(&j, p->beside[i], CHECK_TEXT_BESIDE);
	first = f->v.n;
	whole_post(&(struct whole){ c, p, to, n_to, ctx, a, f });
	settle(&j, first, NULL, true);
}
