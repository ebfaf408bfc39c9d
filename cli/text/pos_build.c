#include "text/pos_build.h"
#include "text/pattern.h"
#include "text/pos.h"

enum {
	PARTS = 4,
	COUNTED = 50,  /* uses of a word before their shares mean something */
	RARE_PART = 3, /* per cent of them that are too few */
	WORD_MOST = 40,
};

struct uses {
	uint64_t n[PARTS];
};

struct pos_forms {
	struct arena *a;
	struct map *lemmas; /* to places in `uses` */
	struct map *forms;  /* to places in `bits` */
	VEC(struct uses) uses;
	VEC(unsigned) bits;
};

/* One word of small letters; entries of several words have "_". */
static bool is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_lower((unsigned char)s.p[i]) && s.p[i] != '-' &&
		    s.p[i] != '\'')
			return false;
	return s.n > 0 && s.n <= WORD_MOST && ascii_is_lower((unsigned char)s.p[0]);
}

/* ---- how often a word was used as what ---- */

/* "run%2:38:04:: 6 12": lemma, part (1 noun ... 4 adverb, 5 adjective), sense, uses. */
static void count_line(struct pos_forms *r, struct str line)
{
	const size_t mark = str_chr(line, '%', 0);
	struct str rest = line, field, last = STR_NULL;
	uint32_t place;
	uint64_t n = 0;
	unsigned part;

	if (mark + 1 >= line.n || !is_word(str_slice(line, 0, mark)))
		return;
	while (str_field(&rest, ' ', &field))
		last = field;
	part = (unsigned)(line.p[mark + 1] - '1');
	if (part > PARTS || !str_to_u64(last, &n))
		return;
	part = part == PARTS ? 2 : part;
	if (map_add(r->lemmas, str_slice(line, 0, mark), (uint32_t)r->uses.n))
		*VEC_ADD(r->a, &r->uses) = (struct uses){ { 0 } };
	if (map_get(r->lemmas, str_slice(line, 0, mark), &place))
		r->uses.p[place].n[part] += n;
}

static void read_counts(struct pos_forms *r, struct str text)
{
	struct str line;

	while (str_field(&text, '\n', &line))
		count_line(r, line);
}

static bool is_rare(const struct pos_forms *r, struct str lemma, unsigned part)
{
	uint64_t all = 0;
	uint32_t place;

	if (!map_get(r->lemmas, lemma, &place))
		return false;
	for (unsigned i = 0; i < PARTS; i++)
		all += r->uses.p[place].n[i];
	return all >= COUNTED && r->uses.p[place].n[part] * 100 < all * RARE_PART;
}

/* ---- forms ---- */

static void add_form(struct pos_forms *r, struct str form, unsigned part)
{
	uint32_t place;

	if (map_add(r->forms, form, (uint32_t)r->bits.n))
		*VEC_ADD(r->a, &r->bits) = 0;
	if (map_get(r->forms, form, &place))
		r->bits.p[place] |= 1u << part;
}

/* A noun has a plural, a verb all its forms; adjectives as they stand. */
static void add_lemma(struct pos_forms *r, struct str lemma, unsigned part)
{
	struct str_list all;

	add_form(r, lemma, part);
	if (part > 1)
		return;
	inflect(lemma, r->a, &all);
	for (size_t i = 1; i < all.n; i++)
		if (part == 1 || str_ends(all.p[i], "s"))
			add_form(r, all.p[i], part);
}

static void read_index(struct pos_forms *r, struct str text, unsigned part)
{
	struct str line, lemma;

	while (str_field(&text, '\n', &line)) {
		/* The licence stands before, each line of it behind a blank. */
		lemma = str_slice(line, 0, str_chr(line, ' ', 0));
		if (lemma.n < line.n && is_word(lemma) && !is_rare(r, lemma, part))
			add_lemma(r, lemma, part);
	}
}

/* "geese goose" */
static void read_exceptions(struct pos_forms *r, struct str text, unsigned part)
{
	struct str line;

	while (str_field(&text, '\n', &line)) {
		const struct str form = str_slice(line, 0, str_chr(line, ' ', 0));

		if (form.n < line.n && is_word(form) &&
		    !is_rare(r, str_slice(line, form.n + 1, line.n), part))
			add_form(r, form, part);
	}
}

struct pos_forms *pos_read(const struct pos_source *from, struct arena *a)
{
	struct pos_forms *r = ARENA_NEW(a, struct pos_forms);

	r->a = a;
	r->lemmas = map_new(a);
	r->forms = map_new(a);
	read_counts(r, from->counts);
	for (unsigned part = 0; part < PARTS; part++) {
		read_index(r, from->index[part], part);
		read_exceptions(r, from->except[part], part);
	}
	return r;
}

unsigned pos_of(const struct pos_forms *p, struct str form)
{
	uint32_t place;

	return map_get(p->forms, form, &place) ? p->bits.p[place] : 0;
}
