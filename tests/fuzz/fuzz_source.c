/* Any bytes as a file: lines cover it, positions go both ways, front matter and body do
 * not overlap. */
#include "source/source.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CAP = 4096 };

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void check_lines(const struct source *s)
{
	must(s->n_lines >= 1 && s->lines[0] == 0);
	for (uint32_t i = 1; i <= s->n_lines; i++) {
		const struct str line = source_line(s, i);
		const size_t start = s->lines[i - 1];

		must(line.p + line.n <= s->bytes.p + s->bytes.n);
		must(str_chr(line, '\n', 0) == SIZE_MAX);
		must(i == 1 || s->bytes.p[start - 1] == '\n');
		must(source_position(s, start).line == i);
		must(source_position(s, start).column == 1);
		must(source_position(s, start + line.n).column ==
		     utf8_code_points(line) + 1);
	}
	must(source_line(s, 0).n == 0);
	must(source_line(s, (uint32_t)s->n_lines + 1).n == 0);
}

static void check_front_matter(const struct source *s, struct diags *d)
{
	const size_t before = d->v.n;
	const struct front_matter f = source_front_matter(s, d);

	must(f.front.start <= f.front.end && f.body.start <= f.body.end);
	must(f.body.end == s->bytes.n);
	if (!f.has) {
		must(f.front.end == 0 && f.body.start == 0);
		return;
	}
	must(d->v.n == before);
	must(f.front.start >= 4 && f.body.start >= f.front.end + 3);
	must(str_starts(s->bytes, "---"));
	must(str_starts(str_slice(s->bytes, f.front.end, s->bytes.n), "---"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str bytes = { (const char *)data, size };
	struct arena a = { 0 };
	struct diags d = { .a = &a };
	struct source s;
	bool good = source_init(&s, STR("post.md"), bytes, CAP, &a, &d);

	must(good == (d.v.n == 0));
	must(!good || (size <= CAP && utf8_check(bytes) == SIZE_MAX));
	for (size_t i = 0; i < d.v.n; i++)
		must(d.v.p[i].at.end <= s.bytes.n);
	if (good) {
		check_lines(&s);
		check_front_matter(&s, &d);
	}
	arena_release(&a);
	return 0;
}
