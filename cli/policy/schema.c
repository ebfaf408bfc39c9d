#include "policy/schema.h"
#include "policy/keys.h"

const char *const kept_by_names[] = { "rule", "procedure", "judgement", "guard", NULL };
#define NAME(id, name) name,
const char *const kind_names[] = { RULE_KIND_WORDS(NAME) NULL };
const char *const unit_names[] = { "byte",     "code-point", "utf16",
				   "grapheme", "weighted",   NULL };
const char *const when_names[] = { "reply",  "reply-to-hostile", "original",
				   "repost", "correction",       NULL };
const char *const with_names[] = { "media", "reply", "repost", "correction", NULL };
const char *const by_names[] = { WINDOW_BY_WORDS(NAME) NULL };
const char *const topics[] = { "tone",    "politics",    "confidential", "privacy",
			       "secrets", "customers",   "spelling",     "grammar",
			       "style",   "readability", "length",       "accounts",
			       "posts",   "rights",      "association",  "breach",
			       NULL };

const char *const layer_names[] = { "company", "product", "account", NULL };
static const char *const level_names[] = { "block", "ask", "advise", NULL };
const char *const role_names[] = { ROLE_WORDS(NAME) NULL };
static const char *const who_names[] = { "company", "associated", "everyone", NULL };
static const char *const count_names[] = { COUNT_WORDS(NAME) NULL };
static const char *const grammar_names[] = { GRAMMAR_WORDS(NAME) NULL };
static const char *const readability_names[] = { READABILITY_WORDS(NAME) NULL };
static const char *const metric_names[] = { METRIC_WORDS(NAME) NULL };
static const char *const repeat_names[] = { REPEAT_WORDS(NAME) NULL };
static const char *const capital_names[] = { CAPITALISATION_WORDS(NAME) NULL };
static const char *const secret_names[] = { SECRET_WORDS(NAME) NULL };
static const char *const hidden_names[] = { HIDDEN_WORDS(NAME) NULL };
static const char *const field_names[] = { FIELD_WORDS(NAME) NULL };
static const char *const relation_names[] = { RELATION_WORDS(NAME) NULL };
static const char *const window_names[] = { WINDOW_WORDS(NAME) NULL };
static const char *const guard_names[] = { GUARD_WORDS(NAME) NULL };
static const char *const fold_names[] = { "normal", "strict", NULL };
static const char *const emoji_names[] = { "bytes", NULL };
static const char *const mention_names[] = { "whole", "local-part", NULL };
static const char *const normalise_names[] = { "none", "nfc", NULL };

#define FIELD(key, meaning, ...) { .name = (key), __VA_ARGS__ },
#define BOUND(id, word) { .name = (word), .type = TYPE_ANY },
#define END                                                                              \
	{                                                                                \
		.name = NULL                                                             \
	}

static const struct field anything = { .type = TYPE_ANY };
static const struct field a_string = { .type = TYPE_STRING };
static const struct field an_id = { .type = TYPE_ID };
static const struct field a_text = { .type = TYPE_TEXT };
static const struct field a_slip = { .type = TYPE_ENUM, .choices = grammar_names };
static const struct field a_capital = { .type = TYPE_ENUM, .choices = capital_names };
static const struct field a_secret = { .type = TYPE_ENUM, .choices = secret_names };
static const struct field a_hidden = { .type = TYPE_ENUM, .choices = hidden_names };
static const struct field a_relation = { .type = TYPE_ENUM, .choices = relation_names };
static const struct field a_guard = { .type = TYPE_ENUM, .choices = guard_names };
static const struct field a_role = { .type = TYPE_ENUM, .choices = role_names };
static const struct field a_sentence = { .type = TYPE_INT, .min = 1, .max = 10000 };
static const struct field a_who = { .type = TYPE_ENUM, .choices = who_names };
static const struct field a_weight = { .type = TYPE_INT, .min = 1, .max = 100000 };
static const struct field emoji_word = { .type = TYPE_ENUM, .choices = emoji_names };
static const struct field a_number = { .type = TYPE_INT, .min = 0, .max = 0x10FFFF };
static const struct field a_range = { .type = TYPE_LIST, .max = 3, .item = &a_number };

static const struct field a_rule_id = { .type = TYPE_RULE_ID };
static const struct field untested_schema[] = { UNTESTED_KEYS(FIELD) END };
static const struct field an_untested = { .type = TYPE_MAP, .schema = untested_schema };
static const struct field one_example_schema[] = { ONE_EXAMPLE_KEYS(FIELD) END };
static const struct field an_example_map = { .type = TYPE_MAP,
					     .schema = one_example_schema };
static const struct field an_example = { .type = TYPE_EITHER,
					 .item = &a_string,
					 .other = &an_example_map };
const struct field example_schema[] = { EXAMPLE_KEYS(FIELD) END };
static const struct field weights_schema[] = { WEIGHTS_KEYS(FIELD) END };
static const struct field url_schema[] = { URL_KEYS(FIELD) END };
static const struct field limit_schema[] = { LIMIT_KEYS(FIELD) END };
static const struct field a_limit = { .type = TYPE_MAP, .schema = limit_schema };

const struct field front_schema[] = { FRONT_KEYS(FIELD) END };
const struct field clause_schema[] = { CLAUSE_KEYS(FIELD) END };
const struct field count_schema[] = { COUNT_KEYS(FIELD) END };
const struct field bound_schema[] = { BOUND_KEYS(FIELD) END };
const struct field wanted_schema[] = { WANTED_KEYS(FIELD) END };
const struct field window_schema[] = { WINDOW_KEYS(FIELD) END };
static const struct field readability_schema[] = { READABILITY_WORDS(BOUND) END };
static const struct field metric_schema[] = { METRIC_WORDS(BOUND) END };
const struct field rule_schema[] = { RULE_KEYS(FIELD) END };
const struct field unless_schema[] = { UNLESS_KEYS(FIELD) END };
const struct field overlay_schema[] = { OVERLAY_KEYS_OF(FIELD) END };
const struct field change_schema[] = { CHANGE_KEYS(FIELD) END };
const struct field list_schema[] = { LIST_KEYS(FIELD) END };
const struct field term_schema[] = { TERM_KEYS(FIELD) END };
const struct field choices_schema[] = { CHOICES_KEYS(FIELD) END };
const struct field choice_schema[] = { CHOICE_KEYS(FIELD) END };
const struct field networks_schema[] = { NETWORKS_KEYS(FIELD) END };
const struct field network_schema[] = { NETWORK_KEYS(FIELD) END };

#define KEY(key, meaning, ...) { (key), (meaning) },

static const struct policy_key front_keys[] = { FRONT_KEYS(KEY) };
static const struct policy_key clause_keys[] = { CLAUSE_KEYS(KEY) };
static const struct policy_key rule_keys[] = { RULE_KEYS(KEY) };
static const struct policy_key count_keys[] = { COUNT_KEYS(KEY) };
static const struct policy_key bound_keys[] = { BOUND_KEYS(KEY) };
static const struct policy_key wanted_keys[] = { WANTED_KEYS(KEY) };
static const struct policy_key window_keys[] = { WINDOW_KEYS(KEY) };
static const struct policy_key example_keys[] = { EXAMPLE_KEYS(KEY) };
static const struct policy_key one_example_keys[] = { ONE_EXAMPLE_KEYS(KEY) };
static const struct policy_key untested_keys[] = { UNTESTED_KEYS(KEY) };
static const struct policy_key unless_keys[] = { UNLESS_KEYS(KEY) };
static const struct policy_key overlay_keys[] = { OVERLAY_KEYS_OF(KEY) };
static const struct policy_key change_keys[] = { CHANGE_KEYS(KEY) };
static const struct policy_key list_keys[] = { LIST_KEYS(KEY) };
static const struct policy_key term_keys[] = { TERM_KEYS(KEY) };
static const struct policy_key choices_keys[] = { CHOICES_KEYS(KEY) };
static const struct policy_key choice_keys[] = { CHOICE_KEYS(KEY) };
static const struct policy_key networks_keys[] = { NETWORKS_KEYS(KEY) };
static const struct policy_key network_keys[] = { NETWORK_KEYS(KEY) };
static const struct policy_key limit_keys[] = { LIMIT_KEYS(KEY) };
static const struct policy_key weights_keys[] = { WEIGHTS_KEYS(KEY) };
static const struct policy_key url_keys[] = { URL_KEYS(KEY) };

#define PLACE(name, keys)                                                                \
	{                                                                                \
		(name), (keys), ARRAY_LEN(keys)                                          \
	}

static const struct policy_keys places[] = {
	PLACE("the head of the policy", front_keys),
	PLACE("a clause", clause_keys),
	PLACE("a rule", rule_keys),
	PLACE("count", count_keys),
	PLACE("a bound", bound_keys),
	PLACE("an entry of fields", wanted_keys),
	PLACE("window", window_keys),
	PLACE("examples", example_keys),
	PLACE("an example", one_example_keys),
	PLACE("untested", untested_keys),
	PLACE("unless", unless_keys),
	PLACE("an overlay", overlay_keys),
	PLACE("a change of a rule", change_keys),
	PLACE("a word list", list_keys),
	PLACE("an entry of a word list", term_keys),
	PLACE("choices.yaml", choices_keys),
	PLACE("a choice", choice_keys),
	PLACE("networks.yaml", networks_keys),
	PLACE("a network", network_keys),
	PLACE("a limit", limit_keys),
	PLACE("weights", weights_keys),
	PLACE("url", url_keys),
};

const struct policy_keys *policy_keys(size_t *n)
{
	*n = ARRAY_LEN(places);
	return places;
}

int name_index(const char *const *names, struct str name)
{
	for (int i = 0; names[i]; i++)
		if (str_is(name, names[i]))
			return i;
	return -1;
}

const char *kept_by_name(enum kept_by k)
{
	return kept_by_names[k];
}

const char *rule_kind_name(enum rule_kind k)
{
	return kind_names[k];
}

bool rule_kind_has_patterns(enum rule_kind k)
{
	return k == RULE_FIND || k == RULE_NEED || k == RULE_COUNT ||
	       k == RULE_CONSISTENCY || k == RULE_MOVES;
}

bool rule_kind_has_examples(enum rule_kind k)
{
	return k != RULE_LENGTH && k != RULE_GUARD;
}

bool rule_kind_is_whole(enum rule_kind k)
{
	return k == RULE_FIELDS || k == RULE_RELATION || k == RULE_WINDOW;
}

const char *const *bound_names(enum rule_kind k)
{
	static const char *const *const names[RULE_KINDS] = {
		[RULE_COUNT] = count_names,
		[RULE_GRAMMAR] = grammar_names,
		[RULE_READABILITY] = readability_names,
		[RULE_METRIC] = metric_names,
		[RULE_REPEAT] = repeat_names,
		[RULE_CAPITALISATION] = capital_names,
		[RULE_SECRETS] = secret_names,
		[RULE_HIDDEN] = hidden_names,
		[RULE_FIELDS] = field_names,
		[RULE_RELATION] = relation_names,
		[RULE_WINDOW] = window_names,
		[RULE_GUARD] = guard_names,
	};

	return names[k];
}

const char *bound_name(enum rule_kind k, uint32_t what)
{
	const char *const *names = bound_names(k);

	return names ? names[what] : "";
}

const char *network_unit_name(enum network_unit u)
{
	return unit_names[u];
}
