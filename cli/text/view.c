#include "text/view.h"

#include <assert.h>

void view_begin(struct view_builder *b, struct arena *a)
{
	*b = (struct view_builder){ .a = a };
	buf_init(&b->text, 0);
}

/* Views and sources are far below 4 GiB (core/limits.h): past that is a bug. */
static uint32_t narrow(size_t n)
{
	assert(n <= UINT32_MAX);
	return (uint32_t)n;
}

/* True if `next` goes on where `last` ends, so that both are one run. */
static bool continues(const struct view_run *last, const struct view_run *next)
{
	if (last->code != next->code)
		return false;
	if (last->exact && next->exact)
		return last->src + last->src_n == next->src;
	return !last->exact && !next->exact && !last->src_n && !next->src_n &&
	       last->src == next->src;
}

static void add_run(struct view_builder *b, struct str shown, struct view_run run)
{
	struct view_run *last = b->runs.n ? &b->runs.p[b->runs.n - 1] : NULL;

	if (!shown.n)
		return;
	run.at = narrow(b->text.n);
	run.n = narrow(shown.n);
	run.code = b->code;
	(void)narrow(b->text.n + shown.n);
	buf_str(&b->text, shown);
	if (last && continues(last, &run)) {
		last->n += run.n;
		last->src_n += run.src_n;
	} else {
		*VEC_ADD(b->a, &b->runs) = run;
	}
}

void view_add_exact(struct view_builder *b, struct str bytes, size_t src_off)
{
	(void)narrow(src_off + bytes.n);
	add_run(b, bytes,
		(struct view_run){ .src = narrow(src_off),
				   .src_n = narrow(bytes.n),
				   .exact = true });
}

void view_add_mapped(struct view_builder *b, struct str shown, size_t src_off,
		     size_t src_n)
{
	(void)narrow(src_off + src_n);
	add_run(b, shown,
		(struct view_run){ .src = narrow(src_off), .src_n = narrow(src_n) });
}

void view_end(struct view_builder *b, struct view *out)
{
	out->text = arena_str(b->a, buf_view(&b->text));
	out->runs = b->runs.p;
	out->n_runs = b->runs.n;
	buf_release(&b->text);
	*b = (struct view_builder){ 0 };
}

void view_plain(struct str bytes, struct arena *a, struct view *out)
{
	struct view_run *run;

	*out = (struct view){ .text = bytes };
	if (!bytes.n)
		return;
	run = ARENA_NEW(a, struct view_run);
	*run = (struct view_run){ .n = narrow(bytes.n),
				  .src_n = narrow(bytes.n),
				  .exact = true };
	out->runs = run;
	out->n_runs = 1;
}

size_t view_run_at(const struct view *v, size_t at)
{
	size_t low = 0, high = v->n_runs;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (at >= (size_t)v->runs[mid].at + v->runs[mid].n)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct span empty_at(const struct view *v, size_t at)
{
	const size_t i = view_run_at(v, at);
	const struct view_run *run;
	uint32_t src;

	if (!v->n_runs)
		return (struct span){ 0, 0 };
	run = &v->runs[i < v->n_runs ? i : i - 1];
	if (i == v->n_runs)
		src = run->src + run->src_n;
	else
		src = run->src + (run->exact ? (uint32_t)at - run->at : 0);
	return (struct span){ src, src };
}

/* The source bytes that stand for the part of `run` inside [start, end). */
static struct span part_of_run(const struct view_run *run, size_t start, size_t end)
{
	struct span s = { run->src, run->src + run->src_n };

	if (!run->exact)
		return s;
	if (start > run->at)
		s.start += (uint32_t)start - run->at;
	if (end < (size_t)run->at + run->n)
		s.end = run->src + ((uint32_t)end - run->at);
	return s;
}

struct span view_span(const struct view *v, size_t start, size_t end)
{
	struct span all = { UINT32_MAX, 0 };

	end = end < v->text.n ? end : v->text.n;
	if (start >= end)
		return empty_at(v, start < v->text.n ? start : v->text.n);
	/* Not first and last run alone: an inserted run at the edge stands for nothing,
	 * and a view may show parts in another order than the source. */
	for (size_t i = view_run_at(v, start); i < v->n_runs && v->runs[i].at < end;
	     i++) {
		const struct span s = part_of_run(&v->runs[i], start, end);

		if (s.start == s.end)
			continue;
		all.start = s.start < all.start ? s.start : all.start;
		all.end = s.end > all.end ? s.end : all.end;
	}
	return all.start < all.end ? all : empty_at(v, start);
}

bool view_is_code(const struct view *v, size_t start, size_t end)
{
	for (size_t i = view_run_at(v, start); i < v->n_runs && v->runs[i].at < end; i++)
		if (start < end && v->runs[i].code)
			return true;
	return false;
}
