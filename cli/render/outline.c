#include "render/outline.h"
#include "core/map.h"
#include "render/plain.h"

enum { SLUG_MAX = 60, DEPTHS = 5 };

struct anchors {
	struct arena *a;
	struct map *taken;  /* to `next` */
	VEC(uint32_t) next; /* the number to try for this name's next namesake */
};

/* ---- anchors: each used once in the page ---- */

static bool take(struct anchors *t, struct str id)
{
	if (!map_add(t->taken, id, (uint32_t)t->next.n))
		return false;
	*VEC_ADD(t->a, &t->next) = 2;
	return true;
}

static struct str unique(struct anchors *t, struct str id)
{
	struct str numbered;
	uint32_t at;

	if (take(t, id) || !map_get(t->taken, id, &at))
		return id;
	do
		numbered = arena_printf(t->a, "%.*s-%u", STR_ARG(id), t->next.p[at]++);
	while (!take(t, numbered));
	return numbered;
}

/* "post-quality" of "Post quality": letters and digits, all else one dash. Characters
 * beyond ASCII stay: an id may hold them. */
static struct str slug(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, SLUG_MAX + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n && n < SLUG_MAX; i++) {
		const unsigned char c = (unsigned char)text.p[i];

		if (ascii_is_alnum(c) || c >= 0x80)
			p[n++] = ascii_lower((char)c);
		else if (n && p[n - 1] != '-')
			p[n++] = '-';
	}
	/* Never end inside a character. */
	while (n == SLUG_MAX && n && ((unsigned char)p[n - 1] & 0xC0) == 0x80)
		n--;
	if (n && (unsigned char)p[n - 1] >= 0xC0)
		n--;
	while (n && p[n - 1] == '-')
		n--;
	return n ? (struct str){ p, n } : STR("section");
}

static void reserve(struct outline *o, struct anchors *t)
{
	static const struct str own[] = { STR("top"),      STR("main"),
					  STR("contents"), STR("clauses"),
					  STR("choices"),  STR("word-lists"),
					  STR("networks") };

	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		(void)take(t, own[i]);
	for (size_t i = 0; i < o->p->n_clauses; i++) {
		const struct str id = o->p->clauses[i].id;

		if (id.n)
			o->clause_ids[i] =
				unique(t, arena_printf(o->a, "clause-%.*s", STR_ARG(id)));
	}
}

/* ---- order ---- */

static void set_order(struct outline *o)
{
	const struct policy *p = o->p;
	size_t clause = 0;

	if (p->first < p->n_sources && p->documents[p->first])
		o->order[o->n_order++] = p->first;
	for (size_t i = 0; i < p->n_sources; i++) {
		o->first_clause[i] = clause;
		while (clause < p->n_clauses &&
		       p->clauses[clause].source == p->sources[i])
			clause++;
		if (p->documents[i] && i != p->first)
			o->order[o->n_order++] = i;
	}
	o->first_clause[p->n_sources] = clause;
}

static struct str text_of(struct arena *a, const struct md *node)
{
	struct buf text;
	struct str kept;

	buf_init(&text, 0);
	plain_inlines(&text, node, false);
	kept = arena_str(a, str_trim(buf_view(&text)));
	buf_release(&text);
	return kept;
}

/* ---- title ---- */

static const struct md *first_heading(const struct outline *o)
{
	const struct md *top;

	if (!o->n_order)
		return NULL;
	top = o->p->documents[o->order[0]];
	for (const struct md *kid = top->first; kid; kid = kid->next)
		if (kid->kind == MD_HEADING)
			return kid;
	return NULL;
}

/* The head names the document; a first heading that says the same is not said twice. */
static void set_title(struct outline *o)
{
	const struct md *first = first_heading(o);
	const struct str said = first ? text_of(o->a, first) : STR_NULL;

	o->title = str_trim(o->p->title);
	if (!o->title.n)
		o->title = first && first->level == 1 && said.n ? said : STR("Policy");
	if (first && str_eq(said, o->title))
		o->title_node = first;
}

/* ---- headings ---- */

static void collect(struct outline *o, struct anchors *t)
{
	VEC(struct heading) found = { 0 };

	for (size_t i = 0; i < o->n_order; i++) {
		const struct md *top = o->p->documents[o->order[i]];

		for (const struct md *kid = top->first; kid; kid = kid->next) {
			struct heading *h;

			if (kid->kind != MD_HEADING || kid == o->title_node)
				continue;
			h = VEC_ADD(o->a, &found);
			h->node = kid;
			h->text = text_of(o->a, kid);
			h->id = unique(t, slug(o->a, h->text));
		}
	}
	o->headings = found.p;
	o->n_headings = found.n;
}

static void set_depths(struct outline *o)
{
	int highest = 6, last = -1;

	for (size_t i = 0; i < o->n_headings; i++)
		if (o->headings[i].node->level < highest)
			highest = o->headings[i].node->level;
	for (size_t i = 0; i < o->n_headings; i++) {
		int depth = o->headings[i].node->level - highest;

		if (depth > last + 1)
			depth = last + 1;
		if (depth >= DEPTHS)
			depth = DEPTHS - 1;
		o->headings[i].depth = last = depth;
	}
}

static bool numbered_by_hand(const struct outline *o)
{
	for (size_t i = 0; i < o->n_headings; i++) {
		const struct str text = o->headings[i].text;

		if (text.n && ascii_is_digit((unsigned char)text.p[0]))
			return true;
	}
	return false;
}

static void set_numbers(struct outline *o)
{
	unsigned at[DEPTHS] = { 0 };

	if (numbered_by_hand(o))
		return;
	for (size_t i = 0; i < o->n_headings; i++) {
		struct heading *h = &o->headings[i];

		at[h->depth]++;
		for (int d = h->depth + 1; d < DEPTHS; d++)
			at[d] = 0;
		h->number = arena_printf(o->a, "%u", at[0]);
		for (int d = 1; d <= h->depth; d++)
			h->number =
				arena_printf(o->a, "%.*s.%u", STR_ARG(h->number), at[d]);
	}
}

void outline_of(const struct policy *p, struct arena *a, struct outline *o)
{
	struct anchors t = { .a = a, .taken = map_new(a) };

	*o = (struct outline){ .a = a, .p = p };
	o->order = arena_array(a, p->n_sources, sizeof(*o->order));
	o->first_clause = arena_array(a, p->n_sources + 1, sizeof(*o->first_clause));
	o->clause_ids = arena_array(a, p->n_clauses, sizeof(*o->clause_ids));
	reserve(o, &t);
	set_order(o);
	set_title(o);
	collect(o, &t);
	set_depths(o);
	set_numbers(o);
}
