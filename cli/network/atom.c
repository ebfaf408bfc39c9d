#include "network/atom.h"
#include "text/utf8.h"

enum {
	ZWJ = 0x200D,
	TEXT_STYLE = 0xFE0E,
	EMOJI_STYLE = 0xFE0F,
	KEYCAP = 0x20E3,
	TONE_FIRST = 0x1F3FB,
	TONE_LAST = 0x1F3FF,
	TAG_FIRST = 0xE0020,
	TAG_LAST = 0xE007F,
	FLAG_FIRST = 0x1F1E6,
	FLAG_LAST = 0x1F1FF,
};

/* ---- emoji ---- */

static bool in(uint32_t cp, uint32_t first, uint32_t last)
{
	return cp >= first && cp <= last;
}

/* Goes on with an emoji: anything but an accent that somebody put on it. */
static bool goes_on(uint32_t cp)
{
	return cp == EMOJI_STYLE || cp == KEYCAP || in(cp, TONE_FIRST, TONE_LAST) ||
	       in(cp, TAG_FIRST, TAG_LAST) || in(cp, FLAG_FIRST, FLAG_LAST);
}

/* A digit is an emoji in its key cap, a sign when a selector asks for the picture. */
static bool starts_emoji(struct str cluster, uint32_t cp, size_t n)
{
	size_t next_n, cap_n;
	const uint32_t next = n < cluster.n ? utf8_decode(cluster, n, &next_n) : 0;

	if (next == TEXT_STYLE)
		return false;
	if (cp >= 0x80)
		return utf8_is_emoji(cp) || next == EMOJI_STYLE;
	if (next == EMOJI_STYLE && n + next_n < cluster.n)
		return utf8_decode(cluster, n + next_n, &cap_n) == KEYCAP;
	return next == KEYCAP;
}

size_t emoji_length(struct str cluster)
{
	size_t at, end, n;
	uint32_t before = utf8_decode(cluster, 0, &n);

	if (cluster.n == 1 || !starts_emoji(cluster, before, n))
		return 0;
	/* A joiner belongs to it when a picture follows. */
	for (at = end = n; at < cluster.n; at += n) {
		const uint32_t cp = utf8_decode(cluster, at, &n);

		if (cp != ZWJ && !goes_on(cp) && before != ZWJ)
			break;
		if (cp != ZWJ)
			end = at + n;
		before = cp;
	}
	return end;
}

/* ---- mentions ---- */

static bool is_word(char c)
{
	return ascii_is_alnum((unsigned char)c) || c == '_';
}

/* Word characters with `joints` between them. */
static size_t words(struct str s, size_t at, const char *joints)
{
	size_t end = at;

	for (; at < s.n; at++) {
		if (is_word(s.p[at]))
			end = at + 1;
		else if (!s.p[at] || !strchr(joints, s.p[at]) || end == 0)
			break;
	}
	return end;
}

size_t mention_length(struct str text, size_t at, char before, size_t *local)
{
	size_t name, host;

	if (text.p[at] != '@' || is_word(before) || before == '/' || before == '=' ||
	    (unsigned char)before >= 0x80)
		return 0;
	if (at + 1 >= text.n || !is_word(text.p[at + 1]))
		return 0;
	name = words(text, at + 1, ".-");
	if (name + 1 >= text.n || text.p[name] != '@' || !is_word(text.p[name + 1]))
		return 0;
	host = words(text, name + 1, ".-");
	*local = name - at;
	return host - at;
}
