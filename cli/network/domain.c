/* The host part of a link, by the published rules of twitter-text, which other networks
 * share: whatever ends in a known top-level domain. */
#include "network/link.h"
#include "text/utf8.h"

enum { LABEL_MAX = 63, NOT_VALID = LABEL_MAX + 1 };

/* ---- characters ---- */

static bool is_space_or_mark(uint32_t cp)
{
	switch (cp) {
	case 0x85:
	case 0xA0:
	case 0x61C:
	case 0x1680:
	case 0x180E:
	case 0x202F:
	case 0x205F:
	case 0x3000:
	case 0xFEFF:
	case 0xFFFE:
	case 0xFFFF:
		return true;
	default:
		return (cp >= 0x2000 && cp <= 0x200A) || (cp >= 0x2028 && cp <= 0x202E) ||
		       (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200E || cp == 0x200F;
	}
}

bool is_domain_char(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_alnum((unsigned char)cp) || cp == '"' || cp == '`' ||
		       cp < '\t' || (cp > '\r' && cp < ' ') || cp == 0x7F;
	return !is_space_or_mark(cp);
}

bool is_latin_accent(uint32_t cp)
{
	if (cp < 0xC0 || cp == 0xD7 || cp == 0xF7)
		return false;
	if (cp <= 0x24F || (cp >= 0x300 && cp <= 0x36F) || (cp >= 0x1E00 && cp <= 0x1EFF))
		return true;
	switch (cp) {
	case 0x253:
	case 0x254:
	case 0x256:
	case 0x257:
	case 0x259:
	case 0x25B:
	case 0x263:
	case 0x268:
	case 0x26F:
	case 0x272:
	case 0x289:
	case 0x28B:
	case 0x2BB:
		return true;
	default:
		return false;
	}
}

/* ---- labels ---- */

static bool is_joint(char c)
{
	return c == '-' || c == '_';
}

static void add_label(struct domains *d, struct str text, size_t start)
{
	struct domain_label *l = VEC_ADD(d->a, &d->labels);
	size_t n;

	*l = (struct domain_label){ .start = start,
				    .end = start,
				    .underscore = SIZE_MAX };
	for (; l->end < text.n; l->end += n) {
		const uint32_t cp = utf8_decode(text, l->end, &n);

		if (!is_domain_char(cp) && cp != '-' && cp != '_')
			break;
		if (cp == '_')
			l->underscore = l->end;
	}
	l->dot = l->end < text.n && text.p[l->end] == '.';
	if (l->dot) {
		l->tld = tld_at(str_slice(text, l->end + 1, text.n));
		l->tld += l->tld ? l->end + 1 : 0;
	}
}

/* The end of the longest domain that starts at `at`, inside label `i`; 0: none. */
static size_t best_from(const struct domains *d, struct str text, size_t i, size_t at)
{
	const struct domain_label *l = &d->labels.p[i];

	if (at >= l->end || !l->dot || is_joint(text.p[at]) ||
	    is_joint(text.p[l->end - 1]))
		return 0;
	if (i + 1 < d->labels.n && l[1].best)
		return l[1].best;
	/* "_" may stand in a sub-domain, not in the name before the top. */
	return l->underscore == SIZE_MAX || at > l->underscore ? l->tld : 0;
}

/* The labels from `at` on up to the first character that is in no domain. Worked out
 * once for each such run, or a row of dots would cost its length squared. */
static void read_run(struct domains *d, struct str text, size_t at)
{
	const struct domain_label *last;

	d->labels.n = 0;
	d->start = at;
	do {
		add_label(d, text, at);
		last = &d->labels.p[d->labels.n - 1];
		at = last->end + 1;
	} while (last->dot);
	d->end = last->end;
	for (size_t i = d->labels.n; i-- > 0;)
		d->labels.p[i].best = best_from(d, text, i, d->labels.p[i].start);
}

size_t domain_at(struct domains *d, struct str text, size_t at)
{
	size_t low = 0, high, end;

	if (!d->labels.n || at < d->start || at >= d->end)
		read_run(d, text, at);
	high = d->labels.n - 1;
	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (at > d->labels.p[mid].end)
			low = mid + 1;
		else
			high = mid;
	}
	end = best_from(d, text, low, at);
	return end ? end - at : 0;
}

/* ---- the form that is sent: punycode, RFC 3492 ---- */

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72 };

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static unsigned digits_of(uint32_t delta, uint32_t bias)
{
	unsigned n = 1;

	for (uint32_t k = BASE;; k += BASE, n++) {
		const uint32_t t = k <= bias           ? T_MIN
				   : k >= bias + T_MAX ? T_MAX
						       : k - bias;

		if (delta < t)
			return n;
		delta = (delta - t) / (BASE - t);
	}
}

/* The next code point to write: the least that is not below `from`. */
static uint32_t least_from(const uint32_t *cps, size_t n, uint32_t from)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < n; i++)
		if (cps[i] >= from && cps[i] < least)
			least = cps[i];
	return least;
}

/* Of a label of at most LABEL_MAX code points, so that no sum can overflow. */
static size_t punycode_length(const uint32_t *cps, size_t n, size_t basic)
{
	size_t length = 4 + basic + (basic ? 1 : 0); /* "xn--" ... "-" */
	uint32_t next = 0x80, delta = 0, bias = FIRST_BIAS;

	for (size_t done = basic; done < n; delta++, next++) {
		const uint32_t least = least_from(cps, n, next);

		delta += (least - next) * (uint32_t)(done + 1);
		next = least;
		for (size_t i = 0; i < n; i++) {
			if (cps[i] < next)
				delta++;
			if (cps[i] != next)
				continue;
			length += digits_of(delta, bias);
			bias = adapt(delta, (uint32_t)done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
	return length;
}

static size_t sent_length(struct str label)
{
	uint32_t cps[LABEL_MAX];
	size_t count = 0, basic = 0, n;

	for (size_t i = 0; i < label.n; i += n) {
		if (count == LABEL_MAX)
			return NOT_VALID;
		cps[count] = utf8_decode(label, i, &n);
		basic += cps[count++] < 0x80;
	}
	if (basic == count)
		return count;
	/* Letters beside the digits of punycode: it decodes to nothing. */
	if (str_starts(label, "xn--"))
		return NOT_VALID;
	return punycode_length(cps, count, basic);
}

bool domain_is_sendable(struct str domain)
{
	struct str label;

	while (str_field(&domain, '.', &label))
		if (sent_length(label) > LABEL_MAX)
			return false;
	return true;
}
