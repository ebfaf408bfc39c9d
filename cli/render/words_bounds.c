/* What rules measure, forbid or ask for, each bound as a phrase. */
#include "core/vocabulary.h"
#include "render/words.h"

enum { DIGITS = 32 };

/* Thousandths as people write them: 12.5 */
static void add_number(struct buf *out, int32_t n)
{
	const int64_t whole = n < 0 ? -(int64_t)n : n;
	char text[DIGITS];
	struct str s;

	(void)snprintf(text, sizeof(text), "%s%lld.%03lld", n < 0 ? "-" : "",
		       (long long)(whole / 1000), (long long)(whole % 1000));
	s = str_from(text);
	while (str_ends(s, "0"))
		s.n--;
	if (str_ends(s, "."))
		s.n--;
	buf_str(out, s);
}

/* "at most 3", "from 3 to 5"; nothing without a bound. */
static void add_limits(struct buf *out, const struct policy_bound *b)
{
	if (b->has_min && b->has_max) {
		buf_cstr(out, "from ");
		add_number(out, b->min);
		buf_cstr(out, " to ");
		add_number(out, b->max);
	} else if (b->has_min || b->has_max) {
		buf_cstr(out, b->has_min ? "at least " : "at most ");
		add_number(out, b->has_min ? b->min : b->max);
	}
}

static void add_metric(struct buf *out, const struct policy_bound *b)
{
	static const char *const of[] = { "words in a sentence",
					  "words",
					  "syllables a word on average",
					  "words in capitals in a row",
					  "emoji",
					  "hashtags",
					  "mentions",
					  "links",
					  "exclamation marks",
					  "per cent of rare words" };
#define ONE(NAME, name) +1
	_Static_assert(ARRAY_LEN(of) == 0 METRIC_WORDS(ONE), "each measure has words");
#undef ONE

	add_limits(out, b);
	buf_printf(out, " %s", of[b->what]);
}

static void add_readability(struct buf *out, const struct policy_bound *b)
{
	static const char *const of[] = {
		"Flesch reading ease",
		"Flesch-Kincaid grade",
		"Gunning fog index",
		"SMOG grade",
		"Coleman-Liau index",
		"automated readability index",
		"Dale-Chall score",
		"Spache score",
		"LIX",
		"RIX",
	};
#define ONE(NAME, name) +1
	_Static_assert(ARRAY_LEN(of) == 0 READABILITY_WORDS(ONE),
		       "each formula has words");
#undef ONE

	buf_printf(out, "%s: ", of[b->what]);
	add_limits(out, b);
}

static void add_count(struct buf *out, const struct policy_bound *b)
{
	add_limits(out, b);
	buf_printf(out, " in one %s", bound_name(RULE_COUNT, b->what));
}

static void add_repeat(struct buf *out, const struct policy_bound *b)
{
	static const char *const of[] = { "the same word again and again",
					  "sentences that begin alike",
					  "question and exclamation marks in a row",
					  "emoji in a row" };
#define ONE(NAME, name) +1
	_Static_assert(ARRAY_LEN(of) == 0 REPEAT_WORDS(ONE), "each repetition has words");
#undef ONE

	buf_cstr(out, of[b->what]);
	if (b->has_min || b->has_max) {
		buf_cstr(out, ": ");
		add_limits(out, b);
	}
}

/* Roles stand with blanks between. */
static void add_roles(struct buf *out, struct str roles)
{
	bool any = false;
	struct str role;

	while (str_field(&roles, ' ', &role)) {
		buf_cstr(out, any ? ", " : "; except people with the role ");
		buf_str(out, role);
		any = true;
	}
}

static void add_window(struct buf *out, const struct policy_bound *b)
{
	static const char *const by[] = { "by one author", "on one account" };
	static const char *const one[] = { "post", "reply", "post of the same text" };
	static const char *const of[] = { "posts", "replies", "posts of the same text" };
#define ONE(NAME, name) +1
	_Static_assert(ARRAY_LEN(by) == 0 WINDOW_BY_WORDS(ONE), "each has words");
	_Static_assert(ARRAY_LEN(of) == 0 WINDOW_WORDS(ONE), "each has words");
#undef ONE

	add_limits(out, b);
	buf_printf(out, " %s in %u %s %s", b->max == 1000 ? one[b->what] : of[b->what],
		   b->days, b->days == 1 ? "day" : "days", by[b->by]);
	add_roles(out, b->text);
}

static void add_field(struct buf *out, const struct policy_bound *b)
{
	static const struct {
		const char *with, *means;
	} when[] = { { "media", "posts with media" },
		     { "reply", "replies" },
		     { "repost", "reposts" },
		     { "correction", "corrections" } };

	buf_cstr(out, bound_name(RULE_FIELDS, b->what));
	for (size_t i = 0; i < ARRAY_LEN(when); i++)
		if (str_is(b->text, when[i].with))
			buf_printf(out, ", of %s", when[i].means);
}

static void add_relation(struct buf *out, const struct policy_bound *b)
{
	static const char *const holds[] = {
		"A post goes to every account of its products, or says why not",
		"The people in pictures and stories have agreed, for this place and day",
		"What is passed on from others comes with their permission",
		"A correction goes everywhere the post went that it corrects",
		"A post that was found wrong has been corrected",
		"The password of each account is kept in the password manager",
		"A strong second factor is attested for each account",
		"Somebody known looks after each account",
	};
#define ONE(NAME, name) +1
	_Static_assert(ARRAY_LEN(holds) == 0 RELATION_WORDS(ONE),
		       "each relation has words");
#undef ONE

	buf_cstr(out, holds[b->what]);
	if (b->has_max) {
		buf_cstr(out, "; a record counts for ");
		add_number(out, b->max);
		buf_cstr(out, " days");
	}
}

static void add_bound(struct buf *out, enum rule_kind kind, const struct policy_bound *b)
{
	switch (kind) {
	case RULE_METRIC:
		add_metric(out, b);
		break;
	case RULE_READABILITY:
		add_readability(out, b);
		break;
	case RULE_COUNT:
		add_count(out, b);
		break;
	case RULE_REPEAT:
		add_repeat(out, b);
		break;
	case RULE_WINDOW:
		add_window(out, b);
		break;
	case RULE_FIELDS:
		add_field(out, b);
		break;
	case RULE_RELATION:
		add_relation(out, b);
		break;
	case RULE_MOVES:
		buf_str(out, b->text);
		break;
	default:
		buf_cstr(out, bound_name(kind, b->what));
		break;
	}
}

size_t words_bounds(const struct policy_rule *r, struct arena *a, struct str **out)
{
	struct buf words;

	*out = arena_array(a, r->n_bounds, sizeof(**out));
	if (r->kind == RULE_GUARD)
		return 0;
	buf_init(&words, 0);
	for (size_t i = 0; i < r->n_bounds; i++) {
		add_bound(&words, r->kind, &r->bounds[i]);
		(*out)[i] = arena_str(a, buf_view(&words));
		buf_reset(&words);
	}
	buf_release(&words);
	return r->n_bounds;
}
