#include "network/lower.h"

void lower_begin(struct lower *l, const struct source *s, struct arena *a)
{
	*l = (struct lower){ .a = a, .s = s, .fresh = true };
	view_begin(&l->b, a);
}

void lower_end(struct lower *l, struct view *out)
{
	view_end(&l->b, out);
}

static void put(struct lower *l, struct str shown, struct span src, bool exact)
{
	if (exact)
		view_add_exact(&l->b, shown, src.start);
	else
		view_add_mapped(&l->b, shown, src.start, src.end - src.start);
}

/* What stands for no byte of the file. */
static void insert(struct lower *l, struct str shown, size_t at)
{
	view_add_mapped(&l->b, shown, at, 0);
}

/* ---- lines ---- */

static void insert_blanks(struct lower *l, size_t n, size_t at)
{
	static const struct str blanks = STR("                ");

	for (; n > blanks.n; n -= blanks.n)
		insert(l, blanks, at);
	insert(l, str_slice(blanks, 0, n), at);
}

/* An empty line inside quotations: "> >". */
static void empty_line(struct lower *l, size_t at)
{
	size_t deep = l->common;

	while (deep && !l->marks[deep - 1].quote)
		deep--;
	for (size_t i = 0; i < deep; i++) {
		if (!l->marks[i].quote)
			insert_blanks(l, l->marks[i].width, at);
		else
			insert(l, i + 1 < deep ? STR("> ") : STR(">"), at);
	}
	insert(l, STR("\n"), at);
}

static void begin_line(struct lower *l, uint32_t at)
{
	if (l->b.text.n && l->lines) {
		if (l->break_at.end)
			put(l, STR("\n"), l->break_at, false);
		else
			insert(l, STR("\n"), at);
		while (--l->lines)
			empty_line(l, at);
	}
	for (size_t i = 0; i < l->n_marks; i++) {
		struct lower_mark *m = &l->marks[i];

		if (m->waits || m->quote)
			put(l, m->shown, m->waits ? m->src : (struct span){ at, at },
			    false);
		else
			insert_blanks(l, m->width, at);
		m->waits = false;
	}
	l->common = l->n_marks;
	l->break_at = (struct span){ 0, 0 };
	l->lines = 0;
	l->fresh = false;
}

void lower_line(struct lower *l, bool empty)
{
	const unsigned lines = empty ? 2 : 1;

	if (lines > l->lines)
		l->lines = lines;
	l->fresh = true;
	l->swallow = false;
	l->blanks.n = 0;
}

void lower_break(struct lower *l, struct span src)
{
	lower_line(l, false);
	l->break_at = src;
}

/* ---- words and blanks ---- */

static void wait(struct lower *l, struct str shown, struct span src, bool exact)
{
	if (shown.n && !l->fresh && !l->swallow)
		*VEC_ADD(l->a, &l->blanks) = (struct lower_blank){ shown, src, exact };
}

/* `shown` has something to be seen. */
static void show(struct lower *l, struct str shown, struct span src, bool exact)
{
	const bool code = l->b.code;

	l->b.code = false; /* neither marks nor the blanks before it are code */
	if (l->fresh)
		begin_line(l, src.start);
	for (size_t i = 0; i < l->blanks.n; i++)
		put(l, l->blanks.p[i].shown, l->blanks.p[i].src, l->blanks.p[i].exact);
	l->blanks.n = 0;
	l->swallow = false;
	l->b.code = code;
	put(l, shown, src, exact);
}

static struct span part(struct span src, bool exact, size_t start, size_t end)
{
	if (!exact)
		return src;
	return (struct span){ src.start + (uint32_t)start, src.start + (uint32_t)end };
}

void lower_text(struct lower *l, struct str shown, struct span src, bool exact)
{
	size_t start = 0, end = shown.n;

	while (start < end && ascii_is_space((unsigned char)shown.p[start]))
		start++;
	while (end > start && ascii_is_space((unsigned char)shown.p[end - 1]))
		end--;
	wait(l, str_slice(shown, 0, start), part(src, exact, 0, start), exact);
	if (start == end)
		return;
	show(l, str_slice(shown, start, end), part(src, exact, start, end), exact);
	wait(l, str_slice(shown, end, shown.n), part(src, exact, end, shown.n), exact);
}

void lower_code(struct lower *l, struct str shown, struct span src, bool exact)
{
	size_t start = 0;

	while (start < shown.n) {
		const size_t hit = str_chr(shown, '\n', start);
		const size_t stop = hit == SIZE_MAX ? shown.n : hit;
		size_t end = stop;

		if (hit != SIZE_MAX && end > start && shown.p[end - 1] == '\r')
			end--;
		if (end > start)
			show(l, str_slice(shown, start, end),
			     part(src, exact, start, end), exact);
		if (hit != SIZE_MAX) {
			l->lines++;
			l->fresh = true;
			l->blanks.n = 0;
		}
		start = hit == SIZE_MAX ? shown.n : hit + 1;
	}
}

void lower_hole(struct lower *l)
{
	/* One blank is enough where two would meet. */
	if (l->fresh || l->blanks.n)
		l->swallow = true;
}

/* ---- marks ---- */

void lower_push(struct lower *l, struct lower_mark mark)
{
	mark.waits = true;
	if (l->n_marks < LOWER_MARKS)
		l->marks[l->n_marks++] = mark;
}

void lower_pop(struct lower *l)
{
	if (l->n_marks)
		l->n_marks--;
	if (l->common > l->n_marks)
		l->common = l->n_marks;
}
