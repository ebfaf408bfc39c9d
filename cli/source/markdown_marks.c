/* Marks of links and character references, read as libcmark reads them. */
#include "source/markdown.h"
#include "source/point.h"

enum { LABEL_MAX = 1000, PARENS_MAX = 32, NAME_MAX_LENGTH = 32 };

static unsigned char byte_at(struct str s, size_t at)
{
	return at < s.n ? (unsigned char)s.p[at] : 0;
}

bool md_is_punct(unsigned char c)
{
	return c > ' ' && c < 0x7F && !ascii_is_alnum(c);
}

static size_t skip_spaces(struct str s, size_t at)
{
	while (at < s.n && ascii_is_space((unsigned char)s.p[at]))
		at++;
	return at;
}

/* ---- parts of a link; SIZE_MAX: there is none ---- */

static size_t label_end(struct str s, size_t at)
{
	const size_t start = at;

	if (byte_at(s, at++) != '[')
		return SIZE_MAX;
	for (; at < s.n && s.p[at] != '[' && s.p[at] != ']'; at++) {
		if (s.p[at] == '\\' && md_is_punct(byte_at(s, at + 1)))
			at++;
		if (at - start > LABEL_MAX)
			return SIZE_MAX;
	}
	return byte_at(s, at) == ']' ? at + 1 : SIZE_MAX;
}

static size_t pointed_url_end(struct str s, size_t at)
{
	for (at++; at < s.n; at++) {
		if (s.p[at] == '>')
			return at + 1 < s.n ? at + 1 : SIZE_MAX;
		if (s.p[at] == '\n' || s.p[at] == '<')
			return SIZE_MAX;
		if (s.p[at] == '\\')
			at++;
	}
	return SIZE_MAX;
}

static size_t url_end(struct str s, size_t at)
{
	const size_t start = at;
	size_t parens = 0;

	if (byte_at(s, at) == '<')
		return pointed_url_end(s, at);
	for (; at < s.n && !ascii_is_space((unsigned char)s.p[at]); at++) {
		if (s.p[at] == '\\' && md_is_punct(byte_at(s, at + 1)))
			at++;
		else if (s.p[at] == '(' && ++parens > PARENS_MAX)
			return SIZE_MAX;
		else if (s.p[at] == ')' && !parens)
			break;
		else if (s.p[at] == ')')
			parens--;
	}
	if (at >= s.n || parens || (at == start && s.p[at] != ')'))
		return SIZE_MAX;
	return at;
}

/* The longest title: libcmark lets a backslash be a character of its own or escape the
 * next one, whichever goes on further. */
static size_t title_end(struct str s, size_t at)
{
	const unsigned char open = byte_at(s, at);
	const unsigned char close = open == '(' ? ')' : open;
	bool inside = true, escaped = false;
	size_t end = at;

	if (open != '"' && open != '\'' && open != '(')
		return at;
	for (at++; at < s.n && (inside || escaped); at++) {
		const unsigned char c = (unsigned char)s.p[at];
		const bool was = inside;

		if (was && c == close)
			end = at + 1;
		inside = (was && c != close && !(open == '(' && c == '(')) ||
			 (escaped && md_is_punct(c));
		escaped = was && c == '\\';
	}
	return end;
}

static size_t inline_tail(struct str s, size_t at)
{
	size_t end, title;

	if (byte_at(s, at) != '(')
		return SIZE_MAX;
	end = url_end(s, skip_spaces(s, at + 1));
	if (end == SIZE_MAX)
		return SIZE_MAX;
	title = skip_spaces(s, end);
	if (title != end)
		title = title_end(s, title);
	end = skip_spaces(s, title);
	return byte_at(s, end) == ')' ? end + 1 : SIZE_MAX;
}

size_t md_link_tail(struct str text, size_t at)
{
	size_t end = inline_tail(text, at);

	if (end == SIZE_MAX)
		end = label_end(text, at);
	return end == SIZE_MAX ? at : end;
}

/* ---- definitions ---- */

static size_t skip_blanks(struct str s, size_t at)
{
	while (byte_at(s, at) == ' ' || byte_at(s, at) == '\t')
		at++;
	return at;
}

static size_t line_end(struct str s, size_t at)
{
	if (at >= s.n)
		return at;
	return s.p[at] == '\n' ? at + 1 : SIZE_MAX;
}

/* Blanks with at most one line end among them. */
static size_t skip_to_next(struct str s, size_t at)
{
	size_t end;

	at = skip_blanks(s, at);
	end = line_end(s, at);
	return end == SIZE_MAX ? at : skip_blanks(s, end);
}

static bool label_is_empty(struct str s, size_t start, size_t end)
{
	return str_trim(str_slice(s, start + 1, end - 1)).n == 0;
}

static size_t definition_end(struct str s, size_t at)
{
	const size_t start = at;
	size_t url, title, end;

	at = label_end(s, at);
	if (at == SIZE_MAX || label_is_empty(s, start, at) || byte_at(s, at) != ':')
		return SIZE_MAX;
	url = url_end(s, skip_to_next(s, at + 1));
	if (url == SIZE_MAX)
		return SIZE_MAX;
	title = skip_to_next(s, url);
	end = title == url ? title : title_end(s, title);
	if (end != title) {
		end = line_end(s, skip_blanks(s, end));
		if (end != SIZE_MAX)
			return end;
	}
	return line_end(s, skip_blanks(s, url));
}

size_t md_definitions(struct str text)
{
	size_t at = 0, end;

	while (byte_at(text, at) == '[') {
		end = definition_end(text, at);
		if (end == SIZE_MAX)
			break;
		at = end;
	}
	return at;
}

/* ---- character references ---- */

static unsigned digit_of(unsigned char c, bool hex)
{
	if (ascii_is_digit(c))
		return (unsigned)(c - '0');
	c |= 32;
	return hex && c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

/* "&#38;" or "&#x26;" at `at`. */
static size_t numeric(struct md_doc *doc, struct str s, size_t at, struct str *shown)
{
	const bool hex = (byte_at(s, at + 2) | 32) == 'x';
	size_t i = at + (hex ? 3 : 2), n = 0;
	uint32_t cp = 0;
	char bytes[4];
	unsigned digit;

	while (n <= 7 && (digit = digit_of(byte_at(s, i), hex)) < 16) {
		cp = cp * (hex ? 16 : 10) + digit;
		i++;
		n++;
	}
	if (n < 1 || n > (hex ? 6u : 7u) || byte_at(s, i) != ';')
		return 0;
	if (!cp || (cp >= 0xD800 && cp < 0xE000) || cp >= 0x110000)
		cp = 0xFFFD;
	n = point_encode(cp, bytes);
	*shown = arena_dup(doc->a, bytes, n);
	return i + 1 - at;
}

/* What libcmark makes of a reference; itself if it knows no such name. */
static struct str decode(struct md_doc *doc, struct str reference)
{
	cmark_node *top =
		cmark_parse_document(reference.p, reference.n, CMARK_OPT_DEFAULT);
	cmark_node *text = cmark_node_first_child(cmark_node_first_child(top));
	struct str shown = str_from(text ? cmark_node_get_literal(text) : NULL);

	shown = arena_str(doc->a, shown.n ? shown : reference);
	cmark_node_free(top);
	return shown;
}

static struct str decode_once(struct md_doc *doc, struct str reference)
{
	uint32_t i;

	if (!doc->entities)
		doc->entities = map_new(doc->a);
	if (!map_get(doc->entities, reference, &i)) {
		i = (uint32_t)doc->decoded.n;
		(void)map_add(doc->entities, reference, i);
		*VEC_ADD(doc->a, &doc->decoded) = decode(doc, reference);
	}
	return doc->decoded.p[i];
}

size_t md_entity(struct md_doc *doc, struct str text, size_t at, struct str next,
		 struct str *shown)
{
	size_t end = at + 1;
	struct str name;

	if (byte_at(text, end) == '#')
		return numeric(doc, text, at, shown);
	while (end - at <= NAME_MAX_LENGTH && ascii_is_alnum(byte_at(text, end)))
		end++;
	if (byte_at(text, end) != ';' || end - at < 3)
		return 0;
	name = str_slice(text, at + 1, end);
	/* Only these two names stand for "&": for any other, an "&" is itself. */
	if (str_is(name, "amp") || str_is(name, "AMP"))
		*shown = STR("&");
	else if (byte_at(next, 0) == '&')
		return 0;
	else
		*shown = decode_once(doc, str_slice(text, at, end + 1));
	return end + 1 - at;
}
