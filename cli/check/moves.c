/* moves: what a reply may do, and nothing else. */
#include "check/scan.h"
#include "core/buf.h"
#include "text/utf8.h"

/* The move that may stand in any reply: greetings, thanks, regrets. */
static const char courtesy[] = "courtesy";

enum { SIGN_WORDS = 3 }; /* of a sign-off */

static const struct bundle_bound *move_of(const struct scan *s, const struct weighed *w,
					  const struct hit *h)
{
	return &s->t->bounds[w->r->bounds.first + s->t->patterns[h->pattern].group];
}

static bool is_courtesy(const struct scan *s, const struct bundle_bound *move)
{
	return str_is(bundle_str(s->c->b, move->text), courtesy);
}

/* The words of somebody else make no move, nor does what is not done. */
static bool is_move(struct scan *s, const struct hit *h)
{
	annotate(s);
	return !annotate_quoted(s, h) && !annotate_negated(s, h);
}

/* ---- which moves ---- */

static void add_name(struct check_moves *out, struct str name)
{
	for (size_t i = 0; i < out->v.n; i++)
		if (str_eq(out->v.p[i], name))
			return;
	*VEC_ADD(out->a, &out->v) = name;
}

static void answer(struct scan *s, const struct weighed *w)
{
	const struct bundle_range all = w->r->bounds;
	bool *made = arena_array(s->a, all.n, sizeof(*made));

	for (size_t i = 0; i < w->n; i++)
		if (is_move(s, &w->hits[i]))
			made[s->t->patterns[w->hits[i].pattern].group] = true;
	for (uint32_t i = 0; i < all.n; i++) {
		const struct bundle_bound *move = &s->t->bounds[all.first + i];

		if (made[i] && !is_courtesy(s, move))
			add_name(s->ctx->moves, bundle_str(s->c->b, move->text));
	}
}

/* ---- sentences that do more ---- */

/* One sentence: tokens [first, end). */
struct sentence {
	uint32_t first, end;
	uint32_t start; /* its first token that is not about who is answered */
	uint32_t said;  /* its first token that says something, or `end` */
	bool moves;     /* a move stands in it */
	bool polite;    /* a courtesy stands in it */
	bool more;      /* words stand outside of courtesies that are no name */
};

struct reader {
	struct scan *s;
	const struct weighed *w;
	size_t hit;      /* the next one */
	uint32_t polite; /* tokens before this one belong to a courtesy */
	bool addressing; /* nothing but mentions so far: who is answered */
};

static bool begins_with_capital(const struct scan *s, uint32_t token)
{
	size_t n;

	return utf8_is_upper(utf8_decode(words_text(s, token), 0, &n));
}

static void read_hits(struct reader *r, uint32_t token, struct sentence *out)
{
	for (; r->hit < r->w->n && r->w->hits[r->hit].first == token; r->hit++) {
		const struct hit *h = &r->w->hits[r->hit];

		if (!is_move(r->s, h))
			continue;
		if (!is_courtesy(r->s, move_of(r->s, r->w, h))) {
			out->moves = true;
			continue;
		}
		out->polite = true;
		if (h->last + 1 > r->polite)
			r->polite = h->last + 1;
	}
}

/* "@dana, @readable: ..." */
static bool is_address(const struct reader *r, uint32_t token)
{
	const struct token *t = &r->s->tokens.p[token];

	return r->addressing && (t->kind == TOKEN_MENTION || t->kind == TOKEN_BREAK ||
				 str_is(t->fold, ",") || str_is(t->fold, ":"));
}

static void read_token(struct reader *r, uint32_t token, struct sentence *out)
{
	const uint8_t kind = r->s->tokens.p[token].kind;
	const bool word = kind == TOKEN_WORD || kind == TOKEN_CODE;
	const bool third = kind == TOKEN_MENTION && !r->addressing;

	read_hits(r, token, out);
	if (!is_address(r, token))
		r->addressing = false;
	if (out->start == UINT32_MAX && !r->addressing)
		out->start = token;
	if (!word && !third)
		return;
	if (out->said == UINT32_MAX)
		out->said = token;
	out->more |= token >= r->polite && !(word && begins_with_capital(r->s, token));
}

static void read_sentence(struct reader *r, uint32_t first, struct sentence *out)
{
	const struct scan *s = r->s;
	uint32_t i = first;

	*out = (struct sentence){ first, .start = UINT32_MAX, .said = UINT32_MAX };
	for (; i < s->tokens.n && s->tokens.p[i].sentence == s->tokens.p[first].sentence;
	     i++)
		read_token(r, i, out);
	out->end = i;
	if (out->said == UINT32_MAX)
		out->said = i;
}

/* "^AB", "/Dana", "- Dana, support team": who wrote it, behind everything else. */
static bool is_sign_off(const struct scan *s, const struct sentence *x)
{
	static const char *const marks[] = { "^", "/", "-", "--", "~", "*" };
	unsigned words = 0;
	bool mark = false;

	if (words_skip(s, x->end) < s->tokens.n)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		mark |= str_is(s->tokens.p[x->first].fold, marks[i]);
	for (uint32_t i = x->first; i < x->end; i++) {
		if (s->tokens.p[i].kind != TOKEN_WORD)
			continue;
		words++;
		if (words == 1 && !begins_with_capital(s, i))
			return false;
	}
	return mark && words <= SIGN_WORDS;
}

static struct str permitted(struct scan *s, const struct weighed *w)
{
	struct buf text;
	struct str told;
	bool first = true;

	buf_init(&text, 0);
	buf_cstr(&text, "this does more than: ");
	for (uint32_t i = 0; i < w->r->bounds.n; i++) {
		const struct bundle_bound *move = &s->t->bounds[w->r->bounds.first + i];

		if (is_courtesy(s, move))
			continue;
		buf_cstr(&text, first ? "" : ", ");
		buf_str(&text, bundle_str(s->c->b, move->text));
		first = false;
	}
	told = arena_str(s->a, buf_view(&text));
	buf_release(&text);
	return told;
}

static void tell(struct scan *s, const struct weighed *w, const struct sentence *x,
		 struct str msg)
{
	struct span at = weigh_sentence(s, x->first);

	at.start = s->tokens.p[x->start].at;
	(void)hits_finding(s, w->rule, at.start, at.end, msg, false);
}

/* An emoji alone is an answer, and nobody knows which: it makes no move. */
static bool is_emoji_alone(const struct scan *s)
{
	bool emoji = false;

	for (uint32_t i = 0; i < s->tokens.n; i++) {
		const uint8_t kind = s->tokens.p[i].kind;

		emoji |= kind == TOKEN_EMOJI;
		if (kind != TOKEN_EMOJI && kind != TOKEN_PUNCT && kind != TOKEN_BREAK &&
		    kind != TOKEN_MENTION)
			return false;
	}
	return emoji;
}

static void judge(struct scan *s, const struct weighed *w)
{
	const struct str msg = weigh_say(s, w->r, permitted(s, w));
	struct reader r = { .s = s, .w = w, .addressing = true };

	if (is_emoji_alone(s)) {
		(void)hits_finding(s, w->rule, s->tokens.p[0].at, (uint32_t)s->v->text.n,
				   msg, false);
		return;
	}

	for (uint32_t i = weigh_first(s); i < s->tokens.n;) {
		struct sentence x;

		read_sentence(&r, i, &x);
		if (x.said < x.end && !x.moves && !(x.polite && !x.more) &&
		    !is_sign_off(s, &x))
			tell(s, w, &x, msg);
		i = words_skip(s, x.end);
	}
}

void moves_tell(struct scan *s, const struct weighed *w)
{
	if (s->aside)
		return;
	if (s->ctx->moves && s->ctx->reply)
		answer(s, w);
	if (!s->c->silent[w->rule])
		judge(s, w);
}
