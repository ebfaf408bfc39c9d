/* How many posts there are within some days, by one author or for one account. Posts are
 * put in a row by whose they are and when they go out; each question is then a search in
 * that row. Times are compared as wall times: the window is days long. */
#include "check/whole.h"
#include "core/day.h"

enum {
	ALIKE_PERCENT = 70,  /* of three-word pieces that two texts have in common */
	COMPARED_MOST = 256, /* texts that one post is compared with */
	LOOKED_MOST = 4096,  /* pieces of others that are looked at for it */
};

struct place { /* of a post in the row */
	struct str whose;
	int64_t minute;
	uint32_t post;
};
struct row {
	VEC(struct place) v;
	bool made;
};

/* A piece of a text by which others like it are found. */
struct piece {
	uint32_t hash, post;
};
struct windows {
	struct row rows[2][2]; /* by author, account; posts, replies */
	VEC(struct piece) pieces;
	uint32_t *compared; /* the question for which a post was compared last */
	uint32_t question;
	bool pieced;
};

/* ---- rows ---- */

static int by_place(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;
	const int by = str_cmp(a->whose, b->whose);

	if (by)
		return by;
	if (a->minute != b->minute)
		return a->minute < b->minute ? -1 : 1;
	return (a->post > b->post) - (a->post < b->post);
}

static void add_post(struct across *w, struct row *row, enum window_by by, uint32_t i)
{
	const struct post_facts *p = &w->p[i];

	if (by == BY_AUTHOR) {
		if (p->author.n)
			*VEC_ADD(w->a, &row->v) =
				(struct place){ p->author, p->minute, i };
		return;
	}
	for (size_t k = 0; k < p->n_accounts; k++)
		*VEC_ADD(w->a, &row->v) = (struct place){ p->accounts[k], p->minute, i };
}

static const struct row *row_of(struct across *w, enum window_by by, bool replies)
{
	struct row *row = &w->windows->rows[by][replies];

	if (row->made)
		return row;
	row->made = true;
	for (uint32_t i = 0; i < w->n; i++)
		if (w->p[i].timed && w->p[i].is_reply == replies)
			add_post(w, row, by, i);
	if (row->v.n)
		qsort(row->v.p, row->v.n, sizeof(*row->v.p), by_place);
	return row;
}

/* The first place that is not before `key`. */
static size_t first_at(const struct row *row, struct place key)
{
	size_t low = 0, high = row->v.n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (by_place(&row->v.p[mid], &key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Posts of `whose` in the days that end with this post, itself included. */
static size_t count_until(const struct row *row, struct str whose,
			  const struct post_facts *p, uint32_t days)
{
	const int64_t from = p->minute - (int64_t)days * DAY_MINUTES;
	const size_t first = first_at(row, (struct place){ whose, from + 1, 0 });

	return first_at(row, (struct place){ whose, p->minute + 1, 0 }) - first;
}

/* ---- texts that are nearly the same ---- */

static int by_piece(const void *pa, const void *pb)
{
	const struct piece *a = pa, *b = pb;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->post > b->post) - (a->post < b->post);
}

/* Two sets that have ALIKE_PERCENT in common share one of the smallest so many of each.
 */
static size_t telling(const struct post_facts *p)
{
	return p->n_shingles - (p->n_shingles * ALIKE_PERCENT + 99) / 100 + 1;
}

static void make_pieces(struct across *w)
{
	struct windows *x = w->windows;

	if (x->pieced)
		return;
	x->pieced = true;
	x->compared = arena_array(w->a, w->n, sizeof(*x->compared));
	for (uint32_t i = 0; i < w->n; i++)
		for (size_t k = 0; w->p[i].n_shingles && k < telling(&w->p[i]); k++)
			*VEC_ADD(w->a, &x->pieces) =
				(struct piece){ w->p[i].shingles[k], i };
	if (x->pieces.n)
		qsort(x->pieces.p, x->pieces.n, sizeof(*x->pieces.p), by_piece);
}

static size_t first_piece(const struct windows *x, uint32_t hash)
{
	size_t low = 0, high = x->pieces.n;

	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (x->pieces.p[mid].hash < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool is_alike(const struct post_facts *a, const struct post_facts *b)
{
	size_t common = 0, i = 0, k = 0;

	while (i < a->n_shingles && k < b->n_shingles) {
		if (a->shingles[i] == b->shingles[k]) {
			common++;
			i++;
			k++;
		} else if (a->shingles[i] < b->shingles[k]) {
			i++;
		} else {
			k++;
		}
	}
	return common * 100 >=
	       (a->n_shingles + b->n_shingles - common) * (size_t)ALIKE_PERCENT;
}

static bool share_account(const struct post_facts *a, const struct post_facts *b)
{
	for (size_t i = 0, k = 0; i < a->n_accounts && k < b->n_accounts;) {
		const int by = str_cmp(a->accounts[i], b->accounts[k]);

		if (by == 0)
			return true;
		i += by < 0;
		k += by > 0;
	}
	return false;
}

/* Does `b` stand before `a` in the window, in a place of its own? */
static bool is_before(const struct post_facts *a, const struct post_facts *b,
		      const struct bundle_bound *bound)
{
	const int64_t from = a->minute - (int64_t)bound->days * DAY_MINUTES;

	if (a == b || !b->timed || b->minute <= from || b->minute > a->minute ||
	    (b->minute == a->minute && b > a))
		return false;
	return bound->by == BY_AUTHOR ? str_eq(a->author, b->author)
				      : share_account(a, b);
}

/* Posts like this one, itself included, until there are more than `most`; *other is one
 * of them. */
static size_t count_alike(struct across *w, const struct post_facts *p,
			  const struct bundle_bound *bound, size_t most,
			  const struct post_facts **other)
{
	struct windows *x = w->windows;
	const uint32_t stamp = ++x->question;
	size_t n = 1, left = COMPARED_MOST, looks = LOOKED_MOST;

	make_pieces(w);
	for (size_t k = 0; p->n_shingles && k < telling(p); k++)
		for (size_t i = first_piece(x, p->shingles[k]);
		     i < x->pieces.n && x->pieces.p[i].hash == p->shingles[k]; i++) {
			const struct post_facts *one = &w->p[x->pieces.p[i].post];

			if (n > most || !left || !looks--)
				return n;
			if (x->compared[x->pieces.p[i].post] == stamp ||
			    !is_before(p, one, bound))
				continue;
			x->compared[x->pieces.p[i].post] = stamp;
			left--;
			if (!is_alike(p, one))
				continue;
			*other = one;
			n++;
		}
	return n;
}

/* ---- the rule ---- */

/* Names with blanks between. */
static bool have_one_of(struct str mine, struct str names)
{
	struct str name, rest, one;

	while (str_field(&names, ' ', &name))
		for (rest = mine; str_field(&rest, ' ', &one);)
			if (name.n && str_eq(one, name))
				return true;
	return false;
}

static bool is_exempt(const struct across *w, const struct post_facts *p,
		      const struct bundle_bound *b)
{
	const struct check_person *who = whole_person(w->ctx->world, p->author);

	return who && have_one_of(who->roles, bundle_str(w->c->b, b->text));
}

static const char *noun(const struct bundle_bound *b, size_t n)
{
	if (b->what == WINDOW_REPLIES)
		return n == 1 ? "reply" : "replies";
	return n == 1 ? "post" : "posts";
}

/* The clause speaks of other work, which nobody sees from here: so it is never more than
 * a word of advice to the author. */
static void tell(struct across *w, uint32_t rule, const struct post_facts *p,
		 const struct bundle_bound *b, struct str what)
{
	struct finding *f = whole_tell(w->c, w->f, rule, p->source, p->publish_at, what);

	if (b->by == BY_AUTHOR)
		f->level = LEVEL_ADVISE;
}

static void check_number(struct across *w, uint32_t rule, const struct post_facts *p,
			 const struct bundle_bound *b)
{
	const struct row *row =
		row_of(w, (enum window_by)b->by, b->what == WINDOW_REPLIES);
	const size_t max = (size_t)b->max / 1000;
	size_t most = 0;
	struct str where = STR_NULL;

	if (b->by == BY_AUTHOR)
		most = count_until(row, p->author, p, b->days);
	for (size_t i = 0; b->by == BY_ACCOUNT && i < p->n_accounts; i++) {
		const size_t n = count_until(row, p->accounts[i], p, b->days);

		if (n > most)
			where = p->accounts[i];
		most = n > most ? n : most;
	}
	if (most <= max)
		return;
	tell(w, rule, p, b,
	     arena_printf(w->a,
			  "with this there are %zu %s within %u day%s%s%.*s; %zu %s fine",
			  most, noun(b, most), b->days, b->days == 1 ? "" : "s",
			  where.n ? " on " : "", STR_ARG(whole_clip(where)), max,
			  max == 1 ? "is" : "are"));
}

static void check_texts(struct across *w, uint32_t rule, const struct post_facts *p,
			const struct bundle_bound *b)
{
	const size_t max = b->max < 1000 ? 1 : (size_t)b->max / 1000;
	const struct post_facts *other = NULL;

	if (count_alike(w, p, b, max, &other) <= max || !other)
		return;
	tell(w, rule, p, b,
	     arena_printf(w->a, "nearly the same text goes out within %u day%s in %.*s",
			  b->days, b->days == 1 ? "" : "s", STR_ARG(other->path)));
}

void window_check(struct across *w, uint32_t rule, const struct post_facts *p)
{
	const struct bundle_range bounds = w->c->t->rules[rule].bounds;

	if (!w->windows)
		w->windows = ARENA_NEW(w->a, struct windows);
	for (uint32_t i = 0; p->timed && i < bounds.n; i++) {
		const struct bundle_bound *b = &w->c->t->bounds[bounds.first + i];

		if (is_exempt(w, p, b))
			continue;
		if (b->what == WINDOW_DUPLICATES)
			check_texts(w, rule, p, b);
		else if (p->is_reply == (b->what == WINDOW_REPLIES))
			check_number(w, rule, p, b);
	}
}
