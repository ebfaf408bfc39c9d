/* mkpack: a word pack from installed Hunspell dictionaries.
 *
 *     mkpack -o OUT [-w WORDNET] BASE [BASE ...]
 *
 * WORDNET is the folder of the files of WordNet, which say what part of speech a word may
 * be (/usr/share/wordnet of the package wordnet-base); without it the pack does not know.
 * BASE names a dictionary without its suffix: /usr/share/hunspell/en_US stands for
 * en_US.aff and en_US.dic, which become the dialect "en-US" of the pack. */
#include "text/pack.h"
#include "text/pack_build.h"
#include "text/pack_format.h"
#include "text/pos_build.h"

#include "core/file.h"
#include "core/limits.h"

enum { DICTIONARY_MAX = 64 * MIB };

static int read_source(const char *base, const char *suffix, struct arena *a,
		       struct pack_source *out, struct err *e)
{
	struct str path = arena_printf(a, "%s.%s", base, suffix);
	const char *slash = strrchr(path.p, '/');

	out->name = slash ? slash + 1 : path.p;
	return file_read(path.p, DICTIONARY_MAX, a, &out->bytes, e);
}

/* "en_US" is the dialect en-US. */
static struct str tag_of(const char *base, struct arena *a)
{
	const char *slash = strrchr(base, '/');
	struct str tag = arena_str(a, str_from(slash ? slash + 1 : base));

	for (char *p = (char *)(uintptr_t)tag.p; *p; p++)
		if (*p == '_')
			*p = '-';
	return tag;
}

static int read_wordnet(const char *folder, struct arena *a, struct pos_forms **out,
			struct err *e)
{
	static const char *const parts[] = { "noun", "verb", "adj", "adv" };
	struct pos_source from;
	int ret = file_read(arena_printf(a, "%s/cntlist.rev", folder).p, DICTIONARY_MAX,
			    a, &from.counts, e);

	for (size_t i = 0; ret == 0 && i < ARRAY_LEN(parts); i++) {
		ret = file_read(arena_printf(a, "%s/index.%s", folder, parts[i]).p,
				DICTIONARY_MAX, a, &from.index[i], e);
		if (ret == 0)
			ret = file_read(arena_printf(a, "%s/%s.exc", folder, parts[i]).p,
					DICTIONARY_MAX, a, &from.except[i], e);
	}
	*out = ret == 0 ? pos_read(&from, a) : NULL;
	return ret;
}

static int make(const char *path, const char *wordnet, char **bases, size_t n,
		struct arena *a, struct err *e)
{
	struct pack_input *inputs = arena_array(a, n, sizeof(*inputs));
	struct buf out;
	struct pos_forms *pos = NULL;
	struct pack pack;
	int ret = wordnet ? read_wordnet(wordnet, a, &pos, e) : 0;

	for (size_t i = 0; i < n && ret == 0; i++) {
		inputs[i].tag = tag_of(bases[i], a);
		ret = read_source(bases[i], "aff", a, &inputs[i].aff, e);
		if (ret == 0)
			ret = read_source(bases[i], "dic", a, &inputs[i].dic, e);
	}
	if (ret < 0)
		return ret;
	buf_init(&out, 0);
	ret = pack_build(inputs, n, pos, a, &out, e);
	if (ret == 0)
		ret = pack_open(buf_view(&out), &pack, e); /* what we wrote can be read */
	if (ret == 0)
		ret = file_write(path, buf_view(&out), 0644, e);
	buf_release(&out);
	return ret;
}

int main(int argc, char **argv)
{
	const bool knows = argc > 4 && strcmp(argv[3], "-w") == 0;
	const int first = knows ? 5 : 3;
	struct arena a = { 0 };
	struct err e = { 0 };
	int ret;

	if (argc <= first || strcmp(argv[1], "-o") != 0 || argc - first > PACK_DIALECTS) {
		(void)fprintf(stderr,
			      "usage: mkpack -o OUT [-w WORDNET] BASE [BASE ...]\n");
		return 2;
	}
	ret = make(argv[2], knows ? argv[4] : NULL, argv + first, (size_t)(argc - first),
		   &a, &e);
	if (ret < 0)
		(void)fprintf(stderr, "mkpack: %s%s%s\n", e.msg, e.hint[0] ? "\n  " : "",
			      e.hint);
	arena_release(&a);
	return ret < 0 ? 1 : 0;
}
