/* A bundle from the files of a policy, and questions about it. */
#ifndef BUNDLE_TEST_H
#define BUNDLE_TEST_H

#include "bundle/bundle.h"
#include "bundle/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bundle_walk.h"

struct world {
	struct arena a;
	struct policy p;
	struct findings f;
	struct buf bytes;
	struct bundle *b;
	const struct bundle_tables *t;
	struct err e;
};

static inline int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	*state = w;
	if (w)
		buf_init(&w->bytes, 0);
	return w ? 0 : -1;
}

static inline int teardown(void **state)
{
	struct world *w = *state;

	bundle_close(w->b);
	buf_release(&w->bytes);
	arena_release(&w->a);
	free(w);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static inline void print_findings(const struct world *w)
{
	for (size_t i = 0; i < w->f.v.n; i++)
		print_message("# %.*s: %.*s\n", STR_ARG(w->f.v.p[i].rule),
			      STR_ARG(w->f.v.p[i].msg));
}

/* False when the compiler found something. */
static inline bool compile(struct world *w, const struct policy_file *files, size_t n)
{
	findings_init(&w->f, &w->a);
	policy_load(files, n, &w->a, &w->p, &w->f);
	if (findings_worst(&w->f) > LEVEL_ADVISE) {
		print_findings(w);
		fail_msg("the policy of the test is wrong");
	}
	findings_init(&w->f, &w->a); /* advice is no matter here */
	buf_reset(&w->bytes);
	return bundle_write(&w->p, &w->bytes, &w->f);
}

static inline void open_bytes(struct world *w)
{
	bundle_close(w->b);
	if (bundle_from_bytes(buf_view(&w->bytes), &w->b, &w->e) < 0)
		fail_msg("%s", w->e.msg);
	w->t = bundle_tables(w->b);
	bundle_walk(w->b);
}

static inline void make(struct world *w, const struct policy_file *files, size_t n)
{
	if (!compile(w, files, n)) {
		print_findings(w);
		fail_msg("the policy does not compile");
	}
	open_bytes(w);
}

#define assert_str(s, text)                                                              \
	do {                                                                             \
		const struct str got_ = (s);                                             \
		if (!str_is(got_, text))                                                 \
			fail_msg("got '%.*s', wanted '%s'", STR_ARG(got_), text);        \
	} while (0)
#define assert_text(w, s, text) assert_str(bundle_str((w)->b, s), text)

/* ---- policies ---- */

#define HEAD "---\ntitle: House rules\n---\n"
#define CLAUSE(rules)                                                                    \
	HEAD "Be kind to people.\n\n```decorum\nclause: kind\nkept_by: "                 \
	     "rule\nrules:\n" rules "```\n"
#define EXAMPLES                                                                         \
	"    examples:\n      fail: [\"a «zorg»\", \"two «zorgs»\"]\n"               \
	"      pass: [fine, good]\n"
#define RULE(id, keys)                                                                   \
	"  - id: tone/" id "\n    level: ask\n    say: Say it nicely\n" keys EXAMPLES
#define FIND(id, pattern) RULE(id, "    find: '" pattern "'\n")

static inline struct policy_file file(const char *path, const char *bytes)
{
	return (struct policy_file){ str_from(path), str_from(bytes) };
}

/* Every feature once. */
static const struct policy_file full[] = {
	{ STR("policy.md"),
	  STR(HEAD
	      "Be kind to people.\n\n```decorum\nclause: kind\nkept_by: rule\nrules:\n"
	      "  - id: tone/terms\n    level: block\n    who: company\n"
	      "    terms: [slurs, insults]\n    fold: strict\n    say: No insults\n"
	      "    suggest: Say what is wrong\n    overridable: true\n" EXAMPLES
	      "  - id: politics/attack\n    level: ask\n    role: manager\n"
	      "    when: reply-to-hostile\n"
	      "    find:\n"
	      "      - '{insults} ...2 want|plan|(hope to) ...1 \"killed\"|=Bomb'\n"
	      "      - '(very)? #CAPS you are'\n      - 'do not zorg'\n"
	      "    unless: [quoted, negated, attributed, question, 'near {address}']\n"
	      "    shadow: true\n    from: 2026-01-01\n    until: 2026-12-31\n"
	      "    say: This reads as an attack\n" EXAMPLES "```\n\n"
	      "Write well.\n\n```decorum\nclause: style\nkept_by: rule\nrules:\n"
	      "  - id: style/regex\n    level: advise\n"
	      "    regex: ['zo+rg(s|ed)', 'x{2}y']\n    caseless: false\n"
	      "    mask: true\n    when: original\n    say: No\n" EXAMPLES
	      "  - id: spelling/words\n    level: advise\n    who: associated\n"
	      "    spelling: true\n    say: Look at the spelling\n" EXAMPLES
	      "  - id: length/fits\n    level: block\n    length: true\n"
	      "    say: Too long\n```\n\n"
	      "People decide about jokes.\n\n"
	      "```decorum\nclause: jokes\nkept_by: judgement\n```\n") },
	{ STR("lexicons/insults.yaml"),
	  STR("about: Insults.\nterms:\n  - clown\n  - total clown\n"
	      "  - {term: '\"fools\" =Paradise', instead: [dream, hope], note: "
	      "mild}\n") },
	{ STR("lexicons/slurs.yaml"), STR("mask: true\nterms: [zorg, total clown]\n") },
	{ STR("lexicons/address.yaml"), STR("terms: ['example.org']\n") },
	{ STR("networks.yaml"),
	  STR("networks:\n  x:\n    title: X\n    limits:\n"
	      "      - {unit: weighted, value: 280, source: 'https://x.example', "
	      "verified_on: 2026-11-01}\n"
	      "    weights: {default: 200, scale: 100, ranges: [[0, 4351, 100], "
	      "[8192, 8205, 100]]}\n"
	      "    emoji: 200\n    url: {count: 23, bare_domains: true}\n"
	      "    normalise: nfc\n"
	      "  bluesky:\n    title: Bluesky\n    limits:\n"
	      "      - {unit: grapheme, value: 300, source: 'https://b.example', "
	      "verified_on: 2026-11-01}\n"
	      "      - {unit: byte, value: 3000, source: 'https://b.example', "
	      "verified_on: 2026-11-02}\n"
	      "    emoji: bytes\n    mention: local-part\n    max_links: 5\n") },
	{ STR("words.txt"), STR("Readable\n=iOS\n!IOS\ne-mail -> email\n") },
};

#define WHOLE                                                                            \
	"    examples:\n      fail:\n"                                                   \
	"      - |\n        ---\n        «id»: a\n        ---\n        Tea.\n"         \
	"      - |\n        ---\n        «id»: b\n        ---\n        Tea.\n"         \
	"      pass:\n"                                                                  \
	"      - |\n        ---\n        id: c\n        ---\n        Tea.\n"             \
	"      - |\n        ---\n        id: d\n        ---\n        Tea.\n"

/* Kinds with bounds and groups, and a sealed list that holds "flarn" and "gross" before
 * "blarp". */
static const struct policy_file kinds[] = {
	{ STR("policy.md"),
	  STR(HEAD
	      "Be brief.\n\n```decorum\nclause: brief\nkept_by: rule\nrules:\n"
	      "  - id: style/count\n    level: advise\n    say: Fewer.\n"
	      "    count: {of: [very, quite], max: 2, in: sentence}\n" EXAMPLES
	      "  - id: style/metric\n    level: advise\n    say: Shorter.\n"
	      "    metric: {words: {min: -1.5, max: 30}, emoji: {max: 3}}\n" EXAMPLES
	      "  - id: style/moves\n    level: ask\n    say: Only these.\n"
	      "    moves: {thank: [thank you], route: [call us, write us]}\n" EXAMPLES
	      "  - id: style/often\n    level: advise\n    say: Often.\n"
	      "    window: {of: posts, by: account, days: 7, max: 20, except: "
	      "social}\n" WHOLE "  - id: style/one\n    level: advise\n    say: One.\n"
	      "    consistency: [[email, e-mail], [a zorg, one zorg]]\n" EXAMPLES
	      "  - id: style/typo\n    level: advise\n    say: Write it right.\n"
	      "    find: could of\n    instead: could have\n" EXAMPLES
	      "  - id: tone/sealed\n    level: block\n    say: No.\n"
	      "    terms: flarn\n" EXAMPLES "```\n") },
	{ STR("lexicons/flarn.yaml"),
	  STR("mask: true\nkey: 000102030405060708090a0b0c0d0e0f\nsealed:\n"
	      "  - 228c25343cc23a9a e909fc19bf8d21bf|76877ead9198b4bc\n"
	      "  - 33b82fe6fdae9c38|69eef285831593f2\n"
	      "near: 0582df54 0a4e0269 33b82fe6\n") },
};

/* A file of each sort, and something in every section. */
static const struct policy_file every[] = {
	{ STR("policy.md"),
	  STR(HEAD "Be kind.\n\n```decorum\nclause: kind\nkept_by: rule\nrules:\n"
		   "  - id: style/metric\n    level: advise\n    say: Shorter.\n"
		   "    metric: {words: {max: 30}}\n" EXAMPLES
		   "  - id: tone/find\n    level: advise\n    say: No.\n"
		   "    find: ['{insults} /z\\d+/', '#CAPS zorg']\n"
		   "    instead: friend\n" EXAMPLES
		   "  - id: tone/regex\n    level: advise\n    say: No.\n"
		   "    regex: zo+rg\n" EXAMPLES
		   "  - id: tone/sealed\n    level: ask\n    say: No.\n"
		   "    terms: [flarn, insults]\n" EXAMPLES "```\n") },
	{ STR("lexicons/insults.yaml"),
	  STR("terms: [clown, {term: total clown, note: big}]\n") },
	{ STR("lexicons/flarn.yaml"),
	  STR("mask: true\nkey: 000102030405060708090a0b0c0d0e0f\nsealed:\n"
	      "  - 33b82fe6fdae9c38|69eef285831593f2\nnear: 0582df54 0a4e0269\n") },
	{ STR("overlays/a.yaml"),
	  STR("layer: company\nrules:\n  - {rule: tone/find, level: block}\n") },
	{ STR("choices.yaml"),
	  STR("choices:\n  - choice: recent-posts\n    clause: kind\n    value: 30\n"
	      "    why: So.\n") },
	{ STR("examples/more.yaml"), STR("tone/find:\n  pass: [a clown]\n") },
	{ STR("networks.yaml"),
	  STR("networks:\n  x:\n    title: X\n    limits:\n"
	      "      - {unit: grapheme, value: 300, source: 'https://b.example', "
	      "verified_on: 2026-11-01}\n") },
	{ STR("words.txt"), STR("Readable\ne-mail -> email\n") },
};

#endif
