#include "render/words.h"
#include "core/map.h"

const char *words_badge(enum kept_by k)
{
	static const char *const badges[] = { "checked by the program",
					      "kept by a procedure", "left to judgement",
					      "a limit on the program" };

	return badges[k];
}

const char *words_kept_by(enum kept_by k)
{
	switch (k) {
	case KEPT_RULE:
		return "The program checks every post for this.";
	case KEPT_PROCEDURE:
		return "People follow a procedure for this, and its steps are recorded. "
		       "The program does not search posts for it.";
	case KEPT_JUDGEMENT:
		return "People decide this. The program does not.";
	default:
		return "This limits the program itself: it must not judge here.";
	}
}

const char *words_level(enum level l)
{
	static const char *const levels[] = { "nothing", "advice", "sign-off",
					      "refused" };

	return levels[l];
}

const char *words_unit(enum network_unit u)
{
	static const char *const units[] = { "bytes", "code points", "UTF-16 units",
					     "characters", "weighted characters" };

	return units[u];
}

/* "the policy owner"; without a role the author's own manager. */
static void add_role(struct buf *out, struct str role)
{
	if (!role.n || str_is(role, "manager")) {
		buf_cstr(out, "the author's manager");
		return;
	}
	if (str_is(role, "author")) {
		buf_cstr(out, "the author");
		return;
	}
	buf_cstr(out, "somebody with the role \"");
	buf_str(out, role);
	buf_char(out, '"');
}

void words_happens(struct buf *out, const struct policy_rule *r)
{
	switch (r->level) {
	case LEVEL_NONE:
		buf_cstr(out, "Nothing: the company has switched this off");
		break;
	case LEVEL_BLOCK:
		buf_cstr(out, "The post is refused");
		if (r->role.n) {
			buf_cstr(out, "; only ");
			add_role(out, r->role);
			buf_cstr(out, " may waive this");
		}
		break;
	case LEVEL_ASK:
		buf_cstr(out, "The post needs a sign-off by ");
		add_role(out, r->role);
		break;
	default:
		buf_cstr(out, "The author gets advice; nothing is refused");
		break;
	}
	if (r->overridable)
		buf_cstr(out, ". A product or an account may loosen this");
}

void words_who(struct buf *out, const struct policy_rule *r)
{
	if (r->who == WHO_COMPANY)
		buf_cstr(out, "Posts on company accounts");
	else if (r->who == WHO_ASSOCIATED)
		buf_cstr(out,
			 "Posts on personal accounts, while they are associated with "
			 "the company");
	else if (r->who & WHO_PERSONAL)
		buf_cstr(out, "Posts on company accounts, and on personal accounts, "
			      "associated with the company or not");
	else
		buf_cstr(out, "Posts on company accounts, and on personal accounts while "
			      "they are associated with the company");
	if (r->when & WHEN_HOSTILE)
		buf_cstr(out, "; only replies to somebody hostile");
	else if (r->when & WHEN_REPLY)
		buf_cstr(out, "; only replies");
	else if (r->when & WHEN_ORIGINAL)
		buf_cstr(out, "; not replies");
	else if (r->when & WHEN_REPOST)
		buf_cstr(out, "; only what is passed on from others");
	else if (r->when & WHEN_CORRECTION)
		buf_cstr(out, "; only corrections");
}

const char *words_looks(const struct policy_rule *r)
{
	static const char *const looks[RULE_KINDS] = {
		[RULE_FIND] = "Phrases of this form",
		[RULE_TERMS] = "Words of a list",
		[RULE_REGEX] = "Text of this form",
		[RULE_SPELLING] = "Words that no dictionary and no house word list knows",
		[RULE_LENGTH] = "Posts that are longer than the network takes",
		[RULE_NEED] = "Texts that say none of these",
		[RULE_COUNT] = "Phrases that come too often or too seldom",
		[RULE_CONSISTENCY] = "Two ways to write the same thing in one text",
		[RULE_MOVES] = "Replies that do more than these moves",
		[RULE_GRAMMAR] = "Slips of grammar and typing",
		[RULE_READABILITY] = "Texts outside these bounds",
		[RULE_METRIC] = "Texts outside these bounds",
		[RULE_REPEAT] = "Repetitions",
		[RULE_CAPITALISATION] = "Small letters where a capital belongs",
		[RULE_SECRETS] = "Passwords and keys that have no form of their own",
		[RULE_HIDDEN] = "Characters that nobody sees, or that pass for others",
		[RULE_FIELDS] = "Posts in which these fields are missing",
		[RULE_RELATION] =
			"Posts, accounts and records for which this does not hold",
		[RULE_WINDOW] = "Posts past this bound",
		[RULE_GUARD] = "Nothing: this is not judged",
	};

	if (r->kind == RULE_FIND && r->hides)
		return "Phrases that are not shown here";
	if (r->kind == RULE_TERMS && r->strict)
		return "Words of a list, also in disguise";
	if (r->kind == RULE_REGEX && r->hides)
		return "Text of a form that is not shown here";
	return looks[r->kind];
}

static void add_item(struct buf *out, bool *any, const char *text)
{
	if (*any)
		buf_cstr(out, "; ");
	buf_cstr(out, text);
	*any = true;
}

bool words_unless(struct buf *out, const struct policy_rule *r)
{
	bool any = false;

	if (r->unless & UNLESS_QUOTED)
		add_item(out, &any, "words in quotation marks");
	if (r->unless & UNLESS_NEGATED)
		add_item(out, &any, "words that are denied (\"do not ...\")");
	if (r->unless & UNLESS_ATTRIBUTED)
		add_item(out, &any, "what somebody else is reported to have said");
	if (r->unless & UNLESS_QUESTION)
		add_item(out, &any, "questions");
	if (r->unless & UNLESS_PUBLIC)
		add_item(out, &any, "figures that are public already");
	return any;
}

bool words_force(struct buf *out, const struct policy_rule *r)
{
	bool any = false;

	if (r->from.n) {
		add_item(out, &any, "from ");
		buf_str(out, r->from);
	}
	if (r->until.n) {
		add_item(out, &any, "until ");
		buf_str(out, r->until);
	}
	if (r->shadow)
		add_item(out, &any, "on trial: it is reported and stops nothing");
	return any;
}

struct names {
	struct arena *a;
	struct map *seen;
	VEC(struct str) v;
};

static void add_name(struct names *n, struct str name)
{
	if (map_add(n->seen, name, 0))
		*VEC_ADD(n->a, &n->v) = name;
}

static void names_in(struct names *n, const struct pattern *p)
{
	if (p->kind == PATTERN_LIST)
		add_name(n, p->text);
	for (size_t i = 0; i < p->n_kids; i++)
		names_in(n, p->kids[i]);
}

size_t words_lists(const struct policy_rule *r, struct arena *a, struct str **out)
{
	struct names n = { .a = a, .seen = map_new(a) };

	for (size_t i = 0; i < r->n_lists; i++)
		add_name(&n, r->lists[i]);
	for (size_t i = 0; r->kind == RULE_FIND && i < r->n_patterns; i++)
		if (r->patterns[i].tree)
			names_in(&n, r->patterns[i].tree);
	*out = n.v.p;
	return n.v.n;
}

const struct words_licence *words_licence(struct str id)
{
	static const struct words_licence known[] = {
		{ "CC-BY-SA-4.0",
		  "Creative Commons Attribution-ShareAlike 4.0 International",
		  "https://creativecommons.org/licenses/by-sa/4.0/" },
		{ "CC-BY-4.0", "Creative Commons Attribution 4.0 International",
		  "https://creativecommons.org/licenses/by/4.0/" },
		{ "CC0-1.0", "Creative Commons Zero 1.0 Universal",
		  "https://creativecommons.org/publicdomain/zero/1.0/" },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_is(id, known[i].id))
			return &known[i];
	return NULL;
}
