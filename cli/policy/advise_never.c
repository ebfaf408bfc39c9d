/* What can never be: bounds that nothing reaches, rules for posts that they never meet,
 * words that are no such part of speech, house words that texts are not cut into. */
#include "policy/load.h"
#include "text/pos.h"
#include "text/spell.h"
#include "text/token.h"
#include "text/utf8.h"

struct never {
	struct loader *l;
	const struct policy_rule *rule;
	struct speller *words; /* opened when first needed; may be missing */
	bool asked;
};

static void tell(const struct never *v, struct span at, const char *msg)
{
	(void)finding_add(v->l->f, FINDING_POLICY_ADVICE, v->rule->source, at, "%s", msg);
}

/* ---- bounds ---- */

/* Thousandths; the most that it can be, where there is such a number. */
static int32_t most_of(const struct policy_rule *r, const struct policy_bound *b)
{
	if (r->kind == RULE_READABILITY &&
	    str_is(str_from(bound_name(r->kind, b->what)), "fre"))
		return 121220; /* words and sentences as short as they get */
	if (r->kind == RULE_METRIC &&
	    str_is(str_from(bound_name(r->kind, b->what)), "rare-words"))
		return 100000;
	return INT32_MAX;
}

/* Can it be less than nothing? These formulas take something off. */
static bool is_signed(const struct policy_rule *r, const struct policy_bound *b)
{
	static const char *const formulas[] = { "fre", "fkgl", "cli", "ari" };

	for (size_t i = 0; r->kind == RULE_READABILITY && i < ARRAY_LEN(formulas); i++)
		if (str_is(str_from(bound_name(r->kind, b->what)), formulas[i]))
			return true;
	return false;
}

static void check_bound(const struct never *v, const struct policy_bound *b)
{
	const struct policy_rule *r = v->rule;
	const bool no_min = !b->has_min || (b->min <= 0 && !is_signed(r, b));
	const bool no_max = !b->has_max || b->max >= most_of(r, b);

	if (!b->has_min && !b->has_max)
		return; /* that was refused */
	if (no_min && no_max)
		tell(v, b->at, "nothing is ever past this bound: the rule never fires");
	else if (b->has_max && b->max < 0 && !is_signed(r, b))
		tell(v, b->at,
		     "nothing is ever that little: the rule fires at every text");
}

static void check_repeat(const struct never *v, const struct policy_bound *b)
{
	if (b->has_min)
		tell(v, b->at,
		     "\"min\" means nothing here: \"max\" says how many in a row are "
		     "fine");
	if (b->has_max && b->max < 1000)
		tell(v, b->at,
		     "each of them is one in a row: the rule fires wherever there is "
		     "one; one in a row is fine with {max: 1}");
}

/* ---- posts that a rule never meets ---- */

static bool is_of_reply(const struct policy_bound *b)
{
	return str_starts(str_from(bound_name(RULE_FIELDS, b->what)), "reply_to.");
}

static bool is_of_repost(const struct policy_bound *b)
{
	return str_starts(str_from(bound_name(RULE_FIELDS, b->what)), "repost_of.");
}

static void check_field(const struct never *v, const struct policy_bound *b)
{
	if (v->rule->when == WHEN_ORIGINAL &&
	    (is_of_reply(b) || str_is(b->text, "reply")))
		tell(v, b->at,
		     "the rule is for posts that are no replies (\"when: original\"), "
		     "and "
		     "this is only asked of replies");
	else if ((is_of_reply(b) && b->text.n && !str_is(b->text, "reply") &&
		  !str_is(b->text, "media")) ||
		 (is_of_repost(b) && str_is(b->text, "correction")))
		tell(v, b->at,
		     "posts of the kind that \"with\" names hardly have this field");
}

static void check_window(const struct never *v, const struct policy_bound *b)
{
	const bool replies =
		str_is(str_from(bound_name(RULE_WINDOW, b->what)), "replies");
	const unsigned when = v->rule->when;

	if (replies && when == WHEN_ORIGINAL)
		tell(v, b->at,
		     "the rule is for posts that are no replies (\"when: original\"), "
		     "and "
		     "counts replies");
	if (str_is(str_from(bound_name(RULE_WINDOW, b->what)), "posts") &&
	    when & (WHEN_REPLY | WHEN_HOSTILE))
		tell(v, b->at,
		     "the rule is for replies (\"when\"), and counts posts that are "
		     "none: "
		     "write \"of: replies\"");
	if (str_is(str_from(bound_name(RULE_WINDOW, b->what)), "duplicates") && !b->max)
		tell(v, b->at,
		     "a post counts itself, so this is past the bound in every post; "
		     "once "
		     "is {max: 1}");
}

/* These look at accounts and corrections, which are no replies and no posts. */
static void check_relation(const struct never *v, const struct policy_bound *b)
{
	static const char *const others[] = { "credential", "two-factor", "owner",
					      "owed-correction" };

	for (size_t i = 0; v->rule->when && i < ARRAY_LEN(others); i++)
		if (str_is(str_from(bound_name(RULE_RELATION, b->what)), others[i]))
			tell(v, load_key_at(v->rule->map, "when"),
			     "this rule is not about posts: leave \"when\" out");
}

static void check_bounds(const struct never *v)
{
	for (size_t i = 0; i < v->rule->n_bounds; i++) {
		const struct policy_bound *b = &v->rule->bounds[i];

		switch (v->rule->kind) {
		case RULE_COUNT:
		case RULE_METRIC:
		case RULE_READABILITY:
			check_bound(v, b);
			break;
		case RULE_REPEAT:
			check_repeat(v, b);
			break;
		case RULE_FIELDS:
			check_field(v, b);
			break;
		case RULE_WINDOW:
			check_window(v, b);
			break;
		case RULE_RELATION:
			check_relation(v, b);
			break;
		default:
			break;
		}
	}
}

/* ---- parts of speech ---- */

/* What the word may be, in any of its forms; all, when that is not known. */
static unsigned parts_of(struct never *v, const struct pattern *word)
{
	struct str_list forms = { 0 };
	unsigned all = 0;

	if (word->kind == PATTERN_SEQ)
		return word->n_kids ? parts_of(v, word->kids[word->n_kids - 1]) : POS_ALL;
	if (word->kind > PATTERN_CASE || !v->words)
		return POS_ALL;
	if (word->kind == PATTERN_WORD)
		inflect(word->text, v->l->a, &forms);
	/* A form that no dictionary has, as "quicklies", is in no text either. */
	for (size_t i = 0; i < forms.n; i++)
		all |= speller_pos(v->words, forms.p[i]);
	if (!forms.n)
		all = speller_pos(v->words, utf8_fold(word->text, v->l->a));
	return all ? all : POS_ALL;
}

static void open_words(struct never *v)
{
	struct err ignored;

	if (!v->asked && speller_open(STR("en"), &v->words, &ignored) < 0)
		v->words = NULL;
	v->asked = true;
}

static const char *names_of(struct never *v, unsigned parts)
{
	struct str names = STR("");

	for (unsigned bit = POS_NOUN; bit <= POS_ADVERB; bit <<= 1)
		if (parts & bit)
			names = arena_printf(v->l->a, "%.*s%s%s", STR_ARG(names),
					     names.n ? " or " : "", pos_name(bit));
	return names.p;
}

static void check_part(struct never *v, const struct policy_pattern *p,
		       const struct pattern *node)
{
	unsigned parts;

	open_words(v);
	parts = parts_of(v, node);
	if (parts & pos_named(node->pos) || !pos_named(node->pos))
		return;
	(void)finding_add(v->l->f, FINDING_POLICY_ADVICE, v->rule->source,
			  yaml_span(p->node, node->at.start, node->at.end),
			  "this word is never that, only %s: nothing is found",
			  names_of(v, parts));
}

static void check_parts(struct never *v, const struct policy_pattern *p,
			const struct pattern *node)
{
	if (node->pos.n && node->kind != PATTERN_LIST && node->kind != PATTERN_ALT)
		check_part(v, p, node);
	for (size_t i = 0; i < node->n_kids; i++)
		check_parts(v, p, node->kids[i]);
}

/* ---- house words ---- */

static bool is_one_word(struct loader *l, struct str text)
{
	struct tokens tokens;
	struct view view;

	view_plain(text, l->a, &view);
	tokens_of(&view, l->a, &tokens);
	for (size_t i = 0; i < tokens.n; i++)
		if (i ? !(tokens.p[i].flags & TOKEN_CLITIC)
		      : tokens.p[i].kind != TOKEN_WORD &&
				    tokens.p[i].kind != TOKEN_NUMBER)
			return false;
	return tokens.n > 0;
}

/* One that takes a word as it is beats what else is said of it. */
static void check_beaten(struct loader *l, const struct policy_word *w,
			 const struct map *accepted)
{
	uint32_t i = 0;

	if (w->mode != WORD_ACCEPT && map_get(accepted, utf8_fold(w->text, l->a), &i))
		(void)finding_add(
			l->f, FINDING_POLICY_ADVICE, w->source, w->at,
			"\"%.*s\", at %.*s, is right whatever its case, so this "
			"is never said",
			STR_ARG(load_clip(l->out->words[i].text)),
			STR_ARG(load_place(l, w->source, l->out->words[i].at)));
}

static void check_words(struct loader *l)
{
	struct map *accepted = map_new(l->a);

	for (uint32_t i = 0; i < l->out->n_words; i++)
		if (l->out->words[i].mode == WORD_ACCEPT)
			(void)map_add(accepted, utf8_fold(l->out->words[i].text, l->a),
				      i);
	for (size_t i = 0; i < l->out->n_words; i++) {
		const struct policy_word *w = &l->out->words[i];

		check_beaten(l, w, accepted);
		/* "C#" as a word that is right does no harm. */
		if (w->mode != WORD_ACCEPT && !is_one_word(l, w->text))
			(void)finding_add(
				l->f, FINDING_POLICY_ADVICE, w->source, w->at,
				"texts are cut at marks, so no word is ever this; "
				"write its words on lines of their own, or a rule "
				"with \"find\" for what is not to be used");
	}
}

/* ---- all of it ---- */

void load_advise_never(struct loader *l)
{
	struct never v = { .l = l };

	for (size_t i = 0; i < l->out->n_rules; i++) {
		v.rule = &l->out->rules[i];
		check_bounds(&v);
		for (size_t k = 0; v.rule->kind != RULE_TERMS && k < v.rule->n_patterns;
		     k++)
			if (v.rule->patterns[k].tree)
				check_parts(&v, &v.rule->patterns[k],
					    v.rule->patterns[k].tree);
		for (size_t k = 0; k < v.rule->n_near; k++)
			if (v.rule->near[k].tree)
				check_parts(&v, &v.rule->near[k], v.rule->near[k].tree);
	}
	check_words(l);
	speller_close(v.words);
}
