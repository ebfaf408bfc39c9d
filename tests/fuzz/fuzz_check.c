/* Any bytes as a post and as a plain text, under a policy with a rule of every kind. What
 * is found must lie inside the text, between characters; a guess never blocks; twice the
 * same text gives twice the same findings. */
#include "bundle/write.h"
#include "check/check.h"
#include "policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EXAMPLES "    examples: {fail: [«a», «b»], pass: [c, d]}\n"
static const char policy_text[] =
	"---\ntitle: House rules\n---\nBe kind.\n\n```decorum\nclause: kind\n"
	"kept_by: rule\nrules:\n"
	"  - id: tone/find\n    level: block\n    say: x\n    fold: strict\n    find:\n"
	"      - 'you are|(must be) (very)? ...3 {insult}'\n"
	"      - '#WORD ...9 #WORD ...9 #NUMBER|#MONEY|#PHONE now'\n"
	"      - '\"a\" ...2 =B|#CAPS|#EMOJI|#HASHTAG|#MENTION|#URL|#EMAIL|#PERCENT'\n"
	"    unless: [quoted, negated, attributed, question, 'near {insult} "
	"b']\n" EXAMPLES
	"  - id: tone/insult\n    level: block\n    say: x\n    terms: [insult]\n"
	"    fold: strict\n" EXAMPLES
	"  - id: secrets/key\n    level: block\n    say: x\n"
	"    regex: ['(a+)+b', 'key-\\w{1,8}', '\\d{3}-\\d{4}']\n" EXAMPLES
	"  - id: spelling/words\n    level: advise\n    say: x\n    spelling: "
	"true\n" EXAMPLES "  - id: grammar/slips\n    level: advise\n    say: x\n    "
			  "grammar: [article, spacing, "
	"punctuation, quotes, brackets]\n" EXAMPLES
	"  - id: style/repeat\n    level: advise\n    say: x\n    repeat: [word, "
	"sentence-start, mark, emoji]\n" EXAMPLES
	"  - id: style/capitals\n    level: advise\n    say: x\n    capitalisation: "
	"[sentences, hashtags, i]\n" EXAMPLES
	"  - id: readability/scores\n    level: advise\n    say: x\n    readability: "
	"{fre: "
	"{min: 60}, smog: {max: 3}, spache: {max: 1}}\n" EXAMPLES
	"  - id: readability/measures\n    level: advise\n    say: x\n    metric: "
	"{sentence-words: {max: 5}, words: {min: 3, max: 9}, capital-words: {max: 1}, "
	"emoji: {max: 1}, exclamations: {max: 1}, rare-words: {max: 10}}\n" EXAMPLES
	"  - id: secrets/shape\n    level: block\n    say: x\n    secrets: "
	"[high-entropy, "
	"url-password, assigned]\n" EXAMPLES
	"  - id: secrets/hidden\n    level: block\n    say: x\n    hidden: [bidi, "
	"zero-width, control, tags, mixed-script, lookalike-link]\n" EXAMPLES
	"  - id: length/fits\n    level: block\n    say: x\n    length: true\n```\n";

static const struct policy_file files[] = {
	{ STR("policy.md"), { policy_text, sizeof(policy_text) - 1 } },
	{ STR("lexicons/insult.yaml"),
	  STR("about: x\nterms:\n  - zorg\n  - total zorg\n  - a b\n"
	      "  - {term: utilise, instead: [use, employ]}\n  - \"don't\"\n") },
	{ STR("networks.yaml"),
	  STR("networks:\n  tiny:\n    title: Tiny\n    limits:\n      - {unit: "
	      "grapheme, "
	      "value: 20, source: https://example.com, verified_on: 2026-11-01}\n"
	      "    max_links: 1\n") },
	{ STR("words.txt"), STR("Zorgify\n=iOS\ne-mail -> email\n!synergy\n") },
};

static void must(bool good)
{
	if (!good)
		__builtin_trap();
}

static struct checker *make_checker(void)
{
	static struct arena a;
	static struct buf bytes;
	struct policy p;
	struct findings f;
	struct bundle *b;
	struct err e;

	findings_init(&f, &a);
	policy_load(files, ARRAY_LEN(files), &a, &p, &f);
	buf_init(&bytes, 0);
	must(findings_worst(&f) != LEVEL_BLOCK && bundle_write(&p, &bytes, &f));
	must(bundle_from_bytes(buf_view(&bytes), &b, &e) == 0);
	return checker_new(b);
}

static bool is_tail(const struct source *s, uint32_t at)
{
	return at < s->bytes.n && ((unsigned char)s->bytes.p[at] & 0xc0) == 0x80;
}

static void check_findings(const struct findings *f, const struct source *s)
{
	for (size_t i = 0; i < f->v.n; i++) {
		const struct finding *x = &f->v.p[i];

		must(x->source == s && x->at.start <= x->at.end);
		must(x->at.end <= s->bytes.n);
		must(!is_tail(s, x->at.start) && !is_tail(s, x->at.end));
		must(x->msg.n > 0 && x->rule.n > 0);
		must(!x->fuzzy || x->level <= LEVEL_ASK);
		must(x->level >= LEVEL_ADVISE && x->level <= LEVEL_BLOCK);
	}
}

static void same(const struct findings *a, const struct findings *b)
{
	must(a->v.n == b->v.n && a->dropped == b->dropped);
	for (size_t i = 0; i < a->v.n; i++) {
		must(a->v.p[i].at.start == b->v.p[i].at.start);
		must(a->v.p[i].at.end == b->v.p[i].at.end);
		must(str_eq(a->v.p[i].msg, b->v.p[i].msg));
		must(a->v.p[i].n_fixes == b->v.p[i].n_fixes);
	}
}

static void judge_text(struct checker *c, const struct source *s, struct arena *a,
		       struct findings *f)
{
	const struct check_context ctx = { .who = CHECK_COMPANY,
					   .lang = STR("en-GB"),
					   .network = STR("tiny") };
	struct view v;

	findings_init(f, a);
	view_plain(s->bytes, a, &v);
	check_view(c, &v, s, &ctx, f);
	findings_sort(f);
	check_findings(f, s);
}

static void judge_post(struct checker *c, const struct source *s, struct arena *a)
{
	static const struct account account = { .id = STR("us"),
						.network = STR("tiny"),
						.limits = STR("tiny") };
	const struct check_context ctx = { .who = CHECK_COMPANY };
	struct post_destination to = { .account = &account };
	struct check_counts counts = { 0 };
	struct findings f, judged;
	struct post p;

	findings_init(&f, a);
	findings_init(&judged, a);
	if (!post_load(s, true, a, &p, &f))
		return;
	if (p.n_targets)
		to.target = &p.targets[0];
	check_post(c, &p, &to, 1, &ctx, a, &judged, &counts);
	findings_sort(&judged);
	check_findings(&judged, s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct checker *c;
	const struct str bytes =
		size ? (struct str){ (const char *)data, size } : STR("");
	struct arena a = { 0 };
	struct diags d = { .a = &a };
	struct findings once, twice;
	struct source s;

	if (!c)
		c = make_checker();
	if (source_init(&s, STR("fuzz"), bytes, LIMIT_POST, &a, &d)) {
		judge_text(c, &s, &a, &once);
		judge_text(c, &s, &a, &twice);
		same(&once, &twice);
		judge_post(c, &s, &a);
	}
	arena_release(&a);
	return 0;
}
