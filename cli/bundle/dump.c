/* A bundle as stable text. Records name each other by what they are called, not by their
 * numbers, so that a small change of the policy is a small change here. */
#include "bundle/dump.h"
#include "text/utf8.h"

const char *const dump_classes[BUNDLE_CLASSES] = {
	"#MONEY", "#NUMBER", "#PERCENT", "#EMAIL",   "#PHONE", "#URL",
	"#CAPS",  "#EMOJI",  "#HASHTAG", "#MENTION", "#WORD",
};

/* A quotation mark inside must not look like the end. */
void dump_quoted(struct dump *d, struct bundle_str s)
{
	const struct str text = bundle_str(d->b, s);
	size_t from = 0;

	buf_char(d->out, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '"' && text.p[i] != '\\')
			continue;
		utf8_visible(d->out, str_slice(text, from, i), false);
		buf_char(d->out, '\\');
		from = i;
	}
	utf8_visible(d->out, str_slice(text, from, text.n), false);
	buf_char(d->out, '"');
}

void dump_text(struct dump *d, const char *key, struct bundle_str s)
{
	if (!s.n)
		return;
	buf_printf(d->out, " %s=", key);
	dump_quoted(d, s);
}

void dump_bits(struct dump *d, const char *key, uint32_t bits, const char *const *names,
	       size_t n)
{
	const char *before = "=";

	if (!bits)
		return;
	buf_printf(d->out, " %s", key);
	for (size_t i = 0; i < n; i++) {
		if (!(bits & 1u << i))
			continue;
		buf_printf(d->out, "%s%s", before, names[i]);
		before = ",";
	}
}

void dump_number(struct dump *d, const char *key, uint32_t n)
{
	if (n)
		buf_printf(d->out, " %s=%u", key, n);
}

static void counts(struct dump *d)
{
#define S(id, name, type)                                                                \
	buf_printf(d->out, "section %s records=%u bytes=%zu\n", #name, d->t->n_##name,   \
		   d->t->n_##name * sizeof(type));
	FORMAT_TABLES(S)
#undef S
	buf_printf(d->out, "section strings bytes=%zu\n", d->b->strings.n);
	buf_printf(d->out, "section form_at records=%u seed=%u\n", d->b->n_buckets + 1,
		   d->b->seed);
}

void bundle_dump(const struct bundle *b, struct buf *out)
{
	struct dump d = { b, &b->t, out, 0 };
	struct arena a = { 0 };

	buf_printf(out, "bundle sha256=%.*s\n", STR_ARG(b->digest));
	buf_printf(out, "input sha256=%.*s\n", STR_ARG(digest_hex(&b->input, &a)));
	buf_printf(out, "format version=%d bytes=%zu\n", FORMAT_VERSION, b->bytes.n);
	counts(&d);
	dump_rules(&d);
	dump_patterns(&d);
	dump_words(&d);
	dump_networks(&d);
	arena_release(&a);
}
