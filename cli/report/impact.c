/* The verdicts that flip between two policies: by clause, then counted by account. */
#include "report/json.h"

enum { COMMIT_SHOWN = 12, WORDS_SHOWN = 80 };

/* So many posts became stricter or looser, under one name. */
struct tally {
	struct str name;
	size_t stricter, looser;
};
struct tallies {
	VEC(struct tally) v;
};

static bool is_stricter(const struct report_flip *f)
{
	return f->after > f->before;
}

static const char *verdict_of(enum level l)
{
	return l == LEVEL_NONE ? "pass" : level_name(l);
}

/* ---- counting ---- */

static void count(struct tallies *t, struct str name, bool stricter, struct arena *a)
{
	size_t i = 0;

	while (i < t->v.n && !str_eq(t->v.p[i].name, name))
		i++;
	if (i == t->v.n)
		*VEC_ADD(a, &t->v) = (struct tally){ .name = name };
	*(stricter ? &t->v.p[i].stricter : &t->v.p[i].looser) += 1;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct tally *)a)->name, ((const struct tally *)b)->name);
}

static void sort_tallies(struct tallies *t)
{
	if (t->v.n)
		qsort(t->v.p, t->v.n, sizeof(*t->v.p), by_name);
}

/* Is the clause of cause `i` already among those before it? */
static bool is_repeated(const struct report_flip *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(f->found.v.p[k].clause, f->found.v.p[i].clause))
			return true;
	return false;
}

static void count_clauses(const struct report_impact *r, struct arena *a,
			  struct tallies *out)
{
	for (size_t i = 0; i < r->n_flips; i++)
		for (size_t k = 0; k < r->flips[i].n_causes; k++)
			if (!is_repeated(&r->flips[i], k))
				count(out, r->flips[i].found.v.p[k].clause,
				      is_stricter(&r->flips[i]), a);
	sort_tallies(out);
}

static void count_accounts(const struct report_impact *r, struct arena *a,
			   struct tallies *out)
{
	for (size_t i = 0; i < r->n_flips; i++) {
		const struct report_flip *f = &r->flips[i];

		/* For one of its accounts a post may get stricter while the worst of all
		 * its verdicts gets looser. */
		for (size_t k = 0; k < f->n_accounts; k++)
			count(out, f->accounts[k].id,
			      f->accounts[k].after > f->accounts[k].before, a);
		if (!f->n_accounts)
			count(out, STR_NULL, is_stricter(f), a);
	}
	sort_tallies(out);
}

static struct tally total(const struct report_impact *r)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < r->n_flips; i++)
		*(is_stricter(&r->flips[i]) ? &t.stricter : &t.looser) += 1;
	return t;
}

/* ---- text ---- */

static void put_counts(const struct tally *t, struct buf *out)
{
	if (t->stricter)
		buf_printf(out, "%zu stricter", t->stricter);
	if (t->stricter && t->looser)
		buf_cstr(out, ", ");
	if (t->looser)
		buf_printf(out, "%zu looser", t->looser);
}

/* The words, with nothing hidden, cut between characters. */
static void put_words(const struct finding *f, const struct findings *all,
		      const struct report_options *o, struct buf *out)
{
	struct str words = str_span(f->source->bytes, f->at);
	size_t end = words.n > WORDS_SHOWN ? WORDS_SHOWN : words.n;
	struct buf shown;

	buf_init(&shown, 0);
	while (end < words.n && end && ((unsigned char)words.p[end] & 0xc0) == 0x80)
		end--;
	buf_cstr(out, " \"");
	report_plain(o->reveal ? str_slice(words, 0, end)
			       : report_masked(f, str_slice(words, 0, end), all, &shown),
		     out);
	buf_cstr(out, end < words.n ? " ...\"" : "\"");
	buf_release(&shown);
}

static void put_cause(const struct report_flip *f, const struct finding *x,
		      const struct report_options *o, struct buf *out)
{
	const struct position at = source_position(x->source, x->at.start);

	buf_printf(out, "    %u:%u: %s %s ", at.line, at.column,
		   is_stricter(f) ? "now" : "was", level_name(x->level));
	report_plain(x->rule, out);
	if (x->at.end > x->at.start)
		put_words(x, &f->found, o, out);
	if (x->account.n) {
		buf_cstr(out, ", for ");
		report_plain(x->account, out);
	}
	buf_char(out, '\n');
}

static void put_flip(const struct report_flip *f, struct str clause,
		     const struct report_options *o, struct buf *out)
{
	bool named = false;

	for (size_t i = 0; i < f->n_causes; i++) {
		const struct finding *x = &f->found.v.p[i];

		if (!str_eq(x->clause, clause))
			continue;
		if (!named) {
			buf_cstr(out, "  ");
			report_plain(f->path, out);
			buf_printf(out, " in %.*s: %s -> %s\n",
				   STR_ARG(str_slice(f->commit, 0, COMMIT_SHOWN)),
				   verdict_of(f->before), verdict_of(f->after));
			named = true;
		}
		put_cause(f, x, o, out);
	}
}

static void put_clauses(const struct report_impact *r, const struct report_options *o,
			struct arena *a, struct buf *out)
{
	struct tallies clauses = { 0 };
	size_t named = 0;

	count_clauses(r, a, &clauses);
	for (size_t i = 0; i < clauses.v.n; i++) {
		const struct tally *t = &clauses.v.p[i];

		named += t->name.n != 0;
		buf_cstr(out, t->name.n ? "\nclause " : "\nwithout a clause");
		report_plain(t->name, out);
		buf_cstr(out, ": ");
		put_counts(t, out);
		buf_char(out, '\n');
		for (size_t k = 0; k < r->n_flips; k++)
			put_flip(&r->flips[k], t->name, o, out);
	}
	if (r->clauses > named)
		buf_printf(out, "\n%zu %s: no verdict flips\n", r->clauses - named,
			   r->clauses - named == 1 ? "clause" : "other clauses");
}

static void put_accounts(const struct report_impact *r, struct arena *a, struct buf *out)
{
	struct tallies accounts = { 0 };

	count_accounts(r, a, &accounts);
	buf_cstr(out, "\nby account:\n");
	for (size_t i = 0; i < accounts.v.n; i++) {
		const struct tally *t = &accounts.v.p[i];

		buf_cstr(out, "  ");
		report_plain(t->name.n ? t->name : STR("(none)"), out);
		buf_cstr(out, ": ");
		put_counts(t, out);
		buf_char(out, '\n');
	}
}

static void put_side(const char *word, const struct report_side *s, struct buf *out)
{
	buf_printf(out, "%s ", word);
	report_plain(s->name, out);
	if (s->commit.n)
		buf_printf(out, " (%.*s)",
			   STR_ARG(str_slice(s->commit, 0, COMMIT_SHOWN)));
	buf_printf(out, ": policy bundle sha256:%.*s\n", STR_ARG(s->bundle));
}

void report_impact_text(const struct report_impact *r, const struct report_options *o,
			struct buf *out)
{
	const struct tally t = total(r);
	struct arena a = { 0 };

	put_side("from", &r->from, out);
	put_side("to  ", &r->to, out);
	buf_printf(out, "%zu %s judged, ", r->judged,
		   r->versions ? (r->judged == 1 ? "version" : "versions")
			       : (r->judged == 1 ? "post" : "posts"));
	buf_printf(out, "%zu %s", r->n_flips, r->n_flips == 1 ? "flips" : "flip");
	if (r->n_flips) {
		buf_cstr(out, ": ");
		put_counts(&t, out);
	}
	buf_char(out, '\n');
	if (r->n_flips) {
		put_clauses(r, o, &a, out);
		put_accounts(r, &a, out);
	}
	if (r->skipped)
		buf_printf(out,
			   "\n%zu not judged: too large, no plain file, or no post\n",
			   r->skipped);
	if (r->shallow)
		buf_cstr(out, "\nthe history is incomplete: this is a shallow clone\n");
	arena_release(&a);
}

/* ---- JSON ---- */

static json_t *side_row(const struct report_side *s)
{
	json_t *row = json_object();

	json_object_set_new(row, "revision", json_text(s->name));
	json_object_set_new(row, "commit",
			    s->commit.n ? json_text(s->commit) : json_null());
	json_object_set_new(row, "bundle", json_text(s->bundle));
	return row;
}

static json_t *tally_rows(const char *key, const struct tallies *t)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < t->v.n; i++) {
		const struct tally *x = &t->v.p[i];
		json_t *row = json_object();

		json_object_set_new(row, key,
				    x->name.n ? json_text(x->name) : json_null());
		json_object_set_new(row, "stricter",
				    json_integer((json_int_t)x->stricter));
		json_object_set_new(row, "looser", json_integer((json_int_t)x->looser));
		json_array_append_new(rows, row);
	}
	return rows;
}

static json_t *cause_row(const struct finding *x, const struct findings *all,
			 const struct report_options *o)
{
	const struct position at = source_position(x->source, x->at.start);
	json_t *row = json_finding(x, str_span(x->source->bytes, x->at), all, o);

	json_object_del(row, "suggestions");
	json_object_set_new(row, "line", json_integer(at.line));
	json_object_set_new(row, "column", json_integer(at.column));
	return row;
}

static json_t *flip_row(const struct report_flip *f, const struct report_options *o)
{
	json_t *row = json_object(), *causes = json_array(), *accounts = json_array();

	for (size_t i = 0; i < f->n_causes; i++)
		json_array_append_new(causes, cause_row(&f->found.v.p[i], &f->found, o));
	for (size_t i = 0; i < f->n_accounts; i++)
		json_array_append_new(accounts, json_text(f->accounts[i].id));
	json_object_set_new(row, "path", json_text(f->path));
	json_object_set_new(row, "post", f->id.n ? json_text(f->id) : json_null());
	json_object_set_new(row, "commit", json_text(f->commit));
	json_object_set_new(row, "before", json_string(verdict_of(f->before)));
	json_object_set_new(row, "after", json_string(verdict_of(f->after)));
	json_object_set_new(row, "accounts", accounts);
	json_object_set_new(row, "findings", causes);
	return row;
}

void report_impact_json(const struct report_impact *r, const struct report_options *o,
			struct buf *out)
{
	json_t *top = json_object(), *flips = json_array();
	struct tallies clauses = { 0 }, accounts = { 0 };
	const struct tally t = total(r);
	struct arena a = { 0 };

	count_clauses(r, &a, &clauses);
	count_accounts(r, &a, &accounts);
	for (size_t i = 0; i < r->n_flips; i++)
		json_array_append_new(flips, flip_row(&r->flips[i], o));
	json_object_set_new(top, "format", json_string("decorum-impact/1"));
	json_object_set_new(top, "program", json_text(r->version));
	json_object_set_new(top, "from", side_row(&r->from));
	json_object_set_new(top, "to", side_row(&r->to));
	json_object_set_new(top, "versions", json_boolean(r->versions));
	json_object_set_new(top, "judged", json_integer((json_int_t)r->judged));
	json_object_set_new(top, "skipped", json_integer((json_int_t)r->skipped));
	json_object_set_new(top, "complete", json_boolean(!r->shallow));
	json_object_set_new(top, "stricter", json_integer((json_int_t)t.stricter));
	json_object_set_new(top, "looser", json_integer((json_int_t)t.looser));
	json_object_set_new(top, "flips", flips);
	json_object_set_new(top, "clauses", tally_rows("clause", &clauses));
	json_object_set_new(top, "accounts", tally_rows("account", &accounts));
	json_put(top, out);
	arena_release(&a);
}
