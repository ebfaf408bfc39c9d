/* mkbundle FILE: the default policy, compiled. A build tool: what it writes becomes part
 * of the program. */
#include "bundle/bundle.h"
#include "bundle/write.h"
#include "core/file.h"
#include "core/limits.h"

static void print_findings(const struct findings *f)
{
	for (size_t i = 0; i < f->v.n; i++) {
		const struct finding *one = &f->v.p[i];
		struct position at = { 0, 0, 0 };

		if (one->source)
			at = source_position(one->source, one->at.start);
		(void)fprintf(stderr, "policy/%.*s:%u:%u: %s: %.*s [%.*s]\n",
			      STR_ARG(one->source ? one->source->path : STR_NULL),
			      at.line, at.column, level_name(one->level),
			      STR_ARG(one->msg), STR_ARG(one->rule));
	}
	if (f->dropped)
		(void)fprintf(stderr, "and %zu more\n", f->dropped);
}

static bool compile(struct arena *a, struct buf *bytes)
{
	const struct policy_file *files;
	struct policy p;
	struct findings f;
	size_t n;
	bool good;

	findings_init(&f, a);
	files = policy_default(&n);
	policy_load(files, n, a, &p, &f);
	good = findings_worst(&f) != LEVEL_BLOCK && bundle_write(&p, bytes, &f);
	findings_sort(&f);
	print_findings(&f);
	return good;
}

int main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct bundle *b = NULL;
	struct buf bytes;
	struct err e;
	bool good;

	if (argc != 2) {
		(void)fprintf(stderr, "usage: mkbundle FILE\n");
		return 2;
	}
	buf_init(&bytes, LIMIT_BUNDLE);
	good = compile(&a, &bytes);
	/* The program trusts what is built into it: this is where it is verified. */
	if (good && (bundle_from_bytes(buf_view(&bytes), &b, &e) < 0 ||
		     file_write(argv[1], buf_view(&bytes), 0644, &e) < 0)) {
		(void)fprintf(stderr, "mkbundle: %s\n", e.msg);
		good = false;
	}
	bundle_close(b);
	buf_release(&bytes);
	arena_release(&a);
	return good ? 0 : 1;
}
