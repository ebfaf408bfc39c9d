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
	K("when", "reply, reply-to-hostile, original, repost or correction",             \
	  .type = TYPE_ENUM, .choices = when_names)                                      \
	K("find", "patterns to find", .type = TYPE_LIST, .lone = true,                   \
	  .item = &a_string)                                                             \
	K("terms", "word lists to look for", .type = TYPE_LIST, .lone = true,            \
	  .item = &an_id)                                                                \
	K("regex", "regular expressions to find", .type = TYPE_LIST, .lone = true,       \
	  .item = &a_string)                                                             \
	K("caseless", "regular expressions ignore case", .type = TYPE_BOOL)              \
	K("spelling", "words must be spelled right", .type = TYPE_BOOL)                  \
	K("length", "the post must fit the network", .type = TYPE_BOOL)                  \
	K("need", "patterns of which one must be there", .type = TYPE_LIST,              \
	  .lone = true, .item = &a_string)                                               \
	K("count", "how often patterns may or must be there", .type = TYPE_MAP,          \
	  .schema = count_schema)                                                        \
	K("consistency", "sets of patterns of which one text uses one",                  \
	  .type = TYPE_LIST, .item = &anything)                                          \
	K("moves", "what a reply may do, and nothing else: patterns under names",        \
	  .type = TYPE_ANY)                                                              \
	K("grammar", "slips of grammar and typing to look for", .type = TYPE_LIST,       \
	  .lone = true, .item = &a_slip)                                                 \
	K("readability", "bounds of readability formulas", .type = TYPE_MAP,             \
	  .schema = readability_schema)                                                  \
	K("metric", "bounds of other measures", .type = TYPE_MAP,                        \
	  .schema = metric_schema)                                                       \
	K("repeat", "what must not be repeated", .type = TYPE_ANY)                       \
	K("capitalisation", "what begins with a capital", .type = TYPE_LIST,             \
	  .lone = true, .item = &a_capital)                                              \
	K("secrets", "secrets that have no form of their own", .type = TYPE_LIST,        \
	  .lone = true, .item = &a_secret)                                               \
	K("hidden", "characters that nobody sees or that pass for others",               \
	  .type = TYPE_LIST, .lone = true, .item = &a_hidden)                            \
	K("fields", "fields of a post that must be filled in", .type = TYPE_LIST,        \
	  .item = &anything)                                                             \
	K("relation", "how a post, its accounts and their records fit together",         \
	  .type = TYPE_LIST, .lone = true, .item = &a_relation)                          \
	K("max_age", "days after which an attestation is stale", .type = TYPE_INT,       \
	  .min = 1, .max = 3660)                                                         \
	K("window", "how many within some days", .type = TYPE_MAP,                       \
	  .schema = window_schema)                                                       \
	K("guard", "what is not judged at all", .type = TYPE_LIST, .lone = true,         \
	  .item = &a_guard)                                                              \
	K("instead", "what to write for the words found", .type = TYPE_LIST,             \
	  .lone = true, .max = FINDING_FIXES, .item = &a_text)                           \
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
	K("examples", "texts that prove it", .type = TYPE_MAP, .schema = example_schema) \
	K("untested", "what the examples do not test, and why", .type = TYPE_LIST,       \
	  .lone = true, .item = &an_untested)

/* Of `count`. */
#define COUNT_KEYS(K)                                                                    \
	K("of", "patterns that are counted", .type = TYPE_LIST, .required = true,        \
	  .lone = true, .item = &a_string)                                               \
	K("min", "fewer are too few", .type = TYPE_INT, .min = 0, .max = BOUND_MOST)     \
	K("max", "more are too many", .type = TYPE_INT, .min = 0, .max = BOUND_MOST)     \
	K("in", "text or sentence", .type = TYPE_ENUM, .choices = count_names)

/* Of a name under `readability`, `metric` and `repeat`. */
#define BOUND_KEYS(K)                                                                    \
	K("min", "less is too little", .type = TYPE_STRING)                              \
	K("max", "more is too much", .type = TYPE_STRING)

/* Of an entry of `fields`. */
#define WANTED_KEYS(K)                                                                   \
	K("field", "the field of the post", .type = TYPE_ENUM, .required = true,         \
	  .choices = field_names)                                                        \
	K("with", "media, reply, repost or correction: only in posts with one",          \
	  .type = TYPE_ENUM, .choices = with_names)

/* Of `window`. */
#define WINDOW_KEYS(K)                                                                   \
	K("of", "posts, replies or duplicates", .type = TYPE_ENUM, .required = true,     \
	  .choices = window_names)                                                       \
	K("by", "author or account", .type = TYPE_ENUM, .choices = by_names)             \
	K("days", "how many days are looked at together", .type = TYPE_INT, .min = 1,    \
	  .max = 366, .required = true)                                                  \
	K("max", "more are too many", .type = TYPE_INT, .min = 0, .max = BOUND_MOST,     \
	  .required = true)                                                              \
	K("except", "roles that it is not for", .type = TYPE_LIST, .lone = true,         \
	  .item = &a_role)

#define EXAMPLE_KEYS(K)                                                                  \
	K("fail", "texts that must be found", .type = TYPE_LIST, .lone = true,           \
	  .item = &an_example)                                                           \
	K("pass", "texts that must not be found", .type = TYPE_LIST, .lone = true,       \
	  .item = &an_example)                                                           \
	K("known_miss", "texts that ought to be found and are not yet",                  \
	  .type = TYPE_LIST, .lone = true, .item = &an_example)

#define ONE_EXAMPLE_KEYS(K)                                                              \
	K("text", "the text", .type = TYPE_STRING, .required = true)                     \
	K("fixed", "the text once it is corrected", .type = TYPE_STRING)                 \
	K("on", "the day on which it is read", .type = TYPE_DATE)                        \
	K("network", "where it is posted", .type = TYPE_ID)                              \
	K("file", "the path of the file that the text is; left out: a post",             \
	  .type = TYPE_PATH)                                                             \
	K("with", "other files around it, by their paths", .type = TYPE_ANY)             \
	K("found_by", "other rules that find it, rightly", .type = TYPE_LIST,            \
	  .lone = true, .item = &a_rule_id)                                              \
	K("reason", "why they may", .type = TYPE_STRING)

#define UNTESTED_KEYS(K)                                                                 \
	K("what", "the words above the marks, as they were printed", .type = TYPE_LIST,  \
	  .lone = true, .required = true, .item = &a_string)                             \
	K("reason", "why no example tests them", .type = TYPE_STRING, .required = true)

#define UNLESS_KEYS(K)                                                                   \
	K("near", "excused when one of these is near", .type = TYPE_LIST, .lone = true,  \
	  .required = true, .item = &a_string)

#define OVERLAY_KEYS_OF(K)                                                               \
	K("layer", "company, product or account", .type = TYPE_ENUM, .required = true,   \
	  .choices = layer_names)                                                        \
	K("for", "the id of the product or account", .type = TYPE_ID)                    \
	K("rules", "what it changes", .type = TYPE_LIST, .required = true,               \
	  .item = &anything)

/* Of an entry of `rules` there. */
#define CHANGE_KEYS(K)                                                                   \
	K("rule", "the rule that is changed", .type = TYPE_RULE_ID, .required = true)    \
	K("level", "block, ask or advise", .type = TYPE_ENUM, .choices = level_names)    \
	K("off", "true: the rule does not count here", .type = TYPE_BOOL)                \
	K("shadow", "on trial here: reported, never refuses", .type = TYPE_BOOL)         \
	K("from", "its first day here", .type = TYPE_DATE)                               \
	K("until", "its last day here", .type = TYPE_DATE)                               \
	K("reason", "why; compulsory where the rule gets milder", .type = TYPE_STRING)

#define LIST_KEYS(K)                                                                     \
	K("about", "what the list is", .type = TYPE_STRING)                              \
	K("licence", "whose, and under which licence", .type = TYPE_STRING)              \
	K("mask", "its words are never shown", .type = TYPE_BOOL)                        \
	K("terms", "the entries", .type = TYPE_LIST, .item = &anything)                  \
	K("key", "of a sealed list: what its digests are made with",                     \
	  .type = TYPE_STRING)                                                           \
	K("sealed", "entries that can be matched but not read", .type = TYPE_LIST,       \
	  .item = &a_string)                                                             \
	K("near", "of a sealed list: what is one slip away", .type = TYPE_TEXT)

#define TERM_KEYS(K)                                                                     \
	K("term", "the word or words", .type = TYPE_STRING, .required = true)            \
	K("instead", "better words", .type = TYPE_LIST, .lone = true,                    \
	  .max = FINDING_FIXES, .item = &a_string)                                       \
	K("note", "why it is here", .type = TYPE_STRING)

#define CHOICES_KEYS(K)                                                                  \
	K("choices", "one entry for each question", .type = TYPE_LIST, .required = true, \
	  .item = &anything)

#define CHOICE_KEYS(K)                                                                   \
	K("choice", "which question", .type = TYPE_ID, .required = true)                 \
	K("value", "the answer", .type = TYPE_ANY, .required = true)                     \
	K("clause", "whose sentence leaves it open", .type = TYPE_ID, .required = true)  \
	K("why", "the reason for this answer", .type = TYPE_STRING, .required = true)

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
