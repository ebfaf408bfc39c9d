#include "finding/finding.h"
#include "core/digest.h"
#include "core/limits.h"

#include <stdarg.h>

static const struct finding_info kinds[] = {
#define F(name, id, level, meaning) { id, meaning, LEVEL_##level },
#include "finding/catalogue.h"
#undef F
};

static const char *const level_names[] = { "pass", "advise", "ask", "block" };

const char *level_name(enum level l)
{
	return level_names[l];
}

bool level_from(struct str name, enum level *out)
{
	for (int i = LEVEL_ADVISE; i <= LEVEL_BLOCK; i++) {
		if (str_is(name, level_names[i])) {
			*out = (enum level)i;
			return true;
		}
	}
	return false;
}

const struct finding_info *finding_info(enum finding_kind kind)
{
	return &kinds[kind];
}

void findings_init(struct findings *f, struct arena *a)
{
	*f = (struct findings){ .a = a };
}

/* The last one of the full file that is kept and less severe than `level`; the least
 * severe of them, or NULL. */
static struct finding *least_kept(struct findings *f, enum level level)
{
	for (; f->least < level; f->least++) {
		for (size_t i = f->v.n; i > 0 && f->v.n - i < LIMIT_FINDINGS; i--) {
			struct finding *kept = &f->v.p[i - 1];

			if (kept->source == f->file && kept->level <= f->least)
				return kept;
		}
	}
	return NULL;
}

/* The spare one is filled in by now: it takes the place of one that says less. */
static void settle(struct findings *f)
{
	struct finding *kept;

	if (!f->spare_used)
		return;
	f->spare_used = false;
	kept = least_kept(f, f->spare.level);
	if (kept) {
		const struct finding dropped = *kept;

		*kept = f->spare;
		f->spare = dropped;
	}
	if (f->spare.level > f->dropped_worst)
		f->dropped_worst = f->spare.level;
}

/* A zeroed finding: in the list, or past the limit a spare one. */
static struct finding *fresh(struct findings *f, const struct source *s)
{
	struct finding *fresh;

	settle(f);
	if (f->file != s) {
		f->file = s;
		f->in_file = 0;
		f->least = LEVEL_NONE;
	}
	if (f->in_file++ >= LIMIT_FINDINGS) {
		f->dropped++;
		f->spare = (struct finding){ 0 };
		f->spare_used = true;
		return &f->spare;
	}
	fresh = VEC_ADD(f->a, &f->v);
	*fresh = (struct finding){ 0 };
	return fresh;
}

struct finding *finding_add(struct findings *f, enum finding_kind kind,
			    const struct source *s, struct span at, const char *fmt, ...)
{
	struct finding *added = fresh(f, s);
	va_list ap;
	char msg[1024];

	va_start(ap, fmt);
	(void)vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	added->rule = str_from(kinds[kind].id);
	added->level = kinds[kind].level;
	added->source = s;
	added->at = at;
	added->msg = arena_str(f->a, str_from(msg));
	return added;
}

struct finding *finding_add_rule(struct findings *f, struct str rule, struct str clause,
				 enum level level, const struct source *s, struct span at,
				 struct str msg, bool fuzzy)
{
	struct finding *added;

	if (fuzzy && level > LEVEL_ASK)
		level = LEVEL_ASK;
	added = fresh(f, s);
	added->rule = rule;
	added->clause = clause;
	added->level = level;
	added->source = s;
	added->at = at;
	added->msg = msg;
	added->fuzzy = fuzzy;
	return added;
}

void finding_add_fix(struct finding *f, struct str text)
{
	for (size_t i = 0; i < f->n_fixes; i++)
		if (str_eq(f->fixes[i], text))
			return;
	if (f->n_fixes < FINDING_FIXES)
		f->fixes[f->n_fixes++] = text;
}

void findings_from_diags(struct findings *f, const struct diags *d,
			 enum finding_kind kind, const struct source *s)
{
	for (size_t i = 0; i < d->v.n; i++) {
		const struct diag *from = &d->v.p[i];

		(void)finding_add(f, kind, s, from->at, "%.*s%s%.*s", STR_ARG(from->msg),
				  from->fix.n ? "; " : "", STR_ARG(from->fix));
	}
}

static const struct source *keep_source(const struct source *s, struct arena *a)
{
	struct source *copy = ARENA_NEW(a, struct source);

	*copy = *s;
	copy->path = arena_str(a, s->path);
	copy->bytes = arena_str(a, s->bytes);
	copy->lines = arena_array(a, s->n_lines, sizeof(*s->lines));
	if (s->n_lines)
		memcpy(copy->lines, s->lines, s->n_lines * sizeof(*s->lines));
	return copy;
}

void findings_keep(struct findings *to, struct findings *from)
{
	const struct source *last = NULL, *kept = NULL;

	settle(to);
	settle(from);
	for (size_t i = 0; i < from->v.n; i++) {
		struct finding *f = VEC_ADD(to->a, &to->v);

		*f = from->v.p[i];
		if (f->source && f->source != last) {
			last = f->source;
			kept = keep_source(last, to->a);
		}
		f->source = f->source ? kept : NULL;
		f->msg = arena_str(to->a, f->msg);
		f->network = arena_str(to->a, f->network);
		f->account = arena_str(to->a, f->account);
		for (size_t k = 0; k < f->n_fixes; k++)
			f->fixes[k] = arena_str(to->a, f->fixes[k]);
	}
	to->dropped += from->dropped;
	if (from->dropped_worst > to->dropped_worst)
		to->dropped_worst = from->dropped_worst;
}

static struct str path_of(const struct finding *f)
{
	return f->source ? f->source->path : STR_NULL;
}

static int order(const void *pa, const void *pb)
{
	const struct finding *a = pa, *b = pb;
	int by = str_cmp(path_of(a), path_of(b));

	if (by)
		return by;
	if (a->at.start != b->at.start)
		return a->at.start < b->at.start ? -1 : 1;
	if (a->level != b->level)
		return a->level > b->level ? -1 : 1;
	if (a->at.end != b->at.end)
		return a->at.end < b->at.end ? -1 : 1;
	by = str_cmp(a->rule, b->rule);
	if (by)
		return by;
	by = str_cmp(a->msg, b->msg);
	if (by)
		return by;
	by = str_cmp(a->account, b->account);
	return by ? by : str_cmp(a->network, b->network);
}

static bool same(const struct finding *a, const struct finding *b)
{
	return a->at.start == b->at.start && a->at.end == b->at.end &&
	       str_eq(a->rule, b->rule) && str_eq(a->msg, b->msg) &&
	       str_eq(path_of(a), path_of(b));
}

/* "x" and "bluesky" become "x, bluesky"; a name that is there is not added again. */
static struct str join(struct arena *a, struct str list, struct str name)
{
	struct str rest = list, one;

	if (!name.n || !list.n)
		return list.n ? list : name;
	while (str_field(&rest, ',', &one))
		if (str_eq(str_trim(one), name))
			return list;
	return arena_printf(a, "%.*s, %.*s", STR_ARG(list), STR_ARG(name));
}

static struct str line_of(const struct finding *f)
{
	return source_line(f->source, source_position(f->source, f->at.start).line);
}

/* Lines may be long, and most findings that look the same are on one line. */
static bool same_line(const struct finding *a, const struct finding *b)
{
	const uint32_t line = source_position(a->source, a->at.start).line;

	if (a->source == b->source &&
	    line == source_position(b->source, b->at.start).line)
		return true;
	return str_eq(source_line(a->source, line), line_of(b));
}

/* Do they look the same, but for their place: rule, line and words? */
static bool alike(const struct finding *a, const struct finding *b)
{
	return a->source && b->source && str_eq(a->rule, b->rule) &&
	       str_eq(str_span(a->source->bytes, a->at),
		      str_span(b->source->bytes, b->at)) &&
	       same_line(a, b);
}

/* Number those of a file that look the same: at most LIMIT_FINDINGS are compared. */
static void number_alike(struct findings *f)
{
	size_t first = 0;

	for (size_t i = 0; i < f->v.n; i++) {
		struct finding *one = &f->v.p[i];

		if (!str_eq(path_of(one), path_of(&f->v.p[first])))
			first = i;
		if (i - first > LIMIT_FINDINGS)
			first = i - LIMIT_FINDINGS;
		one->nth = 0;
		for (size_t k = i; k > first && !one->nth; k--)
			if (alike(&f->v.p[k - 1], one))
				one->nth = f->v.p[k - 1].nth + 1;
	}
}

void findings_sort(struct findings *f)
{
	size_t kept = 0;

	settle(f);
	if (f->v.n == 0)
		return;
	qsort(f->v.p, f->v.n, sizeof(*f->v.p), order);
	for (size_t i = 1; i < f->v.n; i++) {
		struct finding *last = &f->v.p[kept], *next = &f->v.p[i];

		if (!same(last, next)) {
			f->v.p[++kept] = *next;
			continue;
		}
		last->network = join(f->a, last->network, next->network);
		last->account = join(f->a, last->account, next->account);
		if (next->level > last->level)
			last->level = next->level;
	}
	f->v.n = kept + 1;
	number_alike(f);
}

enum level findings_worst(const struct findings *f)
{
	enum level worst = f->dropped_worst;

	if (f->spare_used && f->spare.level > worst)
		worst = f->spare.level;
	for (size_t i = 0; i < f->v.n; i++)
		if (f->v.p[i].level > worst)
			worst = f->v.p[i].level;
	return worst;
}

struct str finding_fingerprint(const struct finding *f, struct arena *a)
{
	struct str pieces[5] = { f->rule, path_of(f) };
	struct digest d;

	if (f->source) {
		pieces[2] = line_of(f);
		pieces[3] = str_span(f->source->bytes, f->at);
	}
	if (f->nth)
		pieces[4] = arena_printf(a, "%u", f->nth);
	d = digest_of_pieces(pieces, f->nth ? 5 : 4);
	return str_slice(digest_hex(&d, a), 0, 32);
}
