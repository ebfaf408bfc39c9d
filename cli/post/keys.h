/* post/keys.h: every key of a post and of the registries, once: K(key, meaning, its type
 * for yaml_check). The schemas, post_keys() and a test of the reference pages are made
 * from it. */
#ifndef POST_KEYS_H
#define POST_KEYS_H

#define POST_KEYS(K)                                                                     \
	K("id", "the id of the message; renaming the file does not change it",           \
	  .type = TYPE_ID, .required = true)                                             \
	K("author", "the person id of who wrote it", .type = TYPE_ID, .required = true)  \
	K("products", "what it is about: it goes to every open account of these",        \
	  .type = TYPE_LIST, .lone = true, .item = &an_id)                               \
	K("targets", "accounts it goes to, with a text of their own if need be",         \
	  .type = TYPE_LIST, .item = &a_target)                                          \
	K("omit", "accounts it does not go to, and why", .type = TYPE_LIST,              \
	  .item = &an_omit)                                                              \
	K("publish", "when, as wall time", .type = TYPE_TIME)                            \
	K("zone", "time zone of that time, as Europe/London", .type = TYPE_STRING)       \
	K("fold", "earlier or later: which of two equal wall times", .type = TYPE_ENUM,  \
	  .choices = fold_names)                                                         \
	K("lang", "language of the text, as en-GB", .type = TYPE_LANG)                   \
	K("media", "pictures and films", .type = TYPE_LIST, .item = &a_medium)           \
	K("about", "none, or consent ids of the people whose story it is",               \
	  .type = TYPE_LIST, .lone = true, .item = &an_id)                               \
	K("reply_to", "the post it answers", .type = TYPE_MAP, .schema = reply_schema)   \
	K("corrects", "the earlier post it puts right", .type = TYPE_MAP,                \
	  .schema = corrects_schema)                                                     \
	K("repost_of", "somebody else's post that is passed on", .type = TYPE_MAP,       \
	  .schema = repost_schema)                                                       \
	K("poll", "a question with answers to choose from", .type = TYPE_MAP,            \
	  .schema = poll_schema)                                                         \
	K("warning", "the content warning that hides the text until a reader opens it",  \
	  .type = TYPE_STRING)                                                           \
	K("overlay", "rules that are stricter or milder for this post", .max = 20,       \
	  .type = TYPE_LIST, .item = &a_change)

#define CHANGE_KEYS(K)                                                                   \
	K("rule", "the rule that is changed", .type = TYPE_RULE_ID, .required = true)    \
	K("level", "block, ask or advise", .type = TYPE_ENUM, .choices = level_names)    \
	K("off", "true: the rule does not count here", .type = TYPE_BOOL)                \
	K("shadow", "true: reported, never refuses", .type = TYPE_BOOL)                  \
	K("reason", "why it is changed", .type = TYPE_STRING, .required = true)

#define TARGET_KEYS(K)                                                                   \
	K("account", "id of the account", .type = TYPE_ID, .required = true)             \
	K("text", "the text for this account alone", .type = TYPE_STRING)

#define OMIT_KEYS(K)                                                                     \
	K("account", "id of the account", .type = TYPE_ID, .required = true)             \
	K("reason", "wrong-audience, format, language, embargo or other",                \
	  .type = TYPE_ENUM, .required = true, .choices = reason_names)                  \
	K("note", "the reason in words; compulsory with other", .type = TYPE_STRING)

#define MEDIA_KEYS(K)                                                                    \
	K("file", "path of the file", .type = TYPE_PATH, .required = true)               \
	K("alt", "what there is to see, for those who cannot", .type = TYPE_STRING)      \
	K("decorative", "true: there is nothing to see, so no alt", .type = TYPE_BOOL)   \
	K("people", "none, or consent ids of the people to be seen", .type = TYPE_LIST,  \
	  .lone = true, .item = &an_id)                                                  \
	K("licence", "own, an SPDX id, stock:REF or permission:REF",                     \
	  .type = TYPE_STRING)

#define REPLY_KEYS(K)                                                                    \
	K("url", "address of that post", .type = TYPE_URL, .required = true)             \
	K("who", "customer or other", .type = TYPE_ENUM, .choices = who_names)           \
	K("tone", "neutral, critical or hostile", .type = TYPE_ENUM,                     \
	  .choices = tone_names)

#define CORRECTS_KEYS(K)                                                                 \
	K("post", "id of that post", .type = TYPE_ID, .required = true)                  \
	K("what", "what was wrong in it", .type = TYPE_STRING, .required = true)

#define REPOST_KEYS(K)                                                                   \
	K("url", "address of that post", .type = TYPE_URL, .required = true)             \
	K("network", "where it is", .type = TYPE_ID)                                     \
	K("author", "who wrote it, as known there", .type = TYPE_STRING)                 \
	K("permission", "id of the permission to pass it on", .type = TYPE_ID)

#define POLL_KEYS(K)                                                                     \
	K("options", "two to ten answers", .type = TYPE_LIST, .required = true,          \
	  .max = POLL_OPTIONS, .item = &a_string)                                        \
	K("hours", "how long it is open", .type = TYPE_INT, .min = 1, .max = 8760)       \
	K("multiple", "true: more than one answer may be chosen", .type = TYPE_BOOL)

#define FACTS_KEYS(K)                                                                    \
	K("facts", "figures that everybody may know", .type = TYPE_LIST,                 \
	  .required = true, .item = &a_fact)

#define FACT_KEYS(K)                                                                     \
	K("statement", "what is known, in a sentence", .type = TYPE_STRING,              \
	  .required = true)                                                              \
	K("value", "its figures, as a post may write them", .type = TYPE_LIST,           \
	  .required = true, .lone = true, .item = &a_string)                             \
	K("public_since", "the day on which it was made public", .type = TYPE_DATE,      \
	  .required = true)                                                              \
	K("source", "the address where everybody can read it", .type = TYPE_URL,         \
	  .required = true)

#define PRODUCTS_KEYS(K)                                                                 \
	K("products", "one entry per product, under its id", .type = TYPE_ANY,           \
	  .required = true)

#define PRODUCT_KEYS(K)                                                                  \
	K("name", "the name people know", .type = TYPE_STRING, .required = true)         \
	K("aliases", "other names for it", .type = TYPE_LIST, .lone = true,              \
	  .item = &a_string)                                                             \
	K("about", "what it is, in a sentence", .type = TYPE_STRING)                     \
	K("url", "its page", .type = TYPE_URL)

#define ACCOUNT_KEYS(K)                                                                  \
	K("network", "a network of the policy's networks.yaml", .type = TYPE_ID,         \
	  .required = true)                                                              \
	K("handle", "its name there; with the server where there are many",              \
	  .type = TYPE_STRING, .required = true)                                         \
	K("id", "the number or id that stays when the handle changes",                   \
	  .type = TYPE_STRING)                                                           \
	K("url", "address of its page", .type = TYPE_URL)                                \
	K("products", "ids of the products it speaks for", .type = TYPE_LIST,            \
	  .required = true, .lone = true, .item = &an_id)                                \
	K("owner", "person id of who answers for it", .type = TYPE_ID, .required = true) \
	K("deputy", "person id of who stands in", .type = TYPE_ID)                       \
	K("purpose", "what it is for", .type = TYPE_STRING)                              \
	K("lang", "its language", .type = TYPE_LANG)                                     \
	K("zone", "its time zone", .type = TYPE_STRING)                                  \
	K("opened", "first day", .type = TYPE_DATE)                                      \
	K("closed", "the day it was given up; nothing is posted there any more",         \
	  .type = TYPE_DATE)                                                             \
	K("credential", "where the password is kept: never the password",                \
	  .type = TYPE_ANY)                                                              \
	K("twofactor", "how the second factor was seen to be on", .type = TYPE_MAP,      \
	  .schema = twofactor_schema)                                                    \
	K("quiet", "hours in which nothing is posted", .type = TYPE_MAP,                 \
	  .schema = quiet_schema)                                                        \
	K("limits", "the entry of networks.yaml that counts instead of the network's",   \
	  .type = TYPE_ID)

#define TWOFACTOR_KEYS(K)                                                                \
	K("method", "hardware-key, passkey, app, sms or none", .type = TYPE_ENUM,        \
	  .required = true, .choices = method_names)                                     \
	K("attested_by", "person id of who saw it", .type = TYPE_ID, .required = true)   \
	K("attested_on", "the day it was seen", .type = TYPE_DATE, .required = true)     \
	K("recovery", "where the recovery codes are kept: never the codes",              \
	  .type = TYPE_ANY)

#define QUIET_KEYS(K)                                                                    \
	K("from", "as 22:00", .type = TYPE_STRING, .required = true)                     \
	K("until", "as 07:00", .type = TYPE_STRING, .required = true)

#define PERMISSION_KEYS(K)                                                               \
	K("kind", "consent (of people in pictures and stories) or repost",               \
	  .type = TYPE_ENUM, .required = true, .choices = permission_names)              \
	K("what", "general, or the posts, media files and addresses it is for",          \
	  .type = TYPE_EITHER, .required = true, .item = &is_general,                    \
	  .other = &a_what)                                                              \
	K("where", "everywhere, or the networks, products and accounts it is for",       \
	  .type = TYPE_EITHER, .required = true, .item = &is_everywhere,                 \
	  .other = &a_where)                                                             \
	K("purpose", "what was agreed to, in words and without names",                   \
	  .type = TYPE_STRING, .required = true)                                         \
	K("given_on", "the day it was given", .type = TYPE_DATE, .required = true)       \
	K("posted_on", "of a repost: the day of the post that is passed on",             \
	  .type = TYPE_DATE)                                                             \
	K("expires", "its last day", .type = TYPE_DATE)                                  \
	K("withdrawn_on", "the day it was taken back", .type = TYPE_DATE)                \
	K("evidence", "the signed paper: its digest, and where it is kept",              \
	  .type = TYPE_MAP, .required = true, .schema = evidence_schema)

#define WHAT_KEYS(K)                                                                     \
	K("posts", "ids of posts", .type = TYPE_LIST, .lone = true, .max = RECORD_ITEMS, \
	  .item = &an_id)                                                                \
	K("media", "paths of files and folders",                    \
	  .type = TYPE_LIST, .lone = true, .max = RECORD_ITEMS, .item = &a_path)         \
	K("urls", "of a repost: addresses of the posts that are passed on",              \
	  .type = TYPE_LIST, .lone = true, .max = RECORD_ITEMS, .item = &a_url)

#define WHERE_KEYS(K)                                                                    \
	K("networks", "names of networks", .type = TYPE_LIST, .lone = true,              \
	  .max = RECORD_ITEMS, .item = &an_id)                                           \
	K("products", "ids of products", .type = TYPE_LIST, .lone = true,                \
	  .max = RECORD_ITEMS, .item = &an_id)                                           \
	K("accounts", "ids of accounts", .type = TYPE_LIST, .lone = true,                \
	  .max = RECORD_ITEMS, .item = &an_id)

#define EVIDENCE_KEYS(K)                                                                 \
	K("digest", "sha256: and 64 hex digits of the file", .type = TYPE_STRING,        \
	  .required = true)                                                              \
	K("uri", "where the file is kept: a place in a vault", .type = TYPE_ANY,         \
	  .required = true)

#define CORRECTION_KEYS(K)                                                               \
	K("wrong", "the post, and what is wrong in it", .type = TYPE_MAP,                \
	  .required = true, .schema = wrong_schema)                                      \
	K("owed", "accounts that owe the correction; left out: all where the post went", \
	  .type = TYPE_LIST, .lone = true, .max = RECORD_ITEMS, .item = &an_id)

#define WRONG_KEYS(K)                                                                    \
	K("post", "id of the post", .type = TYPE_ID, .required = true)                   \
	K("what", "what is wrong in it", .type = TYPE_STRING, .required = true)          \
	K("found_on", "the day it was found", .type = TYPE_DATE, .required = true)       \
	K("by", "person id of who found it", .type = TYPE_ID)

#endif
