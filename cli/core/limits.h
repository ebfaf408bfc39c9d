/* core/limits.h: how much input we take. Past a limit there is a finding or an
 * error that names it, never silence (docs/formats/limits.md). */
#ifndef CORE_LIMITS_H
#define CORE_LIMITS_H

#define KIB 1024u
#define MIB (1024u * 1024u)

#define LIMIT_POST (64u * KIB)	       /* a post, front matter included */
#define LIMIT_POST_BODY (16u * KIB)    /* its Markdown */
#define LIMIT_POLICY_FILE (1u * MIB)   /* one file under policy/ */
#define LIMIT_POLICY_PROSE (256u * KIB) /* its Markdown */
#define LIMIT_POLICY_ALL (8u * MIB)    /* all files of a policy */
#define LIMIT_REGISTRY (1u * MIB)      /* one YAML registry */
#define LIMIT_PATTERN (2u * KIB)       /* one pattern or regex of a rule */
#define LIMIT_SEAL_KEYS 16u	       /* of sealed lists: each costs a digest a word */
#define LIMIT_SEALED_LEAST 3u	       /* bytes of a sealed word: shorter and ... */
#define LIMIT_SEALED_MOST 31u	       /* ... longer ones are not looked up */
#define LIMIT_YAML_DEPTH 16u
#define LIMIT_YAML_EVENTS 4096u	       /* in a post */
#define LIMIT_YAML_EVENTS_POLICY 65536u /* in a policy file or registry */
#define LIMIT_MARKDOWN_DEPTH 32u       /* nested blocks and inlines */
#define LIMIT_BUNDLE (64u * MIB)
#define LIMIT_FINDINGS 1000u	       /* kept per file; the rest are counted */
#define LIMIT_SCREEN_LINE (8u * MIB)   /* one JSON line for `screen` */
#define LIMIT_RUN (100u * MIB)	       /* bytes read from git in one run */

#endif
