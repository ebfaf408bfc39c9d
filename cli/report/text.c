#include "report/report.h"
#include "core/limits.h"
#include "text/utf8.h"

enum { LINE_COLUMNS = 96, CONTEXT_COLUMNS = 32, WRAP_COLUMNS = 78 };

static const char *colour_of(enum level l)
{
	switch (l) {
	case LEVEL_BLOCK:
		return "\x1b[1;31m";
	case LEVEL_ASK:
		return "\x1b[1;33m";
	default:
		return "\x1b[1;36m";
	}
}

static void paint(struct buf *out, const struct report_options *o, const char *code)
{
	if (o->colour)
		buf_cstr(out, code);
}

static const char *const plain_again = "\x1b[0m";

/* ---- the source line with its caret ---- */

/* The findings of one file: neighbours, since findings are sorted by path. */
struct group {
	const struct finding *p;
	size_t n;
};

struct shown_line {
	const struct source *source;
	struct group masks; /* what may hide bytes of this line; empty: nothing does */
};

static bool is_masked(const struct shown_line *l, size_t at)
{
	for (size_t i = 0; i < l->masks.n; i++) {
		const struct finding *x = &l->masks.p[i];

		if (x->mask && at >= x->at.start && at < x->at.end)
			return true;
	}
	return false;
}

/* The part of a file's findings from the first to the last that hides bytes here. */
static struct group masks_within(const struct group *g, size_t start, size_t end)
{
	struct group masks = { 0 };

	for (size_t i = 0; i < g->n; i++) {
		const struct finding *x = &g->p[i];

		if (!x->mask || x->at.end <= start || x->at.start >= end)
			continue;
		if (!masks.n)
			masks.p = x;
		masks.n = (size_t)(x - masks.p) + 1;
	}
	return masks;
}

static unsigned columns_of(struct str s)
{
	unsigned columns = 0;

	for (size_t at = 0, n; at < s.n; at += n)
		columns += utf8_width(utf8_decode(s, at, &n));
	return columns;
}

/* Where the run that starts at `at` ends: at a mask's edge or a tab. */
static size_t run_end(const struct shown_line *l, size_t at, size_t end)
{
	const bool hidden = is_masked(l, at);

	while (at < end && l->source->bytes.p[at] != '\t' && is_masked(l, at) == hidden)
		at++;
	return at;
}

/* The bytes [start, end) of the file as they may be shown; returns their columns. What
 * belongs together, such as an emoji of several characters, is shown together. */
static unsigned show(const struct shown_line *l, size_t start, size_t end,
		     struct buf *out)
{
	const struct str bytes = l->source->bytes;
	const size_t from = out->n;

	for (size_t at = start; at < end;) {
		const size_t stop = run_end(l, at, end);
		const struct str run = str_slice(bytes, at, stop);

		if (run.n && is_masked(l, at))
			buf_fill(out, '*', utf8_code_points(run));
		else
			utf8_visible(out, run, false);
		if (stop < end && bytes.p[stop] == '\t')
			buf_char(out, ' ');
		at = stop < end && bytes.p[stop] == '\t' ? stop + 1 : stop;
	}
	return columns_of(str_slice(buf_view(out), from, out->n));
}

/* Step `columns` code points back from `at`, not before `least`. */
static size_t back(struct str s, size_t at, size_t least, unsigned columns)
{
	while (at > least && columns--) {
		at--;
		while (at > least && utf8_is_tail(s.p[at]))
			at--;
	}
	return at;
}

static size_t forward(struct str s, size_t at, size_t most, unsigned columns)
{
	while (at < most && columns--) {
		at++;
		while (at < most && utf8_is_tail(s.p[at]))
			at++;
	}
	return at;
}

static void source_and_caret(const struct group *g, const struct finding *f,
			     const struct report_options *o, struct buf *out)
{
	struct shown_line l = { .source = f->source };
	struct position at = source_position(f->source, f->at.start);
	struct str line = source_line(f->source, at.line);
	size_t start = (size_t)(line.p - f->source->bytes.p), end = start + line.n;
	size_t mark_end = f->at.end < end ? f->at.end : end;
	size_t from = start, to = end;
	unsigned before, marked;

	if (line.n == 0 || f->at.start > end)
		return;
	if (line.n > LINE_COLUMNS) {
		from = back(f->source->bytes, f->at.start, start, CONTEXT_COLUMNS);
		to = forward(f->source->bytes, f->at.start, end,
			     LINE_COLUMNS - CONTEXT_COLUMNS);
		if (mark_end > to)
			mark_end = to;
	}
	if (!o->reveal)
		l.masks = masks_within(g, from, to);
	buf_printf(out, "%6u | %s", at.line, from > start ? "..." : "");
	before = (from > start ? 3 : 0) + show(&l, from, f->at.start, out);
	paint(out, o, colour_of(f->level));
	marked = show(&l, f->at.start, mark_end, out);
	paint(out, o, plain_again);
	(void)show(&l, mark_end, to, out);
	buf_printf(out, "%s\n       | ", to < end ? "..." : "");
	buf_fill(out, ' ', before);
	paint(out, o, colour_of(f->level));
	buf_char(out, '^');
	buf_fill(out, '~', marked > 1 ? marked - 1 : 0);
	paint(out, o, plain_again);
	buf_cstr(out, f->at.end > end + 1 ? "...\n" : "\n");
}

/* ---- one finding ---- */

/* "  label: text", wrapped between words, the label's width kept as indentation. */
static void labelled(struct buf *out, const char *label, struct str text)
{
	struct buf safe;
	struct str rest, word;
	size_t indent = 9 + strlen(label) + 2, column = indent;

	if (!text.n)
		return;
	buf_init(&safe, 0);
	report_plain(text, &safe);
	rest = buf_view(&safe);
	buf_printf(out, "       = %s: ", label);
	while (str_field(&rest, ' ', &word)) {
		unsigned wide = columns_of(word);

		if (!word.n)
			continue;
		if (column > indent && column + 1 + wide > WRAP_COLUMNS) {
			buf_char(out, '\n');
			buf_fill(out, ' ', indent);
			column = indent;
		} else if (column > indent) {
			buf_char(out, ' ');
			column++;
		}
		buf_str(out, word);
		column += wide;
	}
	buf_char(out, '\n');
	buf_release(&safe);
}

static void fixes(const struct finding *f, struct buf *out)
{
	struct buf text;

	if (!f->n_fixes)
		return;
	buf_init(&text, 0);
	for (size_t i = 0; i < f->n_fixes; i++)
		buf_printf(&text, "%s\"%.*s\"",
			   i ? (i + 1 == f->n_fixes ? " or " : ", ") : "",
			   STR_ARG(f->fixes[i]));
	labelled(out, "write", buf_view(&text));
	buf_release(&text);
}

static void place(const struct finding *f, struct buf *out)
{
	struct position at;

	if (!f->source)
		return;
	at = source_position(f->source, f->at.start);
	report_plain(f->source->path, out);
	buf_printf(out, ":%u:%u: ", at.line, at.column);
}

void report_explained(const struct report_explained *x, const struct report_options *o,
		      struct buf *out)
{
	const struct group all = { x->around, x->n_around };
	const struct finding *f = x->finding;

	place(f, out);
	paint(out, o, colour_of(f->level));
	buf_cstr(out, x->verdict);
	paint(out, o, plain_again);
	buf_cstr(out, ": ");
	report_plain(f->msg, out);
	buf_cstr(out, " [");
	report_plain(f->rule, out);
	buf_cstr(out, "]\n");
	source_and_caret(&all, f, o, out);
	for (size_t i = 0; i < x->n_notes; i++)
		labelled(out, x->notes[i].label, x->notes[i].text);
	buf_char(out, '\n');
}

static void one(const struct group *g, const struct finding *f,
		const struct report_options *o, struct buf *out)
{
	place(f, out);
	paint(out, o, colour_of(f->level));
	buf_cstr(out, level_name(f->level));
	paint(out, o, plain_again);
	buf_cstr(out, ": ");
	report_plain(f->msg, out);
	buf_cstr(out, " [");
	report_plain(f->rule, out);
	if (f->clause.n) {
		buf_cstr(out, ", clause ");
		report_plain(f->clause, out);
	}
	if (f->network.n) {
		buf_cstr(out, ", on ");
		report_plain(f->network, out);
	} else if (f->account.n) {
		buf_cstr(out, ", for ");
		report_plain(f->account, out);
	}
	buf_cstr(out, "]\n");
	if (f->source)
		source_and_caret(g, f, o, out);
	labelled(out, "policy", f->quote);
	if (f->level == LEVEL_ASK)
		labelled(out, "needs the sign-off of", f->role);
	fixes(f, out);
	labelled(out, "passes", f->good);
	buf_char(out, '\n');
}

/* ---- the run ---- */

/* Is it among the worst `most` of its file? Ties go to the earlier one. */
static bool is_shown(const struct group *g, const struct finding *f, size_t most)
{
	size_t ahead = 0;

	if (!most)
		return true;
	for (const struct finding *x = g->p; x < g->p + g->n; x++)
		ahead += x->level > f->level || (x->level == f->level && x < f);
	return ahead < most;
}

static struct group group_at(const struct findings *f, size_t i)
{
	struct group g = { &f->v.p[i], 1 };

	while (i + g.n < f->v.n && g.p[g.n].source == g.p->source)
		g.n++;
	return g;
}

/* Print a file's findings; returns how many were held back. */
static size_t group_text(const struct group *g, const struct report_options *o,
			 struct buf *out)
{
	size_t hidden = 0;

	for (size_t i = 0; i < g->n; i++) {
		if (is_shown(g, &g->p[i], o->most))
			one(g, &g->p[i], o, out);
		else
			hidden++;
	}
	return hidden;
}

static void counts(const struct report_run *r, struct buf *out)
{
	for (size_t i = 0; i < r->n_counts; i++) {
		const struct report_count *c = &r->counts[i];

		report_plain(c->path, out);
		buf_cstr(out, ": ");
		report_plain(c->account, out);
		if (c->n_parts > 1)
			buf_printf(out, ", part %zu of %zu", c->part + 1, c->n_parts);
		if (c->count <= c->limit)
			buf_printf(out, ": %llu of %llu, %llu left\n",
				   (unsigned long long)c->count,
				   (unsigned long long)c->limit,
				   (unsigned long long)(c->limit - c->count));
		else
			buf_printf(out, ": %llu of %llu, %llu over\n",
				   (unsigned long long)c->count,
				   (unsigned long long)c->limit,
				   (unsigned long long)(c->count - c->limit));
	}
}

static void tally(const struct report_run *r, struct buf *out)
{
	static const enum level levels[] = { LEVEL_BLOCK, LEVEL_ASK, LEVEL_ADVISE };
	const struct findings *f = r->findings;
	bool first = true;

	if (!f->v.n) {
		buf_cstr(out, "nothing found");
		return;
	}
	buf_printf(out, "%zu finding%s (", f->v.n + f->dropped,
		   f->v.n + f->dropped == 1 ? "" : "s");
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		size_t n = 0;

		for (size_t k = 0; k < f->v.n; k++)
			n += f->v.p[k].level == levels[i];
		if (!n)
			continue;
		buf_printf(out, "%s%zu %s", first ? "" : ", ", n, level_name(levels[i]));
		first = false;
	}
	buf_char(out, ')');
}

static void verdict(const struct report_run *r, const struct report_options *o,
		    struct buf *out)
{
	enum level worst = findings_worst(r->findings);
	bool refused = worst >= r->fail_at && worst != LEVEL_NONE;

	/* Nothing passed where nothing was looked at. */
	if (!r->n_checked && !refused) {
		buf_printf(out, "no %.*s: nothing was checked", STR_ARG(r->unit));
		if (worst != LEVEL_NONE) {
			buf_cstr(out, ", ");
			tally(r, out);
		}
	} else {
		buf_printf(out, "%zu %.*s checked, ", r->n_checked,
			   STR_ARG(r->n_checked == 1 ? r->unit : r->units));
		tally(r, out);
		buf_cstr(out, "; verdict: ");
		paint(out, o, refused ? colour_of(LEVEL_BLOCK) : "\x1b[1;32m");
		buf_cstr(out, level_name(worst));
		paint(out, o, plain_again);
	}
	buf_char(out, '\n');
	if (r->bundle.n)
		buf_printf(out, "policy bundle sha256:%.*s\n", STR_ARG(r->bundle));
}

void report_findings(const struct findings *f, const struct report_options *o,
		     struct buf *out)
{
	size_t hidden = 0;

	for (size_t i = 0; i < f->v.n;) {
		const struct group g = group_at(f, i);

		hidden += group_text(&g, o, out);
		i += g.n;
	}
	if (hidden)
		buf_printf(out, "%zu more: run again with --most 0 to see all\n", hidden);
	if (f->dropped)
		buf_printf(out,
			   "%zu findings over the limit of %u per file are counted, "
			   "not shown\n",
			   f->dropped, LIMIT_FINDINGS);
}

void report_text(const struct report_run *r, const struct report_options *o,
		 struct buf *out)
{
	report_findings(r->findings, o, out);
	counts(r, out);
	verdict(r, o, out);
}

void report_error(const struct err *e, bool colour, struct buf *out)
{
	const struct report_options o = { .colour = colour };

	paint(out, &o, "\x1b[1m");
	buf_cstr(out, "decorum: ");
	paint(out, &o, plain_again);
	report_plain(str_from(e->msg), out);
	buf_char(out, '\n');
	if (!e->hint[0])
		return;
	buf_cstr(out, "  way out: ");
	report_plain(str_from(e->hint), out);
	buf_char(out, '\n');
}

void report_plain(struct str s, struct buf *out)
{
	utf8_visible(out, s, false);
}
