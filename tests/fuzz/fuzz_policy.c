/* A whole policy from hostile bytes: loaded, and rendered both ways even when it is
 * wrong. The input is a row of files, each after a line "=== path". */
#include "render/render.h"

enum { MOST_FILES = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t split(struct str rest, struct policy_file *files)
{
	static const struct str mark = STR("=== ");
	size_t n = 0, at = str_starts(rest, "=== ") ? 0 : SIZE_MAX;

	if (at) {
		files[0] = (struct policy_file){ STR("policy.md"), rest };
		return 1;
	}
	while (at != SIZE_MAX && n < MOST_FILES) {
		const size_t line = at + mark.n;
		const size_t end = str_chr(rest, '\n', line);
		size_t next =
			end == SIZE_MAX ? SIZE_MAX : str_find(rest, STR("\n=== "), end);

		next = next == SIZE_MAX ? next : next + 1;
		files[n].path = str_slice(rest, line, end);
		files[n++].bytes =
			end == SIZE_MAX ? STR_NULL : str_slice(rest, end + 1, next);
		at = next;
	}
	return n;
}

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void check_places(const struct findings *f)
{
	for (size_t i = 0; i < f->v.n; i++) {
		const struct finding *one = &f->v.p[i];

		must(one->at.start <= one->at.end);
		must(!one->source || one->at.end <= one->source->bytes.n);
		must(one->msg.n > 0);
	}
}

static void check_model(const struct policy *p)
{
	for (size_t i = 0; i < p->n_clauses; i++) {
		const struct policy_clause *c = &p->clauses[i];

		must(c->sentence_at.end <= c->source->bytes.n);
		must(c->first_rule + c->n_rules <= p->n_rules);
	}
	for (size_t i = 0; i < p->n_rules; i++) {
		const struct policy_rule *r = &p->rules[i];

		must(r->clause < p->n_clauses);
		for (size_t k = 0; k < r->n_fail; k++)
			for (size_t m = 0; m < r->fail[k].n_marks; m++)
				must(r->fail[k].marks[m].start <
					     r->fail[k].marks[m].end &&
				     r->fail[k].marks[m].end <= r->fail[k].text.n);
	}
}

static void check_page(struct str page)
{
	must(str_find(page, STR("<script"), 0) == SIZE_MAX);
	must(str_find(page, STR("javascript:\""), 0) == SIZE_MAX);
	must(str_ends(page, "</html>\n"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct render_options options = { STR_NULL, STR("0") };
	struct policy_file files[MOST_FILES];
	struct arena a = { 0 };
	struct policy p;
	struct findings f;
	struct buf page;
	const size_t n = split((struct str){ (const char *)data, size }, files);

	findings_init(&f, &a);
	policy_load(files, n, &a, &p, &f);
	check_places(&f);
	check_model(&p);
	buf_init(&page, 0);
	render_html(&p, &options, &page);
	check_page(buf_view(&page));
	buf_reset(&page);
	render_text(&p, &options, &page);
	must(str_chr(buf_view(&page), '\x1b', 0) == SIZE_MAX);
	buf_release(&page);
	arena_release(&a);
	return 0;
}
