#include "text/hidden.h"
#include "text/hidden_word.h"

static const char *const names[] = {
#define X(NAME, name) name,
	HIDDEN_WORDS(X)
#undef X
};

const char *hidden_class_name(enum hidden_class class)
{
	return names[class];
}

bool hidden_class_named(struct str name, enum hidden_class *out)
{
	for (int i = 0; i < HIDDEN_CLASSES; i++) {
		if (!str_is(name, names[i]))
			continue;
		*out = (enum hidden_class)i;
		return true;
	}
	return false;
}

/* ---- characters ---- */

struct range {
	uint32_t first, last;
};

static bool is_in(uint32_t cp, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cp >= r[i].first && cp <= r[i].last)
			return true;
	return false;
}
#define IS_IN(cp, table) is_in((cp), (table), ARRAY_LEN(table))

/* Blocks of scripts written from right to left. */
static const struct range right_to_left[] = {
	{ 0x05be, 0x08ff },   { 0xfb1d, 0xfdff },   { 0xfe70, 0xfefc },
	{ 0x10800, 0x10fff }, { 0x1e800, 0x1efff },
};
/* Blocks of scripts whose letters change shape beside a joiner. */
static const struct range joining[] = {
	{ 0x0600, 0x08ff },   { 0x0900, 0x0dff }, { 0x0f00, 0x109f },
	{ 0x1780, 0x18af },   { 0x1a20, 0x1aad }, { 0x1b00, 0x1bff },
	{ 0xa840, 0xa877 },   { 0xa880, 0xa8ff }, { 0xa980, 0xa9df },
	{ 0xfb50, 0xfdff },   { 0xfe70, 0xfefc }, { 0x10ac0, 0x10aff },
	{ 0x11000, 0x11fff },
};
static const struct range ideographs[] = {
	{ 0x3400, 0x9fff },
	{ 0xf900, 0xfaff },
	{ 0x20000, 0x3ffff },
};
static const struct range invisible[] = {
	{ 0x00ad, 0x00ad },   { 0x034f, 0x034f },   { 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 },   { 0x180b, 0x180f },   { 0x200b, 0x200d },
	{ 0x2060, 0x2064 },   { 0x3164, 0x3164 },   { 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 },   { 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a }, { 0xe0100, 0xe01ef },
};
static const struct range controls[] = {
	{ 0x0000, 0x0008 }, { 0x000b, 0x001f }, { 0x007f, 0x009f },
	{ 0x2028, 0x2029 }, { 0x206a, 0x206f }, { 0xfff9, 0xfffb },
};

struct walk {
	struct str text;
	struct arena *a;
	struct hidden_list *out;
	uint32_t before; /* the character before; 0 at the start */
	bool rtl;        /* the text has letters that are written from right to left */
};

static bool is_rtl_letter(uint32_t cp)
{
	return cp >= 0x5be && IS_IN(cp, right_to_left) && utf8_is_letter(cp);
}

static bool has_rtl(struct str text)
{
	size_t n;

	for (size_t at = utf8_ascii(text, 0); at < text.n; at += n)
		if (is_rtl_letter(utf8_decode(text, at, &n)))
			return true;
	return false;
}

static bool is_bidi(const struct walk *w, uint32_t cp)
{
	if (cp == 0x202d || cp == 0x202e) /* overrides */
		return true;
	return !w->rtl &&
	       (cp == 0x061c || cp == 0x200e || cp == 0x200f ||
		(cp >= 0x202a && cp <= 0x202c) || (cp >= 0x2066 && cp <= 0x2069));
}

static bool is_keycap_base(uint32_t cp)
{
	return cp == '#' || cp == '*' || (cp >= '0' && cp <= '9');
}

static bool is_skin_tone(uint32_t cp)
{
	return cp >= 0x1f3fb && cp <= 0x1f3ff;
}

static bool is_selector(uint32_t cp)
{
	return (cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xe0100 && cp <= 0xe01ef);
}

/* A variation selector that says how the character before it looks. */
static bool is_selecting(uint32_t before, uint32_t cp)
{
	if (is_selector(before) || before == 0x200d)
		return false;
	if (cp >= 0xe0100)
		return IS_IN(before, ideographs);
	if (cp >= 0xfe0e && is_keycap_base(before))
		return true;
	return utf8_is_pictograph(before) || before >= 0x1000 ||
	       (before >= 0x200 && utf8_category(before) == UTF8PROC_CATEGORY_SM);
}

/* A joiner between pictures, or in a script that is written with joiners. */
static bool is_joining(const struct walk *w, uint32_t cp, size_t next)
{
	size_t n;
	const uint32_t after = utf8_decode(w->text, next, &n);

	if (IS_IN(w->before, joining))
		return true;
	return cp == 0x200d && n && utf8_is_pictograph(after) &&
	       (utf8_is_pictograph(w->before) || w->before == 0xfe0f ||
		is_skin_tone(w->before));
}

static bool is_mongolian(uint32_t cp)
{
	return cp >= 0x1820 && cp <= 0x18aa;
}

static bool is_zero_width(const struct walk *w, uint32_t cp, size_t next)
{
	if (cp < 0xad || !IS_IN(cp, invisible))
		return false;
	if (cp == 0x200c || cp == 0x200d)
		return !is_joining(w, cp, next);
	if (is_selector(cp))
		return !is_selecting(w->before, cp);
	if (cp >= 0x180b && cp <= 0x180f)
		return !is_mongolian(w->before);
	return true;
}

static bool is_control(const struct walk *w, uint32_t cp, size_t next)
{
	if (cp == '\r')
		return next >= w->text.n || w->text.p[next] != '\n';
	return IS_IN(cp, controls);
}

/* The tags that make a flag of a region start at `at`: where they end, else `at`. */
static size_t flag_end(const struct walk *w, size_t at)
{
	size_t end = at, n, tags = 0;
	uint32_t cp;

	if (w->before != 0x1f3f4)
		return at;
	for (;; end += n, tags++) {
		cp = utf8_decode(w->text, end, &n);
		if (!((cp >= 0xe0030 && cp <= 0xe0039) ||
		      (cp >= 0xe0061 && cp <= 0xe007a)))
			break;
	}
	return cp == 0xe007f && tags >= 3 && tags <= 6 ? end + n : at;
}

static bool is_tag(uint32_t cp)
{
	return cp >= 0xe0000 && cp <= 0xe007f;
}

static void add(const struct walk *w, enum hidden_class class, uint32_t cp, size_t at,
		size_t end)
{
	struct hidden *last = w->out->v.n ? &w->out->v.p[w->out->v.n - 1] : NULL;

	if (last && last->class == class && last->at.end == at)
		last->at.end = (uint32_t)end;
	else
		*VEC_ADD(w->a, &w->out->v) = (struct hidden){
			.at = { (uint32_t)at, (uint32_t)end }, .class = class, .cp = cp
		};
}

/* The character at `at`; returns where to go on. */
static size_t look_at(struct walk *w, size_t at)
{
	size_t n;
	const uint32_t cp = utf8_decode(w->text, at, &n);
	size_t next = at + n;

	if (is_tag(cp)) {
		const size_t flag = flag_end(w, at);

		if (flag > at)
			next = flag;
		else
			add(w, HIDDEN_TAGS, cp, at, next);
	} else if (is_control(w, cp, next)) {
		add(w, HIDDEN_CONTROL, cp, at, next);
	} else if (is_bidi(w, cp)) {
		add(w, HIDDEN_BIDI, cp, at, next);
	} else if (is_zero_width(w, cp, next)) {
		add(w, HIDDEN_ZERO_WIDTH, cp, at, next);
	}
	w->before = cp;
	return next;
}

void hidden_find(const struct view *v, const struct tokens *t, struct arena *a,
		 struct hidden_list *out)
{
	struct walk w = { .text = v->text, .a = a, .out = out };
	const bool ascii = t->ascii || utf8_ascii(v->text, 0) == v->text.n;

	*out = (struct hidden_list){ 0 };
	w.rtl = !ascii && has_rtl(v->text);
	for (size_t at = 0; !t->printable && at < v->text.n;) {
		const unsigned char c = (unsigned char)v->text.p[at];

		if (c >= 0x20 && c < 0x7f) {
			w.before = c;
			at++;
		} else {
			at = look_at(&w, at);
		}
	}
	if (!ascii)
		hidden_words(v, t, a, out);
	hidden_links(v, t, a, out);
}
