/* Runs a fuzz target over every file of its corpus: one TAP line per file. */
#include "core/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct file_list files;
	struct str bytes;
	struct err e;

	if (argc != 2 || file_walk(argv[1], "", &a, &files, &e) < 0 || !files.n) {
		(void)printf("Bail out! no corpus\n");
		return 1;
	}
	(void)printf("1..%zu\n", files.n);
	for (size_t i = 0; i < files.n; i++) {
		if (file_read(file_join(&a, argv[1], files.paths[i]), 64u << 20, &a, &bytes,
			      &e) < 0)
			return 1;
		(void)LLVMFuzzerTestOneInput((const uint8_t *)bytes.p, bytes.n);
		(void)printf("ok %zu - %.*s\n", i + 1, STR_ARG(files.paths[i]));
	}
	arena_release(&a);
	return 0;
}
