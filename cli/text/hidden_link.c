/* Hosts that only look like the one people know. */
#include "text/hidden_word.h"

enum { LABEL_LETTERS = 64 };

/* ---- RFC 3492 ---- */

enum {
	PUNY_BASE = 36,
	PUNY_LEAST = 1,
	PUNY_MOST = 26,
	PUNY_SKEW = 38,
	PUNY_DAMP = 700,
	PUNY_BIAS = 72,
	PUNY_FIRST = 128,
};

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / PUNY_DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (PUNY_BASE - PUNY_LEAST) * PUNY_MOST / 2; k += PUNY_BASE)
		delta /= PUNY_BASE - PUNY_LEAST;
	return k + (PUNY_BASE - PUNY_LEAST + 1) * delta / (delta + PUNY_SKEW);
}

static uint32_t digit_of(char c)
{
	if (ascii_is_digit((unsigned char)c))
		return (uint32_t)(c - '0') + 26;
	return ascii_is_alpha((unsigned char)c) ? (uint32_t)(ascii_lower(c) - 'a')
						: PUNY_BASE;
}

/* One number of variable length, added to *i. */
static bool read_delta(struct str s, size_t *at, uint32_t bias, uint32_t *i)
{
	uint32_t weight = 1;

	for (uint32_t k = PUNY_BASE;; k += PUNY_BASE) {
		const uint32_t digit = *at < s.n ? digit_of(s.p[(*at)++]) : PUNY_BASE;
		const uint32_t t = k <= bias               ? PUNY_LEAST
				   : k >= bias + PUNY_MOST ? PUNY_MOST
							   : k - bias;
		uint32_t part;

		if (digit >= PUNY_BASE || __builtin_mul_overflow(digit, weight, &part) ||
		    __builtin_add_overflow(*i, part, i))
			return false;
		if (digit < t)
			return true;
		if (__builtin_mul_overflow(weight, PUNY_BASE - t, &weight))
			return false;
	}
}

/* The letters that stand as they are, before the last hyphen. */
static size_t plain_letters(struct str label, uint32_t *out, size_t most, size_t *at)
{
	size_t hyphen = label.n;

	while (hyphen && label.p[hyphen - 1] != '-')
		hyphen--;
	*at = hyphen;
	if (hyphen)
		hyphen--;
	if (hyphen > most)
		return SIZE_MAX;
	for (size_t i = 0; i < hyphen; i++)
		out[i] = (unsigned char)label.p[i];
	return hyphen;
}

size_t hidden_punycode(struct str label, uint32_t *out, size_t most)
{
	uint32_t cp = PUNY_FIRST, bias = PUNY_BIAS, i = 0;
	size_t at, n = plain_letters(label, out, most, &at);

	if (n == SIZE_MAX)
		return 0;
	for (bool first = true; at < label.n; first = false) {
		const uint32_t old = i;

		if (n == most || !read_delta(label, &at, bias, &i))
			return 0;
		n++;
		bias = adapt(i - old, (uint32_t)n, first);
		if (__builtin_add_overflow(cp, i / (uint32_t)n, &cp) || cp > 0x10ffff)
			return 0;
		i %= (uint32_t)n;
		memmove(&out[i + 1], &out[i], (n - 1 - i) * sizeof(*out));
		out[i++] = cp;
	}
	return n;
}

/* ---- hosts ---- */

/* Signs in the shape of the slash and the full stop that part an address. */
static bool is_false_mark(uint32_t cp)
{
	switch (cp) {
	case 0x2024:
	case 0x2044:
	case 0x2215:
	case 0x29f8:
	case 0x2571:
	case 0xff0f:
	case 0x0589:
	case 0x0701:
	case 0x0702:
		return true;
	default:
		return false;
	}
}

static bool has_prefix(struct str label)
{
	return label.n > 4 && (label.p[0] | 32) == 'x' && (label.p[1] | 32) == 'n' &&
	       label.p[2] == '-' && label.p[3] == '-';
}

/* The characters of a label; 0 when it is too long to be one or plain ASCII. */
static size_t read_label(struct str label, uint32_t *out)
{
	size_t count = 0, n;

	if (has_prefix(label))
		return hidden_punycode(str_slice(label, 4, label.n), out, LABEL_LETTERS);
	if (utf8_ascii(label, 0) == label.n)
		return 0;
	for (size_t at = 0; at < label.n && count < LABEL_LETTERS; at += n)
		out[count++] = utf8_decode(label, at, &n);
	return count;
}

/* The character that gives it away, or 0. `foreign`: the ending is of that script too. */
static uint32_t false_letter(struct str label, bool foreign)
{
	uint32_t letters[LABEL_LETTERS];
	const size_t n = read_label(label, letters);
	struct alphabet word = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (is_false_mark(letters[i]))
			return letters[i];
		if (letters[i] == '-')
			word.before = 0;
		else
			alphabet_add(&word, letters[i]);
	}
	if (alphabet_is_mixed(&word) || word.odd ||
	    (alphabet_is_disguise(&word) && !foreign))
		return word.first;
	return 0;
}

/* The host of a link or an address. */
static struct str host_of(struct str link)
{
	size_t start = str_find(link, STR("://"), 0), end, sign;

	start = start == SIZE_MAX ? 0 : start + 3;
	for (end = start; end < link.n && !strchr("/?#\\", link.p[end]);)
		end++;
	for (sign = end; sign > start && link.p[sign - 1] != '@';)
		sign--;
	return str_slice(link, sign, end);
}

static bool is_foreign_ending(struct str host)
{
	size_t dot = host.n;

	while (dot && host.p[dot - 1] != '.')
		dot--;
	return utf8_ascii(host, dot) < host.n || has_prefix(str_slice(host, dot, host.n));
}

void hidden_links(const struct view *v, const struct tokens *t, struct arena *a,
		  struct hidden_list *out)
{
	for (size_t i = 0; i < t->n; i++) {
		struct str host, label;
		bool foreign;

		if (t->p[i].kind != TOKEN_URL && t->p[i].kind != TOKEN_EMAIL)
			continue;
		host = host_of(token_text(v, &t->p[i]));
		foreign = is_foreign_ending(host);
		while (str_field(&host, '.', &label)) {
			const uint32_t cp = false_letter(label, foreign);

			if (!cp)
				continue;
			*VEC_ADD(a, &out->v) =
				(struct hidden){ .at = { t->p[i].at,
							 t->p[i].at + t->p[i].n },
						 .class = HIDDEN_LOOKALIKE_LINK,
						 .cp = cp };
			break;
		}
	}
}
