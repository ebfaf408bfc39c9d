/* The usual metrics, from counts. */
#include "quality.h"

#include <math.h>
#include <stdlib.h>

static double ratio(double a, double b)
{
	return b > 0 ? a / b : NAN;
}

static const char *field(const json_t *gold, const char *key)
{
	const char *value = json_string_value(json_object_get(gold, key));

	return value ? value : "";
}

static bool is_positive(const struct row *row)
{
	return json_integer_value(json_object_get(row->gold, "label")) == 1;
}

/* ---- right or wrong ---- */

static struct part *part_of(struct score *s, const char *name)
{
	for (size_t i = 0; i < s->n_parts; i++)
		if (strcmp(s->parts[i].name, name) == 0)
			return &s->parts[i];
	if (s->n_parts == ARRAY_LEN(s->parts))
		give_up("more than %zu kinds of rows", ARRAY_LEN(s->parts));
	s->parts[s->n_parts].name = name;
	return &s->parts[s->n_parts++];
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct part *)a)->name, ((const struct part *)b)->name);
}

void score_binary(const struct rows *r, const char *by, struct score *out)
{
	*out = (struct score){ 0 };
	for (size_t i = 0; i < r->v.n; i++) {
		const struct row *row = &r->v.p[i];
		const bool bad = is_positive(row);

		if (bad)
			*(row->flagged ? &out->tp : &out->fn) += 1;
		else
			*(row->flagged ? &out->fp : &out->tn) += 1;
		if (by) {
			struct part *p = part_of(out, field(row->gold, by));

			p->n++;
			p->right += row->flagged == bad;
		}
	}
	if (out->n_parts)
		qsort(out->parts, out->n_parts, sizeof(*out->parts), by_name);
}

static double f1(size_t tp, size_t fp, size_t fn)
{
	return ratio(2.0 * (double)tp, (double)(2 * tp + fp + fn));
}

static double mean_by(const struct score *s)
{
	double sum = 0;

	for (size_t i = 0; i < s->n_parts; i++)
		sum += ratio((double)s->parts[i].right, (double)s->parts[i].n);
	return ratio(sum, (double)s->n_parts);
}

double score_metric(const struct score *s, const char *name)
{
	const double tp = (double)s->tp, fp = (double)s->fp, fn = (double)s->fn,
		     tn = (double)s->tn;

	if (strcmp(name, "balanced_accuracy") == 0)
		return (ratio(tp, tp + fn) + ratio(tn, fp + tn)) / 2;
	if (strcmp(name, "accuracy") == 0)
		return ratio(tp + tn, tp + fp + fn + tn);
	if (strcmp(name, "f1") == 0)
		return f1(s->tp, s->fp, s->fn);
	if (strcmp(name, "macro_f1") == 0)
		return (f1(s->tp, s->fp, s->fn) + f1(s->tn, s->fn, s->fp)) / 2;
	if (strcmp(name, "false_alarms") == 0)
		return ratio(fp, fp + tn);
	if (strcmp(name, "recall") == 0)
		return ratio(tp, tp + fn);
	if (strcmp(name, "flag_rate") == 0)
		return ratio(tp + fp, tp + fp + fn + tn);
	if (strcmp(name, "mean_by") == 0)
		return mean_by(s);
	give_up("there is no metric '%s'", name);
}

/* ---- spans ---- */

static bool touches(struct hit a, struct hit b)
{
	const size_t a_end = a.end > a.start ? a.end : a.start + 1;
	const size_t b_end = b.end > b.start ? b.end : b.start + 1;

	return a.start < b_end && b.start < a_end;
}

static struct hit span_of(const json_t *span)
{
	return (struct hit){
		(size_t)json_integer_value(json_object_get(span, "start")),
		(size_t)json_integer_value(json_object_get(span, "end")),
	};
}

/* Names, addresses and the like are nothing that a pattern can know. */
static bool is_pattern_type(const json_t *span)
{
	static const char *const types[] = { "CREDIT_CARD",  "EMAIL_ADDRESS",
					     "PHONE_NUMBER", "IBAN_CODE",
					     "US_SSN",       "IP_ADDRESS",
					     "DOMAIN_NAME" };
	const char *type = field(span, "type");

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strcmp(types[i], type) == 0)
			return true;
	return false;
}

struct span_counts {
	size_t wanted, found, good, bad;
};

static void count_spans(const struct row *row, struct span_counts *c)
{
	const json_t *spans = json_object_get(row->gold, "spans"), *span;
	size_t i;

	json_array_foreach(spans, i, span)
	{
		bool found = false;

		for (size_t k = 0; k < row->hits.n; k++)
			found = found || touches(span_of(span), row->hits.p[k]);
		c->wanted += is_pattern_type(span);
		c->found += found && is_pattern_type(span);
	}
	for (size_t k = 0; k < row->hits.n; k++) {
		bool good = false, other = false;

		json_array_foreach(spans, i, span)
		{
			const bool touched = touches(row->hits.p[k], span_of(span));

			good = good || (touched && is_pattern_type(span));
			other = other || touched;
		}
		c->good += good;
		c->bad += !other;
	}
}

double score_spans(const struct rows *r)
{
	struct span_counts c = { 0 };
	double precision, recall;

	for (size_t i = 0; i < r->v.n; i++)
		count_spans(&r->v.p[i], &c);
	precision = ratio((double)c.good, (double)(c.good + c.bad));
	recall = ratio((double)c.found, (double)c.wanted);
	return ratio(2 * precision * recall, precision + recall);
}

/* ---- obfuscated words ---- */

static bool is_obfuscated(const struct row *row)
{
	return strncmp(field(row->gold, "functionality"), "spell_", 6) == 0;
}

static bool has_plain(const struct rows *r, const struct row *row)
{
	for (size_t i = 0; i < r->v.n; i++) {
		const struct row *x = &r->v.p[i];

		if (x->flagged && is_positive(x) && !is_obfuscated(x) &&
		    strcmp(field(x->gold, "family"), field(row->gold, "family")) == 0 &&
		    strcmp(field(x->gold, "target"), field(row->gold, "target")) == 0)
			return true;
	}
	return false;
}

void score_obfuscated(const struct rows *r, struct obfuscated *out)
{
	*out = (struct obfuscated){ 0 };
	for (size_t i = 0; i < r->v.n; i++) {
		const struct row *row = &r->v.p[i];

		if (!is_obfuscated(row))
			continue;
		out->n++;
		out->flagged += row->flagged;
		if (!has_plain(r, row))
			continue;
		out->with_plain++;
		out->recovered += row->flagged;
	}
}

/* ---- rules ---- */

static void count_firing(struct firings *f, struct str rule, struct str level)
{
	struct firing *x;

	for (size_t i = 0; i < f->v.n; i++)
		if (str_eq(f->v.p[i].rule, rule) && str_is(level, f->v.p[i].level)) {
			f->v.p[i].texts++;
			return;
		}
	x = VEC_ADD(&f->a, &f->v);
	*x = (struct firing){ .rule = arena_str(&f->a, rule), .texts = 1 };
	for (size_t i = 0; i < level.n && i < sizeof(x->level) - 1; i++)
		x->level[i] = level.p[i];
}

/* Did an earlier finding of this answer say the same? */
static bool is_repeated(const json_t *findings, size_t n, const json_t *finding)
{
	for (size_t i = 0; i < n; i++) {
		const json_t *x = json_array_get(findings, i);

		if (strcmp(field(x, "rule"), field(finding, "rule")) == 0 &&
		    strcmp(field(x, "level"), field(finding, "level")) == 0)
			return true;
	}
	return false;
}

void firings_add(struct firings *f, const struct rows *r, bool words)
{
	for (size_t i = 0; i < r->v.n; i++) {
		const json_t *all = json_object_get(r->v.p[i].answer, "findings"),
			     *finding;
		size_t k;

		f->texts++;
		json_array_foreach(all, k, finding)
		{
			const struct str rule = str_from(field(finding, "rule"));
			const bool of_words = str_starts(rule, "spelling/") ||
					      str_starts(rule, "grammar/");

			if (of_words == words && !is_repeated(all, k, finding))
				count_firing(f, rule, str_from(field(finding, "level")));
		}
	}
}

static int by_rule(const void *a, const void *b)
{
	const struct firing *x = a, *y = b;
	const int order = str_cmp(x->rule, y->rule);

	return order ? order : strcmp(x->level, y->level);
}

void firings_sort(struct firings *f)
{
	if (f->v.n)
		qsort(f->v.p, f->v.n, sizeof(*f->v.p), by_rule);
}
