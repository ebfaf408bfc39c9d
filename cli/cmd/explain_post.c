/* Of a place in a post: what was found and why; what came near, and why not. */
#include "cmd/explain.h"
#include "core/file.h"
#include "core/limits.h"
#include "text/utf8.h"

enum { NOTES = 8 };

/* A finding, or what would have been one. */
struct item {
	struct finding f;
	const struct check_candidate *from; /* NULL: not seen by the patterns */
	enum check_force force;
	bool found, off; /* off: an overlay turns its rule off */
};

struct answer {
	struct explain *x;
	struct judge j;
	struct check_trace trace;
	const struct explain_place *place;
	struct source source;
	VEC(struct item) items;
	struct finding *around; /* of the items, for what is masked */
	struct report_note notes[NOTES];
	size_t n_notes;
};

/* ---- what is asked about ---- */

/* The byte of the line where character `column` begins; its end when it is shorter. */
static size_t column_at(struct str line, uint32_t column)
{
	size_t at = 0;

	for (uint32_t i = 1; i < column && at < line.n; i++) {
		at++;
		while (at < line.n && utf8_is_tail(line.p[at]))
			at++;
	}
	return at;
}

static int span_of(struct answer *r, struct err *e)
{
	const struct explain_place *at = r->place;
	const struct source *s = &r->source;
	struct span *want = &r->trace.want;

	if (at->line > s->n_lines)
		return err_set(e, ERR_USAGE, "%s has %zu line%s: there is no line %u",
			       at->path, s->n_lines, s->n_lines == 1 ? "" : "s",
			       at->line);
	*want = (struct span){ 0, (uint32_t)s->bytes.n };
	if (!at->line)
		return 0;
	want->start = s->lines[at->line - 1];
	if (at->line < s->n_lines)
		want->end = s->lines[at->line];
	if (!at->column)
		return 0;
	want->start += (uint32_t)column_at(source_line(s, at->line), at->column);
	want->end = want->start + 1;
	return 0;
}

static bool is_wanted(const struct answer *r, const struct finding *f)
{
	const struct span want = r->trace.want;

	if (!f->source || !str_eq(f->source->path, r->source.path) ||
	    (r->x->rule.n && !str_eq(f->rule, r->x->rule)))
		return false;
	if (f->at.start == f->at.end)
		return f->at.start >= want.start &&
		       (f->at.start < want.end || want.end == r->source.bytes.n);
	return f->at.start < want.end && want.start < f->at.end;
}

/* ---- what there is to say about ---- */

static const struct check_candidate *candidate_of(const struct answer *r,
						  const struct finding *f)
{
	for (size_t i = 0; i < r->trace.v.n; i++) {
		const struct check_candidate *k = &r->trace.v.p[i];

		if (k->fate == CHECK_FIRES && str_eq(k->rule, f->rule) &&
		    k->at.start == f->at.start && k->at.end == f->at.end)
			return k;
	}
	return NULL;
}

static bool is_known(const struct answer *r, const struct item *new)
{
	for (size_t i = 0; i < r->items.n; i++) {
		const struct item *old = &r->items.p[i];

		if (str_eq(old->f.rule, new->f.rule) &&
		    old->f.at.start == new->f.at.start &&
		    old->f.at.end == new->f.at.end &&
		    (old->found || !new->from || !old->from ||
		     old->from->fate == new->from->fate))
			return true;
	}
	return false;
}

static void add(struct answer *r, const struct item *new)
{
	if (!is_known(r, new))
		*VEC_ADD(&r->x->c->run, &r->items) = *new;
}

static void add_found(struct answer *r)
{
	for (size_t i = 0; i < r->j.found.v.n; i++) {
		const struct finding *f = &r->j.found.v.p[i];

		if (is_wanted(r, f))
			*VEC_ADD(&r->x->c->run, &r->items) = (struct item){
				.f = *f, .from = candidate_of(r, f), .found = true
			};
	}
}

static bool is_found(const struct answer *r, const struct check_candidate *k)
{
	for (size_t i = 0; i < r->j.found.v.n; i++) {
		const struct finding *f = &r->j.found.v.p[i];

		if (str_eq(f->rule, k->rule) && f->at.start == k->at.start &&
		    f->at.end == k->at.end)
			return true;
	}
	return false;
}

static void add_missed(struct answer *r, const struct check_candidate *k)
{
	struct check_rule_info info;
	struct item new = { .from = k, .force = k->force };

	new.off = k->fate == CHECK_FIRES && k->force == CHECK_IN_FORCE;
	if ((new.off &&is_found(r, k)) || !check_rule(r->j.checker, k->rule, &info))
		return;
	new.f = (struct finding){ .rule = k->rule,
				  .clause = info.clause,
				  .quote = info.sentence,
				  .source = &r->source,
				  .at = k->at,
				  .msg = info.say,
				  .mask = k->mask };
	if (is_wanted(r, &new.f))
		add(r, &new);
}

/* What only rules that are not in force would find. */
static void add_others(struct answer *r, const struct check_context *ctx)
{
	for (size_t i = 0; i < r->j.would.v.n; i++) {
		const struct finding *f = &r->j.would.v.p[i];
		struct item new = { .f = *f };

		new.force = check_force(r->j.checker, f->rule, ctx);
		new.f.source = &r->source; /* the judge's own is gone */
		if (new.force != CHECK_IN_FORCE && is_wanted(r, &new.f))
			add(r, &new);
	}
}

static int by_place(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;

	if (a->f.at.start != b->f.at.start)
		return a->f.at.start < b->f.at.start ? -1 : 1;
	if (a->found != b->found)
		return a->found ? -1 : 1;
	if (a->f.level != b->f.level)
		return a->f.level > b->f.level ? -1 : 1;
	if (a->f.at.end != b->f.at.end)
		return a->f.at.end < b->f.at.end ? -1 : 1;
	return str_cmp(a->f.rule, b->f.rule);
}

/* ---- in which words ---- */

static void note(struct answer *r, const char *label, struct str text)
{
	if (text.n && r->n_notes < NOTES)
		r->notes[r->n_notes++] = (struct report_note){ label, text };
}

/* Words of the file with their place, as far as they may be shown. */
static struct str words(const struct answer *r, struct span at, bool mask,
			const char *marks)
{
	const struct position p = source_position(&r->source, at.start);
	const struct str text = str_span(r->source.bytes, at);

	if (mask && !r->x->reveal)
		return arena_printf(&r->x->c->run, "words that are masked (%u:%u)",
				    p.line, p.column);
	return arena_printf(&r->x->c->run, "%s%.*s%s (%u:%u)", marks, STR_ARG(text),
			    marks, p.line, p.column);
}

static void note_found_by(struct answer *r, const struct check_candidate *k)
{
	struct arena *a = &r->x->c->run;
	const struct bundle_rule *rule = k ? bundle_rule(r->j.bundle, k->rule) : NULL;
	struct str by;

	if (!k)
		return;
	by = k->by;
	if (k->list.n && k->mask && !r->x->reveal)
		note(r, "by",
		     arena_printf(a, "a term of the list {%.*s}", STR_ARG(k->list)));
	else if (k->list.n)
		note(r, "by",
		     arena_printf(a, "the term \"%.*s\" of the list {%.*s}", STR_ARG(by),
				  STR_ARG(k->list)));
	else if (by.n && k->mask && !r->x->reveal)
		note(r, "by", STR("a pattern that is masked"));
	else if (by.n && rule && rule->regexes.n)
		note(r, "by", arena_printf(a, "the expression /%.*s/", STR_ARG(by)));
	else if (by.n)
		note(r, "by", arena_printf(a, "the pattern \"%.*s\"", STR_ARG(by)));
	if (k->fuzzy)
		note(r, "read", STR("as a disguised spelling, which is not certain"));
}

/* Does a layer, or the post itself, change the rule for somebody? */
static bool is_layered(const struct answer *r, const struct bundle_rule *rule)
{
	const struct bundle_tables *t = bundle_tables(r->j.bundle);
	struct overlay_rule with, without;

	for (uint32_t i = 0; i < t->n_overlays; i++)
		if (&t->rules[t->overlays[i].rule] == rule)
			return true;
	if (!check_effective(r->j.checker, bundle_str(r->j.bundle, rule->id), NULL,
			     &r->j.post, &with) ||
	    !check_effective(r->j.checker, bundle_str(r->j.bundle, rule->id), NULL, NULL,
			     &without))
		return false;
	return with.level != without.level || with.off != without.off ||
	       with.shadow != without.shadow;
}

static struct str level_reason(struct answer *r, const struct item *i)
{
	const struct bundle_rule *rule = bundle_rule(r->j.bundle, i->f.rule);
	struct arena *a = &r->x->c->run;
	const char *now = level_name(i->f.level);

	if (!rule)
		return arena_printf(a, "%s, as the program says", now);
	if (is_layered(r, rule))
		return arena_printf(a,
				    "%s: an overlay changes the rule, which says %s by "
				    "itself; --effective shows the chain",
				    now, level_name((enum level)rule->level));
	if (rule->flags & BUNDLE_SHADOW)
		return arena_printf(a, "%s: the rule is on trial (shadow); else %s", now,
				    level_name((enum level)rule->level));
	if (i->f.level == (enum level)rule->level)
		return arena_printf(a, "%s, as the rule says", now);
	return arena_printf(a, "%s: the rule says %s, but the evidence is not certain%s",
			    now, level_name((enum level)rule->level),
			    i->from && i->from->fuzzy ? " (a disguised spelling)" : "");
}

static struct str text_name(struct answer *r, const struct check_text *t)
{
	struct arena *a = &r->x->c->run;
	struct str part = STR_NULL;

	if (t->kind == CHECK_TEXT_ALT)
		return STR("the description of a picture");
	if (t->kind == CHECK_TEXT_BESIDE)
		return STR("a text beside the post: a content warning, an option of a "
			   "poll");
	if (t->n_parts > 1)
		part = arena_printf(a, ", part %zu of %zu", t->part + 1, t->n_parts);
	if (!t->accounts.n)
		return part.n ? arena_printf(a, "the text of the post%.*s", STR_ARG(part))
			      : STR_NULL;
	return arena_printf(a, "%s that %.*s gets%.*s",
			    t->kind == CHECK_TEXT_OVERRIDE ? "the text of its own"
							   : "the text",
			    STR_ARG(t->accounts), STR_ARG(part));
}

/* The text that the words are of. */
static void note_text(struct answer *r, const struct item *i)
{
	const struct check_text *found = NULL;

	for (size_t k = 0; k < r->trace.texts.n; k++) {
		const struct check_text *t = &r->trace.texts.p[k];

		if (t->at.start <= i->f.at.start && i->f.at.end <= t->at.end &&
		    (!found || t->at.end - t->at.start < found->at.end - found->at.start))
			found = t;
	}
	if (i->from)
		found = &r->trace.texts.p[i->from->text];
	if (found)
		note(r, "in", text_name(r, found));
	if (i->f.account.n)
		note(r, "only", i->f.account);
}

static void note_excuse(struct answer *r, const struct check_candidate *k)
{
	struct arena *a = &r->x->c->run;
	const struct str w = words(r, k->because, k->because_mask, "\"");

	switch (k->fate) {
	case CHECK_QUOTED: /* it brings its own marks */
		note(r, "excused",
		     arena_printf(a, "quoted: %.*s",
				  STR_ARG(words(r, k->because, k->because_mask, ""))));
		break;
	case CHECK_NEGATED:
		note(r, "excused", arena_printf(a, "negated by %.*s", STR_ARG(w)));
		break;
	case CHECK_ATTRIBUTED:
		note(r, "excused",
		     arena_printf(a, "attributed to somebody else by %.*s", STR_ARG(w)));
		break;
	case CHECK_QUESTION:
		note(r, "excused", arena_printf(a, "a question: %.*s", STR_ARG(w)));
		break;
	case CHECK_NEAR:
		note(r, "excused",
		     arena_printf(a, "near %.*s, which the rule excuses", STR_ARG(w)));
		break;
	case CHECK_PUBLIC:
		note(r, "excused",
		     arena_printf(a, "public: %.*s stands in the facts", STR_ARG(w)));
		break;
	case CHECK_FIRES:
		if (k->because.end > k->because.start)
			note(r, "not public",
			     arena_printf(a, "%.*s does not stand in the facts",
					  STR_ARG(w)));
		break;
	case CHECK_OVERLAPPED:
		note(r, "overlapped",
		     arena_printf(a,
				  "by %.*s, which is longer and of the "
				  "same rule",
				  STR_ARG(w)));
		break;
	case CHECK_DISGUISED:
		note(r, "disguised",
		     STR("only when read as a disguised spelling, and the "
			 "rule does not (no fold: strict)"));
		break;
	default:
		break;
	}
}

static struct str when_names(unsigned when)
{
	if (when == BUNDLE_REPOST)
		return STR("reposts");
	if (when == BUNDLE_CORRECTION)
		return STR("corrections");
	if (when == BUNDLE_HOSTILE)
		return STR("replies to somebody hostile");
	if (when == BUNDLE_ORIGINAL)
		return STR("posts that are no replies");
	return STR("replies");
}

static void note_force(struct answer *r, struct str id, enum check_force force)
{
	const struct bundle_rule *rule = bundle_rule(r->j.bundle, id);
	struct arena *a = &r->x->c->run;

	if (!rule)
		return;
	switch (force) {
	case CHECK_OTHER_WHO:
		note(r, "not for",
		     STR("company accounts: the rule is for personal "
			 "accounts, while associated"));
		break;
	case CHECK_OTHER_WHEN:
		note(r, "not for",
		     arena_printf(a, "this post: the rule is for %.*s",
				  STR_ARG(when_names(rule->when))));
		break;
	case CHECK_TOO_EARLY:
		note(r, "not yet",
		     arena_printf(a, "the rule is in force from %.*s on; today is %.*s",
				  STR_ARG(bundle_str(r->j.bundle, rule->from)),
				  STR_ARG(r->j.today)));
		break;
	case CHECK_TOO_LATE:
		note(r, "no more",
		     arena_printf(a, "the rule was in force until %.*s; today is %.*s",
				  STR_ARG(bundle_str(r->j.bundle, rule->until)),
				  STR_ARG(r->j.today)));
		break;
	default:
		break;
	}
}

static const char *verdict_of(const struct item *i)
{
	if (i->found)
		return level_name(i->f.level);
	if (i->from && i->from->fate == CHECK_OVERLAPPED)
		return "overlapped";
	if (i->from && i->from->fate == CHECK_DISGUISED)
		return "not read";
	return i->from && i->from->fate != CHECK_FIRES ? "excused" : "not in force";
}

static void say_item(struct answer *r, const struct item *i)
{
	struct cmd *c = r->x->c;
	const struct report_options o = { .colour = c->colour, .reveal = r->x->reveal };
	struct finding f = i->f;
	const struct report_explained say = { .finding = &f,
					      .around = r->around,
					      .n_around = r->items.n,
					      .verdict = verdict_of(i),
					      .notes = r->notes };
	struct report_explained filled = say;

	r->n_notes = 0;
	if (f.clause.n)
		note(r, "policy",
		     arena_printf(&c->run, "%.*s: %.*s", STR_ARG(f.clause),
				  STR_ARG(f.quote)));
	note_found_by(r, i->from);
	if (i->found)
		note(r, "level", level_reason(r, i));
	if (i->from)
		note_excuse(r, i->from);
	note_force(r, f.rule, i->force);
	if (i->off)
		note(r, "off",
		     STR("an overlay turns the rule off for all who get this text; "
			 "--effective shows the chain"));
	note_text(r, i);
	filled.n_notes = r->n_notes;
	report_explained(&filled, &o, &c->out);
}

/* ---- of a rule that was asked about and came nowhere near ---- */

static void say_place_of(const struct answer *r)
{
	struct buf *out = &r->x->c->out;

	report_plain(r->source.path, out);
	if (r->place->line)
		buf_printf(out, ":%u", r->place->line);
	if (r->place->column)
		buf_printf(out, ":%u", r->place->column);
	buf_cstr(out, ": ");
}

static const char *here(const struct answer *r)
{
	return r->place->column ? "place" : r->place->line ? "line" : "file";
}

static void say_near_miss(const struct answer *r, const struct bundle_rule *rule)
{
	const struct check_near_miss *m = &r->trace.nearest;
	const bool mask = rule->flags & BUNDLE_MASK;
	struct cmd *c = r->x->c;

	if (!m->elements) {
		explain_sayf(c, "nearest", "no word of its patterns is in this %s",
			     here(r));
		return;
	}
	if (mask && !r->x->reveal) {
		explain_sayf(c, "nearest", "%u element%s of a pattern that is masked",
			     m->elements, m->elements == 1 ? "" : "s");
		return;
	}
	explain_sayf(c, "nearest", "the pattern \"%.*s\"", STR_ARG(m->pattern));
	explain_sayf(c, "fits", "%u element%s: %.*s", m->elements,
		     m->elements == 1 ? "" : "s",
		     STR_ARG(words(r, m->at, m->mask, "\"")));
	explain_sayf(c, "wanted next", "%.*s", STR_ARG(m->wanted));
}

static void say_lists(const struct answer *r, const struct bundle_rule *rule)
{
	const struct bundle_tables *t = bundle_tables(r->j.bundle);
	struct str names = STR_NULL;

	for (uint32_t i = 0; i < rule->lists.n; i++)
		names = arena_printf(
			&r->x->c->run, "%.*s%s{%.*s}", STR_ARG(names), i ? ", " : "",
			STR_ARG(bundle_str(
				r->j.bundle,
				t->lists[t->rule_lists[rule->lists.first + i]].name)));
	explain_sayf(r->x->c, "nearest", "no term of %.*s is in this %s", STR_ARG(names),
		     here(r));
}

static void say_counts(const struct answer *r)
{
	for (size_t i = 0; i < r->j.counts.n; i++) {
		const struct report_count *k = &r->j.counts.p[i];

		explain_sayf(r->x->c, i ? "" : "fits",
			     "%.*s: %llu of %llu, part %zu of %zu", STR_ARG(k->account),
			     (unsigned long long)k->count, (unsigned long long)k->limit,
			     k->part + 1, k->n_parts);
	}
	if (!r->j.counts.n)
		explain_sayf(r->x->c, "nearest",
			     "the post goes to no account, so nothing limits it");
}

static void say_bounds(const struct answer *r, const struct bundle_rule *rule)
{
	const struct bundle_tables *t = bundle_tables(r->j.bundle);

	for (uint32_t i = 0; i < rule->bounds.n; i++)
		explain_sayf(r->x->c, i ? "" : "looks at", "%s, and found nothing wrong",
			     bundle_bound_name(rule->kind,
					       t->bounds[rule->bounds.first + i].what));
}

static void say_nothing(struct answer *r, const struct check_context *ctx)
{
	const struct bundle_rule *rule = bundle_rule(r->j.bundle, r->x->rule);
	struct cmd *c = r->x->c;

	say_place_of(r);
	report_plain(r->x->rule, &c->out);
	buf_printf(&c->out, " finds nothing in this %s\n", here(r));
	if (!rule)
		return;
	r->n_notes = 0;
	note_force(r, r->x->rule, check_force(r->j.checker, r->x->rule, ctx));
	if (r->n_notes)
		explain_say(&c->out, r->notes[0].label, r->notes[0].text);
	if (rule->patterns.n)
		say_near_miss(r, rule);
	else if (rule->kind == BUNDLE_TERMS)
		say_lists(r, rule);
	else if (rule->kind == BUNDLE_REGEX)
		explain_sayf(c, "nearest", "none of its expressions matches here");
	else if (rule->kind == BUNDLE_SPELLING)
		explain_sayf(
			c, "nearest",
			"every word here is known to the dictionary or to words.txt");
	else if (rule->kind == BUNDLE_LENGTH)
		say_counts(r);
	else
		say_bounds(r, rule);
}

/* ---- all of it ---- */

static void say_end(const struct answer *r, size_t found)
{
	const size_t near = r->items.n - found;
	struct cmd *c = r->x->c;

	if (!r->items.n && !r->x->rule.n) {
		say_place_of(r);
		buf_cstr(&c->out, "nothing was found, and no rule came near\n");
	} else if (r->items.n) {
		say_place_of(r);
		buf_printf(&c->out, "%zu found, %zu came near\n", found, near);
	}
	if (r->trace.dropped)
		buf_printf(&c->out,
			   "%zu more came near: ask about one line, or one rule\n",
			   r->trace.dropped);
	buf_printf(&c->out, "policy bundle sha256:%.*s\n",
		   STR_ARG(bundle_digest(r->j.bundle)));
}

static void say_all(struct answer *r)
{
	const struct check_context *ctx = &r->j.traced;
	size_t found = 0;

	add_found(r);
	for (size_t i = 0; i < r->trace.v.n; i++)
		add_missed(r, &r->trace.v.p[i]);
	add_others(r, ctx);
	if (r->items.n)
		qsort(r->items.p, r->items.n, sizeof(*r->items.p), by_place);
	r->around = arena_array(&r->x->c->run, r->items.n, sizeof(*r->around));
	for (size_t i = 0; i < r->items.n; i++) {
		r->around[i] = r->items.p[i].f;
		found += r->items.p[i].found;
	}
	for (size_t i = 0; i < r->items.n; i++)
		say_item(r, &r->items.p[i]);
	if (r->x->rule.n && !r->items.n)
		say_nothing(r, ctx);
	say_end(r, found);
}

static int check_name(struct answer *r, struct err *e)
{
	const struct bundle_tables *t = bundle_tables(r->j.bundle);
	const size_t n = t->n_rules + FINDING_KINDS;
	struct str *names = arena_array(&r->x->c->run, n, sizeof(*names)), near;
	size_t k = 0;

	for (uint32_t i = 0; i < t->n_rules; i++)
		names[k++] = bundle_str(r->j.bundle, t->rules[i].id);
	for (int i = 0; i < FINDING_KINDS; i++)
		names[k++] = str_from(finding_info((enum finding_kind)i)->id);
	for (size_t i = 0; i < k; i++)
		if (!r->x->rule.n || str_eq(names[i], r->x->rule))
			return 0;
	near = str_nearest(r->x->rule, names, k);
	(void)err_set(e, ERR_USAGE, "'%.*s' is no rule", STR_ARG(r->x->rule));
	return near.n ? err_hint(e, "did you mean '%.*s'?", STR_ARG(near)) : ERR_USAGE;
}

static int read_source(struct answer *r, struct str *bytes, struct err *e)
{
	struct arena *a = &r->x->c->run;
	struct diags ignored = { .a = a };
	int ret = file_read(r->place->path, LIMIT_POST, a, bytes, e);

	if (ret < 0)
		return ret;
	if (!source_init(&r->source, str_from(r->place->path), *bytes, LIMIT_POST, a,
			 &ignored))
		return err_set(e, ERR_INVALID, "%s is no text: %.*s", r->place->path,
			       STR_ARG(ignored.v.n ? ignored.v.p[0].msg : STR_NULL));
	return span_of(r, e);
}

int explain_post(struct explain *x, const struct explain_place *at)
{
	struct answer r = { .x = x, .place = at, .trace.a = &x->c->run };
	struct workspace ws;
	struct tree tree = { 0 };
	struct str bytes = STR_NULL;
	struct err e;
	int ret = workspace_find(x->c, ".", &ws, &e);

	if (ret == 0) {
		tree.root = ws.root;
		ret = judge_open(&r.j, x->c, ws.found ? &ws : NULL, &tree, &e);
	}
	if (ret == 0)
		ret = check_name(&r, &e);
	if (ret == 0)
		ret = read_source(&r, &bytes, &e);
	if (ret == 0) {
		r.trace.rule = x->rule;
		r.j.trace = &r.trace;
		judge_post(&r.j, str_from(at->path), bytes);
		findings_sort(&r.j.found);
		say_all(&r);
	}
	ret = ret < 0 ? cmd_fail(x->c, &e) : EXIT_CLEAN;
	judge_close(&r.j);
	return ret;
}
