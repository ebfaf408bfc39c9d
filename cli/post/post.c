#include "post/load.h"

static struct span first_line(const struct source *s)
{
	const struct str line = source_line(s, 1);

	return (struct span){ 0, (uint32_t)line.n };
}

/* A picture alone is a post. */
static bool has_anything(const struct post *p)
{
	for (size_t i = 0; i < p->n_targets; i++)
		if (p->targets[i].text)
			return true;
	return p->n_parts > 0 || p->n_media > 0;
}

static bool fits(const struct source *s, struct findings *f)
{
	if (s->bytes.n <= LIMIT_POST)
		return true;
	(void)finding_add(f, FINDING_POST_SIZE, s,
			  (struct span){ LIMIT_POST, LIMIT_POST },
			  "the file is larger than 64 KB; a post is a short text: split "
			  "it or move it out of the folder of posts");
	return false;
}

bool post_load(const struct source *s, bool plain, struct arena *a, struct post *out,
	       struct findings *f)
{
	struct diags d = { .a = a };
	struct front_matter cut;
	const struct yaml *map;

	*out = (struct post){ .source = s };
	if (!fits(s, f))
		return false;
	cut = source_front_matter(s, &d);
	findings_from_diags(f, &d, FINDING_POST_FRONT, s);
	if (d.v.n)
		return false; /* nobody knows where the text starts */
	if (cut.has) {
		map = post_map(s, cut.front, LIMIT_YAML_EVENTS, "the front matter",
			       FINDING_POST_FRONT, a, f);
		if (map)
			post_front(map, a, out, f);
	} else if (!plain) {
		(void)finding_add(f, FINDING_POST_FRONT, s, first_line(s),
				  "a post starts with \"---\", a few lines about it (id, "
				  "author, products), and \"---\"");
	}
	post_parts(cut.body, a, out, f);
	return has_anything(out);
}
