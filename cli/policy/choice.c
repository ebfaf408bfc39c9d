/* choices.yaml: what the sentences of a policy leave open, and how its owner settled it.
 */
#include "policy/load.h"

enum choice_type { CHOICE_NUMBER, CHOICE_ONE, CHOICE_SOME };
struct known_choice {
	const char *name, *asks;
	enum choice_type type;
	const char *const *names; /* CHOICE_ONE, CHOICE_SOME; NULL: any words */
	uint64_t min, max;
	const char *value; /* when the policy does not say */
};

static const char *const counting[] = { "count", "skip", NULL };
static const char *const threads[] = { "once", "each-part", NULL };
static const char *const pinned[] = { "in-place", "visible-spot", NULL };
static const char *const visible[] = { "public", "all", NULL };
static const char *const former[] = { "associated", "free", NULL };
static const char *const enough[] = { "enough", "not-enough", NULL };
static const char *const asking[] = { "each-time", "standing", NULL };
static const char *const open_closed[] = { "open", "closed", NULL };
static const char *const spots[] = { "display-name", "handle",   "bio",    "links",
				     "fields",       "location", "avatar", "banner",
				     "employer",     "pinned",   NULL };

#define NUMBER(least, most) CHOICE_NUMBER, NULL, (least), (most)
#define ONE(list) CHOICE_ONE, (list), 0, 0
#define SOME(list) CHOICE_SOME, (list), 0, 0

static const struct known_choice known[] = {
	{ "recent-posts", "How many of the newest posts count as the most recent ones?",
	  NUMBER(1, 1000), "20" },
	{ "recent-replies", "Do replies count among them?", ONE(counting), "count" },
	{ "recent-reposts", "Do reposts count among them?", ONE(counting), "count" },
	{ "recent-threads", "Does a thread count once, or each of its parts?",
	  ONE(threads), "each-part" },
	{ "recent-pinned", "Where does a pinned post stand?", ONE(pinned),
	  "visible-spot" },
	{ "recent-deleted", "Do deleted posts count?", ONE(counting), "skip" },
	{ "recent-visibility", "Which posts count: those that the public sees, or all?",
	  ONE(visible), "public" },
	{ "visible-spots", "What is a highly visible spot of an account?", SOME(spots),
	  "display-name, handle, bio, links, pinned" },
	{ "former", "Does \"formerly at\" or a disclaimer end the association?",
	  ONE(former), "associated" },
	{ "representative", "Who decides for the company?", ONE(role_names),
	  "company-representative" },
	{ "representative-deputy", "Who decides when that person is involved?",
	  ONE(role_names), "independent" },
	{ "remedy-days", "How long may a temporary step last, in days?", NUMBER(1, 365),
	  "14" },
	{ "statement-days", "How long does somebody have to tell their side, in days?",
	  NUMBER(1, 365), "7" },
	{ "decision-days", "When is a decision due after the statements, in days?",
	  NUMBER(1, 365), "14" },
	{ "appeal-days", "How long can a decision be appealed, in days?", NUMBER(1, 365),
	  "14" },
	{ "correction-by-edit", "Is editing the wrong post enough of a correction?",
	  ONE(enough), "not-enough" },
	{ "correction-days", "When is a correction due, in days?", NUMBER(0, 365), "2" },
	{ "waived-by", "Who may let a post pass that a rule refuses?", SOME(role_names),
	  "policy-owner" },
	{ "manager-alone", "Is the author's manager independent enough to sign off?",
	  ONE(enough), "enough" },
	{ "grounds", "Slurs and attacks on which grounds are meant?", SOME(NULL),
	  "race, ethnicity, sex, religion, disability" },
	{ "grounds-list", "Is that list closed, or are other grounds meant too?",
	  ONE(open_closed), "open" },
	{ "repost-consent", "Is permission to repost asked for each time?", ONE(asking),
	  "each-time" },
	{ "keep-unfounded", "Months that a case without a breach is kept", NUMBER(0, 600),
	  "6" },
	{ "keep-breach", "Months that a case with a breach is kept", NUMBER(0, 600),
	  "24" },
};

static const struct known_choice *find_known(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_is(name, known[i].name))
			return &known[i];
	return NULL;
}

static const struct known_choice *known_or_said(struct loader *l, const struct yaml *node)
{
	const struct known_choice *k = node ? find_known(node->value) : NULL;
	struct str names[ARRAY_LEN(known)];

	if (k || !node)
		return k;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		names[i] = str_from(known[i].name);
	(void)finding_add(l->f, FINDING_POLICY_CHOICE, l->s, node->at,
			  "\"%.*s\" is nothing that a policy leaves open%s",
			  STR_ARG(load_clip(node->value)),
			  load_guess(l, node->value, names, ARRAY_LEN(names)));
	return NULL;
}

/* ---- values ---- */

static const char *all_names(struct arena *a, const char *const *names)
{
	struct str list = STR("");

	for (size_t i = 0; names[i]; i++)
		list = arena_printf(a, "%.*s%s%s", STR_ARG(list), i ? ", " : "",
				    names[i]);
	return list.p;
}

static bool good_value(struct loader *l, const struct known_choice *k,
		       const struct yaml *one)
{
	uint64_t n;

	if (one->kind != YAML_SCALAR || !one->value.n)
		(void)finding_add(l->f, FINDING_POLICY_CHOICE, l->s, one->at,
				  "a value is a number or a word here");
	else if (k->type == CHOICE_NUMBER &&
		 (!str_to_u64(one->value, &n) || n < k->min || n > k->max))
		(void)finding_add(l->f, FINDING_POLICY_CHOICE, l->s, one->at,
				  "\"%s\" is a number from %llu to %llu", k->name,
				  (unsigned long long)k->min, (unsigned long long)k->max);
	else if (k->names && name_index(k->names, one->value) < 0)
		(void)finding_add(l->f, FINDING_POLICY_CHOICE, l->s, one->at,
				  "\"%.*s\" is no answer here: %s",
				  STR_ARG(load_clip(one->value)),
				  all_names(l->a, k->names));
	else
		return true;
	return false;
}

static struct str load_value(struct loader *l, const struct known_choice *k,
			     const struct yaml *value)
{
	struct str all = STR("");
	struct buf text;

	if (load_count(value) != 1 && k->type != CHOICE_SOME) {
		(void)finding_add(l->f, FINDING_POLICY_CHOICE, l->s, value->at,
				  "\"%s\" has one answer", k->name);
		return all;
	}
	buf_init(&text, 0);
	for (size_t i = 0; i < load_count(value); i++) {
		const struct yaml *one = load_item(value, i);

		if (good_value(l, k, one))
			buf_printf(&text, "%s%.*s", text.n ? ", " : "",
				   STR_ARG(one->value));
	}
	all = arena_str(l->a, buf_view(&text));
	buf_release(&text);
	return all;
}

/* ---- entries ---- */

static void load_choice(struct loader *l, const struct yaml *map, struct map *seen)
{
	const struct yaml *name = yaml_get(map, "choice"),
			  *value = yaml_get(map, "value");
	const struct known_choice *k;

	if (map->kind != YAML_MAP) {
		(void)finding_add(l->f, FINDING_POLICY_CHOICE, l->s, map->at,
				  "a choice is written as \"key: value\" lines");
		return;
	}
	if (!load_check(l, map, choice_schema, "a choice", FINDING_POLICY_CHOICE))
		return;
	k = known_or_said(l, name);
	if (!k)
		return;
	if (!map_add(seen, name->value, 0)) {
		(void)finding_add(l->f, FINDING_POLICY_CHOICE, l->s, name->at,
				  "\"%s\" was answered already", k->name);
		return;
	}
	*VEC_ADD(l->a, &l->choices) = (struct policy_choice){
		.name = str_from(k->name),
		.asks = str_from(k->asks),
		.value = load_value(l, k, value),
		.why = yaml_str(map, "why"),
		.clause = yaml_str(map, "clause"),
		.source = l->s,
		.at = map->at,
		.clause_at = load_key_at(map, "clause"),
	};
}

void load_choices(struct loader *l, const struct source *s)
{
	const struct span all = { 0, (uint32_t)s->bytes.n };
	const struct yaml *map = load_map(l, all, "choices.yaml", FINDING_POLICY_CHOICE);
	const struct yaml *choices = yaml_get(map, "choices");
	struct map *seen = map_new(l->a);

	if (!map ||
	    !load_check(l, map, choices_schema, "choices.yaml", FINDING_POLICY_CHOICE))
		return;
	for (size_t i = 0; choices->kind == YAML_LIST && i < choices->n; i++)
		load_choice(l, choices->items[i], seen);
}

void load_choices_resolve(struct loader *l)
{
	for (size_t i = 0; i < l->choices.n; i++) {
		const struct policy_choice *c = &l->choices.p[i];

		if (!map_get(l->clause_ids, c->clause, NULL))
			(void)finding_add(l->f, FINDING_POLICY_CHOICE, c->source,
					  c->clause_at,
					  "the policy has no clause \"%.*s\"",
					  STR_ARG(load_clip(c->clause)));
	}
}

struct str policy_choice(const struct policy *p, const char *name)
{
	const struct known_choice *k = find_known(str_from(name));

	for (size_t i = 0; i < p->n_choices; i++)
		if (str_is(p->choices[i].name, name) && p->choices[i].value.n)
			return p->choices[i].value;
	return k ? str_from(k->value) : STR_NULL;
}
