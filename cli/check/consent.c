/* Does a permission that a post names allow what the post does? */
#include "check/whole.h"

struct asked {
	const struct whole *w;
	struct str id;
	const struct permission *p;
	struct str file; /* the picture; empty: a story, or a repost */
	struct str url;  /* of the post that is passed on */
	bool repost;
	struct str day; /* on which the post goes out; empty: nobody knows */
};

#define SAY(...) arena_printf(q->w->a, __VA_ARGS__)

/* ---- of what kind, and when ---- */

static struct str kind_trouble(const struct asked *q)
{
	const char *name = q->repost ? "permission" : "consent";

	if (!q->p)
		return SAY("there is no %s \"%.*s\" among the permissions", name,
			   STR_ARG(whole_clip(q->id)));
	if (q->p->broken)
		return SAY("%.*s has faults, so nothing can be built on \"%.*s\"",
			   STR_ARG(q->p->source->path), STR_ARG(whole_clip(q->id)));
	if (q->p->repost != q->repost)
		return SAY("\"%.*s\" is %s", STR_ARG(whole_clip(q->id)),
			   q->repost ? "a consent, not a permission to pass a post on"
				     : "a permission to pass a post on, not a consent");
	return STR_NULL;
}

static struct str time_trouble(const struct asked *q)
{
	const struct permission *p = q->p;
	const struct str id = whole_clip(q->id), today = q->w->ctx->world->today;

	if (p->withdrawn_on.n && today.n && str_cmp(today, p->withdrawn_on) < 0)
		return SAY("\"%.*s\" will be withdrawn on %.*s: this must not stand "
			   "anywhere from then on",
			   STR_ARG(id), STR_ARG(p->withdrawn_on));
	if (p->withdrawn_on.n && q->day.n && str_cmp(q->day, p->withdrawn_on) < 0)
		return SAY("\"%.*s\" was withdrawn on %.*s, after this went out: take it "
			   "down wherever it is",
			   STR_ARG(id), STR_ARG(p->withdrawn_on));
	if (p->withdrawn_on.n)
		return SAY("\"%.*s\" was withdrawn on %.*s", STR_ARG(id),
			   STR_ARG(p->withdrawn_on));
	if (p->posted_on.n && str_cmp(p->given_on, p->posted_on) < 0)
		return SAY("\"%.*s\" was given on %.*s, before there was a post to pass "
			   "on",
			   STR_ARG(id), STR_ARG(p->given_on));
	if (q->day.n && str_cmp(q->day, p->given_on) < 0)
		return SAY("\"%.*s\" was given on %.*s only, and this goes out on %.*s",
			   STR_ARG(id), STR_ARG(p->given_on), STR_ARG(q->day));
	if (q->day.n && p->expires.n && str_cmp(p->expires, q->day) < 0)
		return SAY("\"%.*s\" ended on %.*s, and this goes out on %.*s",
			   STR_ARG(id), STR_ARG(p->expires), STR_ARG(q->day));
	return STR_NULL;
}

/* ---- for what, and where ---- */

static size_t count_of(const struct yaml *list)
{
	if (!list || list->kind == YAML_MAP)
		return 0;
	return list->kind == YAML_LIST ? list->n : 1;
}

static struct str name_of(const struct yaml *list, size_t i)
{
	const struct yaml *one = list->kind == YAML_LIST ? list->items[i] : list;

	return one->kind == YAML_SCALAR ? one->value : STR_NULL;
}

static bool names(const struct yaml *map, const char *key, struct str name)
{
	const struct yaml *list = map ? yaml_get(map, key) : NULL;

	for (size_t i = 0; name.n && i < count_of(list); i++)
		if (str_eq(name_of(list, i), name))
			return true;
	return false;
}

/* The file, or a folder that it lies in. */
static bool names_file(const struct yaml *map, struct str file)
{
	const struct yaml *list = map ? yaml_get(map, "media") : NULL;

	for (size_t i = 0; file.n && i < count_of(list); i++) {
		const struct str one = name_of(list, i);

		if (one.n && str_eq(str_slice(file, 0, one.n), one) &&
		    (file.n == one.n || file.p[one.n] == '/'))
			return true;
	}
	return false;
}

static struct str plain_url(struct str url)
{
	return str_ends(url, "/") ? str_slice(url, 0, url.n - 1) : url;
}

static bool names_url(const struct yaml *map, struct str url)
{
	const struct yaml *list = map ? yaml_get(map, "urls") : NULL;

	for (size_t i = 0; url.n && i < count_of(list); i++)
		if (str_eq(plain_url(name_of(list, i)), plain_url(url)))
			return true;
	return false;
}

static struct str what_trouble(const struct asked *q)
{
	const struct yaml *what = q->p->what;

	if (q->p->everything || names(what, "posts", q->w->p->id) ||
	    names_file(what, q->file) || names_url(what, q->url))
		return STR_NULL;
	return SAY("\"%.*s\" is not for this %s (%.*s)", STR_ARG(whole_clip(q->id)),
		   q->file.n   ? "picture"
		   : q->repost ? "address"
			       : "post",
		   STR_ARG(q->file.n   ? whole_clip(q->file)
			   : q->repost ? whole_clip(q->url)
				       : whole_clip(q->w->p->id)));
}

static bool covers_account(const struct permission *p, const struct account *a)
{
	if (names(p->where, "accounts", a->id) || names(p->where, "networks", a->network))
		return true;
	for (size_t i = 0; i < a->n_products; i++)
		if (names(p->where, "products", a->products[i]))
			return true;
	return false;
}

static struct str where_trouble(const struct asked *q)
{
	const struct whole *w = q->w;
	struct str *out = arena_array(w->a, w->n_to, sizeof(*out));
	size_t n = 0;

	for (size_t i = 0; !q->p->everywhere && i < w->n_to; i++)
		if (!covers_account(q->p, w->to[i].account))
			out[n++] = w->to[i].account->id;
	if (!n)
		return STR_NULL;
	return SAY("\"%.*s\" is not for %.*s, where this goes",
		   STR_ARG(whole_clip(q->id)), STR_ARG(whole_join(w->a, out, n)));
}

static struct str trouble_of(const struct asked *q)
{
	struct str trouble = kind_trouble(q);

	if (trouble.n || !q->p)
		return trouble;
	trouble = time_trouble(q);
	if (!trouble.n)
		trouble = what_trouble(q);
	return trouble.n ? trouble : where_trouble(q);
}

static void check_one(const struct whole *w, uint32_t rule, const struct yaml *id,
		      struct asked q)
{
	struct str trouble;

	q.w = w;
	q.id = id->value;
	q.day = w->p->publish.n ? str_slice(w->p->publish, 0, 10) : w->ctx->world->today;
	q.p = w->ctx->world->records ? records_permission(w->ctx->world->records, q.id)
				     : NULL;
	trouble = trouble_of(&q);
	if (trouble.n)
		(void)whole_tell(w->c, w->f, rule, w->p->source, id->at, trouble);
}

/* ---- people in pictures and stories ---- */

static void check_people(const struct whole *w, uint32_t rule, const struct yaml *list,
			 struct str file)
{
	for (size_t i = 0; i < count_of(list); i++) {
		const struct yaml *id = list->kind == YAML_LIST ? list->items[i] : list;

		if (id->kind == YAML_SCALAR && id->value.n && !str_is(id->value, "none"))
			check_one(w, rule, id, (struct asked){ .file = file });
	}
}

void consent_check(const struct whole *w, uint32_t rule)
{
	const struct yaml *media = yaml_get(w->p->front, "media");

	check_people(w, rule, yaml_get(w->p->front, "about"), STR_NULL);
	for (size_t i = 0; media && media->kind == YAML_LIST && i < media->n; i++)
		if (media->items[i]->kind == YAML_MAP)
			check_people(w, rule, yaml_get(media->items[i], "people"),
				     yaml_str(media->items[i], "file"));
}

/* ---- reposts ---- */

void repost_check(const struct whole *w, uint32_t rule)
{
	const struct yaml *repost = yaml_get(w->p->front, "repost_of"), *id;

	if (!repost || repost->kind != YAML_MAP)
		return;
	id = yaml_get(repost, "permission");
	if (id && id->kind == YAML_SCALAR && id->value.n)
		check_one(
			w, rule, id,
			(struct asked){ .repost = true, .url = yaml_str(repost, "url") });
	else
		(void)whole_tell(w->c, w->f, rule, w->p->source,
				 whole_key(w->p->front, "repost_of"),
				 STR("no permission is named: write the answer of the "
				     "author into permissions/, and its id here under "
				     "\"permission:\""));
}
