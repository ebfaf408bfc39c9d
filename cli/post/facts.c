/* What is kept of a post when it is gone: enough to tell what posts have to do with each
 * other. */
#include "core/day.h"
#include "post/load.h"

enum { SHINGLE_WORDS = 3, SHINGLES_MOST = 4096 };

/* ---- its text ---- */

struct words {
	uint64_t last[SHINGLE_WORDS]; /* hashes of the newest words, oldest first */
	size_t n;
	uint32_t *out;
	size_t n_out;
};

static uint64_t mix(uint64_t h)
{
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdULL;
	h ^= h >> 33;
	h *= 0xc4ceb9fe1a85ec53ULL;
	return h ^ h >> 33;
}

static void add_shingle(struct words *w)
{
	uint64_t h = 0;

	for (size_t i = 0; i < SHINGLE_WORDS; i++)
		h = mix(h ^ w->last[i]);
	if (w->n_out < SHINGLES_MOST)
		w->out[w->n_out++] = (uint32_t)h;
}

static void add_word(struct words *w, uint64_t hash)
{
	memmove(w->last, w->last + 1, sizeof(w->last) - sizeof(w->last[0]));
	w->last[SHINGLE_WORDS - 1] = hash;
	if (++w->n >= SHINGLE_WORDS)
		add_shingle(w);
}

/* Letters and digits are words, whatever stands between them and in whatever case. */
static void read_words(struct words *w, struct str text)
{
	uint64_t hash = 0;
	bool inside = false;

	for (size_t i = 0; i <= text.n; i++) {
		const unsigned char c = i < text.n ? (unsigned char)text.p[i] : ' ';

		if (c >= 0x80 || ascii_is_alnum(c)) {
			hash = (hash + c + 1) * 0x9e3779b97f4a7c15ULL;
			hash ^= hash >> 29;
			inside = true;
		} else if (inside) {
			add_word(w, hash);
			hash = 0;
			inside = false;
		}
	}
}

static int by_number(const void *pa, const void *pb)
{
	const uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	return (a > b) - (a < b);
}

static struct str text_of(const struct post *p, struct arena *a)
{
	struct span all = { 0, 0 };

	if (p->n_parts)
		all = (struct span){ p->parts[0].at.start,
				     p->parts[p->n_parts - 1].at.end };
	for (size_t i = 0; !p->n_parts && i < p->n_targets; i++)
		if (p->targets[i].text)
			return utf8_fold(p->targets[i].text->value, a);
	return utf8_fold(str_span(p->source->bytes, all), a);
}

static void read_text(const struct post *p, struct arena *a, struct post_facts *out)
{
	const struct str text = text_of(p, a);
	struct words w = { .n = 0 };
	size_t n = 0;

	w.out = arena_array(a,
			    text.n / 2 < SHINGLES_MOST ? text.n / 2 + 1 : SHINGLES_MOST,
			    sizeof(*w.out));
	read_words(&w, text);
	if (w.n && w.n < SHINGLE_WORDS)
		add_shingle(&w); /* a text of two words is one, too */
	if (w.n_out)
		qsort(w.out, w.n_out, sizeof(*w.out), by_number);
	for (size_t i = 0; i < w.n_out; i++)
		if (!i || w.out[i] != w.out[i - 1])
			w.out[n++] = w.out[i];
	out->shingles = w.out;
	out->n_shingles = n;
}

/* ---- its head ---- */

/* The lines of the front matter alone. */
static const struct source *head_of(const struct post *p, struct arena *a)
{
	struct source *s = ARENA_NEW(a, struct source);
	const size_t end = p->front ? p->front->at.end : 0;

	s->path = arena_str(a, p->source->path);
	while (s->n_lines < p->source->n_lines && p->source->lines[s->n_lines] <= end)
		s->n_lines++;
	s->bytes = arena_str(a, str_slice(p->source->bytes, 0,
					  s->n_lines < p->source->n_lines
						  ? p->source->lines[s->n_lines]
						  : p->source->bytes.n));
	s->lines = arena_array(a, s->n_lines, sizeof(*s->lines));
	memcpy(s->lines, p->source->lines, s->n_lines * sizeof(*s->lines));
	return s;
}

static struct span place_of(const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);

	return node ? node->at : key_at(map, key);
}

static void read_head(const struct post *p, struct arena *a, struct post_facts *out)
{
	const struct yaml *corrects = yaml_get(p->front, "corrects");
	const struct yaml *reply = yaml_get(p->front, "reply_to");

	out->publish_at = place_of(p->front, "publish");
	if (is_map(corrects)) {
		out->corrects = arena_str(a, yaml_str(corrects, "post"));
		out->corrects_at = place_of(corrects, "post");
	}
	if (is_map(reply))
		out->reply_url = arena_str(a, yaml_str(reply, "url"));
	out->is_repost = is_map(yaml_get(p->front, "repost_of"));
}

void post_facts_of(const struct post *p, const struct post_destination *to, size_t n,
		   bool text, bool judged, struct arena *a, struct post_facts *out)
{
	*out = (struct post_facts){
		.path = arena_str(a, p->source->path),
		.id = arena_str(a, p->id),
		.author = arena_str(a, p->author),
		.is_reply = p->is_reply,
		.hostile = p->tone == TONE_HOSTILE,
	};
	out->timed = day_minute(p->publish, &out->minute);
	out->accounts = arena_array(a, n, sizeof(*out->accounts));
	for (size_t i = 0; i < n; i++)
		out->accounts[out->n_accounts++] = arena_str(a, to[i].account->id);
	if (p->front)
		read_head(p, a, out);
	if (text)
		read_text(p, a, out);
	if (judged)
		out->source = head_of(p, a);
}

/* ---- a glance ---- */

/* The value on a line "key: value"; false when it goes on elsewhere or is written in
 * another way than plainly. */
static bool plain_value(struct str line, size_t skip, struct str *out)
{
	struct str value = str_trim(str_slice(line, skip, line.n));
	const size_t comment = str_find(value, STR(" #"), 0);

	value = str_trim(str_slice(value, 0, comment));
	if (value.n >= 2 && (value.p[0] == '"' || value.p[0] == '\'') &&
	    value.p[value.n - 1] == value.p[0])
		value = str_slice(value, 1, value.n - 1);
	*out = value;
	return value.n && !strchr("|>&*!{[#\"'%@`", value.p[0]) &&
	       str_chr(value, '\\', 0) == SIZE_MAX;
}

static void read_line(struct post_brief *b, struct str line, bool *open)
{
	const struct {
		const char *key;
		struct str *to;
	} keys[] = { { "id:", &b->id },
		     { "author:", &b->author },
		     { "publish:", &b->publish } };

	if (!str_trim(line).n || line.p[0] == '#')
		return;
	if (ascii_is_space((unsigned char)line.p[0])) {
		b->unsure |= *open; /* the value goes on */
		return;
	}
	*open = false;
	if (!ascii_is_alpha((unsigned char)line.p[0]) && line.p[0] != '-')
		b->unsure = true;
	if (str_starts(line, "corrects"))
		b->corrects = true;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const size_t n = strlen(keys[i].key);

		if (post_is_key(line, keys[i].key)) {
			b->unsure |= !plain_value(line, n, keys[i].to);
			*open = true;
		} else if (line.n >= n && memcmp(line.p, keys[i].key, n - 1) == 0 &&
			   line.p[n - 1] == ' ') {
			b->unsure = true; /* "id :" */
		}
	}
}

struct post_brief post_brief_of(struct str bytes)
{
	struct post_brief b = { 0 };
	struct str line;
	bool open = false; /* the line before holds a value that we take */

	if (!str_line(&bytes, &line) || !post_is_edge(line))
		return b;
	while (str_line(&bytes, &line) && !post_is_edge(line))
		read_line(&b, line, &open);
	return b;
}
