/* Forms: each is found by its bytes, and stands for symbols. One pass, because they are
 * the most of a bundle. */
#include "bundle/format.h"

/* Their symbols follow each other: `next` is where the next ones start. */
static inline int verify_symbols(const struct bundle *b, const struct bundle_form *f,
				 enum format_section_id section, uint32_t i,
				 uint32_t *next, struct err *e)
{
	if (!f->n_symbols)
		return verify_failed(e, section, i, "no symbols");
	if (f->first != *next || f->n_symbols > b->t.n_form_symbols - f->first)
		return verify_failed(e, section, i, "symbols out of range");
	if (!verify_ascending(b->t.form_symbols, bundle_form_symbols(f), b->t.n_symbols))
		return verify_failed(e, SECTION_FORM_SYMBOLS, *next,
				     "out of range or not in order");
	*next += f->n_symbols;
	return 0;
}

static int verify_buckets(const struct bundle *b, struct err *e)
{
	const uint32_t n = b->n_buckets;

	if (n < 2 || n & (n - 1) || b->form_at[0] || b->form_at[n] != b->t.n_forms)
		return verify_failed(e, SECTION_FORM_AT, 0, "wrong number of them");
	for (uint32_t i = 0; i < n; i++)
		if (b->form_at[i + 1] - b->form_at[i] > FORMAT_PROBES) /* or backwards */
			return verify_failed(e, SECTION_FORM_AT, i, "not in order");
	return 0;
}

static bool in_order(const struct bundle *b, const struct bundle_form *f)
{
	return str_cmp(bundle_str(b, bundle_form_text(f - 1)),
		       bundle_str(b, bundle_form_text(f))) < 0;
}

/* A form is found where its hash leads, when it stands in that bucket and no other has
 * its bytes: they are sorted by hash, then text. */
static int verify_plain(const struct bundle *b, uint32_t *next, struct err *e)
{
	const char *end = b->strings.p + b->strings.n;
	uint32_t before = 0;

	for (uint32_t i = 0; i < b->t.n_forms; i++) {
		const struct bundle_form *f = &b->t.forms[i];
		const uint32_t *at;
		uint32_t hash;

		if (!verify_string(b, bundle_form_text(f), FORMAT_NAME))
			return verify_failed(e, SECTION_FORMS, i, "text out of range");
		if (verify_symbols(b, f, SECTION_FORMS, i, next, e) < 0)
			return ERR_INVALID;
		hash = format_hash_in(bundle_str(b, bundle_form_text(f)), end, b->seed);
		at = &b->form_at[format_bucket(hash, b->n_buckets)];
		if (i < at[0] || i >= at[1] || hash < before ||
		    (i && hash == before && !in_order(b, f)))
			return verify_failed(e, SECTION_FORMS, i,
					     "not in order, so not found by its bytes");
		before = hash;
	}
	return 0;
}

/* Under each key digests ascend; a sealed word has no text. */
static int verify_key(const struct bundle *b, uint32_t k, struct err *e)
{
	const struct bundle_range r = b->t.keys[k].sealed;
	const struct bundle_sealed *s = b->t.sealed + r.first;

	for (uint32_t i = 1; i < r.n; i++)
		if (s[i].high < s[i - 1].high ||
		    (s[i].high == s[i - 1].high && s[i].low <= s[i - 1].low))
			return verify_failed(e, SECTION_SEALED, r.first + i,
					     "not in order");
	if (!verify_ascending(b->t.near, b->t.keys[k].near, BUNDLE_NONE))
		return verify_failed(e, SECTION_NEAR, b->t.keys[k].near.first,
				     "not in order");
	return 0;
}

static int verify_sealed(const struct bundle *b, uint32_t *next, struct err *e)
{
	int ret = 0;

	if (b->t.n_keys > LIMIT_SEAL_KEYS)
		return verify_failed(e, SECTION_KEYS, LIMIT_SEAL_KEYS,
				     "too many of them");
	for (uint32_t i = 0; i < b->t.n_sealed; i++) {
		const struct bundle_form *f = &b->t.sealed[i].form;

		if (f->at || f->n)
			return verify_failed(e, SECTION_SEALED, i, "a text");
		if (verify_symbols(b, f, SECTION_SEALED, i, next, e) < 0)
			return ERR_INVALID;
	}
	for (uint32_t k = 0; k < b->t.n_keys && ret == 0; k++)
		ret = verify_key(b, k, e);
	return ret;
}

int verify_forms(const struct bundle *b, struct err *e)
{
	uint32_t next = 0;
	int ret = verify_buckets(b, e);

	if (ret == 0)
		ret = verify_plain(b, &next, e);
	if (ret == 0)
		ret = verify_sealed(b, &next, e);
	if (ret == 0 && next != b->t.n_form_symbols)
		ret = verify_failed(e, SECTION_FORM_SYMBOLS, next, "belongs to nothing");
	return ret;
}
