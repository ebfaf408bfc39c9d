/* What social networks and browsers make a link of: addresses, mentions, tags. */
#include "text/token_scan.h"

/* ---- hosts ---- */

/* Top-level domains that people write without a scheme; and every country's. */
static const char *const top_domains[] = {
	"academy",  "agency",    "app",     "art",    "asia",   "berlin",  "biz",
	"blog",     "build",     "cafe",    "care",   "center", "chat",    "city",
	"cloud",    "club",      "codes",   "com",    "coop",   "design",  "dev",
	"digital",  "earth",     "eco",     "edu",    "email",  "energy",  "events",
	"expert",   "finance",   "fun",     "fund",   "games",  "global",  "gov",
	"group",    "guide",     "health",  "info",   "int",    "jobs",    "land",
	"law",      "legal",     "life",    "link",   "live",   "london",  "ltd",
	"media",    "mil",       "mobi",    "museum", "name",   "net",     "network",
	"news",     "ngo",       "nyc",     "one",    "online", "org",     "page",
	"paris",    "party",     "plus",    "press",  "pro",    "pub",     "radio",
	"report",   "rocks",     "school",  "scot",   "shop",   "site",    "social",
	"software", "solutions", "space",   "store",  "studio", "support", "team",
	"tech",     "tips",      "today",   "tools",  "travel", "tv",      "university",
	"vip",      "wales",     "website", "wiki",   "work",   "works",   "world",
	"xyz",      "zone",
};

/* Row: first letter of the code; in it the second letters (ISO 3166, eu, su, uk). */
static const char *const countries[26] = {
	"cdefgilmoqrstuwxz",
	"abdefghijmnorstvwyz",
	"acdfghiklmnoruvwxyz",
	"ejkmoz",
	"cegrstu",
	"ijkmor",
	"abdefghilmnpqrstuwy",
	"kmnrtu",
	"delmnoqrst",
	"emop",
	"eghimnprwyz",
	"abcikrstuvy",
	"acdeghklmnopqrstuvwxyz",
	"acefgilopruz",
	"m",
	"aefghklmnrstwy",
	"a",
	"eosuw",
	"abcdeghijklmnorstuvxyz",
	"cdfghjklmnortvwz",
	"agksyz",
	"aceginu",
	"fs",
	"",
	"et",
	"amw",
};

/* Lower case, or a host that is all capitals: "Hello.It" is a missing blank. */
bool is_top_domain(struct str label)
{
	char low[16];

	if (label.n < 2 || label.n > sizeof(low))
		return false;
	for (size_t i = 0; i < label.n; i++)
		low[i] = ascii_lower(label.p[i]);
	if (label.n == 2)
		return ascii_is_lower((unsigned char)low[0]) &&
		       ascii_is_lower((unsigned char)low[1]) &&
		       strchr(countries[low[0] - 'a'], low[1]);
	return WORD_IN(((struct str){ low, label.n }), top_domains);
}

static bool is_host_char(struct str s, size_t at, size_t *n)
{
	const unsigned char c = byte_at(s, at);

	*n = 1;
	if (ascii_is_alnum(c) || c == '-' || c == '_')
		return true;
	return c >= 0x80 && is_word_class(char_class(s, at, n));
}

size_t host_end(struct str s, size_t at, struct str *top)
{
	size_t end = at, label = at, n;

	*top = STR_NULL;
	for (;;) {
		while (is_host_char(s, end, &n))
			end += n;
		if (end == label)
			return at;
		*top = str_slice(s, label, end);
		if (byte_at(s, end) != '.' || !is_host_char(s, end + 1, &n))
			break;
		label = end + 1;
		end = label;
	}
	if (top->p == s.p + at)
		return at; /* no dot */
	while (end > at && s.p[end - 1] == '-')
		end--;
	*top = str_slice(s, label, end);
	return end;
}

static bool is_all_upper(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_lower((unsigned char)s.p[i]))
			return false;
	return true;
}

static bool has_capital(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_upper((unsigned char)s.p[i]))
			return true;
	return false;
}

/* File names and products that are one word: "Node.js". */
static bool is_suffix(struct str label)
{
	static const char *const suffixes[] = {
		"avi",  "bat", "css", "csv",  "doc", "docx", "exe",  "gif",  "htm",
		"html", "ini", "iso", "jpeg", "jpg", "js",   "json", "log",  "mov",
		"mp3",  "mp4", "odt", "pdf",  "php", "png",  "ppt",  "pptx", "svg",
		"toml", "ts",  "txt", "wav",  "xls", "xlsx", "xml",  "yaml", "yml",
	};

	return WORD_IN(label, suffixes);
}

/* ---- URLs ---- */

/* Ends a URL wherever it stands. */
static bool ends_url(struct str s, size_t at, size_t *n)
{
	const unsigned char c = byte_at(s, at);

	*n = 1;
	if (c < 0x80)
		return c <= ' ' || c == 0x7f || strchr("<>\"`|\\^{}", c);
	if (is_word_class(char_class(s, at, n)))
		return false;
	/* Dashes stand inside paths as they came from a title. */
	return utf8_plain(utf8_decode(s, at, n)) != '-' || !is_word_at(s, at + *n);
}

/* Trailing marks belong to the sentence; a bracket only if it was not opened inside. */
static size_t trim_url(struct str s, size_t at, size_t end)
{
	ptrdiff_t round = 0, square = 0; /* opened, not closed */

	for (size_t i = at; i < end; i++) {
		round += (s.p[i] == '(') - (s.p[i] == ')');
		square += (s.p[i] == '[') - (s.p[i] == ']');
	}
	for (; end > at; end--) {
		const char c = s.p[end - 1];

		if (c == ')' && round < 0)
			round++;
		else if (c == ']' && square < 0)
			square++;
		else if (!c || !strchr(".,:;!?'*_~", c))
			break;
	}
	if (end - at > 2 && !memcmp(s.p + end - 2, "'s", 2))
		end -= 2;
	return end;
}

static size_t url_end(struct str s, size_t at, size_t from)
{
	size_t end = from, n;

	while (!ends_url(s, end, &n))
		end += n;
	end = trim_url(s, at, end);
	return end > from ? end : from;
}

/* The end of a URL whose scheme is [at, colon), or `at`. */
static size_t scheme_url(struct str s, size_t at, size_t colon)
{
	static const char *const opaque[] = { "mailto", "sms", "tel" };
	const struct str scheme = str_slice(s, at, colon);
	size_t body = colon + 1, end;

	for (size_t i = at; i < colon; i++)
		if (!ascii_is_alpha((unsigned char)s.p[i]) && (i == at || s.p[i] != '-'))
			return at;
	if (byte_at(s, body) == '/' && byte_at(s, body + 1) == '/')
		body += 2;
	else if (!WORD_IN(scheme, opaque))
		return at;
	end = url_end(s, at, body);
	return end > body ? end : at;
}

/* A host without a scheme, and what follows it. */
static size_t bare_url(struct scan *s, size_t at)
{
	struct str top, host;
	size_t end = host_end(s->text, at, &top);
	bool www, upper;

	host = str_slice(s->text, at, end);
	www = str_starts(host, "www.") || str_starts(host, "WWW.") ||
	      str_starts(host, "Www.");
	upper = end > at && is_all_upper(host);
	if (end == at || !(www || (is_top_domain(top) && (upper || !has_capital(top))))) {
		/* The run of host characters ends where it does wherever it began. */
		s->no_host = end > at ? end : at + 1;
		return at;
	}
	switch (byte_at(s->text, end)) {
	case '/':
	case '?':
	case '#':
		return url_end(s->text, at, end);
	case ':':
		return ascii_is_digit(byte_at(s->text, end + 1))
			       ? url_end(s->text, at, end)
			       : end;
	default:
		return end;
	}
}

/* ---- e-mail ---- */

static bool is_local_char(struct str s, size_t at, size_t *n)
{
	const unsigned char c = byte_at(s, at);

	*n = 1;
	if (ascii_is_alnum(c) || (c && strchr("._%+-", c)))
		return true;
	return c >= 0x80 && is_word_class(char_class(s, at, n));
}

/* The end of the e-mail address at `at`, or `at`. */
static size_t mail_end(struct scan *s, size_t at)
{
	size_t end = at, sign, n;
	struct str top;

	while (is_local_char(s->text, end, &n))
		end += n;
	sign = end;
	if (byte_at(s->text, sign) == '@' && s->text.p[sign - 1] != '.') {
		end = host_end(s->text, sign + 1, &top);
		if (end > sign + 1 && top.n >= 2 &&
		    !ascii_is_digit((unsigned char)top.p[0]))
			return end;
	}
	s->no_mail = sign;
	return at;
}

size_t scan_address(struct scan *s, size_t at, size_t word_end)
{
	const unsigned char next = byte_at(s->text, word_end);
	struct str top;
	size_t end;

	if (next == ':') {
		end = scheme_url(s->text, at, word_end);
		return end > at ? scan_add_name(s, TOKEN_URL, at, end, 0) : at;
	}
	if (at >= s->no_mail) {
		end = mail_end(s, at);
		if (end > at)
			return scan_add_name(s, TOKEN_EMAIL, at, end, 0);
	}
	if (next != '.' || at < s->no_host)
		return at;
	end = bare_url(s, at);
	if (end > at)
		return scan_add_name(s, TOKEN_URL, at, end, 0);
	end = host_end(s->text, at, &top);
	if (end > at && is_suffix(top))
		return scan_add_name(s, TOKEN_WORD, at, end, 0);
	return at;
}

/* ---- @, #, $ ---- */

static bool is_name_char(unsigned char c)
{
	return ascii_is_alnum(c) || c == '_';
}

/* "@name", with dots inside as some networks allow; a full domain is a name too. */
static size_t name_end(struct str s, size_t at)
{
	struct str top;
	size_t end = host_end(s, at, &top);

	if (end > at && is_top_domain(top) && !has_capital(top))
		return end;
	for (end = at; is_name_char(byte_at(s, end)); end++)
		if (byte_at(s, end + 1) == '.' && is_name_char(byte_at(s, end + 2)) &&
		    !ascii_is_upper(byte_at(s, end + 2)))
			end++;
	return end;
}

/* What stands before a name parts it: not a letter, but a script without blanks does;
 * not a mark that hides letters ("f*@k"). */
static bool may_start_name(struct str s, size_t at)
{
	const enum char_class before = char_class_before(s, at);

	if (!at)
		return true;
	if (before == CHAR_LETTER || before == CHAR_DIGIT)
		return false;
	return !s.p[at - 1] || !strchr("_!#$%&*@", s.p[at - 1]);
}

size_t scan_mention(struct scan *s, size_t at)
{
	const size_t name = at + (s->text.p[at] == '@' ? 1 : 3);
	size_t end, host;
	struct str top;

	if (!is_name_char(byte_at(s->text, name)) || !may_start_name(s->text, at))
		return at;
	end = name_end(s->text, name);
	if (byte_at(s->text, end) == '@') {
		host = host_end(s->text, end + 1, &top);
		if (host > end + 1)
			end = host;
	}
	return scan_add_name(s, TOKEN_MENTION, at, end, 0);
}

/* Marks that are inside words of some languages: Catalan, Japanese, Tibetan. */
static bool is_tag_joiner(struct str s, size_t at, size_t n)
{
	size_t length;
	const uint32_t cp = utf8_decode(s, at, &length);

	if (cp == '_')
		return true;
	return (cp == 0xb7 || cp == 0x0f0b || cp == 0x301c || cp == 0x30fb ||
		cp == 0xff5e) &&
	       is_word_at(s, at + n);
}

size_t scan_hashtag(struct scan *s, size_t at)
{
	size_t end = at + (s->text.p[at] == '#' ? 1 : 3), n;
	bool letter = false;

	if (!may_start_name(s->text, at))
		return at;
	for (;; end += n) {
		const enum char_class class = char_class(s->text, end, &n);

		if (!is_word_class(class) && class != CHAR_EXTEND &&
		    !is_tag_joiner(s->text, end, n))
			break;
		letter |= class == CHAR_LETTER || class == CHAR_IDEOGRAPH;
	}
	return letter ? scan_add_name(s, TOKEN_HASHTAG, at, end, 0) : at;
}

/* "$CASH", "$BRK.B": one to six letters, one or two more after a dot. */
size_t scan_cashtag(struct scan *s, size_t at)
{
	enum { MOST = 6 };
	size_t end = at + 1;

	while (ascii_is_alpha(byte_at(s->text, end)))
		end++;
	if (end == at + 1 || end > at + 1 + MOST || is_word_at(s->text, end) ||
	    !may_start_name(s->text, at))
		return at;
	if ((byte_at(s->text, end) == '.' || byte_at(s->text, end) == '_') &&
	    ascii_is_alpha(byte_at(s->text, end + 1)))
		for (size_t n = 2; n <= 3; n++)
			if (!is_word_at(s->text, end + n)) {
				end += n;
				break;
			}
	return scan_add_name(s, TOKEN_CASHTAG, at, end, 0);
}
