/* Links in a text, by the published rules of twitter-text. */
#include "network/link.h"
#include "network/network.h"
#include "text/utf8.h"

/* No name is longer in the form that is sent; here it may be in another script. */
enum { URL_MAX = 4096, DOMAIN_MAX = 1024 };

struct scan {
	struct str text;
	bool bare;
	struct arena *a;
	struct domains domains;
	VEC(struct span) v;
};

static char byte_at(struct str s, size_t at)
{
	return at < s.n ? s.p[at] : '\0';
}

/* ---- paths and queries ---- */

static bool is_path_char(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_alnum((unsigned char)cp) ||
		       (cp && strchr("!*';:=+,.$/%#[]-_~@|&", (int)cp));
	return (cp >= 0x400 && cp <= 0x4FF) || cp == 0x2013 || is_latin_accent(cp);
}

static bool ends_path(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_alnum((unsigned char)cp) ||
		       (cp && strchr("+-=_#/", (int)cp));
	return (cp >= 0x400 && cp <= 0x4FF) || is_latin_accent(cp);
}

static size_t path_chars(struct str text, size_t at)
{
	size_t n;

	while (at < text.n && is_path_char(utf8_decode(text, at, &n)))
		at += n;
	return at;
}

/* "(film)" or "(Album_(Edited))": its length, or 0. */
static size_t balanced_at(struct str text, size_t at)
{
	size_t end = path_chars(text, at + 1), inner;

	if (byte_at(text, end) == ')')
		return end > at + 1 ? end + 1 - at : 0;
	if (byte_at(text, end) != '(')
		return 0;
	inner = path_chars(text, end + 1);
	if (inner == end + 1 || byte_at(text, inner) != ')')
		return 0;
	end = path_chars(text, inner + 1);
	return byte_at(text, end) == ')' ? end + 1 - at : 0;
}

/* From "/" on: the end of the path, which takes no full stop with it. */
static size_t path_end(struct str text, size_t at)
{
	size_t good = at + 1, n;

	for (at++; at < text.n; at += n) {
		const uint32_t cp = utf8_decode(text, at, &n);

		if (cp == '(') {
			n = balanced_at(text, at);
			if (!n)
				break;
			good = at + n;
		} else if (!is_path_char(cp)) {
			break;
		} else if (ends_path(cp)) {
			good = at + n;
		}
	}
	return good;
}

/* From "?" on: the end of the query; `at` when there is none. */
static size_t query_end(struct str text, size_t at)
{
	size_t good = at;

	for (size_t i = at + 1; i < text.n; i++) {
		const char c = text.p[i];
		const bool alnum = ascii_is_alnum((unsigned char)c);

		if (!alnum && (!c || !strchr("!?*'@();:&=+$/%#[]-_.,~|", c)))
			break;
		if (alnum || strchr("-_&=#/", c))
			good = i + 1;
	}
	return good;
}

/* Port, path and query behind a domain. */
static size_t tail_end(struct str text, size_t at, bool *path)
{
	size_t end = at;

	if (byte_at(text, end) == ':') {
		size_t digits = end + 1;

		while (ascii_is_digit((unsigned char)byte_at(text, digits)))
			digits++;
		if (digits > end + 1)
			end = digits;
	}
	*path = byte_at(text, end) == '/';
	if (*path)
		end = path_end(text, end);
	if (byte_at(text, end) == '?')
		end = query_end(text, end);
	return end;
}

/* ---- a link ---- */

static size_t scheme_at(struct str text, size_t at)
{
	static const char http[] = "http";
	size_t i = 0;

	for (; http[i]; i++)
		if (ascii_lower(byte_at(text, at + i)) != http[i])
			return 0;
	if (ascii_lower(byte_at(text, at + i)) == 's')
		i++;
	return byte_at(text, at + i) == ':' && byte_at(text, at + i + 1) == '/' &&
			       byte_at(text, at + i + 2) == '/'
		       ? i + 3
		       : 0;
}

static void add(struct scan *s, size_t start, size_t end)
{
	*VEC_ADD(s->a, &s->v) = (struct span){ (uint32_t)start, (uint32_t)end };
}

/* Letters of domains that need no other script. */
static size_t plain_label(struct str s, size_t at)
{
	size_t n;

	while (at < s.n) {
		const uint32_t cp = utf8_decode(s, at, &n);

		if (!(cp < 0x80 ? ascii_is_alnum((unsigned char)cp) || cp == '-'
				: is_latin_accent(cp)))
			break;
		at += n;
	}
	return at;
}

/* The longest domain of plain letters at `at`; 0 if none. */
static size_t plain_domain(struct str domain, size_t at)
{
	size_t start = at, best = 0;

	for (;;) {
		const size_t end = plain_label(domain, start);
		size_t tld;

		if (end == start || byte_at(domain, end) != '.')
			return best;
		start = end + 1;
		tld = tld_at(str_slice(domain, start, domain.n));
		if (tld)
			best = start + tld - at;
	}
}

/* Without "https://" only domains of plain letters are links: "example.com" between two
 * Japanese sentences. What follows the domain belongs to the last of them. */
static void add_bare(struct scan *s, size_t start, size_t domain, size_t end, bool path)
{
	const struct str all = str_slice(s->text, start, start + domain);
	const size_t before = s->v.n;
	size_t at = 0, n;

	while (at < all.n) {
		n = plain_domain(all, at);
		if (n) {
			add(s, start + at, start + at + n);
			at += n;
			continue;
		}
		/* No later start inside this label can do better. */
		n = plain_label(all, at) - at;
		if (!n)
			(void)utf8_decode(all, at, &n);
		at += n;
	}
	if (s->v.n > before && path)
		s->v.p[s->v.n - 1].end = (uint32_t)end;
}

static bool may_precede(uint32_t cp)
{
	if (cp < 0x80)
		return !ascii_is_alnum((unsigned char)cp) && cp != '@' && cp != '$' &&
		       cp != '#';
	return cp != 0xFF20 && cp != 0xFF03 && cp != 0xFEFF && cp != 0xFFFE &&
	       cp != 0xFFFF;
}

/* A link that starts at `at`, after `before` (0: nothing). How far to go on. */
static size_t link_at(struct scan *s, size_t at, uint32_t before)
{
	const size_t scheme = scheme_at(s->text, at);
	const size_t domain =
		scheme || s->bare ? domain_at(&s->domains, s->text, at + scheme) : 0;
	size_t end;
	bool path;

	if (!domain)
		return at;
	end = tail_end(s->text, at + scheme + domain, &path);
	if (end - at > URL_MAX || domain > DOMAIN_MAX ||
	    !domain_is_sendable(str_slice(s->text, at + scheme, at + scheme + domain)))
		return end;
	if (scheme)
		add(s, at, end);
	else if (before != '-' && before != '_' && before != '.' && before != '/')
		add_bare(s, at, domain, end, path);
	return end;
}

/* ---- all links ---- */

void network_links(struct str text, bool bare, struct arena *a, struct network_links *out)
{
	struct scan s = { .text = text, .bare = bare, .a = a, .domains.a = a };
	uint32_t before = 0;
	size_t n;

	*out = (struct network_links){ 0 };
	if (str_chr(text, '.', 0) >= text.n)
		return;
	for (size_t at = 0; at < text.n;) {
		const size_t end = may_precede(before) ? link_at(&s, at, before) : at;

		if (end > at) {
			at = end;
			before = 'a'; /* something stands between two links */
		} else {
			before = utf8_decode(text, at, &n);
			at += n;
		}
	}
	out->p = s.v.p;
	out->n = s.v.n;
}
