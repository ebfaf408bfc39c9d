#include "case_test.h"

#define COMMIT "0123456789012345678901234567890123456789"

static const char opened[] = "decorum-event v1\n"
			     "case: " ID "\n"
			     "sequence: 1\n"
			     "step: open\n"
			     "actor: handler@case-" ID "\n"
			     "previous: none\n"
			     "payload: sha256:" DIGEST_A "\n"
			     "policy: sha256:" DIGEST_B "\n"
			     "recorded: 2025-11-24T16:00:00Z\n"
			     "persons: 1\n"
			     "judged-by: sha256:" DIGEST_B "\n"
			     "sealed-to: " RECIPIENT "\n"
			     "key: sha256:" DIGEST_A "\n"
			     "handlers: " HANDLER "\n"
			     "deciders: " DECIDER "\n"
			     "clauses: politics\n";

static bool reads(struct world *w, struct str text)
{
	struct breach_event ev;

	return event_read(text, &w->a, &ev, &w->e) == 0;
}

static void an_event_has_one_form(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_handler(w, BREACH_OPEN);

	assert_string_equal(arena_cstr(&w->a, event_write(&ev, &w->a)), opened);
}

static void events_of_all_steps_come_back_as_they_were_written(void **state)
{
	struct world *w = *state;

	for (enum breach_step step = BREACH_OPEN; step < BREACH_STEPS; step++) {
		struct breach_event ev, back;
		struct str text;

		w->s.sequence = step;
		ev = by_handler(w, step);
		text = event_write(&ev, &w->a);
		if (event_read(text, &w->a, &back, &w->e) < 0)
			fail_msg("%s: %s", breach_step_name(step), w->e.msg);
		assert_true(str_eq(event_write(&back, &w->a), text));
		assert_int_equal(back.step, step);
		assert_int_equal(back.sequence, step + 1);
		assert_true(back.recorded == ev.recorded && back.deadline == ev.deadline);
		assert_int_equal(back.outcome, ev.outcome);
		assert_int_equal(back.answer, ev.answer);
	}
}

/* Every other way to write the same is refused. */
static void no_line_can_be_left_out_doubled_or_moved(void **state)
{
	struct world *w = *state;
	struct str rest = str_from(opened), line;
	size_t at = 0;

	assert_true(reads(w, str_from(opened)));
	while (str_line(&rest, &line)) {
		size_t end = at + line.n + 1;
		struct str head = str_slice(str_from(opened), 0, at);
		struct str it = str_slice(str_from(opened), at, end);
		struct str tail = str_slice(str_from(opened), end, SIZE_MAX);

		assert_false(reads(w, arena_printf(&w->a, "%.*s%.*s", STR_ARG(head),
						   STR_ARG(tail))));
		assert_false(
			reads(w, arena_printf(&w->a, "%.*s%.*s%.*s%.*s", STR_ARG(head),
					      STR_ARG(it), STR_ARG(it), STR_ARG(tail))));
		if (head.n && tail.n)
			assert_false(
				reads(w, arena_printf(&w->a, "%.*s%.*s%.*s", STR_ARG(it),
						      STR_ARG(head), STR_ARG(tail))));
		at = end;
	}
}

static void no_byte_can_be_added_or_cut_off(void **state)
{
	struct world *w = *state;
	static const char *const more[] = { "\n", " ", "x", "note: x\n", "\r\n" };

	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		assert_false(reads(w, arena_printf(&w->a, "%s%s", opened, more[i])));
	for (size_t n = 0; n + 1 < sizeof(opened); n++)
		assert_false(reads(w, str_slice(str_from(opened), 0, n)));
}

static struct str swap(struct world *w, struct str all, const char *old, const char *now)
{
	size_t at = str_find(all, str_from(old), 0);

	assert_true(at != SIZE_MAX);
	return arena_printf(&w->a, "%.*s%s%.*s", STR_ARG(str_slice(all, 0, at)), now,
			    STR_ARG(str_slice(all, at + strlen(old), SIZE_MAX)));
}

static struct str with(struct world *w, const char *old, const char *now)
{
	return swap(w, str_from(opened), old, now);
}

/* Fields as they are sealed: their length before, padding behind. */
static struct str sealed(struct world *w, struct str fields)
{
	return arena_printf(&w->a, "decorum-payload v1 %08zu\n%.*s", fields.n,
			    STR_ARG(fields));
}

static void values_that_mean_nothing_are_refused(void **state)
{
	static const char *const wrong[][2] = {
		{ "case: " ID, "case: 0123456789AB" },
		{ "case: " ID, "case: 0123456789" },
		{ "sequence: 1", "sequence: 0" },
		{ "sequence: 1", "sequence: 01" },
		{ "sequence: 1", "sequence: 1001" },
		{ "sequence: 1", "sequence: 99999999999999999999" },
		{ "step: open", "step: close" },
		{ "step: open", "step: Open" },
		{ "actor: handler@", "actor: p dana@" },
		{ "actor: handler@", "actor: \033[2J@" },
		{ "previous: none", "previous: " },
		{ "payload: sha256:a", "payload: sha256:A" },
		{ "payload: sha256:a", "payload: sha512:a" },
		{ "payload: sha256:a", "payload: none" },
		{ "2025-11-24T16:00:00Z", "2025-11-24T16:00:00" },
		{ "2025-11-24T16:00:00Z", "2025-11-31T16:00:00Z" },
		{ "2025-11-24T16:00:00Z", "2025-11-24T24:00:00Z" },
		{ "persons: 1", "persons: 9" },
		{ "key: sha256:a", "key: sha256:A" },
		{ "handlers: " HANDLER, "handlers: a b c d e" },
		{ "handlers: " HANDLER, "handlers: " },
		{ "handlers: " HANDLER, "handlers: \033[2J" },
		{ "deciders: " DECIDER, "deciders: a b c d e" },
		{ "deciders: " DECIDER, "deciders:  a" },
		{ "deciders: " DECIDER, "deciders: " },
		{ "clauses: politics", "clauses: politics " },
		{ "clauses: politics", "clauses: poli\ttics" },
		{ RECIPIENT, "age1" },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (reads(w, with(w, wrong[i][0], wrong[i][1])))
			fail_msg("\"%s\" was accepted", wrong[i][1]);
}

static void the_message_names_the_line(void **state)
{
	struct world *w = *state;

	assert_false(reads(w, with(w, "persons: 1", "persons: 9")));
	assert_non_null(strstr(w->e.msg, "\"persons\""));
}

/* ---- sealed contents ---- */

static void payloads_come_back_and_tell_little_by_their_size(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_handler(w, BREACH_OPEN);
	struct breach_payload p = { .subjects = { STR("p-dana") },
				    .n_subjects = 1,
				    .conduct_on = STR("2026-11-01"),
				    .recorded_by = STR("p-handler"),
				    .text = STR("line one\n\nline three\n") };
	struct breach_payload back;
	struct str text;

	assert_int_equal(payload_write(&ev, &p, &w->a, &text, &w->e), 0);
	assert_int_equal(text.n, PAYLOAD_STEP);
	assert_int_equal(payload_read(text, &ev, &w->a, &back, &w->e), 0);
	assert_true(str_eq(back.text, p.text));
	assert_true(str_is(back.subjects[0], "p-dana") && back.n_subjects == 1);
	assert_true(str_eq(back.conduct_on, p.conduct_on) && !back.conduct_revision.n);
	p.text = arena_dup(&w->a, text.p, text.n - 1); /* full of NUL bytes, and long */
	assert_int_equal(payload_write(&ev, &p, &w->a, &text, &w->e), 0);
	assert_int_equal(text.n, 2 * PAYLOAD_STEP);
	assert_int_equal(payload_read(text, &ev, &w->a, &back, &w->e), 0);
	assert_true(str_eq(back.text, p.text));
}

static void a_payload_of_another_event_is_refused(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_handler(w, BREACH_OPEN);
	struct breach_payload p = { .recorded_by = STR("p-handler") };
	struct str text;

	assert_int_equal(payload_write(&ev, &p, &w->a, &text, &w->e), 0);
	ev.sequence = 2;
	assert_int_equal(payload_read(text, &ev, &w->a, &p, &w->e), ERR_INVALID);
	assert_non_null(strstr(w->e.msg, "event 1 of case " ID));
	ev.sequence = 1;
	text.n--;
	((char *)(uintptr_t)text.p)[text.n - 1] = 'x';
	assert_int_equal(payload_read(text, &ev, &w->a, &p, &w->e), ERR_INVALID);
}

/* Who seals it may write what decorum never would. */
static void sealed_fields_that_mean_nothing_are_refused(void **state)
{
	static const char *const wrong[][2] = {
		{ "subjects: p-dana", "subjects: \033[2J" },
		{ "subjects: p-dana", "subjects: dana" },
		{ "subjects: p-dana", "subjects: p-dana p-Bob" },
		{ "subjects: p-dana", "subjects: p-" },
		{ "reporters: p-eve", "reporters: p-\033[31m" },
		{ "conduct-on: 2026-11-01", "conduct-on: 2026-11-31" },
		{ "conduct-on: 2026-11-01", "conduct-on: 2026-11-01\033[m" },
		{ "conduct-revision: " COMMIT, "conduct-revision: HEAD" },
		{ "recorded-by: p-handler", "recorded-by:" },
		{ "recorded-by: p-handler", "recorded-by: p-handler\033]0;x\a" },
	};
	static const char good[] = "case: " ID "\n"
				   "sequence: 1\n"
				   "subjects: p-dana\n"
				   "reporters: p-eve\n"
				   "conduct-on: 2026-11-01\n"
				   "conduct-revision: " COMMIT "\n"
				   "recorded-by: p-handler\n"
				   "text:\nx\n";
	struct world *w = *state;
	struct breach_event ev = by_handler(w, BREACH_OPEN);
	struct breach_payload p;

	assert_int_equal(payload_read(sealed(w, str_from(good)), &ev, &w->a, &p, &w->e),
			 0);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (payload_read(
			    sealed(w, swap(w, str_from(good), wrong[i][0], wrong[i][1])),
			    &ev, &w->a, &p, &w->e) != ERR_INVALID)
			fail_msg("\"%s\" was accepted", wrong[i][1]);
}

static void texts_past_the_limit_are_refused(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_handler(w, BREACH_OPEN);
	struct breach_payload p = { .recorded_by = STR("p-handler") };
	struct str text;

	p.text = arena_dup(&w->a, arena_alloc(&w->a, PAYLOAD_CAP), PAYLOAD_CAP);
	assert_int_equal(payload_write(&ev, &p, &w->a, &text, &w->e), ERR_LIMIT);
}

/* ---- the ledger ---- */

static void ledger_lines_have_one_form(void **state)
{
	struct world *w = *state;
	struct ledger_line l = { .id = STR("0123456789abcdef"),
				 .month = STR("2026-11"),
				 .policy = STR(DIGEST_A),
				 .commitment = STR(DIGEST_B),
				 .anchor = STR(DIGEST_A),
				 .clauses = { STR("politics"), STR("slurs") },
				 .n_clauses = 2,
				 .outcome = OUTCOME_NO_BREACH };
	struct str text = ledger_write(&l, &w->a);
	struct ledger_line back;

	assert_int_equal(ledger_read(text, &w->a, &back, &w->e), 0);
	assert_true(str_eq(ledger_write(&back, &w->a), text));
	assert_int_equal(back.outcome, OUTCOME_NO_BREACH);
	assert_true(str_is(ledger_path(back.id, back.month, &w->a),
			   "ledger/2026/0123456789abcdef"));
	assert_int_equal(
		ledger_read(swap(w, text, "2026-11", "2026-13"), &w->a, &back, &w->e),
		ERR_INVALID);
	assert_int_equal(
		ledger_read(swap(w, text, "2026-11", "../../x"), &w->a, &back, &w->e),
		ERR_INVALID);
	for (size_t n = 0; n < text.n; n++)
		assert_int_equal(ledger_read(str_slice(text, 0, n), &w->a, &back, &w->e),
				 ERR_INVALID);
	assert_int_equal(ledger_read(arena_printf(&w->a, "%.*s\n", STR_ARG(text)), &w->a,
				     &back, &w->e),
			 ERR_INVALID);
}

static void a_decision_shows_the_first_second_of_its_month(void **state)
{
	struct world *w = *state;
	int64_t when = 0;

	assert_true(instant_parse(STR("2026-11-26T09:10:11Z"), &when));
	assert_true(str_is(instant_text(ledger_time(when, &w->a), &w->a),
			   "2026-11-01T00:00:00Z"));
	assert_true(instant_parse(STR("2024-02-29T23:59:59Z"), &when));
	assert_true(str_is(instant_text(ledger_time(when, &w->a), &w->a),
			   "2024-02-01T00:00:00Z"));
	assert_true(ledger_time(0, &w->a) == 0);
}

static void a_commitment_binds_salt_line_and_event(void **state)
{
	struct world *w = *state;
	struct breach_event ev = by_decider(w, BREACH_DECIDE);
	struct str one = ledger_commitment(&ev, STR(DIGEST_A), &w->a);

	assert_int_equal(one.n, 64);
	assert_false(str_eq(one, ledger_commitment(&ev, STR(DIGEST_B), &w->a)));
	ev.salt = STR(DIGEST_B);
	assert_false(str_eq(one, ledger_commitment(&ev, STR(DIGEST_A), &w->a)));
}

static void anchors_are_read_strictly(void **state)
{
	static const char good[] = "decorum-anchor v1\nsequence: 3\nregistry: " COMMIT " sha256:" DIGEST_A "\n" ID " " COMMIT "\n";
	static const char *const bad[] = {
		"",
		"decorum-anchor v1\n",
		"decorum-anchor v1\nsequence: 3\n",
		"decorum-anchor v1\nsequence: 3\n" ID " " COMMIT "\n",
		"decorum-anchor v1\nsequence: 3\nregistry: " COMMIT "\n",
		"decorum-anchor v1\nsequence: 3\nregistry: 0123 sha256:" DIGEST_A "\n",
		"decorum-anchor v1\nsequence: x\n",
		"decorum-anchor v1 \nsequence: 3\n",
		"decorum-anchor v1\nsequence: 99999999999\n",
		"decorum-anchor v1\nsequence: 3\nregistry: " COMMIT " sha256:" DIGEST_A "\n" ID "\n",
		"decorum-anchor v1\nsequence: 3\nregistry: " COMMIT " sha256:" DIGEST_A "\n" ID " 0123\n",
		"decorum-anchor v1\nsequence: 3\nregistry: " COMMIT " sha256:" DIGEST_A "\n\n",
		"decorum-anchor v1\nsequence: 3\nregistry: " COMMIT " sha256:" DIGEST_A "\nbackup " COMMIT "\n",
		"decorum-anchor v1\nsequence: 3\nregistry: " COMMIT " sha256:" DIGEST_A "\n" ID " " COMMIT "\n" ID " " COMMIT "\n",
		"decorum-anchor v1\nsequence: 3\nregistry: " COMMIT " sha256:" DIGEST_A "\n" ID " " COMMIT "\n000000000000 " COMMIT
		"\n",
	};
	struct world *w = *state;
	struct anchor anchor;

	assert_int_equal(anchor_read(str_from(good), &w->a, &anchor, &w->e), 0);
	assert_int_equal(anchor.sequence, 3);
	assert_int_equal(anchor.cases.n, 1);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(anchor_read(str_from(bad[i]), &w->a, &anchor, &w->e),
				 ERR_INVALID);
}

/* ---- instants ---- */

static void instants_are_read_strictly(void **state)
{
	static const char *const bad[] = { "2026-02-29T00:00:00Z",
					   "2026-11-24 09:00:00Z",
					   "2026-11-24T09:00:60Z",
					   "1969-12-31T23:59:59Z",
					   "2026-11-24T09:00:00z",
					   "2026-11-24T9:00:00Z",
					   "" };
	struct world *w = *state;
	int64_t when;

	assert_true(instant_parse(STR("2024-02-29T23:59:59Z"), &when));
	assert_true(str_is(instant_text(when, &w->a), "2024-02-29T23:59:59Z"));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(instant_parse(str_from(bad[i]), &when));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_event_has_one_form),
		TEST(events_of_all_steps_come_back_as_they_were_written),
		TEST(no_line_can_be_left_out_doubled_or_moved),
		TEST(no_byte_can_be_added_or_cut_off),
		TEST(values_that_mean_nothing_are_refused),
		TEST(the_message_names_the_line),
		TEST(payloads_come_back_and_tell_little_by_their_size),
		TEST(a_payload_of_another_event_is_refused),
		TEST(sealed_fields_that_mean_nothing_are_refused),
		TEST(texts_past_the_limit_are_refused),
		TEST(ledger_lines_have_one_form),
		TEST(a_decision_shows_the_first_second_of_its_month),
		TEST(a_commitment_binds_salt_line_and_event),
		TEST(anchors_are_read_strictly),
		TEST(instants_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
