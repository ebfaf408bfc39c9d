#include "text/token.h"
#include "text/token_scan.h"

static bool is_ideograph(uint32_t cp)
{
	return (cp >= 0x3041 && cp <= 0x3096) || (cp >= 0x3400 && cp <= 0x9fff) ||
	       (cp >= 0xf900 && cp <= 0xfaff) || (cp >= 0x20000 && cp <= 0x3ffff) ||
	       (cp >= 0x3005 && cp <= 0x3007);
}

static enum char_class class_of_category(int category)
{
	switch (category) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return CHAR_LETTER;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return CHAR_DIGIT;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_PC:
		return CHAR_EXTEND;
	case UTF8PROC_CATEGORY_ZS:
		return CHAR_BLANK;
	case UTF8PROC_CATEGORY_SC:
		return CHAR_CURRENCY;
	default:
		return CHAR_OTHER;
	}
}

static enum char_class class_of(struct str s, size_t next, uint32_t cp)
{
	size_t n;

	switch (cp) {
	case 0x2018:
	case 0x2019:
	case 0x02bc:
	case 0xff07:
		return CHAR_APOSTROPHE;
	case 0x2010:
	case 0x2011:
		return CHAR_HYPHEN;
	case 0x0085:
	case 0x2028:
	case 0x2029:
		return CHAR_BREAK;
	default:
		break;
	}
	if (is_ideograph(cp))
		return CHAR_IDEOGRAPH;
	if (utf8_is_emoji(cp))
		return CHAR_EMOJI;
	if (utf8_is_pictograph(cp) && utf8_decode(s, next, &n) == 0xfe0f)
		return CHAR_EMOJI;
	if (utf8_plain(cp) == 0)
		return CHAR_EXTEND;
	return class_of_category(utf8_category(cp));
}

#define A CHAR_LETTER
#define D CHAR_DIGIT
#define B CHAR_BLANK
const unsigned char char_class_ascii[128] = {
	['\t'] = B,
	['\v'] = B,
	['\f'] = B,
	[' '] = B,
	['\n'] = CHAR_BREAK,
	['\r'] = CHAR_BREAK,
	['\''] = CHAR_APOSTROPHE,
	['-'] = CHAR_HYPHEN,
	['$'] = CHAR_CURRENCY,
	['0'] = D,
	D,
	D,
	D,
	D,
	D,
	D,
	D,
	D,
	D,
	['A'] = A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	['a'] = A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
	A,
};
#undef A
#undef D
#undef B

enum char_class char_class_wide(struct str s, size_t at, size_t *n)
{
	const uint32_t cp = utf8_decode(s, at, n);

	return class_of(s, at + *n, cp);
}

bool is_word_at(struct str s, size_t at)
{
	size_t n;

	return is_word_class(char_class(s, at, &n));
}

enum char_class char_class_before(struct str s, size_t at)
{
	size_t start = at, n;

	if (!at)
		return CHAR_BREAK;
	do
		start--;
	while (start && at - start < 4 && utf8_is_tail(s.p[start]));
	return char_class(s, start, &n);
}

bool is_word_before(struct str s, size_t at)
{
	return is_word_class(char_class_before(s, at)) || (at && s.p[at - 1] == '_');
}

bool word_in(struct str word, const char *const *sorted, size_t n)
{
	size_t low = 0, high = n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		const int order = word_order(word, sorted[mid]);

		if (!order)
			return true;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

/* ---- adding ---- */

struct token *scan_add(struct scan *s, enum token_kind kind, size_t at, size_t end,
		       unsigned flags)
{
	struct token *t = scan_add_ascii(s, kind, at, end, flags);

	if (!s->ascii && utf8_ascii((struct str){ s->text.p, end }, at) < end)
		t->fold = utf8_fold(str_slice(s->text, at, end), s->a);
	return t;
}

/* The length of a possessive "'s" at `at`, or 0. */
static size_t possessive(struct str s, size_t at)
{
	size_t n;

	if (char_class(s, at, &n) != CHAR_APOSTROPHE)
		return 0;
	if ((byte_at(s, at + n) | 0x20) != 's' || is_word_at(s, at + n + 1))
		return 0;
	return n + 1;
}

size_t scan_add_name(struct scan *s, enum token_kind kind, size_t at, size_t end,
		     unsigned flags)
{
	const size_t n = possessive(s->text, end);

	(void)scan_add(s, kind, at, end, flags | (n ? TOKEN_HOST : 0u));
	if (n)
		scan_add(s, TOKEN_WORD, end, end + n, TOKEN_CLITIC)->fold = STR("'s");
	return end + n;
}

/* ---- what is neither word nor number ---- */

static size_t scan_break(struct scan *s, size_t at, size_t n)
{
	if (s->text.p[at] == '\r' && byte_at(s->text, at + 1) == '\n')
		n = 2;
	s->space = false;
	(void)scan_add(s, TOKEN_BREAK, at, at + n, 0);
	s->space = true;
	return at + n;
}

/* A mark, repeated, and the invisible characters that cling to it. */
static size_t scan_punct(struct scan *s, size_t at, size_t n)
{
	size_t end = at + n, more;

	while (end + n <= s->text.n && !memcmp(s->text.p + end, s->text.p + at, n))
		end += n;
	while (byte_at(s->text, end) >= 0x80 &&
	       char_class(s->text, end, &more) == CHAR_EXTEND)
		end += more;
	(void)scan_add(s, TOKEN_PUNCT, at, end, 0);
	if (n == 3 && !memcmp(s->text.p + at, "\xe2\x80\xa6", 3) && end == at + 3)
		s->out.p[s->out.n - 1].fold = STR("...");
	return end;
}

/* "1" and a keycap around it. */
static bool is_keycap(struct str s, size_t at)
{
	size_t n;
	uint32_t cp = utf8_decode(s, at + 1, &n);

	if (cp == 0xfe0f)
		cp = utf8_decode(s, at + 1 + n, &n);
	return cp == 0x20e3;
}

static size_t scan_emoji(struct scan *s, size_t at)
{
	const size_t end = utf8_grapheme(s->text, at);

	(void)scan_add(s, TOKEN_EMOJI, at, end, 0);
	return end;
}

/* A digit follows and nothing before: "+5", "-5", ".5". */
static bool is_sign(struct str s, size_t at, const struct scan *scan)
{
	return ascii_is_digit(byte_at(s, at + 1)) &&
	       (!at || scan->space || (s.p[at - 1] && strchr("([{\"'", s.p[at - 1])));
}

static size_t scan_ascii_mark(struct scan *s, size_t at)
{
	size_t end = at;

	switch (s->text.p[at]) {
	case '@':
		end = scan_mention(s, at);
		break;
	case '#':
		end = scan_hashtag(s, at);
		break;
	case '$':
		end = scan_cashtag(s, at);
		break;
	case '(':
		end = scan_phone(s, at);
		break;
	case '+':
		if (!is_sign(s->text, at, s)) {
			end = scan_phone(s, at);
			break;
		}
		return scan_number(s, at);
	case '-':
	case '.':
		if (is_sign(s->text, at, s))
			return scan_number(s, at);
		break;
	default:
		break;
	}
	return end > at ? end : scan_punct(s, at, 1);
}

static size_t scan_mark(struct scan *s, size_t at, size_t n)
{
	const char *p = s->text.p + at;
	size_t end = at;

	if (n == 1 && (unsigned char)*p < 0x80)
		return scan_ascii_mark(s, at);
	if (n == 3 && !memcmp(p, "\xef\xbc\x83", 3)) /* the full-width # */
		end = scan_hashtag(s, at);
	else if (n == 3 && !memcmp(p, "\xef\xbc\xa0", 3)) /* and @ */
		end = scan_mention(s, at);
	return end > at ? end : scan_punct(s, at, n);
}

static size_t scan_currency(struct scan *s, size_t at, size_t n)
{
	if (ascii_is_digit(byte_at(s->text, at + n)))
		return scan_number(s, at);
	return scan_mark(s, at, n);
}

static size_t scan_one(struct scan *s, size_t at)
{
	size_t n;
	const enum char_class class = char_class(s->text, at, &n);

	switch (class) {
	case CHAR_LETTER:
	case CHAR_IDEOGRAPH:
		return scan_word(s, at);
	case CHAR_BLANK:
		s->space = true;
		return at + n;
	case CHAR_BREAK:
		return scan_break(s, at, n);
	case CHAR_DIGIT:
		return n == 1 && is_keycap(s->text, at) ? scan_emoji(s, at)
							: scan_number(s, at);
	case CHAR_EMOJI:
		return scan_emoji(s, at);
	case CHAR_CURRENCY:
		return scan_currency(s, at, n);
	default:
		if ((s->text.p[at] == '#' || s->text.p[at] == '*') &&
		    is_keycap(s->text, at))
			return scan_emoji(s, at);
		return scan_mark(s, at, n);
	}
}

/* ---- ordinary prose ---- */

/* What a byte is where nothing but ASCII stands around it. */
enum quick {
	QUICK_LOWER = 1 << 0,
	QUICK_UPPER = 1 << 1,
	QUICK_DIGIT = 1 << 2,
	QUICK_END = 1 << 3,  /* a word in front of it is that word and no more */
	QUICK_MARK = 1 << 4, /* a mark, when no digit follows */
};
enum {
	QUICK_LETTER = QUICK_LOWER | QUICK_UPPER,
	QUICK_WORD = QUICK_LETTER | QUICK_DIGIT,
};

static const unsigned char quick[256] = {
	['a' ... 'z'] = QUICK_LOWER,
	['A' ... 'Z'] = QUICK_UPPER,
	['0' ... '9'] = QUICK_DIGIT,
	[' '] = QUICK_END,
	['\t' ... '\r'] = QUICK_END,
	['!'] = QUICK_END | QUICK_MARK,
	['"'] = QUICK_END | QUICK_MARK,
	['&'] = QUICK_END | QUICK_MARK,
	['('] = QUICK_END | QUICK_MARK,
	[')'] = QUICK_END | QUICK_MARK,
	['*'] = QUICK_END | QUICK_MARK,
	[','] = QUICK_END | QUICK_MARK,
	['/'] = QUICK_END | QUICK_MARK,
	[';'] = QUICK_END | QUICK_MARK,
	['?'] = QUICK_END | QUICK_MARK,
	['['] = QUICK_END | QUICK_MARK,
	[']'] = QUICK_END | QUICK_MARK,
	['\''] = QUICK_MARK,
	['-'] = QUICK_MARK,
	['.'] = QUICK_MARK,
	[':'] = QUICK_MARK,
};

static unsigned quick_at(struct str text, size_t at)
{
	return at < text.n ? quick[(unsigned char)text.p[at]] : QUICK_END;
}

/* A word ends at `end` and nothing goes on there: no apostrophe, hyphen, address. */
static bool is_plain_end(struct str text, size_t end)
{
	if (quick_at(text, end) & QUICK_END)
		return true;
	return text.p[end] == '.' && quick_at(text, end + 1) & QUICK_END;
}

/* As shape_of() does for words of any letters. */
static unsigned quick_shape(unsigned first, unsigned rest)
{
	const unsigned digits = rest & QUICK_DIGIT ? TOKEN_DIGITS : 0;

	if (!((first | rest) & QUICK_UPPER))
		return digits;
	if (first & QUICK_LOWER)
		return digits | TOKEN_MIXED;
	if (!(rest & QUICK_UPPER))
		return digits | TOKEN_TITLE;
	return digits | (rest & QUICK_LOWER ? TOKEN_MIXED : TOKEN_UPPER);
}

/* The word of ASCII letters at `at`; returns `at` if it takes a closer look. */
static size_t quick_word(struct scan *s, size_t at, unsigned first)
{
	const struct str text = s->text;
	unsigned rest = 0, byte;
	size_t end = at + 1;

	for (; end < text.n; end++) {
		byte = quick[(unsigned char)text.p[end]];
		if (!(byte & QUICK_WORD))
			break;
		rest |= byte;
	}
	if (!is_plain_end(text, end) ||
	    (end - at == 6 && memcmp(s->lower + at, "cannot", 6) == 0))
		return at;
	(void)scan_add_ascii(s, TOKEN_WORD, at, end, quick_shape(first, rest));
	return end;
}

/* A mark, repeated; returns `at` if it may be more than that. */
static size_t quick_mark(struct scan *s, size_t at)
{
	const struct str text = s->text;
	const char mark = text.p[at];
	size_t end = at + 1;

	while (end < text.n && text.p[end] == mark)
		end++;
	if (end < text.n && ((unsigned char)text.p[end] >= 0x80 ||
			     ascii_is_digit((unsigned char)text.p[end])))
		return at;
	(void)scan_add_ascii(s, TOKEN_PUNCT, at, end, 0);
	return end;
}

/* Most words and marks of most texts are known for what they are by their own bytes and
 * the next one. Everything else is asked what it is, one kind after the other. */
static void scan_prose(struct scan *s, size_t at)
{
	while (at < s->text.n) {
		const unsigned byte = quick[(unsigned char)s->text.p[at]];
		size_t next = at;

		if (byte & QUICK_LETTER) {
			next = quick_word(s, at, byte);
		} else if (byte & QUICK_MARK) {
			next = quick_mark(s, at);
		} else if (s->text.p[at] == ' ') {
			s->space = true;
			next++;
		}
		at = next > at ? next : scan_one(s, at);
	}
}

/* ---- pieces ---- */

/* Code is not looked into: one token for each of its lines. */
static void scan_code(struct scan *s, size_t at, size_t end)
{
	size_t n;

	while (at < end) {
		const enum char_class class = char_class(s->text, at, &n);
		size_t last = at, next = at;

		if (class == CHAR_BREAK) {
			at = scan_break(s, at, n);
			continue;
		}
		if (class == CHAR_BLANK) {
			s->space = true;
			at += n;
			continue;
		}
		for (enum char_class c = class; c != CHAR_BREAK;
		     c = char_class(s->text, next, &n)) {
			next += n;
			last = c == CHAR_BLANK ? last : next;
		}
		(void)scan_add(s, TOKEN_CODE, at, last, 0);
		s->space = last < next;
		at = next;
	}
}

/* Eight bytes at a time; `wide` and `odd` gather what is not ASCII and what is control.
 */
struct lowering {
	uint64_t wide, odd;
};

static uint64_t lower_word(uint64_t word, struct lowering *l)
{
	const uint64_t ones = 0x0101010101010101u, high = ones << 7;
	const uint64_t low = word & ~high;
	const uint64_t is_upper =
		(low + ones * (0x80 - 'A')) & ~(low + ones * (0x7f - 'Z')) & ~word & high;

	l->wide |= word & high;
	l->odd |= (~(low + ones * (0x80 - ' ')) | (low + ones)) & high;
	return word | is_upper >> 2;
}

/* The text with its ASCII letters small, and what its bytes are. */
static char *lower_copy(struct str text, struct arena *a, struct tokens *out)
{
	char *p = arena_raw(a, text.n + 1);
	struct lowering l = { 0 };
	uint64_t word;
	size_t i = 0;

	for (; i + sizeof(word) <= text.n; i += sizeof(word)) {
		memcpy(&word, text.p + i, sizeof(word));
		word = lower_word(word, &l);
		memcpy(p + i, &word, sizeof(word));
	}
	memset(&word, ' ', sizeof(word));
	memcpy(&word, text.p + i, text.n - i);
	word = lower_word(word, &l);
	memcpy(p + i, &word, text.n - i);
	p[text.n] = '\0';
	out->ascii = !l.wide;
	out->printable = !l.wide && !l.odd;
	return p;
}

static void scan_runs(struct scan *s, const struct view *v)
{
	for (size_t i = 0, next; i < v->n_runs; i = next) {
		size_t at = v->runs[i].at;
		bool code = v->runs[i].code;

		for (next = i + 1; next < v->n_runs && v->runs[next].code == code;)
			next++;
		s->text = str_slice(v->text, 0,
				    (size_t)v->runs[next - 1].at + v->runs[next - 1].n);
		s->no_mail = s->no_host = 0;
		if (code)
			scan_code(s, at, s->text.n);
		else
			scan_prose(s, at);
	}
}

void tokens_of(const struct view *v, struct arena *a, struct tokens *out)
{
	struct scan s = { .a = a };

	*out = (struct tokens){ 0 };
	if (!v->text.n)
		return;
	s.lower = lower_copy(v->text, a, out);
	s.ascii = out->ascii;
	/* A token for every 5 bytes is ordinary English; more room is made when needed.
	 */
	s.out.room = v->text.n / 4 + 8;
	s.out.p = arena_raw(a, s.out.room * sizeof(*s.out.p));
	scan_runs(&s, v);
	mark_amounts(v, s.out.p, s.out.n);
	out->p = s.out.p;
	out->n = s.out.n;
	out->n_sentences = mark_sentences(v, s.out.p, s.out.n);
}

static bool is_of_run(const struct tokens *all, size_t i, unsigned flag,
		      uint32_t sentence)
{
	return i < all->n && all->p[i].flags & flag && all->p[i].sentence == sentence;
}

size_t token_run(const struct tokens *tokens, size_t i, enum token_flag flag)
{
	const uint32_t sentence = i < tokens->n ? tokens->p[i].sentence : 0;

	if (i && is_of_run(tokens, i - 1, flag, sentence))
		return i;
	while (is_of_run(tokens, i, flag, sentence))
		i++;
	return i;
}

bool token_part(const struct view *v, const struct token *t, struct arena *a,
		struct span *part, struct str *fold)
{
	const struct str text = { v->text.p, (size_t)t->at + t->n };
	size_t at = part->end ? part->end : t->at, n;

	while (at < text.n && char_class(text, at, &n) == CHAR_HYPHEN)
		at += n;
	part->start = part->end = (uint32_t)at;
	while (at < text.n && char_class(text, at, &n) != CHAR_HYPHEN)
		at += n;
	part->end = (uint32_t)at;
	*fold = utf8_fold(str_span(text, *part), a);
	return part->start < part->end;
}
