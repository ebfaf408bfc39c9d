/* Words: where they end, how they are written, and which parts a contraction has. */
#include "text/token_scan.h"

/* What is counted while a word is read. */
struct word {
	size_t at, end;
	uint32_t upper, lower, letters, digits;
	bool apostrophe, hyphen;
};

static void count_char(struct word *w, uint32_t cp, enum char_class class)
{
	if (class == CHAR_DIGIT)
		w->digits++;
	if (class != CHAR_LETTER && class != CHAR_IDEOGRAPH)
		return;
	w->letters++;
	w->upper += utf8_is_upper(cp);
	w->lower += utf8_is_lower(cp);
}

/* ASCII letters and digits from `i` on. */
static size_t ascii_run(struct str s, size_t i, struct word *w)
{
	for (; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (ascii_is_lower(c))
			w->lower++;
		else if (ascii_is_upper(c))
			w->upper++;
		else if (ascii_is_digit(c))
			w->digits++;
		else
			break;
	}
	return i;
}

/* A mark inside a word that holds it together: it needs a letter (or digit) behind. */
static bool joins(struct str s, size_t next, enum char_class mark, struct word *w)
{
	size_t n;
	const enum char_class class = char_class(s, next, &n);

	if (mark == CHAR_APOSTROPHE) {
		w->apostrophe |= class == CHAR_LETTER;
		return class == CHAR_LETTER;
	}
	if (mark == CHAR_HYPHEN)
		w->hyphen |= class == CHAR_LETTER || class == CHAR_DIGIT;
	return class == CHAR_LETTER || class == CHAR_DIGIT;
}

/* The full stop in "v1.2". */
static bool is_point(struct str s, size_t at, size_t i)
{
	return byte_at(s, i) == '.' && i > at && ascii_is_digit(byte_at(s, i - 1)) &&
	       ascii_is_digit(byte_at(s, i + 1));
}

static void read_word(struct str s, size_t at, struct word *w)
{
	size_t i = at, n;

	*w = (struct word){ .at = at };
	for (;;) {
		enum char_class class;

		i = ascii_run(s, i, w);
		w->end = i;
		class = char_class(s, i, &n);
		if (class == CHAR_LETTER || class == CHAR_DIGIT)
			count_char(w, utf8_decode(s, i, &n), class);
		else if (class == CHAR_APOSTROPHE || class == CHAR_HYPHEN ||
			 byte_at(s, i) == '_') {
			if (!joins(s, i + n, class, w))
				break;
		} else if (class != CHAR_EXTEND && !is_point(s, at, i))
			break;
		i += n;
	}
	w->letters += w->upper + w->lower;
}

/* An ideograph is a word, with the marks on it. */
static void read_ideograph(struct str s, size_t at, size_t n, struct word *w)
{
	*w = (struct word){ .at = at, .letters = 1 };
	for (w->end = at + n; byte_at(s, w->end) >= 0x80; w->end += n)
		if (char_class(s, w->end, &n) != CHAR_EXTEND)
			break;
}

static bool first_cased_is_upper(struct str s, const struct word *w)
{
	size_t n;

	for (size_t i = w->at; i < w->end; i += n) {
		const uint32_t cp = utf8_decode(s, i, &n);

		if (utf8_is_upper(cp) || utf8_is_lower(cp))
			return utf8_is_upper(cp);
	}
	return false;
}

static unsigned shape_of(struct str s, const struct word *w)
{
	unsigned flags = w->digits ? TOKEN_DIGITS : 0;

	if (w->hyphen)
		flags |= TOKEN_HYPHEN;
	if (!w->upper)
		return flags;
	if (w->upper >= 2 && !w->lower)
		return flags | TOKEN_UPPER;
	if (w->upper == 1 && first_cased_is_upper(s, w))
		return flags | TOKEN_TITLE;
	return flags | TOKEN_MIXED;
}

/* ---- contractions ---- */

struct clitic {
	const char *letters; /* behind the apostrophe */
	struct str fold;
};

static const struct clitic clitics[] = {
	{ "s", STR("'s") },   { "d", STR("'d") },    { "m", STR("am") },
	{ "re", STR("are") }, { "ve", STR("have") }, { "ll", STR("will") },
};

/* The apostrophe that ends at `end`: its length, or 0. */
static size_t apostrophe_before(struct str s, size_t end)
{
	size_t n;

	for (size_t length = 1; length <= 3 && length <= end; length++)
		if (char_class(s, end - length, &n) == CHAR_APOSTROPHE && n == length)
			return length;
	return 0;
}

static bool same_letters(struct str s, size_t at, const char *letters, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((s.p[at + i] | 0x20) != letters[i])
			return false;
	return true;
}

/* The clitic at the end of [at, end), some host before it: its length, or 0. */
static size_t clitic_at_end(struct str s, size_t at, size_t end, struct str *fold)
{
	size_t apostrophe;

	for (size_t i = 0; i < ARRAY_LEN(clitics); i++) {
		const size_t n = strlen(clitics[i].letters);

		if (end - at <= n + 1 || !same_letters(s, end - n, clitics[i].letters, n))
			continue;
		apostrophe = apostrophe_before(s, end - n);
		*fold = clitics[i].fold;
		if (apostrophe && at < end - n - apostrophe)
			return n + apostrophe;
	}
	if (end - at < 4 || (s.p[end - 1] | 0x20) != 't')
		return 0;
	apostrophe = apostrophe_before(s, end - 1);
	*fold = STR("not");
	if (!apostrophe || end - at < apostrophe + 3 ||
	    (s.p[end - apostrophe - 2] | 0x20) != 'n')
		return 0;
	return apostrophe + 2;
}

/* "can't", "won't" and "shan't" are "can not", "will not" and "shall not". */
static struct str fold_before_not(struct str host)
{
	if (str_is(host, "ca"))
		return STR("can");
	if (str_is(host, "wo"))
		return STR("will");
	if (str_is(host, "sha"))
		return STR("shall");
	return host;
}

static void add_part(struct scan *s, size_t at, size_t end, unsigned flags,
		     const struct str *fold)
{
	struct word w;
	struct token *t;

	read_word((struct str){ s->text.p, end }, at, &w);
	t = scan_add(s, TOKEN_WORD, at, end, flags | shape_of(s->text, &w));
	if (fold)
		t->fold = *fold;
}

/* "cannot" is "can" and "not", as "can't" is. */
static bool is_cannot(struct str s, const struct word *w)
{
	return w->end - w->at == 6 && same_letters(s, w->at, "cannot", 6);
}

static void add_cannot(struct scan *s, const struct word *w)
{
	const size_t middle = w->at + 3;

	add_part(s, w->at, middle, TOKEN_HOST, NULL);
	add_part(s, middle, w->end, TOKEN_CLITIC, NULL);
}

static void add_contraction(struct scan *s, const struct word *w)
{
	enum { MOST = 4 };
	struct str folds[MOST];
	size_t starts[MOST], n = 0, end = w->end, length;

	while (n < MOST && (length = clitic_at_end(s->text, w->at, end, &folds[n]))) {
		end -= length;
		starts[n++] = end;
	}
	add_part(s, w->at, end, n ? TOKEN_HOST : 0, NULL);
	if (n && str_is(folds[n - 1], "not")) {
		struct token *host = &s->out.p[s->out.n - 1];

		host->fold = fold_before_not(host->fold);
	}
	while (n--)
		add_part(s, starts[n], n ? starts[n - 1] : w->end,
			 TOKEN_CLITIC | (n ? TOKEN_HOST : 0u), &folds[n]);
}

/* ---- words with dots ---- */

static bool is_letter(struct str s, size_t at)
{
	return ascii_is_alpha(byte_at(s, at));
}

/* "e.g.", "U.S.", "a.m": single letters with dots between, and the last dot. */
static size_t initials_end(struct str s, size_t at)
{
	size_t end = at;

	while (is_letter(s, end) && byte_at(s, end + 1) == '.' && is_letter(s, end + 2) &&
	       !is_word_at(s, end + 3))
		end += 2;
	if (end == at)
		return at;
	end++;
	return byte_at(s, end) == '.' ? end + 1 : end;
}

/* Degrees, the only common ones whose parts are longer. */
static size_t degree_end(struct str s, size_t at)
{
	static const char *const degrees[] = { "ph.d", "b.sc", "m.sc", "d.phil",
					       "b.eng" };

	for (size_t i = 0; i < ARRAY_LEN(degrees); i++) {
		const size_t n = strlen(degrees[i]);
		size_t k = 0;

		while (k < n && ascii_lower((char)byte_at(s, at + k)) == degrees[i][k])
			k++;
		if (k == n && !is_word_at(s, at + n))
			return at + n + (byte_at(s, at + n) == '.');
	}
	return at;
}

/* ---- the scan ---- */

/* "US$5", "A$5": a short prefix of a currency sign is part of the amount. */
static bool is_dollar_prefix(struct str s, const struct word *w)
{
	static const char *const prefixes[] = { "A",  "AU", "C", "CA", "HK",
						"NZ", "R",  "S", "SG", "US" };

	return byte_at(s, w->end) == '$' && ascii_is_digit(byte_at(s, w->end + 1)) &&
	       word_in(str_slice(s, w->at, w->end), prefixes, ARRAY_LEN(prefixes));
}

static bool may_be_address(unsigned char next)
{
	return next == '.' || next == ':' || next == '@' || next == '+' || next == '%';
}

static size_t scan_dotted(struct scan *s, size_t at)
{
	size_t end = initials_end(s->text, at);
	struct word w = { .at = at };

	if (end == at)
		end = degree_end(s->text, at);
	/* An address or a host goes on behind it: they are asked once for a run. */
	if (end == at || (byte_at(s->text, end) == '@' && at >= s->no_mail) ||
	    (is_word_at(s->text, end) && at >= s->no_host))
		return at;
	w.end = end;
	for (size_t i = at; i < end; i++)
		i = ascii_run((struct str){ s->text.p, end }, i, &w);
	return scan_add_name(s, TOKEN_WORD, at, end, shape_of(s->text, &w));
}

size_t scan_word(struct scan *s, size_t at)
{
	struct word w;
	size_t n, end;

	if (byte_at(s->text, at) >= 0x80 &&
	    char_class(s->text, at, &n) == CHAR_IDEOGRAPH) {
		read_ideograph(s->text, at, n, &w);
		(void)scan_add(s, TOKEN_WORD, at, w.end, 0);
		return w.end;
	}
	read_word(s->text, at, &w);
	if (byte_at(s->text, w.end) == '.') {
		end = scan_dotted(s, at);
		if (end > at)
			return end;
	}
	if (may_be_address(byte_at(s->text, w.end))) {
		end = scan_address(s, at, w.end);
		if (end > at)
			return end;
	}
	if (is_dollar_prefix(s->text, &w))
		return scan_number(s, at);
	if (w.apostrophe)
		add_contraction(s, &w);
	else if (is_cannot(s->text, &w))
		add_cannot(s, &w);
	else
		(void)scan_add(s, w.letters ? TOKEN_WORD : TOKEN_NUMBER, at, w.end,
			       w.letters ? shape_of(s->text, &w) : 0);
	return w.end;
}
