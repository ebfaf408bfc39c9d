#include "report/json.h"
#include "text/utf8.h"

/* Bytes that are not UTF-8 are made visible first: JSON has no place for them. */
json_t *json_text(struct str s)
{
	struct buf safe;
	json_t *text;

	if (utf8_check(s) == SIZE_MAX)
		return json_stringn(s.p ? s.p : "", s.n);
	buf_init(&safe, 0);
	utf8_visible(&safe, s, true);
	text = json_stringn(safe.p, safe.n);
	buf_release(&safe);
	return text;
}

static int append(const char *bytes, size_t n, void *out)
{
	buf_add(out, bytes, n);
	return 0;
}

void json_put(json_t *value, struct buf *out)
{
	/* Insertion order is kept, so the same run gives the same bytes. */
	(void)json_dump_callback(value, append, out, JSON_COMPACT);
	buf_char(out, '\n');
	json_decref(value);
}

struct str report_masked(const struct finding *f, struct str text,
			 const struct findings *all, struct buf *out)
{
	for (size_t at = 0, n; at < text.n; at += n) {
		const size_t place = f->at.start + at;
		bool hidden = false;

		(void)utf8_decode(text, at, &n);
		for (size_t i = 0; i < all->v.n && !hidden; i++) {
			const struct finding *x = &all->v.p[i];

			hidden = x->mask && x->source == f->source &&
				 x->at.start < place + n && place < x->at.end;
		}
		if (hidden)
			buf_char(out, '*');
		else
			buf_str(out, str_slice(text, at, at + n));
	}
	return buf_view(out);
}

json_t *json_finding(const struct finding *f, struct str text, const struct findings *all,
		     const struct report_options *o)
{
	json_t *row = json_object(), *fixes = json_array();
	struct buf shown;

	buf_init(&shown, 0);
	json_object_set_new(row, "rule", json_text(f->rule));
	json_object_set_new(row, "clause",
			    f->clause.n ? json_text(f->clause) : json_null());
	json_object_set_new(row, "level", json_string(level_name(f->level)));
	if (f->level == LEVEL_ASK && f->role.n)
		json_object_set_new(row, "role", json_text(f->role));
	json_object_set_new(row, "start", json_integer(f->at.start));
	json_object_set_new(row, "end", json_integer(f->at.end));
	json_object_set_new(
		row, "text",
		json_text(o->reveal ? text : report_masked(f, text, all, &shown)));
	json_object_set_new(row, "message", json_text(f->msg));
	for (size_t i = 0; i < f->n_fixes; i++)
		json_array_append_new(fixes, json_text(f->fixes[i]));
	json_object_set_new(row, "suggestions", fixes);
	buf_release(&shown);
	return row;
}

/* The common row plus where it stands in a file. */
static json_t *located(const struct finding *f, const struct findings *all,
		       const struct report_options *o)
{
	struct arena a = { 0 };
	json_t *row;

	if (!f->source)
		return json_finding(f, STR_NULL, all, o);
	row = json_finding(f, str_span(f->source->bytes, f->at), all, o);
	json_object_set_new(row, "path", json_text(f->source->path));
	struct position start = source_position(f->source, f->at.start);
	struct position end = source_position(f->source, f->at.end);
	json_object_set_new(row, "line", json_integer(start.line));
	json_object_set_new(row, "column", json_integer(start.column));
	json_object_set_new(row, "endLine", json_integer(end.line));
	json_object_set_new(row, "endColumn", json_integer(end.column));
	if (f->network.n)
		json_object_set_new(row, "network", json_text(f->network));
	if (f->account.n)
		json_object_set_new(row, "account", json_text(f->account));
	if (f->quote.n)
		json_object_set_new(row, "policy", json_text(f->quote));
	json_object_set_new(row, "fingerprint", json_text(finding_fingerprint(f, &a)));
	arena_release(&a);
	return row;
}

static json_t *count_row(const struct report_count *c)
{
	json_t *row = json_object();

	json_object_set_new(row, "path", json_text(c->path));
	json_object_set_new(row, "account", json_text(c->account));
	json_object_set_new(row, "network", json_text(c->network));
	json_object_set_new(row, "part", json_integer((json_int_t)c->part + 1));
	json_object_set_new(row, "parts", json_integer((json_int_t)c->n_parts));
	json_object_set_new(row, "count", json_integer((json_int_t)c->count));
	json_object_set_new(row, "limit", json_integer((json_int_t)c->limit));
	json_object_set_new(row, "left",
			    json_integer((json_int_t)c->limit - (json_int_t)c->count));
	json_object_set_new(row, "valid", json_boolean(c->valid));
	return row;
}

static json_t *tally_rows(const struct report_run *r)
{
	json_t *rows = json_object();

	for (size_t i = 0; i < r->n_tallies; i++) {
		const struct report_tally *from = &r->tallies[i];
		json_t *row = json_object();

		json_object_set_new(row, "good", json_integer((json_int_t)from->good));
		json_object_set_new(row, "all", json_integer((json_int_t)from->all));
		json_object_set_new(rows, from->name, row);
	}
	return rows;
}

void report_json(const struct report_run *r, const struct report_options *o,
		 struct buf *out)
{
	json_t *top = json_object(), *findings = json_array(), *counts = json_array();
	enum level worst = findings_worst(r->findings);
	bool refused = worst != LEVEL_NONE && worst >= r->fail_at;

	for (size_t i = 0; i < r->findings->v.n; i++)
		json_array_append_new(findings,
				      located(&r->findings->v.p[i], r->findings, o));
	for (size_t i = 0; i < r->n_counts; i++)
		json_array_append_new(counts, count_row(&r->counts[i]));
	json_object_set_new(top, "format", json_string("decorum-report/1"));
	json_object_set_new(top, "program", json_text(r->version));
	json_object_set_new(top, "bundle",
			    r->bundle.n ? json_text(r->bundle) : json_null());
	json_object_set_new(top, "checked", json_integer((json_int_t)r->n_checked));
	json_object_set_new(
		top, "verdict",
		json_string(r->n_checked || refused ? level_name(worst) : "nothing"));
	json_object_set_new(top, "refused", json_boolean(refused));
	json_object_set_new(top, "findings", findings);
	json_object_set_new(top, "notShown",
			    json_integer((json_int_t)r->findings->dropped));
	json_object_set_new(top, "counts", counts);
	if (r->n_tallies)
		json_object_set_new(top, "tallies", tally_rows(r));
	json_put(top, out);
}
