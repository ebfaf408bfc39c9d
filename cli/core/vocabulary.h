/* core/vocabulary.h: what the rules of a policy may measure, forbid or ask for, by name.
 * One list behind the schemas of the policy, the numbers in a bundle, and what is said to
 * authors. X(NAME, "name as written in a policy"). New names go to the end: a bundle
 * holds their places. */
#ifndef CORE_VOCABULARY_H
#define CORE_VOCABULARY_H

/* The kind of a rule, named by the key that makes it one. */
#define RULE_KIND_WORDS(X)                                                               \
	X(FIND, "find")                                                                  \
	X(TERMS, "terms")                                                                \
	X(REGEX, "regex")                                                                \
	X(SPELLING, "spelling")                                                          \
	X(LENGTH, "length")                                                              \
	X(NEED, "need")                                                                  \
	X(COUNT, "count")                                                                \
	X(CONSISTENCY, "consistency")                                                    \
	X(MOVES, "moves")                                                                \
	X(GRAMMAR, "grammar")                                                            \
	X(READABILITY, "readability")                                                    \
	X(METRIC, "metric")                                                              \
	X(REPEAT, "repeat")                                                              \
	X(CAPITALISATION, "capitalisation")                                              \
	X(SECRETS, "secrets")                                                            \
	X(HIDDEN, "hidden")                                                              \
	X(FIELDS, "fields")                                                              \
	X(RELATION, "relation")                                                          \
	X(WINDOW, "window")                                                              \
	X(GUARD, "guard")

/* Roles of people.yaml, in the order of enum role (record/record.h). */
#define ROLE_WORDS(X)                                                                    \
	X(AUTHOR, "author")                                                              \
	X(SOCIAL, "social")                                                              \
	X(MANAGER, "manager")                                                            \
	X(POLICY_OWNER, "policy-owner")                                                  \
	X(FINANCE, "finance")                                                            \
	X(CASE_HANDLER, "case-handler")                                                  \
	X(COMPANY_REPRESENTATIVE, "company-representative")                              \
	X(INDEPENDENT, "independent")                                                    \
	X(AUDITOR, "auditor")

/* `count: {in: ...}`: where the hits are counted. */
#define COUNT_WORDS(X) X(TEXT, "text") X(SENTENCE, "sentence")

#define GRAMMAR_WORDS(X)                                                                 \
	X(ARTICLE, "article")         /* a hour, an user */                              \
	X(SPACING, "spacing")         /* doubled or missing blanks */                    \
	X(PUNCTUATION, "punctuation") /* doubled marks */                                \
	X(QUOTES, "quotes")           /* a quotation mark without its other half */      \
	X(BRACKETS, "brackets")       /* likewise */

/* Readability formulas: text/measure.h has their sources. */
#define READABILITY_WORDS(X)                                                             \
	X(FRE, "fre")                                                                    \
	X(FKGL, "fkgl")                                                                  \
	X(FOG, "fog")                                                                    \
	X(SMOG, "smog")                                                                  \
	X(CLI, "cli")                                                                    \
	X(ARI, "ari")                                                                    \
	X(DALE_CHALL, "dale_chall")                                                      \
	X(SPACHE, "spache")                                                              \
	X(LIX, "lix")                                                                    \
	X(RIX, "rix")

/* Measures that hold for short texts too. */
#define METRIC_WORDS(X)                                                                  \
	X(SENTENCE_WORDS, "sentence-words") /* of the longest sentence */                \
	X(WORDS, "words")                                                                \
	X(SYLLABLES, "syllables-per-word")                                               \
	X(CAPITALS, "capital-words") /* the longest run of words in capitals */          \
	X(EMOJI, "emoji")                                                                \
	X(HASHTAGS, "hashtags")                                                          \
	X(MENTIONS, "mentions")                                                          \
	X(LINKS, "links")                                                                \
	X(EXCLAMATIONS, "exclamations")                                                  \
	X(RARE_WORDS, "rare-words") /* per cent of the words */

#define REPEAT_WORDS(X)                                                                  \
	X(WORD, "word")                     /* the same word twice in a row */           \
	X(SENTENCE_START, "sentence-start") /* sentences that begin alike */             \
	X(MARK, "mark")                     /* !!! */                                    \
	X(EMOJI, "emoji")

#define CAPITALISATION_WORDS(X)                                                          \
	X(SENTENCES, "sentences") /* begin with a capital */                             \
	X(HASHTAGS, "hashtags")   /* of several words: #LikeThis */                      \
	X(I, "i")                 /* the pronoun */

#define SECRET_WORDS(X)                                                                  \
	X(HIGH_ENTROPY, "high-entropy") /* long random text beside a word for a key */   \
	X(URL_PASSWORD, "url-password") /* https://user:password@host */                 \
	X(ASSIGNED, "assigned")         /* password = ... */

#define HIDDEN_WORDS(X)                                                                  \
	X(BIDI, "bidi")                                                                  \
	X(ZERO_WIDTH, "zero-width")                                                      \
	X(CONTROL, "control")                                                            \
	X(TAGS, "tags")                                                                  \
	X(MIXED_SCRIPT, "mixed-script")                                                  \
	X(LOOKALIKE_LINK, "lookalike-link")

/* Fields of a post that a rule may make compulsory. */
#define FIELD_WORDS(X)                                                                   \
	X(PRODUCTS, "products")                                                          \
	X(PUBLISH, "publish")                                                            \
	X(LANG, "lang")                                                                  \
	X(ABOUT, "about")                                                                \
	X(MEDIA_ALT, "media.alt")                                                        \
	X(MEDIA_PEOPLE, "media.people")                                                  \
	X(MEDIA_LICENCE, "media.licence")                                                \
	X(REPLY_WHO, "reply_to.who")                                                     \
	X(REPLY_TONE, "reply_to.tone")                                                   \
	X(REPOST_AUTHOR, "repost_of.author")                                             \
	X(REPOST_PERMISSION, "repost_of.permission")

/* What a post, its accounts and their records have to do with each other. */
#define RELATION_WORDS(X)                                                                \
	X(EVERY_ACCOUNT, "every-account") /* of the products, or a reason */             \
	X(CONSENT, "consent")             /* people in media and stories agreed */       \
	X(REPOST_PERMISSION, "repost-permission")                                        \
	X(SAME_PLACE, "same-place")           /* a correction goes where it was */       \
	X(OWED_CORRECTION, "owed-correction") /* found wrong, not corrected yet */       \
	X(CREDENTIAL, "credential")           /* a reference into a password manager */  \
	X(TWO_FACTOR, "two-factor")           /* attested, strong, not stale */          \
	X(OWNER, "owner")                     /* somebody known looks after it */

/* What a window counts, and by whom. */
#define WINDOW_WORDS(X)                                                                  \
	X(POSTS, "posts") X(REPLIES, "replies") X(DUPLICATES, "duplicates")
#define WINDOW_BY_WORDS(X) X(AUTHOR, "author") X(ACCOUNT, "account")

/* What a guard keeps the program from judging. */
#define GUARD_WORDS(X) X(UNASSOCIATED, "unassociated")

#endif
