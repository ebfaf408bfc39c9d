/* policy/keys.h: every key of a policy, once: K(key, meaning, its type for yaml_check).
 * The schemas, policy_keys() and a test of the reference page are made from it. */
#ifndef POLICY_KEYS_H
#define POLICY_KEYS_H

#define FRONT_KEYS(K)                                                                    \
	K("title", "the name of the document", .type = TYPE_STRING, .required = true)    \
	K("licence", "the licence of the text, as a short name", .type = TYPE_STRING)    \
	K("attribution", "whose work it is based on", .type = TYPE_STRING)               \
	K("changes", "what was changed against that work", .type = TYPE_STRING)          \
	K("lang", "the language of the document", .type = TYPE_LANG)

#define CLAUSE_KEYS(K)                                                                   \
	K("clause", "its id, cited by findings, approvals and cases", .type = TYPE_ID,   \
	  .required = true)                                                              \
	K("kept_by", "rule, procedure, judgement or guard", .type = TYPE_ENUM,           \
	  .required = true, .choices = kept_by_names)                                    \
	K("sentence", "which sentence of the paragraph above is meant",                  \
	  .type = TYPE_LIST, .lone = true, .item = &a_sentence)                          \
	K("rules", "what is checked", .type = TYPE_LIST, .item = &anything)

#define RULE_KEYS(K)                                                                     \
	K("id", "topic/name", .type = TYPE_RULE_ID, .required = true)                    \
	K("level", "block, ask or advise", .type = TYPE_ENUM, .required = true,          \
	  .choices = level_names)                                                        \
	K("role", "who signs it off", .type = TYPE_ENUM, .choices = role_names)          \
	K("who", "company, associated or everyone", .type = TYPE_LIST, .lone = true,     \
	  .item = &a_who)                                                                \
	K("when", "reply, reply-to-hostile or original", .type = TYPE_ENUM,              \
	  .choices = when_names)                                                         \
	K("find", "patterns to find", .type = TYPE_LIST, .lone = true,                   \
	  .item = &a_string)                                                             \
	K("terms", "word lists to look for", .type = TYPE_LIST, .lone = true,            \
	  .item = &an_id)                                                                \
	K("regex", "regular expressions to find", .type = TYPE_LIST, .lone = true,       \
	  .item = &a_string)                                                             \
	K("caseless", "regular expressions ignore case", .type = TYPE_BOOL)              \
	K("spelling", "words must be spelled right", .type = TYPE_BOOL)                  \
	K("length", "the post must fit the network", .type = TYPE_BOOL)                  \
	K("unless", "what excuses a hit", .type = TYPE_LIST, .lone = true,               \
	  .item = &anything)                                                             \
	K("fold", "strict: disguised spellings count too", .type = TYPE_ENUM,            \
	  .choices = fold_names)                                                         \
	K("mask", "findings hide the words", .type = TYPE_BOOL)                          \
	K("shadow", "on trial: reported, never refuses", .type = TYPE_BOOL)              \
	K("overridable", "a product or an account may loosen it", .type = TYPE_BOOL)     \
	K("from", "its first day", .type = TYPE_DATE)                                    \
	K("until", "its last day", .type = TYPE_DATE)                                    \
	K("say", "what the author reads", .type = TYPE_STRING, .required = true)         \
	K("suggest", "a text to use instead", .type = TYPE_STRING)                       \
	K("examples", "texts that prove it", .type = TYPE_MAP, .schema = example_schema)

/* Kinds of rules that the policy language has and this version does not know yet. */
#define LATER_KINDS(K)                                                                   \
	K("need")                                                                        \
	K("grammar") K("readability") K("metric") K("count") K("repeat")                 \
		K("consistency") K("capitalisation") K("fields") K("relation")           \
			K("window") K("moves") K("secrets") K("hidden") K("guard")

#define EXAMPLE_KEYS(K)                                                                  \
	K("fail", "texts that must be found", .type = TYPE_LIST, .lone = true,           \
	  .item = &a_string)                                                             \
	K("pass", "texts that must not be found", .type = TYPE_LIST, .lone = true,       \
	  .item = &a_string)

#define UNLESS_KEYS(K)                                                                   \
	K("near", "excused when one of these is near", .type = TYPE_LIST, .lone = true,  \
	  .required = true, .item = &a_string)

#define LIST_KEYS(K)                                                                     \
	K("about", "what the list is", .type = TYPE_STRING)                              \
	K("licence", "whose, and under which licence", .type = TYPE_STRING)              \
	K("mask", "its words are never shown", .type = TYPE_BOOL)                        \
	K("terms", "the entries", .type = TYPE_LIST, .required = true, .item = &anything)

#define TERM_KEYS(K)                                                                     \
	K("term", "the word or words", .type = TYPE_STRING, .required = true)            \
	K("instead", "better words", .type = TYPE_LIST, .lone = true,                    \
	  .max = FINDING_FIXES, .item = &a_string)                                       \
	K("note", "why it is here", .type = TYPE_STRING)

#define NETWORKS_KEYS(K)                                                                 \
	K("networks", "one entry per network", .type = TYPE_ANY, .required = true)

#define NETWORK_KEYS(K)                                                                  \
	K("title", "the name people know", .type = TYPE_STRING, .required = true)        \
	K("limits", "a post must keep all of them", .type = TYPE_LIST, .required = true, \
	  .max = NETWORK_LIMITS, .item = &a_limit)                                       \
	K("weights", "for the unit weighted", .type = TYPE_MAP,                          \
	  .schema = weights_schema)                                                      \
	K("emoji", "weight of an emoji, or bytes", .type = TYPE_EITHER,                  \
	  .item = &a_weight, .other = &emoji_word)                                       \
	K("url", "how links count", .type = TYPE_MAP, .schema = url_schema)              \
	K("mention", "local-part: @name@host counts as @name", .type = TYPE_ENUM,        \
	  .choices = mention_names)                                                      \
	K("normalise", "nfc: composed before counting", .type = TYPE_ENUM,               \
	  .choices = normalise_names)                                                    \
	K("max_links", "most links in one post", .type = TYPE_INT, .min = 1, .max = 1000)

#define LIMIT_KEYS(K)                                                                    \
	K("unit", "what is counted", .type = TYPE_ENUM, .required = true,                \
	  .choices = unit_names)                                                         \
	K("value", "the limit", .type = TYPE_INT, .required = true, .min = 1,            \
	  .max = 100000000)                                                              \
	K("source", "where it was read", .type = TYPE_STRING, .required = true)          \
	K("verified_on", "when somebody last looked", .type = TYPE_DATE, .required = true)

#define WEIGHTS_KEYS(K)                                                                  \
	K("default", "weight outside all ranges", .type = TYPE_INT, .required = true,    \
	  .min = 1, .max = 100000)                                                       \
	K("scale", "a weight of this much counts as 1", .type = TYPE_INT,                \
	  .required = true, .min = 1, .max = 100000)                                     \
	K("ranges", "first, last, weight", .type = TYPE_LIST, .max = NETWORK_RANGES,     \
	  .item = &a_range)

#define URL_KEYS(K)                                                                      \
	K("count", "a link counts as this many", .type = TYPE_INT, .required = true,     \
	  .min = 1, .max = 10000)                                                        \
	K("bare_domains", "example.com is a link too", .type = TYPE_BOOL)

#endif
