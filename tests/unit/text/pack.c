#include "token_test.h"

#include "text/pack.h"
#include "text/pack_build.h"
#include "text/pack_format.h"

#include "core/digest.h"

static const char aff[] = "SET UTF-8\n"
			  "NOSUGGEST !\n"
			  "FORBIDDENWORD X\n"
			  "ONLYINCOMPOUND c\n"
			  "COMPOUNDRULE 2\n"
			  "COMPOUNDRULE n*1t\n"
			  "COMPOUNDRULE n*mp\n"
			  "SFX S Y 2\n"
			  "SFX S y ies [^aeiou]y\n"
			  "SFX S 0 s [^y]\n"
			  "SFX M Y 1\n"
			  "SFX M 0 's .\n"
			  "PFX U Y 1\n"
			  "PFX U 0 un .\n";
static const char dic_us[] =
	"12\nword/SM\ncity/SM\nLondon/M\nNASA/M\niPhone/SM\nlock/US\n"
	"color/S\ndamn/!\n0/nm\n1/n1\n2/nm\n0th/pt\n1st/p\n1th/tc\ncaf\xc3\xa9/S\n"
	"nono/X\n";
static const char dic_gb[] = "3\nword/SM\ncolour/S\nTyre/M\n";

/* A pack of a few words; `second` adds a second dialect. */
static void build(struct world *w, bool second, struct buf *out)
{
	const struct pack_input inputs[] = {
		{ STR("en-US"),
		  { "us.aff", { aff, sizeof(aff) - 1 } },
		  { "us.dic", { dic_us, sizeof(dic_us) - 1 } } },
		{ STR("en-GB"),
		  { "gb.aff", { aff, sizeof(aff) - 1 } },
		  { "gb.dic", { dic_gb, sizeof(dic_gb) - 1 } } },
	};
	struct err e;

	buf_init(out, 0);
	if (pack_build(inputs, second ? 2 : 1, NULL, &w->a, out, &e) < 0)
		fail_msg("%s", e.msg);
}

static struct pack opened(struct str bytes)
{
	struct pack p;
	struct err e;

	if (pack_open(bytes, &p, &e) < 0)
		fail_msg("%s", e.msg);
	return p;
}

static bool knows(const struct pack *p, const char *word)
{
	return pack_accepts(p, pack_all(p), str_from(word));
}

static void words_with_their_affixes_are_known(void **state)
{
	static const char *const good[] = {
		"word",         "words",        "word's",    "Word",    "WORD",
		"cities",       "London",       "LONDON",    "NASA",    "NASA's",
		"iPhone",       "iPhones",      "unlock",    "unlocks", "caf\xc3\xa9",
		"cafe\xcc\x81", "Caf\xc3\xa9s", "1st",       "10th",    "21st",
		"11th",         "words'",       "word-city", "42",      "1,000.5",
	};
	static const char *const bad[] = { "wrod",    "london", "nasa",  "IPhone",
					   "citys",   "unword", "0th's", "1th",
					   "21th",    "nono",   "",      "cafe",
					   "color's", "\xff" };
	struct pack p;
	struct buf b;

	build(*state, false, &b);
	p = opened(buf_view(&b));
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		if (!knows(&p, good[i]))
			fail_msg("%s is unknown", good[i]);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (knows(&p, bad[i]))
			fail_msg("%s is known", bad[i]);
	buf_release(&b);
}

static void dialects_are_told_apart(void **state)
{
	struct pack p;
	struct buf b;
	uint32_t us, gb;

	build(*state, true, &b);
	p = opened(buf_view(&b));
	us = pack_dialect(&p, STR("en-US"));
	gb = pack_dialect(&p, STR("en-GB"));
	assert_int_equal(us, 0xff);
	assert_int_equal(gb, 0xff00);
	assert_int_equal(pack_dialect(&p, STR("en-AU")), 0);
	assert_true(pack_accepts(&p, us, STR("color")));
	assert_false(pack_accepts(&p, gb, STR("color")));
	assert_true(pack_accepts(&p, gb, STR("colours")));
	assert_false(pack_accepts(&p, us, STR("colours")));
	assert_true(pack_accepts(&p, us | gb, STR("colours")));
	buf_release(&b);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
	struct buf a, b;

	build(*state, true, &a);
	build(*state, true, &b);
	assert_true(str_eq(buf_view(&a), buf_view(&b)));
	buf_release(&a);
	buf_release(&b);
}

static void names_and_digests_of_the_input_are_kept(void **state)
{
	struct digest of_dic = digest_of(str_from(dic_us));
	struct pack p;
	struct buf b;

	build(*state, false, &b);
	p = opened(buf_view(&b));
	assert_int_equal(p.sources.n, 2 * SOURCE_BYTES);
	assert_memory_equal(p.sources.p + SOURCE_BYTES, of_dic.bytes, 32);
	assert_string_equal(p.sources.p + SOURCE_BYTES + SOURCE_NAME, "us.dic");
	buf_release(&b);
}

/* ---- damage ---- */

/* Give the pack the digest of its bytes again, so that only the structure is wrong. */
static void seal(struct buf *b)
{
	struct digest d = digest_of(str_slice(buf_view(b), HEADER_VERSION, b->n));

	memcpy(b->p + HEADER_DIGEST, d.bytes, sizeof(d.bytes));
}

static void any_changed_byte_is_noticed(void **state)
{
	struct pack p;
	struct err e;
	struct buf b;

	build(*state, true, &b);
	for (size_t i = 0; i < b.n; i++) {
		b.p[i] = (char)(b.p[i] ^ 0x10);
		assert_int_equal(pack_open(buf_view(&b), &p, &e), ERR_INVALID);
		assert_null(p.bytes.p);
		b.p[i] = (char)(b.p[i] ^ 0x10);
	}
	assert_int_equal(pack_open(buf_view(&b), &p, &e), 0);
	buf_release(&b);
}

static void any_missing_byte_is_noticed(void **state)
{
	struct pack p;
	struct err e;
	struct buf b;

	build(*state, false, &b);
	for (size_t n = 0; n < b.n; n++)
		assert_int_equal(pack_open(str_slice(buf_view(&b), 0, n), &p, &e),
				 ERR_INVALID);
	buf_release(&b);
}

static char *section(struct buf *b, uint32_t id)
{
	for (uint32_t i = 0; i < pack_u32(b->p + HEADER_SECTIONS); i++) {
		char *row = b->p + HEADER_BYTES + (size_t)i * SECTION_BYTES;

		if (pack_u32(row + SECTION_ID) == id)
			return row;
	}
	fail_msg("no such section");
	return NULL;
}

static void put(char *at, uint32_t value)
{
	value = htole32(value);
	memcpy(at, &value, sizeof(value));
}

/* Write `value` at `at` in a section (or in its row of the table), seal, open: refused
 * with a message that holds `says`. */
static void damaged(struct world *w, uint32_t id, size_t at, uint32_t value,
		    const char *says)
{
	struct pack p;
	struct err e;
	struct buf b;
	char *row;

	build(w, true, &b);
	row = section(&b, id);
	put(b.p + pack_u64(row + SECTION_OFFSET) + at, value);
	seal(&b);
	assert_int_equal(pack_open(buf_view(&b), &p, &e), ERR_INVALID);
	if (!strstr(e.msg, says))
		fail_msg("got: %s", e.msg);
	buf_release(&b);
}

static void wrong_numbers_in_each_section_are_refused(void **state)
{
	damaged(*state, SECTION_BUCKETS, 4, 0xffffffff, "buckets");
	damaged(*state, SECTION_BUCKETS, 0, 1, "buckets");
	damaged(*state, SECTION_KEYS, KEY_AT, 0xfffffff0, "key");
	damaged(*state, SECTION_KEYS, KEY_LENGTH, 0, "key");
	damaged(*state, SECTION_KEYS, KEY_FORMS, 0xff0000, "key");
	damaged(*state, SECTION_STRINGS, 0, 0, "key");
	damaged(*state, SECTION_MIXED, MIXED_KEY, 0xffffff, "form with capitals");
	damaged(*state, SECTION_MIXED, MIXED_AT, 0xffffff, "form with capitals");
	damaged(*state, SECTION_ALPHABET, 4, 1, "alphabet");
	damaged(*state, SECTION_ALPHABET, 0, 0xd800, "alphabet");
	damaged(*state, SECTION_GRAPH, 0, 0, "graph");
	damaged(*state, SECTION_GRAPH, 0, EDGE_LAST | 0xfffffu << EDGE_TARGET_SHIFT,
		"graph");
	damaged(*state, SECTION_GRAPH, 4, EDGE_LAST, "graph");
	damaged(*state, SECTION_GRAPH, 4, EDGE_LAST | 1 | 7u << EDGE_TARGET_SHIFT,
		"graph");
	damaged(*state, SECTION_PARTS, PART_AT, 0xffffff, "compound");
	damaged(*state, SECTION_RULES, 0, 0x00000209, "compound");
	damaged(*state, SECTION_RULES, 0, 0x0000ff00, "compound");
	damaged(*state, SECTION_DIALECT, 0, 0x1b, "name");
	damaged(*state, SECTION_SOURCES, SOURCE_NAME, 0, "name");
}

/* The same for a field of a section's row in the table. */
static void misplaced(struct world *w, uint32_t id, size_t field, uint32_t value)
{
	struct pack p;
	struct err e;
	struct buf b;

	build(w, true, &b);
	put(section(&b, id) + field, value);
	seal(&b);
	assert_int_equal(pack_open(buf_view(&b), &p, &e), ERR_INVALID);
	assert_int_equal(pack_open_trusted(buf_view(&b), &p, &e), ERR_INVALID);
	buf_release(&b);
}

static void sections_outside_of_the_file_are_refused(void **state)
{
	static const uint32_t ids[] = { SECTION_SOURCES,  SECTION_DIALECT,
					SECTION_ALPHABET, SECTION_RULES,
					SECTION_PARTS,    SECTION_MIXED,
					SECTION_BUCKETS,  SECTION_KEYS,
					SECTION_STRINGS,  SECTION_GRAPH };

	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		misplaced(*state, ids[i], SECTION_ID, PACK_ID('N', 'O', 'N', 'E'));
		misplaced(*state, ids[i], SECTION_ELEMENT, 7);
		misplaced(*state, ids[i], SECTION_ELEMENT, 0);
		misplaced(*state, ids[i], SECTION_OFFSET, 0x7fffffc0);
		misplaced(*state, ids[i], SECTION_OFFSET, 0);
		misplaced(*state, ids[i], SECTION_OFFSET + 4, 0xffffffff);
		misplaced(*state, ids[i], SECTION_LENGTH + 4, 0xffffffff);
	}
}

static void a_header_with_wild_numbers_is_refused(void **state)
{
	static const size_t fields[] = {
		HEADER_VERSION,  HEADER_SIZE, HEADER_SECTIONS,
		HEADER_DIALECTS, HEADER_KEYS, HEADER_BUCKET_BITS
	};

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		struct pack p;
		struct err e;
		struct buf b;

		build(*state, true, &b);
		put(b.p + fields[i], 0x7fffffff);
		seal(&b);
		assert_int_equal(pack_open(buf_view(&b), &p, &e), ERR_INVALID);
		buf_release(&b);
	}
}

static void dictionaries_that_a_list_cannot_honour_are_refused(void **state)
{
	static const char *const affs[] = { "", "SET ISO8859-1\n",
					    "SET UTF-8\nCOMPOUNDFLAG Z\n",
					    "SET UTF-8\nFLAG long\n" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(affs); i++) {
		const struct pack_input in = { STR("en-US"),
					       { "x.aff", str_from(affs[i]) },
					       { "x.dic", STR("1\nword\n") } };
		struct err e;
		struct buf b;

		buf_init(&b, 0);
		assert_true(pack_build(&in, 1, NULL, &w->a, &b, &e) < 0);
		assert_non_null(strstr(e.msg, "x.aff"));
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_with_their_affixes_are_known),
		TEST(dialects_are_told_apart),
		TEST(the_same_input_gives_the_same_bytes),
		TEST(names_and_digests_of_the_input_are_kept),
		TEST(any_changed_byte_is_noticed),
		TEST(any_missing_byte_is_noticed),
		TEST(wrong_numbers_in_each_section_are_refused),
		TEST(sections_outside_of_the_file_are_refused),
		TEST(a_header_with_wild_numbers_is_refused),
		TEST(dictionaries_that_a_list_cannot_honour_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
