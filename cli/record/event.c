/* An event's one form: fixed lines in a fixed order, so that the same event is the same
 * bytes and a digest over them means one thing only. */
#include "record/breach.h"

static const char magic[] = "decorum-event v1";
static const char none[] = "none";

static const char *const step_names[] = { "open", "invite", "statement", "decide",
					  "explain" };
static const char *const answer_names[] = { "none", "given", "declined", "silent" };
static const char *const outcome_names[] = { "none", "breach", "no-breach" };

const char *breach_step_name(enum breach_step s)
{
	return step_names[s];
}

const char *breach_answer_name(enum breach_answer a)
{
	return answer_names[a];
}

const char *breach_outcome_name(enum breach_outcome o)
{
	return outcome_names[o];
}

static bool choose(const char *const *names, size_t n, struct str name, unsigned *out)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(name, names[i])) {
			*out = (unsigned)i;
			return true;
		}
	return false;
}

bool event_step_from(struct str name, enum breach_step *out)
{
	unsigned i = 0;
	bool known = choose(step_names, ARRAY_LEN(step_names), name, &i);

	*out = (enum breach_step)i;
	return known;
}

bool breach_outcome_from(struct str name, enum breach_outcome *out)
{
	unsigned i = 0;
	bool known = choose(outcome_names, ARRAY_LEN(outcome_names), name, &i);

	*out = (enum breach_outcome)i;
	return known && i != OUTCOME_NONE;
}

/* ---- kinds of values ---- */

enum kind {
	KIND_HEX,    /* `size` digits */
	KIND_DIGEST, /* sha256: and 64 digits */
	KIND_LINK,   /* the same, or "none" */
	KIND_NUMBER, /* 1 to `size` */
	KIND_STEP,
	KIND_WORD,
	KIND_RECIPIENT, /* age1... */
	KIND_INSTANT,
	KIND_ANSWER,
	KIND_OUTCOME,
	KIND_CLAUSES,
	KIND_HANDLERS,
	KIND_DECIDERS,
};
enum { ON_ALL = (1 << BREACH_STEPS) - 1 };
#define ON(step) (1u << BREACH_##step)

struct line {
	const char *name;
	enum kind kind;
	unsigned steps; /* the events that have it */
	size_t at;      /* in struct breach_event */
	size_t size;
};
#define AT(member) offsetof(struct breach_event, member)

static const struct line lines[] = {
	{ "case", KIND_HEX, ON_ALL, AT(breach), 2 * ID_BYTES },
	{ "sequence", KIND_NUMBER, ON_ALL, AT(sequence), EVENTS_MOST },
	{ "step", KIND_STEP, ON_ALL, AT(step), 0 },
	{ "actor", KIND_WORD, ON_ALL, AT(actor), 0 },
	{ "previous", KIND_LINK, ON_ALL, AT(previous), 0 },
	{ "payload", KIND_DIGEST, ON_ALL, AT(payload), 0 },
	{ "policy", KIND_DIGEST, ON_ALL, AT(policy), 0 },
	{ "recorded", KIND_INSTANT, ON_ALL, AT(recorded), 0 },
	{ "persons", KIND_NUMBER, ON(OPEN), AT(persons), BREACH_PERSONS },
	{ "judged-by", KIND_DIGEST, ON(OPEN), AT(judged_by), 0 },
	{ "sealed-to", KIND_RECIPIENT, ON(OPEN), AT(sealed_to), 0 },
	{ "key", KIND_DIGEST, ON(OPEN), AT(key), 0 },
	{ "handlers", KIND_HANDLERS, ON(OPEN), AT(handlers), 0 },
	{ "deciders", KIND_DECIDERS, ON(OPEN), AT(deciders), 0 },
	{ "person", KIND_NUMBER, ON(INVITE) | ON(STATEMENT), AT(person), BREACH_PERSONS },
	{ "deadline", KIND_INSTANT, ON(INVITE), AT(deadline), 0 },
	{ "answer", KIND_ANSWER, ON(STATEMENT), AT(answer), 0 },
	{ "clauses", KIND_CLAUSES, ON(OPEN) | ON(DECIDE), AT(clauses), 0 },
	{ "outcome", KIND_OUTCOME, ON(DECIDE), AT(outcome), 0 },
	{ "ledger", KIND_HEX, ON(DECIDE), AT(ledger), 16 },
	{ "salt", KIND_HEX, ON(DECIDE), AT(salt), 64 },
};

static void *member(struct breach_event *ev, const struct line *l)
{
	return (char *)ev + l->at;
}

/* ---- writing ---- */

static void put_value(const struct breach_event *ev, const struct line *l,
		      struct buf *out, struct arena *a)
{
	const void *at = (const char *)ev + l->at;

	switch (l->kind) {
	case KIND_HEX:
	case KIND_WORD:
	case KIND_RECIPIENT:
		buf_str(out, *(const struct str *)at);
		break;
	case KIND_LINK:
	case KIND_DIGEST: {
		struct str s = *(const struct str *)at;

		buf_printf(out, "%s%.*s", s.n ? "sha256:" : none, STR_ARG(s));
		break;
	}
	case KIND_NUMBER:
		buf_printf(out, "%u", *(const uint32_t *)at);
		break;
	case KIND_STEP:
		buf_cstr(out, step_names[ev->step]);
		break;
	case KIND_INSTANT:
		buf_str(out, instant_text(*(const int64_t *)at, a));
		break;
	case KIND_ANSWER:
		buf_cstr(out, answer_names[ev->answer]);
		break;
	case KIND_OUTCOME:
		buf_cstr(out, outcome_names[ev->outcome]);
		break;
	case KIND_CLAUSES:
		words_write(ev->clauses, ev->n_clauses, out);
		break;
	case KIND_HANDLERS:
		words_write(ev->handlers, ev->n_handlers, out);
		break;
	case KIND_DECIDERS:
		words_write(ev->deciders, ev->n_deciders, out);
		break;
	}
}

struct str event_write(const struct breach_event *ev, struct arena *a)
{
	struct str text;
	struct buf out;

	buf_init(&out, EVENT_CAP);
	buf_printf(&out, "%s\n", magic);
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		if (!(lines[i].steps & 1u << ev->step))
			continue;
		buf_printf(&out, "%s: ", lines[i].name);
		put_value(ev, &lines[i], &out, a);
		buf_char(&out, '\n');
	}
	text = arena_str(a, buf_view(&out));
	buf_release(&out);
	return text;
}

/* ---- reading ---- */

static bool get_digest(struct str value, struct str *out)
{
	if (!str_starts(value, "sha256:"))
		return false;
	*out = str_slice(value, 7, value.n);
	return is_hex(*out, 64);
}

static bool get_number(struct str value, uint64_t most, uint32_t *out)
{
	uint64_t number;

	if (!str_to_u64(value, &number) || number < 1 || number > most)
		return false;
	*out = (uint32_t)number;
	return true;
}

/* Words that can stand in a line: no blanks, nothing that a terminal would obey. */
static bool is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_alnum((unsigned char)s.p[i]) && !memchr("-_.@", s.p[i], 4))
			return false;
	return s.n > 0 && s.n <= 128;
}

static bool get_words(struct str value, struct str *out, size_t most, size_t *n)
{
	if (!words_read(value, out, most, n))
		return false;
	for (size_t i = 0; i < *n; i++)
		if (!is_word(out[i]))
			return false;
	return true;
}

static bool get_choice(struct breach_event *ev, const struct line *l, struct str value)
{
	unsigned i = 0;

	if (l->kind == KIND_ANSWER) {
		bool known = choose(answer_names, ARRAY_LEN(answer_names), value, &i);

		ev->answer = (enum breach_answer)i;
		return known && i != ANSWER_NONE;
	}
	return l->kind == KIND_STEP ? event_step_from(value, &ev->step)
				    : breach_outcome_from(value, &ev->outcome);
}

static bool get_value(struct breach_event *ev, const struct line *l, struct str value)
{
	void *at = member(ev, l);

	switch (l->kind) {
	case KIND_HEX:
		*(struct str *)at = value;
		return is_hex(value, l->size);
	case KIND_WORD:
		*(struct str *)at = value;
		return is_word(value);
	case KIND_RECIPIENT:
		*(struct str *)at = value;
		return seal_is_recipient(value);
	case KIND_LINK:
		return str_is(value, none) || get_digest(value, at);
	case KIND_DIGEST:
		return get_digest(value, at);
	case KIND_NUMBER:
		return get_number(value, l->size, at);
	case KIND_INSTANT:
		return instant_parse(value, at);
	case KIND_STEP:
	case KIND_ANSWER:
	case KIND_OUTCOME:
		return get_choice(ev, l, value);
	case KIND_CLAUSES:
		return get_words(value, ev->clauses, BREACH_CLAUSES, &ev->n_clauses);
	case KIND_HANDLERS:
		return get_words(value, ev->handlers, BREACH_HANDLERS, &ev->n_handlers);
	case KIND_DECIDERS:
		return get_words(value, ev->deciders, BREACH_DECIDERS, &ev->n_deciders);
	}
	return false;
}

static bool read_line(struct str *rest, const struct line *l, struct breach_event *ev)
{
	struct str line, name = str_from(l->name);

	if (!str_line(rest, &line) || !str_starts(line, l->name) ||
	    !str_starts(str_slice(line, name.n, line.n), ": "))
		return false;
	return get_value(ev, l, str_slice(line, name.n + 2, line.n));
}

int event_read(struct str text, struct arena *a, struct breach_event *out, struct err *e)
{
	struct str rest = text, line;

	*out = (struct breach_event){ 0 };
	if (text.n > EVENT_CAP)
		return err_set(e, ERR_INVALID, "it is longer than %d bytes", EVENT_CAP);
	if (!str_line(&rest, &line) || !str_is(line, magic))
		return err_set(e, ERR_INVALID, "it does not begin with \"%s\"", magic);
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		/* The step is known by then: it stands before every line that depends. */
		if (!(lines[i].steps & 1u << out->step))
			continue;
		if (!read_line(&rest, &lines[i], out))
			return err_set(e, ERR_INVALID,
				       "the line \"%s\" is missing, misplaced or says "
				       "something impossible",
				       lines[i].name);
	}
	if (!str_eq(event_write(out, a), text))
		return err_set(e, ERR_INVALID, "it is not written in the one form");
	return 0;
}
