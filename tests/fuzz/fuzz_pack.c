/* A word pack from hostile bytes. Most changed packs have a wrong digest, so it is put
 * right first: what the digest protects from accident must hold against intent. A pack
 * that opens is asked for words and suggestions. Input that starts with "SET" is an .aff
 * and a .dic file instead, with a line "===" between, to be built into a pack. */
#include "text/pack.h"
#include "text/pack_build.h"
#include "text/pack_format.h"
#include "text/suggest.h"

#include "core/digest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void ask(struct str bytes, struct arena *a)
{
	static const char *const words[] = {
		"word",     "wrod",   "Londno",           "12th",
		"x-word's", "IPHONE", "\xc3\xa9t\xc3\xa9"
	};
	struct str out[SUGGEST_MOST];
	struct pack p;
	struct err e;

	if (pack_open(bytes, &p, &e) < 0) {
		must(e.msg[0] && !p.bytes.p);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const struct str word = str_from(words[i]);
		const size_t n =
			suggest_words(&p, pack_all(&p), word, a, out, SUGGEST_MOST);

		(void)pack_accepts_caseless(&p, pack_all(&p), word);
		for (size_t k = 0; k < n; k++)
			must(pack_accepts(&p, pack_all(&p), out[k]));
	}
}

static void seal(struct buf *b)
{
	struct digest d;

	if (b->n < HEADER_BYTES)
		return;
	d = digest_of(str_slice(buf_view(b), HEADER_VERSION, b->n));
	memcpy(b->p + HEADER_DIGEST, d.bytes, sizeof(d.bytes));
}

static void make(struct str text, struct arena *a, struct buf *out)
{
	const size_t cut = str_find(text, STR("===\n"), 0);
	const struct pack_input in = {
		STR("en"),
		{ "x.aff", str_slice(text, 0, cut) },
		{ "x.dic", cut < text.n ? str_slice(text, cut + 4, text.n) : STR_NULL },
	};
	struct err e;

	if (pack_build(&in, 1, NULL, a, out, &e) < 0) {
		must(e.msg[0]);
		buf_reset(out);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str text = { (const char *)data, size };
	struct arena a = { 0 };
	struct buf pack;

	buf_init(&pack, 0);
	if (str_starts(text, "SET"))
		make(text, &a, &pack);
	else
		buf_str(&pack, text);
	seal(&pack);
	ask(buf_view(&pack), &a);
	buf_release(&pack);
	arena_release(&a);
	return 0;
}
