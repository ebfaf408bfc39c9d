/* Opening a bundle: the header, the section table, the digest. */
#include "bundle/format.h"
#include "core/file.h"

#include <assert.h>

const struct format_kind format_kinds[SECTIONS] = {
#define S(id, name, type) { #name, sizeof(type) },
	FORMAT_SECTIONS(S)
#undef S
};

static int not_ours(struct err *e, const char *why)
{
	return err_set(e, ERR_INVALID, "not a policy bundle: %s", why);
}

static int check_header(struct str bytes, struct err *e)
{
	const struct format_header *h = (const void *)bytes.p;

	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
		return err_set(e, ERR_INVALID,
			       "bundles are little-endian and this machine is not");
	if (bytes.n < FORMAT_BODY)
		return not_ours(e, "it is too short");
	if (memcmp(h->magic, FORMAT_MAGIC, sizeof(h->magic)) != 0)
		return not_ours(e, "it starts with other bytes");
	if (h->version != FORMAT_VERSION) {
		(void)err_set(e, ERR_INVALID,
			      "the bundle has the format %u, this program reads %d",
			      h->version, FORMAT_VERSION);
		return err_hint(e, "compile the policy again");
	}
	if (h->order != FORMAT_ORDER)
		return err_set(e, ERR_INVALID, "bundle header: wrong byte order");
	if (h->size != bytes.n)
		return err_set(e, ERR_INVALID,
			       "bundle header: the file has %zu bytes and says %u",
			       bytes.n, h->size);
	if (h->n_sections != SECTIONS || h->zero)
		return err_set(e, ERR_INVALID, "bundle header: wrong section count");
	return 0;
}

static bool is_zero(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i])
			return false;
	return true;
}

/* Every section where it must be: nothing overlaps, nothing is left over. */
static int check_sections(struct str bytes, struct err *e)
{
	const struct format_section *s =
		(const void *)(bytes.p + sizeof(struct format_header));
	uint64_t end = FORMAT_BODY;

	for (uint32_t i = 0; i < SECTIONS; i++) {
		const struct format_kind *kind = &format_kinds[i];
		const uint64_t at = format_align(end);

		if (s[i].id != i || s[i].record != kind->record || s[i].at != at ||
		    s[i].length % kind->record || at + s[i].length > bytes.n ||
		    !is_zero(str_slice(bytes, (size_t)end, (size_t)at)))
			return err_set(e, ERR_INVALID,
				       "bundle section '%s': wrong place or size",
				       kind->name);
		end = at + s[i].length;
	}
	if (end != bytes.n)
		return err_set(e, ERR_INVALID, "bundle: bytes behind the last section");
	return 0;
}

static int check_digest(struct str bytes, struct err *e)
{
	const struct digest is = digest_of(str_slice(bytes, FORMAT_SEALED, bytes.n));

	if (memcmp(is.bytes, bytes.p + offsetof(struct format_header, digest),
		   sizeof(is.bytes)) == 0)
		return 0;
	(void)err_set(e, ERR_INVALID, "the bundle is damaged: its digest is wrong");
	return err_hint(e, "compile the policy again");
}

static const void *section(struct str bytes, enum format_section_id id, uint32_t *n)
{
	const struct format_section *s =
		(const void *)(bytes.p + sizeof(struct format_header));

	if (n)
		*n = s[id].length / s[id].record;
	return bytes.p + s[id].at;
}

static void find_tables(struct bundle *b)
{
	const struct format_header *h = (const void *)b->bytes.p;
	uint32_t n;

#define S(id, name, type) b->t.name = section(b->bytes, SECTION_##id, &b->t.n_##name);
	FORMAT_TABLES(S)
#undef S
	b->t.class_starts = section(b->bytes, SECTION_CLASS_STARTS, NULL);
	b->strings.p = section(b->bytes, SECTION_STRINGS, &n);
	b->strings.n = n;
	b->form_at = section(b->bytes, SECTION_FORM_AT, &n);
	b->n_buckets = n - 1; /* verified: a power of two */
	b->seed = h->seed;
	memcpy(b->input.bytes, h->input, sizeof(h->input));
}

/* Header and section table are good: the tables, whatever is in them. */
static struct bundle *bundle_over(struct str bytes)
{
	const struct format_header *h = (const void *)bytes.p;
	struct arena a = { 0 };
	struct bundle *b = ARENA_NEW(&a, struct bundle);
	struct digest d;

	memcpy(d.bytes, h->digest, sizeof(d.bytes));
	b->bytes = bytes;
	b->digest = digest_hex(&d, &a);
	find_tables(b);
	b->a = a;
	return b;
}

int bundle_from_program(struct str bytes, struct bundle **out, struct err *e)
{
	int ret;

	*out = NULL;
	assert((uintptr_t)bytes.p % FORMAT_ALIGN == 0);
	ret = check_header(bytes, e);
	if (ret == 0)
		ret = check_sections(bytes, e);
	if (ret == 0)
		*out = bundle_over(bytes);
	return ret;
}

static int verified(struct str bytes, bool sealed, struct bundle **out, struct err *e)
{
	int ret = bundle_from_program(bytes, out, e);

	if (ret == 0 && sealed)
		ret = check_digest(bytes, e);
	if (ret == 0)
		ret = bundle_verify(*out, e);
	if (ret < 0) {
		bundle_close(*out);
		*out = NULL;
	}
	return ret;
}

int bundle_from_bytes(struct str bytes, struct bundle **out, struct err *e)
{
	return verified(bytes, true, out, e);
}

int bundle_from_writer(struct str bytes, struct bundle **out, struct err *e)
{
	return verified(bytes, false, out, e);
}

int bundle_open(const char *path, struct bundle **out, struct err *e)
{
	struct bundle *b = NULL;
	struct str bytes;
	int ret;

	*out = NULL;
	ret = file_map(path, LIMIT_BUNDLE, &bytes, e);
	if (ret < 0)
		return ret;
	ret = bundle_from_bytes(bytes, &b, e);
	if (!b) {
		file_unmap(bytes);
		(void)err_wrap(e, "%s", path);
		return ret;
	}
	b->mapped = true;
	*out = b;
	return 0;
}

void bundle_close(struct bundle *b)
{
	struct arena a;

	if (!b)
		return;
	if (b->mapped)
		file_unmap(b->bytes);
	a = b->a;
	arena_release(&a);
}

struct str bundle_digest(const struct bundle *b)
{
	return b->digest;
}

const struct digest *bundle_input(const struct bundle *b)
{
	return &b->input;
}

const struct bundle_tables *bundle_tables(const struct bundle *b)
{
	return &b->t;
}
