/* What is sealed: a few fields, then free text, padded so that its size tells little. */
#include "record/breach.h"

static const char magic[] = "decorum-payload v1";
enum { LENGTH_DIGITS = 8 };

static void put_words(struct buf *out, const char *name, const struct str *p, size_t n)
{
	buf_printf(out, "%s:", name);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, " %.*s", STR_ARG(p[i]));
	buf_char(out, '\n');
}

static void put_field(struct buf *out, const char *name, struct str value)
{
	put_words(out, name, &value, value.n ? 1 : 0);
}

/* Fields, without the length line before and the padding behind them. */
static void put_fields(const struct breach_event *ev, const struct breach_payload *p,
		       struct buf *out)
{
	put_field(out, "case", ev->breach);
	buf_printf(out, "sequence: %u\n", ev->sequence);
	put_words(out, "subjects", p->subjects, p->n_subjects);
	put_words(out, "reporters", p->reporters, p->n_reporters);
	put_field(out, "conduct-on", p->conduct_on);
	put_field(out, "conduct-revision", p->conduct_revision);
	put_field(out, "recorded-by", p->recorded_by);
	buf_cstr(out, "text:\n");
	buf_str(out, p->text);
}

int payload_write(const struct breach_event *ev, const struct breach_payload *p,
		  struct arena *a, struct str *out, struct err *e)
{
	struct buf fields, whole;
	int ret = 0;

	buf_init(&fields, PAYLOAD_CAP);
	buf_init(&whole, PAYLOAD_CAP + PAYLOAD_STEP);
	put_fields(ev, p, &fields);
	if (fields.full) {
		ret = err_set(e, ERR_LIMIT, "the text is longer than %d KB",
			      PAYLOAD_CAP / 1024);
		(void)err_hint(
			e, "keep long documents in a vault and cite them here by their "
			   "digest (sha256sum)");
	} else {
		buf_printf(&whole, "%s %0*zu\n", magic, LENGTH_DIGITS, fields.n);
		buf_str(&whole, buf_view(&fields));
		buf_fill(&whole, '\0', PAYLOAD_STEP - whole.n % PAYLOAD_STEP);
		*out = arena_str(a, buf_view(&whole));
	}
	seal_wipe(buf_view(&fields));
	seal_wipe(buf_view(&whole));
	buf_release(&fields);
	buf_release(&whole);
	return ret;
}

static bool get_field(struct str *rest, const char *name, struct str *value)
{
	struct str line, head = str_from(name);

	if (!str_line(rest, &line) || !str_starts(line, name))
		return false;
	line = str_slice(line, head.n, line.n);
	if (!str_starts(line, ":"))
		return false;
	*value = str_starts(line, ": ") ? str_slice(line, 2, line.n) : STR("");
	return true;
}

/* An id as people.yaml has it: whoever sealed it may have written anything. */
static bool is_person(struct str s)
{
	for (size_t i = 2; i < s.n; i++)
		if (!ascii_is_lower((unsigned char)s.p[i]) &&
		    !ascii_is_digit((unsigned char)s.p[i]) && s.p[i] != '-')
			return false;
	return str_starts(s, "p-") && s.n > 2 && s.n <= 64;
}

static bool get_people(struct str *rest, const char *name, struct str *p, size_t *n)
{
	struct str value;

	*n = 0;
	if (!get_field(rest, name, &value) ||
	    (value.n && !words_read(value, p, BREACH_PERSONS, n)))
		return false;
	for (size_t i = 0; i < *n; i++)
		if (!is_person(p[i]))
			return false;
	return true;
}

static bool is_day(struct str s, struct arena *a)
{
	int64_t ignored;

	return instant_parse(arena_printf(a, "%.*sT00:00:00Z", STR_ARG(s)), &ignored);
}

static bool get_fields(struct str *rest, struct arena *a, struct breach_payload *p)
{
	return get_people(rest, "subjects", p->subjects, &p->n_subjects) &&
	       get_people(rest, "reporters", p->reporters, &p->n_reporters) &&
	       get_field(rest, "conduct-on", &p->conduct_on) &&
	       (!p->conduct_on.n || is_day(p->conduct_on, a)) &&
	       get_field(rest, "conduct-revision", &p->conduct_revision) &&
	       (!p->conduct_revision.n || is_hex(p->conduct_revision, 40)) &&
	       get_field(rest, "recorded-by", &p->recorded_by) &&
	       is_person(p->recorded_by);
}

/* The length line says where the padding begins, which must be nothing but that. */
static bool cut_padding(struct str *text)
{
	struct str line;
	uint64_t length;
	size_t head = sizeof(magic) - 1;

	if (!str_line(text, &line) || !str_starts(line, magic) ||
	    line.n != head + 1 + LENGTH_DIGITS ||
	    !str_to_u64(str_slice(line, head + 1, line.n), &length) || length > text->n)
		return false;
	for (size_t i = (size_t)length; i < text->n; i++)
		if (text->p[i] != '\0')
			return false;
	*text = str_slice(*text, 0, (size_t)length);
	return true;
}

int payload_read(struct str text, const struct breach_event *ev, struct arena *a,
		 struct breach_payload *out, struct err *e)
{
	struct str breach, sequence, empty;
	uint64_t number;

	*out = (struct breach_payload){ 0 };
	text = arena_str(a, text);
	if (!cut_padding(&text) || !get_field(&text, "case", &breach) ||
	    !get_field(&text, "sequence", &sequence) || !str_to_u64(sequence, &number))
		return err_set(e, ERR_INVALID, "what was sealed is not in its one form");
	if (!str_eq(breach, ev->breach) || number != ev->sequence)
		return err_set(e, ERR_INVALID,
			       "what was sealed belongs to event %.*s of case %.*s",
			       STR_ARG(sequence), STR_ARG(breach));
	if (!get_fields(&text, a, out) || !get_field(&text, "text", &empty) || empty.n)
		return err_set(e, ERR_INVALID, "what was sealed is not in its one form");
	out->text = text;
	return 0;
}
