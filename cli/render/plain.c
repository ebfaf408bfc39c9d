#include "render/plain.h"

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

/* Direction marks: U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069. */
static const char *direction_mark(const unsigned char *p)
{
	static const char *const first[] = { "<U+200E>", "<U+200F>" };
	static const char *const embed[] = { "<U+202A>", "<U+202B>", "<U+202C>",
					     "<U+202D>", "<U+202E>" };
	static const char *const isolate[] = { "<U+2066>", "<U+2067>", "<U+2068>",
					       "<U+2069>" };

	if (p[0] != 0xE2)
		return NULL;
	if (p[1] == 0x80 && (p[2] == 0x8E || p[2] == 0x8F))
		return first[p[2] - 0x8E];
	if (p[1] == 0x80 && p[2] >= 0xAA && p[2] <= 0xAE)
		return embed[p[2] - 0xAA];
	if (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9)
		return isolate[p[2] - 0xA6];
	return NULL;
}

size_t plain_odd(struct str s, size_t i, const char **as)
{
	unsigned char p[3] = { 0 };

	for (size_t k = 0; k < 3 && i + k < s.n; k++)
		p[k] = (unsigned char)s.p[i + k];
	*as = replacement;
	if ((p[0] < ' ' && p[0] != '\n' && p[0] != '\t') || p[0] == 0x7F)
		return 1;
	if (p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F)
		return 2;
	*as = direction_mark(p);
	return *as ? 3 : 0;
}

void plain_add(struct buf *out, struct str s)
{
	size_t from = 0, i = 0;

	while (i < s.n) {
		const char *as;
		const size_t n = plain_odd(s, i, &as);

		if (!n) {
			i++;
			continue;
		}
		buf_str(out, str_slice(s, from, i));
		buf_cstr(out, as);
		i += n;
		from = i;
	}
	buf_str(out, str_slice(s, from, s.n));
}

static void add_pieces(struct buf *out, const struct md *node)
{
	for (size_t i = 0; i < node->n_pieces; i++)
		plain_add(out, node->pieces[i].text);
}

/* Depth is bounded by LIMIT_MARKDOWN_DEPTH. */
void plain_inlines(struct buf *out, const struct md *node, bool urls)
{
	switch (node->kind) {
	case MD_SOFT_BREAK:
		buf_char(out, ' ');
		return;
	case MD_HARD_BREAK:
		buf_char(out, '\n');
		return;
	case MD_HTML:
		if (!md_is_comment(node))
			add_pieces(out, node);
		return;
	case MD_IMAGE:
		buf_cstr(out, "[image: ");
		break;
	default:
		add_pieces(out, node);
		break;
	}
	for (const struct md *kid = node->first; kid; kid = kid->next)
		plain_inlines(out, kid, urls);
	if (node->kind == MD_IMAGE)
		buf_char(out, ']');
	if (node->kind == MD_LINK && urls && plain_is_link(node->url) &&
	    node->url.p[0] != '#') {
		buf_cstr(out, " (");
		plain_add(out, node->url);
		buf_char(out, ')');
	}
}

static bool starts_like(struct str s, const char *scheme)
{
	const size_t n = strlen(scheme);

	if (s.n <= n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (ascii_lower(s.p[i]) != scheme[i])
			return false;
	return true;
}

bool plain_is_link(struct str url)
{
	return starts_like(url, "http://") || starts_like(url, "https://") ||
	       starts_like(url, "mailto:") || starts_like(url, "#");
}

bool plain_is_fence(const struct md *node)
{
	return node->kind == MD_CODE_BLOCK && str_is(str_trim(node->info), "decorum");
}
