/* Any bytes as an event, a ledger line, an anchor, sealed contents or a registry: what is
 * accepted is written back as the same bytes, so that nothing has two forms. */
#include "record/breach.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static void try_event(struct str text, struct arena *a)
{
	struct breach_state *state = ARENA_NEW(a, struct breach_state);
	struct breach_event ev;
	struct refusal why;
	struct err e;

	if (event_read(text, a, &ev, &e) < 0)
		return;
	must(str_eq(event_write(&ev, a), text));
	must(ev.sequence >= 1 && ev.step < BREACH_STEPS);
	/* Twice, so that the second one meets what the first one left. */
	for (int i = 0; i < 2; i++) {
		if (!state_allows(state, &ev, STR("s-00000001"), a, &why))
			must(why.why.n > 0 && why.clause);
		state_apply(state, &ev);
		must(state_next(state, a).n > 0);
	}
}

static void try_ledger(struct str text, struct arena *a)
{
	struct ledger_line line;
	struct anchor anchor;
	struct err e;

	if (ledger_read(text, a, &line, &e) == 0)
		must(str_eq(ledger_write(&line, a), text));
	if (anchor_read(text, a, &anchor, &e) == 0)
		must(anchor.digest.n == 64);
}

static void try_payload(struct str text, struct arena *a)
{
	const struct breach_event ev = { .breach = STR("0123456789ab"), .sequence = 1 };
	struct breach_payload p;
	struct str back;
	struct err e;

	if (payload_read(text, &ev, a, &p, &e) < 0)
		return;
	must(p.n_subjects <= BREACH_PERSONS && p.n_reporters <= BREACH_PERSONS);
	must(payload_write(&ev, &p, a, &back, &e) == 0);
	must(payload_read(back, &ev, a, &p, &e) == 0);
}

/* Four files in one input, a NUL byte between. */
static void try_registry(struct str text, struct arena *a)
{
	static const struct people nobody = { 0 };
	struct registry_text t = { STR(""), STR(""), STR(""), STR("") };
	struct registry r, next;
	struct err e;

	(void)str_field(&text, '\0', &t.signers);
	(void)str_field(&text, '\0', &t.roles);
	(void)str_field(&text, '\0', &t.recipients);
	(void)str_field(&text, '\0', &t.openpgp);
	if (registry_read(&t, a, &r, &e) < 0)
		return;
	must(registry_plan(&nobody, &r, 1764000000, a, &next, &e) == 0);
	for (size_t i = 0; i < next.roles.n; i++)
		must(!registry_holds(&next, next.roles.p[i].name, next.roles.p[i].role,
				     INT64_MAX));
	/* Nobody is left: every key is closed, and closing again changes nothing. */
	for (size_t i = 0; i < next.pgp.n; i++)
		must(next.pgp.p[i].until <= 1764000000);
	must(registry_plan(&nobody, &next, 1764000001, a, &r, &e) == 0);
	must(str_eq(r.text.openpgp, next.text.openpgp));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };

	try_event(text, &a);
	try_ledger(text, &a);
	try_payload(text, &a);
	try_registry(text, &a);
	arena_release(&a);
	return 0;
}
