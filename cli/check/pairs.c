/* Quotation marks and brackets without their other half. Only where one of them in a
 * paragraph is alone: two that do not fit may be something else. */
#include "check/shape.h"
#include "text/utf8.h"

enum {
	DEPTH = 16,
	LIST_MARK = 3, /* letters or digits before the bracket of "a)" and "12)" */
};

struct pairs {
	struct shape *sh;
	struct span open[DEPTH]; /* without their half yet */
	uint32_t kind[DEPTH];    /* what closes them */
	size_t n;
	struct span odd; /* one that closes nothing */
	size_t odds;
	bool unsure; /* deeper than anybody writes, or a mark that is something else */
};

/* ---- paragraphs ---- */

/* The end of the paragraph of token `i`: a blank line, or code. */
static size_t paragraph_end(const struct shape *sh, size_t i)
{
	for (; i < sh->tokens->n; i++)
		if (sh->tokens->p[i].kind == TOKEN_BREAK && i + 1 < sh->tokens->n &&
		    sh->tokens->p[i + 1].kind == TOKEN_BREAK)
			break;
	return i;
}

static void open_one(struct pairs *p, struct span at, uint32_t closer)
{
	if (p->n == DEPTH) {
		p->unsure = true;
		return;
	}
	p->open[p->n] = at;
	p->kind[p->n++] = closer;
}

static void close_one(struct pairs *p, struct span at, uint32_t closer)
{
	if (p->n && p->kind[p->n - 1] == closer) {
		p->n--;
		return;
	}
	p->odd = at;
	p->odds++;
}

/* ---- brackets ---- */

static char at_byte(const struct pairs *p, size_t at)
{
	return shape_byte(p->sh, at);
}

/* ":(", "(:", ";-)", "8)", "=[" */
static bool is_face(const struct pairs *p, size_t at)
{
	const char a = at ? at_byte(p, at - 1) : '\0', b = at_byte(p, at + 1);

	if (a && strchr(":;=-^'*<", a) && (a != '-' || at_byte(p, at) != '('))
		return true;
	if (b && strchr(":;=", b) && at_byte(p, at) == '(')
		return true;
	return (a == '8' || a == 'x' || a == 'X' || a == 'D' || a == 'B') &&
	       (at < 2 || ascii_is_space((unsigned char)at_byte(p, at - 2)));
}

/* "a)", "12)", "iv)" */
static bool is_list_mark(const struct pairs *p, size_t at)
{
	size_t n = 0;
	bool one = true;

	while (n < at && n <= LIST_MARK &&
	       ascii_is_alnum((unsigned char)at_byte(p, at - 1 - n)))
		n++;
	for (size_t i = 1; i <= n; i++)
		one &= ascii_is_digit((unsigned char)at_byte(p, at - i)) ||
		       strchr("ivx", at_byte(p, at - i));
	return n && n <= LIST_MARK && (n == 1 || one) &&
	       (n == at || strchr(" \t\n,;:/", at_byte(p, at - 1 - n)));
}

/* "( see" and "here )" may be anything: drawings, faces, a table. */
static bool is_by_word(const struct pairs *p, size_t at)
{
	const bool opens = strchr("([", at_byte(p, at));
	const char by = opens ? at_byte(p, at + 1) : at ? at_byte(p, at - 1) : '\0';

	return by && !ascii_is_space((unsigned char)by) && !strchr(",~_`|", by) &&
	       !(opens && strchr("'^", by));
}

static void take_bracket(struct pairs *p, size_t at)
{
	const struct span here = { (uint32_t)at, (uint32_t)at + 1 };

	if (!at_byte(p, at) || !strchr("()[]", at_byte(p, at)) || is_face(p, at))
		return;
	if (!is_by_word(p, at)) {
		p->unsure = true;
		return;
	}
	switch (at_byte(p, at)) {
	case '(':
		open_one(p, here, ')');
		break;
	case '[':
		open_one(p, here, ']');
		break;
	case ')':
		if (!(p->n && p->kind[p->n - 1] == ')') && is_list_mark(p, at))
			break;
		close_one(p, here, ')');
		break;
	case ']':
		close_one(p, here, ']');
		break;
	default:
		break;
	}
}

/* ---- quotation marks ---- */

static bool is_blank_or_open(char c)
{
	return !c || ascii_is_space((unsigned char)c) || strchr("([{-/", c);
}

/* A straight one opens before a word and closes behind one; an inch does neither. */
static void take_straight(struct pairs *p, size_t at)
{
	const struct span here = { (uint32_t)at, (uint32_t)at + 1 };
	const char a = at ? at_byte(p, at - 1) : '\0', b = at_byte(p, at + 1);
	const bool before = is_blank_or_open(a);
	const bool after =
		!b || ascii_is_space((unsigned char)b) || strchr(".,;:!?)]}-/", b);

	if (ascii_is_digit((unsigned char)a) || before == after)
		p->unsure = true;
	else if (before && !p->n)
		open_one(p, here, '"');
	else if (before)
		p->unsure = true;
	else
		close_one(p, here, '"');
}

static void take_quote(struct pairs *p, size_t at, uint32_t cp, size_t n)
{
	const struct span here = { (uint32_t)at, (uint32_t)(at + n) };

	switch (cp) {
	case '"':
		take_straight(p, at);
		break;
	case 0x201c:
		open_one(p, here, 0x201d);
		break;
	case 0x201d:
		close_one(p, here, 0x201d);
		break;
	case 0x201e: /* German and others close with what opens in English */
	case 0xab:
	case 0xbb:
		p->unsure = true;
		break;
	default:
		break;
	}
}

/* ---- both ---- */

static void take_token(struct pairs *p, const struct token *t, bool quotes)
{
	const size_t end = (size_t)t->at + t->n;
	size_t n;

	for (size_t at = t->at; at < end; at += n) {
		const uint32_t cp = utf8_decode(p->sh->text, at, &n);

		if (quotes)
			take_quote(p, at, cp, n);
		else
			take_bracket(p, at);
	}
}

/* A quotation of several paragraphs opens each of them and closes the last. */
static bool goes_on(const struct shape *sh, size_t i)
{
	size_t n;
	uint32_t cp;

	while (i < sh->tokens->n && sh->tokens->p[i].kind == TOKEN_BREAK)
		i++;
	if (i == sh->tokens->n)
		return false;
	cp = utf8_decode(sh->text, sh->tokens->p[i].at, &n);
	return cp == '"' || cp == 0x201c;
}

/* What was said begins behind a comma or a colon and ends behind a mark; a text may quote
 * a part of it. Only a mark between words of the sentence itself is alone for sure. */
static bool is_alone(const struct pairs *p, size_t first, size_t end)
{
	const uint32_t at = p->n ? p->open[0].start : p->odd.start;
	const struct token *t = p->sh->tokens->p;
	size_t i = first;

	while (i < end && t[i].at < at)
		i++;
	if (i == first || i >= end || t[i - 1].kind != TOKEN_WORD)
		return false;
	return i + 1 < end ? t[i + 1].kind == TOKEN_WORD || !p->n : !p->n;
}

/* "... (and so": somebody cut it. */
static bool is_cut(const struct pairs *p, size_t first, size_t end)
{
	const struct token *t = p->sh->tokens->p;

	for (; end > first; end--) {
		if (t[end - 1].kind == TOKEN_PUNCT)
			return str_starts(t[end - 1].fold, "...");
		if (t[end - 1].kind != TOKEN_URL && t[end - 1].kind != TOKEN_EMOJI &&
		    t[end - 1].kind != TOKEN_BREAK)
			return false;
	}
	return false;
}

static void judge(struct pairs *p, const struct shape_rule *r, bool quotes, size_t start,
		  size_t end)
{
	if (p->unsure || p->n + p->odds != 1)
		return;
	if (quotes ? !is_alone(p, start, end) || (p->n && goes_on(p->sh, end))
		   : is_cut(p, start, end))
		return;
	(void)shape_tell(p->sh, r->rule, p->n ? p->open[0] : p->odd,
			 quotes ? (p->n ? STR("this quotation mark is never closed")
					: STR("this quotation mark closes nothing"))
				: (p->n ? STR("this bracket is never closed")
					: STR("this bracket closes nothing")));
}

void pairs_check(struct shape *sh, const struct shape_rule *r, bool quotes)
{
	if (!(sh->notes & (quotes ? SHAPE_AT_QUOTE : SHAPE_AT_BRACKET)))
		return;
	for (size_t i = 0, end; i < sh->tokens->n; i = end + 1) {
		struct pairs p = { .sh = sh };

		end = paragraph_end(sh, i);
		for (size_t k = i; k < end; k++)
			if (sh->tokens->p[k].kind == TOKEN_PUNCT)
				take_token(&p, &sh->tokens->p[k], quotes);
		judge(&p, r, quotes, i, end);
	}
}
