#include "post/schema.h"
#include "post/keys.h"

const char *const tone_names[] = { "neutral", "critical", "hostile", NULL };

static const char *const fold_names[] = { "earlier", "later", NULL };
static const char *const who_names[] = { "customer", "other", NULL };
static const char *const reason_names[] = { "wrong-audience", "format", "language",
					    "embargo",        "other",  NULL };
static const char *const method_names[] = { "hardware-key", "passkey", "app",
					    "sms",          "none",    NULL };

static const char *const level_names[] = { "block", "ask", "advise", NULL };

#define FIELD(key, meaning, ...) { .name = (key), __VA_ARGS__ },
#define END                                                                              \
	{                                                                                \
		.name = NULL                                                             \
	}

static const struct field a_string = { .type = TYPE_STRING };
static const struct field an_id = { .type = TYPE_ID };

static const char *const permission_names[] = { "consent", "repost", NULL };
static const char *const general_names[] = { "general", NULL };
static const char *const everywhere_names[] = { "everywhere", NULL };
static const struct field a_path = { .type = TYPE_PATH };
static const struct field a_url = { .type = TYPE_URL };
static const struct field is_general = { .type = TYPE_ENUM, .choices = general_names };
static const struct field is_everywhere = { .type = TYPE_ENUM,
					    .choices = everywhere_names };

static const struct field target_schema[] = { TARGET_KEYS(FIELD) END };
static const struct field omit_schema[] = { OMIT_KEYS(FIELD) END };
static const struct field media_schema[] = { MEDIA_KEYS(FIELD) END };
static const struct field reply_schema[] = { REPLY_KEYS(FIELD) END };
static const struct field corrects_schema[] = { CORRECTS_KEYS(FIELD) END };
static const struct field repost_schema[] = { REPOST_KEYS(FIELD) END };
static const struct field poll_schema[] = { POLL_KEYS(FIELD) END };
static const struct field twofactor_schema[] = { TWOFACTOR_KEYS(FIELD) END };
static const struct field quiet_schema[] = { QUIET_KEYS(FIELD) END };
static const struct field what_schema[] = { WHAT_KEYS(FIELD) END };
static const struct field where_schema[] = { WHERE_KEYS(FIELD) END };
static const struct field evidence_schema[] = { EVIDENCE_KEYS(FIELD) END };
static const struct field wrong_schema[] = { WRONG_KEYS(FIELD) END };

static const struct field a_what = { .type = TYPE_MAP, .schema = what_schema };
static const struct field a_where = { .type = TYPE_MAP, .schema = where_schema };
static const struct field change_schema[] = { CHANGE_KEYS(FIELD) END };
static const struct field a_change = { .type = TYPE_MAP, .schema = change_schema };
static const struct field a_target = { .type = TYPE_MAP, .schema = target_schema };
static const struct field an_omit = { .type = TYPE_MAP, .schema = omit_schema };
static const struct field fact_schema[] = { FACT_KEYS(FIELD) END };
static const struct field a_fact = { .type = TYPE_MAP, .schema = fact_schema };
static const struct field a_medium = { .type = TYPE_MAP, .schema = media_schema };

const struct field post_schema[] = { POST_KEYS(FIELD) END };
const struct field facts_schema[] = { FACTS_KEYS(FIELD) END };
const struct field products_schema[] = { PRODUCTS_KEYS(FIELD) END };
const struct field product_schema[] = { PRODUCT_KEYS(FIELD) END };
const struct field account_schema[] = { ACCOUNT_KEYS(FIELD) END };
const struct field permission_schema[] = { PERMISSION_KEYS(FIELD) END };
const struct field correction_schema[] = { CORRECTION_KEYS(FIELD) END };

#define KEY(key, meaning, ...) { (key), (meaning) },

static const struct post_key post_keys_[] = { POST_KEYS(KEY) };
static const struct post_key target_keys[] = { TARGET_KEYS(KEY) };
static const struct post_key omit_keys[] = { OMIT_KEYS(KEY) };
static const struct post_key media_keys[] = { MEDIA_KEYS(KEY) };
static const struct post_key reply_keys[] = { REPLY_KEYS(KEY) };
static const struct post_key corrects_keys[] = { CORRECTS_KEYS(KEY) };
static const struct post_key repost_keys[] = { REPOST_KEYS(KEY) };
static const struct post_key poll_keys[] = { POLL_KEYS(KEY) };
static const struct post_key change_keys[] = { CHANGE_KEYS(KEY) };
static const struct post_key facts_keys[] = { FACTS_KEYS(KEY) };
static const struct post_key fact_keys[] = { FACT_KEYS(KEY) };
static const struct post_key products_keys[] = { PRODUCTS_KEYS(KEY) };
static const struct post_key product_keys[] = { PRODUCT_KEYS(KEY) };
static const struct post_key account_keys[] = { ACCOUNT_KEYS(KEY) };
static const struct post_key twofactor_keys[] = { TWOFACTOR_KEYS(KEY) };
static const struct post_key quiet_keys[] = { QUIET_KEYS(KEY) };
static const struct post_key permission_keys[] = { PERMISSION_KEYS(KEY) };
static const struct post_key what_keys[] = { WHAT_KEYS(KEY) };
static const struct post_key where_keys[] = { WHERE_KEYS(KEY) };
static const struct post_key evidence_keys[] = { EVIDENCE_KEYS(KEY) };
static const struct post_key correction_keys[] = { CORRECTION_KEYS(KEY) };
static const struct post_key wrong_keys[] = { WRONG_KEYS(KEY) };

#define PLACE(name, page, keys)                                                          \
	{                                                                                \
		(name), (page), (keys), ARRAY_LEN(keys)                                  \
	}

static const struct post_keys places[] = {
	PLACE("a post", "post.md", post_keys_),
	PLACE("a target", "post.md", target_keys),
	PLACE("an omitted account", "post.md", omit_keys),
	PLACE("media", "post.md", media_keys),
	PLACE("reply_to", "post.md", reply_keys),
	PLACE("corrects", "post.md", corrects_keys),
	PLACE("repost_of", "post.md", repost_keys),
	PLACE("poll", "post.md", poll_keys),
	PLACE("overlay", "post.md", change_keys),
	PLACE("a file of facts", "facts.md", facts_keys),
	PLACE("a fact", "facts.md", fact_keys),
	PLACE("products.yaml", "accounts.md", products_keys),
	PLACE("a product", "accounts.md", product_keys),
	PLACE("an account", "accounts.md", account_keys),
	PLACE("twofactor", "accounts.md", twofactor_keys),
	PLACE("quiet", "accounts.md", quiet_keys),
	PLACE("a permission", "permissions.md", permission_keys),
	PLACE("what", "permissions.md", what_keys),
	PLACE("where", "permissions.md", where_keys),
	PLACE("evidence", "permissions.md", evidence_keys),
	PLACE("a correction", "corrections.md", correction_keys),
	PLACE("wrong", "corrections.md", wrong_keys),
};

const struct post_keys *post_keys(size_t *n)
{
	*n = ARRAY_LEN(places);
	return places;
}
